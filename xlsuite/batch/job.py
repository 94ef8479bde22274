"""A batch from its list of files to their answers: on a pool, a cluster, or right here when the files are few.

Files are handed out a few at a time and their answers go to the journal, so that memory stays flat; one file's failure
is that file's answer and never another's.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from queue import SimpleQueue
from typing import Any

from xlsuite import terminal
from xlsuite.batch.cluster import lost
from xlsuite.batch.journal import FOLDER, Journal
from xlsuite.batch.plan import ENDINGS, Listings, Name, Wants, config_of, names_of, passed_on, root_of
from xlsuite.batch.pool import Pool, TaskFailed, TaskLost
from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.files.opener import digest
from xlsuite.files.save import private_folder

FEW, LIGHT = 3, 2_000_000  # so many files of so many bytes in all are not worth starting a process for
AHEAD = 4  # tasks handed out per worker


class Inline(Executor):
    """Does each task at once, here: a click on one file must not wait for a pool to start."""

    size = 1

    def submit(self, function: Callable[..., Any], /, *tasks: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*tasks, **named))
        except Exception as error:
            future.set_exception(error)
        return future


class Batch:
    """The files of one command and their answers. Use as a context: the journal and the workers end with it."""

    def __init__(self, options: Namespace, verb: str, what: str, wants: Wants, files: list[str], out: str) -> None:
        """out: the folder of the outputs, "" for a command that writes none."""
        self.options, self.what, self.wants, self.files, self.out = options, what, wants, files, out
        self.root = root_of(options.paths, files)
        self.given = passed_on(options)
        self.skipped: set[str] = set()
        marks = options.marks if getattr(options, "marks", None) and os.path.isfile(options.marks) else ""
        self._config = config_of(verb, wants, self.given, digest(marks) if marks else "")
        self._is_kept = bool(out) and not options.dry_run
        if getattr(options, "resume", False) and not self._is_kept:
            raise UsageError("--resume 要和 -o 一起用：上次的记录在结果文件夹里。")
        if getattr(options, "scheduler", None) and not self._is_kept:
            raise UsageError("--scheduler 要和 -o 一起用：各台机器经由结果文件夹交换数据。")
        self._temporary = ExitStack()
        self.journal = Journal(self._folder(), self._config, bool(getattr(options, "resume", False)))
        self._listings = Listings()
        self.executor: Any = None

    def _folder(self) -> str:
        if self._is_kept:
            return os.path.join(self.out, FOLDER)
        return os.path.join(self._temporary.enter_context(private_folder()), FOLDER)

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.executor is not None:
            self.executor.shutdown(cancel_futures=kind is not None)
        self.journal.close()
        self._temporary.close()

    # --- all files ---

    def read(self) -> None:
        """Have every file done, or skipped where an earlier run did it and nothing has changed since."""
        names = names_of(self.files, self.root, self.out, self._names()) if self.out else {}
        todo = []
        for file in self.files:
            if file in self.journal.known and self._is_unchanged(file):
                self.journal.keep(file)
                self.skipped.add(file)
            else:
                todo.append(file)
        if self.out:
            self.journal.plan({file: names[file] for file in todo})
        if not todo:
            return
        self.executor = executor_for(self.options, todo)
        with terminal.batch_progress(self.options, self.what, len(self.files), len(self.skipped)) as advance:
            tasks = ((file, self._task(file, names.get(file))) for file in todo)
            try:
                self._work(tasks, advance)
            except KeyboardInterrupt:
                left = len(self.files) - len(self.journal.done)
                more = "加 --resume 再运行一次，从停下的地方接着做。" if self._is_kept else ""
                terminal.warn(f"已停止：做完 {len(self.journal.done)} 个文件，还有 {left} 个没做。{more}")
                raise

    def _work(self, tasks: Iterator[tuple[str, Any]], advance: Callable[[str, int], None]) -> None:
        from xlsuite.batch.task import process

        running: dict[Future[Any], str] = {}
        ready: SimpleQueue[Future[Any]] = SimpleQueue()
        try:
            for file, task in tasks:
                future = self.executor.submit(process, task)
                running[future] = file
                future.add_done_callback(ready.put)
                if len(running) >= self.executor.size * AHEAD:
                    self._collect(running, ready.get(), advance)
            while running:
                self._collect(running, ready.get(), advance)
        except KeyboardInterrupt:
            self.executor.shutdown(cancel_futures=True)
            for future, file in running.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    self.journal.add({**future.result(), "file": file})
            self.executor = None
            raise

    def _collect(
        self, running: dict[Future[Any], str], future: Future[Any], advance: Callable[[str, int], None]
    ) -> None:
        file = running.pop(future)
        answer = {**answer_of(future, file, self.options), "file": file}
        self.journal.add(answer)
        advance(os.path.basename(file), sum(answer["counts"]))

    def workers(self, tasks: int) -> Any:
        """Workers for tasks that follow on the files: those at hand, else as many as so few or many tasks want."""
        if self.executor is None:
            jobs: int | None = getattr(self.options, "jobs", None)
            few = jobs is None and tasks <= FEW
            self.executor = Inline() if few else Pool(max(1, min(jobs or cores(), tasks)), self.options.timeout)
        return self.executor

    def answers(self) -> Iterator[dict[str, Any]]:
        """The answers in the order of the files, read from the disk one by one."""
        return self.journal.answers(self.files)

    def spool(self, file: str, ending: str = ".gz") -> str:
        """Where a file's rows lie."""
        return spool_of(self.journal.folder, file, ending)

    # --- one file ---

    def _task(self, file: str, name: Name | None) -> dict[str, Any]:
        output = os.path.dirname(name.stem) if name else ""
        own = os.path.splitext(os.path.basename(file))[0]
        folders = (os.path.dirname(file) or os.curdir, output or os.curdir)
        listings = {folder: self._listings.of(folder, own) for folder in folders}
        return {
            "path": file,
            "name": name,
            "spool": self.spool(file) if self.wants.keep else "",
            "text": self.spool(file, ".txt") if self.wants.text else "",
            "write": list(self.wants.write),
            "keep": list(self.wants.keep),
            "figures": self.wants.figures,
            "options": {**self.given, "output": output, "listings": listings},
        }

    def _names(self) -> dict[str, Any]:
        """The names given last time, save where somebody has changed an output since: that one is theirs and stays.

        Of outputs that no answer tells of, the run was ended while it wrote them.
        """
        from xlsuite.batch.task import stamp_of

        def is_ours(file: str, name: Name) -> bool:
            written: dict[str, list[int]] = {}
            for offset in self.journal.wrote.get(file, ()):
                written.update(self.journal.at(offset)["written"])
            targets = list(map(name.target, ENDINGS))
            is_told = any(path in written for path in targets)
            return not is_told or all(stamp_of(path) in (written.get(path, []), []) for path in targets)

        return {file: name for file, name in self.journal.names.items() if is_ours(file, Name(*name))}

    def _is_unchanged(self, file: str) -> bool:
        """Whether an earlier answer still holds: same content, same settings, its outputs as they were written."""
        from xlsuite.batch.task import sizes, stamp_of

        before = self.journal.at(self.journal.known[file])
        if before["error"] or not before["hash"] or before["hash"] != digest(file):
            return False
        kept = [self.spool(file)] if self.wants.keep else []
        kept += [self.spool(file, ".txt")] if self.wants.text else []
        if sizes(*kept) != before.get("kept"):
            return False
        return all(stamp_of(path) == stamp for path, stamp in before["written"])


