"""What lies in workbooks/ is what its one command writes today: the same cells, formulas, checks and names."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from xlsuite.excel.reader import read_grids

BOOKS = Path(__file__).parent.parent / "workbooks"
MADE = (
    "示例台账.xlsx", "示例台账_含错误.xlsx", "示例台账_模板.xlsx", "空白台账_全套台账.xlsx", "空白台账_风险点.xlsx", "空白台账_整改.xlsx",
    "空白台账_日常台账.xlsx",
)  # fmt: skip
MEANT = re.compile(
    r"<f[ >].*?</f>|<dataValidation .*?</dataValidation>|<cfRule .*?</cfRule>|<definedName .*?</definedName>|<tableColumn .*?>"
)


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", BOOKS / "make.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    maker().main(folder)
    return folder


def meaning(path: Path) -> Any:
    """Cells, formulas, validations, formats by condition, names and table columns; not how the writer spells them."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    told = {name: MEANT.findall(text) for name, text in parts.items() if name.startswith("xl/")}
    return {grid.name: (grid.rows, grid.merges, grid.hidden) for grid in read_grids(path)}, told


@pytest.mark.parametrize("name", MADE)
def test_a_workbook_is_fresh(name: str, fresh: Path) -> None:
    assert meaning(BOOKS / name) == meaning(fresh / name), "python workbooks/make.py 重新生成"


def test_nothing_else_lies_there(fresh: Path) -> None:
    assert {each.name for each in BOOKS.glob("*.xlsx")} >= set(MADE)
    for truth in fresh.glob("*.json"):
        assert (BOOKS / truth.name).read_bytes() == truth.read_bytes()
