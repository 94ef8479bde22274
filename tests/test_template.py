"""The template: recognised by the check, computed by LibreOffice as by the engine, alive to edits, strict on entries."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests import filled
from tests.drawn import book as drawn
from tests.office import Document, Office, from_serial
from tests.test_live_board import ALLOWED
from xlsuite.cli import run
from xlsuite.excel.reader import read_grids
from xlsuite.excel.template.formulas import FORMULAS
from xlsuite.excel.template.workbook import template_workbook
from xlsuite.ledgers import ledgers_for
from xlsuite.ledgers.open import open_book
from xlsuite.verbs.check import findings
from xlsuite.verbs.grade import grades
from xlsuite.verbs.template import SETS, chosen

TODAY = date(2025, 9, 30)
METHODS = ("ls3x3", "ls5x5", "lec", "direct", "count", "criteria", "consequence", "weighted", "nist", "iso27005")
RISKS, RATINGS, ISSUES = "个人廉政风险点登记表", "风险点等级评定表", "问题整改台账"
KNOWN = ALLOWED | set(
    ["CHAR", "CHOOSE", "COLUMN", "COUNT", "INT", "ISERROR", "MOD", "SEARCH", "SIGN", "SUM"]
)  # Excel 2010, WPS and LibreOffice 7 know these too


# --- declarations ---


def test_every_computed_column_has_its_formula_and_every_formula_its_column() -> None:
    ledgers = ledgers_for(chosen("全套台账", {}).basis)
    computed = {(ledger.id, column.ident) for ledger in ledgers for column in ledger.columns if column.computed}
    assert computed == set(FORMULAS)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("method", METHODS)
def test_what_the_template_writes_the_check_recognises(name: str, method: str, tmp_path: Path) -> None:
    template = chosen(name, {"评定方法": method})
    path = filled.written(tmp_path, name, template_workbook(template))
    book = open_book(path.name, read_grids(path), TODAY)
    assert book.method.id == method
    known = {table.ledger.id: {slot.column.ident for slot in table.layout.slots} for table in book.tables}
    for blank in template.sheets:
        assert {field.ident for field in blank.fields} <= known[blank.id] | {"tenure"}, blank.title
    assert all(not table.layout.unknown and not len(table) for table in book.tables if table.ledger.id != "settings")
    assert findings(book) == []


def test_the_same_template_has_the_same_bytes() -> None:
    assert template_workbook(chosen("全套台账", {})) == template_workbook(chosen("全套台账", {}))
    _, template, filling = filled.sample()
    assert template_workbook(template, filling) == template_workbook(template, filling)


def test_a_filled_template_checks_clean(tmp_path: Path) -> None:
    some = drawn(filled.clean(), "posts", 统计截止日="2025-09-30")
    path, _, filling = filled.in_template(some, "全套台账", tmp_path)
    assert {ledger for ledger, rows in filling.rows.items() if rows} == {
        "posts", "risk_points", "risk_measures", "risk_ratings", "rectification", "progress", "common_problems", "sources",
    }  # fmt: skip
    found = findings(open_book(path.name, read_grids(path), TODAY))
    assert [(each.rule, each.place, each.message) for each in found] == []


def test_an_old_ledger_moves_in_and_nothing_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = Path(__file__).parent.parent / "workbooks" / "示例台账.xlsx"
    assert run(["template", "--from", str(source), "-o", str(tmp_path / "新.xlsx")], TODAY) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == [
        "没有搬进模板：工作表“个人廉政风险点登记表”的“领导批示”列，请在原文件里查看。",
        "没有搬进模板：工作表“问题整改台账”的“领导批示”列，请在原文件里查看。",
    ]
    assert [line for line in said if line.startswith("模板里要补填")] == [
        "模板里要补填，原文件没有：工作表“岗位与名册”的“任职起”列，检查时会逐行提示。",
        "模板里要补填，原文件没有：工作表“个人廉政风险点登记表”的“排查日期”列，检查时会逐行提示。",
        "模板里要补填，原文件没有：工作表“风险点等级评定表”的“自评日期”“互评日期”“互评人”列，检查时会逐行提示。",
    ]
    old = open_book("旧", read_grids(source), TODAY)
    new = open_book("新", read_grids(tmp_path / "新.xlsx"), TODAY)
    for ledger in ("posts", "risk_points", "risk_measures", "rectification", "extensions"):
        for column in next(each for each in new.ledgers if each.id == ledger).columns:
            before = old.column(ledger, column.ident)
            if any(before) and not column.computed and column.ident != "due":
                assert [value or None for value in new.column(ledger, column.ident)] == [
                    value or None for value in before
                ], column.name
    key = [(grade.key, grade.score, grade.level, grade.suggested, grade.manager) for grade in grades(new)]
    assert key == [(grade.key, grade.score, grade.level, grade.suggested, grade.manager) for grade in grades(old)]
    assert new.column("rectification", "deadline") == old.column("rectification", "deadline")


REQUIRED = [  # sheet, column, whether its header is dark, the column whose filling calls for it
    ("岗位与名册", "任职起", True, ""),
    ("个人廉政风险点登记表", "排查日期", True, ""),
    ("风险点等级评定表", "核定等级", True, ""),
    ("风险点等级评定表", "核定日期", False, "核定等级"),
    ("问题整改台账", "发现日期", True, ""),
    ("问题整改台账", "完成日期", False, ""),
    ("整改进展记录", "填报人", True, ""),
]


@pytest.mark.parametrize(("sheet", "name", "is_dark", "only_with"), REQUIRED)
def test_a_header_is_dark_where_a_blank_cell_is_a_fault(sheet: str, name: str, is_dark: bool, only_with: str) -> None:
    """“深色表头必填” must be all that a check wants of a row; what depends on another cell turns orange with it."""
    page = openpyxl.load_workbook(io.BytesIO(template_workbook(chosen("全套台账", {}), rows=20)))[sheet]
    heads = {cell.value: cell for cell in page[3]}
    assert (heads[name].fill.fgColor.rgb == "FF2F4A66") == is_dark
    column = heads[name].column_letter
    wanted = heads[only_with or heads_key(page)].column_letter
    marks = {formula for area in page.conditional_formatting if column in str(area.sqref) for rule in area.rules
             for formula in rule.formula}  # fmt: skip
    assert (f'AND(${wanted}4<>"",${column}4="")' in marks) == bool(is_dark or only_with)


def heads_key(page: Any) -> str:
    return str(page["A3"].value)


# --- edits ---


@pytest.fixture(scope="module")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _, template, filling = filled.sample()
    return filled.written(tmp_path_factory.mktemp("template"), "样例", template_workbook(template, filling, rows=40))


def at(path: Path, sheet: str, header: str, key: str = "") -> str:
    """The address of a column's cell in the row of a key, or of the first blank row."""
    grid = next(each for each in read_grids(path) if each.name == sheet)
    column = grid.rows[2].index(header)
    row = next((row for row, cells in enumerate(grid.rows[3:], 4) if cells[0] == key), len(grid.rows) + 1)
    return f"{openpyxl.utils.get_column_letter(column + 1)}{row}"


