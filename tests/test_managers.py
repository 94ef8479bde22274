"""Managers: the table of tiers, and the person it leads to in a chain of posts."""

from __future__ import annotations

from typing import Any

import pytest

from xlsuite.errors import UsageError
from xlsuite.grading.managers import Chain, Manager, Post, manager_table, read_tier


def posts(table: str) -> list[Post]:
    """Posts from a text table: 编号 | 科室 | 岗位 | 任职人 | 层级 | 上级."""
    return [Post(*(cell.strip() for cell in line.split("|"))) for line in table.strip().splitlines()]


OFFICE = posts("""
    GW01 | 办领导     | 主任   | 秦某甲 | 主要领导   |
    GW02 | 办领导     | 副主任 | 沈某乙 | 班子成员   | GW01
    GW03 | 办领导     | 副主任 | 陆某丙 | 班子成员   | GW01
    GW04 | 综合科     | 科长   | 顾某丁 | 科室负责人 | GW02
    GW05 | 综合科     | 科员   | 叶某戊 | 工作人员   | GW04
    GW06 | 业务指导科 | 科长   | 韩某己 | 科室负责人 | GW03
    GW07 | 业务指导科 | 科员   | 白某庚 | 工作人员   | GW06
    GW08 | 宣传活动科 | 科长   | 邵某辛 | 科室负责人 | GW03
    GW09 | 宣传活动科 | 科员   | 梁某壬 | 工作人员   | GW08
    GW10 | 项目资金科 | 科长   | 贺某癸 | 科室负责人 | GW02
    GW11 | 项目资金科 | 科员   | 江某子 | 工作人员   | GW10
""")

TIERS = "主要领导、班子成员、科室负责人、工作人员"
MANAGERS = "上级党组织、主要领导、分管领导、科室负责人"

# Each risk point of that office: post, level, who manages it.
RISK_POINTS = """
    001 GW01 高 上级党组织
    002 GW01 高 上级党组织
    003 GW02 高 秦某甲
    004 GW02 中 秦某甲
    005 GW03 高 秦某甲
    006 GW03 中 秦某甲
    007 GW04 中 沈某乙
    008 GW04 中 沈某乙
    009 GW04 低 沈某乙
    010 GW05 高 秦某甲
    011 GW05 中 沈某乙
    012 GW05 中 沈某乙
    013 GW06 中 陆某丙
    014 GW06 高 秦某甲
    015 GW07 低 韩某己
    016 GW07 中 陆某丙
    017 GW07 低 韩某己
    018 GW08 高 秦某甲
    019 GW08 低 陆某丙
    020 GW09 中 陆某丙
    021 GW09 低 邵某辛
    022 GW10 高 秦某甲
    023 GW10 中 沈某乙
    024 GW11 中 沈某乙
    025 GW11 中 沈某乙
"""


@pytest.mark.parametrize(
    ("number", "post", "level", "person"), [tuple(line.split()) for line in RISK_POINTS.strip().splitlines()]
)
def test_every_risk_point_of_an_office_has_its_manager(number: str, post: str, level: str, person: str) -> None:
    assert Chain(OFFICE).manager(post, level).person == person


@pytest.mark.parametrize(
    ("holder", "level", "tier"),
    [
        ("主要领导", "高", "上级党组织"),
        ("主要领导", "中", "上级党组织"),
        ("主要领导", "低", "上级党组织"),
        ("班子成员", "高", "主要领导"),
        ("班子成员", "中", "主要领导"),
        ("班子成员", "低", "主要领导"),
        ("科室负责人", "高", "主要领导"),
        ("科室负责人", "中", "分管领导"),
        ("科室负责人", "低", "分管领导"),
        ("工作人员", "高", "主要领导"),
        ("工作人员", "中", "分管领导"),
        ("工作人员", "低", "科室负责人"),
    ],
)
def test_the_table_of_tiers(holder: str, level: str, tier: str) -> None:
    assert manager_table()[holder][level] == tier
    post = {"主要领导": "GW01", "班子成员": "GW03", "科室负责人": "GW04", "工作人员": "GW05"}[holder]
    assert Chain(OFFICE).manager(post, level).tier == tier


