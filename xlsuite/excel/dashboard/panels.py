"""The panels of the 一览: tables on half a page, their cells coloured by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsuite.excel.dashboard.board import Cell, Column, Panel
from xlsuite.excel.dashboard.canvas import (
    HALF,
    HEAD_LOOK,
    HEADS,
    LINE_LOOK,
    NUMBER,
    ROW,
    SECTION,
    SUM_LOOK,
    Canvas,
    cut,
    mixed,
)
from xlsuite.excel.looks import BLUE, HEAD, QUIET, RED, YELLOW, Tone, lines, units
from xlsuite.excel.newbook import Look
from xlsuite.model.place import a1

COUNT = '0;-0;"–"'
DAYS = '"余"0"天";"逾"0"天";"今天"'
SHADES = ((4, 0.38), (3, 0.26), (2, 0.13), (1, 0.0))  # from a count on, how deep its tint; one scale for every page
BAR = "#A9CFA6"
LEFT = frozenset(("name", "text", "bar", "amount", "tag"))
NAME_LINES = 2  # a unit's name takes no more


def rows_of(panel: Panel) -> int:
    """How many rows below its header a panel takes."""
    return len(panel.rows) + bool(panel.total) + bool(panel.more.value or panel.more.formula)


def row_heights(canvas_width: float, panel: Panel) -> list[float]:
    """The heights its rows ask for; canvas_width: half-width characters in one column of the grid."""
    found = []
    for row in panel.rows:
        taken = [
            lines(str(cell.value), column.width * canvas_width * 1.05)
            for cell, column in zip(row, panel.columns, strict=True)
            if column.kind == "name" and not cell.formula
        ]
        found.append(ROW if max(taken, default=1) < NAME_LINES else ROW + 8)
    return found + [ROW] * (rows_of(panel) - len(found))


def draw_panel(canvas: Canvas, top: int, left: int, panel: Panel, part: str = "") -> None:
    """A panel with its head at a row; its rows have the heights they were given before."""
    canvas.section(top, left, panel.name + part, panel.note)
    if panel.absent:
        canvas.put(top + 1, left, HALF, Cell(panel.absent), {"font_size": 9.5, "font_color": QUIET})
        return
    at = left
    for column in panel.columns:
        align = "left" if column.kind in LEFT and column.kind not in ("bar", "amount") else "center"
        canvas.put(top + 1, at, column.width, column.title, {**HEAD_LOOK, "align": align})
        at += column.width
    row = top + 2
    for place, cells in enumerate(panel.rows):
        draw_row(canvas, row, left, panel.columns, cells, LINE_LOOK, panel.tones[place] if panel.tones else None)
        row += 1
    if panel.total:
        draw_row(canvas, row, left, panel.columns, panel.total, SUM_LOOK)
        row += 1
    if panel.rows:
        draw_rules(canvas, top + 2, left, panel)
    if panel.more.value or panel.more.formula:
        canvas.put(row, left, HALF, panel.more, {"font_size": 9, "font_color": QUIET, "shrink": True})


def draw_row(
    canvas: Canvas,
    row: int,
    left: int,
    columns: Sequence[Column],
    cells: Sequence[Cell],
    line: Look,
    tone: Tone | None = None,
) -> None:
    """One line of a panel; tone: of its tag."""
    at = left
    is_sum = line is SUM_LOOK
    for column, cell in zip(columns, cells, strict=True):
        look = {**line, **look_of(column, cell, is_sum), **(toned(tone) if column.kind == "tag" else {})}
        canvas.put(row, at, column.width, shown(canvas, column, cell), look)
        at += column.width


def shown(canvas: Canvas, column: Column, cell: Cell) -> Cell:
    """A text cut to its column; a link only where there is one."""
    if cell.formula or not isinstance(cell.value, str):
        return cell
    room = canvas.width(column.width)
    if column.kind == "text":
        return cell._replace(value=cut(cell.value, room))
    if column.kind == "name":
        return cell._replace(value=cut(cell.value, room * 1.9))
    if column.kind == "word":
        return cell._replace(value=cut(cell.value, room * 1.15))
    return cell._replace(value="") if column.kind == "link" and not cell.link else cell


def look_of(column: Column, cell: Cell, is_sum: bool) -> Look:
    """The face of a cell by its column's kind and, where it is no formula, by its value."""
    value = cell.value if not cell.formula else None
    kind = column.kind
    if kind in ("name", "text", "word"):
        return word_look(kind, column.width, cell, is_sum)
    if kind == "tag":
        return {"font_name": HEAD, "font_size": 10, **({} if is_sum else {"indent": 1})}
    if kind == "date":
        return {**NUMBER, "font_size": 9, "num_format": "m-d", "shrink": True}
    if kind == "days":
        return {**NUMBER, "bold": True, "num_format": DAYS, "shrink": True, **toned(days_tone(value))}
    if kind == "link":
        return {**NUMBER, "font_color": BLUE.solid}
    if kind in ("bar", "rate"):
        look: Look = {**NUMBER, "font_size": 9.5, "num_format": "0%" if is_whole(value) else "0.0%"}
        return {**look, "align": "left", "indent": 1} if kind == "bar" else look
    if kind == "amount":
        return {**NUMBER, "align": "left", "indent": 1, "num_format": COUNT}
    look = {**NUMBER, "num_format": COUNT}
    if is_sum or not isinstance(value, int) or value <= 0 or column.tone is None or kind == "count":
        return look
    if kind == "alarm":
        return {**look, **toned(column.tone), "bold": True}
    return {**look, "bg_color": shade(column.tone, value), "font_color": column.tone.text}


