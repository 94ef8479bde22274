"""新建: a blank template, or an old ledger moved into one."""

from __future__ import annotations

from argparse import Namespace

from xlsuite import terminal, work
from xlsuite.targets import Targets


def command(options: Namespace) -> int:
    """Write the template of a name; with --from its sheets hold the rows of an old workbook, which is only read."""
    from xlsuite.excel.template.workbook import template_workbook
    from xlsuite.verbs.filling import moved
    from xlsuite.verbs.template import chosen

    if not options.old:
        blank = chosen(options.name, {**options.filed, **options.settings})
        Targets(options, ".xlsx").write(f"空白台账_{options.name}", lambda _: template_workbook(blank))
        return 0
    book = work.load(options.old, config=options.filed, today=options.today, **options.settings)
    made, filling = moved(options.name, book, options.settings)
    for place in filling.left:
        terminal.say(options, f"没有搬进模板：{place}，请在原文件里查看。")
    for place in filling.wanted:
        terminal.say(options, f"模板里要补填，原文件没有：{place}列，检查时会逐行提示。")
    Targets(options, "_模板.xlsx").write(options.old, lambda _: template_workbook(made, filling))
    return 0
