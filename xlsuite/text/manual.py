"""The manual, written from the declarations: the pages of rules, ledgers, settings and grading methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xlsuite.ledgers import LEDGERS
from xlsuite.ledgers.lists import LISTS
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.settings import SETTINGS
from xlsuite.rules import RULES
from xlsuite.rules.rule import Rule
from xlsuite.text.draft_rules import draft_manual
from xlsuite.text.profile import NATIONAL, VALUES, Value

NEEDS = {"must": "必需", "should": "应有", "may": ""}


def page_text(rule: Rule) -> str:
    """One rule's page for a terminal."""
    page = rule.page()
    lines = [
        f"{rule.id} {rule.severity.word} {page.title}",
        "",
        "查什么：" + page.what,
        "为什么：" + page.why,
        "怎么改：" + page.how,
    ]
    return "\n".join([*lines, "例：", *(f"  {line}" for line in page.examples)])


def rules_manual(rules: Iterable[Rule] = RULES) -> str:
    """docs/规则.md."""
    lines = ["# 规则", "", "由规则的定义生成，改规则请改代码里的说明。", "", "| 规则 | 级别 | 名称 |", "|---|---|---|"]
    every = list(rules)
    lines += [f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity.word} | {rule.title} |" for rule in every]
    for rule in every:
        page = rule.page()
        lines += ["", f"## {rule.id}", "", f"**{page.title}**（{rule.severity.word}）", "", f"- 查什么：{page.what}"]
        lines += [
            f"- 为什么：{page.why}",
            f"- 怎么改：{page.how}",
            f"- 关闭或改级别：参数表写“规则 {rule.id}”，值填 关闭、错误、警告 或 提示",
            "",
            "例：",
        ]
        lines += ["", *(f"- {'✓' if line[0] == '对' else '✗'} `{line[1:].strip()}`" for line in page.examples)]
    return "\n".join(lines) + "\n" + draft_manual()


def columns_manual(ledgers: Iterable[LedgerType] = (*LEDGERS, *LISTS)) -> str:
    """docs/字段.md."""
    lines = ["# 台账与字段", "", "由台账的定义生成。表头写标准名称或“也可以写”的名称都认得，列的顺序不限。"]
    for ledger in ledgers:
        lines += ["", f"## {ledger.title}", "", ledger.note, ""]
        if ledger.also:
            lines += [f"表名也可以写：{'、'.join(ledger.also)}", ""]
        lines += [
            "| 列 | 要求 | 也可以写 | 例 |",
            "|---|---|---|---|",
            *(column_line(column) for column in ledger.columns),
        ]
    return "\n".join(lines) + "\n"


def column_line(column: Column) -> str:
    also = "、".join(also_words(column))
    example = "" if column.example is None else str(column.example)
    return f"| {column.name} | {NEEDS[column.need]} | {also} | {example} |"


def also_words(column: Column) -> Iterator[str]:
    for name in column.also:
        text, _, beside = name.removeprefix("?").partition("|")
        yield f"{text}（另有{beside}时）" if beside else text


def shown(default: object) -> str:
    """A setting's default as the manual prints it."""
    if isinstance(default, bool):
        return "是" if default else "否"
    if isinstance(default, tuple):
        if all(isinstance(each, tuple) for each in default) and default:
            return "；".join("=".join(map(str, each)) for each in default)
        return "、".join(map(str, default))
    return "" if default is None else str(default)


def settings_manual() -> str:
    """docs/参数.md."""
    lines = [
        "# 参数",
        "",
        "写在工作簿的“参数”表里（参数 | 值），或写进 TOML 文件用 --config 给出；命令行优先，其次参数表，再次文件。",
        "",
    ]
    lines += ["| 参数 | 默认 | 作用 |", "|---|---|---|"]
    lines += [f"| {setting.name} | {shown(setting.default)} | {setting.help} |" for setting in SETTINGS]
    lines += [
        "| 规则 〈编号〉 | 按规则 | 关闭、错误、警告 或 提示 |",
        "| 方面清单：〈来源〉 | 方面清单 | 某一来源单独的方面 |",
    ]
    lines += ["| 分级管理：高（中、低） | 主要领导、分管领导、科室负责人 | 各等级由哪一层管理 |"]
    return "\n".join(lines) + "\n"


def layouts_manual() -> str:
    """docs/版式.md."""
    lines = [
        "# 版式",
        "",
        "报告按 GB/T 9704—2012 排版。单位另有规定的，把不同的值写进一个 TOML 文件，用 `--profile 文件.toml` 给出，",
        "没写的仍按国标：",
        "",
        "```toml",
        '名称 = "市局版式"',
        "下边距 = 30",
        '页码位置 = "居中"',
        "```",
        "",
        "所用的版式写在屏幕上，也写进文档属性的“备注”。用 Word 改过的模板照样可以用，改过的样式不会被盖掉。",
        "",
        "| 名称 | 国标 | 作用 |",
        "|---|---|---|",
    ]
    lines += [f"| {each.name} | {layout_default(each)} | {each.help} |" for each in VALUES]
    return "\n".join(lines) + "\n"


def layout_default(value: Value) -> str:
    derived = {"name": "", "line_points": NATIONAL.pitch / 20, "spacing_points": NATIONAL.spacing / 20}
    default = derived.get(value.ident, getattr(NATIONAL, value.ident))
    told = f"{default:g}" if isinstance(default, int | float) else str(default)
    return told + value.unit if told else ""


PAGES: dict[str, Callable[[], str]] = {
    "规则.md": rules_manual,
    "字段.md": columns_manual,
    "参数.md": settings_manual,
    "版式.md": layouts_manual,
}


def write(folder: str) -> None:
    """Write all pages; `python -m xlsuite.text.manual docs` does so."""
    from xlsuite.files.save import save

    for name, page in PAGES.items():
        save(f"{folder}/{name}", page().encode(), replace=True)


if __name__ == "__main__":
    import sys

    write(sys.argv[1] if len(sys.argv) > 1 else "docs")
