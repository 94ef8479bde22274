"""The formulas of the computed columns, each under its ledger and ident; the declarations only say which they are.

Functions known to Excel 2010, WPS and LibreOffice 7; references to columns in the form that files hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xlsuite.excel.template.bands import THREES
from xlsuite.excel.template.places import Area, Places
from xlsuite.excel.template.signs import text
from xlsuite.grading.bands import exact_text
from xlsuite.grading.method import Factor, Method
from xlsuite.ledgers.rectification import CLOSED, DONE, LASTING_KINDS, LASTING_STATES, LASTING_TAILS, STATES
from xlsuite.ledgers.rectification import IMMEDIATE as AT_ONCE
from xlsuite.ledgers.rectification_records import AGREED
from xlsuite.model.deadlines import IMMEDIATE, LONG_TERM
from xlsuite.model.text import BLANKS

# Signs that a text speaks of a time, which only the engine can count: then no default stands in for it.
TIMES = ("年", "月", "日", "天", "周", "季", "内", "底", *"0123456789")
WARNINGS = ("已逾期", "临期", "正常", "待销号", "已销号", "长期坚持", "无时限")


class Ground(NamedTuple):
    """What formulas stand on: the places, the method, and the ranges of the managers by data row."""

    places: Places
    method: Method
    person: str = ""
    tier: str = ""


def or_blank(key: str, formula: str) -> str:
    """A formula that stays empty while its row has no 编号, and where anything it needs cannot be used."""
    return f'=IF({key}="","",IFERROR({formula},""))'


def has_any(words: Iterable[str], *cells: str) -> str:
    """Whether one of some words stands in one of some cells."""
    listed = "{" + ",".join(map(text, words)) + "}"
    return f"SUMPRODUCT(--ISNUMBER(FIND({listed},{'&CHAR(10)&'.join(cells)})))>0"


def numbers(cells: str) -> str:
    """A range as numbers, 0 for blanks and texts, within SUMPRODUCT: one text must not spoil all rows."""
    return f'TEXT({cells},"0;-0;0;""0""")'


# --- 风险点等级评定表 ---


def score(ground: Ground) -> str:
    """风险值R; empty while a factor is missing or not one of the method's, and for methods that only look up."""
    ratings = ground.places["risk_ratings"]
    if not ground.method.scored or ground.method.score is None:
        return '=""'
    return or_blank(
        ratings.this("number"),
        f'IF(AND(方法相符,{allowed(ratings, ground.method)}),{worked_out(ratings, ground.method)},"")',
    )


def allowed(ratings: Area, method: Method) -> str:
    """Whether each factor holds what the method takes."""
    return ",".join(fits(ratings.this(f"factor_{order}"), factor) for order, factor in enumerate(method.factors, 1))


def fits(cell: str, factor: Factor) -> str:
    scale = [exact_text(number) for number in factor.scale]
    if factor.words:
        return f"ISNUMBER({place_of(cell, factor)})"
    if not scale:
        return f"ISNUMBER({cell}),{cell}>={factor.least},{cell}=INT({cell})"
    if len(scale) > 20:
        return f"ISNUMBER({cell}),{cell}>={scale[0]},{cell}<={scale[-1]},{cell}=INT({cell})"
    return f"ISNUMBER(MATCH({cell},{{{','.join(scale)}}},0))"


def place_of(cell: str, factor: Factor) -> str:
    """The number that a word stands for, in the order of the scale; a number may stand for itself."""
    words = ",".join(text(factor.show(number)) for number in factor.scale)
    numbers = ",".join(exact_text(number) for number in factor.scale)
    return f"INDEX({{{numbers}}},IFERROR(MATCH({cell},{{{words}}},0),MATCH({cell},{{{numbers}}},0)))"


