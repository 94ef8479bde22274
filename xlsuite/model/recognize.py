"""From a sheet to its tables: where the header stands, which ledger it is, which rows are data."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from xlsuite.model.beside import Span, part, spans
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.grid import Grid
from xlsuite.model.headers import Meaning, Names, named, scale
from xlsuite.model.rows import data_rows, is_blank_row
from xlsuite.model.table import Layout, Slot

HEADER_WITHIN = 30  # rows from the top in which the first header is looked for
HEADER_HEIGHT = 3
LOOKED_AT = 8  # cells of a row of which two must be known headers
AFTER_BLANK = 6  # rows after a blank row in which a further table's header is looked for
IGNORED = frozenset({"序号", "编次", "No.", "NO", "No", "行号"})  # display only, renumbered at will: never a key
NO_EVIDENCE = "note"  # every table has a 备注
# Words under a group's header that add nothing: 整改时限 over 日期 is 整改时限, 责任领导 over 姓名 is 责任领导.
DAYS = frozenset({"日期", "时间", "截止日期", "截止时间"})
DAYS_ABOVE = ("时限", "期限", "日期", "时间")
FILLERS = frozenset({"内容", "具体内容", "名称", "姓名", "描述", "表述", "签名", "签字", "原定", "结果"})
Titles = dict[int, tuple[str, ...]]


class Header(NamedTuple):
    """A place where a header may stand, and how well it fits a ledger."""

    score: float
    ledger: LedgerType
    top: int
    bottom: int
    titles: Titles  # sheet column -> what its header may be read as, the fullest first, the lowest row last


def layouts(grid: Grid, names: Names) -> list[Layout]:
    """The tables of one sheet, in order; empty when the sheet is none of ours."""
    titled = names.titled(grid.name)
    if titled and titled.by_name_only:
        return by_name(grid, titled)
    found = []
    header = best_header(grid, names, 1, HEADER_WITHIN, titled)
    if header and (stretches := side_by_side(grid, names, header)):
        return [layout for span in stretches for layout in layouts(part(grid, span), names)]
    while header:
        following = next_header(grid, names, header)
        last = above(grid, following.top) if following else len(grid.rows)
        found.append(laid_out(grid, names, header, last))
        header = following
    return found


def side_by_side(grid: Grid, names: Names, header: Header) -> list[Span]:
    """The columns of each table where several stand beside one another; [] where all is one table.

    A table by itself names its rows: a stretch that does not, such as measures after an empty column, goes on with
    the one before. Two stretches of one ledger are two tables with or without 编号.
    """
    found: list[tuple[Span, Header]] = []
    stretches = spans(grid, header.titles, header.bottom)
    for first, last in stretches if len(stretches) > 1 else ():
        titles = {at: texts for at, texts in header.titles.items() if first <= at <= last}
        own = judged(names, titles, None, header.top, header.bottom)
        if own and all(own.ledger is each.ledger or names_rows(names, own, each) for _, each in found):
            found.append(((first if found else stretches[0][0], last), own))
        elif found:
            (start, _), before = found[-1]
            found[-1] = ((start, last), before)
    return [span for span, _ in found] if len(found) > 1 else []


def names_rows(names: Names, *headers: Header) -> bool:
    """Whether each of these headers holds its ledger's 编号, or what its rows refer to."""
    wanted = {(each.ledger.id, each.ledger.refers or each.ledger.key) for each in headers}
    texts = (texts for each in headers for texts in each.titles.values())
    said = {(meaning.ledger.id, meaning.column.ident) for text in texts for meaning in first_meanings(names, text)}
    return wanted <= said


def above(grid: Grid, top: int) -> int:
    """The last row before a header that is not its own title."""
    last = top - 1
    while last and sum(1 for cell in grid.rows[last - 1] if cell != "") in (1, 2):
        last -= 1
    return last


