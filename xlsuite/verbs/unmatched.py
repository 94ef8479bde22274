"""XL-04: the 存在问题 of a draft against 问题整改台账, both ways (domain §5.2; it belongs to 核对, contract §7.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import DONE
from xlsuite.model.outcome import Severity
from xlsuite.model.text import fold
from xlsuite.verbs.figures.rectification_figures import counted_rows

if TYPE_CHECKING:
    from xlsuite.text.reading import Line
    from xlsuite.text.verify import Draft, DraftFinding

HEADING = re.compile(r"[一二三四五六七八九十]+、")
TROUBLES = re.compile(r"[一二三四五六七八九十]+、[^。]{0,8}存在的?(?:主要)?问题")
ITEM = re.compile(r"(?:^|(?<=[。；;：]))\s*(?=[一二三四五六七八九十]{1,2}是)")
NAMED = 5  # of many issues


def unmatched(draft: Draft, book: Book) -> Iterator[DraftFinding]:
    """Numbers no row has, items that stand for no row, open rows the draft is silent about.

    Judged where there is a ledger, and the last two where the draft has a chapter 存在问题; a draft for one office or
    one person is not expected to name all rows.
    """
    issues = open_issues(book)
    if not issues:
        return
    told = [line for line in draft.lines if line.text]
    yield from unknown_numbers(told, issues)
    chapter = troubles_chapter(told)
    if not chapter:
        return
    yield from unknown_items(chapter[1:], draft, issues)
    held = draft.manifest.held if draft.manifest else {}
    if not (held.get("office") or held.get("person")):
        yield from left_out(chapter[0], told, issues)


def open_issues(book: Book) -> dict[str, tuple[str, bool]]:
    """问题编号, or the place where there is none → the issue's words, and whether it counts and is not done."""
    found = {}
    for table in book.tables_of("rectification"):
        counts = counted_rows(table)
        for index, state in enumerate(table.column("state")):
            found[table.key(index)] = (table.typed(index, "issue"), counts[index] and state != DONE)
    return found


def unknown_numbers(lines: list[Line], issues: Mapping[str, tuple[str, bool]]) -> Iterator[DraftFinding]:
    """Words of the shape of a 问题编号 that no row has."""
    shapes = {re.sub(r"\d+", r"\\d+", re.escape(key)) for key in issues if re.search(r"[A-Za-z].*\d", key)}
    if not shapes:
        return
    number = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(sorted(shapes))})(?![A-Za-z0-9])")
    known = {fold(key) for key in issues}
    seen: set[str] = set()
    for line in lines:
        for match in number.finditer(line.blanked):
            if fold(match[0]) not in known | seen:
                seen.add(fold(match[0]))
                message = f"稿中的问题编号“{match[0]}”在问题整改台账里没有。"
                yield finding(line, match[0], message, "核对编号；台账里漏登的，先登记再写进报告。")


def troubles_chapter(lines: list[Line]) -> list[Line]:
    """The heading 存在的问题 and its paragraphs; [] where the draft has no such chapter."""
    start = next((at for at, line in enumerate(lines) if TROUBLES.match(line.text)), None)
    if start is None:
        return []
    stop = (at for at in range(start + 1, len(lines)) if HEADING.match(lines[at].text) or lines[at].in_table)
    return lines[start : next(stop, len(lines))]


def unknown_items(lines: list[Line], draft: Draft, issues: Mapping[str, tuple[str, bool]]) -> Iterator[DraftFinding]:
    """Items written by hand, 一是…, that name no issue by its number or its words."""
    names = [fold(each) for key, (words, _) in issues.items() for each in (key, words) if each]
    for line in lines:
        if re.match(r"\s*下一步", line.text):
            return
        place = 0
        for item in ITEM.split(line.text):
            start, place = place, place + len(item)
            is_ours = any(start <= span.start < place for span in line.spans) or item.strip() in draft.known
            if not ITEM.match(item) or is_ours or any(name in fold(item) for name in names):
                continue
            said = item.strip().rstrip("。；;")
            message = f"存在问题“{said if len(said) <= 40 else said[:39] + '…'}”在问题整改台账里没有对应的问题。"
            yield finding(line, said, message, "登记进问题整改台账，写明措施、责任和时限；已登记的，写上问题编号。")


def left_out(heading: Line, lines: list[Line], issues: Mapping[str, tuple[str, bool]]) -> Iterator[DraftFinding]:
    """Rows that are not done and that the draft names nowhere."""
    text = fold("\n".join(line.text for line in lines))
    silent = [key for key, (words, is_open) in issues.items() if is_open and not any(
        name and fold(name) in text for name in (key, words)
    )]  # fmt: skip
    if silent:
        named = "、".join(f"{key}“{issues[key][0]}”" for key in silent[:NAMED]) + ("等" if len(silent) > NAMED else "")
        message = f"台账里有{len(silent)}个没有完成的问题稿中没有提到：{named}。"
        yield finding(heading, "", message, "写进存在的问题；确实不用写的，由审定人确认。")


def finding(line: Line, seen: str, message: str, advice: str) -> DraftFinding:
    from xlsuite.text.verify import DraftFinding

    return DraftFinding("XL-04", Severity.WARNING, line.place, line.text[:60], seen, "", message, advice)
