"""The supporting ledgers are known by their sheets' names and by their headers alone, and take nothing from the core."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.drawn import book, typed
from tests.test_recognize import columns, grid
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


# As offices lay them out: titles above, headers of two rows, groups over several columns, sheets named for a year.
LAID_OUT = (
    ("2025年", "leave", "1,1,1,9 2,4,2,5 2,7,2,8 2,1,3,1 2,2,3,2 2,3,3,3 2,6,3,6",
     "某办干部请销假登记表||||||||\n序号|姓名|请假类别|请假时间||请假天数|审批||销假\n|||起|止||审批人|审批日期|销假日期\n1|叶某戊|事假|x|x|1|顾某丁|x|x",
     "姓名=B 事由类别=C 起=D 止=E 天数=F 审批人=G 审批日期=H 销假日期=I"),
    ("集体研究", "decisions", "1,4,1,6 1,1,2,1 1,2,2,2 1,3,2,3 1,7,2,7 1,8,2,8",
     "序号|会议时间|议题|表决情况|||决定事项|会议纪要\n|||赞成|反对|弃权||\n1|x|甲|7|0|0|同意|3号",
     "会议日期=B 议题=C 赞成=D 反对=E 弃权=F 决定=G 纪要文号=H"),
    ("Sheet3", "pledges", "1,3,1,4 1,1,2,1 1,2,2,2 1,5,2,5",
     "序号|年度|签订双方||签订日期\n||上级|下级|\n1|2025|沈某乙|顾某丁|x", "年度=B 上级=C 下级=D 签订日期=E"),
    ("支部工作", "party_meetings", "1,1,1,6 2,1,3,1 2,2,3,2 2,3,3,3 2,4,2,5 2,6,3,6",
     "填报单位：某办|||||\n时间|会议类型|主持人|参会人数||主要内容\n|||应到|实到|\nx|支委会|沈某乙|3|3|某",
     "日期=A 类型=B 主持=C 应到=D 实到=E 议题=F"),
    ("2025采购", "quotes", "",
     "采购项目|申请日期|供应商一|报价一|供应商二|报价二|供应商三|报价三|成交供应商|成交金额|验收人\n耗材|x|甲|1|乙|2|丙|3|甲|1|某",
     "品目=A 申购日期=B 供应商1=C 报价1=D 供应商2=E 报价2=F 供应商3=G 报价3=H 选定供应商=I 成交价=J 验收人=K"),
    ("一季度", "talks", "", "谈话时间|谈话人|谈话对象|谈话类型|主要内容\nx|沈|顾|提醒|某", "谈话日期=A 谈话人=B 谈话对象=C 类型=D 内容要点=E"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "ledger", "merges", "lines", "expected"), LAID_OUT, ids=[each[0] for each in LAID_OUT]
)
def test_as_offices_lay_them_out(sheet: str, ledger: str, merges: str, lines: str, expected: str) -> None:
    (table,) = opened(grid(lines, sheet, merges)).tables
    assert table.ledger.id == ledger
    assert " ".join(f"{name}={letter}" for name, letter in columns(table.slots.values()).items()) == expected
    assert (table.layout.unknown, len(table)) == ((), 1)


def test_what_says_too_little_is_none_of_them() -> None:
    for sheet, lines in (
        ("重大事项", "姓名|报告事项|报告日期\n甲|乙|x"),
        ("会议记录", "日期|内容|参加人员\nx|学习|全体"),
        ("通讯录", "姓名|岗位|办公室\n甲|科员|301"),
    ):
        assert told(opened(grid(lines, sheet))) == [], sheet


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
