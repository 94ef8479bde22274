"""Every table of a summary, in the order they are shown (contract §4)."""

from __future__ import annotations

from collections.abc import Iterator

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Table
from xlsuite.verbs.figures.measure_figures import MeasureRows
from xlsuite.verbs.figures.rectification_figures import RectificationRows
from xlsuite.verbs.figures.rectification_lists import rectification_lists
from xlsuite.verbs.figures.rectification_tables import rectification_tables, results
from xlsuite.verbs.figures.risk_rows import RiskRows
from xlsuite.verbs.figures.risk_tables import high_list, measures_by_unit, risk_tables


def summary_tables(
    book: Book, risks: RiskRows | None, measures: MeasureRows | None, issues: RectificationRows | None
) -> Iterator[Table]:
    """The tables of the ledgers that the workbook has."""
    if risks is not None:
        yield from risk_tables(risks)
        if risks.ratings is not None:
            yield high_list(risks, measures)
    if measures is not None:
        yield measures_by_unit(measures, risks)
    if issues is not None:
        yield from rectification_tables(book, issues)
        yield from rectification_lists(book, issues)
        yield results(issues)
