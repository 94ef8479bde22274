"""The rows that figures are counted over: one ledger's, column by column, without those left out of the count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import Any

from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import whole

UNFILLED, UNDECIDED = "未填", "未判定"
Rows = Collection[int]  # a set of rows: places in the scope, each once, in the order of the sheets


class Scope:
    """All rows of some tables of one ledger, or those of them that `kept` says (one truth value per row).

    A column is a list parallel to `keys`; cells are None where blank and UNREADABLE where they cannot be judged.
    """

    def __init__(self, tables: Sequence[Table], kept: list[bool] | None = None) -> None:
        self.tables = tuple(tables)
        self.kept = kept if kept and not all(kept) else None
        self.keys: list[str] = self._keep(chain.from_iterable(keys_of(table, len(tables) > 1) for table in tables))
        self._columns: dict[str, list[Any]] = {}
        self._places: dict[tuple[str, Any], list[int]] = {}
        self._labels: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self.keys)

    def _keep(self, values: Iterable[Any]) -> list[Any]:
        return list(values) if self.kept is None else list(compress(values, self.kept))

    @property
    def all(self) -> Rows:
        return range(len(self.keys))

    @cached_property
    def at(self) -> list[tuple[Table, int]]:
        """The table of each row, and its index there."""
        return self._keep((table, index) for table in self.tables for index in range(len(table)))

    @property
    def left_out(self) -> int:
        """How many rows of the tables are not counted."""
        return 0 if self.kept is None else self.kept.count(False)

    @cached_property
    def source(self) -> str:
        """Where the rows stand: 问题整改台账!A5:AB24, several tables joined by ；."""
        return "；".join(table.range for table in self.tables)

    def has(self, ident: str) -> bool:
        """Whether any of the tables has this column, or tells its value in another one."""
        return any(ident in table or set(table.column(ident)) - {None} for table in self.tables)

    def column(self, ident: str) -> list[Any]:
        if ident not in self._columns:
            self._columns[ident] = self._keep(chain.from_iterable(table.column(ident) for table in self.tables))
        return self._columns[ident]

    def raws(self, ident: str) -> list[Any]:
        """What was typed."""
        return self._keep(chain.from_iterable(table.raws(ident) for table in self.tables))

    def where(self, ident: str, value: Any) -> Rows:
        """The rows whose cell holds a value; UNREADABLE and None may be asked for too."""
        if (ident, value) not in self._places:
            cells = self.column(ident)
            self._places[ident, value] = [place for place, cell in enumerate(cells) if cell == value]
        return self._places[ident, value]

    def unfilled(self, ident: str) -> Rows:
        """The rows whose cell is blank or cannot be read, so that it counts as no value at all."""
        return sorted([*self.where(ident, None), *self.where(ident, UNREADABLE)])

    def keys_at(self, rows: Rows) -> tuple[str, ...]:
        return tuple(map(self.keys.__getitem__, rows))

    def places_at(self, rows: Rows) -> tuple[tuple[str, int], ...]:
        """Sheet and row of some rows."""
        at = self.at
        return tuple((at[place][0].sheet, at[place][0].rows[at[place][1]]) for place in rows)

    def labels(self, ident: str) -> list[str]:
        """A column as names to group by: 未填 where blank, 未判定 where it cannot be read."""
        if ident not in self._labels:
            cells = self.column(ident)
            names = {cell: label(cell) for cell in set(cells)}
            self._labels[ident] = list(map(names.__getitem__, cells))
        return self._labels[ident]


def label(cell: Any) -> str:
    """A value as a table shows it."""
    if cell is None:
        return UNFILLED
    if cell is UNREADABLE:
        return UNDECIDED
    return "、".join(cell) if isinstance(cell, tuple) else whole(cell)


def keys_of(table: Table, among_others: bool) -> list[str]:
    """The 编号 of every row as typed, 第N行 where there is none, with the sheet's name where there are several."""
    ident = table.ledger.key
    values, raws = table.column(ident), table.raws(ident)
    sheet = table.sheet if among_others else ""
    keys = [raw if raw.__class__ is str else whole(raw) for raw in raws]
    for index, value in enumerate(values):
        if value is None or value is UNREADABLE:
            keys[index] = named_key(table, index, sheet)
    return keys


def named_key(table: Table, index: int, sheet: str) -> str:
    key = table.key(index)
    return sheet + key if key == f"第{table.rows[index]}行" else key
