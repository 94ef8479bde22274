"""What an open workbook's values do not tell, from a copy of its file: notes, fills, formulas, protection, merges."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from xlsuite.excel.cells import column_number
from xlsuite.excel.inplace.notes import place_of
from xlsuite.excel.inplace.places import NotPlain
from xlsuite.excel.inplace.styles_merge import EMPTY, StylesMerge
from xlsuite.excel.package import SheetPart, Workbook, local_name, main_path, parse_xml, read_workbook, relations_of
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.sniff import sniff
from xlsuite.files.archive import Archive
from xlsuite.model.grid import Grid

CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(/?)>(<(?:\w+:)?f[\s/>])?")
PLACE, STYLE = re.compile(rb'\br="([A-Z]+)(\d+)"'), re.compile(rb'\bs="(\d+)"')
PROTECTED = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*\bsheet=\"(?:1|true)\"")
LOCKED = re.compile(rb"<(?:\w+:)?workbookProtection\b[^>]*\blockStructure=[\"'](?:1|true)")
ACTIVE = re.compile(rb"<(?:\w+:)?workbookView\b[^>]*\bactiveTab=[\"'](\d+)")
SOLID = re.compile(rb'patternType="solid"')
COLOUR = re.compile(rb'fgColor\s[^>]*\brgb="(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"')
Place = tuple[int, int]
DRAWN = {"comments", "vmlDrawing"}  # what may stand in the way of a note


class NoteText(NamedTuple):
    """A note as it stands in the file."""

    author: str
    text: str


@lru_cache(maxsize=2)
def facts_of(content: bytes, name: str) -> Facts:
    """The facts of a workbook's file; who asks again for the same content gets the same."""
    return Facts(content, name)


