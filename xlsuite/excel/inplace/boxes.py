"""The boxes that notes are shown in: how large, where they stand beside their cell, and how a drawing writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsuite.excel.inplace.places import Element
from xlsuite.excel.looks import lines

SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
WIDTH = 300  # pixels
LINE, PADDING = 16, 14  # pixels of a line of 9 points, and of the rim
UNITS = 46.0  # half-width signs that a line of that width takes
GAP = 15  # pixels between the cell and its box
PIXEL_POINTS = 0.75


class Boxes:
    """Widths of columns and heights of rows of a sheet, in pixels, as far as its XML says."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self.columns: list[tuple[int, int, int]] = []
        self.heights: dict[int, int] = {}
        row = 0
        for each in elements:
            if each.name == "col":
                self.columns.append(column_of(each.attributes))
            elif each.name == "row":
                row = whole_number(each.attributes.get("r", ""), row + 1)
                if each.attributes.get("hidden") in ("1", "true"):
                    self.heights[row] = 0
                elif "ht" in each.attributes:
                    self.heights[row] = round(decimal(each.attributes["ht"], 15.0) / PIXEL_POINTS)

    def width(self, column: int) -> int:
        return next((width for first, last, width in self.columns if first <= column <= last), 64)

    def height(self, row: int) -> int:
        return self.heights.get(row, 20)

    def anchor(self, row: int, column: int, text: str) -> str:
        """Left column and its offset, top row, right column, bottom row, each from 0, for a box beside a cell."""
        left, top = column + 1, max(1, row)
        right, right_rest = run(left, WIDTH + GAP, self.width, 16_384)
        needed = lines(text, UNITS) * LINE + PADDING
        bottom, bottom_rest = run(top, needed, self.height, 1_048_576)
        return f"{left - 1}, {GAP}, {top - 1}, 2, {right - 1}, {right_rest}, {bottom - 1}, {bottom_rest}"


def run(first: int, length: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The column or row in which so many pixels from the start of the first one end, and how many lie within it."""
    at = first
    while at < last and length > size(at):
        length -= size(at)
        at += 1
    return at, length


def column_of(attributes: dict[str, str]) -> tuple[int, int, int]:
    first, last = (whole_number(attributes.get(key, ""), 1) for key in ("min", "max"))
    hidden = attributes.get("hidden") in ("1", "true")
    return first, last, 0 if hidden else round(decimal(attributes.get("width", ""), 8.43) * 7 + 5)


def whole_number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else otherwise


def decimal(text: str, otherwise: float) -> float:
    try:
        return min(max(float(text), 0.0), 2000.0)
    except ValueError:
        return otherwise


def shape(number: int, order: int, note: tuple[int, int, str], boxes: Boxes) -> str:
    """A hidden note's shape; row and column within it count from 0."""
    row, column, text = note
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        f'margin-top:1.5pt;width:225pt;height:60pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{boxes.anchor(row, column, text)}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
