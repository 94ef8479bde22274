"""What the one-page 一览 shows beside the figures: levels by their own names, the map of the method, what is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from xlsuite.grading.levels import THREE
from xlsuite.grading.method import Grade, Method
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import CLOSED, DONE
from xlsuite.model.place import a1
from xlsuite.verbs.figures.catalog import Entry, catalog
from xlsuite.verbs.figures.grouped import in_order
from xlsuite.verbs.figures.measure_figures import MeasureRows
from xlsuite.verbs.figures.rectification_figures import RectificationRows
from xlsuite.verbs.figures.risk_rows import THREE_AND_NONE, RiskRows
from xlsuite.verbs.figures.risk_tables import axis, factor_pair, heatmap_cells
from xlsuite.verbs.figures.scope import label

MATRIX_METHODS = frozenset(("ls3x3", "ls5x5", "nist", "iso27005"))
LONGEST_SIDE = 10  # of a matrix; longer scales are shown by level
UNRATED = THREE_AND_NONE[3]
STATUSES = ("已销号", "已完成", "办理中", "长期坚持", "已逾期", "未判定")


class Late(NamedTuple):
    """An issue past its deadline (days below 0) or near it; the cell where it is worded, its index in its table."""

    key: str
    issue: str
    unit: str
    owner: str
    deadline: date
    days: int
    sheet: str
    cell: str
    at: int


class Levels(NamedTuple):
    """Risk points by unit and approved level: the level names, then per unit its counts and the unrated last."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


class Matrix(NamedTuple):
    """Counts by two factors, the first from its highest value down, the second from its lowest up.

    levels: for each cell the method's level of that pair. missing: points without a readable pair.
    """

    upright: str
    across: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    levels: tuple[tuple[str, ...], ...]
    missing: int


class Strip(NamedTuple):
    """Points by level as computed and as approved, the method's levels highest first; ungraded: without a level.

    approved is empty where other words than the method's were approved.
    """

    computed: tuple[int, ...]
    approved: tuple[int, ...]
    ungraded: int
    unrated: int


