"""A real spreadsheet program for the tests: LibreOffice, driven through UNO by tests/office_worker.py.

    def test_it(office, tmp_path):
        with office.open(path) as doc:
            doc.set("问题整改台账", "F5", date(2025, 9, 30))
            doc.recalculate()
            assert doc.value("一览", "B3") == 7
            assert doc.errors() == []
            doc.store(tmp_path / "again.xlsx")

One soffice serves the whole session (the fixture `office` in conftest.py); it is started at the first use, started
anew when it has died, and ended with the session. A request that takes too long ends it and fails the test.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

WORKER = Path(__file__).with_name("office_worker.py")
INSTALL = "apt-get install libreoffice-calc libreoffice-writer python3-uno poppler-utils fonts-noto-cjk"
START_SECONDS = 90
LOAD_SECONDS = 60
ASK_SECONDS = 60
KILL_SECONDS = 10
EPOCH = dt.date(1899, 12, 30)


class OfficeError(AssertionError):
    """LibreOffice is missing, could not do what was asked, or took too long."""


class Office:
    """One soffice with a profile of its own, and the worker that talks to it."""

    script = WORKER

    def __init__(self) -> None:
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self.soffice: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[str] | None = None
        self.answers: queue.Queue[str | None] = queue.Queue()

    @contextlib.contextmanager
    def open(self, path: str | Path, seconds: float = LOAD_SECONDS) -> Iterator[Document]:
        """A copy of the document opened hidden (so no lock file beside it); closed without saving after the block."""
        self.start()
        assert self.folder
        copy = Path(tempfile.mkdtemp(dir=self.folder.name)) / Path(path).name
        shutil.copyfile(path, copy)
        number = self.ask(seconds, do="open", path=str(copy))
        try:
            yield Document(self, number)
        finally:
            if self.is_running():
                self.ask(ASK_SECONDS, do="close", document=number)
            shutil.rmtree(copy.parent, ignore_errors=True)

    def pdf(self, path: str | Path, folder: str | Path) -> Path:
        """Any document (workbook or text) printed to a PDF file in the folder."""
        target = Path(folder) / (Path(path).stem + ".pdf")
        with self.open(path) as document:
            document.store(target)
        return target

    def start(self) -> None:
        if self.is_running():
            return
        self.stop()
        program = soffice()
        python = python_with_uno(program)
        self.folder = tempfile.TemporaryDirectory(prefix="office_", ignore_cleanup_errors=True)
        pipe = f"xlsuite_{os.getpid()}_{Path(self.folder.name).name}"
        self.soffice = subprocess.Popen(
            [
                program, f"-env:UserInstallation={Path(self.folder.name).as_uri()}", "--headless", "--norestore",
                "--nologo", "--nodefault", "--nolockcheck", f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
        self.worker = subprocess.Popen(
            [python, str(self.script), pipe, str(self.soffice.pid)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            encoding="utf-8", env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
        self.answers = queue.Queue()
        threading.Thread(target=listen, args=(self.worker, self.answers), daemon=True).start()
        self.answer(START_SECONDS, "start")

    def is_running(self) -> bool:
        alive = [process is not None and process.poll() is None for process in (self.soffice, self.worker)]
        return all(alive)

    def ask(self, seconds: float, **request: Any) -> Any:
        """One request and its answer; a dead or silent soffice is ended, so that the next test starts a new one."""
        assert self.worker and self.worker.stdin
        try:
            self.worker.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
            self.worker.stdin.flush()
        except OSError as error:
            self.stop()
            raise OfficeError(f"LibreOffice has ended ({error})") from None
        return self.answer(seconds, request["do"])

    def answer(self, seconds: float, what: str) -> Any:
        try:
            line = self.answers.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            raise OfficeError(f"LibreOffice gave no answer to “{what}” within {seconds:g} s") from None
        if line is None:
            self.stop()
            raise OfficeError(f"LibreOffice ended while it was asked to “{what}”")
        answer = json.loads(line)
        if "error" in answer:
            if any(word in answer["error"] for word in BROKEN):
                self.stop()
            raise OfficeError(answer["error"])
        return answer["answer"]

    def stop(self) -> None:
        """End both processes and remove the profile; safe to call at any time."""
        if self.soffice is not None:
            end_group(self.soffice)
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            for stream in (self.worker.stdin, self.worker.stdout):
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
        if self.folder is not None:
            self.folder.cleanup()
        self.soffice = self.worker = self.folder = None


BROKEN = ("Disposed", "uno.RuntimeException")  # what is said of a program that has ended, or is about to


class Table(NamedTuple):
    """A table (database range): where it lies, like A1:F20, and its header row."""

    sheet: str
    range: str
    columns: tuple[str, ...]


class Document:
    """An open workbook. Sheets by name, cells as A1; formulas as an xlsx file spells them (commas, Sheet!A1)."""

    def __init__(self, office: Office, number: int) -> None:
        self.office = office
        self.number = number

    def ask(self, do: str, **request: Any) -> Any:
        return self.office.ask(ASK_SECONDS, do=do, document=self.number, **request)

    def sheets(self, hidden: bool = True) -> list[str]:
        """Names in order; without the hidden ones if wished."""
        return [each["name"] for each in self.ask("sheets") if hidden or each["visible"]]

    def protected(self, sheet: str) -> bool:
        return next(bool(each["protected"]) for each in self.ask("sheets") if each["name"] == sheet)

    def value(self, sheet: str, a1: str) -> Any:
        """A number (a date is its serial number: see `serial`), a text, "" when empty, or an error like "#N/A"."""
        return self.ask("value", sheet=sheet, a1=a1)

    def text(self, sheet: str, a1: str) -> str:
        """What the cell shows."""
        return str(self.ask("text", sheet=sheet, a1=a1))

    def formula(self, sheet: str, a1: str) -> str:
        """The formula with its “=”, "" when the cell holds none."""
        return str(self.ask("formula", sheet=sheet, a1=a1))

    def values(self, sheet: str, area: str) -> list[list[Any]]:
        """All cells of A1:C9 at once, row by row, as `value` gives them."""
        return list(self.ask("values", sheet=sheet, area=area))

    def used(self, sheet: str) -> tuple[int, int]:
        """The last used row and column, 1-based."""
        row, column = self.ask("used", sheet=sheet)
        return row, column

    def set(self, sheet: str, a1: str, value: Any) -> None:
        """Type a number, a text, a date, a formula (a text starting with “=”), or nothing (None or "").

        Fails on a locked cell of a protected sheet, as a person would.
        """
        kind, plain = spelled(value)
        self.ask("set", sheet=sheet, a1=a1, kind=kind, value=plain)

    def fill(self, sheet: str, cells: dict[str, Any]) -> None:
        """Type many cells of a sheet, as `set` does each."""
        self.ask("fill", sheet=sheet, cells=[[a1, *spelled(value)] for a1, value in cells.items()])

    def recalculate(self) -> None:
        """Every formula anew, changed or not."""
        self.ask("recalculate")

    def errors(self) -> list[tuple[str, str, str, str]]:
        """All formula cells in error: sheet, address, error, formula as LibreOffice spells it."""
        return [(each[0], each[1], each[2], each[3]) for each in self.ask("errors")]

    def formulas(self) -> dict[str, dict[str, Any]]:
        """{sheet: {address: value}} of all formula cells, after everything was calculated anew."""
        return dict(self.ask("formulas"))

    def validation(self, sheet: str, a1: str) -> dict[str, Any]:
        """type (any whole decimal date time text_len list custom), operator, formula1, formula2, error_title,
        error_text, alert (stop warning info macro), input_title, input_text, ignore_blank, items (of a list),
        source (the cell the formulas are written for)."""
        return dict(self.ask("validation", sheet=sheet, a1=a1))

    def accepts(self, sheet: str, a1: str, value: Any) -> bool:
        """Whether the cell's validation lets this value stand; the cell is as before afterwards."""
        kind, plain = spelled(value)
        return bool(self.ask("accepts", sheet=sheet, a1=a1, kind=kind, value=plain))

    def conditional_formats(self, sheet: str) -> list[dict[str, Any]]:
        """range, entries: [kind (0 condition, 1 scale, 2 bar, 3 icons, 4 date), operator, formula1, formula2, style]."""
        return list(self.ask("conditional_formats", sheet=sheet))

    def names(self) -> dict[str, str]:
        """Defined names of the workbook and what they stand for."""
        return dict(self.ask("names"))

    def tables(self) -> dict[str, Table]:
        """Tables by name."""
        found = self.ask("tables")
        return {name: Table(each["sheet"], each["range"], tuple(each["columns"])) for name, each in found.items()}

    def charts(self, sheet: str) -> list[dict[str, Any]]:
        """name, title, series: [kind, range, values] of each chart."""
        return list(self.ask("charts", sheet=sheet))

    def links(self, sheet: str) -> dict[str, str]:
        """{address: target} of cells that carry a link; “#Sheet.A1” is a place in the workbook itself."""
        return dict(self.ask("links", sheet=sheet))

    def rows(self, sheet: str, first: int, last: int) -> list[dict[str, Any]]:
        """visible, filtered and height (1/100 mm) of the rows first…last."""
        return list(self.ask("rows", sheet=sheet, first=first, last=last))

    def store(self, path: str | Path, kind: str = "") -> Path:
        """Save a copy as xlsx, ods, csv or pdf (by the suffix if not said); the open document stays as it is."""
        path = Path(path).resolve()
        self.ask("store", path=str(path), kind=kind or path.suffix.removeprefix(".").lower())
        return path


