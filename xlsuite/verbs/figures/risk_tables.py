"""The tables of the risk ledgers: points by unit, category, tier and factor, and where the ratings disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from xlsuite.grading.managers import TIERS
from xlsuite.grading.method import Factor
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.outcome import Table
from xlsuite.model.rates import rate
from xlsuite.verbs.figures.grouped import LAST, TOTAL, crossed, in_order, share_note, table
from xlsuite.verbs.figures.measure_figures import GOING, IDLE, SETTLED, MeasureRows
from xlsuite.verbs.figures.risk_rows import THREE_AND_NONE, RiskRows
from xlsuite.verbs.figures.scope import UNDECIDED, UNFILLED, Rows, keys_of, label

LONGEST_AXIS = 10  # a longer scale shows only the values that occur
CHANGES = ("新增", "消除", "上调", "下调", "不变")


def risk_tables(rows: RiskRows) -> Iterator[Table]:
    """The tables that the workbook's ledgers allow."""
    yield by_level(rows, "risk.unit_by_level", "科室×等级", "科室", rows.labels("unit"), rows.ordered_units)
    if not rows.stands_for_points:
        categories = rows.settings.categories
        yield by_level(rows, "risk.category_by_level", "类别×等级", "风险类别", rows.labels("category"), categories)
    if rows.posts is not None:
        tiers = [label(rows.posts.tiers.get(number)) for number in rows.post_ids]
        yield by_level(rows, "risk.tier_by_level", "岗位层级×等级", "岗位层级", tiers, TIERS)
    if rows.ratings is None:
        return
    pair = factor_pair(rows)
    yield heatmap(rows, *pair) if pair else by_factor(rows, rows.book.method.factors[0])
    yield ratings_compared(rows)
    yield changes(rows)


def by_level(
    rows: RiskRows, id: str, name: str, header: str, lines: list[str], first: tuple[str, ...] | list[str]
) -> Table:
    order = in_order(lines, first)
    counts = crossed(lines, rows.of_three, order, THREE_AND_NONE)
    shares = share_note(THREE_AND_NONE, counts[-1][1:-1], rows.settings.decimals)
    return table(id, name, (header, *THREE_AND_NONE, TOTAL), counts, rows, shares)


# --- the heat map ---


def factor_pair(rows: RiskRows) -> tuple[tuple[Factor, str], tuple[Factor, str]] | None:
    """The factors that make the map: 可能性 and 危害, the first and the last of the method; None with a single one."""
    factors = rows.book.method.factors
    if len(factors) < 2:
        return None
    return (factors[0], "factor_1"), (factors[-1], f"factor_{len(factors)}")


def heatmap(rows: RiskRows, upright: tuple[Factor, str], across: tuple[Factor, str]) -> Table:
    """Counts of points by two factors, the first from its highest value down, the second from its lowest up."""
    cells = heatmap_cells(rows, upright, across)
    lines = axis(upright[0], {line for line, _ in cells})[::-1]
    columns = axis(across[0], {column for _, column in cells})
    counted = [(upright[0].show(line), *(len(cells.get((line, column), ())) for column in columns)) for line in lines]
    missing = len(rows) - sum(map(len, cells.values()))
    note = f"另有{missing}个风险点的因素未填或读不出，不在图内。" if missing else ""
    headers = (f"{upright[0].name}＼{across[0].name}", *(across[0].show(column) for column in columns))
    return table("risk.heatmap", "热力图", headers, counted, rows, note)


def by_factor(rows: RiskRows, factor: Factor) -> Table:
    """What stands in for the map where the method has a single factor: counts of points by its value, highest first."""
    cells = rows.rated("factor_1")
    counts = Counter(cell for cell in cells if cell is not None and cell is not UNREADABLE)
    values = axis(factor, set(counts))  # of a level that is given, 1 is the highest
    lines = [(factor.show(value), counts[value]) for value in (values if factor.reader else values[::-1])]
    missing = len(cells) - sum(counts.values())
    note = f"另有{missing}个风险点的因素未填或读不出，不在表内。" if missing else ""
    told = f"评定方法只有“{factor.name}”一个因素，按它的值列数量。"
    return table("risk.heatmap", "热力图", (factor.name, "数量"), lines, rows, told, note)


