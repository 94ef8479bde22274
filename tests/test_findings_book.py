"""The findings workbook where many cells have one cause: a line that opens and closes, and counts for all of them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tests.drawn import AS_OF, book
from tests.office import Office
from xlsuite.excel.findings_book import CheckInfo, check_info, findings_workbook
from xlsuite.excel.marks_sheets import Read, read_marks
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.model.outcome import Finding, Severity
from xlsuite.rules import RULES, stamp
from xlsuite.verbs.causes import causes, common_message, some
from xlsuite.verbs.check import findings
from xlsuite.verbs.marks import CONFIRMED, HANDLED, OPEN, Mark, Marks, settled

E, W = Severity.ERROR, Severity.WARNING


def finding(
    row: int,
    message: str = "话。",
    rule: str = "ST-13",
    severity: Severity = W,
    field: str = "发现日期",
    advice: str = "改。",
) -> Finding:
    return Finding("问题整改台账", row, 12, rule, severity, field, f"ZG-{row}", f"2025.3.{row}", message, advice)


CAUSES: list[tuple[str, list[Finding], list[list[int]]]] = [
    ("few stay single", [finding(row) for row in range(2, 6)], [[0], [1], [2], [3]]),
    ("five are a group", [finding(row) for row in range(2, 7)], [[0, 1, 2, 3, 4]]),
    ("numbers and quoted words may differ",
     [finding(row, f"发现日期“2025.3.{row}”是文字，读作 2025-03-0{row}。") for row in range(2, 7)], [[0, 1, 2, 3, 4]]),
    ("other words are another cause", [finding(row, "甲。" if row < 6 else "乙。") for row in range(2, 7)], [[0], [1], [2], [3], [4]]),
    ("another column", [finding(row, field="完成日期" if row == 4 else "发现日期") for row in range(2, 8)], [[0, 1, 3, 4, 5], [2]]),
    ("another severity", [finding(row, severity=E if row == 2 else W) for row in range(2, 8)], [[0], [1, 2, 3, 4, 5]]),
    ("another advice", [finding(row, advice="另改。" if row == 7 else "改。") for row in range(2, 8)], [[0, 1, 2, 3, 4], [5]]),
    ("a group stands where its first cell stands",
     [finding(2, rule="RC-01"), *(finding(row) for row in range(3, 6)), finding(6, rule="RC-01"), finding(7), finding(8)],
     [[0], [1, 2, 3, 5, 6], [4]]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "found", "parts"), CAUSES, ids=[case[0] for case in CAUSES])
def test_causes(what: str, found: list[Finding], parts: list[list[int]]) -> None:
    assert causes(found) == parts


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        (["责任人没有填。"] * 3, "责任人没有填。"),
        (["“甲”不在名册里。", "“乙”不在名册里。"], "“…”不在名册里。"),
        (["时限 2025-07-31 已过 61 天。", "时限 2025-07-31 已过 5 天。"], "时限 2025-07-31 已过 … 天。"),
        (["“13月底”没有 13 月。", "“14月底”没有 14 月。"], "“…”没有 … 月。"),
    ],
)
def test_a_group_says_what_its_cells_share(messages: list[str], shown: str) -> None:
    assert common_message(messages) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [([], ""), (["甲", "甲"], "甲"), (["甲", "乙"], "甲、乙"), (["甲", "乙", "", "丙"], "甲、乙等 3 种")],
)
def test_a_few_of_many_words(words: list[str], shown: str) -> None:
    assert some(words, "种") == shown


def test_the_stamp_of_the_rules_changes_with_any_severity() -> None:
    count = f"{len(RULES)} 条，编码 "
    stamps = [stamp(), stamp({"RC-05": "error"}), stamp({"RC-05": "warning"}), stamp({"RC-05": None})]
    assert [each.startswith(count) for each in stamps] == [True, True, True, False]
    assert stamps[0] == stamps[1] and len(set(stamps)) == 3 and stamp() == stamp({})


# --- the sheet ---

ROWS = " | ".join(
    f"问题编号=ZG-{number} 发现日期=2025.3.{number} 问题=第{number}项问题的具体内容" for number in range(1, 8)
)
ONE_CAUSE = f"{ROWS} | 问题编号=ZG-8 发现日期=2025-03-08 问题=第8项问题的具体内容 责任人="


def made(marks: Marks | None = None) -> bytes:
    checked = book(ONE_CAUSE)
    known = settled(findings(checked), checked, marks or Marks())
    return findings_workbook("例.xlsx", known.findings, check_info(checked, "0.1.0", "例.xlsx", known))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet: Any, first: str) -> tuple[int, list[list[str]]]:
    """The number of the header's row, and the rows below it."""
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    top = next(at for at, row in enumerate(rows) if row[0] == first)
    return top + 1, rows[top + 1 :]


def dated(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if row[1] == "ST-13"]


