"""What the benchmark's ledger looks like; light, since the floor imports it too."""

from __future__ import annotations

import re

HEADERS = (
    "编号",
    "问题来源",
    "问题方面",
    "存在问题",
    "整改措施",
    "责任领导",
    "责任部门",
    "责任人",
    "开始日期",
    "整改期限",
    "整改状态",
    "完成日期",
    "佐证材料",
    "备注",
)
REQUIRED = HEADERS[:11]
DATE = re.compile(r"\s*(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?\s*$")
AT = {header: place for place, header in enumerate(HEADERS)}
SOURCES = ("巡视巡察", "审计监督", "上级督查", "自查自纠", "信访举报", "主题教育检视")
ASPECTS = ("政治建设", "工程建设", "政府采购", "财务管理", "选人用人", "行政审批", "公车管理", "作风建设")
STATES = ("未启动", "推进中", "基本完成", "已完成")
