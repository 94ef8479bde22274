"""What the rules of supporting ledgers share: how names are quoted, and where a finding about absence stands."""

from __future__ import annotations

from collections.abc import Iterable

from xlsuite.ledgers.book import Book
from xlsuite.model.text import quote
from xlsuite.rules.rule import Fault


def named(names: Iterable[str]) -> str:
    """“甲”、“乙” as a message quotes several names."""
    return "、".join(f"“{quote(name)}”" for name in names)


def begun(book: Book, ledger: str) -> bool:
    """Whether a ledger has any row: a blank sheet has not been begun, and nothing is missing from it yet."""
    return any(map(len, book.tables_of(ledger)))


def header_of(book: Book, ledger: str, ident: str, message: str, key: str = "") -> Fault:
    """A finding about rows that are not there: at the header of a column of the ledger that should hold them."""
    table = book.tables_of(ledger)[0]
    slot = table.slots.get(ident) or next(iter(table.slots.values()))
    row = table.layout.header_rows[-1]
    return Fault(message, table=table, row=row, column=slot.at, field=slot.column.name, key=key)
