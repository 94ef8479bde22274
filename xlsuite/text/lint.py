"""A template looked through before it is used: every fault with its paragraph or cell, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import nodes

from xlsuite.model.outcome import Severity
from xlsuite.text.absolute import ABSOLUTE
from xlsuite.text.carried import loads, strict
from xlsuite.text.facts import Exposed
from xlsuite.text.phrases import untraced
from xlsuite.text.report_rows import Names, Row, Rows
from xlsuite.text.sandbox import BadWording, environment, parse, suggestion, walk
from xlsuite.text.slips import slips
from xlsuite.text.tags import (
    REVISIONS,
    TAG,
    Paragraph,
    TemplateFault,
    W,
    check_pairs,
    fault_of,
    join_tags,
    on_own_lines,
    own_tags,
    paragraphs,
    shortened,
    word_of,
)
from xlsuite.text.word import Form, part_kinds, read_package

BLOCKS = {
    "if": "{%% if %s %%}{%% endif %%}",
    "elif": "{%% if %s %%}{%% endif %%}",
    "for": "{%% for %s %%}{%% endfor %%}",
    "set": "{%% set %s %%}",
}


class TemplateFinding(NamedTuple):
    """One thing to change in a template: its place, what stands there, what is wrong and what to do."""

    rule: str
    severity: Severity
    place: str
    seen: str
    message: str
    advice: str
    key: str = ""


def linted(content: bytes, name: str, example: Mapping[str, Any], columns: Iterable[str] = ()) -> list[TemplateFinding]:
    """Everything wrong with a template. example: data of an example workbook, by the names a template may use."""
    try:
        entries = read_package(content, name)
        kinds = part_kinds(entries, name)
        roots = {part: strict(entries[part], kind, name) for part, kind in kinds.items()}
        found = [
            fault(load.place or "文件", load.seen, load.message, "改好后另存为 .docx。")
            for load in loads(entries, name)
        ]
    except TemplateFault as error:
        return [
            fault(error.place or "文件", error.excerpt, error.message, "用 Word 打开，另存为不带宏、没有密码的 .docx。")
        ]
    known = frozenset((*names_in(example), *columns))
    for part, root in roots.items():
        found += part_findings(root, kinds[part], name, tuple(example), known)
    if not any(each.severity is Severity.ERROR for each in found):
        found += trial(content, name, example)
    return found


def fault(
    place: str, seen: str, message: str, advice: str, rule: str = "RPT-13", severity: Severity = Severity.ERROR
) -> TemplateFinding:
    told = f"“{seen}”：{message}。" if seen else f"{message}。"
    return TemplateFinding(rule, severity, place, seen, told, advice)


def part_findings(
    root: Any, kind: str, name: str, roots: tuple[str, ...], known: frozenset[str]
) -> Iterator[TemplateFinding]:
    if next(root.iter(*REVISIONS), None) is not None:
        yield fault(kind, "", "里面还有没接受的修订，删去的文字里的标记照样会执行", "在“审阅”里全部接受或拒绝。")
    join_tags(root)
    every = list(paragraphs(root, kind))
    tags = [tag for each in every if not fault_of(each) for tag in own_tags(each)]
    plain = " ".join(on_own_lines(tag.text) for tag in tags)
    local = set(re.findall(r"\{%[-+]?\s*(?:(?:p|tr)\s)?\s*for\s+(.+?)\s+in\s", plain))
    local |= set(re.findall(r"\{%[-+]?\s*(?:(?:p|tr)\s)?\s*set\s+(\w+)", plain))
    words = tuple(dict.fromkeys((*roots, *(word.strip() for each in local for word in each.split(",")), "loop")))
    depth = 0
    for each in every:
        if wrong := fault_of(each):
            yield fault(each.place, shortened(each.text), wrong, "改好这个标记。")
            continue
        yield from tag_findings(each, words, known)
        yield from wording_findings(each, depth)
        depth = max(0, depth + sum({"if": 1, "endif": -1}.get(tag.word, 0) for tag in own_tags(each)))
    try:
        check_pairs(tags, name)
    except TemplateFault as error:
        yield fault(error.place, error.excerpt, error.message, "补上或删去，让每个 if、for 都有自己的结束。")


def tag_findings(paragraph: Paragraph, roots: tuple[str, ...], known: frozenset[str]) -> Iterator[TemplateFinding]:
    """Tags that cannot be read, and names that are not in the data contract."""
    env = environment(roots)
    for match in TAG.finditer(paragraph.text):
        source = alone(match)
        if not source:
            continue
        try:
            tree = parse(env, on_own_lines(source), roots)
        except BadWording as error:
            yield fault(paragraph.place, shortened(match[0]), str(error), "照提示改好这个标记。")
            continue
        for node in walk(tree):
            word = attribute(node)
            if word and word not in known and not word[0].isascii():
                told = f"没有“{word}”这个数据项{suggestion(word, known)}"
                yield fault(paragraph.place, shortened(match[0]), told, "照提示改好这个标记。")


def alone(match: re.Match[str]) -> str:
    """A tag as a template of its own; "" for one that only closes or is a remark."""
    if match[1] is not None:
        return "{{" + re.sub(r"^[-+]?(?:p|tr)\s", " ", match[1]).strip("-+") + "}}"
    word = word_of(match)
    if match[2] is None or word not in BLOCKS:
        return ""
    inside = re.sub(r"^[-+]?(?:p|tr)?\s", " ", match[2]).strip(" -+").removeprefix(word)
    return BLOCKS[word] % inside


def attribute(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return ""


def wording_findings(paragraph: Paragraph, depth: int) -> Iterator[TemplateFinding]:
    """Claims of the whole outside a condition, numerals typed into the template, slips."""
    free, at = "", 0
    for match in TAG.finditer(paragraph.text):
        piece = paragraph.text[at : match.start()]
        free += (piece if depth <= 0 else "□" * len(piece)) + "□" * len(match[0])
        depth += {"if": 1, "endif": -1}.get(word_of(match) if match[2] is not None else "", 0)
        at = match.end()
    rest = paragraph.text[at:]
    free += rest if depth <= 0 else "□" * len(rest)
    for match in ABSOLUTE.finditer(free):
        yield fault(
            paragraph.place, match[0], "说的是全部，却没有条件", "放进 {% if … %}…{% endif %}，只在台账证明时才写。",
            "RPT-03", Severity.WARNING,
        )  # fmt: skip
    blanked = TAG.sub(lambda match: "□" * len(match[0]), paragraph.text)
    has_field = next(paragraph.element.iter(f"{W}fldChar", f"{W}fldSimple"), None) is not None  # a page's number
    for _, seen in () if has_field else untraced(blanked):
        yield fault(
            paragraph.place,
            seen,
            "是写死在模板里的数字",
            "能从台账取的改用标记；确是固定的，可以不改。",
            "RPT-01",
            Severity.INFO,
        )
    for slip in slips(blanked):
        yield fault(paragraph.place, slip.seen, slip.words, f"改为“{slip.wanted}”。", "RPT-12", Severity.WARNING)


def trial(content: bytes, name: str, example: Mapping[str, Any]) -> Iterator[TemplateFinding]:
    """The first fault that shows only when the template is filled in."""
    try:
        form = Form(content, name, tuple(example))
        for part in form.kinds:
            form.filled(part, example)
    except TemplateFault as error:
        yield fault(error.place, error.excerpt, error.message, "照提示改好这个标记。")


def names_in(thing: Any, depth: int = 6) -> Iterator[str]:
    """Every name a template may ask for below a piece of data."""
    if depth == 0:
        return
    if isinstance(thing, Mapping):
        for key, value in thing.items():
            yield key
            yield from names_in(value, depth - 1)
    elif isinstance(thing, Rows):
        yield from thing.names()
        if len(thing):
            yield from names_in(next(iter(thing)), depth - 1)
    elif isinstance(thing, Row):
        yield from (*thing.names(), *Exposed.names(thing))
    elif isinstance(thing, Names):
        for name in thing.names():
            yield name
            yield from names_in(thing[name], depth - 1)
    elif isinstance(thing, list | tuple):
        for each in thing[:1]:
            yield from names_in(each, depth - 1)
    elif isinstance(thing, Exposed):
        for name in thing.names():
            yield name
            value = getattr(thing, name)
            if not callable(value) and depth > 3:
                yield from names_in(value, depth - 1)
