"""Word drafts: texts verbatim and never run, templates refused with the place of their fault, the same bytes each time."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from tests import samples
from tests.drawn import book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.text.facts import Fact, Gap
from xlsuite.text.gongwen import package, paragraph
from xlsuite.text.report_data import report_data
from xlsuite.text.report_rows import Names
from xlsuite.text.sandbox import FILTERS
from xlsuite.text.templates import TEMPLATES, build
from xlsuite.text.word import TemplateFault, render, text_of, zipped
from xlsuite.verbs.check import findings
from xlsuite.verbs.report import report, reports
from xlsuite.verbs.summarize import summarize

ROOT = Path(__file__).parent.parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOTH = ("自查报告", "整改情况报告")
ALL = (*BOTH, "提醒函", "一页简报")
DATA = {
    "参数": Names({"单位全称": Gap("单位全称"), "年": Fact(2025, "年"), "日": Fact(date(2025, 9, 3), "日")}),
    "台账": [Names({"问题": Fact("甲")}), Names({"问题": Fact("乙")})],
    "已完成": Fact(11, "已完成"),
    "总数": Fact(20, "总数"),
    "科室": [Fact("综合科"), Fact("宣传科")],
    "金额": Fact(66570, "金额"),
    "文": Fact("{{ 7*7 }}"),
    "缺": Gap("问题整改台账"),
}


def template(*texts: str, header: str = "页眉") -> bytes:
    return zipped(package("".join(paragraph("GwBody", text) for text in texts), header))


def filled(*texts: str, **more: Any) -> str:
    """The body's text, a line for each paragraph."""
    content = render(template(*texts), {**DATA, **more}, "测试")
    return text_of(content).split("— 1 —", 1)[0].rstrip("\n")


# --- what templates may say ---------------------------------------------------------------------------------------

WORKS = [
    ("{{ 已完成 }}个", "11个"),
    ("{{ 已完成|汉字 }}个", "十一个"),
    ("{{ (已完成/总数)|百分比 }}", "55.00%"),
    ("{{ (已完成/总数)|百分比(0) }}", "55%"),
    ("{{ 科室|顿号 }}", "综合科、宣传科"),
    ("{{ 参数.日 }}", "2025年9月3日"),
    ("{{ 参数.日|日期('汉字') }}", "二〇二五年九月三日"),
    ('{{ 参数["年"] }}', "2025"),
    ("{{ 金额|万元 }}万元", "6.66万元"),
    ("{{ 2|序号样式 }}{{ 2|序号样式('（一）') }}", "二是（二）"),
    ("{% for 行 in 台账 %}{{ loop.index|序号样式 }}{{ 行.问题 }}。{% endfor %}", "一是甲。二是乙。"),
    ("{% if 已完成 < 总数 %}未完{% else %}完{% endif %}", "未完"),
    ("{% if 参数.单位全称 is 有数据 %}有{% else %}无{% endif %}", "无"),
    ("{% if 已完成 is not 有数据 %}无{% else %}有{% endif %}", "有"),
    ("{{ 参数.单位全称 }}", "【待补充：单位全称】"),
    ("{{ 参数.单位全称|日期 }}{{ 缺.数量|汉字 }}", "【待补充：单位全称】【待补充：问题整改台账.数量】"),
    ("{% for 行 in 缺 %}{{ 行.问题 }}{% endfor %}", "【待补充：问题整改台账.问题】"),
    ("{{ 总数 - 已完成 }}", "9"),
    ("{# 备注 #}甲", "甲"),
    ("{{ 已完成｜汉字 }}", "十一"),
    ("{{ 科室|顿号 }}{% set 数 = 已完成 + 1 %}{{ 数 }}", "综合科、宣传科12"),
    ("{{ 文 }}", "{{ 7*7 }}"),
    ("{{ （已完成／总数）｜百分比（１） }}", "55.0%"),
    ("{{ 参数。年 }}", "2025"),
    ("{{ 参数．日｜日期（“汉字”） }}{{ 参数.日|日期(‘月日’) }}", "二〇二五年九月三日9月3日"),
    (
        "{% if 总数 ≥ 20 %}足{% endif %}{% if 总数＞＝20 %}足{% endif %}{% if 已完成 ≤ 总数 %}未超{% endif %}{% if 已完成≠总数 %}不等{% endif %}",
        "足足未超不等",
    ),
    ("{{\u00a0总\u200b数\ufeff }}{{　总数　}}", "2020"),
    ("{{ none }}{{ true }}{{ 2.5 }}", "是2.5"),
    ("{{ -参数.单位全称 }}{{ 参数.单位全称[0:2] }}", "【待补充：单位全称】【待补充：单位全称】"),
]


