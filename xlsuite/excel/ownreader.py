"""Our own reader of a sheet part, cell by cell: one bad cell is one remark and the rest is kept.

Slower than calamine by several times, so it reads only what calamine refuses, drops, or would die of.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from xlsuite.excel.cells import (
    BadCell,
    Styles,
    column_letters,
    column_number,
    decode,
    read_strings,
)
from xlsuite.excel.facts import LAST_COLUMN, LAST_ROW, remark
from xlsuite.excel.package import SheetPart, Workbook, parse_xml
from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, over_limit
from xlsuite.model.grid import CellRemark, Grid, Merge

FAR_ROWS, FAR_COLUMNS = 10_000, 500  # blank rows (columns) in between that make what lies beyond "far" …
FAR_CELLS = 200  # … if it is no more than this
_REFERENCE = "([A-Z]{1,3})([1-9][0-9]{0,6})"


class OwnReader:
    """Reads the sheets of one workbook; shared strings are read when the first sheet needs them."""

    def __init__(self, archive: Archive, workbook: Workbook, styles: Styles) -> None:
        self._archive = archive
        self._workbook = workbook
        self._styles = styles
        self._strings: list[str] | None = None

    def read(self, sheet: SheetPart, data: bytes) -> Grid:
        """Read one sheet part. Raises UnreadableFile if it is not XML or holds too much."""
        if self._strings is None:
            self._strings = read_strings(self._archive, self._workbook)
        cells = _SheetCells(self._archive.name, sheet, self._styles, self._strings, self._workbook.date1904)
        parse_xml(data, self._archive.name, sheet.path, cells.start, cells.end, cells.text)
        return cells.grid()


class _SheetCells:
    """Handlers for one sheet part, and what they gather."""

    def __init__(self, file: str, sheet: SheetPart, styles: Styles, strings: list[str], date1904: bool) -> None:
        self._file, self._sheet, self._styles, self._strings, self._date1904 = file, sheet, styles, strings, date1904
        self._reference = re.compile(_REFERENCE).fullmatch
        self._values: dict[tuple[int, int], Any] = {}
        self._errors: dict[tuple[int, int], str] = {}
        self._uncached: set[tuple[int, int]] = set()
        self._hidden_rows: set[int] = set()
        self._merges: list[Merge] = []
        self._remarks: list[CellRemark] = []
        self._row = self._column = self._last_row = 0
        self._cell: dict[str, str] = {}
        self._place: tuple[int, int] | None = None
        self._pieces: list[str] = []
        self._piece = 0  # where among them the text begins that is being taken
        self._taking = self._formula = self._stored = self._phonetic = self._keep = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self._taking = self._stored = self._keep = True
            self._pieces, self._piece = [], 0
        elif tag == "f":
            self._formula = True
        elif tag == "t" and not self._phonetic:
            self._taking = self._stored = True
            self._keep = attributes.get("xml:space") == "preserve"
            self._piece = len(self._pieces)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in ("v", "t") and self._taking:
            self._taking = False
            if not self._keep:
                self._pieces[self._piece :] = ["".join(self._pieces[self._piece :]).strip(" \t\r\n")]
        elif tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self._phonetic = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        self._column = 0
        if written is None:
            self._row += 1
        elif self._reference("A" + written) and int(written) <= LAST_ROW:
            self._row = int(written)
        else:
            self._row += 1
            self._say(self._row, 1, "reference", written, f"行号“{written}”不在工作表内，按第 {self._row} 行读取。")
        if self._row <= self._last_row:
            text = f"第 {self._row} 行在文件中排在第 {self._last_row} 行之后，已放回原位。请在 Excel 中打开并另存一次。"
            if self._row == self._last_row:
                text = f"第 {self._row} 行在文件中出现了两次，两处的内容合在一起读。请在 Excel 中打开并另存一次。"
            self._say(self._row, 1, "row_order", str(self._row), text)
        self._last_row = max(self._last_row, self._row)
        if attributes.get("hidden") in ("1", "true"):
            self._hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._pieces = attributes, []
        self._formula = self._stored = False
        written = attributes.get("r")
        self._column += 1
        if written is None:
            self._place = (max(self._row, 1), self._column)
            return
        match = self._reference(written)
        self._place = (int(match[2]), column_number(match[1])) if match else None
        if self._place is None or self._place[0] > LAST_ROW or self._place[1] > LAST_COLUMN:
            self._place = None
            return
        self._column = self._place[1]

    def _end_cell(self) -> None:
        text = "".join(self._pieces)
        place = self._place
        if place is None:
            if self._stored or self._formula:
                shown, at = self._cell.get("r", "")[:60], max(self._row, 1)
                message = f"单元格地址“{shown}”不在工作表内，其内容“{text[:60]}”没有读取。请在 Excel 中打开并另存一次。"
                self._say(at, 1, "reference", shown, message)
            return
        kind = self._cell.get("t", "")
        if self._formula and (not self._stored or (not text and kind not in ("str", "inlineStr"))):
            self._uncached.add(place)
        elif self._stored and place in self._values:
            message = f"{column_letters(place[1])}{place[0]} 在文件中出现了两次，取最后一次的内容。"
            self._say(*place, "row_order", text[:60], message)
        if self._stored and text:
            self._take(place, kind, text)

    def _take(self, place: tuple[int, int], kind: str, text: str) -> None:
        self._values[place] = ""
        if len(self._values) > LIMITS["values"].most:
            raise over_limit("values", len(self._values), self._file, f"的工作表“{self._sheet.name}”")
        if kind == "e":
            self._errors[place] = text.strip()
            return
        try:
            style = self._styles.kind(self._cell.get("s"))
            self._values[place] = decode(kind, style, text, self._strings, self._date1904)
        except BadCell as fault:
            self._remarks.append(remark(place, fault, text))

    def _merge(self, written: str) -> None:
        match = re.fullmatch(f"{_REFERENCE}(?::{_REFERENCE})?", written)
        if match is None:
            self._say(1, 1, "reference", written[:60], f"合并区域“{written[:60]}”不是单元格区域，没有读取。")
            return
        left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], int(match[4] or match[2])
        columns = sorted((column_number(left), column_number(right)))
        self._merges.append(Merge(min(top, bottom), columns[0], max(top, bottom), columns[1]))

    def _say(self, row: int, column: int, code: str, text: str, message: str) -> None:
        self._remarks.append(CellRemark(row, column, code, text, message))

    def grid(self) -> Grid:
        """The sheet laid out, without its far cells."""
        far = far_cells(self._values, LIMITS["cells"].most)
        if len(far) > FAR_CELLS:
            last_row = max(row for row, _ in self._values)
            last_column = max(column for _, column in self._values)
            raise over_limit("cells", last_row * last_column, self._file, f"的工作表“{self._sheet.name}”")
        for place in far:
            value = self._values.pop(place)
            address, text = f"{column_letters(place[1])}{place[0]}", str(value)[:60]
            message = f"{address} 远离表格，其内容“{text}”没有读取。如属误填，请在 Excel 中删去这一格。"
            self._say(*place, "far", text, message)
        height = max((row for row, _ in self._values), default=0)
        width = max((column for _, column in self._values), default=0)
        rows: list[list[Any]] = [[""] * width for _ in range(height)]
        for (row, column), value in self._values.items():
            rows[row - 1][column - 1] = value
        gone = set(far)
        return Grid(
            self._sheet.name,
            rows,
            tuple(self._merges),
            {place: text for place, text in self._errors.items() if place not in gone},
            frozenset(self._uncached),
            frozenset(self._hidden_rows),
            self._sheet.hidden,
            tuple(sorted(self._remarks)),
        )


def far_cells(values: dict[tuple[int, int], Any], most: int) -> list[tuple[int, int]]:
    """The places to leave out so that the rest is a table: strays beyond a wide gap, then whatever makes it too large.

    May return more than FAR_CELLS places: then the sheet is no table and is to be refused.
    """
    kept = set(values)
    far: list[tuple[int, int]] = []
    for axis, gap in ((0, FAR_ROWS), (1, FAR_COLUMNS)):
        stray = _beyond_gap(kept, axis, gap)
        far.extend(stray)
        kept.difference_update(stray)
    far.extend(_beyond_limit(kept, most))
    return sorted(far)


def _beyond_limit(places: set[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """Take the last row or the last column away, whichever holds less, until the rectangle is small enough."""
    lines: tuple[dict[int, set[tuple[int, int]]], ...] = ({}, {})
    if not places or max(row for row, _ in places) * max(column for _, column in places) <= most:
        return []
    for place in places:
        for axis in (0, 1):
            lines[axis].setdefault(place[axis], set()).add(place)
    order = tuple(sorted(line) for line in lines)
    far: list[tuple[int, int]] = []
    while len(far) <= FAR_CELLS and order[0][-1] * order[1][-1] > most:
        stray = min((lines[1][order[1][-1]], lines[0][order[0][-1]]), key=len)
        for place in tuple(stray):
            far.append(place)
            for axis in (0, 1):
                lines[axis][place[axis]].discard(place)
        for axis in (0, 1):
            while order[axis] and not lines[axis][order[axis][-1]]:
                order[axis].pop()
    return far


def _beyond_gap(places: set[tuple[int, int]], axis: int, gap: int) -> list[tuple[int, int]]:
    counts = Counter(place[axis] for place in places)
    lines = sorted(counts, reverse=True)
    beyond, cut = 0, None
    for line, before in pairwise(lines):
        beyond += counts[line]
        if beyond > FAR_CELLS or beyond * 2 > len(places):
            break
        if line - before > gap:
            cut = line
    return [place for place in places if cut is not None and place[axis] >= cut]
