"""对比

两期台账对照：新增、完成、销号、重新打开、升级、降级、时限改动、文字改动，逐条列出前后内容和位置。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import CLOSED, DONE, STATES
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Figure, Table
from xlsuite.model.place import a1
from xlsuite.model.table import Table as LedgerTable
from xlsuite.model.text import fold, is_blank, whole
from xlsuite.verbs.figures.risk_rows import GONE as OUT_OF_FORCE
from xlsuite.verbs.figures.risk_rows import RiskRows, risk_rows
from xlsuite.verbs.figures.scope import UNFILLED, label
from xlsuite.verbs.summarize import summarize

NEW, DROPPED, FINISHED, CLOSING, REOPENED = "新增", "移除", "完成", "销号", "重新打开"
FORWARD, BACKWARD, LATER, EARLIER, DUE = "推进", "退步", "时限延后", "时限提前", "时限改动"
RATED, RAISED, LOWERED, ENDED, REVIVED, REWORDED = "定级", "升级", "降级", "消除", "恢复", "文字改动"
KINDS = (
    NEW, FINISHED, CLOSING, FORWARD, REOPENED, BACKWARD, LATER, EARLIER, DUE, RAISED, LOWERED, RATED, ENDED, REVIVED,
    REWORDED, DROPPED,
)  # fmt: skip
SOURCE_UNIT = "来源单位"  # in a consolidated ledger an 编号 is one unit's own
WORDS = {  # columns whose wording is followed; progress is meant to be written anew each time
    "rectification": ("issue", "details", "measures", "source", "aspect", "kind", "leader", "unit", "owner"),
    "risk_points": ("risk_point", "manifestation", "category", "unit", "post", "holder", "matter", "manager"),
    "risk_measures": ("content", "kind", "owner", "supervisor", "frequency", "risk_point"),
}
NAMED_BY = {"rectification": "issue", "risk_points": "risk_point", "risk_measures": "content"}
MEASURE_STATES = ("未启动", "推进中", "已落实")


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


class Comparison(NamedTuple):
    """Two periods held against each other; figures: id, name, both values."""

    old: Book
    new: Book
    changes: tuple[Change, ...]
    figures: tuple[tuple[str, str, str, str], ...]

    def count(self, kind: str, ledger: str = "") -> int:
        return sum(1 for each in self.changes if each.kind == kind and ledger in ("", each.ledger))


class Row(NamedTuple):
    """One row of one period, and what tells its level (risk points only)."""

    table: LedgerTable
    at: int
    key: str
    level: Any = None

    def value(self, ident: str) -> Any:
        found = self.table.column(ident)[self.at]
        return None if found is UNREADABLE else found

    def typed(self, ident: str) -> str:
        raw = self.table.raws(ident)[self.at]
        return "" if is_blank(raw) else whole(raw)

    def place(self, ident: str) -> str:
        return f"{self.table.sheet}!{a1(*self.table.place(self.at, ident))}"


Difference = tuple[str, str, str, str]  # kind, ident, old, new


def compare(old: Book, new: Book) -> Comparison:
    """What changed from one period's workbook to the next one's, row by row, in the order of the new one."""
    found: list[Change] = []
    for ledger, differences in FOLLOWED.items():
        found += ledger_changes(ledger, rows_of(old, ledger), rows_of(new, ledger), differences)
    return Comparison(old, new, tuple(found), tuple(figure_pairs(old, new)))


def rows_of(book: Book, ledger: str) -> dict[Any, Row]:
    """The rows of a ledger by what names them: 编号, and its unit in a consolidated ledger; else the wording."""
    found: dict[Any, Row] = {}
    levels = levels_of(book) if ledger == "risk_points" else {}
    for table in book.tables_of(ledger):
        units = source_units(table)
        numbers = table.column(table.ledger.key)
        for index in range(len(table)):
            number = numbers[index]
            if number is None or number is UNREADABLE:
                number = ("", fold(whole(table.raws(NAMED_BY[ledger])[index])))
            place = (units[index], number)
            times = 1
            while (*place, times) in found:
                times += 1
            row = Row(table, index, table.key(index), levels.get((id(table), index)))
            found[*place, times] = row
    return found


def source_units(table: LedgerTable) -> list[str]:
    """The 来源单位 of each row, "" where there is no such column."""
    at = next((at for at, header in table.layout.unknown if header == SOURCE_UNIT), 0)
    return [fold(whole(table.grid.cell(row, at))) if at else "" for row in table.rows]


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


def ledger_changes(
    ledger: str, old: dict[Any, Row], new: dict[Any, Row], differences: Callable[[Row, Row], Iterator[Difference]]
) -> Iterator[Change]:
    """Nothing where either side lacks the ledger: all of it would be new or gone."""
    if not old or not new:
        return
    name = NAMED_BY[ledger]
    for place, row in new.items():
        before = old.get(place)
        if before is None:
            yield change(NEW, name, "", row.typed(name), None, row)
            continue
        for kind, ident, was, now in differences(before, row):
            yield change(kind, ident, was, now, before, row)
        for ident in WORDS[ledger]:
            was, now = before.typed(ident), row.typed(ident)
            if ident in before.table and ident in row.table and fold(was) != fold(now):
                yield change(REWORDED, ident, was, now, before, row)
    for place, row in old.items():
        if place not in new:
            yield change(DROPPED, name, row.typed(name), "", row, None)


def change(kind: str, ident: str, old: str, new: str, before: Row | None, after: Row | None) -> Change:
    row = after or before
    assert row is not None
    ledger = row.table.ledger
    name = next((column.name for column in ledger.columns if column.ident == ident), LEVEL_NAME)
    place = ident if ledger.has(ident) else ledger.key
    unit = label(row.value("unit"))
    return Change(
        kind, ledger.title, row.key, "" if unit == UNFILLED else unit, row.typed(NAMED_BY[ledger.id]), name, old, new,
        before.place(place) if before else "", after.place(place) if after else "",
    )  # fmt: skip


LEVEL_NAME = "核定等级"


# --- what is followed in each ledger ---


def issue_differences(old: Row, new: Row) -> Iterator[Difference]:
    yield from state_difference(old, new, "state", STATES, DONE)
    was, now = old.value("closure"), new.value("closure")
    if now == CLOSED and was != CLOSED:
        yield CLOSING, "closure", old.typed("closure"), new.typed("closure")
    elif was == CLOSED and now is not None and now != CLOSED:
        yield REOPENED, "closure", old.typed("closure"), new.typed("closure")
    yield from deadline_difference(old, new, "deadline", "due")


def measure_differences(old: Row, new: Row) -> Iterator[Difference]:
    yield from state_difference(old, new, "progress", MEASURE_STATES, MEASURE_STATES[-1])
    yield from deadline_difference(old, new, "due", "due")


def point_differences(old: Row, new: Row) -> Iterator[Difference]:
    was, now = old.value("state"), new.value("state")
    if (was in OUT_OF_FORCE) is not (now in OUT_OF_FORCE):
        yield ENDED if now in OUT_OF_FORCE else REVIVED, "state", old.typed("state"), new.typed("state")
    if new.level is None:
        return
    if old.level is None:
        yield RATED, "", "未核定", new.level[1]
    elif old.level[0] != new.level[0]:
        yield RAISED if new.level[0] > old.level[0] else LOWERED, "", old.level[1], new.level[1]


def state_difference(old: Row, new: Row, ident: str, order: tuple[str, ...], done: str) -> Iterator[Difference]:
    was, now = old.value(ident), new.value(ident)
    if was == now or was not in order or now not in order:
        return
    if now == done:
        kind = FINISHED
    elif was == done:
        kind = REOPENED
    else:
        kind = FORWARD if order.index(now) > order.index(was) else BACKWARD
    yield kind, ident, was, now


def deadline_difference(old: Row, new: Row, ident: str, shown: str) -> Iterator[Difference]:
    """ident: the day that counts, approved extensions included; shown: the column a user knows it by."""
    was, now = old.value(ident), new.value(ident)
    if isinstance(was, date) and isinstance(now, date):
        if was != now:
            yield LATER if now > was else EARLIER, shown, was.isoformat(), now.isoformat()
    elif fold(old.typed(shown)) != fold(new.typed(shown)):
        yield DUE, shown, old.typed(shown), new.typed(shown)


FOLLOWED: dict[str, Callable[[Row, Row], Iterator[Difference]]] = {
    "rectification": issue_differences,
    "risk_points": point_differences,
    "risk_measures": measure_differences,
}


# --- what both periods say in figures, and the tables for a report ---


def figure_pairs(old: Book, new: Book) -> Iterator[tuple[str, str, str, str]]:
    before: dict[str, Figure] = {figure.id: figure for figure in summarize(old, ()).figures}
    for figure in summarize(new, ()).figures:
        if figure.id in before:
            yield figure.id, figure.name, before[figure.id].value, figure.value


def tables(comparison: Comparison) -> tuple[Table, ...]:
    """两期变化 by kind with the 编号, and by unit, as a report takes them."""
    periods = [f"{book.name}（截至 {book.settings.as_of}）" for book in (comparison.old, comparison.new)]
    source = "与".join(periods)
    ledgers = list(dict.fromkeys(each.ledger for each in comparison.changes))
    keys: dict[tuple[str, str], list[str]] = {}
    for each in comparison.changes:
        known = keys.setdefault((each.ledger, each.kind), [])
        if each.key not in known:
            known.append(each.key)
    order = sorted(keys, key=lambda pair: (ledgers.index(pair[0]), KINDS.index(pair[1])))
    by_kind = tuple((*pair, len(keys[pair]), "、".join(keys[pair])) for pair in order)
    kinds = [kind for kind in KINDS if comparison.count(kind)]
    counts = Counter((each.unit, each.kind) for each in comparison.changes)
    units = list(dict.fromkeys(each.unit for each in comparison.changes))
    by_unit = tuple((unit or UNFILLED, *(counts[unit, kind] for kind in kinds)) for unit in units)
    return (
        Table("compare.by_kind", "两期变化", ("台账", "变化", "行数", "编号"), by_kind, source),
        Table("compare.by_unit", "各科室的变化", ("科室", *kinds), by_unit, source),
    )


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
