"""A blank template filled in by hand in another program, a few ledgers of 30 rows: it checks clean, and says so live."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import live_template as live
from tests.office import Office
from xlsuite.cli import run
from xlsuite.excel.reader import read_grids
from xlsuite.excel.template.places import FIRST
from xlsuite.excel.template.workbook import template_workbook
from xlsuite.ledgers.open import open_book
from xlsuite.model.place import letters
from xlsuite.verbs.check import findings
from xlsuite.verbs.summarize import summarize
from xlsuite.verbs.template import chosen

ROWS, TODAY = 30, date(2026, 11, 24)
POSTS = (
    ("GW01", "办领导", "主任", "秦某甲", "主要领导", "", "主持全面工作"),
    ("GW02", "办领导", "副主任", "沈某乙", "班子成员", "GW01", "分管综合科、财务科"),
    ("GW03", "综合科", "科长", "顾某丁", "科室负责人", "GW02", "综合科全面工作"),
    ("GW04", "综合科", "科员", "叶某戊", "工作人员", "GW03", "采购、资产"),
    ("GW05", "财务科", "科长", "江某子", "科室负责人", "GW02", "财务管理"),
    ("GW06", "财务科", "科员", "梁某壬", "工作人员", "GW05", "出纳、报销"),
)
CATEGORIES = ("思想道德", "岗位职责", "业务流程", "制度机制", "外部环境")
SUPERVISOR = {"秦某甲": "上级党组织", "沈某乙": "秦某甲"}
Row = dict[str, Any]


def posts() -> Iterator[Row]:
    for post, unit, name, holder, tier, superior, duty in POSTS:
        yield {
            "岗位编号": post, "科室": unit, "岗位名称": name, "任职人": holder, "岗位层级": tier, "直接上级岗位": superior,
            "主要职权": duty, "任职起": date(2024, 1, 1),
        }  # fmt: skip


def points() -> Iterator[Row]:
    for order in range(ROWS):
        post, unit, name, holder, *_ = POSTS[order % 6]
        yield {
            "风险点编号": point(order), "科室": unit, "岗位编号": post, "岗位名称": name, "任职人": holder,
            "权责事项": f"{name}事项{order}", "风险类别": CATEGORIES[order % 5], "风险点": f"第{order}项审核不严",
            "表现形式": f"{name}办理第{order}项时未逐笔核对", "状态": "有效", "年度": 2026, "排查日期": date(2026, 2, 2),
        }  # fmt: skip


def ratings() -> Iterator[Row]:
    for order in range(ROWS):
        peer = "顾某丁" if POSTS[order % 6][3] == "沈某乙" else "沈某乙"
        yield {
            "风险点编号": point(order), "可能性L": 2, "危害程度S": 2, "自评等级": "中", "自评日期": date(2026, 2, 10),
            "互评等级": "中", "互评日期": date(2026, 2, 20), "互评人": peer, "核定等级": "中", "核定日期": date(2026, 3, 1),
            "核定组织": "领导小组", "下次复评日期": date(2027, 3, 1), "评定年度": 2026,
        }  # fmt: skip


def measures() -> Iterator[Row]:
    for order in range(ROWS * 2):
        holder, name = POSTS[order // 2 % 6][3], POSTS[order // 2 % 6][2]
        yield {
            "措施编号": f"CS-2026-{order:03}", "风险点编号": point(order // 2), "措施类型": ("流程", "监督")[order % 2],
            "措施内容": f"{name}第{order // 2}项由两人{('复核', '办理')[order % 2]}并留痕", "责任人": holder,
            "监督责任人": SUPERVISOR.get(holder, "沈某乙"), "完成时限": date(2026, 12, 31), "频次": "逐次", "落实状态": "推进中",
        }  # fmt: skip


def issues() -> Iterator[Row]:
    for order in range(ROWS):
        row = {
            "问题编号": issue(order), "来源": source(order), "方面": "财务管理", "问题": f"第{order}个问题",
            "具体表现": f"具体表现{order}", "原因分析": f"制度执行不严{order}", "发现日期": date(2026, 3, 1), "整改类型": "限期整改",
            "整改措施": f"逐项核对第{order}项并修订台账", "责任领导": "沈某乙", "责任科室": ("财务科", "综合科")[order % 2],
            "责任人": ("江某子", "顾某丁")[order % 2],
        }  # fmt: skip
        if order % 3:
            due = {"整改时限": date(2026, 12, 20), "整改时限原文": "2026年12月20日", "整改状态": "推进中"}
            yield row | due | {"进展情况": f"{order + 9}笔中已核对{order}笔", "销号状态": "未申请"}
        else:
            due = {"整改时限": date(2026, 6, 30), "整改时限原文": "2026年6月30日", "整改状态": "已完成"}
            done = {"完成日期": date(2026, 6, 20), "进展情况": f"{order}笔全部核对", "佐证材料": f"核对表第{order}号"}
            closed = {"销号状态": "已销号", "销号日期": date(2026, 6, 25), "核验人": "秦某甲"}
            yield row | due | done | closed


def progress() -> Iterator[Row]:
    for order in range(ROWS):
        day, state = (date(2026, 11, 1), "推进中") if order % 3 else (date(2026, 6, 20), "已完成")
        yield {
            "问题编号": issue(order), "日期": day, "填报人": "叶某戊", "进展": f"核对{order}笔", "佐证": "核对表", "当期状态": state,
        }  # fmt: skip


def closures() -> Iterator[Row]:
    for order in range(0, ROWS, 3):
        yield {
            "问题编号": issue(order), "轮次": 1, "申请人": ("江某子", "顾某丁")[order % 2], "申请日期": date(2026, 6, 21),
            "核验人": "秦某甲", "核验日期": date(2026, 6, 24), "核验意见": "通过", "批准人": "秦某甲",
        }  # fmt: skip


def sources() -> Iterator[Row]:
    for order in range(2):
        yield {
            "来源编号": f"LY-{order}", "来源名称": source(order), "类型": source(order), "反馈日期": date(2026, 3, 1),
            "应整改数": 15,
        }  # fmt: skip


def point(order: int) -> str:
    return f"FX-2026-{order:03}"


def issue(order: int) -> str:
    return f"ZG-2026-{order:03}"


def source(order: int) -> str:
    return ("审计反馈", "单位自查")[order % 2]


# in the order in which 填写说明 has them filled, so that dropdowns offer what was registered before
LEDGERS = {
    "岗位与名册": posts, "来源表": sources, "个人廉政风险点登记表": points, "防控措施登记表": measures, "风险点等级评定表": ratings,
    "问题整改台账": issues, "整改进展记录": progress, "销号": closures,
}  # fmt: skip
SETTINGS = {"单位全称": live.UNIT, "统计截止日": TODAY, "方面清单": "财务管理、资产管理"}


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_a_template_filled_in_by_hand_checks_clean(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = template_workbook(chosen("全套台账", {}))
    path = live.saved(content, tmp_path / "空白.xlsx")
    heads = {grid.name: grid.rows[FIRST - 2] for grid in read_grids(path) if grid.name in LEDGERS}
    refused = []
    with office.open(path) as doc:
        doc.fill("参数", {live.settings_cell(content, name): value for name, value in SETTINGS.items()})
        doc.recalculate()
        for sheet, rows in LEDGERS.items():
            cells = {
                f"{letters(heads[sheet].index(name) + 1)}{at}": value
                for at, row in enumerate(rows(), FIRST)
                for name, value in row.items()
            }
            doc.fill(sheet, cells)
            doc.recalculate()
            refused += [
                (sheet, a1, value) for a1, value in cells.items() if a1[-2:] in ("4", "33") or a1[1:] == str(FIRST)
                if not doc.accepts(sheet, a1, value)
            ]  # fmt: skip
        assert refused == [] and doc.errors() == []
        doc.store(tmp_path / "已填.xlsx", "xlsx")
        shown = [str(value) for row in doc.values("一览", "A5:AX7") for value in row if value != ""]
    assert run(["check", str(tmp_path / "已填.xlsx"), "--fail-on", "warning"], TODAY) == 0
    assert "错误 0" in (said := capsys.readouterr().out) and "警告 0" in said
    book = open_book("已填", read_grids(tmp_path / "已填.xlsx"), TODAY)
    assert findings(book) == []
    assert all(not table.layout.unknown for table in book.tables)
    counts = {table.ledger.title: len(table) for table in book.tables}
    assert {sheet: counts[sheet] for sheet in LEDGERS} == {sheet: len(list(rows())) for sheet, rows in LEDGERS.items()}
    figures = summarize(book)
    for id in ("risk.total", "rectification.total", "rectification.overdue"):
        figure = figures.figure(id)
        assert figure is not None and f"{float(figure.value)}" in shown, id