def worked_out(ratings: Area, method: Method) -> str:
    """The number that the levels are cut from."""
    cells = [ratings.this(f"factor_{order}") for order in range(1, len(method.factors) + 1)]
    if method.id == "weighted":
        terms = "+".join(f"INDEX(权重数,{order})*{cell}" for order, cell in enumerate(cells, 1))
        return f"ROUND(20*({terms}),10)"
    if method.factors[0].words and len(cells) == 2:
        grid = GRIDS[method.id]
        rows = ";".join(",".join(map(str, row)) for row in grid)
        first, second = (place_of(cell, factor) for cell, factor in zip(cells, method.factors, strict=True))
        return f"INDEX({{{rows}}},{first}+1,{second}+1)"
    if method.factors[0].words:
        return place_of(cells[0], method.factors[0])
    return f"ROUND({'*'.join(cells)},10)"


def level(ground: Ground) -> str:
    """计算等级: the first band that the number reaches, by the thresholds as they stand in 参数 now."""
    ratings, method = ground.places["risk_ratings"], ground.method
    if method.score is None:
        given = ratings.this("factor_1")
        return or_blank(ratings.this("number"), f'IF(AND(方法相符,{given}<>"",OR({is_level(given)})),{given},"")')
    number = ratings.this("typed_score") if method.scored else worked_out(ratings, method)
    usable = f'{number}<>""' if method.scored else allowed(ratings, method)
    if method.none_below is not None:
        usable += f",{number}>={exact_text(method.none_below)}"
    missed = f"SUMPRODUCT(ISNUMBER(等级下限)*(({number}<等级下限)+等级严格*({number}=等级下限)))"
    return or_blank(ratings.this("number"), f'IF(AND(方法相符,分档可用,{usable}),INDEX(等级名称,1+{missed}),"")')


def is_level(cell: str) -> str:
    """Conditions of which one holds for a word that is a level: of the method, or 高, 中, 低."""
    return f"ISNUMBER(MATCH({cell},等级名称,0)),ISNUMBER(MATCH({cell},{THREES},0))"


def proposed(ground: Ground) -> str:
    """建议等级: the highest of 自评, 互评, 计算 and 一票定高, in words of the method or 高, 中, 低 (Basis.height).

    Each becomes a number: its level of three, then its place among the method's, then which of the four it is, so
    that of equals the first said counts.
    """
    ratings = ground.places["risk_ratings"]
    veto = ratings.this("veto")
    top = f'IF(OR({veto}="",ISNUMBER(MATCH({veto},{SAYS_NOTHING},0))),"",INDEX(等级名称,1))'
    said = [*(ratings.this(ident) for ident in ("self_level", "peer_level", "typed_level")), top]
    heights = ",".join(height(word, order) for word, order in zip(said, (4, 3, 2, 1), strict=True))
    return or_blank(ratings.this("number"), f"CHOOSE(MOD(MAX({heights}),10),{','.join(reversed(said))})")


def height(word: str, order: int) -> str:
    """A level as a number that compares; 0 for none."""
    three = f"IFERROR(INDEX(等级三级,MATCH({word},等级名称,0)),{word})"
    middle = 'INT((COUNTIF(等级名称,"?*")+1)/2)'  # where 高, 中, 低 stand among a method's own words
    place = f"IFERROR(MATCH({word},等级名称,0)-1,{middle})"
    return f"IFERROR((4-MATCH({three},{THREES},0))*1000-{place}*10+{order},0)"


SAYS_NOTHING = "{" + ",".join(text(word) for word in sorted(BLANKS - {""})) + "}"


# --- 个人廉政风险点登记表 ---


def manager(ground: Ground) -> str:
    points = ground.places["risk_points"]
    return or_blank(points.this("number"), f"INDEX({ground.person},{points.order()})")


def manager_level(ground: Ground) -> str:
    points = ground.places["risk_points"]
    return or_blank(points.this("number"), f"INDEX({ground.tier},{points.order()})")


# --- 问题整改台账 ---


