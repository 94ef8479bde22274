"""What changed since the last report: its figures, from the manifest it carries, beside those of now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from xlsuite.model.outcome import Figure

NOT_THERE = "—"


class Change(NamedTuple):
    """One figure in both periods; — where a period has none. The difference is exact, 个百分点 for rates."""

    name: str
    before: str
    after: str
    difference: str


def changes(before: Mapping[str, tuple[str, str]], now: Iterable[Figure]) -> list[Change]:
    """The figures that are not what they were, in the order of now, then those that are there no more."""
    current = {each.id: (each.name, each.value) for each in now}
    found = []
    for ident, (name, value) in current.items():
        old = before.get(ident, ("", NOT_THERE))[1]
        if old != value:
            found.append(Change(name, old, value, difference(old, value)))
    gone = [(name, value) for ident, (name, value) in before.items() if ident not in current]
    return found + [Change(name, value, NOT_THERE, "") for name, value in gone]


def difference(before: str, after: str) -> str:
    """+2, -8.33个百分点; "" where one of them is no number or they are not of a kind."""
    if before.endswith("%") != after.endswith("%"):
        return ""
    try:
        found = Decimal(after.rstrip("%")) - Decimal(before.rstrip("%"))
    except InvalidOperation:
        return ""
    return f"{found:+f}" + ("个百分点" if after.endswith("%") else "")
