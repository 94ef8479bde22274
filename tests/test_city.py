"""The supporting ledgers of many units: figures summed, told unit by unit, traced to unit, file, sheet and row."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

import xlsuite
from xlsuite.cli import run
from xlsuite.ledgers import LEDGERS, supporting
from xlsuite.model.rates import rate
from xlsuite.verbs.figures.supporting import SUBJECTS
from xlsuite.verbs.together import Part, Together

TODAY = date(2026, 1, 15)
AS_OF = ("--as-of", "2025-12-31")
BOOKS = Path(__file__).parent.parent / "workbooks"
UNITS = (  # name, workbook, sheets it did not send
    ("市财政局", "示例_全套台账.xlsx", ()),
    ("市水利局", "示例_全套台账_含错误.xlsx", ("调研",)),
    ("市审计局", "示例_全套台账.xlsx", ("岗位与名册", "工作日历", "采购询价")),
)
PREFIXES = [ledger for ledger, *_ in SUBJECTS]
Figures = dict[str, Any]


def unit_book(path: Path, name: str, book: str, without: tuple[str, ...]) -> Path:
    found = openpyxl.load_workbook(BOOKS / book)
    for row in found["参数"].iter_rows():
        if row[0].value in ("单位全称", "单位简称"):
            row[1].value = name
    for sheet in without:
        del found[sheet]
    path.parent.mkdir(parents=True)
    found.save(path)
    return path


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    for name, book, without in UNITS:
        unit_book(folder / "in" / name / "全套台账.xlsx", name, book, without)
    assert run(["run", str(folder / "in"), "-o", str(folder / "out"), *AS_OF, "-q"], TODAY) == 1
    return folder


@pytest.fixture(scope="module")
def own(city: Path) -> dict[str, Figures]:
    """Each unit's figures of its supporting ledgers, worked out from its own workbook alone."""
    found = {}
    for name, *_ in UNITS:
        book = xlsuite.load(city / "in" / name / "全套台账.xlsx", 统计截止日="2025-12-31")
        figures = xlsuite.summarize(book).figures
        found[name] = {each.id: each for each in figures if each.id.partition(".")[0] in PREFIXES}
    return found


