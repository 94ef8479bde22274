"""What the live 一览 counts, as formulas over the template's tables; defined as the engine defines its figures.

Conditions on rows are defined names, so that each is written once: 1 for a row that is meant, 0 for one that is not.
Only functions that Excel 2010, WPS and LibreOffice 7 know; no fixed ranges, so that tables may grow.
"""

from __future__ import annotations

from xlsuite.grading.levels import THREE
from xlsuite.ledgers.rectification import (
    CLOSED,
    DONE,
    GOING,
    IDLE,
    LASTING_KINDS,
    LASTING_STATES,
    LASTING_TAILS,
    STAGED,
    STATES,
)
from xlsuite.model.deadlines import LONG_TERM

POINTS, RATINGS, MEASURES, ISSUES = "个人廉政风险点登记表", "风险点等级评定表", "防控措施登记表", "问题整改台账"
AS_OF, DUE_SOON, UNIT_NAME = "统计截止日", "临期天数", "单位名称"
UNITS, SOURCES, KINDS = "列表_科室", "列表_来源", "列表_风险类别"
LEVELS, EDGES, STRICT, THREES = "等级名称", "等级下限", "等级严格", "等级三级"
IN_FORCE, RATED = "风险有效", "评定有效"
COUNTED, OPEN, LATE, URGENT, ENDING = "整改计入", "整改未完", "整改逾期", "整改紧急", "整改计入完成率"
LASTING_SIGNS = tuple(word for word in LONG_TERM if not any(part in word for part in LONG_TERM if part != word))
AFTER_VERB = "至到入于（(：:，,；;。 ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ROW_UNIT = 100_000  # more than a sheet of ours has rows: days × it + row is one number to sort by


def column(table: str, name: str) -> str:
    return f"{table}[{name}]"


def header(table: str, name: str) -> str:
    return f"{table}[[#Headers],[{name}]]"


