"""Grading: every method at and around every edge, bands and levels as people type them, and every message in full."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from xlsuite.errors import UsageError
from xlsuite.grading import METHODS, LevelReader, build_method, highest, parse_bands, rank, suggested
from xlsuite.grading.levels import map_to_three
from xlsuite.grading.method import Grade, Method, exact

FORM = "应从高到低逐档写成“≥6 高；≥3 中；其余 低”的样子"


def lines(table: str) -> list[list[str]]:
    """The cells of a text table, one row a line, cells apart by |."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def grade(method: Method, *values: Any) -> Grade:
    return method.level({factor.name: value for factor, value in zip(method.factors, values, strict=True)})


# Bands


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("≥6 高；≥3 中；其余 低", "≥6 高；≥3 中；其余 低"),
        (">320 极其；>160 高度；>70 显著；>20 一般；其余 稍有", ">320 极其；>160 高度；>70 显著；>20 一般；其余 稍有"),
        (">=6高;>=3中;其余低", "≥6 高；≥3 中；其余 低"),
        ("＞＝６ 高；＞３．５０　中；其余　低；", "≥6 高；>3.5 中；其余 低"),
        ("≧6 高\n≧3 中\r\n其余 低\n", "≥6 高；≥3 中；其余 低"),
        ("≥100 高；≥0.50 中；≥-1 低；其余：无风险", "≥100 高；≥0.5 中；≥-1 低；其余 无风险"),
        (">6 甲；≥6 乙；其余 丙", ">6 甲；≥6 乙；其余 丙"),
        ("≥6 1级；其余 2级", "≥6 1级；其余 2级"),
        ("≥6 Ⅰ级；其余 Ⅱ级", "≥6 Ⅰ级；其余 Ⅱ级"),
    ],
)
def test_bands_are_read_and_written_back(typed: str, canonical: str) -> None:
    bands = parse_bands(typed)
    assert str(bands) == canonical
    assert parse_bands(canonical) == bands


