"""The buttons on an open workbook: one read, the verbs of the command line, one plan of what is to be written.

Nothing here writes or asks; `live_write.write` applies a plan once the user agreed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from xlsuite import __version__
from xlsuite.errors import UsageError
from xlsuite.excel.findings_book import check_info, findings_sheet
from xlsuite.excel.findings_lines import MARKS
from xlsuite.excel.inplace.notes import note_text, noted
from xlsuite.excel.links import INSIDE
from xlsuite.excel.live_pages import LivePages, shown
from xlsuite.excel.live_plan import CellChange, NotePlan, Plan
from xlsuite.excel.live_read import Opened
from xlsuite.excel.live_write import Left
from xlsuite.model.outcome import Finding, Severity
from xlsuite.model.text import is_blank, quote, whole
from xlsuite.verbs.marks import Marks, Settled, settled

CHECK, GRADE, SUMMARIZE, FIX, OVERDUE = "check", "grade", "summarize", "fix", "overdue"
FINDINGS = "检查结果"
SHOWN = 5  # changes and places that a sentence names
KEPT_BACK = "这个环境看不出哪些格是公式，没有改您的表；请在电脑版 Excel 里做，或用“xlsuite 修正”另存一份。"
GRADED = (("typed_score", "score"), ("typed_level", "level"), ("typed_proposed", "suggested"))


def must_hold_ledgers(here: Opened) -> None:
    """Raise UsageError for a workbook in which no ledger is recognised."""
    if any(table.ledger.is_reported for table in here.ledger.tables):
        return
    sheets = "、".join(f"“{grid.name}”" for grid in here.grids[:SHOWN])
    raise UsageError(
        f"“{here.ledger.name}”里没有找到台账（有 {sheets}）。台账靠表头认出，例如有“问题编号、整改时限、整改状态”各列。"
        "请打开台账再点按钮；要一本空白的，点“新建台账”。"
    )


def checked(here: Opened, said: Settled | list[Finding], only: str = "") -> Plan:
    """检查: the list of findings on our sheet, notes and tints on the cells to change. only: one sheet's findings."""
    must_hold_ledgers(here)
    known = settled(said, here.ledger, Marks()) if isinstance(said, list) else said
    if only and here.grid(only) is None:
        raise UsageError(f"“{only}”是图表，没有可检查的台账。请先点到台账所在的工作表，或点“检查全部”。")
    if only and not any(grid.name == only for grid in here.grids):
        raise UsageError(f"“{only}”是 xlsuite 写的表，没有可检查的台账。请先点到台账所在的工作表。")
    if only:
        known = of_sheet(known, only)
        if not known.findings and all(table.sheet != only for table in here.ledger.tables):
            raise UsageError(
                f"“{only}”里没有认出台账，没有检查。台账靠表头认出，例如有“问题编号、整改时限、整改状态”各列。"
                "请先点到台账所在的工作表，或点“检查全部”。"
            )
    found = known.findings
    pages = LivePages(here.ledger.settings.as_of)
    info = check_info(here.ledger, __version__, INSIDE, known)
    findings_sheet(pages, f"{here.ledger.name}" + (f"，只列“{only}”" if only else ""), found, info, in_file=False)
    if info.confirmed:
        from xlsuite.excel.confirmed_sheet import confirmed_sheet

        confirmed_sheet(pages, here.ledger.name, info.confirmed)
    told = f"{tally(found)}。结果在“{FINDINGS}”表。"
    if known.silenced:
        told += f"另有 {known.silenced} 条已确认无误，不再提示。"
    return Plan(CHECK, told, pages.plans(), notes_of(found), show=FINDINGS)


def of_sheet(known: Settled, sheet: str) -> Settled:
    """What was found on one sheet; what was confirmed is carried on whole."""
    places = [at for at, each in enumerate(known.findings) if each.sheet == sheet]
    return Settled(
        [known.findings[at] for at in places], [known.identities[at] for at in places],
        [known.marks[at] for at in places], known.confirmed,
    )  # fmt: skip


def tally(found: Sequence[Finding]) -> str:
    counts = Counter(each.severity for each in found)
    return "  ".join(f"{MARKS[each]} {each.word} {counts[each]}" for each in Severity)


def notes_of(found: Sequence[Finding]) -> dict[str, tuple[NotePlan, ...]]:
    """One note a cell, for errors and warnings, the heaviest first; each begins 【错误 RC-05】, by which it is ours."""
    notes: dict[str, list[NotePlan]] = {}
    for (sheet, row, column), here in noted(found).items():
        notes.setdefault(sheet, []).append(NotePlan(row, column, note_text(here), here[0].severity))
    return {sheet: tuple(here) for sheet, here in notes.items()}


