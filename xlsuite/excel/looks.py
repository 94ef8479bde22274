"""How what we write looks, and how a text gets into a cell unchanged: colours, widths, heights, numbers, names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor
from typing import Any, NamedTuple

BODY, HEAD, DIGITS = "宋体", "黑体", "Arial"
SIZE, TITLE_SIZE, NOTE_SIZE = 10.5, 18, 9
INK, QUIET, LINE, PANEL, HEADER, WHITE = "#1F2D3D", "#5F6B76", "#C9D1D9", "#F3F5F7", "#2F4A66", "#FFFFFF"


class Tone(NamedTuple):
    """A colour with a meaning: text on tint has a contrast of at least 4.8."""

    text: str
    tint: str
    solid: str


RED = Tone("#9C1C1C", "#FBE3E1", "#C0392B")
ORANGE = Tone("#9A4A00", "#FDE9D3", "#ED8B33")
YELLOW = Tone("#7A5B00", "#FFF3C4", "#F2C94C")
BLUE = Tone("#1F4E79", "#DCE9F6", "#2F75B5")
GREEN = Tone("#2B6330", "#E1F0DC", "#3A8041")
GREY = Tone("#5F6B76", "#EEF1F4", "#9AA5B1")

PAGE_WIDTH = 165  # sum of column widths at which A4 across is printed at 86 %
LINE_HEIGHT, PADDING, TALLEST = 15.5, 7.0, 409.0  # points; the last is Excel's limit
LONGEST = 32_767  # UTF-16 units a cell may hold
WHOLE, WHOLE_OR_DASH = "0", '0;-0;"–"'

_LEADS = "=+-@\t\r\n＝＋－＠"
NARROW, NARROW_LINES = 30.0, 12  # columns and texts where it matters how lines break
_PIECES = re.compile(r"[!-~]+|.", re.DOTALL).findall
_RESERVED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_PERCENT = re.compile(r"-?\d+(\.\d+)?%").fullmatch
_PLAIN = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?").fullmatch
# Escape patterns that share an underscore come back wrong from the writer's own escaping (_x0041_x0042_).
_SHARED_ESCAPE = re.compile(r"_x[0-9a-fA-F]{4}_x[0-9a-fA-F]{4}_").search


def units(text: str) -> int:
    """How many columns of half-width characters a text takes; a Chinese character or mark takes two."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


@lru_cache(maxsize=4096)
def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width."""
    room = max(2.0, width - max(1.2, width * 0.03))  # long lines end early, at a mark that may not begin the next
    return sum(_lines(part, width, room) for part in text.split("\n"))


def _lines(text: str, width: float, room: float) -> int:
    taken: float = units(text)
    if taken > len(text):
        taken += (2 * len(text) - taken) * 0.12  # letters and digits among Chinese characters are wider than half
    found = max(1, ceil(taken / room))
    return max(found, _wrapped(text, width)) if 2 <= found <= NARROW_LINES and width < NARROW else found


def _wrapped(text: str, width: float) -> int:
    """The lines of a text broken as programs do: words and numbers whole, other characters one by one."""
    count, used, room = 1, 0.0, max(2.0, width - 0.4)
    for piece in _PIECES(text):
        taken = len(piece) * 1.12 if piece.isascii() else 2.0
        if taken > room:
            return 1  # a word longer than a line is broken anywhere
        if used and used + taken > room:
            count, used = count + 1, 0.0
        used += taken
    return count


def row_height(texts: Iterable[tuple[str, float]], least: float = 22.0, most: float = TALLEST) -> float:
    """The height in points that shows all of a row's texts, each with the width of its column."""
    needed = max((lines(text, width) for text, width in texts if text), default=1)
    return min(most, max(least, needed * LINE_HEIGHT + PADDING))


def column_width(texts: Iterable[str], least: float = 6.0, most: float = 40.0) -> float:
    """The width that shows the longest line of a column, within limits."""
    longest = max((units(part) for text in texts for part in text.split("\n")), default=0)
    return min(most, max(least, longest + 2.0))


def fitted(wanted: list[float], total: float = PAGE_WIDTH, least: float = 142.0, narrow: float = 12.0) -> list[float]:
    """Widths brought to a page: narrow columns keep theirs, the wide ones share what is left; slack is spread."""
    if not wanted:
        return []
    whole = sum(wanted)
    if whole < least:
        return [round(width * least / whole, 1) for width in wanted]
    fixed = sum(width for width in wanted if width <= narrow)
    if whole <= total or fixed >= total:
        return [round(width * min(1.0, total / whole), 1) for width in wanted]
    share = (total - fixed) / (whole - fixed)
    shared = [width if width <= narrow else max(narrow, width * share) for width in wanted]
    over = min(1.0, total / sum(shared))
    return [floor(width * over * 10) / 10 for width in shared]


