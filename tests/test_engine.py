"""Our engine for xlwings: workbook files read, written and saved without losing a byte of what is not ours."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.clicking import FAULTY, ROOT, SAMPLE
from xlsuite.errors import UnwritableOutput, UsageError
from xlsuite.host.engine import opened_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two sheets; texts, a number, a day, a formula, a fill, a note of somebody else."""
    made = xlsxwriter.Workbook(str(tmp_path / "甲 乙.xlsx"))
    one, two = made.add_worksheet("甲"), made.add_worksheet("第二张")
    one.write_row("A1", ["编号", "数", "日", "算"])
    one.write_row("A2", ["A-1", 3])
    one.write_datetime("C2", dt.datetime(2025, 3, 1), made.add_format({"num_format": "yyyy-mm-dd"}))
    one.write_formula("D2", "=B2*2", None, 6)
    one.write_string("A3", "A-2", made.add_format({"bg_color": "#00FF00"}))
    one.write_number("B3", 4.5)
    one.write_comment("A2", "别人写的", {"author": "王某"})
    two.write_string("B2", "x")
    made.close()
    return tmp_path / "甲 乙.xlsx"


READS = (
    ("A1", "编号"), ("B2", 3.0), ("C2", dt.datetime(2025, 3, 1)), ("D2", 6.0), ("A1:B2", [["编号", "数"], ["A-1", 3.0]]),
    ("B2:B3", [3.0, 4.5]), ("Z9", None),
)  # fmt: skip


@pytest.mark.parametrize(("address", "value"), READS, ids=[case[0] for case in READS])
def test_values_as_xlwings_gives_them(path: Path, address: str, value: Any) -> None:
    assert opened_file(str(path)).sheets["甲"][address].value == value


LOOKS = (
    ("A3", "color", (0, 255, 0)), ("A2", "color", None), ("C2", "number_format", "yyyy-mm-dd"), ("B2", "number_format", "General"),
    ("A1:A3", "color", None), ("A1", "wrap_text", False), ("A1", "horizontal_alignment", "general"),
)  # fmt: skip


@pytest.mark.parametrize(("address", "name", "value"), LOOKS)
def test_looks_are_read_back(path: Path, address: str, name: str, value: Any) -> None:
    assert getattr(opened_file(str(path)).sheets["甲"][address], name) == value


WRITES = (
    ("B3", "value", 7, 7),
    ("A5:B6", "value", [["新", 1.5], ["行", True]], [["新", 1.5], ["行", True]]),
    ("C3", "value", dt.date(2024, 2, 29), dt.datetime(2024, 2, 29)),
    ("E2", "formula", '=HYPERLINK("#\'甲\'!A1","去")', "去"),
    ("B2", "value", None, None),
    ("E1", "value", "带 <尖> & “引”号 _x0041_", "带 <尖> & “引”号 _x0041_"),
    ("B3", "color", "#FCE4E3", (0xFC, 0xE4, 0xE3)),
    ("A3", "color", None, None),
    ("B3", "number_format", "0.00", "0.00"),
    ("A1:B1", "wrap_text", True, True),
    ("A1", "horizontal_alignment", "center", "center"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "name", "written", "read"), WRITES, ids=[f"{case[0]}-{case[1]}" for case in WRITES]
)
def test_writing_is_read_back_before_and_after_saving(
    path: Path, address: str, name: str, written: Any, read: Any
) -> None:
    book = opened_file(str(path))
    setattr(book.sheets["甲"][address], name, written)
    asked = "value" if name in ("value", "formula") else name

    def seen(book: Any) -> Any:
        return getattr(book.sheets["甲"][address], asked)

    assert seen(book) == read
    book.save()
    assert seen(book) == read
    assert seen(opened_file(str(path))) == read


