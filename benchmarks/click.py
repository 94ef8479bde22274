"""How long a ribbon click takes on a 200-row ledger, from the start of its process to the written workbook.

    python benchmarks/click.py [--rounds 15] [--rows 200] [--check]

Measured in turn with `python -c "import xlwings"`, so that a busy moment hits both: as it stands, with pandas taken in
where it is installed, and without what a click keeps out (pandas, NumPy, Polars, Matplotlib, Pillow, the paid part).
The click is what the ribbon's callback does, on our own engine instead of Excel. --check: fail above 2.5 times.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
MOST = 2.5
CLICK = (
    "import sys; from xlsuite.host.engine import opened_file; from xlsuite.click import clicked;"
    "book = opened_file(sys.argv[1]); done = clicked('check', book); book.save();"
    "sys.exit(not done or 'pandas' in sys.modules or 'numpy' in sys.modules)"
)
WITHOUT = (
    "import sys\n"
    "for name in ('pandas', 'numpy', 'polars', 'matplotlib', 'PIL', 'xlwings.pro'): sys.modules[name] = None\n"
    "import xlwings"
)


def main() -> None:
    options = argparse.ArgumentParser(description="A click against import xlwings.")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--rows", type=int, default=200)
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = [sys.executable, str(HERE / "ledger.py"), folder, "--rows", str(given.rows)]
        subprocess.run(ledger, check=True, stdout=subprocess.DEVNULL)
        source = Path(folder) / f"ledger_clean_{given.rows}.xlsx"
        taken = measured(source, Path(folder) / "home" / "台账.xlsx", given.rounds)
    click, plain, bare = (taken[name] for name in ("click", "import xlwings", "import xlwings, nothing beside it"))
    for name, seconds in taken.items():
        print(f"{name:36} {seconds * 1000:7.0f} ms")
    print(f"click / import xlwings {click / plain:.2f}   click / import xlwings, nothing beside it {click / bare:.2f}")
    if given.check and click / plain > MOST:
        raise SystemExit(f"a click takes more than {MOST} times as long as import xlwings")


def measured(source: Path, book: Path, rounds: int) -> dict[str, float]:
    """Medians in seconds; before each click the workbook is a fresh copy without backups."""
    runs = {
        "click": [sys.executable, "-c", CLICK, str(book)],
        "import xlwings": [sys.executable, "-c", "import xlwings"],
        "import xlwings, nothing beside it": [sys.executable, "-c", WITHOUT],
    }
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent), "PYTHONIOENCODING": "utf-8"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):  # the first turn warms the file cache and compiles
        for name, command in runs.items():
            shutil.rmtree(book.parent, ignore_errors=True)
            book.parent.mkdir()
            shutil.copy(source, book)
            start = time.perf_counter()
            done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
            if turn:
                found[name].append(time.perf_counter() - start)
            if done.returncode or (name == "click" and book.read_bytes() == source.read_bytes()):
                raise SystemExit(f"{name}: exit code {done.returncode}, or nothing was written")
    return {name: statistics.median(each) for name, each in found.items()}


if __name__ == "__main__":
    main()
