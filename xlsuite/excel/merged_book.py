"""The merged workbook: one sheet a ledger, each row with where it came from; texts stay texts, dates stay dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from xlsuite.excel.looks import column_width, sheet_name
from xlsuite.excel.newbook import Head, NewBook
from xlsuite.model.text import whole
from xlsuite.verbs.merge import SOURCE, Merged

SAMPLE = 200  # rows looked at for the width of a column


def merged_workbook(ledgers: Sequence[Merged], as_of: date) -> bytes:
    """The merged ledgers as one workbook; the first row of each sheet is its header, so that it reads as a ledger."""
    book = NewBook("合并台账", as_of)
    taken: list[str] = []
    for each in ledgers:
        names = (*SOURCE, *(column.name for column in each.columns))
        texts = [[name, *(whole(row[at]) for row in each.rows[:SAMPLE])] for at, name in enumerate(names)]
        heads = [Head(name, column_width(column, least=8, most=36)) for name, column in zip(names, texts, strict=True)]
        taken.append(sheet_name(each.ledger.title, taken))
        page = book.sheet(taken[-1], [head.width for head in heads], each.ledger.title)
        page.header(heads)
        page.sheet.freeze_panes(1, len(SOURCE))
        page.sheet.repeat_rows(0)
        for row in each.rows:
            for at, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    look = book.looks.format({"num_format": "yyyy-mm-dd", "align": "center"})
                    page.sheet.write_datetime(page.row, at, cell, look)
                else:
                    page.value(page.row, at, cell, text_wrap=True)
            page.row += 1
        page.sheet.autofilter(0, 0, len(each.rows), len(heads) - 1)
    return book.bytes()
