"""Which rows of a table are data, and what the others are: totals, signatures, notes, titles, repeated headers."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import Any

from xlsuite.model.columns import LedgerType
from xlsuite.model.grid import Grid
from xlsuite.model.kinds import Key
from xlsuite.model.table import Excluded, Slot
from xlsuite.model.text import fold

# Tried on folded text, of cells that are alone in saying what their row is.
TOTAL = re.compile(r"(?:.{0,12})(合计|小计|总计|共计|累计|汇总)(?:[:(\d].*)?")
ROLE = (
    "(?:填表|填报|制表|审核|复核|审批|经办|负责|主要负责|分管|单位负责|部门负责|科室负责|主管|主要)"
    "(?:人|单位|部门|日期|时间|领导)?"
)
SIGNATURE = re.compile(
    rf"{ROLE}(?:签字|签名|签章|审核意见|审批意见|意见|盖章)?(?:\([^)]*\))?:"
    r"|[^无未缺没漏代补,。;]{0,10}\(?(?:签字|签名|签章|盖章)\)?:"
    rf"|(?:{ROLE}|单位)?\(?(?:签字|签名|签章|盖章|公章)\)?(?::|$)"
)
NOTE = re.compile(r"(注\d*|附注|备注|说明|填表说明|填报说明|填写说明|填表要求)([:.、\d]|$)")
DATED = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4}|\s*)年.{0,3}月.{0,3}日")
SECTION = re.compile(r"[(]?[一二三四五六七八九十]+[)、.]|第[一二三四五六七八九十]+[部章节]")
SUSPECT_STARTS = frozenset("合小总共累汇本全")
STEMS = "甲乙丙丁戊己庚辛"
AT_THE_END = 6  # rows, the last of a table, that are looked at closely: signatures may fill all columns
Covered = dict[tuple[int, int], tuple[int, bool]]


def data_rows(
    grid: Grid, ledger: LedgerType, slots: tuple[Slot, ...], header: tuple[int, int], last: int
) -> tuple[tuple[int, ...], tuple[Excluded, ...]]:
    """Sheet rows that hold data, and those left out with the reason; blank rows are neither.

    Only rows that look unlike data are looked at closely: one of two core cells empty, a cell that repeats its
    header, or a key that reads like a total. Everything else is data at the cost of one comparison a row.
    """
    bottom = header[1]
    body = grid.rows[bottom:last]
    if not body:
        return (), ()
    core = core_columns(ledger, slots, body)
    headers = [grid.rows[number - 1] for number in range(header[0], bottom + 1)]
    keys = frozenset(slot.at for slot in slots if isinstance(slot.column.kind, Key))
    suspects = suspicious(grid.columns(bottom + 1, bottom + len(body)), core, headers, keys)
    covered = merged_cells(grid, [bottom + 1 + index for index in suspects], max(slot.at for slot in slots))
    judge = RowJudge(slots, core, headers, keys, covered)
    rows: list[int] = []
    excluded: list[Excluded] = []
    start = 0
    for index in suspects:
        number = bottom + 1 + index
        rows.extend(range(bottom + 1 + start, number))
        start = index + 1
        reason = judge.reason(body[index], number)
        if reason == "":
            rows.append(number)
        elif reason != "空行":
            excluded.append(Excluded(number, reason))
    rows.extend(range(bottom + 1 + start, bottom + 1 + len(body)))
    return tuple(rows), tuple(excluded)


def core_columns(ledger: LedgerType, slots: tuple[Slot, ...], body: list[list[Any]]) -> tuple[int, ...]:
    """Two columns that a data row fills; those that this office mostly leaves empty come last."""
    at = {slot.column.ident: slot.at for slot in slots}
    core = [at[ident] for ident in ledger.core if ident in at]
    core += [slot.at for slot in slots if slot.at not in core]
    sample = body[:: max(1, len(body) // 200)]
    filled: list[int] = []
    for column in core:
        if 2 * sum(1 for row in sample if cell_at(row, column) == "") <= len(sample):
            filled.append(column)
            if len(filled) == 2:
                return tuple(filled)
    return tuple([*filled, *(column for column in core if column not in filled)][:2])


def cell_at(row: list[Any], at: int) -> Any:
    return row[at - 1] if len(row) >= at else ""


def is_blank_row(row: list[Any]) -> bool:
    return not any(row) and row.count("") == len(row)


def suspicious(
    columns: list[tuple[Any, ...]], core: tuple[int, ...], headers: list[list[Any]], keys: frozenset[int]
) -> list[int]:
    """Indexes of rows that may not be data."""
    length = len(columns[0]) if columns else 0
    found = {0, *range(max(0, length - AT_THE_END), length)}
    for at in core:
        cells = columns[at - 1] if at <= len(columns) else ("",) * (length or 1)
        titles = {cell_at(row, at) for row in headers} - {""}
        ordinals = column_numbers(at)
        longest = max(len(str(word)) for word in titles | ordinals)
        for index in [i for i, cell in enumerate(cells) if cell.__class__ is not str or len(cell) <= longest]:
            cell = cells[index]
            if not cell or cell in ordinals:
                found.add(index)
            elif cell in titles:
                found.update(range(index, min(index + 3, len(cells))))
        if at in keys:
            found.update(
                index for index, cell in enumerate(cells) if cell.__class__ is str and cell[:1] in SUSPECT_STARTS
            )
    return sorted(found)


def column_numbers(at: int) -> set[Any]:
    """What a line of column numbers may hold in a sheet column: its number, counted from some column on the left."""
    counts = range(max(1, at - 4), at + 1)
    return {form for count in counts for form in (float(count), str(count), f"({count})", f"（{count}）")}


def merged_cells(grid: Grid, rows: list[int], width: int) -> Covered:
    """Cells of the given rows that a merged range covers: (row, column) -> (anchor row, whether the range is wide)."""
    covered = {}
    for merge in grid.merges:
        for place in range(bisect_left(rows, merge.top), len(rows)):
            if rows[place] > merge.bottom:
                break
            for column in range(merge.left, min(merge.right, width) + 1):
                covered[rows[place], column] = (merge.top, merge.right > merge.left)
    return covered


class RowJudge:
    """Says why a row is not data; remembers whether the notes at the end have begun."""

    def __init__(
        self,
        slots: tuple[Slot, ...],
        core: tuple[int, ...],
        headers: list[list[Any]],
        keys: frozenset[int],
        covered: Covered,
    ) -> None:
        self.mapped = {slot.at: slot for slot in slots}
        self.core = core
        self.covered = covered
        self.keys = keys
        self.headers = [{at: cell for at, cell in enumerate(row, 1) if cell != ""} for row in headers]
        self.last_note = 0

    def reason(self, row: list[Any], number: int) -> str:
        """Why a row is not data; "" when it is."""
        if is_blank_row(row):
            return "空行"
        filled = {at: cell for at, cell in enumerate(row, 1) if not (isinstance(cell, str) and not cell.strip())}
        if not filled:
            return "空行"
        if self._repeats_header(filled):
            return "重复的表头"
        if is_number_line(list(filled.values())):
            return "列号行"
        texts = [fold(cell) for cell in filled.values() if isinstance(cell, str)]
        here = [at for at in self.mapped if at in filled or self._inherits(number, at)]
        if total := self._total(filled, here, texts):
            return total + "行"
        if self._is_note(filled, here, texts, number):
            self.last_note = number
            return "填表说明"
        if texts and len(filled) <= 8 and not self._has_key(filled) and SIGNATURE.match(texts[0]):
            return "签字行"
        return self._lone_cell(filled, number, here)

    def _inherits(self, number: int, at: int) -> bool:
        anchor = self.covered.get((number, at))
        return anchor is not None and anchor[0] < number

    def _has_key(self, filled: dict[int, Any]) -> bool:
        """Whether a key cell holds something that looks like a 编号."""
        cells = [str(filled[at]) for at in self.keys if at in filled and at in self.core]
        return any(c.isascii() and c.isalnum() for cell in cells for c in cell)

    def _repeats_header(self, filled: dict[int, Any]) -> bool:
        for header in self.headers:
            same = sum(1 for at, cell in filled.items() if isinstance(cell, str) and header.get(at) == cell)
            if same >= 3 or (same >= 2 and same >= len(filled) * 0.6):
                return True
        return False

    def _total(self, filled: dict[int, Any], here: list[int], texts: list[str]) -> str:
        """The word for a total where a row is one: it stands for the key, or where the row lacks what data have."""
        if not texts:
            return ""
        for at in self.core:
            cell = filled.get(at)
            if at in self.keys and isinstance(cell, str) and (match := TOTAL.fullmatch(fold(cell))):
                return match[1]
        if len(self.core) == 2 and all(at in filled for at in self.core) and len(here) > 2:
            return ""
        match = next((match for text in texts[:3] if (match := TOTAL.fullmatch(text))), None)
        return match[1] if match else ""

    def _is_note(self, filled: dict[int, Any], here: list[int], texts: list[str], number: int) -> bool:
        if not texts or len(here) > 2:
            return False
        if NOTE.match(texts[0]):
            return True
        return self.last_note == number - 1 and len(filled) == 1 and not SIGNATURE.match(texts[0])

    def _lone_cell(self, filled: dict[int, Any], number: int, here: list[int]) -> str:
        """A row with next to nothing in it: a section title, a line of text, a number and nothing else; "" for data."""
        first_at, first = next(iter(filled.items()))
        if len(filled) == 1 and isinstance(first, str):
            text = fold(first)
            if self.covered.get((number, first_at), (0, False))[1] or SECTION.match(text):
                return "小节标题"
            if DATED.fullmatch(text):
                return "表外文字"
        if any(at not in filled for at in here) and len(here) > 1:
            return ""
        if not here:
            is_number = all(isinstance(cell, float) or str(cell).strip().isdigit() for cell in filled.values())
            return "只有序号" if is_number else "表外文字"
        if len(here) > 1 or len(filled) > 2:
            return ""
        return self._lone_column(here[0], filled)

    def _lone_column(self, at: int, filled: dict[int, Any]) -> str:
        """A row of which one known column is filled, perhaps beside a 序号."""
        cell = filled.get(at)
        if cell is None:
            return ""
        is_text = isinstance(cell, str)
        if at in self.keys:
            is_title = is_text and not any(c.isascii() and c.isalnum() for c in str(cell))
            return "小节标题" if is_title else "只有编号"
        return "表外文字" if at not in self.core and is_text and len(filled) == 1 else ""


def is_number_line(cells: list[Any]) -> bool:
    """1 2 3 4 … under the header, also as (1) or 一栏, 甲 乙 before them; at least three, one after the other."""
    if len(cells) < 3:
        return False
    numbers: list[int] = []
    for cell in cells:
        number = str(int(cell)) if isinstance(cell, float) else ""
        text = fold(cell).strip("()栏列") if isinstance(cell, str) else number
        if len(text) == 1 and text in STEMS and not numbers:
            continue
        if not text.isdecimal():
            return False
        numbers.append(int(text))
    return bool(numbers) and numbers[0] <= 2 and all(b - a == 1 for a, b in pairwise(numbers))
