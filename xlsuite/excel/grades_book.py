"""The grades workbook: for every risk point what went in, what the method makes of it, and who is to manage it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from xlsuite.excel.looks import BLUE, DIGITS, GREY, RED, YELLOW, Tone, fitted, number_of
from xlsuite.excel.newbook import Head, Look, NewBook, Page, toned
from xlsuite.ledgers.book import Book
from xlsuite.verbs.grade import GradeRow

TONES: dict[str, Tone] = {"高": RED, "中": YELLOW, "低": BLUE}
NAMED = (("风险点编号", 14.0), ("科室", 11.0), ("岗位", 13.0), ("任职人", 8.5), ("风险点", 26.0))
LEVELS = ("计算等级", "自评", "互评", "建议等级", "核定等级")
UNRATED = "未核定"


def grades_workbook(book: Book, rows: Sequence[GradeRow], version: str = "") -> bytes:
    """The grades of a book, complete. The same input gives the same bytes."""
    new = NewBook("风险点定级结果", book.settings.as_of, f"xlsuite {version}".strip())
    grades_sheet(new, book, rows)
    return new.bytes()


def grades_sheet(new: NewBook, book: Book, rows: Sequence[GradeRow]) -> None:
    heads = heads_of(book)
    foot = f"定级结果　统计截止日 {book.settings.as_of}"
    page = new.sheet("定级结果", [head.width for head in heads], foot, RED.solid)
    page.title("定级结果", opening(book, rows), f"评定方法：{method_words(book)}")
    page.note("计算等级只由各因素得出；建议等级取自评、互评、计算等级和一票定高中最高的一个；核定等级照台账，不改动。")
    page.gap()
    top = page.row
    page.header(heads)
    if not rows:
        page.note("没有可定级的风险点：工作簿里没有风险点等级评定表，也没有个人廉政风险点登记表。")
        return
    names = names_of(book)
    for row in rows:
        grade_line(page, book, heads, row, names.get(row.key, ("", "", "", "")))
    page.sheet.freeze_panes(top + 1, 1)
    page.sheet.autofilter(top, 0, page.row - 1, len(heads) - 1)
    page.sheet.repeat_rows(top)


def opening(book: Book, rows: Sequence[GradeRow]) -> str:
    """As of when, from what, and how many points stand at each level."""
    settings = book.settings
    unit = f"{settings.unit_name}　　" if settings.unit_name else ""
    counts = Counter(book.three(row.approved) or UNRATED for row in rows)
    levels = "、".join(f"{level} {counts[level]}" for level in (*TONES, UNRATED))
    failed = sum(row.level is None for row in rows)
    told = f"　　算不出等级 {failed} 个，原因见“说明”" if failed else ""
    day = f"统计截止日 {settings.as_of}（{settings.source('as_of')}）"
    return f"{unit}{day}　　来源：{book.name}　　风险点 {len(rows)} 个，核定：{levels}{told}"


def method_words(book: Book) -> str:
    """The method as a reader can check it: its name, formula, bands and where it comes from."""
    method, settings = book.method, book.settings
    version = f"（{settings.method_version}）" if settings.method_version else ""
    bands = f"分档 {method.thresholds}" if method.scored else f"等级 {method.thresholds}"
    formula = f"　　{method.formula}" if method.formula else ""
    return f"{method.title}{version}{formula}　　{bands}　　来自：{settings.source('method_id')}"


def heads_of(book: Book) -> list[Head]:
    wanted: list[tuple[str, float]] = [*NAMED]
    wanted += [(factor.name, 9.0) for factor in book.method.factors]
    wanted += [("风险值", 7.5), *((level, 8.0) for level in LEVELS)]
    wanted += [("管理责任人", 10.5), ("管理级别", 10.0), ("说明", 34.0)]
    widths = fitted([width for _, width in wanted])
    left = {"风险点编号", "风险点", "岗位", "说明"}
    return [
        Head(title, width, "left" if title in left else "center", quiet=title == "说明")
        for (title, _), width in zip(wanted, widths, strict=True)
    ]


def names_of(book: Book) -> dict[str, tuple[str, str, str, str]]:
    """编号 → 科室, 岗位, 任职人, 风险点 as typed, from the register, else from the ratings themselves."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for ledger, idents in (
        ("risk_ratings", ("unit", "post", "holder", "point_name")),
        ("risk_points", ("unit", "post", "holder", "risk_point")),
    ):
        for table in book.tables_of(ledger):
            for index in range(len(table)):
                unit, post, holder, point = (table.typed(index, ident) for ident in idents)
                key = table.key(index)
                before = found.get(key, ("", "", "", ""))
                found[key] = (unit or before[0], post or before[1], holder or before[2], point or before[3])
    return found


def grade_line(page: Page, book: Book, heads: Sequence[Head], row: GradeRow, named: Sequence[str]) -> None:
    factors = [row.factors.get(factor.name) for factor in book.method.factors]
    levels = (row.level, row.self_level, row.peer_level, row.suggested, row.approved)
    numbers = [*factors, row.score]
    texts = ["" if number is None else str(number) for number in numbers]
    shown = [level or "" for level in levels]
    cells = [row.key, *named, *texts, *shown, row.manager or "", row.manager_tier or "", remarks(row)]
    first = len(NAMED) + len(numbers)
    looks: dict[int, Look] = {first + at: toned(tone_of(book, level)) for at, level in enumerate(levels) if level}
    if row.approved is None:
        cells[first + len(levels) - 1] = UNRATED
        looks[first + len(levels) - 1] = toned(GREY)
    at = page.row
    page.line_of_texts(heads, cells, looks)
    for offset, number in enumerate(numbers, len(NAMED)):
        put_value(page, at, offset, number, heads[offset].look)


def put_value(page: Page, row: int, column: int, value: Any, look: Look) -> None:
    """A factor or a score that is a number is written as one, printed with the digits it has."""
    number = number_of(str(value)) if value is not None else None
    if number:
        page.number(row, column, number[0], **{**look, "num_format": number[1], "font_name": DIGITS})


def tone_of(book: Book, level: str) -> Tone:
    """The colour of a level, own names by the one of three that they stand for."""
    return TONES.get(book.three(level) or "", GREY)


def remarks(row: GradeRow) -> str:
    """Why there is no level or no manager, what forces 高, and where approval departs from the proposal."""
    told = [f"一票定高：{'、'.join(row.veto)}。"] if row.veto else []
    if row.approved and row.suggested and row.approved != row.suggested:
        told.append(f"核定为“{row.approved}”，建议为“{row.suggested}”。")
    told += [text for text in dict.fromkeys((row.trouble, row.manager_trouble)) if text]
    return "".join(told)
