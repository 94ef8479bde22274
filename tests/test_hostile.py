"""Every hostile case through the command line: as its expectation says, within its limits, the input untouched.

It holds both ways: what is to be refused and passes fails here, and so does what passes with a finding more or less.
"""

from __future__ import annotations

import os

import pytest

from tests.hostile_ledger import Case
from tests.hostile_run import CASES, Outcome, is_expected, outcomes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and pipes are POSIX")


@pytest.fixture(scope="module")
def came(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    return outcomes(CASES, tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.id))
def test_as_expected(case: Case, came: dict[str, Outcome]) -> None:
    found = came[case.id]
    assert found.trouble == ""
    assert is_expected(case, found), f"wanted {case.expect!r}, came {found.came!r}: {found.message}"


def test_there_are_many_and_each_is_one() -> None:
    assert len(CASES) >= 150
    assert len({case.id for case in CASES}) == len(CASES)


TOLD = [  # an expectation, what came, whether it is what was expected
    ("A", ("A", ""), True), ("A", ("F ST-08", ""), False), ("F ST-08", ("A", ""), False),
    ("F ST-08", ("F ST-07 ST-08", ""), False), ("R damaged", ("A", ""), False), ("R damaged", ("R damaged", "x"), True),
    ("R damaged 目录", ("R damaged", "的目录"), True), ("R damaged 目录", ("R damaged", "的结尾"), False),
    ("R damaged 目录", ("R too_large", "的目录"), False), ("R", ("R locked", ""), True), ("R", ("? -6", ""), False),
    ("U 找不到", ("U", "✗ 找不到"), True), ("U 找不到", ("R damaged", "找不到"), False),
]  # fmt: skip


@pytest.mark.parametrize(("expect", "found", "holds"), TOLD)
def test_both_sides_are_seen(expect: str, found: tuple[str, str], holds: bool) -> None:
    case = Case("x", lambda: b"", expect)
    assert is_expected(case, Outcome(*found, "", 0.0, 0.0)) is holds
