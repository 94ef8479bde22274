"""Figures as declarations: what each is called, what it counts and over which rows; and how they are worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from xlsuite.grading.bands import exact_text
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Figure
from xlsuite.model.rates import mean_days, rate
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, Rows, Scope

Text = str | Callable[[Any], str]  # a text, or how it follows from the rows


class Count(NamedTuple):
    """How many rows. `of` names the scope its rows are places in, where it is not the subject's own.

    needed: whether the figure is told at all; one that is only told when it is not 0 says `bool` of its rows.
    """

    id: str
    name: str
    criterion: Text
    rows: Callable[[Any], Rows]
    of: str = ""
    needed: Callable[[Any], Any] = lambda subject: True


class Rate(NamedTuple):
    """Some rows as a part of others; the part must lie within the whole.

    by: the column that tells the part; where no table has it, nothing can be said of the part, and 0% would be a claim.
    """

    id: str
    name: str
    criterion: Text
    part: Callable[[Any], Rows]
    whole: Callable[[Any], Rows]
    by: str = ""


class Mean(NamedTuple):
    """The mean number of days over some rows."""

    id: str
    name: str
    criterion: Text
    days: Callable[[Any], dict[int, int]]


class Sum(NamedTuple):
    """The sum of a column, exact, with `places` decimals at least; blank cells are told and never taken for 0."""

    id: str
    name: str
    criterion: Text
    ident: str
    places: int = 0


Declared = Count | Rate | Mean | Sum


def figures(declared: Iterable[Declared], subject: Scope, decimals: int) -> Iterator[Figure]:
    """The figures of one subject, in the order declared; those whose ledger is absent are left out."""
    for each in declared:
        if isinstance(each, Count):
            yield from counted(each, subject)
        elif isinstance(each, Rate):
            yield rated(each, subject, decimals)
        elif isinstance(each, Mean):
            yield averaged(each, subject, decimals)
        else:
            yield summed(each, subject)


def counted(each: Count, subject: Any) -> Iterator[Figure]:
    scope = getattr(subject, each.of) if each.of else subject
    if scope is None or not each.needed(subject):
        return
    rows = each.rows(subject)
    count = len(rows)
    yield Figure(
        each.id, each.name, str(count), count, None, scope.source, told(each.criterion, subject), scope.keys_at(rows)
    )


def rated(each: Rate, subject: Scope, decimals: int) -> Figure:
    part, whole = each.part(subject), each.whole(subject)
    criterion = told(each.criterion, subject)
    if each.by and not subject.has(each.by):
        return Figure(each.id, each.name, UNDECIDED, None, len(whole), subject.source, criterion, ())
    value = rate(len(part), len(whole), decimals)
    return Figure(each.id, each.name, value, len(part), len(whole), subject.source, criterion, subject.keys_at(part))


def averaged(each: Mean, subject: Scope, decimals: int) -> Figure:
    days = each.days(subject)
    value = mean_days(list(days.values()), decimals)
    criterion = told(each.criterion, subject)
    return Figure(
        each.id, each.name, value, sum(days.values()), len(days), subject.source, criterion, subject.keys_at(days)
    )


def summed(each: Sum, subject: Scope) -> Figure:
    total = Total(subject, each.ident, each.places)
    criterion = told(each.criterion, subject) + total.gaps
    return Figure(each.id, each.name, total.text, None, None, subject.source, criterion, subject.keys_at(total.rows))


class Total:
    """A column added up: the sum as text, the rows behind it, and how many cells say nothing."""

    def __init__(self, scope: Scope, ident: str, places: int) -> None:
        cells = scope.column(ident)
        given = [cell for cell in cells if cell is not None]
        read = [cell for cell in given if cell is not UNREADABLE]
        self.blank, self.unreadable, self.filled = len(cells) - len(given), len(given) - len(read), len(read)
        self.is_absent = bool(cells) and not scope.has(ident)
        self.sum = sum(read, Decimal(0))
        self.rows: Rows = [place for place, cell in enumerate(cells) if cell and cell is not UNREADABLE]
        self.places = places

    @property
    def text(self) -> str:
        """The exact sum; 未填 where no cell is filled, 未判定 where none that is can be read."""
        if not self.filled:
            return UNDECIDED if self.unreadable else UNFILLED
        return amount(self.sum, self.places)

    @property
    def gaps(self) -> str:
        """How many cells the sum goes without: （未填2行；读不出1行）, or that there are none: （没有这一列）."""
        if self.is_absent:
            return "（没有这一列）"
        parts = [f"{what}{count}行" for what, count in ((UNFILLED, self.blank), ("读不出", self.unreadable)) if count]
        return f"（{'；'.join(parts)}）" if parts else ""


def amount(number: Decimal, places: int) -> str:
    """An exact number with at least so many decimals: 1386 is 1386.00 at 2 places."""
    text = exact_text(number)
    whole, _, decimals = text.partition(".")
    decimals = decimals.ljust(places, "0")
    return f"{whole}.{decimals}" if decimals else whole


def told(text: Text, subject: Any) -> str:
    return text if isinstance(text, str) else text(subject)
