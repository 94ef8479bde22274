"""Tasks for the pool's tests: what a file's name says happens to its worker."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import Any

from xlsuite.batch import apart, task
from xlsuite.excel.newbook import rows_folder


def process(given: dict[str, Any]) -> dict[str, Any]:
    """The real task, unless the file's name tells of an accident."""
    path = Path(given["path"])
    if "卡住" in path.name:
        signal.pause()
    if "崩溃" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "撑破" in path.name:
        bytearray(64 << 30)
    if "出错" in path.name:
        raise RuntimeError(path.name)
    host = path.with_name("主机被杀过")
    if "主机被杀" in path.name and not host.exists():
        host.touch()
        os.kill(os.getppid(), signal.SIGKILL)
    once = path.with_name("被杀过")
    if path.name.startswith("被杀") and path.suffix and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task.process(given)


def double(number: int) -> int:
    return number * 2


def hang(number: int) -> int:
    if number < 0:
        signal.pause()
    return number


def who(_: None) -> int:
    return os.getpid()


def die(_: dict[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_: dict[str, Any]) -> None:
    raise RuntimeError


def beside(given: dict[str, Any]) -> dict[str, Any]:
    return apart.make({**given, "target": given["target"].replace(".xlsx", "_2.xlsx")})


def write_rows_and_hang(given: dict[str, Any]) -> None:
    tempfile.tempdir = given["scratch"]
    with rows_folder(True) as folder:
        (Path(folder) / "rows").touch()
        signal.pause()


def full_disk(given: dict[str, Any]) -> dict[str, str]:
    return {"target": given["target"], "unwritten": f"“{given['target']}”没有写成：磁盘满了。"}
