"""The manual is fresh, the README's commands are the ones there are, and everything is mentioned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlsuite.cli import VERBS
from xlsuite.ledgers import LEDGERS
from xlsuite.rules import RULES
from xlsuite.text.manual import PAGES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_fresh(name: str) -> None:
    """`python -m xlsuite.text.manual docs` writes them anew."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


def test_readme_mentions_every_verb() -> None:
    for verb in VERBS:
        if verb.name not in ("limits",):
            assert verb.alias in README or verb.name in README, verb.name


def test_readme_names_only_commands_there_are() -> None:
    names = {verb.name for verb in VERBS} | {verb.alias for verb in VERBS}
    used = set(re.findall(r"xlsuite ([a-z]+|[\u4e00-\u9fff]{2})(?= )", README)) - {"reads"}
    assert used <= names


def test_readme_links_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_manual_mentions_every_rule_and_ledger() -> None:
    rules, fields = PAGES["规则.md"](), PAGES["字段.md"]()
    assert all(f"## {rule.id}\n" in rules for rule in RULES)
    assert all(f"## {ledger.title}\n" in fields for ledger in LEDGERS)
