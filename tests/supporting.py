"""What the tables of rules of the supporting ledgers share: an office in one line, and what a rule says of a drawing."""

from __future__ import annotations

from tests.drawn import book
from xlsuite.rules import BY_ID
from xlsuite.verbs.check import of_rule

Cases = tuple[tuple[str, str, list[str]], ...]
POST = "[岗位与名册]"
# 秦某甲 leads, 沈某乙 and 陆某丙 under him, 顾某丁 heads a unit of 沈某乙, 叶某戊 works in it.
PEOPLE = (
    ("GW01", "秦某甲", "主要领导", "", "办领导"),
    ("GW02", "沈某乙", "班子成员", "GW01", "办领导"),
    ("GW03", "陆某丙", "班子成员", "GW01", "办领导"),
    ("GW04", "顾某丁", "科室负责人", "GW02", "综合科"),
    ("GW05", "叶某戊", "工作人员", "GW04", "综合科"),
)
LINE = " | ".join(
    f"{POST} 岗位编号={post} 任职人={holder} 岗位层级={tier} 直接上级岗位={superior} 科室={unit} 任职起=2020-01-01"
    for post, holder, tier, superior, unit in PEOPLE
)


def said(rule: str, drawing: str) -> list[str]:
    """The rule's findings as `cell severity message`; the sheet is named where it is not the rule's first ledger."""
    own = BY_ID[rule].ledgers[0]
    drawn = book(drawing, own)
    titles = {ledger.title: ledger.id for ledger in drawn.ledgers}
    return [
        f"{each.cell if titles.get(each.sheet) in (own, None) else each.place} {each.severity.word} {each.message}"
        for each in of_rule(BY_ID[rule], drawn)
    ]
