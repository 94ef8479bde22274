"""ST-02, 04, 07, 08, 20: what is said of a whole sheet, and where."""

from __future__ import annotations

import pytest

from tests.drawn import AS_OF, book
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import CellRemark, Grid, Merge
from xlsuite.rules import BY_ID
from xlsuite.verbs.check import of_rule


def said(rule: str, some: Book) -> list[str]:
    return [
        f"{each.sheet}!{each.cell} {each.severity.value} {each.field} {each.value}"
        for each in of_rule(BY_ID[rule], some)
    ]


ABSENT = [  # of these ledgers no column is required (contract §7.1)
    ("extensions", "原时限", "延期!A1 info 原时限 "),
    ("progress", "填报人", "整改进展记录!A1 info 填报人 "),
    ("closures", "核验意见", "销号!A1 info 核验意见 "),
    ("common_problems", "对照结果", "共性问题对照表!A1 info 对照结果 "),
]


@pytest.mark.parametrize(("ledger", "column", "expected"), ABSENT)
def test_column_only_advised(ledger: str, column: str, expected: str) -> None:
    some = book(f"[-{column}]", ledger=ledger)
    assert (said("ST-02", some), said("ST-20", some)) == ([], [expected])


def test_wide_sheet_says_each_absent_column_once() -> None:
    header = ["科室", "岗位", "风险点", "表现形式", "风险类别", "风险等级", "防控措施", "责任人", "部门负责人"]
    row = ["综合科", "科员", "用印", "不登记", "岗位职责", "高", "每次登记", "叶某", "沈某"]
    some = open_book("例.xlsx", [Grid("风险点登记表", [header, row])], AS_OF)
    names = [each.split()[2] for each in said("ST-02", some) + said("ST-20", some)]
    assert "风险点编号" in names and "互评等级" in names
    assert sorted(names) == sorted(set(names))
    assert "评定年度" not in names  # 年度 is the same thing


UNREAD = [
    (
        Grid("问题整改台账", [["甲", "乙"], ["1", "2"]]),
        "工作表“问题整改台账”没有找到表头，整张表没有读；表头应有 问题编号、",
    ),
    (Grid("参数", [["统计截止日", "2025-10-31"]]), "工作表“参数”没有找到表头，整张表没有读；表头应有 参数、值。"),
    (Grid("整改台帐", [["甲", "乙"]]), "工作表“整改台帐”没有认出来，表名是不是“整改台账”？"),
    (Grid("延期", []), ""),
    (Grid("随手记", [["甲", "乙"]]), ""),
]


@pytest.mark.parametrize(("grid", "start"), UNREAD)
def test_sheet_named_like_a_ledger_and_not_read(grid: Grid, start: str) -> None:
    found = list(of_rule(BY_ID["ST-04"], open_book("例.xlsx", [*book("").grids, grid], AS_OF)))
    assert [(each.sheet, each.cell, each.message.startswith(start)) for each in found] == (
        [(grid.name, "A1", True)] if start else []
    )


def test_error_value_is_the_value_of_its_finding() -> None:
    assert said("ST-08", book("整改措施=#REF!")) == ["问题整改台账!H2 error 整改措施 #REF!"]


def test_number_of_a_line_of_column_numbers_as_shown() -> None:
    grid = book("").grids[0]
    numbers = [float(at) for at in range(1, len(grid.rows[0]) + 1)]
    some = open_book("例.xlsx", [Grid(grid.name, [grid.rows[0], numbers, *grid.rows[1:]])], AS_OF)
    assert said("ST-07", some) == ["问题整改台账!A2 info  1"]


def test_merged_cells_counted_down_and_across() -> None:
    grid = book("问题编号=ZG-1 | 问题编号=ZG-2").grids[0]
    at = grid.rows[0].index("责任领导") + 1
    for place in (at, at + 1, at + 2):
        grid.rows[1][place] = grid.rows[2][place - 1] = ""
    merged = Grid(grid.name, grid.rows, (Merge(2, at, 3, at), Merge(2, at + 1, 2, at + 2)))
    found = list(of_rule(BY_ID["ST-06"], open_book("例.xlsx", [merged], AS_OF)))
    message = "数据区有 2 处合并单元格，1 个单元格按左上角的内容读，跨列合并的只读作第一列的内容。"
    assert [(each.row, each.column, each.message) for each in found] == [(2, at, message)]


