"""The command that writes ledgers as CSV or Parquet, one file a ledger."""

from __future__ import annotations

import gc
import os
from argparse import Namespace
from collections.abc import Iterator

from xlsuite import terminal
from xlsuite.commands import FINE, UNREADABLE
from xlsuite.errors import UnreadableFile, UsageError
from xlsuite.framing import csv_bytes, frames_of, library, parquet_bytes
from xlsuite.ledgers.book import Book
from xlsuite.paths import workbooks
from xlsuite.targets import must_be_folder
from xlsuite.work import load


def export(options: Namespace) -> int:
    """All rows of the workbooks named, ledger by ledger, into a folder; one that cannot be read costs itself only."""
    from xlsuite.files.save import free_name, save

    if not options.output:
        raise UsageError("导出要用 -o 写明放到哪个文件夹，例如 -o 数据。")
    must_be_folder(options.output)
    library()
    refused: list[str] = []
    found = frames_of(readable(options, refused))
    write = parquet_bytes if options.to == "parquet" else csv_bytes
    for title, frame in found.items():
        target = free_name(os.path.join(options.output, f"{title}.{options.to}"))
        if options.dry_run:
            terminal.say(options, f"会写 {target}")
            continue
        save(target, write(frame))
        terminal.say(options, f"已写 {target}")
    rows = ((title, len(frame), len(frame.columns)) for title, frame in found.items())
    terminal.print_table(("台账", "行数", "列数"), rows, options)
    for why in refused:
        terminal.warn(f"✗ {why}")
    return UNREADABLE if refused else FINE


def readable(options: Namespace, refused: list[str]) -> Iterator[Book]:
    """The books that can be read, one after the other; why others cannot goes to `refused`."""
    for path in workbooks(options.paths):
        try:
            yield load(path, config=options.filed, today=options.today, **options.settings)
        except UnreadableFile as error:
            refused.append(str(error))
        gc.collect()
