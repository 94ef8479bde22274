"""提醒函 and 一页简报 as templates: each fills one page."""

from __future__ import annotations

from collections.abc import Iterator

from xlsuite.text.gongwen import Field, Look, bordered, cell, row, table
from xlsuite.text.template_parts import BLANK, body, only_if, paragraphs

LETTER_NOTICE = (
    "草稿提示：本函所列问题在台账中有{{ 错误.数量 }}处错误级问题"
    "{% for 错 in 错误.清单 %}{% if loop.first %}（{% else %}；{% endif %}{{ 错.位置 }} {{ 错.说明 }}{% endfor %}"
    "{% if 错误.其余 > 0 %}另有{{ 错误.其余 }}处{% endif %}{% if 错误.清单 %}）{% endif %}，核对后删去本段。"
)
MIDDLE = Look("GwMiddleHead", "GwMiddleCell", "GwMiddleCentre")
ITEMS = (
    Field("序号", 10, "{{ loop.index }}", True),
    Field("问题编号", 28, "{{ 项.编号 }}", True),
    Field("问题", 46, "{{ 项.问题 }}"),
    Field("整改时限", 33, "{{ 项.时限 }}", True),
    Field("整改状态", 18, "{{ 项.状态 }}", True),
    Field("期限情况", 21, "{{ 项.说明 }}", True),
)


def reminder() -> Iterator[str]:
    """提醒函: to one person, what is late and what is soon due, in a table."""
    yield paragraphs([
        *only_if("错误.数量 > 0", ("GwNotice", LETTER_NOTICE), BLANK),
        ("GwTitle", "关于按时完成问题整改的提醒函"),
        BLANK,
        ("GwAddressee", "{{ 提醒.科室 }}{{ 提醒.姓名 }}同志："),
        body("{{ 提醒.情况 }}{{ 提醒.延期 }}"),
    ])  # fmt: skip
    yield table(ITEMS, "项 in 提醒.事项", MIDDLE)
    yield paragraphs([
        ("GwSource", "数据来源：{{ 取数.文件 }}，{{ 提醒.出处 }}；时限经批准延期的按延期后的时限。"),
        ("GwBodyEnd", "{{ 提醒.要求 }}"),
        BLANK,
        ("GwSigned", "{{ 参数.单位全称 }}"),
        ("GwDated", "{{ 参数.成文日期 }}"),
    ])  # fmt: skip


LATE = (
    Field("责任人", 18, "{{ 项.责任人 }}", True),
    Field("责任科室", 25, "{{ 项.责任科室 }}", True),
    Field("问题", 59, "{{ 项.问题 }}"),
    Field("时限", 33, "{{ 项.时限 }}", True),
    Field("期限情况", 21, "{{ 项.说明 }}", True),
)
NUMBERS = (
    ("问题总数", "{{ 整改.数量 }}"),
    ("已完成", "{{ 整改.已完成.数量 }}"),
    ("整改完成率", "{{ 整改.完成率 }}"),
    ("逾期未完成", "{{ 整改.逾期.数量 }}"),
    ("{{ 简报.天数 }}天内到期", "{{ 整改.临期.数量 }}"),
)


NEXT = (
    "{% for 项 in 下一步 %}{{ loop.index|序号样式 }}{{ 项 }}{% endfor %}"
    "{% if not 下一步 %}未见可依据的台账记录。{% endif %}"
)


def one_page() -> Iterator[str]:
    """一页简报: the figures, how far each unit is, who is late, what comes next; all on one page."""
    notice = "草稿提示：台账有{{ 错误.数量 }}处错误级问题，见检查结果；核对后删去。"
    yield paragraphs([
        ("GwTitle", "{{ 参数.单位简称 }}{{ 科室 }}问题整改情况简报"),
        ("GwChartNote", "（数据截至{{ 参数.统计截止日 }}）"),
        *only_if("错误.数量 > 0", ("GwNotice", notice)),
        ("GwBriefHead", "一、总体情况"),
    ])  # fmt: skip
    width = 156 / len(NUMBERS)
    figures = "".join(cell(width, "GwNumber", tag) for _, tag in NUMBERS)
    names = "".join(cell(width, "GwMiddleCentre", name) for name, _ in NUMBERS)
    yield paragraphs([("", "{%p if 台账 is 有数据 %}")])
    yield bordered([width] * len(NUMBERS), row(figures) + row(names))
    yield paragraphs([("", "{%p endif %}"), *only_if("台账 is not 有数据", ("GwBrief", "未见问题整改台账。"))])
    yield paragraphs([
        *only_if("句.风险 or 句.措施数", ("GwBrief", "{{ 句.风险 }}{{ 句.措施数 }}")),
        *only_if(
            "图.整改进度简图",
            ("GwBriefHead", "二、各科室整改进度（单位：个）"),
            ("GwChart", "{{ 图.整改进度简图 }}"),
        ),
        ("GwBriefHead", "三、逾期和临近时限的问题"),
        ("", "{%p if 简报.事项 %}"),
    ])  # fmt: skip
    yield table(LATE, "项 in 简报.事项", MIDDLE)
    yield paragraphs([
        *only_if("简报.其余 > 0", ("GwBrief", "另有{{ 简报.其余 }}个，见问题整改台账。")),
        ("", "{%p endif %}"),
        *only_if("not 简报.事项", ("GwBrief", "台账中未见逾期未完成和临近时限的问题。")),
        ("GwBriefHead", "四、下一步"),
        ("GwBrief", NEXT),
        ("GwSource", "数据来源：{{ 取数.文件 }}。"),
    ])  # fmt: skip
