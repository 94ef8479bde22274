"""责任书, 约谈, 档案, 报告, 请销假, 婚丧: who signed, talked, reported, and who is still to (domain §11.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from xlsuite.grading.managers import HEAD, LEADER
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import NO_ROSTER, Pair, in_office, pairs, periods
from xlsuite.ledgers.files import WITHIN_30, YEARLY
from xlsuite.ledgers.leave import FUNERAL
from xlsuite.model.outcome import Figure, Table
from xlsuite.model.text import fold
from xlsuite.rules.files import OBLIGED, obliged_without, without
from xlsuite.rules.pledges import unsigned
from xlsuite.rules.talks import untalked
from xlsuite.verbs.figures.grouped import TOTAL, crossed, in_order, table
from xlsuite.verbs.figures.scope import UNDECIDED, Rows, label
from xlsuite.verbs.figures.supporting_rows import (
    Coverage,
    YearRows,
    counted,
    counted_rows,
    covered,
    listing,
    share,
    told,
)

HIDDEN = "岗位与名册缺失，或有读不出的单元格"


def arrow(pair: Pair) -> str:
    return f"{pair.upper}→{pair.lower}"


# --- 责任书 -------------------------------------------------------------------------------------------------------


def pledge_coverage(book: Book) -> Coverage:
    due, missing = pairs(book, (LEADER, HEAD)), unsigned(book)
    return told(None if due is None else map(arrow, due), None if missing is None else map(arrow, missing), NO_ROSTER)


def pledge_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted(
        "pledges.total",
        "责任书签订份数",
        pledge_copies(rows),
        f"签订日期在{rows.year}年，份数未填的计1份",
        rows,
        rows.all,
    )
    criterion = "当年已与上级签责任书的 ÷ 名册里在任的班子成员、科室负责人"
    yield covered("pledges.coverage", "责任书签订率", pledge_coverage(book), criterion, rows, book.decimals)


def pledge_copies(rows: YearRows) -> int:
    return sum(int(copies) if isinstance(copies, Decimal) else 1 for copies in rows.column("copies"))


def pledge_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    due, missing = pairs(book, (LEADER, HEAD)), unsigned(book)
    if due is None or missing is None:
        lines: list[tuple[Any, ...]] = [("班子成员、科室负责人", UNDECIDED, UNDECIDED, UNDECIDED, NO_ROSTER)]
        yield listing(
            "pledges.by_tier", "责任书签订情况", ("层级", "应签", "已签", "未签", "未签名单"), lines, rows.source
        )
        return
    lines = []
    for tier in (LEADER, HEAD):
        every, late = [pair for pair in due if pair.tier == tier], [pair for pair in missing if pair.tier == tier]
        names = "、".join(pair.lower for pair in late)
        lines.append((tier, len(every), len(every) - len(late), len(late), names))
    lines.append((TOTAL, len(due), len(due) - len(missing), len(missing), ""))
    note = f"应签名单由岗位与名册的上下级推出，{book.year}年。"
    columns = ("层级", "应签", "已签", "未签", "未签名单")
    yield listing("pledges.by_tier", "责任书签订情况", columns, lines, rows.source, note)


# --- 廉政约谈 ------------------------------------------------------------------------------------------------------


def talk_coverage(book: Book) -> Coverage:
    """Pairs of the post chain that talked in 台账年度."""
    (year,) = periods(book.year, "每年")
    due, missing = pairs(book), untalked(book, year)
    in_time = None if due is None else [arrow(pair) for pair in due if not (pair.since and pair.since > year.last)]
    return told(in_time, None if missing is None else map(arrow, missing), HIDDEN)


def talk_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    criterion = f"谈话日期在{rows.year}年的谈话对象人数合计{rows.year_note}"
    yield counted("talks.total", "廉政约谈人次", rows.persons("talkee"), criterion, rows, rows.all)
    pairs_of = "当年有约谈记录的 ÷ 名册里的上下级（每人与最近的在任上级一对）"
    yield covered("talks.coverage", "廉政约谈覆盖率", talk_coverage(book), pairs_of, rows, book.decimals)


def talk_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    columns = ("谈话人", "谈话对象", "层级", "上半年", "下半年")
    halves = periods(book.year, "每半年")
    due = pairs(book)
    missing = [untalked(book, half) for half in halves]
    if due is None or None in missing:
        lines: list[tuple[Any, ...]] = [(UNDECIDED, UNDECIDED, "", UNDECIDED, UNDECIDED)]
        yield listing("talks.coverage", "廉政约谈覆盖", columns, lines, rows.source, f"{HIDDEN}，应谈名单未判定。")
    else:
        gone = [{arrow(pair) for pair in some or ()} for some in missing]
        lines = [
            (
                pair.upper,
                pair.lower,
                pair.tier,
                *(said(pair, half, some, book.as_of) for half, some in zip(halves, gone, strict=True)),
            )
            for pair in due
        ]
        note = "应谈名单由岗位与名册的上下级推出；“未到期”为半年还没有过完。"
        yield listing("talks.coverage", "廉政约谈覆盖", columns, lines, rows.source, note)
    yield by_label(rows, "talks.by_kind", "廉政约谈（按类型）", "类型", "kind", "人次", "talkee")


def said(pair: Pair, half: Any, missing: set[str], as_of: date) -> str:
    if pair.since and pair.since > half.last:
        return "未任职"
    return "已谈" if arrow(pair) not in missing else "未谈" if half.last <= as_of else "未到期"


def by_label(
    rows: YearRows, id: str, name: str, header: str, ident: str, unit: str, persons: str = "", note: str = ""
) -> Table:
    """Rows, or the persons named in them, by the value of a column."""
    labels = rows.labels(ident)
    lines = []
    for each in in_order(labels):
        places = [place for place, said in enumerate(labels) if said == each]
        lines.append((each, rows.persons(persons, places) if persons else len(places)))
    lines.append((TOTAL, sum(line[1] for line in lines)))
    return table(id, name, (header, unit), lines, rows, rows.year_note, note)


# --- 廉政档案 ------------------------------------------------------------------------------------------------------


def file_coverage(book: Book) -> Coverage:
    people = in_office(book)
    missing = None if people is None else without(book, people, "integrity_files")
    names = None if people is None else [each.name for each in people]
    return told(names, None if missing is None else [each.name for each in missing], NO_ROSTER)


def file_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("integrity_files.total", "廉政档案份数", rows.all, "全部", rows)
    criterion = "有档案的 ÷ 名册里的在任人员"
    yield covered("integrity_files.coverage", "廉政档案建档率", file_coverage(book), criterion, rows, book.decimals)
    updated = [
        place for place, day in enumerate(rows.column("updated_on")) if isinstance(day, date) and day.year == book.year
    ]
    name, over = "廉政档案当年更新率", f"最近更新在{book.year}年的 ÷ 全部档案"
    yield share("integrity_files.updated_rate", name, updated, rows.all, over, rows, book.decimals)


def file_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    coverage = file_coverage(book)
    days = rows.column("updated_on")
    names = rows.labels("person")
    old = [
        (names[place], "当年未更新", label(day))
        for place, day in enumerate(days)
        if not (isinstance(day, date) and day.year == book.year)
    ]
    lines = [*((name, "没有档案", "") for name in coverage.missing), *old]
    note = f"应建档名单由岗位与名册的在任人员推出。{coverage.reason}"
    yield listing(
        "integrity_files.list", "未建档、当年未更新名单", ("姓名", "情形", "最近更新"), lines, rows.source, note
    )


# --- 个人有关事项 ---------------------------------------------------------------------------------------------------


def obliged_rows(rows: YearRows) -> Rows:
    return rows.where("obliged", "是")


def reported_rows(rows: YearRows) -> Rows:
    days = rows.column("reported_on")
    return [place for place in obliged_rows(rows) if isinstance(days[place], date)]


def late_rows(rows: YearRows) -> Rows:
    days, dues = rows.column("reported_on"), rows.column("due")
    return [place for place in reported_rows(rows) if isinstance(due := dues[place], date) and days[place] > due]


def matter_coverage(book: Book, rows: YearRows) -> Coverage:
    """科级及以上 in office, and which of them have no row, or one that is not reported."""
    people, absent = in_office(book), obliged_without(book)
    if people is None or absent is None:
        return Coverage(None, (), NO_ROSTER)
    open_rows = sorted(set(obliged_rows(rows)) - set(reported_rows(rows)))
    persons = rows.column("person")
    silent = {fold(name) for place in open_rows for name in persons[place] or () if isinstance(name, str)}
    silent.update(fold(each.name) for each in absent)
    due = [each.name for each in people if each.tier in OBLIGED]
    return Coverage(tuple(due), tuple(name for name in due if fold(name) in silent))


def matter_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    due = obliged_rows(rows)
    yield counted_rows("personal_matters.due", "个人有关事项应报件数", due, "应报＝是", rows)
    yield counted_rows(
        "personal_matters.reported", "个人有关事项已报件数", reported_rows(rows), "应报＝是，报告日期已填", rows
    )
    yield counted_rows("personal_matters.late", "个人有关事项迟报件数", late_rows(rows), "报告日期晚于应报截止", rows)
    name, over = "个人有关事项报告率", "报告日期已填的 ÷ 应报＝是"
    yield share("personal_matters.rate", name, reported_rows(rows), due, over, rows, book.decimals)
    criterion = "表里应报的都已报的人 ÷ 名册里科室负责人及以上的在任人员"
    coverage = matter_coverage(book, rows)
    yield covered("personal_matters.coverage", "个人有关事项报告覆盖率", coverage, criterion, rows, book.decimals)


def matter_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    kinds = rows.labels("kind")
    sets = [frozenset(obliged_rows(rows)), frozenset(reported_rows(rows)), frozenset(late_rows(rows))]
    lines: list[tuple[Any, ...]] = []
    for kind in in_order(kinds, (YEARLY, WITHIN_30)):
        due, done, late = (sum(1 for place in some if kinds[place] == kind) for some in sets)
        lines.append((kind, due, done, due - done, late))
    lines.append((TOTAL, *(sum(line[at] for line in lines) for at in range(1, 5))))
    columns = ("类型", "应报", "已报", "未报", "迟报")
    yield table("personal_matters.by_kind", "个人有关事项报告情况", columns, lines, rows, "不登记报告内容。")
    coverage = matter_coverage(book, rows)
    missing = [(name, "表里没有，或应报未报") for name in coverage.missing]
    note = f"{coverage.reason}。" if coverage.reason else f"科室负责人及以上在任{len(coverage.due or ())}人。"
    yield listing("personal_matters.missing_list", "个人有关事项未报名单", ("姓名", "情形"), missing, rows.source, note)


# --- 请销假、婚丧喜庆 -----------------------------------------------------------------------------------------------


def approved_rows(rows: YearRows) -> Rows:
    """Leaves with an approver and a day of approval, and not said to be unfiled."""
    columns = zip(*(rows.column(ident) for ident in ("approver", "approved_on", "filed")), strict=True)
    return [place for place, (who, on, filed) in enumerate(columns) if who and isinstance(on, date) and filed != "否"]


def unreturned_rows(rows: YearRows) -> Rows:
    lasts, returned = rows.column("last"), rows.column("returned")
    as_of = rows.book.as_of
    return [
        place for place, day in enumerate(lasts) if isinstance(day, date) and day < as_of and returned[place] is None
    ]


def leave_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    approved = approved_rows(rows)
    yield counted(
        "leave.total", "请假外出人次", rows.persons("person"), f"起在{rows.year}年{rows.year_note}", rows, rows.all
    )
    criterion = "审批人、审批日期已填，备案不为“否”的 ÷ 全部请假外出"
    yield share("leave.rate", "外出请假备案率", approved, rows.all, criterion, rows, book.decimals)
    missing = sorted(set(rows.all) - set(approved))
    yield counted_rows("leave.unapproved", "未履行请假备案人次", missing, "没有审批人或审批日期，或备案＝否", rows)
    yield counted_rows("leave.not_returned", "未销假人次", unreturned_rows(rows), "假期已过，没有销假日期", rows)


def leave_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    yield by_label(rows, "leave.by_kind", "请假外出（按事由）", "事由类别", "kind", "人次", "person")
    idents = ("person", "kind", "first", "last", "approver")
    cells = [rows.labels(ident) for ident in idents]
    lasts = rows.column("last")
    lines = [
        (*(column[place] for column in cells), (book.as_of - lasts[place]).days) for place in unreturned_rows(rows)
    ]
    open_ones = sorted(set(rows.all) - set(approved_rows(rows)))
    named = [rows.labels(ident) for ident in ("person", "kind", "first", "approver", "approved_on", "filed")]
    gone = [tuple(column[place] for column in named) for place in open_ones]
    columns: tuple[str, ...] = ("姓名", "事由类别", "起", "审批人", "审批日期", "备案")
    yield table("leave.unapproved_list", "未履行请假备案清单", columns, gone, rows, rows.year_note)
    columns = ("姓名", "事由类别", "起", "止", "审批人", "已过天数")
    yield table("leave.not_returned_list", "未销假清单", columns, lines, rows, "止当天不算已过。")


def ceremony_reported(rows: YearRows) -> Rows:
    columns = zip(*(rows.column(ident) for ident in ("matter", "told_before", "told_after")), strict=True)
    return [
        place
        for place, (matter, before, after) in enumerate(columns)
        if isinstance(before, date) or (matter == FUNERAL and isinstance(after, date))
    ]


def ceremony_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("ceremonies.total", "婚丧喜庆件数", rows.all, f"办理时间在{rows.year}年{rows.year_note}", rows)
    criterion = "有事前报告日期（丧事可为事后）的 ÷ 全部"
    yield share("ceremonies.rate", "婚丧喜庆报备率", ceremony_reported(rows), rows.all, criterion, rows, book.decimals)


def ceremony_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    reported = frozenset(ceremony_reported(rows))
    marks = ["已报备" if place in reported else "未报备" for place in rows.all]
    order = in_order(rows.labels("matter"))
    lines = crossed(rows.labels("matter"), marks, order, ("已报备", "未报备"))
    columns = ("操办事项", "已报备", "未报备", TOTAL)
    yield table("ceremonies.by_matter", "婚丧喜庆报备情况", columns, lines, rows, rows.year_note)


PEOPLE = (
    ("pledges", "on", pledge_figures, pledge_tables),
    ("talks", "on", talk_figures, talk_tables),
    ("integrity_files", "", file_figures, file_tables),
    ("personal_matters", "due", matter_figures, matter_tables),
    ("leave", "first", leave_figures, leave_tables),
    ("ceremonies", "on", ceremony_figures, ceremony_tables),
)
