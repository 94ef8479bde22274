"""Ten workbooks as offices really keep them, each with what must be read from it, written down by hand.

`draw(case, folder)` writes one. A line is its cells from column A on, separated by `|`; 2025-03-31 is a true date,
12 a number, '12 a text, #REF! an error value, == a formula without a stored value, \\n a line break in the cell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter


class Found(NamedTuple):
    """One table that must be found: header and data rows as `4-5`, columns as `问题编号=B 来源=C`, excluded as `7 小计行`."""

    sheet: str
    ledger: str
    header: str
    span: str
    rows: int
    columns: str
    unknown: str = ""
    excluded: str = ""


class Messy(NamedTuple):
    """A workbook, what must be found in it, findings that must be there (`表!N7 RC-05`) and rules that must be silent."""

    name: str
    draw: Callable[[Any], None]
    tables: tuple[Found, ...]
    must: tuple[str, ...] = ()
    never: str = ""
    unrecognized: str = ""
    suffix: str = ".xlsx"


class Paper:
    """A workbook being written line by line, by XlsxWriter or, for .xls, by xlwt."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.sheet: Any = None

    def page(self, name: str) -> None:
        self.sheet = self.book.add_worksheet(name)

    def lines(self, first: int, *lines: str) -> None:
        for row, line in enumerate(lines, first - 1):
            for at, text in enumerate(line.split("|")):
                self.put(row, at, cell(text))

    def put(self, row: int, at: int, value: Any) -> None:
        if isinstance(value, datetime):
            self.sheet.write_datetime(row, at, value, self.date)
        elif isinstance(value, float):
            self.sheet.write_number(row, at, value)
        elif value.startswith("=="):
            self.sheet.write_formula(row, at, value[1:], None, "")
        elif value.startswith("#"):
            self.sheet.write_formula(row, at, "=" + value, None, value)
        elif value:
            self.sheet.write_string(row, at, value)

    def merge(self, *ranges: str) -> None:
        """`B2:D2 责任分工`: a merged range with its text."""
        for each in ranges:
            where, _, text = each.partition(" ")
            self.sheet.merge_range(where, text.replace("\\n", "\n"))

    def hide(self, *rows: int) -> None:
        for row in rows:
            self.sheet.set_row(row - 1, None, None, {"hidden": True})

    def close(self) -> None:
        self.book.close()


class OldPaper(Paper):
    """The same for .xls; no merged ranges are drawn in one."""

    def __init__(self, path: Path) -> None:
        import xlwt

        self.path = path
        self.book = xlwt.Workbook()
        self.date = xlwt.easyxf(num_format_str="yyyy-mm-dd")

    def page(self, name: str) -> None:
        self.sheet = self.book.add_sheet(name)

    def put(self, row: int, at: int, value: Any) -> None:
        if value != "":
            self.sheet.write(row, at, value, self.date) if isinstance(value, datetime) else self.sheet.write(
                row, at, value
            )

    def close(self) -> None:
        self.book.save(str(self.path))


def cell(text: str) -> Any:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.fromisoformat(text)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    return text.removeprefix("'").replace("\\n", "\n")


def draw(case: Messy, folder: Path) -> Path | None:
    """Write a workbook; None where what converts it is not installed."""
    path = folder / f"{case.name}{case.suffix}"
    paper = OldPaper(path) if case.suffix == ".xls" else Paper(path.with_suffix(".xlsx"))
    case.draw(paper)
    paper.close()
    return converted(path) if case.suffix == ".ods" else path


def converted(path: Path) -> Path | None:
    office = shutil.which("soffice")
    if not office:
        return None
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        str(path.parent),
        str(path.with_suffix(".xlsx")),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path


