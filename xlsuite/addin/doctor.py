"""What could keep the add-in from working on a computer, found one by one in the order of repair, with its remedy."""

from __future__ import annotations

import ntpath
import os
import re
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from xlsuite import __version__
from xlsuite.addin.install import INSTEAD, NO_APPDATA, NO_EXCEL, settings_for
from xlsuite.addin.machine import ADDIN, MACOS, WINDOWS, Machine
from xlsuite.addin.modules import PIP, WANTED
from xlsuite.addin.package import VERSION_KEY, addin_bytes, is_ours, settings_of
from xlsuite.errors import XlsuiteError
from xlsuite.files.opener import read_file

GOOD, BAD, DOUBTFUL = "✓", "✗", "▲"
OFFICE = r"Software\Microsoft\Office\16.0"
POLICIES = r"Software\Policies\Microsoft\Office\16.0"
EXCEL_AT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
WPS_AT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\et.exe"
AUTOMATION = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"  # Excel.Application
CHILDREN = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"  # "Block all Office applications from creating child processes"
REINSTALL = "关闭 Excel，运行 xlsuite addin install"
ASK = "在 Excel 的“文件→选项→信任中心→信任中心设置”里改；改不了的是单位统一设置的，请找管理员，或改用命令行"


class Sign(NamedTuple):
    """One thing looked at: how it stands, what was seen, and what to do where it does not stand well."""

    mark: str
    seen: str
    remedy: str = ""


def doctor(options: Namespace, machine: Machine) -> int:
    """Everything looked at, with remedies; 1 where something keeps the add-in from working."""
    if not machine.has_excel_host:
        print(NO_EXCEL.format(machine.title))
        return 0
    signs = examine(machine)
    for sign in signs:
        print(f"{sign.mark} {sign.seen}。")
        if sign.remedy:
            print(f"  怎么办：{sign.remedy}。")
    counts = {mark: sum(sign.mark == mark for sign in signs) for mark in (GOOD, BAD, DOUBTFUL)}
    print(f"共看 {len(signs)} 项：不行的 {counts[BAD]} 项，要留意的 {counts[DOUBTFUL]} 项。出错记录在 {machine.logs}")
    return 1 if counts[BAD] else 0


def examine(machine: Machine) -> list[Sign]:
    """Everything looked at, in the order in which it has to be put right."""
    return [sign for look in LOOKS for sign in look(machine)]


def excel(machine: Machine) -> Iterator[Sign]:
    remedy = f"安装 Excel 2016 或更新的版本。没有 Excel 时，{INSTEAD}"
    if machine.system == MACOS:
        yield mac_excel(machine, remedy)
        return
    path, wps = default(machine, EXCEL_AT), default(machine, WPS_AT)
    automation = default(machine, AUTOMATION)
    if is_wps(automation) or is_wps(path):
        yield Sign(
            BAD, f"系统登记的 Excel 其实是 WPS（{automation if is_wps(automation) else path}），xlwings 不支持 WPS",
            "装了 Excel 的：在“WPS 配置工具”的兼容设置里取消对第三方软件的兼容，再修复 Office；"
            f"没有 Excel 的：不用加载项，{INSTEAD}",
        )  # fmt: skip
    elif path or automation:
        yield Sign(GOOD, f"Excel 在 {path or automation}")
    elif wps:
        yield Sign(BAD, f"只有 WPS（{wps}），没有 Excel，xlwings 不支持 WPS", remedy)
    else:
        yield Sign(BAD, "没有找到 Excel", remedy)


def mac_excel(machine: Machine, remedy: str) -> Sign:
    path, wps = machine.applications / "Microsoft Excel.app", machine.applications / "wpsoffice.app"
    if path.exists():
        return Sign(GOOD, f"Excel 在 {path}")
    if wps.exists():
        return Sign(BAD, f"只有 WPS（{wps}），没有 Excel，xlwings 不支持 WPS", remedy)
    return Sign(BAD, f"没有找到 Excel（{path}）", remedy)


def default(machine: Machine, key: str) -> str:
    found = machine.registry(key).get("", "")
    return found if isinstance(found, str) else ""


def is_wps(path: str) -> bool:
    return bool(re.search(r"kingsoft|\bwps\b|wps office|\\et\.exe", path, re.IGNORECASE))


def python(machine: Machine) -> Iterator[Sign]:
    """The interpreter that Excel starts: a path that a command line and a program without Unicode can take."""
    path = machine.interpreter
    rooted = ntpath.splitdrive(path)[0] if machine.system == WINDOWS else path.startswith("/")
    if not rooted or not machine.is_file(path):
        yield Sign(BAD, f"Python 的路径是“{path}”，找不到它", "在要用的 Python 里重新运行 xlsuite addin install")
        return
    place = r"C:\xlsuite" if machine.system == WINDOWS else "/usr/local/xlsuite"
    move = f"把 Python（或虚拟环境）装到纯英文、没有空格的文件夹，如 {place}，再在那里装一遍"
    troubles = list(path_troubles(machine, path))
    for mark, trouble in troubles:
        yield Sign(mark, f"Python 的路径“{path}”{trouble}", move)
    if not troubles:
        yield Sign(GOOD, f"Python 在 {path}")


