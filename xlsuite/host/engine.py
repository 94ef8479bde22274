"""An engine for xlwings that needs no Excel: workbook files as a program with open books, made on its open interface.

`register()` adds it as “xlsuite”; `xlwings.Book(path, mode="r", engine="xlsuite")` opens a file. It is what the tests
and `xlsuite click` run the ribbon's functions on. Saving splices into the file (`saving`), never loads and saves it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from xlsuite.errors import UnwritableOutput, UsageError
from xlsuite.files.opener import read_file
from xlsuite.files.save import save
from xlsuite.host.content import Content
from xlsuite.host.quick import xlwings
from xlsuite.host.ranges import Range
from xlsuite.host.saving import written
from xlsuite.host.sheets import Sheets

xw = xlwings()
from xlwings import base_classes  # noqa: E402  # after xlwings itself has come in without what it does not need

NAME = "xlsuite"
Answer = Callable[[str, str, str], str | None]  # prompt, title, buttons → the button


class Engine:
    """What xlwings wants of an engine. `answer` stands for the person at the keyboard."""

    name, type = NAME, "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)
        self.answer: Answer = lambda prompt, title, buttons: "ok" if buttons.startswith("ok") else "yes"

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, errors_as_text: bool) -> list[list[Any]]:
        """Values as Excel gives them: every number a float, every day with its midnight."""
        rows = data if isinstance(data, list | tuple) else [[data]]
        return [[clean(value, dates, empty, numbers, errors_as_text) for value in row] for row in rows]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return value.item() if hasattr(value, "item") else value


def clean(value: Any, dates: Any, empty: Any, numbers: Any, errors_as_text: bool) -> Any:
    if value is None or value == "":
        return empty
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return numbers(value) if numbers else float(value)
    if isinstance(value, datetime):
        return moment(dates, value)
    if isinstance(value, date):
        return moment(dates, datetime.combine(value, time()))
    if isinstance(value, str) and value in ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"):
        return value if errors_as_text else None
    return value


def moment(dates: Any, value: datetime) -> Any:
    parts = {part: getattr(value, part) for part in ("year", "month", "day", "hour", "minute", "second", "microsecond")}
    return dates(**parts, tzinfo=None)


class Apps(base_classes.Apps):  # type: ignore[misc]
    """The one program that there is."""

    def __init__(self, engine: Engine) -> None:
        self.app = App(engine)

    def __iter__(self) -> Iterator[App]:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self.app

    def keys(self) -> list[int]:
        return [self.app.pid]

    def add(self, **_: Any) -> App:
        return self.app

    @staticmethod
    def cleanup() -> None:
        """Nothing is left running."""


class App(base_classes.App):  # type: ignore[misc]
    """A program whose windows nobody sees."""

    screen_updating = display_alerts = enable_events = interactive = visible = True
    calculation, status_bar, api, version, hwnd = "automatic", None, None, "0.0", 0

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._books = Books(self)

    @property
    def pid(self) -> int:
        return os.getpid()

    @property
    def books(self) -> Books:
        return self._books

    @property
    def selection(self) -> Range | None:
        book = self._books.active
        sheet = book.sheets.active if book else None
        return Range(sheet, sheet.state.selected) if sheet else None

    def activate(self, steal_focus: bool = False) -> None:
        """There is no window to bring to the front."""

    def calculate(self) -> None:
        """Formulas are worked out when a program opens the workbook."""

    def quit(self) -> None:
        self._books.open_books.clear()

    kill = quit

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: Any, callback: Any) -> str | None:
        return self.engine.answer(prompt or "", title or "", buttons or "ok")


class Books(base_classes.Books):  # type: ignore[misc]
    """The workbooks that are open."""

    api = None

    def __init__(self, app: App) -> None:
        self.app = app
        self.open_books: list[Book] = []

    @property
    def active(self) -> Book | None:
        return self.open_books[-1] if self.open_books else None

    def open(self, fullname: str, *_: Any, **__: Any) -> Book:
        self.open_books.append(Book(self, Content(os.fspath(fullname))))
        return self.open_books[-1]

    def add(self) -> Book:
        raise UsageError("这里只打开已有的工作簿文件。要空白台账，请用“xlsuite 新建”。")

    def __len__(self) -> int:
        return len(self.open_books)

    def __iter__(self) -> Iterator[Book]:
        return iter(self.open_books)

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self.open_books[key - 1]
        for book in self.open_books:
            if key in (book.name, book.fullname):
                return book
        raise KeyError(key)


class FileApi:
    """What a click asks the program itself, by the names that Excel has for it."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def Saved(self) -> bool:
        return self.book.content.is_saved

    @property
    def ReadOnly(self) -> bool:
        return not os.access(self.book.content.path, os.W_OK)

    def SaveCopyAs(self, path: str) -> None:
        save(path, written(self.book.content), replace=True)


class Book(base_classes.Book):  # type: ignore[misc]
    """One workbook file."""

    def __init__(self, books: Books, content: Content) -> None:
        self.books, self._content = books, content
        self._saved: bytes | None = None  # what was saved, not read again before somebody asks

    @property
    def content(self) -> Content:
        if self._saved is not None:
            active, saved, self._saved = self._content.active, self._saved, None
            self._content.load(saved)
            if self._content.sheet(active):
                self._content.active = active
        return self._content

    @property
    def api(self) -> FileApi:
        return FileApi(self)

    @property
    def app(self) -> App:
        return self.books.app

    @property
    def fullname(self) -> str:
        return self.content.path

    @property
    def name(self) -> str:
        return os.path.basename(self.content.path)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Write the file, in its place or under another name; one that another program changed since stays."""
        if password:
            raise UsageError("这里不能给工作簿加密码。请在 Excel 里加。")
        target = os.path.abspath(path) if path else self.content.path
        content = self.content.content if self.content.is_saved else written(self.content)
        is_same = target == self.content.path
        if is_same and read_file(target) != self.content.content:
            raise UnwritableOutput(f"“{target}”打开以后被别的程序改动了，没有写。请关闭它以后再试。")
        if not (is_same and self.content.is_saved):
            save(target, content, replace=is_same)
        self.content.path = target
        self._saved = content

    def close(self) -> None:
        self.books.open_books.remove(self)

    def activate(self) -> None:
        self.books.open_books.remove(self)
        self.books.open_books.append(self)


def register() -> Engine:
    """The engine, known to xlwings from now on."""
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine: Engine = xw.engines.engines_by_name[NAME].impl
    return engine


def opened_file(path: str, answer: Answer | None = None) -> Any:
    """A workbook file as an `xlwings.Book`; `answer` stands for the person at the keyboard."""
    engine = register()
    xw.engines[NAME].activate()  # xlwings shows a sheet only in the program that it takes for the active one
    if answer is not None:
        engine.answer = answer
    return xw.Book(impl=engine.apps.app.books.open(path))
