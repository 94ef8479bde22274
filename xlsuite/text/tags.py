"""The tags in a Word template: where each stands, and what is wrong with how it was typed.

Read from the paragraphs as the user sees them, before anything is rewritten, so that a message can name the place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from lxml import etree

from xlsuite.errors import XlsuiteError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# No tag begins inside another, so that a text full of beginnings is gone through once and not once for each of them.
TAG = re.compile(r"\{#(?:(?!\{#).)*?#\}|\{\{((?:(?!\{[{%#]).)*?)\}\}|\{%((?:(?!\{[{%#]).)*?)%\}", re.DOTALL)
WIDE_BRACES = re.compile(r"｛[｛{%％#]|\{[｛％＃]|[｝}%％][｝]|[％]\}")
REVISIONS = tuple(W + tag for tag in ("ins", "del", "moveFrom", "moveTo"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NOTES = (f"{W}footnote", f"{W}endnote")
BREAKS = tuple(W + tag for tag in ("br", "cr", "tab", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak"))
LOST = tuple(W + tag for tag in ("drawing", "pict", "object"))  # with the paragraph that a tag takes away
SCOPED = re.compile(r"[-+]?(p|tr)\s")
NEARLY_SCOPED = re.compile(
    r"(?!(?-i:[-+]?(?:p|tr)\s))[-+]?\s*(p|tr)\s*(if|elif|else|endif|for|endfor|set)\b", re.IGNORECASE | re.ASCII
)
WORDS = ("if", "elif", "else", "endif", "for", "endfor", "set")
PAIRS = {"endif": "if", "endfor": "for"}
FULL_WIDTH = str.maketrans({
    **dict(zip("（）｜，．。：［］＝＋－＊／＜＞！　", "()|,..:[]=+-*/<>! ", strict=True)),
    **{chr(ord("０") + digit): str(digit) for digit in range(10)},
    "≥": ">=", "≤": "<=", "≠": "!=",
})  # fmt: skip
# Quotes as a Chinese keyboard makes them, and what cannot be seen but comes along with a copied text.
QUOTES = str.maketrans(
    {
        **dict.fromkeys("“”„‟＂", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\xad"),
    }
)
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
    """One tag as typed, with the place of its paragraph; `word` is if, for, endif … or "" for a printed value.

    scope: "p" or "tr" for a tag that stands for a paragraph or a row, else ""; holder: the text element it stands in.
    """

    text: str
    place: str
    word: str
    scope: str = ""
    holder: Any = None


class Paragraph(NamedTuple):
    """A paragraph's text as the user sees it, where it stands, the text of its table row, if any, and its element."""

    place: str
    text: str
    row: str | None
    element: Any


def tags_of(root: Any, part: str, template: str) -> list[Tag]:
    """All tags of a part in order; TemplateFault for the first that is badly typed."""
    if next(root.iter(*REVISIONS), None) is not None:
        raise TemplateFault(template, part, "", "里面还有没接受的修订，请在“审阅”里全部接受或拒绝后再用")
    join_tags(root)
    found: list[Tag] = []
    for paragraph in paragraphs(root, part):
        if fault := fault_of(paragraph):
            raise TemplateFault(template, paragraph.place, shortened(paragraph.text), fault)
        found.extend(own_tags(paragraph))
    check_pairs(found, template)
    return found


def own_tags(paragraph: Paragraph) -> list[Tag]:
    """The tags of a paragraph as typed, remarks left out."""
    texts = own_texts(paragraph.element)
    ends = list(accumulate(len(each.text or "") for each in texts))
    return [
        Tag(
            match[0],
            paragraph.place,
            word_of(match),
            found[1] if (found := SCOPED.match(match[2] or "")) else "",
            texts[bisect_right(ends, match.start())],
        )
        for match in TAG.finditer(paragraph.text)
        if match[0][1] != "#"
    ]


