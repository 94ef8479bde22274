"""Every printed figure is tied to its rows: bookmark, comment, manifest, appendix; nothing else in the draft changes."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import samples
from tests.drafts import W, outside_bookmarks, part, parts_of
from tests.drawn import book
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.text.compare_drafts import changes, difference
from xlsuite.text.facts import Fact, Gap, legible, legible_marked
from xlsuite.text.manifest import Manifest, read
from xlsuite.text.trace import MARK, plain, traced
from xlsuite.text.verify import Draft
from xlsuite.text.word import read_package, text_of
from xlsuite.verbs.report import draft_of, report, template_path
from xlsuite.verbs.verify import verify

BOTH = ("自查报告", "整改情况报告")
SET = {
    "主送机关": "市委办", "依据文件": "《关于开展自查的通知》", "单位简称": "市促办", "单位全称": "云川市促进办公室",
    "成文日期": "2025-10-08",
}  # fmt: skip


def manifest_of(content: bytes) -> Manifest:
    found = read(read_package(content, "初稿"))
    assert found is not None
    return found


def printed_of(content: bytes) -> dict[str, str]:
    draft = Draft(content, "初稿")
    assert not draft.rehung
    return {mark: line.text[span.start : span.end] for mark, [(line, span)] in draft.where.items()}


# --- marks --------------------------------------------------------------------------------------------------------


def test_a_fact_marks_itself_only_while_a_trace_is_open() -> None:
    fact = Fact(11, "已完成")
    assert f"{fact}个" == "11个"
    with traced() as trace:
        sentence = f"{fact}个"
    assert plain(sentence) == "11个" and MARK.search(sentence) and trace.printed == [(fact, "11")]
    assert f"{fact}个" == "11个"


def test_a_forged_mark_is_no_mark() -> None:
    with traced():
        good = f"{Fact(11)}个"
        assert legible_marked(good).count("\ufdd0") == 1
        assert legible_marked("\ufdd09\ufdd1甲\ufdd2") == "甲"
        assert legible_marked("\ufdd00\ufdd1甲\ufdd2") == "甲"
        assert str(Fact(good)) == "11个"


def test_names_built_of_facts_hold_no_marks() -> None:
    with traced():
        some = samples.book()
        draft = draft_of(some, template_path("自查报告"))
    for ident, fact in draft.lineage.facts.items():
        assert not re.search("[\ufdd0-\ufdef]", fact.name + fact.source + fact.criterion), ident


# --- bookmarks, comments, manifest ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOTH)
def test_every_bookmark_has_its_entry_and_every_entry_its_bookmark(name: str) -> None:
    content = report(samples.book(apart=True), name).content
    manifest, printed = manifest_of(content), printed_of(content)
    assert {each.bookmark: each.text for each in manifest.printings} == {
        mark: text for mark, text in printed.items() if not mark.startswith("xls_gap_")
    }
    assert {each.bookmark: f"【待补充：{each.field}】" for each in manifest.gaps} == {
        mark: text for mark, text in printed.items() if mark.startswith("xls_gap_")
    }
    assert {each.ident for each in manifest.printings} == set(manifest.facts)


@pytest.mark.parametrize("name", BOTH)
def test_names_of_bookmarks_are_what_word_allows_and_unique(name: str) -> None:
    content = report(samples.book(apart=True), name).content
    names, ids = [], []
    for xml in parts_of(content):
        if xml.startswith("word/") and xml.endswith(".xml"):
            names += [each.get(f"{W}name") for each in part(content, xml).iter(f"{W}bookmarkStart")]
            ids += [each.get(f"{W}id") for each in part(content, xml).iter(f"{W}bookmarkStart")]
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", each, re.ASCII) for each in names)
    assert len(names) == len(set(names)) and len(ids) == len(set(ids))


def test_names_do_not_depend_on_what_a_figure_comes_to() -> None:
    few = manifest_of(report(book("整改状态=推进中")).content)
    many = manifest_of(report(book("整改状态=推进中 | 整改状态=推进中")).content)
    total = next(each for each in few.printings if few.facts[each.ident]["name"] == "问题整改台账.数量")
    same = next(each for each in many.printings if each.bookmark == total.bookmark)
    assert (total.text, same.text) == ("1", "2")


def test_a_comment_says_how_a_figure_was_counted() -> None:
    content = report(samples.book(apart=True), findings=[]).content
    comments = {
        lines[-1]: lines[:-1]
        for each in part(content, "word/comments.xml").iter(f"{W}comment")
        for lines in [["".join(p.itertext()) for p in each.iter(f"{W}p")]]
    }
    told = next(lines for lines in comments.values() if lines[0] == "单位自查已完成：1")
    assert told == [
        "单位自查已完成：1", "口径：来源＝单位自查 且 整改状态＝已完成", "来源：问题整改台账!A2:AB21", "编号：ZG-2025-017",
    ]  # fmt: skip
    told = next(lines for lines in comments.values() if lines[0] == "问题整改台账：20")
    assert told[3].startswith("编号：ZG-2025-001、") and told[3].endswith("ZG-2025-012 等20行")
    told = next(lines for lines in comments.values() if lines[0] == "待补充：主送机关")
    assert told[1].startswith("台账、参数里没有这一项。")


@pytest.mark.parametrize("name", BOTH)
def test_comments_stand_once_and_outside_tables(name: str) -> None:
    content = report(samples.book(apart=True), name).content
    root, comments = part(content), part(content, "word/comments.xml")
    ids = {each.get(f"{W}id") for each in comments.iter(f"{W}comment")}
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        anchors = [each.get(f"{W}id") for each in root.iter(W + tag)]
        assert sorted(anchors) == sorted(ids)
    assert not [
        each for each in root.iter(f"{W}commentReference") if next(each.iterancestors(f"{W}tbl"), None) is not None
    ]
    assert {each.get(f"{W}author") for each in comments} == {"xlsuite"}
    assert {each.get(f"{W}date") for each in comments} == {"2025-09-30T00:00:00Z"}
    assert len({"".join(each.itertext()).rpartition("标记")[0] for each in comments}) >= len(ids) - 5


def test_the_manifest_says_what_the_draft_was_made_from() -> None:
    some = samples.book(apart=True)
    held = manifest_of(report(some).content).held
    assert (held["schema"], held["template"], held["workbook"], held["as_of"]) == (
        1,
        "自查报告",
        "样例.xlsx",
        "2025-09-30",
    )
    assert len(held["template_sha256"]) == len(held["inputs_sha256"]) == 64
    fact = next(each for each in held["facts"].values() if each["name"] == "单位自查已完成.数量")
    assert fact == {
        "name": "单位自查已完成.数量", "value": "1", "source": "问题整改台账!A2:AB21",
        "criterion": "来源＝单位自查 且 整改状态＝已完成", "rows": ["ZG-2025-017"],
    }  # fmt: skip


def test_rows_of_a_figure_are_as_many_as_it_says() -> None:
    """The manifest's counts, recounted from their rows."""
    for name in BOTH:
        for fact in manifest_of(report(samples.book(apart=True), name).content).facts.values():
            if fact["name"].endswith(".数量"):
                assert int(fact["value"]) == len(fact["rows"]), fact


