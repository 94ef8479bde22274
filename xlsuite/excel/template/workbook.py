"""The template as a whole: its sheets in order, the hidden 算式 behind them, and the names they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.live import live_sheet
from xlsuite.excel.dashboard.live_input import Live
from xlsuite.excel.looks import BLUE, GREEN, GREY, ORANGE, RED, YELLOW
from xlsuite.excel.newbook import NewBook
from xlsuite.excel.template.bands import Levels
from xlsuite.excel.template.formulas import Ground
from xlsuite.excel.template.front import EDITION, RESULT_HEADS, instructions, results
from xlsuite.excel.template.ledger_sheet import LedgerSheet
from xlsuite.excel.template.lists import DICTIONARY, Lists
from xlsuite.excel.template.managers import Managers
from xlsuite.excel.template.managers_now import Walk, asked, point_values, post_row
from xlsuite.excel.template.parameters import SHEET, Parameters, cells_of, settings_sheet
from xlsuite.excel.template.places import FIRST, WORKINGS, Places
from xlsuite.excel.template.widths import arranged
from xlsuite.verbs.filling import Filling, Row
from xlsuite.verbs.template import Template

MADE = date(2025, 1, 1)  # a fixed stamp, so that the same template has the same bytes
ROWS = 200  # data rows of each ledger at least
TABS = {
    "posts": GREY.solid, "risk_points": RED.solid, "risk_measures": RED.solid, "risk_ratings": RED.solid,
    "rectification": ORANGE.solid, "progress": YELLOW.solid, "extensions": YELLOW.solid, "closures": YELLOW.solid,
}  # fmt: skip
SHOWN = ("risk_points", "rectification")  # what 一览 tells of
BESIDE = ("sources", "prose")  # sheets of lists: they stand after 参数
UNREAD = 'IF(分档可用,IF(方法相符,"","本表按另一种评定方法设计，等级不计算：请按“参数”里的评定方法重新生成模板"),"“参数”里的等级分档没有读懂，等级不计算：请写成“≥6 高；≥3 中；其余 低”的样子")'


def template_workbook(template: Template, filling: Filling | None = None, rows: int = ROWS) -> bytes:
    """The workbook as bytes, blank or filled; the same template and filling give the same bytes.

    rows: how many data rows each ledger has at least; more where it is filled with more.
    """
    book = NewBook(f"{template.name}（模板版本 {EDITION}）", MADE, steady=True)
    given: Mapping[str, list[Row]] = filling.rows if filling else {}
    as_of = template.as_of or (filling.summary.as_of if filling else MADE)
    sheets_and_widths = [arranged(blank) for blank in template.sheets]
    template = template._replace(sheets=tuple(blank for blank, _ in sheets_and_widths))
    widths = {blank.id: widths for blank, widths in sheets_and_widths}
    places = Places(template.sheets, rows, {ledger: len(each) for ledger, each in given.items()})
    helpers = Helpers(name=WORKINGS)
    pages = sheets(book, template, widths, lambda: live_sheet(book, helpers, live(template, filling, as_of)))
    typed = {name: str(value) for name, value, _ in template.settings if value != ""}
    parameters = Parameters(template, helpers, as_of, typed)
    levels = Levels(template.basis.method, cells_of(template), typed, helpers)
    walk = Walk([post_row(row) for row in given.get("posts", [])], as_of)
    lists = Lists(places, helpers, [str(row.get("unit", "")) for row in given.get("posts", [])], parameters.names)
    ground = Ground(places, template.basis.method)
    if "risk_points" in places:
        managers = Managers(places, cells_of(template), helpers, walk, asked(template))
        managers.points("上级党组织", point_values(template, given, walk))
        ground = ground._replace(person=managers.person, tier=managers.tier)
    instructions(pages["填写说明"], template)
    for blank in template.sheets:
        hint = UNREAD if blank.id == "risk_ratings" else ""
        LedgerSheet(pages[blank.title], blank, places[blank.id], lists, ground).write(given.get(blank.id, []), hint)
    results(pages["检查结果"])
    settings_sheet(pages[SHEET], template)
    lists.write(pages[DICTIONARY])
    helpers.write(book, pages[WORKINGS].sheet)
    for name, where in sorted({**parameters.names, **levels.names, **lists.names}.items()):
        book.book.define_name(name, f"={where}")
    return book.bytes()


def live(template: Template, filling: Filling | None, as_of: date) -> Live:
    """What the 一览 is made for."""
    rows = filling.rows if filling else {}
    settings, ledgers = template.basis.settings, [blank.id for blank in template.sheets]
    units = dict.fromkeys(str(row["unit"]) for row in rows.get("posts", []) if row.get("unit"))
    sources = [str(row["name"]) for row in rows.get("sources", []) if row.get("name")]
    return Live(
        template.basis.method, as_of, "参数表" if template.as_of else "当天", ledgers, list(units), sources, settings.categories, settings.decimals,
        settings.due_soon_days[0], filling.summary if filling else None, FIRST,
    )  # fmt: skip


def sheets(
    book: NewBook, template: Template, widths: Mapping[str, list[float]], dashboard: Callable[[], None]
) -> dict[str, Any]:
    """All pages in the order of their tabs; `dashboard` draws the second one."""
    ledgers = [blank for blank in template.sheets if blank.id not in BESIDE]
    listed = [blank for blank in template.sheets if blank.id in BESIDE]
    pages = {"填写说明": book.sheet("填写说明", [6, 30, 150], template.name, GREY.solid)}
    if any(blank.id in SHOWN for blank in template.sheets):
        dashboard()
    for blank in ledgers:
        pages[blank.title] = book.sheet(blank.title, widths[blank.id], "", TABS.get(blank.id, BLUE.solid))
    pages["检查结果"] = book.sheet("检查结果", [head.width for head in RESULT_HEADS], "检查结果", GREEN.solid)
    pages[SHEET] = book.sheet(SHEET, [22, 34, 90], SHEET, GREY.solid)
    for blank in listed:
        pages[blank.title] = book.sheet(blank.title, widths[blank.id], "", GREY.solid)
    pages[DICTIONARY] = book.sheet(DICTIONARY, [16.0] * 20, DICTIONARY, GREY.solid)
    pages[WORKINGS] = book.sheet(WORKINGS, [14.0] * 10, WORKINGS, GREY.solid)
    pages[WORKINGS].sheet.hide()
    return pages
