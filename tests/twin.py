"""A twin of the add-in that LibreOffice can open and run, and the buttons clicked in it.

LibreOffice opens no .xlam, so the twin is an .xlsm made by the same code, with the same callback. What it cannot run
(the type of a ribbon control, xlwings' module, a box on the screen) stands in for it as a few lines that note what they
are asked.
"""

from __future__ import annotations

from pathlib import Path

from tests.office import Document
from tests.office_macros import MacroOffice, run
from xlsuite.addin.modules import PROJECT, installed_xlwings, needed_xlwings, sources
from xlsuite.addin.ovba import CLASS, MODULE, Module
from xlsuite.addin.package import CONF, Settings, workbook_bytes
from xlsuite.addin.ribbon import BUTTONS

XLWINGS = needed_xlwings(installed_xlwings(), "python")
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PYTHON = "C:\\xlsuite\\venv\\Scripts\\python.exe"
TAGS = [button.tag for button in BUTTONS]
ASKED, TOLD = 4, 5  # columns of the settings sheet where the stand-ins note commands, and what is shown
STAND_IN = f"""Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    Note {ASKED}, PythonCommand
End Function

Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = (FileSpec = "{PYTHON}")
End Function

Public Sub Note(ByVal column As Long, ByVal text As String)
    Dim row As Long
    row = 1
    Do While ThisWorkbook.Worksheets("{CONF}").Cells(row, column).Value <> ""
        row = row + 1
    Loop
    ThisWorkbook.Worksheets("{CONF}").Cells(row, column).Value = text
End Sub
"""
CLICKS = "".join(f'    control.Tag = "{tag}"\n    OnButton control\n' for tag in TAGS)
DRIVER = f"""Attribute VB_Name = "Driver"
Public Sub ClickAll()
    Dim control As New IRibbonControl
{CLICKS}End Sub

Public Sub FailAll()
    ShowFailure "{{log}}"
End Sub
"""
BOX = 'CreateObject("WScript.Shell").Popup text, 0, Words("title"), 48'


def twin(path: Path, settings: Settings, log: str = "", *changes: tuple[str, str]) -> Path:
    """The add-in as LibreOffice can run it; `changes` are made to our own module, `log` is what a failure shows."""
    kept = []
    for module in sources(XLWINGS):
        text = module.source
        for old, new in ((BOX, f"xlwings.Note {TOLD}, text"), *changes):
            if module.name == "RibbonXlsuite":
                assert text.count(old) == 1, old
                text = text.replace(old, new)
        if module.name not in ("xlwings", "Dictionary"):
            kept.append(module._replace(source=text))
    stand_ins = [
        Module("IRibbonControl", CLASS, "Public Tag As String\n"),
        Module("xlwings", MODULE, STAND_IN),
        Module("Driver", MODULE, DRIVER.replace('"{log}"', log or '""')),
    ]
    path.write_bytes(workbook_bytes(MACRO_BOOK, [*kept, *stand_ins], settings))
    return path


def noted(document: Document, column: str) -> list[str]:
    return [row[0] for row in document.values(CONF, f"{column}1:{column}{len(TAGS) + 2}") if row[0]]


def command(tag: str) -> str:
    return f"import xlsuite.click; xlsuite.click.click('{tag}')"


def recorded(program: MacroOffice, folder: Path) -> dict[str, str]:
    """The command that each button's callback hands to Python, by the button's tag."""
    with program.open(twin(folder / "双胞胎.xlsm", Settings(windows=PYTHON))) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        return dict(zip(TAGS, noted(document, "D"), strict=True))
