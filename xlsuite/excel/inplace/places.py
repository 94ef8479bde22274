"""Where the outer elements of an XML part stand, byte for byte, so that something is put between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.parsers import expat

from xlsuite.excel.package import local_name
from xlsuite.excel.splice import TAG

Edit = tuple[int, int, bytes]  # from, to, what stands there instead
COUNT = re.compile(rb"""(\bcount=["'])(\d+)""")


class Element(NamedTuple):
    """An element: its start tag from `start` to `inside`, its end tag from `close` to `end`.

    Of an empty one, <a/>, all but `start` are the same place. `depth` counts from 0, the root.
    """

    tag: str
    depth: int
    start: int
    inside: int
    close: int
    end: int
    attributes: dict[str, str]

    @property
    def name(self) -> str:
        return local_name(self.tag)

    @property
    def prefix(self) -> str:
        """What stands before its name, with the colon: x: or nothing."""
        return self.tag[: -len(self.name)]

    @property
    def is_empty(self) -> bool:
        return self.inside == self.close == self.end


class NotPlain(ValueError):
    """A part that is not UTF-8, not well-formed, or holds a DOCTYPE: no place in it is certain."""


def outline(xml: bytes, deep: int = 1, wanted: Iterable[str] = ()) -> list[Element]:
    """The elements down to a depth, and those of the wanted names wherever they stand, in the order of their tags."""
    if not is_utf8(xml):
        raise NotPlain
    finder = _Finder(xml, deep, frozenset(wanted))
    try:
        finder.parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotPlain from error
    return [each for each in finder.found if each is not None]


def is_utf8(xml: bytes) -> bool:
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding=["']([^"']+)""", xml.removeprefix(b"\xef\xbb\xbf"))
    is_wide = xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]
    return not is_wide and (declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii"))


class _Finder:
    """Expat handlers; an element's entry is made at its start tag and completed at its end tag."""

    def __init__(self, xml: bytes, deep: int, wanted: frozenset[str]) -> None:
        self.xml, self.deep, self.wanted = xml, deep, wanted
        self.found: list[Element | None] = []
        self.open: list[int] = []  # for each open element its place in `found`, -1 for none
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        raise NotPlain

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        depth = len(self.open)
        if depth > self.deep and local_name(tag) not in self.wanted:
            self.open.append(-1)
            return
        start = self.parser.CurrentByteIndex
        inside = self.after(start)
        self.open.append(len(self.found))
        self.found.append(Element(tag, depth, start, inside, inside, inside, attributes))

    def end(self, _: str) -> None:
        at = self.open.pop()
        if at < 0:
            return
        element = self.found[at]
        assert element is not None
        if self.xml[element.inside - 2 : element.inside] == b"/>":
            return
        close = self.parser.CurrentByteIndex
        self.found[at] = element._replace(close=close, end=self.after(close))

    def after(self, place: int) -> int:
        tag = TAG.match(self.xml, place)
        if tag is None:
            raise NotPlain
        return tag.end()


def child(elements: Sequence[Element], name: str, depth: int = 1) -> Element | None:
    return next((each for each in elements if each.depth == depth and each.name == name), None)


def inside(elements: Sequence[Element], parent: Element) -> list[Element]:
    """The children of an element that the outline holds."""
    return [each for each in elements if each.depth == parent.depth + 1 and parent.inside <= each.start < parent.close]


def appended(xml: bytes, element: Element, new: bytes, more: int = 0) -> list[Edit]:
    """The edits that put something at the end of an element, its `count` raised by so many."""
    head = xml[element.start : element.inside]
    counted = COUNT.sub(lambda m: m[1] + b"%d" % (int(m[2]) + more), head, count=1) if more else head
    if element.is_empty:
        opened = re.sub(rb"\s*/>$", b">", counted)
        return [(element.start, element.end, opened + new + f"</{element.tag}>".encode())]
    edits: list[Edit] = [(element.start, element.inside, counted)] if counted != head else []
    return [*edits, (element.close, element.close, new)]


def before(elements: Sequence[Element], order: Sequence[str], name: str) -> int:
    """Where a new child of the root belongs, by the order its schema gives: before the first that comes after it."""
    later = set(order[order.index(name) + 1 :])
    root = elements[0]
    return next((each.start for each in inside(elements, root) if each.name in later), root.close)


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with each edit in place; those at one place keep their order."""
    pieces: list[bytes] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda each: each[:2]):
        if start < done:
            raise ValueError("edits overlap")
        pieces += [xml[done:start], new]
        done = end
    return b"".join([*pieces, xml[done:]])


def prefixed(xml: bytes, prefix: str) -> bytes:
    """Elements written without a prefix, with one."""
    return re.sub(rb"<(/?)(?=\w)", rb"<\1" + prefix.encode(), xml) if prefix else xml
