"""Where a cell stands, as a user reads it: sheet, row and column from 1, A1."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def a1(row: int, column: int) -> str:
    """The address of a cell; row and column from 1."""
    return f"{letters(column)}{row}"


def span(first_row: int, last_row: int, columns: list[int]) -> str:
    """The range that holds some columns between two rows: `A5:AB24`."""
    return f"{a1(first_row, min(columns))}:{a1(last_row, max(columns))}"


def quoted(sheet: str) -> str:
    """A sheet's name as a formula or a link writes it."""
    plain = sheet.replace("_", "").isalnum() and not sheet[:1].isdigit()
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
