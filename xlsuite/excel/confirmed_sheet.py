"""已确认: findings that a person said are right, not raised again; and the hidden sheet by which a list is known."""

from __future__ import annotations

from collections.abc import Sequence

from xlsuite.excel.findings_lines import state_column
from xlsuite.excel.looks import GREY
from xlsuite.excel.marks_sheets import ABOUT, CODE, CONFIRMATIONS, TITLE
from xlsuite.excel.newbook import Head, NewBook
from xlsuite.verbs.marks import OPEN, Confirmed, face

HEADS = (
    Head("规则", 9, "center"), Head("工作表", 17), Head("编号", 16), Head("列", 12), Head("原内容", 22),
    Head("发现的问题", 43), Head("处理情况", 11, "center"), Head("说明", 22), Head("本次", 11, "center", quiet=True),
    Head(CODE, 0),
)  # fmt: skip
STATE_COLUMN = 6
USE = (
    f"这些问题有人选过“确认无误”，原内容不改就不再提示。要重新提示，把“处理情况”改回“{OPEN}”再检查。"
    "谁确认的、为什么，请写在“说明”里，会一直带下去。"
)


def confirmed_sheet(book: NewBook, foot: str, confirmed: Sequence[Confirmed]) -> None:
    """One row a confirmation: those that held something back now, then those with nothing to hold back."""
    page = book.sheet(CONFIRMATIONS, [head.width for head in HEADS], foot, GREY.solid)
    held = sum(each.now for each in confirmed)
    page.title("已确认", f"本次 {held} 条不再提示，另有 {len(confirmed) - held} 条本次没有出现。{USE}")
    page.gap()
    top = page.row
    page.header(HEADS)
    for each in sorted(confirmed, key=lambda one: not one.now):
        mark = each.mark
        shown = (mark.rule, mark.sheet, mark.key, mark.field, mark.value)
        cells = (
            *shown, mark.message, mark.state, mark.note, "不再提示" if each.now else "没有出现",
            f"{each.id}.{face(*shown)}.",
        )  # fmt: skip
        page.line_of_texts(HEADS, cells)
    page.sheet.set_column(len(HEADS) - 1, len(HEADS) - 1, 0, None, {"hidden": True})
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.autofilter(top, 0, page.row - 1, len(HEADS) - 1)
    page.sheet.repeat_rows(top)
    page.sheet.ignore_errors({"number_stored_as_text": f"A{top + 1}:J{page.row}"})
    state_column(page, top + 1, page.row - 1, STATE_COLUMN)


def about_sheet(book: NewBook, name: str, link: str, signs: Sequence[str]) -> None:
    """Which workbook the findings are of, so that 处理情况 is never taken for another one's."""
    page = book.sheet(ABOUT, [40, 80], name)
    for row in ((TITLE, ""), ("文件", name), ("位置", link), *((sign, "") for sign in signs)):
        for column, text in enumerate(row):
            page.text(page.row, column, text)
        page.row += 1
    page.sheet.very_hidden()
