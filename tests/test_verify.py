"""Drafts after people worked on them: each edit is found with its place, a fresh draft gives nothing."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from tests import samples
from tests.drafts import W, edited, part, parts_of, retyped
from tests.drawn import book
from tests.test_lineage import BOTH, SET
from xlsuite.cli import run
from xlsuite.errors import UsageError
from xlsuite.rules import BY_ID as RULES_BY_ID
from xlsuite.text.draft_rules import BY_ID
from xlsuite.text.finish import GAP
from xlsuite.text.phrases import untraced
from xlsuite.text.slips import slips
from xlsuite.text.word import text_of, zipped
from xlsuite.verbs.report import report, reports
from xlsuite.verbs.verify import manifest_of, verify

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "workbooks" / "示例台账.xlsx"


def told(content: bytes, some: Any = None, **more: Any) -> list[str]:
    return [
        f"{each.rule} {each.severity.word} {each.place}：{each.message}"
        for each in verify(content, "初稿", some, **more).findings
    ]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("name", BOTH)
def test_a_fresh_draft_gives_nothing(name: str, apart: bool) -> None:
    some = samples.book(apart=apart, **SET)
    checked = verify(report(some, name).content, "初稿", some)
    assert (checked.findings, checked.notes, checked.as_of) == ([], (), "2025-09-30")


@pytest.mark.parametrize(
    ("name", "by_office"), [("提醒函", False), ("一页简报", False), ("自查报告", True), ("整改情况报告", True)]
)
def test_fresh_letters_briefs_and_reports_by_office_give_nothing(name: str, by_office: bool) -> None:
    some = samples.book(apart=True, **SET)
    documents = reports(some, name, by_office=by_office)
    assert len(documents) == {"提醒函": 3, "一页简报": 1}.get(name, 5)
    for document in documents:
        checked = verify(document.content, "初稿", some)
        assert (checked.findings, checked.notes) == ([], ())


def test_a_letter_whose_matter_is_settled_since() -> None:
    late = "整改时限=2025-09-20 责任人=甲某 整改状态="
    letter = reports(book(late + "推进中", **SET), "提醒函")[0].content
    checked = verify(letter, "初稿", book(late + "已完成 完成日期=2025-09-25", **SET))
    assert checked.notes[0].startswith("没有按模板重新取数（“甲某”现在没有逾期和临近时限的问题）")


def test_an_offices_figures_are_held_against_its_own_rows() -> None:
    rows = "责任科室=甲科 整改状态={} | 责任科室=乙科 整改状态=推进中"
    draft = reports(book(rows.format("推进中"), **SET), by_office=True)[0].content
    now = book(rows.format("已完成 完成日期=2025-09-25"), **SET)
    found = [each for each in verify(draft, "初稿", now).findings if each.seen == "0.00%"]
    assert found and {each.wanted for each in found} == {"100.00%"}


def test_a_fresh_draft_of_a_ledger_with_errors_gives_its_gaps_only() -> None:
    some = samples.with_errors(**SET)
    content = report(some).content
    checked = verify(content, "错例", some)
    assert {each.rule for each in checked.findings} <= {"RPT-02", "RPT-12"}
    assert sum(each.rule == "RPT-02" for each in checked.findings) == len(GAP.findall(text_of(content)))


# --- figures --------------------------------------------------------------------------------------------------------

SAMPLE = report(samples.book(apart=True, **SET)).content


def test_a_figure_edited_by_hand() -> None:
    found = verify(retyped(SAMPLE, "55.00%", "65.00%"), "初稿").findings
    assert len(found) == 1
    first = found[0]
    assert (first.rule, first.severity, first.place, first.seen, first.wanted) == (
        "RPT-01",
        "error",
        "正文第 18 段",
        "65.00%",
        "55.00%",
    )
    assert first.message == "“65.00%”：这个数字改过，按台账应为“55.00%”（整改完成率，问题整改台账!A2:AB21）。"
    assert first.advice == "改回“55.00%”；确需改动的，先改台账再重新生成。"
    assert "整改完成率65.00%" in first.sentence


def test_a_quotation_edited_by_hand() -> None:
    assert told(retyped(SAMPLE, "零星采购比价留痕不全", "采购比价留痕不全")) == [
        "RPT-08 警告 正文第 6 段：“采购比价留痕不全”：这处文字引自台账，改过，按台账应为“零星采购比价留痕不全”（问题，问题整改台账!D2）。"
    ]


def test_a_cell_of_the_annex_edited_by_hand() -> None:
    found = told(retyped(SAMPLE, "ZG-2025-001", "ZG-2025-100"))
    assert len(found) == 1 and found[0].startswith("RPT-08 警告 正文第 1 个表格第 2 行第 2 格：“ZG-2025-100”")


def without_bookmark(content: bytes, text: str, new: str) -> bytes:
    """What typing over a selected figure does in Word: the bookmark goes with the words."""

    def change(root: Any) -> None:
        run_text = next(each for each in root.iter(f"{W}t") if each.text == text)
        run = run_text.getparent()
        start = next(each for each in run.itersiblings(f"{W}bookmarkStart", preceding=True))
        end = next(each for each in run.itersiblings(f"{W}bookmarkEnd") if each.get(f"{W}id") == start.get(f"{W}id"))
        start.getparent().remove(start)
        end.getparent().remove(end)
        if new:
            run_text.text = new
        else:
            run.getparent().remove(run)

    return edited(content, change)


def test_a_figure_typed_over_with_its_bookmark() -> None:
    assert told(without_bookmark(SAMPLE, "55.00%", "65.00%")) == [
        "RPT-01 错误 正文第 18 段：“65.00%”：这个数字改过，按台账应为“55.00%”（整改完成率，问题整改台账!A2:AB21）。"
    ]


def test_a_figure_that_is_gone() -> None:
    found = told(without_bookmark(SAMPLE, "55.00%", ""))
    assert found == [
        "RPT-11 警告 全文：“个，整改完成率55.00%。其中”：这个数字在文中找不到了（整改完成率，问题整改台账!A2:AB21）。"
    ]


def test_figures_the_ledger_no_longer_bears_out() -> None:
    old = book("整改状态=推进中 | 整改状态=推进中", **SET)
    new = book("整改状态=已完成 完成日期=2025-06-01 | 整改状态=推进中", **SET)
    content = report(old).content
    found = told(content, new)
    assert any(
        each.startswith("RPT-10 错误") and "“0.00%”与台账不一致：现在的台账为“50.00%”（整改完成率，" in each
        for each in found
    )
    assert any("同一项还在正文第" in each for each in found)
    assert any("现在的台账另有" in each for each in found)
    assert {each.split()[0] for each in found} == {"RPT-10"}
    assert told(report(new).content, new) == []


def test_a_figure_edited_to_what_the_ledger_says_now_is_right() -> None:
    old, new = samples.book(**SET), samples.book(**{**SET, "单位简称": "某办"})
    content = report(old).content
    for nth in range(content and text_of(content).count("市促办"), 0, -1):
        content = retyped(content, "市促办", "某办", nth)
    assert told(content, new) == []


def test_an_unknown_template_leaves_the_figures_of_the_summary(tmp_path: Path) -> None:
    own = tmp_path / "本单位.docx"
    own.write_bytes((ROOT / "templates" / "自查报告.docx").read_bytes())
    some = book("整改状态=推进中", **SET)
    content = report(some, own).content
    checked = verify(content, "初稿", book("整改状态=已完成 完成日期=2025-06-01", **SET))
    assert "只核对了汇总数字" in checked.notes[0] and "--template" in checked.notes[0]
    assert verify(content, "初稿", some, str(own)).findings == []


# --- words ------------------------------------------------------------------------------------------------------


def typed(content: bytes, text: str) -> bytes:
    """A sentence typed into the first paragraph of the body text."""

    def change(root: Any) -> None:
        run_text = next(
            each
            for each in root.iter(f"{W}t")
            if (each.text and each.text.startswith("开展自查。")) or (each.text and "开展自查。" in each.text)
        )
        run_text.text += text

    return edited(content, change)


TYPED = [
    ("另查出7项。", "RPT-01 警告 正文第 4 段：“7”不是从台账取的数字。"),
    ("另查出七项问题。", "RPT-01 警告 正文第 4 段：“七”不是从台账取的数字。"),
    ("问题均已整改。", "RPT-03 警告 正文第 4 段：“均已”说的是全部，台账没有证明。"),
    ("完成率百分之百。", "RPT-03 警告 正文第 4 段：“百分之百”说的是全部，台账没有证明。"),
    ("向向市委报告。", "RPT-12 警告 正文第 4 段：“向向”：有字重复。"),
    ("截止目前情况如下。", "RPT-12 警告 正文第 4 段：“截止”：后面是日期时应为“截至”。"),
    ("情况如下:另附。", "RPT-12 警告 正文第 4 段：“:”：中文里的标点应为全角。"),
]


@pytest.mark.parametrize(("text", "finding"), TYPED)
def test_words_typed_by_hand(text: str, finding: str) -> None:
    assert finding in told(typed(SAMPLE, text))


@pytest.mark.parametrize(
    "text",
    [
        "增强“四个意识”。",
        "落实中央八项规定精神。",
        "按照〔2025〕12号文件。",
        "根据《2025年工作要点》。",
        "一是组织学习。",
        "下一步继续推进。",
    ],
)
def test_set_phrases_are_no_figures(text: str) -> None:
    assert told(typed(SAMPLE, text)) == []


def test_an_office_may_allow_its_own_phrases() -> None:
    content = typed(SAMPLE, "推进“一办三中心”建设。落实三个一工程。")
    assert told(content) != told(content, phrases=["三个一工程"])
    assert told(content, phrases=["三个一工程"]) == []


NUMERALS = [
    ("查出7项问题，涉及5000元", ["7", "5000"]),
    ("第三季度完成12.5%", ["12.5%"]),
    ("四条问题", ["四"]),
    ("两个维护、四个意识、三会一课", []),
    ("一、总体情况", []),
    ("（一）总体情况", []),
    ("1.关于甲的问题", []),
    ("一是甲。二是乙。", []),
    ("附件：1.台账", []),
    ("统一部署，进一步落实，一致同意", []),
    ("第十三次全会", ["第十三"]),
    ("百分之五十", ["百分之五十"]),
    ("□个问题", []),
]


@pytest.mark.parametrize(("text", "found"), NUMERALS)
def test_numerals(text: str, found: list[str]) -> None:
    assert [seen for _, seen in untraced(text)] == found


SLIPS = [
    ("向向市委", [("向向", "向")]),
    ("的的确确", []),
    ("截止2025年9月", [("截止", "截至")]),
    ("报名截止后", []),
    ("截至9月", []),
    ("甲,乙", [(",", "，")]),
    ("甲(乙)", [("(", "（"), (")", "）")]),
    ("ZG-2025-001(A)", []),
    ("问题整改台账!A2:B3", []),
    ("甲。。乙", [("。。", "。")]),
    ("甲，。乙", [("，。", "。")]),
    ('他说"好"', [('"', "“ ”"), ('"', "“ ”")]),
    ("二0二五年", [("二0二", "二〇二")]),
    ("“甲", [("“", "“”")]),
    ("“甲”（乙）", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SLIPS)
def test_slips(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.seen, each.wanted) for each in slips(text)] == found


def test_a_slip_in_a_quotation_is_to_be_mended_in_the_ledger() -> None:
    content = report(book("问题=截止9月未完成 整改状态=推进中", **SET)).content
    found = [each for each in verify(content, "初稿").findings if each.rule == "RPT-12"]
    assert found[0].advice == "改为“截至”。这里引自问题整改台账!D2，请先改台账。"


def test_gaps_left_and_gaps_filled() -> None:
    content = report(book("整改状态=推进中", **{**SET, "主送机关": ""})).content
    assert told(content) == ["RPT-02 错误 正文第 3 段：“【待补充：主送机关】”还没有补充。"]
    assert told(retyped(content, "【待补充：主送机关】", "市委办")) == [
        "RPT-02 提示 正文第 3 段：“市委办”：这里原是待补充，由人填写，没有与台账核对。"
    ]


# --- files that are not as they were -----------------------------------------------------------------------------


def test_without_the_manifest_comments_and_bookmarks_remain() -> None:
    parts = {name: xml for name, xml in parts_of(SAMPLE).items() if not name.startswith("customXml/")}
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        parts[name] = parts[name].replace(b"customXml", b"gone")
    checked = verify(zipped(parts), "初稿")
    assert checked.notes == ("文档里的取数底稿不在了（可能被别的软件另存过），只按书签和批注核对了批注过的数字。",)
    assert checked.findings == []
    changed = verify(retyped(zipped(parts), "55.00%", "65.00%"), "初稿").findings
    assert [each.message for each in changed] == ["“65.00%”：这个数字改过，按台账应为“55.00%”（整改完成率）。"]


def test_a_manifest_that_was_changed_is_told() -> None:
    parts = parts_of(SAMPLE)
    parts["customXml/item1.xml"] = parts["customXml/item1.xml"].replace(b"55.00%", b"65.00%")
    assert verify(zipped(parts), "初稿").notes[0].startswith("文档里的取数底稿被改动过")


def test_a_document_of_somebody_else() -> None:
    from xlsuite.text.gongwen import package, paragraph

    content = zipped(package(paragraph("GwBody", "查出四条问题，截止目前均已整改。"), ""))
    assert told(content) == [
        "RPT-01 警告 正文第 1 段：“四”不是从台账取的数字。",
        "RPT-12 警告 正文第 1 段：“截止”：后面是日期时应为“截至”。",
    ]


# --- command line -----------------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "初稿.docx"
    draft.write_bytes(report(samples.book(apart=True, **SET)).content)
    assert run(["report", "verify", str(draft)]) == 0
    assert "✓ 没有发现问题。" in capsys.readouterr().out
    draft.write_bytes(retyped(SAMPLE, "55.00%", "65.00%"))
    assert run(["报告", "核对", str(draft)]) == 1
    assert run(["报告", "核对", str(draft), "--fail-on", "never"]) == 0
    capsys.readouterr()
    assert run(["report", "verify", str(draft), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["totals"] == {"errors": 1, "warnings": 0, "infos": 0} and answer["schema"] == 1
    assert answer["findings"][0]["rule"] == "RPT-01" and answer["as_of"] == "2025-09-30"


def test_the_command_with_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["report", str(BOOK), "-o", str(tmp_path / "初稿.docx"), "--as-of", "2025-08-31", "--fail-on", "never"])
        == 0
    )
    capsys.readouterr()
    run(["report", "verify", str(tmp_path / "初稿.docx"), str(BOOK), "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert {each["rule"] for each in answer["findings"]} <= {"RPT-02"} and answer["as_of"] == "2025-08-31"
    run(["report", "verify", str(tmp_path / "初稿.docx"), str(BOOK), "--as-of", "2025-09-30", "--format", "json"])
    assert "RPT-10" in {each["rule"] for each in json.loads(capsys.readouterr().out)["findings"]}


def test_the_last_report_must_hold_a_manifest(tmp_path: Path) -> None:
    plain = tmp_path / "别的.docx"
    plain.write_bytes((ROOT / "templates" / "自查报告.docx").read_bytes())
    with pytest.raises(UsageError) as error:
        manifest_of(plain)
    assert "里没有取数底稿" in str(error.value)


@pytest.mark.parametrize("arguments", [["report", "verify", "没有.docx"], ["report", "a.xlsx", "b.xlsx"]])
def test_wrong_usage(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2


# --- 存在问题 and the ledger (XL-04) -----------------------------------------------------------------------------------

OPEN = (
    "问题编号=ZG-2025-001 问题=请销假登记不全 整改状态=推进中 | 问题编号=ZG-2025-002 问题=比价留痕不全 整改状态=已完成"
)
HEADING = "三、存在的问题和下一步打算"
UNMATCHED = (  # the paragraphs of a report that people wrote, what XL-04 says of it with the ledger OPEN
    ((HEADING, "一是请销假登记不全；二是ZG-2025-002已完成。"), []),
    ((HEADING, "一是ZG-2025-001正在整改。", "下一步，一是加强监督。"), []),
    (
        (HEADING, "一是请销假登记不全。二是监督措施不多。", "四、其他", "一是学习形式不够丰富。"),
        ["正文第 2 段：存在问题“二是监督措施不多”在问题整改台账里没有对应的问题。"],
    ),
    (
        (HEADING, "一是监督措施不多。"),
        [
            "正文第 1 段：台账里有1个没有完成的问题稿中没有提到：ZG-2025-001“请销假登记不全”。",
            "正文第 2 段：存在问题“一是监督措施不多”在问题整改台账里没有对应的问题。",
        ],
    ),
    (("ZG-2025-009正在推进，ZG-2025-001也是，FX-2025-009不是问题。",), ["正文第 1 段：稿中的问题编号“ZG-2025-009”在问题整改台账里没有。"]),
    (("一、总体情况", "一是监督措施不多。"), []),
)  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "expected"), UNMATCHED)
def test_troubles_and_the_ledger(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    found = verify(out.getvalue(), "自己写的稿", book(OPEN)).findings
    assert [f"{each.place}：{each.message}" for each in found if each.rule == "XL-04"] == expected
    assert not [each for each in verify(out.getvalue(), "自己写的稿").findings if each.rule == "XL-04"]


@pytest.mark.parametrize("line", BY_ID["XL-04"].examples)
def test_the_examples_of_its_page(line: str) -> None:
    document = docx.Document()
    for text in ("一、总体情况", "请销假登记不全，正在推进。", HEADING, line[1:].strip()):
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    rules = {each.rule for each in verify(out.getvalue(), "自己写的稿", book(OPEN)).findings}
    assert ("XL-04" in rules) is (line[0] == "错")


def test_every_rule_that_a_draft_can_break_has_its_page() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "xlsuite").rglob("*.py")]
    used = {each for source in sources for each in re.findall(r'"((?:RPT|XL)-\d+)"', source)}
    assert used <= {*BY_ID, *RULES_BY_ID}


def test_an_item_added_to_our_own_draft() -> None:
    old = next(each.text for each in part(SAMPLE).iter(f"{W}t") if (each.text or "").endswith("没有监督类防控措施："))
    draft = retyped(SAMPLE, old, old.replace("个高等级", "个高等级", 1) + "。五是监督措施不多。六是")
    found = [each for each in verify(draft, "初稿", samples.book(apart=True, **SET)).findings if each.rule == "XL-04"]
    assert [each.message for each in found] == ["存在问题“五是监督措施不多”在问题整改台账里没有对应的问题。"]
