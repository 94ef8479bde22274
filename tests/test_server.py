"""The optional server: the client of xlwings Server, unmodified, in Node on a strict stand-in for Excel's API.

A click there goes over HTTP to a real server on the loopback address, through the ribbon's own function, and comes back
as actions that the client applies to the stand-in workbook.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.serving import ROOT, Server, clicked, client, client_files, serving, workbook_json
from xlsuite.addin.ribbon import BUTTONS, GROUPS
from xlsuite.server import serve
from xlsuite.server.manifest import APP, OVERRIDES, TYPES, manifest
from xlsuite.server.project import files
from xlsuite.server.serve import main, token_of

NO_NOTES = "这个 Excel 的版本旧，经服务器加不了批注（要有 ExcelApi 1.18），没有改动。请用 Excel 加载项里的同一个按钮，或用命令行。"

SAMPLE = ROOT / "workbooks" / "示例台账_含错误.xlsx"
TAGS = [button.tag for button in BUTTONS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("server") / "我的 家"
    made.mkdir()
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="module")
def node(folder: Path) -> Path:
    return client(folder)


@pytest.fixture
def book() -> dict[str, Any]:
    return workbook_json(SAMPLE)


def test_the_client_is_the_installed_one(node: Path) -> None:
    def digests(place: Path) -> dict[str, str]:
        scripts = (each for each in place.rglob("*.js"))
        return {str(each.relative_to(place)): hashlib.sha256(each.read_bytes()).hexdigest() for each in scripts}

    assert digests(node) == digests(client_files()) and len(digests(node)) > 20


def test_every_button_of_the_ribbon_is_served(server: Server, node: Path, book: dict[str, Any]) -> None:
    assert clicked(server, node, book)["buttons"] == [f"xlsuite_{tag}" for tag in TAGS]


@pytest.mark.parametrize("search", ["", "?token=", "?token=wrong"])
def test_without_the_token_nothing_is_done(search: str, server: Server, node: Path, book: dict[str, Any]) -> None:
    (step,) = clicked(server, node, book, "check", search=search)["steps"]
    said = "口令不对。请重新做一份清单：python -m xlsuite.server manifest。"
    assert [each["prompt"] for each in step["dialogs"]] == [said]
    assert [sheet["name"] for sheet in step["sheets"]] == [sheet["name"] for sheet in book["sheets"]]
    assert not any(sheet["notes"] or sheet["fills"] for sheet in step["sheets"])


ASKED = (
    ("127.0.0.1", "/taskpane.html", 200), ("localhost", "/taskpane.html", 200),
    ("evil.example", "/taskpane.html", 421), ("evil.example", "/static/js/auth.js", 421),
)  # fmt: skip


@pytest.mark.parametrize(("host", "path", "status"), ASKED)
def test_only_this_computer_is_answered(host: str, path: str, status: int, server: Server) -> None:
    code = (
        "import http.client as h, sys\n"
        f"c = h.HTTPConnection('127.0.0.1', {server.port}); c.putrequest('GET', {path!r}, skip_host=True)\n"
        f"c.putheader('Host', '{host}:{server.port}'); c.endheaders(); r = c.getresponse()\n"
        "print(r.status); print(r.read().decode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    answered, _, text = done.stdout.partition("\n")
    assert int(answered) == status and server.token not in text


def test_the_server_listens_on_loopback_only(server: Server) -> None:
    """Every address of this computer but 127.0.0.1 refuses; told by the system's table of listening sockets."""
    table = Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
    table += Path("/proc/net/tcp6").read_text("ascii").splitlines()[1:] if Path("/proc/net/tcp6").exists() else []
    listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    ours = [place.split(":")[0] for place in listening if int(place.split(":")[1], 16) == server.port]
    assert ours == ["0100007F"]


def test_the_token_is_in_no_served_file_and_kept_from_others(tmp_path: Path) -> None:
    token = token_of(tmp_path)
    assert len(token) >= 40 and token_of(tmp_path) == token != token_of(tmp_path / "other")
    assert (tmp_path / ".xlsuite" / "server.token").stat().st_mode & 0o077 == 0
    assert not any(token in content for content in files().values())


