"""Small hostile and odd workbooks, made on the spot: nothing here is a stored binary."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships")
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
# cell styles: 0 general, 1 date, 2 date and time, 3 elapsed, 4 time of day, 5 a Chinese date, 6 built-in 31 (年月日)
STYLES = (
    '<styleSheet xmlns="{0}"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="20"/>'
    '<xf numFmtId="176"/><xf numFmtId="31"/></cellXfs></styleSheet>'
)


def zipped(parts: list[tuple[str, str | bytes]]) -> bytes:
    """A zip file of parts in the given order; a name may stand twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def workbook(
    *sheets: str,
    names: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    strings: tuple[str, ...] = (),
    before_strings: str = "",
    properties: str = "",
    strict: bool = False,
    raw: bool = False,
    extra: tuple[tuple[str, str | bytes], ...] = (),
) -> bytes:
    """An .xlsx of sheets given as the inside of sheetData (with `raw`, as the whole part)."""
    main, relations = STRICT if strict else (SPREADSHEET, RELATIONS)
    listed, links, parts = "", "", []
    for index, body in enumerate(sheets, 1):
        name = names[index - 1] if names else f"表{index}"
        state = f' state="{states[index - 1]}"' if states else ""
        kind = kinds[index - 1] if kinds else "worksheet"
        listed += f'<sheet name="{name}" sheetId="{index}"{state} r:id="rId{index}"/>'
        links += f'<Relationship Id="rId{index}" Type="{relations}/{kind}" Target="worksheets/sheet{index}.xml"/>'
        content = body if raw else sheet_part(body, main)
        parts.append((f"xl/worksheets/sheet{index}.xml", content))
    links += f'<Relationship Id="s" Type="{relations}/styles" Target="styles.xml"/>'
    links += f'<Relationship Id="t" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>'
    table = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in strings)
    start = f'<Relationship Id="w" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped(
        [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{start}</Relationships>'),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{relations}">{properties}<sheets>{listed}</sheets></workbook>',
            ),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'),
            ("xl/styles.xml", STYLES.format(main)),
            ("xl/sharedStrings.xml", f'{before_strings}<sst xmlns="{main}">{table}</sst>'),
            *parts,
            *extra,
        ]
    )


def sheet_part(body: str, namespace: str = SPREADSHEET, before: str = "", after: str = "") -> str:
    """A whole sheet part around the inside of its sheetData."""
    return f'<worksheet xmlns="{namespace}">{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def cell(reference: str, value: str, attributes: str = "") -> str:
    """A cell as stored: `cell("A1", "5", 's="1"')`."""
    return f'<c r="{reference}"{" " + attributes if attributes else ""}><v>{value}</v></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of stored cells."""
    return f'<row r="{number}"{" " + attributes if attributes else ""}>{"".join(cells)}</row>'


def with_size_lie(content: bytes, name: str, size: int) -> bytes:
    """The same zip with another unpacked size for one part in its directory."""
    place = content.rfind(name.encode()) - 46 + 24
    return content[:place] + struct.pack("<I", size) + content[place + 4 :]


def with_checksum_lie(content: bytes, name: str) -> bytes:
    """The same zip with another checksum for one part, in its directory and before its data."""
    for place in (content.rfind(name.encode()) - 46 + 16, content.find(name.encode()) - 30 + 14):
        content = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
    return content


def with_flipped_byte(content: bytes, name: str) -> bytes:
    """The same zip with one byte changed in the packed data of a part."""
    place = content.find(name.encode()) + len(name) + 5
    return content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]


def with_encryption_flag(content: bytes) -> bytes:
    """The same zip, its entries marked as encrypted."""
    place = content.find(b"PK\1\2") + 8
    return content[:place] + b"\1" + content[place + 1 :]


def old_xls(
    values: list[list[Any]], merge: tuple[int, int, int, int] | None = None, hidden: tuple[int, ...] = ()
) -> bytes:
    """An .xls of one sheet; `merge` from 0: first row, last row, first column, last column; so are `hidden` rows.

    `#REF!` is the error value.
    """
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for r, line in enumerate(values):
        for c, value in enumerate(line):
            if value == "#REF!":
                sheet.row(r).set_cell_error(c, 23)
                continue
            sheet.write(r, c, value, date) if hasattr(value, "year") else sheet.write(r, c, value)
    for r in hidden:
        sheet.row(r).hidden = True
    if merge:
        sheet.merged_ranges.append(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def encrypted_xlsx(password: str = "1") -> bytes:
    """A workbook encrypted as Excel does: an OLE file with an EncryptedPackage stream."""
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook(row(1, cell("A1", "1"))))).encrypt(password, out)
    return out.getvalue()


def ods(table: str, manifest: str = "") -> bytes:
    """An .ods whose content.xml holds one table given as its rows."""
    known = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{prefix}="{known}:{prefix}:1.0"' for prefix in ("office", "table", "text"))
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="表1">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    meta = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return zipped(
        [
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{meta}">{manifest}</manifest:manifest>'),
            ("content.xml", content),
        ]
    )


def ods_cell(text: str, attributes: str = "") -> str:
    """A text cell of an .ods."""
    inside = f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="string" {attributes}>{inside}</table:table-cell>'
