"""A workbook's rows as a template takes them: as typed, standardised only where that is safe, and what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.open import open_book
from xlsuite.ledgers.rectification import CLOSED, DONE, axes_of
from xlsuite.model.columns import UNREADABLE, LedgerType
from xlsuite.model.grid import Grid
from xlsuite.model.kinds import FactorValue, Level, plain_number
from xlsuite.model.settings import BY_NAME, canonical, day
from xlsuite.model.table import Table
from xlsuite.model.text import is_blank, strip, tidy, whole
from xlsuite.verbs.grade import GradeRow, grades
from xlsuite.verbs.summarize import Summary, summarize
from xlsuite.verbs.template import Template, template_of

Row = dict[str, Any]


class Filling(NamedTuple):
    """Rows for the sheets of a template.

    rows: by ledger, each row's values by ident; computed columns hold what the engine makes of them. summary: the
    figures of these rows. left: what has no place in the template, in Chinese, each once. wanted: what a check will
    want of the template and no row brings along, in the same way.
    """

    rows: Mapping[str, list[Row]]
    summary: Summary
    left: tuple[str, ...]
    wanted: tuple[str, ...] = ()


def moved(name: str, book: Book, given: Mapping[str, Any]) -> tuple[Template, Filling]:
    """A workbook's rows and settings in the template of a name; `given` are settings over those of its 参数 sheet."""
    settings = {**own_settings(book), **given}
    if "统计截止日" in settings:
        settings["统计截止日"] = book.settings.as_of
    template = template_of(name, book.basis, settings)
    return template, filling(book, template)


def own_settings(book: Book) -> dict[str, Any]:
    """What the 参数 sheet of a book sets, by the settings' names; lines that cannot be used stay behind."""
    faulty = {fault.name for fault in book.setting_faults}
    found: dict[str, Any] = {}
    for table in book.tables_of("settings"):
        for name, value in zip(table.column("name"), table.raws("value"), strict=True):
            if name and name not in faulty and not is_blank(value):
                setting = BY_NAME.get(known := canonical(str(name)))
                is_day = setting is not None and setting.read is day
                found[known] = getattr(book.settings, setting.ident) if is_day and setting else plain(value)
    return found


def filling(book: Book, template: Template) -> Filling:
    """The rows of a book for the ledgers that the template has."""
    rows: dict[str, list[Row]] = {}
    for blank in template.sheets:
        idents = [field.ident for field in blank.fields if not field.computed]
        rows[blank.id] = [row for table in book.tables_of(blank.id) for row in table_rows(table, idents)]
    if "sources" in rows and not rows["sources"]:
        named = dict.fromkeys(row["source"] for row in rows.get("rectification", []) if row.get("source"))
        rows["sources"] = [{"name": source} for source in named]
    again = reread(book, template, rows)
    graded = grades(again)
    computed_ratings(rows.get("risk_ratings", []), graded)
    computed_points(again, rows.get("risk_points", []), graded)
    computed_issues(again, rows.get("rectification", []))
    left = tuple(dict.fromkeys([*left_behind(book, rows), *departing(book, rows)]))
    return Filling(rows, summarize(again), left, tuple(wanted(template, rows)))


def wanted(template: Template, rows: Mapping[str, list[Row]]) -> Iterator[str]:
    """Columns that must be filled in and that the old ledger did not have, or had without a word."""
    for blank in template.sheets:
        known = {ident for row in rows[blank.id] for ident, value in row.items() if value != ""}
        names = [
            field.name
            for field in blank.fields
            if field.required and not field.computed and field.ident not in known and field.only_with in (*known, "")
        ]
        if rows[blank.id] and names:
            yield f"工作表“{blank.title}”的" + "".join(f"“{name}”" for name in names)


def reread(book: Book, template: Template, rows: Mapping[str, list[Row]]) -> Book:
    """The book that a check will see in the template: what is computed of it is what the formulas give."""
    grids = []
    for blank in template.sheets:
        fields = [field for field in blank.fields if not field.computed]
        cells = [[in_sheet(row.get(field.ident, "")) for field in fields] for row in rows[blank.id]]
        grids.append(Grid(blank.title, [[field.name for field in fields], *cells]))
    settings = [[name, in_sheet(value)] for name, value, _ in template.settings if value != ""]
    grids.append(Grid("参数", [["参数", "值"], *settings]))
    return open_book(book.name, grids, book.settings.as_of)


