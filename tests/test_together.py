"""Many units as one: figures added up, rates anew from their parts, ranks and bands, who is on the list and who is not."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests import messy, units
from tests.drawn import book
from xlsuite.batch.finish import slip_stems
from xlsuite.batch.roll import Roll, read_roll, unit_of
from xlsuite.cli import run
from xlsuite.errors import UsageError
from xlsuite.verbs.summarize import summarize
from xlsuite.verbs.together import Part, Standing, Together, banded, ranked

TODAY = date(2025, 10, 31)
AS_OF = date(2025, 9, 30)
ONE = "整改状态=已完成 完成日期=2025-05-30 清退金额=12.5 | 整改状态=推进中 | 整改状态=推进中 整改时限=2025-06-30"
TWO = "整改状态=已完成 完成日期=2025-06-30 | 整改状态=未启动 清退金额=3"
BARE = "[-整改状态] 备注=没有状态列"


def parts(text: str) -> list[Part]:
    figures = summarize(book(text)).figures
    return [Part(f.id, f.name, f.value, f.numerator, f.denominator, f.criterion) for f in figures]


SUMS = [  # figure, value, numerator, denominator, how many workbooks say it
    ("rectification.total", "6", 6, None, "3 个文件"),
    ("rectification.done", "2", 2, None, "3 个文件"),
    ("rectification.completion_rate", "40.00%", 2, 5, "2 个文件（另有 1 个没有填或判定不了）"),
    ("rectification.mean_days", "86.50", 173, 2, "3 个文件"),
    ("rectification.refund", "15.50", None, None, "3 个文件"),
]


@pytest.mark.parametrize(("id", "value", "top", "bottom", "source"), SUMS, ids=[each[0] for each in SUMS])
def test_figures_add_up(id: str, value: str, top: int | None, bottom: int | None, source: str) -> None:
    together = Together()
    for text in (ONE, TWO, BARE):
        together.add(parts(text))
    figure = {each.id: each for each in together.figures()}[id]
    assert (figure.value, figure.numerator, figure.denominator, figure.source) == (value, top, bottom, source)


def test_all_together_is_what_one_workbook_with_all_rows_gives() -> None:
    """As a second opinion: the rows of both in one ledger."""
    together = Together()
    for text in (ONE, TWO):
        together.add(parts(text))
    whole = {each.id: each for each in summarize(book(f"{ONE} | {TWO}")).figures}
    for each in together.figures():
        assert (each.value, each.numerator, each.denominator) == whole[each.id][2:5], each.id


def standing(unit: str, done: int | None, rated: int | None, files: int = 1, refused: int = 0) -> Standing:
    found = Standing(unit)
    found.files, found.refused, found.done, found.rated = files, refused, done, rated
    found.issues = rated if rated is not None else 3
    return found


UNITS = [
    standing("甲", 4, 5), standing("乙", 10, 10), standing("丙", 8, 10), standing("丁", 799, 1000), standing("戊", 0, 0),
    standing("己", None, None), standing("庚", None, 0, refused=1), standing("辛", 999, 1000),
]  # fmt: skip


def test_ranks_and_bands() -> None:
    """Equal shares, one rank, the larger unit first; 100% only where all is done, 80% in the middle band."""
    order = [(rank, each.unit, each.rate(0)) for rank, each in ranked(UNITS)]
    assert order == [
        (1, "乙", "100%"), (2, "辛", "99%"), (3, "丙", "80%"), (3, "甲", "80%"), (5, "丁", "80%"),
        (None, "己", "未判定"), (None, "戊", "无"),
    ]  # fmt: skip
    bands = {band: "".join(each.unit for each in found) for band, found in banded(UNITS).items()}
    assert bands == {"100%": "乙", "80%–100%": "甲丙辛", "80%以下": "丁", "没有问题": "戊", "未判定": "己"}


ROLL = Roll([("市财政局",), ("市财政局国库中心", "国库中心"), ("市水利局", "水利局")])
NAMES = [  # 单位全称, 单位简称, path, with the list, without it
    ("市水利局", "", "a/b.xlsx", "市水利局", "市水利局"),
    ("", "水利局", "a/b.xlsx", "市水利局", "水利局"),
    ("", "", "市财政局/台账.xlsx", "市财政局", "市财政局"),
    ("", "", "报送/市财政局国库中心9月.xlsx", "市财政局国库中心", "报送"),
    ("", "", "国库中心.xlsx", "市财政局国库中心", "国库中心"),
    ("别的单位", "", "市水利局.xlsx", "市水利局", "别的单位"),
    ("", "", "市体育局.xlsx", "市体育局", "市体育局"),
]


@pytest.mark.parametrize(("full", "short", "way", "listed", "plain"), NAMES, ids=[each[2] for each in NAMES])
def test_whose_file_it_is(full: str, short: str, way: str, listed: str, plain: str) -> None:
    assert (unit_of(full, short, way, ROLL), unit_of(full, short, way, None)) == (listed, plain)


LISTS = [
    ("名单.txt", "甲局\n乙局\n\n".encode(), ["甲局", "乙局"]),
    ("名单.csv", "序号,单位名称,简称\n1,甲局,甲\n2,乙局,\n".encode("gbk"), ["甲局", "乙局"]),
    ("名单.csv", "\ufeff2025年应报单位\n单位\n甲局\n甲局\n".encode(), ["甲局"]),
    ("名单.csv", "单位,简称\n甲局,甲\n乙局,\n甲局,甲甲\n".encode(), ["甲局", "乙局"]),
]


@pytest.mark.parametrize(("name", "content", "found"), LISTS)
def test_a_list_of_units(name: str, content: bytes, found: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert read_roll(str(tmp_path / name)).units == found


@pytest.mark.parametrize(("content", "said"), [(None, "找不到单位名单"), (b"\n\n", "里没有单位")])
def test_a_list_that_cannot_be_used(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "名单.txt").write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_roll(str(tmp_path / "名单.txt"))


# --- the workbooks about all files ---


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all")
    same = units.row("ZG-1")
    units.write(folder / "in" / "甲" / "台账.xlsx", [same, units.row("ZG-2", 责任人="")], "甲局")
    units.write(folder / "in" / "乙" / "台账.xlsx", [same, units.row("ZG-2", "推进中", date(2025, 6, 1))], "乙局")
    units.write(folder / "in" / "乙" / "下属.xlsx", [units.row("ZG-9", "推进中", date(2025, 12, 31))], "乙局")
    (folder / "in" / "丙局.xlsx").write_bytes(b"not a workbook")
    (folder / "名单.txt").write_text("甲局\n乙局\n丙局\n丁局\n", encoding="utf-8")
    command = ["run", str(folder / "in"), "-o", str(folder / "out"), "--units", str(folder / "名单.txt"), "-q"]
    assert run([*command, "--as-of", "2025-09-30"], TODAY) == 3
    return folder / "out"


def sheet(path: Path, name: str) -> list[tuple]:  # type: ignore[type-arg]
    return [
        tuple(row) for row in openpyxl.load_workbook(io.BytesIO(path.read_bytes()))[name].iter_rows(values_only=True)
    ]


def test_the_overview_tells_of_every_file(out: Path) -> None:
    rows = sheet(out / "单位总览.xlsx", "总览")
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    assert rows[1][0] == "统计截止日 2025-09-30　　找到 4 个文件＝读了 3 个＋读不了 1 个"
    assert rows[2][0].startswith("名单上 4 个单位，未报送 1 个。有 2 个编号在不同文件里重复或冲突，见合并台账。")
    body = [tuple("" if cell is None else cell for cell in row) for row in rows[head + 1 :]]
    assert [row[1:4] + row[8:12] for row in body] == [
        ("合计 3 个单位", "4 个文件", "", 5, 3, 0.6, 1),
        ("丙局", "丙局.xlsx", "✗ 读不了", "", "", "", ""),
        ("乙局", "下属.xlsx", body[2][3], 1, 0, 0, 0),
        ("乙局", "台账.xlsx", body[3][3], 2, 1, 0.5, 1),
        ("甲局", "台账.xlsx", "● 有错误", 2, 2, 1, 0),
    ]
    links = openpyxl.load_workbook(out / "单位总览.xlsx")["总览"]
    found = [cell.hyperlink.target.replace("\\", "/") for row in links.iter_rows() for cell in row if cell.hyperlink]
    assert found and all((out / target).is_file() for target in found)
    assert "退回单/甲局_退回单.xlsx" in found


def test_who_sent_nothing_and_what_could_not_be_read(out: Path) -> None:
    rows = sheet(out / "单位总览.xlsx", "未报送与读不了")
    assert [row[1:3] for row in rows if row[0] in (1, 2)] == [("丁局", "未报送"), ("丙局", "读不了")]


def test_one_slip_for_each_unit_with_errors(out: Path) -> None:
    assert [path.name for path in (out / "退回单").iterdir()] == ["甲局_退回单.xlsx"]
    rows = sheet(out / "退回单" / "甲局_退回单.xlsx", "退回单")
    assert rows[1][0] == "甲局：" and "有错误 1 处" in rows[2][0]
    first = next(row for row in rows if row[0] == "1")
    assert first[1:7] == ("● 错误", "问题整改台账", "I3", "ZG-2", "责任人", None)


def test_a_slip_names_the_file_where_the_unit_sent_several(tmp_path: Path) -> None:
    """With its warnings in files that have no error, as its first lines count them; alike names by their way."""
    for way in ("甲/一季度/台账.xlsx", "甲/二季度/台账.xlsx", "甲/空.xlsx"):
        rows = [units.row("ZG-1", 责任人="" if "一" in way else "顾某丁")] if "台账" in way else []
        units.write(tmp_path / "in" / way, rows, "甲局")
    run(["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--as-of", "2025-09-30", "-q"], TODAY)
    rows = [row[0] for row in sheet(tmp_path / "out" / "退回单" / "甲局_退回单.xlsx", "退回单") if row[0]]
    assert "有错误 1 处、警告 2 处" in rows[2]
    assert rows[4:9] == ["文件：甲/一季度/台账.xlsx", "1", "2", "文件：甲/二季度/台账.xlsx", "3"]


def test_the_consolidated_ledger_keeps_every_row_and_tells_what_clashes(out: Path) -> None:
    rows = sheet(out / "合并台账.xlsx", "问题整改台账")
    assert [row[:6] for row in rows[1:]] == [
        (1, "乙/下属.xlsx", "乙局", "问题整改台账", 2, "ZG-9"),
        (2, "乙/台账.xlsx", "乙局", "问题整改台账", 2, "ZG-1"),
        (3, "乙/台账.xlsx", "乙局", "问题整改台账", 3, "ZG-2"),
        (4, "甲/台账.xlsx", "甲局", "问题整改台账", 2, "ZG-1"),
        (5, "甲/台账.xlsx", "甲局", "问题整改台账", 3, "ZG-2"),
    ]
    clashes = [row[:4] + row[6:] for row in sheet(out / "合并台账.xlsx", "重复与冲突") if row[0] == "问题整改台账"]
    assert clashes == [
        ("问题整改台账", "ZG-1", "重复报送", "乙局", "2"), ("问题整改台账", "ZG-1", "重复报送", "甲局", "2"),
        ("问题整改台账", "ZG-2", "编号冲突", "乙局", "3"), ("问题整改台账", "ZG-2", "编号冲突", "甲局", "3"),
    ]  # fmt: skip


def test_every_figure_is_the_number_of_its_rows(out: Path) -> None:
    """The marks of each column add up to the figure, and each stands at a unit, a file, a sheet and a row."""
    rows = sheet(out / "取数明细.xlsx", "取数_问题整改")
    head, totals, *body = rows[1:]
    marks: Counter[str] = Counter()
    for row in body:
        assert all(row[:5])
        marks.update(name for name, cell in zip(head[5:], row[5:], strict=True) if cell == 1)
    told = dict(zip(head[5:], totals[5:], strict=True))
    assert told["问题总数"] == 5 and told["整改完成率"] == 3 and told["逾期未完成"] == 1
    assert {name: value for name, value in told.items() if isinstance(value, int)} == marks
    figures = {row[0]: row[1] for row in sheet(out / "单位总览.xlsx", "各项数字") if row[6]}
    assert figures["问题总数"] == 5 and figures["整改完成率"] == 0.6


def test_a_row_of_several_measures_is_marked_so_often(tmp_path: Path) -> None:
    """A wide sheet: what a column marks still adds up to the figure."""
    wide = next(case for case in messy.CASES if case.name == "风险排查宽表")
    for unit in ("甲局", "乙局"):
        (tmp_path / "in" / unit).mkdir(parents=True)
        messy.draw(wide, tmp_path / "in" / unit)
    run(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "-q"], TODAY)
    head, totals, *body = sheet(tmp_path / "out" / "取数明细.xlsx", "取数_防控措施")[1:]
    at = head.index("防控措施总数")
    assert totals[at] == 16 and [row[at] for row in body] == [2, 3, 1, 2] * 2


def test_the_consolidated_ledger_gives_the_same_figures(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a second opinion: the merged workbook read again as one ledger."""
    run(["summarize", str(out / "合并台账.xlsx"), "--as-of", "2025-09-30", "--format", "json", "-q"], TODAY)
    again = {each["id"]: each["value"] for each in json.loads(capsys.readouterr().out)["figures"]}
    own = {row[6]: row[1] for row in sheet(out / "单位总览.xlsx", "各项数字") if row[6] and "." in str(row[6])}
    for id in ("rectification.total", "rectification.done", "rectification.overdue", "rectification.not_applied"):
        assert str(own[id]) == again[id]
    assert again["rectification.completion_rate"] == "60.00%"


