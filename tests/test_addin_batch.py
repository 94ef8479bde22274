"""The .bat for dropped files: what cmd would read, and what Python does with what was dropped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xlsuite.addin import batch
from xlsuite.addin.dropped import main, typed_paths
from xlsuite.cli import run

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "workbooks" / "示例台账.xlsx"
RESULTS = ["台账_一览.xlsx", "台账_整改情况报告.docx", "台账_检查结果.xlsx", "台账_自查报告.docx"]


def test_the_batch_file_as_cmd_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = batch.batch_bytes("C:\\100% 台账\\python.exe")
    assert content.count(b"\n") == content.count(b"\r\n") and not content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8").split("\r\n")
    assert lines == [
        "@echo off",
        "rem made by xlsuite",
        r"%SystemRoot%\System32\chcp.com 65001 >nul",
        "setlocal DisableDelayedExpansion",
        r'set "PYTHON=C:\100%% 台账\python.exe"',
        'set "PYTHONHOME="',
        'set "PYTHONPATH="',
        "title 台账一键处理",
        'if exist "%PYTHON%" "%PYTHON%" -m xlsuite.addin.dropped %*',
        'if not exist "%PYTHON%" echo 找不到 Python：%PYTHON%',
        'if not exist "%PYTHON%" echo 它被移走或卸载了。请重新安装，再运行 xlsuite addin install。',
        "pause",
        "",
    ]
    assert all(line.isascii() for line in lines[:4])  # before UTF-8 is on, any code page reads them alike
    assert not any(re.match(r"\s*(goto|:|call :|\()", line, re.IGNORECASE) for line in lines)
    assert run(["addin", "build", "--bat", "-o", str(tmp_path)]) == 0
    written = tmp_path / "台账一键处理.bat"
    assert written.read_bytes() == batch.batch_bytes(os.path.abspath(sys.executable))
    assert batch.is_ours(written) and not batch.is_ours(tmp_path / "gone.bat")


TYPED = (
    (r'"D:\我的 台账\a.xlsx"', [r"D:\我的 台账\a.xlsx"]),
    (r"D:\我的 台账\a.xlsx", [r"D:\我的 台账\a.xlsx"]),
    (r'"D:\a b.xlsx" D:\c.xlsx "E:\文件夹"', [r"D:\a b.xlsx", r"D:\c.xlsx", r"E:\文件夹"]),
    (r"D:\a.xlsx D:\b.xlsx", [r"D:\a.xlsx", r"D:\b.xlsx"]),
    (r"\\server\共享 文件\a.xlsx", [r"\\server\共享 文件\a.xlsx"]),
    ("/home/某 人/台账.xlsx", ["/home/某 人/台账.xlsx"]),
    ("  ", []),
    ("", []),
)


@pytest.mark.parametrize(("line", "paths"), TYPED)
def test_dragged_paths_are_told_apart(line: str, paths: list[str]) -> None:
    assert typed_paths(line) == paths


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    """A folder with a blank and Chinese in its name, one ledger in it."""
    folder = tmp_path / "我的 台账"
    folder.mkdir()
    return Path(shutil.copy(SAMPLE, folder / "台账.xlsx"))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_one_dropped_workbook_has_its_results_beside_it(dropped: Path) -> None:
    before = dropped.read_bytes()
    assert main([str(dropped)]) == 0
    assert names(dropped.parent) == ["台账.xlsx", *RESULTS] and dropped.read_bytes() == before


def test_a_dropped_folder_has_its_results_beside_it(dropped: Path) -> None:
    assert main([str(dropped.parent)]) == 0
    assert names(dropped.parent) == ["台账.xlsx"]
    assert set(RESULTS) <= set(names(dropped.parent.with_name("我的 台账_结果")))


def test_several_dropped_have_one_folder(dropped: Path) -> None:
    second = shutil.copy(SAMPLE, dropped.with_name("二科.xlsx"))
    assert main([str(dropped), str(second)]) == 0
    assert names(dropped.parent) == ["二科.xlsx", "台账.xlsx", "台账_结果"]
    assert {"台账_检查结果.xlsx", "二科_检查结果.xlsx"} <= set(names(dropped.parent / "台账_结果"))


def test_a_double_click_asks(dropped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return f'"{dropped}"'

    assert main([], answer) == 0
    assert asked == ["请把台账文件或文件夹拖进这个窗口，再按回车："]
    assert capsys.readouterr().out.startswith("检查、定级、汇总、报告一次做完，结果放在台账旁边，您的原表不改。\n")
    assert set(RESULTS) <= set(names(dropped.parent))


def test_nothing_given_does_nothing(tmp_path: Path) -> None:
    """As the .bat starts it, with a closed input."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONIOENCODING": "gbk"}
    command = [sys.executable, "-m", "xlsuite.addin.dropped"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("gbk").endswith("没有给文件，什么也没做。\n") and list(tmp_path.iterdir()) == []


def test_a_path_that_is_gone_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "没有.xlsx")]) in (2, 3)
    shown = capsys.readouterr()
    assert "没有.xlsx" in shown.err and "Traceback" not in shown.err
