"""Commands that only look something up: a rule's page, the limits of reading."""

from __future__ import annotations

from argparse import Namespace

from xlsuite import terminal
from xlsuite.errors import UsageError

FINE = 0


def export(options: Namespace) -> int:
    from xlsuite.exporting import export as exported  # pandas comes with it

    return exported(options)


def rules(options: Namespace) -> int:
    from xlsuite.rules import BY_ID, RULES
    from xlsuite.text.draft_rules import BY_ID as OF_DRAFTS
    from xlsuite.text.draft_rules import DRAFT_RULES, draft_page

    if not options.rule_id:
        rows = ((rule.id, rule.severity.word, rule.title) for rule in (*RULES, *DRAFT_RULES))
        terminal.print_table(("规则", "级别", "查什么"), rows, options)
        return FINE
    rule = BY_ID.get(options.rule_id.upper()) or BY_ID.get(options.rule_id)
    if rule is None and (about := OF_DRAFTS.get(options.rule_id.upper())):
        print(draft_page(about))
        return FINE
    if rule is None:
        near = [each for each in (*BY_ID, *OF_DRAFTS) if each.startswith(options.rule_id.upper()[:2])]
        hint = f"同类的有 {'、'.join(near)}。" if near else "用“xlsuite 规则”列出全部。"
        raise UsageError(f"没有规则“{options.rule_id}”。{hint}")
    from xlsuite.text.manual import page_text

    print(page_text(rule))
    return FINE


def limits(options: Namespace) -> int:
    from xlsuite.files.limits import LIMITS as ALL
    from xlsuite.files.limits import MEGABYTE

    rows = (
        (each.what, each.most // MEGABYTE if each.unit == "MB" else each.most, each.unit, each.advice)
        for each in ALL.values()
    )
    terminal.print_table(("上限", "最多", "单位", "超过时"), rows, options)
    terminal.say(options, "要放宽，在 --config 文件的 [上限] 里写名称和数，例如 文件大小 = 400。")
    return FINE
