"""A rectification ledger of any size with seeded errors of ten kinds; the same arguments give the same bytes.

    python benchmarks/ledger.py FOLDER [--rows 50000] [--bad 0.02] [--files 1]

Writes ledger_clean_ROWS.xlsx (14 columns, and a sheet of units) and truth_clean_ROWS.json, a list of
[sheet row, header, kind, row it repeats or null]. --bad: the share of rows with an error. --files: so many workbooks of
that size, unit_0001.xlsx …, each its own, without the truth.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

from shape import ASPECTS, AT, HEADERS, SOURCES, STATES

UNITS = tuple(
    office + unit
    for office in ("县财政局", "县住建局", "县水利局", "县教育局", "县卫健局", "县交通局")
    for unit in ("办公室", "计财科", "法规科", "审批科", "监督科", "项目科", "人事科", "机关党委", "信息中心", "业务科")
)
ISSUES = (
    "个别项目未按规定公开招标",
    "部分经费支出审批手续不完善",
    "内部控制制度执行不到位",
    "公务接待清单填写不规范",
    "专项资金拨付进度缓慢",
    "重点岗位人员未按期轮岗交流",
    "合同管理台账缺项漏项",
    "固定资产盘点不及时",
    "廉政谈话记录不完整",
    "行政审批超时限办理",
)
MEASURES = (
    "修订完善制度",
    "组织专题学习",
    "开展全面自查",
    "约谈相关责任人",
    "健全台账并按月更新",
    "引入第三方复核",
    "明确办理时限",
)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
KINDS = (
    "required",
    "enum",
    "date_order",
    "done_needs_date",
    "unique",
    "fk",
    "date_parse",
    "max_len",
    "pattern",
    "whitespace",
)


def main() -> None:
    options = argparse.ArgumentParser(description="A ledger with seeded errors.")
    options.add_argument("folder", type=Path)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--bad", type=float, default=0.02)
    options.add_argument("--files", type=int, default=1)
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.files > 1:
        for number in range(1, given.files + 1):
            write(given.folder / f"unit_{number:04d}.xlsx", drawn(given.rows, given.bad, number)[0])
        return
    rows, truth = drawn(given.rows, given.bad, 20250930)
    stem = f"clean_{given.rows}" if given.bad == 0.02 else f"bad{given.bad:g}_{given.rows}"
    write(given.folder / f"ledger_{stem}.xlsx", rows)
    with open(given.folder / f"truth_{stem}.json", "w", encoding="utf-8") as file:
        json.dump(truth, file, ensure_ascii=False)


def drawn(count: int, bad: float, seed: int) -> tuple[list[list[Any]], list[list[Any]]]:
    """Rows and the errors planted in them."""
    chance = random.Random(seed)
    rows = [clean_row(chance, number) for number in range(1, count + 1)]
    return rows, seed_errors(chance, rows, bad) if bad else []


def clean_row(chance: random.Random, number: int) -> list[Any]:
    found = dt.date(2018, 6, 1) + dt.timedelta(days=chance.randrange(700))
    due = found + dt.timedelta(days=chance.randrange(15, 240))
    state = chance.choices(STATES, (5, 30, 10, 55))[0]
    done = found + dt.timedelta(days=chance.randrange(5, (due - found).days + 20)) if state == "已完成" else None
    issue = (
        "；".join(chance.sample(ISSUES, chance.randrange(1, 5)))
        + f"，涉及{chance.randrange(1, 60)}项、{chance.randrange(1, 90000) / 10}万元。"
    )
    return [
        f"ZG-2019-{number:05d}",
        chance.choice(SOURCES),
        chance.choice(ASPECTS),
        issue,
        "；".join(chance.sample(MEASURES, chance.randrange(1, 4))) + "。",
        name(chance),
        chance.choice(UNITS),
        name(chance),
        found,
        due,
        state,
        done,
        f"佐证{chance.randrange(1, 999):03d}号" if chance.random() < 0.8 or done else None,
        "已报送" if chance.random() < 0.2 else None,
    ]


def name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.randrange(1, 3)))


def seed_errors(chance: random.Random, rows: list[list[Any]], bad: float) -> list[list[Any]]:
    """A share of the rows gets one error each, the kinds in turn; the first tenth of the rows stays clean."""
    each = max(1, int(len(rows) * min(bad, 0.9)) // len(KINDS))
    truth = []
    for place, index in enumerate(chance.sample(range(len(rows) // 10, len(rows)), each * len(KINDS))):
        kind = KINDS[place % len(KINDS)]
        header, mate = seeded(chance, rows, index, kind)
        truth.append([index + 2, header, kind, mate])
    return sorted(truth)


def seeded(chance: random.Random, rows: list[list[Any]], index: int, kind: str) -> tuple[str, int | None]:
    row = rows[index]
    mate = None
    if kind == "required":
        header, value = chance.choice(("整改措施", "责任领导", "责任人")), None
    elif kind == "enum":
        header, value = "整改状态", chance.choice(("差不多了", "在弄", "不清楚"))
        row[AT["完成日期"]] = None
    elif kind == "date_order":
        header, value = "整改期限", row[AT["开始日期"]] - dt.timedelta(days=chance.randrange(1, 90))
    elif kind == "done_needs_date":
        header, value = "完成日期", None
        row[AT["整改状态"]] = "已完成"
    elif kind == "unique":
        first = chance.randrange(len(rows) // 10)
        header, value, mate = "编号", rows[first][0], first + 2
    elif kind == "fk":
        header, value = "责任部门", chance.choice(("县财政局计划科", "住建局办公室", "县农业局办公室"))
    elif kind == "date_parse":
        header, value = (
            chance.choice(("开始日期", "整改期限")),
            chance.choice(("待定", "2019年2月30日", "2019.13.5", "20190231")),
        )
    elif kind == "max_len":
        header, value = "存在问题", "".join(chance.choice(ISSUES) for _ in range(60))[: chance.randrange(501, 600)]
    elif kind == "pattern":
        header, value = "编号", row[0].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    else:
        header = chance.choice(("责任领导", "责任人"))
        value = chance.choice((" {}", "{} ", "\u3000{}", "{}\u00a0")).format(row[AT[header]])
    row[AT[header]] = value
    return header, mate


def write(path: Path, rows: list[list[Any]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": len(rows) > 200_000}) as book:
        book.set_properties({"created": dt.datetime(2019, 12, 1)})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("整改台账")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, at, value, day)
                elif value is not None:
                    sheet.write_string(number, at, value)
        units = book.add_worksheet("部门目录")
        units.write_row(0, 0, ("序号", "部门名称"))
        for number, unit in enumerate(UNITS, 1):
            units.write_row(number, 0, (number, unit))


if __name__ == "__main__":
    main()
