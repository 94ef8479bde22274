"""How cells look in a workbook file: read by their format's number, and new formats made from old ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xlsuite.excel.inplace.styles_merge import StylesMerge
from xlsuite.excel.live_facts import fill_of
from xlsuite.excel.xmltext import quoteattr, unescape

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "m/d/yyyy",
    22: "m/d/yyyy h:mm", 49: "@",
}  # fmt: skip
ALIGNED = {"align": b"horizontal", "valign": b"vertical", "wrap": b"wrapText"}
FONT_PARTS = ("bold", "italic", "font_size", "font_color", "font_name")
PLAIN_FORMAT = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
Face = dict[str, Any]


class Faces:
    """The cell formats of a workbook; new ones are added at the end of its list, none of the others moves.

    A face holds num_format, fill (RRGGBB or None), font_name, font_size, font_color, bold, italic, wrap, align, valign,
    bottom (the colour of a line below, or None).
    """

    def __init__(self, merge: StylesMerge) -> None:
        self.merge = merge
        self.codes = {id: code for code, id in merge.codes.items()}
        self._faces: dict[int, Face] = {}
        self._made: dict[tuple[int, tuple[tuple[str, Any], ...]], int] = {}

    def forget(self) -> None:
        """Numbers given out belong to one list of formats."""
        self._made.clear()

    # --- reading ---

    def face(self, number: int) -> Face:
        """What the cell format of a number looks like."""
        if number not in self._faces:
            self._faces[number] = self._read(self.item("cellXfs", number) or PLAIN_FORMAT)
        return self._faces[number]

    def _read(self, xf: bytes) -> Face:
        code = number_in(xf, b"numFmtId")
        font = self.item("fonts", number_in(xf, b"fontId"))
        fill = self.item("fills", number_in(xf, b"fillId"))
        side = re.search(rb"<bottom\b[^>]*style=.*?</bottom>", self.item("borders", number_in(xf, b"borderId")), re.S)
        colour = re.search(rb'<color\b[^>]*rgb="..(\w{6})"', side[0]) if side else None
        aligned = re.search(rb"<alignment\b[^>]*>", xf)
        head = aligned[0] if aligned else b""
        return {
            "num_format": self.codes.get(code, BUILT_IN.get(code, GENERAL)),
            "fill": fill_of(fill) if fill else None,
            **font_face(font),
            "wrap": attribute(head, b"wrapText") in ("1", "true"),
            "align": attribute(head, b"horizontal") or "general",
            "valign": attribute(head, b"vertical") or "bottom",
            "bottom": (colour[1].decode() if colour else "") if side else None,
        }

    def item(self, section: str, number: int) -> bytes:
        """An item of a list without the prefix that the part may use."""
        items = self.merge.lists[section]
        found = items[number] if number < len(items) else b""
        prefix = self.merge.prefix.encode()
        return re.sub(rb"<(/?)" + prefix, rb"<\1", found) if prefix else found

    # --- making ---

    def number(self, base: int, changed: Mapping[str, Any]) -> int:
        """The number of a format that is like another but for what was changed."""
        key = (base, tuple(changed.items()))
        if key not in self._made:
            self._made[key] = self.merge.add("cellXfs", self._derived(base, changed))
        return self._made[key]

    def _derived(self, base: int, changed: Mapping[str, Any]) -> bytes:
        xf = self.item("cellXfs", base) or PLAIN_FORMAT
        if "num_format" in changed:
            xf = with_numbers(xf, numFmtId=self._code(changed["num_format"]), applyNumberFormat=1)
        if "fill" in changed:
            xf = with_numbers(xf, fillId=self._fill(changed["fill"]), applyFill=1)
        if "bottom" in changed:
            xf = with_numbers(xf, borderId=self._border(changed["bottom"]), applyBorder=1)
        if any(part in changed for part in FONT_PARTS):
            face = font_face(self.item("fonts", number_in(xf, b"fontId")))
            font = self.merge.add("fonts", font_xml({**face, **changed}))
            xf = with_numbers(xf, fontId=font, applyFont=1)
        if any(part in changed for part in ALIGNED):
            xf = with_numbers(aligned_as(xf, changed), applyAlignment=1)
        return xf

    def _code(self, code: str) -> int:
        built_in = next((number for number, known in BUILT_IN.items() if known == code), None)
        return self.merge.code(code) if built_in is None else built_in

    def _fill(self, colour: str | None) -> int:
        if colour is None:
            return 0
        rgb = f'<fgColor rgb="FF{colour}"/><bgColor indexed="64"/>'
        return self.merge.add("fills", f'<fill><patternFill patternType="solid">{rgb}</patternFill></fill>'.encode())

    def _border(self, colour: str | None) -> int:
        if colour is None:
            return 0
        side = f'<bottom style="thin"><color rgb="FF{colour}"/></bottom>'
        return self.merge.add("borders", f"<border><left/><right/><top/>{side}<diagonal/></border>".encode())


def font_face(font: bytes) -> Face:
    size, name = (re.search(rb"<" + tag + rb'\b[^>]*val="([^"]*)"', font) for tag in (b"sz", b"name"))
    colour = re.search(rb'<color\b[^>]*rgb="..(\w{6})"', font)
    return {
        "font_name": unescape(name[1].decode(), {"&quot;": '"'}) if name else "Calibri",
        "font_size": float(size[1]) if size else 11.0,
        "font_color": colour[1].decode().upper() if colour else None,
        "bold": is_on(font, b"b"),
        "italic": is_on(font, b"i"),
    }


def is_on(font: bytes, tag: bytes) -> bool:
    found = re.search(rb"<" + tag + rb'(?: val="(\w+)")?\s*/>', font)
    return found is not None and found[1] not in (b"0", b"false")


def font_xml(face: Mapping[str, Any]) -> bytes:
    """A font as the list of fonts writes it, its parts in the schema's order."""
    marks = ("<b/>" if face["bold"] else "") + ("<i/>" if face["italic"] else "")
    colour = f'<color rgb="FF{face["font_color"]}"/>' if face["font_color"] else '<color theme="1"/>'
    size = f"{face['font_size']:g}"
    return f'<font>{marks}<sz val="{size}"/>{colour}<name val={quoteattr(str(face["font_name"]))}/></font>'.encode()


