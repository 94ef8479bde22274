"""L1 个人廉政风险点登记表: what can go wrong at which post (domain §4.1)."""

from __future__ import annotations

from typing import Any

from xlsuite.model.columns import UNREADABLE, Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Key, Name, Number, Persons, Text


def categories(basis: Any) -> tuple[str, ...]:
    return tuple(basis.settings.categories)


VALID, REMOVED, ABSORBED = "有效", "已消除", "已并入"
STATES = Choice(
    VALID, REMOVED, ABSORBED, fault="RP-03",
    synonyms={"在用": VALID, "存续": VALID, "消除": REMOVED, "已销": REMOVED, "并入": ABSORBED, "合并": ABSORBED},
)  # fmt: skip


def post_key(post_id: Any, unit: Any, post: Any, posts_by_name: Any) -> Any:
    """The 岗位编号 of a risk point, as given or by its unit and post where the 名册 has only one of that name."""
    if UNREADABLE in (post_id, unit, post):
        return UNREADABLE
    return post_id or (posts_by_name or {}).get((unit, post))


RISK_POINTS = LedgerType(
    id="risk_points",
    title="个人廉政风险点登记表",
    also=(
        "廉政风险点登记表", "风险点登记表", "风险点台账", "廉政风险点台账", "自查表", "排查表", "风险排查表", "风险点排查表", "岗位风险排查表", "风险点",
        "廉政风险点", "岗位廉政风险点登记表", "个人廉政风险点自查表", "廉政风险点排查登记表",
    ),
    key="number",
    core=("number", "risk_point", "manifestation", "category"),
    signature=("risk_point", "manifestation", "category"),
    companions=("risk_measures", "risk_ratings"),
    note="一个岗位可以有多个风险点，一行一个；编号一经确定不再改动。",
    derived=(post_key,),
    columns=(
        Column("风险点编号", "number", Key(), also=("编号", "风险编号", "风险点序号"), need="must", blank="RP-01", example="FX-2025-010"),
        Column("年度", "year", Number(whole=True, fault="RP-03"), also=("年份",), need="should", blank="RP-02", example=2025),
        Column("科室", "unit", Name(), also=("单位/科室", "部门", "股室", "处室", "?单位", "所在科室", "所属部门"), need="must", blank="RP-02", example="综合科"),
        Column("岗位编号", "post_id", Key(), also=("岗位代码",), need="must", instead="post", blank="RP-02", example="GW05"),
        Column(
            "岗位名称", "post", Name(), also=("岗位", "岗位类别", "涉及的岗位", "风险点涉及的岗位", "涉及岗位", "?职务"),
            need="must", instead="post_id", blank="RP-02", example="科员（采购与资产）",
        ),
        Column("任职人", "holder", Persons(), also=("姓名", "?排查人", "责任主体", "在岗人员", "岗位人员"), need="should", blank="RP-02", example="叶某戊", printed=True),
        Column(
            "权责事项", "matter", Text(), also=("职权", "职责权力", "重要环节", "风险项目名", "风险流程", "权力事项", "权责", "职权名称", "职权事项", "权力名称", "业务事项", "?业务环节", "?重点环节", "?关键环节", "工作事项"),
            need="should", blank="RP-02", example="办公用品申购询价", printed=True,
        ),
        Column(
            "风险类别", "category", Choice(of=categories, ending="风险", fault="RP-03"),
            also=("类别", "风险种类", "风险类型"), need="must", blank="RP-02", example="业务流程",
        ),
        Column(
            "风险点", "risk_point", Text(), also=("风险名称", "风险点名称", "廉政风险点", "廉洁风险点", "?风险点描述"),
            need="must", blank="RP-02", longest=40, example="询价不充分、指定供应商",
        ),
        Column(
            "表现形式", "manifestation", Text(),
            also=("主要内容及表现形式", "风险描述", "风险点描述", "廉政风险主要内容及表现形式", "廉政风险点表现形式", "风险表现", "?具体表现", "廉政风险点描述", "风险表现形式", "风险点表现形式", "廉政风险表现", "廉洁风险表现", "风险内容"),
            need="must", blank="RP-02", longest=500, example="询价不足三家，或由供应商代拟报价",
        ),
        Column("成因", "cause", Text(), also=("原因", "风险成因", "产生原因", "成因分析"), longest=500, example="零星采购频次高"),
        Column("监测指标", "indicator", Text(), longest=200),
        Column("状态", "state", STATES, also=("风险点状态",), need="should", blank="RP-02", example="有效"),
        Column("排查日期", "found", Day(), also=("登记日期", "排查时间", "登记时间"), need="should", blank="RP-02", example="2025-02-20"),
        Column("管理责任人", "manager", Persons(), also=("责任领导|部门责任人", "责任领导|部门负责人", "管控责任人", "分级管理责任人"), example="秦某甲", computed=True, printed=True),
        Column("管理级别", "manager_level", Name(), also=("管控级别", "管理层级"), computed=True, printed=True),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
