"""The add-in's file piece by piece, read back by other readers (no Excel here: see docs/加载项.md)."""

from __future__ import annotations

import hashlib
import io
import random
import re
import struct
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import olefile
import pytest

from xlsuite.addin.cfb import Tree, compound_file
from xlsuite.addin.compression import compress, decompress
from xlsuite.addin.customui import custom_ui, faults
from xlsuite.addin.modules import CHANGES, changed, class_body, sources, xlwings_folder
from xlsuite.addin.ovba import encrypted
from xlsuite.addin.package import addin_bytes
from xlsuite.addin.ribbon import BUTTONS, GROUPS, TAB, Button
from xlsuite.cli import VERBS
from xlsuite.errors import UsageError

CONTENTS = (
    b"", b"a", b"ab", b"abc" * 3, b"a" * 4095, b"a" * 4096, b"a" * 4097, bytes(range(256)) * 40,
    b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa", b"MsgBox 1\r\n" * 999,
    random.Random(7).randbytes(4096), random.Random(8).randbytes(3000), random.Random(9).randbytes(8192),
)  # fmt: skip
# The worked examples of [MS-OVBA] 3.2: no, normal and most compression.
SPECIFIED = (
    (b"abcdefghijklmnopqrstuv.", "0119B000616263646566676800696A6B6C6D6E6F70007172737475762E"),
    (b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
     "012FB00023616161626364658266007061676869 6A013808616B6C00306D6E6F7006710270041072737475761077 78797A003C"),
    (b"a" * 73, "0103B002614500"),
)  # fmt: skip


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: f"{len(content)}-{content[:4].hex()}")
def test_compression_comes_back(content: bytes) -> None:
    assert decompress(compress(content)) == content


@pytest.mark.parametrize(("content", "container"), SPECIFIED)
def test_compression_is_the_one_specified(content: bytes, container: str) -> None:
    assert decompress(bytes.fromhex(container)) == content
    assert len(compress(content)) == len(bytes.fromhex(container))  # of equal matches any may be taken


@pytest.mark.parametrize("wrong", [b"", b"\x02\x00", b"\x01\x00\x30", b"\x01\xff\xbf1"])
def test_decompression_refuses_what_is_none(wrong: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        decompress(wrong)


TREES: tuple[Tree, ...] = (
    {"a": b"x"},
    {"empty": b"", "b": {"small": b"1" * 4095, "large": b"2" * 4096, "larger": b"3" * 70000}},
    {f"Stream{number}": bytes([number]) * number * 50 for number in range(1, 60)},
)


@pytest.mark.parametrize("tree", TREES)
def test_compound_file_reads_back(tree: Tree) -> None:
    read = olefile.OleFileIO(io.BytesIO(compound_file(tree)), raise_defects=olefile.DEFECT_POTENTIAL)
    expected = {tuple(path): content for path, content in flat(tree, ())}
    assert {tuple(path): read.openstream(path).read() for path in read.listdir()} == expected
    assert not read.parsing_issues


def flat(tree: Tree, above: tuple[str, ...]) -> list[tuple[tuple[str, ...], bytes]]:
    found = []
    for name, content in tree.items():
        found += [((*above, name), content)] if isinstance(content, bytes) else flat(content, (*above, name))
    return found


def decrypted(text: str, identity: str) -> bytes:
    """[MS-OVBA] 2.4.3.3, written apart from the encryption."""
    data = bytes.fromhex(text)
    key = sum(identity.encode()) & 0xFF
    seed, version, own = data[0], data[0] ^ data[1], data[0] ^ data[2]
    assert (version, own) == (2, key)
    plain, found = own, bytearray()
    for at in range(3, len(data)):
        plain = data[at] ^ (data[at - 2] + plain & 0xFF)
        found.append(plain)
    filler = (seed & 6) // 2
    (length,) = struct.unpack_from("<I", found, filler)
    assert length == len(found) - filler - 4
    return bytes(found[filler + 4 :])


@pytest.mark.parametrize("content", [bytes(4), b"\0", b"\xff"])
def test_encryption_comes_back(content: bytes) -> None:
    assert decrypted(encrypted("{6C1F0D52}", content), "{6C1F0D52}") == content


@pytest.fixture(scope="module")
def addin() -> bytes:
    return addin_bytes(xlwings_folder(), r"C:\py\python.exe")


def project(addin: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(zipfile.ZipFile(io.BytesIO(addin)).read("xl/vbaProject.bin")))


def test_two_builds_are_the_same(addin: bytes) -> None:
    again = addin_bytes(xlwings_folder(), r"C:\py\python.exe")
    assert hashlib.sha256(addin).digest() == hashlib.sha256(again).digest()
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(addin)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_is_declared_and_related(addin: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(addin))
    for name in archive.namelist():
        if not name.endswith(".bin"):
            ElementTree.fromstring(archive.read(name))
    assert archive.read("customUI/customUI.xml").startswith(b"<customUI ")
    targets = re.findall(r'Target="([^"]+)"', archive.read("_rels/.rels").decode())
    targets += [
        f"xl/{each}" for each in re.findall(r'Target="([^"]+)"', archive.read("xl/_rels/workbook.xml.rels").decode())
    ]
    assert sorted(targets) == sorted(n for n in archive.namelist() if "rels" not in n and not n.startswith("["))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert r"<t>C:\py\python.exe</t>" in sheet and 'ADD_WORKBOOK_TO_PYTHONPATH</t></is></c><c r="B6"' in sheet


def test_project_holds_the_modules_as_given(addin: bytes) -> None:
    read = project(addin)
    names = [module.name for module in sources(xlwings_folder())]
    assert names == ["ThisWorkbook", "Sheet1", "Dictionary", "RibbonXlsuite", "xlwings"]
    texts = {name: decompress(read.openstream(["VBA", name]).read()).decode("ascii") for name in names}
    assert all(text.startswith(f'Attribute VB_Name = "{name}"\r\n') for name, text in texts.items())
    assert all(text.count("\r\nAttribute VB_Name") == 0 for text in texts.values())
    listed = read.openstream("PROJECT").read().decode("ascii")
    assert all(f"={name}" in listed for name in names)
    assert decompress(read.openstream("VBA/dir").read()).count(struct.pack("<HI", 0x31, 4)) == len(names)
    assert """RunPython "import xlsuite.click; xlsuite.click.click('" & control.Tag & "')\"""" in texts["RibbonXlsuite"]


def test_xlwings_module_keeps_its_notice_and_trusts_no_open_workbook(addin: bytes) -> None:
    text = decompress(project(addin).openstream("VBA/xlwings").read()).decode("ascii")
    assert "BSD 3-clause license" in text and "Copyright (C) 2014-present, Zoomer Analytics LLC." in text
    assert "'WARRANTIES OF MERCHANTABILITY" in text
    for old, new in CHANGES:
        assert old not in text and new in text
    assert 'SheetExists(ThisWorkbook, PROJECT_NAME & ".conf")' in text
    dictionary = decompress(project(addin).openstream("VBA/Dictionary").read()).decode("ascii")
    assert "@license: MIT" in dictionary and "BEGIN" not in dictionary.split("'", 1)[0]


def test_other_xlwings_is_said() -> None:
    with pytest.raises(UsageError, match=r"^装的 xlwings 版本与加载项对不上。请装 0\.37\.8 版"):
        changed('Attribute VB_Name = "xlwings"\n')
    assert (
        class_body('VERSION\nBEGIN\nEND\nAttribute VB_Name = "D"\nAttribute VB_Exposed = True\nOption Explicit')
        == "Option Explicit"
    )


KNOWN_IMAGES = set(
    [
        "DataValidationCircleInvalid",
        "ErrorChecking",
        "ConditionalFormattingMenu",
        "ChartInsert",
        "Consolidate",
        "CreateReport",
        "FileNew",
        "Help",
    ]
)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.tag)
def test_button_is_short_and_says_what_stays(button: Button) -> None:
    assert 2 <= len(button.label) <= 5
    assert button.supertip.endswith("不改您的表。") and len(button.supertip) <= 60
    assert button.image in KNOWN_IMAGES
    assert button.verb in {"", *(verb.name for verb in VERBS)} and (button.verb or button.tag == "help")


