"""一览 from the verb: one A4 page for up to 8 科室, whole pages beyond; colours, links and charts that survive."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.drawn import AS_OF, book
from tests.office import Office, pages
from tests.test_workbooks import contrast, opened, texts
from xlsuite.excel.dashboard.canvas import COLUMNS, cut, mixed
from xlsuite.excel.dashboard.from_summary import board_of
from xlsuite.excel.dashboard.tones import PALE_BLUE, PALE_YELLOW, level_tones, on_solid
from xlsuite.excel.links import cell_link
from xlsuite.excel.looks import BLUE, GREEN, ORANGE, RED, YELLOW, units
from xlsuite.excel.summary_book import summary_workbook
from xlsuite.grading.methods import METHODS
from xlsuite.ledgers.book import Book
from xlsuite.verbs.summarize import Summary, summarize

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
LONG_NAME = "综合协调与政策法规研究督查督办工作联络科室（挂行政审批服务办公室牌子）"
LONG_ISSUE = "对上级重大决策部署的学习贯彻停留在以会议落实会议、以文件落实文件的层面，" * 12


def made(units_: int, issues: int = 0, name: str = "科", issue: str = "审批单要素不全", late: bool = False) -> Book:
    """So many 科室 with two risk points each, and so many issues spread over them."""
    rows = []
    for n in range(units_ * 2):
        level = "高中低"[n % 3]
        rows += [
            f"[个人廉政风险点登记表] 风险点编号=FX-{n} 科室=第{n // 2 + 1}{name} 风险点=违规用印",
            f"[风险点等级评定表] 风险点编号=FX-{n} 可能性L={n % 3 + 1} 危害程度S={n % 2 + 1} 核定等级={level}",
            f"[防控措施登记表] 风险点编号=FX-{n} 落实状态=已落实",
        ]
    for n in range(issues):
        due = AS_OF - timedelta(days=n + 1) if late else AS_OF + timedelta(days=n % 40 - 10)
        rows.append(f"问题编号=ZG-{n} 问题={issue}{n} 责任科室=第{n % units_ + 1}{name} 整改状态=推进中 整改时限={due}")
    return book(" | ".join(rows))


BOOKS = {
    "1": lambda: made(1, 3), "8": lambda: made(8, 60), "8, long names": lambda: made(8, 60, LONG_NAME, LONG_ISSUE),
    "300 late": lambda: made(4, 300, late=True), "no risks": lambda: book("责任人=顾某丁"),
    "no issues": lambda: book("[个人廉政风险点登记表] 风险点编号=FX-1"), "nothing": lambda: book("[岗位与名册] 科室=综合科"),
    "9": lambda: made(9, 60), "30": lambda: made(30, 120), "45, long names": lambda: made(45, 90, LONG_NAME, LONG_ISSUE),
}  # fmt: skip


def printed(office: Office, tmp_path: Path, summary: Summary) -> list[str]:
    """The text of each printed page of 一览."""
    (tmp_path / "一览.xlsx").write_bytes(summary_workbook(summary, link="台账.xlsx"))
    pdf = office.pdf(tmp_path / "一览.xlsx", tmp_path)
    assert {size for size in pages(pdf)} == {(297.0, 210.0)}
    program = shutil.which("pdftotext")
    assert program, "pdftotext (poppler-utils) is needed here"
    told = subprocess.run([program, "-layout", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    return [page for page in told.split("\f") if "廉政风险防控与问题整改一览" in page.split("统计截止日")[0]]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("1", 1), ("8", 1), ("8, long names", 1), ("300 late", 1), ("no risks", 1), ("no issues", 1), ("nothing", 1),
        ("9", 2), ("30", 2), ("45, long names", 3),
    ],
)  # fmt: skip
def test_how_many_pages_it_takes(name: str, count: int, office: Office, tmp_path: Path) -> None:
    found = printed(office, tmp_path, summarize(BOOKS[name]()))
    assert len(found) == count
    assert "单位负责人" in found[0] and "制表" in found[0]
    for page in found:
        assert "统计截止日 2025-09-30（当天）" in page
    for page in found[1:]:
        assert "各科室风险等级分布（全部科室）" in page and "责任科室" in page


@pytest.mark.parametrize("name", ["8", "9", "30"])
def test_what_is_printed_stays_inside_the_margins(name: str, office: Office, tmp_path: Path) -> None:
    (tmp_path / "一览.xlsx").write_bytes(summary_workbook(summarize(BOOKS[name]())))
    pdf = office.pdf(tmp_path / "一览.xlsx", tmp_path)
    program = shutil.which("pdftotext")
    assert program
    boxes = subprocess.run(
        [program, "-bbox", "-l", "2", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', boxes)
    assert words
    for left, top, right, bottom in (map(float, word) for word in words):
        assert left >= 25 and top >= 25 and right <= 842 - 25 and bottom <= 595 - 15


def test_more_units_than_a_page_holds_are_added_up_there_and_listed_after() -> None:
    summary = summarize(made(30, 120))
    board = board_of(summary)
    assert [row[0].value for row in board.units.rows][-1] == "其余 23 个科室"
    assert len(board.units.rows) == len(board.progress.rows) == 8
    for panel, id in ((board.units, "risk.total"), (board.progress, "rectification.total")):
        figure = summary.figure(id)
        at = 5 if panel is board.units else 1
        assert figure and sum(row[at].value for row in panel.rows) == int(figure.value) == panel.total[at].value
    [(left, right)] = board.further
    assert left and right and (len(left.rows), len(right.rows)) == (30, 30)


def test_the_tiles_say_what_the_figures_say() -> None:
    summary = summarize(made(2, 20))
    tiles = {tile.name: (tile.value.value, tile.below.value) for tile in board_of(summary).tiles}
    assert tiles == {
        "风险点总数": (4, "涉及 2 个科室　措施 4 条"), "高风险点": (2, "占比 50.0%　未核定 0"),
        "整改问题总数": (20, "已完成 0　长期坚持 0"), "整改完成率": (0.0, "0 ÷ 20"),
        "已逾期": (10, "临期 10 项（15 天内）"), "销号率": (0.0, "已销号 0　待核验 0"),
    }  # fmt: skip


def test_a_ledger_that_is_absent_is_told_and_never_0() -> None:
    sheet = opened(summary_workbook(summarize(book("责任人=顾某丁"))))["一览"]
    assert [sheet.cell(6, column).value for column in (1, 11)] == ["未见台账", "未见台账"]
    assert sheet.cell(6, 21).value == 1
    assert "未见台账：工作簿里没有个人廉政风险点登记表，也没有风险点等级评定表。" in texts(sheet)


@pytest.mark.parametrize(("overdue", "tone"), [("整改时限=2025-08-31", RED), ("整改时限=2025-12-31", GREEN)])
def test_the_tile_of_what_is_late_turns_green_at_0(overdue: str, tone: Any) -> None:
    sheet = opened(summary_workbook(summarize(book(f"整改状态=推进中 {overdue}"))))["一览"]
    assert sheet.cell(4, 41).fill.fgColor.rgb == "FF" + tone.solid[1:]
    assert sheet.cell(6, 41).font.color.rgb == "FF" + tone.text[1:]


def test_what_is_late_comes_first_with_its_days_and_a_link() -> None:
    ledger = (
        "问题编号=ZG-1 问题=甲 整改状态=推进中 整改时限=2025-10-05 | 问题编号=ZG-2 问题=乙 整改状态=未启动 整改时限=2025-07-31 "
        "| 问题编号=ZG-3 问题=丙 整改状态=推进中 整改时限=2025-09-30 | 问题编号=ZG-4 问题=丁 整改状态=已完成 整改时限=2025-07-31"
    )
    sheet = opened(summary_workbook(summarize(book(ledger)), link="../台账 1.xlsx"))["一览"]
    rows = {}
    for row in sheet.iter_rows():
        if row[30].value in ("甲", "乙", "丙", "丁"):
            days, arrow = row[54], row[57]
            rows[row[30].value] = (days.value, days.number_format, arrow.hyperlink.target, arrow.hyperlink.location)
    form, target = '"余"0"天";"逾"0"天";"今天"', "..\\台账%201.xlsx"
    assert list(rows.items()) == [
        ("乙", (-61, form, target, "问题整改台账!D3")), ("丙", (0, form, target, "问题整改台账!D4")),
        ("甲", (5, form, target, "问题整改台账!D2")),
    ]  # fmt: skip


def test_a_long_list_says_how_many_more_there_are() -> None:
    board = board_of(summarize(made(4, 300, late=True)))
    assert len(board.late.rows) == 8
    assert board.late.more.value == "另有 292 项，见“逾期与临期”"
    assert [row[4].value for row in board.late.rows] == [-300 + n for n in range(8)]


@pytest.mark.parametrize(
    ("link", "sheet", "target"),
    [
        ("台账.xlsx", "表", "external:台账.xlsx#表!D5"), ("../台账 1#.xlsx", "2025 表", "external:../台账%201%23.xlsx#'2025 表'!D5"),
        ("", "表", ""), ("长" * 251, "表", ""), ("坏\x01.xlsx", "表", ""), ("台账.xlsx", "坏\x01", ""),
    ],
)  # fmt: skip
def test_links(link: str, sheet: str, target: str) -> None:
    assert cell_link(link, sheet, "D5") == target


# --- levels and their colours ---


@pytest.mark.parametrize(
    ("method", "tones"),
    [
        ("ls3x3", (RED, YELLOW, BLUE)), ("ls5x5", (RED, ORANGE, YELLOW, BLUE)), ("lec", (RED, ORANGE, YELLOW, BLUE)),
        ("nist", (RED, ORANGE, YELLOW, BLUE, PALE_BLUE)),
    ],
)  # fmt: skip
def test_every_level_has_a_colour_of_its_own(method: str, tones: tuple[Any, ...]) -> None:
    names = METHODS[method].names
    assert level_tones(names, METHODS[method].to_three) == tones
    assert len(set(tones)) == len(names)


@pytest.mark.parametrize("tone", [RED, ORANGE, YELLOW, BLUE, GREEN, PALE_YELLOW, PALE_BLUE])
def test_numbers_on_colours_can_be_read(tone: Any) -> None:
    assert contrast(on_solid(tone), tone.solid) >= 4.4
    assert contrast(tone.text, tone.tint) >= 4.7
    for part in (0.13, 0.26, 0.38):
        assert contrast(tone.text, mixed(tone.tint, tone.solid, part)) >= 2.9


def test_the_zones_take_the_level_of_their_product() -> None:
    board = board_of(summarize(made(2, 1)))
    assert [[zone.place for zone in zones] for zones in board.map.zones] == [[1, 0, 0], [2, 1, 0], [2, 2, 1]]  # type: ignore[union-attr]
    assert board.map.tones == (RED, YELLOW, BLUE)  # type: ignore[union-attr]


METHODS_SHOWN = {
    "ls5x5": ("可能性L=5 危害程度S=4 核定等级=重大", "风险矩阵"),
    "nist": ("可能性L=很高 危害程度S=很高 核定等级=很高", "风险矩阵"),
    "iso27005": ("可能性L=高 危害程度S=中 核定等级=中", "风险矩阵"),
    "lec": ("可能性L=10 暴露频率E=6 后果C=15 核定等级=重大", "风险值分布"),
    "count": ("风险项数=5 核定等级=高", "风险值分布"),
    "criteria": ("符合条件数=3 核定等级=高", "风险值分布"),
    "direct": ("直接评定等级=高 核定等级=高", "风险等级×类别"),
    "consequence": ("最重后果=犯罪 核定等级=高", "风险等级×类别"),
}  # fmt: skip


@pytest.mark.parametrize("method", METHODS_SHOWN)
def test_the_map_is_that_of_the_method(method: str) -> None:
    rating, name = METHODS_SHOWN[method]
    points = f"[个人廉政风险点登记表] 风险点编号=FX-1 | [风险点等级评定表] 风险点编号=FX-1 {rating}"
    board = board_of(summarize(book(points, 评定方法=method)))
    assert board.map.name == name
    shown = "".join(texts(opened(summary_workbook(summarize(book(points, 评定方法=method))))["一览"]))
    assert METHODS[method].title in shown


# --- charts ---


def test_the_charts_keep_their_bars_and_say_what_they_show(office: Office, tmp_path: Path) -> None:
    content = summary_workbook(summarize(made(3, 30)))
    (tmp_path / "一览.xlsx").write_bytes(content)
    with office.open(tmp_path / "一览.xlsx") as document:
        found = document.charts("一览")
        assert len(found) == 2
        document.store(tmp_path / "又存.xlsx")
    with office.open(tmp_path / "又存.xlsx") as document:
        assert len(document.charts("一览")) == 2
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        charts = [package.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2)]
    assert 'descr="各科室问题按状态堆积的条形图：第1科' in drawing
    for chart in charts:
        assert '<c:plotVisOnly val="1"/>' not in chart  # the data stand on a hidden sheet
        assert "算式!" in chart and "#C0392B".strip("#") in charts[0]


def test_the_parts_of_the_bars_add_up() -> None:
    summary = summarize(made(3, 30))
    chart = board_of(summary).charts[0]
    figure = summary.figure("rectification.overdue")
    sums = {series.name: sum(cell.value for cell in series.values) for series in chart.series}
    assert sum(sums.values()) == 30
    assert figure and sums["已逾期"] == int(figure.value)


# --- measures ---


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("短", 10, "短"), ("甲" * 6, 10, "甲" * 4 + "…"), ("一\n二  三", 20, "一 二 三"), ("", 4, "")],
)
def test_texts_are_cut_to_their_cell(text: str, width: float, shown: str) -> None:
    assert cut(text, width) == shown
    assert units(cut(text, width)) <= width


def test_the_page_is_as_wide_as_it_prints() -> None:
    sheet = opened(summary_workbook(summarize(made(8, 60))))["一览"]
    assert sheet.print_area.endswith("$BG$" + str(sheet.max_row))
    assert len(sheet.column_dimensions) >= 1 and sheet.max_column == COLUMNS
    assert sheet.print_title_rows == "$1:$3"


def test_states_that_cannot_be_read_are_told_and_not_called_done() -> None:
    board = board_of(summarize(book("整改状态=不详 | 整改状态=推进中")))
    assert {each.name: [cell.value for cell in each.values] for each in board.charts[0].series} == {
        "已销号": [0], "已完成待销号": [0], "办理中": [1], "长期坚持": [0], "已逾期": [0], "未判定": [1],
    }  # fmt: skip
