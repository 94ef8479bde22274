"""The worksheet functions: as plain Python, and through the converters that xlwings puts before and behind them."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import pytest

import xlsuite.functions as functions
from tests.clicking import ROOT
from xlsuite.host.quick import xlwings

DAY = date(2025, 9, 30)
ROSTER = [
    ["岗位编号", "科室", "岗位名称", "任职人", "岗位层级", "直接上级岗位"],
    ["GW01", "办领导", "主任", "秦某甲", "主要领导", None],
    ["GW02", "办领导", "副主任", "沈某乙", "班子成员", "GW01"],
    ["GW04", "综合科", "科长", "顾某丁", "科室负责人", "GW02"],
]
HEADER = [
    "问题编号",
    "来源",
    "方面",
    "问题",
    "整改措施",
    "责任领导",
    "责任科室",
    "责任人",
    "整改时限",
    "整改状态",
    "完成日期",
]
GOOD = [
    "ZG-1",
    "自查",
    "作风",
    "甲",
    "乙",
    "丙某",
    "综合科",
    "丁某",
    datetime(2025, 6, 30),
    "已完成",
    datetime(2025, 6, 1),
]
BAD = ["ZG-2", "自查", "作风", "甲", "乙", "丙某", "综合科", "丁某", "13月底", "推进中", None]
RC05 = "RC-05 整改时限填的是“13月底”，没有13月，月份应为1至12，应改为实际日期。"

CASES: tuple[tuple[str, tuple[Any, ...], Any], ...] = (
    ("风险值", (2, 3), 6.0),
    ("风险值", ([[1], [2]], [[3], [3]]), [[3.0], [6.0]]),
    ("风险值", ([[1], [2]], 3), [[3.0], [6.0]]),
    ("风险值", (None, None), ""),
    ("风险值", (6, 6, 7, None, "lec"), 252.0),
    ("风险值", (2, 9), "“危害程度S”填的是“9”，应填 1、2、3 之一。"),
    ("风险值", ([[1], [2]], [[3], [3], [3]]), "几个区域大小不一样：应都是 3 行 1 列，或是一格。"),
    ("风险等级", (2, 3), "高"),
    ("风险等级", ([[1, 1]], [[1, 3]]), [["低", "中"]]),
    ("风险等级", (2, 3, None, None, "ls3x3", "≥9 重大；≥4 较大；其余 一般"), "较大"),
    ("风险等级", (2, 3, None, None, "没有"), "评定方法填的是“没有”"),
    ("管理责任人", ("GW04", "高", ROSTER), "秦某甲"),
    ("管理责任人", ([["GW04"], ["GW02"], [None]], [["中"], ["低"], ["高"]], ROSTER), [["沈某乙"], ["秦某甲"], [""]]),
    ("管理责任人", ("GW9", "中", ROSTER), "名册里没有岗位编号“GW9”，定不了管理责任人，请在“岗位与名册”补登这个岗位。"),
    ("管理责任人", ("GW04", "中", [["a"]]), "第三项应是“岗位与名册”的区域，第一行是表头（岗位编号、科室、岗位名称、任职人、岗位层级、直接上级岗位）。"),
    ("时限日期", ("2025年6月底前", None, DAY), date(2025, 6, 30)),
    ("时限日期", ("6月底前", None, DAY), date(2025, 6, 30)),
    ("时限日期", ("6月底前", None, date(2024, 1, 1)), date(2024, 6, 30)),
    ("时限日期", ("3个月内", date(2025, 1, 31), DAY), date(2025, 4, 30)),
    ("时限日期", ([["2025-3-1"], ["2月30日"]], None, DAY), [[date(2025, 3, 1)], "?"]),
    ("时限日期", ("3个月内", None, DAY), "“3个月内”没有发现日期，无法推算。请填上发现日期，或写具体日期，例如 2026-3-31。"),
    ("时限日期", ("5个工作日内", DAY, DAY), "“5个工作日内”无工作日历，未判定。请写具体日期，例如 2026-3-31。"),
    ("时限日期", ("13月底", None, DAY), "“13月底”没有13月，月份应为1至12，应改为实际日期。"),
    ("时限日期", ("6月底", None, "昨天"), "截止日要填真实日期，例如 2025-9-30。"),
    ("有效时限", ("2025-6-30", "2025-3-1", "限期整改", None, DAY), date(2025, 6, 30)),
    ("有效时限", ("2025-6-30", "2025-3-1", "限期整改", "2025-8-31", DAY), date(2025, 8, 31)),
    ("有效时限", ("立行立改", "2025-3-1", "立行立改", None, DAY), date(2025, 3, 31)),
    ("有效时限", ("乱写", None, None, None, DAY), "“乱写”看不出是哪一天，请填具体日期，例如 2026-3-31。"),
    ("逾期天数", ("2025-6-30", "推进中", DAY), 92.0),
    ("逾期天数", ("2025-6-30", "推进中", 45930), 92.0),
    ("逾期天数", ("2025-6-30", "推进中", date(2025, 6, 30)), 0.0),
    ("逾期天数", ([["2025-6-30"], ["2025-12-31"], ["2025-6-30"], [None]], [["推进中"], ["推进中"], ["已完成"], ["推进中"]], DAY), [[92.0], [0.0], [0.0], [""]]),
    ("逾期天数", ("2025-6-30", "#N/A", DAY), "整改状态填的是“#N/A”，说不准完成没有，应填 未启动、推进中、基本完成、已完成 中的一项。"),
    ("逾期天数", ([["2025-6-30"], ["2025-12-31"], [None]], [[None], [None], [None]], DAY), [["整改状态没有填，说不准完成没有，应填 未启动、推进中、基本完成、已完成 中的一项。"], [0.0], [""]]),
    ("整改完成率", ([HEADER, GOOD, BAD], DAY), 0.5),
    ("整改完成率", ([HEADER], DAY), "无"),
    ("整改完成率", ([["a"]], DAY), "第一项应是“问题整改台账”的区域，第一行是表头（问题编号、整改时限、整改状态……）。"),
    ("校验行", ([HEADER], [BAD], DAY), RC05),
    ("校验行", ([HEADER], [[*GOOD[:3], "#REF!", *GOOD[4:]]], DAY), "ST-08 单元格是错误值 #REF!，读不出内容。"),
    ("校验行", ([HEADER], [GOOD, BAD], DAY), [["无"], [RC05]]),
    ("校验行", ([["甲", "乙"]], [[1, 2]], DAY), "表头认不出是哪种台账。请从台账的表头行选起。"),
    ("校验行", ([HEADER], [[1, 2]], DAY), "表头应是一行，和要检查的行一样宽。"),
)  # fmt: skip


def same(found: Any, wanted: Any) -> bool:
    if wanted == "?":
        return isinstance(found, list) and isinstance(found[0], str) and len(found[0]) > 5
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, str) and wanted.endswith("”"):
        return isinstance(found, str) and found.startswith(wanted)
    return bool(found == wanted)


@pytest.mark.parametrize(
    ("name", "arguments", "wanted"), CASES, ids=[f"{at}-{case[0]}" for at, case in enumerate(CASES)]
)
def test_as_plain_functions(name: str, arguments: tuple[Any, ...], wanted: Any) -> None:
    found = getattr(functions, name)(*arguments)
    assert same(found, wanted), found


@pytest.mark.parametrize(
    ("name", "arguments", "wanted"), CASES, ids=[f"{at}-{case[0]}" for at, case in enumerate(CASES)]
)
def test_through_the_converters(name: str, arguments: tuple[Any, ...], wanted: Any) -> None:
    """What Excel hands over goes through xlwings' reading with the options of the decorators, the answer through its writing."""
    xlwings()
    from xlwings import conversion

    from xlsuite.host.engine import register

    register()
    options = {"ndim": 2, "err_to_str": True}
    handed = [conversion.read(None, as_com(value), options, engine_name="xlsuite") for value in arguments]
    found = getattr(functions, name)(*handed)
    written = conversion.write(found, None, {}, engine_name="xlsuite")
    rows = found if isinstance(found, list) else [[found]]
    assert written == rows or written == [[value] for value in rows]
    plain = rows if isinstance(wanted, list) else rows[0][0] if isinstance(rows[0], list) else rows[0]
    assert same(plain, wanted), found


