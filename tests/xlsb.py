"""Writes .xlsb packages ([MS-XLSB], records of BIFF12) from grids, so that reading them can be tested without Excel.

Only what a ledger holds: texts, numbers, true dates, booleans, error values, merged cells, hidden sheets.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from xlsuite.model.grid import Grid

# Record numbers of [MS-XLSB] 2.3.
ROW, BLANK, ERROR, BOOL, REAL, SHARED = 0, 1, 3, 4, 5, 7
STRING, XF, FORMAT = 19, 47, 44
SHEET, SHEET_END, BOOK, BOOK_END, DATA, DATA_END, SIZE = 129, 130, 131, 132, 145, 146, 148
PROPERTIES, SHEETS, SHEETS_END, ONE_SHEET = 153, 143, 144, 156
STRINGS, STRINGS_END, MERGES, MERGES_END, MERGE = 159, 160, 177, 178, 176
STYLES, STYLES_END, FORMATS, FORMATS_END, XFS, XFS_END = 278, 279, 615, 616, 617, 618
CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
DATE_FORMAT, DATE_STYLE = 164, 1
EPOCH = dt.date(1899, 12, 30)
MAIN = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb(grids: Sequence[Grid]) -> bytes:
    """The workbook as the bytes of an .xlsb."""
    strings: dict[str, int] = {}
    parts = {f"xl/worksheets/sheet{at}.bin": sheet(grid, strings) for at, grid in enumerate(grids, 1)}
    parts["xl/workbook.bin"] = workbook(grids)
    parts["xl/sharedStrings.bin"] = shared(strings)
    parts["xl/styles.bin"] = styles()
    parts |= {name: text.encode() for name, text in around(len(grids)).items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def record(number: int, body: bytes = b"") -> bytes:
    """One record: its number in one or two bytes, its length in as many as it needs, seven bits each."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length, size = b"", len(body)
    while size > 127:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + length + bytes([size]) + body


def wide(text: str) -> bytes:
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def workbook(grids: Sequence[Grid]) -> bytes:
    listed = b"".join(
        record(ONE_SHEET, struct.pack("<II", int(grid.hidden), at) + wide(f"rId{at}") + wide(grid.name))
        for at, grid in enumerate(grids, 1)
    )
    properties = record(PROPERTIES, struct.pack("<III", 0x10020, 0, 0))
    return record(BOOK) + properties + record(SHEETS) + listed + record(SHEETS_END) + record(BOOK_END)


def shared(strings: Iterable[str]) -> bytes:
    items = [record(STRING, b"\0" + wide(text)) for text in strings]
    return record(STRINGS, struct.pack("<II", len(items), len(items))) + b"".join(items) + record(STRINGS_END)


def styles() -> bytes:
    """Two cell formats: General, and a date."""
    date = record(FORMAT, struct.pack("<H", DATE_FORMAT) + wide("yyyy\\-mm\\-dd"))
    both = b"".join(
        record(XF, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0)) for number in (0, DATE_FORMAT)
    )
    return b"".join((
        record(STYLES), record(FORMATS, struct.pack("<I", 1)), date, record(FORMATS_END),
        record(XFS, struct.pack("<I", 2)), both, record(XFS_END), record(STYLES_END),
    ))  # fmt: skip


def sheet(grid: Grid, strings: dict[str, int]) -> bytes:
    rows = []
    for at, cells in enumerate(grid.rows):
        filled = [cell(grid, at, column, value, strings) for column, value in enumerate(cells)]
        hidden = at + 1 in grid.hidden_rows
        if any(filled) or hidden:
            head = struct.pack("<IIHBBBI", at, 0, 300, 0, 0x10 * hidden, 0, 0)
            rows.append(record(ROW, head) + b"".join(filled))
    width = max(map(len, grid.rows), default=1)
    size = record(SIZE, struct.pack("<IIII", 0, max(len(grid.rows) - 1, 0), 0, max(width - 1, 0)))
    merged = [
        record(MERGE, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        for top, left, bottom, right in grid.merges
    ]
    merges = record(MERGES, struct.pack("<I", len(merged))) + b"".join(merged) + record(MERGES_END) if merged else b""
    return record(SHEET) + size + record(DATA) + b"".join(rows) + record(DATA_END) + merges + record(SHEET_END)


def cell(grid: Grid, row: int, column: int, value: Any, strings: dict[str, int]) -> bytes:
    is_date = isinstance(value, dt.date)
    place = struct.pack("<II", column, DATE_STYLE if is_date else 0)
    if error := grid.errors.get((row + 1, column + 1)):
        return record(ERROR, place + bytes([CODES[error]]))
    if value == "":
        return b""
    if isinstance(value, bool):
        return record(BOOL, place + bytes([value]))
    if is_date:
        return record(REAL, place + struct.pack("<d", serial(value)))
    if isinstance(value, int | float):
        return record(REAL, place + struct.pack("<d", value))
    return record(SHARED, place + struct.pack("<I", strings.setdefault(value, len(strings))))


def serial(day: dt.date) -> float:
    if isinstance(day, dt.datetime):
        return (day - dt.datetime.combine(EPOCH, dt.time())) / dt.timedelta(days=1)
    return float((day - EPOCH).days)


def around(sheets: int) -> dict[str, str]:
    """The XML parts about the binary ones."""
    kinds = [(f"worksheets/sheet{at}.bin", "worksheet") for at in range(1, sheets + 1)]
    kinds += [("styles.bin", "styles"), ("sharedStrings.bin", "sharedStrings")]
    linked = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for at, (target, kind) in enumerate(kinds, 1)
    )
    typed = "".join(
        f'<Override PartName="/xl/{target}" ContentType="application/vnd.ms-excel.{kind}"/>' for target, kind in kinds
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.bin" ContentType="{MAIN}"/>{typed}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}/relationships">{linked}</Relationships>',
    }
