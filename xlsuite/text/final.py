"""The report to be issued, made of a draft: no bookmarks, comments, manifest or pages for checking, and no gap left."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from xlsuite.errors import NotFinal
from xlsuite.text.carried import strict
from xlsuite.text.finish import GAP, W
from xlsuite.text.lineage import GAP_PREFIX, PREFIX, added_pages
from xlsuite.text.manifest import AUTHOR, COMMENTS, SPACE
from xlsuite.text.tags import REVISIONS, own_text
from xlsuite.text.word import issued, part_kinds, read_package, zipped

DRAFT_STYLES = ("草稿提示", "取数说明标题", "取数说明", "草稿页眉")  # names of the styles of what is not issued
NAMED = 5
ANCHORS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")


def final(content: bytes, name: str) -> bytes:
    """The report without what was there for checking. Raises NotFinal while gaps or revisions remain."""
    entries = read_package(content, name)
    kinds = part_kinds(entries, name)
    roots = {part: strict(entries[part], kind, name) for part, kind in kinds.items()}
    refuse_revisions(roots.values(), name)
    refuse_gaps(roots.values(), name)
    unwanted = draft_styles(entries, name)
    ours = our_comments(entries, name)
    for part, root in roots.items():
        strip(root, ours, unwanted, kinds[part] == "正文")
        entries[part] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    drop_manifest(entries)
    return zipped(entries)


def comments_left(content: bytes, name: str) -> int:
    """How many comments of people stand in what is to be issued."""
    entries = read_package(content, name)
    if COMMENTS not in entries:
        return 0
    return sum(1 for _ in strict(entries[COMMENTS], "批注", name).iter(f"{W}comment"))


def refuse_revisions(roots: Any, name: str) -> None:
    if found := sum(1 for root in roots for _ in root.iter(*REVISIONS)):
        raise NotFinal(f"“{name}”还有{found}处没有接受的修订，不能定稿。请在“审阅”里全部接受或拒绝后再定稿。")


def refuse_gaps(roots: Any, name: str) -> None:
    fields = [match[0] for root in roots for each in issued(root) for match in GAP.finditer(own_text(each))]
    if fields:
        told = "、".join(list(dict.fromkeys(fields))[:NAMED])
        more = "等" if len(set(fields)) > NAMED else ""
        raise NotFinal(f"“{name}”还有{len(fields)}处待补充，不能定稿：{told}{more}。补上后再定稿。")


def draft_styles(entries: dict[str, bytes], name: str) -> frozenset[str]:
    """The ids of the styles that only drafts use; ids change from program to program, names stay."""
    if "word/styles.xml" not in entries:
        return frozenset()
    styles = strict(entries["word/styles.xml"], "样式", name)
    named = ((each, each.find(f"{W}name")) for each in styles.iter(f"{W}style"))
    return frozenset(
        each.get(f"{W}styleId") for each, label in named if label is not None and label.get(f"{W}val") in DRAFT_STYLES
    )


def our_comments(entries: dict[str, bytes], name: str) -> frozenset[str]:
    """The numbers of our own comments, taken out of their part; those of people stay."""
    if COMMENTS not in entries:
        return frozenset()
    root = strict(entries[COMMENTS], "批注", name)
    ours = [each for each in root.iter(f"{W}comment") if each.get(f"{W}author") == AUTHOR]
    for each in ours:
        root.remove(each)
    entries[COMMENTS] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return frozenset(each.get(f"{W}id") for each in ours)


def strip(root: Any, comments: frozenset[str], unwanted: frozenset[str], is_main: bool) -> None:
    """Take everything out of a part that was there for checking, in place."""
    if is_main:
        cut_appendix(root)
    for each in list(root.iter(f"{W}p")):
        style = each.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in unwanted:
            drop_paragraph(each)
    marks = {}
    for each in list(root.iter(f"{W}bookmarkStart")):
        name = each.get(f"{W}name", "")
        if name.startswith(PREFIX):
            marks[each.get(f"{W}id")] = name
            if name.startswith(GAP_PREFIX):
                plain_look(each)
            each.getparent().remove(each)
    for each in list(root.iter(f"{W}bookmarkEnd")):
        if each.get(f"{W}id") in marks:
            each.getparent().remove(each)
    for each in list(root.iter(*ANCHORS)):
        if each.get(f"{W}id") in comments:
            holder = each.getparent()
            holder.remove(each)
            if holder.tag == f"{W}r" and not [rest for rest in holder if rest.tag != f"{W}rPr"]:
                holder.getparent().remove(holder)
    if is_main:
        close_last_section(root.find(f"{W}body"))


def plain_look(start: Any) -> None:
    """What was filled in is no longer yellow."""
    each = start.getnext()
    while each is not None and each.tag != f"{W}bookmarkEnd":
        for light in list(each.iter(f"{W}highlight")):
            light.getparent().remove(light)
        each = each.getnext()


def cut_appendix(root: Any) -> None:
    body = root.find(f"{W}body")
    first = added_pages(root)
    if first is None:
        return
    while first.getparent() is not body:
        first = first.getparent()
    for each in [first, *first.itersiblings()]:
        if each.tag != f"{W}sectPr":
            body.remove(each)


def drop_paragraph(paragraph: Any) -> None:
    """Remove a paragraph and the empty line after it; where one is needed it is emptied instead."""
    holder = paragraph.getparent()
    after = paragraph.getnext()
    if after is not None and after.tag == f"{W}p" and not own_text(after) and after.find(f"{W}pPr/{W}sectPr") is None:
        others = [each for each in after if each.tag not in (f"{W}pPr", f"{W}bookmarkStart", f"{W}bookmarkEnd")]
        if not others:
            holder.remove(after)
    alone = len(holder.findall(f"{W}p")) == 1
    if alone or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        for each in [child for child in paragraph if child.tag != f"{W}pPr"]:
            paragraph.remove(each)
        return
    holder.remove(paragraph)


def close_last_section(body: Any) -> None:
    """Where nothing is left of the last section, the one before it is the last: no blank page at the end."""
    end = body.find(f"{W}sectPr")
    content = [each for each in body if each.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
    if end is None or not content:
        return
    last = content[-1].find(f"{W}pPr/{W}sectPr") if content[-1].tag == f"{W}p" else None
    if last is None:
        return
    body.replace(end, last)
    if not own_text(content[-1]) and len(content) > 1 and content[-2].tag == f"{W}p":
        body.remove(content[-1])


def drop_manifest(entries: dict[str, bytes]) -> None:
    """Remove the manifest's parts and an empty part of comments, and every mention of them."""
    for item in [part for part, xml in entries.items() if part.startswith("customXml/item") and is_manifest(xml)]:
        number = re.sub(r"\D", "", item)
        drop(entries, item, f"customXml/itemProps{number}.xml", f"customXml/_rels/item{number}.xml.rels")
    if COMMENTS in entries and b":comment " not in entries[COMMENTS]:
        drop(entries, COMMENTS)


def is_manifest(xml: bytes) -> bool:
    return b"<draft" in xml and SPACE.encode() in xml


def drop(entries: dict[str, bytes], *parts: str) -> None:
    names = "|".join(re.escape(part.rpartition("/")[2]) for part in parts)
    pattern = re.compile(rf'<(?:\w+:)?(?:Relationship|Override)\b[^>]*["/](?:{names})"[^>]*/>'.encode())
    for part in parts:
        entries.pop(part, None)
    for part in [each for each in entries if each.endswith(".rels") or each == "[Content_Types].xml"]:
        entries[part] = pattern.sub(b"", entries[part])
