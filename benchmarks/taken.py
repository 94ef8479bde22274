"""Whole processes timed in turn: wall seconds, CPU seconds and peak memory of each with all its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from typing import NamedTuple


class Taken(NamedTuple):
    """Medians over the rounds; memory in MB, of the largest process."""

    wall: float
    cpu: float
    memory: float


def measured(runs: dict[str, list[str]], rounds: int, may_fail: bool = False) -> dict[str, Taken]:
    """Each command so many times, one after the other, so that a busy moment hits all alike."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    found: dict[str, list[Taken]] = {name: [] for name in runs}
    for turn in range(rounds + 1):  # the first turn warms the file cache and compiles
        for name, command in runs.items():
            start = time.perf_counter()
            with subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
            ) as run:
                _, status, usage = os.wait4(run.pid, 0)  # its children's time is in it once it has waited for them
                run.returncode = os.waitstatus_to_exitcode(status)
            if run.returncode not in (0, 1) and not may_fail:
                raise SystemExit(f"{name}: exit code {run.returncode}")
            if turn or not rounds:
                wall = time.perf_counter() - start
                found[name].append(Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return {name: Taken(*map(statistics.median, zip(*each, strict=True))) for name, each in found.items()}