def text(value: object) -> str:
    """A value as a formula writes it."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value)


def filled(table: str, *names: str) -> str:
    """Rows where any of these columns holds something."""
    return "((" + "+".join(f'({column(table, name)}<>"")' for name in names) + ")>0)"


def withdrawn() -> str:
    """Rows whose 备注 says 合并 or 撤销, by itself or with what it went into; 合并办公用房 is no such word."""
    body = f'SUBSTITUTE(SUBSTITUTE(TRIM({column(ISSUES, "备注")}),"已",""),"予以","")'
    verb = "+".join(f"(LEFT({body},2)={text(word)})" for word in ("合并", "并入", "撤销", "撤回"))
    return f"(({verb})*(((LEN({body})=2)+ISNUMBER(FIND(MID({body},3,1),{text(AFTER_VERB)})))>0))"


def lasting() -> str:
    """Rows that are to be kept up for good, wherever that was written: `lasting` of the ledger."""
    kinds = [f"({column(ISSUES, '整改类型')}={text(word)})" for word in LASTING_KINDS]
    said = [(LASTING_SIGNS, "整改时限原文"), (LASTING_SIGNS, "整改时限"), (LASTING_STATES, "整改状态")]
    found = [f"ISNUMBER(FIND({text(word)},{column(ISSUES, name)}))" for words, name in said for word in words]
    return f"(({'+'.join(kinds + found + list(map(beside_lasting, STATES)))})>0)"


def row_names(has_risks: bool, has_issues: bool) -> dict[str, str]:
    """The defined names: which rows of which table are meant."""
    found = {}
    if has_risks:
        gone = [f'({column(POINTS, "状态")}<>"{word}")' for word in ("已消除", "已并入")]
        found[IN_FORCE] = "=" + "*".join([filled(POINTS, "风险点编号", "风险点"), *gone])
        key, year = column(RATINGS, "风险点编号"), column(RATINGS, "评定年度")
        registered = f"(COUNTIFS({registered_in(key)})>0)"
        latest = f'(COUNTIFS({key},{key},{year},">"&{year})=0)'
        found[RATED] = f'=({key}<>"")*{registered}*{latest}'
    if has_issues:
        due = column(ISSUES, "有效时限")
        found[COUNTED] = f"={filled(ISSUES, '问题编号', '问题')}*(1-{withdrawn()})"
        found[OPEN] = f"={COUNTED}*(({'+'.join(map(state, (IDLE, GOING, STAGED)))})>0)"
        found[LATE] = f"={OPEN}*ISNUMBER({due})*({due}<{AS_OF})"
        found[URGENT] = f"={OPEN}*ISNUMBER({due})*({due}<={AS_OF}+{DUE_SOON})"
        ends = '(COUNTIFS(参数!$A:$A,"长期坚持计入完成率",参数!$B:$B,"否")=0)'
        found[ENDING] = f"={COUNTED}*((({ends}+(1-{lasting()})))>0)"
    return found


def registered_in(key: str, *more: str) -> str:
    """The criteria for points in force of a number; more: further ranges and criteria."""
    state = column(POINTS, "状态")
    parts = [column(POINTS, "风险点编号"), key, state, '"<>已消除"', state, '"<>已并入"', *more]
    return ",".join(parts)


def number_of_rows(*factors: str) -> str:
    """How many rows are meant by all of some conditions."""
    return f"SUMPRODUCT({'*'.join(factors)}*1)"


def rate(part: str, whole: str, decimals: int) -> str:
    """A rate as the engine prints it: 100% only for all, 0% only for none, 无 over nothing."""
    step = f"{10 ** -(decimals + 2):.{decimals + 2}f}"
    inner = f"MIN(1-{step},MAX({step},ROUND({part}/{whole},{decimals + 2})))"
    return f'IF({whole}=0,"无",IF({part}={whole},1,IF({part}=0,0,{inner})))'


def point_unit(unit: str) -> str:
    return f"({column(POINTS, '科室')}={unit})"


def number_of_units() -> str:
    """How many units have points in force, whether they are in the list or not."""
    unit, state = column(POINTS, "科室"), column(POINTS, "状态")
    alike = f'COUNTIFS({unit},{unit},{state},"<>已消除",{state},"<>已并入")'
    return f'ROUND(SUMPRODUCT({IN_FORCE}*({unit}<>"")/({alike}+({alike}=0))),0)'


def rating_unit(unit: str) -> str:
    """Ratings of points of a unit."""
    key = column(RATINGS, "风险点编号")
    return f"(COUNTIFS({registered_in(key, column(POINTS, '科室'), unit)})>0)"


def rating_kind(kind: str) -> str:
    """Ratings of points of a 风险类别."""
    key = column(RATINGS, "风险点编号")
    return f"(COUNTIFS({registered_in(key, column(POINTS, '风险类别'), kind)})>0)"


def level_name(place: int) -> str:
    """The name of a level, 1 for the highest; "" where 参数 names fewer."""
    return f'IFERROR(INDEX({LEVELS},{place})&"","")'


def rating_level(place: int) -> str:
    """Ratings approved as the place-th level."""
    approved = column(RATINGS, "核定等级")
    return f'({approved}<>"")*({approved}={level_name(place)})'


def rated_at_all() -> str:
    """Ratings approved as any level of the method, or as 高, 中, 低."""
    approved = column(RATINGS, "核定等级")
    three = "+".join(f'({approved}="{word}")' for word in THREE)
    return f'({approved}<>"")*((COUNTIF({LEVELS},{approved})+{three})>0)'


def of_three(word: str) -> str:
    """Ratings approved as 高, 中 or 低, in the words of the method or in that word itself."""
    approved = column(RATINGS, "核定等级")
    own = f'(COUNTIFS({LEVELS},{approved},{THREES},"{word}")>0)'
    return f'((({approved}<>"")*{own}+({approved}="{word}")*(COUNTIF({LEVELS},"{word}")=0))>0)'


def high() -> str:
    return of_three(THREE[0])


def any_of_three() -> str:
    """Whether a rating in force is approved as 高, 中 or 低 where the method has other words."""
    approved = column(RATINGS, "核定等级")
    foreign = "+".join(f'({approved}="{word}")*(COUNTIF({LEVELS},"{word}")=0)' for word in THREE)
    return f"{number_of_rows(RATED, f'({foreign})')}>0"


def rating_factor(name: str, value: object) -> str:
    cells = column(RATINGS, name)
    return f'({cells}<>"")*({cells}={text(value)})'


def read_at_all(name: str) -> str:
    return f'({column(RATINGS, name)}<>"")'


def measure_unit(unit: str) -> str:
    """Measures of a unit: by their own 科室, else by that of their point."""
    own, key = column(MEASURES, "科室"), column(MEASURES, "风险点编号")
    of_point = f"(COUNTIFS({registered_in(key, column(POINTS, '科室'), unit)})>0)"
    return f'((({own}={unit})+({own}="")*{of_point})>0)'


def measure_rows() -> str:
    return filled(MEASURES, "措施编号", "措施内容")


def measure_done() -> str:
    return f'({column(MEASURES, "落实状态")}="已落实")'


def issue_unit(unit: str) -> str:
    return f"({column(ISSUES, '责任科室')}={unit})"


def issue_source(source: str) -> str:
    return f"({column(ISSUES, '来源')}={source})"


def state(word: str) -> str:
    """Rows of a state, also where the cell adds 长期坚持 to it."""
    return f'((({column(ISSUES, "整改状态")}="{word}")+{beside_lasting(word)})>0)'


def beside_lasting(word: str) -> str:
    """Rows whose 整改状态 names a state and adds 长期坚持 or the like, which the engine reads as the state."""
    cells, length = column(ISSUES, "整改状态"), len(word)
    tails = "+".join(f"ISNUMBER(FIND({text(tail)},{cells}))" for tail in LASTING_TAILS)
    return f"(LEFT({cells},{length})={text(word)})*(LEN({cells})>{length})*(({tails})>0)"


def closure(word: str) -> str:
    return f'({column(ISSUES, "销号状态")}="{word}")'


def statuses() -> tuple[tuple[str, ...], ...]:
    """The conditions of 已销号, 已完成, 办理中, 长期坚持, 已逾期: an issue meets one at most; late goes first."""
    not_late, is_closed = f"(1-{LATE})", closure(CLOSED)
    still = f"{OPEN}*{not_late}*(1-{is_closed})"
    return (
        (COUNTED, not_late, is_closed), (COUNTED, state(DONE), f"(1-{is_closed})"), (still, f"(1-{lasting()})"),
        (still, lasting()), (LATE,),
    )  # fmt: skip


def level_place(score: object) -> str:
    """The place of a score's level, 1 for the highest: how many of the thresholds do not hold, and one."""
    fails = f"(({score}<{EDGES})+({score}={EDGES})*({STRICT}=1)>0)"
    return f"=1+SUMPRODUCT(ISNUMBER({EDGES})*{fails})"


def urgent_key(place: int) -> str:
    """The issue that is the place-th in urgency: its days times 100000 and its row, as one number."""
    due = column(ISSUES, "有效时限")
    return f'{{=IFERROR(SMALL(IF({URGENT}>0,({due}-{AS_OF})*{ROW_UNIT}+ROW({due})),{place}),"")}}'


def listed(names: str, place: int) -> str:
    """The place-th name of a growing list, "" beyond its end."""
    return f'=IF({place}>ROWS({names}),"",INDEX({names},{place})&"")'
