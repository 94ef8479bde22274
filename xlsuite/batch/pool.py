"""The local pool: long-lived worker processes, each with limits of time and memory, started anew when one is lost.

An Executor like those of `concurrent.futures`, so that a cluster's executor can stand in its place. Workers are plain
subprocesses that speak over pipes: nothing of the caller is imported in them, and they start alike on every system.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from time import monotonic
from typing import Any

from xlsuite.batch.wire import receive, send
from xlsuite.errors import UsageError

SECONDS, MEGABYTES = 120.0, 4096
TRIES = 2  # a worker may be lost to somebody else's doing; a file that loses two is to blame itself
LOOK_EVERY = 0.25  # seconds between looks at who is late
GRACE = 3.0  # seconds a worker has to finish what it writes when all is to end


class TaskLost(Exception):
    """The worker did not live to answer; `reason` is died, time or memory, `code` its exit code."""

    def __init__(self, reason: str, code: int = 0, seconds: float = 0.0) -> None:
        super().__init__(reason, code, seconds)
        self.reason, self.code, self.seconds = reason, code, seconds


class TaskFailed(Exception):
    """A failure of our own while working on a task; the text holds places in the code and no data."""


class Worker:
    """One process and the pipes to it."""

    def __init__(self, megabytes: int) -> None:
        self.until: float | None = None  # when its task has taken too long
        self.is_late = False
        root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        paths = os.pathsep.join(path for path in (root, os.environ.get("PYTHONPATH", "")) if path)
        self.process = subprocess.Popen(
            # -P: a module lying in the current folder, which is the user's, must not be picked up
            [sys.executable, "-P", "-m", "xlsuite.batch.worker", str(megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,  # Ctrl+C reaches the parent alone; a kill takes the worker's children along
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def ask(self, name: str, task: Any, seconds: float) -> Any:
        """The result of a task. Raises TaskLost, TaskFailed, UsageError."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.until, self.is_late = monotonic() + seconds, False
        try:
            send(self.process.stdin, [name, task])
            state, result = receive(self.process.stdout)
        except (OSError, EOFError, ValueError):
            self.kill()
            raise TaskLost("time" if self.is_late else "died", self.process.wait(), seconds) from None
        finally:
            self.until = None
        if state == "memory":
            raise TaskLost("memory", self.process.wait())
        if state == "usage":
            raise UsageError(result)
        if state == "failed":
            raise TaskFailed(result)
        return result

    def end_if_late(self) -> None:
        until = self.until
        if until is not None and monotonic() > until:
            self.is_late = True
            self.kill()

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """Let it end by itself after what it is at."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()

    def kill(self) -> None:
        """End it at once with its children; never by a number that may have become another process's."""
        if self.process.poll() is not None:
            return
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def end(self) -> None:
        """Wait for its end, not for long, and free the pipes."""
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


class Pool(Executor):
    """So many workers; a thread for each hands it one task after another."""

    def __init__(self, workers: int, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.size = workers
        self.seconds, self.megabytes = seconds, megabytes
        self._queue: queue.SimpleQueue[tuple[Future[Any], str, Any] | None] = queue.SimpleQueue()
        self._workers: list[Worker] = []
        self._lock = threading.Lock()
        self._closing = False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        for thread in self._threads:
            thread.start()

    def _watch(self) -> None:
        """End workers whose task takes too long; one thread for all, since a timer a task costs more than the task."""
        while not self._ended.wait(min(LOOK_EVERY, self.seconds / 4)):
            with self._lock:
                for worker in self._workers:
                    worker.end_if_late()
            if self._closing and not any(thread.is_alive() for thread in self._threads):
                return

    def submit(self, function: Callable[..., Any], /, *tasks: Any, **named: Any) -> Future[Any]:
        """The future of `function(task)`; the function is one of those that workers know, the task plain data."""
        (task,) = tasks
        future: Future[Any] = Future()
        self._queue.put((future, f"{function.__module__}:{function.__name__}", task))
        return future

    @property
    def processes(self) -> list[int]:
        """The process ids of the workers that live."""
        with self._lock:
            return [worker.process.pid for worker in self._workers if worker.is_alive]

    def _serve(self) -> None:
        worker: Worker | None = None
        while (item := self._queue.get()) is not None:
            future, name, task = item
            if not future.set_running_or_notify_cancel():
                continue
            for tries in range(1, TRIES + 1):
                try:
                    if worker is None or not worker.is_alive:
                        worker = self._started(worker)
                    future.set_result(worker.ask(name, task, self.seconds))
                except TaskLost as lost:
                    if lost.reason == "died" and tries < TRIES and not self._closing:
                        continue
                    future.set_exception(lost)
                except BaseException as error:
                    future.set_exception(error)
                break
        if worker is not None:
            worker.close()
            worker.end()

    def _started(self, before: Worker | None) -> Worker:
        worker = Worker(self.megabytes)
        with self._lock:
            if before in self._workers:
                self._workers.remove(before)
            self._workers.append(worker)
        if before is not None:
            before.end()
        return worker

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` what waits is dropped and what runs has a moment to finish."""
        self._closing = True
        if cancel_futures:
            with suppress(queue.Empty):
                while (item := self._queue.get_nowait()) is not None:
                    item[0].cancel()
            with self._lock:
                for worker in self._workers:
                    worker.close()
        for _ in self._threads:
            self._queue.put(None)
        if not wait:
            return
        if cancel_futures:
            self._settle()
        for thread in self._threads:
            thread.join()
        self._ended.set()

    def _settle(self) -> None:
        """Workers still at it after the grace are killed; what they were writing has not taken its name yet."""
        until = monotonic() + GRACE
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        with self._lock:
            for worker in self._workers:
                worker.kill()
