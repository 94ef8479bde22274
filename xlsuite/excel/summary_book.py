"""The summary workbook: 一览 on top, then the tables by subject, then the 编号 behind every figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xlsuite.excel.looks import (
    BLUE,
    DIGITS,
    GREEN,
    GREY,
    HEAD,
    HEADER,
    INK,
    LINE,
    NOTE_SIZE,
    PANEL,
    QUIET,
    RED,
    WHOLE,
    Tone,
    number_of,
    row_height,
    units,
)  # fmt: skip
from xlsuite.excel.newbook import Head, Look, NewBook, Page
from xlsuite.excel.summary_tables import subject_sheets
from xlsuite.model.outcome import Figure
from xlsuite.verbs.summarize import Summary

ABSENT = "未见台账"
GROUPS = (("risk", "风险点"), ("measure", "防控措施"), ("rectification", "问题整改"))
TILE, BETWEEN = 3, 1  # columns of a tile and of the gap after it
GRID = tuple(([8.6] * TILE + [1.6] * BETWEEN) * 6)[:-BETWEEN]
# Where the columns of the figures' table stand in that grid: first and last column of each.
SPANS = (("指标", 0, 3), ("数值", 4, 5), ("分子", 6, 6), ("分母", 7, 8), ("口径", 9, 15), ("数据来源", 16, 22))
DETAIL_HEADS = (
    Head("指标", 20), Head("数值", 12, "center"), Head("编号个数", 10, "center"), Head("编号", 92),
    Head("指标代号", 30, quiet=True),
)  # fmt: skip
KEYS_A_LINE, LINES_A_ROW = 10, 20


class Tile(NamedTuple):
    """A figure in large: its id, its colour, and the figures that its lower line tells."""

    id: str
    name: str
    tone: Tone
    below: tuple[tuple[str, str], ...] = ()


TILES = (
    Tile("risk.total", "风险点总数", BLUE, (("中", "risk.medium"), ("低", "risk.low"))),
    Tile("risk.high", "高风险点", RED, (("未核定", "risk.unrated"),)),
    Tile("rectification.total", "整改问题总数", BLUE, (
        ("已完成", "rectification.done"), ("推进中", "rectification.in_progress"),
    )),
    Tile("rectification.completion_rate", "整改完成率", GREEN),
    Tile("rectification.overdue", "已逾期", RED, (("临期", "rectification.due_soon"),)),
    Tile("rectification.closure_rate", "销号率", GREEN),
)  # fmt: skip


def summary_workbook(summary: Summary, version: str = "") -> bytes:
    """The summary workbook, complete. The same summary gives the same bytes."""
    book = NewBook("廉政风险防控与问题整改一览", summary.as_of, f"xlsuite {version}".strip())
    overview_sheet(book, summary)
    subject_sheets(book, summary)
    detail_sheet(book, summary)
    return book.bytes()


def overview_sheet(book: NewBook, summary: Summary) -> None:
    """One page: the six figures that are asked for first, then all of them by subject."""
    page = book.sheet("一览", GRID, f"统计截止日 {summary.as_of}", BLUE.solid)
    unit = summary.unit or "【待补充：单位全称】"
    basis = f"{unit}　　统计截止日 {summary.as_of}（{summary.as_of_source}）　　数据来源：{source_words(summary)}"
    page.title("廉政风险防控与问题整改一览", basis)
    rule_under(page)
    page.gap(8)
    tiles(page, summary)
    page.gap(14)
    page.sheet.freeze_panes(2, 0)
    groups = [
        (name, [figure for figure in summary.figures if figure.id.startswith(f"{prefix}.")]) for prefix, name in GROUPS
    ]
    starts, loose = [], [page.row]
    for name, figures in sorted(groups, key=lambda group: not group[1]):  # those without a ledger come last
        starts.append(page.row)
        loose += [] if figures else [page.row]
        figure_group(page, name, figures)
    page.note(error_words(summary) + "比率按四舍五入保留小数；分母为 0 的比率记“无”。每个数字背后的编号见“取数明细”。")
    page.keep_together(starts, 2, loose)


def source_words(summary: Summary) -> str:
    return "、".join(f"{source.title} {source.rows} 行" for source in summary.sources) or "没有识别出台账"


def error_words(summary: Summary) -> str:
    if not summary.error_rows:
        return ""
    return f"有 {summary.error_rows} 行带有错误，仍按读得出的单元格计入，详见检查结果。"


def rule_under(page: Page) -> None:
    for column in range(len(GRID)):
        page.text(page.row, column, "", top=2, top_color=HEADER)
    page.gap(4)


def tiles(page: Page, summary: Summary) -> None:
    """Six tiles of four rows: a coloured bar with the name, the figure, what goes with it."""
    top = page.row
    for row, height in enumerate((22, 38, 20)):
        page.height(top + row, height)
    for number, tile in enumerate(TILES):
        first = number * (TILE + BETWEEN)
        last = first + TILE - 1
        figure = summary.figure(tile.id)
        tone = GREY if figure is None else GREEN if tile.id.endswith(".overdue") and figure.value == "0" else tile.tone
        ground: Look = {"bg_color": PANEL, "indent": 1}
        page.span(top, first, last, tile.name, **ground, font_color=QUIET, top=5, top_color=tone.solid)
        page.span(top + 2, first, last, below_words(tile, summary), **ground, font_size=NOTE_SIZE, font_color=QUIET)
        if figure is None:
            page.span(top + 1, first, last, ABSENT, **ground, font_size=14, font_color=QUIET)
            continue
        colour = tone.text if tone in (RED, GREEN) and not tile.id.endswith("_rate") else INK
        big: Look = {"font_name": DIGITS, "font_size": 24, "bold": True, "font_color": colour, "align": "left"}
        value, look = shown(figure, {**ground, **big})
        page.span(top + 1, first, last, value, **look)
    page.row = top + 3


def shown(figure: Figure, look: Look) -> tuple[float | str, Look]:
    """A figure's value as a number that prints as it was worked out, or as the text it is."""
    number = number_of(figure.value)
    return (number[0], {**look, "num_format": number[1]}) if number else (figure.value, look)


