"""Check a 50,000-row rectification ledger against its floor and its peers, each as a whole process, in one run.

    python benchmarks/check.py [--rows 50000] [--rounds 5] [--peers frictionless,pandera]

The ledger (14 columns, 1,000 seeded errors of ten kinds) is generated first. The floor is a plain Python loop over
python-calamine doing the same ten checks. xlsuite runs twice: with the ten rules that do these checks, and with all
rules on. Times are medians of whole processes taken in turn; read the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from shape import ASPECTS
from taken import measured

HERE = Path(__file__).parent
TEN = (
    "ST-11",
    "ST-12",
    "ST-14",
    "ST-16",
    "RC-01",
    "RC-02",
    "RC-03",
    "RC-04",
    "RC-05",
    "RC-07",
    "RC-11",
    "RC-26",
    "RC-31",
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", type=Path, default=HERE / "out")
    options.add_argument("--peers", default="frictionless,pandera,openpyxl")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    book, truth = ledger(given.folder, given.rows)
    small, _ = ledger(given.folder, 2_000)
    only_ten = ten_rules(given.folder)
    # The clean environment a user has: compiled modules kept, nothing preset.
    runs = {
        "floor": [sys.executable, str(HERE / "floor.py"), str(book)],
        "xlsuite, the ten rules": xlsuite(book, "--config", str(only_ten)),
        "xlsuite, all rules": xlsuite(book),
        "floor, 2,000 rows": [sys.executable, str(HERE / "floor.py"), str(small)],
        "xlsuite, 2,000 rows": xlsuite(small),
    }
    for peer in filter(None, given.peers.split(",")):
        runs[peer] = [sys.executable, str(HERE / f"peer_{peer}.py"), str(book)]
    taken = measured(runs, given.rounds)
    print(f"{'':28}{'wall s':>9}{'CPU s':>8}{'peak MB':>9}{'÷ floor (wall)':>16}{'÷ floor (CPU)':>15}")
    for name, each in taken.items():
        floor = taken["floor, 2,000 rows" if "2,000" in name else "floor"]
        ratios = f"{each.wall / floor.wall:16.2f}{each.cpu / floor.cpu:15.2f}"
        print(f"{name:28}{each.wall:9.3f}{each.cpu:8.3f}{each.memory:9.0f}{ratios}")
    recall(book, truth, only_ten)


def ledger(folder: Path, rows: int) -> tuple[Path, Path]:
    stem = f"clean_{rows}"
    book, truth = folder / f"ledger_{stem}.xlsx", folder / f"truth_{stem}.json"
    if not book.exists():
        subprocess.run([sys.executable, str(HERE / "ledger.py"), str(folder), "--rows", str(rows)], check=True)
    return book, truth


def ten_rules(folder: Path) -> Path:
    """A configuration with every other rule switched off."""
    from xlsuite.rules import RULES

    path = folder / "ten.toml"
    lines = [f'"规则 {rule.id}" = "关闭"' for rule in RULES if rule.id not in TEN]
    lines.append(f'"方面清单" = "{"、".join(ASPECTS)}"')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def xlsuite(book: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "xlsuite", "check", str(book), "--format", "json", "--as-of", "2019-12-31", *more]


def recall(book: Path, truth: Path, only_ten: Path) -> None:
    """How many of the seeded errors the ten rules find, and how many other rows they speak of."""
    answer = subprocess.run(xlsuite(book, "--config", str(only_ten)), capture_output=True, check=False)
    found = {(f["row"], f["rule"]) for f in json.loads(answer.stdout)["files"][0]["findings"]}
    rules = {
        "required": ("RC-03", "RC-04"), "enum": ("RC-11", "RC-12", "ST-17"), "date_order": ("RC-31",),
        "done_needs_date": ("RC-07",), "unique": ("RC-01",), "fk": ("ST-16",), "date_parse": ("ST-14", "RC-05"),
        "max_len": ("ST-12",), "pattern": ("ST-11",), "whitespace": ("ST-11",),
    }  # fmt: skip
    seeded = json.loads(truth.read_text(encoding="utf-8"))
    missed: dict[str, int] = {}
    for row, _, kind, _ in seeded:
        if not any((row, rule) in found for rule in rules[kind]):
            missed[kind] = missed.get(kind, 0) + 1
    rows = {row for row, *_ in seeded}
    mates = {mate for *_, mate in seeded if mate}
    spurious = {(row, rule) for row, rule in found if row not in rows | mates and row > 1}
    print(f"seeded {len(seeded)}, found {len(seeded) - sum(missed.values())}, missed {missed or 'none'}, "
          f"findings on untouched rows {len(spurious)}")  # fmt: skip


if __name__ == "__main__":
    main()
