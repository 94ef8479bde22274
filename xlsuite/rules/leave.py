"""LV-01 … LV-08: 请销假, approved beforehand by the right person, reported back, filed (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from xlsuite.grading.managers import PARTY_ORG, TIERS, TOP, Chain
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.leave import AWAY, ON_DUTY
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import INFO, WARNING, Fault, rule
from xlsuite.rules.supporting import named


@rule("LV-01", "leave", at="last")
def leave_backwards(first: Any, last: Any, days: Any = None) -> str | Fault | None:
    """请假的起止或天数不对

    查什么：
    止不早于起；天数不多于起止之间的天数（起止当天都算）。扣除节假日后少填的不判。
    为什么：
    起止颠倒或者天数多算，审批权限和销假日期都会算错。
    怎么改：
    核对起、止和天数。
    例：
    对 起=2025-04-10 止=2025-04-14 天数=3 销假日期=2025-04-15
    错 起=2025-04-10 止=2025-04-09 天数=1
    错 起=2025-04-10 止=2025-04-11 天数=3
    """
    if first is None or last is None:
        return None
    if last < first:
        return f"止 {last} 早于起 {first}。"
    longest = (last - first).days + 1
    if days is not None and days > longest:
        return Fault(f"天数填的是 {days}，{first} 到 {last} 只有 {longest} 天。", at="days")
    return None


@rule("LV-02", "leave", WARNING, at="approved_on")
def leave_approved_late(first: Any, approved_on: Any, leave_grace: Any = None) -> str | Fault | None:
    """先休假后审批

    查什么：
    审批日期不晚于起假那天。参数设了请假补办天数的，在这么多天内补批的只作提示。
    为什么：
    人已经走了才批，等于没有批；外出期间出了事说不清。
    怎么改：
    确属紧急的，在备注写明当时向谁口头报告；否则说明原因。
    例：
    对 起=2025-04-10 审批日期=2025-04-10
    错 起=2025-04-10 审批日期=2025-04-11
    错 起=2025-04-10 审批日期=2025-04-11 | [参数] 请假补办天数=2
    """
    if first is None or approved_on is None or approved_on <= first:
        return None
    late = (approved_on - first).days
    message = f"审批日期 {approved_on} 晚于起假日期 {first}，晚 {late} 天。"
    return Fault(message, severity=INFO) if leave_grace is not None and late <= leave_grace else message


@rule("LV-03", "leave", WARNING, at="approver")
def leave_wrong_approver(table: Table, book: Book, chain: Chain) -> Iterator[Fault]:
    """审批人不对

    查什么：
    审批人应在请假人的上级岗位上，不能自己批自己；工作簿里有请假审批表的，还要达到请假天数要求的层级。
    请假人、审批人不在名册的不判，主要领导请假由上级审批，不判。
    为什么：
    越权批假和自己批自己，都等于没有审批。
    怎么改：
    补有权限的人审批；审批权限已经调整的，改请假审批表。
    例：
    对 姓名=叶某戊 审批人=顾某丁 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04
    错 姓名=叶某戊 审批人=叶某戊 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04
    错 姓名=叶某戊 审批人=顾某丁 起=2025-04-10 止=2025-04-14 天数=3 销假日期=2025-04-15 | [请假审批表] 岗位层级=工作人员 天数上限=1 审批层级=科室负责人 | [请假审批表] 岗位层级=工作人员 天数上限= 审批层级=班子成员 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04
    """  # noqa: E501
    limits = limits_of(book)
    columns = (table.column(ident) for ident in ("person", "approver", "first", "last", "days"))
    for index, (person, approver, first, last, days) in enumerate(zip(*columns, strict=True)):
        if UNREADABLE in (person, approver, first, last, days) or not person or not approver:
            continue
        length = days if days is not None else (last - first).days + 1 if first and last else None
        message = why_wrong(chain, person[0], approver, length, limits)
        if message:
            yield Fault(message, index=index)


def limits_of(book: Book) -> dict[str, list[tuple[Any, str]]]:
    """请假审批表: tier → (days at most, tier of the approver), the shortest first; no limit last."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for record in book.records("leave_table"):
        if record.tier and record.approver:
            found.setdefault(record.tier, []).append((record.days, record.approver))
    for rows in found.values():
        rows.sort(key=lambda row: (row[0] is None, row[0] or 0))
    return found


def why_wrong(
    chain: Chain, person: str, approvers: tuple[str, ...], days: Any, limits: dict[str, list[tuple[Any, str]]]
) -> str | None:
    own = chain.post_of(person)
    posts = {name: chain.post_of(name) for name in approvers}
    if fold(person) in map(fold, approvers) and len(approvers) == 1:
        return f"审批人就是请假人“{quote(person)}”自己。"
    if own is None or own.tier == TOP or not all(posts.values()):
        return None
    if not any(chain.is_above(name, person) for name in approvers):
        return f"审批人{named(approvers)}不在“{quote(person)}”的上级岗位上。"
    wanted = next(
        (tier for most, tier in limits.get(own.tier, ()) if most is None or (days is not None and days <= most)), ""
    )
    if not wanted or days is None:
        return None
    if wanted != PARTY_ORG and any(post and TIERS.index(post.tier) <= TIERS.index(wanted) for post in posts.values()):
        return None
    return f"{own.tier}“{quote(person)}”请假 {days} 天应由{wanted}审批（请假审批表），审批人是{named(approvers)}。"


