"""A wide sheet with one risk point over several rows of measures, and cells that are errors."""

from __future__ import annotations

from tests.drawn import AS_OF, book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid, Merge
from xlsuite.verbs.check import findings
from xlsuite.verbs.summarize import summarize

HEADER = ["风险点编号", "科室", "岗位", "风险点", "表现形式", "风险类别", "风险等级", "措施内容", "责任人"]
ROWS = [
    ["FX-1", "综合科", "科员", "用印", "不登记", "岗位职责", "高", "每次登记用印事由", "叶某"],
    ["", "", "", "", "", "", "", "每月抽查用印登记", "顾某"],
    ["FX-2", "综合科", "科员", "询价", "少于三家", "业务流程", "中", "每次询价三家", "叶某"],
]


def test_risk_point_merged_over_its_measures_counts_once() -> None:
    merges = tuple(Merge(2, at, 3, at) for at in range(1, 8))
    some = open_book("例.xlsx", [Grid("风险点登记表", [HEADER, *ROWS], merges)], AS_OF)
    figures = {each.id: (each.value, each.rows) for each in summarize(some, ()).figures}
    assert figures["risk.total"] == ("2", ("FX-1", "FX-2"))
    assert figures["measure.total"][0] == "3"
    assert [each.rule for each in findings(some) if each.rule in ("RP-01", "ST-18")] == []


def test_rows_that_differ_in_their_measures_do_not_repeat_each_other() -> None:
    rows = [ROWS[0], [*ROWS[0][:7], "每月抽查用印登记", "顾某"]]
    some = open_book("例.xlsx", [Grid("风险点登记表", [HEADER, *rows])], AS_OF)
    assert [each.rule for each in findings(some) if each.rule in ("RP-01", "ST-18")] == ["RP-01"]


def test_merged_error_value_speaks_once() -> None:
    grid = book("问题编号=ZG-1 | 问题编号=ZG-2").grids[0]
    at = grid.rows[0].index("整改措施") + 1
    grid.rows[1][at - 1] = grid.rows[2][at - 1] = ""
    bad = Grid(grid.name, grid.rows, (Merge(2, at, 3, at),), {(2, at): "#REF!"})
    assert [each.rule for each in findings(open_book("例.xlsx", [bad], AS_OF))] == ["ST-06", "ST-08"]


def test_error_value_for_a_unit() -> None:
    found = findings(book("责任科室=#REF! | [岗位与名册] 任职人=沈某乙 | [岗位与名册] 任职人=顾某丁"))
    assert [(each.rule, each.cell) for each in found] == [("ST-08", "J2")]


def test_year_that_nobody_wrote_is_said_and_not_fixed() -> None:
    for settings, words, fix in (({}, "统计截止日的年份", None), ({"台账年度": 2025}, "台账年度", "2025-11-30")):
        (one,) = findings(book("整改时限=11月底前 整改时限原文=", **settings))
        assert one.message == f"整改时限“11月底前”是文字，读作 2025-11-30（没有写年份，按{words} 2025 年算）。"
        assert (str(one.fix.value) if one.fix else None) == fix
