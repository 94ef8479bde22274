"""L4 岗位廉政风险管理目录: the joined view; generated, checked if found (domain §4.4)."""

from __future__ import annotations

from xlsuite.ledgers.risk_points import categories
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Key, Level, Name, Persons, Text

POST_CATALOG = LedgerType(
    id="post_catalog",
    title="岗位廉政风险管理目录",
    also=("廉政风险管理目录", "风险管理目录", "岗位风险管理目录", "岗位廉政风险目录"),
    key="number",
    core=("risk_point", "post", "manifestation"),
    signature=("risk_point",),
    titled_only=True,
    note="由风险点登记表、防控措施登记表、等级评定表汇成，不手工填写。",
    columns=(
        Column("风险点编号", "number", Key(), also=("编号",)),
        Column("科室", "unit", Name(), also=("部门", "单位/科室"), example="综合科"),
        Column("岗位", "post", Name(), also=("岗位名称",), example="科员（采购与资产）"),
        Column("任职人", "holder", Persons(), also=("姓名",)),
        Column("权责事项", "matter", Text(), example="办公用品申购询价"),
        Column("风险类别", "category", Choice(of=categories, ending="风险", fault="RP-03")),
        Column("风险点", "risk_point", Text(), also=("风险点名称",), example="询价不充分、指定供应商"),
        Column("表现形式", "manifestation", Text(), also=("风险描述",), example="询价不足三家"),
        Column("等级", "level", Level(), also=("风险等级", "核定等级"), example="高"),
        Column("防控措施", "content", Text(), also=("措施内容",), example="每次询价不少于三家"),
        Column("防控责任人", "owner", Persons(), also=("责任人",)),
        Column("管理责任人", "manager", Persons(), also=("责任领导",)),
        Column("管理级别", "manager_level", Name()),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
