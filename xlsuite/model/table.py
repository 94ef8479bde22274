"""A ledger found on a sheet, column by column; every value knows the cell it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from xlsuite.model.columns import UNREADABLE, Column, LedgerType, Remark
from xlsuite.model.grid import ASIDE, Grid
from xlsuite.model.place import a1, letters, span
from xlsuite.model.text import is_blank, whole


class Excluded(NamedTuple):
    """A row left out of the data, and why."""

    row: int
    reason: str


class Slot(NamedTuple):
    """Where a column of the ledger stands on the sheet."""

    column: Column
    at: int  # sheet column from 1
    header: str  # as typed
    near: str = ""  # the name it was taken for, when it is a near miss
    scale: int = 1  # 10000 under a header that says 万元


class Layout(NamedTuple):
    """What recognition found of one table on a sheet; rows and columns from 1."""

    ledger: LedgerType
    header_rows: tuple[int, ...]
    slots: tuple[Slot, ...]
    unknown: tuple[tuple[int, str], ...]
    doubled: tuple[tuple[int, str, str], ...]  # (sheet column, header, name of the column it repeats)
    rows: tuple[int, ...]  # the data rows
    excluded: tuple[Excluded, ...]
    companions: tuple[tuple[LedgerType, tuple[Slot, ...]], ...] = ()


class Table:
    """One ledger's rows on one sheet. `raw` and `values` hold a list per column ident, parallel to `rows`.

    A value is None where the cell is blank and UNREADABLE where it could not be judged; `remarks` says why,
    per distinct raw value. Idents of derived columns are answered by `column` too.
    """

    def __init__(self, ledger: LedgerType, grid: Grid, layout: Layout, slots: tuple[Slot, ...], primary: bool) -> None:
        self.ledger = ledger
        self.grid = grid
        self.sheet = grid.name
        self.layout = layout
        self.primary = primary
        self.slots: dict[str, Slot] = {slot.column.ident: slot for slot in slots}
        self.rows: list[int] = list(layout.rows)
        self.raw: dict[str, Sequence[Any]] = {}
        self.values: dict[str, list[Any]] = {}
        self.remarks: dict[str, dict[Any, Remark]] = {}
        self.hits: dict[str, list[int]] = {}  # the rows whose cells the remarks are about
        self.blank: dict[str, list[int]] = {}  # the rows whose cells hold no value
        self.longest: dict[str, int] = {}  # of columns of free text, the length of the longest
        self.anchors: dict[tuple[int, int], tuple[int, int]] = {}
        self.orders: list[int] = []  # which item of a shared cell a row is, where cells were split
        self.scope: Any = None
        self._texts: dict[str, str] = {}
        self._distinct: dict[str, set[Any]] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, ident: str) -> bool:
        return ident in self.slots

    def column(self, ident: str) -> list[Any]:
        """The values of a column, given or derived; a column the sheet lacks is a list of None."""
        found = self.values.get(ident)
        if found is None:
            found = self._derived(ident)
            self.values[ident] = found
        return found

    def _derived(self, ident: str) -> list[Any]:
        look = self.ledger.derived_by(ident)
        if look is None:
            return [None] * len(self.rows)
        names = parameters(look)
        if names[:1] == ("table",):  # a whole column at once, where asking row by row would cost too much
            return list(look(self, *(getattr(self.scope, name) for name in names[1:])))
        return over(look, self, self.scope)

    def raws(self, ident: str) -> Sequence[Any]:
        """What was typed; a column the sheet lacks is a list of ""."""
        return self.raw.get(ident) or [""] * len(self.rows)

    def carried(self, ident: str) -> Sequence[Any]:
        """What was typed, as it reads under another header: a bare number below one that says 万元 is told in 元."""
        cells = self.raws(ident)
        if ident not in self or self.slots[ident].scale == 1:
            return cells
        return [
            float(value) if isinstance(value, Decimal) and not (isinstance(cell, str) and "万" in cell) else cell
            for cell, value in zip(cells, self.column(ident), strict=True)
        ]

    def distinct(self, ident: str) -> set[Any]:
        """What was typed in a column, each thing once."""
        found = self._distinct.get(ident)
        if found is None:
            found = self._distinct[ident] = set(self.raw.get(ident, ()))
        return found

    def own_cells(self, ident: str) -> list[Any]:
        """A column's raw values as a list that may be changed; until then they are the sheet's own."""
        cells = self.raw[ident]
        if not isinstance(cells, list):
            cells = self.raw[ident] = list(cells)
        return cells

    def retype(self, ident: str, cells: list[Any]) -> set[Any]:
        """Put other raw values in a column's place; what is distinct in it now."""
        self.raw[ident] = cells
        self._distinct.pop(ident, None)
        return self.distinct(ident)

    def text_of(self, ident: str) -> str:
        """All texts typed in a column, each once and a line each, to be searched before any cell is looked at."""
        found = self._texts.get(ident)
        if found is None:
            cells = self.distinct(ident)
            try:
                found = "\n".join(cells)
            except TypeError:
                found = "\n".join([cell for cell in cells if cell.__class__ is str])
            self._texts[ident] = found
        return found

    @cached_property
    def anchor_cells(self) -> frozenset[tuple[int, int]]:
        """The first cells of merged ranges that lend their value to other rows or columns."""
        return frozenset(self.anchors.values())

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The idents this table answers for: all of its columns, without those a wide sheet shares."""
        if self.primary:
            return tuple(self.slots)
        first = {slot.at for slot in self.layout.slots}
        return tuple(ident for ident, slot in self.slots.items() if slot.at not in first)

    @cached_property
    def remarked(self) -> list[tuple[int, str, Remark]]:
        """Cells that hold something other than the plain value: (index, ident, remark)."""
        found: list[tuple[int, str, Remark]] = []
        for ident in self.own:
            remarks, raws = self.remarks.get(ident), self.raw[ident]
            if remarks:
                found += [(index, ident, remarks[raws[index]]) for index in self.hits[ident]]
        return found

    def troubled(self, what: str) -> Iterator[tuple[int, str, tuple[int, int]]]:
        """Data cells among the sheet's `errors`, `uncached` formulas or `remarks`: (index, ident, place)."""
        found = getattr(self.grid, what)
        if what == "remarks":
            places = {(each.row, each.column) for each in found if each.code not in ASIDE}
        else:
            places = set(found)
        if not places:
            return
        for ident in self.own:
            at = self.slots[ident].at
            for index, row in enumerate(self.rows):
                place = self.anchors.get((row, at), (row, at))
                if place in places:
                    yield index, ident, place

    def place(self, index: int, ident: str) -> tuple[int, int]:
        """Row and column of a cell, moved to the anchor of a merged range; the key's cell for an absent column."""
        slot = self.slots.get(ident) or self.slots.get(self.ledger.key) or next(iter(self.slots.values()))
        here = (self.rows[index], slot.at)
        return self.anchors.get(here, here)

    def address(self, index: int, ident: str) -> str:
        return f"{self.sheet}!{a1(*self.place(index, ident))}"

    def key(self, index: int) -> str:
        """The row's 编号 as typed; what it refers to, or 第N行, where it has none."""
        if self.ledger.key in self.slots:
            raw = self.raw[self.ledger.key][index]
            if raw.__class__ is str and len(raw) > 2:  # too long to stand for a blank
                return raw
            if not is_blank(raw):
                return whole(raw)
        if self.ledger.refers in self.slots and not is_blank(raw := self.raw[self.ledger.refers][index]):
            return f"{whole(raw)}#{self.orders[index] if self.orders else self.rows[index]}"
        return f"第{self.rows[index]}行"

    def typed(self, index: int, ident: str) -> str:
        return whole(self.raws(ident)[index])

    @property
    def range(self) -> str:
        """Where the table's data stand: 问题整改台账!A5:AB24."""
        if not self.rows:
            return self.sheet
        columns = [slot.at for slot in self.layout.slots] + [column for column, _ in self.layout.unknown]
        return f"{self.sheet}!{span(min(self.rows), max(self.rows), columns)}"

    def record(self, index: int) -> Record:
        return Record(self, index)

    def records(self) -> Iterator[Record]:
        return (Record(self, index) for index in range(len(self.rows)))

    def letter(self, ident: str) -> str:
        return letters(self.slots[ident].at)


