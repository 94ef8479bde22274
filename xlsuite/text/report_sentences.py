"""Sentences about risk points, measures, results and common problems, and what is still amiss (domain §10.2, RPT-06).

Figures come from the summary or are counts of rows; parts that are 0 are left out; nothing is praised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification_records import ABSENT, AGREED, INAPPLICABLE, PRESENT, WAITING
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Figure, Finding, Severity
from xlsuite.model.table import Record
from xlsuite.model.text import tidy
from xlsuite.text.facts import Fact, Gap
from xlsuite.text.issue_words import dated, issue_name, late_list, short_list
from xlsuite.text.issues import Issues
from xlsuite.text.report_rows import Row, Rows

Figures = Callable[[str], Figure | None]
FORMS = (
    ("risk_points", "个人廉政风险点登记表"), ("risk_measures", "防控措施登记表"), ("risk_ratings", "风险点等级评定表"),
    ("post_catalog", "岗位廉政风险管理目录"),
)  # fmt: skip
RESULTS = (
    ("regulations_new", "新建制度", "项"), ("regulations_revised", "修订制度", "项"), ("refund", "清退资金", "元"),
    ("reminders", "约谈提醒", "人次"),
)  # fmt: skip
KINDS = "办局委院校厅处所站馆"


def fact_of(figure: Figure) -> Fact:
    """A figure of the summary as a fact: a number, an exact share, or a value that cannot be reckoned with."""
    value: Any = None
    if figure.denominator is not None and figure.numerator is not None and figure.value.endswith("%"):
        value = Fact(figure.numerator) / figure.denominator
        value = value.value if isinstance(value, Fact) else None
    else:
        try:
            number = Decimal(figure.value)
            value = int(number) if number == int(number) and "." not in figure.value else number
        except InvalidOperation:
            value = None
    return Fact(value, figure.name, figure.source, figure.criterion, figure.rows, figure.value, figure.id)


def counted(figures: Figures, ident: str) -> Fact | None:
    found = figures(ident)
    return None if found is None else fact_of(found)


def risk_sentence(figures: Figures, whole_unit: str) -> str:
    """全办11个岗位共排查风险点25个，其中高8个、中12个、低5个。"""
    total = counted(figures, "risk.total")
    if total is None:
        return ""
    posts, without = counted(figures, "risk.posts"), counted(figures, "risk.posts_without")
    start = f"{whole_unit}{posts}个岗位" if posts else ""
    if not total:
        return f"{start}未见风险点登记。"
    levels = (
        (word, counted(figures, f"risk.{ident}")) for word, ident in (("高", "high"), ("中", "medium"), ("低", "low"))
    )
    parts = "、".join(f"{word}{count}个" for word, count in levels if count)
    unrated = counted(figures, "risk.unrated")
    tail = (f"，其中{parts}" if parts else "") + (f"（未核定{unrated}个）" if unrated else "")
    return f"{start}共排查风险点{total}个{tail}" + (f"；{without}个岗位未见风险点登记" if without else "") + "。"


def measure_sentence(figures: Figures, named: bool = True) -> str:
    """制定防控措施36条，已落实22条，推进中12条，未启动2条; the late ones by their 编号 where they are to be named."""
    total = counted(figures, "measure.total")
    if not total:
        return ""
    states = (("已落实", "done"), ("推进中", "in_progress"), ("未启动", "not_started"), ("落实状态未判定", "undecided"))
    parts = [f"{word}{count}条" for word, ident in states if (count := counted(figures, f"measure.{ident}"))]
    late = counted(figures, "measure.overdue")
    keys = f"（{'、'.join(key_facts(late))}）" if late and named else ""
    return "，".join([f"制定防控措施{total}条", *parts]) + (f"；逾期未落实{late}条{keys}" if late else "") + "。"


def key_facts(fact: Fact) -> list[str]:
    return [f"{Fact(key, '编号', fact.source, rows=(key,))}" for key in fact.rows]


def forms_sentence(book: Book, findings: Iterable[Finding]) -> str:
    """形成…: only sheets of their own that hold rows and carry no error; columns in another ledger's sheet are none."""
    wrong = {each.sheet for each in findings if each.severity is Severity.ERROR}
    good = [
        title
        for ledger, title in FORMS
        if (tables := [table for table in book.tables_of(ledger) if table.primary])
        and any(map(len, tables))
        and not any(table.sheet in wrong for table in tables)
    ]
    if not good:
        return ""
    return "形成" + ("和".join(["、".join(good[:-1]), good[-1]]) if len(good) > 1 else good[0]) + "。"


