"""What was written over a workbook file put into it: parts are edited by the byte, nothing is loaded and saved.

Cells and notes of the user's sheets are spliced in where they stand; sheets of ours are parts of their own. All else
in the package keeps its bytes. The result is read back before it is given out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.excel.inplace.book import main_part, store_styles, styles_of
from xlsuite.excel.inplace.notes import add_notes
from xlsuite.excel.inplace.package_edit import PackageEdit
from xlsuite.excel.inplace.places import NotPlain, child, inside
from xlsuite.excel.inplace.refusal import obstacle
from xlsuite.excel.inplace.restore import Removal
from xlsuite.excel.inplace.sheet_insert import SHEET_TYPE, Insertion
from xlsuite.excel.inplace.styles_merge import StylesMerge
from xlsuite.excel.package import read_workbook, relations_of
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.xmltext import CONTROLS
from xlsuite.files.archive import Archive
from xlsuite.host.content import Content, Sheet
from xlsuite.host.sheet_xml import cell_edits, whole_sheet
from xlsuite.model.grid import Grid
from xlsuite.model.text import whole


def written(book: Content) -> bytes:
    """The workbook with everything that was written. Raises UsageError for one that is to stay as it is."""
    name = book.facts.name
    archive = Archive(book.content, name)
    main = main_part(archive)
    if found := obstacle(archive, main):
        why, advice = found
        raise UsageError(f"“{name}”{why}，没有写入。{advice}，再点一次。")
    try:
        content = with_written(book, without_removed(book, archive, main))
    except NotPlain:
        raise UsageError(f"“{name}”有工作表的写法特殊，没有写入。请在 Excel 中打开、另存一次后再试。") from None
    verify(book, content, name)
    return content


def without_removed(book: Content, archive: Archive, main: str) -> bytes:
    """First what goes: sheets, and single notes."""
    gone = {*book.removed, *(sheet.name for sheet in rewritten(book, archive))}
    notes = {sheet.name: sheet.gone_notes for sheet in book.sheets if sheet.gone_notes}
    if not gone and not notes:
        return book.content
    removal = Removal(
        archive, main, read_workbook(archive).sheets, gone,
        lambda sheet, place, author, text: place in notes.get(sheet, ()),
    )  # fmt: skip
    return removal.result()


def rewritten(book: Content, archive: Archive) -> list[Sheet]:
    """Cleared sheets that lead to other parts: they go with these and come back at the end."""
    return [
        sheet for sheet in book.sheets
        if sheet.is_cleared and (part := book.facts.part(sheet.name)) and relations_of(archive, part.path)
    ]  # fmt: skip


def with_written(book: Content, content: bytes) -> bytes:
    """Then what comes: cells, notes, sheets."""
    name = book.facts.name
    archive = Archive(content, name)
    main = main_part(archive)
    workbook = read_workbook(archive)
    parts = {part.name: part for part in workbook.sheets if part.kind == "worksheet"}
    package = PackageEdit(archive)
    merge, styles_path = styles_of(package, main, workbook)
    book.faces.merge = merge
    book.faces.forget()
    fresh: list[tuple[Sheet, bytes]] = []
    for sheet in book.sheets:
        part = parts.get(sheet.name)
        if part is None or sheet.is_ours:
            xml = whole_sheet(sheet, book.faces, workbook.date1904) if sheet.is_ours else b""
            if part is not None and sheet.is_cleared:
                package.edit(part.path, (0, len(package.read(part.path)), xml))
            else:
                fresh.append((sheet, xml))
        elif sheet.values or sheet.looks:
            package.edit(part.path, *cell_edits(package.read(part.path), sheet, book.faces, workbook.date1904))
    add_sheets(package, main, merge, fresh)
    show_or_hide(package, main, book)
    notes = {
        sheet.name: [(row, column, text) for (row, column), text in sorted(sheet.new_notes.items())]
        for sheet in book.sheets
    }
    noted = add_notes(package, workbook.sheets, notes)
    if noted.left:
        sheet_name, reason, cells = noted.left[0]
        raise UsageError(f"工作表“{sheet_name}”{reason}，{cells[0]} 等 {len(cells)} 格加不了批注，没有写入。")
    store_styles(package, merge, styles_path)
    recalculate(package, main)
    return package.result()


def add_sheets(package: PackageEdit, main: str, merge: StylesMerge, fresh: Sequence[tuple[Sheet, bytes]]) -> None:
    """New sheets at the end, in their order."""
    insertion = Insertion(package, main, merge)
    folder = posixpath.dirname(main)
    for number, (sheet, xml) in enumerate(fresh, 1):
        path = package.free(f"{folder}/worksheets/xlsuite_live{number}.xml")
        package.add(path, xml, SHEET_TYPE)
        insertion.list(sheet.name, path, "hidden" if sheet.hidden else "")
    if fresh:
        insertion.close()


def show_or_hide(package: PackageEdit, main: str, book: Content) -> None:
    """Sheets that the file has, shown or hidden as was said since."""
    changed = {
        sheet.name: sheet.hidden
        for sheet in book.sheets
        if sheet.grid is not None and sheet.hidden != sheet.grid.hidden
    }
    elements = package.outline(main, 2)
    holder = child(elements, "sheets")
    for each in inside(elements, holder) if holder else ():
        name = each.attributes.get("name", "")
        if name in changed:
            head = package.read(main)[each.start : each.inside]
            plain = re.sub(rb"""\sstate=["']\w+["']""", b"", head)
            state = b' state="hidden"' if changed[name] else b""
            package.edit(main, (each.start, each.inside, re.sub(rb"(sheet)\b", rb"\1" + state, plain, count=1)))


def recalculate(package: PackageEdit, main: str) -> None:
    """Have formulas worked out anew when a program opens the workbook: cells they take from may be other now."""
    element = child(package.outline(main, 2), "calcPr")
    if element is not None and "fullCalcOnLoad" not in element.attributes:
        place = element.start + 1 + len(element.tag)
        package.edit(main, (place, place, b' fullCalcOnLoad="1"'))


# --- reading back ---


def verify(book: Content, content: bytes, name: str) -> None:
    """Every cell says what it is to say, and all others what they said before."""
    after = {grid.name: grid for grid in read_grids_bytes(content, name)}
    for sheet in book.sheets:
        grid = after.get(sheet.name)
        if grid is None or not says_so(sheet, grid):
            raise XlsuiteError(f"“{name}”写入后“{sheet.name}”与要写的对不上，没有写出，原表没有改动。请反馈给维护者。")
    if (set(book.removed) - {sheet.name for sheet in book.sheets}) & set(after):
        raise XlsuiteError(f"“{name}”有工作表没有删掉，没有写出，原表没有改动。请反馈给维护者。")


def says_so(sheet: Sheet, grid: Grid) -> bool:
    for place, value in sheet.values.items():
        found = grid.errors.get(place) or grid.cell(*place)
        if shown(found) != shown(value):
            return False
    if sheet.is_ours or sheet.grid is None:
        return True
    old, written_to = sheet.grid, sheet.values
    return old.merges == grid.merges and all(
        old.cell(number, at) == grid.cell(number, at)
        for number in range(1, max(len(old.rows), len(grid.rows)) + 1)
        for at in range(1, max(len(each) for part in (old, grid) for each in [*part.rows[number - 1 : number], []]) + 1)
        if (number, at) not in written_to
    )


def shown(value: object) -> str:
    if isinstance(value, str):
        value = CONTROLS.sub("", value)
    return whole(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)
