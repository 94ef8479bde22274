"""How numbers and dates stand in official texts: 汉字, 一是 and （一）, dates, rates, 万元 (GB/T 9704, GB/T 15835)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from xlsuite.model.rates import decimal_text, half_up, rate

DIGITS = "零一二三四五六七八九"
ORDINALS = {"一是": "{0}是", "一、": "{0}、", "（一）": "（{0}）", "1.": "{1}.", "（1）": "（{1}）"}
DATES = ("年月日", "年月", "月日", "数字", "汉字")


def hanzi(number: int) -> str:
    """A whole number of 0 … 99999999 in Chinese characters: 10 is 十, 105 is 一百零五; others as digits."""
    if not 0 <= number < 10**8:
        return str(number)
    if number >= 10000:
        high, low = divmod(number, 10000)
        rest = "" if not low else ("零" if low < 1000 else "") + _below_ten_thousand(low)
        return _short_ten(_below_ten_thousand(high)) + "万" + rest
    return _short_ten(_below_ten_thousand(number))


def _below_ten_thousand(number: int) -> str:
    found, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            found += ("零" if gap else "") + DIGITS[digit] + word
            gap = False
        else:
            gap = bool(found)
    return found or "零"


def _short_ten(text: str) -> str:
    return text[1:] if text.startswith("一十") else text


def ordinal(number: int, style: str = "一是") -> str:
    """The number of a point or heading in one of the styles of `ORDINALS`. KeyError for another style."""
    return ORDINALS[style].format(hanzi(number), number)


def day_text(day: date, style: str = "年月日") -> str:
    """A date in one of the styles of `DATES`, digits without padding zeros (GB/T 9704 7.3.5.4). KeyError for others."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return {
        "年月日": f"{day.year}年{day.month}月{day.day}日",
        "年月": f"{day.year}年{day.month}月",
        "月日": f"{day.month}月{day.day}日",
        "数字": f"{day:%Y-%m-%d}",
        "汉字": f"{year}年{hanzi(day.month)}月{hanzi(day.day)}日",
    }[style]


def percent(share: Fraction, decimals: int) -> str:
    """A share as a rate, half up; 100% only for the whole and 0% only for nothing (domain §8.1).

    A share that is no part of a whole, as a growth of -5% or 120%, is held to no bound.
    """
    if 0 <= share <= 1:
        return rate(share.numerator, share.denominator, decimals)
    return decimal_text(half_up(share.numerator * 100 * 10**decimals, share.denominator), decimals) + "%"


def in_ten_thousands(amount: Decimal, decimals: int = 2) -> str:
    """An amount in 万 at so many decimals, half up; more of them where a sum that is not 0 would be printed as 0."""
    number = amount / 10000
    while True:
        found = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if found or not number or decimals >= 8:
            return f"{found:f}"
        decimals += 1
