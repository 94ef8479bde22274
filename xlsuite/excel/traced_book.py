"""取数明细 of many workbooks: every row that a figure counts, with its unit, file, sheet and row; a column a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from xlsuite.excel.looks import GREY
from xlsuite.excel.newbook import TOTAL_LOOK, Head, NewBook, Page
from xlsuite.files.save import private_folder
from xlsuite.model.outcome import Figure
from xlsuite.verbs.figures.figure import Mean
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED
from xlsuite.verbs.together import DECLARED, GROUPS, groups

ROWS_A_SHEET = 1_000_000
HEADS = (
    Head("单位", 24), Head("来源文件", 30, quiet=True), Head("工作表", 20, quiet=True), Head("行", 7, "center"),
    Head("编号", 20),
)  # fmt: skip
NOTE = (
    "一行台账一行；某列为 1，这一行就计入该项数字（率为分子），一行里写了几条措施的写几。"
    "按列筛选有数的行，即是这个数字的全部出处；合计与“各项数字”一致。"
)
SUPPORTING_NOTE = (
    "一行台账一行；某列为 1，这一行就算在该项数字里（率为分子），按列筛选 1，即是这个数字的全部出处。"
    "人次、份数、天数、金额取行内的数，一行可以不只是 1。没有行号的是由名册、日历推出的应有名单里已经做到的。"
)


class Traced(NamedTuple):
    """One row of a ledger and how often each figure counts it, by id; row 0 is what was due and stands in no row.

    A row of a wide sheet may hold several measures.
    """

    unit: str
    file: str
    sheet: str
    row: int
    key: str
    figures: Mapping[str, int]


def traced_workbook(rows_of: Callable[[str], Iterable[Traced]], figures: Sequence[Figure], as_of: date) -> bytes:
    """The workbook, complete; `rows_of` gives the rows of a group of figures: risk, measure, pledges …"""
    with private_folder() as folder:
        book = NewBook("取数明细", as_of, folder=folder)
        for prefix, name in groups(each.id for each in figures):
            group = [each for each in figures if each.id.startswith(f"{prefix}.") and total_of(each) not in (0, "")]
            if group:
                note = NOTE if prefix in dict(GROUPS) else SUPPORTING_NOTE
                group_sheets(book, f"取数_{name}", note, group, rows_of(prefix), as_of)
        if not book.book.worksheets():
            page = book.sheet("取数明细", [60.0], "取数明细", GREY.solid)
            page.title("取数明细", "读到的文件里没有可算的数字。")
        return book.bytes()


def group_sheets(
    book: NewBook, name: str, note: str, figures: Sequence[Figure], rows: Iterable[Traced], as_of: date
) -> None:
    """One sheet, or as many as the rows need."""
    heads = [*HEADS, *(Head(each.name, 10, "center") for each in figures)]
    left: Iterator[Traced] = iter(rows)
    number = 1
    while True:
        title = name if number == 1 else f"{name}_{number}"
        page = book.sheet(title, [head.width for head in heads], f"{title}　统计截止日 {as_of}", GREY.solid)
        page.note(f"{title}　统计截止日 {as_of}　　{note}")
        page.header(heads)
        page.sheet.freeze_panes(page.row, len(HEADS))
        page.sheet.repeat_rows(page.row - 1)
        top = page.row - 1
        if number == 1:
            totals: list[Any] = ["合计", "", "", "", "", *map(total_of, figures)]
            page.line(heads, totals, dict.fromkeys(range(len(heads)), TOTAL_LOOK))
        written = put_rows(page, islice(left, ROWS_A_SHEET), [each.id for each in figures])
        page.sheet.autofilter(top, 0, page.row - 1, len(heads) - 1)
        if written < ROWS_A_SHEET:
            return
        number += 1


def total_of(figure: Figure) -> Any:
    """What the marks of a column add up to: of a mean the number of its rows; of a sum the sum itself, "" for none."""
    if figure.numerator is None:
        return figure.value if figure.value not in (UNFILLED, UNDECIDED) else ""
    return figure.denominator if isinstance(DECLARED.get(figure.id), Mean) else figure.numerator


def put_rows(page: Page, rows: Iterable[Traced], ids: Sequence[str]) -> int:
    count = 0
    for each in rows:
        for at, text in enumerate((each.unit, each.file, each.sheet)):
            page.text(page.row, at, text)
        if each.row:
            page.number(page.row, 3, each.row, align="center")
        page.text(page.row, 4, each.key)
        for at, id in enumerate(ids, len(HEADS)):
            if id in each.figures:
                page.number(page.row, at, each.figures[id], align="center")
        page.row += 1
        count += 1
    return count
