"""A public copy of the ledgers, made of values alone: what is hidden, what is left out, what a person has to judge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.model.kinds import POSITION, SPLIT, Persons, Text
from xlsuite.model.place import a1
from xlsuite.model.table import Table
from xlsuite.model.text import strip, whole
from xlsuite.verbs.masking import NAME, OMITTED, WHOLE, Masker, short_name

LONGEST_NAME = 4  # signs of a Chinese name without ·
ROLES = (
    "主要领导", "分管领导", "科室负责人", "部门负责人", "单位负责人", "党组书记", "全体", "全体人员", "全体干部",
    "无", "待定", "空缺", "暂缺", "各科室", "/", "—", "－", "-",
)  # fmt: skip
PEOPLE_HEADER = re.compile(
    r"姓名|名字|签[字名]|领导(?:人|人员|姓名)?$|家属|配偶|子女|当事人|"
    r"(?:责任|负责|联系|经办|承办|审核|批准|申请|填报|填表|核验|验收|任职|谈话|举报|监督|记录|对照|参加|主持)(?:人|人员)"
).search
NUMBER_HEADER = re.compile(
    r"电话|手机|联系方式|身份证|证件|银行卡|账号|帐号|住址|地址|邮箱|邮件|微信|QQ|车牌|护照|出生|籍贯|学号|工号",
    re.IGNORECASE,
).search


class Masked(NamedTuple):
    """A cell that says less in the public copy: where it stands in the workbook, what kind, how it reads now."""

    sheet: str
    cell: str
    field: str
    kinds: str
    shown: str


class Doubt(NamedTuple):
    """What we could not judge: where, and why a person has to look."""

    sheet: str
    place: str
    field: str
    why: str


class PublicTable(NamedTuple):
    """A ledger as the public may see it: headers as typed, one tuple a row."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class Redacted(NamedTuple):
    """A public copy, the list of what was hidden in it, and what a person has to judge."""

    tables: tuple[PublicTable, ...]
    masked: tuple[Masked, ...]
    doubts: tuple[Doubt, ...]
    names: frozenset[str]
    as_of: date


class Column(NamedTuple):
    """A column of a sheet: where it stands, its header, whether it holds people, numbers of people, or prose."""

    at: int
    header: str
    field: str
    ident: str
    is_people: bool
    is_private: bool
    is_prose: bool


def redacted(book: Book) -> Redacted:
    """All ledgers of a workbook without names and numbers of people; sheets that are no ledgers stay out."""
    tables = [table for table in book.tables if is_public(table)]
    names = known_names(book)
    masker = Masker(names)
    masked: list[Masked] = []
    doubts = list(left_out(book, tables))
    public = tuple(public_table(table, masker, masked, doubts) for table in tables)
    return Redacted(public, tuple(masked), tuple(doubts), masker.names, book.settings.as_of)


def is_public(table: Table) -> bool:
    """Whether a table goes into the public copy: a ledger with rows; how we are set up is nobody else's concern."""
    return table.primary and table.ledger.is_reported and bool(table.rows)


def known_names(book: Book) -> set[str]:
    """Everybody named in a column of people, on any sheet."""
    found: set[str] = set()
    for table in book.tables:
        for column in columns_of(table):
            if column.is_people:
                found.update(
                    name
                    for row in table.rows
                    for name in people(whole(table.grid.cell(row, column.at)))
                    if is_name(name)
                )
    return found


def people(text: str) -> list[str]:
    return [strip(POSITION.sub("", strip(part))) for part in SPLIT(text) if strip(part)]


def is_name(text: str) -> bool:
    """Whether something in a column of people can be one: two to four Chinese signs, or words with a dot or blanks."""
    if text in ROLES or any(sign.isdigit() for sign in text):
        return False
    if re.fullmatch("[\u4e00-\u9fff]+", text):
        return 2 <= len(text) <= LONGEST_NAME
    return bool(re.fullmatch(r"[\u4e00-\u9fff]+(?:[·•][\u4e00-\u9fff]+)+|[A-Za-z]+(?:[ .·'-]+[A-Za-z]+)*", text))


