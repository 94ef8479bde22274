"""The add-in's VBA read by a grammar of VBA: our module whole, and of xlwings' module every procedure we changed.

What the compiler drops is dropped here first: once as on Windows, once as on a Mac. (The whole of xlwings' module takes
the grammar two minutes, so that it is not read here.)
"""

from __future__ import annotations

import re

import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

from xlsuite.addin.modules import CHANGES, installed_xlwings, needed_xlwings, sources

XLWINGS = needed_xlwings(installed_xlwings(), "python")
SOURCES = {module.name: module.source for module in sources(XLWINGS)}
CONDITIONS = {"mac": lambda mac: mac, "not mac": lambda mac: not mac, 'app = "microsoft excel"': lambda mac: True}
PROCEDURE = re.compile(r"(?ms)^(?:Public |Private )?(?:Sub|Function) (\w+)\(.*?^End (?:Sub|Function)$")


class Errors(ErrorListener):  # type: ignore[misc]
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(self, recognizer: object, symbol: object, line: int, column: int, text: str, error: object) -> None:
        self.found.append(f"{line}:{column} {text}")


def syntax_errors(source: str) -> list[str]:
    errors = Errors()
    lexer = vbaLexer(InputStream("\r\n".join([*source.splitlines(), ""])))
    parser = vbaParser(CommonTokenStream(lexer))
    for each in (lexer, parser):
        each.removeErrorListeners()
        each.addErrorListener(errors)
    parser.startRule()
    return errors.found


def compiled_on(source: str, mac: bool) -> str:
    """The lines that the compiler takes on one of the systems."""
    kept: list[str] = []
    stack: list[bool] = []
    for line in source.splitlines():
        word = line.strip().lower()
        if word.startswith("#if "):
            stack.append(CONDITIONS[word.removeprefix("#if ").removesuffix(" then")](mac))
        elif word.startswith("#else"):
            stack[-1] = not stack[-1]
        elif word.startswith("#end if"):
            stack.pop()
        elif all(stack):
            kept.append(line)
    assert not stack
    return "\n".join(kept)


def changed_procedures() -> dict[str, str]:
    """The procedures of xlwings' module that a change of ours stands in."""
    source = SOURCES["xlwings"]
    found = {each[1]: each[0] for each in PROCEDURE.finditer(source)}
    return {
        name: text for name, text in found.items() if any(new in text for _, new in CHANGES if new != "If False Then")
    }


@pytest.mark.parametrize("mac", [False, True])
def test_our_module_is_vba(mac: bool) -> None:
    assert syntax_errors(compiled_on(SOURCES["RibbonXlsuite"], mac)) == []


@pytest.mark.parametrize("mac", [False, True])
def test_what_we_changed_is_vba(mac: bool) -> None:
    procedures = changed_procedures()
    assert {"ShowError", "ExecuteMac", "ExecuteWindows"} <= set(procedures)
    text = "\n\n".join(compiled_on(procedures[name], mac) for name in ("ShowError", "ExecuteMac"))
    lines = re.findall(r"(?m)^ *RibbonXlsuite\.Tell .*$", procedures["ExecuteWindows"])
    assert len(lines) == 1
    text += f"\n\nSub Fragment(ByVal PYTHON_WIN As String)\n{lines[0]}\nEnd Sub\n"
    assert syntax_errors(f'Attribute VB_Name = "changed"\n{text}') == []


def test_the_grammar_sees_a_slip() -> None:
    assert syntax_errors('Attribute VB_Name = "x"\nPublic Sub A()\n    If True Then\nEnd Sub\n')
