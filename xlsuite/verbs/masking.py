"""Names and numbers hidden in texts: what a public copy may show of them, and what only a person can judge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from xlsuite.rules.privacy import has_birth, masked, number_as_cell, numbers, plain

NAME, LANDLINE, OLD_IDENTITY, MAIL, PLATE, WHOLE = "姓名", "座机号", "身份证号", "电子邮箱", "车牌号", "整格"
OMITTED = "（已略去）"
DOUBLE_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "司徒", "东方",
    "南宫", "西门", "端木", "百里", "呼延", "轩辕", "独孤",
)  # fmt: skip
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣贲邓郁单杭"
    "洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴"
    "甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "肖覃涂阎尚聂关游温文向代付闫邝简艾佟耿岳桂"
)
TITLES = "同志|科长|处长|主任|局长|书记|部长|院长|校长|所长|站长|经理|会计|出纳|先生|女士|老师|医生|等人"
AROUND = "[\u4e00-\u9fff]"
BLANKS = r"[\s\u200b-\u200d\u2060\ufeff]"
GAP = BLANKS + "{0,3}"  # 王　伟, set wide to the width of three signs


class Hidden(NamedTuple):
    """A cell with what is private hidden in it: how often of each kind, and what may be a name all the same."""

    text: Any
    kinds: dict[str, int]
    doubts: tuple[str, ...] = ()


def short_name(name: str) -> str:
    """A name with the surname alone left: 顾**, 欧阳*; the length stays up to three signs."""
    head = name[:2] if name[:2] in DOUBLE_SURNAMES else name[:1]
    return head + "*" * min(max(len(name) - len(head), 1), 2)


def spaced(name: str) -> str:
    """A pattern for a name, with or without blanks between the signs of a Chinese one."""
    return GAP.join(name) if re.fullmatch(f"{AROUND}+", name) else re.escape(name)


@cache
def patterns() -> re.Pattern[str]:
    """Mail addresses, landlines, number plates; compiled at the first need."""
    return re.compile(
        r"(?P<mail>[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+)"
        r"|(?P<landline>(?<![\d.])(?:0\d{2,3}[-－— ]?[2-9]\d{6,7}|[（(]0\d{2,3}[）)][2-9]\d{6,7}|[48]00-\d{3}-\d{4})"
        r"(?![\d.]))"
        r"|(?P<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•]?"
        r"[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9]))"
        r"|(?P<old>(?<!\d)[1-9]\d{14}(?!\d))"
    )


@cache
def titled_names() -> re.Pattern[str]:
    """What reads like a name before a title: 张某科长."""
    return re.compile(f"(?:{'|'.join(DOUBLE_SURNAMES)}|[{SURNAMES}]){AROUND}{{1,2}}?(?={TITLES})")


class Masker:
    """Hides known names, and numbers by their shape, in any cell."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(name for name in names if len(name) > 1)
        long = sorted((name for name in self.names if len(name) > 2), key=lambda name: (-len(name), name))
        short = sorted(name for name in self.names if len(name) == 2)
        # two signs are part of many words: they count as a name where no other sign touches them, or a title follows
        parts = [spaced(name) for name in long]
        parts += [f"(?<!{AROUND}){spaced(name)}(?={TITLES}|(?!{AROUND}))" for name in short]
        self.known = re.compile("|".join(parts)) if parts else None
        self.unsure = re.compile("|".join(map(spaced, short))) if short else None

    def cell(self, value: Any) -> Hidden:
        """A cell of any type; a number that is a phone's or an identity's becomes a text."""
        if value.__class__ is float:
            found = number_as_cell(value)
            return Hidden(masked(found[0][1]), {found[0][0]: 1}) if found else Hidden(value, {})
        return self.text(value) if isinstance(value, str) else Hidden(value, {})

    def text(self, text: str) -> Hidden:
        kinds: Counter[str] = Counter()
        for kind, number in numbers(text):
            kinds[kind] += 1
            text = text.replace(number, masked(number), 1)
        text = patterns().sub(lambda match: self.shape(match, kinds), text)
        if self.known is not None:

            def shortened(match: re.Match[str]) -> str:
                kinds[NAME] += 1
                return short_name(re.sub(BLANKS, "", match[0]))

            text = self.known.sub(shortened, text)
        return Hidden(text, dict(kinds), tuple(dict.fromkeys(self.doubtful(text))))

    def shape(self, match: re.Match[str], kinds: Counter[str]) -> str:
        kind, found = str(match.lastgroup), match[0]
        if kind == "mail":
            kinds[MAIL] += 1
            return found[0] + "***@" + re.split("[@＠]", found)[-1]
        if kind == "plate":
            kinds[PLATE] += 1
            return found[:2] + "***" + found[-2:]
        if kind == "old":
            if not has_birth(found[:6] + "19" + found[6:] + "00"):
                return found
            kinds[OLD_IDENTITY] += 1
            return masked(found)
        kinds[LANDLINE] += 1
        digits = plain("".join(sign for sign in found if sign.isdigit()))
        return "*" * (len(digits) - 2) + digits[-2:]

    def doubtful(self, text: str) -> Iterable[str]:
        """What may be a name that nobody told us of, or a name that may be part of a word."""
        for match in titled_names().finditer(text):
            yield match[0]
        if self.unsure is not None:
            yield from (match[0] for match in self.unsure.finditer(text))
        for match in re.finditer(r"(?<![\d.*-])\d{7,}(?![\d.*-])", text):
            yield match[0][:2] + "…"
