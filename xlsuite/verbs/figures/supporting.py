"""The figures and tables of the supporting ledgers that a workbook has, in the order of the report's chapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Figure, Table
from xlsuite.verbs.figures.supporting_meetings import MEETINGS
from xlsuite.verbs.figures.supporting_people import PEOPLE
from xlsuite.verbs.figures.supporting_routine import ROUTINE
from xlsuite.verbs.figures.supporting_rows import YearRows

# Ledger, the column whose year says whether a row counts, its figures and its tables.
Subject = tuple[
    str, str, Callable[[Book, YearRows], Iterator[Figure]], Callable[[Book, YearRows], Iterator[Table]]
]  # fmt: skip
SUBJECTS: tuple[Subject, ...] = (*PEOPLE, *MEETINGS, *ROUTINE)


def supporting_summary(book: Book) -> tuple[list[Figure], list[Table]]:
    """All figures and all tables; none of a ledger that is absent."""
    figures: list[Figure] = []
    tables: list[Table] = []
    for ledger, on, figures_of, tables_of in SUBJECTS:
        if book.has(ledger):
            rows = YearRows(book, ledger, on)
            figures.extend(figures_of(book, rows))
            tables.extend(tables_of(book, rows))
    return figures, tables
