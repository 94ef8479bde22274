"""Worksheet functions: the verbs' own arithmetic in a cell, for single values and for ranges.

Nothing here knows today: the day it is judged by is always an argument. What cannot be worked out comes back as the
Chinese sentence that says why, never as a guess. The functions are plain Python; xlwings makes them Excel's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from xlsuite.errors import UsageError, XlsuiteError
from xlsuite.grading.basis import Basis
from xlsuite.host.quick import xlwings
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.grid import Grid
from xlsuite.model.settings import BadSetting, Settings
from xlsuite.model.text import is_blank, strip, whole

CATEGORY = "廉政台账"
DAY_SHOWN = "yyyy-m-d"  # where the program leaves it to us how a day is shown
LEDGER, ROSTER = "问题整改台账", "岗位与名册"
DAY_WANTED = "请写具体日期，例如 2026-3-31。"
DAY_OR_FOUND = "请填上发现日期，或写具体日期，例如 2026-3-31。"
NO_DAY = "截止日要填真实日期，例如 2025-9-30。"
EPOCH = date(1899, 12, 30)
STATES_WANTED = "应填 未启动、推进中、基本完成、已完成 中的一项。"
ISSUES = ("问题编号", "问题", "发现日期", "整改类型", "整改时限", "整改状态")


# --- values and ranges ---


def rows_of(value: Any) -> list[list[Any]]:
    """A single value, a line or a block as rows, without None."""
    rows = value if isinstance(value, list | tuple) else [value]
    block = [list(row) if isinstance(row, list | tuple) else [row] for row in rows]
    return [[plain(cell) for cell in row] for row in block]


def plain(cell: Any) -> Any:
    """A cell as a file's reader gives it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == datetime.min.time() else cell
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def each(work: Callable[..., Any], *given: Any) -> Any:
    """A function over values or ranges of one size; a single value goes with every cell of a range."""
    blocks = [rows_of(value) for value in given]
    height, width = max(map(len, blocks)), max(len(block[0]) for block in blocks)
    for block in blocks:
        if (len(block), len(block[0])) not in ((1, 1), (height, width)):
            return f"几个区域大小不一样：应都是 {height} 行 {width} 列，或是一格。"

    def one(row: int, at: int) -> Any:
        return work(*(block[0][0] if len(block) == len(block[0]) == 1 else block[row][at] for block in blocks))

    done = [[one(row, at) for at in range(width)] for row in range(height)]
    return done[0][0] if not any(isinstance(value, list | tuple) for value in given) else done


def day_of(value: Any) -> date | None:
    """The day of an argument: a date, its serial number, or a text that is one."""
    from xlsuite.model.dates import read_date

    value = rows_of(value)[0][0]
    if isinstance(value, float) and 1 <= value < 2_958_466:
        return EPOCH + timedelta(days=int(value))
    return read_date(value).value


def basis_of(as_of: date, method: Any = "", bands: Any = "") -> Basis:
    settings = Settings()
    for name, value in (("统计截止日", as_of), ("评定方法", method), ("等级分档", bands)):
        if not is_blank(value):
            try:
                settings.take(name, value, "命令行")
            except BadSetting as error:
                raise UsageError(f"{name}填的是“{whole(value)}”，{error}。") from None
    settings.settle(as_of)
    return Basis(settings)


def book_of(as_of: date, **sheets: Sequence[Sequence[Any]]) -> Book:
    """A workbook of some blocks, each with its header row, understood as any other."""
    from xlsuite.ledgers.open import open_book

    grids = [Grid(name, [list(row) for row in rows]) for name, rows in sheets.items()]
    return open_book("函数", grids, as_of, {}, {"统计截止日": as_of})


# --- the functions ---


def risk_score(first: Any, second: Any = None, third: Any = None, fourth: Any = None, method: Any = "ls3x3") -> Any:
    """风险值：按评定方法由各因素算出，如 可能性×危害程度。"""
    return each(lambda *factors: graded(factors, method, "", "score"), first, second, third, fourth)


def risk_level(
    first: Any, second: Any = None, third: Any = None, fourth: Any = None, method: Any = "ls3x3", bands: Any = ""
) -> Any:
    """风险等级：按评定方法和等级分档由各因素得出；因素缺或超出范围，说明原因。"""
    return each(lambda *factors: graded(factors, method, bands, "level"), first, second, third, fourth)


def graded(factors: Sequence[Any], method: Any, bands: Any, wanted: str) -> Any:
    """The score or the level of one risk point; "" where no factor is filled in."""
    if all(is_blank(factor) for factor in factors):
        return ""
    method, bands = (strip(whole(rows_of(value)[0][0])) for value in (method, bands))
    try:
        way = basis_of(date(2000, 1, 1), method, bands).method  # no method knows a day
        grade = way.level({factor.name: value for factor, value in zip(way.factors, factors, strict=False)})
    except XlsuiteError as error:
        return str(error)
    found = getattr(grade, wanted)
    if found is None:
        return grade.trouble or "这个方法不算分，只定等级。"
    return float(found) if wanted == "score" else found


