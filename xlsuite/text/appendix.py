"""The pages at the end of a draft that are not issued: 与上期相比, 数据来源 and 待补充清单, with a look of their own.

A template may come from anywhere, so nothing here leans on its styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from xlsuite.text.compare_drafts import Change
from xlsuite.text.facts import legible
from xlsuite.text.lineage import ADDED, APPENDIX, Lineage, called, is_figure, rows_text

SONG, HEI = "宋体", "黑体"
SOURCES = (("数字", 17), ("名称", 33), ("口径", 38), ("数据来源", 27), ("编号", 41))  # widths in mm, 156 in all
CHANGES = (("指标", 66), ("上期", 30), ("本期", 30), ("增减", 30))
TWIPS = 56.693
ROWS_NAMED = 3


def pages(lineage: Lineage, changes: Sequence[Change] | None, last_as_of: str) -> str:
    """The pages as XML, inside a bookmark by which they are found again."""
    number = lineage.number()
    start = f'<w:bookmarkStart w:id="{number}" w:name="{APPENDIX}"/>'
    rows = list(source_rows(lineage))
    fields = list(dict.fromkeys(each.field for each in lineage.gaps))
    pieces = []
    if changes is not None:
        compared = [(each.name, each.before, each.after, each.difference) for each in changes]
        pieces.append(heading(ADDED[0]))
        pieces.append(line(f"上期数据截至{last_as_of}。与上期相同的数字没有列出。"))
        pieces.append(table(CHANGES, compared) if compared else line("各项数字与上期相同。"))
    if fields:
        pieces.append(heading(ADDED[1]))
        pieces += [line(f"{number}. {legible(field)}") for number, field in enumerate(fields, 1)]
    pieces.append(heading(ADDED[2]))
    pieces.append(line("文中的数字按出现的先后列出；引自台账单元格的文字、日期不在此列，核对初稿时一并核对。"))
    pieces.append(table(SOURCES, rows) if rows else line("文中没有取自台账的数字。"))
    return (
        paragraph("<w:pageBreakBefore/>" + TIGHT, "", SONG, 2, start)
        + "".join(pieces)
        + f'<w:bookmarkEnd w:id="{number}"/>'
    )


def source_rows(lineage: Lineage) -> Iterable[tuple[str, ...]]:
    seen = set()
    for each in lineage.printings:
        fact = lineage.facts[each.ident]
        if each.ident not in seen and is_figure(fact, each.kind):
            seen.add(each.ident)
            yield each.text, called(fact), fact.口径, fact.出处, rows_text(fact.rows, ROWS_NAMED)


# --- elements -----------------------------------------------------------------------------------------------------


def run(text: str, font: str, size: int) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:cs="{font}" w:hint="eastAsia"/>'
    return (
        f'<w:r><w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def paragraph(properties: str, text: str, font: str, size: int, start: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{start}{run(text, font, size) if text else ''}</w:p>"


def heading(text: str) -> str:
    look = '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="240" w:after="120" w:line="400" '
    look += 'w:lineRule="atLeast"/>'
    return paragraph(look + '<w:ind w:firstLine="0"/><w:jc w:val="left"/>', text, HEI, 28)


def line(text: str) -> str:
    look = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="60" w:line="320" w:lineRule="atLeast"/>'
    return paragraph(look + '<w:ind w:firstLine="0"/><w:jc w:val="left"/>', text, SONG, 21)


def table(columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> str:
    """A ruled table whose header is repeated and whose rows are not split over pages."""
    widths = [round(width * TWIPS) for _, width in columns]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))
    head = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" + cells(widths, [name for name, _ in columns], HEI)
    body = "".join("<w:tr><w:trPr><w:cantSplit/></w:trPr>" + cells(widths, row, SONG) + "</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + f"</w:tblGrid>{head}</w:tr>{body}</w:tbl>{paragraph(TIGHT, '', SONG, 2)}"
    )


TIGHT = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def cells(widths: Sequence[int], texts: Sequence[str], font: str) -> str:
    look = '<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
    look += '<w:ind w:firstLine="0"/><w:jc w:val="left"/>'
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(look, ' '.join(text.split()), font, 18)}</w:tc>"
        for width, text in zip(widths, texts, strict=True)
    )
