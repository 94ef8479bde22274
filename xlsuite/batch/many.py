"""check and run over several files: every file's answer as for one, then what concerns them all, then the count."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from xlsuite import __version__, terminal
from xlsuite.batch.job import Batch
from xlsuite.batch.plan import Wants, root_of
from xlsuite.commands import FINE, FOUND, LIMITS, UNREADABLE
from xlsuite.model.text import escape
from xlsuite.targets import must_be_folder
from xlsuite.verbs.findings_json import SCHEMA, encode

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
        return told(batch)


def run(options: Namespace, files: list[str]) -> int:
    out = folder_of(options) or root_of(options.paths, files) or os.curdir
    keep = ("rows", "findings", "counted")
    wants = Wants(("findings", "summary", "reports"), keep, figures=True, text=options.format == "json")
    with Batch(options, "run", "处理", wants, files, out) as batch:
        batch.read()
        return told(batch)


def folder_of(options: Namespace) -> str:
    must_be_folder(options.output or "")
    return options.output or ""


def told(batch: Batch) -> int:
    """Say and print what came of the files; the exit code."""
    options = batch.options
    say_all(batch)
    if options.format == "json":
        sys.stdout.writelines(json_pieces(batch))
    else:
        print_all(batch)
        print(count_line(batch))
    return code_of(batch.answers(), options, "error")


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
    path = batch.spool(file, ".txt")
    with open(path, encoding="utf-8", errors="surrogatepass", newline="\n") as text:
        yield from text


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
            head = {"file": answer["file"], "status": "unreadable", "error": answer["error"], "sheets": []}
            yield f'{encode(head)[:-1]},\n "findings": []}}'
    totals = {"files": files, "unreadable": unread, "errors": sums[0], "warnings": sums[1], "infos": sums[2]}
    yield f'],\n "totals": {encode(totals)}}}\n'
