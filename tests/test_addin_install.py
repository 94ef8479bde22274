"""Putting the add-in on made-up computers: Windows, macOS and one without Excel; and its manual page."""

from __future__ import annotations

import zipfile
from argparse import Namespace
from pathlib import Path

import pytest

from xlsuite.addin import install
from xlsuite.addin.machine import Machine
from xlsuite.addin.modules import PIP, xlwings_folder
from xlsuite.addin.package import addin_bytes
from xlsuite.addin.page import fresh
from xlsuite.cli import run
from xlsuite.errors import UsageError

ROOT = Path(__file__).parent.parent


def machine(system: str, home: Path, xlwings: bool = True, python: str = r"C:\Python311\python.exe") -> Machine:
    return Machine(system, home, {"APPDATA": str(home / "Roaming")} if system == "win32" else {}, python, xlwings)


PLACES = (
    ("win32", "Roaming/Microsoft/Excel/XLSTART/xlsuite.xlam"),
    (
        "darwin",
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/xlsuite.xlam",
    ),
)


@pytest.mark.parametrize(("system", "place"), PLACES)
def test_install_status_remove(system: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, target = machine(system, tmp_path), tmp_path / place
    said = []
    for action in ("status", "remove", "install", "status", "install", "remove", "status"):
        assert install.act(Namespace(action=action), here) == 0
        said.append(capsys.readouterr().out.splitlines()[0])
        assert target.exists() == (action == "install" or (action, len(said)) == ("status", 4))
    absent = "没有装。要装请运行：xlsuite addin install"
    put = f"已装到 {target}"
    assert said == [absent, f"没有装：{target} 不在。", put, f"已装：{target}", put, f"已移除 {target}", absent]
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


@pytest.mark.parametrize("action", ["install", "remove"])
@pytest.mark.parametrize("content", [b"a colleague's add-in", b"PK\5\6" + bytes(18)], ids=["no zip", "another zip"])
def test_what_is_not_ours_stays(action: str, content: bytes, tmp_path: Path) -> None:
    here, target = machine("win32", tmp_path), tmp_path / PLACES[0][1]
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        install.act(Namespace(action=action), here)
    assert str(caught.value) == f"“{target}”不是 xlsuite 写的，没有动它。请先把它移走或改名，再运行一次。"
    assert target.read_bytes() == content


def test_installed_addin_starts_the_python_that_installed_it(tmp_path: Path) -> None:
    for system, place in PLACES:
        install.act(Namespace(action="install"), machine(system, tmp_path, python="/opt/py & co/python"))
        sheet = zipfile.ZipFile(tmp_path / place).read("xl/worksheets/sheet1.xml").decode()
        row = 1 if system == "win32" else 2
        assert f'<c r="B{row}" t="inlineStr"><is><t>/opt/py &amp; co/python</t></is></c>' in sheet


STORE = r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe"
NOTES = (
    ("win32", True, r"C:\py\python.exe", 0, r"✓ Python：C:\py\python.exe"),
    ("win32", True, STORE, 0, f"✗ Python 是应用商店版（{STORE}），Excel 常常启动不了它。请装 python.org 的版本，再重新安装。"),
    ("win32", True, r"C:\用户\python.exe", 0, "✗ Python 的路径里有中文（C:\\用户\\python.exe）。多数电脑可用；点按钮报错时，请把 Python 装到英文路径，再重新安装。"),
    ("win32", True, r"C:\py\python.exe", 1, "✓ xlwings 已装。"),
    ("win32", False, r"C:\py\python.exe", 1, '✗ 没有 xlwings，按钮点了没有反应。请运行："C:\\py\\python.exe" -m pip install xlwings'),
    ("win32", True, r"C:\py\python.exe", 2, "✗ 加载项不在 {home}/Roaming/Microsoft/Excel/XLSTART/xlsuite.xlam。请运行：xlsuite addin install"),
    ("darwin", True, "/py/python", 3, "✗ Excel 还不能启动 Python。请在终端里运行一次：xlwings runpython install"),
    ("linux", True, "/py/python", 0, install.NO_EXCEL),
)  # fmt: skip


@pytest.mark.parametrize(("system", "xlwings", "python", "line", "said"), NOTES)
def test_doctor_says_the_remedy(
    system: str, xlwings: bool, python: str, line: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install.act(Namespace(action="doctor"), machine(system, tmp_path, xlwings, python)) == 0
    assert capsys.readouterr().out.splitlines()[line] == said.format(home=tmp_path)


def test_doctor_sees_a_good_and_an_old_addin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, target = machine("darwin", tmp_path, python="/py/python"), tmp_path / PLACES[1][1]
    script = tmp_path / "Library" / "Application Scripts" / "com.microsoft.Excel" / "xlwings-0.37.8.applescript"
    script.parent.mkdir(parents=True)
    script.touch()
    install.act(Namespace(action="install"), here)
    assert all(note.fine for note in install.notes(here))
    assert "还差一步" not in capsys.readouterr().out
    target.write_bytes(b"older")
    note = install.notes(here)[2]
    assert note == (False, "加载项是旧的，或换过 Python、xlwings。请关闭 Excel，再运行：xlsuite addin install")


def test_windows_without_appdata_is_said(tmp_path: Path) -> None:
    here = Machine("win32", tmp_path, {}, r"C:\py\python.exe", True)
    said = "系统没有给出 APPDATA，找不到 Excel 的启动文件夹。请在自己的账户下打开命令行再试。"
    assert install.notes(here)[2] == (False, said)
    with pytest.raises(UsageError, match=r"^找不到 Excel 的启动文件夹"):
        install.act(Namespace(action="install"), here)


def test_install_without_xlwings_says_the_line(tmp_path: Path) -> None:
    here = machine("win32", tmp_path, xlwings=False)
    with pytest.raises(UsageError) as raised:
        install.act(Namespace(action="install"), here)
    line = PIP.format(python=here.interpreter)
    assert str(raised.value) == f"加载项要用 xlwings，这台电脑上还没有装。请先运行：{line}"
    assert list(tmp_path.iterdir()) == []


LINUX = (("status", 0), ("doctor", 0), ("install", 2), ("remove", 2))


@pytest.mark.parametrize(("action", "code"), LINUX)
def test_without_excel(
    action: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(install, "this_machine", lambda: machine("linux", tmp_path))
    assert run(["addin", action]) == code
    shown = capsys.readouterr()
    assert (shown.out if code == 0 else shown.err.removeprefix("✗ ")).strip() == install.NO_EXCEL


def test_build_writes_once_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "xlsuite.xlam"
    assert run(["加载项", "build", "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"已写 {target}\n"
    assert target.read_bytes() == addin_bytes(xlwings_folder())
    assert run(["addin", "build", "-o", str(target)]) == 2
    assert (
        capsys.readouterr().err
        == f"✗ “{target}”已经有了，没有覆盖。请用 -o 换一个名字，或先把它移走、删除，再重新运行。\n"
    )
    assert run(["addin", "build", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert "这里写出的是 .xlam 文件" in capsys.readouterr().err


def test_build_without_xlwings_says_the_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("xlsuite.addin.modules.find_spec", lambda name: None)
    assert run(["addin", "build", "-o", str(tmp_path)]) == 2
    assert "-m pip install xlwings；不装也可以照常用命令行。" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_batch_file_takes_what_is_dropped(tmp_path: Path) -> None:
    assert run(["addin", "build", "--bat", "-o", str(tmp_path)]) == 0
    assert b"\r\npause\r\n" in (tmp_path / "xlsuite-检查.bat").read_bytes()
    assert install.bat_text(r"C:\100% py\python.exe").split("\r\n") == [
        "@echo off",
        "chcp 65001 >nul",
        r'set "PYTHON=C:\100%% py\python.exe"',
        'if "%~1"=="" echo 把台账文件拖到这个文件的图标上即可检查，不改您的表。& pause & exit /b 2',
        '"%PYTHON%" -m xlsuite check %*',
        "pause",
        "",
    ]


def test_page_lists_the_buttons_there_are() -> None:
    """`python -m xlsuite.addin.page docs/加载项.md` writes the table anew."""
    page = (ROOT / "docs" / "加载项.md").read_text(encoding="utf-8")
    assert fresh(page) == page
