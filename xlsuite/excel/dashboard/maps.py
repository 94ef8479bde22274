"""The map of the method in use: a matrix of two factors, a strip of scores, or levels by 风险类别."""

from __future__ import annotations

from collections.abc import Sequence

from xlsuite.excel.dashboard.board import BLANK, Cell, Column, HeatMap, Legend, Panel, Zone
from xlsuite.excel.dashboard.tones import level_tones
from xlsuite.excel.looks import GREY, Tone
from xlsuite.grading.bands import exact_text
from xlsuite.grading.managers import BY_LEVEL
from xlsuite.grading.method import Method
from xlsuite.verbs.figures.board_facts import UNRATED, Facts, Kinds, Matrix, Strip
from xlsuite.verbs.summarize import Summary

NO_RATINGS = "未见台账：工作簿里没有风险点等级评定表。"
CATEGORIES_AT_MOST = 6


def map_of(summary: Summary) -> HeatMap | Panel:
    """What shows how serious the risks are, by the method in use."""
    facts = summary.facts
    if facts is None or summary.figure("risk.high") is None:
        return Panel("风险矩阵", BLANK, absent=NO_RATINGS)
    if facts.matrix is not None:
        return matrix_map(facts, facts.matrix)
    if facts.strip is not None:
        return strip_panel(facts, facts.strip)
    if facts.kinds is not None:
        return kinds_map(facts, facts.kinds)
    return Panel("风险等级构成", BLANK, absent="没有个人廉政风险点登记表，看不出风险类别。")


def tones_of(facts: Facts, names: Sequence[str]) -> tuple[Tone, ...]:
    return level_tones(names, facts.method.to_three)


def matrix_map(facts: Facts, found: Matrix) -> HeatMap:
    names = facts.method.names
    zones = tuple(
        tuple(Zone(Cell(count), names.index(level)) for count, level in zip(counts, levels, strict=True))
        for counts, levels in zip(found.counts, found.levels, strict=True)
    )
    missing = f"　另有 {found.missing} 个因素未填或读不出，不在图内" if found.missing else ""
    return HeatMap(
        "风险矩阵", Cell(f"{facts.method.title}；格内为风险点个数，底色为按方法算出的等级"),
        f"{found.upright}＼{found.across}", tuple(map(Cell, found.columns)), tuple(map(Cell, found.lines)), zones,
        tuple(Cell(sum(counts)) for counts in found.counts), tones_of(facts, names), legend(facts.method),
        Cell(managers_words(facts) + missing),
    )  # fmt: skip


def legend(method: Method) -> tuple[Legend, ...]:
    """Each level with the scores it takes; for methods that look the level up, its name alone."""
    tones = level_tones(method.names, method.to_three)
    spans = score_spans(method) if method.scored else [""] * len(method.names)
    return tuple(
        Legend(Cell(f" {name}　{span}".rstrip()), tone)
        for name, span, tone in zip(method.names, spans, tones, strict=True)
    )


def score_spans(method: Method) -> list[str]:
    """The scores of each level, highest first: ≥6, 3～6, <3 with the edges as the bands state them."""
    bands = method.bands.bands
    found = [f"{'≥' if band.inclusive else '>'}{exact_text(band.edge)}" for band in bands]
    last = bands[-1]
    return [*found, f"{'<' if last.inclusive else '≤'}{exact_text(last.edge)}"]


def managers_words(facts: Facts) -> str:
    """Who manages which level."""
    given = {**BY_LEVEL, **(facts.settings.managers or {})}
    return "管理：" + "，".join(f"{level}—{given[level]}" for level in BY_LEVEL if given.get(level))


def strip_panel(facts: Facts, found: Strip) -> Panel:
    """For scores that are one number: how many points fall in each span, as computed and as approved."""
    method = facts.method
    spans = score_spans(method)
    columns = [
        Column(Cell("等级"), "tag", 6),
        Column(Cell("风险值"), "word", 6),
        Column(Cell("按方法算出"), "amount", 17),
    ]
    lines: list[list[str | int]] = [list(line) for line in zip(method.names, spans, found.computed, strict=True)]
    lines += [["未定", "", found.ungraded], ["合计", "", sum(found.computed) + found.ungraded]]
    if found.approved:
        columns[2:] = [columns[2]._replace(width=11), Column(Cell("核定"), "count", 6)]
        ends = (*found.approved, found.unrated, sum(found.approved) + found.unrated)
        lines = [[*line, end] for line, end in zip(lines, ends, strict=True)]
    *rows, total = (tuple(map(Cell, line)) for line in lines)
    note = Cell(f"{method.title}；按风险值分档的个数；未定＝算不出或未核定")
    tones = (*tones_of(facts, method.names), GREY)
    return Panel("风险值分布", note, tuple(columns), tuple(rows), total, more=Cell(managers_words(facts)), tones=tones)


def kinds_map(facts: Facts, found: Kinds) -> HeatMap:
    """For levels that are given or looked up: where they stand by 风险类别."""
    names = facts.level_names
    categories, counts = list(found.categories), [list(line) for line in found.counts]
    if len(categories) > CATEGORIES_AT_MOST:
        kept = CATEGORIES_AT_MOST - 1
        categories = [*categories[:kept], "其余类别"]
        counts = [[*line[:kept], sum(line[kept:])] for line in counts]
    lines = [*names, UNRATED]
    zones = tuple(tuple(Zone(Cell(count), place) for count in line) for place, line in enumerate(counts))
    return HeatMap(
        "风险等级×类别", Cell(f"{facts.method.title}；格内为核定该等级的风险点个数"), "核定等级＼类别",
        tuple(map(Cell, categories)), tuple(map(Cell, lines)), zones, tuple(Cell(sum(line)) for line in counts),
        (*tones_of(facts, names), GREY), (), Cell(managers_words(facts)),
    )  # fmt: skip
