"""How people write dates: every spelling with one reading is read, every other one gets a phrase saying what is wanted.

A wrong date is worse than none: nothing rolls over, nothing is guessed (domain §5.3 and §13; contract ST-13, ST-14).
Deadlines such as 2025年6月底前 are read in `deadlines`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xlsuite.model.numbers import chinese_numeral
from xlsuite.model.text import half_width, is_blank, strip

FIRST_YEAR, LAST_YEAR = 1990, 2100
EPOCH = date(1899, 12, 30)  # day 0 of Excel's serial numbers, for days after February 1900
FIRST_SERIAL, LAST_SERIAL = 32874, 73415  # 1990-01-01 and 2100-12-31
SOME_LEAP_YEAR = 2024  # for days given without a year: 2月29日 may be meant

WANTED = "应写成完整日期，如 2025-06-30"
NOT_A_DATE = f"不是日期，{WANTED}"
NOT_A_DATE_NUMBER = f"是数字，不是日期，{WANTED}"
NOT_A_DATE_TIME = f"只有时刻，没有日期，{WANTED}"
VAGUE = f"没有说出具体是哪一天，{WANTED}"
YEAR_ONLY = f"只写到年份，{WANTED}"
SEVERAL = "写了不止一个日期，应只写一个，如 2025-06-30"

_VAGUE_WORDS = (
    "前", "后", "止", "底", "末", "内", "约", "旬", "季", "半年", "全年", "年初", "年中", "月初", "今年", "本年",
    "明年", "次年", "去年", "本月", "下月", "左右", "待", "未定", "长期", "持续", "坚持", "近期", "尽快", "尽早",
    "适时", "立即", "立行立改", "即知即改", "边查边改",
)  # fmt: skip
_DASHES = str.maketrans("—―。", "--.")
_CLOCK = "(?:上午|下午)? *(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]+)?)?"


class DateReading(NamedTuple):
    """A date as read, or `trouble`: a Chinese phrase that follows the quoted value in a message.

    `kind` is one of date, text, serial, ambiguous, impossible, month_only, vague, not_a_date; blank for a blank cell,
    which has neither value nor trouble. `typed_as_text`: not a true date of Excel, but with this one reading.
    """

    value: date | None
    typed_as_text: bool
    trouble: str | None
    kind: str


BLANK = DateReading(None, False, None, "blank")


def read_date(raw: Any, year: int | None = None) -> DateReading:
    """The one date a cell holds; only with `year` is a date without one (6月30日) accepted."""
    if isinstance(raw, str):
        return _read_text(raw, year)
    if isinstance(raw, date):
        return _true_date(raw.date() if isinstance(raw, datetime) else raw)
    if raw is None:
        return BLANK
    if isinstance(raw, (float, int)) and not isinstance(raw, bool):
        return _read_number(raw)
    return _no("not_a_date", NOT_A_DATE if isinstance(raw, bool) else NOT_A_DATE_TIME)


def whole_date(year: int, month: int, day: int, kind: str = "text") -> DateReading:
    """The reading of a date given in numbers; impossible where the calendar or the years 1990 to 2100 lack it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _no("impossible", f"年份是{year}，应在{FIRST_YEAR}至{LAST_YEAR}之间，应改为实际日期")
    if not 1 <= month <= 12:
        return _no("impossible", f"没有{month}月，月份应为1至12，应改为实际日期")
    try:
        return DateReading(date(year, month, day), True, None, kind)
    except ValueError:
        return _no("impossible", f"{year}年{month}月没有{day}日，应改为实际日期")


def arabic(text: str) -> str:
    """The text with the numerals of its dates and spans in digits: 二〇二五年六月 is 2025年6月, 三个月内 is 3个月内."""
    return _numerals().sub(lambda run: run[0] if (value := chinese_numeral(run[0])) is None else str(value), text)


def _no(kind: str, trouble: str) -> DateReading:
    return DateReading(None, False, trouble, kind)


