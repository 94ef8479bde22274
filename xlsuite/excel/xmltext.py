"""Text as XML writes it. Not with xml.sax.saxutils: that takes in urllib, http and email, half as long as a check."""

from __future__ import annotations

import re
from collections.abc import Mapping

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # signs that XML does not have

_BREAKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def escape(text: str, entities: Mapping[str, str] | None = None) -> str:
    """A text between tags; `entities` are further signs and what stands for them."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    for sign, entity in (entities or {}).items():
        text = text.replace(sign, entity)
    return text


def unescape(text: str, entities: Mapping[str, str] | None = None) -> str:
    """What `escape` wrote, as it was."""
    for entity, sign in (entities or {}).items():
        text = text.replace(entity, sign)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def stored(text: str) -> str:
    """A text as a cell stores it: what looks like an escape is escaped itself (ECMA-376 part 1, §22.9.2.19)."""
    if text.isprintable() and "_x" not in text:
        return escape(text)
    text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", CONTROLS.sub("", text))
    return escape(text).replace("\r", "_x000D_")


def quoteattr(text: str) -> str:
    """A text as the value of an attribute, with the quotes around it."""
    text = escape(text, _BREAKS)
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "&quot;") + '"'
