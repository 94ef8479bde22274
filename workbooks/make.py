"""The blank templates, the sample workbooks and their truth: `python workbooks/make.py` writes them all.

示例台账.xlsx is laid out as an office would: titles, two-row headers, merged cells, sub-totals, signatures, other
names for columns, dates typed as text. 示例台账_含错误.xlsx is plain and holds one planted fault a row. The .truth.json
beside each says what a check must find; its addresses come from where this file puts the cells. 空白台账_….xlsx are
what `xlsuite template` writes; 示例台账_模板.xlsx is the sample moved into the full one. All data are fictional.
"""
# ruff: noqa: E501 - a table of columns and words, one line each

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

HERE = Path(__file__).parent
UNIT = "云川市公共服务促进办公室"
AS_OF = "2025-09-30"
WRITTEN = datetime(2025, 9, 30, 9, 0)  # the same bytes every time
COUNTED = {"年度", "可能性L", "危害程度S", "风险值R", "新建制度", "修订制度", "清退金额", "约谈提醒人次", "应整改数"}
TYPED = {  # cells that this office typed its own way, and what a check says of them
    ("GW09", "责任书签订日期"): ("2025年2月17日", "ST-13"),
    ("GW07", "任职人"): ("白某庚 ", "ST-11"),
    ("CS-2025-006", "落实状态"): ("正在推进", "ST-17"),
    ("CS-2025-010", "完成时限"): ("2025年6月30日", "ST-13"),
    ("CS-2025-032", "落实日期"): ("二〇二五年六月十六日", "ST-13"),
    ("ZG-2025-002", "发现日期"): ("2025年3月20日", "ST-13"),
    ("ZG-2025-003", "发现日期"): ("2025.3.20", "ST-13"),
    ("ZG-2025-004", "发现日期"): ("２０２５-03-20", "ST-13"),
    ("ZG-2025-007", "完成日期"): ("2025/6/18", "ST-13"),
    ("ZG-2025-008", "责任人"): ("顾　某丁", "ST-11"),
    ("ZG-2025-013", "整改状态"): ("正在整改", "ST-17"),
    ("ZG-2025-019", "整改状态"): ("阶段性完成", "ST-17"),
    ("ZG-2025-004", "整改状态"): ("完成整改", "ST-17"),
}
HIDDEN = ("ZG-2025-012",)
WORDS = {"error": "error", "错误": "error", "警告": "warning", "提示": "info"}


class Column(NamedTuple):
    """A column: the standard name, the name this office gives it, the group above, whether equal runs are merged."""

    field: str
    header: str = ""
    group: str = ""
    width: float = 10
    runs: bool = False

    @property
    def shown(self) -> str:
        return self.header or self.field


class Row(NamedTuple):
    """A line of the body: a record, or what is said across the sheet (section, total, signature, note)."""

    kind: str
    record: dict[str, Any]
    text: str = ""


