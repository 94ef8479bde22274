"""L2 防控措施登记表: what keeps a risk point in check, by whom, until when (domain §4.2)."""

from __future__ import annotations

from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Key, Name, Persons, Text

PROGRESS = {
    "未开始": "未启动", "未落实": "未启动", "正在落实": "推进中", "落实中": "推进中", "整改中": "推进中",
    "正在推进": "推进中", "持续推进": "推进中", "长期": "推进中", "完成": "已落实", "已完成": "已落实", "落实": "已落实", "已建立": "已落实",
}  # fmt: skip
FREQUENCIES = ("一次", "逐次", "每月", "每季度", "每半年", "每年", "节前")
RECURRENT = ("每月", "每季度", "每半年", "每年", "节前")

RISK_MEASURES = LedgerType(
    id="risk_measures",
    title="防控措施登记表",
    also=("廉政风险防控措施登记表", "风险防控措施登记表", "风险点防控措施登记表", "防控措施台账", "防控措施", "防控措施表"),
    key="number",
    core=("number", "content", "risk_point"),
    signature=("content", "number"),
    refers="risk_point",
    splits="content",
    note="一条措施一行；写清谁、做什么、多久一次。",
    columns=(
        Column("措施编号", "number", Key(), also=("防控措施编号",), need="should", blank="RM-01", example="CS-2025-022", printed=True),
        Column("风险点编号", "risk_point", Key(), also=("对应风险点", "对应风险点编号", "关联风险点", "风险编号"), need="must", blank="RM-01", example="FX-2025-010"),
        Column("措施类型", "kind", Choice("教育", "制度", "流程", "监督", "技术"), also=("措施类别", "防控类型"), need="should", blank="RM-01", example="流程", printed=True),
        Column(
            "措施内容", "content", Text(),
            also=("防控措施", "防控要点", "预防和控制措施", "防控要点及防控措施", "?具体措施", "?措施", "廉政风险防控措施", "防范措施", "防控举措", "具体防控措施", "风险防控措施", "防范控制措施"),
            need="must", blank="RM-01", longest=500, example="每次询价不少于三家并留存报价截图与比价表",
        ),
        Column("责任人", "owner", Persons(), also=("直接责任人", "防控责任人", "措施责任人"), need="must", blank="RM-01", example="叶某戊"),
        Column(
            "监督责任人", "supervisor", Persons(), also=("部门责任人", "部门负责人", "责任领导", "监管责任人", "监督人"),
            need="should", blank="RM-01", example="沈某乙", printed=True,
        ),
        Column("完成时限", "due", Day(), also=("落实时限", "措施时限", "完成期限"), need="should", blank="RM-01", example="2025-12-31", printed=True),
        Column(
            "频次", "frequency",
            Choice(*FREQUENCIES, synonyms={"每季": "每季度", "按季": "每季度", "按月": "每月", "半年": "每半年", "年度": "每年", "一次性": "一次", "每次": "逐次"}),
            also=("落实频次", "开展频次"), need="should", blank="RM-01", example="逐次", printed=True,
        ),
        Column("落实状态", "progress", Choice("未启动", "推进中", "已落实", synonyms=PROGRESS), also=("措施状态", "落实情况"), need="should", blank="RM-01", example="已落实", printed=True),
        Column("落实日期", "done_on", Day(), also=("落实时间",), example="2025-03-26", printed=True),
        Column("佐证材料", "evidence", Text(), also=("依据", "制度名称", "落实佐证"), longest=500, example="询价记录汇编（1—3月）", printed=True),
        Column("风险点", "point_name", Text(), also=("风险点名称", "风险名称")),
        Column("科室", "unit", Name(), also=("部门", "责任科室")),
        Column("岗位名称", "post", Name(), also=("岗位",)),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
