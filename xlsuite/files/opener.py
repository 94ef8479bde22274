"""The one module that opens files: regular ones only, opened once, up to a limit."""

from __future__ import annotations

import os
import stat
from typing import TextIO

from xlsuite.errors import UnreadableFile
from xlsuite.files.limits import LIMITS, over_limit


def shown_name(path: str | os.PathLike[str]) -> str:
    """The file's own name for a message, with what cannot be printed written as an escape."""
    name = os.path.basename(os.fspath(path))
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def read_file(path: str | os.PathLike[str]) -> bytes:
    """The whole content of a regular file, opened once. Raises UnreadableFile for all else."""
    name = shown_name(path)
    try:
        _must_be_regular(os.stat(path).st_mode, name)
        # non-blocking: the file may have been exchanged for a pipe since
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        with open(os.open(path, flags), "rb") as file:
            found = os.fstat(file.fileno())
            _must_be_regular(found.st_mode, name)
            if found.st_size > LIMITS["file"].most:
                raise over_limit("file", found.st_size, name)
            return file.read(LIMITS["file"].most)
    except FileNotFoundError:
        raise UnreadableFile("not_a_workbook", f"找不到“{name}”。请核对路径，或刷新文件夹后再试。") from None
    except PermissionError:
        raise UnreadableFile(
            "locked", f"“{name}”打不开：正被其他程序占用，或没有读取权限。请关闭打开它的窗口，或取得权限后再试。"
        ) from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise UnreadableFile("damaged", f"“{name}”从磁盘上读不出来。请复制一份到本机硬盘后再试。") from None


def _must_be_regular(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableFile("not_a_workbook", f"“{name}”是文件夹，不是工作簿。请选择其中的文件。")
    if not stat.S_ISREG(mode):
        raise UnreadableFile("not_a_workbook", f"“{name}”是管道或设备，不是普通文件。请选择工作簿文件。")


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file in UTF-8, without the mark some programs put before it. Raises OSError, ValueError."""
    with open(path, encoding="utf-8-sig") as file:
        return file.read()


def nowhere() -> TextIO:
    """A stream for what nobody will read."""
    return open(os.devnull, "w", encoding="utf-8")
