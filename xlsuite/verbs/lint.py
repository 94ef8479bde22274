"""检查模板：每一处写错的标记、不认得的数据项、没有条件的“全部”，都说出在哪一段、怎么改。"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlsuite.ledgers import LEDGERS
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.verbs.report import people
from xlsuite.verbs.summarize import summarize

if TYPE_CHECKING:
    from xlsuite.text.lint import TemplateFinding

# Names below what an example shows: of a row, a fact, a point of 文字材料, an error.
DEEPER = ("编号", "时限", "名称", "出处", "口径", "标题", "内容", "文", "位置", "规则", "说明", "行", "数量")
EXAMPLE_DAY = date(2025, 12, 10)  # later than the example's deadline, so that there is something to remind of


def lint(content: bytes, name: str) -> list[TemplateFinding]:
    """All findings of a template, in the order of the document."""
    from xlsuite.text.bounded import TooMuch, bounded
    from xlsuite.text.letters import letter_data
    from xlsuite.text.lint import fault, linted
    from xlsuite.text.report_data import report_data
    from xlsuite.text.report_rows import COMPUTED

    book = example_book()
    summary = summarize(book, [])
    data = report_data(book, summary, [])
    data |= letter_data(book, summary, [], people(book, summary)[0])
    columns = (column.name for ledger in LEDGERS for column in ledger.columns)
    known = (*columns, *COMPUTED, *DEEPER)
    try:
        return bounded(lambda: linted(content, name, data, known))
    except TooMuch as error:
        return [fault("文件", "", str(error).rstrip("。"), "删去多余的标记和层次。")]


def example_book() -> Book:
    """One row in every ledger, each cell its column's example."""
    grids = []
    for ledger in LEDGERS:
        if ledger.id != "settings":
            examples = ["" if column.example is None else column.example for column in ledger.columns]
            grids.append(Grid(ledger.title, [[column.name for column in ledger.columns], examples]))
    return open_book("示例.xlsx", grids, EXAMPLE_DAY)
