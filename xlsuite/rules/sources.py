"""RC-25, 26, 30: whether the issues add up to what each source fed back (domain §5.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rectification import BETWEEN, row_name
from xlsuite.rules.rule import WARNING, Fault, rule

LEAST_ALIKE = 6  # characters from which two issues of the same wording are more than a coincidence
SPACES = (" ", "\u3000", "\xa0")


@rule("RC-25", "rectification")
def total_differs(book: Book) -> Iterator[Fault]:
    """某个来源的问题数与应整改数不符

    查什么：
    来源表写了应整改数的，台账里这个来源的行数应与它相等。
    为什么：
    反馈的问题要逐条整改，不遗漏、不合并。
    怎么改：
    对照反馈意见逐条核对，补上漏掉的问题，拆开合并的问题；应整改数写错的，改来源表。
    例：
    对 来源=单位自查 | [来源表] 来源名称=单位自查 应整改数=1
    对 来源=单位自查 | [来源表] 来源名称=单位自查 应整改数=
    错 来源=单位自查 | [来源表] 来源名称=单位自查 应整改数=2
    错 来源=单位自查 | [来源表] 来源名称=审计反馈 应整改数=1
    """
    tables = [table for table in book.tables_of("rectification") if "source" in table]
    expected = expected_totals(book)
    if not tables or not expected:
        return
    counted: dict[str, list[str]] = {}
    for table in tables:
        for index, source in enumerate(table.column("source")):
            if source and source is not UNREADABLE:
                counted.setdefault(fold(source), []).append(f"{quote(source)}（第 {table.rows[index]} 行）")
    known = {fold(name) for record in book.records("sources") for name in source_names(record)}
    odd = "、".join(rows[0] for source, rows in counted.items() if source not in known)
    table = tables[0]
    row, column = table.layout.header_rows[-1], table.slots["source"].at
    for name, (names, wanted) in expected.items():
        rows = sum(len(counted.get(each, ())) for each in names)
        if rows != wanted:
            apart = f"少 {wanted - rows} 项" if rows < wanted else f"多 {rows - wanted} 项"
            hint = f"另有来源不在来源表里：{odd}。" if odd and rows < wanted else ""
            yield Fault(
                f"来源“{quote(name)}”应整改 {wanted} 项（来源表），台账里有 {rows} 行，{apart}。{hint}",
                table=table, row=row, column=column, field="来源", key=name,
            )  # fmt: skip


def source_names(record: Any) -> list[str]:
    """A source by its name, and by its name with 轮次 in brackets."""
    names = [record.name] if record.name else []
    return [*names, f"{record.name}（{record.round}）"] if names and record.round else names


def expected_totals(book: Book) -> dict[str, tuple[set[str], int]]:
    """Source name → the folded names its rows may carry, and how many there should be; rounds of one name add up."""
    found: dict[str, tuple[set[str], int]] = {}
    for record in book.records("sources"):
        if record.name and record.expected is not None:
            names, total = found.get(record.name, (set(), 0))
            found[record.name] = (names | {fold(name) for name in source_names(record)}, total + int(record.expected))
    return found


@rule("RC-26", "rectification", WARNING, at="aspect")
def aspect_unlisted(
    table: Table, aspects: tuple[str, ...], aspects_by_source: dict[str, tuple[str, ...]]
) -> Iterator[Fault]:
    """方面不在清单里

    查什么：
    参数里列了方面清单的，方面应是清单里的一项；某个来源另有清单的，按它的清单。
    为什么：
    报告按方面分章，清单外的方面没有地方写。
    怎么改：
    改成清单里的写法；确实新增了方面的，在参数的“方面清单”里补上。
    例：
    对 方面=执行工作纪律
    对 方面=执行工作纪律 | [参数] 方面清单=执行廉洁纪律、执行工作纪律
    错 方面=工作纪律 | [参数] 方面清单=执行廉洁纪律、执行工作纪律
    错 方面=执行工作纪律 来源=审计反馈 | [参数] 方面清单：审计反馈=财务管理、资产管理
    """
    if not aspects and not aspects_by_source:
        return
    own = {fold(name): listed for name, listed in aspects_by_source.items()}
    pairs = list(zip(table.column("aspect"), table.column("source"), strict=True))
    wrong = {pair: message for pair in set(pairs) if (message := why_unlisted(*pair, aspects, own))}
    for index, pair in enumerate(pairs if wrong else ()):
        if pair in wrong:
            yield Fault(wrong[pair], index=index)


def why_unlisted(aspect: Any, source: Any, aspects: tuple[str, ...], own: dict[str, tuple[str, ...]]) -> str | None:
    """What is wrong with an aspect under a source; None where it is listed, or no list holds for it."""
    if not aspect or aspect is UNREADABLE or source is UNREADABLE:
        return None
    listed = own.get(fold(source or ""), aspects)
    if not listed or fold(aspect) in {fold(each) for each in listed}:
        return None
    of = f"来源“{quote(source)}”的" if source and fold(source) in own else ""
    return f"方面“{quote(aspect)}”不在{of}方面清单里，应填 {'、'.join(listed)} 中的一项。"


@rule("RC-30", "rectification", WARNING, at="issue")
def issue_in_two_sources(book: Book) -> Iterator[Fault]:
    """同一个问题出现在两个来源

    查什么：
    问题的文字（不计空格，六个字以上）与另一个来源的某一行相同；备注写明“合并”或对方编号的不算。
    为什么：
    同一个问题从两个渠道反馈，各改各的会重复计数，整改口径也可能不一致。
    怎么改：
    两行都保留，在后一行的备注写明与哪个编号是同一问题；只算一次的，写明“合并”。
    例：
    对 来源=单位自查 问题=外出请销假登记不全 | 来源=审计反馈 问题=合同归档不及时
    对 来源=单位自查 问题=外出请销假登记不全 | 来源=单位自查 问题=外出请销假登记不全
    对 来源=单位自查 问题=外出请销假登记不全 | 来源=审计反馈 问题=外出请销假登记不全 备注=与ZG-2025-011合并整改
    错 来源=单位自查 问题=外出请销假登记不全 | 来源=审计反馈 问题=外出请销假登记不全
    """
    tables = [table for table in book.tables_of("rectification") if "issue" in table and "source" in table]
    first: dict[str, tuple[Table, int]] = {}
    for table in tables:
        for index in alike_rows(table, alone=len(tables) == 1):
            text = table.column("issue")[index]
            same = fold(text)
            if len(same) < LEAST_ALIKE:
                continue
            before, at = first.setdefault(same, (table, index))
            source, other = table.column("source")[index], before.column("source")[at]
            if UNREADABLE in (source, other) or not source or not other or fold(source) == fold(other):
                continue
            note = str(table.raws("note")[index])
            if "合并" in note or before.key(at) in note:
                continue
            where = f"{row_name(before, at, table)}（{before.key(at)}，来源“{quote(other)}”）"
            yield Fault(f"与{where}是同一个问题，来源不同。", table=table, index=index)


def alike_rows(table: Table, alone: bool) -> list[int]:
    """Rows whose issue may be another row's too; in a single table those with a wording used only once are left out."""
    texts = ["" if text is None or text is UNREADABLE else text for text in table.column("issue")]
    if not alone:
        return [index for index, text in enumerate(texts) if text]
    typed = table.text_of("issue")
    if not any(space in typed for space in SPACES) and typed.count("\n") < len(table.distinct("issue")):
        rough = texts
        if len(table.distinct("issue")) == len(texts):
            return []
    else:  # over all texts at once: folding each on its own costs twenty times as much
        joined = BETWEEN.join(texts)
        for space in (*SPACES, "\n"):
            joined = joined.replace(space, "")
        rough = joined.split(BETWEEN)
    times = Counter(rough)
    return [index for index, text in enumerate(rough) if text and times[text] > 1] if len(times) < len(rough) else []
