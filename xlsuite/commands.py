"""What each command does: files in, verbs asked, answers shown or written. Exit codes as in contract §1."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from typing import Any

from xlsuite import __version__, terminal, work
from xlsuite.errors import UnreadableFile, UsageError
from xlsuite.ledgers.book import Book
from xlsuite.lookup import export as export
from xlsuite.lookup import limits as limits
from xlsuite.lookup import rules as rules
from xlsuite.marked import findings_bytes, raised, raised_list
from xlsuite.model.outcome import Finding
from xlsuite.model.text import escape, inert
from xlsuite.paths import CHECKED, FIXED, GRADED, OVERVIEW, link_to, workbooks
from xlsuite.targets import Targets, must_be_folder
from xlsuite.verbs.findings_json import Checked, json_pieces

FINE, FOUND, UNREADABLE = 0, 1, 3
LIMITS = {"error": 2, "warning": 1, "never": 99}


def opened(path: str, options: Namespace) -> Book:
    return work.load(path, config=options.filed, today=options.today, **options.settings)


def checked_file(path: str, options: Namespace) -> Checked:
    """One file's book and findings, or the reason it could not be read; the others go on."""
    try:
        book = opened(path, options)
    except UnreadableFile as error:
        return Checked(path, None, [], {"code": error.code, "message": str(error)})
    with work.paused_collection():
        found = raised(path, book, options)
    return Checked(path, book, found) if isinstance(found, list) else Checked(path, book, found.findings, None, found)


def all_checked(paths: list[str], options: Namespace, what: str) -> Iterator[tuple[str, Checked]]:
    with terminal.progress(options, what, len(paths)) as advance:
        for path in paths:
            each = checked_file(path, options)
            advance(os.path.basename(path))
            yield path, each


def exit_code(done: list[Checked], options: Namespace) -> int:
    if any(each.error for each in done):
        return UNREADABLE
    return found_code([f for each in done for f in each.findings], options, "error")


def found_code(found: list[Finding], options: Namespace, otherwise: str = "never") -> int:
    """1 where a finding weighs what --fail-on says; `otherwise` holds where nobody said."""
    heaviest = max((each.severity.weight for each in found), default=-1)
    return FOUND if heaviest >= LIMITS[options.fail_on or otherwise] else FINE


def say_basis(done: list[Checked], options: Namespace) -> None:
    """Which 统计截止日 and method held, and where each came from; which rules were changed."""
    for each in done[:3]:
        if each.book is None:
            continue
        if not each.findings and not any(table.ledger.listed for table in each.book.tables):
            terminal.warn(f"{each.book.name}：没有找到台账，输出里没有数字。用“xlsuite 检查”看原因。")
        settings = each.book.settings
        words = [f"统计截止日 {settings.as_of}（{settings.source('as_of')}）"]
        if each.book.has("risk_ratings"):
            method = each.book.basis.method
            words.append(f"评定方法 {method.title}（{settings.source('method_id')}）")
        if changed := settings.rules:
            names = {None: "关闭", "error": "错误", "warning": "警告", "info": "提示"}
            listed = [f"{rule}={names[level]}" for rule, level in sorted(changed.items())]
            more = f"等 {len(listed)} 条" if len(listed) > 10 else ""
            words.append("规则另有设置：" + "、".join(listed[:10]) + more)
        terminal.say(options, f"{each.book.name}：" + "，".join(words))


def check(options: Namespace) -> int:
    if getattr(options, "in_place", False) or getattr(options, "remove", False):
        from xlsuite import inplace

        return inplace.command(options, "check")
    if len(files := workbooks(options.paths)) > 1 or options.scheduler:
        from xlsuite.batch import many

        return many.check(options, files)
    done: list[Checked] = []
    targets = Targets(options, CHECKED + ".xlsx")
    for path, each in all_checked(files, options, "检查"):
        done.append(each)
        if options.output and each.book:
            targets.write(path, partial(findings_bytes, path, each))
        elif options.format == "table":
            terminal.print_checked(each, options)
    say_basis(done, options)
    if options.format == "json":
        sys.stdout.writelines(json_pieces(done, __version__, options.today))
    elif options.output:
        print_counts(done, options)
    return exit_code(done, options)