def next_header(grid: Grid, names: Names, header: Header) -> Header | None:
    """A further table's header: below a blank row, within a few lines of it and before the next one."""
    blank = blank_rows(grid, header.bottom + 1, min(header.titles))
    for number, after in pairwise([*blank, len(grid.rows) + 1]):
        last = min(number + AFTER_BLANK, after - 1)
        if any(may_be_header(grid.rows[row - 1], names) for row in range(number + 1, last + 1)):
            found = best_header(grid, names, number + 1, last, None)
            if found:
                return found
    return None


def blank_rows(grid: Grid, first: int, at: int) -> list[int]:
    """Rows from `first` on that hold nothing, looked for where one column, best a well filled one, is empty."""
    if first > len(grid.rows):
        return []
    columns = grid.columns(first, len(grid.rows))
    empty = [number for number, cell in enumerate(columns[at - 1], first) if cell == ""]
    return [number for number in empty if is_blank_row(grid.rows[number - 1])]


def may_be_header(row: list[Any], names: Names) -> bool:
    """Whether a row is worth a closer look: words only, and two of the first few known headers."""
    if any(cell.__class__ is not str for cell in row):
        return False
    words = [cell for cell in row if cell][:LOOKED_AT]
    return len(words) >= 2 and sum(1 for word in words if names.of(word)) >= 2


def best_header(grid: Grid, names: Names, first: int, last: int, titled: LedgerType | None) -> Header | None:
    """The best fitting header between two rows; the topmost of equals, with the fewest rows."""
    best: Header | None = None
    spread = spread_texts(grid, first, last + HEADER_HEIGHT - 1)
    low = (merge for merge in grid.merges if merge.bottom - merge.top < HEADER_HEIGHT)
    inside = {row for merge in low for row in range(merge.top + 1, merge.bottom + 1)}
    for top in range(first, min(last, len(grid.rows)) + 1):
        for bottom in range(top, min(top + HEADER_HEIGHT, len(grid.rows) + 1)):
            if top in inside or bottom + 1 in inside:
                continue
            found = judged(names, read_titles(grid, spread, top, bottom), titled, top, bottom)
            if found and (best is None or found.score > best.score + 0.01):
                best = found
        if best and top > best.bottom + 2:
            break
    return best


def spread_texts(grid: Grid, first: int, last: int) -> dict[tuple[int, int], str]:
    """Texts that merged ranges lend to the cells they cover, for the rows a header may take."""
    lent = {}
    for merge in grid.merges:
        if merge.bottom < first or merge.top > last or merge.bottom - merge.top >= HEADER_HEIGHT:
            continue
        text = grid.cell(merge.top, merge.left)
        if isinstance(text, str) and text:
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, min(merge.right, merge.left + 200) + 1):
                    lent[row, column] = text
    return lent


def read_titles(grid: Grid, spread: dict[tuple[int, int], str], top: int, bottom: int) -> Titles:
    """For each sheet column the texts its header may be: all levels joined, the lower ones, the lowest.

    An upper one by itself counts only above a word that adds nothing.
    """
    titles: Titles = {}
    rows = [(row, grid.rows[row - 1]) for row in range(top, bottom + 1)]
    for column in range(1, max(len(cells) for _, cells in rows) + 1):
        parts: list[str] = []
        for row, cells in rows:
            text = (spread.get((row, column)) if spread else None) or (
                cells[column - 1] if column <= len(cells) else ""
            )
            if text.__class__ is str and text not in parts and not text.isspace() and text:
                parts.append(text)
        if len(parts) == 1:
            titles[column] = (parts[0],)
        elif parts:
            joined = ["".join(parts[start:]) for start in range(len(parts) - 1)]
            upper = [part for part in reversed(parts[:-1]) if says_it_all(part, parts[-1])]
            titles[column] = tuple(dict.fromkeys([*joined, *upper, parts[-1]]))
    return titles


def says_it_all(upper: str, lower: str) -> bool:
    word = named(lower)
    return word in FILLERS or (word in DAYS and named(upper).endswith(DAYS_ABOVE))


