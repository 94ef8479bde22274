"""The LibreOffice harness itself: what it reads, types, calculates, judges and saves."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.office import Document, Office, OfficeError, from_serial, pages, png, serial


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with one of everything the harness can look at."""
    path = tmp_path_factory.mktemp("office") / "书.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page, lists = book.add_worksheet("台账"), book.add_worksheet("字典")
    lists.write_column("A1", ["高", "中", "低"])
    lists.hide()
    rows = [[1, "高", 2.5, date(2025, 9, 30)], [2, "中", 4, date(2025, 10, 1)], [3, "低", 8, date(2025, 10, 2)]]
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    columns = [
        {"header": "序号"}, {"header": "等级"}, {"header": "值"}, {"header": "时限", "format": day},
        {"header": "倍", "formula": "=台账表[[#This Row],[值]]*2"},
    ]  # fmt: skip
    page.add_table("A1:E4", {"name": "台账表", "columns": columns, "data": rows})
    page.write_formula("G1", "=SUM(台账表[值])", None, 14.5)
    page.write_formula("G2", '=IF(G1>10,"超","")', None, "超")
    page.write_formula("G3", "=1/0")
    page.write_formula("G4", "=VLOOKUP(9,A2:B4,2,FALSE)")
    page.write_url("I1", "internal:'字典'!A2", string="看字典")
    page.data_validation("B2:B9", {
        "validate": "list", "source": "=列表_等级", "error_title": "等级", "error_message": "从列表中选一项"
    })  # fmt: skip
    page.data_validation("C2:C9", {"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 10})
    page.data_validation("D2:D9", {"validate": "list", "source": ["甲", "乙"]})
    page.data_validation("E2:E9", {"validate": "custom", "value": "=ISFORMULA(E2)", "error_message": "自动算出"})
    red = book.add_format({"bg_color": "#FF0000"})
    page.conditional_format("C2:C9", {"type": "formula", "criteria": "=$C2>5", "format": red})
    book.define_name("列表_等级", '=字典!$A$1:INDEX(字典!$A$1:$A$20,COUNTIF(字典!$A$1:$A$20,"?*"))')
    chart = book.add_chart({"type": "column"})
    chart.add_series({"name": "值", "categories": "=台账!$B$2:$B$4", "values": "=台账!$C$2:$C$4"})
    chart.set_title({"name": "各项"})
    page.insert_chart("A8", chart)
    page.set_paper(9)
    page.set_landscape()
    page.protect()
    lists.set_row(1, 20, None, {"hidden": True})
    book.close()
    return path


READ: list[tuple[str, str, Any, str]] = [
    ("A2", "value", 1.0, "number"),
    ("B2", "value", "高", "text"),
    ("D2", "value", serial(date(2025, 9, 30)), "a date is its serial number"),
    ("D2", "text", "2025-09-30", "and is shown as a date"),
    ("G1", "value", 14.5, "number out of a formula"),
    ("G2", "value", "超", "text out of a formula"),
    ("G3", "value", "#DIV/0!", "error"),
    ("G4", "value", "#N/A", "error"),
    ("H9", "value", "", "empty"),
    ("G2", "formula", '=IF(G1>10,"超","")', "as the file spells it"),
    ("B2", "formula", "", "no formula"),
]


def test_reads_cells(office: Office, file: Path) -> None:
    with office.open(file) as doc:
        assert doc.value("台账", "G3") == 0, "as stored, until it is calculated"
        doc.recalculate()
        assert [(a1, what, getattr(doc, what)("台账", a1), note) for a1, what, _, note in READ] == READ
        assert doc.values("台账", "F1:G4") == [["", 14.5], ["", "超"], ["", "#DIV/0!"], ["", "#N/A"]]
        assert doc.used("字典") == (3, 1)


def test_looks_at_the_workbook(office: Office, file: Path) -> None:
    with office.open(file) as doc:
        assert (doc.sheets(), doc.sheets(hidden=False)) == (["台账", "字典"], ["台账"])
        assert (doc.protected("台账"), doc.protected("字典")) == (True, False)
        doc.recalculate()
        assert [each[:3] for each in doc.errors()] == [("台账", "G3", "#DIV/0!"), ("台账", "G4", "#N/A")]
        assert list(doc.names()) == ["列表_等级"]
        assert doc.tables()["台账表"] == ("台账", "A1:E4", ("序号", "等级", "值", "时限", "倍"))
        assert [(chart["title"], [each["values"] for each in chart["series"]]) for chart in doc.charts("台账")] == [
            ("各项", [[2.5, 4.0, 8.0]])
        ]
        found = doc.conditional_formats("台账")
        assert [(each["range"], each["entries"][0]["formula1"]) for each in found] == [("台账.C2:C9", "$C2>5")]
        assert doc.links("台账") == {"I1": "#'字典'.A2"}
        assert [row["visible"] for row in doc.rows("字典", 1, 3)] == [True, False, True]


VALIDATIONS = [
    ("B2", "type", "list"),
    ("B2", "items", ["高", "中", "低"]),
    ("B2", "error_title", "等级"),
    ("B2", "error_text", "从列表中选一项"),
    ("C2", "type", "decimal"),
    ("C2", "operator", "between"),
    ("C2", "formula2", "10"),
    ("D2", "items", ["甲", "乙"]),
    ("E3", "type", "custom"),
    ("E3", "formula1", "ISFORMULA(E2)"),
    ("E3", "source", "E2"),
    ("A2", "type", "any"),
]
ACCEPTED: list[tuple[str, Any, bool]] = [
    ("B2", "中", True),
    ("B2", "最高", False),
    ("C2", 10, True),
    ("C2", 10.5, False),
    ("C2", "多", False),
    ("D3", "甲", True),
    ("D3", date(2025, 9, 30), False),
    ("E2", 5, False),
    ("E2", "=1+1", True),
    ("A2", "anything", True),
]


def test_validations(office: Office, file: Path) -> None:
    with office.open(file) as doc:
        assert [(a1, key, doc.validation("台账", a1)[key]) for a1, key, _ in VALIDATIONS] == VALIDATIONS
        doc.recalculate()
        before = doc.values("台账", "A1:G4")
        assert [(a1, value, doc.accepts("台账", a1, value)) for a1, value, _ in ACCEPTED] == ACCEPTED
        assert doc.values("台账", "A1:G4") == before


def test_types_recalculates_and_saves(office: Office, file: Path, tmp_path: Path) -> None:
    with office.open(file) as doc:
        with pytest.raises(OfficeError, match="台账!A2 is locked"):
            doc.set("台账", "A2", 5)
        doc.set("字典", "C1", 3)
        doc.set("字典", "C2", date(2025, 12, 31))
        doc.set("字典", "C3", "字")
        doc.set("字典", "C4", "=SUM(台账!C2:C4,C1)")
        doc.set("字典", "A4", "极低")
        doc.recalculate()
        assert doc.value("字典", "C4") == 17.5
        assert doc.validation("台账", "B2")["items"] == ["高", "中", "低", "极低"]
        assert doc.formulas()["字典"] == {"C4": 17.5}
        again = doc.store(tmp_path / "again.xlsx")
        ods = doc.store(tmp_path / "again.ods")
        printed = doc.store(tmp_path / "again.pdf")
    for each in (again, ods):
        with office.open(each) as doc:
            assert check_saved(doc) == [3.0, date(2025, 12, 31), "字", 17.5]
    assert pages(printed)[0] == (297.0, 210.0)
    assert [picture.suffix for picture in png(printed, tmp_path, 30)][:1] == [".png"]


def check_saved(doc: Document) -> list[Any]:
    number, day, text, total = (row[0] for row in doc.values("字典", "C1:C4"))
    return [number, from_serial(day), text, total]


def test_starts_anew_when_it_died(file: Path, tmp_path: Path) -> None:
    program = Office()
    try:
        with program.open(file) as doc:
            assert program.soffice
            first = program.soffice.pid
            os.killpg(first, 9)
            with pytest.raises(OfficeError):
                doc.value("台账", "A2")
        with program.open(file) as doc:
            assert doc.value("台账", "A2") == 1
            assert program.soffice and program.soffice.pid != first
            with pytest.raises(OfficeError, match="no sheet 没有; there are 台账, 字典"):
                doc.value("没有", "A1")
            assert doc.value("台账", "A2") == 1
        worker, group = program.worker, program.soffice.pid
    finally:
        program.stop()
    assert worker and worker.returncode is not None
    left = subprocess.run(["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True).stdout
    assert left.strip() == ""


def test_what_cannot_be_opened_fails_in_words(office: Office, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)
    with pytest.raises(OfficeError, match=r"could not open|Exception"), office.open(broken):
        pass
    with pytest.raises(FileNotFoundError), office.open(tmp_path / "没有.xlsx"):
        pass


def test_missing_program_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.office.shutil.which", lambda name: None)
    with pytest.raises(OfficeError, match=r"LibreOffice \(soffice\) is not installed.*python3-uno"):
        Office().start()
