"""What calamine does not tell, found in the bytes of a sheet part: extent, errors, formulas without value, hidden rows.

Two steps. `fits` must come first: calamine lays out the whole rectangle of a sheet and a far cell then aborts the
process, which no `except` can stop. `scan` may run while calamine reads. Each search is one that finds nothing on an
everyday sheet; only where it hits is anything looked at more closely, and an unusual sheet is for our own reader.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from xlsuite.excel.cells import NUMBER, BadCell, Styles, column_letters, column_number, decode
from xlsuite.files.limits import LIMITS, over_limit
from xlsuite.model.grid import CellRemark

_BLANK_ENOUGH = 50  # a rectangle with fewer than one value in so many cells is sparse …
_SPARSE_FROM = 500_000  # … and worth the slower reader from this size on
_PATTERN_FROM = 500_000  # bytes of rows
_WELL_FILLED = 4  # with one value in four cells, no few strays are to blame for the size

_PANICS = 1e9  # far below what makes calamine panic for a day
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_USUAL_NUMBER = r"-?\d+(?:\.\d+)?"
_USUAL_DATE = r"[1-9]\d{3,5}(?:\.\d+)?"  # 1902-09-26 to the year 4637; all else is looked at


class Region(NamedTuple):
    """The bytes of a sheet part between which its cells stand."""

    data: bytes
    start: int
    end: int


class Scan(NamedTuple):
    """Facts of one sheet; places are (row, column) from 1. `values` are to replace what calamine says."""

    errors: dict[tuple[int, int], str]
    uncached: frozenset[tuple[int, int]]
    hidden_rows: frozenset[int]
    values: dict[tuple[int, int], object]
    remarks: tuple[CellRemark, ...]


def region_of(data: bytes) -> Region | None:
    """Where the cells are; None for a part that only our own reader can judge (UTF-16, prefixed names, a DOCTYPE)."""
    start = data.find(b"<sheetData")
    end = data.rfind(b"</sheetData>")
    if start < 0 or not data[-40:].rstrip().endswith(b"</worksheet>"):
        return None
    if end < start and data[start : start + 12] != b"<sheetData/>":
        return None
    end = max(start, end)
    if data.find(b"<!", 0, start) >= 0 or data.find(b":sheetData", 0, start) >= 0:
        return None
    if not is_plain_utf8(data):
        return None
    if data.find(b"</sheetData>", start, end) >= 0 or data.find(b"sheetData", end + 12) >= 0:
        return None  # a second one, which calamine leaves out
    return Region(data, start, end)


def is_plain_utf8(data: bytes) -> bool:
    """Whether a part says of itself nothing but UTF-8, and writes no character by number that XML does not have.

    calamine takes the one for UTF-8 whatever it says, and the other as it stands.
    """
    head = data[:200]
    if b"encoding" in head and not re.compile(rb"""encoding\s*=\s*["'](?i:utf-8)["']""").search(head):
        return False
    if data.find(b"#") < 0 or data.find(b"&#") < 0:  # one byte is looked for many times as fast as two
        return True
    return all(map(_is_character, re.compile(rb"&#(\w{0,9})").findall(data)))


def _is_character(number: bytes) -> bool:
    try:
        code = int(number[1:], 16) if number[:1] == b"x" else int(number)
    except ValueError:
        return False
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def fits(region: Region, file: str, sheet: str) -> bool:
    """Whether calamine may lay out this sheet; our own reader must take the others.

    `<dimension>` is not believed. One search for a cell past column AZ or row 99,999 (at most 5.2 million cells)
    whatever the order of the rows; where it hits, one for a cell past the last row and the columns of the first rows;
    only where that hits too are the extents worked out. Raises UnreadableFile (too_large) for a well-filled sheet
    beyond the limit; `file` and `sheet` are names for its message.
    """
    data, start, end = region
    if data.find(b"\0", start, end) >= 0:
        return False
    if re.compile(rb":(?:[cvft]|is)[\s/>]").search(data, start, end):
        return False  # calamine reads prefixed cells too, which the searches would not see
    far = re.compile(rb'<c(?! r="A?[A-Z]\d{1,5}")').search(data, start, end)
    return far is None or _fits_as_it_looks(region) or _fits_closely(region, file, sheet)


def is_usual(region: Region, styles: Styles) -> bool:
    """Whether a large sheet is spelt from end to end as Excel, WPS and XlsxWriter spell texts, numbers and days.

    One pass over a sheet that fits tells that all between is XML, none holds an error or a formula, and every number
    and date is an ordinary one: half of what the searches for these would take. A small sheet is not worth the pattern.
    """
    if region.end - region.start < _PATTERN_FROM:
        return False
    dates = "|".join(map(str, styles.dates())) or "-"
    place = r'<c r="A?[A-Z][1-9]\d{0,6}"'
    text = r'(?: s="\d++")?(?: t="s"><v>\d{1,9}+</v></c>|/>)'
    day = rf' s="(?:{dates})"><v>{_USUAL_DATE}</v></c>'
    number = rf'(?: s="(?!(?:{dates})")\d++")?(?: t="n")?><v>{_USUAL_NUMBER}</v></c>'
    row = rf'<row r="[1-9]\d{{0,6}}"(?: [a-zA-Z:]++="[\w .:-]*+")*+(?:/>|>(?:{place}(?:{text}|{day}|{number}))*+</row>)'
    found = re.compile(f"<sheetData>(?:{row})*+".encode()).match(region.data, region.start)
    return found is not None and found.end() == region.end


def around(region: Region) -> bytes:
    """A sheet part without its rows."""
    return bytes(region.data[: region.start]) + b"<sheetData>" + bytes(region.data[region.end :])


def is_plain(region: Region, styles: Styles) -> bool:
    """Whether a sheet holds texts, whole numbers and days only, as most do."""
    data, start, end = region
    dates = "|".join(map(str, styles.dates())) or "-"
    return (
        data.find(b't="e"', start, end) < 0
        and not re.compile(rb"<v(?!>\d+<|/>)").search(*region)
        and not re.compile(rf' s="(?:{dates})"(?! t="s"|><v>[1-9]\d{{3,5}}<|/>)'.encode()).search(*region)
    )


def is_everyday(region: Region, styles: Styles) -> bool:
    """Whether no cell of a sheet that fits holds an error, and every number and date is an ordinary one.

    Cell by cell, for sheets that three quick searches (`is_plain`) do not tell to be so.
    """
    dates = "|".join(map(str, styles.dates())) or "-"
    formula = r"(?:<f[^<>]*/>|<f[^<]*</f>)?"
    dated = rf'(?: t="n")?>{formula}<v>{_USUAL_DATE}<'
    plain = rf'(?: t="n")?>{formula}(?:<v>{_USUAL_NUMBER}<|</c>)'
    cell = (
        rf' t="[sbi]| s="(?:{dates})"(?:/>| t="[sbi]|{dated})'
        rf'|(?: s="(?!(?:{dates})")\d+")?(?:/>| t="[sbi]|{plain})'
    )
    return re.compile(rf'<c(?! r="[A-Z]+\d+"(?:{cell}))'.encode()).search(*region) is None


def _fits_as_it_looks(region: Region) -> bool:
    """Whether a tall sheet ends where its last row and its first rows end, as those do that a program has written."""
    data, start, end = region
    last = re.compile(rb'<row r="([1-9]\d{5,6})"').match(data, max(data.rfind(b"<row ", start, end), start))
    columns = re.compile(rb'<c r="([A-Z])\d').findall(data, start, min(end, start + (1 << 16)))
    if last is None or not columns:
        return False
    row, column = int(last[1]), max(columns).decode()
    if re.compile(rf'<c(?! r="[A-{column}](?:{up_to(row)})")'.encode()).search(data, start, end):
        return False
    cells = row * column_number(column)
    return row <= LAST_ROW and cells <= LIMITS["cells"].most and count_of_values(region) * _BLANK_ENOUGH >= cells


def up_to(number: int) -> str:
    """A pattern for the whole numbers from 0 to this one, without signs and noughts before them."""
    digits = str(number)
    less = [
        rf"{digits[:at]}[{'0' if at else '1'}-{int(digit) - 1}]\d{{{len(digits) - at - 1}}}"
        for at, digit in enumerate(digits)
        if int(digit) > (0 if at else 1)
    ]
    return "|".join([*less, *([rf"[1-9]\d{{0,{len(digits) - 2}}}"] if len(digits) > 1 else []), "0", digits])


def _fits_closely(region: Region, file: str, sheet: str) -> bool:
    data, start, end = region
    # the attributes are spelt out: a ">" inside one would make a cell with a value look like a blank one
    odd = re.compile(rb'<(?:c(?! r="[A-Z]{1,3}[1-9]\d{0,6}"(?: [a-z]{1,2}="\w*")*\s*/?>)|row(?! r="[1-9]\d{0,6}"))')
    if odd.search(data, start, end):
        return False
    valued = re.compile(rb'<c r="([A-Z]+)(\d+)"(?: [a-z]{1,2}="\w*")*\s*>(?!\s*</c>)')
    columns: set[bytes] = set()
    last_row = count = 0
    for match in valued.finditer(data, start, end):
        columns.add(match[1])
        last_row = max(last_row, int(match[2]))
        count += 1
    last_column = max((column_number(letters.decode()) for letters in columns), default=0)
    if last_row > LAST_ROW or last_column > LAST_COLUMN:
        return False
    cells = last_row * last_column
    if cells > LIMITS["cells"].most and count * _WELL_FILLED >= cells:
        raise over_limit("cells", cells, file, f"的工作表“{sheet}”")
    return cells <= LIMITS["cells"].most and (cells < _SPARSE_FROM or count * _BLANK_ENOUGH >= cells)


def count_of_values(region: Region) -> int:
    """How many cells hold something, be it an empty text: no fewer than are not blank."""
    return region.data.count(b"</v", region.start, region.end) + region.data.count(b"</is", region.start, region.end)


def is_doubled(region: Region) -> bool:
    """Whether two cells of a sheet stand in one place, or two texts in one cell: only the latter would be read."""
    places = re.compile(rb'<c r="([A-Z]+\d+)"').findall(*region)
    return len(places) != len(set(places)) or bool(re.compile(rb"</(?:is|v)\s*>(?!\s*</c)").search(*region))


def is_oddly_spelt(region: Region) -> bool:
    """Whether the attributes of a cell stand otherwise than every program writes them, ' for " or a blank beside the =.

    To XML it is all the same, but the searches would not see a date or an error in it. A cell is looked at only where
    there is anything of the kind.
    """
    data, start, end = region
    if all(data.find(sign, start, end) < 0 for sign in (b"'", b"\n", b"\t", b"\r", b' ="', b'= "')):
        return False
    return bool(re.compile(rb'<c(?! r="[A-Z]+\d+"(?: [\w:]+="[^"<>]*")*\s*/?>)').search(data, start, end))


def scan(region: Region, styles: Styles, date1904: bool, usual: bool = False) -> Scan | None:
    """The facts of a sheet that fits or is a usual one; None if it turns out to be one for our own reader."""
    data, start, end = region
    if not usual and data.find(b"!", start, end) >= 0 and data.find(b"<!", start, end) >= 0:
        return None  # CDATA, which calamine drops, or a comment, which may hide cells from these searches
    if not usual and is_oddly_spelt(region):
        return None
    try:
        rows = list(map(int, re.compile(rb'<row(?: r="(\d{1,7})"|\b)').findall(data, start, end)))
    except ValueError:  # a row that does not begin with its number
        return None
    if not all(map(int.__lt__, rows, rows[1:])):
        return None
    hidden: frozenset[int] = frozenset()
    if data.find(b"hidden", start, end) >= 0:
        found = re.compile(rb"""<row r="(\d+)"[^<>]*\shidden\s*=\s*["'](?:1|true)["']""").finditer(data, start, end)
        hidden = frozenset(int(match[1]) for match in found)
    if usual:
        return Scan({}, frozenset(), hidden, {}, ())
    formulas = data.find(b"f", start, end) >= 0 and data.find(b"<f", start, end) >= 0
    uncached = _uncached(region) if formulas else frozenset()
    if is_plain(region, styles):
        return Scan({}, uncached, hidden, {}, ())
    if re.compile(rb' t="s"[^<>]*>\s*(?:<f[^<>]*/>|<f[^<]*</f>)?\s*<v(?!>\d{1,9}</v\s*>)').search(*region):
        return None  # calamine takes +1 for the second string, and a line break before a 5 for the first
    if is_everyday(region, styles):
        return Scan({}, uncached, hidden, {}, ())
    errors = _errors(region) if data.find(b't="e"', start, end) >= 0 else {}
    if errors is None:
        return None
    doubtful = _doubtful(region, styles, date1904)
    return Scan(errors, uncached, hidden, *doubtful) if doubtful is not None else None


def _errors(region: Region) -> dict[tuple[int, int], str] | None:
    cell = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]* t="e"[^<>]*>\s*(?:<f[^<>]*(?:/>|>[^<]*</f>))?\s*<v>([^<]+)</v>')
    errors = {
        (int(match[2]), column_number(match[1].decode())): match[3].decode("utf-8", "replace").strip()
        for match in cell.finditer(*region)
    }
    return errors if region.data.count(b't="e"', region.start, region.end) == len(errors) else None


