"""Mutants and made-up contents: nothing of ours ends badly, and what goes in comes out."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile_ledger import LINES, book
from xlsuite.errors import UnreadableFile
from xlsuite.excel.cells import column_letters, column_number, decode, unescape
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.sniff import sniff
from xlsuite.files.archive import Archive
from xlsuite.files.packing import packed, repacked

ROOT = Path(__file__).parent.parent
MUTANTS = 1_000


@pytest.mark.skipif(os.name != "posix", reason="the processor's time is told by a POSIX signal")
@pytest.mark.parametrize("more", [[], ["--two"]], ids=["whole check", "two readers"])
def test_a_thousand_mutants(more: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", str(MUTANTS), *more], capture_output=True, encoding="utf-8", cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    counts = [line.split() for line in done.stdout.splitlines()]
    assert sum(int(count) for count, *_ in counts) == MUTANTS
    assert sum(int(count) for count, *words in counts if "read" in words) > MUTANTS / 10  # many get past the door


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\\/"), min_size=1, max_size=20).map("xl/".__add__)
PARTS = st.dictionaries(NAMES, st.binary(max_size=2000), min_size=1, max_size=6).filter(
    lambda parts: len({name.lower() for name in parts}) == len(parts)
)


@settings(max_examples=300, deadline=None)
@given(PARTS)
def test_a_package_comes_back_as_it_went_in(parts: dict[str, bytes]) -> None:
    content = packed(parts)
    assert {name: Archive(content, "a").read(name) for name in parts} == parts
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {name: package.read(name) for name in package.namelist()} == parts
    assert repacked(Archive(content, "a"), {}) == content


@settings(max_examples=300, deadline=None)
@given(PARTS, st.binary(max_size=500), st.data())
def test_a_part_changed_leaves_the_others(parts: dict[str, bytes], new: bytes, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(parts)))
    archive = Archive(packed(parts), "a")
    changed = Archive(repacked(archive, {name: new}), "a")
    assert {each: changed.read(each) for each in parts} == {**parts, name: new}
    gone = Archive(repacked(archive, {}, [name]), "a")
    assert [part.name for part in gone.parts.values()] == [each for each in parts if each != name]


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_told_what_they_are(content: bytes) -> None:
    for each in (content, b"PK\3\4" + content, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content):
        try:
            sniff(each, "a")
        except UnreadableFile as error:
            assert str(error).startswith("“a”") and str(error).endswith("。")


@settings(max_examples=60, deadline=None)
@given(st.permutations(LINES[1:]))
def test_the_order_of_rows_in_the_file_changes_no_cell(rows: list[str]) -> None:
    (wanted,), (found,) = (read_grids_bytes(book("".join([LINES[0], *each])), "a.xlsx") for each in (LINES[1:], rows))
    assert found.rows == wanted.rows
    assert bool(found.remarks) == (rows != LINES[1:])


@given(st.integers(1, 20_000))
def test_letters_of_a_column_come_back(column: int) -> None:
    assert column_number(column_letters(column)) == column


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_escaped_texts_come_back(text: str) -> None:
    escaped = "".join(f"_x{ord(c):04X}_" if ord(c) < 0x20 or c == "_" else c for c in text)
    assert unescape(escaped) == text
    assert decode("str", 0, escaped, [], False) == text
