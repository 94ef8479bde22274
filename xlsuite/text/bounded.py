"""Work on a template from outside the package, held to a time and a size: in a child that can be killed.

Where processes cannot be forked (Windows), in a thread that is made to stop; the sandbox alone then bounds memory.
"""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from xlsuite.errors import XlsuiteError

SECONDS = 60.0
MEMORY = 1 << 30  # bytes beyond what is in use
T = TypeVar("T")


class TooMuch(XlsuiteError):
    """A template that would not come to an end, or to a size that a document may have."""


class Answer(pickle.Unpickler):
    """What the child says. It may have been taken over by the template, so it can hand back values and no deeds."""

    def find_class(self, module: str, name: str) -> Any:
        """Only rows of named values, members of a list of choices and errors are made."""
        found = super().find_class(module, name)
        if isinstance(found, type) and issubclass(found, (tuple, Enum, Exception, date)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is not for an answer")


def bounded(work: Callable[[], T], seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """What the work gives (plain values and named tuples). Raises TooMuch, and what the work itself raises."""
    if hasattr(os, "fork"):
        return _in_child(work, seconds, memory)
    return _in_thread(work, seconds)


def late(seconds: float) -> TooMuch:
    return TooMuch(f"模板 {seconds:g} 秒还没有写完，已停止。请看模板里的 for 是不是套得太多。")


def _in_child(work: Callable[[], T], seconds: float, memory: int) -> T:
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(work, writing, memory)
    os.close(writing)
    try:
        answer = _received(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if answer is None:
        raise late(seconds)
    if not answer:
        raise TooMuch("模板写出的内容太大，已停止。请看模板里的 for 是不是套得太多。")
    try:
        kind, *told = Answer(io.BytesIO(answer)).load()
    except Exception as error:  # half an answer, or one that a template made up
        raise TooMuch(f"模板没有写完（{type(error).__name__}），已停止。请看模板里最近改过的地方。") from None
    if kind == "done":
        return told[0]  # type: ignore[no-any-return]
    raise _error(*told)


def _child(work: Callable[[], Any], writing: int, memory: int) -> None:
    """Never returns: what the work gave, or what it raised, goes through the pipe."""
    try:
        _limit(memory)
        try:
            answer = pickle.dumps(("done", work()))
        except XlsuiteError as error:
            answer = pickle.dumps(("raised", type(error), str(error), vars(error)))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
    except MemoryError:
        pass
    except BaseException as error:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(("raised", RuntimeError, f"{type(error).__name__} in a template", {})))
    finally:
        os._exit(0)


def _limit(memory: int) -> None:
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = used + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (OSError, ValueError):  # another system: the time alone bounds
        return


def _received(reading: int, deadline: float) -> bytes | None:
    """All that comes through a pipe before a deadline; None when it passes."""
    pieces: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([reading], [], [], left)[0]:
            return None
        piece = os.read(reading, 1 << 16)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    return None


def _error(kind: type[Exception], text: str, held: dict[str, Any]) -> Exception:
    error = kind.__new__(kind)
    error.args = (text,)
    vars(error).update(held)
    return error


def _in_thread(work: Callable[[], T], seconds: float) -> T:
    answer: list[Any] = []

    def run() -> None:
        try:
            answer.extend(("done", work()))
        except BaseException as error:
            answer.extend(("raised", error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit))
        thread.join(5)
        raise late(seconds)
    if answer[0] == "raised":
        raise answer[1]
    return answer[1]  # type: ignore[no-any-return]
