"""主任办公会, 采购询价: what was decided together, and how what was bought was priced (domain §11)."""

from __future__ import annotations

from xlsuite.ledgers.own import Happened, Staff, amount, count
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Key, Name, Persons, Text

POLICY, MONEY, PERSONNEL, AWARD = "重大决策", "大额资金", "干部提拔", "评选选优"
QUOTES_MOST = 6
DECISIONS = LedgerType(
    id="decisions",
    title="主任办公会",
    also=("三重一大", "集体决策", "主任办公会台账", "三重一大台账", "集体决策台账", "主任办公会记录", "办公会议台账", "三重一大事项台账", "三重一大决策台账", "集体研究事项台账"),
    key="",
    core=("topic", "on", "decision"),
    signature=("topic", "decision", "minutes", "agree"),
    refers="number",
    note="一个议题一行；涉及资金的填金额（元），表决三栏填票数。",
    columns=(
        Column("会议日期", "on", Happened(), also=("日期", "会议时间", "召开日期", "时间"), need="should", example="2025-03-06"),
        Column("届次", "number", Name(), also=("会议届次", "会议名称", "会议编号", "期次"), need="should", example="2025年第3次主任办公会"),
        Column("主持", "chair", Staff(), also=("主持人",), example="秦某甲"),
        Column("应到", "due", count(), also=("应到人数",), need="should", example=7),
        Column("实到", "present", count(), also=("实到人数",), need="should", example=7),
        Column("议题", "topic", Text(), also=("议题名称", "研究事项", "决策事项", "议题内容", "事项"), need="should", longest=300, example="办公耗材采购"),
        Column(
            "类别", "kind",
            Choice(POLICY, MONEY, PERSONNEL, AWARD, "其他", synonyms={"资金": MONEY, "大额资金使用": MONEY, "资金使用": MONEY, "提拔": PERSONNEL, "人事": PERSONNEL, "人事任免": PERSONNEL, "重要人事任免": PERSONNEL, "干部任免": PERSONNEL, "评优": AWARD, "评先评优": AWARD, "评选评优": AWARD, "重大项目": POLICY, "重大事项": POLICY, "决策": POLICY}),
            also=("议题类别", "事项类别", "类型"), need="should", example=MONEY,
        ),
        Column("金额", "amount", amount(), also=("涉及金额", "资金金额", "金额(元)", "支出金额"), example=8600),
        Column("会前征求意见", "consulted", Text(), also=("会前征求意见情况", "征求意见情况"), longest=300, example="已书面征求"),
        Column("赞成", "agree", count(), also=("同意票", "赞成票", "同意"), example=7),
        Column("反对", "against", count(), also=("反对票", "不同意"), example=0),
        Column("弃权", "abstain", count(), also=("弃权票",), example=0),
        Column("决定", "decision", Text(), also=("决定事项", "会议决定", "决策结果", "决议", "研究结果"), need="should", longest=500, example="同意"),
        Column("纪要文号", "minutes", Name(), also=("会议纪要文号", "纪要编号", "会议纪要"), example="主任办公会纪要〔2025〕3号"),
        Column("执行情况", "done", Text(), also=("落实情况", "执行结果"), longest=300, example="已执行"),
        Column("责任科室", "unit", Name(), also=("承办科室", "责任部门"), example="综合科"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
QUOTES = LedgerType(
    id="quotes",
    title="采购询价",
    also=("询价台账", "采购台账", "采购询价台账", "询价记录", "采购询价记录", "办公用品采购台账", "询价登记表", "采购询价登记表", "申购审批台账"),
    key="number",
    core=("number", "item", "chosen"),
    signature=("item", "chosen", "supplier_1", "price_1", "receiver"),
    note="一次采购一行；供应商与报价成对填，最多六家；成交的供应商要在报价的几家里。",
    columns=(
        Column("申购编号", "number", Key(), also=("采购编号", "编号", "申请编号"), need="should", example="CG-2025-001", printed=True),
        Column("申购科室", "unit", Name(), also=("申请科室", "科室", "申购部门", "使用科室"), example="综合科", printed=True),
        Column("品目", "item", Text(), also=("采购品目", "采购内容", "采购事项", "品名", "物品名称", "采购项目"), need="should", longest=200, example="打印耗材", printed=True),
        Column("预算", "budget", amount(), also=("预算金额", "申购金额"), example=3000),
        Column("申购日期", "on", Happened(), also=("申请日期", "申购时间"), need="should", example="2025-03-03"),
        Column("审批人", "approver", Persons(), also=("批准人",), example="沈某乙"),
        Column("询价方式", "way", Choice("QQ群", "电话", "平台", "其他", synonyms={"QQ": "QQ群", "微信群": "其他", "网上": "平台", "电商平台": "平台", "政采云": "平台"}), also=("询价渠道",), example="QQ群"),
        Column("询价日期", "asked_on", Happened(), also=("询价时间",), need="should", example="2025-03-04"),
        *(
            column
            for order in range(1, QUOTES_MOST + 1)
            for column in (
                Column(f"供应商{order}", f"supplier_{order}", Name(), also=(f"供应商{'一二三四五六'[order - 1]}", f"询价单位{order}"), example=f"{'甲乙丙'[order - 1]}商行" if order <= 3 else None, printed=order <= 3),
                Column(f"报价{order}", f"price_{order}", amount(), also=(f"报价{'一二三四五六'[order - 1]}", f"供应商{order}报价"), example=2700 + 100 * order if order <= 3 else None, printed=order <= 3),
            )
        ),
        Column("选定供应商", "chosen", Name(), also=("成交供应商", "中选供应商", "选定商家", "供货单位", "供应商"), need="should", example="甲商行", printed=True),
        Column("成交价", "price", amount(), also=("成交金额", "成交价格", "采购金额", "实际金额"), need="should", example=2800, printed=True),
        Column("理由", "reason", Text(), also=("选定理由", "选择理由"), longest=300, printed=True),
        Column("采购人", "buyer", Staff(), also=("采购员", "经办人"), need="should", example="叶某戊", printed=True),
        Column("采购日期", "bought_on", Happened(), also=("采购时间",), example="2025-03-06", printed=True),
        Column("验收人", "receiver", Staff(), also=("验收员",), need="should", example="梁某壬", printed=True),
        Column("验收日期", "received_on", Happened(), also=("验收时间",), example="2025-03-07", printed=True),
        Column("付款日期", "paid_on", Happened(), also=("付款时间", "支付日期"), example="2025-03-10"),
        Column("审批日期", "approved_on", Happened(), also=("审批时间", "批准日期"), example="2025-03-05"),
        Column("关联会议", "meeting", Name(), also=("会议", "集体研究会议", "关联届次", "会议届次")),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
LEDGERS = (DECISIONS, QUOTES)
