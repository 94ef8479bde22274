"""A ribbon click: the workbook in front of the user goes through one verb, its results open beside it.

The user's workbook is only read; failures end in one Chinese sentence and a record under ~/.xlsuite/log.
"""

from __future__ import annotations

import io
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsuite.addin.ribbon import BUTTONS
from xlsuite.errors import UsageError
from xlsuite.files.opener import read_text
from xlsuite.files.save import add_record, save

TITLE = "廉政台账"
TAGS = {button.tag: button for button in BUTTONS}
WITHOUT_BOOK = ("template", "help")
WRITTEN, UNREAD = "已写 ", "：读不了。"  # how the command line words them
BOOKS = (".xlsx", ".xlsm")
HELP = "加载项.md"


def click(tag: str) -> None:
    """What the ribbon's callback calls; ends the process with a Chinese sentence where no book is found."""
    try:
        import xlwings

        book = xlwings.Book.caller()
    except Exception as error:
        log = record(tag, error=error)
        sys.exit(f"{TITLE}：没有找到打开的工作簿。请先打开台账再点按钮。记录在 {log}")
    clicked(tag, book)


def clicked(tag: str, book: Any, opener: Callable[[str], None] | None = None) -> None:
    """Do the button's work on a book as xlwings gives it, and say in one sentence what came of it."""
    try:
        text = answered(tag, book, opener or open_outside)
    except UsageError as error:
        text = f"{error}"
        record(tag, text)
    except Exception as error:
        log = record(tag, error=error)
        text = f"没有做成，您的表没有改动：xlsuite 自己出了错。记录在 {log}（不含台账内容），请反馈给维护者。"
    if text:
        tell(tag, book, text)


def tell(tag: str, book: Any, text: str) -> None:
    try:
        book.app.alert(text, title=TITLE)
    except Exception as error:
        record(tag, text, error)


def answered(tag: str, book: Any, opener: Callable[[str], None]) -> str:
    """The sentence a click ends in; "" where the user said not to go on."""
    button = TAGS.get(tag)
    if button is None:
        raise UsageError(f"不认识按钮“{tag}”。加载项与 xlsuite 的版本对不上，请运行 xlsuite addin install 再装一次。")
    if tag == "help":
        opener(help_page())
        return ""
    if tag in WITHOUT_BOOK:
        path, folder = "", str(folder_of(book))
    else:
        path = saved_path(book)
        if not saved_now(book):
            return ""
        folder = f"{os.path.splitext(path)[0]}_结果" if tag == "run" else os.path.dirname(path)
    outputs, said = worked(button.verb, path, folder)
    if not outputs:
        return f"{button.label}：{said or '没有要写的结果。'}"
    trouble = opened(book, outputs, opener)
    names = "、".join(f"“{os.path.basename(each)}”" for each in outputs)
    return f"“{button.label}”做完了，结果在“{folder}”：{names}。{said}{trouble}"


def saved_path(book: Any) -> str:
    """The book's file on this computer. Raises UsageError with what to do where there is none."""
    name = str(book.name)
    try:
        path = str(book.fullname)
    except Exception:  # xlwings cannot tell where a book on a synchronised drive lies
        path = "https://"
    if "://" in path:
        raise UsageError(f"“{name}”放在网盘上，这里读不到。请用“另存为”存到本机文件夹，再点按钮。")
    if not os.path.dirname(path) or not os.path.exists(path):
        raise UsageError(f"“{name}”还没有存成文件。请先保存到本机文件夹，再点按钮。")
    return path


def folder_of(book: Any) -> Path:
    """Where something new goes: beside the book, or into the user's folder while it has no file."""
    try:
        return Path(saved_path(book)).parent
    except UsageError:
        documents = Path.home() / "Documents"
        return documents if documents.is_dir() else Path.home()


def saved_now(book: Any) -> bool:
    """Whether the file holds what the user sees; asks before saving, False where the user declines."""
    saved = getattr(book.api, "Saved", None)
    if saved is None:  # macOS
        saved = book.api.saved.get()
    if saved:
        return True
    question = f"“{book.name}”有还没有保存的改动，这里读的是保存过的文件。按“确定”先保存再继续；按“取消”什么也不做。"
    if book.app.alert(question, title=TITLE, buttons="ok_cancel") != "ok":
        return False
    try:
        book.save()
    except Exception as error:
        raise UsageError(f"“{book.name}”没能保存，没有往下做。请自己保存一次，再点按钮。") from error
    return True


def worked(verb: str, path: str, folder: str) -> tuple[list[str], str]:
    """Run a verb as the command line does; returns the files it wrote and what to add to the answer."""
    from xlsuite.cli import USAGE, run

    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = run(command(verb, path, folder))
    lines = said.getvalue().splitlines()
    outputs = [line.removeprefix(WRITTEN) for line in lines if line.startswith(WRITTEN)]
    told_out = out.getvalue().splitlines()
    wrong = [line.removeprefix("✗").strip() for line in lines if line.startswith("✗")]
    wrong += [line.split(UNREAD, 1)[1] for line in told_out if UNREAD in line]
    if code >= USAGE and not outputs:
        raise UsageError("没有做成，您的表没有改动。" + ("".join(wrong) or "".join(lines) or "请用命令行再试一次。"))
    counted = [line for line in told_out if "● 错误" in line]
    told = counted[0].split("：", 1)[-1] + "。" if counted and verb in ("check", "run") else ""
    gaps = [line for line in lines if line.startswith(("待补充", "没有可以"))]
    told += "".join(wrong) if code >= USAGE else ""
    return outputs, told + (f"有 {len(gaps)} 处待补充。" if verb == "report" and gaps else "".join(gaps[:1]))


def command(verb: str, path: str, folder: str) -> Sequence[str]:
    return [verb, *([path] if path else []), "-o", folder]


def opened(book: Any, outputs: Sequence[str], opener: Callable[[str], None]) -> str:
    """Open the outputs, workbooks in the user's Excel; returns a sentence for those that would not open."""
    failed = []
    for path in outputs:
        try:
            if path.endswith(BOOKS):
                book.app.books.open(path)
            else:
                opener(path)
        except Exception as error:
            record("open", error=error)
            failed.append(f"“{os.path.basename(path)}”")
    return f"{'、'.join(failed)}没能自动打开，请到文件夹里打开。" if failed else ""


def open_outside(path: str) -> None:
    """Open a file with the program the system has for it."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    import subprocess

    subprocess.run(["open" if sys.platform == "darwin" else "xdg-open", path], check=True)


def help_page() -> str:
    """The manual as a text file every computer can show, written under the user's folder."""
    here = Path(__file__).parent
    places = (here / "addin" / HELP, here.parent / "docs" / HELP)
    page = next((each for each in places if each.exists()), None)
    if page is None:
        raise UsageError("使用说明没有随程序装上。请在命令行里运行 xlsuite --help 查看用法。")
    text = read_text(page).replace("\n", os.linesep)
    return str(save(Path.home() / ".xlsuite" / "使用说明.txt", text.encode("utf-8-sig"), replace=True))


def record(tag: str, text: str = "", error: BaseException | None = None) -> str:
    """Add what happened to today's record; returns its path. Of an error only frames and kind: no cell values.

    Messages quote cells in “ ”: all between the first and the last of these marks is left out.
    """
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


__all__ = ["TAGS", "click"]
