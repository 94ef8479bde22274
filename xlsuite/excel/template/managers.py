"""管理责任人 worked out live: each post's superiors, then who of them manages at which level (domain §7).

The same walk as `grading.managers.Chain`, unrolled: six steps up are more than an office has tiers. Of several rows for
one post the one in office counts. Names stand between signs, 、秦某甲、, so that one of several is found as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.template.bands import THREES
from xlsuite.excel.template.formulas import is_level
from xlsuite.excel.template.formulas import numbers as numbers_in
from xlsuite.excel.template.managers_now import (
    ASKED,
    MANAGING,
    NAME_SIGNS,
    NAMES,
    NOBODY,
    PERSONS,
    POINT_NAMES,
    STEPS,
    Walk,
)
from xlsuite.excel.template.places import Area, Places
from xlsuite.excel.template.signs import part, text, wrapped
from xlsuite.grading.levels import THREE
from xlsuite.grading.managers import PARTY_ORG, TIERS, TOP


def constants(words: Iterable[str]) -> str:
    return "{" + ",".join(map(text, words)) + "}"


class Managers:
    """The blocks for posts and for risk points; `person` and `tier` are the ranges of the results, by data row.

    walk: the posts as they stand now, for the stored values. asked: what 分级管理 asks for 高, 中, 低.
    """

    def __init__(
        self, places: Places, given: Mapping[str, str], helpers: Helpers, walk: Walk, asked: Sequence[int]
    ) -> None:
        self.places, self.given, self.helpers = places, given, helpers
        self.wanted = helpers.put(self._wanted(asked), "由哪一级管理：行为任职人层级，列为高、中、低")
        area = places["posts"]
        rows = range(area.first, area.last + 1)
        self.block = {
            name: f"{helpers.at(0, at)}:{helpers.at(len(rows) - 1, at).rpartition('!')[2]}"
            for at, name in enumerate(NAMES)
        }
        helpers.put([self._post(at, row, walk.row(at)) for at, row in enumerate(rows)], "岗位的上级")
        self.person = self.tier = ""

    def _wanted(self, asked: Sequence[int]) -> list[list[Cell]]:
        """The table of domain §7; a setting 分级管理：高 stands for all tiers but the first."""
        lines = [[Cell(0), Cell(0), Cell(0)]]
        for holder in range(2, len(TIERS) + 1):
            line = []
            for at, level in enumerate(THREE):
                usual = min(at + 1, holder - 1)
                cell = self.given[f"分级管理：{level}"]
                formula = f'=IF({cell}="",{usual},IFERROR(MATCH({cell},{constants(ASKED)},0)-1,{usual}))'
                line.append(Cell(asked[at] if asked[at] >= 0 else usual, formula))
            lines.append(line)
        return lines

    # --- posts ---

    def _post(self, at: int, row: int, values: Sequence[Any]) -> list[Cell]:
        area = self.places["posts"]
        here = {name: self.helpers.at(at, column) for column, name in enumerate(NAMES)}
        formulas = self._own(at, row, area, here) | self._above(row, area, here) | self._found(here)
        return [Cell(value, "=" + formulas[name]) for name, value in zip(NAMES, values, strict=True)]

    def _own(self, at: int, row: int, area: Area, here: Mapping[str, str]) -> dict[str, str]:
        """Who holds the post, whether this row counts for it, its tier, and the highest tier of its holders."""
        number, tier, since, until = (area.at(ident, row) for ident in ("post_id", "tier", "since", "until"))
        before, after = (f"AND(ISNUMBER({cell}),{cell}{sign}统计截止日)" for cell, sign in ((since, ">"), (until, "<")))
        persons = {f"person{order}": part(here["held"], "、", order) for order in range(1, PERSONS + 1)}
        highest = here["tier"]
        for place in range(len(TIERS), 0, -1):
            highest = f"IF({self._held_at(here, place)}>0,{place},{highest})"
        return {
            "held": wrapped(area.at("holder", row), "、", NAME_SIGNS, ()),
            "key": f'IF(OR({number}="",{before},{after}),"",{number}&"")',
            "at": f'IF({number}="","",{self._post_of(number)})',
            **persons,
            "tier": f"IF({here['at']}<>{at + 1},{NOBODY},IFERROR(MATCH({tier},{constants(TIERS)},0),{NOBODY}))",
            "top": f'IF({here["held"]}="、",{here["tier"]},{highest})',
        }

    def _post_of(self, number: str) -> str:
        """Which row of the 名册 counts for a 岗位编号."""
        ids = self.places["posts"].range("post_id")
        return f'IFERROR(MATCH({number}&"",{self.block["key"]},0),IFERROR(MATCH({number},{ids},0),""))'

    def _held_at(self, here: Mapping[str, str], place: int) -> str:
        """How many posts of a tier the holders have."""
        parts = []
        for order in range(1, PERSONS + 1):
            person = here[f"person{order}"]
            count = f'COUNTIFS({self.block["held"]},"*、"&{person}&"、*",{self.block["tier"]},{place})'
            parts.append(count if order == 1 else f'IF({person}="",0,{count})')
        return "+".join(parts)

    def _above(self, row: int, area: Area, here: Mapping[str, str]) -> dict[str, str]:
        """Six steps up: the row, who holds it, and its tier unless nobody does or one of this post's own holders."""
        superior = area.at("superior", row)
        found = {"up1": f'IF({superior}="","",{self._post_of(superior)})'}
        for step in range(1, STEPS + 1):
            up, held = here[f"up{step}"], here[f"held{step}"]
            if step > 1:
                before = here[f"up{step - 1}"]
                found[f"up{step}"] = f'IF({before}="","",INDEX({self.block["up1"]},{before}))'
            found[f"held{step}"] = f'IF({up}="","、",INDEX({self.block["held"]},{up}))'
            same = ",".join(f"ISNUMBER({self._among(here, order, held)})" for order in range(1, PERSONS + 1))
            found[f"tier{step}"] = f'IF(OR({held}="、",{same}),{NOBODY},INDEX({self.block["tier"]},{up}))'
        return found

    @staticmethod
    def _among(here: Mapping[str, str], order: int, held: str) -> str:
        return f'FIND("、"&{here[f"person{order}"]}&"、",{held})'

    def _found(self, here: Mapping[str, str]) -> dict[str, str]:
        """The nearest superior of a tier of at least 1, 2 and 3; of 1 also the only other one of the 名册."""
        tiers, helds = self.block["tier"], self.block["held"]
        others = [f"(1-ISNUMBER({self._among(here, order, helds)}))" for order in range(1, PERSONS + 1)]
        tops = "*".join([f"({tiers}=1)", f'({helds}<>"、")', *others])
        order = f"(ROW({helds})-ROW({helds.partition(':')[0]})+1)"
        found = {"only": f'IF(SUMPRODUCT({tops}*1)=1,SUMPRODUCT({tops}*{order}),"")'}
        for number in range(1, len(MANAGING) + 1):
            last = here["only"] if number == 1 else '""'
            who = f'IF({last}="","",{name_of(f"INDEX({helds},{last})")})' if number == 1 else '""'
            called = f'IF({last}="","",{text(TOP)})' if number == 1 else '""'
            for step in range(STEPS, 0, -1):
                tier = here[f"tier{step}"]
                who = f"IF({tier}<={number},{name_of(here[f'held{step}'])},{who})"
                called = f"IF({tier}<={number},INDEX({constants(MANAGING)},{tier}),{called})"
            found |= {f"who{number}": who, f"called{number}": called}
        return found

    # --- risk points ---

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
        here = {name: self.helpers.at(place, column) for column, name in enumerate(POINT_NAMES)}
        number = self.places["risk_points"].at("number", row)
        three, top = here["three"], f"INDEX({self.block['top']},{here['post']})"
        asked = f'IF({top}>{len(TIERS)},"",INDEX({self.wanted},{top},MATCH({three},{THREES},0)))'
        who, called = (f"INDEX({self.block[what + '3']},{here['post']})" for what in ("who", "called"))
        for level in (2, 1):
            who = f"IF({here['wanted']}={level},INDEX({self.block[f'who{level}']},{here['post']}),{who})"
            called = f"IF({here['wanted']}={level},INDEX({self.block[f'called{level}']},{here['post']}),{called})"
        known = f"IFERROR(INDEX(等级三级,MATCH({here['level']},等级名称,0)),{here['level']})"
        formulas = {
            "held": wrapped(self.places["risk_points"].at("holder", row), "、", NAME_SIGNS, ()),
            "post": f'IF({number}="","",{self._post_of_point(row, here["held"])})',
            "rating": f'IF({number}="","",{self._rating_of(number)})',
            "level": f'IF({here["rating"]}="","",{self._level_of(here["rating"])})',
            "three": f'IF({here["level"]}="","",{known})',
            "wanted": f'IF(OR({here["post"]}="",{three}=""),"",{asked})',
            "person": f'IF({here["wanted"]}="","",IF({here["wanted"]}=0,{party_org},{who}))',
            "called": f'IF({here["person"]}="","",IF({here["wanted"]}=0,{text(PARTY_ORG)},{called}))',
        }
        return [Cell(values.get(name, EMPTY.get(name, "")), "=" + formulas[name]) for name in POINT_NAMES]

    def _post_of_point(self, row: int, held: str) -> str:
        """The post by its number; else the only one of that unit and name; else the only one with that holder."""
        points, posts = self.places["risk_points"], self.places["posts"]
        post_id, unit, post = (points.at(ident, row) for ident in ("post_id", "unit", "post"))
        units, titles = posts.range("unit"), posts.range("post")
        helds, ats = self.block["held"], self.block["at"]
        order = f"(ROW({helds})-ROW({helds.partition(':')[0]})+1)"
        counts = f"({ats}={order})"
        titled = f"({units}={unit})*({titles}={post})*{counts}"
        named = f"({helds}={held})*{counts}"
        by_holder = f'IF({held}="、","",IF(SUMPRODUCT({named})=1,SUMPRODUCT({named}*{order}),""))'
        some = f'AND({unit}<>"",{post}<>"")'
        by_title = f"IF({some},IF(SUMPRODUCT({titled})=1,SUMPRODUCT({titled}*{order}),{by_holder}),{by_holder})"
        return f'IF({post_id}<>"",{self._post_of(post_id)},{by_title})'

    def _rating_of(self, number: str) -> str:
        """The rating of the latest 评定年度, the last of equals."""
        ratings = self.places["risk_ratings"]
        numbers, years = ratings.range("number"), ratings.range("year")
        order = f"(ROW({numbers})-{ratings.first - 1})"
        latest = f"SUMPRODUCT(MAX(({numbers}={number})*({numbers_in(years)}*100000+{order})))"
        return f'IF(COUNTIF({numbers},{number})=0,"",IFERROR(MOD({latest},100000),""))'

    def _level_of(self, rating: str) -> str:
        """核定等级, else 建议等级."""
        ratings = self.places["risk_ratings"]
        approved, suggested = (f"INDEX({ratings.range(ident)},{rating})" for ident in ("level", "typed_proposed"))
        return f'IF(AND({approved}<>"",OR({is_level(approved)})),{approved},{suggested}&"")'


def name_of(held: str) -> str:
    """The names without the signs around them."""
    return f"MID({held},2,LEN({held})-2)"


EMPTY = {"held": "、"}