def rows(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def test_every_figure_is_the_sum_of_the_units(city: Path, own: dict[str, Figures]) -> None:
    told = {row[6]: row for row in rows(city / "out" / "单位总览.xlsx", "各项数字") if row[6] and "." in str(row[6])}
    ids = list(dict.fromkeys(id for figures in own.values() for id in figures))
    assert len(ids) > 60
    for id in ids:
        parts = [figures[id] for figures in own.values() if id in figures and figures[id].value != "未判定"]
        tops = [each.numerator for each in parts]
        if not parts:
            assert told[id][1] == "未判定", id
        elif None in tops:
            amounts = [Decimal(each.value) for each in parts if each.value not in ("无", "未填")]
            assert Decimal(str(told[id][1])) == sum(amounts), id
        elif parts[0].denominator is None:
            assert told[id][1] == sum(tops), id
        else:
            bottom = sum(each.denominator for each in parts)
            assert told[id][2:4] == (sum(tops), bottom), id
            printed = told[id][1] if isinstance(told[id][1], str) else f"{told[id][1] * 100:.2f}%"
            assert printed == rate(sum(tops), bottom, 2), id
        silent = sum(1 for figures in own.values() if id in figures) - len(parts)
        assert (f"另有 {silent} 个" in told[id][5]) == bool(silent), id


def test_every_unit_has_its_line(city: Path, own: dict[str, Figures]) -> None:
    book = openpyxl.load_workbook(city / "out" / "各单位数字.xlsx")
    titles = {ledger.id: ledger.title for ledger in supporting()}
    for prefix in PREFIXES:
        head, total, *lines = list(book[titles[prefix]].iter_rows(min_row=4, values_only=True))
        assert head[0] == "单位" and total[0] == "合计"
        senders = [name for name in sorted(own) if any(id.startswith(f"{prefix}.") for id in own[name])]
        assert [line[0] for line in lines] == senders
        for line in lines:
            figures = [figure for id, figure in own[line[0]].items() if id.startswith(f"{prefix}.")]
            assert [printed(cell, figure.value) for cell, figure in zip(line[1:], figures, strict=True)] == [
                figure.value for figure in figures
            ]


def printed(cell: Any, value: str) -> str:
    """A cell as its number format shows it."""
    if isinstance(cell, str):
        return cell
    decimals = len(value.rstrip("%").partition(".")[2])
    return f"{cell * 100:.{decimals}f}%" if value.endswith("%") else f"{cell:.{decimals}f}"


def test_every_mark_stands_at_its_row(city: Path, own: dict[str, Figures]) -> None:
    """取数明细: as many marks as each unit's figure has rows, each at a file, sheet and row that holds its key."""
    book = openpyxl.load_workbook(city / "out" / "取数明细.xlsx")
    sources = {name: openpyxl.load_workbook(city / "in" / name / "全套台账.xlsx") for name in own}
    titles = {ledger.id: ledger.title for ledger in supporting()}
    seen = 0
    for prefix in PREFIXES:
        head, total, *lines = list(book[f"取数_{titles[prefix]}"].iter_rows(min_row=2, values_only=True))
        assert total[0] == "合计"
        for at, name in enumerate(head[5:], 5):
            marked = [line for line in lines if line[at] == 1]
            keys = [
                (unit, key)
                for unit, figures in own.items()
                for figure in figures.values()
                if figure.name == name and figure.id.startswith(f"{prefix}.")
                for key in figure.rows
            ]
            assert sorted((line[0], line[4]) for line in marked) == sorted(keys), (prefix, name)
            for unit, file, sheet, row, key, *_ in marked:
                assert file == f"{unit}/全套台账.xlsx" and sheet in sources[unit].sheetnames
                if row and key == f"第{row}行":
                    assert any(cell.value is not None for cell in sources[unit][sheet][row])
                elif row:
                    assert key.partition("#")[0] in [str(cell.value) for cell in sources[unit][sheet][row]]
                seen += 1
    assert seen > 1000


def test_the_board_and_the_report_tell_the_sums(city: Path, own: dict[str, Figures]) -> None:
    """Who should have signed follows from each unit's own roster, never from the joined one."""
    signed = [figures["pledges.coverage"] for figures in own.values()]
    done, due = (sum(getattr(each, part) or 0 for each in signed) for part in ("numerator", "denominator"))
    assert [each.value for each in signed] == ["100.00%", "83.33%", "未判定"] and (done, due) == (11, 12)
    text = "".join(each.text for each in Document(str(city / "out" / "全部单位_自查报告.docx")).paragraphs)
    assert f"应签{due}人，已签{done}人" in text and "各单位" in text
    lines = rows(city / "out" / "全部单位_一览.xlsx", "其他汇总")
    at = next(at for at, line in enumerate(lines) if line[0] == "责任书签订情况")
    head = lines[at + 2]
    assert [cell for cell in head if cell][:3] == ["单位", "层级", "应签"]
    units = [line[0] for line in lines[at + 3 : at + 3 + 7]]
    assert units == ["市审计局", *["市水利局"] * 3, *["市财政局"] * 3]
    keys = {row[4]: row[3] for row in rows(city / "out" / "全部单位_一览.xlsx", "取数明细") if row[4]}
    assert keys["quotes.total"].startswith("市水利局·CG-")


def test_all_ledgers_are_merged_with_their_rows(city: Path) -> None:
    book = openpyxl.load_workbook(city / "out" / "合并台账.xlsx")
    sent = {
        sheet for name, *_ in UNITS for sheet in openpyxl.load_workbook(city / "in" / name / "全套台账.xlsx").sheetnames
    }
    assert {ledger.title for ledger in LEDGERS if ledger.title in sent} <= set(book.sheetnames)
    for row in book["责任书"].iter_rows(min_row=2, values_only=True):
        source = openpyxl.load_workbook(city / "in" / row[1])[row[3]]
        typed = [cell.value for cell in source[row[4]]]
        assert all(cell in typed for cell in row[5:] if cell is not None)
    assert [row[0] for row in book["责任书"].iter_rows(min_row=2, values_only=True)] == list(
        range(1, book["责任书"].max_row)
    )


def test_figures_of_a_folder_name_the_supporting_ledgers_too(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summarize", str(city / "in"), "--format", "json", *AS_OF, "-q"], TODAY) == 0
    figures = {each["id"]: each for each in json.loads(capsys.readouterr().out)["figures"]}
    assert figures["pledges.coverage"]["value"] == "91.67%" and figures["pledges.coverage"]["denominator"] == 12


SHAPES = [  # values of three workbooks with numerator and denominator, and what they come to
    ([("3", 3, None), ("4", 4, None)], ("7", 7, None)),
    ([("50.00%", 1, 2), ("无", 0, 0), ("未判定", None, None)], ("50.00%", 1, 2)),
    ([("未判定", None, None)], ("未判定", None, None)),
    ([("12.50", None, None), ("3", None, None), ("无", None, None)], ("15.50", None, None)),
    ([("未填", None, None)], ("未填", None, None)),
    ([("未判定", None, None), ("2", None, None)], ("2", None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("given", "found"), SHAPES)
def test_what_a_figure_is_shows_in_its_parts(given: list[tuple[Any, ...]], found: tuple[Any, ...]) -> None:
    together = Together()
    for value, top, bottom in given:
        together.add([Part("quotes.saved", "某数", value, top, bottom, "口径")])
    (figure,) = together.figures()
    assert (figure.value, figure.numerator, figure.denominator) == found
