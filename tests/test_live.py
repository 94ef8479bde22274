"""The buttons on an open workbook: marks, our sheets, other people's notes; the same through two engines of xlwings."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.clicking import ROOT, SAMPLE, Clicks
from tests.operations import OPERATIONS, operate
from xlsuite.excel.live_plan import Area, areas
from xlsuite.excel.live_write import TINTS
from xlsuite.host.engine import opened_file, register
from xlsuite.model.outcome import Severity

SHADES = set(TINTS.values())


@pytest.fixture
def clicks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clicks:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return Clicks(tmp_path)


# --- marks ---


def test_marks_stand_on_the_cells_to_change_and_on_no_others(clicks: Clicks) -> None:
    clicks.press("check")
    notes, fills = clicks.notes(), clicks.fills()
    marked = {(sheet, cell) for sheet, here in notes.items() for cell in here}
    assert len(marked) == 20
    assert marked == {
        (sheet, cell) for sheet, here in fills.items() if notes[sheet] for cell, fill in here.items() if fill in SHADES
    }
    assert all(re.match(r"【(错误|警告) [A-Z]+-\d+[a-z]?】", text) for here in notes.values() for text in here.values())
    assert fills["岗位与名册"]["F11"] == TINTS[Severity.WARNING]


def test_a_second_click_changes_nothing(clicks: Clicks) -> None:
    clicks.press("check")
    first = (clicks.cells(), clicks.notes(), clicks.fills(), clicks.path.read_bytes())
    clicks.press("check")
    assert (clicks.cells(), clicks.notes(), clicks.fills()) == first[:3]
    assert len(clicks.path.read_bytes()) == len(first[3])


def test_marks_follow_the_findings(clicks: Clicks) -> None:
    """What was put right is no longer marked, what is wrong now is."""
    clicks.press("check")
    book = opened_file(str(clicks.path))
    book.sheets["岗位与名册"]["F11"].value = "白某庚"
    book.save()
    clicks.press("check")
    assert "F11" not in clicks.notes()["岗位与名册"] and "K13" in clicks.notes()["岗位与名册"]
    assert clicks.fills()["岗位与名册"].get("F11") not in SHADES


def test_clearing_leaves_the_workbook_as_it_was(clicks: Clicks) -> None:
    cells, notes, fills = clicks.cells(), clicks.notes(), clicks.fills()
    clicks.press("check")
    person = clicks.press("clear")
    assert person.told == ["清除标记：xlsuite 加的批注和底色已清除；别人的批注、您自己的底色和“检查结果”表都留着。"]
    now = clicks.cells()
    assert {name: now[name] for name in cells} == cells and "检查结果" in now
    assert {name: clicks.notes()[name] for name in notes} == notes
    assert {name: clicks.fills()[name] for name in fills} == fills
    assert clicks.press("clear").told == ["清除标记：没有 xlsuite 加的标记，没有改动。"]


def test_notes_and_fills_of_others_are_left_alone(clicks: Clicks) -> None:
    import xlsxwriter  # writes notes as Excel does

    made = xlsxwriter.Workbook(str(clicks.path))
    sheet = made.add_worksheet("问题整改台账")
    header = ["问题编号", "来源", "方面", "问题", "整改措施", "责任领导", "责任科室", "责任人", "整改时限", "整改状态"]
    sheet.write_row("A1", header)
    for row in range(1, 4):
        sheet.write_row(
            row, 0, [f"ZG-2025-00{row}", "自查", "作风", "甲", "乙", "丙某", "综合科", "丁某", "13月底", "推进中"]
        )
    sheet.write_comment("I2", "别人的话：【错误 RC-05】不是他们写的", {"author": "王某"})
    sheet.write_string("I3", "13月底", made.add_format({"bg_color": "#00FF00"}))
    made.close()
    person = clicks.press("check")
    assert person.told[0].endswith("2 格加了批注。“问题整改台账”已有别人的批注，1 格没有加批注：I2。")
    notes, fills = clicks.notes()["问题整改台账"], clicks.fills()["问题整改台账"]
    assert notes["I2"] == "别人的话：【错误 RC-05】不是他们写的" and notes["I3"].startswith("【错误 RC-05】")
    assert fills["I3"] == "00FF00" and fills["I4"] == TINTS[Severity.ERROR]
    clicks.press("clear")
    assert clicks.notes()["问题整改台账"] == {"I2": "别人的话：【错误 RC-05】不是他们写的"}
    assert clicks.fills()["问题整改台账"] == {"I3": "00FF00"}


def test_a_protected_sheet_gets_no_marks_and_its_cells_stay(clicks: Clicks) -> None:
    made = openpyxl.load_workbook(clicks.path)
    made["岗位与名册"].protection.sheet = True
    made.save(clicks.path)
    person = clicks.press("check")
    assert "“岗位与名册”受保护（取消保护：审阅－撤消工作表保护），2 格没有加批注：F11、K13。" in person.told[0]
    assert clicks.notes()["岗位与名册"] == {} and clicks.notes()["问题整改台账"]
    before = clicks.cells()["岗位与名册"]
    assert "另有 2 处是公式或在受保护的表里，没有改。" in clicks.press("fix").told[0]
    assert clicks.cells()["岗位与名册"] == before


def test_the_command_line_takes_out_what_a_button_put_in(clicks: Clicks) -> None:
    """Excel signs notes with the user's name; they are ours all the same, and one of another person is not."""
    from xlsuite.cli import run

    clicks.press("check")
    signed = zipfile.ZipFile(clicks.path)
    parts = {
        name: signed.read(name).replace(b"<author>xlsuite<", "<author>王某<".encode()) for name in signed.namelist()
    }
    with zipfile.ZipFile(clicks.path, "w", zipfile.ZIP_DEFLATED) as again:
        for name, data in parts.items():
            again.writestr(name, data)
    assert sum(map(len, clicks.notes().values())) == 20
    assert run(["check", str(clicks.path), "--remove"]) == 0
    assert sum(map(len, clicks.notes().values())) == 0
    assert list(clicks.cells()) == openpyxl.load_workbook(SAMPLE).sheetnames


