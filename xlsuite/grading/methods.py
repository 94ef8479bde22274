"""The ten grading methods, and how a unit's settings make them its own (domain §6, settings.md §2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.grading.bands import Bands, exact_text, parse_bands
from xlsuite.grading.levels import (
    ASCENDING,
    DESCENDING,
    THREE,
    LevelReader,
    map_to_three,
    ordinal,
    rank,
)
from xlsuite.grading.method import Factor, Method, exact

Pairs = str | Mapping[str, str] | Iterable[tuple[str, str]]  # a setting as typed, or as already read

FIVE = parse_bands("≥4 很高；≥3 高；≥2 中；≥1 低；其余 很低")  # of a place 0–4 in a look-up table
# NIST SP 800-30 r1, Table I-2: by likelihood VL … VH, then by impact VL … VH.
NIST = ((0, 0, 0, 1, 1), (0, 1, 1, 1, 2), (0, 1, 2, 2, 3), (0, 1, 2, 3, 4), (0, 1, 2, 3, 4))
# ISO 27005 Annex A, as commonly shipped (domain §6 G11): by likelihood, then by consequence.
ISO = ((0, 0, 1, 1, 1), (0, 1, 1, 2, 2), (1, 1, 2, 3, 3), (1, 2, 3, 3, 4), (2, 3, 3, 4, 4))
FIVE_SPELLINGS = (
    ("很低", "极低", "vl", "0"),
    ("低", "l", "1"),
    ("中", "m", "2"),
    ("高", "h", "3"),
    ("很高", "极高", "vh", "4"),
)
FIVE_WORDS = MappingProxyType({word: Decimal(at) for at, row in enumerate(FIVE_SPELLINGS) for word in row})
FIVE_SHOWN = "很低、低、中、高、很高 之一，也可以填 VL、L、M、H、VH 或 0、1、2、3、4"
OUTCOMES = MappingProxyType({"犯罪": Decimal(3), "纪律处分": Decimal(2), "组织处理": Decimal(1)})
WEIGHTS = {
    "权力集中度": Decimal("0.30"),
    "自由裁量权": Decimal("0.25"),
    "发生频率": Decimal("0.20"),
    "危害程度": Decimal("0.25"),
}
WEIGHTED_IDENTS = {
    "权力集中度": "concentration",
    "自由裁量权": "discretion",
    "发生频率": "frequency",
    "危害程度": "harm",
}
LONGEST_SCALE = 1001


def whole(low: int, high: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, range(low, high + 1)))


def numbers(text: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, text.split("/")))


def likelihood(scale: tuple[Decimal, ...]) -> Factor:
    return Factor("可能性L", "likelihood", scale)


def harm(scale: tuple[Decimal, ...]) -> Factor:
    return Factor("危害程度S", "harm", scale)


def product(values: Sequence[Decimal]) -> Decimal:
    result = Decimal(1)
    for value in values:
        result *= value
    return result


def only(values: Sequence[Decimal]) -> Decimal:
    return values[0]


def looked_up(grid: tuple[tuple[int, ...], ...]) -> Callable[[Sequence[Decimal]], Decimal]:
    return lambda values: Decimal(grid[int(values[0])][int(values[1])])


def weighted_sum(weights: Sequence[Decimal]) -> Callable[[Sequence[Decimal]], Decimal]:
    return lambda values: 20 * sum((w * x for w, x in zip(weights, values, strict=True)), Decimal(0))


def declare(
    method_id: str,
    title: str,
    formula: str,
    factors: tuple[Factor, ...],
    score: Callable[[Sequence[Decimal]], Decimal] | None,
    bands: Bands | str,
    source: str,
    **more: Any,
) -> Method:
    """A method as published, its levels mapped to 高/中/低 by their names."""
    cuts = parse_bands(bands) if isinstance(bands, str) else bands
    to_three = MappingProxyType(map_to_three(cuts.names))
    return Method(method_id, title, formula, factors, score, cuts, to_three, source, **more)


def weighted_by(weights: Mapping[str, Decimal], scale: tuple[Decimal, ...]) -> dict[str, Any]:
    """The parts of a weighted method that its weights decide."""
    named = "＋".join(f"{exact_text(weight)}×{name}" for name, weight in weights.items())
    return {
        "formula": f"风险值＝20×（{named}）",
        "factors": tuple(Factor(name, WEIGHTED_IDENTS.get(name, name), scale) for name in weights),
        "score": weighted_sum(tuple(weights.values())),
    }


def with_level_factor(method: Method) -> Method:
    """A method whose one factor is the level itself, with that factor reading the method's own labels."""
    labels = dict.fromkeys((*method.names, *method.to_three, *THREE))
    places = MappingProxyType({label: Decimal(place) for place, label in enumerate(labels, 1)})
    reader = LevelReader(method)

    def read(value: Any) -> Decimal | None:
        return places.get(reader.read(value).value or "")

    shown = "、".join(method.names) + " 之一"
    factor = Factor("直接评定等级", "given_level", tuple(places.values()), places, shown, reader=read)
    return method._replace(factors=(factor,))


