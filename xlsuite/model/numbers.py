"""How people write numbers: as text, with units, in Chinese numerals; one reading or a phrase saying why there is none.

A wrong number is worse than none: 约1386元, 3-5 and 一百二 have no value here (contract §7 item 20, domain §13).
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from xlsuite.model.text import half_width, is_blank, strip

WANTED = "应填阿拉伯数字，如 12 或 1386.00"
NOT_A_NUMBER = f"不是数字，{WANTED}"
APPROXIMATE = f"不是确切的数，{WANTED}"
RANGE = f"是一个范围，不是一个数，{WANTED}"
PERCENT = f"带百分号，此处要的是数目，{WANTED}"
LOGICAL = f"是逻辑值，不是数字，{WANTED}"
DATE = f"是日期或时间，不是数字，{WANTED}"

UNITS = frozenset("元项个人次件条份起场期批户家名篇处张套台本部只把辆间类种位笔宗例组队封页字轮遍天日月年周分岁")
UNITS |= {"人次", "个月", "小时", "分钟", "课时", "学时", "平方米", "公里"}
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}

_DIGITS = "零一二三四五六七八九"
_PLACES = {"十": 10, "百": 100, "千": 1000}
# Other ways to write a digit or a place; the circle, the letter O and the digit 0 all stand for 〇 in a year.
_PLAIN = str.maketrans(
    "〇○◯Oo0Ｏ０两壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億",
    "零零零零零零零零二一二二三三四五六六七八九十百千万亿",
)
_NUMERALS = frozenset(_DIGITS + "十百千万亿")
_LIMIT = 10**12  # to_chinese has no place above 千亿

_ROUGH_CHARACTERS = frozenset("约近余多几数超许")
_ROUGH_WORDS = ("若干", "左右", "上下", "以上", "以下", "不足", "至少")
_RANGE_MARKS = frozenset("-~～—至到")


class Number(NamedTuple):
    """A number as read: `value` in the base unit (0.1万元 is 1000), `unit` as typed (万元), or `trouble` in Chinese.

    `trouble` follows the quoted value in a message. A blank has neither value nor trouble.
    """

    value: Decimal | None
    trouble: str | None
    typed_as_text: bool
    unit: str


def read_number(raw: Any, percent: bool = False) -> Number:
    """The one number a cell holds; `percent` allows 41.2% (0.412)."""
    if isinstance(raw, bool):
        return _no(LOGICAL)
    if isinstance(raw, float):
        # Fifteen digits are what Excel keeps; more would turn 0.1+0.2 into 0.30000000000000004.
        value = Decimal(f"{raw:.15g}")
        return Number(value, None, False, "") if value.is_finite() else _no(NOT_A_NUMBER)
    if isinstance(raw, int):
        return Number(Decimal(raw), None, False, "")
    if is_blank(raw):
        return Number(None, None, False, "")
    if isinstance(raw, str):
        return _read_text(raw, percent)
    return _no(DATE if isinstance(raw, (date, time, timedelta)) else NOT_A_NUMBER)


def chinese_numeral(text: str) -> int | None:
    """The value of a Chinese numeral below 10¹²: 十二, 三百零五, 两万, digit by digit 二〇二五.

    None where there is not exactly one reading: 一百二 and 两万五, meant as 120 and 25000; 三五, three to five.
    """
    plain = text.translate(_PLAIN)
    if not 0 < len(plain) <= 24 or not _NUMERALS.issuperset(plain) or text[0] in "Oo0Ｏ０":
        return None
    if set(plain).issubset(_DIGITS):
        if len(plain) == 1 or len(plain) >= 4 or "零" in plain:
            return int("".join(str(_DIGITS.index(digit)) for digit in plain))
        return None
    value = _by_places(plain)
    if value >= _LIMIT or to_chinese(value).replace("一十", "十") != plain.replace("一十", "十"):
        return None
    return value


def to_chinese(number: int) -> str:
    """A whole number below 10¹² in Chinese numerals, as items are counted: 12 is 十二, 305 is 三百零五."""
    if not 0 <= number < _LIMIT:
        raise ValueError(number)
    if number == 0:
        return "零"
    written, below = "", False
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // size % 10**4
        if group:
            gap = written and (group < 1000 or below)
            written += ("零" if gap else "") + _four_places(group) + name
        below = not group
    return written[1:] if written.startswith("一十") else written


def _no(trouble: str) -> Number:
    return Number(None, trouble, False, "")


@lru_cache(maxsize=65536)
def _read_text(text: str, percent: bool) -> Number:
    plain = strip(half_width(text)).removesuffix("整").removesuffix("正")  # 元整, as on a receipt
    if plain.isascii() and plain.isdigit():
        return Number(Decimal(plain), None, True, "")
    match = _written().fullmatch(plain) if len(plain) <= 40 else None
    if match:
        return _from_parts(match, percent) or _no(_why_not(plain))
    count = next((at for at, character in enumerate(plain) if character.translate(_PLAIN) not in _NUMERALS), len(plain))
    value, unit = chinese_numeral(plain[:count]), plain[count:]
    if value is None or (unit and unit not in UNITS):
        return _no(_why_not(plain))
    return Number(Decimal(value), None, True, unit)


@cache
def _written() -> re.Pattern[str]:
    """Sign, currency, digits with or without groups of three, decimals, scale, unit; compiled at the first need."""
    return re.compile(
        r"([-+]?)(?:[¥￥]|人民币|RMB)? *([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)? *([百千万亿]{0,2})(%|[^\W\d_]*)"
    )


def _from_parts(match: re.Match[str], percent: bool) -> Number | None:
    sign, whole, decimals, scale, unit = match.groups()
    value = Decimal(sign + whole.replace(",", "") + (decimals or ""))
    if unit == "%":
        if scale:
            return None
        return Number(value / 100, None, True, "%") if percent else _no(PERCENT)
    if scale not in _SCALES or (unit and unit not in UNITS):
        return None
    return Number(value * _SCALES[scale], None, True, scale + unit)


def _why_not(plain: str) -> str:
    if not _ROUGH_CHARACTERS.isdisjoint(plain) or any(word in plain for word in _ROUGH_WORDS):
        return APPROXIMATE
    between = plain[1:-1]
    if not _RANGE_MARKS.isdisjoint(between) and plain[0] in "0123456789" + "".join(_NUMERALS):
        return RANGE
    return NOT_A_NUMBER


def _by_places(plain: str) -> int:
    """The value place by place, whatever the order; the caller compares with the proper spelling."""
    total = section = digit = 0
    for character in plain:
        if character in _PLACES:
            section += (digit or 1) * _PLACES[character]
            digit = 0
        elif character == "万":
            total += (section + digit) * 10**4
            section = digit = 0
        elif character == "亿":
            total = (total + section + digit) * 10**8
            section = digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + section + digit


def _four_places(number: int) -> str:
    written = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            written += _DIGITS[digit] + name
        elif written and not written.endswith("零") and number % size:
            written += "零"
    return written
