"""The year-end workbook with every ledger, and its faulty twin: `python workbooks/make_full.py` writes both.

示例_全套台账.xlsx is what a careful office would hold on 2025-12-31: nothing is amiss in the supporting ledgers.
The twin differs from it in the cells of FAULTS alone, one fault each; 示例_全套台账_含错误.truth.json tells
what a check must find there beyond what it finds in the first. All people, places and sums are made up.
"""
# ruff: noqa: E501 - a row is a line

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from make import PROSE, SOURCES, UNIT, Office, records
from xlsxwriter.utility import xl_rowcol_to_cell

HERE = Path(__file__).parent
YEAR = 2025
LAST = date(YEAR, 12, 31)
Rows = list[dict[str, Any]]
OFF = (
    (date(2025, 1, 1), 1), (date(2025, 1, 28), 8), (date(2025, 4, 4), 3), (date(2025, 5, 1), 5), (date(2025, 5, 31), 3), (date(2025, 10, 1), 8),
)  # fmt: skip
WORKED = (date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11))
FESTIVALS = (
    ("春节", date(2025, 1, 29)), ("元宵", date(2025, 2, 12)), ("清明", date(2025, 4, 4)), ("五一", date(2025, 5, 1)),
    ("端午", date(2025, 5, 31)), ("国庆", date(2025, 10, 1)), ("中秋", date(2025, 10, 6)),
)  # fmt: skip
# 下级, 上级 by the chain of posts.csv, with the post and what kind of pledge it is.
CHAIN = (
    ("沈某乙", "秦某甲", "副主任", "班子成员"), ("陆某丙", "秦某甲", "副主任", "班子成员"),
    ("顾某丁", "沈某乙", "科长", "科室负责人"), ("韩某己", "陆某丙", "科长", "科室负责人"), ("邵某辛", "陆某丙", "科长", "科室负责人"),
    ("贺某癸", "沈某乙", "科长", "科室负责人"),
    ("叶某戊", "顾某丁", "科员", "工作人员"), ("白某庚", "韩某己", "科员", "工作人员"), ("梁某壬", "邵某辛", "科员", "工作人员"),
    ("江某子", "贺某癸", "科员", "工作人员"),
)  # fmt: skip
EVERYBODY = ("秦某甲", *(lower for lower, _, _, _ in CHAIN))
SETTINGS = (
    ("单位全称", UNIT, "报告标题和落款用"), ("单位简称", "促进办", "正文自称"), ("台账年度", YEAR, "时限没写年份时按这一年算"),
    ("统计截止日", LAST, "逾期和完成率算到这一天"), ("评定方法", "ls3x3", "风险值＝可能性×危害程度"),
    ("等级分档", "≥6 高；≥3 中；其余 低", "从高到低"), ("例行约谈周期", "每半年", "每一对上下级每半年约谈一次"),
    ("请假补办天数", 2, "紧急情况先走后补"), ("销假天数", 3, "假期结束后几天内销假，含休息日"), ("婚丧事前报告天数", 10, ""), ("婚丧事后报告天数", 15, ""),
    ("婚丧桌数上限", 20, ""), ("婚丧人数上限", 200, ""), ("参学率下限", "80%", ""), ("传达天数", 7, "收文后几天内传达学习"),
    ("调研天数要求", 4, "班子成员每人每年"), ("请示批复天数", 30, ""),
    ("提醒节日", "春节、元宵、清明、五一、端午、国庆、中秋", ""),
    ("依据文件", "《关于开展党的政治建设情况督查的通知》", "虚构，仅作示例"), ("主送机关", "市委督查室", "虚构，仅作示例"),
    ("方面清单", "坚决维护党的领导、遵守政治纪律和政治规矩、严肃党内政治生活、提升干部政治能力、执行廉洁纪律、执行工作纪律", "报告分章"),
)  # fmt: skip
LEAVE_TABLE = (
    ("工作人员", 1, "科室负责人"), ("工作人员", "", "班子成员"), ("科室负责人", 1, "班子成员"), ("科室负责人", "", "主要领导"), ("班子成员", "", "主要领导"),
)  # fmt: skip
# What became of the issues between 30 September and the end of the year.
SINCE = {
    "ZG-2025-008": {"销号状态": "已销号", "销号日期": date(2025, 10, 15), "核验人": "贺某癸"},
    "ZG-2025-010": {"整改状态": "已完成", "完成日期": date(2025, 11, 25), "进展情况": "11月20日完成25个风险点年度复评", "佐证材料": "复评表", "销号状态": "待核验"},
    "ZG-2025-011": {"整改状态": "已完成", "完成日期": date(2025, 10, 30), "进展情况": "10月30日11份档案全部更新", "佐证材料": "档案目录", "销号状态": "已销号", "销号日期": date(2025, 11, 20), "核验人": "韩某己"},
    "ZG-2025-015": {"整改状态": "已完成", "完成日期": date(2025, 10, 20), "进展情况": "10月起会议先报批后召开", "佐证材料": "会议审批单", "销号状态": "已销号", "销号日期": date(2025, 11, 20), "核验人": "韩某己"},
    "ZG-2025-016": {"整改状态": "已完成", "完成日期": date(2025, 10, 28), "进展情况": "2名干部10月28日补足学时", "佐证材料": "学时证明", "销号状态": "已销号", "销号日期": date(2025, 11, 20), "核验人": "韩某己"},
    "ZG-2025-017": {"销号状态": "已销号", "销号日期": date(2025, 10, 15), "核验人": "韩某己"},
    "ZG-2025-018": {"进展情况": "12月20日前支付进度98%"},
    "ZG-2025-019": {"整改状态": "已完成", "完成日期": date(2025, 10, 31), "进展情况": "10月31日2024年合同全部归档", "佐证材料": "归档清单", "销号状态": "待核验"},
    "ZG-2025-020": {"整改状态": "已完成", "完成日期": date(2025, 11, 28), "进展情况": "11月28日前每人约谈分管科室2次", "佐证材料": "约谈记录", "销号状态": "待核验"},
}  # fmt: skip


