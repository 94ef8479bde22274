"""报告

按模板起草自查报告、整改情况报告、提醒函、一页简报：数字只取自台账，缺的写明待补充，台账证明不了的话不写。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.office import offices, part_of, without_office
from xlsuite.model.outcome import Finding
from xlsuite.verbs.check import findings as all_findings
from xlsuite.verbs.summarize import Summary, summarize

if TYPE_CHECKING:
    from xlsuite.text.draft import Drafted
    from xlsuite.text.manifest import Manifest
    from xlsuite.text.profile import Profile
    from xlsuite.text.trace import Trace

PACKAGE = Path(__file__).parents[1]
T = TypeVar("T")
FOLDERS = (PACKAGE / "templates", PACKAGE.parent / "templates")  # in the wheel, and in a checkout


class Document(NamedTuple):
    """A draft: the template's name, the .docx file, what is still to be filled in, and what its reader should know.

    whose: the person or the 科室 it is for, where there is one for each, as it may stand in a file's name. layout:
    which layout it has. errors: how many error findings are on the rows it is made from.
    """

    name: str
    content: bytes
    gaps: tuple[str, ...]
    notes: tuple[str, ...]
    whose: str = ""
    layout: str = ""
    errors: int = 0


class Only(NamedTuple):
    """The part of a workbook that a draft is about: one 科室's rows, or what one person is reminded of.

    person: None where the draft is no letter, "" for the rows that name nobody.
    """

    office: str = ""
    person: str | None = None


WHOLE = Only()


class Shared(NamedTuple):
    """What several drafts of one book have in common: its data, and the trace that knows the figures in them."""

    data: dict[str, Any]
    trace: Trace


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
    last: Manifest | None = None,
    profile: Profile | None = None,
) -> Document:
    """A draft from a book; findings and summary are made here where they are not given.

    template: a name of `names()` or the path of an office's own .docx. generated: printed in the draft where given;
    left out, the same book gives the same bytes. last: the manifest of the last period's draft, to compare with.
    profile: an office's layout, put over the template's. UsageError for a template of which each person gets one:
    `reports` drafts those.
    """
    path = template_path(template)
    if is_letter(path):
        raise UsageError(f"模板“{path.stem}”一人一份，一次写出多份。命令行请用 -o 写一个文件夹。")
    return document(book, path, findings, summary, generated, last, profile)


def reports(
    book: Book,
    template: str | Path = "自查报告",
    findings: Iterable[Finding] | None = None,
    generated: datetime | None = None,
    last: Manifest | None = None,
    profile: Profile | None = None,
    by_office: bool = False,
) -> list[Document]:
    """All drafts of one template: a letter for each person, or a report for each 科室, else the one report."""
    path = template_path(template)
    found = all_findings(book) if findings is None else list(findings)
    is_for_each = is_letter(path)
    if is_for_each and by_office:
        raise UsageError(f"模板“{path.stem}”已经是一人一份，不能再按科室分。")
    if last is not None and (is_for_each or by_office):
        raise UsageError("与上期相比一次只能写一份报告，请去掉 --last，或去掉 --by 和一人一份的模板。")
    if is_for_each:
        return letters(book, path, found, generated, profile)
    if by_office:
        return [document(book, path, found, None, generated, None, profile, Only(office)) for office in offices(book)]
    return [document(book, path, found, None, generated, last, profile)]


def letters(
    book: Book, path: Path, found: list[Finding], generated: datetime | None, profile: Profile | None
) -> list[Document]:
    """A letter for each person with something late or soon due; what they have in common is made once."""
    from xlsuite.text.report_data import report_data
    from xlsuite.text.trace import traced

    summary = summarize(book, found)
    with traced() as trace:
        shared = Shared(report_data(book, summary, found, generated), trace)
        return [
            document(book, path, found, summary, generated, None, profile, Only(person=person), shared)
            for person in people(book, summary)
        ]


def people(book: Book, summary: Summary) -> list[str]:
    """Who is to be reminded, in the ledger's order; "" first, where rows name nobody."""
    from xlsuite.text.issues import Issues
    from xlsuite.text.letters import reminders

    total = summary.figure("rectification.total")
    return [each.person for each in reminders(Issues(book, total.rows if total else None))]


