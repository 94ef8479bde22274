"""How people write text: full-width characters, padding, characters nobody sees, the many ways to leave a cell blank.

Nothing here changes a user's text by itself: `fold` is for comparing, `tidy` is a fix to be offered, `quote` is for
messages (domain §13, contract §3 ST-11, §7 items 14 and 19).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from unicodedata import normalize

BLANKS = frozenset({"", "/", "／", "无", "—", "——", "-", "－", "--", "–"})

SHOWN = 40  # characters of a text that a message quotes

_ODD_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"  # line breaks that Excel does not write; \x0b is Word's
# Controls and format characters by range; a tab and line breaks can be seen, so they are not invisible.
_INVISIBLE_RANGES = (
    (0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x2064), (0x2066, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB),
)  # fmt: skip
_INVISIBLE = frozenset(chr(code) for low, high in _INVISIBLE_RANGES for code in range(low, high + 1)) - set(
    "\t\n" + _ODD_BREAKS
)
_SPACES = _ODD_BREAKS + " \t\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_EDGES = _SPACES + "".join(sorted(_INVISIBLE))

_WITHOUT_INVISIBLE: dict[int, str | None] = {ord(character): None for character in _INVISIBLE}
_PLAIN_BREAKS: dict[int, str | None] = {**_WITHOUT_INVISIBLE, **{ord(odd): "\n" for odd in _ODD_BREAKS}}
_WIDE_ALNUM = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF10, 0xFF5B)) if wide.isalnum()}
_HALF: dict[int, str | None] = {
    **_WITHOUT_INVISIBLE,
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(space): " " for space in _SPACES},
    **{ord(dash): "-" for dash in "‐‑‒–−"},
}
_ESCAPES = {
    **{ord(character): f"\\u{ord(character):04x}" for character in (*_INVISIBLE, *_ODD_BREAKS)},
    **{ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"},
}
_OBEYED = re.compile(f"[{''.join(sorted({*_INVISIBLE, *_ODD_BREAKS}))}]")

_ALNUM = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
# Full-width marks belong to a number or a key only between its digits and letters; elsewhere they are Chinese writing.
_WIDE_MARK = f"(?<=[{_ALNUM}])[－．／＿](?=[{_ALNUM}])"
_SUSPECT = re.compile(f"[\\s０-９Ａ-Ｚａ-ｚ{''.join(sorted(_INVISIBLE))}]|{_WIDE_MARK}")


def strip(text: str) -> str:
    """The text without blanks and invisible characters at its ends."""
    return text.strip(_EDGES)


def half_width(text: str) -> str:
    """The text for reading numbers and dates: ASCII in half width, every blank a plain space, nothing invisible."""
    return text.translate(_HALF)


def clean(text: str) -> str:
    """The text trimmed, without invisible characters, its digits and letters in half width.

    Marks inside a key or number (ＺＧ－２０２５) become half width too; Chinese punctuation and inner blanks stay.
    """
    return strip(_narrow(text))


def fold(text: str) -> str:
    """The form in which two texts are compared: NFKC, no blank or invisible character, Latin letters in one case."""
    if not text.isascii():
        text = normalize("NFKC", text)
    text = "".join(text.split())
    if not text.isprintable():
        text = text.translate(_WITHOUT_INVISIBLE)
    return text.casefold()


def stray(text: str) -> str | None:
    """What is stray in a key, a name or a choice, as a Chinese phrase; None when `tidy` has nothing to do.

    Line breaks between two names are no fault: they separate persons. A space that may do so too (张三 李四) is named,
    and `tidy` leaves it standing.
    """
    if not _SUSPECT.search(text):
        return None
    narrow = _narrow(text)
    faults = [_edge_fault(narrow), _gap_fault(narrow)]
    if any(character in _INVISIBLE or character in _ODD_BREAKS for character in text):
        faults.append("含不可见字符")
    if text.translate(_WIDE_ALNUM) != text:
        faults.append("含全角数字或字母")
    if re.search(_WIDE_MARK, text.translate(_WITHOUT_INVISIBLE)):
        faults.append("含全角符号")
    return "、".join(fault for fault in faults if fault) or None


def tidy(text: str) -> str:
    """The safe fix of a key, a name or a choice: 张　三 → 张三, ＺＧ－１ → ZG-1, ends trimmed, nothing invisible.

    Compares equal (`fold`) to what it was; a second call changes nothing.
    """
    if not _SUSPECT.search(text):
        return text
    lines = (_close_gaps(line.strip()) for line in _narrow(text).split("\n"))
    return "\n".join(_narrow_marks(line) for line in lines if line)  # closing a gap may bring a mark between digits


def is_blank(raw: Any, free_text: bool = False) -> bool:
    """Whether a cell says nothing: empty, or one of `BLANKS`, which are words in a free text (contract §7 item 14)."""
    if raw is None:
        return True
    if not isinstance(raw, str):
        return False
    return not strip(raw) if free_text else strip(raw) in BLANKS


def escape(text: str) -> str:
    """The text with line breaks, controls, invisible characters and lone surrogates written out (\\n, \\u200b)."""
    if text.isprintable():
        return text
    text = text.translate(_ESCAPES)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def inert(json: str) -> str:
    """JSON with each sign that a terminal might obey written as its \\u escape; it says the same."""
    return json if json.isprintable() else _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def quote(raw: Any) -> str:
    """A cell's value as the user sees it in the sheet, for messages; long text is cut to 40 characters with “…”."""
    text = whole(raw)
    return escape(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def whole(raw: Any) -> str:
    """A cell's value as the user sees it in the sheet, uncut and unescaped."""
    if isinstance(raw, str):
        return raw
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return _number_as_shown(raw)
    if isinstance(raw, datetime):
        clock = _clock(raw.time())
        return raw.date().isoformat() + ("" if clock == "00:00" else f" {clock}")
    if isinstance(raw, time):
        return _clock(raw)
    if isinstance(raw, timedelta):
        minutes, seconds = divmod(int(raw.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def _number_as_shown(number: float) -> str:
    """Fifteen significant digits, as Excel keeps them, and no exponent while the number is readable without."""
    digits = f"{number + 0.0:.15g}"  # adding zero makes -0 a 0
    return format(Decimal(digits), "f") if 1e-9 <= abs(number) < 1e21 else digits


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _narrow(text: str) -> str:
    """The text with line breaks as \\n, nothing invisible, digits, letters and the marks between them in half width."""
    text = text.replace("\r\n", "\n").translate(_PLAIN_BREAKS)
    return _narrow_marks(text).translate(_WIDE_ALNUM)


def _narrow_marks(text: str) -> str:
    return re.sub(_WIDE_MARK, lambda mark: chr(ord(mark[0]) - 0xFEE0), text)


def _edge_fault(narrow: str) -> str | None:
    core = narrow.strip()
    if core != narrow:
        start = narrow.find(core)
        return "首尾有换行" if "\n" in narrow[:start] + narrow[start + len(core) :] else "首尾有空格"
    return "首尾有空格" if any(line.strip() != line for line in narrow.split("\n")) else None


def _gap_fault(narrow: str) -> str | None:
    lines = narrow.strip().split("\n")
    if any(not line.strip() for line in lines[1:-1]):
        return "中间有空行"
    triples = [triple for line in lines for triple in _gaps(line.strip())]
    gaps = [gap for before, gap, after in triples if gap != " " or not _latin(before, after)]
    if not gaps:
        return None
    return "中间有全角空格" if any("\u3000" in gap for gap in gaps) else "中间有空格"


def _gaps(line: str) -> list[tuple[str, str, str]]:
    """The blanks inside a line with the pieces on either side."""
    pieces = re.split(r"(\s+)", line)
    return [(pieces[at - 1], pieces[at], pieces[at + 1]) for at in range(1, len(pieces) - 1, 2)]


def _latin(before: str, after: str) -> bool:
    """Whether a blank stands between two Latin words, where it belongs."""
    return before[-1:].isascii() and after[:1].isascii()


def _close_gaps(line: str) -> str:
    """The line without its padding: blanks beside Latin letters first, then those inside one Chinese name."""
    gaps = _gaps(line)
    if not gaps:
        return line
    joined = gaps[0][0]
    for before, gap, after in gaps:
        if _latin(before, after):
            joined += " " + after
        elif before[-1:].isascii() or after[:1].isascii():
            joined += after
        else:
            joined += gap + after
    left = _gaps(joined)
    if any(_latin(before, after) for before, _gap, after in left) or not _is_one_name(joined.split()):
        return joined
    return "".join(joined.split())


def _is_one_name(pieces: list[str]) -> bool:
    """Whether the pieces can only be one padded name or word: no two of them could each be a name of their own."""
    if len(pieces) == 2:
        return len(pieces[0]) == 1 or len(pieces[1]) == 1
    return len(pieces) == 3 and all(len(piece) == 1 for piece in pieces)
