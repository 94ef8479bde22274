"""Tags as Word leaves them after a person edited the template: cut up, boxed in, or where they would tear it apart."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.drafts import W, parts_of
from xlsuite.text.facts import Fact
from xlsuite.text.gongwen import package
from xlsuite.text.report_rows import Names
from xlsuite.text.styles import NS
from xlsuite.text.word import TemplateFault, render, text_of, zipped

DATA = {
    "台账": [Names({"问题": Fact("甲")}), Names({"问题": Fact("乙")})],
    "已完成": Fact(11, "已完成"),
    "文": Fact("{{ 7*7 }}"),
}


def runs(*texts: str) -> str:
    return "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)


def rows(*cells: str) -> str:
    """A table of one column."""
    made = "".join(f"<w:tr><w:tc>{cell}</w:tc></w:tr>" for cell in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{made}</w:tbl>"


def boxed(*texts: str) -> str:
    """A text box anchored in a paragraph."""
    return (
        f"<w:p>{runs('外')}<w:r><w:pict><w:txbxContent><w:p>{runs(*texts)}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    )


PIECES = [
    # a body as Word leaves it after a person edited it, its text
    (f"<w:p>{runs('{')}<w:r><w:rPr><w:b/></w:rPr><w:t>{{ 已</w:t></w:r>{runs('完成 }', '}个')}</w:p>", "11个"),
    (f"<w:p>{runs('{{ 已')}<w:proofErr w:type='spellStart'/>{runs('完')}<w:bookmarkStart w:id='0' w:name='_GoBack'/>{runs('成 }}个')}<w:bookmarkEnd w:id='0'/></w:p>", "11个"),
    (f"<w:p>{runs('{', '% if 已完成 &gt; 3 %', '}多{', '% endif %}')}</w:p>", "多"),
    (f"<w:p>{runs('{%', 'p for 行 in 台账 ', '%}')}</w:p><w:p>{runs('{{ 行.问', '题 }}')}</w:p><w:p>{runs('{', '%p endfor %', '}')}</w:p>", "甲\n乙"),
    (rows(f"<w:p>{runs('{', '%tr for 行', ' in 台账 %', '}')}</w:p>", f"<w:p>{runs('{{ 行.', '问题 }}')}</w:p>", f"<w:p>{runs('{%t', 'r endfor %}')}</w:p>"), "甲\n乙"),
    (f"<w:p><w:smartTag w:uri='a' w:element='b'>{runs('{{ 已')}</w:smartTag>{runs('完成 }}个')}</w:p>", "11个"),
    (f"<w:p><w:hyperlink w:anchor='a'>{runs('见{{ 已')}</w:hyperlink>{runs('完成 }}个')}</w:p>", "见11个"),
    (f"<w:p><w:sdt><w:sdtContent>{runs('{{ 已')}</w:sdtContent></w:sdt>{runs('完成 }}', '个')}</w:p>", "11个"),
    ("<w:p><w:r><w:t>{{ 已完成</w:t><w:tab/><w:t>}}</w:t><w:tab/><w:t>个</w:t></w:r></w:p>", "11个"),
    ("<w:p><w:r><w:t>{{ 已</w:t><w:br/><w:t>完成 }}个</w:t></w:r></w:p>", "11个"),
    (boxed("{{ 已", "完成 }}", "个"), "外\n11个"),
    (f"<w:sdt><w:sdtContent><w:p>{runs('{{ 已', '完成 }}个')}</w:p></w:sdtContent></w:sdt>", "11个"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), PIECES)
def test_tags_cut_up_by_word_are_put_together(body: str, text: str) -> None:
    content = render(zipped(package(body, "")), DATA)
    assert text_of(content).split("— 1 —", 1)[0].rstrip("\n") == text
    root = etree.fromstring(parts_of(content)["word/document.xml"])
    ids = [{each.get(f"{W}id") for each in root.iter(f"{W}bookmark{end}")} for end in ("Start", "End")]
    assert ids[0] == ids[1]


def test_a_tag_cut_up_in_a_footnote_is_put_together() -> None:
    parts = package(f"<w:p>{runs('甲')}</w:p>", "")
    notes = f"<w:footnotes {NS}><w:footnote w:id='1'><w:p>{runs('{{ 文', ' }}共{{ 已', '完成 }}个')}</w:p></w:footnote></w:footnotes>"
    types = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    filled_in = render(zipped({**parts, "word/footnotes.xml": notes.encode(), "[Content_Types].xml": types}), DATA)
    assert "{{ 7*7 }}共11个" in text_of(filled_in)


OTHER = "两个标记要在同一个单元格、同一个链接里，或者都在外面。"
TORN = [
    # a body in which a tag ends elsewhere than it begins, what is told
    (f"<w:p>{runs('{%p if 已完成 %}')}</w:p>" + rows(f"<w:p>{runs('{%p endif %}')}</w:p><w:p/>"), f"模板“测试”正文第 1 个表格第 1 行第 1 格“{{%p endif %}}”：它的开头是正文第 1 段的“{{%p if 已完成 %}}”，{OTHER}"),
    (f"<w:p>{runs('甲{% if 已完成 %}')}</w:p>" + rows(f"<w:p>{runs('乙{% endif %}')}</w:p>"), f"模板“测试”正文第 1 个表格第 1 行第 1 格“{{% endif %}}”：它的开头是正文第 1 段的“{{% if 已完成 %}}”，{OTHER}"),
    (rows(f"<w:p>{runs('甲{% for 行 in 台账 %}')}</w:p>", f"<w:p>{runs('乙{% endfor %}')}</w:p>"), f"模板“测试”正文第 1 个表格第 2 行第 1 格“{{% endfor %}}”：它的开头是正文第 1 个表格第 1 行第 1 格的“{{% for 行 in 台账 %}}”，{OTHER}"),
    (rows(f"<w:p>{runs('{%tr if 已完成 %}')}</w:p>") + rows(f"<w:p>{runs('{%tr endif %}')}</w:p>"), f"模板“测试”正文第 2 个表格第 1 行第 1 格“{{%tr endif %}}”：它的开头是正文第 1 个表格第 1 行第 1 格的“{{%tr if 已完成 %}}”，{OTHER}"),
    (f"<w:p><w:hyperlink w:anchor='a'>{runs('{% if 已完成 %}甲')}</w:hyperlink>{runs('{% endif %}')}</w:p>", f"模板“测试”正文第 1 段“{{% endif %}}”：它的开头是正文第 1 段的“{{% if 已完成 %}}”，{OTHER}"),
    (f"<w:p>{runs('{% if 已完成 %}')}</w:p>{boxed('{% endif %}')}", f"模板“测试”正文文本框里“{{% endif %}}”：它的开头是正文第 1 段的“{{% if 已完成 %}}”，{OTHER}"),
    (f"<w:p>{runs('{%p if 已完成 %}')}</w:p><w:p>{runs('{%p endif %}')}<w:r><w:drawing/></w:r></w:p>", "模板“测试”正文第 2 段“{%p endif %}”：带 p 的标记要单独占一段，这一段里的图或文本框会丢失。"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), TORN)
def test_tags_that_would_tear_the_document_are_told_with_their_place(body: str, message: str) -> None:
    with pytest.raises(TemplateFault) as error:
        render(zipped(package(body, "")), DATA, "测试")
    assert str(error.value) == message


SECTIONS = [
    # a body in which a paragraph tag carries a section break, the text up to each break
    (f"<w:p>{runs('{%p if 已完成 %}')}</w:p><w:p>{runs('甲')}</w:p><w:p><w:pPr><w:sectPr/></w:pPr>{runs('{%p endif %}')}</w:p><w:p>{runs('乙')}</w:p>", ["甲"]),
    (f"<w:p><w:pPr><w:sectPr/></w:pPr>{runs('{%p if 已完成 %}')}</w:p><w:p>{runs('甲')}</w:p><w:p>{runs('{%p endif %}')}</w:p>", [""]),
    (f"<w:p>{runs('前')}</w:p><w:p><w:pPr><w:sectPr/></w:pPr>{runs('{%p if 已完成 &gt; 99 %}')}</w:p><w:p>{runs('甲')}</w:p><w:p>{runs('{%p endif %}')}</w:p>", []),
    (f"<w:p>{runs('{%p for 行 in 台账 %}')}</w:p><w:p>{runs('{{ 行.问题 }}')}</w:p><w:p><w:pPr><w:sectPr/></w:pPr>{runs('{%p endfor %}')}</w:p>", ["甲乙"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "texts"), SECTIONS)
def test_a_section_break_outlives_the_tag_it_stands_with(body: str, texts: list[str]) -> None:
    root = etree.fromstring(parts_of(render(zipped(package(body, "")), DATA))["word/document.xml"])
    before, found = "", []
    for paragraph in root.iter(f"{W}p"):
        before += "".join(paragraph.itertext(f"{W}t"))
        if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            found.append(before)
    assert found == texts
