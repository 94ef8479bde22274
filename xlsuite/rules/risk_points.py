"""RP-02 … RP-06, RP-17, RP-18: the register of risk points (domain §5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from xlsuite.ledgers.book import Book, Tenure
from xlsuite.ledgers.risk_points import ABSORBED, REMOVED, VALID
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Record, Table
from xlsuite.model.text import is_blank
from xlsuite.rules.cells import blanks, unreadable
from xlsuite.rules.rule import WARNING, Fault, rule

ENDED = (REMOVED, ABSORBED)


def in_force(table: Table) -> list[bool]:
    """Which rows of the register are risk points in force: 有效, or all where the sheet has no 状态."""
    if "state" not in table:
        return [True] * len(table)
    return [state == VALID for state in table.column("state")]


def is_in_force(record: Record | None) -> bool:
    return record is None or "state" not in record.table or record.state == VALID


def is_ended(book: Book, number: Any) -> bool:
    """Whether a risk point is 已消除 or 已并入, so that its grade is history."""
    record = (book.points_by_number or {}).get(number)
    return record is not None and record.state in ENDED


def is_said(text: Any) -> bool:
    return isinstance(text, str) and not is_blank(text)


@rule("RP-02", "risk_points")
def point_incomplete(table: Table) -> Iterator[Fault]:
    """风险点的必填项是空的

    查什么：
    科室、岗位、任职人、权责事项、风险类别、风险点、表现形式、状态、排查日期等必填的格是空的。
    为什么：
    少一项就说不清是谁的、哪件事上的风险，汇总时归不了类。
    怎么改：
    补填这一格；拿不准的问任职人或科室负责人，不要用“/”“无”代替。
    例：
    对 风险类别=业务流程
    对 岗位编号=GW05 岗位名称=
    错 风险类别=
    错 状态=/
    错 岗位编号= 岗位名称=
    """
    yield from blanks(table, "RP-02")


@rule("RP-03", ("risk_points", "risk_measures", "risk_ratings", "post_catalog"))
def word_unknown(table: Table) -> Iterator[Fault]:
    """类别、状态或等级不在词表里

    查什么：
    风险类别、风险点状态、风险等级填了词表以外的词，或只写了 1、2、3 这样看不出高低的数字。
    为什么：
    词表以外的词归不到任何一类，数字等级各单位方向不同，猜错就把高算成低。
    怎么改：
    从列出的词里选一项；本单位另有类别或等级名称的，写进参数表的“风险类别清单”“等级名称”。
    例：
    对 风险类别=制度机制风险
    对 [风险点等级评定表] 核定等级=一级
    错 风险类别=其他
    错 状态=还在
    错 [风险点等级评定表] 核定等级=1
    """
    yield from unreadable(table, "RP-03")


@rule("RP-04", "risk_points", at="holder")
def holder_differs(
    post_key: str | None,
    chain: Any,
    tenures: dict[str, list[Tenure]],
    roster: frozenset[str],
    post_id: str | None = None,
    holder: tuple[str, ...] | None = None,
    found: Any = None,
) -> Fault | str | None:
    """岗位编号或任职人与名册对不上

    查什么：
    岗位编号在岗位与名册里没有；任职人不是排查日期那天担任这个岗位的人（名册写了任职起止的按起止，没写的按现任）。
    为什么：
    岗位对不上，责任链就断了，定不了由谁管理。
    怎么改：
    把岗位编号、任职人改成与名册一致；名册漏登或换人没更新的，先改名册。
    例：
    对 岗位编号=GW05 任职人=叶某戊 | [岗位与名册] 岗位编号=GW05 任职人=叶某戊
    对 排查日期=2025-05-05 任职人=白某庚 | [岗位与名册] 任职人=白某庚 任职止=2025-05-05 | [岗位与名册] 岗位编号=GW05 任职起=2025-05-06
    错 岗位编号=GW99 | [岗位与名册] 岗位编号=GW05
    错 任职人=白某庚 | [岗位与名册] 任职人=叶某戊
    错 排查日期=2025-05-05 任职人=叶某戊 | [岗位与名册] 任职起=2025-05-06
    """  # noqa: E501
    if post_id and post_id not in chain.posts:
        if "" in tenures:  # the post may be the one whose 编号 is not to be read
            return None
        return Fault(f"岗位编号“{post_id}”不在岗位与名册里。", at="post_id")
    if not holder:
        return None
    if not post_key:
        strange = next((name for name in holder if name not in roster), None)
        return f"任职人“{strange}”不在岗位与名册里。" if strange else None
    rows = tenures.get(post_key, [])
    return next((why for name in holder if (why := not_held(name, rows, found, post_key))), None)


def not_held(name: str, rows: list[Tenure], day: Any, post: str) -> str | None:
    """Why a person did not hold a post on a day; None when he did, or when the 名册 does not tell."""
    then = [row for row in rows if day is None or row.covers(day)]
    if any(not row.holders or name in row.holders for row in then):
        return None
    if then:
        held = "、".join(dict.fromkeys(each for row in then for each in row.holders))
        when = f"{day} 担任" if day and any(row.since or row.until for row in rows) else "名册里担任"
        return f"任职人填的是“{name}”，{when}岗位 {post} 的是{held}。"
    mine = next((row for row in rows if name in row.holders), None)
    if mine is None:
        return None
    if mine.since and mine.since > day:
        return f"任职人“{name}”{mine.since} 才担任岗位 {post}，晚于排查日期 {day}。"
    return f"任职人“{name}”担任岗位 {post} 到 {mine.until} 为止，早于排查日期 {day}。"


@rule("RP-05", "risk_points", severity=WARNING)
def post_without_point(book: Book, tenures: dict[str, list[Tenure]], chain: Any) -> Iterator[Fault]:
    """岗位没有排查出风险点

    查什么：
    岗位与名册里在任的岗位，登记表里一个有效的风险点也没有；空缺的岗位不算。
    为什么：
    廉政风险排查要覆盖全部岗位，漏了岗位就不能写“全部排查”。
    怎么改：
    请这个岗位的任职人按权责事项自查，至少登记一个风险点；岗位已撤销的，在名册里写上任职止。
    例：
    对 岗位编号=GW05 | [岗位与名册] 岗位编号=GW05
    对 岗位编号=GW05 | [岗位与名册] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW06 任职人=
    错 岗位编号=GW05 | [岗位与名册] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW06 任职人=白某庚
    错 岗位编号=GW05 状态=已消除 | [岗位与名册] 岗位编号=GW05
    """
    tables = book.tables_of("risk_points")
    if not tables:
        return
    known, covered = posts_covered(tables, chain)
    if not known:
        return
    table = tables[0]
    at = table.slots.get("post_id") or table.slots.get("post") or next(iter(table.slots.values()))
    for post_id, rows in tenures.items():
        current = [row for row in rows if row.covers(book.as_of) and row.holders]
        if not post_id or post_id in covered or not current:
            continue
        post = chain.posts[post_id]
        yield Fault(
            f"岗位 {post_id}（{post.unit}{post.title}，{'、'.join(current[0].holders)}）没有有效的风险点。",
            table=table, row=table.layout.header_rows[-1], column=at.at, field=at.column.name, key=post_id,
        )  # fmt: skip


def posts_covered(tables: list[Table], chain: Any) -> tuple[set[str], set[str]]:
    """The 岗位编号 that any risk point names, and those that have one not 已消除 or 已并入.

    A row that names no post of the 名册 counts for the posts of its holder.
    """
    known: set[str] = set()
    covered: set[str] = set()
    for table in tables:
        rows = set(zip(table.column("post_key"), table.column("holder"), table.column("state"), strict=True))
        for key, holders, state in rows:
            posts = {key}
            if key not in chain.posts:
                names = holders if isinstance(holders, tuple) else ()
                posts = {post.id for name in names for post in chain.posts_of(name)}
            known |= posts
            covered |= posts if state not in ENDED else set()
    return known, covered


@rule("RP-06", "risk_points")
def point_without_measure(table: Table, book: Book) -> Iterator[Fault]:
    """风险点没有防控措施

    查什么：
    有效的风险点，防控措施登记表里一条措施也没有（登记表自带“防控措施”列的，那一格是空的）。
    为什么：
    找到风险却没有措施，等于没有防控。
    怎么改：
    为这个风险点至少登记一条措施，写明谁、做什么、多久一次。
    例：
    对 风险点编号=FX-2025-010 | [防控措施登记表] 风险点编号=FX-2025-010
    对 风险点编号=FX-2025-010 状态=已消除 | [防控措施登记表] 风险点编号=FX-2025-011
    错 风险点编号=FX-2025-010 | [防控措施登记表] 风险点编号=FX-2025-011
    """
    measures = [each for each in book.tables if each.ledger.id == "risk_measures"]
    beside = [each for each in measures if each.layout is table.layout]
    if not measures or ("number" not in table and not beside):
        return
    named = [number for each in measures for number in each.column("risk_point")]
    numbers = set(named)
    rows = {row for each in beside for row in each.rows}
    points = zip(table.rows, table.column("number"), in_force(table), strict=True)
    bare = [
        index
        for index, (row, number, counts) in enumerate(points)
        if counts and row not in rows and number not in numbers and number is not UNREADABLE and (number or beside)
    ]
    if len(bare) <= named.count(UNREADABLE):  # they may be what the unreadable ones refer to
        return
    for index in bare:
        yield Fault("这个有效的风险点没有防控措施，至少应有一条。", at="number", index=index)


@rule("RP-17", "risk_ratings", severity=WARNING, at="approved_on")
def holder_changed(
    table: Table, book: Book, as_of: date, points_by_number: dict[str, Record], tenures: dict[str, list[Tenure]]
) -> Iterator[Fault]:
    """核定以后岗位换了人

    查什么：
    岗位与名册里现任的任职起，晚于这个风险点的核定日期。
    为什么：
    岗位变动了，风险点和等级应当及时重新评定。
    怎么改：
    请新任职人重新自查、互评，再核定一次；评过的，更新核定日期。
    例：
    对 核定日期=2025-03-10 | [个人廉政风险点登记表] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW05 任职起=2025-03-10
    错 核定日期=2025-03-10 | [个人廉政风险点登记表] 岗位编号=GW05 | [岗位与名册] 岗位编号=GW05 任职起=2025-03-11
    """
    since: dict[str, Tenure] = {}
    for post, rows in tenures.items():
        current = [row for row in rows if row.since and row.covers(as_of)]
        if current:
            since[post] = max(current, key=lambda row: row.since or as_of)
    if not since:
        return
    for index, (number, day) in enumerate(zip(table.column("number"), table.column("approved_on"), strict=True)):
        point = points_by_number.get(number)
        if point is None or not isinstance(day, date) or is_ended(book, number):
            continue
        tenure = since.get(point.post_key or "")
        if tenure and tenure.since and tenure.since > day:
            who = f"岗位 {point.post_key} 的{'、'.join(tenure.holders)}"
            yield Fault(f"{who} {tenure.since} 任职，晚于核定日期 {day}，应重新评定。", index=index)


@rule("RP-18", "risk_points", at="state")
def removed_without_ground(table: Table, book: Book, ratings_by_number: dict[str, Record]) -> Iterator[Fault]:
    """已消除的风险点缺少依据

    查什么：
    状态是“已消除”，而等级评定里缺核定依据（或备注）、核定日期、核定组织中的任何一项。
    为什么：
    销掉一个风险点要经过集体核定；没有依据、日期和批准的组织，就无法证明不是自行删掉的。
    怎么改：
    在风险点等级评定表补填核定依据、核定日期、核定组织；没有核定过的，状态改回“有效”。
    例：
    对 状态=已消除 | [风险点等级评定表] 核定依据=职能已划转
    对 状态=已消除 备注=职能已划转 | [风险点等级评定表] 核定依据=
    错 状态=已消除 | [风险点等级评定表] 核定依据=
    错 状态=已消除 | [风险点等级评定表] 核定日期= 核定组织=
    错 状态=已消除 | [风险点等级评定表] 风险点编号=FX-2025-099
    """
    for index, state in enumerate(table.column("state")):
        number = table.column("number")[index]
        if state != REMOVED or number is None or number is UNREADABLE:
            continue
        rating = ratings_by_number.get(number)
        if rating is None:
            yield Fault("状态是“已消除”，等级评定里没有它的核定记录。", index=index)
        elif lacking := lacking_approval(table.record(index), rating):
            yield Fault(f"状态是“已消除”，缺少{'、'.join(lacking)}。", index=index)


def lacking_approval(point: Record, rating: Record) -> list[str]:
    """What is blank of ground, day and body of approval; columns that the sheet lacks are not asked for."""
    grounds = [(point, "note"), (rating, "ground"), (rating, "note")]
    known = [record.table.column(ident)[record.index] for record, ident in grounds if ident in record.table]
    lacking = ["核定依据"] if known and not any(value is UNREADABLE or is_said(value) for value in known) else []
    for name, ident in (("核定日期", "approved_on"), ("核定组织", "approver")):
        if ident in rating.table and rating.table.column(ident)[rating.index] is None:
            lacking.append(name)
    return lacking
