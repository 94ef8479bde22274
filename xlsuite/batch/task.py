"""What a worker does with one file: read, check, write its outputs, leave its rows in a spool, and answer in brief.

The answer is small and plain; what grows with the rows stays on disk. A task is done over when a worker was lost:
outputs have the names the plan gave them, so that the second time writes the same files.
"""

from __future__ import annotations

import io
import os
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from typing import Any

from xlsuite import commands, terminal
from xlsuite.batch import spool
from xlsuite.batch.plan import Name
from xlsuite.errors import UnwritableOutput
from xlsuite.files.opener import digest
from xlsuite.files.save import save_anew, scratch
from xlsuite.ledgers.book import Book
from xlsuite.marked import findings_bytes
from xlsuite.model.outcome import Severity
from xlsuite.paths import CHECKED, OVERVIEW
from xlsuite.verbs.figures.figure import figures
from xlsuite.verbs.findings_json import Checked, file_head, finding_json
from xlsuite.verbs.summarize import error_rows, summarize

Answer = dict[str, Any]


class Screen(io.StringIO):
    """Where a worker prints: kept, and said to be a terminal where the parent's is one."""

    def __init__(self, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@contextmanager
def notes(said: list[str]) -> Iterator[None]:
    """What is said on stderr meanwhile, line by line."""
    screen = Screen(False)
    with redirect_stderr(screen):
        yield
    said += screen.getvalue().splitlines()


def process(task: dict[str, Any]) -> Answer:
    """Do one file; the answer holds nothing that grows with its rows but the findings' counts and the figures."""
    options = Namespace(**task["options"])
    path: str = task["path"]
    said: list[str] = []
    basis: list[str] = []
    before, stamp = digest(path), stamp_of(path)
    with notes(said):
        each = commands.checked_file(path, options)
    with notes(basis):
        commands.say_basis([each], options)
    known = spool.known_of(each.book) if each.book is not None and task["figures"] else None
    answer = brief(each, known)
    answer["written"] = outputs(each, task, options, answer, known)
    if task["spool"] and each.book is not None:
        spool.write(task["spool"], each.book, each.findings, task["keep"], known or spool.Known())
    if task["text"]:
        scratch(task["text"], text_of(each, options).encode("utf-8", "surrogatepass"))
    answer["kept"] = sizes(task["spool"], task["text"])
    is_whole = "unwritten" not in answer and stamp_of(path) == stamp
    if each.book is not None:
        let_go(each.book)
    answer |= {"said": said, "basis": basis, "hash": before if is_whole else ""}
    return answer


def sizes(*paths: str) -> list[list[int]]:
    """The sizes of what was kept for later steps; a crash of the machine may leave less of it on the disk."""
    return [stamp_of(path)[:1] for path in paths if path]


def let_go(book: Book) -> None:
    """Undo the ring of a book and its tables, so that its memory is free at once and no collection is needed.

    To look through the objects of sixteen books for rings takes as long as reading one of them.
    """
    for table in book.tables:
        table.scope = None
        vars(table).pop("anchor_cells", None)
    vars(book).clear()


def brief(each: Checked, known: spool.Known | None) -> Answer:
    """What a list of all files says of this one; its figures where some are known."""
    weights = Counter(finding.severity for finding in each.findings)
    answer: Answer = {
        "file": each.file,
        "status": each.status,
        "error": each.error,
        "counts": [weights[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)],
        "rows": 0,
    }
    book = each.book
    if book is None:
        return answer
    settings = book.settings
    tables = [table for table in book.judged_tables() if table.ledger.is_reported]
    columns: dict[str, dict[str, str]] = {}
    for table in tables:
        names = columns.setdefault(table.ledger.id, {})
        names.update((column.ident, column.name) for column in table.ledger.columns if column.ident in table)
    answer |= {
        "unit": settings.unit_name or "",
        "short": settings.unit_short or "",
        "as_of": settings.as_of,
        "as_of_source": settings.source("as_of"),
        "rules": dict(settings.rules),
        "rows": sum(len(table.rows) for table in tables if table.primary),
        "ledgers": [[table.ledger.id, table.ledger.title, table.sheet, len(table.rows)] for table in tables],
        "columns": columns,
    }
    if known is not None:
        from xlsuite.verbs.together import part_of

        core = (f for declared, rows in known.subjects for f in figures(declared, rows, settings.decimals))
        answer["figures"] = [list(part_of(figure)) for figure in (*core, *known.figures)]
        answer["error_rows"] = error_rows(book, each.findings)
    return answer


def outputs(
    each: Checked, task: dict[str, Any], options: Namespace, answer: Answer, known: spool.Known | None
) -> list[Any]:
    """Write the file's own outputs, as many as its verb wants and its ledgers allow; their paths and stamps."""
    book, path = each.book, task["path"]
    if book is None or not task["name"]:
        return []
    makers: list[tuple[str, Callable[[str], bytes]]] = []
    wanted = task["write"]
    if "findings" in wanted:
        makers.append((CHECKED + ".xlsx", partial(findings_bytes, path, each)))
    has_ledger = any(table.ledger.is_reported for table in book.tables)
    if has_ledger and ("summary" in wanted or "reports" in wanted):
        supporting = (list(known.figures), list(known.tables)) if known is not None else None
        summary = summarize(book, each.findings, supporting)
        if "summary" in wanted:
            makers.append((OVERVIEW + ".xlsx", partial(commands.summary_bytes, summary, path)))
        if "reports" in wanted:
            for name in commands.reports_of(book):
                makers.append((f"_{name}.docx", partial(commands.report_bytes, book, name, each.findings, summary)))
    written = []
    for ending, make in makers:
        target = Name(*task["name"]).target(ending)
        try:
            if not options.dry_run:
                target = str(save_anew(target, make(target)))  # the plan has found this name free, or ours
            written.append([target, stamp_of(target)])
        except UnwritableOutput as error:
            answer["unwritten"] = str(error)
    return written


def stamp_of(path: str) -> list[int]:
    """What tells whether somebody has changed an output since it was written."""
    try:
        found = os.stat(path)
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def text_of(each: Checked, options: Namespace) -> str:
    """What this file adds to the command's answer: its part of the JSON, or its lines for the terminal."""
    if options.format == "json":
        found = ",\n  ".join(map(finding_json, each.findings))
        return f"{file_head(each)}{found}]}}"
    screen = Screen(options.is_terminal)
    with redirect_stdout(screen):
        terminal.print_checked(each, options)
    return screen.getvalue()