def word_look(kind: str, width: int, cell: Cell, is_sum: bool) -> Look:
    if kind == "name":
        is_long = not cell.formula and units(str(cell.value)) > width * 2.6
        return {"font_size": 9 if is_long else 10, "text_wrap": True, **({"font_name": HEAD} if is_sum else {})}
    if kind == "text":
        return {"font_size": 10}
    return {"font_size": 9.5, "align": "center", "shrink": True}


def is_whole(value: Any) -> bool:
    return isinstance(value, int | float) and round(value * 100, 6) == round(value * 100)


def toned(tone: Tone | None) -> Look:
    return {"font_color": tone.text, "bg_color": tone.tint} if tone else {}


def days_tone(value: Any) -> Tone | None:
    if not isinstance(value, int):
        return None
    return RED if value < 0 else YELLOW


def shade(tone: Tone, count: int) -> str:
    part = next(part for least, part in SHADES if count >= least)
    return mixed(tone.tint, tone.solid, part)


def draw_rules(canvas: Canvas, top: int, left: int, panel: Panel) -> None:
    """Bars behind rates and amounts; for formulas the colours that values have of themselves."""
    rows = (top, top + len(panel.rows) - 1)
    at = left
    for place, column in enumerate(panel.columns):
        first = a1(rows[0] + 1, at + 1)
        is_live = any(row[place].formula for row in panel.rows)
        if column.kind in ("bar", "amount"):
            last = rows[1] + (1 if panel.total and column.kind == "bar" else 0)
            most = 1 if column.kind == "bar" else highest(panel, place)
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": BAR, "min_type": "num", "max_type": "num"}
            bounds = {"min_value": 0, "max_value": most, "data_bar_2010": True, "bar_border_color": BAR}
            canvas.sheet.conditional_format(rows[0], at, last, at, {**bar, **bounds})
        elif is_live and column.kind == "level" and column.tone:
            draw_shades(canvas, rows, at, column, first)
        elif is_live and column.kind == "alarm":
            canvas.rule(rows, at, column.width, f"=AND(ISNUMBER({first}),{first}>0)", {**toned(RED), "bold": True})
        elif is_live and column.kind == "days":
            canvas.rule(rows, at, column.width, f"=AND(ISNUMBER({first}),{first}<0)", toned(RED))
            canvas.rule(rows, at, column.width, f"=AND(ISNUMBER({first}),{first}>=0)", toned(YELLOW))
        at += column.width


def draw_shades(canvas: Canvas, rows: tuple[int, int], left: int, column: Column, first: str) -> None:
    """The tints of live counts; in the other tone while the column's switch says so."""
    ways = [("", column.tone)]
    if column.switch:
        ways = [(f"NOT({column.switch}),", column.tone), (f"{column.switch},", column.other)]
    for condition, tone in ways:
        for least, _ in SHADES if tone else ():
            assert tone is not None
            look: Look = {"bg_color": shade(tone, least), "font_color": tone.text}
            criteria = f"=AND({condition}ISNUMBER({first}),{first}>={least})"
            canvas.rule(rows, left, column.width, criteria, look)


def highest(panel: Panel, place: int) -> Any:
    return max([row[place].value for row in panel.rows if isinstance(row[place].value, int)] or [1]) or 1


def chunks(panel: Panel, heights: Sequence[float], room: float) -> list[Panel]:
    """A long panel in parts that each fit a page; the total stands under the last."""
    space = room - SECTION - HEADS - ROW
    parts, taken = [[]], 0.0  # type: ignore[var-annotated]
    for row, height in zip(panel.rows, heights, strict=False):
        if taken + height > space and parts[-1]:
            parts.append([])
            taken = 0.0
        parts[-1].append(row)
        taken += height
    made = [panel._replace(rows=tuple(rows), total=()) for rows in parts]
    return [*made[:-1], made[-1]._replace(total=panel.total)]
