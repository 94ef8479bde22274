"""What the templates that come with the package are put together from."""

from __future__ import annotations

from collections.abc import Iterable

from xlsuite.text.gongwen import paragraph

Part = tuple[str, str]  # a style and a text; "" for a tag that stands alone
HEADER = "草稿　数据截至{{ 参数.统计截止日 }}"
BLANK: Part = ("GwBlank", "")


def only_if(condition: str, *parts: Part) -> list[Part]:
    return [("", f"{{%p if {condition} %}}"), *parts, ("", "{%p endif %}")]


def each(loop: str, *parts: Part) -> list[Part]:
    return [("", f"{{%p for {loop} %}}"), *parts, ("", "{%p endfor %}")]


def body(text: str) -> Part:
    return ("GwBody", text)


def heading(text: str) -> Part:
    return ("GwHeading1", text)


def paragraphs(parts: Iterable[Part]) -> str:
    return "".join(paragraph(style or "GwBody", text) for style, text in parts)
