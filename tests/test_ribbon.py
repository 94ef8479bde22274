"""The ribbon: valid by the schema's rules, in good order, and at one with the callback, the commands and the click."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from xlsuite.addin.customui import NAMESPACE, custom_ui
from xlsuite.addin.manual import help_page, page, pictures_in
from xlsuite.addin.ribbon import BUTTONS, CALLBACK, GROUPS, TAB, TAB_KEYTIP
from xlsuite.addin.uirules import disorder, faults
from xlsuite.buttons import BY_TAG
from xlsuite.cli import VERBS

ROOT = Path(__file__).parent.parent
XML = custom_ui()
# Names of pictures that Office has, each found in published lists of imageMso (Office 2010 to 2021).
KNOWN_IMAGES = {
    "ChartInsert", "ClearAll", "ConditionalFormattingMenu", "Consolidate", "ControlProperties", "CreateReport",
    "DataValidationCircleInvalid", "ErrorChecking", "ExportTextFile", "FileNew", "FindNext", "Help", "MacroPlay",
    "ReviewShowAllComments", "Spelling", "Undo",
}  # fmt: skip
# The design's ribbon: label, picture, keytip, large; 自动修正 and 一键完成 are the two that came later.
DESIGNED = """
检查: 检查本表 DataValidationCircleInvalid C 大, 检查全部 ErrorChecking A 大, 下一条 FindNext N, 结果清单 ReviewShowAllComments L, 清除标记 ClearAll X, 自动修正 Spelling U 大
定级与汇总: 计算等级 ConditionalFormattingMenu G 大, 生成一览 ChartInsert D 大, 合并科室表 Consolidate M
报告: 自查报告 CreateReport R 大, 逾期清单 ExportTextFile E, 一键完成 MacroPlay Y
模板与帮助: 新建台账 FileNew T, 恢复备份 Undo Z, 设置 ControlProperties S, 帮助 Help H
"""


def test_the_ribbon_is_the_designed_one() -> None:
    lines = []
    for group in GROUPS:
        shown = [f"{b.label} {b.image} {b.keytip}{' 大' if b.size == 'large' else ''}" for b in group.buttons]
        lines.append(f"{group.label}: {', '.join(shown)}")
    assert "\n".join(lines) == DESIGNED.strip()
    assert (TAB, TAB_KEYTIP) == ("廉政台账", "LZ")


def test_the_ribbon_keeps_the_rules() -> None:
    assert faults(XML) == [] and disorder() == []
    assert XML.startswith("<customUI ")  # WPS wants no declaration
    assert {button.image for button in BUTTONS} <= KNOWN_IMAGES


def test_every_button_calls_the_one_callback_with_its_own_tag() -> None:
    found = re.findall(r'<button id="xlsuite_(\w+)" tag="(\w+)" [^>]* onAction="([\w.]+)"/>', XML)
    assert [tag for _, tag, _ in found] == [button.tag for button in BUTTONS]
    assert all(id == tag for id, tag, _ in found) and {action for *_, action in found} == {CALLBACK}
    module, _, sub = CALLBACK.partition(".")
    source = resources.files("xlsuite.addin").joinpath(f"{module}.bas").read_text("ascii")
    assert f"Public Sub {sub}(control As IRibbonControl)" in source
    assert """xlwings.RunPython "import xlsuite.click; xlsuite.click.click('" & control.Tag & "')\"""" in source


def test_every_button_is_tied_to_a_command_or_to_none() -> None:
    sentences = {verb.name: verb.help for verb in VERBS}
    for button in BUTTONS:
        assert not button.verb or button.verb in sentences, button.tag
        assert button.does or sentences[button.verb].startswith(button.screentip), button.tag


def test_every_button_says_what_it_leaves_alone() -> None:
    for button in BUTTONS:
        assert re.search("不|都留着|只", button.supertip), button.tag


