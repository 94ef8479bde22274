"""The map of the live 一览: its zones follow 等级分档 on 参数, its counts the ratings."""

from __future__ import annotations

from decimal import Decimal

from xlsuite.excel.dashboard import live_formulas as f
from xlsuite.excel.dashboard.board import BLANK, Cell, Column, HeatMap, Legend, Panel, Zone
from xlsuite.excel.dashboard.helpers_sheet import Helpers
from xlsuite.excel.dashboard.live_levels import LevelColumns
from xlsuite.excel.dashboard.maps import CATEGORIES_AT_MOST, NO_RATINGS, map_of, score_spans
from xlsuite.excel.dashboard.tones import THREE_TONES, level_tones
from xlsuite.excel.looks import GREY
from xlsuite.grading.bands import exact_text
from xlsuite.grading.method import Factor, Method
from xlsuite.verbs.figures.board_facts import LONGEST_SIDE, MATRIX_METHODS, UNRATED, Strip
from xlsuite.verbs.summarize import Summary

MANAGED = "管理：高—主要领导，中—分管领导，低—科室负责人（另有约定的见“参数”）"


def live_map(
    helpers: Helpers, levels: LevelColumns | None, categories: tuple[str, ...], summary: Summary | None
) -> HeatMap | Panel:
    if levels is None:
        return Panel("风险矩阵", BLANK, absent=NO_RATINGS)
    method = levels.method
    known = map_of(summary) if summary is not None else None
    if method.id in MATRIX_METHODS and all(0 < len(factor.scale) <= LONGEST_SIDE for factor in method.factors):
        return live_matrix(helpers, method, known if isinstance(known, HeatMap) else None)
    if method.scored:
        return live_strip(levels, summary)
    return live_kinds(helpers, levels, categories, known if isinstance(known, HeatMap) else None)


def typed(factor: Factor, number: Decimal) -> object:
    """A factor's value as it stands in a cell: a word, or a number."""
    return factor.show(number) if factor.words else exact_text(number)


def condition(factor: Factor, number: Decimal) -> str:
    value = typed(factor, number)
    if factor.words:
        return f.rating_factor(factor.name, value)
    cells = f.column(f.RATINGS, factor.name)
    return f'({cells}<>"")*({cells}={value})'


def live_matrix(helpers: Helpers, method: Method, known: HeatMap | None) -> HeatMap:
    upright, across = method.factors[0], method.factors[-1]
    lines, columns = sorted(upright.scale, reverse=True), sorted(across.scale)
    places = [[place_of(method, line, column) for column in columns] for line in lines]
    where = [[helpers.at(row, at) if method.scored else "" for at in range(len(columns))] for row in range(len(lines))]
    if method.scored:
        scores = [[exact_text(line * column) for column in columns] for line in lines]
        cells = [
            [Cell(place + 1, f.level_place(score)) for place, score in zip(*pair, strict=True)]
            for pair in zip(places, scores, strict=True)
        ]
        helpers.put(cells, "风险矩阵各格的等级（1 为最高）")

    def zone(row: int, at: int) -> Zone:
        met = condition(upright, lines[row]), condition(across, columns[at])
        value = known.zones[row][at].points.value if known else 0
        return Zone(Cell(value, f"={f.number_of_rows(f.RATED, *met)}"), places[row][at], where[row][at])

    def total(row: int) -> Cell:
        met = condition(upright, lines[row]), f.read_at_all(across.name)
        return Cell(known.sums[row].value if known else 0, f"={f.number_of_rows(f.RATED, *met)}")

    return HeatMap(
        "风险矩阵", Cell(f"{method.title}；格内为风险点个数，底色为按方法算出的等级"), f"{upright.name}＼{across.name}",
        tuple(Cell(across.show(column)) for column in columns), tuple(Cell(upright.show(line)) for line in lines),
        tuple(tuple(zone(row, at) for at in range(len(columns))) for row in range(len(lines))),
        tuple(map(total, range(len(lines)))), level_tones(method.names, method.to_three), live_legend(method),
        Cell(MANAGED),
    )  # fmt: skip


def place_of(method: Method, line: Decimal, column: Decimal) -> int:
    assert method.score is not None
    return method.names.index(method.bands.level(method.score((line, column))))


def live_legend(method: Method) -> tuple[Legend, ...]:
    tones = level_tones(method.names, method.to_three)
    spans = score_spans(method) if method.scored else [""] * len(method.names)
    found = []
    for place, (name, span, tone) in enumerate(zip(method.names, spans, tones, strict=True), 1):
        now = f'IF({f.level_name(place)}="",""," "&{f.level_name(place)}&"　"&{span_formula(place, len(spans))})'
        found.append(Legend(Cell(f" {name}　{span}".rstrip(), f"={now}" if span else ""), tone))
    return tuple(found)


