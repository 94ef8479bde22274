"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.network import guard
from tests.office import Office

if "XLSUITE_CLUSTER" not in os.environ:
    guard()  # no test may reach for the network, and nothing that it tests


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """A running LibreOffice (see tests/office.py); missing, the test fails and says what to install."""
    program = Office()
    try:
        program.start()
        yield program
    finally:
        program.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait for LibreOffice first: left to the end, one processor would have nothing else to do."""
    slow = {item.path for item in items if "office" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path not in slow)
