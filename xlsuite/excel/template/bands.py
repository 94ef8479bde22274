"""Levels worked out live: 等级分档, 等级名称, 三级对应 and 等级方向 of 参数, read by formulas (settings.md §2).

The same reading as `grading.bands` and `grading.levels`, in functions that Excel 2010, WPS and LibreOffice 7 know. Each
step stands in a cell of its own beside the value it has now, which `Line` and `Reading` work out in the same steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.template.parameters import MAPS
from xlsuite.excel.template.signs import collapsed, part, part_value, text, wrapped, wrapped_value
from xlsuite.grading.levels import ASCENDING, DESCENDING, ORDINALS, THREE, WORDS, ordinal_to_three
from xlsuite.grading.method import Method
from xlsuite.grading.methods import METHODS

MOST = 10  # levels
LONGEST = 9  # digits before and after the point
THREES = "{" + ",".join(map(text, THREE)) + "}"
PLACES = "{" + ",".join(map(str, range(1, LONGEST + 2))) + "}"
MARKS = ("≥", ">", "，", ",", "、")  # in no name: two bands written as one
NO_LETTERS = ",，、.．%％/:：-_+*()（）·!！@#&=<>≥0123456789"  # a name that follows its number at once begins with none
WIDE_DIGITS = tuple(zip("０１２３４５６７８９", "0123456789", strict=True))
BANDS = (("≧", "≥"), ("＞", ">"), ("＝", "="), (">=", "≥"), ("．", "."), *WIDE_DIGITS)
COLUMNS = (
    "part", "body", "unsigned", "whole", "decimals", "tail", "number", "strict", "own", "good", "given", "name",
    "mapped", "word", "rank", "usual", "meant", "falls", "three",
)  # fmt: skip
HEADS = ("bands", "count", "names", "usable", "renames", "map", "known", "maps")
NAMED = {"等级下限": "number", "等级严格": "strict", "等级名称": "name", "等级三级": "three"}


class Line(NamedTuple):
    """The values of one level's cells, by `COLUMNS`."""

    part: str
    body: str
    unsigned: str
    whole: int
    decimals: int
    tail: str
    number: float | str
    strict: int
    own: str
    good: int
    given: str
    name: str
    mapped: str
    word: str
    rank: int | str
    usual: str
    meant: str
    falls: int | str
    three: str


