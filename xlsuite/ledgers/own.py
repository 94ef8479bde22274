"""Kinds of value that make sense within one office only: its own people, what has happened, an issue of its ledger."""

from __future__ import annotations

from typing import Any

from xlsuite.model.kinds import Choice, Day, Key, Number, Persons


class Staff(Persons):
    """People of the office itself: each must hold a post of the 名册 (XL-05)."""


class Happened(Day):
    """A day on which something was done: it cannot lie after 统计截止日 (XL-06)."""


class IssueNumber(Key):
    """问题编号 of the rectification ledger, several set apart by 、: each must be there (XL-07)."""

    def wanted(self, basis: Any) -> str:
        return "整改台账里的问题编号"


def count() -> Number:
    """A number of people, tables, copies: whole."""
    return Number(whole=True, fault="ST-16")


def amount() -> Number:
    return Number(fault="ST-16")


def yes_no(yes: str = "是", no: str = "否", **also: str) -> Choice:
    """One of two words; what people write instead, `√` and `×` among it."""
    synonyms = {"√": yes, "✓": yes, "×": no, "✗": no, "有": yes, "没有": no, "是": yes, "否": no, "已": yes, "未": no}
    return Choice(
        yes, no, synonyms={word: meant for word, meant in {**synonyms, **also}.items() if word not in (yes, no)}
    )
