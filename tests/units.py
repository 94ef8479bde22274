"""Workbooks of many units: small rectification ledgers with a 参数 sheet, each row its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

HEADERS = (
    "序号", "问题编号", "来源", "方面", "问题", "整改措施", "责任领导", "责任科室", "责任人", "发现日期", "整改时限", "整改状态",
    "完成日期", "佐证材料", "销号状态",
)  # fmt: skip
DONE, GOING = "已完成", "推进中"


def row(key: str, state: str = DONE, due: date = date(2025, 6, 30), **other: Any) -> dict[str, Any]:
    """One row, sound unless told otherwise; due is 整改时限."""
    done = {"完成日期": date(2025, 5, 30), "佐证材料": "请销假制度"} if state == DONE else {}
    return {
        "问题编号": key, "来源": "单位自查", "方面": "执行工作纪律", "问题": f"外出请销假登记不全（{key}）",
        "整改措施": "修订请销假制度；按月通报", "责任领导": "沈某乙", "责任科室": "综合科", "责任人": "顾某丁",
        "发现日期": date(2025, 3, 20), "整改时限": due, "整改状态": state, "销号状态": "未申请", **done, **other,
    }  # fmt: skip


def write(path: Path, rows: Sequence[dict[str, Any]], unit: str = "", **settings: Any) -> Path:
    """A workbook with these rows; `unit` is its 单位全称."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("问题整改台账")
        sheet.write_row(0, 0, HEADERS)
        for number, cells in enumerate(rows, 1):
            for at, header in enumerate(HEADERS):
                value = number if header == "序号" else cells.get(header)
                if isinstance(value, date):
                    sheet.write_datetime(number, at, value, day)  # type: ignore[arg-type]
                elif value is not None:
                    sheet.write(number, at, value)
        given = {"单位全称": unit, **settings} if unit else settings
        if given:
            lines = book.add_worksheet("参数")
            lines.write_row(0, 0, ("参数", "值"))
            for number, (name, value) in enumerate(given.items(), 1):
                lines.write_row(number, 0, (name, value))
    return path


def many(folder: Path, count: int) -> list[Path]:
    """So many units, each in a folder of its own: done and open rows, every third unit with a fault."""
    found = []
    for number in range(1, count + 1):
        name = f"单位{number:02}"
        rows = [row(f"ZG-{number:02}-{each:02}", DONE if each % 2 else GOING) for each in range(1, 5)]
        if number % 3 == 0:
            rows[0]["责任人"] = ""
        found.append(write(folder / name / "台账.xlsx", rows, name))
    return found
