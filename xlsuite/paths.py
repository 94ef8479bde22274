"""What the user points at: a file, a folder or a pattern, as the workbooks to work on."""

from __future__ import annotations

import os
from collections.abc import Iterable

from xlsuite.errors import UsageError

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")
CHECKED, OVERVIEW, GRADED, FIXED = "_检查结果", "_一览", "_定级结果", "_修正"
PUBLIC, HIDDEN = "_公开版", "_脱敏清单"
OVERALL, SLIP, CONSOLIDATED, TRACED = "单位总览", "_退回单", "合并台账", "取数明细"  # about many workbooks
BY_UNIT = "各单位数字"
COMPARED, ALL_UNITS = "_两期对比", "全部单位"
OUTPUTS = (
    CHECKED, OVERVIEW, GRADED, FIXED, PUBLIC, HIDDEN, "_修正记录", "_自查报告", "_整改情况报告",
    OVERALL, SLIP, CONSOLIDATED, TRACED, BY_UNIT, COMPARED,
)  # fmt: skip


def workbooks(paths: Iterable[str]) -> list[str]:
    """The workbooks under some paths, each once: folders are searched through, owners' marks and our outputs left out.

    A file named outright is taken whatever it is called; the reader says what it really is. Raises UsageError for a
    path that is not there.
    """
    found: dict[str, None] = {}
    for path in paths:
        for each in expanded(path):
            found.setdefault(os.path.normpath(each))
    return list(found)


def expanded(path: str) -> list[str]:
    if os.path.isdir(path):
        books = [each for each in inside(path) if is_workbook(each)]
        if not books:
            raise UsageError(f"文件夹“{path}”里没有工作簿（{'、'.join(ENDINGS)}）。")
        return books
    if os.path.lexists(path):
        return [path]
    if any(sign in path for sign in "*?["):
        import glob

        hits = sorted(glob.glob(path, recursive=True))
        books = [
            book for hit in hits for book in ([hit] if not os.path.isdir(hit) else inside(hit)) if is_workbook(book)
        ]
        if books:
            return books
        raise UsageError(f"没有符合“{path}”的工作簿。")
    raise UsageError(f"找不到“{path}”。请核对文件名和所在的文件夹。")


def inside(path: str) -> list[str]:
    """All files under a folder; the copies we keep of workbooks are none of them."""
    from xlsuite.files.save import BACKUPS

    return sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(path)
        if BACKUPS not in folder.split(os.sep)
        for name in names
    )


def is_workbook(path: str) -> bool:
    """Whether a file in a folder is one to read: not Excel's mark of an open file, not what we wrote ourselves."""
    name = os.path.basename(path)
    stem, ending = os.path.splitext(name)
    plain = stem.rstrip("0123456789").removesuffix("_")  # 台账_一览_2 is ours too
    ours = stem.endswith(OUTPUTS) or plain.endswith(OUTPUTS)
    return ending.lower() in ENDINGS and not name.startswith(("~$", ".")) and not ours


def behind_link(path: str) -> str:
    """Where a workbook lies that is to be changed: written under the name of a link to it, it would become two."""
    return os.path.realpath(path) if os.path.islink(path) else path


def link_to(path: str, target: str) -> str:
    """The way from the folder of an output to an input."""
    try:
        return os.path.relpath(path, os.path.dirname(target) or os.curdir)
    except ValueError:  # another drive
        return os.path.abspath(path)