def print_counts(done: list[Checked], options: Namespace) -> None:
    for each in done:
        if each.error:
            print(f"{escape(each.file)}：读不了。{each.error['message']}")
        elif options.output or getattr(options, "in_place", False):
            print(f"{escape(each.file)}：{terminal.tally(each.findings, options)}")
    unread = sum(1 for each in done if each.error)
    print(f"共 {len(done)} 个文件，读了 {len(done) - unread} 个，读不了 {unread} 个。")


def reports_of(book: Book) -> list[str]:
    """The reports that 一键 writes for a workbook."""
    return ["自查报告", *(["整改情况报告"] if book.has("rectification") else [])]


def report_bytes(book: Book, name: str, found: list[Finding], summary: Any, target: str) -> bytes:
    from xlsuite.verbs.report import report as drafted

    return drafted(book, name, found, summary).content


def summary_bytes(summary: Any, path: str, target: str) -> bytes:
    from xlsuite.excel.summary_book import summary_workbook

    return summary_workbook(summary, __version__, link_to(path, target))


def run(options: Namespace) -> int:
    """The main job from one reading: findings, summary, reports, into one folder."""
    must_be_folder(options.output or "")
    if len(files := workbooks(options.paths)) > 1 or options.scheduler:
        from xlsuite.batch import many

        return many.run(options, files)
    done: list[Checked] = []
    for path, each in all_checked(files, options, "处理"):
        done.append(each)
        if each.book is None:
            assert each.error is not None
            terminal.warn(f"✗ {path}：{each.error['message']}")
            continue
        run_one(path, each, options)
    say_basis(done, options)
    if options.format == "json":
        sys.stdout.writelines(json_pieces(done, __version__, options.today))
    else:
        print_run(done, options)
    return exit_code(done, options)


def run_one(path: str, each: Checked, options: Namespace) -> None:
    from xlsuite.verbs.summarize import summarize as summed

    book, found = each.book, each.findings
    assert book is not None
    targets = Targets(options, "")
    targets.write(path, partial(findings_bytes, path, each), ending=CHECKED + ".xlsx")
    if not any(table.ledger.is_reported for table in book.tables):
        return
    summary = summed(book, found)
    targets.write(path, partial(summary_bytes, summary, path), ending=OVERVIEW + ".xlsx")
    for name in reports_of(book):
        targets.write(path, partial(report_bytes, book, name, found, summary), ending=f"_{name}.docx")


def print_run(done: list[Checked], options: Namespace) -> None:
    for each in done:
        if each.book:
            print(f"{escape(each.file)}：{terminal.tally(each.findings, options)}")


def grade(options: Namespace) -> int:
    from xlsuite.verbs.grade import as_json as grades_json
    from xlsuite.verbs.grade import grades

    path = single(options)
    book = opened(path, options)
    rows = grades(book)
    if options.output:
        from xlsuite.excel.grades_book import grades_workbook

        Targets(options, GRADED + ".xlsx").write(path, lambda _: grades_workbook(book, rows))
    if options.format == "json":
        print_json(grades_json(book, rows))
    elif not options.output:
        columns = ("编号", "风险值", "计算等级", "自评", "互评", "建议", "核定", "管理责任人", "说明")
        terminal.print_table(
            columns,
            ((r.key, r.score or "", r.level or "", r.self_level or "", r.peer_level or "", r.suggested or "",
              r.approved or "未核定", r.manager or "", r.trouble or "") for r in rows),
            options,
        )  # fmt: skip
    say_basis([Checked(path, book, [])], options)
    return found_code(raised_list(path, book, options), options) if options.fail_on else FINE


