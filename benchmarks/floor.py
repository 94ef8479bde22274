"""The floor: python-calamine and one plain Python loop, ten checks, an A1 address for each finding. No recognition.

A plain script, as somebody who needs the answer today would write it.
"""

from __future__ import annotations

import datetime as dt
import re
import sys

from python_calamine import CalamineWorkbook
from shape import ASPECTS, DATE, REQUIRED, SOURCES, STATES

seen_texts: dict[str, dt.date | None] = {}


def read_date(text: str) -> dt.date | None:
    if text not in seen_texts:
        match = DATE.match(text)
        try:
            seen_texts[text] = dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
        except ValueError:
            seen_texts[text] = None
    return seen_texts[text]


def check(path: str) -> list[str]:
    """The address of every fault."""
    book = CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("整改台账").to_python(skip_empty_area=False)
    units = {row[1] for row in book.get_sheet_by_name("部门目录").to_python()[1:]}
    at = {header: place for place, header in enumerate(rows[0])}
    required = [(at[header], header) for header in REQUIRED]
    names = [(at[header], header) for header in ("责任领导", "责任人")]
    days = [(at[header], header) for header in ("开始日期", "整改期限", "完成日期")]
    source, aspect = at["问题来源"], at["问题方面"]
    number, unit, state, done, issue = (at[h] for h in ("编号", "责任部门", "整改状态", "完成日期", "存在问题"))
    sources, aspects, states = set(SOURCES), set(ASPECTS), set(STATES)
    pattern = re.compile(r"^ZG-20[0-9]{2}-[0-9]{5}$").match
    first: dict[str, int] = {}
    found: list[tuple[int, str, str]] = []
    add = found.append
    for line, row in enumerate(rows[1:], 2):
        for place, header in required:
            cell = row[place]
            if cell == "" or (cell.__class__ is str and not cell.strip()):
                add((line, header, "required"))
        key = row[number]
        if key != "":
            if not pattern(key):
                add((line, "编号", "pattern"))
            if key in first:
                add((line, "编号", "unique"))
            else:
                first[key] = line
        if row[state] != "" and row[state] not in states:
            add((line, "整改状态", "enum"))
        if row[source] != "" and row[source] not in sources:
            add((line, "问题来源", "enum"))
        if row[aspect] != "" and row[aspect] not in aspects:
            add((line, "问题方面", "enum"))
        if row[unit] != "" and row[unit] not in units:
            add((line, "责任部门", "fk"))
        if len(row[issue]) > 500:
            add((line, "存在问题", "max_len"))
        for place, header in names:
            if row[place] and row[place] != row[place].strip():
                add((line, header, "whitespace"))
        read: list[dt.date | None] = []
        for place, header in days:
            cell = row[place]
            day = None
            if cell.__class__ is str and cell:
                day = read_date(cell)
                if day is None:
                    add((line, header, "date_parse"))
            elif cell != "":
                day = cell.date() if cell.__class__ is dt.datetime else cell
            read.append(day)
        if read[0] and read[1] and read[1] < read[0]:
            add((line, "整改期限", "date_order"))
        if row[state] == "已完成" and row[done] == "":
            add((line, "完成日期", "done_needs_date"))
    letters = "ABCDEFGHIJKLMN"
    return [f"'整改台账'!{letters[at[header]]}{line}" for line, header, _ in found]


if __name__ == "__main__":
    print(len(check(sys.argv[1])))
