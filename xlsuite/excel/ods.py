"""What calamine cannot be left alone with in an .ods file: repeat bombs before it, and facts it does not tell.

A cell or row of OpenDocument may stand for thousands (`number-rows-repeated`); a few hundred bytes can ask for all
17 thousand million cells of a sheet. OpenDocument 1.3 part 3, §19.675, §19.677.
"""

from __future__ import annotations

from xlsuite.errors import UnreadableFile
from xlsuite.excel.contained import SheetFacts
from xlsuite.excel.package import local_name, parse_xml
from xlsuite.excel.sniff import SAVE_AS
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
        self._uncached: set[tuple[int, int]] = set()
        self._unread: list[tuple[int, int, str]] = []
        self._is_error = self._is_typed = self._is_formula = False
        self._text: list[str] | None = None
        self._depth = 0
        self._inside = 0  # elements open in the cell; its own paragraphs are the first, those of a note lie deeper
        self._is_own = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = local_name(tag)
        if self._text is not None:
            self._inside += 1
            self._is_own = self._is_own if self._inside > 1 else tag in ("p", "h")
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
        self._uncached, self._unread = set(), []

    def _cell(self, attributes: dict[str, str]) -> None:
        self._wide_here = _count(attributes, "columns")
        self._text, self._inside = [], 0
        down = int(attributes.get("table:number-rows-spanned", "1"))
        across = int(attributes.get("table:number-columns-spanned", "1"))
        if down * across > 1:
            place = (self._row, self._column)
            self._merges.append(Merge(*place, place[0] + down - 1, place[1] + across - 1))
        self._is_error = attributes.get("calcext:value-type") == "error"
        self._is_typed = "office:value-type" in attributes
        self._is_formula = "table:formula" in attributes
        if self._is_typed:
            self._valued()

    def _valued(self) -> None:
        self._last = max(self._last, self._row + self._rows - 1)
        self._wide = max(self._wide, self._column + self._wide_here - 1)
        if self._last * self._wide > LIMITS["cells"].most:
            raise over_limit("cells", self._last * self._wide, self._file, f"的工作表“{self._name}”")

    def text(self, data: str) -> None:
        if self._text is not None and self._is_own and (self._is_error or not self._is_typed):
            self._text.append(data)

    def end(self, tag: str) -> None:
        tag = local_name(tag)
        self._inside -= 1
        if tag == "table":
            self._depth -= 1
            if self._depth == 0:
                self._finish()
        elif self._depth == 1 and tag in ("table-cell", "covered-table-cell"):
            self._told("".join(self._text or ()).strip())
            self._column += self._wide_here
            self._text = None

    def _told(self, text: str) -> None:
        place = (self._row, self._column)
        if self._is_error:
            self._errors[place] = text
        elif not self._is_typed and text:
            self._unread.append((*place, text))
        elif not self._is_typed and self._is_formula:
            self._uncached.add(place)

    def _finish(self) -> None:
        hidden = frozenset(
            row for first, count in self._hidden for row in range(first, min(first + count, self._last + 1))
        )
        merges, uncached, unread = tuple(self._merges), frozenset(self._uncached), tuple(self._unread)
        self.found.append(SheetFacts(self._name, merges, self._errors, hidden, uncached, unread))


def _count(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(_REPEAT.format(what), "1")))


def read_tables(archive: Archive) -> list[SheetFacts]:
    """Judge content.xml and tell the facts of its tables. Raises UnreadableFile: damaged, too_large."""
    tables = _Tables(archive.name)
    data = archive.read("content.xml")
    if b"<![CDATA[" in data:  # the library passes over it without a word
        raise UnreadableFile("unsupported", f"“{archive.name}”里的文字用了少见的写法（CDATA），读不出来。{SAVE_AS}")
    parse_xml(data, archive.name, "content.xml", tables.start, tables.end, tables.text)
    return tables.found
