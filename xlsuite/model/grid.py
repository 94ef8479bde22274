"""A sheet as it stands in the file: cells at their true places, before anything is understood."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, NamedTuple


class Merge(NamedTuple):
    """A merged range; rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


ASIDE = ("far", "reference", "row_order")  # codes of remarks on what stands in no cell of the table, or was set right


class CellRemark(NamedTuple):
    """A cell the reader could not take as it stands: where, what stood there, and a Chinese sentence for the user."""

    row: int
    column: int
    code: str
    text: str
    message: str


class Grid:
    """One sheet: `rows[0][0]` is always A1, whatever the file leaves out.

    A cell is "" (empty), str, float, bool, date, datetime, time or timedelta. Places in `errors`, `uncached`,
    `hidden_rows` and `remarks` count from 1, as a user reads them.
    """

    __slots__ = ("_columns", "errors", "hidden", "hidden_rows", "merges", "name", "remarks", "rows", "uncached")

    def __init__(
        self,
        name: str,
        rows: list[list[Any]],
        merges: tuple[Merge, ...] = (),
        errors: dict[tuple[int, int], str] | None = None,
        uncached: frozenset[tuple[int, int]] = frozenset(),
        hidden_rows: frozenset[int] = frozenset(),
        hidden: bool = False,
        remarks: tuple[CellRemark, ...] = (),
    ) -> None:
        self.name = name
        self.rows = rows
        self.merges = merges
        self.errors = errors or {}
        self.uncached = uncached
        self.hidden_rows = hidden_rows
        self.hidden = hidden
        self.remarks = remarks
        self._columns: tuple[int, int, list[tuple[Any, ...]]] = (0, 0, [])

    def cell(self, row: int, column: int) -> Any:
        """The cell at a place counted from 1; "" outside the stored rows."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""

    def row(self, number: int) -> list[Any]:
        """A row counted from 1; an empty list below the stored rows."""
        return self.rows[number - 1] if number <= len(self.rows) else []

    def columns(self, first: int, last: int) -> list[tuple[Any, ...]]:
        """The cells of the rows from `first` to `last`, column by column; turned once for the widest span."""
        start, end, turned = self._columns
        if not (start and start <= first and last <= end):
            chosen = self.rows[first - 1 : last]
            widths = set(map(len, chosen))
            turned = list(zip_longest(*chosen, fillvalue="") if len(widths) > 1 else zip(*chosen, strict=True))
            start, end = first, last
            self._columns = (start, end, turned)
        if (start, end) == (first, last):
            return turned
        return [column[first - start : last - start + 1] for column in turned]
