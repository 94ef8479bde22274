"""ST-01, ST-06 … ST-10: whether the workbook holds ledgers, and whether a sheet is whole (contract §3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlsuite.ledgers.book import Book
from xlsuite.model.grid import ASIDE, Grid, Merge
from xlsuite.model.table import Table
from xlsuite.model.text import whole
from xlsuite.rules.headers import header_cell
from xlsuite.rules.rule import INFO, WARNING, Fault, rule


@rule("ST-01")
def no_ledger(book: Book) -> Iterator[Fault]:
    """工作簿里没有台账

    查什么：
    所有工作表里都没有找到能认出的台账表头。
    为什么：
    认不出台账就什么也查不了，也汇总不出数。
    怎么改：
    确认打开的是台账文件；表头请用台账的标准列名（如 问题编号、整改措施、整改时限），
    可用“xlsuite 新建”生成空白台账对照。
    例：
    对 问题编号=ZG-2025-001
    错 [*] 甲=1 乙=2
    """
    if not any(table.primary and table.ledger.id != "settings" and table.ledger.listed for table in book.tables):
        names = "、".join(f"“{grid.name}”" for grid in book.grids[:8]) or "（没有工作表）"
        sheet = book.grids[0].name if book.grids else ""
        yield Fault(f"没有找到台账。工作簿里有 {len(book.grids)} 张表：{names}。", sheet=sheet, row=1, column=1)


@rule("ST-06", severity=INFO)
def cells_merged(table: Table) -> Iterator[Fault]:
    """数据单元格有合并

    查什么：
    数据区里有合并的单元格。
    为什么：
    上下合并的各行都按左上角的内容读；跨列合并的，右边各列算空的；合并以外的空格不会往下填。
    怎么改：
    看一看合并的范围对不对；要筛选、排序的台账，建议取消合并、逐行填写。
    例：
    对 问题编号=ZG-2025-001
    错 [合并 责任领导] 问题编号=ZG-2025-001 | 问题编号=ZG-2025-002
    """
    if not table.primary or not table.grid.merges:
        return
    merges = merged_data(table)
    if merges:
        down = sum(merge.bottom - merge.top for merge in merges)
        told = [f"{down} 个单元格按左上角的内容读"] if down else []
        told += ["跨列合并的只读作第一列的内容"] if any(merge.right > merge.left for merge in merges) else []
        message = f"数据区有 {len(merges)} 处合并单元格，{'，'.join(told)}。"
        yield Fault(message, row=merges[0].top, column=merges[0].left)


def merged_data(table: Table) -> list[Merge]:
    """Ranges merged in the data, cut off at the last row; a title or a total merged across is none."""
    slots = [*table.layout.slots, *(slot for _, own in table.layout.companions for slot in own)]
    columns, rows = {slot.at for slot in slots}, set(table.layout.rows)
    last = max(rows, default=0)
    inside = (merge for merge in table.grid.merges if merge.top in rows and merge.left in columns)
    cut = (merge._replace(bottom=min(merge.bottom, last)) for merge in inside)
    return sorted(merge for merge in cut if merge.bottom > merge.top or merge.right > merge.left)


@rule("ST-07", severity=INFO)
def rows_left_out(table: Table) -> Iterator[Fault]:
    """合计、签字、说明等行没有算进数据

    查什么：
    数据区里的合计、小计、签字、填表说明、小节标题、列号、重复表头等行。
    为什么：
    这些行不是台账记录，算进去会重复计数。
    怎么改：
    不用改；如果列出的行其实是台账记录，请补齐这一行的编号和主要内容。
    例：
    对 问题编号=ZG-2025-001
    错 问题编号=ZG-2025-001 | 问题编号=合计 来源= 方面= 问题= 整改措施= 责任领导= 责任科室= 责任人= 整改时限= 整改状态= 整改类型= 发现日期=
    """  # noqa: E501
    if not table.primary:
        return
    for (reason, _), block in groupby(
        enumerate(table.layout.excluded), key=lambda each: (each[1].reason, each[1].row - each[0])
    ):
        rows = [each.row for _, each in block]
        where = f"第 {rows[0]} 行" if len(rows) == 1 else f"第 {rows[0]}–{rows[-1]} 行"
        at = next((at for at, cell in enumerate(table.grid.rows[rows[0] - 1], 1) if cell != ""), 1)
        text = whole(table.grid.cell(rows[0], at))
        what = reason if reason.startswith("只有") else f"是{reason}"
        yield Fault(f"{where}{what}，没有算进数据。", row=rows[0], column=at, value=text[:40])
    if is_first_of_sheet(table):
        yield from said_aside(table.grid)


def said_aside(grid: Grid) -> Iterator[Fault]:
    """What the reader has to say of no cell of the table; of one kind many times over, the first and how many more."""
    for code in ASIDE:
        found = [each for each in grid.remarks if each.code == code]
        shown = found if code == "far" else found[:1]
        for each in shown:
            more = f"同样的还有 {len(found) - 1} 处。" if len(shown) < len(found) else ""
            yield Fault(each.message + more, row=each.row, column=each.column, value=each.text)


def is_first_of_sheet(table: Table) -> bool:
    """Whether this is the first table of its sheet, which speaks for what belongs to none."""
    return next(each for each in table.scope.tables if each.primary and each.grid is table.grid) is table


@rule("ST-08")
def error_value(table: Table) -> Iterator[Fault]:
    """单元格是错误值

    查什么：
    已知列的单元格显示 #REF!、#N/A、#DIV/0! 等错误值，或内容读不出来。
    为什么：
    公式引用的地方没有了或算不出来，这一格没有内容。
    怎么改：
    改好公式，或直接填写内容。
    例：
    对 问题编号=ZG-2025-001
    错 整改措施=#REF!
    """
    for index, ident, place in table.troubled("errors"):
        sign, name = table.grid.errors[place], table.slots[ident].column.name
        yield Fault(
            f"单元格是错误值 {sign}，读不出内容。",
            row=place[0], column=place[1], field=name, key=table.key(index), value=sign,
        )  # fmt: skip
    for index, slot_ident, place in table.troubled("remarks"):
        remark = next(each for each in table.grid.remarks if (each.row, each.column) == place)
        yield Fault(remark.message, at=slot_ident, index=index)


@rule("ST-09", severity=INFO)
def rows_hidden(table: Table) -> Iterator[Fault]:
    """有隐藏或筛选掉的行

    查什么：
    数据区里有隐藏的行，或被筛选掉的行。
    为什么：
    屏幕上看不见，但照样参加检查和汇总。
    怎么改：
    不想计入的行请移出台账，不要用隐藏代替；只是为了看着方便的，不用改。
    例：
    对 问题编号=ZG-2025-001
    错 [隐藏] 问题编号=ZG-2025-001
    """
    if not table.primary:
        return
    hidden = [row for row in table.rows if row in table.grid.hidden_rows]
    if table.grid.hidden:
        yield Fault(f"工作表“{table.sheet}”是隐藏的，其中 {len(table.rows)} 行照样计入。", row=1, column=1)
    elif hidden:
        yield Fault(
            f"有 {len(hidden)} 行隐藏或被筛选掉，照样计入；第一处在第 {hidden[0]} 行。",
            row=hidden[0],
            column=header_cell(table)[1],
        )


@rule("ST-10", severity=WARNING)
def formula_without_value(table: Table) -> Iterator[Fault]:
    """公式没有保存结果

    查什么：
    已知列的单元格是公式，而文件里没有存它的结果。
    为什么：
    多半是别的软件生成后没有用 Excel 打开过；看上去有数，读出来是空的。
    怎么改：
    用 Excel 或 WPS 打开这个文件，保存一次再检查。
    例：
    对 问题编号=ZG-2025-001
    错 整改措施==A1&"等"
    """
    for index, ident, _ in table.troubled("uncached"):
        yield Fault("公式没有保存计算结果，读不出内容。", at=ident, index=index)
