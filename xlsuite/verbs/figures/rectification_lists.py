"""The lists of the rectification ledger: which rows are late, soon due, extended, or wait to be closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import PENDING
from xlsuite.ledgers.rectification_records import AGREED, REFUSED, WAITING
from xlsuite.model.outcome import Table
from xlsuite.model.text import whole
from xlsuite.verbs.figures.grouped import table
from xlsuite.verbs.figures.rectification_figures import RectificationRows
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, Scope, label

RESPONSIBLE = ("问题编号", "问题", "责任领导", "责任科室", "责任人")
NO_EXTENSION = "无"


class Extensions(Scope):
    """The rows of 延期 and what they say of each issue."""

    def of_issues(self) -> dict[Any, str]:
        """问题编号 → what became of its requests, in their order."""
        found: dict[Any, list[str]] = {}
        columns = (self.column(ident) for ident in ("issue_id", "result", "until"))
        for issue, result, until in zip(*columns, strict=True):
            day = until.isoformat() if isinstance(until, date) else f"（{label(until)}）"
            found.setdefault(issue, []).append(request_text(result, day))
        return {issue: "；".join(texts) for issue, texts in found.items()}


def request_text(result: Any, day: str) -> str:
    if result == AGREED:
        return f"已批准延期至{day}"
    if result == REFUSED:
        return f"申请延期至{day}，不同意"
    return f"申请延期至{day}，{WAITING if result == WAITING else '审批结果' + label(result)}"


def rectification_lists(book: Book, rows: RectificationRows) -> Iterator[Table]:
    tables = book.tables_of("extensions")
    extensions = Extensions(tables) if tables else None
    yield overdue_list(rows, extensions)
    yield due_soon_list(rows, extensions)
    if extensions is not None:
        yield extension_list(extensions)
    yield pending_closure_list(rows)


def responsible(rows: RectificationRows) -> Callable[[int], tuple[str, ...]]:
    """How a row is named in a list: its 编号, its issue as worded, and who answers for it."""
    keys, issues = rows.keys, rows.column("issue")
    leaders, units, owners = (rows.labels(ident) for ident in ("leader", "unit", "owner"))
    return lambda place: (keys[place], label(issues[place]), leaders[place], units[place], owners[place])


def extension_texts(rows: RectificationRows, extensions: Extensions | None) -> Callable[[int], str]:
    known = extensions.of_issues() if extensions is not None else {}
    numbers = rows.column("number")
    return lambda place: known.get(numbers[place], NO_EXTENSION)


def overdue_list(rows: RectificationRows, extensions: Extensions | None) -> Table:
    """逾期清单, the latest first."""
    named, extended, days = responsible(rows), extension_texts(rows, extensions), rows.column("overdue_days")
    order = sorted(rows.overdue, key=lambda place: -days[place])
    lines = [(*named(place), day_text(rows.deadlines[place]), days[place], extended(place)) for place in order]
    columns = (*RESPONSIBLE, "时限", "逾期天数", "延期情况")
    return table("rectification.overdue_list", "逾期清单", columns, lines, rows, absent_note(extensions))


def due_soon_list(rows: RectificationRows, extensions: Extensions | None) -> Table:
    """临期清单, the nearest first; 黄 within the second number of 临期天数, else 蓝."""
    named, extended, left = responsible(rows), extension_texts(rows, extensions), rows.days_left
    most, *yellow = rows.settings.due_soon_days
    lines = [
        (*named(place), day_text(rows.deadlines[place]), left[place], light(left[place], yellow), extended(place))
        for place in sorted(rows.due_soon, key=left.__getitem__)
    ]
    columns = (*RESPONSIBLE, "时限", "剩余天数", "提醒", "延期情况")
    within = f"距时限0—{most}天，时限当天计入。"
    return table("rectification.due_soon_list", "临期清单", columns, lines, rows, within, absent_note(extensions))


def light(days: int, yellow: list[int]) -> str:
    return "黄" if yellow and days <= yellow[0] else "蓝"


def extension_list(extensions: Extensions) -> Table:
    """延期一览: every request, approved or not, and whether it came too late."""
    idents = ("number", "issue_id", "original", "applied_on", "until", "result", "approver", "approved_on", "reason")
    cells = [extensions.labels(ident) for ident in idents]
    late = map(lateness, extensions.column("original"), extensions.column("applied_on"))
    lines = [(*line[:-1], told, line[-1]) for *line, told in zip(*cells, late, strict=True)]
    results = extensions.column("result")
    counted = "、".join(f"{word}{results.count(word)}" for word in (AGREED, WAITING, REFUSED))
    columns = (
        "延期编号", "问题编号", "原时限", "申请日期", "申请延期至", "审批结果", "审批人", "审批日期", "迟报",
        "延期原因",
    )  # fmt: skip
    note = f"{counted}；只有“{AGREED}”的改变时限。申请日期晚于原时限的为迟报。"
    return table("rectification.extensions", "延期一览", columns, lines, extensions, note)


def lateness(original: Any, applied: Any) -> str:
    """Whether a request came after the deadline it is to move."""
    if not isinstance(original, date) or not isinstance(applied, date):
        return UNDECIDED
    return "是" if applied > original else "否"


def pending_closure_list(rows: RectificationRows) -> Table:
    """待销号清单: the rows that wait for verification, the longest waiting first."""
    named, done_days = responsible(rows), rows.done_days
    pending = rows.where("closure", PENDING)
    waited = {place: (rows.as_of - day).days for place in pending if (day := done_days[place])}
    order = sorted(pending, key=lambda place: -waited.get(place, 0))
    lines = [(*named(place), day_text(done_days[place]), waited.get(place, UNFILLED)) for place in order]
    most = rows.settings.unclosed_days
    long = sum(days > most for days in waited.values())
    note = f"销号状态＝{PENDING}；完成超过{most}天的{long}项。"
    columns = (*RESPONSIBLE, "完成日期", "完成后天数")
    return table("rectification.pending_closure_list", "待销号清单", columns, lines, rows, note)


def day_text(day: date | None) -> str:
    return whole(day) if day else UNFILLED


def absent_note(extensions: Extensions | None) -> str:
    return "" if extensions is not None else "没有延期台账，延期情况无从核对。"
