"""Texts taken apart by formulas, and the same done here for the values that the formulas have now."""

from __future__ import annotations

from collections.abc import Sequence

Pairs = Sequence[tuple[str, str]]
WIDTH = 300  # of a part, with the room around it
BREAKS = {"\n": "CHAR(10)", "\r": "CHAR(13)"}


def text(value: str) -> str:
    """A text as a formula writes it."""
    return '"' + value.replace('"', '""') + '"'


def replaced(what: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        what = f"SUBSTITUTE({what},{BREAKS.get(old) or text(old)},{text(new)})"
    return what


def replaced_value(value: str, pairs: Pairs) -> str:
    for old, new in pairs:
        value = value.replace(old, new)
    return value


def collapsed(what: str, pairs: Pairs) -> str:
    """A text with its signs replaced and its blanks brought to one."""
    return f"TRIM({replaced(what, *pairs)})"


def collapsed_value(value: str, pairs: Pairs) -> str:
    return " ".join(part for part in replaced_value(value, pairs).split(" ") if part)


def _signs(sign: str, others: Sequence[str], pairs: Pairs) -> tuple[Pairs, Pairs]:
    before = (("　", " "), *((other, sign) for other in others), *pairs)
    after = ((f"{sign} ", sign), (f" {sign}", sign), *((sign * 2, sign),) * 4)
    return before, after


def wrapped(what: str, sign: str, others: Sequence[str], pairs: Pairs) -> str:
    """A list with one sign before, between and after its parts, none of them empty: `、高、中、低、`."""
    before, after = _signs(sign, others, pairs)
    return replaced(f"{text(sign)}&{collapsed(what, before)}&{text(sign)}", *after)


def wrapped_value(value: str, sign: str, others: Sequence[str], pairs: Pairs) -> str:
    before, after = _signs(sign, others, pairs)
    return replaced_value(f"{sign}{collapsed_value(value, before)}{sign}", after)


def part(of: str, sign: str, number: int) -> str:
    """A part of a wrapped list, from 1; "" beyond its end."""
    return f'TRIM(MID(SUBSTITUTE({of},{text(sign)},REPT(" ",{WIDTH})),{number * WIDTH + 1},{WIDTH}))'


def part_value(of: str, sign: str, number: int) -> str:
    parts = of.split(sign)
    return parts[number] if number < len(parts) else ""
