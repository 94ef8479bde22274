"""The 一览 of the template: the same page with live formulas over its tables and names, and the values of today.

What it asks of the workbook: the tables 个人廉政风险点登记表, 风险点等级评定表, 防控措施登记表, 问题整改台账 with all
columns of their declarations and the computed 计算等级 and 有效时限. The names 统计截止日, 临期天数, 单位名称;
列表_科室 and 列表_来源; 等级名称, 等级下限, 等级严格 (1 for >, 0 for ≥), 等级三级: columns of one length, the highest
level first, the lowest without a threshold. A sheet 参数 with the names of the settings in A, their values in B.
"""

from __future__ import annotations

from typing import Any

from xlsuite.excel.dashboard import live_formulas as f
from xlsuite.excel.dashboard.board import BLANK, Board, Cell, Chart, Column, Panel, Series, Tile
from xlsuite.excel.dashboard.draw import draw
from xlsuite.excel.dashboard.from_summary import (
    ABSENT,
    CALM,
    LATE_COLUMNS,
    LEGEND,
    NO_ISSUES,
    NO_RISKS,
    STATUS_COLOURS,
    STATUS_NAMES,
    TILES,
    TITLE,
    board_of,
    risk_columns,
)
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.live_blocks import LATE_LINES, Block, urgent_block
from xlsuite.excel.dashboard.live_counts import issue_block, risk_block, source_block
from xlsuite.excel.dashboard.live_input import Live
from xlsuite.excel.dashboard.live_levels import LevelColumns, level_columns
from xlsuite.excel.dashboard.live_map import live_map
from xlsuite.excel.looks import BLUE, GREEN, GREY, RED, number_of
from xlsuite.excel.newbook import NewBook
from xlsuite.ledgers.rectification import DONE, PENDING
from xlsuite.model.rates import rate
from xlsuite.verbs.figures.board_facts import STATUSES, Late

NOTE = "本页由公式实时计算，不用手工填写；改了台账或“参数”，数字随之改变。分母为 0 的比率记“无”。"
GENERAL = "0"
FIRST_STATUS = 7  # column of 已销号 in the block of issues
EMPTY = {  # the second lines while there is no row
    "risk.total": "涉及 0 个科室　措施 0 条", "risk.high": "占比 无　未核定 0",
    "rectification.total": "已完成 0　长期坚持 0", "rectification.completion_rate": "0 ÷ 0",
    "rectification.overdue": "临期 0 项（{} 天内）", "rectification.closure_rate": "已销号 0　待核验 0",
}  # fmt: skip
NOTHING_LATE = "没有逾期或临期的问题。"
LATE_TITLES = ("问题", "责任科室", "责任人", "有效时限")
NO_NAME = "【待补充：单位全称】"


def live_sheet(book: NewBook, helpers: Helpers, live: Live) -> None:
    """The sheet 一览, its defined names, and its cells on the helper sheet, which the caller writes at the end."""
    for name, formula in f.row_names(live.has_risks, live.has_issues).items():
        book.book.define_name(name, formula)
    canvas = draw(book, live_board(helpers, live), helpers, TITLE)
    canvas.sheet.fit_to_pages(1, 1)
    canvas.sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})


def live_board(helpers: Helpers, live: Live) -> Board:
    summary = live.summary
    values = board_of(summary) if summary is not None else None
    levels = level_columns(helpers, live) if live.has_risks else None
    risks = risk_block(helpers, live, levels) if levels else None
    issues = issue_block(helpers, live) if live.has_issues else None
    return Board(
        TITLE, basis(live), tiles(live, values, risks, issues), units_panel(live, risks, levels),
        live_map(helpers, levels, tuple(live.categories), summary), progress_panel(live, issues),
        late_panel(helpers, live), (status_chart(issues), source_chart(helpers, live)), LEGEND, Cell(NOTE),
    )  # fmt: skip


def basis(live: Live) -> Cell:
    """Unit, day and where it comes from, ledgers with their rows."""
    counts = []
    if live.has_risks:
        counts.append((f.POINTS, f.filled(f.POINTS, "风险点编号", "风险点")))
        counts.append((f.MEASURES, f.measure_rows()))
    if live.has_issues:
        counts.append((f.ISSUES, f.filled(f.ISSUES, "问题编号", "问题")))
    told = '&"、"&'.join(f'"{title} "&{f.number_of_rows(rows)}&" 行"' for title, rows in counts) or '"没有台账"'
    source = 'IF(COUNTIFS(参数!$A:$A,"统计截止日",参数!$B:$B,"<>")>0,"（参数表）","（当天）")'
    unit = f'IF({f.UNIT_NAME}="","{NO_NAME}",{f.UNIT_NAME})'
    day = f'TEXT({f.AS_OF},"yyyy-mm-dd")'
    formula = f'={unit}&"　　统计截止日 "&{day}&{source}&"　　数据来源："&{told}'
    summary = live.summary
    rows = {source.title: source.rows for source in summary.sources} if summary else {}
    said = "、".join(f"{title} {rows.get(title, 0)} 行" for title, _ in counts) or "没有台账"
    name = (summary.unit if summary else "") or NO_NAME
    return Cell(f"{name}　　统计截止日 {live.as_of}（{live.as_of_source}）　　数据来源：{said}", formula)


