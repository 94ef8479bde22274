"""ST-11 … ST-19: what a cell may hold, straight from the declarations of the columns (contract §3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import IMMEDIATE, LASTING
from xlsuite.model.columns import UNREADABLE, Column
from xlsuite.model.deadlines import Term
from xlsuite.model.table import Table
from xlsuite.model.text import is_blank, quote, tidy
from xlsuite.rules.rule import INFO, WARNING, Fault, rule
from xlsuite.rules.setting_lines import settings_bad

UNIT_COLUMNS = {"risk_points": "unit", "rectification": "unit"}


def remarked(table: Table, code: str) -> Iterator[tuple[int, str, Any]]:
    """Rows and columns whose cell drew a remark: (index, ident, remark)."""
    return ((index, ident, remark) for index, ident, remark in table.remarked if remark.code == code)


def unreadable(table: Table, rule_id: str) -> Iterator[Fault]:
    """Cells that cannot be judged, for the rule that their column's kind names."""
    for index, ident, remark in remarked(table, "unreadable"):
        column = table.slots[ident].column
        if (column.kind.fault or "ST-16") == rule_id:
            typed = quote(table.raw[ident][index])
            yield Fault(f"{column.name}填的是“{typed}”，{remark.message}。", at=ident, index=index)


def blanks(table: Table, rule_id: str) -> Iterator[Fault]:
    """Required cells that are empty, for the rule that the column names."""
    for ident in table.own:
        column = table.slots[ident].column
        answers = column.blank or "ST-19"
        if column.need == "may" or answers.partition(":")[0] != rule_id:
            continue
        for index in empty_rows(table, column, answers.partition(":")[2]):
            yield Fault(f"{column.name}没有填。", at=ident, index=index)


def empty_rows(table: Table, column: Column, unless_blank: str) -> list[int]:
    """Rows where a cell is empty and may not be."""
    rows = [index for index in table.blank[column.ident] if not is_said(table, column, index)]
    if column.instead in table:
        other = table.column(column.instead)
        rows = [index for index in rows if other[index] is None]
        if column.ident == later_of(table, column):
            rows = []
    if unless_blank:
        condition = table.column(unless_blank)
        rows = [index for index in rows if condition[index] is not None]
    if not table.primary:
        own = [table.column(ident) for ident in table.own]
        rows = [index for index in rows if any(values[index] is not None for values in own)]
    return rows


def is_said(table: Table, column: Column, index: int) -> bool:
    """Whether a cell without a value holds a word all the same, such as 待定 under a level."""
    return not is_blank(table.raw[column.ident][index]) and column.kind.fault == "RP-03"


def later_of(table: Table, column: Column) -> str:
    """Of two columns that can stand for each other, the one that keeps silent when both are empty."""
    order = [each.ident for each in table.ledger.columns]
    return max(column.ident, column.instead, key=order.index) if column.instead in table else ""


@rule("ST-11", severity=WARNING)
def stray_characters(table: Table) -> Iterator[Fault]:
    """夹带空格、不可见字符或全角数字

    查什么：
    编号、姓名、科室、选项里夹着空格、不可见字符、全角数字或字母。
    为什么：
    看着一样，电脑比对时却是两个词，会对不上号、漏计数。
    怎么改：
    去掉多余的字符，全角改半角；“修正”可以自动改，不改变意思。
    例：
    对 责任人=顾某丁
    错 责任人=顾某丁␣
    错 责任人=顾　某丁
    错 问题编号=ZG-２０２５-001
    """
    for index, ident, remark in remarked(table, "stray"):
        column = table.slots[ident].column
        typed = quote(table.raw[ident][index])
        yield Fault(f"{column.name}“{typed}”{remark.message}{read_as(remark)}。", at=ident, index=index, fix=remark.fix)


def read_as(remark: Any) -> str:
    return "，不能确定该怎么改" if remark.fix is None else f"，按“{quote(remark.fix)}”读"


