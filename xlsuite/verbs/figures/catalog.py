"""岗位廉政风险管理目录: each risk point in force with its level, its measures and who manages it (domain §4.4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from xlsuite.grading.managers import TIERS, read_tier
from xlsuite.verbs.figures.grouped import in_order
from xlsuite.verbs.figures.measure_figures import MeasureRows
from xlsuite.verbs.figures.risk_rows import RiskRows
from xlsuite.verbs.figures.risk_tables import manager
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, label

UNRATED = "未核定"
NO_NUMBER = "（号码略）"


class Entry(NamedTuple):
    """One line of the catalogue, every cell as it is shown; three: 高, 中, 低 or 未核定."""

    number: str
    unit: str
    post: str
    holder: str
    matter: str
    point: str
    manifestation: str
    level: str
    three: str
    measures: str
    owners: str
    manager: str
    tier: str


class Edition(NamedTuple):
    """The catalogue as it may be published, and what was put in place of names and numbers."""

    entries: tuple[Entry, ...]
    names: int
    numbers: int


def catalog(rows: RiskRows, measures: MeasureRows | None) -> tuple[Entry, ...]:
    """All points in force: by unit, then tier and post, the highest level first, then by 编号 (domain §4.4)."""
    units, posts, holders = (rows.labels(ident) for ident in ("unit", "post", "holder"))
    points = rows.labels("point_name" if rows.stands_for_points else "risk_point")
    texts = {ident: told(rows, ident) for ident in ("matter", "manifestation")}
    of_points = measures_of(measures)
    tiers = tiers_of(rows)
    place_of = {unit: at for at, unit in enumerate(in_order(units, rows.ordered_units))}
    heights = {level: (rows.book.height(level) if isinstance(level, str) else (0, 0)) for level in set(rows.levels)}

    def order(place: int) -> Any:
        high, low = heights[rows.levels[place]]
        return place_of[units[place]], tiers[place], posts[place], -high, -low, rows.keys[place]

    found = []
    for place in sorted(range(len(rows)), key=order):
        person, tier = manager(rows, place)
        level = rows.levels[place]
        measured, owners = of_points.get(rows.column("number")[place], ([], []))
        found.append(
            Entry(
                rows.keys[place], units[place], posts[place], holders[place], texts["matter"][place], points[place],
                texts["manifestation"][place], level if isinstance(level, str) else UNRATED, rows.of_three[place],
                numbered(measured), "、".join(dict.fromkeys(owners)) or UNFILLED, person, tier,
            )
        )  # fmt: skip
    return tuple(found)


def told(rows: RiskRows, ident: str) -> list[str]:
    if not any(table.ledger.has(ident) for table in rows.tables):
        return [""] * len(rows)
    return rows.labels(ident)


def tiers_of(rows: RiskRows) -> list[int]:
    """How high each point's post stands, 0 the highest; posts not known come last."""
    if rows.posts is None:
        return [len(TIERS)] * len(rows)
    known = rows.posts.tiers
    tiers = [known.get(number) for number in rows.post_ids]
    words = [read_tier(tier) if isinstance(tier, str) else None for tier in tiers]
    return [TIERS.index(word) if word else len(TIERS) for word in words]


def measures_of(measures: MeasureRows | None) -> dict[Any, tuple[list[str], list[str]]]:
    """风险点编号 → the texts of its measures, and who answers for them."""
    found: dict[Any, tuple[list[str], list[str]]] = {}
    if measures is None:
        return found
    owners = measures.column("owner")
    for place, (point, text) in enumerate(zip(measures.column("risk_point"), measures.column("content"), strict=True)):
        texts, persons = found.setdefault(point, ([], []))
        if isinstance(text, str):
            texts.append(text)
        if owners[place]:
            persons.append(label(owners[place]))
    return found


def numbered(texts: list[str]) -> str:
    """Measures one below the other, numbered where there are several."""
    if not texts:
        return UNFILLED
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{at}. {text}" for at, text in enumerate(texts, 1))


def public(entries: Iterable[Entry], roster: Collection[str] = ()) -> Edition:
    """The catalogue without names of persons and without numbers of persons (domain §14.6).

    Columns of names are emptied; in texts a name that the workbook knows becomes its first character and 某, and
    telephone, identity and card numbers are left out.
    """
    entries = tuple(entries)
    names = known_names(entries, roster)
    pattern = (
        re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))) if names else None
    )
    counted = [0, 0]

    def clean(text: str) -> str:
        if pattern is not None:
            text, changed = pattern.subn(lambda found: found[0][0] + "某", text)
            counted[0] += changed
        return without_numbers(text, counted)

    made = [
        entry._replace(
            number="", holder="", owners="", manager="", unit=clean(entry.unit), post=clean(entry.post),
            matter=clean(entry.matter), point=clean(entry.point), manifestation=clean(entry.manifestation),
            measures=clean(entry.measures),
        )
        for entry in entries
    ]  # fmt: skip
    return Edition(tuple(made), counted[0], counted[1])


def known_names(entries: Iterable[Entry], roster: Collection[str]) -> set[str]:
    """Every person that the roster or a column of names mentions; single characters would hit other words."""
    found = set(roster)
    for entry in entries:
        for cell in (entry.holder, entry.owners, entry.manager):
            found.update(re.split("[、，,；; ]", cell))
    units = {entry.unit for entry in entries}
    return {name for name in found if len(name) > 1 and name not in (UNFILLED, UNDECIDED, "上级党组织")} - units


def without_numbers(text: str, counted: list[int]) -> str:
    from xlsuite.rules.privacy import numbers

    for _, number in numbers(text):
        text = text.replace(number, NO_NUMBER)
        counted[1] += 1
    return text
