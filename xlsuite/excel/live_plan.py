"""What is to be written into an open workbook: our own sheets, marks on cells, corrected cells. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from xlsuite.model.outcome import Severity


class Area(NamedTuple):
    """A block of cells; rows and columns from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Block(NamedTuple):
    """Values or formulas that go into an area in one write."""

    area: Area
    rows: list[list[Any]]


class SheetPlan(NamedTuple):
    """One of our sheets, whole.

    looks: property → areas that have a value of it; the first one covers the sheet. heights: first row, last row,
    points. choices: areas with a list to pick from. frozen: how many rows stay in sight.
    """

    name: str
    values: list[list[Any]]
    formulas: tuple[Block, ...] = ()
    looks: Mapping[str, tuple[tuple[Area, Any], ...]] = {}
    merges: tuple[Area, ...] = ()
    widths: tuple[float, ...] = ()
    heights: tuple[tuple[int, int, float], ...] = ()
    choices: tuple[tuple[Area, tuple[str, ...]], ...] = ()
    frozen: int = 0
    hidden: bool = False

    @property
    def area(self) -> Area:
        return Area(1, 1, len(self.values), len(self.values[0]))


class NotePlan(NamedTuple):
    """A note for one cell of the user's sheets, with the severity that tints the cell."""

    row: int
    column: int
    text: str
    severity: Severity


class CellChange(NamedTuple):
    """A cell of the user's that gets a new value; only after the user agreed."""

    row: int
    column: int
    value: Any


class Plan(NamedTuple):
    """All that one button writes. `marks` None leaves the marks alone; {} takes ours away and puts none.

    question: what the user has to agree to before anything is written. said: the sentence at the end. show: the sheet
    shown then. kind: the verb whose sheets these are; its earlier ones that are not among `sheets` go.
    """

    kind: str
    said: str
    sheets: tuple[SheetPlan, ...] = ()
    marks: Mapping[str, tuple[NotePlan, ...]] | None = None
    changes: Mapping[str, tuple[CellChange, ...]] = {}
    question: str = ""
    show: str = ""

    @property
    def writes(self) -> bool:
        return bool(self.sheets or self.changes) or self.marks is not None


def areas(cells: Mapping[tuple[int, int], Any]) -> list[tuple[Area, Any]]:
    """Cells of equal value joined to rectangles: runs along the rows, equal runs below one another as one."""
    done: list[tuple[Area, Any]] = []
    open_runs: dict[tuple[int, int, Any], int] = {}
    last_row = 0
    for row, runs in runs_by_row(cells):
        if row != last_row + 1:
            open_runs = {}
        now: dict[tuple[int, int, Any], int] = {}
        for left, right, value in runs:
            key = (left, right, value)
            at = open_runs.get(key)
            if at is None:
                at = len(done)
                done.append((Area(row, left, row, right), value))
            else:
                done[at] = (done[at][0]._replace(bottom=row), value)
            now[key] = at
        open_runs, last_row = now, row
    return done


def runs_by_row(cells: Mapping[tuple[int, int], Any]) -> Iterable[tuple[int, list[tuple[int, int, Any]]]]:
    """For each row its stretches of equal value: first column, last column, value."""
    rows: dict[int, list[tuple[int, Any]]] = {}
    for (row, column), value in sorted(cells.items(), key=lambda each: each[0]):
        rows.setdefault(row, []).append((column, value))
    for row, here in rows.items():
        runs: list[tuple[int, int, Any]] = []
        for column, value in here:
            if runs and runs[-1][1] == column - 1 and runs[-1][2] == value:
                runs[-1] = (runs[-1][0], column, value)
            else:
                runs.append((column, column, value))
        yield row, runs


def blocks(changes: Sequence[CellChange]) -> list[Block]:
    """Changed cells as blocks: those below one another in a column go in one write."""
    found: list[Block] = []
    for each in sorted(changes, key=lambda one: (one.column, one.row)):
        last = found[-1] if found else None
        if last and last.area.left == each.column and last.area.bottom == each.row - 1:
            last.rows.append([each.value])
            found[-1] = last._replace(area=last.area._replace(bottom=each.row))
        else:
            found.append(Block(Area(each.row, each.column, each.row, each.column), [[each.value]]))
    return found
