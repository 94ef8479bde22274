"""Hostile sheets: cells that are far, doubled or nowhere, and values that make no value."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.hostile import SPREADSHEET, cell, row, sheet_part, workbook
from tests.hostile_ledger import (
    BODY,
    LINES,
    ROWS,
    SHEET,
    Case,
    book,
    changed,
    dated,
    inline,
    lines,
    number,
    stored,
    typed,
    without,
)
from tests.packages import with_parts
from xlsuite.excel.cells import column_letters

# --- shape and references -------------------------------------------------------------------------------------------


def at(reference: str) -> Callable[[], bytes]:
    """One more cell at the end of the second row, under some reference."""
    return lambda: book(LINES[0] + LINES[1].replace("</row>", cell(reference, "7") + "</row>") + LINES[2] + LINES[3])


def row_number(written: str) -> Callable[[], bytes]:
    """The last row under some number; its cells say where they belong."""
    return lambda: book("".join(LINES[:3]) + LINES[3].replace('r="4"', f'r="{written}"', 1))


def merged(*ranges: str) -> Callable[[], bytes]:
    inside = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return lambda: book(after=f"<mergeCells>{inside}</mergeCells>")


def sheets(*names: str) -> Callable[[], bytes]:
    """The ledger under the first name, further sheets of one cell behind it."""
    others = [sheet_part(row(1, inline("A1", "别的"))) for _ in names[1:]]
    return lambda: workbook(sheet_part(BODY), *others, raw=True, names=tuple(escape(n, {'"': "&quot;"}) for n in names))


MANY_FORMATS = f'<styleSheet xmlns="{SPREADSHEET}"><cellXfs>{"<xf/>" * 30_000}</cellXfs></styleSheet>'
SHAPE = [
    Case("s a value in the last cell", lambda: book(BODY + row(1048576, cell("XFD1048576", "9"))), "F ST-07"),
    Case("s a value far to the right", lambda: book(LINES[0] + LINES[1].replace("</row>", cell("XFD2", "9") + "</row>") + LINES[2] + LINES[3]), "A"),
    Case("s a false dimension", lambda: book(before='<dimension ref="A1:XFD1048576"/>'), "A"),
    Case("s a dimension of nothing", lambda: book(before='<dimension ref=""/>'), "A"),
    Case("s 100,000 rows with formats only", lambda: book(BODY + "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(5, 100_005))), "A"),
    Case("s 20,000 rows of blank cells", lambda: book(BODY + "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in range(5, 20_005))), "A"),
    Case("s all columns formatted", lambda: book(before='<cols><col min="1" max="16384" width="9" style="1"/></cols>'), "A"),
    Case("s far cells by the thousand", lambda: book(BODY + "".join(row(n * 400, cell(f"XFD{n * 400}", "1")) for n in range(1, 2600))), "R too_large 的工作表“问题整改台账”的表格范围为"),
    Case("s a last row of the sheet filled", lambda: book(BODY + row(1048576, *(cell(f"{column_letters(n)}1048576", "1") for n in range(1, 400)))), "R too_large 的表格范围为"),
    Case("s 400 sheets", lambda: workbook(*["<row/>"] * 400), "R too_large 的工作表数为 400 张，超过上限 300 张"),
    *(Case(f"s a cell at {reference or 'nothing'}", at(reference), "F ST-07")
      for reference in ("ZZZZ1", "A0", "A99999999", "A-1", "1A", "XFE1", "Ａ1", "A1:B2", "A1048577", "$A$1", "")),
    Case("s a cell in small letters", at("z2"), "F ST-07"),
    *(Case(f"s row {written}", row_number(written), "F ST-07") for written in ("-5", "0", "abc", "1e3")),
    Case("s row 1048577", row_number("1048577"), "A"),  # its cells say where they belong
    Case("s rows out of order", lambda: book(LINES[0] + LINES[3] + LINES[1] + LINES[2]), "F ST-07"),
    Case("s a row twice", lambda: book(BODY + LINES[3]), "F ST-07"),
    Case("s a cell twice", changed(E2=inline("E2", "甲") + inline("E2", "乙")), "F ST-07"),
    Case("s a cell in another row", lambda: book("".join([*LINES[:2], LINES[2].replace('<c r="F3"', '<c r="A2"'), LINES[3]])), "F ST-07"),
    Case("s two texts in a cell", changed(E2='<c r="E2" t="inlineStr"><is><t>甲</t></is><is><t>乙</t></is></c>'), "A"),  # both are read
    Case("s cells out of order", lambda: book(LINES[0] + row(2, *reversed([stored(f"{column_letters(n)}2", v) for n, v in enumerate(ROWS[1], 1)])) + LINES[2] + LINES[3]), "A"),
    Case("s no references at all", lambda: book("".join("<row>" + "".join(stored("A1", v).replace(' r="A1"', "") or "<c/>" for v in r) + "</row>" for r in ROWS)), "A"),
    Case("s merged over everything", merged("A1:XFD1048576"), "A"),
    Case("s merged upside down", merged("E3:E2"), "F ST-06"),
    Case("s merged ranges that overlap", merged("E2:E3", "E3:E4", "E2:F4"), "F ST-06"),
    Case("s a merged range that is none", merged("E2", "甲", "", "A0:B0"), "F ST-07"),
    Case("s 20,000 merged ranges", merged(*(f"BA{n}:BB{n}" for n in range(10, 20_010))), "A"),
    Case("s a hidden sheet", lambda: book(states=("hidden",)), "F ST-09"),
    Case("s a very hidden sheet", lambda: book(states=("veryHidden",)), "F ST-09"),
    Case("s a sheet of no known state", lambda: book(states=("gone",)), "A"),
    Case("s a hidden row", lambda: book(LINES[0] + LINES[1].replace("<row ", '<row hidden="1" ') + LINES[2] + LINES[3]), "F ST-09"),
    Case("s no sheet", lambda: workbook(), "R damaged 里没有工作表"),
    Case("s a chart sheet only", lambda: workbook("", kinds=("chartsheet",)), "F 0 ST-01"),
    Case("s a macro sheet before it", lambda: workbook("", sheet_part(BODY), raw=True, kinds=("xlMacrosheet", "worksheet")), "A"),
    Case("s two sheets of one name", sheets("问题整改台账", "问题整改台账"), "F ST-04"),
    Case("s a name of 300", sheets("问题整改台账" + "长" * 294), "A"),
    Case("s an empty name", sheets("", "别的"), "A"),
    Case("s a name that leads out", sheets("../../台账"), "A"),
    Case("s a name that is a formula", sheets("=cmd|'/C calc'!A0"), "A"),
    Case("s a name with quotes", sheets("'甲'\"乙\"<丙>&丁"), "A"),
    Case("s a name that runs backwards", sheets("台账\u202e表"), "A"),
    Case("s a name with an escape sequence", sheets("台\t账"), "A"),
    Case("s a name of emoji", sheets("😀台账"), "A"),
    Case("s no styles", lambda: without("xl/styles.xml"), "F ST-13"),  # what are days then?
    Case("s no strings", lambda: without("xl/sharedStrings.xml"), "A"),
    Case("s no sheet part", lambda: without(SHEET), "R damaged 没有内容"),
    Case("s no workbook part", lambda: without("xl/workbook.xml"), "R"),
    Case("s no content types", lambda: without("[Content_Types].xml"), "A"),
    Case("s no relationships of the package", lambda: without("_rels/.rels"), "A"),
    Case("s 30,000 formats", lambda: with_parts(book(), {"xl/styles.xml": MANY_FORMATS}), "F ST-13"),
]  # fmt: skip


# --- values ---------------------------------------------------------------------------------------------------------

LEADS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠甲", "=cmd|'/C calc'!A0",
         '=HYPERLINK("http://127.0.0.1:9/","点这里")', '=WEBSERVICE("http://127.0.0.1:9/")', "http://127.0.0.1:9/x",
         "mailto:a@b", "file:///etc/passwd", "\\\\127.0.0.1\\c$", "javascript:alert(1)", "{{ 7*7 }}", "{% raw %}",
         "<w:p/>", "]]>", "&amp;", "_x0041_", "\u202eabc")  # fmt: skip
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!",
          "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!")  # fmt: skip
FROM_1904 = {
    f"{c}{n}": cell(f"{c}{n}", str(day), 's="1"') for n in (2, 3, 4) for c, day in (("L", 44274), ("N", 44529))
}
VALUES = [
    *(Case(f"v a text {text!r}", typed(text), "A") for text in LEADS),
    *(Case(f"v an error {sign}", changed(E2=cell("E2", sign, 't="e"')), "F ST-08") for sign in ERRORS),
    *(Case(f"v a number {text}", number(text), "F ST-08") for text in ("abc", "1e999", "-1e999", "NaN", "INF", "1_000", "１２３", "٣", "0x10", "1,000", "--1", "1e", "𝟏")),
    *(Case(f"v a string {text or 'nothing'}", changed(E2=cell("E2", text, 't="s"')), "F ST-08") for text in ("-1", "abc", "1e3", "99", "0.0")),
    Case("v a string of no number", changed(E2=cell("E2", "", 't="s"')), "A"),
    *(Case(f"v a format {text or 'nothing'}", changed(E2=cell("E2", "甲", f't="str" s="{text}"')), "A") for text in ("-1", "abc", "99999", "")),
    *(Case(f"v true or false: {text}", changed(E2=cell("E2", text, 't="b"')), "F ST-08") for text in ("maybe", "2")),
    *(Case(f"v true or false: {text or 'nothing'}", changed(E2=cell("E2", text, 't="b"')), "A") for text in ("TRUE", "")),
    Case("v a type nobody knows", changed(E2=cell("E2", "7", 't="q"')), "F ST-08"),
    *(Case(f"v day {text}", dated(text), "F ST-08") for text in ("0", "60", "-1", "2958466", "1e10", "1e308", "-1e308", "abc")),
    *(Case(f"v day {text}", dated(text), expect) for text, expect in (("1", "F ST-14"), ("45000.5", "A"), ("2958465", "F ST-14"))),
    *(Case(f"v day as text {text}", dated(text, 't="d"'), expect) for text, expect in (("2025-02-03", "A"), ("2025-02-03T10:00:00Z", "A"), ("2025-02-30", "F ST-08"), ("0000-01-01", "F ST-08"), ("甲", "F ST-08"))),
    Case("v counted from 1904", lambda: book("".join(lines(**FROM_1904)), properties='<workbookPr date1904="1"/>'), "A"),
    Case("v counted from 1904 and not said", lambda: book("".join(lines(**FROM_1904))), "F RC-05b RC-13"),
    Case("v counted from 1904, below it", lambda: book("".join(lines(**{**FROM_1904, "L2": cell("L2", "-1", 's="1"')})), properties='<workbookPr date1904="true"/>'), "F ST-08"),
    Case("v a formula without a value", changed(E2='<c r="E2"><f>1+1</f></c>'), "F ST-10"),
    Case("v a formula with an empty value", changed(E2='<c r="E2"><f>1+1</f><v/></c>'), "F ST-10"),
    Case("v a shared formula without a value", changed(E2='<c r="E2"><f t="shared" si="0"/></c>'), "F ST-10"),
    Case("v a formula of 8,200", changed(E2=f'<c r="E2" t="str"><f>{"1+" * 4100}1</f><v>甲</v></c>'), "A"),
    Case("v a formula on itself", changed(E2='<c r="E2" t="str"><f>E2</f><v>甲</v></c>'), "A"),
    Case("v a formula that starts a program", changed(E2="<c r=\"E2\" t=\"str\"><f>cmd|'/C calc'!A0</f><v>甲</v></c>"), "A"),
    Case("v 32,767 characters", typed("长" * 32_767), "F ST-12"),
    Case("v 32,768 characters", typed("长" * 32_768), "F ST-12"),
    Case("v 3,000,000 characters", typed("长" * 3_000_000), "F ST-12"),
    Case("v escapes", changed(E2='<c r="E2" t="str"><v>a_x0000_b_x000D_c_xD800_d</v></c>'), "A"),
    Case("v escapes nested", changed(E2='<c r="E2" t="str"><v>_x005F_x0041_</v></c>'), "A"),
    Case("v characters that are not seen", typed("\u200b\u2060\ufeff\u00ad甲\u3000"), "A"),
    Case("v characters beyond the plane", typed("𠮷😀\U0010ffff"), "A"),
    Case("v a number of 18 digits", changed(E2=cell("E2", "110101199003078515")), "F PII-01"),
    Case("v pieces of text", changed(E2='<c r="E2" t="inlineStr"><is><r><t>甲</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><t>乙</t></r></is></c>'), "A"),
    Case("v 50,000 pieces of text", changed(E2='<c r="E2" t="inlineStr"><is>' + "<r><t>甲</t></r>" * 30_000 + "</is></c>"), "F ST-12"),
]  # fmt: skip
