"""The .xlam file: a zip of fixed order and dates, so that the same sources give the same bytes."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from xlsuite.addin.customui import custom_ui
from xlsuite.addin.modules import IDENTITY, PROJECT, sources
from xlsuite.addin.ovba import vba_project
from xlsuite.errors import UnreadableFile
from xlsuite.files.archive import Archive
from xlsuite.files.opener import read_file
from xlsuite.files.packing import packed

SHEET = "xlsuite.conf"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><workbookPr codeName="ThisWorkbook"/>'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def relationships(*pairs: tuple[str, str]) -> str:
    each = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def settings(windows: str, mac: str) -> list[tuple[str, str]]:
    """What xlwings' module reads; the user's folder is kept off Python's path, for what lies there is not ours."""
    return [
        ("Interpreter_Win", windows),
        ("Interpreter_Mac", mac),
        ("PYTHONPATH", ""),
        ("Use UDF Server", "False"),
        ("Show Console", "False"),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
    ]


def settings_sheet(rows: list[tuple[str, str]]) -> str:
    def cell(place: str, text: str) -> str:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else ""

    lines = "".join(
        f'<row r="{row}">{cell(f"A{row}", key)}{cell(f"B{row}", value)}</row>'
        for row, (key, value) in enumerate(rows, 1)
    )
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr codeName="Sheet1"/><sheetData>{lines}</sheetData></worksheet>'


def addin_bytes(xlwings: Path, windows: str = "", mac: str = "") -> bytes:
    """The add-in; `windows` and `mac` are absolute paths of the Python it starts, "" for the one on the search path."""
    extensibility = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    project = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": HEAD + CONTENT_TYPES,
        "_rels/.rels": relationships(
            (f"{DOCUMENT}/officeDocument", "xl/workbook.xml"), (extensibility, "customUI/customUI.xml")
        ),
        "xl/workbook.xml": HEAD + WORKBOOK,
        "xl/_rels/workbook.xml.rels": relationships(
            (f"{DOCUMENT}/worksheet", "worksheets/sheet1.xml"), (project, "vbaProject.bin")
        ),
        "xl/worksheets/sheet1.xml": settings_sheet(settings(windows, mac)),
        "xl/vbaProject.bin": vba_project(PROJECT, IDENTITY, sources(xlwings)),
        "customUI/customUI.xml": custom_ui(),
    }
    return packed({name: part if isinstance(part, bytes) else part.encode("utf-8") for name, part in parts.items()})


def is_ours(path: Path) -> bool:
    """Whether a file is an add-in that we built: it holds our settings sheet. Anything else of that name is not."""
    try:
        return f'<sheet name="{SHEET}"'.encode() in Archive(read_file(path), path.name).read("xl/workbook.xml")
    except UnreadableFile:
        return False
