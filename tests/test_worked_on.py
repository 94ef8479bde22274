"""Drafts that people worked on in Word: what they typed at a figure's edge, copied, moved, tracked, or lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from lxml import etree

from tests.drafts import W, edited, part
from tests.test_verify import SAMPLE, told, without_bookmark
from xlsuite.errors import NotFinal
from xlsuite.text.final import final
from xlsuite.text.word import text_of
from xlsuite.verbs.verify import verify

MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
RATE = "（整改完成率，问题整改台账!A2:AB21）。"
TOTAL = "（问题整改台账，问题整改台账!A2:AB21）。"


def text_element(root: Any, text: str) -> Any:
    return next(each for each in root.iter(f"{W}t") if each.text == text)


def paragraph_of(root: Any) -> Any:
    return next(text_element(root, "55.00%").iterancestors(f"{W}p"))


def typed(text: str, before: str = "", after: str = "") -> Callable[[Any], None]:
    """What is typed at a figure's edge stands in a run of its own, outside the bookmark."""

    def change(root: Any) -> None:
        run = text_element(root, text).getparent()
        for words, put in ((before, run.getprevious().addprevious), (after, run.getnext().addnext)):
            if words:
                new = etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:t>{words}</w:t></w:r>')
                put(new)

    return change


def copied(with_marks: bool, wrong: str = "") -> Callable[[Any], None]:
    """A paragraph pasted after itself, and a figure of the first one changed."""

    def change(root: Any) -> None:
        own = paragraph_of(root)
        copy = deepcopy(own)
        if not with_marks:
            for each in list(copy.iter(*MARKS)):
                each.getparent().remove(each)
        own.addnext(copy)
        if wrong:
            text_element(root, "55.00%").text = wrong

    return change


def moved(root: Any) -> None:
    root.find(f"{W}body").insert(3, paragraph_of(root))


def without_marks(root: Any) -> None:
    for each in list(root.iter(*MARKS)):
        each.getparent().remove(each)


def without_marks_and_changed(root: Any) -> None:
    without_marks(root)
    text_element(root, "55.00%").text = "65.00%"


def revised(new: str) -> Callable[[Any], None]:
    """A figure typed over while changes are tracked."""

    def change(root: Any) -> None:
        run = text_element(root, "55.00%").getparent()
        gone = etree.Element(f"{W}del", {f"{W}id": "900", f"{W}author": "张三"})
        run.addprevious(gone)
        gone.append(run)
        run.find(f"{W}t").tag = f"{W}delText"
        there = etree.fromstring(
            f'<w:ins xmlns:w="{W[1:-1]}" w:id="901" w:author="张三"><w:r><w:t>{new}</w:t></w:r></w:ins>'
        )
        gone.addnext(there)

    return change


def moved_while_tracked(root: Any) -> None:
    own = paragraph_of(root)
    there = deepcopy(own)
    own.addprevious(there)
    for paragraph, tag in ((own, "moveFrom"), (there, "moveTo")):
        for at, run in enumerate(paragraph.findall(f"{W}r")):
            holder = etree.Element(f"{W}{tag}", {f"{W}id": str(910 + at), f"{W}author": "张三"})
            run.addprevious(holder)
            holder.append(run)
    for each in list(own.iter(*MARKS)):
        each.getparent().remove(each)


def split(root: Any) -> None:
    run = text_element(root, "55.00%").getparent()
    second = deepcopy(run)
    run.find(f"{W}t").text, second.find(f"{W}t").text = "55", ".00%"
    run.addnext(second)


CHANGED = "正文第 18 段：“{}”：这个数字改过，按台账应为“{}”"
WORKED_ON: list[tuple[str, Callable[[Any], None], list[str]]] = [
    ("a digit behind", typed("20", after="0"), ["RPT-01 错误 " + CHANGED.format("200", "20") + TOTAL]),
    ("a digit before", typed("20", before="1"), ["RPT-01 错误 " + CHANGED.format("120", "20") + TOTAL]),
    ("decimals behind", typed("20", after=".5"), ["RPT-01 错误 " + CHANGED.format("20.5", "20") + TOTAL]),
    ("ten thousands behind", typed("20", after="万"), ["RPT-01 错误 " + CHANGED.format("20万", "20") + TOTAL]),
    ("words behind", typed("20", after="余"), []),
    ("a full stop behind", typed("55.00%", after="。"), ["RPT-12 警告 正文第 18 段：“。。”：标点重复。"]),
    ("in two runs", split, []),
    ("moved", moved, []),
    ("copied with its bookmarks", copied(True), []),
    ("copied with its bookmarks, the first changed", copied(True, "65.00%"), ["RPT-01 错误 " + CHANGED.format("65.00%", "55.00%") + RATE]),
    ("tracked", revised("65.00%"), ["RPT-01 错误 " + CHANGED.format("65.00%", "55.00%") + RATE]),
    ("tracked and the same", revised("55.00%"), []),
    ("moved while tracked", moved_while_tracked, []),
]  # fmt: skip


@pytest.mark.parametrize(("change", "findings"), [each[1:] for each in WORKED_ON], ids=[each[0] for each in WORKED_ON])
def test_a_figure_is_followed(change: Callable[[Any], None], findings: list[str]) -> None:
    assert told(edited(SAMPLE, change)) == findings


def test_a_copy_without_bookmarks_holds_figures_nothing_stands_behind() -> None:
    found = told(edited(SAMPLE, copied(False)))
    assert "RPT-01 警告 正文第 19 段：“55.00%”不是从台账取的数字。" in found
    assert all(each.startswith("RPT-01 警告 正文第 19 段") for each in found)


def test_all_bookmarks_lost() -> None:
    found = told(edited(SAMPLE, without_marks))
    assert len(found) == 1 and found[0].startswith("RPT-11 提示 全文：有") and "内容没有改动" in found[0]
    changed = told(edited(SAMPLE, without_marks_and_changed))
    assert changed[0] == "RPT-01 错误 " + CHANGED.format("65.00%", "55.00%") + RATE
    assert len(changed) == 2 and changed[1].startswith("RPT-11 提示")


def test_one_bookmark_lost() -> None:
    assert told(without_bookmark(SAMPLE, "55.00%", "55.00%")) == [
        "RPT-11 提示 正文第 18 段：有1处的书签不在了，按前后的文字找到，内容没有改动：“55.00%”。"
    ]


def test_revisions_are_noted_and_hold_up_what_is_issued() -> None:
    content = edited(SAMPLE, revised("55.00%"))
    assert verify(content, "初稿").notes == ("文档里有2处还没有接受的修订，是按全部接受以后的文字核对的。",)
    with pytest.raises(NotFinal) as error:
        final(content, "初稿")
    assert str(error.value) == "“初稿”还有2处没有接受的修订，不能定稿。请在“审阅”里全部接受或拒绝后再定稿。"


def test_the_added_pages_are_not_issued_even_without_their_bookmark() -> None:
    assert text_of(final(edited(SAMPLE, without_marks), "初稿")) == text_of(final(SAMPLE, "初稿"))
    assert len(part(final(edited(SAMPLE, without_marks), "初稿")).find(f"{W}body")) == len(
        part(final(SAMPLE, "初稿")).find(f"{W}body")
    )


def test_an_annex_that_is_gone_is_said_once() -> None:
    def change(root: Any) -> None:
        table = next(root.iter(f"{W}tbl"))
        table.getparent().remove(table)

    found = told(edited(SAMPLE, change))
    assert len(found) == 1 and re.match(
        "RPT-11 警告 全文：引自台账的文字有[0-9]+处在文中找不到了：“ZG-2025-001”、", found[0]
    )
