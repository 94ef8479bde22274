"""What a draft says of itself: what it was made from, the errors in that, what its reader should know (RPT-05, 07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Severity
from xlsuite.text.facts import Fact
from xlsuite.text.numerals import day_text
from xlsuite.text.report_rows import Names

ERRORS_LISTED = 10


def errors(findings: list[Finding], error_rows: int) -> Names:
    """错误: how many, on how many rows, the first of them."""
    wrong = [each for each in findings if each.severity is Severity.ERROR]
    rows = Fact(error_rows, "有错误的行", "检查结果", "至少有一处错误")
    return listed(wrong, "错误", "级别＝错误", {"行数": rows})


def listed(findings: list[Finding], name: str, criterion: str, more: dict[str, Fact] | None = None) -> Listed:
    """Findings as 数量, 清单 (the first of them) and 其余."""
    told = [found(each) for each in findings[:ERRORS_LISTED]]
    rest = Fact(max(len(findings) - ERRORS_LISTED, 0), f"未列出的{name}", "检查结果")
    count = Fact(len(findings), name, "检查结果", criterion)
    return Listed({"数量": count, **(more or {}), "清单": told, "其余": rest}, findings)


def found(finding: Finding) -> Names:
    return Names({
        "位置": Fact(finding.place, "位置"), "规则": Fact(finding.rule, "规则"), "说明": Fact(finding.message, "说明"),
    })  # fmt: skip


class Listed(Names):
    """Findings by their names, and one after the other, every one of them."""

    __slots__ = ("_findings",)

    def __init__(self, held: Mapping[str, Any], findings: list[Finding]) -> None:
        super().__init__(held)
        self._findings = findings

    def __iter__(self) -> Iterator[Any]:
        return map(found, self._findings)


def origin(book: Book, as_of: Fact, generated: datetime | None) -> Names:
    """Which day, which workbook, how many rows; the time of generation only where it was given."""
    named = [
        Names({
            "名称": Fact(table.ledger.title, "台账"),
            "位置": Fact(table.range, "位置"),
            "行数": Fact(len(table), "行数", table.range),
        })
        for table in book.judged_tables()
    ]  # fmt: skip
    when = (
        Fact(generated, "生成时间", shown=f"{day_text(generated.date())}{generated:%H:%M}")
        if generated
        else Fact("", "生成时间")
    )
    source = book.settings.source("as_of")
    return Names({
        "统计截止日": as_of, "截止日来源": source, "文件": Fact(book.name, "文件"), "各表": named, "生成时间": when,
    })  # fmt: skip


def notes_of(data: dict[str, Any], gaps: tuple[str, ...]) -> tuple[str, ...]:
    """What the reader of a draft should know: errors, gaps, the day, and claims that were withheld."""
    notes = [f"统计截止日 {data['取数'].统计截止日}（{data['取数'].截止日来源}）。"]
    if data["错误"].数量:
        notes.append(f"台账有 {data['错误'].数量} 处错误级问题，草稿开头有提示，文末有清单。")
    if gaps:
        notes.append(f"有 {len(gaps)} 项待补充，草稿里标黄。")
    notes += [
        f"“{progress.名称}”没有写“已全部整改完成”：{progress.不能写全部完成的原因}。"
        for progress in data["各来源"]
        if progress.问题 and not progress.未完成 and not progress.可写全部完成
    ]
    if data["要点"]("存在问题"):
        notes.append("“存在问题”里有文字材料自带的内容，没有与台账核对。")
    return tuple(notes)