def test_parts_of_a_source_are_its_rows() -> None:
    facts = [
        each for each in manifest_of(report(samples.book()).content).facts.values() if each["name"].endswith(".数量")
    ]
    for whole in [each for each in facts if each["criterion"].startswith("来源＝") and " 且 " not in each["criterion"]]:
        states = (f"{whole['criterion']} 且 整改状态＝", f"{whole['criterion']} 且 整改状态未填")
        parts = [key for each in facts if each["criterion"].startswith(states) for key in each["rows"]]
        assert sorted(parts) == sorted(whole["rows"]), whole["criterion"]


def test_the_inputs_hash_changes_with_the_ledger_only() -> None:
    hashes = [
        manifest_of(report(some).content).held["inputs_sha256"]
        for some in (samples.book(), samples.book(), samples.book(单位简称="某办"))
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_claim_that_all_is_done_is_a_fact_with_its_rows() -> None:
    content = report(book("整改状态=已完成 完成日期=2025-06-01")).content
    claims = [each for each in manifest_of(content).printings if each.kind == "claim"]
    assert {each.text for each in claims} == {"已全部整改完成"}
    assert "□问题□。" in outside_bookmarks(content)


def test_the_appendix_lists_each_figure_once_and_the_gaps() -> None:
    content = report(samples.book(apart=True), findings=[]).content
    texts = ["".join(each.itertext()) for each in part(content).iter(f"{W}p")]
    at = texts.index("数据来源（核对用，不随正式报告印发）")
    gaps = texts.index("待补充清单（核对用，不随正式报告印发）")
    assert texts[gaps + 1 : gaps + 6] == ["1. 主送机关", "2. 依据文件", "3. 单位简称", "4. 单位全称", "5. 成文日期"]
    assert texts[at + 2 : at + 7] == ["数字", "名称", "口径", "数据来源", "编号"]
    rows = ["|".join(texts[start : start + 5]) for start in range(at + 7, len(texts) - 4, 5)]
    assert (
        "55.00%|整改完成率|整改状态＝已完成 ÷ 全部|问题整改台账!A2:AB21|ZG-2025-001、ZG-2025-002、ZG-2025-003 等11行"
        in rows
    )
    assert len(rows) == len(set(rows))
    assert "数据来源（核对用" not in text_of(content)


def test_python_docx_reads_the_draft() -> None:
    document = Document(BytesIO(report(samples.book()).content))
    assert any("自查报告" in each.text for each in document.paragraphs)
    assert {each.author for each in document.comments} == {"xlsuite"}


# --- nothing else changes ------------------------------------------------------------------------------------------


def with_text(text: str) -> Book:
    header = ["问题编号", "来源", "方面", "问题", "整改措施", "责任领导", "责任科室", "责任人", "整改时限", "整改状态"]
    line = ["ZG-1", "自查", "甲", text, "措施", "张三", "综合科", "李四", date(2026, 1, 1), "推进中"]
    return open_book("例.xlsx", [Grid("问题整改台账", [header, line])], date(2025, 9, 30), line_settings=SET)


PLAIN = {name: text_of(report(with_text("普通的问题"), name, findings=[]).content) for name in BOTH}
CELLS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30) | st.sampled_from(
    [
        "<A&B>",
        "{{ 7*7 }}",
        "]]>",
        "完成率<5%",
        "\ufdd00\ufdd1甲\ufdd2",
        "【待补充：x】",
        "a_x000B_b",
        "😀𠮷",
        "<w:p>",
        "&#60;",
        "\x0b\x0c",
    ]
)


