"""提醒函: what each person responsible is reminded of, one letter a person, from rows only (domain §8).

Who is named for no row gets no letter; rows that name nobody make a letter of their own, with a gap for the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from xlsuite.errors import XlsuiteError
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification_records import WAITING
from xlsuite.model.outcome import Finding
from xlsuite.model.table import Record
from xlsuite.text.facts import Exposed, Fact, Gap
from xlsuite.text.issue_words import left_words
from xlsuite.text.issues import Issues, Progress
from xlsuite.text.report_data import SummaryLike
from xlsuite.text.report_origin import errors
from xlsuite.text.report_rows import Names, Row, Rows

NOBODY = "责任人未填"
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]')


class Reminder(Exposed):
    """What one person is reminded of: 逾期 and 临期 rows with the sentences about them."""

    __slots__ = ("_issues", "_person", "_progress")

    def __init__(self, issues: Issues, person: str, rows: Rows) -> None:
        self._issues = issues
        self._person = person
        self._progress: Progress = issues.progress(person, rows)

    @property
    def person(self) -> str:
        """The name as it stands in the ledger, "" where none does."""
        return self._person

    @property
    def records(self) -> tuple[Record, ...]:
        return (*self._progress.逾期.records, *self._progress.临期.records)

    @property
    def units(self) -> dict[str, Fact]:
        """The units of the rows, each once."""
        cells = [Row(record)["责任科室"] for record in self.records]
        return {str(cell): cell for cell in cells if isinstance(cell, Fact) and str(cell)}

    @property
    def 姓名(self) -> Fact | Gap:
        first = self.records[0]
        place = first.address("owner")
        if not self._person:
            return Gap("责任人", place)
        return Fact(self._person, "责任人", place, rows=tuple(record.key for record in self.records))

    @property
    def 科室(self) -> str:
        """综合科, or 综合科、宣传科 where the person answers for rows of several."""
        return "、".join(f"{unit}" for unit in self.units.values())

    @property
    def 逾期(self) -> Rows:
        return self._progress.逾期

    @property
    def 临期(self) -> Rows:
        return self._progress.临期

    @property
    def 事项(self) -> list[Names]:
        """The late rows, the latest first, then those soon due, the nearest first."""
        late = [item(row, f"逾期{row.逾期天数}天") for row in self.逾期]
        return late + [item(row, left_words(row)) for row in self.临期]

    @property
    def 情况(self) -> str:
        """截至2025年9月30日，…有2个已过整改时限，1个将在15天内到期。"""
        days = Fact(self._issues.settings.due_soon_days[0], "临期天数", "参数")
        late, near = self.逾期, self.临期
        parts = [f"{late.数量}个已过整改时限"] if late else []
        parts += [f"{near.数量}个将在{days}天内到期"] if near else []
        return f"截至{self._issues.as_of}，问题整改台账登记由您负责、尚未完成的问题中，有{'，'.join(parts)}。"

    @property
    def 延期(self) -> str:
        """Which of the rows have asked for more time and wait for an answer."""
        numbers = {record.number for record in self.records if record.number}
        waiting = [row for row in self._issues.extensions(WAITING) if row.record.issue_id in numbers]
        named = "、".join(dict.fromkeys(str(row["问题编号"]) for row in waiting))
        return f"其中{named}已申请延期，待审批，批准前时限不变。" if waiting else ""

    @property
    def 要求(self) -> str:
        late = "已过时限的，请说明原因并抓紧整改，确需延期的按程序申请。" if self.逾期 else ""
        near = "即将到期的，请按台账确定的整改措施在时限前完成。" if self.临期 else ""
        return late + near + "完成后请及时在台账中填写整改状态、完成日期和佐证材料。"

    @property
    def 出处(self) -> str:
        return self._issues.rows.source


def item(row: Row, words: str) -> Names:
    return Names(
        {"行": row, "编号": row.编号, "问题": row["问题"], "时限": row.有效时限, "状态": row["整改状态"], "说明": words}
    )


def reminders(issues: Issues) -> list[Reminder]:
    """One for each person with something late or soon due, in the ledger's order; rows that name nobody come first."""
    whole = issues.progress()
    wanted = {id(record) for rows in (whole.逾期, whole.临期) for record in rows.records}
    groups: dict[str, list[Record]] = {}
    for record in issues.rows.records:
        if id(record) in wanted:
            for name in owners(record):
                groups.setdefault(name, []).append(record)
    ordered = sorted(groups, key=lambda name: name != "")
    return [
        Reminder(issues, name, issues.rows.among(name or NOBODY, f"责任人＝{name or '未填'}", groups[name]))
        for name in ordered
    ]


def letter_data(book: Book, summary: SummaryLike, findings: list[Finding], person: str) -> dict[str, Any]:
    """提醒 and 错误 for the letter to one person, "" for the rows that name nobody; 错误 are those of its rows."""
    total = summary.figure("rectification.total")
    found = next(
        (each for each in reminders(Issues(book, total.rows if total else None)) if each.person == person), None
    )
    if found is None:
        raise XlsuiteError(f"“{person or NOBODY}”现在没有逾期和临近时限的问题")
    rows = {(record.table.sheet, record.row) for record in found.records}
    mine = [each for each in findings if (each.sheet, each.row) in rows]
    return {"提醒": found, "错误": errors(mine, len({each.row for each in mine}))}


def owners(record: Record) -> Iterable[str]:
    names = record.owner
    return dict.fromkeys(names) if names else ("",)


def shared_name(found: Any) -> tuple[str, ...]:
    """What to tell of a name that answers for rows of several units: it may be two people."""
    if not isinstance(found, Reminder) or not found.person or len(units := found.units) < 2:
        return ()
    return (f"“{found.person}”在{'、'.join(units)}都有事项，按同一人写在一份里；如果不是同一人，请分开。",)


def safe_name(person: str, most: int = 40) -> str:
    """A person's name as a part of a file's name on any system: no separators, no device names, not too long."""
    text = UNSAFE.sub("", person).strip(" .")[:most].strip(" .")
    if not text:
        return NOBODY if not person else "未命名"
    return f"_{text}" if RESERVED.fullmatch(text) else text
