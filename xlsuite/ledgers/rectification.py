"""L5 问题整改台账: what was found, who puts it right by when, and how far it has come (domain §4.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from xlsuite.model.columns import UNREADABLE, Column, LedgerType, Remark
from xlsuite.model.deadlines import Term, resolve
from xlsuite.model.kinds import Choice, Day, Deadline, DeadlineText, Key, Name, Number, Persons, Text
from xlsuite.model.table import Table
from xlsuite.model.text import tidy, whole

DONE, STAGED, GOING, IDLE = "已完成", "基本完成", "推进中", "未启动"
STATES = (IDLE, GOING, STAGED, DONE)
STATE_SYNONYMS = {
    "未开始": IDLE, "待整改": IDLE, "未整改": IDLE, "待反馈": IDLE, "尚未启动": IDLE,
    "正在整改": GOING, "正在推进": GOING, "整改中": GOING, "持续推进": GOING, "推进": GOING, "进行中": GOING, "正在办理": GOING, "办理中": GOING,
    "阶段性完成": STAGED, "取得阶段性成果并持续整改": STAGED, "基本整改到位": STAGED, "基本整改": STAGED, "取得阶段性成果": STAGED,
    "完成整改": DONE, "已整改": DONE, "整改完成": DONE, "已办结": DONE, "完成": DONE, "已经完成": DONE, "已整改完成": DONE, "已完成整改": DONE, "办结": DONE,
}  # fmt: skip
IMMEDIATE, TIMED, LASTING = "立行立改", "限期整改", "长期坚持"
KINDS = (IMMEDIATE, TIMED, LASTING)
KIND_SYNONYMS = {
    "即知即改": IMMEDIATE, "边查边改": IMMEDIATE, "立即整改": IMMEDIATE, "立知立改": IMMEDIATE,
    "分阶段整改": TIMED, "短期": TIMED, "中期": TIMED, "限时整改": TIMED, "限期": TIMED,
    "持续整改": LASTING, "长期": LASTING, "长期整改": LASTING, "持续坚持": LASTING,
}  # fmt: skip
LASTING_STATES = ("长期", "持续整改")  # signs of it in 整改状态, where it is often added to the state
LASTING_TAILS = ("长期", "持续", "坚持")  # and of what is added
LASTING_KINDS = (LASTING, *(word for word, kind in KIND_SYNONYMS.items() if kind == LASTING))
CLOSED, PENDING, RETURNED, UNAPPLIED, REOPENED = "已销号", "待核验", "退回", "未申请", "重启"
CLOSURES = (UNAPPLIED, PENDING, RETURNED, CLOSED, REOPENED)
CLOSURE_SYNONYMS = {
    "挂号": UNAPPLIED, "未销号": UNAPPLIED, "待验收": PENDING, "申请销号": PENDING, "待销号": PENDING,
    "验收通过": CLOSED, "归零": CLOSED, "销号": CLOSED, "通过": CLOSED, "已归零": CLOSED, "不通过": RETURNED, "驳回": RETURNED,
    "是": CLOSED, "否": UNAPPLIED,  # under 是否销号
}  # fmt: skip


AXES = ("整改状态", "整改类型", "销号状态")
# What people add to the state of a row that its deadline tells anyway; of some the state is certain.
LATENESS = frozenset(
    {
        "逾期",
        "已逾期",
        "未逾期",
        "超期",
        "超时",
        "已超期",
        "延期",
        "已延期",
        "申请延期",
        "已申请延期",
        "已批延期",
        "按期",
        "按时",
    }
)
LATENESS_OF = {"逾期完成": DONE, "超期完成": DONE, "按期完成": DONE, "按时完成": DONE, "如期完成": DONE}
JOINTS = str.maketrans({sign: "，" for sign in ",、;；并且但（）()/+\n "})
ALONE = frozenset({"通过", "不通过", "是", "否"})  # under 销号状态 they say enough, beside a state they do not


class Axes(NamedTuple):
    """What one cell says of the four axes; "" where it is silent. Lateness is only noticed: it is computed."""

    state: str = ""
    kind: str = ""
    closure: str = ""
    late: str = ""


def axes_of(text: str) -> Axes | None:
    """The axes a composite such as 已完成（长期坚持） or 已完成，已销号 mixes; None where some of its words are unknown."""
    found: dict[str, str] = {}
    for part in text.translate(JOINTS).split("，"):
        if not part:
            continue
        said = axes_of_word(part, "state" in found)
        if not said or any(found.get(axis, word) != word for axis, word in said.items()):
            return None
        found.update(said)
    return Axes(**found)


def axes_of_word(word: str, has_state: bool) -> dict[str, str]:
    """What one word of a composite says; beside a state, 持续推进 can only mean that it goes on."""
    state = word if word in STATES else STATE_SYNONYMS.get(word, "")
    if state and not (has_state and is_lasting(word)):
        return {"state": state}
    if word in LATENESS_OF:
        return {"state": LATENESS_OF[word], "late": "是"}
    if word in LATENESS:
        return {"late": "是"}
    if word in KINDS or word in KIND_SYNONYMS or is_lasting(word):
        return {"kind": word if word in KINDS else KIND_SYNONYMS.get(word, LASTING)}
    closure = word if word in CLOSURES else CLOSURE_SYNONYMS.get(word, "")
    return {"closure": closure} if closure and word not in ALONE else {}


def is_lasting(text: str) -> bool:
    return any(word in text for word in LASTING_TAILS)


class State(Choice):
    """整改状态; a composite such as 已完成，长期坚持 is split into the axes it mixes (domain §2, RC-12)."""

    def __init__(self) -> None:
        super().__init__(*STATES, synonyms=STATE_SYNONYMS, fault="RC-11")

    def unknown(self, clean: str, basis: Any) -> Remark:
        if clean in ("持续整改", "长期整改", "长期坚持"):
            return Remark(GOING, "composite", f"“{clean}”按整改状态“{GOING}”、整改类型“{LASTING}”读")
        axes = axes_of(clean)
        if axes and axes.state:
            parts = [f"{name}“{word}”" for name, word in zip(AXES, axes, strict=False) if word]
            late = "，逾期、延期按时限和延期记录算" if axes.late else ""
            return Remark(axes.state, "composite", f"“{clean}”拆为{'、'.join(parts)}{late}")
        return Remark(None, "unreadable", f"{hint(clean, axes)}应填 {self.wanted(basis)}")


def hint(clean: str, axes: Axes | None) -> str:
    """What a cell says instead of the state, where that is another axis."""
    if axes and axes.closure:
        return "这是销号状态，写到销号状态列；整改状态"
    return "是否逾期按时限算，不用填；整改状态" if (axes and axes.late) or "逾期" in clean else ""


def split_axes(table: Table) -> None:
    """Give the 销号状态 that a composite names to rows that leave their own cell blank."""
    told = {raw: remark for raw, remark in table.remarks.get("state", {}).items() if remark.code == "composite"}
    closures = {raw: axes.closure for raw in told if (axes := axes_of(tidy(whole(raw)))) and axes.closure}
    if not closures:
        return
    own = table.column("closure")
    raws = table.raws("state")
    table.values["closure"] = [
        closures.get(raw) if value is None else value for raw, value in zip(raws, own, strict=True)
    ]


# --- computed columns -------------------------------------------------------------------------------------------


# Each is a whole column: a ledger has few distinct deadlines and states, but as many rows as it likes.


def lasting(table: Table) -> list[bool]:
    """Whether each row is to be kept up for good, wherever that was written."""
    said = [
        chosen(table, "kind", lambda kind: kind == LASTING),
        typed_in_state(table, LASTING),
        *(chosen(table, ident, lambda term: term.long_term, Term) for ident in ("due", "due_text")),
    ]
    return either(said, len(table.rows))


def typed_in_state(table: Table, kind: str) -> list[bool]:
    """Which rows say so in 整改状态, where the type is often added to the state; [] where none does."""
    words = {raw for raw in table.remarks.get("state", {}) if says_kind(whole(raw), kind)}
    return [raw in words for raw in table.raws("state")] if words else []


def says_kind(state: str, kind: str) -> bool:
    if kind == LASTING and any(word in state for word in LASTING_STATES):
        return True
    axes = axes_of(tidy(state))
    return axes is not None and axes.kind == kind


def immediate(table: Table) -> list[bool]:
    """Whether each row is 立行立改, by its type or by its deadline's wording."""
    said = [
        chosen(table, "kind", lambda kind: kind == IMMEDIATE),
        typed_in_state(table, IMMEDIATE),
        *(chosen(table, ident, lambda term: term.immediate, Term) for ident in ("due", "due_text")),
    ]
    return either(said, len(table.rows))


