"""How people write numbers: one reading or a phrase saying why there is none."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsuite.model.numbers import chinese_numeral, read_number, to_chinese

UNTIMED = settings(deadline=None)  # a slow machine is no failure

NOT_A_NUMBER = "不是数字，应填阿拉伯数字，如 12 或 1386.00"
APPROXIMATE = "不是确切的数，应填阿拉伯数字，如 12 或 1386.00"
RANGE = "是一个范围，不是一个数，应填阿拉伯数字，如 12 或 1386.00"
PERCENT = "带百分号，此处要的是数目，应填阿拉伯数字，如 12 或 1386.00"

READ: list[tuple[Any, str, bool, str]] = [
    # as typed, value, typed as text, unit
    (12.0, "12", False, ""),
    (1386.5, "1386.5", False, ""),
    (0.1 + 0.2, "0.3", False, ""),
    (-3, "-3", False, ""),
    ("12", "12", True, ""),
    ("１２", "12", True, ""),
    (" 12\u3000", "12", True, ""),
    ("007", "7", True, ""),
    ("-5", "-5", True, ""),
    ("－5", "-5", True, ""),
    ("+5", "5", True, ""),
    ("12.50", "12.5", True, ""),
    ("1,386.00", "1386", True, ""),
    ("1，386元", "1386", True, "元"),
    ("1,234,567", "1234567", True, ""),
    ("1386元", "1386", True, "元"),
    ("1386 元", "1386", True, "元"),
    ("1386.50元整", "1386.5", True, "元"),
    ("¥1386", "1386", True, ""),
    ("￥1,386.00", "1386", True, ""),
    ("人民币1386元", "1386", True, "元"),
    ("0.1万元", "1000", True, "万元"),
    ("1.5亿元", "150000000", True, "亿元"),
    ("2万", "20000", True, "万"),
    ("3项", "3", True, "项"),
    ("5人次", "5", True, "人次"),
    ("3个月", "3", True, "个月"),
    ("十二", "12", True, ""),
    ("三百零五", "305", True, ""),
    ("两万", "20000", True, ""),
    ("两万元", "20000", True, "元"),
    ("三项", "3", True, "项"),
    ("壹仟叁佰捌拾陆元整", "1386", True, "元"),
]

UNREAD: list[tuple[Any, str]] = [
    (True, "是逻辑值，不是数字，应填阿拉伯数字，如 12 或 1386.00"),
    (date(2025, 3, 1), "是日期或时间，不是数字，应填阿拉伯数字，如 12 或 1386.00"),
    (time(9, 5), "是日期或时间，不是数字，应填阿拉伯数字，如 12 或 1386.00"),
    (float("nan"), NOT_A_NUMBER),
    (float("inf"), NOT_A_NUMBER),
    ("约1386元", APPROXIMATE),
    ("若干", APPROXIMATE),
    ("1000余元", APPROXIMATE),
    ("十多项", APPROXIMATE),
    ("几十", APPROXIMATE),
    ("100左右", APPROXIMATE),
    ("3-5", RANGE),
    ("3～5项", RANGE),
    ("3—5", RANGE),
    ("3至5", RANGE),
    ("三到五项", RANGE),
    ("41.2%", PERCENT),
    ("一百二", NOT_A_NUMBER),
    ("三五项", NOT_A_NUMBER),
    ("13,86", NOT_A_NUMBER),
    ("1.386,00", NOT_A_NUMBER),
    ("1 386", NOT_A_NUMBER),
    ("1e3", NOT_A_NUMBER),
    ("—5", NOT_A_NUMBER),
    ("5²", NOT_A_NUMBER),
    ("①", NOT_A_NUMBER),
    ("1元5角", NOT_A_NUMBER),
    ("3百万万元", NOT_A_NUMBER),
    ("9" * 50 + "项", NOT_A_NUMBER),
    ("合计", NOT_A_NUMBER),
]

NUMERALS = [
    ("零", 0),
    ("〇", 0),
    ("五", 5),
    ("十", 10),
    ("十二", 12),
    ("一十二", 12),
    ("二十", 20),
    ("一百", 100),
    ("一百零五", 105),
    ("一百二十", 120),
    ("二百十五", 215),
    ("三百零五", 305),
    ("两千零二十五", 2025),
    ("两万", 20000),
    ("一万零五", 10005),
    ("一万零五十", 10050),
    ("十二万", 120000),
    ("一亿零一万", 100010000),
    ("十亿", 10**9),
    ("二〇二五", 2025),
    ("二○二五", 2025),
    ("二零二五", 2025),
    ("二O二五", 2025),
    ("二0二五", 2025),
    ("一九九八", 1998),
    ("一百二", None),
    ("两万五", None),
    ("三五", None),
    ("一千三十", None),
    ("百", None),
    ("万", None),
    ("二二十", None),
    ("", None),
    ("O", None),
    ("0", None),
    ("12", None),
    ("十2", None),
    ("五项", None),
    ("九" * 30, None),
    ("一万亿", None),
]

WRITTEN = [
    (0, "零"),
    (1, "一"),
    (10, "十"),
    (12, "十二"),
    (20, "二十"),
    (101, "一百零一"),
    (110, "一百一十"),
    (305, "三百零五"),
    (1001, "一千零一"),
    (1010, "一千零一十"),
    (2025, "二千零二十五"),
    (9999, "九千九百九十九"),
    (10005, "一万零五"),
    (100010000, "一亿零一万"),
    (120000, "十二万"),
]


@pytest.mark.parametrize(("raw", "value", "typed_as_text", "unit"), READ)
def test_read(raw: Any, value: str, typed_as_text: bool, unit: str) -> None:
    assert read_number(raw) == (Decimal(value), None, typed_as_text, unit)


@pytest.mark.parametrize(("raw", "trouble"), UNREAD)
def test_unread(raw: Any, trouble: str) -> None:
    assert read_number(raw) == (None, trouble, False, "")


@pytest.mark.parametrize("raw", ["", None, "/", "无", "\u3000"])
def test_a_blank_is_neither_a_number_nor_a_fault(raw: str | None) -> None:
    assert read_number(raw) == (None, None, False, "")


def test_percent_only_where_asked_for() -> None:
    assert read_number("41.2%", percent=True) == (Decimal("0.412"), None, True, "%")
    assert read_number("４１．２％", percent=True).value == Decimal("0.412")
    assert read_number("41.2", percent=True).value == Decimal("41.2")


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_chinese_numeral(text: str, value: int | None) -> None:
    assert chinese_numeral(text) == value


@pytest.mark.parametrize(("number", "text"), WRITTEN)
def test_to_chinese(number: int, text: str) -> None:
    assert to_chinese(number) == text


@pytest.mark.parametrize("number", [-1, 10**12])
def test_to_chinese_has_limits(number: int) -> None:
    with pytest.raises(ValueError):
        to_chinese(number)


@UNTIMED
@given(st.integers(0, 10**12 - 1) | st.integers(0, 20000))
def test_chinese_numerals_read_back(number: int) -> None:
    assert chinese_numeral(to_chinese(number)) == number


@UNTIMED
@given(st.decimals(-(10**9), 10**9, places=2))
def test_numbers_printed_in_groups_read_back(number: Decimal) -> None:
    assert read_number(f"{number:,}元").value == number


@UNTIMED
@given(st.text() | st.text(alphabet="0123456789.,-+%约余至元万亿百十一二两零〇O项 "))
def test_no_text_raises(text: str) -> None:
    number = read_number(text)
    assert number.value is None or number.trouble is None
