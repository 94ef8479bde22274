"""处理情况 read back from a findings workbook, however it was sorted, filtered or saved since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xlsuite.model.grid import Grid
from xlsuite.model.text import quote, strip, whole
from xlsuite.verbs.marks import CONFIRMED, HANDLED, OPEN, Mark, Marks, face

CODE = "识别码"  # the hidden column: identity, face and group of a line, with dots; the line of a group is 组3 itself
GROUP = "组"
ABOUT = "识别信息"  # the hidden sheet that says which workbook the findings are of
FINDINGS, CONFIRMATIONS = "检查结果", "已确认"
TITLE = "xlsuite 检查结果"
HEADER_ROWS = 40  # the header stands within these
SHOWN = ("规则", "工作表", "编号", "列", "原内容")
WORDS = {word: word for word in (OPEN, HANDLED, CONFIRMED)} | {"": OPEN}


class About(NamedTuple):
    """Which workbook findings are of: its name, the way to it from the findings workbook, signs of its rows."""

    name: str
    link: str
    signs: tuple[str, ...]


class Read(NamedTuple):
    """What a workbook says of findings; `odd` are words in 处理情况 that are none of ours, `lost` lines unknown."""

    marks: Marks
    about: About | None
    odd: tuple[str, ...] = ()
    lost: int = 0


class Line(NamedTuple):
    """A line of a findings sheet as it stands now."""

    place: str
    code: str
    typed: str
    mark: Mark

    @property
    def state(self) -> str:
        """The word typed, without the blanks and marks around it."""
        return "".join(sign for sign in self.typed if sign.isalnum())

    @property
    def face(self) -> str:
        return face(*(getattr(self.mark, name) for name in ("rule", "sheet", "key", "field", "value")))


def read_marks(grids: Iterable[Grid]) -> Read:
    """All that the sheets of a workbook say of findings; a sheet is known by its header, whatever it is called."""
    by_id: dict[str, Mark] = {}
    by_face: dict[str, Mark] = {}
    odd, lost, about = [], 0, None
    for grid in grids:
        about = about or about_of(grid)
        lines = list(lines_of(grid))
        known = codes(lines)
        heads = {known[at][0]: line for at, line in enumerate(lines) if at in known and known[at][0].startswith(GROUP)}
        for at, line in enumerate(lines):
            if line.state not in WORDS:
                odd.append(f"{line.place}“{quote(line.typed)}”")
            id, group = known.get(at, ("", ""))
            if id.startswith(GROUP):
                continue
            head = heads.get(GROUP + group)
            mark = marked(line, head)
            if id:
                by_id[id] = mark
            elif mark.state != OPEN and has_own_key(mark):
                by_face[line.face] = mark
            else:
                lost += mark.state != OPEN
    return Read(Marks(by_id, by_face), about, tuple(odd), lost)


def marked(line: Line, head: Line | None) -> Mark:
    """What a line says; where it says nothing, what the line of its group says."""
    speaker = head if head is not None and line.state == "" else line
    note = line.mark.note or (head.mark.note if head is not None else "")
    return line.mark._replace(state=WORDS.get(speaker.state, OPEN), note=note)


def has_own_key(mark: Mark) -> bool:
    """Whether a line without a code can be told by what it shows: by a key that stays with its row."""
    return bool(mark.rule and mark.key) and not mark.key.startswith("第") and "#" not in mark.key


def lines_of(grid: Grid) -> Iterator[Line]:
    """The lines below a header that names 规则 and 处理情况; columns may stand in any order."""
    header = next(
        (at for at, row in enumerate(grid.rows[:HEADER_ROWS]) if {"规则", "处理情况"} <= set(titles(row))), None
    )
    if header is None:
        return
    at = {title: column for column, title in reversed(list(enumerate(titles(grid.rows[header])))) if title}
    for number, row in enumerate(grid.rows[header + 1 :], header + 2):
        cells = {title: whole(row[column]) if column < len(row) else "" for title, column in at.items()}
        rule, sheet, key, field, value = (cells.get(title, "") for title in SHOWN)
        if not rule:
            continue
        mark = Mark("", strip(cells.get("说明", "")), rule, sheet, key, field, value, cells.get("发现的问题", ""))
        yield Line(f"{grid.name}第 {number} 行", strip(cells.get(CODE, "")), cells["处理情况"], mark)


def titles(row: Sequence[object]) -> list[str]:
    return [strip(cell) if isinstance(cell, str) else "" for cell in row]


def codes(lines: Sequence[Line]) -> dict[int, tuple[str, str]]:
    """Line → identity and group; a code left behind when lines were sorted is found by what the line shows."""
    parted = [(*line.code.split("."), "", "", "")[:3] for line in lines]
    faces = {line.face for line in lines}
    by_face = {own: (id, group) for id, own, group in parted if own}
    found = {}
    for at, (line, (id, own, group)) in enumerate(zip(lines, parted, strict=True)):
        if own == line.face or (own and own not in faces and line.face not in by_face):
            found[at] = (id, group)  # in its place, or the line itself was typed into
        elif line.face in by_face:
            found[at] = by_face[line.face]
    return found


def about_of(grid: Grid) -> About | None:
    rows = [[whole(cell) for cell in row[:2]] for row in grid.rows[:4]]
    if len(rows) < 3 or rows[0][:1] != [TITLE]:
        return None
    name, link = (row[1] if len(row) > 1 else "" for row in rows[1:3])
    signs = tuple(whole(row[0]) for row in grid.rows[3:] if row and row[0])
    return About(name, link, signs)
