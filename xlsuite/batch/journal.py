"""The journal of a batch: one line a file, written when the file is done, so that a run can be taken up again.

It is also where the answers lie while others are still read: memory holds one offset a file. A line torn by a crash is
left out, and its file done again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from time import monotonic
from typing import IO, Any

from xlsuite.batch.wire import dumps, loads
from xlsuite.files.opener import piece
from xlsuite.files.save import hold, journal_file, unwritten

FOLDER, NAME = "批处理记录", "记录.jsonl"
READ_AT_ONCE = 1 << 16  # bytes; most lines are shorter
UNFINISHED: list[int] = []  # the stamp of an output that is being written
THEIRS = [-1]  # that of what somebody else put under the name
SETTLE_EVERY = 2.0  # seconds between forcings to the disk; what power loss takes is only read again


class Journal:
    """The lines of a run in its folder; `config` stands for the version and all settings that bear on the answers."""

    def __init__(self, folder: str, config: str, resume: bool) -> None:
        busy = f"另一个 xlsuite 正在往“{os.path.dirname(folder)}”里写。请等它做完再试，或用 -o 另选一个文件夹。"
        self._lock = hold(folder, busy)
        self.folder = folder
        self.path = os.path.join(folder, NAME)
        self.names: dict[str, Any] = {}
        self.known: dict[str, int] = {}  # file -> offset of an earlier run's line with the same config
        self.wrote: dict[str, list[int]] = {}  # file -> offsets of all lines that tell of outputs of it
        self.done: dict[str, int] = {}
        self.made: dict[str, list[int]] = {}  # outputs about all files -> their stamp when they were written
        self._before: dict[str, list[int]] = {}  # those being written -> their stamp until then
        if not resume:
            self._clear()
        try:
            self._file: IO[bytes] = journal_file(self.path)
        except OSError as error:
            raise unwritten(self.path, error) from error
        if resume:
            self._read(config)
        self._config = config
        self._settled = monotonic()
        self._append({"config": config})

    def _clear(self) -> None:
        """The folder is ours alone; a run that starts afresh takes nothing over."""
        for name in os.listdir(self.folder):
            if name == NAME or name.endswith((".gz", ".txt", ".tmp")):
                with suppress(OSError):
                    os.unlink(os.path.join(self.folder, name))

    def _read(self, config: str) -> None:
        self._file.seek(0)
        offset, is_ours = 0, False
        for line in self._file:
            entry = _entry(line)
            if entry is not None and "config" in entry:
                is_ours = entry["config"] == config
            elif entry is not None and "plan" in entry:
                self.names.update(entry["plan"])
            elif entry is not None and "made" in entry:
                self.made.update(entry["made"])
            elif entry is not None:
                if entry["written"]:
                    self.wrote.setdefault(entry["file"], []).append(offset)
                if is_ours:
                    self.known[entry["file"]] = offset
                else:
                    self.known.pop(entry["file"], None)
            offset += len(line)
        if offset and not line.endswith(b"\n"):
            self._file.write(b"\n")

    def plan(self, names: dict[str, Any]) -> None:
        """Say which names the outputs will have before the first is written."""
        self.names.update(names)
        self._append({"plan": names})

    def make(self, path: str, stamp: list[int]) -> None:
        """Remember an output about all files, so that a later run may write it anew while nobody has touched it."""
        self.made[path] = stamp
        self._append({"made": {path: stamp}})

    def begin(self, path: str) -> None:
        """Announce an output about all files: a run that is ended while it writes it leaves it as ours."""
        self._before.setdefault(path, self.made.get(path) or THEIRS)
        self.make(path, UNFINISHED)

    def end(self, path: str, written: str = "", stamp: Sequence[int] = ()) -> None:
        """Say where an announced output is; what stands under its own name is whose it was, where it is not there."""
        before = self._before.pop(path)
        if written != path:
            self.make(path, before)
        if written:
            self.make(written, list(stamp))

    def add(self, answer: dict[str, Any]) -> None:
        self.done[answer["file"]] = self._append(answer)

    def keep(self, file: str) -> None:
        """Take an earlier run's answer for this one's."""
        self.done[file] = self.known[file]

    def _append(self, entry: dict[str, Any]) -> int:
        try:
            offset = self._file.seek(0, os.SEEK_END)
            self._file.write(dumps(entry).encode("ascii") + b"\n")
            self._file.flush()
            if monotonic() - self._settled > SETTLE_EVERY:
                os.fsync(self._file.fileno())
                self._settled = monotonic()
        except OSError as error:
            raise unwritten(self.path, error) from error
        return offset

    def at(self, offset: int) -> dict[str, Any]:
        self._file.seek(offset)
        found: dict[str, Any] = loads(self._file.readline().decode("ascii"))
        return found

    def answers(self, files: list[str]) -> Iterator[dict[str, Any]]:
        """The answers of this run in the order of the files; those not done are left out."""
        for file in files:
            if file in self.done:
                yield self.at(self.done[file])

    def close(self) -> None:
        with suppress(OSError, ValueError):
            self._file.flush()
            os.fsync(self._file.fileno())
        with suppress(OSError):  # it tries once more to write what did not go
            self._file.close()
        os.close(self._lock)


def answer_at(path: str, offset: int) -> dict[str, Any]:
    """One line of a journal that another process holds open."""
    line = b""
    while not line.endswith(b"\n") and (some := piece(path, offset + len(line), READ_AT_ONCE)):
        line += some[: some.find(b"\n") + 1 or len(some)]
    found: dict[str, Any] = loads(line.decode("ascii"))
    return found


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        found = loads(line.decode("ascii"))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
