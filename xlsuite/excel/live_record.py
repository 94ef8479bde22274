"""What we noted of ourselves in an open workbook: our sheets as they were written, our notes, our tints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from xlsuite.excel.inplace.record import HEAD_ROWS, MOST_IN_CELL, SHEET, USE, first_cell
from xlsuite.excel.live_plan import SheetPlan
from xlsuite.ledgers.lists import WRITTEN as TITLE
from xlsuite.model.grid import Grid
from xlsuite.model.text import whole

NEVER = "xlsuite/live"  # among the parts added: no file holds it, so that nobody takes the record for an exact one


class LiveSheet(NamedTuple):
    """A sheet of ours as we left it; `wanted` is the name it was to have, `rows` a digest of each row."""

    kind: str
    name: str
    first_cell: str
    rows: tuple[str, ...] = ()
    wanted: str = ""


class LiveMark(NamedTuple):
    """A cell we marked: where it stood, a digest of its note, and a digest of the row's first text, which tells
    whether that row still stands there."""

    sheet: str
    row: int
    column: int
    note: str
    row_sign: str


class LiveRecord(NamedTuple):
    """All that we wrote."""

    sheets: tuple[LiveSheet, ...] = ()
    marks: tuple[LiveMark, ...] = ()

    def named(self, kind: str) -> list[LiveSheet]:
        return [each for each in self.sheets if each.kind == kind]

    @property
    def notes(self) -> set[str]:
        return {mark.note for mark in self.marks}


def live_record(grids: Iterable[Grid]) -> LiveRecord:
    """The record that a workbook holds; of one that --in-place wrote only the sheets are taken."""
    for grid in grids:
        if first_cell(grid) != TITLE:
            continue
        text = "".join(whole(row[0]) for row in grid.rows[HEAD_ROWS - 1 :] if row)
        try:
            said = json.loads(text)
            rows, wanted = said.get("rows", {}), said.get("wanted", {})
            sheets = tuple(
                LiveSheet(str(kind), str(name), str(first), tuple(rows.get(name, ())), str(wanted.get(name, name)))
                for kind, name, first, *_ in said["sheets"]
            )
            return LiveRecord(sheets, tuple(LiveMark(*each) for each in said.get("marks", ())))
        except (ValueError, KeyError, TypeError):
            continue
    return LiveRecord()


def record_plan(record: LiveRecord) -> SheetPlan:
    """The hidden sheet that holds the record; --remove reads it in the saved file."""
    body: dict[str, Any] = {
        "version": 2,
        "sheets": [(each.kind, each.name, each.first_cell, "") for each in record.sheets],
        "added": [NEVER],
        "edits": {},
        "rows": {each.name: each.rows for each in record.sheets},
        "wanted": {each.name: each.wanted for each in record.sheets if each.wanted != each.name},
        "marks": record.marks,
        "notes": sorted(record.notes),
    }
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    pieces = [text[at : at + MOST_IN_CELL] for at in range(0, len(text), MOST_IN_CELL)]
    values: list[list[Any]] = [[TITLE], [USE], *([piece] for piece in pieces)]
    return SheetPlan(SHEET, values, hidden=True)


def row_sign(grid: Grid | None, row: int) -> str:
    """A digest of the first text of a row."""
    cells = grid.rows[row - 1] if grid and row <= len(grid.rows) else []
    first = next((whole(cell) for cell in cells if whole(cell)), "")
    return blake2b(first.encode(), digest_size=4).hexdigest()
