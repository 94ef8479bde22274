"""The 参数: how values are read, which of several sources holds, and what is said of a line that cannot be used."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.drawn import AS_OF, typed
from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.model.settings import BadSetting, Settings, canonical
from xlsuite.verbs.check import findings

LEDGER = Grid("问题整改台账", [["问题编号", "问题", "整改措施", "整改状态"], ["ZG-1", "登记不全", "补登", "推进中"]])


def opened(lines: str, file: dict[str, Any] | None = None, line: dict[str, Any] | None = None) -> Book:
    """A book with a 参数 sheet drawn as `参数=值 | 参数=值`."""
    rows = [
        ["参数", "值"],
        *([name, typed(value)] for name, _, value in (each.partition("=") for each in lines.split(" | "))),
    ]
    return open_book("例.xlsx", [LEDGER, Grid("参数", rows)], AS_OF, file, line)


def said(book: Book) -> list[str]:
    found = [each for each in findings(book) if each.sheet == "参数"]
    return [f"{each.cell} {each.rule} {each.severity.value} {each.key} {each.message}" for each in found]


LINES = [
    ("规则 RC-13=关闭", []),
    ("规则：rc-13=关闭", []),
    ("方面清单:审计反馈=财务管理", []),
    ("小数位=", []),
    ("小数位=2.5", ["B2 ST-16 error 小数位 参数“小数位”写的是“2.5”，应填 0 到 4 的整数；这一行不起作用。"]),
    ("小数位=NaN", ["B2 ST-16 error 小数位 参数“小数位”写的是“NaN”，应填 0 到 4 的数；这一行不起作用。"]),
    ("统计截止日=2025-02-30", [
        "B2 ST-16 error 统计截止日 参数“统计截止日”写的是“2025-02-30”，"
        "应填真实日期，例如 2025-09-30；这一行不起作用。",
    ]),
    ("临期天数=7、15", [
        "B2 ST-16 error 临期天数 参数“临期天数”写的是“7、15”，"
        "应填一个或两个天数，第二个不大于第一个，例如 15、7；这一行不起作用。",
    ]),
    ("责任书签订截止=13-45", [
        "B2 ST-16 error 责任书签订截止 参数“责任书签订截止”写的是“13-45”，"
        "应写成 月-日，例如 03-31；这一行不起作用。",
    ]),
    ("规则 RC-13=停用", [
        "B2 ST-16 error 规则 RC-13 参数“规则 RC-13”写的是“停用”，"
        "应从 关闭、错误、警告、提示 中选一项；这一行不起作用。",
    ]),
    ("等级分档=6 高；3 中", [
        "B2 ST-16 error 等级分档 等级分档“6 高；3 中”中“6 高”没有写明 ≥ 还是 >，"
        "应从高到低逐档写成“≥6 高；≥3 中；其余 低”的样子；这一行不起作用。",
    ]),
    ("等级名称=高、中", [
        "B2 ST-16 error 等级名称 等级名称“高、中”与评定方法 ls3x3 的等级对不上，"
        "应为从高到低、不重复的 3 级：高、中、低；这一行不起作用。",
    ]),
    ("规则 RC-99=关闭", ["A2 ST-05 info 规则 RC-99 没有编号为“RC-99”的规则，这一行不起作用。"]),
    ("分级管理：极高=主要领导", ["A2 ST-05 info 分级管理：极高 没有名为“分级管理：极高”的参数，这一行不起作用。"]),
    ("风险类别=甲 | 风险类别清单=乙", [
        "B3 ST-03 error 风险类别清单 参数“风险类别清单”在第 2 行已经设过，这里又设一次，按第 2 行的算。",
    ]),
    ("小数位= | 小数位=1", []),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), LINES)
def test_line(lines: str, expected: list[str]) -> None:
    assert said(opened(lines)) == expected


SOURCES = [  # 参数 sheet, file, command line -> value, where it is from
    ("词表版本=1", {}, {}, 30, "默认"),
    ("立行立改默认天数=15", {}, {}, 15, "参数表"),
    ("立行立改默认天数=15", {"立行立改默认天数": 10}, {}, 15, "参数表"),
    ("立行立改默认天数=", {"立行立改默认天数": 10}, {}, 10, "配置文件"),
    ("立行立改默认天数=很快", {"立行立改默认天数": 10}, {}, 10, "配置文件"),
    ("立行立改默认天数=15", {"立行立改默认天数": 10}, {"立行立改默认天数": 20}, 20, "命令行"),
]


@pytest.mark.parametrize(("lines", "file", "line", "value", "source"), SOURCES)
def test_which_source_holds(lines: str, file: dict[str, Any], line: dict[str, Any], value: int, source: str) -> None:
    settings = opened(lines, file, line).settings
    assert (settings.immediate_days, settings.source("immediate_days")) == (value, source)


def test_unfit_bands_give_way_to_those_of_the_file() -> None:
    book = opened("等级分档=7 高", {"等级分档": ["≥8 高", "≥3 中", "其余 低"]})
    assert (book.basis.method.thresholds, book.settings.source("bands")) == ("≥8 高；≥3 中；其余 低", "配置文件")


def test_only_the_unfit_line_is_undone() -> None:
    book = opened("等级名称=甲、乙、丙 | 等级分档=7 高 | 三级对应=甲=高；乙=中；丙=低")
    assert (book.basis.method.names, [fault.name for fault in book.setting_faults]) == (
        ("甲", "乙", "丙"),
        ["等级分档"],
    )


def test_bad_value_of_a_file_stops_the_work() -> None:
    with pytest.raises(UsageError, match="配置文件里的参数“小数位”写的是“9”，应填 0 到 4 的数。"):
        opened("词表版本=1", {"小数位": 9})


READ = [
    ("评定方法", "LEC", "lec"), ("临期天数", [20, 10], (20, 10)), ("临期天数", "5", (5,)), ("年度", 2024.0, 2024),
    ("责任书签订截止", "2-28", "02-28"), ("婚丧事前报告天数", "10工作日", "10工作日"),
    ("长期坚持计入完成率", False, False),
    ("权重", {"甲": 0.5, "乙": 0.5}, (("甲", "0.5"), ("乙", "0.5"))),
    ("统计截止日", "2025年9月30日", date(2025, 9, 30)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "raw", "expected"), READ)
def test_value(name: str, raw: Any, expected: Any) -> None:
    settings = Settings()
    assert settings.take(name, raw, "测试")
    ident = next(ident for ident, source in settings.sources.items() if source == "测试")
    assert getattr(settings, ident) == expected


@pytest.mark.parametrize(
    ("name", "raw"), [("婚丧事后报告天数", "十来天"), ("临期天数", "1、2、3"), ("分级管理：高", "张三")]
)
def test_value_refused(name: str, raw: str) -> None:
    with pytest.raises(BadSetting):
        Settings().take(name, raw, "测试")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("规则RC-05b", "规则 RC-05b"),
        ("规则： rc-05B", "规则 RC-05b"),
        ("年度", "台账年度"),
        ("方面清单: 审计", "方面清单：审计"),
    ],
)
def test_canonical(name: str, expected: str) -> None:
    assert canonical(name) == expected


def test_a_wrong_table_of_managers_is_a_finding() -> None:
    table = Grid("分级管理对照表", [["岗位层级", "高"], ["工作人员", "张三"], ["处长", "主要领导"]])
    posts = Grid(
        "岗位与名册",
        [["岗位编号", "科室", "岗位名称", "任职人", "岗位层级"], ["G1", "综合科", "科员", "叶某", "工作人员"]],
    )
    risks = Grid(
        "个人廉政风险点登记表",
        [["风险点编号", "岗位编号", "风险点", "表现形式", "风险类别"], ["F1", "G1", "用印", "不登记", "岗位职责"]],
    )
    found = findings(open_book("例.xlsx", [posts, risks, table], AS_OF))
    assert [(each.cell, each.rule, each.value) for each in found if each.sheet == table.name] == [
        ("B2", "ST-16", "张三"), ("A3", "ST-16", "处长"),
    ]  # fmt: skip


SHARE_WANTED = "应填 0 到 1 之间的比例，例如 50%、90%"
PARTS = (
    ("1/2", "50%"), ("90%", "90%"), (0.9, "90%"), ("2/3", "2/3"), (1, "100%"), ("３３％", "33%"), ("0", SHARE_WANTED),
    ("3/2", SHARE_WANTED), ("一半", SHARE_WANTED), ("1/0", SHARE_WANTED), (date(2025, 1, 2), SHARE_WANTED),
)  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), PARTS)
def test_a_part_of_a_whole(raw: Any, expected: str) -> None:
    settings = Settings()
    try:
        settings.take("参学率下限", raw, "测试")
        told = str(settings.attendance_least)
    except BadSetting as error:
        told = str(error)
    assert told == expected


def test_how_often() -> None:
    settings = Settings()
    settings.take("组织生活频次", "党课=每半年；支委会＝每月", "测试")
    assert settings.party_frequency == (("党课", "每半年"), ("支委会", "每月"))
    with pytest.raises(BadSetting, match="“常常”应写成 每月、每季度、每半年、每年 中的一项，例如 党课=每季度"):
        settings.take("组织生活频次", "党课=常常", "测试")
