"""check and run over several files: every file's answer as for one, then what concerns them all, then the count."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from xlsuite import __version__, terminal
from xlsuite.batch.finish import Finish
from xlsuite.batch.job import Batch
from xlsuite.batch.overall import Overall
from xlsuite.batch.plan import Wants, root_of
from xlsuite.batch.roll import Roll, read_roll
from xlsuite.commands import FINE, FOUND, LIMITS, UNREADABLE
from xlsuite.errors import UsageError
from xlsuite.files.opener import pieces
from xlsuite.model.text import escape, inert
from xlsuite.paths import CONSOLIDATED
from xlsuite.targets import must_be_folder
from xlsuite.verbs.findings_json import SCHEMA, Checked, encode, file_head
from xlsuite.verbs.summarize import Summary
from xlsuite.verbs.summarize import as_json as summary_json
from xlsuite.verbs.together import unit_tables

OURS = 4
BASIS_SHOWN = 3  # files whose 统计截止日 and method are told
WEIGHTS = (2, 1, 0)  # of the counts of errors, warnings and infos


def check(options: Namespace, files: list[str]) -> int:
    out = folder_of(options)
    write = ("findings",) if out else ()
    is_text = options.format == "json" or not out
    wants = Wants(write, ("findings",) if out else (), figures=bool(out), text=is_text)
    with Batch(options, "check", "检查", wants, files, out) as batch:
        batch.read()
        failed = finished(batch, ("slips", "overview")) if out else []
        return told(batch, failed)


def run(options: Namespace, files: list[str]) -> int:
    out = folder_of(options) or root_of(options.paths, files) or os.curdir
    keep = ("rows", "findings", "counted", "tables")
    wants = Wants(("findings", "summary", "reports"), keep, figures=True, text=options.format == "json")
    with Batch(options, "run", "处理", wants, files, out) as batch:
        batch.read()
        failed = finished(batch, ("slips", "overview", "consolidated", "traced"))
        return told(batch, failed)


def summarize(options: Namespace, files: list[str]) -> int:
    """The figures of all files together; with -o the 一览 of each file besides."""
    out = folder_of(options)
    wants = Wants(("summary",) if out else (), ("counted",) if out else (), figures=True)
    with Batch(options, "summarize", "汇总", wants, files, out) as batch:
        batch.read()
        overall = Overall(batch, roll_of(options))
        failed = finished(batch, ("traced",), overall) if out else []
        say_all(batch)
        if options.format == "json":
            print(inert(json.dumps(figures_json(batch, overall), ensure_ascii=False, indent=1)))
        else:
            print_figures(batch, overall)
            print(count_line(batch))
        return OURS if failed else code_of(batch.answers(), options, "never")


def figures_json(batch: Batch, overall: Overall) -> dict[str, Any]:
    """The figures as for one workbook (contract §4), without the rows behind them, and the units' tables."""
    tables = unit_tables(overall.units.values(), overall.missing)
    summary = Summary(overall.as_of, "", "", overall.together.figures(), tables, overall.error_rows, ())
    refused = len(overall.refused)
    counts = {"files": len(batch.files), "read": len(batch.files) - refused, "refused": refused}
    return {**summary_json(summary), **counts}


def print_figures(batch: Batch, overall: Overall) -> None:
    figures = overall.together.figures()
    rows = ((each.name, each.value, each.criterion, each.source) for each in figures)
    terminal.print_table(("指标", "数值", "口径", "数据来源"), rows, batch.options)
    for table in unit_tables(overall.units.values(), overall.missing):
        print(f"\n{table.name}")
        terminal.print_table(table.columns, table.rows, batch.options)
    for unit, file, why in overall.refused:
        terminal.warn(f"✗ {unit}（{file}）：{why}")


def merge(options: Namespace, files: list[str]) -> int:
    """All ledgers in one workbook; -o names it, or the folder it goes to."""
    given: str = options.output or ""
    if not given:
        raise UsageError("合并要用 -o 写明结果放在哪里，例如 -o 合并台账.xlsx。")
    is_file = given.lower().endswith(".xlsx")
    target = given if is_file else os.path.join(folder_of(options), CONSOLIDATED + ".xlsx")
    out = "" if is_file else given
    if is_file and not options.dry_run and os.path.lexists(target):
        from xlsuite.files.save import refuse_taken

        refuse_taken(target)
    with Batch(options, "merge", "合并", Wants(keep=("rows",)), files, out) as batch:
        batch.read()
        overall = Overall(batch, roll_of(options))
        finish = Finish(batch, overall)
        if overall.counts:
            finish.consolidated(target if is_file else finish.target(CONSOLIDATED))
        finish.say()
        say_all(batch)
        print_merged(finish)
        return code_of(batch.answers(), options, "never")


def print_merged(finish: Finish) -> None:
    overall, batch = finish.overall, finish.batch
    doubled: dict[str, list[str]] = {}
    for clash in finish.clashes[0]:
        doubled.setdefault(clash.ledger, []).append(clash.key)
    counts = [(title, overall.counts[id], "、".join(doubled.get(title, ()))) for id, title in overall.titles.items()]
    counts = [each for each in counts if each[1]]
    if batch.options.format == "json":
        rows = [{"ledger": title, "rows": count, "doubled": keys} for title, count, keys in counts]
        read = len(batch.files) - len(overall.refused)
        answer = {"schema": SCHEMA, "files": len(batch.files), "read": read, "ledgers": rows}
        print(inert(json.dumps(answer, ensure_ascii=False, indent=1)))
        return
    for unit, _, why in overall.refused:
        terminal.warn(f"✗ {unit}：{why}")
    terminal.print_table(("台账", "行数", "不同文件里重复的编号"), counts, batch.options)
    print(count_line(batch))