def extended(ground: Ground) -> str:
    """延期后时限: the latest day that was agreed to; a request alone moves nothing."""
    issues = ground.places["rectification"]
    if "extensions" not in ground.places:
        return '=""'
    asked = ground.places["extensions"]
    number, until = issues.this("number"), asked.all("until")
    agreed = f'({asked.all("issue_id")}={number})*({asked.all("result")}="{AGREED}")'
    none = f'COUNTIFS({asked.all("issue_id")},{number},{asked.all("result")},"{AGREED}",{until},">0")=0'
    return or_blank(number, f'IF({none},"",SUMPRODUCT(MAX({agreed}*{numbers(until)})))')


def effective(ground: Ground) -> str:
    """有效时限: extended, else as written, else the default of 立行立改 (domain §8)."""
    issues = ground.places["rectification"]
    due, words, found = issues.this("due"), issues.this("due_text"), issues.this("found")
    at_once = f'OR({issues.this("kind")}="{AT_ONCE}",{has_any(IMMEDIATE, due, words)})'
    said = f'OR({due}="",{has_any((*IMMEDIATE, *LONG_TERM), due)})'
    by_default = (
        f'IF(AND({at_once},{said},NOT({has_any(TIMES, due, words)}),ISNUMBER({found})),{found}+立行立改天数,"")'
    )
    written = f"IF(ISNUMBER({due}),{due},{by_default})"
    return or_blank(
        issues.this("number"), f"IF(ISNUMBER({issues.this('extended')}),{issues.this('extended')},{written})"
    )


def days_left(ground: Ground) -> str:
    """剩余天数 of a row that is not done; below 0 the days it is late."""
    issues = ground.places["rectification"]
    day, state = issues.this("typed_deadline"), issues.this("state")
    open_row = f'AND(ISNUMBER({day}),{state}<>"",LEFT({state},3)<>"{DONE}")'
    return or_blank(issues.this("number"), f'IF({open_row},{day}-统计截止日,"")')


def warning(ground: Ground) -> str:
    """预警: one of WARNINGS; empty while 整改状态 is."""
    issues = ground.places["rectification"]
    days, state = issues.this("typed_days"), issues.this("state")
    texts = issues.this("due"), issues.this("due_text")
    kind = f"ISNUMBER(MATCH({issues.this('kind')},{{{','.join(map(text, LASTING_KINDS))}}},0))"
    states = "{" + ",".join(map(text, STATES)) + "}"
    begins = f"SUMPRODUCT((LEFT({state},LEN({states}))={states})*(LEN({state})>LEN({states})))>0"
    added = f"AND({begins},{has_any(LASTING_TAILS, state)})"
    lasting = f"OR({kind},{has_any(LONG_TERM, *texts)},{has_any(LASTING_STATES, state)},{added})"
    undated = f'IF({lasting},"长期坚持","无时限")'
    going = f'IF(ISNUMBER({days}),IF({days}<0,"已逾期",IF({days}<=临期天数,"临期","正常")),{undated})'
    done = f'IF(LEFT({state},3)="{DONE}","待销号",{going})'
    closed = f'IF({issues.this("closure")}="{CLOSED}","{CLOSED}",{done})'
    return or_blank(issues.this("number"), f'IF({state}="","",{closed})')


def _grids() -> dict[str, tuple[tuple[int, ...], ...]]:
    from xlsuite.grading.methods import ISO, NIST

    return {"nist": NIST, "iso27005": ISO}


GRIDS = _grids()
DAY, DAYS, NUMBER, WORD = "day", "days", "number", "word"
FORMULAS: dict[tuple[str, str], tuple[Callable[[Ground], str], str]] = {
    ("risk_ratings", "typed_score"): (score, NUMBER),
    ("risk_ratings", "typed_level"): (level, WORD),
    ("risk_ratings", "typed_proposed"): (proposed, WORD),
    ("risk_points", "manager"): (manager, WORD),
    ("risk_points", "manager_level"): (manager_level, WORD),
    ("rectification", "extended"): (extended, DAY),
    ("rectification", "typed_deadline"): (effective, DAY),
    ("rectification", "typed_days"): (days_left, DAYS),
    ("rectification", "typed_warning"): (warning, WORD),
}
