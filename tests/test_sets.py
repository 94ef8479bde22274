"""What a template may ask of a set of rows: counted, filtered, grouped, ordered, held against a day."""

from __future__ import annotations

import pytest

from tests.drawn import book
from xlsuite.text.gongwen import package, paragraph
from xlsuite.text.report_data import report_data
from xlsuite.text.tags import TemplateFault
from xlsuite.text.word import render, text_of, zipped
from xlsuite.verbs.check import findings
from xlsuite.verbs.summarize import summarize

LEDGER = (
    "问题编号=甲 责任科室=综合科 整改时限=2025-09-29 清退金额=20 整改状态=推进中 | "
    "问题编号=乙 责任科室=宣传科 整改时限=2025-09-30 清退金额=9.5 整改状态=推进中 | "
    "问题编号=丙 责任科室=综合科 整改时限=2025年6月底前 清退金额=100 整改状态=已完成 完成日期=2025-06-01 | "
    "问题编号=丁 责任科室= 整改时限=2025-08-31 清退金额= 整改状态=未启动 | "
    "问题编号=戊 责任科室=宣传科 整改时限=立行立改 清退金额=0 整改状态=推进中 发现日期=2025-09-20"
)
NUMBERS = "{% for 行 in 组 %}{{ 行.编号 }}{% endfor %}"

SAYS = [
    # what a template says, what it prints
    ("{{ 台账.数量 }}", "5"),
    ('{{ 台账.筛选(责任科室="综合科").数量 }}', "2"),
    ('{{ 台账.筛选(责任科室="综合科", 整改状态="推进中").数量 }}', "1"),
    ('{{ 台账.筛选(责任科室="没有的科").数量 }}', "0"),
    ('{% for 组 in 台账.按("责任科室") %}{{ 组.名称 }}{{ 组.行.数量 }}；{% endfor %}', "综合科2；宣传科2；【待补充：问题整改台账!J5 责任科室】1；"),
    ('{% for 科室, 行 in 台账.按("责任科室") %}{{ 科室 }}{{ 行.数量 }}；{% endfor %}', "综合科2；宣传科2；【待补充：问题整改台账!J5 责任科室】1；"),
    ('{% set 组 = 台账.截止早于("整改时限", 参数.统计截止日) %}{{ 组.数量 }}' + NUMBERS, "3甲丙丁"),
    ('{% set 组 = 台账.截止早于("完成日期", 参数.统计截止日) %}' + NUMBERS, "丙"),
    ('{% set 组 = 台账.排序("整改时限") %}' + NUMBERS, "丙丁甲乙戊"),
    ('{% set 组 = 台账.排序("清退金额") %}' + NUMBERS, "戊乙甲丙丁"),
    ('{% set 组 = 台账.排序("问题编号") %}' + NUMBERS, "丁丙乙戊甲"),
    ('{% for 行 in 台账.筛选(问题编号="丙") %}{{ 行.整改时限 }}、{{ 行.整改时限|日期 }}、{% if 行.整改时限 < 参数.统计截止日 %}早{% endif %}{% endfor %}', "2025年6月底前、2025年6月30日、早"),
    ('{% for 行 in 台账.筛选(问题编号="戊") %}{{ 行.整改时限 }}{% endfor %}', "立行立改"),
    ("{{ 逾期科室|顿号 }}", "综合科、【待补充：问题整改台账!J5 责任科室】"),
    ("{{ 校验.数量 > 0 }}", "是"),
]  # fmt: skip


def said(text: str) -> str:
    some = book(LEDGER)
    found = findings(some)
    data = report_data(some, summarize(some, found), found)
    content = render(zipped(package(paragraph("GwBody", text), "")), data, "测试")
    return text_of(content).split("\n", 1)[0]


@pytest.mark.parametrize(("text", "printed"), SAYS)
def test_sets(text: str, printed: str) -> None:
    assert said(text) == printed


def test_all_findings_can_be_gone_through() -> None:
    assert said("{% for 项 in 校验 %}有{% endfor %}").count("有") == int(said("{{ 校验.数量 }}")) > 0


FAULTS = [
    ('{{ 台账.按("没有的列") }}', "“问题整改台账”里没有“没有的列”这一列"),
    ('{{ 台账.截止早于("整改时限", "明天").数量 }}', "“截止早于”的第二项要是日期，这里是“明天”"),
]


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_faults(text: str, message: str) -> None:
    with pytest.raises(TemplateFault) as error:
        said(text)
    assert message in str(error.value)
