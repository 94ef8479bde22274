"""节前提醒: a reminder before each festival of the year's table (domain §11)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Name, Text

FESTIVAL_REMINDERS = LedgerType(
    id="festival_reminders",
    title="节前提醒",
    also=("节前提醒台账", "节日提醒", "节前廉洁提醒", "节前廉政提醒", "节日廉洁提醒台账", "节前提醒登记表"),
    key="",
    core=("festival", "on"),
    signature=("festival", "audience", "duty"),
    note="一次提醒一行；节日日期以节日表为准。",
    columns=(
        Column("节日", "festival", Name(), also=("节日名称", "节点"), need="should", example="国庆"),
        Column("节日日期", "day", Day(), also=("节日时间",), example="2025-10-01"),
        Column("提醒日期", "on", Happened(), also=("提醒时间", "日期"), need="should", example="2025-09-26"),
        Column("方式", "way", Choice("会议", "短信", "微信群", "书面", "其他", synonyms={"开会": "会议", "集中谈话": "会议", "微信": "微信群", "工作群": "微信群", "通知": "书面", "文件": "书面", "QQ群": "微信群"}), also=("提醒方式",), example="会议"),
        Column("对象范围", "audience", Text(), also=("提醒对象", "范围", "对象"), need="should", longest=200, example="全体干部职工"),
        Column("内容", "content", Text(), also=("提醒内容",), longest=500, example="八条纪律要求"),
        Column("值班安排", "duty", Text(), also=("值班",), longest=300, example="已公布"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (FESTIVAL_REMINDERS,)
