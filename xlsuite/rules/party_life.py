"""PA-01 … PA-06: 组织生活, often enough, with enough people, absences told; 民主生活会 prepared (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import Period, ended, periods
from xlsuite.ledgers.party_life import DEMOCRATIC, GROUP
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.settings import Share
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of


def held_days(book: Book) -> dict[str, list[date]] | None:
    """类型 → the days on which it was held; None without the ledger, or where a cell hides one."""
    found: dict[str, list[date]] = {}
    if not book.has("party_meetings"):
        return None
    for table in book.tables_of("party_meetings"):
        for kind, day in zip(table.column("kind"), table.column("on"), strict=True):
            if kind is UNREADABLE or day is UNREADABLE:
                return None
            if kind and day:
                found.setdefault(kind, []).append(day)
    return found


def gaps(book: Book) -> dict[str, tuple[str, list[Period]]] | None:
    """类型 → how often it is due, and the periods that are over without one; None where that cannot be told."""
    held = held_days(book)
    if held is None:
        return None
    found = {}
    for kind, every in book.party_frequency:
        if kind not in held and (kind == GROUP or len(held) == 1):
            continue  # not every branch has groups, and a ledger of one kind of meeting is one of that kind only
        over = ended(periods(book.year, every), book.as_of)
        missing = [period for period in over if not any(map(period.holds, held.get(kind, ())))]
        found[kind] = (every, missing)
    return found


@rule("PA-01", "party_meetings", WARNING)
def meeting_not_held(book: Book, year: int) -> Iterator[Fault]:
    """组织生活次数不够

    查什么：
    按“组织生活频次”（支部党员大会、党课每季度，支委会、党小组会、主题党日每月，民主生活会、组织生活会每年），
    到统计截止日已经过完的月份、季度、年度里，每类至少有一次；没有党小组会记录的不判党小组会，
    台账只登记了一类的只判这一类。有读不出的类型、日期不判。
    为什么：
    三会一课有次数要求，缺了哪个月、哪个季度要说得出来。
    怎么改：
    开了没有登记的补登记；确实没有开的，在备注写明原因。本单位次数要求不同的，改参数“组织生活频次”。
    例：
    对 类型=党课 日期=2025-03-20 | [参数] 组织生活频次=党课=每季度 | [参数] 统计截止日=2025-03-31
    错 类型=党课 日期=2025-02-20 | [参数] 组织生活频次=党课=每季度 | [参数] 统计截止日=2025-06-30
    """
    if not begun(book, "party_meetings"):
        return
    for kind, (every, missing) in (gaps(book) or {}).items():
        if missing:
            names = "、".join(period.name for period in missing)
            yield header_of(book, "party_meetings", "kind", f"{kind}应{every}至少一次，{names}没有记录。", key=kind)


@rule("PA-02", ("party_meetings", "study_records"), at="present")
def more_than_due(due: Any, present: Any) -> str | None:
    """实到比应到多

    查什么：
    实到人数不多于应到人数。
    为什么：
    到会率超过百分之百，应到或实到一定有一个错了。
    怎么改：
    核对签到表；列席人员不计入实到。
    例：
    对 应到=11 实到=11
    错 应到=11 实到=12
    """
    return (
        f"实到 {present} 人，多于应到 {due} 人。" if due is not None and present is not None and present > due else None
    )


@rule("PA-03", "party_meetings", WARNING, at="absent")
def absence_untold(due: Any, present: Any, absent: Any) -> str | None:
    """有人缺席，没有写明

    查什么：
    实到少于应到的，缺席及原因要填。
    为什么：
    谁没有来、为什么没有来，要有记录，才谈得上补课。
    怎么改：
    填缺席人员的姓名和原因。
    例：
    对 应到=11 实到=10 缺席及原因=梁某壬（出差）
    错 应到=11 实到=10 缺席及原因=
    """
    if due is None or present is None or present >= due or absent:
        return None
    return f"应到 {due} 人，实到 {present} 人，缺席 {due - present} 人没有写明。"


@rule("PA-04", "party_meetings", WARNING, at="present")
def democratic_attendance(kind: Any, due: Any, present: Any, quorum_democratic: Share) -> str | None:
    """民主生活会到会人数不够

    查什么：
    类型是民主生活会的，实到占应到不低于“民主生活会到会比例”（默认 90%）。
    为什么：
    到会的人不够，会就不能开。
    怎么改：
    核对应到、实到；确实不够的，按规定补开。
    例：
    对 类型=民主生活会 应到=10 实到=9 报告日期=2025-08-01
    错 类型=民主生活会 应到=10 实到=8 报告日期=2025-08-01
    """
    if kind != DEMOCRATIC or not due or present is None or quorum_democratic.reached(present, due):
        return None
    return f"民主生活会应到 {due} 人，实到 {present} 人，不足 {quorum_democratic}。"


@rule("PA-05", "party_meetings", WARNING, at="told_on")
def democratic_untold(kind: Any, on: Any, told_on: Any, notice_days: int) -> str | None:
    """民主生活会没有提前报告上级

    查什么：
    类型是民主生活会的，报告日期在会议日期之前规定的天数（默认 15 天）。表里没有报告日期列的不判。
    为什么：
    会前要报告上级，上级才来得及派人参加。
    怎么改：
    填向上级报告的日期；确实报晚了的，在备注写明原因。
    例：
    对 类型=民主生活会 日期=2025-08-28 报告日期=2025-08-13
    对 类型=主题党日 报告日期=
    错 类型=民主生活会 日期=2025-08-28 报告日期=2025-08-14
    错 类型=民主生活会 日期=2025-08-28 报告日期=
    """
    if kind != DEMOCRATIC or on is None:
        return None
    last = on - timedelta(days=notice_days)
    if told_on is None:
        return f"民主生活会 {on} 召开，应在 {last} 前报告上级，报告日期没有填。"
    return f"民主生活会 {on} 召开，应在 {last} 前报告上级，{told_on} 才报告。" if told_on > last else None
