"""The one module that opens files: regular ones only, opened once, up to a limit."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, TextIO

from xlsuite.errors import UnreadableFile
from xlsuite.files.limits import LIMITS, over_limit

if TYPE_CHECKING:
    from io import BufferedReader

PIECE = 1 << 20  # characters of a text handed on at once


def shown_name(path: str | os.PathLike[str]) -> str:
    """The file's own name for a message, with what cannot be printed written as an escape."""
    name = os.path.basename(os.fspath(path))
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def read_file(path: str | os.PathLike[str]) -> bytes:
    """The whole content of a regular file, opened once. Raises UnreadableFile for all else."""
    name = shown_name(path)
    try:
        _must_be_regular(os.stat(path).st_mode, name)
        with _opened(path) as file:
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


def _opened(path: str | os.PathLike[str]) -> BufferedReader:
    # non-blocking: the file may have been exchanged for a pipe since it was looked at
    return open(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)), "rb")


def _must_be_regular(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableFile("not_a_workbook", f"“{name}”是文件夹，不是工作簿。请选择其中的文件。")
    if not stat.S_ISREG(mode):
        raise UnreadableFile("not_a_workbook", f"“{name}”是管道或设备，不是普通文件。请选择工作簿文件。")


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file in UTF-8, without the mark some programs put before it. Raises OSError, ValueError."""
    with _regular(path) as file:
        content = file.read(LIMITS["file"].most)
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def digest(path: str | os.PathLike[str]) -> str:
    """The sha256 of a file's content; "" where it cannot be read."""
    import hashlib

    try:
        with _regular(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def pieces(path: str | os.PathLike[str]) -> Iterator[str]:
    """A text that `save.scratch` has written, a piece at a time: it may be longer than memory is large."""
    with (
        _regular(path) as file,
        open(file.fileno(), encoding="utf-8", errors="surrogatepass", newline="\n", closefd=False) as text,
    ):
        while some := text.read(PIECE):
            yield some


def piece(path: str | os.PathLike[str], start: int, size: int) -> bytes:
    """So many bytes of a file from a place on, which is counted from its end where it is negative."""
    with _regular(path) as file:
        file.seek(start, os.SEEK_SET if start >= 0 else os.SEEK_END)
        return file.read(size)


def _regular(path: str | os.PathLike[str]) -> BufferedReader:
    """An open regular file; OSError for a pipe or a device, which might never end."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return _opened(path)


def nowhere() -> TextIO:
    """A stream for what nobody will read."""
    return open(os.devnull, "w", encoding="utf-8")


def pipes_to_parent() -> tuple[IO[bytes], IO[bytes]]:
    """What a worker is asked through and answers through; whatever else reads or prints has nothing to do with them."""
    asked, answered = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    handle = os.open(os.devnull, os.O_RDWR)
    os.dup2(handle, 0)
    os.dup2(handle, 1)
    return asked, answered
