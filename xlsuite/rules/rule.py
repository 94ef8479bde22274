"""What a rule is: a function that looks at values, a table or a book; its docstring is its page in the manual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Finding, Fix, Severity
from xlsuite.model.table import Table, answers_of, parameters, table_column
from xlsuite.model.text import whole

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
PARTS = ("查什么", "为什么", "怎么改", "例")
ALL = "*"


class Fault(NamedTuple):
    """What a rule says is wrong.

    A row rule needs no more than the message, and `at` where it is not the rule's own column. A table rule adds the
    row's index. A rule of the sheet or the book names the place itself: sheet, row and column from 1.
    """

    message: str
    at: str = ""
    index: int = -1  # type: ignore[assignment]  # of the row; tuple's method of that name is not missed
    fix: Any = None  # a better value, safe to put in
    advice: str = ""
    severity: Severity | None = None
    table: Table | None = None
    sheet: str = ""
    row: int = 0
    column: int = 0
    field: str = ""
    key: str = ""
    value: str = ""


class Page(NamedTuple):
    """A rule's page: what it looks for, why, how to mend, examples that run."""

    title: str
    what: str
    why: str
    how: str
    examples: tuple[str, ...]


@lru_cache(maxsize=256)
def advice_of(text: str) -> str:
    """The paragraph 怎么改 of a rule's page."""
    paragraph = text.partition("怎么改：\n")[2].partition("\n    例：")[0]
    return "".join(line.strip() for line in paragraph.split("\n"))


class Rule(NamedTuple):
    """One rule. scope: row, table or book; `sees` are the names it asks for."""

    id: str
    ledgers: tuple[str, ...]
    severity: Severity
    at: str
    look: Callable[..., Any]
    scope: str
    sees: tuple[str, ...]
    optional: frozenset[str]

    @property
    def title(self) -> str:
        return (self.look.__doc__ or "").strip().partition("\n")[0].strip()

    def page(self) -> Page:
        return page_of(self.look.__doc__ or "")

    @property
    def advice(self) -> str:
        """怎么改, which goes with every finding."""
        return advice_of(self.look.__doc__ or "")

    def applies(self, table: Table) -> bool:
        return ALL in self.ledgers or table.ledger.id in self.ledgers

    def faults(self, book: Book) -> Iterator[tuple[Table | None, Fault]]:
        """All that the rule finds in a book, each with the table it is about."""
        if self.scope == "book":
            if (constants := self._constants(book, self.sees[1:])) is not None:
                for fault in self.look(book, **constants):
                    yield fault.table, fault
            return
        for table in book.judged_tables():
            if self.applies(table):
                yield from ((table, fault) for fault in self.of_table(table, book))

    def of_table(self, table: Table, book: Book) -> Iterable[Fault]:
        if self.scope == "table":
            constants = self._constants(book, self.sees[1:])
            return () if constants is None else self.look(table, **constants)
        return self._of_rows(table, book)

    def _constants(self, book: Book, names: Iterable[str]) -> dict[str, Any] | None:
        """What a rule asks for besides cells; None when a ledger it needs is absent (contract §7.17)."""
        found = {name: getattr(book, name) for name in names}
        missing = any(value is None for name, value in found.items() if name not in self.optional)
        return None if missing else found

    def _of_rows(self, table: Table, book: Book) -> Iterator[Fault]:
        """Ask once per distinct combination of values; a cell that could not be judged silences the rule."""
        columns: dict[str, Sequence[Any]] = {}
        for name in self.sees:
            ident = name.removeprefix("raw_")
            if not table.ledger.has(ident):
                continue
            is_absent = ident not in table and table.ledger.derived_by(ident) is None
            if is_absent and name not in self.optional:
                return
            columns[name] = table_column(table, name) or []
        constants = self._constants(book, [name for name in self.sees if name not in columns])
        if constants is None or not columns or not table.rows:
            return
        lists = list(columns.values())
        answers = answers_of(guarded(self.look, tuple(columns)), tuple(columns), lists, constants)
        hits = {key: answer for key, answer in answers.items() if answer}
        if hits:
            for index, key in enumerate(zip(*lists, strict=True)):
                if key in hits:
                    yield from located(hits[key], index)


def guarded(look: Callable[..., Any], names: tuple[str, ...]) -> Callable[..., Any]:
    """The look, silent where one of the cells it reads could not be judged: one bad cell, one finding."""

    def judge(*values: Any, **more: Any) -> Any:
        for value in values:
            if value is UNREADABLE:
                return None
        for name in names[len(values) :]:
            if more[name] is UNREADABLE:
                return None
        return look(*values, **more)

    judge.asks = parameters(look)  # type: ignore[attr-defined]
    return judge


def located(answer: Any, index: int) -> Iterator[Fault]:
    """A row rule's answer, a sentence or a Fault or several, put on its row."""
    for each in answer if isinstance(answer, list) else [answer]:
        yield Fault(each, index=index) if isinstance(each, str) else each._replace(index=index)


def rule(
    id: str, ledgers: str | tuple[str, ...] = ALL, severity: Severity = ERROR, at: str = ""
) -> Callable[[Callable[..., Any]], Rule]:
    """Make a function a rule.

    Its first parameter says what it looks at: `table`, `book`, or else columns of the ledger by ident (given or
    derived; `raw_` and ident for what was typed), in which case it is asked for each row's values and answers None,
    a sentence, a Fault or a list. Parameters that are no columns come from the book or the settings; where one of
    these is None the rule is not judged. A parameter with a default may be absent from the sheet.
    """

    def make(look: Callable[..., Any]) -> Rule:
        sees = parameters(look)
        if not sees:
            raise TypeError(f"{id}: a rule looks at table, book, or columns by name")
        scope = sees[0] if sees[0] in ("table", "book") else "row"
        optional = frozenset(sees[len(sees) - len(look.__defaults__ or ()) :]) if look.__defaults__ else frozenset()
        named = (ledgers,) if isinstance(ledgers, str) else ledgers
        return Rule(id, named, severity, at, look, scope, sees, optional)

    return make


def finding(rule: Rule, fault: Fault, table: Table | None, severity: Severity, advice: str) -> Finding:
    """A fault with its place in the user's file."""
    message, at, index, fix, own_advice, own_severity, _, sheet, row, column, field, key, value = fault
    weight = own_severity or severity
    better = None if fix is None else Fix(fix)
    words = own_advice or advice
    if table is None or row:
        sheet = sheet or (table.sheet if table is not None else "")
        return Finding(sheet, row or 1, column or 1, rule.id, weight, field, key, value, message, words, better)
    ident = at or rule.at or table.ledger.key
    row, column = table.place(index, ident)
    slot = table.slots.get(ident)
    raw = table.raw[ident][index] if slot else ""
    return Finding(
        table.sheet, row, column, rule.id, weight, slot.column.name if slot else "", table.key(index),
        raw if raw.__class__ is str else whole(raw), message, words, better,
    )  # fmt: skip


def page_of(text: str) -> Page:
    """The sections of a rule's docstring, by heading."""
    lines = [line.strip() for line in text.strip().split("\n")]
    parts: dict[str, list[str]] = {}
    heading = ""
    for line in lines[1:]:
        if line.endswith("：") and line[:-1] in PARTS:
            heading = line[:-1]
            parts[heading] = []
        elif line and heading:
            parts[heading].append(line)
    words = ["".join(parts.get(name, ())) for name in PARTS[:3]]
    return Page(lines[0], words[0], words[1], words[2], tuple(parts.get("例", ())))