@pytest.mark.parametrize(
    ("text", "score", "level"),
    [
        ("≥6 高；≥3 中；其余 低", "6", "高"),
        ("≥6 高；≥3 中；其余 低", "5.999", "中"),
        ("≥6 高；≥3 中；其余 低", "3", "中"),
        ("≥6 高；≥3 中；其余 低", "2.999", "低"),
        (">6 高；>3 中；其余 低", "6.001", "高"),
        (">6 高；>3 中；其余 低", "6", "中"),
        (">6 高；>3 中；其余 低", "3", "低"),
        (">6 高；≥6 中；其余 低", "6", "中"),
        (">6 高；≥6 中；其余 低", "5.99", "低"),
    ],
)
def test_an_edge_belongs_to_the_level_that_its_sign_says(text: str, score: str, level: str) -> None:
    assert parse_bands(text).level(Decimal(score)) == level


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("6 高；≥3 中；其余 低", "“6 高”没有写明 ≥ 还是 >"),
        ("高；≥3 中；其余 低", "“高”没有写明 ≥ 还是 >"),
        ("≥6 高；<3 中；其余 低", "“<3 中”没有写明 ≥ 还是 >"),
        ("≥6 高；≥3 中", "最后一档“≥3 中”不是“其余”"),
        ("≥6 高；3 中", "“3 中”没有写明 ≥ 还是 >"),
        ("≥6 高；其余 低；≥3 中", "“其余 低”后面还有别的档，“其余”只能放在最后"),
        ("≥3 中；≥6 高；其余 低", "“≥6 高”排在“≥3 中”后面，分界值却没有变小"),
        ("≥6 高；≥6 中；其余 低", "“≥6 中”排在“≥6 高”后面，分界值却没有变小"),
        ("≥6 高；>6 中；其余 低", "“>6 中”排在“≥6 高”后面，分界值却没有变小"),
        ("≥6 高；≥3 高；其余 低", "等级名称“高”出现了不止一次"),
        ("≥6 高；≥3 中；其余 中", "等级名称“中”出现了不止一次"),
        ("≥六 高；其余 低", "“≥六 高”的分界值不是一个数"),
        ("≥1,000 高；其余 低", "“≥1,000 高”的分界值不是一个数"),
        ("≥80% 高；其余 低", "“≥80% 高”的分界值不是一个数"),
        ("≥ 高；其余 低", "“≥ 高”的分界值不是一个数"),
        ("≥6；其余 低", "“≥6”没有写等级名称"),
        ("≥6 高；其余", "“其余”后面没有等级名称"),
        ("其余 低", "只有“其余”一档"),
        ("≥6 高，≥3 中；其余 低", "“≥6 高，≥3 中”像是几档连写，档与档之间要用“；”隔开"),
        ("≥6 高；其余 中、低", "“其余 中、低”像是几档连写，档与档之间要用“；”隔开"),
    ],
)
def test_bands_that_cannot_be_read_say_what_is_wanted(text: str, fault: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_bands(text)
    assert str(caught.value) == f"等级分档“{text}”中{fault}，{FORM}。"


@pytest.mark.parametrize("text", ["", "  \n；"])
def test_bands_without_content(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_bands(text)
    assert str(caught.value) == f"等级分档没有内容，{FORM}。"


# Methods

# method | inputs | score | level | of three
GRADES = lines("""
    ls3x3       | 1,1            | 1     | 低   | 低
    ls3x3       | 1,2            | 2     | 低   | 低
    ls3x3       | 1,3            | 3     | 中   | 中
    ls3x3       | 2,2            | 4     | 中   | 中
    ls3x3       | 2,3            | 6     | 高   | 高
    ls3x3       | 3,3            | 9     | 高   | 高
    ls5x5       | 2,4            | 8     | 低   | 低
    ls5x5       | 3,3            | 9     | 一般 | 中
    ls5x5       | 3,4            | 12    | 一般 | 中
    ls5x5       | 3,5            | 15    | 较大 | 中
    ls5x5       | 4,4            | 16    | 较大 | 中
    ls5x5       | 4,5            | 20    | 重大 | 高
    lec         | 0.1,6,15       | 9     | 低   | 低
    lec         | 0.1,0.5,1      | 0.05  | 低   | 低
    lec         | 3,1,23         | 69    | 低   | 低
    lec         | 10,1,7         | 70    | 一般 | 中
    lec         | 0.5,10,14      | 70    | 一般 | 中
    lec         | 3,1,53         | 159   | 一般 | 中
    lec         | 10,1,16        | 160   | 较大 | 中
    lec         | 1,3,100        | 300   | 较大 | 中
    lec         | 10,0.5,63      | 315   | 较大 | 中
    lec         | 10,1,32        | 320   | 重大 | 高
    lec         | 10,10,100      | 10000 | 重大 | 高
    weighted    | 1,1,1,1        | 20    | 低   | 低
    weighted    | 3,3,3,3        | 60    | 中   | 中
    weighted    | 3,3,2,3        | 56    | 低   | 低
    weighted    | 4,4,4,4        | 80    | 高   | 高
    weighted    | 4,4,3,4        | 76    | 中   | 中
    weighted    | 5,3,4,4        | 81    | 高   | 高
    weighted    | 1,2,3,4        | 48    | 低   | 低
    weighted    | 5,5,5,5        | 100   | 高   | 高
    count       | 1              | 1     | 低   | 低
    count       | 2              | 2     | 低   | 低
    count       | 3              | 3     | 中   | 中
    count       | 4              | 4     | 中   | 中
    count       | 5              | 5     | 高   | 高
    count       | 27             | 27    | 高   | 高
    criteria    | 1              | 1     | 低   | 低
    criteria    | 2              | 2     | 中   | 中
    criteria    | 3              | 3     | 高   | 高
    criteria    | 5              | 5     | 高   | 高
    consequence | 犯罪           |       | 高   | 高
    consequence | 纪律处分       |       | 中   | 中
    consequence | 组织处理       |       | 低   | 低
    direct      | 高             |       | 高   | 高
    direct      | 二级           |       | 中   | 中
    direct      | 低风险         |       | 低   | 低
    nist        | VH,vh          |       | 很高 | 高
    nist        | 极高,3         |       | 高   | 高
    nist        | 很低,很高      |       | 低   | 低
    nist        | 0,4            |       | 低   | 低
    nist        | m,Ｈ           |       | 中   | 中
    iso27005    | VL,VH          |       | 低   | 低
    iso27005    | 4,0            |       | 中   | 中
    iso27005    | 很高,高        |       | 很高 | 高
    iso27005    | 极低,极低      |       | 很低 | 低
""")


@pytest.mark.parametrize(("method_id", "inputs", "score", "level", "three"), GRADES)
def test_a_method_grades(method_id: str, inputs: str, score: str, level: str, three: str) -> None:
    assert grade(METHODS[method_id], *inputs.split(",")) == Grade(score or None, level, three, None)


def test_every_method_is_graded_above() -> None:
    assert {row[0] for row in GRADES} == set(METHODS)


@pytest.mark.parametrize(
    ("bands", "inputs", "level", "three"),
    [
        (bands, inputs, level, three)
        for bands, table in (
            (
                ">320 极其；>160 高度；>70 显著；>20 一般；其余 稍有",
                "10,1,33|极其|高 10,1,32|高度|高 1,3,54|高度|高 10,1,16|显著|中 3,1,24|显著|中 10,1,7|一般|中 "
                "3,1,7|一般|中 10,1,2|稍有|低 0.1,0.5,1|稍有|低",
            ),
            (
                "≥320 重大；≥160 较大；>70 一般；其余 低",
                "10,1,32|重大|高 10,1,31|较大|中 10,1,16|较大|中 10,1,15|一般|中 10,1,7|低|低 3,1,24|一般|中",
            ),
        )
        for inputs, level, three in (case.split("|") for case in table.split())
    ],
)
def test_a_unit_cuts_lec_with_its_own_edges(bands: str, inputs: str, level: str, three: str) -> None:
    found = grade(build_method("lec", bands), *inputs.split(","))
    assert (found.level, found.level_of_three) == (level, three)


# Rows: likelihood VL … VH; columns: impact VL … VH.
GRIDS = {
    "nist": ("VL VL VL L L", "VL L L L M", "VL L M M H", "VL L M H VH", "VL L M H VH"),
    "iso27005": ("VL VL L L L", "VL L L M M", "L L M H H", "L M H H VH", "M H H VH VH"),
}
SHORT = {"VL": ("很低", "低"), "L": ("低", "低"), "M": ("中", "中"), "H": ("高", "高"), "VH": ("很高", "高")}


@pytest.mark.parametrize(
    ("method_id", "likelihood", "impact", "cell"),
    [
        (method_id, likelihood, impact, cell)
        for method_id, rows in GRIDS.items()
        for likelihood, row in zip(SHORT, rows, strict=True)
        for impact, cell in zip(SHORT, row.split(), strict=True)
    ],
)
def test_a_look_up_table_cell_by_cell(method_id: str, likelihood: str, impact: str, cell: str) -> None:
    level, three = SHORT[cell]
    assert grade(METHODS[method_id], likelihood, impact) == Grade(None, level, three, None)


FIVE = "应填 很低、低、中、高、很高 之一，也可以填 VL、L、M、H、VH 或 0、1、2、3、4"


@pytest.mark.parametrize(
    ("method_id", "inputs", "score", "trouble"),
    [
        ("ls3x3", ("", 2), None, "“可能性L”没有填，应填 1、2、3 之一。"),
        ("ls3x3", (None, "/"), None, "“可能性L”没有填，应填 1、2、3 之一；“危害程度S”没有填，应填 1、2、3 之一。"),
        ("ls3x3", (4.0, 2), None, "“可能性L”填的是“4”，应填 1、2、3 之一。"),
        ("ls3x3", (2, 1.5), None, "“危害程度S”填的是“1.5”，应填 1、2、3 之一。"),
        ("ls3x3", (True, 2), None, "“可能性L”填的是“TRUE”，应填 1、2、3 之一。"),
        ("ls3x3", ("1_0", 2), None, "“可能性L”填的是“1_0”，应填 1、2、3 之一。"),
        ("ls3x3", (2, "１０"), None, "“危害程度S”填的是“１０”，应填 1、2、3 之一。"),
        ("ls3x3", (0, 4), None, "“可能性L”填的是“0”，应填 1、2、3 之一；“危害程度S”填的是“4”，应填 1、2、3 之一。"),
        ("ls5x5", (0, 5), None, "“可能性L”填的是“0”，应填 1、2、3、4、5 之一。"),
        ("lec", (5, 6, 1), None, "“可能性L”填的是“5”，应填 10、6、3、1、0.5、0.2、0.1 之一。"),
        ("lec", (0.1, 0.1, 1), None, "“暴露频率E”填的是“0.1”，应填 10、6、3、2、1、0.5 之一。"),
        ("lec", (1, 1, 101), None, "“后果C”填的是“101”，应填 1 到 100 的整数（常用 1、3、7、15、40、100）。"),
        ("weighted", (1, 1, 1, 6), None, "“危害程度”填的是“6”，应填 1、2、3、4、5 之一。"),
        ("count", (0,), None, "“风险项数”填的是“0”，应填 不小于 1 的整数。"),
        ("count", ("3项",), None, "“风险项数”填的是“3项”，应填 不小于 1 的整数。"),
        ("count", (2.5,), None, "“风险项数”填的是“2.5”，应填 不小于 1 的整数。"),
        ("criteria", (0,), "0", "“符合条件数”为 0，不构成风险点，应不小于 1，请核对这一项。"),
        ("criteria", (6,), None, "“符合条件数”填的是“6”，应填 0、1、2、3、4、5 之一。"),
        ("consequence", ("警告",), None, "“最重后果”填的是“警告”，应填 犯罪、纪律处分、组织处理 之一。"),
        ("consequence", ("3",), None, "“最重后果”填的是“3”，应填 犯罪、纪律处分、组织处理 之一。"),
        ("nist", ("5", "高"), None, f"“可能性L”填的是“5”，{FIVE}。"),
        ("iso27005", ("高", "较高"), None, f"“危害程度S”填的是“较高”，{FIVE}。"),
        ("direct", ("待定",), None, "“直接评定等级”填的是“待定”，应填 高、中、低 之一。"),
        ("direct", ("1",), None, "“直接评定等级”填的是“1”，应填 高、中、低 之一。"),
        ("direct", ("",), None, "“直接评定等级”没有填，应填 高、中、低 之一。"),
    ],
)  # fmt: skip
def test_a_factor_that_does_not_read_leaves_the_level_open(
    method_id: str, inputs: tuple[Any, ...], score: str | None, trouble: str
) -> None:
    assert grade(METHODS[method_id], *inputs) == Grade(score, None, None, trouble)


def test_factors_are_found_by_column_or_by_ident_and_absent_ones_are_missing() -> None:
    assert METHODS["ls3x3"].level({"likelihood": 2.0, "harm": 3.0}).score == "6"
    assert METHODS["ls3x3"].level({}).trouble == (
        "“可能性L”没有填，应填 1、2、3 之一；“危害程度S”没有填，应填 1、2、3 之一。"
    )


@pytest.mark.parametrize(
    ("method_id", "columns"),
    [
        ("ls3x3", "可能性L 危害程度S"),
        ("ls5x5", "可能性L 危害程度S"),
        ("lec", "可能性L 暴露频率E 后果C"),
        ("direct", "直接评定等级"),
        ("weighted", "权力集中度 自由裁量权 发生频率 危害程度"),
        ("count", "风险项数"),
        ("criteria", "符合条件数"),
        ("consequence", "最重后果"),
        ("nist", "可能性L 危害程度S"),
        ("iso27005", "可能性L 危害程度S"),
    ],
)
def test_a_method_asks_for_its_columns(method_id: str, columns: str) -> None:
    method = METHODS[method_id]
    assert " ".join(factor.name for factor in method.factors) == columns
    assert len({factor.ident for factor in method.factors}) == len(method.factors)


@pytest.mark.parametrize(
    ("method_id", "inputs"),
    [
        ("ls3x3", ("2", 3.0)),
        ("lec", ("０.1", " 6 ", 15)),
        ("nist", ("VH", 3.0)),
        ("consequence", ("纪律 处分",)),
        ("direct", ("B级",)),
    ],
)
def test_numbers_once_read_are_graded_as_what_was_typed(method_id: str, inputs: tuple[Any, ...]) -> None:
    method = METHODS[method_id]
    read = [factor.read(value) for factor, value in zip(method.factors, inputs, strict=True)]
    assert None not in read
    assert grade(method, *read) == grade(method, *inputs)
    shown = [factor.show(number) for factor, number in zip(method.factors, read, strict=True) if number is not None]
    assert grade(method, *shown) == grade(method, *inputs)


@pytest.mark.parametrize(
    ("method_id", "column", "typed", "shown"),
    [
        ("ls3x3", 0, 2.0, "2"),
        ("lec", 0, "0.50", "0.5"),
        ("nist", 0, "VH", "很高"),
        ("nist", 1, "0", "很低"),
        ("consequence", 0, "犯罪", "犯罪"),
        ("direct", 0, "Ⅲ级", "低"),
    ],
)
def test_a_factor_shows_what_it_read(method_id: str, column: int, typed: Any, shown: str) -> None:
    factor = METHODS[method_id].factors[column]
    number = factor.read(typed)
    assert number is not None
    assert factor.show(number) == shown


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.1, "0.1"), (2.0, "2"), (3, "3"), (0.1 + 0.2, "0.3"), ("０．５", "0.5"), (" 6 ", "6"), ("1e3", None),
        ("", None), (None, None), (False, None), ("约3", None), (float("nan"), None), (float("inf"), None),
    ],
)  # fmt: skip
def test_a_number_is_the_decimal_that_is_seen(value: Any, number: str | None) -> None:
    assert exact(value) == (None if number is None else Decimal(number))


