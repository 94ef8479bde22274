"""Reads .xls, .xlsb and .ods in a short-lived process of its own: a crash there is a refused file and not our end.

These formats cannot be judged beforehand as xlsx can. The child (`python -m xlsuite.excel.contained`) takes the file's
bytes on stdin and answers with JSON; it never gets a path and nothing it sends is executed.

What calamine does not tell of these formats is read beforehand (`SheetFacts`). Known limit: formulas without a stored
value are not told from blank cells there.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsuite.errors import UnreadableFile
from xlsuite.excel.sniff import encrypted
from xlsuite.files.limits import LIMITS, damaged, how_to_raise, over_limit
from xlsuite.model.grid import Grid, Merge


class SheetFacts(NamedTuple):
    """What a format says of a sheet besides its cells; rows and columns from 1."""

    name: str
    merges: tuple[Merge, ...]
    errors: dict[tuple[int, int], str]
    hidden_rows: frozenset[int]


def read_with_facts(facts: Sequence[SheetFacts], content: bytes, name: str) -> list[Grid]:
    """Read a workbook in the child process, its grids completed by what is known of its sheets; the first of a name."""
    known = {sheet.name: sheet for sheet in reversed(facts)}
    grids = read_contained(content, name)
    for grid in grids:
        if sheet := known.get(grid.name):
            grid.merges, grid.hidden_rows, grid.errors = sheet.merges, sheet.hidden_rows, sheet.errors
            for row, column in sheet.errors:
                if grid.cell(row, column) != "":
                    grid.rows[row - 1][column - 1] = ""
    return grids


def read_contained(content: bytes, name: str) -> list[Grid]:
    """Read a workbook in the child process. Raises UnreadableFile: damaged, encrypted, too_large."""
    import json
    import subprocess

    cells, memory, seconds = (LIMITS[key].most for key in ("cells", "memory", "seconds"))
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    paths = os.pathsep.join(path for path in (root, os.environ.get("PYTHONPATH", "")) if path)
    try:
        done = subprocess.run(
            # -P: a module lying in the current folder, which is the user's, must not be picked up
            [sys.executable, "-P", "-m", "xlsuite.excel.contained", str(cells), str(memory)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
        answer = json.loads(done.stdout, object_hook=_untagged)
    except subprocess.TimeoutExpired:
        message = f"“{name}”在 {seconds} 秒内没有读完。{LIMITS['seconds'].advice}{how_to_raise('seconds')}"
        raise UnreadableFile("too_large", message) from None
    except (OSError, ValueError):  # no whole answer: the child crashed, ran out of memory, or never started
        raise damaged(name, "读取时出错") from None
    return _grids(answer, name)


def _grids(answer: Any, name: str) -> list[Grid]:
    if isinstance(answer, list):
        return [
            Grid(sheet, rows, tuple(Merge(*merge) for merge in merges), hidden=hidden)
            for sheet, hidden, rows, merges in answer
        ]
    if answer == "encrypted":
        raise encrypted(name)
    if isinstance(answer, int):
        raise over_limit("cells", answer, name)
    raise damaged(name, "读取时出错")


def _untagged(pair: dict[str, Any]) -> Any:
    ((tag, value),) = pair.items()
    if tag == "date":
        return dt.date.fromisoformat(value)
    if tag == "datetime":
        return dt.datetime.fromisoformat(value)
    return dt.time.fromisoformat(value) if tag == "time" else dt.timedelta(seconds=value)


def _tagged(value: object) -> dict[str, Any]:
    if isinstance(value, dt.timedelta):
        return {"timedelta": value.total_seconds()}
    assert isinstance(value, (dt.date, dt.time))
    return {type(value).__name__: value.isoformat()}


def _answer(content: bytes, most_cells: int) -> object:
    """Sheets as lists, "encrypted", "damaged", or the number of cells of a sheet that has too many."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    sheets = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(index)
            cells = (sheet.total_height + 1) * (sheet.total_width + 1)  # it tells the last row and column, from 0
            if cells > most_cells:
                return cells
            ranges = sheet.merged_cell_ranges or []
            merges = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append((about.name, about.visible != SheetVisibleEnum.Visible, rows, merges))
    except PasswordError:
        return "encrypted"
    except (CalamineError, OSError, ValueError):
        return "damaged"
    return sheets


def main() -> None:
    """Read stdin, answer on stdout, within the limits of memory that the system can set."""
    import json

    cells, memory = map(int, sys.argv[1:3])
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has none; the time limit still holds
        pass
    answer = json.dumps(_answer(sys.stdin.buffer.read(), cells), default=_tagged, ensure_ascii=True)
    sys.stdout.buffer.write(answer.encode())


if __name__ == "__main__":
    main()
