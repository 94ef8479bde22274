"""HT-, OP-: 谈心谈话 before the 民主生活会, and what became of clues and opinions (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from xlsuite.grading.managers import HEAD, LEADER, TOP
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import in_office, pairs, spoke
from xlsuite.ledgers.party_life import DEMOCRATIC
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of


def due_pairs(book: Book) -> list[tuple[str, str]] | None:
    """Who is to talk with whom before the 民主生活会: every two of the 班子, and each of them with the heads below."""
    people, below = in_office(book), pairs(book, (HEAD,))
    if people is None or below is None:
        return None
    team = [each.name for each in people if each.tier in (TOP, LEADER)]
    return [*combinations(team, 2), *((pair.upper, pair.lower) for pair in below)]


def meetings(book: Book) -> list[date] | None:
    """The days of the 民主生活会 of 台账年度; None where a cell hides one."""
    found = []
    for table in book.tables_of("party_meetings"):
        for kind, day in zip(table.column("kind"), table.column("on"), strict=True):
            if kind is UNREADABLE or (kind == DEMOCRATIC and day is UNREADABLE):
                return None
            if kind == DEMOCRATIC and isinstance(day, date) and day.year == book.year:
                found.append(day)
    return sorted(found)


def untalked_before(book: Book, meeting: date, days: int) -> list[tuple[str, str]] | None:
    """The pairs without a talk, whoever began it, in the days before a meeting; None where that cannot be told."""
    wanted = due_pairs(book)
    tables = book.tables_of("heart_talks")
    if not tables or wanted is None:
        return None
    if any(UNREADABLE in table.column(each) for table in tables for each in ("talker", "talkee", "on")):
        return None
    first = meeting - timedelta(days=days)
    met = spoke(book, "heart_talks", "talker", "talkee", "on")
    done = {frozenset((one, other)) for one, other, day in met if first <= day <= meeting}
    return [pair for pair in wanted if frozenset(map(fold, pair)) not in done]


@rule("HT-01", "heart_talks", WARNING)
def talk_before_meeting_missing(book: Book, heart_talk_days: int) -> Iterator[Fault]:
    """民主生活会前没有谈心谈话

    查什么：
    组织生活台账里每次民主生活会之前（默认 90 天内），班子成员两两之间、班子成员与分管的科室负责人之间都谈过心，谁找谁谈都算。
    没有岗位与名册，没有民主生活会的记录，或者有读不出的姓名、日期，不判。
    为什么：
    会前谈心要谈到每一个人，漏掉的一对往往就是没有谈开的一对。
    怎么改：
    谈了没有登记的补登记；确实没有谈的，会后补谈并写明。
    例：
    对 日期=2025-08-12 谈话人=沈某乙 对象=顾某丁 | [组织生活] 类型=民主生活会 日期=2025-08-28 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= 任职起=2020-01-01 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02 任职起=2020-01-01
    错 日期=2025-08-29 谈话人=沈某乙 对象=顾某丁 | [组织生活] 类型=民主生活会 日期=2025-08-28 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位= 任职起=2020-01-01 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位=GW02 任职起=2020-01-01
    """  # noqa: E501
    if not begun(book, "heart_talks"):
        return
    for meeting in meetings(book) or ():
        for one, other in untalked_before(book, meeting, heart_talk_days) or ():
            message = (
                f"{meeting} 民主生活会前 {heart_talk_days} 天内，没有“{quote(one)}”与“{quote(other)}”的谈心谈话记录。"
            )
            yield header_of(book, "heart_talks", "talkee", message, key=f"{one}、{other}")


@rule("HT-02", "heart_talks", WARNING, at="issue_id")
def clue_unlinked(clue: Any, issue_id: Any) -> str | None:
    """谈心谈到的问题没有着落

    查什么：
    问题线索填了内容的（“无”不算），整改编号要填。
    为什么：
    谈出来的问题不进整改台账，就没有人改。
    怎么改：
    在问题整改台账立项，把编号填到整改编号；不属于问题的，移到意见建议。
    例：
    对 问题线索=无 整改编号=
    对 问题线索=加班登记不实 整改编号=ZG-2025-011
    错 问题线索=加班登记不实 整改编号=
    """
    return "问题线索填了内容，整改编号没有填。" if says(clue) and not issue_id else None


def says(text: Any) -> bool:
    """Whether a free text names something: not 无, 没有, 未发现问题."""
    words = fold(text or "").rstrip("。")
    return (
        bool(words)
        and words not in ("无", "没有", "暂无", "/", "—", "-")
        and not words.startswith(("未发现", "没有发现"))
    )


@rule("OP-01", "opinions", WARNING, at="issue_id")
def opinion_unlinked(adopted: Any, issue_id: Any) -> str | None:
    """采纳的意见没有落到整改台账

    查什么：
    采纳为“是”的，关联问题要填。
    为什么：
    采纳了要改，改没改要能查到。
    怎么改：
    在问题整改台账立项，把编号填到关联问题；已经当场办结的，也立项并写明完成。
    例：
    对 采纳=是 关联问题=ZG-2025-011
    对 采纳=否 理由=已有规定
    错 采纳=是 关联问题=
    """
    return "采纳填的是“是”，关联问题没有填。" if adopted == "是" and not issue_id else None


@rule("OP-02", "opinions", WARNING, at="reason")
def refusal_unexplained(adopted: Any, reason: Any) -> str | None:
    """不采纳意见没有理由

    查什么：
    采纳为“否”的，理由要填。
    为什么：
    不采纳要给提意见的人一个说法。
    怎么改：
    写明不采纳的理由，或者已经怎样答复。
    例：
    对 采纳=否 理由=已有规定
    错 采纳=否 理由=
    """
    return "采纳填的是“否”，理由没有填。" if adopted == "否" and not says(reason) else None
