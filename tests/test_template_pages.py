"""The template on paper: A4 across at 86 % or more, whole pages, no ####, and a word when rows stand below them."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from tests import filled
from tests import live_template as live
from tests.office import Office
from xlsuite.excel.looks import lines
from xlsuite.excel.template.places import FIRST
from xlsuite.excel.template.workbook import template_workbook
from xlsuite.ledgers import CORE, supporting
from xlsuite.ledgers.lists import LISTS
from xlsuite.model.kinds import Day, Deadline
from xlsuite.model.place import letters
from xlsuite.verbs.template import SETS, chosen

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
PAPER = (297 - 2 * 0.4 * 25.4) / 25.4 * 96  # pixels of A4 across within the margins
METHODS = ("lec", "weighted", "direct")


def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def area(sheet: Any) -> tuple[int, int, int, int]:
    return range_boundaries(sheet.print_area.rpartition("!")[2])


def widths(sheet: Any) -> list[int]:
    """Pixels of the columns; one element of the file may hold several of one width."""
    groups = sorted(sheet.column_dimensions.values(), key=lambda each: each.min)
    return [int(each.width * 7) for each in groups for _ in range(each.min, each.max + 1)]


@pytest.mark.parametrize(("name", "method"), [*((name, "ls3x3") for name in SETS), *(("风险点", m) for m in METHODS)])
def test_every_ledger_prints_at_86_percent_or_more(name: str, method: str) -> None:
    template = chosen(name, {"评定方法": method})
    by_id = {ledger.id: ledger for ledger in (*CORE, *LISTS, *supporting())}
    pages = book(template_workbook(template, rows=20))
    for blank in template.sheets:
        sheet = pages[blank.title]
        _, _, right, last = area(sheet)
        pixels = widths(sheet)[:right]
        assert PAPER / sum(pixels) >= 0.86, blank.title
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$3:$3" and "单位负责人" in sheet.oddFooter.left.text
        assert last > FIRST
        heads = [sheet.cell(3, at).value for at in range(1, right + 1)]
        must = {column.ident for column in by_id[blank.id].columns if column.need == "must"}
        for field in blank.fields:
            assert field.name in heads or not (field.ident in must or (field.computed and field.printed)), field.name
            if field.name in heads and isinstance(field.kind, Day | Deadline):
                assert pixels[heads.index(field.name)] >= 11 * 7, field.name


WRAPPED = [  # text, width of the column, lines: as LibreOffice breaks it
    ("市委巡察反馈（2025年第一轮）", 8.5, 4),
    ("科员（采购与资产）", 8.5, 3),
    ("2024年以来决算双人复核连续12个月未发现问题，经领导小组研究下调一级", 17.6, 5),
    ("综合科", 8.5, 1),
    ("ZG-2025-001、ZG-2025-002", 11.5, 3),
    ("第一行\n第二行", 20.0, 2),
]


@pytest.mark.parametrize(("text", "width", "wanted"), WRAPPED)
def test_the_lines_that_a_text_takes(text: str, width: float, wanted: int) -> None:
    assert lines(text, width) == wanted


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _, template, filling = filled.sample()
    return filled.written(tmp_path_factory.mktemp("pages"), "样例", template_workbook(template, filling))


def printed(path: Path, folder: Path, office: Office) -> list[str]:
    pdf = office.pdf(path, folder)
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def test_a_filled_template_prints_its_rows_and_no_blank_page(office: Office, sample: Path, tmp_path: Path) -> None:
    pages = printed(sample, tmp_path, office)
    assert not any("###" in page for page in pages)
    for prefix, title in (
        ("GW", "岗位与名册"),
        ("FX", "个人廉政风险点登记表"),
        ("CS", "防控措施登记表"),
        ("ZG", "问题整改台账"),
    ):
        sheet = openpyxl.load_workbook(sample)[title]
        keys = {sheet.cell(row, 1).value for row in range(FIRST, sheet.max_row + 1)} - {None}
        heads = [sheet.cell(3, at).value for at in range(1, 6)]
        own = [page for page in pages if all(head in page for head in heads)]
        shown = [set(re.findall(rf"\b{prefix}-?[\d-]+", page)) & keys for page in own]
        assert set().union(*shown) == keys and all(shown), title


def test_rows_below_the_printed_ones_are_told_of(office: Office, tmp_path: Path) -> None:
    content = live.blank("整改")
    last = area(book(content)["问题整改台账"])[3]
    with office.open(live.saved(content, tmp_path / "空白.xlsx")) as doc:
        place = next(at for at in ("F1", "E1") if "打印" in str(book(content)["问题整改台账"][at].value))
        doc.set("问题整改台账", f"A{last}", "ZG-1")
        doc.recalculate()
        assert doc.text("问题整改台账", place) == ""
        doc.set("问题整改台账", f"A{last + 3}", "ZG-2")
        doc.recalculate()
        right = letters(area(book(content)["问题整改台账"])[2])
        assert doc.text("问题整改台账", place) == (
            f"已填到第 {last + 3} 行，打印只到第 {last} 行：请选中 A1:{right}{last + 3}，"
            "点“页面布局→打印区域→设置打印区域”，再删去这句"
        )
