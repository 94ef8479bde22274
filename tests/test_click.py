"""Each button's click on a stand-in for Excel's workbook (no Excel here: the real COM calls are not exercised)."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_excel import FakeBook
from xlsuite import click as module
from xlsuite.addin.ribbon import BUTTONS
from xlsuite.click import TAGS, click, clicked

SAMPLE = Path(__file__).parent.parent / "workbooks" / "示例台账.xlsx"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample under a Chinese path with a blank, and a home of its own."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    folder = tmp_path / "我的 台账"
    folder.mkdir()
    return Path(shutil.copy(SAMPLE, folder / "台账.xlsx"))


def logged(book: Path) -> str:
    files = list((book.parent.parent / "home" / ".xlsuite" / "log").glob("*.log"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


DONE = (
    ("check", ["台账_检查结果.xlsx"], [], "“检查全部”做完了，结果在“{folder}”：“台账_检查结果.xlsx”。● 错误 0  ▲ 警告 20  ⓘ 提示 68。"),
    ("fix", ["台账_修正.xlsx", "台账_修正记录.xlsx"], [], "“自动修正”做完了，结果在“{folder}”：“台账_修正.xlsx”、“台账_修正记录.xlsx”。"),
    ("grade", ["台账_定级结果.xlsx"], [], "“计算等级”做完了，结果在“{folder}”：“台账_定级结果.xlsx”。"),
    ("summarize", ["台账_一览.xlsx"], [], "“生成一览”做完了，结果在“{folder}”：“台账_一览.xlsx”。"),
    ("report", [], ["台账_自查报告.docx"], "“自查报告”做完了，结果在“{folder}”：“台账_自查报告.docx”。有 1 处待补充。"),
    ("run", ["台账_结果/台账_检查结果.xlsx", "台账_结果/台账_一览.xlsx"], ["台账_结果/台账_自查报告.docx", "台账_结果/台账_整改情况报告.docx"],
     "“一键完成”做完了，结果在“{folder}/台账_结果”：“台账_检查结果.xlsx”、“台账_一览.xlsx”、“台账_自查报告.docx”、“台账_整改情况报告.docx”。● 错误 0  ▲ 警告 20  ⓘ 提示 68。"),
    ("template", ["空白台账_全套台账.xlsx"], [], "“新建台账”做完了，结果在“{folder}”：“空白台账_全套台账.xlsx”。"),
    ("help", [], ["../home/.xlsuite/使用说明.txt"], ""),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "books", "others", "said"), DONE, ids=[case[0] for case in DONE])
def test_click_does_its_verb_beside_the_book(
    book: Path, tag: str, books: list[str], others: list[str], said: str
) -> None:
    before = hashlib.sha256(book.read_bytes()).digest()
    fake, outside = FakeBook(str(book)), list[str]()
    clicked(tag, fake, outside.append)
    assert fake.app.open_books == [str(book.parent / name) for name in books]
    assert [Path(each).resolve() for each in outside] == [(book.parent / name).resolve() for name in others]
    assert all(Path(each).stat().st_size > 1000 for each in fake.app.open_books + outside)
    assert [text for text, *_ in fake.app.alerts] == ([said.format(folder=book.parent)] if said else [])
    assert hashlib.sha256(book.read_bytes()).digest() == before
    assert fake.times_saved == 0
    assert logged(book) == ""


def test_every_button_is_tried_and_known() -> None:
    assert {case[0] for case in DONE} == {button.tag for button in BUTTONS} == set(TAGS)


def test_unsaved_changes_are_saved_on_consent_only(book: Path) -> None:
    asked = "“台账.xlsx”有还没有保存的改动，这里读的是保存过的文件。按“确定”先保存再继续；按“取消”什么也不做。"
    refused, agreed = FakeBook(str(book), saved=False, answer="cancel"), FakeBook(str(book), saved=False)
    clicked("check", refused)
    assert refused.app.alerts == [(asked, "廉政台账", "ok_cancel")]
    assert (refused.times_saved, sorted(book.parent.iterdir())) == (0, [book])
    clicked("check", agreed)
    assert agreed.app.alerts[0] == (asked, "廉政台账", "ok_cancel")
    assert (agreed.times_saved, len(agreed.app.open_books)) == (1, 1)


def test_second_click_replaces_nothing(book: Path) -> None:
    fake = FakeBook(str(book))
    for _ in range(2):
        clicked("grade", fake)
    assert [Path(each).name for each in fake.app.open_books] == ["台账_定级结果.xlsx", "台账_定级结果_2.xlsx"]


FAILURES = (
    ("check", dict(path=""), "“工作簿1”还没有存成文件。请先保存到本机文件夹，再点按钮。"),
    ("check", dict(path="https://d.example/台账.xlsx"), "“台账.xlsx”放在网盘上，这里读不到。请用“另存为”存到本机文件夹，再点按钮。"),
    ("nonsense", {}, "不认识按钮“nonsense”。加载项与 xlsuite 的版本对不上，请运行 xlsuite addin install 再装一次。"),
    ("check", dict(saved=False, saves=False), "“台账.xlsx”没能保存，没有往下做。请自己保存一次，再点按钮。"),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "how", "said"), FAILURES)
def test_failures_end_in_one_sentence_and_a_record(book: Path, tag: str, how: dict[str, object], said: str) -> None:
    fake = FakeBook(**{"path": str(book), **how})  # type: ignore[arg-type]
    clicked(tag, fake)
    assert fake.last_alert == said
    assert re.sub("“.*”", "“…”", said) in logged(book)  # what is quoted may be a cell
    assert sorted(book.parent.iterdir()) == [book]


def test_unreadable_book_says_the_reason_of_the_command_line(book: Path) -> None:
    book.write_bytes(b"PK\x03\x04 damaged")
    for tag in ("check", "grade", "summarize", "report", "fix", "run"):
        fake = FakeBook(str(book))
        clicked(tag, fake)
        assert fake.last_alert.startswith("没有做成，您的表没有改动。"), tag
        assert "损坏" in fake.last_alert and "Traceback" not in fake.last_alert


def test_results_that_do_not_open_are_still_named(book: Path) -> None:
    fake = FakeBook(str(book), opens=False)
    clicked("grade", fake)
    assert fake.last_alert.endswith("“台账_定级结果.xlsx”。“台账_定级结果.xlsx”没能自动打开，请到文件夹里打开。")


def test_own_failure_keeps_cell_values_out(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "张某某" + "的秘密"

    def broken(*_: object) -> None:
        raise KeyError(secret)

    monkeypatch.setattr(module, "worked", broken)
    fake = FakeBook(str(book))
    clicked("check", fake)
    assert fake.last_alert.startswith("没有做成，您的表没有改动：xlsuite 自己出了错。记录在 ")
    assert "KeyError" in logged(book) and secret not in logged(book) + fake.last_alert


def test_no_caller_ends_in_a_sentence(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", None)  # as if it were not installed
    with pytest.raises(SystemExit, match=r"^廉政台账：没有找到打开的工作簿。请先打开台账再点按钮。记录在 .*\.log$"):
        click("check")
    assert "ModuleNotFoundError" in logged(book) or "ImportError" in logged(book)


def test_command_of_the_vba_module_ends_in_a_sentence_without_excel(tmp_path: Path) -> None:
    """The line xlwings' RunPython starts, as it stands there."""
    code = "import xlwings.utils;xlwings.utils.prepare_sys_path('False;a;b;;;;;'); import xlsuite.click; xlsuite.click.click('check')"
    command = [sys.executable, "-B", "-c", code, "--wb=我的 台账.xlsx", "--from_xl=1", "--app=x", "--hwnd=1"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(SAMPLE.parent.parent),
        "HOME": str(tmp_path),
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("廉政台账：没有找到打开的工作簿。请先打开台账再点按钮。记录在 ")
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1