def end_group(leader: subprocess.Popen[bytes]) -> None:
    """Kill a process with all it started, and wait until the last is gone."""
    until = time.monotonic() + KILL_SECONDS
    with contextlib.suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < until:
            os.killpg(leader.pid, signal.SIGKILL)
            leader.poll()
            time.sleep(0.02)


def listen(worker: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
    """Hand on what the worker says; None when it has ended."""
    with contextlib.suppress(ValueError, OSError):
        assert worker.stdout
        for line in worker.stdout:
            answers.put(line)
    answers.put(None)


def spelled(value: Any) -> tuple[str, Any]:
    if value is None or value == "":
        return "empty", ""
    if isinstance(value, dt.date):
        return "date", serial(value)
    if isinstance(value, str):
        return ("formula" if value.startswith("=") else "text"), value
    return "number", float(value)


def serial(day: dt.date) -> float:
    """The number a sheet stores for a date (or date with time)."""
    if isinstance(day, dt.datetime):
        since = day - dt.datetime.combine(EPOCH, dt.time())
        return since.days + since.seconds / 86400
    return float((day - EPOCH).days)


def from_serial(number: float) -> dt.date:
    return EPOCH + dt.timedelta(days=int(number))


def soffice() -> str:
    for name in ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"):
        if found := shutil.which(name):
            return found
    raise OfficeError(f"LibreOffice (soffice) is not installed, and these tests need it: {INSTALL}")


def python_with_uno(program: str) -> str:
    """The interpreter that can talk to soffice: our own, the system's, or the one soffice brings along."""
    home = Path(program).resolve().parent
    brought = [home / "python", home / "python.exe", home.parent / "Resources" / "python"]
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3"), *brought):
        if not python or not Path(python).exists():
            continue
        done = subprocess.run(
            [str(python), "-c", "import uno"], capture_output=True, env=os.environ | {"PYTHONPATH": ""}
        )
        if done.returncode == 0:
            return str(python)
    raise OfficeError(f"no Python here can `import uno` (package python3-uno), and these tests need it: {INSTALL}")


def pages(pdf: str | Path) -> list[tuple[float, float]]:
    """Width and height of every page of a PDF file, in millimetres."""
    program = shutil.which("pdfinfo")
    if not program:
        raise OfficeError(f"pdfinfo is not installed, and these tests need it: {INSTALL}")
    done = subprocess.run([program, "-f", "1", "-l", "100000", str(pdf)], capture_output=True, text=True, check=True)
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", done.stdout)
    return [(round(float(width) / 72 * 25.4, 1), round(float(height) / 72 * 25.4, 1)) for width, height in found]


def png(pdf: str | Path, folder: str | Path, dpi: int = 55) -> list[Path]:
    """Every page of a PDF file as a picture, in page order."""
    stem = Path(folder) / Path(pdf).stem
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(stem)], capture_output=True, check=True)
    return sorted(stem.parent.glob(f"{stem.name}-*.png"))
