"""What should be on record though no row says so: pairs of the post chain, periods of a year, festivals (domain §11).

Nothing is guessed: where the roster or a calendar is missing, what is due cannot be told and the answer is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from xlsuite.grading.managers import HEAD, LEADER, STAFF, TOP, Post, read_tier
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.settings import WEEKDAYS
from xlsuite.model.text import fold

STEPS = {"每月": 1, "每季度": 3, "每半年": 6, "每年": 12}
NO_ROSTER = "没有岗位与名册，应有名单未判定"


class Holder(NamedTuple):
    """A person in office: the highest post held, and its tier."""

    name: str
    post: Post
    tier: str
    since: date | None


class Pair(NamedTuple):
    """A superior and one of his people, by the chain of posts."""

    upper: str
    lower: str
    tier: str  # of the lower one
    since: date | None  # from when the lower one holds the post


class Period(NamedTuple):
    """A part of a year in which something is due once."""

    name: str
    first: date
    last: date

    def holds(self, day: Any) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def in_office(book: Book) -> tuple[Holder, ...] | None:
    """Everybody who holds a post on 统计截止日, each once, in the order of the 名册; None without a readable roster."""
    chain, tenures, roster = book.chain, book.tenures, book.roster
    if chain is None or tenures is None or roster is None:
        return None
    found: dict[str, Holder] = {}
    for post in chain.posts.values():
        for tenure in tenures.get(post.id, ()):
            if tenure.covers(book.as_of):
                for name in tenure.holders:
                    tier = read_tier(post.tier) or STAFF
                    before = found.get(fold(name))
                    if before is None or height(tier) < height(before.tier):
                        found[fold(name)] = Holder(name, post, tier, tenure.since)
    return tuple(found.values())


def height(tier: str) -> int:
    return (TOP, LEADER, HEAD, STAFF).index(tier)


def pairs(book: Book, tiers: Iterable[str] = (LEADER, HEAD, STAFF)) -> tuple[Pair, ...] | None:
    """Each person of some tiers with the nearest superior in office; None where there is no roster.

    The only 主要领导 stands above whoever the chain leaves without a superior. Vacant posts are passed over.
    """
    people = in_office(book)
    chain = book.chain
    if people is None or chain is None:
        return None
    names = {fold(each.name): each for each in people}
    tops = [each.name for each in people if each.tier == TOP]
    wanted = frozenset(tiers)
    found = []
    for each in people:
        if each.tier not in wanted:
            continue
        above = [
            names[fold(name)].name
            for post in chain.superiors(each.post.id)
            for name in post.holder.split("、")
            if fold(name) in names and fold(name) != fold(each.name)
        ]
        upper = above[0] if above else tops[0] if len(tops) == 1 and tops[0] != each.name else ""
        if upper:
            found.append(Pair(upper, each.name, each.tier, each.since))
    return tuple(found)


def spoke(book: Book, ledger: str, uppers: str, lowers: str, on: str) -> Iterator[tuple[str, str, date]]:
    """Who did something with whom, and when: every pair of names of every row that can be read."""
    for table in book.tables_of(ledger):
        for first, second, day in zip(table.column(uppers), table.column(lowers), table.column(on), strict=True):
            if isinstance(day, date) and UNREADABLE not in (first, second):
                yield from ((fold(one), fold(other), day) for one in first or () for other in second or ())


def periods(year: int, every: str) -> tuple[Period, ...]:
    """The months, quarters, halves of a year, or the year."""
    step = STEPS[every]
    return tuple(
        Period(period_name(year, start, step), date(year, start, 1), last_day(year, start + step - 1))
        for start in range(1, 13, step)
    )


def period_name(year: int, start: int, step: int) -> str:
    number = (start - 1) // step
    if step == 1:
        return f"{start}月"
    return {3: f"{'一二三四'[number]}季度", 6: ("上半年", "下半年")[number % 2]}.get(step, f"{year}年")


def last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def day_of_year(year: int, text: str) -> date:
    """A day set as 月-日 in a year; 02-29 is the last of February."""
    month, day = map(int, text.split("-"))
    return min(date(year, month, 1) + timedelta(days=day - 1), last_day(year, month))


def ended(some: Iterable[Period], as_of: date) -> list[Period]:
    """The periods that are over by a day, that day included."""
    return [each for each in some if each.last <= as_of]


def weeks(book: Book) -> list[date] | None:
    """The days of the weekly meeting in 台账年度 up to 统计截止日, without those off; None without a 工作日历."""
    calendar = book.calendar
    if calendar is None:
        return None
    day = date(book.year, 1, 1)
    day += timedelta(days=(WEEKDAYS.index(book.meeting_weekday) - day.weekday()) % 7)
    found = []
    while day.year == book.year and day <= book.as_of:
        if calendar.is_workday(day):
            found.append(day)
        day += timedelta(days=7)
    return found


def festivals(book: Book) -> dict[str, date] | None:
    """The festivals wanted in 台账年度 with their days; None where the 节日表 has none of this year."""
    known: dict[str, date] = {}
    for record in book.records("festivals"):
        if record.name and record.on and (record.year or record.on.year) == book.year:
            known.setdefault(festival(record.name), record.on)
    return known or None


def festival(name: str) -> str:
    """A festival's name as it is compared: 春节假期, 国庆节 and 五一劳动节 are 春节, 国庆 and 五一."""
    text = fold(name).removesuffix("假期")
    for full, short in (("劳动节", "五一"), ("国庆", "国庆"), ("十一", "国庆"), ("春节", "春节"), ("元宵", "元宵"), ("清明", "清明"), ("五一", "五一"), ("端午", "端午"), ("中秋", "中秋"), ("元旦", "元旦")):  # fmt: skip
        if full in text:
            return short
    return text.removesuffix("节") or text