# 1. One sheet for everything, a header of three rows, several measures in a cell.
def wide_survey(paper: Any) -> None:
    paper.page("风险排查表")
    paper.merge(
        "A1:N1 云川市某中心岗位廉政风险排查表",
        "A2:A4 序号",
        "B2:B4 部门",
        "C2:E2 岗位情况",
        "C3:C4 岗位",
        "D3:D4 姓名",
        "E3:E4 职责权力",
    )
    paper.merge("F2:I2 风险情况", "F3:F4 风险类别", "G3:H3 风险点", "I3:I4 风险等级", "J2:J4 防控要点及防控措施")
    paper.merge("K2:M2 责任落实", "K3:K4 直接责任人", "L3:L4 部门责任人", "M3:M4 责任领导", "N2:N4 备注")
    paper.lines(4, "||||||名称|表现形式")
    paper.lines(
        5,
        "1|综合科|科长|顾某丁|用印管理|岗位职责|违规用印|未经审批用印|高|1.用印审批单与登记簿双控；2.每季度抽查用印记录|顾某丁|沈某乙|秦某甲|",
        "2|综合科|科员|叶某戊|物资采购|业务流程|指定供应商|询价不足三家|中|1.询价不少于三家\\n2.采购与验收分设\\n3.每月抽查3笔|叶某戊|顾某丁|沈某乙|",
        "3|项目资金科|科长|贺某癸|合同管理|制度机制|条款审查不严|先履约后签约|低|合同签订前送法律顾问审核|贺某癸|沈某乙|沈某乙|",
        "4|项目资金科|科员|江某子|账户管理|岗位职责|密钥一人保管|制单复核不分离|中|（1）密钥分人保管（2）每月核对交接登记|江某子|贺某癸|沈某乙|",
    )


WIDE_SURVEY = Messy(
    "风险排查宽表", wide_survey,
    (
        Found("风险排查表", "risk_points", "2-4", "5-8", 4, "科室=B 岗位名称=C 任职人=D 权责事项=E 风险类别=F 风险点=G 表现形式=H 管理责任人=M 备注=N"),
        Found("风险排查表", "risk_measures", "2-4", "5-8", 8, "措施内容=J 责任人=K 监督责任人=L 风险点=G 科室=B 岗位名称=C 备注=N"),
        Found("风险排查表", "risk_ratings", "2-4", "5-8", 4, "核定等级=I 风险点=G 科室=B 岗位名称=C 任职人=D 备注=N"),
    ),
    ("风险排查表!B4 ST-02",), "ST-01 ST-03 ST-04 ST-05 ST-06 ST-07 ST-11 RP-03",
)  # fmt: skip


# 2. Two ledgers below one another on one sheet.
def two_on_a_sheet(paper: Any) -> None:
    paper.page("整改情况")
    paper.lines(
        1,
        "一、问题整改台账",
        "问题编号|来源|方面|问题|整改措施|责任领导|责任科室|责任人|发现日期|整改时限|整改状态|完成日期|佐证材料",
        "ZG-01|单位自查|执行工作纪律|请销假登记不全|修订请销假制度|沈某乙|综合科|顾某丁|2025-03-20|2025-05-31|已完成|2025-05-20|请销假制度",
        "ZG-02|单位自查|执行廉洁纪律|比价留痕不全|推行三家询价|沈某乙|综合科|叶某戊|2025-03-20|2025-08-31|推进中||询价记录3份",
        "ZG-03|审计反馈|执行工作纪律|合同归档不及时|逐份补归档|沈某乙|项目资金科|江某子|2025-05-12|2025-10-31|基本完成||6份中已归档5份",
        "合计|||3||||||||1|",
        "",
        "",
        "二、延期申请情况",
        "延期编号|问题编号|原时限|申请日期|申请延期至|延期原因|申请人|审批结果|审批人|审批日期|审批文号",
        "YQ-01|ZG-02|2025-08-31|2025-08-20|2025-11-30|上级办法未出台|叶某戊|同意|领导小组|2025-08-27|会议纪要〔2025〕6号",
        "YQ-02|ZG-03|2025-10-31|2025-09-20|2025-12-31|材料未齐|江某子|待审批|||",
        "填表人：叶某戊||审核人：顾某丁||日期：2025年9月30日",
    )