def setting(path: Path, name: str) -> str:
    grid = next(each for each in read_grids(path) if each.name == "参数")
    return f"B{next(row for row, cells in enumerate(grid.rows, 1) if cells[0] == name)}"


def look(doc: Document, path: Path, *cells: tuple[str, str, str]) -> list[Any]:
    return [doc.value(sheet, at(path, sheet, header, key)) for sheet, header, key in cells]


def test_a_changed_factor_changes_grade_proposal_and_manager(office: Office, sample_file: Path) -> None:
    cells = [(RATINGS, header, "FX-2025-010") for header in ("风险值R", "计算等级", "建议等级", "核定等级")]
    manager = (RISKS, "管理责任人", "FX-2025-010")
    with office.open(sample_file) as doc:
        assert look(doc, sample_file, *cells, manager) == [6, "高", "高", "高", "秦某甲"]
        for header, value in (
            ("可能性L", 1),
            ("危害程度S", 2),
            ("自评等级", "低"),
            ("互评等级", "低"),
            ("核定等级", ""),
        ):
            doc.set(RATINGS, at(sample_file, RATINGS, header, "FX-2025-010"), value)
        doc.recalculate()
        assert look(doc, sample_file, *cells, manager) == [2, "低", "低", "", "顾某丁"]


def test_changed_thresholds_and_names_change_the_grades(office: Office, sample_file: Path) -> None:
    cell = (RATINGS, "计算等级", "FX-2025-010")
    bands = setting(sample_file, "等级分档")
    with office.open(sample_file) as doc:
        for text, level in (
            (">6 高；≥3 中；其余 低", "中"), ("≥9高;>=6中;其余低", "中"), ("≥6 一级；≥3 二级；其余 三级", "一级"),
            ("六分以上 高", ""), ("", "高"),
        ):  # fmt: skip
            doc.set("参数", bands, text)
            doc.recalculate()
            assert look(doc, sample_file, cell) == [level], text
        doc.set("参数", setting(sample_file, "等级名称"), "重大、较大、一般")
        doc.recalculate()
        assert look(doc, sample_file, cell) == ["重大"]
        doc.set("参数", setting(sample_file, "评定方法"), "lec")
        doc.recalculate()
        assert look(doc, sample_file, cell) == [""]
        assert "按另一种评定方法设计" in doc.text(RATINGS, "F1")


