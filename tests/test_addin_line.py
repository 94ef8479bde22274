"""Each command that LibreOffice's click recorded, run as xlwings' VBA runs it: a real Python, a real workbook file.

The line is the one in the add-in's own VBA, put together from its source; only Windows' shell is another. The workbook,
its folder, the folder of Python and the home all have Chinese and blanks in their names. What stands for Excel is
tests/host/sitecustomize.py, which opens the file on our engine and saves it at the end.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.office_macros import MacroOffice
from tests.twin import TAGS, XLWINGS, recorded
from xlsuite.addin.modules import script, sources

ROOT = Path(__file__).parent.parent
FULL = ROOT / "workbooks" / "示例_全套台账_含错误.xlsx"
SMALL = ROOT / "workbooks" / "示例台账_含错误.xlsx"
TOKEN = re.compile(r'GetConfig\("\w+"\)|"(?:[^"]|"")*"|[A-Za-z_][\w.]*(?:\(\d+\))?')


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    program = MacroOffice()
    try:
        program.start()
        yield recorded(program, tmp_path_factory.mktemp("twin"))
    finally:
        program.stop()


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter by a path with Chinese and blanks: a link to the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("python") / "我的 程序"
    folder.symlink_to(sys.prefix, target_is_directory=True)
    return folder / Path(sys.executable).relative_to(sys.prefix)


def vba_text(source: str, start: str, values: dict[str, str]) -> str:
    """The value of a VBA expression of texts joined by &, from where it starts in a source to the end of its line."""
    at = source.index(start) + len(start)
    line = re.match(r"(?:.* _\n)*.*", source[at:])
    assert line
    parts = [
        part for part in TOKEN.findall(line[0].replace(" _\n", " ")) if part not in ("WindowStyle", "WaitOnReturn")
    ]
    return "".join(part[1:-1].replace('""', '"') if part.startswith('"') else values[part] for part in parts)


def command_line(command: str, python: Path, book: Path, log: Path) -> str:
    """What the add-in hands to the system's shell, by its own VBA; without the name of Windows' shell."""
    source = next(module.source for module in sources(XLWINGS) if module.name == "xlwings")
    values = {
        "CondaCmd": "", "PythonInterpreter": f'"{python}"', "PythonCommand": command, "DriveCommand": "",
        "ActiveWorkbook.Name": book.name, "Chr(34)": '"', "Application.Path": "/Office", "Application.Name": "Microsoft Excel",
        "Application.Hwnd": "1234", "LOG_FILE": str(log),
    }  # fmt: skip
    values["RunCommand"] = vba_text(source, "        RunCommand = CondaCmd & PythonInterpreter & ", values)
    values["RunCommand"] = values["PythonInterpreter"] + values["RunCommand"]
    return vba_text(source, "ExitCode = WScript.Run(", values).removeprefix("cmd.exe /C ")


class Seen(NamedTuple):
    """What a click did: its exit code, its log, the dialogs, where the cursor ended, which files and which of the
    large libraries it took in.
    """

    code: int
    log: str
    said: list[list[str]]
    active: str
    selected: list[int]
    opened: list[str]
    heavy: list[str]


class Place(NamedTuple):
    """A workbook in a folder of its own, and the means to click in it."""

    book: Path
    home: Path
    python: Path
    commands: dict[str, str]

    def click(self, tag: str, active: str = "", agrees: bool = True) -> Seen:
        log, seen = self.home / "xlwings 记录.log", self.home / "seen.json"
        bin = self.home / "bin"
        environment = {
            "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "HOME": str(self.home), "LANG": "C.UTF-8",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'host'}", "XLSUITE_TEST_BOOK": str(self.book),
            "XLSUITE_TEST_SEEN": str(seen), "XLSUITE_TEST_AGREES": "1" if agrees else "0", "XLSUITE_TEST_ACTIVE": active,
        }  # fmt: skip
        line = command_line(self.commands[tag], self.python, self.book, log)
        done = subprocess.run(
            ["sh", "-c", line], env=environment, cwd=self.home, capture_output=True, check=False, timeout=120
        )
        assert (done.stdout, done.stderr) == (b"", b"")
        return Seen(done.returncode, log.read_text("utf-8"), **json.loads(seen.read_text("utf-8")))

    @property
    def read(self) -> openpyxl.Workbook:
        """The file as another program reads it."""
        return openpyxl.load_workbook(self.book)

    @property
    def names(self) -> set[str]:
        return {each.name for each in self.book.parent.iterdir()}


@pytest.fixture
def place(tmp_path: Path, python: Path, commands: dict[str, str]) -> Place:
    return placed(tmp_path, python, commands, FULL)


def placed(folder: Path, python: Path, commands: dict[str, str], sample: Path) -> Place:
    ours, home = folder / "我的 台账", folder / "某 人"
    ours.mkdir()
    (home / "bin").mkdir(parents=True)
    for program in ("xdg-open", "open"):
        opener = home / "bin" / program
        opener.write_text(f'#!/bin/sh\nprintf %s "$1" >> "{home}/opened"\n')
        opener.chmod(0o755)
    return Place(Path(shutil.copy(sample, ours / "台账 一.xlsx")), home, python, commands)


def cells(book: openpyxl.Workbook, *sheets: str) -> dict[tuple[str, str], Any]:
    found = {}
    for name in sheets or book.sheetnames:
        found |= {
            (name, cell.coordinate): cell.value
            for row in book[name].iter_rows()
            for cell in row
            if cell.value is not None
        }
    return found


def notes(book: openpyxl.Workbook) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def own_cells_stay(place: Place, before: openpyxl.Workbook) -> openpyxl.Workbook:
    """The workbook after a click; every cell of the user's is as it was, and a copy of before lies beside it."""
    after = place.read
    assert cells(after, *before.sheetnames) == cells(before)
    return after


