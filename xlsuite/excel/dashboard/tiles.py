"""The six figures on top: a bar in the colour of what it means, a name, the figure in large, a second line."""

from __future__ import annotations

from collections.abc import Sequence

from xlsuite.excel.dashboard.board import BLANK, Tile
from xlsuite.excel.dashboard.canvas import Canvas
from xlsuite.excel.looks import DIGITS, GREEN, INK, PANEL, QUIET, RED, Tone
from xlsuite.excel.newbook import Look
from xlsuite.model.place import letters

WIDTH, BETWEEN = 9, 1  # columns of a tile, and of the gap after it
HEIGHTS = (3.5, 19.0, 33.0, 18.0)


def draw_tiles(canvas: Canvas, top: int, tiles: Sequence[Tile]) -> None:
    for row, height in enumerate(HEIGHTS):
        canvas.height(top + row, height)
    for place, tile in enumerate(tiles):
        draw_tile(canvas, top, place * (WIDTH + BETWEEN), tile)


def draw_tile(canvas: Canvas, top: int, left: int, tile: Tile) -> None:
    ground: Look = {"bg_color": PANEL, "indent": 1}
    is_calm = tile.calm is not None and not tile.value.formula and not tile.value.value
    tone = tile.calm if is_calm and tile.calm else tile.tone
    canvas.put(top, left, WIDTH, BLANK, {"bg_color": tone.solid})
    name: Look = {**ground, "font_size": 10, "font_color": QUIET}
    canvas.put(top + 1, left, WIDTH, BLANK._replace(value=tile.name), name)
    canvas.put(top + 2, left, WIDTH, tile.value, {**ground, **figure_look(tile, tone)})
    canvas.put(top + 3, left, WIDTH, tile.below, {**ground, "font_size": 8.5, "font_color": QUIET, "shrink": True})
    if tile.calm and tile.value.formula:
        at = f"${letters(left + 1)}${top + 3}"
        canvas.rule((top, top), left, WIDTH, f"={at}=0", {"bg_color": tile.calm.solid})
        canvas.rule((top + 2, top + 2), left, WIDTH, f"={at}=0", {"font_color": tile.calm.text})


def figure_look(tile: Tile, tone: Tone) -> Look:
    if tile.absent:
        return {"font_size": 14, "font_color": QUIET}
    is_rate = tile.form.endswith("%") or not tile.form
    colour = tone.text if tone in (RED, GREEN) and not is_rate else INK
    look: Look = {"font_name": DIGITS, "font_size": 23, "bold": True, "font_color": colour, "align": "left"}
    return {**look, "num_format": tile.form} if tile.form else look
