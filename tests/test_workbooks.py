"""The workbooks we write: every text as it was, no formulas, the same bytes every time, ready to print."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.drawn import AS_OF, book
from xlsuite.excel import findings_book, findings_lines
from xlsuite.excel.findings_book import CheckInfo, check_info, findings_workbook
from xlsuite.excel.findings_lines import HEADS, MARKS
from xlsuite.excel.grades_book import grades_workbook
from xlsuite.excel.looks import (
    BLUE,
    GREEN,
    GREY,
    HEADER,
    LONGEST,
    ORANGE,
    PAGE_WIDTH,
    QUIET,
    RED,
    WHITE,
    YELLOW,
    column_width,
    fitted,
    lines,
    number_of,
    row_height,
    sheet_name,
    shortened,
    storable,
    units,
)  # fmt: skip
from xlsuite.excel.newbook import NewBook
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.excel.reading_sheet import ranges
from xlsuite.excel.summary_book import summary_workbook
from xlsuite.model.outcome import Finding, Severity
from xlsuite.rules import stamp
from xlsuite.verbs.check import findings
from xlsuite.verbs.grade import grades
from xlsuite.verbs.marks import STATES, Marks, settled
from xlsuite.verbs.summarize import summarize

LEDGERS = (
    "[岗位与名册] 岗位编号=GW01 科室=综合科 岗位名称=科长 任职人=顾某丁 岗位层级=科室负责人 "
    "| [个人廉政风险点登记表] 风险点编号=FX-1 科室=综合科 岗位编号=GW01 风险点=违规用印 "
    "| [风险点等级评定表] 风险点编号=FX-1 可能性L=3 危害程度S=2 自评等级=低 互评等级=中 核定等级=中 "
    "| [防控措施登记表] 风险点编号=FX-1 措施内容=用印登记 "
    "| 问题编号=ZG-1 问题=＝SUM(A1) 整改状态=推进中 整改时限=2025-07-31 "
    "| 问题编号=ZG-2 问题=-台账不全 整改状态=已完成 完成日期=2025-05-20 整改时限=2025-06-30 "
    "| 问题编号=ZG-3 责任人= 整改时限=13月底"
)
KEYS = [f"ZG-2025-{number:03}" for number in range(1, 401)]


def sample() -> Any:
    return book(LEDGERS, 单位全称="云川市公共服务促进办公室")


def findings_bytes(text: str = LEDGERS, link: str = "例.xlsx", **more: Any) -> bytes:
    checked = book(text, **more)
    known = settled(findings(checked), checked, Marks())
    return findings_workbook("例.xlsx", known.findings, check_info(checked, "0.1.0", link, known))


def large_findings() -> bytes:
    """The findings workbook as it is made where there are very many findings."""
    few, findings_book.MANY = findings_book.MANY, 0
    try:
        return findings_bytes()
    finally:
        findings_book.MANY = few


BOOKS: dict[str, Any] = {
    "findings": findings_bytes,
    "nothing found": lambda: findings_workbook("例.xlsx", [], check_info(book("责任人=顾某丁"), "0.1.0")),
    "many findings": large_findings,
    "summary": lambda: summary_workbook(summarize(sample()), "0.1.0"),
    "summary of one ledger": lambda: summary_workbook(summarize(book("责任人=顾某丁")), "0.1.0"),
    "grades": lambda: grades_workbook(sample(), grades(sample()), "0.1.0"),
    "no grades": lambda: grades_workbook(book("责任人=顾某丁"), ()),
}
# openpyxl says so of the bars beside 完成率, which it does not know
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
every_book = pytest.mark.parametrize("name", BOOKS)


def opened(content: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content))


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def cells_below(sheet: Any, first_header: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, below its header."""
    rows = sheet.iter_rows()
    for row in rows:
        if row[0].value == first_header:
            break
    yield from rows


# --- what holds of every workbook ---


