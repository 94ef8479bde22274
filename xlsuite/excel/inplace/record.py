"""What we wrote into a workbook, kept in a hidden sheet of it: which sheets are ours, and how every edit is undone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from xlsuite.excel.xmltext import stored
from xlsuite.ledgers.lists import WRITTEN as TITLE
from xlsuite.model.grid import Grid
from xlsuite.model.text import whole

SHEET = "xlsuite记录"
USE = "这张表记着 xlsuite 加了什么，清除时按它还原。请不要改动；用“xlsuite 检查 文件 --remove”清除。"
MOST_IN_CELL = 30_000
HEAD_ROWS = 3


class Ours(NamedTuple):
    """A sheet that we wrote: the verb it belongs to, its name, its first cell and its colour, by which it is known."""

    kind: str
    name: str
    first_cell: str
    colour: str


class Record(NamedTuple):
    """All that we wrote: our sheets, the parts we added, and for each part we edited how it is undone.

    notes: digests of the notes that a button put into the open workbook, where they are signed with the user's name.
    """

    sheets: tuple[Ours, ...]
    added: tuple[str, ...]
    edits: dict[str, Any]
    notes: frozenset[str] = frozenset()

    @property
    def kinds(self) -> set[str]:
        return {each.kind for each in self.sheets}


def note_sign(text: str) -> str:
    """A digest of a note that does not mind how a program keeps line breaks and blanks."""
    return blake2b(re.sub(r"\s+", "", text).encode(), digest_size=8).hexdigest()


def first_cell(grid: Grid) -> str:
    return whole(grid.cell(1, 1))


def record_of(grids: Iterable[Grid]) -> Record | None:
    """The record that a workbook holds, whatever the sheet is called by now; None where there is none to be read."""
    for grid in grids:
        if first_cell(grid) != TITLE:
            continue
        text = "".join(whole(row[0]) for row in grid.rows[HEAD_ROWS - 1 :] if row)
        try:
            said = json.loads(text)
            sheets = tuple(Ours(*map(str, each)) for each in said["sheets"])
            notes = frozenset(map(str, said.get("notes", ())))
            return Record(sheets, tuple(map(str, said["added"])), dict(said["edits"]), notes)
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return None


def own_names(grids: Sequence[Grid], record: Record | None) -> set[str]:
    """The sheets that are ours and still look so; one that was renamed, or its title typed over, is the user's now."""
    first = {grid.name: first_cell(grid) for grid in reversed(grids)}
    ours = {each.name for each in record.sheets if first.get(each.name) == each.first_cell} if record else set()
    return ours | {grid.name for grid in grids if first_cell(grid) == TITLE}


def record_sheet(record: Record) -> bytes:
    """The sheet's part: the title, what it is for, then the record in as many cells as it takes."""
    body = {"version": 1, "sheets": record.sheets, "added": record.added, "edits": record.edits}
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    pieces = [text[at : at + MOST_IN_CELL] for at in range(0, len(text), MOST_IN_CELL)]
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t xml:space="preserve">{stored(piece)}</t></is></c>'
        "</row>"
        for number, piece in enumerate([TITLE, USE, *pieces], 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()
