"""The 一览 as plain data: every cell is a value, or a formula with the value it has now."""

from __future__ import annotations

from typing import Any, NamedTuple

from xlsuite.excel.looks import Tone


class Cell(NamedTuple):
    """What stands in one cell; with a formula, `value` is its result as stored in the file.

    link: a target as the writer takes it (external:…), for values only.
    """

    value: Any = ""
    formula: str = ""
    link: str = ""


BLANK = Cell()


class Tile(NamedTuple):
    """A figure in large with its name and a second line. calm: the tone it takes at 0. form: a number format."""

    name: str
    value: Cell
    form: str
    below: Cell
    tone: Tone
    calm: Tone | None = None
    absent: bool = False


class Column(NamedTuple):
    """A column of a panel.

    kind: name (flush left), text (flush left, may be cut), word (centred), count, level (a count tinted by `tone`, the
    deeper the more; by `other` while the cell `switch` is TRUE), alarm (a count that stands out when not 0), rate, bar
    (a rate with a bar behind it), date, days (the number of days left, below 0 for late), link. width: in units of the
    grid, 29 for the whole panel.
    """

    title: Cell
    kind: str
    width: int
    tone: Tone | None = None
    switch: str = ""
    other: Tone | None = None


class Panel(NamedTuple):
    """A titled table on half the page.

    absent: said in place of the rows. more: a last quiet line. tones: of the tag of each row, where it has tags.
    """

    name: str
    note: Cell
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: tuple[Cell, ...] = ()
    absent: str = ""
    more: Cell = BLANK
    tones: tuple[Tone, ...] = ()


class Zone(NamedTuple):
    """A cell of the map: how many points, and its level as a place among the map's levels.

    place: -1 for no level. live: the address of a cell that holds the place as a formula, "" for values.
    """

    points: Cell
    place: int
    live: str = ""


class Legend(NamedTuple):
    """A level of the map with the scores it takes and who manages it."""

    text: Cell
    tone: Tone


class HeatMap(NamedTuple):
    """Counts where two scales cross; sums at the end of each line."""

    name: str
    note: Cell
    corner: str = ""
    columns: tuple[Cell, ...] = ()
    lines: tuple[Cell, ...] = ()
    zones: tuple[tuple[Zone, ...], ...] = ()
    sums: tuple[Cell, ...] = ()
    tones: tuple[Tone, ...] = ()
    legend: tuple[Legend, ...] = ()
    foot: Cell = BLANK


class Series(NamedTuple):
    """One part of the bars of a chart."""

    name: str
    colour: str
    values: tuple[Cell, ...]


class Chart(NamedTuple):
    """Stacked bars: a bar for each category. text: what the picture says, for those who cannot see it."""

    name: str
    note: Cell
    categories: tuple[Cell, ...]
    series: tuple[Series, ...]
    text: str
    absent: str = ""


class Board(NamedTuple):
    """The whole page. further: panels in full on continuation pages, left and right beside one another."""

    title: str
    basis: Cell
    tiles: tuple[Tile, ...]
    units: Panel
    map: HeatMap | Panel
    progress: Panel
    late: Panel
    charts: tuple[Chart, Chart]
    legend: str
    note: Cell = BLANK
    further: tuple[tuple[Panel | None, Panel | None], ...] = ()
