"""How people write dates: every spelling with one reading is read, every other one is told what is wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsuite.model.dates import arabic, read_date
from xlsuite.model.numbers import to_chinese

UNTIMED = settings(deadline=None)  # a slow machine is no failure

JUNE_30 = date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)
WANTED = "应写成完整日期，如 2025-06-30"

TRUE_DATES: list[tuple[Any, date, str]] = [
    (JUNE_30, JUNE_30, "date"),
    (datetime(2025, 6, 30), JUNE_30, "date"),
    (datetime(2025, 6, 30, 23, 59), JUNE_30, "date"),
    (date(1990, 1, 1), date(1990, 1, 1), "date"),
    (date(2100, 12, 31), date(2100, 12, 31), "date"),
    (45838.0, JUNE_30, "serial"),
    (45838.999, JUNE_30, "serial"),
    (45838, JUNE_30, "serial"),
    (32874.0, date(1990, 1, 1), "serial"),
    (73415.0, date(2100, 12, 31), "serial"),
]

TYPED: list[tuple[Any, date]] = [
    ("2025-06-30", JUNE_30),
    ("2025-6-30", JUNE_30),
    ("2025/6/30", JUNE_30),
    ("2025/06/30", JUNE_30),
    ("2025.6.30", JUNE_30),
    ("2025.7.05", JULY_5),
    ("2025．6．30", JUNE_30),
    ("2025。6。30", JUNE_30),
    ("2025.6.30.", JUNE_30),
    ("2025—06—30", JUNE_30),
    ("2025–06–30", JUNE_30),
    ("2025年6月30日", JUNE_30),
    ("2025年06月30日", JUNE_30),
    ("2025年6月30号", JUNE_30),
    ("2025年6月30", JUNE_30),
    ("20250630", JUNE_30),
    (20250630.0, JUNE_30),
    ("二〇二五年六月三十日", JUNE_30),
    ("二○二五年六月三十日", JUNE_30),
    ("二零二五年六月三十日", JUNE_30),
    ("二O二五年六月三十日", JUNE_30),
    ("二0二五年六月三十日", JUNE_30),
    ("二〇二五年十二月二十一日", date(2025, 12, 21)),
    ("2025年六月30日", JUNE_30),
    ("２０２５－０６－３０", JUNE_30),
    ("２０２５年６月３０日", JUNE_30),
    ("２０２５／６／３０", JUNE_30),
    ("2025 年 6 月 30 日", JUNE_30),
    ("2025\u3000年\u00a06月30日", JUNE_30),
    ("2025 - 06 - 30", JUNE_30),
    (" 2025-06-30\n", JUNE_30),
    ("2025\u200b-06-30", JUNE_30),
    ("2025-06-30 00:00:00", JUNE_30),
    ("2025-06-30T08:00:00", JUNE_30),
    ("2025-6-30 9:05", JUNE_30),
    ("2025/6/30 上午 9:05", JUNE_30),
    ("2025年6月30日 9:05", JUNE_30),
    ("2025年6月30日9：05", JUNE_30),
    ("6/30/2025", JUNE_30),
    ("30/6/2025", JUNE_30),
    ("30.6.2025", JUNE_30),
    ("5/5/2025", date(2025, 5, 5)),
    ("2024-02-29", date(2024, 2, 29)),
]

UNREAD: list[tuple[Any, str, str]] = [
    # as typed, kind, trouble in full
    ("19.3.5", "ambiguous", "年份只有两位，分不清哪个数是年，应写成四位年份的完整日期，如 2019-03-05"),
    ("25-6-30", "ambiguous", "年份只有两位，分不清哪个数是年，应写成四位年份的完整日期，如 2025-06-30"),
    ("6/30/25", "ambiguous", "年份只有两位，分不清哪个数是年，应写成四位年份的完整日期，如 2025-06-30"),
    ("190305", "ambiguous", "年份只有两位，分不清哪个数是年，应写成四位年份的完整日期，如 2019-03-05"),
    ("19年3月5日", "ambiguous", "年份只有两位，应写成四位年份的完整日期，如 2019-03-05"),
    ("3/5/2025", "ambiguous", "可能是3月5日，也可能是5月3日，应写成 2025-03-05 或 2025-05-03"),
    (6.3, "ambiguous", f"没有年份，可能是6月3日（Excel 会去掉小数末尾的零，也可能是6月30日），{WANTED}"),
    (12.1, "ambiguous", f"没有年份，可能是12月1日（Excel 会去掉小数末尾的零，也可能是12月10日），{WANTED}"),
    (2.3, "ambiguous", f"没有年份，可能是2月3日，{WANTED}"),
    (6.15, "ambiguous", f"没有年份，可能是6月15日，{WANTED}"),
    ("6.30", "ambiguous", f"没有年份，可能是6月30日，{WANTED}"),
    ("6月30日", "ambiguous", f"没有年份，可能是6月30日，{WANTED}"),
    ("六月三十日", "ambiguous", f"没有年份，可能是6月30日，{WANTED}"),
    ("2月29日", "ambiguous", f"没有年份，可能是2月29日，{WANTED}"),
    ("2025-06-30至2025-07-01", "ambiguous", "写了不止一个日期，应只写一个，如 2025-06-30"),
    ("2025年6月30日\n2025年7月1日", "ambiguous", "写了不止一个日期，应只写一个，如 2025-06-30"),
    ("2025-02-30", "impossible", "2025年2月没有30日，应改为实际日期"),
    ("2025-02-29", "impossible", "2025年2月没有29日，应改为实际日期"),
    ("20190231", "impossible", "2019年2月没有31日，应改为实际日期"),
    (20190231.0, "impossible", "2019年2月没有31日，应改为实际日期"),
    ("2025年6月31日", "impossible", "2025年6月没有31日，应改为实际日期"),
    ("2025-06-00", "impossible", "2025年6月没有0日，应改为实际日期"),
    ("2/30/2025", "impossible", "2025年2月没有30日，应改为实际日期"),
    ("31/2/2025", "impossible", "2025年2月没有31日，应改为实际日期"),
    ("2025.13.5", "impossible", "没有13月，月份应为1至12，应改为实际日期"),
    ("2025年13月", "impossible", "没有13月，月份应为1至12，应改为实际日期"),
    ("2025-00-10", "impossible", "没有0月，月份应为1至12，应改为实际日期"),
    ("1985-03-01", "impossible", "年份是1985，应在1990至2100之间，应改为实际日期"),
    ("2205-06-30", "impossible", "年份是2205，应在1990至2100之间，应改为实际日期"),
    (date(1900, 1, 1), "impossible", "年份是1900，应在1990至2100之间，多半是数字或空值被显示成了日期，应改为实际日期"),
    (
        datetime(1899, 12, 31),
        "impossible",
        "年份是1899，应在1990至2100之间，多半是数字或空值被显示成了日期，应改为实际日期",
    ),
    (date(2101, 1, 1), "impossible", "年份是2101，应在1990至2100之间，应改为实际日期"),
    ("2025年6月", "month_only", f"只写到2025年6月，没有日，{WANTED}"),
    ("2025年6月份", "month_only", f"只写到2025年6月，没有日，{WANTED}"),
    ("二〇二五年六月", "month_only", f"只写到2025年6月，没有日，{WANTED}"),
    ("2025.6", "month_only", f"只写到2025年6月，没有日，{WANTED}"),
    (2025.6, "month_only", f"只写到2025年6月，没有日，{WANTED}"),
    (2025.1, "month_only", f"只写到2025年1月（Excel 会去掉小数末尾的零，也可能是10月），没有日，{WANTED}"),
    (202506.0, "month_only", f"只写到2025年6月，没有日，{WANTED}"),
    ("6月", "month_only", f"没有年份，也没有日，{WANTED}"),
    ("2025", "vague", f"只写到年份，{WANTED}"),
    (2025.0, "vague", f"只写到年份，{WANTED}"),
    ("2025年", "vague", f"只写到年份，{WANTED}"),
    ("待定", "vague", f"没有说出具体是哪一天，{WANTED}"),
    ("长期", "vague", f"没有说出具体是哪一天，{WANTED}"),
    ("年底", "vague", f"没有说出具体是哪一天，{WANTED}"),
    ("2025年6月30日前", "vague", f"没有说出具体是哪一天，{WANTED}"),
    ("2025年6月底", "vague", f"没有说出具体是哪一天，{WANTED}"),
    ("已完成", "not_a_date", f"不是日期，{WANTED}"),
    ("2025-6-30-1", "not_a_date", f"不是日期，{WANTED}"),
    ("2025-06-30 25:00", "not_a_date", f"不是日期，{WANTED}"),
    ("202-6-30", "not_a_date", f"不是日期，{WANTED}"),
    ("12345", "not_a_date", f"不是日期，{WANTED}"),
    ("13800138000", "not_a_date", f"不是日期，{WANTED}"),
    ("٢٠٢٥", "not_a_date", f"不是日期，{WANTED}"),
    ("…。", "not_a_date", f"不是日期，{WANTED}"),
    (True, "not_a_date", f"不是日期，{WANTED}"),
    (time(9, 5), "not_a_date", f"只有时刻，没有日期，{WANTED}"),
    (timedelta(days=2), "not_a_date", f"只有时刻，没有日期，{WANTED}"),
    (3.0, "not_a_date", f"是数字，不是日期，{WANTED}"),
    (-45838.0, "not_a_date", f"是数字，不是日期，{WANTED}"),
    (32873.0, "not_a_date", f"是数字，不是日期，{WANTED}"),
    (73416.0, "not_a_date", f"是数字，不是日期，{WANTED}"),
    (6.31, "not_a_date", f"是数字，不是日期，{WANTED}"),
    (0.000001, "not_a_date", f"是数字，不是日期，{WANTED}"),
    (float("nan"), "not_a_date", f"是数字，不是日期，{WANTED}"),
    (float("inf"), "not_a_date", f"是数字，不是日期，{WANTED}"),
]

SPELLINGS: dict[str, Callable[[date], Any]] = {
    "iso": lambda day: day.isoformat(),
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "points": lambda day: f"{day.year}.{day.month}.{day.day}",
    "words": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "spaced": lambda day: f" {day.year} 年 {day.month} 月 {day.day} 日 ",
    "eight digits": lambda day: f"{day:%Y%m%d}",
    "eight digits as a number": lambda day: float(f"{day:%Y%m%d}"),
    "serial": lambda day: float((day - date(1899, 12, 30)).days),
    "serial as text": lambda day: str((day - date(1899, 12, 30)).days),
    "with a time": lambda day: f"{day.isoformat()} 09:05:00",
    "full width": lambda day: day.isoformat().translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    "Chinese": lambda day: (
        "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
        + f"年{to_chinese(day.month)}月{to_chinese(day.day)}日"
    ),
}


@pytest.mark.parametrize(("raw", "day", "kind"), TRUE_DATES)
def test_true_dates(raw: Any, day: date, kind: str) -> None:
    assert read_date(raw) == (day, False, None, kind)


@pytest.mark.parametrize(("raw", "day"), TYPED)
def test_typed(raw: Any, day: date) -> None:
    assert read_date(raw) == (day, True, None, "text")


def test_a_serial_number_as_text() -> None:
    assert read_date("45838") == (JUNE_30, True, None, "serial")


@pytest.mark.parametrize(("raw", "kind", "trouble"), UNREAD)
def test_unread(raw: Any, kind: str, trouble: str) -> None:
    assert read_date(raw) == (None, False, trouble, kind)


@pytest.mark.parametrize("raw", ["", None, "/", "—", "无", " \u3000"])
def test_a_blank_is_neither_a_date_nor_a_fault(raw: str | None) -> None:
    assert read_date(raw) == (None, False, None, "blank")


@pytest.mark.parametrize(
    ("raw", "value", "trouble"),
    [
        ("6月30日", JUNE_30, None),
        ("六月三十日", JUNE_30, None),
        ("2024年6月30日", date(2024, 6, 30), None),
        ("2月29日", None, "2025年2月没有29日，应改为实际日期"),
        ("6.30", None, f"没有年份，可能是6月30日，{WANTED}"),
    ],
)
def test_with_a_year_given(raw: str, value: date | None, trouble: str | None) -> None:
    reading = read_date(raw, 2025)
    assert (reading.value, reading.trouble) == (value, trouble)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("二〇二五年六月三十日前", "2025年6月30日前"),
        ("三个月内", "3个月内"),
        ("第二季度", "第2季度"),
        ("二0二5年", "二0二5年"),
        ("三五天内", "三五天内"),
        ("统一部署", "统一部署"),
    ],
)
def test_numerals_of_dates_and_spans(text: str, read: str) -> None:
    assert arabic(text) == read


@pytest.mark.parametrize("spelling", SPELLINGS)
@UNTIMED
@given(day=st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_spelling_reads_back(spelling: str, day: date) -> None:
    assert read_date(SPELLINGS[spelling](day)).value == day


@UNTIMED
@given(day=st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_the_day_first_or_the_month_first_never_reads_as_another_day(day: date) -> None:
    for text in (f"{day.month}/{day.day}/{day.year}", f"{day.day}/{day.month}/{day.year}"):
        reading = read_date(text)
        assert reading.value == day or reading.kind == "ambiguous"


@UNTIMED
@given(
    st.text() | st.text(alphabet="0123456789０９-/.．年月日号前底一二三十〇O: T\u3000。", max_size=20),
    st.none() | st.just(2025),
)
def test_no_text_raises(text: str, year: int | None) -> None:
    reading = read_date(text, year)
    assert [reading.value is None, reading.trouble is None].count(True) == 1 or reading.kind == "blank"
    hash(reading)


@UNTIMED
@given(st.floats())
def test_no_number_raises(number: float) -> None:
    reading = read_date(number)
    assert (reading.value is None) == (reading.trouble is not None)
