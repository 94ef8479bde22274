"""A small workbook with the tables and the names that the live 一览 asks for, filled from grids; for its tests."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.live import live_sheet
from xlsuite.excel.dashboard.live_input import ISSUES, RISKS, Live
from xlsuite.excel.newbook import NewBook
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.verbs.summarize import summarize

SPARE = 6  # blank rows below the data of each table
COMPUTED = {"risk_ratings": ("计算等级", "computed"), "rectification": ("有效时限", "deadline")}
TABLES = ("risk_points", "risk_ratings", "risk_measures", "rectification")
TOP = 3  # the row of the headers, from 0


def live_of(book: Book, units: list[str], sources: list[str], is_blank: bool = False) -> Live:
    """What the 一览 is made for: the ledgers a book has."""
    ledgers = [each for each in (*RISKS, ISSUES) if book.has(each)]
    return Live(
        book.method, book.settings.as_of, "参数表", ledgers, units, sources, book.settings.categories, book.settings.decimals, 15,
        None if is_blank else summarize(book),
    )  # fmt: skip


def made(book: Book, units: list[str], sources: list[str], is_blank: bool = False) -> bytes:
    """The workbook: its ledgers as tables, 参数, the lists, and the live 一览 over them."""
    new = NewBook("台账", book.settings.as_of, steady=True)
    helpers = Helpers(first_row=60)
    live_sheet(new, helpers, live_of(book, units, sources, is_blank))
    for ledger in TABLES:
        for table in book.tables_of(ledger)[:1]:
            write_table(new, table, is_blank)
    settings(new, book)
    base = new.book.add_worksheet("算式")
    bands(new, base, book)
    lists(new, base, {"列表_科室": (4, units), "列表_来源": (5, sources)})
    helpers.write(new, base)
    return new.bytes()


def write_table(new: NewBook, table: Table, is_blank: bool) -> None:
    ledger = table.ledger
    computed = COMPUTED.get(ledger.id)
    columns = [column for column in ledger.columns if computed is None or column.name != computed[0]]
    cells = [list(table.raws(column.ident)) for column in columns]
    names = [column.name for column in columns]
    if computed:
        names.append(computed[0])
        cells.append(list(table.column(computed[1])))
    lines = [] if is_blank else [list(map(plain, row)) for row in zip(*cells, strict=True)]
    sheet = new.book.add_worksheet(ledger.title)
    rows = len(lines) + SPARE
    heads = [{"header": name} for name in names]
    sheet.add_table(TOP, 0, TOP + rows, len(names) - 1, {"name": ledger.title, "columns": heads})
    for at, line in enumerate(lines, TOP + 1):
        for column, value in enumerate(line):
            write(sheet, at, column, value)
    if computed:
        for at in range(TOP + 1 + len(lines), TOP + 1 + rows):
            sheet.write_formula(at, len(names) - 1, '=""', None, "")


def plain(value: Any) -> Any:
    return "" if value is None or value is UNREADABLE else value


def write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()))
    elif value != "":
        sheet.write(row, column, value)


def settings(new: NewBook, book: Book) -> None:
    sheet = new.book.add_worksheet("参数")
    counts = "是" if book.settings.long_term_counts else "否"
    lines = (
        ("参数", "值"), ("统计截止日", book.settings.as_of), ("临期天数", 15), ("单位全称", ""), ("长期坚持计入完成率", counts),
    )  # fmt: skip
    for row, (name, value) in enumerate(lines):
        sheet.write(row, 0, name)
        write(sheet, row, 1, value)
    for name, row in (("统计截止日", 2), ("临期天数", 3), ("单位名称", 4)):
        new.book.define_name(name, f"=参数!$B${row}")


def bands(new: NewBook, sheet: Any, book: Book) -> None:
    """等级名称 and what goes with each, highest first."""
    method = book.method
    edges = [*((float(band.edge), int(not band.inclusive)) for band in method.bands.bands), ("", 0)]
    for row, (name, (edge, strict)) in enumerate(zip(method.names, edges, strict=True)):
        for column, value in enumerate((name, edge, strict, method.to_three[name])):
            write(sheet, row, column, value)
    for column, name in enumerate(("等级名称", "等级下限", "等级严格", "等级三级")):
        letter = "ABCD"[column]
        new.book.define_name(name, f"=算式!${letter}$1:${letter}${len(method.names)}")


def lists(new: NewBook, sheet: Any, named: dict[str, tuple[int, list[str]]]) -> None:
    for name, (column, words) in named.items():
        for row, word in enumerate(words):
            sheet.write(row, column, word)
        letter = "ABCDEF"[column]
        area = f"算式!${letter}$1:${letter}$50"
        end = f'MAX(1,SUMPRODUCT(({area}<>"")*1))'
        new.book.define_name(name, f"=算式!${letter}$1:INDEX({area},{end})")
