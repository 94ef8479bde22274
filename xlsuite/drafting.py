"""Drafts on the disk: one report or one for each person or 科室; check drafts and templates, make a draft final."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from xlsuite import terminal, work
from xlsuite.commands import FINE, FOUND, LIMITS, opened, print_json
from xlsuite.errors import NotFinal, UsageError
from xlsuite.files.opener import read_text
from xlsuite.ledgers.book import Book
from xlsuite.model.outcome import Finding, Severity
from xlsuite.model.text import escape
from xlsuite.targets import Targets, must_be_folder
from xlsuite.verbs.verify import Verified, docx_bytes, manifest_of
from xlsuite.verbs.verify import verify as verified

if TYPE_CHECKING:
    from xlsuite.text.manifest import Manifest
    from xlsuite.text.profile import Profile
    from xlsuite.verbs.report import Document

FINAL, DEFAULT = "_定稿.docx", "自查报告"


def form_of(paths: list[str]) -> Callable[[Namespace], int] | None:
    """The sub-form that a command line asks for; a file of that name is a file."""
    if len(paths) < 2 or os.path.exists(paths[0]):
        return None
    return FORMS.get(paths[0])


def only(paths: list[str]) -> str:
    if len(paths) > 1:
        raise UsageError(f"报告一次处理一个工作簿，写了 {len(paths)} 个。核对初稿用“报告 核对 初稿.docx 台账.xlsx”。")
    return paths[0]


def last_period(options: Namespace) -> Manifest | None:
    return manifest_of(options.last) if options.last else None


# --- one report, or one for each ----------------------------------------------------------------------------------


def write_drafts(options: Namespace, path: str, book: Book, found: list[Finding]) -> dict[str, Any]:
    """Draft what the options ask for and write it; the answer for --format json."""
    from xlsuite.verbs.report import left_out, reports

    profile = layout_file(options.profile) if options.profile else None
    documents = reports(
        book, options.template, found, last=last_period(options), profile=profile, by_office=bool(options.by)
    )
    if options.by or any(each.whose for each in documents):
        must_be_folder(options.output or "")
    contents = [issued(each, options) for each in documents]  # all of them before the first is written
    files = [write(options, path, each, content) for each, content in zip(documents, contents, strict=True)]
    for each in documents:
        for gap in each.gaps:
            terminal.say(options, f"待补充：{each.whose + '：' if each.whose else ''}{gap}")
    if not documents:
        terminal.say(options, "台账里没有科室。" if options.by else "没有逾期和临近时限的问题，不用写提醒函。")
    if options.by and (told := left_out(book)):
        terminal.warn(told)
    for layout in dict.fromkeys(each.layout for each in documents):
        terminal.say(options, f"版式：{layout}")
    return answer(documents, files)


def write(options: Namespace, path: str, document: Document, content: bytes) -> str | None:
    ending = f"_{document.name}{'_' + document.whose if document.whose else ''}.docx"
    return Targets(options, ending).write(path, lambda _: content, several=bool(document.whose))


def layout_file(path: str) -> Profile:
    from xlsuite.text.profile import profile_of

    return profile_of(work.settings_file(path, "版式文件"), os.path.basename(path))


def answer(documents: list[Document], files: list[str | None]) -> dict[str, Any]:
    """One draft as it always was; several as a list, with whom each is for."""
    each = [
        {"document": d.name, "file": file, "gaps": list(d.gaps), "notes": list(d.notes), "layout": d.layout}
        for d, file in zip(documents, files, strict=True)
    ]
    if len(documents) == 1 and not documents[0].whose:
        return {"schema": 1, **each[0]}
    return {"schema": 1, "documents": [{"for": d.whose, **one} for d, one in zip(documents, each, strict=True)]}


def issued(document: Document, options: Namespace) -> bytes:
    """The draft, or with --final what may be issued. Raises NotFinal while gaps or errors remain."""
    if not options.final:
        return document.content
    content = finalized(document.content, "_".join(filter(None, (document.name, document.whose))))
    if document.errors and options.fail_on != "never":
        raise NotFinal(
            f"台账还有 {document.errors} 处错误级问题，不能定稿。"
            "先用“xlsuite 检查”改好；确认无误的，加 --fail-on never。"
        )
    return content


def finalized(content: bytes, name: str) -> bytes:
    """What may be issued; comments that people, or the template, left in it are said."""
    from xlsuite.text.final import comments_left
    from xlsuite.text.final import final as made_final

    done = made_final(content, name)
    if left := comments_left(done, name):
        terminal.warn(f"“{name}”里还有 {left} 条别人写的批注，没有替您删，印发前请看一遍。")
    return done


# --- drafts that are there ----------------------------------------------------------------------------------------


def verify(options: Namespace) -> int:
    """report verify 初稿.docx [台账.xlsx]"""
    draft, checked = check_draft(options)
    if options.format == "json":
        print_json({
            "schema": 1, "draft": draft, "workbook": workbook_of(options), "as_of": checked.as_of or None,
            "notes": list(checked.notes),
            "findings": [
                {"rule": f.rule, "severity": f.severity.value, "place": f.place, "sentence": f.sentence, "seen": f.seen,
                 "wanted": f.wanted, "message": f.message, "advice": f.advice} for f in checked.findings
            ],
            "totals": totals(checked.findings),
        })  # fmt: skip
    else:
        print(escape(draft))
        for finding in checked.findings:
            print_finding(finding, finding.sentence, options)
        print_tally(checked.findings, options)
    for note in checked.notes:
        terminal.say(options, note)
    return code(checked.findings, options)


def check_draft(options: Namespace) -> tuple[str, Verified]:
    draft, book = options.paths[1], None
    content = docx_bytes(draft)
    if path := workbook_of(options):
        settings = dict(options.settings)
        if "统计截止日" not in settings and (day := day_of(content, draft)):
            settings["统计截止日"] = day
        book = opened(path, Namespace(**{**vars(options), "settings": settings}))
    template = options.template if options.template != DEFAULT else None
    return draft, verified(content, os.path.basename(draft), book, template, phrases_of(options))


def day_of(content: bytes, name: str) -> str:
    """The day a draft's figures are of, so that the ledger is asked for the same day."""
    from xlsuite.text.manifest import read
    from xlsuite.text.word import read_package

    found = read(read_package(content, os.path.basename(name)))
    return found.as_of if found else ""


