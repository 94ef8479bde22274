"""A sheet written whole, and cells written into a sheet that is there: the XML of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from xlsuite.excel.inplace.places import Edit, Element, child, inside, outline
from xlsuite.excel.live_facts import Place
from xlsuite.excel.splice import Row, rows_at
from xlsuite.excel.xmltext import escape, stored
from xlsuite.host.content import Sheet
from xlsuite.host.faces import Faces
from xlsuite.model.place import a1, letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
DAY = "yyyy-mm-dd"
# Nobody sets up pages in a file without Excel, so a sheet of ours comes with A4 across, as wide as one page, numbered.
FITTED = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
PAGE = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
    "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
)


def cell_xml(place: Place, value: Any, formula: str, style: int, prefix: str, from_1904: bool) -> str:
    """One cell; an empty one keeps its look."""
    p, head = prefix, f'r="{a1(*place)}"' + (f' s="{style}"' if style else "")
    function = f"<{p}f>{escape(formula.removeprefix('='))}</{p}f>" if formula else ""
    if value is None:
        return f"<{p}c {head}>{function}</{p}c>" if function else f"<{p}c {head}/>"
    if isinstance(value, bool):
        return f'<{p}c {head} t="b">{function}<{p}v>{int(value)}</{p}v></{p}c>'
    if isinstance(value, int | float):
        return f"<{p}c {head}>{function}<{p}v>{value!r}</{p}v></{p}c>"
    if isinstance(value, date | time | timedelta):
        return f"<{p}c {head}>{function}<{p}v>{serial(value, from_1904)!r}</{p}v></{p}c>"
    if formula:
        return f'<{p}c {head} t="str">{function}<{p}v>{stored(str(value))}</{p}v></{p}c>'
    text = f'<{p}t xml:space="preserve">{stored(str(value))}</{p}t>'
    return f'<{p}c {head} t="inlineStr"><{p}is>{text}</{p}is></{p}c>'


def serial(value: Any, from_1904: bool) -> float:
    """A day, a time or both as the number that cells hold."""
    if isinstance(value, time):
        span = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    elif isinstance(value, timedelta):
        span = value
    else:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        span = moment - EPOCHS[from_1904]
    days = span / timedelta(days=1)
    return int(days) if days == int(days) else round(days, 10)


def style_of(sheet: Sheet, place: Place, faces: Faces) -> int:
    """The format that a written cell gets: the one it has, with what was changed; a day is shown as a day."""
    base, changed = sheet.format(place), sheet.looks.get(place)
    is_day = isinstance(sheet.values.get(place), date) and not (changed and "num_format" in changed)
    if is_day and faces.face(base)["num_format"] in ("General", "@"):
        changed = {**(changed or {}), "num_format": DAY}
    return faces.number(base, changed) if changed else base


# --- a whole sheet ---


def whole_sheet(sheet: Sheet, faces: Faces, from_1904: bool) -> bytes:
    """A sheet of ours as a part of its own."""
    places = sorted({*sheet.values, *sheet.looks})
    rows: dict[int, list[str]] = {}
    for place in places:
        style = style_of(sheet, place, faces)
        text = cell_xml(place, sheet.values.get(place), sheet.formulas.get(place, ""), style, "", from_1904)
        rows.setdefault(place[0], []).append(text)
    numbers = sorted({*rows, *sheet.heights})
    lines = [f'<row r="{at}"{height(sheet.heights.get(at))}>{"".join(rows.get(at, ()))}</row>' for at in numbers]
    pane = ""
    if sheet.frozen:
        first = a1(sheet.frozen + 1, 1)
        pane = f'<pane ySplit="{sheet.frozen}" topLeftCell="{first}" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">{FITTED}{view}'
        f"{columns(sheet.widths)}<sheetData>{''.join(lines)}</sheetData>{merged(sheet)}{lists(sheet)}{PAGE}</worksheet>"
    ).encode()


def height(points: float | None) -> str:
    return "" if points is None else f' ht="{points:g}" customHeight="1"'


def columns(widths: Mapping[int, float]) -> str:
    lines = []
    for at, width in sorted(widths.items()):
        hidden = "" if width else ' hidden="1"'
        lines.append(f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"{hidden}/>')
    return f"<cols>{''.join(lines)}</cols>" if lines else ""


def merged(sheet: Sheet) -> str:
    lines = [f'<mergeCell ref="{ref(area)}"/>' for area in sheet.merges]
    return f'<mergeCells count="{len(lines)}">{"".join(lines)}</mergeCells>' if lines else ""


def lists(sheet: Sheet) -> str:
    lines = [
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{ref(area)}">'
        f"<formula1>{escape(chr(34) + ','.join(words) + chr(34))}</formula1></dataValidation>"
        for area, words in sheet.choices
    ]
    return f'<dataValidations count="{len(lines)}">{"".join(lines)}</dataValidations>' if lines else ""


def ref(area: Any) -> str:
    return f"{letters(area.left)}{area.top}:{letters(area.right)}{area.bottom}"


# --- cells of a sheet that is there ---


def cell_edits(xml: bytes, sheet: Sheet, faces: Faces, from_1904: bool) -> list[Edit]:
    """The edits that put the written cells into a sheet's XML; all other bytes stay.

    Raises NotPlain for XML whose places are not certain.
    """
    quick = None if sheet.values else restyled_only(xml, sheet, faces)
    if quick is not None:
        return quick
    by_row: dict[int, list[Place]] = {}
    for place in sorted({*sheet.values, *sheet.looks}):
        by_row.setdefault(place[0], []).append(place)
    there = rows_at(xml, set(by_row))
    edits: list[Edit] = []
    missing: dict[int, str] = {}
    elements = outline(xml, 1, () if len(there) == len(by_row) else ("row",))
    data = child(elements, "sheetData")
    assert data is not None
    for number, places in by_row.items():
        row = there.get(number)
        if row is None:
            p = data.prefix
            cells = "".join(new_cell(sheet, place, faces, p, from_1904) for place in places)
            missing[number] = f'<{p}row r="{number}">{cells}</{p}row>'
        else:
            edits += row_edits(xml, row, places, sheet, faces, from_1904)
    return edits + row_insertions(xml, elements, data, missing)


def restyled_only(xml: bytes, sheet: Sheet, faces: Faces) -> list[Edit] | None:
    """The edits where cells only look other and stand in the XML as every program writes them; None where not so sure.

    A search for each cell instead of a walk through the whole sheet.
    """
    if xml.find(b"<!") >= 0:
        return None
    edits: list[Edit] = []
    for place in sheet.looks:
        head = f'<c r="{a1(*place)}"'.encode()
        start = xml.find(head)
        end = xml.find(b">", start)
        if start < 0 or xml.find(head, end) >= 0 or xml[start + len(head) : start + len(head) + 1] not in b" />":
            return None
        edits.append((start, end + 1, restyled(xml[start : end + 1], style_of(sheet, place, faces))))
    return edits


def new_cell(sheet: Sheet, place: Place, faces: Faces, prefix: str, from_1904: bool) -> str:
    style = style_of(sheet, place, faces)
    return cell_xml(place, sheet.values.get(place), sheet.formulas.get(place, ""), style, prefix, from_1904)


def row_edits(xml: bytes, row: Row, places: list[Place], sheet: Sheet, faces: Faces, from_1904: bool) -> list[Edit]:
    """The edits of one row: a cell that only looks other keeps its inside."""
    edits: list[Edit] = []
    for place in places:
        old = row.cells.get(place[1])
        if old is not None and place not in sheet.values:
            edits.append((old.start, old.end, restyled(xml[old.start : old.end], style_of(sheet, place, faces))))
            continue
        new = new_cell(sheet, place, faces, row.prefix, from_1904).encode()
        if old is not None:
            edits.append((old.start, old.end, new))
        else:
            at = min((span.start for column, span in row.cells.items() if column > place[1]), default=row.end)
            edits.append((at, at, new))
    if row.is_empty and edits:
        inner = b"".join(new for _, _, new in edits)
        return [(row.inside - 2, row.inside, b">" + inner + f"</{row.prefix}row>".encode())]
    return edits


def restyled(cell: bytes, style: int) -> bytes:
    """A cell's bytes with another format in its tag."""
    end = cell.index(b">")
    head = re.sub(rb"""\ss=["']\d+["']""", b"", cell[:end])
    slash = b"/" if head.endswith(b"/") else b""
    return head.removesuffix(b"/") + b' s="%d"' % style + slash + cell[end:]


def row_insertions(xml: bytes, elements: list[Element], data: Element, missing: Mapping[int, str]) -> list[Edit]:
    """Rows that the sheet lacks, each before the first one below it."""
    if not missing:
        return []
    if data.is_empty:
        inner = "".join(missing[number] for number in sorted(missing)).encode()
        return [(data.start, data.end, f"<{data.tag}>".encode() + inner + f"</{data.tag}>".encode())]
    starts: list[tuple[int, int]] = []
    last = 0
    for each in inside(elements, data):
        last = int(each.attributes.get("r", last + 1))
        starts.append((last, each.start))
    edits: list[Edit] = []
    for number in sorted(missing):
        place = next((start for at, start in starts if at > number), data.close)
        edits.append((place, place, missing[number].encode()))
    return edits
