"""The figures and tables of the supporting ledgers, each reckoned by hand; what cannot be told is 未判定."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drawn import book
from tests.supporting import LINE
from xlsuite.ledgers import LEDGERS
from xlsuite.verbs.summarize import summarize

TALK = "[廉政约谈] 谈话人={} 谈话对象={} 谈话日期={}"
QUOTE = "[采购询价] 成交价={} 申购日期={}"
HEART = "[谈心谈话] 谈话人={} 对象={} 日期=2025-08-12"
CONFERENCE = "[组织生活] 类型=民主生活会 日期=2025-08-28"
TWO_FESTIVALS = (
    "[节日表] 节日=清明 日期=2025-04-04 | [节日表] 节日=五一 日期=2025-05-01 | [节日表] 节日=国庆 日期=2025-10-01"
)

FIGURES: tuple[tuple[str, str, tuple[str, int | None, int | None]], ...] = (
    ("[责任书]", "pledges.total", ("1", 1, None)),
    ("[责任书] 份数=2 | [责任书] 份数= | [责任书] 年度=2024 签订日期=2024-02-01", "pledges.total", ("3", 3, None)),
    ("[责任书] 年度= 签订日期=2024-02-01", "pledges.total", ("0", 0, None)),
    ("[责任书]", "pledges.coverage", ("未判定", None, None)),
    (f"[责任书] 上级=秦某甲 下级=沈某乙 | {LINE}", "pledges.coverage", ("33.33%", 1, 3)),
    (f"[责任书] 上级=秦某甲 下级=沈某乙、陆某丙、顾某丁 | {LINE}", "pledges.coverage", ("100.00%", 3, 3)),
    (f"{TALK.format('沈某乙', '顾某丁、叶某戊', '2025-03-05')} | {TALK.format('沈某乙', '顾某丁', '2024-03-05')}", "talks.total", ("2", 2, None)),
    (f"{TALK.format('沈某乙', '顾某丁、叶某戊', '2025-03-05')} | {LINE}", "talks.coverage", ("25.00%", 1, 4)),
    (f"{TALK.format('沈某乙', '顾某丁', '三月')} | {LINE}", "talks.coverage", ("未判定", None, None)),
    (f"[廉政档案] 姓名=叶某戊 | [廉政档案] 姓名=顾某丁 最近更新=2024-12-01 | {LINE}", "integrity_files.coverage", ("40.00%", 2, 5)),
    ("[廉政档案] 姓名=叶某戊 | [廉政档案] 姓名=顾某丁 最近更新=2024-12-01", "integrity_files.updated_rate", ("50.00%", 1, 2)),
    ("[个人有关事项] | [个人有关事项] 报告日期= | [个人有关事项] 应报=否 报告日期=", "personal_matters.rate", ("50.00%", 1, 2)),
    (f"[个人有关事项] 姓名=秦某甲、沈某乙 | [个人有关事项] 姓名=陆某丙 报告日期= | {LINE}", "personal_matters.coverage", ("50.00%", 2, 4)),
    ("[个人有关事项] 报告日期=2025-02-01", "personal_matters.late", ("1", 1, None)),
    ("[请销假] 姓名=叶某戊、顾某丁 | [请销假] 起=2024-04-10 止=2024-04-10", "leave.total", ("2", 2, None)),
    ("[请销假] | [请销假] 审批人= | [请销假] 备案=否 | [请销假] 备案=", "leave.rate", ("50.00%", 2, 4)),
    ("[请销假] | [请销假] 审批日期=", "leave.unapproved", ("1", 1, None)),
    ("[请销假] 销假日期= | [请销假] 起=2025-09-30 止=2025-09-30 销假日期=", "leave.not_returned", ("1", 1, None)),
    ("[婚丧喜庆] | [婚丧喜庆] 事前报告日期= | [婚丧喜庆] 操办事项=丧事 事前报告日期=", "ceremonies.rate", ("66.67%", 2, 3)),
    ("[主任办公会] 议题=甲 | [主任办公会] 议题=乙 | [主任办公会] 议题=丙 届次=第4次", "decisions.meetings", ("2", 2, None)),
    ("[主任办公会] 金额=5000 | [主任办公会] 金额=4999.99 | [主任办公会] 金额=", "decisions.large", ("1", 1, None)),
    ("[主任办公会] 金额=5000 | [主任办公会] 金额=8600.5 | [主任办公会] 金额=3", "decisions.large_amount", ("13600.50", None, None)),
    (f"{QUOTE.format(2800, '2025-03-03')} | {QUOTE.format(2800, '2024-03-03')}", "quotes.total", ("1", 1, None)),
    ("[采购询价] | [采购询价] 报价3=", "quotes.rate", ("50.00%", 1, 2)),
    ("[采购询价] 报价1=1 报价2=1 报价3=2 成交价=1", "quotes.saved", ("0.33", None, None)),
    ("[采购询价] 报价3=再议", "quotes.saved", ("无", None, None)),
    ("[组织生活] 类型=党课 | [组织生活] 类型=讲课", "party_meetings.lecture", ("1", 1, None)),
    ("[组织生活] 应到=10 实到=9 | [组织生活] 应到=10 实到=11 | [组织生活] 应到= 实到=3", "party_meetings.attendance", ("90.00%", 9, 10)),
    (f"{HEART.format('沈某乙', '顾某丁')} | {CONFERENCE} | {LINE}", "heart_talks.coverage", ("25.00%", 1, 4)),
    (f"{HEART.format('沈某乙', '顾某丁')} | {LINE}", "heart_talks.coverage", ("未判定", None, None)),
    ("[征求意见] 采纳=是 关联问题=ZG-1 | [征求意见] 采纳=是 关联问题= | [征求意见]", "opinions.linked_rate", ("50.00%", 1, 2)),
    ("[学习计划] 月份= | [学习计划] 月份=1 | [学习计划] 月份=2 计划主体=个人 | [参数] 统计截止日=2025-02-10", "study_plans.coverage", ("66.67%", 2, 3)),
    ("[学习记录]", "study_records.weeks", ("未判定", None, None)),
    ("[学习记录] 日期=2025-01-07 | [工作日历] 日期=2025-01-01 | [参数] 统计截止日=2025-01-19", "study_records.weeks", ("50.00%", 1, 2)),
    ("[学习记录] 形式=专题研讨 | [学习记录] 形式=警示教育", "study_records.seminar", ("1", 1, None)),
    ("[调研] 意见建议=3 | [调研] 意见建议= | [调研] 意见建议=约5", "surveys.opinions", ("3", None, None)),
    ("[节前提醒]", "festival_reminders.coverage", ("未判定", None, None)),
    (f"[节前提醒] 节日=清明 提醒日期=2025-04-01 | {TWO_FESTIVALS}", "festival_reminders.coverage", ("50.00%", 1, 2)),
    ("[制度台账] | [制度台账] 新建/修订/废止=新建 | [制度台账] 印发日期=2024-01-01", "regulations.revised", ("1", 1, None)),
    ("[领导小组] | [领导小组] 名称=乙组", "leading_groups.total", ("2", 2, None)),
    ("[请示报告] 类型=请示 | [请示报告]", "submissions.asks", ("1", 1, None)),
)  # fmt: skip


@pytest.mark.parametrize(("drawing", "id", "expected"), FIGURES)
def test_figure(drawing: str, id: str, expected: tuple[str, int | None, int | None]) -> None:
    figure = summarize(book(drawing), ()).figure(id)
    assert figure is not None
    assert (figure.value, figure.numerator, figure.denominator) == expected


TABLES: tuple[tuple[str, str, tuple[tuple[Any, ...], ...]], ...] = (
    (f"[责任书] 上级=秦某甲 下级=沈某乙、顾某丁 | {LINE}", "pledges.by_tier", (
        ("班子成员", 2, 1, 1, "陆某丙"), ("科室负责人", 1, 1, 0, ""), ("合计", 3, 2, 1, ""),
    )),
    ("[责任书]", "pledges.by_tier", (
        ("班子成员、科室负责人", "未判定", "未判定", "未判定", "没有岗位与名册，应有名单未判定"),
    )),
    (f"{TALK.format('沈某乙', '顾某丁', '2025-03-05')} | {LINE}", "talks.coverage", (
        ("秦某甲", "沈某乙", "班子成员", "未谈", "未到期"), ("秦某甲", "陆某丙", "班子成员", "未谈", "未到期"),
        ("沈某乙", "顾某丁", "科室负责人", "已谈", "未到期"), ("顾某丁", "叶某戊", "工作人员", "未谈", "未到期"),
    )),
    ("[请销假] 起=2025-09-01 止=2025-09-10 销假日期=", "leave.not_returned_list", (
        ("叶某戊", "事假", "2025-09-01", "2025-09-10", "顾某丁", 20),
    )),
    ("[请销假] | [请销假] 审批日期= 备案=否", "leave.unapproved_list", (
        ("叶某戊", "事假", "2025-04-10", "顾某丁", "未填", "否"),
    )),
    (f"[个人有关事项] 姓名=秦某甲、沈某乙 | [个人有关事项] 姓名=陆某丙 报告日期= | {LINE}", "personal_matters.missing_list", (
        ("陆某丙", "表里没有，或应报未报"), ("顾某丁", "表里没有，或应报未报"),
    )),
    (f"[学习计划] 姓名=秦某甲 | {LINE}", "study_plans.leaders", (("沈某乙", "没有个人计划"), ("陆某丙", "没有个人计划"))),
    ("[学习计划] 姓名=秦某甲", "study_plans.leaders", (("未判定", "没有岗位与名册，应有名单未判定"),)),
    ("[主任办公会] | [主任办公会] 类别=重大决策 金额=", "decisions.by_kind", (
        ("重大决策", 1, "0.00"), ("大额资金", 1, "8600.00"), ("合计", 2, "8600.00"),
    )),
    ("[组织生活] 类型=党课 日期=2025-01-08 应到=11 实到=9 | [参数] 统计截止日=2025-06-30", "party_meetings.by_kind", (
        ("党课", 1, "每季度", "二季度", 2),
    )),
    (f"{HEART.format('秦某甲', '沈某乙、陆某丙')} | {CONFERENCE} | {LINE}", "heart_talks.missing_list", (
        ("沈某乙—陆某丙", "未谈"), ("沈某乙—顾某丁", "未谈"),
    )),
    ("[学习记录] | [学习记录] 日期=2025-09-01 形式=研讨 | [学习记录] 日期=2025-03-03", "study_records.by_month", (
        ("3月", 1, 0, 1), ("9月", 1, 1, 2), ("合计", 2, 1, 3),
    )),
    ("[学习记录] 日期=2025-01-06 | [工作日历] 日期=2025-01-01 | [参数] 统计截止日=2025-01-19", "study_records.missing_weeks", (
        ("2025-01-13", "周一"),
    )),
    ("[调研] 调研人=沈某乙、陆某丙 | [调研] 天数= 止=2025-05-13", "surveys.by_person", (
        ("沈某乙", 2, "3", "6", "2"), ("陆某丙", 1, "2", "3", "1"),
    )),
    (f"[节前提醒] 节日=清明 提醒日期=2025-04-01 | {TWO_FESTIVALS}", "festival_reminders.list", (
        ("春节", "节日表里没有", "未判定"), ("元宵", "节日表里没有", "未判定"), ("清明", "2025-04-04", "已提醒"),
        ("五一", "2025-05-01", "未提醒"), ("国庆", "2025-10-01", "未到"),
    )),
    ("[制度台账] | [问题整改台账] 新建制度=1 修订制度=", "regulations.by_change", (
        ("新建", 0, "1"), ("修订", 1, ""), ("废止", 0, ""),
    )),
    ("[领导小组]", "leading_groups.list", (("整改工作领导小组", "秦某甲", "沈某乙、陆某丙", "沈某乙", 4),)),
)  # fmt: skip


@pytest.mark.parametrize(("drawing", "id", "expected"), TABLES)
def test_table(drawing: str, id: str, expected: tuple[tuple[Any, ...], ...]) -> None:
    table = summarize(book(drawing), ()).table(id)
    assert table is not None
    assert table.rows == expected
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_names_are_told_apart() -> None:
    """A template asks for a figure by its name, so no two may share one."""
    summary = summarize(book(" | ".join(f"[{ledger.title}]" for ledger in LEDGERS if ledger.id != "post_catalog")), ())
    supporting = [figure for figure in summary.figures if figure.id.partition(".")[0] not in ("risk", "measure")]
    names = [figure.name.partition("（")[0] for figure in supporting]
    assert sorted(names) == sorted(set(names))
    assert len({figure.id for figure in summary.figures}) == len(summary.figures)
    assert len({table.id for table in summary.tables}) == len(summary.tables)


def test_absent_ledgers_say_nothing() -> None:
    summary = summarize(book("[问题整改台账]"), ())
    assert {figure.id.partition(".")[0] for figure in summary.figures} == {"rectification"}
