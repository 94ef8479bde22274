"""All units' ledgers as one Book: the rows of the 合并台账 at their places there, for the 一览 and the report of all.

Two things differ from the rows as typed, in memory only: where numbers clash between units each is told with its unit
before it, and 科室 is the unit that sent the row, since all are to be seen unit by unit.

What the supporting ledgers are held to is each unit's own: who should have signed follows from its 名册, which weeks
should have a record from its calendar. So their figures are those of the units added up, and their tables stand unit
after unit; nothing of them is worked out over the joined rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from xlsuite.batch import spool
from xlsuite.batch.overall import Overall
from xlsuite.batch.slips import findings_in
from xlsuite.ledgers import LEDGERS
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.grid import Grid
from xlsuite.model.kinds import Key
from xlsuite.model.outcome import Figure, Finding, Table
from xlsuite.model.text import is_blank, whole
from xlsuite.verbs.merge import SOURCE
from xlsuite.verbs.summarize import Summary, summarize
from xlsuite.verbs.together import BETWEEN, DECLARED, apart, groups, of_all

ROWS_AT_MOST = 200_000  # about 500 MB as a Book; above it the figures of all stand in the 单位总览 alone
OWN = "risk.posts"  # a unit without a 登记表 cannot be missing one for its posts; in the joined book it would
KEYS = {ledger.id: frozenset(c.ident for c in ledger.columns if isinstance(c.kind, Key)) for ledger in LEDGERS}


class Whole:
    """The Book of all units, its findings moved to where the rows now stand, and its summary."""

    def __init__(self, overall: Overall, is_clashing: bool) -> None:
        self.overall = overall
        self.is_clashing = is_clashing
        self._places: dict[tuple[str, str, int], tuple[str, int]] = {}
        grids = [self._grid(id, title) for id, title in overall.titles.items() if overall.counts[id]]
        options = overall.batch.options
        given = {"统计截止日": overall.as_of, **options.settings}
        if "单位全称" not in options.filed:
            given.setdefault("单位全称", f"全部单位（{sum(each.is_read for each in overall.units.values())} 个）")
        if "单位简称" not in options.filed:
            given.setdefault("单位简称", "各单位")
        self.book: Book = open_book("合并台账.xlsx", grids, overall.as_of, options.filed, given)
        self.findings = list(self._findings())
        found = summarize(self.book, self.findings, self._supporting())
        posts = {each.id: each for each in self._summed(lambda id: id.startswith(OWN))}
        figures = tuple(posts.get(each.id, each) for each in found.figures)
        self.summary: Summary = found._replace(figures=figures, error_rows=overall.error_rows)

    def _summed(self, is_wanted: Callable[[str], bool]) -> list[Figure]:
        """Figures of the units added up, each with the keys behind it."""
        overall = self.overall
        sums = [each for each in overall.together.figures(self.book.settings.decimals) if is_wanted(each.id)]
        keys: dict[str, list[str]] = {}
        for prefix, _ in groups(each.id for each in sums):
            for row in overall.counted(prefix):
                for id in row.figures:
                    keys.setdefault(id, []).append(f"{row.unit}{BETWEEN}{row.key}")
        return [of_all(self.book, each)._replace(rows=tuple(keys.get(each.id, ()))) for each in sums]

    def _supporting(self) -> tuple[list[Figure], list[Table]]:
        """The figures of the supporting ledgers added up; their tables by unit."""
        figures = self._summed(lambda id: id not in DECLARED)
        batch = self.overall.batch
        sent = (
            (self.overall.unit(each), spool.tables(batch.spool(each["file"])))
            for each in batch.answers()
            if not each["error"]
        )
        return figures, apart(sent)

    def _grid(self, ledger: str, title: str) -> Grid:
        names = self.overall.columns[ledger]
        rows: list[list[Any]] = [[*SOURCE, *names.values()]]
        keys = KEYS.get(ledger, frozenset()) if self.is_clashing else frozenset()
        for number, (unit, file, row) in enumerate(self.overall.rows_of(ledger), 1):
            self._places.setdefault((file, row.sheet, row.row), (title, number + 1))
            rows.append([number, file, unit, row.sheet, float(row.row), *cells_of(row, names, keys, unit)])
        return Grid(title, rows)

    def _findings(self) -> Iterator[Finding]:
        for answer in self.overall.batch.answers():
            if answer["error"] is None and any(answer["counts"][:2]):
                for each in findings_in(self.overall.batch.spool(answer["file"])):
                    place = self._places.get((answer["file"], each.sheet, each.row))
                    yield each._replace(sheet=place[0], row=place[1]) if place else each

    def differing(self) -> list[str]:
        """Core figures that are not the sum of the units' own, since units have set things differently."""
        own = {figure.id: figure for figure in self.summary.figures if figure.id in DECLARED}
        return [
            f"{each.name}（各单位相加 {each.value}，统一参数 {own[each.id].value}）"
            for each in self.overall.together.figures(self.book.settings.decimals)
            if each.id in own and each.value != own[each.id].value
        ]


def cells_of(row: spool.Row, names: dict[str, str], keys: frozenset[str], unit: str) -> Iterator[Any]:
    for ident in names:
        cell = row.cells.get(ident, "")
        if ident == "unit":
            yield unit
        elif ident in keys and not is_blank(cell):
            yield f"{unit}{BETWEEN}{whole(cell)}"
        else:
            yield cell