def path_troubles(machine: Machine, path: str) -> Iterator[tuple[str, str]]:
    if "WindowsApps" in path:
        yield BAD, "是应用商店版，Excel 常常启动不了它；请装 python.org 的版本"
    # cmd's line on Windows; on macOS every part of the shell's line is quoted, only the hand-over to it is plain text
    unfit = r"[&%^!'\"|<>;]" if machine.system == WINDOWS else r"[\"|\\]"
    if odd := sorted(set(re.findall(unfit, path))):
        yield BAD, f"里有“{' '.join(odd)}”，Excel 启动它时会认错"
    if not path.isascii():
        try:
            path.encode(machine.codepage)
            yield DOUBTFUL, "里有汉字，在中文系统上一般没有问题；点按钮没有反应时请换地方"
        except UnicodeEncodeError:
            yield BAD, f"里有这个系统的代码页（{machine.codepage}）写不出的字，Excel 找不到它"
    if path.startswith("\\\\"):
        yield DOUBTFUL, "在网络盘上，点一次按钮要等很久，断网时不能用"


def xlwings(machine: Machine) -> Iterator[Sign]:
    remedy = "运行：" + PIP.format(python=machine.interpreter)
    found = machine.xlwings
    if found is None:
        yield Sign(BAD, "没有装 xlwings，按钮点了没有反应", remedy)
    elif not found.fits:
        yield Sign(BAD, f"xlwings 是 {found.version}，加载项要用 {WANTED}", remedy)
    else:
        yield Sign(GOOD, f"xlwings {found.version}")
    module, package = {WINDOWS: ("win32com", "pywin32"), MACOS: ("appscript", "appscript")}[machine.system]
    if found and not machine.has_module(module):
        line = f'"{machine.interpreter}" -m pip install --upgrade {package}'
        yield Sign(BAD, f"没有装 {package}，xlwings 找不到 Excel", f"运行：{line}")


def environment(machine: Machine) -> Iterator[Sign]:
    where = "“编辑账户的环境变量”" if machine.system == WINDOWS else "~/.zprofile、~/.zshrc 和 launchctl setenv"
    home, path = machine.variables.get("PYTHONHOME"), machine.variables.get("PYTHONPATH")
    if home:
        text = f"环境变量 PYTHONHOME 是“{home}”，Python 会到那里找自己的文件，往往启动不了"
        yield Sign(BAD, text, f"在{where}里删掉 PYTHONHOME，再重新打开 Excel")
    if path:
        text = f"环境变量 PYTHONPATH 是“{path}”，Python 会先用那里的程序，可能不是装好的那一份"
        yield Sign(DOUBTFUL, text, f"点按钮报错时，在{where}里删掉 PYTHONPATH，再重新打开 Excel")
    if not home and not path:
        yield Sign(GOOD, "没有设 PYTHONHOME、PYTHONPATH")


def addin_file(machine: Machine) -> Iterator[Sign]:
    """The add-in in Excel's start folder: there, ours, of this version, its Python still there, not blocked."""
    path = machine.target
    if path is None:
        seen, _, remedy = NO_APPDATA.removesuffix("。").partition("。")
        yield Sign(BAD, seen, remedy)
        return
    if not path.exists():
        yield Sign(BAD, f"加载项没有装（应在 {path}）", REINSTALL)
        return
    found = settings_of(path)
    if found is None:
        yield Sign(BAD, f"“{path}”不是 xlsuite 写的，或已损坏", f"把它移走，{REINSTALL}")
        return
    started = found.get("Interpreter_Win" if machine.system == WINDOWS else "Interpreter_Mac", "")
    version = found.get(VERSION_KEY, "没有写")
    if started and not machine.is_file(started):
        yield Sign(BAD, f"加载项要启动的 Python（{started}）已经不在了", REINSTALL)
    elif started != machine.interpreter:
        text = f"加载项启动的 Python 是“{started or '搜索路径里的 python'}”，不是现在这个（{machine.interpreter}）"
        yield Sign(DOUBTFUL, text, REINSTALL)
    elif version != __version__:
        yield Sign(BAD, f"加载项是 {version} 版的，装的 xlsuite 是 {__version__} 版", REINSTALL)
    elif differs(path, machine):
        yield Sign(DOUBTFUL, "加载项与现在的 xlsuite、xlwings 做出的不同", REINSTALL)
    else:
        yield Sign(GOOD, f"加载项在 {path}，{version} 版")
    if machine.is_blocked(path):
        how = "右键点它→属性→勾选“解除锁定”→确定"
        mac = f"在终端里运行：xattr -d com.apple.quarantine '{path}'"
        text = f"系统把“{path}”标成了“来自互联网”，Excel 不运行它的宏"
        yield Sign(BAD, text, f"{how if machine.system == WINDOWS else mac}，再重新打开 Excel")


