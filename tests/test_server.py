"""The optional server: the client of xlwings Server, unmodified, in Node on a strict stand-in for Excel's API.

A click there goes over HTTP to a real server on the loopback address, through the ribbon's own function, and comes back
as actions that the client applies to the stand-in workbook.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.serving import ROOT, Server, clicked, client, client_files, serving, workbook_json
from xlsuite.addin.ribbon import BUTTONS, GROUPS
from xlsuite.server import serve
from xlsuite.server.manifest import APP, OVERRIDES, TYPES, manifest
from xlsuite.server.project import files
from xlsuite.server.serve import main, token_of

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
        == f'✗ 没有装 xlwings Server。请运行："{sys.executable}" -m pip install "xlsuite[server]"\n'
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
