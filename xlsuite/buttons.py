"""What each button does, by the tag that the ribbon hands over: the same verbs as on the command line."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

from xlsuite.desk import Desk
from xlsuite.errors import UsageError, XlsuiteError

if TYPE_CHECKING:
    from argparse import Namespace

WRITTEN, UNREAD = "已写 ", "：读不了。"  # how the command line words them
SETTINGS = ("参数", "参数表", "设置")
SHOWN = 5


# --- on the open workbook ---


def check(desk: Desk) -> str:
    from xlsuite.excel.live import checked

    here = desk.opened()
    return desk.carry_out(checked(here, desk.findings(here)), here)


def check_sheet(desk: Desk) -> str:
    from xlsuite.excel.live import checked

    here = desk.opened()
    return desk.carry_out(checked(here, desk.findings(here), here.active), here)


def clear(desk: Desk) -> str:
    from xlsuite.excel.live import cleared

    here = desk.opened()
    return desk.carry_out(cleared(here), here)


def grade(desk: Desk) -> str:
    from xlsuite.excel.live import graded

    here = desk.opened()
    return desk.carry_out(graded(here), here)


def fix(desk: Desk) -> str:
    from xlsuite.excel.live import fixed
    from xlsuite.marked import found_of

    here = desk.opened()
    return desk.carry_out(fixed(here, found_of(desk.findings(here))), here)


def summarize(desk: Desk) -> str:
    from xlsuite.excel.live import summarized
    from xlsuite.marked import found_of

    here = desk.opened()
    return desk.carry_out(summarized(here, found_of(desk.findings(here))), here)


def overdue(desk: Desk) -> str:
    from xlsuite.excel.live import overdue as listed
    from xlsuite.marked import found_of

    here = desk.opened()
    return desk.carry_out(listed(here, found_of(desk.findings(here))), here)


def next_finding(desk: Desk) -> str:
    from xlsuite.excel.live import next_place
    from xlsuite.model.place import a1

    here = desk.opened(with_file=False)
    at = desk.book.app.selection
    sheet, row, column = next_place(here, (at.row, at.column) if at is not None else (0, 0))
    target = desk.show(sheet)
    target[a1(row, column)].select()
    return ""


def findings_list(desk: Desk) -> str:
    from xlsuite.excel.live import FINDINGS

    found = [str(sheet.name) for sheet in desk.book.sheets if str(sheet.name).startswith(FINDINGS)]
    if not found:
        raise UsageError(f"还没有“{FINDINGS}”表。请先点“检查全部”。")
    desk.show(found[0])
    return ""


def settings(desk: Desk) -> str:
    """Show 参数; where there is none, add one once the user agreed."""
    from xlsuite.excel.live_settings import settings_plan
    from xlsuite.excel.live_write import fill

    names = [str(sheet.name) for sheet in desk.book.sheets]
    found = next((name for name in names if name.strip() in SETTINGS), "")
    if found:
        desk.show(found)
        return ""
    desk.must_be_writable()
    desk.ask("工作簿里没有“参数”表。按“确定”在最后面加一张，列出全部参数、现在的值和说明；按“取消”不加。")
    here = desk.opened()
    if here.facts and here.facts.is_locked:
        raise UsageError(f"“{desk.name}”保护了工作簿结构，加不了“参数”表。请先在“审阅－保护工作簿”里取消保护。")
    desk.back_up()
    desk.is_written = True
    sheet = desk.book.sheets.add(SETTINGS[0], after=desk.book.sheets[len(names) - 1])
    fill(sheet, settings_plan(here.ledger.settings), desk.is_remote)
    sheet.activate()
    return "已加“参数”表。“值”一栏空着的用默认值；填好后再点“检查全部”“计算等级”，就按它算。"


def restore(desk: Desk) -> str:
    """Take an earlier copy back: each is shown with what would change, the newest first."""
    from xlsuite.excel.live_backups import backups_of, changes_between
    from xlsuite.files.opener import read_file
    from xlsuite.files.save import save

    path = desk.path
    desk.must_be_writable()
    copies = backups_of(path)
    for copy in copies:
        content = read_file(copy)
        told = changes_between(desk.copy(), content, desk.name)
        if not told:
            continue
        question = f"备份 {copy.name}\n恢复后会变：{told}\n按“是”恢复这一份，按“否”看更早的一份，按“取消”不恢复。"
        if desk.ask(question, "yes_no_cancel") != "yes":
            continue
        desk.back_up()
        desk.book.close()
        try:
            save(path, content, replace=True)
        except XlsuiteError:
            desk.hand_over([path])
            raise
        trouble = desk.hand_over([path])
        kept = desk.backup.name if desk.backup else ""
        return f"已恢复成 {copy.name}。恢复前的样子也存了一份备份：{kept}。{trouble}"
    if copies:
        raise UsageError("没有再早的备份了；其余的备份与现在的内容一样。没有改动。")
    raise UsageError(f"“{desk.name}”还没有备份。每次写入之前会存一份，放在旁边的“.xlsuite_备份”文件夹里。")


# --- new files beside it ---


def report(desk: Desk) -> str:
    from xlsuite import drafting
    from xlsuite.excel.live import must_hold_ledgers
    from xlsuite.marked import found_of

    here = desk.opened()
    must_hold_ledgers(here)
    said = desk.findings(here)
    options = options_of("report", here.ledger.path, desk.folder)
    lines = heard(lambda: drafting.write_drafts(options, desk.path, here.ledger, found_of(said)))
    gaps = sum(line.startswith("待补充") for line in lines)
    return handed_over(desk, lines) + (f"有 {gaps} 处待补充。" if gaps else "")


def run(desk: Desk) -> str:
    from xlsuite.commands import run_one
    from xlsuite.excel.live import must_hold_ledgers, tally
    from xlsuite.marked import found_of
    from xlsuite.verbs.findings_json import Checked

    here = desk.opened()
    must_hold_ledgers(here)
    said = desk.findings(here)
    folder = f"{os.path.splitext(desk.path)[0]}_结果"
    options = options_of("run", here.ledger.path, folder)
    each = Checked(desk.path, here.ledger, found_of(said), None, None if isinstance(said, list) else said)
    return handed_over(desk, heard(lambda: run_one(desk.path, each, options))) + f"{tally(each.findings)}。"


def template(desk: Desk) -> str:
    return handed_over(desk, command("template", "-o", desk.folder))


def merge(desk: Desk) -> str:
    from xlsuite.paths import workbooks

    folder = os.path.dirname(desk.path)
    files = sorted(workbooks([folder]), key=lambda each: (each != desk.path, each))
    if len(files) < 2:
        raise UsageError(f"“{folder}”里只有这一本工作簿，没有可合并的。请把各科室的表放进同一个文件夹，再点按钮。")
    names = "、".join(f"“{os.path.basename(each)}”" for each in files[:SHOWN])
    more = f"等 {len(files)} 个" if len(files) > SHOWN else ""
    desk.ask(f"将合并这个文件夹里的工作簿：{names}{more}。读的是保存过的文件，各表都不改，结果是一本新工作簿。继续吗？")
    return handed_over(desk, command("merge", folder, "-o", folder))


def help_page(desk: Desk) -> str:
    """What each button does, and what to send when something is wrong: a page that needs nothing beside it."""
    from xlsuite.addin.manual import written_help

    page = written_help()
    trouble = desk.hand_over([page])
    return f"帮助页在 {page}。{trouble}" if trouble else ""


# --- how files are written: as the command line does ---


def options_of(verb: str, path: str, folder: str) -> Namespace:
    """The options that the command line has for a verb whose output goes to a folder."""
    from datetime import date

    from xlsuite.cli import parser, prepared

    options = parser().parse_args([verb, path, "-o", folder])
    options.paths = path
    return prepared(options, date.today())


def heard(act: Callable[[], object]) -> list[str]:
    """What a part of the command line says while it writes."""
    said = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(said):
        act()
    return said.getvalue().splitlines()


def command(*arguments: str) -> list[str]:
    """Run a whole command. Raises UsageError with its own words where it wrote nothing."""
    from xlsuite.cli import USAGE
    from xlsuite.cli import run as run_command

    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = run_command(arguments)
    lines = said.getvalue().splitlines()
    if code >= USAGE and not any(line.startswith(WRITTEN) for line in lines):
        wrong = [line.removeprefix("✗").strip() for line in lines if line.startswith("✗")]
        wrong += [line.split(UNREAD, 1)[1] for line in out.getvalue().splitlines() if UNREAD in line]
        raise UsageError("没有做成，您的表没有改动。" + ("".join(wrong) or "".join(lines) or "请用命令行再试一次。"))
    return lines


def handed_over(desk: Desk, lines: Sequence[str]) -> str:
    """Open what was written and say where it is."""
    outputs = [line.removeprefix(WRITTEN) for line in lines if line.startswith(WRITTEN)]
    if not outputs:
        return "".join(lines) or "没有要写的结果。"
    trouble = desk.hand_over(outputs)
    names = "、".join(f"“{os.path.basename(each)}”" for each in outputs)
    wrong = "".join(line.removeprefix("✗").strip() for line in lines if line.startswith("✗"))
    return f"结果在“{os.path.dirname(outputs[0])}”：{names}。{wrong}{trouble}"


BY_TAG: dict[str, Callable[[Desk], str]] = {
    "check_sheet": check_sheet,
    "check": check,
    "next": next_finding,
    "findings": findings_list,
    "clear": clear,
    "fix": fix,
    "grade": grade,
    "summarize": summarize,
    "merge": merge,
    "report": report,
    "overdue": overdue,
    "run": run,
    "template": template,
    "restore": restore,
    "settings": settings,
    "help": help_page,
}
