"""A workbook file in our engine, with somebody who answers; what tests of clicks share."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl

from xlsuite.host.engine import opened_file, register

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "workbooks" / "示例台账.xlsx"
FAULTY = ROOT / "workbooks" / "示例台账_含错误.xlsx"


class Person:
    """Answers questions in turn, the last answer again and again; keeps what it was told."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers) or ["ok"]
        self.questions: list[str] = []
        self.told: list[str] = []

    def answer(self, prompt: str, title: str, buttons: str) -> str:
        assert title == "廉政台账"
        if buttons == "ok":
            self.told.append(prompt)
            return "ok"
        self.questions.append(prompt)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Clicks:
    """A copy of a workbook under a Chinese path with a blank; each click opens, presses and saves as a user would."""

    def __init__(self, folder: Path, source: Path = SAMPLE, name: str = "台账.xlsx") -> None:
        self.folder = folder / "我的 台账"
        self.folder.mkdir(exist_ok=True)
        self.path = Path(shutil.copy(source, self.folder / name))
        self.opened: list[str] = []

    def press(self, tag: str, *answers: str, sheet: str = "", saves: bool = True) -> Person:
        from xlsuite.click import clicked

        person = Person(*answers)
        register().apps.app.quit()  # what earlier tests left open
        book = opened_file(str(self.path), person.answer)
        if sheet:
            book.sheets[sheet].activate()
        done = clicked(tag, book, self.opened.append, {"统计截止日": "2025-09-30"})
        if done and saves and book.impl in book.impl.books.open_books:
            book.save()
        return person

    def cells(self) -> dict[str, dict[str, Any]]:
        """Every sheet's cells by an independent reader."""
        read = openpyxl.load_workbook(self.path)
        return {
            sheet.title: {
                cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
            }
            for sheet in read
        }

    def notes(self) -> dict[str, dict[str, str]]:
        read = openpyxl.load_workbook(self.path)
        return {
            sheet.title: {
                cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment
            }
            for sheet in read
        }

    def fills(self) -> dict[str, dict[str, str]]:
        read = openpyxl.load_workbook(self.path)
        return {
            sheet.title: {
                cell.coordinate: str(cell.fill.fgColor.rgb)[-6:]
                for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"
            }
            for sheet in read
        }  # fmt: skip
