"""单位总览: all files of a batch on one list, units ranked, the figures of all together, and what did not come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsuite.excel.links import cell_link
from xlsuite.excel.looks import BLUE, DIGITS, GREEN, GREY, ORANGE, RED, WHOLE, YELLOW, Tone
from xlsuite.excel.newbook import TOTAL_LOOK, Head, Look, NewBook, Page, rows_folder, toned
from xlsuite.model.outcome import Figure
from xlsuite.model.rates import NONE
from xlsuite.verbs.figures.scope import UNDECIDED
from xlsuite.verbs.together import ALL, BANDS, MOST, NO_ISSUES, REST, Part, Standing, banded, groups, ranked

TITLE = "单位总览"
MANY = 5_000  # files from which rows are not kept in memory
LINKS_AT_MOST = 30_000  # a sheet of an .xlsx holds 65,530, and a line has two
NAMED_AT_MOST = 40  # units told by name in a band
HEADS = (
    Head("序号", 6, "center", quiet=True), Head("单位", 22), Head("文件", 26, quiet=True), Head("结果", 13, "center"),
    Head("错误", 7, "center"), Head("警告", 7, "center"), Head("提示", 7, "center"), Head("数据行", 8, "center"),
    Head("整改问题", 9, "center"), Head("已完成", 8, "center"), Head("完成率", 11, "center"), Head("逾期", 7, "center"),
    Head("检查结果", 10, "center"), Head("退回单", 9, "center"),
)  # fmt: skip
RANK_HEADS = (
    Head("名次", 12, "center"), Head("单位", 28), Head("文件", 7, "center"), Head("整改问题", 10, "center"),
    Head("已完成", 9, "center"), Head("完成率", 13, "center"), Head("档次", 12, "center"), Head("逾期", 8, "center"),
    Head("高风险点", 10, "center"), Head("错误", 8, "center"), Head("警告", 8, "center"),
)  # fmt: skip
FIGURE_HEADS = (
    Head("指标", 22), Head("数值", 13, "center"), Head("分子", 10, "center"), Head("分母", 10, "center"),
    Head("口径", 52, quiet=True), Head("来自", 36, quiet=True), Head("指标代号", 30, quiet=True),
)  # fmt: skip
MISSING_HEADS = (
    Head("序号", 7, "center", quiet=True),
    Head("单位", 44),
    Head("情况", 18, "center"),
    Head("说明", 90, quiet=True),
)
BAND_TONES: dict[str, Tone] = {ALL: GREEN, MOST: BLUE, REST: RED, NO_ISSUES: GREY, UNDECIDED: YELLOW}


class FileLine(NamedTuple):
    """One file: who sent it, why it could not be read or "", its findings, its figures by id, its outputs or ""."""

    unit: str
    file: str
    refused: str
    counts: tuple[int, ...]
    rows: int
    parts: Mapping[str, Part]
    checked: str
    slip: str


class Overview(NamedTuple):
    """All that the workbook tells. lines: goes through the files when called; missing: units that sent nothing."""

    as_of: date
    other_days: int  # files with another 统计截止日
    found: int
    refused: Sequence[tuple[str, str, str]]  # unit, file, why
    lines: Callable[[], Iterable[FileLine]]
    units: Sequence[Standing]
    listed: int  # units of the 单位名单, 0 for none
    missing: Sequence[str]
    beside: Sequence[str]
    figures: Sequence[Figure]
    clashes: int


def overview_workbook(overview: Overview, target: str, version: str) -> bytes:
    """The workbook, complete, for the place where it will stand. The same overview gives the same bytes."""
    with rows_folder(overview.found > MANY) as folder:
        book = NewBook(TITLE, overview.as_of, f"xlsuite {version}", folder)
        list_sheet(book, overview, os.path.dirname(target))
        rank_sheet(book, overview)
        figures_sheet(book, overview)
        absent_sheet(book, overview)
        return book.bytes()


def basis(overview: Overview) -> str:
    days = f"（另有 {overview.other_days} 个文件自定了别的截止日）" if overview.other_days else ""
    return f"统计截止日 {overview.as_of}{days}"


def count_words(overview: Overview) -> str:
    """The sum that must come out."""
    refused = len(overview.refused)
    return f"找到 {overview.found} 个文件＝读了 {overview.found - refused} 个＋读不了 {refused} 个"


# --- 总览 ---


def list_sheet(book: NewBook, overview: Overview, folder: str) -> None:
    """One line a file in the order of the folders, the sums first."""
    page = book.sheet("总览", [head.width for head in HEADS], f"{TITLE}　{basis(overview)}", BLUE.solid)
    page.title(TITLE, f"{basis(overview)}　　{count_words(overview)}")
    page.note(unit_words(overview) + "点“查看”打开该文件的检查结果；有错误的单位另有退回单，可以打印。")
    page.gap(8)
    top = page.row
    page.header(HEADS)
    page.sheet.freeze_panes(top + 1, 2)
    page.sheet.repeat_rows(top)
    total_line(page, overview)
    first = page.row
    for number, line in enumerate(overview.lines(), 1):
        file_line(page, number, line, folder)
    last = max(first, page.row - 1)
    page.sheet.autofilter(top, 0, last, len(HEADS) - 1)
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#A9CFA6", "min_type": "num", "max_type": "num"}
    page.sheet.conditional_format(first, 10, last, 10, {**bar, "min_value": 0, "max_value": 1})
    page.sheet.ignore_errors({"number_stored_as_text": f"A{top + 1}:N{last + 1}"})


def unit_words(overview: Overview) -> str:
    units = f"报送单位 {len(overview.units)} 个。"
    if overview.listed:
        units = f"名单上 {overview.listed} 个单位，未报送 {len(overview.missing)} 个。"
    return units + (f"有 {overview.clashes} 个编号在不同文件里重复或冲突，见合并台账。" if overview.clashes else "")


def total_line(page: Page, overview: Overview) -> None:
    by_id = {figure.id: figure for figure in overview.figures}

    def number(id: str) -> Any:
        figure = by_id.get(id)
        return figure.numerator if figure is not None and figure.numerator is not None else ""

    errors, warnings = (sum(getattr(unit, name) for unit in overview.units) for name in ("errors", "warnings"))
    done = by_id.get("rectification.completion_rate")
    cells = (
        "", f"合计 {len(overview.units)} 个单位", f"{overview.found} 个文件", "", errors, warnings, "", "",
        number("rectification.total"), number("rectification.done"), done.value if done else "",
        number("rectification.overdue"), "", "",
    )  # fmt: skip
    page.line(HEADS, cells, dict.fromkeys(range(len(cells)), TOTAL_LOOK))


def file_line(page: Page, number: int, line: FileLine, folder: str) -> None:
    word, tone = result_of(line)
    errors, warnings, infos = line.counts
    overdue = figure_of(line, "rectification.overdue")
    told = ("", "", "", "") if line.refused else (errors, warnings, infos, line.rows)
    cells = (
        number, line.unit, os.path.basename(line.file), word, *told, figure_of(line, "rectification.total"),
        figure_of(line, "rectification.done"), rate_of(line), overdue, "", "",
    )  # fmt: skip
    looks: dict[int, Look] = {3: toned(tone)}
    if errors:
        looks[4] = {"font_color": RED.text, "bold": True, "font_name": DIGITS}
    if isinstance(overdue, int) and overdue:
        looks[11] = {"font_color": RED.text, "bold": True, "font_name": DIGITS}
    at = page.row
    page.line(HEADS, cells, looks)
    if number <= LINKS_AT_MOST:
        link(page, at, 12, line.checked, folder)
        link(page, at, 13, line.slip if errors else "", folder)


def link(page: Page, row: int, column: int, path: str, folder: str) -> None:
    if not path:
        return
    try:
        way = os.path.relpath(path, folder or os.curdir)
    except ValueError:  # another drive
        way = os.path.abspath(path)
    if target := cell_link(way, "", ""):
        look = {**HEADS[column].look, "font_color": BLUE.text, "underline": 1}
        page.sheet.write_url(row, column, target, page.book.looks.format(look), "查看")


def result_of(line: FileLine) -> tuple[str, Tone]:
    if line.refused:
        return "✗ 读不了", GREY
    if line.counts[0]:
        return "● 有错误", RED
    return ("▲ 有警告", YELLOW) if line.counts[1] else ("✓ 没有问题", GREEN)


def figure_of(line: FileLine, id: str) -> Any:
    part = line.parts.get(id)
    return "" if part is None or part.numerator is None else part.numerator


def rate_of(line: FileLine) -> str:
    part = line.parts.get("rectification.completion_rate")
    return "" if part is None else part.value


# --- 完成率排名 ---


def rank_sheet(book: NewBook, overview: Overview) -> None:
    """Units by their completion rate, and how many stand in which band."""
    page = book.sheet("完成率排名", [head.width for head in RANK_HEADS], f"完成率排名　{basis(overview)}", GREEN.solid)
    page.title(
        "单位完成率排名与分档", f"{basis(overview)}　　完成率＝整改状态为已完成的问题 ÷ 全部问题；并列的名次相同"
    )
    page.section("分档")
    band_table(page, overview)
    page.gap(12)
    page.section("排名")
    top = page.row
    page.header(RANK_HEADS)
    page.sheet.repeat_rows(top)
    first = page.row
    for rank, unit in ranked(overview.units):
        rank_line(page, rank, unit)
    if page.row == first:
        page.note("没有单位报送。")
        return
    bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#A9CFA6", "min_type": "num", "max_type": "num"}
    page.sheet.conditional_format(first, 5, page.row - 1, 5, {**bar, "min_value": 0, "max_value": 1})


def band_table(page: Page, overview: Overview) -> None:
    from xlsuite.model.rates import rate

    last = len(RANK_HEADS) - 1
    bands = banded(overview.units)
    whole = sum(map(len, bands.values()))
    band_row(page, ("档次", "单位", "单位数", "占比"), last, is_head=True)
    for band in BANDS:
        units = bands[band]
        if not units and band in (NO_ISSUES, UNDECIDED):
            continue
        band_row(page, (band, names_of(units), len(units), rate(len(units), whole, 1) if whole else NONE), last)


def band_row(page: Page, cells: Sequence[Any], last: int, is_head: bool = False) -> None:
    """档次, 单位数, 占比, and the units' names over the rest of the width."""
    from xlsuite.excel.looks import row_height
    from xlsuite.excel.newbook import HEADER_LOOK

    band, names, count, share = cells
    width = sum(page.widths[4 : last + 1])
    page.height(page.row, row_height([(str(names), width)], 22.0, 160.0))
    look: Look = HEADER_LOOK if is_head else {"align": "center", "bottom": 1, "bottom_color": "#C9D1D9"}
    tone = {} if is_head else toned(BAND_TONES[band])
    page.text(page.row, 0, band, **{**look, **tone})
    page.value(page.row, 1, f"{count} 个单位" if not is_head else count, **look)
    page.span(page.row, 2, 3, share, **look)
    page.span(page.row, 4, last, names, **{**look, "align": "left", "text_wrap": True})
    page.row += 1


