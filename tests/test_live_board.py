"""The live 一览 in a real spreadsheet: its formulas give what the engine gives, before and after the ledgers change."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from tests import samples
from tests.drawn import AS_OF
from tests.drawn import book as drawn
from tests.live_book import TOP, made
from tests.office import Office, pages
from xlsuite.excel.dashboard.live_blocks import REST
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
ALLOWED = frozenset(
    [
        "IF",
        "IFERROR",
        "AND",
        "OR",
        "NOT",
        "COUNTIF",
        "COUNTIFS",
        "SUMIFS",
        "SUMPRODUCT",
        "LOOKUP",
        "INDEX",
        "MATCH",
        "MAX",
        "MIN",
        "LARGE",
        "SMALL",
        "TEXT",
        "DATE",
        "EOMONTH",
        "TODAY",
        "LEFT",
        "RIGHT",
        "MID",
        "FIND",
        "LEN",
        "SUBSTITUTE",
        "TRIM",
        "REPT",
        "VALUE",
        "ROW",
        "ROWS",
        "ISNUMBER",
        "HYPERLINK",
        "ROUND",
    ]
)
UNITS = ["综合科", "财务科"]
SOURCES = ["单位自查", "审计反馈"]


def sample(changes: tuple[tuple[str, int, str, Any], ...] = (), **settings: Any) -> Book:
    """The sample ledgers, some cells changed: (sheet, row of data from 0, column, value)."""
    grids = samples.grids(apart=True)
    for sheet, row, name, value in changes:
        [grid] = [grid for grid in grids if grid.name == sheet]
        grid.rows[row + 1][grid.rows[0].index(name)] = value
    return open_book("样例.xlsx", grids, samples.AS_OF, line_settings=settings)


def lists(book: Book) -> tuple[list[str], list[str]]:
    units = [*book.column("posts", "unit"), *book.column("risk_points", "unit"), *book.column("rectification", "unit")]
    sources = book.column("rectification", "source")
    return ([name for name in dict.fromkeys(units) if name], [name for name in dict.fromkeys(sources) if name])


def stored(content: bytes) -> dict[tuple[str, str], Any]:
    """Every formula cell of 一览 and 算式, and the value the file holds for it."""
    formulas, values = (openpyxl.load_workbook(io.BytesIO(content), data_only=each) for each in (False, True))
    found = {}
    for name in ("一览", "算式"):
        for row in formulas[name].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found[name, cell.coordinate] = plain(values[name][cell.coordinate].value)
    return found


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return float(
            (value.date() if isinstance(value, datetime) else value).toordinal() - date(1899, 12, 30).toordinal()
        )
    if value is None:
        return ""
    return round(float(value), 9) if isinstance(value, int | float) else value


def calculated(document: Any, names: Any) -> dict[tuple[str, str], Any]:
    return {
        (sheet, at): plain(value)
        for sheet, cells in document.formulas().items()
        if sheet in names
        for at, value in cells.items()
    }


def check(office: Office, tmp_path: Any, book: Book, names: tuple[list[str], list[str]] | None = None) -> None:
    """A workbook calculated anew holds what the engine put into it; names: its lists, all there are if not given."""
    content = made(book, *(names or lists(book)))
    (tmp_path / "台账.xlsx").write_bytes(content)
    with office.open(tmp_path / "台账.xlsx") as document:
        found = calculated(document, ("一览", "算式"))
        assert document.errors() == []
    wanted = stored(content)
    assert {at: found.get(at) for at in wanted} == wanted


MANY = " | ".join(
    f"[个人廉政风险点登记表] 风险点编号=FX-{n} 科室={UNITS[n % 2]} 风险点=用印 | [风险点等级评定表] 风险点编号=FX-{n} {{}} "
    f"| [防控措施登记表] 风险点编号=FX-{n} 落实状态={('已落实', '推进中')[n % 2]}"
    for n in range(6)
)


def method_book(method: str, *ratings: str, **more: Any) -> Book:
    """Six points in two units, rated by a method."""
    issue = " | 问题编号=ZG-1 责任科室=综合科 整改状态=推进中 整改时限=2025-09-30 来源=单位自查"
    return drawn(MANY.format(*(ratings * 6)[:6]) + issue, 评定方法=method, **more)


BOOKS = {
    "sample": lambda: sample(),
    "sample, long-term left out": lambda: sample(长期坚持计入完成率="否"),
    "ls5x5": lambda: method_book(
        "ls5x5", "可能性L=5 危害程度S=4 核定等级=重大", "可能性L=1 危害程度S=2 核定等级=低", "可能性L=4 危害程度S=4 核定等级="
    ),
    "nist": lambda: method_book("nist", "可能性L=很高 危害程度S=中 核定等级=中", "可能性L=低 危害程度S=很低 核定等级=很低"),
    "lec": lambda: method_book("lec", "可能性L=10 暴露频率E=6 后果C=15 核定等级=重大", "可能性L=1 暴露频率E=1 后果C=3 核定等级=低"),
    "direct": lambda: method_book("direct", "直接评定等级=高 核定等级=高", "直接评定等级=低 核定等级="),
    "consequence": lambda: method_book("consequence", "最重后果=犯罪 核定等级=高", "最重后果=组织处理 核定等级=低"),
    "own bands": lambda: method_book(
        "ls3x3", "可能性L=3 危害程度S=3 核定等级=特大", "可能性L=2 危害程度S=3 核定等级=重", 等级分档="≥9 特大；>4 重；其余 轻"
    ),
    "no risks": lambda: samples.book("问题整改台账"),
    "no issues": lambda: method_book("ls3x3", "可能性L=3 危害程度S=3 核定等级=高"),
    "a point of two years": lambda: drawn(
        "[个人廉政风险点登记表] 风险点编号=FX-1 科室=综合科 | [防控措施登记表] 风险点编号=FX-1 "
        "| [风险点等级评定表] 风险点编号=FX-1 评定年度=2024 可能性L=1 危害程度S=1 核定等级=低 "
        "| [风险点等级评定表] 风险点编号=FX-1 评定年度=2025 可能性L=3 危害程度S=3 核定等级=高"
    ),
    "points and issues that are gone": lambda: drawn(
        "[个人廉政风险点登记表] 风险点编号=FX-1 科室=综合科 状态=已消除 | [防控措施登记表] 风险点编号=FX-1 "
        "| [个人廉政风险点登记表] 风险点编号=FX-2 科室=综合科 | [风险点等级评定表] 风险点编号=FX-1 核定等级=高 "
        "| [风险点等级评定表] 风险点编号=FX-2 核定等级=高 可能性L=2 危害程度S=2 "
        "| 问题编号=ZG-1 整改状态=推进中 整改时限=2025-08-31 备注=合并至ZG-2 | 问题编号=ZG-2 备注=撤销 "
        "| 问题编号=ZG-3 整改状态=推进中 整改时限=2025-08-31 备注=合并办公用房后再报 | 问题编号=ZG-4 备注=已并入（ZG-2）"
    ),
    "many late, of one day": lambda: drawn(
        " | ".join(f"问题编号=ZG-{n} 问题=第{n}项 整改状态=未启动 整改时限=2025-09-{10 + n // 3}" for n in range(30))
    ),
    "高 among own levels": lambda: method_book(
        "ls5x5", "可能性L=5 危害程度S=4 核定等级=重大", "可能性L=1 危害程度S=2 核定等级=低", "可能性L=4 危害程度S=4 核定等级=高"
    ),
    "中 among own levels of a strip": lambda: method_book(
        "lec", "可能性L=10 暴露频率E=6 后果C=15 核定等级=重大", "可能性L=1 暴露频率E=1 后果C=3 核定等级=中"
    ),
    "高 among own levels that are given": lambda: method_book(
        "direct", "直接评定等级=重大 核定等级=重大", "直接评定等级=一般 核定等级=高", "直接评定等级=轻微 核定等级=", 等级名称="重大、一般、轻微"
    ),
    "two own levels": lambda: method_book(
        "ls3x3", "可能性L=3 危害程度S=3 核定等级=重", "可能性L=1 危害程度S=1 核定等级=中", 等级分档="≥6 重；其余 轻"
    ),
    "kept up for good, however it was said": lambda: drawn(
        " | ".join(
            f"问题编号=ZG-{n} 责任科室=综合科 整改状态=推进中 {said}"
            for n, said in enumerate((
                "整改类型=长期坚持", "整改类型=持续整改", "整改时限原文=2025年底前，并长期坚持", "整改时限= 整改时限原文=常抓不懈",
                "整改时限= 整改时限原文=持续推进", "整改时限=长期坚持", "整改类型=限期整改 整改时限=2025-12-31 整改时限原文=年底前",
                "整改状态=推进中，长期坚持", "整改状态=推进中，并坚持",
            ))
        ),
        长期坚持计入完成率="否",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_recalculated_it_says_what_the_engine_says(name: str, office: Office, tmp_path: Any) -> None:
    check(office, tmp_path, BOOKS[name]())


@pytest.mark.parametrize("listed", [[], ["财务科"], ["督查科"]], ids=["none", "one", "another"])
def test_units_and_sources_that_no_list_has_stand_in_a_line_of_their_own(
    listed: list[str], office: Office, tmp_path: Any
) -> None:
    book = method_book("ls3x3", "可能性L=3 危害程度S=3 核定等级=高")
    check(office, tmp_path, book, (listed, []))
    page = openpyxl.load_workbook(io.BytesIO(made(book, listed, [])), data_only=True)["一览"]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None]
    assert texts.count(REST) == 2 and "涉及 2 个科室　措施 6 条" in texts


CHANGES: dict[str, tuple[tuple[str, int, str, Any], ...]] = {
    "an issue is done": (("问题整改台账", 10, "整改状态", "已完成"),),
    "an issue moves to another unit": (("问题整改台账", 10, "责任科室", "项目资金科"),),
    "an issue is withdrawn": (("问题整改台账", 10, "备注", "撤销"),),
    "an issue is closed": (("问题整改台账", 7, "销号状态", "已销号"),),
    "a level is approved anew": (("风险点等级评定表", 4, "核定等级", "低"),),
    "a factor changes": (("风险点等级评定表", 4, "可能性L", 1.0),),
    "a point is gone": (("个人廉政风险点登记表", 0, "状态", "已消除"),),
    "a measure is carried out": (("防控措施登记表", 5, "落实状态", "已落实"),),
}
PAGE = re.compile(r"[A-Z]+[0-9]+")


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_in_a_ledger_is_followed(name: str, office: Office, tmp_path: Any) -> None:
    """A cell typed over in the spreadsheet gives the page that the engine gives for ledgers so changed."""
    before, after = sample(), sample(CHANGES[name])
    wanted = stored(made(after, *lists(before)))
    (tmp_path / "台账.xlsx").write_bytes(made(before, *lists(before)))
    was = stored(made(before, *lists(before)))
    assert was != wanted
    with office.open(tmp_path / "台账.xlsx") as document:
        for sheet, row, column, value in CHANGES[name]:
            heads = document.tables()[sheet].columns
            at = openpyxl.utils.get_column_letter(heads.index(column) + 1)
            document.set(sheet, f"{at}{TOP + 2 + row}", value)
        found = calculated(document, ("一览",))
        assert document.errors() == []
    page = {at: value for at, value in wanted.items() if at[0] == "一览"}
    assert {at: found.get(at) for at in page} == page


def test_the_day_and_the_thresholds_are_read_where_they_stand(office: Office, tmp_path: Any) -> None:
    """Another 统计截止日, other 临期天数 and other thresholds move the page without any other change."""
    book = sample()
    (tmp_path / "台账.xlsx").write_bytes(made(book, *lists(book)))
    later = open_book("样例.xlsx", samples.grids(apart=True), date(2025, 12, 1))
    wanted = stored(made(later, *lists(later)))
    with office.open(tmp_path / "台账.xlsx") as document:
        document.set("参数", "B2", date(2025, 12, 1))
        found = calculated(document, ("一览",))
        page = {at: value for at, value in wanted.items() if at[0] == "一览"}
        assert {at: found.get(at) for at in page} == page
        before = document.value("算式", places_at(document))
        document.set("算式", "B1", 10)
        document.recalculate()
        assert (before, document.value("算式", places_at(document))) == (1, 2)


def places_at(document: Any) -> str:
    """Where the place of the matrix' upper right zone, of score 9, stands."""
    rows, _ = document.used("算式")
    column = document.values("算式", f"A1:A{rows}")
    return f"C{next(at for at, [value] in enumerate(column, 1) if str(value).startswith('风险矩阵')) + 1}"


