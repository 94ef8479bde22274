"""Ribbon, templates, batch, merge and compare know the supporting ledgers by their declarations alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlsuite.ledgers import supporting

PACKAGE = Path(__file__).parent.parent / "xlsuite"
LISTED = [ledger for ledger in supporting() if ledger.listed]
MODULES = sorted(
    path
    for pattern in (
        "addin/*.py", "batch/*.py", "excel/*.py", "excel/template/*.py", "verbs/merge.py", "verbs/compare*.py",
        "verbs/followed.py", "verbs/together.py", "verbs/template.py", "framing.py", "exporting.py", "comparing.py",
        "templating.py", "click.py",
    )
    for path in PACKAGE.glob(pattern)
)  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_no_line_names_one_of_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = [ledger.id for ledger in LISTED if re.search(rf"""["']{ledger.id}["'.]""", text)]
    assert named == [] and [ledger.title for ledger in LISTED if f'"{ledger.title}"' in text] == []


def test_the_guard_would_see_one() -> None:
    assert len(LISTED) == 18 and len(MODULES) > 60
    assert re.search(r"""["']pledges["'.]""", 'yield "pledges.total"')
