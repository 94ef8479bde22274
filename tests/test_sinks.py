"""Text out is text in, at every way out: nothing from a cell becomes a formula, a link, markup or an escape sequence.

Word drafts have tests of their own (test_word.py), and so have notes in the user's workbook (test_inplace.py).
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest

from tests.hostile_ledger import book, inline, lines
from tests.hostile_sheets import LEADS
from tests.packages import parts_of
from xlsuite.cli import own_failure, run
from xlsuite.excel.looks import (
    PAGE_WIDTH,
    column_width,
    fitted,
    number_of,
    put_formula,
    put_number,
    row_height,
    sheet_name,
    shortened,
)
from xlsuite.excel.looks import lines as lines_of
from xlsuite.excel.newbook import NewBook
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.xmltext import escape, quoteattr, stored, unescape

TODAY, AS_OF = date(2025, 10, 31), ("--as-of", "2025-09-30")
TEXTS = (
    *LEADS, "\x1b[31m红\x1b[0m", "\x1b]0;title\x07", "a\u202eb", "a\u200bb", "a\x9b31mb", "<r>a</r>", "<t>", "'=1", '"', "a&b<c>d", "\x00\x08\x0b",
    "_x000D_", "_x0041_x0042_", "1_x0041_2", "\r\n", "𠮷😀",
)  # fmt: skip
PREFIXED = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("text", TEXTS)
def test_xlsx(text: str) -> None:
    made = NewBook("甲", date(2025, 9, 30))
    made.sheet("甲", [20.0], text).text(0, 0, text)
    content = made.bytes()
    assert read_grids_bytes(content, "a.xlsx")[0].rows == [[text]]
    parts = parts_of(content)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet and "xl/worksheets/_rels/sheet1.xml.rels" not in parts
    assert (b'quotePrefix="1"' in parts["xl/styles.xml"]) == (text[0] in PREFIXED)


@pytest.mark.parametrize("text", TEXTS)
def test_csv(text: str) -> None:
    pandas = pytest.importorskip("pandas")
    from xlsuite.framing import csv_bytes

    frame = pandas.DataFrame({"甲": pandas.array([text], dtype="string")})
    rows = list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"), newline="")))
    assert rows == [["甲"], [("'" if text[0] in PREFIXED else "") + text]]


def ledger(folder: Path, text: str) -> Path:
    """A ledger whose deadline is a text, so that a finding quotes it."""
    path = folder / "台账.xlsx"
    escaped = "".join(f"_x{ord(c):04X}_" if c < " " and c not in "\t\n" else c for c in text.replace("_x", "_x005F_x"))
    path.write_bytes(book("".join(lines(N2=inline("N2", escaped)))))
    return path


@pytest.mark.parametrize("text", TEXTS)
def test_json(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(ledger(tmp_path, text)), "--format", "json", *AS_OF], TODAY)
    said = capsys.readouterr().out
    assert not [sign for sign in said if sign not in " \n" and not sign.isprintable() and sign != "\u3000"]
    (file,) = json.loads(said)["files"]
    values = [finding["value"] for finding in file["findings"] if finding["cell"] == "N2"]
    assert all(value == text or value is None for value in values)
    assert text in values or not text.strip("\x00\x08\x0b\r\n\u200b ")


@pytest.mark.parametrize("text", TEXTS)
def test_terminal(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = ledger(tmp_path, text)
    for command in (["check", str(path), *AS_OF], ["grade", str(path)], ["fix", str(path), "--dry-run", *AS_OF]):
        run(command, TODAY)
        said = capsys.readouterr()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\ufeff]", said.out + said.err)


def test_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a failure of our own: places in the code and its kind, never what it was about."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    secret = "张某某的秘密"
    try:
        int(secret)
    except ValueError as error:
        said = own_failure(error)
    (log,) = tmp_path.glob("*.log")
    assert secret not in said and secret not in log.read_text(encoding="utf-8")
    assert "ValueError" in log.read_text(encoding="utf-8")


SHEETS = [
    ("检查结果", (), "检查结果"), ("a/b\\c:d*e?f[g]", (), "a_b_c_d_e_f_g_"), ("'甲'", (), "甲"), ("History", (), "History_"),
    ("", (), "表"), ("长" * 40, (), "长" * 31), ("甲", ("甲",), "甲_2"), ("甲", ("甲", "甲_2"), "甲_3"), ("ABC", ("abc",), "ABC_2"),
    ("长" * 31, ("长" * 31,), "长" * 29 + "_2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "taken", "name"), SHEETS)
def test_names_of_sheets(text: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(text, taken) == name


SHOWN = [
    ("55.00%", (0.55, "0.00%")),
    ("55%", (0.55, "0%")),
    ("3", (3.0, "0")),
    ("3.10", (3.1, "0.00")),
    ("=1", None),
    ("1e5", None),
]


@pytest.mark.parametrize(("text", "number"), SHOWN)
def test_only_what_was_printed_as_a_number_is_one(text: str, number: tuple[float, str] | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", [*TEXTS, "a\"b'c", 'a"b', "a'b"])
def test_xml(text: str) -> None:
    from xml.etree import ElementTree

    assert unescape(escape(text, {'"': "&quot;"}), {"&quot;": '"'}) == text
    plain = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    assert ElementTree.fromstring(f"<a>{escape(plain)}</a>").text == (
        plain.replace("\r\n", "\n").replace("\r", "\n") or None
    )
    assert ElementTree.fromstring(f"<a b={quoteattr(plain)}/>").attrib["b"] == plain


LONG = [
    ("长" * 32_767, ""),
    ("长" * 32_768, "…（余下 17 字见原表）"),
    ("😀" * 16_384, "…（余下 9 字见原表）"),
    ("a" * 40_000, "…（余下 7249 字见原表）"),
]


@pytest.mark.parametrize(("text", "mark"), LONG, ids=[f"{len(text)} of {text[0]}" for text, _ in LONG])
def test_what_a_cell_cannot_hold_is_cut_and_said_to_be(text: str, mark: str) -> None:
    found = shortened(text)
    assert found.endswith(mark) and len(found.encode("utf-16-le")) // 2 <= 32_767
    assert not mark or (len(found) - len(mark)) + int(re.sub(r"\D", "", mark)) == len(text)


def test_formulas_of_ours_hold_their_result() -> None:
    made = NewBook("甲", date(2025, 9, 30))
    page = made.sheet("甲", [20.0])
    for row, (formula, value) in enumerate((("=1+1", 2), ('=""', ""), ("=A9", None), ("{=SUM(A1:A2)}", 2))):
        put_formula(page.sheet, row, 0, formula, None, value)
    put_number(page.sheet, made.looks, 4, 0, 1.5, {})
    page.text(5, 0, "")
    grid = read_grids_bytes(made.bytes(), "a.xlsx")[0]
    assert grid.rows == [[2.0], [""], [""], [2.0], [1.5]] and not grid.uncached


WIDTHS = [
    ([], []), ([10.0, 10.0], [71.0, 71.0]), ([6.0, 500.0], [6.0, 0.0]), ([13.0] * 30, [0.0] * 30),
    ([50.0, 50.0, 45.0], [50.0, 50.0, 45.0]),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "found"), WIDTHS, ids=["none", "spread", "shared", "many", "as they are"])
def test_widths_fit_a_page(wanted: list[float], found: list[float]) -> None:
    widths = fitted(wanted)
    assert len(widths) == len(found) and sum(widths) <= PAGE_WIDTH
    assert all(width == known for width, known in zip(widths, found, strict=True) if known)


LINES = [("甲", 10.0, 1), ("甲\n乙", 10.0, 2), ("长" * 30, 20.0, 4), ("word " * 6, 12.0, 3), ("w" * 40, 12.0, 4), ("一二三四五六七 ab", 10.0, 2)]  # fmt: skip


@pytest.mark.parametrize(("text", "width", "count"), LINES)
def test_lines_of_a_text(text: str, width: float, count: int) -> None:
    assert lines_of(text, width) == count
    assert row_height([(text, width), ("", 5.0)]) >= row_height([("甲", 10.0)])
    assert 6.0 <= column_width([text]) <= 40.0


STORED = [  # a text, and what the cell holds when it is read again: nothing but signs that XML does not have is lost
    ("甲<b>&", "甲<b>&"), ("_x0041_", "_x0041_"), ("_\x01x0041_", "_x0041_"), ("1_x0041_2\x00", "1_x0041_2"), ("甲\r\n乙", "甲\r\n乙"),
    ("_X0041_", "_X0041_"), ("_x41_", "_x41_"), ("\ufffe\uffff甲", "甲"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), STORED)
def test_the_text_of_a_cell_written_into_a_workbook(text: str, read: str) -> None:
    sheet = f'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">{stored(text)}</t></is></c></row>'
    assert read_grids_bytes(book(sheet), "a.xlsx")[0].cell(1, 1) == read
