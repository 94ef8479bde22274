"""Where 处理情况 is looked for: in the workbook itself, in the findings workbooks beside it and at -o, or as told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xlsuite import __version__, terminal
from xlsuite.errors import UnreadableFile, UsageError
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding
from xlsuite.model.text import strip
from xlsuite.paths import CHECKED, ENDINGS, link_to
from xlsuite.verbs.check import findings
from xlsuite.verbs.findings_json import Checked

if TYPE_CHECKING:
    from argparse import Namespace

    from xlsuite.verbs.marks import Marks, Settled

NONE = "不用"  # --marks 不用: as if nobody had said anything
OWN_SHEETS = ("检查结果", "已确认")


def raised(path: str, book: Book, options: Namespace) -> Settled | list[Finding]:
    """The findings of a book without those confirmed before; a plain list where nothing was ever said."""
    found = findings(book)
    if options.marks == NONE:
        return found
    file = options.marks or latest(path, options)
    done = held(book, found, from_file(file, book, options) if file else None)
    if not isinstance(done, list) and done.silenced:
        source = os.path.basename(file) if file else "工作簿里的“检查结果”"
        terminal.say(options, f"{book.name}：另有 {done.silenced} 条已确认无误，不再提示（见 {source}）。")
    return done


def held(book: Book, found: list[Finding], told: Marks | None = None) -> Settled | list[Finding]:
    """Findings held against what was said elsewhere, and in the workbook's own 检查结果, which comes first."""
    own = book.own_grids + [grid for grid in book.grids if strip(grid.name) in OWN_SHEETS]
    if not own and told is None:
        return found
    from xlsuite.excel.marks_sheets import read_marks
    from xlsuite.verbs.marks import Marks, settled

    marks = read_marks(own).marks.over(told or Marks())
    return settled(found, book, marks) if marks.spoken else found


def raised_list(path: str, book: Book, options: Namespace) -> list[Finding]:
    return found_of(raised(path, book, options))


def found_of(said: Settled | list[Finding]) -> list[Finding]:
    """The findings themselves, whether or not anything was said of them."""
    return said if isinstance(said, list) else said.findings


def latest(path: str, options: Namespace) -> str:
    """An earlier check's findings workbook, beside the input or where -o leads: the one saved last; "" for none."""
    stem = os.path.splitext(os.path.basename(path))[0] + CHECKED
    given: str = options.output or ""
    is_file = os.path.splitext(given)[1].lower() in ENDINGS and not os.path.isdir(given)
    folders = {os.path.dirname(path) or os.curdir, (os.path.dirname(given) if is_file else given) or os.curdir}
    if not given:
        folders = {os.path.dirname(path) or os.curdir}
    hits = [hit for folder in sorted(folders) for hit in numbered(folder, stem, options)]
    return max(hits, key=lambda hit: (os.stat(hit).st_mtime_ns, len(hit), hit), default="")


def numbered(folder: str, stem: str, options: Namespace) -> list[str]:
    """name_检查结果.xlsx, name_检查结果_2.xlsx … in a folder, which is listed once in a command."""
    listings: dict[str, list[str]] = vars(options).setdefault("listings", {})
    if folder not in listings:
        try:
            listings[folder] = [name for name in os.listdir(folder) if CHECKED in name]
        except OSError:
            listings[folder] = []
    return [
        os.path.join(folder, name)
        for name in listings[folder]
        if name.startswith(stem) and name.endswith(".xlsx") and is_number(name[len(stem) : -len(".xlsx")])
    ]


def is_number(ending: str) -> bool:
    return not ending or (ending.startswith("_") and ending[1:].isdigit())


def from_file(file: str, book: Book, options: Namespace) -> Marks:
    """What a findings workbook says of this book; nothing, and a sentence, where it cannot be read or is another's."""
    from xlsuite.excel.marks_sheets import read_marks
    from xlsuite.excel.reader import read_grids
    from xlsuite.verbs.marks import Marks, is_of

    if options.marks and not os.path.lexists(file):
        raise UsageError(f"找不到 --marks 写的“{file}”。请核对文件名和所在的文件夹。")
    nothing = Marks()
    try:
        read = read_grids(file)
    except UnreadableFile as error:
        terminal.warn(f"“{file}”读不了，这次没有采用其中的处理情况。{error}")
        return nothing
    said = read_marks(read)
    if said.about is None:
        if options.marks or said.marks.spoken:
            terminal.warn(f"没有采用“{file}”里的处理情况：它不是 xlsuite 写的检查结果，看不出是哪份台账的。")
        return nothing
    if not said.marks.spoken and not said.odd:
        return said.marks
    if not leads_to(file, said.about.link, book.path) and not is_of(said.about.signs, book):
        terminal.warn(
            f"没有采用“{file}”里的处理情况：它是另一份“{said.about.name}”的检查结果，与“{book.name}”的内容对不上。"
        )
        return nothing
    for sentence in doubts(file, said.odd, said.lost):
        terminal.warn(sentence)
    return said.marks


def doubts(file: str, odd: tuple[str, ...], lost: int) -> list[str]:
    found = []
    if odd:
        more = f"等 {len(odd)} 处" if len(odd) > 3 else ""
        found.append(
            f"“{os.path.basename(file)}”的处理情况只认待处理、已处理、确认无误，另写的按待处理算：{'、'.join(odd[:3])}{more}。"
        )
    if lost:
        found.append(
            f"“{os.path.basename(file)}”有 {lost} 行的处理情况对不上是哪一处，没有采用；可在新的检查结果里重选。"
        )
    return found


def leads_to(file: str, link: str, path: str) -> bool:
    """Whether the way written in a findings workbook leads to this input."""
    if not link:
        return False
    target = os.path.join(os.path.dirname(file), link)
    try:
        return os.path.samefile(target, path)
    except (OSError, ValueError):
        return False


def findings_bytes(path: str, each: Checked, target: str) -> bytes:
    """The findings workbook of a file, for the place where it will stand."""
    from xlsuite.excel.findings_book import check_info, findings_workbook
    from xlsuite.verbs.marks import Marks, settled

    assert each.book is not None
    known = each.settled or settled(each.findings, each.book, Marks())
    info = check_info(each.book, __version__, link_to(path, target), known)
    return findings_workbook(os.path.basename(path), each.findings, info)
