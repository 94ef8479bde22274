"""The figures of 防控措施登记表: how far the measures have come."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from xlsuite.ledgers.book import Book
from xlsuite.model.table import Table
from xlsuite.verbs.figures.figure import Count, Declared
from xlsuite.verbs.figures.scope import Rows, Scope, label

SETTLED, GOING, IDLE = "已落实", "推进中", "未启动"


class MeasureRows(Scope):
    """All measures. A 落实状态 that is blank or cannot be read is none, and no such measure is called overdue."""

    def __init__(self, book: Book, tables: list[Table]) -> None:
        super().__init__(tables)
        self.settings = book.settings
        self.as_of: date = book.settings.as_of

    @cached_property
    def overdue(self) -> Rows:
        progress, due = self.column("progress"), self.column("due")
        open_states = (GOING, IDLE)
        return [
            place
            for place, day in enumerate(due)
            if progress[place] in open_states and isinstance(day, date) and day < self.as_of
        ]

    @cached_property
    def undecided(self) -> Rows:
        return self.unfilled("progress")

    def units(self, of_points: dict[str, str]) -> list[str]:
        """The unit of each measure as a name to group by: its own, else that of its risk point."""
        pairs = zip(self.column("unit"), self.column("risk_point"), strict=True)
        return [label(unit if unit is not None else of_points.get(number)) for unit, number in pairs]


def measure_rows(book: Book) -> MeasureRows | None:
    """All measures; None where the workbook has no 防控措施登记表."""
    tables = book.tables_of("risk_measures")
    return MeasureRows(book, tables) if tables else None


MEASURE_FIGURES: tuple[Declared, ...] = (
    Count("measure.total", "防控措施总数", "全部", lambda rows: rows.all),
    Count("measure.done", "已落实", f"落实状态＝{SETTLED}", lambda rows: rows.where("progress", SETTLED)),
    Count("measure.in_progress", "推进中", f"落实状态＝{GOING}", lambda rows: rows.where("progress", GOING)),
    Count("measure.not_started", "未启动", f"落实状态＝{IDLE}", lambda rows: rows.where("progress", IDLE)),
    Count(
        "measure.undecided", "落实状态未判定", "落实状态未填或读不出", lambda rows: rows.undecided,
        needed=lambda rows: rows.undecided,
    ),
    Count(
        "measure.overdue", "逾期措施", f"落实状态＝{GOING}或{IDLE}，完成时限早于统计截止日",
        lambda rows: rows.overdue,
    ),
)  # fmt: skip
