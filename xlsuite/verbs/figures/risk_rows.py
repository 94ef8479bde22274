"""Risk points with their rating and their post beside them: one row per point, whichever sheets they stand on."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.office import source_units
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.verbs.figures.scope import Rows, Scope

GONE = ("已消除", "已并入")
THREE_AND_NONE = ("高", "中", "低", "未核定")


class Ratings(Scope):
    """The rows of 风险点等级评定表; of several years of one point the latest is its rating, the first of equals."""

    @cached_property
    def history(self) -> dict[Any, list[int]]:
        """风险点编号 → its rows, the latest 评定年度 first."""
        years = [year if year is not None and year is not UNREADABLE else 0 for year in self.column("year")]
        found: dict[Any, list[int]] = {}
        for place, number in enumerate(self.column("number")):
            if number is not None and number is not UNREADABLE:
                found.setdefault(number, []).append(place)
        for places in found.values():
            if len(places) > 1:
                places.sort(key=lambda place: -years[place])
        return found

    def latest(self, kept_without_number: bool = True) -> list[bool]:
        """For each row whether it is its point's rating; rows without a number are points of their own."""
        first = {places[0] for places in self.history.values()}
        numbers = self.column("number")
        return [
            place in first or (kept_without_number and (number is None or number is UNREADABLE))
            for place, number in enumerate(numbers)
        ]

    @cached_property
    def at_rows(self) -> dict[tuple[int, int], int]:
        """(its layout, sheet row) → place: the rating that stands in the same row of a wide sheet."""
        pairs = [(id(table.layout), row) for table in self.tables for row in table.rows]
        return {pair: place for place, pair in enumerate(pairs)}


class Posts(Scope):
    """The posts of 岗位与名册, each once; how a row of another ledger names its post.

    In a consolidated ledger a number is that of one post in each unit that sent it; `senders` are these units.
    """

    def __init__(self, book: Book, tables: list[Table]) -> None:
        seen: set[Any] = set()
        kept = []
        numbers = (number for table in tables for number in table.column("post_id"))
        senders = [unit for table in tables for unit in source_units(table)]
        for number, sender in zip(numbers, senders, strict=True):
            named = number is not None and number is not UNREADABLE
            kept.append(not (named and (sender, number) in seen))
            seen.add((sender, number))
        super().__init__(tables, kept)
        self.senders = self._keep(senders)
        named_by = zip(self.column("post_id"), self.keys, strict=True)
        self.ids = [number if isinstance(number, str) else key for number, key in named_by]
        tenures, as_of = book.tenures or {}, book.settings.as_of
        self.in_office = [
            number not in tenures or any(row.holders and row.covers(as_of) for row in tenures[number])
            for number in self.ids
        ]
        self._titles = unique(zip(self.column("unit"), self.column("post"), strict=True), self.ids)
        self._holders = unique(self.column("holder"), self.ids)

    @cached_property
    def tiers(self) -> dict[str, Any]:
        return dict(zip(self.ids, self.column("tier"), strict=True))

    @cached_property
    def units(self) -> list[str]:
        """The units in the order of the roster."""
        return list(dict.fromkeys(unit for unit in self.column("unit") if isinstance(unit, str)))

    def find(self, number: Any, unit: Any, post: Any, holder: Any) -> str:
        """The 岗位编号 meant: as given, else that of the only post so titled, else of the only one so held; or ""."""
        if isinstance(number, str):
            return number
        return self._titles.get((unit, post)) or self._holders.get(holder) or ""


def unique(names: Any, ids: list[str]) -> dict[Any, str]:
    """What each name stands for, where it stands for one thing only."""
    found: dict[Any, str] = {}
    for name, number in zip(names, ids, strict=True):
        found[name] = "" if name in found else number
    found.pop(None, None)
    return found


