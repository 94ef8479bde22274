"""指标口径 and 取数明细: how every figure is defined and from where, and the 编号 behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsuite.excel.looks import BLUE, DIGITS, GREY, WHOLE, number_of, units
from xlsuite.excel.newbook import CODE_LOOK, Head, Look, NewBook, Page
from xlsuite.ledgers import supporting
from xlsuite.ledgers.lists import SETTINGS
from xlsuite.model.outcome import Figure
from xlsuite.verbs.summarize import Summary

GROUPS = (("risk", "风险点"), ("measure", "防控措施"), ("rectification", "问题整改"))
PARTS = ("数量", "比率与成果")  # of a group too long for a page
HEADS = (
    Head("指标", 18), Head("数值", 12, "center"), Head("分子", 8, "center"), Head("分母", 8, "center"),
    Head("口径", 60, quiet=True), Head("数据来源", 52, quiet=True),
)  # fmt: skip
DETAIL_HEADS = (
    Head("指标", 20), Head("数值", 12, "center"), Head("编号个数", 10, "center"), Head("编号", 92),
    Head("指标代号", 30, quiet=True),
)  # fmt: skip
KEYS_WORDS = "每个数字背后的编号见“取数明细”。"
NAMED_AT_MOST = 6  # ledgers that a line names
KEYS_A_LINE, LINES_A_ROW = 10, 20


def source_words(summary: Summary) -> str:
    """The ledgers the figures come from, with their rows; of many the core ones, and how many more there are."""
    ledgers = [source for source in summary.sources if source.title != SETTINGS.title]
    named = ledgers
    if len(ledgers) > NAMED_AT_MOST:
        further = {ledger.title for ledger in supporting()}
        named = [source for source in ledgers if source.title not in further][:NAMED_AT_MOST]
    told = "、".join(f"{source.title} {source.rows} 行" for source in named) or "没有识别出台账"
    return told + (f"，另有 {len(ledgers) - len(named)} 张台账" if len(ledgers) > len(named) else "")


def error_words(summary: Summary) -> str:
    if not summary.error_rows:
        return ""
    return f"有 {summary.error_rows} 行带有错误，仍按读得出的单元格计入，详见检查结果。"


def shown(figure: Figure, look: Look) -> tuple[float | str, Look]:
    """A figure's value as a number that prints as it was worked out, or as the text it is."""
    number = number_of(figure.value)
    return (number[0], {**look, "num_format": number[1]}) if number else (figure.value, look)


# --- 指标口径 ---


def criteria_sheet(book: NewBook, summary: Summary, name: str = "指标口径", keys: str = KEYS_WORDS) -> None:
    """Every figure by subject with its parts, its definition and where its rows stand; absent ledgers come last."""
    page = book.sheet(name, [head.width for head in HEADS], f"{name}　统计截止日 {summary.as_of}", BLUE.solid)
    unit = f"{summary.unit}　　" if summary.unit else ""
    basis = f"{unit}统计截止日 {summary.as_of}（{summary.as_of_source}）　　数据来源：{source_words(summary)}"
    page.title(name, basis)
    page.note(error_words(summary) + "比率按四舍五入保留小数；分母为 0 的比率记“无”。" + keys)
    page.sheet.freeze_panes(page.row, 0)
    repeated, starts, loose = page.row, [], []
    for subject, figures in grouped(summary):
        starts.append(page.row)
        loose += [] if figures else [page.row]
        page.gap(8)
        figure_group(page, subject, figures)
    page.keep_together(starts, repeated, loose)


def grouped(summary: Summary) -> list[tuple[str, list[Figure]]]:
    """The figures by subject; of the rectification first the counts, then from the first rate on the rest."""
    found: list[tuple[str, list[Figure]]] = []
    for prefix, name in GROUPS:
        figures = [figure for figure in summary.figures if figure.id.startswith(f"{prefix}.")]
        cut = next((at for at, figure in enumerate(figures) if figure.denominator is not None), 0)
        if cut:
            parts = zip(PARTS, (figures[:cut], figures[cut:]), strict=True)
            found += [(f"{name}（{part}）", some) for part, some in parts]
        else:
            found.append((name, figures))
    return sorted(found, key=lambda group: not group[1])


def figure_group(page: Page, name: str, figures: Sequence[Figure]) -> None:
    page.section(name)
    if not figures:
        page.note("未见台账：工作簿里没有这一类台账，没有可算的数字。")
        return
    has_rates = any(figure.denominator is not None for figure in figures)
    page.header(
        [head if has_rates or head.title not in ("分子", "分母") else head._replace(title="") for head in HEADS]
    )
    for figure in figures:
        is_rate = figure.denominator is not None
        value, look = shown(figure, {**HEADS[1].look, "font_name": DIGITS, "bold": True})
        parts = (figure.numerator, figure.denominator) if is_rate else (None, None)
        page.line(HEADS, (figure.name, None, *parts, figure.criterion, figure.source))
        page.value(page.row - 1, 1, value, **look)


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
    page.line_of_texts(DETAIL_HEADS, (name, "", count, keys, figure.id), {3: CODE_LOOK, 4: CODE_LOOK}, tallest=400.0)
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
