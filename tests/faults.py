"""Every write path, stopped or refused at every call that it makes of the system.

`python -m tests.faults kill PATH` kills (SIGKILL) a process after its first, second, third … call and
half-way through each that writes; `python -m tests.faults refuse PATH` lets each call fail instead, with one error number after
the other. Both print how many calls were tried; whatever does not hold is an AssertionError.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import xlsuite.files.save as saving
from tests import units
from tests.packages import written
from xlsuite.cli import run
from xlsuite.errors import UnwritableOutput, XlsuiteError

CALLS = ("open", "write", "fchmod", "fsync", "close", "replace", "link", "unlink", "makedirs")
ERRNOS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT)
TODAY, AS_OF = date(2025, 10, 31), ("--as-of", "2025-09-30")
MOST = 200  # calls of one path
OLD, NEW = b"old" * 1000, b"new" * 5000


class Path_(NamedTuple):
    """One way in which we write: what is there before, and what is done; `inputs` may only ever be old or new."""

    prepare: Callable[[Path], None]
    act: Callable[[Path], int]


def command(*words: str) -> Callable[[Path], int]:
    """A command line; {} is the folder."""

    def act(folder: Path) -> int:
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            code = run([word.format(folder) for word in words], TODAY)
        assert "Traceback" not in said.getvalue() and "自己出了错" not in said.getvalue(), said.getvalue()
        if code in (2, 4):
            assert "✗" in said.getvalue() and "。" in said.getvalue(), said.getvalue()
        return code

    return act


def saving_to(replace: bool) -> Callable[[Path], int]:
    def act(folder: Path) -> int:
        try:
            saving.save(folder / "一览.xlsx", NEW, replace=replace)
        except XlsuiteError:
            return 2
        return 0

    return act


def no_links(folder: Path) -> int:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    before, os.link = os.link, refuse
    try:
        return saving_to(False)(folder)
    finally:
        os.link = before


def ledger(folder: Path) -> None:
    (folder / "台账.xlsx").write_bytes(LEDGER)


def ledger_with_ours(folder: Path) -> None:
    (folder / "台账.xlsx").write_bytes(MARKED)


def old_file(folder: Path) -> None:
    (folder / "一览.xlsx").write_bytes(OLD)


def several(folder: Path) -> None:
    for number, content in enumerate(SEVERAL, 1):
        (folder / "in" / f"单位{number}").mkdir(parents=True)
        (folder / "in" / f"单位{number}" / "台账.xlsx").write_bytes(content)


def fixable(folder: Path) -> None:
    (folder / "台账.xlsx").write_bytes(FIXABLE)


def nothing(folder: Path) -> None:
    pass


PATHS = {
    "save": Path_(nothing, saving_to(False)),
    "replace": Path_(old_file, saving_to(True)),
    "no links": Path_(nothing, no_links),
    "check": Path_(ledger, command("check", "{}/台账.xlsx", "-o", "{}/出", *AS_OF)),
    "summarize": Path_(ledger, command("summarize", "{}/台账.xlsx", "-o", "{}/出/一览.xlsx", *AS_OF)),
    "fix": Path_(fixable, command("fix", "{}/台账.xlsx", "-o", "{}/出", *AS_OF)),
    "redact": Path_(ledger, command("redact", "{}/台账.xlsx", "-o", "{}/出")),
    "report": Path_(ledger, command("report", "{}/台账.xlsx", "-o", "{}/出", *AS_OF)),
    "in place": Path_(ledger, command("check", "{}/台账.xlsx", "--in-place", *AS_OF)),
    "remove": Path_(ledger_with_ours, command("check", "{}/台账.xlsx", "--remove")),
    "batch": Path_(several, command("check", "{}/in", "-o", "{}/出", *AS_OF, "--resume")),
}  # fmt: skip


class Counted:
    """Stands for `os` in the writing module: call number `at` is the one where `then` happens."""

    def __init__(self, at: int, then: Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]) -> None:
        self.at, self.then, self.count = at, then, 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CALLS:
            return real

        def call(*given: Any, **named: Any) -> Any:
            self.count += 1
            return self.then(real, given, named) if self.count == self.at else real(*given, **named)

        return call

    @property
    def failed(self) -> str:
        """The name of the call that failed; "" where there were fewer calls."""
        return getattr(self.then, "failed", "")


class Fails:
    """Lets a call fail with an error number."""

    def __init__(self, code: int) -> None:
        self.code, self.failed = code, ""

    def __call__(self, real: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
        self.failed = real.__name__
        if real is os.close:
            real(*given)  # a close that fails has closed all the same
        raise OSError(self.code, os.strerror(self.code))


@contextlib.contextmanager
def counted(at: int, then: Callable[..., Any]) -> Iterator[Counted]:
    stand_in = Counted(at, then)
    saving.os = stand_in  # type: ignore[assignment]
    try:
        yield stand_in
    finally:
        saving.os = os


def content_of(folder: Path) -> dict[str, bytes]:
    """What a folder holds for its user: no locks, no temporary files, no journal; copies by their content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_dir() or path.name == saving.LOCK or path.suffix == ".tmp" or "批处理记录" in place:
            continue
        found["备份" if saving.BACKUPS in place else place] = path.read_bytes()
    return found


