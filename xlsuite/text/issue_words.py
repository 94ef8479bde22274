"""How a single issue is worded: its own words behind its 编号, how late it is, what was done about it (RPT-08)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from xlsuite.ledgers.rectification import DONE
from xlsuite.model.table import Table
from xlsuite.text.facts import Fact, Gap
from xlsuite.text.report_rows import Row, Rows
from xlsuite.text.trace import plain

ANNEX_AT_MOST = 2_000  # issues that a document lists, which are some two hundred pages
LATE_AT_MOST = 300  # late issues named in one sentence, which is meant to name them all
NAMED_AT_MOST = 12  # issues named in one sentence; the annex names them all


def named_list(rows: Rows) -> str:
    named = map(late_name, islice(rows, LATE_AT_MOST))
    return "；".join(named) + (f"等，{all_of_them(rows)}" if len(rows) > LATE_AT_MOST else "")


def late_list(rows: Rows) -> str:
    """The latest of them by name; the sentence on what is late names them all."""
    named = map(late_name, islice(rows, NAMED_AT_MOST))
    return "；".join(named) + ("等，见上文" if len(rows) > NAMED_AT_MOST else "")


def late_name(row: Row) -> str:
    """ZG-2025-011“廉政档案更新不及时”（时限2025年7月31日，逾期61天）."""
    due, days = row.有效时限, row.逾期天数
    notes = [f"时限{due}"] if isinstance(due, Fact) else []
    notes += [f"逾期{days}天"] if isinstance(days, Fact) else []
    return issue_name(row) + (f"（{'，'.join(notes)}）" if notes else "")


def issue_name(row: Row) -> str:
    """The issue in its own words, behind its 编号."""
    return f"{row.编号}“{row['问题']}”"


def account(row: Row) -> str:
    """整改措施：…。整改进展：…。整改状态：推进中，时限2025年7月31日，逾期61天。"""
    progress, day, due, late = row["进展情况"], row["完成日期"], row.有效时限, row.逾期天数
    told = f"整改措施：{sentence(row['整改措施'])}"
    told += f"整改进展：{sentence(progress)}" if str(progress) else ""
    notes = [row.record.state or f"{row['整改状态']}"]
    if row.record.state == DONE:
        notes.append(f"完成日期{dated(day)}")
    elif isinstance(due, Fact):
        notes.append(f"时限{due}")
    notes += [f"逾期{late}天"] if isinstance(late, Fact) else []
    return f"{told}整改状态：{'，'.join(notes)}。"


def dated(day: Fact | Gap) -> Fact | Gap:
    """A day as running text has it, where the cell holds one."""
    return Fact(day.value, day.name, day.source, rows=day.rows) if isinstance(day, Fact) else day


def sentence(text: Fact | Gap | str) -> str:
    """A text unchanged, closed with 。 where it has no stop of its own."""
    return f"{text}" if plain(str(text)).rstrip().endswith(("。", "！", "？", "；", ".", "…")) else f"{text}。"


def short_list(rows: Rows) -> str:
    """The issues by name, so long as one sentence can hold them."""
    named = map(issue_name, islice(rows, NAMED_AT_MOST))
    return "、".join(named) + (f"等，{all_of_them(rows)}" if len(rows) > NAMED_AT_MOST else "")


def all_of_them(rows: Rows) -> str:
    """Where the rows stand one by one: in the annex, or in the ledger where that is too long for one."""
    book = rows.records[0].table.scope
    return "详见附件" if has_annex(book.tables_of("rectification")) else "详见问题整改台账"


def has_annex(tables: Iterable[Table]) -> bool:
    return sum(map(len, tables)) <= ANNEX_AT_MOST


def left_words(row: Row) -> str:
    left = row.剩余天数
    return "当天到期" if isinstance(left, Fact) and not left else f"还有{left}天"
