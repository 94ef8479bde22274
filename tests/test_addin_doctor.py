"""The doctor on made-up computers: each ill is found, worded in full, and gone on a healthy computer."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from tests.computers import EXCEL, EXCEL_AT, PYTHONS, computer, registry
from xlsuite import __version__
from xlsuite.addin import doctor, install, package
from xlsuite.addin.machine import MACOS, WINDOWS, Machine
from xlsuite.addin.modules import Xlwings
from xlsuite.addin.package import Settings, addin_bytes

WPS_AT = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\et.exe"
WPS = r"C:\Users\a\AppData\Local\Kingsoft\WPS Office\12.1\office6\et.exe"
AUTOMATION = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
OWN = r"HKCU\Software\Microsoft\Office\16.0\Excel"
ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
MOVE = r"把 Python（或虚拟环境）装到纯英文、没有空格的文件夹，如 C:\xlsuite，再在那里装一遍"
MOVE_MAC = MOVE.replace(r"C:\xlsuite", "/usr/local/xlsuite")
PIP = rf'运行："{PYTHONS[WINDOWS]}" -m pip install "xlwings>=0.37.8,<0.38"'
NO_EXCEL = f"安装 Excel 2016 或更新的版本。没有 Excel 时，{install.INSTEAD}"
ASK = "在 Excel 的“文件→选项→信任中心→信任中心设置”里改；改不了的是单位统一设置的，请找管理员，或改用命令行"
LATER = "选项卡没有出现时：" + ASK
OLD = Xlwings("0.30.1", Path())


def with_excel(*keys: tuple[str, str, object]) -> dict[str, Any]:
    values: dict[str, dict[str, object]] = {EXCEL_AT: {"": EXCEL}}
    for key, name, value in keys:
        values.setdefault(key, {})[name] = value
    return {"registry": registry(values)}


def python(path: str, **more: Any) -> dict[str, Any]:
    return {"interpreter": path, **more}


ILLS: tuple[tuple[str, dict[str, Any], str, str, str], ...] = (
    (WINDOWS, {"registry": registry({})}, "✗", "没有找到 Excel", NO_EXCEL),
    (WINDOWS, {"registry": registry({WPS_AT: {"": WPS}})}, "✗", f"只有 WPS（{WPS}），没有 Excel，xlwings 不支持 WPS", NO_EXCEL),
    (WINDOWS, with_excel((AUTOMATION, "", f'"{WPS}" /Automation')), "✗", f'系统登记的 Excel 其实是 WPS（"{WPS}" /Automation），xlwings 不支持 WPS',
     f"装了 Excel 的：在“WPS 配置工具”的兼容设置里取消对第三方软件的兼容，再修复 Office；没有 Excel 的：不用加载项，{install.INSTEAD}"),
    (WINDOWS, python("python.exe"), "✗", "Python 的路径是“python.exe”，找不到它", "在要用的 Python 里重新运行 xlsuite addin install"),
    (WINDOWS, {"is_file": lambda _: False}, "✗", f"Python 的路径是“{PYTHONS[WINDOWS]}”，找不到它", "在要用的 Python 里重新运行 xlsuite addin install"),
    (WINDOWS, python(r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe"), "✗", r"Python 的路径“C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe”是应用商店版，Excel 常常启动不了它；请装 python.org 的版本", MOVE),
    (WINDOWS, python(r"C:\a&b\python.exe"), "✗", r"Python 的路径“C:\a&b\python.exe”里有“&”，Excel 启动它时会认错", MOVE),
    (WINDOWS, python(r"C:\台账\python.exe"), "▲", r"Python 的路径“C:\台账\python.exe”里有汉字，在中文系统上一般没有问题；点按钮没有反应时请换地方", MOVE),
    (WINDOWS, python(r"C:\台账\python.exe", codepage="cp1252"), "✗", r"Python 的路径“C:\台账\python.exe”里有这个系统的代码页（cp1252）写不出的字，Excel 找不到它", MOVE),
    (WINDOWS, python(r"\\server\share\python.exe"), "▲", r"Python 的路径“\\server\share\python.exe”在网络盘上，点一次按钮要等很久，断网时不能用", MOVE),
    (MACOS, python("/Users/a|b/python"), "✗", "Python 的路径“/Users/a|b/python”里有“|”，Excel 启动它时会认错", MOVE_MAC),
    (WINDOWS, {"xlwings": None}, "✗", "没有装 xlwings，按钮点了没有反应", PIP),
    (WINDOWS, {"xlwings": OLD}, "✗", "xlwings 是 0.30.1，加载项要用 xlwings>=0.37.8,<0.38", PIP),
    (WINDOWS, {"has_module": lambda _: False}, "✗", "没有装 pywin32，xlwings 找不到 Excel", f'运行："{PYTHONS[WINDOWS]}" -m pip install --upgrade pywin32'),
    (MACOS, {"has_module": lambda _: False}, "✗", "没有装 appscript，xlwings 找不到 Excel", f'运行："{PYTHONS[MACOS]}" -m pip install --upgrade appscript'),
    (WINDOWS, {"variables": {"PYTHONHOME": r"C:\Python27"}}, "✗", r"环境变量 PYTHONHOME 是“C:\Python27”，Python 会到那里找自己的文件，往往启动不了", "在“编辑账户的环境变量”里删掉 PYTHONHOME，再重新打开 Excel"),
    (WINDOWS, {"variables": {"PYTHONPATH": r"D:\x"}}, "▲", r"环境变量 PYTHONPATH 是“D:\x”，Python 会先用那里的程序，可能不是装好的那一份", "点按钮报错时，在“编辑账户的环境变量”里删掉 PYTHONPATH，再重新打开 Excel"),
    (MACOS, {"variables": {"PYTHONHOME": "/x"}}, "✗", "环境变量 PYTHONHOME 是“/x”，Python 会到那里找自己的文件，往往启动不了", "在~/.zprofile、~/.zshrc 和 launchctl setenv里删掉 PYTHONHOME，再重新打开 Excel"),
    (WINDOWS, {"variables": {}}, "✗", "找不到 Excel 的启动文件夹：系统没有给出 APPDATA", "请在自己的账户下打开命令行再试"),
    (WINDOWS, with_excel((POLICY.replace(r"Excel\Security", "Common"), "vbaoff", 1)), "✗", "Excel 的设置：VBA 被整个停用", ASK),
    (WINDOWS, with_excel((POLICY, "DisableAllAddins", 1)), "✗", "Excel 的设置：加载项被全部禁用", ASK),
    (WINDOWS, with_excel((POLICY + r"\Trusted Locations", "AllLocationsDisabled", 1)), "✗", "Excel 的设置：受信任位置被停用，XLSTART 里的宏不会运行", ASK),
    (WINDOWS, with_excel((POLICY, "VBAWarnings", 4)), "▲", "Excel 的设置：宏被全部禁用；XLSTART 是受信任位置，一般不受影响", LATER),
    (WINDOWS, with_excel((POLICY, "VBAWarnings", 3)), "▲", "Excel 的设置：只许运行有数字签名的宏，加载项没有签名；XLSTART 是受信任位置，一般不受影响", LATER),
    (WINDOWS, with_excel((OWN + r"\Security", "RequireAddinSig", 1)), "▲", "Excel 的设置：加载项必须有签名，我们的没有；XLSTART 是受信任位置，一般不受影响", LATER),
    (WINDOWS, with_excel((ASR, "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "1")), "✗", "单位策略不许 Office 启动别的程序，按钮启动不了 Python", f"请管理员放行；放行不了的，{install.INSTEAD}"),
    (WINDOWS, with_excel((OWN + r"\Resiliency\DisabledItems", "1A", b"..")), "▲", "Excel 因为出过错而停用过某个加载项或文件", "在 Excel 的“文件→选项→加载项→管理：禁用项目→转到”里看有没有 xlsuite，有就启用"),
    (WINDOWS, with_excel((OWN + r"\Options", "OPEN1", r'/R "C:\旧\xlsuite.xlam"')), "▲", r'还有一份加载项（Excel 的加载项列表：/R "C:\旧\xlsuite.xlam"），选项卡会出现两次，点到的可能是旧的', "在 Excel 的“文件→选项→加载项→转到”里取消勾选它，关闭 Excel，再删掉那一份"),
)  # fmt: skip


@pytest.mark.parametrize(("system", "changes", "mark", "seen", "remedy"), ILLS, ids=[each[3][:30] for each in ILLS])
def test_doctor_finds(system: str, changes: dict[str, Any], mark: str, seen: str, remedy: str, tmp_path: Path) -> None:
    well = computer(tmp_path, system)
    found = doctor.examine(computer(tmp_path, system, **changes))
    assert (mark, seen, remedy) in [tuple(sign) for sign in found]
    assert seen not in {sign.seen for sign in doctor.examine(well)}


@pytest.mark.parametrize("system", [WINDOWS, MACOS])
def test_a_healthy_computer_has_nothing(system: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine = computer(tmp_path, system)
    install.act(Namespace(action="install"), machine)
    capsys.readouterr()
    assert install.act(Namespace(action="doctor"), machine) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("✓ ") and line.endswith("。") for line in lines[:-1]) and len(lines) == 8
    assert lines[-1] == f"共看 7 项：不行的 0 项，要留意的 0 项。出错记录在 {tmp_path}/home/.xlsuite/log"


def test_doctor_prints_remedies_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert install.act(Namespace(action="doctor"), computer(tmp_path, WINDOWS, xlwings=None)) == 1
    out = capsys.readouterr().out
    assert f"✗ 没有装 xlwings，按钮点了没有反应。\n  怎么办：{PIP}。\n" in out
    assert "共看 7 项：不行的 2 项，要留意的 0 项。" in out


def placed(machine: Machine, content: bytes) -> Path:
    path = machine.target
    assert path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def looked(machine: Machine) -> list[tuple[str, str]]:
    return [(sign.mark, sign.seen) for sign in doctor.addin_file(machine)]


def test_doctor_looks_at_the_addin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = computer(tmp_path, WINDOWS)
    assert machine.xlwings
    own = addin_bytes(machine.xlwings, Settings(windows=machine.interpreter))
    path = machine.target
    assert looked(machine) == [("✗", f"加载项没有装（应在 {path}）")]
    placed(machine, b"PK broken")
    assert looked(machine) == [("✗", f"“{path}”不是 xlsuite 写的，或已损坏")]
    placed(machine, own)
    assert looked(machine) == [("✓", f"加载项在 {path}，{__version__} 版")]
    other = machine._replace(interpreter=r"D:\py\python.exe")
    assert looked(other) == [
        ("▲", f"加载项启动的 Python 是“{machine.interpreter}”，不是现在这个（D:\\py\\python.exe）")
    ]
    gone = other._replace(is_file=lambda each: each == other.interpreter)
    assert looked(gone) == [("✗", f"加载项要启动的 Python（{machine.interpreter}）已经不在了")]
    placed(machine, addin_bytes(machine.xlwings))
    assert looked(machine) == [
        ("▲", f"加载项启动的 Python 是“搜索路径里的 python”，不是现在这个（{machine.interpreter}）")
    ]
    placed(machine, own.replace("什么都不写".encode(), "什么都没写".encode()))
    assert looked(machine) == [("▲", "加载项与现在的 xlsuite、xlwings 做出的不同")]
    monkeypatch.setattr(package, "__version__", "0.0.9")
    placed(machine, addin_bytes(machine.xlwings, Settings(windows=machine.interpreter)))
    assert looked(machine) == [("✗", f"加载项是 0.0.9 版的，装的 xlsuite 是 {__version__} 版")]


MARKS = (
    ("[ZoneTransfer]\nZoneId=3\n", True),
    ("[ZoneTransfer]\nZoneId=4\n", True),
    ("[ZoneTransfer]\nZoneId=1\n", False),
)


@pytest.mark.parametrize(("mark", "is_blocked"), MARKS)
def test_doctor_sees_the_mark_of_the_web(mark: str, is_blocked: bool, tmp_path: Path) -> None:
    """On Windows the mark is a stream named behind a colon, here a file of that name."""
    machine = computer(tmp_path, WINDOWS)
    install.act(Namespace(action="install"), machine)
    Path(f"{machine.target}:Zone.Identifier").write_text(mark, encoding="utf-8")
    signs = list(doctor.addin_file(machine))[1:]
    text = f"系统把“{machine.target}”标成了“来自互联网”，Excel 不运行它的宏"
    wanted = [("✗", text, "右键点它→属性→勾选“解除锁定”→确定，再重新打开 Excel")] if is_blocked else []
    assert [tuple(sign) for sign in signs] == wanted


def test_doctor_sees_a_quarantined_addin(tmp_path: Path) -> None:
    machine = computer(tmp_path, MACOS, is_quarantined=lambda path: path.suffix == ".xlam")
    install.act(Namespace(action="install"), machine)
    (sign,) = list(doctor.addin_file(machine))[1:]
    assert sign.mark == "✗"
    assert sign.remedy == f"在终端里运行：xattr -d com.apple.quarantine '{machine.target}'，再重新打开 Excel"


@pytest.mark.parametrize("system", [WINDOWS, MACOS])
def test_doctor_sees_a_second_addin(system: str, tmp_path: Path) -> None:
    machine = computer(tmp_path, system)
    install.act(Namespace(action="install"), machine)
    assert list(doctor.other_copies(machine)) == []
    assert machine.target and machine.addins_folder
    machine.addins_folder.mkdir(parents=True)
    second = machine.addins_folder / "xlsuite.xlam"
    third = machine.target.with_name("廉政台账 (2).xlam")
    for path in (second, third):
        path.write_bytes(machine.target.read_bytes())
    machine.target.with_name("同事的.xlam").write_bytes(b"PK")
    seen = {f"还有一份加载项（{path}），选项卡会出现两次，点到的可能是旧的" for path in (second, third)}
    assert {sign.seen for sign in doctor.other_copies(machine)} == seen


def test_doctor_on_a_mac_with_wps_only(tmp_path: Path) -> None:
    machine = computer(tmp_path, MACOS)
    (machine.applications / "Microsoft Excel.app").rmdir()
    assert [sign.seen for sign in doctor.excel(machine)] == [
        f"没有找到 Excel（{machine.applications}/Microsoft Excel.app）"
    ]
    (machine.applications / "wpsoffice.app").mkdir()
    (sign,) = doctor.excel(machine)
    assert tuple(sign) == (
        "✗",
        f"只有 WPS（{machine.applications}/wpsoffice.app），没有 Excel，xlwings 不支持 WPS",
        NO_EXCEL,
    )


def test_doctor_misses_the_script_on_a_mac(tmp_path: Path) -> None:
    machine = computer(tmp_path, MACOS)
    assert [sign.mark for sign in doctor.apple_script(machine)] == ["✗"]
    install.act(Namespace(action="install"), machine)
    assert [sign.mark for sign in doctor.apple_script(machine)] == ["✓"]


def test_doctor_sees_where_no_log_can_go(tmp_path: Path) -> None:
    machine = computer(tmp_path, WINDOWS)
    (machine.home / ".xlsuite").write_bytes(b"a file in the place of the folder")
    assert [tuple(sign) for sign in doctor.log_place(machine)] == [
        ("▲", f"出错记录写不进“{machine.home}/.xlsuite”，出了问题查不到原因", "请管理员给这个文件夹写入权限")
    ]


def test_a_mac_takes_blanks_and_quotes_in_the_path_of_python(tmp_path: Path) -> None:
    """Our AppleScript quotes every part of the line that starts it."""
    path = "/Users/a b's & c/venv/bin/python"
    signs = list(doctor.python(computer(tmp_path, MACOS, interpreter=path, is_file=lambda _: True)))
    assert signs == [doctor.Sign("✓", f"Python 在 {path}")]
