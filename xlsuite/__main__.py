"""`xlsuite` and `python -m xlsuite`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    from xlsuite.cli import run

    gc.disable()  # a workbook is millions of objects and no cycles; between files `commands` collects
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError) as error:  # who read our output has gone, or the disk is full
        code = code if isinstance(error, (BrokenPipeError, ValueError)) else 4
    os._exit(code)  # to hand a million cells back one by one would take as long as checking them


if __name__ == "__main__":
    main()
