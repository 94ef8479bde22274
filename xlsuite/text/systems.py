"""The systems of a 自查报告 told from their ledgers, a sentence each; a gap or 未见记录 where there is none (§11.1).

Words that claim the whole stand only where the figures prove it, and as a fact with its rows (RPT-03).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from xlsuite.ledgers import only_core
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Figure
from xlsuite.model.text import fold
from xlsuite.text.facts import Fact, Gap
from xlsuite.text.report_rows import Names
from xlsuite.text.report_sentences import Figures, fact_of

LEADERSHIP, DISCIPLINE, LIFE, ABILITY = CHAPTERS = (
    "坚决维护党的领导", "遵守政治纪律和政治规矩", "严肃党内政治生活", "提升干部政治能力",
)  # fmt: skip
SIGNS = (
    (LEADERSHIP, ("党的领导",)), (DISCIPLINE, ("政治纪律", "政治规矩")), (LIFE, ("政治生活", "组织生活")),
    (ABILITY, ("政治能力", "干部能力")),
)  # fmt: skip


class Told:
    """The figures of a summary as facts, by id."""

    def __init__(self, book: Book, figures: Figures) -> None:
        self.book = book
        self._figures = figures

    def figure(self, id: str) -> Figure:
        found = self._figures(id)
        if found is None:
            raise KeyError(id)
        return found

    def __getitem__(self, id: str) -> Fact:
        return fact_of(self.figure(id))

    def part(self, id: str) -> Fact:
        """How many of what was due were done."""
        figure = self.figure(id)
        return Fact(figure.numerator, f"{figure.name}（已）", figure.source, figure.criterion, figure.rows)

    def due(self, id: str) -> Fact:
        figure = self.figure(id)
        return Fact(figure.denominator, f"{figure.name}（应）", figure.source, figure.criterion)

    def is_told(self, id: str) -> bool:
        """Whether a coverage was judged and something was due."""
        return bool(self.figure(id).denominator)

    def is_whole(self, id: str) -> bool:
        figure = self.figure(id)
        return bool(figure.denominator) and figure.numerator == figure.denominator

    def claim(self, id: str, words: str) -> Fact:
        """Words that claim the whole; asked for only where the figures prove it."""
        figure = self.figure(id)
        return Fact(words, figure.name, figure.source, figure.criterion, figure.rows)

    def undecided(self, id: str) -> Gap:
        """A coverage that could not be judged shows itself, with the reason that its criterion ends in."""
        name, criterion = self.figure(id).name, self.figure(id).criterion
        reason = criterion.rpartition("（")[2].rstrip("）")
        return Gap(f"{name}（{reason}）")


def covering(told: Told, id: str, claim: str, unit: str, due: str = "应", done: str = "已") -> str:
    """The claim where it is proven, else 应7人，已5人; a gap where that cannot be told; "" where nothing is due."""
    figure = told.figure(id)
    if figure.denominator is None:
        return f"，{told.undecided(id)}"
    if not figure.denominator:
        return ""
    if told.is_whole(id):
        return f"，{told.claim(id, claim)}"
    return f"，{due}{told.due(id)}{unit}，{done}{told.part(id)}{unit}"


# --- a sentence each ----------------------------------------------------------------------------------------------


def weekly(told: Told) -> str:
    """The weekly meeting and 主题党日, by the ledgers that are there."""
    parts = []
    if told.book.has("study_records"):
        cover = covering(told, "study_records.weeks", "应开例会的各周全部有学习记录", "周", "例会应有", "有学习记录")
        parts.append(f"组织集中学习{told['study_records.total']}次{cover}")
    if told.book.has("party_meetings"):
        parts.append(f"开展支部主题党日{told['party_meetings.day']}次")
    return "，".join(parts) + "。"


def groups(told: Told) -> str:
    return f"成立领导小组{told['leading_groups.total']}个。"


def submissions(told: Told) -> str:
    kinds = f"其中请示{told['submissions.asks']}件、报告{told['submissions.reports']}件"
    return f"向上级请示报告{told['submissions.total']}件，{kinds}。"


def matters(told: Told) -> str:
    start = f"个人有关事项应报{told['personal_matters.due']}件，已报{told['personal_matters.reported']}件"
    late = told["personal_matters.late"]
    cover = covering(told, "personal_matters.coverage", "科级及以上干部全部报告", "人", "科级及以上干部应报", "已报")
    return start + (f"（迟报{late}件）" if late else "") + cover + "。"


def leave(told: Told) -> str:
    missing, away = told["leave.unapproved"], told["leave.not_returned"]
    cover = covering(told, "leave.rate", "外出全部履行请假及备案手续", "人次", "应履行请假及备案手续", "已履行")
    tail = f"，未履行{missing}人次" if missing else ""
    return f"干部请假外出{told['leave.total']}人次{cover}{tail}" + (f"，未销假{away}人次" if away else "") + "。"


def ceremonies(told: Told) -> str:
    if not told["ceremonies.total"]:
        return "婚丧喜庆台账未见记录。"
    cover = covering(told, "ceremonies.rate", "全部履行报批备案手续", "件", "应报备", "已报备")
    return f"登记婚丧喜庆事宜{told['ceremonies.total']}件{cover}。"


def pledges(told: Told) -> str:
    cover = covering(told, "pledges.coverage", "班子成员、科室负责人应签的全部签订", "人", "应签", "已签")
    return f"签订党风廉政建设责任书{told['pledges.total']}份{cover}。"


def talks(told: Told) -> str:
    return f"开展廉政约谈{told['talks.total']}人次{pairs_of(told, 'talks.coverage')}。"


def pairs_of(told: Told, id: str) -> str:
    """覆盖9/10对."""
    if told.figure(id).denominator is None:
        return f"，{told.undecided(id)}"
    return f"，覆盖{told.part(id)}/{told.due(id)}对" if told.is_told(id) else ""


def regulations(told: Told) -> str:
    words = (("新建", "made"), ("修订", "revised"), ("废止", "ended"))
    parts = [f"{word}制度{count}项" for word, id in words if (count := told[f"regulations.{id}"])]
    return "、".join(parts) + "。" if parts else "制度台账未见本年记录。"


def warnings(told: Told) -> str:
    return f"开展警示教育{told['study_records.warning']}次。"


def reminders(told: Told) -> str:
    cover = covering(told, "festival_reminders.coverage", "应提醒的节日全部提醒", "个", "应提醒节日", "已提醒")
    return f"开展节前廉洁提醒{told['festival_reminders.total']}次{cover}。"


def decisions(told: Told) -> str:
    least = Fact(told.book.decision_amount, "集体决策金额", f"参数（{told.book.settings.source('decision_amount')}）")
    large = told["decisions.large"]
    money = f"，其中{least}元及以上支出{large}笔{told['decisions.large_amount']}元" if large else ""
    start = f"召开主任办公会{told['decisions.meetings']}次，集体研究议题{told['decisions.topics']}项{money}"
    if not told.book.has("quotes"):
        return f"{start}。"
    claim = f"{least}元及以上的采购全部经集体研究"
    cover = covering(told, "quotes.decided", claim, "笔", f"{least}元及以上的采购应经集体研究", "已研究")
    return f"{start}{cover}。"


def quotes(told: Told) -> str:
    least = told.book.quotes_least
    cover = covering(told, "quotes.rate", f"全部经{least}家以上询价", "批次", f"应经{least}家以上询价", "已询价")
    return f"询价采购{told['quotes.total']}批次{cover}。"


def files(told: Told) -> str:
    cover = covering(told, "integrity_files.coverage", "在册人员全部建立廉政档案", "人", "在册", "已建档")
    return f"建立廉政档案{told['integrity_files.total']}份{cover}，当年更新率{told['integrity_files.updated_rate']}。"


def party(told: Told) -> str:
    kinds = (
        ("支部党员大会", "congress"), ("支委会", "committee"), ("党小组会", "group"), ("党课", "lecture"),
        ("民主生活会", "democratic"), ("组织生活会", "organic"),
    )  # fmt: skip
    held = [f"{word}{count}次" for word, id in kinds if (count := told[f"party_meetings.{id}"])]
    rate = f"，到会率{told['party_meetings.attendance']}" if told.is_told("party_meetings.attendance") else ""
    return f"召开{'、'.join(held)}{rate}。" if held else "组织生活台账未见三会一课、民主生活会和组织生活会的记录。"


def heart_talks(told: Told) -> str:
    cover = pairs_of(told, "heart_talks.coverage").replace("，覆盖", "，民主生活会前覆盖", 1)
    return f"开展谈心谈话{told['heart_talks.total']}人次{cover}。"


def opinions(told: Told) -> str:
    adopted = told["opinions.adopted"]
    linked = covering(told, "opinions.linked_rate", "采纳的全部列入问题整改台账", "条", "应列入整改", "已列入")
    return f"征求意见建议{told['opinions.total']}条，采纳{adopted}条{linked if adopted else ''}。"


def plans(told: Told) -> str:
    cover = covering(
        told, "study_plans.coverage", "支部年度计划和各月计划全部制定", "份", "支部年度和月度计划应有", "已有"
    )
    return f"制定学习计划{told['study_plans.total']}份{cover}。"


def study(told: Told) -> str:
    forms = (("研讨", "seminar"), ("警示教育", "warning"), ("现场教学", "on_site"))
    parts = [f"{word}{count}次" for word, id in forms if (count := told[f"study_records.{id}"])]
    of_them = f"，其中{'、'.join(parts)}" if parts else ""
    rate = f"，参学率{told['study_records.attendance']}" if told.is_told("study_records.attendance") else ""
    return f"集中学习{told['study_records.total']}次{of_them}{rate}。"


def surveys(told: Told) -> str:
    numbers = (("收集意见建议", "opinions"), ("转化", "turned"))
    parts = [f"，{word}{told[f'surveys.{id}']}条" for word, id in numbers if told[f"surveys.{id}"]]
    days = f"{told['surveys.days']}天" if told["surveys.days"] else ""
    return f"开展调研{told['surveys.total']}次{days}{''.join(parts)}。"


class System(NamedTuple):
    """One system of the report: its name, its chapter, its ledgers (any will do), its sentence; none is a gap."""

    name: str
    chapter: str
    ledgers: tuple[str, ...]
    sentence: Callable[[Told], str] | None = None


SYSTEMS = (
    System("例会学习和主题党日", LEADERSHIP, ("study_records", "party_meetings"), weekly),
    System("领导小组", LEADERSHIP, ("leading_groups",), groups),
    System("请示报告", DISCIPLINE, ("submissions",), submissions),
    System("个人有关事项报告", DISCIPLINE, ("personal_matters",), matters),
    System("请销假", DISCIPLINE, ("leave",), leave),
    System("婚丧喜庆报备", DISCIPLINE, ("ceremonies",), ceremonies),
    System("责任书", DISCIPLINE, ("pledges",), pledges),
    System("廉政约谈", DISCIPLINE, ("talks",), talks),
    System("制度建设", DISCIPLINE, ("regulations",), regulations),
    System("会议活动报批", DISCIPLINE, ()),
    System("公务接待", DISCIPLINE, ()),
    System("办公用房清理", DISCIPLINE, ()),
    System("警示教育", DISCIPLINE, ("study_records",), warnings),
    System("节前提醒", DISCIPLINE, ("festival_reminders",), reminders),
    System("主任办公会", LIFE, ("decisions",), decisions),
    System("廉政档案", LIFE, ("integrity_files",), files),
    System("采购询价", LIFE, ("quotes",), quotes),
    System("组织生活", LIFE, ("party_meetings",), party),
    System("谈心谈话", LIFE, ("heart_talks",), heart_talks),
    System("征求意见", LIFE, ("opinions",), opinions),
    System("学习计划", ABILITY, ("study_plans",), plans),
    System("集中学习", ABILITY, ("study_records",), study),
    System("个人自学", ABILITY, ()),
    System("调研", ABILITY, ("surveys",), surveys),
)


def home(chapter: str) -> str:
    """Which of the four chapters one by another name stands for; "" for none."""
    text = fold(chapter)
    return next((own for own, signs in SIGNS if any(sign in text for sign in signs)), "")


class Systems:
    """The sentences of all systems, by chapter; none at all for a workbook without a supporting ledger."""

    def __init__(self, book: Book, figures: Figures) -> None:
        self.told = Told(book, figures)
        self.asked = () if only_core(book.tables) else SYSTEMS

    def homeless(self, names: Iterable[str]) -> list[str]:
        """The chapters that no name stands for, though a ledger has something to say in them."""
        there = {home(name) for name in names}
        speaking = {each.chapter for each in self.asked if any(map(self.told.book.has, each.ledgers))}
        return [chapter for chapter in CHAPTERS if chapter in speaking and chapter not in there]

    def points(self, chapter: str, written: Iterable[str]) -> list[Names]:
        """The points of a chapter; `written` are titles of the office's own texts, which fill gaps."""
        own = home(chapter)
        titles = [fold(title) for title in written]
        systems = [each for each in self.asked if own and each.chapter == own]
        points, absent, gaps = [], [], []
        for each in systems:
            if each.sentence and any(map(self.told.book.has, each.ledgers)):
                points.append(point(each.name, each.sentence(self.told)))
            elif each.ledgers:
                absent.append(each.name)
            elif not any(title and (title in each.name or each.name in title) for title in titles):
                gaps.append(each.name)
        if gaps:
            points.append(point("待补充", f"{Gap('、'.join(gaps) + '情况')}。"))
        if absent:
            points.append(point("未见记录", f"{'、'.join(absent)}未见记录。"))
        return points


def point(title: str, text: str) -> Names:
    return Names({"标题": title, "内容": text, "文": text})
