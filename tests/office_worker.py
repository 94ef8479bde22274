"""Talks UNO to a running soffice for tests/office.py: one JSON request a line in, one JSON answer a line out.

Run by whichever interpreter can `import uno`, so it uses nothing but the standard library and UNO.
Arguments: the pipe soffice listens on, and soffice's process id. When stdin ends, soffice is ended with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.awt import Point  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.sheet.CellFlags import FORMULA  # type: ignore[import-not-found]
from com.sun.star.sheet.FormulaResult import ERROR  # type: ignore[import-not-found]
from com.sun.star.table.CellContentType import EMPTY, TEXT, VALUE  # type: ignore[import-not-found]

EXCEL = 3  # AddressConvention.XL_OOX
START_SECONDS = 60
LIST_ROWS = 400  # as many items of a dropdown list are looked at
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "csv": "Text - txt - csv (StarCalc)"}
ERROR_NAMES = {519: "#VALUE!", 524: "#REF!", 525: "#NAME?", 532: "#DIV/0!", 503: "#NUM!", 521: "#NULL!", 32767: "#N/A"}


class Worker:
    """The open documents, by number, and what can be asked of them; a public method is a request."""

    def __init__(self, desktop: Any) -> None:
        self.desktop = desktop
        self.documents: dict[int, Any] = {}
        self.opened = 0

    def open(self, path: str) -> int:
        document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, properties(Hidden=True, MacroExecutionMode=0, UpdateDocMode=0)
        )
        if document is None:
            raise ValueError(f"LibreOffice could not open {path}")
        self.opened += 1
        self.documents[self.opened] = document
        return self.opened

    def close(self, document: int) -> None:
        self.documents.pop(document).close(True)

    def store(self, document: int, path: str, kind: str) -> None:
        open_document = self.documents[document]
        is_text = open_document.supportsService("com.sun.star.text.GenericTextDocument")
        name = ("writer_pdf_Export" if is_text else "calc_pdf_Export") if kind == "pdf" else FILTERS[kind]
        open_document.storeToURL(uno.systemPathToFileUrl(path), properties(FilterName=name))

    def sheets(self, document: int) -> list[dict[str, Any]]:
        found = []
        for sheet in self.documents[document].Sheets:
            found.append({"name": sheet.Name, "visible": sheet.IsVisible, "protected": sheet.isProtected()})
        return found

    def value(self, document: int, sheet: str, a1: str) -> Any:
        return value_of(self.cell(document, sheet, a1))

    def text(self, document: int, sheet: str, a1: str) -> str:
        return str(self.cell(document, sheet, a1).String)

    def formula(self, document: int, sheet: str, a1: str) -> str:
        cell = self.cell(document, sheet, a1)
        if not cell.Formula.startswith(("=", "{=")):
            return ""
        return "=" + str(self.parser(document).printFormula(cell.getTokens(), cell.CellAddress))

    def values(self, document: int, sheet: str, area: str) -> list[list[Any]]:
        cells = self.cell(document, sheet, area)
        rows = [list(row) for row in cells.getDataArray()]
        for row, column in error_cells(cells):
            rows[row][column] = value_of(cells.getCellByPosition(column, row))
        return rows

    def used(self, document: int, sheet: str) -> list[int]:
        cursor = self.sheet(document, sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        return [cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1]

    def set(self, document: int, sheet: str, a1: str, kind: str, value: Any) -> None:
        cell = self.cell(document, sheet, a1)
        if cell.Spreadsheet.isProtected() and cell.CellProtection.IsLocked:
            raise PermissionError(f"{sheet}!{a1} is locked")
        self.put(document, cell, kind, value)

    def fill(self, document: int, sheet: str, cells: list[tuple[str, str, Any]]) -> None:
        """Many cells at once; formulas follow when all are there."""
        book = self.documents[document]
        book.enableAutomaticCalculation(False)
        try:
            for a1, kind, value in cells:
                self.set(document, sheet, a1, kind, value)
        finally:
            book.enableAutomaticCalculation(True)

    def recalculate(self, document: int) -> None:
        self.documents[document].calculateAll()

    def errors(self, document: int) -> list[list[str]]:
        found = []
        for sheet in self.documents[document].Sheets:
            for row, column in error_cells(sheet):
                cell = sheet.getCellByPosition(column, row)
                found.append([sheet.Name, address(cell), value_of(cell), str(cell.Formula)])
        return found

    def formulas(self, document: int) -> dict[str, dict[str, Any]]:
        self.recalculate(document)
        found: dict[str, dict[str, Any]] = {}
        for sheet in self.documents[document].Sheets:
            of_sheet = found.setdefault(sheet.Name, {})
            for area in sheet.queryContentCells(FORMULA).RangeAddresses:
                for row in range(area.StartRow, area.EndRow + 1):
                    for column in range(area.StartColumn, area.EndColumn + 1):
                        cell = sheet.getCellByPosition(column, row)
                        of_sheet[address(cell)] = value_of(cell)
        return found

    def validation(self, document: int, sheet: str, a1: str) -> dict[str, Any]:
        cell = self.cell(document, sheet, a1)
        rule = cell.Validation
        kind = str(rule.Type.value).lower()
        return {
            "type": kind, "operator": str(rule.getOperator().value).lower(),
            "formula1": rule.getFormula1(), "formula2": rule.getFormula2(), "ignore_blank": rule.IgnoreBlankCells,
            "error_title": rule.ErrorTitle, "error_text": rule.ErrorMessage, "shows_error": rule.ShowErrorMessage,
            "alert": str(rule.ErrorAlertStyle.value).lower(), "input_title": rule.InputTitle,
            "input_text": rule.InputMessage, "source": address_of(rule.getSourcePosition()), "items": list_items(cell, rule.getFormula1()) if kind == "list" else None,
        }  # fmt: skip

    def accepts(self, document: int, sheet: str, a1: str, kind: str, value: Any) -> bool:
        """Put the value past the validation, let the detective circle what is wrong, put the old content back."""
        cell, page = self.cell(document, sheet, a1), self.sheet(document, sheet)
        if str(cell.Validation.Type.value) == "ANY":
            return True
        content, form = (cell.Type, cell.Value, cell.String, cell.Formula), cell.NumberFormat
        with unlocked(page):
            try:
                self.put(document, cell, kind, value)
                page.clearArrows()
                page.showInvalid()
                return not is_circled(page, cell)
            finally:
                page.clearArrows()
                restore(cell, *content)
                cell.NumberFormat = form

    def conditional_formats(self, document: int, sheet: str) -> list[dict[str, Any]]:
        found = []
        for each in self.sheet(document, sheet).ConditionalFormats.ConditionalFormats:
            entries = []
            for at in range(each.Count):
                entry = each.getByIndex(at)
                entries.append({
                    "kind": int(entry.Type), "operator": getattr(entry, "Operator", None),
                    "formula1": getattr(entry, "Formula1", ""), "formula2": getattr(entry, "Formula2", ""),
                    "style": getattr(entry, "StyleName", ""),
                })  # fmt: skip
            found.append({"range": each.Range.RangeAddressesAsString, "entries": entries})
        return found

    def names(self, document: int) -> dict[str, str]:
        return {each.Name: each.Content for each in self.documents[document].NamedRanges}

    def tables(self, document: int) -> dict[str, dict[str, Any]]:
        found = {}
        for each in self.documents[document].DatabaseRanges:
            area = each.ReferredCells
            header = area.getCellRangeByPosition(0, 0, area.Columns.Count - 1, 0).getDataArray()[0]
            sheet, _, cells = area.AbsoluteName.replace("$", "").rpartition(".")
            found[each.Name] = {"sheet": sheet.strip("'"), "range": cells, "columns": [str(each) for each in header]}
        return found

    def charts(self, document: int, sheet: str) -> list[dict[str, Any]]:
        found = []
        for each in self.sheet(document, sheet).Charts:
            chart = each.EmbeddedObject
            diagram = chart.getFirstDiagram()
            series = []
            for system in diagram.getCoordinateSystems():
                for kind in system.getChartTypes():
                    for one in kind.getDataSeries():
                        for sequence in one.getDataSequences():
                            cells = sequence.getValues()
                            series.append({
                                "kind": kind.getChartType().rpartition(".")[2],
                                "range": cells.getSourceRangeRepresentation(), "values": plain(cells.getData()),
                            })  # fmt: skip
            title = chart.getTitleObject()
            words = "".join(part.String for part in title.getText()) if title else ""
            found.append({"name": each.Name, "title": words, "series": series})
        return found

    def links(self, document: int, sheet: str) -> dict[str, str]:
        """Cells with a link of their own (not the HYPERLINK function) and where it leads."""
        page = self.sheet(document, sheet)
        found = {}
        for row, column in cells_of(page.queryContentCells(4 | FORMULA)):  # CellFlags.STRING
            cell = page.getCellByPosition(column, row)
            fields = cell.getTextFields()
            for at in range(fields.Count):
                found[address(cell)] = str(fields.getByIndex(at).URL)
        return found

    def rows(self, document: int, sheet: str, first: int, last: int) -> list[dict[str, Any]]:
        lines = self.sheet(document, sheet).Rows
        picked = [lines.getByIndex(number - 1) for number in range(first, last + 1)]
        return [{"visible": line.IsVisible, "height": line.Height, "filtered": line.IsFiltered} for line in picked]

    def sheet(self, document: int, name: str) -> Any:
        sheets = self.documents[document].Sheets
        if not sheets.hasByName(name):
            raise KeyError(f"no sheet {name}; there are {', '.join(sheets.ElementNames)}")
        return sheets.getByName(name)

    def cell(self, document: int, sheet: str, a1: str) -> Any:
        area = self.sheet(document, sheet).getCellRangeByName(a1)
        return area if ":" in a1 else area.getCellByPosition(0, 0)

    def parser(self, document: int) -> Any:
        """Reads and writes formulas as an xlsx file spells them."""
        parser = self.documents[document].createInstance("com.sun.star.sheet.FormulaParser")
        parser.FormulaConvention = EXCEL
        parser.CompileEnglish = True
        return parser

    def put(self, document: int, cell: Any, kind: str, value: Any) -> None:
        if kind == "formula":
            cell.setTokens(self.parser(document).parseFormula(value.removeprefix("="), cell.CellAddress))
        elif kind == "empty":
            cell.String = ""
        elif kind == "text":
            cell.String = value
        else:
            cell.Value = value
            if kind == "date" and cell.NumberFormat == 0:
                found = self.documents[document].NumberFormats
                cell.NumberFormat = found.getStandardFormat(2, uno.createUnoStruct("com.sun.star.lang.Locale"))


def properties(**named: Any) -> tuple[Any, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in named.items())


def value_of(cell: Any) -> Any:
    """A number, a text, or an error by its Excel name."""
    if cell.Type == EMPTY:
        return ""
    if cell.Type == VALUE:
        return cell.Value
    if cell.Type == TEXT:
        return cell.String
    if cell.getError():
        return ERROR_NAMES.get(cell.getError(), f"Err:{cell.getError()}")
    return cell.Value if cell.FormulaResultType2 == 1 else cell.String


def error_cells(area: Any) -> Iterator[tuple[int, int]]:
    top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
    for row, column in cells_of(area.queryFormulaCells(ERROR)):
        yield row - top, column - left


def cells_of(ranges: Any) -> Iterator[tuple[int, int]]:
    for area in ranges.RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row, column


def address(cell: Any) -> str:
    return address_of(cell.CellAddress)


def address_of(place: Any) -> str:
    return column_name(place.Column) + str(place.Row + 1)


def column_name(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def restore(cell: Any, kind: Any, number: float, text: str, formula: str) -> None:
    if kind == EMPTY:
        cell.String = ""
    elif kind == VALUE:
        cell.Value = number
    elif kind == TEXT:
        cell.String = text
    else:
        cell.Formula = formula


@contextlib.contextmanager
def unlocked(sheet: Any) -> Iterator[None]:
    """A protected sheet (without a password) opened for a moment."""
    protected = sheet.isProtected()
    if protected:
        sheet.unprotect("")
    try:
        yield
    finally:
        if protected:
            sheet.protect("")


def is_circled(sheet: Any, cell: Any) -> bool:
    """The detective's circle goes around the cell: its middle is the cell's."""
    spot, size = cell.Position, cell.Size
    middle = Point(spot.X + size.Width // 2, spot.Y + size.Height // 2)
    for at in range(sheet.DrawPage.Count):
        shape = sheet.DrawPage.getByIndex(at)
        if shape.ShapeType != "com.sun.star.drawing.EllipseShape":
            continue
        across = abs(shape.Position.X + shape.Size.Width // 2 - middle.X)
        down = abs(shape.Position.Y + shape.Size.Height // 2 - middle.Y)
        if across <= size.Width // 2 and down <= size.Height // 2:
            return True
    return False


def list_items(cell: Any, formula: str) -> list[Any]:
    """What a dropdown list offers: literal items, or the cells its formula leads to."""
    literal = formula.removeprefix("=")
    if literal.startswith('"'):
        parts = literal.split(";") if '";"' in literal else literal.strip('"').split(",")
        return [part.strip().strip('"') for part in parts]
    sheet, row = cell.Spreadsheet, cell.CellAddress.Row
    column = sheet.Columns.Count - 1
    scratch = sheet.getCellRangeByPosition(column, row, column, row + LIST_ROWS - 1)
    with unlocked(sheet):
        scratch.setArrayFormula("=" + literal)
        items = [row[0] for row in scratch.getDataArray()]
        scratch.setArrayFormula("")
        scratch.clearContents(1 | 2 | 4 | 16)  # numbers, dates, texts, formulas
    while items and items[-1] in (None, "", 0.0):
        items.pop()
    if len(set(items)) == 1 and len(items) == LIST_ROWS:
        return items[:1]
    return items


def plain(values: Any) -> list[Any]:
    return [None if isinstance(value, float) and value != value else value for value in values]


def connect(pipe: str) -> Any:
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def serve(worker: Worker, say: Callable[[dict[str, Any]], None]) -> None:
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say({"answer": getattr(worker, request.pop("do"))(**request)})
        except Exception as error:
            say({"error": f"{type(error).__name__}: {error}"})


def main(pipe: str, process: int, kind: Callable[[Any], Worker] = Worker) -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing a library prints may break the line of answers

    def say(answer: dict[str, Any]) -> None:
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()

    try:
        worker = kind(connect(pipe))
        say({"answer": "ready"})
        serve(worker, say)
        with contextlib.suppress(Exception):
            worker.desktop.terminate()
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process, signal.SIGKILL)


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1], int(sys.argv[2]))