def chosen(table: Table, ident: str, fits: Callable[[Any], bool], kind: type = object) -> list[bool]:
    """Which rows of a column fit, each distinct object asked once; [] where none does."""
    if ident not in table:
        return []
    column = table.column(ident)
    places = list(map(id, column))
    known = dict(zip(places, column, strict=True))
    fitting = {place for place, value in known.items() if isinstance(value, kind) and fits(value)}
    return [place in fitting for place in places] if fitting else []


def either(said: list[list[bool]], rows: int) -> list[bool]:
    """Row by row, whether any of the columns says so."""
    told = [column for column in said if column]
    if not told:
        return [False] * rows
    return told[0] if len(told) == 1 else [any(row) for row in zip(*told, strict=True)]


def written(table: Table, calendar: Any) -> list[Any]:
    """The day that 整改时限, or else 整改时限原文, comes to; None for no day, UNREADABLE where it cannot be judged."""
    dues, texts = table.column("due"), table.column("due_text")
    own = map(id, dues)
    places: list[Any] = list(zip(own, map(id, texts), strict=True)) if "due_text" in table else list(own)
    known = dict(zip(places, zip(dues, texts, strict=True), strict=True))
    days = {place: day_of(due, text) for place, (due, text) in known.items()}
    found = [days[place] for place in places]
    spans = {place for place, day in days.items() if day is None and any(is_span(term) for term in known[place])}
    if spans:
        starts = table.column("found")
        for index, place in enumerate(places):
            if place in spans:
                start = starts[index] if isinstance(starts[index], date) else None
                terms = [term for term in known[place] if isinstance(term, Term) and not term.trouble]
                counted = (term.day or resolve(term, start, calendar)[0] for term in terms)
                found[index] = next((day for day in counted if day), None)
    return found