def below_words(tile: Tile, summary: Summary) -> str:
    figure = summary.figure(tile.id)
    if figure and figure.denominator is not None:
        return f"{figure.numerator} ÷ {figure.denominator}"
    parts = [f"{word} {found.value}" for word, id in tile.below if (found := summary.figure(id))]
    return "　".join(parts)


def figure_group(page: Page, name: str, figures: Sequence[Figure]) -> None:
    page.section(name)
    if not figures:
        page.note(f"{ABSENT}：工作簿里没有这一类台账，没有可算的数字。")
        page.gap(10)
        return
    page.height(page.row, 20)
    has_rates = any(figure.denominator is not None for figure in figures)
    for title, first, last in SPANS:
        shown_title = title if has_rates or title not in ("分子", "分母") else ""
        page.span(page.row, first, last, shown_title, **FIGURE_HEAD, align="center" if first in (4, 6, 7) else "left")
    page.row += 1
    for figure in figures:
        figure_line(page, figure)
    page.gap(10)


def figure_line(page: Page, figure: Figure) -> None:
    quiet: Look = {**CELL, "font_color": QUIET, "font_size": NOTE_SIZE, "text_wrap": True}
    value, look = shown(figure, {**CELL, "align": "center", "font_name": DIGITS, "bold": True})
    numerator = figure.numerator if figure.denominator is not None else None  # a count is its own
    cells = (
        (figure.name, CELL), (value, look), (numerator, {**CELL, "align": "center"}),
        (figure.denominator, {**CELL, "align": "center"}), (figure.criterion, quiet), (figure.source, quiet),
    )  # fmt: skip
    widths = [sum(GRID[first : last + 1]) * 10.5 / NOTE_SIZE for _, first, last in SPANS]
    page.height(page.row, row_height([(figure.criterion, widths[4]), (figure.source, widths[5])], 19.0))
    for (cell, face), (_, first, last) in zip(cells, SPANS, strict=True):
        page.span(page.row, first, last, cell, **face)
    page.row += 1


CELL: Look = {"bottom": 4, "bottom_color": LINE}
FIGURE_HEAD: Look = {"font_size": NOTE_SIZE, "font_color": QUIET, "font_name": HEAD, "bottom": 1, "bottom_color": LINE}


# --- 取数明细 ---


def detail_sheet(book: NewBook, summary: Summary) -> None:
    """The 编号 behind every figure, so that each can be traced to its rows."""
    page = book.sheet("取数明细", [head.width for head in DETAIL_HEADS], f"统计截止日 {summary.as_of}", GREY.solid)
    page.title("取数明细", f"统计截止日 {summary.as_of}　　数据来源：{source_words(summary)}　　比率列出分子的编号")
    page.gap()
    top = page.row
    page.header(DETAIL_HEADS)
    for figure in summary.figures:
        for part, keys in enumerate(key_texts(figure.rows, DETAIL_HEADS[3].width)):
            detail_line(page, figure, keys, part)
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.repeat_rows(top)


def detail_line(page: Page, figure: Figure, keys: str, part: int) -> None:
    at = page.row
    count = "" if part else str(len(figure.rows))
    name = figure.name + ("（续）" if part else "")
    page.line_of_texts(DETAIL_HEADS, (name, "", count, keys, figure.id), tallest=400.0)
    if not part:
        value, look = shown(figure, {**DETAIL_HEADS[1].look, "font_name": DIGITS, "bold": True})
        page.value(at, 1, value, **look)
        page.number(at, 2, len(figure.rows), **DETAIL_HEADS[2].look, num_format=WHOLE)


def key_texts(keys: Sequence[str], width: float) -> Iterator[str]:
    """Keys joined by 、, at most ten a line and no line wider than its column; one text for each sheet row."""
    lines: list[str] = []
    line: list[str] = []
    for key in keys:
        if line and (len(line) == KEYS_A_LINE or units("、".join([*line, key])) > width - 4):
            lines.append("、".join(line) + "、")
            line = []
        line.append(key)
    lines.append("、".join(line) or "—")
    for start in range(0, len(lines), LINES_A_ROW):
        yield "\n".join(lines[start : start + LINES_A_ROW])
