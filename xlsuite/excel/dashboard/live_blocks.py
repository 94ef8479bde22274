"""The helper cells of the live 一览: counts by 科室 and by source, and the issues that are most urgent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsuite.excel.dashboard import live_formulas as f
from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.verbs.figures.board_facts import Late

REST, TOTAL = "其余及未填", "合计"
LATE_LINES = 8


class Block(NamedTuple):
    """Counts by name: the address of each cell by row and column, and its value.

    Rows: a name of the list each, then all others together, then the total. Columns: the name, then the counts.
    """

    addresses: tuple[tuple[str, ...], ...]
    values: tuple[tuple[Any, ...], ...]

    def cell(self, row: int, column: int) -> Cell:
        """A cell that shows one of the block; blank where its row has no name."""
        name, here = self.addresses[row][0], self.addresses[row][column]
        value = self.values[row][column] if self.values[row][0] else ""
        return Cell(value, f'=IF({name}="","",{here})')

    def amount(self, row: int, column: int) -> Cell:
        """A count as a number, 0 in a row without a name; for charts."""
        return Cell(self.values[row][column], f"={self.addresses[row][column]}")

    @property
    def lines(self) -> range:
        """The rows above the total."""
        return range(len(self.addresses) - 1)


def counts_block(
    helpers: Helpers,
    title: str,
    list_name: str,
    names: Sequence[str],
    size: int,
    counts: Sequence[Any],
    values: Mapping[str, Sequence[int]],
) -> Block:
    """A block of counts, one row for each of the first `size` names of a list.

    counts: for each column a function from the address of a name, or "" for all, to a formula without =. values: the
    counts as they are now by name, also of names that are not in the list.
    """
    where = [[helpers.at(row, at) for at in range(len(counts) + 1)] for row in range(size + 2)]
    shown = [*names[:size], *[""] * (size - len(names))]
    zero = [0] * len(counts)
    of_names = [list(values.get(name, zero)) if name else zero for name in shown]
    totals = [sum(each) for each in zip(*values.values(), strict=True)] if values else zero
    rest = [total - sum(row[at] for row in of_names) for at, total in enumerate(totals)]
    rows = [
        [Cell(name, f.listed(list_name, place + 1)), *counted(where[place][0], counts, of_names[place])]
        for place, name in enumerate(shown)
    ]
    above = [f"{where[0][at]}:{where[size - 1][at].partition('!')[2]}" for at in range(len(counts) + 1)]
    missing = "+".join(where[size][at + 1] for at in range(len(counts)))
    rest_name = Cell(REST if any(rest) else "", f'=IF({missing}>0,"{REST}","")')
    rest_cells = [
        Cell(value, f"={where[size + 1][at + 1]}-SUMPRODUCT({above[at + 1]})") for at, value in enumerate(rest)
    ]
    rows.append([rest_name, *rest_cells])
    rows.append([Cell(TOTAL), *(Cell(value, f"={count('')}") for value, count in zip(totals, counts, strict=True))])
    helpers.put(rows, title)
    return Block(tuple(map(tuple, where)), tuple(tuple(cell.value for cell in row) for row in rows))


def counted(name: str, counts: Sequence[Any], values: Sequence[int]) -> list[Cell]:
    pairs = zip(values, counts, strict=True)
    return [Cell(value, f'=IF({name}="",0,{count(name)})') for value, count in pairs]


def urgent_block(helpers: Helpers, late: Sequence[Late], first_row: int) -> list[tuple[str, str]]:
    """The most urgent issues: for each line the addresses of its days and of its sheet row.

    first_row: the sheet row of the first issue, counted from 1.
    """
    found, rows = [], []
    for place in range(LATE_LINES):
        key, days, row = (helpers.at(place, at) for at in range(3))
        numbers: tuple[Any, Any, Any] = ("", "", "")
        if place < len(late):
            left, at = late[place].days, first_row + late[place].at
            numbers = (left * f.ROW_UNIT + at, left, at)
        formulas = (
            f.urgent_key(place + 1), f'=IF({key}="","",ROUND({key}/{f.ROW_UNIT},0))',
            f'=IF({key}="","",{key}-{days}*{f.ROW_UNIT})',
        )  # fmt: skip
        rows.append([Cell(value, formula) for value, formula in zip(numbers, formulas, strict=True)])
        found.append((days, row))
    helpers.put(rows, "逾期与临期（按紧急程度）")
    return found
