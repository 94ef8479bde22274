"""A public copy: names and numbers hidden, everything hidden told, everything doubtful told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.drawn import book
from tests.packages import parts_of
from xlsuite.cli import run
from xlsuite.errors import XlsuiteError
from xlsuite.excel.reader import read_grids
from xlsuite.excel.redacted_book import nothing_shows, public_workbook
from xlsuite.verbs.masking import Masker, short_name
from xlsuite.verbs.redact import Masked, redacted

BOOKS = Path(__file__).parent.parent / "workbooks"
TODAY = date(2025, 10, 31)
NAMES = ("顾某丁", "沈某乙", "欧阳明", "高峰", "买买提·吐尔逊")

TEXTS: list[tuple[str, str, tuple[str, ...]]] = [
    # as typed, as the public sees it, what a person has to judge
    ("联系电话13800000000", "联系电话138****0000", ()),
    ("手机 １３８－００００－００００", "手机 138****0000", ()),
    ("身份证11010519491231002X", "身份证1101**********002X", ()),
    ("旧证110105491231002", "旧证110********1002", ()),
    ("卡号6222021234567890128", "卡号6222***********0128", ()),
    ("卡号6222021234567890123", "卡号6222021234567890123", ("62…",)),  # fails the check of cards
    ("办公电话0571-88001234", "办公电话**********34", ()),
    ("（010）62345678转8", "*********78转8", ()),
    ("客服 400-123-4567", "客服 ********67", ()),
    ("邮箱 zhang.san@example.com。", "邮箱 z***@example.com。", ()),
    ("公车浙A·12345 停放", "公车浙A***45 停放", ()),
    ("由顾某丁、欧阳明负责", "由顾**、欧阳*负责", ()),
    ("买买提·吐尔逊提出", "买**提出", ()),
    ("由顾 某\u3000丁、高\u3000峰同志负责", "由顾**、高*同志负责", ()),
    ("顾某\n丁说", "顾**说", ()),
    ("顾\u200b某\u200b丁说", "顾**说", ()),
    ("邮箱 zhang＠example．com。", "邮箱 z***@example．com。", ()),
    ("高峰同志主持", "高*同志主持", ()),
    ("高峰、顾某丁", "高*、顾**", ()),
    ("在用电高峰期", "在用电高峰期", ("高峰",)),
    ("经张建国科长审批", "经张建国科长审批", ("张建国",)),
    ("会议编号20250930", "会议编号20250930", ("20…",)),
    ("文号：云纪〔2025〕6号", "文号：云纪〔2025〕6号", ()),
    ("金额 1234567.89 元", "金额 1234567.89 元", ()),
    ("推行三家询价留痕", "推行三家询价留痕", ()),
]


@pytest.mark.parametrize(("typed", "shown", "doubts"), TEXTS, ids=[case[0] for case in TEXTS])
def test_text(typed: str, shown: str, doubts: tuple[str, ...]) -> None:
    found = Masker(NAMES).text(typed)
    assert (found.text, found.doubts) == (shown, doubts)


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("顾某丁", "顾**"), ("欧阳明", "欧阳*"), ("司马相如", "司马**"), ("尼", "尼*")]
)
def test_name(name: str, shown: str) -> None:
    assert short_name(name) == shown


CELLS: list[tuple[str, str, str, list[tuple[str, str, str]]]] = [
    # the ledger, the column, what is to be seen in it, what is listed as hidden (kinds) and where
    ("责任人=顾某丁", "责任人", "顾**", [("责任人", "姓名", "顾**")]),
    ("责任人=顾某丁、沈某乙（科长）", "责任人", "顾**、沈**（科长）", [("责任人", "姓名", "顾**、沈**（科长）")]),
    ("责任人=综合科全体干部职工", "责任人", "（已略去）", [("责任人", "整格", "（已略去）")]),
    ("责任领导=主要领导", "责任领导", "主要领导", []),
    ("备注=顾某丁电话13800000000 责任人=顾某丁", "备注", "顾**电话138****0000", [("备注", "手机号、姓名", "顾**电话138****0000")]),
    ("[备注→联系电话] 备注=88001234", "联系电话", "（已略去）", [("联系电话", "整格", "（已略去）")]),
    ("[备注→联系电话] 备注=13800000000", "联系电话", "138****0000", [("联系电话", "手机号", "138****0000")]),
    ("[备注→家庭住址] 备注=云川市某路1号", "家庭住址", "（已略去）", [("家庭住址", "整格", "（已略去）")]),
    ("[备注→填表人签字] 备注=贺某癸", "填表人签字", "贺**", [("填表人签字", "姓名", "贺**")]),
    ("备注=13800000000.0", "备注", "13800000000.0", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "header", "shown", "listed"), CELLS, ids=[case[0] for case in CELLS])
def test_column(text: str, header: str, shown: str, listed: list[tuple[str, str, str]]) -> None:
    done = redacted(book(text))
    table = done.tables[0]
    assert table.rows[0][table.headers.index(header)] == shown
    assert [(each.field, each.kinds, each.shown) for each in done.masked if each.field == header] == listed


def test_what_is_hidden_or_no_ledger_stays_out() -> None:
    done = redacted(book("责任人=顾某丁 | [隐藏] 责任人=沈某乙 问题编号=ZG-2 | [*] 甲=1 乙=2"))
    assert [len(table.rows) for table in done.tables] == [1]
    told = {(each.sheet, each.place, each.why) for each in done.doubts if each.field == ""}
    assert told == {
        ("问题整改台账", "第 3 行等 1 行", "是隐藏的行，没有放进公开版。"),
        ("另表", "整张表", "不是认得出的台账，没有放进公开版。"),
    }


def test_a_place_is_that_of_the_workbook() -> None:
    done = redacted(book("责任人=顾某丁"))
    owners = [each for each in done.masked if each.field == "责任人"]
    assert owners == [Masked("问题整改台账", owners[0].cell, "责任人", "姓名", "顾**")]
    assert owners[0].cell.endswith("2")


def test_nothing_of_a_name_is_left_in_any_part(tmp_path: Path) -> None:
    source = BOOKS / "示例台账.xlsx"
    names = {
        cell for grid in read_grids(source) if grid.name == "岗位与名册" for row in grid.rows[4:] for cell in row
        if isinstance(cell, str) and "某" in cell
    }  # fmt: skip
    assert len(names) > 5
    assert run(["脱敏", str(source), "-o", str(tmp_path), "-q"], TODAY) == 0
    for output in ("示例台账_公开版.xlsx", "示例台账_脱敏清单.xlsx"):
        for part, data in parts_of((tmp_path / output).read_bytes()).items():
            shown = [name for name in names if name.strip() in data.decode("utf-8", "replace")]
            assert not shown, (output, part, shown)
    kinds = {name.rpartition(".")[2] for name in parts_of((tmp_path / "示例台账_公开版.xlsx").read_bytes())}
    assert kinds == {"xml", "rels"}  # no pictures, no macros, nothing copied


def test_the_finished_copy_is_read_again_before_it_is_given_out() -> None:
    done = redacted(book("责任人=顾某丁"))
    leaky = done._replace(tables=(done.tables[0]._replace(rows=(("顾某丁",) * len(done.tables[0].headers),)),))
    with pytest.raises(XlsuiteError) as error:
        public_workbook(leaky)
    assert str(error.value) == (
        "公开版“问题整改台账”第 2 行还看得出姓名或号码，没有写出。请反馈给维护者（不要附原表）。"
    )
    nothing_shows(public_workbook(done), done)


def test_json_tells_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", str(BOOKS / "示例台账.xlsx"), "-o", str(tmp_path), "--format", "json"], TODAY) == 0
    answer = json.loads(capsys.readouterr().out)
    assert sorted(answer) == ["doubts", "file", "list", "masked", "schema"]
    assert answer["masked"]["姓名"] > 100
    assert Path(answer["file"]).name == "示例台账_公开版.xlsx" and Path(answer["list"]).name == "示例台账_脱敏清单.xlsx"


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["redact", str(BOOKS / "示例台账.xlsx"), "-o", str(tmp_path), "--dry-run"], TODAY) == 0
    assert list(tmp_path.iterdir()) == []