TWO_ON_A_SHEET = Messy(
    "一表两台账", two_on_a_sheet,
    (
        Found("整改情况", "rectification", "2", "3-5", 3, "问题编号=A 来源=B 方面=C 问题=D 整改措施=E 责任领导=F 责任科室=G 责任人=H 发现日期=I 整改时限=J 整改状态=K 完成日期=L 佐证材料=M", "", "6 合计行"),
        Found("整改情况", "extensions", "10", "11-12", 2, "延期编号=A 问题编号=B 原时限=C 申请日期=D 申请延期至=E 延期原因=F 申请人=G 审批结果=H 审批人=I 审批日期=J 审批文号=K", "", "13 签字行"),
    ),
    ("整改情况!A6 ST-07", "整改情况!A13 ST-07"), "ST-01 ST-02 ST-03 ST-05 RC-13 RC-14",
    suffix=".ods",
)  # fmt: skip

HEADER = "序号|问题编号|问题来源|问题类别|反馈问题|整改举措|责任领导|责任部门|责任人|整改时限|进展状态|佐证材料"
NUMBERS = "（1）|（2）|（3）|（4）|（5）|（6）|（7）|（8）|（9）|（10）|（11）|（12）"
COLUMNS = "问题编号=B 来源=C 方面=D 问题=E 整改措施=F 责任领导=G 责任科室=H 责任人=I 整改时限=J 整改状态=K 佐证材料=L"


# 3. Sub-totals, a line of column numbers, the header again on each printed page, signatures and notes.
def printed(paper: Any) -> None:
    paper.page("问题整改台账（2025年）")
    paper.merge("A1:L1 云川市某中心问题整改台账", "A11:L11 云川市某中心问题整改台账（续）")
    paper.lines(
        2,
        "填报单位：云川市某中心||||||||||2025年9月30日",
        HEADER,
        NUMBERS,
        "1|ZG-01|单位自查|执行工作纪律|请销假登记不全|修订请销假制度|沈某乙|综合科|顾某丁|2025-10-31|推进中|修订稿1份",
        "2|ZG-02|单位自查|执行廉洁纪律|比价留痕不全，3笔发放未签字|推行三家询价|沈某乙|综合科|叶某戊|2025-10-31|推进中|询价记录3份",
        "综合科小计|2||||||||||",
        "1|ZG-03|审计反馈|执行工作纪律|合同归档不及时|逐份补归档|沈某乙|项目资金科|江某子|2025-10-31|基本完成|归档目录",
        "2|ZG-04|审计反馈|执行工作纪律|合计数与明细不符|逐笔核对|沈某乙|项目资金科|江某子|2025-10-31|推进中|核对表",
        "|小　计||||2|||||||",
    )
    paper.lines(
        12,
        HEADER,
        NUMBERS,
        "1|ZG-05|审计反馈|执行工作纪律|支付进度慢|分季下达计划|沈某乙|项目资金科|贺某癸|2025-12-31|推进中|进度表",
        "合计|||||5||||||",
        "填表人：|叶某戊|审核人：|顾某丁||负责人（签字）：|||日期：|2025-09-30",
        "填表说明：",
        "1.问题表述照录反馈原文。",
        "2.整改状态按截止日填写。",
    )


PRINTED = Messy(
    "打印用台账", printed,
    (
        Found("问题整改台账（2025年）", "rectification", "3", "5-14", 5, COLUMNS, "",
              "4 列号行, 7 小计行, 10 小计行, 11 小节标题, 12 重复的表头, 13 列号行, 15 合计行, 16 签字行, 17 填表说明, 18 填表说明, 19 填表说明"),
    ),
    ("问题整改台账（2025年）!A4 ST-07", "问题整改台账（2025年）!A11 ST-07"), "ST-01 ST-02 ST-03 ST-05 ST-13 ST-14 RC-01 RC-02 RC-05 RC-11",
)  # fmt: skip


# 4. Exported from another system: the headers of a 归零表, 完成时限 only, an old .xls.
def zeroing(paper: Any) -> None:
    paper.page("双归零")
    paper.lines(
        1,
        "巡察反馈问题双归零管理表",
        "问题序号|责任部门（人）|巡察反馈的问题（包括例证）|产生问题的根本原因|归零措施|整改措施完成情况|佐证材料|举一反三检查情况|主管领导审核|整改领导小组审核|主管业务部门审查|完成时限",
        "1|综合科（顾某丁）|请销假登记不全：5人次无销假记录|无人催办|修订制度并按月通报|已印发制度，5人次已补登|请销假制度|已查其他科室|同意|同意|同意|2025年6月底前",
        "2|项目资金科（贺某癸）|合同归档不及时：6份未归档|责任不明|逐份补归档|6份中已归档5份|归档目录|已查全部合同|同意|同意||2025-10-31",
        "3|综合科（叶某戊）|比价留痕不全|未要求留痕|推行三家询价|4月起逐笔归档|询价记录|无|同意|||立行立改",
    )


