"""What is said of lines of the 参数 sheet: a setting unknown, set twice, or with a value that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from xlsuite.ledgers.book import Book
from xlsuite.model.settings import rule_id
from xlsuite.model.text import is_blank, strip
from xlsuite.rules.rule import Fault

ADVICE = "照 docs/参数.md 里的名称和写法改；不用这个参数的，删去这一行。"


def at_values(book: Book, kind: str) -> Iterator[Fault]:
    """Findings at the 值 of lines of one kind."""
    for each in book.setting_faults:
        if each.kind == kind:
            yield Fault(
                each.message, sheet=each.sheet, row=each.row, column=each.column,
                field="值", key=each.name, value=each.value, advice=ADVICE,
            )  # fmt: skip


def settings_doubled(book: Book) -> Iterator[Fault]:
    return at_values(book, "double")


def settings_bad(book: Book) -> Iterator[Fault]:
    return at_values(book, "bad")


def settings_unknown(book: Book) -> Iterator[Fault]:
    """Lines that name no setting, or a rule that there is none of."""
    from xlsuite.rules import by_id

    unknown = {(each.sheet, each.row): each.message for each in book.setting_faults if each.kind == "unknown"}
    for table in book.tables_of("settings"):
        for index, row in enumerate(table.rows):
            id = rule_id(strip(table.typed(index, "name")))
            if id and id not in by_id() and not id.startswith("RPT-") and not is_blank(table.raws("value")[index]):
                unknown[table.sheet, row] = f"没有编号为“{id}”的规则，这一行不起作用。"
            if message := unknown.get((table.sheet, row)):
                yield Fault(message, at="name", table=table, index=index, advice=ADVICE)