class Levels:
    """The cells that a method's levels are worked out in, and the names that formulas use.

    given: the cells of the 参数 sheet by setting; typed: what stands in them now. Names: 等级名称, 等级下限, 等级严格,
    等级三级, each over `MOST` cells, highest level first; 分档可用 is false where 等级分档 cannot be read.
    """

    def __init__(self, method: Method, given: Mapping[str, str], typed: Mapping[str, str], helpers: Helpers) -> None:
        self.given, self.helpers = given, helpers
        self.own = str(METHODS[method.id].bands)
        self.is_open = method.scored
        self.words = helpers.put(words(), "等级用语：词、降序时、升序时")
        self.column = {name: at for at, name in enumerate(COLUMNS)}
        self.head = {name: helpers.at(0, at) for at, name in enumerate(HEADS)}
        self.names = {name: self._span(title) for name, title in NAMED.items()} | {"分档可用": self.head["usable"]}
        now = Reading(typed.get("等级分档", "") if self.is_open else "", self.own, typed)
        rows = [self._row(number, now.lines[number - 1]) for number in range(1, MOST + 1)]
        helpers.put([self._head(now), *rows], "等级：一行一级，从高到低")

    def _span(self, title: str, first: int = 1, last: int = MOST) -> str:
        column = self.column[title]
        return f"{self.helpers.at(first, column)}:{self.helpers.at(last, column).rpartition('!')[2]}"

    def _head(self, now: Reading) -> Sequence[Cell]:
        head, given = self.head, self.given
        count, names, pairs = head["count"], head["names"], head["map"]
        source = (
            f'IF(TRIM({given["等级分档"]})="",{text(self.own)},{given["等级分档"]})' if self.is_open else text(self.own)
        )
        name_count = f'LEN({names})-LEN(SUBSTITUTE({names},"、",""))-1'
        spread = self._span("given")
        no_double = f'SUMPRODUCT(({spread}<>"")/COUNTIF({spread},{spread}&""))={count}'
        matched = f'SUMPRODUCT(--({self._span("mapped")}<>""))'
        said = f'LEN({pairs})-LEN(SUBSTITUTE({pairs},"；",""))-1'
        threes = "{" + ",".join(text(f"={word}；") for word in THREE) + "}"
        is_plain = (
            "AND("
            + ",".join(f"INDEX({self._span('name')},{at})={text(word)}" for at, word in enumerate(THREE, 1))
            + f",{count}=3)"
        )
        valid = f'SUMPRODUCT(LEN({pairs})-LEN(SUBSTITUTE({pairs},{threes},"")))/3={said}'
        formulas = {
            "bands": wrapped(source, ";", ("；", "\n", "\r"), BANDS),
            "count": f'LEN({head["bands"]})-LEN(SUBSTITUTE({head["bands"]},";",""))-1',
            "names": wrapped(given["等级名称"], "、", ("；", ";", "，", ",", "\n"), ()),
            "usable": f"AND({count}>1,{count}<={MOST},SUM({self._span('good')})={MOST})",
            "renames": f"AND({count}>1,{name_count}={count},{no_double})",
            "map": wrapped(given["三级对应"], "；", (";", "\n"), MAPS),
            "known": f"AND(COUNT({self._span('rank')})={count},{self._falling('rank')})",
            "maps": f"AND({said}>0,{valid},OR({matched}={said},{matched}={count},{is_plain}),{self._falling('falls')})",
        }
        return [Cell(value, "=" + formulas[name]) for name, value in zip(HEADS, now.head, strict=True)]

    def _falling(self, title: str) -> str:
        upper, lower = self._span(title, 1, MOST - 1), self._span(title, 2)
        return f"SUMPRODUCT(({upper}>{lower})*ISNUMBER({lower}))=0"

    def _row(self, number: int, now: Line) -> Sequence[Cell]:
        here = {title: self.helpers.at(number, at) for title, at in self.column.items()}
        formulas = self._edge(number, here) | self._meaning(number, here)
        return [Cell(value, "=" + formulas[title]) for title, value in zip(COLUMNS, now, strict=True)]

    def _edge(self, number: int, here: Mapping[str, str]) -> dict[str, str]:
        """The part as typed, its edge and its name."""
        piece, body, unsigned, whole, decimals = (
            here[name] for name in ("part", "body", "unsigned", "whole", "decimals")
        )
        rest = f'LEFT({piece},2)="其余"'
        fraction = f"MID({unsigned},{whole}+2,{decimals})"
        sign = f'IF(LEFT({body})="-",-1,1)'
        label = collapsed(f"MID({piece},3,99)", (("：", " "), (":", " ")))
        return {
            "part": part(self.head["bands"], ";", number),
            "body": f'IF({rest},"",TRIM(MID({piece},2,99)))',
            "unsigned": f'IF(LEFT({body})="-",MID({body},2,99),{body})',
            "whole": digits(unsigned),
            "decimals": f'IF(MID({unsigned},{whole}+1,1)=".",{digits(f"MID({unsigned},{whole}+2,99)")},0)',
            "tail": f"MID({unsigned},{whole}+1+IF({decimals}>0,{decimals}+1,0),99)",
            "number": f'IF(OR({unsigned}="",{whole}=0,{whole}>{LONGEST},{decimals}>{LONGEST}),"",'
            f"{sign}*VALUE(LEFT({unsigned},{whole})&{fraction})/10^{decimals})",
            "strict": f'IF(LEFT({piece})=">",1,0)',
            "own": f"IF({rest},{label},TRIM({here['tail']}))",
            "good": f'IF({piece}="",IF({number}>{self.head["count"]},1,0),IF({self._good(number, here, rest)},1,0))',
        }

    def _good(self, number: int, here: Mapping[str, str], rest: str) -> str:
        edge, strict, own, tail = (here[name] for name in ("number", "strict", "own", "tail"))
        marks = "{" + ",".join(map(text, MARKS)) + "}"
        named = f'{own}<>"",SUMPRODUCT(--ISNUMBER(FIND({marks},{own})))=0,SUMPRODUCT(--({self._span("own")}={own}))=1'
        begins = f'OR(LEFT({tail})=" ",ISERROR(FIND(LEFT({tail}&"_"),{text(NO_LETTERS)})))'
        signed = f'OR(LEFT({here["part"]})="≥",{strict}=1)'
        falls = ""
        if number > 1:
            above, strict_above = (self.helpers.at(number - 1, self.column[name]) for name in ("number", "strict"))
            falls = f",OR({edge}<{above},AND({edge}={above},{strict}=0,{strict_above}=1))"
        upper = f"AND(NOT({rest}),{signed},ISNUMBER({edge}),{begins},{named}{falls})"
        return f"IF({number}={self.head['count']},AND({rest},{named}),{upper})"

    def _meaning(self, number: int, here: Mapping[str, str]) -> dict[str, str]:
        """The name in use and which of three it is."""
        head, name, word, mapped = self.head, here["name"], here["word"], here["mapped"]
        bare = f'SUBSTITUTE({name}," ","")'
        found = '""'
        for three in reversed(THREE):
            found = f'IF(ISNUMBER(FIND("；"&{bare}&"={three}；",{head["map"]})),"{three}",{found})'
        short = f'IF(AND(LEN({bare})>2,RIGHT({bare},2)="风险"),LEFT({bare},LEN({bare})-2),{bare})'
        block, _, cells = self.words.rpartition("!")
        first, last = cells.split(":")
        column = f"{block}!{first}:${first.split('$')[1]}${last.split('$')[2]}"
        ways = f'IF({self.given["等级方向"]}="{ASCENDING}",3,2)'
        thirds = (
            f'IF({number}={head["count"]},"低",INDEX({THREES},INT({3 * (number - 1)}/MAX({number},{head["count"]}))+1))'
        )
        formulas = {
            "given": part(head["names"], "、", number),
            "name": f'IF({here["part"]}="","",IF({head["renames"]},{here["given"]},{here["own"]}))',
            "mapped": f'IF(OR({name}="",{head["map"]}="；"),"",{found})',
            "word": f'IF(AND(LEN({short})>1,RIGHT({short})="色"),LEFT({short},LEN({short})-1),{short})',
            "rank": f'IF({name}="","",IFERROR(MATCH(INDEX({self.words},MATCH({word},{column},0),{ways}),{THREES},0),""))',
            "usual": f'IF({name}="","",IF({head["known"]},IFERROR(INDEX({THREES},{here["rank"]}),""),{thirds}))',
            "meant": f'IF({mapped}<>"",{mapped},{here["usual"]})',
            "falls": f'IF({here["meant"]}="","",MATCH({here["meant"]},{THREES},0))',
            "three": f"IF({head['maps']},{here['meant']},{here['usual']})",
        }
        return formulas


