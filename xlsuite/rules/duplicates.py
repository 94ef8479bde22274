"""RP-01, RP-16: numbers given twice, risk points registered twice or copied from post to post (domain §5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.cells import blanks
from xlsuite.rules.risk_points import in_force
from xlsuite.rules.rule import WARNING, Fault, rule

REGISTERS = ("risk_points", "risk_measures", "risk_ratings")
COPIED_LEAST = 8  # characters; shorter phrases come up by themselves at several posts
COPIED_POSTS = 3


def row_of(table: Table, index: int, here: Table) -> str:
    """A row as a message names it: 第 5 行, with the sheet where it is another one."""
    row = f"第 {table.rows[index]} 行"
    return row if table.sheet == here.sheet else f"工作表“{table.sheet}”{row}"


@rule("RP-01", REGISTERS)
def number_doubled(book: Book) -> Iterator[Fault]:
    """编号空缺或重复

    查什么：
    风险点编号没有填，或者与别的行重复（措施编号、同一年度的评定记录也不能重复）；几张表合起来查。
    为什么：
    措施、等级、整改问题都靠编号对应，编号重复就分不清说的是哪一个。
    怎么改：
    给后一行另编一个没有用过的号，例如接着最大的号往下编；确是同一个风险点的，删去一行。
    例：
    对 风险点编号=FX-2025-001 | 风险点编号=FX-2025-002
    对 [风险点等级评定表] 评定年度=2024 风险点编号=FX-2025-001 | [风险点等级评定表] 评定年度=2025 风险点编号=FX-2025-001
    错 风险点编号=FX-2025-001 | 风险点编号=FX-2025-001
    错 风险点编号=
    """
    for ledger in REGISTERS:
        first: dict[Any, tuple[Table, int]] = {}
        for table in book.tables_of(ledger):
            if ledger == "risk_points":
                yield from (fault._replace(table=table) for fault in blanks(table, "RP-01"))
            if table.primary:
                yield from doubled(table, first)


def doubled(table: Table, first: dict[Any, tuple[Table, int]]) -> Iterator[Fault]:
    """Rows whose number an earlier row has; ratings repeat theirs every year."""
    numbers = table.column(table.ledger.key)
    is_yearly = table.ledger.id == "risk_ratings"
    keys: list[Any] = list(zip(numbers, table.column("year"), strict=True)) if is_yearly else numbers
    if not first and len(set(keys)) == len(keys) and len(table.scope.tables_of(table.ledger.id)) == 1:
        return
    for index, key in enumerate(keys):
        number = numbers[index]
        if number is None or number is UNREADABLE:
            continue
        before = first.setdefault(key, (table, index))
        if before == (table, index):
            continue
        if before[0] is table and table.place(before[1], table.ledger.key) == table.place(index, table.ledger.key):
            continue  # one merged cell
        name = table.slots[table.ledger.key].column.name
        yield Fault(f"{name}“{number}”与{row_of(*before, table)}重复。", at=table.ledger.key, index=index, table=table)


@rule("RP-16", "risk_points", severity=WARNING)
def point_copied(book: Book) -> Iterator[Fault]:
    """风险点重复或照抄

    查什么：
    同一岗位两次登记同样的风险点；或同一句表现形式（8 个字以上）原样写在 3 个以上岗位上。只查有效的风险点。
    为什么：
    重复会多计数；各岗位职权不同，表现形式一字不差多半是照抄，没有真查。
    怎么改：
    重复的合并为一条，后一条状态改为“已并入”；照抄的按本岗位的权责事项重写表现形式。
    例：
    对 风险点=违规用印 岗位编号=GW04 | 风险点=违规用印 岗位编号=GW05
    对 岗位编号=GW04 风险点=甲 | 岗位编号=GW05 风险点=甲 | 岗位编号=GW05 风险点=乙
    错 风险点=违规用印 岗位编号=GW04 | 风险点=违规用印 岗位编号=GW04
    错 岗位编号=GW04 风险点=甲 | 岗位编号=GW05 风险点=甲 | 岗位编号=GW06 风险点=甲
    """
    first: dict[Any, tuple[Table, int]] = {}
    alike: dict[str, dict[Any, tuple[Table, int]]] = {}
    for table in book.tables_of("risk_points"):
        folded = {text: fold(text) for text in set(table.column("manifestation")) if text.__class__ is str}
        posts = zip(table.column("post_key"), table.column("unit"), table.column("post"), strict=True)
        rows = zip(posts, table.column("risk_point"), table.column("manifestation"), in_force(table), strict=True)
        for index, ((key, unit, post), point, text, counts) in enumerate(rows):
            where = key or (unit, post)
            if not counts or where is UNREADABLE or where == (None, None):
                continue
            if point and point is not UNREADABLE:
                before = first.setdefault((where, "".join(point.split())), (table, index))
                if before != (table, index) and not is_same_number(before, table, index):
                    message = f"与{row_of(*before, table)}同一岗位、同样的风险点“{quote(point)}”。"
                    yield Fault(message, at="risk_point", index=index, table=table)
            if text in folded and len(folded[text]) >= COPIED_LEAST:
                alike.setdefault(folded[text], {}).setdefault(where, (table, index))
    yield from copied(alike)


def is_same_number(before: tuple[Table, int], table: Table, index: int) -> bool:
    """Whether two rows have one number, which RP-01 reports."""
    number = table.column("number")[index]
    return number is not None and before[0].column("number")[before[1]] == number


def copied(alike: dict[str, dict[Any, tuple[Table, int]]]) -> Iterator[Fault]:
    """For each sentence that stands at three posts or more, all places but the first."""
    for places in alike.values():
        if len(places) < COPIED_POSTS:
            continue
        before, *later = places.values()
        for table, index in later:
            message = f"表现形式与{row_of(*before, table)}一字不差，共 {len(places)} 个岗位写的是这一句。"
            yield Fault(message, at="manifestation", index=index, table=table)
