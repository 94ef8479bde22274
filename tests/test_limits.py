"""One table of limits: printed, named in errors with the setting that raises it, raised by that setting."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import cell, row, workbook
from tests.xlsb import Grid as BinaryGrid
from tests.xlsb import xlsb
from xlsuite.cli import run
from xlsuite.errors import UnreadableFile, UsageError
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.files.limits import LIMITS, MEGABYTE, set_limits

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = dict(LIMITS)
    yield
    LIMITS.update(before)


def test_all_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["上限"]) == 0
    out = capsys.readouterr()
    lines = [line.split("\t") for line in out.out.splitlines()]
    assert [line[0] for line in lines] == ["上限", *(limit.what for limit in LIMITS.values())]
    assert ["文件大小", "200", "MB", "请拆分成几个文件后再试。"] in lines
    assert out.err == "要放宽，在 --config 文件的 [上限] 里写名称和数，例如 文件大小 = 400。\n"


SET = [
    ({"文件大小": 400}, "file", 400 * MEGABYTE), ({"工作表数": 500}, "sheets", 500),
    ({"读旧格式的时间": 10}, "seconds", 10), ({}, "file", 200 * MEGABYTE),
]  # fmt: skip


@pytest.mark.parametrize(("given", "key", "most"), SET, ids=[str(case[0]) for case in SET])
def test_set(given: dict[str, int], key: str, most: int) -> None:
    set_limits(given)
    assert LIMITS[key].most == most


ALL = "、".join(limit.what for limit in LIMITS.values())
WRONG = [
    ({"大小": 1}, f"配置文件 [上限] 里没有“大小”这一项，可写的有：{ALL}。"),
    ({"文件大小": 0}, "配置文件 [上限] 里“文件大小”写的是“0”，应为大于 0 的整数。"),
    ({"文件大小": "很大"}, "配置文件 [上限] 里“文件大小”写的是“很大”，应为大于 0 的整数。"),
    ({"文件大小": True}, "配置文件 [上限] 里“文件大小”写的是“True”，应为大于 0 的整数。"),
]


@pytest.mark.parametrize(("given", "message"), WRONG, ids=[str(case[0]) for case in WRONG])
def test_wrong(given: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError) as error:
        set_limits(given)
    assert str(error.value) == message


def test_the_error_names_the_setting_and_the_setting_raises_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    book, config = tmp_path / "台账.xlsx", tmp_path / "参数.toml"
    book.write_bytes(workbook(*[row(1, cell("A1", "1"))] * 3))
    config.write_text("[上限]\n工作表数 = 2\n", encoding="utf-8")
    assert run(["check", str(book), "--config", str(config)]) == 3
    said = capsys.readouterr().out
    assert (
        "“台账.xlsx”的工作表数为 3 张，超过上限 2 张。请拆分成几个文件后再试。确需放宽，在 --config 文件的 [上限] 里写“工作表数”。"
        in said
    )
    config.write_text("[上限]\n工作表数 = 3\n", encoding="utf-8")
    assert run(["check", str(book), "--config", str(config)]) == 1  # read, and found not to be a ledger


def test_they_hold_in_the_process_that_reads_older_formats_too() -> None:
    content = xlsb([BinaryGrid("台账", [["甲"]] * 30)])
    set_limits({"表格范围": 29})
    with pytest.raises(UnreadableFile) as error:
        read_grids_bytes(content, "台账.xlsb")
    assert error.value.code == "too_large"
    set_limits({"表格范围": 30})
    assert len(read_grids_bytes(content, "台账.xlsb")[0].rows) == 30


def test_every_limit_is_looked_at_somewhere() -> None:
    """A limit that nothing asks for would be a promise that nobody keeps."""
    asked: set[str] = set()
    for file in (ROOT / "xlsuite").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and file.name != "limits.py":
                asked.add(node.value)
    assert set(LIMITS) <= asked


def test_the_table_in_the_security_page_is_this_one() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([\d,]+) (\S+) \|", text, re.M)
    wanted = [
        (limit.what, f"{limit.most // MEGABYTE if limit.unit == 'MB' else limit.most:,}", limit.unit)
        for limit in LIMITS.values()
    ]
    assert rows == wanted


def test_every_test_that_the_security_page_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert named and not {name for name in named if not (ROOT / "tests" / name).exists()}
