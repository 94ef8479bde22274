"""What calamine does not tell of an .xls: error values and hidden rows, found in the records of its sheets ([MS-XLS]).

Facts only: a file that cannot be followed here, an encrypted one too, yields none, and calamine judges it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xlsuite.excel.binary_facts import ERRORS
from xlsuite.excel.compound import Compound
from xlsuite.excel.contained import SheetFacts
from xlsuite.model.grid import Merge

# Record numbers of [MS-XLS] 2.3.
BEGIN, END, SHEET, LOCKED = 0x809, 0x0A, 0x85, 0x2F
ROW, FORMULA, ERROR, MERGES = 0x208, 0x06, 0x205, 0xE5
ABOUT, TELLING = frozenset((BEGIN, SHEET, LOCKED)), frozenset((ROW, FORMULA, ERROR, MERGES))
BIFF8 = b"\x00\x06"
HIDDEN = 0x20  # of byte 12 of a row: fDyZero


def read_sheets(content: bytes) -> list[SheetFacts]:
    """The facts of each worksheet; none where the file is not what it seems."""
    try:
        stream = Compound(content).stream("Workbook")
        sheets = list(named_sheets(stream))
        return [facts(stream, name, start) for name, start in sheets]
    except (struct.error, IndexError, ValueError):
        return []


def records(stream: bytes, place: int, wanted: frozenset[int]) -> Iterator[tuple[int, bytes]]:
    """The wanted records from a place to the end of their sheet, without those of charts inside it."""
    depth, end = 0, len(stream) - 3
    head = struct.Struct("<HH").unpack_from
    while place < end:
        kind, length = head(stream, place)
        if kind == BEGIN:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                return
        if kind in wanted and depth == 1:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def named_sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """The worksheets: name and place. Nothing of a workbook that is encrypted or older than BIFF8."""
    for kind, body in records(stream, 0, ABOUT):
        if kind == LOCKED or (kind == BEGIN and body[:2] != BIFF8):
            return
        if kind == SHEET and body[5] == 0:
            wide = body[7] & 1
            name = body[8 : 8 + (body[6] << wide)].decode("utf-16-le" if wide else "latin-1")
            yield name, struct.unpack_from("<I", body)[0]


def facts(stream: bytes, name: str, start: int) -> SheetFacts:
    merges: list[Merge] = []
    errors: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    for kind, body in records(stream, start, TELLING):
        if kind == ROW and body[12] & HIDDEN:
            hidden.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == MERGES:
            for at in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", body, at)
                merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
        elif kind in (ERROR, FORMULA) and (code := error_in(kind, body)) is not None:
            row, column = struct.unpack_from("<HH", body)
            errors[row + 1, column + 1] = ERRORS.get(code, "#N/A")
    return SheetFacts(name, tuple(merges), errors, frozenset(hidden))


def error_in(kind: int, body: bytes) -> int | None:
    """The code of an error that a cell holds: typed, or as the result of a formula."""
    if kind == ERROR:
        return body[6] if body[7] else None
    return body[8] if body[12:14] == b"\xff\xff" and body[6] == 2 else None
