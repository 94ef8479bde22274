"""A blank ledger workbook: headers, dropdowns, date checks and notes, from the declarations; no macro, no plug-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsuite.excel.looks import HEAD, HEADER, LINE, NOTE_SIZE, QUIET, WHITE, column_width
from xlsuite.excel.newbook import Head, NewBook, Page
from xlsuite.verbs.template import Blank, Field, Template

SPARE_ROWS = 200
MADE = date(2025, 1, 1)  # a fixed stamp, so that the same template has the same bytes
LONG = (
    "问题",
    "措施",
    "表现",
    "内容",
    "情况",
    "材料",
    "原因",
    "依据",
    "进展",
    "职权",
    "事项",
    "备注",
    "原文",
    "风险点",
    "目标",
)
NOTICE = (
    "一、每张表第一行是表头，列名不要改，列的先后可以调。表头深色的必填，浅色的按需填。",
    "二、把鼠标停在表头上，能看到这一列填什么、怎么填；有下拉箭头的格子请从中选。",
    "三、从别处复制来的内容，请用“选择性粘贴→数值”，直接粘贴会冲掉下拉选项。",
    "四、统计截止日、评定方法等写在“参数”表里，不填就用默认值。",
    "五、涉密内容、身份证号、手机号、银行卡号不要填进台账。",
    "六、填好后用 xlsuite 检查、汇总、起草报告；没有安装也不影响填写和打印。",
)


def template_workbook(template: Template) -> bytes:
    """The blank workbook as bytes; the same template gives the same bytes."""
    book = NewBook(template.name, MADE)
    instructions(book, template)
    lists = Lists(book)
    for blank in template.sheets:
        ledger_sheet(book, blank, lists)
    settings_sheet(book, template)
    lists.write()
    return book.bytes()


def instructions(book: NewBook, template: Template) -> None:
    page = book.sheet("填写说明", [26, 110], template.name)
    page.title(f"{template.name}填写说明", *NOTICE)
    page.gap()
    heads = (Head("工作表", 26), Head("说明", 110))
    page.header(heads)
    for blank in template.sheets:
        page.line_of_texts(heads, (blank.title, blank.note))


def ledger_sheet(book: NewBook, blank: Blank, lists: Lists) -> None:
    widths = [width_of(field) for field in blank.fields]
    page = book.sheet(blank.title, widths, blank.title)
    page.sheet.set_row(0, 32)
    for column, field in enumerate(blank.fields):
        face: dict[str, Any] = {
            "font_name": HEAD,
            "bold": True,
            "align": "center",
            "text_wrap": True,
            "border": 1,
            "border_color": LINE,
        }
        face |= {"bg_color": HEADER, "font_color": WHITE} if field.required else {"bg_color": "#DCE3EA"}
        page.text(0, column, field.name, **face)
        page.sheet.write_comment(0, column, field.note, {"x_scale": 1.6, "y_scale": 0.8, "font_size": 9})
        body = {"border": 1, "border_color": LINE, "text_wrap": True}
        cell = book.looks.format({**body, "num_format": "yyyy-mm-dd", "align": "center"} if field.is_day else body)
        for row in range(1, SPARE_ROWS + 1):
            page.sheet.write_blank(row, column, None, cell)
        validate(page, column, field, lists)
    page.sheet.freeze_panes(1, 1)
    page.sheet.repeat_rows(0)
    page.sheet.autofilter(0, 0, SPARE_ROWS, len(blank.fields) - 1)


def width_of(field: Field) -> float:
    if any(field.name.endswith(word) or field.name == word for word in LONG):
        return 26
    return column_width((field.name, *field.choices), least=11, most=22)


def validate(page: Page, column: int, field: Field, lists: Lists) -> None:
    """A dropdown or a date check; wrong entries are refused with a sentence that says what is wanted."""
    rule: dict[str, Any]
    if field.choices:
        rule = {"validate": "list", "source": lists.of(field.choices)}
        wanted = f"请从下拉的几项中选：{'、'.join(field.choices)}"
    elif field.is_day:
        rule = {"validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2100, 12, 31)}
        wanted = "请填真实日期，例如 2025-03-31"
    else:
        return
    rule |= {"error_title": field.name[:32], "error_message": wanted[:255], "error_type": "stop", "ignore_blank": True}
    page.sheet.data_validation(1, column, SPARE_ROWS, column, rule)


def settings_sheet(book: NewBook, template: Template) -> None:
    page = book.sheet("参数", [22, 34, 90], "参数")
    heads = (Head("参数", 22), Head("值", 34), Head("说明", 90, quiet=True))
    page.header(heads)
    for name, value, help in template.settings:
        page.line_of_texts(heads, (name, value, help))
    page.sheet.freeze_panes(1, 0)


class Lists:
    """The 字典 sheet: each distinct list of choices in a column of its own, for dropdowns of any length."""

    def __init__(self, book: NewBook) -> None:
        self.book = book
        self.columns: dict[tuple[str, ...], int] = {}

    def of(self, choices: tuple[str, ...]) -> str:
        from xlsuite.model.place import letters

        at = self.columns.setdefault(choices, len(self.columns)) + 1
        return f"=字典!${letters(at)}$3:${letters(at)}${len(choices) + 2}"

    def write(self) -> None:
        page = self.book.sheet("字典", [16.0] * max(1, len(self.columns)), "字典")
        page.text(0, 0, "下拉选项，供各表引用，请不要改动", font_size=NOTE_SIZE, font_color=QUIET)
        for choices, column in self.columns.items():
            page.text(1, column, f"选项{column + 1}", font_name=HEAD, bold=True)
            for row, choice in enumerate(choices, 2):
                page.text(row, column, choice)
