"""The ribbon tab 廉政台账, declared once: the add-in's XML, its callback, the tests and the manual are made from it."""

from __future__ import annotations

from typing import NamedTuple

TAB_ID, TAB, TAB_KEYTIP = "xlsuiteTab", "廉政台账", "LZ"
CALLBACK = "RibbonXlsuite.OnButton"
UNTOUCHED = "另存结果工作簿，不改您的表。"


class Button(NamedTuple):
    """One button; `tag` is what the click hands to Python, `verb` the command it runs ("" for none)."""

    tag: str
    label: str
    size: str
    image: str
    keytip: str
    screentip: str
    supertip: str
    verb: str = ""


class Group(NamedTuple):
    """Buttons that stand together under one label."""

    id: str
    label: str
    buttons: tuple[Button, ...]


GROUPS = (
    Group("xlsuiteCheck", "检查", (
        Button("check", "检查全部", "large", "ErrorChecking", "A", "检查全部", "对照规则检查这个工作簿里的每张台账，列出每一处要改的单元格。" + UNTOUCHED, "check"),
        Button("fix", "自动修正", "normal", "DataValidationCircleInvalid", "X", "自动修正", "只做不改变意思的修正：日期写法、全角数字、多余空格。写成另一份文件并列出每处改动，不改您的表。", "fix"),
    )),
    Group("xlsuiteGrade", "定级与汇总", (
        Button("grade", "计算等级", "large", "ConditionalFormattingMenu", "G", "计算等级", "算出每个风险点的风险值、等级和管理责任人，与自评、互评对照。" + UNTOUCHED, "grade"),
        Button("summarize", "生成一览", "large", "ChartInsert", "D", "生成一览", "汇总各项数字和汇总表，每个数字都写明取自哪些编号。" + UNTOUCHED, "summarize"),
    )),
    Group("xlsuiteReport", "报告", (
        Button("report", "自查报告", "large", "CreateReport", "R", "自查报告", "起草 Word 自查报告，缺的地方写明待补充，由您核定。另存 Word 文件，不改您的表。", "report"),
        Button("run", "一键完成", "normal", "Consolidate", "Y", "一键完成", "检查、汇总、报告一次做完，结果放进工作簿旁边的文件夹。另存结果文件，不改您的表。", "run"),
    )),
    Group("xlsuiteHelp", "模板与帮助", (
        Button("template", "新建台账", "normal", "FileNew", "T", "新建台账", "生成一本空白台账：带下拉选项、自动计算和一览。另存新文件，不改您的表。", "template"),
        Button("help", "帮助", "normal", "Help", "H", "帮助", "打开使用说明。只显示说明，不改您的表。"),
    )),
)  # fmt: skip
BUTTONS = tuple(button for group in GROUPS for button in group.buttons)


def buttons_table() -> str:
    """The buttons as the Markdown table of the manual."""
    lines = ["| 分组 | 按钮 | 按键 | 做什么 | 同一件事的命令 |", "|---|---|---|---|---|"]
    for group in GROUPS:
        for button in group.buttons:
            command = f"`xlsuite {button.verb}`" if button.verb else "—"
            keys = f"Alt、{TAB_KEYTIP}、{button.keytip}"
            lines.append(f"| {group.label} | {button.label} | {keys} | {button.supertip} | {command} |")
    return "\n".join(lines) + "\n"
