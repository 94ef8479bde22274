"""定级

按评定方法算出每个风险点的风险值和等级，列出建议等级和管理责任人。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from xlsuite.grading.bands import exact_text
from xlsuite.grading.managers import Manager
from xlsuite.grading.method import Factor, Grade, exact
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import is_blank, strip, whole
from xlsuite.verbs.figures.risk_rows import Posts, RiskRows, risk_rows
from xlsuite.verbs.figures.scope import keys_of

UNRATED = "等级评定表里没有这个风险点，算不出等级，请补登它的评定。"
NO_RATINGS = "没有风险点等级评定表，算不出等级，请补上评定方法要的各栏。"


class GradeRow(NamedTuple):
    """One risk point graded.

    factors: as typed: int, exact decimal text, a word, or None where blank. score: exact decimal text, None for methods
    that look the level up. level: by the factors alone; None with a Chinese `trouble`. suggested: the highest of 自评,
    互评, level and 一票定高. manager: by the approved level, else the suggested one; None with `manager_trouble`.
    """

    key: str
    sheet: str
    row: int
    factors: dict[str, Any]
    score: str | None
    level: str | None
    level_of_three: str | None
    veto: tuple[str, ...]
    self_level: str | None
    peer_level: str | None
    suggested: str | None
    approved: str | None
    manager: str | None
    manager_tier: str | None
    trouble: str | None
    manager_trouble: str | None


def grades(book: Book) -> tuple[GradeRow, ...]:
    """Every rating in the order of its sheet, then the registered points that have none."""
    points = risk_rows(book, active=False)
    if points is None:
        return ()
    managers = Managers(book, points)
    rated = [row for table in book.tables_of("risk_ratings") for row in table_grades(book, table, managers)]
    return (*rated, *unrated(points))


def table_grades(book: Book, table: Table, managers: Managers) -> Iterator[GradeRow]:
    factors = [(factor, f"factor_{order}") for order, factor in enumerate(book.method.factors, 1)]
    idents = ("veto", "self_level", "peer_level", "proposed", "level", "number", "unit", "post", "holder")
    columns = [[None if cell is UNREADABLE else cell for cell in table.column(ident)] for ident in idents]
    grades_found = table.column("graded")
    for index, key in enumerate(keys_of(table, among_others=False)):
        veto, own, peer, proposed, approved, *named = (column[index] for column in columns)
        grade = grades_found[index]
        if grade is UNREADABLE:
            grade = Grade(None, None, None, trouble_of(table, index, factors))
        manager = managers.of(book.three(approved or proposed), *named)
        typed = {factor.name: as_typed(table.raws(ident)[index], factor) for factor, ident in factors}
        yield GradeRow(
            key, table.sheet, table.rows[index], typed, grade.score, grade.level, grade.level_of_three, veto or (),
            own, peer, proposed, approved, manager.person, manager.tier, grade.trouble, manager.trouble,
        )  # fmt: skip


def unrated(points: RiskRows) -> Iterator[GradeRow]:
    """The registered points in force that no rating speaks of: without a level, and saying why."""
    if points.stands_for_points:
        return
    trouble = UNRATED if points.ratings is not None else NO_RATINGS
    own = [(table, index) for table in points.tables for index in range(len(table))]
    states = points.column("state")
    for place, at in enumerate(points.rating_places):
        if at is None and states[place] not in ("已消除", "已并入"):
            table, index = own[place]
            yield GradeRow(
                table.key(index), table.sheet, table.rows[index], {}, None, None, None, (), None, None, None, None,
                None, None, trouble, trouble,
            )  # fmt: skip


def trouble_of(table: Table, index: int, factors: list[tuple[Factor, str]]) -> str:
    """Why a row with a factor that cannot be read has no level: every faulty factor, in Chinese."""
    faults = []
    for factor, ident in factors:
        place = table.place(index, ident)
        raw = table.raws(ident)[index]
        if place in table.grid.errors:
            faults.append(f"“{factor.name}”是错误值 {table.grid.errors[place]}，应填 {factor.wanted()}")
        elif place in table.grid.uncached:
            faults.append(f"“{factor.name}”是公式，文件里没有存下算好的值，请在 Excel 里打开并保存一次")
        elif table.column(ident)[index] is UNREADABLE or is_blank(raw):
            faults.append(factor.trouble(raw))
    return "；".join(faults) + "。"


def as_typed(raw: Any, factor: Factor) -> Any:
    """A factor as it stands in the sheet: whole numbers as int, others as exact text, words as words."""
    if is_blank(raw):
        return None
    number = exact(raw) if not factor.reader else None
    if number is None:
        return strip(whole(raw))
    return int(number) if number == number.to_integral_value() else exact_text(number)


class Managers:
    """Who manages a point: its post found in the roster, then up the chain of posts."""

    def __init__(self, book: Book, points: RiskRows) -> None:
        self.chain = book.chain
        self.party_org = book.settings.party_org
        self.posts: Posts | None = points.posts
        self.post_of: dict[Any, str] = {}
        if not points.stands_for_points:
            self.post_of = dict(zip(points.column("number"), points.post_ids, strict=True))
        self._found: dict[tuple[str, str | None], Manager] = {}

    def of(self, level: str | None, number: Any, unit: Any, post: Any, holder: Any) -> Manager:
        """The manager at a level of three; a Chinese trouble where the post or the level is not known."""
        if self.chain is None or self.posts is None:
            return Manager(None, None, "没有岗位与名册，定不了管理责任人。")
        at = self.post_of.get(number) or self.posts.find(None, unit, post, holder)
        if not at:
            return Manager(None, None, "看不出风险点在哪个岗位，定不了管理责任人，请填岗位编号。")
        if (at, level) not in self._found:
            self._found[at, level] = self.chain.manager(at, level, self.party_org)
        return self._found[at, level]


def as_json(book: Book, rows: Iterable[GradeRow]) -> dict[str, Any]:
    """The grades as contract §4 has them."""
    settings = book.settings
    return {
        "schema": 1,
        "as_of": settings.as_of.isoformat(),
        "method": {
            "id": book.method.id, "bands": book.method.thresholds, "direction": book.method.direction,
            "source": settings.source("method_id").removesuffix("表"),  # 参数, as the contract has it
        },
        "grades": [
            {
                "key": row.key, "sheet": row.sheet, "row": row.row, "factors": row.factors, "score": row.score,
                "level": row.level, "level_of_three": row.level_of_three, "veto": list(row.veto),
                "self": row.self_level, "peer": row.peer_level, "suggested": row.suggested, "approved": row.approved,
                "manager": row.manager, "manager_tier": row.manager_tier, "trouble": row.trouble,
            }
            for row in rows
        ],
    }  # fmt: skip
