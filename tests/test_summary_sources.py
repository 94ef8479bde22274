"""What the pages of a summary say of where their figures come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xlsuite.excel.figure_sheets import source_words
from xlsuite.excel.reader import read_grids
from xlsuite.ledgers.open import open_book
from xlsuite.verbs.summarize import summarize

WORKBOOKS = Path(__file__).parent.parent / "workbooks"
SAID = [
    (
        "示例_全套台账.xlsx",
        "岗位与名册 11 行、个人廉政风险点登记表 25 行、风险点等级评定表 25 行、防控措施登记表 36 行、问题整改台账 20 行、延期 2 行，"
        "另有 18 张台账",
    ),
    (
        "示例台账.xlsx",
        "岗位与名册 11 行、个人廉政风险点登记表 25 行、风险点等级评定表 25 行、防控措施登记表 36 行、问题整改台账 20 行、延期 2 行",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), SAID, ids=[name for name, _ in SAID])
def test_a_line_of_sources_can_be_read(name: str, said: str) -> None:
    summary = summarize(open_book(name, read_grids(WORKBOOKS / name), date(2025, 9, 30)))
    assert source_words(summary) == said
