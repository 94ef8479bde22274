"""The VBA sources of the add-in: our callback, and xlwings' module taken from the installed xlwings (BSD 3-clause)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from xlsuite.addin.ovba import CLASS, MODULE, SHEET, WORKBOOK, Module
from xlsuite.errors import UsageError
from xlsuite.files.opener import read_file

PROJECT = "Xlsuite"
IDENTITY = "{6C1F0D52-8E0B-5C0C-9B63-1D2F6A0E7A11}"
PIP = '"{python}" -m pip install xlwings'
# What is changed in xlwings' module. Settings and code are never taken from the workbook a user happened to open or
# from its folder: a mailed workbook could otherwise name the program that a click starts.
CHANGES = (
    ('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "xlsuite"'),
    ('If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then', "If False Then"),
    ("If FileExists(GetDirectoryConfigFilePath()) = True Then", "If False Then"),
    ('If Right$(sht.Name, 3) = ".py" Then', "If False Then"),
)


def xlwings_folder() -> Path:
    """Where xlwings is installed, without importing it. Raises UsageError with the line that installs it."""
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        import sys

        raise UsageError(
            "做加载项要用 xlwings，这台电脑上还没有装。请在命令行里运行："
            + PIP.format(python=sys.executable)
            + "；不装也可以照常用命令行。"
        )
    return Path(found.origin).parent


def changed(source: str) -> str:
    """xlwings' module with our changes, its licence notice kept. Raises UsageError where a place is not found."""
    for old, new in CHANGES:
        if old not in source:
            raise UsageError("装的 xlwings 版本与加载项对不上。请装 0.37.8 版：pip install xlwings==0.37.8。")
        source = source.replace(old, new)
    notice = "' Changed for xlsuite: project name; no settings or code from the active workbook or its folder.\n"
    first, rest = source.split("\n", 1)
    return f"{first}\n{notice}{rest}"


def class_body(source: str) -> str:
    """A .cls export without its head: what VBA stores for a class has attributes of its own."""
    lines = source.splitlines()
    last = max(at for at, line in enumerate(lines[:40]) if line.startswith("Attribute VB_"))
    return "\n".join(lines[last + 1 :])


def sources(folder: Path) -> tuple[Module, ...]:
    """All modules of the add-in; `folder` is that of the installed xlwings."""
    ours = source(Path(__file__).with_name("RibbonXlsuite.bas"))
    theirs = source(folder / "xlwings_custom_addin.bas")
    dictionary = source(folder / "addin" / "Dictionary.cls")
    return (
        Module("ThisWorkbook", WORKBOOK, ""),
        Module("Sheet1", SHEET, ""),
        Module("Dictionary", CLASS, ascii_only(class_body(dictionary))),
        Module("RibbonXlsuite", MODULE, ours),
        Module("xlwings", MODULE, ascii_only(changed(theirs))),
    )


def source(path: Path) -> str:
    """The text of a module, its lines ended by \\n."""
    return "\n".join(read_file(path).decode("ascii", "replace").splitlines()) + "\n"


def ascii_only(text: str) -> str:
    return text.encode("ascii", "replace").decode("ascii")
