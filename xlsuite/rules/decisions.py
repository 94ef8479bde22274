"""DE-01 … DE-05: 主任办公会, quorum, votes, amounts, and that decisions come before payments (domain §11)."""

from __future__ import annotations

from typing import Any

from xlsuite.ledgers.decisions import MONEY, PERSONNEL
from xlsuite.model.settings import Share
from xlsuite.rules.rule import WARNING, Fault, rule


@rule("DE-01", "decisions", WARNING, at="present")
def quorum_missed(due: Any, present: Any, quorum: Share, quorum_personnel: Share, kind: Any = None) -> str | None:
    """到会人数不够

    查什么：
    实到占应到的比例，不低于“议事到会比例”（默认 1/2）；研究干部提拔的，不低于“人事议题到会比例”（默认 2/3）。
    为什么：
    到会的人不够，集体研究就不成立，决定站不住。
    怎么改：
    核对应到、实到；确实不够的，按规定重新研究。
    例：
    对 应到=7 实到=4 赞成=4
    错 应到=7 实到=3 赞成=3
    对 应到=6 实到=4 类别=干部提拔 赞成=4
    错 应到=7 实到=4 类别=干部提拔 赞成=4
    """
    least = quorum_personnel if kind == PERSONNEL else quorum
    if not due or present is None or present > due or least.reached(present, due):
        return None
    return f"应到 {due} 人，实到 {present} 人，不足 {least}{'（研究干部提拔）' if kind == PERSONNEL else ''}。"


@rule("DE-02", "decisions", at="present")
def votes_differ(
    present: Any, due: Any, agree: Any = None, against: Any = None, abstain: Any = None
) -> list[str | Fault] | None:
    """人数、票数对不上

    查什么：
    实到不多于应到；赞成、反对、弃权三项之和不多于实到；三项都填了的，赞成多于反对，才能是通过的决定。
    为什么：
    票数比到会的人还多，记录就不可信。
    怎么改：
    核对会议记录，改正人数和票数；列席人员不投票，不计入实到。
    例：
    对 应到=7 实到=6 赞成=5 反对=0 弃权=1
    错 应到=7 实到=8
    错 应到=7 实到=6 赞成=6 反对=1
    """
    found: list[str | Fault] = []
    if due is not None and present is not None and present > due:
        found.append(f"实到 {present} 人，多于应到 {due} 人。")
    votes = [each for each in (agree, against, abstain) if each is not None]
    if votes and present is not None and sum(votes) > present:
        found.append(Fault(f"赞成、反对、弃权合计 {sum(votes)} 票，多于实到 {present} 人。", at="agree"))
    return found or None


@rule("DE-03", "decisions", WARNING, at="amount")
def amount_missing(kind: Any, amount: Any) -> str | None:
    """资金议题没有金额

    查什么：
    类别是大额资金的，金额（元）要填。
    为什么：
    没有金额，就对不上采购和付款，也算不出集体研究的支出。
    怎么改：
    填金额，单位为元。
    例：
    对 类别=大额资金 金额=8600
    对 类别=评选选优 金额=
    错 类别=大额资金 金额=
    """
    return f"类别是“{kind}”，金额没有填。" if kind == MONEY and amount is None else None


@rule("DE-04", "decisions", WARNING, at="minutes")
def minutes_missing(topic: Any, minutes: Any) -> str | None:
    """集体研究的事项没有纪要文号

    查什么：
    每个议题的纪要文号要填。
    为什么：
    集体研究要有据可查，没有纪要就只有口头说法。
    怎么改：
    补填会议纪要的文号；还没有印发纪要的，印发后补填。
    例：
    对 纪要文号=主任办公会纪要〔2025〕3号
    错 纪要文号=
    """
    return "纪要文号没有填。" if topic and minutes is None else None


@rule("DE-05", "decisions", WARNING, at="agree")
def decided_against_votes(agree: Any, against: Any, decision: Any) -> str | None:
    """没有过半赞成，却记为同意

    查什么：
    填了票数、决定写“同意”或“通过”的，赞成应多于反对。
    为什么：
    少数服从多数；票数与决定相反，说明记错了，或者没有按表决结果办。
    怎么改：
    核对会议记录，改正票数或决定。
    例：
    对 赞成=4 反对=3 决定=同意
    对 赞成=3 反对=4 决定=不同意
    错 赞成=3 反对=4 决定=同意
    """
    said = str(decision or "")
    if agree is None or against is None or not said.startswith(("同意", "通过", "原则同意", "原则通过", "一致同意")):
        return None
    return f"赞成 {agree} 票，反对 {against} 票，决定却是“{said[:20]}”。" if agree <= against else None