ZEROING = Messy(
    "归零表", zeroing,
    (
        Found("双归零", "rectification", "2", "3-5", 3, "问题编号=A 责任科室=B 问题=C 原因分析=D 整改措施=E 进展情况=F 佐证材料=G 举一反三情况=H 整改时限=L",
              "I=主管领导审核 J=整改领导小组审核 K=主管业务部门审查"),
    ),
    ("双归零!A2 ST-02", "双归零!I2 ST-05", "双归零!L3 ST-13"), "ST-01 ST-03 ST-04 ST-14 RC-05", suffix=".xls",
)  # fmt: skip


# 5. Dates, deadlines and amounts in every spelling.
def spellings(paper: Any) -> None:
    paper.page("整改清单")
    row = "{}|单位自查|执行工作纪律|{}|修订制度|沈某乙|综合科|顾某丁|{}|{}|推进中||{}|{}|{}"
    paper.lines(
        1,
        "编号|来源|方面|存在问题|整改措施|责任领导|责任科室|责任人|交办日期|整改时限|整改状态|完成日期|清退金额（万元）|新建制度（项）|约谈人次",
        row.format("ZG-01", "问题甲", "2025年3月20日", "2025年12月底前", "0.1386", "1", "2"),
        row.format("ZG-02", "问题乙", "2025.3.20", "2025年10月31日", "1386元", "1项", "2人次"),
        row.format("ZG-03", "问题丙", "20250320", "年底前", "0.1386万元", "一", "若干"),
        row.format("ZG-04", "问题丁", "二〇二五年三月二十日", "13月底", "约1386元", "", ""),
        row.format("ZG-05", "问题戊", "２０２５年３月２０日", "2025年底前，并长期坚持", "", "", ""),
        row.format("ZG-06", "问题己", "'2025-3-20", "立行立改", "", "", ""),
        row.format("ZG-07", "问题庚", "19.3.5", "四季度", "", "", ""),
        row.format("ZG-08", "问题辛", "'2025-02-30", "2025/11/30", "", "", ""),
        row.format("ZG-09", "问题壬", "2025-03-20", "'20251130", "", "", ""),
        row.format("ZG-10", "问题癸", "2025/3/20", "6.3", "", "", ""),
    )


SPELLINGS = Messy(
    "各种写法", spellings,
    (
        Found("整改清单", "rectification", "1", "2-11", 10, "问题编号=A 来源=B 方面=C 问题=D 整改措施=E 责任领导=F 责任科室=G 责任人=H 发现日期=I 整改时限=J 整改状态=K 完成日期=L 清退金额=M 新建制度=N 约谈提醒人次=O"),
    ),
    (
        "整改清单!I2 ST-13", "整改清单!I3 ST-13", "整改清单!I4 ST-13", "整改清单!I5 ST-13", "整改清单!I6 ST-13", "整改清单!I7 ST-13", "整改清单!I11 ST-13",
        "整改清单!I8 ST-14", "整改清单!I9 ST-14", "整改清单!J2 ST-13", "整改清单!J3 ST-13", "整改清单!J9 ST-13", "整改清单!J10 ST-13",
        "整改清单!J5 RC-05", "整改清单!J11 RC-05", "整改清单!M3 RC-22", "整改清单!M4 ST-15", "整改清单!M5 RC-22", "整改清单!N3 ST-15",
        "整改清单!O3 ST-15", "整改清单!O4 RC-22",
    ),
    "ST-01 ST-02 ST-03 ST-04 ST-05 ST-07 ST-16",
)  # fmt: skip


