"""Each button pressed on a workbook through our own engine (no Excel here: the real COM calls are not exercised)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.clicking import ROOT, SAMPLE, Clicks, Person
from xlsuite import buttons
from xlsuite.addin.ribbon import BUTTONS
from xlsuite.buttons import BY_TAG
from xlsuite.click import click, clicked
from xlsuite.desk import BUSY
from xlsuite.host.engine import opened_file, register

LABELS = {button.tag: button.label for button in BUTTONS}


@pytest.fixture
def clicks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clicks:
    """The sample under a Chinese path with a blank, and a home of its own."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    return Clicks(tmp_path)


def logged(clicks: Clicks) -> str:
    files = list((clicks.folder.parent / "home" / ".xlsuite" / "log").glob("*.log"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


def test_every_button_of_the_ribbon_has_its_verb() -> None:
    assert set(BY_TAG) == set(LABELS)


COUNTS = "● 错误 0  ▲ 警告 20  ⓘ 提示 68"
DONE = (
    ("check", f"{COUNTS}。结果在“检查结果”表。20 格加了批注。", ["检查结果"], []),
    ("check_sheet", "● 错误 0  ▲ 警告 11  ⓘ 提示 21。结果在“检查结果”表。11 格加了批注。", ["检查结果"], []),
    ("fix", "改了 39 处，逐条列在“修正记录”表。", ["修正记录"], []),
    ("grade", "25 个风险点，见“定级结果”表。", ["定级结果"], []),
    ("summarize", "统计截止日 2025-09-30（命令行），写了 “一览”、“风险点汇总”、“高风险一览”、“防控措施”、“整改进度”、“逾期与临期”、“延期（xlsuite）”。",
     ["一览", "风险点汇总", "高风险一览", "防控措施", "整改进度", "逾期与临期", "延期（xlsuite）"], []),
    ("overdue", "统计截止日 2025-09-30：逾期 3 条，临期 0 条。", ["逾期清单"], []),
    ("settings", "已加“参数”表。“值”一栏空着的用默认值；填好后再点“检查全部”“计算等级”，就按它算。", ["参数"], []),
    ("report", "结果在“{folder}”：“台账_自查报告.docx”。有 1 处待补充。", [], ["台账_自查报告.docx"]),
    ("run", "结果在“{folder}/台账_结果”：“台账_检查结果.xlsx”、“台账_一览.xlsx”、“台账_自查报告.docx”、“台账_整改情况报告.docx”。" + f"{COUNTS}。",
     [], ["台账_结果/台账_自查报告.docx", "台账_结果/台账_整改情况报告.docx"]),
    ("template", "结果在“{folder}”：“空白台账_全套台账.xlsx”。", [], []),
    ("help", None, [], ["../home/.xlsuite/帮助.html"]),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "said", "sheets", "outside"), DONE, ids=[case[0] for case in DONE])
def test_a_click_writes_its_own_sheets_and_says_so(
    clicks: Clicks, tag: str, said: str | None, sheets: list[str], outside: list[str]
) -> None:
    before = clicks.path.read_bytes()
    if tag == "settings":
        without_settings(clicks.path)
    old = openpyxl.load_workbook(clicks.path).sheetnames
    person = clicks.press(tag, sheet="问题整改台账")
    now = openpyxl.load_workbook(clicks.path).sheetnames
    assert [name for name in now if name not in old and name != "xlsuite记录"] == sheets
    assert now[: len(old)] == old
    assert person.told == ([f"{LABELS[tag]}：{said.format(folder=clicks.folder)}"] if said else [])
    assert [Path(each).resolve() for each in clicks.opened] == [(clicks.folder / name).resolve() for name in outside]
    assert all(Path(each).stat().st_size > 1000 for each in clicks.opened)
    backups = list((clicks.folder / ".xlsuite_备份").glob("台账.*.xlsx"))
    assert len(backups) == (1 if sheets else 0)
    if not sheets:
        assert clicks.path.read_bytes() == before
    assert logged(clicks) == ""


def without_settings(path: Path) -> None:
    book = opened_file(str(path))
    book.sheets["参数"].delete()
    book.save()


CHANGING = ("fix", "grade")


@pytest.mark.parametrize("tag", [tag for tag in BY_TAG if tag not in CHANGING])
def test_only_two_buttons_touch_what_the_user_typed(clicks: Clicks, tag: str) -> None:
    """Every cell of the user's sheets says what it said, whatever else was pressed; formats of others' cells too."""
    old, old_fills = clicks.cells(), clicks.fills()
    clicks.press("check")
    clicks.press(tag, "cancel")
    new, new_fills = clicks.cells(), clicks.fills()
    assert {name: new[name] for name in old} == old
    assert all(new_fills[name][cell] == fill for name in old for cell, fill in old_fills[name].items())


ASKED = (
    ("fix", "将修正 39 处，只改写法，不改意思："),
    ("merge", "将合并这个文件夹里的工作簿：“台账.xlsx”、“另一科.xlsx”。读的是保存过的文件，各表都不改"),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "question"), ASKED)
