"""学习计划, 学习记录, 调研 (domain §11)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, IssueNumber, Staff, amount, count, year, yes_no
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Name, Number, Persons, Text

BRANCH, PERSON, TEAM = "支部", "个人", "班子"
LECTURE, SEMINAR, CLASS, WARNING_CLASS, ON_SITE, FILM, CONTEST, ONLINE, MEETING = (
    "领学", "研讨", "党课", "警示教育", "现场教学", "观影", "竞赛", "网络", "例会",
)  # fmt: skip
FORMS = (LECTURE, SEMINAR, CLASS, WARNING_CLASS, ON_SITE, FILM, CONTEST, ONLINE, MEETING, "其他")
FORM_WORDS = {
    "集中学习": LECTURE, "集体学习": LECTURE, "传达学习": LECTURE, "专题研讨": SEMINAR, "研讨交流": SEMINAR, "交流研讨": SEMINAR, "讲党课": CLASS, "上党课": CLASS,
    "警示教育片": WARNING_CLASS, "通报学习": WARNING_CLASS, "参观": ON_SITE, "参观基地": ON_SITE, "红色教育": ON_SITE, "现场教育": ON_SITE, "看电影": FILM,
    "观看影片": FILM, "知识竞赛": CONTEST, "网络学习": ONLINE, "在线学习": ONLINE, "周一例会": MEETING, "每周例会": MEETING, "先进事迹": LECTURE,
}  # fmt: skip
STUDY_PLANS = LedgerType(
    id="study_plans",
    title="学习计划",
    also=("学习计划台账", "学习计划表", "年度学习计划", "月度学习计划", "党员学习计划"),
    key="",
    core=("subject", "month", "topic"),
    signature=("subject", "posted_on"),
    note="年度计划的月份留空；支部与个人计划各一行。",
    columns=(
        Column("年度", "year", year(), also=("年份",), need="should", example=2025),
        Column("月份", "month", Number(whole=True, fault="ST-16"), also=("月", "计划月份"), help="年度计划留空", example=3),
        Column("计划主体", "subject", Choice(BRANCH, PERSON, TEAM, synonyms={"党支部": BRANCH, "支部计划": BRANCH, "个人计划": PERSON, "班子成员": TEAM, "中心组": TEAM}), also=("主体", "支部/个人", "计划类型"), need="should", example=BRANCH),
        Column("姓名", "person", Staff(), also=("计划人", "制定人"), help="个人计划填姓名"),
        Column("主题", "topic", Text(), also=("学习主题", "学习重点", "学习内容", "内容"), need="should", longest=500, example="党章党规"),
        Column("形式", "form", Choice(*FORMS, synonyms=FORM_WORDS), also=("学习形式",), example=LECTURE),
        Column("公示日期", "posted_on", Happened(), also=("公示时间", "公布日期"), example="2025-03-01"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
STUDY_RECORDS = LedgerType(
    id="study_records",
    title="学习记录",
    also=("学习台账", "学习记录台账", "集中学习记录", "集中学习台账", "学习登记表", "学习教育台账", "学习情况"),
    key="",
    core=("content", "on", "form"),
    signature=("speaker", "make_up", "asked", "form"),
    note="一次学习一行；没有开例会的那一周也登记一行，形式填例会，备注写明原因。",
    columns=(
        Column("日期", "on", Happened(), also=("学习日期", "学习时间", "时间"), need="should", example="2025-09-29"),
        Column("形式", "form", Choice(*FORMS, synonyms=FORM_WORDS), also=("学习形式", "类型", "学习类型"), need="should", example=LECTURE),
        Column("内容", "content", Text(), also=("学习内容", "主题", "学习主题"), need="should", longest=500, example="省市会议精神"),
        Column("主讲", "speaker", Persons(), also=("主讲人", "领学人", "主持人"), example="沈某乙"),
        Column("应到", "due", count(), also=("应到人数", "应学人数"), need="should", example=11),
        Column("实到", "present", count(), also=("实到人数", "参学人数", "实学人数"), need="should", example=11),
        Column("缺席人员", "absent", Staff(), also=("缺席", "缺席名单", "未到人员")),
        Column("补学", "make_up", Text(), also=("补学情况", "补学记录", "补学日期"), longest=300),
        Column("资料", "evidence", Text(), also=("学习资料", "佐证材料", "附件"), longest=300, example="会议记录"),
        Column("提问对象", "asked", Staff(), also=("提问人员", "随机提问对象", "抽问对象")),
        Column("收文日期", "received_on", Happened(), also=("文件收文日期", "收到文件日期")),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
SURVEYS = LedgerType(
    id="surveys",
    title="调研",
    also=("调研台账", "调查研究", "调查研究台账", "调研记录", "调研登记表", "调研情况"),
    key="",
    core=("topic", "person", "first"),
    signature=("topic", "problem", "turned", "person"),
    note="一次调研一行；发现的问题要落到整改台账，或写明不列入的理由。",
    columns=(
        Column("课题", "topic", Text(), also=("调研课题", "调研主题", "调研题目"), need="should", longest=200, example="基层服务点运行情况"),
        Column("调研人", "person", Staff(), also=("调研人员", "带队领导"), need="should", example="沈某乙"),
        Column("起", "first", Happened(), also=("时间", "调研时间", "调研日期", "日期", "开始日期"), need="should", example="2025-05-13"),
        Column("止", "last", Day(), also=("结束日期", "结束时间"), example="2025-05-14"),
        Column("天数", "days", amount(), also=("调研天数",), example=2),
        Column("地点", "place", Name(), also=("调研地点", "调研单位"), example="东街社区"),
        Column("方式", "way", Choice("座谈", "走访", "蹲点", "四不两直", "问卷", "其他", synonyms={"座谈会": "座谈", "实地走访": "走访", "蹲点调研": "蹲点"}), also=("调研方式",), example="走访"),
        Column("发现问题", "problem", Text(), also=("发现的问题", "存在问题", "问题"), longest=500),
        Column("意见建议", "advice", count(), also=("意见建议数", "意见数", "收集意见条数", "意见建议条数"), help="填条数", example=3),
        Column("措施", "measure", Text(), also=("解决措施", "对策措施"), longest=500),
        Column("转化情况", "turned", Text(), also=("成果转化", "转化", "成果转化情况"), longest=500),
        Column("转化条数", "turned_count", count(), also=("转化数", "已转化条数"), example=1),
        Column("报告", "report", yes_no(已完成="是", 未完成="否"), also=("调研报告", "是否形成报告"), example="是"),
        Column("关联问题编号", "issue_id", IssueNumber(), also=("关联问题", "问题编号", "整改编号")),
        Column("不列入理由", "reason", Text(), also=("不采纳理由", "理由"), longest=300),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (STUDY_PLANS, STUDY_RECORDS, SURVEYS)
