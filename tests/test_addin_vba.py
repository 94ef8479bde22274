"""The add-in's VBA run by a real program: LibreOffice clicks every button of a twin workbook and notes the commands.

LibreOffice opens no .xlam, so the twin is an .xlsm made by the same code, with the same callback. What it cannot run
(the type of a ribbon control, xlwings' module, a box on the screen) stands in for it as a few lines that note what they
are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Document
from tests.office_macros import MacroOffice, modules, run, source
from xlsuite.addin.modules import PROJECT, installed_xlwings, needed_xlwings, sources
from xlsuite.addin.ovba import CLASS, MODULE, Module
from xlsuite.addin.package import CONF, TEXTS, WORDS, Settings, workbook_bytes
from xlsuite.addin.ribbon import BUTTONS

XLWINGS = needed_xlwings(installed_xlwings(), "python")
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PYTHON = "C:\\xlsuite\\venv\\Scripts\\python.exe"
SAID = dict(TEXTS)
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


@pytest.fixture(scope="module")
def program() -> Iterator[MacroOffice]:
    started = MacroOffice()
    try:
        started.start()
        yield started
    finally:
        started.stop()


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


def test_every_button_asks_python_for_its_own_tag(program: MacroOffice, tmp_path: Path) -> None:
    with program.open(twin(tmp_path / "双胞胎.xlsm", Settings(windows=PYTHON))) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        assert noted(document, "D") == [command(tag) for tag in TAGS]
        assert noted(document, "E") == []


def test_a_build_for_no_computer_leaves_the_interpreter_to_xlwings(program: MacroOffice, tmp_path: Path) -> None:
    with program.open(twin(tmp_path / "twin.xlsm", Settings())) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        assert noted(document, "D") == [command(tag) for tag in TAGS]


GONE = "C:\\gone\\python.exe"
NONE_OPEN = ("ActiveWorkbook Is Nothing", "True")
BROKEN = ("xlwings.RunPython ", "Err.Raise 70 '")
MEETINGS = (
    ("the Python is gone", GONE, (), SAID["no_python"].replace("{}", GONE)),
    ("no workbook is open", PYTHON, (NONE_OPEN,), SAID["no_workbook"]),
)


@pytest.mark.parametrize(
    ("python", "changes", "said"), [case[1:] for case in MEETINGS], ids=[case[0] for case in MEETINGS]
)
def test_what_stands_in_the_way_is_said_in_chinese(
    program: MacroOffice, tmp_path: Path, python: str, changes: tuple[tuple[str, str], ...], said: str
) -> None:
    with program.open(twin(tmp_path / "twin.xlsm", Settings(windows=python), "", *changes)) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        assert noted(document, "D") == [] and noted(document, "E") == [said] * len(TAGS)


def test_a_program_that_may_not_start_is_said_in_chinese(program: MacroOffice, tmp_path: Path) -> None:
    """As where a policy forbids Office to start others: VBA's error 70."""
    with program.open(twin(tmp_path / "twin.xlsm", Settings(windows=PYTHON), "", BROKEN)) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        before, after = SAID["no_start"].split("{}")
        said = noted(document, "E")
        assert len(said) == len(TAGS) and noted(document, "D") == []
        assert all(each.startswith(before + "70 ") and each.endswith(after) for each in said)


LOGS = (
    ('"Traceback (most recent call last):" & vbCrLf & "  File x" & vbCrLf & "ModuleNotFoundError: No module named \'xlsuite\'" & vbCrLf',
     SAID["python_failed"].replace("{}", "ModuleNotFoundError: No module named 'xlsuite'")),
    ('Words("title") & ": ready" & vbCrLf', "廉政台账: ready"),
    ('"one line"', SAID["python_failed"].replace("{}", "one line")),
)  # fmt: skip


@pytest.mark.parametrize(("log", "said"), LOGS)
def test_what_python_left_behind_is_shown_without_a_traceback(
    program: MacroOffice, tmp_path: Path, log: str, said: str
) -> None:
    with program.open(twin(tmp_path / "twin.xlsm", Settings(windows=PYTHON), log)) as document:
        run(document, f"{PROJECT}.Driver.FailAll")
        assert noted(document, "E") == [said]


def test_another_program_reads_the_whole_project(program: MacroOffice, tmp_path: Path) -> None:
    path = tmp_path / "whole.xlsm"
    own = sources(XLWINGS)
    path.write_bytes(workbook_bytes(MACRO_BOOK, own, Settings()))
    with program.open(path) as document:
        assert sorted(modules(document)[PROJECT]) == sorted(module.name for module in own)
        for module in own[3:]:
            code = module.source.replace("\r\n", "\n").split("\n")
            read = source(document, PROJECT, module.name).replace("\r\n", "\n")
            assert all(line in read for line in code if line and not line.startswith("Attribute "))
        assert [tuple(row) for row in document.values(WORDS, f"A1:B{len(TEXTS)}")] == list(TEXTS)
