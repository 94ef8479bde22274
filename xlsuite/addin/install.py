"""`xlsuite addin`: build the add-in, put it where Excel starts it from, take it away, say what stands in its way."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from xlsuite.addin import batch
from xlsuite.addin.machine import ADDIN, MACOS, WINDOWS, Machine, this_machine
from xlsuite.addin.modules import Xlwings, is_our_script, needed_xlwings, script
from xlsuite.addin.package import VERSION_KEY, Settings, addin_bytes, is_ours, settings_of
from xlsuite.addin.ribbon import TAB
from xlsuite.errors import UnwritableOutput, UsageError
from xlsuite.files.opener import read_file
from xlsuite.files.save import save

INSTEAD = (
    "能用的是：命令行，如 xlsuite 一键 台账.xlsx（检查、定级、汇总、报告一次做完）；xlsuite 新建 生成的空白台账，"
    "下拉选项、等级、预警和一览都是公式，在 LibreOffice 里照样能用"
)
NO_EXCEL = "这台电脑的系统是 {}，没有 Excel，加载项装了也用不上。" + INSTEAD + "。"
NO_APPDATA = "找不到 Excel 的启动文件夹：系统没有给出 APPDATA。请在自己的账户下打开命令行再试。"
ACTIONS = ("build", "install", "status", "remove", "doctor")


class Placed(NamedTuple):
    """A file to put somewhere; `what` says what it is for."""

    path: Path
    content: bytes
    what: str


def act(options: Namespace, machine: Machine | None = None) -> int:
    """Do one of ACTIONS; returns the exit code."""
    from xlsuite.addin.doctor import doctor

    does = {"build": build, "install": install, "status": status, "remove": remove, "doctor": doctor}
    return does[options.action](options, machine or this_machine())


def build(options: Namespace, machine: Machine) -> int:
    """Write the add-in for no computer in particular, or the batch file, where -o says; nothing there is replaced."""
    name = batch.FILE if options.bat else ADDIN
    target = Path(options.output or name)
    if target.is_dir():
        target /= name
    if target.suffix.lower() != Path(name).suffix:
        raise UsageError(f"-o 写的是“{target}”，这里写出的是 {Path(name).suffix} 文件。请改结尾，或写一个文件夹。")
    python = machine.interpreter
    content = batch.batch_bytes(python) if options.bat else addin_bytes(needed_xlwings(machine.xlwings, python))
    save(target, content)
    print(f"已写 {target}\nsha256 {digest(content)}")
    return 0


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def settings_for(machine: Machine) -> Settings:
    """The add-in of this computer names its interpreter in full: Excel knows nothing of PATH or of environments."""
    return Settings(windows=machine.interpreter) if machine.system == WINDOWS else Settings(mac=machine.interpreter)


def target_of(machine: Machine) -> Path:
    """Where the add-in goes. Raises UsageError where this computer has no such place."""
    if not machine.has_excel_host:
        raise UsageError(NO_EXCEL.format(machine.title))
    if machine.target is None:
        raise UsageError(NO_APPDATA)
    return machine.target


def files_for(machine: Machine, xlwings: Xlwings) -> Iterator[Placed]:
    """All that `install` writes."""
    yield Placed(target_of(machine), addin_bytes(xlwings, settings_for(machine)), "加载项，Excel 启动时自动打开")
    if machine.system == WINDOWS:
        content = batch.batch_bytes(machine.interpreter)
        yield Placed(machine.desktop / batch.FILE, content, "把台账文件或文件夹拖到它上面，或双击它")
    if machine.system == MACOS:
        yield Placed(machine.scripts_folder / xlwings.script_name, script(xlwings), "Excel 用它启动 Python")


def install(options: Namespace, machine: Machine) -> int:
    """Put the add-in where Excel starts it from, and what goes with it; an older one of ours gives way to it."""
    target_of(machine)
    placed = list(files_for(machine, needed_xlwings(machine.xlwings, machine.interpreter)))
    for each in placed:
        refuse_foreign(each.path)
    for each in placed:
        try:
            save(each.path, each.content, replace=True)
        except UnwritableOutput as error:
            if isinstance(error.__cause__, PermissionError):
                raise UsageError(f"“{each.path}”正被 Excel 使用，没有换成。请先关闭 Excel 再装一次。") from None
            raise
        print(f"已装到 {each.path}（{each.what}）")
    print(f"所用的 Python：{machine.interpreter}\n出错记录在 {machine.logs}")
    print(f"请关闭全部 Excel 窗口再打开，功能区会多出“{TAB}”。没有出现时请运行 xlsuite addin doctor。")
    return 0


def may_replace(path: Path) -> bool:
    """Whether nothing stands there, or something that an install of ours put there."""
    if not path.exists():
        return True
    if path.suffix == ".xlam":
        return is_ours(path)
    return batch.is_ours(path) if path.suffix == ".bat" else is_our_script(read_file(path))


def refuse_foreign(path: Path) -> None:
    """Somebody else's file of the same name is neither replaced nor removed."""
    if not may_replace(path):
        raise UsageError(f"“{path}”不是 xlsuite 写的，没有动它。请先把它移走或改名，再运行一次。")


def remove(options: Namespace, machine: Machine) -> int:
    """Take away what `install` put in place."""
    target = target_of(machine)
    scripts = sorted(machine.scripts_folder.glob("xlsuite-*.applescript")) if machine.system == MACOS else []
    ours = [target, *([machine.desktop / batch.FILE] if machine.system == WINDOWS else scripts)]
    found = [path for path in ours if path.exists()]
    for path in found:
        refuse_foreign(path)
    if not found:
        print(f"没有装：{target} 不在。")
    for path in found:
        try:
            path.unlink()
        except OSError:
            raise UsageError(f"“{path}”正被 Excel 使用，没有移除。请先关闭 Excel 再试一次。") from None
        print(f"已移除 {path}")
    return 0


def status(options: Namespace, machine: Machine) -> int:
    """Whether the add-in is installed and where, which Python it starts, where the log is."""
    if not machine.has_excel_host:
        print(NO_EXCEL.format(machine.title))
        return 0
    target = target_of(machine)
    found = settings_of(target)
    if not target.exists():
        print("没有装。要装请运行：xlsuite addin install")
    elif found is None:
        print(f"{target} 不是 xlsuite 写的，或已损坏。")
    else:
        print(f"已装：{target}\n版本：{found.get(VERSION_KEY, '')}\nsha256：{digest(read_file(target))}")
        print(
            f"它启动的 Python：{found.get('Interpreter_Win') or found.get('Interpreter_Mac') or '搜索路径里的 python'}"
        )
    print(f"现在的 Python：{machine.interpreter}")
    print(f"xlwings：{machine.xlwings.version if machine.xlwings else '没有装'}\n出错记录在 {machine.logs}")
    return 0