def temporary(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.tmp") if path.name.endswith(".xlsuite.tmp")]


def both(path: Path_, parent: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is there before the work and after it."""
    folder = parent / "w"
    folder.mkdir()
    path.prepare(folder)
    before = content_of(folder)
    assert path.act(folder) in (0, 1)
    after = content_of(folder)
    shutil.rmtree(folder)
    return before, after


def must_be_whole(folder: Path, before: dict[str, bytes], after: dict[str, bytes], what: str) -> None:
    """Each file is what it was or what it is to be; an old workbook that was replaced lies in its copy."""
    found = content_of(folder)
    for name, content in found.items():
        is_whole = content == before.get(name) or content in after.values()  # the new one perhaps under another name
        if name.endswith("单位总览.xlsx"):  # it tells of what could not be written
            is_whole = zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        assert is_whole, f"{what}: {name} is neither the old nor the new file"
    for name, content in before.items():
        assert name in found, f"{what}: {name} is gone"
        if "备份" in after and found[name] != content:
            assert found.get("备份") == content, f"{what}: {name} was changed without a copy"


def killed(name: str, parent: Path) -> int:
    """Kill after every call and half-way through every write; the next run must end as if nothing had been."""
    path = PATHS[name]
    before, after = both(path, parent)
    for at in range(1, MOST):
        ended = [killed_once(path, parent, at, way, before, after) for way in ("half", "after")]
        if all(ended):
            return at - 1
    raise AssertionError("more calls than were tried")


def killed_once(path: Path_, parent: Path, at: int, way: str, before: dict[str, bytes], after: dict[str, bytes]) -> bool:  # fmt: skip
    folder = parent / "w"
    folder.mkdir()
    path.prepare(folder)

    def die(real: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            if way == "half" and real is os.write:
                real(given[0], given[1][: len(given[1]) // 2])
            else:
                real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        with counted(at, die):
            code = path.act(folder)
        os._exit(0 if code in (0, 1) else 9)
    _, status = os.waitpid(child, 0)
    has_ended = os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0
    assert has_ended or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL), status
    what = f"killed {way} call {at}"
    must_be_whole(folder, before, after, what)
    for left in temporary(folder):
        os.utime(left, (0, 0))
    if not has_ended:
        again(path, folder, after, what)
    shutil.rmtree(folder)
    return has_ended


def again(path: Path_, folder: Path, after: dict[str, bytes], what: str) -> None:
    """The next run: all outputs there (perhaps under another name beside one that was whole), no temporary file left."""
    path.act(folder)
    found = content_of(folder)
    assert set(after.values()) <= set(found.values()), f"{what}, and run again: something is missing"
    assert not temporary(folder), f"{what}, and run again: a temporary file stays"


def refused(name: str, parent: Path) -> int:
    """Let every call fail once: an error is told and the old file stands, or all is written; no temporary file."""
    path = PATHS[name]
    before, after = both(path, parent)
    for at in range(1, MOST):
        folder = parent / "w"
        folder.mkdir()
        path.prepare(folder)
        code = ERRNOS[at % len(ERRNOS)]
        with counted(at, Fails(code)) as calls:
            answer = path.act(folder)
        if not calls.failed:
            shutil.rmtree(folder)
            return at - 1
        what = f"{calls.failed}, call {at}, fails with {errno.errorcode[code]}: answer {answer}"
        must_be_whole(folder, before, after, what)
        assert calls.failed == "unlink" or not temporary(folder), what
        if answer in (0, 1):
            assert set(after.values()) <= set(content_of(folder).values()), f"{what}, yet something is missing"
        else:
            assert answer in (2, 4), what
        shutil.rmtree(folder)
    raise AssertionError("more calls than were tried")


def resumed(trials: int, parent: Path) -> int:
    """Kill a run and its workers at a moment of its journal, take it up again: the files of a run nobody stopped."""
    source = parent / "in"
    units.many(source, 8)
    whole = parent / "整"
    assert batch_run(source, whole).wait() == 1
    chance = random.Random(20250930)
    for trial in range(trials):
        out = parent / f"停{trial}"
        for left in range(chance.randrange(1, 4), -1, -1):
            process = batch_run(source, out)
            if left:
                wait_for_lines(process, out, chance.randrange(1, 14))
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert content_of(out) == content_of(whole), f"trial {trial}"
        shutil.rmtree(out)
    return trials


def batch_run(source: Path, out: Path) -> subprocess.Popen[bytes]:
    words = ["run", str(source), "-o", str(out), *AS_OF, "--jobs", "2", "--resume", "-q"]
    return subprocess.Popen(
        [sys.executable, "-m", "xlsuite", *words], stdout=subprocess.DEVNULL, start_new_session=True
    )  # fmt: skip


def wait_for_lines(process: subprocess.Popen[bytes], out: Path, count: int) -> None:
    """Wait until a run's journal has grown by so many lines, or the run has ended."""
    journal = out / "批处理记录" / "记录.jsonl"
    lines = journal.read_bytes().count(b"\n") if journal.exists() else 0
    while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < lines + count):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.005)


