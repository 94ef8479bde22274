"""A compound file, version 3, written from a tree of streams: what Office keeps a VBA project in ([MS-CFB])."""

from __future__ import annotations

import struct
from typing import TypeAlias

Tree: TypeAlias = "dict[str, bytes | Tree]"
END, FREE, FAT_SECTOR, NO_STREAM = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
SECTOR, MINI_SECTOR, CUTOFF, HEADER_FATS = 512, 64, 4096, 109
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5


class Entry:
    """One directory entry; links are places in the directory, `start` is a sector of the FAT or the mini FAT."""

    __slots__ = ("child", "content", "kind", "left", "name", "right", "size", "start")

    def __init__(self, name: str, kind: int, content: bytes = b"") -> None:
        self.name = name
        self.kind = kind
        self.content = content
        self.size = len(content)
        self.start = 0 if kind in (UNUSED, STORAGE) else END
        self.left = self.right = self.child = NO_STREAM

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0" if self.name else b""
        links = struct.pack("<HBBIII", len(name), self.kind, self.kind != UNUSED, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", self.start, self.size)


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file holding the tree's streams (bytes) and storages (dict); the same for the same tree.

    Raises ValueError for more than 6.8 MB, which would need a second level of allocation tables.
    """
    entries = [Entry("Root Entry", ROOT)]
    place(tree, 0, entries)
    streams = [entry for entry in entries if entry.kind == STREAM]
    small, small_table = mini_stream([entry for entry in streams if entry.size < CUTOFF])
    large = [entry for entry in streams if entry.size >= CUTOFF]
    small_fat = whole(struct.pack(f"<{len(small_table)}I", *small_table), b"\xff")
    sizes = [sectors(len(entries) * 128), len(small_fat) // SECTOR, sectors(len(small))]
    sizes += [sectors(entry.size) for entry in large]
    count = fat_sectors(sum(sizes))
    fat = [FAT_SECTOR] * count
    starts = [chain(fat, size) for size in sizes]
    fat += [FREE] * (count * SECTOR // 4 - len(fat))
    entries[0].start, entries[0].size = starts[2], len(small)
    for entry, start in zip(large, starts[3:], strict=True):
        entry.start = start
    entries += [Entry("", UNUSED)] * (-len(entries) % 4)
    directory = b"".join(entry.packed() for entry in entries)
    body = [header(count, starts[0], starts[1], sizes[1]), struct.pack(f"<{len(fat)}I", *fat), directory, small_fat]
    return b"".join(body) + whole(small) + b"".join(whole(entry.content) for entry in large)


def place(tree: Tree, parent: int, entries: list[Entry]) -> None:
    """Add a storage's members to the directory and link them below it."""
    members = []
    for name, content in tree.items():
        members.append(len(entries))
        if isinstance(content, bytes):
            entries.append(Entry(name, STREAM, content))
        else:
            entries.append(Entry(name, STORAGE))
            place(content, members[-1], entries)
    members.sort(key=lambda at: (len(entries[at].name), entries[at].name.upper()))
    entries[parent].child = balanced(members, entries)


def balanced(members: list[int], entries: list[Entry]) -> int:
    """Link sorted members as a search tree with every node black; returns its root."""
    if not members:
        return NO_STREAM
    middle = len(members) // 2
    root = entries[members[middle]]
    root.left = balanced(members[:middle], entries)
    root.right = balanced(members[middle + 1 :], entries)
    return members[middle]


def mini_stream(entries: list[Entry]) -> tuple[bytes, list[int]]:
    """The short streams one after the other, and the table that chains their sectors."""
    stream = bytearray()
    table: list[int] = []
    for entry in entries:
        count = -(-entry.size // MINI_SECTOR)
        entry.start = chain(table, count)
        stream += entry.content.ljust(count * MINI_SECTOR, b"\0")
    return bytes(stream), table


def chain(table: list[int], count: int) -> int:
    """Append a chain of sectors to an allocation table; returns its first sector."""
    if not count:
        return END
    start = len(table)
    table.extend([*range(start + 1, start + count), END])
    return start


def fat_sectors(others: int) -> int:
    """How many sectors the allocation table takes, itself included in what it lists."""
    count = 1
    while count * (SECTOR // 4) < others + count:
        count += 1
    if count > HEADER_FATS:
        raise ValueError("too much for one compound file header")
    return count


def sectors(size: int) -> int:
    return -(-size // SECTOR)


def whole(content: bytes, filler: bytes = b"\0") -> bytes:
    return content + filler * (-len(content) % SECTOR)


def header(fats: int, directory: int, small_fat: int, small_fats: int) -> bytes:
    """Minor version 0x3E, major 3, little endian, sectors of 2^9 and 2^6 bytes ([MS-CFB] 2.2)."""
    start = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    start += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    start += struct.pack("<9I", 0, fats, directory, 0, CUTOFF, small_fat, small_fats, END, 0)
    return start + struct.pack(f"<{HEADER_FATS}I", *range(fats), *[FREE] * (HEADER_FATS - fats))
