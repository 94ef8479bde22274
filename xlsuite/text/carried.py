"""What a template may bring into a draft: no macros, no embedded objects, no fetching fields, nothing outside the file.

Links are turned into their words and the tie to the template's own template is cut; everything else of the kind is
refused, with the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from xlsuite.text.tags import TemplateFault, W, paragraphs, shortened

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CUT = ("attachedTemplate", "hyperlink")  # relations that are cut; all others that lead outside are refused
ACTIVE = re.compile(
    r"vbaProject|vbaData|/activeX/|oleObject|\.bin$|attachedToolbars|/afchunk|\.(?:mht|html?|rtf)$", re.IGNORECASE
)
ACTIVE_TYPES = ("macroEnabled", "ms-word.vba", "activeX", "oleObject")
PASSIVE_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "TOC", "REF", "PAGEREF", "SEQ", "STYLEREF", "EQ", "TC", "NOTEREF")
)
XML = (".xml", ".rels")


class Load(NamedTuple):
    """Something that must not be carried: where it is, what stands there, and what to do."""

    place: str
    seen: str
    message: str


def strict(xml: bytes, part: str, name: str) -> Any:
    """The XML as it stands, nothing repaired, nothing fetched."""
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml:
        raise TemplateFault(name, part, "", "文件里有不该有的类型声明，请用 Word 重新保存")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateFault(name, part, "", "内容损坏，请用 Word 重新保存") from error


def carried(entries: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The parts of a template as a draft may have them; TemplateFault for what must not be carried."""
    for load in loads(entries, name):
        raise TemplateFault(name, load.place, load.seen, load.message)
    kept = dict(entries)
    for part in [each for each in entries if each.endswith(".rels")]:
        root = strict(entries[part], part, name)
        away = [each for each in root.iter(PACKAGE) if is_outside(each)]
        if away:
            cut_links(kept, source_of(part), {each.get("Id") for each in away}, name)
            for each in away:
                root.remove(each)
            kept[part] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return kept


def loads(entries: Mapping[str, bytes], name: str) -> Iterator[Load]:
    """Everything in a template that must not be carried."""
    for part in entries:
        if ACTIVE.search("/" + part):
            yield Load("", part, "模板里带有宏或嵌入的对象，请删去后另存为不带宏的 .docx")
    types = entries.get("[Content_Types].xml", b"").decode("utf-8", "replace")
    if any(each in types for each in ACTIVE_TYPES):
        yield Load("", "", "模板里带有宏或嵌入的对象，请删去后另存为不带宏的 .docx")
    for part, xml in entries.items():
        if part.endswith(".rels"):
            for each in strict(xml, part, name).iter(PACKAGE):
                kind = each.get("Type", "").rpartition("/")[2]
                if is_outside(each) and kind not in CUT:
                    seen = shortened(each.get("Target", ""))
                    yield Load("", seen, "模板引用了文件以外的内容，打开时会去取，请改为直接插入")
        elif (
            part.startswith("word/")
            and part.endswith(".xml")
            and (b"instrText" in xml or b"fldSimple" in xml or b"altChunk" in xml)
        ):
            yield from fields_of(strict(xml, part, name))


def is_outside(relation: Any) -> bool:
    target = relation.get("Target", "")
    return relation.get("TargetMode") == "External" or bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\", target))


def source_of(rels: str) -> str:
    """word/_rels/document.xml.rels → word/document.xml."""
    folder, _, file = rels.rpartition("_rels/")
    return folder + file.removesuffix(".rels")


def cut_links(entries: dict[str, bytes], part: str, ids: set[str | None], name: str) -> None:
    """Unwrap the links of a part that lead outside, in place."""
    if part not in entries:
        return
    root = strict(entries[part], part, name)
    for each in [link for link in root.iter(f"{W}hyperlink") if link.get(RELATED) in ids]:
        for child in list(each):
            each.addprevious(child)
        each.getparent().remove(each)
    for each in [tied for tied in root.iter(f"{W}attachedTemplate") if tied.get(RELATED) in ids]:
        each.getparent().remove(each)
    for each in root.iter():
        if each.get(RELATED) in ids:  # a picture with a link on it: the picture stays
            del each.attrib[RELATED]
    entries[part] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def fields_of(root: Any) -> Iterator[Load]:
    """Fields that fetch, run or change with the day, and pasted-in files."""
    for paragraph in paragraphs(root, "正文" if root.tag == f"{W}document" else "页眉、页脚或脚注"):
        for code in codes(paragraph.element):
            word = (code.split() or [""])[0].upper()
            inner = word == "HYPERLINK" and re.match(r'\s*HYPERLINK\s+\\l\s+"?_', code, re.IGNORECASE)
            if word not in PASSIVE_FIELDS and not inner:
                message = "模板里只能用页码、目录、引用这几种域，请在这里改为普通文字"
                yield Load(paragraph.place, shortened(code), message)
    if next(root.iter(f"{W}altChunk"), None) is not None:
        yield Load("", "altChunk", "模板里嵌入了别的文件，请把内容直接粘贴进来")


def codes(paragraph: Any) -> Iterator[str]:
    """The field codes that begin in a paragraph, each put together from its pieces."""
    for simple in paragraph.iter(f"{W}fldSimple"):
        yield simple.get(f"{W}instr", "")
    open_codes: list[str] = []
    for each in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        kind = each.get(f"{W}fldCharType")
        if kind == "begin":
            open_codes.append("")
        elif kind in ("separate", "end"):
            if open_codes and (code := open_codes.pop() if kind == "end" else open_codes[-1]):
                yield code
                if kind == "separate":
                    open_codes[-1] = ""
        elif each.text:
            if not open_codes:
                open_codes.append("")
            open_codes[-1] += each.text
    yield from (code for code in open_codes if code)
