"""PII-01: phone numbers, identity cards and bank cards that have no place in a ledger (domain §14.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from xlsuite.model.reading import cells_of
from xlsuite.model.table import Table
from xlsuite.model.text import quote, whole
from xlsuite.rules.rule import ALL, WARNING, Fault, rule

PHONE, IDENTITY, CARD = "手机号", "身份证号", "银行卡号"
LEAST = 11  # digits of the shortest of them
SMALLEST = 13_000_000_000.0
WIDE_DIGITS = "０１２３４５６７８９"
GAPS = " \t\xa0\u3000-－‐‑–—"
ODD_GAPS = "".join(set(GAPS) - set(" \t-"))
TO_ASCII = str.maketrans(WIDE_DIGITS, "0123456789")
DIGITS_ONLY = bytes(48 if 48 <= code < 58 else 46 for code in range(256))

# How people group the digits; a run grouped in any other way counts only as a whole.
GROUPS = {
    PHONE: {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3)},
    IDENTITY: {(18,), (6, 8, 4), (6, 4, 4, 4), (6, 4, 8), (3, 3, 4, 4, 4), (14, 4)},
}
COUNTRY = ("86", "0086")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CARD_START = re.compile(r"62|60|81|9[4-6]|[45]|3[05-9]").match


@rule("PII-01", ALL, WARNING)
def personal_number(table: Table) -> Iterator[Fault]:
    """疑似手机号、身份证号或银行卡号

    查什么：
    任何一格（包括不认识的列）里像手机号、18位身份证号、银行卡号的数字；全角、带空格或横线、存成数字的都查。
    为什么：
    台账会多人传阅、上报，个人信息只保留最少必要的；公开出去就是泄露。
    怎么改：
    删去，或只留后四位，例如 ****5678；确需留存的，另存在受控的文件里。
    例：
    对 备注=办公电话0571-88001234
    对 备注=文号20250430123456
    对 备注=订单1380000000012
    错 备注=联系电话13800000000
    错 备注=电话１３８００００００００
    错 备注=手机138-0000-0000
    错 备注=138␣0000␣0000
    """
    if not table.primary:
        return
    idents = {slot.at: ident for ident, slot in table.slots.items()}
    width = max((len(table.grid.rows[row - 1]) for row in table.rows[:1]), default=0)
    headers = {**dict(table.layout.unknown), **{at: header for at, header, _ in table.layout.doubled}}
    for at in range(1, max([width, *idents, *headers], default=0) + 1):
        ident = idents.get(at, "")
        cells = table.raw[ident] if ident else cells_of(table.grid, table.rows, at)
        distinct = table.distinct(ident) if ident else set(cells)
        suspects = suspect_cells(table.text_of(ident) if ident else text_of(distinct), distinct)
        for index, cell in enumerate(cells if suspects else ()):
            if cell in suspects:
                row, column = table.place(index, ident) if ident else (table.rows[index], at)
                field = table.slots[ident].column.name if ident else headers.get(at, "")
                yield fault_at(table, index, row, column, field, cell, suspects[cell])


def fault_at(
    table: Table, index: int, row: int, column: int, field: str, cell: Any, found: list[tuple[str, str]]
) -> Fault:
    """The finding at one cell, with no number in full anywhere in it."""
    named = "、".join(dict.fromkeys(f"{kind} {masked(number)}" for kind, number in found))
    key = table.key(index)
    return Fault(
        f"疑似{named}，应删去或只留后四位。", table=table, row=row, column=column, field=field,
        key=hidden(key, numbers(key)), value=hidden(whole(cell), found),
    )  # fmt: skip


def suspect_cells(text: str, cells: set[Any]) -> dict[Any, list[tuple[str, str]]]:
    """Cells that hold such a number, with what was found; most columns are cleared by one look at all their text."""
    suspects: dict[Any, list[tuple[str, str]]] = {}
    if may_hold(text):
        runs = {run[0] for run in long_runs()(text)}
        if any(numbers_of_run(run, is_international=True) for run in runs):
            for cell in cells:
                if cell.__class__ is str and (found := numbers(cell)):
                    suspects[cell] = found
    if float in set(map(type, cells)):
        for cell in [cell for cell in cells if cell.__class__ is float and cell >= SMALLEST]:
            if found := number_as_cell(cell):
                suspects[cell] = found
    return suspects


def text_of(cells: set[Any]) -> str:
    return "\n".join([cell for cell in cells if cell.__class__ is str])


def may_hold(text: str) -> bool:
    """Whether eleven digits stand anywhere in a row, gaps aside; bytes are searched many times faster than text."""
    for digit in WIDE_DIGITS:
        text = text.replace(digit, "0")
    for gap in ODD_GAPS:
        text = text.replace(gap, "")
    return b"0" * LEAST in text.encode("ascii", "replace").translate(DIGITS_ONLY, b" \t-")


@cache
def long_runs() -> Any:
    """Runs of digits, with at most two gaps between any two; compiled at the first need."""
    digit, gap = f"[0-9{WIDE_DIGITS}]", f"[{re.escape(GAPS)}]"
    return re.compile(f"{digit}(?:{gap}{{0,2}}{digit}){{{LEAST - 1},}}(?:{gap}?[xXＸｘ](?![A-Za-z]))?").finditer


def numbers(text: str) -> list[tuple[str, str]]:
    """What a text holds: (手机号, 身份证号 or 银行卡号; as typed)."""
    found = []
    for run in long_runs()(text):
        before, after = text[: run.start()], text[run.end() : run.end() + 2]
        if re.search(r"[0-9]\.$", before) or re.match(r"\.[0-9]", after):
            continue  # the digits of a decimal
        found.extend(numbers_of_run(run[0], before.endswith("+")))
    return found


def numbers_of_run(run: str, is_international: bool) -> list[tuple[str, str]]:
    """The numbers in one run: stretches of its groups that look like one, the longest first."""
    groups = list(re.finditer(rf"[0-9{WIDE_DIGITS}]+[xXＸｘ]?|[xXＸｘ]", run))
    found = []
    start = 0
    while start < len(groups):
        for end in range(len(groups), start, -1):
            if kind := kind_of(run, groups, start, end, is_international):
                found.append((kind, alone(kind, run[groups[start].start() : groups[end - 1].end()])))
                start = end - 1
                break
        start += 1
    return found


def alone(kind: str, number: str) -> str:
    """A number without the country before it and a letter that is not its own."""
    if kind != IDENTITY:
        number = number.rstrip("xXＸｘ")
    return number[-LEAST:] if kind == PHONE and number.isdigit() else number


def kind_of(run: str, groups: list[re.Match[str]], start: int, end: int, is_international: bool) -> str:
    """What the groups from start to end are together; "" for nothing."""
    part = [plain(group[0]) for group in groups[start:end]]
    digits = "".join(part)
    if start == 0 and len(part) == 1 and (is_international or digits.startswith("0086")):
        digits = digits.removeprefix("00").removeprefix("86") if len(digits) > LEAST else digits
        part = [digits]
    if len(digits) != 18:
        digits = digits.rstrip("X")  # a letter that only an identity number has
    if not LEAST <= len(digits) <= 19:
        return ""
    kind = kind_of_digits(digits)
    if not kind:
        return ""
    shape = tuple(len(each) for each in part)
    gaps = {run[one.end() : two.start()] for one, two in pairwise(groups[start:end])}
    is_whole = start == 0 and end == len(groups) and len(gaps) <= 1
    is_usual = is_card_shape(shape) if kind == CARD else shape in GROUPS[kind]
    if len(part) > 1 and not is_whole:
        before = run[groups[start - 1].end() : groups[start].start()] if start else " "
        after = run[groups[end - 1].end() : groups[end].start()] if end < len(groups) else " "
        is_country = start > 0 and plain(groups[start - 1][0]) in COUNTRY
        is_usual = is_usual and (is_country or not before.strip()) and not after.strip()
    return kind if is_whole or is_usual else ""


def is_card_shape(shape: tuple[int, ...]) -> bool:
    return len(shape) == 1 or shape == (6, sum(shape) - 6) or (set(shape[:-1]) == {4} and shape[-1] <= 4)


def plain(text: str) -> str:
    return text.translate(TO_ASCII).replace("Ｘ", "X").replace("ｘ", "X").upper()


def kind_of_digits(digits: str) -> str:
    if len(digits) == LEAST:
        return PHONE if digits[0] == "1" and digits[1] in "3456789" else ""
    if len(digits) == 18 and is_identity(digits):
        return IDENTITY
    return CARD if is_card(digits) else ""


def is_identity(digits: str) -> bool:
    """Whether 18 characters are an identity number: region, a day of birth, and the check of GB 11643."""
    if "X" in digits[:17] or not has_birth(digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17]


def has_birth(digits: str) -> bool:
    if not 11 <= int(digits[:2]) <= 91 or not 1900 <= int(digits[6:10]) <= 2100:
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return True


def is_card(digits: str) -> bool:
    """Whether 16 to 19 digits start as bank cards do and pass the check of Luhn."""
    if not 16 <= len(digits) <= 19 or "X" in digits or not CARD_START(digits) or len(set(digits)) == 1:
        return False
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)) % 10 == 0


def number_as_cell(cell: float) -> list[tuple[str, str]]:
    """What a number cell holds. Excel keeps fifteen digits, so that of longer numbers the check digits are lost."""
    text = whole(cell)
    if not text.isdigit():
        return []
    if kind := kind_of_digits(text):
        return [(kind, text)]
    is_cut = len(text) in (18, 19, 16, 17) and text.endswith("0" * (len(text) - 15))
    if len(text) == 18 and is_cut and has_birth(text):
        return [(IDENTITY, text)]
    return [(CARD, text)] if is_cut and text.startswith("62") else []


def masked(number: str) -> str:
    """A number with its middle hidden: 138****0000."""
    digits = plain("".join(character for character in number if character not in GAPS))
    head = 3 if len(digits) <= LEAST + 4 else 4
    return digits[:head] + "*" * (len(digits) - head - 4) + digits[-4:]


def hidden(text: str, found: list[tuple[str, str]]) -> str:
    """The text as typed, quoted, with every number in it masked."""
    for _, number in found:
        text = text.replace(number, masked(number))
    return quote(text)