def _true_date(day: date) -> DateReading:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return DateReading(day, False, None, "date")
    cause = "多半是数字或空值被显示成了日期，" if day.year < FIRST_YEAR else ""
    return _no("impossible", f"年份是{day.year}，应在{FIRST_YEAR}至{LAST_YEAR}之间，{cause}应改为实际日期")


def _serial(number: int, typed_as_text: bool) -> DateReading:
    return DateReading(EPOCH + timedelta(days=number), typed_as_text, None, "serial")


def _read_number(number: float) -> DateReading:
    """A number in a date column: a serial number, eight digits, or what Excel made of a date typed with a point."""
    if FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return _serial(int(number), typed_as_text=False)
    if not 0 < number < 10**8:
        return _no("not_a_date", NOT_A_DATE_NUMBER)
    whole, _, decimals = f"{number:.15g}".partition(".")
    if not whole.isdigit():
        return _no("not_a_date", NOT_A_DATE_NUMBER)
    if not decimals:
        reading = _read_digits(whole)
        return reading._replace(trouble=NOT_A_DATE_NUMBER) if reading.kind == "not_a_date" else reading
    return _read_decimal(int(whole), decimals)


def _read_decimal(whole: int, decimals: str) -> DateReading:
    """6.3 was typed as 6.3 or 6.30, 2025.1 as 2025.1 or 2025.10: Excel drops the last zero."""
    second = int(decimals) if len(decimals) <= 2 and decimals[0] != "0" else 0
    with_zero = second * 10 if len(decimals) == 1 else 0
    if whole_date(SOME_LEAP_YEAR, whole, second).value:
        other = f"{whole}月{with_zero}日" if whole_date(SOME_LEAP_YEAR, whole, with_zero).value else ""
        return _no("ambiguous", f"没有年份，可能是{whole}月{second}日{_zero_dropped(other)}，{WANTED}")
    if FIRST_YEAR <= whole <= LAST_YEAR and 1 <= second <= 12:
        other = "10月" if with_zero == 10 else ""
        return _no("month_only", f"只写到{whole}年{second}月{_zero_dropped(other)}，没有日，{WANTED}")
    return _no("not_a_date", NOT_A_DATE_NUMBER)


def _zero_dropped(other: str) -> str:
    return f"（Excel 会去掉小数末尾的零，也可能是{other}）" if other else ""


@lru_cache(maxsize=65536)
def _read_text(text: str, year: int | None) -> DateReading:
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            pass  # said below what is wrong with it
        else:
            return whole_date(day.year, day.month, day.day)
    if is_blank(text):
        return BLANK
    plain = strip(half_width(text).translate(_DASHES)).rstrip(".,;、 ")
    if plain.isdigit():
        return _read_digits(plain)
    if not plain or len(plain) > 60:
        return _no("not_a_date", NOT_A_DATE)
    if match := _marked().fullmatch(plain):
        return _from_marks(match)
    if match := _worded().fullmatch(arabic(plain)):
        return _from_words(match, year)
    return _not_one_date(plain)


@cache
def _marked() -> re.Pattern[str]:
    """2025-6-30 and its like, then a time of day; compiled at the first need, as are the others."""
    return re.compile(rf"([0-9]{{1,4}}) *([-/.]) *([0-9]{{1,2}})(?: *\2 *([0-9]{{1,4}}) *[日号]?(?:[T ] *{_CLOCK})?)?")


@cache
def _worded() -> re.Pattern[str]:
    """2025年6月30日, with parts left out at the end or the year at the front."""
    day = f"([0-9]{{1,2}}) *(?:[日号](?: *{_CLOCK})?)?"
    return re.compile(rf"(?:([0-9]+) *年度? *)?(?:([0-9]{{1,2}}) *月份? *(?:{day})?)?")


@cache
def _numerals() -> re.Pattern[str]:
    """Chinese numerals before a word of time; possessive, so that 二0二5 is not read in part."""
    return re.compile(
        "(?<![0-9])[〇○◯零一二两三四五六七八九十百][〇○◯零一二两三四五六七八九十百千Oo0]*+"
        r"(?=\s*(?:[年月日号季天周]|个?(?:月|工作日|自然日|星期)|$))"
    )


