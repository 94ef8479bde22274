"""Cells as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.excel.live_plan import Area
from xlsuite.host.content import Sheet as State
from xlsuite.host.parts import Borders, Font, Note, Validation, rgb_text
from xlsuite.host.quick import xlwings
from xlsuite.model.place import letters

xw = xlwings()
from xlwings import base_classes, utils  # noqa: E402  # after xlwings itself has come in without what it does not need

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
Place = tuple[int, int]


class Range(base_classes.Range):  # type: ignore[misc]
    """A block of cells of one sheet; places count from 1."""

    def __init__(self, sheet: Any, first: Any, second: Any = None) -> None:
        if isinstance(first, Range) and isinstance(second, Range):
            corners = [*first.corners, *second.corners]
            first = (min(row for row, _ in corners), min(column for _, column in corners))
            second = (max(row for row, _ in corners), max(column for _, column in corners))
        elif isinstance(first, Range):
            first, second = first.corners
        if isinstance(first, str):
            first, second = places_of(first)
        elif len(first) == 4:
            row, column, rows, columns = first
            first, second = (row, column), (row + rows - 1, column + columns - 1)
        self._sheet = sheet
        self.corners: tuple[Place, Place] = (tuple(first), tuple(second or first))

    # --- where it is ---

    @property
    def sheet(self) -> Any:
        return self._sheet

    @property
    def state(self) -> State:
        state: State = self._sheet.state
        return state

    @property
    def api(self) -> Any:
        return self.state

    @property
    def row(self) -> int:
        return self.corners[0][0]

    @property
    def column(self) -> int:
        return self.corners[0][1]

    @property
    def shape(self) -> tuple[int, int]:
        (top, left), (bottom, right) = self.corners
        return bottom - top + 1, right - left + 1

    @property
    def area(self) -> Area:
        return Area(*self.corners[0], *self.corners[1])

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self._sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        return Range(self._sheet, (self.row + row - 1, self.column + column - 1))

    def places(self) -> Iterator[Place]:
        (top, left), (bottom, right) = self.corners
        return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        def one(place: Place) -> str:
            row, column = place
            return f"{'$' * column_absolute}{letters(column)}{'$' * row_absolute}{row}"

        first, last = map(one, self.corners)
        address = first if self.corners[0] == self.corners[1] else f"{first}:{last}"
        return f"[{self._sheet.book.name}]{self._sheet.name}!{address}" if external else address

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    has_array = False
    table = None
    max_cells_per_read = None
    max_cells_per_write = None

    # --- what it holds ---

    @property
    def raw_value(self) -> list[list[Any]]:
        (top, left), (bottom, right) = self.corners
        value = self.state.value
        return [[value((row, column)) for column in range(left, right + 1)] for row in range(top, bottom + 1)]

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        for place, value in zip(self.places(), flat(data, len(self)), strict=True):
            self.state.put(place, value)

    @property
    def formula(self) -> Any:
        (top, left), (bottom, right) = self.corners
        rows = [[self._formula((row, at)) for at in range(left, right + 1)] for row in range(top, bottom + 1)]
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        for place, value in zip(self.places(), flat(data, len(self)), strict=True):
            if isinstance(value, str) and value.startswith("="):
                self.state.put_formula(place, value)
            else:
                self.state.put(place, value)

    formula2 = formula

    def _formula(self, place: Place) -> Any:
        found = self.state.formulas.get(place)
        value = self.state.value(place)
        return found if found is not None else "" if value is None else value

    def clear_contents(self) -> None:
        self.raw_value = None

    def end(self, direction: str) -> Range:
        """The last filled cell in a direction, or this one where the next is empty."""
        down, right = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}[direction]
        row, column = self.corners[0]
        while self.state.value((row + down, column + right)) is not None:
            row, column = row + down, column + right
        return Range(self._sheet, (row, column))

    # --- how it looks ---

    def dress(self, **changed: Any) -> None:
        looks = self.state.looks
        for place in self.places():
            look = looks.get(place)
            if look is None:
                looks[place] = dict(changed)
            else:
                look.update(changed)
        self.state.book.is_saved = False

    def common(self, part: str) -> Any:
        """A part of the look that all cells share; None where they differ."""
        found = {self.state.look(place)[part] for place in self.places()}
        return found.pop() if len(found) == 1 else None

    @property
    def color(self) -> Any:
        found = self.common("fill")
        return utils.hex_to_rgb(f"#{found}") if found else None

    @color.setter
    def color(self, colour: Any) -> None:
        self.dress(fill=rgb_text(colour))

    number_format = property(lambda self: self.common("num_format"), lambda self, code: self.dress(num_format=code))
    wrap_text = property(lambda self: self.common("wrap"), lambda self, on: self.dress(wrap=bool(on)))
    horizontal_alignment = property(lambda self: self.common("align"), lambda self, side: self.dress(align=side))
    vertical_alignment = property(lambda self: self.common("valign"), lambda self, side: self.dress(valign=side))

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def borders(self) -> Borders:
        return Borders(self)

    @property
    def data_validation(self) -> Validation:
        return Validation(self)

    @property
    def column_width(self) -> Any:
        return self.own_sheet("列宽").widths.get(self.column)

    @column_width.setter
    def column_width(self, width: float) -> None:
        (_, left), (_, right) = self.corners
        self.own_sheet("列宽").widths.update(dict.fromkeys(range(left, right + 1), float(width)))

    @property
    def row_height(self) -> Any:
        return self.own_sheet("行高").heights.get(self.row)

    @row_height.setter
    def row_height(self, height: float) -> None:
        (top, _), (bottom, _) = self.corners
        self.own_sheet("行高").heights.update(dict.fromkeys(range(top, bottom + 1), float(height)))

    @property
    def merge_cells(self) -> bool:
        return any(overlap(area, self.area) for area in self.merged())

    @property
    def merge_area(self) -> Range:
        found = next((area for area in self.merged() if overlap(area, self.area)), self.area)
        return Range(self._sheet, (found.top, found.left), (found.bottom, found.right))

    def merged(self) -> Sequence[Any]:
        state = self.state
        return state.merges if state.is_ours or state.grid is None else state.grid.merges

    def merge(self, across: bool = False) -> None:
        self.own_sheet("合并单元格").merges.append(self.area)

    def own_sheet(self, what: str) -> State:
        """The sheet, where it is one that is written whole. Raises UsageError for a sheet that the file has."""
        if not self.state.is_ours:
            raise UsageError(f"“{self.state.name}”是工作簿里原有的表，这里不改它的{what}。")
        return self.state

    # --- notes ---

    @property
    def note(self) -> Note | None:
        return Note(self) if self.corners[0] in self.state.notes() else None

    def add_note(self, text: str) -> Note:
        if self.state.book.facts.of(self.state.name).is_protected and not self.state.is_ours:
            raise UsageError(f"“{self.state.name}”受保护，加不了批注。请先取消工作表保护。")
        self.state.new_notes[self.corners[0]] = text
        self.state.book.is_saved = False
        return Note(self)

    def select(self) -> None:
        self._sheet.activate()
        self.state.selected = self.corners[0]

    def autofit(self, axis: str | None = None) -> None:
        """A program that shows the workbook fits what has no size of its own."""


def places_of(address: str) -> tuple[Place, Place]:
    """The corners of an address: B2, B2:D9, B:D or 2:9."""
    first, _, last = address.replace("$", "").partition(":")
    last = last or first
    if first.isdigit():
        return (int(first), 1), (int(last), MOST_COLUMNS)
    if first.isalpha():
        left, right = (utils.a1_to_tuples(f"{each}1")[0][1] for each in (first, last))
        return (1, left), (MOST_ROWS, right)
    one, other = utils.a1_to_tuples(f"{first}:{last}")
    if not one:
        raise xw.NoSuchObjectError(f"“{address}”不是单元格地址，应为 B2 或 B2:D9。")
    return one, other or one


def flat(data: Any, count: int) -> Sequence[Any]:
    """Values row by row; a single one for every cell."""
    if not isinstance(data, list | tuple):
        return [data] * count
    return [value for row in data for value in (row if isinstance(row, list | tuple) else [row])]


def overlap(one: Any, other: Any) -> bool:
    return bool(
        one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right
    )
