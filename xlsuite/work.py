"""One workbook from its file to a Book; what every entrance does first."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.excel.reader import read_grids
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book


def load(
    path: str | os.PathLike[str],
    *,
    config: Mapping[str, Any] | None = None,
    today: date | None = None,
    **settings: Any,
) -> Book:
    """Read a workbook.

    settings: 参数 by their Chinese names, over those of the workbook (评定方法="lec", 统计截止日="2025-09-30").
    config: the same from a file, under those of the workbook. today: the 统计截止日 where nothing else says one.
    Raises UnreadableFile, UsageError. The file is only read.
    """
    with paused_collection():
        grids = read_grids(path)
        book = open_book(os.path.basename(os.fspath(path)), grids, today or date.today(), config or {}, settings)
    book.path = os.fspath(path)
    refuse_unknown_rules({**(config or {}), **settings})
    return book


def refuse_unknown_rules(given: Mapping[str, Any]) -> None:
    """A rule named by who is at the keyboard must be there; in the 参数 sheet the same slip is a finding."""
    from xlsuite.model.settings import rule_id
    from xlsuite.rules import by_id

    for name in given:
        id = rule_id(name)
        if id and id not in by_id() and not id.startswith("RPT-"):
            raise UsageError(f"参数“{name}”说的规则没有，用“xlsuite 规则”可以列出全部规则。")


@contextmanager
def paused_collection() -> Iterator[None]:
    """No garbage collection while a workbook is read: it makes millions of objects and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settings_file(path: str, what: str = "配置文件") -> dict[str, Any]:
    """参数 from a TOML file, at its top or under [参数]; Chinese names may stand without the quotes TOML asks for.

    what: what messages call the file.
    """
    import re
    import tomllib

    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except FileNotFoundError:
        raise UsageError(f"找不到{what}“{path}”。") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{what}“{path}”打不开，或不是 UTF-8 编码的文本。") from None
    try:
        read = tomllib.loads(quoted_names(text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第 {place[1]} 行" if place else "结尾"
        raise UsageError(f'{what}“{path}”{where}读不懂。一行一项，文字要加引号，例如 评定方法 = "lec"。') from None
    inner = read.pop("参数", {})
    return {**read, **inner}


def quoted_names(text: str) -> str:
    """The text with quotes around names that are not plain ASCII."""
    import re

    text = re.sub(r"(?m)^(\s*)\[([^\]\"'\x00-\x7f][^\]\"']*)\]", r'\1["\2"]', text)
    return re.sub(r"(?m)^(\s*)(?=[^=\n]*[^\x00-\x7f])([^\s\"'#\[=][^\"'=\n]*?)\s*=", r'\1"\2" =', text)
