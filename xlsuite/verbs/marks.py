"""What people said of earlier findings (处理情况), held against those of now (contract §3).

A finding is known again by rule, ledger, row key, column and the value as typed, never by its address: rows may move.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import LedgerType
from xlsuite.model.outcome import Finding
from xlsuite.model.recognize import IGNORED
from xlsuite.model.table import Table
from xlsuite.model.text import strip, whole

OPEN, HANDLED, CONFIRMED = "待处理", "已处理", "确认无误"
STATES = (OPEN, HANDLED, CONFIRMED)
NO_KEY = re.compile(r"第\d+行|(.*)#\d+")  # what stands for the key of a row without one: it moves with the row
SAMPLE = 300  # rows by which a workbook is known again
TELLING = 8  # characters from which a text tells one row from another


class Identity(NamedTuple):
    """What a finding is known again by; `face` is made of what its line in a findings workbook shows."""

    id: str
    face: str


class Mark(NamedTuple):
    """What was said of a finding, and the finding as it was listed then."""

    state: str
    note: str = ""
    rule: str = ""
    sheet: str = ""
    key: str = ""
    field: str = ""
    value: str = ""
    message: str = ""


class Marks(NamedTuple):
    """All that was said: by identity, and by face where a list had no identities."""

    by_id: Mapping[str, Mark] = {}
    by_face: Mapping[str, Mark] = {}

    def of(self, identity: Identity) -> Mark | None:
        found = self.by_id.get(identity.id)
        return found if found and found.state != OPEN else self.by_face.get(identity.face, found)

    def over(self, other: Marks) -> Marks:
        """Both, these first; what is still open here leaves the other's word."""
        mine = [{key: mark for key, mark in each.items() if mark.state != OPEN} for each in self]
        return Marks({**other.by_id, **mine[0]}, {**other.by_face, **mine[1]})

    @property
    def spoken(self) -> bool:
        """Whether anybody said anything at all."""
        return any(mark.state != OPEN or mark.note for each in self for mark in each.values())


class Confirmed(NamedTuple):
    """A finding not raised again, or a confirmation whose finding did not come up this time (`now` is False)."""

    id: str
    mark: Mark
    now: bool = True


class Settled(NamedTuple):
    """The findings still raised, with the identity and the mark of each; and what is not raised again."""

    findings: list[Finding]
    identities: list[Identity]
    marks: list[Mark | None]
    confirmed: tuple[Confirmed, ...] = ()

    @property
    def silenced(self) -> int:
        return sum(each.now for each in self.confirmed)


def settled(found: list[Finding], book: Book, marks: Marks) -> Settled:
    """The findings without those that a person confirmed; the order stays."""
    known = identities(found, book)
    kept: list[tuple[Finding, Identity, Mark | None]] = []
    confirmed: list[Confirmed] = []
    for finding, identity in zip(found, known, strict=True):
        mark = marks.of(identity)
        if mark is not None and mark.state == CONFIRMED:
            confirmed.append(Confirmed(identity.id, told(finding, mark)))
        else:
            kept.append((finding, identity, mark))
    confirmed += absent(marks, known, found)
    return Settled([each[0] for each in kept], [each[1] for each in kept], [each[2] for each in kept], tuple(confirmed))


def told(finding: Finding, mark: Mark) -> Mark:
    """The mark with the finding as it is now."""
    return Mark(
        mark.state, mark.note, finding.rule, finding.sheet, finding.key, finding.field, finding.value, finding.message
    )


def absent(marks: Marks, known: Iterable[Identity], found: Iterable[Finding]) -> list[Confirmed]:
    """Confirmations that nothing answers to now, and that no new value has overtaken; they are carried on."""
    here = {each.id for each in known}
    raised = {(each.rule, each.key, each.field) for each in found}
    return [
        Confirmed(id, mark, False)
        for id, mark in marks.by_id.items()
        if mark.state == CONFIRMED and id not in here and (mark.rule, mark.key, mark.field) not in raised
    ]


# --- what a finding is known by ---