# A unit's own settings


@pytest.mark.parametrize(
    ("weights", "inputs", "score"),
    [
        ("权力集中度=0.30；自由裁量权=0.25；发生频率=0.20；危害程度=0.25", (3, 3, 3, 5), "70"),
        ("甲=0.1；乙=0.2；丙=0.7", (1, 1, 1), "20"),
        ("甲=0.1；乙=0.2；丙=0.7", (3, 1, 4), "66"),
        ("甲＝0.333；乙=0.667", (1, 2), "33.34"),
        ({"甲": "0.5", "乙": "0.5"}, (4, 5), "90"),
        ((("甲", "1"),), (3,), "60"),
    ],
)
def test_weights_are_exact_and_name_the_columns(weights: Any, inputs: tuple[int, ...], score: str) -> None:
    assert grade(build_method("weighted", weights_text=weights), *inputs).score == score


def test_a_weighted_method_tells_its_formula() -> None:
    assert build_method("weighted", weights_text="甲=0.10；乙=0.90").formula == "风险值＝20×（0.1×甲＋0.9×乙）"


@pytest.mark.parametrize(
    ("scale", "wanted", "allowed", "refused"),
    [
        ("1-5", "1、2、3、4、5 之一", 5, 6),
        ("１～４", "1、2、3、4 之一", 4, 5),
        ("0至10", "0 到 10 的整数", 10, 0.5),
        ("1、3、5", "1、3、5 之一", 3, 2),
        ("0.5, 1", "0.5、1 之一", 0.5, 2),
    ],
)
def test_a_unit_sets_its_own_scale(scale: str, wanted: str, allowed: Any, refused: Any) -> None:
    factor = build_method("ls3x3", scale_text=scale).factors[1]
    assert (factor.wanted(), factor.read(allowed), factor.read(refused)) == (wanted, Decimal(str(allowed)), None)


