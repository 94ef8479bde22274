"""Every figure and table: the samples' published numbers, a second opinion, and what must hold of any ledger."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pandas
import pytest

from tests import drawn, samples
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.model.outcome import Figure, Finding, Severity
from xlsuite.verbs.figures.measure_figures import measure_rows
from xlsuite.verbs.figures.rectification_figures import is_withdrawn, rectification_rows
from xlsuite.verbs.figures.risk_rows import risk_rows
from xlsuite.verbs.summarize import Summary, as_json, summarize

AS_OF = samples.AS_OF


@cache
def summary() -> Summary:
    return summarize(samples.book(apart=True), ())


def value(found: Summary, id: str) -> str:
    figure = found.figure(id)
    assert figure is not None, id
    return figure.value


def line(found: Summary, id: str, name: str) -> tuple[Any, ...]:
    table = found.table(id)
    assert table is not None, id
    return next(row[1:] for row in table.rows if row[0] == name)


def drawn_summary(text: str, ledger: str = "rectification", **settings: Any) -> Summary:
    return summarize(drawn.book(text, ledger, **settings), ())


# --- the samples ---

FIGURES = """
risk.total 25 | risk.high 8 | risk.medium 12 | risk.low 5 | risk.unrated 0 | risk.posts 11 | risk.posts_without 0
risk.self_differs 12 | risk.peer_differs 1
measure.total 36 | measure.done 22 | measure.in_progress 12 | measure.not_started 2 | measure.overdue 2
rectification.total 20 | rectification.done 11 | rectification.basically_done 3 | rectification.in_progress 5
rectification.not_started 1 | rectification.closed 9 | rectification.pending_closure 2 | rectification.not_applied 9
rectification.overdue 3 | rectification.due_soon 0 | rectification.overdue_done 1 | rectification.long_term 3
rectification.completion_rate 55.00% | rectification.staged_rate 70.00% | rectification.due_rate 78.57%
rectification.on_time_rate 90.91% | rectification.closure_rate 45.00% | rectification.overdue_rate 15.00%
rectification.prompt_rate 100.00% | rectification.mean_days 66.18
rectification.regulations_new 3 | rectification.regulations_revised 3 | rectification.refund 1386.00
rectification.reminders 4
"""
EXPECTED = [tuple(each.split()) for row in FIGURES.strip().splitlines() for each in row.split(" | ")]


@pytest.mark.parametrize(("id", "expected"), EXPECTED)
def test_sample_figure(id: str, expected: str) -> None:
    assert value(summary(), id) == expected


def test_sample_figures_are_those_and_no_others() -> None:
    assert [figure.id for figure in summary().figures] == [id for id, _ in EXPECTED]


LINES = (
    ("risk.unit_by_level", "办领导", (4, 2, 0, 0, 6)),
    ("risk.unit_by_level", "综合科", (1, 4, 1, 0, 6)),
    ("risk.unit_by_level", "业务指导科", (1, 2, 2, 0, 5)),
    ("risk.unit_by_level", "宣传活动科", (1, 1, 2, 0, 4)),
    ("risk.unit_by_level", "项目资金科", (1, 3, 0, 0, 4)),
    ("risk.unit_by_level", "合计", (8, 12, 5, 0, 25)),
    ("risk.category_by_level", "岗位职责", (2, 5, 3, 0, 10)),
    ("risk.category_by_level", "业务流程", (3, 5, 0, 0, 8)),
    ("risk.category_by_level", "制度机制", (3, 1, 1, 0, 5)),
    ("risk.category_by_level", "外部环境", (0, 1, 0, 0, 1)),
    ("risk.category_by_level", "思想道德", (0, 0, 1, 0, 1)),
    ("risk.tier_by_level", "主要领导", (2, 0, 0, 0, 2)),
    ("risk.ratings_compared", "合计", (25, 12, 1, "48.00%")),
    ("measure.unit_by_status", "合计", (36, 22, 12, 2, 0, 2)),
    ("rectification.by_source", "市委巡察反馈（2025年第一轮）", (4, 4, 0, 0, 0, 0, 4, 0, "100.00%")),
    ("rectification.by_source", "巡视反馈共性问题对照", (10, 6, 1, 3, 0, 0, 5, 1, "60.00%")),
    ("rectification.by_source", "单位自查", (3, 1, 0, 2, 0, 0, 0, 2, "33.33%")),
    ("rectification.by_source", "审计反馈", (2, 0, 2, 0, 0, 0, 0, 0, "0.00%")),
    ("rectification.by_source", "民主生活会查摆", (1, 0, 0, 0, 1, 0, 0, 0, "0.00%")),
    ("rectification.by_type", "长期坚持", (3, 1, 0, 2, 0, 0, 1, 0, "33.33%")),
    ("rectification.by_month", "2025-04", (2, 2, 2, 2)),
    ("rectification.by_month", "2025-05", (3, 2, 5, 4)),
    ("rectification.by_month", "2025-06", (4, 5, 9, 9)),
    ("rectification.by_month", "2025-07", (3, 2, 12, 11)),
    ("rectification.by_month", "2025-11", (2, 0, 17, 11)),
    ("rectification.results", "清退金额（元）", ("1386.00", 1, 19, 0)),
    ("rectification.results", "组织处理（人次）", ("未填", 0, 20, 0)),
    (
        "rectification.overdue_list",
        "ZG-2025-011",
        ("廉政档案更新不及时", "沈某乙", "综合科", "叶某戊", "2025-07-31", 61, "无"),
    ),
    (
        "rectification.overdue_list",
        "ZG-2025-016",
        ("网络学院学时未达标", "陆某丙", "业务指导科", "白某庚", "2025-09-15", 15, "申请延期至2025-10-31，待审批"),
    ),
)


@pytest.mark.parametrize(("id", "name", "expected"), LINES)
def test_sample_line(id: str, name: str, expected: tuple[Any, ...]) -> None:
    assert line(summary(), id, name) == expected


def columns_of(id: str, *headers: str) -> list[tuple[Any, ...]]:
    table = summary().table(id)
    assert table is not None
    at = [table.columns.index(header) for header in headers]
    return [tuple(row[place] for place in at) for row in table.rows]


def test_sample_lists() -> None:
    late = columns_of("rectification.overdue_list", "问题编号", "逾期天数")
    assert late == [("ZG-2025-011", 61), ("ZG-2025-015", 30), ("ZG-2025-016", 15)]
    waiting = columns_of("rectification.pending_closure_list", "问题编号", "完成后天数")
    assert waiting == [("ZG-2025-017", 67), ("ZG-2025-008", 63)]
    asked = columns_of("rectification.extensions", "延期编号", "审批结果", "迟报")
    assert asked == [("YQ-2025-001", "同意", "否"), ("YQ-2025-002", "待审批", "是")]
    managed = dict(columns_of("risk.high_list", "风险点编号", "管理责任人"))
    assert managed["FX-2025-001"] == managed["FX-2025-002"] == "上级党组织"
    assert {who for key, who in managed.items() if key > "FX-2025-002"} == {"秦某甲"}
    assert len(managed) == 8


@pytest.mark.parametrize(
    ("until", "result", "told"),
    [
        ("2025-09-10", "同意", "已批准延期至2025-09-10"),
        ("年底再说", "同意", "已批准延期至（未判定）"),
        ("", "待审批", "申请延期至（未填），待审批"),
        ("2025-12-31", "不同意", "申请延期至2025-12-31，不同意"),
    ],
)
def test_what_became_of_a_request(until: str, result: str, told: str) -> None:
    text = f"问题编号=A 整改时限=2025-09-01 | [延期] 问题编号=A 审批结果={result} 申请延期至={until or '␣'}"
    table = drawn_summary(text).table("rectification.overdue_list")
    assert table is not None and [line[-1] for line in table.rows] == [told]


def test_sample_heatmap() -> None:
    table = summary().table("risk.heatmap")
    assert table is not None
    assert table.columns == ("可能性L＼危害程度S", "1", "2", "3")
    assert table.rows == (("3", 0, 1, 0), ("2", 1, 8, 6), ("1", 0, 3, 6))


def test_rows_behind_a_figure() -> None:
    found = summary().figure("rectification.overdue")
    assert found == Figure(
        "rectification.overdue", "逾期未完成", "3", 3, None, "问题整改台账!A2:AB21",
        "未完成，统计截止日晚于时限（经批准延期的按延期后时限；时限当天不算）",
        ("ZG-2025-011", "ZG-2025-015", "ZG-2025-016"),
    )  # fmt: skip
    assert [figure.criterion for figure in summary().figures if figure.id == "rectification.refund"] == [
        "“清退金额”合计（未填19行）"
    ]


def test_one_wide_sheet_gives_the_same_figures() -> None:
    wide = summarize(samples.book(), ())
    assert [each._replace(source="") for each in wide.figures] == [
        each._replace(source="") for each in summary().figures
    ]
    assert [table.rows for table in wide.tables] == [table.rows for table in summary().tables]


# --- a second opinion ---


def frame(sheet: str) -> pandas.DataFrame:
    header, *lines = samples.read(samples.SHEETS[sheet])
    return pandas.DataFrame(lines, columns=header).replace("", "未填")


@pytest.mark.parametrize(
    ("id", "sheet", "row", "column"),
    [
        ("risk.unit_by_level", "个人廉政风险点登记表", "科室", "核定等级"),
        ("rectification.by_source", "问题整改台账", "来源", "整改状态"),
        ("rectification.by_aspect", "问题整改台账", "方面", "整改状态"),
        ("rectification.by_leader", "问题整改台账", "责任领导", "整改状态"),
        ("rectification.by_unit", "问题整改台账", "责任科室", "整改状态"),
    ],
)
def test_crosstab_agrees(id: str, sheet: str, row: str, column: str) -> None:
    other = pandas.crosstab(frame(sheet)[row], frame(sheet)[column])
    table = summary().table(id)
    assert table is not None
    body = [each for each in table.rows if each[0] != "合计"]
    assert {each[0] for each in body} == set(other.index)
    for each in body:
        for word in other.columns:
            assert each[table.columns.index(word)] == other.loc[each[0], word], (each[0], word)


# --- single decisions ---


@pytest.mark.parametrize(
    ("text", "id", "expected", "criterion"),
    [
        (
            "问题编号=A 整改状态=差不多 | 问题编号=B 整改状态=␣ | 问题编号=C",
            "rectification.undecided",
            "2",
            "整改状态未填或读不出",
        ),
        (
            "问题编号=A | 问题编号=B 备注=合并至A | 问题编号=C 整改状态=撤销",
            "rectification.total",
            "1",
            "全部（另有标为合并、撤销的2行不计）",
        ),
        ("问题编号=A | 问题编号=B 备注=合并办公的老问题", "rectification.total", "2", "全部"),
        (
            "问题编号=A 整改状态=已完成 | 问题编号=B 整改类型=长期坚持 | [参数] 长期坚持计入完成率=否",
            "rectification.completion_rate",
            "100.00%",
            "整改状态＝已完成 ÷ 全部（按参数“长期坚持计入完成率＝否”，长期坚持1行不计）",
        ),
        ("整改状态=已完成 | 整改类型=长期坚持", "rectification.completion_rate", "50.00%", "整改状态＝已完成 ÷ 全部"),
        ("整改时限=2025-09-30", "rectification.due_soon", "1", "未完成，距时限0—15天（时限当天计入）"),
        ("整改时限=2025-10-15", "rectification.due_soon", "1", "未完成，距时限0—15天（时限当天计入）"),
        ("整改时限=2025-10-16", "rectification.due_soon", "0", "未完成，距时限0—15天（时限当天计入）"),
        (
            "整改时限=2025-10-16 | [参数] 临期天数=20、10",
            "rectification.due_soon",
            "1",
            "未完成，距时限0—20天（时限当天计入）",
        ),
        ("整改时限=2025-09-29", "rectification.due_soon", "0", "未完成，距时限0—15天（时限当天计入）"),
        (
            "整改状态=已完成 完成日期=␣",
            "rectification.on_time_rate",
            "0.00%",
            "完成日期不晚于时限 ÷ 整改状态＝已完成（缺完成日期或时限的1行不算按期）",
        ),
        (
            "整改时限=2025-09-30",
            "rectification.due_rate",
            "0.00%",
            "时限不晚于统计截止日的行中：整改状态＝已完成 ÷ 全部",
        ),
        (
            "整改时限=2025-10-01",
            "rectification.due_rate",
            "无",
            "时限不晚于统计截止日的行中：整改状态＝已完成 ÷ 全部",
        ),
        ("整改时限=2025-09-30", "rectification.overdue_rate", "0.00%", "逾期未完成 ÷ 全部"),
        ("整改时限=2025-09-29", "rectification.overdue_rate", "100.00%", "逾期未完成 ÷ 全部"),
        ("整改状态=推进中", "rectification.on_time_rate", "无", "完成日期不晚于时限 ÷ 整改状态＝已完成"),
        (
            "[-销号状态] 整改状态=已完成，已销号 | 整改状态=已完成（待验收） | 整改状态=推进中",
            "rectification.closed",
            "1",
            "销号状态＝已销号",
        ),
        ("整改状态=已完成，已销号 销号状态=待核验", "rectification.closed", "0", "销号状态＝已销号"),
        (
            "整改状态=基本完成，持续推进 | 整改状态=持续推进 | 整改状态=取得阶段性成果并持续整改",
            "rectification.long_term",
            "2",
            "整改类型＝长期坚持，或状态、时限写明长期坚持",
        ),
        (
            "整改类型= 整改状态=立行立改，已完成 | 整改状态=推进中",
            "rectification.prompt_rate",
            "100.00%",
            "整改类型＝立行立改（未填的按时限写法）的行中：整改状态＝已完成 ÷ 全部",
        ),
        (
            "清退金额=1386.5 | 清退金额=␣ | 清退金额=约1386元",
            "rectification.refund",
            "1386.50",
            "“清退金额”合计（未填1行；读不出1行）",
        ),
        ("清退金额=0.125", "rectification.refund", "0.125", "“清退金额”合计"),
        ("清退金额=␣", "rectification.refund", "未填", "“清退金额”合计（未填1行）"),
        ("[-清退金额] 责任人=叶某戊", "rectification.refund", "未填", "“清退金额”合计（没有这一列）"),
        (
            "整改时限=13月底 | 整改时限=长期坚持 整改时限原文=",
            "rectification.overdue_rate",
            "0.00%",
            "逾期未完成 ÷ 全部（没有确定时限的2行未判定）",
        ),
        ("整改时限=13月底 整改状态=已完成", "rectification.overdue_rate", "0.00%", "逾期未完成 ÷ 全部"),
        (
            "整改时限=13月底",
            "rectification.overdue",
            "0",
            "未完成，统计截止日晚于时限（经批准延期的按延期后时限；时限当天不算）（没有确定时限的1行未判定）",
        ),
        (
            "[-销号状态] 整改状态=已完成，已销号 | 整改状态=推进中",
            "rectification.closure_rate",
            "50.00%",
            "销号状态＝已销号 ÷ 全部",
        ),
        ("[-销号状态] 整改状态=已完成", "rectification.closure_rate", "未判定", "销号状态＝已销号 ÷ 全部"),
        ("清退金额=若干", "rectification.refund", "未判定", "“清退金额”合计（读不出1行）"),
        (
            "整改状态=已完成 | 整改状态=推进中 | 整改状态=推进中 | [参数] 小数位=0",
            "rectification.completion_rate",
            "33%",
            "整改状态＝已完成 ÷ 全部",
        ),
    ],
)
def test_decision(text: str, id: str, expected: str, criterion: str) -> None:
    found = drawn_summary(text).figure(id)
    assert found is not None
    assert (found.value, found.criterion) == (expected, criterion)


@pytest.mark.parametrize(
    ("text", "id", "expected", "criterion"),
    [
        (
            "风险点编号=A | 风险点编号=B 状态=已消除",
            "risk.total",
            "1",
            "状态＝有效或未填（另有已消除、已并入的1个不计）",
        ),
        ("风险点编号=A", "risk.unrated", "1", "没有风险点等级评定表"),
        ("风险点编号=A | [风险点等级评定表] 风险点编号=A 核定等级=3", "risk.unrated", "1", "核定等级未填或读不出"),
        (
            "风险点编号=A | [风险点等级评定表] 风险点编号=A 评定年度=2024 核定等级=低"
            " | [风险点等级评定表] 风险点编号=A 评定年度=2025 核定等级=高",
            "risk.high",
            "1",
            "核定等级＝高",
        ),
        (
            "岗位编号=GW05 | [岗位与名册] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW06",
            "risk.posts_without",
            "1",
            "有人在任、没有登记有效风险点的岗位",
        ),
        (
            "岗位编号=GW05 | [岗位与名册] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW06 任职人=␣",
            "risk.posts_without",
            "0",
            "有人在任、没有登记有效风险点的岗位",
        ),
    ],
)
def test_risk_decision(text: str, id: str, expected: str, criterion: str) -> None:
    found = drawn_summary(text, "risk_points").figure(id)
    assert found is not None
    assert (found.value, found.criterion) == (expected, criterion)


@pytest.mark.parametrize(
    ("last", "level", "said", "expected"),
    [
        ("低", "高", "", "上调"),
        ("高", "中", "", "下调"),
        ("中", "中", "", "不变"),
        ("高", "中", "上调", "下调"),
        ("", "高", "新增", "新增"),
        ("", "高", "", "未填"),
        ("", "高", "变了", "未判定"),
        ("3", "高", "", "未判定"),
    ],
)
def test_changes(last: str, level: str, said: str, expected: str) -> None:
    row = f"[风险点等级评定表] 风险点编号=A 上年等级={last or '␣'} 核定等级={level} 调整方向={said or '␣'}"
    found = drawn_summary(f"风险点编号=A | 风险点编号=B 状态=已消除 | {row}", "risk_points")
    table = found.table("risk.changes")
    assert table is not None
    counts = {row[0]: row[1] for row in table.rows}
    assert {name for name, count in counts.items() if count} == {expected, "消除", "合计"}
    assert (counts[expected], counts["消除"], counts["合计"]) == (1, 1, 2)
    assert next(row[2] for row in table.rows if row[0] == "消除") == "B"


@pytest.mark.parametrize(
    ("method", "cell", "columns", "rows"),
    [
        ("count", "风险项数=4", ("风险项数", "数量"), (("4", 1),)),
        ("criteria", "符合条件数=2", ("符合条件数", "数量"), tuple((str(n), int(n == 2)) for n in (5, 4, 3, 2, 1, 0))),
        ("consequence", "最重后果=犯罪", ("最重后果", "数量"), (("犯罪", 1), ("纪律处分", 0), ("组织处理", 0))),
        ("direct", "直接评定等级=中", ("直接评定等级", "数量"), (("高", 0), ("中", 1), ("低", 0))),
    ],
)
def test_a_single_factor_has_a_table_in_place_of_the_map(
    method: str, cell: str, columns: tuple[str, ...], rows: tuple[tuple[str, int], ...]
) -> None:
    table = drawn_summary(f"[风险点等级评定表] {cell}", 评定方法=method).table("risk.heatmap")
    assert table is not None
    assert (table.columns, table.rows) == (columns, rows)


def test_absent_ledgers_are_left_out() -> None:
    alone = drawn_summary("")
    assert {figure.id.partition(".")[0] for figure in alone.figures} == {"rectification"}
    assert {table.id.partition(".")[0] for table in alone.tables} == {"rectification"}
    unrated = drawn_summary("", "risk_points")
    assert [figure.id for figure in unrated.figures] == ["risk.total", "risk.unrated"]
    assert [table.id for table in unrated.tables] == ["risk.unit_by_level", "risk.category_by_level"]


def test_own_levels_count_by_their_three() -> None:
    text = (
        "风险点编号=A | [风险点等级评定表] 风险点编号=A 核定等级=较大 自评等级=中 互评等级=重大 可能性L=4 危害程度S=4"
    )
    found = drawn_summary(text, "risk_points", 评定方法="ls5x5")
    assert (value(found, "risk.medium"), value(found, "risk.high")) == ("1", "0")
    assert (value(found, "risk.self_differs"), value(found, "risk.peer_differs")) == ("0", "1")


def test_two_tables_of_one_ledger() -> None:
    rows = [["问题编号", "问题", "整改措施", "整改状态"], ["A", "甲", "改", "已完成"], ["", "乙", "改", "推进中"]]
    book = open_book("两表.xlsx", [Grid("问题整改台账1", rows), Grid("问题整改台账2", rows)], AS_OF)
    found = summarize(book, ())
    total = found.figure("rectification.total")
    assert total is not None
    assert (total.value, total.source) == ("4", "问题整改台账1!A2:D3；问题整改台账2!A2:D3")
    assert total.rows == ("A", "问题整改台账1第3行", "A", "问题整改台账2第3行")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合并", True),
        ("已合并", True),
        ("合并至ZG-2025-003", True),
        ("合并到第三条", True),
        ("撤销（重复反馈）", True),
        ("并入ZG-2", True),
        ("已撤销", True),
        ("合并办公用房清理", False),
        ("撤销旧制度", False),
        ("延期待审批", False),
        ("", False),
    ],
)
def test_withdrawn(text: str, expected: bool) -> None:
    assert is_withdrawn(text) is expected


def test_error_rows_counts_rows_not_findings() -> None:
    book = drawn.book("问题编号=A | 问题编号=B")

    def at(row: int, severity: Severity, sheet: str = "问题整改台账") -> Finding:
        return Finding(sheet, row, 1, "RC-01", severity, "", "", "", "", "")

    error, warning = Severity.ERROR, Severity.WARNING
    given = [at(2, error), at(2, error), at(3, warning), at(1, error), at(3, error, "别的表")]
    assert summarize(book, given).error_rows == 1


def test_as_of_source() -> None:
    assert drawn_summary("").as_of_source == "当天"
    told = drawn_summary("[参数] 统计截止日=2025-06-30 | 整改时限=2025-06-29")
    assert (told.as_of, told.as_of_source, value(told, "rectification.overdue")) == (date(2025, 6, 30), "命令行", "1")


# --- JSON ---


def test_json_by_meaning() -> None:
    given = as_json(drawn_summary("问题编号=A 整改状态=已完成 完成日期=2025-05-01 | 问题编号=B 整改状态=推进中"))
    assert list(given) == ["schema", "as_of", "figures", "tables"]
    assert (given["schema"], given["as_of"]) == (1, "2025-09-30")
    found = next(each for each in given["figures"] if each["id"] == "rectification.completion_rate")
    assert found == {
        "id": "rectification.completion_rate", "name": "整改完成率", "value": "50.00%", "numerator": 1,
        "denominator": 2, "source": found["source"], "criterion": "整改状态＝已完成 ÷ 全部", "rows": ["A"],
    }  # fmt: skip
    assert found["source"].startswith("问题整改台账!A2:")
    table = next(each for each in given["tables"] if each["id"] == "rectification.by_source")
    assert table == {
        "id": "rectification.by_source", "name": "整改进度（按来源）",
        "columns": ["来源", "总数", "已完成", "基本完成", "推进中", "未启动", "未判定", "已销号", "逾期", "完成率"],
        "rows": [["单位自查", 2, 1, 0, 1, 0, 0, 0, 0, "50.00%"], ["合计", 2, 1, 0, 1, 0, 0, 0, 0, "50.00%"]],
    }  # fmt: skip


def test_json_holds_plain_cells_only() -> None:
    given = as_json(summary())
    assert json.loads(json.dumps(given, ensure_ascii=False)) == given
    for table in given["tables"]:
        for row in table["rows"]:
            assert len(row) == len(table["columns"]), table["id"]
            assert all(type(cell) in (int, str) for cell in row), (table["id"], row)
    for figure in given["figures"]:
        assert type(figure["value"]) is str and figure["criterion"] and figure["source"]
        assert all(type(figure[part]) in (int, type(None)) for part in ("numerator", "denominator"))


def test_ids_are_unique() -> None:
    for ids in ([figure.id for figure in summary().figures], [table.id for table in summary().tables]):
        assert max(Counter(ids).values()) == 1


def test_empty_ledgers_give_none_rates() -> None:
    found = summarize(
        open_book("空.xlsx", [Grid("问题整改台账", [["问题编号", "问题", "整改措施", "整改状态"]])], AS_OF), ()
    )
    by_source = found.table("rectification.by_source")
    assert by_source is not None and by_source.rows == (("合计", 0, 0, 0, 0, 0, 0, 0, 0, "无"),)
    assert (value(found, "rectification.total"), value(found, "rectification.completion_rate")) == ("0", "无")


def test_rows_of_absent_ledgers() -> None:
    book = drawn.book("", "posts")
    assert risk_rows(book) is measure_rows(book) is rectification_rows(book) is None


ABSENT = [  # a column the sheet lacks -> figures that nothing can be said of
    ("整改状态", ("completion_rate", "staged_rate", "overdue_rate")),
    ("销号状态", ("closure_rate",)),
]


@pytest.mark.parametrize(("column", "rates"), ABSENT)
def test_a_rate_without_its_column_is_not_nought(column: str, rates: tuple[str, ...]) -> None:
    summary = summarize(drawn.book(f"[-{column}] 问题编号=ZG-1"))
    for name in rates:
        figure = summary.figure(f"rectification.{name}")
        assert figure is not None and (figure.value, figure.numerator, figure.rows) == ("未判定", None, ())
