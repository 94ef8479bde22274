"""Where outputs go: a file named outright is never replaced; in a folder a free name is found beside what is there."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable

from xlsuite import terminal
from xlsuite.errors import UsageError
from xlsuite.paths import ENDINGS

FILES = (*ENDINGS, ".docx", ".doc", ".wps", ".pdf", ".csv", ".json", ".txt", ".html", ".md")


def must_be_folder(given: str) -> None:
    """Raise UsageError where -o names a file; a folder's name may hold dots, 2025.09.30 too."""
    if given and os.path.splitext(given)[1].lower() in FILES and not os.path.isdir(given):
        raise UsageError(f"-o 后面应为文件夹，写的是“{given}”。")


class Targets:
    """The outputs of one command; `ending` is what its outputs' names end in: _检查结果.xlsx."""

    def __init__(self, options: Namespace, ending: str) -> None:
        self.options = options
        self.ending = ending

    def of(self, source: str, several: bool, ending: str = "") -> tuple[str, bool]:
        """The output for an input, and whether its name may be varied to find a free one."""
        ending = ending or self.ending
        given: str = self.options.output or ""
        wanted = os.path.splitext("x" + ending)[1].lower()
        if given and not several and not os.path.isdir(given):
            found = os.path.splitext(given)[1].lower()
            if found == wanted:
                return given, False
            if found in FILES:
                raise UsageError(
                    f"-o 写的是“{given}”，这里写出的是 {wanted} 文件。请把结尾改成 {wanted}，或写一个文件夹。"
                )
        must_be_folder(given)
        folder = given or os.path.dirname(source)
        return os.path.join(folder, os.path.splitext(os.path.basename(source))[0] + ending), True

    def write(self, source: str, make: Callable[[str], bytes], several: bool = False, ending: str = "") -> str | None:
        """Write what `make` gives for the output's place; None on a dry run. Raises OutputExists, UnwritableOutput."""
        from xlsuite.files.save import free_name, save, save_free

        target, is_free = self.of(source, several, ending)
        if self.options.dry_run:
            terminal.say(self.options, f"会写 {free_name(target) if is_free else target}")
            return None
        if is_free:
            target = str(save_free(target, lambda name: make(str(name))))
        else:
            save(target, make(target))
        terminal.say(self.options, f"已写 {target}")
        return target
