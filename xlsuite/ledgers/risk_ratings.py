"""L3 风险点等级评定表: self, peer and approved level beside what the method computes (domain §4.3)."""

from __future__ import annotations

from typing import Any

from xlsuite.model.columns import UNREADABLE, Column, LedgerType
from xlsuite.model.kinds import Choice, Day, FactorValue, Key, Level, Name, Number, Persons, SeveralChoices, Text

FACTOR_ALSO = {
    "可能性L": ("可能性", "L", "L值", "可能性(L)", "发生可能性", "可能性分值", "发生概率"),
    "危害程度S": (
        "危害程度",
        "S",
        "S值",
        "危害程度(S)",
        "严重程度",
        "后果严重程度",
        "危害性",
        "影响程度",
        "严重性",
        "C",
    ),
    "暴露频率E": ("暴露频率", "E", "暴露频次", "E值", "频繁程度"),
    "后果C": ("后果", "C", "C值", "后果严重性"),
    "风险项数": ("风险项数n", "风险数"),
    "符合条件数": ("符合项数",),
    "最重后果": ("后果类型",),
    "直接评定等级": ("评定等级", "直接评定"),
}


def veto_words(basis: Any) -> tuple[str, ...]:
    return tuple(basis.settings.veto_factors)


RISK_RATINGS = LedgerType(
    id="risk_ratings",
    title="风险点等级评定表",
    also=("等级评定表", "风险等级评定表", "廉政风险点等级评定表", "风险点评定表", "风险评定表", "风险点定级表"),
    key="number",
    core=("number", "self_level", "level", "peer_level"),
    signature=("self_level", "peer_level", "level", "typed_score", "factor_1", "veto"),
    note="自己找、相互查、组织核三级等级各填一栏；风险值由方法计算，手填的只作核对。",
    columns=(
        Column("风险点编号", "number", Key(), also=("编号", "风险编号"), need="must", example="FX-2025-010"),
        Column("评定年度", "year", Number(whole=True, fault="ST-16"), also=("年度", "年份"), need="should", example=2025),
        Column("风险值R", "typed_score", Number(fault="RP-10"), also=("风险值", "R", "R值", "风险值D", "廉政风险值D", "廉政风险值", "D值", "风险分值"), computed=True, printed=True),
        Column("计算等级", "typed_level", Level(), also=("测算等级",), computed=True, printed=True),
        Column("一票定高因素", "veto", SeveralChoices(of=veto_words), also=("一票定高", "一票否决因素"), help="有一项即定为高", printed=True),
        Column("自评等级", "self_level", Level(), also=("自评", "自查等级", "自己找", "自评风险等级", "个人自评"), need="should", example="中", printed=True),
        Column("自评日期", "self_on", Day(), also=("自评时间",), need="should", blank="ST-19:self_level", example="2025-02-24"),
        Column("互评等级", "peer_level", Level(), also=("互评", "互查等级", "相互查", "互评风险等级", "相互评"), need="should", example="高", printed=True),
        Column("互评日期", "peer_on", Day(), also=("互评时间",), need="should", blank="ST-19:peer_level", example="2025-02-28"),
        Column("互评人", "peer", Persons(), also=("互查人",), need="should", blank="ST-19:peer_level", example="顾某丁"),
        Column("建议等级", "typed_proposed", Text(), computed=True, help="自评、互评、计算等级和一票定高里最高的", printed=True),
        Column("核定等级", "level", Level(), also=("?风险等级", "?等级", "?风险级别", "核定", "组织核", "审定等级", "组织核定", "核定风险等级", "?廉政风险等级", "?廉洁风险等级", "最终等级", "组织核定等级", "?评定等级"), need="should", blank="RP-13", example="高", printed=True),
        Column("核定日期", "approved_on", Day(), also=("核定时间", "审定日期", "?评定日期"), need="should", blank="ST-19:level", example="2025-03-10", printed=True),
        Column("核定组织", "approver", Name(), also=("核定单位", "审定组织"), need="should", blank="ST-19:level", example="廉政风险防控领导小组", printed=True),
        Column("核定依据", "ground", Text(), also=("核定理由", "调整依据", "定级依据", "评定依据"), longest=500, example="R=6", printed=True),
        Column("上年等级", "last_level", Level(), also=("上年度等级",)),
        Column("调整方向", "change", Choice("上调", "下调", "不变", "新增"), also=("等级调整",)),
        Column("下次复评日期", "review_on", Day(), also=("复评日期", "下次评定日期"), need="should", blank="ST-19:level", example="2026-03-10"),
        Column("风险点", "point_name", Text(), also=("风险点名称", "风险名称")),
        Column("科室", "unit", Name(), also=("部门",)),
        Column("岗位名称", "post", Name(), also=("岗位",)),
        Column("任职人", "holder", Persons(), also=("姓名",)),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip


def factor_columns(basis: Any) -> tuple[Column, ...]:
    """The columns the method in use asks for; each must be on the sheet."""
    return tuple(
        Column(
            factor.name, f"factor_{order}", FactorValue(factor), also=FACTOR_ALSO.get(factor.name, ()),
            need="must", instead="level" if basis.method.id == "direct" else "", blank="RP-10", example=highest_of(factor),
        )
        for order, factor in enumerate(basis.method.factors, 1)
    )  # fmt: skip


def highest_of(factor: Any) -> Any:
    """The most a factor may hold, as it is typed: the example rows are graded 高."""
    return factor.show(max(factor.scale)) if factor.scale else "高" if factor.reader else 5


def with_method(basis: Any) -> LedgerType:
    """The ledger with the factor columns of the method in use, and what is computed from them."""
    factors = factor_columns(basis)
    idents = tuple(column.ident for column in factors)
    names = tuple(factor.name for factor in basis.method.factors)

    def graded(*values: Any) -> Any:
        if any(value is UNREADABLE for value in values):
            return UNREADABLE
        return basis.method.level(dict(zip(names, values, strict=True)))

    graded.asks = idents  # type: ignore[attr-defined]
    own = RISK_RATINGS.columns
    return RISK_RATINGS._replace(columns=(*own[:2], *factors, *own[2:]), derived=(graded, computed, proposed))


def computed(graded: Any) -> Any:
    """The level by the method; None when a factor is missing, UNREADABLE when one cannot be read."""
    return graded if graded is UNREADABLE else graded.level


def proposed(self_level: Any, peer_level: Any, computed: Any, veto: Any, basis: Any) -> Any:
    """The level shown to those who approve: the highest of 自评, 互评, 计算 and 一票定高 (domain §7.2)."""
    said = [level for level in (self_level, peer_level, computed) if level is not None and level is not UNREADABLE]
    if veto and veto is not UNREADABLE:
        said.append(basis.method.names[0])
    return max(said, key=basis.height, default=None)