def manager(post: Any, level: Any, roster: Any) -> Any:
    """管理责任人：从“岗位与名册”区域（含表头）里，按岗位编号和等级（高、中、低）找到该管的人。"""
    chain = book_of(date(2000, 1, 1), **{ROSTER: rows_of(roster)}).chain  # tenures are of rows, not of a day
    if chain is None:
        return (
            "第三项应是“岗位与名册”的区域，第一行是表头（岗位编号、科室、岗位名称、任职人、岗位层级、直接上级岗位）。"
        )

    def one(post: Any, level: Any) -> Any:
        if is_blank(post):
            return ""
        found = chain.manager(strip(whole(post)), strip(whole(level)) or None)
        return found.person or found.trouble

    return each(one, post, level)


def term_day(text: Any, found: Any, as_of: Any) -> Any:
    """时限日期：把“2025年6月底前”“3个月内”一类写法读成日期；没写年份的按截止日那一年。"""
    from xlsuite.model.deadlines import BEYOND_CALENDAR, NO_CALENDAR, NO_FOUND_DATE, read_term, resolve

    day = day_of(as_of)
    if day is None:
        return NO_DAY

    def one(text: Any, found: Any) -> Any:
        term = read_term(text if isinstance(text, str) else (day_of(text) or text), day.year)
        at, trouble = resolve(term, day_of(found) if not is_blank(found) else None, None)
        advice = {NO_FOUND_DATE: DAY_OR_FOUND, NO_CALENDAR: DAY_WANTED, BEYOND_CALENDAR: DAY_WANTED}.get(
            trouble or "", ""
        )
        return at or (f"“{whole(text)}”{trouble}。{advice}" if trouble else "")

    return each(one, text, found)


def deadline(due: Any, found: Any, kind: Any, extended: Any, as_of: Any) -> Any:
    """有效时限：批准延期的按延期后的日子，没写日子的立行立改从发现日期起算。"""

    def one(stated: Any, until: Any) -> Any:
        if is_blank(until):
            return stated
        return day_of(until) or f"延期后时限“{whole(until)}”不是日期，请填具体日期，例如 2026-3-31。"

    stated = over_issues({"整改时限": due, "发现日期": found, "整改类型": kind}, as_of, "deadline")
    return each(one, stated, extended) if day_of(as_of) else stated


def overdue_days(due: Any, state: Any, as_of: Any) -> Any:
    """逾期天数：到截止日还没完成的，超过时限多少天；没逾期或已完成是 0。"""
    return over_issues({"整改时限": due, "整改状态": state}, as_of, "overdue_days")


def over_issues(columns: Mapping[str, Any], as_of: Any, wanted: str) -> Any:
    """A computed column of the rectification ledger over rows made of the arguments."""
    day = day_of(as_of)
    if day is None:
        return NO_DAY
    blocks = {name: rows_of(value) for name, value in columns.items()}
    count = max(map(len, blocks.values()))
    if any(len(block) not in (1, count) or len(block[0]) != 1 for block in blocks.values()):
        return f"几个区域大小不一样：应都是一列 {count} 行，或是一格。"
    rows: list[list[Any]] = [list(ISSUES)]
    for at in range(count):
        given = {name: block[0 if len(block) == 1 else at][0] for name, block in blocks.items()}
        row = {"问题编号": f"第{at + 1}个", "问题": "问题", "整改状态": "推进中", **given}
        rows.append([row.get(name, "") for name in ISSUES])
    tables = book_of(day, **{LEDGER: rows}).tables_of("rectification")
    values: dict[int, Any] = {}
    for table in tables:
        terms, days, states = table.column("due"), table.column("deadline"), table.column("state")
        for index, value in enumerate(table.column(wanted)):
            at = table.rows[index] - 2
            values[at] = told(value, terms[index], rows[at + 1][ISSUES.index("整改时限")], wanted)
            is_unsaid = states[index] is None or states[index] is UNREADABLE
            if wanted == "overdue_days" and is_unsaid and isinstance(days[index], date) and days[index] < day:
                values[at] = f"整改状态{filled(rows[at + 1][-1])}，说不准完成没有，{STATES_WANTED}"
    done = [[values.get(at, "")] for at in range(count)]
    return done[0][0] if not any(isinstance(value, list | tuple) for value in columns.values()) else done


def filled(typed: Any) -> str:
    return "没有填" if is_blank(typed) else f"填的是“{whole(typed)}”"


def told(value: Any, term: Any, typed: Any, wanted: str) -> Any:
    """A computed value as a cell shows it; why there is none, where the deadline cannot be read."""
    if term is UNREADABLE or getattr(term, "trouble", None):
        return f"“{whole(typed)}”看不出是哪一天，请填具体日期，例如 2026-3-31。"
    if value is None or value is UNREADABLE:
        return "" if wanted == "deadline" or is_blank(typed) else 0.0
    return float(value) if isinstance(value, int) else value


