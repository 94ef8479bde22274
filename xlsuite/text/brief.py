"""一页简报: of what is late and soon due, as much as one page holds, and how much more there is."""

from __future__ import annotations

from xlsuite.text.facts import Fact, Gap
from xlsuite.text.issues import Issues, Progress
from xlsuite.text.letters import left_words
from xlsuite.text.report_rows import Names, Row

LISTED = 5  # rows that a page has room for beside the figures, the chart and the steps
LONGEST = 30  # characters of a cell before … stands for the rest


def brief(issues: Issues) -> Names:
    """简报.事项: the late rows first, then those soon due; 简报.其余: how many there is no room for."""
    whole: Progress = issues.progress()
    every = [(row, f"逾期{row.逾期天数}天") for row in whole.逾期] + [(row, left_words(row)) for row in whole.临期]
    source, rest = issues.rows.source, len(every) - LISTED
    return Names({
        "事项": [line(row, words) for row, words in every[:LISTED]],
        "其余": Fact(max(rest, 0), "未列出的逾期和临期事项", source),
        "天数": Fact(issues.settings.due_soon_days[0], "临期天数", "参数"),
    })  # fmt: skip


def line(row: Row, words: str) -> Names:
    cells = {name: short(row[name]) for name in ("问题", "责任科室", "责任人", "整改状态")}
    return Names({**cells, "编号": short(row.编号), "时限": row.有效时限, "说明": words})


def short(cell: Fact | Gap) -> Fact | Gap:
    """A cell in one or two lines: its beginning and … where it is too long for that; a gap stays as it is."""
    if isinstance(cell, Gap):
        return cell
    text = " ".join(str(cell).split())
    told = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return Fact(cell.value, cell.name, cell.source, cell.criterion, cell.rows, told)
