"""Made-up computers for the add-in's tests: Windows, macOS and others, with registry, home and programs of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlsuite.addin.machine import MACOS, WINDOWS, Machine, Registry
from xlsuite.addin.modules import installed_xlwings

EXCEL_AT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
PYTHONS = {WINDOWS: r"C:\xlsuite\venv\Scripts\python.exe", MACOS: "/opt/xlsuite/bin/python"}


def registry(values: Mapping[str, Mapping[str, object]]) -> Registry:
    return lambda key: values.get(key, {})


WITH_EXCEL = registry({EXCEL_AT: {"": EXCEL}})


def computer(folder: Path, system: str, **changes: Any) -> Machine:
    """A computer on which everything is well, its folders in `folder`; `changes` are what is not."""
    home, applications = folder / "home", folder / "Applications"
    (applications / "Microsoft Excel.app").mkdir(parents=True, exist_ok=True)
    home.mkdir(exist_ok=True)
    variables = {"APPDATA": str(home / "Roaming")} if system == WINDOWS else {}
    made = Machine(
        system, home, variables, PYTHONS.get(system, "/usr/bin/python3"), installed_xlwings(), WITH_EXCEL, "cp936",
        applications, lambda path: True, lambda name: True,
    )  # fmt: skip
    return made._replace(**changes)