def common_sentence(book: Book) -> str:
    """对照共性问题9条，其中存在4条、不存在5条。"""
    records = list(book.records("common_problems"))
    if not records:
        return ""
    source = "；".join(table.range for table in book.tables_of("common_problems"))
    every = Rows(records, "共性问题对照表", source)
    answers = (PRESENT, ABSENT, INAPPLICABLE)
    parts = [(word, [each for each in records if each.answer == word]) for word in answers]
    parts.append(("对照结果未判定", [each for each in records if each.answer not in answers]))
    told = "、".join(f"{word}{every.among(word, f'对照结果＝{word}', some).数量}条" for word, some in parts if some)
    return f"对照共性问题{every.数量}条，其中{told}。"


def results_sentence(figures: Figures, issues: Issues) -> str:
    """新建制度3项、修订3项，清退资金1386.00元，约谈提醒4人次; what is not filled in is said, never taken for 0."""
    sums = [(name, unit, counted(figures, f"rectification.{ident}")) for ident, name, unit in RESULTS]
    told = [f"{name}{total}{unit}" for name, unit, total in sums if total]
    if len(told) > 1 and told[0].startswith("新建制度") and told[1].startswith("修订制度"):
        told[:2] = [f"{told[0]}、修订{told[1].removeprefix('修订制度')}"]
    tables = issues.book.tables_of("rectification")
    absent = [name for ident, name, _ in RESULTS if not any(ident in table for table in tables)]
    parts = [blank_cells(issues, ident, name) for ident, name, _ in RESULTS if name not in absent]
    parts.append(f"没有{'、'.join(absent)}{'各' if len(absent) > 1 else '一'}列" if absent and issues.rows else "")
    missing = "，".join(part for part in parts if part)
    if not told:
        return f"{'台账' if len(absent) == len(RESULTS) else '整改成果各栏未填全：'}{missing}。" if missing else ""
    return "，".join(told) + (f"（{missing}）" if missing else "") + "。"


def blank_cells(issues: Issues, ident: str, name: str) -> str:
    """新建制度未填2行: the cells a sum goes without."""
    rows = issues.rows
    blank = [each for each in rows.records if each.table.column(ident)[each.index] is None]
    odd = [each for each in rows.records if each.table.column(ident)[each.index] is UNREADABLE]
    parts = [
        f"{what}{rows.among(name, what, some).数量}行" for what, some in (("未填", blank), ("读不出", odd)) if some
    ]
    return name + "、".join(parts) if parts else ""


def whole_unit(unit: str) -> str:
    """全办, 全局 … by the unit's own name, 各单位 where it stands for several; 本单位 where it is not known."""
    if unit.startswith("各"):
        return unit
    kind = unit.removesuffix("公室")[-1:] if unit.endswith("办公室") else unit[-1:]
    return "全" + kind if kind and kind in KINDS else "本单位"


def extension_sentences(issues: Issues) -> list[str]:
    """One sentence for each approved extension, one for those that wait."""
    by_number = {record.number: Row(record) for record in issues.rows.records}
    texts = [extension_sentence(row, by_number.get(row.record.issue_id)) for row in issues.extensions(AGREED)]
    waiting = issues.extensions(WAITING)
    if waiting:
        numbers = "、".join(f"{row['问题编号']}" for row in waiting)
        texts.append(f"另有{waiting.数量}件延期申请待审批（{numbers}），批准前时限不变。")
    return texts