def test_tab_is_light() -> None:
    assert TAB == "廉政台账"
    for field in ("tag", "keytip", "label"):
        values = [getattr(button, field) for button in BUTTONS]
        assert len(set(values)) == len(values), field
    assert all(len(group.buttons) <= 5 for group in GROUPS)


def test_ribbon_keeps_the_rules() -> None:
    assert faults(custom_ui()) == []
    assert not custom_ui().startswith("<?")


WRONG = (
    ('size="large"', 'size="huge"', "size is huge"),
    ("<tabs>", "<tabs id='a'>", "tabs has id"),
    ('keytip="A"', 'keytip="AAAA"', "button keytip is too long: AAAA"),
    ('id="xlsuite_fix"', 'id="xlsuite_check"', "id xlsuite_check twice"),
    ('onAction="RibbonXlsuite.OnButton"', "", "button lacks onAction"),
    ('id="xlsuite_fix"', 'id="1 fix"', "id is 1 fix"),
    ('supertip="', 'superTip="', "button has superTip"),
    ("<ribbon>", "<ribbon><button id='x' label='x' onAction='x'/>", "button inside ribbon"),
    ("</ribbon>", "", "not well-formed"),
    ("2006/01", "2009/07", "root is {http://schemas.microsoft.com/office/2009/07/customui}customUI"),
    ('label="帮助"', 'label=""', "button label is empty"),
)


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_broken_ribbon_is_noticed(old: str, new: str, said: str) -> None:
    assert old in custom_ui()
    assert any(fault.startswith(said) for fault in faults(custom_ui().replace(old, new)))


def test_a_foreign_office_reads_the_modules(addin: bytes, tmp_path: Path) -> None:
    """LibreOffice knows no .xlam; the same parts as .xlsm give it all five modules with their sources."""
    with zipfile.ZipFile(tmp_path / "twin.xlsm", "w") as twin, zipfile.ZipFile(io.BytesIO(addin)) as archive:
        for name in archive.namelist():
            twin.writestr(name, archive.read(name).replace(b"addin.macroEnabled", b"sheet.macroEnabled"))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "ods", "twin.xlsm"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    read = zipfile.ZipFile(tmp_path / "twin.ods")
    modules = {name.split("/")[-1] for name in read.namelist() if name.startswith("Basic/Xlsuite/")}
    assert modules == {f"{module.name}.xml" for module in sources(xlwings_folder())} | {"script-lb.xml"}
    assert "Public Sub OnButton(control As IRibbonControl)" in read.read("Basic/Xlsuite/RibbonXlsuite.xml").decode()
    assert "Public Function RunPython(" in read.read("Basic/Xlsuite/xlwings.xml").decode()
