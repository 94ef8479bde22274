"""Grading a workbook: level, suggestion and manager of each risk point, and its JSON."""

from __future__ import annotations

from typing import Any

import pytest

from tests import drawn, samples
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.verbs.grade import GradeRow, as_json, grades

POSTS = (
    "[岗位与名册] 岗位编号=GW01 科室=办领导 岗位名称=主任 任职人=秦某甲 岗位层级=主要领导 直接上级岗位=␣"
    " | [岗位与名册] 岗位编号=GW02 科室=办领导 岗位名称=副主任 任职人=沈某乙 岗位层级=班子成员 直接上级岗位=GW01"
    " | [岗位与名册] 岗位编号=GW04 科室=综合科 岗位名称=科长 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02"
    " | [岗位与名册] 岗位编号=GW05 科室=综合科 岗位名称=科员 任职人=叶某戊 岗位层级=工作人员 直接上级岗位=GW04"
)


def only(text: str, **settings: Any) -> GradeRow:
    rows = grades(drawn.book(text, "risk_ratings", **settings))
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize("apart", [True, False])
def test_samples(apart: bool) -> None:
    rows = grades(samples.book(apart=apart))
    assert len(rows) == 25
    counted = {word: sum(row.approved == word for row in rows) for word in ("高", "中", "低")}
    assert counted == {"高": 8, "中": 12, "低": 5}
    assert [row.key for row in rows if row.level != row.approved] == ["FX-2025-001", "FX-2025-019"]
    assert sum(row.self_level != row.approved for row in rows) == 12
    assert sum(row.peer_level != row.approved for row in rows) == 1
    typed = {line[0]: line for line in samples.read("risk_points.csv")}
    at = typed["风险点编号"].index("管理责任人")
    assert {row.key: row.manager for row in rows} == {
        key: line[at] for key, line in typed.items() if key != "风险点编号"
    }


def test_json_says_where_the_method_was_set() -> None:
    sheet = Grid("参数", [["参数", "值"], ["评定方法", "ls5x5"]])
    book = open_book("例.xlsx", [sheet, *samples.grids("个人廉政风险点登记表")], samples.AS_OF)
    assert as_json(book, ())["method"]["source"] == "参数"


def test_json_by_meaning() -> None:
    book = samples.book("岗位与名册", "个人廉政风险点登记表", apart=True)
    given = as_json(book, grades(book))
    assert given | {"grades": []} == {
        "schema": 1, "as_of": "2025-09-30",
        "method": {"id": "ls3x3", "bands": "≥6 高；≥3 中；其余 低", "direction": "降序", "source": "默认"},
        "grades": [],
    }  # fmt: skip
    assert given["grades"][1] == {
        "key": "FX-2025-002", "sheet": "风险点等级评定表", "row": 3, "factors": {"可能性L": 2, "危害程度S": 3},
        "score": "6", "level": "高", "level_of_three": "高", "veto": [], "self": "中", "peer": "高", "suggested": "高",
        "approved": "高", "manager": "上级党组织", "manager_tier": "上级党组织", "trouble": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "settings", "factors", "score", "level", "three"),
    [
        ("可能性L=2 危害程度S=2", {}, {"可能性L": 2, "危害程度S": 2}, "4", "中", "中"),
        (
            "可能性L=0.5 暴露频率E=6 后果C=40",
            {"评定方法": "lec"},
            {"可能性L": "0.5", "暴露频率E": 6, "后果C": 40},
            "120",
            "一般",
            "中",
        ),
        ("可能性L=VH 危害程度S=中", {"评定方法": "nist"}, {"可能性L": "VH", "危害程度S": "中"}, None, "中", "中"),
        ("直接评定等级=高", {"评定方法": "direct"}, {"直接评定等级": "高"}, None, "高", "高"),
        ("最重后果=纪律处分", {"评定方法": "consequence"}, {"最重后果": "纪律处分"}, None, "中", "中"),
        ("风险项数=5", {"评定方法": "count"}, {"风险项数": 5}, "5", "高", "高"),
    ],
)
def test_methods(
    text: str, settings: dict[str, str], factors: dict[str, Any], score: str | None, level: str, three: str
) -> None:
    row = only(text, **settings)
    assert (row.factors, row.score, row.level, row.level_of_three, row.trouble) == (factors, score, level, three, None)


