"""A workbook file held open: what it says, and over it what was written since."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.excel.inplace.places import NotPlain
from xlsuite.excel.inplace.styles_merge import EMPTY, StylesMerge
from xlsuite.excel.live_facts import NoteText, Place, facts_of
from xlsuite.excel.live_pages import SHOWN_BY_LINK
from xlsuite.excel.live_plan import Area
from xlsuite.files.opener import read_file, shown_name
from xlsuite.host.faces import Face, Faces
from xlsuite.model.grid import Grid
from xlsuite.model.place import a1

NEW_FORMAT = 0


class Content:
    """The sheets of a workbook file; the file is read once and not touched before `save`."""

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        self.load(read_file(path))

    def load(self, content: bytes) -> None:
        """Take the content of the file as it is now; nothing is written over it yet."""
        self.content = content
        name = shown_name(self.path)
        self.facts = facts_of(content, name)
        if self.facts.archive is None or self.facts.workbook is None:
            raise UsageError(f"“{name}”不是 .xlsx 或 .xlsm，不能在里面写。请在 Excel 或 WPS 中另存为 .xlsx 后再试。")
        styles = self.facts.workbook.styles
        try:
            self.faces = Faces(StylesMerge(self.facts.archive.read(styles) if styles else EMPTY))
        except NotPlain:
            raise UsageError(
                f"“{name}”的单元格格式写法特殊，不能在里面写。请在 Excel 中打开、另存一次后再试。"
            ) from None
        self.sheets = [Sheet(self, grid.name, grid) for grid in self.facts.grids.values()]
        self.removed: list[str] = []
        self.active = self.facts.active
        self.is_saved = True

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name.lower() == name.lower()), None)

    def add(self, name: str) -> Sheet:
        self.sheets.append(Sheet(self, name, None))
        self.is_saved = False
        return self.sheets[-1]

    def remove(self, sheet: Sheet) -> None:
        self.sheets.remove(sheet)
        if sheet.grid is not None:
            self.removed.append(sheet.name)
        if self.active == sheet.name:
            self.active = self.facts.active
        self.is_saved = False


class Sheet:
    """One sheet. `grid` is what the file says, None for a new sheet; `is_cleared`: none of that holds any more."""

    def __init__(self, book: Content, name: str, grid: Grid | None) -> None:
        self.book, self.name, self.grid = book, name, grid
        self.is_cleared = False
        self.hidden = grid.hidden if grid else False
        self.selected: Place = (1, 1)
        self.forget()

    def forget(self) -> None:
        """Nothing was written."""
        self.values: dict[Place, Any] = {}
        self.formulas: dict[Place, str] = {}
        self.looks: dict[Place, Face] = {}
        self.new_notes: dict[Place, str] = {}
        self.gone_notes: set[Place] = set()
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.merges: list[Area] = []
        self.choices: list[tuple[Area, tuple[str, ...]]] = []
        self.frozen = 0

    @property
    def is_ours(self) -> bool:
        """Whether the whole sheet is written anew when the workbook is saved."""
        return self.grid is None or self.is_cleared

    @property
    def is_changed(self) -> bool:
        return bool(self.values or self.looks or self.new_notes or self.gone_notes or self.is_cleared)

    # --- cells ---

    def value(self, place: Place) -> Any:
        if place in self.values:
            return self.values[place]
        if self.is_ours or self.grid is None:
            return None
        found = self.grid.errors.get(place) or self.grid.cell(*place)
        return None if found == "" else found

    def put(self, place: Place, value: Any) -> None:
        """A value into a cell; a text that begins with = is a formula unless the cell is one for texts."""
        if not self.is_ours and place in self.book.facts.of(self.name).formulas:
            raise UsageError(f"{self.name}!{a1(*place)} 是公式，这里不改公式。请在 Excel 里改。")
        self.formulas.pop(place, None)
        if isinstance(value, str) and value.startswith("=") and self.look(place)["num_format"] != "@":
            return self.put_formula(place, value)
        self.values[place] = None if value == "" else value
        self.book.is_saved = False

    def put_formula(self, place: Place, formula: str) -> None:
        """A formula; only of a link can it be said here what it shows, others are worked out by whoever opens it."""
        shown = SHOWN_BY_LINK(formula)
        self.values[place] = shown[1].replace('""', '"') if shown else None
        self.formulas[place] = formula
        self.book.is_saved = False

    def look(self, place: Place) -> Face:
        face = self.book.faces.face(self.format(place))
        changed = self.looks.get(place)
        return {**face, **changed} if changed else face

    def format(self, place: Place) -> int:
        """The number of the cell format that the file gives a cell."""
        if self.is_ours:
            return NEW_FORMAT
        return self.book.facts.of(self.name).formats.get(place, NEW_FORMAT)

    def dress(self, place: Place, **changed: Any) -> None:
        self.looks.setdefault(place, {}).update(changed)
        self.book.is_saved = False

    def places(self) -> Iterator[Place]:
        """Where the sheet holds something."""
        yield from (place for place, value in self.values.items() if value is not None)
        if not self.is_ours and self.grid is not None:
            for number, row in enumerate(self.grid.rows, 1):
                last = next((at for at in range(len(row), 0, -1) if self.value((number, at)) is not None), 0)
                if last:
                    yield number, last

    def size(self) -> Place:
        """The last row and the last column that hold something; 1, 1 for an empty sheet."""
        found = list(self.places())
        return max((row for row, _ in found), default=1), max((column for _, column in found), default=1)

    def clear(self) -> None:
        """Everything goes: values, looks, notes, lists."""
        self.forget()
        self.is_cleared = self.grid is not None
        self.book.is_saved = False

    # --- notes ---

    def notes(self) -> dict[Place, NoteText]:
        old = {} if self.is_ours else self.book.facts.of(self.name).notes
        kept = {place: note for place, note in old.items() if place not in self.gone_notes}
        return {**kept, **{place: NoteText("xlsuite", text) for place, text in self.new_notes.items()}}

    def remove_note(self, place: Place) -> None:
        if self.new_notes.pop(place, None) is None:
            self.gone_notes.add(place)
        self.book.is_saved = False
