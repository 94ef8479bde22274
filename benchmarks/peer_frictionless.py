"""The ten checks in frictionless, with its own reader of the workbook."""

from __future__ import annotations

import os
import sys

from frictionless import Checklist, Package, Resource, Schema, checks, system
from frictionless.formats import ExcelControl
from shape import REQUIRED, STATES


def main() -> None:
    os.chdir(os.path.dirname(os.path.abspath(sys.argv[1])))
    path = os.path.basename(sys.argv[1])
    fields = []
    for header in (*REQUIRED, "完成日期", "佐证材料", "备注"):
        field: dict = {"name": header, "type": "date" if header in ("开始日期", "整改期限", "完成日期") else "string"}
        field["constraints"] = {"required": header in REQUIRED}
        fields.append(field)
    named = {field["name"]: field["constraints"] for field in fields}
    named["编号"].update(pattern=r"ZG-20[0-9]{2}-[0-9]{5}", unique=True)
    named["整改状态"]["enum"] = sorted(STATES)
    named["存在问题"]["maxLength"] = 500
    for header in ("责任领导", "责任人"):
        named[header]["pattern"] = r"\S(.*\S)?"
    keys = [{"fields": ["责任部门"], "reference": {"resource": "units", "fields": ["部门名称"]}}]
    schema = Schema.from_descriptor({"fields": fields, "foreignKeys": keys})
    unit_schema = Schema.from_descriptor(
        {"fields": [{"name": "序号", "type": "integer"}, {"name": "部门名称", "type": "string"}]}
    )
    checklist = Checklist(
        checks=[
            checks.row_constraint(formula="整改期限 is None or 开始日期 is None or 整改期限 >= 开始日期"),
            checks.row_constraint(formula="整改状态 != '已完成' or 完成日期 is not None"),
        ]
    )
    ledger = Resource(name="ledger", path=path, control=ExcelControl(sheet="整改台账"), schema=schema)
    units = Resource(name="units", path=path, control=ExcelControl(sheet="部门目录"), schema=unit_schema)
    with system.use_context(trusted=True):
        report = Package(resources=[ledger, units]).validate(checklist, limit_errors=1_000_000)
    print(report.stats["errors"])


if __name__ == "__main__":
    main()
