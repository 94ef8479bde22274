"""The ribbon as customUI XML (namespace 2006/01: Excel 2007 and later, WPS), and the rules that XML must keep."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from xlsuite.addin.ribbon import CALLBACK, GROUPS, TAB, TAB_ID, TAB_KEYTIP, Button

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
# Element -> the parent it stands in, and the attributes it may carry here; from the customUI 2006/01 schema.
PARENTS = {"customUI": "", "ribbon": "customUI", "tabs": "ribbon", "tab": "tabs", "group": "tab", "button": "group"}
ALLOWED = {
    "customUI": {"onLoad", "loadImage"},
    "ribbon": {"startFromScratch"},
    "tabs": set[str](),
    "tab": {"id", "label", "keytip", "insertAfterMso", "insertBeforeMso", "visible", "tag"},
    "group": {"id", "label", "imageMso", "keytip", "screentip", "supertip", "visible", "tag"},
    "button": {"id", "tag", "label", "size", "imageMso", "keytip", "screentip", "supertip", "onAction", "enabled"},
}
REQUIRED = {"tab": {"id", "label"}, "group": {"id", "label"}, "button": {"id", "label", "onAction"}}
LENGTHS = {"label": 1024, "screentip": 1024, "supertip": 1024, "tag": 1024, "keytip": 3, "id": 1024}
NCNAME = r"[A-Za-z_][\w.-]*"


def attributes(**given: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in given.items())


def button_xml(button: Button) -> str:
    given = attributes(
        id=f"xlsuite_{button.tag}",
        tag=button.tag,
        label=button.label,
        size=button.size,
        imageMso=button.image,
        keytip=button.keytip,
        screentip=button.screentip,
        supertip=button.supertip,
        onAction=CALLBACK,
    )
    return f"<button{given}/>"


def custom_ui() -> str:
    """The XML text; it starts with its root element, as WPS wants, and is to be stored as UTF-8."""
    groups = "".join(
        f"<group{attributes(id=group.id, label=group.label)}>{''.join(map(button_xml, group.buttons))}</group>"
        for group in GROUPS
    )
    tab = f"<tab{attributes(id=TAB_ID, label=TAB, keytip=TAB_KEYTIP)}>{groups}</tab>"
    return f"<customUI{attributes(xmlns=NAMESPACE)}><ribbon><tabs>{tab}</tabs></ribbon></customUI>"


def faults(text: str) -> list[str]:
    """Where a customUI text breaks the rules of its schema; empty when it keeps them."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if root.tag != f"{{{NAMESPACE}}}customUI":
        return [f"root is {root.tag}"]
    found: list[str] = []
    walk(root, "", found)
    named = [(each.get("id") or "") for each in root.iter() if each.get("id")]
    found += [f"id {name} twice" for name in sorted({name for name in named if named.count(name) > 1})]
    return found


def walk(element: ElementTree.Element, parent: str, found: list[str]) -> None:
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    if PARENTS.get(name) != parent:
        found.append(f"{name} inside {parent or 'nothing'}")
        return
    found += [f"{name} lacks {each}" for each in sorted(REQUIRED.get(name, set()) - set(element.keys()))]
    for attribute, value in element.items():
        found += attribute_faults(name, attribute, value)
    for child in element:
        walk(child, name, found)


def attribute_faults(element: str, attribute: str, value: str) -> list[str]:
    if attribute not in ALLOWED[element]:
        return [f"{element} has {attribute}"]
    if not value:
        return [f"{element} {attribute} is empty"]
    if len(value) > LENGTHS.get(attribute, 1024):
        return [f"{element} {attribute} is too long: {value}"]
    if attribute == "size" and value not in ("normal", "large"):
        return [f"size is {value}"]
    if attribute in ("id", "imageMso") and not re.fullmatch(NCNAME, value, re.ASCII):
        return [f"{attribute} is {value}"]
    if attribute == "keytip" and not re.fullmatch("[A-Z0-9]{1,3}", value):
        return [f"keytip is {value}"]
    return []
