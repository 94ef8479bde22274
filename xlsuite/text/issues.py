"""How far the rectification has come, for the whole ledger, a source or an aspect, and what may be claimed of it.

Every sentence is made of facts only, leaves out what is 0, and says 全部 only where the ledger proves it
(domain §10.2, §10.3; contract §7.11).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import DONE, GOING, IDLE, REOPENED, RETURNED, STAGED
from xlsuite.model.rates import rate
from xlsuite.model.table import Record
from xlsuite.model.text import fold
from xlsuite.rules.sources import expected_totals
from xlsuite.text.facts import Exposed, Fact
from xlsuite.text.issue_words import account, named_list
from xlsuite.text.report_rows import EVERY, Names, Rows

PARTS = (
    (DONE, "已完成整改"),
    (STAGED, "基本完成"),
    (GOING, "正在推进"),
    (IDLE, "未启动"),
    ("未判定", "整改状态未判定"),
)
SELF_EXPLAINED = ("反馈", "自查", "查摆", "对照", "通报", "问题")


class Control(NamedTuple):
    """How many issues 来源表 says a source fed back, under which names, and how many the ledger has."""

    name: Fact
    names: frozenset[str]
    total: Fact
    found: Fact


class Issues:
    """The rows of 问题整改台账 that count, and what other ledgers say of them."""

    def __init__(self, book: Book, counted: tuple[str, ...] | None) -> None:
        tables = book.tables_of("rectification")
        every = list(book.records("rectification"))
        source = "；".join(table.range for table in tables)
        self.book = book
        self.settings = book.settings
        self.as_of = Fact(book.settings.as_of, "统计截止日", f"参数（{book.settings.source('as_of')}）")
        kept = every if counted is None else in_scope(every, counted)
        self.every = Rows(every, "问题整改台账", source)
        self.rows = Rows(kept, "问题整改台账", source)
        self.returned = returned(book)
        self.expected = [self._control(name, *told) for name, told in expected_totals(book).items()]

    def _control(self, name: str, names: set[str], total: int) -> Control:
        records = [record for record in self.every.records if record.source and fold(record.source) in names]
        rows = self.every.among(name, f"来源＝{name}", records)
        return Control(Fact(name, "来源", "来源表"), frozenset(names), Fact(total, "应整改数", "来源表"), rows.数量)

    def controls(self, source: str) -> list[Control]:
        """The control totals that a source's rows take part in; all of them for ""."""
        return [each for each in self.expected if not source or fold(source) in each.names]

    @property
    def left_out(self) -> Fact:
        kept = {id(record) for record in self.rows.records}
        away = [record for record in self.every.records if id(record) not in kept]
        return Rows(away, "合并、撤销", self.every.source, "标为合并、撤销").数量

    def extensions(self, result: str) -> Rows:
        records = [record for record in self.book.records("extensions") if record.result == result]
        source = "；".join(table.range for table in self.book.tables_of("extensions"))
        return Rows(records, "延期", source, f"审批结果＝{result}")

    def progress(self, name: Any = "", rows: Rows | None = None) -> Progress:
        return Progress(self, name, self.rows if rows is None else rows)


def in_scope(records: list[Record], counted: tuple[str, ...]) -> list[Record]:
    """The records that a figure counted, found by their 编号 in order."""
    found, at = [], 0
    for record in records:
        if at < len(counted) and (counted[at] == record.key or counted[at] == record.table.sheet + record.key):
            found.append(record)
            at += 1
    return found


def returned(book: Book) -> frozenset[str]:
    """问题编号 whose last closure was 退回."""
    last: dict[str, tuple[int, str]] = {}
    for record in book.records("closures"):
        number, cycle = record.issue_id or "", int(record.cycle or 0)
        if number and record.opinion and cycle >= last.get(number, (0, ""))[0]:
            last[number] = (cycle, record.opinion)
    return frozenset(number for number, (_, opinion) in last.items() if opinion == RETURNED)


