"""ST-01 … ST-07, ST-09, ST-20: whether the workbook holds ledgers, and whether a sheet is whole (contract §3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlsuite.ledgers.book import Book
from xlsuite.model.grid import ASIDE, Grid, Merge
from xlsuite.model.headers import Names, named
from xlsuite.model.place import letters
from xlsuite.model.rows import is_blank_row
from xlsuite.model.table import Table
from xlsuite.model.text import whole
from xlsuite.rules.rule import INFO, WARNING, Fault, rule
from xlsuite.rules.setting_lines import settings_doubled, settings_unknown


def header_cell(table: Table) -> tuple[int, int]:
    """Where a finding about a whole sheet stands: the first cell of the header."""
    return table.layout.header_rows[-1], min(slot.at for slot in table.layout.slots)


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
    if not any(table.primary and table.ledger.is_reported for table in book.tables):
        names = "、".join(f"“{grid.name}”" for grid in book.grids[:8]) or "（没有工作表）"
        sheet = book.grids[0].name if book.grids else ""
        yield Fault(f"没有找到台账。工作簿里有 {len(book.grids)} 张表：{names}。", sheet=sheet, row=1, column=1)


@rule("ST-02")
def column_missing(table: Table) -> Iterator[Fault]:
    """缺少必需的列

    查什么：
    台账必需的列，表头里一列也没有对上。
    为什么：
    少了这一列，与它有关的检查和数字都做不了。
    怎么改：
    在表头补上这一列；列已经有而名称不同的，把表头改成标准列名。
    例：
    对 问题编号=ZG-2025-001
    错 [-责任领导] 问题编号=ZG-2025-001
    """
    if not table.primary:
        return
    for name in missing(table, ("must",)):
        row, column = header_cell(table)
        seen = "、".join(slot.header for slot in table.layout.slots[:6])
        yield Fault(
            f"缺少必需的列“{name}”；表头里有：{seen}{'等' if len(table.layout.slots) > 6 else ''}。",
            row=row, column=column, field=name,
        )  # fmt: skip


def missing(table: Table, needs: tuple[str, ...]) -> list[str]:
    """Names of columns a sheet should have and lacks; of two that can stand for each other, what they share."""
    names: list[str] = []
    for column in table.ledger.columns:
        if column.need not in needs or column.ident in table or column.instead in table:
            continue
        pair = table.ledger.column(column.instead) if column.instead else None
        if pair and pair.need in needs and pair.ident == column.instead:
            name = shared_start(column.name, pair.name)
            if name not in names:
                names.append(name)
        else:
            names.append(column.name)
    return names


def shared_start(one: str, two: str) -> str:
    count = 0
    while count < min(len(one), len(two)) and one[count] == two[count]:
        count += 1
    return one[:count] if count >= 2 else f"{one}或{two}"


@rule("ST-03")
def column_doubled(book: Book) -> Iterator[Fault]:
    """两列是同一个意思

    查什么：
    两个表头说的是同一列，或者同一个参数设了两次。
    为什么：
    不知道该以哪一列为准，后一列没有参加检查。
    怎么改：
    保留一列，把另一列改名或删去。
    例：
    对 问题编号=ZG-2025-001
    错 [+反馈问题] 问题编号=ZG-2025-001
    """
    for table in book.tables:
        if table.primary:
            for at, header, name in table.layout.doubled:
                kept = table.layout.header_rows[-1]
                slot = next(slot for slot in table.layout.slots if slot.column.name == name)
                first = letters(slot.at)
                yield Fault(
                    f"表头“{header}”与 {first} 列“{slot.header}”都是“{name}”，只读了 {first} 列。",
                    table=table, row=kept, column=at, field=name, value=header,
                )  # fmt: skip
    yield from settings_doubled(book)


@rule("ST-04", severity=WARNING)
def near_miss(book: Book) -> Iterator[Fault]:
    """表头或表名差一两个字

    查什么：
    表头或工作表名与已知的名称只差一两个字；工作表的名称是台账或参数表，里面却找不到表头。
    为什么：
    可能是笔误；表头按猜到的列读了，需要人确认。没有表头的表整张没有读。
    怎么改：
    是这一列的，把表头改成标准名称；不是的，改成差别更明显的名称。没有表头的补上表头。
    例：
    对 问题编号=ZG-2025-001
    错 [整改时限→整政时限] 问题编号=ZG-2025-001
    """
    for table in book.tables:
        for slot in table.slots.values():
            if slot.near and (table.primary or slot not in table.layout.slots):
                yield Fault(
                    f"没有“{slot.header}”这一列，是不是“{slot.near}”？这次按“{slot.near}”读。",
                    table=table, row=table.layout.header_rows[-1], column=slot.at, field=slot.near, value=slot.header,
                )  # fmt: skip
    yield from sheets_unread(book)


def sheets_unread(book: Book) -> Iterator[Fault]:
    """Sheets whose name is a ledger's, or nearly, and whose headers are not."""
    names = Names(book.ledgers if book.unrecognized else ())
    written = {grid.name for grid in book.grids if grid.rows}
    for sheet in book.unrecognized:
        ledger = names.titles.get(named(sheet))
        if title := names.near_title(sheet):
            message = f"工作表“{sheet}”没有认出来，表名是不是“{title}”？"
        elif ledger and sheet in written:
            told = [column.name for column in ledger.columns if column.need != "may" or column.ident in ledger.core]
            message = f"工作表“{sheet}”没有找到表头，整张表没有读；表头应有 {'、'.join(told)}。"
        else:
            continue
        yield Fault(message, sheet=sheet, row=1, column=1, value=sheet)


