"""Workbook files read into grids: the one way in for every verb.

An .xlsx is read by calamine when its parts have been found harmless, and our own reader takes what calamine cannot.
Other formats are read in a process of their own (`contained`).
"""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from itertools import chain
from operator import countOf
from typing import Any

from xlsuite.excel.cells import Styles, read_styles
from xlsuite.excel.facts import (
    Scan,
    around,
    count_of_values,
    fits,
    is_doubled,
    is_plain_utf8,
    is_usual,
    region_of,
    scan,
)
from xlsuite.excel.ownreader import OwnReader
from xlsuite.excel.package import SheetPart, Workbook, is_well_formed, read_workbook
from xlsuite.excel.sniff import sniff
from xlsuite.files.archive import Archive
from xlsuite.files.opener import read_file, shown_name
from xlsuite.model.grid import Grid, Merge

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COUNTS = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)")
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s").findall
_LARGE = 1_000_000  # bytes of file from which reading and judging run side by side


def read_grids(path: str | os.PathLike[str]) -> list[Grid]:
    """Read every worksheet of a workbook file, in the workbook's order; the file is opened once and never written.

    Chart, dialog and macro sheets are left out. Raises UnreadableFile with a code of contract §2.
    """
    return read_grids_bytes(read_file(path), os.path.basename(os.fspath(path)))


def read_grids_bytes(content: bytes, name: str) -> list[Grid]:
    """Read a workbook held in memory; `name` is for messages only."""
    name = shown_name(name)
    kind, archive = sniff(content, name)
    if kind == "ooxml" and archive is not None:
        return _PackageReader(archive).grids()
    from xlsuite.excel.contained import read_with_facts

    if kind == "ods" and archive is not None:
        from xlsuite.excel.ods import read_tables

        return read_with_facts(read_tables(archive), content, name)
    if kind == "xlsb" and archive is not None:
        from xlsuite.excel.binary_facts import read_sheets

        return read_with_facts(read_sheets(archive), content, name)
    from xlsuite.excel.biff_facts import read_sheets as facts_of_xls

    return read_with_facts(facts_of_xls(content), content, name)


class _Refused:
    """What stands for a result that calamine did not give."""


REFUSED = _Refused()


def _guarded(call: Callable[[], Any]) -> Any:
    """The result of a call into calamine, or REFUSED; its message, which may quote cells, is dropped.

    A panic of the Rust side is a BaseException; interrupts and exits pass through.
    """
    try:
        return call()
    except Exception:
        return REFUSED
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return REFUSED


class _Background:
    """A call into calamine that runs beside us: it gives up the interpreter lock while it unpacks and parses.

    For a small file (not `beside`) it runs at once: handing the lock over would cost more than the work.
    """

    __slots__ = ("_result", "_thread")

    def __init__(self, call: Callable[[], Any], beside: bool) -> None:
        self._result: Any = REFUSED
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        if beside:
            self._thread.start()
        else:
            self._run(call)

    def _run(self, call: Callable[[], Any]) -> None:
        self._result = _guarded(call)

    def result(self) -> Any:
        if self._thread.ident is not None:
            self._thread.join()
        return self._result


