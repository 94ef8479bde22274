"""A workbook being written: sheets ready to print, a row that moves down, tables; the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, NamedTuple

from xlsuite.excel.looks import (
    DIGITS,
    HEAD,
    HEADER,
    INK,
    LINE,
    NOTE_SIZE,
    QUIET,
    TITLE_SIZE,
    WHITE,
    Looks,
    Tone,
    number_of,
    put_number,
    put_text,
    row_height,
    storable,
)  # fmt: skip

Look = dict[str, Any]
TALL = 160.0  # points; a longer text is whole in its cell but not shown to its end
PRINT_WIDTH, PRINT_HEIGHT = 770.0, 512.0  # points of A4 across within the margins set here
LONG = 60  # characters that always fit


class Head(NamedTuple):
    """One column of a table: its title, its width, how its cells stand."""

    title: str
    width: float
    align: str = "left"
    quiet: bool = False

    @property
    def look(self) -> Look:
        found: Look = {"align": self.align, "text_wrap": True, "bottom": 1, "bottom_color": LINE}
        return {**found, "font_color": QUIET} if self.quiet else found


class NewBook:
    """A workbook in memory, stamped with the date `as_of`, so that it does not depend on the day it is made."""

    def __init__(
        self, title: str, as_of: date, made_by: str = "xlsuite", folder: str = "", steady: bool = False
    ) -> None:
        """`folder`: rows are kept there while the workbook is made, instead of in memory; for very many rows.

        steady: columns are as wide as digits of a font that every program has, so that a page laid out to the point
        comes out the same with and without Calibri.
        """
        from xlsxwriter import Workbook

        self.stream = io.BytesIO()
        held = {"constant_memory": True, "tmpdir": folder} if folder else {"in_memory": True}
        plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        font = {"default_format_properties": {"font_name": DIGITS, "font_size": 9}} if steady else {}
        self.book = Workbook(self.stream, {**held, **plain, **font})
        created = datetime.combine(as_of, time())
        self.book.set_properties({"title": storable(title), "comments": made_by, "created": created})
        self.book.set_size(2400, 1500)
        self.looks = Looks(self.book)

    def sheet(self, name: str, widths: Sequence[float], foot: str = "", tab: str = HEADER) -> Page:
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&9{foot_text(foot)}&R&9第 &P 页　共 &N 页")
        return Page(self, sheet, widths)

    def helper_sheet(self, name: str) -> Any:
        """A hidden sheet for cells that others are worked out from; nobody prints it, and it is ready to be printed."""
        page = self.sheet(name, (14.0,) * 10, name)
        page.sheet.hide()
        return page.sheet

    def bytes(self) -> bytes:
        self.book.close()
        return self.stream.getvalue()


class Page:
    """One sheet; `row` is the next one to be written, from 0."""

    def __init__(self, book: NewBook, sheet: Any, widths: Sequence[float]) -> None:
        self.book = book
        self.sheet = sheet
        self.widths = list(widths)
        self.row = 0
        self.heights: dict[int, float] = {}
        self.outline: dict[str, Any] = {}  # level, hidden, collapsed of the rows to come

    def height(self, row: int, points: float) -> None:
        self.sheet.set_row(row, points, None, self.outline)
        self.heights[row] = points

    def keep_together(self, starts: Sequence[int], repeated: int, loose: Collection[int] = ()) -> None:
        """Start a page before each block of rows that would otherwise be torn, if a page can hold it.

        `starts` are the first rows of the blocks; the first `repeated` rows of the sheet stand on every page. How much
        a page holds follows from the scale at which the columns fit its width. loose: starts of blocks that go on below
        the one before, even where a page ends within them.
        """
        self.sheet.repeat_rows(0, repeated - 1)
        room = PRINT_HEIGHT * max(1.0, sum(int(each * 7 + 5) * 0.75 for each in self.widths) / PRINT_WIDTH)
        head = self._points(0, repeated)
        used, breaks = self._points(0, starts[0]), []
        for start, end in zip(starts, [*starts[1:], self.row], strict=True):
            block = self._points(start, end)
            if used + block > room and used > head + 20 and start not in loose:
                breaks.append(start)
                used = head
            used += block
            while used > room:
                used -= room - head
        self.sheet.set_h_pagebreaks(breaks)

    def _points(self, first: int, last: int) -> float:
        return sum(self.heights.get(row, 15.0) for row in range(first, last))

    def text(self, row: int, column: int, text: str, **look: Any) -> None:
        put_text(self.sheet, self.book.looks, row, column, text, look)

    def number(self, row: int, column: int, value: float, **look: Any) -> None:
        put_number(self.sheet, self.book.looks, row, column, value, look)

    def value(self, row: int, column: int, value: Any, **look: Any) -> None:
        """A cell as it comes: a number, a printed rate as a number that prints the same, a text, or nothing."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.number(row, column, value, **look)
        elif isinstance(value, str) and value.endswith("%") and (rate := number_of(value)):
            self.number(row, column, rate[0], num_format=rate[1], **look)
        else:
            self.text(row, column, "" if value is None else str(value), **look)

    def span(self, row: int, first: int, last: int, value: Any, **look: Any) -> None:
        """One value over several columns."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self.book.looks.format(look))
        self.value(row, first, value, **look)

    def pieces(self, row: int, column: int, pieces: Iterable[tuple[str, Look]]) -> None:
        """A line of text in several faces."""
        parts: list[Any] = []
        for text, look in pieces:
            parts += [self.book.looks.format(look), text]
        self.sheet.write_rich_string(row, column, *parts, self.book.looks.format({}))

    def title(self, text: str, *notes: str) -> None:
        """The sheet's name in large, and under it one line for each note."""
        self.height(self.row, 30)
        self.text(self.row, 0, text, font_name=HEAD, font_size=TITLE_SIZE, bold=True)
        self.row += 1
        for note in notes:
            self.note(note)

    def note(self, text: str, **look: Any) -> None:
        """A quiet line over the whole width, as high as it needs."""
        width = sum(self.widths)
        self.height(self.row, row_height([(text, width * 10.5 / NOTE_SIZE)], 17.0))
        face = {"font_size": NOTE_SIZE, "font_color": QUIET, "text_wrap": True, **look}
        self.span(self.row, 0, len(self.widths) - 1, text, **face)
        self.row += 1

    def section(self, text: str, tone: str = HEADER) -> None:
        """A heading with a rule under it, over the whole width."""
        self.height(self.row, 24)
        look = {"font_name": HEAD, "font_size": 12, "bold": True, "font_color": INK, "bottom": 2, "bottom_color": tone}
        self.text(self.row, 0, text, **look)
        for column in range(1, len(self.widths)):
            self.text(self.row, column, "", bottom=2, bottom_color=tone)
        self.row += 1

    def gap(self, height: float = 12.0) -> None:
        self.height(self.row, height)
        self.row += 1

    def header(self, heads: Sequence[Head]) -> None:
        texts = [(head.title, self.widths[at]) for at, head in enumerate(heads) if head.width]
        self.height(self.row, row_height(texts, 24.0))
        for column, head in enumerate(heads):
            self.text(self.row, column, head.title, **HEADER_LOOK)
        self.row += 1

    def line(self, heads: Sequence[Head], cells: Sequence[Any], looks: Mapping[int, Look] | None = None) -> None:
        """One row of a table; `looks` changes single cells."""
        shown = [(str(cell), self.widths[at]) for at, cell in enumerate(cells) if cell is not None]
        self.height(self.row, row_height(shown))
        for column, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            look = head.look if looks is None or column not in looks else {**head.look, **looks[column]}
            self.value(self.row, column, cell, **look)
        self.row += 1

    def line_of_texts(
        self,
        heads: Sequence[Head],
        texts: Sequence[str],
        looks: Mapping[int, Look] | None = None,
        tallest: float = TALL,
    ) -> None:
        """One row of a table whose cells are texts, whatever they look like; a column without width is hidden."""
        shown = [each for each in zip(texts, self.widths, strict=True) if each[1]]
        self.height(self.row, row_height(shown, most=tallest))
        for column, (head, text) in enumerate(zip(heads, texts, strict=True)):
            look = head.look | (looks.get(column, {}) if looks else {})
            if len(text) > LONG and row_height([(text, self.widths[column])]) > tallest:
                look["valign"] = "top"  # what does not fit is hidden below, never the beginning
            self.text(self.row, column, text, **look)
        self.row += 1


HEADER_LOOK: Look = {
    "font_name": HEAD, "bold": True, "font_color": WHITE, "bg_color": HEADER, "align": "center", "text_wrap": True,
    "border": 1, "border_color": WHITE,
}  # fmt: skip

CODE_LOOK: Look = {"font_name": DIGITS, "font_size": 9}  # numbers of rows, dates as text: no wider than reckoned

TOTAL_LOOK: Look = {"bold": True, "font_name": HEAD, "top": 2, "top_color": HEADER}


def toned(tone: Tone, bold: bool = True) -> Look:
    """A cell that says something by its colour beside its word."""
    return {"font_color": tone.text, "bg_color": tone.tint, "font_name": HEAD, "bold": bold}


def foot_text(text: str) -> str:
    """A text for the foot of a page: & is doubled, and no more than Excel takes with the page numbers."""
    return storable(text)[:100].replace("&", "&&")


@contextmanager
def rows_folder(is_large: bool) -> Iterator[str]:
    """A private folder for the rows of a large workbook, removed afterwards; "" keeps them in memory."""
    if not is_large:
        yield ""
        return
    from xlsuite.files.save import private_folder

    with private_folder() as folder:
        yield folder