def completion_rate(ledger: Any, as_of: Any) -> Any:
    """整改完成率：“问题整改台账”区域（含表头）里 已完成 ÷ 全部；没有数据行是“无”。"""
    from xlsuite.verbs.summarize import summarize

    day = day_of(as_of)
    if day is None:
        return NO_DAY
    book = book_of(day, **{LEDGER: rows_of(ledger)})
    figure = summarize(book, ()).figure("rectification.completion_rate") if book.has("rectification") else None
    if figure is None:
        return "第一项应是“问题整改台账”的区域，第一行是表头（问题编号、整改时限、整改状态……）。"
    if not figure.denominator:
        return "无"
    return float(figure.numerator or 0) / float(figure.denominator)


def checked_row(header: Any, rows: Any, as_of: Any, name: Any = LEDGER) -> Any:
    """校验行：按台账规则检查一行或几行，列出错误和警告；没有问题是“无”。只看这几行自己，不看别的表。"""
    from xlsuite.excel.live_read import cell_of
    from xlsuite.ledgers.open import open_book
    from xlsuite.model.outcome import Severity
    from xlsuite.verbs.check import findings

    day = day_of(as_of)
    if day is None:
        return NO_DAY
    block = rows_of(rows)
    if not isinstance(rows, list | tuple) or len(rows_of(header)) != 1 or len(block[0]) != len(rows_of(header)[0]):
        if len(block[0]) == 1 and len(block) == len(rows_of(header)[0]):  # a row that xlwings handed over as a line
            block = [[row[0] for row in block]]
        else:
            return "表头应是一行，和要检查的行一样宽。"
    sheet = strip(whole(rows_of(name)[0][0])) or LEDGER
    errors: dict[tuple[int, int], str] = {}
    cells = [
        [cell_of(value, (number, at), errors) for at, value in enumerate(row, 1)]
        for number, row in enumerate([*rows_of(header), *block], 1)
    ]
    book = open_book("函数", [Grid(sheet, cells, errors=errors)], day, {}, {"统计截止日": day})
    if not book.tables:
        return "表头认不出是哪种台账。请从台账的表头行选起。"
    said: dict[int, list[str]] = {}
    for finding in findings(book):
        if finding.severity is not Severity.INFO and finding.row > 1:
            said.setdefault(finding.row, []).append(f"{finding.rule} {finding.message}")
    done = [["；".join(said.get(at, ())) or "无"] for at in range(2, len(block) + 2)]
    return done[0][0] if len(done) == 1 else done


# --- as Excel's functions ---

xw = xlwings()
FACTORS = {"因素1": "如可能性L", "因素2": "如危害程度S", "因素3": "方法要三个因素时填", "因素4": "方法要四个因素时填"}
FACTOR_ARGS = dict(zip(("first", "second", "third", "fourth"), FACTORS.values(), strict=True))
METHOD_ARG = {"method": "评定方法的代号，不填是 ls3x3；另有 ls5x5、lec、weighted、nist 等"}
AS_OF_ARG = {"as_of": "统计截止日，如 参数!B2 或 DATE(2025,9,30)"}
OFFERED: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "风险值": (risk_score, {**FACTOR_ARGS, **METHOD_ARG}),
    "风险等级": (risk_level, {**FACTOR_ARGS, **METHOD_ARG, "bands": "等级分档，如 ≥6 高；≥3 中；其余 低"}),
    "管理责任人": (manager, {"post": "岗位编号", "level": "等级：高、中、低", "roster": "“岗位与名册”的区域，含表头"}),
    "时限日期": (term_day, {"text": "时限的写法", "found": "发现日期，“3个月内”从它算起；没有就留空", **AS_OF_ARG}),
    "有效时限": (
        deadline,
        {"due": "整改时限", "found": "发现日期", "kind": "整改类型", "extended": "延期后时限，没有就留空", **AS_OF_ARG},
    ),
    "逾期天数": (overdue_days, {"due": "时限", "state": "整改状态", **AS_OF_ARG}),
    "整改完成率": (completion_rate, {"ledger": "“问题整改台账”的区域，含表头", **AS_OF_ARG}),
    "校验行": (
        checked_row,
        {"header": "表头行", "rows": "要检查的一行或几行", **AS_OF_ARG, "name": "工作表名，不填是“问题整改台账”"},
    ),
}  # fmt: skip


def offered(name: str, work: Callable[..., Any], arguments: Mapping[str, str]) -> Callable[..., Any]:
    """A function as xlwings wants it: its Chinese name, its help, and how each argument comes in."""
    work.__name__ = work.__qualname__ = name
    work.__annotations__ = {}  # xlwings would take them for converters
    made: Callable[..., Any] = xw.func(work, category=CATEGORY, call_in_wizard=False)
    for argument, help in arguments.items():
        made = xw.arg(argument, ndim=2, err_to_str=True, doc=help)(made)
    made = xw.ret(date_format=DAY_SHOWN)(made)
    return made


for _name, (_work, _arguments) in OFFERED.items():
    globals()[_name] = offered(_name, _work, _arguments)
