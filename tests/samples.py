"""The sample ledgers (all fictional) as sheets: dates and numbers true ones, as of 2025-09-30."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid

FOLDER = Path(__file__).parent.parent / "workbooks" / "数据"
AS_OF = date(2025, 9, 30)
SHEETS = {
    "岗位与名册": "posts.csv",
    "个人廉政风险点登记表": "risk_points.csv",
    "防控措施登记表": "risk_measures.csv",
    "问题整改台账": "rectification.csv",
    "延期": "rectification_extensions.csv",
}
RATING_COLUMNS = (
    "风险点编号", "可能性L", "危害程度S", "风险值R", "自评等级", "互评等级", "核定等级", "核定日期", "核定组织",
    "核定依据", "下次复评日期",
)  # fmt: skip


def grids(*sheets: str, apart: bool = False) -> list[Grid]:
    """The sheets asked for, else all; `apart` puts the ratings of the wide risk sheet on a sheet of their own."""
    found = []
    for sheet in sheets or SHEETS:
        lines = read(SHEETS[sheet])
        if apart and sheet == "个人廉政风险点登记表":
            own = [header for header in lines[0] if header not in RATING_COLUMNS[1:] and header != "防控措施"]
            found.append(Grid(sheet, only(lines, own)))
            found.append(Grid("风险点等级评定表", only(lines, RATING_COLUMNS)))
        else:
            found.append(Grid(sheet, lines))
    return found


def book(*sheets: str, apart: bool = False, **settings: Any) -> Book:
    """The Book of some of the sheets, or of all."""
    return open_book("样例.xlsx", grids(*sheets, apart=apart), AS_OF, line_settings=settings)


def with_errors(**settings: Any) -> Book:
    """The ledger with a planted error in each row, beside the roster and the extensions."""
    planted = Grid("问题整改台账", read("rectification_with_errors.csv"))
    return open_book("错例.xlsx", [*grids("岗位与名册", "延期"), planted], AS_OF, line_settings=settings)


def expected_findings() -> list[dict[str, str]]:
    """What the planted errors must give: 行号, 问题编号, 规则编号, 级别, 字段, 说明."""
    with open(FOLDER / "expected_findings.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read(name: str) -> list[list[Any]]:
    """A file as the rows of a sheet, header first."""
    with open(FOLDER / name, encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    return [header, *([typed(cell) for cell in line] for line in lines)]


def typed(text: str) -> Any:
    """A cell as a workbook would hold it; a text that is no real date or number stays text."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def only(lines: list[list[Any]], headers: Any) -> list[list[Any]]:
    at = [lines[0].index(header) for header in headers]
    return [[line[place] for place in at] for line in lines]