def is_letter(path: Path) -> bool:
    """Whether a template is written to one person: it says something of 提醒."""
    from xlsuite.text.word import content_of

    return speaks_to_someone(content_of(path, path.stem), path)


@lru_cache(maxsize=8)
def speaks_to_someone(content: bytes, path: Path) -> bool:
    from xlsuite.text.word import tag_texts

    texts = held_to_limits(path, lambda: tag_texts(content, path.stem))
    return any(re.search(r"(?<![\w.])提醒\s*[.．。\[［]", text) for text in texts)


def document(
    book: Book,
    path: Path,
    findings: Iterable[Finding] | None = None,
    summary: Summary | None = None,
    generated: datetime | None = None,
    last: Manifest | None = None,
    profile: Profile | None = None,
    only: Only = WHOLE,
    shared: Shared | None = None,
) -> Document:
    from xlsuite.text.letters import NOBODY, safe_name, shared_name
    from xlsuite.text.report_origin import notes_of

    def made() -> Document:
        draft = draft_of(book, path, findings, summary, generated, last, profile, only, shared)
        gaps = tuple(dict.fromkeys(each.field for each in draft.lineage.gaps))
        whose = only.office or (NOBODY if only.person == "" else only.person or "")
        name = safe_name(whose) if whose else ""
        wrong = int(draft.data["错误"].数量)
        notes = (*notes_of(draft.data, gaps), *shared_name(draft.data["提醒"]))
        return Document(path.stem, draft.content, gaps, notes, name, draft.layout, wrong)

    return held_to_limits(path, made)


def held_to_limits(path: Path, work: Callable[[], T]) -> T:
    """The work itself for a template of the package; for one from outside in a child that can be killed."""
    from xlsuite.text.bounded import bounded

    return work() if path.parent in FOLDERS else bounded(work)


def draft_of(
    book: Book,
    path: Path,
    findings: Iterable[Finding] | None = None,
    summary: Summary | None = None,
    generated: datetime | None = None,
    last: Manifest | None = None,
    profile: Profile | None = None,
    only: Only = WHOLE,
    shared: Shared | None = None,
) -> Drafted:
    """The draft with all that is known of it: its data and the lineage of its figures."""
    from xlsuite import __version__
    from xlsuite.text.draft import drafted, template_hash
    from xlsuite.text.letters import letter_data
    from xlsuite.text.manifest import Origin
    from xlsuite.text.report_data import report_data
    from xlsuite.text.word import content_of

    found = all_findings(book) if findings is None else list(findings)
    if only.office:
        book = part_of(book, only.office)
        found, summary = of_tables(book, found), None
    figures = summarize(book, found) if summary is None else summary
    given = content_of(path, path.stem)
    settings = book.settings

    def make_data() -> dict[str, Any]:
        data = shared.data if shared else report_data(book, figures, found, generated, last, only.office)
        return data if only.person is None else {**data, **letter_data(book, figures, found, only.person)}

    origin = Origin(
        __version__, path.stem, template_hash(given), book.name, settings.as_of, settings.method_id, figures.figures,
        *only,
    )  # fmt: skip
    return drafted(given, make_data, origin, last, profile, shared.trace if shared else None)


def of_tables(part: Book, found: list[Finding]) -> list[Finding]:
    """The findings on the rows of a part of a workbook."""
    rows = {(table.sheet, row) for table in part.tables for row in table.rows}
    return [each for each in found if (each.sheet, each.row) in rows]


def left_out(book: Book) -> str:
    """What to tell of issues that are in no 科室's report; "" for none."""
    numbers = without_office(book)
    return f"有 {len(numbers)} 个问题责任科室未填，不在任何科室的报告里：{'、'.join(numbers[:20])}。" if numbers else ""
