"""TA-01 … TA-05: 廉政约谈, from above to below, often enough, followed up, as many as claimed (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from xlsuite.grading.managers import Chain
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.expected import Pair, Period, ended, pairs, periods, spoke
from xlsuite.ledgers.talks import REMINDER
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.text import fold, quote
from xlsuite.rules.pledges import not_above
from xlsuite.rules.rule import INFO, WARNING, Fault, rule
from xlsuite.rules.supporting import begun, header_of

NAMED_AT_MOST = 10


@rule("TA-01", "talks", at="talker")
def talk_upside_down(talker: Any, talkee: Any, chain: Chain) -> str | None:
    """谈话人不在谈话对象之上

    查什么：
    谈话人在岗位与名册的上下级链条里应在谈话对象之上；有一方不在名册的不判。
    为什么：
    廉政约谈由上级找下级谈，同级之间、下级对上级的谈话不能算约谈。
    怎么改：
    核对谈话人和谈话对象；同级之间的谈心登记到谈心谈话。
    例：
    对 谈话人=顾某丁 谈话对象=叶某戊 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04
    错 谈话人=叶某戊 谈话对象=顾某丁 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04
    """  # noqa: E501
    return not_above(chain, "谈话人", talker, "谈话对象", talkee)


def untalked(book: Book, period: Period) -> list[Pair] | None:
    """The pairs of the post chain without a talk in a period; None where there is no roster, or a cell hides a name."""
    wanted = pairs(book)
    tables = book.tables_of("talks")
    if not tables or wanted is None:
        return None
    if any(UNREADABLE in table.column(ident) for table in tables for ident in ("talker", "talkee", "on")):
        return None
    met = spoke(book, "talks", "talker", "talkee", "on")
    done = {(upper, lower) for upper, lower, day in met if period.holds(day)}
    return [
        pair
        for pair in wanted
        if (fold(pair.upper), fold(pair.lower)) not in done and not (pair.since and pair.since > period.last)
    ]


@rule("TA-02", "talks", WARNING)
def talk_missing(book: Book, talk_every: str, year: int, as_of: date) -> Iterator[Fault]:
    """应谈没有谈

    查什么：
    名册里每一位有上级的在任人员，每个约谈周期（默认每年）至少被上级约谈一次。周期已经过完的逐人列出；没过完的只提示一次。
    没有岗位与名册，或者有读不出的姓名、日期，不判。
    为什么：
    定期约谈要一级谈一级，漏掉的人正是没有压到责任的地方。
    怎么改：
    补谈并登记；谈了没有登记的，补登记，日期按实际的填。
    例：
    对 谈话人=顾某丁 谈话对象=叶某戊 谈话日期=2025-03-05 | [参数] 例行约谈周期=每半年 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04 任职起=2020-01-01 | [廉政约谈] 谈话人=顾某丁 谈话对象=叶某戊 谈话日期=2025-07-05
    错 谈话人=顾某丁 谈话对象=叶某戊 谈话日期=2025-07-05 | [参数] 例行约谈周期=每半年 | [岗位与名册] 岗位编号=GW04 任职人=顾某丁 岗位层级=科室负责人 直接上级岗位= | [岗位与名册] 岗位编号=GW05 任职人=叶某戊 直接上级岗位=GW04 任职起=2020-01-01
    """  # noqa: E501
    if not begun(book, "talks"):
        return
    every = periods(year, talk_every)
    for period in ended(every, as_of):
        for pair in untalked(book, period) or ():
            message = (
                f"{period.name}没有上级（{quote(pair.upper)}）约谈“{quote(pair.lower)}”的记录，应{talk_every}至少一次。"
            )
            yield header_of(book, "talks", "talkee", message, key=pair.lower)
    running = next((each for each in every if each.first <= as_of < each.last), None)
    if running and (missing := untalked(book, running)):
        names = "、".join(quote(pair.lower) for pair in missing[:NAMED_AT_MOST])
        more = f"等 {len(missing)} 人" if len(missing) > NAMED_AT_MOST else ""
        message = f"{running.name}还没有被上级约谈的有 {names}{more}，应在 {running.last} 前谈到。"
        yield header_of(book, "talks", "talkee", message)._replace(severity=INFO)


@rule("TA-03", "talks", WARNING, at="due")
def talk_unfollowed(kind: Any, due: Any) -> str | None:
    """提醒谈话没有整改期限

    查什么：
    类型是提醒的，整改期限要填。
    为什么：
    提醒了什么时候改到位没有说，谈话就没有下文。
    怎么改：
    补填整改期限；当场说清、不需要整改的，类型改为例行。
    例：
    对 类型=例行 整改期限=
    对 类型=提醒 整改期限=2025-07-31
    错 类型=提醒 整改期限=
    """
    return f"类型是“{kind}”，整改期限没有填。" if kind == REMINDER and due is None else None


@rule("TA-04", "talks", WARNING, at="outcome")
def talk_due_passed(due: Any, outcome: Any, as_of: date) -> str | None:
    """约谈的整改期限过了，没有落实情况

    查什么：
    整改期限早于统计截止日的，落实情况要填；期限当天不算过。
    为什么：
    到期不回头看，约谈提的要求等于没有提。
    怎么改：
    核实后填写落实情况；还没有落实的，写明原因并登记到问题整改台账。
    例：
    对 整改期限=2025-09-30 落实情况=
    对 整改期限=2025-07-31 落实情况=已补齐三份报价
    错 整改期限=2025-09-29 落实情况=
    """
    if due is None or outcome or due >= as_of:
        return None
    return f"整改期限 {due} 已过 {(as_of - due).days} 天，落实情况没有填。"


@rule("TA-05", "talks", WARNING)
def fewer_than_claimed(book: Book) -> Iterator[Fault]:
    """整改台账的约谈提醒人次多于约谈记录

    查什么：
    问题整改台账“约谈提醒人次”的合计，不应多于约谈台账里类型为提醒的谈话人次。有读不出的单元格不判。
    为什么：
    整改成果里报的约谈，约谈台账里要一次一次找得到。
    怎么改：
    补登漏记的谈话；整改台账重复计算的，改正约谈提醒人次。
    例：
    对 类型=提醒 整改期限=2025-09-30 | [问题整改台账] 约谈提醒人次=1
    对 类型=例行 | [问题整改台账] 约谈提醒人次=
    错 类型=例行 | [问题整改台账] 约谈提醒人次=2
    """
    if not book.has("talks"):
        return
    tables = [table for table in book.tables_of("rectification") if "reminders" in table]
    counts = [value for table in tables for value in table.column("reminders")]
    if not tables or UNREADABLE in counts:
        return
    claimed = sum((value for value in counts if value), Decimal(0))
    talked = 0
    for table in book.tables_of("talks"):
        if "kind" not in table or UNREADABLE in table.column("kind") or UNREADABLE in table.column("talkee"):
            return
        rows = zip(table.column("kind"), table.column("talkee"), strict=True)
        talked += sum(len(talkee or ()) for kind, talkee in rows if kind == REMINDER)
    if claimed > talked:
        message = f"问题整改台账的约谈提醒合计 {claimed} 人次，这里类型为提醒的只有 {talked} 人次。"
        yield header_of(book, "talks", "kind", message)
