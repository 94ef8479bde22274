"""What can be wrong: one function each, a file per subject."""

from __future__ import annotations

from types import ModuleType

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
)
from xlsuite.rules.rule import Rule

MODULES: tuple[ModuleType, ...] = (
    sheets, cells, risk_points, duplicates, managers, ratings, measures,
    rectification, persons, sources, deadlines, extensions, closure, links, privacy,
)  # fmt: skip


def gathered() -> tuple[Rule, ...]:
    """The rules of all modules, in the order of their ids; an id used twice is our own mistake."""
    found = [value for module in MODULES for value in vars(module).values() if isinstance(value, Rule)]
    ids = [rule.id for rule in found]
    if doubled := {id for id in ids if ids.count(id) > 1}:
        raise TypeError(f"rule ids used twice: {sorted(doubled)}")
    return tuple(sorted(found, key=lambda rule: (FAMILIES.index(rule.id.partition("-")[0]), rule.id)))


FAMILIES = ("ST", "RP", "RM", "RC", "XL", "PII")
RULES: tuple[Rule, ...] = gathered()
BY_ID = {rule.id: rule for rule in RULES}
