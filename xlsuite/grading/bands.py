"""Bands: thresholds that cut a score into levels, kept as data and read from the top down (settings.md §2)."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from xlsuite.errors import UsageError

REST = "其余"
FORM = "应从高到低逐档写成“≥6 高；≥3 中；其余 低”的样子"
HALF_WIDTH = str.maketrans({"＞": ">", "＝": "=", "≧": "≥", "；": ";", "．": ".", "\r": ";", "\n": ";", "\u3000": " "})
# A sign, a number, and a name that is either set off by a space or begins with a letter, so that 1,000 is no name.
EDGE = r"(≥|>=|>)\s*(-?\d+(?:\.\d+)?)(?:\s+(\S.*)|([^\W\d_].*))"
SIGNED = r"(?:≥|>=|>)\s*(\S*)"


class Band(NamedTuple):
    """One level and the edge from which it holds; `inclusive` tells ≥ from >."""

    edge: Decimal
    inclusive: bool
    name: str

    def holds(self, score: Decimal) -> bool:
        return score >= self.edge if self.inclusive else score > self.edge

    def __str__(self) -> str:
        return f"{'≥' if self.inclusive else '>'}{exact_text(self.edge)} {self.name}"


class Bands(NamedTuple):
    """Levels from the highest down; the first band that holds is the level, `rest` takes what is left."""

    bands: tuple[Band, ...]
    rest: str

    @property
    def names(self) -> tuple[str, ...]:
        """The level names, highest first."""
        return (*(band.name for band in self.bands), self.rest)

    def level(self, score: Decimal) -> str:
        for band in self.bands:
            if band.holds(score):
                return band.name
        return self.rest

    def renamed(self, names: tuple[str, ...]) -> Bands:
        """The same edges under other names, as many and in the same order."""
        *upper, rest = names
        renamed = (band._replace(name=name) for band, name in zip(self.bands, upper, strict=True))
        return Bands(tuple(renamed), rest)

    def __str__(self) -> str:
        return "；".join([*map(str, self.bands), f"{REST} {self.rest}"])


def exact_text(number: Decimal) -> str:
    """A number in full, without exponent and without idle zeros: 70, 0.5."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_bands(text: str) -> Bands:
    """The bands that a text states: `≥6 高；≥3 中；其余 低`.

    Parts stand apart by ；; or line breaks. Every edge states ≥ or > (>=, ＞ and ＞＝ are read too), edges fall from
    part to part, the last part is 其余. UsageError in Chinese, quoting the text, for anything else.
    """
    parts = [part.strip() for part in text.translate(HALF_WIDTH).split(";") if part.strip()]
    if not parts:
        raise UsageError(f"等级分档没有内容，{FORM}。")
    try:
        bands = tuple(_read_edge(part) for part in parts[:-1])
        rest = _read_rest(parts[-1])
        _check(bands, rest)
    except ValueError as error:
        raise UsageError(f"等级分档“{text.strip()}”中{error}，{FORM}。") from None
    return Bands(bands, rest)


def _read_rest(part: str) -> str:
    name = part.removeprefix(REST).strip(" :：")
    if not part.startswith(REST):
        _read_edge(part)
        raise ValueError(f"最后一档“{part}”不是“其余”")
    if not name:
        raise ValueError("“其余”后面没有等级名称")
    _check_name(part, name)
    return name


def _read_edge(part: str) -> Band:
    if part.startswith(REST):
        raise ValueError(f"“{part}”后面还有别的档，“其余”只能放在最后")
    if not (signed := re.match(SIGNED, part)):
        raise ValueError(f"“{part}”没有写明 ≥ 还是 >")
    found = re.fullmatch(EDGE, part)
    if not found:
        missing = re.fullmatch(r"-?\d+(\.\d+)?", signed[1])
        raise ValueError(f"“{part}”没有写等级名称" if missing else f"“{part}”的分界值不是一个数")
    sign, number, apart, joined = found.groups()
    name = (apart or joined).strip()
    _check_name(part, name)
    return Band(Decimal(number), sign != ">", name)


def _check_name(part: str, name: str) -> None:
    if any(mark in name for mark in "≥>，,、"):
        raise ValueError(f"“{part}”像是几档连写，档与档之间要用“；”隔开")


def _check(bands: tuple[Band, ...], rest: str) -> None:
    if not bands:
        raise ValueError("只有“其余”一档")
    for upper, lower in pairwise(bands):
        # >6 then ≥6 leaves the lower level exactly one score, 6: odd, but it can be reached.
        reachable = upper.edge == lower.edge and lower.inclusive and not upper.inclusive
        if lower.edge >= upper.edge and not reachable:
            raise ValueError(f"“{lower}”排在“{upper}”后面，分界值却没有变小")
    names = [band.name for band in bands] + [rest]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"等级名称“{name}”出现了不止一次")
