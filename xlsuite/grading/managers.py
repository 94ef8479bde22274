"""Who manages a risk point: posts in their chain of superiors, and the table of tiers (domain §7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from xlsuite.errors import UsageError
from xlsuite.grading.levels import THREE
from xlsuite.model.text import fold

TOP, LEADER, HEAD, STAFF = TIERS = ("主要领导", "班子成员", "科室负责人", "工作人员")  # domain §3.5, highest first
PARTY_ORG = "上级党组织"  # above every tier: who manages the risk points of the 主要领导
IN_CHARGE = "分管领导"  # what a 班子成员 is called where he manages
TIER_WORDS = {
    **{tier: tier for tier in TIERS},
    IN_CHARGE: LEADER,
    "处级干部": LEADER,
    "主要负责人": TOP,
    "部门负责人": HEAD,
}
BY_LEVEL = MappingProxyType(dict(zip(THREE, (TOP, IN_CHARGE, HEAD), strict=True)))
SEVERAL = r"[、；;，,\n]"

Table = Mapping[str, Mapping[str, str]]  # holder's tier → 高/中/低 → manager's tier


class Post(NamedTuple):
    """One post of the 名册; the holder may be several names set apart by 、, or blank while the post is vacant."""

    id: str
    unit: str
    title: str
    holder: str
    tier: str
    superior_id: str = ""
    duties: str = ""


class Manager(NamedTuple):
    """Who manages a risk point: the person and his tier as 分级管理 names it; no person without a Chinese trouble."""

    person: str | None
    tier: str | None
    trouble: str | None


def read_tier(text: str) -> str | None:
    """The tier of a post: 分管领导 and 处级干部 are 班子成员; None for a word not known (domain §3.5)."""
    return TIER_WORDS.get(fold(text))


def manager_table(by_level: Mapping[str, str] = BY_LEVEL) -> dict[str, dict[str, str]]:
    """The table of domain §7 from the tier that each level asks for (分级管理：高, 中, 低).

    A manager is the higher of the level's tier and the tier above the holder; above the 主要领导 is 上级党组织.
    UsageError in Chinese for a tier not known.
    """
    asked = {level: _manager_tier("分级管理", by_level.get(level) or BY_LEVEL[level]) for level in THREE}
    table = {}
    for place, holder in enumerate(TIERS):
        above = _called(TIERS[place - 1]) if place else PARTY_ORG
        table[holder] = {level: min(tier, above, key=_height) for level, tier in asked.items()}
    return table


class Chain:
    """The posts of a unit, each under its superior post.

    table: a 分级管理对照表 of the unit's own, tier → {高, 中, 低 → tier}; what it leaves blank is as in domain §7.
    Of several posts with one id the first counts. Names compare without blanks inside them.
    """

    def __init__(self, posts: Iterable[Post], table: Table | None = None) -> None:
        self.posts: dict[str, Post] = {}
        for post in posts:
            self.posts.setdefault(post.id, post)
        self.table = manager_table()
        for holder, row in (table or {}).items():
            self._override(holder, row)
        self._of_holder: dict[str, list[Post]] = {}
        for post in sorted(self.posts.values(), key=lambda post: _height(post.tier)):
            for person in _persons(post.holder):
                self._of_holder.setdefault(person, []).append(post)

    def posts_of(self, holder: str) -> tuple[Post, ...]:
        """The posts a person holds, highest tier first."""
        return tuple(self._of_holder.get(fold(holder), ()))

    def post_of(self, holder: str) -> Post | None:
        """The post a person holds, the highest of several; None for a person not in the 名册."""
        return next(iter(self.posts_of(holder)), None)

    def superiors(self, post_id: str) -> tuple[Post, ...]:
        """The posts above a post, nearest first; a circle ends where it closes, an unknown 编号 where it stands."""
        above: list[Post] = []
        seen = {post_id}
        post = self.posts.get(post_id)
        while post and (post := self.posts.get(post.superior_id)) and post.id not in seen:
            seen.add(post.id)
            above.append(post)
        return tuple(above)

    def is_above(self, person: str, holder: str) -> bool:
        """Whether a person stands strictly above another in the post chain.

        The only 主要领导 of the 名册 stands above all others, linked or not. In a circle nobody is above anybody.
        """
        if fold(person) == fold(holder):
            return False
        if self._leads_alone(person):
            return bool(self.posts_of(holder))
        return self._over(person, holder) and not self._over(holder, person)

    def leader_in_charge(self, unit: str) -> Post | None:
        """The first 班子成员, or 主要领导, above the head of a unit; above any of its posts where it has no head."""
        posts = [post for post in self.posts.values() if fold(post.unit) == fold(unit)]
        heads = [post for post in posts if read_tier(post.tier) == HEAD]
        for post in heads or posts:
            for superior in self.superiors(post.id):
                if read_tier(superior.tier) in (TOP, LEADER):
                    return superior
        return None

    def manager(self, post_id: str, level_of_three: str | None, party_org: str = PARTY_ORG) -> Manager:
        """The manager of a risk point at a post, by the level it was given.

        The table says which tier; the person is the first one up the chain of that tier or a higher one. A vacant
        post is passed over, and so is the holder himself, who counts by the highest of his posts. The 主要领导, where
        the chain does not lead to one, is the only one of the 名册. Never a guess: a trouble instead.
        """
        post = self.posts.get(post_id)
        if post is None:
            return _nobody(f"名册里没有岗位编号“{post_id}”，定不了管理责任人，请在“岗位与名册”补登这个岗位。")
        if level_of_three not in THREE:
            return _nobody("还没有等级，定不了管理责任人，应先核定为 高、中、低 之一。")
        tier = self._tier_of_holder(post)
        if tier is None:
            wanted = "、".join(TIERS)
            return _nobody(f"{_named(post)}的岗位层级是“{post.tier}”，定不了管理责任人，应填 {wanted} 之一。")
        wanted = self.table[tier][level_of_three]
        if wanted == PARTY_ORG:
            return Manager(party_org, PARTY_ORG, None)
        return self._resolve(post, wanted)

    def _resolve(self, post: Post, wanted: str) -> Manager:
        mine = set(_persons(post.holder))
        for superior in self.superiors(post.id):
            if self._fits(superior, wanted, mine):
                return Manager(superior.holder, _called(superior.tier), None)
        tops = [top for top in self.posts.values() if self._fits(top, TOP, mine)]
        if wanted == TOP and len(tops) == 1:
            return Manager(tops[0].holder, TOP, None)
        return _nobody(_unresolved(post, wanted, tops if wanted == TOP else ()))

    def _fits(self, post: Post, wanted: str, mine: set[str]) -> bool:
        persons = set(_persons(post.holder))
        return bool(persons) and not persons & mine and _height(post.tier) <= _height(wanted)

    def _tier_of_holder(self, post: Post) -> str | None:
        """The tier by which a holder is managed: the highest of all his posts; by the post while it is vacant."""
        held = [other for person in _persons(post.holder) for other in self.posts_of(person)]
        tiers = [tier for other in [post, *held] if (tier := read_tier(other.tier))]
        return min(tiers, key=_height, default=None)

    def _override(self, holder: str, row: Mapping[str, str]) -> None:
        tier = read_tier(holder)
        if tier is None:
            raise UsageError(f"分级管理对照表的岗位层级填的是“{holder}”，应填 {'、'.join(TIERS)} 之一。")
        for level, manager in row.items():
            if level not in THREE:
                raise UsageError(f"分级管理对照表有一列“{level}”，应为 高、中、低 之一。")
            if manager.strip():
                self.table[tier][level] = _manager_tier("分级管理对照表", manager)

    def _leads_alone(self, person: str) -> bool:
        tops = {name for post in self.posts.values() if read_tier(post.tier) == TOP for name in _persons(post.holder)}
        return tops == {fold(person)}

    def _over(self, person: str, holder: str) -> bool:
        above = {post.id for own in self.posts_of(holder) for post in self.superiors(own.id)}
        return any(post.id in above for post in self.posts_of(person))


def _persons(holder: str) -> tuple[str, ...]:
    return tuple(name for part in re.split(SEVERAL, holder) if (name := fold(part)))


def _height(tier: str) -> int:
    """A tier's place from the top, 上级党组织 before all; one not known stands below all."""
    if fold(tier) == PARTY_ORG:
        return -1
    known = read_tier(tier)
    return TIERS.index(known) if known else len(TIERS)


def _called(tier: str) -> str:
    """What a tier is called where it manages."""
    known = read_tier(tier)
    return IN_CHARGE if known == LEADER else known or tier


def _manager_tier(where: str, text: str) -> str:
    if fold(text) == PARTY_ORG:
        return PARTY_ORG
    if read_tier(text) is None:
        wanted = "、".join((PARTY_ORG, TOP, IN_CHARGE, HEAD))
        raise UsageError(f"{where}填的是“{text}”，应填 {wanted} 之一。")
    return _called(text)


def _named(post: Post) -> str:
    return f"岗位 {post.id}（{post.unit}{post.title}）"


def _unresolved(post: Post, wanted: str, tops: Sequence[Post]) -> str:
    if len(tops) > 1:
        names = "、".join(top.holder for top in tops)
        return f"{_named(post)}往上找不到{wanted}，名册里有 {len(tops)} 位（{names}），请在“直接上级岗位”写明归谁管。"
    return f"{_named(post)}往上没有在任的{wanted}，请在“岗位与名册”补填直接上级岗位或任职人。"


def _nobody(trouble: str) -> Manager:
    return Manager(None, None, trouble)