def test_one_cause_is_one_line_that_opens() -> None:
    sheet = opened(made())["检查结果"]
    top, rows = table(sheet, "级别")
    head, *details = dated(rows)
    assert head[:10] == [
        "▲ 警告", "ST-13", "问题整改台账", "7 处", "ZG-1 等 7 条", "发现日期", "“2025.3.1”、“2025.3.2”等 7 种",
        "发现日期“…”是文字，读作 …。", head[8], "待处理",
    ]  # fmt: skip
    assert head[8] and [row[8] for row in details] == [""] * 7
    assert [(row[4], row[6], row[9]) for row in details] == [(f"ZG-{n}", f"2025.3.{n}", "") for n in range(1, 8)]
    at = top + 1 + rows.index(head)
    outline = [(sheet.row_dimensions[row].outlineLevel, sheet.row_dimensions[row].hidden) for row in range(at, at + 8)]
    assert outline == [(0, False)] + [(1, True)] * 7
    assert sheet.row_dimensions[at].collapsed and not sheet.sheet_properties.outlinePr.summaryBelow
    links = [sheet.cell(row, 4).hyperlink.location for row in range(at, at + 8)]
    column = details[0][3].rstrip("0123456789")
    assert links == [f"问题整改台账!{column}{row}" for row in (2, *range(2, 9))]
    assert sheet["A3"].value.endswith("组内另选的以自己的为准。")


def test_a_few_findings_are_plain_lines() -> None:
    found = [finding(row) for row in range(2, 6)]
    sheet = opened(findings_workbook("例.xlsx", found, CheckInfo(AS_OF, "参数表", "0.1.0", (), (), {}, "例.xlsx")))[
        "检查结果"
    ]
    assert [row[3] for row in table(sheet, "级别")[1]] == ["L2", "L3", "L4", "L5"]
    assert "同一原因" not in sheet["A3"].value


def said(content: bytes) -> Read:
    return read_marks(read_grids_bytes(content, "检查结果.xlsx"))


def changed(content: bytes, states: dict[str, str], sheet: str = "检查结果") -> bytes:
    """处理情况 written by what stands in 编号."""
    workbook = opened(content)
    page = workbook[sheet]
    top, rows = table(page, "级别" if sheet == "检查结果" else "规则")
    keys, at = (4, 10) if sheet == "检查结果" else (2, 7)
    for number, row in enumerate(rows, top + 1):
        if "ST-13" in row[:2] and row[keys] in states:
            page.cell(number, at).value = states[row[keys]]
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


GROUPS: list[tuple[str, dict[str, str], dict[str, int]]] = [
    ("nobody said anything", {}, {OPEN: 7}),
    ("the group's line counts for all", {"ZG-1 等 7 条": CONFIRMED}, {CONFIRMED: 7}),
    ("but for the cells with their own word", {"ZG-1 等 7 条": CONFIRMED, "ZG-3": OPEN, "ZG-4": HANDLED},
     {CONFIRMED: 5, OPEN: 1, HANDLED: 1}),
    ("single cells of a group", {"ZG-2": CONFIRMED, "ZG-7": CONFIRMED}, {CONFIRMED: 2, OPEN: 5}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "states", "counts"), GROUPS, ids=[case[0] for case in GROUPS])
def test_what_is_said_of_a_group(what: str, states: dict[str, str], counts: dict[str, int]) -> None:
    def of(read: Read) -> dict[str, int]:
        found = [mark.state for mark in read.marks.by_id.values() if mark.rule == "ST-13"]
        return {state: found.count(state) for state in dict.fromkeys(found)}

    read = said(changed(made(), states))
    assert of(read) == counts
    again = made(read.marks)
    assert of(said(again)) == counts, "carried on as it was said"
    assert len(said(again).marks.by_id) == len(read.marks.by_id)


def test_a_group_confirmed_is_taken_back_in_one_line() -> None:
    again = made(said(changed(made(), {"ZG-1 等 7 条": CONFIRMED})).marks)
    _, rows = table(opened(again)["已确认"], "规则")
    assert [row[6] for row in rows] == [CONFIRMED] + [""] * 7 and rows[0][5] == "7 处：发现日期“…”是文字，读作 …。"
    back = said(changed(again, {"ZG-1 等 7 条": OPEN}, "已确认"))
    assert [mark.state for mark in back.marks.by_id.values() if mark.rule == "ST-13"] == [OPEN] * 7
    assert len(dated(table(opened(made(back.marks))["检查结果"], "级别")[1])) == 8


def test_everything_confirmed_is_not_nothing_checked() -> None:
    checked = book("责任人=")
    found = settled(findings(checked), checked, Marks())
    marks = Marks({each.id: Mark(CONFIRMED) for each in found.identities}, {})
    known = settled(findings(checked), checked, marks)
    assert known.findings == [] and known.silenced == len(found.findings) > 0
    sheet = opened(findings_workbook("例.xlsx", [], check_info(checked, "0.1.0", "", known)))["检查结果"]
    words = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert words[-1] == "✓ 没有发现问题：1 行都符合规则，或已有人确认无误。"


def test_groups_open_and_stay_through_libreoffice(office: Office, tmp_path: Any) -> None:
    path = tmp_path / "例_检查结果.xlsx"
    path.write_bytes(made())
    top, rows = table(opened(made())["检查结果"], "级别")
    at = top + 1 + next(place for place, row in enumerate(rows) if row[3] == "7 处")
    with office.open(path) as doc:
        assert [row["visible"] for row in doc.rows("检查结果", at, at + 7)] == [True] + [False] * 7
        assert doc.links("检查结果")[f"D{at}"].endswith("/例.xlsx#问题整改台账!" + rows[at - top][3])
        assert doc.errors() == []
        doc.set("检查结果", f"J{at}", CONFIRMED)
        doc.set("检查结果", f"J{at + 2}", HANDLED)
        saved = doc.store(tmp_path / "另存.xlsx")
    states = [mark.state for mark in said(saved.read_bytes()).marks.by_id.values() if mark.rule == "ST-13"]
    assert (states.count(CONFIRMED), states.count(HANDLED)) == (6, 1)
