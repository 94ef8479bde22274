"""各单位数字: a sheet a subject or ledger, a line a unit, a column a figure; the sum of all units comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from xlsuite.excel.figure_sheets import shown
from xlsuite.excel.looks import BLUE, DIGITS, GREEN, GREY, ORANGE, RED
from xlsuite.excel.newbook import TOTAL_LOOK, Head, NewBook, Page, rows_folder
from xlsuite.model.outcome import Figure
from xlsuite.model.rates import NONE
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED
from xlsuite.verbs.together import groups

TITLE = "各单位数字"
MANY = 5_000  # units from which rows are not kept in memory
NARROW, WIDE = 11.0, 14.0
LEAST, MOST, PAGE = 26.0, 60.0, 150.0  # widths: of the units' names, and of what a page shows in a legible size
TABS = {"risk": RED.solid, "measure": GREEN.solid, "rectification": BLUE.solid}
NOTE = (
    "口径见“单位总览”的“各项数字”，每个数字是哪几行见“取数明细”。空白为这个单位没有这类台账；率按分子、分母相加后算。"
)
BAR = {
    "type": "data_bar", "bar_solid": True, "bar_color": "#A9CFA6", "min_type": "num", "max_type": "num",
    "min_value": 0, "max_value": 1,
}  # fmt: skip

Units = Iterable[tuple[str, Mapping[str, Figure]]]


def units_workbook(
    figures: Sequence[Figure], units_of: Callable[[str], Units], count: int, as_of: date, version: str
) -> bytes:
    """The workbook, complete. figures: those of all; units_of: the units that have figures of a group, with them."""
    with rows_folder(count > MANY) as folder:
        book = NewBook(TITLE, as_of, f"xlsuite {version}", folder)
        for prefix, name in groups(each.id for each in figures):
            some = [each for each in figures if each.id.startswith(f"{prefix}.")]
            group_sheet(book, name, TABS.get(prefix, ORANGE.solid), some, units_of(prefix), as_of)
        if not figures:
            page = book.sheet(TITLE, [60.0], TITLE, GREY.solid)
            page.title(TITLE, "读到的文件里没有可算的数字。")
        return book.bytes()


def group_sheet(book: NewBook, name: str, tab: str, figures: Sequence[Figure], units: Units, as_of: date) -> None:
    columns = [Head(each.name, WIDE if is_wide(each) else NARROW, "center") for each in figures]
    wide = sum(head.width for head in columns)
    heads = [Head("单位", min(MOST, max(LEAST, 0.8 * PAGE - wide))), *columns]
    page = book.sheet(name, [head.width for head in heads], f"{TITLE}　{name}　统计截止日 {as_of}", tab)
    page.title(f"{name}：{TITLE}", f"统计截止日 {as_of}")
    page.note(NOTE)
    page.header(heads)
    top = page.row - 1
    page.sheet.freeze_panes(page.row, 1)
    page.sheet.repeat_rows(top)
    page.sheet.repeat_columns(0)
    page.sheet.fit_to_pages(ceil((LEAST + wide) / PAGE), 0)
    line(page, heads, "合计", figures, True)
    first = page.row
    for unit, known in units:
        line(page, heads, unit, [known.get(each.id) for each in figures])
    page.sheet.autofilter(top, 0, max(first, page.row - 1), len(heads) - 1)
    for at, each in enumerate(figures, 1):
        if each.denominator is not None and each.value.endswith("%"):
            page.sheet.conditional_format(first, at, max(first, page.row - 1), at, BAR)


def is_wide(figure: Figure) -> bool:
    return len(figure.name) > 9 or figure.numerator is None


def line(
    page: Page, heads: Sequence[Head], unit: str, figures: Sequence[Figure | None], is_total: bool = False
) -> None:
    more = TOTAL_LOOK if is_total else {}
    page.line(heads, [unit, *("" for _ in figures)], {at: more for at in range(len(heads))})
    for at, each in enumerate(figures, 1):
        if each is None:
            continue
        value: Any = each.value
        look = {**heads[at].look, **more, "font_name": DIGITS}
        if value in (NONE, UNDECIDED, UNFILLED):
            look["font_color"] = GREY.text
        else:
            value, look = shown(each, look)
        page.value(page.row - 1, at, value, **look)
