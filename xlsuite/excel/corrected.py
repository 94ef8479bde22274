"""A corrected copy of a workbook: the changed cells are written into its sheets, everything else stays as it was.

The package is copied part by part and only the cells that change are spliced into the sheet's XML, so that charts,
formats, macros and notes survive; a load and save through a library would lose some of them.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.excel.package import Workbook, read_workbook
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.sniff import read_file, sniff
from xlsuite.model.place import a1
from xlsuite.verbs.fix import Change

ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', re.S)
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)', re.S)
STYLE = re.compile(rb'^<c\b[^>]*?\bs="(\d+)"')
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
DAY_FORMAT = b"yyyy\\-mm\\-dd"


class NotSpliceable(XlsuiteError):
    """The package is written in a way that cells cannot be changed in without touching the rest."""


def corrected(path: str | os.PathLike[str], changes: Iterable[Change]) -> bytes:
    """The workbook at `path` with the changes made, as bytes; the file itself is only read.

    Raises UsageError for formats other than .xlsx and .xlsm, NotSpliceable where a cell cannot be changed.
    """
    import zipfile

    content = read_file(path)
    name = os.path.basename(os.fspath(path))
    kind, archive = sniff(content, name)
    if kind != "ooxml" or archive is None:
        raise UsageError(f"“{name}”不是 .xlsx 或 .xlsm，不能直接修正。请在 Excel 或 WPS 中另存为 .xlsx 后再试。")
    workbook = read_workbook(archive)
    wanted = list(changes)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
        order = package.infolist()
    names = {part.lower().lstrip("/"): part for part in parts}
    styles = Styles(parts, names, workbook)
    for sheet in {change.sheet for change in wanted}:
        part = names[next(each.path for each in workbook.sheets if each.name == sheet).lower().lstrip("/")]
        here = [change for change in wanted if change.sheet == sheet]
        parts[part] = spliced(parts[part], here, styles, workbook.date1904, name)
    styles.store(parts)
    result = packed(order, parts)
    verify(result, wanted, name)
    return result


def spliced(xml: bytes, changes: list[Change], styles: Styles, from_1904: bool, name: str) -> bytes:
    """A sheet's XML with some of its cells replaced or added."""
    by_row: dict[int, list[Change]] = {}
    for change in changes:
        by_row.setdefault(change.row, []).append(change)
    pieces: list[bytes] = []
    end = 0
    for match in ROW.finditer(xml):
        mine = by_row.pop(int(match[1]), None)
        if mine:
            pieces += [xml[end : match.start()], row_with(match, mine, styles, from_1904, name)]
            end = match.end()
    if by_row:
        raise NotSpliceable(f"“{name}”第 {min(by_row)} 行的写法特殊，不能直接修正。请在 Excel 中打开、另存一次后再试。")
    return b"".join([*pieces, xml[end:]])


def row_with(row: re.Match[bytes], changes: list[Change], styles: Styles, from_1904: bool, name: str) -> bytes:
    """One row's XML with its changed cells; cells stay in the order of their columns."""
    cells = {column_number(cell[1].decode()): cell[0] for cell in CELL.finditer(row[2] or b"")}
    if row[2] and b"<c" in row[2] and not cells:
        raise NotSpliceable(f"“{name}”第 {int(row[1])} 行的写法特殊，不能直接修正。请在 Excel 中打开、另存一次后再试。")
    for change in changes:
        old = cells.get(change.column, b"")
        if b"<f" in old:
            raise NotSpliceable(f"“{name}”{change.sheet}!{change.cell} 是公式，不能直接修正。请在 Excel 中改好公式。")
        cells[change.column] = cell_xml(change, old, styles, from_1904)
    start = row[0][: row[0].index(b">") + 1].replace(b"/>", b">")
    return start + b"".join(cells[column] for column in sorted(cells)) + b"</row>"


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_xml(change: Change, old: bytes, styles: Styles, from_1904: bool) -> bytes:
    """A cell as the sheet's XML writes it: text inline, a number, or a day in a date format."""
    found = STYLE.match(old)
    style = int(found[1]) if found else 0
    place = a1(change.row, change.column)
    if isinstance(change.new, date):
        serial = (change.new - EPOCHS[from_1904]).days
        return f'<c r="{place}" s="{styles.dated(style)}"><v>{serial}</v></c>'.encode()
    if isinstance(change.new, int | float):
        return f'<c r="{place}" s="{style}"><v>{change.new!r}</v></c>'.encode()
    text = escape(CONTROLS.sub("", str(change.new)))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'.encode()


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
                rb"(<styleSheet\b[^>]*>)", lambda m: m[1] + b'<numFmts count="1">' + number + b"</numFmts>", xml, count=1
            )
        xml = xml.replace(b"</cellXfs>", b"".join(self.new) + b"</cellXfs>", 1)
        parts[self.part] = counted(xml, b"cellXfs", len(self.new))


def counted(xml: bytes, tag: bytes, more: int) -> bytes:
    """A list's `count` raised by what was added."""
    pattern = rb"(<" + tag + rb'\b[^>]*?\bcount=")(\d+)"'
    return re.sub(pattern, lambda m: m[1] + b"%d" % (int(m[2]) + more) + b'"', xml, count=1)


def packed(order: list, parts: dict[str, bytes]) -> bytes:  # type: ignore[type-arg]
    """The package again: the same parts in the same order, with the same dates."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for info in order:
            package.writestr(info, parts[info.filename], info.compress_type)
    return out.getvalue()


def verify(content: bytes, changes: list[Change], name: str) -> None:
    """Read the result back: each changed cell must say what it was changed to."""
    grids = {grid.name: grid for grid in read_grids_bytes(content, name)}
    for change in changes:
        found = grids[change.sheet].cell(change.row, change.column)
        if found != change.new and str(found) != str(change.new):
            raise NotSpliceable(f"“{name}”{change.sheet}!{change.cell} 没有改成，结果没有写出。请反馈给维护者。")
