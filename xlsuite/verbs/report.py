"""报告

按模板起草自查报告、整改情况报告：数字只取自台账，缺的写明待补充，台账证明不了的话不写。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding
from xlsuite.verbs.check import findings as all_findings
from xlsuite.verbs.summarize import Summary, summarize

PACKAGE = Path(__file__).parents[1]
FOLDERS = (PACKAGE / "templates", PACKAGE.parent / "templates")  # in the wheel, and in a checkout


class Document(NamedTuple):
    """A draft: the template's name, the .docx file, what is still to be filled in, and what its reader should know."""

    name: str
    content: bytes
    gaps: tuple[str, ...]
    notes: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The templates that come with the package."""
    return tuple(sorted({path.stem for folder in FOLDERS if folder.is_dir() for path in folder.glob("*.docx")}))


def template_path(template: str | Path) -> Path:
    """The file of a template, given by the path of a .docx file or by a name. UsageError where there is none."""
    given = Path(template)
    if given.suffix.lower() == ".docx" or len(given.parts) > 1:
        if given.is_file():
            return given
        raise UsageError(f"没有找到模板文件“{template}”。")
    for folder in FOLDERS:
        path = folder / f"{template}.docx"
        if path.is_file():
            return path
    raise UsageError(
        f"没有名为“{template}”的报告模板。现有的模板：{'、'.join(names())}；也可以写一个 .docx 文件的路径。"
    )


def report(
    book: Book,
    template: str | Path = "自查报告",
    findings: Iterable[Finding] | None = None,
    summary: Summary | None = None,
    generated: datetime | None = None,
) -> Document:
    """A draft from a book; findings and summary are made here where they are not given.

    template: a name of `names()` or the path of an office's own .docx. generated: printed in the draft where given;
    left out, the same book gives the same bytes.
    """
    from xlsuite.text.report_data import notes_of, report_data
    from xlsuite.text.word import render, text_of

    path = template_path(template)
    found = all_findings(book) if findings is None else list(findings)
    figures = summarize(book, found) if summary is None else summary
    data = report_data(book, figures, found, generated)
    content = render(path, data, path.stem, book.settings.as_of, path.stem)
    gaps = tuple(dict.fromkeys(re.findall("【待补充：([^】]*)】", text_of(content))))
    return Document(path.stem, content, gaps, notes_of(data, gaps))
