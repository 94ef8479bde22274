"""Two periods held against each other: every kind of change told once, at its cells, and nothing where nothing changed."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

import xlsuite
from tests import units
from tests.drawn import book
from xlsuite.cli import run
from xlsuite.excel.compare_book import compare_workbook, difference
from xlsuite.ledgers import LEDGERS
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import LedgerType
from xlsuite.verbs.compare import Change, compare, tables
from xlsuite.verbs.compare_report import comparison_document
from xlsuite.verbs.followed import CORE, KINDS, followed

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


# --- ledgers that the comparison knows only by their columns ---

OTHERS = [  # ledger, old rows, new rows, the changes as kind:column:old→new
    ("pledges", "考核结果=合格", "考核结果=优秀", "文字改动:考核结果:合格→优秀"),
    ("pledges", "签订日期=2025-02-17", "签订日期=2025年2月17日", ""),
    ("pledges", "份数=1", "份数=２", "文字改动:份数:1→２"),
    ("pledges", "份数=2", "份数=２", ""),
    ("pledges", "", " | 下级=叶某戊", "新增:下级:→叶某戊，沈某乙，2025-02-17"),
    ("pledges", "下级=顾某丁", "下级=叶某戊", "文字改动:下级:顾某丁→叶某戊"),
    ("pledges", "下级=顾某丁", "下级=叶某戊 岗位=科员", "新增:下级:→叶某戊，沈某乙，2025-02-17 移除:下级:顾某丁，沈某乙，2025-02-17→"),
    ("pledges", "下级=顾某丁 | 下级=叶某戊", "下级=白某庚", "新增:下级:→白某庚，沈某乙，2025-02-17 移除:下级:顾某丁，沈某乙，2025-02-17→ 移除:下级:叶某戊，沈某乙，2025-02-17→"),
    ("quotes", "成交价=5000", "成交价=5200", "文字改动:成交价:5000→5200"),
    ("talks", "整改期限=2025-06-30", "整改期限=2025-07-31", "时限延后:整改期限:2025-06-30→2025-07-31"),
    ("opinions", "采纳=不采纳", "采纳=否", ""),
    ("opinions", "采纳=否", "采纳=是", "文字改动:采纳:否→是"),
    ("personal_matters", "应报截止=2025-01-31", "应报截止=2025-01-15", "时限提前:应报截止:2025-01-31→2025-01-15"),
    ("posts", "任职人=顾某丁", "任职人=叶某戊", "文字改动:任职人:顾某丁→叶某戊"),
    ("extensions", "审批结果=待审批", "审批结果=同意", "文字改动:审批结果:待审批→同意"),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "old", "new", "change"), OTHERS, ids=[f"{c[0]}:{c[3]}" for c in OTHERS])
def test_one_row_of_any_ledger(ledger: str, old: str, new: str, change: str) -> None:
    assert told(old, new, ledger) == change.split()


ANY = [each for each in LEDGERS if followed(each) and each.id not in CORE]


@pytest.mark.parametrize("ledger", ANY, ids=lambda each: each.id)
def test_every_ledger_is_followed(ledger: LedgerType) -> None:
    """The same rows are no change; any text written anew is one, at its cell in both periods."""
    columns = [each for each in ledger.columns if each.kind.free_text and each.ident not in (*ledger.core, ledger.key)]
    for column in columns:
        old, again, new = (book(f"{column.name}={text}", ledger.id) for text in ("原来的话", "原来的 话", "另写的话"))
        assert told_of(ledger, old, again) == []
        (change,) = told_of(ledger, old, new)
        assert (change.kind, change.field, change.old, change.new) == ("文字改动", column.name, "原来的话", "另写的话")
        assert change.old_place == change.new_place == new.tables_of(ledger.id)[0].address(0, column.ident)


def told_of(ledger: LedgerType, old: Book, new: Book) -> list[Change]:
    return [each for each in compare(old, new).changes if each.ledger == ledger.title]


def test_figures_of_a_consolidated_ledger_are_those_of_its_units(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who should have signed follows from each unit's own roster, also where all stand in one."""
    for unit, signed in (("甲局", True), ("乙局", False)):
        rows = [["GW1", f"{unit}长", "主要负责人", ""], ["GW2", f"{unit}副", "班子成员", "GW1"]]
        put(
            tmp_path / "in" / unit / "台账.xlsx",
            unit,
            rows,
            [[2025, f"{unit}长", f"{unit}副", "2025-02-17"]]
            if signed
            else [[2025, f"{unit}长", f"{unit}外", "2025-02-17"]],
        )
    run(["merge", str(tmp_path / "in"), "-o", str(tmp_path / "合.xlsx"), "-q"], TODAY)
    capsys.readouterr()
    assert run(["summarize", str(tmp_path / "合.xlsx"), "--as-of", "2025-09-30", "--format", "json", "-q"], TODAY) == 0
    answer = json.loads(capsys.readouterr().out)
    figures = {each["id"]: each for each in answer["figures"]}
    whole = figures["pledges.coverage"]
    assert (whole["numerator"], whole["denominator"], whole["rows"]) == (1, 2, ["甲局·甲局长→甲局副"])
    tables = {each["id"]: each for each in answer["tables"]}
    assert tables["pledges.by_tier"]["columns"][0] == "单位"
    assert next(line[:2] for line in tables["pledges.by_tier"]["rows"]) == ["乙局", "班子成员"]
    done = compare(
        xlsuite.load(tmp_path / "合.xlsx", 统计截止日="2025-09-30"),
        xlsuite.load(tmp_path / "合.xlsx", 统计截止日="2025-09-30"),
    )
    assert ("pledges.coverage", "责任书签订率", "50.00%", "50.00%") in done.figures