def test_all_units_as_one_are_told_unit_by_unit(out: Path) -> None:
    """Numbers that clash carry their unit; 科室 is the unit; links lead to the consolidated ledger."""
    rows = sheet(out / "全部单位_一览.xlsx", "取数明细")
    told = {row[0]: (row[1], row[3]) for row in rows if row[4] and "." in row[4]}
    assert told["问题总数"] == (5, "乙局·ZG-9、乙局·ZG-1、乙局·ZG-2、甲局·ZG-1、甲局·ZG-2")
    assert told["整改完成率"] == (0.6, "乙局·ZG-1、甲局·ZG-1、甲局·ZG-2")
    board = openpyxl.load_workbook(out / "全部单位_一览.xlsx")["一览"]
    cells = [cell for row in board.iter_rows() for cell in row]
    assert {"甲局", "乙局", "全部单位（2 个）　　统计截止日 2025-09-30（命令行）　　数据来源：问题整改台账 5 行"} <= {
        cell.value for cell in cells
    }
    links = [cell.hyperlink for cell in cells if cell.hyperlink and cell.hyperlink.target]
    assert {link.target for link in links} == {"合并台账.xlsx"} and links[0].location.startswith("问题整改台账!")
    text = "".join(each.text for each in Document(str(out / "全部单位_整改情况报告.docx")).paragraphs)
    assert "登记的5个问题" in text and "乙局·ZG-2" in text


