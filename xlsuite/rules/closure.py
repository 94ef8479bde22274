"""RC-07, 08, 16 … 19, 21, 29: when an issue counts as put right, shown to be so, and struck off (domain §5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from xlsuite.ledgers.book import Book
from xlsuite.ledgers.rectification import CLOSED, DONE, GOING, REOPENED, STAGED
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Table
from xlsuite.model.text import BLANKS, is_blank, quote
from xlsuite.rules.deadlines import earlier
from xlsuite.rules.rule import WARNING, Fault, rule

# What makes a report of progress more than a slogan: a figure, a number of something, a document, or a step taken.
SUBSTANCE = (
    r"[0-9０-９①-⑳%％《]"
    r"|[一二两三四五六七八九十百千半](?:个(?!维护|意识|自信|确立|务必|区分)|[项条次人份件场名家期轮笔处篇户本页张月日季年周成])"
    r"|文件|印发|记录|清单|台账|纪要|凭证|通知|通报|目录|名单|附件|意见稿|征求意见|草案|初稿|报告|批复|证明|合同|协议"
    r"|下发|修订|出台|起草|拟定|草拟|签订|归档|登记|补登|补签|补办|报批|报送|上报|公示|清退|退缴|退回|核对|盘点|验收|招标|约谈"
    r"|(?:已|完成|正在|拟)(?:建立|制定|完善|更新|整理|召开|发放|组织|启用|上线|收集|梳理|排查|移交)"
)


@rule("RC-07", "rectification", at="done_on")
def done_without_day(table: Table) -> Iterator[Fault]:
    """已完成而没有完成日期

    查什么：
    整改状态是“已完成”的，要有完成日期。
    为什么：
    没有完成日期，判断不了是否按期完成，也进不了按月统计。
    怎么改：
    补填实际完成的日期；还没有完成的，改整改状态。
    例：
    对 整改状态=已完成 完成日期=2025-09-10
    对 整改状态=基本完成 完成日期=
    错 整改状态=已完成 完成日期=
    错 整改状态=已办结 完成日期=/
    """
    if "done_on" not in table:
        return
    for index, done_on in enumerate(table.column("done_on")):
        if done_on is None and table.column("state")[index] == DONE:
            yield Fault(f"整改状态是“{DONE}”，完成日期没有填。", index=index)


@rule("RC-08", "rectification", at="evidence")
def done_without_evidence(table: Table) -> Iterator[Fault]:
    """已完成而没有佐证材料

    查什么：
    整改状态是“已完成”的，要有佐证材料；填“无”“/”算没有。
    为什么：
    没有材料证明的完成经不起核验。
    怎么改：
    填材料名称和份数，例如“缴款凭证1份”；拿不出材料的，改整改状态。
    例：
    对 整改状态=已完成 佐证材料=缴款凭证
    对 整改状态=推进中 佐证材料=
    错 整改状态=已完成 佐证材料=
    错 整改状态=已完成 佐证材料=无
    """
    if "evidence" not in table or "state" not in table:
        return
    for index, (state, evidence) in enumerate(zip(table.column("state"), table.column("evidence"), strict=True)):
        if state == DONE and (evidence is None or evidence in BLANKS):
            said = f"佐证材料填的是“{evidence}”" if evidence else "佐证材料没有填"
            yield Fault(f"整改状态是“{DONE}”，{said}。", at="evidence", index=index)


@rule("RC-16", "rectification", at="closure")
def closed_too_soon(table: Table) -> Iterator[Fault]:
    """已销号而条件不全

    查什么：
    销号状态是“已销号”的，整改状态应是“已完成”，并有销号日期和核验人。
    为什么：
    没有完成、没有人核验就销号，是纸面整改。
    怎么改：
    补齐销号日期和核验人；还没有完成的，把销号状态改回来。
    例：
    对 销号状态=已销号 整改状态=已完成 销号日期=2025-09-20 核验人=贺某癸
    对 销号状态=待核验 整改状态=已完成 销号日期= 核验人=
    错 销号状态=已销号 整改状态=推进中 销号日期=2025-09-20 核验人=贺某癸
    错 销号状态=已销号 整改状态=已完成 销号日期= 核验人=贺某癸
    错 销号状态=已销号 整改状态=已完成 销号日期=2025-09-20 核验人=
    """
    states = table.column("state")
    wanted = [(ident, name) for ident, name in (("closed_on", "销号日期"), ("verifier", "核验人")) if ident in table]
    for index, closure in enumerate(table.column("closure")):
        if closure != CLOSED or states[index] is UNREADABLE:
            continue
        lacks = [f"整改状态是“{states[index]}”"] if states[index] not in (None, DONE) else []
        lacks += [f"没有{name}" for ident, name in wanted if table.column(ident)[index] is None]
        if lacks:
            at = "closure" if "closure" in table else "state"  # which may say so too: 已完成，已销号
            yield Fault(f"销号状态是“{CLOSED}”，但{'、'.join(lacks)}。", at=at, index=index)


@rule("RC-17", ("rectification", "closures"), at="verifier")
def verifies_himself(table: Table, book: Book) -> Iterator[Fault]:
    """核验人就是责任人或填报人

    查什么：
    核验人不能是这个问题的责任人，也不能是整改进展记录里的填报人。
    为什么：
    自己验收自己，核验就没有意义；谁验收、谁负责。
    怎么改：
    换一位没有参加整改的人核验，核验人和核验日期一并更新。
    例：
    对 核验人=贺某癸 责任人=叶某戊
    错 核验人=叶某戊 责任人=叶某戊
    错 核验人=贺某癸、叶某戊 责任人=叶某戊、顾某丁
    错 核验人=贺某癸 责任人=叶某戊 | [整改进展记录] 填报人=贺某癸
    错 责任人=贺某癸 | [销号] 核验人=贺某癸
    """
    if "verifier" not in table:
        return
    is_ledger = table.ledger.id == "rectification"
    owners, named = owners_by_issue(book) if not is_ledger else ({}, set())
    numbers = table.column("number" if is_ledger else "issue_id")
    own = table.column("owner") if is_ledger else [owners.get(number, ()) for number in numbers]
    reporters = book.progress_by_issue or {}
    for index, (verifiers, persons) in enumerate(zip(table.column("verifier"), own, strict=True)):
        if not verifiers or verifiers is UNREADABLE:
            continue
        if not is_ledger:
            verifiers = [name for name in verifiers if (numbers[index], name) not in named]
        both = [name for name in verifiers if persons and persons is not UNREADABLE and name in persons]
        if both:
            yield Fault(f"核验人“{quote('、'.join(both))}”也是责任人，不能核验自己的整改。", index=index)
            continue
        for record in reporters.get(numbers[index], ()):
            if twice := [name for name in verifiers if name in (record.reporter or ())]:
                where = f"“{record.table.sheet}”第 {record.row} 行"
                yield Fault(f"核验人“{quote(twice[0])}”也是填报人（{where}），应换没有参加整改的人核验。", index=index)
                break


def owners_by_issue(book: Book) -> tuple[dict[str, tuple[str, ...]], set[tuple[str, str]]]:
    """问题编号 → 责任人, and those who stand as 核验人 of an issue in the ledger, where they are judged already."""
    owners: dict[str, tuple[str, ...]] = {}
    named: set[tuple[str, str]] = set()
    for table in book.tables_of("rectification"):
        columns = (table.column(ident) for ident in ("number", "owner", "verifier"))
        for number, owner, verifier in zip(*columns, strict=True):
            if owner and owner is not UNREADABLE:
                owners[number] = owner
            if verifier and verifier is not UNREADABLE:
                named.update((number, name) for name in verifier)
    return owners, named


@rule("RC-18", "rectification", at="closed_on")
def closed_before_done(table: Table) -> Iterator[Fault]:
    """销号日期早于完成日期

    查什么：
    销号日期不早于完成日期，同一天可以。
    为什么：
    先销号后完成，说明核验走了过场，或者日期写错。
    怎么改：
    核对两个日期，改正写错的一个。
    例：
    对 完成日期=2025-09-10 销号日期=2025-09-10
    错 完成日期=2025-09-10 销号日期=2025-09-09
    """
    for index, closed_on, done_on in earlier(table, "closed_on", "done_on"):
        yield Fault(f"销号日期 {closed_on} 早于完成日期 {done_on}。", index=index)


@rule("RC-19", "rectification", WARNING, at="closure")
def done_not_closed(table: Table, as_of: date, unclosed_days: int) -> Iterator[Fault]:
    """完成多日还没有销号

    查什么：
    已完成超过 30 天（未销号提醒天数）、还没有销号的问题。
    为什么：
    完成了不核验销号，整改就没有闭环。
    怎么改：
    申请核验销号；核验没有通过的，把整改状态改回推进中。
    例：
    对 整改状态=已完成 完成日期=2025-08-31 销号状态=待核验
    对 整改状态=已完成 完成日期=2025-08-01 销号状态=已销号
    错 整改状态=已完成 完成日期=2025-08-30 销号状态=待核验
    错 整改状态=已完成 完成日期=2025-08-30 销号状态=
    """
    if "closure" not in table:
        return
    columns = (table.column(ident) for ident in ("state", "done_on", "closure"))
    for index, (state, done_on, closure) in enumerate(zip(*columns, strict=True)):
        if state != DONE or closure == CLOSED or closure is UNREADABLE or not isinstance(done_on, date):
            continue
        days = (as_of - done_on).days
        if days > unclosed_days:
            now = f"销号状态是“{closure}”" if closure else "销号状态没有填"
            yield Fault(f"{done_on} 完成，已 {days} 天还没有销号，超过 {unclosed_days} 天；{now}。", index=index)


@rule("RC-21", "rectification", WARNING, at="progress")
def progress_empty_words(table: Table, book: Book) -> Iterator[Fault]:
    """进展情况是空的或只有套话

    查什么：
    推进中、基本完成的问题要有进展情况，写到数字、日期、材料或做成的事；整改进展记录表里有记录的，可以不填。
    为什么：
    “正在积极推进中”看不出做了什么，核验和报告都用不上。
    怎么改：
    写清做了什么、做到多少、有什么材料，例如“11份中已更新10份”。
    例：
    对 进展情况=11份中已更新10份
    对 进展情况=年度计划已征求意见
    对 进展情况=排查评定已完成，年度复评制度在征求意见
    对 进展情况=已建立传达学习清单
    对 进展情况= | [整改进展记录]
    对 进展情况= 整改状态=未启动
    错 进展情况=正在积极推进中
    错 进展情况=高度重视，进一步完善制度、加强管理，做到“两个维护”
    错 进展情况= 整改状态=基本完成
    错 进展情况=无
    """
    if "progress" not in table or "state" not in table:
        return
    told = book.progress_by_issue or {}
    numbers = table.column("number")
    search = None
    for index, (state, progress) in enumerate(zip(table.column("state"), table.column("progress"), strict=True)):
        if state not in (GOING, STAGED) or progress is UNREADABLE:
            continue
        if is_blank(progress):
            if numbers[index] not in told:
                yield Fault(f"整改状态是“{state}”，进展情况没有填。", at="progress", index=index)
            continue
        search = search or re.compile(SUBSTANCE).search
        if not search(progress):
            yield Fault(f"进展情况“{quote(progress)}”没有数字、日期或材料，看不出做了什么。", index=index)


@rule("RC-29", ("rectification", "closures"), WARNING)
def reopened_without_reason(book: Book) -> Iterator[Fault]:
    """重启没有写原因

    查什么：
    销号状态是“重启”或轮次在 2 以上的，要在销号表的退回原因、备注或台账的备注里写原因。
    为什么：
    销过号的问题重新打开，总有依据；不写原因，前后两轮的数就解释不清。
    怎么改：
    在销号表的“退回原因”或台账的“备注”写明为什么重启、依据是什么。
    例：
    对 销号状态=重启 备注=回头看发现2人未补登
    对 销号状态=重启 备注= | [销号] 退回原因=现场核查发现记录不全
    对 轮次=1
    错 销号状态=重启 备注=
    错 轮次=2 备注=
    错 备注= | [销号] 轮次=2
    """
    given = {
        record.issue_id
        for record in book.records("closures")
        if not is_blank(record.returned_for) or not is_blank(record.note)
    }
    for ledger, ident in (("rectification", "number"), ("closures", "issue_id")):
        for table in book.tables_of(ledger):
            for index, at, message in reopened(table):
                issue = table.column(ident)[index]
                if issue not in given and is_blank(table.column("note")[index]):
                    yield Fault(f"{message}，没有写原因。", at=at, table=table, index=index)
                given.add(issue)  # one issue, one finding; and a reason in the ledger's note counts for 销号 too
            if ledger == "rectification":
                given.update(noted_issues(book, table))


def reopened(table: Table) -> Iterator[tuple[int, str, str]]:
    """Rows in a second round or later: (index, where that stands, what it says)."""
    for index, closure in enumerate(table.column("closure") if "closure" in table else ()):
        if closure == REOPENED:
            yield index, "closure", f"销号状态是“{REOPENED}”"
    for index, cycle in enumerate(table.column("cycle") if "cycle" in table else ()):
        if cycle is not None and cycle is not UNREADABLE and cycle >= 2:
            yield index, "cycle", f"这是第 {cycle} 轮"


def noted_issues(book: Book, table: Table) -> set[Any]:
    """Issues with a note in the ledger, of those that 销号 speaks of."""
    if not book.has("closures"):
        return set()
    pairs = zip(table.column("number"), table.column("note"), strict=True)
    return {number for number, note in pairs if not is_blank(note)}
