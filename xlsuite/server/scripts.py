"""The buttons as scripts of xlwings Server: one thin wrapper each around the very click of the ribbon.

It is imported by the server's own process, where `xlwings.script` is the server's decorator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xlwings as xw

from xlsuite.addin.ribbon import BUTTONS
from xlsuite.click import TITLE, clicked

ON_FILES = ("merge", "report", "restore", "run")
NO_FILE = "“{}”要读写电脑上的文件，经服务器点按钮做不了。请用 Excel 加载项里的同一个按钮，或用命令行。"
ON_NOTES = ("check", "check_sheet", "clear")
NO_NOTES = (
    "这个 Excel 的版本旧，经服务器加不了批注（要有 ExcelApi 1.18），没有改动。"
    "请用 Excel 加载项里的同一个按钮，或用命令行。"
)
LABELS = {button.tag: button.label for button in BUTTONS}


def script_name(tag: str) -> str:
    return f"xlsuite_{tag}"


def refused(tag: str, book: xw.Book) -> str:
    """Why this button cannot be done on a workbook that only comes as values over the wire; "" where it can."""
    if tag in ON_FILES:
        return NO_FILE.format(LABELS[tag])
    sheets = book.api["sheets"]
    return NO_NOTES if tag in ON_NOTES and not all(sheet.get("notes_supported") for sheet in sheets) else ""


def script_of(tag: str) -> Callable[..., Any]:
    """The server's script of a button; it hands in the open workbook where a parameter is typed as one."""

    def run(book: xw.Book) -> None:
        refusal = refused(tag, book)
        if refusal:
            book.app.alert(refusal, title=TITLE)
        else:
            clicked(tag, book)

    run.__name__ = run.__qualname__ = script_name(tag)
    run.__annotations__ = {"book": xw.Book, "return": None}
    made: Callable[..., Any] = xw.script(run)
    return made


SCRIPTS = {script_name(button.tag): script_of(button.tag) for button in BUTTONS}
