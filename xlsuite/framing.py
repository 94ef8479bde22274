"""Ledgers as pandas frames, for notebooks and for whatever else reads tables: one frame a ledger, columns typed.

pandas is an extra (`xlsuite[frames]`) and imported when asked for.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE, Column
from xlsuite.model.deadlines import Term
from xlsuite.model.kinds import Day, Deadline, DeadlineText, Number
from xlsuite.model.table import Table
from xlsuite.model.text import is_blank, whole

if TYPE_CHECKING:
    import pandas

FILE, UNIT, SHEET, ROW, KEY, TROUBLE = "来源文件", "来源单位", "来源工作表", "来源行", "键", "读不出的列"
COMPUTED = {  # of 问题整改台账, by the column of the frame: the ident worked out, and its type
    "应完成日期": ("deadline", "datetime64[us]"),
    "逾期天数": ("overdue_days", "Int64"),
    "是否长期坚持": ("lasting", "boolean"),
}
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def frames(
    source: Book | str | os.PathLike[str] | Iterable[str | os.PathLike[str]], **settings: Any
) -> dict[str, pandas.DataFrame]:
    """The ledgers of a workbook, of a folder or of several files: title → frame, one row a row.

    First the source (来源文件, 来源单位, 来源工作表, 来源行; of a consolidated ledger as it says itself), 键 (the 编号,
    or 第N行) and 读不出的列; then the columns by their standard names: days as datetime64, numbers as Int64 or Float64,
    all else as string. What could not be read is missing and named in 读不出的列. settings as in `load`. Raises
    UnreadableFile, UsageError.
    """
    library()
    return frames_of(books(source, settings))


def frames_of(found: Iterable[Book]) -> dict[str, pandas.DataFrame]:
    """The ledgers of some books, each of which may go when the next comes."""
    parts: dict[str, list[pandas.DataFrame]] = {}
    for book in found:
        for table in book.judged_tables():
            if table.ledger.is_reported and table.rows:
                parts.setdefault(table.ledger.title, []).append(frame_of(book, table))
    return {title: joined(some) for title, some in parts.items()}


def library() -> Any:
    try:
        import pandas
    except ImportError:
        raise UsageError("这项功能要用 pandas：请先运行 pip install 'xlsuite[frames]'。") from None
    return pandas


def books(source: Any, settings: Mapping[str, Any]) -> Iterable[Book]:
    """The books of a source, one after the other; each may go when the next is read."""
    from xlsuite.paths import workbooks
    from xlsuite.work import load

    if isinstance(source, Book):
        yield source
        return
    given = [source] if isinstance(source, str | os.PathLike) else list(source)
    for path in workbooks([os.fspath(each) for each in given]):
        yield load(path, **settings)
        gc.collect()


def frame_of(book: Book, table: Table) -> pandas.DataFrame:
    """One table as a frame."""
    pandas = library()
    count = len(table)
    told = sources(table)
    columns = [column for column in table.ledger.columns if column.ident in table]
    data: dict[str, Any] = {
        FILE: pandas.array(told.get(FILE, [book.path] * count), dtype="string"),
        UNIT: pandas.array(told.get(UNIT, [book.settings.unit_name or None] * count), dtype="string"),
        SHEET: pandas.array(told.get(SHEET, [table.sheet] * count), dtype="string"),
        ROW: pandas.array(told.get(ROW, table.rows), dtype="Int64"),
        KEY: pandas.array([table.key(index) for index in range(count)], dtype="string"),
        TROUBLE: pandas.array(troubles(table, columns), dtype="string"),
    }
    for column in columns:
        data[column.name] = typed(column, table.column(column.ident))
    if table.ledger.id == "rectification":
        for name, (ident, kind) in COMPUTED.items():
            data[name] = pandas.array(list(map(plain, table.column(ident))), dtype=kind)
    return pandas.DataFrame(data)


def sources(table: Table) -> dict[str, list[Any]]:
    """What a consolidated ledger says of where each row came from; nothing where these columns are not all there."""
    at = {header: column for column, header in table.layout.unknown if header in (FILE, UNIT, SHEET, ROW)}
    if len(at) < 4:
        return {}
    cells = {header: [table.grid.cell(row, column) for row in table.rows] for header, column in at.items()}
    if not all(isinstance(cell, float) and cell.is_integer() for cell in cells[ROW]):
        return {}
    texts = {header: [None if is_blank(cell) else whole(cell) for cell in cells[header]] for header in at}
    return {**texts, ROW: list(map(int, cells[ROW]))}


def troubles(table: Table, columns: Iterable[Column]) -> list[str | None]:
    """For each row the columns whose cell could not be read; None for none."""
    found: list[list[str]] = [[] for _ in table.rows]
    for column in columns:
        for index, value in enumerate(table.column(column.ident)):
            if value is UNREADABLE:
                found[index].append(column.name)
    return ["、".join(names) or None for names in found]


def typed(column: Column, values: list[Any]) -> Any:
    """A column's values as an array of the type of its kind; nothing is made up for what is missing."""
    pandas = library()
    cells = list(map(plain, values))
    if isinstance(column.kind, Day | Deadline | DeadlineText):
        return pandas.array(cells, dtype="datetime64[us]")
    if isinstance(column.kind, Number):
        is_whole = all(cell is None or cell == int(cell) for cell in cells)
        return pandas.array(cells, dtype="Int64" if is_whole else "Float64")
    return pandas.array([None if cell is None else str(cell) for cell in cells], dtype="string")


def plain(value: Any) -> Any:
    """A value as a frame holds it: the day of a deadline, several persons as one text, exact numbers as floats."""
    if value is None or value is UNREADABLE:
        return None
    if isinstance(value, Term):
        return value.day
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or None
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value


def joined(parts: list[pandas.DataFrame]) -> pandas.DataFrame:
    """Frames of one ledger below one another; a column that a file lacks is missing in its rows."""
    if len(parts) == 1:
        return parts[0]
    pandas = library()
    order = list(dict.fromkeys(name for part in parts for name in part.columns))
    names = [name for name in order if name not in COMPUTED] + [name for name in order if name in COMPUTED]
    whole: dict[str, Any] = {}
    for name in names:
        kinds = {str(part[name].dtype) for part in parts if name in part}
        kind = "Float64" if kinds == {"Int64", "Float64"} else kinds.pop()
        cells = [
            part[name].astype(kind) if name in part else pandas.Series([None] * len(part), dtype=kind) for part in parts
        ]
        whole[name] = pandas.concat(cells, ignore_index=True)
    return pandas.DataFrame(whole)


def csv_bytes(frame: pandas.DataFrame) -> bytes:
    """A frame as CSV that Excel opens as it is: UTF-8 with its mark, days as 2025-09-30, no text a formula."""
    shown = frame.copy()
    for name in shown.columns:
        if str(shown[name].dtype) == "string":
            leads = shown[name].str.startswith(LEADS).fillna(False)
            shown[name] = shown[name].mask(leads, "'" + shown[name])
    text: str = shown.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n")
    return text.encode("utf-8-sig", "backslashreplace")


def parquet_bytes(frame: pandas.DataFrame) -> bytes:
    """A frame as Parquet, types kept. UsageError where pyarrow is missing."""
    try:
        found: bytes = frame.to_parquet(None, index=False)
    except ImportError:
        raise UsageError("写 Parquet 要用 pyarrow：请先运行 pip install 'xlsuite[frames]'。") from None
    return found