@pytest.mark.parametrize(("text", "printed"), WORKS)
def test_templates_can_say(text: str, printed: str) -> None:
    assert filled(text) == printed


def test_a_paragraph_tag_repeats_the_paragraphs_between() -> None:
    assert filled("{%p for 行 in 台账 %}", "一、{{ 行.问题 }}", "{%p endfor %}", "完") == "一、甲\n一、乙\n完"


def test_headers_are_filled_in() -> None:
    assert "草稿 11" in text_of(render(template("甲", header="草稿 {{ 已完成 }}"), DATA))


# --- faults, with their place -------------------------------------------------------------------------------------

FAULTS = [
    (("甲", "{{ 已完城 }}项"), "模板“测试”正文第 2 段“{{ 已完城 }}”：没有“已完城”这个数据项，是不是“已完成”。"),
    (("{{ 参数.单位金称 }}",), "模板“测试”正文第 1 段“{{ 参数.单位金称 }}”：没有“单位金称”这个数据项，是不是“单位全称”。"),
    (("{% if 已完成 > 100 %}{{ 已完成|大写 }}{% endif %}",), "模板“测试”正文第 1 段“{{ 已完成|大写 }}”：没有名为“大写”的过滤器，可用的有：万元、序号样式、日期、汉字、百分比、顿号。"),
    (("{{ 已完成|汉子 }}",), "模板“测试”正文第 1 段“{{ 已完成|汉子 }}”：没有名为“汉子”的过滤器，是不是“汉字”。"),
    (("{{ 已完成|default(0) }}",), "模板“测试”正文第 1 段“{{ 已完成|default(0) }}”：没有名为“default”的过滤器，可用的有：万元、序号样式、日期、汉字、百分比、顿号。"),
    (("{{ 文|safe }}",), "模板“测试”正文第 1 段“{{ 文|safe }}”：没有名为“safe”的过滤器，可用的有：万元、序号样式、日期、汉字、百分比、顿号。"),
    (("{{ 文|attr('name') }}",), "模板“测试”正文第 1 段“{{ 文|attr('name') }}”：没有名为“attr”的过滤器，可用的有：万元、序号样式、日期、汉字、百分比、顿号。"),
    (("{% if 文 is defined %}{% endif %}",), "模板“测试”正文第 1 段“{% if 文 is defined %}”：没有名为“defined”的判断，可用的有：有数据。"),
    (("{% if 参数.单位全称 %}甲{% endif %}",), "模板“测试”正文第 1 段“{% if 参数.单位全称 %}”：条件判断用到了缺失数据“单位全称”，缺失的数据只能显示，不能用来判断；请先判断“is 有数据”。"),
    (("甲", "乙", "{% if 已完成 %}甲"), "模板“测试”正文第 3 段“{% if 已完成 %}”：没有结束，还缺“{% endif %}”。"),
    (("{% endif %}",), "模板“测试”正文第 1 段“{% endif %}”：前面没有与它对应的“{% if %}”。"),
    (("{% if 已完成 %}", "{% endfor %}"), "模板“测试”正文第 2 段“{% endfor %}”：与它最近的开头是正文第 1 段的“{% if 已完成 %}”，两者不成对。"),
    (("{{ 已完成",), "模板“测试”正文第 1 段“{{ 已完成”：“{{”没有成对，一个标记要在同一段里开头和收尾。"),
    (("｛｛ 已完成 ｝｝",), "模板“测试”正文第 1 段“｛｛ 已完成 ｝｝”：“｛｛”是全角括号，标记要用半角的 {{ }} 和 {% %}。"),
    (("{%p if 已完成 %}甲", "{%p endif %}"), "模板“测试”正文第 1 段“{%p if 已完成 %}甲”：带 p 的标记要单独占一段，同一段的其他文字会丢失。"),
    (("{{r 文 }}",), "模板“测试”正文第 1 段“{{r 文 }}”：“{{r 文 }}”这种标记不能用，可用的是 {{ … }}、{% … %}、{%p … %} 和 {%tr … %}。"),
    (("{% macro 甲() %}",), "模板“测试”正文第 1 段“{% macro 甲() %}”：没有“{% macro %}”这种标记，可用的有 if、elif、else、endif、for、endfor、set。"),
    (("{% include '甲' %}",), "模板“测试”正文第 1 段“{% include '甲' %}”：没有“{% include %}”这种标记，可用的有 if、elif、else、endif、for、endfor、set。"),
    (("{% 如果 已完成 %}",), "模板“测试”正文第 1 段“{% 如果 已完成 %}”：没有“{% 如果 %}”这种标记，可用的有 if、elif、else、endif、for、endfor、set。"),
    (("{{ 参数 }}",), "模板“测试”正文第 1 段“{{ 参数 }}”：这里写的是一组数据，不是一个数据项；要写它下面的某一项，例如“.数量”。"),
    (("{{ 台账 }}",), "模板“测试”正文第 1 段“{{ 台账 }}”：这里写的是一组数据，不是一个数据项；一组文字可以用“|顿号”连起来。"),
    (("{{ 文|汉字 }}",), "模板“测试”正文第 1 段“{{ 文|汉字 }}”：“|汉字”前面要是数，这里是“{{ 7*7 }}”。"),
    (("{{ 已完成|日期 }}",), "模板“测试”正文第 1 段“{{ 已完成|日期 }}”：“|日期”前面要是日期，这里是“11”。"),
    (("{{ 参数.日|日期('农历') }}",), "模板“测试”正文第 1 段“{{ 参数.日|日期('农历') }}”：“|日期”没有“农历”这种样式，可用的有：年月日、年月、月日、数字、汉字。"),
    (("{{ 1|序号样式('①') }}",), "模板“测试”正文第 1 段“{{ 1|序号样式('①') }}”：“|序号样式”没有“①”这种样式，可用的有：一是、一、、（一）、1.、（1）。"),
    (("{% if 文 > 3 %}甲{% endif %}",), "模板“测试”正文第 1 段“{% if 文 > 3 %}”：这个标记算不出来，请看它用到的数据项是不是这样用的。"),
    (("{{ [1, 2] }}",), "模板“测试”正文第 1 段“{{ [1, 2] }}”：这里写的是一组数据，不是一个数据项；一组文字可以用“|顿号”连起来。"),
    (("{%pif 已完成 %}", "{%p endif %}"), "模板“测试”正文第 1 段“{%pif 已完成 %}”：应写成“{%p if 已完成 %}”：p 紧跟在“{%”后面，再空一格。"),
    (("{%P if 已完成 %}", "{%p endif %}"), "模板“测试”正文第 1 段“{%P if 已完成 %}”：应写成“{%p if 已完成 %}”：p 紧跟在“{%”后面，再空一格。"),
    (("{%p if 已完成 %}", "甲{% endif %}"), "模板“测试”正文第 2 段“{% endif %}”：它的开头是正文第 1 段的“{%p if 已完成 %}”，一个带 p，另一个也要带。"),
    (("甲{% if 已完成 %}", "{%p endif %}"), "模板“测试”正文第 2 段“{%p endif %}”：它的开头是正文第 1 段的“{% if 已完成 %}”，一个带 p，另一个也要带。"),
    (("{%p if 已完成 %}", "甲{% else %}乙", "{%p endif %}"), "模板“测试”正文第 2 段“{% else %}”：它的开头是正文第 1 段的“{%p if 已完成 %}”，一个带 p，另一个也要带。"),
    (("{{ 已完成 + }}",), "模板“测试”正文第 1 段“{{ 已完成 + }}”：标记的写法不对。"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "message"), FAULTS, ids=[fault[0][-1] for fault in FAULTS])
