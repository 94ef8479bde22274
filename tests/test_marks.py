"""处理情况: a finding confirmed once is not raised again while its value stays (contract §3), and is when it changes."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import xlsuite
from tests.drawn import AS_OF, draw
from tests.office import Office
from xlsuite.cli import run
from xlsuite.excel.marks_sheets import read_marks
from xlsuite.excel.reader import read_grids
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.verbs.check import findings
from xlsuite.verbs.marks import CONFIRMED, HANDLED, OPEN, Mark, Marks, identities, is_of, row_signs, settled

BOOKS = Path(__file__).parent.parent / "workbooks"
TODAY = date(2025, 10, 31)


def opened(text: str, as_of: date = AS_OF, ledger: str = "rectification", sheet: str = "") -> Book:
    grids = draw(text.split(" | "), ledger, {})
    if sheet:
        grids[-1].name = sheet
    return open_book("例.xlsx", grids, as_of)


def confirmed(text: str, rule: str, which: int = 0, **more: Any) -> Marks:
    """What is said when one finding of a rule is confirmed."""
    book = opened(text, **more)
    found = findings(book)
    known = [
        (identity, each) for identity, each in zip(identities(found, book), found, strict=True) if each.rule == rule
    ]
    identity, each = known[which]
    mark = Mark(CONFIRMED, "", each.rule, each.sheet, each.key, each.field, each.value, each.message)
    return Marks({identity.id: mark}, {})


def places(text: str, marks: Marks, rule: str, **more: Any) -> list[str]:
    book = opened(text, **more)
    return [f"{each.key} {each.cell}" for each in settled(findings(book), book, marks).findings if each.rule == rule]


LATE = "问题编号=ZG-1 整改时限=13月底 责任人=顾某丁"
AGAIN: list[tuple[str, str, str, str, list[str]]] = [
    # what changed, rule, the ledger when confirmed, the ledger now, still raised
    ("nothing", "RC-05", LATE, LATE, []),
    ("a row came before", "RC-05", LATE, f"问题编号=ZG-0 | {LATE}", []),
    ("another cell of the row", "RC-05", LATE, LATE + " 备注=已核", []),
    ("the value", "RC-05", LATE, LATE.replace("13月底", "14月底"), ["ZG-1 N2"]),
    ("the value, by a blank", "RC-05", LATE, LATE.replace("13月底", "13月底␣"), ["ZG-1 N2"]),
    ("the key", "RC-05", LATE, LATE.replace("ZG-1", "ZG-2"), ["ZG-2 N2"]),
    ("a second row with the same value", "RC-05", LATE, f"{LATE} | 问题编号=ZG-2 整改时限=13月底", ["ZG-2 N3"]),
    ("a column less before it", "RC-05", LATE, f"[-来源] {LATE}", []),
    ("the value was filled in", "RC-03", "整改措施=", "整改措施=完善台账制度", []),
    ("still empty", "RC-03", "整改措施=", "整改措施=", []),
    ("another rule of the same cell", "RC-13", LATE, "问题编号=ZG-1 整改时限=2025-07-31 整改状态=推进中", ["ZG-1 N2"]),
]


@pytest.mark.parametrize(("what", "rule", "before", "now", "raised"), AGAIN, ids=[case[0] for case in AGAIN])
def test_raised_again_only_when_the_value_changed(
    what: str, rule: str, before: str, now: str, raised: list[str]
) -> None:
    said = confirmed(before, "RC-05" if what.startswith("another rule") else rule)
    cells = [re.sub(r"[A-Z]+(\d+)$", r"*\1", place) for place in places(now, said, rule)]
    assert cells == [re.sub(r"[A-Z]+(\d+)$", r"*\1", place) for place in raised]


OVERDUE = "问题编号=ZG-1 整改时限=2025-07-31 整改状态=推进中 完成日期="


def test_a_sentence_that_counts_days_stays_confirmed_tomorrow() -> None:
    assert len(places(OVERDUE, Marks(), "RC-13")) == 1
    assert places(OVERDUE, confirmed(OVERDUE, "RC-13"), "RC-13", as_of=date(2025, 10, 9)) == []


def test_a_renamed_sheet_keeps_its_confirmations() -> None:
    assert places(LATE, confirmed(LATE, "RC-05"), "RC-05", sheet="整改台账2025") == []


def two_sheets(first: str, second: str) -> Book:
    grids = [draw(text.split(" | "), "rectification", {})[0] for text in (first, second)]
    grids[0].name, grids[1].name = "一科", "二科"
    return open_book("例.xlsx", grids, AS_OF)


def test_the_same_key_on_another_sheet_is_another_row() -> None:
    book = two_sheets(LATE, LATE)
    found = [each for each in findings(book) if each.rule == "RC-05"]
    known = identities(found, book)
    assert [each.sheet for each in found] == ["一科", "二科"]
    done = settled(found, book, Marks({known[0].id: Mark(CONFIRMED)}, {}))
    assert [each.sheet for each in done.findings] == ["二科"]


TWINS = f"{LATE} 问题=甲事项未办结 | {LATE} 问题=乙事项未办结"


@pytest.mark.parametrize(("which", "left"), [(0, ["ZG-1 *3"]), (1, ["ZG-1 *2"])])
def test_of_two_that_look_alike_only_the_one_confirmed_is_silent(which: int, left: list[str]) -> None:
    said = confirmed(TWINS, "RC-05", which)
    assert [re.sub(r"[A-Z]+(\d+)$", r"*\1", place) for place in places(TWINS, said, "RC-05")] == left
    turned = " | ".join(reversed(TWINS.split(" | ")))
    other = {"ZG-1 *3": "ZG-1 *2", "ZG-1 *2": "ZG-1 *3"}
    now = [re.sub(r"[A-Z]+(\d+)$", r"*\1", place) for place in places(turned, said, "RC-05")]
    assert now == [other[place] for place in left]


NAMELESS = "[岗位与名册] 岗位编号= 科室=综合科 岗位名称=科长 岗位层级=不明 任职人=顾某丁"


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (NAMELESS, 0),
        (f"[岗位与名册] 岗位编号=GW9 岗位名称=干事 | {NAMELESS}", 0),
        (NAMELESS.replace("顾某丁", "叶某戊"), 1),
    ],
)
def test_a_row_without_a_key_is_known_by_all_it_holds(now: str, count: int) -> None:
    rule = next(each.rule for each in findings(opened(NAMELESS)) if each.field == "岗位层级")
    book = opened(now)
    said = confirmed(NAMELESS, rule)
    left = [each for each in settled(findings(book), book, said).findings if (each.rule, each.value) == (rule, "不明")]
    assert len(left) == count


def test_a_confirmation_is_carried_on_while_its_finding_is_away() -> None:
    said = confirmed("整改措施=", "RC-03")
    filled, empty = opened("整改措施=完善制度"), opened("整改措施=")
    away = settled(findings(filled), filled, said)
    assert [(each.now, each.mark.rule) for each in away.confirmed] == [(False, "RC-03")] and away.silenced == 0
    back = settled(findings(empty), empty, said)
    assert [(each.now, each.mark.rule) for each in back.confirmed] == [(True, "RC-03")] and back.silenced == 1
    overtaken = settled(findings(opened(LATE)), opened(LATE), confirmed(LATE.replace("13月底", "14月底"), "RC-05"))
    assert overtaken.confirmed == (), "the same cell is raised with another value"


def test_a_workbook_is_known_by_its_rows() -> None:
    here = opened("问题编号=ZG-1 问题=公务用车登记不全不细 | 问题编号=ZG-2 问题=会议费报销附件不齐全")
    moved = opened("问题编号=ZG-2 问题=会议费报销附件不齐全 整改状态=已完成 | 问题编号=ZG-3 问题=新增的第三个问题事项")
    other = opened("问题编号=ZG-1 问题=食堂采购验收不规范 | 问题编号=ZG-2 问题=工会经费使用不合规")
    signs = row_signs(here)
    assert [is_of(signs, each) for each in (here, moved, other)] == [True, True, False]
    assert len(row_signs(here, 1)) == 1 and not is_of([], here)


# --- at the command line ---


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    (tmp_path / "甲").mkdir()
    return Path(shutil.copy(BOOKS / "示例台账_含错误.xlsx", tmp_path / "甲" / "台账.xlsx"))


def check(*arguments: object) -> int:
    return run(["check", *map(str, arguments), "--as-of", "2025-09-30"], TODAY)


def judged(path: Path, capsys: pytest.CaptureFixture[str], *more: object) -> tuple[list[tuple[str, str]], str]:
    """The findings of the JSON output as rule and key, and what was said beside it."""
    capsys.readouterr()
    check(path, "--format", "json", *more)
    out, err = capsys.readouterr()
    file = json.loads(out)["files"][0]
    assert set(file) == {"file", "status", "error", "sheets", "findings"}
    return [(each["rule"], each["key"]) for each in file["findings"]], err


def header(sheet: Any) -> tuple[int, dict[str, int]]:
    for row in sheet.iter_rows(max_row=20):
        names = {str(cell.value): cell.column for cell in row if cell.value}
        if "处理情况" in names:
            return row[0].row, names
    raise AssertionError(sheet.title)


def say(path: Path, words: dict[str, str], sheet: str = "检查结果", note: str = "") -> None:
    """Write 处理情况 for the lines of some rules, as a person would."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    top, at = header(page)
    for row in range(top + 1, page.max_row + 1):
        rule = page.cell(row, at["规则"]).value
        if rule in words:
            page.cell(row, at["处理情况"]).value = words[rule]
            page.cell(row, at["说明"]).value = note or None
    book.save(path)


