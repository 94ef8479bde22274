"""Putting the add-in on made-up computers: Windows, macOS and those without Excel; status, remove, build."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.computers import PYTHONS, computer
from xlsuite import __version__
from xlsuite.addin import install
from xlsuite.addin.machine import MACOS, WINDOWS, Machine
from xlsuite.addin.modules import Xlwings, installed_xlwings
from xlsuite.addin.package import addin_bytes, settings_of
from xlsuite.cli import run
from xlsuite.errors import UsageError

ROOT = Path(__file__).parent.parent
XLWINGS = installed_xlwings()
assert XLWINGS
WINDOWS_PLACE = "home/Roaming/Microsoft/Excel/XLSTART/xlsuite.xlam"
MAC_OFFICE = "home/Library/Group Containers/UBF8T346G9.Office/User Content.localized"
MAC_PLACE = f"{MAC_OFFICE}/Startup.localized/Excel/xlsuite.xlam"
SCRIPT = f"home/Library/Application Scripts/com.microsoft.Excel/xlsuite-{XLWINGS.version}.applescript"
PLACES = {WINDOWS: WINDOWS_PLACE, MACOS: MAC_PLACE}
WRITTEN = {WINDOWS: ["home/Desktop/台账一键处理.bat", WINDOWS_PLACE], MACOS: [SCRIPT, MAC_PLACE]}


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def done(action: str, machine: Machine, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert install.act(Namespace(action=action), machine) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("system", [WINDOWS, MACOS])
def test_install_status_remove(system: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine, target = computer(tmp_path, system), tmp_path / PLACES[system]
    python, log = PYTHONS[system], tmp_path / "home" / ".xlsuite" / "log"
    now = [f"现在的 Python：{python}", f"xlwings：{XLWINGS.version}", f"出错记录在 {log}"]
    assert done("status", machine, capsys) == ["没有装。要装请运行：xlsuite addin install", *now]
    assert done("remove", machine, capsys) == [f"没有装：{target} 不在。"]
    for _ in range(2):  # a second one replaces the first
        said = done("install", machine, capsys)
        assert said[0] == f"已装到 {target}（加载项，Excel 启动时自动打开）"
        assert said[2:] == [
            f"所用的 Python：{python}", f"出错记录在 {log}",
            "请关闭全部 Excel 窗口再打开，功能区会多出“廉政台账”。没有出现时请运行 xlsuite addin doctor。",
        ]  # fmt: skip
        assert files(tmp_path) == WRITTEN[system]
    assert done("status", machine, capsys) == [
        f"已装：{target}", f"版本：{__version__}", f"sha256：{sha256(target.read_bytes()).hexdigest()}",
        f"它启动的 Python：{python}", *now,
    ]  # fmt: skip
    assert done("remove", machine, capsys)[0] == f"已移除 {target}"
    assert files(tmp_path) == []


@pytest.mark.parametrize("system", [WINDOWS, MACOS])
def test_installed_addin_starts_the_python_that_installed_it(system: str, tmp_path: Path) -> None:
    python = r"D:\py & co\python.exe" if system == WINDOWS else "/opt/py & co/python"
    install.act(Namespace(action="install"), computer(tmp_path, system, interpreter=python))
    found = settings_of(tmp_path / PLACES[system])
    assert found is not None
    assert (found["Interpreter_Win"], found["Interpreter_Mac"]) == ((python, "") if system == WINDOWS else ("", python))


FOREIGN = (
    (WINDOWS, WINDOWS_PLACE, b"a colleague's add-in"), (WINDOWS, WINDOWS_PLACE, b"PK\5\6" + bytes(18)),
    (WINDOWS, "home/Desktop/台账一键处理.bat", b"@echo off\r\n"), (MACOS, MAC_PLACE, b""),
    (MACOS, SCRIPT, b"-- another's"),
)  # fmt: skip


@pytest.mark.parametrize("action", ["install", "remove"])
@pytest.mark.parametrize(("system", "place", "content"), FOREIGN)
def test_what_is_not_ours_stays(action: str, system: str, place: str, content: bytes, tmp_path: Path) -> None:
    machine, target = computer(tmp_path, system), tmp_path / place
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        install.act(Namespace(action=action), machine)
    assert str(caught.value) == f"“{target}”不是 xlsuite 写的，没有动它。请先把它移走或改名，再运行一次。"
    assert files(tmp_path) == [place] and target.read_bytes() == content


def test_the_desktop_may_have_moved(tmp_path: Path) -> None:
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    moved = {key: {"Desktop": str(tmp_path) + "/%WHERE%/桌面"}}
    machine = computer(tmp_path, WINDOWS, registry=lambda each: moved.get(each, {}))
    machine = machine._replace(variables={**machine.variables, "WHERE": "网盘"})
    install.act(Namespace(action="install"), machine)
    assert files(tmp_path) == [WINDOWS_PLACE, "网盘/桌面/台账一键处理.bat"]


def test_windows_without_appdata_is_said(tmp_path: Path) -> None:
    for action in ("install", "status", "remove"):
        with pytest.raises(UsageError) as raised:
            install.act(Namespace(action=action), computer(tmp_path, WINDOWS, variables={}))
        assert str(raised.value) == install.NO_APPDATA
    assert files(tmp_path) == []


@pytest.mark.parametrize("xlwings", [None, Xlwings("0.30.0", Path())])
def test_install_without_the_right_xlwings_says_the_line(xlwings: Xlwings | None, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        install.act(Namespace(action="install"), computer(tmp_path, WINDOWS, xlwings=xlwings))
    assert f'请先运行："{PYTHONS[WINDOWS]}" -m pip install "xlwings>=0.37.8,<0.38"' in str(raised.value)
    assert files(tmp_path) == []


SYSTEMS = (("linux", "Linux"), ("freebsd14", "freebsd14"))
WITHOUT = (("status", 0), ("doctor", 0), ("install", 2), ("remove", 2))


@pytest.mark.parametrize(("action", "code"), WITHOUT)
@pytest.mark.parametrize(("system", "title"), SYSTEMS)
def test_without_excel(
    action: str, code: int, system: str, title: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setattr(install, "this_machine", lambda: computer(tmp_path, system))
    assert run(["addin", action]) == code
    shown = capsys.readouterr()
    assert (shown.out if code == 0 else shown.err.removeprefix("✗ ")).strip() == (
        f"这台电脑的系统是 {title}，没有 Excel，加载项装了也用不上。能用的是：命令行，如 xlsuite 一键 台账.xlsx"
        "（检查、定级、汇总、报告一次做完）；xlsuite 新建 生成的空白台账，下拉选项、等级、预警和一览都是公式，"
        "在 LibreOffice 里照样能用。"
    )
    assert files(tmp_path) == []


def test_build_writes_once_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, content = tmp_path / "xlsuite.xlam", addin_bytes(XLWINGS)
    assert run(["加载项", "build", "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"已写 {target}\nsha256 {sha256(content).hexdigest()}\n"
    assert target.read_bytes() == content
    assert run(["addin", "build", "-o", str(target)]) == 2
    assert (
        capsys.readouterr().err
        == f"✗ “{target}”已经有了，没有覆盖。请用 -o 换一个名字，或先把它移走、删除，再重新运行。\n"
    )
    assert run(["addin", "build", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert "这里写出的是 .xlam 文件" in capsys.readouterr().err


def test_builds_of_two_processes_are_the_same(tmp_path: Path) -> None:
    """Whatever the order of sets, the time zone and the day."""
    said = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "UTC")):
        target = tmp_path / f"{seed}.xlam"
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "xlsuite", "addin", "build", "-o", str(target)]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True, encoding="utf-8")
        said.append(done.stdout.splitlines()[1])
    assert said[0] == said[1] == f"sha256 {sha256((tmp_path / '1.xlam').read_bytes()).hexdigest()}"


def test_build_without_xlwings_says_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(install, "this_machine", lambda: computer(tmp_path, WINDOWS, xlwings=None))
    assert run(["addin", "build", "-o", str(tmp_path)]) == 2
    assert '-m pip install "xlwings>=0.37.8,<0.38"；不装也可以照常用命令行。' in capsys.readouterr().err
    assert files(tmp_path) == []
