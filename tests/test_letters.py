"""提醒函, 一页简报 and reports by 科室: who gets one, what stands in it, and what it leaves out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import samples
from tests.drawn import book
from tests.test_word import parts_of
from xlsuite.cli import run
from xlsuite.errors import UsageError
from xlsuite.ledgers.office import offices, part_of, without_office
from xlsuite.text.letters import safe_name
from xlsuite.text.word import text_of
from xlsuite.verbs.check import findings
from xlsuite.verbs.report import Document, report, reports, template_path

EXAMPLE = str(Path(__file__).parent.parent / "workbooks" / "示例台账.xlsx")
LATE, NEAR, FAR = "整改时限=2025-09-20 ", "整改时限=2025-10-10 ", "整改时限=2025-12-31 "


def letters(text: str, **settings: Any) -> list[Document]:
    return reports(book(text, **settings), "提醒函")


def words(document: Document) -> str:
    return text_of(document.content).split("— 1 —", 1)[0]


# --- who gets a letter --------------------------------------------------------------------------------------------

PEOPLE = [
    (f"{LATE}责任人=甲某", ["甲某"]),
    (f"{NEAR}责任人=甲某", ["甲某"]),
    (f"{FAR}责任人=甲某", []),
    (f"{LATE}责任人=甲某 整改状态=已完成", []),
    (f"{LATE}责任人=甲某 整改状态=胡写", []),
    (f"{NEAR}责任人=甲某 整改状态=胡写", []),
    (f"{LATE}责任人=甲某 备注=合并至ZG-1", []),
    (f"{LATE}责任人=甲某 | {NEAR}责任人=甲某", ["甲某"]),
    (f"{LATE}责任人=甲某、乙某 | {NEAR}责任人=乙某", ["甲某", "乙某"]),
    (f"{LATE}责任人=甲某 | {LATE}责任人=", ["责任人未填", "甲某"]),
    ("整改时限=2025-10-15 责任人=甲某", ["甲某"]),
    ("整改时限=2025-10-16 责任人=甲某", []),
    ("整改时限=2025-09-30 责任人=甲某", ["甲某"]),
    ("[延期] 审批结果=同意 申请延期至=2025-12-31 | 问题编号=ZG-2025-011 整改时限=2025-09-20 责任人=甲某", []),
    ("[参数] 临期天数=5、3 | 整改时限=2025-10-10 责任人=甲某", []),
    ("[防控措施登记表] 落实状态=推进中", []),
]


@pytest.mark.parametrize(("ledger", "people"), PEOPLE)
def test_one_letter_for_each_person(ledger: str, people: list[str]) -> None:
    assert [each.whose for each in letters(ledger)] == people


LETTERS = [
    (f"{LATE}责任人=甲某 责任科室=综合科", "综合科甲某同志："),
    (f"{LATE}责任人=甲某 责任科室=综合科 | {LATE}责任人=甲某 责任科室=宣传科", "综合科、宣传科甲某同志："),
    (LATE, "截至2025年9月30日，问题整改台账登记由您负责、尚未完成的问题中，有1个已过整改时限。"),
    (f"{LATE}| {NEAR}| {NEAR}", "有1个已过整改时限，2个将在15天内到期。"),
    (f"{LATE}问题编号=甲1 问题=账实不符", "1\n甲1\n账实不符\n2025年9月20日\n推进中\n逾期10天\n"),
    (f"{NEAR}问题编号=甲1 问题=账实不符", "1\n甲1\n账实不符\n2025年10月10日\n推进中\n还有10天\n"),
    ("整改时限=2025-09-30 问题=账实不符", "当天到期"),
    ("[延期] 审批结果=同意 申请延期至=2025-10-05 | 问题编号=ZG-2025-011 整改时限=2025-09-20", "2025年10月5日\n推进中\n还有5天"),
    (f"[延期] 审批结果=待审批 | 问题编号=ZG-2025-011 {LATE}", "其中ZG-2025-011已申请延期，待审批，批准前时限不变。"),
    (f"{LATE}责任人=", "综合科【待补充：问题整改台账!J2 责任人】同志："),
    (LATE, "数据来源：例.xlsx，问题整改台账!"),
    (LATE, "已过时限的，请说明原因并抓紧整改，确需延期的按程序申请。完成后"),
    (NEAR, "即将到期的，请按台账确定的整改措施在时限前完成。完成后"),
]  # fmt: skip


@pytest.mark.parametrize(("ledger", "sentence"), LETTERS)
def test_what_a_letter_says(ledger: str, sentence: str) -> None:
    text = words(letters(ledger)[0])
    if "J2" in sentence:
        table = book(ledger).tables[0]
        sentence = sentence.replace("问题整改台账!J2", table.address(0, "owner"))
    assert sentence in text


def test_a_letter_is_about_one_persons_rows_only() -> None:
    first, second = letters(
        f"{LATE}责任人=甲某 问题=甲的事 | {LATE}责任人=乙某 问题=乙的事 | {FAR}责任人=甲某 问题=不急的事"
    )
    assert "甲的事" in words(first) and "乙的事" not in words(first) and "不急的事" not in words(first)
    assert "乙的事" in words(second) and "甲某" not in words(second)


def test_a_letter_tells_of_the_errors_in_its_own_rows_only() -> None:
    good, bad = letters(f"{LATE}责任人=甲某 | {LATE}责任人=乙某 问题= ")
    assert "草稿提示" not in words(good)
    assert words(bad).startswith("草稿提示：本函所列问题在台账中有1处错误级问题（问题整改台账!")


def test_the_latest_comes_first() -> None:
    text = words(letters(f"{NEAR}问题编号=丙 | {LATE}问题编号=乙 | 问题编号=甲 整改时限=2025-08-01")[0])
    assert text.index("甲\n") < text.index("乙\n") < text.index("丙\n")


def test_a_name_in_two_units_is_told() -> None:
    document = letters(f"{LATE}责任人=甲某 责任科室=综合科 | {LATE}责任人=甲某 责任科室=宣传科")[0]
    assert "“甲某”在综合科、宣传科都有事项，按同一人写在一份里；如果不是同一人，请分开。" in document.notes


NAMES = [
    ("顾某丁", "顾某丁"), ("", "责任人未填"), ("a/b\\c:d*e?f\"g<h>i|j", "abcdefghij"), ("..", "未命名"), ("../../etc", "etc"), ("CON", "_CON"),
    ("com1.x", "_com1.x"), ("甲\u202e乙\n丙\u200b", "甲乙丙"), (" 甲 ", "甲"), ("问" * 300, "问" * 40), ("阿卜杜·热合曼", "阿卜杜·热合曼"),
]  # fmt: skip


@pytest.mark.parametrize(("person", "name"), NAMES)
def test_names_of_files(person: str, name: str) -> None:
    assert safe_name(person) == name


def test_a_letter_cannot_be_one_report() -> None:
    with pytest.raises(UsageError) as error:
        report(samples.book(), "提醒函")
    assert str(error.value) == "模板“提醒函”一人一份，一次写出多份。命令行请用 -o 写一个文件夹。"
    with pytest.raises(UsageError) as error:
        reports(samples.book(), "提醒函", by_office=True)
    assert str(error.value) == "模板“提醒函”已经是一人一份，不能再按科室分。"


def test_an_offices_own_letter_is_one_for_each_person_too(tmp_path: Path) -> None:
    own = tmp_path / "催办单.docx"
    own.write_bytes(template_path("提醒函").read_bytes())
    assert [(each.name, each.whose) for each in reports(book(LATE + "责任人=甲某"), own)] == [("催办单", "甲某")]


@pytest.mark.parametrize("template", ["提醒函", "一页简报"])
def test_the_same_bytes_each_time(template: str) -> None:
    once, again = (reports(samples.book(), template) for _ in range(2))
    assert [each.content for each in once] == [each.content for each in again]


# --- the brief ----------------------------------------------------------------------------------------------------


def brief(text: str) -> str:
    return text_of(report(book(text, 单位简称="促进办"), "一页简报").content).split("— 1 —", 1)[0]


BRIEFS = [
    (LATE, "促进办问题整改情况简报\n（数据截至2025年9月30日）\n"),
    (
        f"{LATE}| {NEAR}| {FAR}整改状态=已完成 完成日期=2025-06-01",
        "3\n1\n33.33%\n1\n1\n问题总数\n已完成\n整改完成率\n逾期未完成\n15天内到期\n",
    ),
    (f"{LATE}问题=账实不符 责任人=甲某 责任科室=综合科", "甲某\n综合科\n账实不符\n2025年9月20日\n逾期10天\n"),
    (f"{LATE}问题=1234567890一二三四五六七八九十1234567890一二三四五", "1234567890一二三四五六七八九十123456789…"),
    (" | ".join([LATE] * 9), "另有4个，见问题整改台账。"),
    (FAR, "台账中未见逾期未完成和临近时限的问题。"),
    (LATE, "一是对逾期未完成的1个问题逐个督促落实整改措施，确需延期的按程序报批。"),
    (f"{FAR}整改状态=已完成 完成日期=2025-06-01", "未见可依据的台账记录。"),
    ("[防控措施登记表] 落实状态=已落实", "未见问题整改台账。"),
    (f"{LATE}责任人=", "【待补充：问题整改台账!"),
]


@pytest.mark.parametrize(("ledger", "sentence"), BRIEFS)
def test_what_a_brief_says(ledger: str, sentence: str) -> None:
    assert sentence in brief(ledger)


# --- by 科室 ------------------------------------------------------------------------------------------------------


def test_the_parts_make_up_the_whole() -> None:
    whole = samples.book()
    parts = [part_of(whole, office) for office in offices(whole)]
    for ledger in ("rectification", "risk_points", "extensions"):
        keys = [record.key for part in parts for record in part.records(ledger)]
        assert sorted(keys) == sorted(record.key for record in whole.records(ledger))


def test_a_part_leaves_the_whole_as_it_was_and_keeps_addresses() -> None:
    whole = samples.book()
    before = [record.overdue_days for record in whole.records("rectification")]
    part = part_of(whole, "业务指导科")
    record = next(each for each in part.records("rectification") if each.key == "ZG-2025-016")
    same = next(each for each in whole.records("rectification") if each.key == "ZG-2025-016")
    assert record.address("owner") == same.address("owner") and record.overdue_days == 15
    assert [each.overdue_days for each in whole.records("rectification")] == before
    assert all(table.scope is whole for table in whole.tables)


def test_merged_cells_keep_their_value() -> None:
    whole = book("[合并 责任科室] 责任科室=甲 | 责任科室=甲 | 责任科室=甲")
    assert [record.key for record in part_of(whole, "甲").records("rectification")] == [
        record.key for record in whole.records("rectification")
    ]


def test_a_report_by_office() -> None:
    first, second = reports(book("责任科室=甲科 问题=甲的事 整改状态=推进中 | 责任科室=乙科 问题=乙的事 整改状态=已完成 完成日期=2025-06-01", 单位简称="促进办", 单位全称="促进办公室"), by_office=True)  # fmt: skip
    text = words(first)
    assert (
        first.whose == "甲科" and "甲科关于问题整改情况的自查报告" in text and "促进办甲科对照1个方面开展自查" in text
    )
    assert "甲的事" in text and "乙的事" not in text and "整改完成率0.00%" in text
    assert "\n促进办公室甲科\n" in text and "本稿只含甲科的行" in text
    assert "整改完成率100.00%" in words(second)


def test_totals_of_the_whole_are_not_held_against_an_office() -> None:
    text = words(
        reports(book("[来源表] 来源名称=单位自查 应整改数=2 | 责任科室=甲科 | 责任科室=乙科"), by_office=True)[0]
    )
    assert "两数不符" not in text


def test_nothing_of_it_is_not_an_empty_ledger() -> None:
    text = words(
        reports(book("[延期] 审批结果=同意 | 问题编号=ZG-2025-011 责任科室=甲科 | 责任科室=乙科"), by_office=True)[1]
    )
    assert "没有填写内容" not in text and "补齐" not in text


def test_errors_of_other_offices_stay_out() -> None:
    first, second = reports(book("责任科室=甲科 | 责任科室=乙科 问题= "), by_office=True)
    assert "草稿提示" not in words(first) and "草稿提示" in words(second)


def test_issues_of_no_office_are_named() -> None:
    assert without_office(book("问题编号=甲1 责任科室= | 问题编号=甲2")) == ("甲1",)


# --- the command line ---------------------------------------------------------------------------------------------


def command(*arguments: str) -> int:
    return run(["report", EXAMPLE, "--as-of", "2025-09-30", *arguments])


def test_letters_go_to_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "函"
    assert command("--template", "提醒函", "-o", str(folder), "--format", "json") == 0
    written = sorted(each.name for each in folder.iterdir())
    assert written == [f"示例台账_提醒函_{name}.docx" for name in sorted(["叶某戊", "白某庚", "邵某辛"])]
    out = capsys.readouterr()
    answer = json.loads(out.out)
    assert [each["for"] for each in answer["documents"]] == ["叶某戊", "邵某辛", "白某庚"]
    assert "待补充：叶某戊：成文日期" in out.err and "版式：国标（GB/T 9704—2012）\n" in out.err


def test_letters_want_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--template", "提醒函", "-o", str(tmp_path / "a.docx")) == 2
    assert "✗ -o 后面应为文件夹，写的是" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nobody_to_remind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", EXAMPLE, "--as-of", "2025-05-01", "--template", "提醒函", "-o", str(tmp_path)]) == 0
    assert list(tmp_path.iterdir()) == []
    assert "没有逾期和临近时限的问题，不用写提醒函。" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--template", "提醒函", "-o", str(tmp_path / "函"), "--dry-run") == 0
    assert list(tmp_path.iterdir()) == [] and capsys.readouterr().err.count("会写 ") == 3


def test_reports_by_office_in_one_run(tmp_path: Path) -> None:
    assert command("--by", "科室", "-o", str(tmp_path)) == 0
    assert len(list(tmp_path.glob("示例台账_自查报告_*.docx"))) == 5


def test_a_layout_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = tmp_path / "局.toml"
    layout.write_text('[版式]\n名称 = "市局版式"\n下边距 = 27\n', encoding="utf-8")
    target = tmp_path / "a.docx"
    assert command("--profile", str(layout), "-o", str(target)) == 0
    assert "版式：市局版式，与国标不同的有：下边距 27 毫米\n" in capsys.readouterr().err
    parts = parts_of(target.read_bytes())
    assert (
        "<dc:description>版式：市局版式，与国标不同的有：下边距 27 毫米</dc:description>"
        in parts["docProps/core.xml"].decode()
    )
    layout.write_text("下编距 = 27\n", encoding="utf-8")
    assert command("--profile", str(layout), "-o", str(tmp_path / "b.docx")) == 2
    assert capsys.readouterr().err == "✗ 版式文件“局.toml”里的“下编距”没有这一项，是不是“下边距”。\n"
    assert command("--profile", str(tmp_path / "没有.toml"), "-o", str(tmp_path / "b.docx")) == 2
    assert capsys.readouterr().err == f"✗ 找不到版式文件“{tmp_path / '没有.toml'}”。\n"


def test_the_answer_for_one_report_is_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--format", "json", "-o", str(tmp_path / "a.docx")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["schema", "document", "file", "gaps", "notes", "layout"]


def test_letters_agree_with_the_lists_of_the_summary() -> None:
    from xlsuite.verbs.summarize import summarize

    some = samples.book()
    summary = summarize(some, findings(some))
    tables = [summary.table(f"rectification.{name}") for name in ("overdue_list", "due_soon_list")]
    wanted = {(row[4], row[0]) for table in tables if table for row in table.rows}
    told = {(each.whose, key) for each in reports(some, "提醒函") for _, key in wanted if key in words(each)}
    assert told == wanted