# 6. Several axes in one cell, several persons in one cell.
def composite(paper: Any) -> None:
    paper.page("整改台账")
    row = "{}|单位自查|执行工作纪律|{}|修订制度|{}|综合科|{}|2025-03-20|{}|{}|{}|{}|制度1份"
    paper.lines(
        1,
        "问题编号|来源|方面|问题|整改措施|责任领导|责任科室|责任人|发现日期|整改时限|整改类型|整改状态|完成日期|佐证材料",
        row.format(
            "ZG-01",
            "问题甲",
            "沈某乙（副主任）",
            "顾某丁（科长）、叶某戊",
            "立行立改，长期坚持",
            "长期坚持",
            "已完成，长期坚持",
            "2025-04-20",
        ),
        row.format(
            "ZG-02",
            "问题乙",
            "沈某乙\\n陆某丙",
            "顾某丁，叶某戊",
            "2025-04-30",
            "即知即改",
            "已经完成，并持续坚持",
            "2025-04-20",
        ),
        row.format("ZG-03", "问题丙", "沈某乙", "顾某丁；叶某戊", "2025-12-31", "持续整改", "持续整改", ""),
        row.format("ZG-04", "问题丁", "沈　某乙", "顾某丁(负责人)", "2025-12-31", "限期", "阶段性完成", ""),
        row.format("ZG-05", "问题戊", "沈某乙", "顾某丁", "2025-12-31", "边查边改", "差不多了", ""),
        row.format("ZG-06", "问题己", "沈某乙", "顾某丁 ", "2025-04-30", "分阶段整改", "完成整改", "2025-04-20"),
    )


COMPOSITE = Messy(
    "合写", composite,
    (
        Found("整改台账", "rectification", "1", "2-7", 6, "问题编号=A 来源=B 方面=C 问题=D 整改措施=E 责任领导=F 责任科室=G 责任人=H 发现日期=I 整改时限=J 整改类型=K 整改状态=L 完成日期=M 佐证材料=N"),
    ),
    (
        "整改台账!L2 RC-12", "整改台账!L3 RC-12", "整改台账!L4 RC-12", "整改台账!L6 RC-11", "整改台账!L5 ST-17", "整改台账!L7 ST-17",
        "整改台账!K3 ST-17", "整改台账!F5 ST-11", "整改台账!H7 ST-11",
    ),
    "ST-01 ST-02 ST-03 ST-16 ST-14 RC-05 RC-07 RC-24",
)  # fmt: skip


# 7. A long preface, blank rows and columns before the table, headers with slips of the pen.
def preface(paper: Any) -> None:
    paper.page("附件2")
    paper.lines(
        2,
        "|||附件2",
        "|||关于报送整改情况的说明",
        "|||各科室：",
        "|||请按责任领导、责任科室、责任人逐项填写，整改时限须明确到日。",
        "|||一、填报范围：巡察反馈、审计反馈和单位自查的问题。",
        "|||二、填报时间：每月月底前。",
        "|||三、报送综合科汇总。",
        "",
        "|||云川市某中心",
        "",
        "|||问题编号|来 源|方　面|问题|整改\\n措施|责任领导|责任科宝|责任人|整政时限|*整改状态|整改责任分解",
        "|||ZG-01|单位自查|执行工作纪律|请销假登记不全|修订制度|沈某乙|综合科|顾某丁|2025-12-31|推进中|甲",
        "|||ZG-02|单位自查|执行廉洁纪律|比价留痕不全|推行三家询价|沈某乙|综合科|叶某戊|2025-12-31|未启动|乙",
        "",
        "|||ZG-03|单位自查|执行廉洁纪律|账实不符|逐笔核对|陆某丙|宣传活动科|梁某壬|2025-12-31|未启动|丙",
    )


PREFACE = Messy(
    "长前言", preface,
    (
        Found("附件2", "rectification", "12", "13-16", 3, "问题编号=D 来源=E 方面=F 问题=G 整改措施=H 责任领导=I 责任科室=J 责任人=K 整改时限=L 整改状态=M", "N=整改责任分解"),
    ),
    ("附件2!J12 ST-04", "附件2!L12 ST-04", "附件2!N12 ST-05"), "ST-01 ST-02 ST-03 ST-07 RC-04 RC-05",
)  # fmt: skip


