"""RC-14, RC-15: an extension moves a deadline only when it was approved as it should be (domain §5.2, §4.7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification_records import AGREED, REFUSED
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Record, Table
from xlsuite.model.text import is_blank, quote
from xlsuite.rules.rule import WARNING, Fault, rule

APPROVAL = ("approver", "approved_on", "document")


@rule("RC-14", "rectification", at="extended")
def extension_unapproved(table: Table, book: Book) -> Iterator[Fault]:
    """延期没有批准

    查什么：
    填了延期后时限的，延期表里应有这个问题延到这一天、审批结果为“同意”的一行。没有延期表也要判。
    为什么：
    申请不等于批准，没有批准的延期不改变时限，逾期仍按原时限算。
    怎么改：
    补办审批并登记到延期表；没有批准的，清空延期后时限。
    例：
    对 延期后时限=2025-11-30 | [延期]
    对 延期后时限=
    错 延期后时限=2025-12-31
    错 延期后时限=2025-11-30 | [延期] 审批结果=待审批
    错 延期后时限=2025-12-31 | [延期]
    错 延期后时限=2025-11-30 | [延期] 问题编号=ZG-2025-099
    """
    if "extended" not in table or all(day is None for day in table.column("extended")):
        return
    requests: dict[str, list[Record]] = {}
    for record in book.records("extensions"):
        requests.setdefault(record.issue_id or "", []).append(record)
    numbers = table.column("number")
    for index, day in enumerate(table.column("extended")):
        if isinstance(day, date) and isinstance(numbers[index], str):
            own = requests.get(numbers[index], []) + [each for each in requests.get("", []) if each.until == day]
            if any(UNREADABLE in judged_by(request) for request in own):
                continue
            if not any(request.until == day and request.result == AGREED for request in own):
                why = why_unapproved(own, day, book.has("extensions"))
                yield Fault(f"延期后时限填了 {day}，{why}。", index=index)


def judged_by(request: Record) -> list[object]:
    """What tells whether a request was granted, and until when."""
    return [request.table.column(ident)[request.index] for ident in ("until", "result")]


def why_unapproved(requests: list[Record], day: date, has_sheet: bool) -> str:
    if not has_sheet:
        return "工作簿里没有延期表，找不到同意延期的审批"
    if not requests:
        return "延期表里没有这个问题的申请"
    for request in requests:
        if request.until == day:
            return f"延期表第 {request.row} 行的审批结果是“{quote(request.typed('result')) or '空'}”，还没有批准"
    agreed = [request.until for request in requests if request.result == AGREED and request.until]
    return f"延期表批准延到 {max(agreed)}，两处不一致" if agreed else "延期表里没有批准延到这一天的申请"


@rule("RC-15", "extensions")
def extension_irregular(table: Table, as_of: date) -> Iterator[Fault]:
    """延期不合规定

    查什么：
    申请延期至应晚于原时限；审批结果为“同意”的要有审批人、审批日期、审批文号；申请应在到期前提出；同一问题第二次延期要提醒。
    为什么：
    延期改变时限，手续不全就不能作数；到期以后才申请是迟报，反复延期说明时限或措施不合适。
    怎么改：
    补齐审批手续、改正日期；迟报和再次延期的，在备注写明原因。
    例：
    对 申请日期=2025-08-31 原时限=2025-08-31
    对 审批结果=待审批 审批人= 审批日期= 审批文号=
    错 申请延期至=2025-08-31 原时限=2025-08-31
    错 审批文号=
    错 申请日期=2025-09-01 原时限=2025-08-31
    错 延期编号=YQ-2025-001 | 延期编号=YQ-2025-002 原时限=2025-11-30 申请日期=2025-09-20 申请延期至=2025-12-31 审批结果=待审批
    """  # noqa: E501
    granted: dict[str, list[date]] = {}
    times: dict[str, int] = {}
    for record in table.records():
        yield from date_faults(record, granted)
        yield from approval_faults(record)
        issue = record.issue_id
        if issue and record.result != REFUSED:
            times[issue] = times.get(issue, 0) + 1
            if times[issue] > 1:
                message = f"问题“{quote(issue)}”第 {times[issue]} 次申请延期。"
                yield Fault(message, at="issue_id", index=record.index, severity=WARNING)
            if record.result == AGREED and record.until:
                granted.setdefault(issue, []).append(record.until)


def date_faults(record: Record, granted: dict[str, list[date]]) -> Iterator[Fault]:
    """No later than the deadline, or asked for after it; a deadline moved by an earlier approval is the later one."""
    original, until, applied = record.original, record.until, record.applied_on
    if original and until and until <= original:
        yield Fault(f"申请延期至 {until}，不晚于原时限 {original}。", at="until", index=record.index)
    if original and applied:
        due = max([original, *granted.get(record.issue_id or "", [])])
        if applied > due:
            message = f"申请日期 {applied} 晚于时限 {due}，迟报 {(applied - due).days} 天。"
            yield Fault(message, at="applied_on", index=record.index, severity=WARNING)


def approval_faults(record: Record) -> Iterator[Fault]:
    table = record.table
    if record.result != AGREED:
        return
    missing = [ident for ident in APPROVAL if ident in table and is_missing(table, ident, record.index)]
    if missing:
        names = "、".join(table.slots[ident].column.name for ident in missing)
        yield Fault(f"审批结果是“{AGREED}”，{names}没有填。", at=missing[0], index=record.index)


def is_missing(table: Table, ident: str, index: int) -> bool:
    value = table.column(ident)[index]
    return value is None or (isinstance(value, str) and is_blank(value))
