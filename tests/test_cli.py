"""The command line as a user meets it: verbs and aliases, exit codes, what goes to stdout, what is written."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

import xlsuite
from xlsuite.cli import VERBS, run
from xlsuite.errors import UsageError
from xlsuite.paths import workbooks

BOOKS = Path(__file__).parent.parent / "workbooks"
TODAY = date(2025, 10, 31)
SECRET = "".join(("秘密", "内容"))  # never whole in a source line, which a log may quote


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(BOOKS / "示例台账.xlsx", tmp_path / "台账.xlsx"))


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return Path(shutil.copy(BOOKS / "示例台账_含错误.xlsx", tmp_path / "错.xlsx"))


def test_run_writes_its_four_outputs(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashlib.sha256(sample.read_bytes()).hexdigest(), sample.stat().st_mtime_ns
    assert run(["run", str(sample), "-o", str(tmp_path / "out"), "--as-of", "2025-09-30"], TODAY) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["台账_一览.xlsx", "台账_整改情况报告.docx", "台账_检查结果.xlsx", "台账_自查报告.docx"]
    assert (hashlib.sha256(sample.read_bytes()).hexdigest(), sample.stat().st_mtime_ns) == before
    assert "统计截止日 2025-09-30（命令行）" in capsys.readouterr().err


def test_a_second_run_keeps_the_first(sample: Path, tmp_path: Path) -> None:
    for _ in range(2):
        run(["一键", str(sample), "-o", str(tmp_path / "out"), "-q"], TODAY)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"台账_一览.xlsx", "台账_一览_2.xlsx"} <= names and len(names) == 8


def test_same_command_same_bytes(sample: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        run(["run", str(sample), "-o", str(tmp_path / name), "-q"], TODAY)
    for first in (tmp_path / "a").iterdir():
        assert first.read_bytes() == (tmp_path / "b" / first.name).read_bytes(), first.name


JSON_HEAD = {"schema", "as_of", "version", "files", "totals"}
JSON_FILE = {"file", "status", "error", "sheets", "findings"}
JSON_SHEET = {
    "sheet", "ledger", "header_rows", "first_row", "last_row", "rows", "columns", "unknown_headers", "excluded_rows",
}  # fmt: skip
JSON_FINDING = {
    "rule", "severity", "sheet", "cell", "row", "column", "key", "value", "message", "advice", "fix",
}  # fmt: skip


def test_check_json(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(faulty), "--format", "json", "--as-of", "2025-09-30"], TODAY) == 1
    out = capsys.readouterr().out
    answer = json.loads(out)
    assert set(answer) == JSON_HEAD and answer["as_of"] == "2025-09-30"
    (file,) = answer["files"]
    assert set(file) == JSON_FILE and file["status"] == "findings"
    assert all(set(sheet) == JSON_SHEET for sheet in file["sheets"])
    assert all(set(each) == JSON_FINDING for each in file["findings"])
    order = [grid["sheet"] for grid in file["sheets"]]
    keys = [(order.index(f["sheet"]), f["row"]) for f in file["findings"]]
    assert keys == sorted(keys)
    assert answer["totals"]["errors"] == sum(f["severity"] == "error" for f in file["findings"]) > 0
    run(["检查", str(faulty), "--format", "json", "--as-of", "2025-09-30"], TODAY)
    assert capsys.readouterr().out == out


@pytest.mark.parametrize(
    ("book", "fail_on", "code"),
    [
        ("示例台账.xlsx", "error", 0),
        ("示例台账.xlsx", "warning", 1),
        ("示例台账.xlsx", "never", 0),
        ("示例台账_含错误.xlsx", "error", 1),
        ("示例台账_含错误.xlsx", "never", 0),
    ],
)
def test_exit_code_follows_fail_on(book: str, fail_on: str, code: int) -> None:
    assert run(["check", str(BOOKS / book), "--fail-on", fail_on, "--as-of", "2025-09-30", "-q"], TODAY) == code


WRONG = [
    (["check"], "缺少：文件。"),
    (["check", "没有.xlsx"], "找不到“没有.xlsx”。请核对文件名和所在的文件夹。"),
    (["check", "*.不存在"], "没有符合“*.不存在”的工作簿。"),
    (["grade", "a.xlsx", "--method", "魔法"], "--method：“魔法”不在可选的几项里："),
    (["check", "a.xlsx", "--as-of", "2025-02-30"], "--as-of 写的是“2025-02-30”，应为真实日期，例如 2025-09-30。"),
    (["check", "a.xlsx", "--config", "没有.toml"], "找不到配置文件“没有.toml”。"),
    (["rules", "RC-99"], "没有规则“RC-99”。同类的有 RC-01、"),
    (["template", "没有"], "没有名为“没有”的空白台账，可以选：全套台账、日常台账、风险点、整改。"),
    (["check", "a.xlsx", "--dry-run=1"], "--dry-run：后面不能跟值（写的是 '1'）。"),
    (["check", "a.xlsx", "--nonsense"], "不认识的选项：--nonsense。"),
    ([], "缺少：命令。"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[" ".join(arguments) for arguments, _ in WRONG])
def test_wrong_usage_is_said_in_chinese(
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments, TODAY) == 2
    captured = capsys.readouterr()
    assert message in captured.err and captured.out == ""
    assert not re.search(r"Traceback|error:|usage:", captured.err)


def test_bad_files_do_not_stop_the_others(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"not a workbook at all")
    (tmp_path / "空.xlsx").write_bytes(b"")
    (tmp_path / "~$台账.xlsx").write_bytes(b"x")
    (tmp_path / "台账_检查结果.xlsx").write_bytes(b"ours")
    assert run(["check", str(tmp_path), "--format", "json", "-q"], TODAY) == 3
    files = json.loads(capsys.readouterr().out)["files"]
    assert [(Path(f["file"]).name, f["status"]) for f in files] == [
        ("台账.xlsx", "findings"), ("坏.xlsx", "unreadable"), ("空.xlsx", "unreadable"),
    ]  # fmt: skip
    assert files[1]["error"]["code"] == "not_a_workbook" and files[1]["findings"] == []


def test_output_named_outright_is_never_replaced(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"mine")
    assert run(["check", str(sample), "-o", str(target)], TODAY) == 2
    assert target.read_bytes() == b"mine" and "结果.xlsx" in capsys.readouterr().err


def test_dry_run_writes_nothing(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["run", str(sample), "-o", str(tmp_path / "out"), "--dry-run"], TODAY)
    assert not (tmp_path / "out").exists()
    assert capsys.readouterr().err.count("会写") == 4


def test_settings_win_in_their_order(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Command line over 参数 sheet over file; a rule switched off is said."""
    config = tmp_path / "x.toml"
    config.write_text('统计截止日 = 2025-01-31\n规则 RC-13 = "关闭"\n', encoding="utf-8")
    run(["check", str(sample), "--config", str(config), "--format", "json"], TODAY)
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert answer["as_of"] == "2025-09-30" and "（参数表）" in captured.err and "RC-13=关闭" in captured.err
    assert not [f for f in answer["files"][0]["findings"] if f["rule"] == "RC-13"]
    run(["check", str(sample), "--config", str(config), "--as-of", "2025-06-30", "--format", "json"], TODAY)
    assert json.loads(capsys.readouterr().out)["as_of"] == "2025-06-30"


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_has_help_in_chinese(verb, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    for name in (verb.name, verb.alias):
        assert run([name, "--help"], TODAY) == 0
        out = capsys.readouterr().out
        assert verb.help in out and "用法：" in out and "usage" not in out and "show this help" not in out


def test_own_failure_has_no_traceback(
    sample: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("xlsuite.work.open_book", broken)
    monkeypatch.setattr("tempfile.tempdir", str(sample.parent))
    assert run(["check", str(sample)], TODAY) == 4
    err = capsys.readouterr().err
    log = Path(err.split("记录在 ")[1].split("（")[0])
    assert "Traceback" not in err and SECRET not in log.read_text(encoding="utf-8")
    log.unlink()


def test_fix_writes_a_copy_and_its_record(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sample.read_bytes()
    assert run(["fix", str(sample), "-o", str(tmp_path / "out")], TODAY) == 0
    assert sample.read_bytes() == before
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"台账_修正.xlsx", "台账_修正记录.xlsx"}
    capsys.readouterr()
    run(["check", str(tmp_path / "out" / "台账_修正.xlsx"), "--format", "json"], TODAY)
    rules = {f["rule"] for f in json.loads(capsys.readouterr().out)["files"][0]["findings"]}
    assert not rules & {"ST-11", "ST-13", "ST-15", "ST-17"}


def test_template_is_recognised_and_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("全套台账", "风险点", "整改"):
        target = tmp_path / f"{name}.xlsx"
        assert run(["template", name, "-o", str(target)], TODAY) == 0
        capsys.readouterr()
        run(["check", str(target), "--format", "json"], TODAY)
        answer = json.loads(capsys.readouterr().out)
        assert answer["totals"]["errors"] == answer["totals"]["warnings"] == 0, answer["files"][0]["findings"]
        assert all(not sheet["unknown_headers"] for sheet in answer["files"][0]["sheets"])


@pytest.mark.parametrize("verb", ["run", "check", "grade", "summarize", "report", "fix"])
def test_a_file_that_cannot_be_read_is_3(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"not a workbook at all")
    assert run([verb, str(tmp_path / "坏.xlsx"), "-o", str(tmp_path / "out"), "-q"], TODAY) == 3
    captured = capsys.readouterr()
    assert "“坏.xlsx”实际是文本文件，不是工作簿。" in captured.out + captured.err
    assert not (tmp_path / "out").exists()


OUTPUTS = [  # command, -o, what it says; {} is the test's folder
    (["run"], "2025.09.30", "会写 {}/2025.09.30/台账_检查结果.xlsx"),
    (["run"], "结果.xlsx", "-o 后面应为文件夹，写的是“{}/结果.xlsx”。"),
    (["check"], "结果.txt", "-o 写的是“{}/结果.txt”，这里写出的是 .xlsx 文件。请把结尾改成 .xlsx，或写一个文件夹。"),
    (["check"], "结果.XLSX", "会写 {}/结果.XLSX"),
    (["check"], "结果", "会写 {}/结果/台账_检查结果.xlsx"),
    (["report"], "稿.xlsx", "-o 写的是“{}/稿.xlsx”，这里写出的是 .docx 文件。请把结尾改成 .docx，或写一个文件夹。"),
    (["check", "{}"], "结果.xlsx", "-o 后面应为文件夹，写的是“{}/结果.xlsx”。"),
]


@pytest.mark.parametrize(("command", "output", "said"), OUTPUTS, ids=[f"{o[0][0]} -o {o[1]}" for o in OUTPUTS])
def test_where_outputs_go(
    command: list[str], output: str, said: str, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if len(command) > 1:
        shutil.copy(sample, tmp_path / "另一个.xlsx")
    paths = [part.format(tmp_path) for part in command[1:]] or [str(sample)]
    run([command[0], *paths, "-o", str(tmp_path / output), "--dry-run"], TODAY)
    assert said.format(tmp_path) in capsys.readouterr().err.replace("✗ ", "").splitlines()


def test_template_goes_into_a_folder(tmp_path: Path) -> None:
    assert [run(["template", "整改", "-o", str(tmp_path), "-q"], TODAY) for _ in range(2)] == [0, 0]
    assert {path.name for path in tmp_path.iterdir()} == {"空白台账_整改.xlsx", "空白台账_整改_2.xlsx"}


def test_json_goes_to_stdout_beside_an_output(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("check", "grade", "summarize"):
        run([verb, str(sample), "-o", str(tmp_path / "out"), "--format", "json"], TODAY)
        assert json.loads(capsys.readouterr().out)["schema"] == 1
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_names_cannot_speak_to_the_terminal(faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a\x1b[31m\n红.xlsx"
    odd = Path(shutil.copy(faulty, tmp_path / name))
    for verb in ("check", "run", "summarize", "grade", "report", "fix"):
        run([verb, str(odd), *(["-o", str(tmp_path / "out")] if verb != "check" else [])], TODAY)
        captured = capsys.readouterr()
        assert "\x1b" not in captured.out + captured.err, verb


STREAMS = [  # environment, arguments, what stands at the start of stdout
    ({"PYTHONIOENCODING": "ascii"}, ["rules"], "规则\t级别\t查什么"),
    ({"PYTHONIOENCODING": "gbk"}, ["check", "--format", "json", "--as-of", "2025-09-30"], '{"schema": 1'),
    ({"PYTHONIOENCODING": "utf-8"}, ["check", "--format", "json", "--as-of", "2025-09-30"], '{"schema": 1'),
]


def test_json_is_utf_8_and_a_plain_terminal_shows_chinese(faulty: Path) -> None:
    seen = set()
    for environment, arguments, head in STREAMS:
        paths = [str(faulty)] if arguments[0] == "check" else []
        done = subprocess.run(
            [sys.executable, "-m", "xlsuite", *arguments, *paths],
            env={**os.environ, **environment}, capture_output=True, cwd=BOOKS.parent, check=False,
        )  # fmt: skip
        assert done.stdout.decode("utf-8").startswith(head)
        if paths:
            seen.add(done.stdout)
    assert len(seen) == 1


@pytest.mark.skipif(os.name != "posix", reason="shell redirections")
@pytest.mark.parametrize(("redirect", "code"), [(">&-", 0), (">/dev/full", 4), ("| head -c 9 >/dev/null", 0)])
def test_output_that_cannot_be_written(redirect: str, code: int) -> None:
    command = f"{shlex.quote(sys.executable)} -m xlsuite rules RC-13 {redirect}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=BOOKS.parent, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (code, False)


def test_a_pattern_may_name_folders(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "科室甲").mkdir()
    inside = shutil.move(sample, tmp_path / "科室甲" / "台账.xlsx")
    assert workbooks([str(tmp_path / "科室*")]) == [str(inside)]


def test_python_takes_a_book_or_a_path(sample: Path, tmp_path: Path) -> None:
    read = xlsuite.load(sample)
    assert xlsuite.fix(read) == xlsuite.fix(sample) != ()
    made = xlsuite.fix(read, to=tmp_path / "改.xlsx")
    assert made == xlsuite.fix(sample) and xlsuite.fix(tmp_path / "改.xlsx") == ()
    with pytest.raises(UsageError, match=r"“台账.xlsx”已经读好，参数“评定方法”不再起作用。请在 load 时给出。"):
        xlsuite.check(read, 评定方法="lec")


@pytest.mark.parametrize("verb", ["grade", "summarize", "report"])
def test_a_workbook_without_a_ledger_is_said(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with xlsxwriter.Workbook(tmp_path / "别的.xlsx") as written:
        written.add_worksheet("别的").write("A1", "随便")
    run([verb, str(tmp_path / "别的.xlsx"), "-o", str(tmp_path / "out"), "-q"], TODAY)
    said = "别的.xlsx：没有找到台账，输出里没有数字。用“xlsuite 检查”看原因。"
    assert capsys.readouterr().err.splitlines() == [said]


@pytest.mark.parametrize("verb", ["run", "check", "grade", "summarize", "report", "fix"])
def test_common_options_are_common(verb: str, faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every verb over a workbook takes them; --fail-on decides only where it is given, but for check and run."""
    common = [
        verb,
        str(faulty),
        "-o",
        str(tmp_path / "out"),
        "--as-of",
        "2025-09-30",
        "--method",
        "ls3x3",
        "--format",
        "json",
        "-q",
    ]
    assert run([*common, "--no-color", "--dry-run"], TODAY) == (1 if verb in ("run", "check") else 0)
    assert json.loads(capsys.readouterr().out)["schema"] == 1
    assert run([*common, "--fail-on", "error"], TODAY) == 1
    assert run([*common, "--fail-on", "never"], TODAY) == 0
