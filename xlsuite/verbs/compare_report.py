"""两期对比 as a Word file: the tables that a report takes over, in the layout of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Figure
from xlsuite.text import appendix
from xlsuite.text.compare_drafts import changes
from xlsuite.text.facts import legible
from xlsuite.text.gongwen import bordered, cell, package, paragraph, row
from xlsuite.text.numerals import day_text
from xlsuite.text.word import CORE, zipped
from xlsuite.verbs.compare import Comparison, changed_rows, tables
from xlsuite.verbs.followed import KINDS

BY_KIND = (("台账", 30.0), ("变化", 20.0), ("行数", 14.0), ("编号", 92.0))  # mm, 156 in all
FIRST, WHOLE = 33.0, 156.0
NAMED_AT_MOST = 20  # rows of one kind told by name; the workbook has them all
LEFT_FROM = 60.0  # mm from which a column is set flush left

Lines = Sequence[Sequence[object]]


def comparison_document(comparison: Comparison) -> bytes:
    """The document, complete. The same two periods give the same bytes."""
    as_of = comparison.new.settings.as_of
    parts = package("".join(body(comparison)), f"两期对比　数据截至{dated(comparison.new)}")
    title = f"两期对比（{comparison.old.settings.as_of}至{as_of}）"
    parts["docProps/core.xml"] = CORE.format(title=title, day=as_of.isoformat(), layout="").encode()
    return zipped(parts)


def body(comparison: Comparison) -> Iterable[str]:
    by_kind, by_unit = tables(comparison)
    yield paragraph("GwTitle", "两期台账对比情况")
    yield paragraph("GwBlank")
    yield paragraph("GwBody", legible(opening(comparison)))
    yield from figures_part(comparison)
    yield paragraph("GwHeading1", "二、变化的行")
    lines = [(*pair, len(rows), named(rows)) for pair, rows in changed_rows(comparison)]
    yield ruled(BY_KIND, lines) if lines else paragraph("GwBody", "两期没有不同。")
    if len(by_unit.rows) > 1:
        yield paragraph("GwHeading1", f"三、{by_unit.name}")
        width = (WHOLE - FIRST) / (len(by_unit.columns) - 1)
        widths = [FIRST, *[width] * (len(by_unit.columns) - 1)]
        yield ruled(tuple(zip(by_unit.columns, widths, strict=True)), by_unit.rows)
    yield paragraph("GwSource", legible(f"数据来源：{by_kind.source}。逐条的前后内容和单元格见同名的工作簿。"))


def opening(comparison: Comparison) -> str:
    """本期（截至2025年9月30日）与上期（截至2025年6月30日）相比，台账共有12处变化，其中新增3处、完成4处…。"""
    old, new = comparison.old, comparison.new
    start = f"本期“{new.name}”（截至{dated(new)}）与上期“{old.name}”（截至{dated(old)}）相比，"
    counts = [(kind, comparison.count(kind)) for kind in KINDS]
    told = "、".join(f"{kind}{count}处" for kind, count in counts if count)
    return start + (f"台账共有{len(comparison.changes)}处变化，其中{told}。" if told else "台账没有变化。")


def dated(book: Book) -> str:
    return day_text(book.settings.as_of)


def figures_part(comparison: Comparison) -> Iterable[str]:
    """The table 与上期相比 as a report carries it: the figures that are not what they were."""
    yield paragraph("GwHeading1", "一、各项数字")
    before = {id: (name, old) for id, name, old, _ in comparison.figures}
    now = [Figure(id, name, new, None, None, "", "", ()) for id, name, _, new in comparison.figures]
    if found := changes(before, now):
        yield ruled([(name, float(width)) for name, width in appendix.CHANGES], found)
        yield paragraph("GwSource", "两期相同的数字没有列出。")
    else:
        yield paragraph("GwBody", "两期都有的各项数字相同。" if before else "两期没有共同的数字。")


def named(rows: Sequence[str]) -> str:
    more = f"等{len(rows)}行" if len(rows) > NAMED_AT_MOST else ""
    return "、".join(rows[:NAMED_AT_MOST]) + more


def ruled(columns: Sequence[tuple[str, float]], lines: Lines) -> str:
    """A table whose header is repeated on each page."""
    heads = "".join(cell(width, "GwTableHead", name) for name, width in columns)
    rows = "".join(row(cells(columns, line)) for line in lines)
    return bordered([width for _, width in columns], row(heads, head=True) + rows)


def cells(columns: Sequence[tuple[str, float]], line: Sequence[object]) -> str:
    found = []
    for at, ((_, width), value) in enumerate(zip(columns, line, strict=True)):
        style = "GwCell" if at == 0 or width >= LEFT_FROM else "GwCellMid"
        text = "" if value == 0 else " ".join(str(value).split())
        found.append(cell(width, style, legible(text)))
    return "".join(found)
