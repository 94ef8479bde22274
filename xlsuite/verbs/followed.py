"""What a comparison follows in each ledger: what names a row in both periods, and which differences it tells.

The core ledgers say which of their columns is the state, which the deadline, whose wording counts. Of every other
ledger it follows from its columns: a row is known by its 编号, else by the columns by which it is known to be data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from xlsuite.ledgers.rectification import CLOSED, DONE, STATES
from xlsuite.model.columns import UNREADABLE, LedgerType
from xlsuite.model.kinds import Deadline, DeadlineText
from xlsuite.model.place import a1
from xlsuite.model.table import Table
from xlsuite.model.text import fold, is_blank, whole
from xlsuite.verbs.figures.risk_rows import GONE as OUT_OF_FORCE

NEW, DROPPED, FINISHED, CLOSING, REOPENED = "新增", "移除", "完成", "销号", "重新打开"
FORWARD, BACKWARD, LATER, EARLIER, DUE = "推进", "退步", "时限延后", "时限提前", "时限改动"
RATED, RAISED, LOWERED, ENDED, REVIVED, REWORDED = "定级", "升级", "降级", "消除", "恢复", "文字改动"
KINDS = (
    NEW, FINISHED, CLOSING, FORWARD, REOPENED, BACKWARD, LATER, EARLIER, DUE, RAISED, LOWERED, RATED, ENDED, REVIVED,
    REWORDED, DROPPED,
)  # fmt: skip
MEASURE_STATES = ("未启动", "推进中", "已落实")
TOLD_ELSEWHERE = ("settings", "risk_ratings", "post_catalog")  # a level is told of its risk point

Difference = tuple[str, str, str, str]  # kind, ident, old, new


class Row(NamedTuple):
    """One row of one period; the unit it came from in a consolidated ledger, and its level (risk points only)."""

    table: Table
    at: int
    key: str
    source: str = ""
    level: Any = None

    def value(self, ident: str) -> Any:
        found = self.table.column(ident)[self.at]
        return None if found is UNREADABLE else found

    def typed(self, ident: str) -> str:
        raw = self.table.raws(ident)[self.at]
        return "" if is_blank(raw) else whole(raw)

    def place(self, ident: str) -> str:
        return f"{self.table.sheet}!{a1(*self.table.place(self.at, ident))}"


class Followed(NamedTuple):
    """How the rows of a ledger are told apart without a 编号, and what is followed in them."""

    named_by: tuple[str, ...]
    words: tuple[str, ...]
    differences: Callable[[Row, Row], Iterator[Difference]]

    def name(self, row: Row) -> str:
        """What a row is about."""
        return "，".join(filter(None, map(row.typed, self.named_by)))


def followed(ledger: LedgerType) -> Followed | None:
    """What is followed in a ledger; None where its changes are told of another's rows."""
    if ledger.id in TOLD_ELSEWHERE or not ledger.listed:
        return None
    if ledger.id in CORE:
        return CORE[ledger.id]
    due = [column.ident for column in ledger.columns if is_deadline(ledger, column.ident)]
    words = [column.ident for column in ledger.columns if column.ident not in (*due, ledger.key)]
    return Followed(ledger.core, tuple(words), lambda old, new: any_deadline(due, old, new))


def is_deadline(ledger: LedgerType, ident: str) -> bool:
    return ident == "due" or isinstance(ledger.column(ident).kind, Deadline | DeadlineText)


def is_same(old: Row, new: Row, ident: str) -> bool:
    """Whether a column says the same in both rows, however it was typed."""
    if fold(old.typed(ident)) == fold(new.typed(ident)):
        return True
    if new.table.ledger.column(ident).kind.free_text:
        return False
    value = old.value(ident)
    return value is not None and value == new.value(ident)


# --- what is followed in each core ledger ---


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


def any_deadline(idents: list[str], old: Row, new: Row) -> Iterator[Difference]:
    for ident in idents:
        if ident in old.table and ident in new.table:
            yield from deadline_difference(old, new, ident, ident)


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


# Of the words those whose wording is followed; progress is meant to be written anew each time.
CORE = {
    "rectification": Followed(
        ("issue",), ("issue", "details", "measures", "source", "aspect", "kind", "leader", "unit", "owner"),
        issue_differences,
    ),
    "risk_points": Followed(
        ("risk_point",),
        ("risk_point", "manifestation", "category", "unit", "post", "holder", "matter", "manager"), point_differences,
    ),
    "risk_measures": Followed(
        ("content",), ("content", "kind", "owner", "supervisor", "frequency", "risk_point"), measure_differences
    ),
}  # fmt: skip
