"""算式: the hidden sheet of the cells that the 一览 is worked out from: chart data, ranks, places of levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.looks import put_formula, shortened, storable
from xlsuite.excel.newbook import NewBook
from xlsuite.model.place import letters, quoted

NAME = "算式"


class Helpers:
    """Blocks of helper cells, one below the other, from a first cell on; they are written to their sheet at the end.

    A cell whose formula stands in braces, {=…}, is an array formula. Addresses are known before the sheet is there, so
    that it can be the last of the workbook.
    """

    def __init__(self, first_row: int = 0, first_column: int = 0, name: str = NAME) -> None:
        self.row, self.column, self.name = first_row, first_column, name
        self._cells: list[tuple[int, int, Cell]] = []

    def put(self, rows: Sequence[Sequence[Cell]], title: str = "") -> str:
        """Take a block of cells, below a line that says what it is; its address: `算式!$A$3:$C$9`."""
        if title:
            self._cells.append((self.row, self.column, Cell(title)))
            self.row += 1
        top = self.row
        for cells in rows:
            self._cells += [(self.row, self.column + at, cell) for at, cell in enumerate(cells)]
            self.row += 1
        self.row += 1
        return self.address(top, self.column, top + len(rows) - 1, self.column + max(map(len, rows)) - 1)

    def at(self, row: int = 0, column: int = 0) -> str:
        """The address that a cell of the next block, one with a title, will have: row and column within the block."""
        return self.address(self.row + 1 + row, self.column + column)

    def address(self, top: int, left: int, bottom: int | None = None, right: int | None = None) -> str:
        first = f"{quoted(self.name)}!${letters(left + 1)}${top + 1}"
        if bottom is None or right is None or (bottom, right) == (top, left):
            return first
        return f"{first}:${letters(right + 1)}${bottom + 1}"

    def write(self, book: NewBook, sheet: Any = None) -> None:
        """Put the cells on their sheet: the one given, else a hidden one made now."""
        if not self._cells:
            return
        sheet = book.helper_sheet(self.name) if sheet is None else sheet
        for row, column, cell in self._cells:
            write(sheet, row, column, cell)


def write(sheet: Any, row: int, column: int, cell: Cell) -> None:
    value = "" if cell.value is None else cell.value
    if cell.formula:
        put_formula(sheet, row, column, cell.formula, None, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, shortened(storable(value)))
