"""The look of an official document as Word XML: page, styles, header and footer, tables (GB/T 9704-2012).

Lengths are in twips (1/20 pt) unless named otherwise; sizes of type in half points. Text is in 28.95 pt lines, since
29 pt leaves 21 lines on a page where the standard wants 22.
"""
# ruff: noqa: E501 - an element of XML stays on its line

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TITLE_FONT, HEADING_FONT, KAI, BODY_FONT, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
LINE = 579  # 28.95 pt
MM = 56.693
HEADER, FOOTER_ODD, FOOTER_EVEN = "rId10", "rId11", "rId12"


class Style(NamedTuple):
    """A paragraph style: fonts, size, line pitch (0 single), alignment, indents in hundredths of a character."""

    name: str
    font: str
    size: int
    line: int = LINE
    align: str = "both"
    first: int = 0
    right: int = 0
    level: int = -1
    more: str = ""  # further paragraph properties that come before spacing
    colour: str = ""


STYLES = {
    "GwTitle": Style("公文标题", TITLE_FONT, 44, 700, "center"),
    "GwBody": Style("公文正文", BODY_FONT, 32, first=200),
    "GwAddressee": Style("主送机关", BODY_FONT, 32, align="left"),
    "GwHeading1": Style("一级标题", HEADING_FONT, 32, first=200, level=0),
    "GwHeading2": Style("二级标题", KAI, 32, first=200, level=1),
    "GwAnnexNote": Style("附件说明", BODY_FONT, 32, align="left", first=200),
    "GwSigned": Style("署名", BODY_FONT, 32, align="right", right=200),
    "GwDated": Style("成文日期", BODY_FONT, 32, align="right", right=400),
    "GwAnnexMark": Style("附件标识", HEADING_FONT, 32, align="left"),
    "GwTableTitle": Style("附表标题", TITLE_FONT, 36, 600, "center"),
    "GwTableHead": Style("表头", HEADING_FONT, 18, 0, "center"),
    "GwCell": Style("表文", BODY_FONT, 18, 0, "left"),
    "GwCellMid": Style("表文居中", BODY_FONT, 18, 0, "center"),
    "GwNotice": Style(
        "草稿提示", KAI, 24, 400, colour="C00000",
        more='<w:pBdr><w:top w:val="single" w:sz="6" w:space="4" w:color="C00000"/><w:left w:val="single" w:sz="6" w:space="4" '
        'w:color="C00000"/><w:bottom w:val="single" w:sz="6" w:space="4" w:color="C00000"/><w:right w:val="single" w:sz="6" '
        'w:space="4" w:color="C00000"/></w:pBdr>',
    ),
    "GwCheckTitle": Style("取数说明标题", HEADING_FONT, 28, 500, "left", more="<w:pageBreakBefore/>"),
    "GwCheck": Style("取数说明", BODY_FONT, 24, 400),
    "GwHeader": Style("草稿页眉", SONG, 18, 0, "right"),
    "GwPageOdd": Style("页码奇", SONG, 28, 280, "right", right=100),
    "GwPageEven": Style("页码偶", SONG, 28, 280, "left"),
}  # fmt: skip


def fonts(name: str) -> str:
    """One font in all four slots: a slot left out falls back to the theme, and quotation marks look foreign."""
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def style_xml(ident: str, style: Style) -> str:
    keep = "<w:keepNext/>" if style.level >= 0 else ""
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{style.line or 240}" w:lineRule="{"exact" if style.line else "auto"}"/>'
    em = style.size * 10  # one character in twips
    sides = f' w:firstLineChars="{style.first}" w:firstLine="{style.first * em // 100}"' if style.first else ""
    sides += f' w:rightChars="{style.right}" w:right="{style.right * em // 100}"' if style.right else ""
    sides += f' w:leftChars="100" w:left="{em}"' if ident == "GwPageEven" else ""
    indent = f"<w:ind{sides}/>" if sides else ""
    snap = "" if style.line == LINE else '<w:snapToGrid w:val="0"/>'
    outline = f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else ""
    properties = (
        breaks_first(keep, style.more) + f'<w:widowControl w:val="0"/>{borders(style.more)}{snap}{spacing}{indent}'
    )
    closer = '<w:spacing w:val="-5"/>' if style.size == 32 else ""  # 28 characters of 16 pt in 156 mm
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ident}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{properties}<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f'<w:rPr>{fonts(style.font)}{colour}{closer}<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def breaks_first(keep: str, more: str) -> str:
    """Paragraph properties in the order the schema wants: keepNext, pageBreakBefore, widowControl, pBdr, snapToGrid …"""
    return keep + (more if more.startswith("<w:pageBreakBefore") else "")