def days_off() -> set[date]:
    return {first + timedelta(days=each) for first, length in OFF for each in range(length)}


def workdays() -> Iterator[date]:
    off = days_off()
    day = date(YEAR, 1, 1)
    while day <= LAST:
        if (day.weekday() < 5 and day not in off) or day in WORKED:
            yield day
        day += timedelta(days=1)


def calendar() -> Rows:
    names = {first: name for name, first in FESTIVALS}
    rows = [{"日期": day, "类型": "放假", "名称": names.get(day, "")} for day in sorted(days_off())]
    return [*rows, *({"日期": day, "类型": "调休上班", "名称": ""} for day in WORKED)]


def pledges() -> Rows:
    """Signed on the days that the roster says; where it says none, after all others."""
    signed = {post["任职人"].strip(): post["责任书签订日期"] or date(YEAR, 2, 21) for post in records("posts")}
    return [
        {
            "年度": YEAR,
            "上级": upper,
            "下级": lower,
            "岗位": post,
            "责任书类型": kind,
            "签订日期": signed[lower],
            "份数": 1,
            "考核结果": "合格",
        }
        for lower, upper, post, kind in CHAIN
    ]


def talks() -> Rows:
    """Every pair once each half, and the four reminders that the issues count."""
    rows = []
    for half, first in enumerate((date(YEAR, 3, 10), date(YEAR, 9, 8))):
        for place, (lower, upper, post, _) in enumerate(CHAIN):
            on = first + timedelta(days=2 * place)
            on += timedelta(days=7 - on.weekday() if on.weekday() > 4 else 0)
            rows.append({
                "谈话日期": on, "地点": "小会议室", "类型": "例行", "谈话人": upper, "谈话对象": lower, "谈话对象职务": post, "原因": "定期廉政约谈",
                "内容要点": ("岗位廉政风险和防控措施" if half == 0 else "八项规定精神和节前纪律"), "对象表态": "按要求执行", "记录人": "叶某戊" if lower != "叶某戊" else "白某庚",
            })  # fmt: skip
    reminders = (
        (date(2025, 4, 8), "沈某乙", "顾某丁", "接待要件审核", "ZG-2025-002"), (date(2025, 4, 9), "顾某丁", "叶某戊", "询价记录留存", "ZG-2025-001"),
        (date(2025, 4, 10), "沈某乙", "贺某癸", "报销审核把关", "ZG-2025-002"), (date(2025, 7, 8), "邵某辛", "梁某壬", "宣传品出入库登记", "ZG-2025-017"),
    )  # fmt: skip
    for on, upper, lower, reason, issue in reminders:
        rows.append({
            "谈话日期": on, "地点": "小会议室", "类型": "提醒", "谈话人": upper, "谈话对象": lower, "原因": reason, "内容要点": f"提醒{reason}", "对象表态": "立即改正",
            "整改要求": "一个月内改正", "整改期限": on + timedelta(days=30), "落实情况": "已按要求改正", "关联问题编号": issue, "记录人": "白某庚",
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["谈话日期"])


def files() -> Rows:
    return [
        {"姓名": name, "岗位": "", "建档日期": date(2021, 3, 5), "最近更新": date(YEAR, 12, 22), "材料目录": "√登记表 √责任书 √约谈记录", "保管人": "叶某戊" if name != "叶某戊" else "顾某丁", "查阅记录": ""}
        for name in EVERYBODY
    ]  # fmt: skip


def matters() -> Rows:
    chiefs = [name for name in EVERYBODY if name in {upper for _, upper, _, _ in CHAIN}]
    yearly = [
        {"姓名": name, "应报": "是", "类型": "年度", "应报截止": date(YEAR, 1, 31), "报告日期": date(YEAR, 1, 13 + place), "受理部门": "组织部门"}
        for place, name in enumerate(chiefs)
    ]  # fmt: skip
    return [
        *yearly,
        {
            "姓名": "韩某己",
            "应报": "是",
            "类型": "30日",
            "应报截止": date(YEAR, 8, 20),
            "报告日期": date(YEAR, 8, 4),
            "受理部门": "组织部门",
        },
    ]


def leave() -> Rows:
    lines = (
        ("叶某戊", "科员", "事假", date(2025, 2, 20), 1, "本市", "白某庚", "顾某丁"), ("秦某甲", "主任", "公出", date(2025, 3, 18), 2, "省城", "沈某乙", "市委分管领导"),
        ("梁某壬", "科员", "病假", date(2025, 3, 26), 1, "本市", "白某庚", "邵某辛"), ("沈某乙", "副主任", "外出报备", date(2025, 4, 16), 2, "省城", "陆某丙", "秦某甲"),
        ("顾某丁", "科长", "公出", date(2025, 5, 13), 1, "邻市", "叶某戊", "沈某乙"), ("白某庚", "科员", "年休", date(2025, 6, 9), 5, "外省", "叶某戊", "陆某丙"),
        ("韩某己", "科长", "公出", date(2025, 6, 24), 2, "省城", "白某庚", "秦某甲"), ("江某子", "科员", "事假", date(2025, 7, 15), 1, "本市", "叶某戊", "贺某癸"),
        ("陆某丙", "副主任", "年休", date(2025, 8, 4), 5, "外省", "沈某乙", "秦某甲"), ("邵某辛", "科长", "外出报备", date(2025, 9, 17), 1, "邻市", "梁某壬", "陆某丙"),
        ("贺某癸", "科长", "事假", date(2025, 11, 12), 1, "本市", "江某子", "沈某乙"), ("叶某戊", "科员", "公出", date(2025, 12, 9), 1, "邻市", "白某庚", "顾某丁"),
    )  # fmt: skip
    return [
        {
            "姓名": name, "岗位": post, "事由类别": kind, "起": first, "止": first + timedelta(days=days - 1), "天数": days, "目的地": place, "代管人": stand_in,
            "审批人": approver, "审批日期": first - timedelta(days=1), "备案": "是", "销假日期": first + timedelta(days=days),
        }
        for name, post, kind, first, days, place, stand_in, approver in lines
    ]  # fmt: skip


def ceremonies() -> Rows:
    return [
        {"姓名": "白某庚", "与本人关系": "本人", "操办事项": "婚礼", "办理时间": date(2025, 5, 18), "办理地点": "本市", "参加人数": 120, "桌数": 12, "接受礼金礼品及处理情况": "未收受管理和服务对象礼金", "事前报告日期": date(2025, 5, 6), "审批": "陆某丙", "事后报告日期": date(2025, 5, 26)},
        {"姓名": "贺某癸", "与本人关系": "父亲", "操办事项": "丧事", "办理时间": date(2025, 11, 13), "办理地点": "本市", "参加人数": 60, "桌数": 6, "接受礼金礼品及处理情况": "未收受管理和服务对象礼金", "事前报告日期": "", "审批": "沈某乙", "事后报告日期": date(2025, 11, 20)},
    ]  # fmt: skip


def decisions() -> Rows:
    lines = (
        (date(2025, 1, 20), 1, "年度重点工作安排", "重大决策", "", "综合科"), (date(2025, 3, 6), 2, "CG-2025-003 宣传品印刷", "大额资金", 8600, "宣传活动科"),
        (date(2025, 4, 10), 3, "巡察反馈问题整改方案", "重大决策", "", "综合科"), (date(2025, 6, 12), 4, "CG-2025-005 会议室设备", "大额资金", 12800, "综合科"),
        (date(2025, 6, 12), 4, "上半年评优推荐", "评选选优", "", "综合科"), (date(2025, 9, 4), 5, "科室负责人轮岗", "干部提拔", "", "综合科"),
        (date(2025, 10, 16), 6, "CG-2025-007 考核数据服务", "大额资金", 5000, "业务指导科"), (date(2025, 12, 11), 7, "年度评优", "评选选优", "", "综合科"),
    )  # fmt: skip
    return [
        {
            "会议日期": on, "届次": f"2025年第{number}次主任办公会", "主持": "秦某甲", "应到": 7, "实到": 7, "议题": topic, "类别": kind, "金额": money, "会前征求意见": "已书面征求",
            "赞成": 7, "反对": 0, "弃权": 0, "决定": "同意", "纪要文号": f"主任办公会纪要〔2025〕{number}号", "执行情况": "已执行", "责任科室": unit,
        }
        for on, number, topic, kind, money, unit in lines
    ]  # fmt: skip


def quotes() -> Rows:
    lines = (
        ("CG-2025-001", "综合科", "打印耗材", date(2025, 2, 17), 2800, ("甲商行", "乙商行", "丙商行"), "叶某戊", "白某庚", ""),
        ("CG-2025-002", "综合科", "办公用品", date(2025, 2, 24), 1960, ("乙商行", "丁商行", "甲商行"), "叶某戊", "白某庚", ""),
        ("CG-2025-003", "宣传活动科", "宣传品印刷", date(2025, 3, 3), 8600, ("甲印务", "乙印务", "丙印务"), "梁某壬", "江某子", "2025年第2次主任办公会"),
        ("CG-2025-004", "宣传活动科", "横幅展板", date(2025, 5, 12), 3200, ("甲广告", "乙广告", "丙广告"), "梁某壬", "江某子", ""),
        ("CG-2025-005", "综合科", "会议室设备", date(2025, 6, 9), 12800, ("甲电子", "乙电子", "丙电子"), "叶某戊", "白某庚", "2025年第4次主任办公会"),
        ("CG-2025-006", "项目资金科", "凭证装订", date(2025, 8, 18), 900, ("甲印务", "丁印务", "戊印务"), "江某子", "叶某戊", ""),
        ("CG-2025-007", "业务指导科", "考核数据服务", date(2025, 10, 13), 5000, ("甲科技", "乙科技", "丙科技"), "白某庚", "叶某戊", "2025年第6次主任办公会"),
        ("CG-2025-008", "综合科", "打印耗材", date(2025, 11, 10), 2700, ("丁商行", "丙商行", "己商行"), "叶某戊", "白某庚", ""),
    )  # fmt: skip
    rows = []
    for number, unit, item, on, price, suppliers, buyer, receiver, meeting in lines:
        row: dict[str, Any] = {
            "申购编号": number,
            "申购科室": unit,
            "品目": item,
            "预算": price + 200,
            "申购日期": on,
            "审批人": "沈某乙",
            "询价方式": "QQ群",
            "询价日期": on + timedelta(days=1),
        }
        for place, supplier in enumerate(suppliers, 1):
            row |= {f"供应商{place}": supplier, f"报价{place}": price + 150 * (place - 1)}
        rows.append(row | {
            "选定供应商": suppliers[0], "成交价": price, "理由": "", "采购人": buyer, "采购日期": on + timedelta(days=7), "验收人": receiver, "验收日期": on + timedelta(days=9),
            "付款日期": on + timedelta(days=11), "审批日期": on + timedelta(days=4), "关联会议": meeting,
        })  # fmt: skip
    return rows


def party() -> Rows:
    rows = []
    open_days = list(workdays())
    for month in range(1, 13):
        days = [day for day in open_days if day.month == month]
        rows.append(meeting(days[3], "支委会", "研究支部月度工作", 3))
        rows.append(meeting(days[9], "主题党日", "学习中央八项规定精神", 11))
        if month % 3 == 0:
            rows.append(meeting(days[6], "支部党员大会", "讨论支部工作", 11))
            rows.append(meeting(days[12], "党课", "沈某乙讲党课", 11))
    rows.append(
        meeting(date(2025, 8, 28), "民主生活会", "对照检查，开展批评和自我批评", 3)
        | {"报告日期": date(2025, 8, 11), "主持": "秦某甲"}
    )
    rows.append(meeting(date(2025, 9, 16), "组织生活会", "查摆问题，民主评议党员", 11))
    return sorted(rows, key=lambda row: row["日期"])


def meeting(on: date, kind: str, topic: str, people: int) -> dict[str, Any]:
    return {
        "日期": on,
        "类型": kind,
        "主持": "沈某乙",
        "应到": people,
        "实到": people,
        "缺席及原因": "",
        "议题": topic,
        "发言": "",
        "决议": "",
        "报告日期": "",
        "记录人": "叶某戊",
        "附件": "会议记录",
    }


def heart_talks() -> Rows:
    pairs = (
        ("秦某甲", "沈某乙"), ("秦某甲", "陆某丙"), ("沈某乙", "陆某丙"), ("沈某乙", "顾某丁"), ("沈某乙", "贺某癸"), ("陆某丙", "韩某己"), ("陆某丙", "邵某辛"),
    )  # fmt: skip
    rows = [
        {"日期": date(2025, 8, 5 + place), "谈话人": one, "对象": other, "主题": "分管工作与作风", "意见建议": "加强沟通", "问题线索": "无", "整改编号": ""}
        for place, (one, other) in enumerate(pairs)
    ]  # fmt: skip
    return [
        *rows,
        {
            "日期": date(2025, 8, 14),
            "谈话人": "沈某乙",
            "对象": "叶某戊",
            "主题": "日常工作",
            "意见建议": "",
            "问题线索": "分管领域约谈次数偏少",
            "整改编号": "ZG-2025-020",
        },
    ]


def opinions() -> Rows:
    lines = (
        ("基层单位座谈会", "学习形式可以再丰富一些", "学习教育", "是", "", "ZG-2025-013"), ("基层单位座谈会", "多到基层走一走", "调查研究", "是", "", "ZG-2025-014"),
        ("干部职工", "分管领导约谈再勤一些", "监督管理", "是", "", "ZG-2025-020"), ("服务对象", "办事窗口延长到晚上八点", "服务群众", "否", "窗口已实行预约延时，答复了提出人", ""),
    )  # fmt: skip
    return [
        {"意见编号": f"YJ-2025-{place:03}", "征求日期": date(2025, 8, 1), "来源": source, "条目": text, "归类": kind, "采纳": adopted, "理由": reason, "关联问题": issue}
        for place, (source, text, kind, adopted, reason, issue) in enumerate(lines, 1)
    ]  # fmt: skip


def plans() -> Rows:
    rows: Rows = [
        {
            "年度": YEAR,
            "月份": "",
            "计划主体": "支部",
            "姓名": "",
            "主题": "年度学习安排",
            "形式": "领学",
            "公示日期": date(2025, 1, 3),
        }
    ]
    rows += [
        {
            "年度": YEAR,
            "月份": "",
            "计划主体": "个人",
            "姓名": name,
            "主题": "个人年度学习计划",
            "形式": "",
            "公示日期": "",
        }
        for name in EVERYBODY
    ]
    rows += [
        {"年度": YEAR, "月份": month, "计划主体": "支部", "姓名": "", "主题": f"{month}月学习重点", "形式": "领学", "公示日期": date(YEAR, month, 6)} for month in range(1, 13)
    ]  # fmt: skip
    return rows


def records_of_study() -> Rows:
    """A record on every Monday that is a working day, a seminar or visit each quarter."""
    rows = [
        study(day, "例会", "传达学习上级会议精神" if day.day > 7 else "月度工作和学习安排")
        for day in workdays()
        if day.weekday() == 0
    ]
    special = (
        (date(2025, 2, 20), "警示教育", "通报违反中央八项规定精神典型问题"), (date(2025, 3, 21), "研讨", "担当精神"), (date(2025, 4, 24), "现场教学", "参观廉政教育基地"),
        (date(2025, 6, 20), "研讨", "能力作风"), (date(2025, 7, 1), "党课", "主要负责人讲党课"), (date(2025, 9, 19), "研讨", "工作落实"), (date(2025, 10, 24), "观影", "观看专题片"),
        (date(2025, 11, 21), "警示教育", "观看警示教育片"), (date(2025, 12, 19), "研讨", "年度总结"),
    )  # fmt: skip
    rows += [study(on, form, content) for on, form, content in special]
    rows.append(study(date(2025, 10, 29), "领学", "上级全会精神") | {"收文日期": date(2025, 10, 27)})
    rows.append(
        study(date(2025, 5, 22), "领学", "党章党规") | {"实到": 10, "缺席人员": "梁某壬", "补学": "梁某壬5月26日补学"}
    )
    return sorted(rows, key=lambda row: row["日期"])


def study(on: date, form: str, content: str) -> dict[str, Any]:
    return {
        "日期": on,
        "形式": form,
        "内容": content,
        "主讲": "沈某乙",
        "应到": 11,
        "实到": 11,
        "缺席人员": "",
        "补学": "",
        "资料": "会议记录",
        "提问对象": "",
        "收文日期": "",
    }


def surveys() -> Rows:
    lines = (
        ("基层服务点运行", "秦某甲", date(2025, 4, 22), 2, "东街社区", "走访", 5, 3, ""), ("基层服务点运行", "秦某甲", date(2025, 10, 21), 2, "西街社区", "蹲点", 4, 2, ""),
        ("经费使用", "沈某乙", date(2025, 5, 20), 3, "北街社区", "座谈", 6, 4, ""), ("考核办法", "沈某乙", date(2025, 9, 23), 1, "南街社区", "座谈", 3, 2, ""),
        ("宣传阵地", "陆某丙", date(2025, 6, 17), 2, "城东服务站", "四不两直", 4, 2, "学习活动形式单一"), ("活动组织", "陆某丙", date(2025, 11, 18), 2, "城西服务站", "走访", 5, 3, ""),
    )  # fmt: skip
    return [
        {
            "课题": topic, "调研人": who, "起": first, "止": first + timedelta(days=days - 1), "天数": days, "地点": place, "方式": way, "发现问题": problem, "意见建议": advice,
            "措施": "", "转化情况": "", "转化条数": turned, "报告": "是", "关联问题编号": "ZG-2025-013" if problem else "", "不列入理由": "",
        }
        for topic, who, first, days, place, way, advice, turned, problem in lines
    ]  # fmt: skip


def reminders() -> Rows:
    return [
        {"节日": name, "节日日期": day, "提醒日期": day - timedelta(days=3), "方式": "会议", "对象范围": "在编人员和聘用人员", "内容": "节日纪律要求", "值班安排": "已公布"}
        for name, day in FESTIVALS
    ]  # fmt: skip


def regulations() -> Rows:
    lines = (
        ("公务接待要件管理办法", "新建", date(2025, 5, 16), "综合科", "ZG-2025-002"), ("学习传达登记办法", "新建", date(2025, 4, 25), "综合科", "ZG-2025-005"),
        ("请示报告登记办法", "新建", date(2025, 6, 16), "综合科", "ZG-2025-007"), ("采购询价管理办法", "修订", date(2025, 4, 18), "综合科", "ZG-2025-001"),
        ("干部请销假制度", "修订", date(2025, 6, 10), "综合科", "ZG-2025-003"), ("主任办公会议事规则", "修订", date(2025, 6, 24), "综合科", "ZG-2025-004"),
        ("旧考勤办法", "废止", date(2025, 6, 10), "综合科", ""),
    )  # fmt: skip
    return [
        {"名称": name, "文号": f"促办发〔2025〕{place + 5}号", "新建/修订/废止": change, "印发日期": on, "科室": unit, "关联问题": issue}
        for place, (name, change, on, unit, issue) in enumerate(lines, 1)
    ]  # fmt: skip


def groups() -> Rows:
    members = "顾某丁、韩某己、邵某辛、贺某癸"
    return [
        {"名称": name, "成立文号": f"促办发〔2025〕{place}号", "成立日期": on, "组长": "秦某甲", "副组长": "沈某乙、陆某丙", "成员": members, "办公室": "综合科", "办公室主任": "沈某乙"}
        for place, (name, on) in enumerate((("廉政风险防控领导小组", date(2025, 2, 5)), ("整改工作领导小组", date(2025, 3, 24))), 2)
    ]  # fmt: skip


def submissions() -> Rows:
    lines = (
        (date(2025, 1, 10), "报告", "上年度工作情况", "市委", "", ""), (date(2025, 4, 14), "请示", "整改方案", "市委", "同意", date(2025, 4, 18)),
        (date(2025, 7, 7), "报告", "上半年工作情况", "市委、市政府", "", ""), (date(2025, 12, 22), "请示", "明年重点工作", "市政府", "", ""),
    )  # fmt: skip
    return [
        {"日期": on, "类型": kind, "事项": matter, "报送单位": to, "文号": f"促办报〔2025〕{place}号", "答复情况": reply, "答复日期": replied, "承办人": "叶某戊"}
        for place, (on, kind, matter, to, reply, replied) in enumerate(lines, 1)
    ]  # fmt: skip


def issues() -> Rows:
    return [row | SINCE.get(row["问题编号"], {}) for row in records("rectification")]


def measures() -> Rows:
    """All settled by the end of the year."""
    return [
        row | ({} if row["落实状态"] == "已落实" else {"落实状态": "已落实", "落实日期": date(2025, 12, 15), "佐证材料": row["佐证材料"] or "工作记录"})
        for row in records("risk_measures")
    ]  # fmt: skip


def extensions() -> Rows:
    first, second = records("rectification_extensions")
    return [
        first,
        second
        | {
            "审批结果": "同意",
            "审批人": "整改工作领导小组",
            "审批日期": date(2025, 9, 26),
            "审批文号": "领导小组会议纪要〔2025〕8号",
        },
    ]


def named(headers: Iterable[str], rows: Iterable[Iterable[Any]]) -> Rows:
    return [dict(zip(headers, row, strict=True)) for row in rows]


def sheets() -> dict[str, Rows]:
    return {
        "参数": named(("参数", "值", "说明"), SETTINGS),
        "来源表": named(("来源编号", "来源名称", "类型", "轮次", "反馈日期", "应整改数"), SOURCES),
        "岗位与名册": records("posts"), "工作日历": calendar(), "节日表": [{"年度": YEAR, "节日": name, "日期": day} for name, day in FESTIVALS],
        "请假审批表": named(("岗位层级", "天数上限", "审批层级"), LEAVE_TABLE),
        "个人廉政风险点登记表": records("risk_points"), "防控措施登记表": measures(), "问题整改台账": issues(), "延期": extensions(),
        "责任书": pledges(), "廉政约谈": talks(), "廉政档案": files(), "个人有关事项": matters(), "请销假": leave(), "婚丧喜庆": ceremonies(),
        "主任办公会": decisions(), "采购询价": quotes(), "组织生活": party(), "谈心谈话": heart_talks(), "征求意见": opinions(), "学习计划": plans(),
        "学习记录": records_of_study(), "调研": surveys(), "节前提醒": reminders(), "制度台账": regulations(), "领导小组": groups(), "请示报告": submissions(),
        "文字材料": named(("部分", "序号", "标题", "内容"), PROSE),
    }  # fmt: skip


class Planted(NamedTuple):
    """One cell of the twin that differs, and what a check must say of it.

    row: index among the sheet's rows. at: the field the finding stands at, "" for the same one, "^field" for the header.
    """

    sheet: str
    row: int
    field: str
    value: Any
    rule: str
    severity: str = "warning"
    at: str = ""


FAULTS = (
    Planted("责任书", 5, "下级", "沈某乙", "PL-01", at="^下级"),
    Planted("廉政约谈", 1, "谈话对象", "外来人", "XL-05"),
    Planted("廉政约谈", 10, "整改期限", "", "TA-03"),
    Planted("廉政档案", 3, "保管人", "顾某丁", "IF-04"),
    Planted("廉政档案", 6, "最近更新", date(2024, 6, 1), "IF-02"),
    Planted("个人有关事项", 2, "报告日期", date(2025, 2, 8), "PM-01"),
    Planted("请销假", 0, "审批日期", date(2025, 2, 25), "LV-02"),
    Planted("请销假", 4, "审批人", "韩某己", "LV-03"),
    Planted("请销假", 6, "销假日期", "", "LV-04"),
    Planted("请销假", 1, "代管人", "", "LV-06"),
    Planted("请销假", 9, "备案", "否", "LV-07"),
    Planted("婚丧喜庆", 0, "桌数", 26, "CE-04"),
    Planted("主任办公会", 3, "实到", 3, "DE-01"),
    Planted("主任办公会", 7, "纪要文号", "", "DE-04"),
    Planted("采购询价", 0, "报价3", "", "QU-01", at="供应商1"),
    Planted("采购询价", 3, "选定供应商", "丁广告", "QU-02", "error"),
    Planted("采购询价", 5, "验收人", "江某子", "QU-04", "error"),
    Planted("采购询价", 6, "关联会议", "2025年第9次主任办公会", "XL-05"),
    Planted("组织生活", 4, "实到", 2, "PA-03", at="缺席及原因"),
    Planted("谈心谈话", 2, "对象", "叶某戊", "HT-01", at="^对象"),
    Planted("征求意见", 0, "关联问题", "ZG-2025-099", "XL-07"),
    Planted("征求意见", 3, "理由", "", "OP-02"),
    Planted("学习计划", 16, "月份", 4, "SP-01", at="^月份"),
    Planted("学习记录", 1, "日期", date(2025, 1, 21), "SR-01", at="^日期"),
    Planted("学习记录", 5, "实到", 8, "SR-03"),
    Planted("调研", 4, "关联问题编号", "", "SV-01"),
    Planted("节前提醒", 2, "提醒日期", date(2025, 3, 20), "FE-02"),
    Planted("制度台账", 0, "新建/修订/废止", "修订", "RG-01", at="^新建/修订/废止"),
    Planted("领导小组", 1, "办公室主任", "叶某戊", "LG-01"),
    Planted("请示报告", 1, "答复日期", date(2025, 4, 11), "SU-02", "error"),
    Planted("节前提醒", 5, "提醒日期", date(2026, 1, 5), "XL-06", "error"),
)
ALONGSIDE = (  # what some of those faults bring with them
    ("节前提醒", "^节日", "FE-01", "warning"), ("节前提醒", (5, "提醒日期"), "FE-02", "warning"),
    ("学习记录", (5, "补学"), "SR-02", "warning"), ("制度台账", "^新建/修订/废止", "RG-01", "info"), ("主任办公会", (3, "赞成"), "DE-02", "error"),
    ("廉政约谈", "^谈话对象", "TA-02", "warning"), ("责任书", (5, "上级"), "PL-03", "error"), ("廉政档案", (6, "最近更新"), "IF-03", "warning"),
)  # fmt: skip


def write(path: Path, content: dict[str, Rows]) -> None:
    office = Office(path)
    for name, rows in content.items():
        headers = headers_of(rows)
        widths = tuple(width(header, rows) for header in headers)
        office.plain(name, headers, [[row.get(header, "") for header in headers] for row in rows], widths)
    office.book.close()


def headers_of(rows: Rows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for row in rows for field in row))


