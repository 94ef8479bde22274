"""The rules a ribbon must keep: those of Microsoft's customUI 2006/01 schema, written down, and our own of good order.

Excel shows nothing at all of a customUI that breaks its schema, and says so only where a hidden option is on. The
schema's rules are those of [MS-CUSTOMUI] 2.2 and 2.3 for the elements used here; any other element is a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from xlsuite.addin.customui import NAMESPACE
from xlsuite.addin.ribbon import GROUPS, Group

TEXT_MOST, KEYTIP_MOST = 1024, 3  # ST_String, ST_Keytip
LABEL_MOST, TIP_MOST, BUTTONS_MOST, GROUP_MOST = 5, 60, 16, 6


class Rule(NamedTuple):
    """What may stand in an element: its children, its attributes, and those of them it must have one of."""

    children: frozenset[str]
    attributes: frozenset[str]
    needs: tuple[str, ...] = ()


PLACES = ("insertAfterMso", "insertBeforeMso", "insertAfterQ", "insertBeforeQ")
NAMES = ("id", "idQ", "idMso")
SHOWN = ("label", "getLabel", "visible", "getVisible", "keytip", "getKeytip")
TIPS = ("screentip", "getScreentip", "supertip", "getSupertip", "image", "imageMso", "getImage")
PUSHED = ("enabled", "getEnabled", "description", "getDescription", "size", "getSize", "onAction")
LABELS = ("showLabel", "getShowLabel", "showImage", "getShowImage")


def rule(children: Iterable[str], *named: str, needs: tuple[str, ...] = ()) -> Rule:
    return Rule(frozenset(children), frozenset(named), needs)


RULES = {
    "customUI": rule(("commands", "ribbon"), "onLoad", "loadImage"),
    "ribbon": rule(("officeMenu", "qat", "tabs", "contextualTabs"), "startFromScratch"),
    "tabs": rule(("tab",)),
    "tab": rule(("group",), *NAMES, "tag", *SHOWN, *PLACES, needs=NAMES),
    "group": rule(("button", "separator"), *NAMES, "tag", *SHOWN, *TIPS, *PLACES, needs=NAMES),
    "button": rule((), *NAMES, "tag", *SHOWN, *TIPS, *PUSHED, *LABELS, *PLACES, needs=NAMES),
    "separator": rule((), "id", "idQ", "visible", "getVisible", *PLACES, needs=("id", "idQ")),
}
EITHER = (
    ("label", "getLabel"), ("visible", "getVisible"), ("keytip", "getKeytip"), ("screentip", "getScreentip"),
    ("supertip", "getSupertip"), ("image", "imageMso", "getImage"), ("size", "getSize"), ("enabled", "getEnabled"),
    NAMES, PLACES,
)  # fmt: skip
IDENTIFIER = re.compile(r"[A-Za-z_][\w.\-]{0,1023}", re.ASCII).fullmatch  # ST_ID, an xsd:NCName
VALUES = {"size": ("large", "normal"), "visible": ("true", "false"), "enabled": ("true", "false")}


def faults(xml: str) -> list[str]:
    """Where a customUI text breaks the rules of its schema; empty when it keeps them."""
    try:
        root = fromstring(xml)
    except ParseError as error:
        return [f"not well-formed: {error}"]
    if root.tag != f"{{{NAMESPACE}}}customUI":
        return [f"the root is {root.tag}"]
    found = list(element_faults(root))
    ids = Counter(each.get("id") for each in root.iter() if each.get("id"))
    return found + [f"id {id} stands {count} times" for id, count in ids.items() if count > 1]


def element_faults(element: Element) -> Iterator[str]:
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    if name not in RULES:
        yield f"<{name}> is not known"
        return
    own = RULES[name]
    yield from (f"<{name}> may not have {key}" for key in element.attrib if key not in own.attributes)
    if own.needs and not any(key in element.attrib for key in own.needs):
        yield f"<{name}> has none of {', '.join(own.needs)}"
    for rivals in EITHER:
        if sum(key in element.attrib for key in rivals) > 1:
            yield f"<{name}> has more than one of {', '.join(rivals)}"
    for key, value in element.items():
        if wrong := value_fault(key, value):
            yield f"<{name}> {key}={value[:40]!r}: {wrong}"
    for child in element:
        kind = child.tag.removeprefix(f"{{{NAMESPACE}}}")
        if kind not in own.children:
            yield f"<{kind}> may not stand in <{name}>"
        yield from element_faults(child)


def value_fault(key: str, value: str) -> str:
    if key in ("id", "idMso", "imageMso", "insertAfterMso", "insertBeforeMso"):
        return "" if IDENTIFIER(value) else "no identifier"
    if key == "keytip":
        return "" if 1 <= len(value) <= KEYTIP_MOST and not re.search(r"\s", value) else "1 to 3 characters, no space"
    if key in VALUES:
        return "" if value in VALUES[key] else f"not one of {', '.join(VALUES[key])}"
    return "" if 1 <= len(value) <= TEXT_MOST else "1 to 1024 characters"


def disorder(groups: Iterable[Group] = GROUPS) -> list[str]:
    """Slips the schema lets through and Excel shows as they are: two alike, a key that hides another, a long label."""
    groups = list(groups)
    every = [button for group in groups for button in group.buttons]
    found = []
    for what in ("tag", "label", "keytip", "image", "screentip"):
        counted = Counter(getattr(button, what) for button in every)
        found += [f"{what} {each} stands more than once" for each, count in counted.items() if count > 1]
    keys = [button.keytip for button in every]
    found += [f"keytip {a} hides {b}" for a in keys for b in keys if a != b and b.startswith(a)]
    for button in every:
        if not re.fullmatch("[A-Z0-9]{1,3}", button.keytip):
            found.append(f"{button.tag}: no key for the tip {button.keytip}")
        if not re.fullmatch("[a-z_]+", button.tag):
            found.append(f"{button.tag}: the tag stands in Python code")
        if not 2 <= len(button.label) <= LABEL_MOST:
            found.append(f"{button.tag}: the label has two to five characters")
        if button.screentip.endswith("。") or not button.supertip.endswith("。"):
            found.append(f"{button.tag}: the title of a tip has no full stop, its text ends in one")
        if max(len(button.screentip), len(button.supertip)) > TIP_MOST:
            found.append(f"{button.tag}: a tip is longer than {TIP_MOST} characters")
    if len(every) > BUTTONS_MOST:
        found.append(f"{len(every)} buttons")
    crowded = [group for group in groups if len(group.buttons) > GROUP_MOST]
    return found + [f"{group.label}: {len(group.buttons)} buttons" for group in crowded]
