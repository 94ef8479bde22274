"""Stands for Excel where a click's command line is tested: Python finds a workbook open, and it is saved at the end.

Python imports a module of this name at its start; the folder is on the search path of the tests' child alone. What the
dialogs said, and where the cursor ended, goes to the file named in XLSUITE_TEST_SEEN.
"""

from __future__ import annotations

import atexit
import json
import os
import sys

if "XLSUITE_TEST_BOOK" in os.environ:
    from xlsuite.host.engine import opened_file

    said: list[list[str]] = []

    def answer(prompt: str, title: str, buttons: str) -> str:
        """As the person at the keyboard would: agree, or do not go on."""
        said.append([prompt, buttons])
        agrees = os.environ.get("XLSUITE_TEST_AGREES") == "1"
        return ("ok" if buttons.startswith("ok") else "yes") if agrees or buttons == "ok" else "cancel"

    book = opened_file(os.environ["XLSUITE_TEST_BOOK"], answer)
    book.set_mock_caller()
    if shown := os.environ.get("XLSUITE_TEST_ACTIVE"):
        book.sheets[shown].activate()
    program = book.impl.app

    @atexit.register
    def ended() -> None:
        opened = [each.content.path for each in program.books.open_books]
        ours = next(each for each in program.books.open_books if each.content.path == os.environ["XLSUITE_TEST_BOOK"])
        active = ours.content.active
        selected = ours.content.sheet(active).selected
        if not ours.content.is_saved:
            ours.save()
        heavy = [name for name in ("pandas", "numpy", "polars", "matplotlib", "xlwings.pro") if name in sys.modules]
        seen = {"said": said, "active": active, "selected": list(selected), "opened": opened, "heavy": heavy}
        with open(os.environ["XLSUITE_TEST_SEEN"], "w", encoding="utf-8") as file:
            json.dump(seen, file, ensure_ascii=False)
