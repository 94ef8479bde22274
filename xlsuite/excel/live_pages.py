"""Our pages drawn for an open workbook: the same drawing that fills a file is kept as values and looks instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsuite.excel.live_plan import Area, Block, CellChange, SheetPlan, areas, blocks
from xlsuite.excel.looks import Looks
from xlsuite.excel.newbook import NewBook

INTERNAL = "internal:"
PROPERTIES = (
    "font_name", "font_size", "font_color", "bold", "bg_color", "text_wrap", "align", "valign", "num_format", "bottom",
)  # fmt: skip
GENERAL, TEXT = "General", "@"


class LivePages(NewBook):
    """A NewBook whose sheets are kept to be written into an open workbook."""

    def __init__(self, as_of: date) -> None:
        self.kept = Keeper()
        self.book: Any = self.kept
        self.looks = Looks(self.kept)
        self.as_of = as_of

    def plans(self) -> tuple[SheetPlan, ...]:
        return tuple(sheet.plan() for sheet in self.kept.sheets)


class Keeper:
    """Stands where the writer's workbook would: formats are what they were made of, sheets are kept."""

    def __init__(self) -> None:
        self.sheets: list[KeptSheet] = []

    def add_format(self, look: Mapping[str, Any]) -> Mapping[str, Any]:
        return look

    def add_worksheet(self, name: str) -> KeptSheet:
        self.sheets.append(KeptSheet(name))
        return self.sheets[-1]


def ignored(*_: Any, **__: Any) -> None:
    """What concerns printing, folding and the look of the window stays as the user's program has it."""


class KeptSheet:
    """Stands where the writer's worksheet would; rows and columns of its methods count from 0, as the writer's do."""

    set_tab_color = hide_gridlines = set_landscape = set_paper = fit_to_pages = set_margins = ignored
    set_footer = repeat_rows = set_h_pagebreaks = ignore_errors = outline_settings = autofilter = ignored
    conditional_format = ignored

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], Any] = {}
        self.faces: dict[tuple[int, int], Mapping[str, Any]] = {}
        self.links: dict[tuple[int, int], str] = {}
        self.merges: list[Area] = []
        self.widths: dict[int, float] = {}
        self.heights: dict[int, float] = {}
        self.choices: list[tuple[Area, tuple[str, ...]]] = []
        self.frozen = 0

    # --- what the pages call ---

    def write_blank(self, row: int, column: int, _: None, face: Mapping[str, Any]) -> None:
        self.put(row, column, None, face)

    def write_string(self, row: int, column: int, text: str, face: Mapping[str, Any]) -> None:
        self.put(row, column, text, face)

    def write_number(self, row: int, column: int, value: float, face: Mapping[str, Any]) -> None:
        self.put(row, column, float(value), face)

    def write_rich_string(self, row: int, column: int, *parts: Any) -> None:
        """Several faces in one cell become the first of them: a whole cell has one look here."""
        faces = [part for part in parts if not isinstance(part, str)]
        self.put(row, column, "".join(part for part in parts if isinstance(part, str)), {**faces[0], **faces[-1]})

    def write_url(self, row: int, column: int, target: str, face: Mapping[str, Any], text: str) -> None:
        self.put(row, column, text, face)
        if target.startswith(INTERNAL):
            self.links[row + 1, column + 1] = target.removeprefix(INTERNAL)

    def merge_range(self, top: int, left: int, bottom: int, right: int, text: str, face: Mapping[str, Any]) -> None:
        self.merges.append(Area(top + 1, left + 1, bottom + 1, right + 1))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.put(row, column, None, face)
        self.put(top, left, text or None, face)

    def set_column(
        self, first: int, last: int, width: float, _: Any = None, options: Mapping[str, Any] | None = None
    ) -> None:
        for column in range(first, last + 1):
            self.widths[column] = 0.0 if options and options.get("hidden") else width

    def set_row(self, row: int, height: float, *_: Any) -> None:
        self.heights[row] = height

    def freeze_panes(self, row: int, _: int) -> None:
        self.frozen = row

    def data_validation(self, top: int, left: int, bottom: int, right: int, rule: Mapping[str, Any]) -> None:
        if rule.get("validate") == "list":
            self.choices.append((Area(top + 1, left + 1, bottom + 1, right + 1), tuple(rule["source"])))

    def put(self, row: int, column: int, value: Any, face: Mapping[str, Any]) -> None:
        self.cells[row + 1, column + 1] = value
        self.faces[row + 1, column + 1] = face

    # --- what becomes of it ---

    def plan(self) -> SheetPlan:
        last_row = max((row for row, _ in self.cells), default=1)
        last_column = max(max((column for _, column in self.cells), default=1), len(self.widths))
        columns = range(1, last_column + 1)
        values = [[self.cells.get((row, column)) for column in columns] for row in range(1, last_row + 1)]
        whole = Area(1, 1, last_row, last_column)
        return SheetPlan(
            self.name, values, tuple(self.formulas()), looks_of(self.faces, self.cells, self.links, whole),
            tuple(self.merges), tuple(self.widths.get(at, 9.0) for at in range(last_column)), tuple(self.runs()),
            tuple(self.choices), self.frozen,
        )  # fmt: skip

    def formulas(self) -> list[Block]:
        """The links, those below one another as one block."""
        return blocks([CellChange(*at, link_formula(target, str(self.cells[at]))) for at, target in self.links.items()])

    def runs(self) -> list[tuple[int, int, float]]:
        """Row heights: first row, last row, points."""
        found: list[tuple[int, int, float]] = []
        for row, height in sorted(self.heights.items()):
            if found and found[-1][1] == row and found[-1][2] == height:
                found[-1] = (found[-1][0], row + 1, height)
            else:
                found.append((row + 1, row + 1, height))
        return found