def test_an_independent_reader_agrees(path: Path) -> None:
    book = opened_file(str(path))
    sheet = book.sheets["甲"]
    sheet["B3"].value = 7
    sheet["B3"].color = "#FCE4E3"
    sheet["B3"].add_note("【错误 RC-05】试")
    added = book.sheets.add("新表", after=book.sheets[1])
    added["A1"].number_format = "@"
    added["A1:B2"].value = [["=1+1", 2], ["2025-3-1", None]]
    added["A1:B1"].font.bold = True
    added["A1"].font.color = "#9C1C1C"
    added["A1:B1"].merge()
    added["A1"].column_width = 30
    added["A2:B2"].row_height = 40
    added["B2"].data_validation.set_list(["待处理", "已处理"])
    added.freeze_panes.freeze_at("1:1")
    book.save()
    read = openpyxl.load_workbook(path)
    one, new = read["甲"], read["新表"]
    assert (one["B3"].value, one["B3"].fill.fgColor.rgb, one["B3"].comment.text) == (7, "FFFCE4E3", "【错误 RC-05】试")
    assert (one["A2"].comment.text, one["D2"].value, one["A3"].fill.fgColor.rgb) == ("别人写的", "=B2*2", "FF00FF00")
    assert (new["A1"].value, new["A1"].data_type, new["A2"].value, new["B1"].value) == ("=1+1", "s", "2025-3-1", None)
    assert (new["A1"].font.b, new["A1"].font.color.rgb) == (True, "FF9C1C1C")
    assert [str(each) for each in new.merged_cells.ranges] == ["A1:B1"]
    assert (new.column_dimensions["A"].width, new.row_dimensions[2].height, new.freeze_panes) == (30, 40, "A2")
    (rule,) = new.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"待处理,已处理"', "B2")
    assert (new.page_setup.orientation, new.page_setup.fitToHeight, new.sheet_properties.pageSetUpPr.fitToPage) == (
        "landscape", 0, True,
    )  # fmt: skip
    assert read.sheetnames == ["甲", "第二张", "新表"]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_parts_that_nothing_was_written_to_keep_their_bytes(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLE, tmp_path / "台账.xlsx"))
    before = parts(path)
    book = opened_file(str(path))
    book.sheets["问题整改台账"]["B3"].add_note("试")
    book.sheets.add("新", after=book.sheets[len(book.sheets) - 1])["A1"].value = "x"
    book.save()
    after = parts(path)
    changed = {name for name in before if before[name] != after[name]}
    sheet = next(name for name in changed if name.startswith("xl/worksheets/sheet"))
    usual = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", sheet}
    assert changed <= {*usual, sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"}
    assert set(before) <= set(after)


def test_a_note_and_a_sheet_go_and_the_rest_stays(path: Path) -> None:
    book = opened_file(str(path))
    book.sheets["甲"]["A2"].note.delete()
    book.sheets["第二张"].delete()
    book.save()
    read = openpyxl.load_workbook(path)
    assert read.sheetnames == ["甲"] and read["甲"]["A2"].comment is None and read["甲"]["A2"].value == "A-1"


def test_nothing_written_leaves_the_file_alone(path: Path) -> None:
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    opened_file(str(path)).save()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)


def test_another_name_leaves_the_old_file_alone(path: Path) -> None:
    before = path.read_bytes()
    book = opened_file(str(path))
    book.sheets["甲"]["A1"].value = "改"
    book.save(str(path.with_name("新.xlsx")))
    assert path.read_bytes() == before and book.name == "新.xlsx"
    assert openpyxl.load_workbook(path.with_name("新.xlsx"))["甲"]["A1"].value == "改"


def test_a_file_changed_meanwhile_is_not_written_over(path: Path) -> None:
    book = opened_file(str(path))
    book.sheets["甲"]["A1"].value = "改"
    shutil.copy(SAMPLE, path)
    with pytest.raises(UnwritableOutput, match="打开以后被别的程序改动了，没有写"):
        book.save()
    assert path.read_bytes() == SAMPLE.read_bytes()


REFUSED = (
    (lambda sheet: setattr(sheet["D2"], "value", 1), "甲!D2 是公式，这里不改公式。请在 Excel 里改。"),
    (lambda sheet: setattr(sheet["A1"], "column_width", 9), "“甲”是工作簿里原有的表，这里不改它的列宽。"),
    (lambda sheet: sheet["A1:B1"].merge(), "“甲”是工作簿里原有的表，这里不改它的合并单元格。"),
    (lambda sheet: setattr(sheet, "name", "乙"), "“甲”是工作簿里原有的表，这里不改它的名字。"),
    (lambda sheet: sheet.book.sheets.add("x", before=sheet), "这里只在最后面加工作表。"),
    (lambda sheet: sheet.book.save(password="1"), "这里不能给工作簿加密码。请在 Excel 里加。"),
)  # fmt: skip


@pytest.mark.parametrize(("act", "said"), REFUSED, ids=[case[1][:12] for case in REFUSED])
def test_what_is_not_done_is_said(path: Path, act: Any, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        act(opened_file(str(path)).sheets["甲"])
    assert str(caught.value) == said


def test_the_sheet_shown_is_the_one_the_file_says(path: Path) -> None:
    made = openpyxl.load_workbook(path)
    made.active = 1
    made.save(path)
    assert opened_file(str(path)).sheets.active.name == "第二张"


def test_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(Exception, match=r"“表\.csv”"):
        opened_file(str(tmp_path / "表.csv"))


def test_no_paid_part_and_no_frames_come_in(tmp_path: Path) -> None:
    """Even where pandas is installed, and with a licence key at hand."""
    path = shutil.copy(FAULTY, tmp_path / "台账.xlsx")
    code = (
        "import sys; from xlsuite.cli import run; run(['click', 'check', sys.argv[1]]);"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('pandas', 'numpy', 'polars', 'matplotlib', 'PIL')"
        " or n.startswith(('xlwings.pro', 'xlwings.server', 'xlwings.reports'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "HOME": str(tmp_path), "XLWINGS_LICENSE_KEY": "noncommercial"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]" and done.stdout.startswith("检查全部：")


def test_frames_can_be_imported_afterwards() -> None:
    code = (
        "from xlsuite.host.quick import xlwings; xlwings(); import pandas, numpy; print(pandas.DataFrame([[1]]).size)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.stdout.strip() == "1"
