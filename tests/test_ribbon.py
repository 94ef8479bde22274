"""The ribbon: valid by the schema's rules, in good order, and at one with the callback, the commands and the click."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from xlsuite.addin.customui import NAMESPACE, custom_ui
from xlsuite.addin.manual import help_page
from xlsuite.addin.ribbon import BUTTONS, CALLBACK, GROUPS
from xlsuite.addin.uirules import disorder, faults
from xlsuite.cli import VERBS

XML = custom_ui()
# Names of pictures that Office has, each found in published lists of imageMso (Office 2010 to 2021).
KNOWN_IMAGES = {
    "ChartInsert", "ClearAll", "ConditionalFormattingMenu", "Consolidate", "ControlProperties", "CreateReport",
    "DataValidationCircleInvalid", "ErrorChecking", "ExportTextFile", "FileNew", "FindNext", "Help", "MacroPlay",
    "ReviewShowAllComments", "Spelling", "Undo",
}  # fmt: skip


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
    ('id="xlsuite_grade"', 'id="1 merge"', "<button> id='1 merge': no identifier"),
    ('imageMso="Help"', 'imageMso="He lp"', "<button> imageMso='He lp': no identifier"),
    ('id="xlsuite_grade"', 'id="xlsuite_fix"', "id xlsuite_fix stands 2 times"),
    ('id="xlsuite_grade" ', "", "<button> has none of id, idQ, idMso"),
    ('id="xlsuite_grade"', 'id="m" idMso="Undo"', "<button> has more than one of id, idQ, idMso"),
    ('size="large"', 'size="big"', "<button> size='big': not one of large, normal"),
    ('id="xlsuite_grade"', 'id="m" onClick="x"', "<button> may not have onClick"),
    ('id="xlsuite_grade"', 'id="m" getLabel="x"', "<button> has more than one of label, getLabel"),
    ('supertip="', 'superTip="', "<button> may not have superTip"),
    ("<tabs>", "<tabs><button id='b'/>", "<button> may not stand in <tabs>"),
    ("<tabs>", "<tabs id='a'>", "<tabs> may not have id"),
    ("<ribbon>", "<ribbon><gallery/>", "<gallery> is not known"),
    ("</customUI>", "", "not well-formed"),
    (NAMESPACE, "urn:other", "the root is {urn:other}customUI"),
    ('label="帮助"', 'label=""', "<button> label='': 1 to 1024 characters"),
    ('label="检查全部"', f'label="{"长" * 1025}"', "1 to 1024 characters"),
)


@pytest.mark.parametrize(("old", "new", "said"), SLIPS, ids=[str(slip[2])[:40] for slip in SLIPS])
def test_slips_are_found(old: str, new: str, said: str) -> None:
    assert old in XML
    assert any(said in fault for fault in faults(XML.replace(old, new, 1)))


FIRST = BUTTONS[0]
DISORDERS = (
    ({"keytip": "AX", "tag": "other"}, "keytip A hides AX"),
    ({}, "tag check stands more than once"),
    ({"keytip": "中"}, "check: no key for the tip 中"),
    ({"tag": "a'b"}, "a'b: the tag stands in Python code"),
    ({"label": "一个很长的名字"}, "check: the label has two to five characters"),
    ({"leaves": "没有句号"}, "check: the title of a tip has no full stop, its text ends in one"),
    ({"does": "有句号。"}, "check: the title of a tip has no full stop, its text ends in one"),
    ({"leaves": "长" * 60 + "。"}, "check: a tip is longer than 60 characters"),
)


@pytest.mark.parametrize(("change", "said"), DISORDERS, ids=[said for _, said in DISORDERS])
def test_disorder_is_found(change: dict[str, str], said: str) -> None:
    group = GROUPS[0]._replace(buttons=(FIRST, FIRST._replace(**change)))
    assert said in disorder([group])


def test_too_many_buttons_are_found() -> None:
    crowd = GROUPS[0]._replace(buttons=tuple(FIRST._replace(tag=f"t{n}") for n in range(17)))
    assert {"17 buttons", "检查: 17 buttons"} <= set(disorder([crowd]))


def test_the_help_page_has_an_anchor_for_each_button() -> None:
    html = help_page({"记录": "C:\\<日志>"})
    assert all(f'<h3 id="{button.tag}">{button.label}</h3>' in html for button in BUTTONS)
    assert "C:\\&lt;日志&gt;" in html and "http" not in html
