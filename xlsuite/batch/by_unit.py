"""The figures of each unit, its files added up, in a database that goes to the disk when there are many units."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from xlsuite.batch.spool import group_of
from xlsuite.batch.wire import dumps, loads
from xlsuite.model.outcome import Figure
from xlsuite.verbs.together import Part, Together


class UnitFigures:
    """What each file says of its unit, by what the ids of figures begin with."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE said (unit INTEGER, prefix TEXT, parts TEXT)")
        self._base.execute("CREATE INDEX by_prefix ON said (prefix, unit)")
        self._units: dict[str, int] = {}

    def add(self, unit: str, parts: Iterable[Part]) -> None:
        groups: dict[str, list[Part]] = {}
        for part in parts:
            groups.setdefault(group_of(part.id), []).append(part)
        number = self._units.setdefault(unit, len(self._units))
        lines = ((number, prefix, dumps(some)) for prefix, some in groups.items())
        self._base.executemany("INSERT INTO said VALUES (?, ?, ?)", lines)

    def of(self, prefix: str) -> Iterator[tuple[str, dict[str, Figure]]]:
        """Every unit that has figures of a group, in the order of the files, with them by id."""
        names = list(self._units)
        said = self._base.execute("SELECT unit, parts FROM said WHERE prefix = ? ORDER BY unit, rowid", (prefix,))
        now, together = -1, Together()
        for number, parts in said:
            if number != now:
                if now >= 0:
                    yield names[now], by_id(together)
                now, together = number, Together()
            together.add(Part(*each) for each in loads(parts))
        if now >= 0:
            yield names[now], by_id(together)


def by_id(together: Together) -> dict[str, Figure]:
    return {figure.id: figure for figure in together.figures()}