def judged(names: Names, titles: Titles, titled: LedgerType | None, top: int, bottom: int) -> Header | None:
    """The ledger these headers fit best, if they fit one well enough."""
    if len(titles) < 2:
        return None
    meanings = {at: first_meanings(names, texts) for at, texts in titles.items()}
    weights: dict[str, dict[str, float]] = {}
    places: dict[str, set[int]] = {}
    signed: set[str] = set()
    for at, found in meanings.items():
        weight = 0.5 + 1.0 / max(1, len({meaning.ledger.id for meaning in found}))
        for meaning in found:
            ledger, ident = meaning.ledger.id, meaning.column.ident
            if ident == NO_EVIDENCE:
                continue
            own = weights.setdefault(ledger, {})
            own[ident] = max(weight, own.get(ident, 0.0))
            places.setdefault(ledger, set()).add(at)
            if ident in meaning.ledger.signature and meaning.is_telling:
                signed.add(ledger)
    telling = sum(1 for texts in titles.values() if texts[-1].strip() not in IGNORED)
    best: Header | None = None
    for ledger_id, own in weights.items():
        ledger_type = names.ledgers[ledger_id]
        is_titled = titled is not None and titled.id == ledger_id
        if not is_titled and (ledger_type.titled_only or ledger_id not in signed):
            continue
        explained = set(places[ledger_id])
        score = sum(own.values())
        for companion in ledger_type.companions:
            more = places.get(companion, set()) - explained
            explained |= more
            score += 0.5 * len(more)
        if len(own) < 2 or len(explained) < 3 or (not is_titled and len(explained) * 3 < telling):
            continue
        score = score * (1.5 if is_titled else 1.0) - 0.1 * (bottom - top)
        if best is None or score > best.score:
            best = Header(score, ledger_type, top, bottom, titles)
    return best


def first_meanings(names: Names, texts: tuple[str, ...]) -> list[Meaning]:
    for text in texts:
        if found := names.of(text):
            return found
    return []


def laid_out(grid: Grid, names: Names, header: Header, last: int) -> Layout:
    """One table: its columns assigned, its data rows told from the rest."""
    primary = header.ledger
    titles = said_first(names, header.titles, (primary.id, *primary.companions))
    slots, left, doubled = assign(names, primary, titles)
    slots, left = with_near_misses(names, primary, slots, left, header.titles)
    companions = []
    for companion_id in primary.companions:
        companion = names.ledgers[companion_id]
        own, left, _ = assign(names, companion, {at: titles[at] for at in left})
        if own and any(slot.column.ident in companion.signature for slot in own):
            shared = shared_slots(companion, slots, own)
            companions.append((companion, (*own, *shared)))
        else:
            left = sorted([*left, *(slot.at for slot in own)])
    rows, excluded = data_rows(grid, primary, slots, (header.top, header.bottom), last)
    unknown = tuple((at, text) for at in sorted(left) if (text := header.titles[at][-1].strip()) not in IGNORED)
    return Layout(
        primary, tuple(range(header.top, header.bottom + 1)), slots, unknown, doubled, rows, excluded, tuple(companions)
    )


def said_first(names: Names, titles: Titles, ledgers: tuple[str, ...]) -> Titles:
    """Titles cut after the fullest text that one of the ledgers knows: 核定 over 依据 is 核定依据 and no other 依据."""
    cut = {}
    for at, texts in titles.items():
        known = (order for order, text in enumerate(texts, 1) if any(m.ledger.id in ledgers for m in names.of(text)))
        cut[at] = texts[: next(known, len(texts))]
    return cut


