"""The merged workbook: one sheet a ledger, each row with where it came from; texts stay texts, dates stay dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from xlsuite.excel.looks import GREY, ORANGE, RED, column_width, sheet_name
from xlsuite.excel.newbook import Head, NewBook, Page, rows_folder, toned
from xlsuite.model.text import whole
from xlsuite.verbs.merge import SOURCE, Clash, Merged

SAMPLE = 200  # rows looked at for the width of a column
MANY = 5_000  # rows from which they are not kept in memory
ROWS_A_SHEET = 1_000_000  # an .xlsx holds 1,048,576; the rest goes on a sheet of its own
CLASH_HEADS = (
    Head("台账", 20), Head("编号", 20), Head("情况", 12, "center"), Head("来源单位", 26),
    Head("来源文件", 40, quiet=True), Head("来源工作表", 22, quiet=True), Head("来源行", 10, "center"),
)  # fmt: skip


def merged_workbook(ledgers: Sequence[Merged], as_of: date, clashes: Sequence[Clash] = ()) -> bytes:
    """The merged ledgers as one workbook; the first row of each sheet is its header, so that it reads as a ledger."""
    with rows_folder(sum(each.total for each in ledgers) > MANY) as folder:
        book = NewBook("合并台账", as_of, folder=folder)
        taken: list[str] = []
        for each in ledgers:
            ledger_sheets(book, each, taken)
        if clashes:
            clash_sheet(book, clashes)
        return book.bytes()


def ledger_sheets(book: NewBook, each: Merged, taken: list[str]) -> None:
    """One sheet, or as many as its rows need."""
    names = (*SOURCE, *each.columns)
    sample = list(islice(each.rows, SAMPLE))
    texts = [[name, *(whole(row[at]) for row in sample)] for at, name in enumerate(names)]
    heads = [Head(name, column_width(column, least=8, most=36)) for name, column in zip(names, texts, strict=True)]
    rows = iter(each.rows)
    while True:
        written = one_sheet(book, each, heads, islice(rows, ROWS_A_SHEET), taken)
        if written < ROWS_A_SHEET:
            return


def one_sheet(
    book: NewBook, each: Merged, heads: Sequence[Head], rows: Iterator[tuple[Any, ...]], taken: list[str]
) -> int:
    taken.append(sheet_name(each.title, taken))
    page = book.sheet(taken[-1], [head.width for head in heads], each.title)
    page.header(heads)
    page.sheet.freeze_panes(1, len(SOURCE))
    page.sheet.repeat_rows(0)
    day = book.looks.format({"num_format": "yyyy-mm-dd", "align": "center"})
    for row in rows:
        put_row(page, row, day)
    page.sheet.autofilter(0, 0, max(1, page.row - 1), len(heads) - 1)
    return page.row - 1


def put_row(page: Page, row: Sequence[Any], day: Any) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, datetime | date) and cell.year >= 1900:  # there is no earlier day in a workbook
            page.sheet.write_datetime(page.row, at, cell, day)
        elif cell != "":
            page.value(page.row, at, cell, text_wrap=True)
    page.row += 1


def clash_sheet(book: NewBook, clashes: Sequence[Clash]) -> None:
    """编号 that came from more than one file, each place a line."""
    page = book.sheet("重复与冲突", [head.width for head in CLASH_HEADS], "重复与冲突", RED.solid)
    page.title(
        "重复与冲突", "重复报送：几个文件里的行一模一样　　编号冲突：编号相同，内容不同。合并时都保留，请与单位核实。"
    )
    page.header(CLASH_HEADS)
    page.sheet.repeat_rows(page.row - 1)
    for each in clashes:
        for place in each.places:
            cells = (each.ledger, each.key, each.word, place.unit, place.file, place.sheet, str(place.row))
            page.line_of_texts(CLASH_HEADS, cells, {2: toned(GREY if each.is_same else ORANGE)})
