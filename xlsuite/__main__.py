"""`xlsuite` and `python -m xlsuite`."""

from __future__ import annotations

import sys


def main() -> None:
    from xlsuite.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
