"""Run as a program: one button on a workbook through xlwings' remote engine; prints the actions it asks of the client.

For the tests only: the remote engine is licensed apart, and the package itself never takes it in.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import openpyxl
import xlwings


def cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat() + ".000Z"
    return (
        dt.datetime(value.year, value.month, value.day).isoformat() + ".000Z" if isinstance(value, dt.date) else value
    )


def payload(path: str) -> dict[str, Any]:
    """What the client of xlwings Server sends of a workbook."""
    read = openpyxl.load_workbook(path, data_only=True)
    sheets = []
    for sheet in read.worksheets:
        rows = [[cell(one.value) for one in row] for row in sheet.iter_rows()]
        notes = [{"address": one.coordinate} for row in sheet.iter_rows() for one in row if one.comment]
        last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
        sheets.append(
            {"name": sheet.title, "visibility": "Visible" if sheet.sheet_state == "visible" else "Hidden",
             "show_gridlines": True, "print_area": None, "notes": notes, "notes_supported": True,
             "used_range_address": f"A1:{last}", "used_range_row_count": sheet.max_row,
             "used_range_column_count": sheet.max_column, "values": rows, "pictures": [], "shapes": [], "charts": [],
             "tables": [], "pivot_tables": []}
        )  # fmt: skip
    book = {"name": "台账.xlsx", "active_sheet_index": 0, "selection": "A1", "calculation": "Automatic"}
    return {"client": "Office.js", "version": xlwings.__version__, "book": book, "names": [], "sheets": sheets}


def main(path: str, operation: str, with_facts: str) -> None:
    from tests.operations import operate

    book = xlwings.Book(json=payload(path))
    operate(book, path, operation, bool(with_facts))
    print(json.dumps(book.json()["actions"], ensure_ascii=False, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:4])
