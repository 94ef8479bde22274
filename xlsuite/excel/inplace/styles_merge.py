"""Our cell formats added at the end of the user's: none of theirs moves, and what is there already is used again."""

from __future__ import annotations

import re

from xlsuite.errors import UsageError
from xlsuite.excel.inplace.places import Edit, Element, appended, before, child, inside, outline, prefixed
from xlsuite.excel.xmltext import quoteattr, unescape

ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
MOST_FORMATS = 64_000  # cell formats that Excel takes
FIRST_FREE_FORMAT = 164  # number formats below are built in
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></styleSheet>'
)
# What number 0 of each list must be where there is none: it is the look of every cell without a format of its own.
FIRST = {
    "fonts": (b'<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    "fills": (
        b'<fill><patternFill patternType="none"/></fill>', b'<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": (b"<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": (b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": (b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
}  # fmt: skip
ITEM = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf", "dxfs": "dxf"}
ID = re.compile(rb'\b(numFmtId|fontId|fillId|borderId|xfId)="(\d+)"')


def own_items(xml: bytes, section: str) -> list[bytes]:
    """The items of a list in our own styles part, whose dialect is known: no prefixes, double quotes."""
    block = re.search(f"<{section}\\b[^>]*>(.*?)</{section}>".encode(), xml, re.S)
    item = ITEM[section]
    pattern = f"<{item}(?: [^>]*)?/>|<{item}(?: [^>]*)?>.*?</{item}>".encode()
    return re.findall(pattern, block[1], re.S) if block else []


def own_number_formats(xml: bytes) -> dict[int, str]:
    found = re.findall(rb'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/>', xml)
    return {int(id): unescape(code.decode(), {"&quot;": '"'}) for id, code in found}


class StylesMerge:
    """The user's styles part with ours added; `format` and `look` give the new numbers of cell and conditional formats.

    Raises NotPlain for a part whose places are not certain.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.elements = outline(xml, 2)
        self.prefix = self.elements[0].prefix
        self.lists: dict[str, list[bytes]] = {}
        self.known: dict[str, dict[bytes, int]] = {}
        self.had: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.new_codes: dict[str, int] = {}
        self.next_code = FIRST_FREE_FORMAT
        for section in (*ITEM, "cellStyleXfs"):
            self.take_list(section)
        self.take_codes()

    def take_list(self, section: str) -> None:
        holder = child(self.elements, section)
        items = [] if holder is None else inside(self.elements, holder)
        found = [self.xml[each.start : each.end] for each in items]
        self.had[section] = len(found)
        self.lists[section] = found or [prefixed(each, self.prefix) for each in FIRST.get(section, ())]
        self.known[section] = {}
        for at, item in enumerate(self.lists[section]):
            self.known[section].setdefault(item, at)

    def take_codes(self) -> None:
        holder = child(self.elements, "numFmts")
        for each in inside(self.elements, holder) if holder else ():
            id = int(each.attributes.get("numFmtId", "0"))
            self.codes.setdefault(each.attributes.get("formatCode", ""), id)
            self.next_code = max(self.next_code, id + 1)

    def add(self, section: str, item: bytes) -> int:
        """The number of an item in a list of the user's: that of one just like it, else the next free one."""
        item = prefixed(item, self.prefix)
        known = self.known[section]
        if item not in known:
            known[item] = len(self.lists[section])
            self.lists[section].append(item)
        return known[item]

    def code(self, code: str) -> int:
        if code not in self.codes:
            self.codes[code] = self.new_codes[code] = self.next_code
            self.next_code += 1
        return self.codes[code]

    def edits(self) -> list[Edit]:
        """What is to be put where in the user's styles part."""
        if len(self.lists["cellXfs"]) > MOST_FORMATS:
            raise UsageError(
                f"工作簿已有 {self.had['cellXfs']:,} 种单元格格式，再加就超过 Excel 的上限 {MOST_FORMATS:,} 种。"
                "请先清理多余的单元格格式，或不用 --in-place，把结果写成单独的文件。"
            )
        p = self.prefix
        lines = [
            f"<{p}numFmt numFmtId={quoteattr(str(id))} formatCode={quoteattr(code)}/>".encode()
            for code, id in self.new_codes.items()
        ]
        done = self.section_edits("numFmts", lines)
        for section in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "dxfs"):
            if section != "cellStyleXfs" or self.had["cellXfs"] == 0:
                done += self.section_edits(section, self.lists[section][self.had[section] :])
        return done

    def section_edits(self, section: str, items: list[bytes]) -> list[Edit]:
        holder = child(self.elements, section)
        if not items:
            return []
        if holder is not None:
            return appended(self.xml, holder, b"".join(items), len(items))
        place = before(self.elements, ORDER, section)
        tag = f"{self.prefix}{section}".encode()
        whole = b'<%s count="%d">%s</%s>' % (tag, len(items), b"".join(items), tag)
        return self.opened_root(place, whole)

    def opened_root(self, place: int, whole: bytes) -> list[Edit]:
        root: Element = self.elements[0]
        return appended(self.xml, root, whole) if root.is_empty else [(place, place, whole)]


class OwnStyles:
    """The numbers that the formats of one of our workbooks get among the user's."""

    def __init__(self, xml: bytes, target: StylesMerge) -> None:
        self.target = target
        self.items = {section: own_items(xml, section) for section in ITEM}
        self.codes = own_number_formats(xml)
        self.formats: dict[int, int] = {}

    def format(self, number: int) -> int:
        """The number of a cell format among the user's."""
        if number not in self.formats:
            old = self.items["cellXfs"][number]
            self.formats[number] = self.target.add("cellXfs", ID.sub(self.moved, old))
        return self.formats[number]

    def moved(self, match: re.Match[bytes]) -> bytes:
        name, number = match[1].decode(), int(match[2])
        if name == "xfId":
            number = 0
        elif name == "numFmtId":
            number = self.target.code(self.codes[number]) if number in self.codes else number
        else:
            section = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}[name]
            number = self.target.add(section, self.items[section][number])
        return b'%s="%d"' % (match[1], number)

    def look(self, number: int) -> int:
        """The number of a conditional format among the user's."""
        return self.target.add("dxfs", self.items["dxfs"][number])
