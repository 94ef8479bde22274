"""合并

把多个单位的台账并成一本，每行注明来自哪个文件、哪张表、哪一行。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.table import Table
from xlsuite.model.text import fold, is_blank, whole

SOURCE = ("序号", "来源文件", "来源单位", "来源工作表", "来源行")


class Merged(NamedTuple):
    """One ledger of all books: its columns after those of the source, its rows as typed, and ids met twice.

    rows may be read from the disk each time they are gone through; total says how many they are.
    """

    title: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]
    total: int
    doubled: tuple[str, ...]


class Place(NamedTuple):
    """Where a row stands."""

    unit: str
    file: str
    sheet: str
    row: int


class Clash(NamedTuple):
    """An 编号 that stands in more than one file: rows alike in every cell, or not."""

    ledger: str
    key: str
    is_same: bool
    places: tuple[Place, ...]

    @property
    def word(self) -> str:
        return "重复报送" if self.is_same else "编号冲突"


def merged(books: Sequence[Book]) -> tuple[Merged, ...]:
    """The ledgers of some books, one after the other; 序号 runs through, everything else is as it was typed."""
    found: dict[str, list[tuple[Book, Table]]] = {}
    for book in books:
        for table in book.judged_tables():
            if table.ledger.is_reported and table.rows:
                found.setdefault(table.ledger.id, []).append((book, table))
    return tuple(one_ledger(tables) for tables in found.values())


def one_ledger(tables: list[tuple[Book, Table]]) -> Merged:
    ledger: LedgerType = tables[0][1].ledger
    columns: dict[str, Column] = {}
    for _, table in tables:
        columns.update((column.ident, column) for column in table.ledger.columns if column.ident in table)
    rows: list[tuple[Any, ...]] = []
    keys: dict[str, str] = {}
    doubled: dict[str, None] = {}
    for book, table in tables:
        cells = [table.carried(ident) for ident in columns]
        for index, row in enumerate(table.rows):
            unit = book.settings.unit_name or ""
            rows.append((len(rows) + 1, book.name, unit, table.sheet, row, *(column[index] for column in cells)))
            raw = table.raws(ledger.key)[index] if ledger.key else ""
            if not is_blank(raw) and keys.setdefault(fold(whole(raw)), book.name) != book.name:
                doubled.setdefault(whole(raw))
    names = tuple(column.name for column in columns.values())
    return Merged(ledger.title, names, tuple(rows), len(rows), tuple(doubled))
