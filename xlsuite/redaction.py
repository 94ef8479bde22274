"""xlsuite redact: a public copy of a workbook, and the list of what was hidden and what a person has to judge."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections import Counter

from xlsuite import commands, terminal
from xlsuite.files.save import save_free
from xlsuite.model.text import inert
from xlsuite.paths import HIDDEN, PUBLIC
from xlsuite.targets import Targets

SHOWN = 20  # doubts that a terminal shows


def command(options: Namespace) -> int:
    from xlsuite.excel.redacted_book import list_workbook, public_workbook
    from xlsuite.verbs.redact import redacted

    path = commands.single(options)
    book = commands.opened(path, options)
    done = redacted(book)
    content = public_workbook(done)
    target = Targets(options, PUBLIC + ".xlsx").write(path, lambda _: content)
    listed = ""
    if target:
        stem = os.path.splitext(target)[0].removesuffix(PUBLIC)
        names = list_workbook(os.path.basename(path), done)
        listed = str(save_free(stem + HIDDEN + ".xlsx", lambda _: names))
        terminal.say(options, f"已写 {listed}（内部留存，不要和公开版一起发出）")
    kinds = Counter(kind for each in done.masked for kind in each.kinds.split("、"))
    if options.format == "json":
        doubts = [each._asdict() for each in done.doubts]
        answer = {"schema": 1, "file": target, "list": listed, "masked": dict(kinds), "doubts": doubts}
        sys.stdout.write(inert(json.dumps(answer, ensure_ascii=False, indent=1)) + "\n")
        return commands.FINE
    hidden = "、".join(f"{kind} {count} 格" for kind, count in sorted(kinds.items())) or "没有"
    print(f"已遮盖：{hidden}。要人工看的 {len(done.doubts)} 条：")
    rows = ((each.sheet, each.place, each.field, each.why) for each in done.doubts[:SHOWN])
    terminal.print_table(("工作表", "位置", "列", "要看什么"), rows, options)
    if len(done.doubts) > SHOWN:
        print(f"  … 还有 {len(done.doubts) - SHOWN} 条，见脱敏清单。")
    return commands.FINE
