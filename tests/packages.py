"""Workbooks as users have them, with all that a load and save through a library would lose; made on the spot."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter

from tests.drawn import draw

LEDGER = "问题整改台账"
WRONG = "问题编号=ZG-1 整改时限=13月底 责任人=顾某丁 | 问题编号=ZG-2 整改措施= | 问题编号=ZG-2"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
CONTROL = (
    '<v:shape id="_x0000_s1100" type="#_x0000_t201" style="position:absolute;margin-left:300pt;margin-top:2pt;width:60pt;'
    'height:18pt" o:insetmode="auto"><v:textbox><div style="text-align:left"><font>按钮</font><br></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>9, 15, 0, 2, 10, 31, 1, 6</x:Anchor><x:TextHAlign>Center</x:TextHAlign>'
    "</x:ClientData></v:shape>"
)


def ledger_rows(text: str = WRONG) -> list[list[object]]:
    """The rows of a ledger with faults in it."""
    return draw(text.split(" | "), "rectification", {})[-1].rows


def written(text: str = WRONG, sheets: tuple[str, ...] = (), rich: bool = True) -> bytes:
    """A workbook of one ledger, written by a library; with a chart, a picture, notes, macros, a table and the like."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": datetime(2025, 1, 1)})
        sheet = book.add_worksheet(LEDGER)
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "num_format": "0.0##"})
        for r, row in enumerate(ledger_rows(text)):
            for c, value in enumerate(row):
                sheet.write(r, c, value, bold if r == 0 else None)
        for name in sheets:
            book.add_worksheet(name).write(0, 0, f"用户自己的{name}")
        if rich:
            enrich(book, sheet)
    return out.getvalue()


def enrich(book: xlsxwriter.Workbook, sheet: object) -> None:
    """What ledgers in use hold besides cells."""
    other = book.add_worksheet("图表")
    other.write_column(0, 0, [1, 2, 3])
    other.write_formula(3, 0, "=SUM(A1:A3)", None, 6)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=图表!$A$1:$A$3"})
    other.insert_chart("C2", chart)
    other.insert_image("C20", "点.png", {"image_data": io.BytesIO(png())})
    other.conditional_format("A1:A3", {"type": "data_bar", "data_bar_2010": True})
    other.add_table("F1:G3", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    other.write_comment("A1", "【看这里】别人的批注", {"author": "李某"})
    sheet.write_comment("B2", "请核实编号", {"author": "张某"})  # type: ignore[attr-defined]
    sheet.data_validation("Z2:Z9", {"validate": "list", "source": ["是", "否"]})  # type: ignore[attr-defined]
    book.define_name("范围", "=图表!$A$1:$A$3")
    book.set_custom_property("密级", "内部")


def png() -> bytes:
    """One red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")
    )


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed_parts(content: bytes) -> dict[str, bytes]:
    """Each part as it is packed, without its heads."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            named, extra = struct.unpack_from("<HH", content, info.header_offset + 26)
            start = info.header_offset + 30 + named + extra
            found[info.filename] = content[start : start + info.compress_size]
    return found


def with_parts(content: bytes, changes: Mapping[str, bytes | str]) -> bytes:
    """The package with parts put in place of its own, or added at the end."""
    parts = parts_of(content) | {
        name: data.encode() if isinstance(data, str) else data for name, data in changes.items()
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return out.getvalue()


def replaced(content: bytes, part: str, *pairs: tuple[str, str]) -> bytes:
    """The package with texts of one part exchanged; each must be there."""
    text = parts_of(content)[part].decode()
    for old, new in pairs:
        assert old in text, (part, old)
        text = text.replace(old, new, 1)
    return with_parts(content, {part: text})


def lived_in() -> bytes:
    """A macro workbook with slicers, threaded notes, a form control, printer settings, custom XML and foreign parts."""
    content = written()
    parts = {name: data.decode("utf-8", "surrogateescape") for name, data in parts_of(content).items()}
    types = (
        "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in (
                ("xl/slicers/slicer1.xml", "application/vnd.ms-excel.slicer+xml"),
                ("xl/slicerCaches/slicerCache1.xml", "application/vnd.ms-excel.slicerCache+xml"),
                ("xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"),
                ("xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
                ("xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml"),
                ("customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"),
                ("xl/wps/foreign.xml", "application/vnd.wps-officedocument.foreign+xml"),
            )
        )
        + '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
    )
    sheet, links = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
    changed = {
        "[Content_Types].xml": parts["[Content_Types].xml"].replace("</Types>", types + "</Types>"),
        links: parts[links].replace("</Relationships>", related(
            ("p1", f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin"),
            ("c1", f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml"),
            ("t1", "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
             "../threadedComments/threadedComment1.xml"),
        )),
        sheet: parts[sheet].replace("</worksheet>", control_lines() + "</worksheet>"),
        "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", related(
            ("s1", f"{MICROSOFT}/2007/relationships/slicerCache", "slicerCaches/slicerCache1.xml"),
            ("pe1", "http://schemas.microsoft.com/office/2017/10/relationships/person", "persons/person.xml"),
            ("f1", "http://www.wps.cn/officeDocument/2020/foreign", "wps/foreign.xml"),
        )),
        "xl/workbook.xml": parts["xl/workbook.xml"].replace("</workbook>", foreign_extension() + "</workbook>"),
    }  # fmt: skip
    drawing = re.search(r'Type="[^"]*/vmlDrawing" Target="\.\./([^"]*)"', parts[links])
    assert drawing
    changed["xl/" + drawing[1]] = parts["xl/" + drawing[1]].replace("</xml>", CONTROL + "</xml>")
    extra = {
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 3,
        "xl/slicers/slicer1.xml": f'<slicers xmlns="{MICROSOFT}/spreadsheetml/2009/9/main"/>',
        "xl/slicerCaches/slicerCache1.xml": f'<slicerCacheDefinition xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" name="切片器_甲" sourceName="甲"/>',
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "xl/persons/person.xml": '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" objectType="Button"/>',
        "customXml/item1.xml": "<密级 xmlns='urn:内部'>内部</密级>",
        "customXml/itemProps1.xml": '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>',
        "xl/wps/foreign.xml": "<w>只有 WPS 认识</w>",
    }
    return with_parts(content, {**changed, **extra})


def with_macros(content: bytes) -> bytes:
    """The same as an .xlsm."""
    types = parts_of(content)["[Content_Types].xml"].decode()
    types = types.replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ).replace("</Types>", '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>')  # fmt: skip
    links = parts_of(content)["xl/_rels/workbook.xml.rels"].decode()
    line = related(("v1", f"{MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"))
    changed = {
        "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": links.replace("</Relationships>", line),
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8,
    }
    return with_parts(content, changed)


def related(*lines: tuple[str, str, str]) -> str:
    return (
        "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in lines)
        + "</Relationships>"
    )


def control_lines() -> str:
    """A form control as newer Excel writes it, and an extension that nobody knows."""
    return (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" Requires="x14"><controls>'
        f'<control xmlns:r="{OFFICE}" shapeId="1100" r:id="c1" name="按钮 1"/></controls></mc:Choice></mc:AlternateContent>'
        '<extLst><ext uri="{11111111-2222-3333-4444-555555555555}"><y:z xmlns:y="urn:unknown"/></ext></extLst>'
    )


def foreign_extension() -> str:
    return '<extLst><ext uri="{99999999-2222-3333-4444-555555555555}"><y:slicers xmlns:y="urn:unknown"/></ext></extLst>'
