"""A Dask cluster on this machine in the place of the local pool: the same bytes, also when a worker of it is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests import batch_tasks, units
from tests.test_batch import ROOT, answers, tree
from xlsuite.cli import run

if "XLSUITE_CLUSTER" not in os.environ:  # a cluster talks over sockets, which conftest.py refuses all other tests
    pytest.skip("XLSUITE_CLUSTER=1 python -m pytest tests/test_cluster.py", allow_module_level=True)
distributed = pytest.importorskip("distributed")
TODAY = date(2025, 10, 31)
AS_OF = ("--as-of", "2025-09-30")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Two processes behind a scheduler on the loopback address, kept alive by their nannies."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(host="127.0.0.1", **options) as found:
        yield found


def test_the_cluster_gives_the_same_bytes(
    cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    units.many(tmp_path / "in", 4)
    (tmp_path / "in" / "坏.xlsx").write_bytes(b"not a workbook")
    monkeypatch.chdir(tmp_path)
    said = []
    for name, more in (("本机", ["--jobs", "2"]), ("集群", ["--scheduler", cluster.scheduler_address])):
        assert run(["run", "in", "-o", name, *AS_OF, *more, "-q"], TODAY) == 3
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] and said[0].endswith("共 5 个文件：读了 4 个，读不了 1 个，跳过 0 个。\n")
    assert tree(tmp_path / "本机") == tree(tmp_path / "集群")


def test_a_machine_killed_in_mid_run_changes_nothing(cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """The whole Dask worker process dies by signal 9 the first time it meets one file."""
    files = units.many(tmp_path / "in", 4)
    files[0].rename(files[0].with_name("主机被杀.xlsx"))
    monkeypatch.chdir(tmp_path)
    assert run(["run", "in", "-o", "本机", *AS_OF, "--jobs", "2", "-q"], TODAY) == 1
    monkeypatch.setattr("xlsuite.batch.task.process", batch_tasks.process)
    assert run(["run", "in", "-o", "集群", *AS_OF, "--scheduler", cluster.scheduler_address, "-q"], TODAY) == 1
    assert (files[0].parent / "主机被杀过").exists()
    assert tree(tmp_path / "本机") == tree(tmp_path / "集群")


def test_a_hanging_file_is_ended_on_the_cluster_too(cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    files = units.many(tmp_path / "in", 3)
    files[0].rename(files[0].with_name("卡住.xlsx"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("xlsuite.batch.task.process", batch_tasks.process)
    command = ["check", "in", "-o", "集群", *AS_OF, "--scheduler", cluster.scheduler_address, "--timeout", "3", "-q"]
    assert run(command, TODAY) == 3
    error = answers(tmp_path / "集群")["单位01/卡住.xlsx"]["error"]
    assert error["code"] == "too_large" and "在 3 秒内没有做完" in error["message"]


def test_a_scheduler_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xlsuite.batch.cluster.CONNECT_SECONDS", 1)
    units.many(tmp_path / "in", 2)
    command = ["check", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"]
    assert run(command, TODAY) == 2
    assert "连不上“tcp://127.0.0.1:9”的 Dask 调度器" in capsys.readouterr().err


def test_dask_is_not_needed_for_the_local_pool() -> None:
    code = "import sys; import xlsuite.batch.many; print([m for m in ('distributed', 'dask', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
