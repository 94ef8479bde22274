"""管理责任人 worked out live: each post's superiors, then who of them manages at which level (domain §7).

The same walk as `grading.managers.Chain`, unrolled: six steps up are more than an office has tiers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.template.formulas import is_level
from xlsuite.excel.template.places import Places
from xlsuite.grading.levels import THREE
from xlsuite.grading.managers import HEAD, IN_CHARGE, PARTY_ORG, TIERS, TOP

STEPS = 6
TIER_LIST = "{" + ",".join(f'"{tier}"' for tier in TIERS) + "}"
MANAGING = (TOP, IN_CHARGE, HEAD)  # by number, 1 the highest; 0 is above all of them
CALLED = "{" + ",".join(f'"{tier}"' for tier in MANAGING) + "}"
ASKED = "{" + ",".join(f'"{tier}"' for tier in (PARTY_ORG, *MANAGING)) + "}"
NOBODY = 9  # the tier of a post that is not known


class PostRow(NamedTuple):
    """A row of the 名册 as its formulas see it."""

    number: str
    holder: str
    tier: str
    superior: str


class Managers:
    """The blocks for posts and for risk points; `person` and `tier` are the ranges of the results, by data row.

    posts, points: what the two ledgers hold now, for the stored values; points are pairs of what the formulas find.
    """

    def __init__(
        self, places: Places, given: Mapping[str, str], helpers: Helpers, posts: Sequence[PostRow], asked: Sequence[int]
    ) -> None:
        self.places, self.given, self.helpers, self.posts = places, given, helpers, posts
        self.wanted = helpers.put(self._wanted(asked), "由哪一级管理：行为任职人层级，列为高、中、低")
        area = places["posts"]
        rows = range(area.first, area.last + 1)
        walk = Walk(posts)
        self.block = {
            name: f"{helpers.at(0, at)}:{helpers.at(len(rows) - 1, at).rpartition('!')[2]}"
            for at, name in enumerate(NAMES)
        }
        helpers.put([self._post(at, row, walk) for at, row in enumerate(rows)], "岗位的上级")
        self.person = self.tier = ""

    def _wanted(self, asked: Sequence[int]) -> list[list[Cell]]:
        """The table of domain §7; a setting 分级管理：高 stands for all tiers but the first."""
        lines = [[Cell(0), Cell(0), Cell(0)]]
        for holder in range(2, len(TIERS) + 1):
            line = []
            for at, level in enumerate(THREE):
                usual = min(at + 1, holder - 1)
                cell = self.given[f"分级管理：{level}"]
                formula = f'=IF({cell}="",{usual},IFERROR(MATCH({cell},{ASKED},0)-1,{usual}))'
                line.append(Cell(asked[at] if asked[at] >= 0 else usual, formula))
            lines.append(line)
        return lines

    def _post(self, at: int, row: int, walk: Walk) -> list[Cell]:
        area, block = self.places["posts"], self.block
        here = {name: self.helpers.at(at, column) for column, name in enumerate(NAMES)}
        holder, holders = area.at("holder", row), area.range("holder")
        tier = f'=IF({area.at("tier", row)}="",{NOBODY},IFERROR(MATCH({area.at("tier", row)},{TIER_LIST},0),{NOBODY}))'
        tops = (
            f'IF({holder}="",{here["tier"]},'
            + "".join(f"IF(COUNTIFS({holders},{holder},{block['tier']},{number})>0,{number}," for number in (1, 2, 3))
            + here["tier"]
            + ")" * 4
        )
        superior = area.at("superior", row)
        cells = [tier, "=" + tops, f'=IF({superior}="","",IFERROR(MATCH({superior},{area.range("post_id")},0),""))']
        for step in range(2, STEPS + 1):
            before = here[f"up{step - 1}"]
            cells.append(f'=IF({before}="","",INDEX({block["up1"]},{before}))')
        for step in range(1, STEPS + 1):
            up = here[f"up{step}"]
            cells.append(f'=IF({up}="","",INDEX({holders},{up})&"")')
        for step in range(1, STEPS + 1):
            up = here[f"up{step}"]
            cells.append(f'=IF({up}="",{NOBODY},INDEX({block["tier"]},{up}))')
        only = (
            f'IF(AND({here["top"]}>1,{here["top"]}<{NOBODY},COUNTIFS({block["tier"]},1,{holders},"?*")=1),'
            f'INDEX({holders},MATCH(1,{block["tier"]},0)),"")'
        )
        for number in (1, 2, 3):
            cells.append("=" + self._first(here, holder, number, "who", only if number == 1 else '""'))
        for number in (1, 2, 3):
            last = f'IF({here["who1"]}="","",{text(TOP)})' if number == 1 else '""'
            cells.append("=" + self._first(here, holder, number, "called", last))
        values = walk.row(at)
        return [Cell(value, formula) for value, formula in zip(values, cells, strict=True)]

    def _first(self, here: Mapping[str, str], holder: str, number: int, what: str, last: str) -> str:
        """The nearest superior of a tier of at least `number`, not the holder himself: his name, or what he is called."""
        found = last
        for step in range(STEPS, 0, -1):
            name, tier = here[f"holder{step}"], here[f"tier{step}"]
            answer = name if what == "who" else f"INDEX({CALLED},{tier})"
            found = f'IF(AND({name}<>"",{name}<>{holder},{tier}<={number}),{answer},{found})'
        return found

    def points(self, party_org: str, values: Sequence[Mapping[str, Any]]) -> None:
        """The block of the register's rows; afterwards `person` and `tier` name its results."""
        area = self.places["risk_points"]
        rows = range(area.first, area.last + 1)
        at = self.helpers.at
        ends = {name: at(len(rows) - 1, column).rpartition("!")[2] for column, name in enumerate(POINT_NAMES)}
        self.person = f"{at(0, POINT_NAMES.index('person'))}:{ends['person']}"
        self.tier = f"{at(0, POINT_NAMES.index('called'))}:{ends['called']}"
        lines = [
            self._point(place, row, party_org, values[place] if place < len(values) else {})
            for place, row in enumerate(rows)
        ]
        self.helpers.put(lines, "风险点由谁管理")

    def _point(self, place: int, row: int, party_org: str, values: Mapping[str, Any]) -> list[Cell]:
        points, posts, ratings = (self.places[name] for name in ("risk_points", "posts", "risk_ratings"))
        here = {name: self.helpers.at(place, column) for column, name in enumerate(POINT_NAMES)}
        number, post_id, unit, post = (points.at(ident, row) for ident in ("number", "post_id", "unit", "post"))
        units, titles = posts.range("unit"), posts.range("post")
        order = f"(ROW({units})-{posts.first - 1})"
        named = (
            f'IF(COUNTIFS({units},{unit},{titles},{post})=1,SUMPRODUCT(({units}={unit})*({titles}={post})*{order}),"")'
        )
        numbers = ratings.range("number")
        rated = f"SUMPRODUCT(MAX(({numbers}={number})*(ROW({numbers})-{ratings.first - 1})))"
        approved, suggested = (
            f"INDEX({ratings.range(ident)},{here['rating']})" for ident in ("level", "typed_proposed")
        )
        level = f'IF(AND({approved}<>"",OR({is_level(approved)})),{approved},{suggested}&"")'
        known = f'IFERROR(INDEX(等级三级,MATCH({here["level"]},等级名称,0)),IF(ISNUMBER(MATCH({here["level"]},{THREES},0)),{here["level"]},""))'
        top = f"INDEX({self.block['top']},{here['post']})"
        asked = f'IF({top}>4,"",INDEX({self.wanted},{top},MATCH({here["three"]},{THREES},0)))'
        who, called = (
            f"IF({here['wanted']}=1,INDEX({self.block[what + '1']},{here['post']}),"
            f"IF({here['wanted']}=2,INDEX({self.block[what + '2']},{here['post']}),"
            f"INDEX({self.block[what + '3']},{here['post']})))"
            for what in ("who", "called")
        )
        cells = (
            f'=IF({number}="","",IF({post_id}<>"",IFERROR(MATCH({post_id},{posts.range("post_id")},0),""),{named}))',
            f'=IF({number}="","",IF(COUNTIF({numbers},{number})=0,"",{rated}))',
            f'=IF({here["rating"]}="","",{level})',
            f'=IF({here["level"]}="","",{known})',
            f'=IF(OR({here["post"]}="",{here["three"]}=""),"",{asked})',
            f'=IF({here["wanted"]}="","",IF({here["wanted"]}=0,{party_org},{who}))',
            f'=IF({here["person"]}="","",IF({here["wanted"]}=0,{text(PARTY_ORG)},{called}))',
        )
        return [Cell(values.get(name, ""), formula) for name, formula in zip(POINT_NAMES, cells, strict=True)]


