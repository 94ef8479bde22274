"""Figures in a draft that people worked on: bookmarks that are gone, and bookmarks that no longer hold all of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

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
    unchanged = set()
    missing = []
    at = 0
    for printing in lost:
        words = re.compile(exact(printing))
        place = next(
            (each for each in (*range(at, len(found)), *range(at)) if hung(found, each, words, printing)), None
        )
        if place is None:
            missing.append(printing)
        else:
            at = place
            unchanged.add(printing.bookmark)
    for printing in missing:
        if printing.kind != "text" and printing.before and printing.after:
            beside = f"{re.escape(printing.before)}([^。；，、□]{{1,20}}?){re.escape(printing.after)}"
            words = re.compile(beside)
            next((each for each in range(len(found)) if hung(found, each, words, printing)), None)
    return found, frozenset(unchanged)


def exact(printing: Printing) -> str:
    """The words as printed between their neighbours, no part of a longer number; a line of their own without any."""
    if not printing.before and not printing.after:
        return f"^\\s*({re.escape(printing.text)})\\s*$"
    start = re.escape(printing.before) or (f"(?<![{DIGIT}.])" if printing.text[:1].isdecimal() else "")
    end = re.escape(printing.after) or (f"(?![{DIGIT}%％])" if printing.text[-1:].isdecimal() else "")
    return f"{start}({re.escape(printing.text)}){end}"


def hung(lines: list[Line], at: int, words: re.Pattern[str], printing: Printing) -> bool:
    """Hang a bookmark around the first words of a line that fit and are in no other."""
    line = lines[at]
    for match in words.finditer(line.text):
        if not any(span.start < match.end(1) and match.start(1) < span.end for span in line.spans):
            lines[at] = line._replace(spans=(*line.spans, Span(match.start(1), match.end(1), printing.bookmark)))
            return True
    return False
