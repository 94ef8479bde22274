"""A grading method as a value: what it asks for, how it scores, and which level a score is (domain §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from xlsuite.grading.bands import Bands, exact_text
from xlsuite.grading.levels import DESCENDING, LevelReader
from xlsuite.model.text import fold, half_width, is_blank, quote

NONE: Mapping[str, Decimal] = MappingProxyType({})
LISTED_AT_MOST = 7  # a longer run of whole numbers is told by its ends


class Factor(NamedTuple):
    """One thing a method asks for: the column it stands in, and what may stand there.

    name: the column (contract §6). ident: its name in code. scale: the numbers allowed, in the order they are told;
    empty for any whole number from `least` up. words: the spellings, folded, that stand for a number of the scale; with
    them only they may be typed. shown: what is wanted, where the scale does not say it. reader: reads in place of all.
    """

    name: str
    ident: str
    scale: tuple[Decimal, ...] = ()
    words: Mapping[str, Decimal] = NONE
    shown: str = ""
    least: int = 1
    reader: Callable[[Any], Decimal | None] | None = None

    def read(self, value: Any) -> Decimal | None:
        """The number a typed value stands for, None when it is blank or not allowed; a Decimal read before is kept."""
        if isinstance(value, Decimal):
            return value if self._allows(value) else None
        if self.reader:
            return self.reader(value)
        if self.words:
            return self.words.get(fold(quote(value)))
        number = exact(value)
        return number if number is not None and self._allows(number) else None

    def wanted(self) -> str:
        """What may be typed, in Chinese, to follow 应填: 1、2、3 之一."""
        if self.shown:
            return self.shown
        if not self.scale:
            return f"不小于 {self.least} 的整数"
        run = all(upper - lower == 1 for lower, upper in pairwise(self.scale))
        if run and len(self.scale) > LISTED_AT_MOST:
            return f"{exact_text(self.scale[0])} 到 {exact_text(self.scale[-1])} 的整数"
        return "、".join(map(exact_text, self.scale)) + " 之一"

    def show(self, number: Decimal) -> str:
        """A number as a reader knows it: the first word that stands for it, or the number itself."""
        return next((word for word, of in self.words.items() if of == number), exact_text(number))

    def trouble(self, value: Any) -> str:
        """What is wrong with a value that does not read, in Chinese."""
        if is_blank(value):
            return f"“{self.name}”没有填，应填 {self.wanted()}"
        return f"“{self.name}”填的是“{quote(value)}”，应填 {self.wanted()}"

    def _allows(self, number: Decimal) -> bool:
        if self.scale:
            return number in self.scale
        return number >= self.least and number == number.to_integral_value()


class Grade(NamedTuple):
    """What a method makes of its factors.

    score: exact decimal text, None for methods that look the level up. level: the method's own label.
    level_of_three: 高, 中 or 低. trouble: Chinese; then there is no level, never a default one.
    """

    score: str | None
    level: str | None
    level_of_three: str | None
    trouble: str | None


class Method(NamedTuple):
    """One way of grading.

    score: from the factors' numbers, in the order of `factors`, to an exact number; None when the one factor is the
    level itself. bands: cut that number into levels; their names are the method's own, highest first.
    scored: False where the number is only a place in a table, and nothing to show. none_below: a score under it is no
    risk point at all. to_three: own labels, and the unit's further ones, to 高/中/低. source: where it was published.
    """

    id: str
    title: str
    formula: str
    factors: tuple[Factor, ...]
    score: Callable[[Sequence[Decimal]], Decimal] | None
    bands: Bands
    to_three: Mapping[str, str]
    source: str
    scored: bool = True
    none_below: Decimal | None = None
    direction: str = DESCENDING

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its levels, highest first."""
        return self.bands.names

    @property
    def thresholds(self) -> str:
        """The bands as a text that reads back; for methods without a score, the level names."""
        return str(self.bands) if self.scored else "、".join(self.names)

    def level(self, factors: Mapping[str, Any]) -> Grade:
        """Grade one risk point; `factors` are its values, as typed or as read, by column name or by ident."""
        values = [factors.get(factor.name, factors.get(factor.ident)) for factor in self.factors]
        if self.score is None:
            return self._given(values[0])
        numbers = [factor.read(value) for factor, value in zip(self.factors, values, strict=True)]
        read = [number for number in numbers if number is not None]
        if len(read) < len(numbers):
            return _ungraded(self._troubles(values, numbers))
        return self._banded(self.score(read))

    def _banded(self, score: Decimal) -> Grade:
        text = exact_text(score) if self.scored else None
        if self.none_below is not None and score < self.none_below:
            seen = f"“{self.factors[0].name}”为 {exact_text(score)}，不构成风险点"
            return _ungraded(f"{seen}，应不小于 {exact_text(self.none_below)}，请核对这一项。", text)
        label = self.bands.level(score)
        return Grade(text, label, self.to_three[label], None)

    def _given(self, value: Any) -> Grade:
        """The level of a method whose one factor is the level itself."""
        if isinstance(value, Decimal):
            value = self.factors[0].show(value)
        reading = LevelReader(self).read(value)
        if reading.value is None:
            return _ungraded(self.factors[0].trouble(value) + "。")
        return Grade(None, reading.value, reading.of_three, None)

    def _troubles(self, values: Sequence[Any], numbers: Sequence[Decimal | None]) -> str:
        triples = zip(self.factors, values, numbers, strict=True)
        return "；".join(factor.trouble(value) for factor, value, number in triples if number is None) + "。"


def exact(value: Any) -> Decimal | None:
    """A number as typed, exact; None for anything else. A float means the decimal that the sheet shows: 0.1."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    text = half_width(value).strip() if isinstance(value, str) else quote(value)
    return Decimal(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def _ungraded(trouble: str, score: str | None = None) -> Grade:
    return Grade(score, None, None, trouble)