@pytest.mark.parametrize(
    ("names", "direction", "three"),
    [
        ("高 中 低", "降序", "高 中 低"),
        ("重大 较大 一般 低", "降序", "高 中 中 低"),
        ("极高 高 中 低", "降序", "高 高 中 低"),
        ("严重 高 中 低", "降序", "高 高 中 低"),
        ("极其 高度 显著 一般 稍有", "降序", "高 高 中 中 低"),
        ("很高 高 中 低 很低", "降序", "高 高 中 低 低"),
        ("高风险 中风险 低风险", "降序", "高 中 低"),
        ("红色 橙色 黄色 蓝色", "降序", "高 中 中 低"),
        ("一级 二级 三级", "降序", "高 中 低"),
        ("Ⅰ级 Ⅱ级 Ⅲ级", "降序", "高 中 低"),
        ("三级 二级 一级", "升序", "高 中 低"),
        ("二级 一级", "升序", "中 低"),
        ("甲 乙", "降序", "高 低"),
        ("甲 乙 丙", "降序", "高 中 低"),
        ("甲 乙 丙 丁", "降序", "高 高 中 低"),
        ("甲 乙 丙 丁 戊", "降序", "高 高 中 中 低"),
        ("甲 乙 丙 丁 戊 己", "降序", "高 高 中 中 低 低"),
        ("一级 二级 三级 四级", "降序", "高 高 中 低"),  # 四级 is not among the words of three
        ("一般 重大 低", "降序", "高 中 低"),  # known, but out of order
    ],
)
def test_own_levels_map_to_three(names: str, direction: str, three: str) -> None:
    assert " ".join(map_to_three(tuple(names.split()), direction).values()) == three


