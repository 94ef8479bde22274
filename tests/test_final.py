"""What may be issued: no bookmark, comment, manifest or page for checking is left, and nothing is issued with a gap."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import samples
from tests.drafts import W, edited, part, parts_of, retyped
from tests.drawn import book
from tests.test_lineage import BOTH, SET
from tests.test_verify import SAMPLE
from xlsuite.cli import run
from xlsuite.errors import NotFinal, XlsuiteError
from xlsuite.model.outcome import Severity
from xlsuite.text.bounded import TooMuch, _in_thread, bounded
from xlsuite.text.final import final
from xlsuite.text.gongwen import package, paragraph
from xlsuite.text.tags import TemplateFault
from xlsuite.text.word import text_of, zipped
from xlsuite.verbs.lint import lint
from xlsuite.verbs.report import report

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "workbooks" / "示例台账.xlsx"


@pytest.mark.parametrize("name", BOTH)
def test_nothing_for_checking_is_left(name: str) -> None:
    draft = report(samples.book(apart=True, **SET), name).content
    content = final(draft, name)
    parts = parts_of(content)
    whole = b"".join(parts.values())
    for trace in (
        b"xls_",
        b"xlsuite",
        b"customXml",
        b"comment",
        b"highlight w:val",
        "取数说明（".encode(),
        "数据来源（核对用".encode(),
    ):
        assert trace not in b"".join(xml for part, xml in parts.items() if part != "word/styles.xml"), trace
    assert b"urn:xlsuite" not in whole and "草稿　数据截至".encode() not in whole
    issued, drawn = text_of(content).split("\n"), text_of(draft).split("\n")
    assert [line for line in issued if line] == [
        line for line in drawn[: next(at for at, each in enumerate(drawn) if each.startswith("取数说明"))] if line
    ] + ["— 1 —"] * 4


def test_the_last_page_is_that_of_the_annex() -> None:
    root = part(final(SAMPLE, "初稿"))
    sections = [each.find(f"{W}pgSz").get(f"{W}orient") for each in root.iter(f"{W}sectPr")]
    assert sections == [None, "landscape"]
    body = root.find(f"{W}body")
    assert body[-1].tag == f"{W}sectPr" and body[-2].tag == f"{W}p" and body[-3].tag == f"{W}tbl"


def test_without_an_annex_the_only_section_stays() -> None:
    root = part(final(report(book("[防控措施登记表] 落实状态=已落实", **SET)).content, "初稿"))
    assert len(list(root.iter(f"{W}sectPr"))) == 1 and list(root.iter(f"{W}t"))


def test_a_banner_goes_with_its_empty_line() -> None:
    draft = report(samples.with_errors(**SET)).content
    filled = edited(draft, fill_gaps)
    assert text_of(draft).startswith("草稿提示：") and text_of(final(filled, "初稿")).startswith("关于")


def fill_gaps(root: Any) -> None:
    for each in root.iter(f"{W}t"):
        if each.text and each.text.startswith("【待补充："):
            each.text = "已补"


def test_what_was_filled_in_is_no_longer_yellow() -> None:
    draft = report(samples.book(**{**SET, "主送机关": ""})).content
    content = final(retyped(draft, "【待补充：主送机关】", "市委办"), "初稿")
    assert "市委办：" in text_of(content) and not list(part(content).iter(f"{W}highlight"))


def test_comments_of_people_stay() -> None:
    def change(root: Any) -> None:
        next(root.iter(f"{W}comment")).set(f"{W}author", "张三")

    parts = parts_of(final(edited(SAMPLE, change, "word/comments.xml"), "初稿"))
    assert parts["word/comments.xml"].count(b"<w:comment ") == 1
    assert (
        parts["word/document.xml"].count(b"commentReference") == 1 and b"comments.xml" in parts["[Content_Types].xml"]
    )


def test_gaps_are_refused() -> None:
    with pytest.raises(NotFinal) as error:
        final(report(samples.book(**{**SET, "主送机关": "", "成文日期": ""})).content, "初稿")
    assert (
        str(error.value) == "“初稿”还有2处待补充，不能定稿：【待补充：主送机关】、【待补充：成文日期】。补上后再定稿。"
    )


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert final(SAMPLE, "初稿") == final(SAMPLE, "初稿")


def test_comments_that_stay_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "初稿.docx"
    told = []
    for author in ("xlsuite", "张三"):
        draft.write_bytes(
            edited(
                SAMPLE,
                lambda root, author=author: next(root.iter(f"{W}comment")).set(f"{W}author", author),
                "word/comments.xml",
            )
        )
        assert run(["report", "final", str(draft)]) == 0
        told.append([line for line in capsys.readouterr().err.split("\n") if "批注" in line])
    assert told == [[], ["“初稿.docx”里还有 1 条别人写的批注，没有替您删，印发前请看一遍。"]]


def test_the_command_on_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "初稿.docx"
    draft.write_bytes(SAMPLE)
    assert run(["report", "final", str(draft)]) == 0
    assert b"xls_" not in parts_of((tmp_path / "初稿_定稿.docx").read_bytes())["word/document.xml"]
    draft.write_bytes(retyped(SAMPLE, "55.00%", "65.00%"))
    assert run(["报告", "定稿", str(draft)]) == 1
    shown = capsys.readouterr()
    assert "“65.00%”：这个数字改过" in shown.out and "没有定稿：还有 1 处要改" in shown.err
    assert run(["report", "定稿", str(draft), "--fail-on", "never"]) == 0
    assert len(list(tmp_path.glob("*定稿*"))) == 2


def test_the_command_on_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "参数.toml"
    config.write_text("\n".join(f'{name} = "{value}"' for name, value in SET.items()), encoding="utf-8")
    arguments = ["report", str(BOOK), "--as-of", "2025-09-30", "-o", str(tmp_path)]
    assert run([*arguments, "--final"]) == 1
    assert "还有1处待补充，不能定稿：【待补充：成文日期】" in capsys.readouterr().err
    assert run([*arguments, "--定稿", "--config", str(config)]) == 0
    done = next(tmp_path.glob("*.docx")).read_bytes()
    assert "customXml/item1.xml" not in parts_of(done) and "数据来源" not in text_of(done)


def test_errors_in_the_ledger_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from argparse import Namespace

    from xlsuite.drafting import issued
    from xlsuite.verbs.check import findings

    some = book(
        "整改状态=推进中 | [岗位与名册] 岗位编号=GW1 | 问题编号=ZG-2025-011 整改状态=推进中 | 问题编号=ZG-2025-011",
        **SET,
    )
    found = findings(some)
    assert any(each.severity == "error" for each in found)
    with pytest.raises(NotFinal) as error:
        issued(report(some, findings=found), Namespace(final=True, fail_on=None))
    assert "处错误级问题，不能定稿。" in str(error.value)
    assert issued(report(some, findings=found), Namespace(final=True, fail_on="never"))


# --- bounds ----------------------------------------------------------------------------------------------------


def test_work_in_a_child_comes_back() -> None:
    assert bounded(lambda: ("甲", os.getpid()))[0] == "甲"
    assert bounded(os.getpid) != os.getpid() or not hasattr(os, "fork")


def test_a_fault_in_a_child_comes_back_as_it_was() -> None:
    def work() -> None:
        raise TemplateFault("模板", "正文第 1 段", "{{ x }}", "没有这个数据项")

    for way in (bounded, lambda each: _in_thread(each, 10.0)):
        with pytest.raises(TemplateFault) as error:
            way(work)
        assert (
            str(error.value) == "模板“模板”正文第 1 段“{{ x }}”：没有这个数据项。"
            and error.value.place == "正文第 1 段"
        )


class Deed:
    """What a template that has taken over its child would send."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("不该有",)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a thread sends nothing")
