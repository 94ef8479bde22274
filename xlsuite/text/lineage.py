"""Where each printed figure comes from, kept in the draft itself: a bookmark around it, a comment, an entry.

A bookmark's name is stable: what the figure is and its how-manieth printing, never what it comes to. Comments are for
people, bookmarks and the manifest for `report verify`.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from lxml import etree

from xlsuite.text.facts import Fact, legible
from xlsuite.text.finish import GAP, SPACE, W
from xlsuite.text.trace import MARK, START, Trace, plain

PREFIX, GAP_PREFIX, APPENDIX = "xls_", "xls_gap_", "xls_appendix"
NOT_ISSUED = "（核对用，不随正式报告印发）"  # at the end of the headings of the pages added to a draft
ADDED = tuple(name + NOT_ISSUED for name in ("与上期相比", "待补充清单", "数据来源"))
CONTEXT = 8  # characters kept on each side, to find a figure whose bookmark was lost
TABLE, BOX = f"{W}tbl", f"{W}txbxContent"
ID, NAME, LOOK = f"{W}id", f"{W}name", f"{W}rPr"
BREAK_BEFORE = f"{W}pPr/{W}pageBreakBefore"
OPENING, CLOSING = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
NUMBERS = (int, float, Decimal, Fraction, date)


class Printing(NamedTuple):
    """One printing of a fact: its bookmark, the fact's ident, number, claim or text, the words, what stands beside."""

    bookmark: str
    ident: str
    kind: str
    text: str
    before: str
    after: str


class GapPrinting(NamedTuple):
    bookmark: str
    field: str


class Note(NamedTuple):
    """A comment to be written: its number in the document and its lines."""

    number: int
    lines: tuple[str, ...]


class Lineage:
    """What one draft prints: the facts by ident, their printings in order, the gaps and the comments."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.facts: dict[str, Fact] = {}
        self.printings: list[Printing] = []
        self.gaps: list[GapPrinting] = []
        self.notes: list[Note] = []
        self._noted: set[str] = set()
        self._counts: dict[str, int] = {}
        self._idents: dict[int, str] = {}
        self._next = 0

    def begin(self, roots: Any) -> None:
        """Take over from the bookmarks and comments that the template itself holds."""
        used = [
            int(each.get(f"{W}id", "0")) for root in roots for each in root.iter(f"{W}bookmarkStart", f"{W}comment")
        ]
        self._next = max(used, default=0) + 1

    # --- facts ---

    def annotate(self, root: Any, has_comments: bool) -> None:
        """Turn the marks of a part into bookmarks, in place; comments where the part may hold them."""
        for text in [each for each in root.iter(f"{W}t") if each.text and START in each.text]:
            run = text.getparent()
            if run.tag != f"{W}r":
                text.text = plain(text.text)
                continue
            self._cut(run, text, has_comments)

    def _cut(self, run: Any, text: Any, has_comments: bool) -> None:
        pieces = MARK.split(text.text)
        printed = self.trace.printed
        if len(pieces) == 4 and not pieces[0] and not pieces[3] and is_only(run, text):
            text.text = pieces[2]
            self._wrap(run, printed[int(pieces[1])][0], pieces[2], "", "", has_comments)
            return
        tail = list(run[run.index(text) + 1 :])
        run.remove(text)
        mould = like(run, "")
        last = run
        for at, piece in enumerate(pieces):
            if at % 3 == 1 or not piece:
                continue
            part = mould.__copy__()
            part[-1].text = piece
            last.addnext(part)
            last = part
            if at % 3 == 2:
                before, after = pieces[at - 2][-CONTEXT:], pieces[at + 1][:CONTEXT]
                last = self._wrap(part, printed[int(pieces[at - 1])][0], piece, before, after, has_comments)
        if tail:
            part = like(run)
            part.extend(tail)
            last.addnext(part)
        if not len(run) or (len(run) == 1 and run[0].tag == LOOK):
            run.getparent().remove(run)

    def _wrap(self, run: Any, fact: Fact, text: str, before: str, after: str, has_comments: bool) -> Any:
        """A bookmark around a run, and the comment of a figure printed for the first time; the last element of it."""
        ident = self.ident(fact)
        kind = kind_of(fact)
        printing = Printing(self._name(ident), ident, kind, text, before, after)
        self.printings.append(printing)
        end = self._bookmark(run, printing.bookmark)
        self.facts.setdefault(ident, fact)
        if not has_comments or ident in self._noted or not is_figure(fact, kind):
            return end
        if next(run.iterancestors(TABLE, BOX), None) is not None:
            return end
        self._noted.add(ident)
        return self._comment(run, end, figure_lines(fact, printing))

    def ident(self, fact: Fact) -> str:
        """What a fact is called in every period; two that are called alike and differ get a number."""
        if known := self._idents.get(id(fact)):
            return known
        base = ident = fact.ident or hashed(fact)
        number = 1
        while (other := self.facts.get(ident)) is not None and other is not fact and not same(other, fact):
            number += 1
            ident = f"{base}.{number}"
        self._idents[id(fact)] = ident  # the trace keeps the fact, so its id stays its own
        return ident

    def _name(self, ident: str) -> str:
        self._counts[ident] = count = self._counts.get(ident, 0) + 1
        return f"{PREFIX}{word_for(ident)}_{count}"

    # --- gaps ---

    def annotate_gaps(self, root: Any, has_comments: bool) -> None:
        """Bookmarks around what is to be filled in; runs hold one gap each by now."""
        for text in [each for each in root.iter(f"{W}t") if each.text and GAP.fullmatch(each.text)]:
            run = text.getparent()
            field = text.text[len("【待补充：") : -1]
            is_new = field not in {each.field for each in self.gaps}
            gap = GapPrinting(f"{GAP_PREFIX}{len(self.gaps) + 1}", field)
            self.gaps.append(gap)
            end = self._bookmark(run, gap.bookmark)
            if has_comments and is_new and next(run.iterancestors(BOX), None) is None:
                self._comment(run, end, gap_lines(gap))

    # --- elements ---

    def number(self) -> int:
        """A number that no other bookmark or comment has."""
        self._next += 1
        return self._next - 1

    def _bookmark(self, run: Any, name: str) -> Any:
        number = str(self.number())
        start, end = OPENING.__copy__(), CLOSING.__copy__()  # cheaper than making each with its names
        start.set(ID, number)
        start.set(NAME, name)
        end.set(ID, number)
        run.addprevious(start)
        run.addnext(end)
        return end

    def _comment(self, run: Any, end: Any, lines: tuple[str, ...]) -> Any:
        note = Note(self.number(), lines)
        self.notes.append(note)
        opening, closing = etree.Element(f"{W}commentRangeStart"), etree.Element(f"{W}commentRangeEnd")
        holder = etree.Element(f"{W}r")
        for each in (opening, closing, etree.SubElement(holder, f"{W}commentReference")):
            each.set(f"{W}id", str(note.number))
        run.getprevious().addprevious(opening)
        end.addnext(closing)
        # At the end of the paragraph: LibreOffice moves the ends of bookmarks that come after a comment's reference.
        next(run.iterancestors(f"{W}p")).append(holder)
        return closing


@lru_cache(maxsize=4096)
def word_for(ident: str) -> str:
    """An ident as it may stand in a bookmark's name."""
    word = re.sub("[^A-Za-z0-9]", "_", ident)
    return word if len(word) <= 28 else word[:19] + "_" + digest(ident, 4)