@pytest.mark.parametrize(
    ("settings", "inputs", "score", "level", "three"),
    [
        ({"to_three_text": "重大=高；较大=高；一般=中；低=低"}, (3, 5), "15", "较大", "高"),
        ({"to_three_text": "较大=高"}, (3, 5), "15", "较大", "高"),
        ({"to_three_text": (("一般", "低"),)}, (3, 3), "9", "一般", "低"),
        ({"to_three_text": "一般＝低\n"}, (3, 3), "9", "一般", "低"),
        ({"bands_text": "≥15 极高；≥9 高；≥4 中；其余 低"}, (3, 5), "15", "极高", "高"),
        ({"bands_text": "≥15 极高；≥9 高；≥4 中；其余 低"}, (2, 2), "4", "中", "中"),
        ({"level_names": ("红", "橙", "黄", "蓝")}, (3, 5), "15", "橙", "中"),
        ({"level_names": ("高", "中", "低")}, (3, 5), "15", "较大", "中"),
        ({"direction": "升序", "level_names": ("四级", "三级", "二级", "一级")}, (4, 5), "20", "四级", "高"),
    ],
)
def test_a_unit_makes_ls5x5_its_own(
    settings: dict[str, Any], inputs: tuple[int, int], score: str, level: str, three: str
) -> None:
    assert grade(build_method("ls5x5", **settings), *inputs) == Grade(score, level, three, None)


