"""学习, 调研, 节前提醒, 制度, 领导小组, 请示报告: how many, and what weeks and festivals lack one (domain §11.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import NO_ROSTER, festival, festivals, weeks
from xlsuite.ledgers.regulations import ASKS, ENDED, MADE, REPORTS, REVISED
from xlsuite.ledgers.study import FORMS, ON_SITE, SEMINAR, WARNING_CLASS
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Figure, Table
from xlsuite.model.text import fold
from xlsuite.rules.regulations import claimed
from xlsuite.rules.reminders import unreminded
from xlsuite.rules.study import YEAR, leaders_without_plan, months_due, planned_months, weeks_missed
from xlsuite.rules.surveys import days_of
from xlsuite.verbs.figures.figure import amount
from xlsuite.verbs.figures.grouped import TOTAL, in_order, table
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED
from xlsuite.verbs.figures.supporting_people import by_label
from xlsuite.verbs.figures.supporting_rows import (
    Coverage,
    YearRows,
    attendance,
    counted_rows,
    covered,
    listing,
    summed,
    told,
)

NO_CALENDAR = "没有工作日历，哪些周一放假未判定"
NO_FESTIVALS = "节日表里没有当年的节日，应提醒的节日未判定"
STUDY_KINDS = ((SEMINAR, "seminar"), (WARNING_CLASS, "warning"), (ON_SITE, "on_site"))


# --- 学习 ---------------------------------------------------------------------------------------------------------


def plan_coverage(book: Book) -> Coverage:
    """The plans of the branch that are due: the year's, and one a month that has begun."""
    planned = planned_months(book)
    due = [plan_name(month) for month in (YEAR, *months_due(book))]
    missing = (
        None
        if planned is None
        else [name for name, month in zip(due, (YEAR, *months_due(book)), strict=True) if month not in planned]
    )
    return told(due, missing, "有读不出的年度、月份或主体")


def plan_name(month: int) -> str:
    return f"{month}月" if month else "年度计划"


def plan_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("study_plans.total", "学习计划份数", rows.all, f"年度＝{rows.year}", rows)
    criterion = "支部已有计划的 ÷ 年度计划与已开始的各月"
    yield covered("study_plans.coverage", "支部学习计划完整率", plan_coverage(book), criterion, rows, book.decimals)


def plan_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    coverage = plan_coverage(book)
    done = set(coverage.done)
    lines = [(name, "有" if name in done else "缺") for name in coverage.due or ()]
    note = f"{coverage.reason}。" if coverage.reason else ""
    yield listing("study_plans.months", "支部学习计划", ("时段", "计划"), lines, rows.source, note)
    missing = leaders_without_plan(book)
    who = [(UNDECIDED, NO_ROSTER)] if missing is None else [(each.name, "没有个人计划") for each in missing]
    columns = ("姓名", "情形")
    yield listing("study_plans.leaders", "班子成员个人学习计划未制定名单", columns, who, rows.source)


def week_coverage(book: Book) -> Coverage:
    due, missing = weeks(book), weeks_missed(book)
    names = None if due is None else [day.isoformat() for day in due if is_over(book, day)]
    return told(names, None if missing is None else [day.isoformat() for day in missing], NO_CALENDAR)


def is_over(book: Book, day: date) -> bool:
    """Whether the week of a day is over by 统计截止日."""
    return bool(6 - day.weekday() <= (book.as_of - day).days)


def study_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("study_records.total", "集中学习次数", rows.all, f"日期在{rows.year}年{rows.year_note}", rows)
    for form, id in STUDY_KINDS:
        places = rows.where("form", form)
        yield counted_rows(f"study_records.{id}", f"{form}次数", places, f"形式＝{form}，日期在{rows.year}年", rows)
    yield attendance("study_records.attendance", "参学率", rows, book.decimals)
    criterion = f"有学习记录的周 ÷ {book.meeting_weekday}是工作日、已经过完的周"
    yield covered("study_records.weeks", "周学习覆盖率", week_coverage(book), criterion, rows, book.decimals)


def study_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    forms = rows.labels("form")
    months = [f"{day.month}月" if isinstance(day, date) else UNFILLED for day in rows.column("on")]
    counts = Counter(zip(months, forms, strict=True))
    used = in_order(forms, FORMS)
    order = [f"{month}月" for month in range(1, 13) if f"{month}月" in months] + [UNFILLED] * (UNFILLED in months)
    lines: list[tuple[Any, ...]] = []
    for month in order:
        line = [counts[month, form] for form in used]
        lines.append((month, *line, sum(line)))
    sums = [sum(line[at] for line in lines) for at in range(1, len(used) + 2)]
    lines.append((TOTAL, *sums))
    columns = ("月份", *used, TOTAL)
    yield table("study_records.by_month", "集中学习（按月份和形式）", columns, lines, rows, rows.year_note)
    coverage = week_coverage(book)
    missed = [(day, book.meeting_weekday) for day in coverage.missing]
    note = (
        f"{coverage.reason}。" if coverage.reason else f"应有{len(coverage.due or ())}周，已有{len(coverage.done)}周。"
    )
    yield listing("study_records.missing_weeks", "缺周清单", ("例会日", "星期"), missed, rows.source, note)


# --- 调研 ---------------------------------------------------------------------------------------------------------


