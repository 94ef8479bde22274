"""A 参数 sheet for an open workbook that has none: every setting, what is set now, what it is for."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsuite.excel.live_pages import LivePages
from xlsuite.excel.live_plan import SheetPlan
from xlsuite.excel.newbook import Head
from xlsuite.model.settings import Settings
from xlsuite.verbs.template import chosen

HEADS = (Head("参数", 22), Head("值", 34), Head("说明", 90, quiet=True))


def settings_plan(settings: Settings) -> SheetPlan:
    """The sheet; a setting that was never said is left blank, so that its default goes on holding."""
    pages = LivePages(settings.as_of)
    page = pages.sheet("参数", [head.width for head in HEADS])
    page.header(HEADS)
    for name, value, help in chosen("全套台账", {}).settings:
        page.line(HEADS, (name, shown(value), help))
    page.sheet.freeze_panes(1, 0)
    return pages.plans()[0]


def shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
