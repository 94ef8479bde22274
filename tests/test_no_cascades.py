"""One bad cell, one finding: what another ledger cannot tell because of it is not judged."""

from __future__ import annotations

import pytest

from tests.drawn import book
from xlsuite.verbs.check import findings

POINT, MEASURE, RATING = "[个人廉政风险点登记表]", "[防控措施登记表]", "[风险点等级评定表]"
ROSTER, EXTENSION = "[岗位与名册]", "[延期]"
LOWERED = f"{RATING} 自评等级=高 互评等级=中 核定等级=中 核定依据=已复核 可能性L=2 危害程度S=2"
CASES = [
    ("发现日期=2025-02-30 整改时限=三个月内 整改时限原文=", ["问题整改台账!L2 ST-14"]),
    ("延期后时限=2025-12-31 | [延期] 申请延期至=2025-02-30", ["延期!E2 ST-14"]),
    (f"延期后时限=2025-11-30 | {EXTENSION} 问题编号=#REF!", ["延期!B2 ST-08"]),
    (f"{LOWERED} | {MEASURE} 落实状态=差不多了", ["防控措施登记表!I2 ST-16"]),
    (f"{LOWERED} | {MEASURE} 佐证材料=#REF!", ["防控措施登记表!K2 ST-08"]),
    (f"{POINT} 风险点编号=FX-2025-010 | {MEASURE} 风险点编号=#REF!", ["防控措施登记表!B2 ST-08"]),
    (f"{POINT} 风险点编号=FX-1 | {POINT} 风险点编号=FX-2 风险点=另一个 | {MEASURE} 风险点编号=#REF!", [
        "个人廉政风险点登记表!A2 RP-06", "个人廉政风险点登记表!A3 RP-06", "防控措施登记表!B2 ST-08",
    ]),
    (f"{POINT} 风险点编号=#REF! | {MEASURE}", ["个人廉政风险点登记表!A2 ST-08"]),
    (f"{POINT} 管理责任人= | {ROSTER} 岗位编号=#REF!", ["岗位与名册!A2 ST-08"]),
    (f"{POINT} | {ROSTER} 任职人=#REF!", ["岗位与名册!D2 ST-08"]),
    (f"{POINT} 状态=还在 管理责任人= | {ROSTER} 岗位编号=GW05", ["个人廉政风险点登记表!L2 RP-03"]),
    ("问题编号=#REF! | [共性问题对照表] 对照结果=存在 关联问题编号=ZG-2025-011", ["问题整改台账!A2 ST-08"]),
]  # fmt: skip


@pytest.mark.parametrize(("drawn", "expected"), CASES)
def test_one_bad_cell(drawn: str, expected: list[str]) -> None:
    found = [each for each in findings(book(drawn)) if each.rule != "RP-21"]
    assert [f"{each.sheet}!{each.cell} {each.rule}" for each in found] == expected
