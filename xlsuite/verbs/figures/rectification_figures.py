"""The figures of the rectification ledger: progress, closure, lateness, rates and what came of it (domain §8.1)."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import (
    CLOSED,
    DONE,
    GOING,
    IDLE,
    IMMEDIATE,
    LASTING,
    PENDING,
    STAGED,
    STATES,
    UNAPPLIED,
)
from xlsuite.model.table import Table
from xlsuite.verbs.figures.figure import Count, Declared, Mean, Rate, Sum
from xlsuite.verbs.figures.scope import Rows, Scope

# 合并 or 撤销 by itself, or with what it was merged into; 合并办公用房… is the wording of an issue, and counts.
WITHDRAWN = r"(?:已|予以)?(?:合并|并入|撤销|撤回)(?:$|[至到入于（(：:，,；;。\s]|[A-Za-z]).*"


class RectificationRows(Scope):
    """The rows of 问题整改台账, without those marked 合并 or 撤销, and the sets of them that figures count.

    A state that is blank or cannot be read is no state: such a row is in none of the sets that depend on it.
    """

    def __init__(self, book: Book, tables: list[Table]) -> None:
        super().__init__(tables, [mark for table in tables for mark in counted_rows(table)])
        self.as_of: date = book.settings.as_of
        self.settings = book.settings

    def state(self, word: str) -> Rows:
        return self.where("state", word)

    @cached_property
    def done(self) -> frozenset[int]:
        return frozenset(self.state(DONE))

    @cached_property
    def undecided(self) -> Rows:
        """The rows without a readable state: what is left of all when the four states are taken away."""
        return self.unfilled("state")

    @cached_property
    def types(self) -> list[Any]:
        """整改类型 of each row; where that is blank, the type that its state or its deadline words."""
        kinds, lasting, immediate = self.column("kind"), self.column("lasting"), self.column("immediate")
        return [
            kind if kind is not None else LASTING if keeps else IMMEDIATE if at_once else None
            for kind, keeps, at_once in zip(kinds, lasting, immediate, strict=True)
        ]

    @cached_property
    def prompt(self) -> Rows:
        return [place for place, kind in enumerate(self.types) if kind == IMMEDIATE]

    @cached_property
    def rated(self) -> Rows:
        """The rows that 整改完成率 and 阶段性完成率 are over: all, or by 长期坚持计入完成率＝否 those that end."""
        return self.all if self.settings.long_term_counts else self.where("lasting", False)

    @cached_property
    def deadlines(self) -> list[date | None]:
        return [day if isinstance(day, date) else None for day in self.column("deadline")]

    @cached_property
    def done_days(self) -> list[date | None]:
        return [day if isinstance(day, date) else None for day in self.column("done_on")]

    @cached_property
    def fallen_due(self) -> Rows:
        return [place for place, day in enumerate(self.deadlines) if day and day <= self.as_of]

    @cached_property
    def overdue(self) -> Rows:
        return [place for place, days in enumerate(self.column("overdue_days")) if days is not None]

    @cached_property
    def days_left(self) -> dict[int, int]:
        """Rows that are readably not done and not late → the days up to their deadline, that day included."""
        states = self.column("state")
        return {
            place: (day - self.as_of).days
            for place, day in enumerate(self.deadlines)
            if day and day >= self.as_of and states[place] != DONE and states[place] in STATES
        }

    @cached_property
    def due_soon(self) -> Rows:
        most = self.settings.due_soon_days[0]
        return [place for place, days in self.days_left.items() if days <= most]

    def judged_done(self, late: bool) -> Rows:
        """Rows done by, or after, their deadline; those without either day are in neither."""
        days, deadlines = self.done_days, self.deadlines
        return [
            place
            for place in self.state(DONE)
            if (day := days[place]) and (deadline := deadlines[place]) and (day > deadline) is late
        ]

    @cached_property
    def spans(self) -> dict[int, int]:
        """Rows done → the days from 发现日期 to 完成日期."""
        found = self.column("found")
        return {
            place: (day - start).days
            for place in self.state(DONE)
            if (day := self.done_days[place]) and isinstance(start := found[place], date)
        }

    def among(self, rows: Rows, others: Rows) -> Rows:
        """Those of some rows that are among others."""
        wanted = others if isinstance(others, range | frozenset) else frozenset(others)
        return [place for place in rows if place in wanted]

    # --- what a criterion says beside the definition ---

    @property
    def scope_note(self) -> str:
        return f"（另有标为合并、撤销的{self.left_out}行不计）" if self.left_out else ""

    @property
    def rated_note(self) -> str:
        if self.settings.long_term_counts:
            return "全部"
        return f"全部（按参数“长期坚持计入完成率＝否”，长期坚持{len(self) - len(self.rated)}行不计）"

    @property
    def unjudged_note(self) -> str:
        missing = len(self.done) - len(self.judged_done(late=False)) - len(self.judged_done(late=True))
        return f"（缺完成日期或时限的{missing}行不算按期）" if missing else ""

    @property
    def undated_note(self) -> str:
        states, deadlines = self.column("state"), self.deadlines
        undated = sum(
            1 for place, day in enumerate(deadlines) if day is None and states[place] in (IDLE, GOING, STAGED)
        )
        return f"（没有确定时限的{undated}行未判定）" if undated else ""


def counted_rows(table: Table) -> list[bool]:
    """For each row whether it counts: not, where 整改状态 or 备注 says 合并 or 撤销 (domain §8.1)."""
    marked: list[bool] = [True] * len(table)
    for ident in ("state", "note"):
        raws = table.raws(ident)
        away = {raw for raw in set(raws) if isinstance(raw, str) and raw and is_withdrawn(raw)}
        if away:
            marked = [mark and raw not in away for mark, raw in zip(marked, raws, strict=True)]
    return marked


def is_withdrawn(text: str) -> bool:
    start = text.strip()[:4]
    return ("并" in start or "撤" in start) and re.fullmatch(WITHDRAWN, text.strip(), re.DOTALL) is not None


def rectification_rows(book: Book) -> RectificationRows | None:
    """The rows that count; None where the workbook has no 问题整改台账."""
    tables = book.tables_of("rectification")
    return RectificationRows(book, tables) if tables else None


def due_soon_text(rows: RectificationRows) -> str:
    return f"未完成，距时限0—{rows.settings.due_soon_days[0]}天（时限当天计入）"


RECTIFICATION_FIGURES: tuple[Declared, ...] = (
    Count("rectification.total", "问题总数", lambda rows: "全部" + rows.scope_note, lambda rows: rows.all),
    Count("rectification.done", "已完成", f"整改状态＝{DONE}", lambda rows: rows.state(DONE)),
    Count("rectification.basically_done", "基本完成", f"整改状态＝{STAGED}", lambda rows: rows.state(STAGED)),
    Count("rectification.in_progress", "推进中", f"整改状态＝{GOING}", lambda rows: rows.state(GOING)),
    Count("rectification.not_started", "未启动", f"整改状态＝{IDLE}", lambda rows: rows.state(IDLE)),
    Count(
        "rectification.undecided", "状态未判定", "整改状态未填或读不出", lambda rows: rows.undecided,
        needed=lambda rows: rows.undecided,
    ),
    Count("rectification.closed", "已销号", f"销号状态＝{CLOSED}", lambda rows: rows.where("closure", CLOSED)),
    Count(
        "rectification.pending_closure", "待核验", f"销号状态＝{PENDING}", lambda rows: rows.where("closure", PENDING),
    ),
    Count(
        "rectification.not_applied", "未申请销号", f"销号状态＝{UNAPPLIED}",
        lambda rows: rows.where("closure", UNAPPLIED),
    ),
    Count(
        "rectification.overdue", "逾期未完成",
        lambda rows: "未完成，统计截止日晚于时限（经批准延期的按延期后时限；时限当天不算）" + rows.undated_note,
        lambda rows: rows.overdue,
    ),
    Count("rectification.due_soon", "临期", due_soon_text, lambda rows: rows.due_soon),
    Count(
        "rectification.overdue_done", "逾期完成", "已完成，完成日期晚于时限（经批准延期的按延期后时限）",
        lambda rows: rows.judged_done(late=True),
    ),
    Count(
        "rectification.long_term", "长期坚持", "整改类型＝长期坚持，或状态、时限写明长期坚持",
        lambda rows: rows.where("lasting", True),
    ),
    Rate(
        "rectification.completion_rate", "整改完成率", lambda rows: f"整改状态＝{DONE} ÷ {rows.rated_note}",
        lambda rows: rows.among(rows.state(DONE), rows.rated), lambda rows: rows.rated, by="state",
    ),
    Rate(
        "rectification.staged_rate", "阶段性完成率", lambda rows: f"整改状态＝{DONE}或{STAGED} ÷ {rows.rated_note}",
        lambda rows: rows.among(sorted([*rows.state(DONE), *rows.state(STAGED)]), rows.rated), lambda rows: rows.rated,
        by="state",
    ),
    Rate(
        "rectification.due_rate", "到期完成率", "时限不晚于统计截止日的行中：整改状态＝已完成 ÷ 全部",
        lambda rows: rows.among(rows.fallen_due, rows.done), lambda rows: rows.fallen_due, by="state",
    ),
    Rate(
        "rectification.on_time_rate", "按期完成率",
        lambda rows: "完成日期不晚于时限 ÷ 整改状态＝已完成" + rows.unjudged_note,
        lambda rows: rows.judged_done(late=False), lambda rows: rows.state(DONE),
    ),
    Rate(
        "rectification.closure_rate", "销号率", f"销号状态＝{CLOSED} ÷ 全部",
        lambda rows: rows.where("closure", CLOSED), lambda rows: rows.all, by="closure",
    ),
    Rate(
        "rectification.overdue_rate", "逾期率", lambda rows: "逾期未完成 ÷ 全部" + rows.undated_note,
        lambda rows: rows.overdue, lambda rows: rows.all, by="state",
    ),
    Rate(
        "rectification.prompt_rate", "立行立改完成率",
        "整改类型＝立行立改（未填的按时限写法）的行中：整改状态＝已完成 ÷ 全部",
        lambda rows: rows.among(rows.prompt, rows.done), lambda rows: rows.prompt, by="state",
    ),
    Mean(
        "rectification.mean_days", "平均用时（天）", "完成日期－发现日期，整改状态＝已完成且两个日期齐全的行的平均数",
        lambda rows: rows.spans,
    ),
    Sum("rectification.regulations_new", "新建制度", "“新建制度”合计", "regulations_new"),
    Sum("rectification.regulations_revised", "修订制度", "“修订制度”合计", "regulations_revised"),
    Sum("rectification.refund", "清退金额（元）", "“清退金额”合计", "refund", places=2),
    Sum("rectification.reminders", "约谈提醒人次", "“约谈提醒人次”合计", "reminders"),
)  # fmt: skip

RESULTS = (
    ("新建制度（项）", "regulations_new", 0),
    ("修订制度（项）", "regulations_revised", 0),
    ("清退金额（元）", "refund", 2),
    ("约谈提醒（人次）", "reminders", 0),
    ("组织处理（人次）", "handled", 0),
)
