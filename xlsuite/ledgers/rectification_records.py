"""L6 整改进展记录, L7 延期, L8 销号, L9 共性问题对照表: what happens to an issue after it is entered (domain §4.6–4.9)."""

from __future__ import annotations

from xlsuite.ledgers.rectification import State
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Key, Name, Number, Persons, Text

ISSUE = Column(
    "问题编号",
    "issue_id",
    Key(),
    also=("问题序号", "整改编号", "关联问题", "对应问题编号"),
    need="should",
    example="ZG-2025-011",
)

PROGRESS = LedgerType(
    id="progress",
    title="整改进展记录",
    also=("进展记录", "整改过程记录", "整改进展", "进展情况记录"),
    key="",
    core=("issue_id", "progress", "on"),
    signature=("progress", "state"),
    refers="issue_id",
    note="只增不改：每次进展加一行。",
    columns=(
        ISSUE,
        Column("日期", "on", Day(), also=("填报日期", "记录日期", "进展日期", "时间"), need="should", example="2025-09-10"),
        Column("填报人", "reporter", Persons(), also=("记录人", "填报人员"), need="should", example="顾某丁"),
        Column("进展", "progress", Text(), also=("进展情况", "整改进展", "进展内容"), need="should", longest=1000, example="11份中已更新10份"),
        Column("佐证", "evidence", Text(), also=("佐证材料",), longest=500),
        Column("当期状态", "state", State(), also=("状态", "整改状态"), example="推进中"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip

AGREED, REFUSED, WAITING = "同意", "不同意", "待审批"
EXTENSIONS = LedgerType(
    id="extensions",
    title="延期",
    also=("延期申请", "延期台账", "延期申请表", "延期登记表", "整改延期", "延期审批", "延期记录", "延期一览"),
    key="number",
    core=("number", "issue_id", "until"),
    signature=("number", "until", "reason", "result"),
    refers="issue_id",
    note="申请不等于批准：只有审批结果为“同意”的才改变时限。",
    columns=(
        Column("延期编号", "number", Key(), also=("申请编号",), example="YQ-2025-001"),
        ISSUE,
        Column("原时限", "original", Day(), also=("原整改时限", "原定时限", "原完成时限"), need="should", example="2025-08-31"),
        Column("申请日期", "applied_on", Day(), also=("申请时间",), need="should", example="2025-08-20"),
        Column("申请延期至", "until", Day(), also=("延期至", "延期后时限", "拟延期至"), need="should", example="2025-11-30"),
        Column("延期原因", "reason", Text(), also=("申请原因", "延期理由", "申请理由"), need="should", longest=500, example="年度复评制度需与上级办法衔接"),
        Column("申请人", "applicant", Persons(), example="顾某丁"),
        Column(
            "审批结果", "result", Choice(AGREED, REFUSED, WAITING, synonyms={"批准": AGREED, "已批准": AGREED, "通过": AGREED, "同意延期": AGREED, "不批准": REFUSED, "驳回": REFUSED, "审批中": WAITING, "未审批": WAITING}),
            also=("审批意见", "审批状态"), need="should", example=AGREED,
        ),
        Column("审批人", "approver", Name(), also=("批准人",), example="整改工作领导小组"),
        Column("审批日期", "approved_on", Day(), also=("批准日期", "审批时间"), example="2025-08-27"),
        Column("审批文号", "document", Text(), also=("审批依据", "文号", "批准文号"), example="领导小组会议纪要〔2025〕6号"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip

CLOSURES = LedgerType(
    id="closures",
    title="销号",
    also=("销号台账", "销号申请", "销号登记表", "销号申请表", "销号记录", "问题销号表", "问题整改清单销号表"),
    key="",
    core=("issue_id", "cycle", "applicant"),
    signature=("opinion", "verifier", "returned_for"),
    refers="issue_id",
    note="谁验收、谁负责；退回的写明原因，重启的另起一轮。",
    columns=(
        ISSUE,
        Column("轮次", "cycle", Number(whole=True, fault="ST-16"), need="should", example=1),
        Column("申请人", "applicant", Persons(), example="叶某戊"),
        Column("申请日期", "applied_on", Day(), also=("申请时间",), example="2025-04-25"),
        Column("核验人", "verifier", Persons(), also=("验收人", "核查人"), need="should", example="贺某癸"),
        Column("核验日期", "verified_on", Day(), also=("验收日期", "核查日期"), example="2025-05-08"),
        Column("核验意见", "opinion", Choice("通过", "退回", synonyms={"同意": "通过", "同意销号": "通过", "验收通过": "通过", "不通过": "退回", "驳回": "退回"}), also=("验收意见",), need="should", example="通过"),
        Column("退回原因", "returned_for", Text(), longest=500),
        Column("批准人", "approver", Persons(), also=("审批人",)),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip

PRESENT, ABSENT, INAPPLICABLE = "存在", "不存在", "不适用"
COMMON_PROBLEMS = LedgerType(
    id="common_problems",
    title="共性问题对照表",
    also=("共性问题", "共性问题对照", "共性问题清单", "共性问题自查表", "共性问题对照检查表"),
    key="",
    core=("problem", "answer"),
    signature=("problem", "answer"),
    note="下发的共性问题逐条对照，一条一行。",
    columns=(
        Column("方面", "aspect", Name(), also=("类别",), example="严肃党内政治生活"),
        Column("共性问题原文", "problem", Text(), also=("共性问题", "共性问题表述", "下发的共性问题"), need="should", longest=500, example="廉政档案更新不及时"),
        Column(
            "对照结果", "answer", Choice(PRESENT, ABSENT, INAPPLICABLE, synonyms={"有": PRESENT, "是": PRESENT, "无此问题": ABSENT, "没有": ABSENT, "否": ABSENT, "未发现": ABSENT}),
            also=("对照检查结果", "是否存在"), need="should", example=ABSENT,
        ),
        Column("具体情况", "details", Text(), also=("对照情况",), longest=500),
        Column("对照科室", "unit", Name(), also=("对照部门",), example="综合科"),
        Column("对照人", "by", Persons(), example="顾某丁"),
        Column("对照日期", "on", Day(), also=("对照时间",), example="2025-04-08"),
        Column("关联问题编号", "issue_id", Key(), also=("关联问题", "问题编号")),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
