"""L0 岗位与名册: who holds which post, and whose superior is whose (domain §4.10)."""

from __future__ import annotations

from xlsuite.grading.managers import TIER_WORDS, TIERS
from xlsuite.model.columns import Column, LedgerType
from xlsuite.model.kinds import Choice, Day, Key, Name, Period, Persons, Text

POSTS = LedgerType(
    id="posts",
    title="岗位与名册",
    also=("岗位名册", "岗位", "名册", "岗位清单", "岗位目录", "人员名册", "岗位和人员"),
    key="post_id",
    core=("post_id", "holder", "post"),
    signature=("post_id", "tier", "superior"),
    note="每个岗位一行；直接上级岗位填上级的岗位编号，责任链由此而来。",
    columns=(
        Column("岗位编号", "post_id", Key(), also=("岗位代码", "岗位号"), need="must", example="GW05"),
        Column("科室", "unit", Name(), also=("部门", "单位/科室", "处室", "股室", "所在科室", "所属部门"), need="must", example="综合科"),
        Column("岗位名称", "post", Name(), also=("岗位", "职务", "岗位职务"), need="must", example="科员（采购与资产）"),
        Column("任职人", "holder", Persons(), also=("姓名", "在岗人员", "现任人员"), need="must", example="叶某戊"),
        Column(
            "岗位层级", "tier", Choice(*TIERS, synonyms=TIER_WORDS), also=("层级", "职级", "岗位级别"),
            need="must", example="工作人员",
        ),
        Column("直接上级岗位", "superior", Key(), also=("上级岗位", "直接上级", "上级岗位编号"), example="GW04", help="填上级的岗位编号；主要领导留空"),
        Column("主要职权", "duties", Text(), also=("职权", "职责", "岗位职责", "主要职责"), example="办公用品申购、询价"),
        Column("是否重点岗位", "key_post", Choice("是", "否"), also=("重点岗位",), example="是"),
        Column("任职起", "since", Day(), also=("任职时间", "任职日期", "任现职时间"), need="should", instead="tenure", example="2023-01-04"),
        Column("任职止", "until", Day(), also=("离任日期", "离任时间")),
        Column("任职起止", "tenure", Period(), also=("任职期间",)),
        Column("责任书签订日期", "pledged", Day(), also=("责任书签订时间", "签订日期"), example="2025-02-17"),
        Column("备注", "note", Text()),
    ),
)  # fmt: skip
