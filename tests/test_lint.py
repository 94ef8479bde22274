"""Templates looked through: every fault with its paragraph or cell and a suggestion; what a template may not carry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.drafts import W, edited, parts_of
from tests.samples import book
from xlsuite.cli import run
from xlsuite.text.gongwen import Field, package, paragraph, table
from xlsuite.text.tags import TemplateFault
from xlsuite.text.word import render, text_of, zipped
from xlsuite.verbs.lint import lint
from xlsuite.verbs.report import names, template_path

MENDED = "照提示改好这个标记。"


def template(*texts: str) -> bytes:
    return zipped(package("".join(paragraph("GwBody", text) for text in texts), "页眉"))


def told(content: bytes) -> list[str]:
    return [f"{each.rule} {each.severity.word} {each.place}：{each.message}" for each in lint(content, "测试")]


@pytest.mark.parametrize("name", names())
def test_our_own_templates_have_no_fault(name: str) -> None:
    assert told(template_path(name).read_bytes()) == []


FAULTS = [
    # paragraphs, findings
    (("{{ 台账.数量 }}个", "{{ 台帐.数量 }}个"), ["RPT-13 错误 正文第 2 段：“{{ 台帐.数量 }}”：没有“台帐”这个数据项，是不是“台账”。"]),
    (("{{ 参数.单位全成 }}", "{{ 数字.整改完成綠 }}"), [
        "RPT-13 错误 正文第 1 段：“{{ 参数.单位全成 }}”：没有“单位全成”这个数据项，是不是“单位全称”。",
        "RPT-13 错误 正文第 2 段：“{{ 数字.整改完成綠 }}”：没有“整改完成綠”这个数据项，是不是“整改完成率”。"]),
    (("{% for 行 in 台账 %}{{ 行.责认人 }}{% endfor %}",), ["RPT-13 错误 正文第 1 段：“{{ 行.责认人 }}”：没有“责认人”这个数据项，是不是“责任人”。"]),
    (('{% for 行 in 台账 %}{{ 行["整改时线"] }}{% endfor %}',), ['RPT-13 错误 正文第 1 段：“{{ 行["整改时线"] }}”：没有“整改时线”这个数据项，是不是“整改时限”。']),
    (("{{ 台账.数量|大写 }}",), ["RPT-13 错误 正文第 1 段：“{{ 台账.数量|大写 }}”：没有名为“大写”的过滤器，可用的有：万元、序号样式、日期、汉字、百分比、顿号。"]),
    (("{% if 台账 %}甲", "｛｛ 台账.数量 ｝｝", "{{ 台账.数量"), [
        "RPT-13 错误 正文第 2 段：“｛｛ 台账.数量 ｝｝”：“｛｛”是全角括号，标记要用半角的 {{ }} 和 {% %}。",
        "RPT-13 错误 正文第 3 段：“{{ 台账.数量”：“{{”没有成对，一个标记要在同一段里开头和收尾。",
        "RPT-13 错误 正文第 1 段：“{% if 台账 %}”：没有结束，还缺“{% endif %}”。"]),
    (("{%p if 台账 %}甲", "{%p endif %}"), [
        "RPT-13 错误 正文第 1 段：“{%p if 台账 %}甲”：带 p 的标记要单独占一段，同一段的其他文字会丢失。",
        "RPT-13 错误 正文第 2 段：“{%p endif %}”：前面没有与它对应的“{% if %}”。"]),
    (("{% if 参数.单位全称 %}甲{% endif %}",), ["RPT-13 错误 正文第 1 段：“{% if 参数.单位全称 %}”：条件判断用到了缺失数据“单位全称”，缺失的数据只能显示，不能用来判断；请先判断“is 有数据”。"]),
    (("{{ 台账.筛选（责任科室＝“综合科”）。数量 }}{% for 组 in 台账.按（‘责任科室’） %}{{ 组。名称 }}{% endfor %}",), []),
    (("{% for 科室，行 in 台账.按（“责任科室”） %}{{ 科室 }}{{ 行.数量 }}{% endfor %}{{ 逾期科室｜顿号 }}",), []),
    (("{% for 项 in 校验 %}{{ 项.位置 }}{% endfor %}{{ 台账.截止早于(“整改时限”，参数.统计截止日).数量 }}",), []),
    (("{{ 台账 }}",), ["RPT-13 错误 正文第 1 段：“{{ 台账 }}”：这里写的是一组数据，不是一个数据项；要写它下面的某一项，例如“.数量”。"]),
    (("问题已全部整改到位。",), ["RPT-03 警告 正文第 1 段：“全部”：说的是全部，却没有条件。"]),
    (("{% if 整改.可写全部完成 %}问题已全部整改到位。{% endif %}均已报告。",), ["RPT-03 警告 正文第 1 段：“均已”：说的是全部，却没有条件。"]),
    (("{%p if 整改.可写全部完成 %}", "问题已全部整改到位。", "{%p endif %}"), []),
    (("全年开展检查4次。",), ["RPT-01 提示 正文第 1 段：“4”：是写死在模板里的数字。"]),
    (("截止{{ 参数.统计截止日 }}，向向市委报告", "甲(乙)"), [
        "RPT-12 警告 正文第 1 段：“向向”：有字重复。", "RPT-12 警告 正文第 1 段：“截止”：后面是日期时应为“截至”。",
        "RPT-12 警告 正文第 2 段：“(”：中文里的标点应为全角。", "RPT-12 警告 正文第 2 段：“)”：中文里的标点应为全角。"]),
    (("{{ ''.__class__ }}", "{{ 参数._held }}", "{{ 参数.单位全称 ~ 参数.单位全称 }}"), [
        "RPT-13 错误 正文第 1 段：“{{ ''.__class__ }}”：模板里不允许用“__class__”。",
        "RPT-13 错误 正文第 2 段：“{{ 参数._held }}”：模板里不允许用“_held”。",
        "RPT-13 错误 正文第 3 段：“{{ 参数.单位全称 ~ 参数.单位全称 }}”：模板里不能用“concat”。"]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "findings"), FAULTS, ids=[texts[0] for texts, _ in FAULTS])
def test_faults_are_all_told_with_their_place(texts: tuple[str, ...], findings: list[str]) -> None:
    assert told(template(*texts)) == findings


def test_a_fault_in_a_table_names_the_cell() -> None:
    content = zipped(package(table([Field("甲", 20, "{{ 行.责认人 }}")], "行 in 台账"), ""))
    assert told(content) == [
        "RPT-13 错误 正文第 1 个表格第 3 行第 1 格：“{{ 行.责认人 }}”：没有“责认人”这个数据项，是不是“责任人”。"
    ]


def test_a_file_that_is_no_template() -> None:
    assert told(b"x") == ["RPT-13 错误 文件：读不出来，模板应是 Word 的 .docx 文件，没有密码。"]


def test_revisions_are_told() -> None:
    content = zipped(package('<w:p><w:ins w:id="1"><w:r><w:t>甲</w:t></w:r></w:ins></w:p>', ""))
    assert told(content)[0] == "RPT-13 错误 正文：里面还有没接受的修订，删去的文字里的标记照样会执行。"


# --- what is carried --------------------------------------------------------------------------------------------


def field(code: str) -> str:
    pieces = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in (code[:3], code[3:])
    )
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>旧</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


FETCHING = ["INCLUDETEXT &quot;C:\\\\a.docx&quot;", "INCLUDEPICTURE &quot;http://a/b.png&quot;", "DDEAUTO excel a", "DDE excel a", "LINK Excel.Sheet a",
            "IMPORT a", "MACROBUTTON a b", "DATABASE a", "HYPERLINK &quot;http://a&quot;", "DATE \\@ y", "TIME", "FILENAME \\p", "USERNAME", "ASK a", "QUOTE a"]  # fmt: skip


@pytest.mark.parametrize("code", FETCHING)
def test_fields_that_fetch_run_or_change_are_refused(code: str) -> None:
    content = zipped(package(paragraph("GwBody", "甲") + field(code), ""))
    with pytest.raises(TemplateFault) as error:
        render(content, {}, "测试")
    assert str(error.value).startswith("模板“测试”正文第 2 段“") and "模板里只能用页码、目录、引用这几种域" in str(
        error.value
    )
    assert told(content)[0].startswith("RPT-13 错误 正文第 2 段：“")


@pytest.mark.parametrize(
    "code",
    ["PAGE", " NUMPAGES ", "TOC \\o", "PAGEREF _Toc1 \\h", "HYPERLINK \\l &quot;_Toc1&quot;", "page \\* MERGEFORMAT"],
)
def test_fields_of_pages_and_references_are_carried(code: str) -> None:
    assert "旧" in text_of(render(zipped(package(field(code), "")), {}))


def test_simple_and_nested_fields_are_looked_into() -> None:
    simple = '<w:p><w:fldSimple w:instr="INCLUDETEXT a"><w:r><w:t>旧</w:t></w:r></w:fldSimple></w:p>'
    inner = field("DDE excel a").removeprefix("<w:p>").removesuffix("</w:p>")
    nested = field("REF a").replace(
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"',
        f'</w:instrText></w:r>{inner}<w:r><w:fldChar w:fldCharType="separate"',
    )
    for body in (simple, nested):
        with pytest.raises(TemplateFault):
            render(zipped(package(body, "")), {})


def test_tags_in_fields_and_attributes_are_refused() -> None:
    inside = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF {{ 文 }}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>{{ 文 }}</w:t></w:r></w:p>'
    with pytest.raises(TemplateFault) as error:
        render(zipped(package(inside, "")), {"文": "DDE"}, "测试")
    assert "标记写在了正文文字以外的地方" in str(error.value)


def with_part(name: str, content: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    return zipped({**(parts or package(paragraph("GwBody", "甲"), "")), name: content})


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "word/vbaData.xml",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "word/afchunk.mht",
        "word/a.html",
    ],
)
def test_macros_and_objects_are_refused(name: str) -> None:
    with pytest.raises(TemplateFault) as error:
        render(with_part(name, b"<a/>"), {}, "测试")
    assert "模板里带有宏或嵌入的对象" in str(error.value)


def related(kind: str, target: str, body: str, mode: str = "External") -> bytes:
    parts = package(body, "")
    one = f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", one.encode()
    )
    return zipped(parts)


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "subDocument", "aFChunk"])
def test_references_to_the_outside_are_refused(kind: str) -> None:
    with pytest.raises(TemplateFault) as error:
        render(related(kind, "http://a/b", paragraph("GwBody", "甲")), {}, "测试")
    assert str(error.value) == "模板“测试”“http://a/b”：模板引用了文件以外的内容，打开时会去取，请改为直接插入。"
    with pytest.raises(TemplateFault):
        render(related(kind, "file:///c:/b", paragraph("GwBody", "甲"), "Internal"), {}, "测试")


def test_links_become_their_words_and_the_outer_template_is_cut() -> None:
    link = '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>网址</w:t></w:r></w:hyperlink></w:p>'
    content = render(related("hyperlink", "http://a/b", link), {})
    assert "网址" in text_of(content)
    assert not any(b"http://a/b" in xml or b"hyperlink" in xml for xml in parts_of(content).values())
    parts = package(paragraph("GwBody", "甲"), "")
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        b"<w:zoom",
        b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/><w:zoom',
        1,
    )
    parts["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:/Normal.dotm" TargetMode="External"/></Relationships>'
    )
    done = parts_of(render(zipped(parts), {}))
    assert (
        b"Normal.dotm" not in done["word/_rels/settings.xml.rels"]
        and b"attachedTemplate" not in done["word/settings.xml"]
    )


def test_entities_are_refused() -> None:
    content = with_part(
        "word/document.xml", b'<?xml version="1.0"?>' + b" " * 5000 + b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    )
    with pytest.raises(TemplateFault):
        render(content, {})


def test_no_draft_carries_what_leads_outside() -> None:
    from xlsuite.verbs.report import reports

    for name in names():
        for part, xml in parts_of(reports(book(), name)[0].content).items():
            assert b"External" not in xml and b"vba" not in xml, part


# --- command line -----------------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "好.docx", tmp_path / "坏.docx"
    good.write_bytes(template("{{ 台账.数量 }}个"))
    bad.write_bytes(template("{{ 台帐.数量 }}个"))
    assert run(["report", "lint", str(good)]) == 0
    assert run(["报告", "检查模板", str(good), str(bad)]) == 1
    shown = capsys.readouterr().out
    assert "✓ 没有发现问题。" in shown and "正文第 1 段  “{{ 台帐.数量 }}”" in shown
    assert run(["report", "lint", str(bad), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["totals"]["errors"] == 1 and answer["templates"][0]["findings"][0]["advice"] == MENDED


def test_edits_of_a_template_do_not_change_ours() -> None:
    """A template is made ready once and reused: drafts do not write into it."""
    content = template("{{ 文 }}")
    first = render(content, {"文": "甲"})
    assert render(content, {"文": "乙"}) != first and render(content, {"文": "甲"}) == first
    assert edited(content, lambda root: root.find(f".//{W}t").set("x", "1")) != content
