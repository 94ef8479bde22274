"""Our sheets and notes taken out again: byte for byte while nobody saved the workbook since, else by what they are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from xlsuite.errors import UsageError
from xlsuite.excel.inplace.notes import AUTHOR, OURS, place_of
from xlsuite.excel.inplace.package_edit import TYPES, PackageEdit, digest, undone
from xlsuite.excel.inplace.places import Edit, Element, NotPlain, child, inside, outline
from xlsuite.excel.inplace.record import Record
from xlsuite.excel.package import SheetPart, relations_of
from xlsuite.excel.xmltext import unescape
from xlsuite.files.archive import Archive
from xlsuite.files.packing import key_of, repacked

SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>", re.S)


def exactly(archive: Archive, record: Record) -> bytes | None:
    """The package as it was before us; None where a part is no longer as we left it, or the record is not ours."""
    changed = {}
    try:
        for name, (known, edits) in record.edits.items():
            if archive.find(name) is None:
                return None
            data = archive.read(name)
            if digest(data) != known:
                return None
            changed[name] = undone(data, edits)
    except (TypeError, ValueError):  # somebody wrote into it
        return None
    if any(archive.find(name) is None or not is_name_of_ours(name) for name in record.added):
        return None
    return repacked(archive, changed, record.added)


def is_name_of_ours(part: str) -> bool:
    """Whether we would add a part of this name: a record, which anybody can write, takes no other one away."""
    leaf = part.rpartition("/")[2]
    return (
        leaf.startswith("xlsuite_") or leaf.endswith(".rels") or re.fullmatch(r"styles(_\d+)?\.xml", leaf) is not None
    )


Whose = Callable[[str, tuple[int, int], str, str], bool]  # sheet, place, author and text of a note: whether it goes


def ours(sheet: str, place: tuple[int, int], author: str, text: str) -> bool:
    """Whether a note looks like ours; LibreOffice does not keep who wrote it."""
    return author in (AUTHOR, "") and OURS(text) is not None


class Removal:
    """Our sheets and notes in a package that another program saved since: found by what they are."""

    def __init__(
        self, archive: Archive, main: str, sheets: Sequence[SheetPart], names: set[str], whose: Whose = ours
    ) -> None:
        self.whose = whose
        self.package = PackageEdit(archive)
        self.archive, self.main, self.names = archive, main, names
        self.sheets = sheets
        self.elements = self.package.outline(main, 2)
        listed = child(self.elements, "sheets")
        assert listed is not None
        self.listed = listed

    def result(self) -> bytes:
        self.remove_notes()
        if self.names:
            self.remove_sheets()
        return self.package.result()

    # --- sheets ---

    def remove_sheets(self) -> None:
        lines = inside(self.elements, self.listed)
        gone = [at for at, each in enumerate(lines) if each.attributes.get("name") in self.names]
        left = [each for at, each in enumerate(lines) if at not in gone]
        if not any(is_visible(each) for each in left):
            raise UsageError(
                f"“{self.archive.name}”除了 xlsuite 写的工作表，没有别的可见工作表，清除后就打不开了。"
                "请先取消隐藏一张自己的工作表，再清除。"
            )
        links = relations_of(self.archive, self.main)
        ids = [link_of(lines[at]) for at in gone]
        self.package.edit(self.main, *[(lines[at].start, lines[at].end, b"") for at in gone])
        self.shift_names(gone)
        self.shift_views(gone)
        self.remove_links(self.main, ids)
        self.remove_parts([links[id][0] for id in ids if id in links])

    def shift_names(self, gone: Sequence[int]) -> None:
        """Names of a sheet go with it; those of the sheets behind it follow."""
        holder = child(self.elements, "definedNames")
        lines = inside(self.elements, holder) if holder else []
        own = [each for each in lines if int(each.attributes.get("localSheetId", "-1")) in gone]
        if holder and lines and len(own) == len(lines):
            self.package.edit(self.main, (holder.start, holder.end, b""))
            return
        for each in lines:
            at = each.attributes.get("localSheetId")
            if each in own:
                self.package.edit(self.main, (each.start, each.end, b""))
            elif at is not None and (less := sum(one < int(at) for one in gone)):
                self.renumber(each, "localSheetId", int(at) - less)

    def shift_views(self, gone: Sequence[int]) -> None:
        """The sheet shown first stays the same one; where it was ours, it is the first that can be seen."""
        lines = inside(self.elements, self.listed)
        left = [each for at, each in enumerate(lines) if at not in gone]
        seen = next(at for at, each in enumerate(left) if is_visible(each))
        holder = child(self.elements, "bookViews")
        for view in inside(self.elements, holder) if holder else ():
            for key in ("activeTab", "firstSheet"):
                if key in view.attributes:
                    at = int(view.attributes[key])
                    new = seen if at in gone or at >= len(lines) else at - sum(one < at for one in gone)
                    if new != at:
                        self.renumber(view, key, new)

    def renumber(self, element: Element, key: str, number: int) -> None:
        xml = self.package.read(self.main)
        head = xml[element.start : element.inside]
        found = re.search(rb"\b" + key.encode() + rb"""=["'](\d+)""", head)
        assert found is not None
        start = element.start + found.start(1)
        self.package.edit(self.main, (start, start + len(found[1]), b"%d" % number))

    def remove_links(self, owner: str, ids: Sequence[str]) -> None:
        folder, _, leaf = owner.rpartition("/")
        path = posixpath.join(folder, "_rels", leaf + ".rels")
        for each in inside(self.package.outline(path), self.package.outline(path)[0]):
            if each.attributes.get("Id") in ids:
                self.package.edit(path, (each.start, each.end, b""))

    def remove_parts(self, parts: Sequence[str]) -> None:
        """Parts that only our sheets lead to, and their lines among the content types."""
        ours = self.reached(parts)
        others = [each.path for each in self.sheets if each.path not in parts]
        kept = self.reached([*others, *[t for t, kind in relations_of(self.archive, self.main).values()
                                        if t not in parts and kind != "worksheet"]])  # fmt: skip
        gone = {key_of(path) for path in ours} - {key_of(path) for path in kept}
        self.package.removed |= {self.package.spelled(path) for path in gone}
        for path in list(gone):
            folder, _, leaf = path.rpartition("/")
            links = self.archive.find(f"{folder}/_rels/{leaf}.rels")
            if links is not None:
                self.package.removed.add(links.name)
        types = self.package.outline(TYPES)
        for each in inside(types, types[0]):
            if key_of(each.attributes.get("PartName", "")) in gone:
                self.package.edit(TYPES, (each.start, each.end, b""))

    def reached(self, parts: Sequence[str]) -> set[str]:
        found: set[str] = set()
        todo = list(parts)
        while todo:
            path = todo.pop()
            if path not in found and self.archive.find(path) is not None:
                found.add(path)
                todo += [target for target, _ in relations_of(self.archive, path).values()]
        return found

    # --- notes ---

    def remove_notes(self) -> None:
        for sheet in self.sheets:
            if sheet.name in self.names or sheet.kind != "worksheet":
                continue
            links = relations_of(self.archive, sheet.path).values()
            comments = next((target for target, kind in links if kind == "comments"), "")
            drawings = [target for target, kind in links if kind == "vmlDrawing"]
            if comments and self.archive.find(comments) is not None:
                self.remove_shapes(drawings, self.remove_comments(sheet.name, comments))

    def remove_comments(self, sheet: str, path: str) -> set[tuple[int, int]]:
        """Take our notes out of a comments part; the cells they stood on. One that was written over is the user's."""
        xml = self.package.read(path)
        try:
            elements = outline(xml, 3)
        except NotPlain:
            return set()
        authors = child(elements, "authors")
        names = [text_of(xml, each) for each in inside(elements, authors)] if authors else []
        listed = child(elements, "commentList")
        gone = set()
        for each in inside(elements, listed) if listed else ():
            author = each.attributes.get("authorId", "")
            by = names[int(author)] if author.isdigit() and int(author) < len(names) else ""
            place = place_of(each.attributes.get("ref", ""))
            if self.whose(sheet, place, by, text_of(xml, each)):
                self.package.edit(path, (each.start, each.end, b""))
                gone.add(place)
        return gone

    def remove_shapes(self, drawings: Sequence[str], places: set[tuple[int, int]]) -> None:
        for path in drawings:
            if not places or self.archive.find(path) is None:
                continue
            data = self.package.read(path)
            cuts: list[Edit] = [
                (match.start(), match.end(), b"") for match in SHAPE.finditer(data) if noted_cell(match[0]) in places
            ]
            self.package.edit(path, *cuts)


def noted_cell(shape: bytes) -> tuple[int, int] | None:
    """The cell, from 1, that a note's shape belongs to; None for any other shape."""
    if b'ObjectType="Note"' not in shape:
        return None
    row, column = (re.search(rb"<x:%s>\s*(\d+)" % key, shape) for key in (b"Row", b"Column"))
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def text_of(xml: bytes, element: Element) -> str:
    """The text within an element, as far as it stands plainly there."""
    return unescape(re.sub(rb"<[^>]*>", b"", xml[element.inside : element.close]).decode("utf-8", "replace")).strip()


def is_visible(line: Element) -> bool:
    return line.attributes.get("state", "visible") == "visible"


def link_of(line: Element) -> str:
    return next((value for key, value in line.attributes.items() if key.endswith(":id")), "")
