"""The native charts of the 一览: stacked bars, their data on the helper sheet, a text for those who cannot see them."""

from __future__ import annotations

from typing import Any

from xlsuite.excel.dashboard.board import BLANK, Cell, Chart, Series
from xlsuite.excel.dashboard.canvas import HALF, Canvas, cut
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.looks import BODY, DIGITS, INK, LINE, QUIET, WHITE, storable, units

LEAST, EACH, LEGEND, MOST = 104.0, 13.5, 30.0, 152.0  # points: a chart, each bar, the legend
TEXT_AT_MOST = 1000  # characters of the alternative text
DARK = 0.45  # a colour of less light carries white numbers


def chart_height(chart: Chart) -> float:
    return 18.0 if chart.absent else min(MOST, max(LEAST, EACH * len(chart.categories) + LEGEND))


def draw_chart(canvas: Canvas, helpers: Helpers, top: int, left: int, height: float, chart: Chart) -> None:
    """The head of the chart at a row, the bars in the one row below."""
    canvas.section(top, left, chart.name, chart.note)
    if chart.absent or not chart.categories:
        words = chart.absent or "没有数据行。"
        canvas.put(top + 1, left, HALF, Cell(words), {"font_size": 9.5, "font_color": QUIET, "valign": "top"})
        return
    rows = [(BLANK, *(Cell(each.name) for each in chart.series))]
    rows += [
        (category, *(each.values[place] for each in chart.series)) for place, category in enumerate(chart.categories)
    ]
    first = helpers.row + 2  # below the block's title and its names
    helpers.put(rows, f"{chart.name}（图的数据）")
    bars = canvas.book.book.add_chart({"type": "bar", "subtype": "stacked"})
    for place, each in enumerate(chart.series):
        column = helpers.column + 1 + place
        bars.add_series(series(helpers, each, first, first + len(chart.categories) - 1, column))
    dress(bars, height, canvas.pixels * HALF, chart)
    size = {"width": HALF * canvas.pixels - 2, "height": round(height / 0.75) - 4}
    bars.set_size(size)
    place_at = {"object_position": 1, "x_offset": 1, "y_offset": 2, "description": text_of(chart)}
    canvas.sheet.insert_chart(top + 1, left, bars, place_at)


def series(helpers: Helpers, each: Series, first: int, last: int, column: int) -> dict[str, Any]:
    sheet = helpers.name
    is_dark = light(each.colour) < DARK
    label = {"name": DIGITS, "size": 8, "color": WHITE if is_dark else INK}
    return {
        "name": [sheet, first - 1, column],
        "categories": [sheet, first, helpers.column, last, helpers.column],
        "values": [sheet, first, column, last, column],
        "fill": {"color": each.colour},
        "border": {"color": WHITE, "width": 0.75},
        "gap": 45,
        "overlap": 100,
        "data_labels": {"value": True, "num_format": "0;;;", "font": label},
    }


def dress(bars: Any, height: float, width: int, chart: Chart) -> None:
    """Axes, legend and where the bars stand: names to their left have the room they need, the legend one line."""
    longest = max(units(str(category.value)) for category in chart.categories)
    size = 9 if longest <= 16 and height / len(chart.categories) > 18 else 8
    names = min(0.4, (longest * size * 0.72 + 14) / width)
    quiet = {"name": BODY, "size": size, "color": QUIET}
    axis = {
        "num_font": quiet,
        "line": {"color": LINE},
        "major_gridlines": {"visible": False},
        "major_tick_mark": "none",
    }
    bars.set_y_axis({**axis, "reverse": True, "interval_unit": 1})
    bars.set_x_axis({**axis, "visible": False, "min": 0})
    bars.set_legend({"position": "bottom", "font": {"name": BODY, "size": 9, "color": QUIET}})
    bars.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    plot = {"x": names, "y": 0.02, "width": 0.97 - names, "height": 1 - (LEGEND - 4) / height}
    bars.set_plotarea({"fill": {"none": True}, "layout": plot})
    bars.show_hidden_data()


def text_of(chart: Chart) -> str:
    return storable(cut(chart.text, 2.0 * TEXT_AT_MOST)[:TEXT_AT_MOST])


def light(colour: str) -> float:
    """How bright a colour looks, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
