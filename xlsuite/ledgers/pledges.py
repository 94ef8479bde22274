"""责任书: who signed with whom for the year (domain §11)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, Staff, count, year
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Name, Text

TEAM, DIVISION, UNIT = "班子成员", "处级干部", "科室负责人"
PLEDGES = LedgerType(
    id="pledges",
    title="责任书",
    also=("责任书台账", "责任书签订", "责任书签订台账", "责任书签订登记表", "党风廉政建设责任书", "目标责任书", "责任书签订情况"),
    key="",
    core=("lower", "upper", "on"),
    signature=("lower", "kind", "result"),
    note="一份责任书一行：上级与谁签，哪天签；应签名单由岗位与名册的上下级推出。",
    columns=(
        Column("年度", "year", year(), also=("年份", "责任年度"), need="should", example=2025),
        Column("上级", "upper", Staff(), also=("上级签订人", "签订上级", "责任书甲方", "甲方"), need="should", example="沈某乙"),
        Column("下级", "lower", Staff(), also=("下级签订人", "签订下级", "责任书乙方", "乙方", "签订人", "责任人"), need="should", example="顾某丁"),
        Column("岗位", "post", Name(), also=("下级岗位", "岗位名称", "职务"), example="综合科科长"),
        Column(
            "责任书类型", "kind",
            Choice(TEAM, DIVISION, UNIT, "工作人员", synonyms={"班子": TEAM, "处级": DIVISION, "科室": UNIT, "分管领导": TEAM, "个人": "工作人员"}),
            also=("类型", "层级", "责任书种类"), need="should", example=UNIT,
        ),
        Column("签订日期", "on", Happened(), also=("签订时间", "签约日期", "日期"), need="should", example="2025-02-17"),
        Column("份数", "copies", count(), also=("签订份数",), example=1),
        Column("考核结果", "result", Name(), also=("考核等次", "考核情况", "责任考核"), example="合格"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (PLEDGES,)
