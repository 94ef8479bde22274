"""SP-, SR-: 学习计划 and 学习记录, every month planned, every week held, absences made up (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from xlsuite.grading.managers import LEADER, TOP
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import Holder, in_office, last_day, weeks
from xlsuite.ledgers.study import BRANCH
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.settings import Share
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of

LISTED_AT_MOST = 12
YEAR = 0  # the month of a plan for the whole year


def planned_months(book: Book) -> set[int] | None:
    """The months of 台账年度 for which the branch has a plan, 0 for the year; None where that cannot be told."""
    found: set[int] = set()
    for table in book.tables_of("study_plans"):
        columns = [table.column(ident) for ident in ("year", "month", "subject")]
        if any(UNREADABLE in column for column in columns):
            return None
        for year, month, subject in zip(*columns, strict=True):
            if subject == BRANCH and (year is None or year == book.year):
                found.add(int(month) if month is not None else YEAR)
    return found if book.has("study_plans") else None


def months_due(book: Book) -> range:
    """The months of 台账年度 that have begun by 统计截止日."""
    return range(
        1, 1 + (12 if book.as_of.year > book.year else book.as_of.month if book.as_of.year == book.year else 0)
    )


@rule("SP-01", "study_plans", WARNING)
def plan_missing(book: Book, year: int) -> Iterator[Fault]:
    """有的月份没有支部学习计划

    查什么：
    计划主体为支部的，台账年度要有一份年度计划（月份留空），已经开始的每个月有一份月计划。有读不出的年度、月份、主体不判。
    为什么：
    学习要每年、每月有计划，没有计划的月份学什么无从对照。
    怎么改：
    补制定或补登记；当月确实没有计划的，在备注写明原因。
    例：
    对 计划主体=支部 月份= | 计划主体=支部 月份=1 | [参数] 统计截止日=2025-01-31
    错 计划主体=支部 月份= | 计划主体=支部 月份=1 | [参数] 统计截止日=2025-02-01
    错 计划主体=支部 月份=1 | [参数] 统计截止日=2025-01-31
    """
    if not begun(book, "study_plans"):
        return
    planned = planned_months(book)
    if planned is None:
        return
    months = [f"{month}月" for month in months_due(book) if month not in planned]
    missing = [*(["年度计划"] if YEAR not in planned and len(months_due(book)) else []), *months]
    if missing:
        message = f"{year} 年支部学习计划缺 {len(missing)} 份：{'、'.join(missing)}。"
        yield header_of(book, "study_plans", "month", message)


def leaders_without_plan(book: Book) -> list[Holder] | None:
    """The 班子 in office without a plan of their own for the year; None where that cannot be told."""
    people = in_office(book)
    tables = [table for table in book.tables_of("study_plans") if "person" in table]
    if not tables or people is None:
        return None
    names: set[str] = set()
    for table in tables:
        if UNREADABLE in table.column("person") or UNREADABLE in table.column("year"):
            return None
        for persons, year in zip(table.column("person"), table.column("year"), strict=True):
            if year is None or year == book.year:
                names.update(map(fold, persons or ()))
    return [each for each in people if each.tier in (TOP, LEADER) and fold(each.name) not in names]


@rule("SP-02", "study_plans", WARNING)
def own_plan_missing(book: Book, year: int) -> Iterator[Fault]:
    """班子成员没有个人学习计划

    查什么：
    名册里在任的主要领导、班子成员，台账年度在学习计划里至少有一行是本人的。没有岗位与名册、表里没有姓名列的不判。
    为什么：
    班子成员要带头制定个人学习计划。
    怎么改：
    补制定或补登记，姓名填本人。
    例：
    对 计划主体=个人 姓名=沈某乙 | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    错 计划主体=支部 姓名= | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    """
    if not begun(book, "study_plans"):
        return
    for each in leaders_without_plan(book) or ():
        message = f"{each.tier}“{quote(each.name)}”没有 {year} 年的个人学习计划。"
        yield header_of(book, "study_plans", "person", message, key=each.name)


@rule("SP-03", "study_plans", at="month")
def no_such_month(month: Any) -> str | None:
    """月份不在 1 到 12

    查什么：
    月份是 1 到 12 的整数，年度计划留空。
    为什么：
    月份不对，就算不出哪个月没有计划。
    怎么改：
    改成 1 到 12；年度计划清空。
    例：
    对 月份=12
    错 月份=13
    错 月份=0
    """
    return f"月份填的是 {month}，应填 1 到 12，年度计划留空。" if month is not None and not 1 <= month <= 12 else None


@rule("SP-04", "study_plans", WARNING, at="month")
def plan_not_kept(table: Table, book: Book) -> Iterator[Fault]:
    """有计划的月份没有学习记录

    查什么：
    支部的月计划，那个月到统计截止日已经过完的，学习记录里那个月至少有一次。工作簿里没有学习记录，或者有读不出的日期，不判。
    为什么：
    定了计划没有学，计划就是空的。
    怎么改：
    学了没有登记的补登记；确实没有学的，在备注写明原因。
    例：
    对 月份=3 | [学习记录] 日期=2025-03-10
    对 月份=9 | [学习记录] 日期=2025-03-10 | [参数] 统计截止日=2025-09-29
    错 月份=3 | [学习记录] 日期=2025-04-07
    """
    days = [day for each in book.tables_of("study_records") for day in each.column("on")]
    if not begun(book, "study_records") or UNREADABLE in days:
        return
    held = {(day.year, day.month) for day in days if day}
    columns = (table.column(ident) for ident in ("year", "month", "subject"))
    for index, (year, month, subject) in enumerate(zip(*columns, strict=True)):
        if UNREADABLE in (year, month, subject) or subject != BRANCH or month is None or not 1 <= month <= 12:
            continue
        when = (int(year if year is not None else book.year), int(month))
        if when not in held and last_day(*when) <= book.as_of:
            yield Fault(f"{when[0]} 年 {when[1]} 月有支部学习计划，没有学习记录。", index=index)


def studied_weeks(book: Book) -> set[date] | None:
    """The Mondays of the weeks with a record; None without the ledger, or where a day cannot be read."""
    found: set[date] = set()
    for table in book.tables_of("study_records"):
        days = table.column("on")
        if UNREADABLE in days:
            return None
        found.update(monday(day) for day in days if day)
    return found if book.has("study_records") else None


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_missed(book: Book) -> list[date] | None:
    """The days of the weekly meeting whose week is over without a record; None where there is no 工作日历."""
    due, held = weeks(book), studied_weeks(book)
    if due is None or held is None:
        return None
    return [day for day in due if monday(day) not in held and monday(day) + timedelta(days=6) <= book.as_of]


@rule("SR-01", "study_records", WARNING)
def week_missed(book: Book, meeting_weekday: str) -> Iterator[Fault]:
    """有的周没有学习记录

    查什么：
    台账年度里例会日（默认周一）是工作日的每一周，到统计截止日已经过完的，至少有一行学习记录，记在那一周哪一天都算。
    没有工作日历的不判，因为不知道哪个周一放假；有读不出的日期也不判。
    为什么：
    每周例会学习要周周有记录，哪一周没有要说得出原因。
    怎么改：
    补登记；那一周确实没有学习的，也登记一行，在备注写明原因。
    例：
    对 日期=2025-01-06 | [工作日历] 日期=2025-01-01 | [参数] 统计截止日=2025-01-12
    对 日期=2025-01-06 | [参数] 统计截止日=2025-01-31
    错 日期=2025-01-06 | [工作日历] 日期=2025-01-01 | [参数] 统计截止日=2025-01-19
    """
    if not begun(book, "study_records"):
        return
    missed = weeks_missed(book) or []
    if missed:
        days = "、".join(f"{day.month}月{day.day}日" for day in missed[:LISTED_AT_MOST])
        more = "等" if len(missed) > LISTED_AT_MOST else ""
        message = f"{len(missed)} 个{meeting_weekday}所在的周没有学习记录：{days}{more}。"
        yield header_of(book, "study_records", "on", message)


@rule("SR-02", "study_records", WARNING, at="make_up")
def not_made_up(due: Any, present: Any, make_up: Any) -> str | None:
    """缺席的没有补学

    查什么：
    实到少于应到的，补学要填。
    为什么：
    缺席的人要补学，一个不落。
    怎么改：
    填谁在哪天补学；还没有补的，安排补学。
    例：
    对 应到=11 实到=10 补学=梁某壬 9月30日补学
    错 应到=11 实到=10 补学=
    """
    if due is None or present is None or present >= due or make_up:
        return None
    return f"应到 {due} 人，实到 {present} 人，缺席 {due - present} 人没有补学记录。"


@rule("SR-03", "study_records", WARNING, at="present")
def attendance_low(due: Any, present: Any, attendance_least: Share) -> str | None:
    """参学率不够

    查什么：
    参数设了“参学率下限”的，实到占应到不低于它；没有设的不判。
    为什么：
    到的人太少，集中学习就走了过场。
    怎么改：
    核对应到、实到；确实不够的，补学并改进通知方式。
    例：
    对 应到=10 实到=8 | [参数] 参学率下限=80%
    对 应到=10 实到=1
    错 应到=10 实到=7 | [参数] 参学率下限=80%
    """
    if not due or present is None or attendance_least.reached(present, due):
        return None
    return f"应到 {due} 人，实到 {present} 人，参学率低于 {attendance_least}。"


@rule("SR-04", "study_records", WARNING, at="received_on")
def relayed_late(on: Any, received_on: Any, relay_days: Any = None) -> str | Fault | None:
    """传达学习不及时

    查什么：
    填了收文日期的，学习日期不早于收文日期；参数设了“传达天数”的，学习在收文后这么多天内。
    为什么：
    上级精神要第一时间传达，收文多少天后才学要说得出来。
    怎么改：
    核对收文日期和学习日期；确实晚了的，在备注写明原因。
    例：
    对 日期=2025-09-29 收文日期=2025-09-22 | [参数] 传达天数=7
    对 日期=2025-09-29 收文日期=2025-06-01
    错 日期=2025-09-29 收文日期=2025-09-21 | [参数] 传达天数=7
    错 日期=2025-09-29 收文日期=2025-09-30
    """
    if on is None or received_on is None:
        return None
    lag = (on - received_on).days
    if lag < 0:
        return f"学习日期 {on} 早于收文日期 {received_on}。"
    return (
        f"收文后 {lag} 天才传达学习，应在 {relay_days} 天内。" if relay_days is not None and lag > relay_days else None
    )
