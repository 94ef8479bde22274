"""Words that claim the whole: said of a ledger only where it proves them (RPT-03)."""

from __future__ import annotations

import re
from typing import Any

from xlsuite.text.finish import W
from xlsuite.text.tags import own_text

ABSOLUTE = re.compile(
    r"全部(?!门|队)|均已|均未|均无|(?<!平)均(?=[按符达完落整履到])|所有|无一|一律没有|全覆盖|全面完成|未发现|杜绝|不存在|没有任何|从未|100[%％]|百分之百"
)
STOP = re.compile(r"(?<=[。！？；\n])")


def sentences(text: str) -> list[str]:
    return [each for each in STOP.split(text) if each.strip()]


def absolute_sentences(root: Any) -> list[str]:
    """The sentences of a document's body that claim the whole, as they stand."""
    return [
        each.strip()
        for paragraph in root.iter(f"{W}p")
        for each in sentences(own_text(paragraph))
        if ABSOLUTE.search(each)
    ]