def borders(more: str) -> str:
    return more if more.startswith("<w:pBdr") else ""


def styles_xml() -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{HEAD}<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY_FONT)}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="GwTable"><w:name w:val="台账表"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>"
        + "".join(style_xml(ident, style) for ident, style in STYLES.items())
        + "</w:styles>"
    )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, text: str = "", section: str = "") -> str:
    """A paragraph of one style; with a section's properties it is the last of that section."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr>{run(text) if text else ""}</w:p>'


def section(landscape: bool = False, new_page: bool = True) -> str:
    """A4 with the margins of GB/T 9704; turned for wide tables so that the binding edge stays where it is."""
    references = (
        f'<w:headerReference w:type="default" r:id="{HEADER}"/><w:headerReference w:type="even" r:id="{HEADER}"/>'
        f'<w:footerReference w:type="default" r:id="{FOOTER_ODD}"/><w:footerReference w:type="even" r:id="{FOOTER_EVEN}"/>'
    )
    kind = '<w:type w:val="nextPage"/>' if new_page else ""
    top, right, bottom, left = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    footer = 15 if landscape else 25.5  # the dash 7 mm below the text
    sides = f'w:top="{twips(top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}" w:left="{twips(left)}"'
    grid = "" if landscape else f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
    return (
        f"<w:sectPr>{references}{kind}<w:pgSz {size}/><w:pgMar {sides} "
        f'w:header="{twips(15)}" w:footer="{twips(footer)}" w:gutter="0"/>{grid}</w:sectPr>'
    )


def twips(millimetres: float) -> int:
    return round(millimetres * MM)


class Field(NamedTuple):
    """A column of a table: its header, its width in mm, what stands in its cells, and whether that is centred."""

    name: str
    width: float
    tag: str
    centred: bool = False


def table(fields: Iterable[Field], loop: str) -> str:
    """A table with one row for each turn of a loop; the header repeats on each page, rows are not split over pages."""
    columns = tuple(fields)
    grid = "".join(f'<w:gridCol w:w="{twips(each.width)}"/>' for each in columns)
    heads = "".join(cell(each.width, "GwTableHead", each.name) for each in columns)
    cells = "".join(cell(each.width, "GwCellMid" if each.centred else "GwCell", each.tag) for each in columns)
    width = sum(twips(each.width) for each in columns)
    turn = '<w:tr><w:tc><w:tcPr><w:tcW w:w="{0}" w:type="dxa"/><w:gridSpan w:val="{1}"/></w:tcPr>{2}</w:tc></w:tr>'
    start, end = (
        turn.format(width, len(columns), paragraph("GwCell", text))
        for text in (f"{{%tr for {loop} %}}", "{%tr endfor %}")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{start}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>{end}</w:tbl>"
    )


def cell(width: float, style: str, text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{paragraph(style, text)}</w:tc>'


def header_xml(text: str) -> str:
    return f"{HEAD}<w:hdr {NS}>{paragraph('GwHeader', text)}</w:hdr>"


def footer_xml(style: str) -> str:
    """— 1 — at the outer edge."""
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{after}'
        for kind, after in (
            ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", run("1")),
            ("end", ""),
        )
    )
    return (
        f'{HEAD}<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run("— ")}{field}{run(" —")}</w:p></w:ftr>'
    )


def document_xml(body: str) -> str:
    return f"{HEAD}<w:document {NS}><w:body>{body}{section()}</w:body></w:document>"


def package(body: str, header: str) -> dict[str, bytes]:
    """All parts of a Word file with this body and this header.

    A line that a cell's own line break ends is not stretched to the margin (doNotExpandShiftReturn).
    """
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    word = (
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("header1", "header"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    )
    types = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{main}.{kind}+xml"/>' for part, kind in word)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = "http://schemas.openxmlformats.org/package/2006"
    links = (
        ("rId1", "styles", "styles"),
        ("rId2", "settings", "settings"),
        (HEADER, "header", "header1"),
        (FOOTER_ODD, "footer", "footer1"),
        (FOOTER_EVEN, "footer", "footer2"),
    )
    relations = "".join(
        f'<Relationship Id="{ident}" Type="{office}/{kind}" Target="{part}.xml"/>' for ident, kind, part in links
    )
    texts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{parts}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{parts}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="rId2" Type="{parts}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{parts}/relationships">{relations}</Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{parts}/metadata/core-properties"/>',
        "word/settings.xml": f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
        "word/styles.xml": styles_xml(),
        "word/document.xml": document_xml(body),
        "word/header1.xml": header_xml(header),
        "word/footer1.xml": footer_xml("GwPageOdd"),
        "word/footer2.xml": footer_xml("GwPageEven"),
    }
    return {part: text.encode() for part, text in texts.items()}
