"""参数 and the sheets of lists: known by the sheet's name, read before any ledger (contract §6, settings.md §3)."""

from __future__ import annotations

from xlsuite.grading.managers import HEAD, IN_CHARGE, LEADER, PARTY_ORG, TIER_WORDS, TIERS, TOP
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Key, Name, Number, Text

SETTINGS = LedgerType(
    id="settings", title="参数", also=("参数表", "设置"), key="name", core=("name", "value"), signature=("name",), by_name_only=True,
    note="一行一个参数，不填就用默认值。",
    columns=(
        Column("参数", "name", Text(), also=("参数名", "项目"), need="should", example="统计截止日"),
        Column("值", "value", Text(), also=("参数值", "内容"), example="2025-09-30"),
        Column("说明", "help", Text(), also=("备注",)),
    ),
)  # fmt: skip
SOURCES = LedgerType(
    id="sources", title="来源表", also=("问题来源表",), key="name", core=("name",), signature=("name",), by_name_only=True, listed=False,
    note="每个来源一行；应整改数留空表示不核对总数。",
    columns=(
        Column("来源编号", "source_id", Key(), example="LY-01"),
        Column("来源名称", "name", Name(), also=("来源",), need="should", example="单位自查"),
        Column("类型", "kind", Name(), example="单位自查"),
        Column("轮次", "round", Name()),
        Column("反馈日期", "on", Day(), example="2025-03-20"),
        Column("应整改数", "expected", Number(whole=True, fault="ST-15"), example=1),
    ),
)  # fmt: skip
UNITS = LedgerType(
    id="units", title="科室名录", also=("部门目录", "科室目录", "部门名录", "单位名录"), key="name", core=("name",), signature=("name",),
    by_name_only=True, listed=False, note="没有岗位名册时，科室名称以此为准。",
    columns=(Column("科室名称", "name", Name(), also=("部门名称", "科室", "部门", "单位名称"), need="should", example="综合科"),),
)  # fmt: skip
CALENDAR = LedgerType(
    id="workdays", title="工作日历", also=("节假日表",), key="", core=("on",), signature=("on",), by_name_only=True, listed=False,
    note="放假日与调休上班日；没有它，按工作日算的时限不判。",
    columns=(
        Column("日期", "on", Day(), need="should", example="2025-10-01"),
        Column("类型", "kind", Choice("放假", "调休上班", synonyms={"休": "放假", "班": "调休上班", "上班": "调休上班", "休息": "放假"}), need="should", example="放假"),
        Column("名称", "name", Name(), also=("节日",)),
    ),
)  # fmt: skip
FESTIVALS = LedgerType(
    id="festivals", title="节日表", key="", core=("name", "on"), signature=("name",), by_name_only=True, listed=False,
    note="每年各节日的日期。",
    columns=(
        Column("年度", "year", Number(whole=True, fault="ST-15"), example=2025),
        Column("节日", "name", Name(), need="should", example="国庆"),
        Column("日期", "on", Day(), need="should", example="2025-10-01"),
    ),
)  # fmt: skip
MANAGER = Choice(
    PARTY_ORG, TOP, IN_CHARGE, HEAD,
    synonyms={word: IN_CHARGE if tier == LEADER else tier for word, tier in TIER_WORDS.items() if tier in (TOP, LEADER, HEAD)},
)  # fmt: skip
MANAGERS = LedgerType(
    id="manager_table", title="分级管理对照表", key="tier", core=("tier",), signature=("tier",), by_name_only=True, listed=False,
    note="岗位层级与等级对应的管理者。",
    columns=(
        Column("岗位层级", "tier", Choice(*TIERS, synonyms=TIER_WORDS), need="should", example="工作人员"),
        Column("高", "high", MANAGER, example="主要领导"),
        Column("中", "medium", MANAGER, example="分管领导"),
        Column("低", "low", MANAGER, example="科室负责人"),
    ),
)  # fmt: skip
PROSE = LedgerType(
    id="prose", title="文字材料", also=("报告文字材料",), key="", core=("content", "title"), signature=("content",), by_name_only=True, listed=False,
    note="报告各部分的文字，一行一个要点，原样放进报告。",
    columns=(
        Column("部分", "part", Name(), also=("方面", "章节"), need="should", example="坚决维护党的领导"),
        Column("序号", "order", Number(whole=True, fault="ST-15"), example=1),
        Column("标题", "title", Text(), example="牢固树立“四个意识”"),
        Column("内容", "content", Text(), need="should", example="每周一例会组织学习。"),
    ),
)  # fmt: skip
LISTS = (SETTINGS, SOURCES, UNITS, CALENDAR, FESTIVALS, MANAGERS, PROSE)

OURS = (
    "填写说明",
    "说明",
    "使用说明",
    "一览",
    "检查结果",
    "取数明细",
    "字典",
    "修正记录",
    "封面",
    "规则说明",
    "算式",
    "重复与冲突",
)
"""Sheets that are not ledgers: instructions, the template's lists, and what we write ourselves."""

WRITTEN = "xlsuite 写入本簿的工作表"
"""What the first cell of the sheet says that lists the sheets we wrote into a user's workbook."""
