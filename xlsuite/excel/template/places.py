"""Where everything of a template stands, so that formulas, dropdowns and names can speak of one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xlsuite.model.place import letters
from xlsuite.verbs.template import Blank

HEADER_ROW = 3  # rows count from 1: the title, a hint, the headers, the data
FIRST = HEADER_ROW + 1
WORKINGS = "算式"


class Area(NamedTuple):
    """One ledger's table on its sheet: an Excel table named `table`, data from row `first` to row `last`."""

    sheet: str
    table: str
    first: int
    last: int
    names: dict[str, str]  # ident → header
    columns: dict[str, str]  # ident → letters

    def this(self, ident: str) -> str:
        """The cell of a column in the formula's own row."""
        return f"{self.table}[[#This Row],[{self.names[ident]}]]"

    def all(self, ident: str) -> str:
        """A whole column of the table."""
        return f"{self.table}[{self.names[ident]}]"

    def range(self, ident: str) -> str:
        """The same by addresses, for names and for other sheets: 岗位与名册!$A$4:$A$203."""
        column = self.columns[ident]
        return f"{self.sheet}!${column}${self.first}:${column}${self.last}"

    def at(self, ident: str, row: int, fixed: str = "") -> str:
        """One cell by its address, from another sheet; `fixed` "$" for one that stays when copied."""
        return f"{self.sheet}!{fixed}{self.columns[ident]}{fixed}{row}"

    def here(self, ident: str) -> str:
        """The cell in the first data row, the column fixed: for validation and formats over the whole column."""
        return f"${self.columns[ident]}{self.first}"

    def order(self) -> str:
        """Which data row of the table the formula stands in, from 1."""
        header = next(iter(self.names.values()))
        return f"(ROW()-ROW({self.table}[[#Headers],[{header}]]))"


class Places:
    """The areas of a template's ledgers by id; `rows` is how many data rows each has at least."""

    def __init__(self, blanks: Sequence[Blank], rows: int, filled: dict[str, int]) -> None:
        self.areas: dict[str, Area] = {}
        for blank in blanks:
            names = {field.ident: field.name for field in blank.fields}
            columns = {field.ident: letters(at) for at, field in enumerate(blank.fields, 1)}
            last = FIRST - 1 + max(rows, filled.get(blank.id, 0) + rows // 2)
            self.areas[blank.id] = Area(blank.title, table_name(blank.title), FIRST, last, names, columns)

    def __contains__(self, ledger: str) -> bool:
        return ledger in self.areas

    def __getitem__(self, ledger: str) -> Area:
        return self.areas[ledger]


def table_name(title: str) -> str:
    """A table's name: the sheet's, without the marks that a name may not hold."""
    return re.sub(r"[^\w.]", "", title)
