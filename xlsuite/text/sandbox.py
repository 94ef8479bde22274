"""The language of templates: what a template may say, and the refusal, in Chinese, of everything else.

Imported only when a report is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from types import MethodType
from typing import Any, NoReturn

from jinja2 import Environment, Template, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from xlsuite.errors import XlsuiteError
from xlsuite.text.facts import Exposed, Fact, Gap, bare, legible_marked
from xlsuite.text.numerals import DATES, ORDINALS, day_text, hanzi, in_ten_thousands, ordinal, percent
from xlsuite.text.trace import marked

LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"})
SENTENCE_LIMIT = 2_000_000  # characters one expression may print
TOO_DEEP = "标记一层套一层，套得太深"
LARGEST_NUMBER = 10**30
PRINTED = (bool, Exposed, int, float, Decimal, Fraction, date)
BANNED = (
    nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends, nodes.Block, nodes.Macro, nodes.CallBlock,
    nodes.FilterBlock, nodes.ScopedEvalContextModifier, nodes.Pow, nodes.Mod, nodes.Dict, nodes.With, nodes.Concat,
)  # fmt: skip


class BadWording(XlsuiteError):
    """Something in a template that cannot be done; `line` counts the tags of the part from 1, 0 where not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """是不是“…” where a known name is near, else the names there are."""
    names = sorted(set(known))
    near = get_close_matches(wrong, names, 1, 0.5) or [name for name in names if set(wrong) == set(name)]
    if near:
        return f"，是不是“{near[0]}”"
    return f"，可用的有：{'、'.join(names)}" if 0 < len(names) <= 16 else ""


# --- filters: each takes what a template prints and passes a gap through -------------------------------------------


def number_of(thing: Any, what: str) -> Any:
    value = bare(thing)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise BadWording(f"“|{what}”前面要是数，这里是“{thing}”")
    return value


def printed_as(thing: Any, text: str) -> str:
    """Other words for a fact are still the fact."""
    return marked(thing, text) if isinstance(thing, Fact) else text


def as_hanzi(thing: Any) -> str:
    value = thing if isinstance(thing, Gap) else number_of(thing, "汉字")
    if isinstance(value, Gap):
        return str(value)
    if value != int(value):
        raise BadWording(f"“|汉字”前面要是整数，这里是“{thing}”")
    return printed_as(thing, hanzi(int(value)))


def as_percent(thing: Any, decimals: int = 2) -> str:
    if isinstance(thing, Gap):
        return str(thing)
    if not 0 <= int(decimals) <= 4:
        raise BadWording("“|百分比”的小数位应为 0 到 4")
    return printed_as(thing, percent(Fraction(number_of(thing, "百分比")), int(decimals)))


def as_list(things: Any) -> str:
    if isinstance(things, Gap):
        return str(things)
    if isinstance(things, str | Fact):
        raise BadWording(f"“|顿号”前面要是一组，这里是“{things}”")
    return "、".join(f"{thing}" for thing in things)


def as_date(thing: Any, style: str = "年月日") -> str:
    if isinstance(thing, Gap):
        return str(thing)
    value = bare(thing)
    if style not in DATES:
        raise BadWording(f"“|日期”没有“{style}”这种样式，可用的有：{'、'.join(DATES)}")
    if not isinstance(value, date):
        raise BadWording(f"“|日期”前面要是日期，这里是“{thing}”")
    return printed_as(thing, day_text(value, style))


def as_ordinal(thing: Any, style: str = "一是") -> str:
    if isinstance(thing, Gap):
        return str(thing)
    if style not in ORDINALS:
        raise BadWording(f"“|序号样式”没有“{style}”这种样式，可用的有：{'、'.join(ORDINALS)}")
    return ordinal(int(number_of(thing, "序号样式")), style)


def as_ten_thousands(thing: Any, decimals: int = 2) -> str:
    if isinstance(thing, Gap):
        return str(thing)
    return printed_as(thing, in_ten_thousands(Decimal(number_of(thing, "万元")), min(max(int(decimals), 0), 8)))


FILTERS = {
    "汉字": as_hanzi,
    "百分比": as_percent,
    "顿号": as_list,
    "日期": as_date,
    "序号样式": as_ordinal,
    "万元": as_ten_thousands,
}
TESTS = {"有数据": lambda thing: not isinstance(thing, Gap)}


# --- the environment ----------------------------------------------------------------------------------------------


