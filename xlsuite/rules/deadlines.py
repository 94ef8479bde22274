"""RC-05, 09, 10, 13, 23, 24, 27, 28, 31: by when, how late, and whether the dates can be true (domain §5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import DONE, IDLE, STAGED
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.deadlines import read_term, resolve
from xlsuite.model.table import Record, Table
from xlsuite.model.text import is_blank, quote
from xlsuite.rules.cells import unreadable
from xlsuite.rules.rule import INFO, WARNING, Fault, rule

HAPPENED = {
    "rectification": ("done_on", "closed_on"),
    "extensions": ("approved_on",),
    "progress": ("on",),
    "closures": ("applied_on", "verified_on"),
}
NOT_YET = ("未", "尚未", "暂未", "还未", "待")


@rule("RC-05", "rectification", at="due")
def no_deadline(table: Table, book: Book) -> Iterator[Fault]:
    """整改时限定不到某一天

    查什么：
    整改时限能读成一个日期；空着的，由整改时限原文定。立行立改可以不写日期，长期坚持没有日期的见 RC-27。
    为什么：
    没有确定的时限就算不出逾期，时限清单也缺一项。
    怎么改：
    填真实日期，例如 2025-11-30；按工作日算的，先在工作簿里放一张“工作日历”。
    例：
    对 整改时限=2025-11-30
    对 整改时限= 整改时限原文=2025年11月底前
    对 整改时限=三个月内 整改时限原文= 发现日期=2025-03-20
    对 整改时限=立行立改 整改时限原文=
    对 整改时限= 整改时限原文= 整改类型=立行立改
    对 整改时限=2025-11-30 整改时限原文=尽快
    错 整改时限=2025年13月底前
    错 整改时限= 整改时限原文=
    错 整改时限= 整改时限原文=2月30日前
    错 整改时限=10个工作日内 整改时限原文=
    错 整改时限=三个月内 整改时限原文= 发现日期=
    """
    yield from unreadable(table, "RC-05")
    if "due" not in table:
        return
    immediate, lasting = table.column("immediate"), table.column("lasting")
    for index, day in enumerate(table.column("stated")):
        if day is None and not immediate[index] and not lasting[index]:
            message = why_no_deadline(table, index, book)
            if message:
                yield Fault(message, at="due", index=index)


def why_no_deadline(table: Table, index: int, book: Book) -> str | None:
    """Why a row has no deadline; None where another finding already says so."""
    found = table.column("found")[index]
    start = found if isinstance(found, date) else None
    terms = [(ident, table.column(ident)[index]) for ident in ("due", "due_text")]
    for ident, term in terms:
        if term is UNREADABLE:
            return None
        if term is None:
            continue
        trouble = resolve(term, start, book.calendar)[1]
        if trouble and found is UNREADABLE and not term.trouble:
            return None
        if trouble:
            name, typed = table.slots[ident].column.name, quote(table.raw[ident][index])
            return f"{'整改时限没有填，' if ident == 'due_text' else ''}{name}写的是“{typed}”，{trouble}。"
    return "整改时限没有填，整改时限原文也没有写。" if "due_text" in table else "整改时限没有填。"


@rule("RC-05b", "rectification", WARNING, at="due")
def deadlines_differ(table: Table, book: Book) -> Iterator[Fault]:
    """整改时限与原文不一致

    查什么：
    整改时限和整改时限原文都能定到某一天，而两个日期不同。整改时限已改成批准的延期日期的不算。
    为什么：
    不知道以哪个日期为准，逾期天数会算错。
    怎么改：
    对照整改方案，改正写错的一格；经批准延期的，日期填到“延期后时限”。
    例：
    对 整改时限=2025-11-30 整改时限原文=2025年11月底前
    对 整改时限=2025-05-31 整改时限原文=立行立改，长期坚持
    对 整改时限=2025-11-30 整改时限原文=2025年8月底前 | [延期]
    错 整改时限=2025-10-31 整改时限原文=2025年11月底前
    错 整改时限=2025-06-30 整改时限原文=三个月内 发现日期=2025-03-20
    """
    if "due" not in table or "due_text" not in table:
        return
    numbers, raws = table.column("number"), table.raw["due_text"]
    rows = zip(table.column("due"), table.column("due_text"), table.column("found"), strict=True)
    for index, (due, text, found) in enumerate(rows):
        if due is None or text is None or due is UNREADABLE or text is UNREADABLE or (due.day and due.day == text.day):
            continue
        start = found if isinstance(found, date) else None
        day, said = resolve(due, start, book.calendar)[0], resolve(text, start, book.calendar)[0]
        if day and text.assumed_year:
            said = read_term(raws[index], day.year).day
        if not day or not said or day == said or day == book.approved_extensions.get(numbers[index]):
            continue
        typed = quote(raws[index])
        yield Fault(f"整改时限是 {day}，整改时限原文“{typed}”读作 {said}，两处不一致。", index=index)


@rule("RC-09", tuple(HAPPENED))
def after_as_of(table: Table, as_of: date) -> Iterator[Fault]:
    """已发生的日期晚于统计截止日

    查什么：
    完成、销号、审批、进展、核验的日期都不晚于统计截止日。
    为什么：
    还没有到的日子不可能已经完成；多半是年份或月份写错，或者截止日选早了。
    怎么改：
    改正日期；日期没有错的，把统计截止日改到这一天之后再检查。
    例：
    对 完成日期=2025-09-30 整改状态=已完成
    错 完成日期=2025-10-01 整改状态=已完成
    错 销号日期=2025-10-20
    """
    for ident in HAPPENED[table.ledger.id]:
        if ident not in table:
            continue
        column = table.column(ident)
        late = {day for day in set(column) if isinstance(day, date) and day > as_of}
        for index, day in enumerate(column if late else ()):
            if day in late:
                yield Fault(f"{table.slots[ident].column.name} {day} 晚于统计截止日 {as_of}。", at=ident, index=index)


@rule("RC-10", "rectification", at="done_on")
def done_before_found(table: Table) -> Iterator[Fault]:
    """完成日期早于发现日期

    查什么：
    完成日期不早于发现日期，同一天可以。
    为什么：
    还没有发现的问题不可能已经改好，用时会算成负数。
    怎么改：
    核对两个日期，改正写错的一个。
    例：
    对 发现日期=2025-03-20 完成日期=2025-03-20
    错 发现日期=2025-03-20 完成日期=2025-03-19
    """
    for index, done_on, found in earlier(table, "done_on", "found"):
        yield Fault(f"完成日期 {done_on} 早于发现日期 {found}。", index=index)


def earlier(table: Table, one: str, other: str) -> Iterator[tuple[int, date, date]]:
    """Rows where the one day comes before the other; blank and unreadable cells are passed over."""
    pairs = zip(table.column(one), table.column(other), strict=True)
    for index, (first, second) in enumerate(pairs):
        if first.__class__ is date and second.__class__ is date and first < second:
            yield index, first, second


@rule("RC-13", "rectification", WARNING, at="due")
def overdue(table: Table) -> Iterator[Fault]:
    """已经逾期

    查什么：
    统计截止日晚于时限而没有“已完成”的问题；批准延期的按延期后时限算，时限当天不算逾期，“基本完成”不算完成。
    为什么：
    逾期的问题要督办，也要如实写进报告。
    怎么改：
    抓紧完成；确需延期的，先办理延期审批；其实已经完成的，更新整改状态、完成日期和佐证。
    例：
    对 整改时限=2025-09-30 整改时限原文=
    对 整改时限=2025-08-31 整改时限原文= | [延期]
    错 整改时限=2025-09-29 整改时限原文=
    错 整改时限=2025-08-31 整改时限原文= 整改状态=基本完成
    错 整改时限=2025-08-31 整改时限原文= | [延期] 审批结果=待审批
    """
    states = table.column("state")
    said: dict[tuple[Any, ...], str] = {}
    for index, days, deadline, is_extended, is_assumed in late_rows(table):
        if is_extended or not is_assumed:
            case = (deadline, is_extended, states[index])
            if case not in said:
                which = "延期后时限" if is_extended else "原时限"
                but = f"，“{STAGED}”不算完成" if states[index] == STAGED else ""
                said[case] = f"按{which} {deadline} 已逾期 {days} 天{but}。"
            yield Fault(said[case], index=index)


def late_rows(table: Table) -> Iterator[tuple[int, int, date, bool, bool]]:
    """Rows past their deadline and not done: (index, days, deadline, extended, only the default of 立行立改)."""
    columns = [table.column(ident) for ident in ("overdue_days", "deadline", "stated", "assumed")]
    for index, (days, deadline, stated, is_assumed) in enumerate(zip(*columns, strict=True)):
        if days:
            yield index, days, deadline, deadline != stated, is_assumed


@rule("RC-23", "rectification", WARNING, at="state")
def idle_but(table: Table, as_of: date, unstarted_days: int) -> Iterator[Fault]:
    """状态是未启动，但有进展或快到期

    查什么：
    整改状态为“未启动”的，不应有完成日期或进展情况，离时限也应还有 30 天（未启动预警天数）以上。
    为什么：
    已经动了手，状态就该更新；快到期还没有启动，多半会逾期。
    怎么改：
    已经启动的，更新整改状态；没有启动的，马上安排，并清空误填的完成日期或进展。
    例：
    对 整改状态=未启动 进展情况= 整改时限=2025-10-31 整改时限原文=
    对 整改状态=未启动 进展情况=尚未启动
    错 整改状态=未启动 进展情况= 整改时限=2025-10-30 整改时限原文=
    错 整改状态=未启动 进展情况=已召开动员会
    错 整改状态=未启动 进展情况= 完成日期=2025-09-01
    """
    for index, state in enumerate(table.column("state")):
        if state == IDLE and (reasons := idle_reasons(table, index, as_of, unstarted_days)):
            yield Fault(f"整改状态是“{IDLE}”，但{'，'.join(reasons)}。", at="state", index=index)


def idle_reasons(table: Table, index: int, as_of: date, unstarted_days: int) -> list[str]:
    reasons = []
    done_on, progress = table.column("done_on")[index], table.column("progress")[index]
    if isinstance(done_on, date):
        reasons.append(f"完成日期填了 {done_on}")
    if isinstance(progress, str) and not is_blank(progress) and not progress.strip().startswith(NOT_YET):
        reasons.append("填了进展情况")
    due = table.column("deadline")[index]
    if isinstance(due, date) and 0 <= (due - as_of).days <= unstarted_days:
        left = f"离时限 {due} 只有 {(due - as_of).days} 天" if due > as_of else f"时限 {due} 就是统计截止日这一天"
        reasons.append(f"{left}（{unstarted_days} 天以内要提醒）")
    return reasons


@rule("RC-24", "rectification", WARNING, at="due")
def immediate_not_done(table: Table, immediate_days: int) -> Iterator[Fault]:
    """立行立改还没有完成

    查什么：
    立行立改没有写日期的，从发现日期起 30 天（立行立改默认天数）内应已完成。
    为什么：
    立行立改就是马上改，拖过默认天数就不是立行立改了。
    怎么改：
    抓紧完成并填完成日期；一时改不了的，写明整改时限，整改类型改为限期整改。
    例：
    对 整改类型=立行立改 整改时限= 整改时限原文= 发现日期=2025-08-31
    对 整改类型=立行立改 整改时限= 整改时限原文= 发现日期=2025-03-20 整改状态=已完成
    错 整改类型=立行立改 整改时限= 整改时限原文= 发现日期=2025-08-30
    错 整改时限= 整改时限原文=立行立改 发现日期=2025-03-20
    """
    found = table.column("found")
    for index, days, _, is_extended, is_assumed in late_rows(table):
        if is_assumed and not is_extended:
            passed = f"从发现日期 {found[index]} 起已 {days + immediate_days} 天"
            yield Fault(f"立行立改没有写日期，{passed}还没有完成，超过 {immediate_days} 天。", index=index)


@rule("RC-27", "rectification", WARNING, at="due")
def lasting_unwatched(table: Table, book: Book, as_of: date, progress_days: int) -> Iterator[Fault]:
    """长期坚持没有阶段时限或近期进展

    查什么：
    长期坚持而没有完成的问题要有一个阶段时限；有整改进展记录表的，最近一次进展应在 92 天（长期坚持进展周期）以内。
    为什么：
    没有阶段时限、没有进展的“长期坚持”，实际上是没有人管了。
    怎么改：
    写一个阶段时限，例如“2025年底前，并长期坚持”；每个季度至少登记一次进展。
    例：
    对 整改类型=长期坚持 整改时限=2025-12-31 整改时限原文=2025年底前，并长期坚持
    对 整改类型=长期坚持 | [整改进展记录] 日期=2025-06-30
    对 整改类型=长期坚持 整改时限= 整改时限原文= 整改状态=已完成
    错 整改类型=长期坚持 整改时限= 整改时限原文=
    错 整改时限=长期坚持 整改时限原文=
    错 整改类型=长期坚持 | [整改进展记录] 日期=2025-06-29
    错 整改类型=长期坚持 | [整改进展记录] 问题编号=ZG-2025-099
    """
    lasting = table.column("lasting")
    if True not in lasting or "state" not in table:
        return
    states, days, found = table.column("state"), table.column("stated"), table.column("found")
    for index, is_lasting in enumerate(lasting):
        state = states[index]
        if not is_lasting or state is UNREADABLE or state == DONE:
            continue
        is_counted = found[index] is UNREADABLE and table.column("immediate")[index]  # from a day that ST-14 names
        if days[index] is None and "due" in table and not is_counted:
            yield Fault("长期坚持没有阶段时限，应写明先做到哪一天。", at="due", index=index)
        if book.progress_by_issue is not None and isinstance(found[index], date):
            yield from stale_progress(table, index, book.progress_by_issue, as_of, progress_days)


def stale_progress(
    table: Table, index: int, progress: dict[str, list[Record]], as_of: date, progress_days: int
) -> Iterator[Fault]:
    number = table.column("number")[index]
    records = progress.get(number, []) if isinstance(number, str) else []
    days = [record.on for record in records if record.on]
    if records and not days:
        return
    last = max(days) if days else table.column("found")[index]
    if (as_of - last).days <= progress_days:
        return
    since = f"最近一次进展是 {last}" if days else f"整改进展记录里没有这个问题，发现日期是 {last}"
    days_ago = (as_of - last).days
    yield Fault(f"长期坚持，{since}，距今 {days_ago} 天，超过 {progress_days} 天。", at="progress", index=index)


@rule("RC-28", "rectification", INFO, at="done_on")
def done_late(table: Table) -> Iterator[Fault]:
    """逾期完成

    查什么：
    已完成的问题，完成日期晚于时限；批准延期的按延期后时限算。
    为什么：
    逾期完成也算完成，但不算按期完成，报告里要分开写。
    怎么改：
    日期属实的不用改；写错的改正完成日期或整改时限。
    例：
    对 整改状态=已完成 完成日期=2025-08-31 整改时限=2025-08-31 整改时限原文=
    对 整改状态=已完成 完成日期=2025-09-20 整改时限=2025-08-31 整改时限原文= | [延期]
    错 整改状态=已完成 完成日期=2025-09-12 整改时限=2025-08-31 整改时限原文=
    """
    states, stated, assumed = (table.column(ident) for ident in ("state", "stated", "assumed"))
    for index, deadline, done_on in earlier(table, "deadline", "done_on"):
        if states[index] == DONE:
            which = "延期后时限" if deadline != stated[index] else "默认时限" if assumed[index] else "时限"
            days = (done_on - deadline).days
            yield Fault(f"完成日期 {done_on} 晚于{which} {deadline}，逾期完成 {days} 天。", index=index)


@rule("RC-31", "rectification", WARNING, at="due")
def due_before_found(table: Table) -> Iterator[Fault]:
    """整改时限早于发现日期

    查什么：
    整改时限不早于发现日期，同一天可以。
    为什么：
    问题还没有发现就已经到期，多半是年份或月份写错，逾期天数会算大。
    怎么改：
    核对两个日期，改正写错的一个。
    例：
    对 整改时限=2025-03-20 整改时限原文= 发现日期=2025-03-20
    错 整改时限=2025-03-19 整改时限原文= 发现日期=2025-03-20
    """
    for index, due, found in earlier(table, "stated", "found"):
        yield Fault(f"整改时限 {due} 早于发现日期 {found}。", index=index)
