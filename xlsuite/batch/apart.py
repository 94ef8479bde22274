"""The 合并台账 made in a process of its own, from what the files left on the disk, while the rest is made here."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from xlsuite.batch.job import Batch, cores, spool_of
from xlsuite.batch.journal import answer_at
from xlsuite.batch.overall import Overall
from xlsuite.batch.pool import Pool, TaskFailed, TaskLost
from xlsuite.batch.roll import read_roll
from xlsuite.batch.task import stamp_of
from xlsuite.errors import UnwritableOutput
from xlsuite.files.save import keep_scratch_in, private_folder, save_anew

ROWS_AT_LEAST = 2_000  # fewer are written sooner than a process starts
Answer = dict[str, Any]


class Done:
    """A batch whose files are done, as `Overall` reads it: where its journal and its spools lie."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.root, self._folder, self._path, self._lines = (task[name] for name in ("root", "kept", "journal", "lines"))
        self.options = Namespace(today=task["today"])

    def answers(self) -> Iterator[Answer]:
        for offset in self._lines:
            yield answer_at(self._path, offset)

    def spool(self, file: str) -> str:
        return spool_of(self._folder, file)


def is_worth_it(batch: Batch, overall: Overall) -> bool:
    """Whether there is a second processor that may be used, and enough for it to do."""
    jobs = getattr(batch.options, "jobs", None) or cores()
    return min(jobs, cores()) > 1 and not batch.options.dry_run and sum(overall.counts.values()) >= ROWS_AT_LEAST


@contextmanager
def making(batch: Batch, overall: Overall, target: str, otherwise: Callable[[], str]) -> Iterator[list[str]]:
    """Have the workbook made meanwhile. Left when it is written, the list holding where: beside `target` where that is
    open elsewhere. `otherwise` makes it where the process was lost.

    Raises UnwritableOutput as the writing itself would.
    """
    made: list[str] = []
    with private_folder() as scratch:  # ours, since a process that is ended does not take its rows off the disk
        pool = Pool(1, float("inf"), 0)  # however many rows there are
        try:
            future = pool.submit(make, {**task_of(batch, target), "scratch": scratch})
            yield made
            answer = future.result()
        except (TaskLost, TaskFailed):
            made.append(otherwise())
            return
        finally:
            pool.shutdown(cancel_futures=True)
    if "unwritten" in answer:
        with suppress(UnwritableOutput):  # the journal may have no room either
            batch.journal.end(target)
        raise UnwritableOutput(answer["unwritten"])
    made.append(answer["target"])
    batch.journal.end(target, answer["target"], answer["stamp"])


def task_of(batch: Batch, target: str) -> dict[str, Any]:
    return {
        "target": target, "root": batch.root, "kept": batch.journal.folder, "journal": batch.journal.path,
        "lines": [batch.journal.done[file] for file in batch.files if file in batch.journal.done],
        "today": batch.options.today, "units": getattr(batch.options, "units", None),
    }  # fmt: skip


def make(task: dict[str, Any]) -> Answer:
    """Write the workbook; the answer is its stamp, or why it could not be written."""
    from xlsuite.batch.finish import merged
    from xlsuite.excel.merged_book import merged_workbook

    keep_scratch_in(task["scratch"])
    overall = Overall(Done(task), read_roll(task["units"]) if task["units"] else None)
    try:
        target = str(save_anew(task["target"], merged_workbook(merged(overall), overall.as_of, overall.clashes()[0])))
    except UnwritableOutput as error:
        return {"target": task["target"], "unwritten": str(error)}
    return {"target": target, "stamp": stamp_of(target)}