def join_tags(root: Any) -> None:
    """Put each tag that Word cut into pieces back into the text it begins in, in place.

    What stood between the pieces stays, so that no bookmark or link loses its other end; breaks and tabs go.
    """
    for smart in list(root.iter(f"{W}smartTag")):  # a wrapper without effect, around words that Word thinks it knows
        for child in list(smart):
            smart.addprevious(child)
        smart.getparent().remove(smart)
    for paragraph in root.iter(f"{W}p"):
        texts = own_texts(paragraph)
        whole = "".join(each.text or "" for each in texts)
        if len(texts) < 2 or "{" not in whole:
            continue
        ends = list(accumulate(len(each.text or "") for each in texts))
        starts = [0, *ends[:-1]]
        for match in TAG.finditer(whole):
            first, last = bisect_right(ends, match.start()), bisect_left(ends, match.end())
            if first == last:
                continue
            drop_breaks(paragraph, texts[first], texts[last])
            for at in range(first + 1, last + 1):
                starts[at] = match.end()
            for at in range(first, last):
                ends[at] = match.end()
        for text, start, end in zip(texts, starts, ends, strict=True):
            if text.text != whole[start:end]:
                text.text = whole[start:end]
                text.set(SPACE, "preserve")


def keep_sections(root: Any) -> None:
    """Give a section break that a paragraph tag would take with it a paragraph of its own, behind the tag, in place.

    Other programs put the break into the paragraph before it, where we write it into one that holds nothing else.
    """
    for section in list(root.iter(f"{W}sectPr")):
        paragraph = section.getparent().getparent()
        if paragraph.tag != f"{W}p" or not re.match(r"\s*\{%-?p\s", own_text(paragraph)):
            continue
        keeper = etree.Element(f"{W}p")
        paragraph.addnext(keeper)
        look = etree.SubElement(keeper, f"{W}pPr")
        etree.SubElement(look, f"{W}snapToGrid").set(f"{W}val", "0")
        spacing = etree.SubElement(look, f"{W}spacing")
        for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
            spacing.set(f"{W}{name}", value)
        look.append(section)


def drop_breaks(paragraph: Any, first: Any, last: Any) -> None:
    """Take out the breaks and tabs inside a tag."""
    is_inside = False
    for each in list(paragraph.iter(f"{W}t", *BREAKS)):
        if each is last:
            return
        if each is first:
            is_inside = True
        elif is_inside and each.tag != f"{W}t" and each.getparent().tag == f"{W}r":
            each.getparent().remove(each)


def shortened(text: str, most: int = 40) -> str:
    text = text.strip()
    return text if len(text) <= most else text[: most - 1] + "…"


def word_of(match: re.Match[str]) -> str:
    words = re.sub(r"^[-+]?(?:p|tr)?\s", " ", match[2] or "").strip(" -+").split()
    return words[0] if words else ""


def paragraphs(root: Any, part: str) -> Iterator[Paragraph]:
    """The paragraphs of a part in order, numbered as a reader counts them: outside tables, else by table, row, cell."""
    order = {each: number for number, each in enumerate(numbered(root), 1)}
    tables = {each: number for number, each in enumerate(root.iter(f"{W}tbl"), 1)}
    rows = {row: at for table in tables for at, row in enumerate(table.iter(f"{W}tr"), 1)}
    texts: dict[Any, str] = {}
    for paragraph in root.iter(f"{W}p"):
        text = own_text(paragraph)
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        if cell is None:
            number = order.get(paragraph)
            yield Paragraph(f"{part}第 {number} 段" if number else f"{part}文本框里", text, None, paragraph)
            continue
        row = next(cell.iterancestors(f"{W}tr"))
        if row not in texts:
            texts[row] = "".join(own_text(each) for each in row.iter(f"{W}p"))
        table = next(row.iterancestors(f"{W}tbl"))
        column = sum(1 for _ in cell.itersiblings(f"{W}tc", preceding=True)) + 1
        yield Paragraph(f"{part}第 {tables[table]} 个表格第 {rows[row]} 行第 {column} 格", text, texts[row], paragraph)


def numbered(root: Any) -> Iterator[Any]:
    """The paragraphs that a reader counts: not those in tables and text boxes, nor the rules above footnotes."""
    for each in root.iter(f"{W}p"):
        holder = next(each.iterancestors(f"{W}tc", f"{W}txbxContent", f"{W}footnote", f"{W}endnote"), None)
        if holder is None or (holder.tag in NOTES and holder.get(f"{W}type") is None):
            yield each


def own_texts(paragraph: Any) -> list[Any]:
    """The elements that hold a paragraph's text, without those of text boxes anchored in it."""
    return [each for each in paragraph.iter(f"{W}t") if next(each.iterancestors(f"{W}p"), None) is paragraph]