# --- our sheets ---


def test_what_was_confirmed_is_carried_on(clicks: Clicks) -> None:
    clicks.press("check")
    book = opened_file(str(clicks.path))
    sheet = book.sheets["检查结果"]
    sheet["J6"].value = "确认无误"
    assert sheet["A6"].value == "▲ 警告"
    book.save()
    (told,) = clicks.press("check").told
    assert "● 错误 0  ▲ 警告 19  ⓘ 提示 68。" in told and "另有 1 条已确认无误，不再提示。" in told
    assert "19 格加了批注" in told and "F11" not in clicks.notes()["岗位与名册"]
    assert "已确认" in clicks.cells()
    assert "另有 1 条已确认无误" in clicks.press("check").told[0]


ANSWERS = (("yes", 1, "一览"), ("no", 2, "一览（xlsuite）"), ("cancel", 1, "一览"))


@pytest.mark.parametrize(("answer", "sheets", "written"), ANSWERS, ids=[case[0] for case in ANSWERS])
def test_a_sheet_the_user_typed_in_is_not_lost_unasked(clicks: Clicks, answer: str, sheets: int, written: str) -> None:
    clicks.press("summarize")
    book = opened_file(str(clicks.path))
    book.sheets["一览"]["B8"].value = "我改的"
    book.save()
    person = clicks.press("summarize", answer)
    assert person.questions == ["将覆盖“一览”表，您在里面改过 1 行。按“是”覆盖，按“否”另存为新表，按“取消”什么也不做。"]
    now = clicks.cells()
    assert sum(name.startswith("一览") for name in now) == sheets
    assert ("我改的" in now["一览"].values()) == (answer != "yes")
    assert answer == "cancel" or "我改的" not in now[written].values()