# 8. A sheet for each unit, and sheets that are no ledgers.
def by_unit(paper: Any) -> None:
    head = "序号|问题编号|来源|方面|问题|整改措施|责任领导|责任科室|责任人|整改时限|整改状态"
    row = "1|{}|单位自查|执行工作纪律|{}|修订制度|沈某乙|{}|{}|2025-12-31|推进中"
    paper.page("填写说明（必读）")
    paper.lines(
        1,
        "填写说明",
        "列名|要求|例",
        "问题编号|必填，不重复|ZG-01",
        "责任领导|填姓名|沈某乙",
        "整改时限|真实日期|2025-12-31",
    )
    paper.page("问题整改台账（综合科）")
    paper.lines(
        1,
        head,
        row.format("ZG-01", "请销假登记不全", "综合科", "顾某丁"),
        row.format("ZG-02", "比价留痕不全", "综合科", "叶某戊"),
    )
    paper.page("项目资金科2025年整改台账")
    paper.lines(1, "项目资金科整改台账", head, row.format("ZG-03", "合同归档不及时", "项目资金科", "江某子"))
    paper.page("【宣传活动科】")
    paper.lines(1, head, row.format("ZG-04", "账实不符", "宣传活动科", "梁某壬"))
    paper.page("字典")
    paper.lines(1, "整改状态|整改类型|销号状态", "未启动|立行立改|未申请", "推进中|限期整改|待核验")
    paper.page("通讯录")
    paper.lines(
        1, "编号|科室|姓名|职务|办公电话|房间", "1|综合科|顾某丁|科长|内线01|301", "2|综合科|叶某戊|科员|内线02|302"
    )
    paper.page("固定资产")
    paper.lines(
        1, "编号|类别|名称|状态|责任人|备注", "1|办公设备|复印机|在用|叶某戊|", "2|办公设备|投影仪|在用|叶某戊|"
    )
    paper.page("重点任务")
    paper.lines(
        1,
        "序号|工作任务|具体措施|责任领导|责任科室|完成时限|完成情况",
        "1|年度考核|分三批组织|陆某丙|业务指导科|2025-12-31|正在推进",
    )
    paper.page("指标")
    paper.lines(1, "方面|指标|分值|责任科室|责任人|备注", "党建|学习次数|10|综合科|顾某丁|")


BY_UNIT_COLUMNS = "问题编号=B 来源=C 方面=D 问题=E 整改措施=F 责任领导=G 责任科室=H 责任人=I 整改时限=J 整改状态=K"
BY_UNIT = Messy(
    "分科室", by_unit,
    (
        Found("问题整改台账（综合科）", "rectification", "1", "2-3", 2, BY_UNIT_COLUMNS),
        Found("项目资金科2025年整改台账", "rectification", "2", "3-3", 1, BY_UNIT_COLUMNS),
        Found("【宣传活动科】", "rectification", "1", "2-2", 1, BY_UNIT_COLUMNS),
    ),
    (), "ST-01 ST-02 ST-03 ST-04 ST-05 RC-01",
    unrecognized="通讯录 固定资产 重点任务 指标",
)  # fmt: skip


