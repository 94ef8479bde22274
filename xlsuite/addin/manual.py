"""The manual of the ribbon, made of its declaration: docs/功能区.md, and the page that the 帮助 button opens.

python -m xlsuite.addin.manual docs
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from xlsuite.addin.ribbon import GROUPS, TAB, TAB_KEYTIP, Button

PAGE, RIBBON_PICTURE = "功能区.md", "图/功能区.svg"
RULES = (
    "只写我们自己的表（名字见各按钮）和标记；会改您填的单元格的只有“自动修正”和“计算等级”，而且先说清楚、让您确认。",
    "每次写入之前，先在工作簿旁边的“.xlsuite_备份”文件夹里存一份副本，留最近 10 份。",
    "同一个按钮点几次，结果都一样：旧的结果和标记先清掉，再写新的。别人写的批注不动。",
    "Excel 的“撤销”管不到加载项写的内容，要退回请用“恢复备份”。",
    "单元格正在编辑、工作簿是只读的，会说清楚并且什么都不写；有保护的工作表里不写，并说是哪几张。",
    "数据不出电脑，断网可用。",
)
TITLE = f"功能区“{TAB}”：每个按钮做什么"


def page(pictures: Mapping[str, str]) -> str:
    """docs/功能区.md; `pictures` are the files under docs that show what a button made, by tag."""
    lines = [f"# {TITLE}", "", "<!-- 由 python -m xlsuite.addin.manual docs 写出，请改 xlsuite/addin/ribbon.py -->", ""]
    lines += [
        f"装法见[安装](安装.md)。按 Alt、再按 {TAB_KEYTIP}，就到这个选项卡。",
        "",
        f"![选项卡的样子]({RIBBON_PICTURE})",
        "",
    ]
    lines += [
        "图是按按钮的定义画的示意，不是截图：开发用的电脑上没有 Excel。各按钮下的图是结果在 LibreOffice 里的样子。",
        "",
    ]
    lines += [f"- {rule}" for rule in RULES]
    for group in GROUPS:
        lines += ["", f"## {group.label}"]
        for button in group.buttons:
            lines += ["", f"### {button.label}", "", *button_lines(button)]
            if button.tag in pictures:
                lines += ["", f"![{button.label}之后]({pictures[button.tag]})"]
    return "\n".join(lines) + "\n"


def sentences(button: Button) -> str:
    return f"{button.screentip}。{button.supertip}{button.more}"


def keys(button: Button) -> str:
    return f"Alt、{TAB_KEYTIP}、{button.keytip}"


def button_lines(button: Button) -> Iterator[str]:
    yield sentences(button)
    yield ""
    yield f"快捷键：{keys(button)}。" + (f"同一件事的命令：`xlsuite {button.verb}`。" if button.verb else "")


def help_page(facts: Mapping[str, str]) -> str:
    """The same as one HTML page that needs nothing beside it, with what stands where on this computer."""
    items = "".join(f"<li>{escape(rule)}</li>" for rule in RULES)
    body = [f"<h1>{escape(TAB)}</h1>", f"<ul>{items}</ul>"]
    for group in GROUPS:
        body.append(f"<h2>{escape(group.label)}</h2>")
        for button in group.buttons:
            body.append(
                f'<h3 id="{button.tag}">{escape(button.label)}</h3><p>{escape(sentences(button))}</p>'
                f'<p class="key">{escape(keys(button))}</p>'
            )
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in facts.items())
    body.append(f"<h2>出了问题</h2><p>{FEEDBACK}</p><table>{rows}</table>")
    return f'<!doctype html><html lang="zh-CN"><head>{HEAD}</head><body>{"".join(body)}</body></html>\n'


def written_help() -> str:
    """Write the help page under the user's folder; returns its path."""
    import sys
    from pathlib import Path

    from xlsuite import __version__
    from xlsuite.files.save import save

    home = Path.home() / ".xlsuite"
    facts = {"版本": __version__, "Python": sys.executable, "记录": str(home / "log")}
    return str(save(home / "帮助.html", help_page(facts).encode("utf-8"), replace=True))


FEEDBACK = (
    "先在命令行里运行 <code>xlsuite addin doctor</code>，它会说哪里不对、怎么办。要反馈时，"
    "请把下面的版本和记录文件（不含台账内容）发给维护者。"
)
HEAD = (
    f'<meta charset="utf-8"><title>{TAB}：帮助</title><style>'
    "body{font:16px/1.7 'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif;max-width:46em;"
    "margin:2em auto;padding:0 1em;color:#1f2d3d}"
    "h1,h2{color:#2f4a66}h2{border-bottom:1px solid #cdd6e0;padding-bottom:.2em;margin-top:1.6em}"
    "h3{margin:1em 0 .2em}p{margin:.2em 0}.key{color:#5f6b76;font-size:.85em}"
    "table{border-collapse:collapse;margin-top:.6em}th,td{border:1px solid #cdd6e0;padding:.3em .8em;text-align:left;"
    "font-weight:normal;word-break:break-all}th{background:#eef1f4;white-space:nowrap}</style>"
)


def pictures_in(folder: str) -> dict[str, str]:
    """The pictures there are of what buttons made, by tag: 图/按钮_<tag>.png."""
    from pathlib import Path

    found = sorted(Path(folder, "图").glob("按钮_*.png"))
    return {path.stem.removeprefix("按钮_"): f"图/{path.name}" for path in found}


def write(folder: str) -> None:
    """Write the page of the manual into the folder of the pages."""
    from pathlib import Path

    from xlsuite.files.save import save

    save(Path(folder, PAGE), page(pictures_in(folder)).encode("utf-8"), replace=True)


if __name__ == "__main__":
    import sys

    write(sys.argv[1] if len(sys.argv) > 1 else "docs")