def test_grades_go_into_the_columns_for_results_only(clicks: Clicks) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "风险点等级评定表"
    sheet.append(["风险点编号", "可能性L", "危害程度S", "风险值R", "计算等级", "自评等级", "互评等级", "核定等级"])
    for row in (
        ["FX-1", 2, 3, None, None, "中", "中", "低"],
        ["FX-2", 1, 2, 99, "高", "低", "低", "低"],
        ["FX-3", 3, 3, "=B4*C4", "高", "高", "高", "高"],
        ["FX-4", None, 3, None, None, "高", "高", "高"],
    ):
        sheet.append(row)
    made.save(clicks.path)
    person = clicks.press("grade")
    assert person.questions == [
        "将在“风险点等级评定表”的 “风险值R”、“计算等级” 列写入 4 格，其中 2 格要换掉原来填的。核定等级不改。写之前先存一份备份。继续吗？"
    ]
    cells = clicks.cells()["风险点等级评定表"]
    assert [[cells.get(f"{column}{row}") for column in "DEH"] for row in range(2, 6)] == [
        [6, "高", "低"], [2, "低", "低"], ["=B4*C4", "高", "高"], [None, None, "高"],
    ]  # fmt: skip
    assert clicks.press("grade").questions == []


AREAS = (
    ({(1, 1): "a", (1, 2): "a", (2, 1): "a", (2, 2): "a"}, [(Area(1, 1, 2, 2), "a")]),
    ({(1, 1): "a", (2, 1): "b", (3, 1): "a"}, [(Area(1, 1, 1, 1), "a"), (Area(2, 1, 2, 1), "b"), (Area(3, 1, 3, 1), "a")]),
    ({(1, 1): "a", (3, 1): "a"}, [(Area(1, 1, 1, 1), "a"), (Area(3, 1, 3, 1), "a")]),
    ({}, []),
)  # fmt: skip


@pytest.mark.parametrize(("cells", "wanted"), AREAS)
def test_equal_cells_are_one_area(cells: dict[Any, Any], wanted: list[Any]) -> None:
    assert areas(cells) == wanted


def test_many_cells_take_few_calls(clicks: Clicks) -> None:
    """One read a sheet; writes grow with the kinds of looks and the notes, not with the cells."""
    from xlsuite.host.ranges import Range

    calls = {"read": 0, "write": 0}
    raw, dress = Range.raw_value, Range.dress

    def counted(name: str) -> property:
        def get(self: Any) -> Any:
            calls["read"] += 1
            return raw.fget(self)

        def put(self: Any, data: Any) -> None:
            calls["write"] += 1
            raw.fset(self, data)

        return property(get, put)

    def dressed(self: Any, **changed: Any) -> None:
        calls["write"] += 1
        dress(self, **changed)

    Range.raw_value, Range.dress = counted("raw_value"), dressed  # type: ignore[method-assign]
    try:
        book = opened_file(str(clicks.path))
        count = len(book.sheets)
        operate(book, str(clicks.path), "check", True)
    finally:
        Range.raw_value, Range.dress = raw, dress  # type: ignore[method-assign]
    cells = len(clicks.cells()["问题整改台账"])
    assert calls["read"] == count and calls["write"] < 100 < cells


# --- two engines ---


