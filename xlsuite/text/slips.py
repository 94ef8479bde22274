"""Slips of the keyboard in Chinese official text, each certain enough to be shown to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HAN = "\u4e00-\u9fff"
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
DOUBLED = re.compile(
    r"(?:向向|在在|和和|与与|将将|把把|被被|及及|于于|并并|且且|已已|应应|为为|由由|使使|对于于|关于于|的的(?!确)|了了(?!之)|是是(?!非))"
)
UNTIL = re.compile(r"截止(?=到?(?:[0-9０-９]|[〇零一二三四五六七八九十]{1,4}[年月]|目前|今年|去年|年底|上月|本月|□))")
HALF = re.compile(rf"(?<=[{HAN}”’）》])(?:[,;:?()]|!(?!\$?[A-Z]))|[,;:?!()](?=[{HAN}“‘（《])")
REPEATED = re.compile(r"[，。；：、？！]{2,}")
QUOTE = re.compile(rf"(?<=[{HAN}])\"|\"(?=[{HAN}])")
ZERO = re.compile(r"[一二三四五六七八九][0０][一二三四五六七八九〇0]|二[0０Oo]{1,2}[一二]")
PAIRS = (("“", "”"), ("（", "）"), ("《", "》"))


class Slip(NamedTuple):
    """Where it stands, what is there, what is wanted; what is wrong."""

    at: int
    seen: str
    wanted: str
    words: str


def slips(text: str) -> Iterator[Slip]:
    """The slips of a paragraph in order of kind."""
    for match in DOUBLED.finditer(text):
        yield Slip(match.start(), match[0], match[0][:-1], "有字重复")
    for match in UNTIL.finditer(text):
        yield Slip(match.start(), "截止", "截至", "后面是日期时应为“截至”")
    for match in HALF.finditer(text):
        yield Slip(match.start(), match[0], WIDE[match[0]], "中文里的标点应为全角")
    for match in QUOTE.finditer(text):
        yield Slip(match.start(), '"', "“ ”", "中文里的引号应为全角")
    for match in REPEATED.finditer(text):
        if len(set(match[0])) > 1 or match[0] not in ("！！", "？？"):
            yield Slip(match.start(), match[0], match[0][-1], "标点重复")
    for match in ZERO.finditer(text):
        yield Slip(match.start(), match[0], re.sub("[0０Oo]", "〇", match[0]), "汉字数字里混有“0”")
    for left, right in PAIRS:
        if text.count(left) != text.count(right):
            few = right if text.count(left) > text.count(right) else left
            at = text.rfind(left) if few == right else text.find(right)
            yield Slip(at, text[at], left + right, f"“{left}”和“{right}”不成对，少了“{few}”")