@every_book
def test_nothing_is_a_formula(name: str) -> None:
    content = BOOKS[name]()
    assert not [cell for sheet in opened(content) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [part for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
        assert sheets
        assert not [part for part in sheets if re.search(rb"<f[ >/]", package.read(part))]


@every_book
def test_every_sheet_is_ready_to_print(name: str) -> None:
    for sheet in opened(BOOKS[name]()):
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, int(sheet.page_setup.fitToHeight)) == (1, 0)
        assert sheet.oddFooter.right.text == "第 &P 页　共 &N 页"
        runs = [(run.width, run.max - run.min + 1) for run in sheet.column_dimensions.values()]
        width = sum((width - 5 / 7) * count for width, count in runs)  # as stored, each has 5 pixels of margin
        assert 100 < width <= PAGE_WIDTH, sheet.title


@every_book
def test_no_row_is_higher_than_excel_allows(name: str) -> None:
    rows = [row for sheet in opened(BOOKS[name]()) for row in sheet.row_dimensions.values()]
    assert all(row.height is None or row.height <= 409 for row in rows)


HASHED = """
import hashlib, sys
from tests.test_workbooks import BOOKS
for name in BOOKS:
    print(name, hashlib.sha256(BOOKS[name]()).hexdigest())
"""


@pytest.mark.parametrize(
    ("zone", "seed", "language"),
    [("UTC", "0", "C.UTF-8"), ("Asia/Shanghai", "1", "C"), ("America/New_York", "random", "zh_CN.UTF-8")],
)
def test_the_same_input_gives_the_same_bytes(zone: str, seed: str, language: str, tmp_path: Path) -> None:
    root = str(Path(__file__).parent.parent)
    more = {"TZ": zone, "PYTHONHASHSEED": seed, "LANG": language, "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"}
    here = {"env": {**os.environ, **more}, "cwd": tmp_path}
    run = subprocess.run([sys.executable, "-c", HASHED], capture_output=True, check=True, **here)  # type: ignore[call-overload]
    told = dict(line.rsplit(" ", 1) for line in run.stdout.decode().splitlines())
    assert told == {name: hashlib.sha256(make()).hexdigest() for name, make in BOOKS.items()}


@every_book
def test_libreoffice_opens_and_prints_it(name: str, tmp_path: Path) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not office or not reader:
        assert not os.environ.get("CI"), "soffice and pdftotext are needed here"
        pytest.skip("soffice or pdftotext is not installed")
    (tmp_path / "out.xlsx").write_bytes(BOOKS[name]())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "out.xlsx")], check=True, capture_output=True, timeout=120)
    printed = subprocess.run([reader, str(tmp_path / "out.pdf"), "-"], check=True, capture_output=True).stdout.decode()
    flat = "".join(printed.split())
    assert [words for words in PRINTED[name] if "".join(words.split()) not in flat] == []


PRINTED = {
    "findings": (
        "检查结果", "统计截止日 2025-09-30（当天）", "规则版本 0.1.0", "按规则统计", "读取情况", "第 1 页",
        "问题编号 A",
    ),
    "nothing found": ("没有发现问题：1 行都符合规则。", "● 错误 0"),
    "many findings": ("检查结果", "按规则统计", "读取情况"),
    "summary": (
        "廉政风险防控与问题整改一览", "云川市公共服务促进办公室", "统计截止日 2025-09-30（当天）", "风险点总数",
        "已逾期", "逾61天", "单位负责人", "指标口径", "整改进度（按责任科室）", "逾 61 天", "取数明细",
        "rectification.completion_rate", "＝SUM(A1)", "岗位廉政风险管理目录（公开版）",
    ),
    "summary of one ledger": ("【待补充：单位全称】", "未见台账", "未见台账：工作簿里没有这一类台账，没有可算的数字。", "没有逾期或临期的问题"),
    "grades": ("定级结果", "评定方法：", "≥6 高；≥3 中；其余 低", "违规用印", "FX-1"),
    "no grades": ("没有可定级的风险点",),
}  # fmt: skip


# --- texts ---

LEADS = ("=1+1", "+1", "-1", "@a", "\tx", "\nx", "\rx", "＝1+1", "＋1", "－1", "＠a")
ODD = (
    "<r>a</r>", "<r></r>", "<r> _x0041_x0042_ </r>", "_x0041_", "_x0041_x0042_", "a\x01b", "a\r\nb", " a ", "&lt;",
    "{=A1}", "😀",
)  # fmt: skip


def written(cells: list[str], folder: str = "") -> bytes:
    made = NewBook("文字", AS_OF, folder=folder)
    page = made.sheet("表", [10.0] * len(cells))
    for column, text in enumerate(cells):
        page.text(0, column, text)
        page.text(1, column, text, bold=True, text_wrap=True)
    return made.bytes()


def read_back(content: bytes, count: int) -> list[list[Any]]:
    rows = [*read_grids_bytes(content, "文字.xlsx")[0].rows, [], []][:2]
    return [row + [""] * (count - len(row)) for row in rows]


