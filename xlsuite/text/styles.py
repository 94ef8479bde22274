"""The paragraph styles of an official document, drawn from a layout's measures (GB/T 9704-2012 7.3).

Lengths are twips (1/20 pt), sizes of type half points, indents hundredths of a character.
"""
# ruff: noqa: E501 - an element of XML stays on its line

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from xlsuite.text.profile import NATIONAL, OUTSIDE, Profile

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GRID = -1  # the pitch of body lines, with the spacing that goes with it
# What stands in for a font that is not installed; Word and WPS ask here before they choose by themselves.
STAND_INS = {
    "方正小标宋简体": "小标宋体,方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun", "仿宋_GB2312": "仿宋,FangSong",
    "楷体_GB2312": "楷体,KaiTi", "黑体": "SimHei", "宋体": "SimSun",
}  # fmt: skip


class Style(NamedTuple):
    """A paragraph style: fonts, size, line pitch (0 single), alignment, indents, outline level."""

    name: str
    font: str
    size: int
    line: int = GRID
    align: str = "both"
    first: int = 0  # negative hangs
    left: int = 0
    right: int = 0
    level: int = -1
    keep: bool = False  # on the page of the paragraph after it
    whole: bool = False  # no line of it alone on a page
    new_page: bool = False
    box: str = ""
    colour: str = ""
    after: int = 0
    close: bool = False


# Off the grid, digits stand close to the characters beside them, so that a date fits its column; in 成文日期, because
# its indent is reckoned from its characters.
CLOSE = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
OFF_GRID = '<w:snapToGrid w:val="0"/>'


def rule(colour: str) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return f"<w:pBdr>{sides}</w:pBdr>"


@cache
def styles(profile: Profile) -> dict[str, Style]:
    """All styles of a layout by their ids."""
    title, heading, kai, body, song = (
        profile.title_font, profile.heading_font, profile.second_font, profile.body_font, profile.page_font,
    )  # fmt: skip
    size, table, page = round(profile.body_size * 2), round(profile.table_size * 2), round(profile.page_size * 2)
    outer = profile.page_side == OUTSIDE
    return {
        "GwTitle": Style("公文标题", title, round(profile.title_size * 2), round(profile.title_line * 20), "center"),
        "GwBody": Style("公文正文", body, size, first=200),
        "GwBodyEnd": Style("公文正文末段", body, size, first=200, keep=True, whole=True),
        "GwBlank": Style("公文空行", body, size, keep=True),
        "GwAddressee": Style("主送机关", body, size, align="left"),
        "GwHeading1": Style("一级标题", heading, size, first=200, level=0, keep=True),
        "GwHeading2": Style("二级标题", kai, size, first=200, level=1, keep=True),
        "GwHeading3": Style("三级标题", body, size, first=200, level=2, keep=True),
        "GwAnnexNote": Style("附件说明", body, size, align="left", left=500, first=-300, keep=True),
        "GwAnnexFirst": Style("附件说明首项", body, size, align="left", left=600, first=-400, keep=True),
        "GwAnnexNext": Style("附件说明续项", body, size, align="left", left=600, first=-100, keep=True),
        "GwSigned": Style("署名", body, size, align="right", right=400, keep=True),
        "GwDated": Style("成文日期", body, size, align="right", right=400, close=True),
        "GwAnnexMark": Style("附件标识", heading, size, align="left", keep=True),
        "GwTableTitle": Style("附表标题", title, 36, 600, "center", keep=True, after=160),
        "GwTableHead": Style("表头", heading, table, table * 13, "center"),
        "GwCell": Style("表文", body, table, table * 13, "left"),
        "GwCellMid": Style("表文居中", body, table, table * 13, "center"),
        "GwMiddleHead": Style("中表头", heading, 21, 300, "center"),
        "GwMiddleCell": Style("中表文", body, 21, 300, "left"),
        "GwMiddleCentre": Style("中表文居中", body, 21, 300, "center"),
        "GwSource": Style("数据来源注", body, 18, 340, "left"),
        "GwNumber": Style("简报数字", heading, 40, 500, "center"),
        "GwBrief": Style("简报正文", body, 24, 370, first=200),
        "GwBriefHead": Style("简报标题", heading, 24, 460, "left", keep=True),
        "GwChart": Style("图", body, table, 0, "center", keep=True),
        "GwChartNote": Style("图注", kai, 21, 320, "center"),
        "GwBreak": Style("分节", body, 2, 20, "left"),
        "GwNotice": Style("草稿提示", kai, 24, 400, colour="C00000", box=rule("C00000")),
        "GwCheckTitle": Style("取数说明标题", heading, 28, 500, "left", new_page=True),
        "GwCheck": Style("取数说明", body, 24, 400),
        "GwHeader": Style("草稿页眉", song, 18, 0, "right"),
        "GwPageOdd": Style("页码奇", song, page, page * 10, "right" if outer else "center", right=100 if outer else 0),
        "GwPageEven": Style("页码偶", song, page, page * 10, "left" if outer else "center", left=100 if outer else 0),
    }  # fmt: skip


