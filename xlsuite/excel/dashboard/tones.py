"""The colours of levels: 红 for the highest, 橙 for 较大, 黄, 蓝; by what each counts as of the three, and by order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsuite.excel.looks import BLUE, ORANGE, RED, YELLOW, Tone

THREE_TONES = (RED, YELLOW, BLUE)
PALE_YELLOW = Tone("#7A5B00", "#FFFAE3", "#F7E3A0")
PALE_BLUE = Tone("#1F4E79", "#EEF4FA", "#9CC2E5")
DARK_TEXT = frozenset(tone.solid for tone in (ORANGE, YELLOW, PALE_YELLOW, PALE_BLUE))
SOLID_TEXT = "#3D2E00"  # on a light solid colour; white on the others


def level_tones(names: Sequence[str], three: Mapping[str, str]) -> tuple[Tone, ...]:
    """A tone for each level, highest first; no two neighbours alike up to six levels."""
    groups: dict[str, list[str]] = {"高": [], "中": [], "低": []}
    for name in names:
        groups[three.get(name, name) if three.get(name, name) in groups else "低"].append(name)
    middle = (YELLOW, PALE_YELLOW) if len(groups["高"]) > 1 or len(groups["中"]) < 2 else (ORANGE, YELLOW)
    ways = {"高": (RED, ORANGE), "中": middle, "低": (BLUE, PALE_BLUE)}
    found = {}
    for word, members in groups.items():
        for place, name in enumerate(members):
            found[name] = ways[word][min(place, 1)]
    return tuple(found[name] for name in names)


def on_solid(tone: Tone) -> str:
    """The colour of text on a tone's solid."""
    return SOLID_TEXT if tone.solid in DARK_TEXT else "#FFFFFF"
