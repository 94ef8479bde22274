"""Outputs reach the disk whole or not at all, and never over another file unasked."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xlsuite.errors import OutputExists, UnwritableOutput
from xlsuite.files import save as saving
from xlsuite.files.save import free_name, keep_scratch_in, private_folder, save

OLD, NEW = b"old" * 1000, b"new" * 5000
KEPT = "。原有文件没有改动。"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def child(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE)


def test_a_new_file_is_written_whole_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "汇总" / "一览.xlsx"
    assert save(target, NEW) == target
    assert target.read_bytes() == NEW
    assert names(target.parent) == ["一览.xlsx"]


def test_a_file_is_never_replaced_silently(tmp_path: Path) -> None:
    target = tmp_path / "一览.xlsx"
    target.write_bytes(OLD)
    with pytest.raises(OutputExists) as caught:
        save(target, NEW)
    assert str(caught.value) == f"“{target}”已经有了，没有覆盖。请用 -o 换一个名字，或先把它移走、删除，再重新运行。"
    assert target.read_bytes() == OLD
    assert names(tmp_path) == ["一览.xlsx"]


def test_a_dangling_link_counts_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "一览.xlsx").symlink_to(tmp_path / "别处.xlsx")
    with pytest.raises(OutputExists):
        save(tmp_path / "一览.xlsx", NEW)


def test_replace_puts_a_file_in_the_place_of_a_link_and_leaves_what_it_points_to(tmp_path: Path) -> None:
    (tmp_path / "原表.xlsx").write_bytes(OLD)
    (tmp_path / "一览.xlsx").symlink_to(tmp_path / "原表.xlsx")
    save(tmp_path / "一览.xlsx", NEW, replace=True)
    assert (tmp_path / "原表.xlsx").read_bytes() == OLD
    assert (tmp_path / "一览.xlsx").read_bytes() == NEW


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("夹子", "同名的是一个文件夹，请在 -o 里写出文件名"),
        ("文件/一览.xlsx", "路径中间有一段是文件而不是文件夹，请核对 -o 的路径"),
        ("长" * 90 + ".xlsx", "文件名或路径太长，请用 -o 换一个短的名字"),
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_names_that_cannot_be_written(tmp_path: Path, name: str, reason: str, replace: bool) -> None:
    (tmp_path / "夹子").mkdir()
    (tmp_path / "文件").write_bytes(OLD)
    with pytest.raises(UnwritableOutput) as caught:
        save(tmp_path / name, NEW, replace=replace)
    assert str(caught.value) == f"“{tmp_path / name}”没有写成：{reason}{KEPT}"
    assert names(tmp_path) == ["夹子", "文件"]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "磁盘空间不足，请清理出空间后重试"),
        (errno.EDQUOT, "超出了磁盘配额，请清理出空间后重试"),
        (errno.EROFS, "所在磁盘是只读的，请用 -o 另选一个文件夹"),
        (errno.EACCES, "没有写入权限，请用 -o 另选一个文件夹，或向管理员申请写入权限"),
        (errno.EIO, f"系统报错 {errno.EIO}（{os.strerror(errno.EIO)}），请换一个文件夹重试，用 -o 指定"),
    ],
)
def test_what_the_system_refuses_is_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(UnwritableOutput) as caught:
        save(tmp_path / "一览.xlsx", NEW)
    assert str(caught.value) == f"“{tmp_path / '一览.xlsx'}”没有写成：{reason}{KEPT}"
    assert names(tmp_path) == []


CALLS = ("open", "write", "fchmod", "fsync", "close", "replace", "link", "unlink", "mkdir", "scandir", "umask")


class Nth:
    """The system calls of a save, counted; call number `at` fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, code: int) -> None:
        self.count = 0
        for name in CALLS:
            monkeypatch.setattr(os, name, self.counted(getattr(os, name), at, code))

    def counted(self, real: Callable[..., Any], at: int, code: int) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == at:
                if real.__name__ == "close":
                    real(*arguments)  # a close that fails has closed all the same
                raise OSError(code, os.strerror(code))
            return real(*arguments, **named)

        return call


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("replace", [False, True])
def test_whichever_call_fails_the_file_is_the_old_one_or_the_new_one(tmp_path: Path, code: int, replace: bool) -> None:
    told = set()
    for at in range(1, 40):
        folder = tmp_path / str(at)
        folder.mkdir()
        target = folder / "一览.xlsx"
        if replace:
            target.write_bytes(OLD)
        before = os.umask(0o022)  # a call that puts it back may be the one that fails
        with pytest.MonkeyPatch.context() as patch:
            calls = Nth(patch, at, code)
            try:
                save(target, NEW, replace=replace)
                is_told = False
            except UnwritableOutput:
                is_told = True
        os.umask(before)
        told.add(is_told)
        found = target.read_bytes() if target.exists() else None
        assert found == ((OLD if replace else None) if is_told else NEW), at
        left = [name for name in names(folder) if name != "一览.xlsx"]
        assert left == [] or (not is_told and not replace), at  # only where unlink itself failed after success
        if calls.count < at:
            assert at > 6
            assert told == {True, False}
            return
    pytest.fail("a save makes more calls than were tried")