def width(header: str, rows: Rows) -> int:
    longest = max(
        [
            len(header),
            *(10 // 2 if isinstance(row.get(header), date) else len(str(row.get(header) or "")) for row in rows),
        ]
    )
    return max(7, min(36, 2 * longest + 3))


def twin() -> tuple[dict[str, Rows], list[dict[str, str]]]:
    content = sheets()
    truth = []
    for each in FAULTS:
        content[each.sheet][each.row][each.field] = each.value
    for each in FAULTS:
        truth.append(
            expected(
                content,
                each.sheet,
                each.at if each.at.startswith("^") else (each.row, each.at or each.field),
                each.rule,
                each.severity,
            )
        )
    truth += [expected(content, *each) for each in ALONGSIDE]
    return content, truth


def expected(content: dict[str, Rows], sheet: str, at: Any, rule: str, severity: str) -> dict[str, str]:
    fields = headers_of(content[sheet])
    row, field = (-1, at.removeprefix("^")) if isinstance(at, str) else at
    return {
        "sheet": sheet,
        "cell": xl_rowcol_to_cell(row + 1, fields.index(field)),
        "rule": rule,
        "severity": severity,
        "field": field,
    }


def main(folder: Path = HERE) -> None:
    write(folder / "示例_全套台账.xlsx", sheets())
    content, truth = twin()
    path = folder / "示例_全套台账_含错误.xlsx"
    write(path, content)
    truth.sort(key=lambda each: (each["sheet"], each["rule"], each["cell"]))
    path.with_suffix(".truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