def test_nothing_happens_without_consent(clicks: Clicks, tag: str, question: str) -> None:
    shutil.copy(SAMPLE, clicks.folder / "另一科.xlsx")
    before = sorted(clicks.folder.iterdir())
    content = clicks.path.read_bytes()
    person = clicks.press(tag, "cancel")
    assert person.questions[0].startswith(question) and person.told == []
    assert sorted(clicks.folder.iterdir()) == before and clicks.path.read_bytes() == content


def test_merge_makes_a_new_workbook(clicks: Clicks) -> None:
    shutil.copy(SAMPLE, clicks.folder / "另一科.xlsx")
    person = clicks.press("merge")
    assert person.told == [f"合并科室表：结果在“{clicks.folder}”：“合并台账.xlsx”。"]
    assert clicks.path.read_bytes() == SAMPLE.read_bytes()


def test_next_goes_from_finding_to_finding_and_round(clicks: Clicks) -> None:
    clicks.press("check_sheet", sheet="岗位与名册")
    book = opened_file(str(clicks.path), Person().answer)
    book.sheets["岗位与名册"].activate()
    seen = []
    for _ in range(4):
        clicked("next", book)
        seen.append((book.sheets.active.name, book.app.selection.address))
    assert seen == [("岗位与名册", cell) for cell in ("$C$4", "$C$5", "$F$11", "$K$13")]
    clicked("next", book)
    assert book.app.selection.address == "$B$16"
    clicked("next", book)
    clicked("next", book)
    assert book.app.selection.address == "$C$4"
    clicked("findings", book)
    assert book.sheets.active.name == "检查结果"


RESTORES = (
    (("yes",), 1, "已恢复成"), (("no",), 0, "没有再早的备份了；其余的备份与现在的内容一样。没有改动。"), (("cancel",), 0, None),
)  # fmt: skip


@pytest.mark.parametrize(("answers", "restored", "said"), RESTORES, ids=[case[0][0] for case in RESTORES])
def test_restore_lists_what_would_change(
    clicks: Clicks, answers: tuple[str, ...], restored: int, said: str | None
) -> None:
    before = clicks.path.read_bytes()
    clicks.press("fix")
    after = clicks.path.read_bytes()
    person = clicks.press("restore", *answers)
    assert (
        "恢复后会变：去掉工作表“修正记录”；39 格的内容：\n岗位与名册!F11　“白某庚” → “白某庚 ”" in person.questions[0]
    )
    assert "…… 共 39 格" in person.questions[0]
    assert clicks.path.read_bytes() == (before if restored else after)
    assert person.told == [] if said is None else said in person.told[0], person.told
    if restored:
        assert len(list((clicks.folder / ".xlsuite_备份").glob("*.xlsx"))) == 2
        (told,) = clicks.press("restore", "yes").told
        assert told.startswith("恢复备份：已恢复成"), told
        assert clicks.path.read_bytes() == after


def test_ten_backups_are_kept(clicks: Clicks) -> None:
    for turn in range(12):
        book = opened_file(str(clicks.path))
        book.sheets["岗位与名册"]["Z1"].value = f"第 {turn} 次"
        book.save()
        clicks.press("overdue")
    assert len(list((clicks.folder / ".xlsuite_备份").glob("台账.*.xlsx"))) == 10


# --- what is in the way ---


def read_only(clicks: Clicks) -> None:
    import xlsuite.host.engine as engine

    engine.FileApi.ReadOnly = property(lambda self: True)  # type: ignore[method-assign]  # root may write anywhere


def no_ledger(clicks: Clicks) -> None:
    made = openpyxl.Workbook()
    made.active.title = "随便"
    made.active["A1"] = "你好"
    made.save(clicks.path)


def beside_the_ledgers(clicks: Clicks) -> None:
    made = openpyxl.load_workbook(clicks.path)
    made.active = made.create_sheet("随手记")
    made.active["A1"] = "电话"
    made.save(clicks.path)


def locked_structure(clicks: Clicks) -> None:
    made = openpyxl.load_workbook(clicks.path)
    made.security = openpyxl.workbook.protection.WorkbookProtection(lockStructure=True)
    made.save(clicks.path)


