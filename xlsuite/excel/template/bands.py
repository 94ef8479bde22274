"""Levels worked out live: 等级分档, 等级名称 and 三级对应 of the 参数 sheet, read by formulas (settings.md §2).

The same reading as `grading.bands` and `grading.levels`, in functions that Excel 2010, WPS and LibreOffice 7 know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.grading.levels import ORDINALS, THREE, WORDS, ordinal_to_three
from xlsuite.grading.method import Method

MOST = 8  # levels
DIGITS = "{1,2,3,4,5,6}"
THREES = '{"高","中","低"}'


def text(value: str) -> str:
    """A text as a formula writes it."""
    return '"' + value.replace('"', '""') + '"'


def replaced(what: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        old = "CHAR(10)" if old == "\n" else text(old)
        what = f"SUBSTITUTE({what},{old},{text(new)})"
    return what


def part(of: str, sign: str, number: int) -> str:
    """The part of a list, from 1: what stands between two signs."""
    return f'TRIM(MID(SUBSTITUTE({of},{text(sign)},REPT(" ",200)),{(number - 1) * 200 + 1},200))'


class Levels:
    """The block of cells that a method's levels are worked out in, and the names that formulas use.

    given: the cells of the 参数 sheet by setting; typed: what stands in them now. Names: 等级名称, 等级下限, 等级严格, 等级三级, each over eight cells,
    highest level first; 分档可用 is false where the text of 等级分档 cannot be read.
    """

    def __init__(self, method: Method, given: Mapping[str, str], typed: Mapping[str, str], helpers: Helpers) -> None:
        self.method, self.given, self.helpers = method, given, helpers
        self.own_names = replaced_value(typed.get("等级名称", ""), NAMES)
        self.own_map = replaced_value(typed.get("三级对应", ""), MAP)
        words = self._words()
        self.names: dict[str, str] = {}
        at = helpers.at
        self.column = {name: place for place, name in enumerate(COLUMNS)}
        for name, title in (
            ("等级下限", "number"),
            ("等级严格", "strict"),
            ("等级名称", "name"),
            ("等级三级", "three"),
        ):
            column = self.column[title]
            self.names[name] = f"{at(1, column)}:{at(MOST, column).rpartition('!')[2]}"
        self.names["分档可用"] = at(0, 3)
        helpers.put([self._head(), *(self._row(number, words) for number in range(1, MOST + 1))], "等级")

    def _words(self) -> tuple[str, str]:
        """The known words for levels and what they mean, as two ranges."""
        known = dict(WORDS)
        for row_number, row in enumerate(ORDINALS[: len(THREE)], 1):
            known |= dict.fromkeys(row, ordinal_to_three(row_number, self.method.direction))
        self.known = known
        block = self.helpers.put([(Cell(word), Cell(three)) for word, three in known.items()], "等级用语")
        sheet, _, cells = block.rpartition("!")
        first, last = cells.split(":")
        left, right = first.split("$")[1], last.split("$")[1]
        top, bottom = first.split("$")[2], last.split("$")[2]
        return f"{sheet}!${left}${top}:${left}${bottom}", f"{sheet}!${right}${top}:${right}${bottom}"

    def _span(self, title: str, first: int = 1, last: int = MOST) -> str:
        column = self.column[title]
        return f"{self.helpers.at(first, column)}:{self.helpers.at(last, column).rpartition('!')[2]}"

    def _head(self) -> Sequence[Cell]:
        """The texts, cleaned; how many levels; whether they can be read; how many names; whether all words are known."""
        method, given = self.method, self.given
        bands = "；".join(map(str, _parts(method)))
        clean = (
            (";", "；"),
            ("\n", "；"),
            ("＞", ">"),
            ("＝", "="),
            (">=", "≥"),
            ("　", " "),
            (" ", "#"),
            ("；#", "；"),
        )
        source = f'IF(TRIM({given["等级分档"]})="",{text(bands)},{given["等级分档"]})' if method.scored else text(bands)
        names, mapped = replaced(given["等级名称"], *NAMES), replaced(given["三级对应"], *MAP)
        at = self.helpers.at
        count, parts = at(0, 1), self._span("part")
        ranks, numbers = "rank", "number"
        falling = (
            f"SUMPRODUCT(({self._span(numbers, 1, 7)}<{self._span(numbers, 2)})*ISNUMBER({self._span(numbers, 2)}))=0"
        )
        ok = f'AND({count}>1,LEFT(INDEX({parts},MAX(1,{count})),2)="其余",COUNT({self._span(numbers)})={count}-1,{falling})'
        known = (
            f"AND(COUNT({self._span(ranks)})={count},"
            f"SUMPRODUCT(({self._span(ranks, 1, 7)}>{self._span(ranks, 2)})*ISNUMBER({self._span(ranks, 2)}))=0)"
        )
        return (
            Cell(replaced_value(bands, clean), "=" + replaced(source, *clean)),
            Cell(len(method.names), f'=SUMPRODUCT(--({parts}<>""))'),
            Cell(self.own_names, f'=IF({given["等级名称"]}="","",{names})'),
            Cell(True, f"={ok}"),
            Cell(
                len(self.own_names.split("、")) if self.own_names else 0,
                f'=IF({at(0, 2)}="",0,LEN({at(0, 2)})-LEN(SUBSTITUTE({at(0, 2)},"、",""))+1)',
            ),
            Cell(self.own_map, f'=IF({given["三级对应"]}="","",{mapped})'),
            Cell(self._all_known(), f"={known}"),
        )

    def _row(self, number: int, words: tuple[str, str]) -> Sequence[Cell]:
        at, c = self.helpers.at, self.column
        here = {title: at(number, column) for title, column in c.items()}
        piece, length, name = here["part"], here["length"], here["name"]
        rest = f'LEFT({piece},2)="其余"'
        count = at(0, 1)
        thirds = f'IF({number}={count},"低",INDEX({THREES},INT({3 * (number - 1)}/MAX(1,{count}))+1))'
        formulas = {
            "part": part(at(0, 0), "；", number),
            "length": f"SUMPRODUCT(MAX(ISNUMBER(--MID({piece},2,{DIGITS}))*{DIGITS}))",
            "number": f'IF(OR({piece}="",{rest}),"",IFERROR(VALUE(MID({piece},2,{length})),""))',
            "strict": f'IF(LEFT({piece},1)=">",1,0)',
            "own": f'IF({piece}="","",SUBSTITUTE(IF({rest},MID({piece},3,50),MID({piece},2+{length},50)),"#",""))',
            "name": f'IF({piece}="","",IF({at(0, 4)}={count},{part(at(0, 2), "、", number)},{here["own"]}))',
            "mapped": f'IF(OR({name}="",{at(0, 5)}=""),"",IFERROR(MID({at(0, 5)},FIND("；"&{name}&"=","；"&{at(0, 5)})+LEN({name})+1,1),""))',
            "rank": f'IF({name}="","",IFERROR(MATCH(INDEX({words[1]},MATCH({name},{words[0]},0)),{THREES},0),""))',
            "three": f'IF({name}="","",IF({here["mapped"]}<>"",{here["mapped"]},IF({at(0, 6)},INDEX({THREES},{here["rank"]}),{thirds})))',
        }
        values = self._values(number)
        return [Cell(values[title], "=" + formulas[title]) for title in COLUMNS]

    def _values(self, number: int) -> dict[str, str | float]:
        """What the row holds while the 参数 sheet is as the template was made."""
        parts, names = _parts(self.method), self.method.names
        if number > len(parts):
            return dict.fromkeys(COLUMNS, "") | {"length": 0, "strict": 0}
        edge, name = parts[number - 1], names[number - 1]
        is_rest = number == len(parts)
        shown = edge.replace(" ", "#")
        known = self.known.get(name)
        return {
            "part": shown, "length": 0 if is_rest else len(edge[1:].split(" ")[0]),
            "number": "" if is_rest else float(self.method.bands.bands[number - 1].edge),
            "strict": int(not is_rest and edge[0] == ">"), "own": shown.partition("#")[2], "name": name,
            "mapped": self.method.to_three[name] if f"；{name}=" in f"；{self.own_map}" else "",
            "rank": THREE.index(known) + 1 if known else "", "three": self.method.to_three[name],
        }  # fmt: skip

    def _all_known(self) -> bool:
        ranks = [THREE.index(self.known[name]) for name in self.method.names if name in self.known]
        return len(ranks) == len(self.method.names) and ranks == sorted(ranks)


NAMES = (("；", "、"), (";", "、"), ("，", "、"), (",", "、"), (" ", ""))
MAP = ((";", "；"), ("\n", "；"), ("＝", "="), (" ", ""), ("　", ""))
COLUMNS = ("part", "length", "number", "strict", "own", "name", "mapped", "rank", "three")


def _parts(method: Method) -> list[str]:
    return str(method.bands).split("；")


def replaced_value(value: str, pairs: Sequence[tuple[str, str]]) -> str:
    for old, new in pairs:
        value = value.replace(old, new)
    return value
