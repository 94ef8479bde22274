"""The part of a workbook that one 科室 answers for or one unit sent, as a Book; every cell keeps its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.model.table import Record, Table
from xlsuite.model.text import is_blank, whole

LINKED = ("extensions", "closures", "progress")  # ledgers whose rows name an issue
POINTS = ("risk_ratings", "risk_measures")  # ledgers whose rows name a risk point
OF_THE_WHOLE = ("sources", "prose")  # what the whole unit is held to, or says of itself
SOURCE_UNIT = "来源单位"  # the column of a consolidated ledger that says whose each row is


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
    return with_tables(book, tables)


def with_tables(book: Book, tables: list[Table]) -> Book:
    part = Book(book.name, book.grids, tables, book.basis, book.unrecognized, book.setting_faults, book.ledgers)
    part.path = book.path
    return part


def source_units(table: Table) -> list[str]:
    """The 来源单位 of each row, "" where there is no such column."""
    at = next((at for at, header in table.layout.unknown if header == SOURCE_UNIT), 0)
    cells = [table.grid.cell(row, at) if at else "" for row in table.rows]
    return ["" if is_blank(cell) else whole(cell) for cell in cells]


def parts_by_unit(book: Book) -> dict[str, Book]:
    """The parts of a consolidated ledger by 来源单位; none where fewer than two units are in it.

    Lists without that column are everybody's.
    """
    tables: dict[str, list[Table]] = {}
    shared: list[Table] = []
    if not any(header == SOURCE_UNIT for table in book.tables for _, header in table.layout.unknown):
        return {}
    for table in book.judged_tables():
        rows: dict[str, list[int]] = {}
        for index, unit in enumerate(source_units(table)):
            rows.setdefault(unit, []).append(index)
        if set(rows) <= {""}:
            shared.append(table)
            continue
        for unit, indexes in rows.items():
            tables.setdefault(unit, []).append(at_indexes(table, indexes))
    if len(tables) < 2:
        return {}
    return {unit: with_tables(book, [*some, *shared]) for unit, some in tables.items()}


def only(table: Table, fits: Callable[[Record], bool]) -> Table:
    return at_indexes(table, [index for index in range(len(table)) if fits(Record(table, index))])


def at_indexes(table: Table, kept: list[int]) -> Table:
    """A table with some of its rows; what is derived of them is derived anew."""
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
