"""How results look in a terminal: findings by place, counts, progress; plain lines where it is not one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from xlsuite.model.outcome import Finding, Severity
from xlsuite.model.text import escape
from xlsuite.verbs.findings_json import Checked, tables_of

MARKS = {Severity.ERROR: "●", Severity.WARNING: "▲", Severity.INFO: "ⓘ"}
COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "34"}
TALLIED = (Severity.ERROR, Severity.WARNING, Severity.INFO)
SHOWN = 200  # findings a terminal shows of one file; the rest is counted, and written with -o


def is_terminal(stream: Any) -> bool:
    return bool(stream.isatty()) if hasattr(stream, "isatty") else False


def colored(text: str, color: str, options: Any) -> str:
    plain = getattr(options, "no_color", False) or "NO_COLOR" in os.environ or not is_terminal(sys.stdout)
    return text if plain else f"\x1b[{color}m{text}\x1b[0m"


def say(options: Any, text: str) -> None:
    """A message for the person at the keyboard; never on stdout, which carries the result alone."""
    if not getattr(options, "quiet", False):
        warn(text)


def warn(text: str) -> None:
    """A message that no option silences; file names in it may hold line breaks and escape sequences."""
    print(escape(text), file=sys.stderr)


@contextmanager
def progress(options: Any, what: str, total: int) -> Iterator[Any]:
    """A bar on stderr for several files, where that is a terminal; the value is called once per file with its name."""
    if total < 2 or getattr(options, "quiet", False) or not is_terminal(sys.stderr):
        yield lambda name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{what} {escape(name)}")


@contextmanager
def batch_progress(options: Any, what: str, total: int, done: int) -> Iterator[Any]:
    """A bar for many files, where stderr is a terminal: files done, findings, time left.

    The value is called once per file with its name and how many findings it has.
    """
    if total < 2 or getattr(options, "quiet", False) or not is_terminal(sys.stderr):
        yield lambda name, findings: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("问题 {task.fields[found]}"),
        TextColumn("还要"), TimeRemainingColumn(), TextColumn("{task.fields[name]}"),
    )  # fmt: skip
    found = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, completed=done, found=0, name="")

        def advance(name: str, findings: int) -> None:
            nonlocal found
            found += findings
            bar.update(task, advance=1, found=found, name=escape(name).replace("[", "\\["))

        yield advance


def print_checked(checked: Checked, options: Any) -> None:
    """One file's findings, the heaviest first; all of them where stdout is not a terminal."""
    print(escape(checked.file))
    if checked.error:
        print(f"  {colored('✗ 读不了', '31', options)}  {checked.error['message']}")
        return
    assert checked.book is not None
    print_tables(checked, options)
    limit = SHOWN if is_terminal(sys.stdout) else len(checked.findings)
    shown = sorted(checked.findings, key=lambda each: -each.severity.weight)[:limit]
    lines = "\n".join(line for finding in shown for line in lines_of(finding, options))
    print(lines if lines else "  ✓ 没有发现问题。")
    if len(checked.findings) > limit:
        print(f"  … 还有 {len(checked.findings) - limit} 处没有列出，加 -o 写成检查结果工作簿。")
    print(f"  {tally(checked.findings, options)}")


def print_tables(checked: Checked, options: Any) -> None:
    for table in tables_of(checked.book):
        print(f"  {table.sheet}：{table.ledger.title} {len(table.rows)} 行")
        if getattr(options, "verbose", False):
            found = "、".join(f"{slot.column.name}={table.letter(slot.column.ident)}" for slot in table.layout.slots)
            print(f"    表头第 {'、'.join(map(str, table.layout.header_rows))} 行；{found}")
            for excluded in table.layout.excluded:
                print(f"    第 {excluded.row} 行没有算进数据：{excluded.reason}")


def lines_of(finding: Finding, options: Any) -> Iterator[str]:
    mark = colored(f"{MARKS[finding.severity]} {finding.severity.word}", COLORS[finding.severity], options)
    key = f"  {escape(finding.key)}" if finding.key else ""
    yield f"  {mark} {finding.rule}  {escape(finding.place)}{key}  {finding.message}"
    if finding.severity is not Severity.INFO:
        yield f"       怎么改：{finding.advice}"


def tally(findings: Iterable[Finding], options: Any) -> str:
    weights = [finding.severity for finding in findings]
    return tally_of([weights.count(each) for each in TALLIED], options)


def tally_of(counts: Iterable[int], options: Any) -> str:
    """How many errors, warnings and infos."""
    pairs = zip(TALLIED, counts, strict=True)
    return "  ".join(colored(f"{MARKS[each]} {each.word} {count}", COLORS[each], options) for each, count in pairs)


def print_table(columns: Iterable[str], rows: Iterable[Iterable[Any]], options: Any) -> None:
    """A small table: aligned in a terminal, tab-separated elsewhere."""
    if not is_terminal(sys.stdout):
        for row in (columns, *rows):
            print("\t".join(escape(str(cell)) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(escape(str(cell))) for cell in row))
    Console(no_color=getattr(options, "no_color", False)).print(table)
