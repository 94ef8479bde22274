"""The ten checks in pandera over a pandas frame read with calamine."""

from __future__ import annotations

import sys

import pandas as pd
import pandera.pandas as pa
from shape import DATE, REQUIRED, STATES


def main() -> None:
    frame = pd.read_excel(sys.argv[1], sheet_name="整改台账", engine="calamine", dtype=object)
    units = set(pd.read_excel(sys.argv[1], sheet_name="部门目录", engine="calamine")["部门名称"])
    for header in ("开始日期", "整改期限", "完成日期"):
        texts = frame[header].map(lambda cell: isinstance(cell, str))
        readable = frame[header].map(lambda cell: not isinstance(cell, str) or bool(DATE.match(cell)))
        frame[header + "_unreadable"] = texts & ~readable
        frame[header] = pd.to_datetime(frame[header], errors="coerce")
    columns = {header: pa.Column(object, nullable=False, required=True) for header in REQUIRED}
    columns["编号"] = pa.Column(object, [pa.Check.str_matches(r"^ZG-20[0-9]{2}-[0-9]{5}$")], unique=True)
    columns["整改状态"] = pa.Column(object, pa.Check.isin(STATES))
    columns["责任部门"] = pa.Column(object, pa.Check.isin(units))
    columns["存在问题"] = pa.Column(object, pa.Check.str_length(max_value=500))
    for header in ("责任领导", "责任人"):
        columns[header] = pa.Column(object, pa.Check(lambda cells: cells == cells.str.strip()), nullable=False)
    for header in ("开始日期", "整改期限", "完成日期"):
        columns[header] = pa.Column("datetime64[ns]", nullable=True, coerce=True)
        columns[header + "_unreadable"] = pa.Column(bool, pa.Check.eq(False))
    checks = [
        pa.Check(lambda df: ~(df["整改期限"] < df["开始日期"])),
        pa.Check(lambda df: ~((df["整改状态"] == "已完成") & df["完成日期"].isna())),
    ]
    try:
        pa.DataFrameSchema(columns, checks=checks).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        print(len(error.failure_cases))


if __name__ == "__main__":
    main()