# --- tiles ---


def tiles(live: Live, values: Board | None, risks: Block | None, issues: Block | None) -> tuple[Tile, ...]:
    formulas = {**risk_tiles(live, risks), **issue_tiles(live, issues)}
    found = []
    for place, (id, name, tone) in enumerate(TILES):
        if id not in formulas:
            found.append(Tile(name, Cell(ABSENT), "", BLANK, GREY, absent=True))
            continue
        value, below = formulas[id]
        is_rate = id.endswith("_rate")
        form = f"0.{'0' * live.decimals}%" if is_rate and live.decimals else "0%" if is_rate else GENERAL
        known = values.tiles[place] if values else None
        none = EMPTY[id].format(live.due_soon)
        cells = (known.value.value, known.below.value) if known else ("无" if is_rate else 0, none)
        found.append(Tile(name, Cell(cells[0], value), form, Cell(cells[1], below), tone, CALM.get(id)))
    return tuple(found)


def risk_tiles(live: Live, risks: Block | None) -> dict[str, tuple[str, str]]:
    if risks is None:
        return {}
    total, unrated, measures = (risks.addresses[-1][at] for at in (-3, -4, -1))
    units = f.number_of_units()
    high = f.number_of_rows(f.RATED, f.high())
    return {
        "risk.total": (f"={total}", f'="涉及 "&{units}&" 个科室　措施 "&{measures}&" 条"'),
        "risk.high": (f"={high}", f'="占比 "&TEXT({f.rate(high, total, 1)},"0.0%")&"　未核定 "&{unrated}'),
    }


def issue_tiles(live: Live, issues: Block | None) -> dict[str, tuple[str, str]]:
    if issues is None:
        return {}
    total, done, closed, late, part, whole = (issues.addresses[-1][at] for at in range(1, 7))
    lasting, pending = f.number_of_rows(f.COUNTED, f.lasting()), f.number_of_rows(f.COUNTED, f.closure(PENDING))
    soon = f"({f.number_of_rows(f.URGENT)}-{late})"
    return {
        "rectification.total": (f"={total}", f'="已完成 "&{done}&"　长期坚持 "&{lasting}'),
        "rectification.completion_rate": (f"={f.rate(part, whole, live.decimals)}", f'={part}&" ÷ "&{whole}'),
        "rectification.overdue": (f"={late}", f'="临期 "&{soon}&" 项（"&{f.DUE_SOON}&" 天内）"'),
        "rectification.closure_rate": (
            f"={f.rate(closed, total, live.decimals)}", f'="已销号 "&{closed}&"　待核验 "&{pending}'
        ),
    }  # fmt: skip


# --- panels ---


def units_panel(live: Live, risks: Block | None, levels: LevelColumns | None) -> Panel:
    name = "各科室风险等级分布"
    if risks is None or levels is None:
        return Panel(name, BLANK, absent=NO_RISKS)
    names = levels.names
    columns = list(risk_columns(names, live.method, has_measures=True))
    for place, (tone, other) in enumerate(levels.tones(), 1):
        switch = levels.mixed if other != tone else ""
        columns[place] = columns[place]._replace(title=levels.title(place), switch=switch, other=other)
    rows = [unit_line(risks, row, len(names)) for row in range(len(risks.addresses))]
    return Panel(name, Cell("颜色越深数量越多；科室取自“岗位与名册”"), tuple(columns), tuple(rows[:-1]), rows[-1])


def unit_line(block: Block, row: int, levels: int) -> tuple[Cell, ...]:
    counts = [block.cell(row, at) for at in range(levels + 3)]
    name, done, whole = (block.addresses[row][at] for at in (0, levels + 3, levels + 4))
    parts = block.values[row]
    value: Any = (parts[-2] / parts[-1] if parts[-1] else "–") if parts[0] else ""
    return (*counts, Cell(value, f'=IF({name}="","",IF({whole}=0,"–",{done}/{whole}))'))


