"""What can be wrong: one function each, a file per subject."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from zlib import crc32

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


def stamp(changed: Mapping[str, str | None] | None = None) -> str:
    """How many rules hold, and a code that differs when any of them, or its severity, is another."""
    held = {rule.id: rule.severity.value for rule in RULES} | dict(changed or {})
    lines = [f"{id} {level}" for id, level in sorted(held.items()) if level]
    return f"{len(lines)} 条，编码 {crc32(chr(10).join(lines).encode()):08X}"
