"""A year of all ledgers in one workbook: a careful office draws no finding, its twin exactly the planted ones."""

from __future__ import annotations

import importlib
import json
from datetime import date
from pathlib import Path

import pytest

from xlsuite.ledgers import supporting
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Severity
from xlsuite.verbs.check import findings
from xlsuite.verbs.merge import merged
from xlsuite.verbs.summarize import Summary, summarize
from xlsuite.work import load

BOOKS = Path(__file__).parent.parent / "workbooks"
LISTED = {ledger.id: ledger for ledger in supporting() if ledger.listed}
TODAY = date(2026, 1, 20)


@pytest.fixture(scope="module")
def year() -> Book:
    return load(BOOKS / "示例_全套台账.xlsx", today=TODAY)


@pytest.fixture(scope="module")
def summary(year: Book) -> Summary:
    return summarize(year, ())


def brief(found: list[Finding]) -> set[tuple[str, str, str, str]]:
    return {(each.sheet, each.cell, each.rule, each.severity.value) for each in found}


def test_every_ledger_is_there(year: Book) -> None:
    assert {table.ledger.id for table in year.tables} >= set(LISTED)
    assert year.unrecognized == ()


def test_a_careful_office_draws_no_finding(year: Book) -> None:
    titles = {ledger.title for ledger in LISTED.values()}
    found = findings(year)
    assert [each for each in found if each.sheet in titles] == []
    assert [each for each in found if each.severity is Severity.ERROR] == []


def test_the_twin_draws_the_planted_findings(year: Book) -> None:
    truth = json.loads((BOOKS / "示例_全套台账_含错误.truth.json").read_text(encoding="utf-8"))
    twin = brief(findings(load(BOOKS / "示例_全套台账_含错误.xlsx", today=TODAY)))
    clean = brief(findings(year))
    assert twin - clean == {(each["sheet"], each["cell"], each["rule"], each["severity"]) for each in truth}
    assert clean - twin == set()


# Counted by hand from what the office did in the year. Of its 48 Mondays at work the last one's week is not over.
FIGURES = (
    ("pledges.coverage", "100.00%", 6, 6), ("talks.total", "24", 24, None), ("talks.coverage", "100.00%", 10, 10),
    ("integrity_files.coverage", "100.00%", 11, 11), ("personal_matters.coverage", "100.00%", 7, 7),
    ("leave.total", "12", 12, None), ("leave.rate", "100.00%", 12, 12), ("leave.not_returned", "0", 0, None),
    ("ceremonies.rate", "100.00%", 2, 2), ("decisions.meetings", "7", 7, None), ("decisions.topics", "8", 8, None),
    ("decisions.large", "3", 3, None), ("decisions.large_amount", "26400.00", None, None),
    ("quotes.rate", "100.00%", 8, 8), ("quotes.saved", "1200.00", None, None),
    ("party_meetings.congress", "4", 4, None), ("party_meetings.committee", "12", 12, None),
    ("party_meetings.lecture", "4", 4, None), ("party_meetings.day", "12", 12, None),
    ("party_meetings.attendance", "100.00%", 270, 270), ("heart_talks.coverage", "100.00%", 7, 7),
    ("heart_talks.total", "8", 8, None), ("opinions.linked_rate", "100.00%", 3, 3),
    ("study_plans.coverage", "100.00%", 13, 13), ("study_records.weeks", "100.00%", 47, 47),
    ("study_records.total", "59", 59, None), ("study_records.seminar", "4", 4, None),
    ("surveys.total", "6", 6, None), ("surveys.days", "12", None, None), ("surveys.opinions", "27", None, None),
    ("surveys.turned", "16", None, None), ("festival_reminders.coverage", "100.00%", 7, 7),
    ("regulations.made", "3", 3, None), ("regulations.revised", "3", 3, None), ("leading_groups.total", "2", 2, None),
    ("submissions.asks", "2", 2, None),
)  # fmt: skip


@pytest.mark.parametrize(("id", "value", "numerator", "denominator"), FIGURES, ids=lambda value: str(value))
def test_figure(summary: Summary, id: str, value: str, numerator: int | None, denominator: int | None) -> None:
    figure = summary.figure(id)
    assert figure is not None
    assert (figure.value, figure.numerator, figure.denominator) == (value, numerator, denominator)


def test_every_ledger_is_told_of(summary: Summary) -> None:
    """Each has a figure and a table of its own."""
    assert {figure.id.partition(".")[0] for figure in summary.figures} >= set(LISTED)
    assert {table.id.partition(".")[0] for table in summary.tables} >= set(LISTED)


def test_merging_knows_them(year: Book) -> None:
    titles = {ledger.id: ledger.title for ledger in year.ledgers}
    parts = {part.title: part for part in merged([year, year])}
    assert set(parts) >= {titles[ledger] for ledger in LISTED}
    assert len(list(parts[titles["talks"]].rows)) == 48


def test_the_workbooks_are_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python workbooks/make_full.py` writes them anew, the same bytes."""
    monkeypatch.syspath_prepend(str(BOOKS))
    importlib.import_module("make_full").main(tmp_path)
    for name in ("示例_全套台账.xlsx", "示例_全套台账_含错误.xlsx", "示例_全套台账_含错误.truth.json"):
        assert (tmp_path / name).read_bytes() == (BOOKS / name).read_bytes(), name
