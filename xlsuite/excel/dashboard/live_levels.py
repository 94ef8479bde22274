"""The levels of the live page: the method's own, or 高、中、低 as soon as one of these was approved beside other words.

The engine counts so (`Facts.level_names`): one word of the three among ratings in a method's own words, and all are
counted by what they are of three.
"""

from __future__ import annotations

from typing import NamedTuple

from xlsuite.excel.dashboard import live_formulas as f
from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.live_input import Live
from xlsuite.excel.dashboard.tones import THREE_TONES, level_tones
from xlsuite.excel.looks import Tone
from xlsuite.grading.levels import THREE
from xlsuite.grading.method import Method

BELOW = "及以下"


class LevelColumns(NamedTuple):
    """The columns or lines for levels, highest first, as many as the method has.

    mixed: the cell that is TRUE while levels are counted as 高、中、低; is_mixed: whether they are now.
    """

    method: Method
    mixed: str
    is_mixed: bool

    @property
    def names(self) -> tuple[str, ...]:
        return self.method.names

    def words(self, place: int) -> tuple[str, ...]:
        """Which of 高、中、低 the place-th counts while levels are mixed; the last one takes all that are left."""
        return THREE[place - 1 : None if place == len(self.names) else place]

    def title(self, place: int) -> Cell:
        three, is_last = self.words(place), place == len(self.names)
        word = three[0] + (BELOW if len(three) > 1 else "") if three else ""
        own = f.level_name(place)
        if is_last:
            own += f'&IF(COUNTIF({f.LEVELS},"?*")>{place},"{BELOW}","")'
        return Cell(word if self.is_mixed else self.names[place - 1], f"=IF({self.mixed},{f.text(word)},{own})")

    def counted(self, place: int, *factors: str) -> str:
        """How many ratings in force are of the place-th level, under further conditions; without =."""
        as_three = "+".join(f.number_of_rows(f.RATED, f.of_three(word), *factors) for word in self.words(place)) or "0"
        return f"IF({self.mixed},{as_three},{f.number_of_rows(f.RATED, f.rating_level(place), *factors)})"

    def tones(self) -> tuple[tuple[Tone, Tone | None], ...]:
        """The colour of each, and the one it takes while levels are mixed."""
        own = level_tones(self.names, self.method.to_three)
        return tuple((tone, THREE_TONES[place] if place < len(THREE) else None) for place, tone in enumerate(own))

    def now(self, counts: dict[str, int]) -> list[int]:
        """Counts by the words in use now, as the columns hold them."""
        if not self.is_mixed:
            return [counts.get(name, 0) for name in self.names]
        return [sum(counts.get(word, 0) for word in self.words(place)) for place in range(1, len(self.names) + 1)]


def level_columns(helpers: Helpers, live: Live) -> LevelColumns:
    facts = live.summary.facts if live.summary else None
    is_mixed = facts is not None and facts.level_names != live.method.names
    cell = helpers.at()
    helpers.put([[Cell(is_mixed, f"={f.any_of_three()}")]], "核定等级里有方法以外的高、中、低：按高、中、低计数")
    return LevelColumns(live.method, cell, is_mixed)