@pytest.mark.parametrize(
    ("text", "factors", "trouble"),
    [
        ("可能性L=␣ 危害程度S=2", {"可能性L": None, "危害程度S": 2}, "“可能性L”没有填，应填 1、2、3 之一。"),
        ("可能性L=4 危害程度S=2", {"可能性L": 4, "危害程度S": 2}, "“可能性L”填的是“4”，应填 1、2、3 之一。"),
        (
            "可能性L=大 危害程度S=␣",
            {"可能性L": "大", "危害程度S": None},
            "“可能性L”填的是“大”，应填 1、2、3 之一；“危害程度S”没有填，应填 1、2、3 之一。",
        ),
        ("可能性L=#N/A 危害程度S=2", {"可能性L": None, "危害程度S": 2}, "“可能性L”是错误值 #N/A，应填 1、2、3 之一。"),
        (
            "可能性L==A1 危害程度S=2",
            {"可能性L": None, "危害程度S": 2},
            "“可能性L”是公式，文件里没有存下算好的值，请在 Excel 里打开并保存一次。",
        ),
    ],
)
def test_trouble(text: str, factors: dict[str, Any], trouble: str) -> None:
    row = only(text)
    assert (row.factors, row.score, row.level, row.level_of_three, row.trouble) == (factors, None, None, None, trouble)


@pytest.mark.parametrize(
    ("text", "veto", "level", "suggested", "approved"),
    [
        ("可能性L=1 危害程度S=1 自评等级=低 互评等级=中 核定等级=低", (), "低", "中", "低"),
        ("可能性L=3 危害程度S=3 自评等级=低 互评等级=低 核定等级=␣", (), "高", "高", None),
        ("可能性L=1 危害程度S=1 自评等级=低 互评等级=低 一票定高因素=重大影响", ("重大影响",), "低", "高", "高"),
        ("可能性L=␣ 危害程度S=1 自评等级=中 互评等级=␣ 核定等级=3", (), None, "中", None),
        ("可能性L=␣ 危害程度S=1 自评等级=␣ 互评等级=␣ 核定等级=␣", (), None, None, None),
    ],
)
def test_suggestion(
    text: str, veto: tuple[str, ...], level: str | None, suggested: str | None, approved: str | None
) -> None:
    row = only(text)
    assert (row.veto, row.level, row.suggested, row.approved) == (veto, level, suggested, approved)


@pytest.mark.parametrize(
    ("text", "person", "tier", "trouble"),
    [
        ("科室=综合科 岗位名称=科员 核定等级=高", "秦某甲", "主要领导", None),
        ("科室=综合科 岗位名称=科员 核定等级=低", "顾某丁", "科室负责人", None),
        ("任职人=顾某丁 核定等级=低", "沈某乙", "分管领导", None),
        ("任职人=秦某甲 核定等级=低", "上级党组织", "上级党组织", None),
        (
            "科室=综合科 岗位名称=科员 自评等级=低 互评等级=中 核定等级=␣ 可能性L=1 危害程度S=1",
            "沈某乙",
            "分管领导",
            None,
        ),
        ("任职人=某某", None, None, "看不出风险点在哪个岗位，定不了管理责任人，请填岗位编号。"),
    ],
)
def test_manager(text: str, person: str | None, tier: str | None, trouble: str | None) -> None:
    row = only(f"{text} | {POSTS}")
    assert (row.manager, row.manager_tier, row.manager_trouble) == (person, tier, trouble)


def test_no_posts_no_manager() -> None:
    row = only("核定等级=高")
    assert (row.manager, row.manager_trouble) == (None, "没有岗位与名册，定不了管理责任人。")


def test_points_without_a_rating_say_so() -> None:
    bare = grades(drawn.book("风险点编号=A | 风险点编号=B 状态=已消除", "risk_points"))
    assert [(row.key, row.level, row.trouble) for row in bare] == [
        ("A", None, "没有风险点等级评定表，算不出等级，请补上评定方法要的各栏。")
    ]
    some = grades(drawn.book("风险点编号=A | 风险点编号=B | [风险点等级评定表] 风险点编号=B", "risk_points"))
    assert [(row.key, row.level, row.trouble) for row in some] == [
        ("B", "高", None), ("A", None, "等级评定表里没有这个风险点，算不出等级，请补登它的评定。"),
    ]  # fmt: skip


def test_a_book_without_risk_ledgers_has_no_grades() -> None:
    assert grades(drawn.book("")) == ()
