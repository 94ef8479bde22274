"""报告

按模板起草自查报告、整改情况报告：数字只取自台账，缺的写明待补充，台账证明不了的话不写。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding
from xlsuite.verbs.check import findings as all_findings
from xlsuite.verbs.summarize import Summary, summarize

if TYPE_CHECKING:
    from xlsuite.text.draft import Drafted
    from xlsuite.text.manifest import Manifest

PACKAGE = Path(__file__).parents[1]
T = TypeVar("T")
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
    last: Manifest | None = None,
) -> Document:
    """A draft from a book; findings and summary are made here where they are not given.

    template: a name of `names()` or the path of an office's own .docx. generated: printed in the draft where given;
    left out, the same book gives the same bytes. last: the manifest of the last period's draft, to compare with.
    """
    from xlsuite.text.report_data import notes_of

    path = template_path(template)

    def document() -> Document:
        draft = draft_of(book, path, findings, summary, generated, last)
        gaps = tuple(dict.fromkeys(each.field for each in draft.lineage.gaps))
        return Document(path.stem, draft.content, gaps, notes_of(draft.data, gaps))

    return held_to_limits(path, document)


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
) -> Drafted:
    """The draft with all that is known of it: its data and the lineage of its figures."""
    from xlsuite import __version__
    from xlsuite.text.draft import drafted, template_hash
    from xlsuite.text.manifest import Origin
    from xlsuite.text.report_data import report_data
    from xlsuite.text.word import content_of

    found = all_findings(book) if findings is None else list(findings)
    figures = summarize(book, found) if summary is None else summary
    given = content_of(path, path.stem)
    settings = book.settings
    origin = Origin(
        __version__, path.stem, template_hash(given), book.name, settings.as_of, settings.method_id, figures.figures
    )
    return drafted(given, lambda: report_data(book, figures, found, generated, last), origin, last)
