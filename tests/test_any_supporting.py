"""What must hold of the supporting ledgers, however badly they were filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn import book, typed
from tests.supporting import LINE
from xlsuite.ledgers import supporting
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.columns import LedgerType
from xlsuite.model.grid import Grid
from xlsuite.text.report_data import report_data
from xlsuite.verbs.check import findings
from xlsuite.verbs.summarize import summarize

AS_OF = date(2025, 9, 30)
LISTED = [ledger for ledger in supporting() if ledger.listed]
CELLS = st.sampled_from(
    ["", "无", "/", "沈某乙", "顾某丁、叶某戊", "不在册者", "民主生活会", "支部", "是", "例行", "国庆", "春节，国庆", "13月底", "约三人", "#REF!", "　",
     0.0, 1.0, 2.5, 13.0, 5000.0, -3.0, 1e9, True, date(2024, 12, 31), date(2025, 1, 1), date(2025, 8, 28), date(2025, 9, 30), date(2031, 5, 1)]
)  # fmt: skip
ROSTER = book(
    f"{LINE} | [节日表] 节日=国庆 日期=2025-10-01 | [工作日历] 日期=2025-10-01 | [请假审批表] | [问题整改台账] 新建制度=2 约谈提醒人次=3"
).grids


def opened(ledger: LedgerType, rows: list[list[Any]], has_roster: bool) -> Book:
    """One ledger of any rows, beside a roster and the lists or alone; an empty cell of the drawing is the example."""
    columns = ledger.columns
    lines: list[list[Any]] = [[column.name for column in columns]]
    errors = {}
    for number, row in enumerate(rows, 2):
        cells = [typed(column.example) if cell is None else cell for column, cell in zip(columns, row, strict=False)]
        for at, cell in enumerate(cells, 1):
            if cell == "#REF!":
                errors[number, at] = "#REF!"
        lines.append(["" if cell in ("#REF!", None) else cell for cell in cells])
    return open_book("任意.xlsx", [Grid(ledger.title, lines, errors=errors), *(ROSTER if has_roster else ())], AS_OF)


@pytest.mark.parametrize("ledger", LISTED, ids=lambda ledger: ledger.id)
@settings(deadline=None, max_examples=10)
@given(st.data())
def test_any_rows(ledger: LedgerType, data: st.DataObject) -> None:
    width = len(ledger.columns)
    row = st.lists(st.one_of(st.none(), CELLS), min_size=width, max_size=width)
    drawn = opened(ledger, data.draw(st.lists(row, min_size=1, max_size=6)), data.draw(st.booleans()))
    found = findings(drawn)
    assert all(each.message.endswith(("。", "？", "”")) and each.row >= 1 and each.column >= 1 for each in found)
    summary = summarize(drawn, found)
    for figure in summary.figures:
        if figure.denominator is not None and figure.numerator is not None:
            assert 0 <= figure.numerator <= figure.denominator
    for table in summary.tables:
        assert all(len(line) == len(table.columns) for line in table.rows)
    chapters = report_data(drawn, summary, found)["各章"]
    for chapter in chapters:
        for point in chapter.要点:
            assert str(point.文).endswith("。")


@pytest.mark.parametrize("ledger", LISTED, ids=lambda ledger: ledger.id)
def test_one_bad_cell_one_finding(ledger: LedgerType) -> None:
    """A cell that cannot be read is told of once, and what depends on it keeps silent."""
    for at, column in enumerate(ledger.columns):
        if column.kind.free_text or column.example is None:
            continue
        row: list[Any] = [None] * len(ledger.columns)
        row[at] = "#REF!"
        drawn = opened(ledger, [row], has_roster=False)
        told = [each for each in findings(drawn) if each.row == 2]
        assert [each.rule for each in told] == ["ST-08"], column.name
