"""The summary workbook: 一览 on one page, what each figure means, the tables by subject, the catalogue, the keys."""

from __future__ import annotations

from xlsuite.excel.catalog_sheets import catalog_sheets
from xlsuite.excel.dashboard.draw import draw
from xlsuite.excel.dashboard.from_summary import TITLE, board_of
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.figure_sheets import criteria_sheet, detail_sheet
from xlsuite.excel.newbook import NewBook
from xlsuite.excel.summary_tables import subject_sheets
from xlsuite.verbs.summarize import Summary


def summary_workbook(summary: Summary, version: str = "", link: str = "") -> bytes:
    """The summary workbook, complete. The same summary gives the same bytes.

    link: the path from the output's folder to the ledgers, for links to their rows; "" for none.
    """
    book = NewBook(TITLE, summary.as_of, f"xlsuite {version}".strip(), steady=True)
    helpers = Helpers()
    unit = f"{summary.unit}　" if summary.unit else ""
    draw(book, board_of(summary, link), helpers, f"{unit}{TITLE}　统计截止日 {summary.as_of}")
    criteria_sheet(book, summary)
    subject_sheets(book, summary)
    catalog_sheets(book, summary)
    detail_sheet(book, summary)
    helpers.write(book)
    return book.bytes()
