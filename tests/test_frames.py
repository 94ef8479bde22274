"""Ledgers as pandas frames: types, sources, what could not be read; the figures counted over again in pandas."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import xlsuite
from tests import samples, units
from tests.drawn import book
from xlsuite.cli import run
from xlsuite.framing import csv_bytes, frames
from xlsuite.ledgers import supporting
from xlsuite.model.kinds import Day, Deadline
from xlsuite.verbs.figures.grouped import TOTAL
from xlsuite.verbs.summarize import Summary, summarize

TODAY = date(2025, 10, 31)
BOOKS = Path(__file__).parent.parent / "workbooks"
TYPES = [  # column, drawn cell, dtype, value
    ("发现日期", "2025-03-20", "datetime64[us]", pd.Timestamp("2025-03-20")),
    ("发现日期", "2025年3月20日", "datetime64[us]", pd.Timestamp("2025-03-20")),
    ("发现日期", "差不多", "datetime64[us]", pd.NaT),
    ("整改时限", "2025年11月底前", "datetime64[us]", pd.Timestamp("2025-11-30")),
    ("整改时限", "长期坚持", "datetime64[us]", pd.NaT),
    ("新建制度", "2", "Int64", 2),
    ("清退金额", "12.5", "Float64", 12.5),
    ("清退金额", "若干", "Int64", pd.NA),
    ("整改状态", "办结", "string", "已完成"),
    ("责任人", "张三、李四", "string", "张三、李四"),
    ("备注", "", "string", pd.NA),
]


@pytest.mark.parametrize(("column", "cell", "kind", "value"), TYPES, ids=[f"{t[0]}={t[1]}" for t in TYPES])
def test_columns_are_typed(column: str, cell: str, kind: str, value: object) -> None:
    frame = frames(book(f"问题编号=ZG-1 {column}={cell}"))["问题整改台账"]
    assert str(frame[column].dtype) == kind
    found = frame[column][0]
    assert (pd.isna(found) and pd.isna(value)) or found == value
    unread = cell in ("差不多", "若干")
    assert frame["读不出的列"][0] == column if unread else pd.isna(frame["读不出的列"][0])


def test_every_row_knows_its_source(tmp_path: Path) -> None:
    for unit in ("甲局", "乙局"):
        units.write(tmp_path / f"{unit}.xlsx", [units.row("ZG-1"), units.row("", "推进中")], unit)
    frame = frames(tmp_path, 统计截止日="2025-09-30")["问题整改台账"]
    assert frame[["来源单位", "来源工作表", "来源行", "键"]].values.tolist() == [
        ["乙局", "问题整改台账", 2, "ZG-1"], ["乙局", "问题整改台账", 3, "第3行"],
        ["甲局", "问题整改台账", 2, "ZG-1"], ["甲局", "问题整改台账", 3, "第3行"],
    ]  # fmt: skip
    assert frame["逾期天数"].fillna(0).tolist() == [0, 92, 0, 92]


def test_a_column_that_one_file_lacks_is_missing_there() -> None:
    from xlsuite.framing import joined

    parts = [frames(book(text))["问题整改台账"] for text in ("清退金额=1.5", "[-清退金额] 销号日期=2025-09-01")]
    whole = joined(parts)
    assert whole["清退金额"].tolist() == [1.5, pd.NA] and str(whole["销号日期"].dtype) == "datetime64[us]"


def test_a_book_gives_its_frames() -> None:
    read = xlsuite.load(BOOKS / "示例台账.xlsx", 统计截止日="2025-09-30")
    assert set(read.frames()) == set(xlsuite.frames(read)) >= {"问题整改台账", "个人廉政风险点登记表"}


# --- a second opinion on the figures: pandas' own counts ---


@pytest.fixture(scope="module")
def sample() -> tuple[pd.DataFrame, object]:
    read = samples.book()
    return frames(read)["问题整改台账"], summarize(read)


CROSSED = [("rectification.by_source", "来源"), ("rectification.by_aspect", "方面"), ("rectification.by_unit", "责任科室"),
           ("rectification.by_leader", "责任领导")]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), CROSSED, ids=[each[0] for each in CROSSED])
def test_cross_tabs_equal_pandas_own(table: str, column: str, sample) -> None:  # type: ignore[no-untyped-def]
    frame, summary = sample
    crossed = pd.crosstab(frame[column], frame["整改状态"])
    late = frame[frame["逾期天数"].notna()].groupby(column).size()
    found = summary.table(table)
    assert len(found.rows) == len(crossed) + 1
    for name, total, done, staged, going, idle, undecided, closed, overdue, rate in found.rows:
        if name == TOTAL:
            assert total == len(frame) and overdue == frame["逾期天数"].notna().sum()
            continue
        own = crossed.loc[name]
        assert (done, staged, going, idle) == tuple(
            own.get(state, 0) for state in ("已完成", "基本完成", "推进中", "未启动")
        )
        assert total == own.sum() + undecided and overdue == late.get(name, 0)
        assert closed == ((frame[column] == name) & (frame["销号状态"] == "已销号")).sum()
        assert rate == f"{done / total * 100:.2f}%"


def test_figures_equal_pandas_own(sample) -> None:  # type: ignore[no-untyped-def]
    frame, summary = sample
    value = {figure.id: figure.value for figure in summary.figures}
    done = frame["整改状态"] == "已完成"
    spans = (frame["完成日期"] - frame["发现日期"])[done].dt.days.dropna()
    on_time = (done & (frame["完成日期"] <= frame["应完成日期"])).sum()
    assert value["rectification.total"] == str(len(frame))
    assert value["rectification.completion_rate"] == f"{done.mean() * 100:.2f}%"
    assert value["rectification.mean_days"] == f"{spans.mean():.2f}"
    assert value["rectification.on_time_rate"] == f"{on_time / done.sum() * 100:.2f}%"
    assert value["rectification.refund"] == f"{frame['清退金额'].sum():.2f}"
    assert value["rectification.long_term"] == str(frame["是否长期坚持"].sum())


# --- the supporting ledgers, whose figures are counted over again too ---


@pytest.fixture(scope="module")
def year() -> tuple[dict[str, pd.DataFrame], Summary]:
    read = xlsuite.load(BOOKS / "示例_全套台账.xlsx", 统计截止日="2025-12-31")
    return frames(read), summarize(read)


def test_every_ledger_has_its_frame_with_typed_columns(year: tuple[dict[str, pd.DataFrame], Summary]) -> None:
    found, _ = year
    for ledger in supporting():
        if not ledger.listed:
            continue
        frame = found[ledger.title]
        assert list(frame.columns[:6]) == ["来源文件", "来源单位", "来源工作表", "来源行", "键", "读不出的列"]
        for column in ledger.columns:
            if column.name in frame:
                kind = str(frame[column.name].dtype)
                wanted = {"Number": ("Int64", "Float64"), "Bounded": ("Int64", "Float64")}.get(
                    type(column.kind).__name__
                )
                is_day = isinstance(column.kind, Day | Deadline)
                assert kind in (wanted or (("datetime64[us]",) if is_day else ("string",))), column.name
        assert frame["来源行"].is_unique and frame["读不出的列"].isna().all()


COUNTED = [  # table, ledger, column of its lines, column of the frame; how many rows of each
    ("opinions.by_category", "征求意见", "归类"), ("submissions.by_receiver", "请示报告", "报送单位"),
    ("decisions.by_kind", "主任办公会", "类别"), ("quotes.by_unit", "采购询价", "申购科室"),
    ("party_meetings.by_kind", "组织生活", "类型"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "title", "column"), COUNTED, ids=[each[0] for each in COUNTED])
def test_supporting_tables_equal_pandas_own(
    table: str, title: str, column: str, year: tuple[dict[str, pd.DataFrame], Summary]
) -> None:
    found, summary = year
    sizes = found[title].groupby(column).size()
    known = summary.table(table)
    assert known is not None
    lines = {line[0]: line[1] for line in known.rows if line[0] != TOTAL and line[1]}
    assert lines == sizes.to_dict()


def test_study_by_month_and_form_equals_pandas_crosstab(year: tuple[dict[str, pd.DataFrame], Summary]) -> None:
    found, summary = year
    frame = found["学习记录"]
    crossed = pd.crosstab(frame["日期"].dt.month, frame["形式"])
    table = summary.table("study_records.by_month")
    assert table is not None
    for month, *counts, total in table.rows:
        if month != TOTAL:
            own = crossed.loc[int(month.removesuffix("月"))]
            assert counts == [own[form] for form in table.columns[1:-1]] and total == own.sum()
    assert table.rows[-1][-1] == len(frame)


def test_supporting_figures_equal_pandas_own(year: tuple[dict[str, pd.DataFrame], Summary]) -> None:
    found, summary = year
    value = {figure.id: figure.value for figure in summary.figures}
    decisions, quotes, leave = found["主任办公会"], found["采购询价"], found["请销假"]
    large = decisions[decisions["金额"] >= 5000]
    assert value["pledges.total"] == str(found["责任书"]["份数"].fillna(1).sum())
    assert value["decisions.meetings"] == str(len(decisions.drop_duplicates(["届次", "会议日期"])))
    assert (value["decisions.large"], value["decisions.large_amount"]) == (
        str(len(large)),
        f"{large['金额'].sum():.2f}",
    )
    offers = sum((quotes[f"供应商{n}"].notna() & quotes[f"报价{n}"].notna()).astype(int) for n in (1, 2, 3))
    assert value["quotes.compliant"] == str((offers >= 3).sum())
    approved = leave["审批人"].notna() & leave["审批日期"].notna() & (leave["备案"] != "否").fillna(True)
    assert value["leave.rate"] == f"{approved.mean() * 100:.2f}%"
    due, present = found["学习记录"]["应到"], found["学习记录"]["实到"]
    assert value["study_records.attendance"] == f"{present.sum() / due.sum() * 100:.2f}%"
    talkees = found["廉政约谈"]["谈话对象"].str.split("、").str.len()
    assert value["talks.total"] == str(talkees.sum())
    assert value["surveys.days"] == str(found["调研"]["天数"].sum())


def test_frames_of_a_folder_are_those_of_its_files(tmp_path: Path) -> None:
    for unit in ("甲", "乙"):
        (tmp_path / unit).mkdir()
        shutil.copy(BOOKS / "示例_全套台账.xlsx", tmp_path / unit / "台账.xlsx")
    whole = frames(tmp_path, 统计截止日="2025-12-31")["责任书"]
    parts = [frames(tmp_path / unit, 统计截止日="2025-12-31")["责任书"] for unit in ("乙", "甲")]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))
    assert whole.groupby("来源文件").size().to_dict() == {
        str(tmp_path / unit / "台账.xlsx"): len(parts[0]) for unit in ("甲", "乙")
    }


def test_a_consolidated_ledger_tells_the_first_sources(tmp_path: Path) -> None:
    for unit in ("甲局", "乙局"):
        units.write(tmp_path / "in" / f"{unit}.xlsx", [units.row("ZG-1"), units.row("")], unit)
    assert run(["merge", str(tmp_path / "in"), "-o", str(tmp_path / "合.xlsx"), "-q"], TODAY) == 0
    frame = frames(tmp_path / "合.xlsx", 统计截止日="2025-09-30")["问题整改台账"]
    assert frame[["来源文件", "来源单位", "来源工作表", "来源行", "键"]].values.tolist() == [
        ["乙局.xlsx", "乙局", "问题整改台账", 2, "ZG-1"], ["乙局.xlsx", "乙局", "问题整改台账", 3, "第3行"],
        ["甲局.xlsx", "甲局", "问题整改台账", 2, "ZG-1"], ["甲局.xlsx", "甲局", "问题整改台账", 3, "第5行"],
    ]  # fmt: skip


# --- written out ---


def test_csv_opens_as_it_is_and_holds_no_formula() -> None:
    frame = frames(book("问题编号=ZG-1 备注=@1+1 问题=甲，乙 发现日期=2025-03-20"))["问题整改台账"]
    content = csv_bytes(frame)
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    again = pd.read_csv(io.BytesIO(content), dtype=str)
    assert again.loc[0, ["备注", "问题", "发现日期"]].tolist() == ["'@1+1", "甲，乙", "2025-03-20"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_export_writes_a_file_a_ledger(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        "export",
        str(BOOKS / "示例台账.xlsx"),
        "-o",
        str(tmp_path / "数据"),
        "--to",
        kind,
        "--as-of",
        "2025-09-30",
    ]
    assert run([*command, "-q"], TODAY) == 0
    assert "问题整改台账\t20\t" in capsys.readouterr().out
    path = tmp_path / "数据" / f"问题整改台账.{kind}"
    again = pd.read_parquet(path) if kind == "parquet" else pd.read_csv(path)
    own = frames(BOOKS / "示例台账.xlsx", 统计截止日="2025-09-30")["问题整改台账"]
    assert list(again.columns) == list(own.columns) and len(again) == 20
    if kind == "parquet":
        pd.testing.assert_frame_equal(again.convert_dtypes(), own.convert_dtypes(), check_dtype=False)
    assert run(command, TODAY) == 0 and (tmp_path / "数据" / f"问题整改台账_2.{kind}").exists()


def test_export_of_a_folder_leaves_out_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units.write(tmp_path / "in" / "甲.xlsx", [units.row("ZG-1")], "甲局")
    (tmp_path / "in" / "坏.xlsx").write_bytes(b"not a workbook")
    assert run(["export", str(tmp_path / "in"), "-o", str(tmp_path / "数据"), "-q"], TODAY) == 3
    said = capsys.readouterr()
    assert "问题整改台账\t1\t" in said.out and said.err.startswith("✗ “坏.xlsx”")
    assert len(pd.read_csv(tmp_path / "数据" / "问题整改台账.csv")) == 1


def test_export_wants_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["导出", str(BOOKS / "示例台账.xlsx")], TODAY) == 2
    assert "导出要用 -o 写明放到哪个文件夹，例如 -o 数据。" in capsys.readouterr().err
