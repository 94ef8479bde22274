"""The 参数 sheet of a template, and what formulas take from it: dates, days, weights, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.newbook import Head, Page
from xlsuite.excel.template.signs import part, text, wrapped, wrapped_value
from xlsuite.grading.bands import exact_text
from xlsuite.model.settings import BY_NAME
from xlsuite.verbs.template import Template

SHEET = "参数"
EPOCH = date(1899, 12, 30)
DAYS_SETTINGS = ("统计截止日", "成文日期")
LISTED = 15  # words of a list that dropdowns can show
MAPS = (("＝", "="), (" ", ""))


def listed(cell: str) -> str:
    """A setting that is a list, as its reader takes it."""
    return wrapped(cell, "、", ("；", ";", "，", ",", "\n"), ())


def serial(day: date) -> int:
    """A day as the number that cells hold."""
    return (day - EPOCH).days


def cells_of(template: Template) -> dict[str, str]:
    """The value cell of each setting by its name."""
    return {name: f"{SHEET}!$B${row}" for row, (name, _, _) in enumerate(template.settings, 2)}


def settings_sheet(page: Page, template: Template) -> None:
    heads = (Head("参数", 22), Head("值", 34), Head("说明", 90, quiet=True))
    page.header(heads)
    day = page.book.looks.format({**heads[1].look, "num_format": "yyyy-mm-dd"})
    for name, value, help in template.settings:
        row = page.row
        page.line(heads, (name, None if isinstance(value, date) else value, help))
        if name in DAYS_SETTINGS:
            wanted = "填真实日期，例如 2025-9-30" + ("；不填取打开当天" if name == "统计截止日" else "")
            rule = {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1990, 1, 1),
                "maximum": date(2100, 12, 31),
            }
            page.sheet.data_validation(
                row,
                1,
                row,
                1,
                {**rule, "error_title": name, "error_message": wanted, "input_title": name, "input_message": wanted},
            )
            if isinstance(value, date):
                page.sheet.write_datetime(row, 1, value, day)
            else:
                page.sheet.write_blank(row, 1, None, day)
    page.sheet.freeze_panes(1, 0)
    page.sheet.repeat_rows(0)


class Parameters:
    """The block of single values, with the names that formulas use."""

    def __init__(self, template: Template, helpers: Helpers, as_of: date, typed: Mapping[str, str]) -> None:
        self.template, self.helpers = template, helpers
        self.names: dict[str, str] = {}
        given = cells_of(template)
        settings, method = template.basis.settings, template.basis.method
        first = f"IFERROR(VALUE({part(listed(given['临期天数']), '、', 1)}),15)"
        values: Sequence[tuple[str, Any, str]] = (
            ("统计截止日", serial(as_of), f"=IF(ISNUMBER({given['统计截止日']}),{given['统计截止日']},TODAY())"),
            ("单位名称", settings.unit_name or "", f'=IF({given["单位全称"]}="","",{given["单位全称"]})'),
            ("临期天数", settings.due_soon_days[0], f'=IF({given["临期天数"]}="",15,{first})'),
            (
                "立行立改天数",
                settings.immediate_days,
                f"=IF(ISNUMBER({given['立行立改默认天数']}),{given['立行立改默认天数']},30)",
            ),
            (
                "上级党组织",
                settings.party_org,
                f'=IF({given["主要领导的管理者"]}="","上级党组织",{given["主要领导的管理者"]})',
            ),
            ("方法相符", True, f'=OR({given["评定方法"]}="",{given["评定方法"]}={text(method.id)})'),
        )
        for name, _, _ in values:
            self.names[name] = helpers.at(len(self.names), 1)
        helpers.put([(Cell(name), Cell(value, formula)) for name, value, formula in values], "参数取值")
        if method.id == "weighted":
            self._weights(given["权重"], typed)
        self._list("风险类别", given["风险类别清单"], tuple(settings.categories), BY_NAME["风险类别清单"].default)
        self._list("方面", given["方面清单"], tuple(settings.aspects), ())

    def _weights(self, source: str, typed: Mapping[str, str]) -> None:
        """权重数: one weight for each factor, as 参数 says or as the method was made."""
        from xlsuite.grading.methods import WEIGHTS

        clean = wrapped(source, "；", (";", "\n"), MAPS)
        now = wrapped_value(typed.get("权重", ""), "；", (";", "\n"), MAPS)
        rows = []
        given = dict(pair.split("=") for pair in now.split("；") if "=" in pair)
        for factor in self.template.basis.method.factors:
            made = exact_text(WEIGHTS[factor.name]) if factor.name in WEIGHTS else "0"
            at = f"(FIND({text('；' + factor.name + '=')},{clean})+1)"
            inside = f'MID({clean},{at}+{len(factor.name) + 1},FIND("；",{clean},{at})-{at}-{len(factor.name) + 1})'
            rows.append(
                (Cell(float(given.get(factor.name, made)), f'=IF({source}="",{made},IFERROR(VALUE({inside}),0))'),)
            )
        self.names["权重数"] = self.helpers.put(rows, "权重")

    def _list(self, name: str, source: str, words: Sequence[str], usual: Sequence[str]) -> None:
        """列表_…: the words of a list setting, one a cell, as many as there are."""
        clean = f'IF({source}="",{text("、" + "、".join(usual) + "、")},{listed(source)})'
        rows = [(Cell(words[at] if at < len(words) else "", "=" + part(clean, "、", at + 1)),) for at in range(LISTED)]
        self.names[f"列表_{name}"] = growing(self.helpers.put(rows, name))


def growing(cells: str) -> str:
    """A name's range that ends with the last filled cell, without functions that recalculate at every key."""
    first, _, last = cells.partition(":")
    sheet = first.rpartition("!")[0]
    whole = f"{first}:{last}"
    return f'{first}:INDEX({whole},MAX(1,SUMPRODUCT(--({whole}<>""))))' if sheet else whole