def test_a_child_hands_back_values_and_no_deeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TooMuch) as error:
        bounded(Deed)
    assert str(error.value) == "模板没有写完（UnpicklingError），已停止。请看模板里最近改过的地方。"
    assert list(tmp_path.iterdir()) == []
    assert bounded(lambda: [date(2025, 1, 2), Severity.ERROR]) == [date(2025, 1, 2), Severity.ERROR]


def endless() -> None:
    while True:
        pass


def test_what_does_not_end_is_killed() -> None:
    for way in (bounded, _in_thread):
        with pytest.raises(TooMuch) as error:
            way(endless, 0.2)
        assert str(error.value).startswith("模板 0.2 秒还没有写完，已停止。")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux")
def test_what_grows_without_end_is_stopped() -> None:
    with pytest.raises(TooMuch) as error:
        bounded(lambda: "x" * (1 << 31), 20.0, 1 << 28)
    assert "内容太大" in str(error.value)


BOMBS = [
    "{% set 数 = 9 %}" + "{% set 数 = 数 * 数 %}" * 40 + "{{ 数 }}",
    "{% set 甲 = '一' %}" + "{% set 甲 = 甲 ~ 甲 %}" * 40 + "{{ 甲 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a' * 10**9 }}",
    "{{ [1] * 10**9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 1|序号样式|万元(10000000) }}",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused(bomb: str, tmp_path: Path) -> None:
    own = tmp_path / "坏.docx"
    own.write_bytes(zipped(package(paragraph("GwBody", bomb), "")))
    with pytest.raises(XlsuiteError):
        report(samples.book(), own)


def test_loops_upon_loops_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "坏.docx"
    loops = "".join("{% for 行" + str(at) + " in 台账 %}" for at in range(8)) + "{% endfor %}" * 8
    own.write_bytes(zipped(package(paragraph("GwBody", loops), "")))
    monkeypatch.setattr("xlsuite.text.bounded.bounded.__defaults__", (0.5, 1 << 30))
    with pytest.raises(TooMuch):
        report(samples.book(), own)


MONSTERS = [
    # what stands in a paragraph, what is told of it
    ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "标记一层套一层，套得太深"),
    ("{% if 台账 %}" * 400 + "甲" + "{% endif %}" * 400, "标记一层套一层，套得太深"),
    ("{% for 行 in 台账 %}" * 30 + "甲" + "{% endfor %}" * 30, "标记一层套一层，套得太深"),
    ("{" * 100_000, "“{{”没有成对"),
    ("{% " * 50_000, "“{%”没有成对"),
    ("{# " * 50_000, "“{#”没有成对"),
    ("｛" * 50_000, "“｛｛”是全角括号"),
]


