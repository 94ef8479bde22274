"""Tables that count rows by group: lines in a given order, a line for what was left blank, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from xlsuite.model.outcome import Table
from xlsuite.model.rates import shares
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, Scope

TOTAL = "合计"
LAST = (UNFILLED, UNDECIDED)


def in_order(labels: Iterable[str], first: Sequence[str] = ()) -> list[str]:
    """The distinct names: those of `first` in its order, others as they appear, 未填 and 未判定 at the end."""
    found = dict.fromkeys(labels)
    named = [name for name in first if name in found]
    rest = [name for name in found if name not in first and name not in LAST]
    return [*dict.fromkeys(named), *rest, *(name for name in LAST if name in found and name not in named)]


def crossed(
    lines: Sequence[str], cells: Sequence[str], order: Sequence[str], columns: Sequence[str]
) -> tuple[tuple[Any, ...], ...]:
    """Counts of (line, cell) pairs: a row per line, its sum last, and a last row of sums."""
    counts = Counter(zip(lines, cells, strict=True))
    rows = [[counts[line, column] for column in columns] for line in order]
    sums = [sum(row[at] for row in rows) for at in range(len(columns))]
    return (
        *((line, *row, sum(row)) for line, row in zip(order, rows, strict=True)),
        (TOTAL, *sums, sum(sums)),
    )


def footnote(scope: Scope, *notes: str) -> str:
    """Where a table's rows come from and how many they are, then what else is to be said."""
    told = [f"来源：{scope.source}，共{len(scope)}行。", *(note for note in notes if note)]
    return "".join(told)


def share_note(names: Sequence[str], counts: Sequence[int], decimals: int) -> str:
    """The parts of the whole as shares, and a word where the rounded shares do not add up."""
    if not sum(counts):
        return ""
    printed, note = shares(counts, decimals)
    parts = "、".join(f"{name}{share}" for name, share in zip(names, printed, strict=True))
    return f"占比：{parts}。{note}"


def table(
    id: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], scope: Scope, *notes: str
) -> Table:
    """A summary table with its source and its footnote."""
    return Table(id, name, tuple(columns), tuple(map(tuple, rows)), scope.source, footnote(scope, *notes))
