"""岗位廉政风险管理目录 to be printed: the internal edition, and the one that may be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from xlsuite.excel.dashboard.tones import level_tones
from xlsuite.excel.looks import GREY, HEAD, HEADER, INK, NOTE_SIZE, QUIET, RED, Tone, row_height
from xlsuite.excel.newbook import CODE_LOOK, PRINT_WIDTH, Head, Look, NewBook, Page, toned
from xlsuite.verbs.figures.board_facts import Facts
from xlsuite.verbs.figures.catalog import Edition, Entry, public
from xlsuite.verbs.summarize import Summary

INTERNAL, PUBLIC = "岗位廉政风险管理目录", "岗位廉政风险管理目录（公开版）"
HEADS = (
    Head("风险点编号", 12, "center", quiet=True), Head("岗位", 12), Head("任职人", 8, "center"), Head("权责事项", 14),
    Head("风险点", 17), Head("表现形式", 27), Head("等级", 6.5, "center"), Head("防控措施", 35.5),
    Head("防控责任人", 10.5, "center"), Head("管理责任人", 10.5, "center"), Head("管理级别", 10.5, "center"),
)  # fmt: skip
PUBLIC_HEADS = (
    Head("岗位", 16), Head("权责事项", 20), Head("风险点", 24), Head("表现形式", 38), Head("等级", 7, "center"),
    Head("防控措施", 48), Head("管理级别", 12, "center"),
)  # fmt: skip
BAR = 21.0  # points of a line with the name of a 科室
TALL = 380.0  # points; a longer line is whole in its cell and shown to this height


def catalog_sheets(book: NewBook, summary: Summary) -> None:
    """Both editions; none where the workbook registers no risk points."""
    facts = summary.facts
    if facts is None or not facts.catalog:
        return
    internal(book, summary, facts, facts.catalog)
    published(book, summary, facts, public(facts.catalog, facts.roster))


def internal(book: NewBook, summary: Summary, facts: Facts, entries: Sequence[Entry]) -> None:
    lines = [
        (
            e.number, e.post, e.holder, e.matter, e.point, e.manifestation, e.level, e.measures, e.owners, e.manager,
            e.tier,
        )
        for e in entries
    ]  # fmt: skip
    notes = "内部使用：列有姓名。核定等级照台账；管理责任人按岗位层级、等级和上级岗位推出，推不出的记“未判定”。"
    sheet(book, summary, facts, INTERNAL, HEADS, entries, lines, notes)


def published(book: NewBook, summary: Summary, facts: Facts, edition: Edition) -> None:
    lines = [(e.post, e.matter, e.point, e.manifestation, e.level, e.measures, e.tier) for e in edition.entries]
    notes = (
        "公开版：已略去任职人、防控责任人、管理责任人和风险点编号；"
        f"正文里的姓名写作“姓＋某”（{edition.names} 处），手机号、证件号、银行卡号略去（{edition.numbers} 处）。",
        "只认得出台账里登记过的姓名，公开前请逐行审核，并按程序报批。",
    )
    sheet(book, summary, facts, PUBLIC, PUBLIC_HEADS, edition.entries, lines, *notes)


def sheet(
    book: NewBook,
    summary: Summary,
    facts: Facts,
    name: str,
    heads: Sequence[Head],
    entries: Sequence[Entry],
    lines: Sequence[tuple[str, ...]],
    *notes: str,
) -> None:
    """Entries by 科室: a bar with its name and counts, then a line for each; the header on every page."""
    page = book.sheet(name, [head.width for head in heads], f"{name}　统计截止日 {summary.as_of}", RED.solid)
    unit = summary.unit or "【待补充：单位全称】"
    counts = counted(facts, entries)
    basis = f"{unit}　　统计截止日 {summary.as_of}（{summary.as_of_source}）　　风险点 {len(entries)} 个：{counts}"
    page.title(name, basis, *notes)
    page.gap(6)
    top = page.row
    page.header(heads)
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.repeat_rows(0, top)
    tones = dict(zip(facts.level_names, level_tones(facts.level_names, facts.method.to_three), strict=True))
    breaks = Breaks(page, top + 1)
    for unit_name, group in groupby(zip(entries, lines, strict=True), key=lambda pair: pair[0].unit):
        members = list(group)
        counts = f"{len(members)} 个：{counted(facts, [entry for entry, _ in members])}"
        for place, (entry, cells) in enumerate(members):
            height = height_of(heads, cells)
            if breaks.before(height if place else BAR + height) or not place:
                unit_bar(page, unit_name + ("（续）" if place else ""), counts, len(heads))
                breaks.used += BAR if place else 0
            entry_line(page, heads, entry, cells, tones)
    page.sheet.set_h_pagebreaks(breaks.rows)
    page.sheet.print_area(0, 0, page.row - 1, len(heads) - 1)


def counted(facts: Facts, entries: Sequence[Entry]) -> str:
    """How many stand at each level: 高 8、中 12、低 5."""
    counts = Counter(entry.level for entry in entries)
    names = [*facts.level_names, *(level for level in counts if level not in facts.level_names)]
    return "、".join(f"{name} {counts[name]}" for name in dict.fromkeys(names) if counts[name])


def unit_bar(page: Page, unit: str, counts: str, columns: int) -> None:
    """A 科室's name over its lines, and again where they go on over a page."""
    page.height(page.row, BAR)
    look: Look = {"bg_color": "#E7ECF1", "bottom": 1, "bottom_color": HEADER}
    page.span(page.row, 0, 3, unit, **look, font_name=HEAD, bold=True, font_color=INK, indent=1)
    page.span(page.row, 4, columns - 1, counts, **look, font_size=NOTE_SIZE, font_color=QUIET)
    page.row += 1


def entry_line(page: Page, heads: Sequence[Head], entry: Entry, cells: Sequence[str], tones: dict[str, Tone]) -> None:
    at = next(place for place, head in enumerate(heads) if head.title == "等级")
    looks: dict[int, Look] = {at: toned(tones.get(entry.level) or tones.get(entry.three) or GREY)}
    if heads[0].title == HEADS[0].title:
        looks[0] = CODE_LOOK
    page.line_of_texts(heads, cells, looks, tallest=TALL)


def height_of(heads: Sequence[Head], cells: Sequence[str]) -> float:
    return row_height(((cell, head.width) for cell, head in zip(cells, heads, strict=True)), most=TALL)


class Breaks:
    """Where pages end, so that no line is torn: known from the heights and from the scale that fits the width."""

    def __init__(self, page: Page, first: int) -> None:
        width = sum(int(each * 7 + 5) * 0.75 for each in page.widths)
        self.page = page
        self.head = sum(page.heights.get(row, 15.0) for row in range(first))
        self.room = 505.0 * max(1.0, width / PRINT_WIDTH)
        self.used = self.head
        self.rows: list[int] = []

    def before(self, height: float) -> bool:
        """Rows of a height come next and stay on one page; whether a page starts with them."""
        is_new = self.used + height > self.room and self.used > self.head
        if is_new:
            self.rows.append(self.page.row)
            self.used = self.head
        self.used += height
        return is_new
