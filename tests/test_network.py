"""Nothing in the suite reaches for the network: not in this process (conftest.py), not in those it starts."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.network import SITE, NetworkUsed

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "xlsuite"
BOOK = ROOT / "workbooks" / "示例台账.xlsx"
TALKS = {
    "socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "asyncio", "ftplib", "smtplib",
    "imaplib", "poplib", "telnetlib", "xmlrpc", "socketserver", "webbrowser",
}  # fmt: skip
MAY: set[str] = set()  # modules that serve this machine alone, each with tests of what it answers to


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_module_can_talk(file: Path) -> None:
    """No import of ours is one that opens connections."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        found |= {name for name in names if name in TALKS or name.partition(".")[0] in TALKS}
    assert file.relative_to(PACKAGE).as_posix() in MAY or not found, f"{file.name} imports {found}"


def test_the_guard_stands_in_this_process() -> None:
    """Names are not looked up, no connection is made, not even to this machine."""
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.com", 80)
    with socket.socket() as mine, pytest.raises(NetworkUsed):
        mine.connect(("127.0.0.1", 9))
    with socket.socket() as mine, pytest.raises(NetworkUsed):
        mine.bind(("127.0.0.1", 0))
    with pytest.raises(NetworkUsed):
        urllib.request.urlopen("http://example.com/")


COMMANDS = [
    ["run", str(BOOK), "-o", "出"], ["check", str(BOOK)], ["grade", str(BOOK)], ["summarize", str(BOOK)],
    ["report", str(BOOK), "-o", "出"], ["fix", str(BOOK), "-o", "出"], ["redact", str(BOOK), "-o", "出"],
    ["template", "-o", "空白.xlsx"], ["merge", str(BOOK), "-o", "并.xlsx"], ["rules"], ["limits"], ["--help"],
]  # fmt: skip


def guarded(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A process of ours under the guard from its first moment on."""
    site = folder / "守"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE.format(root=str(ROOT)), encoding="utf-8")
    path = os.pathsep.join((str(site), str(ROOT)))
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, encoding="utf-8",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=[case[0] for case in COMMANDS])
def test_no_command_talks(arguments: list[str], tmp_path: Path) -> None:
    done = guarded(["-m", "xlsuite", *arguments], tmp_path)
    assert "NetworkUsed" not in done.stderr
    assert done.returncode in (0, 1), done.stderr


def test_the_guard_stands_in_those_too(tmp_path: Path) -> None:
    done = guarded(["-c", "import socket; socket.create_connection(('127.0.0.1', 9))"], tmp_path)
    assert done.returncode == 1 and "NetworkUsed" in done.stderr