SLIPS = (
    ('keytip="LZ"', 'keytip="LZTT"', "<tab> keytip='LZTT': 1 to 3 characters, no space"),
    ('keytip="LZ"', 'keytip="L Z"', "<tab> keytip='L Z': 1 to 3 characters, no space"),
    ('id="xlsuite_merge"', 'id="1 merge"', "<button> id='1 merge': no identifier"),
    ('imageMso="Undo"', 'imageMso="Un do"', "<button> imageMso='Un do': no identifier"),
    ('id="xlsuite_merge"', 'id="xlsuite_fix"', "id xlsuite_fix stands 2 times"),
    ('id="xlsuite_merge" ', "", "<button> has none of id, idQ, idMso"),
    ('id="xlsuite_merge"', 'id="m" idMso="Undo"', "<button> has more than one of id, idQ, idMso"),
    ('size="large"', 'size="big"', "<button> size='big': not one of large, normal"),
    ('id="xlsuite_merge"', 'id="m" onClick="x"', "<button> may not have onClick"),
    ('id="xlsuite_merge"', 'id="m" getLabel="x"', "<button> has more than one of label, getLabel"),
    ('supertip="', 'superTip="', "<button> may not have superTip"),
    ("<tabs>", "<tabs><button id='b'/>", "<button> may not stand in <tabs>"),
    ("<tabs>", "<tabs id='a'>", "<tabs> may not have id"),
    ("<ribbon>", "<ribbon><gallery/>", "<gallery> is not known"),
    ("</customUI>", "", "not well-formed"),
    (NAMESPACE, "urn:other", "the root is {urn:other}customUI"),
    ('label="帮助"', 'label=""', "<button> label='': 1 to 1024 characters"),
    ('label="检查本表"', f'label="{"长" * 1025}"', "1 to 1024 characters"),
)


@pytest.mark.parametrize(("old", "new", "said"), SLIPS, ids=[str(slip[2])[:40] for slip in SLIPS])
def test_slips_are_found(old: str, new: str, said: str) -> None:
    assert old in XML
    assert any(said in fault for fault in faults(XML.replace(old, new, 1)))


FIRST = BUTTONS[0]
DISORDERS = (
    ({"keytip": "CX", "tag": "other"}, "keytip C hides CX"),
    ({}, "tag check_sheet stands more than once"),
    ({"keytip": "中"}, "check_sheet: no key for the tip 中"),
    ({"tag": "a'b"}, "a'b: the tag stands in Python code"),
    ({"label": "一个很长的名字"}, "check_sheet: the label has two to five characters"),
    ({"leaves": "没有句号"}, "check_sheet: the title of a tip has no full stop, its text ends in one"),
    ({"does": "有句号。"}, "check_sheet: the title of a tip has no full stop, its text ends in one"),
    ({"leaves": "长" * 60 + "。"}, "check_sheet: a tip is longer than 60 characters"),
)


@pytest.mark.parametrize(("change", "said"), DISORDERS, ids=[said for _, said in DISORDERS])
def test_disorder_is_found(change: dict[str, str], said: str) -> None:
    group = GROUPS[0]._replace(buttons=(FIRST, FIRST._replace(**change)))
    assert said in disorder([group])


def test_too_many_buttons_are_found() -> None:
    crowd = GROUPS[0]._replace(buttons=tuple(FIRST._replace(tag=f"t{n}") for n in range(17)))
    assert {"17 buttons", "检查: 17 buttons"} <= set(disorder([crowd]))


def test_the_manual_is_fresh() -> None:
    """`python -m xlsuite.addin.manual docs` writes it anew."""
    docs = ROOT / "docs"
    assert (docs / "功能区.md").read_text("utf-8") == page(pictures_in(str(docs)))


def test_the_help_page_has_an_anchor_for_each_button() -> None:
    html = help_page({"记录": "C:\\<日志>"})
    assert all(f'<h3 id="{button.tag}">{button.label}</h3>' in html for button in BUTTONS)
    assert "C:\\&lt;日志&gt;" in html and "http" not in html


def test_the_picture_is_fresh() -> None:
    """`python docs/图/ribbon.py` draws it anew."""
    space: dict[str, Any] = {"__name__": "drawn", "__file__": str(ROOT / "docs" / "图" / "ribbon.py")}
    exec((ROOT / "docs" / "图" / "ribbon.py").read_text("utf-8"), space)
    assert (ROOT / "docs" / "图" / "功能区.svg").read_text("utf-8") == space["svg"]()
    assert set(space["ICONS"]) == {button.tag for button in BUTTONS}


def test_every_button_is_known_to_the_click() -> None:
    assert set(BY_TAG) == {button.tag for button in BUTTONS}


def test_links_of_the_pages_lead_somewhere() -> None:
    docs = ROOT / "docs"
    for name in ("加载项.md", "安装.md", "功能区.md", "没有Excel怎么办.md", "常见问题.md", "Excel核对清单.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (docs / name).read_text("utf-8")):
            assert (docs / target).exists(), f"{name}: {target}"
