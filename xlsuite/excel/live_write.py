"""A plan written into an open workbook: whole blocks and areas only, and nothing is read back.

Only what every program that xlwings speaks to can do is used: values, formulas, number formats, colours, fonts,
borders, alignment, widths, heights, merges, lists to pick from, notes, sheets, panes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple

from xlsuite.excel.inplace.record import SHEET, note_sign
from xlsuite.excel.inplace.sheet_insert import free_sheet_name
from xlsuite.excel.live_facts import Place, SheetFacts
from xlsuite.excel.live_pages import shown
from xlsuite.excel.live_plan import Area, NotePlan, Plan, SheetPlan, areas, blocks
from xlsuite.excel.live_read import Opened
from xlsuite.excel.live_record import LiveMark, LiveRecord, LiveSheet, record_plan, row_sign
from xlsuite.files.limits import LIMITS
from xlsuite.model.outcome import Severity
from xlsuite.model.place import a1
from xlsuite.model.text import whole

TINTS = {Severity.ERROR: "FCE4E3", Severity.WARNING: "FFF4CE", Severity.INFO: "DDEAF7"}  # one shade beside our others
CHAR_POINTS, CHAR_REST = 5.25, 3.75  # a column of the usual font: so many points a character, and the rim
DAY_FORMAT = "yyyy-mm-dd"


class Left(NamedTuple):
    """Cells that got no note, and why."""

    sheet: str
    reason: str
    cells: tuple[str, ...]


class Done(NamedTuple):
    """What was written: how many notes, which cells went without, and what sheets are called whose name was taken."""

    notes: int
    left: tuple[Left, ...]
    names: Mapping[str, str] = {}


def write(plan: Plan, here: Opened, keep: Iterable[str] = ()) -> Done:
    """Write a plan. `keep`: sheets of ours that the user typed in and wants to keep; the new ones get other names."""
    writer = Writer(here, set(keep))
    active = here.book.sheets.active
    for sheet, changes in plan.changes.items():
        writer.change(sheet, changes)
    marks, done = list(here.record.marks), Done(0, ())
    if plan.marks is not None:
        writer.unmark(plan.marks)
        marks, done = writer.mark(plan.marks)
    sheets = writer.put_sheets(plan)
    writer.put_record(LiveRecord(tuple(sheets), tuple(marks)))
    shown_sheet = writer.names.get(plan.show) if plan.show else None
    (here.book.sheets[shown_sheet] if shown_sheet else active).activate()
    return done._replace(names=writer.names)


class Writer:
    """Writing into one open workbook."""

    def __init__(self, here: Opened, keep: set[str]) -> None:
        self.here, self.book, self.facts, self.keep = here, here.book, here.facts, keep
        self.names: dict[str, str] = {}  # the name a sheet was to have → the one it has
        engine = str(self.book.app.engine.name)
        self.points = engine == "remote"  # measures columns in points
        self.splices = engine == "xlsuite"  # our own engine, which writes into the file

    # --- the user's sheets ---

    def change(self, sheet: str, changes: Sequence[Any]) -> None:
        """Corrected cells; a day is shown as a day, a text stays one."""
        target = self.book.sheets[sheet]
        days = {(each.row, each.column): True for each in changes if isinstance(each.value, date)}
        for area, _ in areas(days):
            rng(target, area).number_format = DAY_FORMAT
        texts = {(each.row, each.column): True for each in changes if isinstance(each.value, str)}
        for area, _ in areas(texts):
            rng(target, area).number_format = "@"
        for block in blocks(changes):
            rng(target, block.area).value = [[midnight(value) for value in row] for row in block.rows]

    def unmark(self, wanted: Mapping[str, Sequence[NotePlan]]) -> None:
        """Take away those of our notes and tints that are not wanted again; one that was written over is a person's."""
        for sheet, places in self.own_notes.items():
            again = {(each.row, each.column): note_sign(each.text) for each in wanted.get(sheet, ())}
            target = self.book.sheets[sheet]
            for place, sign in places.items():
                note = None if again.get(place) == sign else target[a1(*place)].note
                if note is not None:
                    note.delete()
        for sheet, tinted in self.own_tints().items():
            shades = {(each.row, each.column): TINTS[each.severity] for each in wanted.get(sheet, ())}
            gone = {place: True for place, colour in tinted.items() if shades.get(place) != colour}
            for area, _ in areas(gone):
                rng(self.book.sheets[sheet], area).color = None

    @cached_property
    def own_notes(self) -> dict[str, dict[Place, str]]:
        """Where our notes are now, with what each says: told by its text where the file has it, else by where it was,

        if the row still is there.
        """
        signs = self.here.record.notes
        found: dict[str, dict[Place, str]] = {}
        if self.facts is not None:
            for grid in self.here.grids:
                known = self.facts.of(grid.name)
                if signs and not known.is_protected:
                    told = {place: note_sign(note.text) for place, note in known.notes.items()}
                    found[grid.name] = {place: sign for place, sign in told.items() if sign in signs}
            return found
        for mark in self.here.record.marks:
            if row_sign(self.here.grid(mark.sheet), mark.row) == mark.row_sign:
                found.setdefault(mark.sheet, {})[mark.row, mark.column] = mark.note
        return {sheet: places for sheet, places in found.items() if self.here.grid(sheet)}

    def own_tints(self) -> dict[str, dict[Place, str]]:
        """The cells that are filled in our shades; they moved with their cells."""
        if self.facts is None or not self.here.record.marks:
            return {}
        shades = set(TINTS.values())
        found = {}
        for grid in self.here.grids:
            known = self.facts.of(grid.name)
            if not known.is_protected:
                found[grid.name] = {place: colour for place, colour in known.filled.items() if colour in shades}
        return found

    def mark(self, marks: Mapping[str, Sequence[NotePlan]]) -> tuple[list[LiveMark], Done]:
        """Notes on cells that have none, and tints on cells that are not filled; the heaviest first."""
        put: list[LiveMark] = []
        left: list[Left] = []
        mine = self.own_notes
        most = LIMITS["notes"].most
        for sheet, notes in marks.items():
            known = self.facts.of(sheet) if self.facts else None
            if reason := self.obstacle(known):
                left.append(Left(sheet, reason, tuple(a1(each.row, each.column) for each in notes)))
                continue
            target = self.book.sheets[sheet]
            ours = mine.get(sheet, {})
            taken = self.others(target, known, ours)
            free = [each for each in notes if (each.row, each.column) not in taken][: most - len(put)]
            for reason, cells in without_note(notes, free, taken).items():
                left.append(Left(sheet, reason, tuple(cells)))
            grid = self.here.grid(sheet)
            for each in free:
                sign = note_sign(each.text)
                if ours.get((each.row, each.column)) != sign:
                    target[a1(each.row, each.column)].add_note(each.text)
                put.append(LiveMark(sheet, each.row, each.column, sign, row_sign(grid, each.row)))
            self.tint(target, known, notes)
        return put, Done(len(put), tuple(left))

    def obstacle(self, known: SheetFacts | None) -> str:
        """Why a sheet gets no marks; "" where it does."""
        if known is None:
            return ""
        return "受保护" if known.is_protected else known.note_obstacle if self.splices else ""

    def others(self, target: Any, known: SheetFacts | None, mine: Collection[Place]) -> set[Place]:
        """The cells with notes of other people."""
        if known is not None:
            return set(known.notes) - set(mine)
        try:
            there = [note.location for note in target.notes]
        except NotImplementedError:
            return set()
        return {(at.row, at.column) for at in there} - set(mine)

    def tint(self, target: Any, known: SheetFacts | None, notes: Sequence[NotePlan]) -> None:
        """Fill the marked cells lightly; without the file nobody knows which are filled, and none is."""
        if known is None:
            return
        wanted = {(each.row, each.column): TINTS[each.severity] for each in notes}
        now = {place: known.filled.get(place) for place in wanted}
        open_to = {None, *TINTS.values()}  # not filled, or filled by us
        for area, colour in areas({at: colour for at, colour in wanted.items() if now[at] in open_to - {colour}}):
            rng(target, area).color = f"#{colour}"

    # --- our own sheets ---

    def put_sheets(self, plan: Plan) -> list[LiveSheet]:
        """Write the sheets of a plan, each over its earlier self; what is left of the same verb goes."""
        there = [each for each in self.here.record.sheets if self.here.grid(each.name)]
        wanted = {sheet.name for sheet in plan.sheets}
        earlier: dict[str, str] = {}
        for each in there:
            if each.kind == plan.kind and each.name not in self.keep:
                if each.wanted in wanted:
                    earlier[each.wanted] = each.name
                else:
                    self.book.sheets[each.name].delete()
        fresh = []
        for sheet in plan.sheets:
            name = self.place_for(sheet.name, earlier)
            self.names[sheet.name] = name
            fill(self.book.sheets[name], sheet, self.points)
            first = whole(sheet.values[0][0]) if sheet.values[0][0] is not None else ""
            fresh.append(LiveSheet(plan.kind, name, first, tuple(shown(sheet.values)), sheet.name))
        return [*(each for each in there if each.kind != plan.kind), *fresh]

    def place_for(self, wanted: str, earlier: Mapping[str, str]) -> str:
        """The sheet that a plan goes to: our earlier one emptied, or a new one at the end."""
        if wanted in earlier:
            self.book.sheets[earlier[wanted]].clear()
            if (grid := self.here.grid(earlier[wanted])) and grid.hidden:  # the click ends on it
                self.book.sheets[earlier[wanted]].visible = True
            return earlier[wanted]
        name = free_sheet_name(wanted, {str(sheet.name).lower() for sheet in self.book.sheets})
        self.book.sheets.add(name, after=self.book.sheets[len(self.book.sheets) - 1])
        return name

    def put_record(self, record: LiveRecord) -> None:
        """The hidden sheet with the record, or none where nothing of ours is left."""
        now = next((str(sheet.name) for sheet in self.book.sheets if str(sheet.name) == SHEET), "")
        if not record.sheets and not record.marks:
            if now:
                self.book.sheets[SHEET].delete()
            return
        if now:
            self.book.sheets[SHEET].clear_contents()
        else:
            self.book.sheets.add(SHEET, after=self.book.sheets[len(self.book.sheets) - 1])
        target = self.book.sheets[SHEET]
        values = record_plan(record).values
        area = target.range((1, 1), (len(values), 1))
        area.number_format = "@"
        area.value = values
        target.visible = False


