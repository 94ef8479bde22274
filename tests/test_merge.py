"""Many units' workbooks in one: every row with its source, values as typed, ids that clash told, originals untouched."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.drawn import book
from xlsuite.cli import run
from xlsuite.excel.merged_book import merged_workbook
from xlsuite.verbs.merge import merged

BOOKS = Path(__file__).parent.parent / "workbooks"
Sheets = tuple[tuple[str, list[list[Any]]], ...]


def sent(folder: Path, unit: str, sheets: Sheets, file: str = "台账") -> None:
    """A unit's workbook, below in/ and its name."""
    path = folder / "in" / unit / f"{file}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    written = openpyxl.Workbook()
    for title, rows in (*sheets, ("参数", [["参数", "值"], ["单位全称", unit]])):
        sheet = written.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del written["Sheet"]
    written.save(path)


def test_money_keeps_its_unit_without_its_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Below 清退金额（万元） a bare number is ten thousand times what it says; one that names 万元 stays as typed."""
    for unit, header, cells in (
        ("甲局", "清退金额（万元）", (0.1386, "0.02万元", None)),
        ("乙局", "清退金额", (1386, "7元", 5)),
    ):
        rows = [[f"ZG-{unit}-{n}", "推进中", cell] for n, cell in enumerate(cells)]
        sent(tmp_path, unit, (("问题整改台账", [["问题编号", "整改状态", header], *rows]),))
    out = tmp_path / "合并台账.xlsx"
    run(["merge", str(tmp_path / "in"), "-o", str(out), "-q"], date(2025, 9, 30))
    sheet = openpyxl.load_workbook(out)["问题整改台账"]
    assert [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [1386, "7元", 5, 1386, "0.02万元", None]
    capsys.readouterr()
    run(["summarize", str(out), "--format", "json", "-q"], date(2025, 9, 30))
    figures = {each["id"]: each["value"] for each in json.loads(capsys.readouterr().out)["figures"]}
    assert figures["rectification.refund"] == "2984.00"


def test_rows_say_where_they_came_from() -> None:
    one = book("问题编号=ZG-1 备注==1+1 | 问题编号=ZG-2", 单位全称="甲办")
    two = book("问题编号=ZG-2 发现日期=2025年3月1日")
    one.name, two.name = "甲.xlsx", "乙.xlsx"
    (ledger,) = merged([one, two])
    assert [row[:5] for row in ledger.rows] == [
        (1, "甲.xlsx", "甲办", "问题整改台账", 2), (2, "甲.xlsx", "甲办", "问题整改台账", 3), (3, "乙.xlsx", "", "问题整改台账", 2),
    ]  # fmt: skip
    assert ledger.doubled == ("ZG-2",)
    sheet = openpyxl.load_workbook(io.BytesIO(merged_workbook([ledger], date(2025, 9, 30))))["问题整改台账"]
    header = [cell.value for cell in sheet[1]]
    assert header[:6] == ["序号", "来源文件", "来源单位", "来源工作表", "来源行", "问题编号"]
    assert sheet.cell(4, header.index("发现日期") + 1).value == "2025年3月1日"
    assert sheet.cell(2, header.index("发现日期") + 1).value.date() == date(2025, 3, 20)


def test_the_merged_workbook_is_read_back_as_ledgers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("甲", "乙"):
        shutil.copy(BOOKS / "示例台账.xlsx", tmp_path / f"{name}.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    before = (tmp_path / "甲.xlsx").read_bytes()
    target = tmp_path / "out" / "合并台账.xlsx"
    assert run(["合并", str(tmp_path), "-o", str(target), "-q"], date(2025, 10, 31)) == 3
    assert (tmp_path / "甲.xlsx").read_bytes() == before
    out = capsys.readouterr().out
    assert "问题整改台账\t40\tZG-2025-001" in out
    run(["check", str(target), "--as-of", "2025-09-30", "--format", "json", "-q"], date(2025, 10, 31))
    assert '"ST-03"' not in capsys.readouterr().out
    run(["summarize", str(target), "--as-of", "2025-09-30", "--format", "json", "-q"], date(2025, 10, 31))
    assert '"rectification.total"' in (answer := capsys.readouterr().out) and '"value": "40"' in answer


def test_people_of_one_name_in_two_units_are_no_clash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A number must be told from all others; a name is each unit's own."""
    for unit, file in (("甲局", "台账"), ("乙局", "台账"), ("乙局", "再报")):
        sheets: Sheets = (
            ("廉政档案", [["姓名", "建档日期", "最近更新"], ["秦某甲", "2025-01-06", "2025-03-03"]]),
            ("征求意见", [["意见编号", "条目", "采纳"], ["YJ-1", f"{unit}的意见", "否"]]),
        )
        sent(tmp_path, unit, sheets, file)
    assert run(["merge", str(tmp_path / "in"), "-o", str(tmp_path / "合.xlsx"), "-q"], date(2025, 10, 31)) == 0
    assert capsys.readouterr().out.splitlines()[1:3] == ["廉政档案\t3\t秦某甲", "征求意见\t3\tYJ-1"]
    rows = openpyxl.load_workbook(tmp_path / "合.xlsx")["重复与冲突"].iter_rows(min_row=4, values_only=True)
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("廉政档案", "重复报送", "乙局"), ("廉政档案", "重复报送", "乙局"),
        ("征求意见", "编号冲突", "乙局"), ("征求意见", "编号冲突", "乙局"), ("征求意见", "编号冲突", "甲局"),
    ]  # fmt: skip


