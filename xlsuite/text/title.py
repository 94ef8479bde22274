"""A title of several lines, broken where the sense allows and into lines of like length (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations, pairwise
from math import ceil
from typing import Any

from lxml import etree

from xlsuite.text.profile import NATIONAL, PAPER, Profile, twips
from xlsuite.text.roles import styled
from xlsuite.text.signature import W, width

TITLE = "GwTitle"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# After these a line may end, before those it may begin.
SENSE = re.compile(r"(?<=关于)|(?<=[和与及、》”）])(?![、》”）的])|(?<=的)|(?=关于)|(?=[《“（])|(?<=情况)(?!的)")
MOST_PLACES = 24


def settle_titles(root: Any, known: Mapping[str, str], profile: Profile = NATIONAL) -> None:
    """Break each title that does not fit a line; one that someone broke by hand stays as it is."""
    for paragraph in list(styled(root, TITLE, known)):
        if paragraph.find(f".//{W}br") is None:
            texts = list(paragraph.iter(f"{W}t"))
            for at in reversed(breaks("".join(each.text or "" for each in texts), capacity(profile))):
                break_at(texts, at)


def capacity(profile: Profile) -> float:
    """How many characters of a title fit a line."""
    room = PAPER[0] - twips(profile.left) - twips(profile.right)
    return room / (profile.title_size * 20)


def breaks(title: str, most: float) -> tuple[int, ...]:
    """Where to break a title that is wider than `most` characters; () for one that is not."""
    if width(title) <= most:
        return ()
    lines = ceil(width(title) / most)
    places = [each.start() for each in SENSE.finditer(title) if 0 < each.start() < len(title)]
    if len(places) <= MOST_PLACES:
        for count in (lines, lines + 1):
            fitting = [cut for cut in combinations(places, count - 1) if widest(title, cut) <= most]
            if fitting:
                return min(fitting, key=lambda cut: unevenness(title, cut))
    return tuple(round(len(title) * at / lines) for at in range(1, lines))


def pieces(title: str, cut: tuple[int, ...]) -> list[float]:
    edges = (0, *cut, len(title))
    return [width(title[start:end]) for start, end in pairwise(edges)]


def widest(title: str, cut: tuple[int, ...]) -> float:
    return max(pieces(title, cut))


def unevenness(title: str, cut: tuple[int, ...]) -> float:
    return sum(each * each for each in pieces(title, cut))


def break_at(texts: list[Any], at: int) -> None:
    """A line break after so many characters of a row of texts."""
    for text in texts:
        length = len(text.text or "")
        if at <= length:
            mark, rest = etree.Element(f"{W}br"), etree.Element(f"{W}t")
            rest.text, text.text = text.text[at:], text.text[:at]
            for each in (text, rest):
                each.set(SPACE, "preserve")
            text.addnext(mark)
            mark.addnext(rest)
            return
        at -= length
