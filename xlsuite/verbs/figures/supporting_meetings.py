"""集体决策, 询价, 组织生活, 谈心, 意见: how many, of what kind, how well attended (domain §11.1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.party_life import COMMITTEE, CONGRESS, DAY, DEMOCRATIC, GROUP, LECTURE, ORGANIC
from xlsuite.model.outcome import Figure, Table
from xlsuite.rules.heart_talks import due_pairs, meetings, untalked_before
from xlsuite.rules.party_life import gaps
from xlsuite.rules.quotes import Purchase, purchases, undecided_purchases
from xlsuite.verbs.figures.figure import amount
from xlsuite.verbs.figures.grouped import TOTAL, in_order, table
from xlsuite.verbs.figures.scope import UNDECIDED, Rows
from xlsuite.verbs.figures.supporting_people import by_label
from xlsuite.verbs.figures.supporting_rows import (
    Coverage,
    YearRows,
    attendance,
    behind,
    counted,
    counted_rows,
    covered,
    listing,
    share,
    told,
)

KINDS = (
    (CONGRESS, "congress"), (COMMITTEE, "committee"), (GROUP, "group"), (LECTURE, "lecture"), (DAY, "day"),
    (DEMOCRATIC, "democratic"), (ORGANIC, "organic"),
)  # fmt: skip


# --- 集体决策 ------------------------------------------------------------------------------------------------------


def large_rows(rows: YearRows) -> Rows:
    """Topics on 集体决策金额 and more, the amount itself included."""
    least = rows.book.decision_amount
    return [place for place, sum_ in enumerate(rows.column("amount")) if isinstance(sum_, Decimal) and sum_ >= least]


def decision_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    numbers, days = rows.labels("number"), rows.labels("on")
    held = dict.fromkeys(zip(numbers, days, strict=True))
    criterion = f"会议日期在{rows.year}年，届次与日期都相同的计一次{rows.year_note}"
    yield counted("decisions.meetings", "主任办公会次数", len(held), criterion, rows, rows.all)
    yield counted_rows("decisions.topics", "集体研究议题数", rows.all, f"会议日期在{rows.year}年{rows.year_note}", rows)
    large, least = large_rows(rows), book.decision_amount
    yield counted_rows("decisions.large", "集体研究大额支出笔数", large, f"金额≥{least}（含本数）", rows)
    total = amount(rows.total("amount", large), 2)
    yield Figure(
        "decisions.large_amount", "集体研究大额支出金额", total, None, None, rows.source, f"金额≥{least}的合计，元",
        *behind(rows, large),
    )  # fmt: skip


def decision_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    kinds = rows.labels("kind")
    lines: list[tuple[Any, ...]] = []
    for kind in in_order(kinds, ("重大决策", "大额资金", "干部提拔", "评选选优")):
        places = [place for place, said in enumerate(kinds) if said == kind]
        lines.append((kind, len(places), amount(rows.total("amount", places), 2)))
    lines.append((TOTAL, len(rows), amount(rows.total("amount"), 2)))
    yield table("decisions.by_kind", "集体决策（按类别）", ("类别", "议题数", "金额"), lines, rows, rows.year_note)


# --- 采购询价 ------------------------------------------------------------------------------------------------------


def bought(rows: YearRows) -> list[tuple[int, Purchase]]:
    """The purchases of 台账年度 of which every quote can be read, with their places in the scope."""
    kept = rows.kept
    found: list[tuple[int, Purchase]] = []
    place = start = 0
    for each in rows.tables:
        known = {purchase.row: purchase for purchase in purchases(each)}
        for index in range(len(each)):
            if kept is None or kept[start + index]:
                if index in known:
                    found.append((place, known[index]))
                place += 1
        start += len(each)
    return found


def compliant_rows(rows: YearRows) -> Rows:
    least = rows.book.quotes_least
    return [
        place
        for place, each in bought(rows)
        if len({who for who, cost in each.quotes if who and cost is not None}) >= least
    ]


def saved(rows: YearRows) -> tuple[Decimal, Rows]:
    """均价 − 成交价 over the purchases whose every quote is a number."""
    total, places = Decimal(0), []
    for place, each in bought(rows):
        costs = [cost for _, cost in each.quotes if cost is not None]
        if each.price is not None and len(costs) > 1 and len(costs) == len(each.quotes):
            total += sum(costs, Decimal(0)) / len(costs) - each.price
            places.append(place)
    return total, places


def decided(book: Book, rows: YearRows) -> Coverage:
    """The purchases of 集体决策金额 and more, and those without a topic of the meeting before they were paid."""
    least = book.decision_amount
    large = [place for place, price in enumerate(rows.column("price")) if isinstance(price, Decimal) and price >= least]
    if not book.has("decisions"):
        return Coverage(None, (), "没有主任办公会台账，是否研究未判定")
    faults = [
        (each.sheet, each.rows[fault.index]) for each in rows.tables for fault in undecided_purchases(each, book, least)
    ]
    due, places = rows.keys_at(large), rows.places_at(large)
    missing = tuple(key for key, place in zip(due, places, strict=True) if place in faults)
    return Coverage(due, missing, places=dict(zip(due, places, strict=True)))


def quote_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    yield counted_rows("quotes.total", "询价采购批次", rows.all, f"申购日期在{rows.year}年{rows.year_note}", rows)
    compliant, least = compliant_rows(rows), book.quotes_least
    yield counted_rows(
        "quotes.compliant", f"{least}家以上询价批次", compliant, f"有供应商也有报价的不少于{least}家", rows
    )
    criterion = f"报价不少于{least}家的 ÷ 全部批次"
    yield share("quotes.rate", "询价合规率", compliant, rows.all, criterion, rows, book.decimals)
    criterion = f"主任办公会有对应议题的 ÷ 成交价≥{book.decision_amount}的采购（含本数）"
    yield covered("quotes.decided", "大额采购集体研究率", decided(book, rows), criterion, rows, book.decimals)
    total, places = saved(rows)
    value = amount(total.quantize(Decimal("0.01")), 2) if places else "无"
    criterion = f"各家报价均价－成交价，报价齐全的{len(places)}批次合计，元"
    yield Figure("quotes.saved", "询价节约额", value, None, None, rows.source, criterion, *behind(rows, places))


def quote_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    good = frozenset(compliant_rows(rows))
    units = rows.labels("unit")
    lines: list[tuple[Any, ...]] = []
    for unit in in_order(units):
        places = [place for place, said in enumerate(units) if said == unit]
        enough = sum(1 for place in places if place in good)
        lines.append((unit, len(places), enough, len(places) - enough, amount(rows.total("price", places), 2)))
    lines.append((TOTAL, len(rows), len(good), len(rows) - len(good), amount(rows.total("price"), 2)))
    columns = ("申购科室", "批次", "询价够数", "询价不够", "成交金额")
    note = f"询价够数指有供应商也有报价的不少于{book.quotes_least}家。"
    yield table("quotes.by_unit", "采购询价（按科室）", columns, lines, rows, rows.year_note, note)


# --- 组织生活 ------------------------------------------------------------------------------------------------------


def party_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    for kind, id in KINDS:
        places = rows.where("kind", kind)
        yield counted_rows(f"party_meetings.{id}", f"{kind}次数", places, f"类型＝{kind}，日期在{rows.year}年", rows)
    yield attendance("party_meetings.attendance", "组织生活到会率", rows, book.decimals)


def party_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    missing = gaps(book)
    kinds, present, due = rows.labels("kind"), rows.column("present"), rows.column("due")
    lines: list[tuple[Any, ...]] = []
    for kind in in_order(kinds, tuple(kind for kind, _ in KINDS)):
        places = [place for place, said in enumerate(kinds) if said == kind]
        away = sum(
            int(due[place] - present[place])
            for place in places
            if isinstance(due[place], Decimal) and isinstance(present[place], Decimal) and due[place] > present[place]
        )
        often, gone = (missing or {}).get(kind, ("", []))
        names = UNDECIDED if missing is None else "、".join(period.name for period in gone)
        lines.append((kind, len(places), often, names, away))
    absent = [
        (kind, 0, often, "、".join(each.name for each in gone), 0)
        for kind, (often, gone) in (missing or {}).items()
        if kind not in kinds
    ]
    columns = ("类型", "次数", "应多久一次", "没有记录的时段", "缺席人次")
    note = "时段只算到统计截止日已经过完的。"
    yield table("party_meetings.by_kind", "组织生活（按类型）", columns, [*lines, *absent], rows, rows.year_note, note)


# --- 谈心谈话、征求意见 ---------------------------------------------------------------------------------------------


def heart_coverage(book: Book) -> Coverage:
    """Pairs that are to talk before the last 民主生活会 of 台账年度."""
    held = meetings(book)
    if not held:
        return Coverage(None, (), "没有民主生活会的记录，应谈名单未判定")
    due, missing = due_pairs(book), untalked_before(book, held[-1], book.heart_talk_days)
    names = None if due is None else map("—".join, due)
    return told(names, None if missing is None else map("—".join, missing), "岗位与名册缺失，或有读不出的单元格")


def heart_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    criterion = f"日期在{rows.year}年的谈话对象人数合计{rows.year_note}"
    yield counted("heart_talks.total", "谈心谈话人次", rows.persons("talkee"), criterion, rows, rows.all)
    over = f"民主生活会前{book.heart_talk_days}天内谈过的 ÷ 班子成员两两之间、班子成员与分管科室负责人"
    yield covered("heart_talks.coverage", "会前谈心覆盖率", heart_coverage(book), over, rows, book.decimals)


def heart_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    coverage = heart_coverage(book)
    lines = [(name, "未谈") for name in coverage.missing]
    note = (
        f"{coverage.reason}。" if coverage.reason else f"应谈{len(coverage.due or ())}对，已谈{len(coverage.done)}对。"
    )
    yield listing("heart_talks.missing_list", "会前谈心未谈名单", ("双方", "情形"), lines, rows.source, note)


def opinion_figures(book: Book, rows: YearRows) -> Iterator[Figure]:
    adopted = rows.where("adopted", "是")
    linked = [place for place in adopted if rows.column("issue_id")[place]]
    yield counted_rows("opinions.total", "征求意见条数", rows.all, f"征求日期在{rows.year}年{rows.year_note}", rows)
    yield counted_rows("opinions.adopted", "采纳意见条数", adopted, "采纳＝是", rows)
    criterion = "填了关联问题的 ÷ 采纳＝是"
    yield share("opinions.linked_rate", "采纳意见落实立项率", linked, adopted, criterion, rows, book.decimals)


def opinion_tables(book: Book, rows: YearRows) -> Iterator[Table]:
    yield by_label(rows, "opinions.by_category", "征求意见（按归类）", "归类", "category", "条数")


MEETINGS = (
    ("decisions", "on", decision_figures, decision_tables),
    ("quotes", "on", quote_figures, quote_tables),
    ("party_meetings", "on", party_figures, party_tables),
    ("heart_talks", "on", heart_figures, heart_tables),
    ("opinions", "on", opinion_figures, opinion_tables),
)
