"""The program in front of the user, with the workbook open in it: what it is asked, told and handed."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from xlsuite.errors import UsageError

if TYPE_CHECKING:
    from xlsuite.excel.live_plan import Plan
    from xlsuite.excel.live_read import Opened
    from xlsuite.verbs.marks import Settled

TITLE = "廉政台账"
REMOTE = "remote"  # xlwings' name for a program that is spoken to over a connection: it has no file and no answers
BOOKS = (".xlsx", ".xlsm")
BUSY = (-2147418111, -2147417846, -2146777998)  # what Excel answers while a cell is edited or a window is open
BUSY_WORDS = "Excel 这会儿不接受操作，多半是有单元格正在编辑。请按 Enter 或 Esc 结束编辑，再点按钮。"


class Cancelled(Exception):
    """The user said not to go on."""


class Desk:
    """One open workbook, as xlwings gives it, and its user.

    settings: 参数 over those of the workbook. agreed: the answer to every question where none can be given.
    """

    def __init__(
        self,
        book: Any,
        opener: Callable[[str], None] | None = None,
        settings: Mapping[str, Any] | None = None,
        agreed: bool = False,
    ) -> None:
        self.book, self.app = book, book.app
        self.opener = opener or open_outside
        self.settings = dict(settings or {})
        self.agreed = agreed
        self.backup: Path | None = None  # the copy made before the first write
        self.is_written = False
        self.content: bytes | None = None

    @property
    def is_remote(self) -> bool:
        return str(self.app.engine.name) == REMOTE

    # --- the person ---

    def ask(self, question: str, buttons: str = "ok_cancel") -> str:
        """The button that was pressed. Raises Cancelled for 取消, and where nobody can answer."""
        if self.is_remote:
            answer = {"ok_cancel": "ok"}.get(buttons, "yes") if self.agreed else "cancel"
        else:
            answer = str(self.app.alert(question, title=TITLE, buttons=buttons))
        if answer == "cancel":
            raise Cancelled
        return answer

    def hand_over(self, paths: list[str]) -> str:
        """Open files, workbooks in this program; a sentence for those that would not open."""
        failed = []
        for path in paths:
            try:
                if path.endswith(BOOKS):
                    self.app.books.open(path)
                else:
                    self.opener(path)
            except Exception as error:
                record("open", error=error)
                failed.append(f"“{os.path.basename(path)}”")
        return f"{'、'.join(failed)}没能自动打开，请到文件夹里打开。" if failed else ""

    # --- the workbook ---

    @property
    def name(self) -> str:
        return str(self.book.name)

    @property
    def path(self) -> str:
        """The workbook's file on this computer. Raises UsageError with what to do where there is none."""
        try:
            path = str(self.book.fullname)
        except Exception:  # xlwings cannot tell where a book on a synchronised drive lies
            path = "https://"
        if "://" in path:
            raise UsageError(f"“{self.name}”放在网盘上，这里读不到。请用“另存为”存到本机文件夹，再点按钮。")
        if not os.path.dirname(path) or not os.path.exists(path):
            raise UsageError(f"“{self.name}”还没有存成文件。请先保存到本机文件夹，再点按钮。")
        return path

    @property
    def folder(self) -> str:
        """Where something new goes: beside the workbook, or into the user's folder while it has no file."""
        try:
            return os.path.dirname(self.path)
        except UsageError:
            documents = Path.home() / "Documents"
            return str(documents if documents.is_dir() else Path.home())

    def told(self, name: str, mac_name: str) -> Any:
        """A property of the open workbook that only the program knows; None where it does not say."""
        api = self.book.api
        if (value := getattr(api, name, None)) is not None:
            return value
        there = getattr(api, mac_name, None)
        return there.get() if there is not None else None

    def copy(self) -> bytes:
        """The workbook as it stands now, saved or not, as a file's content; the file itself is only read."""
        if self.content is None:
            self.content = self._copy(self.path)
        return self.content

    def _copy(self, path: str) -> bytes:
        from xlsuite.files.opener import read_file
        from xlsuite.files.save import private_folder

        if self.told("Saved", "saved"):
            return read_file(path)
        keep_copy = getattr(self.book.api, "SaveCopyAs", None)
        if keep_copy is None:  # macOS has no such command
            self.ask(f"“{self.name}”有还没有保存的改动。按“确定”先保存再继续；按“取消”什么也不做。")
            self.save()
            return read_file(path)
        with private_folder() as folder:
            target = os.path.join(folder, os.path.basename(path))
            keep_copy(target)
            return read_file(target)

    def show(self, name: str) -> Any:
        """Bring a sheet to the front. Raises UsageError for a hidden one, which Excel does not show."""
        sheet = self.book.sheets[name]
        if not self.is_remote and not sheet.visible:
            raise UsageError(
                f"“{name}”表是隐藏的，跳不过去。请右键任一工作表标签，点“取消隐藏”，选“{name}”，再点按钮。"
            )
        sheet.activate()
        return sheet

    def save(self) -> None:
        try:
            self.book.save()
        except Exception as error:
            raise UsageError(f"“{self.name}”没能保存，没有往下做。请自己保存一次，再点按钮。") from error

    def must_be_writable(self) -> None:
        if not self.is_remote and self.told("ReadOnly", "read_only"):
            raise UsageError(
                f"“{self.name}”是以只读方式打开的，没有写。请关掉它，取消只读后重新打开；或另存一份，在那一份上点按钮。"
            )

    def back_up(self) -> None:
        """A copy beside the workbook before anything is written; the ten newest are kept."""
        from xlsuite.files.save import back_up

        if self.backup is None and not self.is_remote:
            self.backup = back_up(self.path, self.copy(), time.strftime("%Y%m%d-%H%M%S"))

    def opened(self, with_file: bool = True) -> Opened:
        """The workbook read; with_file: also what only a copy of its file tells."""
        from xlsuite.excel.live_facts import facts_of
        from xlsuite.excel.live_read import opened
        from xlsuite.work import paused_collection

        facts = facts_of(self.copy(), self.name) if with_file and not self.is_remote else None
        with paused_collection():
            here = opened(self.book, date.today(), facts, settings=self.settings)
        here.ledger.path = self.name if self.is_remote else self.path
        return here

    def findings(self, here: Opened) -> Settled | list[Any]:
        """What is found in it, without what was confirmed in it or in a list of findings beside it."""
        from xlsuite.marked import held, raised
        from xlsuite.verbs.check import findings

        if self.is_remote:
            return held(here.ledger, findings(here.ledger))
        options: Any = SimpleNamespace(marks=None, output=None, quiet=True)  # what the command line would have
        return raised(here.ledger.path, here.ledger, options)

    def carry_out(self, plan: Plan, here: Opened) -> str:
        """Write a plan once its question is answered; the sentence at the end."""
        from xlsuite.excel.live import left_words, typed_over
        from xlsuite.excel.live_write import write

        if not plan.writes:
            return plan.said
        self.must_be_writable()
        if here.facts and here.facts.is_locked and (plan.sheets or plan.marks is not None):
            raise UsageError(
                f"“{self.name}”保护了工作簿结构，不许增减工作表，没有写。请在“审阅－保护工作簿”里取消保护再点；"
                "不取消的，点“一键完成”，结果写成单独的文件。"
            )
        keep = []
        for name, rows in typed_over(here, plan):
            question = f"将覆盖“{name}”表，您在里面改过 {rows} 行。按“是”覆盖，按“否”另存为新表，按“取消”什么也不做。"
            if self.ask(question, "yes_no_cancel") == "no":
                keep.append(name)
        if plan.question:
            self.ask(plan.question)
        self.back_up()
        self.is_written = True
        with self.undisturbed():
            done = write(plan, here, keep)
        noted = f"{done.notes} 格加了批注。" if done.notes else ""
        said = plan.said
        for wanted, name in done.names.items():
            said = said.replace(f"“{wanted}”", f"“{name}”")
        return said + noted + left_words(done.left)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Without redrawing the window at every step."""
        app = self.app
        if self.is_remote:
            yield
            return
        before = app.screen_updating
        app.screen_updating = False
        try:
            yield
        finally:
            app.screen_updating = before


def is_busy(error: BaseException) -> bool:
    """Whether Excel refused because a cell is being edited or one of its windows waits."""
    said = {getattr(error, "hresult", None), *(each for each in error.args[:1] if isinstance(each, int))}
    return bool(said & set(BUSY))


def open_outside(path: str) -> None:
    """Open a file with the program the system has for it."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    import subprocess

    subprocess.run(["open" if sys.platform == "darwin" else "xdg-open", path], check=True)


def record(tag: str, text: str = "", error: BaseException | None = None) -> str:
    """Add what happened to today's record; returns its path. Of an error only frames and kind: no cell values.

    Messages quote cells in “ ”: all between the first and the last of these marks is left out.
    """
    import traceback

    from xlsuite.files.save import add_record

    now = datetime.now()
    path = Path.home() / ".xlsuite" / "log" / f"{now:%Y-%m-%d}.log"
    frames = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__ if error else ""
    try:
        kept = re.sub("“.*”", "“…”", text, flags=re.DOTALL)
        version = sys.version.split()[0]
        add_record(path, f"{now:%H:%M:%S} {tag} python {version} {sys.platform}\n{kept}{frames}\n\n")
    except OSError:
        return "（没能写下来）"
    return str(path)
