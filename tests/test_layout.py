"""The look of drafts: an office's values over 国标, 落款 by its lengths, titles broken by sense, charts with their data."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import samples
from tests.drafts import parts_of
from tests.drawn import book
from tests.test_word import ALL, W
from xlsuite.errors import UsageError
from xlsuite.text.gongwen import package, paragraph, section
from xlsuite.text.layout import adjusted, layout_told
from xlsuite.text.profile import NATIONAL, VALUES, profile_of
from xlsuite.text.signature import right_indents, width
from xlsuite.text.styles import styles
from xlsuite.text.templates import build
from xlsuite.text.title import breaks
from xlsuite.text.word import TemplateFault, layout_of, render, text_of, zipped
from xlsuite.verbs.report import report, reports, template_path

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


# --- the profile --------------------------------------------------------------------------------------------------


def test_the_standard_in_what_word_wants() -> None:
    assert (NATIONAL.pitch, NATIONAL.spacing, NATIONAL.footer) == (579, -5, 25.5)


@pytest.mark.parametrize(
    ("given", "pitch", "spacing"),
    [
        ({"每页行数": 20}, 637, -5),
        ({"行距": 28}, 560, -5),
        ({"每行字数": 26}, 579, 20),
        ({"字距": 0}, 579, 0),
        ({"下边距": 27, "每页行数": 23}, 574, -5),
        ({"左边距": 30, "右边距": 25}, 579, -7),
        ({"正文字号": "小三", "每行字数": 29}, 579, 5),
    ],
)
def test_pitch_and_spacing_follow_from_the_page(given: dict[str, Any], pitch: int, spacing: int) -> None:
    profile = profile_of(given, "局.toml")
    assert (profile.pitch, profile.spacing) == (pitch, spacing)


TOLD = [
    ({}, "单位版式（局.toml）"),
    ({"名称": "市局版式"}, "市局版式"),
    ({"名称": "市局版式", "下边距": 35}, "市局版式"),
    ({"版式": {"下边距": 30.5, "标题字号": "一号"}}, "单位版式（局.toml），与国标不同的有：下边距 30.5 毫米、标题字号 26 磅"),
    ({"落款": "不加盖印章", "每页行数": 20}, "单位版式（局.toml），与国标不同的有：落款 不加盖印章、每页行数 20 行"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "told"), TOLD)
def test_a_profile_says_what_differs(given: dict[str, Any], told: str) -> None:
    assert profile_of(given, "局.toml").told == told


REFUSED = [
    ({"下编距": 3}, "版式文件“局.toml”里的“下编距”没有这一项，是不是“下边距”。"),
    ({"下边距": "三"}, "版式文件“局.toml”里的“下边距”写的是“三”，应为 5 到 80 的毫米数。"),
    ({"下边距": 300}, "版式文件“局.toml”里的“下边距”写的是“300”，应为 5 到 80 的毫米数。"),
    ({"下边距": True}, "版式文件“局.toml”里的“下边距”写的是“True”，应为 5 到 80 的毫米数。"),
    ({"每页行数": 22.5}, "版式文件“局.toml”里的“每页行数”写的是“22.5”，应为 10 到 50 的整数。"),
    ({"正文字号": "三好"}, "版式文件“局.toml”里的“正文字号”写的是“三好”，应为字号或磅数，例如 三号 或 16。"),
    ({"正文字体": '宋体"/>'}, "版式文件“局.toml”里的“正文字体”写的是“宋体\"/>”，应为字体名称，例如 仿宋_GB2312。"),
    ({"页码样式": "第页"}, "版式文件“局.toml”里的“页码样式”写的是“第页”，应为带一个 1 的样子，例如 — 1 — 或 第1页。"),
    ({"落款": "盖章"}, "版式文件“局.toml”里的“落款”写的是“盖章”，应为加盖印章或不加盖印章。"),
    ({"名称": ""}, "版式文件“局.toml”里的“名称”写的是“”，应为 60 字以内的名称。"),
    ({"版式": 3}, "版式文件“局.toml”里的“版式”应是一节，写成 [版式]，下面一行一项。"),
    ({"每页行数": 50}, "版式文件“局.toml”算出的行距是 12.75 磅，小于正文字号 16 磅，字会叠在一起。请减少每页行数或上下边距。"),
    ({"每行字数": 40}, "版式文件“局.toml”算出的字距是 -4.95 磅，字会叠在一起。请减少每行字数或左右边距。"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "message"), REFUSED)
def test_values_that_cannot_be_used(given: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as error:
        profile_of(given, "局.toml")
    assert str(error.value) == message


# --- put over a template ------------------------------------------------------------------------------------------


def style(parts: dict[str, bytes], name: str) -> Any:
    root = etree.fromstring(parts["word/styles.xml"])
    return next(each for each in root.iter(f"{W}style") if each.find(f"{W}name").get(f"{W}val") == name)


def value(element: Any, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(W + each for each in path.split("/")))
    return None if found is None else found.get(W + name)


def unpacked(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(build(name))) as file:
        return {each: file.read(each) for each in file.namelist()}


CHANGES = [
    ({"正文字体": "仿宋"}, "公文正文", "rPr/rFonts", "eastAsia", "仿宋"),
    ({"西文字体": "Times New Roman"}, "公文正文", "rPr/rFonts", "ascii", "Times New Roman"),
    ({"西文字体": "Times New Roman"}, "公文正文", "rPr/rFonts", "eastAsia", "仿宋_GB2312"),
    ({"标题字号": 24}, "公文标题", "rPr/sz", "val", "48"),
    ({"标题行距": 33}, "公文标题", "pPr/spacing", "line", "660"),
    ({"每页行数": 20}, "一级标题", "pPr/spacing", "line", "637"),
    ({"每行字数": 26}, "公文正文", "rPr/spacing", "val", "20"),
    ({"正文字号": 15}, "公文正文", "pPr/ind", "firstLine", "600"),
    ({"表格字号": "五号"}, "表文", "rPr/sz", "val", "21"),
    ({"页码位置": "居中"}, "页码奇", "pPr/jc", "val", "center"),
    ({"页码位置": "居中"}, "页码偶", "pPr/ind", "leftChars", None),
]  # fmt: skip


@pytest.mark.parametrize(("given", "name", "path", "attribute", "wanted"), CHANGES)
def test_one_value_changes_and_the_rest_stays(
    given: dict[str, Any], name: str, path: str, attribute: str, wanted: str | None
) -> None:
    before = unpacked("自查报告")
    before["word/styles.xml"] = before["word/styles.xml"].replace(
        b'<w:color w:val="C00000"/>', b'<w:color w:val="00B050"/>'
    )
    after = adjusted(before, profile_of(given, "局.toml"))
    assert value(style(after, name), path, attribute) == wanted
    assert value(style(after, "草稿提示"), "rPr/color") == "00B050", "what the office changed in Word stays"
    assert text_of(zipped(after)) == text_of(zipped(before))


def test_what_is_reckoned_by_characters_has_no_room_between_digits_and_characters() -> None:
    for name in ("成文日期", "表文", "表文居中"):
        found = style(unpacked("自查报告"), name)
        assert value(found, "pPr/autoSpaceDE") == value(found, "pPr/autoSpaceDN") == "0"
    assert value(style(unpacked("自查报告"), "附表标题"), "pPr/spacing", "after") == "160"


def test_margins_of_upright_and_turned_pages() -> None:
    after = adjusted(unpacked("自查报告"), profile_of({"下边距": 27}, "局.toml"))
    margins = [dict(each.attrib) for each in etree.fromstring(after["word/document.xml"]).iter(f"{W}pgMar")]
    assert [each[f"{W}bottom"] for each in margins] == ["1531", "1474", "1531"]
    assert margins[1][f"{W}left"] == "1531", "the foot of the paper is the left of the turned page"
    assert margins[0][f"{W}footer"] == str(round(17.5 * 56.693))


@pytest.mark.parametrize("name", ALL)
def test_the_standard_put_over_itself_changes_nothing(name: str) -> None:
    before = unpacked(name)
    after = adjusted(before, NATIONAL)
    assert {part: etree.tostring(etree.fromstring(xml), method="c14n") for part, xml in after.items()} == {
        part: etree.tostring(etree.fromstring(xml), method="c14n") for part, xml in before.items()
    }


def test_page_marks() -> None:
    after = adjusted(unpacked("自查报告"), profile_of({"页码样式": "第1页"}, "局.toml"))
    for at in range(1, 5):
        assert "".join(etree.fromstring(after[f"word/footer{at}.xml"]).itertext()) == "第 PAGE 1页"


def test_the_layout_is_told_in_the_document() -> None:
    some = samples.book()
    profile = profile_of({"名称": "<市局>&版式", "下边距": 30}, "局.toml")
    document = report(some, profile=profile)
    assert document.layout == layout_of(document.content) == "<市局>&版式，与国标不同的有：下边距 30 毫米"
    assert report(some).layout == "国标（GB/T 9704—2012）"


def test_a_template_edited_in_word_says_so(tmp_path: Path) -> None:
    parts = unpacked("自查报告")
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b'w:line="700"', b'w:line="600"')
    own = tmp_path / "本单位.docx"
    own.write_bytes(zipped(parts))
    assert report(samples.book(), own).layout == "国标（GB/T 9704—2012）；模板里改过的样式：公文标题"


def resaved(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A template as another office program saves it: styles by other ids, no indents in characters, no hints."""
    found = dict(parts)
    for each in [name for name in parts if re.fullmatch(r"word/(document|styles|header\d|footer\d)\.xml", name)]:
        xml = re.sub(
            rb'(w:styleId|w:pStyle w:val)="Gw(\w+)"', lambda at: at[1] + b'="a' + at[2][::-1] + b'"', parts[each]
        )
        if each == "word/styles.xml":
            xml = re.sub(rb' w:\w+Chars="-?\d+"| w:hint="eastAsia"', b"", xml)
            xml = xml.replace(b"<w:ind w:right", b'<w:ind w:hanging="0" w:right')
        found[each] = xml
    return found


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("layout", [None, {"落款": "不加盖印章", "页码位置": "居中", "下边距": 30}])
def test_a_template_another_program_saved_gives_the_same_pages(
    name: str, layout: dict[str, Any] | None, tmp_path: Path
) -> None:
    own = tmp_path / f"{name}.docx"
    own.write_bytes(zipped(resaved(unpacked(name))))
    profile = profile_of(layout, "局.toml") if layout else None
    some = samples.book(apart=True, 单位全称="云川市公共服务促进办公室", 成文日期="2025-10-08")
    ours, theirs = (reports(some, each, profile=profile)[0] for each in (name, own))
    assert theirs.layout == ours.layout
    looks = [
        [
            (each.tag, sorted(each.attrib.items()))
            for each in etree.fromstring(parts_of(document.content)["word/document.xml"]).iter(
                f"{W}ind", f"{W}br", f"{W}pgMar"
            )
        ]
        for document in (ours, theirs)
    ]
    assert looks[0] == looks[1] and text_of(ours.content) == text_of(theirs.content)
    footers = [parts_of(document.content)["word/footer1.xml"] for document in (ours, theirs)]
    assert re.sub(rb'"Gw(\w+)"', lambda at: b'"a' + at[1][::-1] + b'"', footers[0]) == footers[1]