@pytest.mark.parametrize(
    ("by_level", "holder", "row"),
    [
        ({"低": "分管领导"}, "工作人员", "主要领导 分管领导 分管领导"),
        ({"高": "分管领导"}, "工作人员", "分管领导 分管领导 科室负责人"),
        ({"高": "分管领导"}, "班子成员", "主要领导 主要领导 主要领导"),
        ({"高": "上级党组织"}, "科室负责人", "上级党组织 分管领导 分管领导"),
        ({"中": ""}, "科室负责人", "主要领导 分管领导 分管领导"),
    ],
)
def test_a_table_from_the_tier_of_each_level(by_level: dict[str, str], holder: str, row: str) -> None:
    assert " ".join(manager_table(by_level).get(holder, {}).values()) == row


@pytest.mark.parametrize(
    ("table", "post", "level", "manager"),
    [
        ({"工作人员": {"低": "分管领导"}}, "GW05", "低", ("沈某乙", "分管领导")),
        ({"工作人员": {"低": "班子成员"}}, "GW05", "低", ("沈某乙", "分管领导")),
        ({"工作人员": {"低": " "}}, "GW05", "低", ("顾某丁", "科室负责人")),
        ({"工作人员": {"低": "分管领导"}}, "GW05", "高", ("秦某甲", "主要领导")),
        ({"分管领导": {"高": "上级党组织"}}, "GW02", "高", ("市委宣传部党组", "上级党组织")),
        ({"主要领导": {"低": "主要领导"}}, "GW01", "高", ("市委宣传部党组", "上级党组织")),
    ],
)
def test_a_unit_has_its_own_table(table: Any, post: str, level: str, manager: tuple[str, str]) -> None:
    assert Chain(OFFICE, table).manager(post, level, "市委宣传部党组") == Manager(*manager, None)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"副科": {"高": "主要领导"}}, f"分级管理对照表的岗位层级填的是“副科”，应填 {TIERS} 之一。"),
        ({"工作人员": {"极高": "主要领导"}}, "分级管理对照表有一列“极高”，应为 高、中、低 之一。"),
        ({"工作人员": {"高": "组长"}}, f"分级管理对照表填的是“组长”，应填 {MANAGERS} 之一。"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read(table: Any, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        Chain(OFFICE, table)
    assert str(caught.value) == message


# Offices where the chain has a gap, a double role or a circle: posts, then post, level → person, tier.
ODD_CHAINS = [
    (
        "no 科长: on up to the deputy",
        """
        A | 办 | 主任   | 甲 | 主要领导 |
        B | 办 | 副主任 | 乙 | 分管领导 | A
        D | 科 | 科员   | 丁 | 工作人员 | B
        """,
        [("D", "低", "乙", "分管领导"), ("D", "中", "乙", "分管领导"), ("D", "高", "甲", "主要领导")],
    ),
    (
        "the deputy's post is vacant: on up to the 主任",
        """
        A | 办 | 主任   | 甲 | 主要领导   |
        B | 办 | 副主任 |    | 班子成员   | A
        C | 科 | 科长   | 丙 | 科室负责人 | B
        D | 科 | 科员   | 丁 | 工作人员   | C
        """,
        [("C", "中", "甲", "主要领导"), ("D", "中", "甲", "主要领导"), ("D", "低", "丙", "科室负责人")],
    ),
    (
        "no deputy at all: the direct superior is higher than the table asks",
        """
        A | 办 | 主任 | 甲 | 主要领导   |
        C | 科 | 科长 | 丙 | 科室负责人 | A
        """,
        [("C", "低", "甲", "主要领导"), ("C", "中", "甲", "主要领导")],
    ),
    (
        "a deputy who is also 科长 does not manage himself",
        """
        A | 办 | 主任   | 甲   | 主要领导   |
        B | 办 | 副主任 | 乙   | 处级干部   | A
        C | 科 | 科长   | 乙　 | 科室负责人 | B
        D | 科 | 科员   | 丁   | 工作人员   | C
        """,
        [("C", "低", "甲", "主要领导"), ("D", "低", "乙", "科室负责人"), ("D", "中", "乙", "分管领导")],
    ),
    (
        "a 主任 who is also 科长 is managed as 主任",
        """
        A | 办 | 主任   | 甲 | 主要领导   |
        B | 办 | 副主任 | 乙 | 班子成员   | A
        C | 科 | 科长   | 甲 | 科室负责人 | B
        """,
        [("C", "低", "上级党组织", "上级党组织")],
    ),
    (
        "a 科员 who leads a group stands under a 科员",
        """
        A | 办 | 主任   | 甲 | 主要领导   |
        C | 科 | 科长   | 丙 | 科室负责人 | A
        D | 科 | 组长   | 丁 | 工作人员   | C
        E | 科 | 科员   | 戊 | 工作人员   | D
        """,
        [("E", "低", "丙", "科室负责人"), ("E", "高", "甲", "主要领导")],
    ),
    (
        "the chain breaks off, but there is one 主要领导 only",
        """
        A | 办 | 主任   | 甲 | 主要领导   |
        B | 办 | 副主任 | 乙 | 班子成员   |
        C | 科 | 科长   | 丙 | 科室负责人 | B
        """,
        [("B", "低", "甲", "主要领导"), ("C", "高", "甲", "主要领导"), ("C", "中", "乙", "分管领导")],
    ),
    (
        "two 主要领导: the one in the chain",
        """
        A | 办 | 书记   | 甲 | 主要领导 |
        Z | 办 | 主任   | 癸 | 主要领导 | A
        B | 办 | 副主任 | 乙 | 班子成员 | Z
        """,
        [("B", "高", "癸", "主要领导"), ("Z", "高", "上级党组织", "上级党组织")],
    ),
    (
        "one post with two holders, the first row of a doubled 编号 counts",
        """
        A | 办 | 主任 | 甲       | 主要领导   |
        C | 科 | 科长 | 丙、丁   | 科室负责人 | A
        D | 科 | 科员 | 戊       | 工作人员   | C
        D | 科 | 科员 | 己       | 主要领导   |
        """,
        [("D", "低", "丙、丁", "科室负责人"), ("C", "低", "甲", "主要领导")],
    ),
    (
        "a circle ends",
        """
        A | 办 | 主任   | 甲 | 主要领导   |
        C | 科 | 科长   | 丙 | 科室负责人 | D
        D | 科 | 科员   | 丁 | 工作人员   | C
        """,
        [("D", "低", "丙", "科室负责人"), ("D", "高", "甲", "主要领导")],
    ),
]


@pytest.mark.parametrize(
    ("office", "post", "level", "person", "tier"),
    [
        pytest.param(office, *case, id=f"{title} {case[0]}{case[1]}")
        for title, office, cases in ODD_CHAINS
        for case in cases
    ],
)
def test_a_manager_is_found_up_the_chain(office: str, post: str, level: str, person: str, tier: str) -> None:
    assert Chain(posts(office)).manager(post, level) == Manager(person, tier, None)


LEADERLESS = """
    B | 办 | 副主任 | 乙 | 班子成员   |
    C | 科 | 科长   | 丙 | 科室负责人 |
    D | 科 | 科员   |    | 科员       | C
"""
TWO_TOPS = """
    A | 办 | 书记   | 甲 | 主要领导 |
    Z | 办 | 主任   | 癸 | 主要领导 |
    B | 办 | 副主任 | 乙 | 班子成员 |
"""


@pytest.mark.parametrize(
    ("office", "post", "level", "trouble"),
    [
        (LEADERLESS, "X", "高", "名册里没有岗位编号“X”，定不了管理责任人，请在“岗位与名册”补登这个岗位。"),
        (LEADERLESS, "C", None, "还没有等级，定不了管理责任人，应先核定为 高、中、低 之一。"),
        (LEADERLESS, "D", "低", f"岗位 D（科科员）的岗位层级是“科员”，定不了管理责任人，应填 {TIERS} 之一。"),
        (LEADERLESS, "C", "中", "岗位 C（科科长）往上没有在任的分管领导，请在“岗位与名册”补填直接上级岗位或任职人。"),
        (LEADERLESS, "B", "高", "岗位 B（办副主任）往上没有在任的主要领导，请在“岗位与名册”补填直接上级岗位或任职人。"),
        (
            TWO_TOPS, "B", "高",
            "岗位 B（办副主任）往上找不到主要领导，名册里有 2 位（甲、癸），请在“直接上级岗位”写明归谁管。",
        ),
    ],
)  # fmt: skip
def test_a_manager_that_cannot_be_found_is_not_guessed(office: str, post: str, level: str | None, trouble: str) -> None:
    assert Chain(posts(office)).manager(post, level) == Manager(None, None, trouble)


@pytest.mark.parametrize(
    ("post", "above"),
    [("GW01", ""), ("GW02", "GW01"), ("GW05", "GW04 GW02 GW01"), ("GW99", "")],
)
def test_superiors_run_from_the_nearest_up(post: str, above: str) -> None:
    assert " ".join(superior.id for superior in Chain(OFFICE).superiors(post)) == above


def test_superiors_end_where_a_circle_closes() -> None:
    circle = posts(
        "A | 科 | 科长 | 甲 | 科室负责人 | B\nB | 科 | 科员 | 乙 | 工作人员 | A\nC | 科 | 科员 | 丙 | 工作人员 | A"
    )
    chain = Chain(circle)
    assert [post.id for post in chain.superiors("A")] == ["B"]
    assert [post.id for post in chain.superiors("C")] == ["A", "B"]


@pytest.mark.parametrize(
    ("person", "holder", "above"),
    [
        ("秦某甲", "叶某戊", True),
        ("沈某乙", "叶某戊", True),
        ("顾某丁", "叶某戊", True),
        ("顾 某 丁", "叶　某戊", True),
        ("陆某丙", "叶某戊", False),
        ("叶某戊", "叶某戊", False),
        ("叶某戊", "顾某丁", False),
        ("沈某乙", "秦某甲", False),
        ("沈某乙", "陆某丙", False),
        ("上级党组织", "秦某甲", False),
        ("秦某甲", "外来人", False),
        ("外来人", "叶某戊", False),
    ],
)
def test_who_stands_above_whom(person: str, holder: str, above: bool) -> None:
    assert Chain(OFFICE).is_above(person, holder) is above


def test_nobody_stands_above_in_a_circle_and_a_sole_leader_stands_above_unlinked_posts() -> None:
    chain = Chain(
        posts("""
            A | 办 | 主任 | 甲 | 主要领导   |
            B | 科 | 科长 | 乙 | 科室负责人 | C
            C | 科 | 科员 | 丙 | 工作人员   | B
        """)
    )
    assert not chain.is_above("乙", "丙")
    assert not chain.is_above("丙", "乙")
    assert chain.is_above("甲", "丙")
    assert not Chain(posts(TWO_TOPS)).is_above("甲", "乙")


@pytest.mark.parametrize(
    ("holder", "post"),
    [("叶某戊", "GW05"), ("秦　某甲", "GW01"), ("外来人", None), ("", None)],
)
def test_the_post_of_a_person(holder: str, post: str | None) -> None:
    found = Chain(OFFICE).post_of(holder)
    assert (found.id if found else None) == post


def test_the_post_of_a_person_with_two_is_the_higher() -> None:
    office = posts("C | 科 | 科长 | 乙 | 科室负责人 | B\nB | 办 | 副主任 | 乙 | 班子成员 |")
    assert [post.id for post in Chain(office).posts_of("乙")] == ["B", "C"]


@pytest.mark.parametrize(
    ("unit", "leader"),
    [
        ("综合科", "GW02"),
        ("项目 资金科", "GW02"),
        ("业务指导科", "GW03"),
        ("宣传活动科", "GW03"),
        ("办领导", "GW01"),
        ("财务科", None),
    ],
)
def test_the_leader_in_charge_of_a_unit(unit: str, leader: str | None) -> None:
    found = Chain(OFFICE).leader_in_charge(unit)
    assert (found.id if found else None) == leader


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("主要领导", "主要领导"), ("主要负责人", "主要领导"), ("班子成员", "班子成员"), ("分管领导", "班子成员"),
        ("处级干部", "班子成员"), ("科室负责人", "科室负责人"), ("部门负责人", "科室负责人"), ("工作 人员", "工作人员"),
        ("科员", None), ("", None),
    ],
)  # fmt: skip
def test_a_tier_reads(text: str, tier: str | None) -> None:
    assert read_tier(text) == tier
