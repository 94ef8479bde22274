"""管理责任人 in a real spreadsheet: for rosters of every kind the formulas name the one whom the engine names."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import live_template as live
from tests.office import Office

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
NAMES = (
    "秦某甲",
    "沈某乙",
    "白某丙",
    "顾某丁",
    "叶某戊",
    "贺某己",
    "钱某庚",
    "孙某辛",
    "",
    "秦某甲、沈某乙",
    "叶某戊；贺某己",
)
TIERS = ("主要领导", "班子成员", "分管领导", "科室负责人", "工作人员", "工作人员", "")
UNITS = ("办公室", "综合科", "财务科")
LEVELS = ("", "高", "中", "低")


def roster(pick: random.Random, successors: bool) -> list[list[Any]]:
    """Posts under one another, some vacant, some in a circle, some under nobody known, some with a predecessor."""
    rows = live.lines(("岗位编号", "科室", "岗位名称", "任职人", "岗位层级", "直接上级岗位", "任职起", "任职止"))
    numbers = [f"GW{at:02}" for at in range(1, pick.randint(5, 12))]
    for at, number in enumerate(numbers):
        tier = "主要领导" if not at else pick.choice(TIERS)
        above = pick.choice((*numbers[:at], *numbers[:at], pick.choice(numbers), "", "GW99")) if at else ""
        post = [number, pick.choice(UNITS), pick.choice(("主任", "科长", "科员", f"岗位{at}"))]
        if successors and pick.random() < 0.4:
            rows.append([*post, pick.choice(NAMES), tier, above, date(2020, 1, 1), date(2024, 12, 31)])
        rows.append([*post, pick.choice(NAMES), tier, above, date(2025, 1, 1) if at % 2 else "", ""])
    return rows


def register(pick: random.Random, posts: list[list[Any]]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Points named by number, by post or by holder (by number alone where posts changed hands), with ratings of one year or two."""
    points = live.lines(
        ("风险点编号", "科室", "岗位编号", "岗位名称", "任职人", "风险类别", "风险点", "表现形式", "状态")
    )
    has_successors = len({row[0] for row in posts}) < len(posts)
    ratings = live.lines(
        ("风险点编号", "评定年度", "可能性L", "危害程度S", "自评等级", "互评等级", "核定等级", "一票定高因素")
    )
    for at in range(30):
        number, unit, post, holder = pick.choice(posts[1:])[:4]
        ways = [(number, post), ("", post), ("", ""), ("GW98", post)]
        named = ways[0] if has_successors else ways[min(at % 5, 3)]
        points.append([f"FX-{at:02}", unit, *named, holder, "业务流程", "询价", "询价不足三家", "有效"])
        years = () if at % 11 == 10 else (2025, 2024) if at % 7 == 3 else (2025,)
        for year in years:
            said = [
                pick.choice(LEVELS),
                pick.choice(LEVELS),
                pick.choice((*LEVELS, "待定")),
                pick.choice(("", "", "无", "重大影响")),
            ]
            ratings.append([f"FX-{at:02}", year, pick.choice((1, 2, 3, "")), pick.choice((1, 2, 3)), *said])
    return points, ratings


@pytest.mark.parametrize("seed", range(4))
def test_the_manager_is_the_one_whom_the_engine_names(office: Office, tmp_path: Path, seed: int) -> None:
    pick = random.Random(seed)
    posts = roster(pick, successors=seed % 2 == 1)
    points, ratings = register(pick, posts)
    book = live.book_of({"岗位与名册": posts, "个人廉政风险点登记表": points, "风险点等级评定表": ratings})
    content = live.filled(book, "风险点")
    with office.open(live.saved(content, tmp_path / "名册.xlsx")) as doc:
        found = [row[0] for row in doc.values("个人廉政风险点登记表", "J4:J33")]
        assert len(set(found)) >= 2
        assert doc.errors() == []
        assert [each for each in live.differences(content, doc) if each[0] != "一览"] == []