@rule("LV-04", "leave", WARNING, at="returned")
def leave_not_reported_back(last: Any, returned: Any, return_days: int, as_of: date) -> str | Fault | None:
    """没有按时销假

    查什么：
    假期结束后，在销假天数（默认 1 天，即当天或次日）内填销假日期；过了还没有填的是未销假，填晚了的只作提示。
    假期还没有结束的不判；次日是休息日的，可以把销假天数放宽。
    为什么：
    不销假就不知道人回来没有，请假天数也核不准。
    怎么改：
    补填实际销假日期；延长假期的，另登记一行续假。
    例：
    对 起=2025-09-29 止=2025-09-29 天数=1 审批日期=2025-09-26 销假日期=
    错 起=2025-09-28 止=2025-09-28 天数=1 审批日期=2025-09-26 销假日期=
    错 起=2025-04-10 止=2025-04-10 销假日期=2025-04-12
    """
    if last is None:
        return None
    due = last + timedelta(days=return_days)
    if returned is None:
        return f"假期 {last} 结束，到 {as_of} 没有销假。" if due < as_of else None
    late = (returned - due).days
    return Fault(f"假期 {last} 结束，{returned} 才销假，晚 {late} 天。", severity=INFO) if late > 0 else None


@rule("LV-05", "leave", WARNING, at="first")
def leave_overlaps(table: Table) -> Iterator[Fault]:
    """同一个人的假期重叠

    查什么：
    同一个人的两次请假，起止日期有重叠。
    为什么：
    一段时间请了两次假，天数会重复计算。
    怎么改：
    核对起止；续假的，从前一次的次日起。
    例：
    对 起=2025-04-10 止=2025-04-10 | 起=2025-04-11 止=2025-04-11 审批日期=2025-04-10 销假日期=2025-04-12
    错 起=2025-04-10 止=2025-04-10 | 起=2025-04-10 止=2025-04-11 天数=2
    """
    known: dict[str, list[tuple[date, date, int]]] = {}
    columns = (table.column(ident) for ident in ("person", "first", "last"))
    for index, (person, first, last) in enumerate(zip(*columns, strict=True)):
        if not isinstance(first, date) or not isinstance(last, date) or not person or person is UNREADABLE:
            continue
        for name in map(fold, person):
            before = next((row for begin, end, row in known.get(name, ()) if begin <= last and first <= end), None)
            known.setdefault(name, []).append((first, last, index))
            if before is not None:
                yield Fault(
                    f"与第 {table.rows[before]} 行“{quote(table.typed(before, 'person'))}”的假期重叠。", index=index
                )


@rule("LV-06", "leave", WARNING, at="stand_in")
def nobody_in_charge(person: Any, stand_in: Any, chain: Chain) -> str | None:
    """主要领导外出没有主持工作的人

    查什么：
    主要领导请假、外出的，代管人要填主持工作的人，不能是本人。
    为什么：
    主要领导不在，要有人主持工作，出了急事才找得到人。
    怎么改：
    在代管人填主持工作的人的姓名。
    例：
    对 姓名=秦某甲 代管人=沈某乙 | [岗位与名册] 岗位编号=GW01 任职人=秦某甲 岗位层级=主要领导 直接上级岗位=
    错 姓名=秦某甲 代管人= | [岗位与名册] 岗位编号=GW01 任职人=秦某甲 岗位层级=主要领导 直接上级岗位=
    """
    for name in person or ():
        post = chain.post_of(name)
        if post and post.tier == TOP:
            if not stand_in:
                return f"主要领导“{quote(name)}”外出，代管人没有填。"
            if fold(name) in map(fold, stand_in):
                return f"主要领导“{quote(name)}”外出，代管人填的是本人。"
    return None


@rule("LV-07", "leave", WARNING, at="filed")
def leave_not_filed(kind: Any, filed: Any) -> str | None:
    """外出没有备案

    查什么：
    事由类别是公出、外出报备的，备案应填“是”。
    为什么：
    外出要请假，也要备案，只批不备不算办完手续。
    怎么改：
    补办备案后填“是”。
    例：
    对 事由类别=公出 备案=是
    对 事由类别=病假 备案=否
    错 事由类别=外出报备 备案=否
    错 事由类别=公出 备案=
    """
    if kind not in (ON_DUTY, AWAY) or filed == "是":
        return None
    return f"事由类别是“{kind}”，备案{'填的是“否”' if filed else '没有填'}。"
