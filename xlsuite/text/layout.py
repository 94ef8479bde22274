"""An office's layout put onto a template: single values change, all else stays as the template has it.

What a value means in Word is read off the difference between our own styles under 国标 and under the office's
layout, so that an office may override the margins of a template whose wording, or other styles, it edited in Word.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from xlsuite.text.carried import strict
from xlsuite.text.gongwen import footer_xml, section, wide_footer_xml
from xlsuite.text.profile import NATIONAL, Profile
from xlsuite.text.roles import STYLES, roles, styled
from xlsuite.text.styles import NS, style_xml, styles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
PAGE_NUMBERS = ("GwPageOdd", "GwPageEven")
SEEN = ("spacing", "ind", "jc", "rFonts", "sz")  # what of a style its look depends on


def adjusted(entries: Mapping[str, bytes], profile: Profile) -> dict[str, bytes]:
    """The parts of a template with the values in which a layout differs from 国标."""
    found = dict(entries)
    known = roles(entries.get(STYLES))
    if STYLES in found:
        root = strict(found[STYLES], "样式", "")
        ours, theirs = styles(NATIONAL), styles(profile)
        for style in root.iter(f"{W}style"):
            if ident := known.get(style.get(f"{W}styleId")):
                merge(style, parsed(style_xml(ident, ours[ident])), parsed(style_xml(ident, theirs[ident], profile)))
        found[STYLES] = written(root)
    root = strict(found[DOCUMENT], "样式", "")
    for each in root.iter(f"{W}sectPr"):
        size = each.find(f"{W}pgSz")
        turned = size is not None and size.get(f"{W}orient") == "landscape"
        merge(each, parsed(section(turned)), parsed(section(turned, profile=profile)))
    found[DOCUMENT] = written(root)
    for part in [name for name in found if name.startswith("word/footer") and name.endswith(".xml")]:
        root = strict(found[part], "样式", "")
        for even in (False, True):
            if next(styled(root, PAGE_NUMBERS[even], known), None) is not None:
                turned = root.find(f".//{W}tblpPr") is not None
                merge(root, footer(NATIONAL, even, turned), footer(profile, even, turned))
        found[part] = written(root)
    return found


def footer(profile: Profile, even: bool, turned: bool) -> Any:
    xml = wide_footer_xml(even, profile) if turned else footer_xml(PAGE_NUMBERS[even], profile)
    return etree.fromstring(xml.encode())


def parsed(xml: str) -> Any:
    return etree.fromstring(f"<a {NS}>{xml}</a>")[0]


def written(root: Any) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)  # type: ignore[no-any-return]


def merge(target: Any, base: Any, unit: Any) -> None:
    """Put into `target` what `unit` has otherwise than `base`: attributes, texts, elements taken out."""
    for name in dict.fromkeys([*base.attrib, *unit.attrib]):
        if base.get(name) != unit.get(name):
            if name in unit.attrib:
                target.set(name, unit.get(name))
            else:
                target.attrib.pop(name, None)
    if (base.text or "") != (unit.text or "") and (target.text or "") == (base.text or ""):
        target.text = unit.text
    bases, units, targets = by_place(base), by_place(unit), by_place(target)
    for place, child in bases.items():
        mine = targets.get(place)
        if mine is None:
            continue
        if place in units:
            merge(mine, child, units[place])
        else:
            target.remove(mine)


def by_place(parent: Any) -> dict[tuple[str, int], Any]:
    """The children of an element by their tag and which of that tag they are."""
    found: dict[tuple[str, int], Any] = {}
    for child in parent:
        if isinstance(child.tag, str):
            found[child.tag, sum(tag == child.tag for tag, _ in found)] = child
    return found


def layout_told(entries: Mapping[str, bytes], profile: Profile | None) -> str:
    """Which layout a draft from this template has; one that was edited in Word is the template's own."""
    return told_of(entries.get(STYLES), profile)


@lru_cache(maxsize=8)
def told_of(held: bytes | None, profile: Profile | None) -> str:
    """The same from the part that holds the template's styles, looked at once for all drafts made of it."""
    ours = styles(NATIONAL)
    root = strict(held, "样式", "") if held is not None else None
    every = [] if root is None else root.iter(f"{W}style")
    known = {roles(held).get(each.get(f"{W}styleId"), ""): each for each in every}
    named = [ident for ident in ours if ident in known]
    if not named:
        return "模板自带" + ("，页边距按" + profile.told if profile else "")
    edited = [ours[ident].name for ident in named if look(known[ident]) != look(parsed(style_xml(ident, ours[ident])))]
    own = f"；模板里改过的样式：{'、'.join(edited)}" if edited else ""
    return (profile or NATIONAL).told + own


def look(style: Any) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """What of a style can be seen, whatever else Word added to it or another program left out of it.

    Indents in characters are not compared: each stands beside the same in twips.
    """
    found = []
    for part in ("pPr", "rPr"):
        for tag in SEEN:
            for each in style.findall(f"{W}{part}/{W}{tag}"):
                seen = {name: value for name, value in each.attrib.items() if not name.endswith(("Chars", "}hint"))}
                if tag == "ind":
                    seen = {name: value for name, value in seen.items() if value != "0"}
                found += [(tag, tuple(sorted(seen.items())))] if seen else []
    return found
