"""廉政风险点台账与问题整改台账：检查、定级、汇总、报告。

One call each on a Book or a path; values come back, nothing is written unless told where.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsuite.ledgers.book import Book
    from xlsuite.model.outcome import Finding
    from xlsuite.verbs.compare import Comparison
    from xlsuite.verbs.fix import Change
    from xlsuite.verbs.grade import GradeRow
    from xlsuite.verbs.report import Document
    from xlsuite.verbs.summarize import Summary

__version__ = "0.1.0"
__all__ = ["check", "compare", "fix", "frames", "grade", "load", "report", "summarize", "template"]

Path = str | os.PathLike[str]


def load(path: Path, **settings: Any) -> Book:
    """Read a workbook; settings are 参数 by their Chinese names. Raises UnreadableFile, UsageError."""
    from xlsuite.work import load as read

    book = read(path, **settings)
    vars(book)["frames"] = partial(frames, book)  # pandas stays at the rim: the ledgers know nothing of it
    return book


def _book(book: Book | Path, settings: dict[str, Any]) -> Book:
    if isinstance(book, str | os.PathLike):
        return load(book, **settings)
    if settings:
        from xlsuite.errors import UsageError

        raise UsageError(f"“{book.name}”已经读好，参数“{'、'.join(settings)}”不再起作用。请在 load 时给出。")
    return book


def check(book: Book | Path, **settings: Any) -> list[Finding]:
    """All findings, in the order of sheets, rows, columns and rules.

    Without those that the workbook's own sheet 检查结果 says are 确认无误; no other file is looked at.
    """
    from xlsuite.marked import held
    from xlsuite.verbs.check import findings

    read = _book(book, settings)
    done = held(read, findings(read))
    return done if isinstance(done, list) else done.findings


def grade(book: Book | Path, **settings: Any) -> tuple[GradeRow, ...]:
    """Score, level, suggested level and manager of each risk point."""
    from xlsuite.verbs.grade import grades

    return grades(_book(book, settings))


def summarize(book: Book | Path, **settings: Any) -> Summary:
    """All figures and tables with the rows behind them."""
    from xlsuite.verbs.summarize import summarize as summed

    return summed(_book(book, settings))


def report(book: Book | Path, template: str = "自查报告", to: Path | None = None, **settings: Any) -> Document:
    """A Word draft; written only when `to` says where. Raises OutputExists where something stands there."""
    from xlsuite.files.save import save
    from xlsuite.verbs.report import report as drafted

    document = drafted(_book(book, settings), template)
    if to is not None:
        save(to, document.content)
    return document


def fix(book: Book | Path, to: Path | None = None, **settings: Any) -> tuple[Change, ...]:
    """The safe changes to a workbook; with `to` a corrected copy is written, the workbook itself never.

    With `to`, changes to formula cells are left out of the copy and of the answer.
    """
    from xlsuite.excel.corrected import corrected
    from xlsuite.files.save import save
    from xlsuite.verbs.check import findings
    from xlsuite.verbs.fix import changes

    read = _book(book, settings)
    found = changes(findings(read))
    if to is None:
        return found
    done = corrected(read.path, found)
    save(to, done.content)
    return done.made


def frames(source: Book | Path | Iterable[Path], **settings: Any) -> dict[str, Any]:
    """The ledgers of a workbook, a folder or several files as pandas frames, one a ledger; also `book.frames()`.

    Columns and types: `xlsuite.framing.frames`. Raises UsageError without pandas (`xlsuite[frames]`).
    """
    from xlsuite.framing import frames as framed

    return framed(source, **settings)


def compare(old: Book | Path, new: Book | Path, **settings: Any) -> Comparison:
    """What changed from one period's workbook to the next one's."""
    from xlsuite.verbs.compare import compare as compared

    return compared(_book(old, settings), _book(new, settings))


def template(name: str = "全套台账", to: Path | None = None, **settings: Any) -> bytes:
    """A blank ledger workbook; written only when `to` says where."""
    from xlsuite.excel.template.workbook import template_workbook
    from xlsuite.files.save import save
    from xlsuite.verbs.template import chosen

    content = template_workbook(chosen(name, settings))
    if to is not None:
        save(to, content)
    return content