def digits(cell: str) -> str:
    """How many digits a text begins with; far more than `LONGEST` where there are more than that."""
    return f'SUMPRODUCT(MIN({PLACES}+99*ISNUMBER(FIND(MID({cell}&"#",{PLACES},1),"0123456789"))))-1'


def digits_value(value: str) -> int:
    found = len(value) - len(value.lstrip("0123456789"))
    return found if found <= LONGEST else 99


def words() -> list[tuple[Cell, Cell, Cell]]:
    """The words known for levels (domain §3.1), and which of three each is under 降序 and 升序."""
    known = [(Cell(word), Cell(three), Cell(three)) for word, three in WORDS.items()]
    for place, row in enumerate(ORDINALS[: len(THREE)], 1):
        for word in (*row, f"{'ⅠⅡⅢ'[place - 1]}级"):
            three, other = (Cell(ordinal_to_three(place, way)) for way in (DESCENDING, ASCENDING))
            known.append((Cell(word), three, other))
    return known


class Reading:
    """What the formulas find in the texts that stand in 参数 now."""

    def __init__(self, typed: str, own: str, settings: Mapping[str, str]) -> None:
        self.bands = wrapped_value(typed.strip() or own, ";", ("；", "\n", "\r"), BANDS)
        self.names = wrapped_value(settings.get("等级名称", ""), "、", ("；", ";", "，", ",", "\n"), ())
        self.map = wrapped_value(settings.get("三级对应", ""), "；", (";", "\n"), MAPS)
        self.is_ascending = settings.get("等级方向", "") == ASCENDING
        self.count = self.bands.count(";") - 1
        edges = [self._edge(number) for number in range(1, MOST + 1)]
        given = [part_value(self.names, "、", number) for number in range(1, MOST + 1)]
        listed = [name for name in given if name]
        self.renames = self.count > 1 and self.names.count("、") - 1 == self.count == len(set(listed))
        named = [
            "" if not edge[0] else (name if self.renames else edge[8]) for edge, name in zip(edges, given, strict=True)
        ]
        mapped = [self._mapped(name) for name in named]
        bare = [name.replace(" ", "") for name in named]
        stems = [name[:-2] if len(name) > 2 and name.endswith("风险") else name for name in bare]
        stems = [name[:-1] if len(name) > 1 and name.endswith("色") else name for name in stems]
        ranks = [self._rank(stem) for stem in stems]
        numbers = [rank for rank in ranks if rank != ""]
        self.known = len(numbers) == self.count and falling(ranks)
        usual = [self._usual(at, named[at], ranks[at]) for at in range(MOST)]
        meant = [own_three or other for own_three, other in zip(mapped, usual, strict=True)]
        falls = [THREE.index(word) + 1 if word else "" for word in meant]
        self.maps = self._maps(mapped, named) and falling(falls)
        threes = meant if self.maps else usual
        own_names = [edge[8] for edge in edges]
        good = [self._good(at, edges, own_names) for at in range(MOST)]
        self.usable = 1 < self.count <= MOST and sum(good) == MOST
        columns = zip(good, given, named, mapped, stems, ranks, usual, meant, falls, threes, strict=True)
        self.lines = [Line(*edge, *rest) for edge, rest in zip(edges, columns, strict=True)]

    @property
    def head(self) -> tuple[Any, ...]:
        return (self.bands, self.count, self.names, self.usable, self.renames, self.map, self.known, self.maps)

    def _edge(self, number: int) -> tuple[str, str, str, int, int, str, float | str, int, str]:
        piece = part_value(self.bands, ";", number)
        is_rest = piece.startswith("其余")
        body = "" if is_rest else piece[1:].strip()
        unsigned = body.removeprefix("-")
        whole = digits_value(unsigned)
        decimals = digits_value(unsigned[whole + 1 :]) if unsigned[whole : whole + 1] == "." else 0
        tail = unsigned[whole + (decimals + 1 if decimals else 0) :]
        edge: float | str = ""
        if 0 < whole <= LONGEST and decimals <= LONGEST:
            size = int(unsigned[:whole] + unsigned[whole + 1 : whole + 1 + decimals]) / 10**decimals
            edge = -size if body.startswith("-") else size
        label = piece[2:].replace("：", " ").replace(":", " ") if is_rest else tail
        return (
            piece,
            body,
            unsigned,
            whole,
            decimals,
            tail,
            edge,
            int(piece.startswith(">")),
            " ".join(label.split(" ")).strip(),
        )

    def _good(self, at: int, edges: Sequence[Any], names: Sequence[str]) -> int:
        piece, _, _, _, _, tail, edge, strict, own = edges[at]
        if not piece:
            return int(at + 1 > self.count)
        named = own != "" and not any(mark in own for mark in MARKS) and names.count(own) == 1
        if at + 1 == self.count:
            return int(piece.startswith("其余") and named)
        begins = tail[:1] == " " or (tail + "_")[0] not in NO_LETTERS
        signed = piece[:1] in ("≥", ">") and edge != ""
        if not (signed and begins and named):
            return 0
        if at == 0:
            return 1
        above, strict_above = edges[at - 1][6], edges[at - 1][7]
        return int(above == "" or edge < above or (edge == above and not strict and bool(strict_above)))

    def _mapped(self, name: str) -> str:
        if not name or self.map == "；":
            return ""
        bare = name.replace(" ", "")
        return next((three for three in THREE if f"；{bare}={three}；" in self.map), "")

    def _rank(self, stem: str) -> int | str:
        if not stem:
            return ""
        found = {word.value: cells[1 if self.is_ascending else 0].value for word, *cells in words()}
        three = next((three for word, three in found.items() if str(word).casefold() == stem.casefold()), None)
        return THREE.index(str(three)) + 1 if three else ""

    def _usual(self, at: int, name: str, rank: int | str) -> str:
        if not name:
            return ""
        if self.known:
            return THREE[int(rank) - 1] if rank != "" else ""
        return "低" if at + 1 == self.count else THREE[3 * at // max(at + 1, self.count)]

    def _maps(self, mapped: Sequence[str], named: Sequence[str]) -> bool:
        said = self.map.count("；") - 1
        valid = sum(self.map.count(f"={word}；") for word in THREE) == said
        matched = sum(each != "" for each in mapped)
        is_plain = tuple(named[:3]) == THREE and self.count == 3
        return said > 0 and valid and (matched in (said, self.count) or is_plain)


def falling(ranks: Sequence[Any]) -> bool:
    """Whether no level stands above the one before it; ranks from 1, the highest."""
    return not any(lower != "" and (upper == "" or upper > lower) for upper, lower in pairwise(ranks))
