"""RP-08, RP-09: who may manage and supervise a risk point (domain §7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xlsuite.grading.managers import PARTY_ORG, SEVERAL, TOP, Chain, read_tier
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold
from xlsuite.rules.rule import Fault, rule

Names = tuple[str, ...]


def party_names(book: Book) -> frozenset[str]:
    """What the body above the 主要领导 may be called."""
    return frozenset(fold(name) for name in (PARTY_ORG, book.party_org, *book.party_orgs))


def names_in(holder: str) -> Names:
    """The persons a post of the chain names."""
    return tuple(name for part in re.split(SEVERAL, holder) if (name := part.strip()))


def not_above(persons: Names, holders: Names, post_id: str | None, chain: Chain, party: frozenset[str]) -> str | None:
    """Why one of some persons does not stand above a post's holder, in Chinese; None when all do or it cannot be told.

    holders: as the register names them, else the 名册's. One who is not in the 名册 is judged by the post alone.
    """
    post = chain.posts.get(post_id or "")
    holders = holders or (names_in(post.holder) if post else ())
    known = [name for name in holders if chain.posts_of(name)]
    for person in persons:
        if person in holders:
            return f"“{person}”就是任职人自己，不能自己管自己"
        if not known and post is None:
            continue
        if fold(person) in party:
            tiers = [read_tier(each.tier) for name in known for each in chain.posts_of(name)]
            if TOP not in [*tiers, read_tier(post.tier) if post else None]:
                return f"“{person}”只管主要领导本人的风险点"
        elif not chain.posts_of(person):
            return f"“{person}”不在岗位与名册里，看不出是任职人的上级"
        elif lower := below(person, known, post_id, chain):
            return f"“{person}”不在{lower}的上级之列"
    return None


def below(person: str, holders: list[str], post_id: str | None, chain: Chain) -> str:
    """The holder, or the post while its holder is not in the 名册, that a person does not stand above; "" when none."""
    for holder in holders:
        if not chain.is_above(person, holder):
            return f"任职人“{holder}”"
    if holders or any(person in names_in(post.holder) for post in chain.superiors(post_id or "")):
        return ""
    return f"岗位 {post_id} "


def reasons(table: Table, book: Book, chain: Chain) -> dict[int, str]:
    """Rows whose manager (of a measure: supervisor) does not stand above the holder of the risk point, and why."""
    if book.roster is None:
        return {}
    if table.ledger.id == "risk_points":
        rows = list(zip(table.column("manager"), table.column("holder"), table.column("post_key"), strict=True))
    else:
        rows = supervised(table, book)
    party = party_names(book)
    said: dict[Any, str | None] = {}
    found = {}
    for index, row in enumerate(rows):
        if row not in said:
            persons, holders, post = row
            asked = persons and UNREADABLE not in row
            said[row] = not_above(persons, holders or (), post, chain, party) if asked else None
        if why := said[row]:
            found[index] = why
    return found


def supervised(table: Table, book: Book) -> list[Any]:
    """For each measure its supervisor, and the holder and post of its risk point; nobody where RM-06 speaks."""
    points: dict[Any, tuple[Any, Any]] = {}
    for each in book.tables_of("risk_points"):
        held = zip(each.column("holder"), each.column("post_key"), strict=True)
        points = dict(zip(each.column("number"), held, strict=True)) | points
    points.pop(None, None)
    columns = [table.column(ident) for ident in ("risk_point", "supervisor", "owner")]
    return [
        (supervisor, *points[number]) if number in points and not shares(supervisor, owner) else (None, None, None)
        for number, supervisor, owner in zip(*columns, strict=True)
    ]


def shares(one: Any, other: Any) -> bool:
    return isinstance(one, tuple) and isinstance(other, tuple) and any(name in other for name in one)


@rule("RP-08", ("risk_points", "risk_measures"))
def manager_not_above(table: Table, book: Book, chain: Chain) -> Iterator[Fault]:
    """管理责任人或监督责任人不是任职人的上级

    查什么：
    登记表的管理责任人、措施表的监督责任人，与任职人是同一人，或在责任链上不在任职人之上。主要领导本人的风险点可以填上级党组织。
    为什么：
    自己管自己、下级管上级，分级管理就落空了。
    怎么改：
    改填责任链上任职人的上级；责任链有误的，改岗位与名册的“直接上级岗位”。
    例：
    对 管理责任人=顾某丁 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05
    对 岗位编号=GW01 任职人=秦某甲 管理责任人=上级党组织 | [岗位与名册] 岗位编号=GW01 任职人=秦某甲 岗位层级=主要领导 直接上级岗位=
    错 管理责任人=叶某戊 | [岗位与名册] 岗位编号=GW05
    错 管理责任人=上级党组织 | [岗位与名册] 岗位编号=GW05
    错 管理责任人=白某庚 | [岗位与名册] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW07 任职人=白某庚
    """  # noqa: E501
    ident = "manager" if table.ledger.id == "risk_points" else "supervisor"
    if ident in table:
        name = table.slots[ident].column.name
        for index, why in reasons(table, book, chain).items():
            yield Fault(f"{name}{why}；应填责任链上任职人的上级。", at=ident, index=index)


@rule("RP-09", "risk_points", at="manager")
def manager_off_table(table: Table, book: Book, chain: Chain, threes_by_number: dict[str, Any]) -> Iterator[Fault]:
    """管理责任人与分级管理不符

    查什么：
    管理责任人不是按核定等级应当管理的人：高归主要领导、中归分管领导、低归科室负责人，再按任职人至少上一级。
    为什么：
    分级管理制度规定了哪一级管哪一等，管低了等于降了格。
    怎么改：
    改填提示里的人；本单位规定不同的，在“分级管理对照表”或参数“分级管理：高”里写明。
    例：
    对 管理责任人=秦某甲 | [风险点等级评定表] 核定等级=高 | [岗位与名册] 岗位编号=GW01 任职人=秦某甲 岗位层级=主要领导 直接上级岗位= | [岗位与名册] 岗位编号=GW05 直接上级岗位=GW01
    错 管理责任人=沈某乙 | [风险点等级评定表] 核定等级=高 | [岗位与名册] 岗位编号=GW01 任职人=秦某甲 岗位层级=主要领导 直接上级岗位= | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 岗位层级=班子成员 直接上级岗位=GW01 | [岗位与名册] 岗位编号=GW05 直接上级岗位=GW02
    """  # noqa: E501
    if "manager" not in table:
        return
    spoken = reasons(table, book, chain)
    said: dict[Any, str | None] = {}
    rows = zip(table.column("number"), table.column("manager"), table.column("post_key"), strict=True)
    for index, (number, persons, post) in enumerate(rows):
        level = threes_by_number.get(number)
        if UNREADABLE in (number, persons, post) or not (level and persons and post) or index in spoken:
            continue
        asked = (persons, post, level)
        if asked not in said:
            said[asked] = wrong_manager(persons, post, level, book, chain)
        if message := said[asked]:
            yield Fault(message, index=index)


def wrong_manager(persons: Names, post: str, level: str, book: Book, chain: Chain) -> str | None:
    """What to say of a manager who is not the one the table gives; None when he is, or when nobody can be told."""
    wanted = chain.manager(post, level, book.party_org)
    if wanted.person is None:
        return None
    right = party_names(book) if wanted.tier == PARTY_ORG else {fold(name) for name in names_in(wanted.person)}
    if any(fold(person) in right for person in persons):
        return None
    who = wanted.person if wanted.tier in (PARTY_ORG, wanted.person) else f"{wanted.tier}{wanted.person}"
    return f"管理责任人填的是“{'、'.join(persons)}”；岗位 {post} 核定等级“{level}”应由{who}管理。"
