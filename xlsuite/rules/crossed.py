"""XL-05 … XL-07: what holds of every supporting ledger, by the kinds of its columns (domain §5.2, §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xlsuite.ledgers import supporting
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.own import Happened, IssueNumber, Staff
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold
from xlsuite.rules.links import numbers_in
from xlsuite.rules.quotes import undecided_purchases
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import named

EVERY = tuple(ledger.id for ledger in supporting() if ledger.listed)


def of_kind(table: Table, kind: type) -> list[str]:
    """The columns of a table that hold one kind of value."""
    return [ident for ident in table.own if isinstance(table.slots[ident].column.kind, kind)]


@rule("XL-05", EVERY, WARNING)
def person_or_purchase_unknown(
    table: Table, book: Book, party_orgs: tuple[str, ...], decision_amount: Decimal
) -> Iterator[Fault]:
    """人员不在名册，或者大额采购没有集体研究

    查什么：
    一、日常台账里本单位人员的姓名，应在岗位与名册的任职人里；没有岗位与名册的不判。
    二、成交价达到集体决策金额（默认 5000，含本数）的采购，主任办公会台账里应有对应的议题：关联会议写了届次或纪要文号，
    或者议题写到申购编号、品目，或者金额相同；已经付款才研究的也算。工作簿里没有主任办公会台账的不判。
    为什么：
    名册里没有的人对不上岗位和上下级；达到金额的支出少研究一笔，就不能说全部经集体研究。
    怎么改：
    人员：核对姓名，在岗的在岗位与名册补登。采购：补填关联会议，确实没有研究的按规定补议并说明。
    例：
    对 [请销假] 姓名=叶某戊 代管人= | [岗位与名册] 任职人=叶某戊
    对 [请销假] 姓名=不在册者
    错 [请销假] 姓名=不在册者 代管人= | [岗位与名册] 任职人=叶某戊
    错 [廉政约谈] 谈话人=叶某戊 谈话对象=叶某戊、不在册者 | [岗位与名册] 任职人=叶某戊
    对 [采购询价] 申购编号=CG-1 成交价=4999
    对 [采购询价] 申购编号=CG-1 成交价=5000 品目=电脑 | [主任办公会] 议题=采购电脑 金额=5000
    错 [采购询价] 申购编号=CG-1 成交价=5000 品目=电脑 | [主任办公会] 议题=干部轮岗 类别=干部提拔 金额=
    错 [采购询价] 成交价=5000 品目=电脑 付款日期=2025-03-10 | [主任办公会] 议题=采购电脑 会议日期=2025-03-11
    """
    if table.ledger.id == "quotes":
        yield from undecided_purchases(table, book, decision_amount)
    if book.roster is not None:
        yield from strangers(table, book.roster.union(party_orgs))


def strangers(table: Table, roster: frozenset[str]) -> Iterator[Fault]:
    """Names of our own people that no post of the 名册 bears."""
    known = {fold(name) for name in roster}
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
