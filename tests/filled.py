"""Templates filled in for tests: the sample office, and one example row a ledger that no rule complains of."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests import samples
from xlsuite.excel.template.workbook import template_workbook
from xlsuite.ledgers.book import Book
from xlsuite.verbs.filling import Filling, moved
from xlsuite.verbs.template import Template

UNIT = "云川市公共服务促进办公室"
SETTINGS = {"单位全称": UNIT, "统计截止日": samples.AS_OF}
ROSTER = (
    ("GW01", "办领导", "主任", "秦某甲", "主要领导", "", "上级党组织"),
    ("GW02", "办领导", "副主任", "沈某乙", "班子成员", "GW01", "秦某甲"),
    ("GW04", "综合科", "科长", "顾某丁", "科室负责人", "GW02", "秦某甲"),
    ("GW05", "综合科", "科员（采购与资产）", "叶某戊", "工作人员", "GW04", "沈某乙"),
)


def roster() -> list[str]:
    """Four posts, one above the other."""
    return [
        f"[岗位与名册] 岗位编号={post} 科室={unit} 岗位名称={name} 任职人={holder} 岗位层级={tier} 直接上级岗位={superior} 主要职权={name}的职权"
        for post, unit, name, holder, tier, superior, _ in ROSTER
    ]  # fmt: skip


def clean() -> str:
    """A row or more in each ledger, drawn, of which no rule complains."""
    lines = roster()
    for post, unit, name, holder, _, _, supervisor in ROSTER:
        number, at = f"FX-2025-1{post[2:]}", f"科室={unit} 岗位名称={name}"
        lines.append(
            f"[个人廉政风险点登记表] 风险点编号={number} {at} 岗位编号={post} 任职人={holder} 权责事项={name}事项 风险点={name}审核不严 表现形式={name}的表现 管理责任人= 管理级别="
        )
        peer = "顾某丁" if holder == "沈某乙" else "沈某乙"
        lines.append(f"[风险点等级评定表] 风险点编号={number} 互评人={peer}")
        for kind in ("流程", "监督"):
            lines.append(
                f"[防控措施登记表] 措施编号=CS-{post}-{kind} 风险点编号={number} 措施类型={kind} 措施内容={name}的{kind}办法：每次双人核对并留痕 责任人={holder} 监督责任人={supervisor}"
            )
    lines += ["[问题整改台账] 关联风险点=FX-2025-105", "[整改进展记录]", "[共性问题对照表]"]
    return " | ".join(lines)


@cache
def sample() -> tuple[Book, Template, Filling]:
    """The sample office, its ratings on a sheet of their own, in the full template."""
    some = samples.book(apart=True, **{**SETTINGS, "统计截止日": "2025-09-30"})
    return (some, *moved("全套台账", some, SETTINGS))


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / f"{name}.xlsx"
    path.write_bytes(content)
    return path


def in_template(some: Book, name: str, folder: Path, **settings: Any) -> tuple[Path, Template, Filling]:
    """A book moved into a template, as a file."""
    template, filling = moved(name, some, {**SETTINGS, **settings})
    return written(folder, name, template_workbook(template, filling, rows=40)), template, filling


AS_OF: date = samples.AS_OF
