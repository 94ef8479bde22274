"""What belongs to a range of cells: its font, its lines, its list to pick from, its note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsuite.host.quick import xlwings

xlwings()
from xlwings import base_classes, utils  # noqa: E402  # after xlwings itself has come in without what it does not need


def rgb_text(colour: Any) -> str | None:
    """A colour as RRGGBB: from #RRGGBB, a triple, or the number that Excel has for it."""
    if colour is None:
        return None
    if isinstance(colour, str):
        return colour.lstrip("#").upper()
    red, green, blue = utils.int_to_rgb(colour) if isinstance(colour, int) else colour
    return f"{int(red):02X}{int(green):02X}{int(blue):02X}"


def looked(part: str, made: Callable[[Any], Any] = lambda value: value) -> property:
    """A property of a font: read where all cells share it, written to each."""
    return property(
        lambda self: self.range.common(part), lambda self, value: self.range.dress(**{part: made(value)})
    )  # fmt: skip


class Font(base_classes.Font):  # type: ignore[misc]
    """The font of a range."""

    api = None

    def __init__(self, cells: Any) -> None:
        self.range = cells

    name = looked("font_name")
    size = looked("font_size", float)
    bold = looked("bold", bool)
    italic = looked("italic", bool)

    @property
    def color(self) -> Any:
        found = self.range.common("font_color")
        return utils.hex_to_rgb(f"#{found}") if found else None

    @color.setter
    def color(self, colour: Any) -> None:
        self.range.dress(font_color=rgb_text(colour))


class Borders(base_classes.Borders):  # type: ignore[misc]
    """The lines of a range: those below its cells, which is all that our sheets have."""

    api = None

    def __init__(self, cells: Any) -> None:
        self.range = cells

    def set(self, which: Any = "all", *, line_style: Any = None, weight: Any = None, color: Any = None) -> None:
        sides = [which] if isinstance(which, str) else list(which)
        rows = [row for row, _ in self.range.corners]
        for place in self.range.places():
            is_last = place[0] == rows[1]
            if ("edge_bottom" if is_last else "inside_horizontal") in sides:
                self.range.state.dress(place, bottom=rgb_text(color) or "000000")


class Validation(base_classes.DataValidation):  # type: ignore[misc]
    """A list to pick from."""

    api = None

    def __init__(self, cells: Any) -> None:
        self.range = cells

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        words = source.split(",") if isinstance(source, str) else [str(each) for each in source]
        self.range.own_sheet("下拉列表").choices.append((self.range.area, tuple(words)))


class Note(base_classes.Note):  # type: ignore[misc]
    """The note of one cell."""

    def __init__(self, cells: Any) -> None:
        self.range = cells

    @property
    def api(self) -> Any:
        return self

    @property
    def text(self) -> str:
        return str(self.range.state.notes()[self.range.corners[0]].text)

    @property
    def author(self) -> str:
        return str(self.range.state.notes()[self.range.corners[0]].author)

    @property
    def location(self) -> Any:
        return self.range

    def delete(self) -> None:
        self.range.state.remove_note(self.range.corners[0])
