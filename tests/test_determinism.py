"""The same input gives the same bytes, whatever the clock's zone, the language, the hash seed, the order, the folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.packages import lived_in, with_macros

ROOT = Path(__file__).parent.parent
BOOKS = ROOT / "workbooks"
MADE: list[Path] = []  # the outputs of the first world
BASIS = ["--as-of", "2025-09-30"]
WORLDS: list[tuple[dict[str, str], str]] = [
    # the environment, the folder; the first is what the others are held against
    ({"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8"}, "甲"),
    ({"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "1"}, "甲"),
    ({"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati"}, "另一个 文件夹/里面/乙"),
]
COMMANDS: list[list[str]] = [
    ["run", "示例台账.xlsx", "示例台账_含错误.xlsx", "-o", "出"],
    ["check", "示例台账_含错误.xlsx", "示例台账.xlsx", "-o", "反"],
    ["grade", "示例台账.xlsx", "-o", "出"],
    ["merge", "示例台账.xlsx", "示例台账_含错误.xlsx", "-o", "出/合并.xlsx"],
    ["fix", "示例台账_含错误.xlsx", "-o", "出"],
    ["redact", "示例台账.xlsx", "-o", "出"],
    ["template", "-o", "出/空白.xlsx"],
    ["check", "原位.xlsm", "--in-place"],
    ["summarize", "原位.xlsm", "--in-place"],
]
JSONS: list[list[str]] = [
    ["check", "示例台账_含错误.xlsx", "示例台账.xlsx"],
    ["summarize", "示例台账.xlsx"],
    ["grade", "示例台账.xlsx"],
]


def outputs(folder: Path, more: dict[str, str]) -> dict[str, str]:
    """A digest of everything that all commands write and print as JSON, in a world of its own."""
    folder.mkdir(parents=True)
    for name in ("示例台账.xlsx", "示例台账_含错误.xlsx"):
        shutil.copyfile(BOOKS / name, folder / name)
    (folder / "原位.xlsm").write_bytes(with_macros(lived_in()))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **more}
    found = {}
    for arguments in COMMANDS:
        dated = [] if arguments[0] in ("redact", "template") else BASIS
        done = subprocess.run(
            [sys.executable, "-m", "xlsuite", *arguments, *dated], cwd=folder, env=environment, capture_output=True
        )
        assert done.returncode in (0, 1), (arguments, done.stderr.decode())
    for arguments in JSONS:
        done = subprocess.run(
            [sys.executable, "-m", "xlsuite", *arguments, *BASIS, "--format", "json"],
            cwd=folder, env=environment, capture_output=True,
        )  # fmt: skip
        found[" ".join(arguments)] = hashlib.sha256(done.stdout).hexdigest()
    for path in sorted(each for each in folder.rglob("*") if "批处理记录" not in each.parts):  # a run's own journal
        if path.is_file() and ".xlsuite_备份" not in path.parts:
            found[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What came out in each world; they are run side by side."""
    folders = [tmp_path_factory.mktemp("世界") / folder for _, folder in WORLDS]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(outputs, folders, [more for more, _ in WORLDS]))
    MADE.extend(path for path in sorted((folders[0] / "出").rglob("*")) if path.suffix in (".xlsx", ".docx"))
    return found


@pytest.mark.parametrize("which", range(1, len(WORLDS)), ids=["zone, language, hash seed", "folder, zone, hash seed"])
def test_the_same_bytes(worlds: list[dict[str, str]], which: int) -> None:
    first, found = worlds[0], worlds[which]
    assert {name for name in first if first[name] != found.get(name)} == set()
    assert found.keys() == first.keys()


def test_everything_is_there(worlds: list[dict[str, str]]) -> None:
    """Each kind of output takes part, else the comparison proves nothing."""
    endings = {name.rpartition(".")[2] for name in worlds[0]}
    assert {"xlsx", "xlsm", "docx"} <= endings
    assert len([name for name in worlds[0] if name.startswith("出/")]) >= 10


def test_the_order_of_files_changes_nothing(worlds: list[dict[str, str]]) -> None:
    """Findings written from the same files named in the opposite order."""
    names = [name for name in worlds[0] if name.startswith("反/") and name.endswith("_检查结果.xlsx")]
    assert len(names) == 2
    for name in names:
        assert worlds[0][name] == worlds[0][name.replace("反/", "出/", 1)], name


def test_properties_name_nobody(worlds: list[dict[str, str]]) -> None:
    """No author, no last editor, no company, no manager: in outputs that we make ourselves."""
    made = [path for path in MADE if "修正.xlsx" not in path.name]  # a corrected copy keeps what the original says
    assert len(made) > 8
    for path in made:
        with zipfile.ZipFile(path) as package:
            properties = b"".join(package.read(name) for name in package.namelist() if name.startswith("docProps/"))
        for tag in (b"dc:creator", b"cp:lastModifiedBy", b"Company", b"Manager"):
            said = re.search(rb"<%s>([^<]*)</%s>" % (tag, tag), properties)
            assert said is None or said[1] == b"", (path.name, tag, said)