@rule("ST-12", severity=WARNING)
def too_long(table: Table) -> Iterator[Fault]:
    """文字超过长度

    查什么：
    文字比这一列的上限长。
    为什么：
    过长的文字打印不下，多半是把别的内容也写进了这一格。
    怎么改：
    压缩到上限以内，细节移到备注或附件。
    例：
    对 问题=外出请销假登记不全
    错 问题={501}
    """
    for ident in table.own:
        longest = table.slots[ident].column.longest
        if not longest:
            continue
        name = table.slots[ident].column.name
        if table.longest.get(ident, longest + 1) > longest:
            for index, text in enumerate(table.raw[ident]):
                if text.__class__ is str and len(text) > longest:
                    yield Fault(f"{name}共 {len(text)} 字，上限 {longest} 字。", at=ident, index=index)


@rule("ST-13", severity=WARNING)
def date_as_text(table: Table) -> Iterator[Fault]:
    """日期是文字，不是日期

    查什么：
    日期写成了文字或数字，但只有一种读法。
    为什么：
    文字不能排序、不能算天数，别人的公式会漏掉它。
    怎么改：
    改成真正的日期；“修正”可以自动改。
    例：
    对 发现日期=2025-03-20
    错 发现日期=2025年3月20日
    错 发现日期=2025.3.20
    """
    for index, ident, remark in remarked(table, "text_date"):
        column = table.slots[ident].column
        typed, day = quote(table.raw[ident][index]), remark.fix
        unsure, year = assumed(remark.value, table)
        lost = said_besides(remark.value, table, index)
        fix = None if unsure or lost else day
        what = "文字" if isinstance(table.raw[ident][index], str) else "数字，没有设成日期格式"
        yield Fault(f"{column.name}“{typed}”是{what}，读作 {day}{year}{lost}。", at=ident, index=index, fix=fix)
    if table.ledger.id == "rectification" and "due_text" in table and "due" in table:
        for index, term in enumerate(table.column("due_text")):
            if table.raw["due"][index] == "" and term is not None and term.day:
                text = quote(table.raw["due_text"][index])
                unsure, year = assumed(term, table)
                message = f"整改时限是空的，按整改时限原文“{text}”读作 {term.day}{year}。"
                yield Fault(message, at="due", index=index, fix=None if unsure else term.day)


def assumed(value: Any, table: Table) -> tuple[bool, str]:
    """Whether a deadline's year is nobody's word, and what to say of it where the text names none (domain §5.3)."""
    if not isinstance(value, Term) or not value.assumed_year or value.day is None:
        return False, ""
    is_set = table.scope.settings.source("year") != "默认"
    return not is_set, f"（没有写年份，按{'台账年度' if is_set else '统计截止日的年份'} {value.day.year} 年算）"


def said_besides(value: Any, table: Table, index: int) -> str:
    """What a deadline says besides its day that no other column of the row does: a bare date would lose it."""
    if not isinstance(value, Term):
        return ""
    words = LASTING if value.long_term else IMMEDIATE if value.immediate else ""
    elsewhere = (table.column(ident)[index] for ident in ("kind", "due_text") if ident in table)
    if not words or any(tells(each, words) for each in elsewhere):
        return ""
    return f"；改成日期前，先把“{words}”填到整改类型"


def tells(value: Any, words: str) -> bool:
    if isinstance(value, Term):
        return value.long_term if words == LASTING else value.immediate
    return bool(value == words)


@rule("ST-14")
def no_date(table: Table) -> Iterator[Fault]:
    """不是日期

    查什么：
    日期列里的内容不是日期、有歧义（19.3.5），或日历上没有这一天（2025-02-30）。
    为什么：
    猜错一个日期比没有日期更糟，所以不猜，涉及它的检查都没有做。
    怎么改：
    改成完整的真实日期，例如 2025-03-05。
    例：
    对 发现日期=2025-03-20
    错 发现日期=2025-02-30
    错 发现日期=19.3.5
    错 发现日期=待定
    """
    yield from unreadable(table, "ST-14")


@rule("ST-15", severity=WARNING)
def number_as_text(table: Table) -> Iterator[Fault]:
    """数字是文字，不是数字

    查什么：
    数字写成了文字（带元、万元、项、人次等单位，或全角、汉字数字），但只有一种读法。
    为什么：
    文字不参加求和，合计会少。
    怎么改：
    只填数字，单位写在表头；“修正”可以自动改。
    例：
    对 清退金额=1386
    错 清退金额=1386元
    错 新建制度=２
    """
    for index, ident, remark in remarked(table, "text_number"):
        column = table.slots[ident].column
        yield Fault(
            f"{column.name}“{quote(table.raw[ident][index])}”是文字，读作 {quote(remark.fix)}。",
            at=ident,
            index=index,
            fix=remark.fix,
        )
    yield from unreadable(table, "ST-15")


