"""PII-01: which runs of digits are personal, where they are found, and that no finding repeats one in full."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drawn import AS_OF, book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.model.outcome import Finding
from xlsuite.rules import BY_ID
from xlsuite.verbs.check import of_rule

NUMBERS = (
    # mobile numbers, however they are written
    ("联系电话13800000000", "手机号 138****0000"),
    ("微信13800000000号", "手机号 138****0000"),
    ("１３８００００００００", "手机号 138****0000"),
    ("138 0000 0000", "手机号 138****0000"),
    ("138-0000-0000", "手机号 138****0000"),
    ("138　0000　0000", "手机号 138****0000"),
    ("1 3 8 0 0 0 0 0 0 0 0", "手机号 138****0000"),
    ("+8613800000000", "手机号 138****0000"),
    ("+86 138 0000 0000", "手机号 138****0000"),
    ("13812345678-8001", "手机号 138****5678"),
    ("13800000000X", "手机号 138****0000"),
    ("13800000000/15912345678", "手机号 138****0000、手机号 159****5678"),
    ("138 0000 0000 139 1111 1111", "手机号 138****0000、手机号 139****1111"),
    # no mobile numbers
    ("12800000000", ""),
    ("1380000000", ""),
    ("订单1380000000012", ""),
    ("办公电话0571-88001234", ""),
    ("合同号2025-138-0000-0000", ""),
    ("金额13800000000.00", ""),
    ("3.13800000000", ""),
    ("2025-03-20 2025-04-10", ""),
    ("13800000000012345678", ""),
    # identity numbers: region, day of birth and check must all fit
    ("11010519491231002X", "身份证号 1101**********002X"),
    ("11010519491231002x", "身份证号 1101**********002X"),
    ("110105 19491231 002X", "身份证号 1101**********002X"),
    ("１１０１０５１９４９１２３１００２Ｘ", "身份证号 1101**********002X"),
    ("440524188001010013", ""),
    ("110105194912310021", ""),
    ("110105194913310022", ""),
    ("91110000100000458N", ""),
    # bank cards: start and check
    ("6222021234567890128", "银行卡号 6222***********0128"),
    ("6222 0212 3456 7890 128", "银行卡号 6222***********0128"),
    ("4111111111111111", "银行卡号 4111********1111"),
    ("4111-1111-1111-1111", "银行卡号 4111********1111"),
    ("4111111111111112", ""),
    ("文号20250430123456789", ""),
    ("4444444444444444", ""),
)


def in_note(value: Any) -> list[Finding]:
    """The findings about one cell of 备注."""
    grid = book("备注=甲").grids[0]
    row = list(grid.rows[1])
    row[grid.rows[0].index("备注")] = value
    return list(of_rule(BY_ID["PII-01"], open_book("例.xlsx", [grid_like(grid, [grid.rows[0], row])], AS_OF)))


def grid_like(grid: Grid, rows: list[list[Any]]) -> Grid:
    return Grid(grid.name, rows, (), {}, frozenset(), frozenset())


@pytest.mark.parametrize(("text", "named"), NUMBERS)
def test_text(text: str, named: str) -> None:
    assert [each.message for each in in_note(text)] == ([f"疑似{named}，应删去或只留后四位。"] if named else [])


CELLS = (
    (13800000000.0, "手机号 138****0000"),
    (110105194912310000.0, "身份证号 1101**********0000"),  # Excel keeps fifteen digits
    (6222021234567890000.0, "银行卡号 6222***********0000"),
    (13800000000.5, ""),
    (12800000000.0, ""),
    (202501011234560000.0, ""),
    (1386.0, ""),
)


@pytest.mark.parametrize(("number", "named"), CELLS)
def test_number_cell(number: float, named: str) -> None:
    assert [each.message for each in in_note(number)] == ([f"疑似{named}，应删去或只留后四位。"] if named else [])


def test_no_number_is_repeated() -> None:
    for text, named in NUMBERS:
        for each in in_note(f"{text}（李四）"):
            digits = [part.replace("*", "") for part in named.split("、")[0].split()[1:]]
            assert "*" in each.value and "李四" in each.value, each
            assert text not in " ".join((each.value, each.message, each.key)), (text, digits)


def test_every_column_of_every_table_is_searched() -> None:
    grid = book("备注=甲").grids[0]
    header = [*grid.rows[0], "联系方式", ""]
    rows = [header, [*grid.rows[1], "13800000000", ""], [*grid.rows[1], "", "见139 1111 1111"]]
    rows[2][0] = "ZG-13700000000"
    posts = book("", "posts").grids[0]
    posts.rows[1][posts.rows[0].index("主要职权")] = "电话13600000000"
    posts = grid_like(posts, posts.rows)
    found = list(of_rule(BY_ID["PII-01"], open_book("例.xlsx", [grid_like(grid, rows), posts], AS_OF)))
    places = {(each.sheet, each.row, each.column, each.field, each.key, each.value) for each in found}
    last = len(header)
    assert places == {
        ("问题整改台账", 2, last - 1, "联系方式", "ZG-2025-011", "138****0000"),
        ("问题整改台账", 3, last, "", "ZG-137****0000", "见139****1111"),
        ("问题整改台账", 3, 1, "问题编号", "ZG-137****0000", "ZG-137****0000"),
        ("岗位与名册", 2, posts.rows[0].index("主要职权") + 1, "主要职权", "GW05", "电话136****0000"),
    }


def test_rows_left_out_and_titles_are_not_data() -> None:
    grid = book("备注=甲").grids[0]
    total = ["合计", *[""] * (len(grid.rows[0]) - 2), "13800000000"]
    found = of_rule(BY_ID["PII-01"], open_book("例.xlsx", [grid_like(grid, [*grid.rows, total])], AS_OF))
    assert list(found) == []
