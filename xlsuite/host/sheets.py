"""The sheets of an open workbook file as xlwings asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.host.content import Sheet as State
from xlsuite.host.parts import Note
from xlsuite.host.quick import xlwings
from xlsuite.host.ranges import MOST_COLUMNS, MOST_ROWS, Range

xlwings()
from xlwings import base_classes  # noqa: E402  # after xlwings itself has come in without what it does not need


class Sheets(base_classes.Sheets):  # type: ignore[misc]
    """The sheets of a workbook, in their order."""

    api = None

    def __init__(self, book: Any) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        state = self.book.content.sheet(self.book.content.active)
        return Sheet(self.book, state or self.book.content.sheets[0])

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.book.content.sheets[key - 1])
        state = self.book.content.sheet(key)
        if state is None:
            raise KeyError(key)
        return Sheet(self.book, state)

    def __len__(self) -> int:
        return len(self.book.content.sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, state) for state in self.book.content.sheets)

    def __contains__(self, key: str) -> bool:
        return self.book.content.sheet(key) is not None

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, which goes to the end."""
        last = self.book.content.sheets[-1]
        if before is not None or (after is not None and after.state is not last):
            raise UsageError("这里只在最后面加工作表。")
        number = 1
        while name is None and self.book.content.sheet(f"Sheet{number}"):
            number += 1
        state = self.book.content.add(name or f"Sheet{number}")
        self.book.content.active = state.name
        return Sheet(self.book, state)


class FreezePanes(base_classes.FreezePanes):  # type: ignore[misc]
    """Rows that stay in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        cells = Range(self.sheet, frozen_range)
        cells.own_sheet("冻结窗格").frozen = cells.corners[1][0]

    def unfreeze(self) -> None:
        Range(self.sheet, "A1").own_sheet("冻结窗格").frozen = 0


class Sheet(base_classes.Sheet):  # type: ignore[misc]
    """One sheet."""

    def __init__(self, book: Any, state: State) -> None:
        self._book, self.state = book, state

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and other.state is self.state

    def __hash__(self) -> int:
        return id(self.state)

    @property
    def api(self) -> State:
        return self.state

    @property
    def book(self) -> Any:
        return self._book

    @property
    def name(self) -> str:
        return self.state.name

    @name.setter
    def name(self, value: str) -> None:
        if self.state.grid is not None:
            raise UsageError(f"“{self.state.name}”是工作簿里原有的表，这里不改它的名字。")
        self.state.name = value

    @property
    def index(self) -> int:
        return int(self._book.content.sheets.index(self.state)) + 1

    def range(self, first: Any, second: Any = None) -> Range:
        return Range(self, first, second)

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1), (MOST_ROWS, MOST_COLUMNS))

    @property
    def used_range(self) -> Range:
        return Range(self, (1, 1), self.state.size())

    @property
    def notes(self) -> list[Note]:
        return [Note(Range(self, place)) for place in sorted(self.state.notes())]

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def visible(self) -> bool:
        return not self.state.hidden

    @visible.setter
    def visible(self, value: bool) -> None:
        self.state.hidden = not value
        self._book.content.is_saved = False

    def activate(self) -> None:
        self._book.content.active = self.state.name

    select = activate

    def clear(self) -> None:
        self.state.clear()

    def clear_contents(self) -> None:
        """The values go; of a sheet that the file has that is all its cells."""
        places = list(self.state.places())
        if self.state.is_ours or not places:
            self.state.values.clear()
            self.state.formulas.clear()
            return
        self.used_range.clear_contents()

    def delete(self) -> None:
        self._book.content.remove(self.state)

    def autofit(self, axis: str | None = None) -> None:
        """A program that shows the workbook fits what has no size of its own."""
