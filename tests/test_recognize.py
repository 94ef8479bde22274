"""Headers as people write them and what they are taken for; near misses; which rows are data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xlsuite.grading.basis import Basis
from xlsuite.ledgers import ledgers_for
from xlsuite.model.columns import LedgerType
from xlsuite.model.grid import Grid, Merge
from xlsuite.model.headers import Names
from xlsuite.model.place import letters
from xlsuite.model.reading import items
from xlsuite.model.recognize import layouts
from xlsuite.model.settings import Settings


def known(method: str = "ls3x3") -> tuple[LedgerType, ...]:
    settings = Settings()
    settings.take("评定方法", method, "测试")
    settings.settle(date(2025, 9, 30))
    return ledgers_for(Basis(settings))


LEDGERS = {ledger.id: ledger for ledger in known()}
NAMES = Names(LEDGERS.values())


def grid(lines: str, sheet: str = "Sheet1", merges: str = "") -> Grid:
    """Lines of cells separated by `|`; numbers become numbers. Merges as `1,1,1,5`: top, left, bottom, right."""
    rows = [[number(cell.replace("\\n", "\n")) for cell in line.strip("\n").split("|")] for line in lines.split("\n")]
    width = max(len(row) for row in rows)
    ranges = tuple(Merge(*map(int, each.split(","))) for each in merges.split())
    return Grid(sheet, [row + [""] * (width - len(row)) for row in rows], ranges, {}, frozenset(), frozenset())


def number(cell: str) -> Any:
    return float(cell) if cell.isdecimal() and cell.isascii() else cell


def columns(slots: Any) -> dict[str, str]:
    return {slot.column.name: letters(slot.at) for slot in slots}


# Every synonym the domain lists, and more: each is put in the place of its column on a sheet with all the others.
SYNONYMS = """
posts|科室|部门 处室 股室 单位/科室
posts|岗位名称|岗位 职务
posts|任职人|姓名 在岗人员
posts|直接上级岗位|上级岗位 直接上级
posts|主要职权|职权 职责 主要职责
posts|是否重点岗位|重点岗位
posts|责任书签订日期|责任书签订时间 签订日期
risk_points|风险点编号|编号 风险编号
risk_points|年度|年份
risk_points|科室|单位/科室 部门 股室 处室 所属部门
risk_points|岗位名称|岗位 岗位类别 涉及的岗位 风险点涉及的岗位
risk_points|任职人|姓名 排查人 责任主体
risk_points|权责事项|职权 职责权力 重要环节 风险项目名 风险流程
risk_points|风险类别|类别 风险种类
risk_points|风险点|风险名称 风险点名称 廉政风险点
risk_points|表现形式|主要内容及表现形式 风险描述 廉政风险主要内容及表现形式 廉政风险点表现形式 廉政风险点描述
risk_points|成因|原因 风险成因
risk_points|排查日期|登记日期
risk_measures|措施内容|防控措施 防控要点 预防和控制措施 防控要点及防控措施
risk_measures|责任人|直接责任人 防控责任人
risk_measures|监督责任人|部门责任人 责任领导 监管责任人 部门负责人
risk_measures|完成时限|落实时限
risk_measures|佐证材料|依据 制度名称
risk_ratings|风险点编号|编号 风险编号
risk_ratings|评定年度|年度 年份
risk_ratings|可能性L|可能性 L 可能性（L） 可能性(L)
risk_ratings|危害程度S|危害程度 S 严重程度 C
risk_ratings|风险值R|风险值 R 廉政风险值D
risk_ratings|自评等级|自评 自己找
risk_ratings|互评等级|互评 相互查
risk_ratings|核定等级|核定 组织核 风险等级 等级 风险级别
rectification|问题编号|问题序号 编号
rectification|来源|反馈来源 问题来源
rectification|方面|类别 问题类别 板块
rectification|问题|反馈问题 存在问题 问题表述 巡察反馈的问题（包括例证）
rectification|具体表现|例证 事例
rectification|原因分析|根本原因 产生问题的根本原因
rectification|整改类型|整改性质
rectification|整改措施|任务清单 整改举措 归零措施
rectification|责任领导|牵头领导
rectification|责任科室|责任部门 牵头单位 责任部门（人）
rectification|责任人|直接责任人
rectification|发现日期|反馈日期 交办日期
rectification|整改时限原文|完成时限
rectification|整改状态|进展状态 完成情况
rectification|进展情况|整改进展 整改成效 整改措施完成情况
rectification|佐证材料|印证材料 附件
rectification|举一反三情况|举一反三检查情况
rectification|清退金额|清退金额（万元） 清退金额(元)
rectification|销号状态|验收意见
rectification|核验人|验收人
progress|日期|填报日期
progress|进展|进展情况
progress|佐证|佐证材料
progress|当期状态|状态
extensions|申请延期至|延期至 拟延期至
extensions|审批结果|审批意见
closures|核验人|验收人
closures|核验意见|验收意见
common_problems|共性问题原文|共性问题
common_problems|对照结果|是否存在
common_problems|关联问题编号|关联问题 问题编号
"""
SYNONYM_CASES = [
    (ledger, name, synonym)
    for ledger, name, synonyms in (line.split("|") for line in SYNONYMS.strip().split("\n"))
    for synonym in (name, *synonyms.split(), f"*{name}", f" {name[0]}　{name[1:]} ", f"{name[:2]}\\n{name[2:]}")
]


@pytest.mark.parametrize(("ledger", "name", "written"), SYNONYM_CASES)
def test_synonym(ledger: str, name: str, written: str) -> None:
    kind = LEDGERS[ledger]
    headers = [column.name for column in kind.columns if column.name not in ("任职起止",)]
    at = headers.index(name) + 1
    found = layouts(grid("|".join(written if header == name else header for header in headers), kind.title), NAMES)
    assert [layout.ledger.id for layout in found] == [ledger]
    assert columns(found[0].slots)[name] == letters(at)
    assert found[0].unknown == found[0].doubled == ()


# Whole headers as they were seen: sheet name, header, then ledger and columns of each table; * what stays unknown.
SPECIMENS = (
    ("Sheet1", "序号|单位/科室|风险类别|风险点|廉政风险主要内容及表现形式|风险等级|防控措施|部门负责人|责任领导",
     "risk_points 科室=B 风险类别=C 风险点=D 表现形式=E 管理责任人=I; risk_measures 措施内容=G 监督责任人=H; risk_ratings 核定等级=F"),
    ("Sheet1", "序号|部门|重要环节|廉政风险点表现形式|风险点涉及的岗位|风险等级|防控要点及防控措施|直接责任人|部门责任人|责任领导",
     "risk_points 科室=B 权责事项=C 表现形式=D 岗位名称=E 管理责任人=J; risk_measures 措施内容=G 责任人=H 监督责任人=I; risk_ratings 核定等级=F"),
    ("Sheet1", "序号|岗位类别|风险名称|风险描述|防控措施|监测指标", "risk_points 岗位名称=B 风险点=C 表现形式=D 监测指标=F; risk_measures 措施内容=E"),
    ("风险点排查表", "序号|岗位|姓名|职责权力", "risk_points 岗位名称=B 任职人=C 权责事项=D"),
    ("Sheet1", "岗位编号|年份|所属部门|岗位|风险项目名|廉政风险点描述|L|C|廉政风险值D|风险等级|预防和控制措施|创建人|创建时间",
     "risk_points 岗位编号=A 年度=B 科室=C 岗位名称=D 权责事项=E 表现形式=F; risk_measures 措施内容=K; risk_ratings 可能性L=G 危害程度S=H 风险值R=I 核定等级=J; * 创建人 创建时间"),
    ("Sheet1", "排查人|责任主体|廉政风险点|防控措施", "risk_points 任职人=B 风险点=C; risk_measures 措施内容=D; * 排查人"),
    ("Sheet1", "问题序号|责任部门（人）|巡察反馈的问题（包括例证）|产生问题的根本原因|归零措施|整改措施完成情况|佐证材料|举一反三检查情况|主管领导审核",
     "rectification 问题编号=A 责任科室=B 问题=C 原因分析=D 整改措施=E 进展情况=F 佐证材料=G 举一反三情况=H; * 主管领导审核"),
    ("Sheet1", "问题编号|问题|整改措施|责任人|完成时限", "rectification 问题编号=A 问题=B 整改措施=C 责任人=D 整改时限=E"),
    ("Sheet1", "问题编号|问题|整改措施|责任人|完成时限|整改时限", "rectification 问题编号=A 问题=B 整改措施=C 责任人=D 整改时限原文=E 整改时限=F"),
    ("Sheet1", "风险点编号|措施内容|责任人|责任领导|完成时限", "risk_measures 风险点编号=A 措施内容=B 责任人=C 监督责任人=D 完成时限=E"),
    ("Sheet1", "风险点编号|可能性|危害程度|风险值|自评|互评|风险等级", "risk_ratings 风险点编号=A 可能性L=B 危害程度S=C 风险值R=D 自评等级=E 互评等级=F 核定等级=G"),
    ("Sheet1", "风险点编号|可能性|危害程度|风险值|自评等级|互评等级|风险等级|核定等级",
     "risk_ratings 风险点编号=A 可能性L=B 危害程度S=C 风险值R=D 自评等级=E 互评等级=F 核定等级=H; * 风险等级"),
    ("Sheet1", "风险点编号|科室|风险点|表现形式|风险类别|责任领导", "risk_points 风险点编号=A 科室=B 风险点=C 表现形式=D 风险类别=E; * 责任领导"),
    ("Sheet1", "问题编号|日期|填报人|进展情况", "progress 问题编号=A 日期=B 填报人=C 进展=D"),
    ("整改过程记录", "问题编号|时间|记录人|进展", "progress 问题编号=A 日期=B 填报人=C 进展=D"),
    ("Sheet1", "问题编号|轮次|申请人|核验人|核验意见|退回原因", "closures 问题编号=A 轮次=B 申请人=C 核验人=D 核验意见=E 退回原因=F"),
    ("Sheet1", "序号|方面|共性问题原文|对照结果|具体情况|对照科室", "common_problems 方面=B 共性问题原文=C 对照结果=D 具体情况=E 对照科室=F"),
    ("岗位廉政风险管理目录", "科室|岗位|任职人|风险点|表现形式|等级|防控措施|管理责任人", "post_catalog 科室=A 岗位=B 任职人=C 风险点=D 表现形式=E 等级=F 防控措施=G 管理责任人=H"),
    ("Sheet1", "问题|整改措施|责任领导|责任人|整改时限|整改时间", "rectification 问题=A 整改措施=B 责任领导=C 责任人=D 整改时限=E; * 整改时间"),
    ("Sheet1", "问题编号|存在的主要问题|整改方案|整改责任领导|整改责任单位|整改责任人|时间节点|目前进展情况|支撑材料",
     "rectification 问题编号=A 问题=B 整改措施=C 责任领导=D 责任科室=E 责任人=F 整改时限=G 进展情况=H 佐证材料=I"),
    ("Sheet1", "问题编号|问题|整改措施|责任领导|分管领导|责任科室|责任单位|责任人|经办人|整改时限|整改状态|完成情况|整改成效",
     "rectification 问题编号=A 问题=B 整改措施=C 责任领导=D 责任科室=F 责任人=H 整改时限=J 整改状态=K 进展情况=M; * 分管领导 责任单位 经办人 完成情况"),
    ("Sheet1", "问题编号|问题|整改措施|责任人|完成时间", "rectification 问题编号=A 问题=B 整改措施=C 责任人=D 整改时限=E"),
    ("Sheet1", "问题编号|问题|整改措施|责任人|整改时限|完成时间|办结日期", "rectification 问题编号=A 问题=B 整改措施=C 责任人=D 整改时限=E 完成日期=G; * 完成时间"),
    ("Sheet1", "问题编号|主要问题|具体问题|整改措施|责任人|整改时限|办结日期", "rectification 问题编号=A 问题=B 具体表现=C 整改措施=D 责任人=E 整改时限=F 完成日期=G"),
    ("Sheet1", "单位|科室|岗位|职务|姓名|风险点名称|风险点描述|防范措施|廉政风险等级",
     "risk_points 科室=B 岗位名称=C 任职人=E 风险点=F 表现形式=G; risk_measures 措施内容=H; risk_ratings 核定等级=I; * 单位 职务"),
    ("通讯录", "编号|科室|姓名|职务|办公电话", ""),
    ("资产", "编号|类别|名称|状态|责任人|备注", ""),
    ("重点任务", "序号|工作任务|具体措施|责任领导|责任科室|完成时限|完成情况", ""),
    ("指标", "方面|指标|分值|责任科室|责任人|备注", ""),
    ("答复", "序号|问题|答复|责任科室|备注", ""),
    ("值班表", "日期|星期|姓名|岗位|备注", ""),
    ("Sheet1", "2025|2024|2023", ""),
)  # fmt: skip


@pytest.mark.parametrize(("sheet", "header", "expected"), SPECIMENS)
def test_specimen(sheet: str, header: str, expected: str) -> None:
    found = layouts(grid(header, sheet), NAMES)
    said = []
    for layout in found:
        own = {slot.at for slot in layout.slots}
        said.append(f"{layout.ledger.id} {shown(layout.slots)}")
        said += [f"{ledger.id} {shown(s for s in slots if s.at not in own)}" for ledger, slots in layout.companions]
        said += ["* " + " ".join(text for _, text in layout.unknown)] if layout.unknown else []
    assert "; ".join(said) == expected


def shown(slots: Any) -> str:
    return " ".join(f"{slot.column.name}={letters(slot.at)}" for slot in slots)


# Headers of several rows: lines, merges, sheet; header rows and columns.
TALL = (
    ("问题编号|问题|责任分工|||整改时限|\n||责任领导|责任科室|责任人|原文|日期", "1,1,2,1 1,2,2,2 1,3,1,5 1,6,1,7", "1-2",
     "问题编号=A 问题=B 责任领导=C 责任科室=D 责任人=E 整改时限原文=F 整改时限=G"),
    ("问题整改台账||||\n问题编号|问题|整改措施|责任人|整改时限", "1,1,1,5", "2-2", "问题编号=A 问题=B 整改措施=C 责任人=D 整改时限=E"),
    ("风险点编号|等级评定||||\n|自评||互评||核定\n|等级|日期|等级|日期|等级", "1,1,3,1 1,2,1,6 2,2,2,3 2,4,2,5", "1-3",
     "风险点编号=A 自评等级=B 自评日期=C 互评等级=D 互评日期=E 核定等级=F"),
    ("问题编号|问题|责任||销号||\n||领导|人|状态|日期|核验人", "1,1,2,1 1,2,2,2 1,3,1,4 1,5,1,7", "1-2",
     "问题编号=A 问题=B 责任领导=C 责任人=D 销号状态=E 销号日期=F 核验人=G"),
    ("问题编号|问题|整改措施|责任领导|整改情况|\n||内容|姓名|日期|佐证材料", "1,1,2,1 1,2,2,2 1,5,1,6", "1-2",
     "问题编号=A 问题=B 整改措施=C 责任领导=D 佐证材料=F"),
    ("\n\n|问题编号|问题|整改措施|责任人\n|ZG-01|甲|乙|丙", "", "3-3", "问题编号=B 问题=C 整改措施=D 责任人=E"),
)  # fmt: skip


@pytest.mark.parametrize(("lines", "merges", "header", "expected"), TALL)
def test_tall_header(lines: str, merges: str, header: str, expected: str) -> None:
    (found,) = layouts(grid(lines, merges=merges), NAMES)
    assert f"{found.header_rows[0]}-{found.header_rows[-1]}" == header
    assert shown(found.slots) == expected


# Tables beside one another, set apart by an empty column: lines, merges; the tables and their rows.
BESIDE = (
    ("表一||||表二|||\n风险点编号|风险点|表现形式||措施编号|风险点编号|防控措施|责任人\nFX-1|甲|乙||CS-1|FX-1|丙|丁\n||||CS-2|FX-1|戊|己",
     "1,1,1,3 1,5,1,8", "risk_points 3-3 风险点编号=A 风险点=B 表现形式=C; risk_measures 3-4 措施编号=E 风险点编号=F 措施内容=G 责任人=H"),
    ("问题|整改措施|责任人||问题|整改措施|责任人\n甲|乙|丙||丁|戊|己", "", "rectification 2-2 问题=A 整改措施=B 责任人=C; rectification 2-2 问题=E 整改措施=F 责任人=G"),
    ("|风险点编号|风险点|表现形式||防控措施|责任人\n|FX-1|甲|乙||丙|丁", "", "risk_points 2-2 风险点编号=B 风险点=C 表现形式=D"),  # a wide sheet
    ("问题编号|问题|整改措施||责任人|整改时限\nZG-1|甲|乙||丁|戊", "", "rectification 2-2 问题编号=A 问题=B 整改措施=C 责任人=E 整改时限=F"),
    ("问题编号|问题|整改措施||问题编号|延期编号|申请日期\nZG-1|甲|乙|说明|ZG-1|YQ-1|丙", "",
     "rectification 2-2 问题编号=A 问题=B 整改措施=C"),  # not empty between them
)  # fmt: skip


@pytest.mark.parametrize(("lines", "merges", "expected"), BESIDE)
def test_side_by_side(lines: str, merges: str, expected: str) -> None:
    found = layouts(grid(lines, merges=merges), NAMES)
    said = (f"{each.ledger.id} {each.rows[0]}-{each.rows[-1]} {shown(each.slots)}" for each in found)
    assert "; ".join(said) == expected


NEAR = (
    ("rectification", "整政时限", "整改时限"), ("rectification", "责任科宝", "责任科室"), ("rectification", "整改措失", "整改措施"),
    ("rectification", "任责领导", "责任领导"), ("rectification", "问题编码", "问题编号"), ("rectification", "佐政材料", "佐证材料"),
    ("rectification", "约谈提醒人数", "约谈提醒人次"), ("rectification", "销号壮态", "销号状态"), ("risk_points", "风险点编码", "风险点编号"),
    ("risk_points", "表现型式", "表现形式"), ("risk_measures", "措施内容及", "措施内容"), ("posts", "岗位层次", "岗位层级"),
    ("rectification", "问提", ""), ("rectification", "来原", ""), ("rectification", "领导批示", ""), ("rectification", "联系电话", ""),
    ("rectification", "整改时限", ""), ("rectification", "审核意见", ""), ("rectification", "责任", ""), ("rectification", "风险等级", ""),
    ("risk_points", "监督电话", ""), ("posts", "政治面貌", ""),
)  # fmt: skip


@pytest.mark.parametrize(("ledger", "header", "column"), NEAR)
def test_near_miss(ledger: str, header: str, column: str) -> None:
    found = NAMES.near(header, LEDGERS[ledger])
    assert (found.name if found else "") == column


SHEETS = (
    ("问题整改台账", "rectification"), ("问题整改台账（综合科）", "rectification"), ("2025年问题整改台账", "rectification"), ("整改台账1", "rectification"),
    ("个人廉政风险点登记表【2025】", "risk_points"), ("防控措施", "risk_measures"), ("参数", "settings"), ("参 数", "settings"),
    ("参数（2025）", "settings"), ("来源表", "sources"), ("Sheet1", ""), ("通讯录", ""), ("问题整改台账填写说明", ""), ("整改状态字典", ""),
)  # fmt: skip


@pytest.mark.parametrize(("sheet", "ledger"), SHEETS)
def test_sheet_name(sheet: str, ledger: str) -> None:
    found = NAMES.titled(sheet)
    assert (found.id if found else "") == ledger


# A row below 序号|问题编号|问题|整改措施|责任人|备注 and two data rows, and what it is; "" is data, 空行 is left out silently.
ROWS = (
    ("3|ZG-03|丙|措施|某甲|", ""), ("|ZG-03|||| ", "只有编号"), ("3|ZG-03||||", "只有编号"), ("3||||| ", "只有序号"),
    ("3||丙||||", ""), ("||丙|措施||", ""), ("3||丙|措施|某甲|", ""), ("3|ZG-03||措施|某甲|", ""), ("3|ZG-03|/|||", ""),
    ("合计||2||||", "合计行"), ("|合　计|2|2||", "合计行"), ("小计：2项|||||", "小计行"), ("综合科小计|||2||", "小计行"), ("|合计|2项|||", "合计行"),
    ("本页小计|||||", "小计行"), ("总　　计|||||2", "总计行"), ("合计（项）||2|||", "合计行"), ("3|ZG-03|合计数与明细不符|措施|某甲|", ""), ("3||合计数与明细不符|措施||", ""),
    ("填表人：某甲|||审核人：某乙||", "签字行"), ("填表人：|某甲||审核人：|某乙|", "签字行"), ("单位（盖章）：|||||", "签字行"), ("|||负责人签字：||", "签字行"),
    ("填表人：|侯某五|审核人：|葛某四|日期：|2025年9月28日", "签字行"), ("本人签字：|||科室负责人签字：||", "签字行"), ("党组书记（签字）：|侯某五|||日期：|", "签字行"),
    ("||审批表无签字：5份|措施|某甲|", ""), ("3||发放清单漏签字：3笔|措施|某甲|", ""),
    ("主要领导（签字）|||||", "签字行"), ("3||发放未签字|措施||", ""), ("||三笔领用未签字||某甲|", ""),
    ("注：按实填写。|||||", "填表说明"), ("填表说明|||||", "填表说明"), ("备注：按实填写|||||", "填表说明"), ("说明：1.按实填写|||||", "填表说明"),
    ("一、巡察反馈问题|||||", "小节标题"), ("（二）自查问题|||||", "小节标题"), ("第一部分 党的建设|||||", "小节标题"), ("|一、巡察反馈问题||||", "小节标题"), ("||二、自查||||", "小节标题"),
    ("序号|问题编号|问题|整改措施|责任人|备注", "重复的表头"), ("|问题编号|问题|整改措施||", "重复的表头"), ("1|2|3|4|5|6", "列号行"),
    ("（1）|（2）|（3）|（4）|（5）|（6）", "列号行"), ("甲|乙|1|2|3|4", "列号行"), ("|||||第1页", "表外文字"), ("2025年9月30日|||||", "表外文字"),
    ("|||||", "空行"), ("||　|||", "空行"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), ROWS)
def test_row_role(line: str, reason: str) -> None:
    lines = f"序号|问题编号|问题|整改措施|责任人|备注\n1|ZG-01|甲|措施|某甲|\n2|ZG-02|乙|措施|某乙|\n{line}\n4|ZG-04|丁|措施|某丁|"
    (found,) = layouts(grid(lines), NAMES)
    said = {each.row: each.reason for each in found.excluded}
    assert (said.get(4, "空行" if 4 not in found.rows else "")) == reason
    assert {2, 3, 5} <= set(found.rows)


ITEMS = (
    ("1.甲；2.乙", "甲 乙"), ("1.甲\n2.乙\n3.丙", "甲 乙 丙"), ("（1）甲（2）乙", "甲 乙"), ("①甲②乙", "甲 乙"), ("1、甲；2、乙", "甲 乙"),
    ("1.1甲；1.2乙", "甲 乙"), ("主要措施：1.甲 2.乙", "甲 乙"), ("按方案（2）执行", "按方案（2）执行"), ("2025.3.1前完成；2.5万元以上的上会", "2025.3.1前完成；2.5万元以上的上会"),
    ("1.甲（附件1、2）；2.乙", "甲（附件1、2） 乙"), ("每季度1次，比例1.5%以上", "每季度1次，比例1.5%以上"), ("2.甲", "2.甲"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ITEMS)
def test_items(text: str, expected: str) -> None:
    assert items(text) == expected.split(" ")


def test_method_columns() -> None:
    names = Names(known("lec"))
    (found,) = layouts(grid("风险点编号|L|E|C|D值|自评|互评|核定", "风险点等级评定表"), names)
    assert shown(found.slots) == "风险点编号=A 可能性L=B 暴露频率E=C 后果C=D 风险值R=E 自评等级=F 互评等级=G 核定等级=H"