def survey_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("surveys.total", "调研次数", rows.all, f"起在{rows.year}年{rows.year_note}", rows)
    yield summed("surveys.days", "调研天数", rows, "days", "天数合计")
    yield summed("surveys.opinions", "调研意见建议条数", rows, "advice", "意见建议合计")
    yield summed("surveys.turned", "调研转化条数", rows, "turned_count", "转化条数合计")


def survey_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    spent = days_of(book)
    persons = dict.fromkeys(name for names in rows.column("person") if isinstance(names, tuple) for name in names)
    lines = []
    for name in persons:
        places = [
            place for place, names in enumerate(rows.column("person")) if isinstance(names, tuple) and name in names
        ]
        days = UNDECIDED if spent is None else amount(spent.get(fold(name), Decimal(0)), 0)
        numbers = (rows.total(ident, places) for ident in ("advice", "turned_count"))
        lines.append((name, len(places), days, *(amount(number, 0) for number in numbers)))
    columns = ("调研人", "次数", "天数", "意见建议", "转化")
    note = "几个人一起调研的，每人都计一次。"
    yield table("surveys.by_person", "调研（按人）", columns, lines, rows, rows.year_note, note)


# --- 节前提醒 ------------------------------------------------------------------------------------------------------


def festivals_come(book: Book) -> list[str] | None:
    """The festivals wanted whose day has come by 统计截止日; None without the year's 节日表."""
    known = festivals(book)
    if known is None:
        return None
    return [name for name in book.festivals_wanted if (day := known.get(festival(name))) and day <= book.as_of]


def reminder_coverage(book: Book) -> Coverage:
    missing = unreminded(book)
    return told(festivals_come(book), None if missing is None else [name for name, _ in missing], NO_FESTIVALS)


def reminder_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows(
        "festival_reminders.total", "节前提醒次数", rows.all, f"提醒日期在{rows.year}年{rows.year_note}", rows
    )
    criterion = f"节前{book.remind_days}天内有提醒的 ÷ 应提醒、已经到了的节日"
    yield covered(
        "festival_reminders.coverage", "节前提醒覆盖率", reminder_coverage(book), criterion, rows, book.decimals
    )


def reminder_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    coverage, known = reminder_coverage(book), festivals(book) or {}
    lines = [(name, *reminder_line(book, known.get(festival(name)), name, coverage)) for name in book.festivals_wanted]
    note = f"{coverage.reason}。" if coverage.reason else "节日日期取自节日表。"
    yield listing("festival_reminders.list", "节前提醒情况", ("节日", "日期", "提醒"), lines, rows.source, note)


def reminder_line(book: Book, day: date | None, name: str, coverage: Coverage) -> tuple[str, str]:
    if day is None or coverage.due is None:
        return ("节日表里没有" if day is None else day.isoformat(), UNDECIDED)
    if name not in coverage.due:
        return (day.isoformat(), "未到")
    return (day.isoformat(), "未提醒" if name in coverage.missing else "已提醒")


# --- 制度、领导小组、请示报告 ----------------------------------------------------------------------------------------


def regulation_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    for change, id in ((MADE, "made"), (REVISED, "revised"), (ENDED, "ended")):
        criterion = f"新建/修订/废止＝{change}，印发日期在{rows.year}年"
        yield counted_rows(f"regulations.{id}", f"{change}制度项数", rows.where("change", change), criterion, rows)


def regulation_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    lines = []
    for change, ident in ((MADE, "regulations_new"), (REVISED, "regulations_revised"), (ENDED, "")):
        total = claimed(book, ident) if ident else None
        lines.append((change, len(rows.where("change", change)), "" if total is None else amount(total, 0)))
    columns = ("变动", "制度台账", "问题整改台账合计")
    yield table("regulations.by_change", "制度建设", columns, lines, rows, rows.year_note)


def group_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("leading_groups.total", "领导小组个数", rows.all, "全部", rows)


def group_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    cells = [rows.labels(ident) for ident in ("name", "head", "deputies", "office_head")]
    sizes = [group_size(rows, place) for place in rows.all]
    lines = [(*line, size) for *line, size in zip(*cells, sizes, strict=True)]
    columns = ("名称", "组长", "副组长", "办公室主任", "人数")
    yield table("leading_groups.list", "领导小组一览", columns, lines, rows)


def group_size(rows: YearRows, place: int) -> Any:
    """How many people a group has; 未判定 where a name cannot be read."""
    cells = [rows.column(ident)[place] for ident in ("head", "deputies", "members")]
    return UNDECIDED if UNREADABLE in cells else len({fold(name) for names in cells for name in names or ()})


def submission_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("submissions.total", "请示报告件数", rows.all, f"日期在{rows.year}年{rows.year_note}", rows)
    for kind, id in ((ASKS, "asks"), (REPORTS, "reports")):
        yield counted_rows(f"submissions.{id}", f"{kind}件数", rows.where("kind", kind), f"类型＝{kind}", rows)


def submission_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    yield by_label(rows, "submissions.by_receiver", "请示报告（按报送单位）", "报送单位", "to", "件数")


ROUTINE = (
    ("study_plans", "", plan_figures, plan_tables),
    ("study_records", "on", study_figures, study_tables),
    ("surveys", "first", survey_figures, survey_tables),
    ("festival_reminders", "on", reminder_figures, reminder_tables),
    ("regulations", "on", regulation_figures, regulation_tables),
    ("leading_groups", "", group_figures, group_tables),
    ("submissions", "on", submission_figures, submission_tables),
)
