"""The 一览 of a summary: values, sized to the data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from xlsuite.excel.dashboard.board import BLANK, Board, Cell, Chart, Column, Panel, Series, Tile
from xlsuite.excel.dashboard.maps import map_of
from xlsuite.excel.dashboard.tones import level_tones
from xlsuite.excel.figure_sheets import error_words, source_words
from xlsuite.excel.links import cell_link
from xlsuite.excel.looks import BLUE, GREEN, GREY, RED, Tone, number_of
from xlsuite.grading.method import Method
from xlsuite.model.outcome import Figure
from xlsuite.verbs.figures.grouped import TOTAL
from xlsuite.verbs.summarize import Summary

TITLE = "廉政风险防控与问题整改一览"
LEGEND = "颜色：红＝高／逾期　橙＝较大　黄＝中／临期　蓝＝低／办理中　绿＝完成　灰＝长期坚持、未判定（同时都有文字）"
ABSENT = "未见台账"
NO_RISKS = "未见台账：工作簿里没有个人廉政风险点登记表，也没有风险点等级评定表。"
NO_ISSUES = "未见台账：工作簿里没有问题整改台账。"
UNITS_AT_MOST = 8  # on the first page, beside 未填 and the total
LATE_AT_MOST = 8
SHORT = 14  # characters of a unit's name on a chart
NO_UNIT = ("未填", "未判定")
TILES: tuple[tuple[str, str, Tone], ...] = (
    ("risk.total", "风险点总数", BLUE), ("risk.high", "高风险点", RED), ("rectification.total", "整改问题总数", BLUE),
    ("rectification.completion_rate", "整改完成率", GREEN), ("rectification.overdue", "已逾期", RED),
    ("rectification.closure_rate", "销号率", GREEN),
)  # fmt: skip
CALM = {"rectification.overdue": GREEN, "risk.high": GREY}  # what a figure turns to at 0
STATUS_COLOURS = {
    "已销号": GREEN.solid, "已完成": "#A9CFA6", "办理中": BLUE.solid, "长期坚持": "#C3CAD2", "已逾期": RED.solid,
    "未判定": "#E6E9ED",
}  # fmt: skip
STATUS_NAMES = {"已完成": "已完成待销号"}


def board_of(summary: Summary, link: str = "") -> Board:
    """The page of a summary; `link`: the path from the output's folder to the ledgers, "" for no links."""
    unit = summary.unit or "【待补充：单位全称】"
    basis = f"{unit}　　统计截止日 {summary.as_of}（{summary.as_of_source}）　　数据来源：{source_words(summary)}"
    units, progress = units_panel(summary), progress_panel(summary)
    return Board(
        TITLE, Cell(basis), tuple(tile(summary, *each) for each in TILES), units[0], map_of(summary), progress[0],
        late_panel(summary, link), (status_chart(summary), source_chart(summary)), LEGEND, Cell(note_words(summary)),
        tuple(zip_longest(units[1:], progress[1:])),
    )  # fmt: skip


def note_words(summary: Summary) -> str:
    return error_words(summary) + "各数的口径和来源见“指标口径”，背后的编号见“取数明细”。分母为 0 的比率记“无”。"


# --- tiles ---


def tile(summary: Summary, id: str, name: str, tone: Tone) -> Tile:
    figure = summary.figure(id)
    if figure is None:
        said = ABSENT if id.startswith("rectification.") or not summary.figure("risk.total") else "未见等级评定表"
        return Tile(name, Cell(said), "", Cell(f"截至 {summary.as_of}"), GREY, absent=True)
    number = number_of(figure.value)
    value = Cell(number[0] if number else figure.value)
    calm = CALM.get(id)
    return Tile(name, value, number[1] if number else "", Cell(below(summary, figure)), tone, calm)


