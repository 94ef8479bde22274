"""The tags in a Word template: where each stands, and what is wrong with how it was typed.

Read from the paragraphs as the user sees them, before anything is rewritten, so that a message can name the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from xlsuite.errors import XlsuiteError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TAG = re.compile(r"\{#.*?#\}|\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
WIDE_BRACES = re.compile(r"｛[｛{%％#]|\{[｛％＃]|[｝}%％][｝]|[％]\}")
WORDS = ("if", "elif", "else", "endif", "for", "endfor", "set")
PAIRS = {"endif": "if", "endfor": "for"}
FULL_WIDTH = str.maketrans("（）｜，．［］＝＋－＊／＜＞！　", "()|,.[]=+-*/<>! ")
QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")


class TemplateFault(XlsuiteError):
    """A template that cannot be filled in: which one, where in it, what stands there and what is wrong."""

    def __init__(self, template: str, place: str, excerpt: str, message: str) -> None:
        seen = f"“{excerpt}”" if excerpt else ""
        super().__init__(f"模板“{template}”{place}{seen}：{message}。")
        self.template = template
        self.message = message
        self.place = place
        self.excerpt = excerpt


class Tag(NamedTuple):
    """One tag as typed, with the place of its paragraph; `word` is if, for, endif … or "" for a printed value."""

    text: str
    place: str
    word: str


class Paragraph(NamedTuple):
    """A paragraph's text as the user sees it, where it stands, the text of its table row, if any, and its element."""

    place: str
    text: str
    row: str | None
    element: Any


def tags_of(root: Any, part: str, template: str) -> list[Tag]:
    """All tags of a part in order; TemplateFault for the first that is badly typed."""
    if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        raise TemplateFault(template, part, "", "里面还有没接受的修订，请在“审阅”里全部接受或拒绝后再用")
    found: list[Tag] = []
    for paragraph in paragraphs(root, part):
        if fault := fault_of(paragraph):
            raise TemplateFault(template, paragraph.place, shortened(paragraph.text), fault)
        found.extend(own_tags(paragraph))
    check_pairs(found, template)
    return found


def own_tags(paragraph: Paragraph) -> list[Tag]:
    """The tags of a paragraph as typed, remarks left out."""
    return [
        Tag(match[0], paragraph.place, word_of(match)) for match in TAG.finditer(paragraph.text) if match[0][1] != "#"
    ]


def shortened(text: str, most: int = 40) -> str:
    text = text.strip()
    return text if len(text) <= most else text[: most - 1] + "…"


def word_of(match: re.Match[str]) -> str:
    words = re.sub(r"^[-+]?(?:p|tr)?\s", " ", match[2] or "").strip(" -+").split()
    return words[0] if words else ""


def paragraphs(root: Any, part: str) -> Iterator[Paragraph]:
    """The paragraphs of a part in order, numbered as a reader counts them: outside tables, else by table, row, cell."""
    order = {each: number for number, each in enumerate(own_children(root), 1)}
    tables = {each: number for number, each in enumerate(root.iter(f"{W}tbl"), 1)}
    rows = {row: at for table in tables for at, row in enumerate(table.iter(f"{W}tr"), 1)}
    texts: dict[Any, str] = {}
    for paragraph in root.iter(f"{W}p"):
        text = own_text(paragraph)
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        if cell is None:
            number = order.get(paragraph)
            yield Paragraph(f"{part}第 {number} 段" if number else part, text, None, paragraph)
            continue
        row = next(cell.iterancestors(f"{W}tr"))
        if row not in texts:
            texts[row] = "".join(own_text(each) for each in row.iter(f"{W}p"))
        table = next(row.iterancestors(f"{W}tbl"))
        column = sum(1 for _ in cell.itersiblings(f"{W}tc", preceding=True)) + 1
        yield Paragraph(f"{part}第 {tables[table]} 个表格第 {rows[row]} 行第 {column} 格", text, texts[row], paragraph)


def own_children(root: Any) -> list[Any]:
    body = root.find(f"{W}body")
    return [each for each in (root if body is None else body) if each.tag == f"{W}p"]


def own_text(paragraph: Any) -> str:
    """The text of a paragraph without that of text boxes anchored in it."""
    return "".join(
        each.text or "" for each in paragraph.iter(f"{W}t") if next(each.iterancestors(f"{W}p"), None) is paragraph
    )


def fault_of(paragraph: Paragraph) -> str:
    """What is wrong with how the tags of a paragraph are typed; "" for nothing."""
    text = paragraph.text
    if match := WIDE_BRACES.search(text):
        return f"“{match[0]}”是全角括号，标记要用半角的 {{{{ }}}} 和 {{% %}}"
    rest = TAG.sub("", text)
    for sign in ("{{", "{%", "{#", "}}", "%}", "#}"):
        if sign in rest:
            return f"“{sign}”没有成对，一个标记要在同一段里开头和收尾"
    matches = [match for match in TAG.finditer(text) if match[0][1] != "#"]
    for match in matches:
        inside = (match[1] or match[2] or "").lstrip("-+")
        if re.match(r"(tc|r)\s", inside) or inside.split()[:1] in (["colspan"], ["cellbg"], ["vm"], ["hm"]):
            return f"“{match[0]}”这种标记不能用，可用的是 {{{{ … }}}}、{{% … %}}、{{%p … %}} 和 {{%tr … %}}"
        if match[2] is not None and word_of(match) not in WORDS:
            return f"没有“{{% {word_of(match)} %}}”这种标记，可用的有 {'、'.join(WORDS)}"
        if re.match(r"p\s", inside) and (len(matches) > 1 or rest.strip()):
            return "带 p 的标记要单独占一段，同一段的其他文字会丢失"
        if re.match(r"tr\s", inside) and (paragraph.row or "").strip() != match[0]:
            return "带 tr 的标记要单独占表格的一行，同一行的其他文字会丢失"
    return ""


def check_pairs(tags: list[Tag], template: str) -> None:
    """Every if and for has its end, in the right order."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.word in ("if", "for"):
            opened.append(tag)
        elif tag.word in ("elif", "else") and not opened:
            raise TemplateFault(template, tag.place, tag.text, "前面没有与它对应的 if 或 for")
        elif tag.word in ("endif", "endfor"):
            wanted = PAIRS[tag.word]
            if not opened:
                raise TemplateFault(template, tag.place, tag.text, f"前面没有与它对应的“{{% {wanted} %}}”")
            start = opened.pop()
            if start.word != wanted:
                raise TemplateFault(
                    template, tag.place, tag.text, f"与它最近的开头是{start.place}的“{start.text}”，两者不成对"
                )
    if opened:
        tag = opened[-1]
        raise TemplateFault(template, tag.place, tag.text, f"没有结束，还缺“{{% end{tag.word} %}}”")


def on_own_lines(source: str) -> str:
    """A patched source in which the n-th tag stands on line n + 1, marks typed in full width made plain."""

    def line(match: re.Match[str]) -> str:
        if match[0].startswith("{#"):
            return ""
        pieces = QUOTED.split(match[0][2:])
        inside = "".join(piece if at % 2 else piece.translate(FULL_WIDTH) for at, piece in enumerate(pieces))
        sign = inside[:1] if inside[:1] in "-+" else ""
        return match[0][:2] + sign + "\n" + inside[len(sign) :]

    return TAG.sub(line, source.replace("\n", " "))
