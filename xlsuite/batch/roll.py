"""Who sent a file, and who sent nothing: units by workbook, folder or file name, held to a 单位名单."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from typing import Any

from xlsuite.errors import UnreadableFile, UsageError
from xlsuite.files.opener import read_file
from xlsuite.model.text import fold, is_blank, whole

NAMES = ("单位", "单位名称", "单位全称", "报送单位", "名称")
SHORTS = ("简称", "单位简称", "别名", "文件名", "曾用名")


class Roll:
    """The units that are to report, in the order of the list, each with the other names it goes by."""

    def __init__(self, units: Iterable[tuple[str, ...]]) -> None:
        self.units: list[str] = []
        self._by_name: dict[str, str] = {}
        listed: dict[str, str] = {}
        for name, *others in units:
            if fold(name) not in listed:  # one may be listed twice, with other names besides
                self.units.append(name)
            name = listed.setdefault(fold(name), name)
            for each in (name, *others):
                self._by_name.setdefault(fold(each), name)
        self._longest = sorted(self._by_name, key=len, reverse=True)

    def named(self, *names: str) -> str:
        """The unit that one of some names stands for; "" for none."""
        return next((self._by_name[fold(name)] for name in names if name and fold(name) in self._by_name), "")

    def within(self, way: str) -> str:
        """The unit whose name stands in a path, the longest name first; "" for none."""
        text = fold(way)
        return next((self._by_name[name] for name in self._longest if name and name in text), "")


def unit_of(full: str, short: str, way: str, roll: Roll | None) -> str:
    """The unit a file is from. way: its path below the root.

    A listed unit that the workbook names or else the path does; else what the workbook says, its folder, its file.
    """
    if roll is not None and (listed := roll.named(full, short) or roll.within(way)):
        return listed
    if full or short:
        return full or short
    head, _, _ = way.replace("\\", "/").partition("/")
    return head if "/" in way.replace("\\", "/") else os.path.splitext(os.path.basename(way))[0]


def read_roll(path: str) -> Roll:
    """A 单位名单: a workbook's first sheet, a .csv or a .txt with one unit a line. Raises UsageError."""
    if not os.path.isfile(path):
        raise UsageError(f"找不到单位名单“{path}”。请核对文件名和所在的文件夹。")
    rows = text_rows(path) if path.lower().endswith((".csv", ".txt")) else sheet_rows(path)
    header = next((at for at, row in enumerate(rows) if any(cell in NAMES for cell in row)), None)
    columns = [0]
    if header is not None:
        names = [at for at, cell in enumerate(rows[header]) if cell in NAMES]
        columns = [names[0], *(at for at, cell in enumerate(rows[header]) if cell in SHORTS)]
        rows = rows[header + 1 :]
    units = [
        (row[columns[0]], *(row[at] for at in columns[1:] if at < len(row) and row[at]))
        for row in rows
        if columns[0] < len(row) and row[columns[0]]
    ]
    if not units:
        raise UsageError(f"单位名单“{path}”里没有单位。请在第一列一行写一个单位名称，表头写“单位”。")
    return Roll(dict.fromkeys(units))


def sheet_rows(path: str) -> list[list[str]]:
    from xlsuite.excel.reader import read_grids

    grids = read_grids(path)
    return texts(grids[0].rows) if grids else []


def text_rows(path: str) -> list[list[str]]:
    try:
        content = read_file(path)
    except UnreadableFile as error:
        raise UsageError(f"单位名单读不了：{error}") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return texts(list(csv.reader(io.StringIO(content.decode(encoding)))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise UsageError(f"单位名单“{path}”不是 UTF-8 或 GBK 编码的文本。请用 Excel 另存为“CSV UTF-8”。")


def texts(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [["" if is_blank(cell) else whole(cell).strip() for cell in row] for row in rows]
