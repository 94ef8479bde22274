"""Ledger rows as a template sees them: columns by Chinese names, sets that can be counted, filtered and grouped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsuite.errors import XlsuiteError
from xlsuite.ledgers.rectification import DONE, IDLE
from xlsuite.model.columns import UNREADABLE, Column
from xlsuite.model.deadlines import Term
from xlsuite.model.table import Record
from xlsuite.model.text import is_blank, whole
from xlsuite.text.facts import Exposed, Fact, Gap, bare
from xlsuite.text.trace import plain

COMPUTED = {"有效时限": "deadline", "原定时限": "stated", "逾期天数": "overdue_days", "计算等级": "computed"}
# Columns that are wanted only of rows in a certain state (domain §4.5); until then a blank says nothing is missing.
WANTED_WHEN = {"done_on": (DONE,), "evidence": (DONE,), "closed_on": (), "progress": (DONE, "基本完成", "推进中")}
EVERY = "全部"
PROSE = ("prose", "content")  # a point of 文字材料 without its text is a gap in the draft


class Names(Exposed):
    """A small set of named data: 参数.单位全称, 章.标题."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, Any]) -> None:
        self._held = dict(held)

    def __getattr__(self, name: str) -> Any:
        if name[0].isascii() or name not in self._held:
            raise AttributeError(name)
        return self._held[name]

    def __getitem__(self, name: str) -> Any:
        return self._held[name]

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("named data are asked for by name")

    def names(self) -> tuple[str, ...]:
        return tuple(self._held)


class Group(Names):
    """The rows that have one value in a column; also taken apart as 名称, 行: `for 科室, 行 in 台账.按("责任科室")`."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._held.values())


class Row(Exposed):
    """One row of a ledger; `row.责任人` is a Fact that prints the cell as typed, or a Gap that names the cell."""

    __slots__ = ("record",)

    def __init__(self, record: Record) -> None:
        self.record = record

    def __getattr__(self, name: str) -> Any:
        if name[0].isascii():
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Fact | Gap:
        if name in COMPUTED and self.record.table.ledger.has(COMPUTED[name]):
            return self._computed(name)
        column = next((each for each in self.record.table.ledger.columns if each.name == name), None)
        if column is None:
            raise KeyError(name)
        return cell(self.record, column)

    def names(self) -> tuple[str, ...]:
        ledger = self.record.table.ledger
        return (
            *(each.name for each in ledger.columns),
            *(name for name, ident in COMPUTED.items() if ledger.has(ident)),
        )

    @property
    def 编号(self) -> Fact:
        """The row's 编号, 第N行 where it has none."""
        return Fact(self.record.key, "编号", self.record.address(self.record.table.ledger.key), rows=(self.record.key,))

    @property
    def 时限(self) -> Fact | Gap:
        """整改时限 as typed, or its 原文 where the deadline stands only there."""
        due = self["整改时限"]
        other = self["整改时限原文"] if isinstance(due, Gap) else due
        return other if isinstance(other, Fact) and str(other) else due

    @property
    def 剩余天数(self) -> Fact | Gap:
        """Days up to the deadline that counts, that day included; a gap where there is no deadline."""
        due = self.record.deadline if self.record.table.ledger.has("deadline") else None
        place = self.record.address(self.record.table.ledger.key)
        if not isinstance(due, date):
            return Gap("整改时限", place)
        as_of = self.record.table.scope.settings.as_of
        return Fact((due - as_of).days, "剩余天数", place, "有效时限－统计截止日", (self.record.key,))

    def _computed(self, name: str) -> Fact | Gap:
        value = getattr(self.record, COMPUTED[name])
        if value is None:
            return Gap(name, self.record.table.sheet + " " + self.record.key)
        record = self.record
        how = "统计截止日 − 有效时限" if name == "逾期天数" else ""
        return Fact(value, name, record.address(record.table.ledger.key), how, (record.key,))


def cell(record: Record, column: Column) -> Fact | Gap:
    """One cell: its value printed as typed; a gap where a required one is blank, nothing where a free one is."""
    table, ident = record.table, column.ident
    if ident not in table:
        return Gap(column.name, f"{table.sheet}（无此列）") if wanted(record, column) else Fact("", column.name)
    raw = table.raws(ident)[record.index]
    place = table.address(record.index, ident)
    value = table.column(ident)[record.index]
    if is_error(record, ident):
        return Gap(column.name, place)
    if value is None or (is_blank(raw) and not value):
        if wanted(record, column):
            return Gap(column.name, place)
        return Fact("", column.name, place, shown=whole(raw))
    if value is UNREADABLE or isinstance(value, Term):
        value = value.day or whole(raw) if isinstance(value, Term) else whole(raw)
    return Fact(value, column.name, place, rows=(record.key,), shown=whole(raw))


