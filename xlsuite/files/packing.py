"""A zip package written in memory: the same parts give the same bytes, and parts that are kept are not even repacked.

Not with `zipfile`: it cannot copy an entry as it is packed, so that a part we never looked into would come out other.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping

from xlsuite.files.archive import Archive, Part

STORED, DEFLATED = 0, 8
EPOCH = (1 << 5) | 1  # 1980-01-01 as zip files write a day; the time of day is 0
UTF8_NAME, DESCRIPTOR = 0x800, 0x8
BIGGEST = 0xFFFFFFFE  # what the plain format can say; the limits of reading stand far below


class Entry:
    """One entry as it will stand: its packed bytes and what both its headers say."""

    __slots__ = ("attributes", "checksum", "flags", "made_by", "method", "name", "packed", "size", "when")

    def __init__(self, name: bytes, packed: bytes, size: int, checksum: int, method: int, flags: int = 0) -> None:
        self.name, self.packed, self.size, self.checksum = name, packed, size, checksum
        self.method, self.flags = method, flags
        self.when: tuple[int, int] = (0, EPOCH)
        self.made_by = 20
        self.attributes = 0o600 << 16  # what unpacking on Unix makes of it

    def local(self) -> bytes:
        head = struct.pack(
            "<4sHHHHHIIIHH", b"PK\3\4", 20, self.flags, self.method, *self.when, self.checksum, len(self.packed),
            self.size, len(self.name), 0,
        )  # fmt: skip
        return head + self.name

    def central(self, offset: int) -> bytes:
        head = struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", self.made_by, 20, self.flags, self.method, *self.when, self.checksum,
            len(self.packed), self.size, len(self.name), 0, 0, 0, 0, self.attributes, offset,
        )  # fmt: skip
        return head + self.name


def packed(parts: Mapping[str, bytes], method: int = DEFLATED) -> bytes:
    """A package of parts in their order, dated 1980."""
    return assembled(entry(name, data, method) for name, data in parts.items())


def repacked(archive: Archive, changed: Mapping[str, bytes], removed: Iterable[str] = ()) -> bytes:
    """The package with some parts changed in their place, added at the end, or left out.

    Every other part keeps its packed bytes, its date and its place. Names of `changed` are as the package spells them.
    """
    gone = {key_of(name) for name in removed}
    fresh = {key_of(name): (name, data) for name, data in changed.items()}
    entries = []
    for key, part in archive.parts.items():
        if key in gone:
            continue
        found = fresh.pop(key, None)
        entries.append(kept(archive, part) if found is None else replaced(archive, part, found[1]))
    entries += [entry(name, data) for name, data in fresh.values()]
    return assembled(entries)


def renamed(archive: Archive, names: Mapping[str, str]) -> list[Entry]:
    """Some parts as they are packed, under other names: part → name."""
    entries = []
    for path, name in names.items():
        part = archive.find(path)
        if part is not None:
            found = kept(archive, part)
            found.name, found.flags = name.encode(), 0
            entries.append(found)
    return entries


def key_of(name: str) -> str:
    """How a part's name is compared: without case, and with / for \\."""
    return name.replace("\\", "/").lstrip("/").lower()


def entry(name: str, data: bytes, method: int = DEFLATED, level: int = zlib.Z_DEFAULT_COMPRESSION) -> Entry:
    flags = 0 if name.isascii() else UTF8_NAME
    return Entry(name.encode(), squeezed(data, method, level), len(data), zlib.crc32(data), method, flags)


def squeezed(data: bytes, method: int, level: int = zlib.Z_DEFAULT_COMPRESSION) -> bytes:
    if method == STORED:
        return data
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def kept(archive: Archive, part: Part) -> Entry:
    """An entry as it is packed now; only the sizes that stood behind its data stand before it."""
    flags, when, made_by, attributes, name = archive.header(part)
    found = Entry(name, archive.raw(part), part.size, part.checksum, part.method, flags & ~DESCRIPTOR)
    found.when, found.made_by, found.attributes = when, made_by, attributes
    return found


def replaced(archive: Archive, part: Part, data: bytes) -> Entry:
    """An entry with new content under its old name, date and attributes."""
    found = kept(archive, part)
    found.method = DEFLATED if part.method else STORED
    found.packed, found.size, found.checksum = squeezed(data, found.method), len(data), zlib.crc32(data)
    return found


def assembled(entries: Iterable[Entry]) -> bytes:
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for each in entries:
        directory.append(each.central(offset))
        head = each.local()
        pieces += [head, each.packed]
        offset += len(head) + len(each.packed)
    whole = b"".join(directory)
    if offset + len(whole) > BIGGEST or len(directory) > 0xFFFE:
        raise OverflowError("a package past what the plain zip format holds")
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(directory), len(directory), len(whole), offset, 0)
    return b"".join([*pieces, whole, end])
