"""The tables of a summary on their sheets: several below one another in one set of columns, coloured by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsuite.excel.looks import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    WHOLE_OR_DASH,
    YELLOW,
    Tone,
    column_width,
    fitted,
    row_height,
    units,
)  # fmt: skip
from xlsuite.excel.newbook import CODE_LOOK, HEADER_LOOK, TOTAL_LOOK, Head, Look, NewBook, Page, toned
from xlsuite.model.outcome import Table
from xlsuite.verbs.figures.grouped import TOTAL
from xlsuite.verbs.summarize import Summary

SUBJECTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("风险点汇总", RED.solid, (
        "risk.unit_by_level", "risk.category_by_level", "risk.tier_by_level", "risk.heatmap", "risk.ratings_compared",
        "risk.changes",
    )),
    ("高风险一览", RED.solid, ("risk.high_list",)),
    ("防控措施", GREEN.solid, ("measure.unit_by_status",)),
    ("整改进度", BLUE.solid, (
        "rectification.by_source", "rectification.by_aspect", "rectification.by_leader", "rectification.by_unit",
        "rectification.by_type", "rectification.by_month", "rectification.results",
    )),
    ("逾期与临期", ORANGE.solid, (
        "rectification.overdue_list", "rectification.due_soon_list", "rectification.pending_closure_list",
    )),
    ("延期", YELLOW.solid, ("rectification.extensions",)),
)  # fmt: skip
OTHERS = "其他汇总"
BY_COLUMN: dict[str, Tone] = {"高": RED, "中": YELLOW, "低": BLUE, "逾期": RED, "未核定": GREY, "未判定": GREY}
BY_WORD: dict[tuple[str, str], Tone] = {
    ("等级", "高"): RED, ("等级", "中"): YELLOW, ("等级", "低"): BLUE,
    ("提醒", "黄"): YELLOW, ("提醒", "蓝"): BLUE, ("迟报", "是"): RED,
    ("审批结果", "同意"): GREEN, ("审批结果", "不同意"): RED, ("审批结果", "待审批"): YELLOW,
}  # fmt: skip
DAYS: dict[str, tuple[str, Tone | None]] = {
    "逾期天数": ('"逾 "0" 天"', RED), "剩余天数": ('"余 "0" 天"', None), "完成后天数": ('0" 天"', None),
}  # fmt: skip
RATES = ("完成率",)
LEFT = frozenset({"问题", "风险点", "岗位", "防控措施", "延期情况", "延期原因", "风险点编号", "审批人"})
LONG_TEXT = 24  # units from which any column is set flush left
INDENT = 1.6  # of a column that an indent takes


def subject_sheets(book: NewBook, summary: Summary) -> None:
    """One sheet a subject that has tables; a table of no known subject stands on a sheet of its own kind."""
    known = {id for _, _, ids in SUBJECTS for id in ids}
    for name, tab, ids in SUBJECTS:
        tables = [table for id in ids if (table := summary.table(id))]
        if tables:
            subject_sheet(book, name, tab, tables, summary)
    if others := [table for table in summary.tables if table.id not in known]:
        subject_sheet(book, OTHERS, GREY.solid, others, summary)


def subject_sheet(book: NewBook, name: str, tab: str, tables: Sequence[Table], summary: Summary) -> None:
    widths = shared_widths(tables)
    page = book.sheet(name, widths, f"{name}　统计截止日 {summary.as_of}", tab)
    unit = f"{summary.unit}　　" if summary.unit else ""
    page.title(name, f"{unit}统计截止日 {summary.as_of}（{summary.as_of_source}）　　本页 {len(tables)} 张表")
    page.sheet.freeze_panes(page.row, 0)
    repeated, starts = page.row, []
    for table in tables:
        starts.append(page.row)
        page.gap(10)
        draw(page, table)
    page.keep_together(starts, repeated)
    if summary.error_rows:
        page.gap(8)
        page.note(f"台账里有 {summary.error_rows} 行带有错误，仍按读得出的单元格计入，详见检查结果。")


def shared_widths(tables: Sequence[Table]) -> list[float]:
    """Widths for columns that several tables use: each as wide as the widest that stands in its place."""
    count = max(len(table.columns) for table in tables)
    wanted = [6.0] * count
    for table in tables:
        for at, title in enumerate(table.columns):
            if at == len(table.columns) - 1 < count - 1:
                continue  # a last column may go on to the edge of the sheet
            cells = [shown_length(row[at]) for row in table.rows]
            wanted[at] = max(wanted[at], column_width([title + "　", *cells], 9.0, 44.0))
    return fitted(wanted)


def shown_length(cell: Any) -> str:
    return "" if cell is None else str(cell)


def draw(page: Page, table: Table) -> None:
    """Title, what it counts and from where, header, rows; the row of sums stands out."""
    page.section(table.name)
    if table.note or table.source:
        page.note(table.note or f"来源：{table.source}")
    heads = heads_of(page, table)
    header(page, heads)
    first = page.row
    for row in table.rows:
        table_line(page, heads, row)
    if not table.rows:
        page.span(page.row, 0, len(page.widths) - 1, "没有这样的行。", font_color=GREY.text, align="center")
        page.row += 1
    for at, title in enumerate(table.columns):
        if title in RATES and len(table.rows) > 1:
            bar = {"type": "data_bar", "bar_solid": True, "bar_color": "#A9CFA6", "min_type": "num", "max_type": "num"}
            page.sheet.conditional_format(first, at, page.row - 1, at, {**bar, "min_value": 0, "max_value": 1})


def heads_of(page: Page, table: Table) -> list[Head]:
    """The columns of a table: numbers and short words centred, long texts flush left."""
    found = []
    for at, title in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        is_text = at == 0 or title in LEFT or any(isinstance(cell, str) and units(cell) > LONG_TEXT for cell in cells)
        found.append(Head(title, page.widths[at], "left" if is_text else "center"))
    return found


def edge(page: Page, heads: Sequence[Head]) -> int:
    """The last sheet column of a table's last column: a column of texts goes on to the edge of the sheet."""
    last = len(heads) - 1
    return len(page.widths) - 1 if heads[-1].align == "left" and last else last


