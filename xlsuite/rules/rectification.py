"""RC-01 … RC-04, 11, 12, 20, 22: what each row of a 问题整改台账 must say, and in which words (domain §5.2)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import axes_of
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import quote, tidy
from xlsuite.rules.cells import blanks, remarked, unreadable
from xlsuite.rules.rule import INFO, WARNING, Fault, rule

MEASURES = "个条人月日项年次件份名万元处期场轮家篇户笔%％"  # what may follow an X that stands for a number
CROSSES = "XxＸｘ×"
BETWEEN = "\x1f"
WRITTEN_TEXT = (
    "rectification", "progress", "extensions", "closures", "common_problems", "risk_points", "risk_measures",
    "risk_ratings",
)  # fmt: skip


def row_name(table: Table, index: int, other: Table) -> str:
    """A row as another row's message names it; with its sheet where that is another one."""
    return f"第 {table.rows[index]} 行" if table is other else f"“{table.sheet}”第 {table.rows[index]} 行"


@rule("RC-01", "rectification", at="number")
def number_repeated(book: Book) -> Iterator[Fault]:
    """问题编号重复

    查什么：
    两行用了同一个问题编号，同一工作簿里的几张整改台账合在一起查。
    为什么：
    延期、销号、进展都按编号对应，编号重复就分不清说的是哪一个问题。
    怎么改：
    给后一行换一个没有用过的编号；如果两行是同一个问题，并成一行，多条措施写在同一格里。
    例：
    对 问题编号=ZG-2025-001 | 问题编号=ZG-2025-002
    错 问题编号=ZG-2025-001 | 问题编号=ZG-2025-001
    错 问题编号=ZG-2025-001 | 问题编号=zg-2025-001
    """
    tables = [table for table in book.tables_of("rectification") if "number" in table]
    numbers = [alike_numbers(table) for table in tables]
    times: Counter[str] = Counter()
    for column in numbers:
        times.update(column)
    if not any(count > 1 for number, count in times.items() if number):
        return
    first: dict[str, tuple[Table, int]] = {}
    for table, column in zip(tables, numbers, strict=True):
        for index, number in enumerate(column):
            if not number or times[number] == 1:
                continue
            before, at = first.setdefault(number, (table, index))
            if (before, at) == (table, index):
                continue
            if before is table and table.place(at, "number") == table.place(index, "number"):
                message = f"问题编号“{quote(table.raw['number'][index])}”合并在几行上，每一行都算一个问题。"
            else:
                message = f"问题编号“{quote(table.raw['number'][index])}”与{row_name(before, at, table)}重复。"
            yield Fault(message, table=table, index=index)


def alike_numbers(table: Table) -> list[str]:
    """The numbers in capitals, all at once; "" for one that is blank or cannot be judged."""
    numbers = ["" if number is None or number is UNREADABLE else number for number in table.column("number")]
    return BETWEEN.join(numbers).upper().split(BETWEEN)


@rule("RC-02", "rectification")
def origin_missing(table: Table) -> Iterator[Fault]:
    """来源、方面或问题没有填

    查什么：
    来源、方面、问题三格都要有内容。
    为什么：
    不知道问题从哪里来、属于哪一方面，就归不到反馈意见里，总数也对不上。
    怎么改：
    照反馈原文补填；“/”“无”也算没有填。
    例：
    对 来源=单位自查
    错 来源=
    错 方面=/
    错 问题=无
    """
    yield from blanks(table, "RC-02")


@rule("RC-03", "rectification")
def measures_missing(table: Table) -> Iterator[Fault]:
    """整改措施没有填

    查什么：
    每个问题都要有整改措施。
    为什么：
    没有措施，这个问题就没有进任务清单。
    怎么改：
    写清做什么、由谁做、做到什么程度。
    例：
    对 整改措施=修订请销假制度；按月通报
    错 整改措施=
    错 整改措施=无
    """
    yield from blanks(table, "RC-03")


@rule("RC-04", "rectification")
def duty_missing(table: Table) -> Iterator[Fault]:
    """责任领导、责任科室或责任人没有填

    查什么：
    责任领导、责任科室、责任人三格都要有内容。
    为什么：
    没有人负责的问题不会自己改好，责任清单也缺一项。
    怎么改：
    填一位责任领导、一个牵头科室和具体责任人。
    例：
    对 责任人=顾某丁
    错 责任领导=
    错 责任科室=—
    错 责任人=
    """
    yield from blanks(table, "RC-04")


