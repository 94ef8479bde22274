"""LibreOffice that runs the VBA of a workbook: the worker of tests/office_worker.py with macros let through.

It runs only in a profile of its own and only on files the tests made; run as a script it is the worker itself.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    import office_worker
    import uno

    class MacroWorker(office_worker.Worker):
        def open(self, path: str) -> int:
            document = self.desktop.loadComponentFromURL(
                uno.systemPathToFileUrl(path), "_blank", 0,
                office_worker.properties(Hidden=True, MacroExecutionMode=4, UpdateDocMode=0),
            )  # fmt: skip
            if document is None:
                raise ValueError(f"LibreOffice could not open {path}")
            self.opened += 1
            self.documents[self.opened] = document
            return self.opened

        def run(self, document: int, script: str) -> None:
            """Project.Module.Sub, without arguments."""
            url = f"vnd.sun.star.script:{script}?language=Basic&location=document"
            self.documents[document].getScriptProvider().getScript(url).invoke((), (), ())

        def modules(self, document: int) -> dict[str, list[str]]:
            """The modules of each Basic library, as LibreOffice read them."""
            libraries = self.documents[document].BasicLibraries
            return {name: list(libraries.getByName(name).ElementNames) for name in libraries.ElementNames}

        def source(self, document: int, library: str, module: str) -> str:
            return str(self.documents[document].BasicLibraries.getByName(library).getByName(module))

    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    office_worker.main(sys.argv[1], int(sys.argv[2]), MacroWorker)
else:
    from tests.office import Document, Office

    class MacroOffice(Office):
        script = Path(__file__)

    def run(document: Document, script: str) -> None:
        document.ask("run", script=script)

    def modules(document: Document) -> dict[str, list[str]]:
        return dict(document.ask("modules"))

    def source(document: Document, library: str, module: str) -> str:
        found: Any = document.ask("source", library=library, module=module)
        return str(found)
