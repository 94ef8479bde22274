"""The manual page's table of buttons, kept in step with the ribbon: `python -m xlsuite.addin.page docs/加载项.md`."""

from __future__ import annotations

import sys
from pathlib import Path

from xlsuite.addin.ribbon import buttons_table
from xlsuite.files.opener import read_text
from xlsuite.files.save import save

START, END = "<!-- 按钮表由 xlsuite/addin/ribbon.py 的 buttons_table 写出 -->\n", "<!-- 按钮表完 -->"


def fresh(page: str) -> str:
    """The page with its table as the ribbon declares it now."""
    before, rest = page.split(START)
    return before + START + "\n" + buttons_table() + "\n" + END + rest.split(END)[1]


if __name__ == "__main__":
    path = Path(sys.argv[1])
    save(path, fresh(read_text(path)).encode("utf-8"), replace=True)
