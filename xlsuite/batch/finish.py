"""The outputs that concern all files, written when every file is done: 单位总览, 退回单, 合并台账, 取数明细."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from xlsuite import __version__, terminal
from xlsuite.batch.job import AHEAD, Batch
from xlsuite.batch.journal import UNFINISHED
from xlsuite.batch.overall import Overall
from xlsuite.batch.plan import numbered
from xlsuite.batch.task import stamp_of
from xlsuite.errors import UnwritableOutput
from xlsuite.ledgers import only_core
from xlsuite.paths import ALL_UNITS, BY_UNIT, OVERALL, OVERVIEW, SLIP, TRACED
from xlsuite.verbs.merge import Clash, Merged

SLIPS = "退回单"


class Finish:
    """The outputs of a batch, one method each; `written` says where they are."""

    def __init__(self, batch: Batch, overall: Overall) -> None:
        self.batch, self.overall = batch, overall
        self.written: list[str] = []
        self.failed: list[str] = []
        self._clashes: tuple[list[Clash], int] | None = None

    @property
    def clashes(self) -> tuple[list[Clash], int]:
        if self._clashes is None:
            self._clashes = self.overall.clashes()
        return self._clashes

    def target(self, stem: str, ending: str = ".xlsx") -> str:
        """A name that is free, or that we gave last time to a file nobody has touched since.

        One that was announced and not finished is ours too: the run was ended while it wrote it.
        """
        number = 1
        while True:
            path = numbered(os.path.join(self.batch.out, stem), ending, number)
            if not os.path.lexists(path) or self.batch.journal.made.get(path) in (UNFINISHED, stamp_of(path)):
                return path
            number += 1

    def write(self, target: str, make: Callable[[], bytes]) -> None:
        from xlsuite.files.save import save_anew

        if not self.batch.options.dry_run:
            journal, announced = self.batch.journal, target
            journal.begin(announced)
            try:
                target = str(save_anew(announced, make()))
            except UnwritableOutput:
                with suppress(UnwritableOutput):  # the journal may have no room either
                    journal.end(announced)
                raise
            journal.end(announced, target, stamp_of(target))
        self.written.append(target)

    # --- 退回单 ---

    def slips(self) -> dict[str, str]:
        """One for each unit with errors; unit → path. Those of units that have none any more are taken away."""
        files: dict[str, list[str]] = {}
        for answer in self.batch.answers():
            unit = self.overall.unit(answer)
            if answer["error"] is None and any(answer["counts"][:2]) and self.overall.units[unit].errors:
                files.setdefault(unit, []).append(answer["file"])
        targets = {unit: self.target(stem) for unit, stem in slip_stems(files)}
        self.written += targets.values()
        if self.batch.options.dry_run:
            return targets
        self._remove_old(set(targets.values()))
        self._make_slips(files, targets)
        return targets

    def _remove_old(self, kept: set[str]) -> None:
        for path, stamp in self.batch.journal.made.items():
            if os.path.dirname(path).endswith(SLIPS) and path not in kept and stamp and stamp == stamp_of(path):
                with suppress(OSError):
                    os.unlink(path)

    def _make_slips(self, files: dict[str, list[str]], targets: dict[str, str]) -> None:
        from xlsuite.batch.slips import make

        running: list[tuple[str, Future[Any]]] = []
        executor = self.batch.workers(len(targets))
        for unit, target in targets.items():
            self.batch.journal.begin(target)
            names = self._names(unit, files[unit])
            sent = [[name, self.batch.spool(file)] for name, file in zip(names, files[unit], strict=True)]
            task = {"unit": unit, "files": sent, "target": target, "as_of": self.overall.as_of}
            running.append((target, executor.submit(make, task)))
            if len(running) >= executor.size * AHEAD:
                self._slip_made(*running.pop(0))
        for target, future in running:
            self._slip_made(target, future)

    def _names(self, unit: str, files: list[str]) -> list[str]:
        """What a unit's files are called on its slip: nothing where it sent one, their ways where names are alike."""
        if self.overall.units[unit].files == 1:
            return [""]
        names = list(map(os.path.basename, files))
        return names if len(set(names)) == len(names) else list(map(self.overall.shown, files))

    def _slip_made(self, target: str, future: Future[Any]) -> None:
        answer = future.result()
        if "unwritten" in answer:
            self.failed.append(answer["unwritten"])
            self.batch.journal.end(target)
        else:
            self.batch.journal.end(target, answer["target"], answer["stamp"])

    # --- 单位总览, 合并台账, 取数明细 ---

    def overview(self, slips: dict[str, str]) -> None:
        from xlsuite.excel.overview_book import Overview, overview_workbook

        overall, target = self.overall, self.target(OVERALL)
        other = sum(count for day, count in overall.days.items() if day != overall.as_of)
        found = Overview(
            overall.as_of, other, len(self.batch.files),
            overall.refused, lambda: overall.lines(slips), list(overall.units.values()),
            len(overall.roll.units) if overall.roll else 0, overall.missing, overall.beside,
            overall.together.figures(), self.clashes[1] if "rows" in self.batch.wants.keep else 0,
        )  # fmt: skip
        self.write(target, lambda: overview_workbook(found, target, __version__))

    def consolidated(self, target: str) -> str:
        from xlsuite.excel.merged_book import merged_workbook

        self.write(target, lambda: merged_workbook(merged(self.overall), self.overall.as_of, self.clashes[0]))
        return self.written[-1]

    def consolidated_and_whole(self, target: str) -> None:
        """The ledgers of all files in one workbook, and what is made of them; at once where that is sooner."""
        from xlsuite.batch import apart

        if not apart.is_worth_it(self.batch, self.overall):
            self.whole(self.consolidated(target))
            return
        self.batch.journal.begin(target)
        told = len(self.written)
        self.written.append(target)

        def again() -> str:
            made = self.consolidated(target)
            self.written.pop()
            return made

        with apart.making(self.batch, self.overall, target, again) as made:
            self.whole(target)
        self.written[told] = made[0]
        if made[0] != target:  # it is open elsewhere: what leads to its rows must lead to the one beside it
            del self.written[told + 1 :]
            self.whole(made[0])

    def traced(self) -> None:
        """取数明细: which rows every figure counts, each with its unit, file, sheet and row."""
        from xlsuite.excel.traced_book import traced_workbook

        target = self.target(TRACED)
        self.write(
            target, lambda: traced_workbook(self.overall.counted, self.overall.together.figures(), self.overall.as_of)
        )

    def by_unit(self) -> None:
        """各单位数字: the figures of every unit, a sheet a subject or ledger."""
        from xlsuite.excel.units_book import units_workbook

        overall, target = self.overall, self.target(BY_UNIT)
        count, figures = len(overall.units), overall.together.figures()
        self.write(target, lambda: units_workbook(figures, overall.by_unit.of, count, overall.as_of, __version__))

    def whole(self, consolidated: str) -> None:
        """The 一览 and the reports of all units as of one; their figures lead to rows of the 合并台账.

        The 自查报告 of all stands on the supporting ledgers; without them and while the other report can name every
        issue, it would be that report again.
        """
        from xlsuite.batch.whole import ROWS_AT_MOST, Whole
        from xlsuite.commands import report_bytes, summary_bytes
        from xlsuite.text.issue_words import ANNEX_AT_MOST

        overall, options = self.overall, self.batch.options
        count = sum(overall.counts.values())
        if count > ROWS_AT_MOST:
            terminal.say(
                options, f"合起来 {count} 行，超过 {ROWS_AT_MOST} 行，没有做全部单位的一览和报告；数字在单位总览里。"
            )
            return
        whole = Whole(overall, bool(self.clashes[1]))
        if differing := whole.differing():
            shown = "、".join(differing[:3]) + (f"等 {len(differing)} 项" if len(differing) > 3 else "")
            terminal.warn(
                "有的单位自定了参数，或少了某些列、某张表；全部单位的一览按统一参数、所有行合起来算，"
                f"与各单位相加不同：{shown}。"
            )
        target = self.target(ALL_UNITS + OVERVIEW)
        self.write(target, lambda: summary_bytes(whole.summary, consolidated, target))
        issues = overall.counts.get("rectification", 0)
        is_short = issues <= ANNEX_AT_MOST  # one report gives an account of every issue, the other of all together
        names = [] if is_short and only_core(whole.book.tables) else ["自查报告"]
        names += ["整改情况报告"] if issues and is_short else []
        if not is_short:
            told = f"问题合起来 {issues} 个，超过 {ANNEX_AT_MOST} 个，"
            terminal.say(options, told + "不做逐项写明的整改情况报告，做不附清单的自查报告。")
        for name in names:
            made = self.target(f"{ALL_UNITS}_{name}", ".docx")
            self.write(made, partial(report_bytes, whole.book, name, whole.findings, whole.summary, made))

    def say(self) -> None:
        options = self.batch.options
        for message in self.failed:
            terminal.warn(f"✗ {message}")
        slips = [path for path in self.written if os.path.dirname(path).endswith(SLIPS)]
        for path in self.written:
            if path not in slips or options.verbose or options.dry_run:
                terminal.say(options, f"{'会写' if options.dry_run else '已写'} {path}")
        if slips and not options.dry_run:
            terminal.say(options, f"已写 {len(slips)} 份退回单，在 {os.path.dirname(slips[0])}")


