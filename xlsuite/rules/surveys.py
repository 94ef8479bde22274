"""SV-01 … SV-03: 调研, dates and days, problems followed up, the days asked of each leader (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from xlsuite.grading.managers import LEADER, TOP
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import in_office
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.text import fold, quote
from xlsuite.rules.heart_talks import says
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of


@rule("SV-01", "surveys", WARNING, at="issue_id")
def problem_unlinked(problem: Any, issue_id: Any = None, reason: Any = None) -> str | Fault | None:
    """调研发现的问题没有着落

    查什么：
    发现问题填了内容的（“无”不算），关联问题编号和不列入理由至少填一个。
    为什么：
    调研发现了问题不跟进，成果就没有转化。
    怎么改：
    在问题整改台账立项后填编号；不列入整改的，写明理由。
    例：
    对 发现问题=台账更新不及时 关联问题编号=ZG-2025-011
    对 发现问题=场地偏小 不列入理由=属上级规划，已书面反映
    对 发现问题=无
    错 发现问题=台账更新不及时 关联问题编号= 不列入理由=
    """
    if not says(problem) or issue_id or says(reason):
        return None
    return Fault("发现问题填了内容，关联问题编号和不列入理由都没有填。")


@rule("SV-02", "surveys", at="last")
def survey_days_wrong(first: Any, last: Any = None, days: Any = None) -> str | Fault | None:
    """调研的起止或天数不对

    查什么：
    止不早于起；天数不多于起止之间的天数（当天都算）。
    为什么：
    天数要计入每位领导的调研时间，多算了就不实。
    怎么改：
    核对起、止和天数。
    例：
    对 起=2025-05-13 止=2025-05-14 天数=1.5
    错 起=2025-05-13 止=2025-05-12
    错 起=2025-05-13 止=2025-05-14 天数=3
    """
    if first is None or last is None:
        return None
    if last < first:
        return f"止 {last} 早于起 {first}。"
    longest = (last - first).days + 1
    return (
        Fault(f"天数填的是 {days}，{first} 到 {last} 只有 {longest} 天。", at="days")
        if days and days > longest
        else None
    )


def days_of(book: Book) -> dict[str, Decimal] | None:
    """Person → days of 调研 in 台账年度; None without the ledger, or where a cell cannot be read."""
    found: dict[str, Decimal] = {}
    for table in book.tables_of("surveys"):
        columns = [table.column(ident) for ident in ("person", "first", "last", "days")]
        if any(UNREADABLE in column for column in columns):
            return None
        for person, first, last, days in zip(*columns, strict=True):
            if isinstance(first, date) and first.year == book.year:
                spent = days if days is not None else Decimal((last - first).days + 1 if last and last >= first else 1)
                for name in person or ():
                    found[fold(name)] = found.get(fold(name), Decimal(0)) + spent
    return found if book.has("surveys") else None


@rule("SV-03", "surveys", WARNING)
def surveyed_too_little(book: Book, survey_days: int, year: int, as_of: date) -> Iterator[Fault]:
    """班子成员调研天数不够

    查什么：
    参数设了“调研天数要求”的，台账年度过完之后，名册里在任的主要领导、班子成员每人的调研天数达到要求。
    没有设、年度没有过完、没有岗位与名册的不判。
    为什么：
    调研有天数要求的，够没够要算得出来。
    怎么改：
    补登漏记的调研；确实不够的，写明原因。
    例：
    对 调研人=沈某乙 | [参数] 调研天数要求=2 | [参数] 统计截止日=2025-12-31 | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    对 调研人=沈某乙 | [参数] 调研天数要求=20 | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    错 调研人=沈某乙 | [参数] 调研天数要求=3 | [参数] 统计截止日=2025-12-31 | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    """  # noqa: E501
    if not begun(book, "surveys"):
        return
    spent = days_of(book)
    if spent is None or as_of < date(year, 12, 31):
        return
    for each in in_office(book) or ():
        days = spent.get(fold(each.name), Decimal(0))
        if each.tier in (TOP, LEADER) and days < survey_days:
            message = f"{each.tier}“{quote(each.name)}”{year} 年调研 {days} 天，要求 {survey_days} 天。"
            yield header_of(book, "surveys", "person", message, key=each.name)