REFUSALS = (
    ({}, [], "✗ 没有设 XLWINGS_LICENSE_KEY。"),
    ({"XLWINGS_LICENSE_KEY": "noncommercial"}, [], "✗ Excel 只认 https。请用 --cert 和 --key 给出 127.0.0.1 的证书和私钥"),
    ({"XLWINGS_LICENSE_KEY": "noncommercial"}, ["--cert", "a.pem"], "✗ Excel 只认 https。"),
)  # fmt: skip


@pytest.mark.parametrize(("variables", "options", "said"), REFUSALS)
def test_what_is_missing_is_said(
    variables: dict[str, str], options: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    monkeypatch.delenv("XLWINGS_LICENSE_KEY", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["serve", *options]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_without_the_extra_the_line_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve.importlib.util, "find_spec", lambda name: None)
    assert main(["serve"]) == 2
    assert (
        capsys.readouterr().err
        == f'✗ 没有装 xlwings Server。请运行："{sys.executable}" -m pip install "xlwings-server>=1.20,<2"\n'
    )


def test_the_core_needs_none_of_it() -> None:
    """The command line and the add-in start without xlwings Server and its licence."""
    code = "import sys, xlsuite.cli, xlsuite.commands, xlsuite.click, xlsuite.addin.install; sys.exit(any(name.startswith(('xlwings_server', 'xlsuite.server', 'uvicorn', 'fastapi')) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_manifest_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    target = tmp_path / "清单.xml"
    assert main(["manifest", "--port", "9000", "-o", str(target)]) == 0
    assert target.read_text("utf-8") == manifest("https://127.0.0.1:9000", token_of(tmp_path))
    assert target.stat().st_mode & 0o077 == 0
    root = ElementTree.parse(target).getroot()
    assert root.tag == f"{{{APP}}}OfficeApp"
    functions = [each.text for each in root.iter(f"{{{OVERRIDES}}}FunctionName")]
    assert functions == [f"xlsuite_{tag}" for tag in TAGS]
    ids = [
        each.get("id", "")
        for kind in ("Image", "Url", "String")
        for each in root.iter(f"{{{TYPES}}}{kind}")
        if each.get("id")
    ]
    used = {each.get("resid") for each in root.iter() if each.get("resid")}
    assert len(ids) == len(set(ids)) and used == set(ids) and max(map(len, ids)) <= 32
    texts = {each.get("id"): each.get("DefaultValue", "") for each in root.iter(f"{{{TYPES}}}String")}
    assert all(0 < len(text) <= (250 if str(name).endswith(".tip") else 125) for name, text in texts.items())
    assert [texts[group.id] for group in GROUPS] == [group.label for group in GROUPS]


# --- what a click does to the workbook ---


def by_name(step: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {sheet["name"]: sheet for sheet in step["sheets"]}


def said(step: dict[str, Any]) -> list[str]:
    return [dialog["prompt"] for dialog in step["dialogs"]]


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows without the blank cells at their ends, and blank rows at the end."""
    kept = [row[: max((at + 1 for at, value in enumerate(row) if value not in ("", None)), default=0)] for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def own_cells_stay(step: dict[str, Any], book: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The sheets after a click; the values of the user's are as they were."""
    after = by_name(step)
    for sheet in book["sheets"]:
        assert trimmed(after[sheet["name"]]["values"]) == trimmed(sheet["values"]), sheet["name"]
    return after


@pytest.fixture(scope="module")
def on_file(folder: Path) -> dict[str, Any]:
    """The same button on the same workbook without any server: what the command line's click leaves in the file."""
    path = Path(shutil.copy(SAMPLE, folder / SAMPLE.name))
    command = [sys.executable, "-m", "xlsuite", "click", "check", str(path), "--yes"]
    environment = {**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
    notes = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    return {"notes": notes, "sheets": {sheet["name"]: sheet for sheet in workbook_json(path)["sheets"]}}


def test_check_arrives_as_on_a_file(server: Server, node: Path, book: dict[str, Any], on_file: dict[str, Any]) -> None:
    first, second = clicked(server, node, book, "check", "check")["steps"]
    after = own_cells_stay(first, book)
    notes = {(name, cell): text for name, sheet in after.items() for cell, text in sheet["notes"].items()}
    assert notes == on_file["notes"] and len(notes) == 20
    theirs = on_file["sheets"]["检查结果"]["values"]
    here, there = (trimmed(without_clock(rows)) for rows in (after["检查结果"]["values"], theirs))
    assert here == there
    assert after["xlsuite记录"]["visibility"] in ("Hidden", "VeryHidden")
    assert not any(after[sheet["name"]]["fills"] for sheet in book["sheets"])  # whose fill it is, nobody tells here
    assert (first["active"], first["errors"]) == ("检查结果", [])
    assert said(first) == ["检查全部：● 错误 16  ▲ 警告 4  ⓘ 提示 3。结果在“检查结果”表。20 格加了批注。"]
    again = by_name(second)
    assert all(again[name]["notes"] == sheet["notes"] for name, sheet in after.items()) and again.keys() == after.keys()
    assert [trimmed(without_clock(sheet["values"])) for sheet in again.values() if sheet["name"] == "检查结果"] == [
        here
    ]


def without_clock(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows with the time of day left out of their texts."""
    return [
        [re.sub(r"\d\d:\d\d(:\d\d)?", "", value) if isinstance(value, str) else value for value in row] for row in rows
    ]


def test_next_and_findings_move_the_cursor(server: Server, node: Path, book: dict[str, Any]) -> None:
    _, first, second, third = clicked(server, node, book, "check", "next", "next", "findings")["steps"]
    assert [(step["active"], step["selection"]) for step in (first, second)] == [
        ("岗位与名册", "A1"),
        ("问题整改台账", "H2"),
    ]
    assert third["active"] == "检查结果" and said(first) == said(second) == said(third) == []


def test_clear_takes_ours_only(server: Server, node: Path, book: dict[str, Any]) -> None:
    book["sheets"][2]["notes"] = {"A2": "科长：请核对"}
    _, step = clicked(server, node, book, "check", "clear")["steps"]
    after = own_cells_stay(step, book)
    assert after["问题整改台账"]["notes"] == {"A2": "科长：请核对"} and after["问题整改台账"]["fills"] == {}
    assert "检查结果" in after


OWN_SHEETS = (
    ("summarize", "一览", "生成一览：统计截止日 2025-09-30（参数表），写了 “一览”"),
    ("overdue", "逾期清单", "逾期清单：统计截止日 2025-09-30：逾期 1 条，临期 0 条。"),
    ("check_sheet", "检查结果", "检查本表：● 错误 "), ("settings", "参数", ""),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "active", "start"), OWN_SHEETS)
def test_a_button_writes_its_own_sheets(
    tag: str, active: str, start: str, server: Server, node: Path, book: dict[str, Any]
) -> None:
    (step,) = clicked(server, node, book, tag)["steps"]
    own_cells_stay(step, book)
    assert step["active"] == active and "".join(said(step)).startswith(start) and step["errors"] == []


ELSEWHERE = (
    ("report", "“自查报告”要读写电脑上的文件，经服务器点按钮做不了。请用 Excel 加载项里的同一个按钮，或用命令行。"),
    ("restore", "“恢复备份”要读写电脑上的文件，经服务器点按钮做不了。请用 Excel 加载项里的同一个按钮，或用命令行。"),
    ("fix", "自动修正：没有可以自动修正的地方，没有改动。"),
    ("grade", "没有可定级的风险点：工作簿里没有风险点等级评定表，也没有个人廉政风险点登记表。"),
)  # fmt: skip


@pytest.mark.parametrize(("tag", "text"), ELSEWHERE)
def test_what_cannot_be_done_is_said(tag: str, text: str, server: Server, node: Path, book: dict[str, Any]) -> None:
    (step,) = clicked(server, node, book, tag)["steps"]
    assert said(step) == [text]
    assert own_cells_stay(step, book).keys() == {sheet["name"] for sheet in book["sheets"]}


def test_an_excel_without_notes_is_told_so(server: Server, node: Path, book: dict[str, Any]) -> None:
    (step,) = clicked(server, node, book, "check", excel_api=17)["steps"]
    assert said(step) == [NO_NOTES]
    assert own_cells_stay(step, book).keys() == {sheet["name"] for sheet in book["sheets"]}


def test_what_excel_refuses_reaches_the_user(server: Server, node: Path, book: dict[str, Any]) -> None:
    """Nobody tells the server which sheets are protected: the client reports what Excel refused."""
    book["sheets"][2]["isProtected"] = True
    (step,) = clicked(server, node, book, "check")["steps"]
    assert "AccessDenied: 问题整改台账 is protected" in said(step)[0]


# --- the stand-in is strict: what Excel refuses, it refuses ---

STRICT = (
    ("const r = sheet.getRange('A1'); r.values", "PropertyNotLoaded: Range.values was read before load() and sync()"),
    ("const r = sheet.getRange('A1').load('values'); r.values", "PropertyNotLoaded: Range.values was read before load() and sync()"),
    ("sheet.getRange('A1:B2').values = [[1]]; await context.sync()", "InvalidArgument: 1x1 values for A1:B2"),
    ("sheet.getRange('A1').values = [[{}]]; await context.sync()", "InvalidArgument: no value of a cell: {}"),
    ("sheet.getRange('A1').format.fill.color = 'reddish'; await context.sync()", "InvalidArgument: no colour: reddish"),
    ("sheet.getRange('A1').format.fontSize = 3", "InvalidArgument: RangeFormat.fontSize cannot be set"),
    ("sheet.getRange('A1').colour", "InvalidArgument: Range has no member colour"),
    ("sheet.getRangeByIndexes(-1, 0, 1, 1)", "InvalidArgument: no range: -1,0,1,1"),
    ("context.workbook.worksheets.add('台账'); await context.sync()", "ItemAlreadyExists: there is a sheet 台账"),
    ("context.workbook.worksheets.add('a/b')", "InvalidArgument: no name for a sheet: a/b"),
    ("sheet.delete(); await context.sync()", "InvalidOperation: the last visible sheet"),
    ("sheet.notes.add('A1', 'x'); sheet.notes.add('A1', 'y'); await context.sync()", "ItemAlreadyExists: a note on A1"),
    ("sheet.notes.add('A1:B1', 'x'); await context.sync()", "InvalidArgument: a note on A1:B1"),
    ("locked.getRange('A1').values = [[1]]; await context.sync()", "AccessDenied: 锁 is protected"),
    ("sheet.getRange('A1').values = [[7]]; const r = sheet.getRange('A1').load('values'); await context.sync(); if (r.values[0][0] !== 7) throw new Error('lost')", ""),
)  # fmt: skip


@pytest.mark.parametrize(("code", "said"), STRICT, ids=[code[:50] for code, _ in STRICT])
def test_the_stand_in_is_strict(code: str, said: str) -> None:
    sheets = [{"name": "台账", "values": [["x"]]}, {"name": "锁", "values": [[""]], "isProtected": True}]
    script = f"""
import {{ Context, Workbook }} from {json.dumps((ROOT / "tests" / "officejs" / "workbook.mjs").as_uri())};
const book = new Workbook({{ name: "b", sheets: {json.dumps(sheets)} }});
book.sheets[1].visibility = "Hidden";
const context = new Context(book);
const sheet = context.workbook.worksheets.getItem("台账"), locked = context.workbook.worksheets.getItem("锁");
try {{ {code}; console.log(""); }} catch (error) {{ console.log(error.message); }}
"""
    found = shutil.which("node")
    assert found
    done = subprocess.run(
        [found, "--input-type=module"], input=script, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == said
