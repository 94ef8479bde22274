"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office import Office


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """A running LibreOffice (see tests/office.py); missing, the test fails and says what to install."""
    program = Office()
    try:
        program.start()
        yield program
    finally:
        program.stop()
