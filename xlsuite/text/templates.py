"""The templates that come with the package, made by code: `python -m xlsuite.text.templates` writes them.

They are ordinary Word files: an office may copy one, change its wording in Word and name the copy with `--template`.
The same code gives the same bytes.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from xlsuite.text.gongwen import Field, package, paragraph, section, table
from xlsuite.text.short_templates import one_page, reminder
from xlsuite.text.template_parts import BLANK, HEADER, Part, body, each, heading, only_if, paragraphs

ANNEX = (
    Field("序号", 9.5, "{{ loop.index }}", True),
    Field("问题编号", 24, "{{ 行.问题编号 }}", True),
    Field("来源", 20, "{{ 行.来源 }}"),
    Field("方面", 18.5, "{{ 行.方面 }}"),
    Field("问题", 26, "{{ 行.问题 }}"),
    Field("整改措施", 29, "{{ 行.整改措施 }}"),
    Field("责任领导", 15, "{{ 行.责任领导 }}", True),
    Field("责任科室", 15, "{{ 行.责任科室 }}", True),
    Field("责任人", 12, "{{ 行.责任人 }}", True),
    Field("整改时限", 20.5, "{{ 行.时限 }}", True),
    Field("整改状态", 15, "{{ 行.整改状态 }}", True),
    Field("完成日期", 20.5, "{{ 行.完成日期 }}", True),
)
ROWS_WITH_ERRORS = "{% if 错误.行数 > 0 %}，涉及{{ 错误.行数 }}行{% endif %}"  # a missing column is on no row
NOTICE = (
    "草稿提示：本稿所据台账有{{ 错误.数量 }}处错误级问题" + ROWS_WITH_ERRORS + "，有关数字可能随之变动，"
    "清单见文末“取数说明”。"
    "改正台账后重新生成，或逐项核对后删去本段。"
)

FOREWORD = '{% for 点 in 要点("前言") %}{{ 点.文 }}{% endfor %}'


def points(part: str, style: str = "GwBody") -> list[Part]:
    """The points of one part of 文字材料, run on in one paragraph."""
    inside = '{% for 点 in 要点("' + part + '") %}{{ loop.index|序号样式 }}{{ 点.文 }}{% endfor %}'
    return only_if(f'要点("{part}")', (style, inside))


def opening(title: str, lead: str) -> Iterator[Part]:
    yield from only_if("错误.数量 > 0", ("GwNotice", NOTICE), BLANK)
    yield ("GwTitle", title)
    yield BLANK
    yield ("GwAddressee", "{{ 参数.主送机关 }}：")
    yield body(lead)


TROUBLES = body(
    "{% if 存在问题 %}{% for 项 in 存在问题 %}{{ loop.index|序号样式 }}{{ 项 }}{% endfor %}"
    "{% else %}台账中未见需列入存在问题的记录。{% endif %}"
)
STEPS = (
    "GwBodyEnd",
    "{% if 下一步 %}下一步，{{ 参数.单位简称 }}{{ 科室 }}将做好以下工作："
    "{% for 项 in 下一步 %}{{ loop.index|序号样式 }}{{ 项 }}{% endfor %}"
    "{% else %}下一步工作未见可依据的台账记录。{% endif %}",
)


def self_inspection() -> Iterator[Part]:
    """自查报告: the chapters are the 方面, then the whole, then what is amiss and what comes next."""
    yield from opening(
        "{{ 科室 }}关于{{ 标题 }}的自查报告",
        FOREWORD
        + "根据{{ 参数.依据文件 }}要求，{{ 参数.单位简称 }}{{ 科室 }}{{ 句.对照 }}开展自查。现将自查情况报告如下：",
    )
    yield from each(
        "章 in 各章",
        heading('{{ loop.index|序号样式("一、") }}{{ 章.标题 }}'),
        body("{% for 点 in 章.要点 %}{{ loop.index|序号样式 }}{{ 点.文 }}{% endfor %}{{ 章.情况 }}"),
    )
    yield heading('{{ (章数 + 1)|序号样式("一、") }}总体情况')
    yield from points("总体情况")
    yield from only_if("句.总体", body("{{ 句.方面 }}{{ 句.总体 }}"))
    yield from each("来源 in 各来源", body("{{ 来源.全句 }}"))
    yield from only_if("句.逾期", body("{{ 句.逾期 }}"))
    yield from only_if("句.成果 or 句.销号", body("{{ 句.销号 }}{{ 句.成果 }}"))
    yield from only_if("句.共性问题", body("{{ 句.共性问题 }}"))
    yield from only_if("句.风险 or 句.措施 or 句.表册", body("{{ 句.风险 }}{{ 句.措施 }}{{ 句.表册 }}"))
    yield from only_if("not (句.总体 or 句.风险 or 句.措施 or 句.共性问题)", body("未见台账记录。"))
    yield heading('{{ (章数 + 2)|序号样式("一、") }}存在的问题和下一步打算')
    yield TROUBLES
    yield from points("存在问题")
    yield STEPS
    yield from points("下一步打算", "GwBodyEnd")


CAPTION = "图　各责任科室问题整改进度（单位：个，数据截至{{ 参数.统计截止日 }}）"


def rectification_report() -> Iterator[Part]:
    """整改情况报告: the whole, each source, each aspect issue by issue, what is late, what came of it, what is next."""
    yield from opening(
        "{{ 科室 }}关于问题整改情况的报告",
        FOREWORD + "根据{{ 参数.依据文件 }}要求，现将{{ 参数.单位简称 }}{{ 科室 }}问题整改情况报告如下：",
    )
    yield heading("一、总体情况")
    yield from only_if("句.总体", body("{{ 句.方面 }}{{ 句.总体 }}{{ 句.销号 }}"))
    yield from only_if("not 句.总体", body("未见整改台账记录。"))
    yield from only_if("图.整改进度", ("GwChart", "{{ 图.整改进度 }}"), ("GwChartNote", CAPTION))
    yield heading("二、各来源问题整改情况")
    yield from each("来源 in 各来源", body('{{ loop.index|序号样式("（一）") }}{{ 来源.全句 }}{{ 来源.逾期句 }}'))
    yield from only_if("not 各来源", body("未见记录。"))
    yield heading("三、各方面问题整改情况")
    yield from each(
        "方面 in 各方面",
        ("GwHeading2", '{{ loop.index|序号样式("（一）") }}“{{ 方面.名称 }}”方面'),
        body("本方面问题{{ 方面.数量 }}个，{{ 方面.各部分 }}。"),
        *each("项 in 方面.逐项", body('{{ loop.index|序号样式("1.") }}关于“{{ 项.问题 }}”的问题。{{ 项.说明 }}')),
    )
    yield from only_if("not 各方面", body("未见记录。"))
    yield heading("四、逾期和延期情况")
    yield body("{{ 句.逾期说明 }}")
    yield from each("句子 in 延期", body("{{ 句子 }}"))
    yield from only_if("not 延期", body("台账中未见延期申请记录。"))
    yield heading("五、整改成果")
    yield body("{% if 句.成果 %}{{ 句.成果 }}{% else %}未见记录。{% endif %}")
    yield heading("六、存在的问题和下一步工作")
    yield TROUBLES
    yield STEPS
    yield from points("下一步打算", "GwBodyEnd")


def closing() -> Iterator[str]:
    """What every report ends with: annex note, signature, the annex on its own pages, where the figures come from."""
    signed = [
        *only_if("附件", BLANK, ("GwAnnexNote", "附件：问题整改台账")),
        BLANK,
        ("GwSigned", "{{ 参数.单位全称 }}{{ 科室 }}"),
        ("GwDated", "{{ 参数.成文日期 }}"),
        ("", "{%p if 附件 %}"),
    ]
    yield paragraphs(signed)
    yield paragraph("GwBreak", section=section(new_page=False))
    yield paragraphs([("GwAnnexMark", "附件"), BLANK, ("GwTableTitle", "问题整改台账")])
    yield table(ANNEX, "行 in 附件")
    yield paragraph("GwBreak", section=section(landscape=True))
    yield paragraphs([("", "{%p endif %}"), *origin()])


def origin() -> Iterator[Part]:
    def line(text: str) -> Part:
        return ("GwCheck", text)

    yield ("GwCheckTitle", "取数说明（核对用，不随正式报告印发）")
    yield line(
        "统计截止日：{{ 取数.统计截止日 }}（{{ 取数.截止日来源 }}）。数据文件：{{ 取数.文件 }}。"
        "{% if 取数.生成时间 %}生成时间：{{ 取数.生成时间 }}。{% endif %}"
    )
    yield from only_if("科室", line("本稿只含{{ 科室 }}的行；来源表的应整改数和文字材料属于全单位，没有写入。"))
    yield from each("表 in 取数.各表", line("{{ 表.名称 }}：{{ 表.行数 }}行（{{ 表.位置 }}）。"))
    yield from only_if("错误.数量 > 0", line("错误级问题{{ 错误.数量 }}处" + ROWS_WITH_ERRORS + "："))
    yield from each("错 in 错误.清单", line("{{ 错.位置 }}　{{ 错.规则 }}　{{ 错.说明 }}"))
    yield from only_if("错误.其余 > 0", line("另有{{ 错误.其余 }}处，见检查结果。"))


def report(parts: Callable[[], Iterator[Part]]) -> Callable[[], Iterator[str]]:
    """A report: its parts, then what all reports end with."""
    return lambda: chain([paragraphs(parts())], closing())


TEMPLATES: dict[str, Callable[[], Iterator[str]]] = {
    "自查报告": report(self_inspection),
    "整改情况报告": report(rectification_report),
    "提醒函": reminder,
    "一页简报": one_page,
}


def build(name: str) -> bytes:
    """The .docx file of one template; entries are stored uncompressed, so that its bytes depend on this code only."""
    from xlsuite.text.word import zipped

    return zipped(package("".join(TEMPLATES[name]()), HEADER), zipfile.ZIP_STORED)


def write(folder: Path) -> list[Path]:
    written = []
    for name in TEMPLATES:
        target = folder / f"{name}.docx"
        target.write_bytes(build(name))
        written.append(target)
    return written


if __name__ == "__main__":
    for path in write(Path(__file__).parents[2] / "templates"):
        sys.stdout.write(f"{path.name}\n")