def test_a_look_up_method_takes_other_names() -> None:
    method = build_method("nist", level_names=("重大", "较大", "一般", "低", "稍有"))
    assert grade(method, "H", "M") == Grade(None, "一般", "中", None)
    assert method.thresholds == "重大、较大、一般、低、稍有"


@pytest.mark.parametrize(
    ("direction", "typed", "level"),
    [
        (None, "一级", "高"),
        ("降序", "一级", "高"),
        ("升序", "一级", "低"),
        ("升序", "三级", "高"),
        ("升序", "高", "高"),
    ],
)
def test_a_direct_level_follows_the_direction(direction: str | None, typed: str, level: str) -> None:
    assert grade(build_method("direct", direction=direction), typed) == Grade(None, level, level, None)


def test_a_direct_level_has_the_names_of_the_unit() -> None:
    method = build_method("direct", level_names=("重大风险", "较大风险", "低风险"))
    assert grade(method, "较大") == Grade(None, "较大风险", "中", None)
    assert grade(method, "中") == Grade(None, "中", "中", None)
    assert grade(method, "特大").trouble == "“直接评定等级”填的是“特大”，应填 重大风险、较大风险、低风险 之一。"


@pytest.mark.parametrize("method_id", METHODS)
def test_blank_settings_leave_a_method_as_declared(method_id: str) -> None:
    blank, declared = build_method(method_id, "", "", "", "", (), ""), METHODS[method_id]
    assert (blank.thresholds, blank.formula, blank.to_three) == (
        declared.thresholds,
        declared.formula,
        declared.to_three,
    )
    assert [factor.wanted() for factor in blank.factors] == [factor.wanted() for factor in declared.factors]


SCALE = "应写成“1-5”或“1、3、5”的样子，数不重复，至少两个"