def _read_digits(digits: str) -> DateReading:
    """Digits alone: 20250630, a serial number, or the start of a date."""
    if not digits.isascii() or len(digits) > 8:
        return _no("not_a_date", NOT_A_DATE)
    if len(digits) == 5 and FIRST_SERIAL <= int(digits) <= LAST_SERIAL:
        return _serial(int(digits), typed_as_text=True)
    year = int(digits[:4]) if len(digits) in (4, 6, 8) else 0
    if FIRST_YEAR <= year <= LAST_YEAR:
        if len(digits) == 8:
            return whole_date(year, int(digits[4:6]), int(digits[6:]))
        if len(digits) == 4:
            return _no("vague", YEAR_ONLY)
        if 1 <= int(digits[4:]) <= 12:
            return _month_only(year, int(digits[4:]))
    if len(digits) == 6 and whole_date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])).value:
        return _two_digit_year(int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    return _no("not_a_date", NOT_A_DATE)


def _from_marks(match: re.Match[str]) -> DateReading:
    first, _mark, second, third = match.groups()
    if len(first) == 4:
        if third is None:
            return _month_only(int(first), int(second))
        return whole_date(int(first), int(second), int(third)) if len(third) <= 2 else _no("not_a_date", NOT_A_DATE)
    if len(first) == 3 or len(third or "") == 3:
        return _no("not_a_date", NOT_A_DATE)
    if third is None:
        return _without_year(int(first), int(second))
    if len(third) == 4:
        return _year_last(int(first), int(second), int(third))
    return _two_digit_year(int(first), int(second), int(third))


def _from_words(match: re.Match[str], assumed: int | None) -> DateReading:
    year, month, day = match.groups()
    if year is not None and len(year) != 4:
        if len(year) > 2:
            return _no("not_a_date", NOT_A_DATE)
        return _two_digit_year(int(year), int(month or 0), int(day or 0), unclear="")
    if month is None:
        return _no("vague", YEAR_ONLY)
    if day is None:
        return _month_only(int(year), int(month)) if year else _no("month_only", f"没有年份，也没有日，{WANTED}")
    if year is None and assumed is None:
        return _without_year(int(month), int(day))
    return whole_date(int(year or assumed or 0), int(month), int(day))


def _month_only(year: int, month: int) -> DateReading:
    first_day = whole_date(year, month, 1)
    return first_day if first_day.trouble else _no("month_only", f"只写到{year}年{month}月，没有日，{WANTED}")


def _without_year(month: int, day: int) -> DateReading:
    if not whole_date(SOME_LEAP_YEAR, month, day).value:
        return _no("not_a_date", NOT_A_DATE)
    return _no("ambiguous", f"没有年份，可能是{month}月{day}日，{WANTED}")


def _two_digit_year(year: int, month: int, day: int, unclear: str = "，分不清哪个数是年") -> DateReading:
    likely = whole_date(2000 + year, month, day).value
    return _no("ambiguous", f"年份只有两位{unclear}，应写成四位年份的完整日期，如 {likely or '2025-06-30'}")


def _year_last(first: int, second: int, year: int) -> DateReading:
    """6/30/2025 has one reading, 3/5/2025 has two."""
    monthly, daily = whole_date(year, first, second), whole_date(year, second, first)
    if monthly.value and daily.value and monthly != daily:
        two = f"可能是{first}月{second}日，也可能是{second}月{first}日"
        return _no("ambiguous", f"{two}，应写成 {monthly.value} 或 {daily.value}")
    return daily if daily.value or first > 12 >= second else monthly


def _not_one_date(plain: str) -> DateReading:
    if len(re.findall(r"[0-9]{4}[-/.年]", arabic(plain))) > 1:
        return _no("ambiguous", SEVERAL)
    if any(word in plain for word in _VAGUE_WORDS):
        return _no("vague", VAGUE)
    return _no("not_a_date", NOT_A_DATE)
