"""Which words of a column call for a closer look, found without looking at each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from xlsuite.model.text import BLANKS

# Characters that call for a closer look at a word: stray ones, and those that set several names apart.
STRAY = r"\s\x00-\x1f\x7f-\xa0\xad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\u3000０-９Ａ-Ｚａ-ｚ－．／＿"
ODD = re.compile(f"[{STRAY}]").search
ODD_OR_SEVERAL = re.compile(f"[{STRAY}、；;，,（(/]").search
BETWEEN = "\ufdd0"  # a noncharacter, which no workbook holds


def odd_words(distinct: set[Any], search: Callable[..., Any]) -> Iterable[Any]:
    """The words of a column that need a closer look; the others are passed over all at once.

    The words are joined and searched as one text, and only where the search hits is a word taken out of it.
    """
    try:
        joined = BETWEEN.join(distinct)
    except TypeError:  # numbers or days among the words
        words = {raw for raw in distinct if raw.__class__ is str}
        return distinct - words | set(odd_words(words, search))
    if joined.count(BETWEEN) != max(0, len(distinct) - 1):
        return distinct
    odd = distinct & BLANKS
    found = search(joined)
    while found:
        start = joined.rfind(BETWEEN, 0, found.start()) + 1
        end = joined.find(BETWEEN, found.start())
        odd.add(joined[start:] if end < 0 else joined[start:end])
        found = search(joined, end) if end >= 0 else None
    return odd