def backups(place: Place) -> list[Path]:
    return sorted(each for each in (place.book.parent / ".xlsuite_备份").glob("*.xlsx"))


def test_the_line_is_the_one_xlwings_runs(place: Place) -> None:
    line = command_line(place.commands["check"], place.python, place.book, Path("/t/x.log"))
    assert line == (
        f'"{place.python}" -B -c "import xlsuite.click; xlsuite.click.click(\'check\')"  --wb="台账 一.xlsx" --from_xl=1 '
        '--app="/Office\\Microsoft Excel" --hwnd="1234" 2> "/t/x.log" '
    )


MAC_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|quoted form of|\w+|[()&]')
MAC_NAMES = ("台账 一.xlsx", "$(touch 坏)`touch 坏`\"'.xlsx", "a;touch 坏 &\\.xlsx")


def mac_line(**values: str) -> str:
    """What the script for Excel for Mac hands to the shell, by its own text."""
    assert XLWINGS
    source = script(XLWINGS).decode("utf-8").replace("\r\n", "\n").replace("¬\n", "")
    text = re.search(r"set ShellCommand to (.*)", source)
    assert text and "PYTHONPATH" not in text[1]
    words = {"&": "+", "(": "(", ")": ")", "quoted form of": "quote @"}
    python = " ".join(
        words.get(token) or (token if token[0] == '"' else f"Shown({token})") for token in MAC_TOKEN.findall(text[1])
    )
    python = re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: f"Shown({found[0]})", python)
    return str(eval(python, {"Shown": Shown, "quote": Quote(), **values}))  # "of" binds closer than &, as @ than +


class Shown(str):
    """A text of the script."""

    def __add__(self, other: str) -> Shown:
        return Shown(f"{self}{other}")


class Quote:
    """AppleScript's “quoted form of”."""

    def __matmul__(self, text: str) -> Shown:
        return Shown(shlex.quote(text))