def later(path: Path, seconds: int) -> Path:
    os.utime(path, (path.stat().st_mtime + seconds,) * 2)
    return path


def test_confirmed_findings_are_silent_until_cleared(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    everything, said = judged(faulty, capsys)
    assert said == "台账.xlsx：统计截止日 2025-09-30（命令行）\n"
    check(faulty, "-o", faulty.parent)
    first = faulty.parent / "台账_检查结果.xlsx"
    assert judged(faulty, capsys)[0] == everything, "an untouched list changes nothing"

    say(first, {"RC-03": "确认 无误 ", "RC-07": "已处理", "RC-08": "不用改"}, note="王某核过")
    left, said = judged(faulty, capsys)
    assert left == [each for each in everything if each[0] != "RC-03"]
    assert "台账.xlsx：另有 1 条已确认无误，不再提示（见 台账_检查结果.xlsx）。\n" in said
    wrong = "“台账_检查结果.xlsx”的处理情况只认待处理、已处理、确认无误，另写的按待处理算：检查结果第 8 行“不用改”。"
    assert wrong in said

    check(faulty, "-o", faulty.parent)
    second = later(faulty.parent / "台账_检查结果_2.xlsx", 5)
    pages = openpyxl.load_workbook(second)
    assert pages.sheetnames == ["检查结果", "已确认", "按规则统计", "读取情况", "识别信息"]
    assert pages["检查结果"]["A4"].value == "另有 1 条已确认无误，不再提示，列在“已确认”表里。"
    assert lines(pages["检查结果"])[0] == ("RC-07", "已处理", "王某核过")
    assert ("RC-08", "待处理", "王某核过") in lines(pages["检查结果"])
    assert lines(pages["已确认"]) == [("RC-03", "确认无误", "王某核过")]
    assert pages["识别信息"].sheet_state == "veryHidden"

    first.unlink()
    assert judged(faulty, capsys)[0] == left, "a confirmation is carried on from list to list"
    say(second, {"RC-03": "待处理"}, "已确认")
    assert judged(faulty, capsys)[0] == everything, "and can be taken back"


def lines(sheet: Any) -> list[tuple[str, str, str]]:
    top, at = header(sheet)
    rows = range(top + 1, sheet.max_row + 1)
    return [tuple(sheet.cell(row, at[name]).value or "" for name in ("规则", "处理情况", "说明")) for row in rows]  # type: ignore[misc]


def test_a_changed_value_raises_again(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(faulty, "-o", faulty.parent)
    say(faulty.parent / "台账_检查结果.xlsx", {"RC-11": CONFIRMED})
    assert "RC-11" not in dict(judged(faulty, capsys)[0])
    book = openpyxl.load_workbook(faulty)
    [cell] = [cell for row in book["问题整改台账"].iter_rows() for cell in row if cell.value == "差不多了"]
    cell.value = "差得不多"
    book.save(faulty)
    left, said = judged(faulty, capsys)
    assert "RC-11" in dict(left) and "不再提示" not in said


def test_where_marks_are_looked_for(faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    everything = judged(faulty, capsys)[0]
    check(faulty, "-o", tmp_path / "出")
    kept = tmp_path / "出" / "台账_检查结果.xlsx"
    say(kept, {"RC-03": CONFIRMED})
    told = tmp_path / "另存的.xlsx"
    shutil.copy(kept, told)
    say(told, {"RC-04": CONFIRMED})
    cases: list[tuple[tuple[object, ...], set[str]]] = [
        ((), set()),  # not beside the input
        (("-o", tmp_path / "出"), {"RC-03"}),
        (("-o", tmp_path / "出" / "新.xlsx"), {"RC-03"}),
        (("--marks", kept), {"RC-03"}),
        (("--marks", told), {"RC-03", "RC-04"}),
        (("--marks", told, "-o", tmp_path / "出"), {"RC-03", "RC-04"}),
        (("--marks", "不用", "-o", tmp_path / "出"), set()),
    ]
    for more, silent in cases:
        left = judged(faulty, capsys, "--dry-run", *more)[0]
        assert {rule for rule, _ in everything} - {rule for rule, _ in left} == silent, more
    assert check(faulty, "--marks", tmp_path / "没有.xlsx") == 2
    assert "找不到 --marks 写的“" in capsys.readouterr().err


def test_of_several_lists_the_one_saved_last_counts(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        check(faulty, "-o", faulty.parent)
    first, second = (faulty.parent / f"台账_检查结果{end}.xlsx" for end in ("", "_2"))
    say(first, {"RC-03": CONFIRMED})
    say(second, {"RC-04": CONFIRMED})
    shutil.copy(first, faulty.parent / "台账_检查结果_备份.xlsx")
    for newest, other, silent in ((second, first, "RC-04"), (first, second, "RC-03")):
        os.utime(other, (1_700_000_000,) * 2)
        os.utime(newest, (1_700_000_100,) * 2)
        left, said = judged(faulty, capsys)
        assert silent not in dict(left) and f"（见 {newest.name}）" in said


def test_run_goes_the_same_way(faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "出"
    run(["run", str(faulty), "-o", str(out), "--as-of", "2025-09-30"], TODAY)
    say(out / "台账_检查结果.xlsx", {"RC-03": CONFIRMED})
    capsys.readouterr()
    run(["run", str(faulty), "-o", str(out), "--as-of", "2025-09-30"], TODAY)
    shown = capsys.readouterr()
    assert "另有 1 条已确认无误" in shown.err and "● 错误 15 " in shown.out
    assert lines(openpyxl.load_workbook(out / "台账_检查结果_2.xlsx")["已确认"]) == [("RC-03", CONFIRMED, "")]


def test_what_was_confirmed_is_not_mended(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fixes() -> set[str]:
        capsys.readouterr()
        run(["fix", str(faulty), "--dry-run", "--format", "json", "--as-of", "2025-09-30"], TODAY)
        return {each["rule"] for each in json.loads(capsys.readouterr().out)["changes"]}

    book = openpyxl.load_workbook(faulty)
    page = book["问题整改台账"]
    at = next(cell.column for cell in page[1] if cell.value == "发现日期")
    page.cell(2, at).value = "2025.3.5"
    book.save(faulty)
    assert fixes() == {"ST-13"}
    check(faulty, "-o", faulty.parent)
    say(faulty.parent / "台账_检查结果.xlsx", {"ST-13": CONFIRMED})
    assert fixes() == set()


def test_marks_of_another_workbook_are_refused(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "乙" / "台账.xlsx"
    other.parent.mkdir()
    book = openpyxl.load_workbook(faulty)
    for page in book:
        for row in page.iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str) and len(cell.value) >= 8:
                    cell.value = "另一个单位的" + cell.value
    book.save(other)
    out = tmp_path / "出"
    check(faulty, "-o", out)
    untouched = judged(other, capsys, "-o", out, "--dry-run")
    assert "没有采用" not in untouched[1], "a list nobody wrote in is not worth a word"
    say(out / "台账_检查结果.xlsx", {"RC-03": CONFIRMED, "RC-04": CONFIRMED})
    left, said = judged(other, capsys, "-o", out, "--dry-run")
    assert left == untouched[0]
    expected = f"没有采用“{out / '台账_检查结果.xlsx'}”里的处理情况：它是另一份“台账.xlsx”的检查结果，与“台账.xlsx”的内容对不上。"
    assert expected in said
    renamed = tmp_path / "台账10月.xlsx"
    shutil.copy(faulty, renamed)
    left, said = judged(renamed, capsys, "--marks", out / "台账_检查结果.xlsx")
    assert "RC-03" not in dict(left) and "另有 2 条" in said, "the same rows under another name"


def broken(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def foreign(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["规则", "工作表", "编号", "列", "原内容", "处理情况"])
        page.write_row(1, 0, ["RC-03", "问题整改台账", "ERR-001", "整改措施", "", "确认无误"])


UNUSABLE: list[tuple[str, Callable[[Path], None], str]] = [
    ("damaged", broken, "台账_检查结果.xlsx”读不了，这次没有采用其中的处理情况。"),
    ("not ours", foreign, "台账_检查结果.xlsx”里的处理情况：它不是 xlsuite 写的检查结果，看不出是哪份台账的。"),
]


@pytest.mark.parametrize(("what", "spoil", "sentence"), UNUSABLE, ids=[case[0] for case in UNUSABLE])
def test_what_cannot_be_used_is_said_and_the_check_goes_on(
    what: str, spoil: Callable[[Path], None], sentence: str, faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = judged(faulty, capsys)[0]
    check(faulty, "-o", faulty.parent)
    spoil(faulty.parent / "台账_检查结果.xlsx")
    left, said = judged(faulty, capsys)
    assert left == everything and sentence in said


def test_the_sheet_in_the_workbook_itself_counts(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the ribbon writes it: beside the ledgers, with or without the column of codes."""
    everything = judged(faulty, capsys)[0]
    book = openpyxl.load_workbook(faulty)
    page = book.create_sheet("检查结果")
    page.append(
        ["级别", "规则", "工作表", "单元格", "编号", "列", "原内容", "发现的问题", "处理建议", "处理情况", "说明"]
    )
    page.append(["错误", "RC-03", "问题整改台账", "H99", "ERR-001", "整改措施", None, "", "", "确认无误", ""])
    page.append(["错误", "RC-04", "问题整改台账", "J11", "ERR-010", "责任科室", None, "", "", "待处理", ""])
    book.save(faulty)
    left, said = judged(faulty, capsys)
    assert left == [each for each in everything if each[0] != "RC-03"]
    assert "另有 1 条已确认无误，不再提示（见 工作簿里的“检查结果”）。" in said
    assert [(each.rule, each.key or None) for each in xlsuite.check(faulty, 统计截止日="2025-09-30")] == left


# --- a list that went through other hands ---


def sorted_by_message(page: Any) -> None:
    reorder(page, lambda row: str(row[7]))


def sorted_without_the_codes(page: Any) -> None:
    """Sorted as far as one sees; the hidden column stays where it was."""
    reorder(page, lambda row: str(row[7]), last=11)


def reorder(page: Any, key: Callable[[list[Any]], Any], last: int = 12) -> None:
    top, _ = header(page)
    rows = [[page.cell(row, column).value for column in range(1, last + 1)] for row in range(top + 1, page.max_row + 1)]
    for at, row in enumerate(sorted(rows, key=key), top + 1):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value


def columns_turned(page: Any) -> None:
    for row in page.iter_rows(min_row=header(page)[0], max_col=12):
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def codes_deleted(page: Any) -> None:
    page.delete_cols(12)


def renamed(page: Any) -> None:
    page.title = "王某核对"


def lines_above(page: Any) -> None:
    page.insert_rows(1, 6)


def filtered(page: Any) -> None:
    for row in range(header(page)[0] + 1, page.max_row + 1):
        page.row_dimensions[row].hidden = row % 2 == 0


def lines_deleted(page: Any) -> None:
    top, at = header(page)
    for row in range(page.max_row, top, -1):
        if page.cell(row, at["处理情况"]).value == OPEN:
            page.delete_rows(row)


HANDS = (
    sorted_by_message, sorted_without_the_codes, columns_turned, codes_deleted, renamed, lines_above, filtered,
    lines_deleted,
)  # fmt: skip


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_a_list_is_understood_whatever_was_done_to_it(
    hand: Callable[[Any], None], faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = judged(faulty, capsys)[0]
    check(faulty, "-o", faulty.parent)
    path = faulty.parent / "台账_检查结果.xlsx"
    say(path, {"RC-03": CONFIRMED, "RC-11": CONFIRMED, "RC-16": CONFIRMED})
    book = openpyxl.load_workbook(path)
    hand(book["检查结果"])
    book.save(path)
    assert judged(faulty, capsys)[0] == [each for each in everything if each[0] not in ("RC-03", "RC-11", "RC-16")]


@pytest.mark.parametrize(
    ("typed", "state"),
    [("确认无误", CONFIRMED), (" 确认 无误\n", CONFIRMED), ("确认无误。", CONFIRMED), ("已处理", HANDLED), ("　", OPEN),
     ("无误", OPEN), ("不确认无误", OPEN), (1, OPEN), ("待处理", OPEN)],
)  # fmt: skip
def test_words_in_the_state_column(typed: Any, state: str) -> None:
    rows = [["说明", "处理情况", "规则", "工作表", "编号", "列", "原内容", "识别码"]]
    blank = read_marks([Grid("检查结果", [*rows, ["", OPEN, "RC-03", "表", "ZG-1", "问题", "", ""]])])
    assert blank.marks == Marks({}, {})
    read = read_marks([Grid("检查结果", [*rows, ["", typed, "RC-03", "表", "ZG-1", "问题", "", ""]])])
    assert [mark.state for mark in read.marks.by_face.values()] == ([state] if state != OPEN else [])
    assert bool(read.odd) == (typed in ("无误", "不确认无误", 1))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_list_saved_by_libreoffice(
    kind: str, office: Office, faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = judged(faulty, capsys)[0]
    check(faulty, "-o", tmp_path / "出")
    path = tmp_path / "出" / "台账_检查结果.xlsx"
    page = openpyxl.load_workbook(path)["检查结果"]
    top, at = header(page)
    state = page.cell(top, at["处理情况"]).column_letter
    first, second = f"{state}{top + 1}", f"{state}{top + 2}"
    with office.open(path) as doc:
        assert doc.validation("检查结果", first)["items"] == [OPEN, HANDLED, CONFIRMED]
        assert not doc.accepts("检查结果", first, "不用改") and doc.accepts("检查结果", first, CONFIRMED)
        assert "识别信息" not in doc.sheets(hidden=False)
        doc.set("检查结果", first, CONFIRMED)
        doc.set("检查结果", second, HANDLED)
        saved = doc.store(tmp_path / f"另存.{kind}")
    left = judged(faulty, capsys, "--marks", saved)[0]
    assert left == [each for each in everything if each[0] != page.cell(top + 1, at["规则"]).value]
    read = read_marks(read_grids(saved))
    assert sorted(mark.state for mark in read.marks.by_id.values() if mark.state != OPEN) == sorted(
        [CONFIRMED, HANDLED]
    )
    assert len(read.marks.by_id) == len(everything) and read.lost == 0