def number_in(xf: bytes, name: bytes) -> int:
    found = re.search(rb"\b" + name + rb'="(\d+)"', xf)
    return int(found[1]) if found else 0


def attribute(head: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + name + rb'="([^"]*)"', head)
    return found[1].decode() if found else ""


def with_numbers(xf: bytes, **numbers: int) -> bytes:
    """A cell format with some attributes of its own tag set."""
    end = xf.index(b">") + 1
    head, rest = xf[:end], xf[end:]
    for name, number in numbers.items():
        head = re.sub(rb"\s" + name.encode() + rb'="[^"]*"', b"", head)
        head = head.replace(b"<xf", f'<xf {name}="{number}"'.encode(), 1)
    return head + rest


def aligned_as(xf: bytes, changed: Mapping[str, Any]) -> bytes:
    found = re.search(rb"<alignment\b([^>]*?)/>", xf)
    said = dict(re.findall(rb'([\w:]+)="([^"]*)"', found[1])) if found else {}
    for part, name in ALIGNED.items():
        if part in changed:
            value = changed[part]
            said[name] = (b"1" if value else b"0") if part == "wrap" else str(value).encode()
    line = b"<alignment " + b" ".join(b'%s="%s"' % each for each in said.items()) + b"/>"
    if found:
        return xf[: found.start()] + line + xf[found.end() :]
    if xf.endswith(b"/>"):
        return xf[:-2] + b">" + line + b"</xf>"
    end = xf.index(b">") + 1
    return xf[:end] + line + xf[end:]
