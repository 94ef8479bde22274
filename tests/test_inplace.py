"""Results inside the user's own workbook: nothing of theirs is lost, and all of ours comes out again."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.hostile import SPREADSHEET, cell, row, sheet_part, workbook, zipped
from tests.office import Office
from tests.packages import LEDGER, OFFICE, lived_in, packed_parts, parts_of, replaced, with_macros, with_parts, written
from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.excel.findings_book import check_info, findings_workbook
from xlsuite.excel.inplace import book as inplace_book
from xlsuite.excel.inplace.book import Written, with_sheets, without
from xlsuite.excel.inplace.package_edit import digest
from xlsuite.excel.inplace.record import TITLE, Record, record_of, record_sheet
from xlsuite.excel.links import INSIDE
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.summary_book import summary_workbook
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.verbs.check import findings
from xlsuite.verbs.marks import Marks, settled
from xlsuite.verbs.summarize import summarize

AS_OF = date(2025, 9, 30)
RECORD = "xlsuite记录"
OWN = ("检查结果", "按规则统计", "读取情况")


def our_books(content: bytes, *kinds: str) -> tuple[dict[str, bytes], dict[str, list[tuple[int, int, str]]]]:
    """What is put into a workbook: our workbooks made from it, and a note on each cell with a finding."""
    plain = without(content, "台账.xlsx")
    book = open_book("台账.xlsx", plain.grids, AS_OF)
    found = findings(book)
    known = settled(found, book, Marks())
    books = {}
    if "check" in kinds:
        books["check"] = findings_workbook("台账.xlsx", found, check_info(book, "1", INSIDE, known))
    if "summarize" in kinds:
        books["summarize"] = summary_workbook(summarize(book, found), "1", INSIDE)
    notes: dict[str, dict[tuple[int, int], str]] = {}
    for each in found:
        notes.setdefault(each.sheet, {})[each.row, each.column] = f"【错误 {each.rule}】{each.message}"
    return books, {sheet: [(r, c, text) for (r, c), text in cells.items()] for sheet, cells in notes.items()}


def put_in(content: bytes, *kinds: str, noted: bool = True) -> Written:
    books, notes = our_books(content, *(kinds or ("check", "summarize")))
    return with_sheets(without(content, "台账.xlsx"), "台账.xlsx", books, notes if noted else {})


def prefixed_workbook() -> bytes:
    """The same workbook with every element of its main namespace under a prefix."""
    content = written(rich=False)
    changed = {}
    for name in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        text = parts_of(content)[name].decode()
        text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace('xmlns="', 'xmlns:x="', 1)
        changed[name] = text
    types = parts_of(content)["[Content_Types].xml"].decode()
    changed["[Content_Types].xml"] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1t:", types).replace('xmlns="', 'xmlns:t="', 1)
    return with_parts(content, changed)


def by_hand(sheets: str = "", styles: str = "", **more: str) -> bytes:
    content = workbook(row(1, cell("A1", "1"), cell("B1", "0", 't="s"')), strings=("甲",), **more)  # type: ignore[arg-type]
    return with_parts(content, {"xl/styles.xml": styles}) if styles else content


def names_taken() -> bytes:
    """A workbook whose own relationships have the names that ours would get."""
    links = "xl/_rels/workbook.xml.rels"
    content = replaced(written(rich=False), links, ('Id="rId1"', 'Id="xlsuite2"'))
    content = replaced(content, "xl/workbook.xml", ('r:id="rId1"', 'r:id="xlsuite2"'))
    own = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
        for id in ("xlsuiteNotes", "xlsuiteDrawing")
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    whole = f'<Relationships xmlns="{space}">{own}</Relationships>'
    return with_parts(content, {"xl/worksheets/_rels/sheet1.xml.rels": whole})


def backslashed(content: bytes) -> bytes:
    """The package as some programs on Windows write it."""
    return zipped([(name.replace("/", "\\"), data) for name, data in parts_of(content).items()])


WORKBOOKS: list[tuple[str, Callable[[], bytes]]] = [
    ("plain", lambda: written(rich=False)),
    ("rich", written),
    ("lived in", lived_in),
    ("macros", lambda: with_macros(lived_in())),
    ("prefixes everywhere", prefixed_workbook),
    ("no formats at all", lambda: by_hand()),
    ("empty styles", lambda: by_hand(styles=f'<styleSheet xmlns="{SPREADSHEET}"/>')),
    ("empty lists", lambda: by_hand(styles=f"<styleSheet xmlns='{SPREADSHEET}'><fonts count='0'/><cellXfs count='0'/><dxfs count='0'/></styleSheet>")),
    ("apostrophes and a byte order mark", lambda: with_parts(written(rich=False), {"xl/workbook.xml": "\ufeff" + parts_of(written(rich=False))["xl/workbook.xml"].decode().replace('"', "'")})),
    ("comments in the XML", lambda: replaced(written(), "xl/workbook.xml", ("<sheets>", "<!-- <sheets> --><sheets>"), ("</sheets>", "<!-- </sheets> --></sheets>"))),
    ("an empty sheet", lambda: workbook(sheet_part("").replace("<sheetData></sheetData>", "<sheetData/>"), raw=True)),
    ("our relationships' names taken", lambda: names_taken()),
    ("backslashes in the names of parts", lambda: backslashed(lived_in())),
    ("our names taken", lambda: written(sheets=("检查结果", "按规则统计", "一览", "算式", RECORD))),
]  # fmt: skip
IDS = [case[0] for case in WORKBOOKS]


@pytest.mark.parametrize("make", [case[1] for case in WORKBOOKS], ids=IDS)
def test_every_part_of_the_users_stays(make: Callable[[], bytes]) -> None:
    """What we have no reason to change keeps its bytes, even packed; what we change only gains."""
    content = make()
    result = put_in(content).content
    before, after = packed_parts(content), packed_parts(result)
    changed = {name.replace("\\", "/") for name in before if before[name] != after.get(name)}
    sheet_rels = {name for name in changed if "/worksheets/" in name or "comments" in name or "vmlDrawing" in name}
    assert (
        changed
        <= {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"} | sheet_rels
    )
    assert all("xlsuite" in name or name == "xl/styles.xml" or ".rels" in name for name in after.keys() - before.keys())


@pytest.mark.parametrize("make", [case[1] for case in WORKBOOKS], ids=IDS)
def test_taken_out_again_all_parts_are_as_before(make: Callable[[], bytes]) -> None:
    content = make()
    result = put_in(content).content
    assert parts_of(without(result, "台账.xlsx").content) == parts_of(content)
    assert list(parts_of(without(result, "台账.xlsx").content)) == list(parts_of(content))


@pytest.mark.parametrize("make", [case[1] for case in WORKBOOKS], ids=IDS)
def test_done_twice_is_the_same_as_once(make: Callable[[], bytes]) -> None:
    once = put_in(make()).content
    assert put_in(once).content == once


@pytest.mark.parametrize("make", [case[1] for case in WORKBOOKS], ids=IDS)
def test_other_programs_read_both(make: Callable[[], bytes]) -> None:
    content = make()
    done = put_in(content)
    names = [grid.name for grid in read_grids_bytes(content, "台账.xlsx")]
    book = CalamineWorkbook.from_filelike(io.BytesIO(done.content))
    assert book.sheet_names[: len(names)] == names
    for name in names:
        old = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()
        assert book.get_sheet_by_name(name).to_python() == old
    assert set(done.sheets) <= set(book.sheet_names)


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl says what it would lose
@pytest.mark.parametrize(
    "make", [written, lived_in, lambda: with_macros(lived_in())], ids=["rich", "lived in", "macros"]
)
def test_openpyxl_shows_every_format_as_before(make: Callable[[], bytes]) -> None:
    content = make()
    old, new = (openpyxl.load_workbook(io.BytesIO(each)) for each in (content, put_in(content).content))
    for sheet in old:
        for line in sheet.iter_rows():
            for one in line:
                there = new[sheet.title][one.coordinate]
                looks = [
                    repr((each.value, each.font, each.fill, each.border, each.number_format)) for each in (one, there)
                ]
                assert looks[0] == looks[1]
    title = new["检查结果"]["A1"]
    assert (title.value, title.font.name, title.font.size) == ("检查结果", "黑体", 18)


def items(xml: bytes, section: str) -> list[bytes]:
    block = re.search(rb"<(?:x:)?%s\b[^>]*>(.*?)</(?:x:)?%s>" % (section.encode(), section.encode()), xml, re.S)
    return (
        re.findall(
            rb"<(?:x:)?(?:xf|font|fill|border|dxf)\b[^>]*?/>|<(?:x:)?(?:xf|font|fill|border|dxf)\b.*?</(?:x:)?(?:xf|font|fill|border|dxf)>",
            block[1],
            re.S,
        )
        if block
        else []
    )


@pytest.mark.parametrize("section", ["fonts", "fills", "borders", "cellXfs"])
@pytest.mark.parametrize("make", [written, prefixed_workbook], ids=["rich", "prefixes"])
def test_formats_are_added_at_the_end(make: Callable[[], bytes], section: str) -> None:
    content = make()
    old, new = (items(parts_of(each)["xl/styles.xml"], section) for each in (content, put_in(content).content))
    assert new[: len(old)] == old
    assert len(new) > len(old)
    xml = parts_of(put_in(content).content)["xl/styles.xml"]
    count = re.search(rb"<(?:x:)?%s count=.(\d+)" % section.encode(), xml)
    assert count and int(count[1]) == len(new)


def sheet_names(content: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names


def test_a_sheet_of_the_users_own_is_never_touched() -> None:
    content = written(sheets=("检查结果",), rich=False)
    done = put_in(content, "check")
    assert sheet_names(done.content) == [LEDGER, "检查结果", "检查结果（xlsuite）", "按规则统计", "读取情况", RECORD]
    assert parts_of(done.content)["xl/worksheets/sheet2.xml"] == parts_of(content)["xl/worksheets/sheet2.xml"]
    names = parts_of(done.content)["xl/workbook.xml"].decode()
    assert '<definedName name="_xlnm.Print_Titles" localSheetId="2">\'检查结果（xlsuite）\'!$' in names


def test_a_sheet_of_ours_that_was_renamed_is_the_users_now() -> None:
    """It keeps its new name, and a new 检查结果 stands beside it."""
    done = put_in(written(rich=False), "check").content
    kept = replaced(done, "xl/workbook.xml", ('name="检查结果"', 'name="上月结果"'))
    again = put_in(kept, "check").content
    assert sheet_names(again) == [LEDGER, "上月结果", "检查结果", "按规则统计", "读取情况", RECORD]


@pytest.mark.parametrize(
    "changed",
    [
        lambda record, sheet: record._replace(edits={"xl/worksheets/sheet2.xml": 5}),
        lambda record, sheet: record._replace(edits={"xl/worksheets/sheet2.xml": [digest(sheet), [[0, 1]]]}),
        lambda record, sheet: record._replace(edits={"xl/worksheets/sheet2.xml": [digest(sheet), [[-9, 3, "é"]]]}),
        lambda record, sheet: record._replace(edits=record.edits | {"xl/worksheets/sheet2.xml": forged(sheet)}),
        lambda record, sheet: record._replace(added=(*record.added, "customXml/item1.xml")),
    ],
    ids=["no edits", "half an edit", "an edit out of bounds", "another value", "a part of the user's"],
)
def test_a_record_that_somebody_wrote_changes_nothing_of_the_users(changed: Callable[[Record, bytes], Record]) -> None:
    content = lived_in()
    result = put_in(content).content
    record = record_of(read_grids_bytes(result, "台账.xlsx"))
    assert record is not None
    forgery = record_sheet(changed(record, parts_of(result)["xl/worksheets/sheet2.xml"]))
    plain = without(with_parts(result, {"xl/worksheets/xlsuite_record.xml": forgery}), "台账.xlsx")
    users = parts_of(content)
    touched = {name for name, data in parts_of(plain.content).items() if users.get(name) != data}
    assert touched <= {"xl/styles.xml", "xl/comments1.xml"} and parts_of(plain.content).keys() == users.keys()
    told = [
        [(grid.name, grid.rows) for grid in read_grids_bytes(each, "台账.xlsx")] for each in (content, plain.content)
    ]
    assert told[0] == told[1]


def forged(sheet: bytes) -> list[object]:
    """An "edit" whose undoing puts another value in."""
    return [digest(sheet), [(sheet.index(b"<v>1</v>") + 3, 1, b64encode(b"9").decode())]]


def test_a_record_too_deep_to_be_read_is_none() -> None:
    assert record_of([Grid(RECORD, [[TITLE], [""], ["[" * 200_000]])]) is None


def test_what_cannot_be_taken_out_cleanly_is_left_in(monkeypatch: pytest.MonkeyPatch) -> None:
    result = put_in(written()).content
    monkeypatch.setattr(inplace_book, "says_the_same", lambda *_: False)
    with pytest.raises(XlsuiteError, match="清除后与原表对不上，没有写出"):
        without(result, "台账.xlsx")


def test_only_one_sheet_is_chosen_and_all_that_is_hidden_stays_so() -> None:
    result = put_in(written()).content
    chosen = [name for name, data in parts_of(result).items() if b'tabSelected="1"' in data]
    assert chosen == ["xl/worksheets/sheet1.xml"]
    listed = parts_of(result)["xl/workbook.xml"].decode()
    states = re.findall(r'name="(\w+)" sheetId="\d+" state="(\w+)"', listed)
    assert states == [("算式", "hidden"), (RECORD, "veryHidden")]


def test_charts_of_ours_come_with_their_sheet() -> None:
    done = put_in(written())
    parts = parts_of(done.content)
    charts = [name for name in parts if name.startswith("xl/charts/xlsuite_")]
    assert charts and all(f'PartName="/{name}"'.encode() in parts["[Content_Types].xml"] for name in charts)


def test_links_lead_to_cells_of_the_same_workbook() -> None:
    done = put_in(written(rich=False), "check")
    sheet = next(data for name, data in parts_of(done.content).items() if "xlsuite_check1" in name)
    assert re.search(rf'<hyperlink ref="D\d+" location="{LEDGER}!\w+\d+"'.encode(), sheet)
    assert not [name for name in parts_of(done.content) if "xlsuite_check1.xml.rels" in name]


# --- notes ---


def notes_on(content: bytes, sheet: str = LEDGER) -> dict[str, tuple[str, str]]:
    """Cell → author and text of the note on it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        one.coordinate: (one.comment.author, one.comment.text)
        for line in book[sheet].iter_rows()
        for one in line
        if one.comment
    }


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_notes_begin_with_the_level_and_the_rule() -> None:
    found = notes_on(put_in(written(rich=False), "check").content)
    assert found and all(author == "xlsuite" and text.startswith("【错误 ") for author, text in found.values())


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("make", [written, lived_in], ids=["rich", "lived in"])
def test_notes_of_others_stay(make: Callable[[], bytes]) -> None:
    done = put_in(make(), "check").content
    assert notes_on(done)["B2"] == ("张某", "请核实编号")
    assert notes_on(done, "图表") == {"A1": ("李某", "【看这里】别人的批注")}
    assert [author for author, _ in notes_on(done).values()].count("xlsuite") > 2


