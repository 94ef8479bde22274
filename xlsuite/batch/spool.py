"""A file's rows and findings kept on disk until all files are read, so that memory does not grow with their number.

One file per workbook: sections of compressed JSON lines, then a list of where each lies, so that who wants one ledger
reads that ledger alone. rows:<ledger> holds `["ledger", id, title, key, [[ident, name], …]]` before its
`["row", sheet, row, key, [cells]]`; finding the findings; counted:<group> holds, for each set of rows that figures are
counted over, `[[[sheet, row, key], …], {figure id: [places in that list]}]`; table the tables of supporting ledgers.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from xlsuite.batch.wire import dumps, loads
from xlsuite.files.opener import piece
from xlsuite.files.save import scratch
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Figure, Finding, Table
from xlsuite.model.text import is_blank, whole
from xlsuite.verbs.figures.figure import Count, Declared, Mean, Rate, Sum, Total
from xlsuite.verbs.figures.measure_figures import MEASURE_FIGURES, measure_rows
from xlsuite.verbs.figures.rectification_figures import RECTIFICATION_FIGURES, rectification_rows
from xlsuite.verbs.figures.risk_figures import RISK_FIGURES
from xlsuite.verbs.figures.risk_rows import risk_rows
from xlsuite.verbs.figures.scope import Rows, Scope
from xlsuite.verbs.summarize import supporting_summary

FORMAT = 3
_LENGTH = struct.Struct("<Q")
Place = tuple[str, int, str]  # sheet, row (0 for what stands in no row), key
Section = tuple[str, Iterable[Any]]


class Row(NamedTuple):
    """One row of a ledger as it was typed: where it stands, its 编号 ("" for none), its cells by ident."""

    sheet: str
    row: int
    key: str
    cells: dict[str, Any]


class Known(NamedTuple):
    """What is counted in a book: the declared figures of each core subject with the rows they are counted over, those
    whose ledger is absent left out; the figures of the supporting ledgers, and their tables."""

    subjects: tuple[tuple[tuple[Declared, ...], Any], ...] = ()
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()


def known_of(book: Book) -> Known:
    found = (
        (RISK_FIGURES, risk_rows(book)),
        (MEASURE_FIGURES, measure_rows(book)),
        (RECTIFICATION_FIGURES, rectification_rows(book)),
    )
    subjects = tuple((declared, rows) for declared, rows in found if rows is not None)
    return Known(subjects, *supporting_summary(book))


# --- writing ---


def write(path: str, book: Book, findings: Sequence[Finding], wanted: Iterable[str], known: Known) -> None:
    """Write what is wanted of a book: rows, findings, counted, tables."""
    index: dict[str, tuple[int, int]] = {}
    pieces: list[bytes] = []
    start = 0
    for name, lines in sections(book, findings, wanted, known):
        content = zlib.compress("\n".join(map(dumps, lines)).encode("ascii"), 1)  # written once, read once
        index[name] = (start, len(content))
        start += len(content)
        pieces.append(content)
    tail = dumps(index).encode("ascii")
    scratch(path, b"".join([*pieces, tail, _LENGTH.pack(len(tail))]))


def sections(book: Book, findings: Sequence[Finding], wanted: Iterable[str], known: Known) -> Iterator[Section]:
    if "rows" in wanted:
        for ledger, lines in rows_of(book).items():
            yield f"rows:{ledger}", lines
    if "findings" in wanted:
        yield "finding", ([*each[:4], each.severity.value, *each[5:10]] for each in findings if each.severity.weight)
    if "counted" in wanted:
        for group, counts in counted(book, known).items():
            yield f"counted:{group}", counts
    if "tables" in wanted:
        yield "table", known.tables


def rows_of(book: Book) -> dict[str, list[Any]]:
    """The lines of every ledger that has rows."""
    found: dict[str, list[Any]] = {}
    for table in book.judged_tables():
        if not table.ledger.is_reported or not table.rows:
            continue
        idents = [column.ident for column in table.ledger.columns if column.ident in table]
        names = [[ident, table.ledger.column(ident).name] for ident in idents]
        lines = found.setdefault(table.ledger.id, [])
        lines.append(["ledger", table.ledger.id, table.ledger.title, table.ledger.key, names])
        cells = [table.carried(ident) for ident in idents]
        keys = table.raws(table.ledger.key) if table.ledger.key in table else [""] * len(table.rows)
        for index, row in enumerate(table.rows):
            key = "" if is_blank(keys[index]) else whole(keys[index])
            lines.append(["row", table.sheet, row, key, [column[index] for column in cells]])
    return found


def counted(book: Book, known: Known) -> dict[str, list[Any]]:
    """The rows behind every figure by group, which is what its id begins with; of a rate those of its numerator."""
    found: dict[str, list[Any]] = {}
    for declared, subject in known.subjects:
        scopes: dict[int, tuple[Scope, dict[str, list[int]]]] = {}
        for each in declared:
            scope, rows = behind(each, subject)
            if scope is not None and rows:
                scopes.setdefault(id(scope), (scope, {}))[1][each.id] = list(rows)
        lines = found.setdefault(group_of(declared[0].id), [])
        for scope, figures in scopes.values():
            lines.append([[place_of(scope, place) for place in scope.all], figures])
    groups: dict[str, tuple[dict[Place, int], dict[str, list[int]]]] = {}
    for figure in known.figures:
        places, marks = groups.setdefault(group_of(figure.id), ({}, {}))
        marks[figure.id] = [places.setdefault(place, len(places)) for place in places_of(book, figure)]
    found.update((group, [[list(places), marks]]) for group, (places, marks) in groups.items())
    return found


def group_of(id: str) -> str:
    return id.partition(".")[0]


def places_of(book: Book, figure: Figure) -> list[Place]:
    """Where the rows of a supporting ledger's figure stand; names of what was due stand in its sheet, in no row."""
    if figure.places:
        return [(*place, key) for place, key in zip(figure.places, figure.rows, strict=True)]
    sheet = book.tables_of(group_of(figure.id))[0].sheet if figure.rows else ""
    return [(sheet, 0, key) for key in figure.rows]


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


# --- reading ---


def section(path: str, name: str) -> Iterator[Any]:
    """The lines of one section; none where the file has no such section."""
    (length,) = _LENGTH.unpack(piece(path, -_LENGTH.size, _LENGTH.size))
    start, size = loads(piece(path, -_LENGTH.size - length, length).decode("ascii")).get(name, (0, 0))
    content = zlib.decompress(piece(path, start, size)).decode("ascii") if size else ""
    yield from map(loads, content.splitlines())


def rows(path: str, ledger: str) -> Iterator[Row]:
    """The rows of one ledger."""
    idents: list[str] = []
    for line in section(path, f"rows:{ledger}"):
        if line[0] == "ledger":
            idents = [ident for ident, _ in line[4]]
        else:
            _, sheet, row, key, cells = line
            yield Row(sheet, row, key, dict(zip(idents, cells, strict=True)))


def tables(path: str) -> Iterator[Table]:
    """The tables of supporting ledgers."""
    for id, name, columns, lines, source, note in section(path, "table"):
        yield Table(id, name, tuple(columns), tuple(map(tuple, lines)), source, note)
