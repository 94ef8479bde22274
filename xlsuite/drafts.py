"""Drafts on the disk: one report, or one file for each person or 科室, and what is said of them."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xlsuite import terminal, work
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding
from xlsuite.targets import Targets, must_be_folder

if TYPE_CHECKING:
    from xlsuite.text.profile import Profile
    from xlsuite.verbs.report import Document


def write_drafts(options: Namespace, path: str, book: Book, found: list[Finding]) -> dict[str, Any]:
    """Draft what the options ask for and write it; the answer for --format json."""
    from xlsuite.verbs.report import left_out, reports

    profile = layout_file(options.profile) if options.profile else None
    documents = reports(book, options.template, found, profile=profile, by_office=bool(options.by))
    if options.by or any(each.whose for each in documents):
        must_be_folder(options.output or "")
    files = [write(options, path, each) for each in documents]
    for each in documents:
        for gap in each.gaps:
            terminal.say(options, f"待补充：{each.whose + '：' if each.whose else ''}{gap}")
    if not documents:
        terminal.say(options, "台账里没有科室。" if options.by else "没有逾期和临近时限的问题，不用写提醒函。")
    if options.by and (told := left_out(book)):
        terminal.warn(told)
    for layout in dict.fromkeys(each.layout for each in documents):
        terminal.say(options, f"版式：{layout}")
    return answer(documents, files)


def write(options: Namespace, path: str, document: Document) -> str | None:
    ending = f"_{document.name}{'_' + document.whose if document.whose else ''}.docx"
    make: Callable[[str], bytes] = lambda _: document.content  # noqa: E731
    return Targets(options, ending).write(path, make, several=bool(document.whose))


def layout_file(path: str) -> Profile:
    from xlsuite.text.profile import profile_of

    return profile_of(work.settings_file(path, "版式文件"), os.path.basename(path))


def answer(documents: list[Document], files: list[str | None]) -> dict[str, Any]:
    """One draft as it always was; several as a list, with whom each is for."""
    each = [
        {"document": d.name, "file": file, "gaps": list(d.gaps), "notes": list(d.notes), "layout": d.layout}
        for d, file in zip(documents, files, strict=True)
    ]
    if len(documents) == 1 and not documents[0].whose:
        return {"schema": 1, **each[0]}
    return {"schema": 1, "documents": [{"for": d.whose, **one} for d, one in zip(documents, each, strict=True)]}
