"""A draft with its lineage: the template filled in, every figure tied to the rows behind it (domain §10.3, RPT-01)."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, NamedTuple

from xlsuite.text import appendix
from xlsuite.text.absolute import absolute_sentences
from xlsuite.text.compare_drafts import changes
from xlsuite.text.layout import adjusted, layout_told
from xlsuite.text.lineage import Lineage
from xlsuite.text.manifest import Manifest, Origin, attach, written
from xlsuite.text.profile import Profile
from xlsuite.text.trace import traced
from xlsuite.text.word import read_package, render, zipped


class Drafted(NamedTuple):
    content: bytes
    data: dict[str, Any]
    lineage: Lineage
    layout: str


def drafted(
    template: bytes,
    make_data: Callable[[], dict[str, Any]],
    origin: Origin,
    last: Manifest | None = None,
    profile: Profile | None = None,
) -> Drafted:
    """The draft as a .docx file. make_data is called under the trace, so that its sentences carry their marks.

    profile: an office's layout, put over that of the template.
    """
    parts = read_package(template, origin.template)
    layout = layout_told(parts, profile)
    if profile is not None:
        template = zipped(adjusted(parts, profile))
    with traced() as trace:
        data = make_data()
        lineage = Lineage(trace)

        def complete(entries: dict[str, bytes], main: str, body: Any) -> str:
            wording = absolute_sentences(body)
            compared = None if last is None else changes(last.figures, origin.figures)
            more = appendix.pages(lineage, compared, "" if last is None else last.as_of)
            attach(entries, main, written(lineage, origin, wording), lineage.notes, origin.as_of)
            return more

        name = origin.template
        content = render(template, data, name, origin.as_of, name, lineage, complete, profile, layout)
    return Drafted(content, data, lineage, layout)


def template_hash(template: bytes) -> str:
    return sha256(template).hexdigest()
