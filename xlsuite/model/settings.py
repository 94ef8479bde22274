"""The 参数 of a workbook: what each setting is called, what it may hold, and its default (settings.md §2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from xlsuite.model.dates import read_date
from xlsuite.model.text import is_blank, strip
from xlsuite.model.text import whole as typed

SEPARATORS = re.compile(r"[、；;，,\n]")


class BadSetting(ValueError):
    """A setting's value that cannot be read; the text says in Chinese what is wanted."""


def plain(raw: Any) -> str:
    """A value as text; several, as a TOML file may list them, one after the other."""
    return "；".join(map(plain, raw)) if isinstance(raw, list | tuple) else strip(typed(raw))


def day(raw: Any) -> date:
    reading = read_date(raw)
    if reading.value is None:
        raise BadSetting("应填真实日期，例如 2025-09-30")
    return reading.value


def number(low: Decimal | int, high: Decimal | int) -> Callable[[Any], Decimal]:
    def read(raw: Any) -> Decimal:
        try:
            value = Decimal(plain(raw))
            if low <= value <= high:
                return value
        except InvalidOperation:  # no number, or NaN
            pass
        raise BadSetting(f"应填 {low} 到 {high} 的数")

    return read


def whole(low: int, high: int) -> Callable[[Any], int]:
    def read(raw: Any) -> int:
        value = number(low, high)(raw)
        if value != int(value):
            raise BadSetting(f"应填 {low} 到 {high} 的整数")
        return int(value)

    return read


def listed(raw: Any) -> tuple[str, ...]:
    parts = raw if isinstance(raw, list | tuple) else SEPARATORS.split(plain(raw))
    return tuple(text for part in parts if (text := plain(part)))


def falling_days(raw: Any) -> tuple[int, ...]:
    """One or two numbers of days, the second not above the first: 15、7."""
    days = tuple(whole(0, 3650)(part) for part in listed(raw))
    if not 1 <= len(days) <= 2 or days[-1] > days[0]:
        raise BadSetting("应填一个或两个天数，第二个不大于第一个，例如 15、7")
    return days


def month_day(raw: Any) -> str:
    """A day of any year, 03-31."""
    try:
        month, day_of_month = plain(raw).split("-")
        return f"{date(2024, int(month), int(day_of_month)):%m-%d}"
    except ValueError:
        raise BadSetting("应写成 月-日，例如 03-31") from None


def days_or_workdays(raw: Any) -> str:
    text = plain(raw)
    if not re.fullmatch(r"\d{1,4}(?:个?工作日|[天日])?", text):
        raise BadSetting("应填天数，例如 10，或写成“10工作日”")
    return text


class Share:
    """A part of a whole that is asked for at least, exact: two of three is 2/3."""

    __slots__ = ("part", "whole")

    def __init__(self, part: int, whole: int) -> None:
        self.part = part
        self.whole = whole

    def __str__(self) -> str:
        return f"{self.part * 100 // self.whole}%" if 100 % self.whole == 0 else f"{self.part}/{self.whole}"

    def reached(self, some: Any, of_all: Any) -> bool:
        return bool(some * self.whole >= of_all * self.part)


def share(raw: Any) -> Share:
    """A part of a whole: 1/2, 0.9, 90%."""
    text = plain(raw)
    above, _, below = text.rstrip("%％").partition("/")
    try:
        value = Decimal(above) / (100 if text[-1:] in ("%", "％") else 1)
        part, whole = value.as_integer_ratio()
        whole *= int(below or 1)
        if 0 < part <= whole:
            return Share(part, whole)
    except (ValueError, ArithmeticError):
        pass
    raise BadSetting("应填 0 到 1 之间的比例，例如 50%、90%")


