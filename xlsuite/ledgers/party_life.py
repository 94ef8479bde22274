"""组织生活: 三会一课, 主题党日, 民主生活会, 组织生活会 (domain §11)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, Staff, count
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Persons, Text

CONGRESS, COMMITTEE, GROUP, LECTURE, DAY = "支部党员大会", "支委会", "党小组会", "党课", "主题党日"
DEMOCRATIC, ORGANIC = "民主生活会", "组织生活会"
PARTY_MEETINGS = LedgerType(
    id="party_meetings",
    title="组织生活",
    also=("组织生活台账", "三会一课", "三会一课台账", "组织生活记录", "三会一课记录", "支部组织生活", "党支部组织生活台账", "主题党日台账", "组织生活登记表"),
    key="",
    core=("kind", "on", "topic"),
    signature=("absent", "resolution", "remarks", "kind"),
    note="一次一行；缺席的写明姓名和原因；民主生活会另填向上级报告日期。",
    columns=(
        Column("日期", "on", Happened(), also=("时间", "会议日期", "开展日期", "召开时间"), need="should", example="2025-09-05"),
        Column(
            "类型", "kind",
            Choice(CONGRESS, COMMITTEE, GROUP, LECTURE, DAY, DEMOCRATIC, ORGANIC, synonyms={"党员大会": CONGRESS, "支部大会": CONGRESS, "支部委员会": COMMITTEE, "支部委员会会议": COMMITTEE, "支委会议": COMMITTEE, "小组会": GROUP, "党日": DAY, "支部主题党日": DAY, "专题组织生活会": ORGANIC, "专题民主生活会": DEMOCRATIC, "上党课": LECTURE}),
            also=("会议类型", "活动类型", "组织生活类型", "形式"), need="should", example=DAY,
        ),
        Column("主持", "chair", Staff(), also=("主持人",), example="沈某乙"),
        Column("应到", "due", count(), also=("应到人数", "应到党员"), need="should", example=11),
        Column("实到", "present", count(), also=("实到人数", "实到党员", "参加人数"), need="should", example=11),
        Column("缺席及原因", "absent", Text(), also=("缺席人员及原因", "缺席情况", "缺席人员", "缺席"), longest=300),
        Column("议题", "topic", Text(), also=("主题", "会议议题", "内容", "活动主题", "会议内容", "主要内容"), need="should", longest=500, example="学习中央八项规定精神"),
        Column("发言", "remarks", Text(), also=("发言情况", "讨论发言", "发言要点"), longest=500),
        Column("决议", "resolution", Text(), also=("会议决议", "决议事项", "形成决议"), longest=500),
        Column("报告日期", "told_on", Happened(), also=("向上级报告日期", "报告上级日期", "会前报告日期"), help="民主生活会召开前报告上级的日期"),
        Column("记录人", "recorder", Persons(), also=("记录",), example="梁某壬"),
        Column("附件", "evidence", Text(), also=("佐证材料", "佐证"), longest=300),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (PARTY_MEETINGS,)