def progress_panel(live: Live, issues: Block | None) -> Panel:
    name = "整改进度"
    if issues is None:
        return Panel(name, BLANK, absent=NO_ISSUES)
    kinds = (("问题", "count"), ("完成", "count"), ("销号", "count"), ("逾期", "alarm"))
    columns = (
        Column(Cell("责任科室"), "name", 9), *(Column(Cell(title), kind, 3, RED) for title, kind in kinds),
        Column(Cell("完成率"), "bar", 8),
    )  # fmt: skip
    rows = [progress_line(issues, row, live.decimals) for row in range(len(issues.addresses))]
    note = f"完成率＝整改状态＝{DONE} ÷ 全部（“长期坚持计入完成率”填“否”的除外）"
    return Panel(name, Cell(note), columns, tuple(rows[:-1]), rows[-1])


def progress_line(block: Block, row: int, decimals: int) -> tuple[Cell, ...]:
    name, part, whole = (block.addresses[row][at] for at in (0, 5, 6))
    parts = block.values[row]
    printed = rate(parts[5], parts[6], decimals) if parts[0] else ""
    number = number_of(printed)
    told = Cell(number[0] if number else printed, f'=IF({name}="","",{f.rate(part, whole, decimals)})')
    return (*(block.cell(row, at) for at in range(5)), told)


def late_panel(helpers: Helpers, live: Live) -> Panel:
    name = "逾期与临期清单"
    if not live.has_issues:
        return Panel(name, BLANK, absent=NO_ISSUES)
    late = live.summary.facts.late if live.summary and live.summary.facts else ()
    rows = [
        late_line(late[place] if place < len(late) else None, *addresses)
        for place, addresses in enumerate(urgent_block(helpers, late, live.first_issue))
    ]
    count, more = f.number_of_rows(f.URGENT), len(late) - LATE_LINES
    words = f"另有 {more} 项，见“{f.ISSUES}”的“预警”列" if more > 0 else "" if late else NOTHING_LATE
    formula = (
        f'=IF({count}>{LATE_LINES},"另有 "&({count}-{LATE_LINES})&" 项，见“{f.ISSUES}”的“预警”列",'
        f'IF({count}=0,"{NOTHING_LATE}",""))'
    )
    said = ("按紧急程度排序；临期＝", " 天内；点“↗”到原行")
    note = Cell(f"{said[0]}{live.due_soon}{said[1]}", f'="{said[0]}"&{f.DUE_SOON}&"{said[1]}"')
    return Panel(name, note, LATE_COLUMNS, tuple(rows), more=Cell(words, formula))


def late_line(late: Late | None, days: str, row: str) -> tuple[Cell, ...]:
    """One of the most urgent issues; days, row: where its days and its sheet row are worked out."""
    known = (late.issue, late.unit, late.owner, late.deadline, late.days, "↗") if late else ("",) * 6
    at = f"{row}-ROW({f.header(f.ISSUES, '问题')})"
    issue, unit, owner, due = (f"INDEX({f.column(f.ISSUES, title)},{at})" for title in LATE_TITLES)
    link = f"#'{f.ISSUES}'!A"
    formulas = (f'{issue}&""', f'{unit}&""', f'{owner}&""', due, days, f'HYPERLINK("{link}"&{row},"↗")')
    pairs = zip(known, formulas, strict=True)
    return tuple(Cell(value, f'=IF({days}="","",{formula})') for value, formula in pairs)


# --- charts ---


def status_chart(issues: Block | None) -> Chart:
    name = "整改状态构成（按科室）"
    if issues is None:
        return Chart(name, BLANK, (), (), "", NO_ISSUES)
    series = tuple(
        Series(
            STATUS_NAMES.get(word, word), STATUS_COLOURS[word],
            tuple(issues.amount(row, FIRST_STATUS + at) for row in issues.lines),
        )
        for at, word in enumerate(STATUSES)
    )  # fmt: skip
    categories = tuple(issues.cell(row, 0) for row in issues.lines)
    return Chart(name, Cell("每个问题只计一次；已逾期的先计"), categories, series, "各科室问题按状态堆积的条形图")


def source_chart(helpers: Helpers, live: Live) -> Chart:
    name = "问题来源与办理情况"
    if not live.has_issues:
        return Chart(name, BLANK, (), (), "", NO_ISSUES)
    block = source_block(helpers, live)
    series = (
        Series("已完成", GREEN.solid, tuple(block.amount(row, 1) for row in block.lines)),
        Series("未完成", BLUE.solid, tuple(block.amount(row, 2) for row in block.lines)),
    )
    return Chart(name, BLANK, tuple(block.cell(row, 0) for row in block.lines), series, "各来源问题办理情况的条形图")
