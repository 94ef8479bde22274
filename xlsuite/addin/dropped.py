"""What the .bat starts: files and folders dropped on it are checked, graded, summarised and reported in one go.

The question of a double click is asked here and not by cmd, which cannot read Chinese on every Windows.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence

RESULTS = "台账_结果"
QUESTION = "请把台账文件或文件夹拖进这个窗口，再按回车："
HOW = (
    "检查、定级、汇总、报告一次做完，结果放在台账旁边，您的原表不改。\n"
    "下次可以直接把台账文件或文件夹（可以几个一起）拖到这个图标上。"
)


def typed_paths(line: str) -> list[str]:
    """The paths in a line as a console gives dragged ones: with quotes around those that have blanks.

    A line without any quote that begins with a drive or a slash once is one path, whatever blanks it has.
    """
    line = line.strip()
    if '"' not in line and len(re.findall(r"(?:^|\s)(?:[A-Za-z]:[\\/]|\\\\|/)", line)) == 1:
        return [line]
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|([^\s"]+)', line)]


def results_of(paths: Sequence[str]) -> list[str]:
    """Where the results go: beside one workbook, else into one folder beside what was dropped."""
    first = os.path.abspath(paths[0])
    if len(paths) > 1:
        return ["-o", os.path.join(os.path.dirname(first), RESULTS)]
    return ["-o", f"{first}_结果"] if os.path.isdir(first) else []


def main(arguments: Sequence[str], ask: Callable[[str], str] = input) -> int:
    """Do the run of the command line on what was dropped, or on what is given when asked."""
    from xlsuite.cli import readable_streams, run

    readable_streams()
    paths = list(arguments)
    if not paths:
        print(HOW)
        try:
            paths = typed_paths(ask(QUESTION))
        except (EOFError, KeyboardInterrupt):
            paths = []
        if not paths:
            print("没有给文件，什么也没做。")
            return 0
    return run(["run", *paths, *results_of(paths)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
