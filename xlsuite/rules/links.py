"""XL-01 … XL-03: what one ledger says against another (domain §5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from xlsuite.grading.levels import HIGH, LOW
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification_records import ABSENT, PRESENT
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Record, Table
from xlsuite.model.text import quote, tidy
from xlsuite.rules.rule import WARNING, Fault, rule

SEVERAL = re.compile(r"[、；;，,\n]+")
FINISHED = "已落实"
UNRATED = "未核定"


def numbers_in(text: str) -> list[str]:
    """The 编号 in a cell that may hold several."""
    return [number for part in SEVERAL.split(text) if (number := tidy(part))]


def levels_of(book: Book) -> dict[str, str]:
    """风险点编号 → 高, 中, 低 or 未核定; left out where the level cannot be read, since RP-03 says so."""
    found: dict[str, str] = dict.fromkeys(book.risk_numbers or (), UNRATED)
    for number, record in (book.ratings_by_number or {}).items():
        level = record.table.column("level")[record.index]
        if level is UNREADABLE:
            found.pop(number, None)
        else:
            found[number] = book.basis.three(level) or UNRATED
    return found


@rule("XL-01", "rectification", WARNING, at="risk_point")
def level_to_review(table: Table, book: Book) -> Iterator[Fault]:
    """发生过问题的风险点等级是低或未核定

    查什么：
    问题关联的风险点，核定等级不应是“低”或还没有核定。编号不在登记表里的不判。
    为什么：
    已经出了问题的地方，说明风险不低；曾发生不廉洁问题的应定为高。
    怎么改：
    提请复核这个风险点的等级；关联错了的，改关联风险点。
    例：
    对 关联风险点=FX-2025-010 | [风险点等级评定表] 核定等级=中
    对 关联风险点=FX-2025-099 | [风险点等级评定表] 核定等级=低
    错 关联风险点=FX-2025-010 | [风险点等级评定表] 核定等级=低
    错 关联风险点=FX-2025-010 | [风险点等级评定表] 核定等级=
    错 关联风险点=FX-2025-099、FX-2025-010 | [风险点等级评定表] 核定等级=低
    """
    if "risk_point" not in table or not book.has("risk_ratings"):
        return
    column = table.column("risk_point")
    levels = levels_of(book)
    doubtful: dict[Any, str] = {}
    for text in set(column):
        if text.__class__ is str:
            named = [(number, levels.get(number)) for number in numbers_in(text)]
            low = [f"{number} 的核定等级是“{LOW}”" for number, level in named if level == LOW]
            said = low + [f"{number} 还没有核定" for number, level in named if level == UNRATED]
            if said:
                doubtful[text] = "、".join(said)
    for index, text in enumerate(column if doubtful else ()):
        if text in doubtful:
            yield Fault(f"关联风险点 {doubtful[text]}，而这里发生了问题，应复核等级。", index=index)


@rule("XL-02", "common_problems", at="answer")
def answer_and_issue(answer: Any, issue_id: Any, issue_numbers: frozenset[str]) -> str | Fault | None:
    """共性问题对照与整改台账对不上

    查什么：
    对照结果是“存在”的，要有关联问题编号，并且在整改台账里；“不存在”的不应有。
    为什么：
    查出来的问题不进台账就没有人改；说不存在又有整改问题，前后矛盾。
    怎么改：
    存在的，在整改台账立项并填关联问题编号；不存在的，清空关联问题编号或改对照结果。
    例：
    对 对照结果=存在 关联问题编号=ZG-2025-011 | [问题整改台账]
    对 对照结果=不存在 关联问题编号= | [问题整改台账]
    错 对照结果=存在 关联问题编号= | [问题整改台账]
    错 对照结果=存在 关联问题编号=ZG-2025-099 | [问题整改台账]
    错 对照结果=不存在 关联问题编号=ZG-2025-011 | [问题整改台账]
    """
    if answer == ABSENT and issue_id:
        return f"对照结果是“{ABSENT}”，却关联了问题“{quote(issue_id)}”。"
    if answer != PRESENT:
        return None
    if not issue_id:
        return Fault(f"对照结果是“{PRESENT}”，关联问题编号没有填。", at="issue_id")
    unknown = [number for number in numbers_in(issue_id) if number not in issue_numbers]
    return Fault(f"关联问题编号“{quote('、'.join(unknown))}”不在整改台账里。", at="issue_id") if unknown else None


@rule("XL-03", "risk_points", WARNING)
def all_measures_overdue(book: Book, measures_by_number: dict[str, list[Record]], as_of: date) -> Iterator[Fault]:
    """高等级风险点的措施全部逾期

    查什么：
    核定等级为高的风险点，名下每一条措施都过了完成时限还没有落实。
    为什么：
    风险最高的地方，一条防控措施也没有按时落实，等于没有防控。
    怎么改：
    先落实其中最要紧的一条；时限不合适的，重新确定完成时限。
    例：
    对 风险点编号=FX-2025-010 | [风险点等级评定表] | [防控措施登记表] 落实状态=推进中 完成时限=2025-09-30
    对 风险点编号=FX-2025-010 | [风险点等级评定表] | [防控措施登记表] 落实状态=推进中 完成时限=2025-06-30 | [防控措施登记表] 落实状态=已落实
    错 风险点编号=FX-2025-010 | [风险点等级评定表] | [防控措施登记表] 落实状态=推进中 完成时限=2025-09-29
    """  # noqa: E501
    if not book.has("risk_ratings"):
        return
    levels = levels_of(book)
    register = "risk_points" if book.has("risk_points") else "risk_ratings"
    for table in book.tables_of(register):
        for index, number in enumerate(table.column("number")):
            measures = measures_by_number.get(number, []) if levels.get(number) == HIGH else []
            if measures and all(is_overdue(measure, as_of) for measure in measures):
                names = "、".join(measure.number or f"第 {measure.row} 行" for measure in measures)
                message = f"核定等级为高，{len(measures)} 条措施（{quote(names)}）全部逾期未落实。"
                yield Fault(message, at="number", table=table, index=index)


def is_overdue(measure: Record, as_of: date) -> bool:
    return bool(measure.due and measure.due < as_of and measure.progress and measure.progress != FINISHED)
