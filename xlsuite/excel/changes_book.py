"""修正记录: every change a correction made, old and new, so that each can be taken back by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsuite.excel.newbook import Head, NewBook
from xlsuite.verbs.fix import Change

HEADS = (
    Head("工作表", 22), Head("单元格", 9, "center"), Head("编号", 17), Head("列", 14), Head("原内容", 34),
    Head("改为", 34), Head("依据规则", 11, "center", True),
)  # fmt: skip


def changes_workbook(name: str, changes: Sequence[Change], as_of: date) -> bytes:
    """The record of a correction as a workbook; `name` is the file corrected."""
    book = NewBook("修正记录", as_of)
    changes_sheet(book, name, changes, "只改写法，不改意思；原表没有改动")
    return book.bytes()


def changes_sheet(book: NewBook, name: str, changes: Sequence[Change], told: str) -> None:
    """One row a change; `told` says what became of the workbook itself."""
    page = book.sheet("修正记录", [head.width for head in HEADS], f"{name} 修正记录")
    page.title("修正记录", f"原表：{name}　共改 {len(changes)} 处　{told}")
    page.header(HEADS)
    page.sheet.repeat_rows(page.row - 1)
    page.sheet.freeze_panes(page.row, 0)
    for each in changes:
        page.line_of_texts(HEADS, (each.sheet, each.cell, each.key, each.field, each.old, each.shown, each.rule))
