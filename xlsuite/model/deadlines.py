"""How people write deadlines: 2025年6月底前, 上半年, 三个月内, 立行立改 and the rest of domain §5.3.

A text is read whole: one time, words that add nothing, and the two kinds of 整改类型. Whatever else stands there is
named in `trouble`, because a wrong deadline is worse than none; 13月底 never rolls over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xlsuite.model.dates import LAST_YEAR, arabic, read_date, whole_date
from xlsuite.model.text import half_width, is_blank

WANTED = "应写成具体日期（如 2025-06-30）或“2025年6月底前”“三个月内”“立行立改”等"
UNREADABLE = f"读不出时限，{WANTED}"
WHICH_MONTH = "没有说是哪个月，应写明年月，如“2025年6月底前”"
WHICH_QUARTER = "没有说是哪个季度，应写明，如“2025年二季度末前”"
WHICH_YEAR = "没有说是哪一年，应写明年份，如“2025年底前”"
YEAR_ONLY = "只写到年份，应写明，如“2025年底前”"
NO_FOUND_DATE = "没有发现日期，无法推算"
NO_CALENDAR = "无工作日历，未判定"
BEYOND_CALENDAR = "工作日历没有覆盖这段时间，未判定"
TOO_FAR = f"推算出的日期晚于{LAST_YEAR}年，应改为实际期限"

IMMEDIATE = ("立行立改", "即知即改", "边查边改", "立查立改", "立整立改", "即行即改", "立即整改", "马上整改", "立即")
LONG_TERM = ("长期坚持", "长期整改", "持续推进", "持续整改", "持续坚持", "持续用力", "常抓不懈", "长期", "持续")

_OTHER_YEARS = ("明年", "次年", "后年", "去年", "来年")
# What may not follow a time at once, and what may not stand anywhere after it: 6月底后, 6月底前启动.
_TURNING = ("后", "起", "左右", "或", "已", "至", "到")
_UNSURE = ("另行", "待定", "视情", "延期", "顺延", "除外", "暂定", "之后", "以后", "启动", "开始", "或者")
_LAST_MONTHS = {"上": 6, "下": 12}


class Term(NamedTuple):
    """A deadline as read: a `day`, a span counted from the day of finding, or a kind of rectification without either.

    `immediate` is 立行立改, `long_term` 长期坚持; both may stand beside a day. `assumed_year`: the text names no year.
    `trouble` is a Chinese phrase that follows the quoted value. A blank is `Term()`.
    """

    day: date | None = None
    months: int | None = None
    days: int | None = None
    workdays: int | None = None
    immediate: bool = False
    long_term: bool = False
    assumed_year: bool = False
    trouble: str | None = None


class Calendar:
    """The working days of the years it has entries for: weekends and 放假/休 are off, 调休上班/班 are on.

    Raises ValueError for any other word. Of two entries for one day the later one holds.
    """

    OFF = frozenset({"放假", "休"})
    ON = frozenset({"调休上班", "班"})

    __slots__ = ("_exceptions", "_years")

    def __init__(self, entries: Iterable[tuple[date, str]]) -> None:
        self._exceptions: dict[date, bool] = {}
        for day, word in entries:
            if word not in self.OFF and word not in self.ON:
                raise ValueError(word)
            self._exceptions[day] = word in self.ON
        self._years = frozenset(day.year for day in self._exceptions)

    def is_workday(self, day: date) -> bool:
        return self._exceptions.get(day, day.weekday() < 5)

    def add_workdays(self, day: date, count: int) -> date | None:
        """The `count`-th working day after `day`; None when counting leaves the years of this calendar."""
        while count > 0:
            day += timedelta(days=1)
            if day.year not in self._years:
                return None
            count -= self.is_workday(day)
        return day


def read_term(raw: Any, year: int) -> Term:
    """The deadline a cell holds; `year` is the ledger's, for texts that name none."""
    if isinstance(raw, str):
        return _read_text(raw, year)
    reading = read_date(raw)
    return Term(day=reading.value, trouble=reading.trouble)


def resolve(term: Term, found: date | None, calendar: Calendar | None) -> tuple[date | None, str | None]:
    """The day a term falls on, or why it cannot be told; both None for a term without day or span.

    Months end on the day of the month of `found`, or on the month's last day where it is shorter (01-31 + 1 month is
    02-28). Natural days and working days are counted from the day after `found`.
    """
    if term.day or term.trouble:
        return term.day, term.trouble
    if term.months is None and term.days is None and term.workdays is None:
        return None, None
    if found is None:
        return None, NO_FOUND_DATE
    if term.workdays is not None:
        if calendar is None:
            return None, NO_CALENDAR
        day = calendar.add_workdays(found, term.workdays)
        return day, None if day else BEYOND_CALENDAR
    return _after(found, term.months or 0, term.days or 0)


