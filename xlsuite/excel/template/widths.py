"""How wide a ledger's columns are, and which of them fit a printed page: A4 across, filled, at 86 % or more."""

from __future__ import annotations

from xlsuite.excel.looks import column_width, units
from xlsuite.excel.template.formulas import DAY, FORMULAS
from xlsuite.model.kinds import Day, Deadline, Key, Name, Persons, Text
from xlsuite.verbs.template import Blank, Field

WHOLE_SIZE = 1045  # pixels of columns that a page takes at 100 %, within the margins of a ledger
MOST = int(WHOLE_SIZE / 0.87)  # at 86 %, and a little for programs that print columns wider
NARROW, SHORT, TEXT, LEAST_TEXT, MOST_TEXT, MOST_NAME = 8.5, 9.0, 18.0, 12.0, 46.0, 24.0
BROAD = {"unit": 11.0, "post": 10.4, "source": 10.4, "manager_level": 10.4}  # what they hold asks for it
ONE_LINE = {9: 10.4, 10: 10.4}  # headers a little too long for `NARROW`; longer ones take two lines


def arranged(blank: Blank) -> tuple[Blank, list[float]]:
    """The sheet with the columns that are printed first, and the widths of all.

    Where too much is to be printed, texts give way first; then columns that may stay empty are not printed, from the
    right. Where little is, texts and names take what is left of the page.
    """
    fields = list(blank.fields)
    widths = {field.ident: width_of(blank.id, field) for field in fields}
    printed = [field for field in fields if field.printed]
    if pixels(widths, printed) > MOST:
        squeeze(widths, printed)
    while pixels(widths, printed) > MOST and (spare := [each for each in printed if may_stay_away(each)]):
        printed.remove(spare[-1])
    grow(widths, printed)
    kept = {field.ident for field in printed}
    fields = [field._replace(printed=field.ident in kept) for field in fields]
    fields.sort(key=lambda each: not each.printed)
    return blank._replace(fields=tuple(fields)), [widths[field.ident] for field in fields]


def pixels(widths: dict[str, float], fields: list[Field]) -> int:
    return sum(int(widths[field.ident] * 7 + 5) for field in fields)


def is_long(field: Field) -> bool:
    return isinstance(field.kind, Text) and not field.computed and field.kind.free_text


def may_stay_away(field: Field) -> bool:
    return not field.required and not field.computed and not field.is_key


def squeeze(widths: dict[str, float], printed: list[Field]) -> None:
    """Narrow the texts, each by as much, until the page can hold all or they can give no more."""
    texts = [field.ident for field in printed if is_long(field)]
    over = (pixels(widths, printed) - MOST) / 7
    for ident in texts:
        widths[ident] = max(LEAST_TEXT, round(widths[ident] - over / len(texts) - 0.1, 1))


def grow(widths: dict[str, float], printed: list[Field]) -> None:
    """Give texts, and half as much to names, what is left of the page's width."""
    shares = {field.ident: (2, MOST_TEXT) for field in printed if is_long(field)}
    shares |= {field.ident: (1, MOST_NAME) for field in printed if is_name(field) and not field.computed}
    while (left := (WHOLE_SIZE - pixels(widths, printed)) // 7) > 0:
        open_ones = {ident: part for ident, (part, most) in shares.items() if widths[ident] < most}
        if not open_ones:
            return
        each = max(0.1, round(left / sum(open_ones.values()) / 2, 1))
        for ident, part in open_ones.items():
            widths[ident] = round(min(shares[ident][1], widths[ident] + each * part), 1)


def is_name(field: Field) -> bool:
    return isinstance(field.kind, Name) or (isinstance(field.kind, Text) and not is_long(field))


def width_of(ledger: str, field: Field) -> float:
    """Wide for free text, narrow for the rest; a header stands in one line, or in two that are alike."""
    is_day = isinstance(field.kind, Day | Deadline)
    if is_day or (field.computed and FORMULAS[ledger, field.ident][1] == DAY):
        return 11.0
    if is_long(field):
        return TEXT
    if isinstance(field.kind, Key):
        return column_width((field.name,), least=11.5, most=13.0)
    least = SHORT if isinstance(field.kind, Persons) else BROAD.get(field.ident, NARROW)
    head = ONE_LINE.get(units(field.name), NARROW)
    longest = max((units(choice) for choice in field.choices), default=0)
    return max(least, head, min(12.5, longest + 0.6))
