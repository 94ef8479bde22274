"""The measures of a document's look: 国标 is GB/T 9704-2012, an office's own file overrides single values of it.

Lengths are millimetres and sizes of type are points, as people give them; what Word wants is derived. The pitch of
lines and the spacing of characters follow from how many of them fill the type area, unless the office gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from xlsuite.errors import UsageError

TWIPS = 56.693  # to the millimetre
PAPER = (11906, 16838)  # A4 in twips
SEALED, UNSEALED = "加盖印章", "不加盖印章"
OUTSIDE, CENTRED = "外侧", "居中"
SIZES = {
    "初号": 42.0, "小初": 36.0, "一号": 26.0, "小一": 24.0, "二号": 22.0, "小二": 18.0, "三号": 16.0, "小三": 15.0,
    "四号": 14.0, "小四": 12.0, "五号": 10.5, "小五": 9.0, "六号": 7.5,
}  # fmt: skip


class Profile(NamedTuple):
    """A layout. The defaults are those of GB/T 9704-2012 (5.2, 7.2.8, 7.3, 7.5); `changed` names what an office set."""

    name: str = "国标（GB/T 9704—2012）"
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    lines: int = 22
    characters: int = 28
    line_points: float | None = None  # where it is given, `lines` has no say
    spacing_points: float | None = None
    title_font: str = "方正小标宋简体"
    heading_font: str = "黑体"
    second_font: str = "楷体_GB2312"
    body_font: str = "仿宋_GB2312"
    page_font: str = "宋体"
    latin_font: str = ""  # for digits and Latin letters; "" is the font of the text around them
    title_size: float = 22
    title_line: float = 35
    body_size: float = 16
    table_size: float = 9
    page_size: float = 14
    page_mark: str = "— 1 —"
    page_side: str = OUTSIDE
    signature: str = SEALED
    changed: tuple[str, ...] = ()

    @property
    def pitch(self) -> int:
        """Twips from line to line: 28.95 pt for 22 lines, since 29 pt leaves 21 of them."""
        if self.line_points is not None:
            return round(self.line_points * 20)
        return (PAPER[1] - twips(self.top) - twips(self.bottom)) // self.lines

    @property
    def spacing(self) -> int:
        """Twips added to each character: -5 for 28 of 16 pt in 156 mm."""
        if self.spacing_points is not None:
            return round(self.spacing_points * 20)
        return (PAPER[0] - twips(self.left) - twips(self.right)) // self.characters - round(self.body_size * 20)

    @property
    def footer(self) -> float:
        """Where the footer stands, so that the page number's dash is 7 mm below the type area (7.5)."""
        return max(self.bottom - 9.5, 5)

    @property
    def told(self) -> str:
        """The layout in a line, with what differs from the standard."""
        return self.name + (f"，与国标不同的有：{'、'.join(self.changed)}" if self.changed else "")


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS)


# --- an office's own values ---------------------------------------------------------------------------------------


def number(low: float, high: float, unit: str, whole: bool = False) -> Callable[[Any], float]:
    def read(raw: Any) -> float:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not low <= raw <= high:
            raise ValueError(f"应为 {low} 到 {high} 的{unit}")
        if whole and raw != int(raw):
            raise ValueError(f"应为 {low} 到 {high} 的整数")
        return int(raw) if whole else raw

    return read


def size(raw: Any) -> float:
    if isinstance(raw, str) and raw.strip() in SIZES:
        return SIZES[raw.strip()]
    try:
        return round(number(5, 72, "磅数")(raw) * 2) / 2
    except ValueError:
        raise ValueError("应为字号或磅数，例如 三号 或 16") from None


