"""The add-in's file piece by piece, read back by other readers (no Excel here: see docs/Excel核对清单.md)."""

from __future__ import annotations

import hashlib
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import olefile
import pytest
from oletools.olevba import VBA_Parser

from xlsuite.addin.cfb import Tree, compound_file
from xlsuite.addin.compression import compress, decompress
from xlsuite.addin.modules import CHANGES, Xlwings, changed, class_body, installed_xlwings, needed_xlwings, sources
from xlsuite.addin.ovba import encrypted
from xlsuite.addin.package import CONF, TEXTS, WORDS, Settings, addin_bytes, is_ours, settings_of
from xlsuite.errors import UsageError

XLWINGS = needed_xlwings(installed_xlwings(), "python")
PYTHON = "C:\\廉政 & 台账\\python.exe"
MODULES = ["ThisWorkbook", "SheetConf", "SheetWords", "Dictionary", "RibbonXlsuite", "xlwings"]
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
    return addin_bytes(XLWINGS, Settings(windows=PYTHON))


def parts(addin: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(addin)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def project(addin: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(parts(addin)["xl/vbaProject.bin"]), raise_defects=olefile.DEFECT_POTENTIAL)


def module_text(addin: bytes, name: str) -> str:
    return decompress(project(addin).openstream(["VBA", name]).read()).decode("ascii")


def test_two_builds_are_the_same(addin: bytes) -> None:
    again = addin_bytes(XLWINGS, Settings(windows=PYTHON))
    assert hashlib.sha256(addin).hexdigest() == hashlib.sha256(again).hexdigest()
    infos = zipfile.ZipFile(io.BytesIO(addin)).infolist()
    assert {(info.date_time, info.compress_type) for info in infos} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}


def test_every_part_is_declared_and_related(addin: bytes) -> None:
    found = parts(addin)
    for name, content in found.items():
        if not name.endswith(".bin"):
            ElementTree.fromstring(content)
    targets = re.findall(r'Target="([^"]+)"', found["_rels/.rels"].decode())
    targets += [f"xl/{each}" for each in re.findall(r'Target="([^"]+)"', found["xl/_rels/workbook.xml.rels"].decode())]
    content = [name for name in found if "rels" not in name and not name.startswith("[")]
    assert sorted(targets) == sorted(content)
    types = found["[Content_Types].xml"].decode()
    assert all(
        f'PartName="/{name}"' in types for name in content if name not in ("xl/vbaProject.bin", "customUI/customUI.xml")
    )
    assert 'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"' in types


def test_olevba_extracts_the_modules(addin: bytes, tmp_path: Path) -> None:
    path = tmp_path / "xlsuite.xlam"
    path.write_bytes(addin)
    parser = VBA_Parser(str(path))
    assert parser.detect_vba_macros()
    extracted = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert [name.removesuffix(".bas").removesuffix(".cls") for name in extracted] == MODULES
    wanted = {module.name: module.source.splitlines() for module in sources(XLWINGS)}
    for name, code in extracted.items():
        lines = [line.rstrip("\r") for line in code.splitlines() if not line.startswith("Attribute ")]
        own = [line for line in wanted[name.rpartition(".")[0]] if not line.startswith("Attribute ")]
        assert lines == own, name


def test_project_names_its_modules_once(addin: bytes) -> None:
    read = project(addin)
    assert [module.name for module in sources(XLWINGS)] == MODULES
    texts = {name: module_text(addin, name) for name in MODULES}
    assert all(text.startswith(f'Attribute VB_Name = "{name}"\r\n') for name, text in texts.items())
    assert all(text.count("\r\nAttribute VB_Name") == 0 for text in texts.values())
    listed = read.openstream("PROJECT").read().decode("ascii")
    assert re.findall(r"(?:Document|Class|Module)=(\w+)", listed) == MODULES
    assert decompress(read.openstream("VBA/dir").read()).count(struct.pack("<HI", 0x31, 4)) == len(MODULES)
    codes = [
        re.search(rb'codeName="(\w+)"', parts(addin)[f"xl/{each}.xml"])
        for each in ("workbook", "worksheets/sheet1", "worksheets/sheet2")
    ]
    assert [each and each[1].decode() for each in codes] == MODULES[:3]


def test_xlwings_module_keeps_its_notice_and_trusts_no_open_workbook(addin: bytes) -> None:
    text = module_text(addin, "xlwings").replace("\r\n", "\n")
    assert "BSD 3-clause license" in text and "Copyright (C) 2014-present, Zoomer Analytics LLC." in text
    assert "'WARRANTIES OF MERCHANTABILITY" in text and "\n' Changed for xlsuite: " in text
    for old, new in CHANGES:
        assert new in text and (old in new or old not in text)
    assert 'SheetExists(ThisWorkbook, PROJECT_NAME & ".conf")' in text
    dictionary = module_text(addin, "Dictionary")
    assert "@license: MIT" in dictionary and "BEGIN" not in dictionary.split("'", 1)[0]


