"""The part of a workbook that one 科室 answers for, as a Book of its own; every cell keeps its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.model.table import Record, Table

LINKED = ("extensions", "closures", "progress")  # ledgers whose rows name an issue
POINTS = ("risk_ratings", "risk_measures")  # ledgers whose rows name a risk point
OF_THE_WHOLE = ("sources", "prose")  # what the whole unit is held to, or says of itself


def offices(book: Book) -> tuple[str, ...]:
    """The units that answer for issues or risk points, in the order of their rows."""
    named = [*book.column("rectification", "unit"), *book.column("risk_points", "unit")]
    return tuple(dict.fromkeys(name for name in named if name))


def without_office(book: Book) -> tuple[str, ...]:
    """The 编号 of the issues that no unit answers for: they are in no unit's part."""
    return tuple(record.key for record in book.records("rectification") if not record.unit)


def part_of(book: Book, office: str) -> Book:
    """The rows of one unit: its issues and risk points, with what is recorded of them; settings are those of all.

    Control totals and the prose are the whole unit's and are left out.
    """
    issues = {record.number for record in book.records("rectification") if record.unit == office and record.number}
    points = {record.number for record in book.records("risk_points") if record.unit == office and record.number}

    def kept(ledger: str) -> Callable[[Record], bool]:
        if ledger in OF_THE_WHOLE:
            return lambda record: False
        if ledger in LINKED:
            return lambda record: record.issue_id in issues
        if ledger in POINTS:
            ident = "number" if ledger == "risk_ratings" else "risk_point"
            return lambda record: getattr(record, ident) in points
        if ledger in ("rectification", "risk_points", "posts", "common_problems"):
            return lambda record: record.unit == office
        return lambda record: True

    pairs = [(table, only(table, kept(table.ledger.id))) for table in book.judged_tables()]
    tables = [part for whole, part in pairs if len(part) or not len(whole)]  # nothing of it is not an empty ledger
    part = Book(book.name, book.grids, tables, book.basis, book.unrecognized, book.setting_faults, book.ledgers)
    part.path = book.path
    return part


def only(table: Table, fits: Callable[[Record], bool]) -> Table:
    """A table with some of its rows; what is derived of them is derived anew."""
    kept = [index for index in range(len(table)) if fits(Record(table, index))]
    at = {index: place for place, index in enumerate(kept)}

    def picked(cells: Any) -> list[Any]:
        return [cells[index] for index in kept]

    def moved(indexes: list[int]) -> list[int]:
        return [at[index] for index in indexes if index in at]

    found = Table(table.ledger, table.grid, table.layout, tuple(table.slots.values()), table.primary)
    found.rows = picked(table.rows)
    found.raw = {ident: picked(cells) for ident, cells in table.raw.items()}
    found.values = {ident: picked(cells) for ident, cells in table.values.items() if ident in table.slots}
    found.remarks = dict(table.remarks)
    found.hits = {ident: moved(indexes) for ident, indexes in table.hits.items()}
    found.blank = {ident: moved(indexes) for ident, indexes in table.blank.items()}
    found.longest = dict(table.longest)
    found.anchors = dict(table.anchors)
    found.orders = picked(table.orders) if table.orders else []
    return found