CELLS = st.lists(
    st.text(st.characters(exclude_characters="\ufffe\uffff"), max_size=20)
    | st.text("_x0041FAB<r>/&;\r\n\t =＝+-@\x01\x0b'\"", max_size=30)
    | st.sampled_from(LEADS + ODD),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(CELLS)
def test_any_text_is_read_back_as_it_was(cells: list[str]) -> None:
    assume(not any(is_marked(text) for text in cells))
    wanted = [storable(text) for text in cells]
    assert read_back(written(cells), len(cells)) == [wanted, wanted]


def is_marked(text: str) -> bool:
    """A text that looks like the file's own markup and holds control characters besides; those are written out."""
    return bool(re.fullmatch(r"<r>.*[\x00-\x08\x0b-\x1f].*</r>", text, re.DOTALL))


@pytest.mark.parametrize("text", [*LEADS, *ODD])
def test_these_texts_are_read_back_as_they_were(text: str) -> None:
    assert read_back(written([text]), 1) == [[text], [text]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("\ud800", "\\ud800"), ("名\udce5", "名\\udce5"), ("<r>\x01</r>", "<r>_x0001_</r>")],
)
def test_what_no_file_can_hold_is_written_out(text: str, shown: str) -> None:
    assert read_back(written([text]), 1)[0] == [shown]


