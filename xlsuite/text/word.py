"""A Word template filled in: docxtpl's tags, our own sandbox, strict XML, the same bytes for the same data.

Of docxtpl only the grammar of its tags is used (`patch_xml`). Its own rendering leaves texts unescaped, repairs
broken XML by dropping text, and evaluates footnotes twice, so that data would be run as a template.
Imported only when a report is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol
from xml.sax.saxutils import escape, unescape

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from xlsuite.errors import UnreadableFile, XlsuiteError
from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, MEGABYTE
from xlsuite.files.opener import read_file
from xlsuite.files.packing import DEFLATED, Entry, assembled, entry
from xlsuite.text import chart
from xlsuite.text.carried import carried, strict
from xlsuite.text.finish import finish
from xlsuite.text.lineage import Lineage, added_pages
from xlsuite.text.manifest import COMMENTS
from xlsuite.text.profile import NATIONAL, Profile
from xlsuite.text.roles import STYLES, roles
from xlsuite.text.sandbox import BadWording, compiled, environment
from xlsuite.text.signature import settle_signatures
from xlsuite.text.tags import TAG, Tag, TemplateFault, W, keep_sections, on_own_lines, own_text, shortened, tags_of
from xlsuite.text.title import settle_titles

PARTS = {
    "document.main+xml": "正文",
    "header+xml": "页眉",
    "footer+xml": "页脚",
    "footnotes+xml": "脚注",
    "endnotes+xml": "尾注",
}
TORN = "填好以后不成文档，有标记把表格、链接之类的拆开了；每个标记的开头和结尾要在同一处"
SMALL = 1 << 15  # bytes of a part that is kept packed
QUICK = 3  # how hard a large part is packed: half the time of the default, a tenth more bytes
UNREADABLE = "读不出来，模板应是 Word 的 .docx 文件，没有密码"
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator></dc:creator>'
    "<dc:description>{layout}</dc:description><cp:lastModifiedBy></cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
)


def render(
    template: bytes | Path,
    data: Mapping[str, Any],
    name: str = "模板",
    as_of: date = date(1980, 1, 1),
    title: str = "",
    lineage: Lineage | None = None,
    complete: Completion | None = None,
    profile: Profile | None = None,
    layout: str = "",
) -> bytes:
    """The document that a template makes of the data; the same bytes for the same input.

    name: what messages call the template. as_of: the date in the document's properties. lineage: takes the figures of
    data printed under its trace; complete: adds what it took to the document. profile: by which 落款 and titles are
    set; layout: what the document's properties say of it. Texts in `data` are printed, never run. TemplateFault says
    where a template is wrong.
    """
    form = form_of(template if isinstance(template, bytes) else content_of(template, name), name, tuple(data))
    entries = dict(form.entries)
    known = roles(entries.get(STYLES))
    roots = {part: form.filled(part, data) for part in form.kinds}
    if lineage is not None:
        lineage.begin(
            [*roots.values(), *(strict(entries[part], part, name) for part in (COMMENTS,) if part in entries)]
        )
    for part, root in roots.items():
        if lineage is not None:
            lineage.annotate(root, form.kinds[part] == "正文")
        finish(root)
        if lineage is not None:
            lineage.annotate_gaps(root, form.kinds[part] == "正文")
        settle_signatures(root, known, profile or NATIONAL)
        settle_titles(root, known, profile or NATIONAL)
        if form.kinds[part] != "正文" and chart.MARK in "".join(root.itertext()):
            raise TemplateFault(name, form.kinds[part], "", "图只能放在正文里")
    main = next(iter(roots))
    chart.place(roots[main], charts_of(data), entries, main)
    more = complete(entries, main, roots[main]) if complete is not None else ""
    for part, root in roots.items():
        entries[part] = with_pages(root, more if part == main else "")
    for part in entries:
        if part == "docProps/core.xml":
            entries[part] = CORE.format(title=escape(title), day=as_of.isoformat(), layout=told(layout)).encode()
        elif part == "docProps/app.xml":
            entries[part] = APP.encode()
    return zipped(entries)


def told(layout: str) -> str:
    return escape(f"版式：{layout}") if layout else ""


def charts_of(data: Mapping[str, Any]) -> dict[str, chart.Chart]:
    held = data.get("图")
    return {} if held is None else {name: held[name] for name in held.names()}


class Completion(Protocol):
    """What is done to a package before its parts are written; gives XML that goes to the end of the main part."""

    def __call__(self, entries: dict[str, bytes], main: str, body: Any) -> str: ...


def with_pages(root: Any, more: str) -> bytes:
    """A part as bytes, with more paragraphs (prefix w) before the properties of its last section."""
    body = root.find(f"{W}body")
    if not more or body is None:
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)  # type: ignore[no-any-return]
    mark = etree.ProcessingInstruction("xlsuite")
    last = body.find(f"{W}sectPr")
    body.append(mark) if last is None else last.addprevious(mark)
    xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    if root.nsmap.get("w") != W[1:-1]:
        more = re.sub(r"<w:(p|tbl|bookmarkEnd)\b", rf'<w:\1 xmlns:w="{W[1:-1]}"', more)
    before, _, after = xml.partition(etree.tostring(mark, with_tail=False))
    return before + more.encode() + after


class Form:
    """A template made ready: its parts, and for each that holds tags what fills it in. Nothing in it changes."""

    def __init__(self, content: bytes, name: str, roots: tuple[str, ...]) -> None:
        self.name = name
        self.entries = carried(read_package(content, name), name)
        self.kinds = part_kinds(self.entries, name)
        self._plans = {part: self._plan(part, kind, roots) for part, kind in self.kinds.items()}

    def _plan(self, part: str, kind: str, roots: tuple[str, ...]) -> Plan:
        root = strict(self.entries[part], kind, self.name)
        tags = tags_of(root, kind, self.name)
        keep_sections(root)
        source = etree.tostring(root, encoding="unicode")
        if not tags and not any("{#" in own_text(each) for each in root.iter(f"{W}p")):
            return Plan(None, tags, source)
        patched = on_own_lines(DocxTemplate("").patch_xml(source))
        if len([each for each in TAG.finditer(patched) if each[0][1] != "#"]) != len(tags):
            raise TemplateFault(
                self.name, kind, "", "标记写在了正文文字以外的地方（域、图片说明、链接），那里不能用标记"
            )
        env = environment(roots)
        try:
            return Plan(compiled(env, patched, roots), tags, source)
        except BadWording as error:
            raise placed(str(error), error.line, tags, kind, self.name) from error

    def filled(self, part: str, data: Mapping[str, Any]) -> Any:
        """One part with its tags filled in, as an element of its own."""
        template, tags, source = self._plans[part]
        kind = self.kinds[part]
        if template is not None:
            source = printed(template, data, tags, kind, self.name)
        try:
            return strict(source.encode(), kind, self.name)
        except TemplateFault as error:  # the part was whole before it was filled in
            raise TemplateFault(self.name, kind, "", TORN) from error


class Plan(NamedTuple):
    template: Any
    tags: list[Tag]
    source: str


@lru_cache(maxsize=8)
def form_of(content: bytes, name: str, roots: tuple[str, ...]) -> Form:
    """A template is made ready once, however many drafts it makes."""
    return Form(content, name, roots)


def zipped(entries: Mapping[str, bytes], method: int = DEFLATED) -> bytes:
    """A package with its entries sorted and dated 1980, so that equal contents are equal bytes."""
    return assembled(still(name, xml, method) for name, xml in sorted(entries.items()))


def still(name: str, xml: bytes, method: int) -> Entry:
    """An entry; the small ones, most of which come from the template and are in every draft, are packed once."""
    return packed_once(name, xml, method) if len(xml) <= SMALL else entry(name, xml, method, QUICK)


packed_once = lru_cache(maxsize=256)(entry)


def content_of(template: Path, name: str) -> bytes:
    try:
        return read_file(template)
    except UnreadableFile as error:
        raise TemplateFault(name, "", "", UNREADABLE) from error


def read_package(content: bytes, name: str) -> dict[str, bytes]:
    try:
        package = Archive(content, name)
        if sum(part.size for part in package.parts.values()) > LIMITS["template"].most:
            raise TemplateFault(name, "", "", f"文件太大，模板展开后应在 {LIMITS['template'].most // MEGABYTE} MB 以内")
        return {part.name: package.read(part.name) for part in package.parts.values() if not part.name.endswith("/")}
    except UnreadableFile as error:
        raise TemplateFault(name, "", "", UNREADABLE) from error


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


def printed(template: Any, data: Mapping[str, Any], tags: list[Tag], kind: str, name: str) -> str:
    try:
        source = str(template.render(dict(data)))
        if len(source) > LIMITS["template"].most:
            raise BadWording("写出的内容太大")
        return source
    except XlsuiteError as error:
        line = getattr(error, "line", 0) or template_line(error.__traceback__)
        raise placed(str(error), line, tags, kind, name) from error
    except TemplateError as error:
        raise placed("模板里不允许这样用", template_line(error.__traceback__), tags, kind, name) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        line = template_line(error.__traceback__)
        raise placed("这个标记算不出来，请看它用到的数据项是不是这样用的", line, tags, kind, name) from error


def tag_texts(content: bytes, name: str) -> tuple[str, ...]:
    """The tags of a template as typed, for a look at what it is about."""
    entries = read_package(content, name)
    texts = []
    for part, kind in part_kinds(entries, name).items():
        root = strict(entries[part], kind, name)
        texts += [match[0] for each in root.iter(f"{W}p") for match in TAG.finditer(own_text(each))]
    return tuple(texts)


def layout_of(content: bytes) -> str:
    """Which layout a draft says that it has."""
    core = read_package(content, "文稿").get("docProps/core.xml", b"")
    found = re.search("<dc:description>版式：(.*?)</dc:description>", core.decode("utf-8"))
    return unescape(found[1]) if found else ""


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
    """All text of a document but the pages added to a draft, parts and paragraphs each on a line of their own."""
    lines = []
    entries = read_package(content, "文稿")
    for part in part_kinds(entries, "文稿"):
        lines += [own_text(paragraph) for paragraph in issued(strict(entries[part], "", "文稿"))]
    return "\n".join(lines)


def issued(root: Any) -> list[Any]:
    """The paragraphs of a part up to the pages that `appendix` adds."""
    found = list(root.iter(f"{W}p"))
    mark = added_pages(root)
    if mark is None:
        return found
    first = mark if mark.tag == f"{W}p" else next(mark.iterancestors(f"{W}p"), None)
    if first is None:
        first = next(mark.itersiblings(f"{W}p"), None)
    return found[: found.index(first)] if first in found else found


__all__ = ["BadWording", "TemplateFault", "issued", "render", "text_of", "zipped"]