def put(path: Path, unit: str, posts: list[list[str]], pledges: list[list[object]]) -> None:
    path.parent.mkdir(parents=True)
    written = openpyxl.Workbook()
    sheet = written.active
    sheet.title = "岗位与名册"
    for row in (["岗位编号", "任职人", "层级", "上级岗位"], *posts):
        sheet.append(row)
    sheet = written.create_sheet("责任书")
    for row in (["年度", "上级", "下级", "签订日期"], *pledges):
        sheet.append(row)
    sheet = written.create_sheet("参数")
    for row in (["参数", "值"], ["单位全称", unit]):
        sheet.append(row)
    written.save(path)


# --- the tables for a report ---


def test_the_word_file_holds_the_tables_of_a_report(tmp_path: Path) -> None:
    old = units.write(tmp_path / "上期.xlsx", [units.row("ZG-1", units.GOING), units.row("ZG-2")], "甲局")
    rows = [units.row("ZG-1"), units.row("ZG-2"), units.row("ZG-3", units.GOING, 责任科室="业务\x07科")]
    new = units.write(tmp_path / "本期.xlsx", rows, "甲局")
    command = ["compare", str(old), str(new), "--as-of", "2025-09-30", "-o", str(tmp_path / "out"), "-q"]
    assert run(command, TODAY) == 0
    document = Document(str(tmp_path / "out" / "本期_两期对比.docx"))
    texts = [each.text for each in document.paragraphs if each.text]
    assert texts[0] == "两期台账对比情况"
    assert texts[1] == (
        "本期“本期.xlsx”（截至2025年9月30日）与上期“上期.xlsx”（截至2025年9月30日）相比，"
        "台账共有2处变化，其中新增1处、完成1处。"
    )
    figures, kinds, offices = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert ["整改完成率", "50.00%", "66.67%", "+16.67个百分点"] in figures and figures[0] == [
        "指标",
        "上期",
        "本期",
        "增减",
    ]
    assert kinds[1:] == [["问题整改台账", "新增", "1", "ZG-3"], ["问题整改台账", "完成", "1", "ZG-1"]]
    assert offices == [["科室", "新增", "完成"], ["综合科", "", "1"], ["业务科", "1", ""]]
    for ending in ("xlsx", "docx"):
        assert run([*command[:-2], str(tmp_path / f"只要.{ending}"), "-q"], TODAY) == 0
    assert sorted(path.name for path in tmp_path.glob("只要*")) == ["只要.docx", "只要.xlsx"]


def test_the_word_file_says_that_nothing_changed_and_is_the_same_each_time() -> None:
    one, other = (compare(book("问题编号=A"), book("问题编号=A")) for _ in range(2))
    content = comparison_document(one)
    assert content == comparison_document(other)
    text = "".join(each.text for each in Document(io.BytesIO(content)).paragraphs)
    assert "台账没有变化。" in text and "两期没有不同。" in text and "两期都有的各项数字相同。" in text


def test_many_rows_are_counted_and_not_all_named() -> None:
    rows = " | ".join(f"问题编号=ZG-{number}" for number in range(1, 41))
    done = compare(book("问题编号=ZG-1"), book(rows))
    (_, kinds) = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(io.BytesIO(comparison_document(done))).tables
    ]
    assert kinds[1][:3] == ["问题整改台账", "新增", "39"] and kinds[1][3].endswith("、ZG-21等39行")
