"""The values that the formulas of 管理责任人 have while a template's ledgers stand as they do: their mirror."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from xlsuite.excel.template.signs import part_value, wrapped_value
from xlsuite.grading.levels import THREE
from xlsuite.grading.managers import HEAD, IN_CHARGE, PARTY_ORG, TIERS, TOP
from xlsuite.verbs.filling import Row
from xlsuite.verbs.template import Template

STEPS = 6
PERSONS = 3  # holders of one post who are looked at
MANAGING = (TOP, IN_CHARGE, HEAD)  # by number, 1 the highest; 0 is above all of them
ASKED = (PARTY_ORG, *MANAGING)
NOBODY = 9  # the tier of a post that is not known
NAME_SIGNS = ("；", ";", "，", ",", "/", "\n")
NAMES = (
    "held", "key", "at", *(f"person{order}" for order in range(1, PERSONS + 1)), "tier", "top",
    *(f"up{step}" for step in range(1, STEPS + 1)), *(f"held{step}" for step in range(1, STEPS + 1)),
    *(f"tier{step}" for step in range(1, STEPS + 1)), "only", "who1", "who2", "who3", "called1", "called2", "called3",
)  # fmt: skip
POINT_NAMES = ("held", "post", "rating", "level", "three", "wanted", "person", "called")


class PostRow(NamedTuple):
    """A row of the 名册 as its formulas see it; since and until as typed."""

    number: str
    holder: str
    tier: str
    superior: str
    since: Any = ""
    until: Any = ""


def post_row(row: Row) -> PostRow:
    number, holder, tier, superior = (str(row.get(ident, "")) for ident in ("post_id", "holder", "tier", "superior"))
    return PostRow(number, holder, tier, superior, row.get("since", ""), row.get("until", ""))


class Walk:
    """The values of the posts' rows, on a day."""

    def __init__(self, posts: Sequence[PostRow], as_of: date) -> None:
        self.posts = posts
        self.held = [wrapped_value(post.holder, "、", NAME_SIGNS, ()) for post in posts]
        self.keys = [post.number if in_office(post, as_of) else "" for post in posts]
        self.at = [self.find(post.number) for post in posts]
        self.persons = [[part_value(held, "、", order) for order in range(1, PERSONS + 1)] for held in self.held]
        self.tiers = [
            TIERS.index(post.tier) + 1 if self.at[at] == at and post.tier in TIERS else NOBODY
            for at, post in enumerate(posts)
        ]
        self.up = [self.find(post.superior) for post in posts]

    def find(self, number: str) -> int | None:
        """The row that counts for a 岗位编号: the first in office, else the first."""
        if not number:
            return None
        if number in self.keys:
            return self.keys.index(number)
        return next((at for at, post in enumerate(self.posts) if post.number == number), None)

    def top(self, at: int) -> int:
        """The highest tier of the holders' posts."""
        if self.held[at] == "、":
            return self.tiers[at]
        mine = [person for person in self.persons[at] if person]
        held = [tier for other, tier in enumerate(self.tiers) if self.shares(mine, self.held[other])]
        return min([tier for tier in held if tier <= len(TIERS)], default=self.tiers[at])

    @staticmethod
    def shares(persons: Sequence[str], held: str) -> bool:
        return any(f"、{person}、" in held for person in persons)

    def row(self, at: int) -> list[Any]:
        if at >= len(self.posts):
            return self.blank()
        mine = [person for person in self.persons[at] if person]
        chain: list[int | None] = []
        place: int | None = at
        for _ in range(STEPS):
            place = self.up[place] if place is not None else None
            chain.append(place)
        held = ["、" if up is None else self.held[up] for up in chain]
        tiers = [
            NOBODY if up is None or names == "、" or self.shares(mine, names) else self.tiers[up]
            for up, names in zip(chain, held, strict=True)
        ]
        only = self.only(mine)
        found = [self.fit(held, tiers, only if number == 1 else None, number) for number in (1, 2, 3)]
        ups = ["" if up is None else up + 1 for up in chain]
        own = self.at[at]
        return [
            self.held[at], self.keys[at], "" if own is None else own + 1, *self.persons[at], self.tiers[at],
            self.top(at), *ups, *held, *tiers, "" if only is None else only + 1, *(who for who, _ in found),
            *(called for _, called in found),
        ]  # fmt: skip

    def only(self, mine: Sequence[str]) -> int | None:
        """The only 主要领导 who is none of these persons."""
        tops = [
            at for at, tier in enumerate(self.tiers)
            if tier == 1 and self.held[at] != "、" and not self.shares(mine, self.held[at])
        ]  # fmt: skip
        return tops[0] if len(tops) == 1 else None

    def blank(self) -> list[Any]:
        """The values of a row of the 名册 that is not filled in."""
        only = self.only(())
        who, called = self.fit((), (), only, 1)
        return [
            "、", "", "", *[""] * PERSONS, NOBODY, NOBODY, *[""] * STEPS, *["、"] * STEPS, *[NOBODY] * STEPS,
            "" if only is None else only + 1, who, "", "", called, "", "",
        ]  # fmt: skip

    def fit(self, held: Sequence[str], tiers: Sequence[int], only: int | None, number: int) -> tuple[str, str]:
        for names, tier in zip(held, tiers, strict=True):
            if tier <= number:
                return names[1:-1], MANAGING[tier - 1]
        return ("", "") if only is None else (self.held[only][1:-1], TOP)


