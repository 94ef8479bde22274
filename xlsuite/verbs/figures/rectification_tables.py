"""The tables of the rectification ledger: progress by source, aspect, leader, unit, type and month (domain §9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import CLOSED, DONE, GOING, IDLE, IMMEDIATE, LASTING, STAGED, TIMED
from xlsuite.model.outcome import Table
from xlsuite.model.rates import rate
from xlsuite.verbs.figures.figure import Total
from xlsuite.verbs.figures.grouped import TOTAL, in_order, share_note, table
from xlsuite.verbs.figures.rectification_figures import RESULTS, RectificationRows
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, label

PROGRESS_COLUMNS = ("总数", DONE, STAGED, GOING, IDLE, UNDECIDED, CLOSED, "逾期", "完成率")
MONTHS_IN_A_ROW = 36  # within so many months those without rows are shown too


def rectification_tables(book: Book, rows: RectificationRows) -> Iterator[Table]:
    sources, units = book_order(book, "sources", "name"), book_order(book, "posts", "unit")
    yield by_group(rows, "source", "来源", "整改进度（按来源）", rows.labels("source"), sources)
    yield by_group(rows, "aspect", "方面", "整改进度（按方面）", rows.labels("aspect"), book.settings.aspects)
    yield by_group(rows, "leader", "责任领导", "整改进度（按责任领导）", rows.labels("leader"), holders(book))
    yield by_group(rows, "unit", "责任科室", "整改进度（按责任科室）", rows.labels("unit"), units)
    yield by_month(rows)
    yield by_group(rows, "type", "整改类型", "类型×状态", list(map(label, rows.types)), (IMMEDIATE, TIMED, LASTING))


def book_order(book: Book, ledger: str, ident: str) -> list[str]:
    """The names of a column of another ledger in its order."""
    return list(dict.fromkeys(name for name in book.column(ledger, ident) if name))


def holders(book: Book) -> list[str]:
    return list(dict.fromkeys(name for names in book.column("posts", "holder") for name in names or ()))


def by_group(
    rows: RectificationRows, which: str, header: str, name: str, groups: list[str], first: Sequence[str]
) -> Table:
    """Progress by group; a row counts for one group only, several leaders together being one."""
    sets = (
        rows.all, rows.state(DONE), rows.state(STAGED), rows.state(GOING), rows.state(IDLE), rows.undecided,
        rows.where("closure", CLOSED), rows.overdue, rows.among(rows.state(DONE), rows.rated), rows.rated,
    )  # fmt: skip
    counts = [Counter(map(groups.__getitem__, places)) for places in sets]
    lines: list[tuple[Any, ...]] = [(group, *(count[group] for count in counts)) for group in in_order(groups, first)]
    lines.append((TOTAL, *map(len, sets)))
    decimals = rows.settings.decimals
    is_told = rows.has("state")
    body = [(*line[:-2], rate(line[-2], line[-1], decimals) if is_told else UNDECIDED) for line in lines]
    states = (DONE, STAGED, GOING, IDLE, UNDECIDED)
    shares = share_note(states, [len(places) for places in sets[1:6]], decimals)
    note = f"完成率＝整改状态＝{DONE} ÷ {rows.rated_note}。"
    columns = (header, *PROGRESS_COLUMNS)
    return table(f"rectification.by_{which}", name, columns, body, rows, rows.scope_note, note, shares)


def by_month(rows: RectificationRows) -> Table:
    """What fell due and what was done in each month, and up to its end; rows without the day stand in 未填."""
    due = monthly(rows.deadlines)
    done = monthly([rows.done_days[place] for place in rows.state(DONE)])
    months = run_of_months(sorted({*due, *done} - {UNFILLED}))
    if due[UNFILLED] or done[UNFILLED]:
        months.append(UNFILLED)
    lines: list[tuple[Any, ...]] = []
    due_so_far = done_so_far = 0
    for month in months:
        due_so_far += due[month]
        done_so_far += done[month]
        lines.append((month, due[month], done[month], due_so_far, done_so_far))
    lines.append((TOTAL, due_so_far, done_so_far, due_so_far, done_so_far))
    note = "应完成按时限（经批准延期的按延期后时限）、完成按完成日期所在月份计；没有日期的列在“未填”。"
    columns = ("月份", "应完成", "完成", "累计应完成", "累计完成")
    return table("rectification.by_month", "按月完成情况", columns, lines, rows, note)


def monthly(days: list[date | None]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for day, count in Counter(days).items():
        counts[month_of(day)] += count
    return counts


def month_of(day: date | None) -> str:
    return f"{day.year}-{day.month:02}" if day else UNFILLED


def run_of_months(months: list[str]) -> list[str]:
    """The months from the first to the last, or only those given where that would be a long run."""
    if not months:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (months[0], months[-1]))
    if last - first >= MONTHS_IN_A_ROW:
        return months
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def results(rows: RectificationRows) -> Table:
    """What came of the rectification, with how many cells say nothing."""
    lines: list[tuple[Any, ...]] = []
    for name, ident, places in RESULTS:
        total = Total(rows, ident, places)
        shown: Any = int(total.sum) if total.filled and not places and total.sum == int(total.sum) else total.text
        lines.append((name, shown, total.filled, total.blank, total.unreadable))
    columns = ("成果", "合计", "填报行数", "未填行数", "读不出行数")
    return table("rectification.results", "成果汇总", columns, lines, rows, rows.scope_note, "未填的单元格不当作0。")
