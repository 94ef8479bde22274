"""A zip package held in memory: its directory, its limits, its parts.

The directory is read here and not with `zipfile`: that import alone costs more than reading a small workbook, and
every entry has to be judged before anything is unpacked.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any, NamedTuple, cast

from xlsuite.errors import UnreadableFile
from xlsuite.files.limits import LIMITS, MEGABYTE, RATIO_FROM, damaged, over_limit


class Part(NamedTuple):
    """One entry of the zip directory."""

    name: str
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    entry: int  # where its line of the directory stands


class Archive:
    """A zip file held in memory; part names are compared without case and with / for \\.

    Raises UnreadableFile: damaged, encrypted, too_large.
    """

    __slots__ = ("content", "name", "parts")

    def __init__(self, content: bytes, name: str) -> None:
        self.content = content
        self.name = name
        self.parts: dict[str, Part] = {}
        total = 0
        for part in self._directory():
            key = part.name.replace("\\", "/").lower()
            if key in self.parts:
                raise damaged(name, f"里有两个同名的部件“{part.name}”")
            self.parts[key] = part
            total += self._judged(part)
        if total > LIMITS["total"].most:
            raise over_limit("total", total, name)

    def _judged(self, part: Part) -> int:
        if part.size > LIMITS["part"].most:
            raise over_limit("part", part.size, self.name, f"的部件“{part.name}”")
        if part.size > RATIO_FROM and part.size > LIMITS["ratio"].most * max(part.packed, 1):
            raise over_limit("ratio", part.size // max(part.packed, 1), self.name, f"的部件“{part.name}”")
        return part.size

    def _directory(self) -> list[Part]:
        content, name = self.content, self.name
        end = content.rfind(b"PK\5\6", max(0, len(content) - 65_557))
        if end < 0 or end + 22 > len(content):
            raise damaged(name, "的结尾缺失")
        count, size, start = struct.unpack_from("<HII", content, end + 10)
        if 0xFFFF in (count,) or 0xFFFFFFFF in (size, start):
            count, size, start, end = self._directory64(end, count, size, start)
        if count > LIMITS["entries"].most:
            raise over_limit("entries", count, name)
        shift = end - size - start  # bytes somebody put before the archive
        if shift < 0:
            raise damaged(name, "的目录缺失")
        place, parts = start + shift, []
        for _ in range(count):
            if content[place : place + 4] != b"PK\1\2" or place + 46 > len(content):
                raise damaged(name, "的目录读不出来")
            part, place = self._entry(place, shift)
            parts.append(part)
        return parts

    def _directory64(self, end: int, count: int, size: int, start: int) -> tuple[int, int, int, int]:
        locator = end - 20
        if locator < 0 or self.content[locator : locator + 4] != b"PK\6\7":
            return count, size, start, end
        record = self.content.rfind(b"PK\6\6", 0, locator)
        if record < 0 or record + 56 > len(self.content):
            raise damaged(self.name, "的目录读不出来")
        count, size, start = struct.unpack_from("<QQQ", self.content, record + 32)
        return count, size, start, record

    def _entry(self, place: int, shift: int) -> tuple[Part, int]:
        content = self.content
        flags, method, _, checksum, packed, size, named, extra, remark = struct.unpack_from(
            "<HHIIIIHHH", content, place + 8
        )
        (offset,) = struct.unpack_from("<I", content, place + 42)
        raw = content[place + 46 : place + 46 + named]
        field = content[place + 46 + named : place + 46 + named + extra]
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp437")
        if flags & 1:
            raise UnreadableFile("encrypted", f"“{self.name}”已加密。请用密码打开后取消密码，另存后再试。")
        size, packed, offset = _wide_sizes(field, size, packed, offset)
        part = Part(name, method, checksum, packed, size, offset + shift, place)
        return part, place + 46 + named + extra + remark

    def find(self, name: str) -> Part | None:
        """The part of a name, or None."""
        return self.parts.get(name.replace("\\", "/").lstrip("/").lower())

    def read(self, name: str) -> bytes:
        """The bytes of a part, whole and with the right checksum."""
        part = self.find(name)
        if part is None:
            raise damaged(self.name, f"缺少部件“{name}”")
        data = self._unpacked(part, self._packed(part))
        if len(data) != part.size or checksum(data) != part.checksum:
            raise damaged(self.name, f"的部件“{part.name}”与目录所记不符")
        return data

    def raw(self, part: Part) -> bytes:
        """The bytes of a part as they are packed."""
        return bytes(self._packed(part))

    def header(self, part: Part) -> tuple[int, tuple[int, int], int, int, bytes]:
        """What the directory says besides: flags, time and day, who made it, attributes, and the name's own bytes."""
        made_by, _, flags, _, time, day = struct.unpack_from("<HHHHHH", self.content, part.entry + 4)
        (named,) = struct.unpack_from("<H", self.content, part.entry + 28)
        (attributes,) = struct.unpack_from("<I", self.content, part.entry + 38)
        return flags, (time, day), made_by, attributes, self.content[part.entry + 46 : part.entry + 46 + named]

    def _packed(self, part: Part) -> memoryview:
        content, start = self.content, part.offset
        if content[start : start + 4] != b"PK\3\4" or start + 30 > len(content):
            raise damaged(self.name, f"的部件“{part.name}”读不出来")
        named, extra = struct.unpack_from("<HH", content, start + 26)
        start += 30 + named + extra
        return memoryview(content)[start : start + part.packed]

    def _unpacked(self, part: Part, packed: memoryview) -> bytes:
        if part.method == 0:
            return bytes(packed)
        if part.method != 8:
            raise UnreadableFile(
                "unsupported", f"“{self.name}”用了不支持的压缩方式。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再试。"
            )
        library = _library(part.size)
        try:
            return _inflated(library.decompressobj(-15), packed, part.size)
        except library.error:
            raise damaged(self.name, f"的部件“{part.name}”解不开") from None


