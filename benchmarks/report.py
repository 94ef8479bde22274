"""Draft 300 reports with their lineage, and the same reports with docxtpl alone, turn and turn about in one process.

    python benchmarks/report.py [--drafts 300] [--template 自查报告]

docxtpl alone: the same template and data, a new DocxTemplate for each report, escaping on; it leaves out the sandbox,
the bookmarks, the comments, the manifest and the pages of sources. Read the ratio, not the milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--drafts", type=int, default=300)
    options.add_argument("--template", default="自查报告")
    options.add_argument("--workbook", type=Path, default=HERE.parent / "workbooks" / "示例台账.xlsx")
    given = options.parse_args()

    from xlsuite.verbs.check import findings
    from xlsuite.verbs.report import report, template_path
    from xlsuite.verbs.summarize import summarize
    from xlsuite.work import load

    book = load(given.workbook, 统计截止日="2025-09-30")
    found = findings(book)
    summary = summarize(book, found)
    path = template_path(given.template)
    ways: dict[str, Callable[[], bytes]] = {
        "docxtpl alone": lambda: plain(path, book, summary, found),
        "xlsuite with lineage": lambda: report(book, given.template, found, summary).content,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    sizes = {}
    for turn in range(given.drafts + 1):  # the first turn warms up
        for name, make in ways.items():
            start = time.perf_counter()
            sizes[name] = len(make())
            if turn:
                taken[name].append(time.perf_counter() - start)
    floor = statistics.median(taken["docxtpl alone"])
    print(f"{given.drafts} drafts of {given.template}{'':8}{'median ms':>10}{'total s':>9}{'KB':>6}{'÷ docxtpl':>11}")
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:28}{median * 1000:10.1f}{sum(seconds):9.1f}{sizes[name] / 1024:6.0f}{median / floor:11.2f}")


def plain(path: Path, book: Any, summary: Any, found: Any) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import Environment

    from xlsuite.text.report_data import report_data
    from xlsuite.text.sandbox import FILTERS, TESTS

    env = Environment(autoescape=True)
    env.filters.update(FILTERS)
    env.tests.update(TESTS)
    template = DocxTemplate(path)
    template.render(report_data(book, summary, found), env, autoescape=True)
    target = BytesIO()
    template.save(target)
    return target.getvalue()


if __name__ == "__main__":
    main()
