"""A draft checked after people worked on it: against what it was printed with, and against the ledger of now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from xlsuite.model.outcome import Severity
from xlsuite.text.absolute import ABSOLUTE
from xlsuite.text.carried import strict
from xlsuite.text.finish import GAP
from xlsuite.text.lineage import GAP_PREFIX, Printing, is_cell
from xlsuite.text.manifest import COMMENTS, inputs_hash, read
from xlsuite.text.phrases import untraced
from xlsuite.text.reading import Line, Span, commented, lines_of, marks_in, sentences, texts
from xlsuite.text.rehung import mended, rehung
from xlsuite.text.slips import slips
from xlsuite.text.tags import REVISIONS
from xlsuite.text.word import part_kinds, read_package

NAMED = 3  # of many deleted quotations


class DraftFinding(NamedTuple):
    """One thing to look at in a draft: its place and sentence, what was seen, what is wanted, what to do."""

    rule: str
    severity: Severity
    place: str
    sentence: str
    seen: str
    wanted: str
    message: str
    advice: str
    key: str = ""


class Now(NamedTuple):
    """What the ledger of now prints: by ident all the wordings of a fact, and by bookmark the words."""

    wordings: Mapping[str, frozenset[str]]
    printed: Mapping[str, str]
    is_whole: bool  # False: only the figures of the summary are known, by their ids


class Draft:
    """A draft as read back."""

    def __init__(self, content: bytes, name: str) -> None:
        entries = read_package(content, name)
        self.lines: list[Line] = []
        self.left: set[str] = set()
        self.revisions = 0
        for part, kind in part_kinds(entries, name).items():
            root = strict(entries[part], kind, name)
            self.lines += lines_of(root, kind)
            self.left |= marks_in(root)
            self.revisions += sum(1 for _ in root.iter(*REVISIONS))
        self.manifest = read(entries)
        told = commented(strict(entries[COMMENTS], "批注", name)) if COMMENTS in entries else {}
        self.comments: dict[str, tuple[str, str]] = told
        printings = self.printings()
        printed = {each.bookmark: each for each in printings}
        self.lines = [mended(line, printed) for line in self.lines]
        held = {mark for mark, places in texts(self.lines).items() if any(span.start < span.end for _, span in places)}
        lost = [each for each in printings if each.bookmark not in held]
        self.lines, self.rehung = rehung(self.lines, lost)
        self.known = frozenset(self.manifest.held.get("wording", ())) if self.manifest else frozenset()
        self.where = texts(self.lines)

    @property
    def is_ours(self) -> bool:
        return self.manifest is not None or bool(self.left)

    @property
    def notes(self) -> Iterator[str]:
        """What a reader should know of how far the check could go."""
        if self.revisions:
            yield f"文档里有{self.revisions}处还没有接受的修订，是按全部接受以后的文字核对的。"
        if self.manifest is None:
            if not self.left:
                yield "这份文档里没有取数记录（不是 xlsuite 起草的，或已经定稿），只查了待补充、数字、用语和错字。"
            else:
                yield "文档里的取数底稿不在了（可能被别的软件另存过），只按书签和批注核对了批注过的数字。"
        elif self.manifest.held.get("inputs_sha256") != inputs_hash(self.manifest.printings):
            yield "文档里的取数底稿被改动过，核对结果不一定可靠，请用台账重新生成后比对。"

    def printings(self) -> tuple[Printing, ...]:
        if self.manifest is not None:
            return self.manifest.printings
        return tuple(
            Printing(mark, "", "number", told, "", "")
            for mark, (name, told) in self.comments.items()
            if not mark.startswith(GAP_PREFIX)
        )

    def is_quoted(self, printing: Printing) -> bool:
        """Whether it was taken from a single cell, be it a text or a day, and not counted."""
        fact = {} if self.manifest is None else self.manifest.facts.get(printing.ident, {})
        return printing.kind == "text" or (not fact.get("criterion") and is_cell(str(fact.get("source", ""))))

    def named(self, printing: Printing) -> str:
        """（单位自查已完成，来源：…）"""
        if self.manifest is None:
            return f"（{self.comments[printing.bookmark][0]}）"
        fact = self.manifest.facts.get(printing.ident, {})
        told = [str(fact.get("name", "")).removesuffix(".数量"), str(fact.get("source", ""))]
        return f"（{'，'.join(each for each in told if each)}）" if any(told) else ""


def verified(
    draft: Draft, now: Now | None = None, phrases: Iterable[str] = (), more: Iterable[DraftFinding] = ()
) -> list[DraftFinding]:
    """All findings, in the order of the document, `more` among them; those without a place come last."""
    allowed = tuple(phrases)
    found = [*figures(draft, now), *gaps(draft), *more]
    for line in draft.lines:
        found += words(line, draft, allowed)
    order = {line.place: at for at, line in reversed(list(enumerate(draft.lines)))}
    return sorted(found, key=lambda each: (order.get(each.place, len(order)), each.rule))


# --- figures ------------------------------------------------------------------------------------------------------


def figures(draft: Draft, now: Now | None) -> Iterator[DraftFinding]:
    """Figures edited by hand, figures that are lost, figures the ledger no longer bears out."""
    lost: list[Printing] = []
    stale: dict[str, list[tuple[Printing, Line, str]]] = {}
    for printing in draft.printings():
        held = [(line, span) for line, span in draft.where.get(printing.bookmark, ()) if span.start < span.end]
        if not held:
            lost.append(printing)
        wanted = wanted_now(printing, now)
        for line, span in held:
            text = line.text[span.start : span.end]
            if text in wanted:
                continue
            if text == printing.text:
                stale.setdefault(printing.ident, []).append((printing, line, best(printing, now, wanted)))
            else:
                yield edited(draft, printing, line, span, best(printing, now, wanted))
    for some in stale.values():
        yield outdated(draft, some)
    yield from gone(draft, lost)
    yield from unmarked(draft)
    yield from unprinted(draft, now)


def wanted_now(printing: Printing, now: Now | None) -> frozenset[str]:
    """The words a figure may stand as: those of the ledger of now, else those it was printed as."""
    if now is None:
        return frozenset((printing.text,))
    if printing.ident in now.wordings:
        return now.wordings[printing.ident]
    return frozenset() if now.is_whole else frozenset((printing.text,))


def best(printing: Printing, now: Now | None, wanted: frozenset[str]) -> str:
    same = now.printed.get(printing.bookmark, "") if now else ""
    return same if same in wanted else min(wanted, default="")


def edited(draft: Draft, printing: Printing, line: Line, span: Span, wanted: str) -> DraftFinding:
    seen = line.text[span.start : span.end]
    is_figure = printing.kind != "text"
    if not wanted:
        told, advice = "现在的台账里没有这一项", "核对台账后改写这一句，或重新生成。"
    else:
        told, advice = f"按台账应为“{wanted}”", f"改回“{wanted}”；确需改动的，先改台账再重新生成。"
    what = "这个数字改过" if is_figure else "这处文字引自台账，改过"
    return DraftFinding(
        "RPT-01" if is_figure else "RPT-08", Severity.ERROR if is_figure else Severity.WARNING, line.place,
        line.around(span.start), seen, wanted, f"“{seen}”：{what}，{told}{draft.named(printing)}。", advice,
    )  # fmt: skip


def outdated(draft: Draft, some: list[tuple[Printing, Line, str]]) -> DraftFinding:
    printing, line, wanted = some[0]
    span = next((each for each in line.spans if each.bookmark == printing.bookmark), Span(0, 0, ""))
    others = list(dict.fromkeys(each.place for _, each, _ in some[1:] if each.place != line.place))
    more = f"；同一项还在{'、'.join(others[:6])}{'等处' if len(others) > 6 else ''}" if others else ""
    told = f"现在的台账为“{wanted}”" if wanted else "现在的台账里没有这一项"
    severity = Severity.ERROR if printing.kind != "text" else Severity.WARNING
    return DraftFinding(
        "RPT-10", severity, line.place, line.around(span.start), printing.text, wanted,
        f"“{printing.text}”与台账不一致：{told}{draft.named(printing)}{more}。", "重新生成，或逐处改成台账现在的内容。",
    )  # fmt: skip


def listed(texts: list[str]) -> str:
    named = "、".join(f"“{text[:20]}{'…' if len(text) > 20 else ''}”" for text in texts[:NAMED])
    return named + ("等" if len(texts) > NAMED else "")


def gone(draft: Draft, lost: list[Printing]) -> Iterator[DraftFinding]:
    for printing in lost:
        if not draft.is_quoted(printing):
            beside = f"{printing.before}{printing.text}{printing.after}"
            yield DraftFinding(
                "RPT-11", Severity.WARNING, "全文", beside, "", printing.text,
                f"“{beside}”：这个数字在文中找不到了{draft.named(printing)}。",
                "确认这一句是有意删去或改写的，改写后的数字与台账核对。",
            )  # fmt: skip
    quoted = list(dict.fromkeys(printing.text for printing in lost if draft.is_quoted(printing)))
    if quoted:
        yield DraftFinding(
            "RPT-11", Severity.WARNING, "全文", "", "", "",
            f"引自台账的文字有{len(quoted)}处在文中找不到了：{listed(quoted)}。", "确认是有意删去的。",
        )  # fmt: skip


def unmarked(draft: Draft) -> Iterator[DraftFinding]:
    """Bookmarks that are gone while the words are as they were."""
    again = [printing for printing in draft.printings() if printing.bookmark in draft.rehung]
    if again:
        places = list(dict.fromkeys(line.place for each in again for line, _ in draft.where[each.bookmark]))
        yield DraftFinding(
            "RPT-11", Severity.INFO, places[0] if len(places) == 1 else "全文", "", "", "",
            f"有{len(again)}处的书签不在了，按前后的文字找到，内容没有改动：{listed([each.text for each in again])}。",
            "不用改；以后再改动，仍按前后的文字核对。",
        )  # fmt: skip


def unprinted(draft: Draft, now: Now | None) -> Iterator[DraftFinding]:
    """What the ledger of now would print and the draft never did."""
    if now is None or not now.is_whole or draft.manifest is None:
        return
    known = {printing.ident for printing in draft.manifest.printings}
    new = (told for ident, told in now.wordings.items() if ident not in known)
    new_words = list(dict.fromkeys(min(told) for told in new))
    if new_words:
        yield DraftFinding(
            "RPT-10", Severity.WARNING, "全文", "", "", "",
            f"现在的台账另有{len(new_words)}处内容文中没有：{listed(new_words)}。", "重新生成，或核对后补写。",
        )  # fmt: skip


# --- words --------------------------------------------------------------------------------------------------------


def gaps(draft: Draft) -> Iterator[DraftFinding]:
    for line in draft.lines:
        for match in GAP.finditer(line.text):
            field = match[0][len("【待补充：") : -1]
            yield DraftFinding(
                "RPT-02", Severity.ERROR, line.place, line.around(match.start()), match[0], field,
                f"“{match[0]}”还没有补充。", f"在台账或参数表里补上“{field}”后重新生成，或在这里填写。",
            )  # fmt: skip
        for span in line.spans:
            text = line.text[span.start : span.end]
            if span.bookmark.startswith(GAP_PREFIX) and text.strip() and not GAP.search(text):
                yield DraftFinding(
                    "RPT-02", Severity.INFO, line.place, line.around(span.start), text, "",
                    f"“{text}”：这里原是待补充，由人填写，没有与台账核对。",
                    "由填写人核对；能补在台账或参数表里的，补上后重新生成。",
                )  # fmt: skip


def words(line: Line, draft: Draft, allowed: tuple[str, ...]) -> Iterator[DraftFinding]:
    """Numerals no fact stands behind, claims of the whole, slips."""
    blanked = line.blanked
    if not (line.in_table and re.fullmatch(r"\s*\d+\s*", line.text)):  # a serial number
        for at, seen in untraced(GAP.sub(lambda match: "□" * len(match[0]), blanked), allowed):
            yield DraftFinding(
                "RPT-01", Severity.WARNING, line.place, line.around(at), seen, "",
                f"“{seen}”不是从台账取的数字。", "与台账核对；是固定说法的，写进放行词文件（--phrases）。",
            )  # fmt: skip
    for start, sentence in sentences(line):
        if draft.is_ours and sentence not in draft.known and (match := ABSOLUTE.search(sentence)):
            yield DraftFinding(
                "RPT-03", Severity.WARNING, line.place, line.around(start + match.start()), match[0], "",
                f"“{match[0]}”说的是全部，台账没有证明。", "逐项核实后再用，或改成实际的数量。",
            )  # fmt: skip
    if not line.in_table:
        for slip in slips(line.text):
            yield DraftFinding(
                "RPT-12", Severity.WARNING, line.place, line.around(slip.at), slip.seen, slip.wanted,
                f"“{slip.seen}”：{slip.words}。", f"改为“{slip.wanted}”。" + quoted_advice(line, slip.at, draft),
            )  # fmt: skip


def quoted_advice(line: Line, at: int, draft: Draft) -> str:
    """Where the words come from a cell, that cell is what has to be changed."""
    span = next((each for each in line.spans if each.start <= at < each.end), None)
    if span is None or draft.manifest is None:
        return ""
    ident = next((each.ident for each in draft.manifest.printings if each.bookmark == span.bookmark), "")
    source = draft.manifest.facts.get(ident, {}).get("source", "")
    return f"这里引自{source}，请先改台账。" if source else ""
