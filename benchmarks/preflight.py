"""What looking before reading costs: our reader against bare python-calamine on the same file, in one process.

    python benchmarks/preflight.py [--rows 50000] [--rounds 9] [--book FILE]

The bare reader opens the file, lays out every sheet and takes its merged ranges: what a program does that trusts its
input. Ours sniffs, judges the package and every part, finds errors, formulas without values and hidden rows, and reads
with the same library. Both take turns; the numbers are medians, the bound of the design is 30 % of wall time. A file
of 200 rows is read too, and no process may be started for it.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from xlsuite.excel.reader import read_grids  # noqa: E402 - the package beside this folder

BOUND = 0.30


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--book", type=Path)
    options.add_argument("--folder", type=Path, default=HERE / "out")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    book = given.book or ledger(given.folder, given.rows)
    added = compared(book, given.rounds)
    compared(ledger(given.folder, 200), given.rounds * 5)
    started: list[str] = []
    sys.addaudithook(lambda event, _: started.append(event) if event in ("subprocess.Popen", "os.fork") else None)
    read_grids(ledger(given.folder, 200))
    print(f"processes started for 200 rows: {len(started)}")
    print(f"preflight adds {added:.0%} (bound {BOUND:.0%})")
    return int(added > BOUND or bool(started))


def ledger(folder: Path, rows: int) -> Path:
    path = folder / f"ledger_clean_{rows}.xlsx"
    if not path.exists():
        command = [sys.executable, str(HERE / "ledger.py"), str(folder), "--rows", str(rows), "--bad", "0.02"]
        subprocess.run(command, check=True)
    return path


def bare(path: Path) -> object:
    book = CalamineWorkbook.from_path(str(path))
    return [
        (sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges)
        for sheet in map(book.get_sheet_by_name, book.sheet_names)
    ]


def compared(path: Path, rounds: int) -> float:
    """The share of wall time that our reader adds, as the median of rounds in which both read once."""
    times: dict[Callable[[Path], object], list[tuple[float, float]]] = {bare: [], read_grids: []}
    for turn in range(rounds + 1):
        for read, taken in times.items():
            gc.collect()
            gc.disable()
            wall, cpu = time.perf_counter(), time.process_time()
            found = read(path)
            taken.append((time.perf_counter() - wall, time.process_time() - cpu))
            gc.enable()
            del found
        if turn == 0:
            for taken in times.values():
                taken.clear()
    walls = [ours / plain for (plain, _), (ours, _) in zip(times[bare], times[read_grids], strict=True)]
    cpus = [ours / plain for (_, plain), (_, ours) in zip(times[bare], times[read_grids], strict=True)]
    plain, ours = (statistics.median(wall for wall, _ in times[read]) for read in (bare, read_grids))
    print(
        f"{path.name}: bare {plain * 1000:.1f} ms, ours {ours * 1000:.1f} ms; "
        f"ratio of the pairs, median: wall {statistics.median(walls):.2f}, CPU {statistics.median(cpus):.2f}"
    )
    return statistics.median(walls) - 1


if __name__ == "__main__":
    sys.exit(main())
