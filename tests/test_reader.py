"""The reader on refused files (code and whole message) and on odd workbooks (values and facts)."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.hostile import (
    STRICT,
    cell,
    encrypted_xlsx,
    ods,
    ods_cell,
    old_xls,
    row,
    sheet_part,
    with_checksum_lie,
    with_encryption_flag,
    with_flipped_byte,
    with_size_lie,
    workbook,
    zipped,
)
from xlsuite.errors import UnreadableFile
from xlsuite.excel import biff_facts, contained, reader, sniff
from xlsuite.excel.cells import column_letters
from xlsuite.excel.contained import CHILD
from xlsuite.excel.reader import read_grids, read_grids_bytes
from xlsuite.files.limits import LIMITS
from xlsuite.model.grid import Grid, Merge

SAVE_AS = "请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再试。"
REPAIR = "文件已损坏或不完整。请在 Excel 或 WPS 中打开并修复，另存为新的 .xlsx 文件后再试。"
UNLOCK = "请用密码打开后取消密码，另存后再试。"
SMALL_ROW = row(1, cell("A1", "1"))
SMALL = workbook(SMALL_ROW)
BOMB = b"<worksheet>" + b" " * (40 * 1024 * 1024)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">]>' + sheet_part(row(1, cell("A1", "1")))
ENCRYPTED_ODS = ods(ods_cell("a"), "<manifest:encryption-data/>")
OLD = old_xls([["a"] * 20] * 50)
GARBLED_XLS = OLD[:512] + b"\xff" * 2048 + OLD[2560:]

REFUSED = [
    # what, content, code, message after the file's name
    ("empty", b"", "not_a_workbook", "是空文件（0 字节）。请重新取得这个文件。"),
    ("html", b"<html><table><tr><td>1</td></tr></table></html>", "not_a_workbook",
     f"实际是网页文件（HTML），不是工作簿。{SAVE_AS}"),
    ("csv", "姓名,科室\n甲,一\n".encode("gb18030"), "not_a_workbook", f"实际是文本表格（CSV），不是工作簿。{SAVE_AS}"),
    ("tab text", b"a\tb\n1\t2\n", "not_a_workbook", f"实际是文本表格（CSV），不是工作簿。{SAVE_AS}"),
    ("text", "说明".encode(), "not_a_workbook", f"实际是文本文件，不是工作簿。{SAVE_AS}"),
    ("pdf", b"%PDF-1.7\n\0", "not_a_workbook", "实际是PDF 文件，不是工作簿。请向提供文件的人索取 Excel 原件。"),
    ("png", b"\x89PNG\r\n\x1a\n\0", "not_a_workbook",
     "实际是图片（PNG），不是工作簿。请向提供文件的人索取 Excel 原件。"),
    ("rar", b"Rar!\x1a\7\0", "not_a_workbook", "实际是RAR 压缩包，不是工作簿。请先解压，再选择其中的工作簿。"),
    ("7z", b"7z\xbc\xaf\x27\x1c\0", "not_a_workbook", "实际是7z 压缩包，不是工作簿。请先解压，再选择其中的工作簿。"),
    ("xml", b"<?xml version='1.0'?><a/>", "not_a_workbook", f"实际是XML 文件，不是工作簿。{SAVE_AS}"),
    ("xml 2003", b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "unsupported",
     f"是“XML 表格 2003”，暂不支持这种格式。{SAVE_AS}"),
    ("bytes", b"\1\2\3\0\4", "not_a_workbook",
     "实际是无法辨认的文件，不是工作簿。请向提供文件的人索取 Excel 原件。"),
    ("docx", zipped([("word/document.xml", "<d/>")]), "not_a_workbook", f"实际是Word 文档，不是工作簿。{SAVE_AS}"),
    ("pptx", zipped([("ppt/p.xml", "<d/>")]), "not_a_workbook", f"实际是PowerPoint 演示文稿，不是工作簿。{SAVE_AS}"),
    ("zip", zipped([("a.txt", "1")]), "not_a_workbook", "实际是ZIP 压缩包，不是工作簿。请先解压，再选择其中的工作簿。"),
    ("numbers", zipped([("Index/Document.iwa", "1")]), "unsupported",
     f"是苹果 Numbers 表格，暂不支持这种格式。{SAVE_AS}"),
    ("encrypted xlsx", encrypted_xlsx(), "encrypted", f"已加密。{UNLOCK}"),
    ("encrypted zip", with_encryption_flag(SMALL), "encrypted", f"已加密。{UNLOCK}"),
    ("encrypted ods", ENCRYPTED_ODS, "encrypted", f"已加密。{UNLOCK}"),
    ("cut short", SMALL[:-300], "damaged", f"的结尾缺失，{REPAIR}"),
    ("flipped byte", with_flipped_byte(SMALL, "xl/worksheets/sheet1.xml"), "damaged",
     f"的部件“xl/worksheets/sheet1.xml”解不开，{REPAIR}"),
    ("size lie", with_size_lie(SMALL, "xl/worksheets/sheet1.xml", 40), "damaged",
     f"的部件“xl/worksheets/sheet1.xml”与目录所记不符，{REPAIR}"),
    ("broken OLE", sniff._OLE + b"\0" * 60, "damaged", f"的目录读不出来，{REPAIR}"),
    ("cut xls", OLD[:3000], "damaged", f"的目录读不出来，{REPAIR}"),
    ("garbled xls", GARBLED_XLS, "damaged", f"读取时出错，{REPAIR}"),
    ("one name twice", workbook(row(1, cell("A1", "1")), extra=(("XL\\worksheets\\Sheet1.xml", "<x/>"),)), "damaged",
     f"里有两个同名的部件“XL\\worksheets\\Sheet1.xml”，{REPAIR}"),
    ("zip bomb", workbook(BOMB.decode(), raw=True), "too_large",
     "的部件“xl/worksheets/sheet1.xml”的压缩比为 1,028 倍，超过上限 200 倍。"
     "正常的台账不会这样，请向提供文件的人核实来源。确需放宽，在 --config 文件的 [上限] 里写“压缩比”。"),
    ("declared 1 GB", with_size_lie(SMALL, "xl/worksheets/sheet1.xml", 1 << 30), "too_large",
     "的部件“xl/worksheets/sheet1.xml”的展开后的大小为 1,024 MB，超过上限 256 MB。"
     "请删去表格下方多余的行，另存后再试。确需放宽，在 --config 文件的 [上限] 里写“展开后的大小”。"),
    ("many sheets", workbook(*["<row/>"] * 301), "too_large",
     "的工作表数为 301 张，超过上限 300 张。请拆分成几个文件后再试。确需放宽，在 --config 文件的 [上限] 里写“工作表数”。"),
    ("many parts", zipped([(str(n), "") for n in range(5001)]), "too_large",
     "的内部部件数为 5,001 个，超过上限 5,000 个。请删去不用的工作表和图片，另存后再试。确需放宽，在 --config 文件的 [上限] 里写“内部部件数”。"),
    ("doctype in a sheet", workbook(LAUGHS, raw=True), "damaged",
     f"的部件“xl/worksheets/sheet1.xml”含有不该有的 DOCTYPE 声明，{REPAIR}"),
    ("doctype in the strings",
     workbook(row(1, cell("A1", "0", 't="s"')), strings=("甲",), before_strings="<!DOCTYPE x>"), "damaged",
     f"的部件“xl/sharedStrings.xml”含有不该有的 DOCTYPE 声明，{REPAIR}"),
    ("no sheet", workbook(), "damaged", f"里没有工作表，{REPAIR}"),
    ("sheet cut short", workbook("<worksheet><sheetData><row r='1'>", raw=True), "damaged",
     f"的部件“xl/worksheets/sheet1.xml”第 1 行读不出来，{REPAIR}"),
    ("NUL in a sheet", workbook(row(1, cell("A1", "\0"))), "damaged",
     f"的部件“xl/worksheets/sheet1.xml”第 1 行读不出来，{REPAIR}"),
    ("ods repeat bomb", ods('<table:table-row table:number-rows-repeated="1048576">'
     + ods_cell("x", 'table:number-columns-repeated="16384"') + "</table:table-row>"), "too_large",
     "的工作表“表1”的表格范围为 17,179,869,184 格，超过上限 5,000,000 格。请删去远处多余的行、列，另存后再试。确需放宽，在 --config 文件的 [上限] 里写“表格范围”。"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "message"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_refused(content: bytes, code: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_grids_bytes(content, "台账.xlsx")
    assert (caught.value.code, str(caught.value)) == (code, f"“台账.xlsx”{message}")


def only(content: bytes) -> Grid:
    (grid,) = read_grids_bytes(content, "台账.xlsx")
    return grid


def dated(value: str, style: int = 1) -> bytes:
    return workbook(row(1, cell("A1", value, f's="{style}"')))


# a sheet that calamine refuses, so that the same cases run through our own reader too
OWN = row(9, cell("A9", "maybe", 't="b"'))

CELLS = [
    # A1 as stored (attributes, value), what is read, the reason in the remark ("" = no remark)
    ("", "5", 5.0, ""),
    ("", "-2.5", -2.5, ""),
    ("", "1E-3", 0.001, ""),
    ("", "abc", "", "number 不是数值"),
    ("", "1e999", "", "number 超出了数值的范围"),
    ("", "NaN", "", "number 不是数值"),
    ("", "1_000", "", "number 不是数值"),
    ("", "１２", "", "number 不是数值"),
    ('t="b"', "1", True, ""),
    ('t="str"', "a_x000D_b_x005F_", "a\rb_", ""),
    ('t="s"', "0", " 甲 ", ""),
    ('s="1"', "45000", dt.date(2023, 3, 15), ""),
    ('s="6"', "45000", dt.date(2023, 3, 15), ""),
    ('s="5"', "45000", dt.date(2023, 3, 15), ""),
    ('s="2"', "45000.25", dt.datetime(2023, 3, 15, 6), ""),
    ('s="2" t="n"', "45000.99999999", dt.datetime(2023, 3, 15, 23, 59, 59, 999000), ""),
    ('s="3"', "1.5", dt.timedelta(days=1, hours=12), ""),
    ('s="4"', "0.5", dt.time(12), ""),
    ('s="4"', "0", dt.time(), ""),
    ('s="1"', "1", dt.date(1900, 1, 1), ""),
    ('s="1"', "59", dt.date(1900, 2, 28), ""),
    ('s="1"', "61", dt.date(1900, 3, 1), ""),
    ('s="1"', "2958465", dt.date(9999, 12, 31), ""),
    ('s="1"', "0", "", "date 显示为 1900-01-00，不是日历上有的日期"),
    ('s="1"', "60", "", "date 显示为 1900-02-29，不是日历上有的日期"),
    ('s="1"', "-1", "", "date 超出了日期的范围（1900 年至 9999 年）"),
    ('s="1"', "1e308", "", "date 超出了日期的范围（1900 年至 9999 年）"),
    ('s="1"', "2958466", "", "date 超出了日期的范围（1900 年至 9999 年）"),
    ('t="d"', "2025-02-03", dt.date(2025, 2, 3), ""),
    ('t="d"', "2025-02-03T10:00:00", dt.datetime(2025, 2, 3, 10), ""),
    ('t="d"', "2025-02-30", "", "date 不是日历上有的日期"),
]


@pytest.mark.parametrize("own", ["", OWN], ids=["calamine", "own"])
@pytest.mark.parametrize(("attributes", "stored", "value", "said"), CELLS)
def test_cell(own: str, attributes: str, stored: str, value: object, said: str) -> None:
    grid = only(workbook(row(1, cell("A1", stored, attributes)) + own, strings=(" 甲 ",)))
    assert grid.cell(1, 1) == value and type(grid.cell(1, 1)) is type(value)
    code, _, reason = said.partition(" ")
    message = f"A1 存的内容“{stored}”{reason}，这一格按空白处理。请在 Excel 中重新填写。"
    expected = [(1, 1, code, stored, message)] if said else []
    assert [tuple(remark) for remark in grid.remarks if remark.row == 1] == expected


REMARKED = [
    # what, inside of sheetData, rows, remarks as (row, column, code, message)
    ("bad boolean", OWN.replace("9", "1") + row(2, cell("A2", "7")), [[""], [7.0]],
     [(1, 1, "boolean", "A1 存的内容“maybe”不是真假值，应为 TRUE 或 FALSE，这一格按空白处理。"
       "请在 Excel 中重新填写。")]),
    ("bad string index", row(1, cell("A1", "-1", 't="s"'), cell("B1", "7")), [["", 7.0]],
     [(1, 1, "text", "A1 存的内容“-1”指向的文字在文件里找不到，这一格按空白处理。请在 Excel 中重新填写。")]),
    ("unknown type", row(1, cell("A1", "7", 't="q"')), [[""]],
     [(1, 1, "type", "A1 存的内容“7”的类型无人认识，这一格按空白处理。请在 Excel 中重新填写。")]),
    ("bad reference", row(1, cell("ZZZZ1", "7"), cell("A1", "1")), [[1.0]],
     [(1, 1, "reference", "单元格地址“ZZZZ1”不在工作表内，其内容“7”没有读取。请在 Excel 中打开并另存一次。")]),
    ("row past the end", row(1, cell("A99999999", "7"), cell("A1", "1")), [[1.0]],
     [(1, 1, "reference", "单元格地址“A99999999”不在工作表内，其内容“7”没有读取。请在 Excel 中打开并另存一次。")]),
    ("rows out of order", row(2, cell("A2", "2")) + row(1, cell("A1", "1")), [[1.0], [2.0]],
     [(1, 1, "row_order", "第 1 行在文件中排在第 2 行之后，已放回原位。请在 Excel 中打开并另存一次。")]),
    ("a far cell", row(1, cell("A1", "1")) + row(1048576, cell("XFD1048576", "9")), [[1.0]],
     [(1048576, 16384, "far", "XFD1048576 远离表格，其内容“9.0”没有读取。如属误填，请在 Excel 中删去这一格。")]),
    ("a far cell that looks blank",
     row(1, cell("A1", "1")) + '<row r="2"><c\nr="XFD1048576" x="/>"><v>9</v></c></row>', [[1.0]],
     [(1048576, 16384, "far", "XFD1048576 远离表格，其内容“9.0”没有读取。如属误填，请在 Excel 中删去这一格。")]),
    ("a far row", row(1, cell("A1", "1")) + row(1048576, cell("A1048576", "9")), [[1.0]],
     [(1048576, 1, "far", "A1048576 远离表格，其内容“9.0”没有读取。如属误填，请在 Excel 中删去这一格。")]),
    ("no references", "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>",
     [[1.0, "", 2.0], [3.0, "", ""]], []),
    ("implicit far cell", "<row>" + "<c/>" * 16000 + "<c><v>1</v></c></row><row r='99999'><c r='A99999'/></row>",
     [[""] * 16000 + [1.0]], []),
    ("CDATA", row(1, cell("A1", "<![CDATA[x<y]]>", 't="str"')), [["x<y"]], []),
    ("comment", "<!-- " + row(1, cell("B9", "1")) + " -->" + row(1, cell("A1", "1")), [[1.0]], []),
    ("leading blanks", row(3, cell("C3", "1")), [["", "", ""], ["", "", ""], ["", "", 1.0]], []),
    ("wide", row(1, cell("A1", "1"), cell("BC1", "2")), [[1.0, *[""] * 53, 2.0]], []),
    ("styled blank rows", row(1, cell("A1", "1")) + "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(2, 3000)), [[1.0]], []),
    ("phonetic",
     '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c></row>', [["甲"]], []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows", "remarks"), [case[1:] for case in REMARKED], ids=[c[0] for c in REMARKED])
def test_rows_and_remarks(body: str, rows: list[list[object]], remarks: list[tuple[int, int, str, str]]) -> None:
    grid = only(workbook(body))
    assert grid.rows == rows
    assert [(r.row, r.column, r.code, r.message) for r in grid.remarks] == remarks


FORMULAS = (
    '<c r="A2"><f>1+1</f></c><c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="str"><f>""</f><v></v></c>'
    '<c r="D2"><f t="shared" si="0"/></c><c r="E2" s="1"><f>A9</f><v>0</v></c><c r="F2"><f>B1</f><v/></c>'
)
ERRORS = cell("A1", "#REF!", 't="e"') + '<c r="B1" s="1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'


@pytest.mark.parametrize("own", ["", OWN], ids=["calamine", "own"])
def test_facts(own: str) -> None:
    hidden = row(3, cell("A3", "7"), attributes='hidden="1"') + row(4, attributes='ht="3" hidden="true"')
    rows = row(1, ERRORS) + row(2, FORMULAS) + hidden
    grid = only(workbook(sheet_part(rows + own, after='<mergeCells><mergeCell ref="B2:D3"/></mergeCells>'), raw=True))
    assert grid.errors == {(1, 1): "#REF!", (1, 2): "#DIV/0!"}
    assert grid.uncached == {(2, 1), (2, 4), (2, 6)}
    assert grid.hidden_rows == {3, 4}
    assert grid.merges == (Merge(2, 2, 3, 4),)
    assert [(r.row, r.column, r.code) for r in grid.remarks if r.row < 9] == [(2, 5, "date")]
    assert [grid.cell(1, 1), grid.cell(2, 2), grid.cell(2, 3), grid.cell(3, 1)] == ["", 2.0, "", 7.0]


@pytest.mark.parametrize("way", ["calamine", "calamine beside", "own"])
def test_all_ways_agree_on_a_written_workbook(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        date = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.merge_range("A1:C1", "标题")
        sheet.write_row("A2", ["甲 ", 3, True, -1.5e-7])
        sheet.write_string("E2", "=文字")
        sheet.write_datetime("F2", dt.datetime(2025, 9, 30), date)
        sheet.write_formula("G2", "=B2*2", None, 6)
        sheet.write_rich_string("H2", "普通", book.add_format({"bold": True}), "粗")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.write("AB5", "末")
    monkeypatch.setattr(reader, "_LARGE", 0 if way == "calamine beside" else reader._LARGE)
    if way == "own":
        monkeypatch.setattr(reader, "fits", lambda *_: False)
    grid = only(out.getvalue())
    title = ["标题", *[""] * 27]
    data = ["甲 ", 3.0, True, -1.5e-7, "=文字", dt.date(2025, 9, 30), 6.0, "普通粗", *[""] * 20]
    assert grid.rows == [title, data, [""] * 28, [""] * 28, [*[""] * 27, "末"]]
    assert (grid.merges, grid.hidden_rows, grid.remarks) == ((Merge(1, 1, 1, 3),), frozenset({5}), ())


def test_far_cells_are_left_out_of_a_ledger() -> None:
    lines = "".join(row(n, *(cell(f"{c}{n}", str(n)) for c in "ABCDEFGHIJKLMN")) for n in range(1, 301))
    grid = only(workbook(lines + row(1048576, cell("XFD1048576", "1"))))
    assert (len(grid.rows), len(grid.rows[0]), grid.cell(300, 14)) == (300, 14, 300.0)
    assert [remark.code for remark in grid.remarks] == ["far"]


def test_too_many_far_cells_are_refused() -> None:
    scattered = "".join(row(n * 4000, cell(f"A{n * 4000}", "1"), cell(f"XFD{n * 4000}", "1")) for n in range(1, 260))
    with pytest.raises(UnreadableFile) as caught:
        only(workbook(scattered))
    assert str(caught.value) == (
        "“台账.xlsx”的工作表“表1”的表格范围为 16,973,824,000 格，超过上限 5,000,000 格。"
        "请删去远处多余的行、列，另存后再试。确需放宽，在 --config 文件的 [上限] 里写“表格范围”。"
    )


def test_a_full_sheet_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "cells", LIMITS["cells"]._replace(most=3))
    full = row(1, *(cell(f"{column_letters(n)}1", "1") for n in range(1, 56)))
    with pytest.raises(UnreadableFile) as caught:
        only(workbook(full))
    assert str(caught.value) == (
        "“台账.xlsx”的工作表“表1”的表格范围为 55 格，超过上限 3 格。请删去远处多余的行、列，另存后再试。确需放宽，在 --config 文件的 [上限] 里写“表格范围”。"
    )


def test_false_dimension_is_not_believed() -> None:
    part = sheet_part(row(1, cell("A1", "1"), cell("B1", "2")), before='<dimension ref="A1:XFD1048576"/>')
    assert only(workbook(part, raw=True)).rows == [[1.0, 2.0]]


@pytest.mark.parametrize("own", ["", OWN], ids=["calamine", "own"])
def test_1904_epoch(own: str) -> None:
    grid = only(workbook(row(1, cell("A1", "45000", 's="1"')) + own, properties='<workbookPr date1904="1"/>'))
    assert grid.cell(1, 1) == dt.date(2027, 3, 16)


def test_sheets_in_order_with_their_kind_and_state() -> None:
    one = [row(1, cell("A1", str(n))) for n in range(4)]
    grids = read_grids_bytes(
        workbook(
            *one,
            names=("甲", "图", "甲", "乙&amp;丙"),
            kinds=("worksheet", "chartsheet", "worksheet", "worksheet"),
            states=("visible", "visible", "hidden", "veryHidden"),
        ),
        "a.xlsx",
    )
    assert [(g.name, g.hidden, g.rows) for g in grids] == [
        ("甲", False, [[0.0]]),
        ("甲", True, [[2.0]]),
        ("乙&丙", True, [[3.0]]),
    ]


def test_strict_open_xml() -> None:
    assert only(workbook(row(1, cell("A1", "2025-02-03", 't="d"')), strict=True)).rows == [[dt.date(2025, 2, 3)]]


ENCODED = sheet_part(row(1, cell("A1", "7")))
PREFIXED = (
    f'<x:worksheet xmlns:x="{STRICT[0]}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)
PREFIXED_CELL = '<row r="2"><x:c xmlns:x="y" r="XFD1048576"><v>1</v></x:c></row>'
HIDDEN_BY_PREFIX = sheet_part(row(1, cell("A1", "7")) + PREFIXED_CELL)


@pytest.mark.parametrize(
    "part", [PREFIXED, HIDDEN_BY_PREFIX, ENCODED.encode("utf-16")], ids=["prefixed", "one prefixed cell", "utf-16"]
)
def test_unusual_xml_is_read(part: str | bytes) -> None:
    assert only(workbook(part, raw=True)).rows == [[7.0]]  # type: ignore[arg-type]


SPELT = [
    # the same to XML as what programs write, but not to a search for its bytes: rows, what is read of A1, its remark
    ("hidden row", '<row r="1" hidden=\'1\'><c r="A1"><v>1</v></c></row>', 1.0, ""),
    ("hidden row, spaced", '<row r="1"\nhidden = "true"><c r="A1"><v>1</v></c></row>', 1.0, ""),
    ("day that never was", row(1, "<c r=\"A1\" s='1'><v>60</v></c>"), "", "date"),
    ("day, spaced", row(1, '<c r="A1" s= "1"><v>60</v></c>'), "", "date"),
    ("day, broken", row(1, '<c r="A1"\ns="1"><v>60</v></c>'), "", "date"),
    ("day with another attribute", row(1, '<c r="A1" s="1" ph="1"><v>60</v></c>'), "", "date"),
    ("day in a spaced value", row(1, '<c r="A1" s="1"><v >60</v></c>'), "", "date"),
    ("day after a break", row(1, '<c r="A1" s="1"> <f>A2</f> <v>60</v></c>'), "", "date"),
    ("large day", row(1, "<c r=\"A1\" s='1'><v>1e5</v></c>"), dt.date(2173, 10, 14), ""),
    ("number in signs", row(1, '<c r="A1"><v >&#49;</v></c>'), 1.0, ""),
    ("number that keeps its blanks", row(1, '<c r="A1"><v xml:space="preserve">1e999</v></c>'), "", "number"),
    ("number in a prefixed value", row(1, '<c r="A1"><x:v xmlns:x="y">NaN</x:v></c>'), "", "number"),
    ("error", row(1, "<c r=\"A1\" t='e'><v>#N/A</v></c>"), "", ""),
    ("shared text of a formula", row(1, '<c r="A1" t="s"><f>B1</f><v>\n1</v></c>'), "乙", ""),
    ("one place twice", row(1, '<c r="A1"><v>1</v></c><c r="A1"><v>2</v ></c>'), 2.0, "row_order"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "value", "said"), [case[1:] for case in SPELT], ids=[case[0] for case in SPELT])
def test_however_a_cell_is_spelt_it_says_the_same(body: str, value: object, said: str) -> None:
    grid = only(workbook(body, strings=("甲", "乙")))
    assert grid.cell(1, 1) == value
    assert [each.code for each in grid.remarks] == ([said] if said else [])
    assert grid.hidden_rows == frozenset([1] if "hidden" in body else [])
    assert grid.errors == ({(1, 1): "#N/A"} if "#N/A" in body else {})


def test_a_merge_is_told_however_it_is_spelt() -> None:
    part = sheet_part(SMALL_ROW, after='<mergeCells><mergeCell\nref="$A$1:B1"/></mergeCells>')
    assert [each.code for each in only(workbook(part, raw=True)).remarks] == ["reference"]


@pytest.mark.parametrize("name", ["台账.xls", "台账.csv", "没有扩展名"])
def test_content_decides_not_the_name(name: str) -> None:
    assert read_grids_bytes(SMALL, name)[0].rows == [[1.0]]


def test_xls_is_read_by_content() -> None:
    (grid,) = read_grids_bytes(old_xls([["甲", 2.5, dt.date(2025, 2, 3)], [True, "", ""]], (0, 0, 0, 1)), "台账.xlsx")
    assert grid.rows == [["甲", 2.5, dt.date(2025, 2, 3)], [True, "", ""]]
    assert (grid.name, grid.merges, grid.hidden) == ("台账", (Merge(1, 1, 1, 2),), False)


def test_xls_with_its_facts() -> None:
    lines = [["甲", "乙"], ["#REF!", 1.0], ["丙", "#REF!"], ["丁", ""]]
    (grid,) = read_grids_bytes(old_xls(lines, (2, 3, 0, 0), hidden=(1, 3)), "台账.xls")
    assert grid.rows == [["甲", "乙"], ["", 1.0], ["丙", ""], ["丁", ""]]
    assert (grid.errors, grid.hidden_rows) == ({(2, 1): "#REF!", (3, 2): "#REF!"}, frozenset({2, 4}))
    assert grid.merges == (Merge(3, 1, 4, 1),)


def test_an_xls_larger_than_its_header_can_list() -> None:
    lines = [[f"{row:05}" + "内容" * 250, "#REF!"] for row in range(8_000)]
    (grid,) = read_grids_bytes(old_xls(lines), "台账.xls")
    assert (len(grid.rows), len(grid.errors), grid.rows[-1][0][:7]) == (8_000, 8_000, "07999内容")


def test_facts_of_a_garbled_xls_are_none_or_some_but_no_failure() -> None:
    whole, rng = old_xls([["甲", "#REF!"]] * 30), random.Random(7)
    for _ in range(300):
        bad = bytearray(whole)
        for _ in range(rng.randrange(1, 30)):
            bad[rng.randrange(len(bad))] = rng.randrange(256)
        biff_facts.read_sheets(bytes(bad[: rng.randrange(1, len(bad) + 1)]))
    assert [(each.name, len(each.errors)) for each in biff_facts.read_sheets(whole)] == [("台账", 30)]
    assert biff_facts.read_sheets(b"") == []


def test_ods_with_its_facts() -> None:
    spanned = ods_cell("甲", 'table:number-columns-spanned="2"')
    wrong = ods_cell("#REF!", 'calcext:value-type="error"')
    table = (
        f"<table:table-row>{spanned}<table:covered-table-cell/></table:table-row>"
        f'<table:table-row table:visibility="filter">{ods_cell("乙")}</table:table-row>'
        f"<table:table-row>{wrong}{ods_cell('丙')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    )
    grid = only(ods(table))
    assert grid.rows == [["甲", ""], ["乙", ""], ["", "丙"]]
    assert (grid.merges, grid.hidden_rows, grid.errors) == ((Merge(1, 1, 1, 2),), frozenset({2}), {(3, 1): "#REF!"})


def test_what_an_ods_leaves_out_is_told() -> None:
    """A text that is not said to be one, a formula without its value; what stands in a note or a shape is no text."""
    note = "<table:table-cell><office:annotation><text:p>注</text:p></office:annotation>{}</table:table-cell>"
    formula = '<table:table-cell table:formula="of:=1+1">{}</table:table-cell>'
    wrong = ods_cell("#REF!", 'calcext:value-type="error"').replace("<text:p>", note[18 : note.index("{")] + "<text:p>")
    cells = (
        "<table:table-cell><text:p>甲<text:span>乙</text:span></text:p></table:table-cell>", note.format(""), note.format("<text:p>丙</text:p>"),
        formula.format(""), formula.format("<text:p>2</text:p>"), wrong, ods_cell("末"),
    )  # fmt: skip
    grid = only(ods(f"<table:table-row>{''.join(cells)}</table:table-row>"))
    assert grid.rows == [["", "", "", "", "", "", "末"]]
    assert (grid.uncached, grid.errors) == ({(1, 4)}, {(1, 6): "#REF!"})
    assert [(each.column, each.code, each.text) for each in grid.remarks] == [(1, "type", "甲乙"), (3, "type", "丙"), (5, "type", "2")]  # fmt: skip
    assert grid.remarks[0].message == "A1 存的内容“甲乙”没有注明是文字还是数，这一格按空白处理。请在 Excel 中重新填写。"
    with pytest.raises(UnreadableFile, match="少见的写法（CDATA），读不出来"):
        only(ods("<table:table-row>" + ods_cell("<![CDATA[甲]]>") + "</table:table-row>"))


def test_a_number_that_is_none_is_told_in_older_formats_too() -> None:
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="{value}"/>' for value in ("1", "NaN", "-1e999")
    )
    (grid,) = read_grids_bytes(ods(f"<table:table-row>{cells}</table:table-row>"), "台账.ods")
    assert grid.rows == [[1.0, "", ""]]
    assert [(each.column, each.code, each.text) for each in grid.remarks] == [(2, "number", "nan"), (3, "number", "-inf")]  # fmt: skip
    assert read_grids_bytes(old_xls([[1.5, float("nan")]]), "台账.xls")[0].remarks[0].message == (
        "B1 存的内容“nan”不是数值，这一格按空白处理。请在 Excel 中重新填写。"
    )


def test_facts_of_sheets_of_one_name_stay_with_their_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "read_contained", lambda *_: [Grid("表", [["#N/A"]]), Grid("表", [["甲"]])])
    facts = [contained.SheetFacts("表", (), {(1, 1): "#N/A"}, frozenset()), contained.SheetFacts("表", (), {}, frozenset())]  # fmt: skip
    assert [each.rows for each in contained.read_with_facts(facts, b"", "a")] == [[[""]], [["甲"]]]


def test_a_child_that_dies_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("/bin/false", "/bin/没有"):
        CHILD.stop()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", program)
            with pytest.raises(UnreadableFile) as caught:
                read_grids_bytes(old_xls([["a"]]), "台账.xls")
        assert (caught.value.code, str(caught.value)) == ("damaged", f"“台账.xls”读取时出错，{REPAIR}")
    assert read_grids_bytes(old_xls([["a"]]), "台账.xls")[0].rows == [["a"]]  # another takes its place


def test_the_child_is_kept_for_the_next_file(monkeypatch: pytest.MonkeyPatch) -> None:
    CHILD.stop()
    assert read_grids_bytes(old_xls([["a"]]), "a.xls")[0].rows == [["a"]]
    monkeypatch.setattr(sys, "executable", "/bin/false")  # no other could be started
    assert read_grids_bytes(old_xls([["b"]]), "b.xls")[0].rows == [["b"]]
    with pytest.raises(UnreadableFile):
        read_grids_bytes(GARBLED_XLS, "c.xls")
    CHILD.stop()


def test_an_answer_that_was_broken_off_is_not_the_next_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_grids_bytes(old_xls([["a"]]), "a.xls")[0].rows == [["a"]]
    real = CHILD._asked

    def broken_off(content: bytes) -> bytes:
        CHILD._process.stdin.write(contained._HEAD.pack(len(content), 9, 9) + content)
        CHILD._process.stdin.flush()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(CHILD, "_asked", broken_off)
        read_grids_bytes(old_xls([["b"]]), "b.xls")
    assert CHILD._asked == real and read_grids_bytes(old_xls([["c"]]), "c.xls")[0].rows == [["c"]]


def test_only_a_new_child_may_say_that_a_file_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_grids_bytes(old_xls([["a"]]), "a.xls")[0].rows == [["a"]]
    kept, real, asked = CHILD._process, CHILD._asked, []

    def worn(content: bytes) -> bytes:
        asked.append(CHILD._process)
        if CHILD._process is kept:
            raise OSError
        return real(content)

    monkeypatch.setattr(CHILD, "_asked", worn)
    assert read_grids_bytes(old_xls([["b"]]), "b.xls")[0].rows == [["b"]]
    assert asked[0] is kept and asked[1] is CHILD._process is not kept


REPLACED: tuple[tuple[str, Callable[[pytest.MonkeyPatch], None]], ...] = (
    ("another limit of memory", lambda patch: patch.setitem(LIMITS, "memory", LIMITS["memory"]._replace(most=1 << 40))),
    ("a copy of the process that started it", lambda patch: patch.setattr(CHILD, "_kept", (1, CHILD._kept[1]))),
    ("a large file", lambda patch: patch.setattr(contained, "_LARGE", 9)),
    ("died", lambda patch: (CHILD._process.kill(), CHILD._process.wait(), None)[2]),
)


@pytest.mark.parametrize(("why", "happens"), REPLACED, ids=[why for why, _ in REPLACED])
def test_another_child_takes_its_place(
    why: str, happens: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_grids_bytes(old_xls([["a"]]), "a.xls")[0].rows == [["a"]]
    kept = CHILD._process
    happens(monkeypatch)
    assert read_grids_bytes(old_xls([["b"]]), "b.xls")[0].rows == [["b"]]
    assert CHILD._process is not kept
    is_ours = why != "a copy of the process that started it"
    assert (kept.poll() is not None) == is_ours  # another's is not ours to end
    kept.kill()
    kept.wait()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no copies of processes there")
def test_a_copy_made_while_a_file_is_read_reads_on_its_own() -> None:
    assert read_grids_bytes(old_xls([["a"]]), "a.xls")[0].rows == [["a"]]
    with CHILD._lock:
        copy = os.fork()
        if copy == 0:
            signal.alarm(20)
            rows = read_grids_bytes(old_xls([["b"]]), "b.xls")[0].rows
            CHILD.stop()
            os._exit(rows != [["b"]])
    assert os.waitpid(copy, 0)[1] == 0
    assert read_grids_bytes(old_xls([["c"]]), "c.xls")[0].rows == [["c"]]
    child = contained.Child()
    lock = child._lock
    child.forget()
    assert child._lock is not lock


def test_interrupt_passes_through() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reader._guarded(interrupted)


class PanicException(BaseException):
    """Stands for the panic of a Rust extension, which is no Exception."""


def test_a_panic_sends_the_workbook_to_our_own_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def panics(_: object) -> None:
        raise PanicException("cell value")

    monkeypatch.setattr(reader._PackageReader, "_open", panics)
    assert only(SMALL).rows == [[1.0]]


@pytest.mark.parametrize("name", ["台账 2025.xlsx", "换\n行.xlsx", "😀.xlsx", "{{ 7*7 }}.xlsx"])
def test_file_is_read_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL)
    os.utime(path, (1, 1))
    assert read_grids(path)[0].rows == [[1.0]]
    assert (path.read_bytes(), path.stat().st_mtime) == (SMALL, 1)


PLACES = [
    ("folder", "not_a_workbook", "“f.xlsx”是文件夹，不是工作簿。请选择其中的文件。"),
    ("pipe", "not_a_workbook", "“f.xlsx”是管道或设备，不是普通文件。请选择工作簿文件。"),
    ("nothing", "not_a_workbook", "找不到“f.xlsx”。请核对路径，或刷新文件夹后再试。"),
    ("held", "locked", "“f.xlsx”打不开：正被其他程序占用，或没有读取权限。请关闭打开它的窗口，或取得权限后再试。"),
    (
        "large",
        "too_large",
        "“f.xlsx”的文件大小为 201 MB，超过上限 200 MB。请拆分成几个文件后再试。确需放宽，在 --config 文件的 [上限] 里写“文件大小”。",
    ),
]


@pytest.mark.parametrize(("place", "code", "message"), PLACES)
def test_not_a_plain_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, code: str, message: str) -> None:
    path = tmp_path / "f.xlsx"
    if place == "folder":
        path.mkdir()
    elif place == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes in this file system")
        os.mkfifo(path)
    elif place == "held":
        path.write_bytes(SMALL)
        monkeypatch.setattr(os, "open", _held)
    elif place == "large":
        with path.open("wb") as file:
            file.truncate(LIMITS["file"].most + 1)
    with pytest.raises(UnreadableFile) as caught:
        read_grids(path)
    assert (caught.value.code, str(caught.value)) == (code, message)


def _held(*_: object) -> int:
    raise PermissionError(32, "held")


def test_unprintable_name_is_escaped_in_the_message() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_grids_bytes(b"", "a\n\x1b.xlsx")
    assert str(caught.value) == "“a\\n\\x1b.xlsx”是空文件（0 字节）。请重新取得这个文件。"


@pytest.mark.parametrize("fast", [True, False], ids=["isal", "zlib"])
def test_a_large_part_is_unpacked_whole_or_refused(monkeypatch: pytest.MonkeyPatch, fast: bool) -> None:
    if not fast:
        monkeypatch.setitem(sys.modules, "isal", None)
    content = workbook("".join(row(at, cell(f"A{at}", str(at)), cell(f"B{at}", "1.5")) for at in range(1, 30_001)))
    grid = only(content)
    assert (len(grid.rows), grid.rows[29_999]) == (30_000, [30_000.0, 1.5])
    for spoilt in (with_flipped_byte, with_checksum_lie):
        with pytest.raises(UnreadableFile) as caught:
            read_grids_bytes(spoilt(content, "xl/worksheets/sheet1.xml"), "台账.xlsx")
        assert caught.value.code == "damaged"
