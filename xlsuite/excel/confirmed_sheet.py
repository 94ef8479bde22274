"""已确认: findings that a person said are right, not raised again; and the hidden sheet by which a list is known."""

from __future__ import annotations

from collections.abc import Sequence

from xlsuite.excel.findings_lines import state_column
from xlsuite.excel.looks import GREY, PANEL, QUIET
from xlsuite.excel.marks_sheets import ABOUT, CODE, CONFIRMATIONS, GROUP, TITLE
from xlsuite.excel.newbook import Head, Look, NewBook, Page
from xlsuite.verbs.causes import MANY_CELLS, VARYING, common_message, some
from xlsuite.verbs.marks import OPEN, Confirmed, face

HEADS = (
    Head("规则", 9, "center"), Head("工作表", 17), Head("编号", 16), Head("列", 12), Head("原内容", 22),
    Head("发现的问题", 43), Head("处理情况", 11, "center"), Head("说明", 22), Head("本次", 11, "center", quiet=True),
    Head(CODE, 0),
)  # fmt: skip
STATE_COLUMN = 6
TINT: Look = {"bg_color": PANEL}
FAINT: Look = {"font_color": QUIET}
USE = (
    f"这些问题有人选过“确认无误”，原内容不改就不再提示。要重新提示，把“处理情况”改回“{OPEN}”再检查。"
    "谁确认的、为什么，请写在“说明”里，会一直带下去。"
)


def confirmed_sheet(book: NewBook, foot: str, confirmed: Sequence[Confirmed]) -> None:
    """One row a confirmation: those that held something back now, then those with nothing to hold back."""
    page = book.sheet(CONFIRMATIONS, [head.width for head in HEADS], foot, GREY.solid)
    held = sum(each.now for each in confirmed)
    idle = len(confirmed) - held
    page.title("已确认", f"本次 {held} 条不再提示{f'，另有 {idle} 条没有再出现' if idle else ''}。{USE}")
    page.gap()
    top = page.row
    page.header(HEADS)
    page.sheet.outline_settings(True, False, True, False)
    for number, group in enumerate(grouped(confirmed), 1):
        confirmation_lines(page, group, number)
    page.sheet.set_column(len(HEADS) - 1, len(HEADS) - 1, 0, None, {"hidden": True})
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.autofilter(top, 0, page.row - 1, len(HEADS) - 1)
    page.sheet.repeat_rows(top)
    page.sheet.ignore_errors({"number_stored_as_text": f"A{top + 1}:J{page.row}"})
    state_column(page, top + 1, page.row - 1, STATE_COLUMN)


def grouped(confirmed: Sequence[Confirmed]) -> list[list[Confirmed]]:
    """By cause, as on the findings sheet; those that held something back come first."""
    groups: dict[tuple[object, ...], list[Confirmed]] = {}
    for each in sorted(confirmed, key=lambda one: not one.now):
        mark = each.mark
        cause = (each.now, mark.rule, mark.sheet, mark.field, VARYING.sub("…", mark.message))
        groups.setdefault(cause, []).append(each)
    return [
        part for group in groups.values() for part in ([group] if len(group) >= MANY_CELLS else [[e] for e in group])
    ]


def confirmation_lines(page: Page, group: Sequence[Confirmed], number: int) -> None:
    """One confirmation, or many of one cause under a line that opens and closes."""
    if len(group) == 1:
        page.line_of_texts(HEADS, cells_of(group[0], group[0].mark.state))
        return
    marks = [each.mark for each in group]
    shown = (
        marks[0].rule, marks[0].sheet, some((mark.key for mark in marks), "条", 1), marks[0].field,
        some((f"“{mark.value}”" for mark in marks if mark.value), "种"),
    )  # fmt: skip
    message = f"{len(group)} 处：{common_message(mark.message for mark in marks)}"
    head = (*shown, message, marks[0].state, "", now_word(group[0]), f"{GROUP}{number}.{face(*shown)}.")
    page.outline = {"collapsed": True}
    page.line_of_texts(HEADS, head, dict.fromkeys(range(len(HEADS)), TINT))
    page.outline = {"level": 1, "hidden": True}
    for each in group:
        page.line_of_texts(HEADS, cells_of(each, "", str(number)), dict.fromkeys((0, 1, 3), FAINT))
    page.outline = {}


def cells_of(each: Confirmed, state: str, group: str = "") -> tuple[str, ...]:
    mark = each.mark
    shown = (mark.rule, mark.sheet, mark.key, mark.field, mark.value)
    return (*shown, mark.message, state, mark.note, now_word(each), f"{each.id}.{face(*shown)}.{group}")


def now_word(each: Confirmed) -> str:
    return "不再提示" if each.now else "没有出现"


def about_sheet(book: NewBook, name: str, link: str, signs: Sequence[str]) -> None:
    """Which workbook the findings are of, so that 处理情况 is never taken for another one's."""
    page = book.sheet(ABOUT, [40, 80], name)
    for row in ((TITLE, ""), ("文件", name), ("位置", link), *((sign, "") for sign in signs)):
        for column, text in enumerate(row):
            page.text(page.row, column, text)
        page.row += 1
    page.sheet.very_hidden()