def own_text(paragraph: Any) -> str:
    return "".join(each.text or "" for each in own_texts(paragraph))


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
        if found := NEARLY_SCOPED.match(match[2] or ""):
            scope, rest_of_it = found[1].lower(), (match[2] or "")[found.end() :]
            return f"应写成“{{%{scope} {found[2]}{rest_of_it}%}}”：{scope} 紧跟在“{{%”后面，再空一格"
        if re.match(r"(tc|r)\s", inside) or inside.split()[:1] in (["colspan"], ["cellbg"], ["vm"], ["hm"]):
            return f"“{match[0]}”这种标记不能用，可用的是 {{{{ … }}}}、{{% … %}}、{{%p … %}} 和 {{%tr … %}}"
        if match[2] is not None and word_of(match) not in WORDS:
            return f"没有“{{% {word_of(match)} %}}”这种标记，可用的有 {'、'.join(WORDS)}"
        if re.match(r"p\s", inside) and (len(matches) > 1 or rest.strip()):
            return "带 p 的标记要单独占一段，同一段的其他文字会丢失"
        if re.match(r"p\s", inside) and next(paragraph.element.iter(*LOST), None) is not None:
            return "带 p 的标记要单独占一段，这一段里的图或文本框会丢失"
        if re.match(r"tr\s", inside) and (paragraph.row or "").strip() != match[0]:
            return "带 tr 的标记要单独占表格的一行，同一行的其他文字会丢失"
    return ""


def check_pairs(tags: list[Tag], template: str) -> None:
    """Every if and for has its end, in the right order, of the same scope and where it can stand."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.word in ("if", "for"):
            opened.append(tag)
        elif tag.word in ("elif", "else"):
            if not opened:
                raise TemplateFault(template, tag.place, tag.text, "前面没有与它对应的 if 或 for")
            check_together(opened[-1], tag, template)
        elif tag.word in ("endif", "endfor"):
            wanted = PAIRS[tag.word]
            if not opened:
                raise TemplateFault(template, tag.place, tag.text, f"前面没有与它对应的“{{% {wanted} %}}”")
            start = opened.pop()
            if start.word != wanted:
                raise TemplateFault(
                    template, tag.place, tag.text, f"与它最近的开头是{start.place}的“{start.text}”，两者不成对"
                )
            check_together(start, tag, template)
    if opened:
        tag = opened[-1]
        raise TemplateFault(template, tag.place, tag.text, f"没有结束，还缺“{{% end{tag.word} %}}”")


def check_together(start: Tag, tag: Tag, template: str) -> None:
    """What stands between two tags can be left out or repeated without tearing a cell, a link or a table apart."""
    if start.holder is None or tag.holder is None:
        return
    beginning = f"它的开头是{start.place}的“{start.text}”"
    if start.scope != tag.scope:
        raise TemplateFault(
            template, tag.place, tag.text, f"{beginning}，一个带 {start.scope or tag.scope}，另一个也要带"
        )
    if start.scope:
        element = f"{W}{start.scope}"
        ours, theirs = (next(each.holder.iterancestors(element)).getparent() for each in (start, tag))
        is_torn = ours is not theirs
    else:
        theirs = list(tag.holder.iterancestors())
        common = next(each for each in start.holder.iterancestors() if each in theirs)
        paths = [
            [each.tag for each in tagged.holder.iterancestors()][: depth_below(tagged.holder, common)]
            for tagged in (start, tag)
        ]
        is_torn = paths[0] != paths[1] or f"{W}tc" in paths[0]
    if is_torn:
        raise TemplateFault(
            template, tag.place, tag.text, f"{beginning}，两个标记要在同一个单元格、同一个链接里，或者都在外面"
        )


def depth_below(element: Any, ancestor: Any) -> int:
    """How many elements stand between an element and one of its ancestors."""
    return next(at for at, each in enumerate(element.iterancestors()) if each is ancestor)


def on_own_lines(source: str) -> str:
    """A patched source in which the n-th tag stands on line n + 1, marks typed in full width made plain."""

    def line(match: re.Match[str]) -> str:
        if match[0].startswith("{#"):
            return ""
        pieces = QUOTED.split(match[0][2:].translate(QUOTES))
        inside = "".join(piece if at % 2 else piece.translate(FULL_WIDTH) for at, piece in enumerate(pieces))
        sign = inside[:1] if inside[:1] in "-+" else ""
        return match[0][:2] + sign + "\n" + inside[len(sign) :]

    return TAG.sub(line, source.replace("\n", " "))