def test_a_template_without_our_styles_is_its_own() -> None:
    parts = package(paragraph("GwBody", "甲"), "")
    parts["word/styles.xml"] = b'<w:styles xmlns:w="%s"/>' % W[1:-1].encode()
    assert layout_told(parts, None) == "模板自带"
    told = layout_told(parts, profile_of({"下边距": 30}, "局.toml"))
    assert told == "模板自带，页边距按单位版式（局.toml），与国标不同的有：下边距 30 毫米"


def test_every_font_stands_in_all_four_slots_and_no_theme() -> None:
    for name in ALL:
        for part, xml in unpacked(name).items():
            assert b"Theme" not in xml, part
            for each in etree.fromstring(xml).iter(f"{W}rFonts"):
                assert len({each.get(W + slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}) == 1


def test_every_style_is_named_once_and_every_value_is_read() -> None:
    names = [each.name for each in styles(NATIONAL).values()]
    assert len(names) == len(set(names))
    assert {each.ident for each in VALUES} == set(NATIONAL._fields) - {"changed"}


# --- 落款 (7.3.5) -------------------------------------------------------------------------------------------------

INDENTS = [
    # width of the name, of the date, indents of the name and the date: sealed, not sealed
    (6, 6, (4, 4), (2, 0)),
    (12, 6, (1, 4), (2, 6)),
    (9, 6.5, (2.75, 4), (2, 2.5)),
    (4, 6, (5, 4), (6, 2)),
    (20, 6, (0, 7), (2, 14)),
]


@pytest.mark.parametrize(("name", "day", "sealed", "unsealed"), INDENTS)
def test_indents_of_name_and_date(name: float, day: float, sealed: tuple[float, float], unsealed: tuple[float, float]) -> None:  # fmt: skip
    assert right_indents(name, day, "加盖印章") == sealed
    assert right_indents(name, day, "不加盖印章") == unsealed


@pytest.mark.parametrize(
    ("text", "wide"), [("2024年7月5日", 6), ("云川市促进局", 6), ("ABC", 1.5), ("﷐甲﷑", 1), ("", 0)]
)
def test_widths_in_characters(text: str, wide: float) -> None:
    assert width(text) == wide


def signed(*paragraphs: str) -> list[str | None]:
    root = etree.fromstring(parts_of(render(zipped(package("".join(paragraphs), "")), {}))["word/document.xml"])
    return [value(each, "pPr/ind", "rightChars") for each in root.iter(f"{W}p")]


def test_only_a_name_before_a_date_is_set_apart() -> None:
    name, day = paragraph("GwSigned", "云川市促进局"), paragraph("GwDated", "2025年10月8日")
    assert signed(name, day) == ["425", "400"]
    assert signed(name, paragraph("GwBody", "甲"), day) == [None, None, None]


def test_an_indent_made_by_hand_stays() -> None:
    own = (
        '<w:p><w:pPr><w:pStyle w:val="GwSigned"/><w:ind w:rightChars="900"/></w:pPr><w:r><w:t>云川市</w:t></w:r></w:p>'
    )
    assert signed(own, paragraph("GwDated", "2025年10月8日")) == ["900", "400"]


def test_dates_have_no_padding_zeros() -> None:
    assert "\n2025年10月8日\n" in text_of(report(book("整改状态=推进中", 成文日期="2025-10-08")).content)


# --- titles -------------------------------------------------------------------------------------------------------

TITLES = [
    ("关于问题整改情况的报告", "关于问题整改情况的报告"),
    ("关于廉政风险防控和问题整改情况的自查报告", "关于廉政风险防控和问题整改情况的自查报告"),
    ("宣传活动科关于廉政风险防控和问题整改情况的自查报告", "宣传活动科关于廉政风险防控和/问题整改情况的自查报告"),
    ("关于贯彻落实《关于在全市开展党的政治建设情况督查的通知》情况的自查报告", "关于贯彻落实《关于在全市开展党的/政治建设情况督查的通知》情况的自查报告"),
    ("问" * 45, "问" * 15 + "/" + "问" * 15 + "/" + "问" * 15),
]  # fmt: skip


@pytest.mark.parametrize(("title", "lines"), TITLES)
def test_titles_are_broken_by_sense(title: str, lines: str) -> None:
    edges = (0, *breaks(title, 20.1), len(title))
    assert "/".join(title[start:end] for start, end in pairwise(edges)) == lines


def test_a_long_title_is_broken_in_the_document_and_one_broken_by_hand_stays() -> None:
    long = "宣传活动科关于廉政风险防控和问题整改情况的自查报告"
    own = f'<w:p><w:pPr><w:pStyle w:val="GwTitle"/></w:pPr><w:r><w:t>宣传活动科</w:t><w:br/><w:t>{long[5:]}</w:t></w:r></w:p>'
    for body in (paragraph("GwTitle", long), own):
        root = etree.fromstring(parts_of(render(zipped(package(body, "")), {}))["word/document.xml"])
        assert len(list(root.iter(f"{W}br"))) == 1 and "".join(root.itertext()) == long


# --- charts -------------------------------------------------------------------------------------------------------


def chart_of(content: bytes, number: int = 1) -> tuple[list[str], dict[str, list[int]]]:
    """The names and the numbers a chart shows."""
    root = etree.fromstring(parts_of(content)[f"word/charts/chart{number}.xml"])
    series = {}
    names: list[str] = []
    for each in root.iter(f"{C}ser"):
        title = each.find(f"{C}tx//{C}v").text
        names = [point.text for point in each.findall(f"{C}cat//{C}pt/{C}v")]
        series[title] = [int(point.text) for point in each.findall(f"{C}val//{C}pt/{C}v")]
    return names, series


def data_of(content: bytes, number: int = 1) -> list[list[str]]:
    """The cells of the workbook behind a chart."""
    inner = parts_of(parts_of(content)[f"word/embeddings/chart{number}.xlsx"])
    root = etree.fromstring(inner["xl/worksheets/sheet1.xml"])
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{SHEET}row")]


def test_the_chart_counts_what_the_ledger_has() -> None:
    content = report(samples.book(), "整改情况报告").content
    names, series = chart_of(content)
    assert names == ["综合科", "宣传活动科", "业务指导科", "项目资金科"]
    assert series == {"已完成": [9, 2, 0, 0], "基本完成": [1, 0, 0, 2], "推进中": [1, 2, 2, 0], "未启动": [1, 0, 0, 0]}
    assert sum(map(sum, series.values())) == 20


def test_the_workbook_behind_the_chart_has_the_same_numbers_and_says_where_from() -> None:
    content = report(samples.book(), "整改情况报告").content
    names, series = chart_of(content)
    head, *rows, source = data_of(content)
    assert head == ["科室", *series]
    assert rows == [[name, *(str(values[at]) for values in series.values())] for at, name in enumerate(names)]
    assert source == ["来源：问题整改台账!A2:AB21，按责任科室和整改状态计数，统计截止日2025年9月30日"]
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(parts_of(content)["word/embeddings/chart1.xlsx"]))["数据"]
    assert sheet["B2"].value == 9


