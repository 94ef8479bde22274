"""Where the cells of a sheet's XML stand, byte for byte, so that one is changed and all around it stays as it was.

Places come from the XML parser and not from a pattern: prefixed names, single quotes, comments, and rows and cells
without a reference are all allowed (ECMA-376 part 1, §18.3.1.4, §18.3.1.73) and must not be lost.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

from xlsuite.excel.cells import column_number
from xlsuite.excel.package import local_name

TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")


class Span(NamedTuple):
    """A cell: its bytes from `start` to `end`, its style as written, and whether it holds a formula."""

    start: int
    end: int
    style: str
    is_formula: bool


class Row(NamedTuple):
    """A row: its start tag from `start` to `inside`, its end tag at `end` (the same for an empty one), its cells."""

    start: int
    inside: int
    end: int
    prefix: str
    is_empty: bool
    cells: dict[int, Span]


def rows_at(xml: bytes, wanted: set[int]) -> dict[int, Row]:
    """The wanted rows of a sheet part in UTF-8, by number; of a row that stands twice, the last one."""
    finder = _Finder(xml, wanted)
    finder.parse()
    return finder.rows


class _Finder:
    """Expat handlers that keep count of rows and columns as the readers do."""

    def __init__(self, xml: bytes, wanted: set[int]) -> None:
        self.xml, self.wanted = xml, wanted
        self.rows: dict[int, Row] = {}
        self.parser = expat.ParserCreate()
        self.row = self.column = 0
        self.open: Row | None = None
        self.cell: tuple[int, str] | None = None
        self.is_formula = False

    def parse(self) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.Parse(self.xml, True)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            if self.row in self.wanted:
                self.open_row(tag)
        elif self.open is not None and name == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            self.column = column_number(letters) if letters else self.column + 1
            self.cell, self.is_formula = (self.parser.CurrentByteIndex, attributes.get("s", "0")), False
        elif self.cell is not None and name == "f":
            self.is_formula = True

    def open_row(self, tag: str) -> None:
        start = self.parser.CurrentByteIndex
        inside = self.after(start)
        self.open = Row(start, inside, inside, tag[: -len("row")], self.xml[inside - 2 : inside] == b"/>", {})

    def after(self, place: int) -> int:
        """Where the tag that begins at a place ends."""
        found = TAG.match(self.xml, place)
        assert found is not None
        return found.end()

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "c" and self.open is not None and self.cell is not None:
            start, style = self.cell
            end = self.after(self.parser.CurrentByteIndex)
            self.open.cells[self.column] = Span(start, end, style, self.is_formula)
            self.cell = None
        elif name == "row" and self.open is not None:
            end = self.open.inside if self.open.is_empty else self.parser.CurrentByteIndex
            self.rows[self.row] = self.open._replace(end=end)
            self.open = None
