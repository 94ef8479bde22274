"""A user's workbook with our sheets and notes in it, or without: bytes in, bytes out, checked before they go on."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xlsuite.errors import UnreadableFile, UsageError, XlsuiteError
from xlsuite.excel.inplace.notes import Note, Noted, add_notes
from xlsuite.excel.inplace.package_edit import PackageEdit, merged
from xlsuite.excel.inplace.places import NotPlain, edited
from xlsuite.excel.inplace.record import SHEET, Ours, Record, first_cell, note_sign, own_names, record_of, record_sheet
from xlsuite.excel.inplace.refusal import refuse
from xlsuite.excel.inplace.restore import Removal, exactly, ours
from xlsuite.excel.inplace.sheet_insert import SHEET_TYPE, Insertion, OwnSheet, Source, chosen_sheets, free_sheet_name
from xlsuite.excel.inplace.styles_merge import EMPTY, StylesMerge
from xlsuite.excel.package import Workbook, main_path, read_workbook
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.sniff import sniff
from xlsuite.files.archive import Archive
from xlsuite.model.grid import Grid

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class Plain(NamedTuple):
    """A workbook without what we put into it; `own` are our sheets as they stood, `record` what was noted of them."""

    content: bytes
    grids: list[Grid]
    own: list[Grid]
    record: Record | None


class Written(NamedTuple):
    """A workbook with our sheets: its content, the sheets of ours that can be seen, and what became of the notes."""

    content: bytes
    sheets: tuple[str, ...]
    notes: Noted


def package_of(content: bytes, name: str) -> Archive:
    """The package of a workbook that can be edited in place. Raises UsageError for other formats."""
    kind, archive = sniff(content, name)
    if kind != "ooxml" or archive is None:
        raise UsageError(
            f"“{name}”不是 .xlsx 或 .xlsm，不能在原表里加工作表。请在 Excel 或 WPS 中另存为 .xlsx，"
            "或不用 --in-place，把结果写成单独的文件。"
        )
    return archive


def main_part(archive: Archive) -> str:
    path = main_path(archive)
    part = archive.find(path)
    return part.name.replace("\\", "/") if part else path


def without(content: bytes, name: str) -> Plain:
    """The workbook without our sheets and notes: as it was before, byte for byte, if nobody saved it in between."""
    archive = package_of(content, name)
    grids = read_grids_bytes(content, name)
    record = record_of(grids)
    names = own_names(grids, record)
    if record is None and not names:
        return Plain(content, grids, [], None)
    main = main_part(archive)
    refuse(archive, main, "清除或更新")
    mine = [grid for grid in grids if grid.name in names]
    left = [grid for grid in grids if grid.name not in names]
    plain = exactly(archive, record) if record else None
    if plain is None or not says_the_same(plain, name, left):
        signs = record.notes if record else frozenset()

        def is_gone(sheet: str, place: tuple[int, int], author: str, text: str) -> bool:
            return ours(sheet, place, author, text) or (bool(signs) and note_sign(text) in signs)

        plain = Removal(archive, main, read_workbook(archive).sheets, names, is_gone).result()
        if not says_the_same(plain, name, left):
            raise XlsuiteError(
                f"“{name}”清除后与原表对不上，没有写出，原表没有改动。请从备份里取回原来的文件，并反馈给维护者。"
            )
    return Plain(plain, left, mine, record)


def says_the_same(content: bytes, name: str, left: Sequence[Grid]) -> bool:
    """Whether a workbook holds these sheets and no others: a record can be written by anybody, and is not believed."""
    try:
        found = read_grids_bytes(content, name)
    except UnreadableFile:
        return False
    return len(found) == len(left) and all(map(same, left, found))


def with_sheets(
    plain: Plain, name: str, books: Mapping[str, bytes], notes: Mapping[str, Sequence[Note]] | None = None
) -> Written:
    """The workbook with the sheets of our workbooks at its end (verb → content), and with notes on its cells.

    notes: sheet → (row, column, text). The same input gives the same bytes. Raises UsageError for workbooks that are
    to stay as they are, XlsuiteError where the result does not read as it must.
    """
    archive = package_of(plain.content, name)
    main = main_part(archive)
    refuse(archive, main, "写入")
    workbook = read_workbook(archive)
    package = PackageEdit(archive)
    merge, styles_path = styles_of(package, main, workbook)
    sources = [Source(kind, content) for kind, content in books.items()]
    taken = {sheet.name.lower() for sheet in workbook.sheets} | {SHEET.lower()}
    chosen = chosen_sheets(sources, taken)
    insertion = Insertion(package, main, merge)
    for source in sources:
        insertion.insert(source, [each for each in chosen if each.kind == source.kind])
    record_path = package.free(posixpath.join(posixpath.dirname(main), "worksheets/xlsuite_record.xml"))
    package.add(record_path, b"", SHEET_TYPE)
    insertion.list(free_sheet_name(SHEET, {sheet.name.lower() for sheet in workbook.sheets}), record_path, "veryHidden")
    insertion.close()
    noted = add_notes(package, workbook.sheets, notes or {})
    store_styles(package, merge, styles_path)
    ours = tuple(told for source in sources for told in ours_of(source, books, chosen))
    record = Record(ours, tuple(sorted(package.added)), package.journal())
    package.added[record_path] = record_sheet(record)
    content = package.result()
    verify(plain, content, name, record)
    seen = tuple(each.name for each in chosen if not each.part.hidden)
    return Written(content, seen, noted)


def styles_of(package: PackageEdit, main: str, workbook: Workbook) -> tuple[StylesMerge, str]:
    """The user's cell formats, to be added to; an empty list where the workbook has none."""
    try:
        return StylesMerge(package.read(workbook.styles) if workbook.styles else EMPTY), workbook.styles
    except NotPlain:
        package.outline(workbook.styles)
        raise


