"""A corrected copy: the changed cells say what they should, every other part and cell is as it was."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xlsuite.errors import UsageError
from xlsuite.excel.corrected import NotSpliceable, corrected, edited
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.verbs.fix import Change


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as written:
        sheet = written.add_worksheet("台账")
        bold = written.add_format({"bold": True, "bg_color": "#FFEEAA"})
        sheet.write_row(0, 0, ["编号", "日期", "数", "公式"])
        sheet.write_string(1, 0, "ＺＧ-1", bold)
        sheet.write_string(1, 1, "2025年3月5日", bold)
        sheet.write_string(1, 2, "12项")
        sheet.write_formula(1, 3, "=C2&C2", None, "12项12项")
        sheet.write_string(3, 3, "远")
        sheet.write_comment(1, 0, "一条批注")
        chart = written.add_chart({"type": "column"})
        chart.add_series({"values": "=台账!$C$2:$C$2"})
        sheet.insert_chart(5, 1, chart)
    return path


def change(cell_row: int, column: int, new: object) -> Change:
    return Change("台账", cell_row, column, "", "", "", new, "ST-11")


CASES = [
    ("text", change(2, 1, "ZG-1"), "ZG-1"),
    ("text with markup", change(2, 1, 'a<b & "c" ]]> {{ 1 }}'), 'a<b & "c" ]]> {{ 1 }}'),
    ("leading blank kept", change(2, 1, " x "), " x "),
    ("like a formula", change(2, 1, "=1+1"), "=1+1"),
    ("date", change(2, 2, date(2025, 3, 5)), date(2025, 3, 5)),
    ("number", change(2, 3, 12), 12),
    ("a cell that was not there", change(2, 6, "新"), "新"),
    ("a cell in a row with one cell", change(4, 1, "前"), "前"),
]


@pytest.mark.parametrize(("name", "one", "expected"), CASES, ids=[case[0] for case in CASES])
def test_changed_cell(name: str, one: Change, expected: object, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    before = path.read_bytes()
    result = corrected(path, [one]).content
    cell = openpyxl.load_workbook(io.BytesIO(result))["台账"].cell(one.row, one.column)
    assert (cell.value.date() if isinstance(expected, date) else cell.value) == expected
    assert cell.data_type != "f"
    assert path.read_bytes() == before
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, result))
    assert old.namelist() == new.namelist()
    touched = {"xl/worksheets/sheet1.xml"} | ({"xl/styles.xml"} if isinstance(expected, date) else set())
    assert {part for part in old.namelist() if old.read(part) != new.read(part)} == touched


def test_date_keeps_the_looks_of_its_cell(tmp_path: Path) -> None:
    cell = openpyxl.load_workbook(
        io.BytesIO(corrected(book(tmp_path / "a.xlsx"), [change(2, 2, date(2025, 3, 5))]).content)
    )["台账"]["B2"]
    assert cell.font.bold and cell.fill.fgColor.rgb == "FFFFEEAA" and cell.number_format == r"yyyy\-mm\-dd"


def test_formulas_are_never_replaced(tmp_path: Path) -> None:
    formula, text = change(2, 4, "x"), change(2, 1, "ZG-1")
    done = corrected(book(tmp_path / "a.xlsx"), [formula, text])
    assert (done.made, done.formulas) == ((text,), (formula,))
    sheet = openpyxl.load_workbook(io.BytesIO(done.content))["台账"]
    assert (sheet["A2"].value, sheet["D2"].value) == ("ZG-1", "=C2&C2")


def test_other_formats_are_refused(tmp_path: Path) -> None:
    import xlwt

    old = xlwt.Workbook()
    old.add_sheet("台账").write(0, 0, "x")
    old.save(str(tmp_path / "a.xls"))
    with pytest.raises(UsageError, match=r"“a.xls”不是 .xlsx 或 .xlsm，不能直接修正。"):
        corrected(tmp_path / "a.xls", [change(1, 1, "y")])


def rewritten(path: Path, part: str, pattern: bytes, new: bytes) -> Path:
    """The workbook with one part's XML written another way; a pattern that hits nothing is a fault of the test."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part], hits = re.subn(pattern, new, parts[part], flags=re.S)
    assert hits
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"
WAYS = [
    ("cells without reference", rb'<c r="[BC]\d+"', b"<c"),
    ("no references at all", rb'<c r="[A-Z]+\d+"', b"<c"),
    ("rows without reference", rb'<row r="[12]"', b"<row"),
    ("single quotes", rb'"', b"'"),
    ("comments", rb'<c r="B2"', rb'<!-- <c r="A2"> --><c r="B2"'),
    ("empty row", rb"</sheetData>", rb'<row r="9"/></sheetData>'),
]


@pytest.mark.parametrize(("name", "pattern", "new"), WAYS, ids=[way[0] for way in WAYS])
def test_every_way_to_write_a_sheet(name: str, pattern: bytes, new: bytes, tmp_path: Path) -> None:
    """Only the changed cell differs, however the XML is written: nothing in between is lost."""
    path = rewritten(book(tmp_path / "a.xlsx"), SHEET, pattern, new)
    before = read_grids_bytes(path.read_bytes(), "a")[0].rows
    after = read_grids_bytes(corrected(path, [change(2, 1, "ZG-1")]).content, "a")[0].rows
    before[1][0] = "ZG-1"
    assert after == before


def test_prefixed_names_keep_their_prefix(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "a.xlsx"), SHEET, rb"<(/?)(?=[a-zA-Z])", rb"<\1x:")
    rewritten(path, SHEET, b"xmlns=", b"xmlns:x=")
    result = corrected(path, [change(2, 1, "ZG-1"), change(2, 6, "新")]).content
    assert read_grids_bytes(result, "a")[0].rows[1][:6] == ["ZG-1", "2025年3月5日", "12项", "12项12项", "", "新"]
    assert zipfile.ZipFile(io.BytesIO(result)).read(SHEET).count(b"<c ") == 0


def test_an_empty_row_takes_a_cell(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "a.xlsx"), SHEET, b"</sheetData>", b'<row r="9"/></sheetData>')
    assert openpyxl.load_workbook(io.BytesIO(corrected(path, [change(9, 2, "新")]).content))["台账"]["B9"].value == "新"


def test_formulas_are_worked_out_anew(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "a.xlsx"), "xl/workbook.xml", b' fullCalcOnLoad="1"', b"")
    result = corrected(path, [change(2, 3, 12)]).content
    assert b'fullCalcOnLoad="1"' in zipfile.ZipFile(io.BytesIO(result)).read("xl/workbook.xml")


def test_a_row_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        NotSpliceable, match=r"“a.xlsx”第 99 行的写法特殊，不能直接修正。请在 Excel 中打开、另存一次后再试。"
    ):
        corrected(book(tmp_path / "a.xlsx"), [change(99, 1, "x")])


def test_edits_at_one_place_keep_their_order() -> None:
    assert edited(b"abcd", [(2, 2, b"1"), (2, 2, b"2"), (0, 1, b"")]) == b"b12cd"


@pytest.mark.parametrize("text", ["_x000d_", "a\r\nb", "_x005F_x000d_"])
def test_text_comes_back_as_it_was(text: str, tmp_path: Path) -> None:
    result = corrected(book(tmp_path / "a.xlsx"), [change(2, 1, text)]).content
    assert read_grids_bytes(result, "a")[0].rows[1][0] == text
