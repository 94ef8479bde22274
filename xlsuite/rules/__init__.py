"""What can be wrong: one function each, a file per subject.

The rules of the supporting ledgers are read in only for a workbook that has one of these ledgers, or to list them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any
from zlib import crc32

from xlsuite.ledgers import only_core
from xlsuite.rules import (
    cells,
    closure,
    deadlines,
    duplicates,
    extensions,
    links,
    managers,
    measures,
    persons,
    privacy,
    ratings,
    rectification,
    risk_points,
    sheets,
    sources,
    troubled_cells,
)
from xlsuite.rules.rule import Rule

if TYPE_CHECKING:
    from xlsuite.ledgers.book import Book

MODULES: tuple[ModuleType, ...] = (
    sheets, troubled_cells, cells, risk_points, duplicates, managers, ratings, measures,
    rectification, persons, sources, deadlines, extensions, closure, links, privacy,
)  # fmt: skip
SUPPORTING = (
    "crossed", "pledges", "talks", "files", "leave", "ceremonies", "decisions", "quotes", "party_life", "heart_talks",
    "study", "surveys", "reminders", "regulations",
)  # fmt: skip
FAMILIES = ("ST", "RP", "RM", "RC", "XL", "PII")


def gathered(modules: Iterable[ModuleType]) -> tuple[Rule, ...]:
    """The rules of some modules, in the order of their ids; an id used twice is our own mistake."""
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    ids = [rule.id for rule in found]
    if doubled := {id for id in ids if ids.count(id) > 1}:
        raise TypeError(f"rule ids used twice: {sorted(doubled)}")
    return tuple(sorted(found, key=place))


def place(rule: Rule) -> tuple[int, str]:
    """Where a rule stands in a list: the families of the core first, then the supporting ledgers by their prefix."""
    family = rule.id.partition("-")[0]
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), rule.id)


CORE: tuple[Rule, ...] = gathered(MODULES)


@cache
def every() -> tuple[Rule, ...]:
    """All rules there are."""
    return gathered((*MODULES, *(import_module(f"xlsuite.rules.{name}") for name in SUPPORTING)))


@cache
def by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in every()}


def rules_for(book: Book) -> tuple[Rule, ...]:
    """The rules that a book's ledgers call for."""
    return CORE if only_core(book.tables) else every()


def __getattr__(name: str) -> Any:
    if name == "RULES":
        return every()
    if name == "BY_ID":
        return by_id()
    raise AttributeError(name)


def stamp(changed: Mapping[str, str | None] | None = None) -> str:
    """How many rules hold, and a code that differs when any of them, or its severity, is another."""
    held = {rule.id: rule.severity.value for rule in every()} | dict(changed or {})
    lines = [f"{id} {level}" for id, level in sorted(held.items()) if level]
    return f"{len(lines)} 条，编码 {crc32(chr(10).join(lines).encode()):08X}"
