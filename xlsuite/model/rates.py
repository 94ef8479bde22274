"""Rates, shares and means, exact: integers in, text out, half rounded up as Excel's ROUND does (domain §8.1)."""

from __future__ import annotations

from collections.abc import Sequence

NONE = "无"  # what a rate over nothing is: neither 0% nor 100%


def rate(numerator: int, denominator: int, decimals: int) -> str:
    """A rate as it is printed; 100% only where all of the whole, 0% only where none of it is counted.

    What would round to a bound it does not reach is the nearest value inside: 999/1000 at 0 places is 99%, 1/1000 is
    1%. A whole of 0 is “无”. ValueError where the part is not within the whole.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator}")
    if denominator == 0:
        return NONE
    return decimal_text(steps(numerator, denominator, decimals), decimals) + "%"


def steps(numerator: int, denominator: int, decimals: int) -> int:
    """A rate in units of the last place printed, within the bounds that it may not reach."""
    whole: int = 100 * 10**decimals
    if numerator in (0, denominator):
        return whole if numerator else 0
    return min(max(half_up(numerator * whole, denominator), 1), whole - 1)


def shares(counts: Sequence[int], decimals: int) -> tuple[tuple[str, ...], str]:
    """Parts of one whole as rates, and the note that is due where the rounded parts do not add up to 100%."""
    whole = sum(counts)
    printed = tuple(rate(count, whole, decimals) for count in counts)
    total = sum(steps(count, whole, decimals) for count in counts) if whole else 0
    if not whole or total == 100 * 10**decimals:
        return printed, ""
    return printed, f"各项占比四舍五入后合计 {decimal_text(total, decimals)}%，未作调整。"


def mean_days(days: Sequence[int], decimals: int) -> str:
    """The mean of some spans in days; “无” over none."""
    if not days:
        return NONE
    return decimal_text(half_up(sum(days) * 10**decimals, len(days)), decimals)


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, a half going away from zero."""
    found = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -found if numerator < 0 else found


def decimal_text(units: int, decimals: int) -> str:
    """A number given in units of its last place: 5500 at 2 places is 55.00."""
    sign, digits = "-" if units < 0 else "", str(abs(units)).rjust(decimals + 1, "0")
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)
