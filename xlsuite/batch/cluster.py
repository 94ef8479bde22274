"""A Dask cluster in the place of the local pool: the same tasks through its futures executor (`xlsuite[cluster]`).

Every machine needs xlsuite in this version and the same folders under the same paths. On each of them a task runs in a
local pool again, so that a file has its limits of time and memory there too.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from xlsuite import __version__
from xlsuite.batch.pool import Pool, TaskLost
from xlsuite.errors import UsageError

CONNECT_SECONDS = 10
_pools: dict[float, Pool] = {}
_lock = threading.Lock()


def contained(function: Callable[..., Any], task: Any, seconds: float) -> Any:
    """On a machine of the cluster: the task in a worker process of its own."""
    from xlsuite.batch.job import cores

    with _lock:
        if seconds not in _pools:
            _pools[seconds] = Pool(cores(), seconds)
    return _pools[seconds].submit(function, task).result()


def version() -> str:
    return __version__


class Cluster(Executor):
    """The executor of a Dask cluster at an address like tcp://10.0.0.1:8786."""

    def __init__(self, address: str, seconds: float) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError("--scheduler 要用 Dask：请先运行 pip install 'xlsuite[cluster]'。") from None
        try:
            self.client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"连不上“{address}”的 Dask 调度器（{type(error).__name__}）。请核对地址和网络。") from None
        self.seconds = seconds
        self.size = max(1, sum(self.client.ncores().values()))
        self._executor = self.client.get_executor(pure=False)
        self._refuse_others()

    def _refuse_others(self) -> None:
        """Different versions would give different answers for different files."""
        try:
            found = set(self.client.run(version).values())
        except Exception as error:
            self.client.close()
            raise UsageError(f"集群的机器上用不了 xlsuite（{type(error).__name__}）。每台都要装同一版本。") from None
        if found and found != {__version__}:
            self.client.close()
            raise UsageError(
                f"集群上的 xlsuite 版本是 {'、'.join(sorted(found))}，本机是 {__version__}。请装成同一版本。"
            )

    def submit(self, function: Callable[..., Any], /, *tasks: Any, **named: Any) -> Future[Any]:
        (task,) = tasks
        placed = {**task, "folder": os.getcwd()}
        future: Future[Any] = self._executor.submit(contained, function, placed, self.seconds)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait and not cancel_futures)  # without waiting it cancels
        self.client.close()


def lost(error: BaseException) -> TaskLost | None:
    """The cluster's word for a task whose machine died several times over; None for any other failure."""
    return TaskLost("died") if type(error).__name__ in ("KilledWorker", "NoValidWorkerError") else None