def store_styles(package: PackageEdit, merge: StylesMerge, path: str) -> None:
    if path:
        package.edit(path, *merge.edits())
        return
    main = main_part(package.archive)
    new = package.free(posixpath.join(posixpath.dirname(main), "styles.xml"))
    package.add(new, edited(EMPTY, merged(merge.edits())), STYLES_TYPE)
    package.relate(main, "xlsuiteStyles", "styles", new)


def ours_of(source: Source, books: Mapping[str, bytes], chosen: Sequence[OwnSheet]) -> list[Ours]:
    """What our sheets will be known by."""
    first = {grid.name: first_cell(grid) for grid in read_grids_bytes(books[source.kind], source.kind)}
    return [
        Ours(each.kind, each.name, first.get(each.wanted, ""), each.colour)
        for each in chosen
        if each.kind == source.kind
    ]


def verify(plain: Plain, content: bytes, name: str, record: Record) -> None:
    """Read the result back: the user's sheets say what they said, ours are there, and without them all is as before."""
    after = read_grids_bytes(content, name)
    count = len(plain.grids)
    restored = exactly(Archive(content, name), record)
    is_whole = (
        all(same(old, new) for old, new in zip(plain.grids, after[:count], strict=True))
        and {each.name for each in record.sheets} <= {grid.name for grid in after[count:]}
        and restored is not None
        and contents(restored, name) == contents(plain.content, name)
    )
    if not is_whole:
        raise XlsuiteError(
            f"“{name}”写入后与原表对不上，没有写出，原表没有改动。"
            "请不用 --in-place，把结果写成单独的文件，并反馈给维护者。"
        )


def same(old: Grid, new: Grid) -> bool:
    return all(
        getattr(old, part) == getattr(new, part)
        for part in ("name", "rows", "merges", "errors", "uncached", "hidden_rows", "hidden")
    )


def contents(content: bytes, name: str) -> dict[str, tuple[int, int]]:
    """Each part's size and checksum."""
    return {part.name: (part.size, part.checksum) for part in Archive(content, name).parts.values()}
