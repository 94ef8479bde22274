"""The ten checks over a pandas frame read with openpyxl, vectorised as pandas users write them."""

from __future__ import annotations

import sys

import pandas as pd
from shape import ASPECTS, DATE, REQUIRED, SOURCES, STATES

DAYS = ("开始日期", "整改期限", "完成日期")


def main() -> None:
    frame = pd.read_excel(sys.argv[1], sheet_name="整改台账", engine="openpyxl", dtype=object)
    units = set(pd.read_excel(sys.argv[1], sheet_name="部门目录", engine="openpyxl")["部门名称"])
    count = int(frame[list(REQUIRED)].isna().sum().sum())
    numbers = frame["编号"].dropna().astype(str)
    count += int((~numbers.str.fullmatch(r"ZG-20[0-9]{2}-[0-9]{5}")).sum() + numbers.duplicated().sum())
    for header, words in (("整改状态", STATES), ("问题来源", SOURCES), ("问题方面", ASPECTS), ("责任部门", units)):
        count += int((~frame[header].dropna().isin(words)).sum())
    count += int((frame["存在问题"].astype(str).str.len() > 500).sum())
    for header in ("责任领导", "责任人"):
        names = frame[header].dropna().astype(str)
        count += int((names != names.str.strip()).sum())
    for header in DAYS:
        texts = frame[header].map(lambda cell: isinstance(cell, str))
        count += int((texts & ~frame[header].map(lambda cell: bool(DATE.match(str(cell))))).sum())
        frame[header] = pd.to_datetime(frame[header], errors="coerce")
    count += int((frame["整改期限"] < frame["开始日期"]).sum())
    count += int(((frame["整改状态"] == "已完成") & frame["完成日期"].isna()).sum())
    print(count)


if __name__ == "__main__":
    main()