def test_where_the_file_system_has_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", refuse)
    save(tmp_path / "一览.xlsx", NEW)
    with pytest.raises(OutputExists):
        save(tmp_path / "一览.xlsx", OLD)
    assert (tmp_path / "一览.xlsx").read_bytes() == NEW
    assert names(tmp_path) == ["一览.xlsx"]


@pytest.mark.parametrize(("fails", "waits", "is_written"), [(1, 5, True), (5, 5, True), (6, 5, False), (1, 0, False)])
def test_a_file_that_is_held_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int, waits: int, is_written: bool
) -> None:
    real, tries = os.replace, []

    def held(*arguments: Any) -> None:
        tries.append(1)
        if len(tries) <= fails:
            raise PermissionError(errno.EACCES, "held")
        real(*arguments)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(saving, "WAITS", (0.0,) * waits)
    (tmp_path / "一览.xlsx").write_bytes(OLD)
    if is_written:
        save(tmp_path / "一览.xlsx", NEW, replace=True)
    else:
        with pytest.raises(UnwritableOutput):
            save(tmp_path / "一览.xlsx", NEW, replace=True)
    assert (tmp_path / "一览.xlsx").read_bytes() == (NEW if is_written else OLD)
    assert names(tmp_path) == ["一览.xlsx"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize(("umask", "old", "mode"), [(0o022, None, 0o644), (0o077, None, 0o600), (0o022, 0o640, 0o640)])
def test_the_mode_is_the_old_file_s_or_the_umask_s(tmp_path: Path, umask: int, old: int | None, mode: int) -> None:
    target = tmp_path / "一览.xlsx"
    if old is not None:
        target.write_bytes(OLD)
        target.chmod(old)
    before = os.umask(umask)
    try:
        save(target, NEW, replace=True)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == mode


def test_the_file_is_on_the_disk_before_it_takes_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    for name in ("write", "fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, _real=real, _name=name: (order.append(_name), _real(*a))[1])
    save(tmp_path / "一览.xlsx", NEW, replace=True)
    assert order == ["write", "fsync", "replace", "fsync"]


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data[:7])))
    save(tmp_path / "一览.xlsx", b"0123456789" * 10)
    assert (tmp_path / "一览.xlsx").read_bytes() == b"0123456789" * 10


def test_the_temporary_file_is_ours_and_its_owner_s_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = os.write

    def look(handle: int, data: Any) -> int:
        seen.extend((entry.name, entry.stat().st_mode & 0o777) for entry in os.scandir(tmp_path))
        return real(handle, data)

    monkeypatch.setattr(os, "write", look)
    save(tmp_path / "一览.xlsx", NEW)
    [(name, mode)] = seen
    assert re.fullmatch(r"\.[0-9a-f]{16}\.xlsuite\.tmp", name)
    assert mode == 0o600


