"""A ribbon click: the button's verb on the open workbook, and one Chinese sentence of what came of it.

Failures end in a sentence and a record under ~/.xlsuite/log, never in a traceback.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from xlsuite.errors import XlsuiteError

TITLE = "廉政台账"
NO_BOOK = "没有找到打开的工作簿。请先打开台账再点按钮。"


def click(tag: str) -> None:
    """What the ribbon's callback calls; ends the process with a Chinese sentence where no book is found."""
    from xlsuite.desk import BUSY_WORDS, is_busy, record

    try:
        from xlsuite.host.quick import xlwings

        book = caller(xlwings())
    except Exception as error:
        log = record(tag, error=error)
        sys.exit(f"{TITLE}：{BUSY_WORDS if is_busy(error) else NO_BOOK}记录在 {log}")
    clicked(tag, book)


def caller(xlwings: Any) -> Any:
    """The workbook in which the button was clicked; xlwings itself takes a name for ended at its first =."""
    name = next((each[5:] for each in sys.argv if each.startswith("--wb=")), "")
    return xlwings.books[name] if "=" in name else xlwings.Book.caller()


def clicked(
    tag: str,
    book: Any,
    opener: Callable[[str], None] | None = None,
    settings: Mapping[str, Any] | None = None,
    agreed: bool = False,
) -> bool:
    """Do the button's work on a book as xlwings gives it, and say what came of it; whether it was done.

    settings: 参数 over those of the workbook. agreed: the answer to every question where the program hands none back.
    """
    from xlsuite.desk import Cancelled, Desk
    from xlsuite.work import paused_collection

    desk = Desk(book, opener, settings, agreed)
    is_done = False
    try:
        with paused_collection():
            text = answered(tag, desk)
        is_done = True
    except Cancelled:
        return False
    except Exception as error:
        text = excuse(tag, desk, error)
    if text:
        tell(tag, desk.app, text)
    return is_done


def answered(tag: str, desk: Any) -> str:
    """The sentence a click ends in; "" where there is nothing to say."""
    from xlsuite.addin.ribbon import BUTTONS
    from xlsuite.buttons import BY_TAG
    from xlsuite.errors import UsageError

    act = BY_TAG.get(tag)
    if act is None:
        raise UsageError(f"不认识按钮“{tag}”。加载项与 xlsuite 的版本对不上，请运行 xlsuite addin install 再装一次。")
    label = next((each.label for each in BUTTONS if each.tag == tag), tag)
    said = act(desk)
    return f"{label}：{said}" if said else ""


def excuse(tag: str, desk: Any, error: Exception) -> str:
    """Why it was not done, whether anything was written, and what to do."""
    from xlsuite.desk import BUSY_WORDS, is_busy, record

    partly = f"可能写了一部分，改动前的备份在 {desk.backup}，点“恢复备份”可以拿回来。" if desk.is_written else ""
    if isinstance(error, XlsuiteError):
        text = f"{error}{partly}"
        record(tag, text, error if desk.is_written else None)
        return text
    log = record(tag, error=error)
    if is_busy(error):
        return f"{BUSY_WORDS}{partly or '您的表没有改动。'}"
    untouched = partly or "您的表没有改动。"
    return f"没有做成：xlsuite 自己出了错。{untouched}记录在 {log}（不含台账内容），请反馈给维护者。"


def tell(tag: str, app: Any, text: str) -> None:
    """A dialog; where the program shows none, the process ends with the sentence, which the add-in then shows."""
    from xlsuite.desk import record

    try:
        app.alert(text, title=TITLE)
    except Exception as error:
        record(tag, text, error)
        sys.exit(f"{TITLE}：{text}")


__all__ = ["click", "clicked"]
