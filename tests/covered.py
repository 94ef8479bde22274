"""Branch coverage of what reads, writes and escapes; the exit code says whether every branch was taken.

`python tests/covered.py`: the modules are named in pyproject.toml, under [tool.coverage.run].
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = ("reader", "save", "limits", "xlsb", "text", "corners", "fuzz", "sinks")


def main() -> int:
    names = [f"tests/test_{name}.py" for name in TESTS]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "covered"), "PYTHONPATH": str(ROOT)}
        run = [sys.executable, "-m", "coverage", "run", "-m", "pytest", "-q", "-o", "addopts=", "-k", "not thousand"]
        done = subprocess.run([*run, *names], cwd=ROOT, env=environment)
        if done.returncode:
            return done.returncode
        return subprocess.run([sys.executable, "-m", "coverage", "report"], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
