"""合计

许多单位的台账合在一起看：各项数字相加，率按分子、分母相加后重算；各单位按完成率排名、分档。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Figure, Table
from xlsuite.model.rates import NONE, decimal_text, half_up, rate
from xlsuite.verbs.figures.figure import Count, Mean, Sum, amount
from xlsuite.verbs.figures.measure_figures import MEASURE_FIGURES
from xlsuite.verbs.figures.rectification_figures import RECTIFICATION_FIGURES
from xlsuite.verbs.figures.risk_figures import RISK_FIGURES
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED

DECLARED = {each.id: each for each in (*RISK_FIGURES, *MEASURE_FIGURES, *RECTIFICATION_FIGURES)}
GROUPS = (("risk", "风险点"), ("measure", "防控措施"), ("rectification", "问题整改"))
ALL, MOST, REST, NO_ISSUES = "100%", "80%–100%", "80%以下", "没有问题"
BETWEEN = "·"  # of a unit and what is its own
BANDS = (ALL, MOST, REST, NO_ISSUES, UNDECIDED)
MOST_FROM = Fraction(8, 10)


class Part(NamedTuple):
    """A figure of one workbook, as a summary prints it, without the rows behind it."""

    id: str
    name: str
    value: str
    numerator: int | None
    denominator: int | None
    criterion: str


def part_of(figure: Figure) -> Part:
    return Part(figure.id, figure.name, figure.value, figure.numerator, figure.denominator, figure.criterion)


def groups(ids: Iterable[str]) -> list[tuple[str, str]]:
    """What the ids of figures begin with, and its name: the core subjects, then the supporting ledgers as they come."""
    found = dict(GROUPS)
    wanted = {id.partition(".")[0] for id in ids}
    if not wanted <= set(found):
        from xlsuite.ledgers import supporting
        from xlsuite.verbs.figures.supporting import SUBJECTS

        titles = {ledger.id: ledger.title for ledger in supporting()}
        found.update((ledger, titles[ledger]) for ledger, *_ in SUBJECTS)
    return [(prefix, name) for prefix, name in found.items() if prefix in wanted]


class Together:
    """Figures of many workbooks added up one workbook at a time; a rate is that of all rows together.

    A workbook that cannot say a part of a rate (未判定) is in neither of its parts, and is counted. Figures of
    supporting ledgers are not declared one by one: whether one is a count, a rate or an amount shows in its parts.
    """

    def __init__(self) -> None:
        self.workbooks = 0
        self._parts: dict[str, Part] = {}
        self._sums: dict[str, list[int]] = {}
        self._rates: set[str] = set()
        self._amounts: dict[str, Decimal] = {}
        self._said: dict[str, int] = {}
        self._silent: dict[str, int] = {}

    def add(self, parts: Iterable[Part]) -> None:
        self.workbooks += 1
        for part in parts:
            first = self._parts.setdefault(part.id, part)
            told = self._take_amount(part) if is_amount(part) else self._take(part)
            if told and part.id not in self._said:
                self._parts[part.id] = part  # rather than the reason why another could not tell
            elif told and first.criterion != part.criterion:  # what one adds in brackets is not true of all
                self._parts[part.id] = first._replace(criterion=first.criterion.partition("（")[0])
            counter = self._said if told else self._silent
            counter[part.id] = counter.get(part.id, 0) + 1

    def _take(self, part: Part) -> bool:
        if part.numerator is None:
            return False
        sums = self._sums.setdefault(part.id, [0, 0])
        sums[0] += part.numerator
        sums[1] += part.denominator or 0
        if part.denominator is not None:
            self._rates.add(part.id)
        return True

    def _take_amount(self, part: Part) -> bool:
        if part.value in (UNFILLED, UNDECIDED, NONE):
            return False
        self._amounts[part.id] = self._amounts.get(part.id, Decimal(0)) + Decimal(part.value)
        return True

    def figures(self, decimals: int = 2) -> tuple[Figure, ...]:
        """The figures of all, in the order of a summary; those that no workbook has are left out."""
        core = [id for id in DECLARED if id in self._parts]
        others = [id for id in self._parts if id not in DECLARED]
        order = [prefix for prefix, _ in groups(others)]
        others.sort(key=lambda id: order.index(id.partition(".")[0]))
        return tuple(self._figure(id, decimals) for id in (*core, *others))

    def _figure(self, id: str, decimals: int) -> Figure:
        part, declared = self._parts[id], DECLARED.get(id)
        silent = self._silent.get(id, 0)
        source = f"{self._said.get(id, 0)} 个文件" + (f"（另有 {silent} 个没有填或判定不了）" if silent else "")
        top, bottom = self._sums.get(id, [0, 0])
        parts: tuple[int | None, int | None] = (None, None)
        if id in self._amounts:
            places = -int(self._amounts[id].as_tuple().exponent)
            value = amount(self._amounts[id], declared.places if isinstance(declared, Sum) else places)
        elif id not in self._sums:
            value = UNFILLED if isinstance(declared, Sum) else part.value if declared is None else UNDECIDED
        elif isinstance(declared, Count) or (declared is None and id not in self._rates):
            value, parts = str(top), (top, None)
        elif isinstance(declared, Mean):
            value, parts = mean(top, bottom, decimals), (top, bottom)
        else:
            value, parts = rate(top, bottom, decimals), (top, bottom)
        return Figure(id, part.name, value, *parts, source, part.criterion, ())


def is_amount(part: Part) -> bool:
    """Whether a figure is told by its value alone: money, days, items added up."""
    declared = DECLARED.get(part.id)
    if declared is not None:
        return isinstance(declared, Sum)
    return part.numerator is None and part.denominator is None and part.value != UNDECIDED


def mean(top: int, bottom: int, decimals: int) -> str:
    return decimal_text(half_up(top * 10**decimals, bottom), decimals) if bottom else NONE


# --- supporting ledgers of many units in one Book ---


def added_up(book: Book, found: Mapping[str, tuple[list[Figure], list[Table]]]) -> tuple[list[Figure], list[Table]]:
    """The figures of a consolidated ledger's units as those of all, each key with its unit; their tables apart."""
    together = Together()
    keys: dict[str, list[str]] = {}
    places: dict[str, list[tuple[str, int]]] = {}
    for unit, (figures, _) in found.items():
        together.add(map(part_of, figures))
        for each in figures:
            keys.setdefault(each.id, []).extend(f"{unit}{BETWEEN}{key}" for key in each.rows)
            places.setdefault(each.id, []).extend(each.places)
    sums = [
        of_all(book, each)._replace(rows=tuple(keys[each.id]), places=tuple(places[each.id]))
        for each in together.figures(book.settings.decimals)
    ]
    return sums, apart((unit, tables) for unit, (_, tables) in found.items())