# 9. Merged cells everywhere, titles between the data, hidden rows, error values, formulas never computed.
def merged(paper: Any) -> None:
    paper.page("问题整改台账")
    paper.merge(
        "A1:M1 问题整改台账",
        "A2:M2 （截至2025年9月30日）",
        "A3:A4 问题编号",
        "B3:B4 来源",
        "C3:D3 问题",
        "E3:E4 整改措施",
    )
    paper.merge("F3:H3 责任分工", "I3:I4 整改时限", "J3:K3 整改情况", "L3:M3 销号")
    paper.lines(4, "||类别|具体问题||责任领导|责任科室|责任人||状态|完成日期|状态|日期")
    paper.merge(
        "A5:M5 （一）巡察反馈问题",
        "B6:B8 巡察反馈",
        "F6:F8 沈某乙",
        "G6:G7 综合科",
        "A9:M9 （二）自查问题",
        "B10:B11 单位自查",
        "F10:F11 陆某丙",
        "H10:H11 梁某壬",
        "J10:K10 推进中",
    )
    for number, line in {
        6: "ZG-01||执行工作纪律|请销假登记不全|修订制度|||顾某丁|2025-06-30|已完成|2025-06-20|待核验|",
        7: "ZG-02||执行廉洁纪律|比价留痕不全|#REF!|||叶某戊|2025-12-31|推进中||未申请|",
        8: 'ZG-03||执行工作纪律|合同归档不及时|逐份补归档||==IF(A1="","","项目资金科")|江某子|2025-12-31|推进中||未申请|',
        10: "ZG-04||执行廉洁纪律|账实不符|逐笔核对||宣传活动科||2025-12-31|||未申请|",
        11: "ZG-05||执行廉洁纪律|领用无签字|补办手续||宣传活动科||#N/A|推进中||未申请|",
    }.items():
        for at, text in enumerate(line.split("|")):
            if text:
                paper.put(number - 1, at, cell(text))
    paper.hide(7, 11)
    paper.sheet.autofilter("A4:M11")


MERGED = Messy(
    "到处合并", merged,
    (
        Found("问题整改台账", "rectification", "3-4", "6-11", 5,
              "问题编号=A 来源=B 方面=C 问题=D 整改措施=E 责任领导=F 责任科室=G 责任人=H 整改时限=I 整改状态=J 完成日期=K 销号状态=L 销号日期=M", "", "5 小节标题, 9 小节标题"),
    ),
    ("问题整改台账!E7 ST-08", "问题整改台账!I11 ST-08", "问题整改台账!G8 ST-10", "问题整改台账!A7 ST-09", "问题整改台账!B6 ST-06", "问题整改台账!A5 ST-07"),
    "ST-01 ST-02 ST-03 ST-05 ST-14 RC-02 RC-03 RC-04 RC-05 RC-09 RC-23",
)  # fmt: skip


# 10. Another method, own names for the levels, 一级 the lightest.
def by_lec(paper: Any) -> None:
    paper.page("参 数")
    paper.lines(
        1, "廉政风险防控参数", "参数|值|说明", "评定方法|lec|作业条件法", "等级方向|升序|一级最轻", "三级对应|重大=高；较大=中；一般=中；低=低|", "统计截止日|2025年9月30日|",
        "评定方法|ls3x3|", "没有的参数|1|",
    )  # fmt: skip
    paper.page("风险点等级评定表")
    paper.lines(
        1,
        "岗位廉政风险等级评定表",
        "序号|风险点编号|评定年度|风险点|L|E|C|D值|自评等级|互评等级|风险等级|核定日期|核定组织|复评日期",
        "1|FX-01|2025|违规用印|3|6|40|720|较大|重大|重大|2025-03-10|领导小组|2026-03-10",
        "2|FX-02|2025|指定供应商|1|6|15|90|一般|一般|一般|2025-03-10|领导小组|2026-03-10",
        "3|FX-03|2025|账实不符|1|2|7|14|一级|低|低|2025-03-10|领导小组|2026-03-10",
        "4|FX-04|2025|评分随意|6|6|15|540|四级|重大|待定|||",
    )


BY_LEC = Messy(
    "自定方法", by_lec,
    (
        Found("参 数", "settings", "2", "3-8", 6, "参数=A 值=B 说明=C"),
        Found("风险点等级评定表", "risk_ratings", "2", "3-6", 4, "风险点编号=B 评定年度=C 风险点=D 可能性L=E 暴露频率E=F 后果C=G 风险值R=H 自评等级=I 互评等级=J 核定等级=K 核定日期=L 核定组织=M 下次复评日期=N"),
    ),
    ("参 数!B7 ST-03", "参 数!A8 ST-05", "风险点等级评定表!I6 RP-03", "风险点等级评定表!K6 RP-13"),
    "ST-01 ST-02 ST-04 ST-16 ST-17 RP-10",
)  # fmt: skip

CASES = (WIDE_SURVEY, TWO_ON_A_SHEET, PRINTED, ZEROING, SPELLINGS, COMPOSITE, PREFACE, BY_UNIT, MERGED, BY_LEC)
