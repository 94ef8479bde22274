"""Numerals in running text, and those of them that are part of a set phrase and no figure (RPT-01)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Phrases of official texts in which a numeral counts nothing. An office may add its own, one a line in a file.
SET_PHRASES = (
    "二十大", "十九大", "十八大", "二十届", "十九届", "四个意识", "四个自信", "两个维护", "两个确立", "四个全面",
    "五位一体", "八项规定", "六项纪律", "六大纪律", "四种形态", "四风", "三会一课", "三重一大", "三严三实",
    "两学一做", "一岗双责", "一票否决", "三不腐", "三个区分开来", "第一责任人", "第一责任", "第一书记", "第一议题",
    "第一时间", "第一种形态", "一把手", "双随机一公开", "两个责任", "一件事", "一站式", "一次性", "一体化", "一盘棋",
    "一揽子", "一对一", "一条线", "一项一项", "一件一件", "一条一条", "一个一个", "逐项", "逐条", "逐个", "七一",
    "八一", "十一假期", "三公经费", "五一", "百分之百", "四议两公开", "五个必须", "七个有之", "十四五", "十五五",
    "十三五", "千方百计", "一人一档", "一岗一策", "一问题一方案", "一事一议",
)  # fmt: skip
HAN = "零〇一二两三四五六七八九十百千万"
COUNTED = "项条个名次份件人处类起宗笔家天日月年元期批轮章节字户场张台套户公里米"
NUMERAL = re.compile(
    rf"[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％‰]?|(?<![第统唯同之单划不合专逐])[{HAN}]+(?:分之[{HAN}]+|(?=[{COUNTED}]))|百分之[{HAN}]+|第[{HAN}]+(?=[{COUNTED}])"
)
# Numbers that order or name: headings, points, 附件1, document numbers, titles in 《》, the numbers of clauses.
ORDERS = re.compile(
    rf"^\s*(?:[{HAN}]+、|（[{HAN}]+）|[0-9]+[.．、]|（[0-9]+）|\([0-9]+\))|[{HAN}]+是(?!否)|附件：?\s*[0-9]*[.．]?|〔[0-9]{{4}}〕\s*[0-9]+\s*号|"
    rf"《[^》]*》|第[{HAN}0-9]+[条款章节编部](?:第[{HAN}0-9]+[条款章节项])*|[A-Za-z][A-Za-z0-9/_.\-]*[0-9]|{HAN[2]}{{2}}"
)
VAGUE = re.compile(
    r"(?:这|那|每|某|另|下|上|前|同|任何|哪|逐)一[项条个名次份件人处类]|一个(?:是|个)|一[步般致些样直起并定旦]"
)


def untraced(blanked: str, allowed: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
    """Where numerals stand in a text whose figures are blanked out, set phrases and numbering left aside."""
    found = list(NUMERAL.finditer(blanked))
    if not found:
        return
    covered = [False] * len(blanked)
    for pattern in (ORDERS, VAGUE):
        for match in pattern.finditer(blanked):
            covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    for phrase in (*SET_PHRASES, *allowed):
        at = blanked.find(phrase)
        while phrase and at >= 0:
            covered[at : at + len(phrase)] = [True] * len(phrase)
            at = blanked.find(phrase, at + 1)
    for match in found:
        if not covered[match.start()]:
            yield match.start(), match[0]