def identities(found: Sequence[Finding], book: Book) -> list[Identity]:
    """The identity of each finding, parallel to them; findings alike in all that counts differ by their rows."""
    sheets = Sheets(book)
    parts = [sheets.parts(each) for each in found]
    times = Counter(parts)
    seen: Counter[tuple[str, ...]] = Counter()
    known = []
    for finding, own in zip(found, parts, strict=True):
        if times[own] > 1:
            own = (*own, *sheets.row(finding))
            seen[own] += 1
            own = (*own, str(seen[own]))
        known.append(Identity(digest(own), face_of(finding)))
    return known


def face_of(finding: Finding) -> str:
    return face(finding.rule, finding.sheet, finding.key, finding.field, finding.value)


def face(*shown: str) -> str:
    """A digest of what a line shows; spaces and line ends do not count, which programs change when they save."""
    return digest(["".join(text.split()) for text in shown])


def digest(parts: Iterable[str]) -> str:
    content = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=8).hexdigest()


class Sheets:
    """Where findings stand: the ledger of each sheet, and what its rows hold."""

    def __init__(self, book: Book) -> None:
        self.grids = {grid.name: grid for grid in reversed(book.grids)}
        self.tables: dict[str, list[Table]] = {}
        for table in book.tables:
            if table.primary:
                self.tables.setdefault(table.sheet, []).append(table)
        held = Counter(table.ledger.id for tables in self.tables.values() for table in tables)
        self.alone = {id for id, times in held.items() if times == 1}
        self.places: dict[tuple[str, int], tuple[str, ...]] = {}

    def parts(self, finding: Finding) -> tuple[str, ...]:
        """Rule, ledger, row key, column, value; where a row has no key of its own, all it holds instead."""
        common = (finding.rule, self.place(finding), finding.field, finding.value)
        if not finding.key:
            return (*common, finding.message)
        numbered = NO_KEY.fullmatch(finding.key)
        if numbered is None:
            return (*common, finding.key) if finding.field else (*common, finding.key, *self.row(finding))
        return (*common, numbered[1] or "", *self.row(finding))

    def place(self, finding: Finding) -> str:
        """The ledger, so that a sheet may be renamed; with the sheet's name where several sheets hold that ledger."""
        ledger = self.ledger(finding)
        if ledger is None:
            return finding.sheet
        return ledger.id if ledger.id in self.alone else f"{ledger.id}!{finding.sheet}"

    def ledger(self, finding: Finding) -> LedgerType | None:
        tables = self.tables.get(finding.sheet, [])
        above = [table for table in tables if table.layout.header_rows[0] <= finding.row]
        return (above or tables)[-1].ledger if tables else None

    def row(self, finding: Finding) -> tuple[str, ...]:
        """What the finding's row holds, without numbers that only count the rows."""
        at = (finding.sheet, finding.row)
        if at not in self.places:
            grid = self.grids.get(finding.sheet)
            cells = grid.rows[finding.row - 1] if grid and finding.row <= len(grid.rows) else []
            skipped = self.counting_columns(finding.sheet)
            self.places[at] = tuple(whole(cell) for column, cell in enumerate(cells, 1) if column not in skipped)
        return self.places[at]

    def counting_columns(self, sheet: str) -> set[int]:
        return {
            column
            for table in self.tables.get(sheet, [])
            for row in table.layout.header_rows
            for column, cell in enumerate(table.grid.rows[row - 1], 1)
            if isinstance(cell, str) and strip(cell) in IGNORED
        }


# --- what a workbook is known by ---


def row_signs(book: Book, most: int = SAMPLE) -> list[str]:
    """A short digest of each data row's key and first telling text, which rarely change; at most so many."""
    signs: list[str] = []
    for table in book.tables:
        if not table.primary or not table.ledger.listed:
            continue
        for index, row in enumerate(table.rows[: most - len(signs)]):
            cells = [whole(cell) for cell in table.grid.rows[row - 1]]
            telling = next((cell for cell in cells if len(cell) >= TELLING and cell != table.key(index)), "")
            signs.append(digest((table.ledger.id, telling or "\x1f".join(cells)))[:8])
    return signs


def is_of(signs: Sequence[str], book: Book) -> bool:
    """Whether a workbook known by these signs is this one: at least half of those rows stand in it."""
    here = set(row_signs(book, 1_000_000))
    return bool(signs) and 2 * sum(sign in here for sign in signs) >= len(signs)
