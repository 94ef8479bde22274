"""QU-01 … QU-08: 采购询价, enough quotes, the lowest or a reason, split duties, in order, decided (domain §11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.decisions import QUOTES_MOST
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import fold, quote
from xlsuite.rules.rule import INFO, WARNING, Fault, rule
from xlsuite.rules.supporting import named

ORDER = ("on", "asked_on", "approved_on", "bought_on", "received_on", "paid_on")
SAME_TIMES = 3  # purchases in which the same suppliers quoted, before that is worth a word


class Purchase(NamedTuple):
    """One row of 采购询价 as its rules read it; quotes are (supplier, price), the price None where blank."""

    row: int  # its index in the table
    quotes: tuple[tuple[str, Decimal | None], ...]
    chosen: str | None
    price: Decimal | None


def purchases(table: Table) -> Iterator[Purchase]:
    """The rows of which every quote can be read."""
    suppliers = [table.column(f"supplier_{order}") for order in range(1, QUOTES_MOST + 1)]
    prices = [table.column(f"price_{order}") for order in range(1, QUOTES_MOST + 1)]
    columns = zip(table.column("chosen"), table.column("price"), strict=True)
    for index, (chosen, price) in enumerate(columns):
        pairs = [(each[index], cost[index]) for each, cost in zip(suppliers, prices, strict=True)]
        if UNREADABLE in (chosen, price) or any(UNREADABLE in pair for pair in pairs):
            continue
        quotes = tuple((supplier or "", cost) for supplier, cost in pairs if supplier or cost is not None)
        yield Purchase(index, quotes, chosen, price)


def has_quotes(table: Table) -> bool:
    return "supplier_1" in table or "price_1" in table


@rule("QU-01", "quotes", WARNING, at="supplier_1")
def quotes_too_few(table: Table, quotes_least: int) -> Iterator[Fault]:
    """询价家数不够

    查什么：
    供应商和报价都填了的家数，不少于询价家数（默认 3）；同一供应商报两次只算一家。表里没有供应商、报价列的不判。
    为什么：
    没有几家比价，就看不出价格合不合适，容易指定供应商。
    怎么改：
    补询或补登报价；确实只有一家能供的，在理由写明。
    例：
    对 申购编号=CG-1
    错 供应商3= 报价3=
    错 供应商3=甲商行
    """
    for each in purchases(table) if has_quotes(table) else ():
        count = len({fold(supplier) for supplier, cost in each.quotes if supplier and cost is not None})
        if count < quotes_least:
            yield Fault(f"有供应商也有报价的 {count} 家，应不少于 {quotes_least} 家。", index=each.row)


@rule("QU-02", "quotes", at="chosen")
def chosen_unquoted(table: Table) -> Iterator[Fault]:
    """选定的供应商没有报价

    查什么：
    选定供应商应是填了报价的几家之一。
    为什么：
    从没有报价的一家买，询价就成了摆设。
    怎么改：
    核对选定供应商；名称写法不一的，统一成报价里的写法。
    例：
    对 选定供应商=甲商行
    错 选定供应商=丁商行
    """
    for each in purchases(table) if has_quotes(table) else ():
        names = [supplier for supplier, _ in each.quotes if supplier]
        if each.chosen and names and fold(each.chosen) not in map(fold, names):
            yield Fault(f"选定供应商“{quote(each.chosen)}”不在报价的{named(names)}里。", index=each.row)


@rule("QU-03", "quotes", WARNING, at="chosen")
def not_the_lowest(table: Table) -> Iterator[Fault]:
    """没有选最低报价，也没有理由

    查什么：
    选定供应商的报价高于最低报价的，理由要填。
    为什么：
    不选最低价可以，但要说得清为什么。
    怎么改：
    在理由写明质量、供货时间、售后等具体原因。
    例：
    对 选定供应商=甲商行 理由=
    对 选定供应商=乙商行 成交价=2900 理由=甲商行缺货，十日内供不上
    错 选定供应商=乙商行 成交价=2900 理由=
    """
    reasons = table.column("reason")
    for each in purchases(table):
        costs = [cost for _, cost in each.quotes if cost is not None]
        own = quoted(each)
        if own is not None and own > min(costs) and reasons[each.row] is None:
            message = f"“{quote(each.chosen)}”报价 {own}，最低报价 {min(costs)}，理由没有填。"
            yield Fault(message, index=each.row)


def quoted(purchase: Purchase) -> Decimal | None:
    """What the supplier that was chosen had asked."""
    chosen = fold(purchase.chosen or "")
    return next((cost for supplier, cost in purchase.quotes if chosen and fold(supplier) == chosen), None)


@rule("QU-04", "quotes", at="receiver")
def buys_and_receives(buyer: Any, receiver: Any) -> str | None:
    """采购人自己验收

    查什么：
    验收人里没有采购人。
    为什么：
    采购和验收由一个人办，买什么收什么没有人看着。
    怎么改：
    换一个人验收；名字填错的，改正。
    例：
    对 采购人=叶某戊 验收人=梁某壬
    错 采购人=叶某戊 验收人=叶某戊
    错 采购人=叶某戊 验收人=梁某壬、叶某戊
    """
    same = [name for name in receiver or () if fold(name) in map(fold, buyer or ())]
    return f"验收人“{quote(same[0])}”就是采购人。" if same else None


@rule("QU-05", "quotes", WARNING)
def out_of_order(table: Table) -> Iterator[Fault]:
    """采购各环节的日期顺序不对

    查什么：
    申购、询价、审批、采购、验收、付款的日期依次不早于前一个；没有填的跳过，同一天可以。
    为什么：
    先买后批、没验收就付款，手续是后补的。
    怎么改：
    核对日期；确实先办后补的，在备注写明原因。
    例：
    对 申购日期=2025-03-03 询价日期=2025-03-03
    错 申购日期=2025-03-05 询价日期=2025-03-04
    错 验收日期=2025-03-11 付款日期=2025-03-10
    """
    columns = [(ident, table.column(ident)) for ident in ORDER if ident in table]
    for index in range(len(table)):
        known = [(ident, days[index]) for ident, days in columns if isinstance(days[index], date)]
        for (before, first), (after, second) in pairwise(known):
            if second < first:
                names = (table.slots[before].column.name, table.slots[after].column.name)
                yield Fault(f"{names[1]} {second} 早于{names[0]} {first}。", at=after, index=index)
                break


@rule("QU-06", "quotes", INFO, at="supplier_1")
def always_the_same(table: Table) -> Iterator[Fault]:
    """每次都是同样几家报价

    查什么：
    两家以上、完全相同的几家供应商在三次以上采购里一起报价，在最后一次提示。
    为什么：
    总是同样几家，可能是陪标，也可能是没有去找新的供应商。
    怎么改：
    下次询价换一两家；当地只有这几家的，不用改。
    例：
    对 申购编号=CG-1 | 申购编号=CG-2
    错 申购编号=CG-1 | 申购编号=CG-2 | 申购编号=CG-3
    """
    groups: dict[frozenset[str], list[Purchase]] = {}
    for each in purchases(table):
        suppliers = frozenset(fold(supplier) for supplier, _ in each.quotes if supplier)
        if len(suppliers) > 1:
            groups.setdefault(suppliers, []).append(each)
    for members in groups.values():
        if len(members) >= SAME_TIMES:
            names = [supplier for supplier, _ in members[-1].quotes if supplier]
            message = f"{named(names)}已在 {len(members)} 次采购里一起报价，没有别的供应商。"
            yield Fault(message, index=members[-1].row)


@rule("QU-07", "quotes", WARNING, at="price")
def price_differs(table: Table) -> Iterator[Fault]:
    """成交价高于选定供应商的报价

    查什么：
    成交价不高于选定供应商的报价；谈下来更低的可以。
    为什么：
    成交价比报价还高，询价的结果没有算数。
    怎么改：
    核对成交价；数量有变动的，在理由或备注写明。
    例：
    对 选定供应商=甲商行 成交价=2800
    对 选定供应商=甲商行 成交价=2700
    错 选定供应商=甲商行 成交价=2801
    """
    for each in purchases(table):
        own = quoted(each)
        if own is not None and each.price is not None and each.price > own:
            yield Fault(f"成交价 {each.price}，“{quote(each.chosen)}”的报价是 {own}。", index=each.row)


@rule("QU-08", "quotes", WARNING, at="price")
def split_purchase(table: Table, decision_amount: Decimal, split_days: int) -> Iterator[Fault]:
    """疑似拆分采购

    查什么：
    同一供应商在拆分判定窗口（默认 30 天）内的几次采购，每次都不到集体决策金额，合计达到了（含本数），在最后一次提示。
    日期取采购日期，没有的取申购日期。
    为什么：
    把一笔支出拆成几笔，是为了绕开集体研究。
    怎么改：
    核实是不是同一笔支出；是的，补集体研究；不是的，在备注写明各次的用途。
    例：
    对 申购编号=CG-1 成交价=2800 | 申购编号=CG-2 成交价=2199
    对 申购编号=CG-1 成交价=2800 采购日期=2025-03-06 | 申购编号=CG-2 成交价=2800 采购日期=2025-04-06
    错 申购编号=CG-1 成交价=2800 采购日期=2025-03-06 | 申购编号=CG-2 成交价=2200 采购日期=2025-04-05
    """
    bought = [day if isinstance(day, date) else None for day in table.column("bought_on")]
    asked = [day if isinstance(day, date) else None for day in table.column("on")]
    rows: dict[str, list[tuple[date, int, Decimal]]] = {}
    for index, (chosen, price) in enumerate(zip(table.column("chosen"), table.column("price"), strict=True)):
        day = bought[index] or asked[index]
        if UNREADABLE not in (chosen, price) and chosen and price is not None and day and price < decision_amount:
            rows.setdefault(fold(chosen), []).append((day, index, price))
    for each in rows.values():
        yield from split_of(table, sorted(each), decision_amount, split_days)


def split_of(table: Table, rows: list[tuple[date, int, Decimal]], least: Decimal, days: int) -> Iterator[Fault]:
    """The last purchase of every run within the window that adds up to the amount; each purchase speaks once."""
    start = 0
    for end, (day, index, _) in enumerate(rows):
        while (day - rows[start][0]).days > days:
            start += 1
        window = rows[start : end + 1]
        total = sum((price for _, _, price in window), Decimal(0))
        if len(window) > 1 and total >= least:
            others = "、".join(f"第 {table.rows[row]} 行" for _, row, _ in window[:-1])
            message = (
                f"“{quote(table.typed(index, 'chosen'))}”{days} 天内 {len(window)} 次采购合计 {total}，"
                f"每次都不到 {least}（另见{others}）。"
            )
            yield Fault(message, index=index)
            start = end + 1


def undecided_purchases(table: Table, book: Book, decision_amount: Decimal) -> Iterator[Fault]:
    """Purchases of 集体决策金额 and more without a topic of the meeting, or with one only after they were paid."""
    if not book.has("decisions"):
        return
    topics = list(book.records("decisions"))
    columns = (table.column(ident) for ident in ("price", "paid_on"))
    for index, (price, paid) in enumerate(zip(*columns, strict=True)):
        if not isinstance(price, Decimal) or price < decision_amount:
            continue
        row = table.record(index)
        found = [topic for topic in topics if is_about(topic, row, price)]
        if not found:
            message = f"成交价 {price}，达到集体决策金额 {decision_amount}，主任办公会台账里没有对应的议题。"
            yield Fault(message, at="meeting" if "meeting" in table else "price", index=index)
        elif isinstance(paid, date) and all(topic.on and topic.on > paid for topic in found):
            day = min(topic.on for topic in found)
            yield Fault(f"{paid} 已付款，集体研究在 {day}，不是先研究后付款。", at="paid_on", index=index)


def is_about(topic: Any, row: Any, price: Decimal) -> bool:
    """Whether a topic of the meeting is the decision on a purchase."""
    if row.meeting:
        named_in = (topic.number, topic.minutes)
        return any(name and (fold(name) in fold(row.meeting) or fold(row.meeting) in fold(name)) for name in named_in)
    text = fold(topic.topic or "")
    words = (fold(row.number or ""), fold(row.item or ""))
    return any(word and word in text for word in words) or (topic.amount is not None and topic.amount == price)
