"""Runs hostile cases through the command line, each in a process of its own with limits, and says what came of them.

`python -m tests.hostile_run [WORD …]` prints a line a case whose name holds one of the words: what came, what it cost.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests import hostile_files, hostile_packages, hostile_sheets
from tests.hostile_ledger import Case

CASES: tuple[Case, ...] = (
    *hostile_packages.ZIP, *hostile_packages.XML, *hostile_sheets.SHAPE, *hostile_sheets.VALUES,
    *hostile_files.KINDS, *hostile_files.PLACES,
)  # fmt: skip
ROOT = Path(__file__).parent.parent
SECONDS, MEGABYTES, ADDRESSES = 10, 512, 4096
LIMITED = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_AS, ({ADDRESSES} << 20, {ADDRESSES} << 20))
from xlsuite.cli import run
code = run(sys.argv[1:])
peak = next((line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), "0")
print("peak", peak, file=sys.stderr)
sys.exit(code)
"""


class Outcome(NamedTuple):
    """What came of a case, written as an expectation is; `trouble` is what may never be."""

    came: str
    message: str
    trouble: str
    seconds: float
    megabytes: float


def outcome(case: Case, folder: Path) -> Outcome:
    folder.mkdir()
    path = case.make(folder) if case.is_file else folder / case.name  # type: ignore[call-arg]
    assert isinstance(path, Path)
    if not case.is_file:
        path.write_bytes(case.make())  # type: ignore[call-arg, arg-type]
    before = state(folder)
    # LC_ALL: names that are no text are given as bytes, which a Python in UTF-8 mode takes back as they are
    process = subprocess.Popen(
        [sys.executable, "-c", LIMITED, "check", "--format", "json", "--as-of", "2025-09-30", "--", os.fspath(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(folder)},
    )  # fmt: skip
    with ThreadPoolExecutor(2) as readers:
        assert process.stdout is not None and process.stderr is not None
        out, err = readers.map(lambda stream: stream.read(), (process.stdout, process.stderr))
    _, status, used = os.wait4(process.pid, 0)  # its peak of memory would be at least ours: the child tells its own
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    came, message = told(process.returncode, out.decode(), err.decode("utf-8", "replace"))
    trouble = "" if state(folder) == before else "the input or its folder changed; "
    if b"Traceback" in err or b"panicked" in err or process.returncode not in (0, 1, 2, 3):
        trouble += f"exit {process.returncode}: {err[-300:].decode('utf-8', 'replace')}; "
    seconds, megabytes = used.ru_utime + used.ru_stime, int(err.rpartition(b"peak ")[2].strip() or 0) / 1024
    if megabytes > MEGABYTES:
        trouble += f"{megabytes:.0f} MB; "
    return Outcome(came, message, trouble, seconds, megabytes)


def told(code: int, out: str, err: str) -> tuple[str, str]:
    """What the answer says, as an expectation is written, and its message."""
    if code not in (0, 1, 3):
        return "U" if code == 2 else f"? {code}", err
    (file,) = json.loads(out)["files"]
    if file["error"]:
        return f"R {file['error']['code']}", file["error"]["message"]
    rows = sum(sheet["rows"] for sheet in file["sheets"])
    rules = sorted({finding["rule"] for finding in file["findings"]})
    if rows == 3 and not rules:
        return "A", ""
    return " ".join(["F", *([] if rows == 3 else [str(rows)]), *rules]), ""


def state(folder: Path) -> dict[str, object]:
    """Every name in a folder with what stands under it; contents by their hash."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name, stat = os.fsdecode(os.fsencode(path)), path.lstat()
        is_plain = path.is_file() and not path.is_symlink() and stat.st_size < 100 << 20
        content = hashlib.sha256(path.read_bytes()).hexdigest() if is_plain else ""
        found[name] = (stat.st_mode, stat.st_size, stat.st_mtime_ns, content)
    return found


def outcomes(cases: Iterable[Case], folder: Path) -> dict[str, Outcome]:
    """All of them, two at a time."""
    cases = list(cases)
    with ThreadPoolExecutor(2) as pool:
        numbered = ((case, folder / str(number)) for number, case in enumerate(cases))
        found = list(pool.map(lambda each: outcome(*each), numbered))
    return dict(zip((case.id for case in cases), found, strict=True))


def is_expected(case: Case, found: Outcome) -> bool:
    wanted, _, words = case.expect.partition(" ")
    if wanted == "R":
        code, _, words = words.partition(" ")
        return found.came == f"R {code}" if code and not words else found.came.startswith("R " + code) and words in found.message  # fmt: skip
    return found.came == "U" and words in found.message if wanted == "U" else found.came == case.expect


def main() -> None:
    chosen = [case for case in CASES if not sys.argv[1:] or any(word in case.id for word in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder:
        found = outcomes(chosen, Path(folder))
    for case in chosen:
        each = found[case.id]
        sign = " " if is_expected(case, each) and not each.trouble else "!"
        print(f"{sign} {case.id[:40]!r:44} {each.seconds:5.2f} s {each.megabytes:4.0f} MB  {each.came}  {each.message[-120:].strip()} {each.trouble}")  # fmt: skip
        if sign == "!":
            print(f"      wanted: {case.expect}")


if __name__ == "__main__":
    main()