def _after(found: date, months: int, days: int) -> tuple[date | None, str | None]:
    years, month = divmod(found.month - 1 + months, 12)
    try:
        last = _last_day(found.year + years, month + 1)
        day = last.replace(day=min(found.day, last.day)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None, TOO_FAR
    return (day, None) if day.year <= LAST_YEAR else (None, TOO_FAR)


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@lru_cache(maxsize=65536)
def _read_text(text: str, year: int) -> Term:
    if is_blank(text):
        return Term()
    if text[0] in "0123456789" and text[-1] in "0123456789日号":
        reading = read_date(text)
        if reading.value:
            return Term(day=reading.value)
    if len(text) > 200:
        return Term(trouble=UNREADABLE)
    plain = arabic("".join(half_width(text).split()))
    immediate, rest = _without_words(plain, IMMEDIATE)
    long_term, rest = _without_words(rest, LONG_TERM)
    term = _from_times(text, rest, year, flagged=immediate or long_term)
    return term._replace(immediate=immediate, long_term=long_term)


def _without_words(text: str, words: tuple[str, ...]) -> tuple[bool, str]:
    """Whether one of the words stands in the text, and the text with commas in their places."""
    rest = text
    for word in words:
        rest = rest.replace(word, ",")
    return rest != text, rest


def _from_times(text: str, rest: str, year: int, flagged: bool) -> Term:
    times = list(_times().finditer(rest))
    if any(word in rest for word in _OTHER_YEARS):
        return Term(trouble=WHICH_YEAR)
    if not times:
        return _without_time(text, rest, flagged)
    named = next((time["year"] for time in times if time["year"]), None)
    year_of_text = int(named) if named and len(named) == 4 else year
    terms = [_from_time(time, year_of_text, assumed_year=named is None) for time in times]
    if len(terms) > 1 and (terms[0].trouble or any(term[:4] != terms[0][:4] for term in terms[1:])):
        seen = "".join(f"“{time[0]}”" for time in times)
        return Term(trouble=f"写了不止一个时限（{seen}），应只写一个，如“2025年6月底前”")
    if terms[0].trouble:
        return terms[0]
    left = _left_over(rest, times)
    if left is None:
        return terms[0]
    reading = read_date(text)  # 2025-06-30 00:00:00 in full-width characters, and the like
    if reading.value:
        return Term(day=reading.value)
    return Term(trouble=f"除时限外还有读不懂的文字“{left}”，应只写时限，如“2025年6月底前”")


def _left_over(rest: str, times: list[re.Match[str]]) -> str | None:
    """The first words around the times that might change their meaning; None if there are none.

    Words before the time have to be known ones; after 底前, 内 or the like any task may be named, if nothing in it
    sounds like another time or a condition.
    """
    start = 0
    for time in times:
        between = rest[start : time.start()]
        if not _before_time().fullmatch(between):
            return between.strip(",;:、。")
        start = time.end()
    after = rest[start:]
    if _after_time().fullmatch(after):
        return None
    bounded = times[-1][0].endswith(("前", "底", "末", "内", "止")) or after.startswith(("完成", "整改"))
    if bounded and not after.startswith(_TURNING) and not re.search("[0-9]", after):
        unsure = next((word for word in _UNSURE if word in after), None)
        if unsure is None:
            return None
    return after.strip(",;:、。")


def _without_time(text: str, rest: str, flagged: bool) -> Term:
    clauses = [clause for clause in re.split("[,;、。]", rest) if clause and not clause.startswith("每")]
    if flagged and not any(re.search("[0-9年月季旬待]", clause) for clause in clauses):
        return Term()
    reading = read_date(text)
    if reading.value:
        return Term(day=reading.value)
    if reading.kind in ("ambiguous", "impossible", "month_only"):
        return Term(trouble=reading.trouble)
    if re.search("本月|当月|下月|(?<![0-9])月[底末初内]|本周|下周", rest):
        return Term(trouble=WHICH_MONTH)
    if "季" in rest:
        return Term(trouble=WHICH_QUARTER)
    return Term(trouble=YEAR_ONLY if re.fullmatch("[0-9]{4}(?:年度?)?前?|[今本]年度?", rest) else UNREADABLE)


def _from_time(time: re.Match[str], year: int, assumed_year: bool) -> Term:
    if time["count"]:
        return _from_span(time["count"], time["unit"] or time["bounded_unit"])
    if time["plain"]:
        reading = read_date(time["plain"])
        return Term(day=reading.value, trouble=reading.trouble)
    if time["year"] and len(time["year"]) != 4:
        return Term(trouble=f"年份“{time['year']}”不是四位，应写四位年份，如“2025年6月底前”")
    month, day, trouble = _month_and_day(time, year)
    if trouble:
        return Term(trouble=trouble)
    reading = whole_date(year, month, 1 if day is None else day)
    if reading.value is None:
        return Term(trouble=reading.trouble)
    return Term(day=_last_day(year, month) if day is None else reading.value, assumed_year=assumed_year)


def _month_and_day(time: re.Match[str], year: int) -> tuple[int, int | None, str | None]:
    """The month and the day (None: its last one) a time ends on, or why that cannot be told.

    底 and 末 end a span; 前 alone (6月前, 三季度前) may mean its start or its end.
    """
    only_before = (time["before"] or "").endswith("前")
    if time["month"]:
        return _within_month(time, year, int(time["month"]), only_before)
    if time["quarter"] and not 1 <= int(time["quarter"]) <= 4:
        return 0, None, f"没有{time['quarter']}季度，应为一至四季度"
    month = int(time["quarter"]) * 3 if time["quarter"] else _LAST_MONTHS.get(time["half"], 12)
    if only_before and not time["whole"] and not time["end"]:
        return 0, None, f"没有说清是期初还是期末，应写明，如“{year}年{month}月底前”"
    return month, None, None


def _within_month(time: re.Match[str], year: int, month: int, only_before: bool) -> tuple[int, int | None, str | None]:
    if time["day"]:
        return month, int(time["day"]), None
    if not time["part"] and 1 <= month <= 12:
        return 0, None, f"没有说清是月初还是月底，应写明，如“{year}年{month}月底前”"
    if not (time["part"] or "").endswith("旬"):
        return month, None, None
    last = {"上旬": 10, "中旬": 20}.get(time["part"])
    if only_before and 1 <= month <= 12:
        day = last or _last_day(year, month).day
        return 0, None, f"没有说清是旬初还是旬末，应写到日，如“{year}年{month}月{day}日前”"
    return month, last, None


def _from_span(count: str, unit: str) -> Term:
    number = 6 if count == "半" else int(count)
    if not number:
        return Term(trouble=f"期限是零，{WANTED}")
    if unit.endswith("月") or count == "半":
        return Term(months=number)
    if unit == "年":
        return Term(months=number * 12)
    if unit.endswith("工作日"):
        return Term(workdays=number)
    return Term(days=number * 7 if unit.endswith(("周", "星期")) else number)


@cache
def _times() -> re.Pattern[str]:
    """One time of a deadline; compiled at the first need, as are the words that may stand around it."""
    return re.compile(
        r"""(?<![0-9./-])(?:
            (?P<count>[0-9]{1,3}|半(?=年))
            (?:(?P<unit>个月|个?工作日|个?自然日|天)|(?P<bounded_unit>日|周|个?星期|年)(?=[之以]?内))(?:[之以]?内)?
            |(?P<plain>[0-9]{4}(?P<mark>[-./])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9])|[0-9]{8}(?![0-9]))[日号]?
            |(?:(?P<year>[0-9]+)年度?|今年|本年度?|当年)?
            (?:(?P<month>[0-9]+)月份?(?:(?P<day>[0-9]+)[日号]|(?P<part>[上中下]旬|[底末]))?
            |(?:第?(?P<quarter>[0-9])季度?|(?P<half>[上下])半年)(?P<end>[底末内])?
            |(?P<whole>年[底末终内]|全年|(?<=年)[底末终内]))
        )(?P<before>[之以]?前|为?止)?""",
        re.VERBOSE,
    )


@cache
def _before_time() -> re.Pattern[str]:
    return re.compile(
        "(?:[,;:、。()]|限期|限|于|在|应|须|需|要求|确保|力争|务必|计划|最迟|不晚于|不迟于|截止到?|截至|到|至|并|且|同时"
        "|自?发现(?:问题)?(?:之日)?[起后]|整改|完成|时限|时间|期限|为)*"
    )


@cache
def _after_time() -> re.Pattern[str]:
    return re.compile(
        "(?:[,;:、。()]|完成|整改|到位|任务|工作|落实|完毕|结束|办结|全部|全面|并|且|同时|坚持|巩固|截止|取得[成实]效)*"
    )
