"""One module opens files and one writes them: nothing else in the suite may."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "xlsuite"
FILES = sorted(PACKAGE.rglob("*.py"))
MAY = {
    "files/opener.py": {"open", "fdopen", "gzip"},
    "files/save.py": {"open", "gzip", "tempfile", "shutil", "NamedTemporaryFile", "TemporaryDirectory"},
    "desk.py": {"open"},  # Excel's own books.open
    "buttons.py": {"open"},
    "host/engine.py": {"open"},
    "framing.py": {"pandas"},  # frames in memory; it neither reads nor writes a file
    "text/bounded.py": {"open", "fdopen", "pickle"},  # a pipe to a child of its own, and what /proc says of its memory
}
BANNED_CALLS = {
    "open", "fdopen", "load_workbook", "ZipFile", "read_excel", "read_csv", "ExcelFile", "ExcelWriter", "to_excel",
    "read_bytes", "write_bytes", "read_text", "write_text", "from_path", "NamedTemporaryFile", "TemporaryDirectory",
    "TemporaryFile", "mkstemp", "mkdtemp",
}  # fmt: skip
BANNED_MODULES = {
    "zipfile",
    "tempfile",
    "shutil",
    "openpyxl",
    "pandas",
    "fileinput",
    "mmap",
    "gzip",
    "pickle",
    "shelve",
}
OURS = {"read_text"}  # of files/opener.py, called by its bare name


def opened_in(source: str) -> list[str]:
    """The names by which a module opens, writes or unpacks something itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            name = (
                called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            )
            is_ours = isinstance(called, ast.Name) and name in OURS
            if name in BANNED_CALLS and not is_ours:
                found.append(name)
        elif isinstance(node, ast.Import):
            found += [each.name.partition(".")[0] for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.module or "").partition(".")[0])
    return [name for name in found if name in BANNED_CALLS | BANNED_MODULES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_only_two_modules_touch_files(file: Path) -> None:
    place = file.relative_to(PACKAGE).as_posix()
    may = MAY.get(place, set())
    found = [name for name in opened_in(file.read_text(encoding="utf-8")) if name not in may]
    assert not found, f"{place}: {found} belongs to files/opener.py (reading) or files/save.py (writing)"


CAUGHT = [
    ("open('a')", ["open"]), ("io.open('a')", ["open"]), ("os.open('a', 0)", ["open"]), ("path.open()", ["open"]),
    ("import zipfile", ["zipfile"]), ("from zipfile import ZipFile", ["zipfile"]), ("Path('a').read_text()", ["read_text"]),
    ("p.write_bytes(b'')", ["write_bytes"]), ("pd.read_excel(f)", ["read_excel"]), ("read_text('a')", []),
    ("import openpyxl; openpyxl.load_workbook('a')", ["openpyxl", "load_workbook"]), ("opened('a')", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "found"), CAUGHT, ids=[case[0] for case in CAUGHT])
def test_the_ban_sees_it(source: str, found: list[str]) -> None:
    assert sorted(opened_in(source)) == sorted(found)