def cleared(here: Opened) -> Plan:
    """清除标记: our notes and tints go; lists, other people's notes and everything else stay."""
    if not here.record.marks:
        return Plan("", "没有 xlsuite 加的标记，没有改动。")
    return Plan("", "xlsuite 加的批注和底色已清除；别人的批注、您自己的底色和“检查结果”表都留着。", marks={})


def summarized(here: Opened, found: list[Finding]) -> Plan:
    """生成一览: figures on 一览, tables by subject on sheets of their own."""
    from xlsuite.excel.figure_sheets import criteria_sheet
    from xlsuite.excel.summary_tables import subject_sheets
    from xlsuite.verbs.summarize import summarize

    must_hold_ledgers(here)
    summary = summarize(here.ledger, found)
    pages = LivePages(summary.as_of)
    criteria_sheet(pages, summary, "一览", "")
    subject_sheets(pages, summary)
    plans = pages.plans()
    names = "、".join(f"“{each.name}”" for each in plans)
    return Plan(SUMMARIZE, f"统计截止日 {summary.as_of}（{summary.as_of_source}），写了 {names}。", plans, show="一览")


def overdue(here: Opened, found: list[Finding]) -> Plan:
    """逾期清单: what is late and what soon will be, on a sheet of its own."""
    from xlsuite.excel.looks import RED
    from xlsuite.excel.summary_tables import subject_sheet
    from xlsuite.verbs.summarize import summarize

    must_hold_ledgers(here)
    summary = summarize(here.ledger, found)
    ids = ("rectification.overdue_list", "rectification.due_soon_list")
    tables = [table for id in ids if (table := summary.table(id))]
    if not tables:
        raise UsageError("工作簿里没有问题整改台账，列不出逾期。请打开有“整改时限、整改状态”的台账再点。")
    pages = LivePages(summary.as_of)
    subject_sheet(pages, "逾期清单", RED.solid, tables, summary)
    counts = "，".join(f"{table.name.removesuffix('清单')} {len(table.rows)} 条" for table in tables)
    return Plan(OVERDUE, f"统计截止日 {summary.as_of}：{counts}。", pages.plans(), show="逾期清单")


def graded(here: Opened) -> Plan:
    """计算等级: 定级结果 on our sheet; 风险值, 计算等级 and 建议等级 in the ledger's own columns, after asking."""
    from xlsuite.excel.grades_book import grades_sheet
    from xlsuite.verbs.grade import grades

    must_hold_ledgers(here)
    rows = grades(here.ledger)
    if not rows:
        raise UsageError("没有可定级的风险点：工作簿里没有风险点等级评定表，也没有个人廉政风险点登记表。")
    pages = LivePages(here.ledger.settings.as_of)
    grades_sheet(pages, here.ledger, rows)
    changes, replaced, headers = grade_changes(here, rows)
    count = sum(map(len, changes.values()))
    failed = sum(row.level is None for row in rows)
    told = (
        f"{len(rows)} 个风险点"
        + (f"，{failed} 个算不出等级（原因见“说明”列）" if failed else "")
        + "，见“定级结果”表。"
    )
    question = ""
    if count:
        columns = "、".join(f"“{each}”" for each in headers)
        over = f"，其中 {replaced} 格要换掉原来填的" if replaced else "，都是空格"
        places = "、".join(f"“{sheet}”" for sheet in changes)
        question = f"将在{places}的 {columns} 列写入 {count} 格{over}。核定等级不改。写之前先存一份备份。继续吗？"
        told = f"写入 {count} 格。{told}"
    return Plan(GRADE, told, pages.plans(), changes=changes, question=question, show="定级结果")


def grade_changes(here: Opened, rows: Sequence[Any]) -> tuple[dict[str, tuple[CellChange, ...]], int, list[str]]:
    """What the ratings' own columns for results are to say; how many of these cells held something; the headers."""
    by_place = {(row.sheet, row.row): row for row in rows}
    found: dict[str, list[CellChange]] = {}
    headers: dict[str, None] = {}
    replaced = 0
    for table in here.ledger.tables_of("risk_ratings"):
        known = here.facts.of(table.sheet) if here.facts else None
        if known and known.is_protected:
            continue
        for ident, name in GRADED:
            if ident not in table:
                continue
            for index, number in enumerate(table.rows):
                row = by_place.get((table.sheet, number))
                place = table.place(index, ident)
                now, new = table.raws(ident)[index], value_of(getattr(row, name, None))
                if new is None or place[0] != number or whole(now) == whole(new):
                    continue
                if place in known.formulas if known else not is_blank(now):
                    continue
                replaced += not is_blank(now)
                headers[table.slots[ident].header] = None
                found.setdefault(table.sheet, []).append(CellChange(*place, new))
    return {sheet: tuple(here) for sheet, here in found.items()}, replaced, list(headers)


def value_of(text: str | None) -> Any:
    """A score as the number it is, a level as its word."""
    from xlsuite.excel.looks import number_of

    number = number_of(text) if text else None
    return number[0] if number else text