def names_of(units: Sequence[Standing]) -> str:
    names = "、".join(each.unit for each in units[:NAMED_AT_MOST])
    return names + (f"等 {len(units)} 个" if len(units) > NAMED_AT_MOST else "") or "—"


def rank_line(page: Page, rank: int | None, unit: Standing) -> None:
    done: Any = "" if unit.done is None else unit.done
    cells = (
        "—" if rank is None else rank, unit.unit, unit.files, unit.issues, done, unit.rate(), unit.band, unit.overdue,
        unit.high, unit.errors, unit.warnings,
    )  # fmt: skip
    looks: dict[int, Look] = {6: toned(BAND_TONES[unit.band])}
    for at in (7, 9):
        if cells[at]:
            looks[at] = {"font_color": RED.text, "bold": True, "font_name": DIGITS}
    page.line(RANK_HEADS, cells, looks)


# --- 各项数字 ---


def figures_sheet(book: NewBook, overview: Overview) -> None:
    """Every figure over all files read, rates worked out anew from the sums of their parts."""
    page = book.sheet("各项数字", [head.width for head in FIGURE_HEADS], f"各项数字　{basis(overview)}", ORANGE.solid)
    page.title("全部单位各项数字", f"{basis(overview)}　　各文件的数相加；率按分子、分母相加后重算")
    for prefix, name in groups(figure.id for figure in overview.figures):
        figures = [figure for figure in overview.figures if figure.id.startswith(f"{prefix}.")]
        page.section(name)
        page.header(FIGURE_HEADS)
        for each in figures:
            numerator = each.numerator if each.denominator is not None else ""
            denominator = "" if each.denominator is None else each.denominator
            cells = (each.name, shown(each.value), numerator, denominator, each.criterion, each.source, each.id)
            page.line(FIGURE_HEADS, cells, {1: {"bold": True, "font_name": DIGITS}})
        page.gap(10)
    if not overview.figures:
        page.note("读到的文件里没有可算的数字。")