def _uncached(region: Region) -> frozenset[tuple[int, int]]:
    data = region.data
    formula = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)(?!\s*<v(?: [^<>]*)?>[^<])(?!\s*<is>)")
    found = set()
    for match in formula.finditer(*region):
        place, kind, _ = _cell_at(data, match.start())
        # an empty text is a stored value; Excel writes it as an empty v of type str
        if not (kind == "str" and data[match.end() : match.end() + 20].lstrip().startswith(b"<v")):
            found.add(place)
    return frozenset(found)


def _doubtful(
    region: Region, styles: Styles, date1904: bool
) -> tuple[dict[tuple[int, int], object], tuple[CellRemark, ...]] | None:
    """Cells that calamine takes without a word and wrongly (NaN, 1e999, a date of −1), decoded by ourselves.

    None where a number is written with signs of XML (&#50;), which calamine leaves out, or is no day by so much that
    it would panic and say so on the user's screen.
    """
    data = region.data
    value = r"(<v(?:\s[^<>]*)?>)"
    hits = {match.end(1) for match in re.compile(rf"{value}(?!{_USUAL_NUMBER}</v>)".encode()).finditer(*region)}
    dates = "|".join(map(str, styles.dates()))
    if dates:
        pattern = rf' s="(?:{dates})"(?! t="s")[^<>]*>\s*(?:<f[^<>]*/>|<f[^<]*</f>)?\s*{value}(?!{_USUAL_DATE}</v>)'
        hits.update(match.end(1) for match in re.compile(pattern.encode()).finditer(*region))
    values: dict[tuple[int, int], object] = {}
    remarks = []
    for position in sorted(hits):
        place, kind, style = _cell_at(data, position)
        if kind in ("str", "s", "b", "e", "inlineStr"):
            continue
        text = data[position : data.find(b"<", position)].decode("utf-8", "replace")
        if "&" in text:
            return None
        try:
            values[place] = decode(kind, styles.kind(style) if style else NUMBER, text, [], date1904)
        except BadCell as fault:
            if fault.code == "date" and kind in ("", "n") and abs(float(text)) > _PANICS:
                return None
            values[place] = ""
            remarks.append(remark(place, fault, text))
    return values, tuple(remarks)


def _cell_at(data: bytes, position: int) -> tuple[tuple[int, int], str, str]:
    """The cell whose inside holds a position: its place, its type and its style as written."""
    start = data.rfind(b"<c ", 0, position)
    tag = data[start : data.find(b">", start)]
    reference = re.compile(rb' r="([A-Z]+)(\d+)"').search(tag)
    kind = re.compile(rb' t="(\w*)"').search(tag)
    style = re.compile(rb' s="(\d*)"').search(tag)
    place = (int(reference[2]), column_number(reference[1].decode())) if reference else (0, 0)
    return place, kind[1].decode() if kind else "", style[1].decode() if style else ""


def remark(place: tuple[int, int], fault: BadCell, text: str) -> CellRemark:
    """The remark on a cell that could not be read; the text is cut at 60 characters."""
    shown = text if len(text) <= 60 else text[:60] + "…"
    address = f"{column_letters(place[1])}{place[0]}"
    message = f"{address} 存的内容“{shown}”{fault.reason}，这一格按空白处理。请在 Excel 中重新填写。"
    return CellRemark(place[0], place[1], fault.code, shown, message)