def finished(batch: Batch, wanted: tuple[str, ...], overall: Overall | None = None) -> list[str]:
    """Write what concerns all files; what could not be written."""
    finish = Finish(batch, overall or Overall(batch, roll_of(batch.options)))
    if terminal.is_terminal(sys.stderr):  # the bar has gone, and large batches take a while from here
        terminal.say(batch.options, "各文件都做完了，正在写全部单位的结果。")
    slips = finish.slips() if "slips" in wanted else {}
    if "consolidated" in wanted and finish.overall.counts:
        finish.consolidated_and_whole(finish.target(CONSOLIDATED))
    if "traced" in wanted:
        finish.traced()
        finish.by_unit()
    finish.overview(slips)
    finish.say()
    return finish.failed


def roll_of(options: Namespace) -> Roll | None:
    return read_roll(options.units) if getattr(options, "units", None) else None


def folder_of(options: Namespace) -> str:
    must_be_folder(options.output or "")
    return options.output or ""


def told(batch: Batch, failed: list[str]) -> int:
    """Say and print what came of the files; the exit code."""
    options = batch.options
    say_all(batch)
    if options.format == "json":
        sys.stdout.writelines(json_pieces(batch))
    else:
        print_all(batch)
        print(count_line(batch))
    return OURS if failed else code_of(batch.answers(), options, "error")


def say_all(batch: Batch) -> None:
    """What was said of single files, the basis of the first few, what was written."""
    shown = written = 0
    for answer in batch.answers():
        for line in answer["said"]:
            terminal.warn(line)
        if "unwritten" in answer:
            terminal.warn(f"✗ {answer['unwritten']}")
        if answer.get("failed"):
            terminal.warn(f"✗ {answer['error']['message']}记录在 {log_of(answer['failed'])}（不含台账内容）。")
        if answer["error"] is None and shown < BASIS_SHOWN:
            shown += 1
            for line in answer["basis"]:
                terminal.warn(line)
        for path, _ in answer["written"] if answer["file"] not in batch.skipped else ():
            written += 1
            if batch.options.dry_run or batch.options.verbose:
                terminal.say(batch.options, f"{'会写' if batch.options.dry_run else '已写'} {path}")
    if written and not batch.options.dry_run:
        terminal.say(batch.options, f"已写 {written} 个文件，在 {batch.out}")


def log_of(text: str) -> str:
    from xlsuite.cli import log_file

    return log_file(text) or "（没能写下记录）"


def print_all(batch: Batch) -> None:
    """A line a file, or all its findings where nothing is written."""
    for answer in batch.answers():
        name = escape(answer["file"])
        if batch.wants.text:
            if answer["error"] is None:
                sys.stdout.writelines(text_of(batch, answer["file"]))
            else:
                print(name)
                print(f"  {terminal.colored('✗ 读不了', '31', batch.options)}  {answer['error']['message']}")
        elif answer["error"]:
            print(f"{name}：读不了。{answer['error']['message']}")
        else:
            print(f"{name}：{terminal.tally_of(answer['counts'], batch.options)}")


def text_of(batch: Batch, file: str) -> Iterator[str]:
    yield from pieces(batch.spool(file, ".txt"))


def count_line(batch: Batch) -> str:
    """The sum that must come out: read + refused + skipped = found."""
    refused = sum(1 for answer in batch.answers() if answer["error"])
    found, skipped = len(batch.files), len(batch.skipped)
    return f"共 {found} 个文件：读了 {found - refused - skipped} 个，读不了 {refused} 个，跳过 {skipped} 个。"


def code_of(answers: Iterable[dict[str, Any]], options: Namespace, otherwise: str) -> int:
    """4 for a failure of our own, 3 where a file could not be read, else what --fail-on says of the findings."""
    code, limit = FINE, LIMITS[options.fail_on or otherwise]
    for answer in answers:
        if answer.get("failed") or "unwritten" in answer:
            return OURS
        if answer["error"]:
            code = UNREADABLE
        elif code == FINE and any(
            count and weight >= limit for count, weight in zip(answer["counts"], WEIGHTS, strict=True)
        ):
            code = FOUND
    return code


def json_pieces(batch: Batch) -> Iterator[str]:
    """The answer of contract §2, the same bytes as if the files had been read one after the other."""
    days = (answer["as_of"] for answer in batch.answers() if answer["error"] is None)
    day = next(days, batch.options.today)
    yield encode({"schema": SCHEMA, "as_of": day.isoformat(), "version": __version__})[:-1] + ',\n "files": ['
    sums, files, unread = [0, 0, 0], 0, 0
    for answer in batch.answers():
        yield ",\n" if files else ""
        files += 1
        sums = [sum(pair) for pair in zip(sums, answer["counts"], strict=True)]
        if answer["error"] is None:
            yield from text_of(batch, answer["file"])
        else:
            unread += 1
            yield file_head(Checked(answer["file"], None, [], answer["error"])) + "]}"
    totals = {"files": files, "unreadable": unread, "errors": sums[0], "warnings": sums[1], "infos": sums[2]}
    yield f'],\n "totals": {encode(totals)}}}\n'