def test_faults_are_told_with_their_place(texts: tuple[str, ...], message: str) -> None:
    with pytest.raises(TemplateFault) as error:
        filled(*texts)
    told = re.sub("：不该出现“end of print statement”。$", "：标记的写法不对。", str(error.value))
    assert told == message


ATTACKS = [
    "{{ ''.__class__ }}", "{{ 文.__class__.__mro__ }}", "{{ 已完成.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os }}",
    "{{ self.__dict__ }}", "{{ 文['__class__'] }}", "{{ 参数['_held'] }}", "{{ 参数._held }}", "{{ 文.value }}", "{{ 文.shown }}",
    "{{ ''.join(['a']) }}", "{{ '{0.__class__}'.format(1) }}", "{{ lipsum() }}", "{{ range(10**7) }}", "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}", "{{ '%s' % 1 }}", "{{ 台账.append(1) }}", "{{ [].append }}", "{{ loop.__class__ }}", "{{ config }}",
    "{{ request.application }}", "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}", "{{ 参数.names() }}",
    "{{ 文.__str__() }}", "{{ namespace(a=1) }}", "{{ {}.__class__ }}", "{% set x = ''.__class__ %}", "{{ 参数.单位全称.__class__ }}",
    "{{ 文|map('upper')|list }}", "{% import 'os' as os %}", "{{ (1).__class__ }}",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_refused(attack: str) -> None:
    with pytest.raises(TemplateFault) as error:
        filled(attack)
    assert str(error.value).startswith("模板“测试”正文第 1 段“")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a file", "模板“测试”：读不出来，模板应是 Word 的 .docx 文件，没有密码。"),
        (zipped({"a.txt": b""}), "模板“测试”：内容损坏，请用 Word 重新保存。"),
        (zipped({**package("<w:p>", "")}), "模板“测试”正文：内容损坏，请用 Word 重新保存。"),
        (zipped({**package("", ""), "word/document.xml": b"<!DOCTYPE a><a/>"}), "模板“测试”正文：文件里有不该有的类型声明，请用 Word 重新保存。"),
        (zipped(package('<w:p><w:del w:id="1"><w:r><w:delText>{{ 文 }}</w:delText></w:r></w:del></w:p>', "")), "模板“测试”正文：里面还有没接受的修订，请在“审阅”里全部接受或拒绝后再用。"),
        (zipped(package('<w:p><w:del w:id="1"/></w:p>', "")), "模板“测试”正文：里面还有没接受的修订，请在“审阅”里全部接受或拒绝后再用。"),
    ],
)  # fmt: skip
def test_files_that_are_no_templates(content: bytes, message: str) -> None:
    with pytest.raises(TemplateFault) as error:
        render(content, DATA, "测试")
    assert str(error.value) == message