LS_FORMULA = "风险值R＝可能性L×危害程度S"
LOOK_UP = "按可能性L和危害程度S查表"
# C has a usual table (1, 3, 7, 15, 40, 100), but the domain gives the range 1 to 100, and what it allows is no fault.
LEC_FACTORS = (
    Factor("可能性L", "likelihood", numbers("10/6/3/1/0.5/0.2/0.1")),
    Factor("暴露频率E", "exposure", numbers("10/6/3/2/1/0.5")),
    Factor("后果C", "consequence", whole(1, 100), shown="1 到 100 的整数（常用 1、3、7、15、40、100）"),
)
FIVE_FACTORS = (
    Factor("可能性L", "likelihood", whole(0, 4), FIVE_WORDS, FIVE_SHOWN),
    Factor("危害程度S", "harm", whole(0, 4), FIVE_WORDS, FIVE_SHOWN),
)
CRITERIA = Factor("符合条件数", "criteria_met", whole(0, 5))
OUTCOME = Factor("最重后果", "worst_outcome", numbers("3/2/1"), OUTCOMES, "犯罪、纪律处分、组织处理 之一")

METHODS: Mapping[str, Method] = MappingProxyType({
    method.id: method
    for method in (
        declare(
            "ls3x3", "风险矩阵法（3×3）", LS_FORMULA, (likelihood(whole(1, 3)), harm(whole(1, 3))), product,
            "≥6 高；≥3 中；其余 低", "domain §6 G6",
        ),
        declare(
            "ls5x5", "风险矩阵法（5×5）", LS_FORMULA, (likelihood(whole(1, 5)), harm(whole(1, 5))), product,
            "≥20 重大；≥15 较大；≥9 一般；其余 低", "domain §6 G5",
        ),
        declare(
            "lec", "LEC 评价法", "风险值D＝可能性L×暴露频率E×后果C", LEC_FACTORS, product,
            "≥320 重大；≥160 较大；≥70 一般；其余 低", "domain §6 G7",
        ),
        with_level_factor(declare(
            "direct", "直接评定", "直接给出等级，不打分", (), None,
            "≥3 高；≥2 中；其余 低", "domain §6 G1", scored=False,
        )),
        declare(
            "weighted", "加权评分法", "", (), None, "≥80 高；≥60 中；其余 低", "domain §6 G14",
        )._replace(**weighted_by(WEIGHTS, whole(1, 5))),
        declare(
            "count", "风险项数法", "岗位的风险项数", (Factor("风险项数", "risk_count"),), only,
            "≥5 高；≥3 中；其余 低", "domain §6 G2",
        ),
        declare(
            "criteria", "条件计数法", "五项条件中符合的项数", (CRITERIA,), only,
            "≥3 高；≥2 中；其余 低", "domain §6 G3", none_below=Decimal(1),
        ),
        declare(
            "consequence", "后果法", "按可能造成的最重后果", (OUTCOME,), only,
            "≥3 高；≥2 中；其余 低", "domain §6 G4", scored=False,
        ),
        declare(
            "nist", "NIST 矩阵法", LOOK_UP, FIVE_FACTORS, looked_up(NIST),
            FIVE, "domain §6 G10", scored=False,
        ),
        declare(
            "iso27005", "ISO 27005 矩阵法", LOOK_UP, FIVE_FACTORS, looked_up(ISO),
            FIVE, "domain §6 G11", scored=False,
        ),
    )
})  # fmt: skip
OPEN_SCALE = frozenset(("ls3x3", "ls5x5", "weighted", "count", "criteria"))  # those that 评分范围 may set


