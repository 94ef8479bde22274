"""两期对比: how many changes of each kind, both periods' figures side by side, and every change with both its cells."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from xlsuite.excel.links import cell_link
from xlsuite.excel.looks import BLUE, DIGITS, GREEN, GREY, ORANGE, RED, YELLOW, Tone
from xlsuite.excel.newbook import Head, Look, NewBook, Page, rows_folder, toned
from xlsuite.model.outcome import Table
from xlsuite.verbs import followed as kinds
from xlsuite.verbs.compare import Change, Comparison, tables

MANY = 5_000
LINKS_AT_MOST = 30_000
TONES: dict[str, Tone] = {
    kinds.NEW: BLUE, kinds.FINISHED: GREEN, kinds.CLOSING: GREEN, kinds.FORWARD: GREEN, kinds.REOPENED: RED,
    kinds.BACKWARD: RED, kinds.LATER: ORANGE, kinds.EARLIER: BLUE, kinds.DUE: YELLOW, kinds.RAISED: RED,
    kinds.LOWERED: GREEN, kinds.RATED: BLUE, kinds.ENDED: GREEN, kinds.REVIVED: ORANGE, kinds.REWORDED: GREY,
    kinds.DROPPED: GREY,
}  # fmt: skip
KIND_HEADS = (Head("台账", 24), Head("变化", 13, "center"), Head("行数", 9, "center"), Head("编号", 100))
FIGURE_HEADS = (Head("指标", 34), Head("上期", 18, "center"), Head("本期", 18, "center"), Head("增减", 22, "center"))
HEADS = (
    Head("变化", 11, "center"), Head("台账", 17, quiet=True), Head("编号", 16), Head("科室", 13), Head("内容", 30),
    Head("列", 11, quiet=True), Head("上期", 22), Head("本期", 22), 
    Head("上期位置", 17, quiet=True), Head("本期位置", 17, quiet=True),
)  # fmt: skip


def compare_workbook(comparison: Comparison, version: str, target: str = "") -> bytes:
    """The workbook, complete; `target` is where it will stand, for links to the cells of both periods."""
    with rows_folder(len(comparison.changes) > MANY) as folder:
        book = NewBook("两期对比", comparison.new.settings.as_of, f"xlsuite {version}", folder)
        by_kind, by_unit = tables(comparison)
        summary_sheet(book, comparison, by_kind, by_unit)
        change_sheet(book, comparison, os.path.dirname(target))
        return book.bytes()


def basis(comparison: Comparison) -> str:
    old, new = comparison.old, comparison.new
    return f"上期 {old.name}（截至 {old.settings.as_of}）　　本期 {new.name}（截至 {new.settings.as_of}）"


def summary_sheet(book: NewBook, comparison: Comparison, by_kind: Table, by_unit: Table) -> None:
    page = book.sheet("两期对比", [head.width for head in KIND_HEADS], basis(comparison), BLUE.solid)
    page.title("两期对比", basis(comparison))
    page.note(
        "按编号对照；没有编号的按内容对照（如责任书按上级、下级、签订日期）。逐条的前后内容和单元格见“变化明细”。"
    )
    page.section("变化")
    page.header(KIND_HEADS)
    for row in by_kind.rows:
        page.line(KIND_HEADS, row, {1: toned(TONES[row[1]])})
    if not by_kind.rows:
        page.note("两期没有不同。")
    figures_sheet(book, comparison)
    if len(by_unit.rows) > 1:
        unit_sheet(book, comparison, by_unit)


def figures_sheet(book: NewBook, comparison: Comparison) -> None:
    page = book.sheet("各项数字", [head.width for head in FIGURE_HEADS], basis(comparison), GREEN.solid)
    page.title("两期各项数字", basis(comparison))
    page.header(FIGURE_HEADS)
    page.sheet.repeat_rows(page.row - 1)
    page.sheet.freeze_panes(page.row, 1)
    for _, name, old, new in comparison.figures:
        look: Look = {"font_name": DIGITS}
        looks = {1: look, 2: {**look, "bold": True}, 3: look}
        page.line(FIGURE_HEADS, (name, number(old), number(new), difference(old, new)), looks)
    if not comparison.figures:
        page.note("两期没有共同的数字。")


def number(value: str) -> Any:
    return int(value) if value.isdigit() else value


def difference(old: str, new: str) -> str:
    """The step from one value to the other, exact: +3, −1.25 个百分点; "" where either is a word."""
    try:
        step = Decimal(new.rstrip("%")) - Decimal(old.rstrip("%"))
    except InvalidOperation:
        return ""
    if not step:
        return "—"
    sign = "+" if step > 0 else "−"
    return f"{sign}{abs(step)}" + (" 个百分点" if new.endswith("%") else "")


def unit_sheet(book: NewBook, comparison: Comparison, table: Table) -> None:
    heads = [
        Head(title, 24 if at == 0 else 11, "left" if at == 0 else "center") for at, title in enumerate(table.columns)
    ]
    page = book.sheet("各科室的变化", [head.width for head in heads], basis(comparison), GREEN.solid)
    page.title(table.name, basis(comparison))
    page.header(heads)
    page.sheet.repeat_rows(page.row - 1)
    for row in table.rows:
        page.line(heads, (row[0], *(count or "" for count in row[1:])))


def change_sheet(book: NewBook, comparison: Comparison, folder: str) -> None:
    """One line a change, by ledger and kind."""
    page = book.sheet("变化明细", [head.width for head in HEADS], basis(comparison), ORANGE.solid)
    page.title("变化明细", f"{basis(comparison)}　　共 {len(comparison.changes)} 处")
    top = page.row
    page.header(HEADS)
    page.sheet.repeat_rows(top)
    page.sheet.freeze_panes(top + 1, 3)
    links = (way(comparison.old.path, folder), way(comparison.new.path, folder))
    for line, each in enumerate(ordered(comparison.changes)):
        change_line(page, each, links if line < LINKS_AT_MOST else ("", ""))
    if not comparison.changes:
        page.note("两期没有不同。")
        return
    page.sheet.autofilter(top, 0, page.row - 1, len(HEADS) - 1)
    page.sheet.ignore_errors({"number_stored_as_text": f"A{top + 1}:J{page.row}"})


def ordered(changes: Sequence[Change]) -> list[Change]:
    ledgers = list(dict.fromkeys(each.ledger for each in changes))
    return sorted(changes, key=lambda each: (ledgers.index(each.ledger), kinds.KINDS.index(each.kind)))


def way(path: str, folder: str) -> str:
    try:
        return os.path.relpath(path, folder or os.curdir)
    except ValueError:  # another drive
        return os.path.abspath(path)


def change_line(page: Page, each: Change, links: tuple[str, str]) -> None:
    at = page.row
    texts = (
        each.kind, each.ledger, each.key, each.unit, each.name, each.field, each.old, each.new, each.old_place,
        each.new_place,
    )  # fmt: skip
    page.line_of_texts(HEADS, texts, {0: toned(TONES[each.kind])})
    for column, place, link in ((8, each.old_place, links[0]), (9, each.new_place, links[1])):
        sheet, _, cell = place.rpartition("!")
        if place and (target := cell_link(link, sheet, cell)):
            look = {**HEADS[column].look, "font_color": BLUE.text, "underline": 1}
            page.sheet.write_url(at, column, target, page.book.looks.format(look), place)
