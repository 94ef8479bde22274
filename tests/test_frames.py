"""Ledgers as pandas frames: types, sources, what could not be read; the figures counted over again in pandas."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import xlsuite
from tests import samples, units
from tests.drawn import book
from xlsuite.cli import run
from xlsuite.framing import csv_bytes, frames
from xlsuite.verbs.figures.grouped import TOTAL
from xlsuite.verbs.summarize import summarize

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


def test_export_wants_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["导出", str(BOOKS / "示例台账.xlsx")], TODAY) == 2
    assert "导出要用 -o 写明放到哪个文件夹，例如 -o 数据。" in capsys.readouterr().err