def differs(path: Path, machine: Machine) -> bool:
    """Whether this xlsuite would write another add-in; without a fitting xlwings there is nothing to compare with."""
    if machine.xlwings is None or not machine.xlwings.fits:
        return False
    try:
        return read_file(path) != addin_bytes(machine.xlwings, settings_for(machine))
    except XlsuiteError:
        return True


def other_copies(machine: Machine) -> Iterator[Sign]:
    """A second add-in of ours: in the folder of ticked add-ins, under another name, or named in Excel's list."""
    found = []
    for folder in {machine.startup, machine.addins_folder} - {None}:
        assert folder is not None
        for path in sorted(folder.glob("*.xlam")) if folder.is_dir() else ():
            if path != machine.target and is_ours(path):
                found.append(str(path))
    for name, value in machine.registry(rf"HKCU\{OFFICE}\Excel\Options").items():
        if re.fullmatch(r"OPEN\d*", name) and ADDIN in str(value).lower():
            found.append(f"Excel 的加载项列表：{value}")
    for each in found:
        yield Sign(
            DOUBTFUL, f"还有一份加载项（{each}），选项卡会出现两次，点到的可能是旧的",
            "在 Excel 的“文件→选项→加载项→转到”里取消勾选它，关闭 Excel，再删掉那一份",
        )  # fmt: skip


def apple_script(machine: Machine) -> Iterator[Sign]:
    if machine.system != MACOS or machine.xlwings is None:
        return
    path = machine.scripts_folder / machine.xlwings.script_name
    if path.exists():
        yield Sign(GOOD, "Excel 可以启动 Python（AppleScript 已装）")
    else:
        yield Sign(BAD, f"缺少“{path}”，Excel 启动不了 Python", REINSTALL)


def policy(machine: Machine) -> Iterator[Sign]:
    """What Excel's trust settings, or the unit's administrator, forbid."""
    if machine.system != WINDOWS:
        return
    bad = []
    if setting(machine, "VBAOff", r"Common") == 1:
        bad.append("VBA 被整个停用")
    if setting(machine, "DisableAllAddins") == 1:
        bad.append("加载项被全部禁用")
    if setting(machine, "AllLocationsDisabled", r"Excel\Security\Trusted Locations") == 1:
        bad.append("受信任位置被停用，XLSTART 里的宏不会运行")
    for each in bad:
        yield Sign(BAD, f"Excel 的设置：{each}", ASK)
    rules = {name.lower(): str(value) for name, value in machine.registry(CHILDREN).items()}
    if rules.get(NO_CHILDREN) == "1":
        yield Sign(BAD, "单位策略不许 Office 启动别的程序，按钮启动不了 Python", f"请管理员放行；放行不了的，{INSTEAD}")
    doubtful = []
    if (level := setting(machine, "VBAWarnings")) in (3, 4):
        word = "宏被全部禁用" if level == 4 else "只许运行有数字签名的宏，加载项没有签名"
        doubtful.append(f"{word}；XLSTART 是受信任位置，一般不受影响")
    if setting(machine, "RequireAddinSig") == 1:
        doubtful.append("加载项必须有签名，我们的没有；XLSTART 是受信任位置，一般不受影响")
    for each in doubtful:
        yield Sign(DOUBTFUL, f"Excel 的设置：{each}", "选项卡没有出现时：" + ASK)
    if not bad and not doubtful:
        yield Sign(GOOD, "Excel 的设置里没有禁用宏和加载项")
    if machine.registry(rf"HKCU\{OFFICE}\Excel\Resiliency\DisabledItems"):
        yield Sign(
            DOUBTFUL, "Excel 因为出过错而停用过某个加载项或文件",
            "在 Excel 的“文件→选项→加载项→管理：禁用项目→转到”里看有没有 xlsuite，有就启用",
        )  # fmt: skip


def setting(machine: Machine, name: str, below: str = r"Excel\Security") -> object:
    """An Excel setting: the unit's policy first, then the user's own."""
    for root in (rf"HKLM\{POLICIES}", rf"HKCU\{POLICIES}", rf"HKCU\{OFFICE}"):
        for key, value in machine.registry(rf"{root}\{below}").items():
            if key.lower() == name.lower():
                return value
    return None


def log_place(machine: Machine) -> Iterator[Sign]:
    folder = next(each for each in (machine.logs, *machine.logs.parents) if each.exists())
    if folder.is_dir() and os.access(folder, os.W_OK):
        yield Sign(GOOD, f"出错记录放在 {machine.logs}")
    else:
        yield Sign(DOUBTFUL, f"出错记录写不进“{folder}”，出了问题查不到原因", "请管理员给这个文件夹写入权限")


LOOKS: tuple[Callable[[Machine], Iterator[Sign]], ...] = (
    excel, python, xlwings, environment, addin_file, other_copies, apple_script, policy, log_place,
)  # fmt: skip