def looks_of(
    faces: Mapping[tuple[int, int], Mapping[str, Any]],
    cells: Mapping[tuple[int, int], Any],
    links: Mapping[tuple[int, int], str],
    whole: Area,
) -> dict[str, tuple[tuple[Area, Any], ...]]:
    """Each property's values as rectangles; the commonest one first, over the whole sheet, but for lines."""
    found: dict[str, tuple[tuple[Area, Any], ...]] = {}
    for name in PROPERTIES:
        at = {place: face.get(name) for place, face in faces.items()}
        if name == "num_format":  # texts stay texts, whatever they look like, because their cell says so first
            at = {place: number_format(cells[place], face, place in links) for place, face in faces.items()}
        common = Counter(at.values()).most_common(1)[0][0] if at and name != "bottom" else None
        parts = [each for each in areas({place: value for place, value in at.items() if value != common})]
        first = [(whole, common)] if common is not None else []
        if first or parts:
            found[name] = (*first, *parts)
    return found


def number_format(value: Any, face: Mapping[str, Any], is_link: bool) -> str:
    if isinstance(value, str) and not is_link:
        return TEXT
    return str(face.get("num_format", GENERAL))


def link_formula(target: str, text: str) -> str:
    """A link to a cell of the same workbook; Excel wants quotes in its texts doubled."""
    sheet, _, cell = target.rpartition("!")
    name = sheet if sheet.startswith("'") else f"'{sheet}'"
    place, shown = (each.replace('"', '""') for each in (f"#{name}!{cell}", text))
    return f'=HYPERLINK("{place}","{shown}")'


SHOWN_BY_LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)').fullmatch


def shown(values: Sequence[Sequence[Any]]) -> list[str]:
    """A digest of each row as it is shown, by which a user's typing in our sheets is noticed."""
    from zlib import crc32

    from xlsuite.model.text import whole

    told = ("\x1f".join("" if v is None else whole(v) for v in row).rstrip("\x1f") for row in values)
    return [f"{crc32(each.encode()):08x}" for each in told]
