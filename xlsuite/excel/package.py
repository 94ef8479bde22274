"""The package of a workbook: its XML parts, its relationships, and the list of its sheets."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import Any, NamedTuple
from xml.parsers import expat

from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, damaged, over_limit


def local_name(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def parse_xml(
    data: bytes,
    name: str,
    part: str,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Run handlers over one XML part, within the limits of depth, attributes and text.

    A DOCTYPE or XML that is not well-formed is a damaged file.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    deepest, most_attributes, longest = (LIMITS[key].most for key in ("depth", "attributes", "text"))
    depth = length = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, length
        depth += 1
        length = 0
        if depth > deepest:
            raise over_limit("depth", depth, name, f"的部件“{part}”")
        if len(attributes) > most_attributes:
            raise over_limit("attributes", len(attributes), name, f"的部件“{part}”")
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth, length
        depth -= 1
        length = 0
        if end is not None:
            end(tag)

    def told(data: str) -> None:
        nonlocal length
        length += len(data)
        if length > longest:
            raise over_limit("text", length, name, f"的部件“{part}”")
        if text is not None:
            text(data)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = told

    def doctype(*_: object) -> None:
        raise damaged(name, f"的部件“{part}”含有不该有的 DOCTYPE 声明")

    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding that nobody knows
        raise damaged(name, f"的部件“{part}”第 {parser.CurrentLineNumber} 行读不出来") from None


def is_well_formed(data: bytes) -> bool:
    """Whether a part is XML at all, told without a single handler: calamine takes much that is not, and drops cells."""
    try:
        expat.ParserCreate().Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it; `kind` is the end of its relationship type, e.g. "worksheet"."""

    name: str
    path: str
    kind: str
    hidden: bool


class Workbook(NamedTuple):
    """What the workbook part says: sheets in order, the date epoch, and where styles and strings are ("" = none)."""

    sheets: list[SheetPart]
    date1904: bool
    styles: str
    strings: str


def main_path(archive: Archive) -> str:
    """Where the workbook part is, as the package's root says."""
    roots = relations_of(archive, "").values()
    return next((path for path, kind in roots if kind == "officeDocument"), "xl/workbook.xml")


def read_workbook(archive: Archive) -> Workbook:
    """List the sheets of a package, transitional or strict."""
    main = main_path(archive)
    if archive.find(main) is None:
        raise damaged(archive.name, f"缺少部件“{main}”")
    relations = relations_of(archive, main)
    listed: list[tuple[str, str, str]] = []
    flags = {"date1904": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local_name(tag)
        if tag == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            listed.append((attributes.get("name", ""), attributes.get("state", "visible"), link))
        elif tag == "workbookPr":
            flags["date1904"] = attributes.get("date1904", "0") in ("1", "true", "on")

    parse_xml(archive.read(main), archive.name, main, start)
    if not listed:
        raise damaged(archive.name, "里没有工作表")
    if len(listed) > LIMITS["sheets"].most:
        raise over_limit("sheets", len(listed), archive.name)
    sheets = []
    for name, state, link in listed:
        path, kind = relations.get(link, ("", ""))
        if not path or archive.find(path) is None:
            raise damaged(archive.name, f"的工作表“{name}”没有内容")
        sheets.append(SheetPart(name, path, kind, state in ("hidden", "veryHidden")))
    by_kind = {kind: path for path, kind in relations.values() if archive.find(path) is not None}
    return Workbook(sheets, flags["date1904"], by_kind.get("styles", ""), by_kind.get("sharedStrings", ""))


def relations_of(archive: Archive, owner: str) -> dict[str, tuple[str, str]]:
    """The relationships of a part: id -> (path in the package, last word of the type)."""
    folder, _, leaf = owner.rpartition("/")
    part = posixpath.join(folder, "_rels", leaf + ".rels")
    found: dict[str, tuple[str, str]] = {}
    if archive.find(part) is None:
        return found

    def start(tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").replace("\\", "/")
        if local_name(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (path, attributes.get("Type", "").rpartition("/")[2])

    parse_xml(archive.read(part), archive.name, part, start)
    return found