def checksum(data: bytes) -> int:
    """The CRC-32 of a part; calamine compares it only where it happens to read to the very end."""
    return cast(int, _library(len(data)).crc32(data))


def _library(size: int) -> Any:
    """What unpacks and checks a part: ISA-L, three times as fast, for a large one where it is at hand."""
    if size >= MEGABYTE:
        try:
            from isal import isal_zlib

            return isal_zlib
        except ImportError:  # no wheel for this machine
            pass
    return zlib


def _inflated(inflate: Any, packed: memoryview, size: int) -> bytes:
    """The unpacked bytes; one byte more than declared is enough to see a lie, and no bomb gets further.

    A large part is unpacked a piece at a time into a buffer of its size: all at once, it would be held twice.
    """
    if size < MEGABYTE:
        return cast(bytes, inflate.decompress(packed, size + 1))
    whole = bytearray(size + 1)
    filled = 0
    rest: bytes | memoryview = packed
    while filled <= size and (piece := inflate.decompress(rest, min(MEGABYTE, size + 1 - filled))):
        whole[filled : filled + len(piece)] = piece
        filled += len(piece)
        rest = inflate.unconsumed_tail
    del whole[filled:]
    return cast(bytes, whole)  # nobody changes it, and a copy would double it


def _wide_sizes(field: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The zip64 values, which stand in the extra field in the order of those that did not fit."""
    place = 0
    while place + 4 <= len(field):
        tag, length = struct.unpack_from("<HH", field, place)
        if tag == 1:
            wide = iter(struct.unpack_from(f"<{min(length, len(field) - place - 4) // 8}Q", field, place + 4))
            size = next(wide, size) if size == 0xFFFFFFFF else size
            packed = next(wide, packed) if packed == 0xFFFFFFFF else packed
            offset = next(wide, offset) if offset == 0xFFFFFFFF else offset
        place += 4 + length
    return size, packed, offset
