"""The summary workbook: every figure with its definition and its keys, every table, the catalogue in two editions."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests.drawn import book
from tests.test_workbooks import BOOKS, KEYS, cells_below, opened, sample, texts
from xlsuite.excel.catalog_sheets import INTERNAL, PUBLIC
from xlsuite.excel.figure_sheets import key_texts
from xlsuite.excel.looks import units
from xlsuite.excel.summary_book import summary_workbook
from xlsuite.excel.summary_tables import SUBJECTS
from xlsuite.model.outcome import Figure
from xlsuite.verbs.figures.catalog import public
from xlsuite.verbs.summarize import Summary, summarize

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def made(text: str, **settings: Any) -> Any:
    return opened(summary_workbook(summarize(book(text, **settings))))


def shown_text(cell: Any) -> str:
    """A cell as it is printed, for whole numbers and rates."""
    if isinstance(cell.value, int | float) and cell.number_format.endswith("%"):
        decimals = len(cell.number_format.partition(".")[2]) - 1
        return f"{cell.value * 100:.{max(decimals, 0)}f}%"
    return str(cell.value)


def test_the_sheets_stand_in_order() -> None:
    summary = summarize(sample())
    subjects = [name for name, _, ids in SUBJECTS if any(table.id in ids for table in summary.tables)]
    found = opened(summary_workbook(summary))
    assert found.sheetnames == ["一览", "指标口径", *subjects, INTERNAL, PUBLIC, "取数明细", "算式"]
    assert [sheet.title for sheet in found if sheet.sheet_state != "visible"] == ["算式"]


def test_every_figure_and_every_cell_of_every_table_is_there() -> None:
    summary = summarize(sample())
    found = opened(summary_workbook(summary))
    defined = set(texts(found["指标口径"]))
    for figure in summary.figures:
        assert {figure.name, figure.criterion, figure.source} <= defined
    for name, _, ids in SUBJECTS:
        rows = found[name].iter_rows() if name in found.sheetnames else ()
        shown = {shown_text(cell) for row in rows for cell in row}
        for table in summary.tables:
            if table.id in ids:
                wanted = {str(cell) for row in (table.columns, *table.rows) for cell in row if cell not in (None, "")}
                assert wanted - shown == set(), table.id
                assert table.note in shown


def test_each_figure_stands_beside_its_parts() -> None:
    rows = [[shown_text(cell) for cell in row] for row in opened(BOOKS["summary"]())["指标口径"].iter_rows()]
    lines = {row[0]: row[1:4] for row in rows}
    assert lines["整改完成率"] == ["33.33%", "1", "3"]
    assert lines["问题总数"] == ["3", "None", "None"]
    assert lines["逾期未完成"] == ["1", "None", "None"]


def test_what_there_is_comes_before_what_is_absent() -> None:
    sheet = opened(BOOKS["summary of one ledger"]())["指标口径"]
    names = ("风险点", "防控措施", "问题整改（数量）", "问题整改（比率与成果）")
    assert [cell.value for cell in sheet["A"] if cell.value in names] == [*names[2:], *names[:2]]


def test_the_keys_behind_every_figure_are_listed() -> None:
    summary = summarize(sample())
    sheet = opened(summary_workbook(summary))["取数明细"]
    found: dict[str, str] = {}
    for row in cells_below(sheet, "指标"):
        found[row[4].value] = found.get(row[4].value, "") + row[3].value
    assert {id: re.sub(r"\n", "", keys) for id, keys in found.items()} == {
        figure.id: "、".join(figure.rows) or "—" for figure in summary.figures
    }


@pytest.mark.parametrize(
    ("keys", "count", "texts_made"),
    [((), 1, 1), (KEYS[:1], 1, 1), (KEYS[:10], 2, 1), (KEYS, 67, 4), ([f"G{n}" for n in range(30)], 3, 1)],
)
def test_keys_are_broken_into_lines(keys: list[str], count: int, texts_made: int) -> None:
    found = list(key_texts(keys, 92.0))
    assert len(found) == texts_made
    all_lines = [line for text in found for line in text.split("\n")]
    assert len(all_lines) == count
    assert all(units(line) <= 90 and line.count("、") <= 10 for line in all_lines)
    assert "".join(all_lines) == ("、".join(keys) or "—")


def test_the_summary_says_how_many_rows_carry_errors() -> None:
    words = "有 1 行带有错误，仍按读得出的单元格计入，详见检查结果。"
    found = opened(summary_workbook(summarize(sample())._replace(error_rows=1)))
    for sheet in ("一览", "指标口径"):
        assert any(text.startswith(words) for text in texts(found[sheet]))
    assert f"台账里{words}" in texts(found["整改进度"])
    without = opened(summary_workbook(summarize(sample())._replace(error_rows=0)))
    assert not any("带有错误" in text for sheet in without for text in texts(sheet))


@pytest.mark.parametrize(
    ("value", "form", "shown"), [("55.00%", "0.00%", 0.55), ("无", "General", "无"), ("1386.00", "0.00", 1386)]
)
def test_a_figure_is_a_number_that_prints_as_it_was_worked_out(value: str, form: str, shown: Any) -> None:
    figure = Figure("rectification.x", "某数", value, 11, 20, "表!A1:B2", "口径", ("ZG-1",))
    sheet = opened(summary_workbook(Summary(date(2025, 9, 30), "当天", "", (figure,), (), 0, ())))["取数明细"]
    [row] = cells_below(sheet, "指标")
    assert (row[1].value, row[1].number_format) == (shown, form)


# --- the catalogue ---

POSTS = (
    "[岗位与名册] 岗位编号=GW01 科室=综合科 岗位名称=主任 任职人=秦某甲 岗位层级=主要领导 直接上级岗位= "
    "| [岗位与名册] 岗位编号=GW02 科室=财务科 岗位名称=科长 任职人=顾大海 岗位层级=科室负责人 直接上级岗位=GW01 "
    "| [岗位与名册] 岗位编号=GW03 科室=财务科 岗位名称=会计 任职人=白小庚 岗位层级=工作人员 直接上级岗位=GW02 "
)
POINTS = POSTS + (
    "| [个人廉政风险点登记表] 风险点编号=FX-2 科室=财务科 岗位编号=GW03 岗位名称=会计 任职人=白小庚 风险点=低的 "
    "| [个人廉政风险点登记表] 风险点编号=FX-1 科室=财务科 岗位编号=GW03 岗位名称=会计 任职人=白小庚 风险点=高的 "
    "表现形式=顾大海转交，电话13800000000 "
    "| [个人廉政风险点登记表] 风险点编号=FX-3 科室=财务科 岗位编号=GW02 岗位名称=科长 任职人=顾大海 风险点=科长的 "
    "| [个人廉政风险点登记表] 风险点编号=FX-4 科室=综合科 岗位编号=GW01 岗位名称=主任 任职人=秦某甲 风险点=首位 "
    "| [个人廉政风险点登记表] 风险点编号=FX-5 科室=综合科 岗位编号=GW01 岗位名称=主任 任职人=秦某甲 风险点=没了 状态=已消除 "
    "| [风险点等级评定表] 风险点编号=FX-1 核定等级=高 | [风险点等级评定表] 风险点编号=FX-2 核定等级=低 "
    "| [风险点等级评定表] 风险点编号=FX-3 核定等级= | [风险点等级评定表] 风险点编号=FX-4 核定等级=中 "
    "| [防控措施登记表] 风险点编号=FX-1 措施内容=双人复核 责任人=白小庚 "
    "| [防控措施登记表] 风险点编号=FX-1 措施内容=白小庚按月对账 责任人=顾大海 "
)


def lines_of(sheet: Any, first: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in cells_below(sheet, first)]


def test_the_catalogue_is_by_unit_tier_and_level() -> None:
    lines = lines_of(made(POINTS)[INTERNAL], "风险点编号")
    assert [line[0] for line in lines] == ["综合科", "FX-4", "财务科", "FX-3", "FX-1", "FX-2"]
    [bar] = [line for line in lines if line[0] == "财务科"]
    assert bar[4] == "3 个：高 1、低 1、未核定 1"
    [line] = [line for line in lines if line[0] == "FX-1"]
    assert line[1:] == [
        "会计", "白小庚", "办公用品申购询价", "高的", "顾大海转交，电话13800000000", "高",
        "1. 双人复核\n2. 白小庚按月对账", "白小庚、顾大海", "秦某甲", "主要领导",
    ]  # fmt: skip


def test_the_public_edition_names_nobody_and_says_what_it_left_out() -> None:
    sheet = made(POINTS)[PUBLIC]
    told = "".join(texts(sheet))
    for private in ("秦某甲", "顾大海", "白小庚", "13800000000", "FX-1"):
        assert private not in told
    lines = lines_of(sheet, "岗位")
    [line] = [line for line in lines if line[2] == "高的"]
    assert line == [
        "会计",
        "办公用品申购询价",
        "高的",
        "顾某转交，电话（号码略）",
        "高",
        "1. 双人复核\n2. 白某按月对账",
        "主要领导",
    ]
    assert "（2 处）" in told and "（1 处）" in told
    assert "已略去任职人、防控责任人、管理责任人和风险点编号" in told


@pytest.mark.parametrize(
    ("text", "kept", "names"),
    [
        ("由顾大海负责", "由顾某负责", 1), ("顾大海与白小庚互审", "顾某与白某互审", 2), ("大海捞针", "大海捞针", 0),
        ("顾大海洋", "顾某洋", 1),
    ],
)  # fmt: skip
def test_names_in_texts(text: str, kept: str, names: int) -> None:
    facts = summarize(book(POINTS)).facts
    assert facts is not None and facts.catalog
    edition = public([facts.catalog[0]._replace(manifestation=text, measures="")], facts.roster)
    assert (edition.entries[0].manifestation, edition.names) == (kept, names)


def test_without_risk_points_there_is_no_catalogue() -> None:
    assert INTERNAL not in made("责任人=顾某丁").sheetnames


@pytest.mark.parametrize("name", [INTERNAL, PUBLIC])
def test_the_catalogue_repeats_its_header(name: str) -> None:
    sheet = made(POINTS)[name]
    first = "风险点编号" if name == INTERNAL else "岗位"
    header = next(cell.row for cell in sheet["A"] if cell.value == first)
    assert sheet.print_title_rows == f"$1:${header}"