class RiskRows(Scope):
    """The risk points that are in force: 状态 is neither 已消除 nor 已并入.

    Where the workbook has no 个人廉政风险点登记表 the rows of the ratings stand for the points. `ratings` and `posts`
    are None where their ledger is absent.
    """

    def __init__(self, book: Book, tables: list[Table], active: bool = True) -> None:
        rated = book.tables_of("risk_ratings")
        self.ratings = Ratings(rated) if rated else None
        self.stands_for_points = bool(tables) and tables[0].ledger.id == "risk_ratings"
        kept = [True] * sum(map(len, tables))
        if self.stands_for_points and self.ratings is not None:
            kept = self.ratings.latest()
        elif active:
            kept = [state not in GONE for table in tables for state in table.column("state")]
        super().__init__(tables, kept)
        self.book = book
        self.settings = book.settings
        roster = book.tables_of("posts")
        self.posts = Posts(book, roster) if roster else None
        self._compared: dict[str, Rows] = {}

    @cached_property
    def source(self) -> str:
        """Where the points stand, and the ratings where those are on a sheet of their own."""
        ranges = [table.range for table in (*self.tables, *(self.ratings.tables if self.ratings is not None else ()))]
        return "；".join(dict.fromkeys(ranges))

    @cached_property
    def rating_places(self) -> list[int | None]:
        """Where each point's rating stands among the ratings: in its own row, else under its number."""
        if self.ratings is None:
            return [None] * len(self)
        history, beside = self.ratings.history, self.ratings.at_rows
        own = self._keep((id(table.layout), row) for table in self.tables for row in table.rows)
        return [
            beside[row] if row in beside else history[number][0] if number in history else None
            for row, number in zip(own, self.column("number"), strict=True)
        ]

    def rated(self, ident: str) -> list[Any]:
        """A column of the ratings, parallel to the points; None where a point has no rating."""
        if self.ratings is None:
            return [None] * len(self)
        cells = self.ratings.column(ident)
        return [None if place is None else cells[place] for place in self.rating_places]

    @cached_property
    def levels(self) -> list[Any]:
        """核定等级 as read."""
        return self.rated("level")

    @cached_property
    def of_three(self) -> list[str]:
        """核定等级 as 高, 中, 低, or 未核定 where it is blank or cannot be read."""
        three = {
            level: THREE_AND_NONE[3] if level is UNREADABLE else self.book.three(level) or THREE_AND_NONE[3]
            for level in set(self.levels)
        }
        return [three[level] for level in self.levels]

    def at_level(self, word: str) -> Rows:
        return [place for place, level in enumerate(self.of_three) if level == word]

    def compared(self, ident: str) -> Rows:
        """The points that have both 核定等级 and this other level."""
        if ident not in self._compared:
            pairs = zip(self.rated(ident), self.levels, strict=True)
            missing = (None, UNREADABLE)
            self._compared[ident] = [
                place for place, (other, level) in enumerate(pairs) if level not in missing and other not in missing
            ]
        return self._compared[ident]

    def differing(self, ident: str) -> Rows:
        """Those of them where the two levels are not the same."""
        other = self.rated(ident)
        differ = {
            pair: not self.same_level(*pair)
            for pair in {(other[place], self.levels[place]) for place in self.compared(ident)}
        }
        return [place for place in self.compared(ident) if differ[other[place], self.levels[place]]]

    def same_level(self, one: str, two: str) -> bool:
        """Whether two levels are one; 高, 中 or 低 beside a method's own label means what that label counts as."""
        own = self.book.method.names
        return one == two or ((one not in own or two not in own) and self.book.three(one) == self.book.three(two))

    @cached_property
    def post_ids(self) -> list[str]:
        """The 岗位编号 of each point, "" where it cannot be told."""
        if self.posts is None:
            return [number if isinstance(number, str) else "" for number in self.column("post_id")]
        named = zip(*(self.column(ident) for ident in ("post_id", "unit", "post", "holder")), strict=True)
        return [self.posts.find(*names) for names in named]

    @cached_property
    def posts_without(self) -> Rows:
        """Places among the posts of those held by somebody, with no point in force (as RP-05 has it)."""
        if self.posts is None:
            return []
        senders = self._keep(unit for table in self.tables for unit in source_units(table))
        covered = set(zip(senders, self.post_ids, strict=True))
        posts = zip(self.posts.senders, self.posts.ids, strict=True)
        return [place for place, post in enumerate(posts) if self.posts.in_office[place] and post not in covered]

    @property
    def ordered_units(self) -> list[str]:
        return self.posts.units if self.posts is not None else []


def risk_rows(book: Book, active: bool = True) -> RiskRows | None:
    """The points in force, or with `active` False all that are registered; None where the workbook has none."""
    tables = book.tables_of("risk_points") or book.tables_of("risk_ratings")
    return RiskRows(book, tables, active) if tables else None