NOT_NOTED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("another's note", lambda c: c, "已有别人的批注"),
    ("protected", lambda c: replaced(c, "xl/worksheets/sheet1.xml", ("</sheetData>", '</sheetData><sheetProtection sheet="1" objects="1"/>')), "工作表受保护"),
    ("a drawing without an end", lambda c: replaced(c, "xl/drawings/vmlDrawing1.vml", ("</xml>", "</xml><!-- -->")), "工作表上原有图形的写法特殊"),
    ("comments in UTF-16", lambda c: with_parts(c, {"xl/comments1.xml": parts_of(c)["xl/comments1.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")}), "工作表的写法特殊"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "reason"), [case[1:] for case in NOT_NOTED], ids=[case[0] for case in NOT_NOTED])
def test_where_no_note_can_be_added_it_is_said(make: Callable[[bytes], bytes], reason: str) -> None:
    content = make(written())
    plain = without(content, "台账.xlsx")
    books, _ = our_books(content, "check")
    done = with_sheets(plain, "台账.xlsx", books, {LEDGER: [(2, 2, "【错误 RC-05】甲")]})
    assert done.notes.left == ((LEDGER, reason, ("B2",)),)
    assert done.notes.added == 0


def shapes(content: bytes) -> Sequence[bytes]:
    drawings = [data for name, data in parts_of(content).items() if name.endswith(".vml") and b"s1100" in data]
    return re.findall(rb'<v:shape id="(\w+)"', drawings[0])