def header(page: Page, heads: Sequence[Head]) -> None:
    page.header(heads)
    if edge(page, heads) >= len(heads):
        page.span(page.row - 1, len(heads) - 1, edge(page, heads), heads[-1].title, **HEADER_LOOK)


def table_line(page: Page, heads: Sequence[Head], row: Sequence[Any]) -> None:
    is_total = bool(row) and row[0] == TOTAL
    last = edge(page, heads)
    widths = [*page.widths[: len(heads) - 1], sum(page.widths[len(heads) - 1 : last + 1])]
    free = [
        width - INDENT * (at > 0 and head.align == "left")
        for at, (head, width) in enumerate(zip(heads, widths, strict=True))
    ]
    texts = zip(map(shown_length, row), free, strict=True)
    page.height(page.row, row_height(texts, 21.0))
    for at, (head, cell) in enumerate(zip(heads, row, strict=True)):
        look = {**head.look, **said(head.title, cell), **(TOTAL_LOOK if is_total else {})}
        if isinstance(cell, str) and cell.isascii():
            look |= CODE_LOOK
        if at and head.align == "left":
            look["indent"] = 1
        page.span(page.row, at, last if at == len(heads) - 1 else at, cell, **look)
    page.row += 1


def said(title: str, cell: Any) -> Look:
    """What a cell's look adds to what it says: a colour with its word, a unit to its number."""
    if isinstance(cell, str):
        tone = BY_WORD.get((title, cell))
        return toned(tone) if tone else {}
    if not isinstance(cell, int):
        return {}
    if title in DAYS:
        form, tone = DAYS[title]
        return {"num_format": form, **(toned(tone) if tone else {})}
    look: Look = {"num_format": WHOLE_OR_DASH}
    return {**look, **toned(BY_COLUMN[title])} if cell and title in BY_COLUMN else look