# --- texts from the ledger ----------------------------------------------------------------------------------------

TEXTS = [
    "采购<A&B>公司，完成率<5%", "{{ 7*7 }}", "{% for x in y %}", "{# 注 #}", "]]>", "<w:p>", "&amp;", "“双引号”‘单引号’", "😀𠮷",
    "a{_{b}_}c", "{{ cycler.__init__.__globals__.os.cpu_count() }}", "<![CDATA[x]]>", "$1 \\1 %s", "﷐x", "${x}", "｛｛x｝｝",
]  # fmt: skip


@pytest.mark.parametrize("template_name", BOTH)
@pytest.mark.parametrize("text", TEXTS)
def test_texts_stand_verbatim(text: str, template_name: str) -> None:
    plain = text.replace("\ufdd0", "")
    some = with_issue(text)
    without = text_of(report(with_issue("普通"), template_name, findings=[]).content)
    assert text_of(report(some, template_name, findings=[]).content) == without.replace("普通", plain)


def with_issue(text: str) -> Any:
    header = ["问题编号", "来源", "方面", "问题", "整改措施", "责任领导", "责任科室", "责任人", "整改时限", "整改状态"]
    line = ["ZG-1", "自查", "甲", text, "措施", "张三", "综合科", "李四", date(2026, 1, 1), "推进中"]
    return open_book("例.xlsx", [Grid("问题整改台账", [header, line])], date(2025, 9, 30))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("甲\x07乙\x0c丙\x00", "甲乙丙"),
        ("甲_x000B_乙", "甲乙"),
        ("甲_x00_x0041_41_乙", "甲乙"),
        ("甲\r\n乙\t丙", "甲\n乙\t丙"),
    ],
)
def test_what_word_cannot_hold_is_taken_out(text: str, printed: str) -> None:
    assert filled("前{{ 一 }}后", 一=Fact(text)) == "前" + printed.replace("\n", "").replace("\t", "") + "后"
    assert str(Fact(text)) == printed


