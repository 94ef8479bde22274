"""What drafts say: whole sentences from drawn ledgers, claims only where they are proven, gaps where data are missing."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest

from tests import samples
from tests.drafts import outside_bookmarks
from tests.drawn import book
from xlsuite.errors import UsageError
from xlsuite.ledgers.book import Book
from xlsuite.model.grid import Grid
from xlsuite.model.settings import SETTINGS
from xlsuite.text.report_data import report_data
from xlsuite.text.word import text_of
from xlsuite.verbs.check import findings
from xlsuite.verbs.report import names, report
from xlsuite.verbs.summarize import summarize

DONE = "整改状态=已完成 完成日期=2025-06-01 "
CLAIM = "单位自查问题已全部整改完成。"
BOTH = ("自查报告", "整改情况报告")


def draft(some: Book, template: str = "自查报告", **more: Any) -> str:
    return text_of(report(some, template, **more).content)


def data_of(some: Book) -> dict[str, Any]:
    found = findings(some)
    return report_data(some, summarize(some, found), found)


def with_prose(*lines: tuple[Any, ...], text: str = "", **settings: Any) -> Book:
    """The drawn workbook with a 文字材料 sheet beside it."""
    from tests.drawn import AS_OF, draw
    from xlsuite.ledgers.open import open_book

    prose = Grid("文字材料", [["部分", "序号", "标题", "内容"], *map(list, lines)])
    grids = draw([text], "rectification", settings) if text else []
    return open_book("例.xlsx", [*grids, prose], AS_OF, line_settings=settings)


# --- sentences ----------------------------------------------------------------------------------------------------

SENTENCES = [
    # ledger, sentence that must be there
    ("整改状态=推进中", "截至2025年9月30日，单位自查的1个问题，正在推进1个，整改完成率0.00%。"),
    (DONE, "截至2025年9月30日，单位自查的1个问题，已完成整改1个，整改完成率100.00%。单位自查问题已全部整改完成。"),
    (f"{DONE}| 整改状态=基本完成 | 整改状态=推进中 | 整改状态=未启动 | 整改状态=胡写", "截至2025年9月30日，单位自查的5个问题，已完成整改1个，基本完成1个，正在推进1个，未启动1个，整改状态未判定1个，整改完成率20.00%。"),
    (f"来源=信访 {DONE}| 来源=信访 整改状态=未启动", "信访反馈的2个问题，已完成整改1个，未启动1个，整改完成率50.00%。"),
    (f"来源=甲 {DONE}| 来源=乙 整改状态=未启动", "问题整改台账登记的2个问题，已完成整改1个，未启动1个，整改完成率50.00%。"),
    ("整改类型=长期坚持", "其中1个问题需长期坚持。"),
    ("[延期] 审批结果=同意 | 问题编号=ZG-2025-011", "其中1个问题已按程序批准延期。"),
    ("[延期] 审批结果=同意 | 问题编号=ZG-2025-011 整改类型=长期坚持", "其中1个问题需长期坚持，1个已按程序批准延期。"),
    ("整改时限=2025-09-29 问题编号=甲1 问题=账实不符", "逾期未完成1个：甲1“账实不符”（时限2025年9月29日，逾期1天）。"),
    ("方面=甲 | 方面=乙 | 方面=乙", "共查找出2个方面的3项问题。"),
    ("方面=甲 | 方面=", "共查找出1个方面的2项问题（方面未填1项）。"),
    ("整改状态=推进中 | 备注=合并至ZG-1", "另有1个问题标为合并、撤销，不计入。"),
    ("新建制度=2 修订制度=3 清退金额=1386.5 约谈提醒人次=4", "新建制度2项、修订3项，清退资金1386.50元，约谈提醒4人次。"),
    ("新建制度=0 修订制度=3 清退金额=0 约谈提醒人次=0", "修订制度3项。"),
    ("新建制度=2 修订制度= 清退金额=0 约谈提醒人次=0", "新建制度2项（修订制度未填1行）。"),
    ("新建制度=2 修订制度=0 清退金额=约1386元 约谈提醒人次=0", "新建制度2项（清退资金读不出1行）。"),
    ("销号状态=已销号 | 销号状态=退回 | 销号状态=未申请", "已销号1个，退回1个，未申请1个，销号率33.33%。"),
    ("方面=甲 问题=账实不符 整改状态=推进中 整改时限=2025-09-28", "问题整改台账登记本方面问题1个，正在推进1个，分别为：“账实不符”（推进中，逾期2天）。"),
    ("整改状态=推进中 问题编号=甲1 问题=账实不符", "一是1个问题正在推进：甲1“账实不符”。"),
    ("整改状态=未启动 问题编号=甲1 问题=账实不符", "一是1个问题尚未启动：甲1“账实不符”。"),
    ("整改状态=胡写 问题编号=甲1 问题=账实不符", "一是1个问题的整改状态未填或填写有误：甲1“账实不符”。"),
    ("[来源表] 来源名称=单位自查 应整改数=2 | " + DONE, "来源表应整改2个，台账登记1个，两数不符，须核对。"),
    ("[共性问题对照表] 对照结果=存在 | [共性问题对照表] 对照结果=不存在 | [共性问题对照表] 对照结果=不存在", "对照共性问题3条，其中存在1条、不存在2条。"),
    ("[岗位与名册] 岗位编号=GW1 | [个人廉政风险点登记表] 岗位编号=GW1 | [风险点等级评定表] 核定等级=高", "本单位1个岗位共排查风险点1个，其中高1个。"),
    ("[个人廉政风险点登记表] 风险点编号=A | [风险点等级评定表] 风险点编号=A 核定等级=", "共排查风险点1个（未核定1个）。"),
    ("[岗位与名册] 岗位编号=GW1 | [岗位与名册] 岗位编号=GW2 | [个人廉政风险点登记表] 岗位编号=GW1", "；1个岗位未见风险点登记。"),
    ("[防控措施登记表] 落实状态=已落实 | [防控措施登记表] 落实状态=推进中", "制定防控措施2条，已落实1条，推进中1条。"),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "sentence"), SENTENCES)
def test_sentences(ledger: str, sentence: str) -> None:
    assert sentence in draft(book(ledger))


REPORT_SENTENCES = [
    (DONE, "1.关于“外出请销假登记不全”的问题。整改措施：修订请销假制度；按月通报。整改进展：已印发修订稿，5人次已补登。整改状态：已完成，完成日期2025年6月1日。"),
    ("整改时限=2025-09-29", "整改状态：推进中，时限2025年9月29日，逾期1天。"),
    ("整改状态=推进中", "截至2025年9月30日，台账中未见逾期未完成的问题。"),
    ("[-整改时限原文] 整改时限=", "台账中未见逾期未完成的问题。另有1个未完成的问题没有确定的整改时限，未作判断。"),
    ("[延期] 审批结果=同意 申请延期至=2025-11-30 审批人=领导小组 审批文号=纪要6号 | 问题编号=ZG-2025-011 问题=账实不符", "ZG-2025-011“账实不符”经批准延期至2025年11月30日（审批人：领导小组，纪要6号）。"),
    ("[延期] 审批结果=待审批 | 问题编号=ZG-2025-011", "另有1件延期申请待审批（ZG-2025-011），批准前时限不变。"),
    ("整改状态=差不多了 整改时限=2025-09-29", "台账中未见逾期未完成的问题。另有1个问题已过时限，整改状态未填或读不出，未作判断。"),
    ("整改状态=推进中", "台账中未见延期申请记录。"),
    (f"{DONE}整改状态=已完成 完成日期=", "整改状态：已完成，完成日期【待补充：问题整改台账!R2 完成日期】。"),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "sentence"), REPORT_SENTENCES)
def test_sentences_of_the_rectification_report(ledger: str, sentence: str) -> None:
    text = draft(book(ledger), "整改情况报告")
    assert re.sub(r"!\w+ 完成日期", "!R2 完成日期", text).count(sentence) == 1


# --- claims (RPT-03, contract §7.11) -------------------------------------------------------------------------------

CLAIMS = [
    # ledger, whether 已全部整改完成 may be said
    (DONE, True),
    (f"{DONE}| {DONE}", True),
    (f"{DONE}整改类型=长期坚持", True),
    (f"{DONE}销号状态=已销号", True),
    (f"{DONE}销号状态=待核验", True),
    (f"{DONE}完成日期=2025-09-30", True),
    (f"[来源表] 来源名称=单位自查 应整改数=1 | {DONE}", True),
    (
        f"[销号] 轮次=1 核验意见=退回 退回原因=证据不足 | [销号] 轮次=2 核验意见=通过 | 问题编号=ZG-2025-011 {DONE}",
        True,
    ),
    (f"{DONE}| 整改状态=基本完成", False),
    (f"{DONE}| 整改状态=推进中", False),
    (f"{DONE}| 整改状态=未启动", False),
    (f"{DONE}| 整改状态=", False),
    (f"{DONE}| 整改状态=差不多了", False),
    ("整改状态=已完成 整改类型=长期坚持 完成日期=", False),
    (f"{DONE}销号状态=退回", False),
    (f"{DONE}完成日期=2025-10-01", False),
    (f"{DONE}销号状态=重启", False),
    (f"[销号] 轮次=1 核验意见=退回 退回原因=证据不足 | 问题编号=ZG-2025-011 {DONE}", False),
    (f"[来源表] 来源名称=单位自查 应整改数=2 | {DONE}", False),
    (f"[参数] 长期坚持计入完成率=否 | {DONE}| 整改状态=推进中 整改类型=长期坚持", False),
]


@pytest.mark.parametrize("template", BOTH)
@pytest.mark.parametrize(("ledger", "allowed"), CLAIMS)
def test_all_done_is_said_only_when_proven(ledger: str, allowed: bool, template: str) -> None:
    text = draft(book(ledger), template)
    assert (CLAIM in text) is allowed
    assert ("上述问题已全部整改完成。" in text) is allowed
    if not allowed:
        assert not re.search("全部|均已|所有|无一", text)


def test_rounds_of_a_source_add_up() -> None:
    rounds = "[来源表] 来源名称=巡察 轮次=一轮 应整改数=1 | [来源表] 来源名称=巡察 轮次=二轮 应整改数=1 | "
    rows = f"{DONE}来源=巡察（一轮） | {DONE}来源=巡察（二轮）"
    assert "巡察（一轮）问题已全部整改完成。" in draft(book(rounds + rows))
    assert "巡察（一轮）问题已全部整改完成。" not in draft(book(rounds + rows.partition(" | ")[0]))


def test_a_source_without_rows_is_told_and_forbids_the_claim() -> None:
    text = draft(book(f"[来源表] 来源名称=审计反馈 应整改数=3 | {DONE}"))
    assert "来源表“审计反馈”应整改3个，台账中未见记录，须核对。" in text
    assert "单位自查问题已全部整改完成。" in text and "上述问题已全部整改完成。" not in text


def test_a_forbidden_claim_leaves_the_rate_as_computed_and_is_noted() -> None:
    document = report(book(f"{DONE}销号状态=退回"))
    assert "整改完成率100.00%" in text_of(document.content)
    assert "“单位自查”没有写“已全部整改完成”：ZG-2025-011的销号被退回或重启。" in document.notes


@pytest.mark.parametrize("done", [0, 1, 999, 1000])
def test_100_percent_only_for_the_whole(done: int) -> None:
    header = ["问题编号", "来源", "方面", "问题", "整改措施", "责任领导", "责任科室", "责任人", "整改时限", "整改状态"]
    lines = [
        [f"ZG-{at}", "自查", "甲", "问", "措", "张", "科", "李", date(2026, 1, 1), "已完成" if at < done else "推进中"]
        for at in range(1000)
    ]
    from xlsuite.ledgers.open import open_book

    some = open_book(
        "例.xlsx", [Grid("问题整改台账", [header, *lines])], date(2025, 9, 30), line_settings={"小数位": "0"}
    )
    sentence = data_of(some)["句"].总体
    assert ("100%" in sentence) is (done == 1000)
    assert ("率0%" in sentence) is (done == 0)


def test_words_of_praise_are_not_made() -> None:
    for template in BOTH:
        text = draft(samples.book(apart=True), template)
        assert not re.search("显著|明显|有力|有效|扎实|高度重视|切实|圆满|良好|杜绝|不存在问题|无问题", text)


# --- zero, missing, unknown ----------------------------------------------------------------------------------------

ABSENT = [
    # ledger, phrases that must not be there
    (DONE, ("基本完成0", "正在推进0", "未启动0", "0个", "0项", "逾期未完成", "延期")),
    ("新建制度=0 修订制度=0 清退金额=0 约谈提醒人次=0", ("新建制度", "清退资金", "约谈提醒")),
    ("[防控措施登记表] 落实状态=已落实", ("推进中0", "未启动0", "逾期未落实", "整改完成率", "附件：")),
    ("[-销号状态] 整改状态=推进中", ("已销号0", "待核验0")),
]


@pytest.mark.parametrize(("ledger", "phrases"), ABSENT)
def test_parts_of_zero_are_left_out(ledger: str, phrases: tuple[str, ...]) -> None:
    text = draft(book(ledger))
    assert [phrase for phrase in phrases if re.search(rf"(?<!\d){phrase}", text)] == []


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_every_parameter_prints_its_value_or_a_gap(name: str) -> None:
    text = str(getattr(data_of(book("整改状态=推进中"))["参数"], name))
    assert text == f"【待补充：{name}】" or (text and "None" not in text and "【" not in text)


def test_missing_parameters_are_gaps_and_listed() -> None:
    document = report(book("整改状态=推进中"))
    assert document.gaps == ("主送机关", "依据文件", "单位简称", "单位全称", "成文日期")
    text = text_of(document.content)
    assert "根据【待补充：依据文件】要求，【待补充：单位简称】对照1个方面开展自查。现将自查情况报告如下：" in text


def test_parameters_that_are_set_leave_no_gap() -> None:
    given = {
        "主送机关": "市委办",
        "依据文件": "《通知》",
        "单位简称": "市促办",
        "单位全称": "云川市促进办公室",
        "成文日期": "2025-10-08",
    }
    document = report(book("整改状态=推进中", **given))
    text = text_of(document.content)
    assert document.gaps == ()
    assert "根据《通知》要求，市促办对照1个方面开展自查。" in text
    assert "\n云川市促进办公室\n2025年10月8日\n" in text


@pytest.mark.parametrize(
    ("unit", "words"),
    [("云川市促进办公室", "全办1个岗位"), ("市促进办", "全办1个岗位"), ("云川市水务局", "全局1个岗位"), ("某某中心", "本单位1个岗位"), (None, "本单位1个岗位")],
)  # fmt: skip
def test_the_unit_as_a_whole(unit: str | None, words: str) -> None:
    some = book(
        "[岗位与名册] 岗位编号=GW1 | [个人廉政风险点登记表] 岗位编号=GW1", **({"单位全称": unit} if unit else {})
    )
    assert words in draft(some)


BLANK = [
    # ledger, gap
    ("责任人=", "【待补充：问题整改台账!{} 责任人】"),
    ("整改措施=", "【待补充：问题整改台账!{} 整改措施】"),
    ("问题=", "【待补充：问题整改台账!{} 问题】"),
    ("问题=#REF!", "【待补充：问题整改台账!{} 问题】"),
    ("整改状态=", "【待补充：问题整改台账!{} 整改状态】"),
    ("整改状态=已完成 完成日期=", "【待补充：问题整改台账!{} 完成日期】"),
]


@pytest.mark.parametrize(("ledger", "gap"), BLANK)
def test_blank_cells_are_gaps_that_name_the_cell(ledger: str, gap: str) -> None:
    some = book(ledger)
    name = gap.split()[-1][:-1]
    ident = next(column.ident for column in some.tables[0].ledger.columns if column.name == name)
    address = some.tables[0].address(0, ident).rpartition("!")[2]
    assert gap.format(address) in draft(some)


def test_what_is_computed_of_a_row_is_traced_to_that_row() -> None:
    rows = list(data_of(book("整改时限=2025-09-29 | 整改时限=2025-09-28"))["台账"])
    assert [(str(row.逾期天数), row.逾期天数.出处) for row in rows] == [
        ("1", "问题整改台账!A2"),
        ("2", "问题整改台账!A3"),
    ]


def test_free_cells_may_be_blank() -> None:
    assert "完成日期】" not in draft(book("整改状态=推进中"))


def test_an_empty_workbook_says_so() -> None:
    for template in BOTH:
        text = draft(with_prose(), template)
        assert "未见" in text and "整改完成率" not in text and "附件：" not in text


def test_of_an_empty_ledger_nothing_is_said_to_be_free_of_lateness() -> None:
    from xlsuite.ledgers.open import open_book

    header = samples.grids("问题整改台账")[0].rows[0]
    text = draft(open_book("例.xlsx", [Grid("问题整改台账", [header])], samples.AS_OF), "整改情况报告")
    assert "四、逾期和延期情况\n未见记录。\n" in text and "未见逾期" not in text


def test_a_long_list_of_late_issues_stands_once_in_full() -> None:
    rows = " | ".join(f"问题编号=甲{number:02} 整改时限=2025-09-29" for number in range(1, 15))
    text = draft(book(rows))
    whole = re.search("逾期未完成14个：(.*)。", text)
    trouble = re.search("一是14个问题超过整改时限尚未完成：(.*?)。", text)
    assert whole and trouble
    assert (whole[1].count("甲"), trouble[1].count("甲")) == (14, 12) and trouble[1].endswith("等，见上文")


def test_forms_are_sheets_of_their_own() -> None:
    assert "形成个人廉政风险点登记表、防控措施登记表和风险点等级评定表。" in draft(samples.book(apart=True))
    assert "形成个人廉政风险点登记表和防控措施登记表。" in draft(samples.book())  # the ratings stand in the register


def test_an_empty_ledger_is_named() -> None:
    from xlsuite.ledgers.open import open_book

    header = ["措施编号", "风险点编号", "措施类型", "措施内容", "责任人", "监督责任人", "完成时限", "频次", "落实状态"]
    some = open_book("例.xlsx", [*samples.grids("问题整改台账"), Grid("防控措施登记表", [header])], samples.AS_OF)
    assert "防控措施登记表没有填写内容。" in draft(some)
    assert "补齐防控措施登记表的记录。" in draft(some)


# --- chapters -----------------------------------------------------------------------------------------------------


def test_chapters_follow_the_list_then_the_rows_then_the_prose() -> None:
    some = with_prose(("基本情况", 1.0, "", "全文"), text="方面=丙", 方面清单="甲、乙")
    assert [str(chapter.标题) for chapter in data_of(some)["各章"]] == ["甲方面", "乙方面", "丙方面", "基本情况方面"]


def test_a_chapter_is_one_paragraph_in_the_order_of_its_numbers() -> None:
    some = with_prose(
        ("甲方面", 2.0, "二标题", "乙内容"),
        ("甲", 1.0, "一标题。", "甲内容。"),
        text="方面=甲 问题=账实不符 整改状态=推进中",
    )
    text = draft(some)
    assert (
        "一、甲方面\n一是一标题。甲内容。二是二标题。乙内容。问题整改台账登记本方面问题1个，正在推进1个，分别为：“账实不符”（推进中）。\n"
        in text
    )


@pytest.mark.parametrize(
    ("prose", "sentence"), [((), "二、乙方面\n本方面未见记录。\n"), ((("乙", 1.0, "", "组织学习。"),), "二、乙方面\n一是组织学习。问题整改台账中未见本方面的记录。\n")]
)  # fmt: skip
def test_an_aspect_without_rows_says_that_none_was_seen(prose: tuple[tuple[Any, ...], ...], sentence: str) -> None:
    text = draft(with_prose(*prose, text="方面=甲", 方面清单="甲、乙"))
    assert sentence in text
    assert "无问题" not in text


def test_the_title_is_the_units_own_or_drawn_from_the_ledgers() -> None:
    assert "关于党的政治建设情况的自查报告" in draft(with_prose(("标题", 1.0, "", "党的政治建设情况")))
    assert "关于问题整改情况的自查报告" in draft(book("整改状态=推进中"))
    assert "关于廉政风险防控和问题整改情况的自查报告" in draft(samples.book())
    assert "关于廉政风险防控情况的自查报告" in draft(book("[防控措施登记表] 落实状态=已落实"))


def test_blank_prose_is_a_gap() -> None:
    assert "一是组织学习。【待补充：文字材料!D2 内容】" in draft(with_prose(("甲", 1.0, "组织学习", "")))


# --- errors and origin (RPT-05, RPT-07) ----------------------------------------------------------------------------


def test_errors_put_a_banner_and_a_list_into_the_draft() -> None:
    text = draft(samples.with_errors())
    found = [each for each in findings(samples.with_errors()) if each.severity == "error"]
    assert text.startswith(f"草稿提示：本稿所据台账有{len(found)}处错误级问题，涉及")
    assert f"{found[0].place}　{found[0].rule}　{found[0].message}" in text
    assert text.count("问题整改台账!") and f"另有{len(found) - 10}处，见检查结果。" in text


def test_an_error_on_no_row_counts_no_rows() -> None:
    text = draft(book("[-责任人] 整改状态=推进中"))
    assert text.startswith("草稿提示：本稿所据台账有1处错误级问题，有关数字可能随之变动")
    assert "\n错误级问题1处：\n" in text


def test_no_errors_no_banner() -> None:
    text = draft(book("整改状态=推进中"), findings=[])
    assert "草稿提示" not in text and "错误级" not in text


def test_the_draft_says_what_it_was_made_from() -> None:
    some = samples.book(apart=True)
    text = draft(some)
    assert "统计截止日：2025年9月30日（当天）。数据文件：样例.xlsx。\n" in text
    assert "问题整改台账：20行（问题整改台账!A2:AB21）。" in text
    assert "生成时间：2025年10月8日09:30。" in draft(some, generated=datetime(2025, 10, 8, 9, 30))
    assert "草稿　数据截至2025年9月30日" in text


HIGH = "[个人廉政风险点登记表] 风险点编号=FX-1 | [风险点等级评定表] 风险点编号=FX-1 核定等级=高 | [防控措施登记表] 风险点编号=FX-1"


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ("措施类型=流程", True),
        ("措施类型=监督", False),
        ("措施类型=", False),
        ("措施类型=另类", False),
        ("[-措施类型] 责任人=叶某戊", False),
    ],
)
def test_that_nobody_watches_is_said_only_where_the_kinds_are_told(measures: str, said: bool) -> None:
    marks, _, cells = measures.rpartition("] ")
    some = book(f"{HIGH} {cells}".replace("[防控", f"{marks}{']' if marks else ''}[防控"))
    assert ("没有监督类防控措施：FX-1" in draft(some)) is said


# --- the sample ---------------------------------------------------------------------------------------------------

SAMPLE = [
    "截至2025年9月30日，问题整改台账登记的20个问题，已完成整改11个，基本完成3个，正在推进5个，未启动1个，整改完成率55.00%。",
    "其中3个问题需长期坚持，1个已按程序批准延期。",
    "市委巡察反馈（2025年第一轮）的4个问题，已完成整改4个，整改完成率100.00%。市委巡察反馈（2025年第一轮）问题已全部整改完成。",
    "巡视反馈共性问题对照的10个问题，已完成整改6个，基本完成1个，正在推进3个，整改完成率60.00%。",
    "单位自查的3个问题，已完成整改1个，正在推进2个，整改完成率33.33%。",
    "审计反馈的2个问题，基本完成2个，整改完成率0.00%。",
    "民主生活会查摆的1个问题，未启动1个，整改完成率0.00%。",
    "逾期未完成3个：ZG-2025-011“廉政档案更新不及时”（时限2025年7月31日，逾期61天）；ZG-2025-015“会议活动报批手续补办”（时限2025年8月31日，逾期30天）；"
    "ZG-2025-016“网络学院学时未达标”（时限2025年9月15日，逾期15天）。",
    "新建制度3项、修订3项，清退资金1386.00元，约谈提醒4人次",
]  # fmt: skip
SAMPLE_SELF = [
    "本单位11个岗位共排查风险点25个，其中高8个、中12个、低5个。",
    "制定防控措施36条，已落实22条，推进中12条，未启动2条；逾期未落实2条（CS-2025-022、CS-2025-028）。",
    "1个高等级风险点没有监督类防控措施：FX-2025-014“评分标准自由裁量空间大”。",
]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("template", BOTH)
def test_the_sample(template: str, apart: bool) -> None:
    text = draft(samples.book(apart=apart), template)
    assert [sentence for sentence in SAMPLE if sentence not in text] == []
    assert text.count("已全部整改完成") == 1
    if template == "自查报告":
        assert [sentence for sentence in SAMPLE_SELF if sentence not in text] == []
    for number in range(1, 21):
        assert f"ZG-2025-{number:03}" in text


def test_counts_by_source_agree_with_the_summary() -> None:
    some = samples.book()
    table = summarize(some).table("rectification.by_source")
    assert table is not None
    told = {
        str(each.名称): (
            each.数量,
            each.已完成.数量,
            each.基本完成.数量,
            each.推进中.数量,
            each.未启动.数量,
            str(each.完成率),
        )
        for each in data_of(some)["各来源"]
    }
    assert told == {line[0]: (*line[1:6], line[9]) for line in table.rows[:-1]}


def test_parts_make_up_the_whole() -> None:
    for some in (samples.book(), samples.with_errors()):
        for each in data_of(some)["各来源"]:
            parts = (each.已完成, each.基本完成, each.推进中, each.未启动, each.未判定)
            keys = [key for part in parts for key in part.数量.rows]
            assert sorted(keys) == sorted(each.数量.rows)


def test_every_figure_of_the_summary_can_be_reached() -> None:
    summary = summarize(samples.book(apart=True))
    held = data_of(samples.book(apart=True))["数字"]
    facts = [held[name] for name in held.names()]
    assert len(facts) == len(summary.figures)
    assert {(fact.name, str(fact), fact.rows) for fact in facts} == {
        (each.name, each.value, each.rows) for each in summary.figures
    }
    assert str(held.整改完成率) == "55.00%" and held.措施推进中 == 12 and held.推进中 == 5


@pytest.mark.parametrize("template", BOTH)
def test_every_numeral_is_a_fact(template: str) -> None:
    """RPT-01: no digit stands outside the bookmarks but the numbering of points and pages."""
    content = report(samples.book(apart=True), template, findings=[]).content
    bare = outside_bookmarks(content)
    bare = re.sub(r"^\d+$|^\d+\.(?=关于)|— 1 —", "", bare, flags=re.MULTILINE)
    assert "登记的□个问题" in bare
    assert re.findall(r".*[0-9０-９].*", bare) == []


def test_names_and_paths_of_templates() -> None:
    assert set(BOTH) <= set(names())
    with pytest.raises(UsageError) as error:
        report(book("整改状态=推进中"), "自查报高")
    assert str(error.value).startswith("没有名为“自查报高”的报告模板。现有的模板：")
    with pytest.raises(UsageError) as error:
        report(book("整改状态=推进中"), "没有.docx")
    assert str(error.value) == "没有找到模板文件“没有.docx”。"