def font(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > 31 or any(sign in raw for sign in '<>&"\n;'):
        raise ValueError("应为字体名称，例如 仿宋_GB2312")
    return raw.strip()


def page_mark(raw: Any) -> str:
    if (
        not isinstance(raw, str)
        or raw.count("1") != 1
        or len(raw) > 20
        or any(sign.isdigit() for sign in raw if sign != "1")
    ):
        raise ValueError("应为带一个 1 的样子，例如 — 1 — 或 第1页")
    return raw


def one_of(*options: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        if raw not in options:
            raise ValueError("应为" + "或".join(options))
        return str(raw)

    return read


def title(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > 60:
        raise ValueError("应为 60 字以内的名称")
    return raw.strip()


class Value(NamedTuple):
    """One value of a layout file: its Chinese name, its attribute, how it is read, its unit, what it is for."""

    name: str
    ident: str
    read: Callable[[Any], Any]
    unit: str
    help: str


MARGIN, POINTS = number(5, 80, "毫米数"), number(6, 72, "磅数")
VALUES = (
    Value("名称", "name", title, "", "这套版式叫什么，写在文档属性里"),
    Value("上边距", "top", MARGIN, " 毫米", "天头"),
    Value("下边距", "bottom", MARGIN, " 毫米", "版心下边到纸边"),
    Value("左边距", "left", MARGIN, " 毫米", "订口"),
    Value("右边距", "right", MARGIN, " 毫米", "切口"),
    Value("每页行数", "lines", number(10, 50, "行数", True), " 行", "由它算出行距"),
    Value("每行字数", "characters", number(10, 60, "字数", True), " 字", "由它算出字距"),
    Value("行距", "line_points", POINTS, " 磅", "写了就不再按每页行数算"),
    Value("字距", "spacing_points", number(-3, 10, "磅数"), " 磅", "写了就不再按每行字数算"),
    Value("标题字体", "title_font", font, "", "公文标题、附表标题"),
    Value("一级标题字体", "heading_font", font, "", "“一、”和附件标识、表头"),
    Value("二级标题字体", "second_font", font, "", "“（一）”"),
    Value("正文字体", "body_font", font, "", "正文、落款、表文"),
    Value("页码字体", "page_font", font, "", "页码"),
    Value("西文字体", "latin_font", font, "", "数字和字母另用的字体，如 Times New Roman；不写就与中文同一字体"),
    Value("标题字号", "title_size", size, " 磅", "公文标题"),
    Value("标题行距", "title_line", POINTS, " 磅", "公文标题"),
    Value("正文字号", "body_size", size, " 磅", "正文和各级标题"),
    Value("表格字号", "table_size", size, " 磅", "附表"),
    Value("页码字号", "page_size", size, " 磅", "页码"),
    Value("页码样式", "page_mark", page_mark, "", "用 1 代表页码"),
    Value("页码位置", "page_side", one_of(OUTSIDE, CENTRED), "", "外侧是单页居右、双页居左"),
    Value("落款", "signature", one_of(SEALED, UNSEALED), "", "署名和成文日期空几个字"),
)
NATIONAL = Profile()


def profile_of(given: Mapping[str, Any], source: str) -> Profile:
    """国标 with the values an office gives put over it. UsageError names the value that cannot be used."""
    known = {value.name: value for value in VALUES}
    inner = given.get("版式", given)
    if not isinstance(inner, Mapping):
        raise UsageError(f"版式文件“{source}”里的“版式”应是一节，写成 [版式]，下面一行一项。")
    held: dict[str, Any] = {}
    told = []
    for name, raw in inner.items():
        value = known.get(name)
        if value is None:
            near = get_close_matches(name, known, 1, 0.5)
            hint = f"，是不是“{near[0]}”" if near else f"，可用的有：{'、'.join(known)}"
            raise UsageError(f"版式文件“{source}”里的“{name}”没有这一项{hint}。")
        try:
            held[value.ident] = value.read(raw)
        except ValueError as error:
            raise UsageError(f"版式文件“{source}”里的“{name}”写的是“{raw}”，{error}。") from None
        if value.ident != "name" and held[value.ident] != getattr(NATIONAL, value.ident):
            told.append(f"{name} {shown(held[value.ident])}{value.unit}")
    found = NATIONAL._replace(**{"name": f"单位版式（{source}）", **held}, changed=tuple(told))
    refuse_unfit(found, source)
    return found


def shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def refuse_unfit(profile: Profile, source: str) -> None:
    """Values that are fine one by one and yet leave characters on top of each other."""
    if profile.pitch < profile.body_size * 20:
        points = f"{profile.pitch / 20:g} 磅，小于正文字号 {profile.body_size:g} 磅"
        raise UsageError(f"版式文件“{source}”算出的行距是 {points}，字会叠在一起。请减少每页行数或上下边距。")
    if profile.spacing < -2 * profile.body_size:
        points = f"{profile.spacing / 20:g} 磅"
        raise UsageError(f"版式文件“{source}”算出的字距是 {points}，字会叠在一起。请减少每行字数或左右边距。")
