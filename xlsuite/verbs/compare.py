"""对比

两期台账对照：新增、完成、销号、重新打开、升级、降级、时限改动、文字改动，逐条列出前后内容和位置。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.office import SOURCE_UNIT, parts_by_unit, source_units
from xlsuite.model.columns import UNREADABLE, LedgerType
from xlsuite.model.outcome import Figure, Table
from xlsuite.model.text import fold
from xlsuite.verbs.figures.risk_rows import RiskRows, risk_rows
from xlsuite.verbs.figures.scope import UNFILLED, label
from xlsuite.verbs.followed import DROPPED, KINDS, NEW, REWORDED, Followed, Row, followed, is_same
from xlsuite.verbs.summarize import summarize
from xlsuite.verbs.together import Together, part_of

LEVEL_NAME = "核定等级"
PAIRS_AT_MOST = 100_000  # of rows that were held against one another
A_ROW = re.compile(r"第\d+行")


class Change(NamedTuple):
    """One difference of one row: its kind, what it is about, and both sides as typed ("" where there is none).

    old_place and new_place: sheet and cell, "" on the side where the row is not.
    """

    kind: str
    ledger: str
    key: str
    unit: str
    name: str
    field: str
    old: str
    new: str
    old_place: str
    new_place: str

    @property
    def called(self) -> str:
        """What a reader knows the row by: its 编号, else what it is about."""
        return self.name if A_ROW.fullmatch(self.key) and self.name else self.key


class Comparison(NamedTuple):
    """Two periods held against each other; figures: id, name, both values."""

    old: Book
    new: Book
    changes: tuple[Change, ...]
    figures: tuple[tuple[str, str, str, str], ...]

    def count(self, kind: str, ledger: str = "") -> int:
        return sum(1 for each in self.changes if each.kind == kind and ledger in ("", each.ledger))


def compare(old: Book, new: Book) -> Comparison:
    """What changed from one period's workbook to the next one's, row by row, in the order of the new one."""
    found: list[Change] = []
    for ledger in in_both(old, new):
        if how := followed(ledger):
            found += ledger_changes(how, rows_of(old, ledger, how), rows_of(new, ledger, how))
    return Comparison(old, new, tuple(found), tuple(figure_pairs(old, new)))


def in_both(old: Book, new: Book) -> list[LedgerType]:
    """The ledgers of both periods; of one that a side lacks all would be new or gone."""
    known = {table.ledger.id for table in old.judged_tables()}
    found = {table.ledger.id: table.ledger for table in new.judged_tables() if table.ledger.id in known}
    return sorted(found.values(), key=lambda ledger: ORDER.get(ledger.id, len(ORDER)))


ORDER = {"rectification": 0, "risk_points": 1, "risk_measures": 2}  # what is asked for first; the rest as the sheets


def rows_of(book: Book, ledger: LedgerType, how: Followed) -> dict[Any, Row]:
    """The rows of a ledger by their 编号, else by what they are about; of a consolidated one with its unit."""
    found: dict[Any, Row] = {}
    levels = levels_of(book) if ledger.id == "risk_points" else {}
    for table in book.tables_of(ledger.id):
        units = source_units(table)
        numbers = table.column(table.ledger.key)
        for index in range(len(table)):
            row = Row(table, index, table.key(index), units[index], levels.get((id(table), index)))
            number = numbers[index]
            if number is None or number is UNREADABLE:
                number = ("", *(row.value(ident) or fold(row.typed(ident)) for ident in how.named_by))
            place = (fold(units[index]), number)
            times = 1
            while (*place, times) in found:
                times += 1
            found[*place, times] = row
    return found


def levels_of(book: Book) -> dict[tuple[int, int], Any]:
    """(table, index) of each registered point → how high its 核定等级 stands, with the word; None unrated."""
    points: RiskRows | None = risk_rows(book, active=False)
    if points is None or points.ratings is None:
        return {}
    found = {}
    for (table, index), level in zip(points.at, points.levels, strict=True):
        is_rated = level is not None and level is not UNREADABLE
        found[id(table), index] = (book.basis.height(level), level) if is_rated else None
    return found


def ledger_changes(how: Followed, old: dict[Any, Row], new: dict[Any, Row]) -> Iterator[Change]:
    if not old or not new:
        return
    about = how.named_by[0]
    old = renamed(how, old, new)
    for place, row in new.items():
        before = old.get(place)
        if before is None:
            yield change(how, NEW, about, "", how.name(row), None, row)
            continue
        for kind, ident, was, now in how.differences(before, row):
            yield change(how, kind, ident, was, now, before, row)
        for ident in how.words:
            if ident in before.table and ident in row.table and not is_same(before, row, ident):
                yield change(how, REWORDED, ident, before.typed(ident), row.typed(ident), before, row)
    for place, row in old.items():
        if place not in new:
            yield change(how, DROPPED, about, how.name(row), "", row, None)


def renamed(how: Followed, old: dict[Any, Row], new: dict[Any, Row]) -> dict[Any, Row]:
    """The old rows, those without 编号 that were written anew in what names them under their new name.

    Of two such rows of one unit nearly all else must be alike, and no other row as much so.
    """
    left = {place: row for place, row in old.items() if place not in new and isinstance(place[1], tuple)}
    come = {place: row for place, row in new.items() if place not in old and isinstance(place[1], tuple)}
    if not left or not come or len(left) * len(come) > PAIRS_AT_MOST:
        return old
    moved: dict[Any, Any] = {}
    for place, row in come.items():
        near = sorted(
            ((differing(how, before, row), at) for at, before in left.items() if at[0] == place[0]),
            key=lambda pair: pair[0],
        )
        if near and near[0][0] <= 1 and (len(near) == 1 or near[1][0] > near[0][0]) and near[0][1] not in moved:
            moved[near[0][1]] = place
    return {moved.get(place, place): row for place, row in old.items()}


def differing(how: Followed, old: Row, new: Row) -> int:
    """In how many columns two rows differ."""
    return sum(ident in old.table and ident in new.table and not is_same(old, new, ident) for ident in how.words)


def change(how: Followed, kind: str, ident: str, old: str, new: str, before: Row | None, after: Row | None) -> Change:
    row = after or before
    assert row is not None
    ledger = row.table.ledger
    name = next((column.name for column in ledger.columns if column.ident == ident), LEVEL_NAME)
    place = ident if ident and ledger.has(ident) else ledger.key
    unit = row.source or label(row.value("unit"))
    return Change(
        kind, ledger.title, row.key, "" if unit == UNFILLED else unit, how.name(row), name, old, new,
        before.place(place) if before else "", after.place(place) if after else "",
    )  # fmt: skip


# --- what both periods say in figures, and the tables for a report ---


def figure_pairs(old: Book, new: Book) -> Iterator[tuple[str, str, str, str]]:
    before: dict[str, Figure] = {figure.id: figure for figure in figures_of(old)}
    for figure in figures_of(new):
        if figure.id in before:
            yield figure.id, figure.name, before[figure.id].value, figure.value


def figures_of(book: Book) -> Sequence[Figure]:
    """The figures of a period; of a consolidated ledger those of its units added up."""
    units = parts_by_unit(book)
    if not units:
        return summarize(book, ()).figures
    together = Together()
    for part in units.values():
        together.add(part_of(figure) for figure in summarize(part, ()).figures)
    return together.figures(book.settings.decimals)


def tables(comparison: Comparison) -> tuple[Table, ...]:
    """两期变化 by kind with the 编号, and by unit, as a report takes them."""
    periods = [f"{book.name}（截至 {book.settings.as_of}）" for book in (comparison.old, comparison.new)]
    source = "与".join(periods)
    by_kind = tuple((*pair, len(rows), "、".join(rows)) for pair, rows in changed_rows(comparison))
    kinds = [kind for kind in KINDS if comparison.count(kind)]
    counts = Counter((each.unit, each.kind) for each in comparison.changes)
    units = list(dict.fromkeys(each.unit for each in comparison.changes))
    by_unit = tuple((unit or UNFILLED, *(counts[unit, kind] for kind in kinds)) for unit in units)
    whose = "单位" if is_consolidated(comparison) else "科室"
    return (
        Table("compare.by_kind", "两期变化", ("台账", "变化", "行数", "编号"), by_kind, source),
        Table("compare.by_unit", f"各{whose}的变化", (whose, *kinds), by_unit, source),
    )


def changed_rows(comparison: Comparison) -> list[tuple[tuple[str, str], list[str]]]:
    """Ledger and kind of change, and what the rows are called that changed so; in a consolidated ledger by unit."""
    is_joined = is_consolidated(comparison)
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for each in comparison.changes:
        unit = each.unit if is_joined else ""
        called = f"{unit}·{each.called}" if unit else each.called
        found.setdefault((each.ledger, each.kind), {})[unit, each.key] = called
    ledgers = list(dict.fromkeys(each.ledger for each in comparison.changes))
    order = sorted(found, key=lambda pair: (ledgers.index(pair[0]), KINDS.index(pair[1])))
    return [(pair, list(found[pair].values())) for pair in order]


def is_consolidated(comparison: Comparison) -> bool:
    tables = comparison.new.judged_tables()
    return any(header == SOURCE_UNIT for table in tables for _, header in table.layout.unknown)


def as_json(comparison: Comparison) -> dict[str, Any]:
    periods = {
        which: {"file": book.name, "as_of": book.settings.as_of.isoformat()}
        for which, book in (("old", comparison.old), ("new", comparison.new))
    }
    return {
        "schema": 1,
        **periods,
        "counts": {kind: comparison.count(kind) for kind in KINDS if comparison.count(kind)},
        "figures": [dict(zip(("id", "name", "old", "new"), each, strict=True)) for each in comparison.figures],
        "changes": [each._asdict() for each in comparison.changes],
    }