def below(summary: Summary, figure: Figure) -> str:
    """The second line of a tile: what the figure is made of."""
    if figure.id == "risk.total":
        return risk_words(summary)
    if figure.id == "risk.high":
        total = summary.figure("risk.total")
        unrated = summary.figure("risk.unrated")
        part = percent(int(figure.value), int(total.value)) if total else ""
        return f"占比 {part}" + (f"　未核定 {unrated.value}" if unrated else "")
    if figure.id == "rectification.total":
        return said(summary, (("已完成", "rectification.done"), ("长期坚持", "rectification.long_term")))
    if figure.id == "rectification.overdue":
        days = summary.facts.settings.due_soon_days[0] if summary.facts else ""
        soon = summary.figure("rectification.due_soon")
        return f"临期 {soon.value} 项（{days} 天内）" if soon and days != "" else ""
    if figure.id == "rectification.closure_rate":
        return said(summary, (("已销号", "rectification.closed"), ("待核验", "rectification.pending_closure")))
    if figure.numerator is not None and figure.denominator is not None:
        return f"{figure.numerator} ÷ {figure.denominator}"
    return ""


def risk_words(summary: Summary) -> str:
    levels = summary.facts.units if summary.facts else None
    units = f"涉及 {sum(name not in NO_UNIT for name, _ in levels.rows)} 个科室" if levels else ""
    measures = summary.figure("measure.total")
    return units + (f"　措施 {measures.value} 条" if measures else "")


def said(summary: Summary, parts: Sequence[tuple[str, str]]) -> str:
    return "　".join(f"{word} {found.value}" for word, id in parts if (found := summary.figure(id)))


def percent(part: int, whole: int) -> str:
    from xlsuite.model.rates import rate

    return rate(part, whole, 1)


# --- 科室×等级 and 整改进度 ---


def chosen(rows: Sequence[tuple[Any, ...]], weight: Any, at_most: int = UNITS_AT_MOST) -> tuple[list[Any], list[Any]]:
    """The rows that stand on the first page, in their order, and those that are added up there.

    All where the page holds them; else those with the greatest weight. Rows without a unit count beside them.
    """
    named = [row for row in rows if row[0] not in NO_UNIT]
    if len(named) <= at_most:
        return list(rows), []
    kept = sorted(named, key=weight, reverse=True)[: at_most - 1]
    return [row for row in rows if row in kept or row[0] in NO_UNIT], [row for row in named if row not in kept]


def folded(rows: Sequence[tuple[Any, ...]], columns: int) -> tuple[Any, ...]:
    """Rows added up under one name, for columns of counts."""
    return (f"其余 {len(rows)} 个科室", *(sum(row[at] for row in rows) for at in range(1, columns)))


def cells(row: Sequence[Any]) -> tuple[Cell, ...]:
    return tuple(Cell(value) for value in row)


def units_panel(summary: Summary) -> list[Panel]:
    """科室×等级 for the first page; in full besides where not all units fit there."""
    name = "各科室风险等级分布"
    levels = summary.facts.units if summary.facts else None
    if levels is None or summary.facts is None:
        return [Panel(name, BLANK, absent=NO_RISKS)]
    measures = measure_parts(summary)
    lines = [(unit, *counts, sum(counts), *measures.get(unit, (0, 0))) for unit, counts in levels.rows]
    shown, rest = chosen(lines, lambda row: (*row[1 : 1 + len(levels.names)], row[-3]))
    rows = [*shown, *([folded(rest, len(lines[0]))] if rest else [])]
    has_measures = summary.figure("measure.total") is not None
    columns = risk_columns(levels.names, summary.facts.method, has_measures)
    total = measured((TOTAL, *map(sum, zip(*(line[1:] for line in lines), strict=True))), has_measures) if lines else ()
    note = "颜色越深数量越多" + (f"；高等级最多的 {len(shown)} 个科室，全部见下页" if rest else "")
    panel = Panel(name, Cell(note), columns, tuple(measured(row, has_measures) for row in rows), total)
    if not rest:
        return [panel]
    full = tuple(measured(row, has_measures) for row in lines)
    return [panel, panel._replace(rows=full, note=Cell(f"全部 {len(lines)} 个科室"))]


