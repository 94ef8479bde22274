"""Hostile packages: zip files that lie, bombs, XML that explodes, reaches out, or is none."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.hostile import (
    PACKAGE,
    SPREADSHEET,
    cell,
    row,
    sheet_part,
    with_checksum_lie,
    with_encryption_flag,
    with_flipped_byte,
    with_size_lie,
    workbook,
)
from tests.hostile_ledger import (
    BODY,
    LINES,
    SHEET,
    Case,
    M,
    beside,
    book,
    changed,
    inline,
    lines,
    part,
    typed,
    whole_sheet,
)
from tests.packages import parts_of, with_parts

# --- zip ------------------------------------------------------------------------------------------------------------


def truncated(share: float) -> Callable[[], bytes]:
    return lambda: book()[: int(len(book()) * share)]


def mutated(seed: int) -> Callable[[], bytes]:
    def make() -> bytes:
        content, chance = bytearray(book()), random.Random(seed)
        for _ in range(40):
            content[chance.randrange(len(content))] = chance.randrange(256)
        return bytes(content)

    return make


def strings_said(old: str, new: str) -> Callable[[], bytes]:
    """A workbook whose shared strings begin otherwise."""

    def make() -> bytes:
        content = book("".join(lines(E2=cell("E2", "0", 't="s"'))), strings=("甲",) * 9)
        strings = parts_of(content)["xl/sharedStrings.xml"].decode()
        assert strings.count(old) == 1
        return with_parts(content, {"xl/sharedStrings.xml": strings.replace(old, new)})

    return make


def packed_with(method: int) -> Callable[[], bytes]:
    def make() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, content in parts_of(book()).items():
                archive.writestr(name, content)
        return out.getvalue()

    return make


def with_comment() -> bytes:
    """A comment that looks like the end of another archive."""
    content = book()
    comment = b"PK\5\6" + b"\0" * 18
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def overlapped() -> bytes:
    """A hundred entries of the directory, all of one packed part: a bomb without a large file."""
    data = b" " * (8 * M)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    checks = (zlib.crc32(data), len(packed), len(data))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, *checks, 5, 0) + b"00000" + packed
    directory = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, *checks, 5, 0, 0, 0, 0, 0, 0) + b"%05d" % n
        for n in range(100)
    )
    return local + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 100, 100, len(directory), len(local), 0)


def count_lie(count: int) -> Callable[[], bytes]:
    def make() -> bytes:
        content = book()
        place = content.rfind(b"PK\5\6")
        return content[: place + 10] + struct.pack("<H", count) + content[place + 12 :]

    return make


def offset_lie() -> bytes:
    content = book()
    place = content.rfind(SHEET.encode()) - 46 + 42
    return content[:place] + struct.pack("<I", 0x7FFFFFFF) + content[place + 4 :]


def zip64() -> bytes:
    """Every size in the wide fields, as some programs write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(book()).items():
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
    return out.getvalue()


