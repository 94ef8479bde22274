"""Many workbooks at once: the same bytes on one process and on two, accidents that cost one file, runs taken up again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import batch_tasks, units
from xlsuite import __version__
from xlsuite.batch import apart
from xlsuite.batch.finish import Finish
from xlsuite.batch.plan import names_of, passed_on
from xlsuite.batch.pool import Pool, TaskLost
from xlsuite.batch.task import process
from xlsuite.batch.wire import dumps
from xlsuite.cli import run
from xlsuite.commands import checked_file
from xlsuite.verbs.findings_json import as_json

TODAY = date(2025, 10, 31)
ROOT = Path(__file__).parent.parent
AS_OF = ("--as-of", "2025-09-30")
JOURNAL = "批处理记录"
posix = pytest.mark.skipif(os.name != "posix", reason="signals")


def tree(folder: Path) -> dict[str, str]:
    """Every output with its content's hash, without the journal's folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and JOURNAL not in path.parts
    }


def answers(out: Path) -> dict[str, dict]:  # type: ignore[type-arg]
    """The journal's answers by file, from the folder of inputs on."""
    lines = (out / JOURNAL / "记录.jsonl").read_text(encoding="ascii").splitlines()
    entries = [json.loads(line) for line in lines]
    return {entry["file"].rpartition("in/")[2]: entry for entry in entries if "file" in entry}


# --- the pool ---


def test_workers_live_on_from_task_to_task() -> None:
    with Pool(1) as pool:
        assert [pool.submit(batch_tasks.double, each).result() for each in range(5)] == [0, 2, 4, 6, 8]
        assert len({pool.submit(batch_tasks.who, None).result() for _ in range(4)}) == 1


@posix
def test_a_hanging_task_is_ended_and_the_next_one_answered() -> None:
    with Pool(1, seconds=1.0) as pool:
        futures = [pool.submit(batch_tasks.hang, each) for each in (1, -1, 2)]
        assert futures[0].result() == 1 and futures[2].result() == 2
        with pytest.raises(TaskLost) as lost:
            futures[1].result()
        assert (lost.value.reason, lost.value.seconds) == ("time", 1.0)


@posix
def test_no_worker_outlives_the_pool() -> None:
    pool = Pool(2)
    pids = {pool.submit(batch_tasks.who, None).result() for _ in range(6)}
    pool.shutdown()
    assert pids and not pool.processes
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


# --- the same whatever does it ---


def test_one_process_two_and_none_give_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units.many(tmp_path / "in", 3)
    (tmp_path / "in" / "坏.xlsx").write_bytes(b"not a workbook")
    shutil.copy(ROOT / "workbooks" / "示例台账_含错误.xlsx", tmp_path / "in" / "错.xlsx")
    trees, said = [], []
    for name, jobs in (("甲", ["--jobs", "1"]), ("乙", ["--jobs", "2"])):
        assert run(["run", str(tmp_path / "in"), "-o", str(tmp_path / name), *AS_OF, *jobs, "-q"], TODAY) == 3
        trees.append(tree(tmp_path / name))
        said.append(capsys.readouterr().out)
    assert trees[0] == trees[1] and len(trees[0]) >= 16
    assert said[0] == said[1] and said[0].endswith("共 5 个文件：读了 4 个，读不了 1 个，跳过 0 个。\n")


APART: tuple[tuple[str, Any], ...] = (
    ("at once", apart.make),
    ("its process dies", batch_tasks.die),
    ("its process fails", batch_tasks.fail),
)


