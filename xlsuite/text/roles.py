"""Which of a document's paragraph styles are ours: their ids change from program to program, their names stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from xlsuite.text.carried import strict
from xlsuite.text.profile import NATIONAL
from xlsuite.text.styles import styles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES = "word/styles.xml"


@cache
def our_names() -> Mapping[str, str]:
    return {style.name: ident for ident, style in styles(NATIONAL).items()}


@lru_cache(maxsize=8)
def roles(part: bytes | None) -> Mapping[str, str]:
    """Our own id of each style of a document that is one of ours, by its id there; part: its part of styles."""
    if part is None:
        return {}
    found = {}
    for style in strict(part, "样式", "").iter(f"{W}style"):
        ident, name = style.get(f"{W}styleId", ""), style.find(f"{W}name")
        ours = our_names().get("" if name is None else name.get(f"{W}val", ""))
        if ours or ident in styles(NATIONAL):
            found[ident] = ours or ident
    return found


def role_of(paragraph: Any, known: Mapping[str, str]) -> str:
    """Our id of a paragraph's style, "" where it has none of ours."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else known.get(style.get(f"{W}val", ""), "")


def styled(root: Any, role: str, known: Mapping[str, str]) -> Iterator[Any]:
    """The paragraphs of one of our styles."""
    for each in root.iter(f"{W}pStyle"):
        if known.get(each.get(f"{W}val", "")) == role and (paragraph := each.getparent().getparent()).tag == f"{W}p":
            yield paragraph
