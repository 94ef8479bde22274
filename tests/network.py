"""A guard against the network: an audit hook that no library can go round, in this process and in those we start."""

from __future__ import annotations

import sys
from typing import Any

ASKED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "webbrowser.open")
MOVED = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
INTERNET = (2, 10, 23, 30)  # AF_INET, and AF_INET6 of Linux, Windows and macOS
allowed: set[str] = set()  # hosts that the running test may use: its own machine, for tests of a server


class NetworkUsed(BaseException):
    """Something reached for the network; no `except Exception` may swallow it."""


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """The hook: raise at any step towards another machine, or towards this one unless a test said so."""
    if event in ASKED:
        if str(arguments[0]) not in allowed:
            raise NetworkUsed(f"{event} {arguments[0]!r}")
    elif event in MOVED and getattr(arguments[0], "family", 0) in INTERNET:
        address = arguments[1] if len(arguments) > 1 else None
        if not (isinstance(address, tuple) and str(address[0]) in allowed):
            raise NetworkUsed(f"{event} {address!r}")


def guard() -> None:
    sys.addaudithook(refuse)


SITE = """
import sys
sys.path.insert(0, {root!r})
from tests.network import guard
guard()
"""
