"""退回单: what one unit has to put right in the ledgers it sent, as a sheet to print, sign and send back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from xlsuite.excel.looks import INK, LINE, RED, YELLOW
from xlsuite.excel.newbook import Head, Look, NewBook, Page, toned
from xlsuite.model.outcome import Finding, Severity

LINES_AT_MOST = 2_000  # on one slip; the findings workbook has them all
HEADS = (
    Head("序号", 6, "center"), Head("级别", 9, "center"), Head("工作表", 15), Head("单元格", 9, "center"),
    Head("编号", 15), Head("列", 12), Head("原内容", 18), Head("发现的问题", 36),
    Head("怎么改", 34), Head("改正情况", 12, "center"),
)  # fmt: skip
MARKS = {Severity.ERROR: "● 错误", Severity.WARNING: "▲ 警告"}


class Sent(NamedTuple):
    """One file of the unit, "" where it sent no other, with its errors and warnings in the order of the file."""

    file: str
    findings: Sequence[Finding]


def slip_workbook(unit: str, sent: Sequence[Sent], as_of: date, version: str) -> bytes:
    """The slip of a unit, complete. The same findings give the same bytes."""
    book = NewBook(f"{unit} 台账退回单", as_of, f"xlsuite {version}")
    page = book.sheet("退回单", [head.width for head in HEADS], f"{unit}　台账退回单　统计截止日 {as_of}", RED.solid)
    errors, warnings = (
        sum(finding.severity is severity for each in sent for finding in each.findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    page.title("台账退回单")
    last = len(HEADS) - 1
    page.height(page.row, 24)
    page.span(page.row, 0, last, f"{unit}：", bold=True, font_size=12)
    page.row += 1
    words = (
        f"　　你单位报送的台账经检查（统计截止日 {as_of}），有错误 {errors} 处、警告 {warnings} 处，详见下表。"
        "错误必须改正；警告请逐条核对，确实无误的在“改正情况”栏注明。"
        "请在原表上改好，于　　　　年　　月　　日前重新报送。"
    )
    page.note(words, font_size=10.5, font_color=INK)
    page.gap(6)
    top = page.row
    page.header(HEADS)
    page.sheet.repeat_rows(top)
    page.sheet.freeze_panes(top + 1, 0)
    number = 0
    for each in sent:
        number = file_block(page, each, number)
    if errors + warnings > LINES_AT_MOST:
        page.note(f"还有 {errors + warnings - LINES_AT_MOST} 处没有列出，见检查结果工作簿。")
    signatures(page)
    return book.bytes()


def file_block(page: Page, sent: Sent, number: int) -> int:
    """The lines of one file under its name; the number of the last."""
    if sent.file:
        page.height(page.row, 22)
        page.span(
            page.row,
            0,
            len(HEADS) - 1,
            f"文件：{sent.file}",
            bold=True,
            bg_color="#F3F5F7",
            bottom=1,
            bottom_color=LINE,
        )
        page.row += 1
    for finding in sorted(sent.findings, key=lambda each: -each.severity.weight):
        if number >= LINES_AT_MOST:
            break
        number += 1
        tone = RED if finding.severity is Severity.ERROR else YELLOW
        cells = (
            str(number), MARKS[finding.severity], finding.sheet, finding.cell, finding.key, finding.field,
            finding.value, finding.message, finding.advice, "",
        )  # fmt: skip
        page.line_of_texts(HEADS, cells, {1: toned(tone)})
    return number


def signatures(page: Page) -> None:
    """The foot: who returns it, who puts it right."""
    page.gap(14)
    look: Look = {"bottom": 0}
    for left, right in (
        ("退回单位（盖章）：", "改正单位（盖章）："),
        ("经办人：　　　　　　　　日期：", "经办人：　　　　　　　　日期："),
    ):
        page.height(page.row, 26)
        page.span(page.row, 0, 5, left, **look)
        page.span(page.row, 6, len(HEADS) - 1, right, **look)
        page.row += 1
