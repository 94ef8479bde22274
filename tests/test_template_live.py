"""The template's formulas in a real spreadsheet: what they give is what the engine gives, blank, filled and changed."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests import live_template as live
from tests.office import Office
from xlsuite.grading.methods import METHODS
from xlsuite.verbs.grade import grades

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.mark.parametrize("name", ["全套台账", "风险点", "整改"])
def test_blank_template_recalculates_to_its_stored_values(office: Office, tmp_path: Path, name: str) -> None:
    content = live.blank(name)
    with office.open(live.saved(content, tmp_path / "空白.xlsx")) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert live.differences(content, doc) == []


def test_filled_template_recalculates_to_the_engines_values(office: Office, tmp_path: Path) -> None:
    content = live.sample()
    with office.open(live.saved(content, tmp_path / "样例.xlsx")) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert live.differences(content, doc) == []


POSTS = live.lines(
    ("岗位编号", "科室", "岗位名称", "任职人", "岗位层级", "直接上级岗位"),
    ("GW01", "办公室", "主任", "秦某甲", "主要领导", ""),
    ("GW02", "办公室", "副主任", "沈某乙", "班子成员", "GW01"),
    ("GW03", "综合科", "科长", "顾某丁", "科室负责人", "GW02"),
    ("GW04", "综合科", "科员", "叶某戊", "工作人员", "GW03"),
)


def rated(method: str, names: tuple[str, ...] = ()) -> dict[str, list[list[Any]]]:
    """Points and their ratings with every kind of factor a method takes, and some it does not."""
    factors = METHODS[method].factors
    scales = [[*factor.scale] or [*range(0, 8)] for factor in factors]
    few = [scale if len(scale) < 9 else [*scale[:3], *scale[40:42], *scale[-2:]] for scale in scales]
    shown = [
        [factor.show(number) if factor.words else float(number) for number in scale]
        for factor, scale in zip(factors, few, strict=True)
    ]
    rows = [list(row) for row in product(*shown)][:150]
    rows += [[bad, *rows[0][1:]] for bad in ("", 99.0, 1.5, "约3", -1.0)]
    levels = ("", *(names or METHODS[method].names)[:3])
    ratings = live.lines(
        ("风险点编号", *(factor.name for factor in factors), "自评等级", "互评等级", "核定等级", "一票定高因素")
    )
    points = live.lines(("风险点编号", "科室", "岗位编号", "风险类别", "风险点", "表现形式", "状态"))
    for at, row in enumerate(rows):
        number = f"FX-{at:03}"
        said = [levels[at % 4], levels[at // 4 % 4], levels[at // 16 % 4], "重大影响" if at % 17 == 5 else ""]
        ratings.append([number, *row, *said])
        points.append([number, "综合科", f"GW0{at % 4 + 1}", "业务流程", "询价", "询价不足三家", "有效"])
    return {"岗位与名册": POSTS, "个人廉政风险点登记表": points, "风险点等级评定表": ratings}


@pytest.mark.parametrize("method", METHODS)
def test_every_method_grades_as_the_engine_does(office: Office, tmp_path: Path, method: str) -> None:
    book = live.book_of(rated(method), 评定方法=method)
    content = live.filled(book, "风险点", 评定方法=method)
    with office.open(live.saved(content, tmp_path / "评定.xlsx")) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert live.differences(content, doc) == []


CHANGED = [  # method, 等级分档 typed over the method's own after the template was filled
    ("ls3x3", ">6 高；≥2 中；其余 低"), ("ls5x5", "≥16 重大；>9 较大；≥4 一般；其余 低"), ("lec", ">300 重大；≥70 较大；其余 低"),
    ("weighted", "≥70 高；>50 中；其余 低"), ("count", "≥6 甲；>2 乙；其余 丙"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "bands"), CHANGED, ids=[method for method, _ in CHANGED])
def test_changed_thresholds_are_followed_under_every_method(
    office: Office, tmp_path: Path, method: str, bands: str
) -> None:
    content = live.filled(live.book_of(rated(method), 评定方法=method), "风险点", 评定方法=method)
    wanted = [grade.level or "" for grade in grades(live.book_of(rated(method), 评定方法=method, 等级分档=bands))]
    with office.open(live.saved(content, tmp_path / "评定.xlsx")) as doc:
        before = live.column(doc, content, "风险点等级评定表", "计算等级", len(wanted))
        doc.set("参数", live.settings_cell(content, "等级分档"), bands)
        doc.recalculate()
        after = live.column(doc, content, "风险点等级评定表", "计算等级", len(wanted))
        assert doc.errors() == []
    assert after == wanted and after != before


SCHEMES = [
    ("ls3x3", {"等级分档": ">6 高；≥2 中；其余 低"}),
    ("ls5x5", {"等级分档": "≥16 一级；≥9 二级；≥4 三级；其余 四级", "三级对应": "一级=高；二级=中；三级=中；四级=低"}),
    ("ls3x3", {"等级名称": "重大、一般、轻微"}),
    ("weighted", {"权重": "权力集中度=0.40；自由裁量权=0.10；发生频率=0.10；危害程度=0.40", "等级分档": "≥70 高；>50 中；其余 低"}),
    ("lec", {"分级管理：高": "分管领导", "分级管理：低": "主要领导"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "settings"), SCHEMES, ids=[f"{m}-{'-'.join(s)}" for m, s in SCHEMES])
def test_own_thresholds_names_weights_and_managers(
    office: Office, tmp_path: Path, method: str, settings: dict[str, str]
) -> None:
    given = {"评定方法": method, **settings}
    names = live.book_of({}, **given).method.names
    content = live.filled(live.book_of(rated(method, names), **given), "风险点", **given)
    with office.open(live.saved(content, tmp_path / "评定.xlsx")) as doc:
        doc.recalculate()
        assert doc.errors() == []
        assert live.differences(content, doc) == []
