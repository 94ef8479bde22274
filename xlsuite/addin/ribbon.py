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


OURS = "只写我们自己的表，不改您填的内容。"
MARKED = "只写“检查结果”表和单元格标记，不改您填的内容。"
GROUPS = (
    Group("xlsuiteCheck", "检查", (
        Button("check_sheet", "检查本表", "large", "DataValidationCircleInvalid", "C", "check", MARKED, "对照规则检查当前工作表，列出每一处要改的单元格", "检查时看得到别的工作表（措施、名册等），但只列出当前工作表的问题。"),
        Button("check", "检查全部", "large", "ErrorChecking", "A", "check", MARKED, "", "查这本工作簿里的所有台账。再点一次，旧的结果和标记先清掉，别人写的批注不动。“处理情况”选了“确认无误”的，原内容没变就不再提示。"),
        Button("next", "下一条", "normal", "FindNext", "N", "", "只移动光标，什么都不写。", "跳到下一处有问题的单元格", "从当前单元格往后找，到最后一处以后回到第一处。先点过“检查”才有可跳的地方。"),
        Button("findings", "结果清单", "normal", "ReviewShowAllComments", "L", "", "只切换工作表，什么都不写。", "打开“检查结果”表", "每一行是一处问题，点单元格地址能跳过去；“处理情况”里可以选 待处理、已处理、确认无误。"),
        Button("clear", "清除标记", "normal", "ClearAll", "X", "", "只去掉我们加的批注和底色，您自己的批注、底色和“检查结果”表都留着。", "去掉检查时加上的标记"),
        Button("fix", "自动修正", "large", "Spelling", "U", "fix", "会改您填的单元格：先列出每一处让您确认，改前先存备份。状态、等级、说不准的日期都不改。", "只做不改变意思的修正：日期写法、全角数字、多余空格", "带公式的单元格不改。"),
    )),
    Group("xlsuiteGrade", "定级与汇总", (
        Button("grade", "计算等级", "large", "ConditionalFormattingMenu", "G", "grade", "会写风险值、等级各列：先说明写哪几列、多少格让您确认，改前先存备份。核定等级从不改。", "", "全部结果和说明另写在“定级结果”表。带公式的单元格不改。"),
        Button("summarize", "生成一览", "large", "ChartInsert", "D", "summarize", OURS, "", "写“一览”和各张汇总表，每个数字都写明口径和编号。再点一次，这些表重写；您在上面改过的，先问。"),
        Button("merge", "合并科室表", "normal", "Consolidate", "M", "merge", "结果是一本新工作簿，各科室的表都不改。", "", "合并的是当前工作簿所在文件夹里的全部台账，先列出是哪几个让您确认。"),
    )),
    Group("xlsuiteReport", "报告", (
        Button("report", "自查报告", "large", "CreateReport", "R", "report", "在工作簿旁边写一份新的 Word 文件，不覆盖已有的文件，不改您的表。", "", "数字只取自台账，缺的写明待补充。报告是草稿，由您核定。"),
        Button("overdue", "逾期清单", "normal", "ExportTextFile", "E", "summarize", OURS, "列出逾期和临近时限的整改问题", "写在“逾期清单”表：逾期的在前，临期的在后，可以直接打印。"),
        Button("run", "一键完成", "normal", "MacroPlay", "Y", "run", "结果放进工作簿旁边的“…_结果”文件夹，不改您的表。", "", "检查结果、一览、自查报告、整改情况报告各一份。"),
    )),
    Group("xlsuiteHelp", "模板与帮助", (
        Button("template", "新建台账", "normal", "FileNew", "T", "template", "另开一本新工作簿，现在打开的不动。", "", "存在当前工作簿旁边。"),
        Button("restore", "恢复备份", "normal", "Undo", "Z", "", "先列出会变的单元格让您确认，不确认就不改；现在的样子也先存一份备份。", "拿回一份以前的备份", "从最近的一份问起，按“否”看更早的一份。每次写入之前，备份存在工作簿旁边的“.xlsuite_备份”文件夹里，留最近 10 份。"),
        Button("settings", "设置", "normal", "ControlProperties", "S", "", "没有“参数”表时先问您要不要加一张，不改别的表。", "打开“参数”表：统计截止日、评定方法、分档等", "参数随工作簿走，换一台电脑结果一样。"),
        Button("help", "帮助", "normal", "Help", "H", "", "什么都不写。", "每个按钮做什么，记录放在哪里，出了问题怎么反馈", "帮助页在本机，不用联网。"),
    )),
)  # fmt: skip
BUTTONS = tuple(button for group in GROUPS for button in group.buttons)
