"""A draft read back: its paragraphs as a reader counts them, and in each the stretches that bookmarks hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from xlsuite.text.finish import W
from xlsuite.text.lineage import APPENDIX, PREFIX, added_pages
from xlsuite.text.tags import paragraphs

BLANK = "□"  # stands for a figure where the words around it are looked at
STOP = re.compile(r"(?<=[。！？；\n])")


PARAGRAPH, RUN, TEXT, FIELD = f"{W}p", f"{W}r", f"{W}t", f"{W}fldChar"
MARK_START, MARK_END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
BREAKS = {f"{W}br": "\n", f"{W}tab": "\t"}
TAGS = (PARAGRAPH, MARK_START, MARK_END, TEXT, FIELD, *BREAKS)


class Span(NamedTuple):
    """Where a bookmark's words begin and end in a line."""

    start: int
    end: int
    bookmark: str


class Line(NamedTuple):
    """A paragraph: its place, its text, the stretches in bookmarks, whether it is in a table, and what fields print."""

    place: str
    text: str
    spans: tuple[Span, ...]
    in_table: bool
    fields: tuple[tuple[int, int], ...]

    @property
    def blanked(self) -> str:
        """The text with bookmarks and fields blanked out, of the same length."""
        text = self.text
        for start, end in [*((span.start, span.end) for span in self.spans), *self.fields]:
            text = text[:start] + BLANK * (end - start) + text[end:]
        return text

    def around(self, at: int, most: int = 60) -> str:
        """The sentence that a position stands in, shortened around it."""
        start = 0
        for piece in STOP.split(self.text):
            if at < start + len(piece):
                break
            start += len(piece)
        else:
            piece = self.text[start:]
        if len(piece) <= most:
            return piece.strip()
        begin = max(0, min(at - start - most // 2, len(piece) - most))
        end = begin + most
        return ("…" if begin else "") + piece[begin:end].strip() + ("…" if end < len(piece) else "")


def sentences(line: Line) -> Iterable[tuple[int, str]]:
    """The sentences of a line with where each begins; what bookmarks hold is blanked."""
    start = 0
    for piece in STOP.split(line.blanked):
        if piece.strip():
            yield start, piece.strip()
        start += len(piece)


def lines_of(root: Any, part: str, only: Iterable[Any] | None = None) -> list[Line]:
    """The paragraphs of a part, up to the pages added to a draft; or some of its paragraphs, their places left out."""
    if only is not None:
        return [line("", pieces_of(each, {each: []}).held[each], False) for each in only]
    order = list(paragraphs(root, part))
    found = pieces_of(root, {each.element: [] for each in order})
    kept = [each for each in order if found.last is None or each.element in found.last]
    return [line(each.place, found.held[each.element], each.row is not None) for each in kept]


class Pieces(NamedTuple):
    """The texts of paragraphs with the bookmarks they are in and whether a field prints them; what is to be issued."""

    held: dict[Any, list[tuple[str, tuple[str, ...], bool]]]
    last: set[Any] | None


def pieces_of(root: Any, held: dict[Any, list[tuple[str, tuple[str, ...], bool]]]) -> Pieces:
    open_marks: dict[str, str] = {}
    depth = 0
    at: Any = None
    last: set[Any] | None = None
    seen: set[Any] = set()
    added = added_pages(root)
    moved = {text for each in root.iter(f"{W}moveFrom") for text in each.iter(TEXT)}  # stands where it was moved to
    for each in root.iter(*TAGS):
        tag = each.tag
        if each is added:
            last = seen - {next(each.iterancestors(PARAGRAPH), None)}
        if tag == PARAGRAPH:
            at = each
            seen.add(each)
        elif tag == TEXT or (tag in BREAKS and each.getparent().tag == RUN):
            own = at if tag != TEXT or each.getparent().getparent() is at else next(each.iterancestors(PARAGRAPH), at)
            if own in held and each not in moved:
                held[own].append((BREAKS.get(tag, each.text or ""), tuple(open_marks.values()), depth > 0))
        elif tag == MARK_START:
            name = each.get(f"{W}name", "")
            if name.startswith(PREFIX):
                open_marks[each.get(f"{W}id", "")] = name
        elif tag == MARK_END:
            open_marks.pop(each.get(f"{W}id", ""), None)
        elif tag == FIELD:
            depth += {"begin": 1, "end": -1}.get(each.get(f"{W}fldCharType", ""), 0)
    return Pieces(held, last)


def line(place: str, pieces: list[tuple[str, tuple[str, ...], bool]], in_table: bool) -> Line:
    text = ""
    reach: dict[str, list[int]] = {}
    fields = []
    for piece, marks, is_field in pieces:
        end = len(text) + len(piece)
        for mark in marks:
            if mark != APPENDIX:
                reach.setdefault(mark, [len(text), end])[1] = end
        if is_field and piece:
            fields.append((len(text), end))
        text += piece
    spans = tuple(Span(start, end, mark) for mark, (start, end) in reach.items())
    return Line(place, text, spans, in_table, tuple(fields))


def marks_in(root: Any) -> set[str]:
    """The names of our bookmarks that are still there, also those whose words are gone."""
    names = (each.get(f"{W}name", "") for each in root.iter(f"{W}bookmarkStart"))
    return {name for name in names if name.startswith(PREFIX)}


def commented(comments: Any) -> dict[str, tuple[str, str]]:
    """What our comments say: by bookmark, what a figure is called and what it was printed as."""
    found: dict[str, tuple[str, str]] = {}
    for comment in comments.iter(f"{W}comment"):
        lines = ["".join(text.text or "" for text in each.iter(f"{W}t")) for each in comment.iter(f"{W}p")]
        if len(lines) > 1 and lines[-1].startswith("标记：" + PREFIX):
            name, _, printed = lines[0].partition("：")
            found[lines[-1].removeprefix("标记：")] = (name, printed)
    return found


def texts(lines: Iterable[Line]) -> Mapping[str, list[tuple[Line, Span]]]:
    """Each bookmark with the lines it stands in: more than one where a paragraph was copied with its bookmarks."""
    found: dict[str, list[tuple[Line, Span]]] = {}
    for line in lines:
        for span in line.spans:
            found.setdefault(span.bookmark, []).append((line, span))
    return found