def test_a_finished_issue_and_a_moved_day_change_the_warnings(office: Office, sample_file: Path) -> None:
    cells = [(ISSUES, header, "ZG-2025-011") for header in ("有效时限", "剩余天数", "预警")]
    with office.open(sample_file) as doc:
        day, days, warning = look(doc, sample_file, *cells)
        assert (from_serial(day), days, warning) == (date(2025, 7, 31), -61, "已逾期")
        late = doc.value("一览", "AO6")
        doc.set("参数", setting(sample_file, "统计截止日"), date(2025, 7, 20))
        doc.recalculate()
        assert look(doc, sample_file, *cells)[1:] == [11, "临期"]
        doc.set(ISSUES, at(sample_file, ISSUES, "整改状态", "ZG-2025-011"), "已完成")
        doc.recalculate()
        assert look(doc, sample_file, *cells)[1:] == ["", "待销号"]
        doc.set(ISSUES, at(sample_file, ISSUES, "销号状态", "ZG-2025-011"), "已销号")
        doc.set("参数", setting(sample_file, "统计截止日"), date(2025, 9, 30))
        doc.recalculate()
        assert look(doc, sample_file, *cells)[1:] == ["", "已销号"]
        assert doc.value("一览", "AO6") == late - 1


def test_an_agreed_extension_moves_the_deadline_and_a_request_does_not(office: Office, sample_file: Path) -> None:
    cells = [(ISSUES, header, "ZG-2025-011") for header in ("延期后时限", "有效时限", "预警")]
    with office.open(sample_file) as doc:
        for header, value in (("问题编号", "ZG-2025-011"), ("申请延期至", date(2025, 12, 31)), ("审批结果", "待审批")):
            doc.set("延期", at(sample_file, "延期", header), value)
        doc.recalculate()
        assert look(doc, sample_file, *cells)[0] == ""
        doc.set("延期", "H6", "同意")
        doc.recalculate()
        assert [each if isinstance(each, str) else from_serial(each) for each in look(doc, sample_file, *cells)] == [
            date(2025, 12, 31), date(2025, 12, 31), "正常",
        ]  # fmt: skip


def test_a_new_unit_is_in_the_dropdown_and_on_the_page(office: Office, sample_file: Path) -> None:
    cell = at(sample_file, RISKS, "科室")
    with office.open(sample_file) as doc:
        assert not doc.accepts(RISKS, cell, "督查科")
        for header, value in (
            ("岗位编号", "GW20"),
            ("科室", "督查科"),
            ("岗位名称", "科长"),
            ("任职人", "钱某"),
            ("岗位层级", "科室负责人"),
            ("直接上级岗位", "GW02"),
        ):
            doc.set("岗位与名册", at(sample_file, "岗位与名册", header), value)
        doc.recalculate()
        assert doc.accepts(RISKS, cell, "督查科")
        assert "督查科" in [row[0] for row in doc.values("一览", "A9:A20")]


# --- entries ---

REFUSED = [  # sheet, column, what is refused, what is taken
    (RISKS, "科室", ("财务科", "综合 科"), ("综合科",)),
    (RISKS, "风险类别", ("其他",), ("业务流程",)),
    (RATINGS, "可能性L", (0, 4, 2.5, "高"), (1, 3)),
    (RATINGS, "核定等级", ("很高", "1"), ("高", "低")),
    (RATINGS, "核定日期", ("3月底前", 12), (date(2025, 3, 31),)),
    (ISSUES, "整改时限", ("3月底前", "长期", 12), (date(2025, 3, 31), "立行立改")),
    (ISSUES, "整改状态", ("完成", "进行中"), ("已完成", "推进中")),
    (ISSUES, "问题编号", ("ZG-2025-001",), ("ZG-2025-901",)),
    (ISSUES, "新建制度", (-1, 1.5, "两项"), (0, 2)),
    (ISSUES, "清退金额", (-5, "一千元"), (1000.5,)),
    (ISSUES, "预警", ("正常",), ()),
    ("岗位与名册", "岗位层级", ("科员",), ("工作人员",)),
    ("延期", "审批结果", ("同意延期",), ("同意",)),
    ("检查结果", "处理情况", ("没问题",), ("确认无误",)),
    ("参数", "统计截止日", ("9月底",), (date(2025, 9, 30),)),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "header", "wrong", "right"), REFUSED, ids=[f"{c[0]}-{c[1]}" for c in REFUSED])
