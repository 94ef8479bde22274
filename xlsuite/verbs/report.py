"""报告

按模板起草自查报告、整改情况报告、提醒函、一页简报：数字只取自台账，缺的写明待补充，台账证明不了的话不写。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.office import offices, part_of, without_office
from xlsuite.model.outcome import Finding
from xlsuite.verbs.check import findings as all_findings
from xlsuite.verbs.summarize import Summary, summarize

if TYPE_CHECKING:
    from xlsuite.text.profile import Profile

PACKAGE = Path(__file__).parents[1]
FOLDERS = (PACKAGE / "templates", PACKAGE.parent / "templates")  # in the wheel, and in a checkout


class Document(NamedTuple):
    """A draft: the template's name, the .docx file, what is still to be filled in, and what its reader should know.

    whose: the person or the 科室 it is for, where there is one for each, as it may stand in a file's name.
    layout: which layout it has.
    """

    name: str
    content: bytes
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    whose: str = ""
    layout: str = ""


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
    profile: Profile | None = None,
    office: str = "",
) -> Document:
    """A draft from a book; findings and summary are made here where they are not given.

    template: a name of `names()` or the path of an office's own .docx. generated: printed in the draft where given;
    left out, the same book gives the same bytes. profile: an office's layout, put over the template's. office: the
    科室 whose part the book is. UsageError for a template of which each person gets one: `reports` drafts those.
    """
    path = template_path(template)
    if is_letter(path):
        raise UsageError(f"模板“{path.stem}”一人一份，一次写出多份。命令行请用 -o 写一个文件夹。")
    data = data_of(book, findings, summary, generated, office)
    return drafted(path, data, book, profile, office)


def reports(
    book: Book,
    template: str | Path = "自查报告",
    findings: Iterable[Finding] | None = None,
    generated: datetime | None = None,
    profile: Profile | None = None,
    by_office: bool = False,
) -> list[Document]:
    """All drafts of one template: a letter for each person, or a report for each 科室, else the one report."""
    path = template_path(template)
    found = all_findings(book) if findings is None else list(findings)
    if is_letter(path):
        if by_office:
            raise UsageError(f"模板“{path.stem}”已经是一人一份，不能再按科室分。")
        return letters(path, book, found, generated, profile)
    if by_office:
        return [
            report(part, path, of_tables(part, found), None, generated, profile, office)
            for office in offices(book)
            for part in [part_of(book, office)]
        ]
    return [report(book, path, found, None, generated, profile)]


def data_of(
    book: Book,
    findings: Iterable[Finding] | None,
    summary: Summary | None = None,
    generated: datetime | None = None,
    office: str = "",
) -> dict[str, Any]:
    from xlsuite.text.report_data import report_data

    found = all_findings(book) if findings is None else list(findings)
    return report_data(book, summarize(book, found) if summary is None else summary, found, generated, office)


def drafted(path: Path, data: dict[str, Any], book: Book, profile: Profile | None, whose: str = "") -> Document:
    from xlsuite.text.letters import safe_name
    from xlsuite.text.report_data import notes_of
    from xlsuite.text.word import layout_of, render, text_of

    content = render(path, data, path.stem, book.settings.as_of, path.stem, profile)
    gaps = tuple(dict.fromkeys(re.findall("【待补充：([^】]*)】", text_of(content))))
    name = safe_name(whose) if whose else ""
    return Document(path.stem, content, gaps, notes_of(data, gaps), name, layout_of(content))


def is_letter(path: Path) -> bool:
    """Whether a template is written to one person: it says something of 提醒."""
    from xlsuite.text.word import tag_texts

    return any(re.search(r"(?<![\w.])提醒\s*[.．\[]", text) for text in tag_texts(path))


def letters(
    path: Path, book: Book, found: list[Finding], generated: datetime | None, profile: Profile | None
) -> list[Document]:
    """A letter for each person with something late or soon due; each knows of the errors in its own rows only."""
    from xlsuite.text.issues import Issues
    from xlsuite.text.letters import NOBODY, reminders, shared_names
    from xlsuite.text.report_data import errors

    summary = summarize(book, found)
    data = data_of(book, found, summary, generated)
    total = summary.figure("rectification.total")
    people = reminders(Issues(book, total.rows if total else None))
    documents = []
    for person in people:
        rows = {(record.table.sheet, record.row) for record in person.records}
        mine = [each for each in found if (each.sheet, each.row) in rows]
        told = {**data, "提醒": person, "错误": errors(mine, len({each.row for each in mine}))}
        document = drafted(path, told, book, profile, person.person or NOBODY)
        documents.append(document._replace(notes=(*document.notes, *shared_names([person]))))
    return documents


def of_tables(part: Book, found: list[Finding]) -> list[Finding]:
    """The findings on the rows of a part of a workbook."""
    rows = {(table.sheet, row) for table in part.tables for row in table.rows}
    return [each for each in found if (each.sheet, each.row) in rows]


def left_out(book: Book) -> str:
    """What to tell of issues that are in no 科室's report; "" for none."""
    numbers = without_office(book)
    return f"有 {len(numbers)} 个问题责任科室未填，不在任何科室的报告里：{'、'.join(numbers[:20])}。" if numbers else ""
