"""Where things stand on the page as LibreOffice sets it: the type area, page numbers, 落款, one page that is one page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import samples
from tests.drawn import book
from xlsuite.text.gongwen import package, paragraph, section
from xlsuite.text.layout import adjusted
from xlsuite.text.profile import NATIONAL, Profile, profile_of
from xlsuite.text.word import render, zipped
from xlsuite.verbs.report import report, reports

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="LibreOffice is not installed"
)
MM = 25.4 / 72
OFFICE = profile_of(
    {"上边距": 30, "左边距": 30, "右边距": 30, "每页行数": 20, "每行字数": 25, "页码位置": "居中"}, "甲.toml"
)


class Line(NamedTuple):
    """A line of text on a page: its edges in mm from the left and the top, and what it says."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def solid(characters: int, profile: Profile | None = None) -> bytes:
    """Pages full of one character, from a template without indents."""
    body = paragraph("GwAddressee", "国" * characters)
    parts = package(body, "")
    return render(zipped(parts if profile is None else adjusted(parts, profile)), {}, profile=profile)


def turned() -> bytes:
    """Two turned pages between upright ones."""
    wide = paragraph("GwBreak", section=section(landscape=True))
    body = paragraph("GwBody", "一") + paragraph("GwBreak", section=section(new_page=False))
    return render(
        zipped(package(body + paragraph("GwCheckTitle", "二") * 1 + paragraph("GwCheckTitle", "三") + wide, "")), {}
    )


def signed(name: str, mode: str = "加盖印章") -> bytes:
    body = paragraph("GwSigned", name) + paragraph("GwDated", "二〇二五年十月八日")
    return render(zipped(package(body, "")), {}, profile=NATIONAL._replace(signature=mode))


def crowded() -> bytes:
    """A brief of a ledger in which everything is late, long and wrong."""
    rows = " | ".join(
        f"问题编号=ZG-2025-{at:03} 问题={{400}} 责任科室=第{at}科室名称很长的科 责任人=某某{at} 整改时限=2025-09-{at % 28 + 1:02} 整改状态={state}"
        for at, state in enumerate(["推进中", "未启动", "基本完成", "胡写", "已完成"] * 8)
    )
    risks = "[个人廉政风险点登记表] 岗位编号=GW1 | [风险点等级评定表] 核定等级=高 | [防控措施登记表] 落实状态=推进中"
    return report(book(f"{rows} | {risks}", 单位简称="促进办"), "一页简报").content


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "满页": lambda: solid(28 * 22 * 3),
    "单位": lambda: solid(25 * 20 * 2, OFFICE),
    "横排": turned,
    "印章短": lambda: signed("云川市促进局"),
    "印章长": lambda: signed("云川市公共服务促进办公室"),
    "无印短": lambda: signed("云川市促进局", "不加盖印章"),
    "无印长": lambda: signed("云川市公共服务促进办公室", "不加盖印章"),
    "简报": lambda: report(samples.book(apart=True, 单位简称="促进办"), "一页简报").content,
    "挤简报": crowded,
    "自查": lambda: report(samples.book(apart=True)).content,
    **{f"函{at}": lambda at=at: reports(samples.book(), "提醒函")[at].content for at in range(3)},  # type: ignore[misc]
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Line]]:
    folder = tmp_path_factory.mktemp("pdf")
    files = [folder / f"{name}.docx" for name in DOCUMENTS]
    for file, make in zip(files, DOCUMENTS.values(), strict=True):
        file.write_bytes(make())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: lines_of(folder / f"{name}.pdf") for name in DOCUMENTS}


def lines_of(pdf: Path) -> list[Line]:
    told = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
    found = []
    for number, page in enumerate(told.stdout.split("<page ")[1:], 1):
        for box, inside in re.findall(r"<line ([^>]*)>(.*?)</line>", page, re.DOTALL):
            left, top, right, bottom = (float(each) * MM for each in re.findall(r'"([\d.]+)"', box))
            found.append(Line(number, left, top, right, bottom, "".join(re.findall(r"<word[^>]*>([^<]*)", inside))))
    return found


def near(value: float, wanted: float, by: float = 0.6) -> bool:
    return abs(value - wanted) <= by


