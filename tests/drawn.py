"""Workbooks drawn in one line: `责任人= | [延期] 审批结果=待审批`, every cell not named taken from the column's example.

A segment between ` | ` is a row. `[岗位与名册]` before a row names its ledger, else the rule's own. `[参数] 评定方法=lec`
sets a parameter. Drawing marks: `[-责任人]` leaves a column out, `[+领导批示]` adds one, `[整改时限→整政时限]` renames a
header, `[合并 责任领导]` merges it over the rows, `[隐藏]` hides the row, `[*]` draws the named cells and nothing else.
`␣` is a blank, `{501}` a text of that length; 2025-03-31 is a true date, 12 a number, #REF! an error, ==A1 a formula
without a stored value.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from xlsuite.grading.basis import Basis
from xlsuite.ledgers import ledgers_for
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.columns import LedgerType
from xlsuite.model.grid import Grid, Merge
from xlsuite.model.settings import Settings

AS_OF = date(2025, 9, 30)
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


class Sheet:
    """One sheet being drawn: its headers, its rows of cells by header, and marks."""

    def __init__(self, name: str, headers: list[str]) -> None:
        self.name = name
        self.headers = headers
        self.rows: list[dict[str, Any]] = []
        self.renamed: dict[str, str] = {}
        self.merged: list[str] = []
        self.hidden: list[int] = []


def book(text: str, ledger: str = "rectification", as_of: date = AS_OF, **settings: Any) -> Book:
    """The Book of a drawn workbook."""
    segments = [segment.strip() for segment in text.split(" | ")]
    given = dict(settings)
    for segment in segments:
        if segment.startswith("[参数]"):
            given.update(cells(segment.removeprefix("[参数]")))
    grids = draw([segment for segment in segments if not segment.startswith("[参数]")], ledger, given)
    return open_book("例.xlsx", grids, as_of, line_settings=given)


def draw(segments: list[str], ledger: str, given: dict[str, Any]) -> list[Grid]:
    settings = Settings()
    for name, value in given.items():
        settings.take(name, value, "测试")
    settings.settle(AS_OF)
    known = ledgers_for(Basis(settings))
    sheets: dict[str, Sheet] = {}
    for segment in segments:
        add_row(segment, ledger, known, sheets)
    return [grid_of(sheet) for sheet in sheets.values()]


def add_row(segment: str, ledger: str, known: tuple[LedgerType, ...], sheets: dict[str, Sheet]) -> None:
    marks = []
    while match := re.match(r"\[([^\]]*)\]\s*", segment):
        marks.append(match[1])
        segment = segment[match.end() :]
    kind = next((each for each in known if each.title in marks or each.id in marks), None)
    kind = kind or next(each for each in known if each.id == ledger)
    named = cells(segment)
    if "*" in marks:
        sheet = sheets.setdefault("另表", Sheet("另表", list(named)))
        sheet.rows.append(named)
        return
    columns = [column for column in kind.columns if column.example is not None or column.name in named]
    sheet = sheets.setdefault(kind.id, Sheet(kind.title, [column.name for column in columns]))
    for name in named:
        if name not in sheet.headers:
            order = [column.name for column in kind.columns]
            assert name in order, f"{kind.title} has no column {name}"
            sheet.headers.append(name)
    row = {column.name: typed(column.example) for column in columns}
    key = next((column.name for column in kind.columns if column.ident == kind.key), "")
    if sheet.rows and key and key not in named and kind.key != "name":
        row[key] = f"{row.get(key, 'K')}{len(sheet.rows)}"
    row.update(named)
    for mark in marks:
        apply_mark(mark, sheet)
    sheet.rows.append(row)


def apply_mark(mark: str, sheet: Sheet) -> None:
    if mark.startswith("-"):
        sheet.headers.remove(mark[1:])
    elif mark.startswith("+"):
        sheet.headers.append(mark[1:])
    elif "→" in mark:
        old, _, new = mark.partition("→")
        sheet.renamed[old] = new
    elif mark.startswith("合并"):
        sheet.merged.append(mark.split()[1])
    elif mark == "隐藏":
        sheet.hidden.append(len(sheet.rows))


def cells(text: str) -> dict[str, Any]:
    """`名=值 名=值` as typed cells."""
    found: dict[str, Any] = {}
    for part in re.split(r"\s+(?=[^\s=]+=)", text.strip()):
        if part:
            name, _, value = part.partition("=")
            found[name] = typed(value)
    return found


def typed(value: Any) -> Any:
    """A cell as Excel would hold it."""
    if not isinstance(value, str):
        return float(value) if isinstance(value, int | float) else value
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) and len(value) < 8:
        return float(value)
    if match := re.fullmatch(r"\{(\d+)\}", value):
        return "问" * int(match[1])
    return value.replace("␣", " ").replace("\\n", "\n")


def grid_of(sheet: Sheet) -> Grid:
    rows: list[list[Any]] = [[sheet.renamed.get(header, header) for header in sheet.headers]]
    errors: dict[tuple[int, int], str] = {}
    uncached = set()
    for number, row in enumerate(sheet.rows, 2):
        line = []
        for at, header in enumerate(sheet.headers, 1):
            value = row.get(header, "")
            if value in ERRORS:
                errors[number, at] = value
                value = ""
            elif isinstance(value, str) and value.startswith("=") and len(value) > 1:
                uncached.add((number, at))
                value = ""
            line.append("" if value is None else value)
        rows.append(line)
    merges = []
    for name in sheet.merged:
        at = sheet.headers.index(name) + 1
        merges.append(Merge(2, at, len(rows), at))
        for line in rows[2:]:
            line[at - 1] = ""
    return Grid(
        sheet.name, rows, tuple(merges), errors, frozenset(uncached), frozenset(2 + row for row in sheet.hidden)
    )
