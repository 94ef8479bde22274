"""Real offices' workbooks: the tables found in them, the findings that must be there, the rules that must be silent."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.messy import CASES, Found, Messy, draw
from xlsuite.excel.reader import read_grids
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.place import letters
from xlsuite.model.table import Table
from xlsuite.rules import BY_ID
from xlsuite.verbs.check import findings

AS_OF = date(2025, 9, 30)
WORKBOOKS = Path(__file__).parent.parent / "workbooks"


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Book | None]:
    folder = tmp_path_factory.mktemp("messy")
    paths = {case.name: draw(case, folder) for case in CASES}
    return {name: open_book(path.name, read_grids(path), AS_OF) if path else None for name, path in paths.items()}


def book_of(books: dict[str, Book | None], case: Messy) -> Book:
    book = books[case.name]
    if book is None:
        pytest.skip("LibreOffice is not installed")
    return book


def seen(table: Table) -> Found:
    """A table as it was read, in the words of the truth."""
    layout = table.layout
    header = sorted({layout.header_rows[0], layout.header_rows[-1]})
    slots = sorted(table.slots.values(), key=lambda slot: slot.at)
    return Found(
        table.sheet, table.ledger.id, "-".join(map(str, header)), f"{min(table.rows)}-{max(table.rows)}", len(table.rows),
        " ".join(f"{slot.column.name}={letters(slot.at)}" for slot in slots),
        " ".join(f"{letters(at)}={text}" for at, text in layout.unknown),
        ", ".join(f"{each.row} {each.reason}" for each in layout.excluded),
    )  # fmt: skip


def sorted_columns(found: Found) -> Found:
    return found._replace(columns=" ".join(sorted(found.columns.split())))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_tables(books: dict[str, Book | None], case: Messy) -> None:
    book = book_of(books, case)
    assert [sorted_columns(seen(table)) for table in book.tables] == [sorted_columns(found) for found in case.tables]
    assert set(case.unrecognized.split()) <= set(book.unrecognized)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings(books: dict[str, Book | None], case: Messy) -> None:
    found = findings(book_of(books, case))
    said = {f"{each.sheet}!{each.cell} {each.rule}" for each in found}
    wanted = {line for line in case.must if line.split()[-1] in BY_ID}
    assert wanted <= said, sorted(wanted - said)
    never = set(case.never.split())
    assert [f"{each.sheet}!{each.cell} {each.rule} {each.message}" for each in found if each.rule in never] == []


@pytest.mark.parametrize("name", ["示例台账", "示例台账_含错误"])
def test_sample_truth(name: str) -> None:
    """Errors and warnings exactly as written down; of the infos at least those."""
    truth = json.loads((WORKBOOKS / f"{name}.truth.json").read_text(encoding="utf-8"))
    path = WORKBOOKS / f"{name}.xlsx"
    found = findings(open_book(path.name, read_grids(path), AS_OF))
    said = sorted((each.sheet, each.cell, each.rule, each.severity.value, each.field, each.key) for each in found)
    wanted = sorted(tuple(each.values()) for each in truth if each["rule"] in BY_ID)
    assert [each for each in said if each[3] != "info"] == [each for each in wanted if each[3] != "info"]
    assert [each for each in wanted if each not in said] == []
