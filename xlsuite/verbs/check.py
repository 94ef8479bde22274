"""检查

对照规则检查台账，列出每一处要改的单元格。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Severity
from xlsuite.rules import rules_for
from xlsuite.rules.rule import Rule, finding


def findings(book: Book, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """All findings of a book, in the order of its sheets, rows, columns and rule ids; merged cells speak once."""
    order = {grid.name: place for place, grid in enumerate(book.grids)}
    found = [each for rule in (rules_for(book) if rules is None else rules) for each in of_rule(rule, book)]
    found.sort(key=itemgetter(1, 2, 3, 5, 8))  # row, column, rule, field, message
    if len(order) > 1:
        found.sort(key=lambda each: order.get(each[0], -1))
    return found


def of_rule(rule: Rule, book: Book) -> Iterator[Finding]:
    """One rule's findings, at the severity the settings give it; none when it is switched off."""
    own = book.settings.rules.get(rule.id, rule.severity.value)
    if own is None:
        return
    severity = Severity(own)
    is_changed = rule.id in book.settings.rules
    advice = rule.advice
    shared: set[tuple[str, int, int, str]] = set()
    for table, fault in rule.faults(book):
        each = finding(rule, fault._replace(severity=None) if is_changed else fault, table, severity, advice)
        if (
            table is not None
            and (table.orders or table.anchors)
            and (table.orders or (each.row, each.column) in table.anchor_cells)
        ):
            # Rows that share a cell, by merging or because one cell held several items, say the same of it once.
            said = (each.sheet, each.row, each.column, each.message if table.orders else "")
            if said in shared:
                continue
            shared.add(said)
        yield each
