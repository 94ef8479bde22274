"""廉政约谈, 谈心谈话, 征求意见: who talked with whom, and what was raised (domain §11)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, IssueNumber, Staff, yes_no
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Key, Name, Persons, Text

ROUTINE, REMINDER, SPECIAL, APPOINTED, ADMONISH = "例行", "提醒", "专项", "任前", "诫勉"
TALKS = LedgerType(
    id="talks",
    title="廉政约谈",
    also=("廉政谈话", "约谈台账", "廉政约谈台账", "廉政谈话台账", "廉政约谈记录", "廉政谈话记录", "廉政约谈登记表", "廉政谈话登记表", "约谈记录"),
    key="",
    core=("talker", "talkee", "on"),
    signature=("talkee", "attitude", "talker_post"),
    note="一次谈话一行；谈话内容只记要点，举报线索、家庭情况不要写进来。",
    columns=(
        Column("谈话日期", "on", Happened(), also=("约谈日期", "日期", "谈话时间", "约谈时间", "时间"), need="should", example="2025-06-18"),
        Column("地点", "place", Name(), also=("谈话地点", "约谈地点"), example="小会议室"),
        Column(
            "类型", "kind",
            Choice(ROUTINE, REMINDER, SPECIAL, APPOINTED, ADMONISH, ending="谈话", synonyms={"例行约谈": ROUTINE, "定期": ROUTINE, "日常": ROUTINE, "日常约谈": ROUTINE, "提醒约谈": REMINDER, "专题": SPECIAL, "专项约谈": SPECIAL, "任职": APPOINTED, "任前廉政": APPOINTED, "任职前": APPOINTED}),
            also=("谈话类型", "约谈类型", "谈话类别"), need="should", example=ROUTINE,
        ),
        Column("谈话人", "talker", Staff(), also=("约谈人", "主谈人"), need="should", example="顾某丁"),
        Column("谈话人职务", "talker_post", Name(), also=("约谈人职务",), example="综合科科长"),
        Column("谈话对象", "talkee", Staff(), also=("约谈对象", "被谈话人", "被约谈人", "对象"), need="should", example="叶某戊"),
        Column("谈话对象职务", "talkee_post", Name(), also=("约谈对象职务", "被谈话人职务", "被约谈人职务", "对象职务"), example="科员"),
        Column("原因", "reason", Text(), also=("谈话原因", "约谈原因", "约谈事由", "事由"), longest=300, example="岗位廉政风险提醒"),
        Column("内容要点", "content", Text(), also=("谈话内容", "约谈内容", "主要内容"), need="should", longest=1000, example="采购询价要留存三家报价"),
        Column("对象表态", "attitude", Text(), also=("表态", "谈话对象表态", "表态情况"), longest=500, example="按要求执行"),
        Column("整改要求", "demand", Text(), also=("整改意见", "工作要求"), longest=500),
        Column("整改期限", "due", Day(), also=("整改时限", "跟踪日期", "回访日期", "期限")),
        Column("落实情况", "outcome", Text(), also=("整改落实情况", "回访情况"), longest=500),
        Column("关联问题编号", "issue_id", IssueNumber(), also=("关联问题", "问题编号", "整改编号")),
        Column("记录人", "recorder", Persons(), example="梁某壬"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
HEART_TALKS = LedgerType(
    id="heart_talks",
    title="谈心谈话",
    also=("谈心谈话记录", "谈心谈话台账", "谈心谈话登记表", "谈心记录", "谈心谈话情况"),
    key="",
    core=("talker", "talkee", "on"),
    signature=("talkee", "clue"),
    note="一次谈心一行；民主生活会前班子成员之间、班子成员与分管科室负责人之间都要谈到。",
    columns=(
        Column("日期", "on", Happened(), also=("谈话日期", "谈心日期", "时间", "谈话时间"), need="should", example="2025-08-12"),
        Column("谈话人", "talker", Staff(), also=("谈心人",), need="should", example="沈某乙"),
        Column("对象", "talkee", Staff(), also=("谈话对象", "谈心对象", "被谈话人"), need="should", example="顾某丁"),
        Column("主题", "topic", Text(), also=("谈话主题", "谈心主题", "谈话内容", "内容"), longest=500, example="分管工作与作风"),
        Column("意见建议", "advice", Text(), also=("意见和建议", "提出的意见", "意见"), longest=500, example="请假登记应当日办结"),
        Column("问题线索", "clue", Text(), also=("反映问题", "提出的问题"), longest=500),
        Column("整改编号", "issue_id", IssueNumber(), also=("关联问题编号", "关联问题", "问题编号")),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
OPINIONS = LedgerType(
    id="opinions",
    title="征求意见",
    also=("征求意见台账", "征求意见汇总", "征求意见汇总表", "意见建议汇总表", "征求意见表", "意见建议台账"),
    key="number",
    core=("opinion", "source"),
    signature=("opinion", "adopted"),
    note="意见一条一行，原话照录；采纳的要落到问题整改台账，不采纳的写明理由。",
    columns=(
        Column("意见编号", "number", Key(), also=("编号",), example="YJ-2025-001"),
        Column("征求日期", "on", Happened(), also=("日期", "收集日期"), example="2025-08-05"),
        Column("来源", "source", Name(), also=("意见来源", "征求对象", "征求范围"), need="should", example="基层单位座谈会"),
        Column("条目", "opinion", Text(), also=("意见建议", "意见内容", "意见", "具体意见", "意见和建议"), need="should", longest=500, example="办事窗口中午应有人值守"),
        Column("归类", "category", Name(), also=("类别", "分类"), example="服务群众"),
        Column("采纳", "adopted", yes_no(采纳="是", 不采纳="否", 已采纳="是", 未采纳="否"), also=("是否采纳", "采纳情况"), need="should", example="否"),
        Column("理由", "reason", Text(), also=("不采纳理由", "说明", "未采纳理由"), longest=500, example="窗口已实行轮值"),
        Column("关联问题", "issue_id", IssueNumber(), also=("关联问题编号", "问题编号", "整改编号")),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (TALKS, HEART_TALKS, OPINIONS)
