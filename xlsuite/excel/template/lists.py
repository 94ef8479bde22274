"""Dropdowns: fixed words stand in 字典; what grows with the ledgers is a named range over their own columns."""

from __future__ import annotations

from typing import NamedTuple

from xlsuite.excel.dashboard.board import Cell
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.looks import LINE, NOTE_SIZE, PAGE_WIDTH, QUIET, column_width, number_of, row_height, units
from xlsuite.excel.newbook import HEADER_LOOK, Page
from xlsuite.excel.template.parameters import growing
from xlsuite.excel.template.places import Places
from xlsuite.model.place import letters
from xlsuite.verbs.template import Field

UNITS = 60  # units that the dropdown can show
DICTIONARY = "字典"


class Dropdown(NamedTuple):
    """Where a column's words come from; `only`: no others may stand. wanted: what to say to who types another."""

    source: str
    only: bool
    wanted: str


# ident → the name of its list, and what to do when the word is not there
GROWING = {
    "unit": ("列表_科室", True, "“{}”要从下拉列表选；新的科室请先在“岗位与名册”登记一个岗位"),
    "category": ("列表_风险类别", True, "“{}”要从下拉列表选；词表在“参数”的“风险类别清单”"),
    "aspect": ("列表_方面", False, "“{}”不在“参数”的“方面清单”里；确认要用就选“是”，或先在“参数”补上"),
    "source": ("列表_来源", False, "“{}”不在“来源表”里；确认要用就选“是”，或先在“来源表”补上"),
    "post_id": ("列表_岗位编号", False, "“{}”不在“岗位与名册”里；确认要用就选“是”，或先在名册登记"),
    "superior": ("列表_岗位编号", False, "“{}”要填上级岗位的编号；还没登记的先在名册登记"),
    "risk_point": ("列表_风险点编号", False, "“{}”不在“个人廉政风险点登记表”里；确认要用就选“是”，或先去登记"),
    "issue_id": ("列表_问题编号", False, "“{}”不在“问题整改台账”里；确认要用就选“是”，或先去登记"),
}
# What the named lists are: the ledger's column behind each.
COLUMNS = {
    "列表_来源": ("sources", "name"), "列表_岗位编号": ("posts", "post_id"), "列表_风险点编号": ("risk_points", "number"),
    "列表_问题编号": ("rectification", "number"),
}  # fmt: skip


class Lists:
    """All lists of a template; `names` are those with a name of their own."""

    def __init__(self, places: Places, helpers: Helpers, units: list[str], names: dict[str, str]) -> None:
        self.columns: dict[tuple[str, ...], tuple[int, list[str]]] = {}
        self.names = {name: at for name, at in names.items() if name.startswith("列表_")}
        for name, (ledger, ident) in COLUMNS.items():
            if ledger in places:
                self.names[name] = growing(places[ledger].range(ident))
        self.names["列表_科室"] = self._units(places, helpers, units)

    @staticmethod
    def _units(places: Places, helpers: Helpers, units: list[str]) -> str:
        """The units of the 名册, each once, in the order of their first post."""
        area = places["posts"]
        rows = range(area.first, area.last + 1)
        cells = area.range("unit")
        column = area.columns["unit"]
        flags: list[tuple[Cell]] = []
        seen: list[str] = []
        for at, row in enumerate(rows):
            unit = units[at] if at < len(units) else ""
            is_new = bool(unit) and unit not in seen
            seen += [unit] if is_new else []
            above = f"MAX({helpers.at(0)}:{helpers.at(at - 1).rpartition('!')[2]})" if at else "0"
            so_far = f"{area.sheet}!${column}${area.first}:${column}${row}"
            here = area.at("unit", row)
            flags.append(
                (Cell(len(seen) if is_new else "", f'=IF({here}="","",IF(COUNTIF({so_far},{here})=1,{above}+1,""))'),)
            )
        order = helpers.put(flags, "科室第一次出现的次序")
        rows_of_list = [
            (Cell(seen[at] if at < len(seen) else "", f'=IFERROR(INDEX({cells},MATCH({at + 1},{order},0)),"")'),)
            for at in range(UNITS)
        ]
        return growing(helpers.put(rows_of_list, "科室"))

    def of(self, ledger: str, field: Field) -> Dropdown | None:
        """The dropdown of a column; None for one that is filled freely."""
        ident = "risk_point" if (ledger, field.ident) == ("risk_ratings", "number") else field.ident
        own = (ledger, ident) in (("posts", "unit"), ("posts", "post_id"))
        is_reference = ident in GROWING and not own and not (field.choices and ident != "category")
        if is_reference and GROWING[ident][0] in self.names and not field.kind.free_text:
            name, only, wanted = GROWING[ident]
            return Dropdown(f"={name}", only, wanted.format(field.name))
        if not field.choices:
            return None
        at, users = self.columns.setdefault(field.choices, (len(self.columns) + 1, []))
        users += [] if field.name in users else [field.name]
        column = letters(at)
        source = f"={DICTIONARY}!${column}$3:${column}${len(field.choices) + 2}"
        return Dropdown(source, field.only, f"“{field.name}”应从下拉的几项中选：{'、'.join(field.choices)}")

    def write(self, page: Page) -> None:
        """The 字典 sheet: a column for each list of fixed words, headed by the columns that use it."""
        note = "下拉选项的词表，各表引用，请不要改动；科室、来源、风险类别、方面在各自的表里增减"
        page.text(0, 0, note, font_size=NOTE_SIZE, font_color=QUIET)
        page.height(0, 18)
        shown, whole = [], 0.0
        for choices, (at, users) in self.columns.items():
            heading = "、".join(users[:3]) + ("等" if len(users) > 3 else "")
            width = column_width(choices, least=max(11.0, units(heading) / 2 + 2), most=30.0)
            whole += width
            shown.append((heading, width))
            page.sheet.set_column(at - 1, at - 1, width)
            page.text(1, at - 1, heading, **HEADER_LOOK)
            for row, choice in enumerate(choices, 2):
                value = number[0] if (number := number_of(choice)) else choice  # 3 is not "3"
                page.value(row, at - 1, value, align="center", bottom=1, bottom_color=LINE)
        page.height(1, row_height(shown, 24.0))
        page.sheet.freeze_panes(2, 0)
        page.sheet.fit_to_pages(max(1, round(whole / PAGE_WIDTH)), 1)
