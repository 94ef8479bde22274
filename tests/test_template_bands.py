"""Thresholds, names and 三级对应 typed into a template's 参数, in a real spreadsheet: read as the engine reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import live_template as live
from tests.office import Document, Office
from xlsuite.errors import UsageError
from xlsuite.grading.methods import build_method

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

BANDS = [
    "≥6 高；≥3 中；其余 低", "≥6高;≥3中;其余低", ">6 高；>3 中；其余 低", ">=6 高；>=3 中；其余 低", "＞＝6 高；＞3 中；其余 低", "≧6 高；≥3 中；其余 低",
    " ≥ 6  高 ； ≥ 3 中； 其余 低 ", "≥6　高；≥3　中；其余　低", "≥6 高\n≥3 中\n其余 低", "≥6 高；；≥3 中；其余 低；", "≥２０ 高；≥3 中；其余 低", "≥6．5 高；≥3 中；其余 低",
    "≥10 极高；≥8 高；≥6 较高；≥4 中；≥2 低；其余 很低", "≥2.5 高；≥1.5 中；其余 低", "≥0.5 高；其余 低", "≥-5 高；其余 低", "≥100 高；≥7 中；≥5 一般；其余 低",
    "≥9 甲；≥8 乙；≥7 丙；≥6 丁；≥5 戊；≥4 己；≥3 庚；≥2 辛；其余 壬", ">6 高；≥6 中；其余 低", "≥6 A级；≥3 B级；其余 C级", "≥3 1级；其余 2级", "≥1e1 高；其余 低",
    "≥6 高风险；≥3 中风险；其余：低风险", "≥6 重大 风险；≥3 中；其余 低", "≥6 高；≥3 中；其余低风险",
    # what cannot be read gives no grade at all
    "≥6 高；>6 中；其余 低", "≥3 高；≥6 中；其余 低", "≥6 高；≥6 中；其余 低", "6 高；3 中；其余 低", "≥六 高；≥3 中；其余 低", "≥6 高；≥3 中；<3 低", "≥6 高；≥3 中",
    "其余 低", "≥6 高；其余 低；≥3 中", "≥6 高；≥3 高；其余 低", "≥6；≥3 中；其余 低", "≥6 高；≥3 中；其余", "≥6 高 ≥3 中；其余 低", "≥1,000 高；其余 低", "≥6 高，≥3 中，其余 低",
    "≥3E1 高；≥6 中；其余 低", "≥6% 高；其余 低", "≥1/2 高；其余 低", "≥12:00 高；其余 低", "；；",
]  # fmt: skip
SCORES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 30)


def counted() -> bytes:
    """Points graded by 风险项数, one for each of the scores."""
    rows = [(f"FX-{score:03}", score, "低", "低") for score in SCORES]
    ratings = live.lines(("风险点编号", "风险项数", "自评等级", "互评等级"), *rows)
    return live.filled(live.book_of({"风险点等级评定表": ratings}, 评定方法="count"), "风险点", 评定方法="count")


def test_thresholds_are_read_as_the_engine_reads_them(office: Office, tmp_path: Path) -> None:
    content = counted()
    cell = live.settings_cell(content, "等级分档")
    with office.open(live.saved(content, tmp_path / "分档.xlsx")) as doc:
        for text in BANDS:
            doc.set("参数", cell, text)
            doc.recalculate()
            try:
                method = build_method("count", text)
                wanted = [method.level({"风险项数": score}).level for score in SCORES]
            except UsageError:
                wanted = [""] * len(SCORES)
            assert live.column(doc, content, "风险点等级评定表", "计算等级", len(SCORES)) == wanted, text
            assert doc.errors() == [], text
            told = "没有读懂" in "".join(
                str(value) for [*row] in doc.values("风险点等级评定表", "A1:Z1") for value in row
            )
            assert told == (wanted == [""] * len(SCORES)), text


SCHEMES = [  # 等级分档, 三级对应, 等级方向, 等级名称
    ("≥6 高；≥3 中；其余 低", "", "", ""), ("≥9 重大；≥6 较大；≥3 一般；其余 低", "", "", ""), ("≥9 重大；≥6 较大；≥3 一般；其余 低", "重大=高；较大=高；一般=中；低=低", "", ""),
    ("≥9 重大；≥6 较大；≥3 一般；其余 低", "重大＝高;较大=中\n一般=低; 低=低", "", ""), ("≥9 甲；≥6 乙；≥3 丙；其余 丁", "", "", ""), ("≥9 甲；≥6 乙；≥3 丙；≥2 丁；其余 戊", "", "", ""),
    ("≥6 甲；其余 乙", "", "", ""), ("≥9 极其；≥7 高度；≥5 显著；≥3 一般；其余 稍有", "", "", ""), ("≥6 一级；≥3 二级；其余 三级", "", "", ""), ("≥6 三级；≥3 二级；其余 一级", "", "升序", ""),
    ("≥6 高；≥3 中；其余 低", "", "", "重、中、轻"), ("≥6 高；≥3 中；其余 低", "重=高；中=中；轻=低", "", "重、中、轻"), ("≥6 高风险；≥3 中风险；其余 低风险", "", "", ""),
    ("≥6 红；≥3 黄；其余 蓝", "", "", ""), ("≥6 红色；≥3 黄色；其余 蓝色", "", "", ""), ("≥6 Ⅰ级；≥3 Ⅱ级；其余 Ⅲ级", "", "", ""), ("≥9 高；≥6 重大；≥3 中；其余 低", "", "", ""),
    ("≥9 低；≥6 中；其余 高", "", "", ""), ("≥6 高；其余 中", "", "", ""), ("≥8 A；≥7 B；≥6 C；≥5 D；≥4 E；≥3 F；≥2 G；其余 H", "", "", ""), ("≥6 高；≥3 中；其余 低", "高=中；中=低", "", ""),
]  # fmt: skip
KEPT_OUT = [  # what the check finds fault with is left out of account here too
    ("≥6 甲；≥3 乙；其余 丙", "甲=低；乙=中；丙=高", "", ""), ("≥6 甲；≥3 乙；其余 丙", "甲=高；乙=重；丙=低", "", ""), ("≥6 甲；≥3 乙；其余 丙", "甲=高；丁=低", "", ""),
    ("≥6 甲；≥3 乙；其余 丙", "", "", "子、丑"), ("≥6 甲；≥3 乙；其余 丙", "", "", "子、丑、子"),
]  # fmt: skip


def named(doc: Document, name: str) -> list[str]:
    sheet, _, area = doc.names()[name].lstrip("=").replace("$", "").replace("!", ".").rpartition(".")
    return [row[0] for row in doc.values(sheet.strip("'"), area)]


def test_levels_of_three_are_those_of_the_engine(office: Office, tmp_path: Path) -> None:
    content = counted()
    cells = [live.settings_cell(content, name) for name in ("等级分档", "三级对应", "等级方向", "等级名称")]
    with office.open(live.saved(content, tmp_path / "三级.xlsx")) as doc:
        for scheme in SCHEMES + KEPT_OUT:
            for cell, value in zip(cells, scheme, strict=True):
                doc.set("参数", cell, value)
            doc.recalculate()
            bands, three, direction, names = scheme if scheme in SCHEMES else (scheme[0], "", "", "")
            method = build_method(
                "count", bands, three or None, direction or None, None, names.split("、") if names else None
            )
            found = {
                name: three for name, three in zip(named(doc, "等级名称"), named(doc, "等级三级"), strict=True) if name
            }
            assert found == {name: method.to_three[name] for name in method.names}, scheme
            assert doc.errors() == [], scheme
