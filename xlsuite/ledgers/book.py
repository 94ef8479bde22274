"""A workbook read: its tables, and what one ledger knows of another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from xlsuite.grading.basis import Basis
from xlsuite.grading.managers import Chain, Post
from xlsuite.ledgers.rectification_records import AGREED
from xlsuite.model.columns import UNREADABLE, LedgerType
from xlsuite.model.grid import Grid
from xlsuite.model.table import Record, Table


class SettingFault(NamedTuple):
    """A line of the 参数 sheet that cannot be used: where, its name and value, and why."""

    sheet: str
    row: int
    column: int
    name: str
    value: str
    message: str
    kind: str  # bad, unknown or double


class Tenure(NamedTuple):
    """A row of the 名册: who holds the post, from when to when; None is open. No holder: vacant, or not to be told."""

    holders: tuple[str, ...]
    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def tenure_of(record: Record) -> Tenure:
    """The tenure a row of the 名册 tells, from 任职起 and 任职止 or from 任职起止."""
    given = [record.table.column(ident)[record.index] for ident in ("since", "until", "tenure")]
    if UNREADABLE in given:
        return Tenure((), None, None)
    first, last = given[2] or (None, None)
    return Tenure(record.holder or (), given[0] or first, given[1] or last)


class Book:  # one object that rules may ask for anything by name
    """All the ledgers one workbook holds. Attributes that are not its own are those of the basis and the settings.

    What one ledger knows of another is a cached property; it is None where the ledger is absent, and the rules that
    ask for it are then not judged.
    """

    def __init__(
        self,
        name: str,
        grids: list[Grid],
        tables: list[Table],
        basis: Basis,
        unrecognized: tuple[str, ...] = (),
        setting_faults: tuple[SettingFault, ...] = (),
        ledgers: tuple[LedgerType, ...] = (),
    ) -> None:
        self.name = name
        self.grids = grids
        self.own_grids: list[Grid] = []  # sheets that we wrote into the workbook
        self.tables = tables
        self.basis = basis
        self.settings = basis.settings
        self.book = self
        self.unrecognized = unrecognized
        self.setting_faults = setting_faults
        self.ledgers = ledgers
        self.path = name  # where the file lies, set by who read it
        for table in tables:
            table.scope = self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        basis = self.__dict__["basis"]
        return getattr(basis, name) if hasattr(basis, name) else getattr(basis.settings, name)

    def tables_of(self, ledger: str) -> list[Table]:
        """The tables of one ledger: those with a sheet of their own, else those that share a wide one."""
        found = [table for table in self.tables if table.ledger.id == ledger]
        return [table for table in found if table.primary] or found

    def judged_tables(self) -> Iterator[Table]:
        """Every table once, without shared columns that only repeat a ledger with a sheet of its own."""
        return (table for table in self.tables if table.primary or table in self.tables_of(table.ledger.id))

    def has(self, ledger: str) -> bool:
        return any(table.ledger.id == ledger for table in self.tables)

    def records(self, ledger: str) -> Iterator[Record]:
        return (record for table in self.tables_of(ledger) for record in table.records())

    def column(self, ledger: str, ident: str) -> list[Any]:
        """One column over all tables of a ledger, in order; cells that could not be judged are None."""
        found = [value for table in self.tables_of(ledger) for value in table.column(ident)]
        return [None if value is UNREADABLE else value for value in found]

    def _known(self, ledger: str, ident: str) -> frozenset[Any] | None:
        """All that a column names; None where the ledger is absent or a cell of it cannot be read.

        Whether something is missing there cannot be told then: one bad cell, one finding.
        """
        found: set[Any] = set()
        for table in self.tables_of(ledger):
            found.update(table.column(ident))
        return None if UNREADABLE in found or not self.has(ledger) else frozenset(filter(None, found))

    # --- what one ledger knows of another ---

    @cached_property
    def chain(self) -> Chain | None:
        """Posts and their superiors (domain §7)."""
        if not self.has("posts"):
            return None
        # Of several rows for one post the first counts: that of who is in office.
        rows = sorted(self.records("posts"), key=lambda record: not tenure_of(record).covers(self.as_of))
        posts = [
            Post(r.post_id or "", r.unit or "", r.post or "", "、".join(r.holder or ()), r.tier or "", r.superior or "", r.duties or "")
            for r in rows
        ]  # fmt: skip
        return Chain(posts, self.manager_table)

    @cached_property
    def manager_table(self) -> dict[str, dict[str, str]] | None:
        """分级管理对照表 where the workbook has one, with the 参数 分级管理：高 (中, 低) put over it."""
        rows = {r.tier: {"高": r.high, "中": r.medium, "低": r.low} for r in self.records("manager_table") if r.tier}
        if self.settings.managers:
            for tier in ("班子成员", "科室负责人", "工作人员"):
                rows[tier] = {**rows.get(tier, {}), **self.settings.managers}
        return {tier: {level: who for level, who in row.items() if who} for tier, row in rows.items()} or None

    @cached_property
    def roster(self) -> frozenset[str] | None:
        """Everybody who holds a post."""
        holders = self._known("posts", "holder")
        return None if holders is None else frozenset(name for holder in holders for name in holder)

    @cached_property
    def units(self) -> frozenset[str] | None:
        """The units of the roster, and of 科室名录 where there is one."""
        named = [*self.column("posts", "unit"), *self.column("units", "name")]
        return frozenset(name for name in named if name) or None

    @cached_property
    def approved_extensions(self) -> dict[str, date]:
        """问题编号 → the latest date extended to with approval; a request alone never moves a deadline."""
        found: dict[str, date] = {}
        for record in self.records("extensions"):
            if record.result == AGREED and record.until and record.issue_id:
                found[record.issue_id] = max(record.until, found.get(record.issue_id, record.until))
        return found

    @cached_property
    def risk_numbers(self) -> frozenset[str] | None:
        """All 风险点编号 of the register."""
        return self._known("risk_points", "number")

    @cached_property
    def levels_by_number(self) -> dict[str, str | None] | None:
        """风险点编号 → approved level, None for 未核定."""
        rated = self.ratings_by_number
        if rated is None:
            return None
        columns = {table: table.column("level") for table in self.tables_of("risk_ratings")}
        found = {number: columns[record.table][record.index] for number, record in rated.items()}
        return {number: None if level is UNREADABLE else level for number, level in found.items()}

    @cached_property
    def measures_by_number(self) -> dict[str, list[Record]] | None:
        """风险点编号 → its measures."""
        if not self.has("risk_measures"):
            return None
        found: dict[str, list[Record]] = {}
        for record in self.records("risk_measures"):
            found.setdefault(record.risk_point or "", []).append(record)
        return found

    @cached_property
    def progress_by_issue(self) -> dict[str, list[Record]] | None:
        """问题编号 → its records of progress, in the order of the sheet."""
        if not self.has("progress"):
            return None
        found: dict[str, list[Record]] = {}
        for table in self.tables_of("progress"):
            for index, issue in enumerate(table.column("issue_id")):
                if issue and issue is not UNREADABLE:
                    found.setdefault(issue, []).append(Record(table, index))
        return found

    @cached_property
    def issue_numbers(self) -> frozenset[str] | None:
        """All 问题编号 of the rectification ledger."""
        return self._known("rectification", "number")

    @cached_property
    def points_by_number(self) -> dict[str, Record] | None:
        """风险点编号 → its row of the register, the first of several."""
        if not self.has("risk_points"):
            return None
        found: dict[str, Record] = {}
        for table in self.tables_of("risk_points"):
            for index, number in enumerate(table.column("number")):
                if number and number is not UNREADABLE and number not in found:
                    found[number] = Record(table, index)
        return found

    @cached_property
    def ratings_by_number(self) -> dict[str, Record] | None:
        """风险点编号 → its rating, the one of the latest year."""
        if not self.has("risk_ratings"):
            return None
        found: dict[str, Record] = {}
        years: dict[str, Any] = {}
        for table in self.tables_of("risk_ratings"):
            for index, (number, year) in enumerate(zip(table.column("number"), table.column("year"), strict=True)):
                if not number or number is UNREADABLE:
                    continue
                year = 0 if year is None or year is UNREADABLE else year
                if number not in found or year >= years[number]:
                    found[number], years[number] = Record(table, index), year
        return found

    @cached_property
    def threes_by_number(self) -> dict[str, str | None] | None:
        """风险点编号 → approved level as 高, 中 or 低; None for 未核定."""
        levels = self.levels_by_number
        if levels is None:
            return None
        three = {level: self.basis.three(level) for level in set(levels.values())}
        return {number: three[level] for number, level in levels.items()}

    @cached_property
    def tenures(self) -> dict[str, list[Tenure]] | None:
        """岗位编号 → who held the post, and when."""
        if not self.has("posts"):
            return None
        found: dict[str, list[Tenure]] = {}
        for record in self.records("posts"):
            found.setdefault(record.post_id or "", []).append(tenure_of(record))
        return found

    @cached_property
    def posts_by_name(self) -> dict[tuple[str | None, str], str] | None:
        """(科室, 岗位名称) → 岗位编号 where it is the only one; without the unit too where the name is the only one."""
        if not self.has("posts"):
            return None
        found: dict[tuple[str | None, str], set[str]] = {}
        columns = [self.column("posts", ident) for ident in ("unit", "post", "post_id")]
        for unit, post, number in zip(*columns, strict=True):
            if post and number:
                found.setdefault((unit, post), set()).add(number)
                found.setdefault((None, post), set()).add(number)
        return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}
