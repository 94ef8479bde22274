"""What figures of supporting ledgers are counted over: the rows of 台账年度, and what was due against what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Figure, Table
from xlsuite.model.rates import rate
from xlsuite.model.text import fold
from xlsuite.verbs.figures.figure import amount
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, Rows, Scope


class YearRows(Scope):
    """The rows of a ledger whose 年度, or else whose day, is 台账年度; those that tell neither are counted too."""

    def __init__(self, book: Book, ledger: str, on: str = "on") -> None:
        tables = book.tables_of(ledger)
        years = [
            year if isinstance(year, Decimal) else day.year if isinstance(day, date) else book.year
            for table in tables
            for year, day in zip(table.column("year"), table.column(on), strict=True)
        ]
        super().__init__(tables, [year == book.year for year in years])
        self.book = book
        self.on = on
        self.year: int = book.year

    @property
    def year_note(self) -> str:
        """Which rows count, where not all do."""
        undated = len(self.unfilled(self.on))
        notes = [f"另有{self.left_out}行不在{self.year}年，不计"] if self.left_out else []
        notes += [f"没有日期的{undated}行计入"] if undated else []
        return f"（{'；'.join(notes)}）" if notes else ""

    def persons(self, ident: str, rows: Rows | None = None) -> int:
        """人次: how many names stand in a column; a blank or unreadable cell is one person."""
        column = self.column(ident)
        return sum(len(names) if isinstance(names, tuple) else 1 for names in map(column.__getitem__, rows or self.all))

    def total(self, ident: str, rows: Rows | None = None) -> Decimal:
        cells = map(self.column(ident).__getitem__, self.all if rows is None else rows)
        return sum((cell for cell in cells if isinstance(cell, Decimal)), Decimal(0))


class Coverage(NamedTuple):
    """What was due, by name, and what of it is missing; due is None where it cannot be told, and `reason` says why.

    places: sheet and row of what is due, where that is a row of a ledger.
    """

    due: tuple[str, ...] | None
    missing: tuple[str, ...] = ()
    reason: str = ""
    places: Mapping[str, tuple[str, int]] = MappingProxyType({})

    @property
    def done(self) -> tuple[str, ...]:
        missing = set(self.missing)
        return tuple(name for name in self.due or () if name not in missing)


def told(due: Iterable[str] | None, missing: Iterable[str] | None, reason: str) -> Coverage:
    """A coverage, undecided where either side is None."""
    if due is None or missing is None:
        return Coverage(None, (), reason)
    return Coverage(tuple(due), tuple(missing))


def covered(id: str, name: str, coverage: Coverage, criterion: str, scope: Scope, decimals: int) -> Figure:
    """The share of what was due that was done; 未判定 with the reason where that cannot be told."""
    if coverage.due is None:
        return Figure(id, name, UNDECIDED, None, None, scope.source, f"{criterion}（{coverage.reason}）", ())
    done, due = coverage.done, coverage.due
    value = rate(len(done), len(due), decimals)
    places = tuple(map(coverage.places.__getitem__, done)) if coverage.places else ()
    return Figure(id, name, value, len(done), len(due), scope.source, criterion, done, places)


def behind(scope: Scope, rows: Rows) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """The keys of some rows, and where they stand."""
    return scope.keys_at(rows), scope.places_at(rows)


def counted(id: str, name: str, number: int, criterion: str, scope: Scope, rows: Rows = ()) -> Figure:
    return Figure(id, name, str(number), number, None, scope.source, criterion, *behind(scope, rows))


def counted_rows(id: str, name: str, rows: Rows, criterion: str, scope: Scope) -> Figure:
    return counted(id, name, len(rows), criterion, scope, rows)


def share(id: str, name: str, part: Rows, whole: Rows, criterion: str, scope: Scope, decimals: int) -> Figure:
    value = rate(len(part), len(whole), decimals)
    return Figure(id, name, value, len(part), len(whole), scope.source, criterion, *behind(scope, part))


def summed(id: str, name: str, scope: YearRows, ident: str, criterion: str, places: int = 0) -> Figure:
    """A column added up; 未填 where no cell holds a number."""
    cells = scope.column(ident)
    rows = [place for place, cell in enumerate(cells) if isinstance(cell, Decimal)]
    odd = cells.count(UNREADABLE)
    value = amount(scope.total(ident), places) if rows else UNDECIDED if odd else UNFILLED
    gaps = [f"{what}{count}行" for what, count in ((UNFILLED, cells.count(None)), ("读不出", odd)) if count]
    told_gaps = f"（{'；'.join(gaps)}）" if gaps else ""
    return Figure(id, name, value, None, None, scope.source, criterion + told_gaps, *behind(scope, rows))


def attendance(id: str, name: str, scope: YearRows, decimals: int) -> Figure:
    """实到合计 ÷ 应到合计 over the rows that give both, none of them more present than due."""
    pairs = list(zip(scope.column("due"), scope.column("present"), strict=True))
    rows = [place for place, pair in enumerate(pairs) if fits(*pair)]
    due, present = int(scope.total("due", rows)), int(scope.total("present", rows))
    left = len(pairs) - len(rows)
    criterion = "实到合计 ÷ 应到合计" + (f"（应到、实到不全或对不上的{left}行不计）" if left else "")
    return Figure(id, name, rate(present, due, decimals), present, due, scope.source, criterion, *behind(scope, rows))


def fits(due: Any, present: Any) -> bool:
    whole = isinstance(due, Decimal) and isinstance(present, Decimal) and due == int(due) and present == int(present)
    return whole and 0 <= present <= due


def listing(
    id: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], source: str, note: str = ""
) -> Table:
    """A table that lists what should be and what is; it says where its rows come from."""
    footnote = f"来源：{source}。" + note
    return Table(id, name, tuple(columns), tuple(map(tuple, rows)), source, footnote)


def folded(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}
