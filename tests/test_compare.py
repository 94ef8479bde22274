"""Two periods held against each other: every kind of change told once, at its cells, and nothing where nothing changed."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests import units
from tests.drawn import book
from xlsuite.cli import run
from xlsuite.excel.compare_book import compare_workbook, difference
from xlsuite.verbs.compare import KINDS, compare, tables

TODAY = date(2025, 10, 31)
WIDE = "[个人廉政风险点登记表] "
CASES = [  # ledger, old row, new row, the changes as kind:column:old→new
    ("rectification", "整改状态=推进中", "整改状态=推进中", ""),
    ("rectification", "整改状态=推进中", "整改状态=已完成 完成日期=2025-09-01", "完成:整改状态:推进中→已完成"),
    ("rectification", "整改状态=未启动", "整改状态=推进中", "推进:整改状态:未启动→推进中"),
    ("rectification", "整改状态=基本完成", "整改状态=未启动", "退步:整改状态:基本完成→未启动"),
    ("rectification", "整改状态=已完成", "整改状态=推进中", "重新打开:整改状态:已完成→推进中"),
    ("rectification", "整改状态=办结", "整改状态=已完成", ""),
    ("rectification", "整改状态=差不多了", "整改状态=推进中", ""),
    ("rectification", "销号状态=未申请", "销号状态=已销号", "销号:销号状态:未申请→已销号"),
    ("rectification", "销号状态=已销号", "销号状态=重启", "重新打开:销号状态:已销号→重启"),
    ("rectification", "整改时限=2025-11-30", "整改时限=2025-12-31", "时限延后:整改时限:2025-11-30→2025-12-31"),
    ("rectification", "整改时限=2025-11-30", "整改时限=2025-10-31", "时限提前:整改时限:2025-11-30→2025-10-31"),
    ("rectification", "整改时限=2025-11-30", "整改时限=2025年11月底前", ""),
    ("rectification", "整改时限=2025-11-30 整改时限原文=", "整改时限=长期坚持 整改时限原文=", "时限改动:整改时限:2025-11-30→长期坚持"),
    ("rectification", "问题=甲、乙", "问题=甲、乙、丙", "文字改动:问题:甲、乙→甲、乙、丙"),
    ("rectification", "问题=甲　乙", "问题=甲乙", ""),
    ("rectification", "进展情况=一月", "进展情况=二月", ""),
    ("rectification", "责任人=顾某丁", "责任人=叶某戊", "文字改动:责任人:顾某丁→叶某戊"),
    ("risk_measures", "落实状态=推进中", "落实状态=已落实", "完成:落实状态:推进中→已落实"),
    ("risk_measures", "完成时限=2025-12-31", "完成时限=2026-01-31", "时限延后:完成时限:2025-12-31→2026-01-31"),
    ("risk_points", "状态=有效", "状态=已消除", "消除:状态:有效→已消除"),
    ("risk_points", "状态=已消除", "状态=有效", "恢复:状态:已消除→有效"),
    ("risk_points", "表现形式=甲", "表现形式=乙", "文字改动:表现形式:甲→乙"),
]  # fmt: skip


def told(old: str, new: str, ledger: str = "rectification") -> list[str]:
    done = compare(book(old, ledger), book(new, ledger))
    return [f"{each.kind}:{each.field}:{each.old}→{each.new}" for each in done.changes]


@pytest.mark.parametrize(("ledger", "old", "new", "change"), CASES, ids=[f"{c[1]}→{c[2]}" for c in CASES])
def test_one_row(ledger: str, old: str, new: str, change: str) -> None:
    assert told(old, new, ledger) == ([change] if change else [])


LEVELS = [("低", "高", ["升级:核定等级:低→高"]), ("高", "中", ["降级:核定等级:高→中"]), ("中", "中", []),
          ("", "中", ["定级:核定等级:未核定→中"]), ("中", "", [])]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "change"), LEVELS)
def test_levels(old: str, new: str, change: list[str]) -> None:
    drawn = [f"风险点编号=FX-1 | [风险点等级评定表] 风险点编号=FX-1 核定等级={level}" for level in (old, new)]
    assert told(*drawn, "risk_points") == change


def test_rows_come_and_go() -> None:
    """By 编号 wherever they stand; two rows of one number in their order; a row without one by its wording."""
    old = "问题编号=A 问题=甲 | 问题编号=B 问题=乙 | 问题编号= 问题=丙 | 问题编号=D 问题=丁 | 问题编号=D 问题=戊"
    new = "问题编号=D 问题=丁 | 问题编号=D 问题=戊 | 问题编号= 问题=丙 | 问题编号=B 问题=乙 | 问题编号=E 问题=己"
    assert told(old, new) == ["新增:问题:→己", "移除:问题:甲→"]


def test_places_are_cells_of_both_workbooks() -> None:
    done = compare(
        book("问题编号=A | 问题编号=B 整改状态=推进中"), book("问题编号=B 整改状态=已完成 完成日期=2025-09-01")
    )
    (change,) = [each for each in done.changes if each.kind == "完成"]
    assert (change.old_place, change.new_place) == ("问题整改台账!O3", "问题整改台账!O2")


def test_nothing_is_said_of_a_ledger_that_one_side_lacks() -> None:
    assert compare(book("问题编号=A"), book("风险点编号=B", "risk_points")).changes == ()


def test_an_approved_extension_moves_the_deadline() -> None:
    old = "问题编号=A 整改时限=2025-06-30"
    new = f"{old} | [延期] 问题编号=A 申请延期至=2025-12-31 审批结果=同意"
    assert told(old, new) == ["时限延后:整改时限:2025-06-30→2025-12-31"]


def test_in_consolidated_ledgers_a_number_is_its_unit_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, state in (("上", units.GOING), ("本", units.DONE)):
        for unit in ("甲局", "乙局"):
            rows = [units.row("ZG-1", state if unit == "乙局" else units.GOING)]
            units.write(tmp_path / name / unit / "台账.xlsx", rows, unit)
        run(["merge", str(tmp_path / name), "-o", str(tmp_path / f"{name}.xlsx"), "-q"], TODAY)
    capsys.readouterr()
    command = [
        "对比",
        str(tmp_path / "上.xlsx"),
        str(tmp_path / "本.xlsx"),
        "--as-of",
        "2025-09-30",
        "--format",
        "json",
        "-q",
    ]
    assert run(command, TODAY) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"] == {"完成": 1}
    assert [(each["old_place"], each["new_place"]) for each in answer["changes"]] == [
        ("问题整改台账!P2", "问题整改台账!P2")
    ]


def test_the_workbook_tells_counts_figures_and_cells(tmp_path: Path) -> None:
    old = units.write(tmp_path / "上期.xlsx", [units.row("ZG-1", units.GOING), units.row("ZG-2")], "甲局")
    new = units.write(
        tmp_path / "本期.xlsx", [units.row("ZG-1"), units.row("ZG-2"), units.row("ZG-3", units.GOING)], "甲局"
    )
    before = old.read_bytes(), new.read_bytes()
    command = ["compare", str(old), str(new), "--as-of", "2025-09-30", "-o", str(tmp_path / "out"), "-q"]
    assert run(command, TODAY) == 0 and (old.read_bytes(), new.read_bytes()) == before
    written = openpyxl.load_workbook(tmp_path / "out" / "本期_两期对比.xlsx")
    rows = [tuple(row) for row in written["两期对比"].iter_rows(values_only=True)]
    assert ("问题整改台账", "新增", 1, "ZG-3") in rows and ("问题整改台账", "完成", 1, "ZG-1") in rows
    figures = written["各项数字"].iter_rows(values_only=True)
    assert [row[1:] for row in figures if row[0] == "整改完成率"] == [(0.5, 0.6667, "+16.67 个百分点")]
    changes = written["变化明细"]
    links = [
        cell.hyperlink.target.replace("\\", "/") + "#" + cell.hyperlink.location
        for row in changes.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert "../上期.xlsx#问题整改台账!L2" in links and "../本期.xlsx#问题整改台账!L2" in links


def test_the_same_two_give_the_same_bytes_and_the_tables_of_a_report() -> None:
    done = compare(
        book("问题编号=A | 问题编号=B 整改状态=推进中"), book("问题编号=B 整改状态=已完成 完成日期=2025-09-01")
    )
    assert compare_workbook(done, "0") == compare_workbook(done, "0")
    by_kind, by_unit = tables(done)
    assert [row[1:] for row in by_kind.rows] == [("完成", 1, "B"), ("移除", 1, "A")]
    assert by_unit.columns == ("科室", "完成", "移除") and by_unit.rows == (("综合科", 1, 1),)
    assert openpyxl.load_workbook(io.BytesIO(compare_workbook(done, "0"))).sheetnames == [
        "两期对比",
        "各项数字",
        "变化明细",
    ]


STEPS = [
    ("5", "7", "+2"),
    ("7", "5", "−2"),
    ("5", "5", "—"),
    ("50.00%", "62.50%", "+12.50 个百分点"),
    ("无", "1.00%", ""),
    ("3.5", "3.25", "−0.25"),
]


@pytest.mark.parametrize(("old", "new", "shown"), STEPS)
def test_steps_are_exact(old: str, new: str, shown: str) -> None:
    assert difference(old, new) == shown


def test_every_kind_has_a_colour() -> None:
    from xlsuite.excel.compare_book import TONES

    assert set(TONES) == set(KINDS)
