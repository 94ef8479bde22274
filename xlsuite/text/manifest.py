"""The manifest of a draft: what was printed, from which rows, of which workbook, as a part inside the .docx file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from xlsuite.model.outcome import Figure
from xlsuite.text.facts import Fact, legible
from xlsuite.text.lineage import GapPrinting, Lineage, Note, Printing

SPACE = "urn:xlsuite:draft:1"
SCHEMA = 1
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMMENTS = "word/comments.xml"
AUTHOR = "xlsuite"


class Origin(NamedTuple):
    """What a draft was made from."""

    version: str
    template: str
    template_hash: str
    workbook: str
    as_of: date
    method: str
    figures: tuple[Figure, ...] = ()
    office: str = ""  # the 科室 whose part of the workbook it is
    person: str | None = None  # whom the letter is for, "" where the rows name nobody; None for no letter


class Manifest(NamedTuple):
    """A manifest as read back: facts by ident (name, value, source, criterion, rows), printings, gaps, figures."""

    held: Mapping[str, Any]
    facts: Mapping[str, Mapping[str, Any]]
    printings: tuple[Printing, ...]
    gaps: tuple[GapPrinting, ...]
    figures: Mapping[str, tuple[str, str]]

    @property
    def as_of(self) -> str:
        return str(self.held.get("as_of", ""))


def inputs_hash(printings: Iterable[Printing]) -> str:
    """A hash of the values a draft prints: the same for the same workbook, day and template."""
    lines = sorted({f"{each.ident}\0{each.text}" for each in printings})
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def written(lineage: Lineage, origin: Origin, wording: Iterable[str]) -> bytes:
    """The manifest as XML around JSON."""
    held = {
        "schema": SCHEMA, "version": origin.version, "template": origin.template,
        "template_sha256": origin.template_hash,
        "workbook": legible(origin.workbook), "as_of": origin.as_of.isoformat(), "method": origin.method,
        "office": legible(origin.office),
        "person": None if origin.person is None else legible(origin.person),
        "inputs_sha256": inputs_hash(lineage.printings),
        "facts": {ident: entry(fact) for ident, fact in lineage.facts.items()},
        "marks": [tuple(each) for each in lineage.printings],
        "gaps": [tuple(each) for each in lineage.gaps],
        "figures": {each.id: (each.name, each.value) for each in origin.figures},
        "wording": list(wording),
    }  # fmt: skip
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return f'{HEAD}<draft xmlns="{SPACE}">{escape(text)}</draft>'.encode()


def entry(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.名称, "value": legible(str(fact.value)), "source": fact.出处, "criterion": fact.口径,
        "rows": [legible(row) for row in fact.rows],
    }  # fmt: skip


def read(entries: Mapping[str, bytes]) -> Manifest | None:
    """The manifest in a file's parts; None where there is none, or none that can be read."""
    from lxml import etree

    for part, xml in entries.items():
        if part.startswith("customXml/item") and b"<draft" in xml and SPACE.encode() in xml:
            try:
                held = json.loads(etree.fromstring(xml, etree.XMLParser(resolve_entities=False)).text or "")
                return Manifest(
                    held,
                    held["facts"],
                    tuple(Printing(*each) for each in held["marks"]),
                    tuple(GapPrinting(*each) for each in held["gaps"]),
                    {ident: (pair[0], pair[1]) for ident, pair in held["figures"].items()},
                )
            except (ValueError, KeyError, TypeError, IndexError, etree.XMLSyntaxError):
                return None
    return None


# --- parts of the package -----------------------------------------------------------------------------------------


def attach(entries: dict[str, bytes], main: str, manifest: bytes, notes: list[Note], day: date) -> None:
    """Put the manifest and the comments into a package, with their types and relations."""
    number = 1
    while f"customXml/item{number}.xml" in entries or f"customXml/itemProps{number}.xml" in entries:
        number += 1
    item, props = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    entries[item] = manifest
    entries[props] = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{{6D1C8A52-3B0E-4C57-9B61-7E1F0A2D4C93}}" '
        f'xmlns:ds="{OFFICE}/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs>'
        "</ds:datastoreItem>"
    ).encode()
    relate(entries, item, f"{OFFICE}/relationships/customXmlProps", f"itemProps{number}.xml")
    relate(entries, main, f"{OFFICE}/relationships/customXml", f"../{item}")
    typed(entries, props, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    if notes:
        if COMMENTS not in entries:
            entries[COMMENTS] = f"{HEAD}<w:comments {WORD}></w:comments>".encode()
            relate(entries, main, f"{OFFICE}/relationships/comments", "comments.xml")
            typed(entries, COMMENTS, "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml")
        entries[COMMENTS] = with_notes(entries[COMMENTS], notes, day)


def with_notes(comments: bytes, notes: list[Note], day: date) -> bytes:
    body = "".join(
        f'<w:comment w:id="{note.number}" w:author="{AUTHOR}" w:date="{day.isoformat()}T00:00:00Z" w:initials="核">'
        + "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in note.lines)
        + "</w:comment>"
        for note in notes
    ).replace("\n", " ")
    before, end, after = comments.decode("utf-8").rpartition("</w:comments>")
    if not end:  # an empty element, or another prefix: begin anew
        return f"{HEAD}<w:comments {WORD}>{body}</w:comments>".encode()
    return (before + body + end + after).encode()


def relate(entries: dict[str, bytes], part: str, kind: str, target: str) -> None:
    """A relation of a part, under a number that is free."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    empty = (
        f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    text = entries.get(rels, empty.encode()).decode("utf-8")
    number = 1
    while f'"rIdX{number}"' in text:
        number += 1
    one = f'<Relationship Id="rIdX{number}" Type="{kind}" Target="{target}"/>'
    entries[rels] = inserted(text, one, "Relationships").encode()


def typed(entries: dict[str, bytes], part: str, kind: str) -> None:
    text = entries["[Content_Types].xml"].decode("utf-8")
    if f'PartName="/{part}"' not in text:
        one = f'<Override PartName="/{part}" ContentType="{kind}"/>'
        entries["[Content_Types].xml"] = inserted(text, one, "Types").encode()


def inserted(text: str, one: str, holder: str) -> str:
    """The XML with one more child at the end of its root; the default namespace is the root's."""
    before, end, after = text.rpartition(f"</{holder}>")
    return before + one + end + after if end else text.rstrip().removesuffix("/>") + f">{one}</{holder}>"
