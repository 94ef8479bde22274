"""An official document as a Word file: paragraphs, sections, tables, page numbers, the package (GB/T 9704-2012)."""
# ruff: noqa: E501 - an element of XML stays on its line

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape

from xlsuite.text.profile import NATIONAL, OUTSIDE, PAPER, Profile, twips
from xlsuite.text.styles import HEAD, NS, font_table_xml, styles_xml

HEADER = "rId10"
ODD, EVEN, WIDE_ODD, WIDE_EVEN = "rId11", "rId12", "rId13", "rId14"  # footers


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, text: str = "", section: str = "") -> str:
    """A paragraph of one style; with a section's properties it is the last of that section."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr>{run(text) if text else ""}</w:p>'


def section(landscape: bool = False, new_page: bool = True, profile: Profile = NATIONAL) -> str:
    """A4 with the layout's margins; turned for wide tables so that the binding edge stays where it is."""
    odd, even = (WIDE_ODD, WIDE_EVEN) if landscape else (ODD, EVEN)
    references = (
        f'<w:headerReference w:type="default" r:id="{HEADER}"/><w:headerReference w:type="even" r:id="{HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{odd}"/><w:footerReference w:type="even" r:id="{even}"/>'
    )
    kind = '<w:type w:val="nextPage"/>' if new_page else ""
    upright = (profile.top, profile.right, profile.bottom, profile.left)
    top, right, bottom, left = map(twips, (*upright[3:], *upright[:3]) if landscape else upright)
    width, height = PAPER[::-1] if landscape else PAPER
    size = f'w:w="{width}" w:h="{height}"' + (' w:orient="landscape"' if landscape else "")
    footer = 5 if landscape else profile.footer
    grid = "" if landscape else f'<w:docGrid w:type="lines" w:linePitch="{profile.pitch}"/>'
    return (
        f'<w:sectPr>{references}{kind}<w:pgSz {size}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{twips(15)}" w:footer="{twips(footer)}" w:gutter="0"/>{grid}</w:sectPr>'
    )


# --- tables -------------------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """A column of a table: its header, its width in mm, what stands in its cells, and whether that is centred."""

    name: str
    width: float
    tag: str
    centred: bool = False


class Look(NamedTuple):
    """The styles of a table's head, its texts and its centred texts."""

    head: str = "GwTableHead"
    cell: str = "GwCell"
    centred: str = "GwCellMid"


SMALL = Look()


def table(fields: Iterable[Field], loop: str, look: Look = SMALL) -> str:
    """A table with one row for each turn of a loop; the header repeats on each page, rows are not split over pages."""
    columns = tuple(fields)
    heads = "".join(cell(each.width, look.head, each.name) for each in columns)
    cells = "".join(cell(each.width, look.centred if each.centred else look.cell, each.tag) for each in columns)
    width = sum(twips(each.width) for each in columns)
    turn = '<w:tr><w:tc><w:tcPr><w:tcW w:w="{0}" w:type="dxa"/><w:gridSpan w:val="{1}"/></w:tcPr>{2}</w:tc></w:tr>'
    start, end = (
        turn.format(width, len(columns), paragraph("GwCell", text))
        for text in (f"{{%tr for {loop} %}}", "{%tr endfor %}")
    )
    rows = f"{row(heads, head=True)}{start}{row(cells)}{end}"
    return bordered([each.width for each in columns], rows)


def row(cells: str, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def bordered(widths: Iterable[float], rows: str) -> str:
    columns = [twips(each) for each in widths]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def cell(width: float, style: str, text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraph(style, text)}</w:tc>'


# --- headers and page numbers -------------------------------------------------------------------------------------


def header_xml(text: str) -> str:
    return f"{HEAD}<w:hdr {NS}>{paragraph('GwHeader', text)}</w:hdr>"


def page_number(style: str, profile: Profile) -> str:
    """— 1 — as a paragraph, the 1 being the page's own number."""
    before, _, after = profile.page_mark.partition("1")
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{then}'
        for kind, then in (
            ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", run("1")),
            ("end", ""),
        )
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(before)}{field}{run(after)}</w:p>'


def footer_xml(style: str, profile: Profile = NATIONAL) -> str:
    return f"{HEAD}<w:ftr {NS}>{page_number(style, profile)}</w:ftr>"


def wide_footer_xml(even: bool, profile: Profile = NATIONAL) -> str:
    """The number of a turned page, where it would stand if the page were upright (clause 8): at its left, sideways.

    A table of one cell, placed on the paper, its text running down: Word, WPS and LibreOffice all know it.
    """
    length, thick = 60.0, profile.page_size / 72 * 25.4  # as thick as its line, so that nothing can shift in it
    left = profile.bottom - 9.5
    if profile.page_side != OUTSIDE:
        top = (210 + profile.left - profile.right - length) / 2
    else:
        top = profile.left if even else 210 - profile.right - length
    place = f'w:tblpX="{twips(left)}" w:tblpY="{twips(top)}"'
    return (
        f'{HEAD}<w:ftr {NS}><w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" {place}/>'
        f'<w:tblW w:w="{twips(thick)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{twips(thick)}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(length)}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{twips(thick)}" '
        f'w:type="dxa"/><w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{page_number('GwPageEven' if even else 'GwPageOdd', profile)}</w:tc></w:tr></w:tbl>{paragraph('GwBreak')}</w:ftr>"
    )


# --- the package --------------------------------------------------------------------------------------------------


def document_xml(body: str, profile: Profile = NATIONAL) -> str:
    return f"{HEAD}<w:document {NS}><w:body>{body}{section(profile=profile)}</w:body></w:document>"


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "http://schemas.openxmlformats.org/package/2006"
WORD = (  # part, kind of content, kind of relationship, its id
    ("document", "document.main", "", ""), ("styles", "styles", "styles", "rId1"), ("settings", "settings", "settings", "rId2"),
    ("fontTable", "fontTable", "fontTable", "rId3"), ("header1", "header", "header", HEADER), ("footer1", "footer", "footer", ODD),
    ("footer2", "footer", "footer", EVEN), ("footer3", "footer", "footer", WIDE_ODD), ("footer4", "footer", "footer", WIDE_EVEN),
)  # fmt: skip


def package(body: str, header: str, profile: Profile = NATIONAL) -> dict[str, bytes]:
    """All parts of a Word file with this body and this header.

    A line that a cell's own line break ends is not stretched to the margin (doNotExpandShiftReturn).
    """
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{MAIN}.{kind}+xml"/>' for part, kind, *_ in WORD
    )
    relations = "".join(
        f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{part}.xml"/>'
        for part, _, kind, ident in WORD
        if ident
    )
    texts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PARTS}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PARTS}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="rId2" Type="{PARTS}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PARTS}/relationships">{relations}</Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{PARTS}/metadata/core-properties"/>',
        "word/settings.xml": f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
        "word/styles.xml": styles_xml(profile),
        "word/fontTable.xml": font_table_xml(),
        "word/document.xml": document_xml(body, profile),
        "word/header1.xml": header_xml(header),
        "word/footer1.xml": footer_xml("GwPageOdd", profile),
        "word/footer2.xml": footer_xml("GwPageEven", profile),
        "word/footer3.xml": wide_footer_xml(False, profile),
        "word/footer4.xml": wide_footer_xml(True, profile),
    }
    return {part: text.encode() for part, text in texts.items()}
