"""Sheets of a workbook that we wrote, put at the end of the user's: texts inline, formats renumbered, parts renamed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple

from xlsuite.excel.inplace.package_edit import RELATIONS, PackageEdit
from xlsuite.excel.inplace.places import child, inside
from xlsuite.excel.inplace.styles_merge import OwnStyles, StylesMerge
from xlsuite.excel.package import SheetPart, parse_xml, read_workbook, relations_of
from xlsuite.excel.xmltext import escape, quoteattr
from xlsuite.files.archive import Archive
from xlsuite.model.place import quoted

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LONGEST_NAME = 31
TEXT_CELL = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>')
CELL_STYLE = re.compile(rb'(<c r="[A-Z]+\d+" s=")(\d+)')
ROW_STYLE = re.compile(rb'(<row [^>]*?\bs=")(\d+)')
COLUMN_STYLE = re.compile(rb'(<col [^>]*?\bstyle=")(\d+)')
RULE_LOOK = re.compile(rb'(<cfRule [^>]*?\bdxfId=")(\d+)')
COLOUR = re.compile(rb'<(?:\w+:)?tabColor [^>]*?rgb="(\w+)"')


class OwnSheet(NamedTuple):
    """One of our sheets: the name it gets in the user's workbook, and the part it is made from."""

    kind: str  # the verb that it belongs to
    name: str
    wanted: str  # its name in the workbook we wrote
    part: SheetPart
    colour: str


class Source:
    """A workbook that we wrote, held open for its sheets to be taken."""

    def __init__(self, kind: str, content: bytes) -> None:
        self.kind = kind
        self.archive = Archive(content, kind)
        self.sheets = read_workbook(self.archive).sheets
        self.texts = shared_texts(self.archive)
        self.styles = self.archive.read("xl/styles.xml")
        self.types = content_types(self.archive)
        self.defined = re.findall(rb"<definedName [^>]*>[^<]*</definedName>", self.archive.read("xl/workbook.xml"))


def shared_texts(archive: Archive) -> list[bytes]:
    """What stands in each shared text, as XML."""
    if archive.find("xl/sharedStrings.xml") is None:
        return []
    return re.findall(rb"<si>(.*?)</si>", archive.read("xl/sharedStrings.xml"), re.S)


def content_types(archive: Archive) -> dict[str, str]:
    """The content type of each part, by its name in lower case; of an extension, under `.png`."""
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        key = attributes.get("PartName", "").lstrip("/") or "." + attributes.get("Extension", "")
        found[key.lower()] = attributes.get("ContentType", "")

    parse_xml(archive.read("[Content_Types].xml"), archive.name, "[Content_Types].xml", start)
    return found


def free_sheet_name(wanted: str, taken: set[str]) -> str:
    """The name itself, else one that says whose it is; `taken` in lower case."""
    found, number = wanted, 1
    while found.lower() in taken:
        mark = "（xlsuite）" if number == 1 else f"（xlsuite{number}）"
        found = wanted[: LONGEST_NAME - len(mark)] + mark
        number += 1
    return found


def chosen_sheets(sources: Sequence[Source], taken: set[str]) -> list[OwnSheet]:
    """All sheets of the sources with the names they get; names of the user's stay theirs."""
    taken = set(taken)
    chosen = []
    for source in sources:
        for part in source.sheets:
            name = free_sheet_name(part.name, taken)
            taken.add(name.lower())
            colour = COLOUR.search(source.archive.read(part.path)[:2000])
            chosen.append(OwnSheet(source.kind, name, part.name, part, colour[1].decode() if colour else ""))
    return chosen


