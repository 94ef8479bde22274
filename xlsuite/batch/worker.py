"""A worker process: asked over stdin, answers over stdout, one task after another, within its limits.

`python -m xlsuite.batch.worker MEGABYTES`. It ends when its stdin does, so that none is left when the parent has died.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from xlsuite.batch.wire import receive, send
from xlsuite.errors import UnwritableOutput, UsageError
from xlsuite.files.opener import pipes_to_parent

COLLECT_EVERY = 16  # tasks; what a workbook leaves in rings is few objects, and half a megabyte


def limit_memory(megabytes: int) -> None:
    """An allocation past the limit fails here and not on the user's other programs; Windows has no such limit."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if megabytes:
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    except (ImportError, ValueError, OSError):
        pass


def function_of(name: str) -> Callable[[Any], Any]:
    """A function named `module:function`; the name comes from the parent, never from a file."""
    import importlib

    module, _, function = name.partition(":")
    found: Callable[[Any], Any] = getattr(importlib.import_module(module), function)
    return found


def answer(name: str, task: Any) -> tuple[str, Any]:
    """What a task comes to: ("done", result), ("memory", None), or ("failed", how) for a failure of our own."""
    try:
        if isinstance(task, dict) and (folder := task.get("folder")):  # the command's own, on another machine
            os.chdir(folder)
        return "done", function_of(name)(task)
    except MemoryError:
        return "memory", None
    except (UsageError, UnwritableOutput) as error:  # wrong for every file alike; a disk that takes no more
        return "usage", str(error)
    except Exception as error:
        import traceback

        return "failed", "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    questions, answers = pipes_to_parent()
    gc.disable()
    count = 0
    while True:
        try:
            name, task = receive(questions)
        except EOFError:
            return
        state, result = answer(name, task)
        try:
            send(answers, [state, result])
        except OSError:  # the parent has gone
            return
        if state == "memory":
            return  # a fresh process has all of its memory again
        count += 1
        if count % COLLECT_EVERY == 0:
            gc.collect()
            if count == COLLECT_EVERY:
                gc.freeze()  # modules, rules and known names: never looked through again


if __name__ == "__main__":
    main()
    os._exit(0)
