"""Notes on the user's cells: legacy comments and their drawings, added to what is there; others' notes stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xlsuite.excel.cells import column_number
from xlsuite.excel.inplace.boxes import SHAPE_TYPE, Boxes, shape
from xlsuite.excel.inplace.package_edit import RELATIONS, PackageEdit
from xlsuite.excel.inplace.places import NotPlain, before, child, inside, is_utf8, outline
from xlsuite.excel.package import SheetPart, relations_of
from xlsuite.excel.xmltext import escape, quoteattr
from xlsuite.model.outcome import Finding, Severity
from xlsuite.model.place import a1

AUTHOR = "xlsuite"
LONGEST = 1_500  # characters of a note
OURS = re.compile(r"【(?:错误|警告) [A-Z]{2,4}-\d+[a-z]?】").match  # how every note of ours begins
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
AFTER_DATA = (
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF",
    "drawingHF", "picture", "oleObjects", "AlternateContent", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
NO_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN}"><authors></authors>'
    "<commentList></commentList></comments>"
).encode()
NO_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/>'
    "</o:shapelayout>{kind}{shapes}</xml>"
)

Note = tuple[int, int, str]  # row and column from 1, text


def noted(found: Iterable[Finding]) -> dict[tuple[str, int, int], list[Finding]]:
    """What is noted on each cell that has to be changed, (sheet, row, column): errors and warnings, heaviest first."""
    cells: dict[tuple[str, int, int], list[Finding]] = {}
    for each in sorted(found, key=lambda one: -one.severity.weight):
        if each.severity is not Severity.INFO and each.sheet:
            cells.setdefault((each.sheet, each.row, each.column), []).append(each)
    return cells


def note_text(here: Iterable[Finding]) -> str:
    """The note of one cell; it begins as OURS knows it."""
    text = "\n".join(
        f"【{each.severity.word} {each.rule}】{each.message}" + (f"\n{each.advice}" if each.advice else "")
        for each in here
    )
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


class Noted(NamedTuple):
    """How many notes were added, and on which cells of which sheet none could be, with the reason."""

    added: int
    left: tuple[tuple[str, str, tuple[str, ...]], ...]  # sheet, reason, cells


def add_notes(package: PackageEdit, sheets: Sequence[SheetPart], notes: Mapping[str, Sequence[Note]]) -> Noted:
    """Put notes on cells of the user's sheets, by the sheet's name."""
    added, left = 0, []
    first = {sheet.name: sheet for sheet in reversed(sheets) if sheet.kind == "worksheet"}
    for block, (name, here) in enumerate(notes.items(), 1):
        sheet = first.get(name)
        if sheet is None or not here:
            continue
        done = SheetNotes(package, sheet.path, block)
        reason = done.obstacle()
        if reason:
            left.append((name, reason, tuple(a1(row, column) for row, column, _ in here)))
            continue
        free = [each for each in here if a1(each[0], each[1]) not in done.taken]
        if len(free) < len(here):
            cells = tuple(a1(row, column) for row, column, _ in here if a1(row, column) in done.taken)
            left.append((name, "已有别人的批注", cells))
        if free:
            done.add(sorted(free))
            added += len(free)
    return Noted(added, tuple(left))


class SheetNotes:
    """One sheet's notes: its comments part and its drawing, each made where it is missing."""

    def __init__(self, package: PackageEdit, path: str, block: int) -> None:
        self.package, self.path, self.block = package, path, block
        relations = relations_of(package.archive, path)
        self.comments = next((target for target, kind in relations.values() if kind == "comments"), "")
        self.relations = relations
        self.taken: set[str] = set()

    def obstacle(self) -> str:
        """Why no note can be added here; "" where it can."""
        try:
            # rows are asked for too: how high a box is follows from theirs
            self.elements = outline(self.package.read(self.path), 1, ("row", "col"))
            if self.comments:
                self.listed = outline(self.package.read(self.comments), 3)
        except NotPlain:
            return "工作表的写法特殊"
        protection = child(self.elements, "sheetProtection")
        if protection is not None and protection.attributes.get("objects") in ("1", "true"):
            return "工作表受保护"
        drawing = child(self.elements, "legacyDrawing")
        self.drawing = self.drawn_in(drawing.attributes) if drawing is not None else ""
        if drawing is not None and not self.can_draw():
            return "工作表上原有图形的写法特殊"
        if self.comments:
            lists = [child(self.listed, name) for name in ("authors", "commentList")]
            if None in lists:
                return "原有批注的写法特殊"
            self.taken = {each.attributes.get("ref", "").upper() for each in self.listed if each.name == "comment"}
        return ""

    def drawn_in(self, attributes: Mapping[str, str]) -> str:
        id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        return self.relations.get(id, ("", ""))[0]

    def can_draw(self) -> bool:
        """Whether shapes can be added to the drawing: it need not be well-formed XML, Excel's own often is not."""
        if not self.drawing or self.package.archive.find(self.drawing) is None:
            return False
        data = self.package.read(self.drawing)
        head = data[:2000]
        spaces = (b'xmlns:v="urn:schemas-microsoft-com:vml"', b'xmlns:o="urn:', b'xmlns:x="urn:')
        return is_utf8(data) and data.rstrip().endswith(b"</xml>") and all(each in head for each in spaces)

    def add(self, notes: Sequence[Note]) -> None:
        self.add_comments(notes)
        self.add_shapes(notes)

    def add_comments(self, notes: Sequence[Note]) -> None:
        if not self.comments:
            path = self.package.free("xl/xlsuite_comments.xml")
            lines = b"".join(comment(note, 0, "") for note in notes)
            data = NO_COMMENTS.replace(b"</authors>", f"<author>{AUTHOR}</author></authors>".encode())
            self.package.add(path, data.replace(b"</commentList>", lines + b"</commentList>"), COMMENTS_TYPE)
            self.package.relate(self.path, "xlsuiteNotes", "comments", path)
            return
        authors, listed = child(self.listed, "authors"), child(self.listed, "commentList")
        assert authors is not None and listed is not None
        names = inside(self.listed, authors)
        xml, p = self.package.read(self.comments), authors.prefix
        number = next((at for at, each in enumerate(names) if xml[each.inside : each.close] == AUTHOR.encode()), -1)
        if number < 0:
            number = len(names)
            self.package.append(self.comments, authors, f"<{p}author>{AUTHOR}</{p}author>".encode())
        self.package.append(self.comments, listed, b"".join(comment(note, number, p) for note in notes))

    def add_shapes(self, notes: Sequence[Note]) -> None:
        boxes = Boxes(self.elements)
        if not self.drawing:
            path = self.package.free("xl/drawings/xlsuite_notes.vml")
            first = self.block * 1024 + 1
            shapes = "".join(shape(first + at, at + 1, note, boxes) for at, note in enumerate(notes))
            blocks = ",".join(str(self.block + at) for at in range(len(notes) // 1024 + 1))
            data = NO_DRAWING.format(block=blocks, kind=SHAPE_TYPE, shapes=shapes)
            self.package.add(path, data.encode(), DRAWING_TYPE)
            id = self.package.relate(self.path, "xlsuiteDrawing", "vmlDrawing", path)
            p = self.elements[0].prefix
            place = before([each for each in self.elements if each.depth < 2], AFTER_DATA, "legacyDrawing")
            line = f'<{p}legacyDrawing xmlns:r="{RELATIONS}" r:id={quoteattr(id)}/>'.encode()
            self.package.edit(self.path, (place, place, line))
            return
        data_now = self.package.read(self.drawing)
        used = [int(number) for number in re.findall(rb'\bid="_x0000_s(\d+)"', data_now)]
        first = max(used, default=1024) + 1
        order = len(used) + 1
        shapes = "".join(shape(first + at, order + at, note, boxes) for at, note in enumerate(notes))
        kind = "" if b'id="_x0000_t202"' in data_now else SHAPE_TYPE
        end = data_now.rindex(b"</xml>")
        self.package.edit(self.drawing, (end, end, (kind + shapes).encode()))


def comment(note: Note, author: int, p: str) -> bytes:
    row, column, text = note
    look = f'<{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/></{p}rPr>'
    shown = escape(re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)))
    return (
        f"<{p}comment ref={quoteattr(a1(row, column))} authorId={quoteattr(str(author))}><{p}text><{p}r>{look}"
        f'<{p}t xml:space="preserve">{shown}</{p}t></{p}r></{p}text></{p}comment>'
    ).encode()


def place_of(ref: str) -> tuple[int, int]:
    """Row and column, from 1, of a reference."""
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :] or 0), column_number(letters)


__all__ = ["AUTHOR", "OURS", "Note", "Noted", "add_notes", "place_of"]
