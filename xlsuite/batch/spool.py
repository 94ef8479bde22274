"""A file's rows and findings kept on disk until all files are read, so that memory does not grow with their number.

One compressed file of JSON lines per workbook: `["ledger", id, title, key, [[ident, name], …]]` before its
`["row", sheet, row, key, [cells]]`, then `["finding", …]`, and for each set of rows that figures are counted over
`["counted", [[sheet, row, key], …], {figure id: [places in that list]}]`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from xlsuite.batch.wire import dumps, loads
from xlsuite.files import opener
from xlsuite.files.save import scratch
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding
from xlsuite.model.text import is_blank, whole
from xlsuite.verbs.figures.figure import Count, Declared, Mean, Rate, Sum, Total
from xlsuite.verbs.figures.measure_figures import MEASURE_FIGURES, measure_rows
from xlsuite.verbs.figures.rectification_figures import RECTIFICATION_FIGURES, rectification_rows
from xlsuite.verbs.figures.risk_figures import RISK_FIGURES
from xlsuite.verbs.figures.risk_rows import risk_rows
from xlsuite.verbs.figures.scope import Rows, Scope

Place = tuple[str, int, str]  # sheet, row, key


class Row(NamedTuple):
    """One row of a ledger as it was typed: where it stands, its 编号 ("" for none), its cells by ident."""

    sheet: str
    row: int
    key: str
    cells: dict[str, Any]


Subjects = tuple[tuple[tuple[Declared, ...], Any], ...]


def subjects(book: Book) -> Subjects:
    """The declared figures of each kind with the rows they are counted over; without those whose ledger is absent."""
    found = (
        (RISK_FIGURES, risk_rows(book)),
        (MEASURE_FIGURES, measure_rows(book)),
        (RECTIFICATION_FIGURES, rectification_rows(book)),
    )
    return tuple((declared, rows) for declared, rows in found if rows is not None)


def write(path: str, book: Book, findings: Sequence[Finding], wanted: Iterable[str], known: Subjects) -> None:
    """Write what is wanted of a book: rows, findings, counted."""
    text = io.StringIO()
    if "rows" in wanted:
        for line in rows_of(book):
            text.write(dumps(line) + "\n")
    if "findings" in wanted:
        for each in findings:
            if each.severity.weight:
                line = ["finding", *each[:4], each.severity.value, *each[5:10]]
                text.write(dumps(line) + "\n")
    if "counted" in wanted:
        for line in counted(known):
            text.write(dumps(line) + "\n")
    scratch(path, text.getvalue(), packed=True)


def rows_of(book: Book) -> Iterator[list[Any]]:
    for table in book.judged_tables():
        if not table.ledger.listed or table.ledger.id == "settings" or not table.rows:
            continue
        idents = [column.ident for column in table.ledger.columns if column.ident in table]
        names = [[ident, table.ledger.column(ident).name] for ident in idents]
        yield ["ledger", table.ledger.id, table.ledger.title, table.ledger.key, names]
        cells = [table.raws(ident) for ident in idents]
        keys = table.raws(table.ledger.key) if table.ledger.key in table else [""] * len(table.rows)
        for index, row in enumerate(table.rows):
            key = "" if is_blank(keys[index]) else whole(keys[index])
            yield ["row", table.sheet, row, key, [column[index] for column in cells]]


def counted(known: Subjects) -> Iterator[list[Any]]:
    """The rows behind every figure, by place; of a rate those of its numerator."""
    for declared, subject in known:
        scopes: dict[int, tuple[Scope, dict[str, list[int]]]] = {}
        for each in declared:
            scope, rows = behind(each, subject)
            if scope is not None and rows:
                scopes.setdefault(id(scope), (scope, {}))[1][each.id] = list(rows)
        for scope, figures in scopes.values():
            yield ["counted", [place_of(scope, place) for place in scope.all], figures]


def behind(each: Declared, subject: Any) -> tuple[Scope | None, Rows]:
    """The scope and the places in it that a declared figure counts."""
    if isinstance(each, Count):
        scope = getattr(subject, each.of) if each.of else subject
        return (scope, each.rows(subject)) if scope is not None and each.needed(subject) else (None, ())
    if isinstance(each, Rate):
        return (None, ()) if each.by and not subject.has(each.by) else (subject, each.part(subject))
    if isinstance(each, Mean):
        return subject, each.days(subject)
    assert isinstance(each, Sum)
    return subject, Total(subject, each.ident, each.places).rows


def place_of(scope: Scope, place: int) -> Place:
    table, index = scope.at[place]
    return table.sheet, table.rows[index], scope.keys[place]


def lines(path: str, *tags: str) -> Iterator[list[Any]]:
    """The lines of a spool with one of these tags."""
    heads = tuple(f'["{tag}",' for tag in tags)
    for line in opener.lines(path, packed=True):
        if line.startswith(heads):
            yield loads(line)


def rows(path: str, ledger: str) -> Iterator[Row]:
    """The rows of one ledger in a spool."""
    idents: list[str] = []
    is_wanted = False
    for line in lines(path, "ledger", "row"):
        if line[0] == "ledger":
            is_wanted = line[1] == ledger
            idents = [ident for ident, _ in line[4]]
        elif is_wanted:
            _, sheet, row, key, cells = line
            yield Row(sheet, row, key, dict(zip(idents, cells, strict=True)))
