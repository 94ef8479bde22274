"""Charts that Word can edit: a chart part with its data in an embedded workbook, the same bytes for the same figures.

A template names a chart, `{{ 图.整改进度 }}` alone in a paragraph; what that prints marks the place, and the drawing
takes it once the part is filled in.
"""
# ruff: noqa: E501 - an element of XML stays on its line

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree

from xlsuite.model.place import letters
from xlsuite.text.facts import Exposed, legible
from xlsuite.text.styles import HEAD

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
MARK = "\ufdee"  # a character that no text has: it is taken out of everything that is printed
EMU = 36000  # to the millimetre
TWIP = 635
AXIS, DATA, GREY = "宋体", "仿宋_GB2312", "808080"


class Series(NamedTuple):
    """One series: its name, a number for each category, its colour and that of the labels on it."""

    name: str
    values: tuple[int, ...]
    colour: str
    label: str


class Chart(Exposed):
    """A stacked bar for each category; prints its mark, which `place` puts the drawing in the place of.

    title: what a reader who cannot see it is told. sources: where the figures come from.
    """

    __slots__ = ("categories", "height", "name", "series", "source", "title")

    def __init__(
        self,
        name: str,
        title: str,
        categories: Sequence[str],
        series: Iterable[Series],
        source: str,
        height: float | None = None,
    ) -> None:
        self.name = name
        self.title = legible(title)
        self.categories = tuple(flat(each) for each in categories)
        self.series = tuple(series)
        self.source = source
        self.height = height or min(22 + 8.5 * len(self.categories), 150)  # mm; bars, legend, axis

    def __str__(self) -> str:
        return f"{MARK}{self.name}{MARK}" if self.categories else ""

    def __bool__(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.categories) > 1


def flat(text: str) -> str:
    return " ".join(legible(text).split())


# --- into the document --------------------------------------------------------------------------------------------


def place(root: Any, charts: dict[str, Chart], entries: dict[str, bytes], part: str) -> None:
    """Put the drawings where their marks stand; adds the parts they need to the package."""
    marked = [each for each in root.iter(f"{W}t") if each.text and MARK in each.text]
    for text in marked:  # grows where one text holds several
        before, name, after = text.text.split(MARK, 2)
        number = 1 + sum(1 for each in entries if each.startswith("word/charts/chart"))
        ident = add(entries, part, charts[name], number)
        run = text.getparent()
        width = room(text)
        drawing = etree.fromstring(inline(charts[name], number, ident, width))
        text.text = before
        text.addnext(drawing)
        if after:
            rest = etree.Element(f"{W}t")
            rest.text = after
            drawing.addnext(rest)
            marked += [rest] if MARK in after else []
        if not before:
            run.remove(text)
    for number, each in enumerate(root.iter(f"{{{DRAWING}/wordprocessingDrawing}}docPr"), 1):
        each.set("id", str(number))


def room(text: Any) -> int:
    """The width of the type area where a text stands, in EMU."""
    body = next(text.iterancestors(f"{W}body"), None)
    top = text
    while body is not None and top.getparent() is not body:
        top = top.getparent()
    later = [] if body is None else [top, *top.itersiblings()]
    section = next((found for each in later for found in each.iter(f"{W}sectPr")), None)
    size, margins = (None, None) if section is None else (section.find(f"{W}pgSz"), section.find(f"{W}pgMar"))
    if size is None or margins is None:
        return 156 * EMU
    width = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    return width * TWIP


def add(entries: dict[str, bytes], part: str, chart: Chart, number: int) -> str:
    """Add a chart's parts to a package; the id by which `part` reaches it."""
    name, book = f"word/charts/chart{number}.xml", f"word/embeddings/chart{number}.xlsx"
    entries[name] = chart_xml(chart).encode()
    entries[book] = workbook(chart)
    entries[f"word/charts/_rels/chart{number}.xml.rels"] = relations(
        [("rId1", "package", f"../embeddings/chart{number}.xlsx")]
    ).encode()
    types = etree.fromstring(entries["[Content_Types].xml"])
    space = types.tag.partition("}")[0] + "}"
    if not any(each.get("Extension") == "xlsx" for each in types.iter(f"{space}Default")):
        types.insert(0, etree.Element(f"{space}Default", Extension="xlsx", ContentType=f"{SHEET}.sheet"))
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    types.append(etree.Element(f"{space}Override", PartName=f"/{name}", ContentType=kind))
    entries["[Content_Types].xml"] = written(types)
    folder, _, file = part.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    links = etree.fromstring(entries.get(rels, relations([]).encode()))
    taken = {each.get("Id") for each in links}
    ident = next(f"rIdChart{at}" for at in range(1, 1000) if f"rIdChart{at}" not in taken)
    target = name.removeprefix(f"{folder}/") if folder == "word" else f"/{name}"
    tag = links.tag.removesuffix("s")
    links.append(etree.Element(tag, Id=ident, Type=f"{OFFICE}/chart", Target=target))
    entries[rels] = written(links)
    return ident


