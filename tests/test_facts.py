"""Facts that say where they come from, gaps that show themselves and decide nothing, numbers as official texts write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from xlsuite.errors import XlsuiteError
from xlsuite.text.facts import Fact, Gap, GapDecided, legible
from xlsuite.text.numerals import day_text, hanzi, in_ten_thousands, ordinal, percent

DONE = Fact(11, "已完成", "问题整改台账!A5:AB24", "整改状态＝已完成", ("ZG-1", "ZG-2"))
ALL = Fact(20, "问题总数", "问题整改台账!A5:AB24", "全部", ("ZG-1", "ZG-2", "ZG-3"))
NAME = Gap("单位全称")
OWNER = Gap("责任人", "问题整改台账!F8")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (11, "11"),
        (0, "0"),
        (date(2025, 9, 30), "2025年9月30日"),
        (Decimal("1386.00"), "1386.00"),
        (1386.0, "1386"),
        (Fraction(11, 20), "0.55"),
        (Fraction(4, 2), "2"),
        (None, "无"),
        ("张三", "张三"),
        ("a\x07b\x0bc_x000B_d\ufffe\U0001f600", "abcd\U0001f600"),
        ("第一行\r\n第二行", "第一行\n第二行"),
    ],
)
def test_a_fact_prints_its_value(value: Any, printed: str) -> None:
    assert str(Fact(value)) == printed
    assert f"{Fact(value)}" == printed


def test_a_fact_says_where_it_comes_from() -> None:
    assert (DONE.名称, DONE.出处, DONE.口径) == ("已完成", "问题整改台账!A5:AB24", "整改状态＝已完成")


@pytest.mark.parametrize(
    ("said", "true"),
    [
        (DONE > 0, True), (DONE < ALL, True), (DONE >= 11, True), (DONE <= 10, False), (DONE == 11, True),
        (DONE == ALL, False), (DONE != ALL, True), (bool(DONE), True), (bool(Fact(0)), False), (bool(Fact(None)), False),
        (Fact(date(2025, 1, 1)) < date(2025, 1, 2), True), (Fact("高") == "高", True), (int(DONE) == 11, True),
    ],
)  # fmt: skip
def test_a_fact_compares_as_its_value(said: bool, true: bool) -> None:
    assert said is true


@pytest.mark.parametrize(
    ("fact", "value", "name"),
    [
        (DONE + 1, 12, "已完成＋1"),
        (ALL - DONE, 9, "问题总数－已完成"),
        (DONE * 2, 22, "已完成×2"),
        (DONE / ALL, Fraction(11, 20), "已完成÷问题总数"),
    ],
)
def test_reckoning_names_both_sides(fact: Fact, value: Any, name: str) -> None:
    assert (fact.value, fact.name, fact.source) == (value, name, "问题整改台账!A5:AB24")


def test_reckoning_keeps_the_rows_of_both() -> None:
    assert (DONE / ALL).rows == ("ZG-1", "ZG-2", "ZG-3")


def test_division_by_nothing_is_a_gap() -> None:
    assert str(DONE / Fact(0, "总数")) == "【待补充：已完成÷总数（分母为零）】"
    assert DONE + NAME is NAME


def test_texts_are_not_reckoned_with() -> None:
    with pytest.raises(XlsuiteError) as error:
        Fact("高", "等级") + 1
    assert str(error.value) == "“等级”＋“1”算不了，两边都要是数"


@pytest.mark.parametrize(
    ("gap", "printed"),
    [
        (NAME, "【待补充：单位全称】"),
        (OWNER, "【待补充：问题整改台账!F8 责任人】"),
        (Gap("问题整改台账").数量, "【待补充：问题整改台账.数量】"),
        (Gap("问题整改台账")["来源"], "【待补充：问题整改台账.来源】"),
        (next(iter(Gap("问题整改台账"))).问题, "【待补充：问题整改台账.问题】"),
        (NAME + 1, "【待补充：单位全称】"),
    ],
)
def test_a_gap_shows_itself(gap: Gap, printed: str) -> None:
    assert str(gap) == printed


@pytest.mark.parametrize(
    "decide",
    [
        bool, len, int, lambda gap: gap == 1, lambda gap: gap != 1, lambda gap: gap < 1, lambda gap: gap >= 1,
        lambda gap: 1 in gap, lambda gap: DONE.__eq__(gap), lambda gap: DONE.__gt__(gap), lambda gap: not gap,
    ],
)  # fmt: skip
def test_a_gap_decides_nothing(decide: Callable[[Any], Any]) -> None:
    with pytest.raises(GapDecided) as error:
        decide(OWNER)
    assert "条件判断用到了缺失数据“问题整改台账!F8 责任人”" in str(error.value)


def test_a_rate_over_nothing_is_not_compared() -> None:
    with pytest.raises(GapDecided) as error:
        assert Fact(None, "整改完成率") > 0
    assert "条件判断用到了缺失数据“整改完成率”" in str(error.value)


def test_escapes_that_close_up_to_another_are_removed_too() -> None:
    assert legible("_x00_x0041_0B_") == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (100, "一百"), (101, "一百零一"), (110, "一百一十"),
        (115, "一百一十五"), (1000, "一千"), (1005, "一千零五"), (1050, "一千零五十"), (1500, "一千五百"), (10000, "一万"),
        (10005, "一万零五"), (100000, "十万"), (115000, "十一万五千"), (-1, "-1"), (10**8, "100000000"),
    ],
)  # fmt: skip
def test_numbers_in_characters(number: int, words: str) -> None:
    assert hanzi(number) == words


@pytest.mark.parametrize(
    ("style", "text"),
    [("一是", "十二是"), ("一、", "十二、"), ("（一）", "（十二）"), ("1.", "12."), ("（1）", "（12）")],
)
def test_ordinals(style: str, text: str) -> None:
    assert ordinal(12, style) == text


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("年月日", "2025年9月3日"), ("年月", "2025年9月"), ("月日", "9月3日"), ("数字", "2025-09-03"),
        ("汉字", "二〇二五年九月三日"),
    ],
)  # fmt: skip
def test_dates(style: str, text: str) -> None:
    assert day_text(date(2025, 9, 3), style) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (Fraction(11, 20), 2, "55.00%"), (Fraction(688, 697), 2, "98.71%"), (Fraction(453, 471), 2, "96.18%"),
        (Fraction(19, 25), 0, "76%"), (Fraction(999, 1000), 0, "99%"), (Fraction(1, 1000), 0, "1%"), (Fraction(0), 2, "0.00%"),
        (Fraction(1), 0, "100%"), (Fraction(1, 8), 1, "12.5%"), (Fraction(1, 800), 2, "0.13%"), (Fraction(99999, 100000), 2, "99.99%"),
        (Fraction(6, 5), 0, "120%"), (Fraction(-1, 8), 1, "-12.5%"),
    ],
)  # fmt: skip
def test_rates_never_reach_a_bound_they_do_not_hold(share: Fraction, decimals: int, text: str) -> None:
    assert percent(share, decimals) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("1386", "0.14"), ("10000", "1.00"), ("30", "0.003"), ("0", "0.00"), ("66570", "6.66")]
)
def test_ten_thousands(amount: str, text: str) -> None:
    assert in_ten_thousands(Decimal(amount)) == text