@pytest.mark.parametrize("text", LEADS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    content = written([text])
    cell = opened(content).active["A1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert not opened(written(["文字"])).active["A1"].quotePrefix


def test_control_characters_are_escaped_as_the_format_has_it() -> None:
    assert opened(written(["a\x01b\x0bc"])).active["A1"].value == "a_x0001_b_x000B_c"


@pytest.mark.parametrize(
    ("length", "unit", "kept"), [(LONGEST, "问", LONGEST), (LONGEST + 1, "问", LONGEST - 16), (40_000, "😀", 16_375)]
)
def test_a_text_longer_than_a_cell_is_cut_and_says_so(length: int, unit: str, kept: int) -> None:
    text = unit * length
    found = opened(written([text])).active["A1"].value
    assert found == (text if kept == length else unit * kept + f"…（余下 {length - kept} 字见原表）")
    assert len(found.encode("utf-16-le")) // 2 <= LONGEST
    assert shortened(found) == found


# --- the findings workbook ---


def test_the_findings_are_there_in_every_word() -> None:
    checked = book(LEDGERS)
    found = findings(checked)
    assert len({each.severity for each in found}) > 1
    sheet = opened(findings_workbook("例.xlsx", found, check_info(checked, "0.1.0", "例.xlsx")))["检查结果"]
    rows = [[cell.value or "" for cell in row] for row in cells_below(sheet, "级别")]
    in_order = sorted(found, key=lambda each: ["error", "warning", "info"].index(each.severity.value))
    assert rows == [
        [f"{MARKS[each.severity]} {each.severity.word}", each.rule, each.sheet, each.cell, each.key, each.field,
         each.value, each.message, each.advice, "待处理", "", ""]
        for each in in_order
    ]  # fmt: skip


def test_the_opening_says_what_was_checked() -> None:
    checked = book(LEDGERS, **{"规则 ST-05": "关闭", "规则 RC-05": "警告"})
    found = findings(checked)
    sheet = opened(findings_workbook("例.xlsx", found, check_info(checked, "0.1.0")))["检查结果"]
    counts = {severity: sum(each.severity is severity for each in found) for severity in Severity}
    errors = len({(each.sheet, each.row) for each in found if each.severity is Severity.ERROR and each.row > 1})
    assert sheet["A1"].value == "检查结果"
    assert sheet["A2"].value == (
        f"● 错误 {counts[Severity.ERROR]}　　▲ 警告 {counts[Severity.WARNING]}　　ⓘ 提示 {counts[Severity.INFO]}　　"
        f"统计截止日 2025-09-30（当天）　　规则版本 0.1.0（{stamp(checked.settings.rules)}）　　检查 7 行，其中 {errors} 行有错误"
    )
    assert sheet["A3"].value.startswith("检查的文件：例.xlsx　　")
    assert sheet["A4"].value == "规则调整：RC-05 改为警告、ST-05 关闭"


def links(content: bytes) -> list[tuple[str, str, str]]:
    """Visible text, target and place of each link, in order."""
    sheet = opened(content)["检查结果"]
    found = [cell for row in cells_below(sheet, "级别") for cell in row if cell.hyperlink]
    return [(cell.value, cell.hyperlink.target or "", cell.hyperlink.location or "") for cell in found]


def finding(
    sheet: str = "问题整改台账", row: int = 7, severity: Severity = Severity.ERROR, rule: str = "RC-05"
) -> Finding:
    return Finding(sheet, row, 14, rule, severity, "整改时限", "ZG-1", "13月底", "话。", "改。")


def info(link: str = "例.xlsx") -> CheckInfo:
    return CheckInfo(AS_OF, "参数表", "0.1.0", (), (), {}, link)


@pytest.mark.parametrize(
    ("link", "sheet", "target", "place"),
    [
        ("例.xlsx", "问题整改台账", "例.xlsx", "问题整改台账!N7"),
        ("例.xlsx", "2025 台账", "例.xlsx", "'2025 台账'!N7"),
        ("例.xlsx", "it's", "例.xlsx", "'it''s'!N7"),
        ("../台账 2025#1.xlsx", "表", "..\\台账%202025%231.xlsx", "表!N7"),
        ("100%20.xlsx", "表", "100%2520.xlsx", "表!N7"),
        ("甲[1]{2}.xlsx", "表", "甲%5b1%5d%7b2%7d.xlsx", "表!N7"),
        ("例.xlsx", "", "例.xlsx", ""),
    ],
)
def test_a_link_leads_to_the_cell_in_the_input(link: str, sheet: str, target: str, place: str) -> None:
    content = findings_workbook("例.xlsx", [finding(sheet)], info(link))
    assert links(content) == [("N7", target, place)]


@pytest.mark.parametrize("link", ["", "长" * 251 + ".xlsx", "坏\x01名.xlsx", "坏\udce5名.xlsx"])
def test_where_no_link_can_be_the_cell_is_plain_text(link: str) -> None:
    content = findings_workbook(link or "例.xlsx", [finding()], info(link))
    assert links(content) == []
    assert [row[3].value for row in cells_below(opened(content)["检查结果"], "级别")] == ["N7"]


def test_a_sheet_holds_no_more_links_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_lines, "LINKS_AT_MOST", 2)
    content = findings_workbook("例.xlsx", [finding(row=row) for row in range(2, 6)], info())
    assert [link[0] for link in links(content)] == ["N2", "N3"]
    assert [row[3].value for row in cells_below(opened(content)["检查结果"], "级别")] == ["N2", "N3", "N4", "N5"]


def test_what_was_done_about_a_finding_is_picked_from_a_list() -> None:
    sheet = opened(findings_workbook("例.xlsx", [finding(), finding(row=8)], info()))["检查结果"]
    [rule] = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"' + ",".join(STATES) + '"', "J6:J7")
    assert sheet.auto_filter.ref == "A5:L7"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"


def test_many_findings_read_the_same_as_few() -> None:
    few, many = opened(BOOKS["findings"]()), opened(BOOKS["many findings"]())
    assert [texts(sheet) for sheet in few] == [texts(sheet) for sheet in many]
    assert links(BOOKS["findings"]()) == links(BOOKS["many findings"]()) != []


def test_no_rows_are_left_in_the_system_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    BOOKS["many findings"]()
    assert list(tmp_path.iterdir()) == []


def test_by_rule_counts_and_explains() -> None:
    found = [finding(row=row) for row in (7, 8, 9, 10)] + [finding(severity=Severity.INFO, rule="ST-05")]
    sheet = opened(findings_workbook("例.xlsx", found, info()))["按规则统计"]
    rows = [[cell.value for cell in row] for row in cells_below(sheet, "规则")]
    assert [row[0] for row in rows] == ["RC-05", "ST-05", "合计"]
    assert [row[3] for row in rows] == [4, 1, 5]
    assert rows[0][4] == "问题整改台账!N7、问题整改台账!N8、问题整改台账!N9…"
    assert rows[1][1:3] == ["不认识的列", "ⓘ 提示"]
    assert all(rows[1][5:8])


def test_what_was_read_and_what_was_not() -> None:
    checked = book("[+领导批示] 问题编号=ZG-1 | 问题编号=ZG-2 | [*] 甲=1 乙=2")
    sheet = opened(findings_workbook("例.xlsx", [], check_info(checked, "0.1.0")))["读取情况"]
    row = [cell.value or "" for cell in next(cells_below(sheet, "工作表"))]
    assert row[:5] == ["问题整改台账", "问题整改台账", "1", "2–3", "2"]
    assert row[5].startswith("问题编号 A、来源 B、")
    assert re.fullmatch(r"领导批示 [A-Z]+", row[6])
    assert row[7] == ""
    assert "这些工作表没有参与检查：“另表”" in texts(sheet)


@pytest.mark.parametrize(
    ("rows", "shown"),
    [([], "—"), ([5], "5"), ([5, 6, 7], "5–7"), ([2, 4, 5, 9], "2、4–5、9"), ([7, 6, 5, 5], "5–7")],
)
def test_ranges(rows: list[int], shown: str) -> None:
    assert ranges(rows) == shown


def test_the_widths_of_the_findings_fit_the_page() -> None:
    assert sum(head.width for head in HEADS) <= PAGE_WIDTH


# --- the grades workbook ---


def test_the_grades_are_there_with_what_went_in() -> None:
    sheet = opened(BOOKS["grades"]())["定级结果"]
    row = next(cells_below(sheet, "风险点编号"))
    assert "、".join(cell.value for cell in sheet[row[0].row - 1]) == (
        "风险点编号、科室、岗位、任职人、风险点、可能性L、危害程度S、风险值、计算等级、自评、互评、建议等级、核定等级、"
        "管理责任人、管理级别、说明"
    )
    assert [cell.value for cell in row[5:13]] == [3, 2, 6, "高", "低", "中", "高", "中"]
    assert row[0].value == "FX-1"
    assert row[4].value == "违规用印"
    assert row[-1].value.startswith("核定为“中”，建议为“高”。")


def test_a_point_that_cannot_be_graded_says_why() -> None:
    made = book("[风险点等级评定表] 风险点编号=FX-1 可能性L=甲 核定等级=")
    sheet = opened(grades_workbook(made, grades(made)))["定级结果"]
    row = next(cells_below(sheet, "风险点编号"))
    assert row[5].value == "甲"
    assert row[7].value is None
    assert row[8].value is None
    assert row[12].value == "未核定"
    assert "“可能性L”填的是“甲”，应填 1、2、3 之一。" in row[-1].value


# --- measures ---


@pytest.mark.parametrize(
    ("text", "taken", "name"),
    [
        ("综合科", (), "综合科"), ("综合科", ("综合科",), "综合科_2"), ("ABC", ("abc", "ABC_2"), "ABC_3"),
        ("a[b]:c*d?e/f\\g", (), "a_b__c_d_e_f_g"), ("'引'", (), "引"), ("History", (), "History_"), ("", (), "表"),
        ("'", (), "表"), ("长" * 40, (), "长" * 31), ("长" * 40, ("长" * 31,), "长" * 29 + "_2"),
        ("😀" * 20, (), "😀" * 15),
    ],
)  # fmt: skip
def test_sheet_names(text: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(text, taken) == name


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("55.00%", (0.55, "0.00%")), ("100%", (1.0, "0%")), ("0.5%", (0.005, "0.0%")), ("12", (12.0, "0")),
        ("-3", (-3.0, "0")), ("1386.00", (1386.0, "0.00")), ("无", None), ("", None), ("007", None), ("1e5", None),
        ("％", None), ("1.", None),
    ],
)  # fmt: skip
def test_numbers_as_printed(shown: str, number: tuple[float, str] | None) -> None:
    assert number_of(shown) == number


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("中文", 4), ("“ZG-1”、", 10), ("● 错误", 7), ("é", 2)]
)
def test_units(text: str, width: int) -> None:
    assert units(text) == width


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [("", 10, 1), ("中" * 4, 10, 1), ("中" * 5, 10, 2), ("a\nb", 10, 2), ("中" * 50, 12, 10)],
)
def test_lines(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


def test_heights_and_widths() -> None:
    assert row_height([("中" * 50, 12.0), ("a", 5.0)]) == 10 * 15.5 + 7
    assert row_height([]) == 22.5
    assert row_height([("中" * 5000, 12.0)]) == 409.0
    assert column_width(["科室", "综合科"]) == 8.0
    assert column_width(["中" * 100]) == 40.0


@pytest.mark.parametrize(
    ("wanted", "widths"),
    [
        ([], []), ([10.0] * 15, [10.0] * 15), ([10.0, 20.0], [47.3, 94.7]),
        ([10.0, 100.0, 100.0], [10.0, 77.5, 77.5]), ([10.0] * 33, [5.0] * 33),
    ],
)  # fmt: skip
def test_widths_are_fitted_to_the_page(wanted: list[float], widths: list[float]) -> None:
    assert fitted(wanted) == widths


@pytest.mark.parametrize("tone", [RED, ORANGE, YELLOW, BLUE, GREEN, GREY])
def test_text_on_its_tint_can_be_read(tone: Any) -> None:
    assert contrast(tone.text, tone.tint) >= 4.7
    assert contrast(WHITE, HEADER) >= 4.7
    assert contrast(QUIET, WHITE) >= 4.7


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
