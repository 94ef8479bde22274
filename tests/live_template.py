"""Templates made for the tests, and what a real spreadsheet makes of their formulas."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from tests import samples
from tests.office import Document
from xlsuite.excel.template.places import FIRST, HEADER_ROW
from xlsuite.excel.template.workbook import template_workbook
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.model.place import letters
from xlsuite.verbs.filling import filling
from xlsuite.verbs.template import chosen, template_of

AS_OF = samples.AS_OF
ROWS = 40  # spare rows are all alike, and a real spreadsheet takes its time over each
UNIT = "云川市公共服务促进办公室"


@cache
def blank(name: str = "全套台账", method: str = "ls3x3", **more: Any) -> bytes:
    return template_workbook(chosen(name, {"评定方法": method, "统计截止日": AS_OF, **more}), rows=ROWS)


def filled(book: Book, name: str = "全套台账", **given: Any) -> bytes:
    """The rows of a book in a template, its 参数 sheet showing the settings given."""
    template = template_of(name, book.basis, {"统计截止日": book.settings.as_of, **given})
    return template_workbook(template, filling(book, template), rows=ROWS)


@cache
def sample() -> bytes:
    return filled(samples.book(apart=True, 单位全称=UNIT), 单位全称=UNIT)


def book_of(sheets: Mapping[str, Sequence[Sequence[Any]]], **settings: Any) -> Book:
    """A book of sheets, each a header and rows."""
    grids = [Grid(name, [list(map(plain, row)) for row in rows]) for name, rows in sheets.items()]
    return open_book("样例.xlsx", grids, AS_OF, line_settings=settings)


def plain(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def saved(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path


FORMULA_CELL = re.compile(r'<c r="([A-Z]+\d+)"[^>]*?(?: t="(\w+)")?><f[^>]*>[^<]*</f><v>([^<]*)</v></c>')


def stored(content: bytes) -> dict[tuple[str, str], Any]:
    """Every formula cell, and the value that the file holds for it; the parts are as our writer writes them."""
    found: dict[tuple[str, str], Any] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        for at, name in enumerate(names, 1):
            text = package.read(f"xl/worksheets/sheet{at}.xml").decode()
            cells = FORMULA_CELL.findall(text)
            assert len(cells) == len(re.findall("<f[ >]", text)), name
            for place, kind, value in cells:
                found[html.unescape(name), place] = html.unescape(value) if kind == "str" else float(value)
    return found


def differences(content: bytes, doc: Document) -> list[tuple[str, str, Any, Any]]:
    """Formula cells whose stored value is not what the spreadsheet works out: sheet, cell, stored, worked out."""
    worked = doc.formulas()
    kept = stored(content)
    assert {(sheet, a1) for sheet, cells in worked.items() for a1 in cells} == set(kept)
    return [
        (sheet, a1, value, worked[sheet][a1])
        for (sheet, a1), value in kept.items()
        if not same(value, worked[sheet][a1])
    ]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 1e-9
    return bool(one == other)


def headers(content: bytes, sheet: str) -> dict[str, str]:
    """Column letters by header."""
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    cells = next(page.iter_rows(min_row=HEADER_ROW, max_row=HEADER_ROW, values_only=True))
    return {str(name): letters(at) for at, name in enumerate(cells, 1) if name}


def column(doc: Document, content: bytes, sheet: str, name: str, rows: int) -> list[Any]:
    """The first cells of a column as the spreadsheet has them now."""
    letter = headers(content, sheet)[name]
    return [row[0] for row in doc.values(sheet, f"{letter}{FIRST}:{letter}{FIRST + rows - 1}")]


def put(doc: Document, content: bytes, sheet: str, name: str, row: int, value: Any) -> None:
    """Type into a column's cell; rows count from 0."""
    doc.set(sheet, f"{headers(content, sheet)[name]}{FIRST + row}", value)


def settings_cell(content: bytes, name: str) -> str:
    """Where a setting's value stands in 参数."""
    page = openpyxl.load_workbook(io.BytesIO(content))["参数"]
    return next(f"B{row}" for row, cells in enumerate(page.iter_rows(values_only=True), 1) if cells[0] == name)


def day(number: Any) -> Any:
    """A cell of a date as a date."""
    return date.fromordinal(date(1899, 12, 30).toordinal() + int(number)) if isinstance(number, float) else number


def lines(*rows: Iterable[Any]) -> list[list[Any]]:
    return [list(row) for row in rows]
