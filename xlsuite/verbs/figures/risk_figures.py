"""The figures of the risk ledgers: points by approved level, posts covered, ratings that disagree."""

from __future__ import annotations

from typing import Any

from xlsuite.verbs.figures.figure import Count, Declared
from xlsuite.verbs.figures.risk_rows import RiskRows


def scope_text(rows: RiskRows) -> str:
    """What counts as a risk point in this workbook."""
    if rows.stands_for_points:
        left = f"（同一风险点往年的评定{rows.left_out}行不计）" if rows.left_out else ""
        return f"没有个人廉政风险点登记表，按风险点等级评定表计{left}"
    gone = f"（另有已消除、已并入的{rows.left_out}个不计）" if rows.left_out else ""
    return f"状态＝有效或未填{gone}"


def unrated_text(rows: RiskRows) -> str:
    return "核定等级未填或读不出" if rows.ratings is not None else "没有风险点等级评定表"


def differs_text(ident: str, name: str) -> Any:
    return lambda rows: f"{name}≠核定等级（两栏都有的{len(rows.compared(ident))}个中）"


def is_rated(rows: RiskRows) -> bool:
    return rows.ratings is not None


RISK_FIGURES: tuple[Declared, ...] = (
    Count("risk.total", "风险点总数", scope_text, lambda rows: rows.all),
    Count("risk.high", "高风险点", "核定等级＝高", lambda rows: rows.at_level("高"), needed=is_rated),
    Count("risk.medium", "中风险点", "核定等级＝中", lambda rows: rows.at_level("中"), needed=is_rated),
    Count("risk.low", "低风险点", "核定等级＝低", lambda rows: rows.at_level("低"), needed=is_rated),
    Count("risk.unrated", "未核定", unrated_text, lambda rows: rows.at_level("未核定")),
    Count("risk.posts", "岗位数", "岗位与名册的岗位（同一编号计一次）", lambda rows: rows.posts.all, of="posts"),
    Count(
        "risk.posts_without", "没有风险点的岗位", "有人在任、没有登记有效风险点的岗位", lambda rows: rows.posts_without,
        of="posts", needed=lambda rows: not rows.stands_for_points,
    ),
    Count(
        "risk.self_differs", "自评与核定不一致", differs_text("self_level", "自评等级"),
        lambda rows: rows.differing("self_level"), needed=is_rated,
    ),
    Count(
        "risk.peer_differs", "互评与核定不一致", differs_text("peer_level", "互评等级"),
        lambda rows: rows.differing("peer_level"), needed=is_rated,
    ),
)  # fmt: skip
