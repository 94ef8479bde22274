"""The findings workbook: what was found, where and what to do, with a link to each cell; by rule; what was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsuite.excel.confirmed_sheet import about_sheet, confirmed_sheet
from xlsuite.excel.findings_lines import HEADS, MARKS, TONES, Link, Listed, finding_line, lines, state_column
from xlsuite.excel.links import INSIDE
from xlsuite.excel.looks import GREEN, GREY, HEAD, NOTE_SIZE, QUIET, RED, YELLOW
from xlsuite.excel.newbook import TOTAL_LOOK, Head, Look, NewBook, Page, rows_folder, toned
from xlsuite.excel.reading_sheet import reading_sheet
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Severity
from xlsuite.model.table import Table
from xlsuite.verbs.causes import causes
from xlsuite.verbs.marks import Confirmed, Settled, row_signs

MANY = 20_000  # findings from which rows are not kept in memory
USE = "点“单元格”列可跳到原表；本表只列问题，不改原表。“处理情况”选“确认无误”的，原内容不变就不再提示。"
USE_GROUPS = "同一原因的问题合成一行，点左边的“+”展开；在合成的那一行选处理情况，对整组都算，组内另选的以自己的为准。"
RULE_HEADS = (
    Head("规则", 9, "center"), Head("检查内容", 24), Head("级别", 9, "center"), Head("数量", 8, "center"),
    Head("位置（前三处）", 26), Head("查什么", 28), Head("为什么", 28), Head("怎么改", 32),
)  # fmt: skip


class CheckInfo(NamedTuple):
    """What the findings workbook says besides the findings.

    as_of_source: where 统计截止日 comes from (当天, 参数表, 命令行 …). changed_rules: rule id → the severity that the
    settings give it, None for switched off. link: the path from the output's folder to the input, "" for no links.
    settled: what the findings are known again by and what was said of them. signs: what the workbook is known by.
    """

    as_of: date
    as_of_source: str
    version: str
    tables: tuple[Table, ...]
    unrecognized: tuple[str, ...] = ()
    changed_rules: Mapping[str, str | None] = {}
    link: str = ""
    settled: Settled | None = None
    signs: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were checked; a row that holds several ledgers counts once."""
        return sum(len(table.rows) for table in self.tables if table.primary)

    @property
    def confirmed(self) -> tuple[Confirmed, ...]:
        return self.settled.confirmed if self.settled else ()


def check_info(book: Book, version: str, link: str = "", settled: Settled | None = None) -> CheckInfo:
    """What a book has to say for its findings workbook."""
    settings = book.settings
    return CheckInfo(
        settings.as_of, settings.source("as_of"), version, tuple(book.tables), book.unrecognized, settings.rules, link,
        settled, tuple(row_signs(book)) if settled else (),
    )  # fmt: skip


def findings_workbook(name: str, findings: Sequence[Finding], info: CheckInfo) -> bytes:
    """The findings workbook of one file, complete; `name` is the file's name. The same input gives the same bytes."""
    with rows_folder(len(findings) > MANY) as folder:
        book = NewBook(f"{name} 检查结果", info.as_of, f"xlsuite {info.version}", folder)
        findings_sheet(book, name, findings, info)
        if info.confirmed:
            confirmed_sheet(book, f"{name}　统计截止日 {info.as_of}", info.confirmed)
        rules_sheet(book, name, findings, info)
        reading_sheet(book, name, info.tables, info.unrecognized)
        if info.settled and info.link != INSIDE:
            about_sheet(book, name, info.link, info.signs)
        return book.bytes()


def findings_sheet(
    book: NewBook, name: str, findings: Sequence[Finding], info: CheckInfo, in_file: bool = True
) -> None:
    """One row a finding, or a cause: errors, warnings, infos, each in the order of sheets, rows and columns.

    in_file: findings of one cause stand under a line that opens and closes, and the rules are told by their code.
    """
    page = book.sheet("检查结果", [head.width for head in HEADS], f"{name}　统计截止日 {info.as_of}", RED.solid)
    opening(page, "检查结果", name, findings, info, in_file)
    page.gap()
    if not findings:
        nothing_found(page, info)
        return
    top = page.row
    page.header(HEADS)
    if in_file:
        lines(page, listed(findings, info.settled), Link(info.link))
    else:
        link = Link(info.link)
        for each in listed(findings, info.settled):
            finding_line(page, each, link)
    last = page.row - 1
    page.sheet.set_column(len(HEADS) - 1, len(HEADS) - 1, 0, None, {"hidden": True})
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.autofilter(top, 0, last, len(HEADS) - 1)
    page.sheet.repeat_rows(top)
    page.sheet.ignore_errors({"number_stored_as_text": f"A{top + 1}:L{last + 1}"})
    state_column(page, top + 1, last)