POSTS = (
    Column("序号", width=5), Column("科室", "所在科室", width=12, runs=True), Column("岗位编号", width=9),
    Column("岗位名称", "岗位", width=20), Column("任职人", "姓名", width=9), Column("岗位层级", width=12),
    Column("直接上级岗位", width=13), Column("主要职权", width=38), Column("是否重点岗位", width=9),
    Column("责任书签订日期", width=14), Column("备注", width=18),
)  # fmt: skip
RISKS = (
    Column("序号", width=5), Column("科室", "单位/科室", width=10, runs=True), Column("岗位编号", width=7, runs=True),
    Column("岗位名称", "岗位", width=12, runs=True), Column("任职人", "姓名", width=8, runs=True), Column("权责事项", "职责权力", width=12),
    Column("风险点编号", "编号", width=13), Column("风险类别", "风险种类", width=10), Column("风险点", "风险名称", width=16),
    Column("表现形式", "主要内容及表现形式", width=22), Column("成因", "风险成因", width=15),
    Column("可能性L", "可能性", "风险评估", 6), Column("危害程度S", "危害程度", "风险评估", 6), Column("风险值R", "风险值", "风险评估", 6),
    Column("自评等级", "自评", "等级评定", 6), Column("互评等级", "互评", "等级评定", 6), Column("核定等级", "核定", "等级评定", 6),
    Column("核定日期", "日期", "核定", 11), Column("核定组织", "组织", "核定", 15), Column("核定依据", "依据", "核定", 20),
    Column("下次复评日期", width=11), Column("防控措施", width=36), Column("防控责任人", group="责任分工", width=9),
    Column("管理责任人", group="责任分工", width=10), Column("管理级别", group="责任分工", width=7), Column("年度", "年份", width=6),
    Column("状态", width=6), Column("领导批示", width=10), Column("备注", width=8),
)  # fmt: skip
MEASURES = (
    Column("序号", width=5), Column("风险点编号", "对应风险点", width=13, runs=True), Column("措施编号", width=13), Column("措施类型", "措施类别", width=8),
    Column("措施内容", "防控要点", width=40), Column("责任人", "直接责任人", width=10), Column("监督责任人", "部门责任人", width=11),
    Column("频次", width=8), Column("完成时限", "落实时限", width=14), Column("落实状态", width=9),
    Column("落实日期", "落实时间", width=20), Column("佐证材料", width=24),
)  # fmt: skip
ISSUES = (
    Column("序号", width=5), Column("来源", "问题来源", width=11, runs=True), Column("问题编号", width=12),
    Column("方面", "问题类别", width=11), Column("问题", "反馈问题", "问题情况", 17), Column("具体表现", "例证", "问题情况", 19),
    Column("原因分析", "根本原因", "问题情况", 15), Column("发现日期", "反馈日期", width=12), Column("整改措施", "整改举措", width=23),
    Column("整改类型", "整改性质", width=9), Column("责任领导", group="责任分工", width=8, runs=True),
    Column("责任科室", "责任部门", "责任分工", 10, True), Column("责任人", group="责任分工", width=8),
    Column("整改时限原文", "原文", "整改时限", 14), Column("整改时限", "日期", "整改时限", 11), Column("延期后时限", group="整改时限", width=11),
    Column("整改状态", "进展状态", width=9), Column("完成日期", "完成时间", width=11), Column("进展情况", "整改进展", width=22),
    Column("佐证材料", "印证材料", width=16), Column("销号状态", "状态", "销号", 8), Column("销号日期", "日期", "销号", 11),
    Column("核验人", "核验人", "销号", 8), Column("新建制度", group="整改成果", width=6), Column("修订制度", group="整改成果", width=6),
    Column("清退金额", "清退金额（元）", "整改成果", 9), Column("约谈提醒人次", group="整改成果", width=8),
    Column("关联风险点", width=12), Column("领导批示", width=10), Column("备注", width=10),
)  # fmt: skip
EXTENSIONS = (
    Column("序号", width=5), Column("延期编号", width=13), Column("问题编号", width=13), Column("原时限", "原整改时限", width=11),
    Column("申请日期", "申请时间", width=11), Column("申请延期至", "拟延期至", width=11), Column("延期原因", "延期理由", width=30),
    Column("申请人", width=9), Column("审批结果", "审批意见", "审批", 10), Column("审批人", group="审批", width=16), Column("审批日期", group="审批", width=11),
    Column("审批文号", group="审批", width=24), Column("备注", width=16),
)  # fmt: skip
SETTINGS = (
    ("单位全称", UNIT, "报告标题和落款用"), ("单位简称", "促进办", "正文自称"), ("台账年度", 2025, "时限没写年份时按这一年算"),
    ("统计截止日", date(2025, 9, 30), "逾期和完成率算到这一天"), ("评定方法", "ls3x3", "风险值＝可能性×危害程度"),
    ("等级分档", "≥6 高；≥3 中；其余 低", "从高到低"), ("主要领导的管理者", "上级党组织", ""), ("立行立改默认天数", 30, ""),
    ("未销号提醒天数", 30, "完成后超过这些天未销号要提醒"), ("小数位", 2, "比率保留的小数位"),
    ("依据文件", "《关于开展廉政风险排查和问题整改情况督查的通知》", "虚构，仅作示例"), ("主送机关", "市委巡察工作领导小组办公室", "虚构，仅作示例"),
)  # fmt: skip
SOURCES = (
    ("LY-01", "市委巡察反馈（2025年第一轮）", "巡察反馈", "2025年第一轮", date(2025, 3, 20), 4),
    ("LY-02", "巡视反馈共性问题对照", "巡视共性问题对照", "", date(2025, 4, 10), 10),
    ("LY-03", "单位自查", "单位自查", "", date(2025, 6, 5), 3),
    ("LY-04", "审计反馈", "审计反馈", "", date(2025, 5, 12), 2),
    ("LY-05", "民主生活会查摆", "民主生活会", "", date(2025, 8, 28), 1),
)  # fmt: skip
PROSE = (
    ("坚决维护党的领导", 1, "学习传达", "办公室每周一召开例会，接到上级会议精神后在首个例会上传达。"),
    ("坚决维护党的领导", 2, "任务部署", "整改任务列入年度重点任务表，按季度调度。"),
    ("遵守政治纪律和政治规矩", 1, "请示报告", "设有请示报告登记台账，由综合科登记。"),
    ("遵守政治纪律和政治规矩", 2, "节前提醒", "节前提醒名单包括在编人员和聘用人员。"),
    ("执行廉洁纪律", 1, "采购管理", "零星采购实行三家询价，采购与验收由两人分别办理。"),
    ("执行廉洁纪律", 2, "公务接待", "公务接待报销附公函、菜单和结算单。"),
    ("执行工作纪律", 1, "请销假", "请假、销假由综合科登记，按月通报。"),
    ("执行工作纪律", 2, "资金支付", "项目资金按季度下达支付计划。"),
    ("严肃党内政治生活", 1, "廉政档案", "廉政档案由专人管理，一人一档。"),
    ("严肃党内政治生活", 2, "谈心谈话", "谈心谈话使用统一的记录样式。"),
    ("提升干部政治能力", 1, "学习研讨", "每季度安排一次研讨或者现场教学。"),
    ("提升干部政治能力", 2, "调查研究", "班子成员制定年度调研计划。"),
)  # fmt: skip
GUIDE = (
    "一、本工作簿共九张表：填写说明、参数、来源表、岗位与名册、个人廉政风险点登记表、防控措施登记表、问题整改台账、延期、文字材料。",
    "二、单位名称、人名、问题和金额全部虚构，仅作示例。",
    "三、编号一经确定不再改动；序号只供阅读。",
    "四、日期请填真实日期；时限的原话照录在“原文”一栏。",
    "五、整改状态填：未启动、推进中、基本完成、已完成；销号状态填：未申请、待核验、退回、已销号、重启。",
    "六、延期须经批准，申请本身不改变时限。",
    "七、不得填写身份证号、手机号、银行卡号；涉密内容不得写入本表。",
)  # fmt: skip
EXPECTED = (  # what the data themselves call for, besides TYPED
    ("个人廉政风险点登记表", "FX-2025-014", "风险点编号", "RP-07", "warning"),
    ("个人廉政风险点登记表", "FX-2025-001", "核定等级", "RP-11", "info"),
    ("个人廉政风险点登记表", "FX-2025-019", "核定等级", "RP-11", "info"),
    ("防控措施登记表", "CS-2025-001", "措施内容", "RP-21", "info"),  # and 005: decisions of the office meeting
    ("防控措施登记表", "CS-2025-013", "措施内容", "RP-21", "info"),
    ("防控措施登记表", "CS-2025-015", "措施内容", "RP-21", "info"),
    ("防控措施登记表", "CS-2025-009", "落实状态", "RM-04", "warning"),
    ("防控措施登记表", "CS-2025-022", "完成时限", "RM-03", "warning"),
    ("防控措施登记表", "CS-2025-028", "完成时限", "RM-03", "warning"),
    ("问题整改台账", "ZG-2025-003", "完成日期", "RC-28", "info"),
    ("问题整改台账", "ZG-2025-008", "销号状态", "RC-19", "warning"),
    ("问题整改台账", "ZG-2025-017", "销号状态", "RC-19", "warning"),
    ("问题整改台账", "ZG-2025-011", "整改时限", "RC-13", "warning"),
    ("问题整改台账", "ZG-2025-015", "整改时限", "RC-13", "warning"),
    ("问题整改台账", "ZG-2025-016", "整改时限", "RC-13", "warning"),
    ("问题整改台账", "ZG-2025-017", "关联风险点", "XL-01", "warning"),
    ("延期", "YQ-2025-002", "申请日期", "RC-15", "warning"),
)  # fmt: skip