def test_what_a_click_can_show_of_xlwings_is_chinese(addin: bytes) -> None:
    """No English box is left on the way of a click: those that remain belong to what the add-in never calls."""
    text = module_text(addin, "xlwings")
    boxes = re.findall(r'(?m)^[^\'\r\n]*(?:MsgBox|Popup)\(? ?"?([^",\r]*)', text)
    never = {"Embedded code requires a valid LICENSE_KEY.", "This functionality is not yet supported on Mac.",
             "Your Conda version seems to be too old for the Conda settings. Use the Interpreter setting instead.", "Content"}  # fmt: skip
    assert set(boxes) <= never
    shown = text[text.index("Sub ShowError") :]
    assert shown.index("RibbonXlsuite.ShowFailure Content\r\n    Exit Sub") < shown.index("Press Ctrl+C")


CASES = (
    (lambda source: source.replace("myaddin", "theirs"), "这一版 xlwings 的代码与加载项所用的不同。请安装 xlwings>=0.37.8,<0.38。"),
    (lambda source: "", "这一版 xlwings 的代码与加载项所用的不同。请安装 xlwings>=0.37.8,<0.38。"),
)  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), CASES)
def test_other_sources_are_refused(spoil: Callable[[str], str], said: str) -> None:
    source = (XLWINGS.folder / "xlwings_custom_addin.bas").read_text(encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        changed(spoil(source))
    assert str(raised.value) == said


VERSIONS = (
    (None, '加载项要用 xlwings，这个 Python 里还没有装。请先运行："C:\\py.exe" -m pip install "xlwings>=0.37.8,<0.38"；不装也可以照常用命令行。'),
    ("0.37.7", '装的 xlwings 是 0.37.7，加载项要用 xlwings>=0.37.8,<0.38。请先运行："C:\\py.exe" -m pip install "xlwings>=0.37.8,<0.38"'),
    ("0.38.0", '装的 xlwings 是 0.38.0，加载项要用 xlwings>=0.37.8,<0.38。请先运行："C:\\py.exe" -m pip install "xlwings>=0.37.8,<0.38"'),
    ("0.37.8", ""), ("0.37.19", ""),
)  # fmt: skip


@pytest.mark.parametrize(("version", "said"), VERSIONS)
def test_the_right_xlwings_is_asked_for(version: str | None, said: str) -> None:
    found = Xlwings(version, Path()) if version else None
    if not said:
        assert needed_xlwings(found, r"C:\py.exe") is found
        return
    with pytest.raises(UsageError) as raised:
        needed_xlwings(found, r"C:\py.exe")
    assert str(raised.value) == said


def test_an_incomplete_xlwings_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        sources(Xlwings("0.37.8", tmp_path))
    assert (
        str(raised.value)
        == 'xlwings 里缺少“Dictionary.cls”，安装不完整。请重新安装：pip install "xlwings>=0.37.8,<0.38"。'
    )


def test_class_head_is_dropped() -> None:
    text = 'VERSION\nBEGIN\nEND\nAttribute VB_Name = "D"\nAttribute VB_Exposed = True\nOption Explicit'
    assert class_body(text) == "Option Explicit"


def test_settings_and_texts_come_back(addin: bytes, tmp_path: Path) -> None:
    path = tmp_path / "xlsuite.xlam"
    path.write_bytes(addin)
    found = settings_of(path)
    assert found is not None and found["Interpreter_Win"] == PYTHON and found["Interpreter_Mac"] == ""
    assert found["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    names = re.findall(r'<sheet name="([\w.]+)"', parts(addin)["xl/workbook.xml"].decode())
    assert names == [CONF, WORDS]
    words = parts(addin)["xl/worksheets/sheet2.xml"].decode()
    assert all(f">{key}<" in words and text.split("\n")[0].split("{")[0] in words for key, text in TEXTS)


OTHERS = (b"", b"PK", b"a colleague's add-in", b"PK\5\6" + bytes(18))


@pytest.mark.parametrize("content", OTHERS)
def test_another_file_is_not_ours(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "xlsuite.xlam").write_bytes(content)
    assert not is_ours(tmp_path / "xlsuite.xlam") and not is_ours(tmp_path / "gone.xlam")


def test_xlwings_own_addin_is_not_ours() -> None:
    assert not is_ours(XLWINGS.folder / "quickstart_addin_ribbon.xlam")
