"""Every branch of what reads, writes and escapes (`coverage`, see pyproject.toml): the hostile cases, and the rest."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import json
import os
import re
import stat
import struct
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import python_calamine

from tests.hostile import SPREADSHEET, cell, ods, ods_cell, old_xls, row, workbook, zipped
from tests.hostile_run import CASES
from tests.packages import parts_of, with_parts
from tests.xlsb import xlsb
from xlsuite.addin.cfb import compound_file
from xlsuite.errors import OutputExists, UnreadableFile, UnwritableOutput
from xlsuite.excel import biff_facts, binary_facts, contained, facts, reader
from xlsuite.excel.cells import DATE, ELAPSED, NUMBER, TIME, format_kind
from xlsuite.excel.compound import Compound
from xlsuite.excel.facts import Scan
from xlsuite.excel.ods import read_tables
from xlsuite.excel.package import SheetPart
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.sniff import sniff
from xlsuite.files import packing
from xlsuite.files import save as saving
from xlsuite.files.archive import Archive, _wide_sizes
from xlsuite.files.limits import LIMITS
from xlsuite.files.opener import digest, nowhere, piece, pieces, pipes_to_parent, read_file, read_text
from xlsuite.files.packing import renamed
from xlsuite.files.save import (
    BACKUPS,
    STALE_AFTER,
    add_record,
    back_up,
    hold,
    locked,
    mark_of_open,
    private_folder,
    save_anew,
    save_free,
    scratch,
)
from xlsuite.model.grid import Grid

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

INSIDE = [case for case in CASES if not case.is_file]


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("case", INSIDE, ids=lambda case: ascii(case.id))
def test_read_or_refused(case: object) -> None:
    content, is_refused = case.make(), case.expect.startswith("R")  # type: ignore[attr-defined]
    try:
        grids = read_grids_bytes(content, case.name)  # type: ignore[attr-defined]
    except UnreadableFile as error:
        assert is_refused and str(error).startswith(f"“{case.name}”") and str(error).endswith("。")  # type: ignore[attr-defined]
    else:
        assert not is_refused and all(len(set(map(len, grid.rows))) <= 1 for grid in grids)


# --- reading, branch by branch --------------------------------------------------------------------------------------

OWN = '<row r="9"><x:c xmlns:x="y" r="A9"/></row>'  # sends a sheet to our own reader
TEXTS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"> <si><r><t> 甲 </t></r><rPh><t>x</t></rPh>'
    '<r><t xml:space="preserve"> 乙</t></r></si></sst>'
)
CELLS = (
    cell("A1", "0", 't="s"')
    + '<c r="B1" t="inlineStr"><is><t>丙</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c><c r="!"/><c r="C1"><v> </v></c>'
)


def grid_of(body: str, **more: object) -> Grid:
    return read_grids_bytes(workbook(body, **more), "a.xlsx")[0]  # type: ignore[arg-type]


def test_pieces_of_shared_and_own_texts() -> None:
    content = with_parts(
        workbook(row(1, CELLS) + OWN, row(1, cell("A1", "0", 't="s"')) + OWN), {"xl/sharedStrings.xml": TEXTS}
    )
    first, second = read_grids_bytes(content, "a.xlsx")
    assert first.rows == [["甲 乙", "丙", ""]]
    assert second.rows == [["甲 乙"]]


def test_a_workbook_without_shared_texts() -> None:
    content = workbook(row(1, cell("A1", "5")) + OWN)
    parts = [(name, data) for name, data in parts_of(content).items() if name != "xl/sharedStrings.xml"]
    assert read_grids_bytes(zipped(parts), "a.xlsx")[0].rows == [[5.0]]


ODD = [  # the inside of sheetData, what is read
    (row(1, cell("A1", "7"), '<c r="B1" t="e"/>'), [[7.0]]),
    (row(1, cell("A1", "#N/A", 't="e"'), cell("B1", "1.5")), [["", 1.5]]),
    (row(1, cell("A1", "7"), cell("B1", "&#50;")), [[7.0, 2.0]]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "rows"), ODD)
def test_odd_cells(body: str, rows: list[list[object]]) -> None:
    assert grid_of(body).rows == rows
    assert grid_of(body, properties=" ").rows == rows
    plain = with_parts(
        workbook(body), {"xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'}
    )
    assert read_grids_bytes(plain, "a.xlsx")[0].rows == rows


PARTS = [  # a whole sheet part, the rows read or the word of the refusal
    ('<worksheet xmlns="{0}"><sheetData x="1"/></worksheet>', []),
    ('<worksheet xmlns="{0}"><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData><a><mergeCell ref="A1:B1"/></a></worksheet>', [[7.0]]),
    ('<worksheet xmlns="{0}"><sheetData><row r="1"><c r="A1" t="str"><v>a&#;</v></c></row></sheetData></worksheet>', "damaged"),
    ('<worksheet xmlns="{0}"><sheetData><row r="1"><c r="A1" t="str"><v>a&#xzz;</v></c></row></sheetData></worksheet>', "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "found"), PARTS)
def test_odd_parts(part: str, found: object) -> None:
    content = workbook(part.format(SPREADSHEET), raw=True)
    if isinstance(found, str):
        with pytest.raises(UnreadableFile) as error:
            read_grids_bytes(content, "a.xlsx")
        assert error.value.code == found
    else:
        assert read_grids_bytes(content, "a.xlsx")[0].rows == found


def test_shared_texts_that_are_no_xml() -> None:
    with pytest.raises(UnreadableFile):
        grid_of(row(1, cell("A1", "0", 't="s"')), strings=("甲</x>",))


def test_a_doubtful_cell_that_calamine_did_not_lay_out() -> None:
    sheet = SheetPart("甲", "x", "worksheet", False)
    grid = reader._joined(sheet, [["a"]], [], Scan({}, frozenset(), frozenset(), {(5, 5): "", (1, 1): "b"}, ()))
    assert grid.rows == [["b"]]


FORMATS = [
    ("[h]:mm", ELAPSED),
    ("h:mm", TIME),
    ("mm:ss", TIME),
    ('"年"0', NUMBER),
    ("mmm", DATE),
    ("yyyy", DATE),
    ("0.00", NUMBER),
]


@pytest.mark.parametrize(("code", "kind"), FORMATS)
def test_what_a_format_makes_of_a_number(code: str, kind: int) -> None:
    assert format_kind(code) == kind


LIMITED = [("values", 1, row(1, cell("A1", "1"), cell("B1", "2")) + OWN), ("file", 10, row(1, cell("A1", "1")))]


@pytest.mark.parametrize(("key", "most", "body"), LIMITED, ids=[case[0] for case in LIMITED])
def test_limits_that_are_far_away(key: str, most: int, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, key, LIMITS[key]._replace(most=most))
    with pytest.raises(UnreadableFile) as error:
        grid_of(body)
    assert error.value.code == "too_large" and LIMITS[key].what in str(error.value)


OLES = [("WordDocument", "Word 文档"), ("PowerPoint Document", "PowerPoint 演示文稿"), ("__properties_version1.0", "Outlook 邮件"), ("x", "其他 Office 程序的文件")]  # fmt: skip


@pytest.mark.parametrize(("stream", "what"), OLES)
def test_other_compound_files(stream: str, what: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        sniff(compound_file({stream: b"x"}), "a")
    assert f"实际是{what}" in str(error.value)


KINDS = [
    (zipped([("mimetype", "application/vnd.oasis.opendocument.text")]), "OpenDocument 文档"),
    ("问题编号\n".encode("utf-16"), "文本文件"),
]


@pytest.mark.parametrize(("content", "what"), KINDS)
def test_other_kinds(content: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        sniff(content, "a")
    assert f"实际是{what}" in str(error.value)


def endless() -> bytes:
    """A compound file one of whose sectors follows itself."""
    content = bytearray(compound_file({"Workbook": b"x" * 5000}))
    (table,) = struct.unpack_from("<I", content, 76)
    (first,) = struct.unpack_from("<I", content, 48)
    struct.pack_into("<I", content, (table + 1) * 512 + first * 4, first)
    return bytes(content)


def test_compound_files_that_cannot_be_followed() -> None:
    with pytest.raises(ValueError, match="without end"):
        Compound(endless())
    more = bytearray(compound_file({"Workbook": b"x"}))
    struct.pack_into("<I", more, 68, 0)  # a further table that names itself as the one after it
    struct.pack_into("<I", more, 512 + 508, 0)
    with pytest.raises(ValueError):
        Compound(bytes(more)).stream("Workbook")


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


STREAMS = [
    record(0x809, b"\0\6" + b"\0" * 14) + record(0x2F, b"\0" * 6) + record(0x0A, b""),  # locked
    record(0x809, b"\0\5" + b"\0" * 14) + record(0x0A, b""),  # older than BIFF8
    record(0x809, b"\0\6" + b"\0" * 14) + record(0x809, b"\0\6" + b"\0" * 14) + record(0x0A, b"") + record(0x0A, b""),
]


@pytest.mark.parametrize("stream", STREAMS)
def test_older_workbooks_that_tell_nothing(stream: bytes) -> None:
    assert biff_facts.read_sheets(compound_file({"Workbook": stream.ljust(5000, b"\0")})) == []


def test_an_error_that_a_formula_gave() -> None:
    globals_ = record(0x809, b"\0\6\5\0" + b"\0" * 12)
    sheet_at = len(globals_) + 4 + 9 + 4
    bound = record(0x85, struct.pack("<IBBBB", sheet_at, 0, 0, 1, 0) + b"A")
    formula = record(0x06, struct.pack("<HHH", 2, 1, 0) + b"\x02\0\x2a\0\0\0\xff\xff" + b"\0" * 8)
    plain = record(0x06, struct.pack("<HHH", 3, 1, 0) + struct.pack("<d", 1.5) + b"\0" * 8)
    chart = record(0x809, b"\0\6" + b"\0" * 14) + formula + record(0x0A, b"")  # of a chart in the sheet: not its own
    sheet = record(0x809, b"\0\6" + b"\0" * 14) + chart + formula + plain + record(0x0A, b"")
    stream = globals_ + bound + record(0x0A, b"") + sheet
    (found,) = biff_facts.read_sheets(compound_file({"Workbook": stream.ljust(5000, b"\0")}))
    assert (found.name, found.errors) == ("A", {(3, 2): "#N/A"})


def test_a_sheet_of_an_xlsb_that_is_a_chart_and_one_without_a_name() -> None:
    content = xlsb([Grid("甲", [["a"]]), Grid("乙", [["b"]])])
    links = parts_of(content)["xl/_rels/workbook.bin.rels"].decode().replace('/worksheet"', '/chartsheet"', 1)
    grids = read_grids_bytes(with_parts(content, {"xl/_rels/workbook.bin.rels": links}), "a.xlsb")
    assert "乙" in [grid.name for grid in grids]
    archive = Archive(content, "a")
    assert binary_facts._wide(archive, struct.pack("<I", 0xFFFFFFFF), 0) == ("", 4)
    endless = with_parts(content, {"xl/worksheets/sheet1.bin": b"\x05\xff\xff\xff\xff"})
    with pytest.raises(UnreadableFile):
        binary_facts.read_sheets(Archive(endless, "a"))


def test_tables_within_tables_and_a_row_alone() -> None:
    inner = "<table:table><table:table-row>" + ods_cell("x") + "</table:table-row></table:table>"
    rows = f"<table:table-row>{ods_cell('甲')}<table:table-cell>{inner}</table:table-cell></table:table-row>"
    assert [table.name for table in read_tables(Archive(ods(rows + "<text:p>y</text:p>"), "a"))] == ["表1"]


# --- zip ------------------------------------------------------------------------------------------------------------


def zip64(content: bytes, locator: bytes = b"PK\6\7", record: bytes = b"PK\6\6") -> bytes:
    """The same archive with its directory told in the wide record."""
    end = content.rfind(b"PK\5\6")
    count, size, start = struct.unpack_from("<HII", content, end + 10)
    wide = record + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, start)
    place = locator + struct.pack("<IQI", 0, end, 1)
    return content[:end] + wide + place + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)  # fmt: skip


def test_a_wide_directory() -> None:
    assert Archive(zip64(zipped([("a", "甲")])), "a").read("A") == "甲".encode()
    with pytest.raises(UnreadableFile):
        Archive(zip64(zipped([("a", "1")]), record=b"PK\0\0"), "a")
    with pytest.raises(UnreadableFile):
        Archive(zip64(zipped([("a", "1")]), locator=b"PK\0\0"), "a")


def test_wide_sizes() -> None:
    field = struct.pack("<HH4x", 9, 4) + struct.pack("<HHQQQ", 1, 24, 5, 6, 7)
    assert _wide_sizes(field, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF) == (5, 6, 7)
    assert _wide_sizes(field, 1, 2, 3) == (1, 2, 3)


def test_parts_that_are_not_there() -> None:
    archive = Archive(zipped([("a", "1")]), "a")
    assert renamed(archive, {"b": "c"}) == []
    with pytest.raises(UnreadableFile, match="缺少部件“b”"):
        archive.read("b")


def test_a_package_too_large_for_the_plain_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "BIGGEST", 10)
    with pytest.raises(OverflowError):
        packing.packed({"a": b"1"})


# --- the process that reads older formats, in this one ----------------------------------------------------------------


def tall(more: str = "", first: int = 100_001, count: int = 5_000, letter: str = "B") -> str:
    rows = (f'<row r="{at}"><c r="{letter}{at}"><v>1</v></c></row>' for at in range(first, first + count))
    return "".join([*rows, more])


TALL = (
    ("as its last row says", tall(), False),
    ("a cell past the last row", tall('<row r="105001"><c r="B999999"><v>1</v></c></row>'), True),
    ("a cell past the columns of the first rows", tall('<row r="105001"><c r="C105001"><v>1</v></c></row>'), True),
    ("no row at the end with that many figures", tall('<row r="9"><c r="B9"><v>1</v></c></row>'), True),
    ("no cell in the first rows", tall(letter="BA"), True),
    ("sparse", tall(count=9), True),
    ("past the last row of any sheet", tall(first=1_048_000), True),
)


@pytest.mark.parametrize(("case", "rows", "closely"), TALL, ids=[case for case, *_ in TALL])
def test_a_tall_sheet_is_looked_at_closely_where_it_is_odd(
    case: str, rows: str, closely: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(facts, "_fits_closely", lambda *given: bool(asked.append(given[2])))
    data = f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
    region = facts.region_of(data)
    assert region is not None
    assert facts.fits(region, "a.xlsx", "台账") is not closely and asked == ["台账"] * closely


def test_a_pattern_for_the_numbers_up_to_one() -> None:
    for number in (*range(130), 999, 1000, 99_999, 100_000, 123_456, 1_048_576):
        pattern, digits = re.compile(facts.up_to(number)), len(str(number))
        for other in {*range(140), number - 1, number, number + 1, number * 10, 10**digits - 1, 10**digits} - {-1}:
            assert bool(pattern.fullmatch(str(other))) == (other <= number), (number, other)


def answered(content: bytes, cells: int = 1000, monkeypatch: pytest.MonkeyPatch | None = None) -> object:
    patch = monkeypatch or pytest.MonkeyPatch()
    out = io.TextIOWrapper(io.BytesIO())
    with patch.context() as inside:
        inside.setattr(sys, "argv", ["x", str(1 << 40)])
        asked = struct.pack("<QQQ", len(content), cells, 60) + content
        inside.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(asked)))
        inside.setattr(sys, "stdout", out)
        if resource is not None:
            inside.setattr(resource, "setrlimit", lambda *_: None)
        contained.main()
    return json.loads(out.buffer.getvalue()[8:], object_hook=contained._untagged)  # type: ignore[attr-defined]


DAYS = [dt.date(2025, 1, 2), dt.datetime(2025, 1, 2, 3), dt.time(3), dt.timedelta(days=2)]


def test_what_the_child_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    content = old_xls([["甲", 1.0], [dt.date(2025, 1, 2), True]], (0, 0, 0, 1))
    assert answered(content) == [["台账", False, [["甲", 1.0], [dt.date(2025, 1, 2), True]], [[1, 1, 1, 2]], []]]
    assert answered(old_xls([[1.5, float("nan")]])) == [["台账", False, [[1.5, ""]], [], [[1, 2, "nan"]]]]
    assert answered(content, 3) == 4
    assert answered(b"nothing") == "damaged"
    assert [contained._untagged(contained._tagged(each)) for each in DAYS] == DAYS
    chart = workbook(row(1, cell("A1", "1")), "", kinds=("worksheet", "chartsheet"))
    assert len(answered(with_parts(chart, {"xl/_rels/workbook.xml.rels": parts_of(chart)["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet2", b"chartsheets/sheet2"), "xl/chartsheets/sheet2.xml": b"<chartsheet/>"}))) == 1  # type: ignore[arg-type]  # fmt: skip
    with monkeypatch.context() as patch:

        def asks(*_: object) -> None:
            raise python_calamine.PasswordError("password")

        patch.setattr(python_calamine, "CalamineWorkbook", SimpleNamespace(from_filelike=asks))
        assert answered(content) == "encrypted"
    monkeypatch.setitem(sys.modules, "resource", None)
    assert answered(b"nothing", monkeypatch=monkeypatch) == "damaged"


@pytest.mark.parametrize(("answer", "code"), [("encrypted", "encrypted"), (10**9, "too_large"), ("damaged", "damaged")])
def test_what_is_made_of_its_answer(answer: object, code: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        contained._grids(answer, "a")
    assert error.value.code == code


@pytest.mark.parametrize("is_writing", [False, True])
def test_a_child_that_takes_too_long(is_writing: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "seconds", LIMITS["seconds"]._replace(most=0))
    child = contained.Child()

    def asked(_: bytes) -> bytes:
        """Waits for what is never said; the end of the process is seen in reading, or in writing to it."""
        assert child._process.stdout.read() == b""
        if is_writing:
            raise BrokenPipeError
        return b""

    monkeypatch.setattr(child, "_asked", asked)
    with pytest.raises(UnreadableFile, match=r"^“a”在 0 秒内没有读完。.*确需放宽，在 --config 文件的"):
        child.answer(b"", "a")


def test_facts_of_the_sheets_that_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    grids = [Grid("甲", [["x", "y"]]), Grid("乙", [["z"]])]
    monkeypatch.setattr(contained, "read_contained", lambda *_: grids)
    facts = [contained.SheetFacts("甲", (), {(1, 1): "#N/A", (1, 9): "#REF!"}, frozenset({1}))]
    first, second = contained.read_with_facts(facts, b"", "a")
    assert (first.rows, first.hidden_rows, second.rows) == ([["", "y"]], frozenset({1}), [["z"]])


# --- files ----------------------------------------------------------------------------------------------------------


def test_what_a_file_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes("\ufeff甲\r\n乙".encode())
    assert read_text(path) == "甲\n乙"
    assert digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert nowhere().write("x") == 1
    with monkeypatch.context() as patch:
        patch.setitem(LIMITS, "file", LIMITS["file"]._replace(most=3))
        with pytest.raises(UnreadableFile, match="超过上限"):
            read_file(path)
    for error, code in ((PermissionError(13, "held"), "locked"), (OSError(5, "disk"), "damaged")):
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", lambda *_, error=error: (_ for _ in ()).throw(error))
            with pytest.raises(UnreadableFile) as caught:
                read_file(path)
        assert caught.value.code == code
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result((stat.S_IFIFO, *[0] * 9)))  # exchanged since
    with pytest.raises(UnreadableFile, match="管道或设备"):
        read_file(path)


def test_working_data_comes_back(tmp_path: Path) -> None:
    content = '["甲", "\\ud800"]\n二'.encode("utf-8", "surrogatepass")
    scratch(tmp_path / "a", content)
    assert "".join(pieces(tmp_path / "a")).encode("utf-8", "surrogatepass") == content
    assert (piece(tmp_path / "a", 2, 4), piece(tmp_path / "a", -3, 9)) == (content[2:6], "二".encode())
    with pytest.raises(UnwritableOutput):
        scratch(tmp_path / "没有" / "a", content)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert digest(tmp_path / "b") == ""
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "b")
        assert digest(tmp_path / "b") == ""


def test_a_worker_speaks_over_its_own_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[tuple[int, int]] = []
    reading, writing = os.pipe()
    monkeypatch.setattr(os, "dup", {0: reading, 1: writing}.__getitem__)
    monkeypatch.setattr(os, "dup2", lambda old, new: moved.append((old, new)))
    asked, answered = pipes_to_parent()
    answered.write(b"x")
    answered.close()
    assert asked.read() == b"x" and [new for _, new in moved] == [0, 1]
    asked.close()
    os.close(moved[0][0])


class Windows:
    """Stands for `os` where files are named by rename and a name that is taken is an error."""

    name = "nt"

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def rename(self, old: Path, new: Path) -> None:
        if os.path.exists(new):
            raise FileExistsError(errno.EEXIST, "taken")
        os.rename(old, new)


def test_as_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps that differ there, on this system's files (no Windows here)."""
    monkeypatch.setattr(saving, "os", Windows())
    target = tmp_path / "一览.xlsx"
    saving.save(target, b"1")
    saving.save(target, b"2", replace=True)
    monkeypatch.setattr(saving, "refuse_taken", lambda _: None)  # somebody takes the name in between
    with pytest.raises(OutputExists):
        saving.save(target, b"3")
    assert target.read_bytes() == b"2" and len(list(tmp_path.iterdir())) == 1
    assert saving._reason(PermissionError(errno.EACCES, "held")).startswith("文件可能正在 Excel 或 WPS 里打开")
    taken: list[int] = []
    locks = SimpleNamespace(LK_NBLCK=2, locking=lambda *given: taken.append(given[1]))
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    os.close(hold(tmp_path / "锁", ""))
    assert taken == [2]
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        with private_folder() as folder:
            assert Path(folder).is_dir()


