"""The findings of some files as the JSON of contract §2; the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from json.encoder import JSONEncoder
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Fix, Severity
from xlsuite.model.place import letters
from xlsuite.model.table import Table
from xlsuite.model.text import inert

if TYPE_CHECKING:
    from xlsuite.verbs.marks import Settled

SCHEMA = 1
encode = JSONEncoder(ensure_ascii=False).encode
known = lru_cache(maxsize=1024)(quoted)  # sheets, fields and advice come again and again


class Checked(NamedTuple):
    """What came of one file: a book with its findings, or why it could not be read."""

    file: str
    book: Book | None
    findings: list[Finding]
    error: dict[str, str] | None = None
    settled: Settled | None = None  # where something was said of earlier findings

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
    return "".join(json_pieces(checked, version, today))


def json_pieces(checked: list[Checked], version: str, today: date) -> Iterator[str]:
    """The answer in pieces, so that a long one never stands in memory whole."""
    days = [each.book.settings.as_of for each in checked if each.book]
    head = {"schema": SCHEMA, "as_of": (days[0] if days else today).isoformat(), "version": version}
    yield encode(head)[:-1] + ',\n "files": ['
    for place, each in enumerate(checked):
        yield (",\n" if place else "") + file_head(each)
        for line, finding in enumerate(each.findings):
            yield (",\n  " if line else "") + finding_json(finding)
        yield "]}"
    yield f'],\n "totals": {encode(counts(checked))}}}\n'


def file_head(checked: Checked) -> str:
    head: dict[str, Any] = {"file": checked.file, "status": checked.status, "error": checked.error}
    if checked.book and checked.book.settings.rules:
        head["rules"] = {rule: level or "off" for rule, level in sorted(checked.book.settings.rules.items())}
    head["sheets"] = [sheet_json(table) for table in tables_of(checked.book)]
    return f'{inert(encode(head))[:-1]},\n "findings": ['


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


def finding_json(finding: Finding) -> str:
    """One finding as a JSON object, put together by hand: there may be tens of thousands."""
    sheet, row, column, rule, severity, field, key, value, message, advice, fix = finding
    return inert(
        f'{{"rule": "{rule}", "severity": "{severity.value}", "sheet": {known(sheet)}, '
        f'"cell": "{letters(column)}{row}", "row": {row}, "column": {known(field) if field else "null"}, '
        f'"key": {quoted(key) if key else "null"}, '
        f'"value": {quoted(value) if value else "null"}, "message": {quoted(message)}, "advice": {known(advice)}, '
        f'"fix": {"null" if fix is None else fix_json(fix)}}}'
    )


def fix_json(fix: Fix) -> str:
    value = fix.value
    return encode({"value": value if isinstance(value, str | int | float) else str(value), "safe": fix.safe})
