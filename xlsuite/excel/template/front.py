"""The sheets of a template around its ledgers: 填写说明, and the empty 检查结果."""

from __future__ import annotations

from xlsuite.excel.looks import BLUE, GREEN, GREY, HEAD, LINE, NOTE_SIZE, QUIET, RED, YELLOW
from xlsuite.excel.newbook import Head, Page, toned
from xlsuite.model.place import quoted
from xlsuite.verbs.template import Template

EDITION = "2026.1"
STEPS = (
    (
        "先填“参数”和“岗位与名册”",
        "“参数”里写单位全称、统计截止日、评定方法和等级分档；名册一岗一行，直接上级岗位填上级的岗位编号，管理责任人由此得出。",
    ),
    (
        "再填各张台账",
        "一件事一行，白底录入，灰底由公式自动计算。深色表头必填；行里有了编号而必填格还空着，格子会变橙色。把鼠标停在表头上，能看到这一列怎么填。",
    ),
    (
        "日期填真实日期",
        "例如 2025-3-31，不要写“3月底前”“长期”；文件里的原话写在“整改时限原文”。完成后填完成日期，审核同意后把销号状态改为“已销号”。",
    ),
    ("看“一览”", "不用手工改，随填随变；一页 A4 横向，可以直接打印。统计截止日在“参数”里，空着就取打开当天。"),
    ("粘贴数据时", "请用“选择性粘贴→数值”，直接粘贴会冲掉下拉选项、校验和公式。"),
    (
        "行不够用时",
        "每张表都预留了空行，还不够就选中最后一行整行向下填充。打印只印到灰线框住的整页，填到页外时表名右边有红字，照着重设打印区域。",
    ),
    ("填好以后", "装了 xlsuite 的可以一键检查、汇总、起草报告；没装也不影响填写、计算和打印。"),
)
MEANINGS = (
    ("高 ／ 已逾期", RED, "高风险；有效时限已过而没有完成"), ("中 ／ 临期", YELLOW, "中风险；离有效时限不超过“参数”里的临期天数"),
    ("低 ／ 正常", BLUE, "低风险；按期办理中"), ("待销号", GREEN, "已经完成，等待核验销号"),
    ("已销号 ／ 长期坚持", GREY, "已经办结，或需要长期坚持"),
)  # fmt: skip
RESULT_HEADS = (
    Head("级别", 9, "center"), Head("规则", 9, "center"), Head("工作表", 13), Head("单元格", 8, "center"), Head("编号", 13),
    Head("列", 10), Head("原内容", 16), Head("发现的问题", 33), Head("处理建议", 27), Head("处理情况", 10, "center"),
    Head("说明", 15),
)  # fmt: skip
STATES = ("待处理", "已处理", "确认无误")
RESULT_ROWS = 100


def instructions(page: Page, template: Template) -> None:
    """What the workbook is, how it is filled in seven steps, what its colours mean, and where each sheet is."""
    page.title(
        f"{template.name}　填写说明",
        "本模板不含宏，不装插件也能用：等级、管理责任人、时限、预警和“一览”由公式随填随算。",
    )
    page.gap()
    for number, (head, text) in enumerate(STEPS, 1):
        heads = (Head("", 6, "center"), Head("", 30), Head("", 150))
        look = {"bottom": 4, "bottom_color": LINE}
        faces = {
            0: {**look, "font_name": "Arial", "font_size": 14, "bold": True, "font_color": BLUE.solid},
            1: {**look, "font_name": HEAD, "bold": True},
            2: look,
        }
        page.line_of_texts(heads, (str(number), head, text), faces)
    page.gap()
    page.section("颜色含义（文字与颜色同时出现，黑白打印也看得懂）")
    for word, tone, meaning in MEANINGS:
        page.height(page.row, 22)
        page.span(page.row, 0, 1, word, **toned(tone), align="center", border=1, border_color="#FFFFFF")
        page.text(page.row, 2, meaning)
        page.row += 1
    page.gap()
    page.section("工作表")
    for blank in template.sheets:
        page.height(page.row, 22)
        link = page.book.looks.format({"font_color": BLUE.solid, "underline": 1})
        page.sheet.merge_range(page.row, 0, page.row, 1, "", link)
        page.sheet.write_url(page.row, 0, f"internal:{quoted(blank.title)}!A1", link, blank.title)
        page.text(page.row, 2, blank.note)
        page.row += 1
    page.gap()
    version = f"模板版本 {EDITION}　表头文字请不要改，列宽、列的先后可以改，可以筛选、排序。涉密内容、身份证号、手机号、银行卡号不要填进台账。"
    page.note(version)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.center_horizontally()
    page.sheet.protect("", {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True})


def results(page: Page) -> None:
    """检查结果, empty: its header, and how it comes to be filled."""
    page.title(
        "检查结果",
        "还没有检查。装了 xlsuite 的：点功能区“检查全部”，或运行 xlsuite check 本文件；结果列在这里或另存的工作簿里。",
    )
    page.note("“处理情况”选“确认无误”的，原内容不改，下次检查就不再提示。", font_size=NOTE_SIZE, font_color=QUIET)
    top = page.row
    page.header(RESULT_HEADS)
    column = [head.title for head in RESULT_HEADS].index("处理情况")
    rule = {
        "validate": "list",
        "source": list(STATES),
        "error_title": "处理情况",
        "error_message": f"“处理情况”应填 {'、'.join(STATES)} 之一",
    }
    page.sheet.data_validation(top + 1, column, top + RESULT_ROWS, column, rule)
    page.sheet.freeze_panes(top + 1, 0)
    page.sheet.repeat_rows(top)
