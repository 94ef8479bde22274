"""What may be typed into a column: the check that the sheet itself makes, with a sentence that says what is wanted."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsuite.excel.template.lists import Dropdown
from xlsuite.excel.template.places import Area
from xlsuite.model.kinds import Day, Deadline, FactorValue, Number
from xlsuite.verbs.template import Field

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
DAY_NUMBERS = (32874, 73415)  # the same as the numbers that cells hold
TITLE, MESSAGE = 32, 255  # characters that Excel shows


def validation(field: Field, area: Area, dropdown: Dropdown | None) -> dict[str, Any] | None:
    """The rule for a column's cells, as the writer takes it; None where anything may stand."""
    cell = area.here(field.ident)
    if field.computed:
        wanted = "这一列由公式自动计算，请改左边录入的列"
        rule = {"validate": "custom", "value": f"=_xlfn.ISFORMULA({cell})", "ignore_blank": False}
        return said(field, rule, wanted, "自动计算列")
    if dropdown:
        rule = {"validate": "list", "source": dropdown.source}
        return said(field, rule, dropdown.wanted, kind="stop" if dropdown.only else "warning")
    if isinstance(field.kind, Deadline) and not field.kind.free_text:
        low, high = DAY_NUMBERS
        number = f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high})"
        value = f'=OR({number},{cell}="立行立改",{cell}="长期坚持")'
        return said(
            field,
            {"validate": "custom", "value": value},
            f"“{field.name}”应填真实日期，例如 2025-3-31；原来的写法（如“3月底前”）写在“整改时限原文”",
        )
    if isinstance(field.kind, Day):
        rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
        return said(field, rule, f"“{field.name}”应填真实日期，例如 2025-3-31；不要写“3月底前”“长期”")
    if isinstance(field.kind, FactorValue):
        return factor_rule(field)
    if isinstance(field.kind, Number):
        return number_rule(field)
    if field.is_key:
        column = f"${area.columns[field.ident]}${area.first}:${area.columns[field.ident]}${area.last}"
        rule = {"validate": "custom", "value": f"=COUNTIF({column},{cell})=1"}
        return said(field, rule, f"“{field.name}”不能与别的行重复，请换一个编号")
    if field.longest:
        rule = {"validate": "length", "criteria": "<=", "value": field.longest}
        return said(field, rule, f"“{field.name}”最多 {field.longest} 字，请压缩，或选“是”照样保留", kind="warning")
    return None


def factor_rule(field: Field) -> dict[str, Any]:
    assert isinstance(field.kind, FactorValue)
    scale = field.kind.factor.scale
    low, high = (scale[0], scale[-1]) if scale else (field.kind.factor.least, 10**6)
    rule = {"validate": "integer", "criteria": "between", "minimum": int(low), "maximum": int(high)}
    return said(field, rule, f"“{field.name}”应填 {field.kind.factor.wanted()}")


def number_rule(field: Field) -> dict[str, Any]:
    assert isinstance(field.kind, Number)
    validate = "integer" if field.kind.whole else "decimal"
    wanted = "不小于 0 的整数" if field.kind.whole else "数字，不带单位"
    return said(field, {"validate": validate, "criteria": ">=", "value": 0}, f"“{field.name}”应填{wanted}")


def said(field: Field, rule: dict[str, Any], wanted: str, title: str = "", kind: str = "stop") -> dict[str, Any]:
    told = {"error_title": (title or field.name)[:TITLE], "error_message": wanted[:MESSAGE], "error_type": kind}
    return {"ignore_blank": True, **rule, **told}