def test_a_cell_far_from_its_table_is_said() -> None:
    grid = book("问题编号=ZG-1").grids[0]
    far = CellRemark(1_048_576, 16_384, "far", "远", "XFD1048576 远离表格，其内容“远”没有读取。")
    grid.remarks = (far,)
    found = list(of_rule(BY_ID["ST-07"], open_book("例.xlsx", [grid], AS_OF)))
    assert [(each.cell, each.message, each.value) for each in found] == [("XFD1048576", far.message, "远")]


def test_rows_in_which_nothing_can_be_read_are_told() -> None:
    """Not those where only a column is reckoned that a blank row of a template reckons too."""
    whole = book("问题编号=ZG-1 | 问题编号=ZG-2").grids[0]
    grid = Grid(whole.name, [*whole.rows[:2], [""] * len(whole.rows[0]), *whole.rows[2:]])
    key, state = (whole.rows[0].index(name) + 1 for name in ("问题编号", "整改状态"))
    grid.errors = {(3, at): "#REF!" for at in range(1, 9)}
    grid.uncached = frozenset({*((row, key) for row in (6, 7)), *((row, state) for row in (5, 6, 7, 8))})
    grid.remarks = (CellRemark(9, key, "number", "NaN", ""), CellRemark(12, key, "far", "", "远"))
    found = [each for each in of_rule(BY_ID["ST-07"], open_book("例.xlsx", [grid], AS_OF)) if each.message != "远"]
    assert [(each.cell, each.severity.word, each.message, each.value) for each in found] == [
        ("A3", "警告", "第 3 行只有错误值 #REF!，没有算进数据。", "#REF!"),
        ("A6", "警告", "第 6–7 行只有没有保存结果的公式，没有算进数据。", ""),
        ("A9", "警告", "第 9 行只有读不出的内容，没有算进数据。", ""),
    ]


CELLS = (  # rule, drawing, what is said of each cell and what 修正 would write there
    ("ST-11", "责任人=顾　某丁", "K2 责任人“顾　某丁”中间有全角空格，按“顾某丁”读。 顾某丁"),
    ("ST-11", "责任人=顾某丁␣叶某戊", "K2 责任人“顾某丁 叶某戊”中间有空格，是两个人的要用“、”隔开，不能确定该怎么改。 -"),
    ("RC-06", "责任人=顾某丁␣叶某戊 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊", ""),
    ("ST-13", "整改时限=2025年底前", "N2 整改时限“2025年底前”是文字，读作 2025-12-31。 2025-12-31"),
    ("ST-13", "整改时限=2025年底前，并长期坚持", "N2 整改时限“2025年底前，并长期坚持”是文字，读作 2025-12-31；改成日期前，先把“长期坚持”填到整改类型。 -"),
    ("ST-13", "整改时限=2025年底前，并长期坚持 整改类型=长期坚持", "N2 整改时限“2025年底前，并长期坚持”是文字，读作 2025-12-31。 2025-12-31"),
    ("ST-13", "整改时限=2025年底前，并长期坚持 整改时限原文=2025年底前，并长期坚持", "N2 整改时限“2025年底前，并长期坚持”是文字，读作 2025-12-31。 2025-12-31"),
    ("ST-13", "整改时限=立行立改，2025年4月底前 整改时限原文=", "N2 整改时限“立行立改，2025年4月底前”是文字，读作 2025-04-30；改成日期前，先把“立行立改”填到整改类型。 -"),
    ("ST-13", "整改时限= 整改时限原文=2025年底前，并长期坚持", "N2 整改时限是空的，按整改时限原文“2025年底前，并长期坚持”读作 2025-12-31。 2025-12-31"),
    ("ST-13", "发现日期=45736", "L2 发现日期“45736”是数字，没有设成日期格式，读作 2025-03-20。 2025-03-20"),
    ("ST-13", "发现日期=2025.3.20", "L2 发现日期“2025.3.20”是文字，读作 2025-03-20。 2025-03-20"),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "drawing", "expected"), CELLS)
def test_cell(rule: str, drawing: str, expected: str) -> None:
    found = of_rule(BY_ID[rule], book(drawing))
    assert "\n".join(f"{each.cell} {each.message} {each.fix.value if each.fix else '-'}" for each in found) == expected