def single(options: Namespace) -> str:
    found = workbooks([options.paths])
    if len(found) != 1:
        raise UsageError(f"这个命令一次处理一个工作簿，“{options.paths}”里有 {len(found)} 个。")
    return found[0]


def summarize(options: Namespace) -> int:
    from xlsuite.verbs.summarize import as_json as summary_json
    from xlsuite.verbs.summarize import summarize as summed

    if getattr(options, "in_place", False) or getattr(options, "remove", False):
        from xlsuite import inplace

        return inplace.command(options, "summarize")
    if len(paths := workbooks(options.paths)) > 1 or options.scheduler:
        from xlsuite.batch import many

        return many.summarize(options, paths)
    (path,) = paths
    book = opened(path, options)
    found = raised_list(path, book, options)
    summary = summed(book, found)
    if options.output:
        Targets(options, OVERVIEW + ".xlsx").write(path, partial(summary_bytes, summary, path))
    if options.format == "json":
        print_json(summary_json(summary))
    elif not options.output:
        print(escape(path))
        terminal.print_table(
            ("指标", "数值", "口径", "数据来源"),
            ((f.name, f.value, f.criterion, f.source) for f in summary.figures),
            options,
        )
    say_basis([Checked(path, book, [])], options)
    return found_code(found, options)


def report(options: Namespace) -> int:
    from xlsuite import drafting

    if form := drafting.form_of(options.paths):
        return form(options)
    options.paths = drafting.only(options.paths)
    path = single(options)
    book = opened(path, options)
    found = raised_list(path, book, options)
    answer = drafting.write_drafts(options, path, book, found)
    if options.format == "json":
        print_json(answer)
    say_basis([Checked(path, book, [])], options)
    return found_code(found, options)


def fix(options: Namespace) -> int:
    from xlsuite.excel.changes_book import changes_workbook
    from xlsuite.excel.corrected import corrected
    from xlsuite.files.save import save_free
    from xlsuite.verbs.fix import as_json as changes_json
    from xlsuite.verbs.fix import changes

    path = single(options)
    book = opened(path, options)
    found = raised_list(path, book, options)
    done = corrected(path, changes(found))
    made = done.made
    if options.format == "json":
        print_json(changes_json(made))
    else:
        rows = ((c.sheet, c.cell, c.key, c.field, c.old, c.shown, c.rule) for c in made)
        terminal.print_table(("工作表", "单元格", "编号", "列", "原内容", "改为", "规则"), rows, options)
    for each in done.formulas:
        terminal.say(
            options, f"{each.sheet}!{each.cell} 是公式，没有改。请在 Excel 中改好公式，结果应为“{each.shown}”。"
        )
    if not made:
        terminal.say(options, "没有可以自动修正的地方。")
        return found_code(found, options)
    ending = os.path.splitext(path)[1]
    targets = Targets(options, FIXED + (ending if ending.lower() in (".xlsx", ".xlsm") else ".xlsx"))
    if target := targets.write(path, lambda _: done.content):
        content = changes_workbook(os.path.basename(path), made, book.settings.as_of)
        record = save_free(os.path.splitext(target)[0] + "记录.xlsx", lambda _: content)
        terminal.say(options, f"已写 {record}")
    return found_code(found, options)


def redact(options: Namespace) -> int:
    from xlsuite.redaction import command

    return command(options)


def template(options: Namespace) -> int:
    from xlsuite.templating import command

    return command(options)


def compare(options: Namespace) -> int:
    from xlsuite.comparing import command

    return command(options)


def merge(options: Namespace) -> int:
    from xlsuite.batch import many

    return many.merge(options, workbooks(options.paths))


def addin(options: Namespace) -> int:
    from xlsuite.addin.install import act

    return act(options)


def click(options: Namespace) -> int:
    from xlsuite import headless

    return headless.command(options)


def print_json(answer: dict[str, Any]) -> None:
    print(inert(json.dumps(answer, ensure_ascii=False, indent=1)))
