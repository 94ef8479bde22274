"""A board on its page: one A4 across for up to 8 科室, further pages where there are more."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from xlsuite.excel.dashboard.board import BLANK, Board, HeatMap, Panel
from xlsuite.excel.dashboard.canvas import (
    COLUMNS,
    GAP,
    HALF,
    HEADS,
    NARROWEST,
    RIGHT,
    ROW,
    SECTION,
    WIDEST,
    Canvas,
    room_of,
)
from xlsuite.excel.dashboard.charts import chart_height, draw_chart
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.panels import chunks, draw_panel, row_heights
from xlsuite.excel.dashboard.tiles import HEIGHTS as TILE_HEIGHTS
from xlsuite.excel.dashboard.tiles import draw_tiles
from xlsuite.excel.dashboard.zones import draw_map, map_rows
from xlsuite.excel.looks import BLUE, HEAD, HEADER, LINE, QUIET
from xlsuite.excel.newbook import Look, NewBook

TITLE, BASIS, AIR, FOOT = 29.0, 16.0, 7.0, 15.0  # heights in points
NAME = "一览"
GUESSED = (NARROWEST + 2) / 7  # half-width characters of a grid column, before its width is settled
SAFE = 0.98  # of a page; other programs print rows a little higher
LEAST_BARS, LEAST_GAP, LESS_ROW = 126.0, 5.0, 2.5  # points that a full page leaves to each, or takes from a row
MORE_ROW, MORE_GAP, MORE_BARS = 8.0, 8.0, 90.0  # points that a short page may give to each
SIGNED = "单位负责人：　　　　　　　审核：　　　　　　　制表：　　　　　　　"


class Plan(NamedTuple):
    """The heights of everything on the first page, in points."""

    upper: list[float]
    lower: list[float]
    bars: float
    gap: float

    @property
    def used(self) -> float:
        fixed = TITLE + BASIS + AIR + sum(TILE_HEIGHTS) + SECTION + 3 * FOOT
        return fixed + 3 * self.gap + sum(self.upper) + sum(self.lower) + self.bars


def planned(board: Board) -> Plan:
    """The heights that the board's texts ask for, and more of each where the page would otherwise end in white."""
    plan = Plan(band_heights(board.units, board.map), band_heights(board.progress, board.late), 0.0, GAP)
    plan = plan._replace(bars=max(map(chart_height, board.charts)))
    if plan.used > room_of(WIDEST) * SAFE:
        return tightened(plan, plan.used - room_of(WIDEST) * SAFE)
    spare = room_of(NARROWEST) * SAFE - plan.used
    if spare <= 0:
        return plan
    rows = len(plan.upper) + len(plan.lower) - 4
    more = min(MORE_ROW, spare * 0.7 / max(1, rows))
    upper, lower = (heights[:2] + [height + more for height in heights[2:]] for heights in (plan.upper, plan.lower))
    plan = Plan(upper, lower, plan.bars, plan.gap + min(MORE_GAP, spare * 0.03))
    spare = room_of(NARROWEST) * SAFE - plan.used
    has_bars = any(not chart.absent for chart in board.charts)
    return plan._replace(bars=plan.bars + (min(MORE_BARS, max(0.0, spare)) if has_bars else 0.0))


def tightened(plan: Plan, over: float) -> Plan:
    """A full page brought together, so that its letters stay large: less air between, lower bars, then closer rows."""
    gap = max(LEAST_GAP, plan.gap - over / 3)
    bars = min(plan.bars, max(LEAST_BARS, plan.bars - over + 3 * (plan.gap - gap)))
    plan = plan._replace(bars=bars, gap=gap)
    over = plan.used - room_of(WIDEST) * SAFE
    rows = len(plan.upper) + len(plan.lower) - 4
    less = min(LESS_ROW, max(0.0, over) / max(1, rows))
    upper, lower = (heights[:2] + [height - less for height in heights[2:]] for heights in (plan.upper, plan.lower))
    return plan._replace(upper=upper, lower=lower)


