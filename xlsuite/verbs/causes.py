"""Findings of one cause put together: the same rule says the same of many cells of one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xlsuite.model.outcome import Finding

MANY_CELLS = 5  # cells from which findings of one cause are shown as a group
VARYING = re.compile(r"“[^”]*”|\d+(?:[-./]\d+)*")  # what differs from cell to cell in one sentence


def causes(found: Sequence[Finding], most_alone: int = MANY_CELLS - 1) -> list[list[int]]:
    """Places in `found`, by cause, in the order of each cause's first finding; causes of few cells stay single."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, each in enumerate(found):
        sentence = VARYING.sub("…", each.message)
        groups.setdefault((each.severity, each.rule, each.sheet, each.field, sentence, each.advice), []).append(place)
    split = [
        part for group in groups.values() for part in ([group] if len(group) > most_alone else [[at] for at in group])
    ]
    return sorted(split, key=lambda part: part[0])


def common_message(messages: Iterable[str]) -> str:
    """The sentence that several share, with … where they differ."""
    several = list(dict.fromkeys(messages))
    parts = [VARYING.findall(message) for message in several]
    same = [pieces[0] if len(set(pieces)) == 1 else "" for pieces in zip(*parts, strict=True)]
    left = iter(same)

    def shown(piece: re.Match[str]) -> str:
        return next(left) or ("“…”" if piece[0].startswith("“") else "…")

    return VARYING.sub(shown, several[0])


def some(words: Iterable[str], unit: str, most: int = 2) -> str:
    """A few of many words, and how many there are: “年底”、“13月底”等 7 种."""
    distinct = list(dict.fromkeys(word for word in words if word))
    shown = "、".join(distinct[:most])
    gap = " " if shown[-1:].isascii() else ""
    return shown if len(distinct) <= most else f"{shown}{gap}等 {len(distinct)} {unit}"