def wanted(record: Record, column: Column) -> bool:
    if column.ident in WANTED_WHEN and record.table.ledger.id == "rectification":
        return record.state in WANTED_WHEN[column.ident] and record.state != IDLE
    return column.need == "must" or (record.table.ledger.id, column.ident) == PROSE


def is_error(record: Record, ident: str) -> bool:
    errors = record.table.grid.errors
    return bool(errors) and record.table.place(record.index, ident) in errors


class Rows(Exposed):
    """A set of rows of one ledger with what they have in common."""

    __slots__ = ("criterion", "name", "records", "source")

    def __init__(self, records: Iterable[Record], name: str, source: str, criterion: str = EVERY) -> None:
        self.records = tuple(records)
        self.name = plain(name)
        self.source = source
        self.criterion = plain(criterion)

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Row]:
        return map(Row, self.records)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(record.key for record in self.records)

    @property
    def 数量(self) -> Fact:
        return Fact(len(self.records), f"{self.name}.数量", self.source, self.criterion, self.keys)

    def among(self, name: str, criterion: str, records: Iterable[Record]) -> Rows:
        """Some of these rows; the criterion that made these holds of them too."""
        both = criterion if self.criterion == EVERY else f"{self.criterion} 且 {criterion}"
        return Rows(records, name, self.source, both)

    def 筛选(self, **wanted: Any) -> Rows:
        """The rows whose columns hold these values: 台账.筛选(责任科室="综合科")."""
        found = list(self)
        for name, value in wanted.items():
            found = [row for row in found if same(row, self._known(name), bare(value))]
        criterion = " 且 ".join(f"{name}＝{value}" for name, value in wanted.items())
        return self.among(f"{self.name}[{criterion}]", criterion, (row.record for row in found))

    def 按(self, 列: str) -> list[Names]:
        """Groups by a column in order of appearance, each with 名称 and 行; rows without a value come last."""
        groups: dict[str, list[Row]] = {}
        blank: list[Row] = []
        known = self._known(列)
        for row in self:
            found = row[known]
            (groups.setdefault(str(found), []) if isinstance(found, Fact) and str(found) else blank).append(row)
        parts: list[tuple[Any, list[Row]]] = [(rows[0][列], rows) for rows in groups.values()]
        if blank:
            first = blank[0][known]
            parts.append((first if isinstance(first, Gap) else Gap(列, first.source or self.name), blank))
        return [
            Group(
                {
                    "名称": name,
                    "行": self.among(f"{self.name}[{列}＝{name}]", f"{列}＝{name}", (row.record for row in rows)),
                }
            )
            for name, rows in parts
        ]

    def 截止早于(self, 列: str, 日期: Any) -> Rows:
        """The rows whose day in a column is before a day; rows without a day are not among them."""
        limit = bare(日期)
        if not isinstance(limit, date):
            raise XlsuiteError(f"“截止早于”的第二项要是日期，这里是“{日期}”")
        known = self._known(列)
        days = [(row, row[known]) for row in self]
        found = [
            row for row, fact in days if isinstance(fact, Fact) and isinstance(fact.value, date) and fact.value < limit
        ]
        return self.among(f"{self.name}[{列}早于{limit}]", f"{列}早于{limit}", (row.record for row in found))

    def 排序(self, 列: str) -> Rows:
        """The rows by a column, those without a value last; equals keep their order."""
        facts = [(row, row[self._known(列)]) for row in self]
        known = [(row, fact) for row, fact in facts if isinstance(fact, Fact) and str(fact)]
        ordered = sorted(known, key=lambda pair: rank(pair[1].value))
        rest = [row for row, fact in facts if not (isinstance(fact, Fact) and str(fact))]
        records = [row.record for row, _ in ordered] + [row.record for row in rest]
        return Rows(records, self.name, self.source, self.criterion)

    def _known(self, name: str) -> str:
        if self.records and name not in Row(self.records[0]).names():
            raise XlsuiteError(f"“{self.name}”里没有“{name}”这一列")
        return name


def rank(value: Any) -> tuple[int, Any]:
    """Where a value stands among others of its column: numbers by size, then days, then texts."""
    if isinstance(value, date):
        return 1, value.isoformat()
    return (0, value) if isinstance(value, int | float | Decimal | Fraction) else (2, str(value))


def same(row: Row, name: str, value: Any) -> bool:
    found = row[name]
    return isinstance(found, Fact) and (found.value == value or str(found) == str(value))