def test_the_chart_is_part_of_the_package() -> None:
    parts = parts_of(report(samples.book(), "整改情况报告").content)
    types = parts["[Content_Types].xml"].decode()
    assert types.count("drawingml.chart+xml") == 1 and types.count('Extension="xlsx"') == 1
    links = etree.fromstring(parts["word/_rels/document.xml.rels"])
    target = {each.get("Id"): each.get("Target") for each in links}
    drawing = re.search(r'<c:chart [^>]*r:id="(\w+)"', parts["word/document.xml"].decode())
    assert drawing and target[drawing[1]] == "charts/chart1.xml"
    extent = re.search(r'<wp:extent cx="(\d+)"', parts["word/document.xml"].decode())
    assert extent and abs(int(extent[1]) / 36000 - 156) < 0.2, "as wide as the type area"


STATES = [
    ("责任科室=甲 整改状态=胡写 | 责任科室=乙 整改状态=推进中", ["甲", "乙"], {"已完成": [0, 0], "基本完成": [0, 0], "推进中": [0, 1], "未启动": [0, 0], "未判定": [1, 0]}),
    ("责任科室= 整改状态=推进中 | 责任科室=<甲&乙> 整改状态=推进中", ["<甲&乙>", "责任科室未填"], {"已完成": [0, 0], "基本完成": [0, 0], "推进中": [1, 1], "未启动": [0, 0]}),
    (" | ".join(f"责任科室=科{at} 整改状态=推进中" for at in range(20)), [*(f"科{at}" for at in range(14)), "其余6个"], {"已完成": [0] * 15, "基本完成": [0] * 15, "推进中": [1] * 14 + [6], "未启动": [0] * 15}),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "names", "series"), STATES)