Places = dict[tuple[str, str, str], str]  # sheet, key, field -> address


def records(name: str) -> list[dict[str, Any]]:
    """The rows of a CSV with true dates and numbers."""
    with (HERE / "数据" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{field: meant(field, text) for field, text in row.items()} for row in csv.DictReader(file)]


def meant(field: str, text: str) -> Any:
    if text and field in COUNTED and text.replace(".", "").isdigit():
        return float(text)
    if len(text) == 10 and text[4:8:3] == "--":
        return date.fromisoformat(text)
    return text


def numbered(rows: Iterable[dict[str, Any]]) -> list[Row]:
    return [Row("row", {"序号": order, **record}) for order, record in enumerate(rows, 1)]


class Office:
    """One workbook as this office lays it out: column A and row 1 stay empty, titles and notes around the table."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties(
            {"created": WRITTEN, "title": path.stem, "author": UNIT, "comments": "全部虚构，仅作示例"}
        )
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        edged = {**base, "border": 1, "border_color": "#7F7F7F"}
        styles = {
            "title": {**base, "font_name": "黑体", "font_size": 18, "align": "center"},
            "line": base, "line_right": {**base, "align": "right"}, "sign": base, "note": {**base, "font_size": 9},
            "header": {**edged, "bold": True, "align": "center", "bg_color": "#DCE6F1"},
            "section": {**edged, "bold": True, "bg_color": "#F2F2F2"}, "total": {**edged, "bold": True, "align": "center"},
            "text": edged, "short": {**edged, "align": "center"},
            "date": {**edged, "align": "center", "num_format": "yyyy-mm-dd"}, "number": {**edged, "align": "center", "num_format": "General"},
        }  # fmt: skip
        self.styles = {name: self.book.add_format(style) for name, style in styles.items()}
        self.places: Places = {}

    def ledger(self, name: str, title: str, columns: tuple[Column, ...], body: list[Row], key: str) -> None:
        """A sheet with one ledger."""
        sheet = self.book.add_worksheet(name)
        last = len(columns)
        page(sheet, last)
        sheet.set_column(0, 0, 1.5)
        for at, column in enumerate(columns, 1):
            sheet.set_column(at, at, column.width)
        sheet.merge_range(1, 1, 1, last, title, self.styles["title"])
        sheet.set_row(1, 34)
        sheet.set_row(2, 18)
        half = max(2, last // 2)
        sheet.merge_range(2, 1, 2, half, f"填报单位：{UNIT}", self.styles["line"])
        sheet.merge_range(2, half + 1, 2, last, "统计截止日：2025年9月30日", self.styles["line_right"])
        top = self.headers(sheet, columns)
        sheet.freeze_panes(top, 3)
        sheet.repeat_rows(3, top - 1)
        self.body(sheet, name, columns, body, top, key)

    def headers(self, sheet: xlsxwriter.worksheet.Worksheet, columns: tuple[Column, ...]) -> int:
        """The header from row 4 on, of two rows where there are groups; returns the first row of the body."""
        tall = any(column.group for column in columns)
        at = 1
        for group, members in groupby(columns, key=lambda column: column.group):
            shown = [column.shown for column in members]
            if group:
                put_range(sheet, 3, at, 3, at + len(shown) - 1, group, self.styles["header"])
            for offset, header in enumerate(shown):
                put_range(
                    sheet, 4 if group else 3, at + offset, 4 if tall else 3, at + offset, header, self.styles["header"]
                )
            at += len(shown)
        sheet.set_row(3, 20 if tall else 28)
        sheet.set_row(4, 28) if tall else None
        return 5 if tall else 4

    def body(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        name: str,
        columns: tuple[Column, ...],
        body: list[Row],
        top: int,
        key: str,
    ) -> None:
        for number, row in enumerate(body, top):
            if row.kind != "row":
                put_range(sheet, number, 1, number, len(columns), row.text, self.styles[row.kind])
                sheet.set_row(number, 20)
                continue
            for at, column in enumerate(columns, 1):
                self.places[name, str(row.record[key]), column.field] = xl_rowcol_to_cell(number, at)
                if not column.runs:
                    value = TYPED.get((str(row.record[key]), column.field), (row.record.get(column.field, ""),))[0]
                    self.cell(sheet, number, at, value, column)
            sheet.set_row(
                number,
                height(columns, row.record),
                None,
                {"hidden": name == "问题整改台账" and row.record[key] in HIDDEN},
            )
        for at, column in enumerate(columns, 1):
            if column.runs:
                for first, last, value in runs(body, column.field):
                    put_range(sheet, top + first, at, top + last, at, value, self.styles["short"])

    def cell(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, value: Any, column: Column) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), self.styles["date"])
        elif isinstance(value, int | float):
            sheet.write_number(row, at, value, self.styles["number"])
        else:
            sheet.write(row, at, value or None, self.styles["text" if column.width >= 14 else "short"])

    def plain(
        self, name: str, headers: tuple[str, ...], rows: Iterable[Iterable[Any]], widths: tuple[int, ...]
    ) -> None:
        """A sheet that is just a header in row 1 and its rows."""
        sheet = self.book.add_worksheet(name)
        page(sheet, len(headers))
        sheet.freeze_panes(1, 0)
        for at, (header, width) in enumerate(zip(headers, widths, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write(0, at, header, self.styles["header"])
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                self.cell(sheet, number, at, value, Column("", width=widths[at]))

    def guide(self) -> None:
        sheet = self.book.add_worksheet("填写说明")
        page(sheet, 2)
        sheet.set_column(0, 0, 1.5)
        sheet.set_column(1, 1, 100)
        sheet.write(1, 1, "廉政风险点与问题整改台账填写说明", self.styles["title"])
        for number, line in enumerate(GUIDE, 3):
            sheet.write(number, 1, line, self.styles["line"])
            sheet.set_row(number, 22)


def page(sheet: xlsxwriter.worksheet.Worksheet, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(8 if columns > 14 else 9)  # A3 for the wide ones
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def height(columns: tuple[Column, ...], record: dict[str, Any]) -> float:
    """Room for the fullest cell of a row; a Chinese character is two digits wide."""
    texts = ((str(record.get(column.field) or ""), column.width) for column in columns if not column.runs)
    return 13.5 * max(1.6, *(-(-len(text) * 2.3 // width) for text, width in texts))


def put_range(
    sheet: xlsxwriter.worksheet.Worksheet, top: int, left: int, bottom: int, right: int, value: Any, style: Any
) -> None:
    if (top, left) == (bottom, right):
        sheet.write(top, left, value, style)
    else:
        sheet.merge_range(top, left, bottom, right, value, style)


def runs(body: list[Row], field: str) -> Iterator[tuple[int, int, Any]]:
    """First and last line of each run of equal values, other lines breaking it."""
    lines = enumerate(body)
    for (is_row, value), run in groupby(lines, key=lambda line: (line[1].kind == "row", line[1].record.get(field, ""))):
        places = [place for place, _ in run]
        if is_row:
            yield places[0], places[-1], value


def signed(note: str) -> list[Row]:
    return [
        Row("sign", {}, "填表人：叶某戊          审核人：顾某丁          分管领导：沈某乙          填报日期：2025年9月30日"),
        Row("note", {}, note),
    ]  # fmt: skip


def by_source(issues: list[dict[str, Any]]) -> list[Row]:
    """The issues under a title for each source, each block with its sub-total."""
    body: list[Row] = []
    order = 0
    for number, (source, block) in enumerate(groupby(issues, key=lambda issue: issue["来源"])):
        members = list(block)
        body.append(Row("section", {}, f"{'一二三四五'[number]}、{source}"))
        for restarted, issue in enumerate(members, 1):
            body.append(Row("row", {"序号": restarted, **issue}))
        order += len(members)
        body.append(Row("total", {}, f"小计：{len(members)} 项"))
    return [*body, Row("total", {}, f"合计：{order} 项")]


def sample(folder: Path) -> tuple[Path, list[dict[str, str]]]:
    path = folder / "示例台账.xlsx"
    office = Office(path)
    office.guide()
    office.plain("参数", ("参数", "值", "说明"), SETTINGS, (20, 50, 40))
    office.plain(
        "来源表", ("来源编号", "来源名称", "类型", "轮次", "反馈日期", "应整改数"), SOURCES, (10, 34, 20, 16, 13, 10)
    )
    posts = numbered(records("posts"))
    office.ledger(
        "岗位与名册", f"{UNIT}岗位与名册", POSTS, [*posts, *signed("说明：岗位有变动的，十日内更新本表。")], "岗位编号"
    )
    risks = numbered(records("risk_points"))
    risks[9].record["领导批示"] = "请综合科按月抽查"
    total = Row("total", {}, "合计：25 个风险点，其中高 8 个、中 12 个、低 5 个")
    office.ledger(
        "个人廉政风险点登记表", f"{UNIT}个人廉政风险点登记表（2025年度）", RISKS,
        [*risks, total, *signed("填表说明：1.一个岗位可以有多个风险点，一行一个；2.风险值＝可能性×危害程度。")], "风险点编号",
    )  # fmt: skip
    measures = numbered(records("risk_measures"))
    office.ledger(
        "防控措施登记表",
        f"{UNIT}廉政风险防控措施登记表",
        MEASURES,
        [*measures, *signed("注：一条措施一行。")],
        "措施编号",
    )
    issues = records("rectification")
    issues[2]["领导批示"] = "举一反三"
    body = [*by_source(issues), *signed("填表说明：1.问题表述照录反馈原文；2.整改状态与销号状态分开填写。")]
    office.ledger("问题整改台账", f"{UNIT}问题整改台账", ISSUES, body, "问题编号")
    office.ledger(
        "延期", f"{UNIT}整改延期申请登记表", EXTENSIONS, numbered(records("rectification_extensions")), "延期编号"
    )
    office.plain("文字材料", ("部分", "序号", "标题", "内容"), PROSE, (26, 6, 16, 70))
    office.book.close()
    return path, sample_truth(office.places)


def sample_truth(places: Places) -> list[dict[str, str]]:
    expected = list(EXPECTED)
    for (key, field), (_, rule) in TYPED.items():
        severity = "info" if rule == "ST-17" else "warning"
        expected.extend((sheet, key, field, rule, severity) for sheet, k, f in places if (k, f) == (key, field))
    return [
        {"sheet": sheet, "cell": places[sheet, key, field], "rule": rule, "severity": severity, "field": field, "key": key}
        for sheet, key, field, rule, severity in expected
    ]  # fmt: skip


def faulty(folder: Path) -> tuple[Path, list[dict[str, str]]]:
    path = folder / "示例台账_含错误.xlsx"
    office = Office(path)
    office.plain("参数", ("参数", "值", "说明"), SETTINGS[:4], (20, 40, 40))
    for sheet, name in (
        ("岗位与名册", "posts"),
        ("问题整改台账", "rectification_with_errors"),
        ("延期", "rectification_extensions"),
    ):
        rows = records(name)
        headers = tuple(rows[0])
        shown = (
            [] if sheet == "延期" else [row.values() for row in rows]
        )  # extensions of other issues; the sheet stays empty
        office.plain(
            sheet,
            headers,
            shown,
            tuple(24 if field in ("问题", "具体表现", "整改措施", "进展情况") else 12 for field in headers),
        )
    office.book.close()
    fields = tuple(records("rectification_with_errors")[0])
    truth = [
        {
            "sheet": "问题整改台账", "cell": xl_rowcol_to_cell(int(row["行号"]) - 1, fields.index(row["字段"])),
            "rule": row["规则编号"], "severity": WORDS[row["级别"]], "field": row["字段"], "key": row["问题编号"],
        }
        for row in records("expected_findings")
    ]  # fmt: skip
    return path, truth


def templates(folder: Path) -> None:
    """The blank templates, and the sample in the full one."""
    from xlsuite.excel.template.workbook import template_workbook
    from xlsuite.verbs.filling import moved
    from xlsuite.verbs.template import SETS, chosen
    from xlsuite.work import load

    for name in SETS:
        (folder / f"空白台账_{name}.xlsx").write_bytes(template_workbook(chosen(name, {})))
    book = load(folder / "示例台账.xlsx", today=date.fromisoformat(AS_OF), 统计截止日=AS_OF)
    (folder / "示例台账_模板.xlsx").write_bytes(template_workbook(*moved("全套台账", book, {"统计截止日": AS_OF})))


def main(folder: Path = HERE) -> None:
    for path, truth in (sample(folder), faulty(folder)):
        truth.sort(key=lambda each: (each["sheet"], each["key"], each["rule"], each["cell"]))
        path.with_suffix(".truth.json").write_text(
            json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    templates(folder)


if __name__ == "__main__":
    import make_full

    main()
    make_full.main()