@pytest.mark.parametrize(("monster", "told"), MONSTERS, ids=[each[0][:9] for each in MONSTERS])
def test_monsters_are_faults_of_the_template(monster: str, told: str, tmp_path: Path) -> None:
    own = tmp_path / "坏.docx"
    own.write_bytes(zipped(package(paragraph("GwBody", monster), "")))
    with pytest.raises(TemplateFault) as error:
        report(samples.book(), own)
    assert told in str(error.value)
    assert [told in each.message for each in lint(own.read_bytes(), "坏")] == [True]


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("xlsuite.text.lint.linted", lambda path: lint(path.read_bytes(), "坏")[0].message),
        ("xlsuite.text.word.tag_texts", lambda path: report(samples.book(), path)),
        ("xlsuite.text.draft.drafted", lambda path: report(samples.book(), path)),
    ],
)
def test_every_use_of_a_template_from_outside_is_bounded(
    name: str, use: Callable[[Path], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "坏.docx"
    own.write_bytes(zipped(package(paragraph("GwBody", name), "")))
    monkeypatch.setattr(name, lambda *_: endless())
    monkeypatch.setattr("xlsuite.text.bounded.bounded.__defaults__", (0.5, 1 << 30))
    try:
        told = use(own)
    except TooMuch as error:
        told = str(error)
    assert told == "模板 0.5 秒还没有写完，已停止。请看模板里的 for 是不是套得太多。"
