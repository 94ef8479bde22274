"""RP-10 … RP-15, RP-19, RP-20: how a risk point was graded (domain §5.1, §7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from xlsuite.grading.basis import Basis
from xlsuite.grading.levels import HIGH, LOW, rank
from xlsuite.ledgers.book import Book
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.deadlines import Term, resolve
from xlsuite.model.table import Table
from xlsuite.model.text import is_blank, quote
from xlsuite.rules.cells import blanks, unreadable
from xlsuite.rules.risk_points import is_ended, is_said
from xlsuite.rules.rule import INFO, WARNING, Fault, rule

DONE = "已落实"


def per_combination(look: Callable[..., Any], *columns: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Rows for which a function of some columns answers something; asked once per distinct combination of values."""
    rows = list(zip(*columns, strict=True))
    answers = {row: look(*row) for row in set(rows) if UNREADABLE not in row}
    if any(answers.values()):
        yield from ((index, answer) for index, row in enumerate(rows) if (answer := answers.get(row)))


def is_lower(one: str, other: str, basis: Basis) -> bool:
    """Whether a level stands below another; own labels by their order, else both as 高, 中, 低."""
    names = basis.method.names
    if one in names and other in names:
        return names.index(one) > names.index(other)
    return rank(basis.three(one) or LOW) < rank(basis.three(other) or LOW)


@rule("RP-10", "risk_ratings")
def score_wrong(table: Table, basis: Basis) -> Iterator[Fault]:
    """评分超出范围，或手填的风险值算得不对

    查什么：
    评定方法要的各项评分有没有填、在不在允许的范围里；手填的风险值、计算等级与按方法算出的是否一致。
    为什么：
    风险值是等级的根据，评分越界或算错，等级就站不住。
    怎么改：
    评分按允许的数改填；风险值按评分重新计算，或者干脆空着由软件计算。
    例：
    对 可能性L=3 危害程度S=2 风险值R=6
    对 可能性L=3 危害程度S=2 风险值R=
    错 可能性L=4
    错 可能性L=
    错 可能性L=2 危害程度S=2 风险值R=6
    错 可能性L=2 危害程度S=2 计算等级=高
    """
    yield from unreadable(table, "RP-10")
    rated = ["typed_score", "typed_level", "veto", "self_level", "peer_level", "level"]
    rated += [ident for ident in table.slots if ident.startswith("factor_")]
    columns = [table.column(ident) for ident in rated if ident in table]
    for fault in blanks(table, "RP-10"):
        if any(column[fault.index] is not None for column in columns):
            yield fault
    names = {ident: table.slots[ident].column.name for ident in ("typed_score", "typed_level") if ident in table}
    look = lambda graded, score, level: miscounted(graded, score, level, names, basis)  # noqa: E731
    graded, scores, levels = (table.column(ident) for ident in ("graded", "typed_score", "typed_level"))
    for index, fault in per_combination(look, graded, (known(v) for v in scores), (known(v) for v in levels)):
        yield fault._replace(index=index)


def known(value: Any) -> Any:
    return None if value is UNREADABLE else value


def miscounted(graded: Any, score: Any, level: Any, names: dict[str, str], basis: Basis) -> Fault | None:
    """A typed score that is not the computed one; else a typed level that is not."""
    if score is not None and graded.score is not None and Decimal(graded.score) != score:
        message = f"{names['typed_score']}填的是“{score:f}”，按 {basis.method.formula} 应为 {graded.score}。"
        return Fault(message, at="typed_score")
    if level is not None and graded.level is not None and differ(level, graded.level, basis):
        message = f"{names['typed_level']}填的是“{level}”，按方法应为“{graded.level}”{scored(graded)}。"
        return Fault(message, at="typed_level")
    return None


def differ(one: str, other: str, basis: Basis) -> bool:
    return is_lower(one, other, basis) or is_lower(other, one, basis)


def scored(graded: Any) -> str:
    return f"（风险值 {graded.score}）" if graded.score is not None else ""


def lowered(table: Table, book: Book) -> dict[int, Fault]:
    """RP-12 of each row: approved below 自评 or 互评 and not justified."""

    def top_above(level: Any, *said: Any) -> Any:
        above = [each for each in said if each and level and is_lower(level, each, book.basis)]
        return max(above, key=book.basis.height, default=None)

    found = {}
    levels, selfs, peers = (table.column(ident) for ident in ("level", "self_level", "peer_level"))
    grounds, numbers = table.column("ground"), table.column("number")
    backed: frozenset[str] | None = None
    for index, top in per_combination(top_above, levels, selfs, peers):
        if grounds[index] is UNREADABLE or is_ended(book, numbers[index]):
            continue
        message = f"核定等级“{levels[index]}”低于自评、互评中的“{top}”"
        if not is_said(grounds[index]):
            at = "ground" if "ground" in table else "level"
            found[index] = Fault(f"{message}，没有写核定依据。", at=at, index=index)
            continue
        backed = backed_numbers(book) if backed is None else backed
        if can_tell_backed(book) and numbers[index] not in backed:
            message += "，写了核定依据，但没有一条已落实且有佐证的措施。"
            found[index] = Fault(message, at="level", index=index, severity=WARNING)
    return found


