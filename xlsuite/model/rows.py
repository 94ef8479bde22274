"""Which rows of a table are data, and what the others are: totals, signatures, notes, titles, repeated headers."""

from __future__ import annotations

import re
from typing import Any

from xlsuite.model.columns import LedgerType
from xlsuite.model.grid import Grid
from xlsuite.model.table import Excluded, Slot
from xlsuite.model.text import fold

TOTAL = re.compile(r"^(?:本页|全办|全年)?(合计|小计|总计|共计|累计|汇总)")
SIGNATURE = re.compile(
    r"(填表|填报|制表|审核|复核|审批|经办|负责|主要负责|分管领导|单位负责|主管)(人|单位|日期|时间|领导)?(签字|签名|签章|意见)?"
    r"(\([^)]*\))?:|签字|签章|盖章"
)
NOTE = re.compile(r"^(注\d*|附注|备注|说明|填表说明|填报说明|填写说明|填表要求)([:.、\d]|$)")


def data_rows(
    grid: Grid, ledger: LedgerType, slots: tuple[Slot, ...], header_bottom: int, last: int
) -> tuple[tuple[int, ...], tuple[Excluded, ...]]:
    """Sheet rows that hold data, and those left out with the reason; blank rows are neither.

    Only rows that look unlike data are looked at closely: one of two core cells empty, or a cell that repeats
    its header. Everything else is data at the cost of one comparison a row.
    """
    body = grid.rows[header_bottom:last]
    if not body:
        return (), ()
    core = core_columns(ledger, slots)
    suspects = suspicious(body, core, {slot.at: slot.header for slot in slots})
    covered = merged_cells(grid, header_bottom + 1, last)
    rows: list[int] = []
    excluded: list[Excluded] = []
    start = 0
    for index in suspects:
        rows.extend(range(header_bottom + 1 + start, header_bottom + 1 + index))
        start = index + 1
        number = header_bottom + 1 + index
        reason = role(body[index], number, slots, core, covered)
        if reason == "":
            rows.append(number)
        elif reason != "空行":
            excluded.append(Excluded(number, reason))
    rows.extend(range(header_bottom + 1 + start, header_bottom + 1 + len(body)))
    return tuple(rows), tuple(excluded)


def core_columns(ledger: LedgerType, slots: tuple[Slot, ...]) -> tuple[int, ...]:
    at = {slot.column.ident: slot.at for slot in slots}
    core = [at[ident] for ident in ledger.core if ident in at]
    return tuple((core + [slot.at for slot in slots if slot.at not in core])[:2])


def suspicious(body: list[list[Any]], core: tuple[int, ...], headers: dict[int, str]) -> list[int]:
    """Indexes of rows that may not be data."""
    found = {0}
    for at in core:
        cells = [row[at - 1] if len(row) >= at else "" for row in body]
        found.update(index for index, cell in enumerate(cells) if not cell)
        if headers.get(at) in set(cells):
            found.update(index for index, cell in enumerate(cells) if cell == headers[at])
    return sorted(found)


def merged_cells(grid: Grid, first: int, last: int) -> dict[tuple[int, int], tuple[int, int, bool]]:
    """Cells covered by a merged range: (row, column) -> (anchor row, anchor column, whether the range is wide)."""
    covered = {}
    for merge in grid.merges:
        if merge.bottom < first or merge.top > last:
            continue
        wide = merge.right > merge.left
        for row in range(max(merge.top, first), min(merge.bottom, last) + 1):
            for column in range(merge.left, min(merge.right, merge.left + 300) + 1):
                covered[row, column] = (merge.top, merge.left, wide)
    return covered


def role(
    row: list[Any],
    number: int,
    slots: tuple[Slot, ...],
    core: tuple[int, ...],
    covered: dict[tuple[int, int], tuple[int, int, bool]],
) -> str:
    """Why a row is not data; "" when it is."""
    filled = {at: cell for at, cell in enumerate(row, 1) if cell != "" and not (isinstance(cell, str) and not cell.strip())}
    if not filled:
        return "空行"
    texts = [fold(cell) for cell in filled.values() if isinstance(cell, str)]
    first = texts[0] if texts else ""
    mapped = {slot.at: slot for slot in slots}
    if is_repeated_header(filled, mapped):
        return "重复的表头"
    if is_number_line(filled):
        return "列号行"
    here = [at for at in mapped if at in filled or covered.get((number, at), (number, at, False))[0] < number]
    if TOTAL.match(first) and (len(core) < 2 or not all(at in filled for at in core) or len(here) <= 2):
        return TOTAL.match(first)[1] + "行"  # type: ignore[index]
    if NOTE.match(first) and len(here) <= 2:
        return "填表说明"
    if any(SIGNATURE.search(text) for text in texts) and len(here) <= 3 and len(filled) <= 4:
        return "签字行"
    return lone_cell(filled, number, mapped, here, core, covered)


def is_repeated_header(filled: dict[int, Any], mapped: dict[int, Slot]) -> bool:
    same = sum(1 for at, slot in mapped.items() if isinstance(filled.get(at), str) and filled[at].strip() == slot.header)
    return same >= 3 or (same >= 2 and same >= len(mapped) * 0.6)


def is_number_line(filled: dict[int, Any]) -> bool:
    """1 2 3 4 … under the header, also as (1) or 一栏; at least three of them, one after the other."""
    if len(filled) < 3:
        return False
    numbers = []
    for cell in filled.values():
        text = fold(cell).strip("()栏列") if isinstance(cell, str) else str(int(cell)) if isinstance(cell, float) else ""
        if not text.isdigit():
            return False
        numbers.append(int(text))
    return all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False)) and numbers[0] <= 2


def lone_cell(
    filled: dict[int, Any],
    number: int,
    mapped: dict[int, Slot],
    here: list[int],
    core: tuple[int, ...],
    covered: dict[tuple[int, int], tuple[int, int, bool]],
) -> str:
    """A row with next to nothing in it: a section title, a line of text, a number and nothing else; "" for data."""
    inherited = [at for at in here if at not in filled]
    if inherited and len(here) > 1:
        return ""
    if not here:
        return "只有序号" if all(isinstance(cell, float) or str(cell).strip().isdigit() for cell in filled.values()) else "表外文字"
    if len(filled) > 1 and not (len(here) == 1 and len(filled) == 2):
        return ""
    at, cell = here[0], filled.get(here[0])
    if cell is None:
        return ""
    is_text = isinstance(cell, str)
    if is_text and len(filled) == 1 and covered.get((number, at), (0, 0, False))[2]:
        return "小节标题"
    if mapped[at].column.kind.__class__.__name__ == "Key":
        text = str(cell).strip()
        return "小节标题" if is_text and not any(c.isascii() and c.isalnum() for c in text) else "只有编号"
    if len(here) == 1 and at not in core and is_text and len(filled) == 1:
        return "表外文字"
    return ""
