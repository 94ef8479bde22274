"""--in-place: findings, summary and notes inside the user's own workbook, and all of it taken out again."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlsuite import __version__, terminal, work
from xlsuite.errors import UnreadableFile, UnwritableOutput, UsageError, XlsuiteError
from xlsuite.files.limits import LIMITS
from xlsuite.files.opener import read_file, shown_name
from xlsuite.files.save import back_up, locked, mark_of_open, save, save_free
from xlsuite.marked import raised
from xlsuite.model.outcome import Finding
from xlsuite.paths import behind_link, workbooks
from xlsuite.verbs.findings_json import Checked, json_pieces

if TYPE_CHECKING:
    from xlsuite.excel.inplace.book import Plain, Written
    from xlsuite.excel.inplace.notes import Noted

CHECK, SUMMARIZE = "check", "summarize"
PLACES_SHOWN = 5
ELSEWHERE = "_xlsuite"  # what the name ends in where the workbook itself is open


def command(options: Namespace, kind: str) -> int:
    """Results inside the workbooks themselves; what `check` and `summarize` do with --in-place or --remove."""
    from xlsuite import commands

    done, failed = apply(options, kind)
    if options.format == "json":
        sys.stdout.writelines(json_pieces(done, __version__, options.today))
    elif done:
        commands.print_counts(done, options)
    commands.say_basis(done, options)
    found = [finding for each in done for finding in each.findings]
    code = commands.exit_code(done, options) if kind == CHECK else commands.found_code(found, options)
    return max(code, commands.UNREADABLE) if failed else code


def apply(options: Namespace, kind: str) -> tuple[list[Checked], bool]:
    """Do it for each workbook; what was checked, and whether any could not be written."""
    if options.output:
        raise UsageError("--in-place 写在原表里，不能同时用 -o。要单独的结果文件，请去掉 --in-place。")
    done: list[Checked] = []
    failed = False
    paths = workbooks(options.paths)
    for path in paths:
        try:
            checked = one(path, kind, options)
        except XlsuiteError as error:
            if len(paths) == 1:
                raise
            terminal.warn(f"✗ {path}：{error}")
            failed = True
            if isinstance(error, UnreadableFile):
                done.append(Checked(path, None, [], {"code": error.code, "message": str(error)}))
            continue
        done += [checked] if checked else []
    return done, failed


def one(path: str, kind: str, options: Namespace) -> Checked | None:
    """One workbook, written or cleared while nobody else of ours writes in its folder."""
    path = behind_link(path)
    if options.dry_run:
        return rewritten(path, kind, options)
    with locked(path):
        return rewritten(path, kind, options)


def rewritten(path: str, kind: str, options: Namespace) -> Checked | None:
    from xlsuite.excel.inplace.book import without

    content = read_file(path)
    plain = without(content, shown_name(path))
    if options.remove:
        if plain.content is content:
            terminal.say(options, f"“{path}”里没有 xlsuite 写的工作表，没有改动。")
        else:
            store(path, content, plain.content, "已清除 xlsuite 写的工作表和批注", options)
        return None
    checked, written = with_results(path, kind, plain, options)
    if written.content == content:
        terminal.say(options, f"“{path}”里的结果已是最新，没有改动。")
    else:
        noted = f"；批注 {written.notes.added} 条" if written.notes.added else ""
        store(path, content, written.content, f"已写入 {'、'.join(written.sheets)}{noted}", options)
    say_left(written.notes, options)
    return checked


def with_results(path: str, kind: str, plain: Plain, options: Namespace) -> tuple[Checked, Written]:
    """The workbook with what is asked for, and with what of ours it held before, both from how it stands now."""
    from xlsuite.excel.inplace.book import with_sheets
    from xlsuite.verbs.marks import Marks, settled

    name = shown_name(path)
    book = work.book_of(path, plain.grids, plain.own, options.filed, options.today, options.settings)
    with work.paused_collection():
        said = raised(path, book, options)
    known = settled(said, book, Marks()) if isinstance(said, list) else said
    kinds = {kind} | (plain.record.kinds if plain.record else set())
    books, notes = {}, {}
    if CHECK in kinds:
        from xlsuite.excel.findings_book import check_info, findings_workbook
        from xlsuite.excel.links import INSIDE

        books[CHECK] = findings_workbook(name, known.findings, check_info(book, __version__, INSIDE, known))
        notes = {} if options.no_notes else notes_of(known.findings, options)
    if SUMMARIZE in kinds:
        from xlsuite.excel.links import INSIDE
        from xlsuite.excel.summary_book import summary_workbook
        from xlsuite.verbs.summarize import summarize

        books[SUMMARIZE] = summary_workbook(summarize(book, known.findings), __version__, INSIDE)
    checked = Checked(path, book, known.findings, None, None if isinstance(said, list) else said)
    return checked, with_sheets(plain, name, books, notes)


def notes_of(found: Sequence[Finding], options: Namespace) -> dict[str, list[tuple[int, int, str]]]:
    """What is noted on the cells of each sheet, the heaviest first, as many as may be."""
    from xlsuite.excel.inplace.notes import note_text, noted

    cells = noted(found)
    most = LIMITS["notes"].most
    if len(cells) > most:
        terminal.warn(f"要加的批注有 {len(cells):,} 条，只加最要紧的 {most:,} 条，其余的见“检查结果”。")
    notes: dict[str, list[tuple[int, int, str]]] = {}
    for (sheet, row, column), here in list(cells.items())[:most]:
        notes.setdefault(sheet, []).append((row, column, note_text(here)))
    return notes


def store(path: str, before: bytes, after: bytes, what: str, options: Namespace) -> None:
    """Put the new content in the workbook's place, a copy of the old one kept; beside it where it is open elsewhere."""
    if options.dry_run:
        terminal.say(options, f"会改 {path}：{what.removeprefix('已')}")
        return
    if mark := mark_of_open(path):
        reason = f"它正在 Excel、WPS 或 LibreOffice 里打开（有“{mark}”）"
        return beside(path, after, reason, options)
    backup = back_up(path, before, time.strftime("%Y%m%d-%H%M%S"))
    if read_file(path) != before:
        raise UnwritableOutput(f"“{path}”在处理期间被别的程序改动了，没有写。请保存、关闭它以后再试。")
    try:
        save(path, after, replace=True)
    except UnwritableOutput as error:
        if not isinstance(error.__cause__, PermissionError):
            raise
        return beside(path, after, "它正被别的程序占用，或没有写入权限", options)
    terminal.say(options, f"{path}：{what}。改动前的备份在 {backup}")


def beside(path: str, content: bytes, reason: str, options: Namespace) -> None:
    """The result under another name, so that no work is lost."""
    stem, ending = os.path.splitext(path)
    target = save_free(stem + ELSEWHERE + ending, lambda _: content)
    terminal.warn(f"“{path}”没有改动：{reason}。结果写在 {target}；要写进原表，请关闭它以后再运行一次。")


def say_left(notes: Noted, options: Namespace) -> None:
    for sheet, reason, cells in notes.left:
        more = "…" if len(cells) > PLACES_SHOWN else ""
        shown = "、".join(cells[:PLACES_SHOWN]) + more
        terminal.say(options, f"工作表“{sheet}”{reason}，有 {len(cells)} 格没有加批注：{shown}")