def test_units_and_states(ledger: str, names: list[str], series: dict[str, list[int]]) -> None:
    assert chart_of(report(book(ledger), "整改情况报告").content) == (names, series)


@pytest.mark.parametrize("ledger", ["整改状态=推进中", "[防控措施登记表] 落实状态=已落实"])
def test_nothing_to_compare_no_chart(ledger: str) -> None:
    parts = parts_of(report(book(ledger), "整改情况报告").content)
    assert not [each for each in parts if "chart" in each]


def test_charts_may_be_named_twice_and_beside_text() -> None:
    from xlsuite.text.issues import Issues
    from xlsuite.text.progress_chart import charts

    body = paragraph("GwBody", "前{{ 图.整改进度 }}中{{ 图.整改进度简图 }}后")
    content = render(zipped(package(body, "")), {"图": charts(Issues(samples.book(), None))})
    parts = parts_of(content)
    assert [each for each in parts if each.startswith("word/charts/chart")] == [
        "word/charts/chart1.xml",
        "word/charts/chart2.xml",
    ]
    root = etree.fromstring(parts["word/document.xml"])
    inside = [each.tag.rpartition("}")[2] for each in root.iter(f"{W}t", f"{W}drawing")]
    assert inside == ["t", "drawing", "t", "drawing", "t"] and text_of(content).startswith("前中后")
    numbers = re.findall(r'docPr id="(\d+)"', parts["word/document.xml"].decode())
    assert numbers == ["1", "2"]