def day_of(due: Any, text: Any) -> Any:
    """A day that needs no counting; none where 整改时限 itself is to be counted from 发现日期."""
    if due is UNREADABLE:
        return UNREADABLE
    for term in (due, text):
        if isinstance(term, Term) and not term.trouble and (term.day or is_span(term)):
            return term.day
    return None


def is_span(term: Any) -> bool:
    return isinstance(term, Term) and not term.trouble and not (term.months is term.days is term.workdays is None)


def stated(table: Table, immediate_days: int) -> list[Any]:
    """The deadline set at the start: what is written, else the default of 立行立改, counted from 发现日期."""
    days = table.column("written")
    assumed = table.column("assumed")
    if True not in assumed:
        return days
    span, starts = timedelta(days=immediate_days), table.column("found")
    return [
        starts[index] + span if is_assumed and isinstance(starts[index], date) else days[index]
        for index, is_assumed in enumerate(assumed)
    ]  # fmt: skip


def assumed(table: Table) -> list[bool]:
    """Whether each deadline is only the default of 立行立改."""
    immediate = table.column("immediate")
    if True not in immediate:
        return immediate
    return [is_immediate and day is None for is_immediate, day in zip(immediate, table.column("written"), strict=True)]


def deadline(table: Table, approved_extensions: dict[str, date]) -> list[Any]:
    """The deadline that counts: the latest approved extension, else the one stated (domain §8)."""
    days = table.column("stated")
    if not approved_extensions:
        return days
    return [approved_extensions.get(number, day) for number, day in zip(table.column("number"), days, strict=True)]


