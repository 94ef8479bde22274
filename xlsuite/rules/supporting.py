"""XL-05 … XL-07: what holds of every supporting ledger, by the kinds of its columns; and how absence is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from xlsuite.ledgers import supporting
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.own import Happened, IssueNumber, Staff
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.links import numbers_in
from xlsuite.rules.rule import WARNING, Fault, rule

EVERY = tuple(ledger.id for ledger in supporting() if ledger.listed)


def named(names: Iterable[str]) -> str:
    """“甲”、“乙” as a message quotes several names."""
    return "、".join(f"“{quote(name)}”" for name in names)


def header_of(book: Book, ledger: str, ident: str, message: str, key: str = "") -> Fault:
    """A finding about rows that are not there: at the header of a column of the ledger that should hold them."""
    table = book.tables_of(ledger)[0]
    slot = table.slots.get(ident) or next(iter(table.slots.values()))
    row = table.layout.header_rows[-1]
    return Fault(message, table=table, row=row, column=slot.at, field=slot.column.name, key=key)


def of_kind(table: Table, kind: type) -> list[str]:
    """The columns of a table that hold one kind of value."""
    return [ident for ident in table.own if isinstance(table.slots[ident].column.kind, kind)]


@rule("XL-05", EVERY, WARNING)
def person_of_no_post(table: Table, roster: frozenset[str], party_orgs: tuple[str, ...]) -> Iterator[Fault]:
    """日常台账里的人不在名册

    查什么：
    约谈、请销假、报告等台账里本单位人员的姓名，应在岗位与名册的任职人里。没有岗位与名册的不判。
    为什么：
    名册里没有的人对不上岗位和上下级，覆盖情况会算错，也可能是写错了字。
    怎么改：
    核对姓名；人员确实在岗的，在岗位与名册补登他的岗位。
    例：
    对 [请销假] 姓名=叶某戊 代管人= | [岗位与名册] 任职人=叶某戊
    对 [请销假] 姓名=不在册者
    错 [请销假] 姓名=不在册者 代管人= | [岗位与名册] 任职人=叶某戊
    错 [廉政约谈] 谈话人=叶某戊 谈话对象=叶某戊、不在册者 | [岗位与名册] 任职人=叶某戊
    """
    known = {fold(name) for name in (*roster, *party_orgs)}
    for ident in of_kind(table, Staff):
        for index, names in enumerate(table.column(ident)):
            if names and names is not UNREADABLE:
                strange = [name for name in names if fold(name) not in known]
                if strange:
                    title = table.slots[ident].column.name
                    yield Fault(f"{title}{named(strange)}不在岗位与名册的任职人里。", at=ident, index=index)


@rule("XL-06", EVERY)
def day_to_come(table: Table, as_of: date) -> Iterator[Fault]:
    """已经发生的事，日期在统计截止日之后

    查什么：
    签订、谈话、审批、会议、学习等已经发生的事，日期不晚于统计截止日；截止日当天可以。
    为什么：
    还没有到的日期不可能已经办了，多半是年份或月份写错了。
    怎么改：
    核对日期；台账确实已经记到更晚的，改统计截止日。
    例：
    对 [节前提醒] 提醒日期=2025-09-30
    错 [节前提醒] 提醒日期=2025-10-08
    """
    for ident in of_kind(table, Happened):
        column = table.column(ident)
        if any(isinstance(day, date) and day > as_of for day in set(column)):
            title = table.slots[ident].column.name
            for index, day in enumerate(column):
                if isinstance(day, date) and day > as_of:
                    yield Fault(f"{title} {day} 晚于统计截止日 {as_of}。", at=ident, index=index)


@rule("XL-07", EVERY, WARNING)
def issue_unknown(table: Table, issue_numbers: frozenset[str]) -> Iterator[Fault]:
    """关联的问题不在整改台账

    查什么：
    日常台账里填的问题编号，应在问题整改台账里。工作簿里没有整改台账的不判。
    为什么：
    编号对不上，意见、线索有没有整改就查不到。
    怎么改：
    改成整改台账里的问题编号；还没有立项的，先在整改台账登记。
    例：
    对 [征求意见] 采纳=是 关联问题=ZG-2025-011 | [问题整改台账]
    错 [征求意见] 采纳=是 关联问题=ZG-2025-099 | [问题整改台账]
    """
    for ident in of_kind(table, IssueNumber):
        for index, text in enumerate(table.column(ident)):
            if text and text is not UNREADABLE:
                unknown = [number for number in numbers_in(text) if number not in issue_numbers]
                if unknown:
                    title = table.slots[ident].column.name
                    yield Fault(f"{title}{named(unknown)}不在问题整改台账里。", at=ident, index=index)
