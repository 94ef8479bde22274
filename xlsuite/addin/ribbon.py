"""The ribbon tab 廉政台账, declared once: the add-in's XML, its callback, the tests and the manual are made from it.

What a button does is the sentence of the command it stands for; what it leaves alone is said here.
"""

from __future__ import annotations

from typing import NamedTuple

TAB_ID, TAB, TAB_KEYTIP = "xlsuiteTab", "廉政台账", "LZ"
CALLBACK = "RibbonXlsuite.OnButton"


class Button(NamedTuple):
    """One button; `tag` is what the click hands to Python, `verb` the command of the same work ("" for none).

    leaves: what it writes and what it does not touch. does: what it does, "" to take it from the verb. more: for the
    manual only.
    """

    tag: str
    label: str
    size: str
    image: str
    keytip: str
    verb: str
    leaves: str
    does: str = ""
    more: str = ""

    @property
    def id(self) -> str:
        return f"xlsuite_{self.tag}"

    @property
    def screentip(self) -> str:
        """The bold line of the tip: what the button does, one sentence without its full stop."""
        return self.does or sentence_of(self.verb)

    @property
    def supertip(self) -> str:
        return self.leaves


class Group(NamedTuple):
    """Buttons that stand together under one label."""

    id: str
    label: str
    buttons: tuple[Button, ...]


def sentence_of(verb: str) -> str:
    """What a command says of itself, up to its first semicolon."""
    from xlsuite.cli import VERBS

    return next(each.help for each in VERBS if each.name == verb).partition("；")[0]


OURS = "另存结果工作簿，不改您的表。"
MARKED = "另存结果工作簿，不改您的表。"
GROUPS = (
    Group("xlsuiteCheck", "检查", (
        Button("check", "检查全部", "large", "ErrorChecking", "A", "check", MARKED, "", "查这本工作簿里的所有台账。“处理情况”选了“确认无误”的，原内容没变就不再提示。"),
        Button("fix", "自动修正", "large", "Spelling", "U", "fix", "另存修正后的工作簿和记录，不改您的表。", "只做不改变意思的修正：日期写法、全角数字、多余空格", "带公式的单元格不改。"),
    )),
    Group("xlsuiteGrade", "定级与汇总", (
        Button("grade", "计算等级", "large", "ConditionalFormattingMenu", "G", "grade", "另存结果工作簿，不改您的表。"),
        Button("summarize", "生成一览", "large", "ChartInsert", "D", "summarize", OURS),
    )),
    Group("xlsuiteReport", "报告", (
        Button("report", "自查报告", "large", "CreateReport", "R", "report", "在工作簿旁边写一份新的 Word 文件，不覆盖已有的文件，不改您的表。", "", "数字只取自台账，缺的写明待补充。报告是草稿，由您核定。"),
        Button("run", "一键完成", "normal", "MacroPlay", "Y", "run", "结果放进工作簿旁边的文件夹，不改您的表。"),
    )),
    Group("xlsuiteHelp", "模板与帮助", (
        Button("template", "新建台账", "normal", "FileNew", "T", "template", "另存新文件，不改您的表。"),
        Button("help", "帮助", "normal", "Help", "H", "", "什么都不写。", "每个按钮做什么，记录放在哪里，出了问题怎么反馈", "帮助页在本机，不用联网。"),
    )),
)  # fmt: skip
BUTTONS = tuple(button for group in GROUPS for button in group.buttons)