class Kinds(NamedTuple):
    """Points by approved level (lines) and 风险类别 (columns); the unrated are the last line."""

    categories: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class Facts:
    """What the 一览 needs of one workbook, each worked out when it is first asked for."""

    def __init__(
        self, book: Book, risks: RiskRows | None, measures: MeasureRows | None, issues: RectificationRows | None
    ) -> None:
        self.book = book
        self.method: Method = book.method
        self.settings = book.settings
        self._risks, self._measures, self._issues = risks, measures, issues

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        """The names by which levels are counted: the method's own, or 高、中、低 where other words were approved."""
        if self._risks is None:
            return self.method.names
        used = {level for level in self._risks.levels if isinstance(level, str)}
        return self.method.names if used <= set(self.method.names) else THREE

    @cached_property
    def _levels(self) -> list[str]:
        """The approved level of each point, 未核定 where there is none."""
        assert self._risks is not None
        if self.level_names == THREE:
            return self._risks.of_three
        return [level if isinstance(level, str) else UNRATED for level in self._risks.levels]

    @cached_property
    def units(self) -> Levels | None:
        if self._risks is None:
            return None
        named = self._risks.labels("unit")
        counts = Counter(zip(named, self._levels, strict=True))
        order = in_order(named, self._risks.ordered_units)
        names = (*self.level_names, UNRATED)
        return Levels(self.level_names, tuple((unit, tuple(counts[unit, name] for name in names)) for unit in order))

    @cached_property
    def late(self) -> tuple[Late, ...]:
        """What is overdue, the latest first, then what is due soon, the nearest first."""
        rows = self._issues
        if rows is None:
            return ()
        over, left = rows.column("overdue_days"), rows.days_left
        days = {place: -over[place] for place in rows.overdue} | {place: left[place] for place in rows.due_soon}
        issues, units, owners = rows.column("issue"), rows.labels("unit"), rows.labels("owner")
        found = []
        for place in sorted(days, key=lambda place: (days[place], place)):
            table, index = rows.at[place]
            due = rows.deadlines[place]
            assert due is not None
            cell = a1(*table.place(index, "issue"))
            said = (rows.keys[place], label(issues[place]), units[place], owners[place])
            found.append(Late(*said, due, days[place], table.sheet, cell, index))
        return tuple(found)

    @cached_property
    def statuses(self) -> tuple[tuple[str, tuple[int, ...]], ...] | None:
        """Per unit how many issues stand at each of STATUSES; every issue once, late before all else."""
        rows = self._issues
        if rows is None:
            return None
        late, closed = set(rows.overdue), set(rows.where("closure", CLOSED))
        undecided, lasting, states = set(rows.undecided), rows.column("lasting"), rows.column("state")
        named = rows.labels("unit")
        counts: Counter[tuple[str, str]] = Counter()
        for place, unit in enumerate(named):
            counts[
                unit,
                status(
                    place in late, place in closed, states[place] == DONE, lasting[place] is True, place in undecided
                ),
            ] += 1
        order = in_order(named, [unit for unit in self.book.column("posts", "unit") if unit])
        return tuple((unit, tuple(counts[unit, name] for name in STATUSES)) for unit in order)

    @cached_property
    def completion(self) -> dict[str, tuple[int, int]]:
        """Per unit the issues done, and all that 整改完成率 is over."""
        rows = self._issues
        if rows is None:
            return {}
        named = rows.labels("unit")
        done = Counter(named[place] for place in rows.among(rows.state(DONE), rows.rated))
        rated = Counter(named[place] for place in rows.rated)
        return {unit: (done[unit], rated[unit]) for unit in dict.fromkeys(named)}

    @cached_property
    def matrix(self) -> Matrix | None:
        """The map of a method of two factors; None for other methods and for scales too long to draw."""
        rows, method = self._risks, self.method
        pair = factor_pair(rows) if rows is not None and rows.ratings is not None else None
        if rows is None or pair is None or method.id not in MATRIX_METHODS or method.score is None:
            return None
        (upright, _), (across, _) = pair
        cells = heatmap_cells(rows, *pair)
        lines = axis(upright, {line for line, _ in cells})[::-1]
        columns = axis(across, {column for _, column in cells})
        if not lines or not columns or max(len(lines), len(columns)) > LONGEST_SIDE:
            return None
        score = method.score
        return Matrix(
            upright.name, across.name, tuple(map(upright.show, lines)), tuple(map(across.show, columns)),
            tuple(tuple(len(cells.get((line, column), ())) for column in columns) for line in lines),
            tuple(tuple(method.bands.level(score((line, column))) for column in columns) for line in lines),
            len(rows) - sum(map(len, cells.values())),
        )  # fmt: skip

    @cached_property
    def strip(self) -> Strip | None:
        """Points by computed and approved level, for methods whose score is one number."""
        rows = self._risks
        if rows is None or rows.ratings is None or not self.method.scored:
            return None
        computed = Counter(grade.level for grade in rows.rated("graded") if isinstance(grade, Grade))
        names = self.method.names
        of = Counter(self._levels) if self.level_names == names else None
        graded = tuple(computed[name] for name in names)
        approved = tuple(of[name] for name in names) if of is not None else ()
        return Strip(graded, approved, len(rows) - sum(graded), len(rows) - sum(approved))

    @cached_property
    def kinds(self) -> Kinds | None:
        """Points by approved level and 风险类别; None where no register tells the category."""
        rows = self._risks
        if rows is None or rows.ratings is None or rows.stands_for_points:
            return None
        named = rows.labels("category")
        order = in_order(named, self.settings.categories)
        counts = Counter(zip(self._levels, named, strict=True))
        lines: Sequence[str] = (*self.level_names, UNRATED)
        return Kinds(tuple(order), tuple(tuple(counts[line, column] for column in order) for line in lines))

    @cached_property
    def catalog(self) -> tuple[Entry, ...] | None:
        return catalog(self._risks, self._measures) if self._risks is not None else None

    @property
    def roster(self) -> Any:
        return self.book.roster or frozenset()


def status(is_late: bool, is_closed: bool, is_done: bool, is_lasting: bool, is_undecided: bool) -> str:
    if is_late:
        return "已逾期"
    if is_closed:
        return "已销号"
    if is_done:
        return "已完成"
    if is_undecided:
        return "未判定"
    return "长期坚持" if is_lasting else "办理中"
