"""Words that claim the whole: said of a ledger only where it proves them (RPT-03)."""

from __future__ import annotations

import re
from typing import Any

from xlsuite.text.finish import W
from xlsuite.text.reading import lines_of, sentences

ABSOLUTE = re.compile(
    r"全部(?!门|队)|均已|均未|均无|(?<!平)均(?=[按符达完落整履到])|所有|无一|一律没有|全覆盖|全面完成|未发现|杜绝|不存在|没有任何|从未|100[%％]|百分之百"
)


def absolute_sentences(body: Any) -> list[str]:
    """The sentences of a fresh draft that claim the whole outside its figures: the template's words, not a person's."""
    claiming = [
        each for each in body.iter(f"{W}p") if ABSOLUTE.search("".join(t.text or "" for t in each.iter(f"{W}t")))
    ]
    return [
        sentence
        for line in lines_of(body, "正文", claiming)
        for _, sentence in sentences(line)
        if ABSOLUTE.search(sentence)
    ]