def fonts(name: str, latin: str = "") -> str:
    """One font in all four slots: a slot left out falls back to the theme, and quotation marks look foreign."""
    other = latin or name
    return f'<w:rFonts w:ascii="{other}" w:eastAsia="{name}" w:hAnsi="{other}" w:cs="{other}" w:hint="eastAsia"/>'


def indents(style: Style) -> str:
    """Indents in characters, with the same in twips for who does not read those."""
    em = style.size * 10
    sides = ""
    for word, given in (("left", style.left), ("right", style.right)):
        sides += f' w:{word}Chars="{given}" w:{word}="{given * em // 100}"' if given else ""
    if style.first:
        word = "firstLine" if style.first > 0 else "hanging"
        sides += f' w:{word}Chars="{abs(style.first)}" w:{word}="{abs(style.first) * em // 100}"'
    return f"<w:ind{sides}/>" if sides else ""


def style_xml(ident: str, style: Style, profile: Profile = NATIONAL) -> str:
    """One style; paragraph properties stand in the order the schema wants."""
    line = profile.pitch if style.line == GRID else style.line
    properties = (
        ("<w:keepNext/>" if style.keep else "")
        + ("<w:pageBreakBefore/>" if style.new_page else "")
        + ("<w:widowControl/>" if style.whole else '<w:widowControl w:val="0"/>')
        + style.box
        + (CLOSE if style.close or style.line != GRID else "")
        + ("" if style.line == GRID else OFF_GRID)
        + f'<w:spacing w:before="0" w:after="{style.after}" w:line="{line or 240}" w:lineRule="{"exact" if line else "auto"}"/>'
        + indents(style)
        + f'<w:jc w:val="{style.align}"/>'
        + (f'<w:outlineLvl w:val="{style.level}"/>' if style.level >= 0 else "")
    )
    closer = f'<w:spacing w:val="{profile.spacing}"/>' if style.line == GRID else ""
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{ident}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{properties}</w:pPr>'
        f'<w:rPr>{fonts(style.font, profile.latin_font)}{colour}{closer}<w:sz w:val="{style.size}"/>'
        f'<w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def styles_xml(profile: Profile = NATIONAL) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    size = round(profile.body_size * 2)
    return (
        f'{HEAD}<w:styles {NS}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(profile.body_font, profile.latin_font)}<w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="GwTable"><w:name w:val="台账表"/><w:basedOn w:val="TableNormal"/>'
        f'<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + "".join(style_xml(ident, style, profile) for ident, style in styles(profile).items())
        + "</w:styles>"
    )


def font_table_xml() -> str:
    """The fonts by name, each with those that may stand in for it."""
    each = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, others in STAND_INS.items()
    )
    return f"{HEAD}<w:fonts {NS}>{each}</w:fonts>"
