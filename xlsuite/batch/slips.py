"""The 退回单 of one unit, made in a worker from the findings that its files left in their spools."""

from __future__ import annotations

from typing import Any

from xlsuite import __version__
from xlsuite.batch import spool
from xlsuite.batch.task import stamp_of
from xlsuite.errors import UnwritableOutput
from xlsuite.excel.return_slip import Sent, slip_workbook
from xlsuite.files.save import save_anew
from xlsuite.model.outcome import Finding, Severity


def findings_in(path: str) -> list[Finding]:
    found = []
    for sheet, row, column, rule, severity, *texts in spool.section(path, "finding"):
        field, key, value, message, advice = texts
        found.append(Finding(sheet, row, column, rule, Severity(severity), field, key, value, message, advice))
    return found


def make(task: dict[str, Any]) -> dict[str, Any]:
    """Write the slip; the answer is its stamp, or why it could not be written."""
    sent = [Sent(name, findings_in(path)) for name, path in task["files"]]
    try:
        target = str(save_anew(task["target"], slip_workbook(task["unit"], sent, task["as_of"], __version__)))
    except UnwritableOutput as error:
        return {"target": task["target"], "unwritten": str(error)}
    return {"target": target, "stamp": stamp_of(target)}
