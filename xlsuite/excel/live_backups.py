"""The copies kept of a workbook, and what would change if one of them took its place."""

from __future__ import annotations

import re
from pathlib import Path

from xlsuite.excel.corrected import differing
from xlsuite.excel.reader import read_grids_bytes
from xlsuite.files.save import BACKUPS
from xlsuite.ledgers.lists import WRITTEN
from xlsuite.model.grid import Grid
from xlsuite.model.place import a1
from xlsuite.model.text import quote, whole

SHOWN = 6
LONGEST = 20


def backups_of(path: str) -> list[Path]:
    """The copies of a workbook, the newest first."""
    target = Path(path)
    is_one = re.compile(re.escape(target.stem) + r"\.(\d{8}-\d{6})(?:_(\d+))?" + re.escape(target.suffix)).fullmatch
    try:
        found = [(is_one(each.name), each) for each in (target.parent / BACKUPS).iterdir()]
    except OSError:
        return []
    dated = [(match[1], int(match[2] or 1), each) for match, each in found if match]
    return [each for _, _, each in sorted(dated, reverse=True)]


def changes_between(now: bytes, copy: bytes, name: str) -> str:
    """What taking a copy back would change, in words; "" for nothing."""
    if now == copy:
        return ""
    new = {grid.name: grid for grid in read_grids_bytes(copy, name) if grid.cell(1, 1) != WRITTEN}
    old = {grid.name: grid for grid in read_grids_bytes(now, name) if grid.cell(1, 1) != WRITTEN}
    told = []
    if gone := [f"“{each}”" for each in old if each not in new]:
        told.append(f"去掉工作表{'、'.join(gone)}")
    if come := [f"“{each}”" for each in new if each not in old]:
        told.append(f"多出工作表{'、'.join(come)}")
    cells = [(sheet, place) for sheet in new if sheet in old for place in differing(old[sheet], new[sheet])]
    if cells:
        shown = [one_change(old[sheet], new[sheet], place) for sheet, place in cells[:SHOWN]]
        more = f"\n…… 共 {len(cells)} 格" if len(cells) > SHOWN else ""
        told.append(f"{len(cells)} 格的内容：\n" + "\n".join(shown) + more)
    return "；".join(told) or "批注、底色等样子，单元格内容不变"


def one_change(old: Grid, new: Grid, place: tuple[int, int]) -> str:
    before, after = (short(whole(grid.cell(*place))) for grid in (old, new))
    return f"{old.name}!{a1(*place)}　“{before}” → “{after}”"


def short(text: str) -> str:
    return quote(text if len(text) <= LONGEST else text[:LONGEST] + "…")