def read_only(parent: Path) -> int:
    """A folder that its user may read and not write, and a user who is not root."""
    os.umask(0o022)  # the other user must be able to read, whatever this process was started with
    folder = parent / "w"
    folder.mkdir()
    ledger(folder)
    before = content_of(folder)
    command("check", "{}/台账.xlsx", "-o", "{}/出", *AS_OF)(folder)  # all that is imported is imported now
    shutil.rmtree(folder / "出")
    folder.chmod(0o555)
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        if os.getuid() == 0:
            os.setuid(65534)
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            codes = [
                run(["check", "台账.xlsx", "-o", "出", *AS_OF], TODAY),
                run(["check", "台账.xlsx", "-o", "结果.xlsx", *AS_OF], TODAY),
                run(["check", "台账.xlsx", "--in-place", *AS_OF], TODAY),
            ]
        is_told = said.getvalue().count("没有写入权限，请用 -o 另选一个文件夹，或向管理员申请写入权限") == 3
        if codes == [2, 2, 2] and is_told:
            os._exit(0)
        os.write(2, f"{codes}\n{said.getvalue()}\n".encode())
        os._exit(1)
    _, status = os.waitpid(child, 0)
    folder.chmod(0o755)
    assert status == 0
    assert content_of(folder) == before
    return 3


LEDGER = written(rich=False)
FIXABLE = written("问题编号=ＺＧ－1 整改时限=2025.9.30", rich=False)
SEVERAL = (LEDGER, FIXABLE)
MARKED = b""


def main() -> None:
    global MARKED
    with tempfile.TemporaryDirectory() as parent:
        ledger(Path(parent))
        command("check", "{}/台账.xlsx", "--in-place", *AS_OF)(Path(parent))
        MARKED = (Path(parent) / "台账.xlsx").read_bytes()
    what, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory() as parent:
        if what == "resume":
            print(resumed(int(more[0]), Path(parent)))
        elif what == "read only":
            print(read_only(Path(parent)))
        else:
            does = {"kill": killed, "refuse": refused}[what]
            print(*(does(name, Path(parent)) for name in more or PATHS))


if __name__ == "__main__":
    try:
        main()
    except UnwritableOutput as error:
        raise AssertionError(str(error)) from error