def in_office(post: PostRow, as_of: date) -> bool:
    late = isinstance(post.since, date) and post.since > as_of
    over = isinstance(post.until, date) and post.until < as_of
    return bool(post.number) and not late and not over


def asked(template: Template) -> list[int]:
    """What 分级管理 asks for each level: 0 for 上级党组织, 1 to 3 from 主要领导 down, -1 where it says nothing."""
    given = template.basis.settings.managers
    return [ASKED.index(given[level]) if level in given else -1 for level in THREE]


def point_values(template: Template, rows: Mapping[str, list[Row]], walk: Walk) -> list[dict[str, Any]]:
    """What the formulas of the register's rows find now."""
    wanted = asked(template)
    found = []
    for row in rows.get("risk_points", []):
        values: dict[str, Any] = dict.fromkeys(POINT_NAMES, "")
        values["held"] = wrapped_value(str(row.get("holder", "")), "、", NAME_SIGNS, ())
        at = post_of(row, rows.get("posts", []), walk, values["held"])
        rating = rating_of(row.get("number", ""), rows.get("risk_ratings", []))
        values["post"] = "" if at is None else at + 1
        if rating is not None:
            values["rating"] = rating + 1
            values["level"] = level_of(template, rows["risk_ratings"][rating])
        three = template.basis.three(values["level"]) if values["level"] else None
        values["three"] = three or ""
        if at is not None and three:
            top, place = walk.top(at), THREE.index(three)
            own = min(place + 1, top - 1)
            values["wanted"] = (
                "" if top > len(TIERS) else 0 if top == 1 else wanted[place] if wanted[place] >= 0 else own
            )
        values["person"], values["called"] = row.get("manager", ""), row.get("manager_level", "")
        found.append(values)
    return found


def post_of(row: Row, posts: Sequence[Row], walk: Walk, held: str) -> int | None:
    """The post of a point, by its number, else by its unit and name, else by its holder, where only one is meant."""
    if row.get("post_id"):
        return walk.find(str(row["post_id"]))
    counting = [at for at in range(len(posts)) if walk.at[at] == at]
    unit, title = row.get("unit", ""), row.get("post", "")
    titled = [at for at in counting if (posts[at].get("unit", ""), posts[at].get("post", "")) == (unit, title)]
    if unit and title and len(titled) == 1:
        return titled[0]
    same = [at for at in counting if walk.held[at] == held]
    return same[0] if held != "、" and len(same) == 1 else None


def rating_of(number: Any, ratings: Sequence[Row]) -> int | None:
    """The rating of the latest 评定年度, the last of equals."""
    own = [at for at, rating in enumerate(ratings) if rating.get("number") == number]
    years = {at: rating_year(ratings[at]) for at in own}
    return max(own, key=lambda at: (years[at], at), default=None)


def rating_year(rating: Row) -> int:
    year = rating.get("year", "")
    return year if isinstance(year, int) else 0


def level_of(template: Template, rating: Row) -> str:
    """核定等级 where it is a level at all, else 建议等级."""
    level = str(rating.get("level", ""))
    known = level in template.basis.method.names or level in THREE
    return level if known else str(rating.get("typed_proposed", ""))