def sheet_name(text: str, taken: Iterable[str] = ()) -> str:
    """A sheet name made from a text: 31 units at most, no forbidden character, different from those taken."""
    clean = _RESERVED.sub("_", storable(text)).strip().strip("'").strip() or "表"
    if clean.casefold() == "history":
        clean += "_"
    used = {name.casefold() for name in taken}
    found, number = _cut(clean, 31), 1
    while found.casefold() in used:
        number += 1
        end = f"_{number}"
        found = _cut(clean, 31 - len(end)) + end
    return found


def number_of(shown: str) -> tuple[float, str] | None:
    """A number as printed and the format that prints it again just so: 55.00% is 0.55 as 0.00%; None for other text."""
    if _PERCENT(shown):
        decimals = len(shown.partition(".")[2]) - 1
        return float(Decimal(shown[:-1]) / 100), "0." + "0" * decimals + "%" if decimals > 0 else "0%"
    if _PLAIN(shown):
        decimals = len(shown.partition(".")[2])
        return float(shown), "0." + "0" * decimals if decimals else WHOLE
    return None


def storable(text: str) -> str:
    """The text without lone surrogates, which no file can hold; they are written out as \\udc80."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(text: str) -> str:
    """A storable text, cut with a mark that says so where it is longer than a cell can be."""
    if len(text) * 2 <= LONGEST or _length(text) <= LONGEST:
        return text
    mark = "…（余下 {} 字见原表）"
    kept = _cut(text, LONGEST - len(mark.format(len(text))))
    return kept + mark.format(len(text) - len(kept))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, length: int) -> str:
    """The first characters of a storable text that take no more than so many UTF-16 units; no pair is torn."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")


class Looks:
    """The formats of one workbook, each made once, in the order in which they are first wanted."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, look: Mapping[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base = {"font_name": BODY, "font_size": SIZE, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self.book.add_format({**base, **look})
        return self._made[key]


def put_text(sheet: Any, looks: Looks, row: int, column: int, text: str, look: Mapping[str, Any]) -> None:
    """Write a text so that it is read back as it was and stays a text when somebody presses Enter in the cell.

    Control characters are kept by the file format's own escape; only lone surrogates are written out, and what is
    longer than a cell can hold is cut with a mark. Row and column count from 0.
    """
    text = shortened(storable(text))
    if not text:
        sheet.write_blank(row, column, None, looks.format(look))
        return
    look = {**look, "quote_prefix": True} if text[0] in _LEADS else look
    pieces = _pieces(text)
    if len(pieces) == 1:
        sheet.write_string(row, column, text, looks.format(look))
        return
    face = looks.format({name: value for name, value in look.items() if name.startswith(("font_", "bold"))})
    parts = [part for piece in pieces for part in (face, piece)]
    sheet.write_rich_string(row, column, *parts, looks.format(look))


def _pieces(text: str) -> list[str]:
    """The text cut where the writer would otherwise take it for markup (<r>…</r>) or escape it wrongly."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return ["<r>", *re.split("(?<=_)(?=x)", text[3:])]
    if _SHARED_ESCAPE(text):
        return re.split("(?<=_)(?=x)", text)
    return [text]


def put_number(sheet: Any, looks: Looks, row: int, column: int, value: float, look: Mapping[str, Any]) -> None:
    """Write a number in the number font."""
    sheet.write_number(row, column, value, looks.format({"font_name": DIGITS, "font_size": 10, **look}))


class _EmptyResult(str):
    """An empty text as a formula's stored result.

    The writer leaves out the type of a result that equals "", and the cell then looks like one that was never computed.
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return False


EMPTY_RESULT = _EmptyResult()


def put_formula(sheet: Any, row: int, column: int, formula: str, face: Any, value: Any) -> None:
    """Write a formula with the result it has now; {=…} is an array formula."""
    stored = EMPTY_RESULT if value is None or value == "" else value
    if formula.startswith("{"):
        sheet.write_array_formula(row, column, row, column, formula, face, stored)
    else:
        sheet.write_formula(row, column, formula, face, stored)