@posix
@pytest.mark.parametrize(("case", "make"), APART, ids=[case for case, _ in APART])
def test_made_in_a_process_of_its_own_the_ledger_is_the_same(
    case: str, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units.many(tmp_path / "in", 4)
    command = ["run", str(tmp_path / "in"), *AS_OF, "--jobs", "2", "-q"]
    assert run([*command, "-o", str(tmp_path / "前")], TODAY) == 1
    monkeypatch.setattr(apart, "ROWS_AT_LEAST", 1)
    monkeypatch.setattr(apart, "cores", lambda: 2)
    monkeypatch.setattr(apart, "make", make)
    assert run([*command, "-o", str(tmp_path / "后")], TODAY) == 1
    assert tree(tmp_path / "前") == tree(tmp_path / "后") and "合并台账.xlsx" in tree(tmp_path / "后")
    assert run([*command, "-o", str(tmp_path / "后"), "--resume"], TODAY) == 1  # it knows them for its own
    assert tree(tmp_path / "前") == tree(tmp_path / "后")


@posix
def test_a_ledger_that_another_process_cannot_write_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    units.many(tmp_path / "in", 4)
    monkeypatch.setattr(apart, "ROWS_AT_LEAST", 1)
    monkeypatch.setattr(apart, "cores", lambda: 2)
    monkeypatch.setattr(apart, "make", batch_tasks.full_disk)
    assert run(["run", str(tmp_path / "in"), "-o", str(tmp_path / "后"), *AS_OF, "--jobs", "2", "-q"], TODAY) == 2
    assert "合并台账.xlsx”没有写成：磁盘满了。" in capsys.readouterr().err


@posix
def test_a_ledger_that_is_open_elsewhere_is_written_beside_and_led_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever holds the one of last time may save it afterwards: it is theirs from then on."""
    units.many(tmp_path / "in", 4)
    out = tmp_path / "后"
    monkeypatch.setattr(apart, "ROWS_AT_LEAST", 1)
    monkeypatch.setattr(apart, "cores", lambda: 2)
    command = ["run", str(tmp_path / "in"), "-o", str(out), *AS_OF, "--jobs", "2", "--resume"]
    run([*command, "-q"], TODAY)
    with monkeypatch.context() as held:
        held.setattr(apart, "make", batch_tasks.beside)
        run(command, TODAY)
    told = [line for line in capsys.readouterr().err.splitlines() if "合并台账" in line or "全部单位" in line]
    assert told[0] == f"已写 {out / '合并台账_2.xlsx'}" and len(told) == len(set(told))
    with zipfile.ZipFile(out / "全部单位_一览.xlsx") as book:
        links = b"".join(book.read(name) for name in book.namelist() if name.endswith(".rels")).decode()
    assert "合并台账_2.xlsx" in links and "合并台账.xlsx" not in links
    (out / "合并台账.xlsx").write_bytes(b"saved")
    run([*command, "-q"], TODAY)
    assert (out / "合并台账.xlsx").read_bytes() == b"saved" and not (out / "合并台账_3.xlsx").exists()


@posix
def test_stopped_beside_it_a_process_leaves_no_rows_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    units.many(tmp_path / "in", 4)
    (tmp_path / "t").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    monkeypatch.setattr("xlsuite.batch.pool.GRACE", 0.1)
    monkeypatch.setattr(apart, "ROWS_AT_LEAST", 1)
    monkeypatch.setattr(apart, "cores", lambda: 2)
    monkeypatch.setattr(apart, "make", batch_tasks.write_rows_and_hang)

    def stop(_: Finish, target: str) -> None:
        while not list((tmp_path / "t").rglob("rows")):
            pass
        raise KeyboardInterrupt

    monkeypatch.setattr(Finish, "whole", stop)
    assert run(["run", str(tmp_path / "in"), "-o", str(tmp_path / "后"), *AS_OF, "--jobs", "2", "-q"], TODAY) == 130
    assert not list((tmp_path / "t").iterdir())


def test_the_json_is_that_of_one_file_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = units.many(tmp_path / "in", 5)
    files.append(tmp_path / "in" / "坏.xlsx")
    files[-1].write_bytes(b"not a workbook")
    command = ["check", str(tmp_path / "in"), "--format", "json", "-q", *AS_OF]
    for jobs in ([], ["--jobs", "1"], ["--jobs", "2"]):
        assert run([*command, *jobs], TODAY) == 3
        out = capsys.readouterr().out
        options = options_of(command)
        done = [checked_file(file["file"], options) for file in json.loads(out)["files"]]
        assert out == as_json(done, __version__, TODAY)
        assert [Path(each.file) for each in done] == sorted(files)


def options_of(command: list[str]):  # type: ignore[no-untyped-def]
    from xlsuite.cli import parser, prepared

    return prepared(parser().parse_args(command), TODAY)


def test_few_small_files_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units.many(tmp_path / "in", 3)

    def refuse(*_: object) -> None:
        raise AssertionError("a pool was started")

    monkeypatch.setattr("xlsuite.batch.job.Pool", refuse)
    assert run(["check", str(tmp_path / "in"), "-q"], TODAY) == 1


# --- accidents ---

ACCIDENTS = [
    ("卡住", "too_large", "“卡住.xlsx”在 2 秒内没有做完，这个文件先放下了。"),
    ("崩溃", "damaged", "处理“崩溃.xlsx”时读取程序两次意外中止，没有读完。"),
    ("撑破", "too_large", "“撑破.xlsx”要的内存超过了一个文件的上限，没有读完。"),
]


@posix
@pytest.mark.parametrize(("name", "code", "said"), ACCIDENTS, ids=[each[0] for each in ACCIDENTS])
def test_an_accident_costs_its_file_only_and_names_it(
    name: str, code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = units.many(tmp_path / "in", 4)
    shutil.copy(files[0], tmp_path / "in" / f"{name}.xlsx")
    monkeypatch.setattr("xlsuite.batch.task.process", batch_tasks.process)
    command = ["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *AS_OF, "--jobs", "2", "--timeout", "2"]
    assert run(command, TODAY) == 3
    assert capsys.readouterr().out.endswith("共 5 个文件：读了 4 个，读不了 1 个，跳过 0 个。\n")
    error = answers(tmp_path / "out")[f"{name}.xlsx"]["error"]
    assert error["code"] == code and error["message"].startswith(said)


def test_a_failure_of_our_own_costs_its_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = units.many(tmp_path / "in", 4)
    shutil.copy(files[0], tmp_path / "in" / "出错.xlsx")
    monkeypatch.setattr("xlsuite.batch.task.process", batch_tasks.process)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--jobs", "1"], TODAY) == 4
    captured = capsys.readouterr()
    assert captured.out.endswith("共 5 个文件：读了 4 个，读不了 1 个，跳过 0 个。\n")
    log = Path(captured.err.split("记录在 ")[1].split("（")[0])
    assert "xlsuite 处理“出错.xlsx”时自己出了错" in captured.err and "RuntimeError" in log.read_text(encoding="utf-8")


@posix
def test_a_worker_killed_in_mid_run_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = units.many(tmp_path / "in", 4)
    shutil.copy(files[0], tmp_path / "in" / "被杀.xlsx")
    for name in ("平安", "被杀"):
        assert run(["run", str(tmp_path / "in"), "-o", str(tmp_path / name), *AS_OF, "--jobs", "2", "-q"], TODAY) == 1
        monkeypatch.setattr("xlsuite.batch.task.process", batch_tasks.process)
    assert (tmp_path / "in" / "被杀过").exists()
    assert tree(tmp_path / "平安") == tree(tmp_path / "被杀")


# --- stopped and taken up again ---


def start(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "xlsuite", *arguments], cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heeding_stop,
    )  # fmt: skip


def heeding_stop() -> None:
    """Ctrl+C as in a terminal: tests that a shell started in the background hand down that it is to be ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for_answers(process: subprocess.Popen[bytes], out: Path, count: int) -> None:
    """Wait until so many files are in the journal."""
    journal = out / JOURNAL / "记录.jsonl"
    while process.poll() is None:
        if journal.exists() and journal.read_bytes().count(b'{"file"') >= count:
            return
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            continue


@posix
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_is_taken_up_again(signum: int, tmp_path: Path) -> None:
    """Whole outputs at the stop; with --resume the same bytes as of a run that nobody stopped."""
    units.many(tmp_path / "in", 12)
    out = tmp_path / "停"
    process = start("run", "in", "-o", "停", *AS_OF, "--jobs", "2", cwd=tmp_path)
    wait_for_answers(process, out, 3)
    os.kill(process.pid, signum)
    _, err = process.communicate()
    assert process.returncode == (130 if signum == signal.SIGINT else -signal.SIGKILL)
    before = len(answers(out))
    assert 3 <= before < 12
    if signum == signal.SIGINT:
        assert f"已停止：做完 {before} 个文件，还有 {12 - before} 个没做。加 --resume" in err.decode()
        assert not list(out.rglob("*.tmp"))
    for path in out.rglob("*.xlsx"):
        assert zipfile.ZipFile(path).testzip() is None
    for name, more in (("停", ["--resume"]), ("整", [])):
        done = start("run", "in", "-o", name, *AS_OF, "--jobs", "2", *more, cwd=tmp_path)
        said = done.communicate()[0].decode()
        skipped = before if more else 0
        assert said.endswith(f"共 12 个文件：读了 {12 - skipped} 个，读不了 0 个，跳过 {skipped} 个。\n")
    left = [path for path in out.rglob("*.tmp") if signum == signal.SIGINT]
    assert not left and {k: v for k, v in tree(out).items() if not k.endswith(".tmp")} == tree(tmp_path / "整")


def test_resume_skips_what_has_not_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = units.many(tmp_path / "in", 4)
    (tmp_path / "in" / "坏.xlsx").write_bytes(b"x")
    out = tmp_path / "out"
    command = ["check", str(tmp_path / "in"), "-o", str(out), *AS_OF, "-q"]

    def again(*more: str) -> str:
        run([*command, "--resume", *more], TODAY)
        return capsys.readouterr().out.splitlines()[-1]

    assert again() == "共 5 个文件：读了 4 个，读不了 1 个，跳过 0 个。"
    before = tree(out)
    assert again() == "共 5 个文件：读了 0 个，读不了 1 个，跳过 4 个。"
    assert tree(out) == before
    units.write(files[1], [units.row("ZG-9")], "单位02")
    assert again() == "共 5 个文件：读了 1 个，读不了 1 个，跳过 3 个。"
    (out / "单位01" / "台账_检查结果.xlsx").unlink()
    assert again() == "共 5 个文件：读了 1 个，读不了 1 个，跳过 3 个。"
    assert again("--method", "lec") == "共 5 个文件：读了 4 个，读不了 1 个，跳过 0 个。"
    units.write(tmp_path / "in" / "新" / "台账.xlsx", [units.row("ZG-10")], "单位05")
    assert again("--method", "lec") == "共 6 个文件：读了 1 个，读不了 1 个，跳过 4 个。"
    assert set(tree(out)) == {*before, "新/台账_检查结果.xlsx"} | {k for k in tree(out) if "/" not in k}


def test_an_output_that_somebody_changed_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a file, and about all of them; what nobody touched keeps its name."""
    units.many(tmp_path / "in", 4)
    out = tmp_path / "out"
    command = ["run", str(tmp_path / "in"), "-o", str(out), *AS_OF, "-q", "--resume"]
    run(command, TODAY)
    theirs = [out / "单位01" / "台账_整改情况报告.docx", out / "单位总览.xlsx"]
    for _ in range(2):
        before = set(tree(out))
        for path in theirs:
            path.write_bytes(path.read_bytes() + b"theirs")
        capsys.readouterr()
        run(command, TODAY)
        assert capsys.readouterr().out.endswith("读了 1 个，读不了 0 个，跳过 3 个。\n")
        assert all(path.read_bytes().endswith(b"theirs") for path in theirs)
        new = sorted(set(tree(out)) - before)
        assert len(new) == 5 and {"单位01", "."} == {os.path.dirname(name) or "." for name in new}
        theirs = [out / name for name in new if "整改情况报告" in name or "单位总览" in name]
    run(command, TODAY)
    assert capsys.readouterr().out.endswith("读了 0 个，读不了 0 个，跳过 4 个。\n")


def test_a_torn_line_is_done_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units.many(tmp_path / "in", 4)
    command = ["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *AS_OF, "-q"]
    run(command, TODAY)
    journal = tmp_path / "out" / JOURNAL / "记录.jsonl"
    content = journal.read_bytes()
    journal.write_bytes(content[: content.rindex(b'{"file"') + 40])
    for skipped in (3, 4):
        run([*command, "--resume"], TODAY)
        assert capsys.readouterr().out.endswith(f"读了 {4 - skipped} 个，读不了 0 个，跳过 {skipped} 个。\n")


WRONG = [
    (["check", "{}", "--resume"], "--resume 要和 -o 一起用：上次的记录在结果文件夹里。"),
    (
        ["check", "{}", "--scheduler", "tcp://127.0.0.1:1"],
        "--scheduler 要和 -o 一起用：各台机器经由结果文件夹交换数据。",
    ),
    (["check", "{}", "--jobs", "几"], "--jobs：“几”不是数。"),
]


@pytest.mark.parametrize(("command", "said"), WRONG, ids=[each[0][2] for each in WRONG])
def test_wrong_usage(command: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units.many(tmp_path, 2)
    assert run([part.format(tmp_path) for part in command], TODAY) == 2
    assert said in capsys.readouterr().err


def test_outputs_keep_the_order_of_folders_and_never_replace(tmp_path: Path) -> None:
    units.many(tmp_path / "in", 2)
    out = tmp_path / "out"
    for _ in range(2):
        run(["check", str(tmp_path / "in"), "-o", str(out), "-q"], TODAY)
    names = {name for name in tree(out) if name.startswith("单位0")}
    assert names == {f"单位0{n}/台账_检查结果{end}.xlsx" for n in (1, 2) for end in ("", "_2")}


@posix
def test_a_terminal_sees_files_done_findings_and_the_time_left(tmp_path: Path) -> None:
    import pty

    units.many(tmp_path / "in", 5)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "xlsuite", "check", "in", "-o", "out", *AS_OF], cwd=tmp_path, stderr=theirs,
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    try:
        while more := os.read(ours, 65536):
            seen += more
    except OSError:  # the other end was closed
        pass
    out, _ = process.communicate()
    os.close(ours)
    text = seen.decode("utf-8", "replace")
    assert "5/5" in text and "问题 26" in text and "还要" in text and "各文件都做完了，正在写全部单位的结果。" in text
    assert out.decode().endswith("共 5 个文件：读了 5 个，读不了 0 个，跳过 0 个。\n") and "\x1b" not in out.decode()


def test_the_parent_holds_no_rows(tmp_path: Path) -> None:
    """What passes between processes does not grow with the rows of a file."""
    small = units.write(tmp_path / "小.xlsx", [units.row(f"ZG-{n}") for n in range(5)], "甲局")
    large = units.write(tmp_path / "大.xlsx", [units.row(f"ZG-{n}") for n in range(500)], "甲局")
    sizes = []
    for path in (small, large):
        options = options_of(["check", str(path), "-q"])
        given = {**passed_on(options), "output": "", "listings": {}}
        task = {
            "path": str(path),
            "name": None,
            "spool": str(tmp_path / "s.gz"),
            "text": "",
            "write": [],
            "figures": True,
        }
        sizes.append(len(dumps(process({**task, "keep": ["rows", "findings", "counted"], "options": given}))))
    assert sizes[0] > 1000 and abs(sizes[1] - sizes[0]) < 100


NAMES = [  # files, names known from before, the names of the outputs
    ("a/台账.xlsx b/台账.xlsx", {}, "out/a/台账 out/b/台账"),
    ("台账.xlsx 台账.xls 台账.ods", {}, "out/台账 out/台账|2 out/台账|3"),
    ("台账.xlsx 台账.xls", {"in/台账.xls": ["out/台账", 1]}, "out/台账|2 out/台账"),
]


@pytest.mark.parametrize(("files", "known", "found"), NAMES, ids=[each[0] for each in NAMES])
def test_names_are_each_file_own(files: str, known: dict[str, list[object]], found: str) -> None:
    paths = [f"in/{file}" for file in files.split()]
    names = names_of(paths, "in", "out", known)
    shown = [f"{names[path].stem}|{names[path].number}".removesuffix("|1") for path in paths]
    assert shown == found.split()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
def test_a_worker_does_not_grow_with_the_files_it_does(tmp_path: Path) -> None:
    path = units.write(tmp_path / "台账.xlsx", [units.row(f"ZG-{n}") for n in range(200)], "甲局")
    given = {**passed_on(options_of(["check", str(path), "-q"])), "output": "", "listings": {}}
    task = {"path": str(path), "name": None, "spool": "", "text": "", "write": [], "keep": [], "figures": True}

    def resident(times: int) -> int:
        for _ in range(times):
            pool.submit(process, {**task, "options": given}).result()
        (pid,) = pool.processes
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    with Pool(1) as pool:
        first = resident(40)
        assert resident(120) - first < 12_000  # kB; without collecting it would be some 60,000
