"""What a verb answers with: findings, figures, sheets, documents. Values only; adapters act on them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from xlsuite.model.place import a1


class Severity(StrEnum):
    """How much a finding weighs; the value is the word of the JSON output."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def word(self) -> str:
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def weight(self) -> int:
        return {"error": 2, "warning": 1, "info": 0}[self.value]


class Fix(NamedTuple):
    """A better value for a cell; safe when the meaning cannot change (contract §2)."""

    value: Any
    safe: bool = True


class Finding(NamedTuple):
    """One fault at one cell: the cell that a user has to change."""

    sheet: str
    row: int
    column: int
    rule: str
    severity: Severity
    field: str  # standard name of the column, "" for a whole row or sheet
    key: str  # the row's 编号, "" where it has none
    value: str  # as typed
    message: str
    advice: str
    fix: Fix | None = None

    @property
    def cell(self) -> str:
        return a1(self.row, self.column)

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}"


class Figure(NamedTuple):
    """One number of a summary with where it came from; `rows` are the keys behind it (contract §4).

    places: sheet and row of each of `rows`, where the figure knows them; names of what was due stand in no row.
    """

    id: str
    name: str
    value: str
    numerator: int | None
    denominator: int | None
    source: str
    criterion: str
    rows: tuple[str, ...]
    places: tuple[tuple[str, int], ...] = ()


class Table(NamedTuple):
    """One table of a summary; cells are str, int or None, the first row of `rows` is the first line of data."""

    id: str
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    source: str = ""
    note: str = ""
