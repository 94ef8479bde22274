"""FE-01 … FE-03: 节前提醒, one before each festival of the 节日表 (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import festival, festivals
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import quote
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of


def reminded(book: Book) -> set[tuple[str, date]] | None:
    """(festival, day of a reminder); None without the ledger, or where a cell cannot be read."""
    found: set[tuple[str, date]] = set()
    for table in book.tables_of("festival_reminders"):
        for name, day in zip(table.column("festival"), table.column("on"), strict=True):
            if UNREADABLE in (name, day):
                return None
            if name and day:
                found.update((festival(part), day) for part in name.replace("，", "、").split("、"))
    return found if book.has("festival_reminders") else None


def unreminded(book: Book) -> list[tuple[str, date]] | None:
    """The festivals wanted that have come by 统计截止日 without a reminder in time; None where that cannot be told."""
    known, done = festivals(book), reminded(book)
    if known is None or done is None:
        return None
    come = [(name, known[short]) for name in book.festivals_wanted if (short := festival(name)) in known]
    return [
        (name, day)
        for name, day in come
        if day <= book.as_of and not is_in_time(done, festival(name), day, book.remind_days)
    ]


def is_in_time(done: set[tuple[str, date]], name: str, day: date, days: int) -> bool:
    return any(which == name and 1 <= (day - on).days <= days for which, on in done)


@rule("FE-01", "festival_reminders", WARNING)
def reminder_missing(book: Book, remind_days: int) -> Iterator[Fault]:
    """节日前没有提醒

    查什么：
    参数“提醒节日”列的节日（默认春节、元宵、清明、五一、国庆），到统计截止日已经到了的，节日前规定天数（默认 10 天）内
    有提醒记录。节日日期以节日表为准，节日表里没有的不判。
    为什么：
    节前提醒要一个节日不落，漏了就不能说每个节日都提醒了。
    怎么改：
    提醒了没有登记的补登记；确实没有提醒的，写明原因。
    例：
    对 节日=国庆 提醒日期=2025-09-26 | [节日表] 节日=国庆 日期=2025-10-01 | [参数] 统计截止日=2025-10-08
    对 节日=国庆 提醒日期=2025-09-26
    错 节日=国庆 提醒日期=2025-09-26 | [节日表] 节日=清明 日期=2025-04-04
    错 节日=国庆 提醒日期=2025-10-01 | [节日表] 节日=国庆 日期=2025-10-01 | [参数] 统计截止日=2025-10-08
    """
    if not begun(book, "festival_reminders"):
        return
    for name, day in unreminded(book) or ():
        first, last = day - timedelta(days=remind_days), day - timedelta(days=1)
        message = f"{quote(name)}（{day}）前没有提醒记录，应在 {first} 到 {last} 之间提醒。"
        yield header_of(book, "festival_reminders", "festival", message, key=name)


@rule("FE-02", "festival_reminders", WARNING, at="on")
def reminded_out_of_time(table: Table, book: Book, remind_days: int) -> Iterator[Fault]:
    """提醒不在节日前的几天里

    查什么：
    提醒日期在节日日期之前规定的天数（默认 10 天）内，最晚到节日前一天。
    节日日期以节日表为准，节日表里没有的取本行的节日日期，都没有的不判。
    为什么：
    提醒早了记不住，节日当天再提醒就晚了。
    怎么改：
    核对提醒日期；确实提醒早了或晚了的，节前再提醒一次并登记。
    例：
    对 节日=国庆 节日日期=2025-10-01 提醒日期=2025-09-21
    错 节日=国庆 节日日期=2025-10-01 提醒日期=2025-09-20
    错 节日=清明 节日日期= 提醒日期=2025-04-04 | [节日表] 节日=清明 日期=2025-04-04
    """
    known = festivals(book) or {}
    columns = (table.column(ident) for ident in ("festival", "day", "on"))
    for index, (name, own, on) in enumerate(zip(*columns, strict=True)):
        if UNREADABLE in (name, on) or not name or on is None:
            continue
        day = known.get(festival(name), own if isinstance(own, date) else None)
        if day and not 1 <= (day - on).days <= remind_days:
            first, last = day - timedelta(days=remind_days), day - timedelta(days=1)
            yield Fault(f"提醒日期 {on}，{quote(name)}是 {day}，应在 {first} 到 {last} 之间。", index=index)


@rule("FE-03", "festival_reminders", WARNING, at="day")
def festival_day_differs(table: Table, book: Book) -> Iterator[Fault]:
    """节日日期与节日表不一致

    查什么：
    填了节日日期的，与节日表里同一年同一节日的日期相同；节日表里没有的不判。
    为什么：
    节日日期填错，提醒早了晚了就判错了。
    怎么改：
    以国家公布的放假安排为准，改正台账或节日表。
    例：
    对 节日=国庆 节日日期=2025-10-01 | [节日表] 节日=国庆 日期=2025-10-01
    错 节日=国庆 节日日期=2025-10-02 | [节日表] 节日=国庆 日期=2025-10-01
    """
    known = festivals(book) or {}
    for index, (name, own) in enumerate(zip(table.column("festival"), table.column("day"), strict=True)):
        day = known.get(festival(name)) if isinstance(name, str) else None
        if day and isinstance(own, date) and own.year == day.year and own != day:
            yield Fault(f"节日日期填的是 {own}，节日表里{quote(name)}是 {day}。", index=index)