def build_method(
    method_id: str,
    bands_text: str | None = None,
    to_three_text: Pairs | None = None,
    direction: str | None = None,
    weights_text: Pairs | None = None,
    level_names: Sequence[str] | None = None,
    scale_text: str | None = None,
) -> Method:
    """A method as a unit's settings make it; whatever is blank stays as declared.

    bands_text 等级分档: own thresholds, own names, any number of levels, for methods with a score. to_three_text
    三级对应. direction 等级方向, 降序 when blank. weights_text 权重 of `weighted`; they add up to 1 and their names are
    its columns. level_names 等级名称, highest first: other names for the method's levels; 高、中、低 with a method of
    other than three levels renames nothing, since every method's sheet may use these three. scale_text 评分范围: `1-5`
    (whole numbers) or a list, for methods whose numbers are not fixed by a table; the factor 20 of `weighted` and the
    thresholds stay, so a scale of one's own wants bands of its own. UsageError in Chinese for what cannot be read.
    """
    if method_id not in METHODS:
        raise UsageError(f"没有评定方法“{method_id}”，应从 {'、'.join(METHODS)} 中选一项。")
    method = METHODS[method_id]
    way = direction or DESCENDING
    if way not in (DESCENDING, ASCENDING):
        raise UsageError(f"等级方向填的是“{way}”，应填 降序（一级最高）或 升序（一级最轻）。")
    if weights_text and method_id == "weighted":
        method = method._replace(**weighted_by(_weights(weights_text), method.factors[0].scale))
    if scale_text:
        method = _scaled(method, scale_text)
    if bands_text:
        method = _banded(method, bands_text)
    if level_names:
        method = _renamed(method, tuple(level_names))
    return _directed(method, way, to_three_text)


def _weights(text: Pairs) -> dict[str, Decimal]:
    weights: dict[str, Decimal] = {}
    for name, value in _pairs("权重", text, "权力集中度=0.60；危害程度=0.40").items():
        weight = exact(value)
        if weight is None or not 0 < weight <= 1:
            raise UsageError(f"权重中“{name}”填的是“{value}”，应填大于 0、不大于 1 的小数，例如 0.25。")
        weights[name] = weight
    total = sum(weights.values())
    if total != 1:
        terms = "＋".join(map(exact_text, weights.values()))
        raise UsageError(f"权重合计为 {terms}＝{exact_text(Decimal(total))}，应等于 1，请改各项的小数。")
    return weights


def _scaled(method: Method, text: str) -> Method:
    if method.id not in OPEN_SCALE:
        raise UsageError(f"评定方法 {method.id} 能填的值由方法规定，不能另设评分范围“{text}”，请删去这项参数。")
    scale = read_scale(text)
    return method._replace(factors=tuple(factor._replace(scale=scale, shown="") for factor in method.factors))


def read_scale(text: str) -> tuple[Decimal, ...]:
    """The numbers of a 评分范围: `1-5` are whole numbers, anything else is a list. UsageError in Chinese."""
    wanted = "应写成“1-5”或“1、3、5”的样子，数不重复，至少两个"
    if ends := re.fullmatch(r"\s*(\d+)\s*[-–—~～至到]\s*(\d+)\s*", text):
        low, high = int(ends[1]), int(ends[2])
        if not low < high < low + LONGEST_SCALE:
            raise UsageError(f"评分范围“{text}”的起止数应从小到大、最多 {LONGEST_SCALE} 个，{wanted}。")
        return whole(low, high)
    listed = [exact(part) for part in re.split(r"[、；;，,\s]+", text.strip())]
    scale = tuple(number for number in listed if number is not None)
    if len(scale) < len(listed) or len(set(scale)) < len(scale) or len(scale) < 2:
        raise UsageError(f"评分范围“{text}”读不出，{wanted}。")
    return scale


