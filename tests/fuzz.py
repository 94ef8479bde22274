"""Mutated workbooks through the whole of a check: seeded, structure-aware, thousands in one process.

`python -m tests.fuzz 10000 [FIRST] [--keep FOLDER]` runs so many mutants from a seed on; a CI run does 1,000. A mutant
may be refused with a code or read with findings; anything else (a failure of our own, a traceback, ten seconds of
processor, the end of the process) is a fault, and its seed is printed: every such find becomes a hostile case.

`python -m tests.fuzz 10000 --two` reads each mutant in both ways instead, by calamine and by our own reader, and holds
one against the other: where they differ, the way that says less must say that it does.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.hostile import ods, old_xls, zipped
from tests.hostile_files import XLSB, ods_rows
from tests.hostile_ledger import BODY, ROWS, book
from tests.packages import lived_in, parts_of, written
from xlsuite.cli import run
from xlsuite.errors import UnreadableFile
from xlsuite.excel import facts, reader

SECONDS = 10
NUMBERS = (
    "0", "-1", "1", "60", "1e308", "1e999", "NaN", "-0", "99999", "1048576", "1048577", "16384", "16385", "4294967296",
    "9" * 30, "0x10", "１", "", " ", "1_0", "+1", ".5", "A1", "XFD1048576", "ZZZZ9", "甲", "true", "s", "str", "d", "e",
)  # fmt: skip
PIECES = (
    "<c>", "</c>", "<row>", "</row>", "<v>", "</v>", "<is><t>甲</t></is>", "<f/>", "<f>1+1</f>", "<!-- -->", "<![CDATA[", "]]>",
    "<!DOCTYPE x>", "&amp;", "&#0;", "&#xB;", "&lt;", "\0", "\ufeff", "</sheetData>", "<sheetData>", "<mergeCell ref=\"A1:B9\"/>",
    "<x:c r=\"B2\"/>", "_x0041_", " t=\"s\"", " s=\"1\"", " r=\"A2\"", " hidden=\"1\"", "\u202e", "<t xml:space=\"preserve\"> </t>",
)  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """What is mutated: file names with their contents."""
    shared = book(BODY + '<row r="5"><c r="A5" t="s"><v>0</v></c></row>', strings=("甲", "乙"))
    wide = book(BODY, before='<cols><col min="1" max="9" hidden="1"/></cols>', after='<mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>')  # fmt: skip
    xlsx = [("台账.xlsx", each) for each in (book(), shared, wide, written(), lived_in())]
    others = [("台账.xls", old_xls([list(each) for each in ROWS])), ("台账.xlsb", XLSB), ("台账.ods", ods(ods_rows()))]
    return xlsx * 6 + others  # the others are read in a process of their own, which takes its time


def bytes_changed(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.randrange(1, 9)):
        if found:
            found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def piece_moved(data: bytes, chance: random.Random) -> bytes:
    start, size = chance.randrange(len(data) + 1), chance.randrange(1, 200)
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[start : start + size] + data[place:]


def piece_dropped(data: bytes, chance: random.Random) -> bytes:
    start, size = chance.randrange(len(data) + 1), chance.randrange(1, 60)
    return data[:start] + data[start + size :]


def quoted_changed(data: bytes, chance: random.Random) -> bytes:
    """Another value for one attribute."""
    parts = data.split(b'"')
    if len(parts) > 2:
        parts[chance.randrange(1, len(parts) - 1, 2)] = chance.choice(NUMBERS).encode()
    return b'"'.join(parts)


def text_changed(data: bytes, chance: random.Random) -> bytes:
    """Another text between two tags."""
    ends = [at for at, byte in enumerate(data) if byte == 0x3E]
    if not ends:
        return data
    start = chance.choice(ends) + 1
    end = data.find(b"<", start)
    return data[:start] + chance.choice(NUMBERS).encode() + data[max(start, end) :]


def piece_put_in(data: bytes, chance: random.Random) -> bytes:
    """A piece of markup before or after a tag, or anywhere."""
    places = [at for at, byte in enumerate(data) if byte in (0x3C, 0x3E)] or [0]
    place = chance.choice(places) + chance.randrange(2) if chance.random() < 0.8 else chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(PIECES).encode() + data[place:]


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    bytes_changed, cut, piece_moved, piece_dropped, quoted_changed, quoted_changed, text_changed, text_changed, piece_put_in,
    piece_put_in,
)  # fmt: skip
READ = ("xl/worksheets/sheet1.xml",) * 6 + ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels")  # fmt: skip


def mutant(seed: int, known: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The workbook of a seed."""
    chance = random.Random(seed)
    name, content = chance.choice(known)
    if chance.random() < 0.1 or name.endswith(".xls"):
        return name, chance.choice(CHANGES[:4])(content, chance)
    with contextlib.suppress(zipfile.BadZipFile):
        parts = parts_of(content)
        for _ in range(chance.randrange(1, 4)):
            likely = [part for part in READ if part in parts and name.endswith(".xlsx")] or list(parts)
            part = chance.choice(likely if chance.random() < 0.8 else list(parts))
            parts[part] = chance.choice(CHANGES)(parts[part], chance)
        content = zipped(list(parts.items()))
    return name, content