def written(root: Any) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)  # type: ignore[no-any-return]


def inline(chart: Chart, number: int, ident: str, width: int) -> str:
    size = f'cx="{width}" cy="{round(chart.height * EMU)}"'
    title = escape(chart.title, {'"': "&quot;"})
    return (
        f'<w:drawing xmlns:w="{W[1:-1]}" xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main" xmlns:c="{DRAWING}/chart" '
        f'xmlns:r="{OFFICE}"><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{number}" '
        f'name="图 {number}" descr="{title}"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{DRAWING}/chart">'
        f'<c:chart r:id="{ident}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def relations(links: Iterable[tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{ident}" Type="{OFFICE}/{kind}" Target="{target}"/>' for ident, kind, target in links
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


# --- the chart part -----------------------------------------------------------------------------------------------


def chart_xml(chart: Chart) -> str:
    series = "".join(series_xml(chart, at) for at in range(len(chart.series)))
    most = max((sum(each.values[at] for each in chart.series) for at in range(len(chart.categories))), default=0)
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if most <= 10 * each)
    line = f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{GREY}"/></a:solidFill></a:ln></c:spPr>'
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" xmlns:r="{OFFICE}"><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/><c:overlap val="100"/><c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line}{letters_xml(1050)}<c:crossAx val="222222222"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        f'<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{letters_xml(900)}<c:crossAx val="111111111"/><c:crosses val="max"/><c:crossBetween val="between"/>'
        f'<c:majorUnit val="{step}"/></c:valAx></c:plotArea><c:legend><c:legendPos val="t"/><c:overlay val="0"/>{letters_xml(1050)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{letters_xml(900)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def letters_xml(size: int, colour: str = "000000") -> str:
    """How texts in a chart look; sizes in hundredths of a point."""
    faces = "".join(f'<a:{slot} typeface="{AXIS}"/>' for slot in ("latin", "ea", "cs"))
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'{faces}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def series_xml(chart: Chart, at: int) -> str:
    series, column, last = chart.series[at], letters(at + 2), len(chart.categories) + 1
    names = "".join(f'<c:pt idx="{n}"><c:v>{escape(name)}</c:v></c:pt>' for n, name in enumerate(chart.categories))
    values = "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(series.values))
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>数据!${column}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="{series.colour}"/>'
        '</a:solidFill><a:ln w="6350"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="0;;" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{letters_xml(900, series.label)}'
        '<c:dLblPos val="ctr"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/></c:dLbls><c:cat><c:strRef><c:f>数据!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>数据!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}{values}</c:numCache>"
        "</c:numRef></c:val></c:ser>"
    )


# --- the workbook behind it ---------------------------------------------------------------------------------------


def workbook(chart: Chart) -> bytes:
    """The data of a chart as Excel opens them when someone edits it; a line at the end says where they come from."""
    from xlsuite.text.word import zipped

    lines: list[Sequence[str | int]] = [["科室", *(each.name for each in chart.series)]]
    lines += [[name, *(each.values[at] for each in chart.series)] for at, name in enumerate(chart.categories)]
    lines += [[], [f"来源：{flat(chart.source)}"]]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{number}">{"".join(cell_xml(at, number, value) for at, value in enumerate(line, 1))}</row>'
        for number, line in enumerate(lines, 1)
        if line
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    texts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{SHEET}.styles+xml"/></Types>',
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{main}" xmlns:r="{OFFICE}"><sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")]
        ),
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="{AXIS}"/></font></fonts><fills count="2"><fill>'
        '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
        '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>",
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{main}"><cols><col min="1" max="1" width="20" customWidth="1"/></cols><sheetData>{rows}</sheetData></worksheet>',
    }
    return zipped({part: text.encode() for part, text in texts.items()})


def cell_xml(column: int, row: int, value: str | int) -> str:
    place = f"{letters(column)}{row}"
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