def can_tell_backed(book: Book) -> bool:
    tables = book.tables_of("risk_measures")
    return bool(tables) and all("progress" in table and "evidence" in table for table in tables)


def backed_numbers(book: Book) -> frozenset[str]:
    """Risk points with a measure that is 已落实 and has evidence, or may be so: a cell of it cannot be read."""
    found: set[str] = set()
    for table in book.tables_of("risk_measures"):
        rows = zip(*(table.column(ident) for ident in ("risk_point", "progress", "evidence")), strict=True)
        found |= {
            number
            for number, progress, proof in rows
            if (progress == DONE and is_said(proof)) or UNREADABLE in (progress, proof)
        }
    return frozenset(found)


@rule("RP-11", "risk_ratings")
def level_off_method(table: Table, book: Book, basis: Basis) -> Iterator[Fault]:
    """核定等级与计算等级不一致

    查什么：
    核定等级与按评定方法算出的等级不同：没有写核定依据的是错误，写了依据或有一票定高因素的只作提示。
    为什么：
    领导小组可以调整等级，但要说得出理由；没有理由，多半是填错了。
    怎么改：
    补填核定依据（为什么调高或调低、哪次会议定的）；填错的改核定等级或评分。
    例：
    对 可能性L=3 危害程度S=2 核定等级=高
    错 可能性L=1 危害程度S=2 核定等级=高 核定依据=
    错 可能性L=1 危害程度S=2 核定等级=高 核定依据=领导小组研究上调
    """
    spoken = lowered(table, book)
    grounds, vetoes, numbers = table.column("ground"), table.column("veto"), table.column("number")
    look = lambda level, computed: level and computed and differ(level, computed, basis)  # noqa: E731
    levels, graded = table.column("level"), table.column("graded")
    for index, _ in per_combination(look, levels, table.column("computed")):
        if index in spoken or grounds[index] is UNREADABLE or is_ended(book, numbers[index]):
            continue
        message = f"核定等级“{levels[index]}”，按方法应为“{graded[index].level}”{scored(graded[index])}"
        by_veto = vetoes[index] and vetoes[index] is not UNREADABLE and basis.three(levels[index]) == HIGH
        if is_said(grounds[index]):
            message += f"；核定依据写的是“{quote(grounds[index])}”，供复核。"
            yield Fault(message, at="level", index=index, severity=INFO)
        elif by_veto:
            yield Fault(f"{message}；因“{'、'.join(vetoes[index])}”定高。", at="level", index=index, severity=INFO)
        else:
            yield Fault(f"{message}，没有写核定依据。", at="ground" if "ground" in table else "level", index=index)


@rule("RP-12", "risk_ratings")
def level_lowered(table: Table, book: Book) -> Iterator[Fault]:
    """核定等级低于自评或互评，理由不足

    查什么：
    核定等级比自评、互评中较高的一个低：没有写核定依据的是错误；写了依据、但没有一条已落实且有佐证的措施的是警告。
    为什么：
    往低里定要有依据，还要有已经起作用的措施，否则就是避重就轻。
    怎么改：
    补填核定依据，并在措施表登记已落实的措施和佐证；做不到的，按自评、互评中较高的核定。
    例：
    对 可能性L=2 危害程度S=2 自评等级=中 互评等级=中 核定等级=中
    对 可能性L=2 危害程度S=2 自评等级=高 互评等级=中 核定等级=中 核定依据=已双人复核 | [防控措施登记表] 落实状态=已落实
    错 可能性L=2 危害程度S=2 自评等级=高 互评等级=中 核定等级=中 核定依据=
    错 可能性L=2 危害程度S=2 自评等级=高 互评等级=中 核定等级=中 核定依据=已双人复核 | [防控措施登记表] 落实状态=推进中
    """
    yield from lowered(table, book).values()


@rule("RP-13", "risk_ratings", severity=WARNING, at="level")
def unapproved(table: Table, book: Book) -> Iterator[Fault]:
    """还没有核定等级

    查什么：
    核定等级是空的，或写着“待定”。
    为什么：
    没有核定就不算高、中、低中的任何一等，汇总时单列“未核定”。
    怎么改：
    提请领导小组核定后补填核定等级、日期和组织。
    例：
    对 核定等级=高
    错 核定等级=
    错 核定等级=待定
    """
    if "level" not in table:
        return
    for index, level in enumerate(table.column("level")):
        if level is None and not is_ended(book, table.column("number")[index]):
            typed = table.raws("level")[index]
            words = "核定等级没有填" if is_blank(typed) else f"核定等级填的是“{quote(typed)}”"
            yield Fault(f"{words}，按“未核定”计，不算入任何等级。", index=index)


