"""The pages of the rules that a draft is held to (domain §10.3, XL-04); `check` has no part in them."""

from __future__ import annotations

from typing import NamedTuple

from xlsuite.model.outcome import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class DraftRule(NamedTuple):
    """One rule about drafts; `examples` are sentences of a chapter 存在的问题, as on the pages of the other rules."""

    id: str
    severity: Severity
    title: str
    what: str
    why: str
    how: str
    examples: tuple[str, ...] = ()


DRAFT_RULES = (
    DraftRule(
        "XL-04", WARNING, "报告的存在问题与台账对不上",
        "用“报告 核对 初稿.docx 台账.xlsx”时查：稿中的问题编号台账里没有；"
        "“存在的问题”一章手写的一条，没有写台账里的编号或问题原文；"
        "台账里没有完成的问题，稿中一处也没有提到。",
        "报告里的问题不进台账，就没有措施、责任和时限；台账里的问题不进报告，就成了漏报。",
        "报告里有、台账里没有的，登记进问题整改台账；台账里有、报告里没有的，写进存在的问题。",
        ("对 一是请销假登记不全。", "错 一是监督措施不多。", "错 一是ZG-2025-009还没有完成。"),
    ),
    DraftRule(
        "RPT-01", ERROR, "数字不是从台账取的，或者被手工改过",
        "稿中的每个数字都应是从台账取的；取来的数字被改过的是错误，手写的数字是警告。",
        "改过的数字与台账对不上，说不出是哪几行来的。",
        "改台账后重新生成；是固定说法的（如“一岗双责”），写进放行词文件，用 --phrases 给出。",
    ),
    DraftRule(
        "RPT-02", ERROR, "还有待补充",
        "稿中还有【待补充：…】；人工填上的，提示一次，请填写人核对。",
        "缺的内容不编造，要由人补上才能定稿。",
        "在台账或参数表里补上后重新生成，或者在稿中填写。",
    ),
    DraftRule(
        "RPT-03", WARNING, "说的是全部，台账没有证明",
        "全部、均、所有、100% 这样的话，只有台账证明分子等于分母时才写得出来。",
        "没有证明的“全部”，一查就会出错。",
        "逐项核实后再用，或者改成实际的数量。",
    ),
    DraftRule(
        "RPT-08", WARNING, "引自台账的文字被改过",
        "问题、措施、进展的文字照录台账，一字不改。",
        "问题表述不回避、不淡化，不把没有完成写成完成。",
        "文字确实要改的，先改台账，再重新生成。",
    ),
    DraftRule(
        "RPT-10", ERROR, "与现在的台账不一致",
        "初稿里的数字、文字与现在的台账不同，或者台账另有内容初稿里没有。",
        "起草以后台账改过，初稿就过时了。",
        "重新生成，或者逐处改成台账现在的内容。",
    ),
    DraftRule(
        "RPT-11", WARNING, "取来的内容在稿中找不到了",
        "起草时从台账取来的数字或文字，现在的稿中没有了。",
        "可能是有意删去的，也可能是改写时丢了。",
        "确认是有意删去或改写的；改写后的数字与台账核对。",
    ),
    DraftRule(
        "RPT-12", WARNING, "疑似错字、多字或用词不当",
        "重复的字（及时向向）、用错的词（截止、截至）、两个动词叠用等。",
        "定稿前最容易漏看的就是这些。",
        "按提示的写法改；引自台账的，先改台账。",
    ),
    DraftRule(
        "RPT-13", ERROR, "报告模板里的标记有误",
        "用“报告 检查模板 模板.docx”时查：标记没有配对、名称认不出、不能用在这里。",
        "模板填不出来，或者填出来的不是想要的内容。",
        "按提示改模板；能写哪些名称见 docs/模板.md。",
    ),
)  # fmt: skip
BY_ID = {rule.id: rule for rule in DRAFT_RULES}


def draft_page(rule: DraftRule) -> str:
    """One rule's page for a terminal."""
    lines = [f"{rule.id} {rule.severity.word} {rule.title}", "", "查什么：" + rule.what, "为什么：" + rule.why]
    lines.append("怎么改：" + rule.how)
    return "\n".join([*lines, *(["例："] if rule.examples else []), *(f"  {each}" for each in rule.examples)])


def draft_manual() -> str:
    """The part of docs/规则.md about drafts."""
    lines = ["", "# 报告初稿和模板的规则", "", "“检查”不查这些；“报告 核对”“报告 检查模板”查。"]
    for rule in DRAFT_RULES:
        lines += ["", f"## {rule.id}", "", f"**{rule.title}**（{rule.severity.word}）", "", f"- 查什么：{rule.what}"]
        lines += [f"- 为什么：{rule.why}", f"- 怎么改：{rule.how}"]
        examples = [f"- {'✓' if each[0] == '对' else '✗'} `{each[1:].strip()}`" for each in rule.examples]
        lines += ["", "例：", "", *examples] if examples else []
    return "\n".join(lines) + "\n"
