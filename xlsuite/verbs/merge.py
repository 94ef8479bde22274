"""合并

把多个单位的台账并成一本，每行注明来自哪个文件、哪张表、哪一行。
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.table import Table
from xlsuite.model.text import fold, is_blank, whole

SOURCE = ("序号", "来源文件", "来源单位", "来源工作表", "来源行")


class Merged(NamedTuple):
    """One ledger of all books: its columns after those of the source, its rows as typed, and ids met twice."""

    ledger: LedgerType
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    doubled: tuple[str, ...]


def merged(books: Sequence[Book]) -> tuple[Merged, ...]:
    """The ledgers of some books, one after the other; 序号 runs through, everything else is as it was typed."""
    found: dict[str, list[tuple[Book, Table]]] = {}
    for book in books:
        for table in book.judged_tables():
            if table.ledger.listed and table.ledger.id != "settings" and table.rows:
                found.setdefault(table.ledger.id, []).append((book, table))
    return tuple(one_ledger(tables) for tables in found.values())


def one_ledger(tables: list[tuple[Book, Table]]) -> Merged:
    ledger = tables[0][1].ledger
    columns: dict[str, Column] = {}
    for _, table in tables:
        columns.update((column.ident, column) for column in table.ledger.columns if column.ident in table)
    rows: list[tuple[Any, ...]] = []
    keys: dict[str, str] = {}
    doubled: dict[str, None] = {}
    for book, table in tables:
        cells = [table.raws(ident) for ident in columns]
        for index, row in enumerate(table.rows):
            unit = book.settings.unit_name or ""
            rows.append((len(rows) + 1, book.name, unit, table.sheet, row, *(column[index] for column in cells)))
            raw = table.raws(ledger.key)[index] if ledger.key else ""
            if not is_blank(raw) and keys.setdefault(fold(whole(raw)), book.name) != book.name:
                doubled.setdefault(whole(raw))
    return Merged(ledger, tuple(columns.values()), tuple(rows), tuple(doubled))