@pytest.mark.parametrize("name", MAC_NAMES)
def test_the_name_of_a_workbook_is_no_command_on_a_mac(name: str, tmp_path: Path) -> None:
    command = (
        "import sys, pathlib; pathlib.Path('argv').write_text(repr(sys.argv[1:]), 'utf-8'); print('x', file=sys.stderr)"
    )
    line = mac_line(
        PythonInterpreter=sys.executable, PythonCommand=command, WorkbookName=name, LOG_FILE="记录 一.log",
        ApplicationFullName="/Applications/Microsoft Excel.app",
    )  # fmt: skip
    subprocess.run(["sh", "-c", f"{line}wait"], cwd=tmp_path, check=True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["argv", "记录 一.log"]
    assert eval((tmp_path / "argv").read_text("utf-8")) == [
        f"--wb={name}", "--from_xl=1", "--app=/Applications/Microsoft Excel.app"
    ]  # fmt: skip


def check(place: Place) -> None:
    before = place.read
    seen = place.click("check")
    after = own_cells_stay(place, before)
    assert {"检查结果"} <= set(after.sheetnames) - set(before.sheetnames)
    assert seen.active == "检查结果"
    marked = notes(after)
    assert len(marked) == 42 and all(text.startswith(("【错误 ", "【警告 ")) for text in marked.values())
    assert [text for text, _ in seen.said] == [
        "检查全部：● 错误 6  ▲ 警告 39  ⓘ 提示 37。结果在“检查结果”表。42 格加了批注。"
    ]
    assert len(backups(place)) == 1 and backups(place)[0].read_bytes() == FULL.read_bytes()


def check_sheet(place: Place) -> None:
    before = place.read
    seen = place.click("check_sheet", active="问题整改台账")
    after = own_cells_stay(place, before)
    assert {sheet for sheet, _ in notes(after)} == {"问题整改台账"}
    assert "检查结果" in after.sheetnames and seen.said[0][0].startswith("检查本表：● 错误 ")


def next_finding(place: Place) -> None:
    place.click("check")
    content = place.book.read_bytes()
    seen = place.click("next")
    marked = {(sheet, cell) for sheet, cell in notes(place.read)}
    at = openpyxl.utils.get_column_letter(seen.selected[1]) + str(seen.selected[0])
    assert seen.active != "检查结果" and seen.said == []
    assert (seen.active, at) in listed(place) and marked <= listed(place)
    assert place.book.read_bytes() == content


def listed(place: Place) -> set[tuple[str, str]]:
    """The places that 检查结果 names."""
    rows = [[cell.value for cell in row] for row in place.read["检查结果"].iter_rows()]
    titles = next(row for row in rows if "单元格" in row and "工作表" in row)
    links = [
        (row[titles.index("工作表")], re.search(r'"([A-Z]+\d+)"\)$', str(row[titles.index("单元格")]))) for row in rows
    ]
    return {(sheet, link[1]) for sheet, link in links if link}


def findings(place: Place) -> None:
    place.click("check")
    content = place.book.read_bytes()
    seen = place.click("findings", active="参数")
    assert (seen.active, seen.said) == ("检查结果", []) and place.book.read_bytes() == content


def clear(place: Place) -> None:
    before = place.read
    place.click("check")
    assert notes(place.read)
    seen = place.click("clear")
    after = own_cells_stay(place, before)
    assert notes(after) == {} and "检查结果" in after.sheetnames
    assert seen.said[0][0].startswith("清除标记：xlsuite 加的批注和底色已清除")


def fix(place: Place) -> None:
    before = place.read
    refused = place.click("fix", agrees=False)
    assert place.book.read_bytes() == FULL.read_bytes() and refused.said[0][1] == "ok_cancel"
    seen = place.click("fix")
    after = place.read
    old, new = cells(before), cells(after, *before.sheetnames)
    changed = {at for at in old.keys() | new.keys() if old.get(at) != new.get(at)}
    rows = [[cell.value for cell in row] for row in after["修正记录"].iter_rows()]
    recorded = {(row[at], row[at + 1]) for row in rows for at in range(len(row) - 1)}
    assert len(changed) == 26 and changed <= recorded
    assert (
        seen.said[0][0].startswith("将修正 26 处") and seen.said[1][0] == "自动修正：改了 26 处，逐条列在“修正记录”表。"
    )
    assert backups(place)[0].read_bytes() == FULL.read_bytes()


def grade(place: Place) -> None:
    before = place.read
    seen = place.click("grade")
    after = own_cells_stay(place, before)
    texts = [str(value) for _, value in cells(after, "定级结果").items()]
    assert sum(bool(re.fullmatch(r"[A-Z]+-?[\w-]*\d+", text)) for text in texts) >= 25
    assert seen.said[-1][0] == "计算等级：25 个风险点，见“定级结果”表。"


def summarize(place: Place) -> None:
    before = place.read
    seen = place.click("summarize")
    after = own_cells_stay(place, before)
    assert seen.active == "一览" and {"一览", "风险点汇总", "整改进度", "逾期与临期"} <= set(after.sheetnames)
    assert any("个人廉政风险点总数" in str(value) or "风险点" in str(value) for value in cells(after, "一览").values())


def overdue(place: Place) -> None:
    before = place.read
    seen = place.click("overdue")
    own_cells_stay(place, before)
    assert seen.active == "逾期清单" and seen.said[-1][0] == "逾期清单：统计截止日 2025-12-31：逾期 0 条，临期 3 条。"


def merge(place: Place) -> None:
    shutil.copy(SMALL, place.book.with_name("二 科.xlsx"))
    refused = place.click("merge", agrees=False)
    assert "合并台账.xlsx" not in place.names and "“二 科.xlsx”" in refused.said[0][0]
    seen = place.click("merge")
    merged = openpyxl.load_workbook(place.book.with_name("合并台账.xlsx"))
    texts = {str(value) for value in cells(merged).values()}
    assert {"台账 一.xlsx", "二 科.xlsx"} <= texts and str(place.book.with_name("合并台账.xlsx")) in seen.opened
    assert place.book.read_bytes() == FULL.read_bytes()


def report(place: Place) -> None:
    seen = place.click("report")
    assert "台账 一_自查报告.docx" in place.names and seen.said[-1][0].endswith("有 3 处待补充。")
    assert (place.home / "opened").read_text("utf-8") == str(place.book.with_name("台账 一_自查报告.docx"))
    assert place.book.read_bytes() == FULL.read_bytes()


def run(place: Place) -> None:
    seen = place.click("run")
    results = {each.name for each in (place.book.parent / "台账 一_结果").iterdir()}
    assert results == {
        f"台账 一_{each}" for each in ("检查结果.xlsx", "一览.xlsx", "自查报告.docx", "整改情况报告.docx")
    }
    assert place.book.read_bytes() == FULL.read_bytes() and seen.said[-1][0].startswith("一键完成：结果在“")


def template(place: Place) -> None:
    seen = place.click("template")
    assert "空白台账_全套台账.xlsx" in place.names
    assert str(place.book.with_name("空白台账_全套台账.xlsx")) in seen.opened
    assert place.book.read_bytes() == FULL.read_bytes()


def restore(place: Place) -> None:
    place.click("fix")
    fixed = place.book.read_bytes()
    refused = place.click("restore", agrees=False)
    assert place.book.read_bytes() == fixed and refused.said[0][1] == "yes_no_cancel"
    seen = place.click("restore")
    assert place.book.read_bytes() == FULL.read_bytes()
    assert fixed in [each.read_bytes() for each in backups(place)] and seen.said[-1][0].startswith(
        "恢复备份：已恢复成 "
    )


def settings(place: Place) -> None:
    seen = place.click("settings", active="问题整改台账")
    assert seen.active == "参数" and place.book.read_bytes() == FULL.read_bytes()


def help_page(place: Place) -> None:
    place.click("help")
    page = place.home / ".xlsuite" / "帮助.html"
    assert (place.home / "opened").read_text("utf-8") == str(page)
    assert all(f'id="{tag}"' in page.read_text("utf-8") for tag in TAGS)


EFFECTS: dict[str, Callable[[Place], None]] = {
    "check_sheet": check_sheet, "check": check, "next": next_finding, "findings": findings, "clear": clear, "fix": fix,
    "grade": grade, "summarize": summarize, "merge": merge, "report": report, "overdue": overdue, "run": run,
    "template": template, "restore": restore, "settings": settings, "help": help_page,
}  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_a_click_has_its_effect(tag: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[Seen] = []
    real = Place.click

    def click(self: Place, *given: Any, **named: Any) -> Seen:
        ends.append(real(self, *given, **named))
        return ends[-1]

    monkeypatch.setattr(Place, "click", click)
    EFFECTS[tag](place)
    assert ends and all((seen.code, seen.log, seen.heavy) == (0, "", []) for seen in ends)


def test_a_failure_ends_in_one_chinese_sentence(place: Place) -> None:
    """Nothing stands for Excel: the log that the add-in shows holds our sentence and no traceback."""
    log = place.home / "x.log"
    line = command_line(place.commands["check"], place.python, place.book, log)
    environment = {"PATH": os.environ["PATH"], "HOME": str(place.home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    assert subprocess.run(["sh", "-c", line], env=environment, cwd=place.home, check=False).returncode == 1
    text = log.read_text("utf-8")
    assert (
        text.startswith("廉政台账：没有找到打开的工作簿。请先打开台账再点按钮。记录在 ") and len(text.splitlines()) == 1
    )


def test_grade_fills_the_blank_scores_once_asked(place: Place) -> None:
    book = place.read
    sheet = book["个人廉政风险点登记表"]
    titles = [cell.value for cell in sheet[1]]
    chance, harm, score = (titles.index(name) + 1 for name in ("可能性L", "危害程度S", "风险值R"))
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value]
    for row in rows:
        sheet.cell(row, score).value = None
    book.save(place.book)
    blank, before = place.book.read_bytes(), place.read
    refused = place.click("grade", agrees=False)
    assert place.book.read_bytes() == blank and refused.said[0][1] == "ok_cancel"
    seen = place.click("grade")
    after = place.read
    filled = {row: after[sheet.title].cell(row, score).value for row in rows}
    assert len(rows) == 25
    assert filled == {row: sheet.cell(row, chance).value * sheet.cell(row, harm).value for row in rows}
    old, new = cells(before), cells(after, *before.sheetnames)
    assert {at for at in new if old.get(at) != new[at]} == {(sheet.title, f"N{row}") for row in rows}
    assert seen.said[0][0] == (
        "将在“个人廉政风险点登记表”的 “风险值R” 列写入 25 格，都是空格。核定等级不改。写之前先存一份备份。继续吗？"
    )
    assert [each.read_bytes() for each in backups(place)] == [blank]