@pytest.mark.parametrize("name", BOTH)
@settings(max_examples=40, deadline=None)
@given(text=CELLS.filter(lambda text: not set(text) & set("\r\n\t")))
def test_any_text_stands_verbatim_and_changes_nothing_else(name: str, text: str) -> None:
    text = f"问{text}题"
    content = report(with_text(text), name, findings=[]).content
    assert text_of(content) == PLAIN[name].replace("普通的问题", legible(text))
    assert legible(text) in {each.text for each in manifest_of(content).printings}
    with zipfile.ZipFile(BytesIO(content)) as file:
        assert file.testzip() is None


@pytest.mark.parametrize("name", BOTH)
def test_the_words_are_those_of_a_draft_without_lineage(name: str) -> None:
    from xlsuite.text.report_data import report_data
    from xlsuite.text.word import render
    from xlsuite.verbs.summarize import summarize

    some = samples.book(apart=True)
    bare = render(template_path(name), report_data(some, summarize(some, []), []), name, some.settings.as_of)
    assert text_of(report(some, name, findings=[]).content) == text_of(bare)


# --- last period ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("16", "18", "+2"), ("66.7%", "75.0%", "+8.3个百分点"), ("3", "1", "-2"), ("—", "3", ""), ("无", "50%", ""), ("1386.00", "0", "-1386.00"), ("2", "50%", "")],
)  # fmt: skip
def test_differences(before: str, after: str, told: str) -> None:
    assert difference(before, after) == told


def test_what_changed_since_the_last_report() -> None:
    last = manifest_of(report(book("整改状态=推进中 | 整改状态=推进中")).content)
    now = book("整改状态=已完成 完成日期=2025-06-01 | 整改状态=推进中")
    content = report(now, last=last).content
    texts = ["".join(each.itertext()) for each in part(content).iter(f"{W}p")]
    at = texts.index("与上期相比（核对用，不随正式报告印发）")
    assert texts[at + 1] == "上期数据截至2025-09-30。与上期相同的数字没有列出。"
    rows = [tuple(texts[start : start + 4]) for start in range(at + 2, at + 60, 4)]
    assert ("已完成", "0", "1", "+1") in rows and ("整改完成率", "0.00%", "50.00%", "+50.00个百分点") in rows


def test_what_one_period_lacks_is_shown_as_a_dash() -> None:
    from xlsuite.model.outcome import Figure

    now = [Figure("a", "甲", "3", None, None, "", "", ())]
    assert [tuple(each) for each in changes({"b": ("乙", "2")}, now)] == [("甲", "—", "3", ""), ("乙", "2", "—", "")]


def test_templates_may_print_the_last_period(tmp_path: Path) -> None:
    from xlsuite.text.gongwen import package, paragraph
    from xlsuite.text.word import zipped

    own = tmp_path / "本单位.docx"
    texts = (
        "上期{{ 上期.整改完成率 }}，数据截至{{ 上期.统计截止日 }}。",
        "{% if 上期 is 有数据 %}有{% else %}无{% endif %}",
    )
    own.write_bytes(zipped(package("".join(paragraph("GwBody", each) for each in texts), "")))
    some = book("整改状态=推进中")
    last = manifest_of(report(some).content)
    assert text_of(report(some, own, last=last).content).startswith("上期0.00%，数据截至2025-09-30。\n有")
    assert text_of(report(some, own).content).startswith("上期【待补充：上期报告.整改完成率】")


def test_a_gap_as_text_is_the_gap() -> None:
    with traced():
        assert f"{Gap('单位全称')}" == "【待补充：单位全称】"


# --- another program ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_lineage_survives_libreoffice(tmp_path: Path) -> None:
    some = samples.book(apart=True, **SET)
    (tmp_path / "初稿.docx").write_bytes(report(some).content)
    command: list[Any] = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", tmp_path / "out", tmp_path / "初稿.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (tmp_path / "out" / "初稿.docx").read_bytes()
    checked = verify(saved, "初稿", some)
    assert (checked.findings, checked.notes) == ([], ())
    other = samples.book(apart=True, **{**SET, "单位简称": "某办"})
    assert {each.rule for each in verify(saved, "初稿", other).findings} == {"RPT-10"}
