"""The counts of the live 一览 by 科室 and by source: formulas over the tables, with the engine's values beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsuite.excel.dashboard import live_formulas as f
from xlsuite.excel.dashboard.from_summary import measure_parts
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.live_blocks import Block, counts_block
from xlsuite.excel.dashboard.live_input import Live
from xlsuite.excel.dashboard.live_levels import LevelColumns
from xlsuite.ledgers.rectification import CLOSED, DONE
from xlsuite.verbs.summarize import Summary

UNITS_AT_MOST, UNITS_AT_LEAST, SPARE = 8, 5, 1  # lines for 科室: those known and a spare one, within these
Count = Callable[[str], str]  # from the address of a name, or "" for all, to a formula without =


def lines_for(names: Sequence[str]) -> int:
    return UNITS_AT_MOST if not names else min(UNITS_AT_MOST, max(UNITS_AT_LEAST, len(names) + SPARE))


def by_unit(unit: Callable[[str], str], *factors: str) -> Count:
    """A count of rows under some conditions, of one unit or of all."""
    return lambda name: f.number_of_rows(*factors, *([unit(name)] if name else []))


def without(whole: Count, *parts: Count) -> Count:
    """What is left of a count when others are taken away."""
    return lambda name: f"{whole(name)}-({'+'.join(part(name) for part in parts)})" if parts else whole(name)


def risk_block(helpers: Helpers, live: Live, levels: LevelColumns) -> Block:
    """By 科室: each level, unrated, all; measures carried out, all measures.

    The last level takes in every further one that 参数 may come to name.
    """
    upper = [of_level(levels, place) for place in range(1, len(levels.names))]
    rated, points = by_unit(f.rating_unit, f.RATED, f.rated_at_all()), by_unit(f.point_unit, f.IN_FORCE)
    measures = by_unit(f.measure_unit, f.measure_rows())
    done = by_unit(f.measure_unit, f.measure_rows(), f.measure_done())
    counts = [*upper, without(rated, *upper), without(points, rated), points, done, measures]
    title = "各科室风险点（各等级、未核定、合计、措施已落实、措施）"
    return counts_block(helpers, title, f.UNITS, live.units, lines_for(live.units), counts, risk_values(live, levels))


def of_level(levels: LevelColumns, place: int) -> Count:
    return lambda name: levels.counted(place, *([f.rating_unit(name)] if name else []))


def risk_values(live: Live, levels: LevelColumns) -> dict[str, list[int]]:
    summary = live.summary
    found = summary.facts.units if summary and summary.facts else None
    if summary is None or found is None:
        return {}
    measures = measure_parts(summary)
    values = {}
    for unit, counts in found.rows:
        of = dict(zip(found.names, counts, strict=False))
        own = levels.now(of)
        values[unit] = [*own, sum(counts) - sum(own), sum(counts), *measures.pop(unit, (0, 0))]
    zero = [0] * (len(live.method.names) + 2)
    return values | {unit: [*zero, *parts] for unit, parts in measures.items()}


def issue_block(helpers: Helpers, live: Live) -> Block:
    """By 科室: all issues, done, closed, late; done and all of 整改完成率; each status of the chart, and the rest."""

    def counted(*factors: str) -> Count:
        return by_unit(f.issue_unit, *factors)

    total = counted(f.COUNTED)
    states = [counted(*conditions) for conditions in f.statuses()]
    counts = [
        total, counted(f.COUNTED, f.state(DONE)), counted(f.COUNTED, f.closure(CLOSED)), counted(f.LATE),
        counted(f.ENDING, f.state(DONE)), counted(f.ENDING), *states, without(total, *states),
    ]  # fmt: skip
    title = "各科室问题（全部、完成、销号、逾期、完成率的分子和分母、各状态）"
    values = issue_values(live.summary)
    return counts_block(helpers, title, f.UNITS, live.units, lines_for(live.units), counts, values)


def issue_values(summary: Summary | None) -> dict[str, list[int]]:
    table = summary.table("rectification.by_unit") if summary else None
    if summary is None or summary.facts is None or table is None:
        return {}
    at = [table.columns.index(name) for name in ("总数", DONE, CLOSED, "逾期")]
    statuses = dict(summary.facts.statuses or ())
    return {
        row[0]: [*(row[place] for place in at), *summary.facts.completion[row[0]], *statuses[row[0]]]
        for row in table.rows[:-1]
    }


def source_block(helpers: Helpers, live: Live) -> Block:
    """By source: issues done, and those that are not."""
    table = live.summary.table("rectification.by_source") if live.summary else None
    values = {}
    if table is not None:
        total, done = table.columns.index("总数"), table.columns.index(DONE)
        values = {row[0]: [row[done], row[total] - row[done]] for row in table.rows[:-1]}
    is_done = by_unit(f.issue_source, f.COUNTED, f.state(DONE))
    is_open = by_unit(f.issue_source, f.COUNTED, f"(1-{f.state(DONE)})")
    title = "各来源问题（已完成、未完成）"
    return counts_block(helpers, title, f.SOURCES, live.sources, lines_for(live.sources), [is_done, is_open], values)