def test_line_breaks_and_tabs_become_words_own() -> None:
    root = body_of(render(template("{{ 一 }}"), {"一": Fact("甲\n乙\t丙")}))
    assert len(root.findall(f".//{W}br")) == 1 and len(root.findall(f".//{W}tab")) == 1


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{{ cycler.__init__.__globals__.os.cpu_count() }}", "{% if %}"])
@pytest.mark.parametrize("sections", [1, 2, 3])
def test_footnotes_are_run_once_however_many_sections_there_are(text: str, sections: int) -> None:
    new_section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    parts = package(paragraph("GwBody", "甲") + new_section * (sections - 1) + paragraph("GwBody", "{{ 文 }}"), "")
    note = f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="1"><w:p><w:r><w:t>{{{{ 文 }}}}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    parts["word/footnotes.xml"] = note.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    assert text_of(render(zipped(parts), {**DATA, "文": Fact(text)})).count(text) == 2


# --- the file -----------------------------------------------------------------------------------------------------


def body_of(content: bytes) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))


def test_gaps_are_highlighted_and_nothing_else() -> None:
    root = body_of(render(template("前{{ 参数.单位全称 }}中{{ 参数.单位全称 }}后"), DATA))
    runs = [("".join(run.itertext()), run.find(f"{W}rPr/{W}highlight") is not None) for run in root.iter(f"{W}r")]
    assert runs == [
        ("前", False),
        ("【待补充：单位全称】", True),
        ("中", False),
        ("【待补充：单位全称】", True),
        ("后", False),
    ]


@pytest.mark.parametrize("name", BOTH)
def test_nothing_of_the_machine_is_left(name: str) -> None:
    for some in (samples.book(apart=True), samples.with_errors(), book("整改状态=推进中")):
        content = report(some, name, findings=[]).content
        parts = parts_of(content)
        for book_part in [part for part in parts if part.endswith(".xlsx")]:
            parts |= {f"{book_part}/{part}": xml for part, xml in parts_of(parts.pop(book_part)).items()}
        for part, xml in parts.items():
            if part.startswith("customXml/"):
                continue
            text = "".join(etree.fromstring(xml).itertext())
            assert not re.search(r"[{}]|None|\bnan\b|UNREADABLE|Undefined|object at", text), part


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("name", BOTH)
def test_the_package_is_dated_and_nameless(name: str) -> None:
    content = report(samples.book(), name).content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.namelist() == sorted(file.namelist())
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = parts_of(content)["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core and "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert core.count("2025-09-30T00:00:00Z") == 2 and f"<dc:title>{name}</dc:title>" in core


def test_an_author_of_the_template_is_not_handed_on() -> None:
    parts = package(paragraph("GwBody", "甲"), "")
    parts["docProps/core.xml"] = b'<a xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Zhang</dc:creator></a>'
    assert b"Zhang" not in parts_of(render(zipped(parts), DATA))["docProps/core.xml"]


@pytest.mark.parametrize("name", BOTH)
def test_two_drafts_are_the_same_bytes(name: str) -> None:
    assert report(samples.book(), name).content == report(samples.book(), name).content


def test_time_zone_and_hash_seed_do_not_matter(tmp_path: Path) -> None:
    code = (
        "import hashlib; from tests import samples; from xlsuite.text.profile import profile_of;"
        "from xlsuite.verbs.report import reports; layout = profile_of({'页码位置': '居中', '西文字体': 'Arial', '下边距': 30}, '');"
        "book = samples.book(apart=True); made = [each.content for profile in (None, layout) for name in "
        "('自查报告', '整改情况报告', '提醒函', '一页简报') for each in reports(book, name, profile=profile)];"
        "print(hashlib.sha256(b''.join(made)).hexdigest())"
    )
    told = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Shanghai"), ("77", "America/New_York")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        told.add(done.stdout.strip())
    assert len(told) == 1


# --- the templates that come with the package ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_templates_are_fresh(name: str) -> None:
    assert (ROOT / "templates" / f"{name}.docx").read_bytes() == build(name), "python -m xlsuite.text.templates"
    assert set(TEMPLATES) == set(ALL)


@pytest.mark.parametrize("name", BOTH)
def test_the_look_is_that_of_an_official_document(name: str) -> None:
    parts = parts_of(build(name))
    styles = {
        style.find(f"{W}name").get(f"{W}val"): style
        for style in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")
    }
    for wanted, font, size, line in (
        ("公文标题", "方正小标宋简体", "44", "700"), ("公文正文", "仿宋_GB2312", "32", "579"), ("一级标题", "黑体", "32", "579"),
    ):  # fmt: skip
        style = styles[wanted]
        fonts = style.find(f"{W}rPr/{W}rFonts")
        assert {fonts.get(W + slot) for slot in ("ascii", "hAnsi", "cs", "eastAsia")} == {font}
        assert style.find(f"{W}rPr/{W}sz").get(f"{W}val") == size
        spacing = style.find(f"{W}pPr/{W}spacing")
        assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == (line, "exact")
    assert styles["公文正文"].find(f"{W}pPr/{W}ind").get(f"{W}firstLineChars") == "200"
    assert styles["表文"].find(f"{W}pPr/{W}snapToGrid").get(f"{W}val") == "0"
    root = etree.fromstring(parts["word/document.xml"])
    sections = [
        (size.get(f"{W}w"), size.get(f"{W}h"), *(margin.get(W + side) for side in ("top", "bottom", "left", "right")))
        for each in root.iter(f"{W}sectPr")
        for size, margin in [(each.find(f"{W}pgSz"), each.find(f"{W}pgMar"))]
    ]
    portrait = ("11906", "16838", "2098", "1984", "1587", "1474")
    assert sections == [portrait, ("16838", "11906", "1587", "1474", "1984", "2098"), portrait]
    settings = etree.fromstring(parts["word/settings.xml"])
    assert settings.find(f"{W}compat/{W}doNotExpandShiftReturn") is not None, "lines broken in a cell are not stretched"
    rows = list(root.iter(f"{W}tr"))
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (rows[0], rows[2]))


