"""Marks around printed facts, so that a finished document knows which of its words are figures and whose they are.

While a trace is open, a fact that is formatted into a sentence wraps itself in noncharacters and a number. Texts from
files never hold these characters: `legible` takes them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

START, MIDDLE, END = "\ufdd0", "\ufdd1", "\ufdd2"
MARK = re.compile(f"{START}([0-9]+){MIDDLE}([^{START}{MIDDLE}{END}]*){END}")


class Trace:
    """Every fact printed while it is open, with the words it was printed as, in order."""

    __slots__ = ("printed",)

    def __init__(self) -> None:
        self.printed: list[tuple[Any, str]] = []

    def knows(self, number: str, text: str) -> bool:
        """Whether a mark is one that was given out, and for this text."""
        return len(number) < 10 and int(number) < len(self.printed) and self.printed[int(number)][1] == text


_OPEN: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced() -> Iterator[Trace]:
    """A trace for all that is printed inside."""
    trace = Trace()
    token = _OPEN.set(trace)
    try:
        yield trace
    finally:
        _OPEN.reset(token)


def current() -> Trace | None:
    return _OPEN.get()


def marked(thing: Any, text: str) -> str:
    """The text as printed for a fact: with its mark while a trace is open, else as it is."""
    trace = _OPEN.get()
    if trace is None or not text or START in text:
        return text
    trace.printed.append((thing, text))
    return f"{START}{len(trace.printed) - 1}{MIDDLE}{text}{END}"


def plain(text: str) -> str:
    """The text without marks."""
    return MARK.sub(r"\2", text) if START in text else text
