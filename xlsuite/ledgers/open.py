"""From the sheets of a workbook to a Book: settings first, then the ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from xlsuite.errors import UsageError
from xlsuite.grading.basis import Basis
from xlsuite.ledgers import OURS, core_for, supporting
from xlsuite.ledgers.book import Book, SettingFault
from xlsuite.ledgers.lists import CALENDAR, LISTS, SETTINGS
from xlsuite.ledgers.rectification import split_axes
from xlsuite.model.columns import LedgerType
from xlsuite.model.deadlines import Calendar
from xlsuite.model.grid import Grid
from xlsuite.model.headers import Names
from xlsuite.model.reading import tables
from xlsuite.model.recognize import layouts
from xlsuite.model.settings import BY_NAME, BadSetting, Settings, canonical
from xlsuite.model.table import Layout, Table
from xlsuite.model.text import is_blank, quote, strip, whole

SHEET = "参数表"  # as a source of settings
METHOD_PARTS = ("scale", "weights", "level_names", "to_three", "bands", "direction", "method_id")


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
    sheets = Sheets(core_for(basis))
    found: list[Table] = []
    unrecognized = []
    for grid in grids:
        if strip(grid.name) in OURS:
            continue
        here = [table for layout in sheets.layouts(grid) for table in tables(grid, layout, basis)]
        for table in here:
            if table.ledger.id == "rectification":
                split_axes(table)
        found.extend(here)
        if not here:
            unrecognized.append(grid.name)
    return Book(name, grids, found, basis, tuple(unrecognized), tuple(faults), sheets.ledgers)


class Sheets:
    """Which ledgers a sheet holds. The supporting ones are asked only of sheets that the core does not account for:

    headers that many of them share, such as 日期 and 类别, then weigh nothing where a core ledger is told.
    """

    KNOWN_WELL = 4  # a core ledger that names so many times as many headers as it leaves over is not doubted

    def __init__(self, core: tuple[LedgerType, ...]) -> None:
        self.ledgers = core
        self.core = Names(core)
        self.others: Names | None = None

    def layouts(self, grid: Grid) -> list[Layout]:
        if self.others and self.others.titled(grid.name) and not self.core.titled(grid.name):
            found = layouts(grid, self.others)  # what its name says is tried first, once somebody asked for it
            if found and known(found) >= self.KNOWN_WELL * unknown(found):
                return found
        found = layouts(grid, self.core)
        if found and (self.core.titled(grid.name) or known(found) >= self.KNOWN_WELL * unknown(found)):
            return found
        if self.others is None:
            self.ledgers = (*self.ledgers, *supporting())
            self.others = Names(supporting())
        other = layouts(grid, self.others)
        least = known(found) + (0 if self.others.titled(grid.name) else 1)
        return other if known(other) >= max(least, 1) else found


def known(found: list[Layout]) -> int:
    """How many columns of a sheet are accounted for."""
    return sum(len(layout.slots) + sum(len(slots) for _, slots in layout.companions) for layout in found)


def unknown(found: list[Layout]) -> int:
    return sum(len(layout.unknown) for layout in found)


def settings_of(
    grids: list[Grid], file_settings: Mapping[str, Any], line_settings: Mapping[str, Any]
) -> tuple[Settings, list[SettingFault]]:
    settings = Settings()
    take_all(settings, file_settings, "配置文件")
    names = Names(LISTS)
    taken: list[Line] = []
    faults = [
        fault
        for grid in grids
        if names.titled(grid.name) is SETTINGS
        for fault in take_sheet(settings, grid, names, taken)
    ]
    take_all(settings, line_settings, "命令行")
    return settings, faults + unfit(settings, taken)


def take_all(settings: Settings, given: Mapping[str, Any], source: str) -> None:
    """Settings from a file or the command line; a wrong one stops the work, since who wrote it is at the keyboard."""
    for name, raw in given.items():
        try:
            known = settings.take(name, raw, source)
        except BadSetting as error:
            raise UsageError(f"{source}里的参数“{name}”写的是“{quote(raw)}”，{error}。") from None
        if not known:
            raise UsageError(f"{source}里的参数“{name}”没有这一项。可用的参数见 docs/参数.md。")


class Line(NamedTuple):
    """A line of the 参数 sheet that was taken: its fault if it proves unfit, and what held before it."""

    fault: SettingFault
    ident: str
    before: Any
    source: str


def take_sheet(settings: Settings, grid: Grid, names: Names, taken: list[Line]) -> Iterable[SettingFault]:
    """Settings from the 参数 sheet; a wrong line is a finding, and what would hold without it holds."""
    first_row: dict[str, int] = {}
    plain = Basis(Settings())
    for layout in layouts(grid, names):
        for table in tables(grid, layout, plain):
            for index, name in enumerate(table.raws("name")):
                name, raw = strip(whole(name)), table.raws("value")[index]
                if not name or is_blank(raw):
                    continue
                place = table.place(index, "value")
                fault = SettingFault(grid.name, *place, name, quote(raw), "", "")
                yield from take_line(settings, fault, raw, first_row, taken)


def take_line(
    settings: Settings, fault: SettingFault, raw: Any, first_row: dict[str, int], taken: list[Line]
) -> Iterable[SettingFault]:
    name = canonical(fault.name)
    if name in first_row:
        message = f"参数“{fault.name}”在第 {first_row[name]} 行已经设过，这里又设一次，按第 {first_row[name]} 行的算。"
        yield fault._replace(message=message, kind="double")
        return
    first_row[name] = fault.row
    ident = BY_NAME[name].ident if name in BY_NAME else ""
    line = Line(fault, ident, getattr(settings, ident, None), settings.source(ident))
    try:
        if settings.take(name, raw, SHEET):
            taken.append(line)
        else:
            yield fault._replace(message=f"没有名为“{fault.name}”的参数，这一行不起作用。", kind="unknown")
    except BadSetting as error:
        yield unusable(fault, str(error))


def unusable(fault: SettingFault, why: str) -> SettingFault:
    return fault._replace(message=f"参数“{fault.name}”写的是“{fault.value}”，{why}；这一行不起作用。", kind="bad")


def unfit(settings: Settings, taken: list[Line]) -> list[SettingFault]:
    """Lines of the 参数 sheet that read well and yet make no grading method; each is undone."""
    faults = []
    lines = {line.fault.name: line for line in taken if line.ident in METHOD_PARTS}
    lines = {name: line for name, line in lines.items() if settings.source(line.ident) == SHEET}
    while lines:
        try:
            Basis(settings).method  # noqa: B018
            break
        except UsageError as error:
            told = [name for name in lines if name in str(error)]
            name = min(told, key=str(error).index) if told else list(lines)[-1]
            line = lines.pop(name)
            setattr(settings, line.ident, line.before)
            settings.sources[line.ident] = line.source
            faults.append(line.fault._replace(message=f"{str(error).rstrip('。')}；这一行不起作用。", kind="bad"))
    return faults


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