def fixed(here: Opened, found: list[Finding]) -> Plan:
    """自动修正: the safe fixes in their cells after asking, and 修正记录 with the old and the new of each."""
    from xlsuite.excel.changes_book import changes_sheet
    from xlsuite.verbs.fix import Change, changes

    must_hold_ledgers(here)
    wanted = changes(found)
    made: list[Change] = []
    left: list[Change] = []
    for each in wanted:
        known = here.facts.of(each.sheet) if here.facts else None
        is_open = known is not None and not known.is_protected and (each.row, each.column) not in known.formulas
        (made if is_open else left).append(each)
    if not wanted:
        return Plan(FIX, "没有可以自动修正的地方，没有改动。")
    if not made:
        places = "、".join(f"{each.sheet}!{each.cell}" for each in left[:SHOWN])
        why = "都是公式，或工作表受保护" if here.facts else KEPT_BACK
        return Plan(FIX, f"有 {len(left)} 处可修正，但没有改：{places}……{why}")
    pages = LivePages(here.ledger.settings.as_of)
    changes_sheet(pages, here.ledger.name, made, "只改写法，不改意思；改前的备份在“.xlsuite_备份”文件夹")
    by_sheet: dict[str, list[CellChange]] = {}
    for each in made:
        by_sheet.setdefault(each.sheet, []).append(CellChange(each.row, each.column, each.new))
    lines = [f"{each.sheet}!{each.cell}　“{quote(each.old)}” → “{each.shown}”" for each in made[:SHOWN]]
    more = f"\n…… 共 {len(made)} 处" if len(made) > SHOWN else ""
    question = (
        f"将修正 {len(made)} 处，只改写法，不改意思：\n" + "\n".join(lines) + more + "\n写之前先存一份备份。继续吗？"
    )
    told = f"改了 {len(made)} 处，逐条列在“修正记录”表。"
    told += f"另有 {len(left)} 处是公式或在受保护的表里，没有改。" if left else ""
    return Plan(
        FIX, told, pages.plans(), changes={sheet: tuple(each) for sheet, each in by_sheet.items()},
        question=question, show="修正记录",
    )  # fmt: skip


def next_place(here: Opened, at: tuple[int, int]) -> tuple[str, int, int]:
    """下一条: the next cell with a finding after a place on the shown sheet, sheet by sheet and round again."""
    from xlsuite.excel.inplace.notes import place_of
    from xlsuite.excel.marks_sheets import lines_of

    order = {grid.name: number for number, grid in enumerate(here.grids)}
    places = set()
    for grid in here.own:
        cells = {(line.mark.sheet, cell) for line, cell in zip(lines_of(grid), cells_listed(grid), strict=False)}
        places |= {(order[sheet], *place_of(cell)) for sheet, cell in cells if sheet in order and cell}
    if not places:
        raise UsageError(f"还没有“{FINDINGS}”表，或里面没有问题。请先点“检查全部”。")
    now = (order.get(here.active, -1), *at)
    sheet, row, column = min((each for each in places if each > now), default=min(places))
    return here.grids[sheet].name, row, column


def cells_listed(grid: Any) -> list[str]:
    """The addresses that a list of findings names, line by line."""
    titles = next((row for row in grid.rows if "单元格" in row and "规则" in row), None)
    if titles is None:
        return []
    at, rule, start = titles.index("单元格"), titles.index("规则"), grid.rows.index(titles) + 1
    return [whole(row[at]) for row in grid.rows[start:] if len(row) > max(at, rule) and whole(row[rule])]


def typed_over(here: Opened, plan: Plan) -> list[tuple[str, int]]:
    """Our sheets that a plan replaces and the user typed in: name, how many rows. 处理情况 is carried on anyway."""
    found = []
    wanted = {each.name for each in plan.sheets}
    for each in here.record.named(plan.kind):
        grid = here.grid(each.name)
        if grid is None or not each.rows or each.wanted not in wanted or plan.kind == CHECK:
            continue
        now = shown(grid.rows)
        width = max(len(now), len(each.rows))
        empty = shown([[]])
        pairs = zip(now + empty * (width - len(now)), [*each.rows, *empty * (width - len(each.rows))], strict=True)
        if changed := sum(new != old for new, old in pairs):
            found.append((each.name, changed))
    return found


def left_words(left: Sequence[Left]) -> str:
    """Which cells got no note, and why."""
    told = []
    for each in left:
        more = "等" if len(each.cells) > SHOWN else ""
        cells = "、".join(each.cells[:SHOWN])
        how = "（取消保护：审阅－撤消工作表保护）" if "保护" in each.reason else ""
        told.append(f"“{each.sheet}”{each.reason}{how}，{len(each.cells)} 格没有加批注：{cells}{more}。")
    return "".join(told)
