"""An open workbook read: one block of values a sheet, and what a copy of its file adds where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from xlsuite.excel.inplace.record import own_names, record_of
from xlsuite.excel.live_facts import Facts
from xlsuite.excel.live_record import LiveRecord, live_record
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")


class Opened(NamedTuple):
    """An open workbook as the verbs take it. book: xlwings' own. ledger: the user's sheets understood. record: what
    we noted of ourselves in it. facts: of its file, None where there is none to be read."""

    book: Any
    ledger: Book
    grids: list[Grid]
    own: list[Grid]
    record: LiveRecord
    facts: Facts | None
    active: str

    def grid(self, sheet: str) -> Grid | None:
        return next((grid for grid in (*self.grids, *self.own) if grid.name == sheet), None)


def opened(
    book: Any,
    today: date,
    facts: Facts | None = None,
    config: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Opened:
    """Read an open workbook, each sheet once; `book` is xlwings', whatever program stands behind it."""
    grids = [grid_of(sheet, facts) for sheet in book.sheets]
    names = own_names(grids, record_of(grids))
    mine = [grid for grid in grids if grid.name in names]
    theirs = [grid for grid in grids if grid.name not in names]
    ledger = open_book(str(book.name), theirs, today, config or {}, settings or {})
    ledger.own_grids = mine
    return Opened(book, ledger, theirs, mine, live_record(mine), facts, str(book.sheets.active.name))


def grid_of(sheet: Any, facts: Facts | None) -> Grid:
    """One sheet: its values in one read, from A1 on, so that places are those of the sheet."""
    last = sheet.used_range.last_cell
    area = sheet.range((1, 1), (last.row, last.column))
    rows = area.options(ndim=2, err_to_str=True).value or [[]]
    name = str(sheet.name)
    errors: dict[tuple[int, int], str] = {}
    cells = [
        [cell_of(value, (number, at), errors) for at, value in enumerate(row, 1)] for number, row in enumerate(rows, 1)
    ]
    known = facts.grids.get(name) if facts else None
    if known is None:
        return Grid(name, cells, errors=errors)
    return Grid(name, cells, known.merges, errors, frozenset(), known.hidden_rows, known.hidden, known.remarks)


def cell_of(value: Any, place: tuple[int, int], errors: dict[tuple[int, int], str]) -> Any:
    """A value as a file's reader gives it: no None, every number a float, a day without a time of day a date."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value[:1] == "#" and value in ERRORS:
            errors[place] = value
            return ""
        return value
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, datetime):
        plain = value.replace(tzinfo=None)
        return plain if plain.time() != time() else plain.date()
    return value