@rule("RC-11", ("rectification", "progress"))
def state_unknown(table: Table) -> Iterator[Fault]:
    """整改状态不在词表里

    查什么：
    整改状态应是 未启动、推进中、基本完成、已完成 之一，或它们的常见说法。
    为什么：
    看不懂的状态不知道算不算完成，与状态有关的检查都没有做，也不计入任何一类。
    怎么改：
    按实际情况改成 未启动、推进中、基本完成、已完成 之一。
    例：
    对 整改状态=推进中
    对 整改状态=正在整改
    错 整改状态=差不多了
    错 整改状态=80%
    """
    yield from unreadable(table, "RC-11")


@rule("RC-12", ("rectification", "progress"), INFO)
def state_mixed(table: Table) -> Iterator[Fault]:
    """整改状态里写了两件事

    查什么：
    整改状态里除了完成程度，还写了整改类型、销号状态或者逾期，例如“已完成，长期坚持”“已完成，已销号”；“持续整改”也是。
    为什么：
    完成程度、整改类型、销号状态、是否逾期是四件事，混在一格里数不清；这次已经拆开计数。
    怎么改：
    整改状态只填完成程度，“长期坚持”填到整改类型，“已销号”填到销号状态；是否逾期不用填，按时限算。
    例：
    对 整改状态=已完成
    错 整改状态=已完成，长期坚持
    错 整改状态=已完成（长期坚持）
    错 整改状态=已完成，已销号
    错 整改状态=持续整改
    """
    for index, ident, remark in remarked(table, "composite"):
        own = said_otherwise(table, index)
        yield Fault(f"{table.slots[ident].column.name}{remark.message}{own}。", at=ident, index=index)


def said_otherwise(table: Table, index: int) -> str:
    """What 销号状态 says where it differs from what 整改状态 says of it; the column of its own holds."""
    axes = axes_of(tidy(table.typed(index, "state"))) if "closure" in table else None
    own = table.column("closure")[index] if axes and axes.closure else None
    if axes is None or own in (None, axes.closure) or own is UNREADABLE:
        return ""
    return f"；销号状态列填的是“{own}”，按那一列算"


@rule("RC-20", WRITTEN_TEXT, WARNING)
def placeholder(table: Table, placeholders: tuple[str, ...]) -> Iterator[Fault]:
    """还有占位符，没有填实

    查什么：
    问题、表现、措施、进展、佐证等文字里还有 X项、XX、××、201X、待补充 这样的记号（备注不查）。
    为什么：
    占位符说明这里还缺数字或内容，原样进了报告就是差错。
    怎么改：
    换成真实的数字或内容；暂时没有的，先核实再填。
    例：
    对 问题=梳理出3个方面5项问题
    对 问题=OX项目合同未归档
    对 备注=材料待补充
    错 问题=对照X个方面发现X项问题
    错 整改措施=201X年XX月前完成
    错 佐证材料=待补充
    """
    if not placeholders:
        return
    marks = [*CROSSES] if any(mark in word for word in placeholders for mark in CROSSES) else []
    marks += [word for word in placeholders if not any(mark in word for mark in CROSSES)]
    search = None
    for ident in table.own:
        column = table.slots[ident].column
        if not column.kind.free_text or ident in ("note", "due_text"):
            continue
        texts = table.text_of(ident)
        if not any(mark in texts for mark in marks):
            continue
        search = search or re.compile(placeholder_pattern(placeholders)).findall
        found = {raw: hits for raw in table.distinct(ident) if raw.__class__ is str and (hits := search(raw))}
        for index, raw in enumerate(table.raw[ident] if found else ()):
            if raw in found:
                marked = "、".join(f"“{quote(hit)}”" for hit in dict.fromkeys(found[raw]))
                yield Fault(f"{column.name}里有占位符{marked}，应换成真实的数字或内容。", at=ident, index=index)


def placeholder_pattern(words: tuple[str, ...]) -> str:
    """The words as given, not inside a longer Latin word, and an X in place of a number before a measure word."""
    parts = []
    if any(mark in word for word in words for mark in CROSSES):
        parts.append(rf"(?<![A-Za-z0-9])(?:\d{{0,3}}|第)?[{CROSSES}]+(?:[{MEASURES}]|季度)")
    for word in sorted(words, key=len, reverse=True):
        before = "(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
        after = "(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
        more = f"{re.escape(word[-1])}*" if word[-1] in CROSSES else ""
        parts.append(before + re.escape(word) + more + after)
    return "|".join(parts)


@rule("RC-22", "rectification")
def no_number(table: Table) -> Iterator[Fault]:
    """应填数字的格不是数字

    查什么：
    新建制度、修订制度、清退金额、约谈提醒人次等列应是确定的数字。
    为什么：
    “约”“若干”这样的数不能相加，报告里的合计会少。
    怎么改：
    填核实后的数字；没有发生的填 0 或留空。
    例：
    对 清退金额=1386
    对 清退金额=1386元
    错 清退金额=约1386元
    错 新建制度=若干
    错 约谈提醒人次=1.5
    """
    yield from unreadable(table, "RC-22")
