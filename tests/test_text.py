"""How people write text: comparing, stray characters and their safe fix, blanks, and values as messages quote them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsuite.model.text import BLANKS, clean, escape, fold, half_width, is_blank, quote, stray, strip, tidy

UNTIMED = settings(deadline=None)  # a slow machine is no failure

STRAY = [
    # as typed, what is stray, tidied
    ("张三", None, "张三"),
    ("ZG-2025-001", None, "ZG-2025-001"),
    ("John Smith", None, "John Smith"),
    ("党政办／综合科", None, "党政办／综合科"),
    ("买买提·艾力", None, "买买提·艾力"),
    ("张三（主任）", None, "张三（主任）"),
    ("张三\n李四", None, "张三\n李四"),
    ("", None, ""),
    (" 张三", "首尾有空格", "张三"),
    ("张三\u3000", "首尾有空格", "张三"),
    ("张三\u00a0", "首尾有空格", "张三"),
    ("张三\t", "首尾有空格", "张三"),
    ("张三 \n李四", "首尾有空格", "张三\n李四"),
    ("\u3000", "首尾有空格", ""),
    ("张三\n", "首尾有换行", "张三"),
    ("  \n张三", "首尾有换行", "张三"),
    ("张三\n\n李四", "中间有空行", "张三\n李四"),
    ("张\u3000三", "中间有全角空格", "张三"),
    ("张 三", "中间有空格", "张三"),
    ("王 小 明", "中间有空格", "王小明"),
    ("李 小明", "中间有空格", "李小明"),
    ("A 级", "中间有空格", "A级"),
    ("已 完成", "中间有空格", "已完成"),
    ("John  Smith", "中间有空格", "John Smith"),
    # two names, or one name and a wish to space it: nothing to be done safely
    ("张三 李四", "中间有空格", "张三 李四"),
    ("张 三 李 四", "中间有空格", "张 三 李 四"),
    ("张三\u200b", "含不可见字符", "张三"),
    ("\ufeff张三", "含不可见字符", "张三"),
    ("张\u00ad三", "含不可见字符", "张三"),
    ("张\x07三", "含不可见字符", "张三"),
    ("张三\r\n李四", "含不可见字符", "张三\n李四"),
    ("张三\u2028李四", "含不可见字符", "张三\n李四"),
    ("ＺＧ001", "含全角数字或字母", "ZG001"),
    ("ZG-００１", "含全角数字或字母", "ZG-001"),
    ("ZG－001", "含全角符号", "ZG-001"),
    ("ＺＧ－２０２５", "含全角数字或字母、含全角符号", "ZG-2025"),
    (" 张\u3000三\u200b", "首尾有空格、中间有全角空格、含不可见字符", "张三"),
]

FOLDED = [
    ("张\u3000三", "张三"),
    ("\ufeffＺＧ－００１ ", "zg-001"),
    ("A\u00a0b\u200bC\u00adD", "abcd"),
    ("推进\n中", "推进中"),
    ("整改，措施（一）", "整改,措施(一)"),
    ("ABC\x00", "abc"),
]

CLEANED = [
    ("\u3000２０２５年，整改（一）　完成\u200b\n", "2025年，整改（一）　完成"),
    ("ＺＧ－００１／ａ", "ZG-001/a"),
    ("党政办／综合科：一、二", "党政办／综合科：一、二"),
    ("第一行\n第二行", "第一行\n第二行"),
]

QUOTED: list[tuple[Any, str]] = [
    (3.0, "3"),
    (1386.5, "1386.5"),
    (0.1 + 0.2, "0.3"),
    (-0.0, "0"),
    (1e15, "1000000000000000"),
    (1e-7, "0.0000001"),
    (1e300, "1e+300"),
    (float("inf"), "inf"),
    (7, "7"),
    (True, "TRUE"),
    (False, "FALSE"),
    (None, ""),
    ("", ""),
    (" 张三", " 张三"),
    ("甲\n乙\u200b", "甲\\n乙\\u200b"),
    ("长" * 40, "长" * 40),
    ("长" * 41, "长" * 39 + "…"),
    (date(2025, 3, 31), "2025-03-31"),
    (datetime(2025, 3, 31), "2025-03-31"),
    (datetime(2025, 3, 31, 9, 5), "2025-03-31 09:05"),
    (datetime(2025, 3, 31, 9, 5, 7), "2025-03-31 09:05:07"),
    (time(9, 5), "09:05"),
    (timedelta(hours=36, seconds=1), "36:00:01"),
]

# Characters that padding, pasting and input methods bring into names and keys.
PASTED = st.text(
    alphabet="张三李aZ09ＺＡ０９－-／/_＿．. \t\n\r\u3000\u00a0\u200b\ufeff\u00ad\x0b\x1f\u2028", max_size=12
)


@pytest.mark.parametrize(("typed", "fault", "fixed"), STRAY)
def test_stray_and_its_fix(typed: str, fault: str | None, fixed: str) -> None:
    assert (stray(typed), tidy(typed)) == (fault, fixed)


@pytest.mark.parametrize(("typed", "folded"), FOLDED)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(("typed", "cleaned"), CLEANED)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(("raw", "shown"), QUOTED)
def test_quote(raw: Any, shown: str) -> None:
    assert quote(raw) == shown


@pytest.mark.parametrize("raw", [*sorted(BLANKS), None, " ", "\u3000", "\ufeff", " 无 ", "／\n"])
def test_blank(raw: str | None) -> None:
    assert is_blank(raw)


@pytest.mark.parametrize("raw", ["0", "无此情况", "－1", 0, 0.0, False, date(2025, 1, 1)])
def test_not_blank(raw: Any) -> None:
    assert not is_blank(raw)


@pytest.mark.parametrize(
    ("raw", "blank"), [("无", False), ("/", False), ("\u3000\u200b", True), ("", True), (None, True)]
)
def test_blank_in_free_text(raw: str | None, blank: bool) -> None:
    assert is_blank(raw, free_text=True) is blank


def test_strip_takes_every_kind_of_blank() -> None:
    assert strip("\ufeff\u3000 \t甲 乙\u00a0\u200b\n") == "甲 乙"


def test_half_width_is_ascii_with_plain_spaces() -> None:
    assert half_width("２０２５．６－３０\u3000（Ａ）\u200b") == "2025.6-30 (A)"


@UNTIMED
@given(PASTED)
def test_tidy_changes_nothing_that_is_compared_and_nothing_twice(typed: str) -> None:
    fixed = tidy(typed)
    assert fold(fixed) == fold(typed)
    assert tidy(fixed) == fixed


@UNTIMED
@given(PASTED)
def test_what_tidy_changes_is_named(typed: str) -> None:
    assert stray(typed) is not None or tidy(typed) == typed


@UNTIMED
@given(st.text() | st.text(alphabet=st.characters(categories=("Cs", "Cc", "Cf"))))
def test_escaped_text_can_always_be_written(typed: str) -> None:
    written = escape(typed).encode("utf-8").decode("utf-8")  # a lone surrogate would raise here
    assert not any(ord(character) < 32 or character in "\u200b\ufeff\u202e\u2028" for character in written)


@UNTIMED
@given(st.text())
def test_no_text_raises(typed: str) -> None:
    for function in (clean, fold, stray, strip, tidy, is_blank, quote, half_width):
        function(typed)
