"""The computer the add-in is for: its system, where Excel looks, what a click starts; a test makes up another one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from xlsuite.addin.modules import Xlwings, installed_xlwings
from xlsuite.files.opener import read_text

ADDIN = "xlsuite.xlam"
WINDOWS, MACOS = "win32", "darwin"
Registry = Callable[[str], Mapping[str, object]]  # a key that begins with HKCU, HKLM or HKCR -> its values by name
SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


def no_registry(key: str) -> Mapping[str, object]:
    return {}


class Machine(NamedTuple):
    """What the installation looks at.

    system: "win32", "darwin" or another; codepage: of programs that know no Unicode; has_module: whether the
    interpreter can import a module; is_quarantined: whether macOS marks a file as come from the internet.
    """

    system: str
    home: Path
    variables: Mapping[str, str]
    interpreter: str
    xlwings: Xlwings | None
    registry: Registry = no_registry
    codepage: str = "utf-8"
    applications: Path = Path("/Applications")
    is_file: Callable[[str], bool] = os.path.isfile
    has_module: Callable[[str], bool] = lambda name: find_spec(name) is not None
    is_quarantined: Callable[[Path], bool] = lambda path: False

    @property
    def has_excel_host(self) -> bool:
        """Whether Excel can run here at all."""
        return self.system in (WINDOWS, MACOS)

    @property
    def title(self) -> str:
        return {WINDOWS: "Windows", MACOS: "macOS", "linux": "Linux"}.get(self.system, self.system)

    @property
    def roaming(self) -> Path | None:
        """Windows' folder for what programs keep of a user; None where the system names none."""
        given = self.variables.get("APPDATA", "")
        return Path(given) if given else None

    @property
    def mac_office(self) -> Path:
        return self.home / "Library" / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"

    @property
    def startup(self) -> Path | None:
        """The folder whose workbooks Excel opens at every start, and trusts; None where it cannot be told."""
        if self.system == MACOS:
            return self.mac_office / "Startup.localized" / "Excel"
        return self.roaming / "Microsoft" / "Excel" / "XLSTART" if self.system == WINDOWS and self.roaming else None

    @property
    def target(self) -> Path | None:
        return self.startup / ADDIN if self.startup else None

    @property
    def addins_folder(self) -> Path | None:
        """Where Excel keeps the add-ins that were ticked in its list."""
        if self.system == MACOS:
            return self.mac_office / "Add-Ins.localized"
        return self.roaming / "Microsoft" / "AddIns" if self.system == WINDOWS and self.roaming else None

    @property
    def scripts_folder(self) -> Path:
        """The one folder whose AppleScripts Excel for Mac may run."""
        return self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"

    @property
    def logs(self) -> Path:
        return self.home / ".xlsuite" / "log"

    @property
    def desktop(self) -> Path:
        moved = self.registry(SHELL_FOLDERS).get("Desktop") if self.system == WINDOWS else None
        return Path(self.expanded(moved)) if isinstance(moved, str) else self.home / "Desktop"

    def expanded(self, text: str) -> str:
        """A text with %NAMES% replaced, as Windows writes its folders."""
        return re.sub(r"%([^%]+)%", lambda found: self.variables.get(found[1], found[0]), text)

    def is_blocked(self, path: Path) -> bool:
        """Whether a file is marked as come from the internet; Excel does not run the macros of such a file."""
        if self.system != WINDOWS:
            return self.is_quarantined(path)
        try:
            mark = read_text(f"{path}:Zone.Identifier")  # a second stream of the file
        except OSError:
            return False
        except ValueError:  # marked, by a program with words of its own
            return True
        return bool(re.search(r"ZoneId=[34]", mark))


def this_machine() -> Machine:
    """The computer we run on; the interpreter is the absolute path of the Python that runs now."""
    python = os.path.abspath(sys.executable)
    if os.path.basename(python).lower() == "pythonw.exe":
        python = os.path.join(os.path.dirname(python), "python.exe")
    return Machine(
        sys.platform, Path.home(), os.environ, python, installed_xlwings(), windows_registry, windows_codepage(),
        is_quarantined=mac_quarantine,
    )  # fmt: skip


def windows_codepage() -> str:
    import locale

    return locale.getencoding() if sys.platform == "win32" else "utf-8"


def windows_registry(key: str) -> Mapping[str, object]:
    """The values under a key; none where there is no such key or no registry."""
    if sys.platform != "win32":
        return {}
    import winreg

    roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE, "HKCR": winreg.HKEY_CLASSES_ROOT}
    root, _, rest = key.partition("\\")
    try:
        with winreg.OpenKey(roots[root], rest) as found:
            values = [winreg.EnumValue(found, at) for at in range(winreg.QueryInfoKey(found)[1])]
    except OSError:
        return {}
    return {name: value for name, value, _ in values}


def mac_quarantine(path: Path) -> bool:
    if sys.platform != "darwin":
        return False
    asked = ["/usr/bin/xattr", "-p", "com.apple.quarantine", str(path)]
    try:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
