"""How people write deadlines: the day, the span or the kind they name, or what keeps them from being read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsuite.model.deadlines import Calendar, Term, read_term, resolve

UNTIMED = settings(deadline=None)  # a slow machine is no failure

YEAR = 2025  # of the ledger
WANTED = "应写成具体日期（如 2025-06-30）或“2025年6月底前”“三个月内”“立行立改”等"
TWO_TIMES = "写了不止一个时限（{}），应只写一个，如“2025年6月底前”"
LEFT_OVER = "除时限外还有读不懂的文字“{}”，应只写时限，如“2025年6月底前”"
MONTH = "没有说清是月初还是月底，应写明，如“2025年6月底前”"
WHICH_MONTH = "没有说是哪个月，应写明年月，如“2025年6月底前”"
WHICH_YEAR = "没有说是哪一年，应写明年份，如“2025年底前”"

DAYS: list[tuple[Any, str]] = [
    # the text names the year
    ("2025-06-30", "2025-06-30"),
    ("2025/6/30", "2025-06-30"),
    ("2025-06-30 00:00:00", "2025-06-30"),
    ("２０２５－０６－３０ 00:00:00", "2025-06-30"),
    ("45838", "2025-06-30"),
    (45838.0, "2025-06-30"),
    (date(2025, 6, 30), "2025-06-30"),
    (datetime(2025, 6, 30, 9, 5), "2025-06-30"),
    ("2025年6月30日", "2025-06-30"),
    ("2025年6月30日前", "2025-06-30"),
    ("2025年6月30日之前", "2025-06-30"),
    ("2025年6月30日止", "2025-06-30"),
    ("2025.6.30前", "2025-06-30"),
    ("20250630前", "2025-06-30"),
    ("二〇二五年六月三十日前", "2025-06-30"),
    ("2025年6月底", "2025-06-30"),
    ("2025年6月底前", "2025-06-30"),
    ("2025年6月底以前", "2025-06-30"),
    ("2025年6月末", "2025-06-30"),
    ("2025年6月份底前", "2025-06-30"),
    ("二〇二五年六月底前", "2025-06-30"),
    ("２０２５年６月底前", "2025-06-30"),
    ("2025 年 6 月\u3000底前", "2025-06-30"),
    ("2025年2月底前", "2025-02-28"),
    ("2024年2月底前", "2024-02-29"),
    ("2025年12月底前", "2025-12-31"),
    ("2025年6月上旬", "2025-06-10"),
    ("2025年6月中旬", "2025-06-20"),
    ("2025年2月下旬", "2025-02-28"),
    ("2025年上半年", "2025-06-30"),
    ("2025年下半年", "2025-12-31"),
    ("2026年一季度", "2026-03-31"),
    ("2025年第二季度末", "2025-06-30"),
    ("2025年三季度底前", "2025-09-30"),
    ("2025年4季度", "2025-12-31"),
    ("2025年底", "2025-12-31"),
    ("2025年底前", "2025-12-31"),
    ("2025年年底前", "2025-12-31"),
    ("2025年末", "2025-12-31"),
    ("2025年内", "2025-12-31"),
    ("2025年全年", "2025-12-31"),
    ("2025年6月30日前完成", "2025-06-30"),
    ("限2025年6月30日前整改到位", "2025-06-30"),
    ("2025年6月底前完成公务接待制度修订", "2025-06-30"),
    ("2025年二季度末（6月30日前）", "2025-06-30"),
]

ASSUMED = [
    # the text names no year: that of the ledger
    ("6月30日", "2025-06-30"),
    ("6月30日前", "2025-06-30"),
    ("6月底", "2025-06-30"),
    ("六月底前", "2025-06-30"),
    ("6月上旬", "2025-06-10"),
    ("6月中旬", "2025-06-20"),
    ("2月下旬", "2025-02-28"),
    ("上半年", "2025-06-30"),
    ("下半年", "2025-12-31"),
    ("一季度", "2025-03-31"),
    ("一季度末前", "2025-03-31"),
    ("二季度末", "2025-06-30"),
    ("三季度", "2025-09-30"),
    ("第四季度", "2025-12-31"),
    ("年底", "2025-12-31"),
    ("年底前", "2025-12-31"),
    ("年末", "2025-12-31"),
    ("年内", "2025-12-31"),
    ("全年", "2025-12-31"),
    ("今年底前", "2025-12-31"),
]

OTHERS: list[tuple[Any, Term]] = [
    ("立行立改", Term(immediate=True)),
    ("即知即改", Term(immediate=True)),
    ("立即整改", Term(immediate=True)),
    ("立行立改，2025年4月底前", Term(day=date(2025, 4, 30), immediate=True)),
    ("立行立改（4月底前）", Term(day=date(2025, 4, 30), immediate=True, assumed_year=True)),
    ("立行立改，长期坚持", Term(immediate=True, long_term=True)),
    ("长期坚持", Term(long_term=True)),
    ("持续推进", Term(long_term=True)),
    ("长期坚持，每季度检查一次", Term(long_term=True)),
    ("2025年底前，并长期坚持", Term(day=date(2025, 12, 31), long_term=True)),
    ("持续至2025年底", Term(day=date(2025, 12, 31), long_term=True)),
    ("3个月内", Term(months=3)),
    ("三个月内", Term(months=3)),
    ("两个月以内", Term(months=2)),
    ("3个月", Term(months=3)),
    ("半年内", Term(months=6)),
    ("1年内", Term(months=12)),
    ("30日内", Term(days=30)),
    ("十五天内", Term(days=15)),
    ("发现之日起30日内", Term(days=30)),
    ("2周内", Term(days=14)),
    ("10个工作日内", Term(workdays=10)),
    ("十五个工作日之内", Term(workdays=15)),
    ("5工作日内完成整改", Term(workdays=5)),
    ("立行立改，3日内", Term(days=3, immediate=True)),
    ("", Term()),
    (None, Term()),
    ("/", Term()),
    ("无", Term()),
    ("\u3000", Term()),
]

TROUBLES: list[tuple[Any, str]] = [
    ("13月底", "没有13月，月份应为1至12，应改为实际日期"),
    ("2025年13月底前", "没有13月，月份应为1至12，应改为实际日期"),
    ("2025年13月", "没有13月，月份应为1至12，应改为实际日期"),
    ("2月30日", "2025年2月没有30日，应改为实际日期"),
    ("2025年2月29日前", "2025年2月没有29日，应改为实际日期"),
    ("2025年6月0日前", "2025年6月没有0日，应改为实际日期"),
    ("2025-02-30", "2025年2月没有30日，应改为实际日期"),
    ("2025.2.30前", "2025年2月没有30日，应改为实际日期"),
    ("2205年6月底前", "年份是2205，应在1990至2100之间，应改为实际日期"),
    ("25年6月底前", "年份“25”不是四位，应写四位年份，如“2025年6月底前”"),
    ("5季度末", "没有5季度，应为一至四季度"),
    ("2025年6月前", MONTH),
    ("2025年6月", MONTH),
    ("2025年6月份", MONTH),
    ("6月份", MONTH),
    ("6月内", MONTH),
    ("三季度前", "没有说清是期初还是期末，应写明，如“2025年9月底前”"),
    ("上半年前", "没有说清是期初还是期末，应写明，如“2025年6月底前”"),
    ("6月中旬前", "没有说清是旬初还是旬末，应写到日，如“2025年6月20日前”"),
    ("2月下旬前", "没有说清是旬初还是旬末，应写到日，如“2025年2月28日前”"),
    ("本月底", WHICH_MONTH),
    ("月底前", WHICH_MONTH),
    ("下月底", WHICH_MONTH),
    ("季度末", "没有说是哪个季度，应写明，如“2025年二季度末前”"),
    ("明年", WHICH_YEAR),
    ("明年6月底前", WHICH_YEAR),
    ("2025年", "只写到年份，应写明，如“2025年底前”"),
    ("2025年前", "只写到年份，应写明，如“2025年底前”"),
    ("2025年6月底前完成A，9月底前完成B", TWO_TIMES.format("“2025年6月底前”“9月底前”")),
    ("2025年6月底前，3个月内", TWO_TIMES.format("“2025年6月底前”“3个月内”")),
    ("2025年3月至6月底", TWO_TIMES.format("“2025年3月”“6月底”")),
    ("2025-06-30、2025-07-31", TWO_TIMES.format("“2025-06-30”“2025-07-31”")),
    ("2025年6月30日后", LEFT_OVER.format("后")),
    ("2025年6月30日起", LEFT_OVER.format("起")),
    ("2025年6月底前启动", LEFT_OVER.format("启动")),
    ("2025年3月20日会议确定", LEFT_OVER.format("会议确定")),
    ("2025年6月底前完成，7.15前报告", LEFT_OVER.format("完成,7.15前报告")),
    ("收到反馈意见后30日内", LEFT_OVER.format("收到反馈意见后")),
    ("约3个月内", LEFT_OVER.format("约")),
    ("3个月左右", LEFT_OVER.format("左右")),
    ("3-6月底", f"读不出时限，{WANTED}"),
    ("25日前", f"读不出时限，{WANTED}"),
    ("待定", f"读不出时限，{WANTED}"),
    ("尽快", f"读不出时限，{WANTED}"),
    ("五一前", f"读不出时限，{WANTED}"),
    ("长" * 300, f"读不出时限，{WANTED}"),
    ("0日内", f"期限是零，{WANTED}"),
    ("19.3.5", "年份只有两位，分不清哪个数是年，应写成四位年份的完整日期，如 2019-03-05"),
    ("6.30", "没有年份，可能是6月30日，应写成完整日期，如 2025-06-30"),
    (
        6.3,
        "没有年份，可能是6月3日（Excel 会去掉小数末尾的零，也可能是6月30日），应写成完整日期，如 2025-06-30",
    ),
    ("2025.6", "只写到2025年6月，没有日，应写成完整日期，如 2025-06-30"),
    (True, "不是日期，应写成完整日期，如 2025-06-30"),
]

HOLIDAYS = Calendar(
    [
        (date(2025, 1, 1), "放假"),
        (date(2025, 5, 1), "放假"),
        (date(2025, 5, 2), "休"),
        (date(2025, 5, 5), "休"),
        (date(2025, 4, 27), "调休上班"),
    ]
)

RESOLVED = [
    # term, found, calendar, day, trouble
    (Term(day=date(2025, 6, 30)), None, None, date(2025, 6, 30), None),
    (Term(months=3), date(2025, 3, 20), None, date(2025, 6, 20), None),
    (Term(months=1), date(2025, 1, 31), None, date(2025, 2, 28), None),
    (Term(months=1), date(2024, 1, 31), None, date(2024, 2, 29), None),
    (Term(months=11), date(2025, 1, 31), None, date(2025, 12, 31), None),
    (Term(months=12), date(2024, 2, 29), None, date(2025, 2, 28), None),
    (Term(days=30), date(2025, 3, 20), None, date(2025, 4, 19), None),
    (Term(days=14, immediate=True), date(2025, 12, 25), None, date(2026, 1, 8), None),
    (Term(workdays=1), date(2025, 4, 26), HOLIDAYS, date(2025, 4, 27), None),
    (Term(workdays=4), date(2025, 4, 27), HOLIDAYS, date(2025, 5, 6), None),
    (Term(workdays=5), date(2025, 3, 21), HOLIDAYS, date(2025, 3, 28), None),
    (Term(workdays=1), date(2024, 12, 31), HOLIDAYS, date(2025, 1, 2), None),
    (Term(workdays=5), date(2025, 12, 30), HOLIDAYS, None, "工作日历没有覆盖这段时间，未判定"),
    (Term(workdays=5), date(2024, 3, 21), HOLIDAYS, None, "工作日历没有覆盖这段时间，未判定"),
    (Term(workdays=5), date(2025, 3, 21), None, None, "无工作日历，未判定"),
    (Term(workdays=5), None, HOLIDAYS, None, "没有发现日期，无法推算"),
    (Term(months=3), None, None, None, "没有发现日期，无法推算"),
    (Term(months=999), date(2025, 3, 20), None, None, "推算出的日期晚于2100年，应改为实际期限"),
    (Term(days=9 * 10**6), date(2025, 3, 20), None, None, "推算出的日期晚于2100年，应改为实际期限"),
    (Term(months=12 * 9000), date(2025, 3, 20), None, None, "推算出的日期晚于2100年，应改为实际期限"),
    (Term(immediate=True), date(2025, 3, 20), None, None, None),
    (Term(), None, None, None, None),
    (Term(trouble="读不出"), date(2025, 3, 20), None, None, "读不出"),
]

MONTHS = st.tuples(st.integers(1990, 2100), st.integers(1, 12))


@pytest.mark.parametrize(("raw", "day"), DAYS)
def test_days(raw: Any, day: str) -> None:
    assert read_term(raw, YEAR) == Term(day=date.fromisoformat(day))


@pytest.mark.parametrize(("raw", "day"), ASSUMED)
def test_days_of_the_ledgers_year(raw: str, day: str) -> None:
    assert read_term(raw, YEAR) == Term(day=date.fromisoformat(day), assumed_year=True)


@pytest.mark.parametrize(("raw", "term"), OTHERS)
def test_spans_and_kinds(raw: Any, term: Term) -> None:
    assert read_term(raw, YEAR) == term


@pytest.mark.parametrize(("raw", "trouble"), TROUBLES)
def test_troubles(raw: Any, trouble: str) -> None:
    assert read_term(raw, YEAR) == Term(trouble=trouble)


def test_a_trouble_keeps_the_kind() -> None:
    trouble = "没有13月，月份应为1至12，应改为实际日期"
    assert read_term("长期坚持，13月底", YEAR) == Term(long_term=True, trouble=trouble)


@pytest.mark.parametrize(("term", "found", "calendar", "day", "trouble"), RESOLVED)
def test_resolve(
    term: Term, found: date | None, calendar: Calendar | None, day: date | None, trouble: str | None
) -> None:
    assert resolve(term, found, calendar) == (day, trouble)


def test_a_calendar_knows_its_words_only() -> None:
    with pytest.raises(ValueError, match="上班"):
        Calendar([(date(2025, 4, 27), "上班")])


def test_a_calendar_without_entries_covers_no_year() -> None:
    assert Calendar([]).add_workdays(date(2025, 3, 20), 1) is None


@UNTIMED
@given(MONTHS)
def test_the_end_of_a_month_is_the_day_before_the_next(month: tuple[int, int]) -> None:
    for text in (f"{month[0]}年{month[1]}月底前", f"{month[0]}年{month[1]}月末", f"{month[0]}年{month[1]}月下旬"):
        day = read_term(text, YEAR).day
        assert day is not None
        assert (day.year, day.month) == month
        assert (day + timedelta(days=1)).day == 1


@UNTIMED
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_reads_back(day: date) -> None:
    written = f"{day.month}月{day.day}日"
    for text in (
        f"{day.year}年{written}前",
        f"{day.isoformat()}前",
        f"{day:%Y%m%d}前完成",
        f"立行立改，{day.year}年{written}",
    ):
        assert read_term(text, YEAR).day == day
    assert read_term(f"{written}前", day.year) == Term(day=day, assumed_year=True)


@UNTIMED
@given(
    st.text() | st.text(alphabet="0129年月日号前底末内上中下旬半季度个工作一二三十〇长期坚持立行改，-. 第", max_size=16)
)
def test_no_text_raises_and_a_trouble_gives_no_day(text: str) -> None:
    term = read_term(text, YEAR)
    assert term.trouble is None or term[:4] == (None, None, None, None)


@UNTIMED
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 400), st.integers(1, 400))
def test_a_longer_span_ends_no_earlier(found: date, first: int, second: int) -> None:
    short, long = sorted((first, second))
    for terms in ((Term(months=short), Term(months=long)), (Term(days=short), Term(days=long))):
        ends = [resolve(term, found, None)[0] for term in terms]
        assert None in ends or (ends[0] is not None and ends[1] is not None and found < ends[0] <= ends[1])
