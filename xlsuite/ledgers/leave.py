"""请销假, 婚丧喜庆, and the table of who approves how many days (domain §11, settings.md §3)."""

from __future__ import annotations

from xlsuite.grading.managers import HEAD, PARTY_ORG, TIER_WORDS, TIERS
from xlsuite.ledgers.own import Happened, Staff, amount, count, yes_no
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Name, Persons, Text

ON_DUTY, PRIVATE, SICK, ANNUAL, AWAY = "公出", "事假", "病假", "年休", "外出报备"
LEAVE = LedgerType(
    id="leave",
    title="请销假",
    also=("请销假台账", "请假台账", "请销假登记表", "外出报备", "外出台账", "外出请假备案", "请销假记录", "干部请销假登记表", "外出备案登记表", "请销假和外出报备"),
    key="",
    core=("person", "first", "last"),
    signature=("returned", "stand_in", "kind"),
    note="一次一行；天数按起止当天都算；回来后填销假日期。",
    columns=(
        Column("姓名", "person", Staff(), also=("请假人", "外出人", "申请人"), need="should", example="叶某戊"),
        Column("岗位", "post", Name(), also=("职务", "岗位名称"), example="科员"),
        Column(
            "事由类别", "kind",
            Choice(ON_DUTY, PRIVATE, SICK, ANNUAL, AWAY, "其他", synonyms={"出差": ON_DUTY, "因公外出": ON_DUTY, "公差": ON_DUTY, "年休假": ANNUAL, "休假": ANNUAL, "外出": AWAY, "外出备案": AWAY, "婚假": "其他", "产假": "其他", "丧假": "其他", "探亲假": "其他"}),
            also=("请假类别", "类别", "假别", "请假类型", "事由", "外出类别"), need="should", example=PRIVATE,
        ),
        Column("起", "first", Day(), also=("开始日期", "起始日期", "请假开始", "外出日期", "起始时间", "开始时间", "请假起"), need="should", example="2025-04-10"),
        Column("止", "last", Day(), also=("结束日期", "截止日期", "请假结束", "返回日期", "结束时间", "请假止"), need="should", example="2025-04-10"),
        Column("天数", "days", amount(), also=("请假天数", "外出天数"), example=1),
        Column("目的地", "place", Name(), also=("外出地点", "去向", "地点"), help="写到市即可", example="本市"),
        Column("代管人", "stand_in", Staff(), also=("工作代管人", "主持工作人", "代职人", "代理人"), example="梁某壬"),
        Column("审批人", "approver", Persons(), also=("批准人", "准假人"), need="should", example="顾某丁"),
        Column("审批日期", "approved_on", Happened(), also=("批准日期", "审批时间", "准假日期"), need="should", example="2025-04-09"),
        Column("备案", "filed", yes_no(已备案="是", 未备案="否"), also=("是否备案", "备案情况"), example="是"),
        Column("销假日期", "returned", Happened(), also=("销假时间", "返岗日期", "实际返岗日期"), example="2025-04-11"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
APPROVER = Choice(PARTY_ORG, *TIERS, synonyms={word: tier for word, tier in TIER_WORDS.items() if word not in TIERS})
LEAVE_TABLE = LedgerType(
    id="leave_table",
    title="请假审批表",
    also=("请假审批权限表", "请假审批权限"),
    key="",
    core=("tier", "approver"),
    signature=("tier",),
    by_name_only=True,
    listed=False,
    note="某一层级请假不超过多少天由哪一层级审批，天数上限留空表示不限。",
    columns=(
        Column("岗位层级", "tier", Choice(*TIERS, synonyms=TIER_WORDS), also=("层级",), need="should", example="工作人员"),
        Column("天数上限", "days", amount(), also=("天数",), example=1),
        Column("审批层级", "approver", APPROVER, also=("审批人", "审批权限"), need="should", example=HEAD),
    ),
)  # fmt: skip
WEDDING, FUNERAL = "婚礼", "丧事"
CEREMONIES = LedgerType(
    id="ceremonies",
    title="婚丧喜庆",
    also=("婚丧喜庆台账", "婚丧喜庆报备", "婚丧喜庆事宜报告表", "操办婚丧喜庆事宜登记表", "婚丧喜庆事宜报备", "婚丧喜庆报告表"),
    key="",
    core=("person", "matter", "on"),
    signature=("relation", "matter", "tables", "told_before"),
    note="一件一行；事前、事后报告各填日期，只记是否收受和处理，不记礼单。",
    columns=(
        Column("姓名", "person", Staff(), also=("报告人", "操办人"), need="should", example="叶某戊"),
        Column("与本人关系", "relation", Name(), also=("与当事人关系", "关系"), example="本人"),
        Column("操办事项", "matter", Choice(WEDDING, FUNERAL, "其他喜庆", synonyms={"婚事": WEDDING, "结婚": WEDDING, "婚嫁": WEDDING, "婚庆": WEDDING, "丧葬": FUNERAL, "白事": FUNERAL, "葬礼": FUNERAL, "红事": WEDDING}), also=("事项", "操办事宜", "事宜"), need="should", example=WEDDING),
        Column("办理时间", "on", Day(), also=("操办时间", "办理日期", "操办日期", "时间"), need="should", example="2025-05-20"),
        Column("办理地点", "place", Name(), also=("操办地点", "地点"), example="本市"),
        Column("参加人数", "guests", count(), also=("参加对象及人数", "人数", "宾客人数"), example=120),
        Column("桌数", "tables", count(), also=("宴席桌数", "宴请桌数"), example=12),
        Column("接受礼金礼品及处理情况", "gifts", Text(), also=("礼金礼品处理情况", "礼金处理情况", "礼金礼品情况"), longest=300, example="未收受管理和服务对象礼金"),
        Column("事前报告日期", "told_before", Happened(), also=("事前报备日期", "报告日期", "报备日期", "事前报告时间"), example="2025-04-28"),
        Column("审批", "approver", Name(), also=("审批/备案", "备案", "审批人", "审批情况"), example="沈某乙"),
        Column("事后报告日期", "told_after", Happened(), also=("事后报备日期", "事后报告时间"), example="2025-05-26"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (LEAVE, CEREMONIES)
LISTS = (LEAVE_TABLE,)
