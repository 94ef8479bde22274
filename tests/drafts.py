"""Drafts taken apart: their parts, the text outside the bookmarks, and edits as a person would make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

from xlsuite.text.word import issued, zipped

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def part(content: bytes, name: str = "word/document.xml") -> Any:
    return etree.fromstring(parts_of(content)[name])


def edited(content: bytes, change: Callable[[Any], None], name: str = "word/document.xml") -> bytes:
    """The file with one part changed in place."""
    parts = parts_of(content)
    root = etree.fromstring(parts[name])
    change(root)
    parts[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return zipped(parts)


def retyped(content: bytes, old: str, new: str, nth: int = 1) -> bytes:
    """The n-th run whose whole text is `old`, typed over."""

    def change(root: Any) -> None:
        texts = [each for each in root.iter(f"{W}t") if each.text == old]
        texts[nth - 1].text = new

    return edited(content, change)


def outside_bookmarks(content: bytes) -> str:
    """The text with □ for each bookmark, headers and footers at the end."""
    lines = []
    for name in parts_of(content):
        if name.startswith("word/") and name.removeprefix("word/").startswith(("document", "header", "footer")):
            for paragraph in issued(part(content, name)):
                line, inside = "", set()
                for each in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
                    if each.tag == f"{W}bookmarkStart" and each.get(f"{W}name", "").startswith("xls_"):
                        inside.add(each.get(f"{W}id"))
                        line += "□"
                    elif each.tag == f"{W}bookmarkEnd":
                        inside.discard(each.get(f"{W}id"))
                    elif each.tag == f"{W}t" and not inside:
                        line += each.text or ""
                lines.append(line)
    return "\n".join(lines)
