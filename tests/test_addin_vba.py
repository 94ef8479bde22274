"""The add-in's VBA run by a real program: LibreOffice clicks every button of a twin workbook and notes the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office_macros import MacroOffice, modules, run, source
from tests.twin import MACRO_BOOK, PYTHON, TAGS, XLWINGS, command, noted, twin
from xlsuite.addin.modules import PROJECT, sources
from xlsuite.addin.package import TEXTS, WORDS, Settings, workbook_bytes

SAID = dict(TEXTS)


@pytest.fixture(scope="module")
def program() -> Iterator[MacroOffice]:
    started = MacroOffice()
    try:
        started.start()
        yield started
    finally:
        started.stop()


def test_every_button_asks_python_for_its_own_tag(program: MacroOffice, tmp_path: Path) -> None:
    with program.open(twin(tmp_path / "双胞胎.xlsm", Settings(windows=PYTHON))) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        assert noted(document, "D") == [command(tag) for tag in TAGS]
        assert noted(document, "E") == []


def test_a_build_for_no_computer_leaves_the_interpreter_to_xlwings(program: MacroOffice, tmp_path: Path) -> None:
    with program.open(twin(tmp_path / "twin.xlsm", Settings())) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        assert noted(document, "D") == [command(tag) for tag in TAGS]


GONE = "C:\\gone\\python.exe"
NONE_OPEN = ("ActiveWorkbook Is Nothing", "True")
BROKEN = ("xlwings.RunPython ", "Err.Raise 70 '")
MEETINGS = (
    ("the Python is gone", GONE, (), SAID["no_python"].replace("{}", GONE)),
    ("no workbook is open", PYTHON, (NONE_OPEN,), SAID["no_workbook"]),
)


@pytest.mark.parametrize(
    ("python", "changes", "said"), [case[1:] for case in MEETINGS], ids=[case[0] for case in MEETINGS]
)
def test_what_stands_in_the_way_is_said_in_chinese(
    program: MacroOffice, tmp_path: Path, python: str, changes: tuple[tuple[str, str], ...], said: str
) -> None:
    with program.open(twin(tmp_path / "twin.xlsm", Settings(windows=python), "", *changes)) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        assert noted(document, "D") == [] and noted(document, "E") == [said] * len(TAGS)


def test_a_program_that_may_not_start_is_said_in_chinese(program: MacroOffice, tmp_path: Path) -> None:
    """As where a policy forbids Office to start others: VBA's error 70."""
    with program.open(twin(tmp_path / "twin.xlsm", Settings(windows=PYTHON), "", BROKEN)) as document:
        run(document, f"{PROJECT}.Driver.ClickAll")
        before, after = SAID["no_start"].split("{}")
        said = noted(document, "E")
        assert len(said) == len(TAGS) and noted(document, "D") == []
        assert all(each.startswith(before + "70 ") and each.endswith(after) for each in said)


LOGS = (
    ('"Traceback (most recent call last):" & vbCrLf & "  File x" & vbCrLf & "ModuleNotFoundError: No module named \'xlsuite\'" & vbCrLf',
     SAID["python_failed"].replace("{}", "ModuleNotFoundError: No module named 'xlsuite'")),
    ('Words("title") & ": ready" & vbCrLf', "廉政台账: ready"),
    ('"one line"', SAID["python_failed"].replace("{}", "one line")),
)  # fmt: skip


@pytest.mark.parametrize(("log", "said"), LOGS)
def test_what_python_left_behind_is_shown_without_a_traceback(
    program: MacroOffice, tmp_path: Path, log: str, said: str
) -> None:
    with program.open(twin(tmp_path / "twin.xlsm", Settings(windows=PYTHON), log)) as document:
        run(document, f"{PROJECT}.Driver.FailAll")
        assert noted(document, "E") == [said]


def test_another_program_reads_the_whole_project(program: MacroOffice, tmp_path: Path) -> None:
    path = tmp_path / "whole.xlsm"
    own = sources(XLWINGS)
    path.write_bytes(workbook_bytes(MACRO_BOOK, own, Settings()))
    with program.open(path) as document:
        assert sorted(modules(document)[PROJECT]) == sorted(module.name for module in own)
        for module in own[3:]:
            code = module.source.replace("\r\n", "\n").split("\n")
            read = source(document, PROJECT, module.name).replace("\r\n", "\n")
            assert all(line in read for line in code if line and not line.startswith("Attribute "))
        assert [tuple(row) for row in document.values(WORDS, f"A1:B{len(TEXTS)}")] == list(TEXTS)