def workbook_of(options: Namespace) -> str | None:
    if len(options.paths) > 3:
        raise UsageError("一次核对一份初稿：report verify 初稿.docx 台账.xlsx。")
    return options.paths[2] if len(options.paths) == 3 else None


def phrases_of(options: Namespace) -> list[str]:
    if not options.phrases:
        return []
    try:
        lines = read_text(options.phrases).splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    except (OSError, ValueError):
        raise UsageError(f"放行词文件“{options.phrases}”打不开，或不是 UTF-8 编码的文本。一行一个说法。") from None


def lint(options: Namespace) -> int:
    """report lint 模板.docx…"""
    from xlsuite.verbs.lint import lint as linted

    done = [(path, linted(docx_bytes(path), os.path.splitext(os.path.basename(path))[0])) for path in options.paths[1:]]
    if options.format == "json":
        templates = [
            {"template": path, "findings": [
                {"rule": f.rule, "severity": f.severity.value, "place": f.place, "seen": f.seen, "message": f.message,
                 "advice": f.advice} for f in found]}
            for path, found in done
        ]  # fmt: skip
        print_json({"schema": 1, "templates": templates, "totals": totals([f for _, found in done for f in found])})
    else:
        for path, found in done:
            print(escape(path))
            for finding in found:
                print_finding(finding, "", options)
            print_tally(found, options)
    return code([finding for _, found in done for finding in found], options)


def final(options: Namespace) -> int:
    """report final 初稿.docx [台账.xlsx]: refused while gaps or errors remain."""
    draft, checked = check_draft(options)
    content = finalized(docx_bytes(draft), os.path.basename(draft))
    wrong = [each for each in checked.findings if each.severity is Severity.ERROR]
    if wrong and options.fail_on != "never":
        for finding in wrong:
            print_finding(finding, finding.sentence, options)
        terminal.warn(f"没有定稿：还有 {len(wrong)} 处要改。确认无误的，加 --fail-on never 定稿。")
        return FOUND
    target = Targets(options, FINAL).write(draft, lambda _: content)
    if options.format == "json":
        print_json({"schema": 1, "draft": draft, "file": target})
    return FINE


def print_finding(finding: Any, sentence: str, options: Namespace) -> None:
    mark = terminal.colored(
        f"{terminal.MARKS[finding.severity]} {finding.severity.word}", terminal.COLORS[finding.severity], options
    )
    print(f"  {mark} {finding.rule}  {escape(finding.place)}  {escape(finding.message)}")
    if sentence:
        print(f"       原句：{escape(sentence)}")
    if finding.advice:
        print(f"       怎么改：{escape(finding.advice)}")


def print_tally(found: list[Any], options: Namespace) -> None:
    print(f"  {terminal.tally(found, options)}" if found else "  ✓ 没有发现问题。")


def totals(found: Iterable[Any]) -> dict[str, int]:
    weights = [each.severity for each in found]
    return {
        "errors": weights.count(Severity.ERROR),
        "warnings": weights.count(Severity.WARNING),
        "infos": weights.count(Severity.INFO),
    }


def code(found: Iterable[Any], options: Namespace) -> int:
    heaviest = max((each.severity.weight for each in found), default=-1)
    return FOUND if heaviest >= LIMITS[options.fail_on or "error"] else FINE


FORMS = {"verify": verify, "核对": verify, "lint": lint, "检查模板": lint, "final": final, "定稿": final}
