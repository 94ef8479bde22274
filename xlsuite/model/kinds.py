"""The kinds of value a column holds: how each reads what people type, and what it tells them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsuite.model.columns import Remark
from xlsuite.model.dates import read_date
from xlsuite.model.deadlines import Term, read_term
from xlsuite.model.numbers import read_number
from xlsuite.model.odd import ODD, ODD_OR_SEVERAL, odd_words
from xlsuite.model.text import is_blank, stray, strip, tidy, whole

SPLIT = re.compile(r"[、；;，,/\n]+").split
POSITION = re.compile(r"[（(][^（()）]*[)）]$")


class Words:
    """Base of the kinds whose plain values are the words themselves."""

    free_text = False
    fault = "ST-16"

    def odd(self, distinct: Any) -> Any:
        """Those of the distinct raw values that must be read one by one; the others mean themselves."""
        return odd_words(distinct, ODD)

    def plain(self, raws: Sequence[Any]) -> list[Any]:
        """The values of a column as if none of its cells were odd."""
        return list(raws)

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        text = whole(raw)
        if phrase := stray(text):
            clean = tidy(text)
            return Remark(clean, "stray", phrase, clean if clean != text else None) if clean else None
        return strip(text)

    def wanted(self, basis: Any) -> str:
        return "文字"


class Key(Words):
    """A 编号: one per row, referred to from other ledgers."""

    def wanted(self, basis: Any) -> str:
        return "编号，不重复"


class Name(Words):
    """The name of a unit, a post, a source: short, compared as a whole."""


class Persons(Words):
    """One or several names, split at 、；，and line breaks; a trailing （职务） is left out. A tuple of names."""

    def odd(self, distinct: Any) -> Any:
        return odd_words(distinct, ODD_OR_SEVERAL)

    def plain(self, raws: Sequence[Any]) -> list[Any]:
        return list(zip(raws, strict=True))

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        text = whole(raw)
        parts = [POSITION.sub("", strip(part)) for part in SPLIT(text)]
        names = tuple(tidy(part) for part in parts if tidy(part))
        if not names:
            return None
        phrase = stray(strip(POSITION.sub("", part))) if (part := next((p for p in parts if stray(p)), "")) else None
        if not phrase and stray(text) and "\n" not in strip(text):
            phrase = stray(text)
        if not phrase:
            return names
        if any(stray(name) for name in names):  # 张三 李四: one name or two, nobody can tell
            return Remark(names, "stray", f"{phrase}，是两个人的要用“、”隔开")
        is_whole = "".join(names) == "".join(tidy(part) for part in SPLIT(text))  # no （职务） would be lost
        return Remark(names, "stray", phrase, "、".join(names) if is_whole else None)

    def wanted(self, basis: Any) -> str:
        return "姓名，多人用“、”隔开"


class Text(Words):
    """Free text: kept as typed; “无” and “/” are words here, not blanks."""

    free_text = True

    def odd(self, distinct: Any) -> set[Any]:
        try:
            return {raw for raw in distinct if len(raw) < 3}.union(filter(str.isspace, distinct))
        except TypeError:  # numbers and days among the texts
            return {raw for raw in distinct if raw.__class__ is not str or len(raw) < 3 or raw.isspace()}

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw, free_text=True):
            return None
        return whole(raw)


class Single:
    """Base of the kinds whose every distinct value is read on its own."""

    free_text = False
    fault = ""

    def odd(self, distinct: Any) -> Any:
        return distinct

    def plain(self, raws: Sequence[Any]) -> list[Any]:
        return list(raws)


class Choice(Single):
    """One of a few words. `options` are the words, or a function from the basis to them."""

    def __init__(
        self,
        *options: str,
        synonyms: dict[str, str] | None = None,
        of: Callable[[Any], tuple[str, ...]] | None = None,
        fault: str = "ST-16",
        ending: str = "",
    ) -> None:
        self.options = options
        self.of = of
        self.synonyms = synonyms or {}
        self.fault = fault
        self.ending = ending

    def words(self, basis: Any) -> tuple[str, ...]:
        return self.of(basis) if self.of else self.options

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        text = whole(raw)
        clean, words = tidy(text), self.words(basis)
        if clean in words:
            return Remark(clean, "stray", phrase, clean) if (phrase := stray(text)) else clean
        if (known := self.known(clean, words)) in words:
            return Remark(known, "synonym", f"“{clean}”按“{known}”读", known)
        return self.unknown(clean, basis)

    def known(self, clean: str, words: tuple[str, ...]) -> str:
        """The standard word for a synonym; "" when there is none."""
        found = self.synonyms.get(clean, "")
        if not found and self.ending:
            bare = clean.removesuffix(self.ending)
            found = bare if bare in words else next((w for w in words if w == clean + self.ending), "")
        return found

    def unknown(self, clean: str, basis: Any) -> Any:
        return Remark(None, "unreadable", "应填 " + self.wanted(basis))

    def wanted(self, basis: Any) -> str:
        return "、".join(self.words(basis)) + " 中的一项"


class SeveralChoices(Choice):
    """Any number of a few words, separated by 、；，; a tuple of words."""

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        words = self.words(basis)
        parts = [tidy(part) for part in SPLIT(whole(raw)) if tidy(part)]
        found = tuple(self.known(part, words) or part for part in parts)
        if all(part in words for part in found):
            return found
        wrong = next(part for part in found if part not in words)
        return Remark(None, "unreadable", f"“{wrong}”不在词表里，应填 {self.wanted(basis)}")

    def wanted(self, basis: Any) -> str:
        return "、".join(self.words(basis)) + " 中的一项或几项"


class Day(Single):
    """A calendar day."""

    fault = "ST-14"

    def read(self, raw: Any, basis: Any) -> Any:
        if raw.__class__ is date and 1990 <= raw.year <= 2100:
            return raw
        if raw.__class__ is datetime and 1990 <= raw.year <= 2100:
            return raw.date()
        if is_blank(raw):
            return None
        reading = read_date(raw)
        if reading.value is None:
            return Remark(None, "unreadable", reading.trouble or "应填真实日期，例如 2025-03-31")
        if reading.typed_as_text or reading.kind == "serial":
            return Remark(reading.value, "text_date", "", reading.value)
        return reading.value

    def wanted(self, basis: Any) -> str:
        return "真实日期，例如 2025-03-31"


class Deadline(Single):
    """A deadline: a day, or words that resolve to one (domain §5.3); the value is a Term."""

    fault = "RC-05"

    def read(self, raw: Any, basis: Any) -> Any:
        if raw.__class__ is date:
            return Term(raw)
        if is_blank(raw):
            return None
        term = read_term(raw, basis.settings.year)
        if term.trouble:
            return Remark(None, "unreadable", term.trouble)
        if isinstance(raw, datetime):
            return term
        return Remark(term, "text_date", "", term.day) if term.day else term

    def wanted(self, basis: Any) -> str:
        return "日期，或“2025年6月底前”这样能定到某一天的写法"


class DeadlineText(Deadline):
    """The deadline as the plan words it; never a fault of its own, since 整改时限 holds the day."""

    free_text = True

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        return Term(raw) if raw.__class__ is date else read_term(raw, basis.settings.year)


class Number(Single):
    """A number, exact; counts and amounts. The value is a Decimal."""

    fault = "RC-22"

    def __init__(self, *, whole: bool = False, fault: str = "RC-22", percent: bool = False) -> None:
        self.whole = whole
        self.fault = fault
        self.percent = percent

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        number = read_number(raw, percent=self.percent)
        if number.value is None:
            return Remark(None, "unreadable", number.trouble or "应填数字")
        if self.whole and number.value != number.value.to_integral_value():
            return Remark(None, "unreadable", "应填整数")
        if number.typed_as_text:
            return Remark(number.value, "text_number", "", plain_number(number.value))
        return number.value

    def wanted(self, basis: Any) -> str:
        return "整数" if self.whole else "数字"


class Period(Single):
    """A time in office typed in one cell, 2025-05-06至今; a pair of days, the second None while it lasts."""

    fault = "ST-14"

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        first, _, last = re.sub(r"\s|起$", "", re.sub("[至到~～]|—+|--+", "至", whole(raw))).partition("至")
        start, end = read_date(first), read_date(last) if last not in ("", "今", "现在") else None
        if start.value is None or (end is not None and end.value is None):
            return Remark(None, "unreadable", "应写成“2025-05-06至今”或“2023-01-01至2025-05-05”")
        return (start.value, end.value if end else None)

    def wanted(self, basis: Any) -> str:
        return "起止日期，例如 2025-05-06至今"


class Level(Single):
    """A level of risk in the words of the method in use; 未核定 and 待定 are blanks."""

    fault = "RP-03"

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        text = whole(raw)
        reading = basis.levels.read(tidy(text))
        if reading.trouble:
            return Remark(None, "unreadable", reading.trouble.partition("，")[2].rstrip("。"))
        if reading.value is None:
            return None
        if reading.synonym:
            # 一级, Ⅱ级, B级 are read by a direction nobody has set: said, but not for 修正 to write down.
            fix = None if any(sign in text for sign in "一二三四五ⅠⅡⅢⅣIVABCD") else reading.value
            return Remark(reading.value, "synonym", f"“{tidy(text)}”按“{reading.value}”读", fix)
        if phrase := stray(text):
            return Remark(reading.value, "stray", phrase, reading.value)
        return reading.value

    def wanted(self, basis: Any) -> str:
        return "、".join(basis.method.names) + " 中的一项"


class FactorValue(Single):
    """What the method scores; kept as the factor reads it."""

    fault = "RP-10"

    def __init__(self, factor: Any) -> None:
        self.factor = factor

    def read(self, raw: Any, basis: Any) -> Any:
        if is_blank(raw):
            return None
        value = self.factor.read(tidy(raw) if isinstance(raw, str) else raw)
        if value is None:
            return Remark(None, "unreadable", "应填 " + self.factor.wanted())
        return value

    def wanted(self, basis: Any) -> str:
        return str(self.factor.wanted())


def plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
