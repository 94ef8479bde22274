"""xlwings without what a click never needs.

`import xlwings` looks for pandas, NumPy, Polars, Matplotlib and Pillow and takes in every one it finds, which makes a
click wait up to a second; and for its separately licensed parts. For the time of the import they are not to be found;
afterwards anybody may import them as before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

UNWANTED = ("pandas", "numpy", "polars", "matplotlib", "PIL", "xlwings.pro")


@contextmanager
def absent(names: tuple[str, ...] = UNWANTED) -> Iterator[None]:
    """For a while these modules cannot be imported, unless they are already."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # what Python itself takes for "there is no such module"
    try:
        yield
    finally:
        for name in hidden:
            if sys.modules.get(name, "") is None:
                del sys.modules[name]


def xlwings() -> Any:
    """The xlwings module. Raises ImportError where it is not installed."""
    if "xlwings" not in sys.modules:
        with absent():
            import xlwings as module
        return module
    return sys.modules["xlwings"]