def in_sheet(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def table_rows(table: Table, idents: list[str]) -> Iterator[Row]:
    columns = {ident: cells(table, ident) for ident in idents if ident in table}
    if table.ledger.id == "rectification" and "due" in columns:
        columns |= dated(table, columns)
    if table.ledger.id == "rectification" and "state" in columns:
        columns |= split_states(table, columns)
    if "tenure" in table:
        for ident, end in (("since", 0), ("until", 1)):
            own = columns.get(ident, [""] * len(table))
            terms = [term[end] or "" if isinstance(term, tuple) else "" for term in table.column("tenure")]
            columns[ident] = [cell if cell != "" else term for cell, term in zip(own, terms, strict=True)]
    for index in range(len(table)):
        yield {ident: column[index] for ident, column in columns.items()}


def dated(table: Table, columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """整改时限 as a day where its words come to one; the words then stand in 整改时限原文, if nothing else does."""
    dues, texts = list(columns["due"]), list(columns.get("due_text", [""] * len(table)))
    for at, known in enumerate(table.column("written")):
        if isinstance(known, date) and not isinstance(dues[at], date):
            typed = table.raws("due")[at]
            texts[at] = texts[at] if texts[at] != "" or not isinstance(typed, str) else strip(typed)
            dues[at] = known
    return {"due": dues, "due_text": texts}


def split_states(table: Table, columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """已完成，长期坚持 as 整改状态 and 整改类型, where the others are blank or say the same (domain §2)."""
    split = {axis: list(columns.get(axis, [""] * len(table))) for axis in ("state", "kind", "closure")}
    for at, raw in enumerate(table.raws("state")):
        remark = table.remarks.get("state", {}).get(raw)
        axes = axes_of(tidy(whole(raw))) if remark is not None and remark.code == "composite" else None
        if axes is None:
            continue
        said = {"state": table.column("state")[at], "kind": axes.kind, "closure": axes.closure}
        if all(split[axis][at] in ("", word) for axis, word in said.items() if word and axis != "state"):
            for axis, word in said.items():
                split[axis][at] = word or split[axis][at]
    return split


def cells(table: Table, ident: str) -> list[Any]:
    """A column's cells: the safe correction where there is one, else what was typed."""
    remarks, kind = table.remarks.get(ident, {}), table.slots[ident].column.kind
    found = []
    for raw, value in zip(table.raws(ident), table.column(ident), strict=True):
        remark = remarks.get(raw)
        if remark is not None and remark.fix is not None:
            found.append(remark.fix)
        elif value is None and is_blank(raw, free_text=kind.free_text):
            found.append("")
        elif isinstance(kind, Level | FactorValue) and remark is None and isinstance(value, str | Decimal):
            found.append(in_words(kind, value))
        else:
            found.append(raw.date() if isinstance(raw, datetime) and isinstance(value, date) else plain(raw))
    return found


def in_words(kind: Level | FactorValue, value: str | Decimal) -> Any:
    """A level or a factor as the dropdown has it: 高 for 高级 where that is agreed, 很低 for VL, 3 for “3”."""
    if isinstance(kind, Level) or isinstance(value, str):
        return value
    return kind.factor.show(value) if kind.factor.words else plain_number(value)


def plain(raw: Any) -> Any:
    if isinstance(raw, str):
        return strip(raw)
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


def left_behind(book: Book, rows: Mapping[str, list[Row]]) -> Iterator[str]:
    """Columns and sheets that the template has no place for."""
    for table in book.tables:
        ledger: LedgerType = table.ledger
        if ledger.id not in rows and ledger.id != "settings":
            yield f"工作表“{table.sheet}”（{ledger.title}）"
        for _, header in table.layout.unknown if table.primary else ():
            yield f"工作表“{table.sheet}”的“{header}”列"
    for fault in book.setting_faults:
        yield f"参数“{fault.name}”的“{fault.value}”"
    for sheet in book.unrecognized:
        yield f"工作表“{sheet}”（没有认出是哪种台账）"


def departing(book: Book, rows: Mapping[str, list[Row]]) -> Iterator[str]:
    """Computed columns that were typed before and are not what the formulas give."""
    for ledger in rows:
        at = 0
        for table in book.tables_of(ledger):
            for column in (column for column in table.ledger.columns if column.computed and column.ident in table):
                typed = [whole(cell) for cell in cells(table, column.ident)]
                now = [whole(row.get(column.ident, "")) for row in rows[ledger][at : at + len(table)]]
                if count := sum(one != "" and one != other for one, other in zip(typed, now, strict=True)):
                    header = table.slots[column.ident].header
                    yield f"工作表“{table.sheet}”的“{header}”列有 {count} 行与公式算出的不同，原来填的"
            at += len(table)


# --- computed columns, as the engine has them ---


def computed_ratings(rows: list[Row], graded: tuple[GradeRow, ...]) -> None:
    for row, grade in zip(rows, graded, strict=False):  # the ratings come first, in the order of their sheets
        row["typed_score"] = "" if grade.score is None else float(grade.score)
        row["typed_level"] = grade.level or ""
        row["typed_proposed"] = grade.suggested or ""


def computed_points(book: Book, rows: list[Row], graded: tuple[GradeRow, ...]) -> None:
    """Each point by its rating of the latest year."""
    by_place = {(grade.sheet, grade.row): grade for grade in graded}
    ratings = book.ratings_by_number or {}
    for row in rows:
        rating = ratings.get(row.get("number", ""))
        grade = by_place.get((rating.table.sheet, rating.row)) if rating else None
        row["manager"] = (grade and grade.manager) or ""
        row["manager_level"] = (grade and grade.manager_tier) or ""


def computed_issues(book: Book, rows: list[Row]) -> None:
    settings = book.settings
    columns = {
        ident: book.column("rectification", ident) for ident in ("number", "state", "closure", "deadline", "lasting")
    }
    for at, row in enumerate(rows):
        number, state, closure, deadline, lasting = (column[at] for column in columns.values())
        days = (deadline - settings.as_of).days if isinstance(deadline, date) and state and state != DONE else ""
        row["extended"] = book.approved_extensions.get(number, "")
        row["typed_deadline"] = deadline if isinstance(deadline, date) else ""
        row["typed_days"] = days
        row["typed_warning"] = warning(state, closure, days, bool(lasting), settings.due_soon_days[0])


def warning(state: Any, closure: Any, days: int | str, lasting: bool, soon: int) -> str:
    """预警 in one word; "" while 整改状态 is not known."""
    if state is None or state is UNREADABLE:
        return ""
    if closure == CLOSED:
        return CLOSED
    if state == DONE:
        return "待销号"
    if isinstance(days, int):
        return "已逾期" if days < 0 else "临期" if days <= soon else "正常"
    return "长期坚持" if lasting else "无时限"
