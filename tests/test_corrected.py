"""A corrected copy: the changed cells say what they should, every other part and cell is as it was."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from xlsuite.errors import UsageError
from xlsuite.excel.corrected import NotSpliceable, corrected
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
    ("text with markup", change(2, 1, "a<b & \"c\" ]]> {{ 1 }}"), "a<b & \"c\" ]]> {{ 1 }}"),
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
    result = corrected(path, [one])
    cell = openpyxl.load_workbook(io.BytesIO(result))["台账"].cell(one.row, one.column)
    assert (cell.value.date() if isinstance(expected, date) else cell.value) == expected
    assert cell.data_type != "f"
    assert path.read_bytes() == before
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, result))
    assert old.namelist() == new.namelist()
    touched = {"xl/worksheets/sheet1.xml"} | ({"xl/styles.xml"} if isinstance(expected, date) else set())
    assert {part for part in old.namelist() if old.read(part) != new.read(part)} == touched


def test_date_keeps_the_looks_of_its_cell(tmp_path: Path) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(corrected(book(tmp_path / "a.xlsx"), [change(2, 2, date(2025, 3, 5))])))["台账"]["B2"]
    assert cell.font.bold and cell.fill.fgColor.rgb == "FFFFEEAA" and cell.number_format == r"yyyy\-mm\-dd"


def test_formulas_are_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(NotSpliceable, match=r"台账!D2 是公式，不能直接修正。请在 Excel 中改好公式。"):
        corrected(book(tmp_path / "a.xlsx"), [change(2, 4, "x")])


def test_other_formats_are_refused(tmp_path: Path) -> None:
    import xlwt

    old = xlwt.Workbook()
    old.add_sheet("台账").write(0, 0, "x")
    old.save(str(tmp_path / "a.xls"))
    with pytest.raises(UsageError, match=r"“a.xls”不是 .xlsx 或 .xlsm，不能直接修正。"):
        corrected(tmp_path / "a.xls", [change(1, 1, "y")])