def mapped(raw: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(raw, Mapping):
        return tuple((plain(key), plain(value)) for key, value in raw.items())
    pairs = []
    for part in re.split(r"[；;\n]", plain(raw)):
        name, sign, value = part.replace("＝", "=").partition("=")
        if not sign and strip(part):
            raise BadSetting("应写成“键=值；键=值”")
        if sign:
            pairs.append((strip(name), strip(value)))
    return tuple(pairs)


WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
FREQUENCIES = ("每月", "每季度", "每半年", "每年")


def frequencies(raw: Any) -> tuple[tuple[str, str], ...]:
    """What is to be held how often: 党课=每季度；支委会=每月."""
    pairs = mapped(raw)
    if wrong := [how_often for _, how_often in pairs if how_often not in FREQUENCIES]:
        raise BadSetting(f"“{wrong[0]}”应写成 {'、'.join(FREQUENCIES)} 中的一项，例如 党课=每季度")
    return pairs


def yes_no(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if plain(raw) not in ("是", "否"):
        raise BadSetting("应填“是”或“否”")
    return plain(raw) == "是"


def one_of(*options: str) -> Callable[[Any], str]:
    def read(raw: Any) -> str:
        wanted = plain(raw).casefold()
        found = next((option for option in options if option.casefold() == wanted), None)
        if found is None:
            raise BadSetting("应从 " + "、".join(options) + " 中选一项")
        return found

    return read


class Setting(NamedTuple):
    """One setting: its Chinese name, its attribute, how it is read, its default, and what it is for."""

    name: str
    ident: str
    read: Callable[[Any], Any]
    default: Any
    help: str


PARTY_FREQUENCY = (
    ("支部党员大会", "每季度"), ("支委会", "每月"), ("党小组会", "每月"), ("党课", "每季度"), ("主题党日", "每月"),
    ("民主生活会", "每年"), ("组织生活会", "每年"),
)  # fmt: skip
METHOD_IDS = (
    "ls3x3", "ls5x5", "lec", "direct", "count", "criteria", "consequence", "weighted", "nist", "iso27005",
)  # fmt: skip

SETTINGS: tuple[Setting, ...] = (
    Setting("单位全称", "unit_name", plain, None, "标题和报告用的单位全称"),
    Setting("单位简称", "unit_short", plain, None, "正文里自称用的简称"),
    Setting("台账年度", "year", whole(1990, 2100), None, "时限没写年份时按这一年算；不填取统计截止日的年份"),
    Setting("统计截止日", "as_of", day, None, "逾期、完成率都算到这一天；不填取当天"),
    Setting("小数位", "decimals", whole(0, 4), 2, "比率保留的小数位"),
    Setting("词表版本", "vocabulary", plain, None, "只打印"),
    Setting("评定方法", "method_id", one_of(*METHOD_IDS), "ls3x3", "风险等级按哪种方法计算"),
    Setting("评定方法版本", "method_version", plain, None, "随等级一起打印"),
    Setting("评分范围", "scale", plain, None, "评分允许填的数，例如 1-5"),
    Setting("等级分档", "bands", plain, None, "从高到低，每档写明 ≥ 或 >，例如 ≥6 高；≥3 中；其余 低"),
    Setting("三级对应", "to_three", mapped, None, "自定等级对应到 高/中/低，例如 重大=高；较大=中"),
    Setting("等级方向", "direction", one_of("降序", "升序"), None, "降序：一级最高；升序：一级最轻"),
    Setting("等级名称", "level_names", listed, None, "本单位用的等级名称，从高到低"),
    Setting("权重", "weights", mapped, None, "加权法各因素的权重，合计为 1"),
    Setting(
        "一票定高因素", "veto_factors", listed, ("重大影响", "自由裁量无合理限制", "曾发生不廉洁问题"), "有一项即定为高"
    ),
    Setting(
        "风险类别清单", "categories", listed, ("思想道德", "岗位职责", "业务流程", "制度机制", "外部环境"),
        "风险类别可以填的词",
    ),
    Setting("方面清单", "aspects", listed, (), "整改台账“方面”可以填的词；不填不核对"),
    Setting("主要领导的管理者", "party_org", plain, "上级党组织", "主要领导本人的风险点由谁管理"),
    Setting("上级党组织名称", "party_orgs", listed, ("上级党组织",), "可以作为主要领导的管理责任人的名称"),
    Setting("立行立改默认天数", "immediate_days", whole(1, 3650), 30, "立行立改没写日期时，从发现日期起算的天数"),
    Setting("临期天数", "due_soon_days", falling_days, (15, 7), "剩余多少天以内算临期；第二个数为黄色提醒"),
    Setting("未销号提醒天数", "unclosed_days", whole(0, 3650), 30, "完成后超过多少天未销号要提醒"),
    Setting("未启动预警天数", "unstarted_days", whole(0, 3650), 30, "离时限多少天以内仍未启动要提醒"),
    Setting("长期坚持进展周期", "progress_days", whole(1, 3650), 92, "长期坚持事项多少天内应有进展"),
    Setting("复评周期", "review_months", whole(1, 120), 12, "核定后多少个月应复评"),
    Setting("集体决策金额", "decision_amount", number(0, 10**12), Decimal(5000), "达到这一金额须集体研究（含本数）"),
    Setting("拆分判定窗口", "split_days", whole(1, 3650), 30, "同一供应商多少天内的支出合并判断"),
    Setting("询价家数", "quotes_least", whole(1, 100), 3, "询价至少几家"),
    Setting("责任书签订截止", "pledge_until", month_day, "03-31", "每年责任书签订的截止日"),
    Setting("新任责任书天数", "pledge_days", whole(0, 365), 30, "新任职的，任职后多少天内签责任书"),
    Setting("例行约谈周期", "talk_every", one_of("每季度", "每半年", "每年"), "每年", "例行廉政约谈至少多久一次"),
    Setting("档案更新周期", "file_months", whole(1, 120), 12, "廉政档案至少多少个月更新一次"),
    Setting("个人事项报告截止", "matters_until", month_day, "01-31", "年度个人有关事项报告的截止日"),
    Setting("请假补办天数", "leave_grace", whole(0, 365), None, "先走后补的，起假后多少天内补批；不填一律算事后审批"),
    Setting("销假天数", "return_days", whole(0, 365), 1, "假期结束后多少天内销假"),
    Setting("婚丧事前报告天数", "ceremony_before", days_or_workdays, "10", "操办前多少天报告"),
    Setting("婚丧事后报告天数", "ceremony_after", days_or_workdays, "15", "操办后多少天报告"),
    Setting("婚丧桌数上限", "ceremony_tables", whole(0, 10000), None, "不填不判"),
    Setting("婚丧人数上限", "ceremony_guests", whole(0, 100000), None, "不填不判"),
    Setting("议事到会比例", "quorum", share, Share(1, 2), "主任办公会到会人数至少占应到的多少"),
    Setting("人事议题到会比例", "quorum_personnel", share, Share(2, 3), "研究干部提拔时到会人数至少占应到的多少"),
    Setting("民主生活会到会比例", "quorum_democratic", share, Share(9, 10), "民主生活会到会人数至少占应到的多少"),
    Setting("民主生活会报告天数", "notice_days", whole(0, 365), 15, "民主生活会召开前多少天报告上级"),
    Setting(
        "组织生活频次", "party_frequency", frequencies,
        PARTY_FREQUENCY,
        "各类组织生活至少多久一次；没有党小组会记录的不判党小组会",
    ),
    Setting("会前谈心天数", "heart_talk_days", whole(1, 365), 90, "民主生活会前多少天内的谈心谈话算会前谈心"),
    Setting("例会星期", "meeting_weekday", one_of(*WEEKDAYS), "周一", "每周例会在星期几"),
    Setting("参学率下限", "attendance_least", share, None, "集中学习到会人数至少占应到的多少；不填不判"),
    Setting("传达天数", "relay_days", whole(0, 365), None, "收文后多少天内传达学习；不填不判"),
    Setting("调研天数要求", "survey_days", whole(0, 366), None, "班子成员每人每年调研至少多少天；不填不判"),
    Setting("提醒节日", "festivals_wanted", listed, ("春节", "元宵", "清明", "五一", "国庆"), "要做节前提醒的节日"),
    Setting("节前提醒天数", "remind_days", whole(1, 60), 10, "节日前多少天内的提醒算节前提醒"),
    Setting("请示批复天数", "reply_days", whole(1, 3650), None, "请示报出后多少天应有批复；不填不判"),
    Setting("占位词", "placeholders", listed, ("X项", "XX", "××", "201X", "待补充"), "还没填实数的记号"),
    Setting("长期坚持计入完成率", "long_term_counts", yes_no, True, "长期坚持事项是否计入整改完成率的分母"),
    Setting("依据文件", "basis_document", plain, None, "自查报告开头的依据"),
    Setting("主送机关", "addressee", plain, None, "报告的主送机关"),
    Setting("成文日期", "issued_on", day, None, "报告落款日期"),
)  # fmt: skip
BY_NAME = {setting.name: setting for setting in SETTINGS}
ALSO = {"风险类别": "风险类别清单", "截止日期": "统计截止日", "统计截止日期": "统计截止日", "年度": "台账年度"}
RULE = re.compile(r"规则[\s：]*([A-Za-z]{2,3})-?(\d{2})([A-Za-z]?)")
SEVERITIES = {"关闭": None, "错误": "error", "警告": "warning", "提示": "info"}
TIERS = ("主要领导", "分管领导", "科室负责人", "上级党组织")
LEVELS = ("高", "中", "低")


def canonical(name: str) -> str:
    """A setting's name in one way of writing: 规则RC-13 is 规则 RC-13, 风险类别 is 风险类别清单."""
    name = strip(name).replace(":", "：")
    if id := rule_id(name):
        return f"规则 {id}"
    head, sign, rest = name.partition("：")
    return ALSO.get(name, f"{strip(head)}{sign}{strip(rest)}")


def rule_id(name: str) -> str:
    """The rule a setting is about; "" for a setting that is about none."""
    found = RULE.fullmatch(name)
    return f"{found[1].upper()}-{found[2]}{found[3].lower()}" if found else ""


class Settings:
    """All settings with their values; `sources` says where each value came from."""

    as_of: Any
    year: Any

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self.rules: dict[str, str | None] = {}
        self.aspects_by_source: dict[str, tuple[str, ...]] = {}
        self.managers: dict[str, str] = {}
        for setting in SETTINGS:
            setattr(self, setting.ident, setting.default)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def take(self, name: str, raw: Any, source: str) -> bool:
        """Set one value by its Chinese name; False for a name not known. Raises BadSetting."""
        name = canonical(name)
        setting, family = BY_NAME.get(name), self._family(name)
        if not is_blank(raw) and setting:
            setattr(self, setting.ident, setting.read(raw))
            self.sources[setting.ident] = source
        elif not is_blank(raw) and family:
            self._take_family(family, name, raw)
            self.sources[name] = source
        return bool(setting or family)

    @staticmethod
    def _family(name: str) -> str:
        if rule_id(name):
            return "rule"
        head, _, rest = name.partition("：")
        if head == "分级管理":
            return "managers" if rest in LEVELS else ""
        return "aspects" if head == "方面清单" and rest else ""

    def _take_family(self, family: str, name: str, raw: Any) -> None:
        rest = name.partition("：")[2]
        if family == "aspects":
            self.aspects_by_source[rest] = listed(raw)
        elif family == "managers":
            self.managers[rest] = one_of(*TIERS)(raw)
        elif plain(raw) in SEVERITIES:
            self.rules[rule_id(name)] = SEVERITIES[plain(raw)]
        else:
            raise BadSetting("应从 关闭、错误、警告、提示 中选一项")

    def source(self, ident: str) -> str:
        return self.sources.get(ident, "默认")

    def settle(self, today: date) -> None:
        """Fill what depends on the day: 统计截止日 and 台账年度."""
        if self.as_of is None:
            self.as_of = today
            self.sources["as_of"] = "当天"
        if self.year is None:
            self.year = self.as_of.year