def test_figures_of_a_folder_go_to_the_terminal_or_to_a_program(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, names = out.parent / "in", out.parent / "名单.txt"
    command = ["汇总", str(folder), "--as-of", "2025-09-30", "--units", str(names), "-q"]
    assert run([*command, "--format", "json"], TODAY) == 3
    answer = json.loads(capsys.readouterr().out)
    assert (answer["files"], answer["read"], answer["refused"]) == (4, 3, 1)
    figures = {each["id"]: each["value"] for each in answer["figures"]}
    assert figures["rectification.total"] == "5" and figures["rectification.completion_rate"] == "60.00%"
    assert {each["id"]: each["rows"] for each in answer["tables"]} == {
        "units.ranking": [[1, "甲局", 2, 2, "100.00%", "100%", 0], [2, "乙局", 3, 1, "33.33%", "80%以下", 1]],
        "units.bands": [["100%", 1, "甲局"], ["80%以下", 1, "乙局"]],
        "units.missing": [["丁局"]],
    }
    run(command, TODAY)
    assert "整改完成率\t60.00%" in (said := capsys.readouterr().out)
    assert said.endswith("共 4 个文件：读了 3 个，读不了 1 个，跳过 0 个。\n")


def test_settings_of_their_own_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where units count by rules of their own, the sum is not what one rule for all gives, and that is said."""
    lasting = units.row("ZG-1", "推进中", 整改时限="长期坚持")
    units.write(tmp_path / "in" / "甲.xlsx", [units.row("ZG-2"), lasting], "甲局", 长期坚持计入完成率="否")
    units.write(tmp_path / "in" / "乙.xlsx", [units.row("ZG-3")], "乙局")
    run(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--as-of", "2025-09-30", "-q"], TODAY)
    said = capsys.readouterr().err
    assert (
        "有的单位自定了参数，或少了某些列、某张表" in said
        and "整改完成率（各单位相加 100.00%，统一参数 66.67%）" in said
    )


def test_the_name_of_a_slip_leaves_room_for_a_number() -> None:
    """Of the 255 bytes that a name may have: 退回单_2 of a unit of any name can be written too."""
    for stem in dict(slip_stems({"长" * 90: [], "长" * 91: []})).values():
        assert len(f"{os.path.basename(stem)}_100.xlsx".encode()) <= 255


def test_more_issues_than_a_document_can_list_are_told_of_all_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xlsuite.text.issue_words.ANNEX_AT_MOST", 20)
    for unit in ("甲局", "乙局"):
        rows = [units.row(f"{unit}-{number}", "推进中") for number in range(14)]
        units.write(tmp_path / "in" / f"{unit}.xlsx", rows, unit)
    assert run(["run", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--as-of", "2025-09-30"], TODAY) in (0, 1)
    said = "问题合起来 28 个，超过 20 个，不做逐项写明的整改情况报告，做不附清单的自查报告。"
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out" / "全部单位_整改情况报告.docx").exists()
    whole = Document(str(tmp_path / "out" / "全部单位_自查报告.docx"))
    text = "".join(each.text for each in whole.paragraphs)
    assert "等，详见问题整改台账" in text and "附件" not in text
    own = "".join(each.text for each in Document(str(tmp_path / "out" / "甲局_自查报告.docx")).paragraphs)
    assert "等，详见附件" in own and "附件：问题整改台账" in own
