"""The supporting ledgers are known by their sheets' names and by their headers alone, and take nothing from the core."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.drawn import book, typed
from xlsuite.ledgers import CORE, supporting
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.model.columns import LedgerType
from xlsuite.model.grid import Grid
from xlsuite.verbs.check import findings

AS_OF = date(2025, 9, 30)
LISTED = [ledger for ledger in supporting() if ledger.listed]


def example(ledger: LedgerType, sheet: str, renamed: dict[str, str] | None = None) -> Grid:
    """A sheet with all of a ledger's own headers and its example row."""
    names = renamed or {}
    rows = [
        [names.get(column.name, column.name) for column in ledger.columns],
        ["" if column.example is None else typed(column.example) for column in ledger.columns],
    ]
    return Grid(sheet, rows)


def opened(*grids: Grid) -> Book:
    return open_book("例.xlsx", list(grids), AS_OF)


def told(book: Book) -> list[str]:
    return [table.ledger.id for table in book.tables if table.primary]


@pytest.mark.parametrize("ledger", LISTED, ids=lambda ledger: ledger.id)
def test_by_headers_alone(ledger: LedgerType) -> None:
    assert told(opened(example(ledger, "Sheet1"))) == [ledger.id]


@pytest.mark.parametrize(
    ("ledger", "title"), [(ledger, title) for ledger in LISTED for title in (ledger.title, *ledger.also)],
    ids=lambda value: value if isinstance(value, str) else value.id,
)  # fmt: skip
def test_by_title(ledger: LedgerType, title: str) -> None:
    for sheet in (title, f"2025年度{title}" if len(title) >= 4 else title):
        assert told(opened(example(ledger, sheet))) == [ledger.id], sheet


@pytest.mark.parametrize(
    ("ledger", "name", "also"),
    [(ledger, column.name, also) for ledger in LISTED for column in ledger.columns for also in column.also],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_synonym(ledger: LedgerType, name: str, also: str) -> None:
    (table,) = opened(example(ledger, ledger.title, {name: also})).tables
    slot = next(slot for slot in table.slots.values() if slot.header == also)
    assert (slot.column.name, table.layout.doubled) == (name, ())


@pytest.mark.parametrize("ledger", CORE, ids=lambda ledger: ledger.id)
def test_core_is_read_as_before(ledger: LedgerType) -> None:
    """Whatever the sheet is called, as long as the core alone would know it."""
    for sheet in (ledger.title, "Sheet1", "2025年台账"):
        if sheet != ledger.title and ledger.titled_only:
            continue
        book = opened(example(ledger, sheet))
        assert told(book) == [ledger.id]
        assert book.ledgers[-1] is CORE[-1], "a core sheet that is told well needs no supporting ledger"


def test_together() -> None:
    """All ledgers in one workbook, each on its sheet."""
    grids = [example(ledger, ledger.title) for ledger in (*CORE, *LISTED)]
    assert told(opened(*grids)) == [ledger.id for ledger in (*CORE, *LISTED)]


def test_two_on_one_sheet() -> None:
    talks, heart = (next(each for each in LISTED if each.id == id) for id in ("talks", "heart_talks"))
    one, other = example(talks, "谈话"), example(heart, "谈话")
    assert told(opened(Grid("谈话", [*one.rows, [], *other.rows]))) == ["talks", "heart_talks"]


def test_few_headers() -> None:
    """What a small office writes: a handful of columns under a title that says what it is."""
    sheets = (
        ("廉政谈话登记表", "谈话时间|谈话人|谈话对象|谈话内容", "talks"),
        ("外出报备", "姓名|外出地点|开始时间|结束时间|批准人", "leave"),
        ("三会一课", "时间|类型|主题|应到人数|实到人数", "party_meetings"),
        ("学习台账", "学习时间|学习形式|学习内容", "study_records"),
        ("制度清单", "制度名称|类别|印发时间", "regulations"),
        ("节日提醒", "节日名称|提醒时间|提醒对象", "festival_reminders"),
        ("三重一大", "会议时间|议题名称|研究结果", "decisions"),
    )
    for sheet, headers, ledger in sheets:
        words = headers.split("|")
        assert told(opened(Grid(sheet, [["某某单位台账"], words, ["某"] * len(words)]))) == [ledger], sheet


def test_a_core_workbook_reads_none_of_them_in(tmp_path: Path) -> None:
    """A check of the core ledgers pays nothing for the supporting ones: neither declarations nor rules are loaded."""
    file = Path(__file__).parent.parent / "workbooks" / "示例台账.xlsx"
    code = (
        "import sys; from xlsuite.cli import run; run(['check', sys.argv[1], '--format', 'json', '--as-of', '2025-09-30']);"
        "from xlsuite.ledgers import SUPPORTING as ledgers; from xlsuite.rules import SUPPORTING as rules;"
        "names = [f'xlsuite.ledgers.{each}' for each in ledgers] + [f'xlsuite.rules.{each}' for each in rules];"
        "print([name for name in names if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, cwd=tmp_path, check=True,
        env={"PYTHONPATH": str(file.parent.parent), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_a_rule_can_be_switched_off() -> None:
    drawing = "[组织生活] 类型=党课"
    assert "PA-01" in {each.rule for each in findings(book(drawing))}
    assert "PA-01" not in {each.rule for each in findings(book(drawing, **{"规则 PA-01": "关闭"}))}


def test_a_column_that_is_missing_is_told_of() -> None:
    """ST-02 is for the core's columns alone (contract §7.1)."""
    drawn = book("[-谈话对象] [廉政约谈] 谈话人=顾某丁")
    assert [(each.rule, each.field) for each in findings(drawn)] == [("ST-20", "谈话对象")]