def overdue_days(state: Any, deadline: Any, as_of: date) -> Any:
    """Natural days past the deadline for a row that is not done; None when it is not late or cannot be told."""
    if state is None or state is UNREADABLE or state == DONE or not isinstance(deadline, date):
        return None
    return (as_of - deadline).days if as_of > deadline else None


RECTIFICATION = LedgerType(
    id="rectification",
    title="问题整改台账",
    also=(
        "整改台账", "问题台账", "整改清单", "问题清单", "巡察整改台账", "问题整改清单", "问题整改情况台账", "整改情况台账",
        "巡察反馈问题整改台账", "问题整改情况表", "整改任务清单", "归零表", "整改进展清单",
    ),
    key="number",
    core=("number", "issue", "measures"),
    signature=("issue", "measures", "number"),
    note="一个问题一行；问题表述照录反馈原文，整改状态、销号状态分开填。",
    derived=(lasting, immediate, written, stated, assumed, deadline, overdue_days),
    columns=(
        Column("问题编号", "number", Key(), also=("编号", "问题序号", "整改编号", "台账编号"), need="must", example="ZG-2025-011"),
        Column("来源", "source", Name(), also=("反馈来源", "问题来源", "问题出处"), need="must", blank="RC-02", example="单位自查"),
        Column("方面", "aspect", Name(), also=("类别", "问题类别", "板块", "问题方面", "?问题类型", "?问题分类", "所属方面", "?问题大类"), need="must", blank="RC-02", example="执行工作纪律"),
        Column(
            "问题", "issue", Text(), also=("反馈问题", "存在问题", "问题表述", "巡察反馈的问题", "反馈的问题", "存在的问题", "问题描述", "?具体问题", "巡察反馈问题", "主要问题", "问题内容", "存在的主要问题", "突出问题", "?问题清单", "反馈的具体问题", "?反馈意见", "巡察反馈意见", "检查发现问题", "检查发现的问题", "发现的问题", "发现问题"),
            need="must", blank="RC-02", longest=500, example="外出请销假登记不全",
        ),
        Column("具体表现", "details", Text(), also=("例证", "事例", "具体表现形式", "问题表现", "具体问题"), longest=500, example="5人次外出无销假记录"),
        Column("原因分析", "cause", Text(), also=("根本原因", "产生问题的根本原因", "问题原因", "原因", "产生原因", "问题产生原因"), longest=500, example="销假环节无人催办"),
        Column("整改类型", "kind", Choice(*KINDS, synonyms=KIND_SYNONYMS), also=("整改性质", "整改方式", "整改分类"), need="should", example=TIMED, printed=True),
        Column("整改目标", "goal", Text(), longest=500),
        Column("整改措施", "measures", Text(), also=("任务清单", "整改举措", "归零措施", "整改任务", "?具体措施", "具体整改措施", "整改工作措施", "主要整改措施", "拟采取的整改措施", "?措施清单", "?整改方案"), need="must", blank="RC-03", longest=1000, example="修订请销假制度；按月通报"),
        Column("责任领导", "leader", Persons(), also=("牵头领导", "?分管领导", "责任领导人", "整改责任领导", "?包抓领导"), need="must", blank="RC-04", example="沈某乙"),
        Column("责任科室", "unit", Name(), also=("责任部门", "牵头单位", "?责任单位", "责任处室", "责任股室", "责任部门(人)", "?牵头科室", "?牵头部门", "?承办科室", "整改责任单位", "牵头责任单位", "整改责任科室", "整改责任部门", "?主责单位", "?主责科室", "?主办科室", "?承办部门"), need="must", blank="RC-04", example="综合科"),
        Column("配合科室", "support", Text(), also=("配合部门", "配合单位", "协办科室", "协办单位", "协办部门")),
        Column("责任人", "owner", Persons(), also=("直接责任人", "?具体责任人", "?经办人", "?承办人", "整改责任人"), need="must", blank="RC-04", example="顾某丁"),
        Column("发现日期", "found", Day(), also=("反馈日期", "交办日期", "?开始日期", "发现时间", "反馈时间", "?交办时间"), need="should", example="2025-03-20"),
        Column("整改时限原文", "due_text", DeadlineText(), also=("完成时限", "时限要求", "整改时限要求"), example="2025年11月底前"),
        Column(
            "整改时限", "due", Deadline(), also=("整改期限", "?完成时限", "?完成期限", "整改完成时限", "计划完成日期", "计划完成时间", "整改截止日期", "预计完成时间", "?完成时间", "?时间节点", "?截止时间", "整改截止时间", "?办结时限", "?时限清单"),
            need="must", blank="RC-05", example="2025-11-30",
        ),
        Column("延期后时限", "extended", Day(), also=("延期至", "延期时限", "延期后整改时限"), computed=True),
        Column("有效时限", "typed_deadline", Text(), computed=True, help="批准延期的按延期后的日子，没写日子的立行立改从发现日期起算", printed=True),
        Column("剩余天数", "typed_days", Text(), computed=True, help="未完成的问题到有效时限还有多少天，负数为已逾期", printed=True),
        Column("预警", "typed_warning", Text(), computed=True, help="已逾期、临期、正常、待销号、已销号、长期坚持、无时限", printed=True),
        Column("整改状态", "state", State(), also=("进展状态", "?完成情况", "状态", "整改进度", "?整改完成情况"), need="must", example=GOING),
        Column("完成日期", "done_on", Day(), also=("完成时间", "整改完成日期", "整改完成时间", "实际完成日期", "实际完成时间", "办结日期", "办结时间", "整改到位时间"), printed=True),
        Column("进展情况", "progress", Text(), also=("整改进展", "?整改成效", "整改进展情况", "?整改情况", "整改措施完成情况", "整改落实情况", "工作进展", "目前进展", "目前进展情况", "进展", "?落实情况", "?取得成效", "?整改结果", "完成情况", "整改完成情况"), longest=1000, example="已印发修订稿，5人次已补登"),
        Column("佐证材料", "evidence", Text(), also=("印证材料", "附件", "佐证", "证明材料", "支撑材料", "佐证资料", "印证资料", "证明资料"), longest=500, example="请销假制度（修订）"),
        Column("举一反三情况", "wider", Text(), also=("举一反三检查情况", "举一反三"), longest=500),
        Column("新建制度", "regulations_new", Number(whole=True), also=("新建制度数", "新建制度(项)", "建立制度", "制定制度"), example=0),
        Column("修订制度", "regulations_revised", Number(whole=True), also=("修订制度数", "修改制度"), example=1),
        Column("清退金额", "refund", Number(), also=("清退资金", "追缴金额", "追缴资金", "退缴金额", "退赔金额"), example=0),
        Column("约谈提醒人次", "reminders", Number(whole=True), also=("约谈提醒", "约谈人次", "提醒谈话人次"), example=0),
        Column("组织处理人次", "handled", Number(whole=True), also=("组织处理",)),
        Column("销号状态", "closure", Choice(*CLOSURES, synonyms=CLOSURE_SYNONYMS), also=("验收意见", "销号情况", "是否销号"), example=UNAPPLIED),
        Column("销号日期", "closed_on", Day(), also=("销号时间", "?验收日期")),
        Column("核验人", "verifier", Persons(), also=("验收人", "核查人", "销号核验人")),
        Column("轮次", "cycle", Number(whole=True, fault="ST-16"), also=("整改轮次",)),
        Column("关联风险点", "risk_point", Key(), also=("关联风险点编号", "对应风险点"), example="FX-2025-010"),
        Column("满意度", "satisfaction", Number(percent=True)),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