def risk_columns(names: Sequence[str], method: Method, has_measures: bool) -> tuple[Column, ...]:
    tones = level_tones(names, method.to_three)
    last = 4 if has_measures else 0
    each = max(2, (29 - 8 - 3 - last) // (len(names) + 1))
    first = 29 - each * (len(names) + 1) - 3 - last
    found = [Column(Cell("科　室"), "name", first)]
    found += [Column(Cell(name), "level", each, tone) for name, tone in zip(names, tones, strict=True)]
    found += [Column(Cell("未核定"), "level", each, GREY), Column(Cell("合计"), "count", 3)]
    return tuple(found + ([Column(Cell("措施落实"), "rate", 4)] if has_measures else []))


def measured(row: Sequence[Any], has_measures: bool) -> tuple[Cell, ...]:
    """A line whose last two counts, measures done and all, become one rate."""
    *counts, done, whole = row
    if not has_measures:
        return cells(counts)
    return cells((*counts, done / whole if whole else "–"))


def measure_parts(summary: Summary) -> dict[str, tuple[int, int]]:
    """科室 → measures carried out, and all of them."""
    table = summary.table("measure.unit_by_status")
    if table is None:
        return {}
    total, done = (table.columns.index(name) for name in ("总数", "已落实"))
    return {row[0]: (row[done], row[total]) for row in table.rows if row[0] != TOTAL}


PROGRESS = (
    ("总数", "问题", "count", 3), ("已完成", "完成", "count", 3), ("已销号", "销号", "count", 3),
    ("逾期", "逾期", "alarm", 3),
)  # fmt: skip


def progress_panel(summary: Summary) -> list[Panel]:
    """整改进度 by unit for the first page; in full besides where not all units fit there."""
    name = "整改进度"
    table = summary.table("rectification.by_unit")
    if table is None:
        return [Panel(name, BLANK, absent=NO_ISSUES)]
    places = [table.columns.index(each) for each, *_ in PROGRESS]
    lines = [(row[0], *(row[at] for at in places), row[-1]) for row in table.rows]
    body, sums = lines[:-1], lines[-1]
    shown, rest = chosen(body, lambda row: (row[4], row[1] - row[2], row[1]))
    columns = (
        Column(Cell("责任科室"), "name", 9),
        *(Column(Cell(title), kind, width, RED) for _, title, kind, width in PROGRESS),
        Column(Cell("完成率"), "bar", 8),
    )
    rows = [rated(row) for row in shown]
    if rest:
        added = folded(rest, 5)
        rows.append(cells((*added, added[2] / added[1] if added[1] else "–")))
    figure = summary.figure("rectification.completion_rate")
    note = "完成率＝" + (figure.criterion if figure else "") + (f"；逾期最多的 {len(shown)} 个科室" if rest else "")
    panel = Panel(name, Cell(note), columns, tuple(rows), rated(sums))
    if not rest:
        return [panel]
    return [panel, panel._replace(rows=tuple(map(rated, body)), note=Cell(f"全部 {len(body)} 个科室"))]


def rated(row: Sequence[Any]) -> tuple[Cell, ...]:
    """A line whose last cell is a rate as printed."""
    number = number_of(row[-1])
    return cells((*row[:-1], number[0] if number else row[-1]))


# --- 逾期与临期 ---

LATE_COLUMNS = (
    Column(Cell("问　题"), "text", 12), Column(Cell("科室"), "word", 5), Column(Cell("责任人"), "word", 4),
    Column(Cell("时限"), "date", 3), Column(Cell("天数"), "days", 3), Column(BLANK, "link", 2),
)  # fmt: skip


def late_panel(summary: Summary, link: str) -> Panel:
    name = "逾期与临期清单"
    if summary.figure("rectification.total") is None:
        return Panel(name, BLANK, absent=NO_ISSUES)
    late = summary.facts.late if summary.facts else ()
    days = summary.facts.settings.due_soon_days[0] if summary.facts else 0
    shown = late if len(late) <= LATE_AT_MOST else late[:LATE_AT_MOST]
    rows = [
        (Cell(each.issue), Cell(each.unit), Cell(each.owner), Cell(each.deadline), Cell(each.days),
         Cell("↗", link=cell_link(link, each.sheet, each.cell)))
        for each in shown
    ]  # fmt: skip
    more = f"另有 {len(late) - len(shown)} 项，见“逾期与临期”" if len(late) > len(shown) else ""
    note = f"按紧急程度排序；临期＝{days} 天内" + ("；点“↗”到原表" if link else "")
    panel = Panel(name, Cell(note), LATE_COLUMNS, tuple(rows), more=Cell(more))
    return panel if rows else panel._replace(more=Cell("没有逾期或临期的问题。"))


# --- charts ---


def short(name: str) -> str:
    return name if len(name) <= SHORT else name[: SHORT - 1] + "…"


def status_chart(summary: Summary) -> Chart:
    name = "整改状态构成（按科室）"
    statuses = summary.facts.statuses if summary.facts else None
    if statuses is None or summary.facts is None:
        return Chart(name, BLANK, (), (), "", NO_ISSUES)
    from xlsuite.verbs.figures.board_facts import STATUSES

    lines = [(unit, *counts) for unit, counts in statuses]
    late = 1 + STATUSES.index("已逾期")
    shown, rest = chosen(lines, lambda row: (row[late], sum(row[1:])))
    rows = shown  # those added up elsewhere would dwarf the others
    used = [at for at, word in enumerate(STATUSES, 1) if word != "未判定" or any(row[at] for row in rows)]
    series = tuple(
        Series(STATUS_NAMES.get(word, word), STATUS_COLOURS[word], tuple(Cell(row[at]) for row in rows))
        for at in used
        for word in [STATUSES[at - 1]]
    )
    text = "各科室问题按状态堆积的条形图：" + "；".join(
        f"{row[0]} " + "、".join(f"{each.name} {row[at]}" for at, each in zip(used, series, strict=True) if row[at])
        for row in rows
    )
    note = "每个问题只计一次；已逾期的先计" + (f"；只画逾期最多的 {len(rows)} 个科室" if rest else "")
    return Chart(name, Cell(note), tuple(Cell(short(row[0])) for row in rows), series, text)


def source_chart(summary: Summary) -> Chart:
    name = "问题来源与办理情况"
    table = summary.table("rectification.by_source")
    if table is None:
        return Chart(name, BLANK, (), (), "", NO_ISSUES)
    total, done = (table.columns.index(each) for each in ("总数", "已完成"))
    lines = [(row[0], row[done], row[total] - row[done]) for row in table.rows if row[0] != TOTAL]
    if len(lines) > UNITS_AT_MOST:
        lines = sorted(lines, key=lambda row: -row[1] - row[2])
        rest = lines[UNITS_AT_MOST - 1 :]
        lines = [
            *lines[: UNITS_AT_MOST - 1],
            (f"其余 {len(rest)} 个来源", sum(r[1] for r in rest), sum(r[2] for r in rest)),
        ]
    series = (
        Series("已完成", GREEN.solid, tuple(Cell(row[1]) for row in lines)),
        Series("未完成", BLUE.solid, tuple(Cell(row[2]) for row in lines)),
    )
    text = "各来源问题办理情况的条形图：" + "；".join(f"{name} 已完成 {a}、未完成 {b}" for name, a, b in lines)
    return Chart(name, BLANK, tuple(Cell(short(row[0])) for row in lines), series, text)
