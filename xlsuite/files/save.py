"""How an output reaches the disk: whole or not at all, and never over another file without being asked.

The content is complete in memory before the folder is touched. It goes to a temporary file beside the target, is
forced to the disk, and takes the target's name in one step; at every moment the name stands for the old file or the
new one (a process killed half-way leaves the old one).
"""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from xlsuite.errors import OutputExists, UnwritableOutput

STALE_AFTER = 3600  # seconds; a temporary file older than this belongs to a run that is dead
WAITS = (0.2,) * 5 if os.name == "nt" else ()  # Windows: a virus scanner or the previewer holds a file for a moment

BACKUPS, BACKUPS_KEPT, LOCK = ".xlsuite_备份", 10, "写入中.lock"
PREFIX = "xlsuite-"  # of what lies in the system's folder for temporary files

_TEMP_NAME = re.compile(r"\.[0-9a-f]{16}\.xlsuite\.tmp").fullmatch
_LOCK_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EACCES)
_NOT_A_FOLDER = "路径中间有一段是文件而不是文件夹，请核对 -o 的路径"
_REASONS = {
    errno.ENOSPC: "磁盘空间不足，请清理出空间后重试",
    errno.EDQUOT: "超出了磁盘配额，请清理出空间后重试",
    errno.EFBIG: "文件大小超出了系统允许的上限，请换一个磁盘或放宽上限后重试",
    errno.EROFS: "所在磁盘是只读的，请用 -o 另选一个文件夹",
    errno.ENAMETOOLONG: "文件名或路径太长，请用 -o 换一个短的名字",
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EEXIST: _NOT_A_FOLDER,  # what making the folder answers there
    errno.EISDIR: "同名的是一个文件夹，请在 -o 里写出文件名",
    errno.ENOENT: "所在文件夹不见了，请重新建好文件夹后重试",
}
_HELD = "文件可能正在 Excel 或 WPS 里打开，或没有写入权限，请关闭文件后重试，或用 -o 另取名字"
_FORBIDDEN = "没有写入权限，请用 -o 另选一个文件夹，或向管理员申请写入权限"


def save(path: str | os.PathLike[str], content: bytes, *, replace: bool = False) -> Path:
    """Write an output file whole; the folder is made where it is missing.

    Raises OutputExists where the name is taken and `replace` is false, UnwritableOutput where the system refuses;
    in both cases what stood there before is untouched and nothing else is left behind.
    """
    target = Path(path)
    try:
        _remove_stale(target.parent)
        if not replace:
            refuse_taken(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _write(target, content, replace)
    except OSError as error:
        raise unwritten(target, error) from error
    _settle_folder(target.parent)
    return target


def unwritten(target: str | os.PathLike[str], error: OSError) -> UnwritableOutput:
    """What is said where the system refuses a write."""
    return UnwritableOutput(f"“{target}”没有写成：{_reason(error)}。原有文件没有改动。")


def free_name(path: str | os.PathLike[str]) -> Path:
    """The path itself where nothing stands there, else the first free one of name_2, name_3 …"""
    target = Path(path)
    found, number = target, 1
    while os.path.lexists(found):
        number += 1
        found = target.with_name(f"{target.stem}_{number}{target.suffix}")
    return found


def save_free(path: str | os.PathLike[str], make: Callable[[Path], bytes]) -> Path:
    """Write what `make` gives for a name under the first name that is free, even where somebody else takes it first."""
    while True:
        target = free_name(path)
        with suppress(OutputExists):
            return save(target, make(target))


def save_anew(path: str | os.PathLike[str], content: bytes) -> Path:
    """Write an output of ours anew; beside it, under the next free name, where another program holds it."""
    try:
        return save(path, content, replace=True)
    except UnwritableOutput as error:
        if not isinstance(error.__cause__, PermissionError) or not os.path.isfile(path):
            raise
        return save_free(path, lambda _: content)


def back_up(path: str | os.PathLike[str], content: bytes, when: str) -> Path:
    """A copy of a workbook before it is changed, in a folder beside it; the ten newest of each workbook are kept."""
    target = Path(path)
    folder = target.parent / BACKUPS
    written = save_free(folder / f"{target.stem}.{when}{target.suffix}", lambda _: content)
    is_one = re.compile(re.escape(target.stem) + r"\.\d{8}-\d{6}(_\d+)?" + re.escape(target.suffix)).fullmatch
    copies = sorted(each for each in folder.iterdir() if is_one(each.name))
    for old in copies[:-BACKUPS_KEPT]:
        with suppress(OSError):
            old.unlink()
    return written


def mark_of_open(path: str | os.PathLike[str]) -> str:
    """The file that Excel, LibreOffice or WPS keeps beside a workbook while it is open; "" where there is none."""
    target = Path(path)
    marks = (f"~${target.name}", f".~lock.{target.name}#", f".~{target.name}")
    return next((mark for mark in marks if os.path.lexists(target.with_name(mark))), "")


@contextmanager
def locked(path: str | os.PathLike[str]) -> Iterator[None]:
    """Hold a folder's lock, so that two of us never change workbooks in it at once; the system frees it if we die.

    Raises UnwritableOutput where another holds it, or the folder cannot be written.
    """
    folder = Path(path).parent / BACKUPS
    handle = hold(folder, f"另一个 xlsuite 正在改“{folder.parent}”里的工作簿。请等它做完再试。")
    try:
        yield
    finally:
        os.close(handle)


def hold(folder: str | os.PathLike[str], busy: str) -> int:
    """A handle that holds a folder (made where it is missing) until it is closed or we die.

    Raises UnwritableOutput: with `busy` where another holds the folder.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        handle = os.open(os.path.join(folder, LOCK), _LOCK_FLAGS, 0o600)
    except OSError as error:
        raise UnwritableOutput(f"“{folder}”建不了：{_reason(error)}。原有文件没有改动。") from error
    if not _taken_lock(handle):
        os.close(handle)
        raise UnwritableOutput(busy)
    return handle


def _taken_lock(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)  # no locks here: some network drives
    return True


def save_log(text: str) -> str:
    """A record of our own failure in the system's folder for temporary files; its path."""
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".log", prefix=PREFIX, delete=False, encoding="utf-8") as log:
        log.write(text)
    return log.name


