"""ST-08, ST-10: cells that hold nothing to be read, an error value or a formula without its result (contract §3)."""

from __future__ import annotations

from collections.abc import Iterator

from xlsuite.model.table import Table
from xlsuite.rules.rule import WARNING, Fault, rule


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