@rule("ST-05", severity=INFO)
def column_unknown(book: Book) -> Iterator[Fault]:
    """不认识的列

    查什么：
    表头里有台账标准以外的列，或参数表里有不认识的参数。
    为什么：
    这些列原样保留，不参加检查和汇总；这些参数不起作用，另有默认值或配置文件里的值。
    怎么改：
    是本单位自己加的列，不用改；是标准列写了别的名称，把表头改成标准列名。
    例：
    对 问题编号=ZG-2025-001
    错 [+领导批示] 问题编号=ZG-2025-001
    """
    for table in book.tables:
        if table.primary and table.layout.unknown:
            listed = "、".join(f"{letters(at)} 列“{header}”" for at, header in table.layout.unknown)
            at, header = table.layout.unknown[0]
            yield Fault(
                f"{listed}不是台账的标准列，已保留，不检查。",
                table=table, row=table.layout.header_rows[-1], column=at, value=header,
            )  # fmt: skip
    yield from settings_unknown(book)


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
    数据区里的合计、小计、签字、填表说明、小节标题、列号、重复表头等行；各格都读不出内容的行。
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
    yield from rows_unread(table)
    if is_first_of_sheet(table):
        yield from said_aside(table.grid)


def rows_unread(table: Table) -> Iterator[Fault]:
    """Rows that look blank because nothing in them can be read, not even what each data row holds."""
    grid, layout = table.grid, table.layout
    why = {each[:2]: "读不出的内容" for each in grid.remarks if each.code not in ASIDE}
    why |= dict.fromkeys(grid.uncached, "没有保存结果的公式") | {
        at: f"错误值 {sign}" for at, sign in grid.errors.items()
    }
    core = [slot.at for slot in layout.slots if slot.column.ident in (table.ledger.key, *table.ledger.core)]
    others = (each.layout.header_rows[0] for each in table.scope.tables if each.grid is grid)
    last = min((top for top in others if top > layout.header_rows[-1]), default=1 << 21)
    found = {row: column for row, column in sorted(why, reverse=True) if column in core}
    rows = [row for row in sorted(found) if layout.header_rows[-1] < row < last and is_blank_row(grid.row(row))]
    for _, block in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
        run = [row for _, row in block]
        where = f"第 {run[0]} 行" if len(run) == 1 else f"第 {run[0]}–{run[-1]} 行"
        place = (run[0], found[run[0]])
        yield Fault(
            f"{where}只有{why[place]}，没有算进数据。", row=place[0], column=place[1], severity=WARNING,
            value=grid.errors.get(place, ""),
            advice="是台账记录的，请改好公式或直接填写内容；公式没有结果的，用 Excel 或 WPS 打开、保存一次再检查。",
        )  # fmt: skip


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


@rule("ST-20", severity=INFO)
def column_advised(table: Table) -> Iterator[Fault]:
    """缺少建议有的列

    查什么：
    台账规定要填、但不影响基本检查的列，表头里没有。
    为什么：
    需要这些列的规则没有判断，报告里相应的数字也没有。
    怎么改：
    下次修订表样时补上；确实用不着的，可以在参数里写“规则 ST-20 = 关闭”。
    例：
    对 问题编号=ZG-2025-001
    错 [-发现日期] 问题编号=ZG-2025-001
    """
    row, column = header_cell(table)
    for name in missing(table, ("should",)) if table.primary else missing_here(table):
        yield Fault(f"没有“{name}”列，需要它的检查没有做。", row=row, column=column, field=name)


def missing_here(table: Table) -> list[str]:
    """What a wide sheet lacks of a ledger that shares it, without what a ledger before it on the sheet asks for too."""
    sharing = [each for each in table.scope.tables if each.layout is table.layout]
    before = [column for each in sharing[: sharing.index(table)] for column in each.ledger.columns]
    asked = {column.name for column in before if column.need != "may"}
    alike = {column.name: {column.name, *column.also} for column in table.ledger.columns}
    return [name for name in missing(table, ("must", "should")) if asked.isdisjoint(alike.get(name, {name}))]