THREES = '{"高","中","低"}'
NAMES = (
    "tier", "top", *(f"up{step}" for step in range(1, STEPS + 1)), *(f"holder{step}" for step in range(1, STEPS + 1)),
    *(f"tier{step}" for step in range(1, STEPS + 1)), "who1", "who2", "who3", "called1", "called2", "called3",
)  # fmt: skip
POINT_NAMES = ("post", "rating", "level", "three", "wanted", "person", "called")


def text(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


class Walk:
    """The values that the posts' formulas have now."""

    def __init__(self, posts: Sequence[PostRow]) -> None:
        self.posts = posts
        self.tiers = [TIERS.index(post.tier) + 1 if post.tier in TIERS else NOBODY for post in posts]
        places: dict[str, int] = {}
        for at, post in enumerate(posts):
            places.setdefault(post.number, at)
        self.up = [places.get(post.superior) if post.superior else None for post in posts]

    def top(self, at: int) -> int:
        """The highest tier of the holder's posts."""
        holder = self.posts[at].holder
        held = [tier for post, tier in zip(self.posts, self.tiers, strict=True) if holder and post.holder == holder]
        return min([tier for tier in held if tier < len(TIERS)], default=self.tiers[at])

    def row(self, at: int) -> list[Any]:
        if at >= len(self.posts):
            return [NOBODY, NOBODY, *[""] * STEPS, *[""] * STEPS, *[NOBODY] * STEPS, *[""] * 6]
        chain: list[int | None] = []
        place: int | None = at
        for _ in range(STEPS):
            place = self.up[place] if place is not None else None
            chain.append(place)
        holders = ["" if up is None else self.posts[up].holder for up in chain]
        tiers = [NOBODY if up is None else self.tiers[up] for up in chain]
        found = [self._fit(at, holders, tiers, number) for number in (1, 2, 3)]
        ups = ["" if up is None else up + 1 for up in chain]
        return [
            self.tiers[at],
            self.top(at),
            *ups,
            *holders,
            *tiers,
            *(who for who, _ in found),
            *(called for _, called in found),
        ]

    def _fit(self, at: int, holders: Sequence[str], tiers: Sequence[int], number: int) -> tuple[str, str]:
        own = self.posts[at].holder
        for holder, tier in zip(holders, tiers, strict=True):
            if holder and holder != own and tier <= number:
                return holder, MANAGING[tier - 1]
        tops = [post.holder for post, tier in zip(self.posts, self.tiers, strict=True) if tier == 1 and post.holder]
        if number == 1 and len(tops) == 1 and 1 < self.top(at) < NOBODY:
            return tops[0], TOP
        return "", ""
