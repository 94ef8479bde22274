"""What a filled-in part still needs: line breaks, gaps in yellow, cells that are not empty, numbers that are unique."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
GAP = re.compile(r"(【待补充：[^】]*】)")
AFTER_HIGHLIGHT = tuple(
    W + tag
    for tag in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish",
        "oMath",
    )
)  # fmt: skip


def finish(root: Any) -> None:
    """Put the last hand to a part, in place."""
    for text in list(root.iter(f"{W}t")):
        words = text.text
        if not words or text.getparent().tag != f"{W}r":
            continue
        if "【" in words and GAP.search(words):
            split_gaps(text.getparent(), text)
        elif "\n" in words or "\t" in words:
            break_lines(text)
        elif "  " in words or words != words.strip():
            text.set(SPACE, "preserve")
    for table in [each for each in root.iter(f"{W}tbl") if each.find(f"{W}tr") is None]:
        table.getparent().remove(table)
    for holder in root.iter(f"{W}tc", f"{W}hdr", f"{W}ftr"):
        if not len(holder) or holder[-1].tag != f"{W}p":
            etree.SubElement(holder, f"{W}p")
    for number, drawing in enumerate(root.iter(DRAWING), 1):
        drawing.set("id", str(number))


def split_gaps(run: Any, text: Any) -> None:
    """Cut a run so that each 【待补充：…】 is one of its own, highlighted."""
    at = run.index(text)
    tail = list(run[at + 1 :])
    previous = run
    for number, piece in enumerate(GAP.split(text.text)):
        if not piece:
            continue
        part = etree.Element(f"{W}r")
        look = run.find(f"{W}rPr")
        if look is not None:
            part.append(deepcopy(look))
        new = etree.SubElement(part, f"{W}t")
        new.text = piece
        new.set(SPACE, "preserve")
        previous.addnext(part)
        previous = part
        if number % 2:
            highlight(part)
        elif "\n" in piece or "\t" in piece:
            break_lines(new)
    for element in tail:
        previous.append(element)
    run.remove(text)
    if not [each for each in run if each.tag != f"{W}rPr"]:
        run.getparent().remove(run)


def highlight(run: Any) -> None:
    look = run.find(f"{W}rPr")
    if look is None:
        look = etree.Element(f"{W}rPr")
        run.insert(0, look)
    for old in look.findall(f"{W}highlight"):
        look.remove(old)
    mark = etree.Element(f"{W}highlight")
    mark.set(f"{W}val", "yellow")
    later = next((each for each in look if each.tag in AFTER_HIGHLIGHT), None)
    if later is None:
        look.append(mark)
    else:
        later.addprevious(mark)


def break_lines(text: Any) -> None:
    """Line breaks and tabs of a text as Word's own."""
    pieces = re.split(r"([\n\t])", text.text)
    text.text = pieces[0]
    text.set(SPACE, "preserve")
    previous = text
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        mark = etree.Element(f"{W}br" if sign == "\n" else f"{W}tab")
        previous.addnext(mark)
        new = etree.Element(f"{W}t")
        new.text = piece
        new.set(SPACE, "preserve")
        mark.addnext(new)
        previous = new