def _banded(method: Method, text: str) -> Method:
    if not method.scored:
        raise UsageError(
            f"评定方法 {method.id} 不打分，不能用等级分档“{text}”；请删去这项参数，要换等级的叫法请用“等级名称”。"
        )
    return method._replace(bands=parse_bands(text))


def _renamed(method: Method, names: tuple[str, ...]) -> Method:
    if names == method.names or (names == THREE and len(method.names) != len(THREE)):
        return method
    listed = "、".join(names)
    if len(names) != len(method.names) or len(set(names)) < len(names):
        wanted = f"{len(method.names)} 级：{'、'.join(method.names)}"
        raise UsageError(f"等级名称“{listed}”与评定方法 {method.id} 的等级对不上，应为从高到低、不重复的 {wanted}。")
    return method._replace(bands=method.bands.renamed(names))


def _directed(method: Method, direction: str, to_three: Pairs | None) -> Method:
    """The method with its direction, its levels mapped to 高/中/低, and what depends on both."""
    _check_direction(method.names, direction)
    mapped = map_to_three(method.names, direction)
    if to_three:
        mapped |= _own_three(method.names, to_three)
        _check_falling(method.names, mapped)
    method = method._replace(direction=direction, to_three=MappingProxyType(mapped))
    return with_level_factor(method) if method.score is None else method


def _check_direction(names: tuple[str, ...], direction: str) -> None:
    places = [place for name in names if (place := ordinal(name))]
    if places != sorted(places, reverse=direction == ASCENDING):
        top = "一级最高" if direction == DESCENDING else "一级最轻"
        raise UsageError(
            f"等级从高到低是“{'、'.join(names)}”，与等级方向“{direction}”（{top}）相反，请改等级方向或等级的次序。"
        )


def _own_three(names: tuple[str, ...], text: Pairs) -> dict[str, str]:
    pairs = _pairs("三级对应", text, "重大=高；较大=中；一般=中；低=低")
    for name, word in pairs.items():
        if word not in THREE:
            raise UsageError(f"三级对应把“{name}”对应到“{word}”，只能对应到 高、中、低 之一。")
    strange = [name for name in pairs if name not in names]
    missed = [name for name in names if name not in pairs]
    # Further words beside a full map are the unit's own way of writing levels; beside a gap they are a slip of the pen.
    if strange and missed and names != THREE:
        raise UsageError(
            f"三级对应里的“{'、'.join(strange)}”不是本方法的等级，“{'、'.join(missed)}”却没有对应，"
            f"应使用等级的原名：{'、'.join(names)}。"
        )
    return pairs


def _check_falling(names: tuple[str, ...], mapped: Mapping[str, str]) -> None:
    for upper, lower in pairwise(names):
        if rank(mapped[lower]) > rank(mapped[upper]):
            raise UsageError(
                f"三级对应把“{upper}”对应到“{mapped[upper]}”，把比它低的“{lower}”对应到“{mapped[lower]}”，"
                "高低颠倒，请改其中一项。"
            )


def _pairs(setting: str, text: Pairs, form: str) -> dict[str, str]:
    """A map as typed, 键=值；键=值, or as already read; UsageError for a part without = and for a key given twice."""
    if isinstance(text, Mapping):
        return {name.strip(): value.strip() for name, value in text.items()}
    parts = [part for part in re.split(r"[；;\n]", text) if part.strip()] if isinstance(text, str) else text
    pairs: dict[str, str] = {}
    for part in parts:
        name, sign, value = part.replace("＝", "=").partition("=") if isinstance(part, str) else (part[0], "=", part[1])
        if not sign or not name.strip():
            raise UsageError(f"{setting}中“{''.join(part).strip()}”读不出，应写成“{form}”的样子。")
        if name.strip() in pairs:
            raise UsageError(f"{setting}中“{name.strip()}”写了不止一次，请只留一次。")
        pairs[name.strip()] = value.strip()
    return pairs
