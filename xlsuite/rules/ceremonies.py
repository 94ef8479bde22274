"""CE-01 … CE-04: 婚丧喜庆, reported before and after, in time and within the local limits (domain §11)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.leave import FUNERAL
from xlsuite.model.settings import Settings
from xlsuite.rules.rule import WARNING, Fault, rule


@rule("CE-01", "ceremonies", WARNING, at="told_before")
def ceremony_untold(matter: Any, on: Any, told_before: Any, as_of: date, told_after: Any = None) -> str | Fault | None:
    """婚丧喜庆没有报告

    查什么：
    婚礼和其他喜庆要有事前报告日期；丧事可以只在事后报告，办完后事前、事后报告日期至少有一个。
    为什么：
    操办婚丧喜庆全部报备，没有报告日期就是没有报备。
    怎么改：
    补办报告并填日期；已经报告的，按报告表补填。
    例：
    对 操办事项=婚礼 事前报告日期=2025-04-28
    对 操办事项=丧事 事前报告日期= 事后报告日期=2025-05-26
    错 操办事项=婚礼 事前报告日期=
    错 操办事项=丧事 事前报告日期= 事后报告日期=
    """
    if matter is None or told_before is not None:
        return None
    if matter == FUNERAL:
        is_past = on is not None and on <= as_of
        return (
            Fault("丧事办完，事前、事后都没有报告日期。", at="told_after") if is_past and told_after is None else None
        )
    return f"{matter}没有事前报告日期。"


def is_set(settings: Settings, ident: str) -> bool:
    """Whether the unit has laid a local number down; where it has not, nothing is judged by it (contract §7.12)."""
    return settings.source(ident) != "默认"


def latest_before(book: Book, day: date, text: str) -> date | None:
    """The last day that is so many days, or workdays, before another; None where no 工作日历 tells."""
    count = int(re.sub(r"\D", "", text))
    if "工作日" not in text:
        return day - timedelta(days=count)
    calendar = book.calendar
    if calendar is None:
        return None
    while count > 0:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return day


def latest_after(book: Book, day: date, text: str) -> date | None:
    count = int(re.sub(r"\D", "", text))
    if "工作日" not in text:
        return day + timedelta(days=count)
    return book.calendar.add_workdays(day, count) if book.calendar is not None else None


@rule("CE-02", "ceremonies", WARNING, at="told_before")
def ceremony_told_late(matter: Any, on: Any, told_before: Any, book: Book, ceremony_before: str) -> str | None:
    """婚丧喜庆事前报告晚了

    查什么：
    参数设了“婚丧事前报告天数”的，婚礼和其他喜庆的事前报告日期应在办理时间之前这么多天；丧事不判。
    按工作日算而工作簿里没有工作日历的，不判。
    为什么：
    事前报告是为了事前提醒，临到办事才报就起不到作用。
    怎么改：
    核对日期；确实报晚了的，在备注写明原因。
    例：
    对 办理时间=2025-05-20 事前报告日期=2025-05-10 | [参数] 婚丧事前报告天数=10
    对 办理时间=2025-05-20 事前报告日期=2025-05-19
    错 办理时间=2025-05-20 事前报告日期=2025-05-11 | [参数] 婚丧事前报告天数=10
    """
    if matter in (None, FUNERAL) or on is None or told_before is None or not is_set(book.settings, "ceremony_before"):
        return None
    last = latest_before(book, on, ceremony_before)
    if last is None or told_before <= last:
        return None
    if told_before > on:
        return f"事前报告日期 {told_before} 晚于办理时间 {on}，应在 {last} 前报告。"
    return f"事前报告日期 {told_before}，离办理时间 {on} 只有 {(on - told_before).days} 天，应在 {last} 前报告。"


@rule("CE-03", "ceremonies", WARNING, at="told_after")
def ceremony_told_after_late(on: Any, told_after: Any, book: Book, ceremony_after: str, as_of: date) -> str | None:
    """婚丧喜庆事后报告晚了

    查什么：
    参数设了“婚丧事后报告天数”的，办完后这么多天内应填事后报告日期；最后一天当天不算晚，还没有到的不判。
    为什么：
    事后报告要说清实际规模和礼金处理，拖久了就说不清。
    怎么改：
    补报并填日期；确实报晚了的，在备注写明原因。
    例：
    对 办理时间=2025-05-20 事后报告日期=2025-06-04 | [参数] 婚丧事后报告天数=15
    错 办理时间=2025-05-20 事后报告日期=2025-06-05 | [参数] 婚丧事后报告天数=15
    错 办理时间=2025-05-20 事后报告日期= | [参数] 婚丧事后报告天数=15
    """
    if on is None or not is_set(book.settings, "ceremony_after"):
        return None
    last = latest_after(book, on, ceremony_after)
    if last is None:
        return None
    if told_after is None:
        return f"事后报告应在 {last} 前，还没有报告日期。" if last < as_of else None
    return (
        f"事后报告日期 {told_after}，应在 {last} 前，晚 {(told_after - last).days} 天。" if told_after > last else None
    )


@rule("CE-04", "ceremonies", WARNING, at="tables")
def ceremony_too_large(
    tables: Any = None, guests: Any = None, ceremony_tables: Any = None, ceremony_guests: Any = None
) -> list[Fault] | None:
    """婚丧喜庆超过规模

    查什么：
    参数设了“婚丧桌数上限”“婚丧人数上限”的，桌数、参加人数不超过上限；没有设的不判。
    为什么：
    大操大办是婚丧喜庆里最常见的问题，上限由各地定。
    怎么改：
    核对桌数和人数；确实超过的，按规定说明和处理。
    例：
    对 桌数=20 | [参数] 婚丧桌数上限=20
    对 桌数=60
    错 桌数=21 | [参数] 婚丧桌数上限=20
    错 参加人数=201 | [参数] 婚丧人数上限=200
    """
    found = []
    if tables is not None and ceremony_tables is not None and tables > ceremony_tables:
        found.append(Fault(f"桌数 {tables}，上限 {ceremony_tables} 桌。"))
    if guests is not None and ceremony_guests is not None and guests > ceremony_guests:
        found.append(Fault(f"参加人数 {guests}，上限 {ceremony_guests} 人。", at="guests"))
    return found or None
