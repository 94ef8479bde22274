"""The findings of some files as the JSON of contract §2; the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from json import JSONEncoder
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Severity
from xlsuite.model.place import letters
from xlsuite.model.table import Table

SCHEMA = 1


class Checked(NamedTuple):
    """What came of one file: a book with its findings, or why it could not be read."""

    file: str
    book: Book | None
    findings: list[Finding]
    error: dict[str, str] | None = None

    @property
    def status(self) -> str:
        if self.error:
            return "unreadable"
        return "findings" if self.findings else "ok"


def counts(checked: Iterable[Checked]) -> dict[str, int]:
    """The totals of the JSON output."""
    files = list(checked)
    weights = [finding.severity for each in files for finding in each.findings]
    return {
        "files": len(files),
        "unreadable": sum(1 for each in files if each.error),
        "errors": weights.count(Severity.ERROR),
        "warnings": weights.count(Severity.WARNING),
        "infos": weights.count(Severity.INFO),
    }


def as_json(checked: list[Checked], version: str, today: date) -> str:
    """The whole answer as text: one finding a line, so that two runs compare line by line."""
    encode = JSONEncoder(ensure_ascii=False).encode
    days = [each.book.settings.as_of for each in checked if each.book]
    head = {"schema": SCHEMA, "as_of": (days[0] if days else today).isoformat(), "version": version}
    files = ",\n".join(file_json(each, encode) for each in checked)
    return f'{encode(head)[:-1]},\n "files": [{files}],\n "totals": {encode(counts(checked))}}}\n'


def file_json(checked: Checked, encode: Any) -> str:
    head: dict[str, Any] = {"file": checked.file, "status": checked.status, "error": checked.error}
    if checked.book and checked.book.settings.rules:
        head["rules"] = {rule: level or "off" for rule, level in sorted(checked.book.settings.rules.items())}
    head["sheets"] = [sheet_json(table) for table in tables_of(checked.book)]
    findings = ",\n  ".join(encode(finding_json(finding)) for finding in checked.findings)
    return f'{encode(head)[:-1]},\n "findings": [{findings}]}}'


def tables_of(book: Book | None) -> list[Table]:
    return [table for table in book.tables if table.primary and table.ledger.listed] if book else []


def sheet_json(table: Table) -> dict[str, Any]:
    layout = table.layout
    columns = {slot.column.name: letters(slot.at) for slot in layout.slots}
    for _, slots in layout.companions:
        for slot in slots:
            columns.setdefault(slot.column.name, letters(slot.at))
    return {
        "sheet": table.sheet,
        "ledger": table.ledger.id,
        "header_rows": list(layout.header_rows),
        "first_row": min(table.rows) if table.rows else None,
        "last_row": max(table.rows) if table.rows else None,
        "rows": len(table.rows),
        "columns": columns,
        "unknown_headers": {letters(at): header for at, header in layout.unknown},
        "excluded_rows": [{"row": each.row, "reason": each.reason} for each in layout.excluded],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    fix = None
    if finding.fix is not None:
        value = finding.fix.value
        fix = {"value": value if isinstance(value, str | int | float) else str(value), "safe": finding.fix.safe}
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "row": finding.row,
        "column": finding.field or None,
        "key": finding.key or None,
        "value": finding.value or None,
        "message": finding.message,
        "advice": finding.advice,
        "fix": fix,
    }