class _PackageReader:
    """Reads the sheets of one OOXML package; no sheet reaches calamine before `fits` has passed it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._workbook: Workbook = read_workbook(archive)
        self._styles: Styles = read_styles(archive, self._workbook)
        self._own = OwnReader(archive, self._workbook, self._styles)
        self._large = len(archive.content) > _LARGE
        self._strings = b""
        self._opening: _Background | None = _Background(self._open, self._large)
        self._book: Any = None

    @cached_property
    def _has_xml_strings(self) -> bool:
        """Whether the shared strings are XML; asked once, while calamine is at the first sheet."""
        strings, self._strings = self._strings, b""
        return not strings or is_well_formed(strings)

    def _open(self) -> Any:
        from python_calamine import CalamineWorkbook

        if self._workbook.strings:  # calamine unpacks it without asking how large it is, and reads past a DOCTYPE
            strings = self._archive.read(self._workbook.strings)
            if strings.find(b"<!", 0, strings.find(b"<sst")) >= 0 or not is_plain_utf8(strings) or overstates(strings):
                return REFUSED
            self._strings = strings
        return CalamineWorkbook.from_filelike(io.BytesIO(self._judged()))

    def _judged(self) -> bytes:
        """A package of the parts that we look at and of no others, under the names that calamine knows.

        It would else find its parts in its own way, and what it lays out be another part than the one that fits.
        """
        from xlsuite.files.packing import STORED, assembled, entry, renamed

        book = self._workbook
        names = {book.styles: "xl/styles.xml", book.strings: "xl/sharedStrings.xml"}
        listed = []
        links = [_link("styles", "styles", "styles.xml"), _link("strings", "sharedStrings", "sharedStrings.xml")]
        for number, sheet in enumerate(book.sheets):
            if sheet.kind == "worksheet":
                names[sheet.path] = f"xl/worksheets/{number}.xml"
                listed.append(f'<sheet name="{number}" sheetId="{number + 1}" r:id="r{number}"/>')
                links.append(_link(f"r{number}", "worksheet", f"worksheets/{number}.xml"))
        epoch = '<workbookPr date1904="1"/>' if book.date1904 else ""
        sheets = f"{epoch}<sheets>{''.join(listed)}</sheets>"
        main = _link("main", "officeDocument", "xl/workbook.xml")
        made = {
            "_rels/.rels": f'<Relationships xmlns="{_LINKS}">{main}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{"".join(links)}</Relationships>',
        }
        entries = [entry(name, text.encode(), STORED) for name, text in made.items()]
        return assembled([*entries, *renamed(self._archive, {path: name for path, name in names.items() if path})])

    def grids(self) -> list[Grid]:
        """All worksheets."""
        sheets = enumerate(self._workbook.sheets)
        grids = [self._grid(sheet, number) for number, sheet in sheets if sheet.kind == "worksheet"]
        self._book = self._opening = None
        if self._large:
            give_back()
        return grids

    def _grid(self, sheet: SheetPart, number: int) -> Grid:
        grid = self._by_calamine(sheet, number)
        return grid or self._own.read(sheet, self._archive.read(sheet.path))

    def _by_calamine(self, sheet: SheetPart, number: int) -> Grid | None:
        """The sheet as calamine reads it; None for one that only our own reader may take.

        The part is held no longer than the searches need it: it is the largest thing in memory after the cells.
        """
        region = region_of(self._archive.read(sheet.path))
        if region is None or not fits(region, self._archive.name, sheet.name):
            return None
        if self._opening is not None:
            self._book, self._opening = self._opening.result(), None
        if self._book is REFUSED:
            return None
        loading = _Background(lambda: self._book.get_sheet_by_name(str(number)), self._large)
        usual = is_usual(region, self._styles)
        facts = scan(region, self._styles, self._workbook.date1904, usual)
        is_xml = (
            facts is not None and is_well_formed(around(region) if usual else region.data) and self._has_xml_strings
        )
        merged, valued = len(MERGE(region.data, region.end)), count_of_values(region)
        del region
        loaded = loading.result()
        if facts is None or not is_xml or loaded is REFUSED:
            return None
        merges = loaded.merged_cell_ranges or []
        if merged != len(merges):
            return None  # one that calamine could not take
        rows = _guarded(lambda: loaded.to_python(skip_empty_area=False))
        if rows is REFUSED or (valued != count_of_filled(rows) and self._is_doubled(sheet)):
            return None
        return _joined(sheet, rows, merges, facts)

    def _is_doubled(self, sheet: SheetPart) -> bool:
        region = region_of(self._archive.read(sheet.path))
        return region is None or is_doubled(region)


def overstates(strings: bytes) -> bool:
    """Whether the shared strings say that they are more than can be: calamine makes room for so many beforehand.

    For too many the process is aborted, which no `except` can stop.
    """
    counts = _COUNTS.findall(strings, 0, max(strings.find(b"<si"), 0) or len(strings))
    return any(int(count) * len(b"<si/>") > len(strings) for count in counts)


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def count_of_filled(rows: list[list[Any]]) -> int:
    """How many cells are not blank."""
    return sum(map(len, rows)) - countOf(chain.from_iterable(rows), "")


def _joined(
    sheet: SheetPart, rows: list[list[Any]], merges: list[tuple[tuple[int, int], tuple[int, int]]], facts: Scan
) -> Grid:
    for (row, column), value in facts.values.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = value
    ranges = tuple(
        Merge(min(top, bottom) + 1, min(left, right) + 1, max(top, bottom) + 1, max(left, right) + 1)
        for (top, left), (bottom, right) in merges
    )
    return Grid(sheet.name, rows, ranges, facts.errors, facts.uncached, facts.hidden_rows, sheet.hidden, facts.remarks)


def give_back() -> None:
    """Hand back to the system what calamine's allocator keeps for itself: Python's own has no use for it.

    A quarter of what a large workbook holds; done by the GNU C library only, elsewhere there is nothing to call.
    """
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
