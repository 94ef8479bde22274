"""The command that holds two periods against each other."""

from __future__ import annotations

import json
import os
from argparse import Namespace

from xlsuite import __version__, terminal, work
from xlsuite.errors import UsageError
from xlsuite.model.text import escape, inert
from xlsuite.paths import COMPARED, workbooks
from xlsuite.targets import Targets
from xlsuite.verbs.compare import Comparison, as_json, in_both, tables
from xlsuite.verbs.compare import compare as compared
from xlsuite.verbs.followed import followed


def write(options: Namespace, done: Comparison) -> None:
    """The workbook and, under the same name, the tables for a report; -o may name either of the two alone."""
    from xlsuite.excel.compare_book import compare_workbook
    from xlsuite.verbs.compare_report import comparison_document

    ending = os.path.splitext(options.output)[1].lower()
    path = done.new.path
    if ending != ".docx":
        Targets(options, COMPARED + ".xlsx").write(path, lambda target: compare_workbook(done, __version__, target))
    if ending != ".xlsx":
        Targets(options, COMPARED + ".docx").write(path, lambda _: comparison_document(done))


def command(options: Namespace) -> int:
    """OLD and NEW, a workbook each; the changes to the terminal, as JSON, or into a workbook."""
    books = []
    for path in (options.old, options.new):
        found = workbooks([path])
        if len(found) != 1:
            raise UsageError(f"对比要两个工作簿，“{path}”里有 {len(found)} 个。先用“xlsuite 合并”并成一本再对比。")
        books.append(work.load(found[0], config=options.filed, today=options.today, **options.settings))
    old, new = books
    done = compared(old, new)
    for book in books:
        settings = book.settings
        terminal.say(options, f"{book.name}：统计截止日 {settings.as_of}（{settings.source('as_of')}）")
    if not any(map(followed, in_both(old, new))):
        terminal.warn("两个工作簿没有同一种台账，没有可以对比的内容。")
    if options.output:
        write(options, done)
    if options.format == "json":
        print(inert(json.dumps(as_json(done), ensure_ascii=False, indent=1)))
    elif not options.output:
        by_kind, _ = tables(done)
        terminal.print_table(by_kind.columns, by_kind.rows, options)
        changes = ((c.kind, c.key, c.field, c.old, c.new, c.new_place or c.old_place) for c in done.changes)
        terminal.print_table(("变化", "编号", "列", "上期", "本期", "位置"), changes, options)
    else:
        print(f"{escape(old.name)} → {escape(new.name)}：{len(done.changes)} 处变化。")
    return 0
