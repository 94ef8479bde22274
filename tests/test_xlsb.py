"""Reading .xlsb: the same cells, places and findings as from any other format; broken ones are refused with a reason."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest

from tests import samples
from tests.xlsb import record, xlsb
from xlsuite.cli import run
from xlsuite.errors import UnreadableFile
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid, Merge
from xlsuite.verbs.check import findings


def planted() -> list[Grid]:
    return [*samples.grids("岗位与名册", "延期"), Grid("问题整改台账", samples.read("rectification_with_errors.csv"))]


def test_cells_places_and_facts() -> None:
    rows = [
        ["", "", ""],
        ["", "甲", 2.5],
        ["", True, dt.date(2025, 2, 3)],
        ["", "", "丁\n戊"],
        ["", "", ""],
        ["", "己", ""],
    ]
    told = {"errors": {(5, 3): "#REF!", (6, 3): "#N/A"}, "hidden_rows": frozenset({4}), "hidden": True}
    (grid,) = read_grids_bytes(xlsb([Grid("台账", rows, (Merge(2, 2, 4, 2),), **told)]), "台账.xlsb")
    assert grid.rows == [
        ["", "", ""], ["", "甲", 2.5], ["", True, dt.date(2025, 2, 3)], ["", "", "丁\n戊"], ["", "", ""], ["", "己", ""],
    ]  # fmt: skip
    assert grid.merges == (Merge(2, 2, 4, 2),)
    assert (grid.errors, grid.hidden_rows, grid.hidden) == (told["errors"], told["hidden_rows"], True)


def test_the_planted_errors_are_found_as_in_any_format() -> None:
    grids = read_grids_bytes(xlsb(planted()), "错例.xlsb")
    assert findings(open_book("错例.xlsx", grids, samples.AS_OF)) == findings(samples.with_errors())


def test_check_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "错例.xlsb").write_bytes(xlsb(planted()))
    assert run(["check", str(tmp_path / "错例.xlsb"), "--format", "json", "--as-of", "2025-09-30"]) == 1
    found = json.loads(capsys.readouterr().out)["files"][0]
    assert [sheet["ledger"] for sheet in found["sheets"]] == ["posts", "extensions", "rectification"]
    told = {(each["key"], each["rule"]) for each in found["findings"]}
    assert {(row["问题编号"], row["规则编号"]) for row in samples.expected_findings() if row["级别"] == "error"} <= told


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The same package with one part replaced."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, data if each == name else old.read(each))
    return stream.getvalue()


SMALL = xlsb([Grid("台账", [["问题编号", "问题"], ["ZG-1", "甲"]])])
FAR = [[""] * 16_384 for _ in range(400)]
FAR[399][16_383] = "x"
SHEET = "xl/worksheets/sheet1.bin"
REFUSED = [
    ("a record longer than its part", with_part(SMALL, SHEET, b"\x81\x01\x7f"), "damaged", f"“错.xlsb”的部件“{SHEET}”读不出来，文件已损坏或不完整。"),
    ("a list of sheets cut short", with_part(SMALL, "xl/workbook.bin", record(156, b"\0" * 9)), "damaged", "“错.xlsb”的工作表清单读不出来，文件已损坏或不完整。"),
    ("a name longer than its record", with_part(SMALL, "xl/workbook.bin", record(156, b"\0" * 8 + b"\xff\0\0\0")), "damaged", "“错.xlsb”的工作表清单读不出来，文件已损坏或不完整。"),
    ("one far cell", xlsb([Grid("台账", FAR)]), "too_large", "“错.xlsb”的工作表“台账”的表格范围为 6,553,600 格，超过上限 5,000,000 格。"),
    ("cut off", SMALL[: len(SMALL) // 2], "damaged", "“错.xlsb”的结尾缺失，文件已损坏或不完整。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refused_with_its_reason(content: bytes, code: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_grids_bytes(content, "错.xlsb")
    assert caught.value.code == code
    assert str(caught.value).startswith(message)


def test_changed_bytes_never_crash() -> None:
    """40 seeded mutations of the sheet's records: grids or a refusal, nothing else."""
    import zipfile
    from io import BytesIO

    chance = random.Random(7)
    with zipfile.ZipFile(BytesIO(SMALL)) as package:
        records = package.read(SHEET)
    for _ in range(40):
        changed = bytearray(records)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            grids = read_grids_bytes(with_part(SMALL, SHEET, bytes(changed)), "错.xlsb")
        except UnreadableFile as error:
            assert error.code in ("damaged", "too_large")
        else:
            assert [grid.name for grid in grids] == ["台账"]
