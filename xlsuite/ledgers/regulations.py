"""制度台账, 领导小组, 请示报告 (domain §11, §1)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, IssueNumber, Staff
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Name, Persons, Text

MADE, REVISED, ENDED = "新建", "修订", "废止"
REGULATIONS = LedgerType(
    id="regulations",
    title="制度台账",
    also=("制度", "制度清单", "规章制度台账", "制度建设台账", "制度汇总表", "制度目录", "规章制度清单"),
    key="",
    core=("name", "change", "on"),
    signature=("change", "name"),
    note="一项一行；新建、修订、废止各记一次。",
    columns=(
        Column("名称", "name", Text(), also=("制度名称", "文件名称"), need="should", longest=200, example="干部请销假制度"),
        Column("文号", "document", Name(), also=("制度文号", "发文字号"), example="促办发〔2025〕6号"),
        Column("新建/修订/废止", "change", Choice(MADE, REVISED, ENDED, synonyms={"新制定": MADE, "制定": MADE, "新订": MADE, "新增": MADE, "建立": MADE, "修改": REVISED, "完善": REVISED, "修订完善": REVISED, "废除": ENDED, "停用": ENDED}), also=("类别", "类型", "制定类型", "变动", "新建或修订"), need="should", example=REVISED),
        Column("印发日期", "on", Happened(), also=("印发时间", "发布日期", "日期", "施行日期"), need="should", example="2025-04-22"),
        Column("科室", "unit", Name(), also=("起草科室", "责任科室", "制定科室"), example="综合科"),
        Column("关联问题", "issue_id", IssueNumber(), also=("关联问题编号", "问题编号", "整改编号")),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEADING_GROUPS = LedgerType(
    id="leading_groups",
    title="领导小组",
    also=("领导小组台账", "领导小组名单", "领导小组一览", "工作领导小组", "领导小组成员"),
    key="",
    core=("name", "head"),
    signature=("deputies", "members", "office_head"),
    note="一个领导小组一行；定级、延期、销号由谁审批以此为准。",
    columns=(
        Column("名称", "name", Name(), also=("领导小组名称", "小组名称"), need="should", example="整改工作领导小组"),
        Column("成立文号", "document", Name(), also=("文号", "成立文件"), example="促办发〔2025〕2号"),
        Column("成立日期", "on", Happened(), also=("成立时间", "日期"), example="2025-03-24"),
        Column("组长", "head", Staff(), need="should", example="秦某甲"),
        Column("副组长", "deputies", Staff(), need="should", example="沈某乙、陆某丙"),
        Column("成员", "members", Staff(), also=("组员", "小组成员"), need="should", example="顾某丁"),
        Column("办公室", "office", Name(), also=("办公室设在", "承办科室"), example="综合科"),
        Column("办公室主任", "office_head", Staff(), example="沈某乙"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
ASKS, REPORTS = "请示", "报告"
SUBMISSIONS = LedgerType(
    id="submissions",
    title="请示报告",
    also=("请示报告台账", "请示报告登记表", "重大事项请示报告台账", "重大事项请示报告", "请示报告登记台账"),
    key="",
    core=("matter", "on"),
    signature=("matter", "reply", "to"),
    note="一次请示或报告一行；请示的写明批复。",
    columns=(
        Column("日期", "on", Happened(), also=("请示日期", "报告日期", "上报日期", "时间", "请示报告日期"), need="should", example="2025-06-12"),
        Column("类型", "kind", Choice(ASKS, REPORTS, synonyms={"请示件": ASKS, "报告件": REPORTS, "书面报告": REPORTS}), also=("类别", "请示/报告"), need="should", example=REPORTS),
        Column("事项", "matter", Text(), also=("请示报告事项", "请示事项", "报告事项", "内容", "主要内容"), need="should", longest=500, example="半年工作情况"),
        Column("报送单位", "to", Name(), also=("主送机关", "主送单位", "报送机关", "请示报告对象", "报告对象"), need="should", example="市委"),
        Column("文号", "document", Name(), also=("发文字号", "文件号"), example="促办报〔2025〕4号"),
        Column("答复情况", "reply", Text(), also=("批复情况", "批复", "答复", "领导批示"), longest=300),
        Column("答复日期", "replied_on", Day(), also=("批复日期",)),
        Column("承办人", "by", Persons(), also=("经办人",), example="梁某壬"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (REGULATIONS, LEADING_GROUPS, SUBMISSIONS)
