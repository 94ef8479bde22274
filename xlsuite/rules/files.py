"""IF-, PM-: 廉政档案 and 个人有关事项: everybody has one, in time; contents do not belong here (domain §11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from xlsuite.grading.managers import HEAD, LEADER, TOP
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import Holder, day_of_year, in_office, last_day
from xlsuite.ledgers.files import YEARLY
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of

OBLIGED = (TOP, LEADER, HEAD)  # 科级及以上
CONTENTS = re.compile("房产|住房|股票|基金|投资|存款|收入|工资|配偶|子女|婚姻|出国|护照|债务|经商|保险|举报|信访")
# Events after which a file is to be brought up to date: the ledger, whose name it goes by, which day.
EVENTS = (
    ("leave", "person", "first", "请假"),
    ("ceremonies", "person", "on", "婚丧喜庆"),
    ("talks", "talkee", "on", "约谈"),
)


def without(book: Book, people: Iterable[Holder], ledger: str) -> list[Holder] | None:
    """Those of some people whom a ledger does not name; None where a name of it cannot be read."""
    known: set[str] = set()
    if not book.has(ledger):
        return None
    for table in book.tables_of(ledger):
        if UNREADABLE in table.column("person"):
            return None
        known.update(fold(name) for names in table.column("person") for name in names or ())
    return [each for each in people if fold(each.name) not in known]


@rule("IF-01", "integrity_files", WARNING)
def file_missing(book: Book) -> Iterator[Fault]:
    """在岗人员没有廉政档案

    查什么：
    岗位与名册里每一位在任人员，在廉政档案里都有一行。没有岗位与名册的不判。
    为什么：
    廉政档案要为所有干部职工建立，少一个人就不能说全部建立。
    怎么改：
    补建档案并登记；人员已经离任的，在岗位与名册填任职止。
    例：
    对 姓名=叶某戊 | [岗位与名册] 任职人=叶某戊
    对 姓名=叶某戊
    错 姓名=叶某戊 | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 | [岗位与名册] 岗位编号=GW06 任职人=梁某壬
    """
    if not begun(book, "integrity_files"):
        return
    for each in without(book, in_office(book) or (), "integrity_files") or ():
        message = f"“{quote(each.name)}”（{quote(each.post.unit + each.post.title)}）没有廉政档案。"
        yield header_of(book, "integrity_files", "person", message, key=each.name)


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of a shorter month."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, last_day(year, month).day))


@rule("IF-02", "integrity_files", WARNING, at="updated_on")
def file_old(updated_on: Any, as_of: date, file_months: int) -> str | None:
    """廉政档案很久没有更新

    查什么：
    最近更新离统计截止日不超过更新周期（默认 12 个月）；整 12 个月不算超。
    为什么：
    档案至少每年补充一次，不更新的档案看不出人的变化。
    怎么改：
    补充材料后填新的更新日期。
    例：
    对 最近更新=2024-09-30
    错 最近更新=2024-09-29
    """
    if updated_on is None or updated_on >= months_before(as_of, file_months):
        return None
    return f"最近更新是 {updated_on}，到 {as_of} 已超过 {file_months} 个月。"


@rule("IF-03", "integrity_files", WARNING, at="updated_on")
def file_stale(table: Table, book: Book) -> Iterator[Fault]:
    """后来的事没有补进廉政档案

    查什么：
    请假外出、婚丧喜庆、约谈的日期晚于档案的最近更新（更新当天不算晚），而不晚于统计截止日的。工作簿里没有这些台账的不判。
    为什么：
    档案要及时补充完善，后来的事没有进档案，档案就不全。
    怎么改：
    把列出的材料补进档案，更新最近更新日期。
    例：
    对 姓名=叶某戊 最近更新=2025-07-01 | [廉政约谈] 谈话对象=叶某戊 谈话日期=2025-07-01
    错 姓名=叶某戊 最近更新=2025-07-01 | [廉政约谈] 谈话对象=叶某戊 谈话日期=2025-07-02
    错 姓名=叶某戊 最近更新=2025-07-01 | [婚丧喜庆] 姓名=叶某戊 办理时间=2025-08-02
    """
    events = events_of(book)
    for index, (person, updated) in enumerate(zip(table.column("person"), table.column("updated_on"), strict=True)):
        if not isinstance(updated, date) or not person or person is UNREADABLE:
            continue
        later = sorted({event for name in person for event in events.get(fold(name), ()) if event[0] > updated})
        if later:
            day, what = later[-1]
            message = f"最近更新是 {updated}，之后还有 {len(later)} 件事没有补进档案，最晚一件是 {day} 的{what}。"
            yield Fault(message, index=index)


def events_of(book: Book) -> dict[str, list[tuple[date, str]]]:
    """Person → what happened to him by 统计截止日, by the ledgers the workbook has."""
    found: dict[str, list[tuple[date, str]]] = {}
    for ledger, who, on, what in EVENTS:
        for table in book.tables_of(ledger):
            for names, day in zip(table.column(who), table.column(on), strict=True):
                if isinstance(day, date) and day <= book.as_of and names and names is not UNREADABLE:
                    for name in names:
                        found.setdefault(fold(name), []).append((day, what))
    return found


@rule("IF-04", "integrity_files", WARNING, at="keeper")
def keeps_own_file(person: Any, keeper: Any) -> str | None:
    """自己保管自己的廉政档案

    查什么：
    保管人不是档案本人。
    为什么：
    自己的档案要由别人保管，才谈得上监督。
    怎么改：
    换一位保管人。
    例：
    对 姓名=叶某戊 保管人=梁某壬
    错 姓名=梁某壬 保管人=梁某壬
    """
    own = [name for name in keeper or () if fold(name) in map(fold, person or ())]
    return f"保管人“{quote(own[0])}”就是档案本人。" if own else None


@rule("IF-05", ("integrity_files", "personal_matters"))
def contents_written(table: Table) -> Iterator[Fault]:
    """把申报或档案的内容写进了台账

    查什么：
    廉政档案、个人有关事项两张表里，房产、投资、收入、配偶子女、出国、信访等内容的列。
    为什么：
    这两张表只登记有没有、何时报；具体内容是个人隐私，应在单独保管的档案里。
    怎么改：
    删去这一列；内容按规定存入档案，不要放在日常台账里。
    例：
    对 姓名=叶某戊
    错 [+房产情况] 姓名=叶某戊
    错 [个人有关事项] [+配偶子女从业] 姓名=沈某乙
    """
    for at, header in table.layout.unknown if table.primary else ():
        if found := CONTENTS.search(header):
            message = f"“{quote(header)}”一列写的是{found[0]}方面的内容，这张表只登记有没有、何时报。"
            yield Fault(message, row=table.layout.header_rows[-1], column=at, field=header, value=header)


@rule("PM-01", "personal_matters", WARNING, at="reported_on")
def matter_unreported(
    obliged: Any, reported_on: Any, as_of: date, year: int, matters_until: str, due: Any = None, kind: Any = None
) -> str | None:
    """个人有关事项应报没有报，或者报晚了

    查什么：
    应报为“是”的，报告日期不晚于应报截止；过了截止还没有报告日期的是未报。没有填应报截止的，年度报告按“个人事项报告截止”
    （默认 1 月 31 日）算，其他的不判。
    为什么：
    个人有关事项要按时如实报告，没有变动也要报。
    怎么改：
    督促报告并填报告日期；报晚了的，在备注写明原因。
    例：
    对 应报截止=2025-01-31 报告日期=2025-01-31
    对 应报=否 应报截止=2025-01-31 报告日期=
    错 应报截止=2025-01-31 报告日期=
    错 应报截止=2025-01-31 报告日期=2025-02-01
    """
    if due is None and kind == YEARLY:
        due = day_of_year(year, matters_until)
    if obliged != "是" or due is None:
        return None
    if reported_on is None:
        return f"应在 {due} 前报告，到 {as_of} 没有报告日期。" if due < as_of else None
    return f"应在 {due} 前报告，{reported_on} 才报，晚 {(reported_on - due).days} 天。" if reported_on > due else None


def obliged_without(book: Book) -> list[Holder] | None:
    """科级及以上 in office without a yearly row in 个人有关事项; None where that cannot be told."""
    people = in_office(book)
    tables = book.tables_of("personal_matters")
    if not tables or people is None:
        return None
    if any(UNREADABLE in table.column("person") or UNREADABLE in table.column("kind") for table in tables):
        return None
    rows = [row for table in tables for row in zip(table.column("person"), table.column("kind"), strict=True)]
    told = {fold(name) for names, kind in rows if kind in (YEARLY, None) for name in names or ()}
    return [each for each in people if each.tier in OBLIGED and fold(each.name) not in told]


@rule("PM-02", "personal_matters", WARNING)
def matter_row_missing(book: Book, year: int, matters_until: str, as_of: date) -> Iterator[Fault]:
    """应报告个人有关事项的人不在表里

    查什么：
    过了年度报告截止日（默认 1 月 31 日），名册里科室负责人及以上的在任人员每人有一行年度报告；截止日之后才任职的不判。
    没有岗位与名册的不判。
    为什么：
    科级及以上人员都要报告，表里没有的人就是没有人管到。
    怎么改：
    补登一行；当年不需要报的，应报填“否”并在备注写明原因。
    例：
    对 姓名=沈某乙 类型=年度 | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    错 姓名=沈某乙 类型=30日 应报截止=2025-06-01 报告日期=2025-05-20 | [岗位与名册] 任职人=沈某乙 岗位层级=班子成员
    """
    if not begun(book, "personal_matters"):
        return
    until = day_of_year(year, matters_until)
    for each in (obliged_without(book) or ()) if until < as_of else ():
        if each.since is None or each.since <= until:
            message = f"{each.tier}“{quote(each.name)}”没有 {year} 年的年度报告登记，应在 {until} 前报告。"
            yield header_of(book, "personal_matters", "person", message, key=each.name)