def shown(value: str) -> Any:
    return int(value) if value.isdigit() else value


# --- 未报送与读不了 ---


def absent_sheet(book: NewBook, overview: Overview) -> None:
    """Units of the list that sent nothing, files that could not be read, and units that are on no list."""
    page = book.sheet(
        "未报送与读不了", [head.width for head in MISSING_HEADS], f"未报送与读不了　{basis(overview)}", RED.solid
    )
    said = "" if overview.listed else "　　没有给单位名单（--units），不知道谁没有报送"
    page.title("未报送与读不了的文件", f"{basis(overview)}{said}")
    page.header(MISSING_HEADS)
    page.sheet.repeat_rows(page.row - 1)
    lines: list[tuple[str, str, str, Tone]] = [
        *((name, "未报送", "名单上有，没有收到文件。", RED) for name in overview.missing),
        *((unit, "读不了", f"{os.path.basename(file)}：{why}", YELLOW) for unit, file, why in overview.refused),
        *((name, "名单外", "收到了文件，名单上没有这个单位。", GREY) for name in overview.beside),
    ]
    for number, (unit, word, why, tone) in enumerate(lines, 1):
        page.line(MISSING_HEADS, (number, unit, word, why), {2: toned(tone), 0: {"num_format": WHOLE}})
    if not lines:
        page.note("没有这样的单位或文件。")
