"""Reads .xls, .xlsb and .ods in a process kept for it: a crash there is a refused file and not our end.

These formats cannot be judged beforehand as xlsx can. The child (`python -m xlsuite.excel.contained`) takes files'
bytes on stdin and answers with JSON; it never gets a path and nothing it sends is executed.

What calamine does not tell of these formats is read beforehand (`SheetFacts`). Known limit: formulas without a stored
value are not told from blank cells there.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import os
import struct
import sys
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from xlsuite.errors import UnreadableFile
from xlsuite.excel.sniff import encrypted
from xlsuite.files.limits import LIMITS, damaged, how_to_raise, over_limit
from xlsuite.model.grid import CellRemark, Grid, Merge

_HEAD = struct.Struct("<QQQ")  # of a file its length, the cells it may have, the seconds it may take
_LENGTH = struct.Struct("<Q")
_PIECE = 1 << 20  # bytes of an answer taken at once
_LARGE = 16 << 20  # bytes of a file and its answer after which a process has too much memory in pieces to be kept


class SheetFacts(NamedTuple):
    """What a format says of a sheet besides its cells; rows and columns from 1."""

    name: str
    merges: tuple[Merge, ...]
    errors: dict[tuple[int, int], str]
    hidden_rows: frozenset[int]
    uncached: frozenset[tuple[int, int]] = frozenset()
    unread: tuple[tuple[int, int, str], ...] = ()  # texts that the library passes over: row, column, text


def read_with_facts(facts: Sequence[SheetFacts], content: bytes, name: str) -> list[Grid]:
    """Read a workbook in the child process, its grids completed by what is known of its sheets, in order by name."""
    known: dict[str, list[SheetFacts]] = {}
    for sheet in reversed(facts):
        known.setdefault(sheet.name, []).append(sheet)
    grids = read_contained(content, name)
    for grid in grids:
        if known.get(grid.name):
            complete(grid, known[grid.name].pop())
    return grids


def complete(grid: Grid, sheet: SheetFacts) -> None:
    grid.merges, grid.hidden_rows, grid.errors = sheet.merges, sheet.hidden_rows, sheet.errors
    grid.uncached = sheet.uncached
    grid.remarks = tuple(sorted((*grid.remarks, *unreadable("type", "没有注明是文字还是数", sheet.unread))))
    for row, column in sheet.errors:
        if grid.cell(row, column) != "":
            grid.rows[row - 1][column - 1] = ""


def unreadable(code: str, reason: str, cells: Iterable[Sequence[Any]]) -> list[CellRemark]:
    """Remarks on cells (row, column, what stands there) that are left blank."""
    from xlsuite.excel.cells import BadCell
    from xlsuite.excel.facts import remark

    return [remark((row, column), BadCell(code, reason), text) for row, column, text in cells]


class Child:
    """The process that reads. It is kept for the next file; what a file comes to never depends on those before it."""

    def __init__(self) -> None:
        self._process: Any = None
        self._kept = (0, 0)  # whose it is, and the memory it was given
        self._lock = threading.Lock()

    def answer(self, content: bytes, name: str) -> Any:
        """What it says of a file. Raises UnreadableFile: damaged, too_large."""
        with self._lock:
            is_new = self._is_started_now()
            try:
                try:
                    return self._told(content, name)
                except (OSError, ValueError):  # no whole answer: it crashed, ran out of memory, or never started
                    if is_new:
                        raise
                    self.stop()  # one that had read other files: a new one has the last word
                    return self._told(content, name)
            except (OSError, ValueError):
                self.stop()
                raise damaged(name, "读取时出错") from None
            except BaseException:  # it may be in the middle of an answer, which is not the next file's
                self.stop()
                raise

    def _is_started_now(self) -> bool:
        """Whether the file will be read by a process that has read none before."""
        is_dead = self._process is not None and self._process.poll() is not None
        if is_dead or self._kept != (os.getpid(), LIMITS["memory"].most):
            self.stop()
        return self._process is None

    def _told(self, content: bytes, name: str) -> Any:
        import json

        late = threading.Event()
        limit = LIMITS["seconds"]

        def stop() -> None:
            late.set()
            self._process.kill()

        if self._process is None:
            self._process = self._started()
            self._kept = (os.getpid(), LIMITS["memory"].most)
        timer = threading.Timer(limit.most, stop)
        timer.daemon = True
        timer.start()
        try:
            told = self._asked(content)
        except (OSError, ValueError):
            if not late.is_set():
                raise
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            message = f"“{name}”在 {limit.most} 秒内没有读完。{limit.advice}{how_to_raise('seconds')}"
            raise UnreadableFile("too_large", message)
        answer = json.loads(told, object_hook=_untagged)
        if len(content) + len(told) > _LARGE:
            self.stop()
        return answer

    def _started(self) -> Any:
        import atexit
        import subprocess

        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        paths = os.pathsep.join(path for path in (root, os.environ.get("PYTHONPATH", "")) if path)
        atexit.unregister(self.stop)
        atexit.register(self.stop)
        return subprocess.Popen(
            # -P: a module lying in the current folder, which is the user's, must not be picked up
            [sys.executable, "-P", "-m", "xlsuite.excel.contained", str(LIMITS["memory"].most)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,  # what a buffer held, a copy of this process would write once more
            env={**os.environ, "PYTHONPATH": paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _asked(self, content: bytes) -> bytes:
        asked, told = self._process.stdin, self._process.stdout
        rest = memoryview(_HEAD.pack(len(content), LIMITS["cells"].most, LIMITS["seconds"].most) + content)
        while rest:
            rest = rest[asked.write(rest) :]
        (length,) = _LENGTH.unpack(_read(told, _LENGTH.size).ljust(_LENGTH.size, b"\0"))
        return _read(told, length)

    def stop(self) -> None:
        """End it; the next file gets another."""
        process, self._process = self._process, None
        if process is not None and self._kept[0] == os.getpid():
            process.kill()
            process.wait()
            process.stdout.close()
            process.stdin.close()

    def forget(self) -> None:
        """Begin anew in a copy of the process: a thread that was reading is not there to let go of the lock."""
        self._process, self._lock = None, threading.Lock()


def _read(told: Any, length: int) -> bytes:
    """So many bytes of an answer, fewer where it ends before."""
    pieces = []
    while length and (piece := told.read(min(length, _PIECE))):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


CHILD = Child()
getattr(os, "register_at_fork", lambda **_: None)(after_in_child=CHILD.forget)  # Windows makes no copies


def read_contained(content: bytes, name: str) -> list[Grid]:
    """Read a workbook in the child process. Raises UnreadableFile: damaged, encrypted, too_large."""
    return _grids(CHILD.answer(content, name), name)


def _grids(answer: Any, name: str) -> list[Grid]:
    if isinstance(answer, list):
        return [
            Grid(
                sheet,
                rows,
                tuple(Merge(*merge) for merge in merges),
                hidden=hidden,
                remarks=tuple(unreadable("number", "不是数值", odd)),
            )
            for sheet, hidden, rows, merges, odd in answer
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

    sheets: list[tuple[Any, ...]] = []
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
            sheets.append((about.name, about.visible != SheetVisibleEnum.Visible, rows, merges, []))
    except PasswordError:
        return "encrypted"
    except (CalamineError, OSError, ValueError):
        return "damaged"
    return sheets


def _written(answer: object) -> bytes:
    """An answer as JSON, which has no word for NaN or for a number without end: these are told beside the cells."""
    import json

    try:
        return json.dumps(answer, default=_tagged, ensure_ascii=True, allow_nan=False).encode()
    except ValueError:
        for _, _, rows, _, odd in cast("list[Any]", answer):
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    if isinstance(value, float) and not math.isfinite(value):
                        row[column - 1] = ""
                        odd.append((number, column, str(value)))
        return json.dumps(answer, default=_tagged, ensure_ascii=True).encode()


def _end_after(seconds: int) -> None:
    """Where nobody is left to stop us, stop after twice the time that a file may take."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 2 * seconds + 1, hard))
    except (ImportError, ValueError, OSError):  # Windows has none, or the system allows less anyway
        pass


def main() -> None:
    """Read files from stdin, answer on stdout, until stdin ends; within the memory that the system can be told."""
    memory = int(sys.argv[1])
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # Windows has none; the time limit still holds
        pass
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(_HEAD.size)) == _HEAD.size:
        length, cells, seconds = _HEAD.unpack(head)
        _end_after(seconds)
        answer = _written(_answer(asked.read(length), cells))
        told.write(_LENGTH.pack(len(answer)) + answer)
        told.flush()


if __name__ == "__main__":
    main()
