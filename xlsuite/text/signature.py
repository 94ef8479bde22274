"""署名 and 成文日期 set apart as GB/T 9704-2012 7.3.5 has it; the indents depend on how long both are.

Widths are counted in characters: one for a Chinese character, half for a digit or a Latin letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from xlsuite.text.profile import NATIONAL, SEALED, Profile
from xlsuite.text.roles import role_of, styled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNED, DATED = "GwSigned", "GwDated"
AFTER_INDENT = tuple(
    W + tag
    for tag in (
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip


def width(text: str) -> float:
    """How many characters wide a text is."""
    return sum(0 if "\ufdd0" <= sign <= "\ufdef" else 0.5 if sign.isascii() else 1 for sign in text)


def right_indents(signed: float, dated: float, mode: str) -> tuple[float, float]:
    """How many characters 署名 and 成文日期 stand from the right margin, given how wide they are.

    Sealed (7.3.5.1): the date 4, the name centred on it. Not sealed (7.3.5.2): the name 2, the date's first character
    2 to the right of the name's first; a longer date stands at 2 and the name moves left.
    """
    if mode == SEALED:
        name = 4 + (dated - signed) / 2
        return (name, 4.0) if name >= 0 else (0.0, (signed - dated) / 2)
    if signed >= dated:
        return 2.0, max(signed - dated, 0.0)
    return 4 + dated - signed, 2.0


def settle_signatures(root: Any, known: Mapping[str, str], profile: Profile = NATIONAL) -> None:
    """Indent each 署名 that a 成文日期 follows; a paragraph that someone indented by hand stays as it is.

    known: our ids of the document's styles.
    """
    for signed in list(styled(root, SIGNED, known)):
        dated = next(signed.itersiblings(f"{W}p", f"{W}tbl"), None)
        if dated is not None and role_of(dated, known) == DATED:
            name, day = (width("".join(text.text or "" for text in each.iter(f"{W}t"))) for each in (signed, dated))
            for each, room in zip((signed, dated), right_indents(name, day, profile.signature), strict=True):
                indent(each, room, profile.body_size)


def indent(paragraph: Any, characters: float, size: float) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties.find(f"{W}ind") is not None:
        return
    mark = etree.Element(f"{W}ind")
    mark.set(f"{W}rightChars", str(round(characters * 100)))
    mark.set(f"{W}right", str(round(characters * size * 20)))
    later = next((each for each in properties if each.tag in AFTER_INDENT), None)
    if later is None:
        properties.append(mark)
    else:
        later.addprevious(mark)