@pytest.mark.parametrize(
    ("method_id", "settings", "message"),
    [
        (
            "ls4x4", {},
            "没有评定方法“ls4x4”，应从 ls3x3、ls5x5、lec、direct、weighted、count、criteria、consequence、nist、"
            "iso27005 中选一项。",
        ),
        ("ls3x3", {"direction": "倒序"}, "等级方向填的是“倒序”，应填 降序（一级最高）或 升序（一级最轻）。"),
        ("weighted", {"weights_text": "甲=0.3；乙=0.6"}, "权重合计为 0.3＋0.6＝0.9，应等于 1，请改各项的小数。"),
        ("weighted", {"weights_text": "甲=30%"}, "权重中“甲”填的是“30%”，应填大于 0、不大于 1 的小数，例如 0.25。"),
        ("weighted", {"weights_text": "甲=0；乙=1"}, "权重中“甲”填的是“0”，应填大于 0、不大于 1 的小数，例如 0.25。"),
        ("weighted", {"weights_text": "甲=0.5；甲=0.5"}, "权重中“甲”写了不止一次，请只留一次。"),
        (
            "weighted", {"weights_text": "甲 0.5；乙=0.5"},
            "权重中“甲 0.5”读不出，应写成“权力集中度=0.60；危害程度=0.40”的样子。",
        ),
        ("ls3x3", {"scale_text": "5"}, f"评分范围“5”读不出，{SCALE}。"),
        ("ls3x3", {"scale_text": "1、1、2"}, f"评分范围“1、1、2”读不出，{SCALE}。"),
        ("ls3x3", {"scale_text": "一到五"}, f"评分范围“一到五”读不出，{SCALE}。"),
        ("ls3x3", {"scale_text": "5-1"}, f"评分范围“5-1”的起止数应从小到大、最多 1001 个，{SCALE}。"),
        ("ls3x3", {"scale_text": "0-9999"}, f"评分范围“0-9999”的起止数应从小到大、最多 1001 个，{SCALE}。"),
        ("lec", {"scale_text": "1-5"}, "评定方法 lec 能填的值由方法规定，不能另设评分范围“1-5”，请删去这项参数。"),
        (
            "nist", {"bands_text": "≥3 高；其余 低"},
            "评定方法 nist 不打分，不能用等级分档“≥3 高；其余 低”；请删去这项参数，要换等级的叫法请用“等级名称”。",
        ),
        (
            "ls5x5", {"level_names": ("甲", "乙", "丙")},
            "等级名称“甲、乙、丙”与评定方法 ls5x5 的等级对不上，应为从高到低、不重复的 4 级：重大、较大、一般、低。",
        ),
        (
            "ls3x3", {"level_names": ("高", "高", "低")},
            "等级名称“高、高、低”与评定方法 ls3x3 的等级对不上，应为从高到低、不重复的 3 级：高、中、低。",
        ),
        (
            "ls3x3", {"level_names": ("三级", "二级", "一级")},
            "等级从高到低是“三级、二级、一级”，与等级方向“降序”（一级最高）相反，请改等级方向或等级的次序。",
        ),
        (
            "ls3x3", {"direction": "升序", "bands_text": "≥6 一级；≥3 二级；其余 三级"},
            "等级从高到低是“一级、二级、三级”，与等级方向“升序”（一级最轻）相反，请改等级方向或等级的次序。",
        ),
        ("ls5x5", {"to_three_text": "重大=特高"}, "三级对应把“重大”对应到“特高”，只能对应到 高、中、低 之一。"),
        (
            "ls5x5", {"to_three_text": "重大=中；较大=高"},
            "三级对应把“重大”对应到“中”，把比它低的“较大”对应到“高”，高低颠倒，请改其中一项。",
        ),
        (
            "ls5x5", {"to_three_text": "重大=高；较大=中；一班=中；低=低"},
            "三级对应里的“一班”不是本方法的等级，“一般”却没有对应，应使用等级的原名：重大、较大、一般、低。",
        ),
        (
            "ls5x5", {"to_three_text": "重大高"},
            "三级对应中“重大高”读不出，应写成“重大=高；较大=中；一般=中；低=低”的样子。",
        ),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_read_say_what_is_wanted(
    method_id: str, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        build_method(method_id, **settings)
    assert str(caught.value) == message


# Levels as words

LS3, LS5 = METHODS["ls3x3"], METHODS["ls5x5"]
UP = build_method("ls3x3", direction="升序")
ROMAN = build_method("ls3x3", "≥6 一级；≥3 二级；其余 三级")
LETTERS = build_method("ls3x3", to_three_text="甲=高；乙=中；丙=低")


@pytest.mark.parametrize(
    ("method", "direction_set", "words", "value", "three", "synonym"),
    [
        (LS3, False, "高", "高", "高", False),
        (LS3, False, "中", "中", "中", False),
        (LS3, False, "低", "低", "低", False),
        (LS3, False, "高级 高风险 重大 重大风险 极高 严重 红 红色", "高", "高", True),
        (LS3, False, "一级 Ⅰ级 I级 i级 １级 A级 Ａ级 一级风险", "高", "高", True),
        (LS3, False, "中级 二级 Ⅱ级 II级 2级 B级 中风险 较大 一般 橙 黄色", "中", "中", True),
        (LS3, False, "低级 三级 Ⅲ级 III级 3级 C级 低风险 蓝 绿 绿色", "低", "低", True),
        (LS3, True, "一级 Ⅰ级 A级", "高", "高", False),
        (LS3, True, "高级 红", "高", "高", True),
        (UP, True, "一级 Ⅰ级 A级", "低", "低", False),
        (UP, True, "二级", "中", "中", False),
        (UP, True, "三级 Ⅲ级 C级", "高", "高", False),
        (UP, True, "高", "高", "高", False),
        (LS5, False, "重大", "重大", "高", False),
        (LS5, False, "较大", "较大", "中", False),
        (LS5, False, "一般", "一般", "中", False),
        (LS5, False, "低", "低", "低", False),
        (LS5, False, "低风险", "低", "低", True),
        (LS5, False, "较大风险", "较大", "中", True),
        (LS5, False, "高", "高", "高", False),
        (LS5, False, "高级 一级 红", "高", "高", True),
        (ROMAN, False, "一级", "一级", "高", False),
        (ROMAN, False, "Ⅰ级 A级 1级", "一级", "高", True),
        (ROMAN, False, "高", "高", "高", False),
        (LETTERS, False, "甲", "甲", "高", False),
        (LETTERS, False, "丙", "丙", "低", False),
        (LETTERS, False, "高", "高", "高", False),
    ],
)  # fmt: skip
def test_a_typed_level_reads(
    method: Method, direction_set: bool, words: str, value: str, three: str, synonym: bool
) -> None:
    reader = LevelReader(method, direction_set)
    for word in words.split():
        assert (word, *reader.read(word)) == (word, value, three, synonym, None)


@pytest.mark.parametrize("typed", [None, "", " 　", "待定", "未核定", "未评定", "/", "／", "-", "—", "无"])
def test_no_level_is_no_trouble(typed: str | None) -> None:
    assert LevelReader(LS3).read(typed) == (None, None, False, None)


@pytest.mark.parametrize(
    ("method", "typed", "message"),
    [
        (LS3, "1", "等级填的是“1”，看不出哪一头最高，应为 高、中、低 之一，请改写成文字。"),
        (LS3, 2.0, "等级填的是“2”，看不出哪一头最高，应为 高、中、低 之一，请改写成文字。"),
        (UP, "３", "等级填的是“３”，看不出哪一头最高，应为 高、中、低 之一，请改写成文字。"),
        (LS3, "Ⅱ", "等级填的是“Ⅱ”，看不出哪一头最高，应为 高、中、低 之一，请改写成文字。"),
        (LS5, "一", "等级填的是“一”，看不出哪一头最高，应为 重大、较大、一般、低 之一，请改写成文字。"),
        (LS5, "四级", "等级填的是“四级”，应为 重大、较大、一般、低 之一，请改填。"),
        (LS3, "特高", "等级填的是“特高”，应为 高、中、低 之一，请改填。"),
        (LS3, "高/中", "等级填的是“高/中”，应为 高、中、低 之一，请改填。"),
    ],
)
def test_a_level_that_does_not_read_says_what_is_wanted(method: Method, typed: Any, message: str) -> None:
    assert LevelReader(method).read(typed) == (None, None, False, message)


def test_levels_compare() -> None:
    assert [rank(level) for level in ("低", "中", "高")] == [1, 2, 3]
    assert highest(("低", None, "中")) == "中"
    assert highest((None, None)) is None
    assert highest(("一般", "较大"), LS5.names) == "较大"


@pytest.mark.parametrize(
    ("self_level", "peer_level", "computed", "veto", "level"),
    [
        ("低", "中", "低", False, "中"),
        ("高", "中", "低", False, "高"),
        ("低", "低", "高", False, "高"),
        ("低", "低", "低", True, "高"),
        (None, None, "中", False, "中"),
        (None, None, None, True, "高"),
        (None, None, None, False, None),
    ],
)
def test_the_suggested_level_is_the_highest(
    self_level: str | None, peer_level: str | None, computed: str | None, veto: bool, level: str | None
) -> None:
    assert suggested(self_level, peer_level, computed, veto) == level


def test_the_suggested_level_in_a_methods_own_names() -> None:
    assert suggested("低", "较大", "一般", False, LS5.names) == "较大"
    assert suggested("低", "低", "低", True, LS5.names) == "重大"