def assign(
    names: Names, ledger: LedgerType, titles: Titles
) -> tuple[tuple[Slot, ...], list[int], tuple[tuple[int, str, str], ...]]:
    """Headers to columns of one ledger: those with the fewest meanings choose first, own names before synonyms.

    Returns the slots, the sheet columns left over, and headers that say again what another one said (ST-03).
    """
    wishes: dict[int, tuple[str, list[Meaning]]] = {}
    present = {named(text) for texts in titles.values() for text in texts}
    for at, texts in titles.items():
        for text in texts:
            mine = [m for m in names.of(text) if m.ledger.id == ledger.id and (not m.beside or m.beside in present)]
            if mine:
                wishes[at] = (text, mine)
                break
    taken: dict[str, Slot] = {}
    doubled = []
    for at in sorted(wishes, key=lambda at: eagerness(wishes[at][1], at)):
        text, mine = wishes[at]
        free = next((meaning for meaning in mine if meaning.column.ident not in taken), None)
        if free:
            taken[free.column.ident] = Slot(free.column, at, text.strip(), scale=scale(text))
        elif not mine[0].weak:
            doubled.append((at, text.strip(), mine[0].column.name))
    slots = tuple(sorted(taken.values(), key=lambda slot: slot.at))
    used = {slot.at for slot in slots} | {at for at, _, _ in doubled}
    return slots, [at for at in titles if at not in used], tuple(sorted(doubled))


def eagerness(meanings: list[Meaning], at: int) -> tuple[bool, int, int, int]:
    """Which header chooses first: own names, then synonyms, then those that only stand in; few meanings first."""
    return (meanings[0].weak, len(meanings), min(meaning.order for meaning in meanings), at)


def with_near_misses(
    names: Names, ledger: LedgerType, slots: tuple[Slot, ...], left: list[int], titles: Titles
) -> tuple[tuple[Slot, ...], list[int]]:
    """Headers a slip away from a column nobody claimed are taken for it (ST-04)."""
    taken = {slot.column.ident for slot in slots}
    more, rest = [], []
    for at in left:
        column = next((c for text in titles[at] if (c := names.near(text, ledger))), None)
        if column and column.ident not in taken:
            taken.add(column.ident)
            text = titles[at][-1].strip()
            more.append(Slot(column, at, text, near=column.name, scale=scale(text)))
        else:
            rest.append(at)
    return tuple(sorted([*slots, *more], key=lambda slot: slot.at)), rest


def shared_slots(companion: LedgerType, slots: tuple[Slot, ...], own: tuple[Slot, ...]) -> list[Slot]:
    """Columns of the sheet's first ledger that the companion has too, under the same name or a synonym."""
    have = {slot.column.ident for slot in own}
    shared = []
    for column in companion.columns:
        if column.ident in have:
            continue
        for slot in slots:
            if slot.column.name == column.name or slot.column.name in column.also:
                shared.append(slot._replace(column=column))
                break
    return shared


def by_name(grid: Grid, ledger: LedgerType) -> list[Layout]:
    """A sheet of lists, known by its name: its header is the first row that names two of its columns, or one."""
    names: dict[str, Column] = {}
    for column in ledger.columns:
        for name in (column.name, *column.also):
            names[named(name)] = column
    for number, row in enumerate(grid.rows[:HEADER_WITHIN], 1):
        slots = list_slots(row, names)
        if len(slots) >= min(2, len(ledger.columns)):
            used = {slot.at for slot in slots}
            texts = ((at, cell.strip()) for at, cell in enumerate(row, 1) if isinstance(cell, str))
            unknown = tuple((at, text) for at, text in texts if text and at not in used)
            rows, excluded = data_rows(grid, ledger, slots, (number, number), len(grid.rows))
            return [Layout(ledger, (number,), slots, unknown, (), rows, excluded)]
    return []


def list_slots(row: list[Any], names: dict[str, Column]) -> tuple[Slot, ...]:
    taken: dict[str, Slot] = {}
    for at, cell in enumerate(row, 1):
        text = cell.strip() if isinstance(cell, str) else ""
        column = names.get(named(text))
        if column and column.ident not in taken:
            taken[column.ident] = Slot(column, at, text)
    return tuple(taken.values())
