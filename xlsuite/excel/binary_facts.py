"""What calamine does not tell of an .xlsb: merged cells, error values, hidden rows; and sparse sheets before it.

A sheet of an .xlsb is a run of records, each with its number, its length and its body ([MS-XLSB] 2.1.4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlsuite.excel.contained import SheetFacts
from xlsuite.excel.package import relations_of
from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, damaged, over_limit
from xlsuite.model.grid import Merge

# Record numbers of [MS-XLSB] 2.3.1.
ROW, ERROR, FORMULA_ERROR = 0, 3, 11
CELLS = frozenset((2, ERROR, 4, 5, 6, 7, 8, 9, 10, FORMULA_ERROR, 62))
MERGE, ONE_SHEET = 176, 156
ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip
HIDDEN = 0x10  # of byte 11 of a row: fDyZero


def read_sheets(archive: Archive) -> list[SheetFacts]:
    """The facts of each worksheet. Raises UnreadableFile: damaged, too_large."""
    main = next((path for path, kind in relations_of(archive, "").values() if kind == "officeDocument"), "")
    main = main or "xl/workbook.bin"
    links = relations_of(archive, main)
    found = []
    for number, body in _records(archive, main):
        if number != ONE_SHEET:
            continue
        link, place = _wide(archive, body, 8)
        name, _ = _wide(archive, body, place)
        path, kind = links.get(link, ("", ""))
        if kind == "worksheet":
            found.append(_facts(archive, name, path))
    return found


def _facts(archive: Archive, name: str, path: str) -> SheetFacts:
    merges: list[Merge] = []
    errors: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    row = last = wide = 0
    for number, body in _records(archive, path):
        if number == ROW and len(body) >= 12:
            row = int.from_bytes(body[:4], "little") + 1
            if body[11] & HIDDEN:
                hidden.add(row)
        elif number in CELLS and len(body) >= 9:
            column = int.from_bytes(body[:4], "little") + 1
            last, wide = max(last, row), max(wide, column)
            if number in (ERROR, FORMULA_ERROR):
                errors[row, column] = ERRORS.get(body[8], "#N/A")
        elif number == MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    if last * wide > LIMITS["cells"].most:
        raise over_limit("cells", last * wide, archive.name, f"的工作表“{name}”")
    return SheetFacts(name, tuple(merges), errors, frozenset(row for row in hidden if row <= last))


def _records(archive: Archive, part: str) -> Iterator[tuple[int, bytes]]:
    """The records of a part; one that ends beyond the part is a damaged file."""
    data = archive.read(part)
    place, end = 0, len(data)
    while place < end:
        number = data[place]
        place += 1
        if number & 0x80 and place < end:
            number = number & 0x7F | (data[place] & 0x7F) << 7
            place += 1
        size = shift = 0
        while shift < 28 and place < end:
            byte = data[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if place + size > end:
            raise damaged(archive.name, f"的部件“{part}”读不出来")
        yield number, data[place : place + size]
        place += size


def _wide(archive: Archive, body: bytes, place: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends; an absent one is empty."""
    if place + 4 > len(body):
        raise damaged(archive.name, "的工作表清单读不出来")
    (units,) = struct.unpack_from("<I", body, place)
    place += 4
    if units == 0xFFFFFFFF:
        return "", place
    if place + 2 * units > len(body):
        raise damaged(archive.name, "的工作表清单读不出来")
    return body[place : place + 2 * units].decode("utf-16-le", "replace"), place + 2 * units