def test_a_blank_workbook_shows_no_error_and_no_leftover(office: Office, tmp_path: Any) -> None:
    content = made(sample(), [], [], is_blank=True)
    (tmp_path / "空.xlsx").write_bytes(content)
    with office.open(tmp_path / "空.xlsx") as document:
        found = calculated(document, ("一览",))
        assert document.errors() == []
    texts = {value for value in found.values() if isinstance(value, str)}
    assert "无" in texts
    assert not any(isinstance(value, float) and value for value in found.values())


def test_it_uses_only_functions_that_old_programs_know() -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(sample(), *lists(sample()))))
    cells = [cell.value for name in ("一览", "算式") for row in book[name].iter_rows() for cell in row]
    formulas = [getattr(value, "text", value) for value in cells]
    names = [name.attr_text for name in book.defined_names.values()]
    used = {found for text in (*formulas, *names) for found in functions(text)}
    assert used and used <= ALLOWED


def functions(text: Any) -> list[str]:
    if not isinstance(text, str):
        return []
    return re.findall(r"([A-Z][A-Z0-9.]+)\(", re.sub(r'"[^"]*"', "", text))


def test_it_prints_on_one_page(office: Office, tmp_path: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(sample(), *lists(sample()))))["一览"]
    assert (book.page_setup.fitToWidth or 1, book.page_setup.fitToHeight or 1) == (1, 1)
    assert book.protection.sheet
    for name in ("no issues", "sample"):
        (tmp_path / f"{name}.xlsx").write_bytes(made(BOOKS[name](), *lists(BOOKS[name]())))
        sizes = pages(office.pdf(tmp_path / f"{name}.xlsx", tmp_path))
        assert sizes[0] == pytest.approx((297, 210), abs=1)


def test_the_same_ledgers_give_the_same_bytes() -> None:
    assert made(sample(), *lists(sample())) == made(sample(), *lists(sample()))
    assert AS_OF == samples.AS_OF