class TooSlow(BaseException):
    """A mutant that took more processor time than any file may."""


def late(*_: object) -> None:
    raise TooSlow


def checked(path: Path) -> tuple[str, str]:
    """What a check of a file comes to: its exit code and error, or a fault; the second is what it said then."""
    out, err = io.StringIO(), io.StringIO()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["check", str(path), "--format", "json", "--as-of", "2025-09-30"], date(2025, 10, 31))
    except TooSlow:
        return "fault", "too slow"
    except BaseException as error:
        return "fault", repr(error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if code not in (0, 1, 3) or "Traceback" in err.getvalue():
        return "fault", err.getvalue()
    (file,) = json.loads(out.getvalue())["files"]
    return (f"refused, {file['error']['code']}" if file["error"] else "read"), ""


def two_ways(content: bytes) -> tuple[str, str]:
    """What both readers make of a workbook: the same, or a fault and where they differ in silence."""
    found = []
    for own in (False, True):
        fits, usual = reader.fits, reader.is_usual
        if own:
            reader.fits = reader.is_usual = lambda *_: False
        try:
            found.append(reader.read_grids_bytes(content, "台账.xlsx"))
        except UnreadableFile as error:
            found.append(error.code)
        finally:
            reader.fits, reader.is_usual = fits, usual
    fast, slow = found
    if isinstance(fast, str) or isinstance(slow, str):
        return ("same", "refused") if isinstance(fast, str) and isinstance(slow, str) else ("fault", f"{fast!s:.40} {slow!s:.40}")  # fmt: skip
    for one, other in zip(fast, slow, strict=True):
        said = {(each.row, each.column) for each in other.remarks} | one.uncached
        cells = [
            (row, column)
            for row in range(1, max(len(one.rows), len(other.rows)) + 1)
            for column in range(
                1, max(len(one.rows[0]) if one.rows else 0, len(other.rows[0]) if other.rows else 0) + 1
            )
            if one.cell(row, column) != other.cell(row, column) and (row, column) not in said
        ]
        alike = [(each.name, each.hidden, each.hidden_rows, each.errors) for each in (one, other)]
        if cells or alike[0] != alike[1] or not set(one.merges) <= set(other.merges) or not other.uncached <= one.uncached:  # fmt: skip
            return "fault", f"{one.name}: {cells[:3]} {alike}"
    return "same", "read"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    options.add_argument("count", type=int)
    options.add_argument("first", type=int, nargs="?", default=0)
    options.add_argument("--keep", type=Path, help="write the faulty mutants there")
    options.add_argument("--two", action="store_true", help="hold our two readers against one another")
    given = options.parse_args()
    signal.signal(signal.SIGPROF, late)
    known, came = seeds(), Counter[str]()
    if given.two:
        known = [each for each in known if each[0].endswith(".xlsx")]
        facts._PATTERN_FROM = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(given.first, given.first + given.count):
            name, content = mutant(seed, known)
            print(f"seed {seed}", file=sys.stderr)  # the last one told is the one that ended the process
            path = Path(folder) / name
            path.write_bytes(content)
            result, said = two_ways(content) if given.two else checked(path)
            came[f"same, {said}" if result == "same" else result] += 1
            if result == "fault":
                print(f"FAULT seed {seed}: {said.strip()[-300:]}")
                if given.keep:
                    (given.keep / f"{seed}_{name}").write_bytes(content)
            assert path.read_bytes() == content
    for result, count in sorted(came.items()):
        print(f"{count:6} {result}")
    return int(bool(came["fault"]))


if __name__ == "__main__":
    sys.exit(main())
