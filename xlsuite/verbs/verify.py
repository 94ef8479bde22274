"""核对初稿：改过的数字、丢了的书签、与台账不一致的数字、没有来源的数字、没补的空、错字。"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlsuite.errors import UnreadableFile, UsageError, XlsuiteError
from xlsuite.files.opener import read_file
from xlsuite.ledgers.book import Book
from xlsuite.verbs.report import Only, draft_of, held_to_limits, template_path
from xlsuite.verbs.summarize import summarize
from xlsuite.verbs.unmatched import unmatched

if TYPE_CHECKING:
    from xlsuite.text.manifest import Manifest
    from xlsuite.text.verify import DraftFinding, Now


class Verified(NamedTuple):
    """What a draft's check found, what its reader should know, and the day its figures are of ("" where unknown)."""

    findings: list[DraftFinding]
    notes: tuple[str, ...]
    as_of: str


def docx_bytes(path: str | Path) -> bytes:
    try:
        return read_file(path)
    except UnreadableFile:
        raise UsageError(f"打不开“{path}”。请核对文件名；文件正在别的程序里打开的，先关闭。") from None


def manifest_of(path: str | Path) -> Manifest:
    """The manifest inside a draft. UsageError where it holds none."""
    from xlsuite.text.manifest import read
    from xlsuite.text.word import read_package

    found = read(read_package(docx_bytes(path), Path(path).name))
    if found is None:
        raise UsageError(f"“{path}”里没有取数底稿：不是 xlsuite 起草的初稿，或已经定稿、被别的软件另存过。")
    return found


def verify(
    content: bytes, name: str, book: Book | None = None, template: str | None = None, phrases: Iterable[str] = ()
) -> Verified:
    """Check a draft, with a book also against the ledger of now.

    template: a name or path, where the draft's own is not found by its name.
    """
    from xlsuite.text.verify import Draft, verified

    draft = Draft(content, name)
    notes = list(draft.notes)
    now = None
    if book is not None and draft.manifest is not None:
        now, more = ledger_now(book, draft.manifest, template)
        notes += more
    elif book is not None:
        notes.append("没有取数底稿，数字没有与台账核对，只核对了存在问题。")
    as_of = draft.manifest.as_of if draft.manifest else ""
    more_findings = unmatched(draft, book) if book is not None else ()
    return Verified(verified(draft, now, phrases, more_findings), tuple(notes), as_of)


def ledger_now(book: Book, manifest: Manifest, template: str | None) -> tuple[Now, list[str]]:
    """What the ledger would print in the draft's template; where that cannot be had, the figures of the summary."""
    from xlsuite.text.draft import template_hash
    from xlsuite.text.verify import Now

    notes = []
    only = Only(str(manifest.held.get("office") or ""), manifest.held.get("person"))
    name = template or str(manifest.held.get("template", ""))
    try:
        path = template_path(name)
        if template_hash(docx_bytes(path)) != manifest.held.get("template_sha256"):
            notes.append(f"模板“{path.stem}”在起草以后改过，多出或少了的内容可能来自模板。")
        printings = held_to_limits(path, lambda: draft_of(book, path, only=only).lineage.printings)
    except XlsuiteError as error:
        notes.append(
            f"没有按模板重新取数（{str(error).rstrip('。')}），只核对了汇总数字；模板不在原处的，用 --template 写明。"
        )
        figures = {each.id: frozenset((each.value,)) for each in summarize(book).figures}
        return Now(figures, {}, False), notes
    wordings: dict[str, set[str]] = {}
    for each in printings:
        wordings.setdefault(each.ident, set()).add(each.text)
    printed = {each.bookmark: each.text for each in printings}
    return Now({ident: frozenset(told) for ident, told in wordings.items()}, printed, True), notes
