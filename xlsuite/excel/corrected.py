"""A corrected copy of a workbook: the changed cells are written into its sheets, everything else stays as it was.

The package is copied part by part and only the cells that change are spliced into the sheet's XML, so that charts,
formats, macros and notes survive; a load and save through a library would lose some of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from xml.parsers import expat

from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.excel.package import Workbook, read_workbook
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.sniff import sniff
from xlsuite.excel.splice import Row, rows_at
from xlsuite.excel.xmltext import quoteattr, stored
from xlsuite.files.opener import read_file, shown_name
from xlsuite.files.packing import repacked
from xlsuite.model.grid import Grid
from xlsuite.model.place import a1
from xlsuite.verbs.fix import Change

EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
DAY_FORMAT = b"yyyy\\-mm\\-dd"


class NotSpliceable(XlsuiteError):
    """The package is written in a way that cells cannot be changed in without touching the rest."""


class Corrected(NamedTuple):
    """A corrected copy: its content, the changes made, and those left out because the cell is a formula."""

    content: bytes
    made: tuple[Change, ...]
    formulas: tuple[Change, ...]


def corrected(path: str | os.PathLike[str], changes: Iterable[Change]) -> Corrected:
    """The workbook at `path` with the changes made; the file itself is only read, and formulas are never replaced.

    Raises UsageError for formats other than .xlsx and .xlsm, NotSpliceable where a cell cannot be changed.
    """
    content = read_file(path)
    name = shown_name(path)
    kind, archive = sniff(content, name)
    if kind != "ooxml" or archive is None:
        raise UsageError(f"“{name}”不是 .xlsx 或 .xlsm，不能直接修正。请在 Excel 或 WPS 中另存为 .xlsx 后再试。")
    workbook = read_workbook(archive)
    names = {key.lstrip("/"): part.name for key, part in archive.parts.items()}
    parts = {part.name: archive.read(part.name) for part in archive.parts.values()}
    before = dict(parts)
    styles = Styles(parts, names, workbook)
    made: list[Change] = []
    formulas: list[Change] = []
    by_sheet: dict[str, list[Change]] = {}
    for change in changes:
        by_sheet.setdefault(change.sheet, []).append(change)
    for sheet, here in by_sheet.items():
        part = names[next(each.path for each in workbook.sheets if each.name == sheet).lower()]
        parts[part], left = spliced(parts[part], here, styles, workbook.date1904, name)
        formulas += left
        made += [change for change in here if change not in left]
    styles.store(parts)
    if made:
        recalculated(parts, names)
    changed = {part: data for part, data in parts.items() if data is not before[part]}
    result = repacked(archive, changed) if made else content
    verify(content, result, made, name)
    return Corrected(result, tuple(made), tuple(formulas))


def strange(name: str, what: str) -> NotSpliceable:
    return NotSpliceable(f"“{name}”{what}的写法特殊，不能直接修正。请在 Excel 中打开、另存一次后再试。")


def spliced(
    xml: bytes, changes: list[Change], styles: Styles, from_1904: bool, name: str
) -> tuple[bytes, list[Change]]:
    """A sheet's XML with some of its cells replaced or added, and the changes left out because of formulas."""
    by_row: dict[int, list[Change]] = {}
    for change in changes:
        by_row.setdefault(change.row, []).append(change)
    try:
        rows = {} if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else rows_at(xml, set(by_row))
    except (expat.ExpatError, ValueError):
        rows = {}
    missing = sorted(set(by_row) - set(rows))
    if missing:
        raise strange(name, f"第 {missing[0]} 行")
    left: list[Change] = []
    edits: list[tuple[int, int, bytes]] = []
    for number, here in by_row.items():
        edits += row_edits(rows[number], here, styles, from_1904, left)
    return edited(xml, edits), left


