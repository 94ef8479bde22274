"""RP-07, RP-21, RM-01 … RM-07: what keeps a risk point in check (domain §5.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from xlsuite.grading.levels import HIGH
from xlsuite.ledgers.book import Book
from xlsuite.ledgers.risk_measures import RECURRENT
from xlsuite.model.columns import UNREADABLE
from xlsuite.model.table import Record, Table
from xlsuite.model.text import is_blank, quote
from xlsuite.rules.cells import blanks
from xlsuite.rules.ratings import DONE
from xlsuite.rules.risk_points import in_force, is_in_force
from xlsuite.rules.rule import INFO, WARNING, Fault, rule

GOING, IDLE = "推进中", "未启动"
BUILT, WATCHED = ("制度", "流程", "技术"), "监督"
SLOGAN_LONGEST = 40
# A text made of nothing but these says neither who nor what nor when.
SLOGAN_VERBS = (
    "进一步|切实|认真|不断|严格|牢固|自觉|持续|全面|着力|大力|深入|时刻|始终|积极|加强|强化|提高|提升|增强|执行|遵守|落实|树立|坚持|"
    "深化|筑牢|抓好|做好|注重|完善|健全|规范|加大|开展|严守|恪守|改进|转变"
)
SLOGAN_NOUNS = (
    "廉政|廉洁|思想|政治|党风|作风|业务|警示|法纪|纪律|法治|道德|职业|理论|自身|日常|内部|相关|有关|各项|规章|管理|监督|教育|学习|培训|"
    "认识|意识|素质|素养|能力|水平|制度|规定|责任|自律|修养|建设|防线|检查|力度|宣传|引导|工作|约束|觉悟|理念|观念|底线|原则|要求|站位"
)
SLOGAN_JOINTS = "[，,、；;。．.！和与及并的地\\s]"


@cache
def slogan() -> Callable[[str], Any]:
    return re.compile(f"(?:{SLOGAN_VERBS}|{SLOGAN_NOUNS}|{SLOGAN_JOINTS})+").fullmatch


@rule("RP-07", "risk_points", severity=WARNING, at="number")
def high_point_thin(table: Table, book: Book, threes_by_number: dict[str, Any]) -> Iterator[Fault]:
    """高风险点的措施种类不全

    查什么：
    核定为高的有效风险点，措施里没有“制度、流程、技术”中的任何一类，或没有“监督”类。
    为什么：
    只靠教育管不住高风险；光有制度没人监督，也会落空。
    怎么改：
    补上缺的一类措施，例如每季度由谁抽查多少；类型填错的改措施类型。
    例：
    对 风险点编号=FX-2025-010 | [风险点等级评定表] 核定等级=高 | [防控措施登记表] 措施类型=流程 | [防控措施登记表] 措施类型=监督
    对 风险点编号=FX-2025-010 | [风险点等级评定表] 核定等级=中 核定依据=无 | [防控措施登记表] 措施类型=教育
    错 风险点编号=FX-2025-010 | [风险点等级评定表] 核定等级=高 | [防控措施登记表] 措施类型=流程 | [防控措施登记表] 措施类型=制度
    错 风险点编号=FX-2025-010 | [风险点等级评定表] 核定等级=高 | [防控措施登记表] 措施类型=监督
    """  # noqa: E501
    kinds = kinds_by_number(book)
    high = {number for number, level in threes_by_number.items() if level == HIGH} & kinds.keys()
    if not high:
        return
    for index, (number, counts) in enumerate(zip(table.column("number"), in_force(table), strict=True)):
        if counts and number in high and (lacking := lacking_kinds(kinds[number])):
            count = len(kinds[number])
            yield Fault(f"核定等级为高，登记的 {count} 条措施里没有{lacking}。", index=index)


def kinds_by_number(book: Book) -> dict[str, list[Any]]:
    """风险点编号 → the kinds of its measures; empty where a sheet does not tell kinds."""
    found: dict[str, list[Any]] = {}
    for table in book.tables_of("risk_measures"):
        if "kind" not in table:
            return {}
        for number, kind in zip(table.column("risk_point"), table.column("kind"), strict=True):
            found.setdefault(number, []).append(kind)
    return found


def lacking_kinds(kinds: list[Any]) -> str:
    """Which sort of measure a high risk point lacks; "" when none, or when a kind is not known."""
    if None in kinds or UNREADABLE in kinds:
        return ""
    lacking = [] if set(kinds) & set(BUILT) else ["“制度”“流程”或“技术”类措施"]
    return "，也没有".join(lacking if WATCHED in kinds else [*lacking, "“监督”类措施"])


@rule("RM-01", "risk_measures")
def measure_incomplete(table: Table, book: Book) -> Iterator[Fault]:
    """措施的必填项是空的，或对应的风险点不存在

    查什么：
    措施表的必填格是空的；风险点编号在登记表里没有。
    为什么：
    措施对不上风险点，就不知道它防的是什么；缺了责任人和时限，也没法督促。
    怎么改：
    补填空格；风险点编号照登记表的写，风险点还没有登记的，先去登记。
    例：
    对 风险点编号=FX-2025-010 | [个人廉政风险点登记表] 风险点编号=FX-2025-010
    对 风险点编号=FX-2025-099
    错 责任人=
    错 风险点编号=FX-2025-099 | [个人廉政风险点登记表] 风险点编号=FX-2025-010
    """
    yield from blanks(table, "RM-01")
    numbers = book.risk_numbers
    if not numbers or "risk_point" not in table.own:
        return
    for index, number in enumerate(table.column("risk_point")):
        if number is not None and number is not UNREADABLE and number not in numbers:
            yield Fault(f"风险点编号“{number}”在风险点登记表里没有。", at="risk_point", index=index)


@rule("RM-02", "risk_measures")
def done_without_proof(table: Table) -> Iterator[Fault]:
    """已落实的措施没有日期或佐证

    查什么：
    落实状态是“已落实”，而落实日期或佐证材料是空的。
    为什么：
    没有日期和材料，“已落实”经不起检查。
    怎么改：
    补填落实日期和佐证材料（制度名称、记录、照片及存放处）；没有做完的，状态改为“推进中”。
    例：
    对 落实状态=已落实 落实日期=2025-03-26 佐证材料=询价记录汇编
    对 落实状态=推进中 落实日期= 佐证材料=半年小结
    错 落实状态=已落实 落实日期=
    错 落实状态=已落实 佐证材料=
    """
    for ident in ("done_on", "evidence"):
        if ident not in table:
            continue
        name = table.slots[ident].column.name
        for index, (progress, value) in enumerate(zip(table.column("progress"), table.column(ident), strict=True)):
            if progress == DONE and (value is None or is_blank(value)):
                yield Fault(f"落实状态是“已落实”，{name}没有填。", at=ident, index=index)


@rule("RM-03", "risk_measures", severity=WARNING, at="due")
def measure_overdue(due: date | None, progress: str | None, as_of: date) -> str | None:
    """措施逾期没有落实

    查什么：
    完成时限早于统计截止日，而落实状态不是“已落实”；时限当天不算逾期。
    为什么：
    时限过了还没落实，风险就一直敞着。
    怎么改：
    尽快落实并填落实日期、佐证材料；已经做完的，改落实状态；时限确要调整的，按程序改期。
    例：
    对 完成时限=2025-09-30 落实状态=推进中 佐证材料=半年小结
    对 完成时限=2025-03-31 落实状态=已落实
    错 完成时限=2025-09-29 落实状态=推进中
    """
    if due is None or progress is None or progress == DONE or due >= as_of:
        return None
    return f"完成时限 {due}，到 {as_of} 已逾期 {(as_of - due).days} 天，落实状态是“{progress}”。"


@rule("RM-04", "risk_measures", severity=WARNING, at="progress")
def high_measure_idle(
    table: Table, book: Book, threes_by_number: dict[str, Any], points_by_number: dict[str, Record] | None = None
) -> Iterator[Fault]:
    """高风险点的措施还没有启动

    查什么：
    风险点有效且核定为高，而措施的落实状态是“未启动”。
    为什么：
    高风险点的措施应当先做。
    怎么改：
    马上启动，并把落实状态改为“推进中”；有困难的，报管理责任人研究。
    例：
    对 落实状态=未启动 | [风险点等级评定表] 核定等级=中
    对 落实状态=推进中 | [风险点等级评定表] 核定等级=高
    错 落实状态=未启动 | [风险点等级评定表] 核定等级=高
    """
    points = points_by_number or {}
    for index, (progress, number) in enumerate(zip(table.column("progress"), table.column("risk_point"), strict=True)):
        if progress == IDLE and threes_by_number.get(number) == HIGH and is_in_force(points.get(number)):
            yield Fault(f"风险点 {number} 核定等级为高，这条措施还是“未启动”。", index=index)


@rule("RM-05", "risk_measures", severity=WARNING, at="content")
def measure_vague(content: str | None) -> str | None:
    """措施只有口号

    查什么：
    措施内容全是“加强教育、提高认识、严格执行制度、强化监督”一类的话，没有谁、做什么、多久一次。
    为什么：
    这样的措施无法落实，也无法检查。
    怎么改：
    写明由谁、做什么、多久一次或依据哪项制度，例如“科室负责人每月抽查不少于3笔”。
    例：
    对 措施内容=综合科负责人每月抽查不少于3笔
    对 措施内容=严格执行《公务接待管理办法》
    对 措施内容=录入与复核分离
    错 措施内容=加强教育，提高认识
    错 措施内容=严格执行各项规章制度。
    """
    if content is None or len(content) > SLOGAN_LONGEST or not slogan()(content):
        return None
    if not any(verb in content for verb in SLOGAN_VERBS.split("|")):
        return None
    return f"措施“{quote(content)}”没有写明谁、做什么、多久一次。"


@rule("RM-06", "risk_measures", at="supervisor")
def supervisor_is_owner(owner: tuple[str, ...] | None, supervisor: tuple[str, ...] | None) -> str | None:
    """监督责任人与责任人是同一人

    查什么：
    措施的监督责任人就是责任人，或其中有责任人。
    为什么：
    自己监督自己，等于没有监督。
    怎么改：
    监督责任人改填责任人的上级。
    例：
    对 责任人=叶某戊 监督责任人=沈某乙
    错 责任人=叶某戊 监督责任人=叶某戊
    错 责任人=叶某戊、顾某丁 监督责任人=顾某丁
    """
    both = [name for name in supervisor or () if name in (owner or ())]
    return f"监督责任人“{both[0]}”也是责任人，应另填一人。" if both else None


@rule("RM-07", "risk_measures", severity=WARNING, at="evidence")
def recurrent_without_proof(table: Table) -> Iterator[Fault]:
    """定期做的措施没有佐证

    查什么：
    频次是每月、每季度、每半年、每年、节前，已经推进，而佐证材料是空的（“已落实”缺佐证另有 RM-02）。
    为什么：
    定期的措施应当做一次留一次记录，没有记录说明不了做过。
    怎么改：
    补填本期的记录，例如“一、二、三季度核对表”；还没做的，状态改为“未启动”。
    例：
    对 频次=每月 落实状态=推进中 佐证材料=4—9月比对表
    对 频次=每月 落实状态=未启动 佐证材料=
    对 频次=逐次 落实状态=推进中 佐证材料=
    错 频次=每月 落实状态=推进中 佐证材料=
    """
    if "evidence" not in table:
        return
    rows = zip(table.column("frequency"), table.column("progress"), table.column("evidence"), strict=True)
    for index, (frequency, progress, proof) in enumerate(rows):
        if frequency in RECURRENT and progress == GOING and (proof is None or is_blank(proof)):
            yield Fault(f"频次是“{frequency}”，落实状态是“{progress}”，佐证材料没有填。", index=index)


TOPICS = (
    ("quotes", "询价台账", ("询价",)),
    ("decisions", "主任办公会（集体决策）台账", ("主任办公会", "集体研究")),
    ("talks", "廉政约谈台账", ("廉政谈话", "约谈")),
    ("festival_reminders", "节前提醒台账", ("节前提醒",)),
)


@rule("RP-21", "risk_measures", severity=INFO, at="content")
def record_absent(table: Table, book: Book, decision_amount: Any) -> Iterator[Fault]:
    """措施提到的台账不在工作簿里

    查什么：
    措施写到询价、5000元、集体研究、主任办公会、廉政谈话、约谈、节前提醒，而工作簿里没有相应的台账。
    为什么：
    措施有没有落实，要靠这些台账来对；没有台账就只能听说。
    怎么改：
    把相应的台账放进同一个工作簿；在别处另有台账的，不用改。
    例：
    对 措施内容=采购与验收分设两人
    错 措施内容=每次询价不少于三家
    错 措施内容=达到5000元的支出一律上会
    """
    texts = table.column("content")
    for ledger, title, words in TOPICS:
        if book.has(ledger):
            continue
        sought = (*words, f"{decision_amount}元") if ledger == "decisions" else words
        hits = [(index, word) for index, text in enumerate(texts) if (word := first_word(text, sought))]
        if hits:
            index, word = hits[0]
            yield Fault(f"措施写到“{word}”，工作簿里没有{title}；这张表共 {len(hits)} 条措施写到这方面。", index=index)


def first_word(text: Any, words: tuple[str, ...]) -> str:
    """The first of some words that a measure names; 节前 and 提醒 may stand apart."""
    if text.__class__ is not str:
        return ""
    for word in words:
        if word in text:
            return word
        if word == "节前提醒" and "节前" in text and "提醒" in text:
            return "节前"
    return ""
