"""What a ledger looks like: its columns, said once. Recognition, checks, template and manual follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol


class Remark(NamedTuple):
    """What a cell's reader has to say when it holds something other than the plain value.

    `code`: stray, text_date, text_number, synonym, composite, or unreadable (then `value` is None and rules
    that read the cell are silent).
    """

    value: Any
    code: str
    message: str
    fix: Any = None


class Kind(Protocol):
    """The kind of value a column holds: how it reads what people type, and what it tells them."""

    free_text: bool
    fault: str  # the rule that speaks when a cell cannot be read

    def odd(self, distinct: Any) -> Iterable[Any]:
        """Those raw values that must be read one by one; of the others `plain` gives the value."""

    def plain(self, raws: Sequence[Any]) -> list[Any]:
        """The values of a column as if none of its cells were odd."""

    def read(self, raw: Any, basis: Any) -> Any:
        """The value meant, None for blank, or a Remark."""

    def wanted(self, basis: Any) -> str:
        """What may stand here, in Chinese, so that it follows 请填写."""


class Column(NamedTuple):
    """One column of a ledger.

    also: other headers it goes by. "?等级" only where no other header claims the column; "责任领导|部门责任人" only on
    a sheet that has 部门责任人 too.
    need: "must" (absent: ST-02, blank: `blank` or ST-19), "should" (absent: ST-20, blank likewise) or "may".
    instead: another column of the ledger that can stand in its place.
    blank: the ledger's own rule for a blank cell where one says so; "ST-19:level" where it may be blank as long as
    the column `level` is.
    computed: in a template the cell is a formula; what is typed there is never counted on.
    printed: a template prints it beside the columns that must be there; of a ledger that marks none, all are printed.
    """

    name: str
    ident: str
    kind: Kind
    also: tuple[str, ...] = ()
    need: str = "may"
    example: Any = None
    help: str = ""
    instead: str = ""
    blank: str = ""
    longest: int = 0
    computed: bool = False
    printed: bool = False


class LedgerType(NamedTuple):
    """One kind of ledger.

    key: ident of the column that names a row. core: the columns by which a row is known to be data.
    signature: at least one of these must be seen before a sheet is taken for this ledger.
    companions: ids of ledgers whose columns may stand in the same row (one wide sheet, contract §2).
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    key: str
    core: tuple[str, ...]
    signature: tuple[str, ...]
    also: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    by_name_only: bool = False  # a sheet of lists: known by the sheet's name alone
    titled_only: bool = False  # taken for this ledger only where the sheet's name says so
    refers: str = ""  # ident whose value names the row where it has no key of its own
    splits: str = ""  # as a companion, one cell of this column may hold several rows of the ledger
    listed: bool = True  # False for sheets of lists, which the JSON output does not call ledgers
    note: str = ""
    derived: tuple[Callable[..., Any], ...] = ()  # computed columns: functions named by their ident

    @property
    def is_reported(self) -> bool:
        """Whether its rows are what a unit reports: neither a list to choose from nor how we are set up."""
        return self.listed and self.id != "settings"

    def has(self, ident: str) -> bool:
        return any(column.ident == ident for column in self.columns) or self.derived_by(ident) is not None

    def derived_by(self, ident: str) -> Callable[..., Any] | None:
        return next((look for look in self.derived if look.__name__ == ident), None)

    def column(self, ident: str) -> Column:
        for column in self.columns:
            if column.ident == ident:
                return column
        raise KeyError(f"{self.id}.{ident}")


UNREADABLE: Any = type("Unreadable", (), {"__repr__": lambda self: "UNREADABLE", "__slots__": ()})()
"""Stands in a column's values where a cell could not be judged: one finding says so, all else keeps silent."""