def test_a_rename_that_fails_otherwise_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(UnwritableOutput, match="磁盘空间不足"):
        saving.save(tmp_path / "a", b"1")


def test_a_name_taken_at_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, real = tmp_path / "a", os.fsync

    def meanwhile(handle: int) -> None:
        target.write_bytes(b"theirs")
        real(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(OutputExists):
        saving.save(target, b"ours")
    assert target.read_bytes() == b"theirs"
    assert save_free(target, lambda name: name.name.encode()).name == "a_2"
    assert (tmp_path / "a_2").read_bytes() == b"a_2"


def test_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with locked(tmp_path / "台账.xlsx"), pytest.raises(UnwritableOutput, match="另一个 xlsuite 正在改"):
        hold(tmp_path / BACKUPS, "另一个 xlsuite 正在改")
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(UnwritableOutput, match="建不了"):
        hold(tmp_path / "文件", "")

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("fcntl.flock", no_locks)
    os.close(hold(tmp_path / "锁", ""))


def test_backups_marks_logs_and_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for second in range(12):
        back_up(tmp_path / "甲.xlsx", b"%d" % second, f"20250930-1200{second:02}")
    assert len(list((tmp_path / BACKUPS).glob("甲.*"))) == 10
    assert mark_of_open(tmp_path / "甲.xlsx") == ""
    (tmp_path / "~$甲.xlsx").touch()
    assert mark_of_open(tmp_path / "甲.xlsx") == "~$甲.xlsx"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert Path(saving.save_log("x")).read_text(encoding="utf-8") == "x"
    for _ in range(2):
        add_record(tmp_path / "log" / "a.log", "一行\ud800\n")
    log = tmp_path / "log" / "a.log"
    assert log.read_text(encoding="utf-8") == "一行\\ud800\n" * 2
    assert (log.stat().st_mode & 0o777, log.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    with saving.journal_file(tmp_path / "记录") as file:
        file.write(b"x")


def test_an_output_that_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "held")

    assert save_anew(tmp_path / "a", b"1") == tmp_path / "a"
    monkeypatch.setattr(os, "replace", held)
    assert save_anew(tmp_path / "a", b"2") == tmp_path / "a_2"
    with pytest.raises(UnwritableOutput):
        save_anew(tmp_path / "b", b"2")


@pytest.mark.parametrize(("age", "is_held", "is_kept"), [(60, False, False), (-60, False, True), (60, True, True)])
def test_folders_of_dead_runs(age: int, is_held: bool, is_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "other").touch()
    handle = hold(tmp_path / "xlsuite-a", "")
    if not is_held:
        os.close(handle)
    monkeypatch.setattr("time.time", lambda: (tmp_path / "xlsuite-a").stat().st_mtime + STALE_AFTER + age)
    with private_folder():
        pass
    assert (tmp_path / "xlsuite-a").exists() == is_kept
    if is_held:
        os.close(handle)


def test_what_the_system_does_not_let_us_settle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saving.save(tmp_path / "a", b"1")

    def refused(*_: object) -> None:
        raise OSError(errno.EIO, "refused")

    monkeypatch.setattr(os, "scandir", refused)
    saving._remove_stale(tmp_path)
    saving._remove_dead_folders(str(tmp_path))
    monkeypatch.setattr(os, "open", refused)
    saving._settle_folder(tmp_path)
