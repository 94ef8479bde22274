"""xlwings Server with our project in a process of its own on the loopback address, and Node with its own client."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
CLICK = ROOT / "tests" / "officejs" / "click.mjs"
START_SECONDS, CLICK_SECONDS = 90, 120
INSTALL = "these tests need Node (apt-get install nodejs) and xlwings Server (pip install 'xlsuite[server]')"


class Server(NamedTuple):
    """A running server: its port, the token it wants, and its process."""

    port: int
    token: str
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def client_files() -> Path:
    """The client as xlwings Server brings it along."""
    found = importlib.util.find_spec("xlwings_server")
    assert found and found.origin, INSTALL
    return Path(found.origin).parent / "static" / "js"


def free_port() -> int:
    """A port that nothing listens on; asked of the system by a process of its own, since sockets are refused here."""
    code = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """`python -m xlsuite.server serve --http`, until the block ends."""
    port = free_port()
    environment = {
        **os.environ, "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": str(ROOT),
        "XLWINGS_LICENSE_KEY": "noncommercial", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    command = [sys.executable, "-m", "xlsuite.server", "serve", "--http", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    try:
        wait_for(port, process)
        token = (home / ".xlsuite" / "server.token").read_text("ascii")
        yield Server(port, token, process)
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Until something answers on the port."""
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)"
    until = time.monotonic() + START_SECONDS
    while subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode:
        if process.poll() is not None:
            raise AssertionError(process.stdout.read() if process.stdout else "the server has ended")
        assert time.monotonic() < until, "the server did not start"


def client(folder: Path) -> Path:
    """The client's files, unmodified, where Node takes them for modules."""
    target = folder / "client"
    shutil.copytree(client_files(), target)
    (target / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return target


def clicked(server: Server, client: Path, workbook: dict[str, Any], *tags: str, **how: Any) -> dict[str, Any]:
    """What the buttons make of a workbook, step by step (tests/officejs/click.mjs). search: the page's query."""
    node = shutil.which("node")
    assert node, INSTALL
    search = how.pop("search", f"?token={server.token}")
    asked = json.dumps({"workbook": workbook, "clicks": tags, "excelApi": how.pop("excel_api", 18)})
    done = subprocess.run(
        [node, str(CLICK), str(client), server.origin, search], input=asked, capture_output=True, encoding="utf-8",
        timeout=CLICK_SECONDS, check=False, env={"PATH": os.environ.get("PATH", "")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def workbook_json(path: Path) -> dict[str, Any]:
    """A workbook file as Excel's API shows it: dates as numbers with their format."""
    import openpyxl
    from openpyxl.utils.datetime import to_excel

    def plain(value: Any) -> Any:
        return "" if value is None else value if isinstance(value, str | bool | int | float) else to_excel(value)

    read = openpyxl.load_workbook(path, data_only=True)
    sheets = []
    for sheet in read.worksheets:
        rows = list(sheet.iter_rows())
        values = [[plain(cell.value) for cell in row] for row in rows]
        formats = [[cell.number_format for cell in row] for row in rows]
        sheets.append({"name": sheet.title, "values": values, "formats": formats})
    return {"name": path.name, "active": read.index(read.active), "sheets": sheets}


__all__ = ["Server", "clicked", "client", "client_files", "free_port", "serving", "workbook_json"]
