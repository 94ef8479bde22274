"""The .bat for Windows: files and folders dropped on it are done in one go; a double click asks for them.

cmd reads a batch file line by line as bytes of the console's code page, so the first lines are ASCII and switch it to
UTF-8; it jumps nowhere, since cmd loses its place in such a file when it does; and it asks for nothing itself, since
its own question cannot read Chinese on every Windows: Python asks (xlsuite/addin/dropped.py).
"""

from __future__ import annotations

from pathlib import Path

from xlsuite.errors import UnreadableFile
from xlsuite.files.opener import read_file

FILE = "台账一键处理.bat"
MARK = "rem made by xlsuite"


def batch_bytes(python: str) -> bytes:
    """The file's content: UTF-8 without a mark at its head, lines ended as Windows does."""
    lines = [
        "@echo off",
        MARK,
        r"%SystemRoot%\System32\chcp.com 65001 >nul",
        "setlocal DisableDelayedExpansion",
        f'set "PYTHON={python.replace("%", "%%")}"',
        'set "PYTHONHOME="',
        'set "PYTHONPATH="',
        "title 台账一键处理",
        'if exist "%PYTHON%" "%PYTHON%" -m xlsuite.addin.dropped %*',
        'if not exist "%PYTHON%" echo 找不到 Python：%PYTHON%',
        'if not exist "%PYTHON%" echo 它被移走或卸载了。请重新安装，再运行 xlsuite addin install。',
        "pause",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8")


def is_ours(path: Path) -> bool:
    try:
        return MARK.encode() in read_file(path)[:200]
    except UnreadableFile:
        return False