def extension_sentence(row: Row, issue: Row | None) -> str:
    """ZG-2025-010“…”经批准延期至2025年11月30日（审批人：整改工作领导小组，纪要6号）。"""
    until = dated(row["申请延期至"])
    approver, document = row["审批人"], row["审批文号"]
    if not str(approver):
        approver = Gap("审批人", row.record.address("approver"))
    named = issue_name(issue) if issue is not None else f"{row['问题编号']}"
    return f"{named}经批准延期至{until}（审批人：{approver}{f'，{document}' if str(document) else ''}）。"


# --- what is amiss and what comes next (RPT-06) -------------------------------------------------------------------


def unguarded(book: Book, figures: Figures) -> Rows | None:
    """High risk points without a measure of 监督; None where that cannot be judged."""
    high = figures("risk.high")
    measures = book.measures_by_number
    if high is None or measures is None:
        return None
    wanted = {tidy(key) for key in high.rows}
    ledger = "risk_points" if book.has("risk_points") else "risk_ratings"
    found: dict[str, Record] = {}
    for record in book.records(ledger):
        kinds = [each.kind for each in measures.get(record.number, ())]
        if record.number in wanted and not {"监督", None}.intersection(kinds):  # None: nobody told its kind
            found.setdefault(record.number, record)
    return Rows(found.values(), "高风险点", high.source, "核定等级＝高，没有类型为监督的防控措施")


def empty_ledgers(book: Book) -> list[str]:
    """Titles of the ledgers whose sheets are there and hold no row."""
    titles = dict.fromkeys(
        table.ledger.title for table in book.judged_tables() if table.ledger.listed and table.primary
    )
    return [title for title in titles if not any(len(table) for table in book.tables if table.ledger.title == title)]


def troubles(book: Book, figures: Figures, issues: Issues) -> list[str]:
    """存在问题: what is late, under way, not begun, unguarded or empty, from rows only (RPT-06)."""
    progress = issues.progress()
    found = []
    if late := progress.逾期:
        found.append(f"{late.数量}个问题超过整改时限尚未完成：{late_list(late)}。")
    for rows, words in open_sets(issues):
        overdue = rows.among("逾期", "逾期未完成", (each for each in rows.records if each.overdue_days is not None))
        found.append(
            f"{rows.数量}个问题{words}{f'（其中逾期{overdue.数量}个）' if overdue else ''}：{short_list(rows)}。"
        )
    if unclear := progress.未判定:
        found.append(f"{unclear.数量}个问题的整改状态未填或填写有误：{short_list(unclear)}。")
    if points := unguarded(book, figures):
        named = "、".join(f"{row.编号}{risk_name(row)}" for row in points)
        found.append(f"{points.数量}个高等级风险点没有监督类防控措施：{named}。")
    if empty := empty_ledgers(book):
        found.append(f"{'、'.join(empty)}没有填写内容。")
    return found


def steps(book: Book, figures: Figures, issues: Issues) -> list[str]:
    """下一步: what each of those rows calls for, and no more."""
    progress = issues.progress()
    found = []
    if late := progress.逾期:
        found.append(f"对逾期未完成的{late.数量}个问题逐个督促落实整改措施，确需延期的按程序报批。")
    if under_way := open_sets(issues):
        named = "、".join(f"{words}的{rows.数量}个" for rows, words in under_way)
        found.append(f"对{named}问题，按台账确定的整改措施和时限推进。")
    if unclear := progress.未判定:
        found.append(f"核实并补填{unclear.数量}个问题的整改状态。")
    if points := unguarded(book, figures):
        found.append(f"为{points.数量}个高等级风险点补充监督类防控措施。")
    if empty := empty_ledgers(book):
        found.append(f"补齐{'、'.join(empty)}的记录。")
    return found


def open_sets(issues: Issues) -> list[tuple[Rows, str]]:
    progress = issues.progress()
    named = ((progress.推进中, "正在推进"), (progress.未启动, "尚未启动"), (progress.基本完成, "基本完成尚待办结"))
    return [(rows, words) for rows, words in named if rows]


def risk_name(row: Row) -> str:
    ident = "risk_point" if row.record.table.ledger.has("risk_point") else "point_name"
    text = row.record.typed(ident) if ident in row.record.table else ""
    return f"“{Fact(text, '风险点', row.record.address(ident))}”" if text else ""
