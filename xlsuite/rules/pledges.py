"""PL-01 … PL-05: 责任书, signed with whom it should be, in time, once (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from xlsuite.grading.managers import HEAD, LEADER, Chain
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import Pair, day_of_year, pairs
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of, named


def due_day(pair: Pair, year: int, until: str, days: int) -> date:
    """By when a pair signs: 责任书签订截止, or so many days after taking office where that is later."""
    taken = pair.since + timedelta(days=days) if pair.since and pair.since.year == year else None
    return max(day_of_year(year, until), taken or date.min)


def unsigned(book: Book) -> list[Pair] | None:
    """The pairs that are to sign in 台账年度 and have not; None where there is no roster or a row cannot be read."""
    wanted = pairs(book, (LEADER, HEAD))
    if wanted is None or not book.has("pledges"):
        return None
    signed: set[str] = set()
    for table in book.tables_of("pledges"):
        for lower, year, day in zip(table.column("lower"), table.column("year"), table.column("on"), strict=True):
            if lower is UNREADABLE or year is UNREADABLE:
                return None
            of_year = year if year is not None else day.year if isinstance(day, date) else None
            if of_year == book.year:
                signed.update(map(fold, lower or ()))
    return [pair for pair in wanted if fold(pair.lower) not in signed]


@rule("PL-01", "pledges", WARNING)
def pledge_missing(book: Book, year: int, pledge_until: str, pledge_days: int, as_of: date) -> Iterator[Fault]:
    """应签的责任书没有签

    查什么：
    岗位与名册里每位在任的班子成员、科室负责人，过了签订截止日（新任的过了任职后规定天数）应有当年与上级签的责任书。
    没有岗位与名册的不判。
    为什么：
    责任书层层签订，少签一份，责任就断了一层。
    怎么改：
    补签并登记；当年不需要签的，在备注写明原因。
    例：
    对 年度=2025 下级=顾某丁 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= 任职起=2020-01-01 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02 任职起=2020-01-01
    对 年度=2025 下级=顾某丁
    错 年度=2024 下级=顾某丁 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= 任职起=2020-01-01 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02 任职起=2020-01-01
    """  # noqa: E501
    if not begun(book, "pledges"):
        return
    late = [pair for pair in unsigned(book) or () if due_day(pair, year, pledge_until, pledge_days) < as_of]
    for pair in late:
        due = due_day(pair, year, pledge_until, pledge_days)
        message = (
            f"{pair.tier}“{quote(pair.lower)}”没有 {year} 年与上级（{quote(pair.upper)}）签的责任书，应在 {due} 前签。"
        )
        yield header_of(book, "pledges", "lower", message, key=pair.lower)


@rule("PL-02", "pledges", WARNING, at="on")
def pledge_late(table: Table, book: Book, pledge_until: str, pledge_days: int) -> Iterator[Fault]:
    """责任书签晚了

    查什么：
    签订日期不晚于当年的签订截止日；当年新任职的，不晚于任职后规定的天数（默认 30 天）。截止日当天不算晚。
    为什么：
    责任书定的是全年的责任，拖到年中才签，前几个月的责任没有着落。
    怎么改：
    核对签订日期；确实签晚了的，在备注写明原因。
    例：
    对 年度=2025 签订日期=2025-03-31
    错 年度=2025 签订日期=2025-04-01
    对 年度=2025 下级=顾某丁 签订日期=2025-06-30 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= 任职起=2020-01-01 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02 任职起=2025-06-01
    错 年度=2025 下级=顾某丁 签订日期=2025-07-02 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= 任职起=2020-01-01 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02 任职起=2025-06-01
    """  # noqa: E501
    known = {fold(pair.lower): pair for pair in pairs(book) or ()}
    columns = (table.column(ident) for ident in ("lower", "year", "on"))
    for index, (lower, year, day) in enumerate(zip(*columns, strict=True)):
        if UNREADABLE in (lower, year, day) or day is None:
            continue
        of_year = int(year) if year is not None else day.year
        pair = next((known[fold(name)] for name in lower or () if fold(name) in known), None)
        due = due_day(pair or Pair("", "", "", None), of_year, pledge_until, pledge_days)
        if day > due:
            yield Fault(f"签订日期 {day} 晚于 {due}，晚 {(day - due).days} 天。", index=index)


@rule("PL-03", "pledges", at="upper")
def pledge_upside_down(upper: Any, lower: Any, chain: Chain) -> str | None:
    """签订的上级不在下级之上

    查什么：
    上级在岗位与名册的上下级链条里应在下级之上；有一方不在名册的不判。
    为什么：
    责任书由上级与下级签，签反了或者签了别的条线的人，责任对不上。
    怎么改：
    核对上级和下级；分管已经调整的，先改岗位与名册的直接上级岗位。
    例：
    对 上级=沈某乙 下级=顾某丁 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02
    错 上级=顾某丁 下级=沈某乙 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02
    """  # noqa: E501
    return not_above(chain, "上级", upper, "下级", lower)


def not_above(chain: Chain, one: str, uppers: Any, other: str, lowers: Any) -> str | None:
    """Why none of some people stands above each of others; None where it holds, or a name is not in the roster."""
    above, below = [name for name in uppers or () if chain.posts_of(name)], lowers or ()
    if not above or len(above) != len(uppers) or not all(chain.posts_of(name) for name in below):
        return None
    wrong = [name for name in below if not any(chain.is_above(person, name) for person in above)]
    return f"{one}{named(above)}不在{other}{named(wrong)}的上级岗位上。" if wrong else None


@rule("PL-04", "pledges", WARNING, at="lower")
def pledge_repeated(table: Table) -> Iterator[Fault]:
    """同一年与同一个人重复签责任书

    查什么：
    年度、上级、下级、责任书类型都相同的两行。
    为什么：
    一份责任书登记两次，份数就多算了。
    怎么改：
    确认后删去后一行；确有两种责任书的，写明各自的类型。
    例：
    对 年度=2024 签订日期=2024-02-01 | 年度=2025
    对 责任书类型=科室负责人 | 责任书类型=班子成员
    错 签订日期=2025-02-17 | 签订日期=2025-02-18
    """
    first: dict[Any, int] = {}
    columns = (table.column(ident) for ident in ("year", "upper", "lower", "kind"))
    for index, key in enumerate(zip(*columns, strict=True)):
        if UNREADABLE in key or not key[2]:
            continue
        if (before := first.setdefault(key, index)) != index:
            message = f"与第 {table.rows[before]} 行的年度、上级、下级、类型都相同，一份责任书登记了两次。"
            yield Fault(message, index=index)


@rule("PL-05", "posts", WARNING, at="pledged")
def roster_differs(table: Table, book: Book) -> Iterator[Fault]:
    """名册里的责任书签订日期与责任书台账不一致

    查什么：
    岗位与名册填了责任书签订日期的，责任书台账里这个人当年应有同一天签的一份；名册没有填、责任书台账里也没有这个人的不判。
    工作簿里没有责任书台账的不判。
    为什么：
    同一份责任书两处登记不同的日期，不知道以哪一处为准。
    怎么改：
    核对责任书原件，改正写错的一处。
    例：
    对 任职人=顾某丁 责任书签订日期=2025-02-17 | [责任书] 下级=顾某丁 签订日期=2025-02-17
    对 任职人=顾某丁 责任书签订日期=2025-02-17
    错 任职人=顾某丁 责任书签订日期=2025-02-18 | [责任书] 下级=顾某丁 签订日期=2025-02-17
    """
    signed: dict[str, set[date]] = {}
    for each in book.tables_of("pledges"):
        for names, day in zip(each.column("lower"), each.column("on"), strict=True):
            if isinstance(day, date) and names is not UNREADABLE:
                for name in names or ():
                    signed.setdefault(fold(name), set()).add(day)
    for index, (names, day) in enumerate(zip(table.column("holder"), table.column("pledged"), strict=True)):
        if not isinstance(day, date) or names is UNREADABLE:
            continue
        known = {each for name in names or () for each in signed.get(fold(name), ()) if each.year == day.year}
        if known and day not in known:
            days = "、".join(map(str, sorted(known)))
            yield Fault(f"责任书签订日期 {day}，责任书台账登记的是 {days}。", index=index)