def test_a_form_control_keeps_its_shape() -> None:
    content = lived_in()
    old, new = shapes(content), shapes(put_in(content, "check").content)
    assert list(new[: len(old)]) == list(old)
    assert len(set(new)) == len(new) > len(old)


# --- refusals ---

REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("signed", lambda: with_parts(written(), {"_xmlsignatures/sig1.xml": "<Signature/>"}), "“台账.xlsx”带有数字签名，改动任何内容都会使签名失效，没有写入。请先在“文件－信息”里删除签名，或不用 --in-place，把结果写成单独的文件。"),
    ("signed macros", lambda: with_parts(with_macros(written()), {"xl/vbaProjectSignature.bin": b"1"}), "“台账.xlsx”的宏带有数字签名，加工作表会使签名失效，没有写入。请由签名的人删除宏签名后再试，或不用 --in-place，把结果写成单独的文件。"),
    ("shared", lambda: with_parts(written(), {"xl/revisions/revisionHeaders.xml": "<headers/>"}), "“台账.xlsx”是“共享工作簿”，正在记录各人的修订，没有写入。请先在“审阅”里取消共享，或不用 --in-place，把结果写成单独的文件。"),
    ("strict", lambda: workbook(row(1, cell("A1", "1")), strict=True), "“台账.xlsx”是“严格 Open XML”格式，没有写入。请在 Excel 中另存为普通的 .xlsx 工作簿，或不用 --in-place，把结果写成单独的文件。"),
    ("locked structure", lambda: replaced(written(), "xl/workbook.xml", ("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>')), "“台账.xlsx”保护了工作簿结构，不许增减工作表，没有写入。请先在“审阅－保护工作簿”里取消保护，或不用 --in-place，把结果写成单独的文件。"),
    ("final", lambda: with_parts(written(), {"docProps/custom.xml": '<Properties xmlns:vt="v"><property name="_MarkAsFinal"><vt:bool>true</vt:bool></property></Properties>'}), "“台账.xlsx”已标记为最终状态，没有写入。请先在“文件－信息”里取消“标记为最终状态”，或不用 --in-place，把结果写成单独的文件。"),
    ("not UTF-8", lambda: with_parts(written(), {"xl/styles.xml": parts_of(written())["xl/styles.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")}), "“台账.xlsx”的内部部件“xl/styles.xml”写法特殊，不能在原表里加工作表。请在 Excel 中打开、另存一次后再试，或不用 --in-place，把结果写成单独的文件。"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused_with_the_reason(make: Callable[[], bytes], message: str) -> None:
    with pytest.raises(UsageError) as error:
        put_in(make())
    assert str(error.value) == message


# --- after another program saved it ---


def test_libreoffice_opens_it_and_nothing_of_the_users_has_moved(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "台账.xlsm"
    content = with_macros(lived_in())
    file.write_bytes(put_in(content).content)
    with office.open(file) as document:
        assert document.sheets()[:5] == [LEDGER, "图表", *OWN]
        assert document.value("图表", "A4") == 6
        assert document.text("检查结果", "A1") == "检查结果"
        assert document.errors() == []
        assert len(document.charts("图表")) == 1
        assert len(document.charts("一览")) >= 1


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_taken_out_after_libreoffice_saved_it(office: Office, tmp_path: Path) -> None:
    """Every part is new then; ours are known by what they are, and the user's cells and notes stay."""
    file, again = tmp_path / "台账.xlsx", tmp_path / "又存.xlsx"
    content = written()
    file.write_bytes(put_in(content).content)
    with office.open(file) as document:
        document.store(again)
    plain = without(again.read_bytes(), "又存.xlsx")
    assert sheet_names(plain.content) == [LEDGER, "图表"]
    for old, new in zip(read_grids_bytes(content, "a"), read_grids_bytes(plain.content, "b"), strict=True):
        assert (new.name, new.rows) == (old.name, old.rows)
    assert list(notes_on(plain.content)) == ["B2"]
    assert len([name for name in parts_of(plain.content) if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]) == 1
    assert sheet_names(put_in(again.read_bytes(), "check").content) == [LEDGER, "图表", *OWN, RECORD]
    with office.open(tmp_path / "台账.xlsx") as document:
        assert document.errors() == []


def test_sheets_behind_ours_keep_their_names_and_the_sheet_shown(office: Office, tmp_path: Path) -> None:
    """A sheet the user added after ours stays, with the names that belong to it and as the one that is shown."""
    done = put_in(written(rich=False), "check").content
    parts = parts_of(done)
    behind = parts["xl/workbook.xml"].decode().replace(
        "</sheets>", '<sheet name="后加的" sheetId="99" r:id="later"/></sheets>'
    ).replace("</definedNames>", '<definedName name="_xlnm.Print_Area" localSheetId="5">后加的!$A$1:$B$2</definedName></definedNames>')  # fmt: skip
    behind = behind.replace("<workbookView ", '<workbookView activeTab="5" ')
    links = parts["xl/_rels/workbook.xml.rels"].decode().replace(
        "</Relationships>", '<Relationship Id="later" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/later.xml"/></Relationships>'
    )  # fmt: skip
    changed = {
        "xl/workbook.xml": behind,
        "xl/_rels/workbook.xml.rels": links,
        "xl/worksheets/later.xml": sheet_part(row(1, cell("A1", "7"))),
    }
    plain = without(with_parts(done, changed), "台账.xlsx").content
    assert sheet_names(plain) == [LEDGER, "后加的"]
    workbook_part = parts_of(plain)["xl/workbook.xml"].decode()
    assert 'activeTab="1"' in workbook_part
    assert re.findall(r"<definedName [^>]*>[^<]*", workbook_part) == [
        '<definedName name="_xlnm.Print_Area" localSheetId="1">后加的!$A$1:$B$2'
    ]
    assert not [name for name in parts_of(plain) if "worksheets/xlsuite" in name]
