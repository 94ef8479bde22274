"""The data contract of reports: every name a template may use, with its value (contract §7.11, domain §10).

数据合同版本 1. Names are Chinese and stay as they are once published: templates that officials edited hang on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Figure, Finding
from xlsuite.model.settings import SETTINGS
from xlsuite.model.text import fold
from xlsuite.text.brief import brief
from xlsuite.text.facts import Exposed, Fact, Gap
from xlsuite.text.issue_words import NAMED_AT_MOST, all_of_them, has_annex, sentence
from xlsuite.text.issues import Issues, Progress
from xlsuite.text.progress_chart import charts
from xlsuite.text.report_origin import errors, listed, origin
from xlsuite.text.report_rows import Names, Row, Rows
from xlsuite.text.report_sentences import (
    common_sentence,
    extension_sentences,
    fact_of,
    forms_sentence,
    measure_sentence,
    results_sentence,
    risk_sentence,
    steps,
    troubles,
    whole_unit,
)
from xlsuite.text.systems import Systems

OWN_PARTS = ("标题", "前言", "总体", "总体情况", "存在问题", "下一步", "下一步打算")  # parts that are no chapters
CHAPTERS_FROM = "方面清单、问题整改台账、文字材料"
SUBJECTS = ((("risk_points", "risk_ratings", "risk_measures"), "廉政风险防控"), (("rectification",), "问题整改"))
SETS = ("已完成", "基本完成", "推进中", "未启动", "未判定", "未完成", "逾期", "临期")
GROUPS = {"rectification": "整改", "risk": "风险", "measure": "措施"}


class SummaryLike(Protocol):
    """What a report needs of a summary."""

    @property
    def figures(self) -> tuple[Figure, ...]: ...

    @property
    def error_rows(self) -> int: ...

    def figure(self, id: str) -> Figure | None: ...


class LastPeriod(Protocol):
    """What is known of the last period: its day and its figures by id, each a name and a value."""

    @property
    def as_of(self) -> str: ...

    @property
    def figures(self) -> Mapping[str, tuple[str, str]]: ...


def report_data(
    book: Book,
    summary: SummaryLike,
    findings: Iterable[Finding],
    generated: datetime | None = None,
    last: LastPeriod | None = None,
    office: str = "",
) -> dict[str, Any]:
    """All data of one workbook by the names that templates use; office: the 科室 whose part of it the book is."""
    found = list(findings)
    total = summary.figure("rectification.total")
    issues = Issues(book, total.rows if total else None)
    present = book.has("rectification")
    settings = parameters(book)
    prose = Prose(book, Systems(book, summary.figure))
    whole = issues.progress()
    parts = chapters(book, issues, prose)
    unit = book.settings.unit_short or book.settings.unit_name or ""
    return {
        "参数": settings,
        "数字": numbers(summary.figures),
        "台账": issues.rows if present else Gap("问题整改台账"),
        "整改": whole if present else Gap("问题整改台账"),
        "风险": ledger_rows(book, "risk_points"),
        "措施": ledger_rows(book, "risk_measures"),
        "防控": ledger_rows(book, "risk_measures"),
        "材料": ledger_rows(book, "prose"),
        **{word: getattr(whole, word) if present else Gap("问题整改台账") for word in SETS},
        "共性问题": ledger_rows(book, "common_problems"),
        "逾期科室": [group.名称 for group in whole.逾期.按("责任科室")] if present else Gap("问题整改台账"),
        "延期": extension_sentences(issues),
        "各来源": [issues.progress(group.名称, group.行) for group in issues.rows.按("来源")] if present else [],
        "各方面": [issues.progress(group.名称, group.行) for group in issues.rows.按("方面")] if present else [],
        "各章": parts,
        "章数": Fact(len(parts), "章数", CHAPTERS_FROM, "章（不同的方面）"),
        "要点": prose.要点,
        "标题": title_of(book, prose),
        "句": Names({
            "总体": whole.情况 + left_out_sentence(issues) + whole.结论 + whole.其中 if present else "",
            "方面": aspects_sentence(issues) if present else "",
            "对照": f"对照{Fact(len(parts), '方面数', CHAPTERS_FROM, '章（不同的方面）')}个方面" if parts else "",
            "逾期": whole.逾期句 if present else "",
            "逾期说明": whole.逾期说明 if present else "未见记录。",
            "销号": closure_sentence(issues, summary) if present and len(issues.rows) else "",
            "成果": results_sentence(summary.figure, issues) if present else "",
            "风险": risk_sentence(summary.figure, whole_unit(unit)),
            "措施": measure_sentence(summary.figure),
            "措施数": measure_sentence(summary.figure, named=False),
            "表册": forms_sentence(book, found),
            "共性问题": common_sentence(book),
        }),
        "存在问题": troubles(book, summary.figure, issues),
        "下一步": steps(book, summary.figure, issues),
        "错误": errors(found, summary.error_rows),
        "校验": listed(found, "检查发现的问题", ""),
        "取数": origin(book, issues.as_of, generated),
        "上期": Gap("上期报告") if last is None else before(last),
        "附件": issues.every if present and len(issues.every) and has_annex(book.tables_of("rectification")) else [],
        "图": charts(issues),
        "科室": Fact(office, "科室", "问题整改台账"),
        "简报": brief(issues),
        "提醒": Gap("提醒对象"),
    }  # fmt: skip


def parameters(book: Book) -> Names:
    """参数.单位全称 and the others; what is not set is a gap."""
    held: dict[str, Any] = {}
    for setting in SETTINGS:
        value = getattr(book.settings, setting.ident)
        source = f"参数（{book.settings.source(setting.ident)}）"
        if value is None or value == ():
            held[setting.name] = Gap(setting.name)
        elif isinstance(value, tuple):
            held[setting.name] = Fact(value, setting.name, source, shown=listed_text(value))
        else:
            held[setting.name] = Fact(value, setting.name, source, shown=yes_no(value))
    return Names(held)


def before(last: LastPeriod) -> Names:
    """上期.整改完成率: the figures of the last report as it printed them, and its 统计截止日."""
    source = f"上期报告（数据截至{last.as_of}）"
    told = numbers(
        Figure(ident, name, value, None, None, source, "", ()) for ident, (name, value) in last.figures.items()
    )
    return Names(
        {**{name: told[name] for name in told.names()}, "统计截止日": Fact(last.as_of, "上期统计截止日", source)}
    )


def listed_text(value: tuple[Any, ...]) -> str:
    return "、".join("＝".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in value)


def yes_no(value: Any) -> str | None:
    return ("是" if value else "否") if isinstance(value, bool) else None


def numbers(figures: Iterable[Figure]) -> Names:
    """数字.整改完成率: every figure by its name; where two share one, the later with its subject before it."""
    held: dict[str, Any] = {}
    ordered = sorted(figures, key=lambda figure: not figure.id.startswith("rectification."))
    for figure in ordered:
        name = figure.name.partition("（")[0]
        held[name if name not in held else GROUPS.get(figure.id.partition(".")[0], "") + name] = fact_of(figure)
    return Names(held)


def ledger_rows(book: Book, ledger: str) -> Rows | Gap:
    tables = book.tables_of(ledger)
    if not tables:
        return Gap(next(each.title for each in book.ledgers if each.id == ledger))
    return Rows(book.records(ledger), tables[0].ledger.title, "；".join(table.range for table in tables))


# --- chapters ------------------------------------------------------------------------------------------------------


class Prose(Exposed):
    """The 文字材料 sheet: the points of each part, in the order of their 序号, texts unchanged."""

    __slots__ = ("_parts", "systems")

    def __init__(self, book: Book, systems: Systems) -> None:
        self.systems = systems
        self._parts: dict[str, list[Row]] = {}
        for record in book.records("prose"):
            if record.part:
                self._parts.setdefault(record.part, []).append(Row(record))

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self._parts)

    @property
    def titles(self) -> list[str]:
        return [str(row["标题"]) for rows in self._parts.values() for row in rows]

    def 要点(self, 部分: Any) -> list[Names]:
        """The points of one part as 标题 and 内容; none where the sheet has nothing for it."""
        rows = [row for part, some in self._parts.items() if same_aspect(part, str(部分)) for row in some]
        rows.sort(key=lambda row: (row.record.order is None, row.record.order or 0))
        return [Names({"标题": row["标题"], "内容": row["内容"], "文": point_text(row)}) for row in rows]


def point_text(row: Row) -> str:
    """标题。内容 with the stop that belongs between them."""
    title = row["标题"]
    return (sentence(title) if str(title) else "") + sentence(row["内容"])


def same_aspect(one: str, other: str) -> bool:
    return aspect_key(one) == aspect_key(other)


@lru_cache(maxsize=4096)
def aspect_key(name: str) -> str:
    return fold(name).removesuffix("方面")


def chapters(book: Book, issues: Issues, prose: Prose) -> list[Names]:
    """方面清单 in its order, then the 方面 found in the rows, then the other parts of 文字材料."""
    wanted = [*book.settings.aspects, *(name for some in book.settings.aspects_by_source.values() for name in some)]
    found = [record.aspect for record in issues.rows.records if record.aspect]
    others = [part for part in prose.parts if part not in OWN_PARTS]
    names: list[str] = []
    for name in [*wanted, *found, *others]:
        if not any(same_aspect(name, known) for known in names):
            names.append(name)
    names += prose.systems.homeless(names)
    return [chapter(name, book, issues, prose) for name in names]


def chapter(name: str, book: Book, issues: Issues, prose: Prose) -> Names:
    records = [record for record in issues.rows.records if record.aspect and same_aspect(record.aspect, name)]
    rows = issues.rows.among(name, f"方面＝{name}", records)
    points = prose.要点(name)
    points += prose.systems.points(name, prose.titles)
    shown = Fact(name, "方面", "方面清单" if name in book.settings.aspects else rows.source)
    return Names({
        "名称": shown,
        "标题": f"{shown}" if name.endswith("方面") else f"{shown}方面",
        "要点": points,
        "问题": rows,
        "进度": issues.progress(shown, rows),
        "情况": chapter_sentence(issues.progress(shown, rows), bool(points), book.has("rectification")),
    })  # fmt: skip


def chapter_sentence(progress: Progress, has_points: bool, has_ledger: bool) -> str:
    """台账登记本方面问题4个，已完成整改4个：…; 未见记录 where there is nothing, never 无问题 (RPT-09)."""
    if not progress.问题:
        if not has_points:
            return "本方面未见记录。"
        return "问题整改台账中未见本方面的记录。" if has_ledger else ""
    start = f"问题整改台账登记本方面问题{progress.数量}个，{progress.各部分}"
    if len(progress.问题) > NAMED_AT_MOST:
        return f"{start}，{all_of_them(progress.问题)}。"
    named = "；".join(f"“{row['问题']}”（{state_words(row)}）" for row in progress.问题)
    return f"{start}，分别为：{named}。"


def state_words(row: Row) -> str:
    state = row.record.state or f"{row['整改状态']}"
    late = row.逾期天数
    return f"{state}，逾期{late}天" if isinstance(late, Fact) else state


def title_of(book: Book, prose: Prose) -> str:
    """What the report is about: 文字材料 部分 标题, else the ledgers it is drawn from."""
    for point in prose.要点("标题"):
        return f"{point.内容}"
    subjects = [words for ledgers, words in SUBJECTS if any(map(book.has, ledgers))]
    return f"{'和'.join(subjects)}情况" if subjects else str(Gap("报告事项"))


# --- sentences over the whole ledger ------------------------------------------------------------------------------


def left_out_sentence(issues: Issues) -> str:
    away = issues.left_out
    unseen = [each for each in issues.expected if each.total and not each.found]
    absent = "".join(f"来源表“{each.name}”应整改{each.total}个，台账中未见记录，须核对。" for each in unseen)
    return (f"另有{away}个问题标为合并、撤销，不计入。" if away else "") + absent


def aspects_sentence(issues: Issues) -> str:
    """共查找出6个方面的20项问题。"""
    rows = issues.rows
    aspects = dict.fromkeys(record.aspect for record in rows.records if record.aspect)
    blank = rows.among("方面未填", "方面未填", (record for record in rows.records if not record.aspect))
    if not rows:
        return ""
    if not aspects:
        return f"共查找出{rows.数量}项问题（方面未填{blank.数量}项）。"
    count = Fact(len(aspects), "方面数", rows.source, "方面（不同的）", tuple(aspects))
    return f"共查找出{count}个方面的{rows.数量}项问题" + (f"（方面未填{blank.数量}项）" if blank else "") + "。"


def closure_sentence(issues: Issues, summary: SummaryLike) -> str:
    """已销号9个，待核验2个，未申请9个，销号率45.00%。"""
    words = ("已销号", "待核验", "退回", "重启", "未申请")
    parts = [(word, [each for each in issues.rows.records if each.closure == word]) for word in words]
    parts.append(("销号状态未填或未判定", [each for each in issues.rows.records if each.closure not in words]))
    told = [f"{word}{issues.rows.among(word, f'销号状态＝{word}', some).数量}个" for word, some in parts if some]
    rate = summary.figure("rectification.closure_rate")
    return "，".join(told) + (f"，销号率{fact_of(rate)}" if rate else "") + "。"