def heatmap_cells(
    rows: RiskRows, upright: tuple[Factor, str], across: tuple[Factor, str]
) -> dict[tuple[Decimal, Decimal], Rows]:
    """(value of the first factor, of the second) → the points there, for lists of 编号 behind a map's cells."""
    found: dict[tuple[Decimal, Decimal], list[int]] = {}
    for place, pair in enumerate(zip(rows.rated(upright[1]), rows.rated(across[1]), strict=True)):
        if not any(value is None or value is UNREADABLE for value in pair):
            found.setdefault(pair, []).append(place)
    return dict(found)


def axis(factor: Factor, seen: set[Decimal]) -> list[Decimal]:
    scale = factor.scale if 0 < len(factor.scale) <= LONGEST_AXIS else tuple(seen)
    return sorted(scale)


# --- ratings ---


def ratings_compared(rows: RiskRows) -> Table:
    """Per unit how often 自评 and 互评 differ from 核定; the rate is over the points that can be compared."""
    units = rows.labels("unit")
    self_differs, peer_differs = rows.differing("self_level"), rows.differing("peer_level")
    either = sorted({*self_differs, *peer_differs})
    comparable = sorted({*rows.compared("self_level"), *rows.compared("peer_level")})
    counts = [Counter(units)] + [
        Counter(units[place] for place in places) for places in (self_differs, peer_differs, either, comparable)
    ]
    order = in_order(units, rows.ordered_units)
    lines: list[tuple[Any, ...]] = [(unit, *(count[unit] for count in counts)) for unit in order]
    sums: tuple[Any, ...] = (TOTAL, *(sum(line[at] for line in lines) for at in range(1, 6)))
    decimals = rows.settings.decimals
    body = [(*line[:4], rate(line[4], line[5], decimals)) for line in (*lines, sums)]
    note = f"不一致率＝自评或互评与核定不一致的{sums[4]}个 ÷ 能比较的{sums[5]}个（核定等级与自评或互评都有）。"
    columns = ("科室", "总数", "自评≠核定", "互评≠核定", "不一致率")
    return table("risk.ratings_compared", "自评、互评与核定比较", columns, body, rows, note)


def changes(rows: RiskRows) -> Table:
    """What became of the points since last year: the two years' levels compared, else 调整方向 as filled in."""
    triples = list(zip(last_levels(rows), rows.levels, rows.rated("change"), strict=True))
    meant = {triple: move(rows, *triple) for triple in set(triples)}
    moves = [meant[triple] for triple in triples]
    counts = Counter(moves)
    counts["消除"] += len(gone(rows))
    keys: dict[str, list[str]] = {"消除": gone(rows)}
    for key, each in zip(rows.keys, moves, strict=True):
        keys.setdefault(each, []).append(key)
    names = (*CHANGES, *(name for name in LAST if name in counts))
    lines = [(name, counts[name], "、".join(keys.get(name, ())) if name in CHANGES[:4] else "") for name in names]
    total = (TOTAL, sum(counts.values()), "")
    note = "上年等级与核定等级都有的按两者比较，其余按“调整方向”；消除＝状态为已消除、已并入，不在有效风险点内。"
    return table("risk.changes", "年度变化", ("变化", "数量", "风险点编号"), (*lines, total), rows, note)


def gone(rows: RiskRows) -> list[str]:
    """编号 of the points that are registered and no longer in force."""
    if rows.stands_for_points or rows.kept is None:
        return []
    keys = chain.from_iterable(keys_of(table, len(rows.tables) > 1) for table in rows.tables)
    return [key for key, kept in zip(keys, rows.kept, strict=True) if not kept]


