"""The zip package of a workbook: its directory, its limits, and the list of its sheets.

The directory is read here and not with `zipfile`: that import alone costs more than reading a small workbook, and
every entry has to be judged before anything is unpacked.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple, cast
from xml.parsers import expat

from xlsuite.errors import UnreadableFile

MEGABYTE = 1024 * 1024
REPAIR = "请在 Excel 或 WPS 中打开并修复，另存为新的 .xlsx 文件后再试。"


class Limit(NamedTuple):
    """The most a file may hold of something; `advice` says what to do about it."""

    what: str
    most: int
    unit: str
    advice: str


LIMITS = {
    "file": Limit("文件大小", 200 * MEGABYTE, "MB", "请拆分成几个文件后再试。"),
    "entries": Limit("内部部件数", 5_000, "个", "请删去不用的工作表和图片，另存后再试。"),
    "part": Limit("展开后的大小", 256 * MEGABYTE, "MB", "请删去表格下方多余的行，另存后再试。"),
    "total": Limit("全部部件展开后的大小", 512 * MEGABYTE, "MB", "请拆分成几个文件后再试。"),
    "ratio": Limit("压缩比", 200, "倍", "正常的台账不会这样，请向提供文件的人核实来源。"),
    "sheets": Limit("工作表数", 300, "张", "请拆分成几个文件后再试。"),
    "cells": Limit("表格范围", 5_000_000, "格", "请删去远处多余的行、列，另存后再试。"),
    "values": Limit("有内容的单元格数", 3_000_000, "个", "请拆分成几个文件后再试。"),
}
RATIO_FROM = 32 * MEGABYTE  # small parts of one repeated style compress far beyond 200:1 in honest files


def over_limit(key: str, found: int, name: str, place: str = "") -> UnreadableFile:
    """The error for a limit that is passed; names the limit, the number found and where."""
    limit = LIMITS[key]
    if limit.unit == "MB":
        shown, most = f"{-(-found // MEGABYTE):,} MB", f"{limit.most // MEGABYTE:,} MB"
    else:
        shown, most = f"{found:,} {limit.unit}", f"{limit.most:,} {limit.unit}"
    return UnreadableFile("too_large", f"“{name}”{place}的{limit.what}为 {shown}，超过上限 {most}。{limit.advice}")


def damaged(name: str, what: str) -> UnreadableFile:
    """The error for a file whose inside is not whole."""
    return UnreadableFile("damaged", f"“{name}”{what}，文件已损坏或不完整。{REPAIR}")


class Part(NamedTuple):
    """One entry of the zip directory."""

    name: str
    method: int
    checksum: int
    packed: int
    size: int
    offset: int


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
        return Part(name, method, checksum, packed, size, offset + shift), place + 46 + named + extra + remark

    def find(self, name: str) -> Part | None:
        """The part of a name, or None."""
        return self.parts.get(name.replace("\\", "/").lstrip("/").lower())

    def read(self, name: str, check: bool = True) -> bytes:
        """The bytes of a part, whole and with the right checksum (without `check`, the caller has it checked later)."""
        part = self.find(name)
        if part is None:
            raise damaged(self.name, f"缺少部件“{name}”")
        content, start = self.content, part.offset
        if content[start : start + 4] != b"PK\3\4" or start + 30 > len(content):
            raise damaged(self.name, f"的部件“{part.name}”读不出来")
        named, extra = struct.unpack_from("<HH", content, start + 26)
        start += 30 + named + extra
        packed = memoryview(content)[start : start + part.packed]
        data = self._unpacked(part, packed)
        if len(data) != part.size:
            raise damaged(self.name, f"的部件“{part.name}”与目录所记不符")
        if check:
            self.check(name, data)
        return data

    def check(self, name: str, data: bytes) -> None:
        """Compare the data of a part with its checksum."""
        part = self.find(name)
        if part is None or zlib.crc32(data) != part.checksum:
            raise damaged(self.name, f"的部件“{name}”与目录所记不符")

    def _unpacked(self, part: Part, packed: memoryview) -> bytes:
        if part.method == 0:
            return bytes(packed)
        if part.method != 8:
            raise UnreadableFile(
                "unsupported", f"“{self.name}”用了不支持的压缩方式。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再试。"
            )
        maker, fault = _inflater(part.size)
        try:
            return _inflated(maker(-15), packed, part.size)
        except fault:
            raise damaged(self.name, f"的部件“{part.name}”解不开") from None


def _inflater(size: int) -> tuple[Any, Any]:
    """What unpacks a part, and what it raises: ISA-L, three times as fast, for a large part where it is at hand."""
    if size >= MEGABYTE:
        try:
            from isal import isal_zlib

            return isal_zlib.decompressobj, isal_zlib.error
        except ImportError:  # no wheel for this machine
            pass
    return zlib.decompressobj, zlib.error


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


def local_name(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def parse_xml(
    data: bytes,
    name: str,
    part: str,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Run handlers over one XML part; a DOCTYPE or XML that is not well-formed is a damaged file."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def doctype(*_: object) -> None:
        raise damaged(name, f"的部件“{part}”含有不该有的 DOCTYPE 声明")

    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two: an encoding that nobody knows
        raise damaged(name, f"的部件“{part}”第 {parser.CurrentLineNumber} 行读不出来") from None


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it; `kind` is the end of its relationship type, e.g. "worksheet"."""

    name: str
    path: str
    kind: str
    hidden: bool


class Workbook(NamedTuple):
    """What the workbook part says: sheets in order, the date epoch, and where styles and strings are ("" = none)."""

    sheets: list[SheetPart]
    date1904: bool
    styles: str
    strings: str


def read_workbook(archive: Archive) -> Workbook:
    """List the sheets of a package, transitional or strict."""
    roots = relations_of(archive, "").values()
    main = next((path for path, kind in roots if kind == "officeDocument"), "xl/workbook.xml")
    if archive.find(main) is None:
        raise damaged(archive.name, f"缺少部件“{main}”")
    relations = relations_of(archive, main)
    listed: list[tuple[str, str, str]] = []
    flags = {"date1904": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = local_name(tag)
        if tag == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            listed.append((attributes.get("name", ""), attributes.get("state", "visible"), link))
        elif tag == "workbookPr":
            flags["date1904"] = attributes.get("date1904", "0") in ("1", "true", "on")

    parse_xml(archive.read(main), archive.name, main, start)
    if not listed:
        raise damaged(archive.name, "里没有工作表")
    if len(listed) > LIMITS["sheets"].most:
        raise over_limit("sheets", len(listed), archive.name)
    sheets = []
    for name, state, link in listed:
        path, kind = relations.get(link, ("", ""))
        if not path or archive.find(path) is None:
            raise damaged(archive.name, f"的工作表“{name}”没有内容")
        sheets.append(SheetPart(name, path, kind, state in ("hidden", "veryHidden")))
    by_kind = {kind: path for path, kind in relations.values() if archive.find(path) is not None}
    return Workbook(sheets, flags["date1904"], by_kind.get("styles", ""), by_kind.get("sharedStrings", ""))


def relations_of(archive: Archive, owner: str) -> dict[str, tuple[str, str]]:
    """The relationships of a part: id -> (path in the package, last word of the type)."""
    folder, _, leaf = owner.rpartition("/")
    part = posixpath.join(folder, "_rels", leaf + ".rels")
    found: dict[str, tuple[str, str]] = {}
    if archive.find(part) is None:
        return found

    def start(tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").replace("\\", "/")
        if local_name(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (path, attributes.get("Type", "").rpartition("/")[2])

    parse_xml(archive.read(part), archive.name, part, start)
    return found
