"""What concerns all files of a batch, read from the disk: who sent what, all figures together, rows that clash."""

from __future__ import annotations

import sqlite3
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol

from xlsuite.batch import spool
from xlsuite.batch.by_unit import UnitFigures
from xlsuite.batch.plan import below
from xlsuite.batch.roll import Roll, unit_of
from xlsuite.batch.wire import dumps
from xlsuite.excel.overview_book import FileLine
from xlsuite.excel.traced_book import Traced
from xlsuite.ledgers import LEDGERS
from xlsuite.model.kinds import Key
from xlsuite.model.text import fold
from xlsuite.verbs.merge import Clash, Place
from xlsuite.verbs.together import Part, Standing, Together

NAMED = frozenset(  # ledgers whose rows are named by something other than a number
    ledger.id for ledger in LEDGERS if ledger.key and not isinstance(ledger.column(ledger.key).kind, Key)
)
CLASHES_AT_MOST = 100_000  # lines of the list; what is over is counted


class Answers(Protocol):
    """What is read of a batch whose files are done."""

    root: str
    options: Namespace

    def answers(self) -> Iterator[dict[str, Any]]:
        """The answers in the order of the files."""

    def spool(self, file: str) -> str:
        """Where a file's rows lie."""


class Overall:
    """The units and the figures of all files; `rows_of` and `clashes` go through the spools when asked."""

    def __init__(self, batch: Answers, roll: Roll | None = None) -> None:
        self.batch, self.roll = batch, roll
        self.units: dict[str, Standing] = {}
        self._named: dict[str, str] = {}  # a unit is called as its first file calls it, full-width or not
        self.together = Together()
        self.by_unit = UnitFigures()
        self.days: dict[date, int] = {}
        self.refused: list[tuple[str, str, str]] = []
        self.titles: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}
        self.counts: dict[str, int] = {}
        self.error_rows = 0
        self._shown = ("", "")  # asked for row after row of one file
        for answer in batch.answers():
            self._take(answer)

    def _take(self, answer: dict[str, Any]) -> None:
        unit = self.unit(answer)
        standing = self.units.setdefault(unit, Standing(unit))
        standing.files += 1
        if answer["error"]:
            standing.refused += 1
            self.refused.append((unit, answer["file"], answer["error"]["message"]))
            return
        parts = parts_of(answer)
        standing.add(answer["counts"], parts)
        self.together.add(parts)
        self.by_unit.add(unit, parts)
        self.error_rows += answer.get("error_rows", 0)
        self.days[answer["as_of"]] = self.days.get(answer["as_of"], 0) + 1
        for id, title, _, count in answer["ledgers"]:
            self.titles.setdefault(id, title)
            self.counts[id] = self.counts.get(id, 0) + count
        for id, names in answer["columns"].items():
            self.columns.setdefault(id, {}).update(names)

    def unit(self, answer: dict[str, Any]) -> str:
        way = below(answer["file"], self.batch.root)
        name = unit_of(answer.get("unit", ""), answer.get("short", ""), way, self.roll)
        return self._named.setdefault(fold(name), name)

    @property
    def as_of(self) -> date:
        """The 统计截止日 of most files."""
        return max(self.days, key=lambda day: (self.days[day], day)) if self.days else self.batch.options.today

    @property
    def missing(self) -> list[str]:
        """Units of the 单位名单 of which no file came, in its order."""
        return [name for name in self.roll.units if name not in self.units] if self.roll else []

    @property
    def beside(self) -> list[str]:
        """Units that sent a file and are not on the 单位名单."""
        listed = set(self.roll.units) if self.roll else set(self.units)
        return [name for name in self.units if name not in listed]

    def lines(self, slips: dict[str, str]) -> Iterator[FileLine]:
        """A line a file; slips: unit → its 退回单."""
        for answer in self.batch.answers():
            unit = self.unit(answer)
            parts = {part.id: part for part in parts_of(answer)}
            yield FileLine(
                unit, answer["file"], answer["error"]["message"] if answer["error"] else "", tuple(answer["counts"]),
                answer["rows"], parts, next((path for path, _ in answer["written"]), ""), slips.get(unit, ""),
            )  # fmt: skip

    def rows_of(self, ledger: str) -> Iterator[tuple[str, str, spool.Row]]:
        """Unit, file and row of every row of a ledger, file after file."""
        for answer in self.batch.answers():
            if answer["error"] is None and any(each[0] == ledger for each in answer["ledgers"]):
                unit, file = self.unit(answer), answer["file"]
                for row in spool.rows(self.batch.spool(file), ledger):
                    yield unit, file, row

    def counted(self, group: str) -> Iterator[Traced]:
        """The rows that figures of a group count: of risk, measure, rectification or a supporting ledger."""
        for answer in self.batch.answers():
            if not any(each[0].startswith(f"{group}.") for each in answer.get("figures", ())):
                continue
            found: dict[tuple[str, int, str], Counter[str]] = {}
            for places, figures in spool.section(self.batch.spool(answer["file"]), f"counted:{group}"):
                for id, rows in figures.items():
                    for at in dict.fromkeys(rows):  # of a wide sheet's row several places
                        found.setdefault(tuple(places[at]), Counter())[id] += 1
            unit, file = self.unit(answer), self.shown(answer["file"])
            for (sheet, row, key), ids in sorted(found.items(), key=lambda each: each[0][:2]):
                yield Traced(unit, file, sheet, row, key, ids)

    def shown(self, file: str) -> str:
        """A file's way below the root, as its name in lists of rows."""
        if self._shown[0] != file:
            self._shown = (file, below(file, self.batch.root).replace("\\", "/"))
        return self._shown[1]

    def clashes(self) -> tuple[list[Clash], int]:
        """编号 that stand in more than one file: the same row sent twice, or different rows; and how many there are.

        Where a person's name is what names a row, two units may each have one of that name.
        """
        with Keys() as keys:
            for ledger, columns in self.columns.items():
                is_named = ledger in NAMED
                for unit, file, row in self.rows_of(ledger):
                    if row.key:
                        content = dumps([row.cells.get(ident, "") for ident in columns])
                        keys.add(ledger, unit if is_named else "", content, unit, self.shown(file), row)
            return keys.clashes(self.titles)