IN_THE_WAY: tuple[tuple[str, Callable[[Clicks], None], str], ...] = (
    ("check", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。台账靠表头认出，例如有“问题编号、整改时限、整改状态”各列。请打开台账再点按钮；要一本空白的，点“新建台账”。"),
    ("grade", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。"),
    ("summarize", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。"),
    ("overdue", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。"),
    ("fix", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。"),
    ("report", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。"),
    ("run", no_ledger, "“台账.xlsx”里没有找到台账（有 “随便”）。"),
    ("check_sheet", beside_the_ledgers, "“随手记”里没有认出台账，没有检查。台账靠表头认出，例如有“问题编号、整改时限、整改状态”各列。请先点到台账所在的工作表，或点“检查全部”。"),
    ("check", read_only, "“台账.xlsx”是以只读方式打开的，没有写。请关掉它，取消只读后重新打开；或另存一份，在那一份上点按钮。"),
    ("restore", read_only, "“台账.xlsx”是以只读方式打开的，没有写。"),
    ("check", locked_structure, "“台账.xlsx”保护了工作簿结构，不许增减工作表，没有写。请在“审阅－保护工作簿”里取消保护再点；不取消的，点“一键完成”，结果写成单独的文件。"),
    ("next", lambda _: None, "还没有“检查结果”表，或里面没有问题。请先点“检查全部”。"),
    ("findings", lambda _: None, "还没有“检查结果”表。请先点“检查全部”。"),
    ("restore", lambda _: None, "“台账.xlsx”还没有备份。每次写入之前会存一份，放在旁边的“.xlsuite_备份”文件夹里。"),
    ("merge", lambda _: None, "里只有这一本工作簿，没有可合并的。请把各科室的表放进同一个文件夹，再点按钮。"),
    ("nonsense", lambda _: None, "不认识按钮“nonsense”。加载项与 xlsuite 的版本对不上，请运行 xlsuite addin install 再装一次。"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "make", "said"), IN_THE_WAY, ids=[f"{case[0]}-{case[1].__name__}" for case in IN_THE_WAY]
)
def test_what_is_in_the_way_is_said_and_nothing_written(
    clicks: Clicks, monkeypatch: pytest.MonkeyPatch, tag: str, make: Callable[[Clicks], None], said: str
) -> None:
    import xlsuite.host.engine as engine

    monkeypatch.setattr(engine.FileApi, "ReadOnly", engine.FileApi.ReadOnly)
    make(clicks)
    before = clicks.path.read_bytes()
    person = clicks.press(tag, "yes")
    assert len(person.told) == 1 and said in person.told[0]
    assert clicks.path.read_bytes() == before
    assert sorted(each.name for each in clicks.folder.iterdir()) == ["台账.xlsx"]
    assert "Traceback" not in person.told[0] and tag in logged(clicks)


class Refusing:
    """A book whose sheets Excel does not hand out because a cell is being edited."""

    def __init__(self, book: Any) -> None:
        self.book = book

    def __getattr__(self, name: str) -> Any:
        if name == "sheets":
            error = OSError("Call was rejected by callee.")
            error.hresult = BUSY[0]  # type: ignore[attr-defined]
            raise error
        return getattr(self.book, name)


def test_a_cell_being_edited(clicks: Clicks) -> None:
    person = Person()
    assert not clicked("check", Refusing(opened_file(str(clicks.path), person.answer)))
    assert person.told == [
        "Excel 这会儿不接受操作，多半是有单元格正在编辑。请按 Enter 或 Esc 结束编辑，再点按钮。您的表没有改动。"
    ]
    assert "OSError" in logged(clicks)


def test_a_failure_half_way_names_the_backup(clicks: Clicks, monkeypatch: pytest.MonkeyPatch) -> None:
    import xlsuite.excel.live_write as live_write

    secret = "张某某" + "的秘密"

    def broken(*_: object) -> None:
        raise KeyError(secret)

    monkeypatch.setattr(live_write, "fill", broken)
    person = clicks.press("check")
    (told,) = person.told
    assert (
        told.startswith("没有做成：xlsuite 自己出了错。可能写了一部分，改动前的备份在 ")
        and "点“恢复备份”可以拿回来" in told
    )
    assert "KeyError" in logged(clicks) and secret not in logged(clicks) + told


def test_own_failure_before_writing_says_that_nothing_changed(clicks: Clicks, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(buttons.BY_TAG, "check", broken)
    (told,) = clicks.press("check").told
    assert told.startswith("没有做成：xlsuite 自己出了错。您的表没有改动。记录在 ") and told.endswith(
        "（不含台账内容），请反馈给维护者。"
    )


def test_no_caller_ends_in_a_sentence(clicks: Clicks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", None)  # as if it were not installed
    with pytest.raises(SystemExit, match=r"^廉政台账：没有找到打开的工作簿。请先打开台账再点按钮。记录在 .*\.log$"):
        click("check")
    assert "Error" in logged(clicks)


def test_a_name_with_an_equals_sign_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings takes the name in --wb=… for ended at its first =."""
    register().apps.app.quit()
    path = Path(shutil.copy(SAMPLE, tmp_path / "台账 a=b.xlsx"))
    book = opened_file(str(path), (person := Person()).answer)
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=台账 a=b.xlsx", "--from_xl=1"])
    click("check")
    assert len(person.told) == 1 and person.told[0].startswith("检查全部：● 错误 ")
    assert "检查结果" in [sheet.name for sheet in book.sheets]


def test_command_of_the_vba_module_ends_in_a_sentence_without_excel(tmp_path: Path) -> None:
    """The line xlwings' RunPython starts, as it stands there."""
    code = "import xlwings.utils;xlwings.utils.prepare_sys_path('False;a;b;;;;;'); import xlsuite.click; xlsuite.click.click('check')"
    command = [sys.executable, "-B", "-c", code, "--wb=我的 台账.xlsx", "--from_xl=1", "--app=x", "--hwnd=1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("廉政台账：没有找到打开的工作簿。请先打开台账再点按钮。记录在 ")
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


# --- on the command line ---

LINES = (
    (["check"], 0, "检查全部：", ""),
    (["检查全部", "--as-of", "2025-09-30"], 0, "检查全部：", ""),
    (["fix"], 0, "", "没有做，工作簿没有改动。要直接同意，请加 --yes。\n"),
    (["fix", "--yes"], 0, "自动修正：改了", ""),
    (["点不着"], 2, "", "✗ 没有“点不着”这个按钮，可以写：检查本表、检查全部、"),
    (["restore"], 2, "“台账.xlsx”还没有备份。", ""),
)  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "out", "err"), LINES, ids=[" ".join(case[0]) for case in LINES])
def test_command_line(
    clicks: Clicks, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, out: str, err: str,
) -> None:  # fmt: skip
    from xlsuite.cli import run

    monkeypatch.setattr(sys, "stdin", None)
    digest = hashlib.sha256(clicks.path.read_bytes()).digest()
    button, *options = arguments
    assert run(["click", button, str(clicks.path), *options]) == code
    said = capsys.readouterr()
    assert out in said.out.replace("\n", "") and err in said.err
    is_written = bool(out) and code == 0
    assert (hashlib.sha256(clicks.path.read_bytes()).digest() != digest) == is_written


def test_a_workbook_open_elsewhere_is_left_alone(clicks: Clicks, capsys: pytest.CaptureFixture[str]) -> None:
    from xlsuite.cli import run

    (clicks.folder / "~$台账.xlsx").write_bytes(b"")
    assert run(["click", "check", str(clicks.path)]) == 2
    assert (
        "正在 Excel、WPS 或 LibreOffice 里打开（有“~$台账.xlsx”），没有改动。请关闭它以后再试。"
        in capsys.readouterr().err
    )
    assert clicks.path.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="links are for administrators elsewhere")
def test_a_link_stays_a_link_and_the_workbook_behind_it_is_changed(clicks: Clicks, tmp_path: Path) -> None:
    from xlsuite.cli import run

    link = tmp_path / "链接.xlsx"
    link.symlink_to(clicks.path)
    assert run(["click", "check", str(link)]) == 0
    assert link.is_symlink() and clicks.path.read_bytes() != SAMPLE.read_bytes()


@pytest.mark.parametrize(("tag", "sheet"), [("next", "岗位与名册"), ("findings", "检查结果")])
def test_a_hidden_sheet_is_named_and_not_gone_to(clicks: Clicks, tag: str, sheet: str) -> None:
    """Excel refuses to activate a hidden sheet with an error of its own."""
    clicks.press("check_sheet", sheet="岗位与名册")
    book = opened_file(str(clicks.path), (person := Person()).answer)
    book.sheets["问题整改台账"].activate()
    book.sheets[sheet].visible = False
    assert not clicked(tag, book)
    assert person.told == [
        f"“{sheet}”表是隐藏的，跳不过去。请右键任一工作表标签，点“取消隐藏”，选“{sheet}”，再点按钮。"
    ]
    assert book.sheets.active.name == "问题整改台账"


def test_our_sheet_that_was_hidden_is_shown_again_when_written(clicks: Clicks) -> None:
    clicks.press("check")
    made = openpyxl.load_workbook(clicks.path)
    made["检查结果"].sheet_state = "hidden"
    made.save(clicks.path)
    clicks.press("check", "yes")
    assert openpyxl.load_workbook(clicks.path)["检查结果"].sheet_state == "visible"


def test_a_chart_in_front_is_no_sheet_of_ours(clicks: Clicks) -> None:
    """Excel hands out a chart sheet as the active one, though it is none of the worksheets."""
    from xlsuite.desk import Desk
    from xlsuite.errors import UsageError
    from xlsuite.excel.live import checked

    here = Desk(opened_file(str(clicks.path))).opened()
    with pytest.raises(
        UsageError, match=r"^“图1”是图表，没有可检查的台账。请先点到台账所在的工作表，或点“检查全部”。$"
    ):
        checked(here, [], "图1")
