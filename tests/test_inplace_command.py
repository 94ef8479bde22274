"""--in-place from the command line: copies kept, nobody else disturbed, what people said carried on."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.office import Office
from tests.packages import LEDGER, parts_of, with_parts, written
from xlsuite.cli import run
from xlsuite.errors import UnwritableOutput
from xlsuite.excel.inplace.notes import OURS
from xlsuite.excel.reader import read_grids
from xlsuite.files import save as saving
from xlsuite.files.limits import LIMITS
from xlsuite.files.save import BACKUPS, back_up, locked, mark_of_open
from xlsuite.rules import RULES

TODAY = date(2025, 10, 31)
BASIS = ("--as-of", "2025-09-30")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(written())
    return path


def sheets(path: Path) -> list[str]:
    return [grid.name for grid in read_grids(path)]


def copies(path: Path) -> list[bytes]:
    return [each.read_bytes() for each in sorted((path.parent / BACKUPS).glob("*.xlsx"))]


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return re.sub(r"\d{8}-\d{6}(_\d+)?", "时间", capsys.readouterr().err)


def test_check_writes_into_the_workbook_and_keeps_a_copy(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ledger.read_bytes()
    assert run(["检查", str(ledger), "--in-place", *BASIS], TODAY) == 1
    assert sheets(ledger) == [LEDGER, "图表", "检查结果", "按规则统计", "读取情况", "xlsuite记录"]
    assert copies(ledger) == [before]
    assert said(capsys).splitlines()[0] == (
        f"{ledger}：已写入 检查结果、按规则统计、读取情况；批注 3 条。"
        f"改动前的备份在 {ledger.parent / BACKUPS / '台账.时间.xlsx'}"
    )


def test_a_second_verb_adds_its_sheets_and_renews_those_of_the_first(ledger: Path) -> None:
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    assert run(["汇总", str(ledger), "--in-place", *BASIS], TODAY) == 0
    names = sheets(ledger)
    assert names[:6] == [LEDGER, "图表", "检查结果", "按规则统计", "读取情况", "一览"]
    assert len(names) == len(set(names))


def test_nothing_new_is_nothing_written(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    stamp, count = ledger.stat().st_mtime_ns, len(copies(ledger))
    capsys.readouterr()
    assert run(["check", str(ledger), "--in-place", *BASIS], TODAY) == 1
    assert (ledger.stat().st_mtime_ns, len(copies(ledger))) == (stamp, count)
    assert said(capsys).splitlines()[0] == f"“{ledger}”里的结果已是最新，没有改动。"


def test_taken_out(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = parts_of(ledger.read_bytes())
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    assert run(["检查", str(ledger), "--清除"], TODAY) == 0
    assert parts_of(ledger.read_bytes()) == before
    capsys.readouterr()
    assert run(["check", str(ledger), "--remove"], TODAY) == 0
    assert said(capsys) == f"“{ledger}”里没有 xlsuite 写的工作表，没有改动。\n"


def test_a_later_check_does_not_judge_our_own_sheets(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(ledger), "--format", "json", *BASIS], TODAY)
    before = json.loads(capsys.readouterr().out)
    for verb in ("check", "summarize"):
        run([verb, str(ledger), "--in-place", *BASIS], TODAY)
    capsys.readouterr()
    run(["check", str(ledger), "--format", "json", *BASIS], TODAY)
    assert json.loads(capsys.readouterr().out)["files"] == before["files"]


def test_what_people_chose_is_kept_and_carried_on(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """确认无误 silences a finding in the workbook's own list, and stays said in 已确认 however often it is renewed."""
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    part = next(name for name in parts_of(ledger.read_bytes()) if "xlsuite_check1" in name)
    xml = parts_of(ledger.read_bytes())[part].decode()
    ledger.write_bytes(with_parts(ledger.read_bytes(), {part: xml.replace("<t>待处理</t>", "<t>确认无误</t>", 1)}))
    for again in range(2):
        capsys.readouterr()
        run(["check", str(ledger), "--in-place", *BASIS, *(["--no-notes"] if again else [])], TODAY)
        assert "另有 1 条已确认无误，不再提示" in said(capsys)
        assert sheets(ledger)[2:5] == ["检查结果", "已确认", "按规则统计"]
    confirmed = read_grids(ledger)[3]
    assert [row[6] for row in confirmed.rows if len(row) > 6].count("确认无误") == 1


