"""Imports point one way, and the check path stays free of what is slow to import or licensed apart."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "xlsuite"
LAYERS = ("files", "model", "grading", "ledgers", "rules", "text", "verbs", "excel")
RIM = (
    "xlsuite",
    "xlsuite.__main__",
    "xlsuite.cli",
    "xlsuite.commands",
    "xlsuite.framing",
    "xlsuite.comparing",
    "xlsuite.terminal",
    "xlsuite.paths",
    "xlsuite.work",
    "xlsuite.click",
)
ANYWHERE = ("xlsuite.errors",)
OUTSIDE = {
    "calamine": ("excel",),
    "python_calamine": ("excel",),
    "xlsxwriter": ("excel",),
    "lxml": ("text",),
    "docx": ("text",),
    "docxtpl": ("text",),
    "jinja2": ("text",),
    "rich": ("terminal",),
    "xlwings": ("click", "functions", "host", "server"),
    "xlwings_server": ("server",),
    "uvicorn": ("server",),
    "distributed": ("batch",),
    "pandas": ("framing",),
    "openpyxl": (),
}
FILES = sorted(PACKAGE.rglob("*.py"))


def module_name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module] if node.module != "xlsuite" else [f"xlsuite.{alias.name}" for alias in node.names]
    return names


def layer(name: str) -> int:
    """The place of a module in the house; the entrances come last."""
    part = name.split(".")[1] if "." in name else ""
    return LAYERS.index(part) if part in LAYERS else len(LAYERS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_down(file: Path) -> None:
    here = module_name(file)
    for name in imported(file):
        if name.startswith("xlsuite.") and name not in ANYWHERE and name != "xlsuite.__version__":
            assert layer(name) <= layer(here), f"{here} imports {name}, which stands above it"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_libraries_keep_to_their_place(file: Path) -> None:
    here = module_name(file)
    part = here.split(".")[1] if "." in here else ""
    for name in imported(file):
        top = name.partition(".")[0]
        assert not name.startswith(("xlwings.pro", "xlwings.server", "xlwings.reports")), f"{here} imports {name}"
        if top in OUTSIDE:
            assert part in OUTSIDE[top], (
                f"{here} imports {top}, which belongs to {OUTSIDE[top] or 'no part of the core'}"
            )


CLICKING = ("cli", "commands", "click", "buttons", "headless")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_only_the_entrances_know_the_addin(file: Path) -> None:
    here = module_name(file)
    if here.startswith(("xlsuite.addin", "xlsuite.server")) or here.removeprefix("xlsuite.") in CLICKING:
        return
    assert not [name for name in imported(file) if name.startswith(("xlsuite.addin", "xlsuite.click"))]


def test_core_needs_the_standard_library_only() -> None:
    """What everything is made of, and how levels are worked out, knows no library at all."""
    for file in FILES:
        here = module_name(file)
        if here.split(".")[1:2] and here.split(".")[1] in ("model", "grading", "ledgers", "rules"):
            foreign = (
                {n.partition(".")[0] for n in imported(file)} - set(sys.stdlib_module_names) - {"xlsuite", "__future__"}
            )
            assert not foreign, f"{here} imports {foreign}"


SLOW = (
    "pandas",
    "numpy",
    "polars",
    "pydantic",
    "openpyxl",
    "jinja2",
    "xlwings",
    "lxml",
    "docx",
    "docxtpl",
    "rich",
    "xlsxwriter",
)


def test_check_path_imports_nothing_slow(tmp_path: Path) -> None:
    """A ribbon click and a check read, judge and answer without any of the heavy libraries."""
    book = PACKAGE.parent / "workbooks" / "示例台账.xlsx"
    code = (
        "import sys; from xlsuite.cli import run; run(['check', sys.argv[1], '--format', 'json', '--as-of', '2025-09-30']);"
        f"print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(book)], capture_output=True, text=True, cwd=tmp_path, check=True,
        env={"PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_files_are_of_a_readable_size() -> None:
    for file in FILES:
        lines = len(file.read_text(encoding="utf-8").splitlines())
        assert lines <= 350, f"{file.name} has {lines} lines: split it by subject"
        assert file.stem not in ("utils", "helpers", "common", "manager", "misc"), file
