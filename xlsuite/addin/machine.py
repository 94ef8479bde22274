"""The computer the add-in is for: its system, the folders Excel starts from, and the Python a click starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

ADDIN = "xlsuite.xlam"
SCRIPT = "xlwings-*.applescript"


class Machine:
    """What the installation looks at; a test gives its own instead of this computer's."""

    def __init__(self, system: str, home: Path, variables: Mapping[str, str], interpreter: str, xlwings: bool) -> None:
        self.system = system
        self.home = home
        self.variables = variables
        self.interpreter = interpreter
        self.xlwings = xlwings

    @property
    def has_excel_host(self) -> bool:
        """Whether Excel can run here at all."""
        return self.system in ("win32", "darwin")

    @property
    def startup(self) -> Path | None:
        """The folder whose workbooks Excel opens at every start; None where it cannot be told."""
        if self.system == "darwin":
            group = self.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
            return group / "User Content.localized" / "Startup.localized" / "Excel"
        roaming = self.variables.get("APPDATA", "")
        return Path(roaming) / "Microsoft" / "Excel" / "XLSTART" if self.system == "win32" and roaming else None

    @property
    def target(self) -> Path | None:
        return self.startup / ADDIN if self.startup else None

    @property
    def logs(self) -> Path:
        return self.home / ".xlsuite" / "log"

    @property
    def has_script(self) -> bool:
        """Whether macOS lets Excel start Python: xlwings' AppleScript stands where Excel may run it."""
        return any((self.home / "Library" / "Application Scripts" / "com.microsoft.Excel").glob(SCRIPT))


def this_machine() -> Machine:
    """The computer we run on; the interpreter is the absolute path of the Python that runs now."""
    system = sys.platform if sys.platform in ("win32", "darwin") else "linux"
    return Machine(system, Path.home(), os.environ, os.path.abspath(sys.executable), find_spec("xlwings") is not None)
