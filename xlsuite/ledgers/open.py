"""From the sheets of a workbook to a Book: settings first, then the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.grading.basis import Basis
from xlsuite.ledgers import OURS, ledgers_for
from xlsuite.ledgers.book import Book, SettingFault
from xlsuite.ledgers.lists import CALENDAR, LISTS, SETTINGS
from xlsuite.model.deadlines import Calendar
from xlsuite.model.grid import Grid
from xlsuite.model.headers import Names
from xlsuite.model.reading import tables
from xlsuite.model.recognize import layouts
from xlsuite.model.settings import BadSetting, Settings
from xlsuite.model.table import Table
from xlsuite.model.text import is_blank, quote, strip


def open_book(
    name: str,
    grids: list[Grid],
    today: date,
    file_settings: Mapping[str, Any] | None = None,
    line_settings: Mapping[str, Any] | None = None,
) -> Book:
    """The Book of a workbook's sheets. The command line wins, then the 参数 sheet, then the file, then the default."""
    settings, faults = settings_of(grids, file_settings or {}, line_settings or {})
    settings.settle(today)
    basis = Basis(settings)
    basis.calendar = calendar_of(grids, basis)
    ledgers = ledgers_for(basis)
    names = Names(ledgers)
    found: list[Table] = []
    unrecognized = []
    for grid in grids:
        if strip(grid.name) in OURS:
            continue
        here = [table for layout in layouts(grid, names) for table in tables(grid, layout, basis)]
        found.extend(here)
        if not here:
            unrecognized.append(grid.name)
    return Book(name, grids, found, basis, tuple(unrecognized), tuple(faults), ledgers)


def settings_of(
    grids: list[Grid], file_settings: Mapping[str, Any], line_settings: Mapping[str, Any]
) -> tuple[Settings, list[SettingFault]]:
    settings = Settings()
    take_all(settings, file_settings, "配置文件")
    names = Names(LISTS)
    faults = [fault for grid in grids if names.titled(grid.name) is SETTINGS for fault in take_sheet(settings, grid, names)]
    take_all(settings, line_settings, "命令行")
    return settings, faults


def take_all(settings: Settings, given: Mapping[str, Any], source: str) -> None:
    """Settings from a file or the command line; a wrong one stops the work, since who wrote it is at the keyboard."""
    for name, raw in given.items():
        try:
            known = settings.take(name, raw, source)
        except BadSetting as error:
            raise UsageError(f"{source}里的参数“{name}”写的是“{quote(raw)}”，{error}。") from None
        if not known:
            raise UsageError(f"{source}里的参数“{name}”没有这一项。可用的参数见 docs/参数.md。")


def take_sheet(settings: Settings, grid: Grid, names: Names) -> Iterable[SettingFault]:
    """Settings from the 参数 sheet; a wrong line is a finding, and the default holds."""
    first_row: dict[str, int] = {}
    plain = Basis(Settings())
    for layout in layouts(grid, names):
        for table in tables(grid, layout, plain):
            for record in table.records():
                name, raw = record.name or "", table.raws("value")[record.index]
                if not name or is_blank(raw):
                    continue
                yield from take_line(settings, grid.name, table, record.index, name, raw, first_row)


def take_line(
    settings: Settings, sheet: str, table: Table, index: int, name: str, raw: Any, first_row: dict[str, int]
) -> Iterable[SettingFault]:
    row, column = table.place(index, "value")
    fault: Callable[..., SettingFault] = lambda message, kind: SettingFault(sheet, row, column, name, quote(raw), message, kind)  # noqa: E731
    if name in first_row:
        yield fault(f"参数“{name}”在第 {first_row[name]} 行已经设过，这里又设一次。", "double")
        return
    first_row[name] = row
    try:
        if not settings.take(name, raw, "参数表"):
            yield fault(f"没有名为“{name}”的参数，这一行不起作用。", "unknown")
    except BadSetting as error:
        yield fault(f"参数“{name}”写的是“{quote(raw)}”，{error}；这次按默认值处理。", "bad")


def calendar_of(grids: list[Grid], basis: Basis) -> Calendar | None:
    """The 工作日历 of the workbook, where it has one."""
    names = Names(LISTS)
    for grid in grids:
        if names.titled(grid.name) is not CALENDAR:
            continue
        for layout in layouts(grid, names):
            table = tables(grid, layout, basis)[0]
            return Calendar((record.on, record.kind) for record in table.records() if record.on and record.kind)
    return None
