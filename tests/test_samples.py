"""The sample workbooks give what was worked out for them by hand: findings, figures, and no error of another kind."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from xlsuite.cli import run

BOOKS = Path(__file__).parent.parent / "workbooks"
TODAY = date(2026, 1, 1)


def answer(verb: str, name: str, capsys: pytest.CaptureFixture[str]) -> dict:  # type: ignore[type-arg]
    run([verb, str(BOOKS / name), "--format", "json", "--as-of", "2025-09-30", "-q"], TODAY)
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def brief(findings: list[dict]) -> set[tuple[str, str, str, str]]:  # type: ignore[type-arg]
    return {(each["sheet"], each["cell"], each["rule"], each["severity"]) for each in findings}


@pytest.mark.parametrize("name", ["示例台账", "示例台账_含错误"])
def test_findings_are_the_truth(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every finding that the data call for, and nothing beyond but what the layout itself draws (ST-)."""
    truth = json.loads((BOOKS / f"{name}.truth.json").read_text(encoding="utf-8"))
    found = answer("check", f"{name}.xlsx", capsys)["files"][0]["findings"]
    expected = brief(truth)
    assert expected - brief(found) == set()
    beyond = {each for each in brief(found) - expected if not each[2].startswith("ST-")}
    assert beyond == set()
    errors = {each for each in brief(found) if each[3] == "error"}
    assert errors == {each for each in expected if each[3] == "error"}


FIGURES = [
    ("rectification.total", "20"), ("rectification.done", "11"), ("rectification.basically_done", "3"),
    ("rectification.in_progress", "5"), ("rectification.not_started", "1"), ("rectification.closed", "9"),
    ("rectification.pending_closure", "2"), ("rectification.not_applied", "9"), ("rectification.overdue", "3"),
    ("rectification.overdue_done", "1"), ("rectification.completion_rate", "55.00%"), ("rectification.staged_rate", "70.00%"),
    ("rectification.closure_rate", "45.00%"), ("rectification.due_rate", "78.57%"), ("rectification.on_time_rate", "90.91%"),
    ("rectification.overdue_rate", "15.00%"), ("rectification.regulations_new", "3"), ("rectification.regulations_revised", "3"),
    ("rectification.refund", "1386.00"), ("rectification.reminders", "4"),
    ("risk.total", "25"), ("risk.high", "8"), ("risk.medium", "12"), ("risk.low", "5"), ("risk.unrated", "0"),
    ("risk.self_differs", "12"), ("risk.peer_differs", "1"),
    ("measure.total", "36"), ("measure.done", "22"), ("measure.in_progress", "12"), ("measure.not_started", "2"), ("measure.overdue", "2"),
]  # fmt: skip
TABLES = {
    "risk.unit_by_level": {
        "办领导": [4, 2, 0], "综合科": [1, 4, 1], "业务指导科": [1, 2, 2], "宣传活动科": [1, 1, 2], "项目资金科": [1, 3, 0],
    },
    "risk.category_by_level": {
        "岗位职责": [2, 5, 3], "业务流程": [3, 5, 0], "制度机制": [3, 1, 1], "外部环境": [0, 1, 0], "思想道德": [0, 0, 1],
    },
}  # fmt: skip


def test_figures_are_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    summary = answer("summarize", "示例台账.xlsx", capsys)
    values = {figure["id"]: figure["value"] for figure in summary["figures"]}
    assert {name: values.get(name) for name, _ in FIGURES} == dict(FIGURES)
    by_id = {figure["id"]: figure for figure in summary["figures"]}
    assert by_id["rectification.overdue"]["rows"] == ["ZG-2025-011", "ZG-2025-015", "ZG-2025-016"]
    assert (by_id["rectification.due_rate"]["numerator"], by_id["rectification.due_rate"]["denominator"]) == (11, 14)
    tables = {table["id"]: table for table in summary["tables"]}
    for name, expected in TABLES.items():
        rows = {row[0]: row[1:4] for row in tables[name]["rows"]}
        assert {key: rows.get(key) for key in expected} == expected, name


SOURCES = {  # source: (all, done, basically done, going, not started)
    "市委巡察反馈（2025年第一轮）": (4, 4, 0, 0, 0),
    "巡视反馈共性问题对照": (10, 6, 1, 3, 0),
    "单位自查": (3, 1, 0, 2, 0),
    "审计反馈": (2, 0, 2, 0, 0),
    "民主生活会查摆": (1, 0, 0, 0, 1),
}


def test_sources_are_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    tables = {table["id"]: table for table in answer("summarize", "示例台账.xlsx", capsys)["tables"]}
    table = tables["rectification.by_source"]
    at = [table["columns"].index(name) for name in ("总数", "已完成", "基本完成", "推进中", "未启动")]
    rows = {row[0]: tuple(row[place] for place in at) for row in table["rows"]}
    assert {name: rows.get(name) for name in SOURCES} == SOURCES
    months = {row[0]: row[2] for row in tables["rectification.by_month"]["rows"]}
    assert {name: count for name, count in months.items() if count and "合计" not in name} == {
        "2025-04": 2, "2025-05": 2, "2025-06": 5, "2025-07": 2,
    }  # fmt: skip


def test_grades_are_the_truth(capsys: pytest.CaptureFixture[str]) -> None:
    grades = answer("grade", "示例台账.xlsx", capsys)["grades"]
    differing = {g["key"]: (g["level"], g["approved"]) for g in grades if g["level"] != g["approved"]}
    assert differing == {"FX-2025-001": ("中", "高"), "FX-2025-019": ("中", "低")}
    assert all(g["trouble"] is None and g["manager"] for g in grades) and len(grades) == 25
    assert {g["key"]: g["manager"] for g in grades}["FX-2025-001"] == "上级党组织"
