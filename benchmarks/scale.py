"""How the cost of a check grows with the rows of a ledger and with the share of bad ones, in one run.

    python benchmarks/scale.py [--rows 1000,10000,100000,1000000] [--shares 0,0.02,0.1,0.5,0.9] [--share-rows 50000]

Times are of whole processes; the floor is that of floor.py. A share of 0.9 is all rows but the first tenth, which the
doubled numbers repeat. Half a million rows and more are past what xlsuite opens by itself: the limits are raised in a
configuration file, as a user would.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from check import xlsuite
from taken import Taken, measured

HERE = Path(__file__).parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--rows", default="1000,10000,100000,1000000")
    options.add_argument("--shares", default="0,0.02,0.1,0.5,0.9")
    options.add_argument("--share-rows", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, default=HERE / "out")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    sizes = [int(each) for each in given.rows.split(",") if each]
    books = {f"{size:,} rows": ledger(given.folder, size, 0.02) for size in sizes}
    if sizes:
        table(books, given.rounds, sizes, limits(given.folder))
    shares = [float(each) for each in given.shares.split(",") if each]
    bad = {f"{share:.0%} bad": ledger(given.folder, given.share_rows, share) for share in shares}
    if shares:
        table(bad, given.rounds, [given.share_rows] * len(shares), limits(given.folder))


def limits(folder: Path) -> Path:
    """A configuration that lets a workbook of a million rows be read."""
    path = folder / "limits.toml"
    lines = ("[上限]", "文件大小 = 400", "展开后的大小 = 1500", "全部部件展开后的大小 = 2000",
             "表格范围 = 20000000", "有内容的单元格数 = 20000000")  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def ledger(folder: Path, rows: int, bad: float) -> Path:
    stem = f"clean_{rows}" if bad == 0.02 else f"bad{bad:g}_{rows}"
    path = folder / f"ledger_{stem}.xlsx"
    if not path.exists():
        command = [sys.executable, str(HERE / "ledger.py"), str(folder), "--rows", str(rows), "--bad", str(bad)]
        subprocess.run(command, check=True)
    return path


def table(books: dict[str, Path], rounds: int, sizes: list[int], config: Path) -> None:
    runs = {}
    for name, path in books.items():
        runs[f"floor, {name}"] = [sys.executable, str(HERE / "floor.py"), str(path)]
        runs[f"xlsuite, {name}"] = xlsuite(path, "--fail-on", "never", "--config", str(config))
    taken = measured(runs, rounds)
    first: Taken = taken[next(name for name in taken if name.startswith("xlsuite"))]
    heads = f"{'floor s':>9}{'xlsuite s':>11}{'CPU s':>8}{'µs a row':>10}{'peak MB':>9}{'÷ floor':>9}{'÷ first':>9}"
    print(f"\n{'':18}{heads}")
    for name, size in zip(books, sizes, strict=True):
        floor, own = taken[f"floor, {name}"], taken[f"xlsuite, {name}"]
        print(
            f"{name:18}{floor.wall:9.2f}{own.wall:11.2f}{own.cpu:8.2f}{own.cpu / size * 1e6:10.1f}{own.memory:9.0f}"
            f"{own.cpu / floor.cpu:9.2f}{own.cpu / first.cpu:9.2f}"
        )


if __name__ == "__main__":
    main()