def midnight(value: Any) -> Any:
    """A day as the moment it begins, which is how every program takes days."""
    return datetime.combine(value, time()) if isinstance(value, date) and not isinstance(value, datetime) else value


def without_note(notes: Sequence[NotePlan], free: Sequence[NotePlan], taken: Collection[Place]) -> dict[str, list[str]]:
    """The cells that get no note, by the reason."""
    found: dict[str, list[str]] = {}
    kept = {(each.row, each.column) for each in free}
    for each in notes:
        place = (each.row, each.column)
        if place not in kept:
            reason = "已有别人的批注" if place in taken else "批注太多，只加最要紧的"
            found.setdefault(reason, []).append(a1(*place))
    return found


def rng(sheet: Any, area: Area) -> Any:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def fill(target: Any, plan: SheetPlan, points: bool) -> None:
    """One of our sheets: what a cell holds is said before its value, so that no text becomes a date."""
    for area, code in plan.looks.get("num_format", ()):
        rng(target, area).number_format = code
    rng(target, plan.area).value = plan.values
    for block in plan.formulas:
        rng(target, block.area).formula = block.rows
    for area, words in plan.choices:
        rng(target, area).data_validation.set_list(list(words))
    for merged in plan.merges:
        rng(target, merged).merge()
    dress(target, plan)
    for column, width in enumerate(plan.widths, 1):
        measure = (width * CHAR_POINTS + CHAR_REST if width else 0.0) if points else width
        target.range((1, column)).column_width = measure
    for first, last, height in plan.heights:
        target.range((first, 1), (last, 1)).row_height = height
    if plan.frozen:
        target.freeze_panes.freeze_at(f"1:{plan.frozen}")


def dress(target: Any, plan: SheetPlan) -> None:
    """How the cells look, an area at a time."""
    looks = plan.looks
    for area, name in looks.get("font_name", ()):
        rng(target, area).font.name = name
    for area, size in looks.get("font_size", ()):
        rng(target, area).font.size = size
    for area, bold in looks.get("bold", ()):
        rng(target, area).font.bold = bool(bold)
    for area, colour in looks.get("font_color", ()):
        rng(target, area).font.color = colour
    for area, colour in looks.get("bg_color", ()):
        rng(target, area).color = colour
    for area, wrapped in looks.get("text_wrap", ()):
        rng(target, area).wrap_text = bool(wrapped)
    for area, side in looks.get("align", ()):
        rng(target, area).horizontal_alignment = side or "general"
    for area, side in looks.get("valign", ()):
        rng(target, area).vertical_alignment = {"vcenter": "center"}.get(side, side or "center")
    for area, weight in looks.get("bottom", ()):
        if weight:
            sides = ["edge_bottom", "inside_horizontal"] if area.bottom > area.top else ["edge_bottom"]
            rng(target, area).borders.set(sides, line_style="continuous", color="#C9D1D9")