def columns_of(table: Table) -> list[Column]:
    """All columns of a ledger that have a header, those we know and those we do not, from left to right."""
    found = {}
    for ident, slot in table.slots.items():
        kind, header = slot.column.kind, slot.header or slot.column.name
        is_people = isinstance(kind, Persons) or bool(PEOPLE_HEADER(header) and not isinstance(kind, Text))
        found[slot.at] = Column(
            slot.at, header, slot.column.name, ident, is_people, bool(NUMBER_HEADER(header)), isinstance(kind, Text)
        )
    unknown = [*table.layout.unknown, *((at, header) for at, header, _ in table.layout.doubled)]
    for at, header in unknown:
        if header and at not in found:
            found[at] = Column(
                at, header, header, "", bool(PEOPLE_HEADER(header)), bool(NUMBER_HEADER(header)), True
            )  # fmt: skip
    return [found[at] for at in sorted(found)]


def left_out(book: Book, tables: list[Table]) -> Iterable[Doubt]:
    """Sheets and rows that are not in the public copy."""
    shown = {table.sheet for table in tables if not table.grid.hidden}
    for grid in book.grids:
        if grid.name not in shown:
            is_set_up = any(table.sheet == grid.name for table in book.tables)
            why = "是隐藏的工作表" if grid.hidden else "是设置，不是台账" if is_set_up else "不是认得出的台账"
            yield Doubt(grid.name, "整张表", "", f"{why}，没有放进公开版。")
    for table in tables:
        hidden = [row for row in dict.fromkeys(table.rows) if row in table.grid.hidden_rows]
        if hidden and not table.grid.hidden:
            yield Doubt(table.sheet, f"第 {hidden[0]} 行等 {len(hidden)} 行", "", "是隐藏的行，没有放进公开版。")


def public_table(table: Table, masker: Masker, masked: list[Masked], doubts: list[Doubt]) -> PublicTable:
    columns = columns_of(table)
    if table.grid.hidden:
        return PublicTable(table.ledger.title, tuple(column.header for column in columns), ())
    first = {row: index for index, row in reversed(list(enumerate(table.rows)))}
    rows = []
    prose: dict[Column, int] = {}
    for row, index in sorted(first.items()):
        if row in table.grid.hidden_rows:
            continue
        line = []
        for column in columns:
            value = table.grid.cell(row, column.at)
            if value == "" and column.ident:
                value = table.raws(column.ident)[index]  # the value of a merged cell above
            line.append(public_cell(table.sheet, row, column, value, masker, masked, doubts))
            if column.is_prose and isinstance(value, str) and len(value) > LONGEST_NAME:
                prose[column] = prose.get(column, 0) + 1
        rows.append(tuple(line))
    for column, count in prose.items():
        why = f"{count} 格是自由文字，只隐去了已知的姓名和号码；其中别的人名、单位名、案情，请人工看一遍。"
        doubts.append(Doubt(table.sheet, f"{a1(1, column.at)[:-1]} 列", column.header, why))
    headers = tuple(masker.text(column.header).text for column in columns)
    return PublicTable(table.ledger.title, headers, tuple(rows))


def public_cell(
    sheet: str, row: int, column: Column, value: Any, masker: Masker, masked: list[Masked], doubts: list[Doubt]
) -> Any:
    """A cell as the public may see it; what was hidden and what is doubtful is told."""
    place = a1(row, column.at)
    if whole(value) == "":
        return value
    if column.is_private:
        found = masker.cell(value)
        shown = found.text if found.kinds and found.text != value else OMITTED
        masked.append(Masked(sheet, place, column.header, "、".join(found.kinds) or WHOLE, shown))
        return shown
    if column.is_people:
        shown, odd = public_people(whole(value))
        if odd:
            doubts.append(Doubt(sheet, place, column.header, "写的不像姓名，整格略去；该公开的请在公开版里补上。"))
        if shown != whole(value):
            masked.append(Masked(sheet, place, column.header, WHOLE if odd else NAME, shown))
            return shown
        return value
    found = masker.cell(value)
    if found.kinds:
        masked.append(Masked(sheet, place, column.header, "、".join(found.kinds), str(found.text)))
    for doubt in found.doubts:
        doubts.append(Doubt(sheet, place, column.header, f"“{doubt}”像是姓名或号码，没有把握，请人工判断。"))
    return found.text


def public_people(text: str) -> tuple[str, bool]:
    """A cell of people with surnames alone, and whether it holds something that is none; roles stay."""
    names = people(text)
    if any(name not in ROLES and not is_name(name) for name in names):
        return OMITTED, True
    for name in sorted(names, key=lambda one: (-len(one), one)):
        if name not in ROLES:
            text = text.replace(name, short_name(name))
    return text, False
