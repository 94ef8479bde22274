"""廉政档案 and 个人有关事项: only that a file or a report is there and when, never what it says (domain §11, §14)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, Staff, yes_no
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Name, Text

INTEGRITY_FILES = LedgerType(
    id="integrity_files",
    title="廉政档案",
    also=("廉政档案目录", "廉政档案台账", "廉政档案索引", "干部廉政档案", "廉政档案登记表", "廉政档案清单"),
    key="person",
    core=("person", "made_on", "updated_on"),
    signature=("made_on", "updated_on", "keeper", "contents"),
    note="只登记有没有、何时更新、有哪些材料；档案内容不进本表。",
    columns=(
        Column("姓名", "person", Staff(), also=("建档对象", "档案人"), need="should", example="叶某戊"),
        Column("岗位", "post", Name(), also=("职务", "岗位名称"), example="科员"),
        Column("建档日期", "made_on", Happened(), also=("建档时间",), need="should", example="2021-03-05"),
        Column("最近更新", "updated_on", Happened(), also=("最近更新日期", "更新日期", "最后更新", "更新时间", "最近更新时间"), need="should", example="2025-07-01"),
        Column("材料目录", "contents", Text(), also=("材料清单", "档案材料", "材料名称"), longest=300, example="√ 登记表 √ 责任书"),
        Column("保管人", "keeper", Staff(), also=("档案保管人", "管理人"), need="should", example="梁某壬"),
        Column("查阅记录", "lookups", Text(), also=("查阅情况", "借阅记录"), longest=300),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
YEARLY, WITHIN_30 = "年度", "30日"
PERSONAL_MATTERS = LedgerType(
    id="personal_matters",
    title="个人有关事项",
    also=("个人有关事项报告", "个人重大事项", "个人重大事项报告", "个人有关事项报告台账", "个人重大事项报告台账", "个人事项报告", "个人有关事项登记表"),
    key="",
    core=("person", "reported_on"),
    signature=("obliged", "received_by", "reported_on"),
    refers="person",
    note="只登记报没报、何时报；申报内容不进本表。无变动也要报。",
    columns=(
        Column("姓名", "person", Staff(), also=("报告人", "申报人"), need="should", example="沈某乙"),
        Column("应报", "obliged", yes_no(应报="是", 不需报="否", 不应报="否"), also=("是否应报", "应报告"), need="should", example="是"),
        Column("类型", "kind", Choice(YEARLY, WITHIN_30, synonyms={"年度报告": YEARLY, "集中报告": YEARLY, "随时": WITHIN_30, "30日内": WITHIN_30, "即时": WITHIN_30, "变化报告": WITHIN_30, "变动": WITHIN_30}), also=("报告类型",), need="should", example=YEARLY),
        Column("应报截止", "due", Day(), also=("应报日期", "报告截止", "应报截止日期", "报告期限"), example="2025-01-31"),
        Column("报告日期", "reported_on", Happened(), also=("实报日期", "报告时间", "填报日期", "上报日期"), example="2025-01-20"),
        Column("受理部门", "received_by", Name(), also=("受理单位", "受理机关"), example="组织部门"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (INTEGRITY_FILES, PERSONAL_MATTERS)
