"""What each ledger looks like; a ledger is declared in one file and listed here.

The supporting ledgers are read in only when a workbook has a sheet that may be one of them: most have none.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
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

CORE: tuple[LedgerType, ...] = (
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


# Each module declares its LEDGERS, and the LISTS of local rules that go with them, where it has some.
SUPPORTING = (
    "pledges", "talks", "files", "leave", "decisions", "party_life", "study", "reminders", "regulations",
)  # fmt: skip


@cache
def supporting() -> tuple[LedgerType, ...]:
    """The supporting ledgers (domain §11) and their sheets of lists."""
    modules = [import_module(f"xlsuite.ledgers.{name}") for name in SUPPORTING]
    return tuple(ledger for module in modules for part in ("LEDGERS", "LISTS") for ledger in getattr(module, part, ()))


def only_core(tables: Iterable[Any]) -> bool:
    """Whether none of some tables is of a supporting ledger, so that what is made for these need not be read in."""
    plain = {ledger.id for ledger in (*CORE, *LISTS)}
    return all(table.ledger.id in plain for table in tables)


def __getattr__(name: str) -> Any:
    if name == "LEDGERS":  # all that the JSON output calls ledgers
        return (*CORE, *(ledger for ledger in supporting() if ledger.listed))
    raise AttributeError(name)


def core_for(basis: Any) -> tuple[LedgerType, ...]:
    """The core ledgers as they look under the method in use, sheets of lists first."""
    return (*LISTS, *(with_method(basis) if ledger is RISK_RATINGS else ledger for ledger in CORE))


def ledgers_for(basis: Any) -> tuple[LedgerType, ...]:
    """All ledgers as they look under the method in use."""
    return (*core_for(basis), *supporting())


__all__ = ["CORE", "LEDGERS", "LISTS", "OURS", "core_for", "ledgers_for", "only_core", "supporting"]
