"""The page that the 一览 is drawn on: a grid of narrow columns of one width, and cells that span some of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from math import ceil
from typing import Any

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.looks import DIGITS, HEAD, HEADER, LINE, QUIET, put_formula, shortened, storable, units
from xlsuite.excel.newbook import Look, NewBook, Page

HALF, COLUMNS = 29, 59  # columns of a panel; of the page: two panels and one between
RIGHT = HALF + 1
PRINTED_WIDTH, PRINTED_HEIGHT = 784.0, 523.0  # points of A4 across within the margins set here
NARROWEST, WIDEST = 19, 25  # pixels of a column; wider only where a page cannot be brought together any more
POINTS_A_PIXEL = 0.75


def room_of(pixels: int) -> float:
    """How many points of rows fit one page at the scale at which columns so wide fit its width."""
    return PRINTED_HEIGHT * pixels * COLUMNS * POINTS_A_PIXEL / PRINTED_WIDTH


class Canvas:
    """Cells placed by row and column of the grid, with the height of every row known.

    pixels: how wide a column is; chosen so that a page of the height asked for fills A4 across.
    """

    def __init__(self, book: NewBook, name: str, height: float, foot: str, tab: str) -> None:
        wanted = height * PRINTED_WIDTH / PRINTED_HEIGHT / POINTS_A_PIXEL / COLUMNS
        self.pixels = max(NARROWEST, ceil(wanted))
        self.book = book
        self.page: Page = book.sheet(name, [(self.pixels - 5) / 7] * COLUMNS, foot, tab)
        self.sheet = self.page.sheet
        self.sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.55)
        self.sheet.center_horizontally()

    @property
    def room(self) -> float:
        """How many points of rows a printed page holds."""
        return room_of(self.pixels)

    def height(self, row: int, points: float) -> None:
        self.page.height(row, points)

    def width(self, columns: int) -> float:
        """How many half-width characters of the standard size some columns hold."""
        return columns * self.pixels / 7 - 1

    def put(self, row: int, left: int, columns: int, cell: Cell, look: Look, rows: int = 1) -> None:
        """One cell over some columns, and rows."""
        form = self.book.looks.format(look)
        if columns > 1 or rows > 1:
            self.sheet.merge_range(row, left, row + rows - 1, left + columns - 1, "", form)
        value = storable(cell.value) if isinstance(cell.value, str) else cell.value
        if cell.formula:
            put_formula(self.sheet, row, left, cell.formula, form, stored(value))
        elif cell.link:
            self.sheet.write_url(row, left, cell.link, form, shortened(str(value)))
        elif isinstance(value, date):
            self.sheet.write_datetime(row, left, datetime.combine(value, time()), form)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(row, left, value, form)
        else:
            self.page.text(row, left, "" if value is None else str(value), **look)

    def blank(self, row: int, left: int, columns: int, look: Look) -> None:
        for column in range(left, left + columns):
            self.sheet.write_blank(row, column, None, self.book.looks.format(look))

    def rule(self, rows: tuple[int, int], left: int, columns: int, criteria: str, look: Look) -> None:
        """A look for cells while a formula holds; it is written for the first cell of the range."""
        style = {"type": "formula", "criteria": criteria, "format": self.book.book.add_format(look)}
        self.sheet.conditional_format(rows[0], left, rows[1], left + columns - 1, style)

    def section(self, row: int, left: int, name: str, note: Cell) -> None:
        """The head of a panel: its name, what it says, and a rule below both."""
        self.height(row, SECTION)
        line: Look = {"bottom": 1, "bottom_color": HEADER}
        taken = min(HALF - 6, ceil((units(name) + 2) * 12.5 / 10.5 / self.width(1000) * 1000))
        self.put(row, left, taken, Cell(name), {**line, "font_name": HEAD, "font_size": 12, "bold": True})
        quiet: Look = {**line, "font_size": 8.5, "font_color": QUIET, "shrink": True}
        note = note if note.formula else note._replace(value=cut(str(note.value), self.width(HALF - taken) * 1.35))
        self.put(row, left + taken, HALF - taken, note, quiet)


SECTION, HEADS, ROW, GAP = 20.0, 16.5, 17.5, 9.0  # heights in points
HEAD_LOOK: Look = {"font_size": 9, "font_color": QUIET, "bottom": 1, "bottom_color": LINE, "shrink": True}
LINE_LOOK: Look = {"bottom": 4, "bottom_color": LINE}
SUM_LOOK: Look = {"top": 1, "top_color": HEADER, "bold": True}
NUMBER: Look = {"font_name": DIGITS, "font_size": 10, "align": "center"}


def stored(value: Any) -> Any:
    """A formula's result as the file holds it: dates as their number of days."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else "" if value is None else value


def cut(text: str, width: float) -> str:
    """A text that fits a width, its end given up for … where it must be; line breaks become blanks."""
    text = " ".join(text.split())
    if units(text) <= width:
        return text
    while text and units(text) > width - 2:
        text = text[:-1]
    return text + "…"


def mixed(one: str, other: str, part: float) -> str:
    """A colour between two."""
    pairs = zip(parts(one), parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)


def parts(colour: str) -> Sequence[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
