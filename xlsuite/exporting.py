"""The command that writes ledgers as CSV or Parquet, one file a ledger."""

from __future__ import annotations

import os
from argparse import Namespace

from xlsuite import terminal
from xlsuite.errors import UsageError
from xlsuite.framing import csv_bytes, frames, parquet_bytes
from xlsuite.targets import must_be_folder


def export(options: Namespace) -> int:
    """All rows of the workbooks named, ledger by ledger, into a folder."""
    from xlsuite.files.save import free_name, save

    if not options.output:
        raise UsageError("导出要用 -o 写明放到哪个文件夹，例如 -o 数据。")
    must_be_folder(options.output)
    found = frames(options.paths, config=options.filed, today=options.today, **options.settings)
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
    return 0
