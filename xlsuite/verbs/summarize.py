"""汇总

按统计截止日算出各项数字，列成各张汇总表；每个数字都说得出口径和它背后的编号。
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from xlsuite.ledgers import only_core
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.office import parts_by_unit
from xlsuite.model.outcome import Figure, Finding, Severity, Table
from xlsuite.verbs.check import findings as all_findings
from xlsuite.verbs.figures.board_facts import Facts
from xlsuite.verbs.figures.figure import figures
from xlsuite.verbs.figures.measure_figures import MEASURE_FIGURES, measure_rows
from xlsuite.verbs.figures.rectification_figures import RECTIFICATION_FIGURES, rectification_rows
from xlsuite.verbs.figures.risk_figures import RISK_FIGURES
from xlsuite.verbs.figures.risk_rows import risk_rows
from xlsuite.verbs.figures.summary_tables import summary_tables


class Source(NamedTuple):
    """One table the summary was made from: its ledger's title, where it stands, and how many rows it has."""

    title: str
    range: str
    rows: int


class Summary(NamedTuple):
    """All figures and tables of one workbook as of one day.

    as_of_source: 命令行, 参数表, 配置文件 or 当天. unit: 单位全称, "" where not set. error_rows: how many rows of the
    ledgers carry errors; they are counted in every figure that their readable cells allow (contract §7.2). facts: what
    the 一览 shows besides; None where only figures and tables are at hand.
    """

    as_of: date
    as_of_source: str
    unit: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    error_rows: int
    sources: tuple[Source, ...]
    facts: Facts | None = None

    def figure(self, id: str) -> Figure | None:
        """A figure by its id; None where its ledger is absent."""
        return next((figure for figure in self.figures if figure.id == id), None)

    def table(self, id: str) -> Table | None:
        """A table by its id; None where its ledger is absent."""
        return next((table for table in self.tables if table.id == id), None)


def summarize(
    book: Book, findings: Iterable[Finding] | None = None, supporting: tuple[list[Figure], list[Table]] | None = None
) -> Summary:
    """The summary of a book.

    findings: those of its check; supporting: the figures and tables of its supporting ledgers. Both are made here
    where they are not given.
    """
    settings = book.settings
    risks, measures, issues = risk_rows(book), measure_rows(book), rectification_rows(book)
    more_figures, more_tables = supporting_summary(book) if supporting is None else supporting
    declared = ((RISK_FIGURES, risks), (MEASURE_FIGURES, measures), (RECTIFICATION_FIGURES, issues))
    return Summary(
        settings.as_of,
        settings.source("as_of"),
        settings.unit_name or "",
        (
            *(each for some, rows in declared if rows is not None for each in figures(some, rows, settings.decimals)),
            *more_figures,
        ),
        (*summary_tables(book, risks, measures, issues), *more_tables),
        error_rows(book, all_findings(book) if findings is None else findings),
        tuple(
            Source(table.ledger.title, table.range, len(table)) for table in book.judged_tables() if table.ledger.listed
        ),
        Facts(book, risks, measures, issues),
    )


def supporting_summary(book: Book) -> tuple[list[Figure], list[Table]]:
    """The figures and tables of supporting ledgers; their modules are not read in for a workbook that has none.

    What a ledger is held to follows from its unit's own roster and calendar, so a consolidated one is taken apart.
    """
    if only_core(book.tables):
        return [], []
    from xlsuite.verbs.figures.supporting import supporting_summary as summary_of
    from xlsuite.verbs.together import added_up

    units = parts_by_unit(book)
    return added_up(book, {unit: summary_of(part) for unit, part in units.items()}) if units else summary_of(book)


def error_rows(book: Book, findings: Iterable[Finding]) -> int:
    """How many rows of the ledgers carry at least one error."""
    data: dict[str, set[int]] = {}
    for table in book.judged_tables():
        data.setdefault(table.sheet, set()).update(table.rows)
    errors = {(each.sheet, each.row) for each in findings if each.severity is Severity.ERROR}
    return sum(row in data.get(sheet, ()) for sheet, row in errors)


def as_json(summary: Summary) -> dict[str, Any]:
    """The summary as contract §4 has it."""
    return {
        "schema": 1,
        "as_of": summary.as_of.isoformat(),
        "figures": [
            {
                "id": figure.id, "name": figure.name, "value": figure.value, "numerator": figure.numerator,
                "denominator": figure.denominator, "source": figure.source, "criterion": figure.criterion,
                "rows": list(figure.rows),
            }
            for figure in summary.figures
        ],
        "tables": [
            {
                "id": table.id, "name": table.name, "columns": list(table.columns),
                "rows": [list(row) for row in table.rows],
            }
            for table in summary.tables
        ],
    }  # fmt: skip