def test_no_annex_no_landscape_page() -> None:
    content = report(book("[防控措施登记表] 落实状态=已落实")).content
    assert len(list(body_of(content).iter(f"{W}sectPr"))) == 1
    assert "问题整改台账" not in text_of(content)


@pytest.mark.parametrize("name", BOTH)
def test_an_offices_own_copy_can_be_used(name: str, tmp_path: Path) -> None:
    own = tmp_path / "本单位.docx"
    own.write_bytes((ROOT / "templates" / f"{name}.docx").read_bytes())
    document = report(samples.book(), own)
    assert document.name == "本单位"
    assert text_of(document.content) == text_of(report(samples.book(), name).content)


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None, reason="LibreOffice is not installed"
)
def test_libreoffice_shows_the_sentences(tmp_path: Path) -> None:
    files = []
    for name in BOTH:
        files.append(tmp_path / f"{name}.docx")
        files[-1].write_bytes(report(samples.book(apart=True), name).content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name in BOTH:
        pages = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / f"{name}.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        text = "".join(pages.split())
        for sentence in (
            "已完成整改11个，基本完成3个，正在推进5个，未启动1个，整改完成率55.00%。",
            "【待补充：成文日期】",
            "取数说明",
            "草稿数据截至2025年9月30日",
        ):
            assert sentence in text
        assert pages.count("问题编号") >= 2, "the table's header is repeated"


# --- the page on templates ----------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "模板.md").read_text(encoding="utf-8")
WHOLE = [
    each
    for each in re.findall(r"`(\{[^`]*\})`", PAGE)
    if "…" not in each and not re.match(r"\{%p|\{%tr|\{% if 参数", each)
]


@pytest.mark.parametrize("example", WHOLE)
def test_every_example_of_the_page_works(example: str) -> None:
    some = samples.book(apart=True)
    found = findings(some)
    own = template(example.replace(r"\|", "|"))
    assert "{" not in text_of(render(own, report_data(some, summarize(some, found), found), "例"))


def test_the_page_names_all_data_and_all_filters() -> None:
    some = samples.book()
    named = set(re.findall(r"`([\u4e00-\u9fff]+)`", PAGE))
    assert set(report_data(some, summarize(some, []), [])) <= named
    assert set(FILTERS) <= named


@pytest.mark.parametrize("name", ALL)
def test_python_docx_opens_what_is_written(name: str) -> None:
    for document in reports(samples.book(), name):
        opened = docx.Document(io.BytesIO(document.content))
        assert len(opened.paragraphs) > 5 and opened.sections[0].page_width.mm == pytest.approx(210, abs=0.1)