@rule("ST-16")
def not_a_choice(table: Table, book: Book) -> Iterator[Fault]:
    """不在可填的范围里

    查什么：
    列有固定的几种填法，而填的不在其中；科室不在岗位名册或科室名录里；参数的值用不了。
    为什么：
    不在范围里的词归不到任何一类，汇总时会漏。
    怎么改：
    从列出的几项中选一项。
    例：
    对 整改类型=限期整改
    错 整改类型=慢慢改
    错 责任科室=财务科 | [岗位与名册] 科室=综合科
    """
    yield from unreadable(table, "ST-16")
    if table.ledger.id == "settings":
        yield from (fault for fault in settings_bad(book) if fault.sheet == table.sheet)
    ident = UNIT_COLUMNS.get(table.ledger.id, "")
    if not book.units or ident not in table:
        return
    for index, unit in enumerate(table.column(ident)):
        if unit and unit is not UNREADABLE and unit not in book.units and (wrong := unknown_unit(unit, book.units)):
            yield Fault(f"{table.slots[ident].column.name}“{wrong}”不在岗位名册的科室里。", at=ident, index=index)


def unknown_unit(text: str, units: frozenset[str]) -> str:
    """The first of the units named in a cell that nobody belongs to."""
    parts = [
        tidy(part)
        for part in text.replace("，", "、").replace(",", "、").replace("；", "、").replace("/", "、").split("、")
    ]
    return next((part for part in parts if part and part not in units), "")


@rule("ST-17", severity=INFO)
def synonym(table: Table) -> Iterator[Fault]:
    """用了同义的词

    查什么：
    选项填的是标准词的同义说法。
    为什么：
    已按标准词计数；用词统一了，别人筛选时才不会漏。
    怎么改：
    改成标准词；“修正”可以自动改。
    例：
    对 整改状态=推进中
    错 整改状态=正在整改
    """
    for index, ident, remark in remarked(table, "synonym"):
        column = table.slots[ident].column
        yield Fault(f"{column.name}{remark.message}。", at=ident, index=index, fix=remark.fix)


@rule("ST-18", severity=WARNING)
def row_repeated(table: Table) -> Iterator[Fault]:
    """整行重复

    查什么：
    两行的每一格都一样，序号不算。
    为什么：
    多半是复制粘贴时多了一行，会重复计数。
    怎么改：
    确认后删去后一行。
    例：
    对 问题编号=ZG-2025-001 | 问题编号=ZG-2025-002
    错 问题编号=ZG-2025-001 | 问题编号=ZG-2025-001
    """
    if not table.primary or not table.rows:
        return
    seen: dict[tuple[Any, ...], int] = {}
    columns = list(table.raw.values())
    others = [at for at, _ in table.layout.unknown]
    others += [slot.at for _, slots in table.layout.companions for slot in slots]
    for index in alike(table):
        cells = (*[column[index] for column in columns], *[table.grid.cell(table.rows[index], at) for at in others])
        first = seen.setdefault(cells, index)
        if first != index and table.ledger.id != "settings":  # a setting given twice is ST-03
            yield Fault(f"这一行与第 {table.rows[first]} 行完全一样。", at=next(iter(table.slots)), index=index)


def alike(table: Table) -> Sequence[int]:
    """Rows that another row may repeat: those whose key is not theirs alone."""
    keys = table.raw.get(table.ledger.key)
    if keys is None:
        return range(len(table.rows))
    if len(table.distinct(table.ledger.key)) == len(keys):
        return ()
    times = Counter(keys)
    return [index for index, key in enumerate(keys) if times[key] > 1]


@rule("ST-19")
def required_empty(table: Table) -> Iterator[Fault]:
    """必填的格是空的

    查什么：
    必填列里有空格（“/”“无”“—”也算空）。
    为什么：
    空着的格不算任何一类，需要它的检查没有做。
    怎么改：
    补填；确实没有的，在备注里说明原因。
    例：
    对 整改类型=限期整改
    错 整改类型=
    错 整改状态=/
    """
    yield from blanks(table, "ST-19")