class Sandbox(ImmutableSandboxedEnvironment):
    """Looks into nothing but `Exposed` objects, calls nothing but their own methods, multiplies nothing but numbers."""

    intercepted_binops = frozenset({"*", "+"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, LoopContext):
            return attr in LOOP
        return isinstance(obj, Exposed) and bool(attr) and not attr[0].isascii()

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Gap) or (
            isinstance(obj, MethodType) and isinstance(obj.__self__, Exposed) and not obj.__name__[0].isascii()
        )

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sides = (left, right)
        if not any(isinstance(side, Gap) for side in sides):
            for side in sides:
                if abs(number_of(side, operator)) > LARGEST_NUMBER:
                    raise BadWording("算出的数太大")
        return super().call_binop(context, operator, left, right)


def environment(roots: Sequence[str]) -> Sandbox:
    """An environment whose templates may name `roots` and nothing else; whatever they print is escaped."""

    class Unknown(Undefined):
        """A name that is not there is refused the moment it is asked for: a typing slip, never a missing datum."""

        __slots__ = ()

        def __init__(self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: Any = None) -> None:
            refuse(roots, obj, name or "", exc, hint)

    env = Sandbox(autoescape=True, undefined=Unknown, finalize=finalized, cache_size=0)
    env.filters = dict(FILTERS)
    env.tests = dict(TESTS)
    env.globals = {}
    return env


@pass_context  # else what a template prints of its own, such as none or a list, is put in without being asked about
def finalized(context: Any, value: Any) -> Any:
    """What is printed: texts as XML can hold them; nothing that would read as a computer's word."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value if hasattr(value, "__html__") else legible_marked(value)
        if len(text) > SENTENCE_LIMIT:
            raise BadWording("一处写出的文字太长")
        return text
    if isinstance(value, PRINTED):
        if isinstance(value, Exposed) and not isinstance(value, Fact | Gap) and type(value).__str__ is object.__str__:
            raise BadWording("这里写的是一组数据，不是一个数据项；要写它下面的某一项，例如“.数量”")
        if isinstance(value, Fact):
            return f"{value}"
        return ("是" if value else "否") if isinstance(value, bool) else value
    raise BadWording("这里写的是一组数据，不是一个数据项；一组文字可以用“|顿号”连起来")


def refuse(roots: Sequence[str], obj: Any, name: str, exc: Any, hint: str | None) -> NoReturn:
    if isinstance(exc, type) and issubclass(exc, SecurityError):
        raise BadWording(f"模板里不允许用“{name}”")
    if isinstance(obj, LoopContext):
        raise BadWording(f"没有“loop.{name}”")
    if isinstance(obj, Exposed):
        raise BadWording(f"没有“{name}”这个数据项{suggestion(name, obj.names())}")
    if hint or not name:
        raise BadWording(f"模板里不允许这样写：{hint or name}")
    raise BadWording(f"没有“{name}”这个数据项{suggestion(name, roots)}")


def parse(env: Environment, source: str, roots: Sequence[str]) -> nodes.Template:
    """The template's tree, with every name, filter and test in it known, also in branches that do not run today."""
    try:
        tree = env.parse(source)
        every = list(walk(tree))
    except TemplateSyntaxError as error:
        raise BadWording(syntax_words(error.message or ""), error.lineno) from None
    except RecursionError:
        raise BadWording(TOO_DEEP) from None
    for node in every:
        if isinstance(node, BANNED):
            raise BadWording(f"模板里不能用“{type(node).__name__.lower()}”", node.lineno)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise BadWording(f"没有名为“{node.name}”的过滤器{suggestion(node.name, FILTERS)}", node.lineno)
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            raise BadWording(f"没有名为“{node.name}”的判断{suggestion(node.name, TESTS)}", node.lineno)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise BadWording(f"模板里不允许用“{node.attr}”", node.lineno)
    unknown_names(tree, frozenset(roots))
    return tree


def compiled(env: Environment, source: str, roots: Sequence[str]) -> Template:
    """A template ready to be filled in. Raises BadWording, also for what is nested deeper than a program may be."""
    try:
        return env.from_string(parse(env, source, roots))
    except (RecursionError, SyntaxError, MemoryError):
        raise BadWording(TOO_DEEP) from None


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


def unknown_names(tree: nodes.Template, roots: frozenset[str]) -> None:
    """Refuse a name that is neither a root nor set anywhere in the template."""
    names = [node for node in walk(tree) if isinstance(node, nodes.Name)]
    known = roots | {node.name for node in names if node.ctx != "load"} | {"loop"}
    for node in names:
        if node.name not in known:
            raise BadWording(f"没有“{node.name}”这个数据项{suggestion(node.name, known)}", node.lineno)


SYNTAX = (
    (r"unexpected '(.*)'", r"不该出现“\1”"),
    (r"expected token '(.*)', got '(.*)'", r"这里应是“\1”，写的是“\2”"),
    (r"unexpected char '(.*)' at \d+", r"不认得的符号“\1”"),
)


def syntax_words(message: str) -> str:
    for pattern, words in SYNTAX:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return "标记的写法不对"
