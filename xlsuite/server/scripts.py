"""The buttons as scripts of xlwings Server: one thin wrapper each around the very click of the ribbon.

It is imported by the server's own process, where `xlwings.script` is the server's decorator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwings as xw

from xlsuite.addin.ribbon import BUTTONS
from xlsuite.click import clicked


def script_name(tag: str) -> str:
    return f"xlsuite_{tag}"


def script_of(tag: str) -> Callable[..., Any]:
    """The server's script of a button; it hands in the open workbook where a parameter is typed as one."""

    def run(book: xw.Book) -> None:
        clicked(tag, book)

    run.__name__ = run.__qualname__ = script_name(tag)
    run.__annotations__ = {"book": xw.Book, "return": None}
    made: Callable[..., Any] = xw.script(run)
    return made


SCRIPTS = {script_name(button.tag): script_of(button.tag) for button in BUTTONS}
