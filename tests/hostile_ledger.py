"""What hostile cases are made of: the ledger around which each is built, and how what must come of it is written.

An expectation reads
    R code words     refused with this code (contract §2), the message holding these words
    A                read whole: three rows and no finding
    F rules          read, three rows (or `F 2 rules` for two), with findings of exactly these rules
    U words          the command line is wrong, the message holding these words
It holds both ways: a case that is to be refused and passes fails, and so does one with a finding more or less.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.hostile import cell, row, sheet_part, workbook, zipped
from tests.packages import ledger_rows, parts_of, with_parts
from xlsuite.excel.cells import column_letters

TEXT = " | ".join(f"问题编号=ZG-{n}" for n in (1, 2, 3))
ROWS = ledger_rows(TEXT)
SHEET = "xl/worksheets/sheet1.xml"
M = 1024 * 1024


class Case(NamedTuple):
    """One input: its name, what makes it (or what makes it on the disk), what must come of it."""

    id: str
    make: Callable[[], bytes] | Callable[[Path], Path]
    expect: str
    name: str = "台账.xlsx"
    is_file: bool = False  # whether `make` takes the folder and gives the path


# --- the ledger around which everything is built ------------------------------------------------------------------


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def stored(place: str, value: object) -> str:
    if value in ("", None):
        return ""
    if isinstance(value, date):
        return cell(place, str((value - date(1899, 12, 30)).days), 's="1"')
    return cell(place, str(value)) if isinstance(value, int | float) else inline(place, str(value))


def lines(**changed: str) -> list[str]:
    """The rows of the ledger as stored; `N2=…` puts another cell in a place, "" takes it away."""
    found = []
    for number, cells in enumerate(ROWS, 1):
        places = [(f"{column_letters(at)}{number}", value) for at, value in enumerate(cells, 1)]
        found.append(row(number, *(changed.get(place, stored(place, value)) for place, value in places)))
    return found


LINES = lines()
BODY = "".join(LINES)


def book(body: str = BODY, before: str = "", after: str = "", **more: object) -> bytes:
    part = sheet_part(body, before=before, after=after)
    return workbook(part, raw=True, names=("问题整改台账",), **more)  # type: ignore[arg-type]


def changed(**places: str) -> Callable[[], bytes]:
    return lambda: book("".join(lines(**places)))


def number(text: str, attributes: str = "") -> Callable[[], bytes]:
    """The ledger with one number (约谈提醒人次) as stored; a text there is a finding anyway, so only faults are told."""
    return changed(U2=cell("U2", text, attributes))


def dated(text: str, attributes: str = 's="1"') -> Callable[[], bytes]:
    return changed(L2=cell("L2", text, attributes))


def typed(text: str) -> Callable[[], bytes]:
    """The ledger with one text (具体表现) of our choice, escaped once for XML and no more."""
    return changed(E2=inline("E2", text))


def part(name: str, old: str = "", new: str = "", whole: bytes | None = None) -> Callable[[], bytes]:
    """The ledger with one part changed."""

    def make() -> bytes:
        content = book()
        if whole is not None:
            return with_parts(content, {name: whole})
        text = parts_of(content)[name].decode()
        assert old in text, (name, old)
        return with_parts(content, {name: text.replace(old, new, 1)})

    return make


def beside(name: str, content: str | bytes) -> Callable[[], bytes]:
    return lambda: book(extra=((name, content),))


def whole_sheet(make: Callable[[str], str | bytes]) -> Callable[[], bytes]:
    """The ledger's sheet as another text of the same or of other bytes."""
    return lambda: with_parts(book(), {SHEET: make(sheet_part(BODY))})


def without(*names: str) -> bytes:
    """The ledger's package without some parts."""
    return zipped([(name, data) for name, data in parts_of(book()).items() if name not in names])
