"""What calamine cannot be left alone with in an .ods file: repeat bombs before it, and facts it does not tell.

A cell or row of OpenDocument may stand for thousands (`number-rows-repeated`); a few hundred bytes can ask for all
17 thousand million cells of a sheet. OpenDocument 1.3 part 3, §19.675, §19.677.
"""

from __future__ import annotations

from xlsuite.excel.contained import SheetFacts
from xlsuite.excel.package import local_name, parse_xml
from xlsuite.files.archive import Archive
from xlsuite.files.limits import LIMITS, over_limit
from xlsuite.model.grid import Merge

_REPEAT = "table:number-{}-repeated"


class _Tables:
    """Expat handlers over content.xml that keep count of places, repeats included."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.found: list[SheetFacts] = []
        self._name = ""
        self._row = self._column = self._rows = self._wide = self._last = 0
        self._merges: list[Merge] = []
        self._errors: dict[tuple[int, int], str] = {}
        self._hidden: list[tuple[int, int]] = []
        self._is_error = False
        self._text: list[str] | None = None
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local_name(tag)
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin(attributes.get("table:name", ""))
        elif self._depth == 1 and tag == "table-row":
            self._row += self._rows
            self._rows, self._column = _count(attributes, "rows"), 1
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self._hidden.append((self._row, self._rows))
        elif self._depth == 1 and tag in ("table-cell", "covered-table-cell"):
            self._cell(attributes)
        elif tag == "p" and self._text is not None:
            self._valued()

    def _begin(self, name: str) -> None:
        self._name, self._row, self._rows, self._wide, self._last = name, 1, 0, 0, 0
        self._merges, self._errors, self._hidden = [], {}, []

    def _cell(self, attributes: dict[str, str]) -> None:
        self._wide_here = _count(attributes, "columns")
        self._text = []
        down = int(attributes.get("table:number-rows-spanned", "1"))
        across = int(attributes.get("table:number-columns-spanned", "1"))
        if down * across > 1:
            place = (self._row, self._column)
            self._merges.append(Merge(*place, place[0] + down - 1, place[1] + across - 1))
        self._is_error = attributes.get("calcext:value-type") == "error"
        if "office:value-type" in attributes:
            self._valued()

    def _valued(self) -> None:
        self._last = max(self._last, self._row + self._rows - 1)
        self._wide = max(self._wide, self._column + self._wide_here - 1)
        if self._last * self._wide > LIMITS["cells"].most:
            raise over_limit("cells", self._last * self._wide, self._file, f"的工作表“{self._name}”")

    def text(self, data: str) -> None:
        if self._text is not None and self._is_error:
            self._text.append(data)

    def end(self, tag: str) -> None:
        tag = local_name(tag)
        if tag == "table":
            self._depth -= 1
            if self._depth == 0:
                self._finish()
        elif self._depth == 1 and tag in ("table-cell", "covered-table-cell"):
            if self._is_error and self._text:
                self._errors[self._row, self._column] = "".join(self._text).strip()
            self._column += self._wide_here
            self._text = None

    def _finish(self) -> None:
        hidden = frozenset(
            row for first, count in self._hidden for row in range(first, min(first + count, self._last + 1))
        )
        self.found.append(SheetFacts(self._name, tuple(self._merges), self._errors, hidden))


def _count(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(_REPEAT.format(what), "1")))


def read_tables(archive: Archive) -> list[SheetFacts]:
    """Judge content.xml and tell the facts of its tables. Raises UnreadableFile: damaged, too_large."""
    tables = _Tables(archive.name)
    data = archive.read("content.xml")
    parse_xml(data, archive.name, "content.xml", tables.start, tables.end, tables.text)
    return tables.found
