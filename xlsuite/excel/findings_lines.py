"""The lines of the findings sheet: one a finding; a line that opens and closes for many findings of one cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlsuite.excel.links import cell_link
from xlsuite.excel.looks import BLUE, GREEN, GREY, PANEL, QUIET, RED, YELLOW, Tone
from xlsuite.excel.marks_sheets import CODE, GROUP
from xlsuite.excel.newbook import Head, Look, Page, toned
from xlsuite.model.outcome import Finding, Severity
from xlsuite.verbs.causes import causes, common_message, some
from xlsuite.verbs.marks import CONFIRMED, HANDLED, OPEN, STATES, Identity, Mark, face

LINKS_AT_MOST = 65_000  # a sheet of an .xlsx holds 65,530
TONES: dict[Severity, Tone] = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: BLUE}
MARKS = {Severity.ERROR: "●", Severity.WARNING: "▲", Severity.INFO: "ⓘ"}
HEADS = (
    Head("级别", 9, "center"), Head("规则", 8, "center", quiet=True), Head("工作表", 13), Head("单元格", 8, "center"),
    Head("编号", 13), Head("列", 10), Head("原内容", 17), Head("发现的问题", 36), Head("处理建议", 28, quiet=True),
    Head("处理情况", 10, "center"), Head("说明", 11, quiet=True), Head(CODE, 0),
)  # fmt: skip
STATE_COLUMN = 9
QUIET_LOOK: Look = {"font_color": QUIET}


class Listed(NamedTuple):
    """A finding to be listed, with what it is known again by and what was said of it."""

    finding: Finding
    identity: Identity | None
    mark: Mark | None

    @property
    def state(self) -> str:
        return self.mark.state if self.mark else OPEN

    @property
    def note(self) -> str:
        return self.mark.note if self.mark else ""

    def code(self, group: str = "") -> str:
        return f"{self.identity.id}.{self.identity.face}.{group}" if self.identity else ""


class Link:
    """Links to the cells of the input file, as many as a sheet may hold."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.left = LINKS_AT_MOST

    def to(self, finding: Finding) -> str:
        """Where a finding's cell is; "" once there are no links left."""
        target = cell_link(self.path, finding.sheet, finding.cell) if self.left else ""
        self.left -= bool(target)
        return target


def lines(page: Page, listed: Sequence[Listed], link: Link) -> int:
    """All findings in their order, those of one cause together; how many causes became groups."""
    page.sheet.outline_settings(True, False, True, False)  # the line that opens a group stands above it
    groups = 0
    for part in causes([each.finding for each in listed]):
        if len(part) == 1:
            finding_line(page, listed[part[0]], link)
            continue
        groups += 1
        group = [listed[place] for place in part]
        common = group_line(page, group, groups, link)
        page.outline = {"level": 1, "hidden": True}
        for each in group:
            detail_line(page, each, groups, common, link)
        page.outline = {}
    return groups


def finding_line(page: Page, each: Listed, link: Link) -> None:
    """A finding; what a user typed is written as it was."""
    finding = each.finding
    cells = (
        level(finding), finding.rule, finding.sheet, finding.cell, finding.key, finding.field, finding.value,
        finding.message, finding.advice, each.state, each.note, each.code(),
    )  # fmt: skip
    write(page, cells, finding, link, {0: toned(TONES[finding.severity])})


def group_line(page: Page, group: Sequence[Listed], number: int, link: Link) -> str:
    """The line that stands for many: how many cells, what they share; the state that all of them have."""
    found = [each.finding for each in group]
    first = found[0]
    states = {each.state for each in group}
    common = states.pop() if len(states) == 1 else OPEN
    shown = (
        first.rule, first.sheet, some((each.key for each in found), "条", 1), first.field,
        some((f"“{each.value}”" for each in found if each.value), "种"),
    )  # fmt: skip
    cells = (
        level(first), *shown[:2], f"{len(found)} 处", *shown[2:], common_message(each.message for each in found),
        first.advice, common, "", f"{GROUP}{number}.{face(*shown)}.",
    )  # fmt: skip
    tint: Look = {"bg_color": PANEL}
    looks = dict.fromkeys(range(1, len(HEADS)), tint) | {0: toned(TONES[first.severity])}
    looks |= dict.fromkeys((3, 7), tint | {"bold": True})
    page.outline = {"collapsed": True}
    write(page, cells, first, link, looks)
    return common


def detail_line(page: Page, each: Listed, number: int, common: str, link: Link) -> None:
    """One of many: its own cell, value and words; its state is blank where it is that of the group."""
    finding = each.finding
    state = "" if each.state == common else each.state
    cells = (
        level(finding), finding.rule, finding.sheet, finding.cell, finding.key, finding.field, finding.value,
        finding.message, "", state, each.note, each.code(str(number)),
    )  # fmt: skip
    write(page, cells, finding, link, dict.fromkeys((0, 1, 2, 5), QUIET_LOOK))


def level(finding: Finding) -> str:
    return f"{MARKS[finding.severity]} {finding.severity.word}"


def write(page: Page, cells: Sequence[str], finding: Finding, link: Link, looks: dict[int, Look]) -> None:
    at = page.row
    page.line_of_texts(HEADS, cells, looks)
    if target := link.to(finding):
        look = {**HEADS[3].look, **looks.get(3, {}), "font_color": BLUE.text, "underline": 1}
        page.sheet.write_url(at, 3, target, page.book.looks.format(look), cells[3])


def state_column(page: Page, first: int, last: int, column: int = STATE_COLUMN) -> None:
    """处理情况 is picked from a list, and coloured by what is picked."""
    page.sheet.data_validation(first, column, last, column, {
        "validate": "list", "source": list(STATES), "error_title": "请从列表选择",
        "error_message": "处理情况只有：" + "、".join(STATES) + "。",
    })  # fmt: skip
    for state, tone in ((HANDLED, GREEN), (CONFIRMED, GREY)):
        look = page.book.book.add_format({"font_color": tone.text, "bg_color": tone.tint})
        rule = {"type": "cell", "criteria": "==", "value": f'"{state}"', "format": look}
        page.sheet.conditional_format(first, column, last, column, rule)
