"""Killed, refused, crowded out: what stood is whole, what is told is clear, and the next run sets all right."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from tests import faults, units
from xlsuite.cli import run
from xlsuite.errors import UnreadableFile, UnwritableOutput
from xlsuite.files import save as saving
from xlsuite.files.opener import digest, read_file, read_text
from xlsuite.files.save import LOCK, STALE_AFTER, hold, private_folder, save_anew

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
TODAY, AS_OF = date(2025, 10, 31), ("--as-of", "2025-09-30")
KILLED = ("replace", "no links", "check", "in place", "batch")  # the others write the same way; all by command
posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 and setuid are POSIX")


def tried(*words: str) -> list[int]:
    """What tests/faults.py says it tried, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *words], capture_output=True, encoding="utf-8", cwd=ROOT, env=ENVIRONMENT
    )
    assert done.returncode == 0, done.stderr
    return list(map(int, done.stdout.split()))


@posix
@pytest.mark.parametrize("path", KILLED)
def test_killed_after_every_call(path: str) -> None:
    (calls,) = tried("kill", path)
    assert calls >= 10


@posix
@pytest.mark.parametrize("path", faults.PATHS)
def test_refused_at_every_call(path: str) -> None:
    (calls,) = tried("refuse", path)
    assert calls >= 10


@posix
def test_a_run_is_killed_and_taken_up_again() -> None:
    assert tried("resume", "2") == [2]


@posix
def test_a_folder_that_may_only_be_read() -> None:
    assert tried("read only") == [3]


# --- two at once ---

WRITER = """
import sys
from xlsuite.files.save import save_free
for round in range(40):
    save_free(sys.argv[1], lambda _: sys.argv[2].encode() * 50_000)
"""


def test_two_that_want_the_same_free_name_both_get_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "一览.xlsx")]
    writers = [subprocess.Popen([*command, which], env=ENVIRONMENT) for which in "ab"]
    assert [each.wait() for each in writers] == [0, 0]
    found = [path.read_bytes() for path in tmp_path.iterdir()]
    assert sorted(found) == [b"a" * 50_000] * 40 + [b"b" * 50_000] * 40


def test_two_runs_never_write_into_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units.many(tmp_path / "in", 2)
    out = tmp_path / "out"
    handle = hold(out / "批处理记录", "")  # the other one
    command = ["check", str(tmp_path / "in"), "-o", str(out), *AS_OF, "-q"]
    assert run(command, TODAY) == 2
    said = f"✗ 另一个 xlsuite 正在往“{out}”里写。请等它做完再试，或用 -o 另选一个文件夹。\n"
    assert capsys.readouterr().err == said
    assert not list(out.glob("*.xlsx"))
    os.close(handle)
    assert run(command, TODAY) == 0


HELD = [  # what the system says of the name, whether something stands there, the name in the end
    (PermissionError(13, "held"), True, "一览_2.xlsx"), (PermissionError(13, "held"), False, None),
    (OSError(28, "full"), True, None),
]  # fmt: skip


@pytest.mark.parametrize(("error", "stands", "name"), HELD)
def test_an_output_that_is_held_gets_another_name(
    error: OSError, stands: bool, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "一览.xlsx"
    if stands:
        target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(saving.os, "replace", refuse)
    if name is None:
        with pytest.raises(UnwritableOutput):
            save_anew(target, b"new")
    else:
        assert save_anew(target, b"new") == tmp_path / name
        assert (tmp_path / name).read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir() if path.read_bytes() == b"old"] == (
        ["一览.xlsx"] if stands else []
    )


# --- what is left behind ---


@pytest.mark.parametrize(
    ("name", "age", "is_held", "is_kept"),
    [
        ("xlsuite-dead", STALE_AFTER + 60, False, False),
        ("xlsuite-young", STALE_AFTER - 60, False, True),
        ("xlsuite-long", STALE_AFTER + 60, True, True),
        ("another-dead", STALE_AFTER + 60, False, True),
    ],
)
def test_folders_of_killed_runs_are_removed(
    name: str, age: int, is_held: bool, is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / name
    handle = hold(folder, "")
    (folder / "sheet1.xml").write_bytes("张某".encode())
    if not is_held:
        os.close(handle)
    monkeypatch.setattr("time.time", lambda: folder.stat().st_mtime + age)
    with private_folder() as made:
        assert os.stat(made).st_mode & 0o777 == 0o700 and os.path.exists(os.path.join(made, LOCK))
    assert (folder.exists(), os.path.exists(made)) == (is_kept, False)
    if is_held:
        os.close(handle)


def test_rows_that_a_crash_cut_short_are_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units.many(tmp_path / "in", 4)
    command = ["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *AS_OF, "-q", "--resume"]
    run(command, TODAY)
    spool = next((tmp_path / "out" / "批处理记录").glob("*.gz"))
    spool.write_bytes(spool.read_bytes()[:100])
    for skipped in (3, 4):
        capsys.readouterr()
        run(command, TODAY)
        assert capsys.readouterr().out.endswith(f"读了 {4 - skipped} 个，读不了 0 个，跳过 {skipped} 个。\n")


# --- what is never opened ---


@posix
def test_a_pipe_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a workbook, as settings, as a list of units: nobody will ever write into it."""
    pipe = tmp_path / "管道"
    os.mkfifo(pipe)
    with pytest.raises(OSError):
        read_text(pipe)
    with pytest.raises(UnreadableFile):
        read_file(pipe)
    assert digest(pipe) == ""
    assert run(["check", str(ROOT / "workbooks" / "示例台账.xlsx"), "--config", str(pipe)], TODAY) == 2
    assert capsys.readouterr().err == f"✗ 配置文件“{pipe}”打不开，或不是 UTF-8 编码的文本。\n"


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
from xlsuite.cli import run
sys.exit(run(sys.argv[1:]))
"""


@posix
@pytest.mark.parametrize(
    "words", [["check", "台账.xlsx", "-o", "出"], ["check", "台账.xlsx", "--in-place"], ["redact", "台账.xlsx"],
              ["check", "in", "-o", "出"], ["run", "in", "-o", "出"]], ids=" ".join,
)  # fmt: skip
def test_a_disk_that_takes_no_more(words: list[str], tmp_path: Path) -> None:
    faults.ledger(tmp_path)
    units.many(tmp_path / "in", 2)
    before = faults.content_of(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", FULL, *words], cwd=tmp_path, env={**ENVIRONMENT, "TMPDIR": str(tmp_path)},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode in (2, 4)
    assert "✗" in done.stderr and "超出了系统允许的上限" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert faults.content_of(tmp_path) == before and not faults.temporary(tmp_path)
