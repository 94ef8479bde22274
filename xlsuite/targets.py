"""Where outputs go: a file named outright is never replaced; in a folder a free name is found beside what is there."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable

from xlsuite import terminal


class Targets:
    """The outputs of one command; `ending` is what its outputs' names end in: _检查结果.xlsx."""

    def __init__(self, options: Namespace, ending: str) -> None:
        self.options = options
        self.ending = ending

    def of(self, source: str, several: bool, ending: str = "") -> tuple[str, bool]:
        """The output for an input, and whether its name may be varied to find a free one."""
        ending = ending or self.ending
        given: str = self.options.output or ""
        if given.lower().endswith(os.path.splitext(ending)[1]) and given and not several and not os.path.isdir(given):
            return given, False
        folder = given or os.path.dirname(source)
        return os.path.join(folder, os.path.splitext(os.path.basename(source))[0] + ending), True

    def write(
        self, source: str, make: Callable[[str], bytes], several: bool = False, ending: str = ""
    ) -> str | None:
        """Write what `make` gives for the output's place; None on a dry run. Raises OutputExists, UnwritableOutput."""
        from xlsuite.excel.save import free_name, save

        target, is_free = self.of(source, several, ending)
        if is_free:
            target = str(free_name(target))
        if self.options.dry_run:
            terminal.say(self.options, f"会写 {target}")
            return None
        save(target, make(target))
        terminal.say(self.options, f"已写 {target}")
        return target
