"""What each ledger looks like; a ledger is declared in one file and listed here."""

from __future__ import annotations

from typing import Any

from xlsuite.ledgers.lists import LISTS, OURS
from xlsuite.ledgers.post_catalog import POST_CATALOG
from xlsuite.ledgers.posts import POSTS
from xlsuite.ledgers.rectification import RECTIFICATION
from xlsuite.ledgers.rectification_records import CLOSURES, COMMON_PROBLEMS, EXTENSIONS, PROGRESS
from xlsuite.ledgers.risk_measures import RISK_MEASURES
from xlsuite.ledgers.risk_points import RISK_POINTS
from xlsuite.ledgers.risk_ratings import RISK_RATINGS, with_method
from xlsuite.model.columns import LedgerType

LEDGERS: tuple[LedgerType, ...] = (
    POSTS,
    RISK_POINTS,
    RISK_MEASURES,
    RISK_RATINGS,
    POST_CATALOG,
    RECTIFICATION,
    PROGRESS,
    EXTENSIONS,
    CLOSURES,
    COMMON_PROBLEMS,
)


def ledgers_for(basis: Any) -> tuple[LedgerType, ...]:
    """All ledgers as they look under the method in use, sheets of lists first."""
    return (*LISTS, *(with_method(basis) if ledger is RISK_RATINGS else ledger for ledger in LEDGERS))


__all__ = ["LEDGERS", "LISTS", "OURS", "ledgers_for"]