def slip_stems(files: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Unit and the name of its slip, different from all others in any file system."""
    taken: set[str] = set()
    for unit in files:
        stem = first = re.sub(r'[\\/:*?"<>|\x00-\x1f\ud800-\udfff]', "_", unit).strip(" .")[:70] or "单位"
        number = 1
        while stem.casefold() in taken:
            number += 1
            stem = f"{first}（{number}）"
        taken.add(stem.casefold())
        yield unit, os.path.join(SLIPS, stem + SLIP)


def merged(overall: Overall) -> list[Merged]:
    """The ledgers of all files, their rows on the disk."""
    return [
        Merged(title, tuple(overall.columns[id].values()), SpooledRows(overall, id), overall.counts[id], ())
        for id, title in overall.titles.items()
        if overall.counts[id]
    ]


class SpooledRows:
    """The rows of one ledger of all files with their source before them, read from the disk each time."""

    def __init__(self, overall: Overall, ledger: str) -> None:
        self.overall, self.ledger = overall, ledger

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        idents = list(self.overall.columns[self.ledger])
        for number, (unit, file, row) in enumerate(self.overall.rows_of(self.ledger), 1):
            cells = (row.cells.get(ident, "") for ident in idents)
            yield (number, self.overall.shown(file), unit, row.sheet, row.row, *cells)
