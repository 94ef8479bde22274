"""The picture of the ribbon in the manual, drawn from its declaration: a sketch, as there is no Excel to picture.

python docs/图/ribbon.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from xlsuite.addin.ribbon import GROUPS, TAB, Button, Group

HERE = Path(__file__).parent
INK, GREY, LINE, BLUE, RED, AMBER, GREEN = "#1f2d3d", "#5f6b76", "#c9d1d9", "#2f75b5", "#c0392b", "#d98e04", "#3a8041"
FONT = "font-family=\"'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif\""
LARGE, SMALL, ROW, TOP, MARGIN = 74, 108, 25, 56, 10
SHEET = f"<rect x='4' y='5' width='24' height='22' fill='#fff' stroke='{GREY}' stroke-width='1.6'/><path d='M4 11h24M4 16.5h24M4 22h24M12 5v22' stroke='{LINE}' fill='none'/>"
PAGE = f"<path d='M7 3h13l6 6v20H7z' fill='#fff' stroke='{GREY}' stroke-width='1.6'/><path d='M20 3v6h6' fill='none' stroke='{GREY}' stroke-width='1.6'/>"


def path(shape: str, colour: str, width: float = 2.4) -> str:
    return f"<path d='{shape}' fill='none' stroke='{colour}' stroke-width='{width}' stroke-linecap='round' stroke-linejoin='round'/>"


# Our own drawings in a square of 32; Excel shows pictures of its own, named by imageMso.
ICONS = {
    "check_sheet": SHEET + path("M10 17.5a8 5 0 1 0 16 0a8 5 0 1 0 -16 0", RED),
    "check": SHEET + path("M13 20l4 4l10-12", GREEN, 3.2),
    "next": path("M4 16a9 9 0 1 0 9-9", GREY) + path("M13 2l5 5l-5 5", BLUE) + path("M20 22l8 7", GREY, 3),
    "findings": PAGE + path("M11 14h2M16 14h6M11 19h2M16 19h6M11 24h2M16 24h6", BLUE, 2),
    "clear": path("M6 22l12-14l9 8l-9 11h-8z", RED) + path("M12 15l9 8", RED),
    "fix": path("M5 27l4-1l14-14l-3-3l-14 14z", BLUE) + path("M18 25l4 4l7-9", GREEN, 2.8),
    "grade": SHEET + f"<rect x='13' y='6' width='14' height='5' fill='{RED}'/><rect x='13' y='12' width='10' height='4' fill='{AMBER}'/><rect x='13' y='17.5' width='6' height='4' fill='{BLUE}'/>",
    "summarize": path("M4 28h25", GREY) + f"<rect x='6' y='17' width='5' height='11' fill='{BLUE}'/><rect x='14' y='9' width='5' height='19' fill='{GREEN}'/><rect x='22' y='13' width='5' height='15' fill='{AMBER}'/>",
    "merge": f"<rect x='3' y='3' width='11' height='9' fill='#fff' stroke='{GREY}' stroke-width='1.6'/><rect x='18' y='3' width='11' height='9' fill='#fff' stroke='{GREY}' stroke-width='1.6'/><rect x='8' y='20' width='16' height='9' fill='#dce9f6' stroke='{BLUE}' stroke-width='1.8'/>" + path("M9 12v3h14v-3M16 15v4", GREY, 1.8),
    "report": PAGE + path("M11 13h10M11 17h10M11 21h6", GREY, 1.8) + path("M18 28l3-1l8-8l-2-2l-8 8z", BLUE, 1.8),
    "overdue": path("M5 17a11 11 0 1 0 22 0a11 11 0 1 0 -22 0", RED) + path("M16 10v7l5 3", RED),
    "run": path("M9 5l17 11l-17 11z", GREEN),
    "template": PAGE + path("M16 14v10M11 19h10", GREEN, 2.6),
    "restore": path("M7 12h13a7 7 0 0 1 0 14h-8", BLUE) + path("M12 6l-6 6l6 6", BLUE),
    "settings": path("M5 9h22M5 16h22M5 23h22", GREY, 2) + f"<circle cx='12' cy='9' r='3' fill='{BLUE}'/><circle cx='21' cy='16' r='3' fill='{BLUE}'/><circle cx='10' cy='23' r='3' fill='{BLUE}'/>",
    "help": f"<circle cx='16' cy='16' r='12' fill='{BLUE}'/>" + path("M12.5 13a3.6 3.6 0 1 1 5 3.2c-1.1.6-1.5 1.2-1.5 2.6", "#fff", 2.2) + "<circle cx='16' cy='23' r='1.5' fill='#fff'/>",
}  # fmt: skip


def icon(button: Button, x: float, y: float, size: float) -> str:
    return f"<g transform='translate({x} {y}) scale({size / 32})'>{ICONS[button.tag]}</g>"


def text(x: float, y: float, words: str, size: float, colour: str = INK, anchor: str = "middle") -> str:
    return (
        f"<text x='{x}' y='{y}' font-size='{size}' fill='{colour}' text-anchor='{anchor}' {FONT}>{escape(words)}</text>"
    )


def columns(group: Group) -> Iterator[list[Button]]:
    """As Excel stands them: a large button alone, up to three small ones under each other."""
    small: list[Button] = []
    for button in group.buttons:
        if button.size == "large":
            if small:
                yield small
            small = []
            yield [button]
        else:
            small.append(button)
            if len(small) == 3:
                yield small
                small = []
    if small:
        yield small


def drawn(group: Group, left: float) -> tuple[list[str], float]:
    parts, x = [], left + MARGIN
    for column in columns(group):
        if column[0].size == "large":
            parts += [
                icon(column[0], x + LARGE / 2 - 18, TOP + 8, 36),
                text(x + LARGE / 2, TOP + 66, column[0].label, 13.5),
            ]
            x += LARGE
            continue
        for row, button in enumerate(column):
            y = TOP + 6 + row * ROW
            parts += [icon(button, x + 4, y, 18), text(x + 28, y + 14, button.label, 13.5, anchor="start")]
        x += SMALL
    x += MARGIN
    parts.append(text((left + x) / 2, TOP + 104, group.label, 12, GREY))
    if group is not GROUPS[-1]:
        parts.append(f"<path d='M{x} {TOP + 6}V{TOP + 108}' stroke='{LINE}'/>")
    return parts, x


def svg() -> str:
    parts, x = list[str](), 8.0
    for group in GROUPS:
        more, x = drawn(group, x)
        parts += more
    width = int(x + 9)
    tabs = ["文件", "开始", "插入", "公式", "数据", "审阅", "视图"]
    names = "".join(text(36 + 58 * at, 33, name, 14, GREY) for at, name in enumerate(tabs))
    at = 36 + 58 * len(tabs) + 22
    own = text(at, 33, TAB, 14.5, BLUE) + f"<path d='M{at - 32} 43h64' stroke='{BLUE}' stroke-width='3'/>"
    frame = f"<rect x='0.5' y='0.5' width='{width - 1}' height='{TOP + 119}' fill='#f3f4f6' stroke='{LINE}'/>"
    ground = f"<rect x='4' y='{TOP - 6}' width='{width - 8}' height='{TOP + 64}' rx='6' fill='#fff' stroke='{LINE}'/>"
    body = frame + ground + names + own + "".join(parts)
    size = f"width='{width}' height='{TOP + 120}' viewBox='0 0 {width} {TOP + 120}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}>{body}</svg>\n"


if __name__ == "__main__":
    (HERE / "功能区.svg").write_text(svg(), encoding="utf-8", newline="\n")