def add_record(path: str | os.PathLike[str], text: str) -> None:
    """Add to a record that only its owner can read. Raises OSError."""
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as record:
        record.write(text.encode("utf-8", "backslashreplace"))


def scratch(path: str | os.PathLike[str], content: bytes) -> None:
    """What a run keeps for its own later steps; what a crash spoils is made anew.

    It takes its name whole: the worker of a run that was killed may still be at the same one. Raises UnwritableOutput.
    """
    temp = f"{os.fspath(path)}.{os.urandom(8).hex()}.tmp"
    try:
        with open(temp, "xb") as file:
            file.write(content)
        os.replace(temp, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temp)
        raise unwritten(path, error) from error


def journal_file(path: str | os.PathLike[str]) -> IO[bytes]:
    """A file that is read and added to until its owner closes it. Raises OSError."""
    return open(path, "a+b")


@contextmanager
def private_folder() -> Iterator[str]:
    """A folder that only its owner can read, removed afterwards; those that killed runs left are removed before."""
    import tempfile

    _remove_dead_folders(tempfile.gettempdir())
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as folder:
        handle = hold(folder, folder)
        try:
            yield folder
        finally:
            os.close(handle)


def keep_scratch_in(folder: str) -> None:
    """Have all that this process keeps on the disk meanwhile lie in a folder that somebody else removes."""
    import tempfile

    tempfile.tempdir = folder


def _remove_dead_folders(parent: str) -> None:
    """Our own folders of an hour ago and more, unless their run still holds them."""
    import shutil

    me = os.getuid() if os.name == "posix" else 0
    with suppress(OSError):
        oldest = time.time() - STALE_AFTER
        for entry in list(os.scandir(parent)):
            if not entry.name.startswith(PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            found = entry.stat(follow_symlinks=False)
            if found.st_mtime < oldest and found.st_uid == me:
                with suppress(OSError, UnwritableOutput):
                    os.close(hold(entry.path, ""))
                    shutil.rmtree(entry.path, ignore_errors=True)


def refuse_taken(path: str | os.PathLike[str]) -> None:
    """Raise OutputExists where something stands under a name; a folder is told as an unwritable name."""
    target = Path(path)
    if target.is_dir():
        return
    if os.path.lexists(target):
        raise _taken(target)


def _taken(target: Path) -> OutputExists:
    return OutputExists(f"“{target}”已经有了，没有覆盖。请用 -o 换一个名字，或先把它移走、删除，再重新运行。")


def _write(target: Path, content: bytes, replace: bool) -> None:
    temp = target.with_name(f".{os.urandom(8).hex()}.xlsuite.tmp")
    try:
        _fill(temp, content, _mode(target))
        _patiently(lambda: os.replace(temp, target) if replace else _name_new(temp, target))
    finally:
        with suppress(OSError):
            os.unlink(temp)


def _fill(temp: Path, content: bytes, mode: int) -> None:
    """The temporary file: readable by its owner only until it is complete."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(temp, flags, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if os.name == "posix":
            os.fchmod(handle, mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def _mode(target: Path) -> int:
    """The mode of the finished file: that of the one it replaces, else what the umask leaves of 0666."""
    if target.is_file() and not target.is_symlink():
        return target.stat().st_mode & 0o777
    umask = os.umask(0o077)  # it can only be read by setting it; for that moment the stricter one holds
    os.umask(umask)
    return 0o666 & ~umask


def _name_new(temp: Path, target: Path) -> None:
    """Give the file its name unless the name is taken, in one step where the file system can."""
    try:
        if os.name == "nt":
            os.rename(temp, target)
        else:
            os.link(temp, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError as error:
        if os.name == "nt" or error.errno not in _NO_LINKS:
            raise
        refuse_taken(target)  # no hard links here (FAT, some network drives): a whole file matters more than the gap
        os.replace(temp, target)


def _patiently(act: Callable[[], None]) -> None:
    """On Windows a file that is held is tried again for one second."""
    for wait in WAITS:
        try:
            return act()
        except PermissionError:
            time.sleep(wait)
    act()


def _settle_folder(folder: Path) -> None:
    """Force the new name to the disk; the file stands whole whether or not this can be done."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_stale(folder: Path) -> None:
    """Remove what killed runs left here."""
    with suppress(OSError):
        oldest = time.time() - STALE_AFTER
        for entry in list(os.scandir(folder)):
            if _TEMP_NAME(entry.name) and entry.stat(follow_symlinks=False).st_mtime < oldest:
                os.unlink(entry.path)


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return _HELD if os.name == "nt" else _FORBIDDEN
    said = _REASONS.get(error.errno or 0)
    return said or f"系统报错 {error.errno}（{error.strerror}），请换一个文件夹重试，用 -o 指定"