def test_a_page_holds_22_lines_of_28_characters(pages: dict[str, list[Line]]) -> None:
    lines = [line for line in pages["满页"] if "国" in line.text]
    for page in (1, 2, 3):
        here = [line for line in lines if line.page == page]
        assert [len(line.text) for line in here] == [28] * 22
        assert all(near(line.left, 28) and line.right <= 210 - 26 + 0.3 for line in here)
        pitch = (here[-1].middle[1] - here[0].middle[1]) / 21
        assert near(pitch, 225 / 22, 0.02)
        assert here[0].middle[1] - pitch / 2 >= 37 - 1 and here[-1].middle[1] + pitch / 2 <= 297 - 35 + 1


def test_an_offices_values_hold_too(pages: dict[str, list[Line]]) -> None:
    lines = [line for line in pages["单位"] if "国" in line.text]
    assert [len(line.text) for line in lines] == [25] * 40
    assert [line.page for line in lines] == [1] * 20 + [2] * 20
    assert all(near(line.left, 30) for line in lines)
    numbers = [line for line in pages["单位"] if "—" in line.text]
    assert [line.text for line in numbers] == ["—1—", "—2—"]
    assert all(near(line.middle[0], 105, 1) for line in numbers)


def test_page_numbers_stand_7_mm_below_the_text_at_the_outer_edge(pages: dict[str, list[Line]]) -> None:
    numbers = [line for line in pages["满页"] if "—" in line.text]
    assert [line.text for line in numbers] == ["—1—", "—2—", "—3—"]
    character = 14 * MM
    for line in numbers:
        assert near(line.middle[1], 297 - 35 + 7, 1)
        if line.page % 2:
            assert near(line.right, 210 - 26 - character, 0.8)
        else:
            assert near(line.left, 28 + character, 0.8)


def test_turned_pages_carry_their_number_where_the_paper_has_it(pages: dict[str, list[Line]]) -> None:
    """The left edge of the turned page is the foot of the paper; its top the left edge."""
    here = [line for line in pages["横排"] if line.page in (2, 3)]
    marks = {page: [line for line in here if line.page == page and line.left < 35] for page in (2, 3)}
    character = 14 * MM
    for page, lines in marks.items():
        assert str(page) in "".join(line.text for line in lines)
        assert all(near(line.middle[0], 35 - 7, 1.2) for line in lines)
    assert near(min(line.top for line in marks[2]), 28 + character, 1)
    assert near(max(line.bottom for line in marks[3]), 210 - 26 - character, 1)


DATE = 9  # characters of 二〇二五年十月八日
EDGE = 210 - 26
SIGNED = [
    # document, characters of the name, where its right edge and that of the date stand from the margin, in characters
    ("印章短", 6, 4 + (DATE - 6) / 2, 4),
    ("印章长", 12, 4 + (DATE - 12) / 2, 4),
    ("无印短", 6, 4 + DATE - 6, 2),
    ("无印长", 12, 2, 12 - DATE),
]


@pytest.mark.parametrize(("name", "length", "signature", "day"), SIGNED)
def test_name_and_date(pages: dict[str, list[Line]], name: str, length: int, signature: float, day: float) -> None:
    who, when = [line for line in pages[name] if "—" not in line.text]
    character = 16 * MM
    assert len(who.text) == length and len(when.text) == DATE
    assert near(who.right, EDGE - signature * character, 1) and near(when.right, EDGE - day * character, 1)
    if name.startswith("印章"):
        assert near(who.middle[0], when.middle[0], 1)
    elif length < DATE:
        assert near(when.right, EDGE - 2 * character, 1)
    else:
        assert near(when.left - who.left, 2 * character, 1)


@pytest.mark.parametrize("name", ["简报", "挤简报", "函0", "函1", "函2"])
def test_one_page_is_one_page(pages: dict[str, list[Line]], name: str) -> None:
    """The pages added for checking begin on the second; they are not issued."""
    added = [line.page for line in pages[name] if "核对用，不随正式报告印发" in line.text]
    assert min(added) == 2 and {line.page for line in pages[name] if line.page < min(added)} == {1}


def test_the_name_and_the_date_are_never_alone_on_a_page(pages: dict[str, list[Line]]) -> None:
    lines = pages["自查"]
    page = next(line.page for line in lines if "待补充：成文日期" in line.text)
    assert any("下一步" in line.text or "个问题" in line.text for line in lines if line.page == page)


def test_the_head_of_the_annex_is_repeated(pages: dict[str, list[Line]]) -> None:
    text = {line.page for line in pages["自查"] if line.text == "问题编号"}
    assert len(text) >= 2
