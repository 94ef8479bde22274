"""Where tables stand side by side on a sheet: the stretches of columns that an empty column sets apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from xlsuite.model.grid import Grid

Span = tuple[int, int]  # first and last sheet column, both included


def spans(grid: Grid, titled: Iterable[int], bottom: int) -> list[Span]:
    """The stretches between columns that have neither a header nor anything below it; one where there is no gap."""
    columns = sorted(titled)
    if columns[-1] - columns[0] + 1 == len(columns):
        return [(columns[0], columns[-1])]
    gaps = [(left, right) for left, right in pairwise(columns) if is_gap(grid, left, right, bottom)]
    starts = [columns[0], *(right for _, right in gaps)]
    return list(zip(starts, [*(left for left, _ in gaps), columns[-1]], strict=True))


def is_gap(grid: Grid, left: int, right: int, bottom: int) -> bool:
    """Whether some column between two headers is empty from the header down."""
    return any(all(row[at - 1 : at] in ([], [""]) for row in grid.rows[bottom:]) for at in range(left + 1, right))


def part(grid: Grid, span: Span) -> Grid:
    """The sheet with nothing on it but these columns, at their places; for finding what stands in them."""
    first, last = span
    rows = [[""] * (first - 1) + row[first - 1 : last] for row in grid.rows]
    inside = (merge for merge in grid.merges if first <= merge.left and merge.right <= last)
    return Grid(grid.name, rows, tuple(inside))
