"""What a report is made of: facts that know where they come from, and gaps that show themselves (domain §10.3, §14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from xlsuite.errors import XlsuiteError
from xlsuite.model.text import whole
from xlsuite.text.numerals import day_text
from xlsuite.text.trace import MARK, START, current, marked, plain

# What XML cannot hold, what Word would take for a break, and the escapes by which such characters are smuggled in.
_UNWRITABLE = re.compile(
    "_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


class GapDecided(XlsuiteError):
    """A condition or a count was asked of data that are missing."""

    def __init__(self, field: str) -> None:
        super().__init__(f"条件判断用到了缺失数据“{field}”，缺失的数据只能显示，不能用来判断；请先判断“is 有数据”")
        self.field = field


def legible(text: str) -> str:
    """The text as it can stand in a document: nothing XML refuses, line breaks as \\n. Everything else is unchanged."""
    if "_x" not in text and text.isprintable():  # what XML refuses is never printable
        return text
    if START in text:
        text = plain(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    while (found := _UNWRITABLE.sub("", text)) != text:  # what is left may close up to another escape
        text = found
    return text


def legible_marked(text: str) -> str:
    """A sentence as it can stand in a document, its marks kept; what only looks like a mark is taken out."""
    trace = current()
    if trace is None or START not in text:
        return legible(text)
    pieces = MARK.split(text)
    told = [legible(pieces[0])]
    for number, words, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        told.append(marked(*trace.printed[int(number)]) if trace.knows(number, words) else legible(words))
        told.append(legible(after))
    return "".join(told)


class Exposed:
    """Base of what a template may look into; only names that do not begin with an ASCII character can be reached."""

    __slots__ = ()

    def names(self) -> tuple[str, ...]:
        """The names a template may ask for, for the suggestion that goes with an unknown one."""
        return tuple(name for name in dir(type(self)) if not name[0].isascii())


class Fact(Exposed):
    """A value with its name, where it stands, what was counted and the 编号 of the rows behind it.

    Prints itself as `shown`, in a sentence with the mark of an open trace; compares and reckons as its value. A value
    of None (a rate over nothing) prints, is false, and cannot be compared for size. ident: what it is called in every
    period, "" where its name and criterion say that.
    """

    __slots__ = ("criterion", "ident", "name", "rows", "shown", "source", "value")

    def __init__(
        self,
        value: Any,
        name: str = "",
        source: str = "",
        criterion: str = "",
        rows: tuple[str, ...] = (),
        shown: str | None = None,
        ident: str = "",
    ) -> None:
        self.value = value
        self.name = plain(name)
        self.source = plain(source)
        self.criterion = plain(criterion)
        self.ident = ident
        self.rows = rows
        self.shown = legible(printed(value) if shown is None else shown)

    def __str__(self) -> str:
        return self.shown

    def __format__(self, spec: str) -> str:
        return marked(self, format(self.shown, spec))

    def __repr__(self) -> str:
        return f"Fact({self.name}={self.shown!r})"

    @property
    def 名称(self) -> str:
        return legible(self.name)

    @property
    def 出处(self) -> str:
        return legible(self.source)

    @property
    def 口径(self) -> str:
        return legible(self.criterion)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == bare(other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __lt__(self, other: Any) -> bool:
        return bool(self._sized() < bare(other))

    def __le__(self, other: Any) -> bool:
        return bool(self._sized() <= bare(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self._sized() > bare(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self._sized() >= bare(other))

    def _sized(self) -> Any:
        if self.value is None:
            raise GapDecided(self.name)
        return self.value

    def __int__(self) -> int:
        return int(self._sized())

    def __add__(self, other: Any) -> Any:
        return self._with(other, "＋", lambda mine, theirs: mine + theirs)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, "－", lambda mine, theirs: mine - theirs)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, "×", lambda mine, theirs: mine * theirs)

    def __truediv__(self, other: Any) -> Any:
        """The exact quotient; a gap where there is nothing to divide by."""
        if not isinstance(other, Gap) and bare(other) == 0:
            return Gap(f"{self.name}÷{named(other)}（分母为零）")
        return self._with(other, "÷", lambda mine, theirs: Fraction(mine) / Fraction(theirs))

    def _with(self, other: Any, sign: str, reckon: Callable[[Any, Any], Any]) -> Any:
        if isinstance(other, Gap):
            return other
        if not isinstance(self._sized(), int | Decimal | Fraction) or not isinstance(
            bare(other), int | Decimal | Fraction
        ):
            raise XlsuiteError(f"“{self.name}”{sign}“{named(other)}”算不了，两边都要是数")
        rows = self.rows + tuple(key for key in getattr(other, "rows", ()) if key not in self.rows)
        sources = dict.fromkeys(text for text in (self.source, getattr(other, "source", "")) if text)
        name = f"{self.name}{sign}{named(other)}"
        return Fact(reckon(self.value, bare(other)), name, "；".join(sources), name, rows)


class Gap(Exposed):
    """Something that is missing: prints 【待补充：…】 wherever it is used and refuses to decide anything.

    field: what is missing; place: the cell where it belongs (问题整改台账!F8), "" for a 参数.
    """

    __slots__ = ("field", "place")

    def __init__(self, field: str, place: str = "") -> None:
        self.field = plain(field)
        self.place = plain(place)

    @property
    def shown(self) -> str:
        return legible(f"{self.place} {self.field}".strip())

    def __str__(self) -> str:
        return f"【待补充：{self.shown}】"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"Gap({self.shown!r})"

    def __getattr__(self, name: str) -> Gap:
        """What belongs to something missing is missing too; only names a template may ask for."""
        if name[0].isascii():
            raise AttributeError(name)
        return Gap(f"{self.field}.{name}", self.place)

    def __getitem__(self, name: Any) -> Gap:
        return Gap(f"{self.field}.{name}" if isinstance(name, str) else self.field, self.place)

    def __iter__(self) -> Iterator[Gap]:
        """One row of gaps: an empty table would say that there is nothing."""
        yield self

    def _same(self, *others: Any) -> Gap:
        return self

    __neg__ = __pos__ = __floordiv__ = __rfloordiv__ = _same
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same

    def _refuse(self, *others: Any) -> NoReturn:
        raise GapDecided(self.shown)

    __bool__ = __len__ = __int__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _refuse
    __eq__ = __ne__ = _refuse
    __hash__ = object.__hash__


def bare(thing: Any) -> Any:
    """The value of a fact, anything else as it is; a gap decides nothing."""
    if isinstance(thing, Gap):
        raise GapDecided(thing.shown)
    return thing.value if isinstance(thing, Fact) else thing


def named(thing: Any) -> str:
    return str(thing.name) if isinstance(thing, Fact) else str(thing)


def printed(value: Any) -> str:
    """A value as running text shows it: dates as 2025年9月30日, exact numbers, a quotient at two decimals."""
    if value is None:
        return "无"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.2f}"
    return f"{value:f}" if isinstance(value, Decimal) else whole(value)