def test_a_consolidated_ledger_is_judged_unit_by_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An 编号 is each unit's own, and so is the roster by which signatures are missed; a fault is told of its unit."""
    for unit in ("甲局", "乙局"):
        sheets: Sheets = (
            (
                "岗位与名册",
                [
                    ["岗位编号", "任职人", "层级", "上级岗位"],
                    ["GW1", "秦某甲", "主要负责人", ""],
                    ["GW2", "沈某乙", "班子成员", "GW1"],
                ],
            ),
            (
                "责任书",
                [
                    ["年度", "上级", "下级", "责任书类型", "签订日期"],
                    [2025, "秦某甲", "秦某甲" if unit == "甲局" else "沈某乙", "班子成员", "2025-02-17"],
                ],
            ),
            (
                "征求意见",
                [["意见编号", "来源", "条目", "采纳", "理由"], ["YJ-1", "座谈会", f"{unit}的意见", "否", "已有"]],
            ),
        )
        sent(tmp_path, unit, sheets)
    assert run(["merge", str(tmp_path / "in"), "-o", str(tmp_path / "合.xlsx"), "-q"], date(2025, 10, 31)) == 0
    capsys.readouterr()
    told = {}
    for path in (tmp_path / "合.xlsx", *sorted((tmp_path / "in").glob("*/*.xlsx"))):
        run(["check", str(path), "--as-of", "2025-09-30", "--format", "json", "-q"], date(2025, 10, 31))
        found = json.loads(capsys.readouterr().out)["files"][0]["findings"]
        told[path.parent.name if path.stem == "台账" else "合"] = [
            (each["rule"], each["key"], each["message"]) for each in found if not each["rule"].startswith("ST-")
        ]
    words = "班子成员“沈某乙”没有 2025 年与上级（秦某甲）签的责任书，应在 2025-03-31 前签。"
    wrong = "上级“秦某甲”不在下级“秦某甲”的上级岗位上。"
    assert told["甲局"] == [("PL-01", "沈某乙", words), ("PL-03", "第2行", wrong)] and told["乙局"] == []
    assert told["合"] == [("PL-01", "甲局·沈某乙", words), ("PL-03", "第3行", wrong)]


def test_a_unit_without_a_register_misses_no_points_for_its_posts(tmp_path: Path) -> None:
    """Its own workbook says nothing of them, so neither does the 一览 of all: the units are added up."""
    roster = ("岗位与名册", [["岗位编号", "科室", "任职人"], ["GW1", "办公室", "秦某甲"], ["GW2", "办公室", "沈某乙"]])
    register = ("个人廉政风险点登记表", [["风险点编号", "岗位编号", "风险点描述"], ["FX-1", "GW1", "用章不登记"]])
    sent(tmp_path, "甲局", (roster, register))
    sent(tmp_path, "乙局", (roster,))
    run(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--as-of", "2025-09-30", "-q"], date(2025, 10, 31))
    book = openpyxl.load_workbook(tmp_path / "out" / "全部单位_一览.xlsx")
    told = {row[0]: row for row in book["指标口径"].iter_rows(values_only=True)}
    assert (told["岗位数"][1], told["没有风险点的岗位"][1]) == (2, 1), told
    assert any("；各单位分别计算后相加" in str(cell) for cell in told["没有风险点的岗位"]), told["没有风险点的岗位"]
    keys = [row[3] for row in book["取数明细"].iter_rows(values_only=True) if row[4] == "risk.posts_without"]
    assert keys == ["甲局·GW2"]


def test_a_unit_that_writes_its_name_in_two_widths_is_one(tmp_path: Path) -> None:
    issues = ("问题整改台账", [["问题编号", "问题", "整改状态"], ["ZG-1", "甲", "推进中"]])
    for folder, unit in (("一", "A 局"), ("二", "Ａ局"), ("三", "乙局")):
        sent(tmp_path / folder, unit, (issues,))
    run(["run", str(tmp_path), "-o", str(tmp_path / "out"), "--as-of", "2025-09-30", "-q"], date(2025, 10, 31))
    found = openpyxl.load_workbook(tmp_path / "out" / "合并台账.xlsx")["问题整改台账"]
    units = [row[2] for row in found.iter_rows(min_row=2, values_only=True)]
    assert len(units) == 3 and len(set(units)) == 2 and "乙局" in units


def test_a_post_is_its_units_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GW1 of one unit is another post than GW1 of the other, and a point of the one says nothing of the other."""
    for unit, points in (("甲局", [["FX-1", "GW1", "用章不登记", "高"]]), ("乙局", [])):
        sheets: Sheets = (
            ("岗位与名册", [["岗位编号", "科室", "任职人"], ["GW1", "办公室", "秦某甲"], ["GW2", "办公室", "沈某乙"]]),
            ("个人廉政风险点登记表", [["风险点编号", "岗位编号", "风险点描述", "核定等级"], *points]),
        )
        sent(tmp_path, unit, sheets)
    target = tmp_path / "合并台账.xlsx"
    run(["合并", str(tmp_path / "in"), "-o", str(target), "-q"], date(2025, 10, 31))
    capsys.readouterr()
    run(["summarize", str(target), "--as-of", "2025-09-30", "--format", "json", "-q"], date(2025, 10, 31))
    figures = {each["id"]: each["value"] for each in json.loads(capsys.readouterr().out)["figures"]}
    assert (figures["risk.posts"], figures["risk.posts_without"]) == ("4", "3")