def of_all(book: Book, figure: Figure) -> Figure:
    """A summed figure with where its rows stand in the book of all, and a word on how it is of all.

    The criterion of one that could not be told ends in its reason and stays as it is.
    """
    ranges = "；".join(table.range for table in book.tables_of(figure.id.partition(".")[0]))
    source = f"{ranges}；{figure.source.replace('个文件', '个单位')}" if ranges else figure.source
    is_told = (figure.numerator, figure.denominator, figure.value) != (None, None, UNDECIDED)
    return figure._replace(source=source, criterion=figure.criterion + ("；各单位分别计算后相加" if is_told else ""))


def apart(found: Iterable[tuple[str, Iterable[Table]]]) -> list[Table]:
    """The tables of several units, each as one with the unit before its lines."""
    heads: dict[str, Table] = {}
    lines: dict[str, list[tuple[Any, ...]]] = {}
    for unit, tables in found:
        for each in tables:
            heads.setdefault(each.id, each._replace(columns=("单位", *each.columns), source="各单位分别列出", note=""))
            lines.setdefault(each.id, []).extend((unit, *line) for line in each.rows)
    return [head._replace(rows=tuple(lines[id])) for id, head in heads.items()]


# --- units beside one another ---


class Standing:
    """One unit: what it sent, and how far its rectification has come. done of rated: the parts of 整改完成率."""

    __slots__ = ("done", "errors", "files", "high", "issues", "overdue", "rated", "refused", "unit", "warnings")

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.files = self.refused = self.errors = self.warnings = 0
        self.issues = self.overdue = self.high = 0
        self.done: int | None = None
        self.rated: int | None = None

    def add(self, counts: Sequence[int], parts: Iterable[Part]) -> None:
        self.errors += counts[0]
        self.warnings += counts[1]
        for part in parts:
            if part.id == "rectification.completion_rate" and part.numerator is not None:
                self.done = (self.done or 0) + part.numerator
                self.rated = (self.rated or 0) + (part.denominator or 0)
            elif part.id == "rectification.total":
                self.issues += part.numerator or 0
            elif part.id == "rectification.overdue":
                self.overdue += part.numerator or 0
            elif part.id == "risk.high":
                self.high += part.numerator or 0

    @property
    def is_read(self) -> bool:
        """Whether any of its files could be read."""
        return self.files > self.refused

    @property
    def share(self) -> Fraction | None:
        """The part done, exact; None where there is nothing to be done or it cannot be told."""
        return Fraction(self.done or 0, self.rated) if self.rated else None

    @property
    def band(self) -> str:
        share = self.share
        if share is None:
            return UNDECIDED if self.issues else NO_ISSUES
        return ALL if share == 1 else MOST if share >= MOST_FROM else REST

    def rate(self, decimals: int = 2) -> str:
        if self.share is None:
            return UNDECIDED if self.issues else NONE
        return rate(self.done or 0, self.rated or 0, decimals)


def ranked(units: Iterable[Standing]) -> list[tuple[int | None, Standing]]:
    """Units by their share done, the highest first; equal shares have one rank. Those without come last.

    Units of which no file could be read are in no ranking.
    """
    shown = sorted(
        (each for each in units if each.is_read),
        key=lambda each: (each.share is None, -(each.share or 0), -each.issues, each.unit),
    )
    found: list[tuple[int | None, Standing]] = []
    for place, each in enumerate(shown, 1):
        if each.share is None:
            found.append((None, each))
            continue
        tied = bool(found) and found[-1][1].share == each.share
        found.append((found[-1][0] if tied else place, each))
    return found


def banded(units: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Units by band, in the order of the bands; those of which nothing was read are in none."""
    found: dict[str, list[Standing]] = {band: [] for band in BANDS}
    for each in units:
        if each.is_read:
            found[each.band].append(each)
    return found


def unit_tables(units: Iterable[Standing], missing: Sequence[str], decimals: int = 2) -> tuple[Table, ...]:
    """单位完成率排名, its bands, and who sent nothing, as tables of a summary."""
    known = list(units)
    ranks = tuple(
        (
            "—" if place is None else place,
            each.unit,
            each.issues,
            each.done,
            each.rate(decimals),
            each.band,
            each.overdue,
        )
        for place, each in ranked(known)
    )
    bands = tuple(
        (band, len(found), "、".join(each.unit for each in found)) for band, found in banded(known).items() if found
    )
    return (
        Table(
            "units.ranking", "单位完成率排名", ("名次", "单位", "整改问题", "已完成", "完成率", "档次", "逾期"), ranks
        ),
        Table("units.bands", "完成率分档", ("档次", "单位数", "单位"), bands),
        Table("units.missing", "未报送单位", ("单位",), tuple((name,) for name in missing)),
    )
