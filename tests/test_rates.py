"""Rates as published, and what must hold of every rate."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsuite.model.rates import decimal_text, half_up, mean_days, rate, shares

CASES = (
    # numerator, denominator, decimals, printed
    (688, 697, 2, "98.71%"),
    (453, 471, 2, "96.18%"),
    (18, 471, 2, "3.82%"),
    (19, 25, 0, "76%"),
    (1275, 2164, 2, "58.92%"),
    (313, 531, 2, "58.95%"),
    (11, 20, 2, "55.00%"),
    (11, 14, 2, "78.57%"),
    (10, 11, 2, "90.91%"),
    (1, 8, 1, "12.5%"),
    (1, 8, 0, "13%"),  # 12.5: a half goes up, never to the even neighbour
    (1, 200, 0, "1%"),
    (5, 40000, 2, "0.01%"),
    (2005, 100000, 2, "2.01%"),  # 2.005: exact, where a binary float falls short
    (999, 1000, 0, "99%"),
    (999, 1000, 1, "99.9%"),
    (99999, 100000, 2, "99.99%"),
    (1, 1000, 0, "1%"),
    (1, 100000, 2, "0.01%"),
    (0, 5, 2, "0.00%"),
    (5, 5, 2, "100.00%"),
    (5, 5, 0, "100%"),
    (0, 0, 2, "无"),
)


@pytest.mark.parametrize(("numerator", "denominator", "decimals", "printed"), CASES)
def test_rate(numerator: int, denominator: int, decimals: int, printed: str) -> None:
    assert rate(numerator, denominator, decimals) == printed


@pytest.mark.parametrize(("numerator", "denominator"), [(2, 1), (-1, 4), (1, 0)])
def test_a_part_beyond_its_whole_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError):
        rate(numerator, denominator, 2)


PARTS = st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(PARTS, st.integers(0, 4))
def test_bounds_are_printed_only_when_reached(part: tuple[int, int], decimals: int) -> None:
    number = Decimal(rate(*part, decimals).rstrip("%"))
    assert (number == 100) == (part[0] == part[1])
    assert (number == 0) == (part[0] == 0)


@given(PARTS, st.integers(0, 4))
def test_rate_is_half_up_of_the_exact_quotient(part: tuple[int, int], decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    exact = (Decimal(part[0]) * 100 / Decimal(part[1])).quantize(step, ROUND_HALF_UP)
    printed = Decimal(rate(*part, decimals).rstrip("%"))
    assert printed == (min(max(exact, step), 100 - step) if 0 < part[0] < part[1] else exact)


@pytest.mark.parametrize(
    ("counts", "decimals", "printed", "note"),
    [
        ((8, 12, 5), 2, ("32.00%", "48.00%", "20.00%"), ""),
        ((1, 1, 1), 2, ("33.33%", "33.33%", "33.33%"), "各项占比四舍五入后合计 99.99%，未作调整。"),
        ((1, 1, 6), 0, ("13%", "13%", "75%"), "各项占比四舍五入后合计 101%，未作调整。"),
        ((999, 1), 0, ("99%", "1%"), ""),
        ((0, 0), 2, ("无", "无"), ""),
    ],
)
def test_shares(counts: tuple[int, ...], decimals: int, printed: tuple[str, ...], note: str) -> None:
    assert shares(counts, decimals) == (printed, note)


@pytest.mark.parametrize(
    ("days", "decimals", "printed"),
    [
        ((33, 61), 2, "47.00"), ((1, 2), 0, "2"), ((1, 1, 2), 2, "1.33"), ((), 2, "无"),
        ((-1, -2), 0, "-2"), ((5,), 0, "5"),
    ],
)  # fmt: skip
def test_mean_days(days: tuple[int, ...], decimals: int, printed: str) -> None:
    assert mean_days(days, decimals) == printed


def test_half_goes_away_from_zero() -> None:
    assert [half_up(number, 2) for number in (-3, -1, 0, 1, 3)] == [-2, -1, 0, 1, 2]
    assert [decimal_text(number, 2) for number in (-5, 0, 7, 123)] == ["-0.05", "0.00", "0.07", "1.23"]