class Record:
    """One row, for reading one value at a time: `record.status`, `record.typed("status")`."""

    __slots__ = ("index", "table")

    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self.index = index

    def __getattr__(self, ident: str) -> Any:
        """The value; None when blank, absent or not to be judged."""
        if ident.startswith("__"):
            raise AttributeError(ident)
        value = self.table.column(ident)[self.index]
        return None if value is UNREADABLE else value

    @property
    def key(self) -> str:
        return self.table.key(self.index)

    @property
    def row(self) -> int:
        return self.table.rows[self.index]

    def typed(self, ident: str) -> str:
        return self.table.typed(self.index, ident)

    def address(self, ident: str) -> str:
        return self.table.address(self.index, ident)


def parameters(look: Callable[..., Any]) -> tuple[str, ...]:
    """The names a function asks for: its `asks` where it has them, else its parameters.

    `inspect` would cost more to import than all rules together to run.
    """
    asks: tuple[str, ...] | None = getattr(look, "asks", None)
    if asks is not None:
        return asks
    code = look.__code__
    return code.co_varnames[: code.co_argcount]


def over(look: Callable[..., Any], table: Table, scope: Any) -> list[Any]:
    """A pure function applied to each row: asked once per distinct combination of the columns it names.

    A parameter is a column's ident, `raw_` and an ident for what was typed, or an attribute of the scope.
    """
    names = parameters(look)
    columns = {name: found for name in names if (found := table_column(table, name)) is not None}
    constants = {name: getattr(scope, name) for name in names if name not in columns}
    answers = answers_of(look, tuple(columns), list(columns.values()), constants)
    if not columns:
        return [look(**constants)] * len(table.rows)
    return [answers[key] for key in zip(*columns.values(), strict=True)]


def table_column(table: Table, name: str) -> Sequence[Any] | None:
    """The list behind a parameter's name; None when it is not a column of this ledger."""
    if name.startswith("raw_"):
        return table.raws(name[4:])
    return table.column(name) if table.ledger.has(name) else None


def answers_of(
    look: Callable[..., Any], names: tuple[str, ...], columns: list[Sequence[Any]], constants: Mapping[str, Any]
) -> dict[tuple[Any, ...], Any]:
    """What a function says of each distinct combination of values."""
    order = parameters(look)
    if order[: len(names)] == names:  # positional calls cost half as much
        rest = [constants[name] for name in order[len(names) :]]
        return {key: look(*key, *rest) for key in set(zip(*columns, strict=True))}
    return {key: look(**dict(zip(names, key, strict=True)), **constants) for key in set(zip(*columns, strict=True))}
