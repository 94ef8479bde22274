"""RC-06, 06b, 06c: whether those named in a 问题整改台账 are in the 名册, and in the right place (domain §5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xlsuite.grading.managers import LEADER, TOP, Chain, Post, read_tier
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import WARNING, Fault, rule


@rule("RC-06", "rectification")
def person_unknown(
    table: Table, roster: frozenset[str], party_orgs: tuple[str, ...], units: frozenset[str] | None = None
) -> Iterator[Fault]:
    """责任领导、责任人或核验人不在名册

    查什么：
    责任领导、责任人的每一个姓名都在岗位与名册的任职人里；核验人不在的只作提醒，可能是外单位的人。
    为什么：
    名册里没有的人对不上岗位和分管关系，也可能是写错了字。
    怎么改：
    核对姓名；人员确实在岗的，在岗位与名册补登他的岗位。
    例：
    对 责任人=叶某戊 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    错 责任人=不在册者 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    错 责任人=叶某戊、不在册者 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    错 核验人=外请专家 责任人=叶某戊 责任领导=叶某戊 | [岗位与名册] 任职人=叶某戊
    """
    for ident in ("leader", "owner", "verifier"):
        if ident not in table:
            continue
        column = table.column(ident)
        known = roster.union(party_orgs)
        strange = {
            names: [name for name in names if name not in known and not may_be_two(name)]
            for names in set(column)
            if names and names is not UNREADABLE and not known.issuperset(names)
        }
        if not strange:
            continue
        title = table.slots[ident].column.name
        for index, names in enumerate(column):
            if missing := strange.get(names):
                said = "、".join(f"“{quote(name)}”" for name in missing)
                what = "是科室，应填到人" if units and units.issuperset(missing) else "不在岗位与名册的任职人里"
                severity = WARNING if ident == "verifier" else None
                yield Fault(f"{title}{said}{what}。", at=ident, index=index, severity=severity)


def may_be_two(name: str) -> bool:
    """Whether a blank stands in a name: ST-11 asks whose names these are, and no other rule guesses."""
    return not name.isascii() and len(name.split()) > 1


def units_named(text: str) -> list[str]:
    """The units in a cell, the first of them the one in the lead."""
    return [part for part in re.split(r"[、；;，,/\n]+", text) if part]


@rule("RC-06b", "rectification", WARNING, at="leader")
def leader_not_in_charge(leader: Any, unit: Any, chain: Chain, roster: frozenset[str]) -> str | None:
    """责任领导不分管责任科室

    查什么：
    责任领导应是主要领导，或者责任科室（几个科室的看第一个）的分管领导。
    为什么：
    不分管这个科室的领导难以调度它，责任会落空。
    怎么改：
    改成分管领导；分管已经调整的，先改岗位与名册的直接上级岗位。
    例：
    对 责任领导=沈某乙 责任科室=综合科 责任人=叶某戊 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 科室=办领导 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW05 科室=综合科 直接上级岗位=GW02
    错 责任领导=陆某丙 责任科室=综合科 责任人=叶某戊 | [岗位与名册] 岗位编号=GW02 任职人=沈某乙 科室=办领导 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW03 任职人=陆某丙 科室=办领导 岗位层级=班子成员 直接上级岗位= | [岗位与名册] 岗位编号=GW05 科室=综合科 直接上级岗位=GW02
    """  # noqa: E501
    if not leader or not unit or not roster.issuperset(leader):
        return None
    lead = units_named(unit)[0] if units_named(unit) else ""
    in_charge = leaders_over(chain, lead)
    if not in_charge:
        return None
    for name in leader:
        posts = chain.posts_of(name)
        if any(read_tier(post.tier) == TOP or post in in_charge or heads_own(post, lead) for post in posts):
            return None
    named = "、".join(f"“{quote(name)}”" for name in leader)
    right = "、".join(dict.fromkeys(post.holder for post in in_charge if post.holder)) or "空缺"
    return f"责任领导{named}不是主要领导，也不是“{quote(lead)}”的分管领导（{right}）。"


def leaders_over(chain: Chain, unit: str) -> list[Post]:
    """All 班子成员 above any post of a unit; the 主要领导 where none of them is."""
    members = [post for post in chain.posts.values() if fold(post.unit) == fold(unit)]
    above = [post for member in members for post in chain.superiors(member.id) if read_tier(post.tier) == LEADER]
    first = chain.leader_in_charge(unit)
    return list(dict.fromkeys(above)) or ([first] if first else [])


def heads_own(post: Post, unit: str) -> bool:
    """Whether a 班子成员 sits in the unit himself, such as 办领导."""
    return read_tier(post.tier) == LEADER and fold(post.unit) == fold(unit)


@rule("RC-06c", "rectification", WARNING, at="owner")
def owner_elsewhere(owner: Any, unit: Any, chain: Chain, units: frozenset[str]) -> str | None:
    """责任人不在责任科室

    查什么：
    责任人在岗位与名册里的科室，应是责任科室（填了几个科室的，是其中一个）。
    为什么：
    别的科室的人承担这个科室的整改，往往是填错了人或者填错了科室。
    怎么改：
    核对责任人和责任科室；人员已经调动的，先改岗位与名册。
    例：
    对 责任人=叶某戊 责任科室=综合科 | [岗位与名册] 任职人=叶某戊 科室=综合科
    对 责任人=叶某戊 责任科室=宣传活动科、综合科 | [岗位与名册] 任职人=叶某戊 科室=综合科 | [岗位与名册] 任职人=梁某壬 科室=宣传活动科
    错 责任人=叶某戊 责任科室=宣传活动科 | [岗位与名册] 任职人=叶某戊 科室=综合科 | [岗位与名册] 任职人=梁某壬 科室=宣传活动科
    """  # noqa: E501
    named = units_named(unit) if unit else []
    if not owner or not named or not units.issuperset(named):
        return None
    wanted = {fold(each) for each in named}
    for name in owner:
        posts = chain.posts_of(name)
        if posts and not any(fold(post.unit) in wanted for post in posts):
            return f"责任人“{quote(name)}”在名册里属于“{quote(posts[0].unit)}”，不在责任科室“{quote(unit)}”。"
    return None