def added_pages(root: Any) -> Any:
    """The first element of the pages added to a draft: their bookmark, or where that is gone their first heading."""
    mark = next((each for each in root.iter(OPENING.tag) if each.get(NAME) == APPENDIX), None)
    if mark is not None:
        return mark
    first = next((each for each in root.iter(f"{W}p") if "".join(each.itertext(f"{W}t")).strip() in ADDED), None)
    if first is not None and (before := first.getprevious()) is not None and before.find(BREAK_BEFORE) is not None:
        return before
    return first


def is_only(run: Any, text: Any) -> bool:
    return len(run) == 1 or (len(run) == 2 and run[0].tag == LOOK and run[1] is text)


def like(run: Any, words: str | None = None) -> Any:
    """A run of the same look with these words."""
    new = etree.Element(f"{W}r")
    look = run.find(f"{W}rPr")
    if look is not None:
        new.append(look.__copy__())
    if words is not None:
        text = etree.SubElement(new, f"{W}t")
        text.text = words
        text.set(SPACE, "preserve")
    return new


def digest(text: str, size: int = 5) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def hashed(fact: Fact) -> str:
    """From name and criterion; of a single cell from its row, since cells move from period to period."""
    seed = [fact.name, fact.criterion]
    if not fact.criterion or is_cell(fact.source):
        seed.append(fact.rows[0] if fact.rows else re.split("[!（]", fact.source)[0])
    return "f" + digest("\0".join(seed))


def is_cell(source: str) -> bool:
    """Whether a source is a single cell."""
    return "!" in source and ":" not in source


def same(one: Fact, other: Fact) -> bool:
    mine, theirs = (
        (one.value, one.source, one.criterion, one.rows),
        (other.value, other.source, other.criterion, other.rows),
    )
    return type(one.value) is type(other.value) and mine == theirs


def kind_of(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, bool):
        return "claim"
    return "number" if value is None or isinstance(value, NUMBERS) else "text"


def is_figure(fact: Fact, kind: str) -> bool:
    """Whether a fact is counted or reckoned, and not quoted from a single cell."""
    return kind != "text" and bool(fact.ident or fact.criterion or "!" not in fact.source)


def rows_text(rows: tuple[str, ...], most: int = 12) -> str:
    """ZG-1、ZG-2 … 等20行."""
    return legible("、".join(rows[:most])) + (f" 等{len(rows)}行" if len(rows) > most else "")


def called(fact: Fact) -> str:
    return fact.名称.removesuffix(".数量") or "数字"


def figure_lines(fact: Fact, printing: Printing) -> tuple[str, ...]:
    lines = [f"{called(fact)}：{printing.text}"]
    lines += [f"口径：{fact.口径}"] if fact.criterion else []
    lines += [f"来源：{fact.出处}"] if fact.source else []
    lines += [f"编号：{rows_text(fact.rows)}"] if fact.rows else []
    return (*lines, f"标记：{printing.bookmark}")


def gap_lines(gap: GapPrinting) -> tuple[str, ...]:
    return (
        f"待补充：{gap.field}",
        "台账、参数里没有这一项。补在台账或参数表里重新生成；写在这里的，由填写人核对。",
        f"标记：{gap.bookmark}",
    )


__all__ = ["APPENDIX", "GAP_PREFIX", "PREFIX", "GapPrinting", "Lineage", "Note", "Printing", "is_figure", "rows_text"]