def spool_of(folder: str, file: str, ending: str = ".gz") -> str:
    """Where the rows of a file lie in the folder of a batch."""
    import hashlib

    name = hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:20]
    return os.path.join(folder, name + ending)


def executor_for(options: Namespace, files: list[str]) -> Any:
    """Where the work is done: a cluster where one is named, here where the files are few and small, else a pool."""
    scheduler = getattr(options, "scheduler", None)
    if scheduler:
        from xlsuite.batch.cluster import Cluster

        return Cluster(scheduler, options.timeout)
    jobs: int | None = getattr(options, "jobs", None)
    if jobs is None and len(files) <= FEW and sum(map(size_of, files)) <= LIGHT:
        return Inline()
    return Pool(max(1, min(jobs or cores(), len(files))), options.timeout)


def size_of(file: str) -> int:
    try:
        return os.stat(file).st_size
    except OSError:
        return 0


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def answer_of(future: Future[Any], file: str, options: Namespace) -> dict[str, Any]:
    """A file's answer; where its worker gave none, why, as for a file that could not be read.

    Raises what is wrong with the command itself, and would be for every file.
    """
    error = future.exception()
    if error is None:
        found: dict[str, Any] = future.result()
        return found
    if isinstance(error, XlsuiteError):
        raise error
    error = lost(error) or error
    name = os.path.basename(file)
    refused: dict[str, Any] = {
        "status": "unreadable", "counts": [0, 0, 0], "rows": 0, "written": [], "said": [], "basis": [], "hash": "",
    }  # fmt: skip
    if isinstance(error, TaskLost):
        return {**refused, "error": lost_words(error, name)}
    if not isinstance(error, Exception):
        raise error
    where = str(error) if isinstance(error, TaskFailed) else own_words(error)
    message = f"xlsuite 处理“{name}”时自己出了错，不是您的台账有问题；其他文件照常。"
    return {**refused, "failed": where, "error": {"code": "unsupported", "message": message}}


def lost_words(lost: TaskLost, name: str) -> dict[str, str]:
    if lost.reason == "time":
        message = (
            f"“{name}”在 {lost.seconds:g} 秒内没有做完，这个文件先放下了。"
            "请在 Excel 或 WPS 中打开，删去用不到的行列后另存为 .xlsx 再试；确实很大时用 --timeout 放宽。"
        )
        return {"code": "too_large", "message": message}
    if lost.reason == "memory":
        message = f"“{name}”要的内存超过了一个文件的上限，没有读完。请拆成几个文件，或删去用不到的行列后再试。"
        return {"code": "too_large", "message": message}
    message = f"处理“{name}”时读取程序两次意外中止，没有读完。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再试。"
    return {"code": "damaged", "message": message}


def own_words(error: Exception) -> str:
    import traceback

    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
