"""A user's package while it is edited: parts are changed by the byte, and each change can be undone."""

from __future__ import annotations

import posixpath
from base64 import b64decode, b64encode
from hashlib import blake2b
from typing import Any

from xlsuite.errors import UsageError
from xlsuite.excel.inplace.places import Edit, Element, NotPlain, appended, child, edited, outline
from xlsuite.excel.xmltext import quoteattr
from xlsuite.files.archive import Archive
from xlsuite.files.packing import key_of, repacked

TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class PackageEdit:
    """Edits to the parts of a package, each told as it stood before any of them; parts added; parts removed.

    Part names are as the package spells them, without a leading /.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.edits: dict[str, list[Edit]] = {}
        self.added: dict[str, bytes] = {}
        self.removed: set[str] = set()
        self._read: dict[str, bytes] = {}
        self._outlines: dict[tuple[str, int], list[Element]] = {}

    def spelled(self, path: str) -> str:
        """A part's name as the directory spells it."""
        part = self.archive.find(path)
        return part.name if part else path

    def has(self, path: str) -> bool:
        return self.archive.find(path) is not None or path in self.added

    def read(self, path: str) -> bytes:
        """A part as it stood before our edits."""
        name = self.spelled(path)
        if name not in self._read:
            self._read[name] = self.archive.read(name)
        return self._read[name]

    def outline(self, path: str, deep: int = 1) -> list[Element]:
        """The outer elements of a part. Raises UsageError for one whose places are not certain."""
        if (path, deep) not in self._outlines:
            try:
                self._outlines[path, deep] = outline(self.read(path), deep)
            except NotPlain:
                raise UsageError(
                    f"“{self.archive.name}”的内部部件“{path}”写法特殊，不能在原表里加工作表。"
                    "请在 Excel 中打开、另存一次后再试，或不用 --in-place，把结果写成单独的文件。"
                ) from None
        return self._outlines[path, deep]

    def edit(self, path: str, *edits: Edit) -> None:
        self.edits.setdefault(self.spelled(path), []).extend(edits)

    def append(self, path: str, element: Element, new: bytes, more: int = 0) -> None:
        self.edit(path, *appended(self.read(path), element, new, more))

    def add(self, path: str, data: bytes, content_type: str) -> None:
        """A new part, with its line in the list of content types."""
        self.added[path] = data
        if content_type:
            types = self.outline(TYPES)[0]
            name, kind = quoteattr("/" + path), quoteattr(content_type)
            self.append(TYPES, types, f"<{types.prefix}Override PartName={name} ContentType={kind}/>".encode())

    def relate(self, owner: str, wanted: str, kind: str, target: str) -> str:
        """A relationship from a part of the package to another part; `kind` is the last word of its type. Its id."""
        folder, _, leaf = owner.rpartition("/")
        path = posixpath.join(folder, "_rels", leaf + ".rels")
        old = self.outline(path) if self.archive.find(path) is not None else []
        taken = {each.attributes.get("Id", "") for each in old}
        id = next(id for id in (wanted, *(f"{wanted}_{n}" for n in range(2, len(taken) + 3))) if id not in taken)
        link = posixpath.relpath("/" + target, "/" + folder)
        line = f"Relationship Id={quoteattr(id)} Type={quoteattr(f'{RELATIONS}/{kind}')} Target={quoteattr(link)}/>"
        if old:
            self.append(path, old[0], f"<{old[0].prefix}{line}".encode())
        else:
            new = self.added.get(path, NO_RELATIONS)
            self.added[path] = new.replace(b"</Relationships>", f"<{line}</Relationships>".encode())
        return id

    def free(self, path: str) -> str:
        """A part name like this one that nothing has yet."""
        stem, dot, ending = path.rpartition(".")
        taken = set(self.archive.parts) | {key_of(name) for name in self.added}
        found, number = path, 1
        while key_of(found) in taken:
            number += 1
            found = f"{stem}_{number}{dot}{ending}"
        return found

    def changed(self) -> dict[str, bytes]:
        """The edited parts, whole."""
        done = {}
        for name, edits in self.edits.items():
            if name in self.removed:
                continue
            data = edited(self.read(name), merged(edits))
            if data != self.read(name):
                done[name] = data
        return done

    def result(self) -> bytes:
        return repacked(self.archive, {**self.changed(), **self.added}, self.removed)

    def journal(self) -> dict[str, Any]:
        """How the edits are undone: for each part a digest of what it is now, and what goes back where."""
        return {
            name: [digest(data), reversed_edits(self.read(name), merged(self.edits[name]))]
            for name, data in sorted(self.changed().items())
        }


def merged(edits: list[Edit]) -> list[Edit]:
    """Edits in their order, those of one span as one; what an empty element was opened for is joined."""
    spans: dict[tuple[int, int], bytes] = {}
    for start, end, new in edits:
        old = spans.get((start, end))
        spans[start, end] = new if old is None else joined(old, new, start == end)
    return [(start, end, new) for (start, end), new in sorted(spans.items())]


def joined(old: bytes, new: bytes, is_insertion: bool) -> bytes:
    if is_insertion:
        return old + new
    if old == new:
        return old
    opened, _, tag = new.rpartition(b"</")  # an empty element opened twice: <a/> as <a>…</a>
    head = opened[: opened.index(b">") + 1]
    if not old.startswith(head) or not old.endswith(b"</" + tag):
        raise ValueError("two edits of one span")
    return old[: -len(tag) - 2] + opened[len(head) :] + b"</" + tag


def reversed_edits(xml: bytes, edits: list[Edit]) -> list[tuple[int, int, str]]:
    """For each edit where its new bytes stand afterwards, how many they are, and what stood there (base64)."""
    shift = 0
    undone = []
    for start, end, new in edits:
        undone.append((start + shift, len(new), b64encode(xml[start:end]).decode()))
        shift += len(new) - (end - start)
    return undone


def undone(xml: bytes, edits: list[list[Any]]) -> bytes:
    return edited(xml, [(start, start + length, b64decode(old)) for start, length, old in edits])


def digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


__all__ = ["RELATIONS", "TYPES", "PackageEdit", "child", "digest", "undone"]