def span_formula(place: int, count: int) -> str:
    """The scores of a level in words, from the thresholds as they are now; place: 1 for the highest."""
    at, signs = (place, ('">"', '"≥"')) if place < count else (place - 1, ('"≤"', '"<"'))
    return f"IF(INDEX({f.STRICT},{at})=1,{signs[0]},{signs[1]})&INDEX({f.EDGES},{at})"


def live_strip(levels: LevelColumns, summary: Summary | None) -> Panel:
    """Points by computed level, and by approved level while only the method's own words were approved."""
    method, mixed = levels.method, levels.mixed
    found = summary.facts.strip if summary and summary.facts else None
    known = found or Strip((0,) * len(method.names), (), 0, 0)
    approved = known.approved or (0,) * len(method.names)
    spans = score_spans(method)
    titles = ("等级", "tag", 6), ("风险值", "word", 6), ("按方法算出", "amount", 11), ("核定", "count", 6)
    columns = [Column(Cell(title), kind, width) for title, kind, width in titles]
    shown = Cell("核定见左表" if levels.is_mixed else "核定", f'=IF({mixed},"核定见左表","核定")')
    columns[-1] = columns[-1]._replace(title=shown)

    def own(value: int, formula: str) -> Cell:
        return Cell("" if levels.is_mixed else value, f'=IF({mixed},"",{formula})')

    computed = f.column(f.RATINGS, "计算等级")
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(method.names, 1):
        by_score = f.number_of_rows(f.RATED, f'({computed}<>"")*({computed}={f.level_name(place)})')
        by_panel = f.number_of_rows(f.RATED, f.rating_level(place))
        named = Cell(name, f"={f.level_name(place)}"), Cell(spans[place - 1], f"={span_formula(place, len(spans))}")
        counts = Cell(known.computed[place - 1], f"={by_score}"), own(approved[place - 1], by_panel)
        rows.append((*named, *counts))
    points = f.number_of_rows(f.IN_FORCE)
    graded = f.number_of_rows(f.RATED, f'({computed}<>"")*(COUNTIF({f.LEVELS},{computed})>0)')
    whole = sum(known.computed) + known.ungraded
    unrated = own(known.unrated if known.approved else whole, f"{points}-{f.number_of_rows(f.RATED, f.rated_at_all())}")
    rows.append((Cell("未定"), BLANK, Cell(known.ungraded, f"={points}-{graded}"), unrated))
    return Panel(
        "风险值分布", Cell(f"{method.title}；按风险值分档的个数；未定＝算不出或未核定"),
        tuple(columns), tuple(rows),
        (Cell("合计"), BLANK, Cell(whole, f"={points}"), own(whole, points)), more=Cell(MANAGED),
        tones=(*level_tones(method.names, method.to_three), GREY),
    )  # fmt: skip


def live_kinds(helpers: Helpers, levels: LevelColumns, categories: tuple[str, ...], known: HeatMap | None) -> HeatMap:
    """Approved levels by 风险类别, for methods without a score; the last line takes what has no level of the method."""
    method, kinds = levels.method, categories[:CATEGORIES_AT_MOST]
    own = level_tones(method.names, method.to_three)
    tones = (*own, GREY, *THREE_TONES)
    lines, zones, sums = [], [], []
    for place in range(1, len(method.names) + 2):
        is_last = place > len(method.names)
        lines.append(Cell(UNRATED) if is_last else levels.title(place))
        switched = len(own) + min(place, len(THREE_TONES)) + 1
        at, where = (len(own), "") if is_last else (place - 1, helpers.at())
        if where:
            now = switched if levels.is_mixed else place
            helpers.put([[Cell(now, f"=IF({levels.mixed},{switched},{place})")]], f"第 {place} 行的颜色")
        cached = values_of(known, lines[-1].value)
        zones.append(
            tuple(
                Zone(Cell(cached.get(kind, 0), f"={of_line(levels, place, f.rating_kind(f.text(kind)))}"), at, where)
                for kind in kinds
            )
        )
        sums.append(Cell(sum(cached.values()), f"={of_line(levels, place)}"))
    return HeatMap(
        "风险等级×类别", Cell(f"{method.title}；格内为核定该等级的风险点个数"), "核定等级＼类别",
        tuple(map(Cell, kinds)), tuple(lines), tuple(zones), tuple(sums), tones, (), Cell(MANAGED),
    )  # fmt: skip


def of_line(levels: LevelColumns, place: int, *factors: str) -> str:
    """The points of a line: of a level, or below all levels those without one."""
    if place <= len(levels.names):
        return levels.counted(place, *factors)
    return f.number_of_rows(f.RATED, f"(1-{f.rated_at_all()})", *factors)


def values_of(known: HeatMap | None, name: str) -> dict[str, int]:
    """What the line of a name counts now, by 风险类别."""
    if known is None:
        return {}
    found = dict(zip((line.value for line in known.lines), known.zones, strict=True)).get(name, ())
    return {column.value: zone.points.value for column, zone in zip(known.columns, found, strict=False)}
