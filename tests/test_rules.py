"""Every rule's page is whole, and every example on it says what the rule does."""

from __future__ import annotations

import pytest

from tests.drawn import book
from xlsuite.ledgers import LEDGERS
from xlsuite.model.outcome import Severity
from xlsuite.rules import BY_ID, RULES
from xlsuite.rules.rule import ALL, Rule
from xlsuite.verbs.check import findings, of_rule

EXAMPLES = [(rule, line) for rule in RULES for line in rule.page().examples]


def own_ledger(rule: Rule) -> str:
    return "rectification" if rule.ledgers[0] == ALL else rule.ledgers[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_page_is_whole(rule: Rule) -> None:
    page = rule.page()
    assert all((page.title, page.what, page.why, page.how)), f"{rule.id} lacks a part of its page"
    assert {line[0] for line in page.examples} == {"对", "错"}, f"{rule.id} needs a right and a wrong example"


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else value.id)
def test_example(rule: Rule, line: str) -> None:
    found = list(of_rule(rule, book(line[1:].strip(), own_ledger(rule))))
    assert bool(found) == (line[0] == "错"), [f"{each.place} {each.message}" for each in found]
    for each in found:
        assert each.message and each.advice and each.message.endswith(("。", "？", "”")), each


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)
def test_example_row_is_clean(ledger) -> None:  # type: ignore[no-untyped-def]
    absent = ("RP-06", "PA-01", "SP-01")  # one row is not a year's worth
    found = [
        each for each in findings(book("", ledger.id)) if each.severity is not Severity.INFO and each.rule not in absent
    ]
    assert found == []


def test_ids_are_looked_up() -> None:
    assert set(BY_ID) == {rule.id for rule in RULES}
