"""新建

生成空白台账：每张表的列、下拉选项、填写说明都来自台账的定义。
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from xlsuite.errors import UsageError
from xlsuite.grading.basis import Basis
from xlsuite.ledgers import ledgers_for, supporting
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, FactorValue, Level
from xlsuite.model.settings import SETTINGS as ALL_SETTINGS
from xlsuite.model.settings import Settings

SETS = {
    "全套台账": (
        "posts", "risk_points", "risk_measures", "risk_ratings", "rectification", "progress", "extensions", "closures",
        "common_problems", "sources", "prose",
    ),
    "日常台账": ("posts", *(ledger.id for ledger in supporting()), "workdays", "festivals"),
    "风险点": ("posts", "risk_points", "risk_measures", "risk_ratings"),
    "整改": ("posts", "rectification", "progress", "extensions", "closures", "sources"),
}  # fmt: skip


class Field(NamedTuple):
    """One column of a blank sheet: its header, whether it is required, its note, and what a dropdown offers."""

    name: str
    required: bool
    note: str
    choices: tuple[str, ...]
    is_day: bool


class Blank(NamedTuple):
    """One sheet of a blank workbook."""

    title: str
    note: str
    fields: tuple[Field, ...]


class Template(NamedTuple):
    """A blank workbook: its ledgers, and the settings with their values."""

    name: str
    sheets: tuple[Blank, ...]
    settings: tuple[tuple[str, str, str], ...]


def chosen(name: str, given: Mapping[str, Any]) -> Template:
    """The blank workbook of a name, under the grading method that the settings say."""
    if name not in SETS:
        raise UsageError(f"没有名为“{name}”的空白台账，可以选：{'、'.join(SETS)}。")
    settings = Settings()
    for key, value in given.items():
        settings.take(key, value, "命令行")
    settings.settle(date(2000, 1, 1))
    basis = Basis(settings)
    known = {ledger.id: ledger for ledger in ledgers_for(basis)}
    sheets = tuple(blank(known[ledger], basis) for ledger in SETS[name])
    rows = tuple((each.name, str(given.get(each.name, "")), each.help) for each in ALL_SETTINGS)
    return Template(name, sheets, rows)


def blank(ledger: LedgerType, basis: Basis) -> Blank:
    fields = tuple(field(column, basis) for column in ledger.columns if column.name not in ("任职起止",))
    return Blank(ledger.title, ledger.note, fields)


def field(column: Column, basis: Basis) -> Field:
    kind = column.kind
    choices: tuple[str, ...] = ()
    if isinstance(kind, Choice):
        choices = kind.words(basis)
    elif isinstance(kind, Level):
        choices = basis.method.names
    elif isinstance(kind, FactorValue):
        choices = tuple(kind.factor.show(number) for number in kind.factor.scale)
    note = f"填{kind.wanted(basis)}" + (f"；{column.help}" if column.help else "")
    example = "" if column.example is None else f"例：{column.example}"
    told = "。".join(part for part in (note, example) if part)
    return Field(column.name, column.need != "may", told, choices, isinstance(kind, Day))