def last_levels(rows: RiskRows) -> list[Any]:
    """上年等级 of each point as filled in, else 核定等级 of its rating of an earlier year."""
    typed = rows.rated("last_level")
    ratings = rows.ratings
    if ratings is None or all(len(places) == 1 for places in ratings.history.values()):
        return typed
    levels = ratings.column("level")
    earlier = [ratings.history.get(number, [])[1:2] for number in rows.column("number")]
    return [
        last if last is not None or not before else levels[before[0]]
        for last, before in zip(typed, earlier, strict=True)
    ]


def move(rows: RiskRows, last: Any, level: Any, said: Any) -> str:
    if last is UNREADABLE or level is UNREADABLE:
        return UNDECIDED
    if last is None or level is None:
        return label(said)
    if rows.same_level(last, level):
        return "不变"
    return "上调" if rows.book.height(level) > rows.book.height(last) else "下调"


# --- lists ---


def high_list(rows: RiskRows, measures: MeasureRows | None) -> Table:
    """Every point of level 高 with its measures and who manages it, by unit."""
    texts = measure_texts(measures)
    units = rows.labels("unit")
    place_of = {unit: place for place, unit in enumerate(in_order(units, rows.ordered_units))}
    high = sorted(rows.at_level("高"), key=lambda place: place_of[units[place]])
    shown = {ident: rows.labels(ident) for ident in ("unit", "post", "holder")}
    names = rows.labels("point_name" if rows.stands_for_points else "risk_point")
    numbers = rows.column("number")
    lines = []
    for place in high:
        person, tier = manager(rows, place)
        measured = "；".join(texts.get(numbers[place], ())) or UNFILLED
        own = (*(shown[ident][place] for ident in shown), names[place], rows.levels[place])
        lines.append((rows.keys[place], *own, measured, person, tier))
    columns = ("风险点编号", "科室", "岗位", "任职人", "风险点", "等级", "防控措施", "管理责任人", "管理级别")
    return table("risk.high_list", "高风险一览", columns, lines, rows, f"核定等级为高的{len(lines)}个。")


def manager(rows: RiskRows, place: int) -> tuple[str, str]:
    """Who manages a point by the chain of posts, and his tier; 未判定 where it cannot be told."""
    number, chain = rows.post_ids[place], rows.book.chain
    if not number or chain is None:
        return UNDECIDED, UNDECIDED
    found = chain.manager(number, rows.of_three[place], rows.settings.party_org)
    return found.person or UNDECIDED, found.tier or UNDECIDED


def measure_texts(measures: MeasureRows | None) -> dict[Any, list[str]]:
    """风险点编号 → the texts of its measures."""
    found: dict[Any, list[str]] = {}
    if measures is not None:
        for number, text in zip(measures.column("risk_point"), measures.column("content"), strict=True):
            if isinstance(text, str):
                found.setdefault(number, []).append(text)
    return found


def measures_by_unit(measures: MeasureRows, rows: RiskRows | None) -> Table:
    """落实状态 of the measures by unit; a measure without a unit counts for that of its risk point."""
    of_points = dict(zip(rows.column("number"), rows.column("unit"), strict=True)) if rows is not None else {}
    units = measures.units(of_points)
    order = in_order(units, rows.ordered_units if rows is not None else ())
    states = (SETTLED, GOING, IDLE, UNDECIDED)
    cells = [state if state in states else UNDECIDED for state in measures.labels("progress")]
    late = Counter(units[place] for place in measures.overdue)
    counts = crossed(units, cells, order, states)
    lines = [(line[0], line[-1], *line[1:-1], late[line[0]]) for line in counts[:-1]]
    total = (TOTAL, counts[-1][-1], *counts[-1][1:-1], len(measures.overdue))
    shares = share_note(states, counts[-1][1:-1], measures.settings.decimals)
    columns = ("科室", "总数", *states, "逾期")
    return table("measure.unit_by_status", "措施落实状态×科室", columns, (*lines, total), measures, shares)