def edited(xml: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with each (start, end, new) in place; edits at one place keep their order."""
    pieces: list[bytes] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda each: each[:2]):
        pieces += [xml[done:start], new]
        done = end
    return b"".join([*pieces, xml[done:]])


def row_edits(
    row: Row, changes: list[Change], styles: Styles, from_1904: bool, left: list[Change]
) -> list[tuple[int, int, bytes]]:
    """The edits of one row; new cells go before the first one to their right, formulas into `left`."""
    edits: list[tuple[int, int, bytes]] = []
    for change in sorted(changes, key=lambda each: each.column):
        old = row.cells.get(change.column)
        if old and old.is_formula:
            left.append(change)
            continue
        new = cell_xml(change, int(old.style) if old else 0, row.prefix, styles, from_1904)
        if old:
            edits.append((old.start, old.end, new))
        else:
            after = min((span.start for column, span in row.cells.items() if column > change.column), default=row.end)
            edits.append((after, after, new))
    if row.is_empty and edits:
        tag = f"</{row.prefix}row>".encode()
        inside = b"".join(new for _, _, new in edits)
        return [(row.inside - 2, row.inside, b">" + inside + tag)]
    return edits


def cell_xml(change: Change, style: int, prefix: str, styles: Styles, from_1904: bool) -> bytes:
    """A cell as the sheet's XML writes it: text inline, a number, or a day in a date format."""
    place, p = a1(change.row, change.column), prefix
    if isinstance(change.new, date):
        serial = (change.new - EPOCHS[from_1904]).days
        return f'<{p}c r="{place}" s="{styles.dated(style)}"><{p}v>{serial}</{p}v></{p}c>'.encode()
    if isinstance(change.new, int | float):
        return f'<{p}c r="{place}" s="{style}"><{p}v>{change.new!r}</{p}v></{p}c>'.encode()
    text = stored(str(change.new))
    return (
        f'<{p}c r="{place}" s="{style}" t="inlineStr"><{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'
    ).encode()


def recalculated(parts: dict[str, bytes], names: dict[str, str]) -> None:
    """Have formulas worked out anew when the copy is opened: their stored values are those of the old cells."""
    for name, part in names.items():
        if name.endswith("workbook.xml"):
            parts[part] = re.sub(
                rb"<((?:\w+:)?calcPr)\b(?![^>]*\bfullCalcOnLoad=)", rb'<\1 fullCalcOnLoad="1"', parts[part], count=1
            )


class Styles:
    """The workbook's cell formats; date formats are added at the end, so that no other cell's format moves."""

    def __init__(self, parts: dict[str, bytes], names: dict[str, str], workbook: Workbook) -> None:
        self.part = names.get((workbook.styles or "").lower().lstrip("/"), "")
        self.xml = parts.get(self.part, b"")
        block = re.search(rb"<cellXfs\b[^>]*>(.*?)</cellXfs>", self.xml, re.S)
        self.formats = re.findall(rb"<xf\b[^>]*?/>|<xf\b.*?</xf>", block[1], re.S) if block else []
        self.added: dict[int, int] = {}
        self.new: list[bytes] = []
        used = [int(number) for number in re.findall(rb'<numFmt\b[^>]*?numFmtId="(\d+)"', self.xml)]
        self.format_id = max([175, *used]) + 1

    def dated(self, style: int) -> int:
        """The format of a cell, but showing a day."""
        if not self.formats:
            raise NotSpliceable("这个文件没有单元格格式表，不能写入日期。请在 Excel 中打开、另存一次后再试。")
        if style not in self.added:
            old = self.formats[style] if style < len(self.formats) else self.formats[0]
            new = re.sub(rb'\s(?:numFmtId|applyNumberFormat)="[^"]*"', b"", old)
            new = new.replace(b"<xf", b'<xf numFmtId="%d" applyNumberFormat="1"' % self.format_id, 1)
            self.added[style] = len(self.formats) + len(self.new)
            self.new.append(new)
        return self.added[style]

    def store(self, parts: dict[str, bytes]) -> None:
        """Put the added formats into the styles part; untouched when none was added."""
        if not self.new:
            return
        number = b'<numFmt numFmtId="%d" formatCode=%s/>' % (self.format_id, quoteattr(DAY_FORMAT.decode()).encode())
        xml = self.xml
        if b"</numFmts>" in xml:
            xml = xml.replace(b"</numFmts>", number + b"</numFmts>", 1)
            xml = counted(xml, b"numFmts", 1)
        else:
            xml = re.sub(
                rb"(<styleSheet\b[^>]*>)",
                lambda m: m[1] + b'<numFmts count="1">' + number + b"</numFmts>",
                xml,
                count=1,
            )
        xml = xml.replace(b"</cellXfs>", b"".join(self.new) + b"</cellXfs>", 1)
        parts[self.part] = counted(xml, b"cellXfs", len(self.new))


def counted(xml: bytes, tag: bytes, more: int) -> bytes:
    """A list's `count` raised by what was added."""
    pattern = rb"(<" + tag + rb'\b[^>]*?\bcount=")(\d+)"'
    return re.sub(pattern, lambda m: m[1] + b"%d" % (int(m[2]) + more) + b'"', xml, count=1)


def verify(before: bytes, after: bytes, made: list[Change], name: str) -> None:
    """Read the result back: each changed cell must say what it was changed to, and every other what it said before."""
    wanted = {(change.sheet, change.row, change.column): change for change in made}
    for old, new in zip(read_grids_bytes(before, name), read_grids_bytes(after, name), strict=True):
        for row, column in differing(old, new):
            change = wanted.get((old.name, row, column))
            found = new.cell(row, column)
            if change is None or (found != change.new and str(found) != str(change.new)):
                place = f"{old.name}!{a1(row, column)}"
                raise NotSpliceable(f"“{name}”{place} 没有改对，结果没有写出。请在 Excel 中打开、另存一次后再试。")
            del wanted[old.name, row, column]
    for change in wanted.values():
        raise NotSpliceable(f"“{name}”{change.sheet}!{change.cell} 没有改成，结果没有写出。请反馈给维护者。")


def differing(old: Grid, new: Grid) -> list[tuple[int, int]]:
    """The places, from 1, where two readings of a sheet differ."""
    return [
        (row, column)
        for row in range(1, max(len(old.rows), len(new.rows)) + 1)
        if old.rows[row - 1 : row] != new.rows[row - 1 : row]
        for column in range(1, max(len(each) for grid in (old, new) for each in grid.rows[row - 1 : row]) + 1)
        if old.cell(row, column) != new.cell(row, column)
        or type(old.cell(row, column)) is not type(new.cell(row, column))
    ]
