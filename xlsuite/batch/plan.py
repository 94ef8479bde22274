"""What a batch will do before it does it: which files, which names its outputs take, which settings bear on them."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlsuite import __version__, terminal
from xlsuite.paths import CHECKED, OVERVIEW

ENDINGS = (CHECKED + ".xlsx", OVERVIEW + ".xlsx", "_自查报告.docx", "_整改情况报告.docx")
PASSED_ON = (
    "today", "settings", "filed", "format", "dry_run", "fail_on", "marks", "quiet", "verbose", "no_color",
)  # fmt: skip


class Wants(NamedTuple):
    """What a verb wants of every file.

    write: findings, summary, reports. keep: rows, findings, counted, tables. figures: whether they are worked out.
    text: whether the file adds its lines to the command's answer.
    """

    write: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    figures: bool = False
    text: bool = False


def root_of(paths: Sequence[str], files: Iterable[str]) -> str:
    """The folder whose order of subfolders the outputs follow: the one named, else what all files share."""
    if len(paths) == 1 and os.path.isdir(paths[0]):
        return os.path.normpath(paths[0])
    folders = {os.path.dirname(os.path.abspath(file)) for file in files}
    try:
        return os.path.commonpath(folders)
    except ValueError:  # several drives
        return ""


def below(file: str, root: str) -> str:
    """The way from the root to a file; its name alone where it lies elsewhere."""
    try:
        found = os.path.relpath(file, root) if root else os.path.basename(file)
    except ValueError:
        return os.path.basename(file)
    return os.path.basename(file) if found.startswith(os.pardir) else found


class Name(NamedTuple):
    """How the names of a file's outputs are made: what they begin with, and the number they end with from 2 on."""

    stem: str
    number: int = 1

    def target(self, ending: str) -> str:
        return numbered(self.stem, ending, self.number)

    @property
    def is_used(self) -> bool:
        return any(os.path.lexists(self.target(ending)) for ending in ENDINGS)


def numbered(stem: str, ending: str, number: int) -> str:
    """台账 and _检查结果.xlsx as 台账_检查结果.xlsx, 台账_检查结果_2.xlsx …"""
    head, dot, kind = ending.rpartition(".")
    return f"{stem}{head}_{number}{dot}{kind}" if number > 1 else stem + ending


def names_of(files: Iterable[str], root: str, out: str, known: dict[str, Any]) -> dict[str, Name]:
    """For each file the names of its outputs: free in the folder, and each file's own."""
    found = {file: Name(*known[file]) for file in files if file in known}
    taken = {(name.stem.casefold(), name.number) for name in found.values()}
    is_new = not os.path.isdir(out)
    for file in files:
        if file in found:
            continue
        name = Name(os.path.join(out, os.path.splitext(below(file, root))[0]))
        while (name.stem.casefold(), name.number) in taken or (not is_new and name.is_used):
            name = name._replace(number=name.number + 1)
        taken.add((name.stem.casefold(), name.number))
        found[file] = name
    return found


def passed_on(options: Namespace) -> dict[str, Any]:
    """The options that a worker needs, as plain data."""
    import sys

    given = {name: getattr(options, name, None) for name in PASSED_ON}
    return given | {"is_terminal": terminal.is_terminal(sys.stdout)}


def config_of(verb: str, wants: Wants, given: dict[str, Any], marks: str) -> str:
    """What stands for everything but the files that bears on the answers."""
    import hashlib

    from xlsuite.batch.spool import FORMAT
    from xlsuite.batch.wire import dumps

    ignored = ("quiet", "dry_run", "fail_on")
    settled = {name: value for name, value in sorted(given.items()) if name not in ignored}
    return hashlib.sha256(dumps([__version__, FORMAT, verb, list(wants), settled, marks]).encode("ascii")).hexdigest()


class Listings:
    """Which earlier findings workbooks stand in a folder, by the name of their input; each folder is listed once."""

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, list[str]]] = {}

    def of(self, folder: str, stem: str) -> list[str]:
        if folder not in self._folders:
            found: dict[str, list[str]] = {}
            try:
                names = sorted(os.listdir(folder or os.curdir))
            except OSError:
                names = []
            for name in names:
                head, sign, _ = name.rpartition(CHECKED)
                if sign:
                    found.setdefault(head, []).append(name)
            self._folders[folder] = found
        return self._folders[folder].get(stem, [])
