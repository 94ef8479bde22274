"""`xlsuite addin`: build the add-in, put it where Excel starts it from, take it away, say what stands in its way."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import NamedTuple

from xlsuite.addin.machine import ADDIN, Machine, this_machine
from xlsuite.addin.modules import PIP, xlwings_folder
from xlsuite.addin.package import addin_bytes, is_ours
from xlsuite.errors import UnreadableFile, UnwritableOutput, UsageError
from xlsuite.files.opener import read_file
from xlsuite.files.save import save

BAT = "xlsuite-检查.bat"
NO_EXCEL = (
    "这台电脑上没有 Excel（不是 Windows，也不是 macOS），加载项用不上。照样能用的：命令行，如 xlsuite 一键 台账.xlsx；"
    "空白台账，xlsuite 新建；结果用 WPS 或 LibreOffice 打开。"
)
ACTIONS = ("build", "install", "status", "remove", "doctor")


class Note(NamedTuple):
    """One thing looked at: whether it is as it must be, and a sentence with the remedy where it is not."""

    fine: bool
    text: str


def pip_line(machine: Machine) -> str:
    return PIP.format(python=machine.interpreter)


def bat_text(interpreter: str) -> str:
    """A batch file to drop workbooks on; to be stored as UTF-8 with CRLF."""
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        f'set "PYTHON={interpreter.replace("%", "%%")}"',
        'if "%~1"=="" echo 把台账文件拖到这个文件的图标上即可检查，不改您的表。& pause & exit /b 2',
        '"%PYTHON%" -m xlsuite check %*',
        "pause",
    )
    return "\r\n".join(lines) + "\r\n"


def build(options: Namespace, machine: Machine) -> int:
    """Write the add-in, or the batch file, where -o says; nothing there is replaced."""
    name = BAT if options.bat else ADDIN
    target = Path(options.output or name)
    if target.is_dir():
        target /= name
    if target.suffix.lower() != Path(name).suffix:
        raise UsageError(f"-o 写的是“{target}”，这里写出的是 {Path(name).suffix} 文件。请改结尾，或写一个文件夹。")
    content = bat_text(machine.interpreter).encode("utf-8") if options.bat else addin_bytes(xlwings_folder())
    save(target, content)
    print(f"已写 {target}")
    return 0


def own_bytes(machine: Machine) -> bytes:
    windows, mac = (machine.interpreter, "") if machine.system == "win32" else ("", machine.interpreter)
    return addin_bytes(xlwings_folder(), windows, mac)


def target_of(machine: Machine) -> Path:
    """Where the add-in goes. Raises UsageError where this computer has no such place."""
    if not machine.has_excel_host:
        raise UsageError(NO_EXCEL)
    if machine.target is None:
        raise UsageError("找不到 Excel 的启动文件夹：系统没有给出 APPDATA。请在自己的账户下打开命令行再试。")
    return machine.target


def install(options: Namespace, machine: Machine) -> int:
    """Put the add-in where Excel starts it from; an older one of ours gives way to it."""
    target = target_of(machine)
    if not machine.xlwings:
        raise UsageError(f"加载项要用 xlwings，这台电脑上还没有装。请先运行：{pip_line(machine)}")
    refuse_foreign(target)
    try:
        save(target, own_bytes(machine), replace=True)
    except UnwritableOutput as error:
        if isinstance(error.__cause__, PermissionError):
            raise UsageError(f"“{target}”正被 Excel 使用，没有换成。请先关闭 Excel 再装一次。") from None
        raise
    print(f"已装到 {target}\n重新打开 Excel，功能区会多出“廉政台账”。所用的 Python：{machine.interpreter}")
    if machine.system == "darwin" and not machine.has_script:
        print("还差一步：在终端里运行一次 xlwings runpython install，Excel 才能启动 Python。")
    return 0


def refuse_foreign(target: Path) -> None:
    """Somebody else's file of the same name is neither replaced nor removed."""
    if target.exists() and not is_ours(target):
        raise UsageError(f"“{target}”不是 xlsuite 写的，没有动它。请先把它移走或改名，再运行一次。")


def remove(options: Namespace, machine: Machine) -> int:
    target = target_of(machine)
    if not target.exists():
        print(f"没有装：{target} 不在。")
        return 0
    refuse_foreign(target)
    try:
        target.unlink()
    except PermissionError:
        raise UsageError(f"“{target}”正被 Excel 使用，没有移除。请先关闭 Excel 再试一次。") from None
    print(f"已移除 {target}")
    return 0


def status(options: Namespace, machine: Machine) -> int:
    """One line: whether the add-in is installed, and where."""
    if not machine.has_excel_host:
        print(NO_EXCEL)
    elif machine.target and machine.target.exists():
        print(f"已装：{machine.target}")
    else:
        print("没有装。要装请运行：xlsuite addin install")
    return 0


def doctor(options: Namespace, machine: Machine) -> int:
    if not machine.has_excel_host:
        print(NO_EXCEL)
        return 0
    for note in notes(machine):
        print(f"{'✓' if note.fine else '✗'} {note.text}")
    print(f"出错记录在 {machine.logs}")
    return 0


def notes(machine: Machine) -> list[Note]:
    """What stands in the way of a click, in the order a click needs it."""
    found = [interpreter_note(machine)]
    if machine.xlwings:
        found.append(Note(True, "xlwings 已装。"))
    else:
        found.append(Note(False, f"没有 xlwings，按钮点了没有反应。请运行：{pip_line(machine)}"))
    if machine.target is None:
        found.append(Note(False, "系统没有给出 APPDATA，找不到 Excel 的启动文件夹。请在自己的账户下打开命令行再试。"))
    else:
        found.append(place_note(machine, machine.target))
    if machine.system == "darwin":
        missing = "Excel 还不能启动 Python。请在终端里运行一次：xlwings runpython install"
        found.append(Note(machine.has_script, "Excel 可以启动 Python。" if machine.has_script else missing))
    return found


def interpreter_note(machine: Machine) -> Note:
    path = machine.interpreter
    if "WindowsApps" in path:
        return Note(False, f"Python 是应用商店版（{path}），Excel 常常启动不了它。请装 python.org 的版本，再重新安装。")
    if not path.isascii():
        text = f"Python 的路径里有中文（{path}）。多数电脑可用；点按钮报错时，请把 Python 装到英文路径，再重新安装。"
        return Note(False, text)
    return Note(True, f"Python：{path}")


def is_current(target: Path, machine: Machine) -> bool:
    """Whether the file is what we would install now; one that cannot be read is not."""
    try:
        return read_file(target) == own_bytes(machine)
    except UnreadableFile:
        return False


def place_note(machine: Machine, target: Path) -> Note:
    if not target.exists():
        return Note(False, f"加载项不在 {target}。请运行：xlsuite addin install")
    if machine.xlwings and not is_current(target, machine):
        return Note(False, "加载项是旧的，或换过 Python、xlwings。请关闭 Excel，再运行：xlsuite addin install")
    return Note(True, f"加载项在 {target}。功能区没有“廉政台账”时：Excel 的 文件 → 选项 → 加载项 → 禁用项目，启用它。")


def act(options: Namespace, machine: Machine | None = None) -> int:
    """Do one of ACTIONS; returns the exit code."""
    does = {"build": build, "install": install, "status": status, "remove": remove, "doctor": doctor}
    return does[options.action](options, machine or this_machine())
