"""One ledger of a template: title, hint, headers, an Excel table with spare rows, checks, colours, print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsuite.excel.looks import (
    BLUE,
    DIGITS,
    GREEN,
    GREY,
    HEAD,
    HEADER,
    LINE,
    NOTE_SIZE,
    ORANGE,
    PANEL,
    QUIET,
    RED,
    TITLE_SIZE,
    WHITE,
    YELLOW,
    Tone,
    put_formula,
    put_number,
    put_text,
    row_height,
)  # fmt: skip
from xlsuite.excel.newbook import CODE_LOOK, Look, Page
from xlsuite.excel.template.formulas import DAY, DAYS, FORMULAS, NUMBER, Ground
from xlsuite.excel.template.lists import Lists
from xlsuite.excel.template.parameters import EPOCH
from xlsuite.excel.template.places import FIRST, HEADER_ROW, Area
from xlsuite.excel.template.validation import validation
from xlsuite.excel.template.widths import WHOLE_SIZE
from xlsuite.model.kinds import Day, Deadline, FactorValue, Key, Level, Number, Text
from xlsuite.model.place import letters
from xlsuite.verbs.template import Blank, Field

SPARE = 22.0  # points of an empty row
COMPUTED_HEADER, OPTIONAL_HEADER = "#6B7C8D", "#DCE3EA"
DAYS_FORM = '"余"0"天";"逾"0"天";"今天"'
BY_LEVEL: dict[str, Tone] = {"高": RED, "中": YELLOW, "低": BLUE}
BY_WARNING: dict[str, Tone] = {
    "已逾期": RED, "临期": YELLOW, "正常": BLUE, "待销号": GREEN, "已销号": GREY, "长期坚持": GREY, "无时限": ORANGE,
}  # fmt: skip
HINT_COLUMN = 5  # right of the title
PAGE_HEIGHT = 490.0  # points of A4 across within the margins set here, less what other programs print higher
SIGNATURES = "单位负责人：　　　　　　审核：　　　　　　填表："


class LedgerSheet:
    """Writes one ledger onto its page; `rows` are those to be filled in."""

    def __init__(self, page: Page, blank: Blank, area: Area, lists: Lists, ground: Ground) -> None:
        self.page, self.blank, self.area, self.lists, self.ground = page, blank, area, lists, ground
        self.formulas = {
            field.ident: FORMULAS[blank.id, field.ident][0](ground) for field in blank.fields if field.computed
        }

    def write(self, rows: Sequence[Mapping[str, Any]], hint: str) -> None:
        self.opening()
        self.table()
        for at in range(self.area.last - self.area.first + 1):
            self.line(FIRST - 1 + at, rows[at] if at < len(rows) else {})
        last = self.last_printed(len(rows))
        self.warn(hint, last)
        for column, field in enumerate(self.blank.fields):
            self.check(column, field)
        self.colours()
        self.printing(last)

    def opening(self) -> None:
        page, last = self.page, self.printed - 1
        page.height(0, 32)
        page.text(0, 0, self.blank.title, font_name=HEAD, font_size=TITLE_SIZE, bold=True)
        words = f"白底录入，灰底自动计算；深色表头必填。{self.blank.note}粘贴请用“选择性粘贴→数值”。"
        page.height(1, row_height([(words, sum(page.widths[: last + 1]) * 10.5 / NOTE_SIZE)], 18.0))
        page.span(1, 0, last, words, font_size=NOTE_SIZE, font_color=QUIET, text_wrap=True)
        page.height(2, row_height([(field.name, page.widths[at]) for at, field in enumerate(self.blank.fields)], 30.0))

    def warn(self, hint: str, last: int) -> None:
        """Beside the title: what hinders the formulas; else that rows stand below what is printed, and what to do."""
        page, printed = self.page, self.printed
        column = next(field.ident for field in self.blank.fields if not field.computed)
        cells = self.area.all(column)
        filled = f'SUMPRODUCT(MAX(({cells}<>"")*ROW({cells})))'
        told = (
            f'IF({filled}>{last},"已填到第 "&{filled}&" 行，打印只到第 {last} 行：请选中 A1:{letters(printed)}"&{filled}'
            f'&"，点“页面布局→打印区域→设置打印区域”，再删去这句","")'
        )
        formula = f'=IF({hint}<>"",{hint},{told})' if hint else f"={told}"
        face = page.book.looks.format({"font_size": NOTE_SIZE, "font_color": RED.text, "bold": True})
        put_formula(page.sheet, 0, min(HINT_COLUMN, printed - 1), formula, face, "")

    @property
    def printed(self) -> int:
        """How many columns are printed; they stand first."""
        return sum(field.printed for field in self.blank.fields)

    def table(self) -> None:
        """The Excel table: headers, formats, formulas that new rows take over."""
        looks, columns = self.page.book.looks, []
        for field in self.blank.fields:
            column: dict[str, Any] = {
                "header": field.name,
                "header_format": looks.format(self.head(field)),
                "format": looks.format(self.body(field)),
            }
            if field.computed:
                column["formula"] = self.formulas[field.ident]
            columns.append(column)
        options = {"name": self.area.table, "style": None, "columns": columns, "autofilter": True}
        sheet = self.page.sheet
        sheet.add_table(HEADER_ROW - 1, 0, self.area.last - 1, len(columns) - 1, options)
        for at, field in enumerate(self.blank.fields):
            note = {"x_scale": 1.7, "y_scale": 0.9, "font_size": 9, "author": "xlsuite"}
            sheet.write_comment(HEADER_ROW - 1, at, field.note, note)

    def head(self, field: Field) -> Look:
        look: Look = {
            "font_name": HEAD,
            "bold": True,
            "align": "center",
            "text_wrap": True,
            "border": 1,
            "border_color": LINE,
        }
        if field.computed:
            return look | {"bg_color": COMPUTED_HEADER, "font_color": WHITE}
        is_dark = field.required and not field.only_with
        return look | ({"bg_color": HEADER, "font_color": WHITE} if is_dark else {"bg_color": OPTIONAL_HEADER})

    def body(self, field: Field) -> Look:
        look: Look = {"border": 1, "border_color": LINE, "text_wrap": True}
        form = FORMULAS[self.blank.id, field.ident][1] if field.computed else ""
        if field.computed:
            look |= {"bg_color": PANEL, "font_color": QUIET, "font_name": HEAD, "font_size": 10, "align": "center"}
        if form == DAY or isinstance(field.kind, Day | Deadline):
            look |= {"num_format": "yyyy-mm-dd", "align": "center", **CODE_LOOK}
        elif form == DAYS:
            look |= {"num_format": DAYS_FORM}
        elif form == NUMBER or isinstance(field.kind, Number | FactorValue):
            look |= {"align": "center", "font_name": DIGITS, "font_size": 10}
        elif isinstance(field.kind, Key):
            look |= {"align": "center", **CODE_LOOK}
        elif not isinstance(field.kind, Text):
            look |= {"align": "center"}
        return look

    def line(self, row: int, values: Mapping[str, Any]) -> None:
        sheet, looks = self.page.sheet, self.page.book.looks
        shown = [
            (str(value), self.page.widths[at])
            for at, field in enumerate(self.blank.fields)
            if (value := values.get(field.ident, "")) != ""
        ]
        self.page.height(row, row_height(shown, SPARE))
        for column, field in enumerate(self.blank.fields):
            look, value = self.body(field), values.get(field.ident, "")
            if field.computed:
                stored = (value - EPOCH).days if isinstance(value, date) else value
                put_formula(sheet, row, column, self.formulas[field.ident], looks.format(look), stored)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, looks.format(look))
            elif isinstance(value, int | float) and not isinstance(value, bool):
                put_number(sheet, looks, row, column, value, look)
            else:
                put_text(sheet, looks, row, column, str(value), look)

    def check(self, column: int, field: Field) -> None:
        rule = validation(field, self.area, self.lists.of(self.blank.id, field))
        if rule:
            self.page.sheet.data_validation(FIRST - 1, column, self.area.last - 1, column, rule)

    # --- colours: never without the word beside them ---

    def colours(self) -> None:
        for column, field in enumerate(self.blank.fields):
            if isinstance(field.kind, Level) or field.ident == "typed_proposed":
                for three, tone in BY_LEVEL.items():
                    cell = self.area.here(field.ident)
                    self.colour(
                        column, column, f'=AND({cell}<>"",INDEX(等级三级,MATCH({cell},等级名称,0))="{three}")', tone
                    )
            if field.required and not field.computed and field.ident != self.key:
                filled = self.area.here(field.only_with or self.key)
                empty = f'=AND({filled}<>"",{self.area.here(field.ident)}="")'
                self.colour(column, column, empty, ORANGE)
        if "typed_warning" in self.area.columns:
            idents = [field.ident for field in self.blank.fields]
            for word, tone in BY_WARNING.items():
                criterion = f'={self.area.here("typed_warning")}="{word}"'
                self.colour(idents.index("typed_days"), idents.index("typed_warning"), criterion, tone)

    @property
    def key(self) -> str:
        """The column that a row begins with: its key, or the first where there is none."""
        fields = self.blank.fields
        return next((field.ident for field in fields if field.is_key), fields[0].ident)

    def colour(self, first: int, last: int, criterion: str, tone: Tone) -> None:
        face = self.page.book.book.add_format({"font_color": tone.text, "bg_color": tone.tint})
        rule = {"type": "formula", "criteria": criterion, "format": face}
        self.page.sheet.conditional_format(FIRST - 1, first, self.area.last - 1, last, rule)

    # --- print ---

    def last_printed(self, filled: int) -> int:
        """The sheet row with which the page ends that the last filled row stands on; no page is left blank."""
        heights = self.page.heights
        wide = sum(int(width * 7 + 5) for width in self.page.widths[: self.printed])
        room = PAGE_HEIGHT * max(1.0, wide / WHOLE_SIZE)
        used, head = sum(heights[row] for row in range(HEADER_ROW)), heights[HEADER_ROW - 1]
        last = HEADER_ROW
        for row in range(FIRST, self.area.last + 1):
            if used + heights[row - 1] > room:
                if row - FIRST >= filled:
                    break
                used = head
            used += heights[row - 1]
            last = row
        return last

    def printing(self, last: int) -> None:
        """A4 across, one page wide; columns that are not printed stand to the right and fold away."""
        sheet = self.page.sheet
        sheet.freeze_panes(HEADER_ROW, 2 if len(self.blank.fields) > 8 else 1)
        sheet.repeat_rows(HEADER_ROW - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        sheet.set_footer(f"&L&9{SIGNATURES}&R&9第 &P 页　共 &N 页")
        for column in range(self.printed, len(self.blank.fields)):
            sheet.set_column(column, column, self.page.widths[column], None, {"level": 1})
        sheet.print_area(0, 0, last - 1, self.printed - 1)