def test_a_chart_in_a_header_is_refused() -> None:
    from xlsuite.text.issues import Issues
    from xlsuite.text.progress_chart import charts

    content = zipped(package(paragraph("GwBody", "甲"), "{{ 图.整改进度 }}"))
    with pytest.raises(TemplateFault) as error:
        render(content, {"图": charts(Issues(samples.book(), None))}, "测试")
    assert str(error.value) == "模板“测试”页眉：图只能放在正文里。"


def test_a_texts_cannot_pass_for_a_chart() -> None:
    some = book("问题=\ufdee整改进度\ufdee 责任科室=甲 | 责任科室=乙")
    assert len([each for each in parts_of(report(some).content) if "charts/chart" in each]) == 0


def test_turned_pages_have_charts_as_wide_as_they_are() -> None:
    from xlsuite.text.issues import Issues
    from xlsuite.text.progress_chart import charts

    body = paragraph("GwChart", "{{ 图.整改进度 }}") + paragraph("GwBreak", section=section(landscape=True))
    parts = parts_of(render(zipped(package(body, "")), {"图": charts(Issues(samples.book(), None))}))
    extent = re.search(r'<wp:extent cx="(\d+)"', parts["word/document.xml"].decode())
    assert extent and abs(int(extent[1]) / 36000 - 225) < 0.3


@pytest.mark.parametrize("name", ALL)
def test_paragraph_properties_stand_in_the_order_of_the_schema(name: str) -> None:
    order = [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
    ]
    content = template_path(name).read_bytes()
    for part in ("word/styles.xml", "word/document.xml"):
        for properties in etree.fromstring(parts_of(content)[part]).iter(f"{W}pPr"):
            places = [order.index(each.tag.rpartition("}")[2]) for each in properties]
            assert places == sorted(places)