def test_entries(sheet: str, header: str, wrong: Any, right: Any, office: Office, sample_file: Path) -> None:
    place = (
        "J5"
        if sheet == "检查结果"
        else setting(sample_file, header)
        if sheet == "参数"
        else at(sample_file, sheet, header)
    )
    with office.open(sample_file) as doc:
        assert [value for value in wrong if doc.accepts(sheet, place, value)] == []
        assert [value for value in right if not doc.accepts(sheet, place, value)] == []
        rule = doc.validation(sheet, place)
        assert re.search(r"应填|要从下拉列表选|应从下拉|不能与别的行重复|由公式自动计算|例如", rule["error_text"])


def test_nothing_in_the_sample_is_marked_as_wrong(office: Office, sample_file: Path) -> None:
    with office.open(sample_file) as doc:
        for sheet in (RISKS, RATINGS, ISSUES, "防控措施登记表", "岗位与名册"):
            cell = at(sample_file, sheet, "备注")
            assert doc.accepts(sheet, cell, ""), sheet


# --- another program's save, and print ---


def test_what_libreoffice_saves_is_the_same_template(office: Office, sample_file: Path, tmp_path: Path) -> None:
    with office.open(sample_file) as doc:
        doc.store(tmp_path / "存.xlsx", "xlsx")
    before, after = (openpyxl.load_workbook(each) for each in (sample_file, tmp_path / "存.xlsx"))
    assert after.sheetnames == before.sheetnames
    assert {name for name in before.defined_names} <= {name for name in after.defined_names}
    for sheet in before:
        kept = after[sheet.title]
        assert rules(sheet) == rules(kept), sheet.title
        assert set(sheet.tables) == set(kept.tables)
        assert len(sheet._charts) == len(kept._charts)
        assert (len(sheet.conditional_formatting) > 0) == (len(kept.conditional_formatting) > 0)
    assert findings(open_book("存", read_grids(tmp_path / "存.xlsx"), TODAY)) == findings(
        open_book("存", read_grids(sample_file), TODAY)
    )


def rules(sheet: Any) -> int:
    """How many cells carry a validation."""
    return sum(
        area.size["rows"] * area.size["columns"]
        for each in sheet.data_validations.dataValidation
        for area in each.sqref.ranges
    )


def test_pages(office: Office, sample_file: Path, tmp_path: Path) -> None:
    """One page each for 填写说明 and 一览; every ledger one page wide, its header on each page, at 86 % or more."""
    text = office.pdf(sample_file, tmp_path)
    pages = texts(text)
    assert sum("填写说明" in page[:40] for page in pages) == 1
    assert sum("廉政风险防控与问题整改一览" in page[:60] for page in pages) == 1
    issues = [page for page in pages if "问题编号" in page and "整改措施" in page]
    assert 1 <= len(issues) <= 3 and all("预警" in page for page in issues)
    for sheet in openpyxl.load_workbook(sample_file):
        if sheet.title in (RISKS, RATINGS, ISSUES, "防控措施登记表"):
            assert sheet.print_title_rows == "$3:$3"
            assert sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9"


def texts(pdf: Path) -> list[str]:
    import subprocess

    whole = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s+", "", page) for page in whole.split("\f")]


def test_only_functions_that_every_program_knows(sample_file: Path) -> None:
    with zipfile.ZipFile(sample_file) as package:
        texts = [package.read(part).decode() for part in package.namelist() if part.endswith(".xml")]
    formulas = [each for text in texts for each in re.findall(r"<f[^>]*>([^<]+)</f>", text)]
    bare = [re.sub(r"&quot;.*?&quot;|\"[^\"]*\"", "", formula) for formula in formulas]
    assert len(formulas) > 2000
    assert {name for formula in bare for name in re.findall(r"([A-Z][A-Z.]+)\(", formula)} <= KNOWN
    assert {name for text in texts for name in re.findall(r"_xlfn\.(\w+)", text)} == {"ISFORMULA"}


def test_the_sheets_in_their_order() -> None:
    content = template_workbook(chosen("全套台账", {}))
    names = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert names == [
        "填写说明", "一览", "岗位与名册", RISKS, "防控措施登记表", RATINGS, ISSUES, "整改进展记录", "延期", "销号",
        "共性问题对照表", "检查结果", "参数", "来源表", "文字材料", "字典", "算式",
    ]  # fmt: skip
    assert json.dumps(names, ensure_ascii=False).count("一览") == 1
