"""有效时限, 剩余天数 and 预警 of a template, in a real spreadsheet: as the engine has them, row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import live_template as live
from tests.office import Office

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
LATE, TODAY, NEXT, SOON, LATER = (
    date(2025, 9, 29),
    date(2025, 9, 30),
    date(2025, 10, 1),
    date(2025, 10, 15),
    date(2025, 10, 16),
)
FOUND = date(2025, 9, 10)
CASES: list[tuple[Any, ...]] = [  # 类型, 发现日期, 原文, 时限, 状态, 销号, 延期至, 审批 → 有效时限, 剩余天数, 预警
    ("限期整改", FOUND, "", LATE, "推进中", "", "", "", LATE, -1, "已逾期"),
    ("限期整改", FOUND, "", TODAY, "推进中", "", "", "", TODAY, 0, "临期"),
    ("限期整改", FOUND, "", SOON, "未启动", "", "", "", SOON, 15, "临期"),
    ("限期整改", FOUND, "", LATER, "基本完成", "", "", "", LATER, 16, "正常"),
    ("限期整改", FOUND, "", LATE, "已完成", "", "", "", LATE, "", "待销号"),
    ("限期整改", FOUND, "", LATE, "已完成", "已销号", "", "", LATE, "", "已销号"),
    ("限期整改", FOUND, "", LATE, "推进中", "已销号", "", "", LATE, -1, "已销号"),
    ("限期整改", FOUND, "", LATE, "", "", "", "", LATE, "", ""),
    ("限期整改", FOUND, "", LATE, "推进中", "", LATER, "同意", LATER, 16, "正常"),
    ("限期整改", FOUND, "", LATE, "推进中", "", LATER, "待审批", LATE, -1, "已逾期"),
    ("限期整改", FOUND, "", LATE, "推进中", "", LATER, "不同意", LATE, -1, "已逾期"),
    ("限期整改", FOUND, "", LATE, "推进中", "", "", "同意", LATE, -1, "已逾期"),
    ("立行立改", FOUND, "", "", "推进中", "", "", "", date(2025, 10, 10), 10, "临期"),
    ("立行立改", FOUND, "", "立行立改", "推进中", "", "", "", date(2025, 10, 10), 10, "临期"),
    ("限期整改", FOUND, "即知即改", "", "推进中", "", "", "", date(2025, 10, 10), 10, "临期"),
    ("立行立改", "", "", "", "推进中", "", "", "", "", "", "无时限"),
    ("立行立改", FOUND, "", SOON, "推进中", "", "", "", SOON, 15, "临期"),
    ("立行立改", FOUND, "", "边整边改", "推进中", "", "", "", "", "", "无时限"),
    ("限期整改", FOUND, "2025年10月15日前", "", "推进中", "", "", "", SOON, 15, "临期"),
    ("立行立改", FOUND, "", "2025年10月15日前", "推进中", "", "", "", SOON, 15, "临期"),
    ("限期整改", FOUND, "", "1个月内", "推进中", "", "", "", date(2025, 10, 10), 10, "临期"),
    ("长期坚持", FOUND, "", "", "推进中", "", "", "", "", "", "长期坚持"),
    ("", FOUND, "", "长期坚持", "推进中", "", "", "", "", "", "长期坚持"),
    ("", FOUND, "持续推进", "", "推进中", "", "", "", "", "", "长期坚持"),
    ("长期坚持", FOUND, "", LATE, "推进中", "", "", "", LATE, -1, "已逾期"),
    ("", FOUND, "", LATE, "已完成，长期坚持", "", "", "", LATE, "", "待销号"),
    ("", FOUND, "", "", "持续整改", "", "", "", "", "", "长期坚持"),
    ("限期整改", FOUND, "", "", "推进中", "", "", "", "", "", "无时限"),
]  # fmt: skip


def test_each_deadline_and_warning(office: Office, tmp_path: Path) -> None:
    issues = live.lines(
        ("问题编号", "来源", "方面", "问题", "整改措施", "责任领导", "责任科室", "责任人", "整改类型", "发现日期", "整改时限原文", "整改时限", "整改状态", "销号状态"),
        *(
            (f"ZG-{at:02}", "单位自查", "执行工作纪律", f"问题{at}", "措施", "秦某甲", "综合科", "顾某丁", *case[:6])
            for at, case in enumerate(CASES)
        ),
    )  # fmt: skip
    extensions = live.lines(
        ("延期编号", "问题编号", "申请日期", "申请延期至", "审批结果", "延期原因"),
        *((f"YQ-{at:02}", f"ZG-{at:02}", FOUND, *case[6:8], "原因") for at, case in enumerate(CASES) if case[7]),
        ("YQ-98", "ZG-00", FOUND, "年底前", "待审批", "一个写成文字的日期不连累别的行"),
        ("YQ-99", "ZG-08", FOUND, TODAY, "同意", "早先的一次"),
    )
    content = live.filled(live.book_of({"问题整改台账": issues, "延期": extensions}), "整改")
    with office.open(live.saved(content, tmp_path / "时限.xlsx")) as doc:
        doc.recalculate()
        assert doc.errors() == []
        columns = [
            live.column(doc, content, "问题整改台账", name, len(CASES)) for name in ("有效时限", "剩余天数", "预警")
        ]
        found = [(live.day(day), days, warning) for day, days, warning in zip(*columns, strict=True)]
        assert found == [case[8:] for case in CASES]
        assert [each for each in live.differences(content, doc) if each[0] == "问题整改台账"] == []