ZIP = [
    Case("z plain", book, "A"),
    Case("z declared 1 GB", lambda: with_size_lie(book(), SHEET, 1 << 30), "R too_large 的展开后的大小为 1,024 MB，超过上限 256 MB"),
    Case("z 40 MB of blanks", lambda: with_parts(book(), {SHEET: sheet_part(BODY) + " " * (40 * M)}), "R too_large 的压缩比为"),
    Case("z 40 MB of blanks in the strings", lambda: book(extra=(("xl/other.xml", " " * (40 * M)),)), "R too_large 的压缩比为"),
    Case("z blanks of 4 MB", lambda: with_parts(book(), {SHEET: sheet_part(BODY).replace("</sheetData>", " " * (4 * M) + "</sheetData>")}), "A"),
    Case("z 5,001 parts", lambda: book(extra=tuple((f"xl/media/{n}", "") for n in range(5001))), "R too_large 的内部部件数为"),
    Case("z one part a hundred times", overlapped, "R too_large 的全部部件展开后的大小为 800 MB，超过上限 512 MB"),
    Case("z a sheet twice", lambda: book(extra=((SHEET, "<x/>"),)), "R damaged 里有两个同名的部件“xl/worksheets/sheet1.xml”"),
    Case("z a sheet twice by case", lambda: book(extra=(("XL/Worksheets/SHEET1.xml", "<x/>"),)), "R damaged 里有两个同名的部件“XL/Worksheets/SHEET1.xml”"),
    Case("z a sheet twice by backslash", lambda: book(extra=(("xl\\worksheets\\sheet1.xml", "<x/>"),)), "R damaged 里有两个同名的部件"),
    Case("z a name that leads out", beside("../../tmp/x", "x"), "A"),
    Case("z a name of a drive", beside("C:\\x", "x"), "A"),
    Case("z an absolute name", beside("/etc/passwd", "x"), "A"),
    Case("z a name with NUL", beside("xl/a\0b", "x"), "A"),
    Case("z a name of 60,000", beside("x" * 60_000, "x"), "A"),
    Case("z junk before", lambda: b"#!/bin/sh\n" + book(), "R not_a_workbook 实际是"),
    Case("z junk after", lambda: book() + b"\0" * 1000, "A"),
    Case("z a false end in the comment", with_comment, "R not_a_workbook 实际是ZIP 压缩包"),
    Case("z marked as encrypted", lambda: with_encryption_flag(book()), "R encrypted 已加密"),
    Case("z stored", packed_with(zipfile.ZIP_STORED), "A"),
    Case("z bzip2", packed_with(zipfile.ZIP_BZIP2), "R unsupported 用了不支持的压缩方式"),
    Case("z lzma", packed_with(zipfile.ZIP_LZMA), "R unsupported 用了不支持的压缩方式"),
    Case("z zip64", zip64, "A"),
    Case("z a byte of the sheet", lambda: with_flipped_byte(book(), SHEET), "R damaged"),
    Case("z a byte of the workbook", lambda: with_flipped_byte(book(), "xl/workbook.xml"), "R damaged"),
    Case("z a byte of the strings", lambda: with_flipped_byte(book(strings=("甲",) * 9), "xl/sharedStrings.xml"), "R damaged"),
    Case("z a checksum of the sheet", lambda: with_checksum_lie(book(), SHEET), "R damaged 与目录所记不符"),
    Case("z a checksum of a sheet with merged cells", lambda: with_checksum_lie(with_parts(book(), {SHEET: parts_of(book())[SHEET].decode().replace("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A9:A10"/></mergeCells>')}), SHEET), "R damaged 与目录所记不符"),
    Case("z a byte of a picture", lambda: with_flipped_byte(book(extra=(("xl/media/a.png", b"abc" * 99),)), "xl/media/a.png"), "A"),
    Case("z says 40 bytes", lambda: with_size_lie(book(), SHEET, 40), "R damaged 与目录所记不符"),
    Case("z says nothing", lambda: with_size_lie(book(), SHEET, 0), "R damaged 与目录所记不符"),
    Case("z says too much", lambda: with_size_lie(book(), SHEET, 1 << 20), "R damaged 与目录所记不符"),
    Case("z more entries than said", count_lie(3), "R damaged"),
    Case("z fewer entries than said", count_lie(900), "R damaged 的目录读不出来"),
    Case("z an entry beyond the end", offset_lie, "R damaged"),
    Case("z no entries", lambda: b"PK\5\6" + b"\0" * 18, "R not_a_workbook 实际是ZIP 压缩包"),
    Case("z four bytes", lambda: b"PK\3\4", "R damaged 的结尾缺失"),
    Case("z an archive among the pictures", beside("xl/media/a.zip", book()), "A"),
    *(Case(f"z cut at {share:.0%}", truncated(share), "R damaged 的结尾缺失") for share in (0.05, 0.3, 0.6, 0.9, 0.99)),
    *(Case(f"z forty bytes changed, {seed}", mutated(seed), "R") for seed in range(8)),
]  # fmt: skip


# --- XML ------------------------------------------------------------------------------------------------------------

LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
QUADRATIC = f"<!DOCTYPE x [<!ENTITY a '{'a' * 50_000}'>]>"
EXTERNAL = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
OUTSIDE = "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"
PARAMETER = "<!DOCTYPE x [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]>"
WITH_ENTITY = "".join(lines(E2='<c r="E2" t="inlineStr"><is><t>&a;</t></is></c>'))


def declared(doctype: str, body: str = BODY) -> Callable[[], bytes]:
    return lambda: with_parts(book(), {SHEET: doctype + sheet_part(body)})


def first(name: str, text: str) -> Callable[[], bytes]:
    """The ledger with a text before the root of a part."""
    return lambda: with_parts(book(strings=("甲",)), {name: text + parts_of(book(strings=("甲",)))[name].decode()})


def prefixed(text: str) -> str:
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace('xmlns="', 'xmlns:x="', 1)


def decoy() -> bytes:
    """Two workbook parts: the package names the one with the ledger, the usual name is that of one with a far cell."""
    parts = {name: data.decode() for name, data in parts_of(book()).items()}
    far = sheet_part(row(1, cell("A1", "1")) + row(1048576, cell("XFD1048576", "9")))
    return with_parts(
        book(),
        {
            "_rels/.rels": parts["_rels/.rels"].replace("xl/workbook.xml", "xl/other.xml"),
            "xl/other.xml": parts["xl/workbook.xml"],
            "xl/_rels/other.xml.rels": parts["xl/_rels/workbook.xml.rels"],
            "xl/worksheets/sheet9.xml": far,
            "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace("sheet1.xml", "sheet9.xml"),
        },
    )


XML = [
    Case("x laughs in the sheet", declared(LAUGHS, WITH_ENTITY.replace("&a;", "&a9;")), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x quadratic", declared(QUADRATIC, WITH_ENTITY.replace("&a;", "&a;" * 2000)), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x a file", declared(EXTERNAL, WITH_ENTITY), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x a DTD elsewhere", declared(OUTSIDE), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x a parameter entity", declared(PARAMETER), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x DOCTYPE in UTF-16", whole_sheet(lambda text: ("<!DOCTYPE x>" + text).encode("utf-16")), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x DOCTYPE after a comment", declared("<!-- a --><!DOCTYPE x>"), "R damaged 含有不该有的 DOCTYPE 声明"),
    *(Case(f"x DOCTYPE in {name}", first(name, "<!DOCTYPE x>"), "R damaged 含有不该有的 DOCTYPE 声明")
      for name in ("xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")),
    Case("x DOCTYPE in the strings", lambda: with_parts(book("".join(lines(E2=cell("E2", "0", 't="s"'))), strings=("甲",), before_strings="<!DOCTYPE x>"), {}), "R damaged 含有不该有的 DOCTYPE 声明"),
    Case("x laughs in custom XML", beside("customXml/item1.xml", LAUGHS + "<x>&a9;</x>"), "A"),
    Case("x laughs in the properties", beside("docProps/core.xml", LAUGHS + "<x>&a9;</x>"), "A"),
    # the reader of the common path takes any depth as it comes; ours, for all that is unusual, is held to a limit
    Case("x 200,000 deep", whole_sheet(lambda text: text.replace("<sheetData>", "<a>" * 200_000 + "</a>" * 200_000 + "<sheetData>")), "A"),
    Case("x 200,000 deep in a cell", changed(E2='<c r="E2">' + "<a>" * 200_000 + "</a>" * 200_000 + "</c>"), "R too_large 的XML 的层数为 257 层"),
    Case("x 200,000 deep in the workbook", part("xl/workbook.xml", "<sheets>", "<a>" * 200_000 + "</a>" * 200_000 + "<sheets>"), "R too_large 的XML 的层数为 257 层，超过上限 256 层"),
    Case("x 200,000 deep and prefixes", whole_sheet(lambda text: prefixed(text.replace("<sheetData>", "<a>" * 200_000 + "</a>" * 200_000 + "<sheetData>"))), "R too_large 的XML 的层数为"),
    Case("x an attribute of 20 MB", part(SHEET, "<sheetData>", f'<a b="{"x" * 20 * M}"/><sheetData>'), "A"),
    Case("x 300,000 attributes", part(SHEET, "<sheetData>", "<a " + " ".join(f'a{n}=""' for n in range(300_000)) + "/><sheetData>"), "A"),
    Case("x 300,000 attributes in the workbook", part("xl/workbook.xml", "<sheets>", "<a " + " ".join(f'a{n}=""' for n in range(300_000)) + "/><sheets>"), "R too_large 的一个 XML 标记的属性数为 300,000 个，超过上限 10,000 个"),
    Case("x a text of 11,000,000 and prefixes", whole_sheet(lambda text: prefixed(text).replace("单位自查", "长短" * 5_500_000, 1)), "R too_large 的一处文字的长度为"),
    Case("x UTF-16", whole_sheet(lambda text: text.encode("utf-16")), "A"),
    Case("x UTF-16 big end first", whole_sheet(lambda text: ("\ufeff" + text).encode("utf-16-be")), "A"),
    Case("x a byte order mark", whole_sheet(lambda text: "\ufeff" + text), "A"),
    Case("x prefixes", whole_sheet(prefixed), "A"),
    Case("x single quotes", whole_sheet(lambda text: text.replace('"', "'")), "A"),
    Case("x a stylesheet", whole_sheet(lambda text: '<?xml-stylesheet href="http://127.0.0.1:9/x"?>' + text), "A"),
    Case("x strict", lambda: workbook(sheet_part(BODY, "http://purl.oclc.org/ooxml/spreadsheetml/main"), raw=True, strict=True, names=("问题整改台账",)), "A"),
    Case("x GBK declared", whole_sheet(lambda text: ('<?xml version="1.0" encoding="GBK"?>' + text).encode("gbk")), "R damaged 行读不出来"),
    Case("x an encoding nobody knows", whole_sheet(lambda text: '<?xml version="1.0" encoding="x-none"?>' + text), "R damaged 行读不出来"),
    Case("x an encoding that is none", whole_sheet(lambda text: '<?xml version="1.0" encoding="rot13"?>' + text), "R damaged 行读不出来"),
    Case("x not UTF-8", whole_sheet(lambda text: text.encode().replace("综".encode(), b"\xff\xfe", 1) if "综" in text else text.encode() + b"\xff"), "R damaged 行读不出来"),
    Case("x NUL", typed("甲\0乙"), "R damaged 行读不出来"),
    Case("x a control character by number", changed(E2='<c r="E2" t="inlineStr"><is><t>a&#xB;</t></is></c>'), "R damaged 行读不出来"),
    Case("x a character that is none", changed(E2='<c r="E2" t="inlineStr"><is><t>a&#xFFFF;</t></is></c>'), "R damaged 行读不出来"),
    Case("x half a surrogate pair", changed(E2='<c r="E2" t="inlineStr"><is><t>a&#xD800;</t></is></c>'), "R damaged 行读不出来"),
    Case("x an entity nobody knows", changed(E2='<c r="E2" t="inlineStr"><is><t>a&nbsp;</t></is></c>'), "R damaged 行读不出来"),
    Case("x a bare ampersand", changed(E2='<c r="E2" t="inlineStr"><is><t>a & b</t></is></c>'), "R damaged 行读不出来"),
    Case("x cut short", whole_sheet(lambda text: text[: len(text) // 2]), "R damaged 行读不出来"),
    Case("x two roots", whole_sheet(lambda text: text + text), "R damaged 行读不出来"),
    Case("x the wrong end tag", whole_sheet(lambda text: text.replace("</c>", "</d>", 1)), "R damaged 行读不出来"),
    Case("x an attribute twice", changed(E2='<c r="E2" r="E3" t="str"><v>a</v></c>'), "R damaged 行读不出来"),
    Case("x an empty sheet part", whole_sheet(lambda text: ""), "R damaged 行读不出来"),
    Case("x CDATA", changed(E2='<c r="E2" t="inlineStr"><is><t><![CDATA[a<b&c]]></t></is></c>'), "A"),
    Case("x comments", whole_sheet(lambda text: text.replace("<row", "<!-- <row> --><row")), "A"),
    Case("x a comment that hides a cell", changed(E2='<!-- <c r="E2"><v>1</v></c> -->' + inline("E2", "甲")), "A"),
    Case("x sheetData twice", whole_sheet(lambda text: text.replace("</sheetData>", f'</sheetData><sheetData>{LINES[3].replace("4", "5")}</sheetData>')), "F 4 RC-01 RC-05b"),
    Case("x an unknown element", whole_sheet(lambda text: text.replace("<sheetData>", "<x:y xmlns:x='urn:z'><c r='A1'><v>9</v></c></x:y><sheetData>")), "A"),
    Case("x empty workbook part", part("xl/workbook.xml", whole=b""), "R damaged"),
    Case("x another root", part("xl/workbook.xml", whole=b"<html/>"), "R damaged 里没有工作表"),
    Case("x no relationships", part("xl/_rels/workbook.xml.rels", whole=f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()), "R damaged 没有内容"),
    Case("x relationships that go round", part("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "workbook.xml"), "F 0 ST-01"),
    Case("x a decoy of the workbook", lambda: decoy(), "A"),
    Case("x four thousand million strings", strings_said("<sst ", '<sst uniqueCount="4294967296" '), "A"),
    Case("x as many in other quotes", strings_said("<sst ", "<sst  uniqueCount\n = '9999999999999' "), "A"),
    Case("x as many of a namespace", strings_said("<sst ", '<x:sst xmlns:x="x" uniqueCount="4294967296" '), "R damaged"),
    Case("x two strings more than there are", strings_said("<sst ", '<sst uniqueCount="11" '), "A"),
    Case("x a decoy of the strings", lambda: with_parts(book("".join(lines(E2=cell("E2", "0", 't="s"'))), strings=("甲",)), {"xl/_rels/workbook.xml.rels": parts_of(book())["xl/_rels/workbook.xml.rels"].decode().replace("sharedStrings.xml", "texts.xml"), "xl/texts.xml": f'<sst xmlns="{SPREADSHEET}"><si><t>乙</t></si></sst>'}), "A"),
    Case("x two ids of a sheet", part("xl/workbook.xml", 'r:id="rId1"', 'x:id="rId1" xmlns:x="urn:x" r:id="rId9"'), "A"),
    Case("x a sheet elsewhere", part("xl/_rels/workbook.xml.rels", 'Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1:9/x" TargetMode="External"'), "R damaged 没有内容"),
    Case("x a sheet that leads out", part("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../etc/passwd"), "R damaged 没有内容"),
]  # fmt: skip
