"""检查

对照规则检查台账，列出每一处要改的单元格。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.office import parts_by_unit
from xlsuite.model.outcome import Finding, Severity
from xlsuite.rules import rules_for
from xlsuite.rules.rule import Rule, finding


def findings(book: Book, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """All findings of a book, in the order of its sheets, rows, columns and rule ids; merged cells speak once.

    A consolidated ledger is judged unit by unit: an 编号 and a roster are each unit's own.
    """
    order = {grid.name: place for place, grid in enumerate(book.grids)}
    chosen = tuple(rules_for(book) if rules is None else rules)
    if parts := parts_by_unit(book):
        found = [each for unit, part in parts.items() for each in of_unit(chosen, part, unit)]
        found = list({each[:10]: each for each in found}.values())
    else:
        found = [each for rule in chosen for each in of_rule(rule, book)]
    found.sort(key=itemgetter(1, 2, 3, 5, 8))  # row, column, rule, field, message
    if len(order) > 1:
        found.sort(key=lambda each: order.get(each[0], -1))
    return found


def of_unit(rules: Iterable[Rule], part: Book, unit: str) -> Iterator[Finding]:
    """The findings in what a unit sent; those of no row name the unit, but for what is said of the sheet."""
    rows = {(table.sheet, row) for table in part.tables for row in table.rows}
    for rule in rules:
        for each in of_rule(rule, part):
            is_its_own = rule.id.startswith("ST-") or (each.sheet, each.row) in rows
            yield each if is_its_own else each._replace(key=f"{unit}·{each.key}" if each.key else unit)


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
