"""修正

只做不改变意思的修正：空格、全角、文字日期、文字数字、同义词。
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from xlsuite.model.outcome import Finding
from xlsuite.model.place import a1
from xlsuite.model.text import whole


class Change(NamedTuple):
    """One cell to change: where it stands, what was typed, what it becomes, and the rule that says so."""

    sheet: str
    row: int
    column: int
    field: str
    key: str
    old: str
    new: Any  # str, int, float or date
    rule: str

    @property
    def cell(self) -> str:
        return a1(self.row, self.column)

    @property
    def shown(self) -> str:
        return whole(self.new)


def changes(findings: Iterable[Finding]) -> tuple[Change, ...]:
    """The safe fixes that findings offer, one a cell; never a status, a level or a date that is not certain."""
    found: dict[tuple[str, int, int], Change] = {}
    for each in findings:
        if each.fix is None or not each.fix.safe:
            continue
        value = each.fix.value
        new = value if isinstance(value, str | int | float | date) else str(value)
        place = (each.sheet, each.row, each.column)
        found.setdefault(place, Change(*place, each.field, each.key, each.value, new, each.rule))
    return tuple(found.values())


def as_json(made: Iterable[Change]) -> dict[str, Any]:
    return {
        "schema": 1,
        "changes": [
            {"sheet": each.sheet, "cell": each.cell, "row": each.row, "column": each.field, "key": each.key,
             "old": each.old, "new": each.new.isoformat() if isinstance(each.new, date) else each.new,
             "rule": each.rule}
            for each in made
        ],
    }  # fmt: skip