class Insertion:
    """The sheets of some sources going into one package."""

    def __init__(self, package: PackageEdit, main: str, styles: StylesMerge) -> None:
        self.package, self.main, self.styles = package, main, styles
        self.folder = posixpath.dirname(main)
        self.elements = package.outline(main, 2)
        listed = child(self.elements, "sheets")
        assert listed is not None
        self.listed = listed
        self.sheets = inside(self.elements, listed)
        self.next_id = max((int(each.attributes.get("sheetId", "0")) for each in self.sheets), default=0) + 1
        self.lines: list[bytes] = []
        self.defined: list[bytes] = []
        self.names: dict[str, str] = {}

    def insert(self, source: Source, sheets: Sequence[OwnSheet]) -> None:
        """Put sheets of one source at the end, in their order."""
        own = OwnStyles(source.styles, self.styles)
        self.names = {each.wanted: each.name for each in sheets if each.wanted != each.name}
        first = len(self.sheets) + len(self.lines)
        for sheet in sheets:
            data = self.rewritten(source.archive.read(sheet.part.path), source.texts, own)
            path = self.package.free(f"{self.folder}/worksheets/xlsuite_{sheet.kind}{len(self.lines) + 1}.xml")
            self.package.add(path, data, SHEET_TYPE)
            self.copy_relations(source, sheet.part.path, path)
            state = re.search(rb'<sheet name="[^"]*" sheetId="\d+" state="(\w+)"', self.line_of(source, sheet))
            self.list(sheet.name, path, state[1].decode() if state else "")
        self.defined += [self.defined_line(each, first) for each in source.defined]

    def line_of(self, source: Source, sheet: OwnSheet) -> bytes:
        wanted = quoteattr(sheet.wanted).encode()
        found = re.search(rb"<sheet name=" + re.escape(wanted) + rb"[^>]*>", source.archive.read("xl/workbook.xml"))
        return found[0] if found else b""

    def list(self, name: str, path: str, state: str) -> None:
        """A sheet's line in the workbook part, and its relationship."""
        id = self.package.relate(self.main, f"xlsuite{self.next_id}", "worksheet", path)
        shown = f" state={quoteattr(state)}" if state else ""
        self.lines.append(
            f'<{self.listed.prefix}sheet xmlns:r="{RELATIONS}" name={quoteattr(name)} sheetId="{self.next_id}"{shown} '
            f'r:id="{id}"/>'.encode()
        )
        self.next_id += 1

    def defined_line(self, line: bytes, first: int) -> bytes:
        line = re.sub(rb'localSheetId="(\d+)"', lambda m: b'localSheetId="%d"' % (int(m[1]) + first), line)
        return self.renamed(line)

    def rewritten(self, xml: bytes, texts: Sequence[bytes], own: OwnStyles) -> bytes:
        """A sheet's XML with the user's numbers in it; of several chosen sheets none is the chosen one."""

        def inline(match: re.Match[bytes]) -> bytes:
            return match[1] + b' t="inlineStr"><is>' + texts[int(match[2])] + b"</is></c>"

        def styled(match: re.Match[bytes]) -> bytes:
            return match[1] + b"%d" % own.format(int(match[2]))

        xml = TEXT_CELL.sub(inline, xml)
        for pattern in (CELL_STYLE, ROW_STYLE, COLUMN_STYLE):
            xml = pattern.sub(styled, xml)
        xml = RULE_LOOK.sub(lambda match: match[1] + b"%d" % own.look(int(match[2])), xml)
        return self.renamed(xml.replace(b' tabSelected="1"', b"", 1))

    def renamed(self, xml: bytes) -> bytes:
        """References to our sheets follow the names they got."""
        for old, new in self.names.items():
            plain, target = re.escape(escape(old).encode()), escape(quoted(new)).encode()
            pattern = rb"(?<=[>\"(,=+;#])(?:'" + plain + rb"'|" + plain + rb")!"
            xml = re.sub(pattern, lambda _, target=target: target + b"!", xml)  # type: ignore[misc]
        return xml

    def copy_relations(self, source: Source, owner: str, path: str) -> None:
        """The parts that a part of ours points to, with all that those point to; links out of the file as they are."""
        folder, _, leaf = owner.rpartition("/")
        listed = source.archive.find(f"{folder}/_rels/{leaf}.rels")
        if listed is None:
            return
        data = source.archive.read(listed.name)
        for target, kind in dict.fromkeys(relations_of(source.archive, owner).values()):
            new = self.copied(source, target)
            link = posixpath.relpath("/" + new, "/" + posixpath.dirname(path))
            leaf = re.escape(posixpath.basename(target))
            old = f'(Type="[^"]*/{kind}" Target=")[^"]*{leaf}'.encode()
            data = re.sub(old, lambda match, link=link: match[1] + link.encode(), data)  # type: ignore[misc]
        new_folder, _, new_leaf = path.rpartition("/")
        self.package.added[f"{new_folder}/_rels/{new_leaf}.rels"] = data

    def copied(self, source: Source, part: str) -> str:
        folder, _, leaf = part.rpartition("/")
        new = self.package.free(f"{folder}/xlsuite_{source.kind}_{leaf}")
        kind = source.types.get(part.lower()) or source.types.get("." + part.rpartition(".")[2].lower(), "")
        self.package.add(new, self.renamed(source.archive.read(part)), kind)
        self.copy_relations(source, part, new)
        return new

    def close(self) -> None:
        """Write the lists of sheets and of defined names."""
        self.package.append(self.main, self.listed, b"".join(self.lines))
        if not self.defined:
            return
        p = self.listed.prefix
        lines = b"".join(each if not p else prefixed_name(each, p) for each in self.defined)
        holder = child(self.elements, "definedNames")
        if holder is not None:
            self.package.append(self.main, holder, lines)
            return
        last = next(
            found for name in ("externalReferences", "functionGroups", "sheets")
            if (found := child(self.elements, name)) is not None
        )  # fmt: skip
        whole = f"<{p}definedNames>".encode() + lines + f"</{p}definedNames>".encode()
        self.package.edit(self.main, (last.end, last.end, whole))


def prefixed_name(line: bytes, prefix: str) -> bytes:
    return re.sub(rb"<(/?)(?=definedName)", rb"<\1" + prefix.encode(), line)
