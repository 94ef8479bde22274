"""Kinds of value that make sense within one office only: its own people, what has happened, an issue of its ledger."""

from __future__ import annotations

from typing import Any

from xlsuite.model.columns import Remark
from xlsuite.model.kinds import Choice, Day, Key, Number, Persons


class Staff(Persons):
    """People of the office itself: each must hold a post of the 名册 (XL-05)."""


class Happened(Day):
    """A day on which something was done: it cannot lie after 统计截止日 (XL-06)."""


class IssueNumber(Key):
    """问题编号 of the rectification ledger, several set apart by 、: each must be there (XL-07)."""

    def wanted(self, basis: Any) -> str:
        return "整改台账里的问题编号"


class Bounded(Number):
    """A number between two bounds; outside them it cannot be meant."""

    def __init__(self, low: int, high: int | None, told: str, whole: bool = False) -> None:
        super().__init__(whole=whole, fault="ST-16")
        self.low = low
        self.high = high
        self.told = told

    def read(self, raw: Any, basis: Any) -> Any:
        found = super().read(raw, basis)
        value = found.value if isinstance(found, Remark) else found
        if value is not None and (value < self.low or (self.high is not None and value > self.high)):
            return Remark(None, "unreadable", f"应填{self.told}")
        return found

    def wanted(self, basis: Any) -> str:
        return self.told


def year() -> Number:
    return Bounded(1990, 2100, "年份，例如 2025", whole=True)


def count() -> Number:
    """A number of people, tables, copies."""
    return Bounded(0, None, "不小于 0 的整数", whole=True)


def amount() -> Number:
    return Bounded(0, None, "不小于 0 的数")


def yes_no(yes: str = "是", no: str = "否", **also: str) -> Choice:
    """One of two words; what people write instead, `√` and `×` among it."""
    synonyms = {"√": yes, "✓": yes, "×": no, "✗": no, "有": yes, "没有": no, "是": yes, "否": no, "已": yes, "未": no}
    return Choice(
        yes, no, synonyms={word: meant for word, meant in {**synonyms, **also}.items() if word not in (yes, no)}
    )
