"""The heat map: zones in the colour of their level, pale where no risk stands, solid with its number where one does."""

from __future__ import annotations

from xlsuite.excel.dashboard.board import BLANK, Cell, HeatMap, Zone
from xlsuite.excel.dashboard.canvas import HALF, HEAD_LOOK, NUMBER, Canvas
from xlsuite.excel.dashboard.tones import on_solid
from xlsuite.excel.looks import QUIET, WHITE, Tone
from xlsuite.excel.newbook import Look
from xlsuite.model.place import letters

NAMES, SUMS = 6, 3  # columns for the names of the lines, and for their sums
HIDE_ZERO = "0;-0;"
TALLEST, WIDEST_ZONE = 3, 8  # rows and columns of a zone


def zone_rows(chart: HeatMap, room: int) -> int:
    """How many rows each line may take, where there are so many for all."""
    foot = bool(chart.legend) + 1
    return max(1, min(TALLEST, (room - foot) // max(1, len(chart.lines))))


def map_rows(chart: HeatMap) -> int:
    """The rows it needs at least below its header."""
    return len(chart.lines) + bool(chart.legend) + 1


def draw_map(canvas: Canvas, top: int, left: int, chart: HeatMap, room: int) -> None:
    """The map with its head at a row; room: rows below the header that it may fill."""
    canvas.section(top, left, chart.name, chart.note)
    each = min(WIDEST_ZONE, (HALF - NAMES - SUMS) // len(chart.columns))
    names = HALF - SUMS - each * len(chart.columns)
    head: Look = {**HEAD_LOOK, "align": "center"}
    canvas.put(top + 1, left, names, Cell(chart.corner), head)
    for place, column in enumerate(chart.columns):
        canvas.put(top + 1, left + names + place * each, each, column, head)
    canvas.put(top + 1, left + HALF - SUMS, SUMS, Cell("小计"), head)
    tall = zone_rows(chart, room)
    row = top + 2
    for line, zones, total in zip(chart.lines, chart.zones, chart.sums, strict=True):
        canvas.put(row, left, names, line, {"font_size": 9.5, "font_color": QUIET, "align": "center"}, tall)
        for place, zone in enumerate(zones):
            draw_zone(canvas, row, left + names + place * each, each, tall, zone, chart)
        quiet: Look = {**NUMBER, "num_format": '0;-0;"–"', "font_color": QUIET}
        canvas.put(row, left + HALF - SUMS, SUMS, total, quiet, tall)
        row += tall
    if chart.legend:
        draw_legend(canvas, row, left, chart)
        row += 1
    canvas.put(row, left, HALF, chart.foot, {"font_size": 9, "font_color": QUIET, "shrink": True})


def draw_zone(canvas: Canvas, row: int, left: int, columns: int, rows: int, zone: Zone, chart: HeatMap) -> None:
    base: Look = {**NUMBER, "font_size": 12, "bold": True, "border": 1, "border_color": WHITE, "num_format": HIDE_ZERO}
    tone = chart.tones[zone.place]
    is_solid = not zone.points.formula and bool(zone.points.value)
    canvas.put(row, left, columns, zone.points, {**base, **face(tone, is_solid)}, rows)
    if not zone.points.formula:
        return
    here = f"${letters(left + 1)}${row + 1}"
    area = (row, row + rows - 1)
    for place, tone in enumerate(chart.tones):
        if zone.live:
            canvas.rule(area, left, columns, f"=AND({zone.live}={place + 1},{here}>0)", face(tone, True))
            canvas.rule(area, left, columns, f"={zone.live}={place + 1}", face(tone, False))
        elif place == zone.place:
            canvas.rule(area, left, columns, f"={here}>0", face(tone, True))


def face(tone: Tone, is_solid: bool) -> Look:
    if is_solid:
        return {"bg_color": tone.solid, "font_color": on_solid(tone)}
    return {"bg_color": tone.tint, "font_color": tone.text}


def draw_legend(canvas: Canvas, row: int, left: int, chart: HeatMap) -> None:
    each = HALF // len(chart.legend)
    for place, item in enumerate(chart.legend):
        at = left + place * each
        width = each if place < len(chart.legend) - 1 else HALF - each * place
        canvas.put(row, at, 1, BLANK, {"bg_color": item.tone.solid, "border": 5, "border_color": WHITE})
        look: Look = {"font_size": 9, "font_color": item.tone.text, "shrink": True}
        canvas.put(row, at + 1, width - 1, item.text, look)