def test_chosen_in_another_program_it_is_kept_too(office: Office, ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    grid = read_grids(ledger)[2]
    line = next(at for at, row in enumerate(grid.rows, 1) if "待处理" in row)
    with office.open(ledger) as document:
        document.set("检查结果", f"J{line}", "确认无误")
        document.store(ledger)
    capsys.readouterr()
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    assert "另有 1 条已确认无误，不再提示" in said(capsys)
    assert sheets(ledger) == [LEDGER, "图表", "检查结果", "已确认", "按规则统计", "读取情况", "xlsuite记录"]


def test_without_notes(ledger: Path) -> None:
    run(["check", str(ledger), "--in-place", "--不加批注", *BASIS], TODAY)
    assert not [
        name
        for name, data in parts_of(ledger.read_bytes()).items()
        if b"\xe3\x80\x90\xe9\x94\x99" in data and "comments" in name
    ]


def test_more_notes_than_allowed(ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setitem(LIMITS, "notes", LIMITS["notes"]._replace(most=1))
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    err = said(capsys)
    assert "要加的批注有 3 条，只加最要紧的 1 条，其余的见“检查结果”。" in err
    assert "批注 1 条" in err


@pytest.mark.parametrize("mark", ["~$台账.xlsx", ".~lock.台账.xlsx#", ".~台账.xlsx"])
def test_open_elsewhere_the_result_gets_another_name(ledger: Path, mark: str, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    before = ledger.read_bytes()
    (ledger.parent / mark).write_bytes(b"")
    assert mark_of_open(ledger) == mark
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    beside = ledger.with_name("台账_xlsuite.xlsx")
    assert ledger.read_bytes() == before
    assert "检查结果" in sheets(beside)
    assert said(capsys).splitlines()[0] == (
        f"“{ledger}”没有改动：它正在 Excel、WPS 或 LibreOffice 里打开（有“{mark}”）。"
        f"结果写在 {beside}；要写进原表，请关闭它以后再运行一次。"
    )


def test_held_by_another_program_the_result_gets_another_name(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Windows answers when the file is held."""
    before, real = ledger.read_bytes(), os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target) == ledger:
            raise PermissionError(13, "held")
        real(source, target)

    monkeypatch.setattr(saving.os, "replace", held)
    run(["check", str(ledger), "--in-place", *BASIS], TODAY)
    assert ledger.read_bytes() == before
    assert "检查结果" in sheets(ledger.with_name("台账_xlsuite.xlsx"))


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_whatever_the_disk_refuses_the_workbook_is_whole(ledger: Path, call: str, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Disk full at the first, second … call of a kind, until one run passes: the old workbook stands, and no temp file."""
    before, real = ledger.read_bytes(), getattr(os, call)
    for fails in range(1, 12):
        count = iter(range(1, 1000))

        def full(*given: object, count: Iterator[int] = count, fails: int = fails, **named: object) -> object:
            if next(count) == fails:
                raise OSError(errno.ENOSPC, "full")
            return real(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(saving.os, call, full)
            code = run(["check", str(ledger), "--in-place", *BASIS], TODAY)
        assert not list(ledger.parent.rglob("*.tmp"))
        if code == 1:
            return
        assert code in (2, 3) and ledger.read_bytes() == before
    pytest.fail("no run passed")


def test_changed_meanwhile_it_is_not_written(ledger: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    other = written(sheets=("新表",))

    def meanwhile(path: str, content: bytes, when: str) -> Path:
        made = back_up(path, content, when)
        Path(path).write_bytes(other)
        return made

    monkeypatch.setattr("xlsuite.inplace.back_up", meanwhile)
    assert run(["check", str(ledger), "--in-place", *BASIS], TODAY) == 2
    assert ledger.read_bytes() == other
    assert said(capsys) == f"✗ “{ledger}”在处理期间被别的程序改动了，没有写。请保存、关闭它以后再试。\n"


def test_ten_copies_of_each_workbook_are_kept(tmp_path: Path) -> None:
    for second in range(12):
        back_up(tmp_path / "甲.xlsx", b"%d" % second, f"20250930-1200{second:02}")
    back_up(tmp_path / "甲.乙.xlsx", b"other", "20250930-120000")
    kept = sorted(each.name for each in (tmp_path / BACKUPS).iterdir())
    assert kept == sorted(
        ["甲.乙.20250930-120000.xlsx", *(f"甲.20250930-1200{second:02}.xlsx" for second in range(2, 12))]
    )


def test_two_in_the_same_second_are_both_kept(tmp_path: Path) -> None:
    first, second = (back_up(tmp_path / "甲.xlsx", data, "20250930-120000") for data in (b"1", b"2"))
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


HOLD = """
import sys
from xlsuite.files.save import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_waits_its_turn(ledger: Path) -> None:
    """The lock is the system's: it holds between processes, and goes with the one that held it."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(ledger)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert holder.stdout and holder.stdout.readline() == "held\n"
    before = ledger.read_bytes()
    with pytest.raises(UnwritableOutput) as error, locked(ledger):
        pass
    assert str(error.value) == f"另一个 xlsuite 正在改“{ledger.parent}”里的工作簿。请等它做完再试。"
    assert run(["check", str(ledger), "--in-place", *BASIS], TODAY) == 2
    assert ledger.read_bytes() == before
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert holder.stdin
    holder.stdin.close()
    with locked(ledger):
        pass


@pytest.mark.skipif(os.name != "posix", reason="links are for administrators elsewhere")
def test_a_link_stays_a_link_and_the_workbook_behind_it_is_changed(ledger: Path, tmp_path: Path) -> None:
    before = ledger.read_bytes()
    (tmp_path / "各处").mkdir()
    link = tmp_path / "各处" / "链接.xlsx"
    link.symlink_to(ledger)
    assert run(["检查", str(link), "--in-place", *BASIS], TODAY) == 1
    assert link.is_symlink() and "检查结果" in sheets(ledger) and copies(ledger) == [before]
    assert list(link.parent.iterdir()) == [link]
    Path(f"{ledger.parent}/~${ledger.name}").touch()
    assert run(["检查", str(link), "--remove"], TODAY) == 0
    assert link.is_symlink() and "检查结果" in sheets(ledger)


def test_a_dry_run_writes_nothing(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ledger.read_bytes()
    run(["check", str(ledger), "--in-place", "--dry-run", *BASIS], TODAY)
    assert (ledger.read_bytes(), sorted(each.name for each in ledger.parent.iterdir())) == (before, ["台账.xlsx"])
    assert said(capsys).splitlines()[0] == f"会改 {ledger}：写入 检查结果、按规则统计、读取情况；批注 3 条"


WRONG_USE = [
    (("--in-place", "-o", "x.xlsx"), "✗ --in-place 写在原表里，不能同时用 -o。要单独的结果文件，请去掉 --in-place。\n"),
]


@pytest.mark.parametrize(("more", "message"), WRONG_USE, ids=[case[0][1] for case in WRONG_USE])
def test_wrong_use(ledger: Path, more: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(ledger), *more], TODAY) == 2
    assert capsys.readouterr().err == message


def test_a_folder_goes_on_past_a_workbook_that_cannot_be_written(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    signed = ledger.with_name("签名.xlsx")
    signed.write_bytes(with_parts(written(), {"_xmlsignatures/sig1.xml": "<Signature/>"}))
    before = signed.read_bytes()
    assert run(["check", str(ledger.parent), "--in-place", *BASIS], TODAY) == 3
    assert signed.read_bytes() == before
    assert "检查结果" in sheets(ledger)
    assert "带有数字签名" in said(capsys)
    assert run(["check", str(ledger.parent), "--format", "json", *BASIS], TODAY) == 1  # copies are not read
    assert len(json.loads(capsys.readouterr().out)["files"]) == 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_notes_of_every_rule_are_known_again(rule: object) -> None:
    assert OURS(f"【错误 {rule.id}】甲")  # type: ignore[attr-defined]
