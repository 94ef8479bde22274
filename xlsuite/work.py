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
from xlsuite.files.limits import set_limits
from xlsuite.files.opener import read_text
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.lists import WRITTEN
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid


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
        grids, own = parted(read_grids(path))
        return book_of(path, grids, own, config or {}, today or date.today(), settings)


def book_of(
    path: str | os.PathLike[str],
    grids: list[Grid],
    own: list[Grid],
    config: Mapping[str, Any],
    today: date,
    settings: Mapping[str, Any],
) -> Book:
    """The Book of sheets that have been read; `own` are those that we wrote into the workbook."""
    book = open_book(os.path.basename(os.fspath(path)), grids, today, config, settings)
    book.path = os.fspath(path)
    book.own_grids = own
    refuse_unknown_rules({**config, **settings})
    return book


def parted(grids: list[Grid]) -> tuple[list[Grid], list[Grid]]:
    """The user's sheets, and those that --in-place put into the workbook."""
    if not any(grid.cell(1, 1) == WRITTEN for grid in grids):
        return grids, []
    from xlsuite.excel.inplace.record import own_names, record_of

    names = own_names(grids, record_of(grids))
    return [grid for grid in grids if grid.name not in names], [grid for grid in grids if grid.name in names]


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
    """参数 from a TOML file, at its top or under [参数]; the limits under [上限] hold from here on.

    Chinese names may stand without the quotes TOML asks for. what: what messages call the file.
    """
    import re
    import tomllib

    try:
        text = read_text(path)
    except FileNotFoundError:
        raise UsageError(f"找不到{what}“{path}”。") from None
    except (OSError, ValueError):
        raise UsageError(f"{what}“{path}”打不开，或不是 UTF-8 编码的文本。") from None
    try:
        read = tomllib.loads(quoted_names(text))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"第 {place[1]} 行" if place else "结尾"
        raise UsageError(f'{what}“{path}”{where}读不懂。一行一项，文字要加引号，例如 评定方法 = "lec"。') from None
    set_limits(read.pop("上限", {}))
    inner = read.pop("参数", {})
    return {**read, **inner}


def quoted_names(text: str) -> str:
    """The text with quotes around names that are not plain ASCII."""
    import re

    text = re.sub(r"(?m)^(\s*)\[([^\]\"'\x00-\x7f][^\]\"']*)\]", r'\1["\2"]', text)
    return re.sub(r"(?m)^(\s*)(?=[^=\n]*[^\x00-\x7f])([^\s\"'#\[=][^\"'=\n]*?)\s*=", r'\1"\2" =', text)