@rule("RP-14", "risk_ratings", at="level")
def veto_ignored(veto: tuple[str, ...] | None, level: str | None, basis: Basis) -> str | None:
    """有一票定高因素而没有定为高

    查什么：
    一票定高因素里填了任何一项，核定等级却不是高。
    为什么：
    有这些因素的，不论评分多少都应定为高。
    怎么改：
    核定等级改为高；因素填错的，清空“一票定高因素”。
    例：
    对 一票定高因素=重大影响 核定等级=高
    对 一票定高因素= 核定等级=中
    错 一票定高因素=曾发生不廉洁问题 核定等级=中
    """
    if not veto or level is None or basis.three(level) == HIGH:
        return None
    return f"一票定高因素有“{'、'.join(veto)}”，核定等级填的是“{level}”，应为“{basis.method.names[0]}”。"


@rule("RP-15", "risk_ratings", severity=WARNING)
def review_due(table: Table, book: Book, as_of: date, review_months: int) -> Iterator[Fault]:
    """到期没有复评

    查什么：
    下次复评日期早于统计截止日；没有填下次复评日期的，核定日期距统计截止日超过复评周期（默认 12 个月）。
    为什么：
    岗位和制度会变，等级原则上每年调整一次。
    怎么改：
    组织复评，更新核定等级、核定日期和下次复评日期。
    例：
    对 下次复评日期=2025-09-30
    对 下次复评日期= 核定日期=2024-09-30
    错 下次复评日期=2025-09-29
    错 下次复评日期= 核定日期=2024-09-29
    """

    def late(review: Any, approved: Any) -> Fault | None:
        if review is not None:
            message = f"下次复评日期 {review} 早于统计截止日 {as_of}，应已复评。"
            return Fault(message, at="review_on") if review < as_of else None
        until = resolve(Term(months=review_months), approved, None)[0] if approved else None
        if until is None or until >= as_of:
            return None
        return Fault(f"核定日期 {approved} 距统计截止日 {as_of} 已超过 {review_months} 个月，应已复评。", "approved_on")

    for index, fault in per_combination(late, table.column("review_on"), table.column("approved_on")):
        if not is_ended(book, table.column("number")[index]):
            yield fault._replace(index=index)


@rule("RP-19", "risk_ratings", severity=WARNING, at="level")
def two_levels_down(last_level: str | None, level: str | None, basis: Basis) -> str | None:
    """一年之内等级由高降到低

    查什么：
    上年等级是高，今年核定等级是低。
    为什么：
    风险很少一年里连降两级，应逐级下调。
    怎么改：
    先调为中，第二年复评再定；确有根据的，写明核定依据并报上一级同意。
    例：
    对 上年等级=高 核定等级=中
    对 上年等级=中 核定等级=低
    错 上年等级=高 核定等级=低
    """
    if basis.three(last_level) == HIGH and basis.three(level) == LOW:
        return f"上年等级“{last_level}”，核定等级“{level}”，一年之内降了两级。"
    return None


@rule("RP-20", "risk_ratings", severity=WARNING)
def order_broken(table: Table, book: Book) -> Iterator[Fault]:
    """互评人或评定次序不对

    查什么：
    互评人就是任职人自己；或日期不是自评在先、互评居中、核定在后（同一天可以）。
    为什么：
    自己找、相互查、组织核三步要由不同的人依次做，倒过来就是补的。
    怎么改：
    互评人换成同事；日期填错的改正，次序真的倒了的，重新走一遍。
    例：
    对 自评日期=2025-02-24 互评日期=2025-02-24 核定日期=2025-02-24
    对 互评人=顾某丁 | [个人廉政风险点登记表] 任职人=叶某戊
    错 自评日期=2025-03-01 互评日期=2025-02-28
    错 互评日期=2025-03-11 核定日期=2025-03-10
    错 互评人=叶某戊 | [个人廉政风险点登记表] 任职人=叶某戊
    """
    days = [table.column(ident) for ident in ("self_on", "peer_on", "approved_on")]
    for index, faults in per_combination(out_of_order, *([known(day) for day in column] for column in days)):
        yield from (fault._replace(index=index) for fault in faults)
    points = book.points_by_number or {}
    rows = zip(table.column("peer"), table.column("holder"), table.column("number"), strict=True)
    for index, (peers, holders, number) in enumerate(rows):
        point = points.get(number)
        holders = holders or (point.holder if point else None)
        if isinstance(peers, tuple) and isinstance(holders, tuple) and (both := set(peers) & set(holders)):
            yield Fault(f"互评人“{min(both)}”就是任职人自己，应由别人互评。", at="peer", index=index)


def out_of_order(self_on: Any, peer_on: Any, approved_on: Any) -> list[Fault]:
    """What is wrong with the order of 自评, 互评, 核定; a day that is blank is passed over."""
    names = {"self_on": "自评日期", "peer_on": "互评日期", "approved_on": "核定日期"}
    days = zip(names.items(), (self_on, peer_on, approved_on), strict=True)
    steps = [(name, ident, day) for (ident, name), day in days if day]
    return [
        Fault(f"{name} {day} 早于{before[0]} {before[2]}。", at=ident)
        for before, (name, ident, day) in pairwise(steps)
        if day < before[2]
    ]