def draw(book: NewBook, board: Board, helpers: Helpers, foot: str, name: str = NAME) -> Canvas:
    """The sheet 一览. Every page repeats the title and what the figures are based on."""
    plan = planned(board)
    canvas = Canvas(book, name, plan.used / SAFE, foot, BLUE.solid)
    opening(canvas, board)
    row = 3
    draw_tiles(canvas, row, board.tiles)
    row = gap(canvas, row + len(TILE_HEIGHTS), plan)
    row = band(canvas, row, plan.upper, board.units, board.map)
    row = gap(canvas, row, plan)
    row = band(canvas, row, plan.lower, board.progress, board.late)
    row = gap(canvas, row, plan)
    canvas.height(row + 1, plan.bars)
    for chart, left in zip(board.charts, (0, RIGHT), strict=True):
        draw_chart(canvas, helpers, row, left, plan.bars, chart)
    row = closing(canvas, row + 2, board)
    breaks = []
    for sides in further(canvas, board):
        breaks.append(row)
        row = continued(canvas, row, *sides)
    canvas.sheet.set_h_pagebreaks(breaks)
    canvas.sheet.repeat_rows(0, 2)
    canvas.sheet.print_area(0, 0, row - 1, COLUMNS - 1)
    canvas.sheet.freeze_panes(2, 0)
    return canvas


def opening(canvas: Canvas, board: Board) -> None:
    canvas.height(0, TITLE)
    canvas.put(0, 0, COLUMNS, BLANK._replace(value=board.title), {"font_name": HEAD, "font_size": 20, "bold": True})
    canvas.height(1, BASIS)
    quiet: Look = {"font_size": 9.5, "font_color": QUIET, "bottom": 2, "bottom_color": HEADER, "shrink": True}
    canvas.put(1, 0, COLUMNS, board.basis, quiet)
    canvas.height(2, AIR)


def gap(canvas: Canvas, row: int, plan: Plan) -> int:
    canvas.height(row, plan.gap)
    return row + 1


def heights_of(part: Panel | HeatMap) -> list[float]:
    if isinstance(part, HeatMap):
        return [ROW] * map_rows(part)
    return [] if part.absent else row_heights(GUESSED, part)


def band_heights(left: Panel | HeatMap, right: Panel | HeatMap) -> list[float]:
    """The heights of a band of two panels: head, header, and rows that serve both."""
    rows = zip_longest(heights_of(left), heights_of(right), fillvalue=0.0)
    return [SECTION, HEADS, *map(max, rows)]


def band(canvas: Canvas, top: int, heights: list[float], left: Panel | HeatMap, right: Panel | HeatMap) -> int:
    for row, height in enumerate(heights):
        canvas.height(top + row, height)
    for part, at in ((left, 0), (right, RIGHT)):
        if isinstance(part, HeatMap):
            draw_map(canvas, top, at, part, len(heights) - 2)
        else:
            draw_panel(canvas, top, at, part)
    return top + len(heights)


def closing(canvas: Canvas, top: int, board: Board) -> int:
    """What the colours mean, what is to be said of all, and who signs."""
    canvas.height(top, FOOT)
    quiet: Look = {"font_size": 8.5, "font_color": QUIET, "shrink": True}
    canvas.put(top, 0, COLUMNS, board.note, quiet)
    canvas.height(top + 1, FOOT + 3)
    ruled: Look = {**quiet, "top": 1, "top_color": LINE}
    canvas.put(top + 1, 0, HALF + 4, BLANK._replace(value=board.legend), ruled)
    canvas.put(
        top + 1, HALF + 4, COLUMNS - HALF - 4, BLANK._replace(value=SIGNED), {**ruled, "font_size": 9, "align": "right"}
    )
    return top + 2


def further(canvas: Canvas, board: Board) -> list[tuple[Panel | None, Panel | None]]:
    """The pages after the first: what each holds on its left and on its right."""
    room = canvas.room - TITLE - BASIS - AIR
    found: list[tuple[Panel | None, Panel | None]] = []
    for left, right in board.further:
        sides = [chunks(side, row_heights(canvas.pixels / 7, side), room) if side else [] for side in (left, right)]
        found += zip_longest(*sides)
    return found


def continued(canvas: Canvas, top: int, left: Panel | None, right: Panel | None) -> int:
    """One page of panels in full, side by side, their heads repeated."""
    sides = [(side, at) for side, at in ((left, 0), (right, RIGHT)) if side is not None]
    rows = zip_longest(*(row_heights(canvas.pixels / 7, side) for side, _ in sides), fillvalue=0.0)
    heights = [SECTION, HEADS, *map(max, rows)]
    for row, height in enumerate(heights):
        canvas.height(top + row, height)
    for side, at in sides:
        draw_panel(canvas, top, at, side, "（全部科室）")
    return top + len(heights)