def from_remote(path: Path, operation: str, facts: bool, folder: Path) -> openpyxl.Workbook:
    """What the client of the remote engine would make of the workbook."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "PYTHONIOENCODING": "utf-8",
        "HOME": str(folder),
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "remote_click.py"), str(path), operation, "1" if facts else ""],
        capture_output=True, encoding="utf-8", env=environment, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = openpyxl.load_workbook(path)
    for action in json.loads(done.stdout):
        apply(made, action)
    made.save(folder / "remote.xlsx")
    return openpyxl.load_workbook(folder / "remote.xlsx")


def apply(book: openpyxl.Workbook, action: dict[str, Any]) -> None:
    """One action as the client carries it out; an unknown one is a failure."""
    func, args = action["func"], action["args"] if isinstance(action["args"], list) else [action["args"]]
    sheet = book.worksheets[action["sheet_position"]] if action["sheet_position"] is not None else None
    cells = []
    if sheet is not None and action["start_row"] is not None:
        top, left = action["start_row"] + 1, action["start_column"] + 1
        bottom, right = top + action["row_count"] - 1, left + action["column_count"] - 1
        cells = [list(row) for row in sheet.iter_rows(top, bottom, left, right)]
    if func == "addSheet":
        book.create_sheet(args[1], args[0])
    elif func == "sheetDelete":
        book.remove(sheet)
    elif func == "sheetClear":
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for row in sheet.iter_rows():
            for cell in row:
                cell.value, cell.fill = None, PatternFill()
    elif func in ("sheetClearContents", "rangeClearContents"):
        for row in cells or sheet.iter_rows():
            for cell in row:
                cell.value = None
    elif func in ("setValues", "setFormula"):
        for row, given in zip(cells, action["values"], strict=True):
            for cell, value in zip(row, given, strict=True):
                if type(cell).__name__ != "MergedCell":
                    cell.value = value_of(value, cell.number_format, func)
    elif func == "setRangeColor":
        for row in cells:
            for cell in row:
                cell.fill = PatternFill("solid", fgColor=args[0].lstrip("#").upper()) if args[0] else PatternFill()
    elif func == "setNumberFormat":
        for row in cells:
            for cell in row:
                cell.number_format = args[0]
    elif func == "addNote":
        cell = sheet[args[0].replace("$", "")]
        assert cell.comment is None
        cell.comment = Comment(args[1], "x")
    elif func == "deleteNote":
        address = args[0].replace("$", "") if args and args[0] else cells[0][0].coordinate
        assert sheet[address].comment is not None
        sheet[address].comment = None
    elif func == "rangeMerge":
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    elif func == "setSheetVisibility":
        sheet.sheet_state = args[0].lower()
    else:
        assert func in QUIET, func


QUIET = {
    "setFontProperty", "setWrapText", "setHorizontalAlignment", "setVerticalAlignment", "setBorderProperty", "setColumnWidth",
    "setRowHeight", "freezePaneAtRange", "setDataValidationList", "activateSheet", "rangeSelect",
}  # fmt: skip


def value_of(value: Any, code: str, func: str) -> Any:
    """A value as Excel takes it from the client: a text that is a day becomes one, unless the cell is for texts."""
    if value == "" or value is None:
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?Z?)?", value) and code != "@":
        return datetime.fromisoformat(value.rstrip("Z").partition(".")[0])
    return value


def seen(book: openpyxl.Workbook) -> dict[str, Any]:
    """Cells, fills, notes and sheets."""
    found: dict[str, Any] = {"sheets": [(sheet.title, sheet.sheet_state) for sheet in book]}
    for sheet in book:
        every = [cell for row in sheet.iter_rows() for cell in row]
        found[sheet.title] = {
            "values": {cell.coordinate: cell.value for cell in every if cell.value is not None},
            "fills": {
                cell.coordinate: str(cell.fill.fgColor.rgb)[-6:] for cell in every if cell.fill.fill_type == "solid"
            },
            "notes": {cell.coordinate: cell.comment.text for cell in every if cell.comment},
            "merges": sorted(map(str, sheet.merged_cells.ranges)),
        }
    return found


@pytest.mark.parametrize("facts", [True, False], ids=["with-file", "without-file"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_two_engines_make_the_same_workbook(tmp_path: Path, operation: str, facts: bool) -> None:
    """Also on a workbook that has been checked before, so that there is something to rewrite and to clear."""
    register().apps.app.quit()
    start = Path(shutil.copy(SAMPLE, tmp_path / "台账.xlsx"))
    book = opened_file(str(start))
    operate(book, str(start), "check", facts)
    book.sheets["问题整改台账"]["I8"].value = "2025-03-20x"
    book.save()
    book.close()
    remote = from_remote(start, operation, facts, tmp_path)
    mine = Path(shutil.copy(start, tmp_path / "mine.xlsx"))
    book = opened_file(str(mine))
    book.impl.content.path = str(start)  # the workbook's name stands on our sheets
    operate(book, str(mine), operation, facts)
    book.impl.content.path = str(mine)
    book.save()
    one, two = seen(openpyxl.load_workbook(mine)), seen(remote)
    assert one["sheets"] == two["sheets"]
    for name, _ in one["sheets"]:
        for part, there in one[name].items():
            assert there == two[name][part], (name, part)


def test_the_action_list_is_what_the_client_knows(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLE, tmp_path / "台账.xlsx"))
    for operation in ("check", "summarize"):
        from_remote(path, operation, True, tmp_path)  # `apply` refuses an unknown action
