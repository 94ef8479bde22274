"""Check 1,000 workbooks of 200 rows on one process and on two, against the floor on as many, in one run.

    python benchmarks/batch.py [--files 1000] [--rows 200] [--rounds 3]

The floor is the plain loop of floor.py over each file. xlsuite runs with the ten rules that do the floor's checks, with
all rules, and as `run` does it all (findings, summary and reports of each file, overview and consolidated ledger), the
last over a tenth of the files. Memory is that of the largest process; it is taken with all files and with a tenth.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from check import ten_rules
from taken import measured

HERE = Path(__file__).parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--rows", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, default=HERE / "out")
    given = options.parse_args()
    books = given.folder / f"batch_{given.files}_{given.rows}"
    if not books.exists():
        command = [sys.executable, str(HERE / "ledger.py"), str(books), "--rows", str(given.rows)]
        subprocess.run([*command, "--files", str(given.files)], check=True)
    tenth = given.folder / f"{books.name}_tenth"
    if not tenth.exists():
        tenth.mkdir()
        for path in sorted(books.iterdir())[: given.files // 10]:
            shutil.copy(path, tenth)
    ten = ten_rules(given.folder)
    shutil.rmtree(given.folder / "ran", ignore_errors=True)
    runs = {
        f"floor, {n} process(es)": [sys.executable, str(HERE / "floor_many.py"), str(books), str(n)] for n in (1, 2)
    }
    for n in (1, 2):
        runs[f"check, ten rules, --jobs {n}"] = check(books, n, "--config", str(ten))
    for n in (1, 2):
        runs[f"check, all rules, --jobs {n}"] = check(books, n)
    runs["check, a tenth of the files"] = check(tenth, 2)
    out = ["-o", str(given.folder / "ran")]
    for n in (1, 2):
        runs[f"run, a tenth, --jobs {n}"] = command_of("run", tenth, n, *out)
    taken = measured(runs, given.rounds)
    floor = {n: taken[f"floor, {n} process(es)"] for n in (1, 2)}
    print(f"{'':34}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'÷ floor (CPU)':>15}{'1 ÷ 2 (wall)':>14}")
    for name, each in taken.items():
        n = 2 if name.endswith("2") or "2 proc" in name else 1
        ratio = f"{each.cpu / floor[n].cpu:15.2f}" if "tenth" not in name else " " * 15
        other = name.replace("jobs 2", "jobs 1").replace("2 proc", "1 proc")
        faster = f"{taken[other].wall / each.wall:14.2f}" if other != name else ""
        print(f"{name:34}{each.wall:8.2f}{each.cpu:8.2f}{each.memory:9.0f}{ratio}{faster}")


def check(folder: Path, jobs: int, *more: str) -> list[str]:
    return command_of("check", folder, jobs, "--fail-on", "never", "--format", "json", *more)


def command_of(verb: str, folder: Path, jobs: int, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "xlsuite",
        verb,
        str(folder),
        "--jobs",
        str(jobs),
        "--as-of",
        "2019-12-31",
        "-q",
        *more,
    ]


if __name__ == "__main__":
    main()
