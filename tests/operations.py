"""One button's work on a book of any engine: read, verb, write; without the dialogs around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from xlsuite.excel import live
from xlsuite.excel.live_facts import Facts
from xlsuite.excel.live_read import opened
from xlsuite.excel.live_write import write
from xlsuite.marked import held
from xlsuite.verbs.check import findings

OPERATIONS = ("check", "grade", "summarize", "overdue", "fix", "clear")


def operate(book: Any, path: str, operation: str, with_facts: bool) -> str:
    """Do it; the sentence at the end. with_facts: with what a copy of the file tells, as beside a desktop program."""
    facts = Facts(Path(path).read_bytes(), "台账.xlsx") if with_facts else None
    here = opened(book, date(2025, 9, 30), facts, settings={"统计截止日": "2025-09-30"})
    found = held(here.ledger, findings(here.ledger))
    listed = found if isinstance(found, list) else found.findings
    plans = {
        "check": lambda: live.checked(here, found),
        "grade": lambda: live.graded(here),
        "summarize": lambda: live.summarized(here, listed),
        "overdue": lambda: live.overdue(here, listed),
        "fix": lambda: live.fixed(here, listed),
        "clear": lambda: live.cleared(here),
    }
    plan = plans[operation]()
    if plan.writes:
        write(plan, here)
    return plan.said
