"""新建

生成空白台账：每张表的列、下拉选项、填写说明、自动计算的列都来自台账的定义。
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from xlsuite.errors import UsageError
from xlsuite.grading.basis import Basis
from xlsuite.ledgers import ledgers_for, supporting
from xlsuite.model.columns import Column, Kind, LedgerType
from xlsuite.model.kinds import Choice, FactorValue, Level, SeveralChoices
from xlsuite.model.settings import SETTINGS as ALL_SETTINGS
from xlsuite.model.settings import Settings, day

SETS = {
    "全套台账": (
        "posts", "risk_points", "risk_measures", "risk_ratings", "rectification", "progress", "extensions", "closures",
        "common_problems", "sources", "prose",
    ),
    "日常台账": ("posts", *(ledger.id for ledger in supporting()), "workdays", "festivals"),
    "风险点": ("posts", "risk_points", "risk_measures", "risk_ratings"),
    "整改": ("posts", "rectification", "progress", "extensions", "closures", "sources"),
}  # fmt: skip
MANAGING = ("高", "中", "低")


class Field(NamedTuple):
    """One column of a blank sheet: what it is called, what it takes, and what a dropdown offers.

    choices: the words a cell may hold, in the order shown; empty for anything else. only: nothing but these may stand.
    required: a check finds fault with a row that leaves it empty; where only_with names a column, once that is filled.
    """

    name: str
    ident: str
    kind: Kind
    required: bool
    only_with: str
    note: str
    choices: tuple[str, ...]
    only: bool
    longest: int
    computed: bool
    is_key: bool
    printed: bool


class Blank(NamedTuple):
    """One sheet of a blank workbook."""

    id: str
    title: str
    note: str
    fields: tuple[Field, ...]


class Template(NamedTuple):
    """A blank workbook: its ledgers, the settings with their values and what they are for, and how it grades."""

    name: str
    sheets: tuple[Blank, ...]
    settings: tuple[tuple[str, Any, str], ...]
    basis: Basis

    @property
    def as_of(self) -> date | None:
        """统计截止日 as the 参数 sheet has it; None where it is blank, so that the day of opening counts."""
        is_set = any(name == "统计截止日" and value != "" for name, value, _ in self.settings)
        return self.basis.settings.as_of if is_set else None


def chosen(name: str, given: Mapping[str, Any]) -> Template:
    """The blank workbook of a name, under the grading method that the settings say."""
    if name not in SETS:
        raise UsageError(f"没有名为“{name}”的空白台账，可以选：{'、'.join(SETS)}。")
    settings = Settings()
    for key, value in given.items():
        settings.take(key, value, "命令行")
    settings.settle(date(2000, 1, 1))
    return template_of(name, Basis(settings), given)


def template_of(name: str, basis: Basis, given: Mapping[str, Any]) -> Template:
    """The blank workbook of a name under a basis; `given` are the settings that its 参数 sheet shows as set."""
    known = {ledger.id: ledger for ledger in ledgers_for(basis)}
    sheets = tuple(blank(known[ledger], basis) for ledger in SETS[name])
    managing = tuple((f"分级管理：{level}", f"{level}等级的风险点由哪一级管理") for level in MANAGING)
    usual = [*((each.name, each.help) for each in ALL_SETTINGS), *managing]
    further = [(name, "") for name in given if name not in dict(usual)]
    lines = [*usual, *further]  # further: rules switched off, 方面清单 of one source
    shown = {each.name: getattr(basis.settings, each.ident) for each in ALL_SETTINGS if each.read is day}
    values = {line: shown.get(line, value) for line, value in given.items() if value != ""}
    return Template(name, sheets, tuple((line, values.get(line, ""), help) for line, help in lines), basis)


def blank(ledger: LedgerType, basis: Basis) -> Blank:
    """A ledger's sheet: what is printed stands first, in the order of the declaration."""
    fields = [field(column, ledger, basis) for column in ledger.columns if column.ident != "tenure"]
    fields.sort(key=lambda each: not each.printed)
    return Blank(ledger.id, ledger.title, ledger.note, tuple(fields))


def field(column: Column, ledger: LedgerType, basis: Basis) -> Field:
    kind = column.kind
    choices: tuple[str, ...] = ()
    if isinstance(kind, Choice):
        choices = kind.words(basis)
    elif isinstance(kind, Level):
        choices = basis.method.names
    elif isinstance(kind, FactorValue) and len(kind.factor.scale) <= MOST_CHOICES:
        choices = tuple(kind.factor.show(number) for number in kind.factor.scale)
    only = bool(choices) and not isinstance(kind, SeveralChoices)
    return Field(
        column.name, column.ident, kind, column.need != "may", column.blank.partition(":")[2], note(column, basis),
        choices, only, column.longest, column.computed, column.ident == ledger.key,
        not any(each.printed for each in ledger.columns) or column.printed or column.need == "must",
    )  # fmt: skip


MOST_CHOICES = 12  # a longer scale is a range of numbers, not a list to pick from


def note(column: Column, basis: Basis) -> str:
    """What the header's note says: what to fill in, with an example."""
    if column.computed:
        return "。".join(part for part in ("自动计算，不用填", column.help) if part)
    told = f"填{column.kind.wanted(basis)}" + (f"；{column.help}" if column.help else "")
    return told if column.example is None else f"{told}。例：{column.example}"
