"""A Word template filled in: docxtpl's tags, our own sandbox, strict XML, the same bytes for the same data.

Of docxtpl only the grammar of its tags is used (`patch_xml`). Its own rendering leaves texts unescaped, repairs
broken XML by dropping text, and evaluates footnotes twice, so that data would be run as a template.
Imported only when a report is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from xlsuite.errors import UnreadableFile, XlsuiteError
from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, MEGABYTE
from xlsuite.files.opener import read_file
from xlsuite.files.packing import DEFLATED, packed
from xlsuite.text.finish import finish
from xlsuite.text.sandbox import BadWording, environment, parse
from xlsuite.text.tags import Tag, TemplateFault, W, on_own_lines, own_text, shortened, tags_of

PARTS = {
    "document.main+xml": "正文",
    "header+xml": "页眉",
    "footer+xml": "页脚",
    "footnotes+xml": "脚注",
    "endnotes+xml": "尾注",
}
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator></dc:creator>'
    "<cp:lastModifiedBy></cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
)


def render(
    template: bytes | Path, data: Mapping[str, Any], name: str = "模板", as_of: date = date(1980, 1, 1), title: str = ""
) -> bytes:
    """The document that a template makes of the data; the same bytes for the same input.

    name: what messages call the template. as_of: the date in the document's properties. Texts in `data` are printed,
    never run. TemplateFault says where a template is wrong.
    """
    entries = read_package(template, name)
    kinds = part_kinds(entries, name)
    roots = tuple(data)
    for part, kind in kinds.items():
        entries[part] = fill(entries[part], kind, data, roots, name)
    for part in entries:
        if part == "docProps/core.xml":
            entries[part] = CORE.format(title=escape(title), day=as_of.isoformat()).encode()
        elif part == "docProps/app.xml":
            entries[part] = APP.encode()
    return zipped(entries)


def zipped(entries: Mapping[str, bytes], method: int = DEFLATED) -> bytes:
    """A package with its entries sorted and dated 1980, so that equal contents are equal bytes."""
    return packed(dict(sorted(entries.items())), method)


def read_package(template: bytes | Path, name: str) -> dict[str, bytes]:
    try:
        package = Archive(template if isinstance(template, bytes) else read_file(template), name)
        if sum(part.size for part in package.parts.values()) > LIMITS["template"].most:
            raise TemplateFault(name, "", "", f"文件太大，模板展开后应在 {LIMITS['template'].most // MEGABYTE} MB 以内")
        return {part.name: package.read(part.name) for part in package.parts.values() if not part.name.endswith("/")}
    except UnreadableFile as error:
        raise TemplateFault(name, "", "", "读不出来，模板应是 Word 的 .docx 文件，没有密码") from error


def part_kinds(entries: Mapping[str, bytes], name: str) -> dict[str, str]:
    """The parts that may hold tags, the body first, and what a user calls each."""
    types = strict(entries.get("[Content_Types].xml", b""), "", name)
    found = {}
    for override in types:
        kind = next((word for end, word in PARTS.items() if override.get("ContentType", "").endswith(end)), "")
        part = override.get("PartName", "").lstrip("/")
        if kind and part in entries:
            found[part] = kind
    if "正文" not in found.values():
        raise TemplateFault(name, "", "", "里面没有 Word 正文，模板应是不带宏的 .docx 文件")
    return dict(sorted(found.items(), key=lambda pair: (pair[1] != "正文", pair[0])))


def strict(xml: bytes, part: str, name: str) -> Any:
    """The XML as it stands, nothing repaired, nothing fetched."""
    if b"<!DOCTYPE" in xml[:4096]:
        raise TemplateFault(name, part, "", "文件里有不该有的类型声明，请用 Word 重新保存")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateFault(name, part, "", "内容损坏，请用 Word 重新保存") from error


def fill(xml: bytes, kind: str, data: Mapping[str, Any], roots: tuple[str, ...], name: str) -> bytes:
    """One part with its tags filled in."""
    root = strict(xml, kind, name)
    tags = tags_of(root, kind, name)
    if tags or any("{#" in own_text(each) for each in root.iter(f"{W}p")):
        patched = DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode"))
        root = strict(filled(on_own_lines(patched), tags, data, roots, kind, name).encode(), kind, name)
    finish(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)  # type: ignore[no-any-return]


def filled(source: str, tags: list[Tag], data: Mapping[str, Any], roots: tuple[str, ...], kind: str, name: str) -> str:
    env = environment(roots)
    try:
        tree = parse(env, source, roots)
        return env.from_string(tree).render(dict(data))
    except XlsuiteError as error:
        line = getattr(error, "line", 0) or template_line(error.__traceback__)
        raise placed(str(error), line, tags, kind, name) from error
    except TemplateError as error:
        raise placed("模板里不允许这样用", template_line(error.__traceback__), tags, kind, name) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        line = template_line(error.__traceback__)
        raise placed("这个标记算不出来，请看它用到的数据项是不是这样用的", line, tags, kind, name) from error


def template_line(trace: TracebackType | None) -> int:
    """The line of the template that a traceback goes through, 0 for none."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def placed(message: str, line: int, tags: list[Tag], kind: str, name: str) -> TemplateFault:
    """A fault with the place of its tag: the n-th tag stands on line n + 1."""
    at = line - 2
    tag = tags[at] if 0 <= at < len(tags) else Tag("", kind, "")
    return TemplateFault(name, tag.place, shortened(re.sub(r"\s+", " ", tag.text)), message)


def text_of(content: bytes) -> str:
    """All text of a document, parts and paragraphs each on a line of their own; for tests and for finding gaps."""
    lines = []
    entries = read_package(content, "文稿")
    for part in part_kinds(entries, "文稿"):
        root = etree.fromstring(entries[part])
        lines += [own_text(paragraph) for paragraph in root.iter(f"{W}p")]
    return "\n".join(lines)


__all__ = ["BadWording", "TemplateFault", "render", "text_of", "zipped"]
