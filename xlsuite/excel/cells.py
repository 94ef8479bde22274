"""One stored cell made a value: type, style and text in, a Python value or a named fault out.

ECMA-376 part 1, §18.3.1.4 (c), §18.17.4 (dates), §18.8.30 (number formats).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from xlsuite.excel.package import Workbook, local_name, parse_xml
from xlsuite.files.archive import Archive

NUMBER, DATE, TIME, ELAPSED = range(4)  # what a style makes of a number
_BUILT_IN = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), DATE),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47, 55, 56), TIME),
    46: ELAPSED,
}  # 27–36 and 50–58 are the Chinese date formats, which hold no format text in the file
_DAY_MS = 86_400_000


class BadCell(Exception):
    """A cell that cannot be taken as it stands; `code` and `reason` (Chinese, no full stop) go into its remark."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 28 -> AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, from 1: AB -> 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def format_kind(code: str) -> int:
    """What a number format's text makes of a number."""
    first = re.sub(r'"[^"]*"|\\.|_.|\*.', "", code).partition(";")[0].lower()
    if re.search(r"\[(?:h+|m+|s+)\]", first):
        return ELAPSED
    first = re.sub(r"\[[^\]]*\]", "", first).replace("am/pm", "h").replace("general", "")
    if re.search(r"[yd]", first):
        return DATE
    if re.search(r"[hs]", first):
        return TIME
    return DATE if "m" in first else NUMBER


class Styles:
    """What each cell format of the workbook makes of a number, by index."""

    __slots__ = ("kinds",)

    def __init__(self, kinds: list[int]) -> None:
        self.kinds = kinds

    def kind(self, index: str | None) -> int:
        """The kind of a style index as written; NUMBER where there is no such style."""
        if index is None or not (index.isascii() and index.isdigit() and len(index) < 7):
            return NUMBER
        return self.kinds[int(index)] if int(index) < len(self.kinds) else NUMBER

    def dates(self) -> list[int]:
        """Indexes of all styles that show a number as a date or time."""
        return [index for index, kind in enumerate(self.kinds) if kind != NUMBER]


def read_styles(archive: Archive, workbook: Workbook) -> Styles:
    """Read the styles part; without one, no number is a date."""
    formats: dict[str, str] = {}
    used: list[str] = []
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local_name(tag)
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and inside:
            used.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        if local_name(tag) == "cellXfs":
            inside.clear()

    if workbook.styles:
        parse_xml(archive.read(workbook.styles), archive.name, workbook.styles, start, end)
    known: dict[str, int] = {key: format_kind(code) for key, code in formats.items()}
    built_in = {str(key): kind for key, kind in _BUILT_IN.items()}
    return Styles([known.get(key, built_in.get(key, NUMBER)) for key in used])


def read_strings(archive: Archive, workbook: Workbook) -> list[str]:
    """Read the shared strings; phonetic runs are left out."""
    strings: list[str] = []
    if not workbook.strings:
        return strings
    pieces: list[str] = []
    state = {"t": False, "phonetic": False, "keep": False}
    piece = 0  # where among the pieces the text begins that is being taken

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal piece
        tag = local_name(tag)
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t" and not state["phonetic"]:
            state["t"], state["keep"] = True, attributes.get("xml:space") == "preserve"
            piece = len(pieces)

    def end(tag: str) -> None:
        tag = local_name(tag)
        if tag == "si":
            strings.append(unescape("".join(pieces)))
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "t" and state["t"]:
            state["t"] = False
            if not state["keep"]:
                pieces[piece:] = ["".join(pieces[piece:]).strip(" \t\r\n")]

    def text(data: str) -> None:
        if state["t"]:
            pieces.append(data)

    parse_xml(archive.read(workbook.strings), archive.name, workbook.strings, start, end, text)
    return strings


def unescape(text: str) -> str:
    """Decode the _xHHHH_ escapes of a stored text; halves of a surrogate pair stay as written."""
    if "_x" not in text:
        return text

    def decoded(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)

    return re.sub(r"_x([0-9A-Fa-f]{4})_", decoded, text)


def decode(kind: str, style: int, text: str, strings: list[str], date1904: bool) -> Any:
    """The value of a stored cell; `kind` is its t attribute, `style` one of NUMBER, DATE, TIME, ELAPSED.

    Raises BadCell where what is stored makes no value. Errors (t="e") are not for this function.
    """
    if kind in ("str", "inlineStr"):
        return unescape(text)
    text = text.strip(" \t\r\n")
    if not text:
        return ""
    if kind == "s":
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(strings):
            return strings[int(text)]
        raise BadCell("text", "指向的文字在文件里找不到")
    if kind == "b":
        if text in ("1", "true", "0", "false"):
            return text in ("1", "true")
        raise BadCell("boolean", "不是真假值，应为 TRUE 或 FALSE")
    if kind == "d":
        return _iso_value(text)
    if kind not in ("", "n"):
        raise BadCell("type", "的类型无人认识")
    number = _number(text)
    return number if style == NUMBER else from_serial(number, style, date1904)


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    # float() also takes 1_000, full-width digits, and the words nan and inf
    if number != number or "_" in text or not text.isascii() or text[-1] in "yYfF":
        raise BadCell("number", "不是数值")
    if number in (float("inf"), float("-inf")):
        raise BadCell("number", "超出了数值的范围")
    return number


def _iso_value(text: str) -> Any:
    try:
        if "T" in text or " " in text:
            moment = dt.datetime.fromisoformat(text).replace(tzinfo=None)
            return moment if moment.time() != dt.time() else moment.date()
        return dt.time.fromisoformat(text) if ":" in text else dt.date.fromisoformat(text)
    except ValueError:
        raise BadCell("date", "不是日历上有的日期") from None


def from_serial(number: float, style: int, date1904: bool) -> Any:
    """The date, date with time, time of day, or duration of a serial number.

    A date style on 0 is what a formula over a blank cell shows as 1900-01-00; 60 is 1900-02-29, which never was.
    """
    if not 0 <= number < 2_958_466 - (1462 if date1904 else 0):
        raise BadCell("date", "超出了日期的范围（1900 年至 9999 年）")
    day = int(number)
    milliseconds = round((number - day) * _DAY_MS)
    if style == ELAPSED:
        return dt.timedelta(days=day, milliseconds=milliseconds)
    day, milliseconds = (day + 1, 0) if milliseconds == _DAY_MS else (day, milliseconds)
    clock = dt.timedelta(milliseconds=milliseconds)
    if day == 0 and (milliseconds or style == TIME):
        return (dt.datetime.min + clock).time()
    if date1904:
        moment = dt.datetime(1904, 1, 1) + dt.timedelta(days=day) + clock
    elif day == 0:
        raise BadCell("date", "显示为 1900-01-00，不是日历上有的日期")
    elif day == 60:
        raise BadCell("date", "显示为 1900-02-29，不是日历上有的日期")
    else:
        moment = dt.datetime(1899, 12, 31 if day < 60 else 30) + dt.timedelta(days=day) + clock
    return moment if milliseconds else moment.date()
