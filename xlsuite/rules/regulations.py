"""RG-, LG-, SU-: 制度台账, 领导小组, 请示报告 (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.regulations import ASKS, MADE, REVISED
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import INFO, WARNING, Fault, rule
from xlsuite.rules.supporting import header_of, named

CLAIMS = ((MADE, "regulations_new", "新建制度"), (REVISED, "regulations_revised", "修订制度"))
APPROVALS = (("extensions", "approver", "延期"), ("risk_ratings", "approver", "等级评定"))


def claimed(book: Book, ident: str) -> Decimal | None:
    """The sum of a column of the rectification ledger; None where there is none, or a cell cannot be read."""
    tables = [table for table in book.tables_of("rectification") if ident in table]
    cells = [value for table in tables for value in table.column(ident)]
    given = [value for value in cells if value is not None]
    return None if UNREADABLE in cells or not given else sum(given, Decimal(0))


def listed(book: Book, change: str) -> int | None:
    """How many regulations were made, or revised, by the register; None where a cell cannot be read."""
    count = 0
    for table in book.tables_of("regulations"):
        if UNREADABLE in table.column("change"):
            return None
        count += sum(1 for value in table.column("change") if value == change)
    return count if book.has("regulations") else None


@rule("RG-01", "regulations", WARNING)
def counts_differ(book: Book) -> Iterator[Fault]:
    """制度台账与整改台账的制度数不一致

    查什么：
    问题整改台账“新建制度”“修订制度”的合计，与制度台账新建、修订的项数相等；整改台账报得多的是警告，制度台账多的只作提示。
    整改台账没有填这两栏，或者有读不出的单元格，不判。
    为什么：
    整改成果里报的制度，制度台账里要一项一项找得到。
    怎么改：
    补登漏记的制度；一项制度在几个问题里都算了的，只算一次；与整改无关的制度，在备注说明。
    例：
    对 新建/修订/废止=修订 | [问题整改台账] 新建制度=0 修订制度=1
    对 新建/修订/废止=修订 | [问题整改台账] 新建制度= 修订制度=
    错 新建/修订/废止=修订 | [问题整改台账] 新建制度=1 修订制度=1
    错 新建/修订/废止=新建 | [问题整改台账] 新建制度=0 修订制度=0
    """
    for change, ident, name in CLAIMS:
        total, count = claimed(book, ident), listed(book, change)
        if total is None or count is None or total == count:
            continue
        message = f"问题整改台账{name}合计 {total} 项，这里{change}的有 {count} 项。"
        found = header_of(book, "regulations", "change", message, key=change)
        yield found if total > count else found._replace(severity=INFO)


@rule("RG-02", "regulations", WARNING, at="name")
def regulation_repeated(table: Table) -> Iterator[Fault]:
    """同一项制度登记了两次

    查什么：
    名称和新建/修订/废止都相同、印发日期也相同或没有填的两行；同一制度在不同日期再次修订不算。
    为什么：
    一项制度登记两次，项数就多算了。
    怎么改：
    确认后删去后一行。
    例：
    对 名称=干部请销假制度 新建/修订/废止=新建 | 名称=干部请销假制度 新建/修订/废止=修订
    对 名称=干部请销假制度 印发日期=2025-04-22 | 名称=干部请销假制度 印发日期=2025-09-01
    错 名称=干部请销假制度 | 名称=《干部请销假制度》 文号=
    """
    first: dict[tuple[str, str, Any], int] = {}
    columns = (table.column(ident) for ident in ("name", "change", "on"))
    for index, (name, change, on) in enumerate(zip(*columns, strict=True)):
        if UNREADABLE in (name, change, on) or not name or not change:
            continue
        key = (fold(name).strip("《》"), change, on)
        if (before := first.setdefault(key, index)) != index:
            yield Fault(f"与第 {table.rows[before]} 行是同一项制度的同一次{change}。", index=index)


@rule("LG-01", "leading_groups", WARNING, at="office_head")
def office_head_outside(head: Any, deputies: Any, members: Any, office_head: Any) -> str | None:
    """办公室主任不在领导小组里

    查什么：
    办公室主任是组长、副组长或成员中的一位；没有填办公室主任的不判。
    为什么：
    领导小组办公室由小组里的人主持，才办得了事。
    怎么改：
    核对任命文件，改正办公室主任，或者把他补进成员。
    例：
    对 组长=秦某甲 副组长=沈某乙 办公室主任=沈某乙
    对 办公室主任=
    错 组长=秦某甲 副组长=沈某乙 成员=顾某丁 办公室主任=陆某丙
    """
    group = {fold(name) for names in (head, deputies, members) for name in names or ()}
    outside = [name for name in office_head or () if fold(name) not in group]
    return f"办公室主任{named(outside)}不是这个领导小组的组长、副组长或成员。" if outside and group else None


@rule("LG-02", "leading_groups", INFO, at="members")
def named_twice(head: Any, deputies: Any, members: Any) -> str | None:
    """同一个人在领导小组里出现两次

    查什么：
    组长、副组长、成员三栏里没有重复的姓名。
    为什么：
    一个人占两个位置，名单上的人数就不对。
    怎么改：
    只留职务高的一处。
    例：
    对 组长=秦某甲 副组长=沈某乙 成员=顾某丁
    错 组长=秦某甲 副组长=沈某乙 成员=沈某乙、顾某丁
    """
    names = [fold(name) for some in (head, deputies, members) for name in some or ()]
    twice = list(dict.fromkeys(name for name in names if names.count(name) > 1))
    return f"{named(twice)}在组长、副组长、成员里出现了两次。" if twice else None


@rule("LG-03", "leading_groups", WARNING)
def approved_by_no_group(book: Book) -> Iterator[Fault]:
    """审批的领导小组没有登记

    查什么：
    延期的审批人、风险点等级的核定组织写到“领导小组”的，应是本表登记的一个。
    为什么：
    领导小组是定级、延期、销号的审批主体，没有成立的小组批不了。
    怎么改：
    补登领导小组；名称写法不一的，统一成成立文件的写法。
    例：
    对 名称=整改工作领导小组 | [延期] 审批人=整改工作领导小组
    对 名称=整改工作领导小组 | [延期] 审批人=秦某甲
    错 名称=整改工作领导小组 | [延期] 审批人=巡察整改领导小组
    """
    groups = {fold(record.name) for record in book.records("leading_groups") if record.name}
    if not groups:
        return
    for ledger, ident, what in APPROVALS:
        for table in book.tables_of(ledger):
            said = {text for text in set(table.column(ident)) if text and text is not UNREADABLE and "领导小组" in text}
            unknown = sorted(
                text for text in said if not any(fold(text) in name or name in fold(text) for name in groups)
            )
            for text in unknown:
                index = table.column(ident).index(text)
                message = f"{what}由“{quote(text)}”审批，领导小组台账里没有它。"
                yield Fault(message, table=table, index=index, at=ident)


@rule("SU-01", "submissions", WARNING, at="reply")
def unanswered(
    kind: Any, on: Any, as_of: date, reply_days: int, reply: Any = None, replied_on: Any = None
) -> str | None:
    """请示很久没有批复

    查什么：
    参数设了“请示批复天数”的，类型为请示的，报出后超过这么多天，答复情况或答复日期要填；没有设的不判。
    为什么：
    请示没有批复就办，等于没有请示。
    怎么改：
    催办并填答复情况；已经答复的补填。
    例：
    对 类型=请示 日期=2025-08-31 答复情况= | [参数] 请示批复天数=30
    对 类型=报告 日期=2025-01-31 答复情况= | [参数] 请示批复天数=30
    错 类型=请示 日期=2025-08-30 答复情况= | [参数] 请示批复天数=30
    """
    if kind != ASKS or on is None or reply or replied_on or (as_of - on).days <= reply_days:
        return None
    return f"请示 {on} 报出，已 {(as_of - on).days} 天没有批复，应在 {reply_days} 天内。"


@rule("SU-02", "submissions", at="replied_on")
def answered_before_asked(on: Any, replied_on: Any) -> str | None:
    """答复早于请示报告

    查什么：
    答复日期不早于日期；同一天可以。
    为什么：
    先有答复后有请示，手续是后补的，或者日期写错了。
    怎么改：
    核对两个日期。
    例：
    对 日期=2025-06-12 答复日期=2025-06-12
    错 日期=2025-06-12 答复日期=2025-06-11
    """
    if on is None or replied_on is None or replied_on >= on:
        return None
    return f"答复日期 {replied_on} 早于请示报告日期 {on}。"
