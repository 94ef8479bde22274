"""整改进度 by 责任科室 as charts: how many issues of each unit stand in which state."""

from __future__ import annotations

from xlsuite.text.chart import Chart, Series
from xlsuite.text.facts import Fact
from xlsuite.text.issues import Issues, Progress
from xlsuite.text.report_rows import Names, Rows

NAME, SMALL = "整改进度", "整改进度简图"
BARS, SMALL_BARS, SMALL_HEIGHT = 15, 5, 44  # units shown, and mm
# Darker is further on, so that a print in black and white reads the same; the second colour is that of the numbers.
SHADES = (
    ("已完成", "1F4E79", "FFFFFF"), ("基本完成", "6FA0CF", "000000"), ("推进中", "BDD7EE", "000000"),
    ("未启动", "FFFFFF", "000000"), ("未判定", "D9D9D9", "000000"),
)  # fmt: skip


def charts(issues: Issues) -> Names:
    """图.整改进度 and 图.整改进度简图; without issues they are empty and print nothing."""
    return Names(
        {NAME: progress_chart(issues, NAME, BARS), SMALL: progress_chart(issues, SMALL, SMALL_BARS, SMALL_HEIGHT)}
    )


def progress_chart(issues: Issues, name: str, most: int, height: float | None = None) -> Chart:
    units = by_unit(issues, most)
    counts = {state: tuple(count(progress, state) for _, progress in units) for state, _, _ in SHADES}
    series = [
        Series(state, counts[state], colour, label)
        for state, colour, label in SHADES
        if any(counts[state]) or state != "未判定"
    ]
    source = f"{issues.rows.source}，按责任科室和整改状态计数，统计截止日{issues.as_of}"
    return Chart(name, f"各责任科室问题整改进度（{source}）", [unit for unit, _ in units], series, source, height)


def by_unit(issues: Issues, most: int) -> list[tuple[str, Progress]]:
    """The units in the ledger's order; where they are too many, those with the most issues and the rest as one."""
    if not issues.rows:
        return []
    groups = [
        (str(group.名称) if isinstance(group.名称, Fact) else "责任科室未填", group.行)
        for group in issues.rows.按("责任科室")
    ]
    if len(groups) > most:
        largest = sorted(groups, key=lambda pair: -len(pair[1]))[: most - 1]
        shown = [pair for pair in groups if pair in largest]
        rest = [pair for pair in groups if pair not in largest]
        records = [record for _, rows in rest for record in rows.records]
        groups = [*shown, (f"其余{len(rest)}个", issues.rows.among("其余科室", "其余责任科室", records))]
    return [(name, issues.progress(name, rows)) for name, rows in groups]


def count(progress: Progress, state: str) -> int:
    rows: Rows = getattr(progress, state)
    return len(rows)
