"""Figures in a draft that people worked on: bookmarks that are gone, and bookmarks that no longer hold all of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlsuite.text.lineage import Printing
from xlsuite.text.reading import Line, Span

DIGIT = "0-9０-９"
JUST_BEFORE = re.compile(f"[{DIGIT}][{DIGIT}.．,]*$")
JUST_AFTER = re.compile(f"(?:[.．,]?[{DIGIT}])+[%％‰]?|[%％‰万亿]")


def mended(line: Line, printed: Mapping[str, Printing]) -> Line:
    """A line whose bookmarks hold what belongs to them.

    Another program may have moved a bookmark's end: it is put back where the words as printed still stand. What a
    person types right before or behind a figure falls outside its bookmark and makes another number of it all the
    same; unless it stood there from the beginning, it is taken in.
    """
    spans = []
    for span in line.spans:
        printing = printed.get(span.bookmark)
        if printing is None:
            spans.append(span)
            continue
        is_short = span.end - span.start < len(printing.text) and line.text.startswith(printing.text, span.start)
        spans.append(span._replace(end=span.start + len(printing.text)) if is_short else grown(line, span, printing))
    return line._replace(spans=tuple(spans))


def grown(line: Line, span: Span, printing: Printing) -> Span:
    held = line.text[span.start : span.end]
    start, end = span.start, span.end
    if held[:1].isdecimal() and printing.before and not JUST_BEFORE.search(printing.before):
        found = JUST_BEFORE.search(line.text, 0, start)
        start = found.start() if found else start
    if (held[-1:].isdecimal() or held[-1:] in "%％") and printing.after and not JUST_AFTER.match(printing.after):
        found = JUST_AFTER.match(line.text, end)
        end = found.end() if found else end
    is_free = not any(
        each.bookmark != span.bookmark and each.start < end and start < each.end for each in line.spans
    ) and not any(first < end and start < last for first, last in line.fields)
    return span._replace(start=start, end=end) if is_free else span


def rehung(lines: Sequence[Line], lost: Iterable[Printing]) -> tuple[list[Line], frozenset[str]]:
    """The lines with the bookmarks that could be hung up again, and which of them hold the words as printed.

    First the words as printed are looked for between those that stood beside them, then other words there: the other
    way round, one figure would be taken for another that stands in a sentence of the same kind.
    """
    found = list(lines)
    whole = "\n".join(line.text for line in lines)  # most of what is gone is gone altogether, and this tells at once
    grouped: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        grouped.setdefault(line.text.strip(), []).append(number)
    # Each line is offered once: it is hung up then, or its words are in a bookmark already.
    alone = {text: iter(numbers) for text, numbers in grouped.items()}
    unchanged = set()
    missing = []
    at = 0
    for printing in lost:
        if not printing.before and not printing.after:
            places: Iterable[int] = alone.get(printing.text, ())
        else:
            is_there = f"{printing.before}{printing.text}{printing.after}" in whole
            places = (*range(at, len(found)), *range(at)) if is_there else ()
        place = next((each for each in places if hung(found, each, exact(found[each].text, printing), printing)), None)
        if place is None:
            missing.append(printing)
        else:
            at = place
            unchanged.add(printing.bookmark)
    for printing in missing:
        if printing.kind != "text" and printing.before and printing.after and printing.before in whole:
            words = re.compile(f"{re.escape(printing.before)}([^。；，、□]{{1,20}}?){re.escape(printing.after)}")
            for number, line in enumerate(found):
                if printing.before in line.text and hung(
                    found, number, (match.span(1) for match in words.finditer(line.text)), printing
                ):
                    break
    return found, frozenset(unchanged)


def exact(text: str, printing: Printing) -> Iterator[tuple[int, int]]:
    """Where the words as printed stand between their neighbours, no part of a longer number."""
    beside = f"{printing.before}{printing.text}{printing.after}"
    at = text.find(beside)
    while at >= 0:
        start = at + len(printing.before)
        end = start + len(printing.text)
        is_part = (not printing.before and printing.text[:1].isdecimal() and JUST_BEFORE.search(text, 0, start)) or (
            not printing.after and printing.text[-1:].isdecimal() and JUST_AFTER.match(text, end)
        )
        if not is_part:
            yield start, end
        at = text.find(beside, at + 1)


def hung(lines: list[Line], at: int, places: Iterable[tuple[int, int]], printing: Printing) -> bool:
    """Hang a bookmark up at the first place in a line that is in no other."""
    line = lines[at]
    for start, end in places:
        if not any(span.start < end and start < span.end for span in line.spans):
            lines[at] = line._replace(spans=(*line.spans, Span(start, end, printing.bookmark)))
            return True
    return False
