"""The VBA sources of the add-in: our callback, and xlwings' module taken from the installed xlwings (BSD 3-clause).

xlwings' module keeps its notice and is changed in the few lines listed here: a workbook that came from somewhere must
not be able to say which program a click starts, and what the module says, it says in Chinese. So is the script that
Excel for Mac starts Python with.
"""

from __future__ import annotations

import re
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from xlsuite.addin.ovba import CLASS, MODULE, SHEET, WORKBOOK, Module
from xlsuite.errors import UnreadableFile, UsageError
from xlsuite.files.opener import read_file

PROJECT = "Xlsuite"
IDENTITY = "{6C1F0D52-8E0B-5C0C-9B63-1D2F6A0E7A11}"
NEEDED, BELOW = (0, 37, 8), (0, 38)
WANTED = "xlwings>=0.37.8,<0.38"
PIP = '"{python}" -m pip install "' + WANTED + '"'
# Settings and code are never taken from the workbook a user happened to open
# or from its folder: a mailed workbook could otherwise name the program that a click starts.
CHANGES = (
    ('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "xlsuite"'),
    ('If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then', "If False Then"),
    ("If FileExists(GetDirectoryConfigFilePath()) = True Then", "If False Then"),
    ('If Right$(sht.Name, 3) = ".py" Then', "If False Then"),
    ("        Content = Message\n    End If\n", "        Content = Message\n    End If\n    RibbonXlsuite.ShowFailure Content\n    Exit Sub\n"),
    ('MsgBox "Could not find Interpreter!", vbCritical', 'RibbonXlsuite.Tell Replace(RibbonXlsuite.Words("no_python"), "{}", PYTHON_WIN)'),
    ("MsgBox \"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\", vbCritical", 'RibbonXlsuite.Tell RibbonXlsuite.Words("no_script")'),
    ('Application.StatusBar = "Running..."', 'Application.StatusBar = RibbonXlsuite.Words("running")'),
    # xlwings.utils takes in pandas before our own code can keep it out; no search path of a workbook's is wanted.
    ('""import xlwings.utils;xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\""); " & PythonCommand', '""" & PythonCommand'),
    ('ParameterString = PYTHONPATH + ";"', 'ParameterString = ""'),
    ('"|" + ActiveWorkbook.Name', '"|" + Replace(ActiveWorkbook.Name, "|", "?")'),
    ('AppleScriptTask("xlwings-"', 'AppleScriptTask("xlsuite-"'),
)  # fmt: skip
# Every part of the shell's line is quoted: the name of a workbook, $(...) in it too, never becomes part of a command.
SCRIPT_CHANGES = (
    ('PythonInterpreter & " -B -u -W ignore -c \\"import xlwings.utils;xlwings.utils.prepare_sys_path(\'" & PYTHONPATH & "\');" &', 'quoted form of PythonInterpreter & " -B -u -W ignore -c " & quoted form of PythonCommand &'),
    ('PythonCommand & " \\" \\"--wb=" & WorkbookName & "\\" \\"--from_xl=1\\" \\"--app=" & ApplicationFullName & "\\" > /dev/null 2>\\"" & LOG_FILE & "\\" & "', '" " & quoted form of ("--wb=" & WorkbookName) & " --from_xl=1 " & quoted form of ("--app=" & ApplicationFullName) & " > /dev/null 2>" & quoted form of LOG_FILE & " & "'),
)  # fmt: skip
SCRIPT_NOTICE = "-- xlwings' script (BSD 3-clause), changed for xlsuite: every part of the line is quoted."


class Xlwings(NamedTuple):
    """The installed xlwings, looked at without importing it."""

    version: str
    folder: Path

    @property
    def fits(self) -> bool:
        """Whether the add-in is written for this version."""
        return fits(self.version)

    @property
    def script_name(self) -> str:
        """What our script for Excel for Mac is called; the version is the one that xlwings' module asks for."""
        return f"xlsuite-{self.version}.applescript"


def installed_xlwings() -> Xlwings | None:
    try:
        version, found = metadata.version("xlwings"), find_spec("xlwings")
    except (metadata.PackageNotFoundError, ValueError):
        return None
    return Xlwings(version, Path(found.origin).parent) if found and found.origin else None


def fits(version: str) -> bool:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    return NEEDED <= numbers < BELOW


def needed_xlwings(found: Xlwings | None, python: str) -> Xlwings:
    """The xlwings that was found. Raises UsageError with the line that installs the right one."""
    line = PIP.format(python=python)
    if found is None:
        raise UsageError(f"加载项要用 xlwings，这个 Python 里还没有装。请先运行：{line}；不装也可以照常用命令行。")
    if not found.fits:
        raise UsageError(f"装的 xlwings 是 {found.version}，加载项要用 {WANTED}。请先运行：{line}")
    return found


def replaced(source: str, changes: tuple[tuple[str, str], ...]) -> str:
    """A source of xlwings' with changes. Raises UsageError where a place is not found."""
    for old, new in changes:
        if old not in source:
            raise UsageError(f"这一版 xlwings 的代码与加载项所用的不同。请安装 {WANTED}。")
        source = source.replace(old, new)
    return source


def script(xlwings: Xlwings) -> bytes:
    """What Excel for Mac starts Python with: UTF-8, lines ended as xlwings ends them."""
    source = read_file(xlwings.folder / f"xlwings-{xlwings.version}.applescript").decode("utf-8")
    return f"{SCRIPT_NOTICE}\n{replaced(source, SCRIPT_CHANGES)}".encode()


def is_our_script(content: bytes) -> bool:
    return content.startswith(SCRIPT_NOTICE.encode())


def changed(source: str) -> str:
    """xlwings' module with our changes, its licence notice kept. Raises UsageError where a place is not found."""
    source = replaced(source, CHANGES)
    notice = (
        "' Changed for xlsuite: project name; no settings or code from the active workbook or its folder; messages.\n"
    )
    first, rest = source.split("\n", 1)
    return f"{first}\n{notice}{rest}"


def class_body(source: str) -> str:
    """A .cls export without its head: what VBA stores for a class has attributes of its own."""
    lines = source.splitlines()
    last = max(at for at, line in enumerate(lines[:40]) if line.startswith("Attribute VB_"))
    return "\n".join(lines[last + 1 :])


def sources(xlwings: Xlwings) -> tuple[Module, ...]:
    """All modules of the add-in; the first ones are those of the workbook and its sheets."""
    return (
        Module("ThisWorkbook", WORKBOOK, ""),
        Module("SheetConf", SHEET, ""),
        Module("SheetWords", SHEET, ""),
        Module("Dictionary", CLASS, class_body(taken(xlwings.folder / "addin" / "Dictionary.cls"))),
        Module("RibbonXlsuite", MODULE, taken(Path(__file__).with_name("RibbonXlsuite.bas"))),
        Module("xlwings", MODULE, changed(taken(xlwings.folder / "xlwings_custom_addin.bas"))),
    )


def taken(path: Path) -> str:
    """A source file in ASCII, its lines ended by \\n: xlwings' comments hold a few characters that a module cannot."""
    try:
        text = read_file(path).decode("utf-8", "replace")
    except UnreadableFile:
        raise UsageError(f'xlwings 里缺少“{path.name}”，安装不完整。请重新安装：pip install "{WANTED}"。') from None
    return "\n".join(text.encode("ascii", "replace").decode("ascii").splitlines()) + "\n"
