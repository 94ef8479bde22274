"""Every system that the source report names has its sentence in the draft, or a gap that shows; claims need proof."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.drawn import book
from tests.supporting import LINE
from xlsuite.ledgers.book import Book
from xlsuite.text.report_data import report_data
from xlsuite.text.systems import CHAPTERS, Systems
from xlsuite.verbs.check import findings
from xlsuite.verbs.report import report
from xlsuite.verbs.summarize import summarize
from xlsuite.work import load

BOOKS = Path(__file__).parent.parent / "workbooks"
# What the source report says of a system, word for word, and what the draft says of it (domain §1, row by row).
NAMED = (
    ("每周一例会学习及支部主题党日活动", "组织集中学习59次"), ("抓好巡察问题整改落实", "市委巡察反馈（2025年第一轮）的4个问题，已完成整改4个"),
    ("对照十九届中央第X轮巡视反馈问题自查自纠活动", "巡视反馈共性问题对照的10个问题"), ("领导小组", "成立领导小组2个"),
    ("个人廉政风险点登记表、防控措施登记表", "形成个人廉政风险点登记表和防控措施登记表"), ("认真梳理排查个人廉政风险点", "共排查风险点25个"),
    ("制定防控措施", "制定防控措施36条"), ("为所有干部职工建立了廉政档案", "在册人员全部建立廉政档案"),
    ("全部建立QQ群进行询价", "询价采购8批次，全部经3家以上询价"), ("5000元及以上资金使用", "5000元及以上的采购全部经集体研究"),
    ("主任办公会集体研究", "召开主任办公会7次，集体研究议题8项，其中5000元及以上支出3笔26400.00元"),
    ("层层签订了党风廉政建设工作目标责任书", "签订党风廉政建设责任书10份，班子成员、科室负责人应签的全部签订"),
    ("定期开展廉政约谈", "开展廉政约谈24人次，覆盖10/10对"), ("按要求报告个人重大事项", "个人有关事项应报8件，已报8件，科级及以上干部全部报告"),
    ("干部外出全部履行书面请假及备案手续", "外出全部履行请假及备案手续"), ("婚丧喜庆事宜全部履行报批备案手续", "登记婚丧喜庆事宜2件，全部履行报批备案手续"),
    ("请示报告", "向上级请示报告4件，其中请示2件、报告2件"), ("公文处理、厉行勤俭节约、调查研究等相关制度", "新建制度3项、修订制度3项、废止制度1项"),
    ("公务接待", "公务接待报销附公函、菜单和结算单"), ("严格落实会议活动报批程序", "【待补充：会议活动报批、办公用房清理情况】"), ("清理办公用房", "办公用房清理情况】"), ("警示教育片", "开展警示教育2次"),
    ("重要节假日节前提醒", "开展节前廉洁提醒7次，应提醒的节日全部提醒"), ("三会一课", "召开支部党员大会4次、支委会12次、党课4次"),
    ("民主生活会", "民主生活会1次"), ("组织生活会等制度", "组织生活会1次"), ("谈心谈话", "开展谈心谈话8人次，民主生活会前覆盖7/7对"),
    ("广泛征求意见", "征求意见建议4条，采纳3条，采纳的全部列入问题整改台账"), ("制定支部及党员干部学习计划", "制定学习计划24份，支部年度计划和各月计划全部制定"),
    ("强化集中学习", "集中学习59次，其中研讨4次、警示教育2次、现场教学1次"), ("强化个人自学", "【待补充：个人自学情况】"),
    ("调查研究制度", "开展调研6次12天，收集意见建议27条，转化16条"), ("存在一些问题", "2个问题正在推进"),
)  # fmt: skip


@pytest.fixture(scope="module")
def draft() -> str:
    made = report(load(BOOKS / "示例_全套台账.xlsx", today=date(2026, 1, 20)), "自查报告").content
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(made)).paragraphs)


@pytest.mark.parametrize(("source", "sentence"), NAMED, ids=[source for source, _ in NAMED])
def test_system_of_the_source_report(draft: str, source: str, sentence: str) -> None:
    assert sentence in draft


def test_chapters_are_those_of_the_source(draft: str) -> None:
    heads = [f"{number}、{chapter}方面" for number, chapter in zip("一二三四", CHAPTERS, strict=True)]
    assert [head for head in heads if head in draft] == heads


def points(drawn: Book, chapter: str) -> list[str]:
    systems = Systems(drawn, summarize(drawn, ()).figure)
    return [str(point.文) for point in systems.points(chapter, ())]


def of(drawing: str, start: str) -> str:
    """The one point of the report that begins so."""
    drawn = book(drawing)
    (found,) = [text for chapter in CHAPTERS for text in points(drawn, chapter) if text.startswith(start)]
    return found


SIGNED = "[责任书] 上级=秦某甲 下级=沈某乙、陆某丙"
SENTENCES = (
    ("[请销假]", "干部请假外出1人次，外出全部履行请假及备案手续。"),
    ("[请销假] | [请销假] 审批人=", "干部请假外出2人次，应履行请假及备案手续2人次，已履行1人次，未履行1人次。"),
    ("[请销假] 销假日期=", "干部请假外出1人次，外出全部履行请假及备案手续，未销假1人次。"),
    (f"{SIGNED}、顾某丁 | {LINE}", "签订党风廉政建设责任书1份，班子成员、科室负责人应签的全部签订。"),
    (f"{SIGNED} | {LINE}", "签订党风廉政建设责任书1份，应签3人，已签2人。"),
    (SIGNED, "签订党风廉政建设责任书1份，【待补充：责任书签订率（没有岗位与名册，应有名单未判定）】。"),
    (f"[廉政约谈] 谈话人=顾某丁 谈话对象=叶某戊 | {LINE}", "开展廉政约谈1人次，覆盖1/4对。"),
    ("[婚丧喜庆] 事前报告日期=", "登记婚丧喜庆事宜1件，应报备1件，已报备0件。"),
    ("[主任办公会] 金额= 类别=重大决策", "召开主任办公会1次，集体研究议题1项。"),
    ("[主任办公会] | [采购询价] 成交价=5000 品目=电脑", "召开主任办公会1次，集体研究议题1项，其中5000元及以上支出1笔8600.00元，5000元及以上的采购应经集体研究1笔，已研究0笔。"),
    ("[采购询价] | [采购询价] 报价3=", "询价采购2批次，应经3家以上询价2批次，已询价1批次。"),
    ("[组织生活] 类型=主题党日", "组织生活台账未见三会一课、民主生活会和组织生活会的记录。"),
    ("[节前提醒]", "开展节前廉洁提醒1次，【待补充：节前提醒覆盖率（节日表里没有当年的节日，应提醒的节日未判定）】。"),
    ("[征求意见] 采纳=是 关联问题=", "征求意见建议1条，采纳1条，应列入整改1条，已列入0条。"),
    ("[征求意见]", "征求意见建议1条，采纳0条。"),
    ("[调研] 意见建议= 转化条数= 天数=", "开展调研1次。"),
    ("[制度台账] 印发日期=2024-04-01", "制度台账未见本年记录。"),
)  # fmt: skip


@pytest.mark.parametrize(("drawing", "sentence"), SENTENCES)
def test_sentence(drawing: str, sentence: str) -> None:
    assert of(drawing, sentence[:4]) == sentence


def test_absent_ledgers_are_said_to_be() -> None:
    found = points(book("[廉政约谈]"), "遵守政治纪律和政治规矩")
    assert (
        found[-1] == "请示报告、个人有关事项报告、请销假、婚丧喜庆报备、责任书、制度建设、警示教育、节前提醒未见记录。"
    )


def test_a_gap_is_filled_by_the_office_s_own_text() -> None:
    drawn = book("[廉政约谈]")
    systems = Systems(drawn, summarize(drawn, ()).figure)
    told = [str(point.文) for point in systems.points("提升干部政治能力", ["个人自学"])]
    assert not any("个人自学" in text for text in told)


def test_core_alone_says_nothing_of_them() -> None:
    drawn = book("[问题整改台账] 方面=提升干部政治能力")
    assert [points(drawn, chapter) for chapter in CHAPTERS] == [[], [], [], []]


def chapter_names(drawing: str, **settings: Any) -> list[str]:
    drawn = book(drawing, **settings)
    data = report_data(drawn, summarize(drawn, ()), findings(drawn))
    return [str(chapter.名称) for chapter in data["各章"]]


def test_chapters_are_added_where_none_would_tell_them() -> None:
    assert chapter_names("[廉政约谈] | [调研]") == ["遵守政治纪律和政治规矩", "提升干部政治能力"]
    assert chapter_names("[廉政约谈]", 方面清单="一、政治纪律、作风") == ["一", "政治纪律", "作风"]
