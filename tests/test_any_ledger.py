"""What must hold of the figures and tables of any ledger, however badly it was filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import samples
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.model.outcome import Figure, Table
from xlsuite.verbs.figures.risk_rows import THREE_AND_NONE
from xlsuite.verbs.summarize import Summary, summarize

AS_OF = samples.AS_OF

STATES = ("未启动", "推进中", "基本完成", "已完成", "已整改", "已经完成，长期坚持", "差不多了", "", "#REF!")
DAYS = st.one_of(
    st.integers(-200, 200).map(lambda days: AS_OF + timedelta(days=days)), st.sampled_from(["", "13月底", "上半年"])
)
ISSUES = st.lists(
    st.tuples(
        st.sampled_from(["巡察", "自查", ""]),
        st.sampled_from(["限期整改", "立行立改", "长期坚持", "别的", ""]),
        st.sampled_from(["沈某乙", "秦某甲、沈某乙", ""]),
        st.sampled_from(["综合科", "宣传科", ""]),
        DAYS,
        DAYS,
        st.sampled_from(STATES),
        DAYS,
        st.sampled_from(["已销号", "待核验", "未申请", "退回", "糊涂", ""]),
        st.sampled_from(["", "合并至ZG-1", "撤销", "合并办公的问题"]),
        st.sampled_from([1.5, 2.0, "约3元", ""]),
    ),
    min_size=1,
    max_size=25,
)
ISSUE_HEADERS = [
    "问题编号", "来源", "整改类型", "责任领导", "责任科室", "发现日期", "整改时限", "整改状态", "完成日期", "销号状态",
    "备注", "清退金额", "问题", "整改措施",
]  # fmt: skip


def issue_book(rows: list[tuple[Any, ...]], **settings: Any) -> Book:
    lines: list[list[Any]] = [ISSUE_HEADERS]
    errors = {}
    for number, row in enumerate(rows, 1):
        if row[6] == "#REF!":
            errors[number + 1, 8] = "#REF!"
        cells = ["" if cell == "#REF!" else cell for cell in row]
        lines.append([f"ZG-{number}", *cells, f"问题{number}", "措施"])
    return open_book("任意.xlsx", [Grid("问题整改台账", lines, errors=errors)], AS_OF, line_settings=settings)


def figures_by_id(found: Summary) -> dict[str, Figure]:
    return {figure.id.partition(".")[2]: figure for figure in found.figures}


def assert_parts(figures: dict[str, Figure], whole: str, *parts: str) -> None:
    """The parts have no row in common, and together they are the whole; keys here are unique."""
    rows = [key for part in parts if part in figures for key in figures[part].rows]
    assert len(rows) == len(set(rows))
    assert set(rows) == set(figures[whole].rows)
    assert sum(int(figures[part].value) for part in parts if part in figures) == int(figures[whole].value)


def column_sum(table: Table, header: str) -> int:
    at = table.columns.index(header)
    return sum(row[at] for row in table.rows if row[0] != "合计")


@settings(deadline=None, max_examples=150)
@given(ISSUES)
def test_any_rectification_ledger(rows: list[tuple[Any, ...]]) -> None:
    found = summarize(issue_book(rows), ())
    figures = figures_by_id(found)
    assert_parts(figures, "total", "done", "basically_done", "in_progress", "not_started", "undecided")
    done, undone = set(figures["done"].rows), set(figures["total"].rows) - set(figures["done"].rows)
    assert set(figures["overdue"].rows) <= undone
    assert set(figures["due_soon"].rows) <= undone - set(figures["overdue"].rows)
    assert set(figures["overdue_done"].rows) <= done
    assert not set(figures["overdue_done"].rows) & set(figures["on_time_rate"].rows)
    for which in ("source", "aspect", "leader", "unit", "type"):
        table = found.table(f"rectification.by_{which}")
        assert table is not None
        for header, id in (("总数", "total"), ("已完成", "done"), ("推进中", "in_progress"), ("逾期", "overdue")):
            assert column_sum(table, header) == int(figures[id].value) == table.rows[-1][table.columns.index(header)]
        assert table.rows[-1][-1] == figures["completion_rate"].value
    months = found.table("rectification.by_month")
    assert months is not None
    assert column_sum(months, "应完成") == int(figures["total"].value)
    assert column_sum(months, "完成") == int(figures["done"].value)


@settings(deadline=None, max_examples=100)
@given(ISSUES)
def test_any_rectification_ledger_by_hand(rows: list[tuple[Any, ...]]) -> None:
    """Overdue rows told again, row by row, from what was typed."""
    meant = {"已整改": "已完成", "已经完成，长期坚持": "已完成"}
    late = []
    for number, row in enumerate(rows, 1):
        found, due, state, note, kind = row[4], row[5], meant.get(row[6], row[6]), row[9], row[1]
        day = date(2025, 6, 30) if due == "上半年" else due if isinstance(due, date) else None
        if due == "" and kind == "立行立改" and (isinstance(found, date) or found == "上半年"):
            day = found + timedelta(days=30) if isinstance(found, date) else None
        if state in ("未启动", "推进中", "基本完成") and day and day < AS_OF and note not in ("合并至ZG-1", "撤销"):
            late.append(f"ZG-{number}")
    figure = summarize(issue_book(rows), ()).figure("rectification.overdue")
    assert figure is not None and list(figure.rows) == late


POINTS = st.lists(
    st.tuples(
        st.sampled_from(["综合科", "宣传科", ""]),
        st.sampled_from(["思想道德", "业务流程风险", "怪类", ""]),
        st.sampled_from(["高", "中", "低", "一级", "3", "待定", ""]),
        st.sampled_from(["高", "中", "低", ""]),
        st.sampled_from([1.0, 2.0, 3.0, 9.0, ""]),
        st.sampled_from([1.0, 2.0, 3.0, ""]),
        st.sampled_from(["有效", "已消除", "已并入", "存疑", ""]),
        st.sampled_from(["已落实", "推进中", "未启动", "乱", ""]),
    ),
    min_size=1,
    max_size=25,
)


def point_book(rows: list[tuple[Any, ...]]) -> Book:
    points: list[list[Any]] = [["风险点编号", "科室", "岗位名称", "任职人", "风险类别", "风险点", "表现形式", "状态"]]
    ratings: list[list[Any]] = [["风险点编号", "可能性L", "危害程度S", "自评等级", "互评等级", "核定等级"]]
    measures: list[list[Any]] = [["措施编号", "风险点编号", "措施内容", "责任人", "完成时限", "落实状态"]]
    for number, (unit, category, level, own, first, second, state, progress) in enumerate(rows, 1):
        points.append([f"FX-{number}", unit, "科员", "某某", category, "风险", "表现", state])
        if number % 5:
            ratings.append([f"FX-{number}", first, second, own, own, level])
        measures.append([f"CS-{number}", f"FX-{number}", "措施", "某某", AS_OF - timedelta(days=number - 9), progress])
    sheets = [("个人廉政风险点登记表", points), ("风险点等级评定表", ratings), ("防控措施登记表", measures)]
    return open_book("任意.xlsx", [Grid(name, lines) for name, lines in sheets], AS_OF)


@settings(deadline=None, max_examples=100)
@given(POINTS)
def test_any_risk_ledger(rows: list[tuple[Any, ...]]) -> None:
    book = point_book(rows)
    found = summarize(book, ())
    risks = {figure.id.partition(".")[2]: figure for figure in found.figures if figure.id.startswith("risk.")}
    assert set(risks["total"].rows) == {
        f"FX-{at}" for at, row in enumerate(rows, 1) if row[6] not in ("已消除", "已并入")
    }
    assert_parts(risks, "total", "high", "medium", "low", "unrated")
    for id in ("risk.unit_by_level", "risk.category_by_level"):
        table = found.table(id)
        assert table is not None
        for header, part in zip((*THREE_AND_NONE, "合计"), ("high", "medium", "low", "unrated", "total"), strict=True):
            assert column_sum(table, header) == int(risks[part].value)
    heat = found.table("risk.heatmap")
    assert heat is not None
    placed = sum(sum(row[1:]) for row in heat.rows)
    assert placed == sum(
        row[6] not in ("已消除", "已并入") and row[4] in (1.0, 2.0, 3.0) and row[5] != "" and at % 5 != 0
        for at, row in enumerate(rows, 1)
    )
    measures = {figure.id.partition(".")[2]: figure for figure in found.figures if figure.id.startswith("measure.")}
    assert_parts(measures, "total", "done", "in_progress", "not_started", "undecided")
    table = found.table("measure.unit_by_status")
    assert table is not None
    assert column_sum(table, "总数") == len(rows)
    assert column_sum(table, "逾期") == int(measures["overdue"].value)