class Progress(Exposed):
    """Some issues of one name, their states, and the sentences the figures allow."""

    __slots__ = ("_issues", "_name", "_rows")

    def __init__(self, issues: Issues, name: Any, rows: Rows) -> None:
        self._issues = issues
        self._name = name
        self._rows = rows

    def __iter__(self) -> Any:
        return iter(self._rows)

    def _of(self, name: str, criterion: str, records: Iterable[Record]) -> Rows:
        return self._rows.among(f"{self._name}{name}", criterion, records)

    def _state(self, word: str) -> Rows:
        known = [part for part, _ in PARTS[:4]]
        if word == "未判定":
            return self._of(
                word, "整改状态未填或读不出", (each for each in self._rows.records if each.state not in known)
            )
        return self._of(word, f"整改状态＝{word}", (each for each in self._rows.records if each.state == word))

    @property
    def 名称(self) -> Any:
        return self._name

    @property
    def 问题(self) -> Rows:
        return self._rows

    @property
    def 数量(self) -> Fact:
        return self._rows.数量

    @property
    def 已完成(self) -> Rows:
        return self._state(DONE)

    @property
    def 基本完成(self) -> Rows:
        return self._state(STAGED)

    @property
    def 推进中(self) -> Rows:
        return self._state(GOING)

    @property
    def 未启动(self) -> Rows:
        return self._state(IDLE)

    @property
    def 未判定(self) -> Rows:
        return self._state("未判定")

    @property
    def 未完成(self) -> Rows:
        return self._of("未完成", "整改状态不是已完成", (each for each in self._rows.records if each.state != DONE))

    @property
    def 逾期(self) -> Rows:
        """Not done and past the deadline, the latest first."""
        late = [each for each in self._rows.records if each.overdue_days is not None]
        late.sort(key=lambda each: -each.overdue_days)
        return self._of("逾期未完成", "未完成，统计截止日晚于时限（经批准延期的按延期后时限）", late)

    @property
    def 临期(self) -> Rows:
        """Readably not done, not late, and due within the first number of 临期天数, the nearest first."""
        most, as_of = self._issues.settings.due_soon_days[0], self._issues.settings.as_of
        open_states = (IDLE, GOING, STAGED)
        near = [
            each
            for each in self._rows.records
            if each.state in open_states
            and isinstance(each.deadline, date)
            and 0 <= (each.deadline - as_of).days <= most
        ]
        near.sort(key=lambda each: each.deadline)
        return self._of("临近时限", f"未完成，距时限0—{most}天（经批准延期的按延期后时限）", near)

    @property
    def 长期坚持(self) -> Rows:
        return self._of("长期坚持", "整改类型＝长期坚持", (each for each in self._rows.records if each.lasting))

    @property
    def 已批准延期(self) -> Rows:
        approved = self._issues.book.approved_extensions
        return self._of(
            "已批准延期", "延期审批结果＝同意", (each for each in self._rows.records if each.number in approved)
        )

    @property
    def 完成率(self) -> Fact:
        settings = self._issues.settings
        rated = [each for each in self._rows.records if settings.long_term_counts or not each.lasting]
        done = tuple(each.key for each in rated if each.state == DONE)
        shown = rate(len(done), len(rated), settings.decimals)
        is_told = any("state" in table for table in self._issues.book.tables_of("rectification"))
        value = Fraction(len(done), len(rated)) if rated and is_told else None
        scope = self._rows.criterion
        criterion = f"{'' if scope == EVERY else scope + '：'}整改状态＝已完成 ÷ 全部"
        return Fact(value, f"{self._name}整改完成率", self._rows.source, criterion, done, shown)

    # --- what may be claimed ---

    @property
    def 不能写全部完成的原因(self) -> str:
        """Why 已全部整改完成 may not be said; "" where it may (RPT-03, contract §7.11)."""
        if not self._rows:
            return "没有问题"
        if self.未完成:
            return f"还有{self.未完成.数量}个未完成"
        unsure = [each.key for each in self._rows.records if each.lasting and each.done_on is None]
        if unsure:
            return f"长期坚持的{'、'.join(unsure)}没有阶段完成日期"
        as_of = self._issues.settings.as_of
        early = [each.key for each in self._rows.records if isinstance(each.done_on, date) and each.done_on > as_of]
        if early:
            return f"{'、'.join(early)}的完成日期晚于统计截止日"
        back = [
            each.key
            for each in self._rows.records
            if each.closure in (RETURNED, REOPENED)
            or (each.closure != "已销号" and each.number in self._issues.returned)
        ]
        if back:
            return f"{'、'.join(back)}的销号被退回或重启"
        return self.核对.rstrip("。")

    @property
    def 可写全部完成(self) -> bool:
        return not self.不能写全部完成的原因

    @property
    def 核对(self) -> str:
        """Where 来源表 says how many issues there are and the ledger has another number of them."""
        for each in self._issues.controls(str(self._name)):
            if each.total != each.found:
                named = "" if str(self._name) else f"“{each.name}”"
                return f"来源表{named}应整改{each.total}个，台账登记{each.found}个，两数不符，须核对。"
        return ""

    # --- sentences ---

    @property
    def 各部分(self) -> str:
        """已完成整改4个，正在推进1个: the parts add up to the whole, those of 0 left out."""
        parts = [(words, self._state(word)) for word, words in PARTS]
        return "，".join(f"{words}{rows.数量}个" for words, rows in parts if rows)

    @property
    def 主语(self) -> str:
        if isinstance(self._name, str) and not self._name:
            return f"问题整改台账登记的{self.数量}个问题"
        link = "的" if any(word in str(self._name) for word in SELF_EXPLAINED) else "反馈的"
        return f"{self._name}{link}{self.数量}个问题"

    @property
    def 情况(self) -> str:
        """截至2025年9月30日，…反馈的20个问题，已完成整改11个，…，整改完成率55.00%。"""
        if not self._rows:
            return f"截至{self._issues.as_of}，问题整改台账没有登记问题。"
        rate = self.完成率
        tail = f"，整改完成率{rate}" if rate.value is not None else ""
        if tail and not self._issues.settings.long_term_counts and self.长期坚持:
            tail += f"（长期坚持{self.长期坚持.数量}个不计入）"
        return f"截至{self._issues.as_of}，{self.主语}，{self.各部分}{tail}。"

    @property
    def 结论(self) -> str:
        """…问题已全部整改完成。 where that is proven, else nothing."""
        if not self.可写全部完成:
            return ""
        claim = Fact(
            True, f"{self._name}全部整改完成", self._rows.source,
            f"{self._rows.criterion}：整改状态＝已完成，没有退回、重启", self._rows.keys, "已全部整改完成",
        )  # fmt: skip
        return f"{self._name}问题{claim}。" if str(self._name) else f"上述问题{claim}。"

    @property
    def 其中(self) -> str:
        lasting, extended = self.长期坚持, self.已批准延期
        parts = [f"{lasting.数量}个问题需长期坚持"] if lasting else []
        parts += [f"{extended.数量}个{'' if parts else '问题'}已按程序批准延期"] if extended else []
        return f"其中{'，'.join(parts)}。" if parts else ""

    @property
    def 逾期句(self) -> str:
        late = self.逾期
        return f"逾期未完成{late.数量}个：{named_list(late)}。" if late else ""

    @property
    def 逾期说明(self) -> str:
        """The late issues, or that none is seen late; those that cannot be judged are told."""
        if not self._rows:
            return "未见记录。"
        undated = self._of(
            "没有时限", "未完成，没有确定的整改时限", (each for each in self.未完成.records if each.deadline is None)
        )
        as_of = self._issues.settings.as_of
        unsure = self._of(
            "已过时限未判定", "整改状态未判定，已过时限",
            (each for each in self.未判定.records if each.deadline is not None and each.deadline < as_of),
        )  # fmt: skip
        rest = f"另有{undated.数量}个未完成的问题没有确定的整改时限，未作判断。" if undated else ""
        rest += f"另有{unsure.数量}个问题已过时限，整改状态未填或读不出，未作判断。" if unsure else ""
        return (self.逾期句 or f"截至{self._issues.as_of}，台账中未见逾期未完成的问题。") + rest

    @property
    def 逐项(self) -> list[Names]:
        """Each issue with its 整改措施, its 进展 and its state, in the ledger's words."""
        return [Names({"问题": row["问题"], "行": row, "说明": account(row)}) for row in self._rows]

    @property
    def 全句(self) -> str:
        """All that is to be said of these issues, but for the late ones."""
        return self.情况 + self.核对 + self.结论 + self.其中
