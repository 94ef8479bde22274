"""Headers as people write them: folded for comparing, looked up by name or synonym, and near misses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.text import fold

BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
ABOUT = ("说明", "字典", "样例", "示例")  # a sheet about a ledger is none
EDGES = re.compile(r"^[*＊★☆※]+|[*＊★☆※:：]+$")


@lru_cache(maxsize=4096)
def named(text: str) -> str:
    """A header as it is compared: folded, without marks of 必填 at its ends."""
    return EDGES.sub("", fold(text))


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A header without remarks in brackets: 清退金额（万元） is 清退金额."""
    return EDGES.sub("", fold(BRACKETS.sub("", text)))


def scale(text: str) -> int:
    """What the numbers under a header are to be multiplied by."""
    return 10_000 if "万元" in text else 1


class Meaning(NamedTuple):
    """A column a header can stand for; order 0 is its own name, then its synonyms as listed.

    weak: it only stands in where no other header claims the column. beside: it means this only on a sheet
    that has this other header too.
    """

    ledger: LedgerType
    column: Column
    order: int
    weak: bool = False
    beside: str = ""
    is_telling: bool = False  # whether the header by itself speaks for its ledger; 编号, 类别 and 状态 do not


_learned: dict[int, tuple[LedgerType, list[tuple[str, Meaning]], list[str]]] = {}
LEARNED_AT_MOST = 128  # ledgers remembered; those of one workbook's own method are soon gone


def learned(ledger: LedgerType) -> tuple[LedgerType, list[tuple[str, Meaning]], list[str]]:
    """A ledger's headers as they are compared, with what each can mean, and its titles; worked out once a process.

    A ledger holds hundreds of names, and a batch opens thousands of workbooks.
    """
    known = _learned.get(id(ledger))
    if known is not None and known[0] is ledger:
        return known
    meanings = [] if ledger.by_name_only else [pair for column in ledger.columns for pair in meant(ledger, column)]
    found = (ledger, meanings, [named(title) for title in (ledger.title, *ledger.also)])
    if len(_learned) < LEARNED_AT_MOST:
        _learned[id(ledger)] = found
    return found


def meant(ledger: LedgerType, column: Column) -> Iterator[tuple[str, Meaning]]:
    for order, name in enumerate((column.name, *column.also)):
        text, _, beside = name.partition("|")
        is_weak = text.startswith("?")
        is_telling = order == 0 or (len(text) >= 3 and not is_weak and not beside)
        yield named(text.removeprefix("?")), Meaning(ledger, column, order, is_weak, named(beside), is_telling)


class Names:
    """All headers known, of all ledgers."""

    def __init__(self, ledgers: Iterable[LedgerType]) -> None:
        self.ledgers = {ledger.id: ledger for ledger in ledgers}
        self.meanings: dict[str, list[Meaning]] = {}
        self.titles: dict[str, LedgerType] = {}
        for ledger in self.ledgers.values():
            _, meanings, titles = learned(ledger)
            for title in titles:
                self.titles[title] = ledger
            for text, meaning in meanings:
                known = self.meanings.setdefault(text, [])
                known.insert(0, meaning) if meaning.weak else known.append(meaning)

    def of(self, header: Any) -> list[Meaning]:
        """What a header can stand for, by its full text first, then without its brackets."""
        if not isinstance(header, str) or not header or len(header) > 60:
            return []
        return self.meanings.get(named(header)) or self.meanings.get(bare(header)) or []

    def titled(self, sheet: str) -> LedgerType | None:
        """The ledger a sheet's name says it is: exactly, or with a number, a year or a unit around the name."""
        name = named(BRACKETS.sub("", sheet))
        if name.endswith(ABOUT):
            return None
        if name in self.titles:
            return self.titles[name]
        inside = [title for title in self.titles if len(title) >= 4 and title in name]
        return self.titles[max(inside, key=len)] if inside else None

    def near(self, header: str, ledger: LedgerType) -> Column | None:
        """The one column of a ledger whose name is a slip of the pen away."""
        text = bare(header)
        if len(text) < 3 or text in self.meanings:
            return None
        found = {
            column.ident: column
            for column in ledger.columns
            for name in (column.name, *column.also)
            if not name.startswith("?") and "|" not in name and is_slip(text, named(name))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def near_title(self, sheet: str) -> str:
        """The known sheet name a slip away from this one; "" when there is none or it is known."""
        text = named(sheet)
        if text in self.titles:
            return ""
        near = [title for title in self.titles if is_slip(text, title)]
        return near[0] if near else ""


def is_slip(text: str, name: str) -> bool:
    """Whether a name was probably meant: one slip for four characters or more, two for seven or more."""
    allowed = 2 if len(name) >= 7 else 1
    if len(name) < 4 and sorted(text) != sorted(name):
        return False
    return 0 < distance(text, name, allowed) <= allowed


def distance(one: str, two: str, most: int) -> int:
    """Edits between two texts, swapped neighbours being one edit; `most + 1` as soon as it is more."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        line = [i]
        for j, right in enumerate(two, 1):
            cost = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (left != right))
            if i > 1 and j > 1 and left == two[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            line.append(cost)
        before, last = last, line
    return min(last[-1], most + 1)
