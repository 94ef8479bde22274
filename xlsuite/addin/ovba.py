"""vbaProject.bin from module sources: no compiled code in it, so Office compiles the sources itself ([MS-OVBA] 2.3)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from xlsuite.addin.cfb import Tree, compound_file
from xlsuite.addin.compression import compress

CODE_PAGE, LOCALE, SEED = 1252, 0x409, 0x5D
WORKBOOK, SHEET, CLASS, MODULE = "workbook", "sheet", "class", "module"
# Version FFFF tells Office to ignore any compiled code ([MS-OVBA] 2.3.4.1).
NO_CACHE = b"\xcc\x61\xff\xff\x00\x01\x00"
BASES = {
    WORKBOOK: "0{00020819-0000-0000-C000-000000000046}",
    SHEET: "0{00020820-0000-0000-C000-000000000046}",
    CLASS: "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}
REFERENCES = (
    ("stdole", r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation"),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared"
        r"\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)


class Module(NamedTuple):
    """One module: its name, kind and source in ASCII without Attribute lines (a MODULE keeps its own VB_Name line)."""

    name: str
    kind: str
    source: str


def stored(module: Module) -> bytes:
    """A module's source as it is stored: CRLF, its attributes first. Raises UnicodeEncodeError outside ASCII."""
    return "\r\n".join([*(attributes(module) + module.source).splitlines(), ""]).encode("ascii")


def attributes(module: Module) -> str:
    if module.kind == MODULE:
        return ""
    document = module.kind in (WORKBOOK, SHEET)
    return (
        f'Attribute VB_Name = "{module.name}"\n'
        f'Attribute VB_Base = "{BASES[module.kind]}"\n'
        "Attribute VB_GlobalNameSpace = False\n"
        "Attribute VB_Creatable = False\n"
        f"Attribute VB_PredeclaredId = {document}\n"
        f"Attribute VB_Exposed = {document}\n"
        "Attribute VB_TemplateDerived = False\n"
        f"Attribute VB_Customizable = {document}\n"
    )


def encrypted(identity: str, content: bytes) -> str:
    """A protection value of the PROJECT stream in hexadecimal ([MS-OVBA] 2.4.3.2), from a fixed seed."""
    key = sum(identity.encode("ascii")) & 0xFF
    out = [SEED, SEED ^ 2, SEED ^ key]
    plain = key
    for byte in bytes((SEED & 6) // 2) + struct.pack("<I", len(content)) + content:
        out.append(byte ^ (out[-2] + plain & 0xFF))
        plain = byte
    return bytes(out).hex().upper()


def record(identity: int, content: bytes) -> bytes:
    return struct.pack("<HI", identity, len(content)) + content


def number(identity: int, value: int) -> bytes:
    return record(identity, struct.pack("<I", value))


def both(identity: int, wide: int, text: str) -> bytes:
    """A text twice: in the code page and in UTF-16."""
    return record(identity, text.encode("ascii")) + record(wide, text.encode("utf-16-le"))


def dir_stream(project: str, modules: tuple[Module, ...]) -> bytes:
    """The dir stream before compression: project information, references, modules ([MS-OVBA] 2.3.4.2)."""
    parts = [number(0x01, 3), number(0x02, LOCALE), number(0x14, LOCALE), record(0x03, struct.pack("<H", CODE_PAGE))]
    parts += [record(0x04, project.encode("ascii")), both(0x05, 0x40, ""), both(0x06, 0x3D, "")]
    parts += [number(0x07, 0), number(0x08, 0), struct.pack("<HIIH", 0x09, 4, 1735000000, 1), both(0x0C, 0x3C, "")]
    for name, library in REFERENCES:
        found = library.encode("ascii")
        parts.append(both(0x16, 0x3E, name))
        parts.append(record(0x0D, struct.pack("<I", len(found)) + found + bytes(6)))
    parts += [record(0x0F, struct.pack("<H", len(modules))), record(0x13, b"\xff\xff")]
    parts += [module_records(module) for module in modules]
    return b"".join(parts) + record(0x10, b"")


def module_records(module: Module) -> bytes:
    parts = [both(0x19, 0x47, module.name), both(0x1A, 0x32, module.name), both(0x1C, 0x48, ""), number(0x31, 0)]
    parts += [number(0x1E, 0), record(0x2C, b"\xff\xff"), record(0x21 if module.kind == MODULE else 0x22, b"")]
    return b"".join(parts) + record(0x2B, b"")


def project_stream(project: str, identity: str, modules: tuple[Module, ...]) -> bytes:
    """The PROJECT stream: what the modules are, and that the project is neither protected nor hidden."""
    kinds = {CLASS: "Class={}", MODULE: "Module={}"}
    lines = [f'ID="{identity}"']
    lines += [kinds.get(module.kind, "Document={}/&H00000000").format(module.name) for module in modules]
    lines += [f'Name="{project}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lines += [f'CMG="{encrypted(identity, bytes(4))}"', f'DPB="{encrypted(identity, bytes(1))}"']
    lines += [f'GC="{encrypted(identity, bytes([0xFF]))}"', "", "[Host Extender Info]"]
    lines += ["&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", "", "[Workspace]"]
    lines += [f"{module.name}=0, 0, 0, 0, C" for module in modules]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def names_stream(modules: tuple[Module, ...]) -> bytes:
    """The PROJECTwm stream: each module's name in the code page and in UTF-16."""
    names = [each.name.encode("ascii") + b"\0" + each.name.encode("utf-16-le") + b"\0\0" for each in modules]
    return b"".join(names) + b"\0\0"


def vba_project(project: str, identity: str, modules: tuple[Module, ...]) -> bytes:
    """The bytes of vbaProject.bin; `identity` is the project's GUID in braces."""
    streams: Tree = {"_VBA_PROJECT": NO_CACHE, "dir": compress(dir_stream(project, modules))}
    streams |= {module.name: compress(stored(module)) for module in modules}
    files: Tree = {"VBA": streams}
    files |= {"PROJECT": project_stream(project, identity, modules), "PROJECTwm": names_stream(modules)}
    return compound_file(files)
