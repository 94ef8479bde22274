"""A stand-in for the workbook xlwings hands to a click: there is no Excel where the tests run."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Any


class FakeApp:
    """Keeps what it is told; answers every question with `answer`."""

    def __init__(self, answer: str, opens: bool) -> None:
        self.answer = answer
        self.alerts: list[tuple[str, str, str]] = []
        self.open_books: list[str] = []
        self.opens = opens
        self.books = SimpleNamespace(open=self.open)

    def alert(self, prompt: str, title: str | None = None, buttons: str = "ok", **_: Any) -> str:
        self.alerts.append((prompt, title or "", buttons))
        return self.answer

    def open(self, path: str) -> None:
        if not self.opens:
            raise OSError("no")
        self.open_books.append(path)


class FakeBook:
    """One open workbook; `saved` as Excel says it, `path` empty for one that has no file yet."""

    def __init__(
        self, path: str, saved: bool = True, answer: str = "ok", opens: bool = True, saves: bool = True
    ) -> None:
        self.name = os.path.basename(path) or "工作簿1"
        self.fullname = path or "工作簿1"
        self.api = SimpleNamespace(Saved=saved)
        self.app = FakeApp(answer, opens)
        self.saves = saves
        self.times_saved = 0

    def save(self) -> None:
        if not self.saves:
            raise OSError("read-only")
        self.times_saved += 1
        self.api.Saved = True

    @property
    def last_alert(self) -> str:
        return self.app.alerts[-1][0]