@pytest.mark.parametrize(
    ("name", "age", "is_kept"),
    [
        (".0123456789abcdef.xlsuite.tmp", 3700, False),
        (".0123456789abcdef.xlsuite.tmp", 3500, True),
        (".0123456789abcdeg.xlsuite.tmp", 3700, True),
        ("一览.0123456789abcdef.xlsuite.tmp", 3700, True),
        (".~lock.一览.xlsx#", 3700, True),
    ],
)
def test_what_dead_runs_left_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, age: int, is_kept: bool
) -> None:
    (tmp_path / name).write_bytes(b"half")
    os.utime(tmp_path / name, (1_000_000, 1_000_000))
    monkeypatch.setattr("time.time", lambda: 1_000_000.0 + age)
    save(tmp_path / "一览.xlsx", NEW)
    assert (tmp_path / name).exists() == is_kept


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], "台账_检查结果.xlsx"),
        (["台账_检查结果.xlsx"], "台账_检查结果_2.xlsx"),
        (["台账_检查结果.xlsx", "台账_检查结果_2.xlsx"], "台账_检查结果_3.xlsx"),
        (["台账_检查结果_2.xlsx"], "台账_检查结果.xlsx"),
    ],
)
def test_free_name(tmp_path: Path, taken: list[str], free: str) -> None:
    for name in taken:
        (tmp_path / name).write_bytes(OLD)
    assert free_name(tmp_path / "台账_检查结果.xlsx") == tmp_path / free


KILLED = """
import sys
from xlsuite.files.save import save
print("ready", flush=True)
while True:
    for content in (b"a" * 300_000, b"b" * 400_000):
        save(sys.argv[1], content, replace=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_killed_in_the_middle_of_saving_the_file_is_one_of_the_two(tmp_path: Path) -> None:
    target = tmp_path / "一览.xlsx"
    whole = (b"a" * 300_000, b"b" * 400_000)
    seen = set()
    for trial in range(50):
        target.write_bytes(whole[trial % 2])
        run = child(KILLED, target)
        assert run.stdout is not None
        run.stdout.readline()
        for _ in range(trial % 7):  # somewhere within its first rounds, at another point each time
            list(tmp_path.iterdir())
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        found = target.read_bytes()
        assert found in whole, f"trial {trial}: {len(found)} bytes, neither the old file nor the new one"
        seen.add(found)
    left = set(names(tmp_path)) - {"一览.xlsx"}
    assert all(re.fullmatch(r"\.[0-9a-f]{16}\.xlsuite\.tmp", name) for name in left)
    for name in left:
        os.utime(tmp_path / name, (0, 0))
    save(target, NEW, replace=True)
    assert names(tmp_path) == ["一览.xlsx"]


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
from xlsuite.files.save import save
from xlsuite.errors import UnwritableOutput
try:
    save(sys.argv[1], b"n" * 20_000, replace=True)
except UnwritableOutput as error:
    sys.stdout.buffer.write(str(error).encode())
"""


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is POSIX")
def test_a_disk_that_takes_no_more_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "一览.xlsx"
    target.write_bytes(OLD)
    told, _ = child(FULL, target).communicate()
    reason = "文件大小超出了系统允许的上限，请换一个磁盘或放宽上限后重试"
    assert told.decode() == f"“{target}”没有写成：{reason}{KEPT}"
    assert target.read_bytes() == OLD
    assert names(tmp_path) == ["一览.xlsx"]


WRITER = """
import sys
from xlsuite.files.save import save
from xlsuite.errors import OutputExists
path, letter, replace = sys.argv[1], sys.argv[2].encode(), sys.argv[3] == "True"
won = 0
for number in range(40):
    try:
        save(f"{path}{number}", letter * 100_000, replace=replace)
        won += 1
    except OutputExists:
        pass
print(won)
"""


@pytest.mark.parametrize("replace", [False, True])
def test_two_writers_of_one_output(tmp_path: Path, replace: bool) -> None:
    runs = [child(WRITER, tmp_path / "一览", letter, replace) for letter in "ab"]
    won = [int(run.communicate()[0]) for run in runs]
    assert sum(won) == (80 if replace else 40)  # without replace each file has one writer, and the other was told
    assert len(names(tmp_path)) == 40
    for entry in tmp_path.iterdir():
        assert entry.read_bytes() in (b"a" * 100_000, b"b" * 100_000)


def test_a_process_keeps_its_scratch_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    keep_scratch_in(str(tmp_path))
    with private_folder() as folder:
        assert Path(folder).parent == tmp_path
