"""The ribbon as customUI XML (namespace 2006/01: Excel 2007 and later, WPS)."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from xlsuite.addin.ribbon import CALLBACK, GROUPS, TAB, TAB_ID, TAB_KEYTIP, Button

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"


def custom_ui() -> str:
    """The XML text; it starts with its root element, as WPS wants, and is to be stored as UTF-8."""
    groups = "".join(
        f"<group{attributes(id=group.id, label=group.label)}>{''.join(map(button_xml, group.buttons))}</group>"
        for group in GROUPS
    )
    tab = f"<tab{attributes(id=TAB_ID, label=TAB, keytip=TAB_KEYTIP)}>{groups}</tab>"
    return f"<customUI{attributes(xmlns=NAMESPACE)}><ribbon><tabs>{tab}</tabs></ribbon></customUI>"


def button_xml(button: Button) -> str:
    given = attributes(
        id=button.id,
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


def attributes(**given: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
