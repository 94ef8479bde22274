"""一页简报: of what is late and soon due, as much as one page holds, and how much more there is."""

from __future__ import annotations

from xlsuite.text.facts import Fact, Gap
from xlsuite.text.issue_words import left_words
from xlsuite.text.issues import Issues, Progress
from xlsuite.text.report_rows import Names, Row

LISTED = 5  # rows that a page has room for beside the figures, the chart and the steps
FEW = 3  # as many as may take two lines each
LONGEST = {"问题": 15, "责任科室": 6, "责任人": 4, "整改状态": 4}  # characters in a line of a cell


def brief(issues: Issues) -> Names:
    """简报.事项: the late rows first, then those soon due; 简报.其余: how many there is no room for."""
    whole: Progress = issues.progress()
    every = [(row, f"逾期{row.逾期天数}天") for row in whole.逾期] + [(row, left_words(row)) for row in whole.临期]
    source, rest = issues.rows.source, len(every) - LISTED
    return Names({
        "事项": [line(row, words, 2 if len(every) <= FEW else 1) for row, words in every[:LISTED]],
        "其余": Fact(max(rest, 0), "未列出的逾期和临期事项", source),
        "天数": Fact(issues.settings.due_soon_days[0], "临期天数", "参数"),
    })  # fmt: skip


def line(row: Row, words: str, lines: int) -> Names:
    cells = {name: short(row[name], most * lines) for name, most in LONGEST.items()}
    return Names({**cells, "编号": row.编号, "时限": row.有效时限, "说明": words})


def short(cell: Fact | Gap, most: int) -> Fact | Gap:
    """A cell in a line or two: its beginning and … where it is too long for that; a gap stays as it is."""
    if isinstance(cell, Gap):
        return cell
    text = " ".join(str(cell).split())
    told = text if len(text) <= most else text[: most - 1] + "…"
    return Fact(cell.value, cell.name, cell.source, cell.criterion, cell.rows, told)
