"""The public copy of the ledgers, and beside it the list for the one who gives it out; both made of values alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsuite.errors import XlsuiteError
from xlsuite.excel.looks import GREEN, LINE, ORANGE, column_width, fitted, row_height, sheet_name
from xlsuite.excel.newbook import Head, Look, NewBook, Page
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.model.text import whole
from xlsuite.verbs.masking import Masker
from xlsuite.verbs.redact import PublicTable, Redacted

FACE: Look = {"text_wrap": True, "bottom": 1, "bottom_color": LINE}
WIDEST = 300.0  # units of width in which all columns of a ledger are still readable on paper
SAMPLE = 200  # rows looked at for the width of a column
MASKED_HEADS = (
    Head("工作表", 20), Head("单元格", 9, "center"), Head("列", 18), Head("类别", 16), Head("公开版里写作", 60),
)  # fmt: skip
DOUBT_HEADS = (Head("工作表", 20), Head("位置", 18), Head("列", 18), Head("要看什么", 72))


def public_workbook(done: Redacted) -> bytes:
    """The public copy: a sheet a ledger, its header in the first row. Raises XlsuiteError if anything shows through."""
    book = NewBook("公开版", done.as_of)
    taken: list[str] = []
    for table in done.tables:
        taken.append(sheet_name(table.title, taken))
        table_sheet(book, taken[-1], table)
    if not done.tables:
        book.sheet("公开版", [60]).title("没有可公开的台账", "这个工作簿里没有认出台账。")
    content = book.bytes()
    nothing_shows(content, done)
    return content


def table_sheet(book: NewBook, name: str, table: PublicTable) -> None:
    columns = [[header, *(shown(row[at]) for row in table.rows)] for at, header in enumerate(table.headers)]
    filled = [at for at, texts in enumerate(columns) if any(texts[1:])] or list(range(len(columns)))
    widths = fitted([column_width(columns[at][: SAMPLE + 1], least=8, most=32) for at in filled], total=WIDEST)
    heads = [Head(table.headers[at], width) for at, width in zip(filled, widths, strict=True)]
    page = book.sheet(name, widths, f"{table.title}（公开版）")
    page.header(heads)
    page.sheet.freeze_panes(1, 0)
    page.sheet.repeat_rows(0)
    for number, row in enumerate(table.rows, 1):
        texts = [(columns[at][number], width) for at, width in zip(filled, widths, strict=True)]
        page.height(page.row, row_height(texts))
        for place, at in enumerate(filled):
            put(page, place, row[at])
        page.row += 1


def shown(cell: Any) -> str:
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else whole(cell)


def put(page: Page, at: int, cell: Any) -> None:
    """A cell as it is: days stay days, numbers numbers, all else text."""
    if isinstance(cell, datetime | date):
        look = page.book.looks.format({**FACE, "num_format": "yyyy-mm-dd", "align": "center"})
        page.sheet.write_datetime(page.row, at, cell, look)
    elif isinstance(cell, float | int) and not isinstance(cell, bool):
        page.number(page.row, at, cell, **FACE, align="center")
    else:
        page.text(page.row, at, whole(cell), **FACE)


def nothing_shows(content: bytes, done: Redacted) -> None:
    """Read the finished copy as anybody will: no name we know of and no number may be left in it."""
    masker = Masker(done.names)
    for grid in read_grids_bytes(content, "公开版"):
        for number, row in enumerate(grid.rows, 1):
            for cell in row:
                found = masker.cell(cell)
                whole_names = [name for name in done.names if len(name) > 2 and name in whole(cell)]
                if whole_names or found.kinds:
                    raise XlsuiteError(
                        f"公开版“{grid.name}”第 {number} 行还看得出姓名或号码，没有写出。请反馈给维护者（不要附原表）。"
                    )


def list_workbook(name: str, done: Redacted) -> bytes:
    """What was hidden and what a person has to look at; for inside use, though it quotes nothing that was hidden."""
    book = NewBook(f"{name} 脱敏清单", done.as_of)
    doubts = [(each.sheet, each.place, each.field, each.why) for each in done.doubts]
    masked = [(each.sheet, each.cell, each.field, each.kinds, each.shown) for each in done.masked]
    look_first = "公开之前请逐条看过；没有把握的，宁可略去。"
    list_sheet(book, "要人工看的", name, DOUBT_HEADS, doubts, ORANGE.solid, look_first)
    about = "单元格是原表里的位置；这张清单不含被遮盖的原文。"
    list_sheet(book, "已遮盖", name, MASKED_HEADS, masked, GREEN.solid, about)
    return book.bytes()


def list_sheet(
    book: NewBook, title: str, name: str, heads: Sequence[Head], lines: Sequence[tuple[str, ...]], tab: str, note: str
) -> None:
    page = book.sheet(title, [head.width for head in heads], f"{name}　脱敏清单（内部）", tab)
    page.title(title, f"{name}　共 {len(lines)} 条。{note}")
    page.gap()
    top = page.row
    page.header(heads)
    for line in lines:
        page.line_of_texts(heads, line)
    if not lines:
        page.note("没有。")
        return
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.autofilter(top, 0, page.row - 1, len(heads) - 1)
    page.sheet.repeat_rows(top)
