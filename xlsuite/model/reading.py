"""From a layout to tables: cells taken from the sheet, merged ranges filled, values read once per distinct text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsuite.model.columns import UNREADABLE, Column, LedgerType, Remark
from xlsuite.model.grid import Grid
from xlsuite.model.kinds import Text, plain_number
from xlsuite.model.table import Layout, Slot, Table
from xlsuite.model.text import fold

# 1. and 1、 at the start of a sentence; （1） and ① anywhere, since they mean nothing else.
ITEM = re.compile(
    r"(?:^|(?<=[；;。：:\s]))(?:(?P<number>\d{1,2})[.、．)）](?!\d)|(?P<pair>\d{1,2}\.\d{1,2})(?:[.、．)）]|(?=[^\d.%]))(?!\d))\s*"
    r"|[（(](?P<bracket>\d{1,2})[)）]\s*|(?P<circle>[①-⑳])\s*"
)


def tables(grid: Grid, layout: Layout, basis: Any) -> list[Table]:
    """The table of a layout and, on a wide sheet, those of the ledgers that share its rows."""
    primary = filled_table(layout.ledger, grid, layout, layout.slots, basis, primary=True)
    return [primary] + [
        filled_table(ledger, grid, layout, slots, basis, primary=False) for ledger, slots in layout.companions
    ]


def filled_table(
    ledger: LedgerType, grid: Grid, layout: Layout, slots: tuple[Slot, ...], basis: Any, primary: bool
) -> Table:
    table = Table(ledger, grid, layout, slots, primary)
    if grid.merges and not ledger.splits and any(companion.splits for companion, _ in layout.companions):
        table.rows = first_rows(grid, layout, table.rows)
    for slot in slots:
        table.raw[slot.column.ident] = cells_of(grid, table.rows, slot.at)
    if table.rows and grid.merges:
        fill_merged(table, grid)
    if not primary and ledger.splits:
        split_items(table, ledger.splits)
    for slot in slots:
        read_into(table, slot, basis)
    silence(table)
    return table


def silence(table: Table) -> None:
    """Cells the sheet itself has trouble with are neither blank nor to be judged."""
    troubled: dict[str, set[int]] = {}
    for what in ("errors", "uncached", "remarks"):
        for index, ident, _ in table.troubled(what):
            table.values[ident][index] = UNREADABLE
            troubled.setdefault(ident, set()).add(index)
    for ident, indexes in troubled.items():
        table.blank[ident] = [index for index in table.blank[ident] if index not in indexes]


def first_rows(grid: Grid, layout: Layout, rows: list[int]) -> list[int]:
    """The rows of a wide sheet but those that only go on with the item above, its key merged over several measures."""
    places = {slot.column.ident: slot.at for slot in layout.slots}
    at = next((places[ident] for ident in layout.ledger.core if ident in places), 0)
    tops = {merge.top for merge in grid.merges if merge.left == at}.intersection(rows)
    merged = [merge for merge in grid.merges if merge.left == at and merge.top in tops]
    lent = {row for merge in merged for row in range(merge.top + 1, min(merge.bottom, rows[-1]) + 1)} if rows else set()
    return [row for row in rows if row not in lent]


def cells_of(grid: Grid, numbers: list[int], at: int) -> Sequence[Any]:
    """One sheet column at the given rows."""
    if not numbers:
        return []
    first, last = numbers[0], numbers[-1]
    columns = grid.columns(first, last)
    if at > len(columns):
        return [""] * len(numbers)
    cells = columns[at - 1]
    return cells if len(cells) == len(numbers) else [cells[number - first] for number in numbers]


def as_written(cells: Sequence[Any]) -> list[Any]:
    """Cells with TRUE and FALSE as Excel writes them: to Python, TRUE and 1 are one thing."""
    return [str(cell).upper() if cell.__class__ is bool else cell for cell in cells]


def fill_merged(table: Table, grid: Grid) -> None:
    """Give each cell below the first of a merged range its value, and remember whose it is (ST-06).

    Values are lent downwards only: a range merged across columns speaks for its first column.
    """
    idents = {slot.at: ident for ident, slot in table.slots.items()}
    indexes = {row: index for index, row in enumerate(table.rows)}
    lent_to: dict[int, int] = {}  # column -> last row filled; ranges that overlap, as no Excel writes them, add nothing
    for merge in sorted(grid.merges):
        ident = idents.get(merge.left)
        if ident is None or merge.bottom < table.rows[0]:
            continue
        cells, text = table.own_cells(ident), grid.cell(merge.top, merge.left)
        first = max(merge.top, lent_to.get(merge.left, 0), table.rows[0] - 1) + 1
        for row in range(first, min(merge.bottom, table.rows[-1]) + 1):
            index = indexes.get(row, -1)
            if index >= 0 and cells[index] in ("", text):
                cells[index] = text
                table.anchors[row, merge.left] = (merge.top, merge.left)
        lent_to[merge.left] = max(merge.bottom, lent_to.get(merge.left, 0))


def items(text: str) -> list[str]:
    """The items of a cell that numbers them, 1.…；2.…, from 1 on; the whole text when it does not (domain §4.2)."""
    starts = []
    wanted = 1
    for mark in ITEM.finditer(text):
        if mark["pair"] or order_of(mark) == wanted:
            starts.append(mark)
            wanted += 1
    if len(starts) < 2:
        return [text.strip()]
    ends = [mark.start() for mark in starts[1:]] + [len(text)]
    lead = text[: starts[0].start()].strip()
    parts = [text[mark.end() : end].strip().rstrip("；;") for mark, end in zip(starts, ends, strict=True)]
    return [part for part in ([] if lead.endswith(("：", ":")) else [lead]) + parts if part]


def order_of(mark: re.Match[str]) -> int:
    if mark["circle"]:
        return ord(mark["circle"]) - ord("①") + 1
    return int(mark["number"] or mark["bracket"] or 0)


def split_items(table: Table, ident: str) -> None:
    """One row for each numbered item of a cell; rows whose cell is empty hold none."""
    source: list[int] = []
    texts: list[str] = []
    orders: list[int] = []
    for index, raw in enumerate(table.raw.get(ident, [])):
        text = raw if isinstance(raw, str) else str(raw)
        if not text.strip() or text.strip() in ("/", "无", "—", "-"):
            continue
        for order, item in enumerate(items(text), 1):
            source.append(index)
            texts.append(item)
            orders.append(order)
    table.rows = [table.rows[index] for index in source]
    for name, cells in table.raw.items():
        table.raw[name] = [cells[index] for index in source]
    table.raw[ident] = list(texts)
    table.orders = orders


def read_into(table: Table, slot: Slot, basis: Any) -> None:
    """Read one column: plain values at the speed of a dictionary, odd ones one by one, each distinct text once."""
    column, kind = slot.column, slot.column.kind
    ident = column.ident
    remarks: dict[Any, Remark] = {}
    hits: Sequence[int]
    if isinstance(kind, Text) and (short := short_texts(table, ident)) is not None:
        hits = short
        odd = {raw: read_one(column, raw, basis, remarks, slot.scale) for raw in {table.raw[ident][i] for i in hits}}
    else:
        distinct = table.distinct(ident)
        if True in distinct or False in distinct:  # or 1 or 0, which are told apart here
            distinct = table.retype(ident, as_written(table.raw[ident]))
        odd = {raw: read_one(column, raw, basis, remarks, slot.scale) for raw in kind.odd(distinct)}
        every = len(odd) == len(distinct)
        hits = (
            range(len(table.rows))
            if every
            else [i for i, raw in enumerate(table.raw[ident]) if raw in odd]
            if odd
            else ()
        )
    raws = table.raw[ident]
    if len(hits) == len(raws):
        values = [odd[raw] for raw in raws]
    else:
        values = kind.plain(raws)
        for index in hits:
            values[index] = odd[raws[index]]
    table.values[ident] = values
    table.blank[ident] = [index for index in hits if values[index] is None] if None in odd.values() else []
    if remarks:
        table.remarks[ident] = remarks
        every = len(hits) == len(raws)
        told = ((index, raws[index]) for index in hits)
        table.hits[ident] = [index for index, raw in (enumerate(raws) if every else told) if raw in remarks]


def short_texts(table: Table, ident: str) -> list[int] | None:
    """Rows of a column of free text that may hold no text at all; None where some cell is a number or a day.

    Free text is nearly all different and long: to hash each cell, or even to look at it twice, would cost more than
    all else that is done with it.
    """
    raws = table.raw[ident]
    try:
        lengths = list(map(len, raws))
    except TypeError:
        return None
    table.longest[ident] = max(lengths, default=0)
    if any(map(str.isspace, raws)):
        return [index for index, raw in enumerate(raws) if lengths[index] < 3 or raw.isspace()]
    return [index for index, length in enumerate(lengths) if length < 3]


def read_one(column: Column, raw: Any, basis: Any, remarks: dict[Any, Remark], scale: int = 1) -> Any:
    if raw == "":
        return None
    if (
        column.kind.free_text
        and column.need != "may"
        and isinstance(raw, str)
        and raw.strip() in ("/", "／", "无", "—", "-")
    ):
        return None
    value = column.kind.read(raw, basis)
    if scale != 1:
        value = in_unit(raw, value, scale)
    if value.__class__ is Remark:
        remarks[raw] = value
        return UNREADABLE if value.code == "unreadable" else value.value
    return value


def in_unit(raw: Any, value: Any, scale: int) -> Any:
    """A number under a header that says 万元, in 元. A cell that names its own unit says it already.

    A cell in 元 below such a header is not to be judged: one of the two is a slip (domain §13).
    """
    number = value.value if value.__class__ is Remark else value
    if number is None or not isinstance(number, Decimal):
        return value
    typed = fold(raw) if isinstance(raw, str) else ""
    if "万" in typed:
        return Remark(number, value.code, value.message, plain_number(number / scale))
    if "元" in typed:
        return Remark(None, "unreadable", "而表头的单位是万元，应换算成万元，只填数字")
    return Remark(number * scale, value.code, value.message, value.fix) if value.__class__ is Remark else number * scale
