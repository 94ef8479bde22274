"""What the live 一览 is made for: the template's ledgers, lists and method, and the figures they have now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from xlsuite.grading.method import Method
from xlsuite.verbs.summarize import Summary

RISKS, ISSUES = frozenset(("risk_points", "risk_ratings", "risk_measures")), "rectification"


class Live(NamedTuple):
    """What the live page is made for.

    ledgers: ids of those the workbook has. units, sources, categories: the lists as they are now. decimals: of rates.
    due_soon: 临期天数. summary: the figures of the ledgers as they are now, None for blank ones. first_issue: the sheet
    row of the first row of 问题整改台账, counted from 1.
    """

    method: Method
    as_of: date
    as_of_source: str = "参数表"
    ledgers: Collection[str] = (*sorted(RISKS), ISSUES)
    units: Sequence[str] = ()
    sources: Sequence[str] = ()
    categories: Sequence[str] = ()
    decimals: int = 2
    due_soon: int = 15
    summary: Summary | None = None
    first_issue: int = 5

    @property
    def has_risks(self) -> bool:
        return set(self.ledgers) >= RISKS

    @property
    def has_issues(self) -> bool:
        return ISSUES in self.ledgers
