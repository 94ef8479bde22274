"""读取情况: what was taken for which ledger, which columns were found, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from xlsuite.excel.looks import GREY
from xlsuite.excel.newbook import Head, NewBook
from xlsuite.model.place import letters
from xlsuite.model.table import Excluded, Table

HEADS = (
    Head("工作表", 18), Head("识别为", 19), Head("表头行", 9, "center"), Head("数据行", 15, "center"),
    Head("行数", 8, "center"), Head("识别的列（所在列）", 52), Head("没有识别的列", 20), Head("没有计入的行", 23),
)  # fmt: skip


def reading_sheet(book: NewBook, name: str, tables: Sequence[Table], unrecognized: Sequence[str]) -> None:
    """One row a table, in the order of the file; then the sheets that are none of ours."""
    page = book.sheet("读取情况", [head.width for head in HEADS], name, GREY.solid)
    rows = sum(len(table.rows) for table in tables if table.primary)
    page.title("读取情况", f"来源：{name}　　识别出 {sum(table.primary for table in tables)} 张表，共 {rows} 行数据")
    page.gap()
    top = page.row
    page.header(HEADS)
    for table in tables:
        page.line_of_texts(HEADS, table_cells(table))
    if not tables:
        page.note("没有识别出台账：表头应包含台账的列名，例如“问题编号”“整改时限”“整改状态”。")
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.repeat_rows(top)
    if unrecognized:
        page.gap()
        page.section("没有识别的工作表")
        page.note("这些工作表没有参与检查：" + "、".join(f"“{sheet}”" for sheet in unrecognized), font_size=10.5)


def table_cells(table: Table) -> tuple[str, ...]:
    layout = table.layout
    first, last = layout.header_rows[0], layout.header_rows[-1]
    columns = "、".join(f"{table.slots[ident].column.name} {table.letter(ident)}" for ident in table.own)
    known = f"{table.ledger.title}" + ("" if table.primary else "（与上表同一张表）")
    unknown = [f"{header} {letters(at)}" for at, header in layout.unknown] if table.primary else []
    left_out = reasons(layout.excluded) if table.primary else ""
    return (
        table.sheet, known, str(first) if first == last else f"{first}–{last}", ranges(table.rows),
        str(len(table.rows)), columns, "、".join(unknown), left_out,
    )  # fmt: skip


def reasons(excluded: Iterable[Excluded]) -> str:
    """Rows left out, by reason: 合计行：第 25 行."""
    groups: dict[str, list[int]] = {}
    for each in excluded:
        groups.setdefault(each.reason, []).append(each.row)
    return "；".join(f"{reason}：第 {ranges(rows)} 行" for reason, rows in groups.items())


def ranges(rows: Sequence[int]) -> str:
    """Row numbers as a reader writes them: 5–24、26."""
    ordered = sorted(set(rows))
    if not ordered:
        return "—"
    breaks = [at for at, (before, after) in enumerate(pairwise(ordered), 1) if after != before + 1]
    starts, ends = [0, *breaks], [*breaks, len(ordered)]
    runs = [(ordered[start], ordered[end - 1]) for start, end in zip(starts, ends, strict=True)]
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