def listed(findings: Sequence[Finding], known: Settled | None) -> list[Listed]:
    """The findings, the heaviest first, each with its identity and mark where they are known."""
    if known is None:
        found = [Listed(finding, None, None) for finding in findings]
    else:
        found = [Listed(*each) for each in zip(findings, known.identities, known.marks, strict=True)]
    return sorted(found, key=lambda each: -each.finding.severity.weight)


def opening(
    page: Page, title: str, name: str, findings: Sequence[Finding], info: CheckInfo, in_file: bool = True
) -> None:
    """Title, counts, and what was checked against what."""
    page.title(title)
    counts = Counter(finding.severity for finding in findings)
    pieces: list[tuple[str, Look]] = []
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        tone = TONES[severity] if counts[severity] else GREY
        look = {"font_name": HEAD, "bold": True, "font_size": 11, "font_color": tone.text}
        pieces.append((f"{MARKS[severity]} {severity.word} {counts[severity]}　　", look))
    quiet = {"font_size": NOTE_SIZE, "font_color": QUIET}
    rules = f"规则版本 {info.version}" + (f"（{rules_stamp(info)}）" if in_file else "")
    basis = f"统计截止日 {info.as_of}（{info.as_of_source}）　　{rules}　　"
    pieces.append((basis + scope_words(findings, info), quiet))
    page.height(page.row, 20)
    page.pieces(page.row, 0, pieces)
    page.row += 1
    grouped = in_file and any(len(part) > 1 for part in causes(findings))
    page.note(f"检查的文件：{name}　　{USE}{USE_GROUPS if grouped else ''}")
    if info.settled and info.settled.silenced:
        page.note(f"另有 {info.settled.silenced} 条已确认无误，不再提示，列在“已确认”表里。")
    if info.changed_rules:
        page.note("规则调整：" + changes_words(info.changed_rules))


def rules_stamp(info: CheckInfo) -> str:
    """How many rules hold and their code; all of them are read in for it, which a click does not wait for."""
    from xlsuite.rules import stamp

    return stamp(info.changed_rules)


def scope_words(findings: Iterable[Finding], info: CheckInfo) -> str:
    rows = {(each.sheet, each.row) for each in findings if each.severity is Severity.ERROR}
    data = {(table.sheet, row) for table in info.tables for row in table.rows}
    return f"检查 {info.rows} 行，其中 {len(rows & data)} 行有错误"


def changes_words(changed: Mapping[str, str | None]) -> str:
    words = [f"{rule} {'改为' + Severity(level).word if level else '关闭'}" for rule, level in sorted(changed.items())]
    return "、".join(words)


def nothing_found(page: Page, info: CheckInfo) -> None:
    page.height(page.row, 36)
    if info.rows:
        but = "，或已有人确认无误" if info.settled and info.settled.silenced else ""
        words, tone = f"✓ 没有发现问题：{info.rows} 行都符合规则{but}。", GREEN
    else:
        words, tone = "没有发现问题，但也没有可检查的数据行，详见“读取情况”。", GREY
    page.span(page.row, 0, len(HEADS) - 1, words, **toned(tone), font_size=13, align="center")
    page.row += 1


def rules_sheet(book: NewBook, name: str, findings: Sequence[Finding], info: CheckInfo) -> None:
    """One row a rule: how often it spoke, where first, and its page."""
    foot = f"{name}　统计截止日 {info.as_of}"
    page = book.sheet("按规则统计", [head.width for head in RULE_HEADS], foot, YELLOW.solid)
    page.title("按规则统计", f"统计截止日 {info.as_of}（{info.as_of_source}）　　来源：{name}，检查 {info.rows} 行")
    page.gap()
    top = page.row
    page.header(RULE_HEADS)
    for rule, found in by_rule(findings):
        rule_line(page, rule, found)
    if not findings:
        page.note("没有发现问题。")
        return
    total: list[Any] = ["合计", "", "", len(findings), "", "", "", ""]
    page.line(RULE_HEADS, total, dict.fromkeys(range(len(total)), TOTAL_LOOK))
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.repeat_rows(top)


def by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by rule, the heaviest and then the most frequent first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return sorted(groups.items(), key=lambda each: (-heaviest(each[1]).weight, -len(each[1]), each[0]))


def heaviest(found: Iterable[Finding]) -> Severity:
    return max((finding.severity for finding in found), key=lambda severity: severity.weight)


def rule_line(page: Page, rule: str, found: list[Finding]) -> None:
    severity = heaviest(found)
    from xlsuite.rules import by_id

    known = by_id().get(rule)
    title, what, why, how = known.page()[:4] if known else (found[0].message, "", "", found[0].advice)
    places = "、".join(dict.fromkeys(each.place for each in found[:3])) + ("…" if len(found) > 3 else "")
    cells = (
        rule, re.sub("[。.]$", "", title), f"{MARKS[severity]} {severity.word}", len(found), places, what, why, how,
    )  # fmt: skip
    page.line(RULE_HEADS, cells, {2: toned(TONES[severity])})