class Keys:
    """Every 编号 with where it stands, in a database that goes to the disk when it grows."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("CREATE TABLE keys (ledger, key, shown, content, unit, file, sheet, row)")

    def __enter__(self) -> Keys:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, ledger: str, owner: str, content: str, unit: str, file: str, row: spool.Row) -> None:
        """owner: whose own the key is, "" where one must be told from all others."""
        import hashlib

        texts = [ledger, f"{owner}\0{fold(row.key)}", row.key, unit, file, row.sheet]
        ledger, folded, key, unit, file, sheet = (text.encode("utf-8", "surrogatepass") for text in texts)  # type: ignore[assignment]
        digest = hashlib.sha256(content.encode("ascii")).digest()[:12]
        self._base.execute(
            "INSERT INTO keys VALUES (?,?,?,?,?,?,?,?)", (ledger, folded, key, digest, unit, file, sheet, row.row)
        )

    def clashes(self, titles: dict[str, str]) -> tuple[list[Clash], int]:
        self._base.execute("CREATE INDEX by_key ON keys (ledger, key)")
        found: list[Clash] = []
        total = 0
        groups = self._base.execute(
            "SELECT ledger, key, count(DISTINCT content) FROM keys GROUP BY ledger, key"
            " HAVING count(DISTINCT file) > 1 ORDER BY min(rowid)"
        )
        for ledger, key, contents in groups.fetchall():
            total += 1
            if total > CLASHES_AT_MOST:
                continue
            rows = self._base.execute(
                "SELECT shown, unit, file, sheet, row FROM keys WHERE ledger = ? AND key = ? ORDER BY rowid",
                (ledger, key),
            ).fetchall()
            places = tuple(Place(text_of(row[1]), text_of(row[2]), text_of(row[3]), row[4]) for row in rows)
            found.append(Clash(titles[text_of(ledger)], text_of(rows[0][0]), contents == 1, places))
        return found, total


def text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


def parts_of(answer: dict[str, Any]) -> list[Part]:
    return [Part(*each) for each in answer.get("figures", ())]