def as_com(value: Any) -> Any:
    """A value as COM gives it: blocks are tuples of tuples, days have a time of day."""
    if isinstance(value, list):
        return tuple(tuple(map(as_com, row)) if isinstance(row, list) else (as_com(row),) for row in value)
    return datetime(value.year, value.month, value.day) if type(value) is date else value


def test_each_is_offered_with_chinese_help_and_a_day_where_it_needs_one() -> None:
    for name, (work, arguments) in functions.OFFERED.items():
        offered = getattr(functions, name)
        assert offered.__name__ == name and work.__doc__ and work.__doc__.startswith(f"{name}：")
        assert list(arguments) == list(inspect.signature(work).parameters)
        assert all(any("一" <= sign <= "鿿" for sign in help) for help in arguments.values())
    assert [name for name, (_, given) in functions.OFFERED.items() if "as_of" in given] == [
        "时限日期",
        "有效时限",
        "逾期天数",
        "整改完成率",
        "校验行",
    ]


def test_decorated_by_the_real_decorators_of_windows() -> None:
    """xlwings' own UDF decorators, which only need COM when a function is called from Excel."""
    code = (
        "import sys, types; names = ('pythoncom', 'pywintypes', 'win32com', 'win32com.client', 'win32com.server', 'win32com.server.util',"
        " 'win32com.server.dispatcher', 'win32com.server.policy', 'win32api', 'win32con', 'win32timezone');\n"
        "class Any(types.ModuleType):\n"
        "    def __getattr__(self, name): return type(name, (Exception,), {})\n"
        "for name in names: sys.modules[name] = Any(name)\n"
        "import xlwings; from xlwings import udfs\n"
        "xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret\n"
        "import xlsuite.functions as f; info = getattr(f, '逾期天数').__xlfunc__\n"
        "print(info['name'], [(a['name'], a['options'], a['doc']) for a in info['args']], info['ret']['options'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    options = {"ndim": 2, "err_to_str": True}
    wanted = [
        ("due", options, "时限"),
        ("state", options, "整改状态"),
        ("as_of", options, "统计截止日，如 参数!B2 或 DATE(2025,9,30)"),
    ]
    assert done.stdout.strip() == f"逾期天数 {wanted} {{'date_format': 'yyyy-m-d'}}", done.stderr