class Facts:
    """The facts of a workbook's file, each looked up when it is first asked for."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content, self.name = content, name
        kind, archive = sniff(content, name)
        self.archive: Archive | None = archive if kind == "ooxml" else None

    @cached_property
    def workbook(self) -> Workbook | None:
        return read_workbook(self.archive) if self.archive else None

    @cached_property
    def grids(self) -> dict[str, Grid]:
        return {grid.name: grid for grid in read_grids_bytes(self.content, self.name)}

    @cached_property
    def main(self) -> bytes:
        """The workbook part."""
        return self.archive.read(main_path(self.archive)) if self.archive is not None else b""

    @property
    def is_locked(self) -> bool:
        """Whether no sheet may be added or taken away."""
        return LOCKED.search(self.main) is not None

    @property
    def active(self) -> str:
        """The sheet that is shown first; the first one where the file does not say, or where it is no worksheet."""
        names = list(self.grids)
        listed = [sheet.name for sheet in self.workbook.sheets] if self.workbook else names
        told = ACTIVE.search(self.main)
        at = int(told[1]) if told else 0
        return listed[at] if at < len(listed) and listed[at] in self.grids else names[0]

    @cached_property
    def fills(self) -> list[str | None]:
        """For each cell format the colour it fills a cell with, "" for one that is no plain colour, None for none."""
        if self.archive is None or self.workbook is None:
            return []
        try:
            merge = StylesMerge(self.archive.read(self.workbook.styles) if self.workbook.styles else EMPTY)
        except NotPlain:
            return []
        own = [fill_of(each) for each in merge.lists["fills"]]
        numbers = [re.search(rb'\bfillId="(\d+)"', each) for each in merge.lists["cellXfs"]]
        return [own[int(at[1])] if at and int(at[1]) < len(own) else None for at in numbers]

    def part(self, sheet: str) -> SheetPart | None:
        parts = self.workbook.sheets if self.workbook else []
        return next((part for part in parts if part.name == sheet and part.kind == "worksheet"), None)

    def of(self, sheet: str) -> SheetFacts:
        if sheet not in self._sheets:
            self._sheets[sheet] = SheetFacts(self, self.part(sheet))
        return self._sheets[sheet]

    @cached_property
    def _sheets(self) -> dict[str, SheetFacts]:
        return {}


class SheetFacts:
    """The facts of one sheet; of a sheet that the file does not hold there is nothing to tell."""

    def __init__(self, facts: Facts, part: SheetPart | None) -> None:
        self.facts, self.sheet = facts, part

    @cached_property
    def xml(self) -> bytes:
        return self.facts.archive.read(self.sheet.path) if self.facts.archive and self.sheet else b""

    @cached_property
    def is_protected(self) -> bool:
        return PROTECTED.search(self.xml) is not None

    @cached_property
    def notes(self) -> dict[Place, NoteText]:
        archive = self.facts.archive
        if archive is None or self.sheet is None:
            return {}
        links = relations_of(archive, self.sheet.path).values()
        path = next((target for target, kind in links if kind == "comments"), "")
        return notes_in(archive, path) if path and archive.find(path) else {}

    @cached_property
    def note_obstacle(self) -> str:
        """Why no note can be spliced into the file's sheet; "" where it can. A program that has it open can always."""
        if self.facts.archive is None or self.sheet is None:
            return ""
        if not {kind for _, kind in relations_of(self.facts.archive, self.sheet.path).values()} & DRAWN:
            return ""
        from xlsuite.excel.inplace.notes import SheetNotes
        from xlsuite.excel.inplace.package_edit import PackageEdit

        return SheetNotes(PackageEdit(self.facts.archive), self.sheet.path, 1).obstacle()

    @cached_property
    def _cells(self) -> list[tuple[Place, int, bool]]:
        found = []
        for match in CELL.finditer(self.xml):
            at, style = PLACE.search(match[1]), STYLE.search(match[1])
            if at:
                place = (int(at[2]), column_number(at[1].decode()))
                found.append((place, int(style[1]) if style else 0, match[3] is not None))
        return found

    @cached_property
    def formulas(self) -> frozenset[Place]:
        return frozenset(place for place, _, is_formula in self._cells if is_formula)

    @cached_property
    def formats(self) -> dict[Place, int]:
        """The number of each cell's format."""
        return {place: style for place, style, _ in self._cells}

    @cached_property
    def filled(self) -> dict[Place, str]:
        """The cells that are filled, with their colour (RRGGBB, "" where it is none of these)."""
        fills = self.facts.fills
        found = {}
        for place, style, _ in self._cells:
            colour = fills[style] if style < len(fills) else None
            if colour is not None:
                found[place] = colour
        return found


def fill_of(fill: bytes) -> str | None:
    if SOLID.search(fill):
        colour = COLOUR.search(fill)
        return colour[1].decode().upper() if colour else ""
    plain = re.search(rb'patternType="(\w+)"', fill)
    return None if not plain or plain[1] == b"none" else ""


def notes_in(archive: Archive, path: str) -> dict[Place, NoteText]:
    """The notes of a comments part."""
    authors: list[str] = []
    found: dict[Place, NoteText] = {}
    now: list[str] = []
    state = {"ref": "", "author": "", "reads": ""}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "comment":
            state["ref"], state["author"] = attributes.get("ref", ""), attributes.get("authorId", "")
            now.clear()
        elif name in ("author", "t"):
            state["reads"] = name
            if name == "author":
                now.clear()

    def end(tag: str) -> None:
        name = local_name(tag)
        if name == "author":
            authors.append("".join(now))
        elif name == "comment":
            at = state["author"]
            by = authors[int(at)] if at.isdigit() and int(at) < len(authors) else ""
            found[place_of(state["ref"])] = NoteText(by, "".join(now))
        if name in ("author", "t"):
            state["reads"] = ""

    def text(data: str) -> None:
        if state["reads"]:
            now.append(data)

    parse_xml(archive.read(path), archive.name, path, start, end, text)
    return found
