"""Levels of risk as words: what a typed word means, how levels compare, how own levels map to 高/中/低."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from xlsuite.model.text import fold, is_blank, quote, strip

HIGH, MIDDLE, LOW = THREE = ("高", "中", "低")
DESCENDING, ASCENDING = "降序", "升序"  # 降序: 一级 is the highest; 升序: 一级 is the lightest (domain §3.1)

# domain §3.1, with the level words of the published methods of domain §6; 风险, 色 and spaces are left out first.
WORDS = {
    **dict.fromkeys(("高", "高级", "重大", "极高", "很高", "严重", "极其", "高度", "红"), HIGH),
    **dict.fromkeys(("中", "中级", "中等", "较大", "一般", "显著", "橙", "黄"), MIDDLE),
    **dict.fromkeys(("低", "低级", "很低", "极低", "稍有", "蓝", "绿"), LOW),
}
# Ways of writing the same ordinal, folded; the first of each row stands for all of them.
ORDINALS = (
    ("一级", "i级", "1级", "a级"),
    ("二级", "ii级", "2级", "b级"),
    ("三级", "iii级", "3级", "c级"),
    ("四级", "iv级", "4级", "d级"),
    ("五级", "v级", "5级", "e级"),
)
ORDINAL_OF = {spelling: number for number, row in enumerate(ORDINALS, 1) for spelling in row}
UNRATED = ("待定", "待核定", "未核定", "未评定")
BARE = r"\d+(?:\.0+)?|[一二三四五]|i{1,3}|iv|v"


class LevelReading(NamedTuple):
    """What a typed level means.

    value: the canonical label (one of the method's own, of 三级对应, or 高/中/低), None for 未核定 or with a trouble.
    of_three: 高, 中 or 低. synonym: the label was typed in another known way (ST-17). trouble: Chinese (RP-03).
    """

    value: str | None
    of_three: str | None
    synonym: bool
    trouble: str | None


class Levelled(Protocol):
    """What a method says about its levels: names from the highest down, their 高/中/低, the direction of 一级."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def to_three(self) -> Mapping[str, str]: ...
    @property
    def direction(self) -> str: ...


class LevelReader:
    """Reads levels as people type them in a sheet, for one method.

    A label of the method, of 三级对应, or 高/中/低 stands for itself. 一级, Ⅱ级, B级 are read by the method's
    direction; while no 等级方向 was set they are synonyms (contract §7.20), afterwards they are what was agreed.
    A method whose own labels are 一级, 二级 … knows them by its own order.
    """

    def __init__(self, method: Levelled, direction_set: bool = False) -> None:
        self.method = method
        self.direction_set = direction_set
        self.own = {_fold(label): label for label in reversed(list(method.to_three))}

    def read(self, value: Any) -> LevelReading:
        text = strip(quote(value))
        key = _fold(text)
        if is_blank(text) or key in UNRATED:
            return LevelReading(None, None, False, None)
        if text in self.method.to_three:
            return self._known(text, synonym=False)
        if key in self.own:
            return self._known(self.own[key], synonym=True)
        if text in THREE:
            return LevelReading(text, text, False, None)
        if number := ORDINAL_OF.get(key):
            return self._ordinal(text, number)
        if word := WORDS.get(key):
            return LevelReading(word, word, True, None)
        return LevelReading(None, None, False, self._trouble(text, key))

    def _known(self, label: str, *, synonym: bool) -> LevelReading:
        return LevelReading(label, self.method.to_three[label], synonym, None)

    def _ordinal(self, text: str, number: int) -> LevelReading:
        # 四级 belongs to a scheme of four levels, and which of the three 一级 … 四级 are is for 三级对应 to say.
        if number > len(THREE):
            return LevelReading(None, None, False, self._trouble(text, text))
        word = ordinal_to_three(number, self.method.direction)
        return LevelReading(word, word, not self.direction_set, None)

    def _trouble(self, text: str, key: str) -> str:
        wanted = "、".join(self.method.names)
        if re.fullmatch(BARE, key):
            return f"等级填的是“{text}”，看不出哪一头最高，应为 {wanted} 之一，请改写成文字。"
        return f"等级填的是“{text}”，应为 {wanted} 之一，请改填。"


def ordinal_to_three(number: int, direction: str) -> str:
    """The level of 一级, 二级 or 三级."""
    return THREE[number - 1] if direction == DESCENDING else THREE[-number]


def map_to_three(names: tuple[str, ...], direction: str = DESCENDING) -> dict[str, str]:
    """高/中/低 for each of a method's own level names, given from the highest down.

    Names that domain §3.1 knows map by it (重大 高, 较大 中, 一般 中, 低 低; 极其 高, 高度 高, 显著 中, 一般 中,
    稍有 低; 一级 … 三级 by direction), if all are known and none would stand above a name before it. Otherwise by
    order: the top third 高, the next third 中, the last third 低 (four levels: 高 高 中 低), and the lowest always 低.
    """
    known = [_known_word(name, direction) for name in names]
    ranks = [rank(word) for word in known if word]
    if len(ranks) == len(names) and ranks == sorted(ranks, reverse=True):
        return {name: word for name, word in zip(names, known, strict=True) if word}
    thirds = {name: THREE[place * len(THREE) // len(names)] for place, name in enumerate(names)}
    return thirds | {names[-1]: LOW}


def rank(level: str) -> int:
    """Levels of three as numbers that compare: 低 1, 中 2, 高 3."""
    return len(THREE) - THREE.index(level)


def highest(levels: Iterable[str | None], order: tuple[str, ...] = THREE) -> str | None:
    """The highest of some levels, None where there is none; `order` runs from the highest down."""
    return min((level for level in levels if level is not None), key=order.index, default=None)


def suggested(
    self_level: str | None,
    peer_level: str | None,
    computed_level: str | None,
    veto: bool,
    order: tuple[str, ...] = THREE,
) -> str | None:
    """The level put before the panel: the highest of 自评, 互评, 计算等级 and 一票定高 (domain §7.2).

    All levels come from `order`, highest first; a veto counts as its first.
    """
    return highest((self_level, peer_level, computed_level, order[0] if veto else None), order)


def ordinal(name: str) -> int | None:
    """1 for 一级, Ⅰ级, A级 and so on; None for any other word."""
    return ORDINAL_OF.get(_fold(name))


def _known_word(name: str, direction: str) -> str | None:
    number = ordinal(name) or 0
    return ordinal_to_three(number, direction) if 1 <= number <= len(THREE) else WORDS.get(_fold(name))


def _fold(text: str) -> str:
    """A word as it is looked up: a trailing 风险 or 色 left out, an ordinal in its first way of writing."""
    key = fold(text)
    key = key.removesuffix("风险").removesuffix("色") or key
    return ORDINALS[ORDINAL_OF[key] - 1][0] if key in ORDINAL_OF else key
