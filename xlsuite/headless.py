"""`xlsuite click`: a ribbon button pressed on a workbook file, without Excel; the file is changed in its place."""

from __future__ import annotations

import sys
from argparse import Namespace

from xlsuite import terminal
from xlsuite.errors import UsageError
from xlsuite.files.save import locked, mark_of_open
from xlsuite.model.text import escape
from xlsuite.paths import behind_link

FINE, USAGE = 0, 2
NO_XLWINGS = '点按钮要用 xlwings，这台电脑上还没有装。请运行：pip install "xlsuite[excel]"；不装也可以用别的命令。'


class Person:
    """Who answers the questions: --yes, or the person at the terminal; nobody else agrees to anything."""

    def __init__(self, options: Namespace) -> None:
        self.agrees = options.yes
        self.has_cancelled = False

    def answer(self, prompt: str, title: str, buttons: str) -> str | None:
        """The button pressed under a message; one with a single button is only shown."""
        if buttons == "ok":
            print(escape_lines(prompt))
            return "ok"
        print(escape_lines(prompt), file=sys.stderr)
        yes = "ok" if buttons.startswith("ok") else "yes"
        if self.agrees:
            return yes
        if sys.stdin is not None and terminal.is_terminal(sys.stdin):
            typed = input("是（y）／否（n）／取消（回车）：").strip().lower()
            if typed in ("y", "是"):
                return yes
            if typed in ("n", "否") and "no" in buttons:
                return "no"
        self.has_cancelled = True
        return "cancel"


def escape_lines(text: str) -> str:
    return "\n".join(escape(line) for line in text.split("\n"))


def tag_of(name: str) -> str:
    """The tag of a button, given by its tag or by what stands on it. Raises UsageError."""
    from xlsuite.addin.ribbon import BUTTONS
    from xlsuite.buttons import BY_TAG

    labels = {each.label: each.tag for each in BUTTONS}
    tag = labels.get(name, name)
    if tag not in BY_TAG:
        raise UsageError(f"没有“{name}”这个按钮，可以写：{'、'.join(labels)}。")
    return tag


def command(options: Namespace) -> int:
    """Press the button, then save the workbook; 0 where it was done or the person said no."""
    from xlsuite.click import clicked

    tag = tag_of(options.button)
    try:
        from xlsuite.host.engine import opened_file
    except ModuleNotFoundError:
        raise UsageError(NO_XLWINGS) from None
    path = behind_link(options.book)
    if mark := mark_of_open(path):
        raise UsageError(f"“{path}”正在 Excel、WPS 或 LibreOffice 里打开（有“{mark}”），没有改动。请关闭它以后再试。")
    person = Person(options)
    with locked(path):
        book = opened_file(path, person.answer)
        is_done = clicked(tag, book, lambda _: None, options.settings)
        if is_done and book.impl in book.impl.books.open_books:
            book.save()
    if person.has_cancelled:
        terminal.say(options, "没有做，工作簿没有改动。要直接同意，请加 --yes。")
    return FINE if is_done or person.has_cancelled else USAGE
