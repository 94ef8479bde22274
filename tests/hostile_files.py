"""Files that are no workbooks, or other ones than their name says, and names and places that are traps."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from tests.hostile import encrypted_xlsx, ods, ods_cell, old_xls, zipped
from tests.hostile_ledger import ROWS, Case, M, beside, book
from tests.packages import with_macros
from tests.xlsb import Grid as BinaryGrid
from tests.xlsb import xlsb

XLS = old_xls([list(each) for each in ROWS])
XLSB = xlsb([BinaryGrid("问题整改台账", [list(each) for each in ROWS])])
SAVE = "请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再试。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ods_rows(extra: str = "") -> str:
    rows = (
        "<table:table-row>" + "".join(ods_cell(str(value)) for value in each) + "</table:table-row>" for each in ROWS
    )
    return "".join(rows) + extra


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>]>"
BOMB = (
    '<table:table-row table:number-rows-repeated="1048576">'
    + ods_cell("x", 'table:number-columns-repeated="16384"')
    + "</table:table-row>"
)

KINDS = [
    Case("c nothing", lambda: b"", "R not_a_workbook 是空文件（0 字节）"),
    Case("c one byte", lambda: b"P", "R not_a_workbook 实际是文本文件"),
    Case("c zeros", lambda: b"\0" * 4096, "R not_a_workbook 实际是无法辨认的文件"),
    Case("c HTML", lambda: "<html><table><tr><td>问题编号</td></tr></table></html>".encode("gbk"), "R not_a_workbook 实际是网页文件（HTML）", "台账.xls"),
    Case("c MHTML", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "R not_a_workbook 实际是单个文件网页（MHTML）", "台账.xls"),
    Case("c XML of 2003", lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "R unsupported 是“XML 表格 2003”", "台账.xls"),
    Case("c XML", lambda: b"<?xml version='1.0'?><a/>", "R not_a_workbook 实际是XML 文件"),
    Case("c CSV", lambda: "问题编号,来源\nZG-1,自查\n".encode("gb18030"), "R not_a_workbook 实际是文本表格（CSV）", "台账.csv"),
    Case("c JSON", lambda: b'{"a": 1}', "R not_a_workbook 实际是文本文件"),
    Case("c PDF", lambda: b"%PDF-1.7\n\0", "R not_a_workbook 实际是PDF 文件"),
    Case("c PNG", lambda: b"\x89PNG\r\n\x1a\n\0", "R not_a_workbook 实际是图片（PNG）"),
    Case("c JPEG", lambda: b"\xff\xd8\xff\xe0\0", "R not_a_workbook 实际是图片（JPEG）"),
    Case("c RTF", lambda: b"{\\rtf1 a}", "R not_a_workbook 实际是RTF 文档", "台账.xls"),
    Case("c RAR", lambda: b"Rar!\x1a\7\0", "R not_a_workbook 实际是RAR 压缩包"),
    Case("c 7z", lambda: b"7z\xbc\xaf\x27\x1c\0", "R not_a_workbook 实际是7z 压缩包"),
    Case("c gzip", lambda: b"\x1f\x8b\x08\0", "R not_a_workbook 实际是gzip 压缩包"),
    Case("c a program", lambda: b"MZ\x90\0" + b"\0" * 99, "R not_a_workbook 实际是无法辨认的文件"),
    Case("c a zip", lambda: zipped([("a.txt", "1")]), "R not_a_workbook 实际是ZIP 压缩包"),
    Case("c Word", lambda: zipped([("word/document.xml", "<d/>")]), "R not_a_workbook 实际是Word 文档"),
    Case("c PowerPoint", lambda: zipped([("ppt/presentation.xml", "<d/>")]), "R not_a_workbook 实际是PowerPoint 演示文稿"),
    Case("c Numbers", lambda: zipped([("Index/Document.iwa", "1")]), "R unsupported 是苹果 Numbers 表格"),
    Case("c a flat ods", lambda: b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>', "R unsupported （.fods）"),
    Case("c Excel 4", lambda: b"\x09\x04\x06\0\0\0\x10\0" + b"\0" * 9, "R unsupported 是Excel 2–5 的旧式工作簿", "台账.xls"),
    Case("c encrypted", encrypted_xlsx, "R encrypted 已加密"),
    Case("c encrypted ods", lambda: ods(ods_cell("a"), "<manifest:encryption-data/>"), "R encrypted 已加密"),
    Case("c an empty compound file", lambda: OLE + b"\0" * 504, "R damaged 的目录读不出来", "台账.xls"),
    Case("c a compound file that goes round", lambda: OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6 + struct.pack("<III", 0, 1, 0) + b"\0" * 12 + struct.pack("<II", 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108) + struct.pack("<128I", *range(128)), "R", "台账.xls"),
    Case("c xls", lambda: XLS, "A", "台账.xls"),
    Case("c xls named xlsx", lambda: XLS, "A"),
    Case("c xlsx named xls", book, "A", "台账.xls"),
    Case("c xlsx without an ending", book, "A", "台账.xlsx"),
    *(Case(f"c xls cut at {share:.0%}", lambda share=share: XLS[: int(len(XLS) * share)], "R damaged", "台账.xls") for share in (0.1, 0.3, 0.5, 0.7)),
    Case("c xls with bytes changed", lambda: XLS[:600] + b"\xff" * 1500 + XLS[2100:], "R damaged", "台账.xls"),
    Case("c xlsb", lambda: XLSB, "A", "台账.xlsb"),
    Case("c xlsb cut", lambda: XLSB[:-200], "R damaged", "台账.xlsb"),
    Case("c ods", lambda: ods(ods_rows()), "F ST-13 ST-15", "台账.ods"),  # all its cells are texts
    Case("c ods bomb", lambda: ods(ods_rows(BOMB)), "R too_large 的表格范围为", "台账.ods"),
    Case("c ods with a DOCTYPE", lambda: ods_with_doctype(), "R damaged 含有不该有的 DOCTYPE 声明", "台账.ods"),
    Case("c ods repeated minus one", lambda: ods(ods_rows('<table:table-row table:number-rows-repeated="-1"><table:table-cell/></table:table-row>')), "R damaged 读取时出错", "台账.ods"),
    Case("c ods repeated by no number", lambda: ods(ods_rows('<table:table-row table:number-rows-repeated="甲"><table:table-cell/></table:table-row>')), "R damaged", "台账.ods"),
    Case("c macros", lambda: with_macros(book()), "A", "台账.xlsm"),
    Case("c macros named xlsx", lambda: with_macros(book()), "A"),
    Case("c links to other workbooks", beside("xl/externalLinks/externalLink1.xml", '<externalLink xmlns:r="x"><externalBook r:id="rId1"/></externalLink>'), "A"),
    Case("c connections", beside("xl/connections.xml", '<connections><connection command="cmd"/></connections>'), "A"),
    Case("c a template of Excel", lambda: book(), "A", "台账.xltx"),
]  # fmt: skip


def ods_with_doctype() -> bytes:
    from tests.packages import parts_of, with_parts

    content = ods(ods_rows())
    return with_parts(content, {"content.xml": b"<!DOCTYPE x>" + parts_of(content)["content.xml"].split(b"?>", 1)[1]})


def named(name: str) -> object:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(book())
        return folder / name

    return make


def fifo(folder: Path) -> Path:
    os.mkfifo(folder / "台账.xlsx")
    return folder / "台账.xlsx"


def a_folder(folder: Path) -> Path:
    (folder / "台账.xlsx").mkdir()
    return folder / "台账.xlsx"


def loop(folder: Path) -> Path:
    (folder / "台账.xlsx").symlink_to("台账.xlsx")
    return folder / "台账.xlsx"


def link(folder: Path) -> Path:
    (folder / "原.xlsx").write_bytes(book())
    (folder / "台账.xlsx").symlink_to("原.xlsx")
    return folder / "台账.xlsx"


def link_to_device(folder: Path) -> Path:
    (folder / "台账.xlsx").symlink_to("/dev/zero")
    return folder / "台账.xlsx"


def huge(folder: Path) -> Path:
    with (folder / "台账.xlsx").open("wb") as file:
        file.truncate(300 * M)
    return folder / "台账.xlsx"


def held(folder: Path) -> Path:
    (folder / "台账.xlsx").write_bytes(book())
    (folder / "台账.xlsx").chmod(0)
    return folder / "台账.xlsx"


PLACES = [
    Case("f a pipe", fifo, "R not_a_workbook 是管道或设备", is_file=True),
    Case("f a folder", a_folder, "U 里没有工作簿（.xlsx", is_file=True),
    Case("f a link", link, "A", is_file=True),
    Case("f a link to itself", loop, "R", is_file=True),
    Case("f a link to a device", link_to_device, "R not_a_workbook 是管道或设备", is_file=True),
    Case("f nothing there", lambda folder: folder / "没有.xlsx", "U 找不到", is_file=True),
    Case("f 300 MB", huge, "R too_large 的文件大小为 300 MB，超过上限 200 MB", is_file=True),
    *(Case(f"f named {name!r}", named(name), "A", is_file=True)  # type: ignore[arg-type]
      for name in ("换\n行.xlsx", "😀.xlsx", "{{ 7*7 }}.xlsx", "=1+1.xlsx", "-o.xlsx", "\x1b[31m红.xlsx", "'引号\".xlsx", "长" * 80 + ".xlsx", "\udcff\udcfe.xlsx", "台账 (1).xlsx", "..xlsx", "ｘ．ｘｌｓｘ")),
    Case("f Excel's mark of an open file", lambda folder: (folder / "~$台账.xlsx").write_bytes(b"\x05user" + b" " * 160) and folder / "~$台账.xlsx", "R not_a_workbook", is_file=True),
]  # fmt: skip
